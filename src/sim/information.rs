//! Information as a level: some cases skip the stages that only gather information, at a price.

use super::world::World;
use crate::{
    model::stage::Next,
    observe::observation::{Closing, Observer},
};

impl<O: Observer> World<'_, O> {
    /// From `stage` to `next`, a stage of information that can be skipped; past it, what it would have been worth is
    /// missing in the decision.
    #[inline(never)]
    pub(super) fn seek(&mut self, case: u32, stage: usize, next: usize) {
        let set = self.set;
        let mut to = Next::Stage(next);
        // A case that skips goes on from there, at once, and may skip again.
        while let Next::Stage(at) = to {
            let Some(rule) = &set.stages[at].information else { break };
            let record = &self.cases[case as usize];
            let keys = &self.luck.stages[at * self.blueprint.stream_count() + usize::from(record.stream)];
            // The visit that it is, if it goes.
            let place = case as usize * self.blueprint.stage_count() + at;
            let visit = if set.stages[at].is_revisited { u64::from(self.visits[place]) } else { 0 };
            if keys.skip.draws(record.number, visit).uniform() < rule.level {
                break;
            }
            to = set.stages[at].routes[usize::from(record.class)]
                .next(|| keys.route.draws(record.number, visit).uniform());
            if set.stages[at].is_revisited {
                self.visits[place] += 1;
            }
            self.note_skip(case, rule);
        }
        let rule = &set.stages[stage];
        match (to, &rule.delay_after) {
            (Next::Decided, _) => self.close_case(case, Closing::Decided),
            (Next::Closed, _) => self.close_case(case, Closing::Closed),
            (Next::Stage(to), None) => self.join(case, to),
            (Next::Stage(to), Some(law)) => {
                let record = &mut self.cases[case as usize];
                let keys = &self.luck.stages[stage * self.blueprint.stream_count() + usize::from(record.stream)];
                let days = law.sample(&mut keys.delay.draws(record.number, u64::from(record.visit)));
                record.stage = to as u16;
                self.delay(case, days, stage, false);
            }
        }
    }
}
