//! The commands beside run, check and validate: what they say is right, and stays right when keys and codes are added.

use std::{collections::BTreeSet, path::Path};

use surgecap::{
    experiment::{check, open::open},
    problem::{CODES, Problems, explained::EXPLANATIONS},
};

use crate::support::{root, surgecap_in, text_of};

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
    let commands = ["run", "check", "validate", "explain", "completions", "man"];
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
