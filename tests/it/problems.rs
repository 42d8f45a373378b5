//! A folder of wrong scenario files, each with the words that its writer gets to read.
//!
//! `problems/NAME.toml` is run with `check`, or with the arguments behind `# run:` on its first line; what the standard
//! error says stands in `problems/NAME.expected`. `UPDATE_EXPECTED=1` writes those files anew: read the difference as
//! the writer of the scenario would. Right file, line and column? A way out? No problem that only follows from another?

use std::{collections::BTreeSet, fs, path::Path};

use assert_cmd::Command;
use surgecap::problem::CODES;

const FOLDER: &str = "tests/it/problems";

/// The names of the wrong files, without their ending.
fn names() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// What the program says of a wrong file, run in the folder so that no path of this machine is shown.
fn said(name: &str) -> String {
    let file = format!("{name}.toml");
    let bytes = fs::read(Path::new(FOLDER).join(&file)).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let first = text.lines().next().unwrap_or("");
    let arguments: Vec<String> = match first.strip_prefix("# run: ") {
        Some(line) => line.split(' ').map(str::to_owned).collect(),
        None => vec!["check".to_owned(), file],
    };
    let mut command = Command::cargo_bin("surgecap").unwrap();
    let output = command.current_dir(FOLDER).args(&arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{name}: data of a scenario that is refused");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn every_wrong_file_says_what_is_wrong_and_how_to_mend_it() {
    let names = names();
    assert!(names.len() >= 40, "{} wrong files", names.len());
    let mut different = Vec::new();
    for name in &names {
        let said = said(name);
        let path = Path::new(FOLDER).join(format!("{name}.expected"));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&path, &said).unwrap();
            continue;
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if expected != said {
            different.push(format!("==== {name}: expected\n{expected}---- said\n{said}"));
        }
    }
    assert!(different.is_empty(), "UPDATE_EXPECTED=1 writes these anew\n{}", different.join("\n"));
}

#[test]
fn every_problem_has_a_place_and_a_way_out() {
    for name in names() {
        let said = said(&name);
        for problem in said.split("\n\n").filter(|part| part.starts_with("error[")) {
            // A `did you mean` beside the caret is a way out too.
            let has_way_out = problem.contains("= help:") || problem.contains("did you mean");
            assert!(has_way_out, "{name}: no way out\n{problem}");
            let has_place = problem.contains("--> ") || problem.contains("E470");
            assert!(has_place, "{name}: no place\n{problem}");
        }
    }
}

#[test]
fn every_code_in_the_sources_is_explained_and_every_explained_code_is_used() {
    let mut used = BTreeSet::new();
    let mut folders = vec!["src".to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path.to_string_lossy().into_owned());
                continue;
            }
            if path.ends_with("problem/explained.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            // The list itself is no use of a code.
            let text = text.split("pub const CODES").next().unwrap_or("");
            for word in text.split('"') {
                let is_code = word.len() == 4
                    && word.starts_with(['E', 'W'])
                    && word[1..].bytes().all(|byte| byte.is_ascii_digit());
                if is_code {
                    used.insert(word.to_owned());
                }
            }
        }
    }
    let explained: BTreeSet<String> = CODES.iter().map(|(code, _)| (*code).to_owned()).collect();
    assert_eq!(explained.len(), CODES.len(), "a code is explained twice");
    assert_eq!(used, explained);
}
