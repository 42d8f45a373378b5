//! Every shipped file checks and runs, and the books of every replication close; every command of the README works.

use std::path::Path;

use surgecap::experiment::open::Opened;
use surgecap::observe::{ledger::Category, observation::Observation};
use surgecap::scenario::tree::{Table, Value};

use crate::support::{
    in_parallel, named, opened, opened_text, root, rows, scenarios, shipped, short, study, study_of, surgecap_in,
    text_of, watch,
};

/// What makes the long files short enough for a test: the files for speed run a hundredth of their hours, and less.
fn shortened(path: &Path) -> Vec<&'static str> {
    match short(path).as_str() {
        "scenarios/bench/mm1.toml" => vec!["hours=1000"],
        "scenarios/bench/mm250.toml" => vec!["hours=10"],
        "scenarios/bench/tandem-feedback.toml" => vec!["hours=1000"],
        other => {
            assert!(!other.starts_with("scenarios/bench/"), "say here how {other} is made short");
            Vec::new()
        }
    }
}

#[test]
fn held_every_shipped_file_passes_check() {
    in_parallel(&shipped(), |path| {
        let file = short(path);
        let arguments = ["check", &file];
        let text = text_of(&arguments, &surgecap_in(&root(), &arguments));
        assert!(text.contains("The procedure"), "{file}: {text}");
    });
}

#[test]
fn held_every_plan_of_every_shipped_file_passes_check() {
    let mut plans = 0;
    for path in shipped() {
        for plan in opened(&path, &[], None).scenario.plans {
            let opened = opened(&path, &[], Some(&plan));
            assert_eq!(study(&opened).scenario.name, opened.scenario.name);
            plans += 1;
        }
    }
    assert!(plans > 8, "only {plans} plans were found");
}

/// In every replication, at the end of every period: initial + arrived = decided + open, more where cases may be closed
/// without a decision; the stock at the start is what the first period gives, and the same in all others; and every paid hour of a
/// pool of full-timers is in one category.
#[test]
fn held_every_shipped_file_runs_and_its_books_close() {
    in_parallel(&shipped(), |path| {
        let file = short(path);
        let opened = opened(path, &shortened(path), None);
        let study = study(&opened);
        let layout = study.layout();
        let may_close = opened.scenario.eras.iter().any(|era| format!("{:?}", era.stages).contains("Closed"));
        for (replication, row) in rows(&study, 1, 2).iter().enumerate() {
            let series = |path: &str, period: usize| {
                let index = study.measures.series.iter().position(|(one, _)| one == path);
                row.values[layout.series(index.unwrap_or_else(|| panic!("{file}: {path} is no series")), period)]
            };
            // What courts send back comes in, and is decided again.
            let has_courts = study.measures.series.iter().any(|(path, _)| path.starts_with("remanded."));
            let again = |stream: &str, period: usize| match has_courts {
                true => {
                    series(&format!("decided_again.{stream}"), period) - series(&format!("remanded.{stream}"), period)
                }
                false => 0.0,
            };
            // Who gave up or was turned away.
            let gone = |stream: &str, period: usize| -> f64 {
                let paths = [format!("withdrawn.{stream}"), format!("lost.{stream}")];
                let is_told = |path: &&String| study.measures.series.iter().any(|(one, _)| one == *path);
                paths.iter().filter(is_told).map(|path| series(path, period)).sum()
            };
            for (period, (_, date)) in study.measures.periods.iter().enumerate() {
                for stream in &opened.scenario.streams {
                    let [arrived, decided, stock] = ["arrived", "decided", "stock"]
                        .map(|level| series(&format!("{level}.{}", stream.name), period));
                    let initial = decided + stock - arrived + again(&stream.name, period) + gone(&stream.name, period);
                    let first =
                        ["decided", "stock", "arrived"].map(|level| series(&format!("{level}.{}", stream.name), 0));
                    let at_first = first[0] + first[1] - first[2] + again(&stream.name, 0) + gone(&stream.name, 0);
                    let is_balanced = if may_close { initial <= at_first } else { initial == at_first };
                    let on = format!("{file}, replication {replication}, {}, {date}", stream.name);
                    assert!(is_balanced, "{on}: {arrived} arrived, {decided} decided, {stock} open");
                }
                let all: f64 =
                    opened.scenario.streams.iter().map(|one| series(&format!("stock.{}", one.name), period)).sum();
                assert_eq!(all, series("stock.all", period), "{file}, {date}: all open cases");
            }
            for (pool, spec) in study.scenario.first().pools.iter().enumerate() {
                let spent: f64 = Category::ALL.iter().map(|category| row.values[layout.ledger(pool, *category)]).sum();
                let paid = row.values[layout.paid(pool)];
                if spec.fte.value() != Some(1.0) {
                    // See the test of part-timers below.
                    continue;
                }
                assert!(
                    (spent - paid).abs() <= 1e-6 * paid.max(1.0),
                    "{file}, replication {replication}, pool {}: {spent} hours were spent and {paid} paid",
                    spec.name
                );
            }
        }
    });
}

/// Ten people at four fifths, one week: what they are paid is what they spend.
#[test]
fn held_part_timers_are_paid_what_they_spend() {
    let study = study_of(
        r#"
        name = "part time"
        start = 2027-01-04
        end = 2027-01-08
        [stream.cases]
        initial.count = 1000
        [stage.desk]
        effort_hours = 1
        by = ["clerks"]
        then = "decided"
        [pool.clerks]
        headcount = 10
        hours_a_week = 32
        "#,
    );
    let row = study.run_one(1, 0);
    let layout = study.layout();
    let spent: f64 = Category::ALL.iter().map(|category| row.values[layout.ledger(0, *category)]).sum();
    assert_eq!(spent, row.values[layout.paid(0)]);
}

/// The commands in the fenced blocks of a README, as words; what a shell would do with the output is cut off.
fn commands(readme: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let mut is_fenced = false;
    for line in readme.lines() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
            continue;
        }
        let line = line.trim().trim_start_matches("$ ");
        if !is_fenced || !(line.starts_with("surgecap ") || line.starts_with("cargo run ")) {
            continue;
        }
        let mut words = words(line);
        if words[0] == "cargo" {
            let Some(at) = words.iter().position(|word| word == "--") else { continue };
            words.drain(..=at);
        } else {
            words.remove(0);
        }
        all.push(words);
    }
    all
}

/// Words of a line as a shell reads them, up to a pipe, a redirection or a comment.
fn words(line: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for one in line.chars() {
        match (quote, one) {
            (Some(mark), _) if one == mark => quote = None,
            (None, '\'' | '"') => {
                quote = Some(one);
                word.get_or_insert_default();
            }
            (None, ' ' | '\t') => all.extend(word.take()),
            (None, '|' | '>' | '&') => break,
            (None, '#') if word.is_none() => break,
            _ => word.get_or_insert_default().push(one),
        }
    }
    all.extend(word);
    all
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a temporary folder can be made");
    for entry in std::fs::read_dir(from).expect("a folder can be listed") {
        let path = entry.expect("a folder can be listed").path();
        let target = to.join(path.file_name().expect("a file has a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a file can be copied");
        }
    }
}

/// `on_leave = "finish"`: who leaves takes no new case and goes when the one in hand is done; none is left begun.
#[test]
fn held_who_leaves_finishes_the_case_in_hand() {
    let study = study_of(
        r#"
        name = "finish"
        start = 2027-01-04
        end = 2028-12-29
        [stream.cases]
        initial.count = 20000
        [stage.desk]
        effort_hours = 10
        by = ["clerks"]
        then = "decided"
        [pool.clerks]
        headcount = 20
        leaving_per_year = 0.5
        on_leave = "finish"
        "#,
    );
    let mut resumed = 0;
    watch(&study, 1, 0, |_, what| resumed += u32::from(matches!(what, Observation::Resumed { .. })));
    assert_eq!(resumed, 0, "cases that somebody else went on with");
}

/// The number of replications that a command asks for, at most 5.
fn few(replications: &str) -> String {
    let asked: u64 = replications.parse().unwrap_or_else(|_| panic!("`--reps {replications}` is no number"));
    asked.clamp(1, 5).to_string()
}

/// Each as it stands, but with few replications and without a folder of results; `validate` reads one small file instead
/// of those named, since whole folders take minutes.
#[test]
fn held_every_command_of_the_readme_runs() {
    let path = root().join("README.md");
    let Ok(readme) = std::fs::read_to_string(&path) else {
        eprintln!("there is no README.md yet: none of its commands was tried");
        return;
    };
    let commands = commands(&readme);
    assert!(!commands.is_empty(), "the README shows no command");
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    copy_folder(&scenarios(), &place.path().join("scenarios"));
    for words in commands {
        let mut arguments: Vec<String> = words.clone();
        let has = |name: &str| words.iter().any(|word| word == name || word.starts_with(&format!("{name}=")));
        match words.first().map(String::as_str) {
            Some("run") => {
                // Hundreds of replications of the Taskforce take minutes here.
                match words.iter().position(|word| word == "--reps") {
                    Some(at) => arguments[at + 1] = few(&words[at + 1]),
                    None => arguments.extend(["--reps".to_owned(), "2".to_owned()]),
                }
                if !has("--results") && !has("--no-results") {
                    arguments.push("--no-results".to_owned());
                }
            }
            // Hundreds of futures of every plan, and of every line of the follow-up.
            Some(question @ ("assess" | "compare" | "feasibility")) => {
                arguments.extend(["--futures", "2", "--no-results"].map(str::to_owned));
                if question == "assess" {
                    arguments.extend(["--follow-up", "1"].map(str::to_owned));
                }
            }
            // Thousands of runs of ten years take minutes too.
            Some("buffer") => {
                let few = ["--tuning", "2", "--tries", "1", "--futures", "2", "--luck", "1", "--no-results"];
                arguments.truncate(2);
                arguments.extend(few.map(str::to_owned));
            }
            Some("validate") => {
                for word in arguments.iter_mut().skip(1).filter(|word| word.contains("scenarios/")) {
                    assert!(place.path().join(&*word).exists(), "the README validates {word}, which is not there");
                    *word = "scenarios/validation/edd-static-a-fifo.toml".to_owned();
                }
            }
            _ => {}
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = surgecap_in(place.path(), &arguments);
        assert!(
            matches!(output.status.code(), Some(0)) || has("--fail-on-target") && output.status.code() == Some(1),
            "the README says surgecap {}; it ended with {}:\n{}",
            arguments.join(" "),
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn held_commands_are_read_from_fenced_blocks_as_a_shell_reads_them() {
    let readme = "surgecap not this\n```sh\n$ surgecap run a.toml --set 'b=[1, 2]' > out.json  # so\ncargo run --release -- check a.toml\ncargo build\n```\n";
    let expected = [vec!["run", "a.toml", "--set", "b=[1, 2]"], vec!["check", "a.toml"]];
    assert_eq!(commands(readme), expected);
}

/// A lockdown happens without the plan too: only what is in our hands is taken out of `nothing`.
#[test]
fn what_nobody_here_decides_stays_in_nothing() {
    let office = "name = \"office\"\nstart = 2027-01-01\nend = 2027-06-30\n\
        [stream.cases]\ninflow.per_month = 10\n\
        [stage.desk]\neffort_hours = 2\nby = [\"clerks\"]\nthen = \"decided\"\n\
        [pool.clerks]\nheadcount = 3\n\
        [change.lockdown]\nat = 2027-02-01\nin_our_hands = false\npool.clerks.headcount = 1\n";
    let alone = opened_text(office);
    assert!(alone.nothing.is_none(), "what happens anyway is no plan");
    let ours = "[change.reopening]\nat = 2027-03-01\npool.clerks.headcount = 4\n";
    let planned = opened_text(&format!("{office}{ours}"));
    let (_, nothing) = planned.nothing.as_ref().expect("a change of ours is a plan");
    assert_eq!((planned.scenario.eras.len(), nothing.eras.len()), (3, 2));
    assert_eq!(nothing.eras[1].pools[0].headcount.likely(), 1.0);
}

/// The file that people edit: as it stands, with each of its plans, and with its change on the way.
#[test]
fn held_the_plan_of_250_checks_runs_and_changes() {
    let path = scenarios().join("plan-250.toml");
    let alone = opened(&path, &[], None);
    assert_eq!(alone.scenario.plans, ["fewer-with-more-help", "start-earlier", "simple-work-only"]);
    let spans: Vec<f64> = alone.scenario.eras.iter().map(|era| era.supervision.span.likely()).collect();
    assert_eq!((spans[0], spans[spans.len() - 1]), (10.0, 5.0), "the change of November 2020");
    let complex = alone.scenario.classes.iter().position(|class| class.name == "complex").expect("a class");
    let of = |opened: &Opened| opened.scenario.streams[0].shares[complex].as_ref().map(|share| share.likely());
    assert_eq!(of(&alone), Some(0.16), "`complex` is the share of the hard class");
    assert_eq!(of(&opened(&path, &["stream.taskforce.complex=0.3"], None)), Some(0.3));
    assert_eq!(alone.scenario.first().pools[0].reserved_for[0].1.likely(), 180.0, "`for_taskforce`");
    let freed = alone.tree.get_path("reception.freed").expect("`reception_freed`");
    assert!(freed.unknown, "the preset gives the range of what nobody knows");
    for plan in [None, Some("fewer-with-more-help"), Some("simple-work-only"), Some("start-earlier")] {
        let opened = opened(&path, &[], plan);
        let study = study(&opened);
        let row = study.run_one(1, 0);
        assert!(named(&study, &row)["cost.reception"] > 0.0, "{plan:?}");
    }
}

/// Numbers of a tree that say neither where they come from nor that nobody knows it, by their paths.
fn without_origin(table: &Table, path: &str, found: &mut Vec<String>) {
    for entry in table.iter() {
        let path = format!("{path}.{}", entry.name);
        match &entry.node.value {
            // The outline of the model, and lists that explain themselves.
            _ if path.starts_with(".calendar.") || entry.name == "priority" => {}
            Value::Table(inner) if inner.contains("source") || inner.contains("status") => {}
            Value::Table(inner) if !inner.is_value_table() => without_origin(inner, &path, found),
            Value::Table(_) => found.push(path),
            Value::Integer(_) | Value::Float(_) => found.push(path),
            _ => {}
        }
    }
}

#[test]
fn held_every_number_of_the_preset_of_the_day_has_a_source_or_a_status() {
    let path = scenarios().join("nl-asylum-2025.toml");
    let mut found = Vec::new();
    without_origin(&opened(&path, &[], None).loaded.tree, "", &mut found);
    assert!(found.is_empty(), "{found:?}");
    let bare = surgecap::scenario::tree::parse("a.b = { low = 1, likely = 2, high = 3 }\na.c = 4\n", 0).0;
    without_origin(&bare, "", &mut found);
    assert_eq!(found, [".a.b", ".a.c"], "what has no origin is found");
}

#[test]
fn held_a_plan_lies_over_the_preset_of_the_day() {
    let plan = "extends = \"preset:nl-asylum-2025\"\nend = 2026-06-30\n[money]\npenalty = \"preset:nl-asylum-2025\"\n\
        reception_freed = \"unknown\"\n[stream.regular]\ncomplex = 0.3\n[cohort.agency]\npool = \"temps\"\nheadcount = 20\n\
        ordered = 2026-02-02\ncontract_months = 12\nwork = [\"prepare\"]\npractice_months = 6\npace_after = 1\n";
    let opened = opened_text(plan);
    assert_eq!(opened.scenario.penalties[0].name, "administrative");
    let row = named(&study(&opened), &study(&opened).run_one(1, 0));
    assert!(row["cost.organisation"] > 0.0 && row["cost.reception"] > 0.0);
}
