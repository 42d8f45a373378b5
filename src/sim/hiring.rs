//! New people for those who leave, and temps who become permanent.

use super::{
    event::{Event, Kind, Rank},
    worker::{Doing, NO_STREAM},
    world::World,
};
use crate::{
    blueprint::{PracticeEnds, ReplacementPlan, Settings},
    calendar::{MONTH_DAYS, Moment, TICKS_PER_DAY},
    model::staff::Grade,
    observe::observation::Observer,
};

impl<O: Observer> World<'_, O> {
    /// The first reviews of pools that hire up to their headcount.
    pub(super) fn open_reviews(&mut self) {
        for pool in 0..self.blueprint.pool_count() {
            let reviews = |era: &Settings| era.pools[pool].replacement.is_some_and(|plan| plan.every_weeks.is_some());
            if self.blueprint.every_settings().any(reviews) {
                self.schedule(self.now, Rank::Life, Event::new(Kind::Review, pool as u32, 0));
            }
        }
    }

    /// One of a pool's own staff has left by choice: somebody new is sought, where leavers are replaced one by one.
    pub(super) fn replace(&mut self, worker: u32) {
        let pool = self.home_of(worker);
        let is_own = self.persons[self.workers[worker as usize].person as usize].cohort.is_none();
        if let (true, Some(plan @ ReplacementPlan { every_weeks: None, .. })) =
            (is_own, self.set.pools[pool].replacement)
        {
            self.recruit(pool, plan);
        }
    }

    fn recruit(&mut self, pool: usize, plan: ReplacementPlan) {
        self.sought[pool] += 1;
        let at = self.in_days(plan.after_weeks * 7.0);
        self.schedule(at, Rank::Life, Event::new(Kind::Replacement, pool as u32, 0));
    }

    fn in_days(&self, days: f64) -> crate::time::SimTime {
        let over = self.calendar_now() + (days * TICKS_PER_DAY as f64).round() as i64;
        self.blueprint.calendar.life_change(Moment(over)).max(self.now)
    }

    /// Hires up to the headcount, those who are on their way counted.
    pub(super) fn review(&mut self, pool: usize) {
        let plan = self.set.pools[pool].replacement;
        // In an era without reviews the next one is looked for a week later.
        let weeks = plan.and_then(|plan| plan.every_weeks).unwrap_or(1.0);
        let next = self.in_days(weeks * 7.0);
        if next > self.now {
            self.schedule(next, Rank::Life, Event::new(Kind::Review, pool as u32, 0));
        }
        let Some(plan) = plan.filter(|plan| plan.every_weeks.is_some()) else { return };
        for _ in self.own_heads(pool) + self.sought[pool]..self.set.pools[pool].headcount {
            self.recruit(pool, plan);
        }
    }

    /// Own staff of a pool, those who joined as temps not counted; whom a trigger moved is still of the old pool.
    fn own_heads(&self, pool: usize) -> u32 {
        let is_own = |&one: &u32| {
            let record = &self.workers[one as usize];
            let person = &self.persons[record.person as usize];
            self.home_of(one) == pool && record.is_employed() && person.cohort.is_none() && !person.is_converted
        };
        (0..self.workers.len() as u32).filter(is_own).count() as u32
    }

    /// Somebody who replaces a leaver has the first day; not when the headcount has been lowered meanwhile.
    pub(super) fn replacement_comes(&mut self, pool: usize) {
        self.sought[pool] -= 1;
        let plan = &self.set.pools[pool];
        if self.own_heads(pool) >= plan.headcount {
            return;
        }
        let learns =
            plan.replacement.is_none_or(|plan| plan.learns) && !matches!(plan.learning.ends, PracticeEnds::Never);
        let ordinal = self.next_ordinal[pool];
        let worker = if learns {
            self.next_ordinal[pool] += 1;
            let mut person = self.person(pool, ordinal, None, &plan.learning, plan.fte);
            person.hired = self.calendar_now();
            let worker = self.add(pool, Grade::Trainee, person);
            self.employ(worker);
            worker
        } else {
            self.hire_experienced(pool);
            self.workers.len() as u32 - 1
        };
        if self.workers[worker as usize].doing == Doing::StandingBy {
            self.find_work(worker);
        }
        self.staff_changed();
    }

    /// A cohort member's conversion is known on the first day.
    pub(super) fn plan_conversion(&mut self, worker: u32) {
        let person = &self.persons[self.workers[worker as usize].person as usize];
        let Some(plan) = person.cohort.and_then(|cohort| self.blueprint.cohorts[cohort].converts) else { return };
        let key = &self.luck.persons[person.kin as usize].converts;
        if key.draws(u64::from(person.ordinal), 0).uniform() >= plan.share {
            return;
        }
        let at = plan.at.unwrap_or_else(|| self.in_days(plan.after_months * MONTH_DAYS)).max(self.now);
        self.schedule(at, Rank::Life, Event::new(Kind::Converts, worker, 0));
    }

    /// A temp becomes permanent in another pool: its hours, rights, hazards and pay from now on; what was learnt stays.
    pub(super) fn converts(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        let index = record.person as usize;
        let Some(cohort) = self.persons[index].cohort.filter(|_| record.is_employed()) else { return };
        let Some(plan) = self.blueprint.cohorts[cohort].converts else { return };
        let was_present = record.is_present();
        let was_doing = record.doing;
        let is_held = matches!(was_doing, Doing::Classroom | Doing::Teaching);
        if was_present {
            let partner = self.drop_activity(worker);
            self.pay_overtime(worker);
            self.workers[worker as usize].doing = Doing::StandingBy;
            self.comfort(partner);
        } else {
            self.book(worker);
        }
        self.give_instalment();
        self.pay(worker);
        let healthy = self.absence_rule(worker).cloned();
        let was_part_time = self.persons[index].fte < 1.0;
        let record = &mut self.workers[worker as usize];
        let (old, grade) = (usize::from(record.pool), record.grade);
        record.pool = plan.pool as u16;
        record.reserved = NO_STREAM;
        record.crew = self.blueprint.crew_of(plan.pool, grade, None) as u16;
        record.since = self.now;
        record.booked = self.now;
        *self.gauges.staff_of(old, grade) -= 1;
        *self.gauges.staff_of(plan.pool, grade) += 1;
        let person = &mut self.persons[index];
        person.start = self.now;
        person.cohort = None;
        person.is_converted = true;
        person.leaves_when_done = false;
        person.fte = self.set.pools[plan.pool].fte;
        let is_part_time = person.fte < 1.0;
        self.set_pace(worker);
        self.schedule_leaving(worker);
        self.schedule_seniority(worker);
        if !self.health.is_empty() {
            self.change_hazard_of_illness(worker, healthy.as_ref());
        }
        if is_part_time && !was_part_time {
            self.schedule_presence(worker, self.blueprint.calendar.office_day_of(self.now));
        }
        self.put_down_what_is_not_theirs(worker);
        if was_present {
            self.begin_overtime(worker);
            if is_held { self.hold_post(worker) } else { self.find_work(worker) }
        }
        self.come_or_go(worker);
        self.staff_changed();
    }

    /// A case in hand that the new pool may not do goes back to its queue.
    fn put_down_what_is_not_theirs(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        if !record.has_task() {
            return;
        }
        let case = &self.cases[record.task as usize];
        let lane = u32::from(case.stage) * self.blueprint.stream_count() as u32 + u32::from(case.stream);
        let set = self.set;
        if set.picks[usize::from(record.crew)].iter().any(|group| group.lanes.contains(&lane)) {
            return;
        }
        self.drop_question(worker);
        let task = std::mem::replace(&mut self.workers[worker as usize].task, super::case::NONE);
        self.workers[worker as usize].must_settle = false;
        self.cases[task as usize].needs_handover = true;
        self.put_back(task);
    }
}
