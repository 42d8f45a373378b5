//! The commands beside run, check and validate: what they say is right, and stays right when keys and codes are added.

use std::{collections::BTreeSet, path::Path};

use serde_json::{Value, json};
use surgecap::{
    experiment::{check, open::open},
    problem::{CODES, Problems, explained::EXPLANATIONS},
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

/// All that reading, checking and choosing measures says of an example.
fn said_of(code: &str, example: &str) -> Problems {
    let folder = tempfile::tempdir().unwrap();
    let (example, words) = match example.strip_prefix("surgecap check plan.toml ") {
        Some(words) => ("[plan.fewer]\ncohort.temps.headcount = 5", words.split(' ').collect()),
        None => (example, Vec::new()),
    };
    lay_out(folder.path(), code, example);
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
    let commands = ["run", "check", "validate", "explain", "schema", "completions", "man"];
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
        let any = schema.get("patternProperties").map(|patterns| patterns.get("^.+$").expect("the only pattern"));
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
