//! Costs by who pays, of what was filled in. There is no total: one payer's gain may be another's loss.

use super::{Better, Metric, Reading};
use crate::model::money::Payer;

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "cost.organisation",
        unit: "euro",
        better: Better::Lower,
        help: "what the organisation pays since the warm-up, penalties among it",
        read: |tally, _| Reading::Number(tally.cost_of(Payer::Organisation)),
    },
    Metric {
        path: "cost.reception",
        unit: "euro",
        better: Better::Lower,
        help: "what reception costs since the warm-up",
        read: |tally, _| Reading::Number(tally.cost_of(Payer::Reception)),
    },
    Metric {
        path: "cost.courts",
        unit: "euro",
        better: Better::Lower,
        help: "what the courts pay since the warm-up",
        read: |tally, _| Reading::Number(tally.cost_of(Payer::Courts)),
    },
    Metric {
        path: "cost.applicants",
        unit: "euro",
        better: Better::Lower,
        help: "penalties that applicants do not get, suspended or not claimed: rights saved on paper, no gain",
        read: |tally, _| Reading::Number(tally.cost_of(Payer::Applicants)),
    },
    Metric {
        path: "cost.others",
        unit: "euro",
        better: Better::Lower,
        help: "below zero: what the other work of people without a case is worth to those for whom it is done",
        read: |tally, _| Reading::Number(tally.cost_of(Payer::Others)),
    },
];
