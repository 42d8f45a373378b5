//! "And if…": the same futures with one thing otherwise.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{Ask, largest_cohort};
use crate::{
    calendar::date_after,
    experiment::{
        arm::{Arm, Wants},
        compare::Trouble,
        open::Opened,
        runner::{Job, Runner},
    },
    model::{num::Num, staff::Size, target::Bound},
    replicate::{Fixed, Row},
    scenario::tree::{Node, Value},
    stats::{quantile, wilson},
};

/// Headcounts of the follow-up, over what the file says: 0 to 400 where it says 250.
const HEADCOUNTS: [f64; 5] = [0.0, 0.4, 0.8, 1.2, 1.6];
const SPANS: [f64; 3] = [3.0, 5.0, 10.0];
/// Days that the order comes sooner or later: three months.
const SHIFT_DAYS: i64 = 91;
const INDEPENDENT_AFTER_MONTHS: [f64; 3] = [9.0, 12.0, 18.0];
/// Targets that ask less: so many times as many cases may be left.
const LOWERED: [f64; 3] = [2.0, 5.0, 10.0];

/// One line of "and if…".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowUp {
    pub about: String,
    pub what: String,
    /// Share of the replications in which the first target is met, with its 95 % Wilson interval.
    pub met: f64,
    pub low: f64,
    pub high: f64,
    /// Its measure when due: 5, 50 and 95 % points.
    pub value: [f64; 3],
    pub replications: u64,
}

/// One thing that is otherwise.
struct Variation {
    about: &'static str,
    what: String,
    sets: Vec<String>,
    fixed: Option<Arc<Fixed>>,
}

/// The follow-up table, in the same futures as the plan.
pub(super) fn follow(
    ask: &Ask,
    opened: &Opened,
    plan: &Arm,
    rows: &[Row],
    runner: &mut Runner<'_>,
) -> Result<(Vec<FollowUp>, Vec<String>), Trouble> {
    let target = &opened.scenario.targets[0];
    let mut all = Vec::new();
    let mut left_out = Vec::new();
    let is_met = |value: f64| target.bound.is_met(value);
    let line = |about: &str, what: String, met: Vec<bool>, mut values: Vec<f64>| {
        let hits = met.iter().filter(|met| **met).count() as u64;
        let (low, high) = wilson(hits, met.len() as u64, 0.95);
        values.sort_by(f64::total_cmp);
        FollowUp {
            about: about.to_owned(),
            what,
            met: hits as f64 / met.len() as f64,
            low,
            high,
            value: [0.05, 0.5, 0.95].map(|p| quantile(&values, p)),
            replications: met.len() as u64,
        }
    };
    let few = Wants { standard: false, measures: Vec::new(), widen: ask.widen };
    let mut arms = Vec::new();
    let base = Arm::new("the plan", "", opened, &few).map_err(Trouble::Usage)?;
    for variation in variations(opened, plan) {
        if variation.fixed.is_some() {
            arms.push((variation, None));
            continue;
        }
        match ask.spec.with(variation.sets.clone()).open() {
            Ok(there) => {
                let arm = Arm::new("if", "", &there, &few).map_err(Trouble::Usage)?;
                arms.push((variation, Some(arm)));
            }
            Err(refused) => {
                let why = refused.0.iter().next().map_or(String::new(), |problem| problem.message.clone());
                left_out.push(format!("{}: {why}", variation.what));
            }
        }
    }
    let jobs: Vec<Job<'_>> = arms
        .iter()
        .flat_map(|(variation, arm)| {
            let (arm, fixed) = (arm.as_ref().unwrap_or(&base), variation.fixed.as_ref());
            (0..ask.follow_up).map(move |replication| Job { arm, replication, fixed })
        })
        .collect();
    let done = runner.rows("and if…", &jobs)?;
    let layout = base.study.layout();
    for ((variation, _), rows) in arms.iter().zip(done.chunks_exact(ask.follow_up as usize)) {
        let met = rows.iter().map(|row| row.values[layout.is_met(0)] > 0.5).collect();
        let values = rows.iter().map(|row| row.values[layout.value_at(0)]).collect();
        all.push(line(variation.about, variation.what.clone(), met, values));
    }
    // Less asked of the same runs costs no run.
    if let Bound::AtMost(level) = target.bound
        && level > 0.0
    {
        let values: Vec<f64> = rows.iter().map(|row| row.values[plan.study.layout().value_at(0)]).collect();
        for factor in LOWERED {
            let what = format!("at most {} left", level * factor);
            let met = values.iter().map(|value| is_met(*value / factor)).collect();
            all.push(line("a lower target", what, met, values.clone()));
        }
    }
    Ok((all, left_out))
}

/// What the file could say otherwise, where it says it at all.
fn variations(opened: &Opened, plan: &Arm) -> Vec<Variation> {
    let scenario = &opened.scenario;
    let mut all = Vec::new();
    let set = |about: &'static str, what: String, sets: Vec<String>| Variation { about, what, sets, fixed: None };
    let largest = largest_cohort(scenario).map(|cohort| &scenario.cohorts[cohort]);
    if let Some((cohort, Size::Headcount(said))) = largest.map(|cohort| (cohort, &cohort.size)) {
        let (name, said) = (&cohort.name, said.likely());
        for factor in HEADCOUNTS {
            for span in SPANS {
                let people = (said * factor).round();
                // Without people nobody is supervised.
                if people == 0.0 && span != SPANS[0] {
                    continue;
                }
                let what = if people == 0.0 {
                    "nobody".to_owned()
                } else {
                    format!("{people} people, one supervisor for {span}")
                };
                let sets = vec![format!("cohort.{name}.headcount={people}"), format!("supervision.span={span}")];
                all.push(set("temps and span", what, sets));
            }
        }
        if let Some(Value::Date(ordered)) = at(opened, &["cohort", name, "ordered"]).map(|node| &node.value) {
            for (days, word) in [(-SHIFT_DAYS, "earlier"), (SHIFT_DAYS, "later")] {
                let date = date_after(*ordered, days);
                all.push(set(
                    "start",
                    format!("three months {word} ({date})"),
                    vec![format!("cohort.{name}.ordered={date}")],
                ));
            }
        }
        if at(opened, &["cohort", name, "months_to_independence"]).is_some() {
            for months in INDEPENDENT_AFTER_MONTHS {
                let sets = vec![format!("cohort.{name}.months_to_independence={months}")];
                all.push(set("independence", format!("after {months} months"), sets));
            }
        }
    }
    all.extend(inflow(opened, plan));
    for pool in &scenario.first().pools {
        for (stream, heads) in &pool.reserved_for {
            let half = (heads.likely() / 2.0).round();
            let stream = &scenario.streams[*stream].name;
            let what = format!("{half} of {} for {stream}", pool.name);
            all.push(set(
                "half the officers to spare",
                what,
                vec![format!("pool.{}.reserved_for.{stream}={half}", pool.name)],
            ));
        }
    }
    all
}

/// Inflow at the lines of the planning figures, or where it is a range at its ends and middle.
fn inflow(opened: &Opened, plan: &Arm) -> Vec<Variation> {
    let mut all = Vec::new();
    let uncertain: BTreeMap<String, Num> =
        plan.study.uncertain().into_iter().map(|num| (num.path.clone(), num)).collect();
    for stream in &opened.scenario.streams {
        let name = &stream.name;
        if at(opened, &["stream", name, "inflow", "medio"]).is_some() {
            for line in ["minimum", "medio", "maximum"] {
                let sets = vec![format!("stream.{name}.inflow.use={line}")];
                all.push(Variation { about: "inflow", what: format!("{name}: {line}"), sets, fixed: None });
            }
            continue;
        }
        let prefix = format!("stream.{name}.inflow");
        for num in uncertain.values().filter(|num| num.path.starts_with(&prefix)) {
            let Some((low, likely, high)) = num.points() else { continue };
            for (word, value) in [("low", low), ("likely", likely), ("high", high)] {
                all.push(Variation {
                    about: "inflow",
                    // A factor of a unit leaves a last digit behind.
                    what: format!("{} {word}: {}", num.path, (num.as_written(value) * 1e9).round() / 1e9),
                    sets: Vec::new(),
                    fixed: Some(Arc::new(Fixed::from([(num.path.clone(), value)]))),
                });
            }
        }
    }
    all
}

/// The node at a path of the file that runs.
fn at<'a>(opened: &'a Opened, path: &[&str]) -> Option<&'a Node> {
    let (last, tables) = path.split_last()?;
    let mut table = &opened.tree;
    for name in tables {
        table = table.get(name).and_then(Node::as_table)?;
    }
    table.get(last)
}
