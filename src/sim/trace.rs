//! One case or one worker followed through a run.
//!
//! The tracer looks over the world's shoulder after every event and notes when the state of its subject is another than
//! before. So it needs nothing from the mechanisms, sees what each of them does to its subject, and costs nothing
//! where nobody traces. What happens within one event (finished here, taken up there) is one step.

use std::cell::{Cell, RefCell};

use super::{
    Ended,
    case::{Case, INITIAL, NO_TERM, NONE, Place},
    worker::Doing,
    world::World,
};
use crate::{
    blueprint::Blueprint,
    model::staff::Grade,
    observe::observation::{Closing, Observation, Observer},
    random::Source,
    time::SimTime,
};

/// Whom to follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    Case(CaseName),
    Worker(WorkerName),
}

/// A case by what its draws hang on: the stream, and its number there from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CaseName {
    pub stream: usize,
    pub number: u64,
    /// Of the stock at the start, which is numbered apart.
    pub is_stock: bool,
}

impl CaseName {
    /// By the number that observations give.
    pub fn of(stream: usize, number: u64) -> CaseName {
        CaseName { stream, number: number % INITIAL, is_stock: number >= INITIAL }
    }

    fn key(self) -> u64 {
        if self.is_stock { INITIAL + self.number } else { self.number }
    }
}

/// A worker: where from (pools, then cohorts, then whom triggers hire), and the number there from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WorkerName {
    pub kin: usize,
    pub ordinal: u32,
}

/// What a worker does, by a word for programs.
pub type Activity = &'static str;

/// A case between two events.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseState {
    pub name: CaseName,
    pub class: usize,
    /// Where it is: `queued`, `in-tray`, `in-hand`, `delayed`, …
    pub place: &'static str,
    pub stage: usize,
    pub visit: u32,
    pub returns: u16,
    pub is_rework: bool,
    /// The calendar day on which it is due, counted from the start.
    pub due_day: Option<i32>,
    /// Calendar ticks since the start at which it came in; negative: before.
    pub moment: i64,
    /// Who has it in hand or in the tray.
    pub worker: Option<WorkerState>,
}

/// A worker between two events.
#[derive(Clone, PartialEq, Debug)]
pub struct WorkerState {
    pub name: WorkerName,
    pub doing: Activity,
    pub grade: Grade,
    pub is_supervisor: bool,
    /// The case in hand, also while it is laid aside, with its stage.
    pub task: Option<(CaseName, usize)>,
    /// Who asks or answers, coaches or is coached.
    pub partner: Option<WorkerName>,
    /// People of the team that the worker supervises.
    pub team: usize,
}

/// The state of the subject from a moment on.
#[derive(Clone, PartialEq, Debug)]
pub enum State {
    Case(CaseState),
    Worker(WorkerState),
    Closed { closing: Closing, overdue: bool, has_term: bool },
}

#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    pub at: SimTime,
    pub state: State,
    /// Of the worker concerned, from 0 to 1; not a number when nobody is.
    pub competence: f64,
}

/// Runs the blueprint and returns all steps of the subject, none when it never came.
pub fn run_traced(blueprint: &Blueprint, source: Source, subject: Subject) -> (Vec<Step>, Ended) {
    let steps = RefCell::new(Vec::new());
    // Where the subject was found, so that it is searched for only when somebody new may have come.
    let found = Cell::new(None);
    let searched = Cell::new(usize::MAX);
    let mut closings = Closings { of: subject, has_come: false, closed: Cell::new(None) };
    let note = |world: &World<'_, Closings>| {
        let mut steps = steps.borrow_mut();
        let state = match subject {
            Subject::Case(name) => {
                if let Some((at, state)) = world.observer.closed.take() {
                    steps.push(Step { at, state, competence: f64::NAN });
                }
                if !world.observer.has_come {
                    return;
                }
                let is_it = |case: &Case| {
                    !matches!(case.place, Place::Nowhere | Place::GivenUp)
                        && case.number == name.key()
                        && usize::from(case.stream) == name.stream
                };
                if found.get().is_none() {
                    found.set(world.cases.iter().position(is_it));
                }
                // A closed case gives its record back, unless it may come back from a court.
                let Some(index) = found.get().filter(|index| is_it(&world.cases[*index])) else { return };
                State::Case(world.case_state(index))
            }
            Subject::Worker(name) => {
                if found.get().is_none() && searched.replace(world.workers.len()) != world.workers.len() {
                    let here = (0..world.workers.len() as u32).find(|worker| world.worker_name(*worker) == name);
                    found.set(here.map(|worker| worker as usize));
                }
                let Some(index) = found.get() else { return };
                State::Worker(world.worker_state(index as u32))
            }
        };
        if steps.last().is_none_or(|last| last.state != state) {
            let competence = match &state {
                State::Case(case) => match &case.worker {
                    Some(_) => world.skill_of(world.cases[found.get().unwrap_or(0)].worker),
                    None => f64::NAN,
                },
                _ => world.skill_of(found.get().unwrap_or(0) as u32),
            };
            steps.push(Step { at: world.now, state, competence });
        }
    };
    let world = World::open(blueprint, source.into(), &mut closings);
    // What stands there from the beginning.
    note(&world);
    let ended = world.run(note);
    (steps.into_inner(), ended)
}

/// Hears when the case that is followed comes and closes.
struct Closings {
    of: Subject,
    has_come: bool,
    /// Until the tracer has told it.
    closed: Cell<Option<(SimTime, State)>>,
}

impl Observer for Closings {
    fn see(&mut self, at: SimTime, what: &Observation<'_>) {
        let Subject::Case(name) = self.of else { return };
        match *what {
            Observation::Arrived { stream, case, .. } if stream == name.stream && case == name.key() => {
                self.has_come = true;
            }
            Observation::Closed { stream, case, closing, overdue, has_term, .. }
                if stream == name.stream && case == name.key() =>
            {
                self.closed.set(Some((at, State::Closed { closing, overdue, has_term })));
            }
            _ => {}
        }
    }
}

impl<O: Observer> World<'_, O> {
    fn skill_of(&self, worker: u32) -> f64 {
        let record = self.workers.get(worker as usize);
        record.map_or(f64::NAN, |record| self.persons[record.person as usize].competence)
    }

    fn worker_name(&self, worker: u32) -> WorkerName {
        let person = &self.persons[self.workers[worker as usize].person as usize];
        WorkerName { kin: person.kin as usize, ordinal: person.ordinal }
    }

    fn case_state(&self, index: usize) -> CaseState {
        let case = &self.cases[index];
        let place = match case.place {
            Place::Nowhere | Place::GivenUp => "nowhere",
            Place::Held => "held",
            Place::Queued => "queued",
            Place::Tray => "in-tray",
            Place::InHand => "in-hand",
            Place::Delayed => "delayed",
            Place::AtCourt => "at-court",
        };
        let holder = match case.place {
            Place::InHand => case.worker,
            Place::Tray => case.author,
            _ => NONE,
        };
        CaseState {
            name: CaseName::of(usize::from(case.stream), case.number),
            class: usize::from(case.class),
            place,
            stage: usize::from(case.stage),
            visit: case.visit,
            returns: case.returns,
            is_rework: case.is_rework,
            due_day: (case.due_day != NO_TERM).then_some(case.due_day),
            moment: case.moment,
            // Whom else its worker supervises is not of the case's life.
            worker: (holder != NONE).then(|| WorkerState {
                is_supervisor: false,
                team: 0,
                ..self.worker_state(holder)
            }),
        }
    }

    fn worker_state(&self, worker: u32) -> WorkerState {
        let record = &self.workers[worker as usize];
        let doing = match record.doing {
            Doing::Gone => "gone",
            Doing::Away => "away",
            Doing::Absent => "absent",
            Doing::Idle => "idle",
            Doing::StandingBy => "standing-by",
            Doing::Classroom => "in-class",
            Doing::Teaching => "teaching",
            Doing::Working => "working",
            Doing::SettlingIn => "settling-in",
            Doing::Waiting => "waiting-for-supervisor",
            Doing::Asking => "asking",
            Doing::Answering => "answering",
            Doing::Coaching => "coaching",
            Doing::Coached => "coached",
            Doing::OtherWork => "other-work",
            Doing::Blocked => "blocked",
            Doing::WaitingInVain => "waiting-in-vain",
            Doing::Outside => "outside",
        };
        let has_partner = matches!(record.doing, Doing::Asking | Doing::Answering | Doing::Coaching | Doing::Coached);
        let task = (record.task != NONE).then(|| {
            let case = &self.cases[record.task as usize];
            (CaseName::of(usize::from(case.stream), case.number), usize::from(case.stage))
        });
        WorkerState {
            name: self.worker_name(worker),
            doing,
            grade: record.grade,
            is_supervisor: record.is_supervisor,
            task,
            partner: (has_partner && record.partner != NONE).then(|| self.worker_name(record.partner)),
            team: if record.is_supervisor { self.team_size(worker) } else { 0 },
        }
    }

    fn team_size(&self, supervisor: u32) -> usize {
        let team = self.workers[supervisor as usize].team;
        if team == super::teams::NO_TEAM { 0 } else { self.teams.members(team).len() }
    }
}
