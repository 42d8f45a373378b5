//! Measures of illness and leave.

use super::{Better, Metric, Reading};
use crate::observe::ledger::Category;

pub(super) const METRICS: &[Metric] = &[Metric {
    path: "pool.*.absent_share",
    unit: "share",
    better: Better::Lower,
    help: "hours of illness and leave over paid hours",
    read: |tally, subject| {
        let absent = tally.ledger[subject.index][Category::Absent as usize];
        Reading::Number(absent as f64 / tally.paid[subject.index] as f64)
    },
}];
