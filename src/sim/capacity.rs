//! Queues that are full: what comes is turned away, or waits outside until there is room (an intake stop).
//!
//! Who waits outside does so in the order of coming, whatever stream or discipline: the queue's own order begins inside.
//! A case that an idle worker may take at once needs no place. Returned drafts and interrupted cases keep theirs, and so
//! does the stock at the start.

use super::{case::Place, lane::Lane, world::World};
use crate::{
    blueprint::{Blueprint, Room},
    model::stage::WhenFull,
    observe::observation::{Closing, Observation, Observer},
    time::SimTime,
};

#[derive(Default)]
pub(super) struct Holding {
    /// Cases outside, at all stages.
    pub(super) count: u64,
    /// By stage, those outside in the order of coming; empty where no queue of any era can be full.
    pub(super) outside: Vec<Lane>,
    /// Since when each case record is held.
    since: Vec<SimTime>,
}

impl Holding {
    pub(super) fn new(blueprint: &Blueprint) -> Self {
        let is_used = blueprint.every_settings().any(|era| era.stages.iter().any(|stage| stage.room.is_some()));
        let stages = if is_used { blueprint.stage_count() } else { 0 };
        Holding { outside: (0..stages).map(|_| Lane::new(true)).collect(), ..Holding::default() }
    }
}

impl<O: Observer> World<'_, O> {
    /// To an idle worker who may do it, else into the queue if there is room.
    #[inline(never)]
    pub(super) fn offer_within(&mut self, case: u32, lane: usize, room: Room) {
        let stage = usize::from(self.cases[case as usize].stage);
        if self.is_taken_at_once(case, lane) {
            return;
        }
        if self.gauges.queue[stage] < room.places || !self.is_open {
            return self.stand(case, lane);
        }
        match room.when_full {
            WhenFull::Lost => self.close_case(case, Closing::Lost),
            WhenFull::Hold => self.hold(case, stage),
        }
    }

    fn hold(&mut self, case: u32, stage: usize) {
        self.joinings += 1;
        self.holding.count += 1;
        self.holding.outside[stage].push(self.joinings, case, 0);
        self.gauges.held[stage] += 1;
        if self.holding.since.len() <= case as usize {
            self.holding.since.resize(self.cases.len(), self.now);
        }
        self.holding.since[case as usize] = self.now;
        self.cases[case as usize].place = Place::Held;
        self.observer.see(self.now, &Observation::Held { stage });
        self.waits_in_queue(case);
    }

    /// It no longer waits outside, whatever it does now.
    pub(super) fn unhold(&mut self, case: u32, stage: usize) {
        self.holding.count -= 1;
        self.gauges.held[stage] -= 1;
        let since = self.holding.since[case as usize];
        self.observer.see(self.now, &Observation::Unheld { stage, since });
    }

    /// A place in the queue of a stage is free: if any case waits outside one it is let in.
    #[inline(always)]
    pub(super) fn place_is_free(&mut self, stage: usize) {
        if self.holds_any() {
            self.let_in(stage);
        }
        if self.has_limits() {
            self.reopens(stage);
        }
    }

    /// Whoever waits outside comes in as far as there is room.
    #[inline(never)]
    pub(super) fn let_in(&mut self, stage: usize) {
        let places = self.set.stages[stage].room.map_or(u64::MAX, |room| room.places);
        while self.gauges.queue[stage] < places {
            let Some(case) = self.holding.outside[stage].pop() else { return };
            self.bury_outside(stage);
            self.comes_in(case, stage);
            let lane = self.lane_of(case);
            self.offer(case, lane);
        }
    }

    fn comes_in(&mut self, case: u32, stage: usize) {
        self.unhold(case, stage);
        self.keeps_patience(case);
        self.cases[case as usize].joined = self.now;
    }

    /// The first case outside that the worker may take; it has come in.
    pub(super) fn take_from_outside(&mut self, worker: u32) -> Option<u32> {
        let set = self.set;
        let crew = usize::from(self.workers[worker as usize].crew);
        for group in &set.picks[crew] {
            let stage = group.stage;
            if self.gauges.held[stage] == 0 || self.is_stage_closed(stage) || self.is_at_limit(worker, stage) {
                continue;
            }
            let found = self.holding.outside[stage].cases().into_iter().map(|(case, _)| case).find(|&case| {
                self.cases[case as usize].place == Place::Held && group.lanes.contains(&(self.lane_of(case) as u32))
            });
            if let Some(case) = found {
                self.holding.outside[stage].remove(case);
                self.bury_outside(stage);
                self.comes_in(case, stage);
                return Some(case);
            }
        }
        None
    }

    pub(super) fn bury_outside(&mut self, stage: usize) {
        if !self.holding.outside[stage].has_abandoned() {
            return;
        }
        let cases = &self.cases;
        let buried = self.holding.outside[stage].bury(|case, _| cases[case as usize].place == Place::GivenUp);
        for (case, _) in buried {
            self.forget(case);
        }
    }

    /// A change of the plan may have made room, or given somebody idle the right to a case outside.
    pub(super) fn make_room(&mut self) {
        if self.holding.count == 0 {
            return;
        }
        for stage in 0..self.blueprint.stage_count() {
            self.let_in(stage);
        }
    }
}
