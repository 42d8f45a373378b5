//! What goes to which stream: data to standard output, the rest to standard error.

use std::{
    io::{IsTerminal, Write},
    sync::{atomic::Ordering, mpsc::RecvTimeoutError},
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
    says(text).map(|_| ())
}

/// The same, and whether anybody is still there to read.
///
/// # Errors
/// As [`say`].
pub fn says(text: &str) -> std::io::Result<bool> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(why) if why.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        other => other.map(|()| true),
    }
}

/// Writes words for people to the standard error. Nobody may be there to read them: that is no failure.
pub fn tell(text: &str) {
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
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
        let (done, finished) = std::sync::mpsc::channel::<()>();
        std::thread::scope(move |scope| {
            scope.spawn(move || {
                let mut told = Instant::now();
                while let Err(RecvTimeoutError::Timeout) = finished.recv_timeout(Duration::from_millis(100)) {
                    let count = self.control.done.load(Ordering::Relaxed) / per_replication;
                    self.bar.set_position(count);
                    if self.is_json && told.elapsed() >= Duration::from_secs(1) {
                        told = Instant::now();
                        self.tell_progress(count);
                    }
                }
            });
            // Dropped at the end, also when the work panics: then the watcher stops too.
            let _done = done;
            work()
        })
    }

    /// One line of JSON: how far a study is, and how long it may take.
    fn tell_progress(&self, count: u64) {
        let (of, seconds) = (self.bar.length().unwrap_or(0), self.seconds());
        let a_second = count as f64 / seconds.max(1e-9);
        let left = (count > 0).then(|| of.saturating_sub(count) as f64 / a_second);
        let line = serde_json::json!({
            "replications": count, "of": of, "seconds": seconds, "per_second": a_second, "seconds_left": left,
        });
        tell(&format!("{line}\n"));
    }

    /// A part of an experiment begins, which takes so many runs.
    pub fn begin(&self, what: &str, runs: u64) {
        self.control.done.store(0, Ordering::Relaxed);
        self.bar.set_length(runs);
        self.bar.set_message(what.to_owned());
        if self.is_json {
            tell(&format!("{}\n", serde_json::json!({ "begins": what, "of": runs, "seconds": self.seconds() })));
        }
    }

    pub fn glance(&self, glance: &Glance) {
        self.bar.set_length(glance.next_look);
        if let Some((verdict, low, high)) = glance.verdict {
            let half_width = (high - low) / 2.0 * 100.0;
            self.bar.set_message(format!("so far {} (± {half_width:.1} points)", verdict.words()));
        }
        if self.is_json {
            let line = serde_json::json!({
                "replications": glance.replications,
                "of": glance.next_look,
                "verdict": glance.verdict.map(|(verdict, ..)| verdict),
                "low": glance.verdict.map(|(_, low, _)| low),
                "high": glance.verdict.map(|(.., high)| high),
                "seconds": self.seconds(),
            });
            tell(&format!("{line}\n"));
        }
    }

    pub fn note(&self, text: &str) {
        if !self.is_quiet {
            self.bar.suspend(|| tell(&format!("{text}\n")));
        }
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }
}
