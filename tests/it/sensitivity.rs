//! `sensitivity`: which assumption matters, in which direction, and how much is luck.

use std::path::Path;

use serde_json::Value;

use crate::support::surgecap_in;

/// A desk whose work is known to the hour: what is left after a month follows from three numbers that nobody knows, and a
/// fourth that has no part in it.
const DESK: &str = r#"
name  = "A desk"
start = 2027-01-04
end   = 2027-02-26

[stream.old]
initial.count = { low = 600, likely = 700, high = 800 }

[stage.desk]
effort_hours = { low = 1.8, likely = 2, high = 2.2 }
by           = ["officers"]
then         = "decided"

[pool.officers]
headcount = 2
overhead  = { low = 0.1, likely = 0.2, high = 0.3 }

[pool.idle]
headcount = { low = 1, likely = 2, high = 3 }
works_no_cases = true

[target.cleared]
says    = "At most 420 cases are left"
measure = "stock.old"
at_most = 420
by      = 2027-02-26
"#;

fn desk() -> String {
    // Somebody whom no stage names is only warned of.
    DESK.replace("works_no_cases = true\n", "")
}

fn folder(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("desk.toml"), text).unwrap();
    folder
}

fn asked(folder: &Path, more: &[&str]) -> Value {
    let words = [&["sensitivity", "desk.toml", "--quiet", "--no-results", "--format", "json"], more].concat();
    let done = surgecap_in(folder, &words);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

fn by_name<'a>(list: &'a Value, name: &str) -> &'a Value {
    list.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name} in {list}"))
}

#[test]
fn held_the_screenings_find_what_matters_and_its_direction() {
    let folder = folder(&desk());
    let found = asked(folder.path(), &["--futures", "60"]);
    let measure = &found["measures"][0];
    let tornado = &measure["tornado"];
    let count = by_name(tornado, "stream.old.initial.count");
    // 200 more cases at the start are 200 more at the end, up to what one officer has in hand.
    let swing = count["at_high"].as_f64().unwrap() - count["at_low"].as_f64().unwrap();
    assert!((swing - 200.0).abs() <= 2.0, "{count}");
    let near = |value: &Value, wanted: f64| (value.as_f64().unwrap() - wanted).abs() < 1e-9;
    assert!(near(&count["low"], 600.0) && near(&count["high"], 800.0), "{count}");
    let slower = by_name(tornado, "stage.desk.effort_hours");
    assert!(slower["at_high"].as_f64() > slower["at_low"].as_f64(), "{slower}");
    let idle = by_name(tornado, "pool.idle.headcount");
    assert_eq!(
        (idle["width"].as_f64(), by_name(&measure["morris"], "pool.idle.headcount")["mu_star"].as_f64()),
        (Some(0.0), Some(0.0))
    );
    assert_eq!(measure["morris"][0]["name"], "stream.old.initial.count");
    let mu = by_name(&measure["morris"], "stream.old.initial.count")["mu"].as_f64().unwrap();
    // Two thirds of the way is from the 5 % to the 65 % point: 123.9 cases of the triangle with half-width 146.2.
    assert!((mu - 185.8).abs() < 3.0, "{mu}");
    // Nothing is left to luck but a case or two.
    assert!(measure["luck"]["share"].as_f64().unwrap() < 0.01, "{}", measure["luck"]);
}

/// The number left is near a line in the three inputs: shares of its variance are those of the terms, and luck has none.
#[test]
fn held_indices_of_a_near_line_are_the_shares_of_its_terms_and_add_up() {
    let folder = folder(&desk());
    let found = asked(folder.path(), &["--sobol", "256", "--futures", "20"]);
    let shares = &found["measures"][0]["sobol"];
    let total = |name: &str| by_name(shares, name)["total"][0].as_f64().unwrap();
    let first = |name: &str| by_name(shares, name)["first"][0].as_f64().unwrap();
    let sum: f64 =
        ["stream.old.initial.count", "stage.desk.effort_hours", "pool.officers.overhead"].map(first).iter().sum();
    assert!((sum - 1.0).abs() < 0.08, "{shares}");
    assert!(total("pool.idle.headcount") < 1e-9 && total("luck within a future") < 0.01, "{shares}");
    assert_eq!(shares[0]["name"], "stream.old.initial.count", "{shares}");
    let interval = by_name(shares, "stream.old.initial.count")["total"].as_array().unwrap().clone();
    assert!(interval[1].as_f64() < interval[0].as_f64() && interval[0].as_f64() < interval[2].as_f64(), "{interval:?}");
    assert!(found["measures"][0]["tornado"].as_array().unwrap().is_empty(), "only what was asked for");
}

#[test]
fn held_missed_futures_are_those_with_many_cases() {
    let folder = folder(&desk());
    let found = asked(folder.path(), &["--futures", "200"]);
    let discovery = &found["discovery"];
    assert!(discovery["of_interest"].as_str().unwrap().contains("At most 420 cases are left"), "{discovery}");
    let limits = discovery["found"]["limits"].as_array().unwrap();
    assert!(limits.iter().any(|limit| limit["input"] == "stream.old.initial.count"), "{discovery}");
    assert!(limits.iter().all(|limit| limit["input"] != "pool.idle.headcount"), "{discovery}");
    let density = discovery["found"]["density"].as_f64().unwrap();
    assert!(density > discovery["share"].as_f64().unwrap() + 0.2, "{discovery}");
}

#[test]
fn held_groups_move_as_one_and_so_do_inputs_that_share_a_cause() {
    let text = desk();
    let folder = folder(&format!(
        "{text}\n[correlation.harder]\nbetween = [\"stage.desk.effort_hours\", \"pool.officers.overhead\"]\nrho = 0.6\n"
    ));
    let found = asked(folder.path(), &["--futures", "20", "--tornado", "--luck", "2"]);
    let one = by_name(&found["measures"][0]["tornado"], "correlation.harder");
    assert_eq!((one["members"].as_u64(), one["low"].as_f64()), (Some(2), None));
    assert!(found["caveats"][0].as_str().unwrap().contains("moved as one"), "{}", found["caveats"]);
    let grouped = asked(folder.path(), &["--futures", "20", "--tornado", "--by", "1"]);
    let names: Vec<&str> =
        grouped["measures"][0]["tornado"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    // The cause joins the groups of its members: stage, and pool with it.
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.contains(&"stream") && names.contains(&"correlation.harder"), "{names:?}");
}

#[test]
fn held_the_register_lists_every_number_and_ranks_what_nobody_knows() {
    let folder = folder(&desk().replace(
        "headcount = 2\n",
        "headcount = { value = 2, source = \"the plan\", owner = \"office\", status = \"agreed\" }\n",
    ));
    let found = asked(folder.path(), &["--futures", "20", "--morris", "4"]);
    let register = found["register"].as_array().unwrap();
    let entry = |path: &str| register.iter().find(|entry| entry["path"] == path).unwrap_or_else(|| panic!("{path}"));
    assert_eq!(
        (entry("stream.old.initial.count")["rank"].as_u64(), register[0]["path"].as_str()),
        (Some(1), Some("stream.old.initial.count"))
    );
    let known = entry("pool.officers.headcount");
    assert_eq!(
        (known["source"].as_str(), known["owner"].as_str(), known["status"].as_str()),
        (Some("the plan"), Some("office"), Some("agreed"))
    );
    assert!(known["rank"].is_null() && known["likely"].as_f64() == Some(2.0));
    let ranks: Vec<u64> = register.iter().filter_map(|entry| entry["rank"].as_u64()).collect();
    assert_eq!(ranks, [1, 2, 3, 4]);
}

#[test]
fn held_the_same_bytes_for_any_number_of_threads() {
    let folder = folder(&desk());
    let answer = |threads: &str, results: &str| {
        let words =
            ["sensitivity", "desk.toml", "--quiet", "--futures", "30", "--sobol", "16", "--morris", "4", "--tornado"];
        let done = surgecap_in(folder.path(), &[&words[..], &["--threads", threads, "--results", results]].concat());
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    answer("1", "one");
    answer("3", "three");
    for file in ["findings.json", "answer.txt", "screening.csv", "indices.csv", "register.csv"] {
        let read = |name: &str| std::fs::read(folder.path().join(name).join(file)).unwrap();
        assert!(read("one") == read("three"), "{file}");
    }
}

#[test]
fn a_wrong_request_is_refused_with_a_way_out() {
    let folder = folder(&desk());
    let refused = |more: &[&str], words: &str| {
        let done =
            surgecap_in(folder.path(), &[&["sensitivity", "desk.toml", "--no-results", "--quiet"], more].concat());
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    };
    refused(&["--measure", "stok.old"], "did you mean `stock.old`?");
    refused(&["--group", "people=pol"], "no uncertain number begins with `pol`");
    refused(&["--group", "pool"], "`pool` is no group");
    refused(&["--group", "a=pool", "--group", "b=pool.idle"], "in two groups");
    refused(&["--when", "stock.old"], "tells no futures apart");
    refused(&["--morris", "1"], "at least 2");
    std::fs::write(folder.path().join("desk.toml"), "start = 2027-01-04\nend = 2027-02-26\n[stream.a]\ninitial.count = 3\n[stage.b]\neffort_hours = 1\nby = [\"c\"]\nthen = \"decided\"\n[pool.c]\nheadcount = 1\n").unwrap();
    refused(&["--measure", "stock.a"], "no uncertain number");
    refused(&[], "no target");
}
