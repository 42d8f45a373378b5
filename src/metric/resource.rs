//! Measures of rooms and interpreters.

use super::{Better, Metric, Reading};
use crate::time::TICKS_PER_HOUR;

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "resource.*.utilisation",
        unit: "share",
        better: Better::Neither,
        help: "of the hours that all of them offer, those in which they are in use",
        read: |tally, subject| {
            let resource = &tally.resources[subject.index];
            Reading::Number(resource.in_use.sum(tally.ended_at) as f64 / resource.capacity.sum(tally.ended_at) as f64)
        },
    },
    Metric {
        path: "resource.*.in_use",
        unit: "rooms or people",
        better: Better::Neither,
        help: "so many are in use, average through time",
        read: |tally, subject| {
            Reading::Number(tally.resources[subject.index].in_use.mean(tally.measured_from, tally.ended_at))
        },
    },
    Metric {
        path: "resource.*.wait_hours",
        unit: "office hours",
        better: Better::Lower,
        help: "hours that cases wait at stages that use it while none is free, for each time that one is taken",
        read: |tally, subject| {
            let resource = &tally.resources[subject.index];
            let waited = resource.waiting.sum(tally.ended_at) as f64 / TICKS_PER_HOUR as f64;
            Reading::Number(waited / resource.taken as f64)
        },
    },
];
