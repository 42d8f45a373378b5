//! Does the engine agree with theory? The files of `scenarios/validation`, judged by `validate` itself: all expectations
//! of one command together are falsely refused once in a thousand seeds (Holm, RULES 21); the seed is fixed.
//!
//! Here run the files that take less than about a second and a half in a release build, right and bitten together. The
//! whole folder, with seeds 1, 2 and 3, and every bite take minutes: `.ci/validation` runs them with the release binary.

use std::path::{Path, PathBuf};

use crate::support::{files_below, in_parallel, root, scenarios, short, surgecap};

/// Files that take longer, right and bitten together; `.ci/validation` runs them.
const SLOW: [&str; 31] = [
    "attrition-a",
    "deadline-capped-a-penalty",
    "deadline-mmc-a",
    "deadline-mmc-a-lateness",
    "e2e-taskforce-a",
    "erlanga-crit-a",
    "erlanga-gkm-a",
    "feasibility-poisson-a",
    "first-passage-mm1-a",
    "first-passage-mmc-a",
    "fluid-drain-a",
    "jackson-rework-a",
    "learning-exp-attr-a",
    "mg1-mek1-a",
    "mg1-mh21-a",
    "mg1-mlognorm1-a",
    "mh2c-a",
    "mm1-a",
    "mmc-c250-rho95-a",
    "mtginf-exp-a-law",
    "mtmst-ptheta-a",
    "onboard-linear-a",
    "prio-np-mmc-a",
    "prio-pr-mmc-a",
    "pure-clear-a",
    "rework-loop-a",
    "rookie-expert-a",
    "sqrt-staffing-a",
    "staffstep-up-a",
    "tandem-a",
    "vacation-a",
];

fn all_files() -> Vec<PathBuf> {
    files_below(&scenarios().join("validation"), "toml")
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a file has a name").to_string_lossy().into_owned()
}

fn fast_files() -> Vec<PathBuf> {
    let all = all_files();
    for slow in SLOW {
        assert!(all.iter().any(|path| stem(path) == slow), "{slow} is on the list of slow files and is no file");
    }
    all.into_iter().filter(|path| !SLOW.contains(&stem(path).as_str())).collect()
}

/// The one value that its head says is 10 % off.
fn bite(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("a shipped file can be read");
    let bites: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# bite: --set ")).collect();
    assert_eq!(bites.len(), 1, "{} has {} lines `# bite: --set PATH=VALUE`", short(path), bites.len());
    bites[0].trim().to_owned()
}

/// Family of all expectations of the fast files: one false alarm in a thousand seeds.
#[test]
fn proved_the_fast_validation_files_agree_with_theory() {
    let files = fast_files();
    assert!(files.len() >= 20, "only {} files are fast", files.len());
    let names: Vec<String> = files.iter().map(|path| short(path)).collect();
    let mut arguments = vec!["validate", "--seed", "1", "--quiet"];
    arguments.extend(names.iter().map(String::as_str));
    let output = surgecap(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn proved_every_fast_validation_file_notices_a_value_ten_percent_off() {
    in_parallel(&fast_files(), |path| {
        let file = short(path);
        let bite = bite(path);
        let arguments =
            ["validate", &file, "--seed", "1", "--quiet", "--threads", "1", "--format", "json", "--set", &bite];
        let output = surgecap(&arguments);
        assert_eq!(output.status.code(), Some(1), "{file} does not notice {bite}");
        let text = String::from_utf8_lossy(&output.stdout);
        // Not being sharp enough fails too, but notices nothing.
        assert!(text.contains("\"outcome\": \"failed\""), "{file} refuses nothing under {bite}: {text}");
    });
}

#[test]
fn held_every_validation_file_says_its_bite() {
    for path in all_files() {
        let bite = bite(&path);
        let (key, value) = bite.split_once('=').unwrap_or_else(|| panic!("{}: {bite}", short(&path)));
        assert!(!key.is_empty() && value.parse::<f64>().is_ok(), "{}: {bite}", short(&path));
    }
}

#[test]
fn held_the_readme_lists_exactly_all_cases() {
    let ids = std::fs::read_to_string(root().join("tests/it/case-ids.txt")).expect("the list of cases can be read");
    let mut ids: Vec<&str> = ids.lines().collect();
    assert_eq!(ids.len(), 71);
    let readme = std::fs::read_to_string(scenarios().join("validation/README.md")).expect("there is a README");
    let mut listed: Vec<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split('|').next())
        .map(str::trim)
        .filter(|cell| *cell != "case" && !cell.starts_with("**"))
        .collect();
    ids.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, ids);
}

#[test]
fn held_every_validation_file_stands_in_the_readme_and_every_file_there_exists() {
    let readme = std::fs::read_to_string(scenarios().join("validation/README.md")).expect("there is a README");
    let mut named: Vec<String> = readme
        .split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|quoted| quoted.strip_suffix(".toml"))
        .map(str::to_owned)
        .collect();
    named.sort();
    named.dedup();
    let mut there: Vec<String> = all_files().iter().map(|path| stem(path)).collect();
    there.sort();
    assert_eq!(named, there);
}
