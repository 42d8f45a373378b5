//! Measures of supervision.

use super::{Better, Metric, Reading};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "supervision.wait_hours",
        unit: "office hours",
        better: Better::Lower,
        help: "from a question to the beginning of its answer",
        read: |tally, _| Reading::Times(&tally.supervision.waits),
    },
    Metric {
        path: "supervision.utilisation",
        unit: "share",
        better: Better::Lower,
        help: "share of the time of supervisors present that goes to answers and coaching",
        read: |tally, _| {
            let span = (tally.ended_at.0 - tally.measured_from.0) as f64;
            let present = tally.supervision.supervisors.mean(tally.measured_from, tally.ended_at) * span;
            Reading::Number(tally.supervision.busy_time as f64 / present)
        },
    },
    Metric {
        path: "supervision.asking",
        unit: "trainees",
        better: Better::Lower,
        help: "trainees with an open question, waiting or being answered, average through time",
        read: |tally, _| Reading::Number(tally.supervision.asking.mean(tally.measured_from, tally.ended_at)),
    },
    Metric {
        path: "supervision.working",
        unit: "trainees",
        better: Better::Higher,
        help: "trainees in practice and present without an open question, average through time",
        read: |tally, _| {
            let mean = |level: &crate::observe::tally::Level| level.mean(tally.measured_from, tally.ended_at);
            Reading::Number(mean(&tally.supervision.trainees) - mean(&tally.supervision.asking))
        },
    },
    Metric {
        path: "supervision.answered_share",
        unit: "share",
        better: Better::Higher,
        help: "of all questions, those that were answered",
        read: |tally, _| {
            let answered = tally.supervision.answered as f64;
            Reading::Number(answered / (answered + tally.supervision.abandoned as f64))
        },
    },
    Metric {
        path: "supervision.coaching_given_share",
        unit: "share",
        better: Better::Higher,
        help: "of the coaching hours planned, those that were given",
        read: |tally, _| {
            Reading::Number(tally.supervision.coaching_given as f64 / tally.supervision.coaching_planned as f64)
        },
    },
    Metric {
        path: "span",
        unit: "trainees per supervisor",
        better: Better::Lower,
        help: "real span, average over the time with trainees and supervisors",
        read: |tally, _| Reading::Number(tally.supervision.span_area / tally.supervision.span_time as f64),
    },
];
