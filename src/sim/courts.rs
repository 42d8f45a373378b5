//! Appeals: a refused case may go to court, and come back months later (RULES 12).
//!
//! A case under appeal is closed: it is in no stock and nobody works on it. It keeps its record, so that a remand goes on
//! as the same case with new visits. What the court will say is drawn when the appeal is lodged: each draw hangs on the
//! visit of the draft, so that it may be taken early, and the latent rework is known at every moment.

use super::{
    case::{INITIAL, NO_TERM, NOBODY, NONE, Place},
    event::{Event, Kind, Rank},
    world::World,
};
use crate::{
    blueprint::AppealPlan,
    calendar::{MONTH_DAYS, Moment, TICKS_PER_DAY},
    model::{quality::errors::Outcome, terms::Shift},
    observe::observation::{Closing, Observation, Observer},
};

/// A remand that joins another stream has its number there with the tag of its stream of origin above.
const TAG_SHIFT: u32 = 39;

impl<O: Observer> World<'_, O> {
    /// Whether the decision is appealed; if so the case is on its way to court.
    pub(super) fn appeal(&mut self, case: u32, outcome: Outcome) -> bool {
        let set = self.set;
        let Some(plan) = set.decisions.appeals.as_ref().filter(|_| !outcome.granted) else { return false };
        let (lane, number, visit) = self.draft_address(case);
        let keys = &self.luck.stages[lane];
        if keys.appeal.draws(number, visit).uniform() >= plan.rule.after_refusal {
            return false;
        }
        let months = plan.court_months.sample(&mut keys.court.draws(number, visit));
        self.go_to_court(case, plan, outcome, months);
        true
    }

    fn go_to_court(&mut self, case: u32, plan: &AppealPlan, outcome: Outcome, months: f64) {
        let (lane, number, visit) = self.draft_address(case);
        let is_upheld = self.luck.stages[lane].ruling.draws(number, visit).uniform() < plan.rule.upheld(outcome.wrong);
        let stream = usize::from(self.cases[case as usize].stream);
        self.gauges.at_court[stream] += 1;
        self.gauges.latent[stream] += u64::from(is_upheld);
        let calendar = &self.blueprint.calendar;
        let days = months * MONTH_DAYS;
        let over = self.moment().0 + (days * TICKS_PER_DAY as f64).round() as i64;
        let at = calendar.office_at(Moment(over)).max(self.now);
        self.schedule(at, Rank::Delay, Event::new(Kind::CourtOver, case, u32::from(is_upheld)));
    }

    /// Cases under appeal at the start: refused before it, and now somewhere in the time that the court takes.
    pub(super) fn open_court(&mut self, stream: usize) {
        let initial = &self.blueprint.streams[stream].initial;
        let (count, at_court) = (initial.count, initial.at_court);
        let set = self.set;
        let Some(plan) = set.decisions.appeals.as_ref().filter(|_| at_court > 0) else { return };
        // Where the first draft was written: there its draws are taken, and a remand begins with the second visit.
        let drafted = self.blueprint.drafts.iter().position(|is_one| *is_one).or(plan.remand_to).unwrap_or(0);
        for number in (INITIAL + count..).take(at_court as usize) {
            let case = self.new_case(stream, number, 0);
            let record = &mut self.cases[case as usize];
            record.stage = drafted as u16;
            record.visit = 0;
            record.place = Place::AtCourt;
            if self.uses_reception() {
                self.move_in(case);
            }
            if set.stages[drafted].is_revisited {
                self.visits[case as usize * self.blueprint.stage_count() + drafted] = 1;
            }
            let outcome = Outcome { granted: false, ..self.outcome_of(case) };
            let keys = &self.luck.stages[self.draft_address(case).0];
            // Any part of its time may be over.
            let mut draws = keys.court.draws(number, 0);
            let months = plan.court_months.sample(&mut draws) * keys.appeal.draws(number, 0).uniform();
            self.go_to_court(case, plan, outcome, months);
        }
    }

    /// The court has spoken.
    pub(super) fn court_over(&mut self, case: u32, is_upheld: bool) {
        let stream = usize::from(self.cases[case as usize].stream);
        self.gauges.at_court[stream] -= 1;
        self.gauges.latent[stream] -= u64::from(is_upheld);
        self.observer.see(self.now, &Observation::Ruled { stream, upheld: is_upheld });
        match self.set.decisions.appeals.as_ref().filter(|_| is_upheld) {
            Some(plan) => self.remand(case, plan),
            None => {
                if self.uses_reception() {
                    self.settle_applicant(case, Closing::Decided);
                }
                self.forget(case);
            }
        }
    }

    /// Back in the organisation: the same case, for a new decision, with a term of its own.
    fn remand(&mut self, case: u32, plan: &AppealPlan) {
        let drafted = self.drafted_at(case);
        let record = &mut self.cases[case as usize];
        let origin = usize::from(record.stream);
        let stream = plan.remands_join.unwrap_or(origin);
        if stream != origin {
            record.number ^= self.luck.streams[origin].tag << TAG_SHIFT;
        }
        record.stream = stream as u16;
        record.arrived = self.now;
        record.returns = 0;
        record.author = NONE;
        record.maker = NOBODY;
        record.worker = NONE;
        record.is_rework = false;
        record.is_begun = true;
        let (class, number) = (usize::from(record.class), record.number);
        let moment = self.moment().0;
        let term = plan.remand_term.or(self.blueprint.streams[stream].term_of(class));
        let due_day = term.map_or(NO_TERM, |term| self.due_day(moment, term, Shift::default()));
        self.cases[case as usize].due_day = due_day;
        self.reopen_draft(case);
        self.gauges.stock[stream] += 1;
        self.gauges.remanded[stream] += 1;
        if due_day != NO_TERM {
            self.count_due(stream, due_day);
            if self.uses_penalties() {
                self.await_notice(case);
            }
        }
        self.observer.see(self.now, &Observation::Remanded { stream, class, case: number });
        self.tell_stock(stream);
        self.join(case, plan.remand_to.unwrap_or(drafted));
    }
}
