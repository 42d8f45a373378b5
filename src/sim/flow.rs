//! Cases on their way: arriving, joining a stage, moving on, closing.

use super::{
    arrivals::{Arrival, MEMBER},
    case::{Case, INITIAL, NO_TERM, NOBODY, NONE, Place},
    event::{Event, Kind, Rank},
    extra::Extra,
    lane::Standing,
    luck::Luck,
    world::World,
};
use crate::{
    blueprint::{Blueprint, Settings, StageKind, picks},
    calendar::{MONTH_DAYS, Moment, TICKS_PER_DAY},
    model::{
        mechanism::Mechanism,
        stage::{Discipline, Next},
        stream::Term,
        terms::Shift,
    },
    observe::observation::{Closing, Observation, Observer},
    time::{SimTime, TICKS_PER_HOUR},
};

impl<O: Observer> World<'_, O> {
    #[inline]
    pub(super) fn arrive(&mut self) {
        let Arrival { moment, number, stream } = self.arrivals.take();
        self.arrive_as(stream, number, moment);
        if let Some(law) = &self.blueprint.streams[stream].batch {
            let size = law.size(self.luck.streams[stream].batch.draws(number, 0).uniform());
            for member in 1..u64::from(size) {
                self.arrive_as(stream, number + member * MEMBER, moment);
            }
        }
    }

    /// One case at the first stage of its stream, from outside or brought about within; `moment`: the calendar tick of its arrival.
    #[inline(always)]
    pub(super) fn arrive_as(&mut self, stream: usize, number: u64, moment: i64) {
        let case = self.new_case(stream, number, moment);
        self.enter(case, false);
        self.join(case, self.blueprint.streams[stream].first_stage);
    }

    /// The stock of all streams, oldest first, into the queues; nobody works yet.
    pub(super) fn lay_out_stock(&mut self) {
        let blueprint = self.blueprint;
        for (stream, plan) in blueprint.streams.iter().enumerate() {
            let keys = self.luck.streams[stream];
            let mut stock: Vec<(i64, u64)> = (0..plan.initial.count)
                .map(|index| {
                    let number = INITIAL + index;
                    let days = match (&plan.initial.age_months, plan.initial.ages_days.get(index as usize)) {
                        (_, Some(days)) => *days,
                        (Some(law), None) => law.sample(&mut keys.age.draws(number, 0)) * MONTH_DAYS,
                        (None, None) => 0.0,
                    };
                    (-(days * TICKS_PER_DAY as f64).round() as i64, number)
                })
                .collect();
            stock.sort_unstable();
            for (moment, number) in stock {
                let case = self.new_case(stream, number, moment);
                let place = plan.initial.at.as_slice();
                let stage = if place.is_empty() {
                    plan.first_stage
                } else {
                    let u = keys.place.draws(number, 0).uniform();
                    place.iter().find(|(_, bound)| u < *bound).map_or(plan.first_stage, |(stage, _)| *stage)
                };
                let record = &mut self.cases[case as usize];
                record.is_initial = moment < 0;
                // What stands beyond the first stage was worked on before.
                record.is_begun = stage != plan.first_stage;
                self.enter(case, true);
                if plan.initial.delays_begun && self.set.stages[stage].kind == StageKind::Delay {
                    self.join_half_way(case, stage);
                } else {
                    self.join(case, stage);
                }
            }
            self.open_court(stream);
            self.tell_stock(stream);
        }
    }

    /// A record with its class and its term drawn.
    #[inline(always)]
    pub(super) fn new_case(&mut self, stream: usize, number: u64, moment: i64) -> u32 {
        let plan = &self.blueprint.streams[stream];
        let class = if plan.class_bounds.is_empty() {
            plan.only_class
        } else {
            plan.class_of(self.luck.streams[stream].class.draws(number, 0).uniform())
        };
        let due_day = plan.term_of(class).map_or(NO_TERM, |term| self.due_day_of_new(moment, term));
        let case = match self.free.pop() {
            Some(case) => case,
            None => {
                self.cases.push(Case::blank());
                if self.keeps_extras() {
                    self.extras.push(Extra::BLANK);
                }
                if self.blueprint.counts_visits {
                    self.visits.resize(self.cases.len() * self.blueprint.stage_count(), 0);
                }
                (self.cases.len() - 1) as u32
            }
        };
        let record = &mut self.cases[case as usize];
        record.number = number;
        record.arrived = self.now;
        record.moment = moment;
        record.stream = stream as u16;
        record.class = class as u16;
        record.returns = 0;
        record.due_day = due_day;
        record.author = NONE;
        record.maker = NOBODY;
        record.worker = NONE;
        record.is_rework = false;
        record.is_initial = false;
        record.is_begun = false;
        self.open_draft(case);
        if self.uses_term_changes() {
            self.shift_new(case);
        }
        case
    }

    /// Cases that come on one day with one term fall due on one day.
    #[inline]
    fn due_day_of_new(&mut self, moment: i64, term: Term) -> i32 {
        let day = moment.div_euclid(TICKS_PER_DAY as i64);
        // A term in days may end within a day: then the hour counts.
        let is_known = matches!(term, Term::Months(_)) && self.last_due.0 == day && self.last_due.1 == Some(term);
        if !is_known {
            self.last_due = (day, Some(term), self.due_day(moment, term, Shift::default()));
        }
        self.last_due.2
    }

    pub(super) fn due_day(&self, moment: i64, term: Term, later: Shift) -> i32 {
        let calendar = &self.blueprint.calendar;
        let due = match term {
            Term::Days(days) => Moment(moment + (days * TICKS_PER_DAY as f64).ceil() as i64),
            Term::Months(months) => calendar.add_months(Moment(moment), months as i32 + later.months),
        };
        let due = if matches!(term, Term::Days(_)) && later.months != 0 {
            calendar.add_months(due, later.months)
        } else {
            due
        };
        let day = due.0.div_euclid(TICKS_PER_DAY as i64) as i32 + later.days;
        // A term that ends on a free day ends on the next working day.
        if self.blueprint.rolls_terms { self.blueprint.calendar.working_day_from(day) } else { day }
    }

    #[inline(always)]
    fn enter(&mut self, case: u32, initial: bool) {
        let record = &self.cases[case as usize];
        let (stream, class, number) = (usize::from(record.stream), usize::from(record.class), record.number);
        self.gauges.stock[stream] += 1;
        self.gauges.arrived[stream] += 1;
        self.gauges.initial[stream] += u64::from(initial);
        if record.due_day != NO_TERM {
            self.count_due(stream, record.due_day);
            if self.uses_penalties() {
                self.await_notice(case);
            }
        }
        if self.uses_reception() {
            self.move_in(case);
        }
        self.observer.see(self.now, &Observation::Arrived { stream, class, case: number, initial });
        // The stock at the start is told when it is complete.
        if !initial {
            self.tell_stock(stream);
        }
    }

    #[inline(always)]
    pub(super) fn tell_stock(&mut self, stream: usize) {
        if self.blueprint.watched[stream] {
            let level = self.gauges.stock[stream];
            self.observer.see(self.now, &Observation::Stock { stream, level });
        }
    }

    /// A case of the stock that stands in a delay since some time.
    ///
    /// Whoever looks at a moment finds long delays in proportion to their length, at any point of them: of many drawn
    /// one is taken so, and a uniform share of it is left.
    fn join_half_way(&mut self, case: u32, stage: usize) {
        /// With so many the mean of what is left is right to 1.5 % for an exponential delay.
        const DRAWN: usize = 64;
        let lane = self.begin_visit(case, stage);
        let (law, number) = (&self.set.stages[stage].law, self.cases[case as usize].number);
        let mut draws = self.luck.stages[lane].delay.draws(number, 0);
        let lengths: Vec<f64> = (0..DRAWN).map(|_| law.sample(&mut draws)).collect();
        let mut at = draws.uniform() * lengths.iter().sum::<f64>();
        let found = lengths.iter().find(|length| {
            at -= **length;
            at < 0.0
        });
        let days = found.copied().unwrap_or(0.0) * draws.uniform();
        self.delay(case, days, stage, true);
    }

    /// The case comes to a stage for a new visit; the lane of the stage and its stream.
    #[inline(always)]
    fn begin_visit(&mut self, case: u32, stage: usize) -> usize {
        let set = self.set;
        let rule = &set.stages[stage];
        let record = &mut self.cases[case as usize];
        let stream = usize::from(record.stream);
        let lane = stage * self.blueprint.stream_count() + stream;
        record.stage = stage as u16;
        record.visit = 0;
        record.questions = 0;
        record.is_rework = false;
        record.is_taken_up = false;
        record.needs_handover = false;
        record.joined = self.now;
        if rule.is_revisited {
            let visits = &mut self.visits[case as usize * self.blueprint.stage_count() + stage];
            record.visit = *visits;
            *visits += 1;
        }
        lane
    }

    /// The case comes to a stage, with its effort drawn.
    #[inline]
    pub(super) fn join(&mut self, case: u32, stage: usize) {
        let lane = self.begin_visit(case, stage);
        let set = self.set;
        let rule = &set.stages[stage];
        let keys = &self.luck.stages[lane];
        let lane = if self.has_needs() { self.lane_of(case) } else { lane };
        let draws_difficulty = self.draws_difficulty();
        let record = &mut self.cases[case as usize];
        if rule.kind == StageKind::Delay {
            let days = rule.law.sample(&mut keys.delay.draws(record.number, u64::from(record.visit)));
            self.delay(case, days, stage, true);
            return;
        }
        if rule.kind == StageKind::Board {
            record.effort = 0.0;
            record.effort_whole = 0.0;
            return self.stand(case, lane);
        }
        let hours = rule.law.sample(&mut keys.effort.draws(record.number, u64::from(record.visit)));
        let factor = match rule.kind {
            StageKind::SignOff { growth, .. } => 1.0 + growth * (1.0 - record.draft_competence),
            _ => 1.0,
        };
        record.effort_whole =
            hours * factor * self.blueprint.class_effort[usize::from(record.class)] * TICKS_PER_HOUR as f64;
        if draws_difficulty {
            record.effort_whole *= difficulty(self.blueprint, &self.luck, record);
        }
        record.effort = record.effort_whole;
        if self.uses_files() && self.sends_file(case, lane) {
            return;
        }
        self.admit(case, lane);
    }

    /// The case is where the stage is worked on: by invitation, by its owner, or by whoever may.
    #[inline(always)]
    pub(super) fn admit(&mut self, case: u32, lane: usize) {
        if self.uses_slots()
            && let Some(slot) = &self.set.stages[usize::from(self.cases[case as usize].stage)].slot
        {
            return self.invite(case, slot);
        }
        self.bring(case, lane);
    }

    /// To the case's owner, if the stage has one who is there, else to whoever may, if there is room.
    #[inline(always)]
    pub(super) fn bring(&mut self, case: u32, lane: usize) {
        if self.uses_files() && self.bring_to_owner(case, lane) {
            return;
        }
        if !O::IS_PLAIN
            && let Some(room) = self.set.stages[usize::from(self.cases[case as usize].stage)].room
        {
            return self.offer_within(case, lane, room);
        }
        self.offer(case, lane);
    }

    /// To an idle worker who may do it, else into the lane.
    #[inline(always)]
    pub(super) fn offer(&mut self, case: u32, lane: usize) {
        if !self.is_taken_at_once(case, lane) {
            self.stand(case, lane);
        }
    }

    /// By an idle worker, or by one who lays another case aside for it.
    #[inline(always)]
    pub(super) fn is_taken_at_once(&mut self, case: u32, lane: usize) -> bool {
        if let Some(worker) = self.idle_taker(lane) {
            self.wake(worker);
            self.take(worker, case, false);
            return true;
        }
        self.preempts() && self.interrupts(case, lane)
    }

    /// Into the lane, where its discipline puts it.
    #[inline(always)]
    pub(super) fn stand(&mut self, case: u32, lane: usize) {
        self.joinings += 1;
        let stamp = self.cases[case as usize].stamp;
        if self.lanes[lane].is_fifo() {
            self.lanes[lane].push(self.joinings, case, stamp);
        } else {
            let standing = self.standing(case, lane, self.joinings);
            self.lanes[lane].insert(standing, case, stamp);
        }
        self.filled |= picks::bit_of(lane);
        self.count_joined(case);
    }

    /// The lane of a case at its stage.
    pub(super) fn lane_of(&self, case: u32) -> usize {
        let record = &self.cases[case as usize];
        let plain = usize::from(record.stage) * self.blueprint.stream_count() + usize::from(record.stream);
        if !self.has_needs() {
            return plain;
        }
        let needs = &self.set.stages[usize::from(record.stage)].needs;
        let need = needs.get(usize::from(record.class)).map_or(0, |grade| *grade as usize);
        need * self.blueprint.lanes_a_level() + plain
    }

    #[inline]
    pub(super) fn stage_of(&self, lane: usize) -> usize {
        usize::from(self.stages_of_lanes[lane])
    }

    /// Something left the lane: nothing may be left in it.
    #[inline]
    pub(super) fn note_filled(&mut self, lane: usize) {
        if lane < picks::OWN_BITS && self.lanes[lane].has_none() {
            self.filled &= !picks::bit_of(lane);
        }
    }

    /// Back where it was taken from, to be gone on with first.
    pub(super) fn put_back(&mut self, case: u32) {
        let lane = self.lane_of(case);
        let record = &mut self.cases[case as usize];
        record.worker = NONE;
        if record.is_taken_up {
            // From now on it counts how long the work is interrupted.
            record.joined = self.now;
        }
        if let Some(worker) = self.idle_taker(lane) {
            self.wake(worker);
            self.take(worker, case, false);
            return;
        }
        let stamp = self.cases[case as usize].stamp;
        if self.lanes[lane].is_fifo() {
            self.lanes[lane].push_front(case, stamp);
        } else {
            let standing = self.standing(case, lane, 0);
            self.lanes[lane].insert(standing, case, stamp);
        }
        self.filled |= picks::bit_of(lane);
        self.count_joined(case);
    }

    /// A returned draft goes to its author's tray.
    pub(super) fn put_in_tray(&mut self, case: u32, author: u32) {
        self.cases[case as usize].worker = author;
        self.count_joined(case);
        self.cases[case as usize].place = Place::Tray;
        let person = self.workers[author as usize].person as usize;
        self.persons[person].tray.push_back(case);
        self.workers[author as usize].has_errand = true;
        self.waiting_changes(-1);
    }

    #[inline(always)]
    fn count_joined(&mut self, case: u32) {
        let record = &mut self.cases[case as usize];
        record.place = Place::Queued;
        let (stage, stream, begun) = (usize::from(record.stage), usize::from(record.stream), record.is_begun);
        self.queue_changes(stage, 1);
        self.waiting_changes(1);
        self.observer.see(self.now, &Observation::Joined { stage, stream, begun });
        self.waits_in_queue(case);
    }

    /// Keeps the clock of the time during which any case waits for somebody else.
    #[inline(always)]
    pub(super) fn waiting_changes(&mut self, by: i64) {
        let before = self.waiting;
        self.waiting = (before as i64 + by) as u64;
        if before == 0 {
            self.waiting_since = self.now;
        } else if self.waiting == 0 {
            self.waiting_clock += self.now.0 - self.waiting_since.0;
        }
    }

    /// The clock's reading now.
    #[inline]
    pub(super) fn waited(&self) -> u64 {
        self.waiting_clock + if self.waiting > 0 { self.now.0 - self.waiting_since.0 } else { 0 }
    }

    /// Where a case stands in a sorted lane: the keys of the discipline, then its number.
    #[inline(never)]
    pub(super) fn standing(&self, case: u32, lane: usize, joining: u64) -> Standing {
        let record = &self.cases[case as usize];
        // Numbers may be negative: keep their order in an unsigned word.
        let ordered = |number: i64| (number as u64) ^ (1 << 63);
        let age = ordered(record.moment);
        let (first, second) = match self.set.stages[usize::from(record.stage)].discipline {
            Discipline::Fifo => (0, 0),
            Discipline::Oldest => (age, 0),
            Discipline::DueDate => (ordered(i64::from(record.due_day)), 0),
            Discipline::Shortest => (record.effort_whole.to_bits(), 0),
            // A positive number and its bits have the same order.
            Discipline::EasyFirst => (self.ease(record, lane).to_bits(), age),
            Discipline::Random => {
                let u = self.luck.stages[lane % self.blueprint.lanes_a_level()]
                    .order
                    .draws(record.number, u64::from(record.visit))
                    .uniform();
                ((u * (1u64 << 53) as f64) as u64, 0)
            }
        };
        (first, second, record.number, joining)
    }

    /// How easy a case seems to who sorts the queue: with the fidelity of the stage as it is, else as any other case.
    fn ease(&self, record: &Case, lane: usize) -> f64 {
        let blueprint = self.blueprint;
        let fidelity = self.set.stages[usize::from(record.stage)].fidelity;
        let plan = &blueprint.streams[usize::from(record.stream)];
        if fidelity < 1.0 {
            let keys = &self.luck.stages[lane % blueprint.lanes_a_level()];
            let mut draws = keys.order.draws(record.number, u64::from(record.visit));
            if draws.uniform() >= fidelity {
                let class = plan.class_of(draws.uniform());
                let other = plan.difficulty.as_ref().map_or(1.0, |law| law.sample(&mut draws));
                return blueprint.class_effort[class] * other;
            }
        }
        let own = if blueprint.draws_difficulty { difficulty(blueprint, &self.luck, record) } else { 1.0 };
        blueprint.class_effort[usize::from(record.class)] * own
    }

    /// The case rests for calendar days: that is its stage, or comes after it.
    pub(super) fn delay(&mut self, case: u32, days: f64, stage: usize, is_stage: bool) {
        let calendar = &self.blueprint.calendar;
        let over = self.moment().0 + (days * TICKS_PER_DAY as f64).round() as i64;
        let at = calendar.office_at(Moment(over)).max(self.now);
        self.cases[case as usize].place = Place::Delayed;
        self.schedule(at, Rank::Delay, Event::new(Kind::DelayOver, case, u32::from(is_stage)));
        self.waits_for_days(case, stage, !is_stage);
    }

    pub(super) fn delay_over(&mut self, case: u32, was_stage: bool) {
        if self.cases[case as usize].place == Place::GivenUp {
            return self.forget(case);
        }
        self.waits_no_more(case, false);
        let stage = usize::from(self.cases[case as usize].stage);
        if was_stage {
            self.move_on(case, stage);
        } else {
            self.join(case, stage);
        }
    }

    /// After `stage`: to the next one, or out.
    #[inline]
    pub(super) fn move_on(&mut self, case: u32, stage: usize) {
        let record = &self.cases[case as usize];
        let set = self.set;
        let rule = &set.stages[stage];
        let keys = &self.luck.stages[stage * self.blueprint.stream_count() + usize::from(record.stream)];
        let (number, visit) = (record.number, u64::from(record.visit));
        let next = rule.routes[usize::from(record.class)].next(|| keys.route.draws(number, visit).uniform());
        match next {
            Next::Decided => self.close_case(case, Closing::Decided),
            Next::Closed => self.close_case(case, Closing::Closed),
            Next::Stage(next) if !O::IS_PLAIN && set.stages[next].information.is_some() => self.seek(case, stage, next),
            Next::Stage(next) => match &rule.delay_after {
                None => self.join(case, next),
                Some(law) => {
                    let days = law.sample(&mut keys.delay.draws(number, visit));
                    self.cases[case as usize].stage = next as u16;
                    self.delay(case, days, stage, false);
                }
            },
        }
    }

    #[inline(always)]
    pub(super) fn close_case(&mut self, case: u32, closing: Closing) {
        let again = self.was_remanded(case);
        let opens = closing == Closing::Decided && self.uses_openings();
        let granted = (opens && self.decides()).then(|| self.outcome_of(case).granted);
        let appealed = closing == Closing::Decided && self.after_decision(case);
        let (stream, number) = (usize::from(self.cases[case as usize].stream), self.cases[case as usize].number);
        self.leave(case, closing, again, appealed);
        if appealed {
            self.cases[case as usize].place = Place::AtCourt;
        } else {
            self.forget(case);
        }
        if opens {
            self.open_others(stream, number, granted, again);
        }
    }

    /// The case leaves the organisation; its record is still taken.
    #[inline(always)]
    pub(super) fn leave(&mut self, case: u32, closing: Closing, again: bool, appealed: bool) {
        let record = &self.cases[case as usize];
        let stream = usize::from(record.stream);
        let (class, number, arrived, due_day, initial) =
            (usize::from(record.class), record.number, record.arrived, record.due_day, record.is_initial);
        if self.uses_slots() {
            self.forget_slot(case);
        }
        if self.uses_files() {
            self.close_file(case);
        }
        self.gauges.stock[stream] -= 1;
        if again && closing == Closing::Decided {
            self.gauges.decided_again[stream] += 1;
        } else {
            *self.gauges.closed_by(closing, stream) += 1;
            let (pool, grade) = self.cases[case as usize].maker;
            if closing == Closing::Decided
                && let Some(of_pool) = self.gauges.decided_by.get_mut(usize::from(pool))
            {
                of_pool[usize::from(grade)] += 1;
            }
        }
        let overdue = due_day != NO_TERM && self.close_term(stream, due_day);
        if due_day != NO_TERM && self.uses_penalties() {
            self.end_default(case);
        }
        if self.uses_reception() && !appealed {
            self.settle_applicant(case, closing);
        }
        let has_term = due_day != NO_TERM;
        if has_term && self.blueprint.names.uses.has(Mechanism::OnTime) {
            let year = self.blueprint.names.years.of_day(self.today());
            self.gauges.on_time[stream].count(year, overdue);
        }
        self.observer.see(
            self.now,
            &Observation::Closed { stream, class, case: number, arrived, closing, has_term, overdue, initial, again },
        );
        self.tell_stock(stream);
    }

    /// The record of a closed case is free to be used again.
    #[inline(always)]
    pub(super) fn forget(&mut self, case: u32) {
        self.cases[case as usize].place = Place::Nowhere;
        if !self.visits.is_empty() {
            let stages = self.blueprint.stage_count();
            self.visits[case as usize * stages..(case as usize + 1) * stages].fill(0);
        }
        self.free.push(case);
    }

    // ---- legal terms: open cases are counted by the day on which they fall due ----

    pub(super) fn open_terms(&mut self) {
        let days = self.last_day() as usize + 2;
        let is_set = |set: &Settings| set.decisions.appeals.as_ref().is_some_and(|one| one.remand_term.is_some());
        let has_remand_terms = self.blueprint.every_settings().any(is_set);
        self.due = self
            .blueprint
            .streams
            .iter()
            .map(|stream| if stream.has_terms() || has_remand_terms { vec![0; days] } else { Vec::new() })
            .collect();
    }

    fn last_day(&self) -> i32 {
        let horizon = self.blueprint.horizon;
        self.blueprint.calendar.moment_at(SimTime(horizon.0.saturating_sub(1))).0.div_euclid(TICKS_PER_DAY as i64)
            as i32
    }

    pub(super) fn count_due(&mut self, stream: usize, due_day: i32) {
        if due_day < self.due_read {
            self.gauges.overdue[stream] += 1;
        } else if let Some(count) = self.due[stream].get_mut(due_day as usize) {
            *count += 1;
        }
    }

    pub(super) fn uncount_due(&mut self, stream: usize, due_day: i32) {
        if due_day < self.due_read {
            self.gauges.overdue[stream] -= 1;
        } else if let Some(count) = self.due[stream].get_mut(due_day as usize) {
            *count -= 1;
        }
    }

    /// Takes a closing case out of the count; whether its term had passed.
    fn close_term(&mut self, stream: usize, due_day: i32) -> bool {
        self.uncount_due(stream, due_day);
        let today = self.moment().0.div_euclid(TICKS_PER_DAY as i64);
        i64::from(due_day) < today
    }

    /// Brings the count of overdue cases up to the end of the day that now ends: all due on it or before are late.
    pub(super) fn read_terms(&mut self) {
        let just_before = SimTime(self.now.0.saturating_sub(1));
        let today = self.blueprint.calendar.moment_at(just_before).0.div_euclid(TICKS_PER_DAY as i64) as i32;
        for day in self.due_read..=today {
            for (stream, due) in self.due.iter_mut().enumerate() {
                if let Some(count) = due.get_mut(day as usize) {
                    self.gauges.overdue[stream] += std::mem::take(count);
                }
            }
        }
        self.due_read = self.due_read.max(today + 1);
        if self.uses_penalties() {
            self.read_penalties(today);
        }
        if self.uses_reception() {
            self.read_reception(today - 1);
        }
    }
}

/// What multiplies every effort of a case: found at its address wherever it is asked for, and kept nowhere.
#[inline(never)]
fn difficulty(blueprint: &Blueprint, luck: &Luck, record: &Case) -> f64 {
    let stream = usize::from(record.stream);
    let law = blueprint.streams[stream].difficulty.as_ref();
    law.map_or(1.0, |law| law.sample(&mut luck.streams[stream].difficulty.draws(record.number, 0)))
}
