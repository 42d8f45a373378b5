//! Measures of what people do who have no case.

use super::{Better, Metric, Reading, pool::sum};
use crate::{observe::ledger::Category, time::TICKS_PER_HOUR};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "pool.*.other_work",
        unit: "office hours of people",
        better: Better::Neither,
        help: "useful other work of those who had no case, since the warm-up",
        read: |tally, subject| {
            let ticks = tally.ledger[subject.index][Category::OtherWork as usize];
            Reading::Number(ticks as f64 / TICKS_PER_HOUR as f64)
        },
    },
    Metric {
        path: "pool.*.other_work_share",
        unit: "share",
        better: Better::Neither,
        help: "hours of other work over paid hours without absence and overhead",
        read: |tally, subject| {
            let available = sum(tally, subject.index, |one| !matches!(one, Category::Absent | Category::Overhead));
            let other = tally.ledger[subject.index][Category::OtherWork as usize];
            Reading::Number(other as f64 / available as f64)
        },
    },
];
