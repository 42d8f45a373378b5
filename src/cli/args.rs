//! What may stand on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// How far, and how fast, can an organisation that decides cases really scale up?
#[derive(Parser, Debug)]
#[command(version, about, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done · 1 validation or a --fail-on-target target failed · 2 bad usage or a bad \
scenario · 74 input or output failed · 130 Ctrl-C, what was complete is written";

#[derive(Subcommand, Debug)]
pub enum Command {
    /// What happens under this plan, and will the target be met?
    #[command(after_help = "Examples:\n  surgecap run scenarios/taskforce-2020/as-ordered.toml\n  \
        surgecap run plan.toml --set cohort.agency.headcount=80 --set supervision.span=4\n  \
        surgecap run plan.toml --plan fewer --reps 1000 --format json > answer.json")]
    Run(Run),
    /// Is my file right? The organisation as understood, in words and tables, with warnings.
    #[command(after_help = "Examples:\n  surgecap check plan.toml\n  surgecap check plan.toml --plan nothing")]
    Check(Check),
    /// Does it compute what theory says? Every [expect] of the files against the simulated value.
    #[command(
        after_help = "Examples:\n  surgecap validate scenarios/validation\n  surgecap validate mine.toml --seed 2"
    )]
    Validate(Validate),
    /// What does a code such as E201 mean? With a wrong and a right example; without a code: all codes.
    #[command(after_help = "Examples:\n  surgecap explain E208\n  surgecap explain")]
    Explain(Explain),
    /// The keys of a scenario file: a JSON Schema for editors, or a page of Markdown.
    #[command(
        after_help = "Examples:\n  surgecap schema > surgecap.schema.json\n  surgecap schema --format markdown\n\n\
        An editor with taplo, tombi or \"Even Better TOML\" checks a file while you type when its first line is\n  \
        #:schema surgecap.schema.json"
    )]
    Schema(Schema),
    /// Completions for a shell, on the standard output.
    #[command(
        after_help = "Examples:\n  surgecap completions bash > ~/.local/share/bash-completion/completions/surgecap\n  \
        surgecap completions zsh > ~/.zfunc/_surgecap\n  \
        surgecap completions fish > ~/.config/fish/completions/surgecap.fish"
    )]
    Completions(Completions),
    /// The manual page, for man or to print.
    #[command(after_help = "Examples:\n  surgecap man | man -l -\n  surgecap man > ~/.local/share/man/man1/surgecap.1")]
    Man,
}

#[derive(Args, Debug)]
pub struct Explain {
    /// The code, as it stands between brackets in a message.
    pub code: Option<String>,
}

#[derive(Args, Debug)]
pub struct Schema {
    #[arg(long, value_enum, default_value_t = SchemaFormat::Json)]
    pub format: SchemaFormat,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaFormat {
    /// JSON Schema, draft 7.
    Json,
    /// A table of every key with its unit, range, default and meaning.
    Markdown,
}

#[derive(Args, Debug)]
pub struct Completions {
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub struct Common {
    /// Overrides a key of the scenario: --set stream.regular.inflow.per_month=1300
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// All draws hang on it.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; the results do not depend on it. Default: SLURM_CPUS_PER_TASK, else what the machine has.
    #[arg(long)]
    pub threads: Option<usize>,
    /// No progress.
    #[arg(long, short)]
    pub quiet: bool,
    /// Colours on a terminal; NO_COLOR is respected.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Progress as a bar, or as JSON lines for front ends.
    #[arg(long, value_enum, default_value_t = Progress::Bar)]
    pub progress: Progress,
}

#[derive(Args, Debug)]
pub struct Run {
    /// The scenario file.
    pub file: PathBuf,
    /// So many replications; default: until the verdict is clear (100, 200, … 12,800).
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub reps: Option<u64>,
    /// A plan of the file ([plan.NAME]), or `nothing`.
    #[arg(long)]
    pub plan: Option<String>,
    /// Takes all ranges of inputs so many times as wide.
    #[arg(long, default_value_t = 1.0, value_parser = positive)]
    pub widen: f64,
    /// The fluid solution (mean values without chance) beside the simulated means; `only`: at once, without simulating.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "beside")]
    pub fluid: Option<Fluid>,
    /// Figures that were published, to stand beside the simulated ones: a CSV with date, measure, value (and since).
    #[arg(long, value_name = "CSV")]
    pub realised: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Page)]
    pub format: Format,
    /// Writes the answer to this file instead of the standard output.
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    /// Folder for the results. Default: results/NAME-HASH-sSEED; none with --no-results.
    #[arg(long, value_name = "FOLDER")]
    pub results: Option<PathBuf>,
    /// Writes no folder of results.
    #[arg(long, conflicts_with = "results")]
    pub no_results: bool,
    /// Writes over results that are there.
    #[arg(long)]
    pub force: bool,
    /// Exit code 1 when a target's verdict is not `reachable`.
    #[arg(long)]
    pub fail_on_target: bool,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args, Debug)]
pub struct Check {
    /// The scenario file.
    pub file: PathBuf,
    /// A plan of the file ([plan.NAME]), or `nothing`.
    #[arg(long)]
    pub plan: Option<String>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args, Debug)]
pub struct Validate {
    /// Files or folders.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Page)]
    pub format: Format,
    #[command(flatten)]
    pub common: Common,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[value(alias = "table")]
    Page,
    /// One JSON value on the standard output, and nothing else there.
    Json,
    /// The measures as CSV.
    Csv,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fluid {
    /// After the simulation, with the gap.
    Beside,
    /// Instead of the simulation.
    Only,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Bar,
    Json,
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value > 0.0 && value <= 100.0 => Ok(value),
        _ => Err("a number above 0, at most 100".to_owned()),
    }
}
