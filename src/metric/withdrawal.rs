//! Measures of applicants who give up.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "stream.*.withdrawn",
        unit: "cases",
        better: Better::Lower,
        help: "cases that their applicants gave up, since the warm-up",
        read: |tally, subject| Reading::Number(tally.streams[subject.index].withdrawn as f64),
    },
    Metric {
        path: "stream.*.withdrawn_share",
        unit: "share",
        better: Better::Lower,
        help: "of the cases that left since the warm-up, those that were given up",
        read: |tally, subject| {
            let stream = &tally.streams[subject.index];
            Reading::Number(stream.withdrawn as f64 / stream.closed as f64)
        },
    },
];
