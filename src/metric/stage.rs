//! Measures of a stage.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "stage.*.wait_hours",
        unit: "office hours",
        better: Better::Lower,
        help: "from joining the queue to leaving it, zeros included",
        read: |tally, subject| {
            let stage = &tally.stages[subject.index];
            Reading::Times(subject.class.map_or(&stage.waits, |class| &stage.waits_by_class[class]))
        },
    },
    Metric {
        path: "stage.*.wait_probability",
        unit: "share",
        better: Better::Lower,
        help: "share of the visits that wait at all",
        read: |tally, subject| Reading::Number(tally.stages[subject.index].waits.share_positive()),
    },
    Metric {
        path: "stage.*.queue",
        unit: "cases",
        better: Better::Lower,
        help: "cases in the queue, average through time",
        read: |tally, subject| {
            Reading::Number(tally.stages[subject.index].queue.mean(tally.measured_from, tally.ended_at))
        },
    },
    Metric {
        path: "stage.*.finished",
        unit: "visits",
        better: Better::Higher,
        help: "visits finished since the warm-up",
        read: |tally, subject| Reading::Number(tally.stages[subject.index].finished as f64),
    },
    Metric {
        path: "stage.*.returned_share",
        unit: "share",
        better: Better::Lower,
        help: "share of the drafts seen that went back",
        read: |tally, subject| {
            let stage = &tally.stages[subject.index];
            Reading::Number(stage.returned as f64 / (stage.returned + stage.signed) as f64)
        },
    },
];
