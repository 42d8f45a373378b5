//! Measures of queues that are full.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "stage.*.held",
        unit: "cases",
        better: Better::Lower,
        help: "cases held outside the full queue, average through time",
        read: |tally, subject| {
            Reading::Number(tally.stages[subject.index].held.mean(tally.measured_from, tally.ended_at))
        },
    },
    Metric {
        path: "stage.*.held_hours",
        unit: "office hours",
        better: Better::Lower,
        help: "from being held until being let in, of cases that were held",
        read: |tally, subject| Reading::Times(&tally.stages[subject.index].held_times),
    },
    Metric {
        path: "stream.*.lost",
        unit: "cases",
        better: Better::Lower,
        help: "cases that were turned away because a queue was full, since the warm-up",
        read: |tally, subject| Reading::Number(tally.streams[subject.index].lost as f64),
    },
    Metric {
        path: "stream.*.lost_share",
        unit: "share",
        better: Better::Lower,
        help: "of the cases that left since the warm-up, those that were turned away",
        read: |tally, subject| {
            let stream = &tally.streams[subject.index];
            Reading::Number(stream.lost as f64 / stream.closed as f64)
        },
    },
];
