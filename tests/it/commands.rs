//! The commands beside run, check and validate: what they say is right, and stays right when keys and codes are added.

use std::{collections::BTreeSet, path::Path};

use serde_json::{Value, json};
use surgecap::{
    experiment::{
        arm::Spec,
        check,
        compare::Trouble,
        design::{Laid, design},
        eval,
        open::open,
        runner::Runner,
        sensitivity, sweep,
    },
    problem::{CODES, Problems, explained::EXPLANATIONS},
    replicate::{Control, Seeds},
};

use crate::support::{root, shipped, short, surgecap_in, text_of};

/// What the program says, which must end well.
fn says(arguments: &[&str]) -> String {
    text_of(arguments, &surgecap_in(&root(), arguments))
}

// ---- explain ----

#[test]
fn every_code_is_explained_in_the_order_of_the_list() {
    let codes: Vec<&str> = CODES.iter().map(|(code, _)| *code).collect();
    let explained: Vec<&str> = EXPLANATIONS.iter().map(|one| one.code).collect();
    let missing: Vec<_> = codes.iter().filter(|code| !explained.contains(code)).collect();
    assert!(missing.is_empty(), "write an entry for {missing:?} in src/problem/explained.rs");
    assert_eq!(explained, codes, "EXPLANATIONS has other codes, or another order, than CODES");
}

/// Writes an example into a folder with the small office: `plan.toml`, and each file after a line `# NAME:`.
fn lay_out(folder: &Path, code: &str, example: &str) {
    let office = root().join("tests/it/problems/below/office.toml");
    std::fs::copy(office, folder.join("office.toml")).unwrap();
    let mut files: Vec<(String, Vec<&str>)> = vec![("plan.toml".to_owned(), Vec::new())];
    for line in example.lines() {
        match line.strip_prefix("# ").and_then(|line| line.strip_suffix(':')) {
            Some(name) => files.push((name.to_owned(), Vec::new())),
            None => files.last_mut().unwrap().1.push(line),
        }
    }
    for (name, lines) in files {
        let mut text = lines.join("\n") + "\n";
        // Most examples are the upper part of a plan for the office; what has streams of its own stands alone.
        let stands_alone = text.contains("extends = ") || text.contains("calendar = \"continuous\"");
        if name == "plan.toml" && !stands_alone {
            text = format!("extends = \"office.toml\"\n{text}");
        }
        let bytes = match code {
            "E102" if text.contains("Windows-1252") => text.chars().map(|one| one as u8).collect(),
            "W107" if text.contains("with BOM") => format!("\u{feff}{text}").into_bytes(),
            _ => text.into_bytes(),
        };
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}

/// What follows an option, each time.
fn after(words: &[&str], option: &str) -> Vec<String> {
    words.windows(2).filter(|pair| pair[0] == option).map(|pair| pair[1].to_owned()).collect()
}

/// What a screening is refused for; it runs nothing.
fn screened(file: &Path, words: &[&str]) -> Problems {
    let ask = sensitivity::Ask {
        spec: Spec::file(file),
        measures: after(words, "--measure"),
        tornado: 0,
        walks: 0,
        sobol: 0,
        futures: 0,
        groups: after(words, "--group"),
        by: 0,
        when: None,
        widen: 1.0,
    };
    let control = Control::default();
    let mut runner = Runner::new(Seeds::one(1), &control, &|_: &str, _| ());
    match sensitivity::sensitivity(&ask, &mut runner) {
        Err(Trouble::Refused(refused)) => refused.0,
        _ => Problems::new(),
    }
}

/// The mistake that `eval` answers.
fn evaluated(file: &Path, question: &str) -> Problems {
    let ask = eval::Ask {
        spec: Spec::file(file),
        measures: Vec::new(),
        futures: 1,
        seeds: Seeds::one(1),
        widen: 1.0,
        own: Vec::new(),
    };
    let answer = eval::Oracle::new(ask).answer(question, &Control::default()).expect("nobody interrupts");
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let code = answer["error"]["code"].as_str();
    let known = CODES.iter().find(|(one, _)| Some(*one) == code);
    known.map(|(code, _)| surgecap::problem::Problem::error(code, "")).into_iter().collect()
}

/// What a small sweep is refused for.
fn swept(file: &Path, words: &[&str]) -> Problems {
    let all = |option: &str| after(words, option);
    let work = || -> Result<(), Trouble> {
        let ask = sweep::Ask {
            spec: Spec::file(file),
            plans: Vec::new(),
            futures: Vec::new(),
            design: design(&all("--vary"), Laid::Grid, 1)?,
            measures: all("--measure"),
            count: 1,
            widen: 1.0,
        };
        let control = Control::default();
        sweep::sweep(&ask, &mut Runner::new(Seeds::one(1), &control, &|_: &str, _| ())).map(|_| ())
    };
    match work() {
        Ok(()) => Problems::new(),
        Err(Trouble::Refused(refused)) => refused.0,
        Err(_) => panic!("a sweep in memory writes nothing"),
    }
}

/// All that reading, checking and choosing measures says of an example.
fn said_of(code: &str, example: &str) -> Problems {
    let folder = tempfile::tempdir().unwrap();
    let command = example.strip_prefix("surgecap ").and_then(|rest| rest.split_once(" plan.toml "));
    let (example, words) = match command {
        Some((_, words)) => ("[plan.fewer]\ncohort.temps.headcount = 5", words.split(' ').collect()),
        None => (example, Vec::new()),
    };
    lay_out(folder.path(), code, example);
    let file = folder.path().join("plan.toml");
    match command {
        Some(("sweep", _)) => return swept(&file, &words),
        Some(("sensitivity", _)) => return screened(&file, &words),
        Some(("eval", question)) => return evaluated(&file, question),
        _ => {}
    }
    let after = |option: &str| words.iter().position(|word| *word == option).map(|at| words[at + 1]);
    let sets: Vec<String> = after("--set").map(str::to_owned).into_iter().collect();
    let opened = match open(&folder.path().join("plan.toml"), &sets, after("--plan")) {
        Ok(opened) => opened,
        Err(refused) => return refused.0,
    };
    let mut problems = opened.warnings.clone();
    let expected: Vec<_> = opened.scenario.expectations.iter().map(|one| (one.measure.clone(), one.at)).collect();
    if let Err((_, why)) = opened.study(false, &expected, 1.0) {
        problems.push(surgecap::problem::Problem::error("E463", why));
    }
    problems.extend(check::check(&opened).unwrap().warnings);
    problems
}

#[test]
fn every_wrong_example_has_its_code_and_every_right_one_has_not() {
    let mut slips = Vec::new();
    for one in EXPLANATIONS {
        let codes = |example: &str| -> BTreeSet<&str> {
            said_of(one.code, example).iter().map(|problem| problem.code).collect()
        };
        let (wrong, right) = (codes(one.wrong), codes(one.right));
        if !wrong.contains(one.code) {
            slips.push(format!("{}: the wrong example gives {wrong:?}", one.code));
        }
        if right.contains(one.code) || right.iter().any(|code| code.starts_with('E')) {
            slips.push(format!("{}: the right example gives {right:?}", one.code));
        }
    }
    assert!(slips.is_empty(), "{}", slips.join("\n"));
}

#[test]
fn explain_shows_meaning_and_examples_or_the_nearest_code() {
    let page = says(&["explain", "e205"]);
    assert!(page.starts_with("E205  ") && page.contains("Wrong:") && page.contains("15350"), "{page}");
    let all = says(&["explain"]);
    assert!(CODES.iter().all(|(code, _)| all.contains(code)), "{all}");
    let output = surgecap_in(&root(), &["explain", "E2011"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("Did you mean E201?"), "{said}");
}

// ---- completions and man ----

#[test]
fn completions_and_the_manual_name_every_command() {
    let commands =
        ["run", "check", "validate", "trace", "new", "questions", "preset", "explain", "schema", "completions", "man"];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = says(&["completions", shell]);
        assert!(commands.iter().all(|command| script.contains(command)), "{shell}: {script}");
    }
    let manual = says(&["man"]);
    assert!(manual.starts_with(".ie") || manual.contains(".TH surgecap 1"), "{manual}");
    for command in commands {
        assert!(manual.contains(&format!("SURGECAP {}", command.to_uppercase())), "{command}: {manual}");
    }
}

// ---- schema and keys ----

/// Compares a generated file with what stands in the repository, or writes it anew.
fn is_up_to_date(file: &str, made: &str) {
    let path = root().join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, made).unwrap();
        return;
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(stands == made, "{file} is not what the program makes; UPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn golden_the_schema_and_the_page_of_keys_are_up_to_date() {
    is_up_to_date("scenarios/surgecap.schema.json", &says(&["schema"]));
    is_up_to_date("docs/keys.md", &says(&["schema", "--format", "markdown"]));
}

#[test]
fn held_every_shipped_file_names_the_schema_on_its_first_line() {
    let schema = root().join("scenarios/surgecap.schema.json").canonicalize().unwrap();
    for path in shipped() {
        let text = std::fs::read_to_string(&path).unwrap();
        let named = text.lines().next().and_then(|line| line.strip_prefix("#:schema "));
        let named = named.and_then(|name| path.parent().unwrap().join(name).canonicalize().ok());
        assert!(named.as_ref() == Some(&schema), "{}: no `#:schema …/surgecap.schema.json`", short(&path));
    }
}

/// What a value lacks to be of a schema: the part of JSON Schema draft 7 that the program writes, and no more. A word
/// that is not known here stops the test, so that nothing passes unread.
fn lacks(schema: &Value, value: &Value, whole: &Value, at: &str, slips: &mut Vec<String>) {
    let fits = |schema: &Value| {
        let mut more = Vec::new();
        lacks(schema, value, whole, at, &mut more);
        more
    };
    for (word, rule) in schema.as_object().unwrap() {
        let holds = match word.as_str() {
            "$schema" | "title" | "description" | "definitions" => true,
            "$ref" => {
                let pointer = rule.as_str().unwrap().strip_prefix('#').unwrap();
                slips.extend(fits(whole.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is not defined"))));
                true
            }
            "anyOf" => rule.as_array().unwrap().iter().any(|one| fits(one).is_empty()),
            "allOf" => {
                rule.as_array().unwrap().iter().for_each(|one| slips.extend(fits(one)));
                true
            }
            "type" => match rule.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "number" => value.is_number(),
                "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
                other => panic!("type {other}"),
            },
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
            "pattern" => {
                assert_eq!(rule, "^\\s*[0-9]+([.,][0-9]+)?\\s*%\\s*$");
                value.as_str().is_none_or(|text| {
                    let number = text.trim().strip_suffix('%').unwrap_or("no number").trim().replace(',', ".");
                    number.parse::<f64>().is_ok()
                })
            }
            "format" => {
                assert_eq!(rule, "date");
                value.as_str().is_none_or(|text| text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10)
            }
            "required" => rule.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some()),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    lacks(rule, item, whole, &format!("{at}[{index}]"), slips);
                }
                true
            }
            "properties" | "patternProperties" | "additionalProperties" => true,
            other => panic!("the schema says `{other}`, which this test does not know"),
        };
        if !holds {
            slips.push(format!("{at}: {value} is not of {word} {rule}"));
        }
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        let place = format!("{at}.{name}");
        let any = schema.get("patternProperties").and_then(Value::as_object).and_then(|patterns| {
            let begins = |pattern: &str| match pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix(".+$")) {
                Some(begins) => name.len() > begins.len() && name.starts_with(begins),
                None => panic!("the schema has the pattern {pattern}, which this test does not know"),
            };
            patterns.iter().find(|(pattern, _)| begins(pattern)).map(|(_, known)| known)
        });
        match (schema.get("properties").and_then(|known| known.get(name)), any, schema.get("additionalProperties")) {
            (Some(known), ..) | (None, Some(known), _) => lacks(known, inner, whole, &place, slips),
            (None, None, Some(Value::Bool(false))) => slips.push(format!("{place} is no key")),
            (None, None, Some(Value::Object(_))) => {
                lacks(&schema["additionalProperties"], inner, whole, &place, slips);
            }
            (None, None, _) => {}
        }
    }
}

/// A TOML value as an editor gives it to a schema: dates are texts.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(name, value)| (name.clone(), as_json(value))).collect())
        }
        plain => serde_json::to_value(plain).unwrap(),
    }
}

fn slips_of(schema: &Value, text: &str) -> Vec<String> {
    let table: toml::Table = text.parse().unwrap();
    let mut slips = Vec::new();
    lacks(schema, &as_json(&toml::Value::Table(table)), schema, "", &mut slips);
    slips
}

#[test]
fn every_shipped_file_is_of_the_schema() {
    let schema: Value = serde_json::from_str(&says(&["schema"])).unwrap();
    let mut slips = Vec::new();
    for path in shipped() {
        let text = std::fs::read_to_string(&path).unwrap();
        slips.extend(slips_of(&schema, &text).into_iter().map(|slip| format!("{}{slip}", short(&path))));
    }
    assert!(slips.is_empty(), "{}", slips.join("\n"));
}

#[test]
fn what_an_editor_can_see_is_wrong_by_the_schema() {
    let schema: Value = serde_json::from_str(&says(&["schema"])).unwrap();
    let names = [
        "changes",
        "csv-months",
        "distributions",
        "keys-misspelt",
        "kinds",
        "must-be-known",
        "numbers-without-end",
        "origin",
        "plans",
        "ranges-and-differences",
        "text-for-numbers",
        "thousands",
        "units",
    ];
    for name in names {
        let text = std::fs::read_to_string(root().join(format!("tests/it/problems/{name}.toml"))).unwrap();
        assert!(!slips_of(&schema, &text).is_empty(), "{name}.toml is wrong, and right by the schema");
    }
}

#[test]
fn every_key_has_words_that_say_what_it_means() {
    let silent: Vec<String> = surgecap::scenario::declared::all()
        .into_iter()
        .filter(|one| !matches!(one.kind, "table" | "named tables") && one.help.is_empty())
        .map(|one| one.path)
        .collect();
    assert!(silent.is_empty(), "write .help(…) at {silent:?}");
}

// ---- trace ----

/// One officer, two cases of three hours, on the first two days of January 2027: every moment follows by hand.
const TWO_CASES: &str = r#"
name = "two cases"
start = 2027-01-04
end = 2027-01-08
[stream.cases]
says = "Cases"
inflow.at_hours = [9.5, 10]
term_days = 1
[stage.desk]
says = "the desk"
effort_hours = 3
by = ["officers"]
then = "check"
delay_after_days = 1
[stage.check]
says = "the check"
effort_hours = 1
by = ["officers"]
then = "decided"
[pool.officers]
headcount = 1
"#;

fn traced(text: &str, words: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), text).unwrap();
    let mut arguments = vec!["trace", "plan.toml"];
    arguments.extend(words);
    text_of(&arguments, &surgecap_in(folder.path(), &arguments))
}

#[test]
fn the_life_of_a_case_is_told_as_it_follows_by_hand() {
    // It comes at ten o'clock, half an hour after the first, which takes the officer until half past twelve.
    let page = traced(TWO_CASES, &["--case", "cases:2"]);
    assert_eq!(
        page,
        "Case cases:2 of \"Cases\": came in on 4 Jan 2027, due 5 Jan 2027 (replication 0, seed 1)
  Mon 4 Jan 2027   10:00  stands in the queue of the desk
                   12:30  taken up at the desk by officers:1 (senior) after 2.5 h
                   15:30  done at the desk; time goes by before the check
  Tue 5 Jan 2027   15:30  taken up at the check by officers:1 (senior) after 8.0 h
                   16:30  decided, within its term
  From arrival to the last step 1.3 days. In office time: in delays 8.0 h · worked on 4.0 h · in queues 2.5 h.
"
    );
}

#[test]
fn the_life_of_a_worker_shows_the_same_work_from_the_other_side() {
    let page = traced(TWO_CASES, &["--worker", "officers:1", "--until", "2027-01-04"]);
    let told: Vec<&str> = page.lines().skip(1).take(4).map(|line| line[19..].trim_end()).collect();
    let expected = [
        "09:00  has nothing to do",
        "09:30  takes up cases:1 at the desk",
        "12:30  takes up cases:2 at the desk",
        "15:30  has nothing to do",
    ];
    assert_eq!(told, expected, "{page}");
}

#[test]
fn a_trace_ends_when_observers_see_the_case_close_and_its_spans_add_up() {
    use surgecap::{
        observe::observation::Observation,
        random::Source,
        sim::trace::{CaseName, State, Subject, run_traced},
    };
    let path = root().join("scenarios/first-steps/small-office-surge.toml");
    let study = crate::support::study(&crate::support::opened(&path, &[], None));
    let mut closed = Vec::new();
    crate::support::watch(&study, 1, 0, |at, what| {
        if let Observation::Closed { stream, case, arrived, .. } = *what {
            closed.push((stream, case, arrived, at));
        }
    });
    let source = Source::new(1, 0);
    let blueprint = study.blueprint(source);
    assert!(closed.len() > 100);
    for (stream, case, arrived, at) in closed.into_iter().step_by(20) {
        let (steps, _) = run_traced(&blueprint, source, Subject::Case(CaseName::of(stream, case)));
        let (first, last) = (&steps[0], &steps[steps.len() - 1]);
        assert_eq!((first.at, last.at), (arrived, at), "case {case} of stream {stream}");
        assert!(matches!(last.state, State::Closed { .. }), "{last:?}");
        assert!(steps.windows(2).all(|pair| pair[0].at <= pair[1].at && pair[0].state != pair[1].state));
    }
}

#[test]
fn a_question_is_seen_by_both_who_asks_and_who_answers() {
    let file = "scenarios/first-steps/small-office-surge.toml";
    let lines = |worker: &str| -> Vec<Value> {
        let text = says(&["trace", file, "--worker", worker, "--format", "json"]);
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let trainee = lines("temps:2");
    let asked = trainee.iter().find(|line| line["state"]["doing"] == "asking").expect("somebody answers");
    let answering = lines(asked["state"]["partner"].as_str().unwrap());
    let same = |line: &&Value| line["hours"] == asked["hours"] && line["state"]["doing"] == "answering";
    let answer = answering.iter().find(same).expect("the supervisor answers at the same moment");
    assert_eq!(answer["state"]["partner"], "temps:2");
    assert_eq!(answer["state"]["is_supervisor"], true);
}

#[test]
fn who_never_came_cannot_be_traced() {
    let file = "scenarios/first-steps/small-office-surge.toml";
    for (words, wanted) in [
        (["--case", "new:400000"], "of this stream came new:stock-1 to new:stock-90"),
        (["--case", "old"], "STREAM:NUMBER"),
        (["--case", "olds:1"], "there is no stream `olds`"),
        (["--worker", "officers:0"], "no number from 1"),
        (["--worker", "officers:99"], "nobody of that number"),
    ] {
        let output = surgecap_in(&root(), &[&["trace", file], &words[..]].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains(wanted), "{words:?}: {said}");
    }
}

// ---- new, questions, preset ----

#[test]
fn every_template_passes_check_and_runs() {
    for (template, file) in [("office", "small-office-surge.toml"), ("taskforce", "as-ordered.toml")] {
        let folder = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| text_of(arguments, &surgecap_in(folder.path(), arguments));
        run(&["new", "starter", "--template", template]);
        let file = format!("starter/{file}");
        run(&["check", &file]);
        if template == "office" {
            run(&["run", &file, "--reps", "2", "--no-results"]);
        }
        let text = std::fs::read_to_string(folder.path().join(&file)).unwrap();
        assert!(text.starts_with("#:schema surgecap.schema.json\n"), "{text}");
        assert!(folder.path().join("starter/surgecap.schema.json").exists());
        let again = surgecap_in(folder.path(), &["new", "starter", "--template", template]);
        assert_eq!(again.status.code(), Some(2), "files that are there must stay");
    }
}

/// `new --ask` in an empty folder, with these lines on the standard input.
fn answered(lines: &str) -> (tempfile::TempDir, String) {
    use std::{io::Write, process::Stdio};
    let folder = tempfile::tempdir().unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_surgecap"))
        .args(["new", "--ask"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (folder, String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn fifteen_answers_make_a_scenario_that_runs_and_says_what_is_open() {
    let schema: Value = serde_json::from_str(&says(&["schema"])).unwrap();
    let own = "Our \"plan\"\n2027-03-01\n01-02-2027\n2027-12-01\n400\n20 25 30\n4\n3 6 12\n12\n25\n0\n";
    for lines in ["", own] {
        let (folder, said) = answered(lines);
        assert_eq!(
            said.matches("] ").count(),
            if lines.is_empty() { 15 } else { 16 },
            "a bad answer is asked again: {said}"
        );
        let run = |arguments: &[&str]| text_of(arguments, &surgecap_in(folder.path(), arguments));
        run(&["check", "plan.toml"]);
        run(&["run", "plan.toml", "--reps", "2", "--no-results"]);
        let text = std::fs::read_to_string(folder.path().join("plan.toml")).unwrap();
        assert_eq!(slips_of(&schema, &text), Vec::<String>::new());
        let open = run(&["questions", "plan.toml", "--format", "json"]);
        let open: Value = serde_json::from_str(&open).unwrap();
        assert!(open.as_array().unwrap().len() > 6, "{open}");
    }
}

#[test]
fn questions_are_what_nobody_agreed_to_and_the_widest_range_comes_first() {
    let text = r#"
name = "open"
start = 2027-01-04
end = 2027-12-31
[stream.cases]
initial.count = { value = 10, source = "register" }
inflow.per_month = { low = 9, likely = 10, high = 11 }
[stage.desk]
effort_hours = { lognormal = { mean = { low = 1, likely = 2, high = 8 }, cv = 1 }, status = "estimate", owner = "the desk" }
by = ["officers"]
then = "decided"
[pool.officers]
headcount = { low = 2, likely = 3, high = 4, status = "agreed" }
overhead = { value = 0.25, status = "assumption" }
"#;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), text).unwrap();
    let arguments = ["questions", "plan.toml", "--format", "json"];
    let open: Value = serde_json::from_str(&text_of(&arguments, &surgecap_in(folder.path(), &arguments))).unwrap();
    let paths: Vec<&str> = open.as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["stage.desk.effort_hours", "stream.cases.inflow.per_month", "pool.officers.overhead"]);
    assert_eq!((&open[0]["low"], &open[0]["owner"]), (&json!(1.0), &json!("the desk")));
    assert_eq!(open[1]["status"], "range without a source");
    for (file, begins) in [("list.csv", "input,owner,question"), ("list.md", "# open: open questions")] {
        let arguments = ["questions", "plan.toml", "-o", file];
        assert!(surgecap_in(folder.path(), &arguments).status.success());
        let written = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(written.starts_with(begins) && written.lines().count() > 3, "{written}");
    }
}

#[test]
fn a_preset_lies_under_a_plan_and_is_named_in_messages() {
    let list = says(&["preset"]);
    let name = list.split_whitespace().next().unwrap();
    assert!(says(&["preset", name]).contains("[stage."));
    let folder = tempfile::tempdir().unwrap();
    let plan = format!("extends = \"preset:{name}\"\n[supervision]\nspan = 4\n");
    std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
    let arguments = ["check", "plan.toml"];
    text_of(&arguments, &surgecap_in(folder.path(), &arguments));
    // A slip that only shows in the lower file is shown there.
    let output = surgecap_in(folder.path(), &["check", "plan.toml", "--set", "start=2030-01-01"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains(&format!("--> preset:{name}:")), "{said}");
    let output = surgecap_in(folder.path(), &["preset", "nl-asylm"]);
    assert_eq!(output.status.code(), Some(2));
}

// ---- Parquet ----

/// A row of a Parquet file, as the CSV tables write it.
fn parquet_rows(path: &Path) -> Vec<Vec<String>> {
    use parquet::{
        file::reader::{FileReader, SerializedFileReader},
        record::Field,
    };
    let reader = SerializedFileReader::new(std::fs::File::open(path).unwrap()).unwrap();
    for group in reader.metadata().row_groups() {
        for column in group.columns() {
            assert!(column.statistics().is_some(), "{} has no statistics", column.column_path());
        }
    }
    let rows = reader.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        let cells = row.get_column_iter().map(|(_, field)| match field {
            Field::Null => String::new(),
            Field::Str(text) => text.clone(),
            Field::Long(whole) => whole.to_string(),
            Field::Double(number) => number.to_string(),
            Field::Date(days) => {
                let day = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(*days);
                day.to_string()
            }
            other => panic!("{other:?}"),
        });
        cells.collect()
    });
    rows.collect()
}

#[test]
fn parquet_holds_the_same_rows_as_csv_and_the_same_bytes_every_time() {
    let file = root().join("scenarios/first-steps/small-office-surge.toml");
    let file = file.to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| {
        let arguments = [&["run", file, "--reps", "3", "--quiet"], words].concat();
        text_of(&arguments, &surgecap_in(folder.path(), &arguments));
    };
    run(&["--results", "csv"]);
    run(&["--results", "both", "--tables", "parquet"]);
    run(&["--no-results", "--format", "parquet", "-o", "alone"]);
    for table in ["runs", "series", "ledger"] {
        let bytes = |place: &str| std::fs::read(folder.path().join(place).join(format!("{table}.parquet"))).unwrap();
        assert_eq!(bytes("both"), bytes("alone"), "{table}");
        let text = std::fs::read_to_string(folder.path().join(format!("csv/{table}.csv"))).unwrap();
        let mut csv = csv::Reader::from_reader(text.as_bytes());
        let csv: Vec<Vec<String>> = csv.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let rows = parquet_rows(&folder.path().join(format!("alone/{table}.parquet")));
        assert!(csv.len() > 100 && rows == csv, "{table}: {} rows, {} in CSV", rows.len(), csv.len());
        assert!(bytes("alone").len() * 3 < text.len(), "{table} is hardly smaller than its CSV");
    }
    let inputs = std::fs::read_to_string(folder.path().join("csv/inputs.csv")).unwrap();
    let mut csv = csv::Reader::from_reader(inputs.as_bytes());
    let csv: Vec<Vec<String>> = csv.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let rows = parquet_rows(&folder.path().join("both/inputs.parquet"));
    assert!(csv.len() >= 27 && rows == csv, "inputs: {} rows, {} in CSV", rows.len(), csv.len());
    assert!(!folder.path().join("both/runs.csv").exists() && !folder.path().join("both/inputs.csv").exists());
    let manifest = std::fs::read_to_string(folder.path().join("both/manifest.json")).unwrap();
    assert!(manifest.contains("runs.parquet") && manifest.contains("--tables parquet"), "{manifest}");
    // Written over only when asked, and never to the standard output.
    let again = ["run", file, "--reps", "1", "--no-results", "--format", "parquet"];
    assert_eq!(surgecap_in(folder.path(), &again).status.code(), Some(2));
    assert_eq!(surgecap_in(folder.path(), &[&again[..], &["-o", "alone"]].concat()).status.code(), Some(2));
}
