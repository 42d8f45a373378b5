//! Planned slots: the applicant is invited for a day, and what is missing on that day loses it (RULES 5).
//!
//! A case that joins a stage with slots is planned: from the opening of its day on it is available like any other. If
//! the applicant stays away, the worker who takes it up loses `lost_hours`; if nobody took it up by the end of its grace,
//! the office has lost it. Either way the case is planned anew, for another day.

use super::{
    case::{NONE, Place},
    event::{Event, Kind, Rank},
    work::question_address,
    worker::Doing,
    world::World,
};
use crate::{
    blueprint::Blueprint,
    model::resource::{Cause, SlotRule},
    observe::observation::{Observation, Observer},
    time::{SimTime, TICKS_PER_HOUR, Ticks},
};

#[derive(Default)]
pub(super) struct Slots {
    /// Whether any stage has slots in any era; else nothing here is ever asked.
    pub(super) is_used: bool,
}

/// What is planned for one case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    /// When the slot that counts now began.
    began: SimTime,
    /// Events with another token are dead; it never goes back, also when the record is used again.
    token: u32,
    /// Slots lost in this visit so far.
    lost: u16,
    /// It has a slot now or to come.
    is_planned: bool,
    /// The applicant does not come.
    is_missed: bool,
}

impl Slots {
    pub(super) fn new(blueprint: &Blueprint) -> Self {
        let is_used = blueprint.every_settings().flat_map(|era| &era.stages).any(|stage| stage.slot.is_some());
        Slots { is_used }
    }
}

impl Planned {
    pub(super) const NONE: Planned =
        Planned { began: SimTime(0), token: 0, lost: 0, is_planned: false, is_missed: false };
}

impl<O: Observer> World<'_, O> {
    #[inline]
    fn slot(&mut self, case: u32) -> &mut Planned {
        &mut self.extras[case as usize].slot
    }

    /// Whether a slot is planned for the case, or under way.
    pub(super) fn has_slot(&self, case: u32) -> bool {
        self.uses_slots() && self.extras[case as usize].slot.is_planned
    }

    /// Whether whoever takes this case up finds nobody there.
    pub(super) fn is_missed(&self, case: u32) -> bool {
        let slot = &self.extras[case as usize].slot;
        slot.is_planned && slot.is_missed
    }

    /// The case comes to a stage with slots: the first one is planned.
    pub(super) fn invite(&mut self, case: u32, rule: &SlotRule) {
        self.slot(case).lost = 0;
        self.plan_slot(case, rule, self.now);
    }

    /// The slot that was planned counts no more: the case is taken up, or leaves.
    pub(super) fn forget_slot(&mut self, case: u32) {
        let planned = self.slot(case);
        planned.token = planned.token.wrapping_add(1);
        planned.is_planned = false;
        planned.is_missed = false;
    }

    /// Plans a slot, not before `earliest`; each has draws of its own.
    fn plan_slot(&mut self, case: u32, rule: &SlotRule, earliest: SimTime) {
        self.forget_slot(case);
        let lost = self.slot(case).lost;
        let record = &mut self.cases[case as usize];
        record.place = Place::Delayed;
        record.worker = NONE;
        let keys =
            &self.luck.stages[usize::from(record.stage) * self.blueprint.stream_count() + usize::from(record.stream)];
        let address = question_address(record.visit, u32::from(lost));
        let days = rule.lead_days.sample(&mut keys.slot.draws(record.number, address));
        let is_missed = rule.no_show > 0.0 && rule.is_missed(keys.no_show.draws(record.number, address).uniform());
        let calendar = &self.blueprint.calendar;
        let at = calendar.office_at(self.moment().plus_days(days));
        // People are invited for a day: the case is there from its opening on.
        let is_day = !calendar.is_continuous() && at <= self.blueprint.horizon;
        let at = if is_day { calendar.day_opening(calendar.office_day_of(at)) } else { at };
        let planned = self.slot(case);
        planned.is_planned = true;
        planned.is_missed = is_missed;
        let token = planned.token;
        self.schedule(at.max(earliest).max(self.now), Rank::Delay, Event::new(Kind::Slot, case, token));
        let stage = usize::from(self.cases[case as usize].stage);
        self.waits_for_days(case, stage, false);
    }

    /// The day of the slot has come.
    pub(super) fn slot_begins(&mut self, case: u32, token: u32) {
        if self.slot(case).token != token {
            return;
        }
        let set = self.set;
        self.slot(case).began = self.now;
        self.keeps_patience(case);
        let record = &mut self.cases[case as usize];
        record.joined = self.now;
        let stage = usize::from(record.stage);
        let lane = self.lane_of(case);
        // Where slots were given up meanwhile, the case waits for as long as it takes.
        let Some(rule) = &set.stages[stage].slot else {
            self.forget_slot(case);
            return self.bring(case, lane);
        };
        let calendar = &self.blueprint.calendar;
        let over = match rule.grace_hours {
            Some(hours) => self.now + Ticks::nearest(hours * TICKS_PER_HOUR as f64),
            None if calendar.is_continuous() => self.now + calendar.day_length(),
            None => calendar.day_closing(calendar.office_day_of(self.now)),
        };
        self.schedule(over, Rank::Patience, Event::new(Kind::SlotOver, case, token));
        self.bring(case, lane);
    }

    /// Nobody took the case up on its day.
    pub(super) fn slot_over(&mut self, case: u32, token: u32) {
        let record = &self.cases[case as usize];
        let (place, owner) = (record.place, record.worker);
        if self.slot(case).token != token || !matches!(place, Place::Queued | Place::Tray) {
            return;
        }
        let (stage, lane) = (usize::from(self.cases[case as usize].stage), self.lane_of(case));
        self.waits_no_more(case, true);
        if place == Place::Tray {
            self.book(owner);
            let tray = &mut self.persons[self.workers[owner as usize].person as usize].tray;
            tray.retain(|&one| one != case);
            let person = &self.persons[self.workers[owner as usize].person as usize];
            self.workers[owner as usize].has_errand = !person.tray.is_empty() || person.leaves_when_done;
            self.queue_changes(stage, -1);
        } else {
            let record = &mut self.cases[case as usize];
            record.stamp = record.stamp.wrapping_add(1);
            self.lanes[lane].abandon();
            self.bury(lane);
            self.queue_changes(stage, -1);
            self.waiting_changes(-1);
        }
        let cause = SlotRule::cause(self.is_missed(case));
        self.tell_lost_slot(case, cause, true);
        self.plan_anew(case);
    }

    fn tell_lost_slot(&mut self, case: u32, cause: Cause, queued: bool) {
        let record = &self.cases[case as usize];
        let (stage, stream, begun) = (usize::from(record.stage), usize::from(record.stream), record.is_begun);
        self.observer.see(self.now, &Observation::SlotLost { stage, stream, begun, cause, queued });
    }

    /// The next slot, for another day than the one that was lost.
    fn plan_anew(&mut self, case: u32) {
        let set = self.set;
        self.patience_goes_on(case);
        let planned = self.slot(case);
        planned.lost += 1;
        let began = planned.began;
        let calendar = &self.blueprint.calendar;
        let earliest = if calendar.is_continuous() {
            began + calendar.day_length()
        } else {
            calendar.day_closing(calendar.office_day_of(began))
        };
        let record = &self.cases[case as usize];
        let stage = usize::from(record.stage);
        match &set.stages[stage].slot {
            Some(rule) => self.plan_slot(case, rule, earliest),
            None => {
                let lane = self.lane_of(case);
                self.forget_slot(case);
                self.cases[case as usize].joined = self.now;
                self.bring(case, lane);
            }
        }
    }

    /// A worker is there, a room is taken, and nobody comes.
    pub(super) fn wait_in_vain(&mut self, worker: u32, case: u32, queued: bool) {
        let set = self.set;
        let record = &mut self.cases[case as usize];
        record.place = Place::InHand;
        record.worker = worker;
        let stage = usize::from(record.stage);
        self.tell_lost_slot(case, Cause::Applicant, queued);
        self.workers[worker as usize].task = case;
        if self.uses_rooms() {
            self.take_rooms(worker);
        }
        let attention = self.attention(worker);
        let record = &mut self.workers[worker as usize];
        record.doing = Doing::WaitingInVain;
        record.since = self.now;
        record.booked = self.now;
        let hours = set.stages[stage].slot.as_ref().map_or(0.0, |rule| rule.lost_hours);
        let (token, span) = (record.token, hours * TICKS_PER_HOUR as f64 / attention);
        self.schedule(self.now + Ticks::nearest(span), Rank::Work, Event::new(Kind::WorkDone, worker, token));
    }

    /// The worker gives up waiting, or is called away; what comes next is up to the caller.
    pub(super) fn stop_waiting_in_vain(&mut self, worker: u32) {
        self.book(worker);
        let record = &mut self.workers[worker as usize];
        record.token = record.token.wrapping_add(1);
        let case = std::mem::replace(&mut record.task, NONE);
        self.give_back_rooms(worker);
        self.cases[case as usize].worker = NONE;
        self.plan_anew(case);
    }

    /// # Panics
    /// When a slot is planned for a case that is closed or in somebody's hands.
    pub(super) fn audit_slots(&self) {
        for (case, planned) in
            self.extras.iter().map(|extra| extra.slot).enumerate().filter(|(_, slot)| slot.is_planned)
        {
            let record = &self.cases[case];
            let is_in_vain = record.place == Place::InHand
                && self.workers[record.worker as usize].doing == Doing::WaitingInVain
                && planned.is_missed;
            assert!(
                matches!(record.place, Place::Delayed | Place::Queued | Place::Tray) || is_in_vain,
                "a case with a slot waits for it, for somebody to take it up, or in vain"
            );
        }
    }
}
