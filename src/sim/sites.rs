//! Sites: a seat for everybody who works there, and supervisors who are near or far.

use std::collections::VecDeque;

use super::{
    teams::NO_TEAM,
    worker::{Doing, Post},
    world::World,
};
use crate::{blueprint::Blueprint, model::staff::Grade, observe::observation::Observer};

#[derive(Default)]
pub(super) struct Sites {
    /// Whether there are any.
    pub(super) is_used: bool,
    /// Seats that are free, by site; none: enough for everybody.
    free: Vec<Option<u32>>,
    /// People who wait for a seat, first come first served, by site.
    outside: Vec<VecDeque<u32>>,
}

impl Sites {
    pub(super) fn new(blueprint: &Blueprint) -> Self {
        let free: Vec<Option<u32>> = blueprint.seats.clone();
        Sites { is_used: !free.is_empty(), outside: vec![VecDeque::new(); free.len()], free }
    }
}

/// The site of somebody who has one, where there are sites; else all are near.
#[derive(Clone, Copy)]
pub(super) struct Nearness {
    site: Option<usize>,
}

impl Nearness {
    #[inline]
    pub(super) fn is_near<O: Observer>(self, world: &World<'_, O>, other: u32) -> bool {
        self.site.is_none_or(|site| world.site_of(other).is_none_or(|there| there == site))
    }
}

impl<O: Observer> World<'_, O> {
    /// Where a worker sits; none where the pool has no site. Whom a trigger moved does the other pool's work from the own
    /// seat.
    pub(super) fn site_of(&self, worker: u32) -> Option<usize> {
        self.set.pools[self.home_of(worker)].site
    }

    /// Whether two people sit at the same place; who has no site is near to all.
    pub(super) fn are_near(&self, one: u32, other: u32) -> bool {
        match (self.site_of(one), self.site_of(other)) {
            (Some(here), Some(there)) => here == there,
            _ => true,
        }
    }

    /// Whether a supervisor answers a trainee: of the same site, or of another while nobody supervises there.
    pub(super) fn may_help(&self, supervisor: u32, trainee: u32) -> bool {
        let near = self.nearness(trainee);
        near.is_near(self, supervisor) || self.has_nobody_near(near)
    }

    /// Who is near to a worker, to be asked of many.
    pub(super) fn nearness(&self, worker: u32) -> Nearness {
        Nearness { site: if self.sites.is_used { self.site_of(worker) } else { None } }
    }

    /// Whether no supervisor is there who is near.
    pub(super) fn has_nobody_near(&self, near: Nearness) -> bool {
        !self.teams.supervisors().any(|one| self.workers[one as usize].is_present() && near.is_near(self, one))
    }

    /// How much longer an answer takes for the distance.
    pub(super) fn distance_factor(&self, supervisor: u32, trainee: u32) -> f64 {
        let is_far = self.sites.is_used && !self.are_near(supervisor, trainee);
        if is_far { self.set.supervision.remote_factor } else { 1.0 }
    }

    // ---- teams by site (RULES 7) ------------------------------------------------------------------------------------

    /// Supervisors for the wanted span: of each site by itself, or of all.
    pub(super) fn wanted_supervisors(&self, trainees: &[u32]) -> u32 {
        let span = self.set.supervision.span;
        let wanted = |count: usize| (count as f64 / span).ceil() as u32;
        if !self.sites.is_used {
            return wanted(trainees.len());
        }
        let sites = (0..self.sites.free.len()).map(Some).chain([None]);
        sites.map(|site| wanted(trainees.iter().filter(|&&one| self.site_of(one) == site).count())).sum()
    }

    /// Whoever sits where supervisors are wanted is asked first; order is kept otherwise.
    pub(super) fn near_ones_first(&self, fit: Vec<u32>) -> Vec<u32> {
        let trainees = (0..self.workers.len() as u32).filter(|&one| self.workers[one as usize].is_in_practice());
        let mut short = vec![0.0; self.sites.free.len()];
        for site in trainees.filter_map(|one| self.site_of(one)) {
            short[site] += 1.0 / self.set.supervision.span;
        }
        for site in self.teams.supervisors().filter_map(|one| self.site_of(one)) {
            short[site] -= 1.0;
        }
        let (mut near, far): (Vec<u32>, Vec<u32>) = fit.into_iter().partition(|&one| {
            let is_wanted = self.site_of(one).is_some_and(|site| short[site] > 1e-9);
            if let (true, Some(site)) = (is_wanted, self.site_of(one)) {
                short[site] -= 1.0;
            }
            is_wanted
        });
        near.extend(far);
        near
    }

    /// The smallest team of the trainee's own site; where there is none, of all.
    pub(super) fn smallest_team_for(&self, trainee: u32) -> Option<u32> {
        let near = if self.sites.is_used { self.teams.smallest_of(|one| self.are_near(one, trainee)) } else { None };
        near.or_else(|| self.teams.smallest())
    }

    /// There are new supervisors: trainees with one far away come home, and large teams of a site fill its small ones.
    pub(super) fn fill_teams_by_site(&mut self) {
        for trainee in 0..self.workers.len() as u32 {
            let record = &self.workers[trainee as usize];
            if record.team == NO_TEAM || !record.is_in_practice() {
                continue;
            }
            let team = record.team;
            let is_near = self.are_near(self.teams.supervisor(team), trainee);
            let Some(small) = self.teams.smallest_of(|one| self.are_near(one, trainee)) else { continue };
            if !is_near || self.teams.members(team).len() > self.teams.members(small).len() + 1 {
                self.move_to(trainee, small);
            }
        }
    }

    // ---- seats ------------------------------------------------------------------------------------------------------

    /// A seat on the first day; whether there is one.
    pub(super) fn take_seat(&mut self, worker: u32) -> bool {
        let Some(site) = self.site_of(worker) else { return true };
        match &mut self.sites.free[site] {
            None => true,
            Some(0) => {
                self.sites.outside[site].push_back(worker);
                self.workers[worker as usize].post = Post::Outside;
                false
            }
            Some(free) => {
                *free -= 1;
                true
            }
        }
    }

    /// Somebody leaves: the seat goes to who has waited longest.
    pub(super) fn give_back_seat(&mut self, worker: u32) {
        let Some(site) = self.site_of(worker) else { return };
        if self.workers[worker as usize].post == Post::Outside {
            self.sites.outside[site].retain(|&one| one != worker);
            return;
        }
        let Some(next) = self.sites.outside[site].pop_front() else {
            if let Some(free) = &mut self.sites.free[site] {
                *free += 1;
            }
            return;
        };
        self.book(next);
        self.workers[next as usize].post = Post::Desk;
        self.begin_class(next);
        if self.workers[next as usize].grade == Grade::Trainee && self.workers[next as usize].post == Post::Desk {
            self.begin_practice(next);
        }
        if self.workers[next as usize].is_present() {
            self.find_work(next);
        }
        self.staff_changed();
    }

    /// # Panics
    /// When more people sit than there are seats.
    pub(super) fn audit_sites(&self) {
        for site in 0..self.sites.free.len() {
            let Some(free) = self.sites.free[site] else { continue };
            let Some(seats) = self.blueprint.seats[site] else { continue };
            let here = (0..self.workers.len() as u32)
                .filter(|&one| self.workers[one as usize].is_employed() && self.site_of(one) == Some(site));
            let (out, seated): (Vec<u32>, Vec<u32>) =
                here.partition(|&one| self.workers[one as usize].post == Post::Outside);
            assert_eq!(seated.len() as u32 + free, seats, "who sits has a seat");
            assert_eq!(out.len(), self.sites.outside[site].len(), "who is outside waits for a seat");
            assert!(out.is_empty() || free == 0, "nobody waits outside while a seat is free");
            let is_right = |one: &u32| {
                let doing = self.workers[*one as usize].doing;
                matches!(doing, Doing::Outside | Doing::Away | Doing::Absent)
            };
            assert!(out.iter().all(is_right), "who has no seat does nothing");
        }
    }
}
