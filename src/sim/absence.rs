//! Who is ill or on leave, and what becomes of their cases (RULES 1, 3 and 10).

use super::{
    case::NONE,
    event::{Event, Kind, Rank},
    worker::Doing,
    world::World,
};
use crate::{
    calendar::{Moment, TICKS_PER_DAY},
    model::absence::AbsenceRule,
    observe::observation::{Observation, Observer},
    time::SimTime,
};

/// One worker's; a list of these is kept only where anybody can be absent.
#[derive(Clone, Debug, Default)]
pub(super) struct Health {
    /// Unit exponential left until the next spell, from when on (calendar ticks), and what the hazard is multiplied by.
    left: f64,
    since: i64,
    factor: f64,
    /// The calendar moment of the next spell, and its number.
    falls_ill: i64,
    spell: u32,
    /// Spells and leave announced with another token are dead.
    token: u32,
    ill_until: SimTime,
    leave_until: SimTime,
    /// The next week of leave, counted from January of the first year, and where the last one ended.
    leave: u32,
    leave_ended: i64,
    /// The number of the present absence, and whether the cases went on without.
    stay: u32,
    is_handed_on: bool,
}

impl<O: Observer> World<'_, O> {
    pub(super) fn absence_rule(&self, worker: u32) -> Option<&AbsenceRule> {
        let record = &self.workers[worker as usize];
        let own = self.persons[record.person as usize]
            .cohort
            .and_then(|cohort| self.blueprint.cohorts[cohort].absence.as_ref());
        own.or(self.set.pools[usize::from(record.pool)].absence.as_ref())
    }

    /// Whether illness or leave keeps the worker away at this instant.
    pub(super) fn is_absent(&self, worker: u32) -> bool {
        self.health.get(worker as usize).is_some_and(|one| self.now < one.ill_until || self.now < one.leave_until)
    }

    /// Whether the worker is out of reach for returned drafts: gone, or absent for so long that the cases went on.
    pub(super) fn is_out(&self, worker: u32) -> bool {
        match self.workers[worker as usize].doing {
            Doing::Gone => true,
            Doing::Absent => self.health[worker as usize].is_handed_on,
            _ => false,
        }
    }

    /// Employment begins: the first spell and the first leave are known.
    pub(super) fn open_absence(&mut self, worker: u32) {
        if self.health.is_empty() {
            return;
        }
        let now = self.calendar_now();
        self.health[worker as usize].token += 1;
        self.begin_hazard(worker, now);
        let blueprint = self.blueprint;
        let first = self.absence_rule(worker).map_or(0, |rule| rule.first_leave_of(&blueprint.calendar, now));
        let health = &mut self.health[worker as usize];
        (health.leave, health.leave_ended) = (first, i64::MIN);
        // Nobody comes back from a leave on the first working day, save who was there before the run began.
        let is_new =
            self.now > SimTime(0) || self.persons[self.workers[worker as usize].person as usize].cohort.is_some();
        while let Some((from, until)) = self.next_leave(worker) {
            if from >= now {
                let at = blueprint.calendar.life_change(Moment(from));
                let token = self.health[worker as usize].token;
                self.schedule(at, Rank::Presence, Event::new(Kind::Leave, worker, token));
                break;
            }
            let at = blueprint.calendar.life_change(Moment(until));
            let health = &mut self.health[worker as usize];
            (health.leave, health.leave_ended) = (health.leave + 1, until);
            if until > now && !is_new {
                health.leave_until = at;
                self.schedule(at, Rank::Presence, Event::new(Kind::Back, worker, 0));
            }
        }
    }

    /// A new unit exponential, used up from the calendar moment `since` on.
    fn begin_hazard(&mut self, worker: u32, since: i64) {
        let record = &self.workers[worker as usize];
        let person = &self.persons[record.person as usize];
        let keys = &self.luck.persons[person.kin as usize];
        let health = &mut self.health[worker as usize];
        health.left = keys.illness.draws(u64::from(person.ordinal), u64::from(health.spell)).exponential();
        health.since = since;
        health.factor = self.set.pools[usize::from(record.pool)].strain.absence;
        self.announce_illness(worker);
    }

    fn announce_illness(&mut self, worker: u32) {
        let health = &self.health[worker as usize];
        let amount = health.left.max(0.0) / health.factor;
        let token = health.token;
        let Some(moment) = self.absence_rule(worker).and_then(|rule| rule.moment_of(health.since, amount)) else {
            return;
        };
        self.health[worker as usize].falls_ill = moment;
        let at = self.blueprint.calendar.life_change(Moment(moment));
        self.schedule(at.max(self.now), Rank::Presence, Event::new(Kind::Illness, worker, token));
    }

    /// The settings have changed: the hazard so far is used up, and the rest runs at the present one. `before` is the
    /// hazard's rule until now.
    pub(super) fn change_hazard_of_illness(&mut self, worker: u32, before: Option<&AbsenceRule>) {
        let now = self.calendar_now();
        let factor = self.set.pools[usize::from(self.workers[worker as usize].pool)].strain.absence;
        let health = &mut self.health[worker as usize];
        // A spell that runs ends by itself; what comes after it is drawn but not used.
        if now > health.since {
            health.left -= before.map_or(0.0, |rule| rule.used(health.since, now)) * health.factor;
            health.since = now;
        }
        health.factor = factor;
        health.token += 1;
        self.announce_illness(worker);
        if before != self.absence_rule(worker) {
            let blueprint = self.blueprint;
            let first = self.absence_rule(worker).map_or(0, |rule| rule.first_leave_of(&blueprint.calendar, now));
            self.health[worker as usize].leave = first;
            while self.next_leave(worker).is_some_and(|(from, _)| from < now) {
                self.health[worker as usize].leave += 1;
            }
        }
        self.announce_leave(worker);
    }

    /// Where the next week of leave lies; never before the end of the last one.
    fn next_leave(&self, worker: u32) -> Option<(i64, i64)> {
        let health = &self.health[worker as usize];
        let person = &self.persons[self.workers[worker as usize].person as usize];
        let key = &self.luck.persons[person.kin as usize].leave;
        let place = |year: u32| key.draws(u64::from(person.ordinal), u64::from(year)).uniform();
        let (from, until) = self.absence_rule(worker)?.leave(health.leave, place)?;
        let later = (health.leave_ended.saturating_sub(from)).max(0);
        Some((from + later, until + later))
    }

    fn announce_leave(&mut self, worker: u32) {
        let Some((from, _)) = self.next_leave(worker) else { return };
        let token = self.health[worker as usize].token;
        let at = self.blueprint.calendar.life_change(Moment(from)).max(self.now);
        self.schedule(at, Rank::Presence, Event::new(Kind::Leave, worker, token));
    }

    /// Illness begins.
    pub(super) fn falls_ill(&mut self, worker: u32) {
        let health = &self.health[worker as usize];
        let (begins, spell) = (health.falls_ill, health.spell);
        let person = &self.persons[self.workers[worker as usize].person as usize];
        let key = &self.luck.persons[person.kin as usize].illness_days;
        let mut draws = key.draws(u64::from(person.ordinal), u64::from(spell));
        let days = self.absence_rule(worker).map_or(0.0, |rule| rule.days.sample(&mut draws));
        let ends = begins + (days * TICKS_PER_DAY as f64).round() as i64;
        let until = self.blueprint.calendar.life_change(Moment(ends));
        let health = &mut self.health[worker as usize];
        health.spell += 1;
        health.ill_until = health.ill_until.max(until);
        self.schedule(until, Rank::Presence, Event::new(Kind::Back, worker, 0));
        self.begin_hazard(worker, ends);
        self.come_or_go(worker);
    }

    /// A week of leave begins.
    pub(super) fn goes_on_leave(&mut self, worker: u32) {
        let Some((_, ends)) = self.next_leave(worker) else { return };
        let until = self.blueprint.calendar.life_change(Moment(ends)).max(self.now);
        let health = &mut self.health[worker as usize];
        (health.leave, health.leave_ended) = (health.leave + 1, ends);
        health.leave_until = health.leave_until.max(until);
        self.schedule(until, Rank::Presence, Event::new(Kind::Back, worker, 0));
        self.announce_leave(worker);
        self.come_or_go(worker);
    }

    /// Whether an announced spell or leave still holds.
    pub(super) fn is_announced(&self, worker: u32, token: u32) -> bool {
        self.workers[worker as usize].is_employed() && self.health[worker as usize].token == token
    }

    /// An absence begins: after some working days the cases go on without.
    pub(super) fn begin_stay(&mut self, worker: u32) {
        let days = self.absence_rule(worker).map_or(0, |rule| rule.reassign_after_days);
        let health = &mut self.health[worker as usize];
        health.stay += 1;
        health.is_handed_on = false;
        let stay = health.stay;
        let at = SimTime(self.now.0 + u64::from(days) * self.blueprint.calendar.day_length().0);
        self.schedule(at, Rank::Presence, Event::new(Kind::HandOn, worker, stay));
    }

    /// The absence has lasted so long that the cases go back to the front of their queue.
    pub(super) fn hand_on(&mut self, worker: u32, stay: u32) {
        let health = &mut self.health[worker as usize];
        if health.stay != stay || self.workers[worker as usize].doing != Doing::Absent {
            return;
        }
        health.is_handed_on = true;
        let person = self.workers[worker as usize].person as usize;
        if self.persons[person].leaves_when_done {
            return self.depart(worker);
        }
        self.drop_question(worker);
        let task = std::mem::replace(&mut self.workers[worker as usize].task, NONE);
        self.workers[worker as usize].must_settle = false;
        self.workers[worker as usize].has_errand = false;
        if task != NONE {
            self.cases[task as usize].needs_handover = true;
            self.put_back(task);
        }
        self.empty_tray(worker);
    }

    /// The question of a worker who will not go on with the case is nobody's any more.
    pub(super) fn drop_question(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        let (task, index) = (record.task, record.person as usize);
        if std::mem::take(&mut self.persons[index].has_question) {
            self.gauges.asking -= 1;
            let stream = usize::from(self.cases[task as usize].stream);
            let waited = self.now - self.persons[index].asked_at;
            self.observer.see(self.now, &Observation::Answered { stream, given: false, waited });
            self.persons[index].answer_left = 0.0;
        }
    }

    /// Returned drafts go to whoever may.
    pub(super) fn empty_tray(&mut self, worker: u32) {
        let index = self.workers[worker as usize].person as usize;
        while let Some(case) = self.persons[index].tray.pop_front() {
            let record = &mut self.cases[case as usize];
            record.needs_handover = true;
            let (stage, stream, begun) = (usize::from(record.stage), usize::from(record.stream), record.is_begun);
            self.observer.see(self.now, &Observation::Unqueued { stage, stream, begun });
            self.queue_changes(stage, -1);
            self.put_back(case);
        }
    }

    /// # Panics
    /// When somebody works while ill or on leave, or is absent without either.
    pub(super) fn audit_absence(&self) {
        for (worker, health) in self.health.iter().enumerate() {
            let record = &self.workers[worker];
            let is_away = self.now < health.ill_until || self.now < health.leave_until;
            assert!(!(record.is_present() && is_away), "nobody works while ill or on leave");
            if record.doing == Doing::Absent {
                assert!(self.now <= health.ill_until.max(health.leave_until), "an absence has a reason");
                let person = &self.persons[record.person as usize];
                assert!(
                    !health.is_handed_on || !record.has_task() && person.tray.is_empty(),
                    "the cases went on without"
                );
            }
        }
    }
}
