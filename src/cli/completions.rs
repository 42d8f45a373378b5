//! `surgecap completions SHELL`.

use clap::CommandFactory;

use super::{
    Done, Failure, answer,
    args::{Cli, Completions},
};

pub(super) fn completions(args: &Completions) -> Result<Done, Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "surgecap", &mut bytes);
    answer(&String::from_utf8_lossy(&bytes))
}
