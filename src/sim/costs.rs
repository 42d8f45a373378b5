//! What work costs: paid hours, agency fees and seats by calendar year, and what is paid once for everybody who starts.
//!
//! Hours are those of the contracts, as in the ledger; a stretch over the turn of a year is split there.

use super::world::World;
use crate::{
    calendar::{MONTH_DAYS, Moment, TICKS_PER_DAY},
    model::money::Cost,
    observe::observation::{Observation, Observer},
    time::{SimTime, TICKS_PER_HOUR, Ticks},
};

impl<O: Observer> World<'_, O> {
    fn cost(&mut self, cost: Cost, year: usize, euros: f64) {
        let line = self.blueprint.names.cost_line(cost);
        self.observer.see(self.now, &Observation::Cost { line, year, euros });
    }

    /// The stretch in pieces of one calendar year: (year, from, until).
    fn pieces(&self, from: SimTime, until: SimTime) -> Vec<(usize, SimTime, SimTime)> {
        let turns = self.blueprint.money.as_ref().map_or(&[][..], |money| &money.turns);
        let mut pieces = Vec::new();
        let mut at = from;
        for (year, turn) in turns.iter().copied().chain([SimTime::MAX]).enumerate() {
            let end = turn.min(until);
            if at < end {
                pieces.push((year, at, end));
                at = end;
            }
        }
        pieces
    }

    /// A worker's contract from one moment to another: to the agency until its contract is over, then as own staff.
    pub(super) fn charge(&mut self, worker: u32, from: SimTime, until: SimTime) {
        let paid = |world: &Self, from, until| {
            let person = world.workers[worker as usize].person as usize;
            world.paid_between(&world.persons[person], from, until).0 as f64
        };
        self.charge_hours(worker, from, until, paid);
        let blueprint = self.blueprint;
        let Some(seats) = blueprint.money.as_ref().and_then(|money| money.seats.as_ref()) else { return };
        let pool = usize::from(self.workers[worker as usize].pool);
        for (year, from, until) in self.pieces(from, until) {
            self.cost(Cost::Seats(pool), year, (until - from).0 as f64 * seats[year]);
        }
    }

    /// Overtime of somebody who was there from one moment to another: an hour of it costs what an hour costs, and a surcharge.
    pub(super) fn charge_overtime(&mut self, worker: u32, from: SimTime, until: SimTime) {
        let pool = usize::from(self.workers[worker as usize].pool);
        let factor = 1.0 + self.blueprint.money.as_ref().map_or(0.0, |money| money.overtime_surcharge);
        let paid = |world: &Self, from, until| world.overtime_between(pool, from, until).0 as f64 * factor;
        self.charge_hours(worker, from, until, paid);
    }

    /// Paid time of a worker: `paid` says how much lies between two moments.
    fn charge_hours(
        &mut self,
        worker: u32,
        from: SimTime,
        until: SimTime,
        paid: impl Fn(&Self, SimTime, SimTime) -> f64,
    ) {
        let blueprint = self.blueprint;
        let Some(money) = &blueprint.money else { return };
        let record = &self.workers[worker as usize];
        let (pool, person) = (usize::from(record.pool), record.person as usize);
        let cohort = self.persons[person].cohort;
        let agency = cohort.and_then(|cohort| money.agency[cohort]);
        // Where a stayer costs nothing of its own, the fee goes on.
        let own = money.salaries[pool].as_ref();
        let agency_until = match (cohort, agency, own) {
            (_, None, _) => SimTime(0),
            (Some(cohort), Some(_), Some(_)) => self.contract_end(person, cohort),
            _ => SimTime::MAX,
        };
        for (year, from, until) in self.pieces(from, until) {
            let turn = agency_until.clamp(from, until);
            if let (Some(cohort), Some(fee), true) = (cohort, agency, from < turn) {
                let euros = paid(self, from, turn) * fee;
                self.cost(Cost::Agency(cohort), year, euros);
            }
            if let (Some(prices), true) = (own, turn < until) {
                let euros = paid(self, turn, until) * prices[year];
                self.cost(Cost::Salaries(pool), year, euros);
            }
        }
    }

    /// Other work of people who had no case, in office hours without overhead: what it is worth to those for whom it is done.
    pub(super) fn credit_other_work(&mut self, pool: usize, time: Ticks) {
        let value = self.set.pools[pool].other_work.as_ref().map_or(0.0, |other| other.value_per_hour);
        if value > 0.0 {
            let year = self.blueprint.names.years.of_day(self.today());
            self.cost(Cost::OtherWork(pool), year, -value * time.0 as f64 / TICKS_PER_HOUR as f64);
        }
    }

    /// The office moment at which a cohort's contract would end; who stays is own staff from then on.
    fn contract_end(&self, person: usize, cohort: usize) -> SimTime {
        let calendar = &self.blueprint.calendar;
        let Some(months) = self.blueprint.cohorts[cohort].contract_months else { return SimTime::MAX };
        let start = calendar.moment_at(self.persons[person].start).0;
        calendar.life_change(Moment(start + (months * MONTH_DAYS * TICKS_PER_DAY as f64) as i64))
    }

    /// People who handle no cases, paid in full, from a moment up to now.
    pub(super) fn charge_heads(&mut self, pool: usize, heads: u32, from: SimTime) {
        let blueprint = self.blueprint;
        let Some(money) = &blueprint.money else { return };
        for (year, from, until) in self.pieces(from, self.now) {
            let time = (until - from).0 as f64 * f64::from(heads);
            if let Some(prices) = &money.salaries[pool] {
                self.cost(Cost::Salaries(pool), year, time * prices[year]);
            }
            if let Some(seats) = &money.seats {
                self.cost(Cost::Seats(pool), year, time * seats[year]);
            }
        }
    }

    /// Somebody of a cohort starts.
    pub(super) fn charge_start(&mut self, cohort: usize) {
        let each = self.blueprint.money.as_ref().and_then(|money| money.each[cohort]);
        if let Some(euros) = each {
            let year = self.blueprint.names.years.of_day(self.today());
            self.cost(Cost::Recruiting(cohort), year, euros);
        }
    }

    /// An appeal against delay, on a day of the calendar.
    pub(super) fn charge_court(&mut self, day: i32) {
        if let Some(euros) = self.blueprint.money.as_ref().and_then(|money| money.court_case) {
            let year = self.blueprint.names.years.of_day(day);
            self.cost(Cost::CourtCases, year, euros);
        }
    }
}
