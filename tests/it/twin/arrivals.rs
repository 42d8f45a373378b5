//! The cases that come, all made before the run begins.

use surgecap::{
    blueprint::{ArrivalPlan, Blueprint},
    calendar::{MONTH_DAYS, Moment, TICKS_PER_DAY},
    model::stream::{TableKind, Term},
    time::SimTime,
};

use super::{keys::Luck, office::Reading};

/// A case before anything has happened to it.
#[derive(Clone, Debug)]
pub struct Coming {
    pub stream: usize,
    pub number: u64,
    pub class: usize,
    pub moment: Moment,
    pub at: SimTime,
    pub due: Option<Moment>,
    pub first_stage: usize,
    pub initial: bool,
}

/// Numbers of the initial stock begin here.
pub const FIRST_INITIAL: u64 = 1 << 36;

/// The stock of all streams as it joins: by moment of arrival, then number.
pub fn initial(luck: &Luck<'_>, reading: Reading) -> Vec<Coming> {
    let plan = luck.plan;
    let mut stock = Vec::new();
    for (stream, rule) in plan.streams.iter().enumerate() {
        let initial = &rule.initial;
        let mut of_stream = Vec::new();
        let count = if initial.ages_days.is_empty() { initial.count } else { initial.ages_days.len() as u64 };
        for index in 0..count {
            let number = FIRST_INITIAL + index;
            let days = match (initial.ages_days.get(index as usize), &initial.age_months) {
                (Some(days), _) => *days,
                (None, Some(law)) => law.sample(&mut luck.of_case(stream, "age", number)) * MONTH_DAYS,
                (None, None) => 0.0,
            };
            let moment = Moment::from_days(-days);
            let mut coming = coming(luck, reading, stream, number, moment);
            coming.initial = true;
            coming.at = SimTime::ZERO;
            if !initial.at.is_empty() {
                let u = luck.of_case(stream, "place", number).uniform();
                let place = initial.at.iter().find(|(_, bound)| u < *bound);
                coming.first_stage = place.map_or(rule.first_stage, |(stage, _)| *stage);
            }
            of_stream.push(coming);
        }
        of_stream.sort_by_key(|case| (case.moment, case.number));
        stock.extend(of_stream);
    }
    stock
}

/// The arrivals of one stream up to the horizon, in the order of their moments.
pub fn later(luck: &Luck<'_>, reading: Reading, stream: usize) -> Vec<Coming> {
    let plan = luck.plan;
    let end = plan.calendar.moment_at(plan.horizon).0 as f64;
    let draws = |number: u64, purpose: &str| luck.of_case(stream, purpose, number);
    let mut moments: Vec<(u64, f64)> = Vec::new();
    assert_eq!(plan.streams[stream].demand, 1.0, "the twin knows the base demand only");
    assert!(plan.streams[stream].batch.is_none(), "in the twin cases come one by one");
    match &plan.streams[stream].arrivals {
        ArrivalPlan::None => {}
        ArrivalPlan::Poisson { mean_gap } => {
            let mut moment = 0.0;
            for number in 0.. {
                moment += mean_gap * draws(number, "gap").exponential();
                if moment > end {
                    break;
                }
                moments.push((number, moment));
            }
        }
        ArrivalPlan::Times { ticks } => moments.extend(ticks.iter().enumerate().map(|(n, at)| (n as u64, *at))),
        ArrivalPlan::Paths { .. } | ArrivalPlan::Resampled { .. } => panic!("the twin draws no futures"),
        ArrivalPlan::Varying(shape) => {
            assert!(plan.streams[stream].future.is_none(), "the twin draws no futures");
            // Demand 1 fills the first layer alone.
            let mut moment = 0.0;
            for number in 0.. {
                moment += draws(number, "gap").exponential() / shape.majorant;
                if moment > end {
                    break;
                }
                let level = (0..shape.steps.len())
                    .find(|step| shape.steps[*step].from <= moment && moment < shape.steps[*step].to)
                    .map_or(0.0, |step| shape.level(step, moment));
                if draws(number, "thin").uniform() < level {
                    moments.push((number, moment));
                }
            }
        }
        ArrivalPlan::Table { months, kind: TableKind::Realised } => {
            let mut number = 0;
            for month in months.iter() {
                let count = month.cases.round() as u64;
                let mut of_month = Vec::new();
                for _ in 0..count {
                    of_month.push((number, month.from + (month.to - month.from) * draws(number, "gap").uniform()));
                    number += 1;
                }
                of_month.sort_by(|one, other| one.1.total_cmp(&other.1));
                moments.extend(of_month);
            }
        }
        ArrivalPlan::Table { months, kind: TableKind::Expected } => {
            let rate = |month: &surgecap::blueprint::MonthPlan| month.cases / (month.to - month.from);
            let most = months.iter().map(rate).fold(0.0, f64::max);
            let last = months.last().map_or(0.0, |month| month.to);
            let mut moment = months.first().map_or(0.0, |month| month.from);
            for number in 0.. {
                moment += draws(number, "gap").exponential() / most;
                if moment >= last {
                    break;
                }
                let now = months.iter().find(|month| month.from <= moment && moment < month.to).map_or(0.0, rate);
                if draws(number, "thin").uniform() * most < now {
                    moments.push((number, moment));
                }
            }
        }
    }
    let comings = moments
        .into_iter()
        .map(|(number, moment)| coming(luck, reading, stream, number, Moment(moment.round() as i64)));
    comings.filter(|coming| !coming.at.is_never()).collect()
}

fn coming(luck: &Luck<'_>, reading: Reading, stream: usize, number: u64, moment: Moment) -> Coming {
    let plan = luck.plan;
    let rule = &plan.streams[stream];
    let class = if rule.class_bounds.is_empty() {
        rule.only_class
    } else {
        let u = luck.of_case(stream, "class", number).uniform();
        let last = rule.class_bounds.len() - 1;
        rule.class_bounds.iter().position(|bound| u < *bound).unwrap_or(last)
    };
    let due = rule.term.map(|term| due(plan, reading, moment, term));
    let at = plan.calendar.office_at(moment);
    Coming { stream, number, class, moment, at, due, first_stage: rule.first_stage, initial: false }
}

/// The end of the day on which a legal term ends.
fn due(plan: &Blueprint, reading: Reading, from: Moment, term: Term) -> Moment {
    let calendar = &plan.calendar;
    let end = match term {
        Term::Days(days) => from.plus_days(days),
        Term::Months(months) => calendar.add_months(from, months as i32),
    };
    let date = calendar.date_of_moment(end);
    let is_within = calendar.start() <= date && date <= calendar.end();
    let rolls = plan.rolls_terms && (is_within || reading.terms_roll_always);
    let date = if rolls { calendar.office_date_from(date) } else { date };
    Moment(calendar.midnight(date).0 + TICKS_PER_DAY as i64)
}
