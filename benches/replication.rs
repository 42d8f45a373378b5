//! Single parts and single replications: `cargo bench`.
//!
//! The workloads A, B and C of the speed scenarios are shortened to 100,000 arrivals; the Taskforce runs whole. Whole
//! processes beside other simulators: `benches/compare/run`.

use std::{fmt::Write, path::Path};

use surgecap::{
    experiment::{
        open::{Opened, open},
        run::{Ask, Ran, run},
    },
    random::{Distribution, Source},
    replicate::{Control, Study, with_threads},
    report::{json::json, page::page, tables::tables},
    sim::hold,
};

fn main() {
    divan::main();
}

fn opened(file: &str, sets: &[&str]) -> Opened {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let Ok(opened) = open(&path, &sets, None) else { panic!("{file} is shipped and right") };
    opened
}

fn study(file: &str, sets: &[&str]) -> Study {
    opened(file, sets).study(true, &[], 1.0).unwrap_or_else(|(_, why)| panic!("{why}"))
}

/// A pop and a push with so many events pending; the time is of 100,000 of them.
#[divan::bench(args = [10, 250, 1_000, 10_000, 100_000, 1_000_000])]
fn event_list(pending: u32) -> u64 {
    hold(pending, 100_000)
}

#[divan::bench(args = ["hours=11112 bench/mm1.toml", "hours=42.11 bench/mm250.toml", "hours=10000 bench/tandem-feedback.toml"])]
fn workload(bencher: divan::Bencher, what: &str) {
    let (length, file) = what.split_once(' ').unwrap_or_else(|| panic!("a length and a file"));
    let study = study(file, &[length]);
    bencher.bench_local(|| study.run_one(1, 0));
}

#[divan::bench(sample_count = 20)]
fn taskforce(bencher: divan::Bencher) {
    let study = study("taskforce-2020/as-ordered.toml", &[]);
    let mut replication = 0;
    bencher.bench_local(|| {
        replication += 1;
        study.run_one(1, replication)
    });
}

/// Sixteen replications of the Taskforce.
#[divan::bench(args = [1, 2], sample_count = 3)]
fn taskforce_by_threads(bencher: divan::Bencher, threads: usize) {
    let study = study("taskforce-2020/as-ordered.toml", &[]);
    bencher.bench_local(|| with_threads(threads, || study.run_many(1, 0, 16, &Control::default()).len()));
}

#[divan::bench]
fn reading_the_taskforce() -> usize {
    opened("taskforce-2020/as-ordered.toml", &[]).levels.len()
}

/// A file of ten megabytes: the moments at which nine hundred thousand cases come.
#[divan::bench(sample_count = 5)]
fn reading_ten_megabytes(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().unwrap_or_else(|why| panic!("{why}"));
    let path = folder.path().join("large.toml");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/bench/mm1.toml"));
    let mut text = text.unwrap_or_else(|why| panic!("{why}"));
    text.push_str("\n[stream.stock]\nfirst_stage = \"desk\"\ninflow.at_hours = [\n");
    let mut hour = 0.0;
    while text.len() < 10_000_000 {
        hour += 0.125;
        let _ = writeln!(text, "  {hour:.3},");
    }
    text.push_str("]\n");
    std::fs::write(&path, text).unwrap_or_else(|why| panic!("{why}"));
    bencher.bench_local(|| {
        let Ok(opened) = open(&path, &[], None) else { panic!("a scenario of ten megabytes that is right") };
        opened.levels.len()
    });
}

/// Two hundred replications of a small office, summed up and written in all three forms.
#[divan::bench(sample_count = 10)]
fn writing_a_report(bencher: divan::Bencher) {
    let opened = opened("first-steps/small-office-surge.toml", &[]);
    let ask = Ask { seed: 1, replications: Some(200), widen: 1.0, realised: Vec::new() };
    let ran = run(&opened, &ask, &Control::default(), &|_| ());
    let mut ran: Ran = ran.unwrap_or_else(|why| panic!("{why}"));
    bencher.bench_local(|| {
        let tables = tables(&ran.study, &mut ran.plan, ran.nothing.as_mut()).unwrap_or_else(|why| panic!("{why}"));
        let tables: usize = tables.iter().map(|table| table.text.len()).sum();
        tables + json(&ran.findings).len() + page(&ran.findings, None, None).len()
    });
}

#[divan::bench(args = ["exponential", "lognormal", "gamma", "erlang", "hyperexponential", "uniform", "triangular", "weibull"])]
fn a_fresh_draw(bencher: divan::Bencher, law: &str) {
    let made = match law {
        "exponential" => Distribution::exponential(1.0),
        "lognormal" => Distribution::lognormal(1.0, 0.6),
        "gamma" => Distribution::gamma(1.0, 0.6),
        "erlang" => Distribution::erlang(1.0, 3),
        "hyperexponential" => Distribution::hyperexponential(1.0, 2.0),
        "uniform" => Distribution::uniform(0.0, 2.0),
        "triangular" => Distribution::triangular(0.0, 1.0, 2.0),
        _ => Distribution::weibull(1.0, 0.6),
    };
    let law = made.unwrap_or_else(|why| panic!("{why}"));
    let key = Source::new(1, 1).key("bench", "effort");
    let mut entity = 0;
    bencher.bench_local(|| {
        entity += 1;
        law.sample(&mut key.draws(entity, 0))
    });
}
