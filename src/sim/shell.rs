//! The flexible shell: people who are called up between two dates, and forget in between (Jaber & Bonney).

use super::{
    event::{Event, Kind, Rank},
    worker::Post,
    world::World,
};
use crate::{
    calendar::{MONTH_DAYS, TICKS_PER_DAY},
    model::{learning::forgetting::remembered, staff::Grade},
    observe::observation::Observer,
};

/// One member's; a list of these is kept only where a cohort is called up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Service {
    /// Hours worked on cases so far.
    pub hours: f64,
    /// The call-up that is served or comes next, and the calendar moment of the last release.
    call: u32,
    released: i64,
    has_served: bool,
    /// Left for good.
    is_lost: bool,
}

impl<O: Observer> World<'_, O> {
    fn call_ups(&self, worker: u32) -> &[(crate::time::SimTime, crate::time::SimTime)] {
        let cohort = self.persons[self.workers[worker as usize].person as usize].cohort;
        cohort.map_or(&[], |cohort| &self.blueprint.cohorts[cohort].call_ups)
    }

    /// A new member serves from this call-up on.
    pub(super) fn begin_service(&mut self, worker: u32, call: usize) {
        if let Some(service) = self.service.get_mut(worker as usize) {
            service.call = call as u32;
        }
    }

    /// A member begins to serve: until when is known.
    pub(super) fn serve(&mut self, worker: u32) {
        if self.service.is_empty() {
            return;
        }
        self.service[worker as usize].has_served = true;
        let call = self.service[worker as usize].call as usize;
        if let Some(&(_, until)) = self.call_ups(worker).get(call) {
            self.schedule(until, Rank::Life, Event::new(Kind::ContractOver, worker, 0));
        }
    }

    /// The contract is over: for a member of the shell until the next call-up.
    pub(super) fn contract_over(&mut self, worker: u32) {
        if self.persons[self.workers[worker as usize].person as usize].is_converted {
            return;
        }
        if let Some(service) = self.service.get_mut(worker as usize) {
            service.call += 1;
            let next = self.service[worker as usize].call as usize;
            if let Some(&(from, _)) = self.call_ups(worker).get(next) {
                self.schedule(from, Rank::Life, Event::new(Kind::Start, worker, 0));
            }
        }
        self.say_goodbye(worker);
    }

    /// Somebody goes out of the door; how long ago it was decides what is left at the next call-up.
    pub(super) fn note_release(&mut self, worker: u32) {
        let now = self.calendar_now();
        if let Some(service) = self.service.get_mut(worker as usize) {
            service.released = now;
        }
    }

    /// Nobody who has left by own choice comes back.
    pub(super) fn note_loss(&mut self, worker: u32) {
        if let Some(service) = self.service.get_mut(worker as usize) {
            service.is_lost = true;
        }
    }

    /// Whether this is a second or later call-up; then what was forgotten is forgotten, and who has left meanwhile is gone.
    /// True when there is nothing more to do.
    pub(super) fn is_called_again(&mut self, worker: u32) -> bool {
        let Some(&service) = self.service.get(worker as usize) else { return false };
        if !service.has_served {
            return false;
        }
        let record = &self.workers[worker as usize];
        if record.is_employed() {
            // Still finishing the last case of the call-up before: stays.
            let index = record.person as usize;
            self.persons[index].leaves_when_done = false;
            self.serve(worker);
            return true;
        }
        let now = self.calendar_now();
        let index = record.person as usize;
        let gap = (now - service.released) as f64;
        let used = self.persons[index].hazard_between(self.persons[index].leave_since, now);
        if service.is_lost || self.persons[index].leave_left <= used {
            self.service[worker as usize].is_lost = true;
            return true;
        }
        if let Some(cohort) = self.persons[index].cohort {
            let plan = &self.blueprint.cohorts[cohort].learning;
            if let Some(months) = plan.forgets_all_after_months {
                // Breaks count as the practice that they could have brought.
                let a_month = plan.practice_hours_a_month;
                let missed = gap / (MONTH_DAYS * TICKS_PER_DAY as f64) * a_month;
                let share = remembered(service.hours, missed, months * a_month);
                let person = &mut self.persons[index];
                person.practice = person.rule.practice_left(person.practice, share);
            }
        }
        let person = &mut self.persons[index];
        person.competence = person.rule.reached(person.practice, person.tau, person.is_never);
        let is_fit = !person.is_never && person.competence >= person.rule.threshold;
        person.leaves_when_done = false;
        let record = &mut self.workers[worker as usize];
        record.grade = match record.grade {
            Grade::Senior if is_fit => Grade::Senior,
            _ if is_fit => Grade::Independent,
            _ => Grade::Trainee,
        };
        record.post = Post::Desk;
        record.has_errand = false;
        record.must_settle = false;
        let (pool, grade) = (usize::from(record.pool), record.grade);
        record.crew = self.blueprint.crew_of(pool, grade, None) as u16;
        self.employ(worker);
        self.serve(worker);
        if self.workers[worker as usize].is_present() {
            self.find_work(worker);
        }
        self.staff_changed();
        true
    }
}
