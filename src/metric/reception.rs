//! Measures of reception.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "reception.people",
        unit: "people",
        better: Better::Lower,
        help: "people in reception, average of the nights since the warm-up",
        read: |tally, _| Reading::Number(tally.reception.nights as f64 / tally.reception.days as f64),
    },
    Metric {
        path: "reception.people_decided",
        unit: "people",
        better: Better::Lower,
        help: "those of them who have had their decision and wait for a house or their departure",
        read: |tally, _| Reading::Number(tally.reception.decided as f64 / tally.reception.days as f64),
    },
    Metric {
        path: "reception.person_days",
        unit: "person-days",
        better: Better::Lower,
        help: "nights in reception since the warm-up",
        read: |tally, _| Reading::Number(tally.reception.nights as f64),
    },
    Metric {
        path: "reception.emergency_days",
        unit: "person-days",
        better: Better::Lower,
        help: "those of them in emergency places",
        read: |tally, _| Reading::Number(tally.reception.emergency as f64),
    },
];
