//! Measures of planned slots.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "stage.*.slots_lost_applicant",
        unit: "slots",
        better: Better::Lower,
        help: "slots to which the applicant did not come, since the warm-up",
        read: |tally, subject| Reading::Number(tally.stages[subject.index].slots_lost_applicant as f64),
    },
    Metric {
        path: "stage.*.slots_lost_office",
        unit: "slots",
        better: Better::Lower,
        help: "slots that no worker or no room could take up in time, since the warm-up",
        read: |tally, subject| Reading::Number(tally.stages[subject.index].slots_lost_office as f64),
    },
    Metric {
        path: "stage.*.slots_lost_share",
        unit: "share",
        better: Better::Lower,
        help: "of the slots that were used or lost, those that were lost",
        read: |tally, subject| {
            let stage = &tally.stages[subject.index];
            let lost = (stage.slots_lost_applicant + stage.slots_lost_office) as f64;
            Reading::Number(lost / (lost + stage.started as f64))
        },
    },
];
