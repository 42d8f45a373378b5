//! The recipe in an output remakes it byte for byte.

use std::{collections::BTreeMap, path::Path};

use sha2::{Digest, Sha256};

use crate::support::{surgecap, text_of};

fn run_into(folder: &Path, file: &str, more: &[&str]) {
    let folder = folder.to_string_lossy().into_owned();
    let mut arguments = vec!["run", file, "--reps", "5", "--seed", "7", "--quiet", "--results", &folder];
    arguments.extend(more);
    let output = surgecap(&arguments);
    text_of(&arguments, &output);
}

/// The files of a folder of results by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .expect("there are results")
        .map(|entry| entry.expect("a folder can be listed").path())
        .map(|path| {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a result can be read"))
        })
        .collect()
}

/// Files with cohorts, changes, plans, tables and uncertain inputs, and what is said beside them.
const RECIPES: [(&str, &[&str]); 5] = [
    ("scenarios/first-steps/single-desk.toml", &[]),
    ("scenarios/first-steps/small-office-surge.toml", &["--plan", "fewer", "--set", "supervision.span=4"]),
    ("scenarios/first-steps/desk-with-supervisor.toml", &["--widen", "1.5", "--plan", "one-supervisor"]),
    ("scenarios/taskforce-2020/as-ordered.toml", &[]),
    ("scenarios/taskforce-2020/as-executed.toml", &["--plan", "easy-cases-first"]),
];

/// The same arguments without those that the resolved file holds.
fn without_plan_and_sets<'a>(more: &[&'a str]) -> Vec<&'a str> {
    more.chunks(2).filter(|pair| pair[0] != "--plan" && pair[0] != "--set").flatten().copied().collect()
}

#[test]
fn held_the_resolved_scenario_gives_the_same_tables_byte_for_byte() {
    the_resolved_scenario_gives_the_same_tables(&RECIPES);
}

/// The plan `nothing` stands alone, and so must what is made of its recipe.
#[test]
fn held_the_resolved_plan_nothing_gives_the_same_tables_byte_for_byte() {
    let file = "scenarios/first-steps/small-office-surge.toml";
    the_resolved_scenario_gives_the_same_tables(&[(file, &["--plan", "nothing"])]);
}

fn the_resolved_scenario_gives_the_same_tables(recipes: &[(&str, &[&str])]) {
    for (file, more) in recipes {
        let place = tempfile::tempdir().expect("a temporary folder can be made");
        let (first, again) = (place.path().join("first"), place.path().join("again"));
        run_into(&first, file, more);
        let resolved = first.join("scenario.resolved.toml");
        run_into(&again, &resolved.to_string_lossy(), &without_plan_and_sets(more));
        let (first, again) = (files(&first), files(&again));
        for table in ["runs.csv", "series.csv", "ledger.csv"] {
            assert!(first[table].len() > 200, "{file}: {table} is nearly empty");
            assert!(first[table] == again[table], "{file} {more:?}: {table} differs when it is made again");
        }
    }
}

#[test]
fn held_the_manifest_knows_every_file_and_its_hash() {
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let (file, more) = RECIPES[1];
    let folder = place.path().join("results");
    run_into(&folder, file, more);
    let files = files(&folder);
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).expect("the manifest is JSON");
    let mut listed = Vec::new();
    for output in manifest["outputs"].as_array().expect("the manifest lists its files") {
        let name = output["file"].as_str().expect("a file has a name").to_owned();
        let hash: String = Sha256::digest(&files[&name]).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(output["sha256"].as_str(), Some(hash.as_str()), "{name}");
        listed.push(name);
    }
    listed.sort();
    let there: Vec<String> = files.into_keys().filter(|name| name != "manifest.json").collect();
    assert_eq!(listed, there);
    assert_eq!(manifest["status"], "complete");
    assert_eq!((&manifest["seed"], &manifest["replications_done"]), (&7.into(), &5.into()));
}

#[test]
fn held_two_runs_differ_in_nothing_but_the_manifest() {
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let (file, more) = RECIPES[1];
    let (first, again) = (place.path().join("first"), place.path().join("again"));
    run_into(&first, file, more);
    // Another second by the wall clock.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    run_into(&again, file, more);
    let (mut first, mut again) = (files(&first), files(&again));
    let manifests = [first.remove("manifest.json"), again.remove("manifest.json")];
    assert!(manifests[0] != manifests[1], "the manifest tells when it was made");
    let differing: Vec<&String> = first.keys().filter(|name| first.get(*name) != again.get(*name)).collect();
    assert!(differing.is_empty() && first.len() == again.len(), "these differ: {differing:?}");
}

/// The seed is part of the recipe: another one is another result.
#[test]
fn held_another_seed_gives_other_tables() {
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let (file, more) = RECIPES[0];
    let (first, again) = (place.path().join("first"), place.path().join("again"));
    run_into(&first, file, more);
    let folder = again.to_string_lossy().into_owned();
    let arguments = ["run", file, "--reps", "5", "--seed", "8", "--quiet", "--results", &folder];
    text_of(&arguments, &surgecap(&arguments));
    assert!(files(&first)["runs.csv"] != files(&again)["runs.csv"]);
}

#[test]
fn held_the_drawn_inputs_of_each_replication_are_a_table_in_the_units_of_their_keys() {
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = place.path().join("results");
    run_into(&folder, "scenarios/first-steps/small-office-surge.toml", &[]);
    let text = String::from_utf8(files(&folder)["inputs.csv"].clone()).unwrap();
    let mut table = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(table.headers().unwrap(), vec!["path", "unit", "replication", "value"]);
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.unwrap()).collect();
    let of = |path: &str| -> Vec<f64> {
        rows.iter().filter(|row| &row[0] == path).map(|row| row[3].parse().unwrap()).collect()
    };
    let months = of("cohort.temps.months_to_independence");
    assert!(months.len() == 5 && months.windows(2).all(|pair| pair[0] != pair[1]), "{months:?}");
    assert!(months.iter().all(|months| (1.0..24.0).contains(months)), "months, not hours: {months:?}");
    assert!(rows.iter().any(|row| &row[0] == "cohort.temps.months_to_independence" && row[1].contains("month")));
    // Each replication has the inputs of its own draw.
    let opened =
        crate::support::opened(&crate::support::scenarios().join("first-steps/small-office-surge.toml"), &[], None);
    let study = opened.study(true, &[], 1.0).unwrap();
    let drawn = study.inputs_as_written(&surgecap::random::Source::new(7, 3).into());
    let fourth: Vec<(String, f64)> =
        (rows.iter().filter(|row| &row[2] == "3")).map(|row| (row[0].to_owned(), row[3].parse().unwrap())).collect();
    assert_eq!(fourth, drawn);
}

#[test]
fn held_the_answer_says_the_how_manieth_run_of_the_file_it_is() {
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::copy(crate::support::scenarios().join("first-steps/single-desk.toml"), place.path().join("desk.toml"))
        .unwrap();
    let run = |more: &[&str]| {
        let words = [&["run", "desk.toml", "--reps", "2"][..], more].concat();
        text_of(&words, &crate::support::surgecap_in(place.path(), &words))
    };
    assert!(!run(&[]).contains("of this file in"), "the first run is the first");
    assert!(run(&["--seed", "2"]).contains("(run 2 of this file in results)"));
    assert!(run(&[]).contains("(run 3 of this file in results)"), "the same recipe again is a run too");
}
