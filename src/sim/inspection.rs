//! Quality as it is measured beside quality as it is: by calendar quarter.
//!
//! Every decision gets a lot; those with the lowest lots of the quarter are looked at again. So the sample does not depend
//! on how many decisions there will be, and a decision keeps its lot in every plan that is compared.

use std::collections::BinaryHeap;

use super::{
    event::{Event, Kind, Rank},
    world::World,
};
use crate::{
    model::quality::{errors::Outcome, measuring::Score},
    observe::{
        gauges::QualityGauge,
        observation::{Observation, Observer},
    },
};

/// The running quarter.
#[derive(Default)]
pub(super) struct Quarter {
    decisions: u64,
    right: u64,
    /// The lowest lots so far, with what tells equal ones apart, and whether a fault is found.
    sample: BinaryHeap<(u64, u64, bool)>,
}

impl<O: Observer> World<'_, O> {
    pub(super) fn count_decision(&mut self, case: u32, outcome: Outcome) {
        let (lane, number, visit) = self.draft_address(case);
        let rule = self.set.decisions.measuring;
        let quarter = &mut self.decisions.quarter;
        quarter.decisions += 1;
        quarter.right += u64::from(!outcome.wrong);
        let Some(rule) = rule else { return };
        let keys = &self.luck.stages[lane];
        let lot = (keys.lot.draws(number, visit).uniform() * (1u64 << 53) as f64) as u64;
        let is_full = quarter.sample.len() >= rule.per_quarter as usize;
        if is_full && quarter.sample.peek().is_some_and(|(highest, ..)| *highest <= lot) {
            return;
        }
        if is_full {
            quarter.sample.pop();
        }
        let is_noticed = outcome.wrong && keys.inspection.draws(number, visit).uniform() < rule.detection;
        quarter.sample.push((lot, number, is_noticed));
    }

    pub(super) fn end_quarter(&mut self, index: usize) {
        let quarter = std::mem::take(&mut self.decisions.quarter);
        let faults = quarter.sample.iter().filter(|(.., is_noticed)| *is_noticed).count() as u64;
        let measured = Score::of(faults, quarter.sample.len() as u64);
        let (right, decisions) = (quarter.right, quarter.decisions);
        self.gauges.quality = QualityGauge { true_share: right as f64 / decisions as f64, measured };
        let norm = self.set.decisions.measuring.map(|rule| rule.norm);
        self.observer.see(self.now, &Observation::Quarter { right, decisions, measured, norm });
        if let Some(&next) = self.blueprint.quarters.get(index + 1) {
            self.schedule(next, Rank::Read, Event::new(Kind::Quarter, index as u32 + 1, 0));
        }
    }
}
