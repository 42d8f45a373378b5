//! Measures of applicants who give up.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "stage.*.withdrawn",
        unit: "visits",
        better: Better::Lower,
        help: "visits whose applicants gave up in the queue, since the warm-up",
        read: |tally, subject| Reading::Number(tally.stages[subject.index].given_up as f64),
    },
    Metric {
        path: "stage.*.wait_hours.served",
        unit: "office hours",
        better: Better::Lower,
        help: "waits of those that were taken up, zeros included",
        read: |tally, subject| {
            let stage = &tally.stages[subject.index];
            Reading::Made(stage.waits.without(&stage.waits_given_up))
        },
    },
    Metric {
        path: "stage.*.wait_hours.withdrawn",
        unit: "office hours",
        better: Better::Neither,
        help: "waits of those whose applicants gave up",
        read: |tally, subject| Reading::Times(&tally.stages[subject.index].waits_given_up),
    },
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
