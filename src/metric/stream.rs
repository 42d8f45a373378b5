//! Measures of a stream.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "stream.*.time_in_system_hours",
        unit: "office hours",
        better: Better::Lower,
        help: "arrival to closing, of cases that came after the warm-up and are closed",
        read: |tally, subject| {
            let stream = &tally.streams[subject.index];
            Reading::Times(subject.class.map_or(&stream.sojourn, |class| &stream.sojourn_by_class[class]))
        },
    },
    Metric {
        path: "stream.*.in_system",
        unit: "cases",
        better: Better::Lower,
        help: "open cases, average through time",
        read: |tally, subject| {
            Reading::Number(tally.streams[subject.index].in_system.mean(tally.measured_from, tally.ended_at))
        },
    },
    Metric {
        path: "in_system",
        unit: "cases",
        better: Better::Lower,
        help: "open cases of all streams, average through time",
        read: |tally, _| {
            let mean = |stream: &crate::observe::tally::StreamTally| {
                stream.in_system.mean(tally.measured_from, tally.ended_at)
            };
            Reading::Number(tally.streams.iter().map(mean).sum())
        },
    },
    Metric {
        path: "stream.*.decided",
        unit: "cases",
        better: Better::Higher,
        help: "final decisions since the warm-up",
        read: |tally, subject| Reading::Number(tally.streams[subject.index].decided as f64),
    },
    Metric {
        path: "stream.*.overdue_share",
        unit: "share",
        better: Better::Lower,
        help: "of cases closed, those whose term had passed",
        read: |tally, subject| {
            let stream = &tally.streams[subject.index];
            Reading::Number(stream.closed_overdue as f64 / stream.closed_with_term as f64)
        },
    },
    Metric {
        path: "stream.*.overdue_open_share",
        unit: "share",
        better: Better::Lower,
        help: "of cases open at the end, those whose term has passed",
        read: |tally, subject| {
            let gauges = &tally.final_gauges;
            Reading::Number(gauges.overdue[subject.index] as f64 / gauges.stock[subject.index] as f64)
        },
    },
    Metric {
        path: "stream.*.first_at_most(x)",
        unit: "office hours",
        better: Better::Lower,
        help: "until the stock is first at most x",
        read: |tally, subject| Reading::Number(tally.passage(subject.index, subject.level)),
    },
];
