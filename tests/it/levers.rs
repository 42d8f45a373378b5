//! No lever is free (RULES 9). `levers.toml` lists every key that a change or a trigger may move, moved in the middle of a run,
//! beside the same office with the same luck. A *lever* helps one measure and harms another; a *circumstance* (how often people
//! leave, how long a step takes, what an error costs) is moved for the worse, since nobody gets it better for nothing.
//!
//! *Held*: paired means over 40 replications of one seed. Without any effect one lies 4 standard errors on the stated side once in
//! 7,000 seeds (Student, 39 degrees of freedom); with some 130 of them a change that moves every number gives a false alarm less
//! than once in 50 times. `SHOW_LEVERS=1 cargo test --test it levers -- --nocapture` says what else a lever moved that failed.

use std::{collections::BTreeSet, sync::Mutex};

use surgecap::scenario::{declared, read};

use crate::support::{in_parallel, named, paired_t, root, rows, study_of};

const REPLICATIONS: u64 = 40;
const SURE: f64 = 4.0;

/// An office with more work than it can do: hearings to which people are invited, information that may be skipped, drafts by
/// newcomers who ask, sign-off, errors, courts and two towns.
const OFFICE: &str = r#"
name = "levers"
start = 2027-01-04
end = 2027-12-31
[class.simple]
effort = 1
[class.hard]
effort = 2
[stream.cases]
share.hard = 0.3
initial.count = 300
inflow.per_month = 150
term_months = 3
withdraws_per_year = 0.2
[stream.other]
first_stage = "draft"
initial.count = 60
inflow.per_month = 40
term_months = 3
[stage.hearing]
effort_hours = { lognormal = { mean = 3, cv = 0.5 } }
by = ["officers", "clerks"]
uses = ["rooms"]
delay_after_days = 10
read_in_hours = 0.1
then = { additional = 0.5, draft = "rest" }
[stage.hearing.slot]
lead_time_days = 7
no_show = 0.05
lost_hours = 1
grace_hours = 1000
[stage.additional]
information = true
skip_error = 2
skip_grant = 0.1
effort_hours = { lognormal = { mean = 2, cv = 0.5 } }
by = ["officers"]
then = "draft"
[stage.draft]
effort_hours = { lognormal = { mean = 4, cv = 0.6 } }
by = ["officers", "clerks"]
read_in_hours = 0.3
site_handover_hours = 0.1
handover_hours = 0.3
then = "decided"
[stage.sign]
signs = "draft"
effort_hours = 0.8
growth = 1
by = ["officers"]
[site.here]
[site.there]
[resource.rooms]
capacity = 6
[pool.officers]
headcount = 9
seniors = 0.6
site = "here"
overhead = 0.1
leaving_per_year = 0.1
pressure_pace = 0.3
pressure_error = 3
pressure_leaving = 4
pressure_absence = 3
overtime_leaving = 4
overtime_absence = 3
absence = { spells_per_year = 2, days = 5 }
[pool.clerks]
headcount = 8
trainees = 0.7
seniors = 0
site = "there"
overhead = 0.1
tenure_months = { least = 0, usual = 1, most = 3 }
months_to_independence = 9
pace_at_start = 0.4
questions_a_day_at_start = 6
learns_without_help = 0.3
learns_without_coaching = 0.5
leaving_per_year = 0.1
absence = { spells_per_year = 2, days = 5 }
[supervision]
from = ["officers"]
span = 3
minutes_per_answer = { exponential = 15 }
patience_minutes = { exponential = 60 }
coaching_hours_per_week = 1
remote_factor = 1.2
[quality]
who_signs = ["senior"]
granted = 0.6
errors_at_start = 0.3
errors_experienced = 0.1
unanswered_error = 2
uncoached_error = 2
detection_at_start = 0.2
detection_experienced = 0.7
false_alarm = 0.03
rework_share = 0.3
appeal_after_refusal = 0.5
court_months = 2
upholds_wrong = 0.8
upholds_right = 0.1
remand_term_days = 30
[quality.measuring]
decisions_per_quarter = 80
detection = 0.7
norm = 0.9
"#;

/// A measure and the side on which it lies after the move: `["stream.cases.decided", "up"]`.
type Side = (String, String);

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// As in the list of levers.
    lever: String,
    /// Text of the office that is written otherwise: from and to; from nothing it is added at the end.
    #[serde(default)]
    office: Vec<(String, String)>,
    /// What the change says.
    moved: String,
    /// What gets better; none: a circumstance.
    helps: Option<Side>,
    harms: Side,
}

#[derive(serde::Deserialize)]
struct Entries {
    entry: Vec<Entry>,
}

fn table() -> Vec<Entry> {
    let text = std::fs::read_to_string(root().join("tests/it/levers.toml")).expect("the table is there");
    toml::from_str::<Entries>(&text).unwrap_or_else(|why| panic!("levers.toml: {why}")).entry
}

fn office(other: &[(String, String)]) -> String {
    let mut text = OFFICE.to_owned();
    for (from, to) in other {
        if from.is_empty() {
            text.push_str(to);
        } else {
            assert!(text.contains(from), "the office does not say {from}");
            text = text.replacen(from, to, 1);
        }
    }
    text
}

/// Every key that may change on the way, with its kind; a name that the writer chooses is left out.
fn levers() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (kind, keys) in read::levers() {
        all.extend(keys.iter().map(|key| format!("{kind}.{key}")));
        if keys.is_empty() {
            let prefix = format!("{kind}.");
            let of_kind =
                declared::all().into_iter().filter_map(|one| one.path.starts_with(&prefix).then_some(one.path));
            all.extend(
                of_kind.map(|path| path.trim_end_matches(".*").to_owned()).filter(|path| path != "quality.measuring"),
            );
        }
    }
    all
}

#[test]
fn held_every_lever_has_its_entry() {
    let table = table();
    let listed: BTreeSet<String> = table.iter().map(|entry| entry.lever.clone()).collect();
    let levers = levers();
    let missing: Vec<&String> = levers.difference(&listed).collect();
    assert!(missing.is_empty(), "what do these harm? {missing:?}");
    let unknown: Vec<&String> = listed.difference(&levers).collect();
    assert!(unknown.is_empty(), "no such lever: {unknown:?}");
    assert_eq!(listed.len(), table.len(), "one entry each");
}

type Columns = Vec<std::collections::BTreeMap<String, f64>>;

fn measured(text: &str) -> Columns {
    let study = study_of(text);
    rows(&study, 1, REPLICATIONS).iter().map(|row| named(&study, row)).collect()
}

fn t(after: &Columns, before: &Columns, measure: &str) -> f64 {
    let of = |rows: &Columns| -> Vec<f64> {
        rows.iter().map(|row| *row.get(measure).unwrap_or_else(|| panic!("no measure {measure}"))).collect()
    };
    paired_t(&of(after), &of(before))
}

#[test]
fn held_no_lever_is_free() {
    let slips = Mutex::new(Vec::new());
    in_parallel(&table(), |entry| {
        let text = office(&entry.office);
        let before = measured(&text);
        let after = measured(&format!("{text}[change.it]\nat = 2027-02-01\n{}\n", entry.moved));
        for (what, side) in [("helps", entry.helps.as_ref()), ("harms", Some(&entry.harms))] {
            let Some((measure, sign)) = side else { continue };
            let found = t(&after, &before, measure) * if sign == "up" { 1.0 } else { -1.0 };
            assert!(["up", "down"].contains(&sign.as_str()), "{sign} is no side");
            if found.is_nan() || found < SURE {
                slips.lock().unwrap().push(format!("{} {what} {measure}: {found:.1} standard errors", entry.lever));
                if std::env::var_os("SHOW_LEVERS").is_some() {
                    let mut all: Vec<(String, f64)> = after[0]
                        .keys()
                        .filter(|name| !name.starts_with("waits") && !name.starts_with("series"))
                        .map(|name| (name.clone(), t(&after, &before, name)))
                        .filter(|(_, t)| t.abs() > SURE)
                        .collect();
                    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
                    let shown: Vec<String> = all.iter().take(40).map(|(name, t)| format!("{name} {t:.0}")).collect();
                    println!("{}: {}", entry.lever, shown.join(", "));
                }
            }
        }
    });
    let slips = slips.into_inner().unwrap();
    assert!(slips.is_empty(), "{}", slips.join("\n"));
}
