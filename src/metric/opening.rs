//! Measures of cases that decisions elsewhere open.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[Metric {
    path: "stream.*.opened",
    unit: "cases",
    better: Better::Neither,
    help: "cases that decisions of other streams opened here, since the start",
    read: |tally, subject| Reading::Number(tally.final_gauges.opened[subject.index] as f64),
}];
