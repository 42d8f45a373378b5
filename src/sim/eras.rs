//! Eras: what a change of the plan does to the people who are there, and headcounts that change.

use super::{
    event::{Event, Kind, Rank},
    staffing::spread,
    worker::{Doing, NO_STREAM},
    world::World,
};
use crate::{blueprint::Settings, observe::observation::Observer};

/// A fraction of the plastic number spreads reservations evenly over ordinals, apart from the spread of grades.
const RESERVE_STEP: f64 = 0.754_877_666_246_692_8;

impl<'a, O: Observer> World<'a, O> {
    /// The next change of the plan takes effect.
    pub(super) fn enter_era(&mut self, era: usize) {
        if let Some(next) = self.blueprint.eras.get(era + 1) {
            self.schedule(next.at, Rank::Era, Event::new(Kind::Era, era as u32 + 1, 0));
        }
        self.policy.era = era;
        self.change_settings();
    }

    /// The settings of the era, with what triggers lay over them, take the place of those in force.
    pub(super) fn change_settings(&mut self) {
        self.book_everybody();
        self.pay_overtime_of_all();
        self.pay_other_heads();
        let blueprint = self.blueprint;
        let before = self.set;
        self.set = blueprint.settings(self.policy.era, self.policy.overlays);
        for pool in 0..blueprint.pool_count() {
            let (old, new) = (before.pools[pool].headcount, self.set.pools[pool].headcount);
            for _ in old..new {
                self.hire_experienced(pool);
            }
            if old > new {
                self.cut(pool, (old - new) as usize);
            }
            self.other_heads[pool] = (self.set.pools[pool].other_heads, self.now);
        }
        self.change_hazards(before);
        let is_reserved_anew =
            (0..blueprint.pool_count()).any(|pool| before.pools[pool].reserved != self.set.pools[pool].reserved);
        if is_reserved_anew {
            self.reserve();
        }
        self.change_capacities();
        self.make_room();
        self.seek_work();
    }

    /// Rights or staff have changed: those without work look for it.
    pub(super) fn seek_work(&mut self) {
        // Longest idle first; who finds nothing stays where he was.
        let mut idle: Vec<u32> =
            (0..self.workers.len() as u32).filter(|&one| self.workers[one as usize].doing == Doing::Idle).collect();
        idle.sort_by_key(|&one| (self.workers[one as usize].since, one));
        for worker in idle {
            let crew = usize::from(self.workers[worker as usize].crew);
            let set = self.set;
            let mut lanes = set.picks[crew].iter().flat_map(|group| &group.lanes);
            let is_open = |&lane: &u32| self.lanes[lane as usize].len() > 0 && !self.is_barred(lane as usize);
            if lanes.any(is_open) || self.holds_any() {
                self.wake(worker);
                self.find_work(worker);
            }
        }
        // Supervisors who are dedicated no longer take up cases.
        for worker in 0..self.workers.len() as u32 {
            if self.workers[worker as usize].doing == Doing::StandingBy {
                self.find_work(worker);
            }
        }
        self.staff_changed();
    }

    /// Leaving and illness go on at the hazards of the new settings.
    fn change_hazards(&mut self, before: &'a Settings) {
        for worker in 0..self.workers.len() as u32 {
            let record = &self.workers[worker as usize];
            if !record.is_employed() {
                continue;
            }
            let (old, new) = (&before.pools[usize::from(record.pool)], &self.set.pools[usize::from(record.pool)]);
            let own = self.persons[record.person as usize].cohort;
            let is_restrained = old.strain != new.strain;
            if old.senior_after_months != new.senior_after_months {
                self.schedule_seniority(worker);
            }
            if old.leaving != new.leaving
                || old.leaving_first_year != new.leaving_first_year
                || old.strain.leaving != new.strain.leaving
            {
                self.schedule_leaving(worker);
            }
            if !self.health.is_empty() && (old.absence != new.absence || old.strain.absence != new.strain.absence) {
                let own = own.and_then(|cohort| self.blueprint.cohorts[cohort].absence.as_ref());
                self.change_hazard_of_illness(worker, own.or(old.absence.as_ref()));
            }
            if is_restrained {
                self.change_strain(worker);
            }
        }
    }

    /// Work in hand is cut, the clock set, and gone on with; talks and reading end as they began.
    fn change_strain(&mut self, worker: u32) {
        let is_working = self.workers[worker as usize].doing == Doing::Working;
        if is_working {
            self.lay_aside(worker);
        }
        self.set_pace(worker);
        if is_working && self.workers[worker as usize].doing == Doing::Working {
            self.stretch(worker);
        }
    }

    /// Fewer heads: idle workers first, then the highest numbers (RULES 3).
    fn cut(&mut self, pool: usize, count: usize) {
        let mut own: Vec<u32> = (0..self.workers.len() as u32)
            .filter(|&one| {
                let record = &self.workers[one as usize];
                usize::from(record.pool) == pool
                    && record.is_employed()
                    && self.persons[record.person as usize].cohort.is_none()
            })
            .collect();
        own.sort_by_key(|&one| (self.workers[one as usize].doing != Doing::Idle, std::cmp::Reverse(one)));
        for worker in own.into_iter().take(count) {
            self.say_goodbye(worker);
        }
    }

    /// Chooses, evenly over the ordinals, who takes which stream first.
    pub(super) fn reserve(&mut self) {
        for pool in 0..self.blueprint.pool_count() {
            let mut own: Vec<u32> = (0..self.workers.len() as u32)
                .filter(|&one| {
                    let record = &self.workers[one as usize];
                    usize::from(record.pool) == pool
                        && record.is_employed()
                        && self.persons[record.person as usize].cohort.is_none()
                })
                .collect();
            own.sort_by(|&a, &b| {
                let place = |one: u32| {
                    let person = &self.persons[self.workers[one as usize].person as usize];
                    spread(person.ordinal, RESERVE_STEP)
                };
                place(a).total_cmp(&place(b)).then(a.cmp(&b))
            });
            let mut queue = own.into_iter();
            for &(stream, heads) in &self.set.pools[pool].reserved {
                for worker in queue.by_ref().take(heads as usize) {
                    self.set_crew(worker, Some(stream));
                }
            }
            for worker in queue {
                self.set_crew(worker, None);
            }
        }
    }

    fn set_crew(&mut self, worker: u32, reserved: Option<usize>) {
        let record = &mut self.workers[worker as usize];
        let crew = self.blueprint.crew_of(usize::from(record.pool), record.grade, reserved) as u16;
        record.reserved = reserved.map_or(NO_STREAM, |stream| stream as u16);
        if crew == record.crew {
            return;
        }
        if record.doing == Doing::Idle {
            self.wake(worker);
            self.workers[worker as usize].crew = crew;
            self.find_work(worker);
        } else {
            record.crew = crew;
        }
    }
}
