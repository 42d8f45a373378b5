//! Cases that interrupt others: preemptive-resume priority between streams.

use super::{
    case::{NONE, Place},
    worker::Doing,
    world::World,
};
use crate::observe::observation::Observer;

impl<O: Observer> World<'_, O> {
    /// Takes a worker off a case that goes later and gives him this one; whether there is such a worker.
    ///
    /// Of those who may do it the one at the least urgent case, then the one who began last, then the lowest number. The
    /// other case goes back to the front of its queue with the effort that is left.
    #[inline(never)]
    pub(super) fn interrupts(&mut self, case: u32, lane: usize) -> bool {
        let streams = &self.blueprint.streams;
        let own = &streams[usize::from(self.cases[case as usize].stream)];
        if !own.preempts || self.is_barred(lane) {
            return false;
        }
        let takers = &self.set.takers[lane];
        let may = |crew: u16| takers.by_grade.iter().any(|crews| crews.contains(&usize::from(crew)));
        let urgency = |worker: u32| {
            let record = &self.workers[worker as usize];
            let is_at_work = matches!(record.doing, Doing::Working | Doing::SettlingIn) && record.has_task();
            if !is_at_work || record.pace <= 0.0 || !may(record.crew) || self.is_at_limit(worker, self.stage_of(lane)) {
                return None;
            }
            let task = &self.cases[record.task as usize];
            let level = streams[usize::from(task.stream)].priority;
            let may_be = self.set.stages[usize::from(task.stage)].interruptible && level > own.priority;
            may_be.then_some((level, record.since, std::cmp::Reverse(worker)))
        };
        let Some((.., std::cmp::Reverse(worker))) = (0..self.workers.len() as u32).filter_map(urgency).max() else {
            return false;
        };
        self.lay_aside(worker);
        if self.uses_rooms() {
            self.give_back_rooms(worker);
        }
        let record = &mut self.workers[worker as usize];
        let other = std::mem::replace(&mut record.task, NONE);
        record.asks_at_end = false;
        debug_assert_eq!(self.cases[other as usize].place, Place::InHand);
        self.cases[other as usize].needs_handover = true;
        self.take(worker, case, false);
        self.put_back(other);
        true
    }
}
