//! Useful other work of those who find no case: in blocks that nothing interrupts, so that whoever comes meanwhile waits.

use super::{
    event::{Event, Kind, Rank},
    worker::Doing,
    world::World,
};
use crate::{
    blueprint::Blueprint,
    observe::observation::Observer,
    random::{Key, Source},
    time::{TICKS_PER_HOUR, Ticks},
};

#[derive(Default)]
pub(super) struct OtherWork {
    pub(super) is_used: bool,
    /// As persons' keys: by pool, cohort, then whom triggers hire; entity = ordinal, visit = number of the block.
    keys: Vec<Key>,
    /// Blocks begun so far, by worker.
    blocks: Vec<u64>,
}

impl OtherWork {
    pub(super) fn new(blueprint: &Blueprint, source: Source) -> Self {
        if blueprint.every_settings().all(|era| era.pools.iter().all(|pool| pool.other_work.is_none())) {
            return OtherWork::default();
        }
        let pools = blueprint.names.pools.iter().map(|pool| format!("pool {pool}"));
        let cohorts = blueprint.names.cohorts.iter().map(|cohort| format!("cohort {cohort}"));
        let all = pools.chain(cohorts).chain(blueprint.hires.iter().cloned());
        let keys = all.map(|name| source.key(&name, "other-work")).collect();
        OtherWork { is_used: true, keys, blocks: Vec::new() }
    }
}

impl<O: Observer> World<'_, O> {
    /// Begins a block, if the worker's pool has other work; whether it does.
    pub(super) fn begins_other_work(&mut self, worker: u32) -> bool {
        let set = self.set;
        let record = &self.workers[worker as usize];
        let Some(other) = &set.pools[usize::from(record.pool)].other_work else { return false };
        let person = &self.persons[record.person as usize];
        let others = &mut self.others;
        if others.blocks.len() <= worker as usize {
            others.blocks.resize(self.workers.len(), 0);
        }
        let block = &mut others.blocks[worker as usize];
        let mut draws = others.keys[person.kin as usize].draws(u64::from(person.ordinal), *block);
        *block += 1;
        // At least a tick: a block of nothing would never end.
        let span = Ticks(Ticks::nearest(other.block.sample(&mut draws) * TICKS_PER_HOUR as f64).0.max(1));
        let record = &mut self.workers[worker as usize];
        record.doing = Doing::OtherWork;
        record.since = self.now;
        record.booked = self.now;
        let token = record.token;
        self.schedule(self.now + span, Rank::Work, Event::new(Kind::WorkDone, worker, token));
        true
    }
}
