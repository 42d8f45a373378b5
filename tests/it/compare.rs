//! `compare`: paired differences, chances and regrets, and studies that go on where they were stopped.

use std::sync::atomic::{AtomicU64, Ordering};

use surgecap::{
    experiment::{
        arm::{Arm, Spec, Wants, asked},
        runner::Runner,
    },
    replicate::{Control, Row, Seeds, Study, run_together},
    stats::{Moments, regrets_less_luck, student_t_quantile, wilson},
};

use crate::support::{scenarios, surgecap as program};

fn hearings() -> std::path::PathBuf {
    scenarios().join("first-steps/hearings-with-no-shows.toml")
}

fn arm(plan: Option<&str>) -> Arm {
    let spec = Spec { plan: plan.map(str::to_owned), ..Spec::file(&hearings()) };
    let opened = spec.open().unwrap_or_else(|_| panic!("a shipped file opens"));
    let stock = asked("stock.applications@2027-12-31", &opened).expect("a day within the run");
    let wants = Wants { standard: false, measures: vec![stock], widen: 1.0 };
    Arm::new(plan.unwrap_or("file"), "", &opened, &wants).expect("a measure that is there")
}

fn values(rows: &[Row]) -> Vec<f64> {
    rows.iter().map(|row| row.values[0]).collect()
}

/// RULES 17: two plans that are the same, each with its own luck. Chance of a false alarm: below 0.1 % for P(better), whose
/// interval is at 99.9 %, and below 0.1 % for each regret (3.5 standard errors); the seeds are fixed.
#[test]
fn held_two_identical_plans_are_no_better_and_regret_nothing() {
    let (futures, luck) = (150, 4);
    let study = arm(None).study;
    let with_luck = |seed: u64| {
        let seeds = Seeds { inputs: 1, arrivals: seed, work: seed, luck };
        let rows = run_together(&[&study], &seeds, 0, futures * luck, &Control::default());
        values(&rows[0])
    };
    let values = vec![with_luck(11), with_luck(12)];
    let means: Vec<Vec<f64>> = values.iter().map(|one| surgecap::stats::future_means(one, luck as usize)).collect();
    let wins = means[0].iter().zip(&means[1]).filter(|(a, b)| a < b).count();
    let ties = means[0].iter().zip(&means[1]).filter(|(a, b)| a == b).count();
    let (low, high) = wilson((wins + ties / 2) as u64, futures, 0.999);
    assert!(low < 0.5 && 0.5 < high, "P(better) lies in {low} to {high}");
    for regret in regrets_less_luck(&values, luck as usize) {
        let moments: Moments = regret.into_iter().collect();
        assert!(moments.mean().abs() < 3.5 * moments.std_error(), "{} ± {}", moments.mean(), moments.std_error());
    }
}

#[test]
fn held_the_inputs_of_a_future_are_the_same_for_all_its_luck() {
    let study: Study = arm(None).study;
    let seeds = Seeds { inputs: 3, arrivals: 4, work: 5, luck: 3 };
    let inputs = |replication: u64| study.inputs(&seeds.draw(replication));
    assert_eq!(inputs(3), inputs(5));
    assert_eq!(seeds.draw(3).chance.demand, seeds.draw(5).chance.demand);
    assert_ne!(seeds.draw(3).chance.work, seeds.draw(4).chance.work);
    assert_ne!(seeds.draw(2).inputs, seeds.draw(3).inputs);
    let one = Seeds::one(7).draw(9);
    assert_eq!((one.chance.work, one.chance.arrivals, one.chance.demand), (one.inputs, one.inputs, one.inputs));
}

#[test]
fn held_a_study_that_was_stopped_goes_on_and_ends_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let store = folder.path().join("runs.store");
    let (first, second) = (arm(None), arm(Some("reminder")));
    let arms = [&first, &second];
    let control = Control::default();
    let asked = AtomicU64::new(0);
    let told = |_: &str, runs: u64| {
        asked.store(runs, Ordering::Relaxed);
    };
    let all = |rows: Vec<Vec<Row>>| rows.iter().map(|rows| values(rows)).collect::<Vec<_>>();
    let begun = {
        let mut runner = Runner::new(Seeds::one(1), &control, &told);
        runner.keep_in(&store).unwrap();
        all(runner.together("", &arms, 0, 6).unwrap())
    };
    assert_eq!(asked.load(Ordering::Relaxed), 12);
    // The last entry was being written when the power went.
    let bytes = std::fs::read(&store).unwrap();
    std::fs::write(&store, &bytes[..bytes.len() - 5]).unwrap();
    let mut runner = Runner::new(Seeds::one(1), &control, &told);
    runner.keep_in(&store).unwrap();
    let gone_on = all(runner.together("", &arms, 0, 10).unwrap());
    assert_eq!(asked.load(Ordering::Relaxed), 9, "eleven of the twelve were kept");
    let at_once = all(Runner::new(Seeds::one(1), &control, &told).together("", &arms, 0, 10).unwrap());
    assert_eq!(gone_on, at_once);
    assert_eq!(begun[1], at_once[1][..6]);
    // Another seed is another run.
    let mut other = Runner::new(Seeds::one(2), &control, &told);
    other.keep_in(&store).unwrap();
    assert_ne!(all(other.together("", &arms, 0, 10).unwrap()), at_once);
    std::fs::write(&store, "something else").unwrap();
    assert!(Runner::new(Seeds::one(1), &control, &told).keep_in(&store).is_err(), "a file of others is left alone");
}

#[test]
fn held_a_stopped_runner_gives_the_first_replications_of_all() {
    let (first, second) = (arm(None), arm(Some("reminder")));
    let control = Control::default();
    control.stop.store(true, Ordering::Relaxed);
    let rows = Runner::new(Seeds::one(1), &control, &|_: &str, _| ()).together("", &[&first, &second], 0, 4).unwrap();
    assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [0, 0]);
}

fn compare(args: &[&str]) -> std::process::Output {
    let file = hearings();
    let mut words = vec!["compare", file.to_str().unwrap(), "--no-results", "--quiet"];
    words.extend(args);
    program(&words)
}

#[test]
fn the_answer_hangs_on_no_thread_and_says_which_plan_is_better() {
    let answer = |threads: &str| {
        let done =
            compare(&["--futures", "24", "--luck", "2", "--delta", "5", "--format", "json", "--threads", threads]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        done.stdout
    };
    let one = answer("1");
    assert_eq!(one, answer("3"));
    let found: serde_json::Value = serde_json::from_slice(&one).unwrap();
    let names: Vec<&str> = found["arms"].as_array().unwrap().iter().map(|arm| arm["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["hearings-with-no-shows", "reminder", "short-notice"]);
    // Nobody loses a slot to a long wait: that clears the stock in every future, by its own page in the docs.
    let short = &found["pairs"][1];
    assert!(short["high"].as_f64().unwrap() < 0.0 && short["better"].as_f64().unwrap() == 1.0, "{short}");
    assert_eq!(found["best"]["standing"], serde_json::json!(["short-notice"]));
    assert_eq!(found["regret"][2]["mean"], 0.0);
}

#[test]
fn a_wrong_request_says_what_is_wrong() {
    let refused = |args: &[&str], words: &str| {
        let done = compare(args);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    };
    refused(&["--measure", "stock.aplications"], "did you mean");
    refused(&["--measure", "stock.applications@2031-01-01"], "outside the run");
    refused(&["--measure", "stock.applications@soon"], "not a date");
    refused(&["--plan", "remindr"], "did you mean `reminder`?");
    refused(&["--futures", "1"], "not in 2..");
    refused(&["--measure", "staff.officers"], "neither better high nor low");
    let alone = scenarios().join("first-steps/single-desk.toml");
    let done = program(&["compare", alone.to_str().unwrap(), "--no-results"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("nothing to compare"));
}

/// SCIENCE F7 in case-months: 80 trainees take 40 of 100 workers' hours for 4 months, 240 decisions a month that the regular stream
/// misses. As long as nobody is idle both with and without the surge, the difference in open cases is exactly 240 t in the mean, and
/// 960 from month 4 on, whatever comes in. Chance of a false alarm: 1 in 1,000 for each of the two intervals; the seed is fixed.
#[test]
fn proved_what_a_surge_crowds_out_is_the_closed_form_in_case_months() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let shipped = scenarios().join("validation/cannibal-a.toml");
    // A stock that neither runs empty: 30 more are decided than come in, for ten months.
    let text = std::fs::read_to_string(&shipped).unwrap().replace("initial.count    = 160", "initial.count    = 2000");
    let text = text.split("[expect.").next().unwrap().to_owned();
    let file = folder.path().join("crowding-out.toml");
    std::fs::write(&file, text).unwrap();
    let futures = 40.0;
    let done = program(&[
        "compare",
        file.to_str().unwrap(),
        "--measure",
        "stock.regular",
        "--futures",
        "40",
        "--luck",
        "1",
        "--no-results",
        "--quiet",
        "--format",
        "json",
    ]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let found: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let streams = found["streams"].as_array().unwrap();
    let regular = streams.iter().find(|one| one["stream"] == "regular").unwrap();
    let months = 7400.0 / 730.5;
    let (lost, case_months) = (240.0 * 4.0, 240.0 * 4.0 * 4.0 / 2.0 + 240.0 * 4.0 * (months - 4.0));
    let widen = student_t_quantile(0.9995, futures - 1.0) / student_t_quantile(0.975, futures - 1.0);
    for (name, expected) in [("case_months", case_months), ("decided", -lost)] {
        let [mean, low, high] = [0, 1, 2].map(|place| regular[name][place].as_f64().unwrap());
        let half = (high - low) / 2.0 * widen;
        assert!((mean - expected).abs() <= half, "{name}: {mean} ± {half}, exactly {expected}");
        assert!((mean - 1.1 * expected).abs() > half, "{name}: a tenth off would be seen, ± {half}");
    }
}
