//! Measures of penalties for late decisions.

use super::{Better, Metric, Reading};
use crate::{
    model::money::Cost,
    observe::tally::{PenaltyTally, Tally},
};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "penalty.*.paid",
        unit: "euro",
        better: Better::Lower,
        help: "penalties paid to applicants since the warm-up, those that courts set among them; the days of open cases count up to the end",
        read: |tally, subject| {
            let index = subject.index;
            Reading::Number(tally.cost(|cost| cost == Cost::Penalty(index) || cost == Cost::CourtPenalty(index)))
        },
    },
    Metric {
        path: "penalty.*.court_paid",
        unit: "euro",
        better: Better::Lower,
        help: "the part of it that courts set",
        read: |tally, subject| Reading::Number(tally.cost(|cost| cost == Cost::CourtPenalty(subject.index))),
    },
    Metric {
        path: "penalty.*.unclaimed",
        unit: "euro",
        better: Better::Neither,
        help: "penalties that ran and that nobody claimed",
        read: |tally, subject| Reading::Number(tally.cost(|cost| cost == Cost::Unclaimed(subject.index))),
    },
    Metric {
        path: "penalty.*.suspended",
        unit: "euro",
        better: Better::Lower,
        help: "penalties that would have been paid without the law that suspends them: a right saved on paper, no gain",
        read: |tally, subject| Reading::Number(tally.cost(|cost| cost == Cost::Suspended(subject.index))),
    },
    Metric {
        path: "penalty.*.notices",
        unit: "notices",
        better: Better::Lower,
        help: "notices of default since the warm-up",
        read: |tally, subject| Reading::Number(tally.penalties[subject.index].notices as f64),
    },
    Metric {
        path: "penalty.*.appeals",
        unit: "appeals",
        better: Better::Lower,
        help: "appeals against delay since the warm-up",
        read: |tally, subject| Reading::Number(tally.penalties[subject.index].appeals as f64),
    },
    Metric {
        path: "penalty.*.per_case",
        unit: "euro",
        better: Better::Lower,
        help: "penalties paid for a closed case, mean of all cases with a term that closed since the warm-up",
        read: |tally, subject| mean(tally, subject.index, |one| one.paid as f64 / 100.0),
    },
    Metric {
        path: "penalty.*.days_late",
        unit: "calendar days",
        better: Better::Lower,
        help: "days past the term at closing, mean of all cases with a term that closed since the warm-up",
        read: |tally, subject| mean(tally, subject.index, |one| one.days_late as f64),
    },
    Metric {
        path: "penalty.*.capped_share",
        unit: "share",
        better: Better::Lower,
        help: "of the cases with a term that closed, those that had reached the maximum: another day cost nothing more",
        read: |tally, subject| mean(tally, subject.index, |one| one.capped as f64),
    },
];

fn mean(tally: &Tally, regime: usize, sum: impl Fn(&PenaltyTally) -> f64) -> Reading<'_> {
    let one = &tally.penalties[regime];
    Reading::Number(sum(one) / one.closed as f64)
}
