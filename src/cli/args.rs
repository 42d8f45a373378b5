//! What may stand on the command line.

use std::path::PathBuf;

use crate::{experiment::feasibility::Lever, report::html::words::Lang};
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
    /// Is this plan feasible, and what should I know? The plan, `nothing` and all plans of the file, and what if.
    #[command(after_help = "Examples:\n  surgecap assess scenarios/taskforce-2020/as-ordered.toml\n  \
        surgecap assess plan.toml --futures 400 --follow-up 100")]
    Assess(Assess),
    /// What happens under this plan, and will the target be met?
    #[command(after_help = "Examples:\n  surgecap run scenarios/taskforce-2020/as-ordered.toml\n  \
        surgecap run plan.toml --set cohort.agency.headcount=80 --set supervision.span=4\n  \
        surgecap run plan.toml --plan fewer --reps 1000 --format json > answer.json")]
    Run(Run),
    /// The report of saved findings, made again: in another language, or with a template of your own.
    #[command(after_help = "Examples:\n  surgecap report results/taskforce-2020-as-ordered-3f2a0c1d-s1 --lang nl\n  \
        surgecap report results/plan-3f2a0c1d-s1 --template house-style.html -o report.html")]
    Report(Report),
    /// Which plan is better? The plans of a file, or several files, in the same futures with the same luck.
    #[command(after_help = "Examples:\n  surgecap compare plan.toml\n  \
        surgecap compare plan.toml --plan fewer --measure decided.new@2027-12-31\n  \
        surgecap compare as-ordered.toml as-executed.toml --futures 100 --delta 500")]
    Compare(Compare),
    /// What would it take? Promise dates and amounts, the smallest plan that reaches the target, and what one must believe.
    #[command(after_help = "Examples:\n  surgecap feasibility plan.toml\n  \
        surgecap feasibility plan.toml --lever cohort.agency.headcount=0..400 --lever supervision.span=2..10\n  \
        surgecap feasibility plan.toml --target no-new-backlog --futures 400")]
    Feasibility(Feasibility),
    /// How far can the surge scale? Net extra decisions against hires, and against when, how long and with how much help.
    #[command(after_help = "Examples:\n  surgecap frontier plan.toml\n  \
        surgecap frontier plan.toml --hires 0,50,100,200,400 --span 3,5,10\n  \
        surgecap frontier plan.toml --target old-cases-done --cohort temps --start 2027-01-15,2027-04-01\n  \
        surgecap frontier plan.toml --work intake,intake+draft --no-binding")]
    Frontier(Frontier),
    /// Why is the paper sum wrong? From heads × months × norm to the net extra decisions, one mechanism at a time.
    #[command(after_help = "Examples:\n  surgecap bridge plan.toml\n  \
        surgecap bridge plan.toml --plan better-help --target old-cases-done --futures 100")]
    Bridge(Bridge),
    /// How do measures move over a grid or a design? One tidy table, a row for each point.
    #[command(
        after_help = "Examples:\n  surgecap sweep plan.toml --vary cohort.agency.headcount=0,100,200 --vary supervision.span=3,5,10\n  \
        surgecap sweep plan.toml --vary cohort.agency.headcount=0..400 --vary stage.draft.effort_hours --sobol 128\n  \
        surgecap sweep plan.toml --design points.csv --plan nothing --plan fewer --format csv > experiments.csv"
    )]
    Sweep(Sweep),
    /// Which assumption matters? Tornado and screening over all that nobody knows, and the few inputs behind a missed target.
    #[command(after_help = "Examples:\n  surgecap sensitivity plan.toml\n  \
        surgecap sensitivity plan.toml --measure decided.new@2027-12-31 --morris 20\n  \
        surgecap sensitivity plan.toml --sobol 256 --by 2 --when 'stock.old@2027-12-31>100'")]
    Sensitivity(Sensitivity),
    /// For programs: questions as JSON lines on the standard input, answers as JSON lines; the file is read once.
    #[command(after_help = "Examples:\n  \
        echo '{\"set\": {\"supervision.span\": 4}, \"reps\": 20}' | surgecap eval plan.toml --stdin\n  \
        surgecap eval plan.toml --stdin --measure stock.old@2027-12-31 < questions.jsonl > answers.jsonl")]
    Eval(Eval),
    /// Standing buffer or ad hoc surge? Every plan of the file at its own best size, judged on other futures than it was chosen on.
    #[command(after_help = "Examples:\n  surgecap buffer scenarios/buffer/buffer-or-ad-hoc-10-years.toml\n  \
        surgecap buffer study.toml --tries 24 --tuning 32 --futures 100\n  \
        surgecap buffer study.toml --set money.reception_day_regular=0")]
    Buffer(Buffer),
    /// Is my file right? The organisation as understood, in words and tables, with warnings.
    #[command(after_help = "Examples:\n  surgecap check plan.toml\n  surgecap check plan.toml --plan nothing")]
    Check(Check),
    /// Does it compute what theory says? Every [expect] of the files against the simulated value.
    #[command(
        after_help = "Examples:\n  surgecap validate scenarios/validation\n  surgecap validate mine.toml --seed 2"
    )]
    Validate(Validate),
    /// Why? The life of one case or worker in one replication, step by step.
    #[command(after_help = "Examples:\n  surgecap trace plan.toml --slowest old\n  \
        surgecap trace plan.toml --case old:stock-12 --replication 3\n  \
        surgecap trace plan.toml --worker officers:1 --from 2027-03-01 --until 2027-03-05\n  \
        surgecap trace plan.toml --worker temps:4 --format json")]
    Trace(Trace),
    /// Starter files with comments, or a scenario from fifteen answers.
    #[command(
        after_help = "Examples:\n  surgecap new my-office\n  surgecap new --ask\n  surgecap new replay --template taskforce"
    )]
    New(New),
    /// What is still open? The assumptions as a list for whoever must answer.
    #[command(
        after_help = "Examples:\n  surgecap questions plan.toml\n  surgecap questions plan.toml -o questions.csv\n  \
        surgecap questions plan.toml --format markdown"
    )]
    Questions(Questions),
    /// The files that are built in: their list, or one of them.
    #[command(after_help = "Examples:\n  surgecap preset\n  surgecap preset nl-asylum-2020 > organisation.toml")]
    Preset(Preset),
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

/// The language of a report.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    En,
    Nl,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Lang {
        match language {
            Language::En => Lang::En,
            Language::Nl => Lang::Nl,
        }
    }
}

#[derive(Args, Debug)]
pub struct Report {
    /// A folder of results, or its findings.json.
    pub results: PathBuf,
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub lang: Language,
    /// Your own template (Jinja) instead of the built-in one; docs/report.md tells what it gets.
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// Default: report.html in the folder of results.
    #[arg(long, short)]
    pub output: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Trace {
    /// The scenario file.
    pub file: PathBuf,
    /// A case by its stream and number from 1; the stock at the start is numbered apart: old:12, old:stock-12.
    #[arg(long, value_name = "STREAM:NUMBER", group = "subject")]
    pub case: Option<String>,
    /// A worker, trainee or supervisor by pool or cohort and number from 1: officers:3.
    #[arg(long, value_name = "POOL:NUMBER", group = "subject")]
    pub worker: Option<String>,
    /// The closed case of this stream that took longest; without any choice: that of the first stream.
    #[arg(long, value_name = "STREAM", group = "subject")]
    pub slowest: Option<String>,
    /// Which replication, counted from 0.
    #[arg(long, default_value_t = 0)]
    pub replication: u64,
    /// A plan of the file ([plan.NAME]), or `nothing`.
    #[arg(long)]
    pub plan: Option<String>,
    /// Nothing before this date.
    #[arg(long, value_name = "DATE")]
    pub from: Option<jiff::civil::Date>,
    /// Nothing after this date.
    #[arg(long, value_name = "DATE")]
    pub until: Option<jiff::civil::Date>,
    #[arg(long, value_enum, default_value_t = TraceFormat::Page)]
    pub format: TraceFormat,
    #[command(flatten)]
    pub common: Common,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceFormat {
    /// Sentences.
    Page,
    /// JSON lines, one for each step.
    Json,
}

#[derive(Args, Debug)]
pub struct New {
    /// The folder for the files; it is made. Default: this folder.
    pub folder: Option<PathBuf>,
    /// Asks fifteen questions and writes plan.toml from the answers.
    #[arg(long, conflicts_with = "template")]
    pub ask: bool,
    #[arg(long, value_enum, default_value_t = Template::Office)]
    pub template: Template,
    /// Writes over files that are there.
    #[arg(long)]
    pub force: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// A small office, with a surge of ten temporary workers.
    Office,
    /// The Dutch asylum Taskforce of 2020: organisation, plan and demand.
    Taskforce,
}

#[derive(Args, Debug)]
pub struct Questions {
    /// The scenario file.
    pub file: PathBuf,
    /// A plan of the file ([plan.NAME]), or `nothing`.
    #[arg(long)]
    pub plan: Option<String>,
    /// Default: a page, or what the ending of the output says (.csv, .md, .json).
    #[arg(long, value_enum)]
    pub format: Option<QuestionsFormat>,
    /// Writes the list to this file instead of the standard output.
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionsFormat {
    /// For people.
    Page,
    /// A table with room for the answers.
    Markdown,
    /// For a spreadsheet, with room for the answers.
    Csv,
    Json,
}

#[derive(Args, Debug)]
pub struct Preset {
    /// Its name; without it: all names.
    pub name: Option<String>,
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
    /// A future of the file ([future.NAME]): what is not in our hands, for the plan and for `nothing` alike.
    #[arg(long)]
    pub future: Option<String>,
    /// Takes all ranges of inputs so many times as wide.
    #[arg(long, default_value_t = 1.0, value_parser = positive)]
    pub widen: f64,
    /// The fluid solution (mean values without chance) beside the simulated means; `only`: at once, without simulating.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "beside")]
    pub fluid: Option<Fluid>,
    /// Figures that were published, to stand beside the simulated ones: a CSV with date, measure, value (and since).
    #[arg(long, value_name = "CSV")]
    pub realised: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = RunFormat::Page)]
    pub format: RunFormat,
    /// Writes the answer to this file instead of the standard output; with --format parquet: into this folder.
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    /// What the tables in the folder of results are written as.
    #[arg(long, value_enum, default_value_t = Tables::Csv)]
    pub tables: Tables,
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
    /// The language of the answer and of report.html; in Dutch the answer is the report's first page.
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub lang: Language,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args, Debug)]
pub struct Compare {
    /// One scenario file, of which all plans and `nothing` are compared; or several files, each with the first.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Only these plans of the file, beside the file itself and `nothing`.
    #[arg(long)]
    pub plan: Vec<String>,
    /// The headline to judge by; a level on a day: stock.old@2027-12-31. Default: the first target's measure when it is due.
    #[arg(long, value_name = "MEASURE")]
    pub measure: Option<String>,
    /// A difference that is worth choosing for: the best is then selected with 95 % confidence, or it is said that more futures are needed.
    #[arg(long, value_parser = above_zero)]
    pub delta: Option<f64>,
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args, Debug)]
pub struct Feasibility {
    /// The scenario file.
    pub file: PathBuf,
    /// A target of the file; default: its first.
    #[arg(long)]
    pub target: Option<String>,
    /// A plan of the file ([plan.NAME]).
    #[arg(long)]
    pub plan: Option<String>,
    /// A future of the file ([future.NAME]).
    #[arg(long)]
    pub future: Option<String>,
    /// A number that may be moved, and how far; one to three. Default: the headcount of each cohort, from 0 to three times the
    /// file's.
    #[arg(long, value_name = "PATH=LOW..HIGH", value_parser = lever)]
    pub lever: Vec<Lever>,
    /// Exit code 1 when the verdict is not `reachable`.
    #[arg(long)]
    pub fail_on_target: bool,
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args, Debug)]
pub struct Assess {
    /// The scenario file.
    pub file: PathBuf,
    /// Replications of each line of the follow-up "and if…", and of each point behind the useful number, the paper sum, the conditions and
    /// the changed numbers.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub follow_up: u64,
    /// Exit code 1 when a target's verdict is not `reachable`.
    #[arg(long)]
    pub fail_on_target: bool,
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args, Debug)]
pub struct Frontier {
    /// The scenario file.
    pub file: PathBuf,
    /// A plan of the file ([plan.NAME]).
    #[arg(long)]
    pub plan: Option<String>,
    /// A future of the file ([future.NAME]).
    #[arg(long)]
    pub future: Option<String>,
    /// The target by whose date gains are read; default: the first.
    #[arg(long)]
    pub target: Option<String>,
    /// The cohort that grows; default: the only one.
    #[arg(long)]
    pub cohort: Option<String>,
    /// Numbers of hires; default: nine up to twice the headcount of the file.
    #[arg(long, value_delimiter = ',')]
    pub hires: Vec<u32>,
    /// Trainees per supervisor; of this and the next three at most two, each crossed with the hires.
    #[arg(long, value_delimiter = ',')]
    pub span: Vec<f64>,
    /// Days on which the people are ordered.
    #[arg(long, value_delimiter = ',')]
    pub start: Vec<jiff::civil::Date>,
    /// Lengths of the contract in months.
    #[arg(long, value_delimiter = ',')]
    pub contract: Vec<f64>,
    /// Kinds of work: stages joined by +, such as intake,intake+draft.
    #[arg(long, value_delimiter = ',')]
    pub work: Vec<String>,
    /// Does not ask what binds in each month, which takes more than half of the time.
    #[arg(long)]
    pub no_binding: bool,
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args, Debug)]
pub struct Bridge {
    /// The scenario file.
    pub file: PathBuf,
    /// A plan of the file ([plan.NAME]).
    #[arg(long)]
    pub plan: Option<String>,
    /// A future of the file ([future.NAME]).
    #[arg(long)]
    pub future: Option<String>,
    /// The target by whose date decisions are counted; default: the first.
    #[arg(long)]
    pub target: Option<String>,
    /// The cohort whose paper sum it is; default: the only one.
    #[arg(long)]
    pub cohort: Option<String>,
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args, Debug)]
pub struct Sweep {
    /// The scenario file.
    pub file: PathBuf,
    /// What varies: PATH=1,2,3 (values), PATH=1..9:5 (five of them), PATH=1..9 (with --lhs or --sobol), or PATH alone for
    /// the declared range of an uncertain number. Paths are those of --set.
    #[arg(long, value_name = "PATH=VALUES")]
    pub vary: Vec<String>,
    /// The first values together, the second values together, …; default: every combination.
    #[arg(long, conflicts_with_all = ["lhs", "sobol", "design"])]
    pub zip: bool,
    /// A Latin hypercube of so many points.
    #[arg(long, value_name = "POINTS", conflicts_with_all = ["sobol", "design"], value_parser = points)]
    pub lhs: Option<usize>,
    /// So many points of a scrambled Sobol sequence; powers of 2 fill the ranges most evenly.
    #[arg(long, value_name = "POINTS", conflicts_with = "design", value_parser = points)]
    pub sobol: Option<usize>,
    /// Your own points: a CSV with a column for each path, and perhaps `plan` and `future`.
    #[arg(long, value_name = "CSV", conflicts_with = "vary")]
    pub design: Option<PathBuf>,
    /// Every point under each of these plans of the file, or `nothing`; default: the file itself.
    #[arg(long)]
    pub plan: Vec<String>,
    /// Every point in each of these futures of the file.
    #[arg(long)]
    pub future: Vec<String>,
    /// Measured beside the targets: a measure, or a level on a day: stock.new@2027-12-31.
    #[arg(long, value_name = "MEASURE")]
    pub measure: Vec<String>,
    /// The same as --futures.
    #[arg(long, conflicts_with = "futures", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub reps: Option<u64>,
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args, Debug)]
pub struct Sensitivity {
    /// The scenario file.
    pub file: PathBuf,
    /// A plan of the file ([plan.NAME]), or `nothing`.
    #[arg(long)]
    pub plan: Option<String>,
    /// A future of the file ([future.NAME]).
    #[arg(long)]
    pub future: Option<String>,
    /// What is to be explained; the first one ranks. Default: the measure of the first target when it is due.
    #[arg(long, value_name = "MEASURE")]
    pub measure: Vec<String>,
    /// Each input at its 5 % and 95 % point, the others at their likely value; --luck says how many replications (4).
    #[arg(long)]
    pub tornado: bool,
    /// So many random walks that move each input once; 8 or more.
    #[arg(long, value_name = "WALKS", value_parser = walks)]
    pub morris: Option<usize>,
    /// Shares of variance from so many rows, each of as many runs as there are inputs and 4 more.
    #[arg(long, value_name = "ROWS", value_parser = walks)]
    pub sobol: Option<usize>,
    /// Inputs that are moved as one, by the beginnings of their paths: learning=cohort.agency,supervision
    #[arg(long, value_name = "NAME=PREFIXES")]
    pub group: Vec<String>,
    /// Moves all inputs as one whose paths begin with the same so many names: 1 for stage, 2 for stage.draft.
    #[arg(long, value_name = "NAMES", value_parser = names)]
    pub by: Option<usize>,
    /// The futures for which a box of few inputs is sought: stock.old@2027-12-31>100. Default: those that miss, or meet, a target.
    #[arg(long, value_name = "MEASURE>LEVEL")]
    pub when: Option<String>,
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args, Debug)]
pub struct Eval {
    /// The scenario file.
    pub file: PathBuf,
    /// Reads questions from the standard input, one JSON object a line, until it ends.
    #[arg(long, required = true)]
    pub stdin: bool,
    /// The plan of questions that name none.
    #[arg(long)]
    pub plan: Option<String>,
    /// The future of questions that name none.
    #[arg(long)]
    pub future: Option<String>,
    /// The measures of questions that name none, beside the targets.
    #[arg(long, value_name = "MEASURE")]
    pub measure: Vec<String>,
    /// Futures of your own: a table (CSV) with a column for each uncertain input and a row for each future, or a list of objects (.json).
    /// They are met by questions that give no inputs; what they leave out is drawn.
    #[arg(long, value_name = "FILE")]
    pub own_futures: Option<PathBuf>,
    /// Futures of each answer where a question says nothing: draws of the inputs and of demand.
    #[arg(long, visible_alias = "inputs", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub reps: u64,
    /// Replications of luck in each future.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub luck: u64,
    /// Seed of the inputs and of demand alone; default: --seed.
    #[arg(long)]
    pub seed_inputs: Option<u64>,
    /// Seed of who comes when, and with what; default: --seed.
    #[arg(long)]
    pub seed_arrivals: Option<u64>,
    /// Seed of all that happens within; default: --seed.
    #[arg(long)]
    pub seed_work: Option<u64>,
    /// Takes all ranges of inputs so many times as wide.
    #[arg(long, default_value_t = 1.0, value_parser = positive)]
    pub widen: f64,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Args, Debug)]
pub struct Buffer {
    /// The scenario file, with its plans, and what to work out under [study].
    pub file: PathBuf,
    /// Futures on which each plan chooses its size; it is judged on `--futures` others.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u64).range(2..=100_000))]
    pub tuning: u64,
    /// Sizes that each plan may try.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub tries: u64,
    #[command(flatten)]
    pub study: Study,
    #[command(flatten)]
    pub common: Common,
}

/// What all experiments take.
#[derive(Args, Debug)]
pub struct Study {
    /// Draws of the uncertain inputs and of demand; default: what the question needs, said in the answer.
    #[arg(long, value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    pub futures: Option<u64>,
    /// Replications of luck in each future; default: what the question needs.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub luck: Option<u64>,
    /// Seed of the inputs and of demand alone; default: --seed.
    #[arg(long)]
    pub seed_inputs: Option<u64>,
    /// Seed of who comes when, and with what; default: --seed.
    #[arg(long)]
    pub seed_arrivals: Option<u64>,
    /// Seed of all that happens within; default: --seed.
    #[arg(long)]
    pub seed_work: Option<u64>,
    /// Takes all ranges of inputs so many times as wide.
    #[arg(long, default_value_t = 1.0, value_parser = positive)]
    pub widen: f64,
    #[arg(long, value_enum, default_value_t = Format::Page)]
    pub format: Format,
    /// Writes the answer to this file instead of the standard output.
    #[arg(long, short)]
    pub output: Option<PathBuf>,
    /// The language of the answer and of report.html; in Dutch the answer is the report's first page.
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub lang: Language,
    /// Folder for the results. Default: one below results/, named after the question; none with --no-results.
    #[arg(long, value_name = "FOLDER")]
    pub results: Option<PathBuf>,
    /// Writes no folder of results; then a study that is stopped cannot go on.
    #[arg(long, conflicts_with = "results")]
    pub no_results: bool,
    /// Writes over results that are there.
    #[arg(long)]
    pub force: bool,
}

#[derive(Args, Debug)]
pub struct Check {
    /// The scenario file.
    pub file: PathBuf,
    /// A plan of the file ([plan.NAME]), or `nothing`.
    #[arg(long)]
    pub plan: Option<String>,
    /// A future of the file ([future.NAME]).
    #[arg(long)]
    pub future: Option<String>,
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

/// What `run` writes.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunFormat {
    /// A page for people.
    #[value(alias = "table")]
    Page,
    /// The findings, for programs.
    Json,
    /// The measures as CSV.
    Csv,
    /// The tables runs, series and ledger as Parquet files; needs a folder: -o FOLDER.
    Parquet,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fluid {
    /// After the simulation, with the gap.
    Beside,
    /// Instead of the simulation.
    Only,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// For every program and spreadsheet.
    Csv,
    /// Small and typed, for pandas, R and DuckDB.
    Parquet,
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

fn lever(text: &str) -> Result<Lever, String> {
    let wanted = || "write PATH=LOW..HIGH, such as cohort.agency.headcount=0..400".to_owned();
    let (path, range) = text.split_once('=').ok_or_else(wanted)?;
    let (low, high) = range.split_once("..").ok_or_else(wanted)?;
    match (low.trim().parse::<f64>(), high.trim().parse::<f64>()) {
        (Ok(low), Ok(high)) if low < high && low.is_finite() && high.is_finite() => {
            Ok(Lever { path: path.trim().to_owned(), low, high, whole: false })
        }
        (Ok(_), Ok(_)) => Err(format!("the range {range} goes nowhere: the lower end comes first")),
        _ => Err(wanted()),
    }
}

fn names(text: &str) -> Result<usize, String> {
    match text.parse::<usize>() {
        Ok(count) if (1..=5).contains(&count) => Ok(count),
        _ => Err("a number of names, 1 to 5".to_owned()),
    }
}

fn walks(text: &str) -> Result<usize, String> {
    match text.parse::<usize>() {
        Ok(count) if count >= 2 => Ok(count),
        _ => Err("a whole number, at least 2".to_owned()),
    }
}

fn points(text: &str) -> Result<usize, String> {
    match text.parse::<usize>() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err("a number of points, at least 1".to_owned()),
    }
}

fn above_zero(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value > 0.0 && value.is_finite() => Ok(value),
        _ => Err("a number above 0".to_owned()),
    }
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value > 0.0 && value <= 100.0 => Ok(value),
        _ => Err("a number above 0, at most 100".to_owned()),
    }
}
