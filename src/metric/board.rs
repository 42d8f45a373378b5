//! Measures of boards, whose meetings clear what lies there.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "stage.*.meetings",
        unit: "meetings",
        better: Better::Neither,
        help: "meetings of a board since the warm-up",
        read: |tally, subject| Reading::Number(tally.stages[subject.index].meetings as f64),
    },
    Metric {
        path: "stage.*.cases_per_meeting",
        unit: "cases",
        better: Better::Neither,
        help: "cases that a meeting clears, on average",
        read: |tally, subject| {
            let stage = &tally.stages[subject.index];
            Reading::Number(stage.cleared as f64 / stage.meetings as f64)
        },
    },
];
