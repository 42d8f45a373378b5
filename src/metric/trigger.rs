//! Measures of levers that wait for a figure.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "trigger.*.fired",
        unit: "times",
        better: Better::Neither,
        help: "times that the trigger acted, since the warm-up",
        read: |tally, subject| Reading::Number(tally.triggers[subject.index].fired as f64),
    },
    Metric {
        path: "trigger.*.ever_share",
        unit: "share",
        better: Better::Neither,
        help: "whether it ever acted: over replications, the share in which it did",
        read: |tally, subject| Reading::Number(f64::from(u8::from(tally.triggers[subject.index].first_day.is_some()))),
    },
    Metric {
        path: "trigger.*.first_day",
        unit: "calendar days",
        better: Better::Neither,
        help: "from the start to the first time that it acted; no number where it never did",
        read: |tally, subject| Reading::Number(tally.triggers[subject.index].first_day.unwrap_or(f64::NAN)),
    },
    Metric {
        path: "trigger.*.hired",
        unit: "people",
        better: Better::Lower,
        help: "people that it ordered, since the warm-up, also those who come after the end",
        read: |tally, subject| Reading::Number(tally.triggers[subject.index].hired as f64),
    },
    Metric {
        path: "trigger.*.in_force_share",
        unit: "share",
        better: Better::Neither,
        help: "share of the time in which what it changes is in force",
        read: |tally, subject| {
            let in_force = &tally.triggers[subject.index].in_force;
            Reading::Number(in_force.mean(tally.measured_from, tally.ended_at))
        },
    },
];
