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
    // What stands behind the answer is told once.
    let mut plan = found["plan"].clone();
    assert!(plan.as_object_mut().and_then(|plan| plan.remove("background")).is_some());
    assert_eq!(plan, found["plans"][1]["findings"]);
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

/// The numbers of one study with six futures.
fn found(args: &[&str]) -> serde_json::Value {
    let mut words = vec!["--futures", "6", "--follow-up", "6", "--format", "json", "--quiet"];
    words.extend(args);
    let (code, text, told) = assess(&words);
    assert_eq!(code, Some(0), "{told}");
    serde_json::from_str(&text).expect("JSON")
}

fn number(value: &serde_json::Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn held_what_the_temps_bring_is_the_same_on_the_bridge_and_on_the_frontier() {
    let found = found(&[]);
    let curve = &found["frontier"]["lines"][0];
    let points = curve["points"].as_array().unwrap();
    let ten = points.iter().find(|point| point["hires"] == 10).expect("the headcount of the file is a point");
    let bridge = &found["bridge"];
    let steps = bridge["steps"].as_array().unwrap();
    let sum: f64 = steps.iter().map(|step| number(&step["mean"])).sum();
    assert!((number(&bridge["paper"]) + sum - number(&bridge["net"])).abs() < 1e-6, "a bridge adds up");
    // The frontier counts against the same plan without the hires, the bridge against nothing at all.
    let own: f64 = steps.iter().filter(|step| step["name"] == "own staff").map(|step| number(&step["mean"])).sum();
    assert!((number(&bridge["net"]) - own - number(&ten["gains"][0]["mean"])).abs() < 1e-6, "{bridge} {ten}");
    let axes: Vec<&str> =
        found["frontier"]["scans"].as_array().unwrap().iter().map(|scan| scan["axis"].as_str().unwrap()).collect();
    assert_eq!(axes, ["start", "span"], "in short");
    assert!(bridge["order"].is_null());
    let left_out = found["left_out"].as_array().unwrap();
    assert!(
        !left_out
            .iter()
            .any(|why| ["useful number", "paper sum"].iter().any(|part| why.as_str().unwrap().starts_with(part))),
        "{left_out:?}"
    );
}

#[test]
fn held_a_promise_has_its_conditions_and_the_assumptions_stand_by_what_they_do() {
    let found = found(&[]);
    let conditions = &found["conditions"];
    let all = conditions["all"].as_array().unwrap();
    let abouts: Vec<&str> = all.iter().map(|one| one["about"].as_str().unwrap()).collect();
    assert_eq!(abouts, ["inflow", "first day", "experienced staff"]);
    let promised = &found["plan"]["targets"][0]["dates"]["0.8"];
    assert!(conditions["promise"]["kind"] == "amount" || conditions["promise"]["by"] == *promised, "{conditions}");
    for one in all {
        let points = one["points"].as_array().unwrap();
        assert_eq!(points[0]["value"], one["planned"]);
        assert_eq!(points[0]["kept"], conditions["kept"], "the plan itself, in the same futures");
        let below = points.iter().any(|point| number(&point["kept"]) < 0.5);
        assert_eq!(one["limit"].is_null(), !below, "{one}");
    }
    assert_eq!(all[2]["planned"], 12.0, "twelve officers supervise");
    assert_eq!(all[1]["planned"], "2027-02-26", "ordered on 15 January, six weeks before the first day");
    let ranked = found["first_asked"].as_array().unwrap();
    let sizes: Vec<f64> = ranked.iter().map(|one| number(&one["correlation"]).abs()).collect();
    assert!(sizes.len() > 5 && sizes.windows(2).all(|pair| pair[0] >= pair[1]), "{sizes:?}");
    for (place, one) in ranked.iter().enumerate() {
        assert_eq!(one["rank"], place + 1);
        assert!(number(&one["correlation_low"]) <= number(&one["correlation"]));
        assert!((number(&one["correlation"]).powi(2) - number(&one["share"])).abs() < 1e-12);
        assert!(one["low"].is_number() && one["path"].is_string() && one["owner"].is_string());
    }
    // With six futures nothing is told apart from chance, and the answer says so.
    assert!(ranked.iter().all(|one| one["is_told_apart"] == false));
}

#[test]
fn held_changed_numbers_are_told_and_all_put_back_the_file_below_stands_there_again() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let office = scenarios().join("first-steps/small-office-surge.toml");
    let text = format!(
        "extends = {:?}\ntarget.old-cases-done.by = 2027-03-15\n[pool.officers]\nheadcount = {{ value = 20, source = \"mine\" }}\n\
         leaving_per_year = {{ low = 0.05, likely = 0.10, high = 0.18, source = \"the same, with a source\" }}\n\
         [stage.hearing]\neffort_hours = {{ least = 6, usual = 12, most = 24 }}\n\
         [cohort.temps]\npace_at_start = {{ low = 0.35, likely = 0.4, high = 0.45 }}\nclassroom_weeks = 2.0\n\
         trainees_per_trainer = 8\n",
        office.display().to_string()
    );
    let mine = folder.path().join("mine.toml");
    std::fs::write(&mine, text).unwrap();
    let words = [
        "assess",
        mine.to_str().unwrap(),
        "--no-results",
        "--futures",
        "8",
        "--follow-up",
        "8",
        "--quiet",
        "--set",
        "supervision.span=4",
    ];
    let done = program(&[&words[..], &["--format", "json"]].concat());
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let found: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(found["plan"]["variant"], serde_json::json!(["supervision.span=4"]));
    let all = found["changes"]["all"].as_array().unwrap();
    let mut paths: Vec<&str> = all.iter().map(|one| one["path"].as_str().unwrap()).collect();
    paths.sort_unstable();
    // Neither what is the same number with another source, or written otherwise, nor what is added.
    let changed =
        ["cohort.temps.pace_at_start", "pool.officers.headcount", "stage.hearing.effort_hours", "supervision.span"];
    assert_eq!(paths, changed);
    let one = |path: &str| all.iter().find(|one| one["path"] == path).unwrap();
    assert_eq!(one("pool.officers.headcount")["looks"], "better");
    assert_eq!(one("stage.hearing.effort_hours")["looks"], "worse");
    assert_eq!(one("supervision.span")["is_set"], true);
    assert_eq!(one("cohort.temps.pace_at_start")["is_narrower_without_source"], true);
    assert_eq!(one("pool.officers.headcount")["is_narrower_without_source"], false);
    let counts = ["better", "worse", "unclear"].map(|word| found["changes"][word].as_u64().unwrap());
    assert_eq!(counts.iter().sum::<u64>(), 4);
    // What is put back is the file below with what this one adds.
    let below = folder.path().join("below.toml");
    let added = format!(
        "extends = {:?}\ntarget.old-cases-done.by = 2027-03-15\ncohort.temps.trainees_per_trainer = 8\n",
        office.display().to_string()
    );
    std::fs::write(&below, added).unwrap();
    let run = ["run", below.to_str().unwrap(), "--no-results", "--reps", "8", "--format", "json", "--quiet"];
    let run: serde_json::Value = serde_json::from_slice(&program(&run).stdout).unwrap();
    assert_eq!(found["changes"]["put_back"], run["targets"]);
    let page = String::from_utf8(program(&words).stdout).unwrap();
    for part in ["surge, variant", "supervision.span=4", "you changed 4 numbers", "With every one put back"] {
        assert!(page.contains(part) || part == "surge, variant" && page.contains(", variant"), "no {part} in:\n{page}");
    }
}

#[test]
fn held_a_file_that_changes_nothing_says_nothing_of_changes() {
    let found = found(&[]);
    assert!(found["changes"].is_null() && found["plan"]["variant"].is_null());
}

#[test]
fn the_page_ends_in_one_sentence_and_a_first_answer_comes_early() {
    let (code, page, told) = assess(&["--futures", "50", "--follow-up", "2"]);
    assert_eq!(code, Some(0));
    assert!(told.starts_with("first answer: met in"), "{told}");
    for part in
        ["Verdict", "Amounts", "Only if", "On paper", "Useful", "Ask first", "The plans side by side", "And if…"]
    {
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
