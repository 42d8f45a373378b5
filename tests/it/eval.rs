//! `eval`: questions and answers as lines of JSON.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::support::surgecap_in;

const OFFICE: &str = r#"
name  = "A small office"
start = 2027-01-01
end   = 2027-06-30

[stream.old]
initial.count = 60

[stage.desk]
effort_hours = { least = 2, usual = 6, most = 20 }
by           = ["officers"]
then         = "decided"

[pool.officers]
headcount        = { low = 2, likely = 3, high = 5 }
leaving_per_year = { low = 0.1, likely = 0.2, high = 0.3 }

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

/// The answers to these lines, and the exit code.
fn answers(folder: &Path, more: &[&str], lines: &[&str]) -> (Vec<Value>, Option<i32>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_surgecap"))
        .args([&["eval", "office.toml", "--stdin"], more].concat())
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let asked = child.stdin.take().unwrap().write_all((lines.join("\n") + "\n").as_bytes());
    // A file that is refused is refused before anybody listens.
    assert!(asked.is_ok() || child.wait().unwrap().code() == Some(2), "questions are read");
    let done = child.wait_with_output().unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    (text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), done.status.code())
}

#[test]
fn held_every_line_has_its_answer_in_order_and_a_mistake_ends_nothing() {
    let folder = folder();
    let (found, code) = answers(
        folder.path(),
        &["--reps", "4"],
        &[
            r#"{"id": 1, "set": {"pool.officers.headcount": 3}}"#,
            "not JSON",
            r#"{"id": "b", "set": {"pool.oficers.headcount": 3}}"#,
            r#"{"inputs": {"pool.officers.hedcount": 3}}"#,
            r#"{"inputs": {"pool.officers.leaving_per_year": -1}}"#,
            r#"{"sets": {}}"#,
            r#"{"measures": ["stok.old"]}"#,
            r#"{"plan": "mroe"}"#,
            r#"{"reps": 0}"#,
            "",
            r#"{"id": 9, "set": {"pool.officers.headcount": 3}}"#,
        ],
    );
    assert_eq!(code, Some(0));
    assert_eq!(found.len(), 10, "an empty line asks nothing: {found:?}");
    assert_eq!(
        (found[0]["id"].clone(), found[9]["id"].clone(), found[2]["id"].clone()),
        (json!(1), json!(9), json!("b"))
    );
    assert_eq!(found[0]["mean"], found[9]["mean"]);
    let codes: Vec<&str> = found[1..9].iter().map(|one| one["error"]["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["E626", "E108", "E624", "E204", "E626", "E623", "E470", "E626"]);
    assert!(found[2]["error"]["help"].as_str().unwrap().contains("did you mean `officers`?"), "{}", found[2]);
    assert!(found[3]["error"]["help"].as_str().unwrap().contains("`pool.officers.headcount`"), "{}", found[3]);
    assert!(found[5]["error"]["help"].as_str().unwrap().contains("`set`"), "{}", found[5]);
}

#[test]
fn held_an_answer_is_what_sweep_says_of_the_same_point() {
    let folder = folder();
    let (found, _) = answers(
        folder.path(),
        &["--reps", "6", "--luck", "2", "--measure", "decided.old@2027-01-15"],
        &[
            r#"{"inputs": {"pool.officers.headcount": 2.6}}"#,
            r#"{"inputs": {"pool.officers.headcount": 4}}"#,
            r#"{"plan": "more"}"#,
            r#"{"set": {"pool.officers.headcount": 4}}"#,
        ],
    );
    let words = [
        "sweep",
        "office.toml",
        "--quiet",
        "--no-results",
        "--format",
        "json",
        "--vary",
        "pool.officers.headcount=2.6,4",
        "--futures",
        "6",
        "--luck",
        "2",
        "--measure",
        "decided.old@2027-01-15",
    ];
    let swept: Value = serde_json::from_slice(&surgecap_in(folder.path(), &words).stdout).unwrap();
    for point in 0..2 {
        let outcomes = &swept["points"][point]["outcomes"];
        for (place, name) in ["target.cleared", "stock.old@2027-02-15", "decided.old@2027-01-15"].iter().enumerate() {
            assert_eq!(found[point]["mean"][name], outcomes[place]["mean"], "{name}");
            assert_eq!(found[point]["se"][name], outcomes[place]["se"], "{name}");
        }
    }
    assert_eq!(found[1]["mean"], found[3]["mean"], "a given input is the number written in its place");
    let decided = |answer: &Value| answer["mean"]["decided.old@2027-01-15"].as_f64();
    assert!(decided(&found[2]) > decided(&found[0]), "six officers decide more than three");
}

#[test]
fn held_drawn_inputs_and_values_come_when_asked_and_given_back_they_give_the_same() {
    let folder = folder();
    let (found, _) = answers(folder.path(), &["--reps", "3"], &[r#"{"values": true, "luck": 2, "seed": 5}"#]);
    assert_eq!(found[0]["values"]["stock.old@2027-02-15"].as_array().unwrap().len(), 6);
    let heads: Vec<f64> = found[0]["inputs"]["pool.officers.headcount"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_f64().unwrap())
        .collect();
    let leaving = found[0]["inputs"]["pool.officers.leaving_per_year"][1].as_f64().unwrap();
    assert!(heads.len() == 3 && (0.0..0.5).contains(&leaving), "{heads:?} {leaving}");
    let again = json!({
        "inputs": { "pool.officers.headcount": heads[1], "pool.officers.leaving_per_year": leaving },
        "values": true, "luck": 2, "seed": 5, "first": 1, "reps": 1,
    });
    let (again, _) = answers(folder.path(), &[], &[&again.to_string()]);
    let own: Vec<Value> = found[0]["values"]["stock.old@2027-02-15"].as_array().unwrap()[2..4].to_vec();
    assert_eq!(again[0]["values"]["stock.old@2027-02-15"], json!(own));
}

#[test]
fn a_file_that_is_wrong_is_refused_before_any_question() {
    let folder = folder();
    std::fs::write(folder.path().join("office.toml"), "start = 2027-01-01\n").unwrap();
    let (found, code) = answers(folder.path(), &[], &["{}"]);
    assert_eq!((found.len(), code), (0, Some(2)));
    let done = surgecap_in(folder.path(), &["eval", "office.toml"]);
    assert_eq!(done.status.code(), Some(2), "--stdin says where questions come from");
}

#[test]
fn held_each_future_of_ones_own_has_the_inputs_that_were_given_for_it() {
    let folder = folder();
    std::fs::write(
        folder.path().join("mine.csv"),
        "pool.officers.headcount;pool.officers.leaving_per_year\n2;0,1\n4;0,2\n3;0,3\n",
    )
    .unwrap();
    let json = r#"[{"pool.officers.headcount": 2, "pool.officers.leaving_per_year": 0.1},
                   {"pool.officers.headcount": 4, "pool.officers.leaving_per_year": 0.2},
                   {"pool.officers.headcount": 3, "pool.officers.leaving_per_year": 0.3}]"#;
    std::fs::write(folder.path().join("mine.json"), json).unwrap();
    let questions = [
        r#"{"values": true}"#,
        r#"{"values": true, "first": 1, "reps": 1}"#,
        r#"{"values": true, "inputs": {"pool.officers.headcount": 5}, "reps": 2}"#,
        r#"{"reps": 4}"#,
        r#"{"first": 3}"#,
    ];
    let (found, code) = answers(folder.path(), &["--own-futures", "mine.csv"], &questions);
    assert_eq!(code, Some(0));
    assert_eq!(found[0]["futures"], 3, "as many as the file has");
    assert_eq!(found[0]["inputs"]["pool.officers.headcount"], json!([2.0, 4.0, 3.0]));
    assert_eq!(found[0]["inputs"]["pool.officers.leaving_per_year"], json!([0.1, 0.2, 0.3]));
    assert_eq!(found[1]["inputs"]["pool.officers.headcount"], json!([4.0]));
    let left = "stock.old@2027-02-15";
    assert_eq!(found[1]["values"][left][0], found[0]["values"][left][1], "the same future has the same luck");
    assert_eq!(found[2]["inputs"]["pool.officers.headcount"], json!([5.0, 5.0]), "what a question gives comes first");
    assert!(found[3]["error"]["message"].as_str().unwrap().contains("4 futures"), "{}", found[3]);
    assert!(found[4]["error"]["message"].as_str().unwrap().contains("`first` is 3"), "{}", found[4]);
    // The same from a list of objects, in a file and in the question.
    let (same, _) = answers(folder.path(), &["--own-futures", "mine.json"], &[questions[0]]);
    assert_eq!(same[0], found[0]);
    let asked = format!(r#"{{"values": true, "inputs": {}}}"#, json.replace('\n', " "));
    let (same, _) = answers(folder.path(), &[], &[&asked]);
    assert_eq!(same[0], found[0]);
    // One future at a time says the same as all together.
    let each = r#"{"values": true, "first": 2, "reps": 1, "inputs": {"pool.officers.headcount": 3, "pool.officers.leaving_per_year": 0.3}}"#;
    let (one, _) = answers(folder.path(), &[], &[each]);
    assert_eq!(one[0]["values"][left][0], found[0]["values"][left][2]);
}

#[test]
fn own_futures_that_cannot_be_are_refused_before_any_question() {
    let folder = folder();
    for (name, text, says) in [
        ("a.csv", "pool.oficers.headcount\n3\n", "did you mean `pool.officers.headcount`?"),
        ("b.csv", "pool.officers.leaving_per_year\n-1\n", "cannot be -1"),
        ("c.csv", "pool.officers.headcount\nmany\n", "is given `many`"),
        ("d.json", "{\"pool.officers.headcount\": 3}", "no list of objects"),
        ("e.json", "[]", "no futures"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
        let words = ["eval", "office.toml", "--stdin", "--own-futures", name];
        let done = surgecap_in(folder.path(), &words);
        assert_eq!(done.status.code(), Some(2), "{name}");
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(told.contains(says), "{name}: {told}");
    }
}
