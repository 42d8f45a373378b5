//! Is this plan feasible, and what should I know? The plan, `nothing` and every plan of the file in the same futures, and what
//! follows if one thing were otherwise.

use std::{collections::BTreeMap, sync::Arc};

use serde::Serialize;

use super::{
    arm::{Arm, Spec, Wants},
    compare::{Trouble, plans_of},
    feasibility::amounts,
    findings::{Findings, Listed},
    open::Opened,
    rows::Rows,
    run::{Ask as RunAsk, found, levels_at_dates},
    runner::{Job, Runner},
};
use crate::{
    calendar::date_after,
    model::{num::Num, staff::Size, target::Bound},
    replicate::{Fixed, Row, Seeds},
    scenario::tree::{Node, Value},
    stats::{quantile, wilson},
};

/// Replications after which the first answer is given.
const FIRST: u64 = 40;

/// Headcounts of the follow-up, over what the file says: 0 to 400 where it says 250.
const HEADCOUNTS: [f64; 5] = [0.0, 0.4, 0.8, 1.2, 1.6];
const SPANS: [f64; 3] = [3.0, 5.0, 10.0];
/// Days that the order comes sooner or later: three months.
const SHIFT_DAYS: i64 = 91;
const INDEPENDENT_AFTER_MONTHS: [f64; 3] = [9.0, 12.0, 18.0];
/// Targets that ask less: so many times as many cases may be left.
const LOWERED: [f64; 3] = [2.0, 5.0, 10.0];

#[derive(Clone, Debug)]
pub struct Ask {
    pub spec: Spec,
    /// Replications of the plan, of `nothing` and of every other plan.
    pub futures: u64,
    /// Replications of each line of the follow-up.
    pub follow_up: u64,
    pub widen: f64,
    pub seeds: Seeds,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Assessment {
    pub question: &'static str,
    pub interrupted: bool,
    /// The whole answer of the plan, as `run` gives it.
    pub plan: Findings,
    /// What to promise for the date of each target instead of it, by probability.
    pub amounts: Listed<Listed<f64>>,
    /// `nothing` first, then the plan, then the plans of the file.
    pub plans: Vec<PlanFinding>,
    pub follow_up: Vec<FollowUp>,
    /// Lines of the follow-up that the file does not allow, and why.
    pub left_out: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanFinding {
    pub name: String,
    pub says: String,
    pub findings: Findings,
}

/// One line of "and if…".
#[derive(Clone, Debug, PartialEq, Serialize)]
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

/// Assesses; `first` is told of the answer after few replications.
///
/// # Errors
/// A file that is refused, one without a target, or a store that cannot be written.
pub fn assess(ask: &Ask, runner: &mut Runner<'_>, first: &(dyn Fn(&Findings) + Sync)) -> Result<Assessment, Trouble> {
    let opened = ask.spec.open()?;
    if opened.scenario.targets.is_empty() {
        return Err(Trouble::Usage(
            "the file has no target to assess: write [target.NAME] with measure, at_most or at_least, and by"
                .to_owned(),
        ));
    }
    let wants = wants(ask, &opened);
    let plan = Arm::new("the plan", "", &opened, &wants).map_err(Trouble::Usage)?;
    let nothing = Arm::nothing(&opened, &wants).map_err(Trouble::Usage)?;
    let mut others = Vec::new();
    for name in plans_of(&opened).into_iter().filter(|name| name != "nothing" && ask.spec.plan.is_none()) {
        let spec = Spec { plan: Some(name.clone()), ..ask.spec.clone() };
        let opened = spec.open()?;
        let wants = self::wants(ask, &opened);
        let arm = Arm::new(&name, "", &opened, &wants).map_err(Trouble::Usage)?;
        others.push((name, opened, arm));
    }
    let arms: Vec<&Arm> = std::iter::once(&plan).chain(&nothing).collect();
    let few = FIRST.min(ask.futures);
    let rows = runner.together("a first answer", &arms, 0, few)?;
    if !rows[0].is_empty() && few < ask.futures && !runner.control.is_stopped() {
        first(&judge(ask, &opened, &plan, nothing.as_ref(), rows, false)?);
    }
    let arms: Vec<&Arm> = arms.into_iter().chain(others.iter().map(|(_, _, arm)| arm)).collect();
    let rows = runner.together("the plan, nothing, and the other plans", &arms, 0, ask.futures)?;
    let stopped = runner.control.is_stopped();
    let spare = usize::from(nothing.is_some());
    let without: Vec<Vec<Row>> = rows[1..1 + spare].to_vec();
    let with = |own: &Vec<Row>| std::iter::once(own).chain(&without).cloned().collect::<Vec<_>>();
    let findings = judge(ask, &opened, &plan, nothing.as_ref(), with(&rows[0]), stopped)?;
    let mut plans = Vec::new();
    if let Some(nothing) = &nothing {
        let alone = judge(ask, &opened, nothing, None, without.clone(), stopped)?;
        plans.push(PlanFinding { name: "nothing".to_owned(), says: "without the plan".to_owned(), findings: alone });
    }
    plans.push(PlanFinding {
        name: "the plan".to_owned(),
        says: opened.scenario.name.clone(),
        findings: findings.clone(),
    });
    for (index, (name, opened, arm)) in others.iter().enumerate() {
        let own = &rows[1 + spare + index];
        let says = says_of(opened, name);
        plans.push(PlanFinding {
            name: name.clone(),
            says,
            findings: judge(ask, opened, arm, nothing.as_ref(), with(own), stopped)?,
        });
    }
    let layout = plan.study.layout();
    let kept = opened.scenario.targets.iter().enumerate().map(|(index, target)| {
        let values = rows[0].iter().map(|row| row.values[layout.value_at(index)]).collect();
        (target.name.clone(), amounts(values, target.bound))
    });
    let amounts = Listed(kept.collect());
    let (mut follow_up, mut left_out) = (Vec::new(), Vec::new());
    if !stopped {
        (follow_up, left_out) = follow(ask, &opened, &plan, &rows[0], runner)?;
    }
    Ok(Assessment {
        question: "assess",
        interrupted: runner.control.is_stopped(),
        plan: findings,
        amounts,
        plans,
        follow_up,
        left_out,
    })
}

fn wants(ask: &Ask, opened: &Opened) -> Wants {
    Wants { standard: true, measures: levels_at_dates(opened, &[]), widen: ask.widen }
}

fn says_of(opened: &Opened, plan: &str) -> String {
    let table = opened.loaded.tree.get("plan").and_then(Node::as_table).and_then(|plans| plans.get(plan));
    let says = table.and_then(Node::as_table).and_then(|table| table.get("says")).and_then(Node::as_text);
    says.unwrap_or(plan).to_owned()
}

/// The findings of one arm, and where there are two lists of rows beside those of `nothing`.
fn judge(
    ask: &Ask,
    opened: &Opened,
    arm: &Arm,
    nothing: Option<&Arm>,
    rows: Vec<Vec<Row>>,
    stopped: bool,
) -> Result<Findings, Trouble> {
    let kept = |arm: &Arm, rows: Vec<Row>| {
        let mut kept = Rows::new(arm.study.layout().width());
        kept.extend(rows).map(|()| kept)
    };
    let mut rows = rows.into_iter();
    let mut own = kept(arm, rows.next().unwrap_or_default())?;
    let mut beside = match (nothing, rows.next()) {
        (Some(nothing), Some(rows)) => Some(kept(nothing, rows)?),
        _ => None,
    };
    let run = RunAsk {
        seed: ask.seeds.inputs,
        replications: Some(own.count() as u64),
        widen: ask.widen,
        realised: Vec::new(),
    };
    found(opened, &run, &arm.study, &mut own, beside.as_mut(), (0.95, stopped)).map_err(Trouble::Usage)
}

/// The follow-up table, in the same futures as the plan.
fn follow(
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
    let headcount = |size: &Size| match size {
        Size::Headcount(count) => count.likely(),
        Size::PerMonth(_) => 0.0,
    };
    let largest = scenario.cohorts.iter().max_by(|a, b| headcount(&a.size).total_cmp(&headcount(&b.size)));
    if let Some(cohort) = largest.filter(|cohort| headcount(&cohort.size) > 0.0) {
        let (name, said) = (&cohort.name, headcount(&cohort.size));
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
                    what: format!("{} {word}: {}", num.path, value / num.factor),
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
