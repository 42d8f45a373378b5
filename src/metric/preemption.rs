//! Measures of cases that interrupt others.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[Metric {
    path: "stage.*.interrupted_hours",
    unit: "office hours",
    better: Better::Lower,
    help: "from being put back after the work began until somebody goes on, of each interruption",
    read: |tally, subject| Reading::Times(&tally.stages[subject.index].interrupted),
}];
