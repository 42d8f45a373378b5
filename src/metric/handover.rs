//! Measures of files that change hands.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "stream.*.handovers",
        unit: "times",
        better: Better::Lower,
        help: "how often another worker than the last one took a file up, sign-offs apart, since the warm-up",
        read: |tally, subject| Reading::Number(tally.streams[subject.index].handovers as f64),
    },
    Metric {
        path: "stream.*.site_handovers",
        unit: "times",
        better: Better::Lower,
        help: "of these, how often the last one sat at another site",
        read: |tally, subject| Reading::Number(tally.streams[subject.index].site_handovers as f64),
    },
];
