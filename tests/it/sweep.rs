//! `sweep`: points of a design in the same futures, as one tidy table.

use std::{path::Path, process::Output};

use serde_json::Value;

use crate::support::{root, rows, study_of, surgecap_in};

/// An office in which two things can be varied, and one that nobody knows.
const OFFICE: &str = r#"
name  = "A small office"
start = 2027-01-01
end   = 2027-06-30

[stream.old]
initial.count = 60

[stage.desk]
effort_hours = { lognormal = { mean = { low = 4, likely = 6, high = 10 }, cv = 0.5 } }
by           = ["officers"]
then         = "decided"

[pool.officers]
headcount = { low = 2, likely = 3, high = 5 }
overhead  = { low = 0.1, likely = 0.2, high = 0.3 }

[target.cleared]
measure = "stock.old"
at_most = 5
by      = 2027-02-15

[plan.more]
pool.officers.headcount = 6
"#;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("office.toml"), OFFICE).unwrap();
    folder
}

fn sweep(folder: &Path, more: &[&str]) -> Output {
    surgecap_in(folder, &[&["sweep", "office.toml", "--quiet"], more].concat())
}

fn json(folder: &Path, more: &[&str]) -> Value {
    let done = sweep(folder, &[&["--no-results", "--format", "json"], more].concat());
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

fn means(found: &Value, measure: usize) -> Vec<f64> {
    let points = found["points"].as_array().unwrap();
    points.iter().map(|point| point["outcomes"][measure]["mean"].as_f64().unwrap()).collect()
}

#[test]
fn held_a_point_has_the_mean_of_the_file_with_the_same_settings() {
    let folder = folder();
    let found = json(
        folder.path(),
        &["--vary", "pool.officers.headcount=3,4", "--reps", "6", "--measure", "decided.old@2027-03-01"],
    );
    for (count, mean) in [(3, means(&found, 1)[0]), (4, means(&found, 1)[1])] {
        let study =
            study_of(&OFFICE.replace("headcount = { low = 2, likely = 3, high = 5 }", &format!("headcount = {count}")));
        let value = study.layout().value_at(0);
        let rows = rows(&study, 1, 6);
        let wanted = rows.iter().map(|row| row.values[value]).sum::<f64>() / 6.0;
        assert!((mean - wanted).abs() < 1e-12, "{count} officers: {mean}, {wanted}");
    }
    assert_eq!(found["measures"][2]["name"], "decided.old@2027-03-01");
    assert!(means(&found, 2)[1] >= means(&found, 2)[0], "one more officer decides no less");
}

#[test]
fn held_a_share_of_the_declared_range_is_that_quantile_and_counts_may_lie_between() {
    let folder = folder();
    let found = json(
        folder.path(),
        &[
            "--vary",
            "pool.officers.headcount",
            "--vary",
            "stage.desk.effort_hours.lognormal.mean",
            "--lhs",
            "40",
            "--reps",
            "2",
        ],
    );
    let values = |input: usize| -> Vec<f64> {
        let points = found["points"].as_array().unwrap();
        let mut all: Vec<f64> =
            points.iter().map(|point| point["values"][input].as_str().unwrap().parse().unwrap()).collect();
        all.sort_by(f64::total_cmp);
        all
    };
    // 2 of 40 in each tail of 5 %.
    for (input, low, high) in [(0, 2.0, 5.0), (1, 4.0, 10.0)] {
        let all = values(input);
        assert!(all[1] < low && low < all[2] && all[37] < high && high < all[38], "{all:?}");
    }
    assert_eq!(found["inputs"][1]["takes"], "its declared range");
}

#[test]
fn held_the_same_bytes_for_any_number_of_threads_and_a_table_that_others_read() {
    let folder = folder();
    let vary = [
        "--vary",
        "pool.officers.headcount=2,4",
        "--vary",
        "pool.officers.overhead=0.1..0.3:3",
        "--plan",
        "nothing",
        "--plan",
        "more",
        "--reps",
        "4",
        "--luck",
        "2",
    ];
    let one = sweep(folder.path(), &[&vary[..], &["--threads", "1", "--results", "one", "--format", "csv"]].concat());
    let three =
        sweep(folder.path(), &[&vary[..], &["--threads", "3", "--results", "three", "--format", "csv"]].concat());
    assert!(one.status.success(), "{}", String::from_utf8_lossy(&one.stderr));
    assert_eq!(one.stdout, three.stdout);
    for file in ["experiments.csv", "runs.csv", "inputs.csv", "findings.json", "answer.txt"] {
        let read = |name: &str| std::fs::read(folder.path().join(name).join(file)).unwrap();
        assert!(read("one") == read("three"), "{file}");
    }
    let text = String::from_utf8(one.stdout).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some(
            "point,plan,future,pool.officers.headcount,pool.officers.overhead,futures,target.cleared.met,target.cleared.met.se,target.cleared.value,target.cleared.value.se"
        )
    );
    assert_eq!(lines.count(), 12);
    let mut runs = csv::Reader::from_path(folder.path().join("one/runs.csv")).unwrap();
    assert_eq!(runs.records().count(), 12 * 4 * 2 * 2, "points, futures, luck, measures");
    let mut inputs = csv::Reader::from_path(folder.path().join("one/inputs.csv")).unwrap();
    // The plan `more` knows its head count.
    assert_eq!(inputs.records().count(), 4 * (3 + 2));
}

#[test]
fn a_design_of_ones_own_is_run_row_by_row_and_gives_the_grid_again() {
    let folder = folder();
    let design = "plan;pool.officers.headcount;pool.officers.overhead\n;2;0,15\nmore;4;0,15\n";
    std::fs::write(folder.path().join("points.csv"), design).unwrap();
    let own = json(folder.path(), &["--design", "points.csv", "--reps", "3"]);
    let file = json(
        folder.path(),
        &["--vary", "pool.officers.headcount=2", "--vary", "pool.officers.overhead=0.15,0.2", "--reps", "3"],
    );
    let more = json(
        folder.path(),
        &[
            "--plan",
            "more",
            "--vary",
            "pool.officers.headcount=4",
            "--vary",
            "pool.officers.overhead=0.15,0.2",
            "--reps",
            "3",
        ],
    );
    assert_eq!(means(&own, 1), [means(&file, 1)[0], means(&more, 1)[0]]);
    assert_eq!(own["points"][1]["plan"], "more");
}

#[test]
fn held_what_a_plan_says_itself_is_varied_within_the_plan() {
    let folder = folder();
    let found = json(folder.path(), &["--plan", "more", "--vary", "pool.officers.headcount=2,6", "--reps", "4"]);
    let file = json(folder.path(), &["--vary", "pool.officers.headcount=2,6", "--reps", "4"]);
    assert_eq!(means(&found, 1), means(&file, 1), "the plan says nothing else");
    assert!(means(&found, 1)[0] > means(&found, 1)[1], "two officers leave more open than six");
}

#[test]
fn the_answer_says_which_points_meet_the_target_and_what_moves_nothing() {
    let folder = folder();
    let vary =
        ["--vary", "pool.officers.headcount=1,8", "--vary", "stream.old.priority=1,2", "--reps", "10", "--no-results"];
    let done = sweep(folder.path(), &vary);
    let page = String::from_utf8(done.stdout).unwrap();
    assert!(page.contains("stream.old.priority moves nothing that was measured"), "{page}");
    let closing = page.split("\n\n").last().unwrap().replace('\n', " ");
    assert!(
        closing.starts_with("2 of 4 points meet \"cleared\" in 80 of 100 of its futures or more; the best,"),
        "{page}"
    );
    assert!(closing.contains("pool.officers.headcount = 8"), "{page}");
    assert!(closing.contains("one other point may be as good"), "{page}");
}

#[test]
fn a_wrong_request_is_refused_before_anything_runs() {
    let folder = folder();
    let refused = |more: &[&str], words: &str| {
        let done = sweep(folder.path(), &[&["--no-results"], more].concat());
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(done.stdout.is_empty() && said.contains(words), "{said}");
    };
    refused(&[], "nothing is varied");
    refused(&["--vary", "pool.oficers.headcount=2,3"], "did you mean `officers`?");
    refused(&["--vary", "pool.officers.hedcount=2,3"], "did you mean `headcount`?");
    refused(&["--vary", "pool.officers.overhead=0.2,1.2"], "`pool.officers.overhead` cannot be 1.2");
    refused(&["--vary", "stream.old.priority", "--lhs", "3"], "no uncertain number");
    refused(&["--vary", "pool.officers.headcount=3,3", "--plan", "nothng"], "no plan `nothng`");
    refused(&["--vary", "stream.old.priority=1,1"], "nothing that is varied changes anything");
    refused(&["--vary", "pool.officers.headcount=2,3", "--measure", "stock.olds"], "did you mean");
    refused(&["--design", "missing.csv"], "missing.csv");
    refused(&["--vary", "a=1", "--design", "x.csv"], "cannot be used with");
    refused(&["--vary", "a=1", "--sobol", "0"], "at least 1");
}

/// A page's first command, and the first thing in a text block.
fn shown(page: &str) -> (Vec<String>, String) {
    let text = std::fs::read_to_string(root().join("docs/experiments").join(page)).unwrap();
    let joined = text.replace("\\\n", " ");
    let command = joined.lines().find_map(|line| line.strip_prefix("    surgecap ")).expect("a command");
    let block = text.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block");
    (command.split_whitespace().map(str::to_owned).collect(), block.to_owned())
}

#[test]
fn held_the_pages_show_what_their_commands_print() {
    for page in ["sweep.md", "sensitivity.md"] {
        let (command, block) = shown(page);
        let words: Vec<&str> = command.iter().map(String::as_str).chain(["--no-results", "--quiet"]).collect();
        let done = surgecap_in(&root(), &words);
        assert_eq!(String::from_utf8_lossy(&done.stdout), block, "{page}");
    }
}
