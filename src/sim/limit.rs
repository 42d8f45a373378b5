//! Stages that stop for the next one: `wip_max` keeps preparation from running ahead of the decision (RULES 4).
//!
//! Nobody takes up a case at a stage while a stage to which it leads directly has as many waiting as it may. What is in hand
//! is finished, and returned drafts go on: only new work stops.

use super::world::World;
use crate::observe::observation::Observer;

impl<O: Observer> World<'_, O> {
    /// Whether no case of this stage may be taken up now.
    #[inline(always)]
    pub(super) fn is_stopped(&self, stage: usize) -> bool {
        self.has_limits() && self.next_is_full(stage)
    }

    #[inline(never)]
    pub(super) fn next_is_full(&self, stage: usize) -> bool {
        let stages = &self.set.stages;
        stages[stage].feeds.iter().any(|&next| self.gauges.queue[next] >= stages[next].wip_max)
    }

    /// One fewer waits at a stage: when that makes room, the idle take up what leads there.
    #[inline(never)]
    pub(super) fn reopens(&mut self, stage: usize) {
        let set = self.set;
        if self.gauges.queue[stage] + 1 != set.stages[stage].wip_max {
            return;
        }
        for &before in &set.stages[stage].fed_by {
            for lane in self.blueprint.lanes_of(before) {
                while self.lanes[lane].len() as u64 + self.gauges.held[before] > 0
                    && let Some(worker) = self.idle_taker(lane)
                {
                    self.wake(worker);
                    self.find_work(worker);
                    if self.workers[worker as usize].doing == super::worker::Doing::Idle {
                        // What is outside is not for this crew.
                        break;
                    }
                }
            }
        }
    }
}
