//! Files: who worked on a case last, whose it is, and where it lies.
//!
//! Whoever takes a file up after somebody else reads in. Where a stage has owners, a case comes back to the worker who
//! took it first, who has at most so many cases at one time (RULES 4); when the owner is gone, whoever takes it up owns
//! it. A file that lies at a site where nobody may do the next stage travels first.

use super::{
    case::{NONE, Place},
    event::{Event, Kind, Rank},
    worker::Doing,
    world::World,
};
use crate::{
    blueprint::{Blueprint, StageKind},
    calendar::{Moment, TICKS_PER_DAY},
    model::site::Hands,
    observe::observation::{Observation, Observer},
};

#[derive(Default)]
pub(super) struct Files {
    /// Whether it matters to anything who had a file.
    pub(super) is_used: bool,
    /// Cases that a worker owns.
    load: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct File {
    /// Who worked on it last, sign-offs apart.
    last: u32,
    owner: u32,
    /// Events with another token are dead; it never goes back, also when the record is used again.
    token: u32,
}

pub(super) const UNTOUCHED: File = File { last: NONE, owner: NONE, token: 0 };

impl Files {
    pub(super) fn new(blueprint: &Blueprint) -> Self {
        Files { is_used: blueprint.follows_files, load: Vec::new() }
    }

    fn load_of(&mut self, worker: u32) -> &mut u32 {
        if self.load.len() <= worker as usize {
            self.load.resize(worker as usize + 1, 0);
        }
        &mut self.load[worker as usize]
    }
}

impl<O: Observer> World<'_, O> {
    fn file(&mut self, case: u32) -> &mut File {
        &mut self.extras[case as usize].file
    }

    fn give_file(&mut self, case: u32, worker: u32) {
        let before = std::mem::replace(&mut self.file(case).owner, worker);
        if before != NONE {
            *self.files.load_of(before) -= 1;
        }
        if worker != NONE {
            *self.files.load_of(worker) += 1;
        }
    }

    /// Whether a worker has as many cases of their own as allowed, so that a new one of this stage is not for them.
    #[inline]
    pub(super) fn is_at_limit(&self, worker: u32, stage: usize) -> bool {
        if !self.uses_files() || !self.set.stages[stage].has_owners {
            return false;
        }
        let limit = self.set.pools[usize::from(self.workers[worker as usize].pool)].caseload_at_most;
        limit.is_some_and(|most| self.files.load.get(worker as usize).copied().unwrap_or(0) >= most)
    }

    /// As [`World::idle_taker`], of those who may take one case more.
    pub(super) fn idle_taker_below_limit(&self, lane: usize) -> Option<u32> {
        let set = self.set;
        let stage = self.stage_of(lane);
        set.takers[lane].by_grade.iter().find_map(|crews| {
            let idle = crews.iter().flat_map(|&crew| self.idle[crew].waiting(&self.workers));
            idle.filter(|&one| !self.is_at_limit(one, stage)).min_by_key(|&one| (self.workers[one as usize].since, one))
        })
    }

    /// Whether the file of a case that comes to this lane has to travel first; then it is on its way.
    pub(super) fn sends_file(&mut self, case: u32, lane: usize) -> bool {
        let set = self.set;
        let record = &self.cases[case as usize];
        let stage = usize::from(record.stage);
        let Some(law) = &set.stages[stage].transfer_days else { return false };
        let last = self.extras[case as usize].file.last;
        if last == NONE || self.can_be_done_where(last, lane) {
            return false;
        }
        let keys = &self.luck.stages[lane % self.blueprint.lanes_a_level()];
        let days = law.sample(&mut keys.transfer.draws(record.number, u64::from(record.visit)));
        let calendar = &self.blueprint.calendar;
        let arrives = self.moment().0 + (days * TICKS_PER_DAY as f64).round() as i64;
        let at = calendar.office_at(Moment(arrives)).max(self.now);
        self.cases[case as usize].place = Place::Delayed;
        let token = self.file(case).token;
        self.schedule(at, Rank::Delay, Event::new(Kind::FileArrives, case, token));
        true
    }

    /// Whether somebody at the site of this worker may take cases of this lane.
    fn can_be_done_where(&self, worker: u32, lane: usize) -> bool {
        let Some(site) = self.site_of(worker) else { return true };
        let crews = self.set.takers[lane].by_grade.iter().flatten();
        crews.map(|&crew| self.set.pools[self.blueprint.crews[crew].pool].site).any(|of| of.is_none_or(|of| of == site))
    }

    pub(super) fn file_arrives(&mut self, case: u32, token: u32) {
        if self.file(case).token == token {
            self.cases[case as usize].joined = self.now;
            let lane = self.lane_of(case);
            self.admit(case, lane);
        }
    }

    /// To its owner, where the stage has owners and this one is there; whether it went.
    pub(super) fn bring_to_owner(&mut self, case: u32, lane: usize) -> bool {
        if !self.set.stages[self.stage_of(lane)].has_owners {
            return false;
        }
        let owner = self.file(case).owner;
        if owner == NONE {
            return false;
        }
        let crew = usize::from(self.workers[owner as usize].crew);
        let may = self.set.picks[crew].iter().any(|group| group.lanes.contains(&(lane as u32)));
        if !may || self.is_out(owner) {
            self.give_file(case, NONE);
            self.cases[case as usize].needs_handover = true;
            return false;
        }
        if self.workers[owner as usize].doing == Doing::Idle {
            if !self.is_barred(lane) {
                self.wake(owner);
                self.take(owner, case, false);
                return true;
            }
            self.book(owner);
        }
        self.put_in_tray(case, owner);
        true
    }

    /// The first case in a person's own tray that can be taken up now.
    pub(super) fn next_of_own(&self, person: usize) -> Option<usize> {
        self.persons[person].tray.iter().position(|&case| !self.lacks_room_for(case))
    }

    /// Whether the case lacks a room now; what comes back for rework needs none.
    fn lacks_room_for(&self, case: u32) -> bool {
        let record = &self.cases[case as usize];
        !record.is_rework && self.uses_rooms() && self.resources.is_short(usize::from(record.stage))
    }

    /// A worker takes a file up: the hours of reading in.
    pub(super) fn take_file(&mut self, worker: u32, case: u32, took_over: bool) -> f64 {
        let set = self.set;
        let record = &self.cases[case as usize];
        let (stage, stream) = (usize::from(record.stage), usize::from(record.stream));
        let rule = &set.stages[stage];
        if matches!(rule.kind, StageKind::SignOff { .. }) {
            if took_over {
                self.read_in_hastily(case, stage);
                return rule.reading_in.handover_hours;
            }
            return 0.0;
        }
        let last = std::mem::replace(&mut self.file(case).last, worker);
        let are_new = last != NONE && last != worker;
        let are_elsewhere = are_new && self.site_of(last) != self.site_of(worker);
        if are_new {
            self.observer.see(self.now, &Observation::ChangedHands { stream, are_elsewhere });
        }
        if rule.has_owners && self.file(case).owner != worker {
            self.give_file(case, worker);
        }
        if took_over || are_new {
            self.read_in_hastily(case, stage);
        }
        rule.reading_in.hours(Hands { are_new, are_elsewhere, took_over })
    }

    /// A case leaves: its owner may take another one.
    pub(super) fn close_file(&mut self, case: u32) {
        self.give_file(case, NONE);
        let file = self.file(case);
        file.last = NONE;
        file.token = file.token.wrapping_add(1);
        self.look_again_if_wanted();
    }

    /// # Panics
    /// When the cases of an owner are not as many as counted.
    pub(super) fn audit_files(&self) {
        let mut load = vec![0; self.files.load.len()];
        for (case, file) in
            self.extras.iter().map(|extra| extra.file).enumerate().filter(|(_, file)| file.owner != NONE)
        {
            assert_ne!(self.cases[case].place, Place::Nowhere, "a closed case has no owner");
            load[file.owner as usize] += 1;
        }
        assert_eq!(load, self.files.load, "the cases of every owner are counted");
        // A limit that was lowered is kept to as cases close; so is that of a pool that somebody moves to.
        let is_fixed = self.blueprint.every_settings().count() == 1 && self.blueprint.triggers.is_empty();
        for (worker, &load) in load.iter().enumerate().filter(|_| is_fixed) {
            let most = self.set.pools[usize::from(self.workers[worker].pool)].caseload_at_most;
            assert!(most.is_none_or(|most| load <= most), "nobody owns more cases than allowed");
        }
    }
}
