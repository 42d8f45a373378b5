//! People in reception: a bed from arrival until departure or a house (DESIGN 2.9).
//!
//! Beds are counted by the night, as changes of the number of people by calendar day: a day is read in one step.

use super::world::World;
use crate::{
    blueprint::{Blueprint, LeavingRule, ReceptionPlan},
    calendar::{Moment, TICKS_PER_DAY, days_between},
    model::{money::Cost, reception::Houses},
    observe::observation::{Closing, Observation, Observer},
    random::{Key, Source},
};

/// Keys of one stream: entity = number of the case.
#[derive(Clone, Copy)]
struct Keys {
    stays: Key,
    granted: Key,
    leaves: Key,
}

/// Nights and euros of one calendar year.
#[derive(Clone, Copy, Debug, Default)]
struct Nights {
    regular: u64,
    emergency: u64,
}

/// Empty where nobody is in reception.
#[derive(Default)]
pub(super) struct ReceptionState {
    /// By stream; none of a stream whose applicants are not in reception.
    keys: Vec<Option<Keys>>,
    /// Change of the number of people by calendar day; the last entry is what lies beyond the end.
    all: Vec<i64>,
    /// The same, of those who have had their decision.
    decided: Vec<i64>,
    houses: Option<Houses>,
    /// People on the day read last.
    present: i64,
    waiting: i64,
    years: Vec<Nights>,
    decided_nights: u64,
    counted_days: u64,
    read: i32,
    counted_from: i32,
    last_day: i32,
}

impl ReceptionState {
    pub(super) fn new(blueprint: &Blueprint, source: Source) -> ReceptionState {
        let Some(plan) = &blueprint.reception else { return ReceptionState::default() };
        let calendar = &blueprint.calendar;
        let last_day = days_between(calendar.start(), calendar.end()) as i32;
        let keys = |(index, stream): (usize, &String)| {
            plan.streams.contains(&index).then(|| {
                let name = format!("stream {stream}");
                Keys {
                    stays: source.key(&name, "reception"),
                    granted: source.key(&name, "granted"),
                    leaves: source.key(&name, "leaves-reception"),
                }
            })
        };
        let mut state = ReceptionState {
            keys: blueprint.names.streams.iter().enumerate().map(keys).collect(),
            all: vec![0; last_day as usize + 2],
            decided: vec![0; last_day as usize + 2],
            years: vec![Nights::default(); blueprint.names.years.count()],
            counted_from: day_of(calendar.moment_at(blueprint.warm_up)),
            last_day,
            ..ReceptionState::default()
        };
        state.lay_out(plan, source);
        state
    }

    /// Permit holders who wait at the start, first in line for a house.
    fn lay_out(&mut self, plan: &ReceptionPlan, source: Source) {
        let key = source.key("reception", "permit-holders");
        let mut houses = match &plan.leaving {
            LeavingRule::After { housed_per_month, .. } => Houses::new(*housed_per_month),
            LeavingRule::Freed(_) => Houses::new(None),
        };
        for person in 0..plan.initial_permit_holders {
            let until = match &plan.leaving {
                LeavingRule::Freed(_) => f64::INFINITY,
                // Of their days some part is over.
                LeavingRule::After { grant_days, .. } => {
                    let mut draws = key.draws(person, 0);
                    let part = draws.uniform();
                    houses.give(0.0).max(grant_days.sample(&mut draws) * part)
                }
            };
            self.enter(0, 0);
            self.leave(until, 0);
        }
        self.houses = Some(houses);
    }

    #[inline]
    pub(super) fn is_used(&self) -> bool {
        !self.keys.is_empty()
    }

    fn slot(&self, day: f64) -> usize {
        day.clamp(0.0, f64::from(self.last_day + 1)) as usize
    }

    fn enter(&mut self, arrived: i32, decided: i32) {
        let (from, at) = (self.slot(f64::from(arrived)), self.slot(f64::from(decided)));
        self.all[from] += 1;
        self.decided[at] += 1;
    }

    fn leave(&mut self, day: f64, decided: i32) {
        let slot = self.slot(day.max(f64::from(decided)));
        self.all[slot] -= 1;
        self.decided[slot] -= 1;
    }
}

fn day_of(moment: Moment) -> i32 {
    moment.0.div_euclid(TICKS_PER_DAY as i64) as i32
}

impl<O: Observer> World<'_, O> {
    /// An applicant comes in, or is there at the start.
    #[inline(never)]
    pub(super) fn move_in(&mut self, case: u32) {
        let record = &self.cases[case as usize];
        let (stream, number, day) = (usize::from(record.stream), record.number, day_of(Moment(record.moment)));
        let (Some(keys), Some(plan)) = (self.reception.keys[stream], &self.blueprint.reception) else { return };
        if plan.share >= 1.0 || keys.stays.draws(number, 0).uniform() < plan.share {
            self.extras[case as usize].bed = Some(stream as u16);
            let slot = self.reception.slot(f64::from(day));
            self.reception.all[slot] += 1;
        }
    }

    /// The case is over, appeals included: who is granted a permit waits for a house, who is refused for the departure;
    /// others go at once.
    #[inline(never)]
    pub(super) fn settle_applicant(&mut self, case: u32, closing: Closing) {
        let Some(stream) = self.extras[case as usize].bed.take() else { return };
        let (Some(keys), Some(plan)) = (self.reception.keys[usize::from(stream)], &self.blueprint.reception) else {
            return;
        };
        let number = self.cases[case as usize].number;
        let now = self.moment();
        let (today, days) = (day_of(now), now.days());
        let mut draws = keys.leaves.draws(number, 0);
        let until = match (&plan.leaving, closing) {
            (LeavingRule::Freed(share), Closing::Decided) => {
                if draws.uniform() < *share {
                    days
                } else {
                    f64::INFINITY
                }
            }
            (LeavingRule::After { grant_days, refusal_days, .. }, Closing::Decided) => {
                let is_granted = if self.decides() {
                    self.outcome_of(case).granted
                } else {
                    keys.granted.draws(number, 0).uniform() < plan.granted
                };
                if is_granted {
                    let ready = days + grant_days.sample(&mut draws);
                    self.reception.houses.as_mut().map_or(ready, |houses| ready.max(houses.give(days)))
                } else {
                    days + refusal_days.sample(&mut draws)
                }
            }
            _ => days,
        };
        let slot = self.reception.slot(f64::from(today));
        self.reception.decided[slot] += 1;
        self.reception.leave(until, today);
    }

    /// Reads all nights up to and including that of `to`; who comes in after office hours is known on the next day, so that
    /// `to` lies before today.
    pub(super) fn read_reception(&mut self, to: i32) {
        let Some(plan) = &self.blueprint.reception else { return };
        let years = &self.blueprint.names.years;
        let state = &mut self.reception;
        for day in state.read..=to.min(state.last_day) {
            state.present += state.all[day as usize];
            state.waiting += state.decided[day as usize];
            if day < state.counted_from {
                continue;
            }
            let people = state.present.max(0) as u64;
            let regular = people.min(plan.regular_places);
            let year = &mut state.years[years.of_day(day)];
            year.regular += regular;
            year.emergency += people - regular;
            state.decided_nights += state.waiting.max(0) as u64;
            state.counted_days += 1;
        }
        state.read = state.read.max(to + 1);
        self.gauges.reception = state.present.max(0) as u64;
        self.gauges.reception_decided = state.waiting.max(0) as u64;
    }

    /// Nights and euros at the end of the run, by year.
    pub(super) fn settle_reception(&mut self) {
        self.read_reception(self.reception.last_day);
        let (names, Some(plan)) = (&self.blueprint.names, &self.blueprint.reception) else { return };
        let state = &self.reception;
        let (mut nights, mut emergency) = (0, 0);
        for (year, of) in state.years.iter().enumerate() {
            nights += of.regular + of.emergency;
            emergency += of.emergency;
            let lines = [
                (Cost::RegularReception, of.regular, plan.per_day_regular),
                (Cost::EmergencyReception, of.emergency, plan.per_day_emergency),
            ];
            for (cost, nights, price) in lines {
                if let Some(price) = price {
                    let line = names.cost_line(cost);
                    let euros = nights as f64 * price;
                    self.observer.see(self.now, &Observation::Cost { line, year, euros });
                }
            }
        }
        let (days, decided) = (state.counted_days, state.decided_nights);
        self.observer.see(self.now, &Observation::Reception { nights, emergency, decided, days });
    }

    /// Everybody whose case is open has a bed, and nobody else keeps one for ever.
    ///
    /// # Panics
    /// When that is not so.
    pub(super) fn audit_reception(&self) {
        if !self.uses_reception() {
            return;
        }
        let open = self.extras.iter().filter_map(|extra| extra.bed).count();
        assert_eq!(self.reception.all.iter().sum::<i64>(), open as i64, "who has an open case has a bed");
        assert_eq!(self.reception.decided.iter().sum::<i64>(), 0, "who was decided leaves, or stays beyond the end");
        assert!(self.reception.present >= self.reception.waiting && self.reception.waiting >= 0);
    }
}
