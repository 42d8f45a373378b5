//! The slow, plain simulator: lists that are scanned, and one loop that finds the next thing that happens.
//!
//! What happens to cases stands here; what workers do in `workers.rs`, questions and teams in `questions.rs`.

use surgecap::{
    blueprint::{Blueprint, Settings, StageKind},
    model::{staff::Grade, stage::Next},
    random::Source,
    time::{SimTime, TICKS_PER_HOUR},
};

use super::{
    arrivals::{self, Coming},
    keys::Luck,
    record::{CaseRecord, Closing, Record},
};

/// What can happen, in the order in which simultaneous things do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// The worker's stretch of work, question or answer ends.
    WorkerDone(usize),
    PatienceOver(usize),
    Teams,
    DelayOver(usize),
    Arrival(usize),
}

impl What {
    pub(super) fn rank(self) -> u8 {
        match self {
            What::WorkerDone(_) => 0,
            What::PatienceOver(_) => 1,
            What::Teams => 2,
            What::DelayOver(_) => 3,
            What::Arrival(_) => 4,
        }
    }
}

pub(super) struct Case {
    pub(super) coming: Coming,
    pub(super) stage: usize,
    /// The visit's number at each stage, counted from 0 once it has begun.
    pub(super) visits: Vec<u64>,
    pub(super) visit: u64,
    pub(super) joined: SimTime,
    /// Ticks of a fully competent worker.
    pub(super) effort: f64,
    pub(super) left: f64,
    /// Ticks to get back into the file before the work goes on.
    pub(super) reading: u64,
    /// In the stage's queue: its place among those who joined.
    pub(super) queued: Option<u64>,
    /// The visit is the repair of a returned draft.
    pub(super) rework: bool,
    pub(super) draft_effort: f64,
    pub(super) drafter: Option<usize>,
    pub(super) drafter_competence: f64,
    pub(super) returns: u32,
    /// The draft came back too often: the signer repairs it.
    pub(super) signer_repairs: bool,
    /// Where the case stands after its delay.
    pub(super) after_delay: Option<Next>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Doing {
    Nothing,
    Working,
    /// Waits with a question since then.
    Waiting {
        since: SimTime,
    },
    Asking {
        since: SimTime,
    },
    /// Between two tasks.
    Leaving,
    /// Answers this trainee.
    Answering {
        trainee: usize,
    },
}

pub(super) struct Worker {
    pub(super) pool: usize,
    pub(super) ordinal: u64,
    pub(super) grade: Grade,
    pub(super) crew: usize,
    pub(super) doing: Doing,
    pub(super) idle_since: SimTime,
    /// Counted in workers who became idle.
    pub(super) idle_place: u64,
    pub(super) case: Option<usize>,
    /// The own case was laid aside for a question.
    pub(super) laid_aside: bool,
    pub(super) stretch_began: SimTime,
    /// Returned drafts of this worker, in order.
    pub(super) tray: Vec<usize>,
    /// Came as a trainee.
    pub(super) learns: bool,
    /// Practice goes on after independence.
    pub(super) gathers: bool,
    pub(super) practice: f64,
    pub(super) tau: f64,
    pub(super) never: bool,
    /// What is left of the unit exponential to the next question of the visit, and its number.
    pub(super) exposure_left: f64,
    pub(super) question: u64,
    /// This stretch ends with a question.
    pub(super) stops_to_ask: bool,
    /// The last question was not answered.
    pub(super) unhelped: bool,
    pub(super) supervisor: bool,
    pub(super) team: Option<usize>,
}

pub struct Office<'a> {
    pub(super) plan: &'a Blueprint,
    pub(super) luck: Luck<'a>,
    pub(super) reading: Reading,
    pub(super) now: SimTime,
    /// Everything that will happen, in no order: when, number, what.
    pub(super) future: Vec<(SimTime, u64, What)>,
    pub(super) scheduled: u64,
    pub(super) became_idle: u64,
    pub(super) joined: u64,
    pub(super) arrivals: Vec<Vec<Coming>>,
    pub(super) cases: Vec<Case>,
    pub(super) workers: Vec<Worker>,
    /// Trainees who wait for an answer, in order of asking.
    pub(super) questions: Vec<usize>,
    /// Supervisors in the order in which they were appointed.
    pub(super) appointed: Vec<usize>,
    /// Mornings in a row on which fewer were wanted.
    pub(super) mornings_lower: u32,
    pub(super) record: Record,
}

/// How the twin reads the rules where the engine once departed from their letter. All true: as the rules say, and as the
/// engine is built now; "as built" below is how it was.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// RULES 4: what stands equal in a queue goes by case number. As once built: by joining.
    pub ties_by_number: bool,
    /// RULES 4: of those equally long idle the lowest number takes a case. As once built, among workers who are alike (one
    /// crew), who became idle first within the tick.
    pub idle_ties_by_number: bool,
    /// RULES 4: easy-first takes the oldest of equally easy cases. As once built: ages count in steps of 2²⁰ ticks, 29 hours.
    pub exact_ages: bool,
    /// RULES 10: routing hangs on (case, stage, visit). As once built, after a sign-off, on the visit to the sign-off.
    pub routes_by_own_visit: bool,
    /// A draft made anew, after another hearing say, is a first draft. As once built it counts as repaired.
    pub new_drafts_are_first: bool,
    /// RULES 8: hours worked on cases are practice. As once built they are none for trainees whose tenure made them
    /// independent before the start, while they are for those who become so later.
    pub starters_gather_practice: bool,
    /// RULES 1: a term that ends on a free day ends on the next working day. As once built only within the scenario's dates.
    pub terms_roll_always: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Reading {
            ties_by_number: true,
            idle_ties_by_number: true,
            exact_ages: true,
            routes_by_own_visit: true,
            new_drafts_are_first: true,
            starters_gather_practice: true,
            terms_roll_always: true,
        }
    }
}

/// Runs a blueprint slowly.
pub fn run(plan: &Blueprint, source: Source, reading: Reading) -> Record {
    let mut office = Office::open(plan, source, reading);
    office.begin();
    while office.next() {}
    office.record
}

impl<'a> Office<'a> {
    pub(super) fn open(plan: &'a Blueprint, source: Source, reading: Reading) -> Self {
        let luck = Luck { source, plan };
        let arrivals = (0..plan.stream_count())
            .map(|stream| {
                let mut comings = arrivals::later(&luck, reading, stream);
                comings.reverse();
                comings
            })
            .collect();
        Office {
            plan,
            luck,
            reading,
            now: SimTime::ZERO,
            future: Vec::new(),
            scheduled: 0,
            became_idle: 0,
            joined: 0,
            arrivals,
            cases: Vec::new(),
            workers: Vec::new(),
            questions: Vec::new(),
            appointed: Vec::new(),
            mornings_lower: 0,
            record: Record::default(),
        }
    }

    pub(super) fn settings(&self) -> &'a Settings {
        let plan = self.plan;
        plan.eras.iter().rev().find(|era| era.at <= self.now).unwrap_or(&plan.eras[0])
    }

    pub(super) fn schedule(&mut self, at: SimTime, what: What) {
        self.future.push((at, self.scheduled, what));
        self.scheduled += 1;
    }

    pub(super) fn cancel(&mut self, what: What) {
        self.future.retain(|(_, _, other)| *other != what);
    }

    pub(super) fn begin(&mut self) {
        self.hire();
        self.form_teams();
        for stream in 0..self.plan.stream_count() {
            self.schedule_arrival(stream);
        }
        for coming in arrivals::initial(&self.luck, self.reading) {
            self.arrive(coming, true);
        }
        for worker in 0..self.workers.len() {
            self.look_for_work(worker);
        }
    }

    pub(super) fn next(&mut self) -> bool {
        let next = self.future.iter().enumerate().min_by_key(|(_, (at, number, what))| {
            let among = if let What::Arrival(stream) = what { *stream as u64 } else { *number };
            (*at, what.rank(), among)
        });
        let Some((place, &(at, _, what))) = next else { return false };
        if at > self.plan.horizon {
            return false;
        }
        self.future.remove(place);
        self.now = at;
        match what {
            What::WorkerDone(worker) => self.worker_done(worker),
            What::PatienceOver(trainee) => self.lose_patience(trainee),
            What::Teams => self.form_teams(),
            What::DelayOver(case) => self.delay_over(case),
            What::Arrival(stream) => {
                let coming = self.arrivals[stream].pop().expect("an arrival was announced");
                self.schedule_arrival(stream);
                self.arrive(coming, false);
            }
        }
        true
    }

    pub(super) fn schedule_arrival(&mut self, stream: usize) {
        if let Some(coming) = self.arrivals[stream].last() {
            let at = coming.at;
            self.schedule(at, What::Arrival(stream));
        }
    }

    pub(super) fn arrive(&mut self, coming: Coming, laid: bool) {
        let record = CaseRecord { arrived: self.now, class: coming.class, visits: Vec::new(), closed: None };
        self.record.cases.insert((coming.stream, coming.number), record);
        let first = coming.first_stage;
        self.cases.push(Case {
            stage: first,
            visits: vec![0; self.plan.stage_count()],
            visit: 0,
            joined: self.now,
            effort: 0.0,
            left: 0.0,
            reading: 0,
            queued: None,
            rework: false,
            draft_effort: 0.0,
            drafter: None,
            drafter_competence: 0.0,
            returns: 0,
            signer_repairs: false,
            after_delay: None,
            coming,
        });
        let case = self.cases.len() - 1;
        self.enter(case, first, laid);
    }

    /// The case comes to a stage; `laid`: into the queue, even if somebody is free.
    pub(super) fn enter(&mut self, case: usize, stage: usize, laid: bool) {
        let settings = self.settings();
        let rule = &settings.stages[stage];
        let (stream, number, class) = self.address(case);
        let file = &mut self.cases[case];
        file.stage = stage;
        file.visit = if rule.is_revisited { file.visits[stage] } else { 0 };
        file.visits[stage] += 1;
        file.joined = self.now;
        let visit = file.visit;
        if rule.kind == StageKind::Delay {
            let days = rule.law.sample(&mut self.luck.of_visit(stage, stream, "delay", number, visit));
            self.start_delay(case, days, None);
            return;
        }
        let hours = rule.law.sample(&mut self.luck.of_visit(stage, stream, "effort", number, visit));
        let file = &mut self.cases[case];
        let hours = match rule.kind {
            StageKind::SignOff { growth, .. } => hours * (1.0 + growth * (1.0 - file.drafter_competence)),
            _ => hours,
        };
        let ticks = hours * self.plan.class_effort[class] * TICKS_PER_HOUR as f64;
        file.effort = if file.rework { file.draft_effort * settings.rework_share } else { ticks };
        file.left = file.effort;
        match file.drafter {
            Some(author) if file.rework => {
                self.workers[author].tray.push(case);
                if self.is_idle(author) {
                    self.look_for_work(author);
                }
            }
            _ => self.offer(case, laid),
        }
    }

    pub(super) fn address(&self, case: usize) -> (usize, u64, usize) {
        let coming = &self.cases[case].coming;
        (coming.stream, coming.number, coming.class)
    }

    pub(super) fn offer(&mut self, case: usize, laid: bool) {
        if !laid && let Some(worker) = self.idle_taker(case) {
            self.take(worker, case);
            return;
        }
        self.cases[case].queued = Some(self.joined);
        self.joined += 1;
    }

    /// Who takes an arriving case: the lowest grade, then the longest idle, then the lowest number.
    pub(super) fn idle_taker(&self, case: usize) -> Option<usize> {
        let lane = self.cases[case].stage * self.plan.stream_count() + self.cases[case].coming.stream;
        for group in &self.settings().takers[lane].by_grade {
            let fronts = group.iter().filter_map(|&crew| {
                let is_able = |&worker: &usize| {
                    self.workers[worker].crew == crew && self.is_idle(worker) && self.may_take(worker)
                };
                let able = (0..self.workers.len()).filter(is_able);
                able.min_by_key(|&worker| match self.reading.idle_ties_by_number {
                    true => (self.workers[worker].idle_since, worker as u64),
                    false => (self.workers[worker].idle_since, self.workers[worker].idle_place),
                })
            });
            if let Some(worker) = fronts.min_by_key(|&worker| (self.workers[worker].idle_since, worker)) {
                return Some(worker);
            }
        }
        None
    }

    pub(super) fn is_idle(&self, worker: usize) -> bool {
        self.workers[worker].doing == Doing::Nothing
    }

    /// Dedicated supervisors have no cases of their own.
    pub(super) fn may_take(&self, worker: usize) -> bool {
        !(self.workers[worker].supervisor && self.settings().supervision.dedicated)
    }

    pub(super) fn start_delay(&mut self, case: usize, days: f64, then: Option<Next>) {
        let calendar = &self.plan.calendar;
        let at = calendar.office_at(calendar.moment_at(self.now).plus_days(days));
        self.cases[case].after_delay = then;
        self.schedule(at, What::DelayOver(case));
    }

    pub(super) fn delay_over(&mut self, case: usize) {
        match self.cases[case].after_delay.take() {
            Some(next) => self.go(case, next),
            None => self.leave_stage(case, self.cases[case].stage),
        }
    }

    /// The case is done with a stage: where it goes, and how long until then.
    pub(super) fn leave_stage(&mut self, case: usize, stage: usize) {
        let rule = &self.settings().stages[stage];
        let (stream, number, class) = self.address(case);
        let visits = self.cases[case].visits[stage];
        let own = if rule.is_revisited { visits - 1 } else { 0 };
        let visit = if self.reading.routes_by_own_visit { own } else { self.cases[case].visit };
        let next = rule.routes[class].next(|| self.luck.of_visit(stage, stream, "route", number, visit).uniform());
        match (&rule.delay_after, next) {
            (Some(law), Next::Stage(_)) => {
                let days = law.sample(&mut self.luck.of_visit(stage, stream, "delay", number, visit));
                self.start_delay(case, days, Some(next));
            }
            _ => self.go(case, next),
        }
    }

    pub(super) fn go(&mut self, case: usize, next: Next) {
        match next {
            Next::Stage(stage) => {
                let file = &mut self.cases[case];
                file.rework = false;
                self.enter(case, stage, false);
            }
            Next::Decided | Next::Closed => {
                let (stream, number, _) = self.address(case);
                let moment = self.plan.calendar.moment_at(self.now);
                let overdue = self.cases[case].coming.due.is_some_and(|due| moment > due);
                let closing = Closing { at: self.now, decided: next == Next::Decided, overdue };
                self.record.case(stream, number).closed = Some(closing);
            }
        }
    }

    /// A stage's work is done: a draft may have to be signed, a sign-off returns it or lets it go.
    pub(super) fn finish(&mut self, case: usize, worker: usize) {
        let settings = self.settings();
        let stage = self.cases[case].stage;
        let (stream, number, _) = self.address(case);
        let now = self.now;
        let visit = self.record.case(stream, number).visits.last_mut().expect("a visit that ends has begun");
        visit.finished = Some(now);
        let rule = &settings.stages[stage];
        if let StageKind::SignOff { of, .. } = rule.kind {
            let file = &self.cases[case];
            let returns = file.returns;
            let probability = settings.returns.probability(file.drafter_competence, returns);
            let u = self.luck.of_visit(stage, stream, "sign", number, file.visit).uniform();
            let file = &mut self.cases[case];
            let is_returned = u < probability;
            if is_returned && returns + 1 >= settings.max_returns && !file.signer_repairs {
                // The signer does it: the repair is the rest of the visit.
                file.signer_repairs = true;
                file.left = file.draft_effort * settings.rework_share;
                let person = &mut self.workers[worker];
                person.case = Some(case);
                // The visit goes on.
                let visits = &mut self.record.case(stream, number).visits;
                visits.last_mut().expect("a visit that goes on has begun").finished = None;
                self.begin_stretch(worker);
                return;
            }
            if is_returned && !file.signer_repairs {
                file.returns += 1;
                file.rework = true;
                self.enter(case, of, false);
            } else {
                if self.reading.new_drafts_are_first {
                    file.returns = 0;
                }
                file.signer_repairs = false;
                self.leave_stage(case, of);
            }
            return;
        }
        match rule.signed_at {
            Some(sign_off) if self.workers[worker].grade < settings.signs_from => {
                let competence = self.competence(worker);
                let file = &mut self.cases[case];
                if !file.rework {
                    file.draft_effort = file.effort;
                }
                file.rework = false;
                file.drafter = Some(worker);
                file.drafter_competence = competence;
                self.enter(case, sign_off, false);
            }
            _ => {
                self.leave_stage(case, stage);
            }
        }
    }
}
