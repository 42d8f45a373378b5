//! `assess`: the whole feasibility test in one command.

use crate::support::{scenarios, surgecap as program};

fn assess(args: &[&str]) -> (Option<i32>, String, String) {
    let file = scenarios().join("first-steps/small-office-surge.toml");
    let mut words = vec!["assess", file.to_str().unwrap(), "--no-results"];
    words.extend(args);
    let done = program(&words);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn the_plans_and_what_if_stand_in_one_answer_that_hangs_on_no_thread() {
    let (code, one, _) =
        assess(&["--futures", "6", "--follow-up", "6", "--format", "json", "--threads", "1", "--quiet"]);
    assert_eq!(code, Some(0));
    let (_, two, _) = assess(&["--futures", "6", "--follow-up", "6", "--format", "json", "--threads", "2", "--quiet"]);
    assert_eq!(one, two);
    let found: serde_json::Value = serde_json::from_str(&one).unwrap();
    let plans: Vec<&str> =
        found["plans"].as_array().unwrap().iter().map(|plan| plan["name"].as_str().unwrap()).collect();
    assert_eq!(plans, ["nothing", "the plan", "better-help", "fewer", "ordered-sooner"]);
    assert_eq!(found["plan"], found["plans"][1]["findings"]);
    let lines = found["follow_up"].as_array().unwrap();
    let line = |what: &str| {
        lines.iter().find(|line| line["what"] == what).unwrap_or_else(|| panic!("no line {what} in {lines:#?}"))
    };
    // Nobody hired is `nothing`: the same futures, the same luck, the same numbers.
    assert_eq!(line("nobody")["value"], found["plans"][0]["findings"]["targets"][0]["value"]);
    // Without [stream.X.inflow] planning figures the range of the inflow itself is moved.
    assert!(lines.iter().any(|line| line["about"] == "inflow"), "{lines:#?}");
    assert!(lines.iter().any(|line| line["about"] == "start"));
    // What is asked of the same runs is met no less often when less is asked.
    let lower: Vec<f64> = lines
        .iter()
        .filter(|line| line["about"] == "a lower target")
        .map(|line| line["met"].as_f64().unwrap())
        .collect();
    assert!(lower.windows(2).all(|pair| pair[0] <= pair[1]));
    assert!(lines.iter().all(|line| line["replications"] == 6));
}

#[test]
fn the_page_ends_in_one_sentence_and_a_first_answer_comes_early() {
    let (code, page, told) = assess(&["--futures", "50", "--follow-up", "2"]);
    assert_eq!(code, Some(0));
    assert!(told.starts_with("first answer: met in"), "{told}");
    for part in ["Verdict", "Amounts", "The plans side by side", "And if…"] {
        assert!(page.contains(part), "no {part} in:\n{page}");
    }
    assert!(page.trim_end().ends_with('.'));
}

#[test]
fn a_file_without_a_target_cannot_be_assessed() {
    let file = scenarios().join("bench/mm1.toml");
    let done = program(&["assess", file.to_str().unwrap(), "--no-results", "--quiet"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("[target.NAME]"));
}

#[test]
fn held_a_workbook_is_the_same_bytes_each_time_and_only_where_there_is_one() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = scenarios().join("first-steps/small-office-surge.toml");
    let file = file.to_str().unwrap();
    let book = |name: &str, words: &[&str]| {
        let path = folder.path().join(name);
        let mut all = words.to_vec();
        all.extend(["--no-results", "--quiet", "-o", path.to_str().unwrap()]);
        let done = program(&all);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        std::fs::read(&path).expect("the workbook was written")
    };
    let run = ["run", file, "--reps", "3"];
    let one = book("one.xlsx", &run);
    assert!(one.starts_with(b"PK"), "an .xlsx file is an archive");
    assert_eq!(one, book("two.xlsx", &run));
    let assessed = book("three.XLSX", &["assess", file, "--futures", "3", "--follow-up", "2"]);
    assert!(assessed.len() > one.len(), "with the plans and the follow-up on sheets of their own");
    let path = folder.path().join("four.xlsx");
    let done = program(&[
        "compare",
        file,
        "--futures",
        "2",
        "--luck",
        "1",
        "--no-results",
        "--quiet",
        "-o",
        path.to_str().unwrap(),
    ]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("makes no workbook"));
}
