//! Penalties and prices as numbers, for one draw of the inputs.

use super::Inputs;
use crate::{
    model::{
        money::{Cost, Years},
        penalty::{Penalty, Suspension, Tariff, cents},
        scenario::Scenario,
    },
    random::Distribution,
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

/// The lines of the accounts: the same for every plan of a file, whatever is filled in.
pub(super) fn costs(scenario: &Scenario) -> Vec<Cost> {
    let mut costs = Vec::new();
    for regime in 0..scenario.penalties.len() {
        costs.extend([
            Cost::Penalty(regime),
            Cost::CourtPenalty(regime),
            Cost::Unclaimed(regime),
            Cost::Suspended(regime),
        ]);
    }
    costs
}

pub(super) fn years(scenario: &Scenario) -> Years {
    Years::new(scenario.calendar.start(), scenario.calendar.end())
}
