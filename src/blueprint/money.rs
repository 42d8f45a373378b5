//! Penalties and prices as numbers, for one draw of the inputs.

use super::Inputs;
use crate::{
    calendar::{Moment, TICKS_PER_DAY, days_between},
    model::{
        money::{Cost, Price, Years},
        num::Num,
        penalty::{Penalty, Suspension, Tariff, cents},
        reception::{LeavingReception, Reception},
        scenario::Scenario,
        staff::Cohort,
    },
    random::Distribution,
    time::{SimTime, TICKS_PER_HOUR},
};

/// The regime of some streams.
#[derive(Clone, Debug)]
pub struct PenaltyRule {
    pub notice: f64,
    /// Calendar days.
    pub notice_days: Distribution,
    pub grace_days: i32,
    pub tariff: Tariff,
    pub court: Option<CourtRule>,
    pub claim: f64,
    pub initial_notices: Option<f64>,
    pub suspended: Option<Suspension>,
    pub notice_opens: Option<usize>,
    pub appeal_opens: Option<usize>,
}

/// What a court sets on an appeal against delay.
#[derive(Clone, Debug)]
pub struct CourtRule {
    pub share: f64,
    /// Calendar months.
    pub after_months: Distribution,
    pub tariff: Tariff,
}

pub(super) fn penalty_rule(penalty: &Penalty, inputs: &Inputs) -> PenaltyRule {
    let price = |num| cents(inputs.value(num));
    let tiers: Vec<(Option<u32>, i64)> = penalty.tiers.iter().map(|tier| (tier.days, price(&tier.per_day))).collect();
    PenaltyRule {
        notice: inputs.value(&penalty.notice),
        notice_days: inputs.law(&penalty.notice_days),
        grace_days: penalty.grace_days as i32,
        tariff: Tariff::new(&tiers, penalty.at_most.as_ref().map(price)),
        court: penalty.court.as_ref().map(|court| CourtRule {
            share: inputs.value(&court.share),
            after_months: inputs.law(&court.after_months),
            tariff: Tariff::new(&[(None, price(&court.per_day))], court.at_most.as_ref().map(price)),
        }),
        claim: inputs.value(&penalty.claim),
        initial_notices: penalty.initial_notices.as_ref().map(|share| inputs.value(share)),
        suspended: penalty.suspended,
        notice_opens: penalty.notice_opens,
        appeal_opens: penalty.appeal_opens,
    }
}

/// The regime of each stream; empty when there is none at all.
pub(super) fn penalty_of(scenario: &Scenario) -> Vec<Option<usize>> {
    if scenario.penalties.is_empty() {
        return Vec::new();
    }
    let regime = |stream: usize| scenario.penalties.iter().position(|penalty| penalty.streams.contains(&stream));
    (0..scenario.streams.len()).map(regime).collect()
}

/// People in reception.
#[derive(Clone, Debug)]
pub struct ReceptionPlan {
    pub streams: Vec<usize>,
    pub share: f64,
    pub per_day_regular: Option<f64>,
    pub per_day_emergency: Option<f64>,
    pub regular_places: u64,
    pub granted: f64,
    pub leaving: LeavingRule,
    pub initial_permit_holders: u64,
}

/// When somebody leaves reception after a decision; calendar days.
// One of these exists: boxing the large one would only make it harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum LeavingRule {
    Freed(f64),
    After { grant_days: Distribution, refusal_days: Distribution, housed_per_month: Option<f64> },
}

pub(super) fn reception_plan(reception: &Reception, inputs: &Inputs) -> ReceptionPlan {
    let value = |num: &Option<Num>| num.as_ref().map(|num| inputs.value(num));
    ReceptionPlan {
        streams: reception.streams.clone(),
        share: inputs.value(&reception.share),
        per_day_regular: value(&reception.per_day_regular),
        // Without their number all places are regular.
        per_day_emergency: reception.regular_places.as_ref().and_then(|_| value(&reception.per_day_emergency)),
        regular_places: value(&reception.regular_places).map_or(u64::MAX, |places| places.round() as u64),
        granted: inputs.value(&reception.granted),
        leaving: match &reception.leaving {
            LeavingReception::Freed(share) => LeavingRule::Freed(inputs.value(share)),
            LeavingReception::After { grant_days, refusal_days, housed_per_month } => LeavingRule::After {
                grant_days: inputs.law(grant_days),
                refusal_days: inputs.law(refusal_days),
                housed_per_month: value(housed_per_month),
            },
        },
        initial_permit_holders: value(&reception.initial_permit_holders).map_or(0, |people| people.round() as u64),
    }
}

/// Prices in euros; times in ticks of office time.
#[derive(Clone, Debug, Default)]
pub struct MoneyPlan {
    /// Of a paid tick, `[pool][year]`; none where it was not filled in.
    pub salaries: Vec<Option<Vec<f64>>>,
    /// Of a paid tick, by cohort.
    pub agency: Vec<Option<f64>>,
    /// Of everybody who starts, by cohort.
    pub each: Vec<Option<f64>>,
    /// Of a tick of employment, by year.
    pub seats: Option<Vec<f64>>,
    pub court_case: Option<f64>,
    /// On top of the price of an hour, over it.
    pub overtime_surcharge: f64,
    /// The first office moment of each calendar year but the first.
    pub turns: Vec<SimTime>,
}

/// What a pool costs: its own price, else that of all.
fn price_of(scenario: &Scenario, pool: usize) -> Option<Price> {
    let general = || scenario.money.as_ref().and_then(|money| money.officer_fte_year.clone()).map(Price::Year);
    scenario.first().pools[pool].price.clone().or_else(general)
}

/// What an agency charges: an own fee, else that of all temporary contracts.
fn agency_of<'a>(scenario: &'a Scenario, cohort: &'a Cohort) -> Option<&'a Num> {
    let general = scenario.money.as_ref().and_then(|money| money.cohorts.agency_hour.as_ref());
    cohort.prices.agency_hour.as_ref().or(general.filter(|_| cohort.contract_months.is_some()))
}

/// What is paid once for everybody of a cohort who starts: its own prices, else those of all.
fn each_of<'a>(scenario: &'a Scenario, cohort: &'a Cohort) -> Vec<&'a Num> {
    let own: Vec<&Num> = cohort.prices.for_each().collect();
    match &scenario.money {
        Some(money) if own.is_empty() => money.cohorts.for_each().collect(),
        _ => own,
    }
}

pub(super) fn money_plan(scenario: &Scenario, inputs: &Inputs) -> Option<MoneyPlan> {
    let pools = scenario.first().pools.len();
    let calendar = &scenario.calendar;
    let years = years(scenario);
    let turns: Vec<SimTime> = (years.turns().iter())
        .map(|day| calendar.office_at(Moment(i64::from(*day) * TICKS_PER_DAY as i64)).min(calendar.horizon()))
        .collect();
    // A full-time year costs its price whatever the number of working days in it; of a year begun its part.
    let per_tick = |price: f64| -> Vec<f64> {
        (0..years.count())
            .map(|year| {
                let from = if year == 0 { SimTime(0) } else { turns[year - 1] };
                let until = turns.get(year).copied().unwrap_or(calendar.horizon());
                let first = if year == 0 { 0 } else { years.turns()[year - 1] };
                let days = days_between(calendar.start(), calendar.end()) as i32 + 1;
                let last = years.turns().get(year).copied().unwrap_or(days);
                let length = f64::from(jiff::civil::date(years.number(year), 1, 1).days_in_year());
                price * f64::from(last - first) / length / (until.0 - from.0).max(1) as f64
            })
            .collect()
    };
    let per_hour = |price: f64| price / TICKS_PER_HOUR as f64;
    let plan = MoneyPlan {
        salaries: (0..pools)
            .map(|pool| match price_of(scenario, pool)? {
                Price::Year(num) => Some(per_tick(inputs.value(&num))),
                Price::Hour(num) => Some(vec![per_hour(inputs.value(&num)); years.count()]),
            })
            .collect(),
        agency: (scenario.cohorts.iter())
            .map(|cohort| agency_of(scenario, cohort).map(|num| per_hour(inputs.value(num))))
            .collect(),
        each: (scenario.cohorts.iter())
            .map(|cohort| each_of(scenario, cohort).into_iter().map(|num| inputs.value(num)).reduce(|a, b| a + b))
            .collect(),
        seats: scenario
            .money
            .as_ref()
            .and_then(|money| money.seat_year.as_ref())
            .map(|num| per_tick(inputs.value(num))),
        court_case: court_case(scenario).map(|num| inputs.value(num)),
        overtime_surcharge: (scenario.money.as_ref())
            .and_then(|money| money.overtime_surcharge.as_ref())
            .map_or(0.0, |num| inputs.value(num)),
        turns,
    };
    let is_any = plan.salaries.iter().any(Option::is_some)
        || plan.agency.iter().any(Option::is_some)
        || plan.each.iter().any(Option::is_some)
        || plan.seats.is_some()
        || plan.court_case.is_some();
    is_any.then_some(plan)
}

/// Only where somebody goes to court at all.
fn court_case(scenario: &Scenario) -> Option<&Num> {
    let price = scenario.money.as_ref()?.court_case_each.as_ref()?;
    scenario.penalties.iter().any(|penalty| penalty.court.is_some()).then_some(price)
}

/// The lines of the accounts: what was filled in.
pub(super) fn costs(scenario: &Scenario) -> Vec<Cost> {
    let mut costs = Vec::new();
    let pools = 0..scenario.first().pools.len();
    costs.extend(pools.clone().filter(|pool| price_of(scenario, *pool).is_some()).map(Cost::Salaries));
    for (index, cohort) in scenario.cohorts.iter().enumerate() {
        costs.extend(agency_of(scenario, cohort).map(|_| Cost::Agency(index)));
        costs.extend((!each_of(scenario, cohort).is_empty()).then_some(Cost::Recruiting(index)));
    }
    if scenario.money.as_ref().is_some_and(|money| money.seat_year.is_some()) {
        costs.extend(pools.map(Cost::Seats));
    }
    for regime in 0..scenario.penalties.len() {
        costs.extend([
            Cost::Penalty(regime),
            Cost::CourtPenalty(regime),
            Cost::Unclaimed(regime),
            Cost::Suspended(regime),
        ]);
    }
    if let Some(reception) = &scenario.reception {
        costs.extend(reception.per_day_regular.as_ref().map(|_| Cost::RegularReception));
        // Nobody is in emergency reception where all places are regular.
        let emergency = reception.per_day_emergency.as_ref().and(reception.regular_places.as_ref());
        costs.extend(emergency.map(|_| Cost::EmergencyReception));
    }
    costs.extend(court_case(scenario).map(|_| Cost::CourtCases));
    costs.extend(
        (0..scenario.first().pools.len()).filter(|pool| scenario.values_other_work(*pool)).map(Cost::OtherWork),
    );
    costs
}

/// What nobody filled in, in words.
pub fn not_counted(scenario: &Scenario) -> Vec<String> {
    let mut missing = Vec::new();
    let costs = costs(scenario);
    let first = scenario.first();
    for (index, pool) in first.pools.iter().enumerate() {
        let has_people = pool.headcount.max_value() > 0.0;
        if has_people && !costs.contains(&Cost::Salaries(index)) {
            missing.push(format!("salaries of {}", pool.says));
        }
    }
    for (index, cohort) in scenario.cohorts.iter().enumerate() {
        if !costs.contains(&Cost::Agency(index)) && !costs.contains(&Cost::Salaries(cohort.pool)) {
            missing.push(format!("pay of {}", cohort.says));
        }
        if !costs.contains(&Cost::Recruiting(index)) {
            missing.push(format!("recruiting and training of {}", cohort.says));
        }
    }
    let has = |wanted: &dyn Fn(&Cost) -> bool| costs.iter().any(wanted);
    let mut also = |is_missing: bool, what: &str| {
        if is_missing {
            missing.push(what.to_owned());
        }
    };
    also(!has(&|cost| matches!(cost, Cost::Seats(_))), "seats");
    let is_penalised = |stream: usize| scenario.penalties.iter().any(|penalty| penalty.streams.contains(&stream));
    let has_term = |stream: usize| scenario.streams[stream].term.is_some();
    also(
        (0..scenario.streams.len()).any(|stream| has_term(stream) && !is_penalised(stream)),
        "penalties for late decisions of streams without a regime",
    );
    also(!has(&|cost| *cost == Cost::RegularReception), "reception");
    let is_priced = scenario.reception.as_ref().is_some_and(|reception| reception.per_day_emergency.is_some());
    also(is_priced && !has(&|cost| *cost == Cost::EmergencyReception), "emergency reception");
    also(!has(&|cost| *cost == Cost::CourtCases), "courts");
    also(true, "legal aid");
    missing
}

pub(super) fn years(scenario: &Scenario) -> Years {
    Years::new(scenario.calendar.start(), scenario.calendar.end())
}
