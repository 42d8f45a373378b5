//! The program: from the command line to an exit code.

mod args;
mod assess;
mod bridge;
mod buffer;
mod check;
mod compare;
mod completions;
mod console;
mod eval;
mod explain;
mod feasibility;
mod frontier;
mod man;
mod new;
mod preset;
mod questions;
mod report;
mod results;
mod run;
mod schema;
mod sensitivity;
mod study;
mod sweep;
mod trace;
mod validate;

use std::process::ExitCode;

use clap::Parser;

use crate::experiment::open::Refused;
use args::{Cli, Command, Common};

/// Why a command ended otherwise than well.
pub enum Failure {
    /// The files are wrong: every problem was shown.
    Refused(Refused),
    /// What was asked cannot be: exit code 2.
    Usage(String),
    /// A file could not be read or written: exit code 74.
    Io(String),
}

/// How a command ended.
pub enum Done {
    Well,
    /// A validation or a target failed: exit code 1.
    Missed,
    /// Some of the files are wrong and were not run; every problem was shown: exit code 2.
    PartlyRefused,
    /// Ctrl-C, and what was complete is written: exit code 130.
    Interrupted,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(why) => {
            let _ = why.print();
            return ExitCode::from(if why.use_stderr() { 2 } else { 0 });
        }
    };
    let color = match &cli.command {
        Command::Run(run) => run.common.color,
        Command::Compare(compare) => compare.common.color,
        Command::Feasibility(feasibility) => feasibility.common.color,
        Command::Assess(assess) => assess.common.color,
        Command::Frontier(frontier) => frontier.common.color,
        Command::Bridge(bridge) => bridge.common.color,
        Command::Sweep(sweep) => sweep.common.color,
        Command::Sensitivity(sensitivity) => sensitivity.common.color,
        Command::Eval(eval) => eval.common.color,
        Command::Buffer(buffer) => buffer.common.color,
        Command::Check(check) => check.common.color,
        Command::Validate(validate) => validate.common.color,
        Command::Trace(trace) => trace.common.color,
        Command::Questions(questions) => questions.common.color,
        _ => args::Color::Auto,
    };
    let color = console::is_coloured(color);
    let done = match &cli.command {
        Command::Run(args) => run::run(args),
        Command::Compare(args) => compare::compare(args),
        Command::Feasibility(args) => feasibility::feasibility(args),
        Command::Assess(args) => assess::assess(args),
        Command::Frontier(args) => frontier::frontier(args),
        Command::Bridge(args) => bridge::bridge(args),
        Command::Sweep(args) => sweep::sweep(args),
        Command::Sensitivity(args) => sensitivity::sensitivity(args),
        Command::Eval(args) => eval::eval(args),
        Command::Buffer(args) => buffer::buffer(args),
        Command::Check(args) => check::check(args),
        Command::Validate(args) => validate::validate(args),
        Command::Explain(args) => explain::explain(args),
        Command::Completions(args) => completions::completions(args),
        Command::Man => man::man(),
        Command::Trace(args) => trace::trace(args),
        Command::Report(args) => report::report(args),
        Command::New(args) => new::new(args),
        Command::Questions(args) => questions::questions(args),
        Command::Preset(args) => preset::preset(args),
        Command::Schema(args) => schema::schema(args),
    };
    match done {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Missed) => ExitCode::from(1),
        Ok(Done::PartlyRefused) => ExitCode::from(2),
        Ok(Done::Interrupted) => ExitCode::from(130),
        Err(Failure::Refused(refused)) => {
            let (problems, texts) = *refused;
            console::tell(&format!("{}\n{}: nothing was run\n", problems.render(&texts, color), problems.summary()));
            ExitCode::from(2)
        }
        Err(Failure::Usage(why)) => {
            console::tell(&format!("error: {why}\n"));
            ExitCode::from(2)
        }
        Err(Failure::Io(why)) => {
            console::tell(&format!("error: {why}\n"));
            ExitCode::from(74)
        }
    }
}

/// Data for the standard output.
fn answer(text: &str) -> Result<Done, Failure> {
    console::say(text).map_err(|why| Failure::Io(format!("could not write the answer: {why}")))?;
    Ok(Done::Well)
}

/// The threads that were asked for, or the machine's.
fn threads(common: &Common) -> Result<usize, Failure> {
    match common.threads {
        Some(0) => Err(Failure::Usage("--threads is at least 1".to_owned())),
        Some(count) => Ok(count),
        None => Ok(crate::replicate::available_threads()),
    }
}
