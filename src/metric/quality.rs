//! Measures of decisions: granted or refused, right or wrong.
//!
//! How many are wrong follows from the error rates that the scenario states: these measures compare plans, they count
//! nothing that anybody has seen.

use super::{Better, Metric, Reading};
use crate::observe::tally::DecisionTally;

fn share(part: u64, of: u64) -> Reading<'static> {
    Reading::Number(part as f64 / of as f64)
}

fn error_risk(decisions: &DecisionTally) -> Reading<'static> {
    share(decisions.wrong(), decisions.all())
}

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "quality.error_risk",
        unit: "share",
        better: Better::Lower,
        help: "of all decisions, those that are wrong if the stated error rates hold",
        read: |tally, _| error_risk(&tally.decisions()),
    },
    Metric {
        path: "quality.grants.error_risk",
        unit: "share",
        better: Better::Lower,
        help: "of all grants, those that are wrong if the stated error rates hold; they never come back",
        read: |tally, _| {
            let decisions = tally.decisions();
            share(decisions.counts[1][1], decisions.granted())
        },
    },
    Metric {
        path: "quality.refusals.error_risk",
        unit: "share",
        better: Better::Lower,
        help: "of all refusals, those that are wrong if the stated error rates hold",
        read: |tally, _| {
            let decisions = tally.decisions();
            share(decisions.counts[0][1], decisions.all() - decisions.granted())
        },
    },
    Metric {
        path: "quality.granted_share",
        unit: "share",
        better: Better::Neither,
        help: "of all decisions, those that grant what was asked for",
        read: |tally, _| {
            let decisions = tally.decisions();
            share(decisions.granted(), decisions.all())
        },
    },
    Metric {
        path: "quality.found_share",
        unit: "share",
        better: Better::Higher,
        help: "of the wrong drafts that a sign-off saw, those that it sent back, if the stated rates hold",
        read: |tally, _| {
            let decisions = tally.decisions();
            share(decisions.returned[1], decisions.checked[1])
        },
    },
    Metric {
        path: "quality.below_senior_share",
        unit: "share",
        better: Better::Lower,
        help: "of all decisions, those of which somebody below a senior had the last word",
        read: |tally, _| {
            let decisions = tally.decisions();
            share(decisions.below_senior, decisions.all())
        },
    },
    Metric {
        path: "stream.*.error_risk",
        unit: "share",
        better: Better::Lower,
        help: "of the decisions of a stream, those that are wrong if the stated error rates hold",
        read: |tally, subject| error_risk(&tally.streams[subject.index].decisions),
    },
];

pub(super) const APPEALS: &[Metric] = &[
    Metric {
        path: "stream.*.appealed",
        unit: "cases",
        better: Better::Lower,
        help: "decisions under which an appeal was lodged since the warm-up",
        read: |tally, subject| Reading::Number(tally.streams[subject.index].appealed as f64),
    },
    Metric {
        path: "stream.*.upheld_share",
        unit: "share",
        better: Better::Lower,
        help: "of the appeals that courts decided since the warm-up, those upheld",
        read: |tally, subject| {
            let stream = &tally.streams[subject.index];
            share(stream.upheld, stream.upheld + stream.dismissed)
        },
    },
    Metric {
        path: "stream.*.remanded",
        unit: "cases",
        better: Better::Lower,
        help: "cases that came back from a court into this stream since the warm-up",
        read: |tally, subject| Reading::Number(tally.streams[subject.index].remanded as f64),
    },
    Metric {
        path: "stream.*.decided_again",
        unit: "cases",
        better: Better::Neither,
        help: "decisions after a court had sent the case back, since the warm-up; `decided` counts first ones",
        read: |tally, subject| Reading::Number(tally.streams[subject.index].decided_again as f64),
    },
    Metric {
        path: "stream.*.at_court",
        unit: "cases",
        better: Better::Lower,
        help: "closed and under appeal at the end of the run",
        read: |tally, subject| Reading::Number(tally.final_gauges.at_court[subject.index] as f64),
    },
    Metric {
        path: "stream.*.latent_rework",
        unit: "cases",
        better: Better::Lower,
        help: "under appeal at the end of the run and on the way back: work that the run did not see",
        read: |tally, subject| Reading::Number(tally.final_gauges.latent[subject.index] as f64),
    },
];

pub(super) const MEASURING: &[Metric] = &[
    Metric {
        path: "quality.measured_score",
        unit: "share",
        better: Better::Higher,
        help: "of the decisions looked at again, those without a fault found; mean of the quarters measured",
        read: |tally, _| Reading::Number(tally.quality.scores / tally.quality.measured as f64),
    },
    Metric {
        path: "quality.measured_quarters_share",
        unit: "share",
        better: Better::Higher,
        help: "of the calendar quarters with decisions, those in which quality was measured",
        read: |tally, _| share(tally.quality.measured, tally.quality.quarters),
    },
    Metric {
        path: "quality.seen_below_norm_share",
        unit: "share",
        better: Better::Lower,
        help: "of the quarters measured, those with a measured score below the norm",
        read: |tally, _| share(tally.quality.seen_below, tally.quality.measured),
    },
    Metric {
        path: "quality.truly_below_norm_share",
        unit: "share",
        better: Better::Lower,
        help: "of the quarters measured, those below the norm if the stated error rates hold",
        read: |tally, _| share(tally.quality.truly_below, tally.quality.measured),
    },
];
