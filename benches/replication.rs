//! One replication of each workload, and a fresh addressed draw: `cargo bench`.
//!
//! The workloads A, B and C of the speed scenarios are shortened to 100,000 arrivals; the Taskforce runs whole.

use std::path::Path;

use surgecap::{
    experiment::open::open,
    random::{Distribution, Source},
    replicate::Study,
};

fn main() {
    divan::main();
}

fn study(file: &str, sets: &[&str]) -> Study {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let Ok(opened) = open(&path, &sets, None) else { panic!("{file} is shipped and right") };
    opened.study(true, &[], 1.0).unwrap_or_else(|(_, why)| panic!("{why}"))
}

#[divan::bench(args = [("bench/mm1.toml", "hours=11112"), ("bench/mm250.toml", "hours=42.11"), ("bench/tandem-feedback.toml", "hours=10000")])]
fn workload(bencher: divan::Bencher, (file, length): (&str, &str)) {
    let study = study(file, &[length]);
    bencher.bench_local(|| study.run_one(1, 0));
}

#[divan::bench(sample_count = 10)]
fn taskforce(bencher: divan::Bencher) {
    let study = study("taskforce-2020/as-ordered.toml", &[]);
    bencher.bench_local(|| study.run_one(1, 0));
}

#[divan::bench]
fn reading_a_scenario() -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/taskforce-2020/as-ordered.toml");
    open(&path, &[], None).map_or(0, |opened| opened.levels.len())
}

#[divan::bench(args = ["exponential", "lognormal", "gamma"])]
fn a_fresh_draw(bencher: divan::Bencher, law: &str) {
    let made = match law {
        "exponential" => Distribution::exponential(1.0),
        "lognormal" => Distribution::lognormal(1.0, 0.6),
        _ => Distribution::gamma(1.0, 0.6),
    };
    let law = made.unwrap_or_else(|why| panic!("{why}"));
    let key = Source::new(1, 1).key("bench", "effort");
    let mut entity = 0;
    bencher.bench_local(|| {
        entity += 1;
        law.sample(&mut key.draws(entity, 0))
    });
}
