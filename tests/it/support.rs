//! Small helpers: scenarios from text or from the shipped files, rows by name, and the program itself.
#![allow(dead_code)] // Every module of this binary takes what it needs.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicBool, Ordering},
};

use surgecap::{
    blueprint::Blueprint,
    experiment::open::{Opened, open},
    observe::{
        ledger::Category,
        observation::{Observation, Observer},
    },
    random::Source,
    replicate::{Control, Row, Study},
    sim,
    time::SimTime,
};

/// The folder of the shipped scenarios.
pub fn scenarios() -> PathBuf {
    root().join("scenarios")
}

/// The folder of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files with this ending below a folder, in order of their paths.
pub fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut inside: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|why| panic!("{}: {why}", folder.display()))
        .map(|entry| entry.expect("a folder can be listed").path())
        .collect();
    inside.sort();
    for path in inside {
        if path.is_dir() {
            all.extend(files_below(&path, ending));
        } else if path.extension().is_some_and(|one| one == ending) {
            all.push(path);
        }
    }
    all
}

/// Every shipped scenario file.
pub fn shipped() -> Vec<PathBuf> {
    let all = files_below(&scenarios(), "toml");
    assert!(all.len() > 40, "only {} scenario files were found", all.len());
    all
}

/// The path below the project, with `/`, for messages and keys.
pub fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Opens a file; every problem is shown when it cannot be.
pub fn opened(path: &Path, sets: &[&str], plan: Option<&str>) -> Opened {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    open(path, &sets, plan).unwrap_or_else(|refused| {
        let (problems, texts) = *refused;
        panic!("{} is refused:\n{}", short(path), problems.render(&texts, false))
    })
}

/// Opens a scenario from its text.
pub fn opened_text(text: &str) -> Opened {
    opened_text_with(text, None)
}

/// Opens a scenario from its text, with one of its plans.
pub fn opened_text_with(text: &str, plan: Option<&str>) -> Opened {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("scenario.toml");
    std::fs::write(&path, text).expect("a temporary file can be written");
    opened(&path, &[], plan)
}

/// The study of all standard measures.
pub fn study(opened: &Opened) -> Study {
    opened.study(true, &[], 1.0).unwrap_or_else(|(_, why)| panic!("{why}"))
}

/// The study of a text.
pub fn study_of(text: &str) -> Study {
    study(&opened_text(text))
}

/// Replications `0..count`.
pub fn rows(study: &Study, seed: u64, count: u64) -> Vec<Row> {
    study.run_many(seed, 0, count, &Control::default())
}

/// The values of one row by what they are called: measures by path, `series PATH DATE`, `ledger POOL CATEGORY`,
/// `paid POOL`, `waits STREAM PLACE DATE`, and `events`.
pub fn named(study: &Study, row: &Row) -> BTreeMap<String, f64> {
    let layout = study.layout();
    let mut all = BTreeMap::new();
    let mut put = |name: String, column: usize| {
        assert!(all.insert(name.clone(), row.values[column]).is_none(), "{name} stands twice in a row");
    };
    for (index, wanted) in study.measures.wanted.iter().enumerate() {
        let moment =
            wanted.sample.map_or(String::new(), |(sample, _)| format!("@{}", study.measures.samples[sample].0));
        put(format!("{}{moment}", wanted.measure.path), layout.measure(index));
    }
    for (series, (path, _)) in study.measures.series.iter().enumerate() {
        for (period, (_, date)) in study.measures.periods.iter().enumerate() {
            put(format!("series {path} {date}"), layout.series(series, period));
        }
    }
    for (pool, spec) in study.scenario.first().pools.iter().enumerate() {
        for category in Category::ALL {
            put(format!("ledger {} {}", spec.name, category.name()), layout.ledger(pool, category));
        }
        put(format!("paid {}", spec.name), layout.paid(pool));
    }
    let stages = &study.scenario.first().stages;
    for (period, (_, date)) in study.measures.periods.iter().enumerate() {
        for (index, stream) in study.scenario.streams.iter().enumerate() {
            for place in 0..=stages.len() {
                let at = stages.get(place).map_or("supervisors", |stage| &stage.name);
                let column = layout.waits(period, index * (stages.len() + 1) + place);
                put(format!("waits {} {at} {date}", stream.name), column);
            }
        }
    }
    put("events".to_owned(), layout.events());
    all
}

/// One measure of every row.
pub fn column(study: &Study, rows: &[Row], path: &str) -> Vec<f64> {
    let index = study
        .measures
        .wanted
        .iter()
        .position(|wanted| wanted.measure.path == path)
        .unwrap_or_else(|| panic!("{path} is no standard measure"));
    rows.iter().map(|row| row.values[study.layout().measure(index)]).collect()
}

/// Whether two numbers are the same bits, or both no number.
pub fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

/// The paired differences `a - b` in standard errors of their mean.
pub fn paired_t(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let differences: surgecap::stats::Moments = a.iter().zip(b).map(|(a, b)| a - b).collect();
    differences.mean() / differences.std_error()
}

/// Writes down what a function makes of observations.
pub struct Watch<F>(pub F);

impl<F: FnMut(SimTime, &Observation<'_>)> Observer for Watch<F> {
    fn see(&mut self, at: SimTime, what: &Observation<'_>) {
        (self.0)(at, what);
    }
}

/// Runs one replication of a study and shows all its observations to `see`.
pub fn watch(study: &Study, seed: u64, replication: u64, mut see: impl FnMut(SimTime, &Observation<'_>)) {
    watch_by(study, seed, replication, &mut see);
}

/// The engine is compiled anew for every type of observer: here once for all tests.
fn watch_by(study: &Study, seed: u64, replication: u64, see: &mut dyn FnMut(SimTime, &Observation<'_>)) {
    let source = Source::new(seed, replication);
    let blueprint: std::borrow::Cow<'_, Blueprint> = study.blueprint(source);
    sim::run(&blueprint, source, &mut Watch(see));
}

/// The program under test, in a folder.
pub fn surgecap_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_surgecap"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .unwrap_or_else(|why| panic!("the program does not start: {why}"))
}

/// The program under test, in the project's folder.
pub fn surgecap(arguments: &[&str]) -> Output {
    surgecap_in(&root(), arguments)
}

/// What a program that ended well wrote to its standard output.
pub fn text_of(arguments: &[&str], output: &Output) -> String {
    assert!(
        output.status.success(),
        "surgecap {} ended with {}:\n{}",
        arguments.join(" "),
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).expect("the standard output is UTF-8")
}

/// Calls `work` with every item on as many threads as the machine has; a panic inside is one outside.
pub fn in_parallel<T: Sync>(items: &[T], work: impl Fn(&T) + Sync) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(items.len().max(1));
    let next = std::sync::atomic::AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(item)));
                    if done.is_err() {
                        failed.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert!(!failed.load(Ordering::Relaxed), "at least one of them failed; see above");
}
