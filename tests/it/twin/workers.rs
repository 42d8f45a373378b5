//! What workers do: they are hired, look for work, work in stretches, and learn.

use surgecap::{
    blueprint::{PoolPlan, PracticeEnds, StageKind, SupervisionMode},
    calendar::Moment,
    model::{staff::Grade, stage::Discipline},
    time::{SimTime, TICKS_PER_HOUR, Ticks},
};

use super::{
    office::{Doing, Office, What, Worker},
    record::Visit,
};

impl<'a> Office<'a> {
    pub(super) fn pool(&self, worker: usize) -> &'a PoolPlan {
        &self.settings().pools[self.workers[worker].pool]
    }

    pub(super) fn hire(&mut self) {
        for (pool, rule) in self.settings().pools.iter().enumerate() {
            // The reserved heads are spread too, by another irrational number.
            let reserve_rank = |ordinal: u32| ((f64::from(ordinal) + 0.5) * 0.754_877_666_246_692_8).fract();
            for ordinal in 0..rule.headcount {
                // The golden ratio spreads the shares, so that a longer list keeps the grades of the shorter one.
                let spread = ((f64::from(ordinal) + 0.5) * 0.618_033_988_749_894_9).fract();
                let grade = if spread < rule.seniors {
                    Grade::Senior
                } else if spread < rule.seniors + rule.trainees {
                    Grade::Trainee
                } else {
                    Grade::Independent
                };
                let ranked_before = (0..rule.headcount).filter(|&other| reserve_rank(other) < reserve_rank(ordinal));
                let mut place = ranked_before.count() as u32;
                let reserved = rule.reserved.iter().find(|(_, heads)| {
                    let is_here = place < *heads;
                    place = place.saturating_sub(*heads);
                    is_here
                });
                let person = u64::from(ordinal);
                let learning = &rule.learning.rule;
                let spread = (1.0 + learning.spread * learning.spread).ln().sqrt();
                let normal = self.luck.of_person(pool, "tau", person).normal();
                let never = self.luck.of_person(pool, "never", person).uniform() < learning.never;
                self.workers.push(Worker {
                    pool,
                    ordinal: person,
                    grade,
                    crew: self.plan.crew_of(pool, grade, reserved.map(|(stream, _)| *stream)),
                    doing: Doing::Nothing,
                    idle_since: SimTime::ZERO,
                    idle_place: 0,
                    case: None,
                    laid_aside: false,
                    stretch_began: SimTime::ZERO,
                    tray: Vec::new(),
                    learns: grade == Grade::Trainee,
                    gathers: true,
                    practice: self.tenure(pool, person) * rule.learning.practice_hours_a_month,
                    tau: learning.tau_hours * (spread * normal).exp(),
                    never,
                    exposure_left: 0.0,
                    question: 0,
                    stops_to_ask: false,
                    unhelped: false,
                    supervisor: false,
                    team: None,
                });
            }
        }
        for worker in 0..self.workers.len() {
            self.maybe_graduate(worker);
            let is_past_practice = self.workers[worker].grade != Grade::Trainee;
            self.workers[worker].gathers = self.reading.starters_gather_practice || !is_past_practice;
        }
    }

    /// Months since somebody was hired, at the start.
    pub(super) fn tenure(&self, pool: usize, person: u64) -> f64 {
        let law = self.settings().pools[pool].tenure_months.as_ref();
        law.map_or(0.0, |law| law.sample(&mut self.luck.of_person(pool, "tenure", person)))
    }

    pub(super) fn competence(&self, worker: usize) -> f64 {
        let person = &self.workers[worker];
        if !person.learns {
            return 1.0;
        }
        let competence = if person.tau.is_infinite() { 0.0 } else { 1.0 - libm::exp(-person.practice / person.tau) };
        if person.never { competence.min(self.pool(worker).learning.rule.threshold) } else { competence }
    }

    pub(super) fn pace(&self, worker: usize) -> f64 {
        if !self.workers[worker].learns {
            return 1.0;
        }
        self.pool(worker).learning.rule.pace(self.competence(worker))
    }

    /// What a free worker does: waiting questions first, then returned drafts, then the queues in the order of the crew.
    pub(super) fn look_for_work(&mut self, worker: usize) {
        if self.workers[worker].supervisor
            && let Some(trainee) = self.next_question(worker)
        {
            self.answer(worker, trainee);
            return;
        }
        if self.workers[worker].laid_aside {
            self.workers[worker].laid_aside = false;
            let case = self.workers[worker].case.expect("what was laid aside is still there");
            let hours = self.settings().supervision.resumption_hours;
            self.cases[case].reading = (hours * TICKS_PER_HOUR as f64 * self.overhead_slowness(worker)).round() as u64;
            self.begin_stretch(worker);
            return;
        }
        if !self.workers[worker].tray.is_empty() {
            let case = self.workers[worker].tray.remove(0);
            self.take(worker, case);
            return;
        }
        if self.may_take(worker) {
            let picks = &self.settings().picks[self.workers[worker].crew];
            for group in picks {
                let standing = (0..self.cases.len()).filter(|&case| {
                    let file = &self.cases[case];
                    let lane = file.stage * self.plan.stream_count() + file.coming.stream;
                    file.queued.is_some() && group.lanes.contains(&(lane as u32))
                });
                let first = standing.min_by(|&one, &other| self.order(one).total_cmp(&self.order(other)));
                if let Some(case) = first {
                    self.take(worker, case);
                    return;
                }
            }
        }
        self.workers[worker].doing = Doing::Nothing;
        self.workers[worker].idle_since = self.now;
        self.workers[worker].idle_place = self.became_idle;
        self.became_idle += 1;
    }

    /// The place of a waiting case in its queue.
    pub(super) fn order(&self, case: usize) -> Order {
        let file = &self.cases[case];
        let (stream, number, class) = self.address(case);
        let joined = file.queued.unwrap_or(u64::MAX);
        let discipline = self.settings().stages[file.stage].discipline;
        let first = match discipline {
            Discipline::Fifo => joined as f64,
            Discipline::Oldest => file.coming.moment.0 as f64,
            Discipline::DueDate => file.coming.due.map_or(f64::INFINITY, |due: Moment| due.0 as f64),
            Discipline::Shortest => file.effort,
            Discipline::EasyFirst => self.plan.class_effort[class],
            Discipline::Random => self.luck.of_visit(file.stage, stream, "order", number, file.visit).uniform(),
        };
        let age = file.coming.moment.0;
        let second = match discipline {
            Discipline::EasyFirst if self.reading.exact_ages => age,
            Discipline::EasyFirst => age >> 20,
            _ => 0,
        };
        let is_by_number = self.reading.ties_by_number && discipline != Discipline::Fifo;
        // Numbers of two streams may be the same: then who joined first.
        Order { first, second, last: if is_by_number { (number, joined) } else { (joined, 0) } }
    }

    pub(super) fn take(&mut self, worker: usize, case: usize) {
        let file = &mut self.cases[case];
        file.queued = None;
        let (stage, joined, visit) = (file.stage, file.joined, file.visit);
        let (stream, number, _) = self.address(case);
        let record = Visit { stage, joined, started: self.now, worker: worker as u32, finished: None };
        self.record.case(stream, number).visits.push(record);
        let person = &mut self.workers[worker];
        person.case = Some(case);
        person.question = 0;
        self.draw_question(worker, stage, stream, number, visit);
        self.begin_stretch(worker);
    }

    pub(super) fn draw_question(&mut self, worker: usize, stage: usize, stream: usize, number: u64, visit: u64) {
        let question = self.workers[worker].question;
        let address = (visit << 12) + question;
        let fate = self.luck.of_visit(stage, stream, "question", number, address).exponential();
        self.workers[worker].exposure_left = fate;
    }

    /// Ticks on the clock for a tick of work.
    pub(super) fn overhead_slowness(&self, worker: usize) -> f64 {
        1.0 / (1.0 - self.pool(worker).overhead)
    }

    pub(super) fn slowness(&self, worker: usize) -> f64 {
        1.0 / (self.pace(worker) * (1.0 - self.pool(worker).overhead))
    }

    /// Questions an hour of work of somebody who asks at all.
    pub(super) fn question_rate(&self, worker: usize) -> f64 {
        let asks = self.workers[worker].grade == Grade::Trainee
            && self.settings().supervision.mode == SupervisionMode::Questions
            && !matches!(self.settings().stages[self.stage_of(worker)].kind, StageKind::SignOff { .. });
        if asks { self.pool(worker).learning.rule.question_rate(self.competence(worker)) } else { 0.0 }
    }

    pub(super) fn stage_of(&self, worker: usize) -> usize {
        self.cases[self.workers[worker].case.expect("who works has a case")].stage
    }

    /// Ticks on the clock until the worker's case is done, if nothing comes between.
    pub(super) fn whole(&self, worker: usize) -> u64 {
        let file = &self.cases[self.workers[worker].case.expect("who works has a case")];
        file.reading + (file.left * self.slowness(worker)).round() as u64
    }

    pub(super) fn begin_stretch(&mut self, worker: usize) {
        let whole = self.whole(worker);
        let rate = self.question_rate(worker);
        let question = if rate > 0.0 {
            let hours = self.workers[worker].exposure_left / rate;
            hours * TICKS_PER_HOUR as f64 * self.overhead_slowness(worker)
        } else {
            f64::INFINITY
        };
        // Whether the question comes before the end is seen before both are rounded.
        let case = &self.cases[self.workers[worker].case.expect("who works has a case")];
        let stops_to_ask = question < case.reading as f64 + case.left * self.slowness(worker);
        let ticks = if stops_to_ask { question.round() as u64 } else { whole };
        self.workers[worker].doing = Doing::Working;
        self.workers[worker].stretch_began = self.now;
        self.workers[worker].stops_to_ask = stops_to_ask;
        self.schedule(self.now + Ticks(ticks), What::WorkerDone(worker));
    }

    /// Books the stretch that ends now; true when the case's work is done.
    pub(super) fn end_stretch(&mut self, worker: usize) {
        self.cancel(What::WorkerDone(worker));
        let case = self.workers[worker].case.expect("who works has a case");
        let gross = (self.now - self.workers[worker].stretch_began).0;
        let (slowness, rate) = (self.slowness(worker), self.question_rate(worker));
        let rule = &self.pool(worker).learning.rule;
        let worked = gross as f64 * (1.0 - self.pool(worker).overhead) / TICKS_PER_HOUR as f64;
        let counts = if self.workers[worker].unhelped { rule.eta } else { 1.0 };
        let is_author = !matches!(self.settings().stages[self.cases[case].stage].kind, StageKind::SignOff { .. });
        let read = gross.min(self.cases[case].reading);
        self.cases[case].reading -= read;
        self.cases[case].left = (self.cases[case].left - (gross - read) as f64 / slowness).max(0.0);
        self.workers[worker].exposure_left -= rate * worked;
        if is_author && self.workers[worker].learns && self.workers[worker].gathers {
            self.workers[worker].practice += worked * counts;
            self.maybe_graduate(worker);
        }
    }

    pub(super) fn maybe_graduate(&mut self, worker: usize) {
        let learning = &self.pool(worker).learning;
        let ends = matches!(learning.ends, PracticeEnds::Threshold);
        let is_trainee = self.workers[worker].grade == Grade::Trainee;
        if ends && is_trainee && !self.workers[worker].never && self.competence(worker) >= learning.rule.threshold {
            let crew = self.plan.crews[self.workers[worker].crew];
            self.workers[worker].grade = Grade::Independent;
            self.workers[worker].crew = self.plan.crew_of(crew.pool, Grade::Independent, crew.reserved);
        }
    }

    pub(super) fn worker_done(&mut self, worker: usize) {
        match self.workers[worker].doing {
            Doing::Working => {
                let case = self.workers[worker].case.expect("who works has a case");
                let is_done = !self.workers[worker].stops_to_ask;
                self.end_stretch(worker);
                if is_done {
                    self.workers[worker].case = None;
                    self.workers[worker].doing = Doing::Leaving; // Not idle while the case moves on.
                    self.finish(case, worker);
                    if self.workers[worker].doing != Doing::Working {
                        self.look_for_work(worker);
                    }
                } else if self.workers[worker].grade == Grade::Trainee {
                    self.ask(worker);
                } else {
                    // The stretch before the question made an independent worker, who asks nothing.
                    self.begin_stretch(worker);
                }
            }
            Doing::Answering { trainee } => {
                let waited = self.waited(trainee);
                self.go_on(trainee, true, waited);
                self.look_for_work(worker);
            }
            doing => panic!("worker {worker} is done with {doing:?}"),
        }
    }
}

/// Before whom a case stands in a queue.
#[derive(Clone, Copy)]
pub(super) struct Order {
    pub first: f64,
    pub second: i64,
    pub last: (u64, u64),
}

impl Order {
    pub fn total_cmp(&self, other: &Order) -> std::cmp::Ordering {
        let second = self.first.total_cmp(&other.first).then(self.second.cmp(&other.second));
        second.then(self.last.cmp(&other.last))
    }
}
