//! What goes to which stream: data to standard output, the rest to standard error.

use std::{
    io::{IsTerminal, Write},
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{Color, Common, Progress};
use crate::{experiment::run::Glance, replicate::Control};

/// Whether messages are coloured.
pub fn is_coloured(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
    }
}

/// Writes data to the standard output. A reader that has gone (a pipe into head) is not a failure.
///
/// # Errors
/// Any other failure of writing.
pub fn say(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(why) if why.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Ctrl-C once: no more replications are handed out. Twice: the program ends.
pub fn listen_for_ctrl_c(control: &Control) {
    let stop = control.stop.clone();
    // A second handler cannot be set, and is not needed.
    let _ = ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
}

/// Shows how far a study is.
pub struct Watcher {
    bar: ProgressBar,
    is_json: bool,
    is_quiet: bool,
    started: Instant,
    control: Control,
}

impl Watcher {
    pub fn new(common: &Common, control: &Control) -> Watcher {
        let shows = !common.quiet && common.progress == Progress::Bar && std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(
            Some(0),
            if shows { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
        );
        if let Ok(style) =
            ProgressStyle::with_template("{bar:24} {pos}/{len} replications, {per_sec}, {eta} left {msg}")
        {
            bar.set_style(style);
        }
        Watcher {
            bar,
            is_json: common.progress == Progress::Json && !common.quiet,
            is_quiet: common.quiet,
            started: Instant::now(),
            control: control.clone(),
        }
    }

    /// Runs `work` while the bar follows the count of finished replications; `per_replication` runs each.
    pub fn follow<T>(&self, per_replication: u64, work: impl FnOnce() -> T) -> T {
        let (bar, control) = (self.bar.clone(), self.control.clone());
        let (done, finished) = std::sync::mpsc::channel::<()>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                while finished.recv_timeout(Duration::from_millis(100)).is_err() {
                    bar.set_position(control.done.load(Ordering::Relaxed) / per_replication);
                }
            });
            let result = work();
            let _ = done.send(());
            result
        })
    }

    pub fn glance(&self, glance: &Glance) {
        self.bar.set_length(glance.next_look);
        let Some((verdict, low, high)) = glance.verdict else { return };
        let half_width = (high - low) / 2.0 * 100.0;
        self.bar.set_message(format!("so far {} (± {half_width:.1} points)", verdict.words()));
        if self.is_json {
            eprintln!(
                "{}",
                serde_json::json!({
                    "replications": glance.replications,
                    "verdict": verdict,
                    "low": low,
                    "high": high,
                    "seconds": self.started.elapsed().as_secs_f64(),
                })
            );
        }
    }

    pub fn note(&self, text: &str) {
        if !self.is_quiet {
            self.bar.suspend(|| eprintln!("{text}"));
        }
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }
}
