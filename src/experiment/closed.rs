//! What can be said before any simulation: the sum on paper, and the closed forms where their assumptions hold.
//!
//! # Source
//! SCIENCE F1 to F7, derived for this tool; `stats/onboarding.rs` has F2, F4 and F7 as functions.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::findings::Listed;
use crate::{
    blueprint::{
        ArrivalPlan, Blueprint, CohortSize, Inputs, PoolPlan, PracticeEnds, StageKind, SupervisionMode, compile,
    },
    calendar::{MONTH_DAYS, TICKS_PER_DAY},
    model::{
        absence::AbsenceRule,
        scenario::Scenario,
        staff::Cohort,
        stage::{Next, Stage},
        target::Gauge,
    },
    replicate::Study,
    stats::{Growth, SharedSupervision, crowding_out},
    time::{SimTime, TICKS_PER_HOUR},
};

/// One closed form, for the likely values of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosedForm {
    /// "F2".
    pub name: Cow<'static, str>,
    pub says: String,
    pub values: Listed<f64>,
}

/// The sum on paper: so many heads, so many months, so many cases a month of somebody experienced.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperSum {
    pub heads: f64,
    /// From the decision to the date, or to the end of the contract where that is earlier.
    pub months: f64,
    /// Cases a month of one person who needs no help, by contract hours less overhead and by the hours of a whole case.
    pub norm: f64,
}

impl PaperSum {
    pub fn decisions(&self) -> f64 {
        self.heads * self.months * self.norm
    }

    /// The sum for one draw of the inputs; none where a case takes no hours.
    pub fn of(
        scenario: &Scenario,
        blueprint: &Blueprint,
        cohort: usize,
        stream: usize,
        at: SimTime,
    ) -> Option<PaperSum> {
        let plan = &blueprint.cohorts[cohort];
        let CohortSize::Headcount(heads) = plan.size else { return None };
        let hours = case_hours(scenario, blueprint, stream);
        let pool = &blueprint.eras[0].pools[plan.pool];
        let month = scenario.week_hours * pool.fte * (1.0 - pool.overhead) * MONTH_DAYS / 7.0;
        let ordered = scenario.calendar.moment_at(scenario.cohorts[cohort].ordered).0 as f64;
        let until = scenario.calendar.moment_at(at).0 as f64;
        let months = ((until - ordered) / TICKS_PER_DAY as f64 / MONTH_DAYS).max(0.0);
        let months = plan.contract_months.map_or(months, |contract| months.min(contract));
        (hours > 0.0).then(|| PaperSum { heads: f64::from(heads), months, norm: month / hours })
    }
}

/// The sum on paper of each cohort by the date of the first target, or by the end; every input at its most likely value.
pub fn paper_sums(study: &Study) -> Vec<(String, PaperSum)> {
    let scenario = &study.scenario;
    let blueprint = compile(scenario, &study.measures, &Inputs::likely());
    let target = scenario.targets.first();
    let at = target.map_or(scenario.calendar.horizon(), |target| target.at);
    let stream = match target.map(|target| target.measure) {
        Some(Gauge::Stock(stream) | Gauge::Decided(stream) | Gauge::Overdue(stream)) => stream,
        _ => 0,
    };
    let sum = |(index, cohort): (usize, &Cohort)| {
        Some((cohort.name.clone(), PaperSum::of(scenario, &blueprint, index, stream, at)?))
    };
    scenario.cohorts.iter().enumerate().filter_map(sum).collect()
}

/// Hours of a whole case of a stream, classes and difficulty at their means, whoever does them.
pub(super) fn case_hours(scenario: &Scenario, blueprint: &Blueprint, stream: usize) -> f64 {
    let plan = &blueprint.streams[stream];
    let effort = if plan.class_bounds.is_empty() {
        blueprint.class_effort[plan.only_class]
    } else {
        let mut before = 0.0;
        let bounds = plan.class_bounds.iter().copied().chain([1.0]);
        let share = bounds.map(|bound| bound - std::mem::replace(&mut before, bound));
        share.zip(&blueprint.class_effort).map(|(share, effort)| share * effort).sum()
    };
    let difficulty = plan.difficulty.as_ref().map_or(1.0, |law| law.mean());
    hours_per_case(blueprint, &scenario.first().stages, plan.first_stage) * effort * difficulty
}

/// Effort of a whole case in hours of a fully competent worker, by following the routes: expected visits by stage.
pub(super) fn hours_per_case(blueprint: &Blueprint, stages: &[Stage], first: usize) -> f64 {
    let set = &blueprint.eras[0];
    let count = stages.len();
    let mut visits = vec![0.0; count];
    let mut flow = vec![0.0; count];
    flow[first] = 1.0;
    for _ in 0..200 {
        let mut next_flow = vec![0.0; count];
        for stage in 0..count {
            if flow[stage] < 1e-12 {
                continue;
            }
            visits[stage] += flow[stage];
            let rule = &set.stages[stage];
            if let Some(sign) = rule.signed_at {
                visits[sign] += flow[stage];
            }
            let table = &rule.routes[0];
            let mut before = 0.0;
            for (bound, next) in table.bounds.iter().copied().chain([(1.0, table.last)]) {
                if let Next::Stage(to) = next {
                    next_flow[to] += flow[stage] * (bound - before);
                }
                before = bound;
            }
        }
        flow = next_flow;
    }
    (0..count)
        .filter(|stage| !matches!(set.stages[*stage].kind, StageKind::Delay | StageKind::Board))
        .map(|stage| visits[stage] * set.stages[stage].law.mean())
        .sum()
}

/// Hours on cases that one person of a pool brings in a month.
fn month_hours(scenario: &Scenario, pool: &PoolPlan) -> f64 {
    let absent = pool.absence.as_ref().map_or(0.0, AbsenceRule::expected_share);
    scenario.week_hours * pool.fte * (1.0 - pool.overhead) * (1.0 - absent) * MONTH_DAYS / 7.0
}

/// The closed forms whose assumptions a cohort meets, for the date at which gains are read.
pub fn closed_forms(
    scenario: &Scenario,
    blueprint: &Blueprint,
    cohort: usize,
    stream: usize,
    at: SimTime,
) -> Vec<ClosedForm> {
    let set = &blueprint.eras[0];
    let plan = &blueprint.cohorts[cohort];
    let from: Vec<&PoolPlan> = set.supervision.from.iter().map(|pool| &set.pools[*pool]).collect();
    let experienced: f64 = from.iter().map(|pool| f64::from(pool.headcount)).sum();
    let hours: f64 = from.iter().map(|pool| f64::from(pool.headcount) * month_hours(scenario, pool)).sum();
    let case = case_hours(scenario, blueprint, stream);
    let horizon = (scenario.calendar.moment_at(at).0 as f64 - plan.first_day) / TICKS_PER_DAY as f64 / MONTH_DAYS;
    let mut forms = Vec::new();
    if experienced > 0.0 && hours > 0.0 && case > 0.0 && horizon > 0.0 {
        // Cases a month of one experienced worker.
        let rate = hours / experienced / case;
        let rule = &plan.learning.rule;
        let produces_after = rule.pace_after;
        match (set.supervision.mode, &plan.learning.ends) {
            (SupervisionMode::Amount { hours: amount, capacity_share, minimum_hours }, PracticeEnds::Supervised)
                if rule.pace_at_start == 0.0 =>
            {
                let shared = SharedSupervision {
                    experienced,
                    share: capacity_share,
                    amount: amount / (hours / experienced),
                    minimum_months: minimum_hours / 24.0 / MONTH_DAYS,
                    trained_output: produces_after,
                    horizon_months: horizon,
                };
                forms.push(shared_supervision(&shared, rate));
                forms.extend(in_sequence(&shared, rate));
                if set.supervision.from.contains(&plan.pool) {
                    forms.push(growth(&shared));
                }
            }
            (SupervisionMode::Share { per_trainee }, PracticeEnds::After(months)) => {
                let training = months.mean();
                let people = match plan.size {
                    CohortSize::Headcount(people) => f64::from(people),
                    CohortSize::MeanGap(_) => 0.0,
                };
                forms.push(own_share(per_trainee, rule.pace_at_start, produces_after, training, horizon, rate));
                let inflow = inflow_of(scenario, blueprint, &set.supervision.from);
                if per_trainee > 0.0 && inflow > 0.0 {
                    let during = rate * (experienced - per_trainee * people).max(0.0);
                    forms.push(crowded_out(inflow, rate * experienced, during, per_trainee * rate, training));
                }
            }
            _ => {}
        }
    }
    forms.extend(sign_off_ceiling(scenario, blueprint, cohort));
    forms
}

fn of(name: &'static str, says: String, values: &[(&str, f64)]) -> ClosedForm {
    ClosedForm {
        name: name.into(),
        says,
        values: Listed(values.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()),
    }
}

/// F2: a share of the experienced staff gives each newcomer an amount in all, equally among those who are there.
fn shared_supervision(plan: &SharedSupervision, rate: f64) -> ClosedForm {
    let (best, gain) = (plan.best(), rate * plan.gain(plan.best()));
    // Below so many the shortest time binds and not the supervision.
    let bound = plan.share * plan.experienced * plan.minimum_months / plan.amount;
    if best <= 0.0 || gain <= 0.0 {
        let says = format!(
            "whoever needs {:.1} months of experienced time brings nothing in {:.1} months: do not hire",
            plan.amount, plan.horizon_months
        );
        return of("F2", says, &[("best", 0.0), ("gain", 0.0)]);
    }
    let best = best.max(bound);
    let gain = rate * plan.gain(best);
    let says = format!(
        "{best:.0} people who start together are best and bring {gain:.0} decisions; {:.0} bring nothing, beyond it they harm",
        plan.harmful_from()
    );
    let values = [
        ("best", best),
        ("gain", gain),
        ("zero", plan.harmful_from()),
        ("training_months", plan.training_months(best)),
    ];
    of("F2", says, &values)
}

/// F3: classes that are each trained at full intensity, one after the other; none where nothing is the shortest time.
fn in_sequence(plan: &SharedSupervision, rate: f64) -> Option<ClosedForm> {
    if plan.minimum_months <= 0.0 {
        return None;
    }
    let class = plan.share * plan.experienced * plan.minimum_months / plan.amount;
    let worth = |number: f64| plan.trained_output * (plan.horizon_months - number * plan.minimum_months) - plan.amount;
    let mut classes = 0.0;
    let mut gain = 0.0;
    while worth(classes + 1.0) > 0.0 {
        classes += 1.0;
        gain += rate * class * worth(classes);
    }
    let at_once = rate * plan.gain(plan.best().max(class)).max(0.0);
    let which = if gain > at_once * (1.0 + 1e-9) { "more than" } else { "no more than" };
    let says = format!(
        "{classes:.0} classes of {class:.0}, each when the one before is trained, bring {gain:.0} decisions, {which} the \
         {at_once:.0} of the best number at once"
    );
    Some(of("F3", says, &[("class", class), ("classes", classes), ("gain", gain), ("gain_at_once", at_once)]))
}

/// F4: those who are trained train the next.
fn growth(plan: &SharedSupervision) -> ClosedForm {
    let growth = Growth { experienced: plan.experienced, amount: plan.amount, horizon_months: plan.horizon_months };
    let doubling = std::f64::consts::LN_2 * plan.amount / plan.share;
    let says = format!(
        "experienced capacity doubles in {doubling:.1} months at the fastest; training pays until month {:.1}",
        growth.switch_months()
    );
    of("F4", says, &[("doubling_months", doubling), ("train_until_months", growth.switch_months())])
}

/// F1: each trainee takes a share of somebody experienced, and nobody waits for another.
fn own_share(share: f64, before: f64, after: f64, training: f64, horizon: f64, rate: f64) -> ClosedForm {
    let even = training * (1.0 + (share - before) / after);
    let each = rate * ((before - share) * training + after * (horizon - training));
    let says = format!(
        "each one brings {each:.1} decisions in {horizon:.1} months; below {even:.1} months nobody pays, however many come"
    );
    of("F1", says, &[("each", each), ("break_even_months", even)])
}

/// F7: what the supervisors' own stream loses meanwhile, and how long it takes to be won back.
fn crowded_out(inflow: f64, capacity: f64, during: f64, taken_each: f64, months: f64) -> ClosedForm {
    let harmless = ((capacity - inflow) / taken_each).max(0.0);
    let (peak, recovery) = crowding_out(0.0, inflow, during, months, capacity);
    let back = if recovery.is_finite() { format!("{recovery:.0} months") } else { "never".to_owned() };
    let says = format!(
        "up to {harmless:.0} trainees cost the supervisors' own stream nothing; these leave it {peak:.0} cases behind, made \
         up in {back}"
    );
    of("F7", says, &[("harmless", harmless), ("backlog", peak), ("recovery_months", recovery)])
}

/// Cases a month that come in, Poisson, for the streams that these pools serve.
fn inflow_of(scenario: &Scenario, blueprint: &Blueprint, pools: &[usize]) -> f64 {
    let era = scenario.first();
    let month = 24.0 * MONTH_DAYS * TICKS_PER_HOUR as f64;
    let is_theirs = |stream: usize| {
        let stage = &era.stages[blueprint.streams[stream].first_stage];
        stage.work.pools().iter().any(|pool| pools.contains(pool))
            && pools.iter().any(|pool| era.pools[*pool].serves.as_ref().is_none_or(|serves| serves.contains(&stream)))
    };
    (0..scenario.streams.len())
        .filter(|stream| is_theirs(*stream))
        .map(|stream| match &blueprint.streams[stream].arrivals {
            ArrivalPlan::Poisson { mean_gap } => month / mean_gap,
            _ => 0.0,
        })
        .sum()
}

/// F5: what experienced staff can sign at most; none where nobody signs.
fn sign_off_ceiling(scenario: &Scenario, blueprint: &Blueprint, cohort: usize) -> Option<ClosedForm> {
    let set = &blueprint.eras[0];
    let sign = set.stages.iter().position(|rule| matches!(rule.kind, StageKind::SignOff { .. }))?;
    let StageKind::SignOff { of: draft, .. } = set.stages[sign].kind else { return None };
    let signers = scenario.first().stages[sign].work.pools().iter().map(|pool| &set.pools[*pool]);
    let (people, hours) = signers.fold((0.0, 0.0), |(people, hours), pool| {
        let seniors = (f64::from(pool.headcount) * pool.seniors).floor();
        (people + seniors, hours + seniors * month_hours(scenario, pool))
    });
    let (each, drafting) = (set.stages[sign].law.mean(), set.stages[draft].law.mean());
    if each <= 0.0 || drafting <= 0.0 || hours <= 0.0 {
        return None;
    }
    let ceiling = hours / each;
    let plan = &blueprint.cohorts[cohort];
    let by_one = plan.learning.rule.pace_after * month_hours(scenario, &set.pools[plan.pool]) / drafting;
    let says = format!(
        "{people:.0} who may sign, and do nothing else, sign {ceiling:.0} drafts a month: what {:.0} people bring who only \
         draft and need no help",
        ceiling / by_one
    );
    Some(of("F5", says, &[("ceiling_a_month", ceiling), ("reached_with", ceiling / by_one)]))
}
