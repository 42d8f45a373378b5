//! Working lives: hire, class, maturity, leaving.

use std::{collections::VecDeque, sync::Arc};

use super::{
    absence::Health,
    arrivals::poisson_moments,
    case::NONE,
    event::{Event, Kind, Rank},
    shell::Service,
    teams::NO_TEAM,
    worker::{Doing, NO_STREAM, Person, Post, Worker},
    world::World,
};
use crate::{
    blueprint::{CohortPlan, CohortSize, LearningPlan, PracticeEnds, SupervisionMode},
    calendar::{MONTH_DAYS, Moment, TICKS_PER_DAY},
    model::{
        learning::Counts,
        staff::{Grade, OnLeave},
    },
    observe::{
        ledger::Category,
        observation::{Observation, Observer},
    },
    time::{SimTime, TICKS_PER_HOUR, Ticks},
};

/// Fractions of the golden number spread grades evenly over ordinals: the 31st worker is the same person at any
/// headcount.
pub(super) const GRADE_STEP: f64 = 0.618_033_988_749_894_9;

/// Months of tenure in calendar ticks.
fn tenure(months: f64) -> i64 {
    (months * MONTH_DAYS * TICKS_PER_DAY as f64) as i64
}

/// Where an ordinal stands in an even spread over (0, 1).
pub(super) fn spread(ordinal: u32, step: f64) -> f64 {
    let turned = (f64::from(ordinal) + 0.5) * step;
    turned - turned.floor()
}

impl<O: Observer> World<'_, O> {
    pub(super) fn open_staff(&mut self) {
        let blueprint = self.blueprint;
        for (pool, plan) in self.set.pools.iter().enumerate() {
            for _ in 0..plan.headcount {
                self.hire_experienced(pool);
            }
            self.other_heads[pool] = (plan.other_heads, self.now);
        }
        for cohort in 0..blueprint.cohorts.len() {
            self.order(cohort);
        }
        self.open_reviews();
        self.reserve();
        self.keep_teams();
        if blueprint.every_settings().any(|era| era.supervision.coaching_hours_per_week > 0.0) {
            self.new_week();
        }
        for worker in 0..self.workers.len() as u32 {
            if self.workers[worker as usize].doing == Doing::StandingBy {
                self.find_work(worker);
            }
        }
    }

    /// One more head of a pool's own staff.
    pub(super) fn hire_experienced(&mut self, pool: usize) {
        let plan = &self.set.pools[pool];
        let ordinal = self.next_ordinal[pool];
        self.next_ordinal[pool] += 1;
        let place = spread(ordinal, GRADE_STEP);
        let mut grade = if place < plan.seniors {
            Grade::Senior
        } else if place < plan.seniors + plan.trainees {
            Grade::Trainee
        } else {
            Grade::Independent
        };
        let tenure_months = plan
            .tenure_months
            .as_ref()
            .map_or(0.0, |law| law.sample(&mut self.luck.persons[pool].tenure.draws(u64::from(ordinal), 0)));
        let mut person = self.person(pool, ordinal, None, &plan.learning, plan.fte);
        person.hired = self.calendar_now() - (tenure_months * MONTH_DAYS * TICKS_PER_DAY as f64) as i64;
        let began_as_trainee = grade == Grade::Trainee;
        if began_as_trainee {
            // How many cases were done before the start nobody says.
            if person.rule.counts == Counts::Hours {
                person.practice = tenure_months * plan.learning.practice_hours_a_month;
            }
            person.competence = person.rule.reached(person.practice, person.tau, person.is_never);
            let is_done = matches!(person.ends, PracticeEnds::Threshold);
            if is_done && !person.is_never && person.competence >= person.rule.threshold {
                grade = Grade::Independent;
            }
        } else {
            person.competence = 1.0;
            person.rule = Arc::clone(&plan.learning.rule_of_experienced);
        }
        let worker = self.add(pool, grade, person);
        self.workers[worker as usize].learns = began_as_trainee;
        if self.sites.is_used {
            self.take_seat(worker);
        }
        self.employ(worker);
    }

    pub(super) fn person(
        &self,
        kin: usize,
        ordinal: u32,
        cohort: Option<usize>,
        plan: &LearningPlan,
        fte: f64,
    ) -> Person {
        let keys = &self.luck.persons[kin];
        let entity = u64::from(ordinal);
        let rule = Arc::clone(&plan.rule);
        // Lognormal about the median worker.
        let sigma = libm::sqrt(libm::log(1.0 + rule.spread * rule.spread));
        let own = if sigma > 0.0 { libm::exp(sigma * keys.tau.draws(entity, 0).normal()) } else { 1.0 };
        let tau = rule.tau_hours * own;
        Person {
            competence: rule.competence(0.0, tau),
            tau,
            is_never: rule.never > 0.0 && keys.never.draws(entity, 0).uniform() < rule.never,
            rule,
            kin: kin as u32,
            ordinal,
            cohort,
            is_converted: false,
            practice: 0.0,
            ends: plan.ends.clone(),
            effect: 1.0,
            coaching_effect: 1.0,
            question_left: 0.0,
            answer_left: 0.0,
            answered: 0.0,
            asked_at: self.now,
            has_question: false,
            coaching_due: 0.0,
            coaching_planned: 0.0,
            leave_left: keys.leaving.draws(entity, 0).exponential(),
            leave_hazard: 0.0,
            first_year: 1.0,
            leave_since: 0,
            hired: 0,
            is_senior_due: false,
            start: self.now,
            end: self.now,
            leaves_when_done: false,
            fte,
            supervision_left: 0.0,
            tray: VecDeque::new(),
        }
    }

    pub(super) fn add(&mut self, pool: usize, grade: Grade, person: Person) -> u32 {
        let number = self.workers.len() as u32;
        self.workers.push(Worker {
            since: self.now,
            booked: self.now,
            slowness: 1.0,
            pace: 1.0,
            doing: Doing::Gone,
            category: Category::FirstTime,
            is_plain: true,
            post: Post::Desk,
            grade,
            is_supervisor: false,
            asks_at_end: false,
            learns: true,
            has_errand: false,
            must_settle: false,
            pool: pool as u16,
            crew: self.blueprint.crew_of(pool, grade, None) as u16,
            reserved: NO_STREAM,
            task: NONE,
            partner: NONE,
            team: NO_TEAM,
            token: 0,
            life_token: 0,
            idle_stamp: 0,
            barred_at: 0,
            person: number,
        });
        self.persons.push(person);
        if self.blueprint.has_absence {
            self.health.push(Health::default());
        }
        if self.blueprint.has_overtime {
            self.overtime_since.push(self.now);
        }
        if self.blueprint.has_shell {
            self.service.push(Service::default());
        }
        number
    }

    /// On the payroll from now on; what the worker does is up to the caller.
    pub(super) fn employ(&mut self, worker: u32) {
        // Shared supervision given so far goes to those who were there.
        self.give_instalment();
        let (day, now) = (self.blueprint.calendar.office_day_of(self.now), self.now);
        self.open_absence(worker);
        let doing = self.doing_today(worker);
        let record = &mut self.workers[worker as usize];
        record.doing = doing;
        record.since = now;
        record.booked = now;
        if doing == Doing::StandingBy {
            self.begin_overtime(worker);
        }
        let record = &mut self.workers[worker as usize];
        let (pool, grade) = (usize::from(record.pool), record.grade);
        let person = &mut self.persons[record.person as usize];
        person.start = now;
        let works_part = person.fte < 1.0;
        if let SupervisionMode::Amount { hours, .. } = self.set.supervision.mode {
            person.supervision_left = hours * TICKS_PER_HOUR as f64;
        }
        *self.gauges.staff_of(pool, grade) += 1;
        if doing == Doing::Absent {
            self.begin_stay(worker);
        }
        self.set_pace(worker);
        self.schedule_leaving(worker);
        self.schedule_seniority(worker);
        if works_part {
            self.schedule_presence(worker, day);
        }
        if grade == Grade::Trainee && self.workers[worker as usize].post == Post::Desk {
            self.begin_practice(worker);
        }
    }

    pub(super) fn calendar_now(&self) -> i64 {
        self.moment().0
    }

    // ---- cohorts ----------------------------------------------------------------------------------------------------

    /// Everybody of a cohort gets a record and a first day.
    fn order(&mut self, cohort: usize) {
        let blueprint = self.blueprint;
        let plan = &blueprint.cohorts[cohort];
        let kin = blueprint.pool_count() + cohort;
        let first_days: Vec<f64> = match plan.size {
            CohortSize::Headcount(count) => {
                self.policy.expect(plan.pool, i64::from(count));
                (0..count).map(|ordinal| self.first_day(plan, plan.first_day, kin, ordinal, ordinal)).collect()
            }
            CohortSize::MeanGap(gap) => {
                let until = blueprint.calendar.moment_at(blueprint.horizon).0 as f64;
                poisson_moments(self.luck.persons[kin].hire_gap, gap, plan.first_day, until)
            }
        };
        for (ordinal, first_day) in first_days.into_iter().enumerate() {
            self.engage(cohort, kin, ordinal as u32, first_day);
        }
    }

    /// Somebody of a cohort is on the way, unless the run is over before.
    pub(super) fn engage(&mut self, cohort: usize, kin: usize, ordinal: u32, first_day: f64) {
        let blueprint = self.blueprint;
        let plan = &blueprint.cohorts[cohort];
        let mut at = blueprint.calendar.life_change(Moment(first_day.ceil() as i64)).max(self.now);
        let mut call = 0;
        if !plan.call_ups.is_empty() {
            // Who comes too late for one call-up comes at the next.
            let Some(next) = plan.call_ups.iter().position(|(_, until)| at < *until) else {
                return self.has_come(cohort, kin);
            };
            (call, at) = (next, at.max(plan.call_ups[next].0));
        }
        if at > blueprint.horizon {
            return;
        }
        let fte = self.set.pools[plan.pool].fte;
        let mut person = self.person(kin, ordinal, Some(cohort), &plan.learning, fte);
        person.hired = first_day.ceil() as i64;
        let worker = self.add(plan.pool, Grade::Trainee, person);
        self.begin_service(worker, call);
        self.schedule(at, Rank::Life, Event::new(Kind::Start, worker, 0));
    }

    /// When the person at a `place` of an order comes whose first group starts at `first`.
    pub(super) fn first_day(&self, plan: &CohortPlan, first: f64, kin: usize, ordinal: u32, place: u32) -> f64 {
        let group = place / plan.groups_of.max(1);
        let weeks = f64::from(group) * plan.weeks_between_groups
            + plan
                .own_lead_weeks
                .as_ref()
                .map_or(0.0, |law| law.sample(&mut self.luck.persons[kin].lead.draws(u64::from(ordinal), 0)));
        first + weeks * 7.0 * TICKS_PER_DAY as f64
    }

    /// Where somebody stands among those ordered together, and how many they are.
    fn place_in_order(&self, plan: &CohortPlan, kin: usize, ordinal: u32) -> (u32, u32) {
        let own = match plan.size {
            CohortSize::Headcount(count) => (ordinal, count),
            // One by one: only headcounts come in groups.
            CohortSize::MeanGap(_) => (0, 1),
        };
        self.policy.place_in_order(kin, ordinal).unwrap_or(own)
    }

    /// A cohort member's first day.
    pub(super) fn starts(&mut self, worker: u32) {
        let blueprint = self.blueprint;
        if self.is_called_again(worker) {
            return;
        }
        let person = &self.persons[self.workers[worker as usize].person as usize];
        let Some(cohort) = person.cohort else { return };
        let (ordinal, kin) = (person.ordinal, person.kin as usize);
        self.charge_start(cohort);
        let plan = &blueprint.cohorts[cohort];
        self.has_come(cohort, kin);
        // Who finds no seat waits outside; class begins with the seat.
        if !self.sites.is_used || self.take_seat(worker) {
            self.begin_class(worker);
        }
        self.employ(worker);
        self.serve(worker);
        self.plan_conversion(worker);
        if let Some(months) = plan.contract_months {
            let stays = self.luck.persons[kin].stays.draws(u64::from(ordinal), 0).uniform() < plan.stays_afterwards;
            if !stays {
                let over = self.calendar_now() + (months * MONTH_DAYS * TICKS_PER_DAY as f64) as i64;
                let at = blueprint.calendar.life_change(Moment(over));
                self.schedule(at, Rank::Life, Event::new(Kind::ContractOver, worker, 0));
            }
        }
        if self.workers[worker as usize].is_present() {
            self.find_work(worker);
        }
        self.staff_changed();
    }

    /// The class of a cohort member, if it has one; the first of each group brings its teachers.
    pub(super) fn begin_class(&mut self, worker: u32) {
        let blueprint = self.blueprint;
        let person = &self.persons[self.workers[worker as usize].person as usize];
        let Some(cohort) = person.cohort else { return };
        let (ordinal, kin) = (person.ordinal, person.kin as usize);
        let plan = &blueprint.cohorts[cohort];
        let over = self.calendar_now() + (plan.classroom_weeks * 7.0 * TICKS_PER_DAY as f64) as i64;
        let class_over = blueprint.calendar.life_change(Moment(over));
        if plan.classroom_weeks > 0.0 {
            self.workers[worker as usize].post = Post::Class;
            self.schedule(class_over, Rank::Life, Event::new(Kind::ClassOver, worker, 0));
            let (place, count) = self.place_in_order(plan, kin, ordinal);
            let is_first = place.is_multiple_of(plan.groups_of.max(1));
            if let (true, Some(per_trainer)) = (is_first, plan.trainees_per_trainer) {
                let group = plan.groups_of.min(count - place);
                self.appoint_teachers((f64::from(group) / per_trainer).ceil() as usize, class_over);
            }
        }
    }

    /// Present seniors who do not supervise teach until the class is over.
    fn appoint_teachers(&mut self, count: usize, until: SimTime) {
        let mut fit: Vec<u32> = (0..self.workers.len() as u32)
            .filter(|&one| {
                let record = &self.workers[one as usize];
                record.grade == Grade::Senior
                    && record.post == Post::Desk
                    && !record.is_supervisor
                    && matches!(record.doing, Doing::Working | Doing::SettlingIn | Doing::Idle | Doing::StandingBy)
                    && self.set.supervision.from.contains(&usize::from(record.pool))
            })
            .collect();
        fit.sort_by_key(|&one| (self.persons[self.workers[one as usize].person as usize].hired, one));
        for &teacher in fit.iter().take(count) {
            match self.workers[teacher as usize].doing {
                Doing::Idle => self.wake(teacher),
                _ => self.lay_aside(teacher),
            }
            self.give_back_rooms(teacher);
            self.workers[teacher as usize].post = Post::Teacher;
            self.hold_post(teacher);
            self.schedule(until, Rank::Life, Event::new(Kind::ClassOver, teacher, 0));
        }
    }

    /// In class, before it, or outside.
    pub(super) fn hold_post(&mut self, worker: u32) {
        let record = &mut self.workers[worker as usize];
        record.doing = match record.post {
            Post::Class => Doing::Classroom,
            Post::Outside => Doing::Outside,
            _ => Doing::Teaching,
        };
        record.since = self.now;
        record.booked = self.now;
    }

    pub(super) fn class_over(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        if matches!(record.post, Post::Desk | Post::Outside) || !record.is_employed() {
            return;
        }
        let was_class = record.post == Post::Class;
        self.give_instalment();
        self.book(worker);
        let record = &mut self.workers[worker as usize];
        record.post = Post::Desk;
        let is_present = record.is_present();
        if was_class {
            self.begin_practice(worker);
        }
        if is_present {
            self.find_work(worker);
        }
        self.staff_changed();
    }

    /// Practice begins; where it ends after a time of its own, the end is known.
    pub(super) fn begin_practice(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        let person = &self.persons[record.person as usize];
        if let PracticeEnds::After(months) = &person.ends {
            let keys = &self.luck.persons[person.kin as usize];
            let months = months.sample(&mut keys.practice.draws(u64::from(person.ordinal), 0));
            let over = self.calendar_now() + (months * MONTH_DAYS * TICKS_PER_DAY as f64).round() as i64;
            let at = self.blueprint.calendar.life_change(Moment(over));
            if !person.is_never {
                self.schedule(at, Rank::Life, Event::new(Kind::Matures, worker, 0));
            }
        }
        if self.workers[worker as usize].is_present() {
            self.gauges.trainees += 1;
        }
    }

    /// Practice ends at its own time.
    pub(super) fn matures(&mut self, worker: u32) {
        self.promote(worker, Grade::Independent);
    }

    /// A new grade: other rights, another pace, another hazard of leaving. The worker is in no stretch, or it is cut.
    pub(super) fn promote(&mut self, worker: u32, grade: Grade) {
        let record = &self.workers[worker as usize];
        let (doing, before) = (record.doing, record.grade);
        // At the end of a stretch everything up to now is booked; what follows starts with the new pace by itself.
        let is_under_way = doing == Doing::Working && record.booked < self.now;
        match doing {
            Doing::Idle => self.wake(worker),
            Doing::Working if is_under_way => self.lay_aside(worker),
            _ => self.book(worker),
        }
        // Laying aside may itself have been the moment at which competence crossed the threshold.
        if self.workers[worker as usize].grade != before {
            return self.stretch(worker);
        }
        let record = &mut self.workers[worker as usize];
        let person = &mut self.persons[record.person as usize];
        let mut grade = grade;
        if before == Grade::Trainee {
            if matches!(person.ends, PracticeEnds::After(_) | PracticeEnds::Supervised) {
                person.competence = 1.0;
            }
            if person.is_senior_due {
                grade = Grade::Senior;
            }
        }
        let pool = usize::from(record.pool);
        if record.is_in_practice() && record.is_present() {
            self.gauges.trainees -= 1;
        }
        record.grade = grade;
        let reserved = (record.reserved != NO_STREAM).then_some(usize::from(record.reserved));
        record.crew = self.blueprint.crew_of(pool, grade, reserved) as u16;
        record.asks_at_end = false;
        *self.gauges.staff_of(pool, before) -= 1;
        *self.gauges.staff_of(pool, grade) += 1;
        self.set_pace(worker);
        self.schedule_leaving(worker);
        match doing {
            Doing::Idle => self.find_work(worker),
            Doing::Working if is_under_way => self.stretch(worker),
            Doing::Waiting => self.patience_over(worker),
            _ => {}
        }
        self.staff_changed();
    }

    // ---- leaving ----------------------------------------------------------------------------------------------------

    /// Uses up the hazard so far and schedules leaving at the present one.
    pub(super) fn schedule_leaving(&mut self, worker: u32) {
        let now = self.calendar_now();
        let record = &mut self.workers[worker as usize];
        record.life_token = record.life_token.wrapping_add(1);
        let person = &mut self.persons[record.person as usize];
        person.leave_left -= person.hazard_between(person.leave_since, now);
        person.leave_since = now;
        let pool = &self.set.pools[usize::from(record.pool)];
        let (hazard, first_year) = match person.cohort {
            Some(cohort) => {
                let plan = &self.blueprint.cohorts[cohort];
                (plan.leaving[record.grade as usize], plan.leaving_first_year)
            }
            None => (pool.leaving[record.grade as usize], pool.leaving_first_year),
        };
        person.leave_hazard = hazard * pool.strain.leaving;
        person.first_year = first_year;
        if let Some(moment) = person.leaves_at(now) {
            let at = self.blueprint.calendar.life_change(Moment(moment));
            let token = record.life_token;
            self.schedule(at, Rank::Life, Event::new(Kind::Leaves, worker, token));
        }
    }

    pub(super) fn schedule_seniority(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        let Some(months) = self.set.pools[usize::from(record.pool)].senior_after_months else { return };
        if record.grade == Grade::Senior {
            return;
        }
        let due = self.persons[record.person as usize].hired + tenure(months);
        let at = self.blueprint.calendar.life_change(Moment(due.max(0)));
        self.schedule(at.max(self.now), Rank::Life, Event::new(Kind::BecomesSenior, worker, 0));
    }

    pub(super) fn becomes_senior(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        let months = self.set.pools[usize::from(record.pool)].senior_after_months;
        let hired = self.persons[record.person as usize].hired;
        // The tenure that it takes may have changed on the way.
        let is_due = months.is_some_and(|months| hired + tenure(months) <= self.calendar_now());
        match record.grade {
            _ if !record.is_employed() || !is_due => {}
            Grade::Trainee => self.persons[self.workers[worker as usize].person as usize].is_senior_due = true,
            Grade::Independent => self.promote(worker, Grade::Senior),
            Grade::Senior => {}
        }
    }

    /// Somebody leaves, or the contract ends: at once, or when the case in hand is done.
    pub(super) fn say_goodbye(&mut self, worker: u32) {
        let record = &self.workers[worker as usize];
        if !record.is_employed() {
            return;
        }
        let finishes = self.set.pools[usize::from(record.pool)].on_leave == OnLeave::Finish;
        if finishes && record.has_task() {
            self.persons[record.person as usize].leaves_when_done = true;
            self.workers[worker as usize].has_errand = true;
        } else {
            self.depart(worker);
        }
    }

    /// Out of the door: what was in hand goes back.
    pub(super) fn depart(&mut self, worker: u32) {
        let was_present = self.workers[worker as usize].is_present();
        let partner = self.drop_activity(worker);
        self.pay_overtime(worker);
        let record = &mut self.workers[worker as usize];
        let was_trainee = record.is_in_practice();
        let was_supervisor = record.is_supervisor;
        record.doing = Doing::Gone;
        record.life_token = record.life_token.wrapping_add(1);
        let (pool, grade) = (usize::from(record.pool), record.grade);
        *self.gauges.staff_of(pool, grade) -= 1;
        if was_present {
            self.gauges.trainees -= u32::from(was_trainee);
            self.gauges.supervisors -= u32::from(was_supervisor);
        }
        let index = self.workers[worker as usize].person as usize;
        self.persons[index].end = self.now;
        self.note_release(worker);
        self.drop_question(worker);
        let task = std::mem::replace(&mut self.workers[worker as usize].task, NONE);
        self.pay(worker);
        if task != NONE {
            if self.set.pools[pool].on_leave == OnLeave::ReturnLost {
                let pace = self.workers[worker as usize].pace;
                let case = &mut self.cases[task as usize];
                let lost = Ticks::nearest((case.effort_whole - case.effort) / pace.max(1e-9));
                case.effort = case.effort_whole;
                self.observer.see(self.now, &Observation::Lost { pool, grade, time: lost });
            }
            self.cases[task as usize].needs_handover = true;
            self.put_back(task);
        }
        self.empty_tray(worker);
        self.comfort(partner);
        if self.sites.is_used {
            self.give_back_seat(worker);
        }
        self.staff_changed();
    }

    /// Ends what the worker does now, so that nothing refers to it; the partner of a talk, if any, has to be comforted.
    pub(super) fn drop_activity(&mut self, worker: u32) -> Option<(u32, bool)> {
        let record = &self.workers[worker as usize];
        let (doing, partner) = (record.doing, record.partner);
        self.give_back_rooms(worker);
        match doing {
            Doing::Idle => self.wake(worker),
            Doing::Blocked => self.leave_blocked(worker),
            Doing::WaitingInVain => self.stop_waiting_in_vain(worker),
            Doing::Waiting => {
                self.lay_aside(worker);
                self.teams.withdraw(worker);
            }
            Doing::Asking | Doing::Answering | Doing::Coaching | Doing::Coached => {
                self.part(worker);
                return Some((partner, doing == Doing::Answering));
            }
            _ => self.lay_aside(worker),
        }
        None
    }

    /// The other side of a talk that was broken off goes on: an asker asks again, others look for work.
    pub(super) fn comfort(&mut self, partner: Option<(u32, bool)>) {
        if let Some((one, is_asker)) = partner {
            if is_asker {
                self.ask(one);
            } else {
                self.find_work(one);
            }
        }
    }
}
