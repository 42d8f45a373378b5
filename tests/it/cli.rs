//! The program as it is called: exit codes, what goes to which stream, folders, Ctrl-C, spreadsheets.
//!
//! Every test works in a folder of its own with a small office that runs in milliseconds.

use std::{
    fs,
    io::Read,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

/// An office with a target, a plan and a cohort, so that `nothing` runs beside it.
const OFFICE: &str = r#"
name  = "A small office"
start = 2027-01-01
end   = 2027-12-31

[stream.old]
initial.count = 40

[stream.new]
inflow.csv = "demand.csv"
term_days  = 60

[stage.desk]
effort_hours = { least = 1, usual = 3, most = 8 }
by           = ["officers", "temps"]
then         = "decided"

[pool.officers]
headcount = { low = 1, likely = 2, high = 3 }

[cohort.temps]
headcount = 1
ordered   = 2027-02-01

[target.cleared]
measure = "stock.old"
at_most = 5
by      = 2027-03-01

[plan.more]
cohort.temps.headcount = 2
"#;

/// One desk on a continuous calendar: nothing beside it, thousands of replications a second, and a value of theory.
const DESK: &str = r#"
calendar = "continuous"
hours    = 2000

[stream.cases]
inflow.per_hour = 1

[stage.desk]
effort_hours = { exponential = 0.5 }
by           = ["staff"]
then         = "decided"

[pool.staff]
headcount = 1

[expect."stage.desk.wait_hours.mean"]
value              = 0.5
source             = "M/M/1: rho / (mu - lambda)"
relative_tolerance = 0.02
reason             = "begins empty, 2,000 hours long"
"#;

const DEMAND: &str = "month,cases\n2027-01,20\n2027-02,25.5\n2027-03,1234\n2027-04,10\n2027-05,0\n2027-06,12\n\
2027-07,12\n2027-08,12\n2027-09,12\n2027-10,12\n2027-11,12\n2027-12,12\n";

/// A folder with the small office.
fn office() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("office.toml"), OFFICE).unwrap();
    fs::write(folder.path().join("desk.toml"), DESK).unwrap();
    fs::write(folder.path().join("demand.csv"), DEMAND).unwrap();
    folder
}

fn surgecap(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_surgecap"));
    command.current_dir(folder).args(arguments).env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

/// What a call gave: exit code, standard output, standard error.
fn call(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    told(surgecap(folder, arguments).output().unwrap())
}

fn told(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// A short run that leaves no folder.
const QUICK: [&str; 6] = ["run", "office.toml", "--reps", "20", "--no-results", "--quiet"];

fn quick(more: &[&'static str]) -> Vec<&'static str> {
    [&QUICK[..], more].concat()
}

#[test]
fn what_goes_well_ends_with_0() {
    let folder = office();
    for arguments in [&["check", "office.toml"][..], &QUICK, &["validate", "desk.toml"], &["--help"], &["--version"]] {
        let (code, out, err) = call(folder.path(), arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        assert!(!out.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_failed_validation_or_target_ends_with_1_and_still_gives_its_data() {
    let folder = office();
    let (code, out, _) = call(folder.path(), &["validate", "desk.toml", "--set", "stream.cases.inflow.per_hour=1.5"]);
    assert_eq!(code, 1);
    assert!(out.contains("failed"), "{out}");
    // 20 replications are too few for a verdict, so the target is not `reachable`.
    let (code, out, _) = call(folder.path(), &quick(&["--fail-on-target", "--format", "json"]));
    assert_eq!(code, 1);
    assert!(serde_json::from_str::<Value>(&out).is_ok());
}

/// All that is wrong in all files of a folder is said in one go, and the right ones are run all the same.
#[test]
fn a_wrong_file_does_not_stop_the_others_of_a_validation() {
    let folder = office();
    let wrong = DESK.to_owned()
        + "\n[expect.\"stage.dessk.queue.mean\"]\nvalue = 1\nsource = \"x\"\n[expect.\"stream.casses.overdue_share\"]\nvalue = 1\nsource = \"x\"\n";
    fs::write(folder.path().join("a-wrong.toml"), wrong).unwrap();
    fs::write(folder.path().join("b-broken.toml"), "start = 2027-01-01\n").unwrap();
    let (code, out, err) = call(folder.path(), &["validate", ".", "--quiet"]);
    assert_eq!(code, 2, "{err}");
    assert!(out.contains("desk.toml") && out.contains("expectations hold"), "{out}");
    for said in ["dessk", "casses", "a-wrong.toml was not run", "b-broken.toml was not run", "2 errors"] {
        assert!(err.contains(said), "{said}: {err}");
    }
}

#[test]
fn bad_usage_and_bad_scenarios_end_with_2_and_give_no_data() {
    let folder = office();
    fs::write(folder.path().join("plain.toml"), "start = 2027-01-01\n").unwrap();
    for arguments in [
        &[][..],
        &["runn", "office.toml"],
        &["run"],
        &["run", "office.toml", "--reps", "0"],
        &["run", "office.toml", "--widen", "-1"],
        &["run", "office.toml", "--threads", "0", "--no-results"],
        &["run", "office.toml", "--results", "x", "--no-results"],
        &["run", "missing.toml"],
        &["run", "plain.toml"],
        &["run", "office.toml", "--plan", "mroe"],
        &["run", "office.toml", "--set", "cohort.temps.headcount"],
        &["run", "office.toml", "--realised", "missing.csv"],
        &["check", "plain.toml"],
        &["validate"],
        &["validate", "missing.toml"],
        &["validate", "office.toml"],
    ] {
        let (code, out, err) = call(folder.path(), arguments);
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert_eq!(out, "", "{arguments:?}");
        assert!(!err.is_empty(), "{arguments:?}");
    }
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "a refused call leaves nothing behind: {left:?}");
}

#[test]
fn a_folder_or_file_that_cannot_be_written_ends_with_74_before_the_run() {
    let folder = office();
    fs::write(folder.path().join("in-the-way"), "a file").unwrap();
    let begun = Instant::now();
    let long = ["run", "office.toml", "--reps", "1000000", "--quiet", "--results", "in-the-way/results"];
    let (code, out, err) = call(folder.path(), &long);
    assert_eq!((code, out.as_str()), (74, ""), "{err}");
    assert!(err.contains("in-the-way"), "{err}");
    assert!(begun.elapsed() < Duration::from_secs(10), "known before the run");
    let (code, _, err) = call(folder.path(), &quick(&["-o", "in-the-way/answer.txt"]));
    assert_eq!(code, 74, "{err}");
}

#[test]
fn every_command_shows_examples_in_its_help() {
    let folder = office();
    let (_, help, _) = call(folder.path(), &["--help"]);
    let listed = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    // What is indented further is the rest of a description.
    let lines = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let commands: Vec<&str> = lines.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 3, "{help}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        let (code, out, err) = call(folder.path(), &[command, "--help"]);
        assert_eq!((code, err.as_str()), (0, ""), "{command}");
        let examples = out.split("Examples:").nth(1).unwrap_or_default();
        assert!(examples.contains(&format!("surgecap {command} ")), "{command} has no example: {out}");
    }
    assert!(help.contains("74") && help.contains("130"), "exit codes are documented: {help}");
}

#[test]
fn the_standard_output_holds_data_and_nothing_else() {
    let folder = office();
    let json = ["run", "office.toml", "--reps", "20", "--format", "json", "--progress", "json"];
    let (code, out, err) = call(folder.path(), &json);
    assert_eq!(code, 0, "{err}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["replications"], 20);
    for line in err.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|why| panic!("{line}: {why}"));
        assert!(line["replications"].is_u64(), "{line}");
    }
    assert!(!err.is_empty(), "progress is told");

    let (code, out, _) = call(folder.path(), &quick(&["--format", "csv"]));
    assert_eq!(code, 0);
    let mut rows = csv::Reader::from_reader(out.as_bytes());
    let width = rows.headers().unwrap().len();
    let count = rows.records().map(|row| assert_eq!(row.unwrap().len(), width)).count();
    assert!(width > 2 && count > 10, "{width} columns, {count} rows");

    for (format, is_right) in [
        ("json", (|out| serde_json::from_str::<Value>(out).is_ok_and(|value| value.is_array())) as fn(&str) -> bool),
        ("csv", |out| out.starts_with("file,measure,") && out.lines().count() == 2),
    ] {
        let (code, out, _) = call(folder.path(), &["validate", "desk.toml", "--quiet", "--format", format]);
        assert_eq!(code, 0);
        assert!(is_right(&out), "{format}: {out}");
    }
}

#[test]
fn quiet_says_nothing_beside_the_answer() {
    let folder = office();
    for arguments in [&QUICK[..], &quick(&["--progress", "json"]), &["validate", "desk.toml", "--quiet"]] {
        let (code, out, err) = call(folder.path(), arguments);
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
        assert!(!out.is_empty());
    }
}

#[test]
fn the_answer_goes_to_a_file_which_is_not_written_over() {
    let folder = office();
    let to_file = quick(&["--format", "json", "-o", "answer.json"]);
    let (code, out, err) = call(folder.path(), &to_file);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    let answer = fs::read(folder.path().join("answer.json")).unwrap();
    assert!(serde_json::from_slice::<Value>(&answer).is_ok());
    let (code, _, err) = call(folder.path(), &to_file);
    assert_eq!(code, 2);
    assert!(err.contains("--force"), "{err}");
    assert_eq!(call(folder.path(), &[&to_file[..], &["--force"]].concat()).0, 0);
}

#[test]
fn results_are_not_written_over_without_force() {
    let folder = office();
    let named = ["run", "office.toml", "--reps", "10", "--quiet", "--results", "mine"];
    assert_eq!(call(folder.path(), &named).0, 0);
    let manifest = || fs::read_to_string(folder.path().join("mine/manifest.json")).unwrap();
    let before = manifest();
    assert_eq!(serde_json::from_str::<Value>(&before).unwrap()["status"], "complete");
    let (code, out, err) = call(folder.path(), &[&named[..], &["--seed", "2"]].concat());
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("--force"), "{err}");
    assert_eq!(manifest(), before);
    assert_eq!(call(folder.path(), &[&named[..], &["--seed", "2", "--force"]].concat()).0, 0);
    assert_ne!(manifest(), before);
}

#[test]
fn other_recipes_get_other_folders_and_the_same_recipe_the_same_bytes() {
    let folder = office();
    let recipes: [&[&str]; 6] = [
        &["--seed", "1"],
        &["--seed", "2"],
        &["--widen", "2"],
        &["--plan", "more"],
        &["--set", "cohort.temps.headcount=3"],
        &["--reps", "11"],
    ];
    for more in recipes {
        let reps: &[&str] = if more[0] == "--reps" { &[] } else { &["--reps", "10"] };
        let arguments = [&["run", "office.toml", "--quiet"], reps, more].concat();
        assert_eq!(call(folder.path(), &arguments).0, 0, "{more:?}");
    }
    let results = folder.path().join("results");
    let made: Vec<_> = fs::read_dir(&results).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(made.len(), recipes.len(), "{made:?}");
    let bytes = |file: &str| -> Vec<Vec<u8>> { made.iter().map(|one| fs::read(one.join(file)).unwrap()).collect() };
    let before = bytes("findings.json");
    assert_eq!(call(folder.path(), &["run", "office.toml", "--quiet", "--reps", "10", "--threads", "1"]).0, 0);
    assert_eq!(bytes("findings.json"), before);
    assert_eq!(fs::read_dir(&results).unwrap().count(), recipes.len());
}

#[test]
fn colours_are_for_those_who_ask() {
    let folder = office();
    let wrong = ["check", "office.toml", "--set", "supervision.spam=5"];
    let (_, _, plain) = call(folder.path(), &wrong);
    assert!(!plain.contains('\u{1b}'), "not a terminal: {plain}");
    assert!(plain.contains("error[E201]") && plain.contains("^^^^"), "words and carets too: {plain}");
    let (_, _, coloured) = call(folder.path(), &[&wrong[..], &["--color", "always"]].concat());
    assert!(coloured.contains('\u{1b}'));
    for color in ["auto", "never"] {
        let mut command = surgecap(folder.path(), &[&wrong[..], &["--color", color]].concat());
        let (_, _, text) = told(command.env("NO_COLOR", "1").output().unwrap());
        assert!(!text.contains('\u{1b}'), "{color}");
    }
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let folder = office();
    for arguments in [&["check", "office.toml"][..], &quick(&["--format", "csv"]), &["run", "--help"]] {
        let mut child =
            surgecap(folder.path(), arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // As `| head -1` that has seen enough: the reading end is closed.
        drop(child.stdout.take());
        let (code, _, err) = told(child.wait_with_output().unwrap());
        assert_eq!(code, 0, "{arguments:?}: {err}");
        assert!(!err.contains("panicked") && !err.contains("error"), "{arguments:?}: {err}");
    }
}

/// Waits for a child, at most a minute.
fn wait(child: &mut Child) -> i32 {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code().unwrap_or(-1);
        }
        if begun.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("Ctrl-C was not heard");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Starts a long run, and presses Ctrl-C once replications are told to be done.
#[cfg(unix)]
fn interrupt(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let long = [arguments, &["--progress", "json", "--format", "json"]].concat();
    let (out, err) = (folder.join("out.txt"), folder.join("err.txt"));
    let mut child = surgecap(folder, &long)
        .stdout(fs::File::create(&out).unwrap())
        .stderr(fs::File::create(&err).unwrap())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let is_under_way = || {
        let text = fs::read_to_string(&err).unwrap();
        let done = |line: &str| serde_json::from_str::<Value>(line).ok()?["replications"].as_u64();
        text.lines().filter_map(done).any(|done| done > 10)
    };
    while !is_under_way() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{}", fs::read_to_string(&err).unwrap());
        assert!(child.try_wait().unwrap().is_none(), "{}", fs::read_to_string(&err).unwrap());
        std::thread::sleep(Duration::from_millis(20));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let code = wait(&mut child);
    (code, fs::read_to_string(&out).unwrap(), fs::read_to_string(&err).unwrap())
}

#[cfg(unix)]
#[test]
fn ctrl_c_writes_what_is_done_and_ends_with_130() {
    let folder = office();
    let long = ["run", "desk.toml", "--reps", "1000000", "--results", "mine"];
    let (code, out, err) = interrupt(folder.path(), &long);
    assert_eq!(code, 130, "{err}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["interrupted"], true);
    let done = answer["replications"].as_u64().unwrap();
    assert!(done > 0 && done < 1_000_000, "{done}");
    assert!(err.contains("surgecap run desk.toml"), "how to run it whole: {err}");
    let read = |file: &str| {
        let mut text = String::new();
        fs::File::open(folder.path().join("mine").join(file)).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let manifest: Value = serde_json::from_str(&read("manifest.json")).unwrap();
    assert_eq!(manifest["status"], "interrupted");
    assert_eq!(manifest["replications_asked"], 1_000_000);
    assert_eq!(manifest["replications_done"], done);
    let findings: Value = serde_json::from_str(&read("findings.json")).unwrap();
    assert_eq!(findings["replications"], done);
    assert!(read("answer.txt").contains("Interrupted"));
}

#[test]
fn a_table_is_read_as_spreadsheets_save_it() {
    let folder = office();
    let run = || {
        let (code, out, err) = call(folder.path(), &quick(&["--format", "json"]));
        assert_eq!(code, 0, "{err}");
        let mut answer: Value = serde_json::from_str(&out).unwrap();
        // The hash is that of the text of the table.
        answer["scenario"]["sha256"].take();
        answer
    };
    let plain = run();
    let rows: Vec<(&str, &str)> = DEMAND.lines().skip(1).filter_map(|line| line.split_once(',')).collect();
    let table = |mark: &str, head: &str, separator: &str, end: &str, row: &dyn Fn(&str, &str) -> (String, String)| {
        let mut text = format!("{mark}{}{end}", head.replace(';', separator));
        for (month, cases) in &rows {
            let (month, cases) = row(month, cases);
            text.push_str(&format!("{month}{separator}{cases}{end}"));
        }
        text
    };
    let day_first = |month: &str| format!("01-{}-{}", &month[5..], &month[..4]);
    let dutch = |cases: &str| match cases {
        "1234" => "1.234,0".to_owned(),
        cases => cases.replace('.', ","),
    };
    for (what, text) in [
        ("semicolons", table("", "month;cases", ";", "\n", &|m, c| (m.into(), c.into()))),
        ("tabs and capitals", table("", "Month;CASES", "\t", "\n", &|m, c| (m.into(), c.into()))),
        ("decimal commas", table("", "month;cases", ";", "\n", &|m, c| (m.into(), dutch(c)))),
        ("commas in quotes", table("", "month;cases", ",", "\n", &|m, c| (m.into(), format!("\"{}\"", dutch(c))))),
        ("a mark and Windows lines", table("\u{feff}", "month;cases", ";", "\r\n", &|m, c| (m.into(), dutch(c)))),
        ("whole dates", table("", "month;cases", ";", "\n", &|m, c| (format!("{m}-01"), c.into()))),
        ("empty cells behind", table("", "month;cases", ";", ";;\r\n", &|m, c| (m.into(), c.into()))),
        ("a remark", format!("# counted by hand\n{DEMAND}\n\n")),
    ] {
        // An end of ";;" makes empty columns in the first line as well.
        let text = text.replacen("month;cases;;", "month;cases", 1);
        fs::write(folder.path().join("demand.csv"), text).unwrap();
        assert_eq!(run(), plain, "{what}");
    }
    // 01-02-2027 alone can be January 2nd: a table of firsts of the month never shows which is meant.
    let text = table("", "month;cases", ";", "\n", &|m, c| (day_first(m), c.into()));
    fs::write(folder.path().join("demand.csv"), text).unwrap();
    let (code, _, err) = call(folder.path(), &QUICK);
    assert_eq!(code, 2);
    assert!(err.contains("1 February 2027 or 2 January 2027?"), "{err}");
    // One clear date decides for all of the column.
    let text = table("", "month;cases", ";", "\n", &|m, c| {
        (if m == "2027-12" { "31-12-2027".to_owned() } else { day_first(m) }, c.into())
    });
    fs::write(folder.path().join("demand.csv"), text).unwrap();
    assert_eq!(run(), plain, "dd-mm-yyyy");
}

#[test]
fn realised_figures_that_are_wrong_are_shown_in_their_table() {
    let folder = office();
    let text = "date;measure;value;since\n2027-03-31;stok.old;12;\n2027-04-30;decided.new.per_month;50;2026-01-01\n\
                2027-05-31;stock.old;9;\n";
    fs::write(folder.path().join("realised.csv"), text).unwrap();
    let (code, _, err) = call(folder.path(), &quick(&["--realised", "realised.csv"]));
    assert_eq!(code, 2);
    assert!(err.contains("realised.csv:2:12") && err.contains("did you mean `stock.old`?"), "{err}");
    assert!(err.contains("realised.csv:3:37") && err.contains("2 errors"), "{err}");
}
