//! Pay: hours from contracts and the calendar alone, so that the ledger's sum can fail (RULES 11).

use super::{
    presence::{days_worked, works_on},
    worker::Person,
    world::World,
};
use crate::{
    model::staff::Grade,
    observe::{
        ledger::Category,
        observation::{Observation, Observer},
    },
    time::{SimTime, Ticks},
};

impl<O: Observer> World<'_, O> {
    /// Paid hours from the contract and the calendar alone.
    pub(super) fn pay(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        let person = &self.persons[record.person as usize];
        let warm_up = self.blueprint.warm_up;
        let counted_from = if self.now >= warm_up { person.start.max(warm_up) } else { person.start };
        let end = if record.is_employed() { self.now } else { person.end };
        if end <= counted_from {
            return;
        }
        let time = self.paid_between(person, counted_from, end);
        let (pool, grade) = (usize::from(record.pool), record.grade);
        self.observer.see(self.now, &Observation::Paid { pool, grade, time });
        if self.blueprint.money.is_some() {
            self.charge(worker, counted_from, end);
        }
    }

    /// Contract hours of somebody employed from one moment to another.
    pub(super) fn paid_between(&self, person: &Person, from: SimTime, to: SimTime) -> Ticks {
        if person.fte >= 1.0 {
            return to - from;
        }
        let length = self.blueprint.calendar.day_length().0;
        // Whole days, and of a day begun or ended on the way its part.
        let paid_up_to = |at: SimTime| {
            let day = (at.0 / length) as usize;
            let whole = days_worked(person, day) * length;
            whole + if works_on(person, day) { at.0 % length } else { 0 }
        };
        Ticks(paid_up_to(to) - paid_up_to(from))
    }

    pub(super) fn pay_other_heads(&mut self) {
        for pool in 0..self.blueprint.pool_count() {
            let (heads, since) = self.other_heads[pool];
            let from = if self.now >= self.blueprint.warm_up { since.max(self.blueprint.warm_up) } else { since };
            self.other_heads[pool].1 = self.now;
            if heads == 0 || self.now <= from {
                continue;
            }
            self.charge_heads(pool, heads, from);
            let time = Ticks((self.now - from).0 * u64::from(heads));
            let grade = Grade::Independent;
            self.observer.see(self.now, &Observation::Paid { pool, grade, time });
            self.observer
                .see(self.now, &Observation::Spent { pool, grade, category: Category::Overhead, time, gross: time });
        }
    }

    pub(super) fn pay_everybody(&mut self) {
        self.pay_overtime_of_all();
        for worker in 0..self.workers.len() as u32 {
            if self.workers[worker as usize].is_employed() {
                self.pay(worker);
            }
        }
        self.pay_other_heads();
    }

    // ---- overtime: paid for the time at work, counted from comings and goings ----

    /// Overtime between two instants of presence: differences of whole ticks, so that parts add up to the whole.
    pub(super) fn overtime_between(&self, pool: usize, from: SimTime, until: SimTime) -> Ticks {
        let share = self.set.pools[pool].strain.overtime;
        if share == 0.0 {
            return Ticks(0);
        }
        // A cast cuts off.
        let up_to = |at: SimTime| (at.0 as f64 * share) as u64;
        Ticks(up_to(until) - up_to(from))
    }

    /// The worker comes to work.
    pub(super) fn begin_overtime(&mut self, worker: u32) {
        let now = self.now;
        if let Some(since) = self.overtime_since.get_mut(worker as usize) {
            *since = now;
        }
    }

    /// Pays overtime up to now; called before the worker goes, and before the settings change.
    pub(super) fn pay_overtime(&mut self, worker: u32) {
        let now = self.now;
        let Some(since) = self.overtime_since.get_mut(worker as usize) else { return };
        let from = std::mem::replace(since, now);
        let record = &self.workers[worker as usize];
        let (pool, grade) = (usize::from(record.pool), record.grade);
        if record.is_present() {
            let time = self.overtime_between(pool, from, now);
            self.observer.see(self.now, &Observation::Paid { pool, grade, time });
            if self.blueprint.money.is_some() {
                self.charge_overtime(worker, from, now);
            }
        }
    }

    pub(super) fn pay_overtime_of_all(&mut self) {
        for worker in 0..self.overtime_since.len() as u32 {
            self.pay_overtime(worker);
        }
    }
}
