//! Is this plan feasible, and what should I know? The plan, `nothing` and every plan of the file in the same futures, and what
//! follows if one thing were otherwise.

mod changed;
mod conditions;
mod first_asked;
mod follow_up;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use self::{
    changed::{Change, Changes, Looks},
    conditions::{Condition, Conditions, Figure, Promised},
    first_asked::FirstAsked,
    follow_up::FollowUp,
};
use super::{
    arm::{Arm, Spec, Wants},
    background::background,
    bridge::{self, Bridge},
    compare::{Trouble, plans_of},
    feasibility::amounts,
    findings::{Findings, Listed},
    frontier::{self, Frontier},
    open::Opened,
    rows::Rows,
    run::{Ask as RunAsk, found, levels_at_dates},
    runner::Runner,
};
use crate::{
    model::{scenario::Scenario, staff::Size},
    replicate::{Row, Seeds},
    scenario::tree::Node,
};

/// Replications after which the first answer is given.
const FIRST: u64 = 40;

#[derive(Clone, Debug)]
pub struct Ask {
    pub spec: Spec,
    /// Replications of the plan, of `nothing` and of every other plan.
    pub futures: u64,
    /// Replications of each line of the follow-up, and of each point of what else is asked.
    pub follow_up: u64,
    pub widen: f64,
    pub seeds: Seeds,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    pub question: Cow<'static, str>,
    pub interrupted: bool,
    /// The whole answer of the plan, as `run` gives it.
    pub plan: Findings,
    /// What to promise for the date of each target instead of it, by probability.
    pub amounts: Listed<Listed<f64>>,
    /// `nothing` first, then the plan, then the plans of the file.
    pub plans: Vec<PlanFinding>,
    /// How many of the largest cohort help and how many harm, the last useful order, the widest span; none where nobody is hired
    /// by number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontier: Option<Frontier>,
    /// From the paper sum of that cohort to the net gain, in the printed order alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bridge: Option<Bridge>,
    /// On what conditions the promise at 8 in 10 of the first target stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Conditions>,
    /// Assumptions that go most with the measure of the first target, first the one that does most.
    pub first_asked: Vec<FirstAsked>,
    /// Numbers that the file, or a `--set`, changed from what lies below, and the verdict without them; none where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Changes>,
    pub follow_up: Vec<FollowUp>,
    /// What the file does not allow to be asked, and why.
    pub left_out: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanFinding {
    pub name: String,
    pub says: String,
    pub findings: Findings,
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
    let mut findings = judge(ask, &opened, &plan, nothing.as_ref(), with(&rows[0]), stopped)?;
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
    findings.background = Some(background(&opened, &plan.study).map_err(Trouble::Usage)?);
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
    let mut left_out = Vec::new();
    let test = conditions::Test::of(&opened, &findings, layout, &rows[0]);
    let mut assessment = Assessment {
        question: "assess".into(),
        interrupted: false,
        plan: findings,
        amounts,
        plans,
        frontier: None,
        bridge: None,
        conditions: None,
        first_asked: Vec::new(),
        changes: None,
        follow_up: Vec::new(),
        left_out: Vec::new(),
    };
    if !rows[0].is_empty() {
        let is_kept = |row: &Row| test.as_ref().is_some_and(|test| test.is_kept(row, layout));
        assessment.first_asked = first_asked::first_asked(&opened, (&plan.study, &ask.seeds), &rows[0], &is_kept);
    }
    if !runner.control.is_stopped() {
        (assessment.frontier, assessment.bridge) = surge(ask, &opened.scenario, runner, &mut left_out)?;
    }
    if let Some(test) = test.filter(|_| !runner.control.is_stopped()) {
        let few = (ask.follow_up, ask.widen);
        assessment.conditions = conditions::conditions(&opened, &assessment.plan, &test, few, runner)?;
    }
    if !runner.control.is_stopped() {
        let judged = |opened: &Opened, arm: &Arm, rows: Vec<Row>| judge(ask, opened, arm, None, vec![rows], false);
        let value = layout.value_at(0);
        assessment.changes = changed::judge(ask, &opened, &rows[0], value, runner, &judged)?;
    }
    if !runner.control.is_stopped() {
        let (lines, refused) = follow_up::follow(ask, &opened, &plan, &rows[0], runner)?;
        assessment.follow_up = lines;
        left_out.extend(refused);
    }
    assessment.left_out = left_out;
    assessment.interrupted = runner.control.is_stopped();
    Ok(assessment)
}

/// The cohort of which most are hired by number.
fn largest_cohort(scenario: &Scenario) -> Option<usize> {
    let headcount = |cohort: usize| match &scenario.cohorts[cohort].size {
        Size::Headcount(count) => count.likely(),
        Size::PerMonth(_) => 0.0,
    };
    let largest = (0..scenario.cohorts.len()).max_by(|a, b| headcount(*a).total_cmp(&headcount(*b)))?;
    (headcount(largest) > 0.0).then_some(largest)
}

/// What the temps bring: how many help, and where the paper sum goes. What the file does not allow is left out.
fn surge(
    ask: &Ask,
    scenario: &Scenario,
    runner: &mut Runner<'_>,
    left_out: &mut Vec<String>,
) -> Result<(Option<Frontier>, Option<Bridge>), Trouble> {
    let Some(cohort) = largest_cohort(scenario).map(|cohort| scenario.cohorts[cohort].name.clone()) else {
        return Ok((None, None));
    };
    let (cohort, futures, widen) = (Some(cohort), ask.follow_up, ask.widen);
    let asked = frontier::Ask { cohort: cohort.clone(), futures, widen, is_short: true, ..frontier::Ask::default() };
    let frontier = or_left_out("useful number", frontier::frontier(&ask.spec, &asked, runner), left_out)?;
    if runner.control.is_stopped() {
        return Ok((None, None));
    }
    let asked = bridge::Ask { cohort, futures, widen, is_short: true, ..bridge::Ask::default() };
    let bridge = or_left_out("paper sum", bridge::bridge(&ask.spec, &asked, runner), left_out)?;
    Ok((frontier, bridge.filter(|_| !runner.control.is_stopped())))
}

/// What an organisation cannot be asked is said, and ends nothing; what cannot be kept does.
fn or_left_out<T>(what: &str, found: Result<T, Trouble>, left_out: &mut Vec<String>) -> Result<Option<T>, Trouble> {
    let why = match found {
        Ok(found) => return Ok(Some(found)),
        Err(Trouble::Usage(why)) => why,
        Err(Trouble::Refused(refused)) => refused.0.iter().next().map_or(String::new(), |one| one.message.clone()),
        Err(trouble) => return Err(trouble),
    };
    left_out.push(format!("{what}: {why}"));
    Ok(None)
}

fn wants(ask: &Ask, opened: &Opened) -> Wants {
    let mut measures = levels_at_dates(opened, &[]);
    // Cases that came in, for the conditions of promises.
    let end = opened.scenario.calendar.horizon();
    let streams = opened.scenario.streams.iter().filter(|stream| conditions::comes_in(stream));
    measures.extend(streams.map(|stream| (format!("arrived.{}", stream.name), Some(end))));
    Wants { standard: true, measures, widen: ask.widen }
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
