//! The twin: a slow, plain simulator, written from RULES.md and the documents without reading the engine, fed the same
//! addressed draws. It must give the same record of every case (each visit's stage, joining, start, end and worker,
//! and the closing) and of every question. It scans lists where the engine keeps heaps, lanes and rings.
//!
//! Covered: Poisson, realised, expected and given arrivals; the stock at the start with ages and places; classes;
//! terms; work, delays, sign-off, routes and delays after a stage; continuous and working calendars; every discipline;
//! priorities, grades, orders, `serves` and `reserved_for` (as compiled in `Settings`); returned drafts, the author's
//! tray and the signer's repair; overhead; trainees with questions, patience, learning and independence, supervisors
//! of the organisation or of teams, dedicated or not. Left out: cohorts, leaving, part time, coaching, changes, shared
//! supervision, a demand other than the base; and supervisors who are released while people still ask.
//!
//! What the documents leave open (how grades and reserved heads are spread over ordinals, that a stretch is rounded once
//! on the clock, that a mark of an unanswered question lasts until the next one) was found by comparing, and is the
//! engine's word; where the engine departs from the letter of the rules a flag of `Reading` says what the letter asks.

mod arrivals;
mod keys;
mod office;
mod open;
mod organisations;
mod questions;
mod random;
mod record;
mod workers;

use surgecap::{random::Source, sim};

use office::Reading;
use record::Record;

/// What engine and twin tell of one replication.
fn both(text: &str, replication: u64, reading: Reading) -> (Record, Record) {
    let study = open::study(text);
    let source = Source::new(7, replication);
    let plan = study.blueprint(source);
    let mut engine = Record::default();
    sim::run(&plan, source, &mut engine);
    (office::run(&plan, source, reading), engine)
}

/// Where they part, in words; none when they agree in `replications` replications.
fn parting(text: &str, replications: u64, reading: Reading) -> Option<String> {
    (0..replications).find_map(|replication| {
        let (twin, engine) = both(text, replication, reading);
        let differences = twin.differences(&engine);
        let first: String = differences.iter().take(3).map(|line| format!("{line}\n")).collect();
        (!differences.is_empty())
            .then(|| format!("replication {replication}: {} differ (twin first)\n{first}{text}", differences.len()))
    })
}

fn agree(text: &str) {
    agree_by(text, Reading::default());
}

fn agree_by(text: &str, reading: Reading) {
    if let Some(why) = parting(text, 3, reading) {
        panic!("{why}");
    }
}

#[test]
fn a_desk_with_two_workers() {
    agree(
        r#"
start = 2024-01-01
calendar = "continuous"
hours = 300
[stream.a]
inflow.per_hour = 1
[stage.desk]
effort_hours = { exponential = 1.8 }
by = ["p"]
then = "decided"
[pool.p]
headcount = 2
"#,
    );
}

#[test]
fn a_graph_with_delays_a_stock_and_terms() {
    agree(GRAPH);
}

const GRAPH: &str = r#"
start = 2024-01-01
end = 2024-06-30
calendar = { hours_a_day = 7, weekdays = ["mon", "tue", "thu", "fri"], holidays = [2024-04-01] }
[stream.a]
inflow.per_day = 1
term_days = 20.7
initial.count = 20
initial.age_months = { uniform = { min = 0, max = 3 } }
initial.at.second = 0.3
initial.at.wait = 0.1
[stage.first]
effort_hours = { exponential = 3 }
by = ["p"]
then = { second = 0.6, wait = 0.2, closed = "rest" }
delay_after_days = { uniform = { min = 1, max = 9 } }
[stage.wait]
delay_days = { exponential = 5 }
then = "first"
[stage.second]
effort_hours = { lognormal = { mean = 4, cv = 1 } }
by = ["p", "q"]
then = "decided"
[pool.p]
headcount = 2
overhead = 0.2
[pool.q]
headcount = 1
"#;

#[test]
fn every_discipline_in_a_row() {
    agree(DISCIPLINES);
}

const DISCIPLINES: &str = r#"
start = 2024-01-01
end = 2024-04-30
[class.easy]
effort = 0.5
[class.hard]
effort = 2
[class.same]
effort = 0.5
[stream.a]
inflow.per_day = 1
share.hard = 0.4
share.same = 0.2
term_months = 2
initial.count = 30
initial.age_months = { uniform = { min = 0, max = 3 } }
[stream.b]
inflow.per_day = 0.5
share.hard = 0.5
term_days = 40
initial.count = 30
initial.age_months = { uniform = { min = 0, max = 1 } }
initial.at.s2 = 0.3
initial.at.s3 = 0.3
[stage.s1]
effort_hours = { exponential = 3 }
by = ["p1"]
discipline = "oldest"
then = "s2"
[stage.s2]
effort_hours = { exponential = 3 }
by = ["p2"]
discipline = "random"
then = "s3"
[stage.s3]
effort_hours = { exponential = 3 }
by = ["p3"]
discipline = "easy-first"
then = "s4"
[stage.s4]
effort_hours = { exponential = 3 }
by = ["p4"]
discipline = "due-date"
then = "s5"
[stage.s5]
effort_hours = { exponential = 3 }
by = ["p5"]
discipline = "shortest"
then = "decided"
[pool.p1]
headcount = 1
[pool.p2]
headcount = 1
[pool.p3]
headcount = 1
[pool.p4]
headcount = 1
[pool.p5]
headcount = 1
"#;

#[test]
fn tables_of_months_and_given_moments() {
    agree(
        r#"
start = 2024-01-15
end = 2024-06-30
[stream.a]
inflow.months = { "2024-01" = 30, "2024-03" = 22, "2024-04" = 13 }
inflow.kind = "realised"
[stream.b]
priority = 2
inflow.months = { "2024-01" = 30, "2024-02" = 10, "2024-03" = 22.5, "2024-04" = 13 }
inflow.kind = "expected"
[stream.c]
priority = 2
inflow.at_hours = [0, 1, 5, 5, 20, 30, 49, 49, 49]
[stage.desk]
effort_hours = { exponential = 6 }
by = ["p"]
then = "decided"
[pool.p]
headcount = 2
"#,
    );
}

#[test]
fn grades_reserved_heads_and_orders() {
    agree(
        r#"
start = 2024-01-01
end = 2024-03-31
[stream.a]
inflow.per_day = 4
[stream.b]
priority = 2
inflow.per_day = 4
[stream.c]
priority = 2
inflow.per_day = 1
[stage.s1]
effort_hours = { exponential = 3 }
by = ["p", "q"]
then = "s2"
[stage.s2]
effort_hours = { exponential = 2 }
by = ["p", "q"]
then = "decided"
[pool.p]
headcount = 5
seniors = 0.4
trainees = 0.2
learns = false
order = ["s1", "s2"]
reserved_for.b = 2
reserved_for.c = 1
[pool.q]
headcount = 2
serves = ["a", "c"]
"#,
    );
}

#[test]
fn drafts_that_come_back_to_their_authors() {
    agree(SIGNED);
}

const SIGNED: &str = r#"
start = 2024-01-01
end = 2024-05-31
[stream.a]
inflow.per_day = 2
initial.count = 10
[stage.draft]
effort_hours = { exponential = 4 }
by = ["p"]
then = "send"
delay_after_days = 2
[stage.sign]
signs = "draft"
effort_hours = { exponential = 1 }
growth = 0.5
by = ["p"]
[stage.send]
effort_hours = { exponential = 1 }
by = ["p"]
then = "decided"
[pool.p]
headcount = 4
seniors = 0.25
overhead = 0.1
[quality]
returned_drafts_at_start = 0.9
returned_drafts_experienced = 0.6
rework_share = 0.5
max_returns = 2
"#;

#[test]
fn independent_workers_who_may_sign() {
    agree(&format!("{SIGNED}who_signs = [\"senior\", \"independent\"]\n"));
}

#[test]
fn questions_to_the_supervisor_of_the_organisation() {
    agree(
        r#"
start = 2024-01-01
end = 2024-03-31
[stream.a]
inflow.per_day = 1.5
[stage.draft]
effort_hours = { exponential = 4 }
by = ["p"]
then = "decided"
[pool.p]
headcount = 4
seniors = 0.25
trainees = 0.75
pace_at_start = 0.5
learns = false
questions_per_hour_at_start = 0.5
[supervision]
from = ["p"]
span = 5
answer_hours = { exponential = 0.5 }
scope = "organisation"
"#,
    );
}

#[test]
fn teams_of_trainees_who_lose_patience() {
    agree(TEAMS);
}

const TEAMS: &str = r#"
start = 2024-01-01
end = 2024-03-31
[stream.a]
inflow.per_day = 3
[stage.hearing]
effort_hours = { exponential = 1 }
by = ["p"]
interruptible = false
then = "draft"
[stage.draft]
effort_hours = { exponential = 3 }
by = ["p"]
then = "decided"
[pool.p]
headcount = 6
seniors = 0.35
trainees = 0.65
overhead = 0.1
pace_at_start = 0.5
learns = false
questions_per_hour_at_start = 1
tenure_months = { uniform = { min = 1, max = 100 } }
[supervision]
from = ["p"]
span = 2
answer_hours = { exponential = 0.5 }
patience_minutes = 10
scope = "team"
"#;

#[test]
fn dedicated_supervisors_of_teams() {
    agree(&format!("{TEAMS}dedicated = true\n"));
}

#[test]
fn trainees_who_learn_and_become_independent() {
    agree(
        r#"
start = 2024-01-01
end = 2024-09-30
[stream.a]
inflow.per_day = 3
[stage.draft]
effort_hours = { exponential = 4 }
by = ["p"]
then = "decided"
[pool.p]
headcount = 8
seniors = 0.2
trainees = 0.8
overhead = 0.1
pace_at_start = 0.5
tau_hours = 200
learning_spread = 0.4
never_independent = 0.2
questions_per_hour_at_start = 1
learns_without_help = 0.5
[supervision]
from = ["p"]
span = 10
answer_hours = { exponential = 0.3 }
patience_minutes = 15
scope = "organisation"
"#,
    );
}

#[test]
fn everything_together() {
    agree(TOGETHER);
}

const TOGETHER: &str = r#"
start = 2024-01-01
end = 2024-09-30
[class.easy]
[class.hard]
effort = 2
[stream.a]
inflow.per_day = 2
share.hard = 0.4
[stream.b]
priority = 2
inflow.per_day = 1
initial.count = 40
initial.at.draft = 0.5
initial.age_months = 3
[stage.hearing]
effort_hours = { exponential = 2 }
by = ["p"]
interruptible = false
then = "draft"
delay_after_days = { exponential = 4 }
[stage.draft]
effort_hours = { lognormal = { mean = 4, cv = 0.5 } }
by = ["p", "q"]
then = { hearing = 0.1, decided = "rest" }
[stage.sign]
signs = "draft"
effort_hours = 0.7
growth = 1
by = ["p"]
[pool.p]
headcount = 12
seniors = 0.34
trainees = 0.5
overhead = 0.15
pace_at_start = 0.4
tau_hours = 300
questions_per_hour_at_start = 0.7
learns_without_help = 0.3
reserved_for.b = 3
[pool.q]
headcount = 2
[supervision]
from = ["p"]
span = 30
answer_hours = { exponential = 0.3 }
patience_minutes = { exponential = 20 }
scope = "organisation"
[quality]
returned_drafts_at_start = 0.6
returned_drafts_experienced = 0.2
rework_share = 0.4
rework_return_factor = 0.7
"#;

#[test]
fn people_of_some_tenure_begin_where_they_stand() {
    agree(&TOGETHER.replace("reserved_for.b = 3", "tenure_months = { uniform = { min = 0, max = 4 } }"));
}

#[test]
fn a_term_that_ends_on_a_saturday_ends_on_monday() {
    let text = r#"
start = 2024-01-01
end = 2024-01-31
[stream.a]
inflow.at_hours = [10]
term_days = 5
[stage.desk]
effort_hours = 41
by = ["p"]
then = "decided"
[pool.p]
headcount = 1
"#;
    agree(text);
}

// ---- where the engine once departed from the rules: one test each

#[test]
fn equal_ends_of_terms_go_by_case_number() {
    let text = r#"
start = 2024-01-01
end = 2024-01-12
[stream.a]
inflow.at_hours = [9, 9, 9]
term_days = 5
[stage.talk]
effort_hours = { discrete = { values = [1, 3, 5], weights = [1, 1, 1] } }
by = ["p"]
then = "write"
[stage.write]
effort_hours = 8
by = ["q"]
discipline = "due-date"
then = "decided"
[pool.p]
headcount = 3
[pool.q]
headcount = 1
"#;
    let reading = Reading { ties_by_number: true, ..Reading::default() };
    if let Some(why) = parting(text, 20, reading) {
        panic!("{why}");
    }
}

#[test]
fn of_equally_easy_cases_the_oldest_goes_first() {
    agree_by(DISCIPLINES, Reading { exact_ages: true, ..Reading::default() });
}

#[test]
fn the_route_hangs_on_the_visit_to_the_stage_that_is_left() {
    agree_by(TOGETHER, Reading { routes_by_own_visit: true, ..Reading::default() });
}

#[test]
fn a_draft_made_anew_is_a_first_draft() {
    agree_by(TOGETHER, Reading { new_drafts_are_first: true, ..Reading::default() });
}

#[test]
fn a_term_that_ended_on_the_sunday_before_the_start_ends_on_the_first_monday() {
    let text = r#"
start = 2024-01-01
end = 2024-01-05
[stream.a]
term_days = 1
initial.count = 1
initial.age_months = 0.06
[stage.desk]
effort_hours = 2
by = ["p"]
then = "decided"
[pool.p]
headcount = 1
"#;
    agree_by(text, Reading { terms_roll_always: true, ..Reading::default() });
}

#[test]
fn of_those_equally_long_idle_the_lowest_number_goes_first() {
    let text = r#"
start = 2024-01-01
end = 2024-01-05
[stream.a]
inflow.at_hours = [9, 10, 12, 15]
[stage.desk]
effort_hours = { discrete = { values = [2, 3, 5], weights = [1, 1, 1] } }
by = ["p"]
then = "decided"
[pool.p]
headcount = 2
"#;
    let reading = Reading { idle_ties_by_number: true, ..Reading::default() };
    if let Some(why) = parting(text, 100, reading) {
        panic!("{why}");
    }
}

#[test]
fn whoever_began_as_a_trainee_goes_on_to_learn() {
    let text = TOGETHER.replace("reserved_for.b = 3", "tenure_months = { uniform = { min = 0, max = 4 } }");
    agree_by(&text, Reading { starters_gather_practice: true, ..Reading::default() });
}

#[test]
fn a_visit_ends_once() {
    let (_, engine) = both(SIGNED, 0, Reading::default());
    assert_eq!(engine.finished_twice, 0);
}

#[test]
fn teams_are_kept_when_a_trainee_becomes_independent() {
    let text = TOGETHER.replace("span = 30", "span = 3").replace("\"organisation\"", "\"team\"");
    agree(&text.replace("tau_hours = 300", "tau_hours = 300\nlearning_spread = 0.4\nnever_independent = 0.2"));
}

#[test]
fn one_competence_for_pace_and_questions() {
    let tenure = "tenure_months = { uniform = { min = 0, max = 60 } }\nnever_independent = 0.5";
    agree(&TOGETHER.replace("reserved_for.b = 3", tenure));
}
