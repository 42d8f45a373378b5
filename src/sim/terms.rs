//! Legal terms that change on the way: extensions and suspensions find the cases that they apply to.

use super::{
    case::{NO_TERM, Place},
    event::{Event, Kind, Rank},
    world::World,
};
use crate::{
    calendar::TICKS_PER_DAY,
    model::{
        stage::Discipline,
        terms::{Shift, TermChange},
    },
    observe::observation::Observer,
};

/// Empty where no term ever changes.
#[derive(Default)]
pub(super) struct Terms {
    /// How many changes have taken effect; they are in the order of their days.
    begun: usize,
    /// By record of a case: how much later its term ends than it would have.
    shifts: Vec<Shift>,
}

impl<O: Observer> World<'_, O> {
    /// What took effect before the run is in force; the first of the others is awaited.
    pub(super) fn open_term_changes(&mut self) {
        let changes = &self.blueprint.term_changes;
        self.terms.begun = changes.iter().take_while(|change| change.day < 0).count();
        self.await_term_change();
    }

    /// One is pending at a time.
    fn await_term_change(&mut self) {
        let next = self.terms.begun;
        if let Some(change) = self.blueprint.term_changes.get(next) {
            self.schedule(change.at, Rank::Era, Event::new(Kind::Terms, next as u32, 0));
        }
    }

    pub(super) fn terms_change(&mut self, index: usize) {
        let change = &self.blueprint.term_changes[index];
        self.terms.begun = index + 1;
        for case in 0..self.cases.len() as u32 {
            let record = &self.cases[case as usize];
            let is_open = !matches!(record.place, Place::Nowhere | Place::AtCourt | Place::GivenUp);
            if is_open && record.due_day != NO_TERM && self.covers(change, case) {
                let by = change.rule.for_open(change.day, record.due_day);
                self.lengthen(case, by);
            }
        }
        self.sort_by_due_date();
        self.await_term_change();
    }

    /// Cases that a court has sent back have a term of their own, which no change touches.
    fn covers(&self, change: &TermChange, case: u32) -> bool {
        if self.was_remanded(case) {
            return false;
        }
        let record = &self.cases[case as usize];
        let is_of_class = |classes: &Vec<usize>| classes.contains(&usize::from(record.class));
        change.streams.contains(&usize::from(record.stream)) && change.classes.as_ref().is_none_or(is_of_class)
    }

    /// A new case, not yet counted, gets what has taken effect before.
    pub(super) fn shift_new(&mut self, case: u32) {
        self.terms.shifts.resize(self.cases.len(), Shift::default());
        self.terms.shifts[case as usize] = Shift::default();
        for index in 0..self.terms.begun {
            let change = &self.blueprint.term_changes[index];
            let record = &self.cases[case as usize];
            if record.due_day == NO_TERM || !self.covers(change, case) {
                continue;
            }
            let filed = record.moment.div_euclid(TICKS_PER_DAY as i64) as i32;
            let by = change.rule.for_arriving(change.day, filed, record.due_day);
            if !by.is_none() {
                self.shift_by(case, by);
                self.cases[case as usize].due_day = self.due_day_of(case);
            }
        }
    }

    fn shift_by(&mut self, case: u32, by: Shift) {
        let shift = &mut self.terms.shifts[case as usize];
        *shift = shift.plus(by);
    }

    /// The term of an open case ends later.
    fn lengthen(&mut self, case: u32, by: Shift) {
        if by.is_none() {
            return;
        }
        self.shift_by(case, by);
        let due_day = self.due_day_of(case);
        let record = &mut self.cases[case as usize];
        let (stream, old) = (usize::from(record.stream), std::mem::replace(&mut record.due_day, due_day));
        self.uncount_due(stream, old);
        self.count_due(stream, due_day);
    }

    /// The day on which a case falls due, by its term and all that has lengthened it.
    pub(super) fn due_day_of(&self, case: u32) -> i32 {
        let record = &self.cases[case as usize];
        let shift = self.terms.shifts.get(case as usize).copied().unwrap_or_default();
        let term = self.blueprint.streams[usize::from(record.stream)].term_of(usize::from(record.class));
        term.map_or(NO_TERM, |term| self.due_day(record.moment, term, shift))
    }

    /// Queues by due date take their order from the new dates.
    fn sort_by_due_date(&mut self) {
        for index in 0..self.lanes.len() {
            if self.set.stages[self.stage_of(index)].discipline == Discipline::DueDate {
                let mut lane = std::mem::replace(&mut self.lanes[index], super::lane::Lane::new(false));
                lane.stand_anew(|(.., joining), case| self.standing(case, index, joining));
                self.lanes[index] = lane;
                if self.lanes[index].has_abandoned() {
                    self.bury(index);
                }
            }
        }
    }
}
