//! Who is there today, and what going home interrupts (RULES 3 and 11).

use super::{
    event::{Event, Kind, Rank},
    staffing::{GRADE_STEP, spread},
    teams::NO_TEAM,
    worker::{Doing, Person},
    world::World,
};
use crate::{blueprint::SupervisionMode, model::supervision::Scope, observe::observation::Observer};

/// Working days of the person before an office day: whole days, in an even pattern shifted by the ordinal.
pub(super) fn days_worked(person: &Person, office_day: usize) -> u64 {
    if person.fte >= 1.0 {
        return office_day as u64;
    }
    // A cast cuts off; the shift is below 1, so that nothing is worked before the first day.
    (office_day as f64 * person.fte + spread(person.ordinal, GRADE_STEP)) as u64
}

/// Whether this office day is a working day of the person.
pub(super) fn works_on(person: &Person, office_day: usize) -> bool {
    person.fte >= 1.0 || days_worked(person, office_day + 1) > days_worked(person, office_day)
}

impl<O: Observer> World<'_, O> {
    pub(super) fn works_today(&self, worker: u32) -> bool {
        let person = &self.persons[self.workers[worker as usize].person as usize];
        works_on(person, self.blueprint.calendar.office_day_of(self.now))
    }

    /// Schedules the next day on which the person's presence changes.
    pub(super) fn schedule_presence(&mut self, worker: u32, today: usize) {
        let calendar = &self.blueprint.calendar;
        let person = &self.persons[self.workers[worker as usize].person as usize];
        if person.fte >= 1.0 {
            return;
        }
        let is_here = works_on(person, today);
        let mut worked = days_worked(person, today + 1);
        let next = (today + 1..calendar.office_day_count()).find(|&day| {
            let before = std::mem::replace(&mut worked, days_worked(person, day + 1));
            (worked > before) != is_here
        });
        if let Some(day) = next {
            let at = calendar.day_opening(day);
            self.schedule(at, Rank::Presence, Event::new(Kind::Presence, worker, 0));
        }
    }

    pub(super) fn presence_changes(&mut self, worker: u32) {
        if !self.workers[worker as usize].is_employed() {
            return;
        }
        let today = self.blueprint.calendar.office_day_of(self.now);
        self.schedule_presence(worker, today);
        self.come_or_go(worker);
    }

    /// What somebody employed does who is not at a desk yet: free today, absent, or ready for work.
    pub(super) fn doing_today(&self, worker: u32) -> Doing {
        if !self.works_today(worker) {
            Doing::Away
        } else if self.is_absent(worker) {
            Doing::Absent
        } else {
            Doing::StandingBy
        }
    }

    /// Brings presence up to date.
    pub(super) fn come_or_go(&mut self, worker: u32) {
        let (before, after) = (self.workers[worker as usize].doing, self.doing_today(worker));
        if before == Doing::Gone {
            return;
        }
        let was_present = self.workers[worker as usize].is_present();
        match after {
            Doing::StandingBy if was_present => return,
            Doing::StandingBy => self.come_in(worker),
            _ if was_present => self.stay_home(worker, after),
            _ => {
                self.book(worker);
                self.workers[worker as usize].doing = after;
            }
        }
        if after == Doing::Absent && before != Doing::Absent {
            self.begin_stay(worker);
        }
        // Shared supervision is given by those who are there.
        if after != before && self.set.supervision.mode != SupervisionMode::Questions && !self.health.is_empty() {
            self.staff_changed();
        }
    }

    fn stay_home(&mut self, worker: u32, doing: Doing) {
        let partner = self.drop_activity(worker);
        self.pay_overtime(worker);
        let record = &mut self.workers[worker as usize];
        record.doing = doing;
        record.booked = self.now;
        let (is_supervisor, is_trainee, team) = (record.is_supervisor, record.is_in_practice(), record.team);
        if is_supervisor {
            self.gauges.supervisors -= 1;
            // The team's questions go to the colleagues.
            if self.set.supervision.deputy && self.set.supervision.scope == Scope::Team && team != NO_TEAM {
                for trainee in self.teams.take_questions(team) {
                    self.ask_again(trainee);
                }
            }
        }
        self.gauges.trainees -= u32::from(is_trainee);
        if is_supervisor || is_trainee {
            self.tell_teams();
        }
        self.comfort(partner);
    }

    fn come_in(&mut self, worker: u32) {
        self.book(worker);
        self.begin_overtime(worker);
        let record = &mut self.workers[worker as usize];
        record.doing = Doing::StandingBy;
        record.booked = self.now;
        record.since = self.now;
        let (is_supervisor, is_trainee) = (record.is_supervisor, record.is_in_practice());
        self.gauges.supervisors += u32::from(is_supervisor);
        self.gauges.trainees += u32::from(is_trainee);
        if is_supervisor || is_trainee {
            self.tell_teams();
        }
        self.find_work(worker);
    }
}
