//! Laws of more and less, under common random numbers.
//!
//! *Proved* laws hold in every run, exactly. *Held* prices of levers are means over 40 replications of one seed: without any
//! effect a paired mean lies 4 standard errors on the stated side once in 7,000 seeds (Student, 39 degrees of freedom).

use std::collections::BTreeMap;

use surgecap::{
    observe::{ledger::Category, observation::Observation},
    replicate::{Row, Study},
};

use crate::support::{
    column, named, opened, opened_text, opened_text_with, paired_t, rows, same, scenarios, study, study_of, watch,
};

const REPLICATIONS: u64 = 40;
const SURE: f64 = 4.0;

/// One first-in-first-out stage; all clerks are alike.
fn desk(calendar: &str, clerks: u32) -> Study {
    study_of(&format!(
        "name = \"desk\"\n{calendar}\nstart = 2027-01-04\n[stream.cases]\ninitial.count = 12\ninflow.per_month = 150\n\
         [stage.desk]\neffort_hours = {{ lognormal = {{ mean = 4, cv = 1.2 }} }}\nby = [\"clerks\"]\nthen = \"decided\"\n\
         [pool.clerks]\nheadcount = {clerks}\n"
    ))
}

/// Ticks that each case waited, by its number, of cases taken up.
fn waits(study: &Study, seed: u64) -> BTreeMap<u64, u64> {
    let mut waits = BTreeMap::new();
    watch(study, seed, 0, |at, what| {
        if let Observation::Started { case, joined, .. } = what {
            waits.insert(*case, at.0 - joined.0);
        }
    });
    waits
}

/// Kiefer and Wolfowitz (1955): with one server more no case of G/G/c, first in first out, waits longer.
#[test]
fn proved_one_more_clerk_lengthens_no_wait() {
    for (calendar, clerks) in [("calendar = \"continuous\"\nmonths = 12", [1, 2, 3]), ("end = 2027-12-31", [3, 4, 5])] {
        for seed in 1..=10 {
            let runs: Vec<BTreeMap<u64, u64>> =
                clerks.iter().map(|count| waits(&desk(calendar, *count), seed)).collect();
            for (few, many) in runs.iter().zip(&runs[1..]) {
                assert!(few.len() > 300 && many.len() >= few.len());
                for (case, wait) in few {
                    assert!(many[case] <= *wait, "seed {seed}: case {case} waited {wait} ticks, then {}", many[case]);
                }
                let mean = |waits: &BTreeMap<u64, u64>| few.keys().map(|case| waits[case]).sum::<u64>();
                assert!(mean(many) < mean(few), "seed {seed}: one more clerk helps nobody");
            }
        }
    }
}

/// The same in the measure: with time to finish, since a mean is of cases taken up.
#[test]
fn proved_one_more_clerk_never_lengthens_the_mean_wait() {
    let mean = |clerks: u32| {
        let study = study_of(&format!(
            "name = \"desk\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nmonths = 12\n[stream.cases]\n\
             inflow.months = {{ \"2027-01\" = 150, \"2027-02\" = 40, \"2027-03\" = 190 }}\ninflow.kind = \"realised\"\n\
             [stage.desk]\neffort_hours = {{ exponential = 8 }}\nby = [\"clerks\"]\nthen = \"decided\"\n\
             [pool.clerks]\nheadcount = {clerks}\n"
        ));
        let rows = rows(&study, 3, 12);
        assert!(column(&study, &rows, "stream.cases.decided").iter().all(|decided| *decided == 380.0), "all are done");
        column(&study, &rows, "stage.desk.wait_hours.mean")
    };
    let means: Vec<Vec<f64>> = [1, 2, 3, 5].into_iter().map(mean).collect();
    for (few, many) in means.iter().zip(&means[1..]) {
        for (before, after) in few.iter().zip(many) {
            assert!(after < before, "from {before} to {after} hours");
        }
    }
}

const OFFICE: &str = "scenarios/first-steps/small-office-surge.toml";

fn office_text() -> String {
    std::fs::read_to_string(scenarios().join("first-steps/small-office-surge.toml"))
        .expect("a shipped file can be read")
}

/// At a change the books are closed for a moment: what is under way is booked in two parts, each rounded to a tick.
const BOOKED: f64 = 1e-6;

/// All numbers of two studies, of some replications, but for the count of events: to the last bit, and in the books to
/// a millionth.
fn assert_same_rows(a: &Study, b: &Study, what: &str) {
    for (number, (one, other)) in rows(a, 8, 6).iter().zip(&rows(b, 8, 6)).enumerate() {
        let (one, other) = (named(a, one), named(b, other));
        assert!(one.keys().eq(other.keys()));
        for (name, value) in one.iter().filter(|(name, _)| *name != "events") {
            let is_booked =
                name.starts_with("ledger ") || name.ends_with(".idle_share") || name.ends_with(".utilisation");
            if is_booked && (value - other[name]).abs() <= BOOKED * value.abs().max(1.0) {
                continue;
            }
            assert!(same(*value, other[name]), "{what} moved {name} of replication {number}: {value}, {}", other[name]);
        }
    }
}

#[test]
fn proved_a_plan_with_the_same_values_changes_nothing() {
    let text = office_text()
        + "\n[plan.the-same]\nsupervision.span = 5\ncohort.temps.headcount = 10\nquality.rework_share = 0.3\n";
    let (base, plan) = (study(&opened_text(&text)), study(&opened_text_with(&text, Some("the-same"))));
    let (base_rows, plan_rows) = (rows(&base, 8, 6), rows(&plan, 8, 6));
    assert!(
        base_rows.iter().zip(&plan_rows).all(|(a, b): (&Row, &Row)| a
            .values
            .iter()
            .zip(&b.values)
            .all(|(a, b)| same(*a, *b)))
    );
    let other = study(&opened_text_with(&text, Some("fewer")));
    assert!(rows(&other, 8, 6) != base_rows, "another plan does");
}

#[test]
fn proved_a_change_to_the_same_values_changes_nothing() {
    let base = study(&opened_text(&office_text()));
    let same_values = "\n[change.nothing-new]\nat = 2027-04-06\nsupervision.span = 5\npool.officers.headcount = 12\n\
                       pool.officers.reserved_for.old = 3\nquality.rework_share = 0.3\nstage.draft.handover_hours = 1\n";
    let changed = study(&opened_text(&(office_text() + same_values)));
    assert_same_rows(&base, &changed, "a change to the same values");
    let other = study(&opened_text(&(office_text() + &same_values.replace("headcount = 12", "headcount = 9"))));
    assert!(rows(&other, 8, 1)[0].values != rows(&changed, 8, 1)[0].values, "a change to another value does");
}

/// Three stages with routes back, two streams and two pools; all times are whole ticks.
fn network(times: f64) -> Study {
    let hours = |list: &[f64]| list.iter().map(|one| format!("{}", one * times)).collect::<Vec<_>>().join(", ");
    let arrivals = |step: f64| hours(&(0..400).map(|number| f64::from(number) * step).collect::<Vec<f64>>());
    study_of(&format!(
        r#"
        name = "network"
        calendar = "continuous"
        start = 2027-01-01
        hours = {horizon}
        warm_up_hours = {warm_up}
        [stream.urgent]
        priority = 1
        first_stage = "read"
        inflow.at_hours = [{urgent}]
        [stream.usual]
        priority = 2
        first_stage = "read"
        inflow.at_hours = [{usual}]
        [stage.read]
        effort_hours = {{ discrete = {{ values = [{short}], weights = [3, 2, 1] }} }}
        by = ["clerks"]
        then = {{ hear = 0.4, draft = "rest" }}
        [stage.hear]
        effort_hours = {{ discrete = {{ values = [{long}], weights = [1, 1, 1] }} }}
        by = ["clerks", "officers"]
        discipline = "shortest"
        then = "draft"
        [stage.draft]
        effort_hours = {{ discrete = {{ values = [{long}], weights = [1, 2, 1] }} }}
        by = ["officers"]
        then = {{ read = 0.15, decided = "rest" }}
        [pool.clerks]
        headcount = 2
        [pool.officers]
        headcount = 2
        "#,
        horizon = 1500.0 * times,
        warm_up = 100.0 * times,
        urgent = arrivals(3.5),
        usual = arrivals(2.75),
        short = hours(&[0.25, 1.0, 2.5]),
        long = hours(&[0.5, 1.5, 3.75]),
    ))
}

/// Twice all times, on a clock without nights: twice every span, and the same of everything else, to the last bit.
#[test]
fn proved_doubling_all_times_doubles_every_span() {
    let (once, twice) = (network(1.0), network(2.0));
    let (rows_once, rows_twice) = (rows(&once, 6, 8), rows(&twice, 6, 8));
    let mut spans = 0;
    for (index, wanted) in once.measures.wanted.iter().enumerate() {
        let path = wanted.measure.path.as_str();
        let is_span = path.contains("_hours");
        for (before, after) in rows_once.iter().zip(&rows_twice) {
            let (before, after) = (before.values[index], after.values[index]);
            let expected = if is_span { 2.0 * before } else { before };
            assert!(same(expected, after), "{path}: {before}, then {after}");
            spans += usize::from(is_span && before > 0.0);
        }
    }
    assert!(spans >= 5 * 8, "only {spans} spans are something");
    for (pool, _) in once.scenario.first().pools.iter().enumerate() {
        for (before, after) in rows_once.iter().zip(&rows_twice) {
            assert_eq!(2.0 * before.values[once.layout().paid(pool)], after.values[twice.layout().paid(pool)]);
        }
    }
}

/// The shipped office with settings on top: a study and its replications, all with the same luck.
fn office(sets: &[&str]) -> (Study, Vec<Row>) {
    let study = study(&opened(&scenarios().join("../").join(OFFICE), sets, None));
    let rows = rows(&study, 1, REPLICATIONS);
    (study, rows)
}

fn hours(study: &Study, rows: &[Row], category: Category) -> Vec<f64> {
    let layout = study.layout();
    rows.iter().map(|row| (0..layout.pools).map(|pool| row.values[layout.ledger(pool, category)]).sum()).collect()
}

#[test]
fn held_a_wider_span_lengthens_the_wait_for_a_supervisor_and_lowers_the_share_of_questions_answered() {
    let patient = "supervision.patience_minutes={ exponential = 40 }";
    let more = "cohort.temps.questions_a_day_at_start=8";
    let (narrow, narrow_rows) = office(&[patient, more, "supervision.span=2"]);
    let (wide, wide_rows) = office(&[patient, more, "supervision.span=10"]);
    let compare = |path: &str| paired_t(&column(&wide, &wide_rows, path), &column(&narrow, &narrow_rows, path));
    let waits = compare("supervision.wait_hours.mean");
    assert!(waits > SURE, "the wait for a supervisor: {waits} standard errors");
    let answered = compare("supervision.answered_share");
    assert!(answered < -SURE, "the share answered: {answered} standard errors");
    let spans = compare("span");
    assert!(spans > SURE, "the real span: {spans} standard errors");
}

#[test]
fn held_signing_by_more_people_takes_fewer_hours_of_sign_off() {
    let (strict, strict_rows) = office(&[]);
    let (loose, loose_rows) = office(&["quality.who_signs=[\"senior\", \"independent\"]"]);
    let hours_of = |study, rows: &[Row]| hours(study, rows, Category::SignOff);
    let fewer = paired_t(&hours_of(&loose, &loose_rows), &hours_of(&strict, &strict_rows));
    assert!(fewer < -SURE, "hours of sign-off: {fewer} standard errors");
}

#[test]
fn held_a_later_order_gives_fewer_decisions() {
    let (sooner, sooner_rows) = office(&["stream.old.initial.count=2000", "cohort.temps.ordered=2027-01-15"]);
    let (later, later_rows) = office(&["stream.old.initial.count=2000", "cohort.temps.ordered=2027-07-15"]);
    let decided = |study: &Study, rows: &[Row]| -> Vec<f64> {
        rows.iter().map(|row| named(study, row)["series decided.old 2027-12-31"]).collect()
    };
    let fewer = paired_t(&decided(&later, &later_rows), &decided(&sooner, &sooner_rows));
    assert!(fewer < -SURE, "decisions: {fewer} standard errors");
}
