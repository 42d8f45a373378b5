//! Workers: what they do now, and who they are.

use std::{collections::VecDeque, sync::Arc};

use super::case::NONE;
use crate::{
    blueprint::PracticeEnds,
    calendar::{MONTH_DAYS, TICKS_PER_DAY},
    model::{learning::LearningRule, staff::Grade},
    observe::ledger::Category,
    time::{SimTime, TICKS_PER_HOUR},
};

/// Not reserved for any stream.
pub(super) const NO_STREAM: u16 = u16::MAX;

/// What a worker does at this instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// Not (or no longer) employed.
    Gone,
    /// Employed, not at work today: an unpaid free day.
    Away,
    /// Ill or on leave, and paid.
    Absent,
    Idle,
    /// A dedicated supervisor without a question.
    StandingBy,
    Classroom,
    Teaching,
    /// At useful work of another kind.
    OtherWork,
    /// At `task`.
    Working,
    /// Reading into `task` again before going on with it.
    SettlingIn,
    /// Stopped with a question.
    Waiting,
    /// Being answered by `partner`.
    Asking,
    /// Answering `partner`.
    Answering,
    /// Talking with `partner`, a trainee.
    Coaching,
    Coached,
    /// With `task` in hand, and without the room that it needs.
    Blocked,
    /// At the slot of `task`, to which nobody came.
    WaitingInVain,
    /// On the payroll without a seat.
    Outside,
}

/// What a worker is paid for when at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Post {
    Desk,
    Class,
    Teacher,
    /// No seat yet.
    Outside,
}

/// The part of a worker that events touch.
#[derive(Clone, Debug)]
pub(super) struct Worker {
    /// Since when the present stretch runs.
    pub since: SimTime,
    /// Up to when its hours are in the ledger.
    pub booked: SimTime,
    /// Office ticks per tick of effort at the present pace: `1 / (pace · (1 − overhead) · (1 − drag))`.
    pub slowness: f64,
    pub pace: f64,
    pub doing: Doing,
    /// What work at `task` is booked as.
    pub category: Category,
    /// Neither overhead nor drag nor a slower pace: an hour of work is one hour in one category.
    pub is_plain: bool,
    pub post: Post,
    pub grade: Grade,
    pub is_supervisor: bool,
    /// The present stretch ends with a question.
    pub asks_at_end: bool,
    /// Whether practice changes anything.
    pub learns: bool,
    /// A returned draft in the tray, or the last task before leaving.
    pub has_errand: bool,
    /// `task` was laid aside and takes resumption when taken up again.
    pub must_settle: bool,
    pub pool: u16,
    pub crew: u16,
    /// The stream that this worker takes first; `NO_STREAM`: none.
    pub reserved: u16,
    /// The case in hand, also while it is laid aside.
    pub task: u32,
    pub partner: u32,
    pub team: u32,
    /// Events with another token are dead.
    pub token: u32,
    /// The same for leaving.
    pub life_token: u32,
    pub idle_stamp: u32,
    /// Value of the clock of cases that this crew may not do, when the worker became idle.
    pub barred_at: u64,
    /// Worker's index among the persons of its pool or cohort.
    pub person: u32,
}

/// The part that learns, leaves and has a contract.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub rule: Arc<LearningRule>,
    /// Index of the pool's or the cohort's keys.
    pub kin: u32,
    pub ordinal: u32,
    /// The cohort, or none for the pool's starting staff.
    pub cohort: Option<usize>,
    /// Came with a cohort and became permanent.
    pub is_converted: bool,
    pub competence: f64,
    /// Effective hours of practice.
    pub practice: f64,
    pub tau: f64,
    pub is_never: bool,
    pub ends: PracticeEnds,
    /// Effectiveness of the stretch that runs: 1, or less after an unanswered question.
    pub effect: f64,
    /// The same for last week's coaching.
    pub coaching_effect: f64,
    /// Unit exponential left until the next question of this visit.
    pub question_left: f64,
    /// Ticks of an answer broken off that are still to come, and that were given.
    pub answer_left: f64,
    pub answered: f64,
    pub asked_at: SimTime,
    /// The question stays open over a free day.
    pub has_question: bool,
    pub coaching_due: f64,
    pub coaching_planned: f64,
    /// Leaving: unit exponential left, the hazard it is used up at, and since when (calendar ticks).
    pub leave_left: f64,
    pub leave_hazard: f64,
    pub leave_since: i64,
    /// What the hazard is multiplied by in the first year after hire.
    pub first_year: f64,
    /// Calendar moment of hire (negative: before the start).
    pub hired: i64,
    /// The tenure of a senior was reached in practice.
    pub is_senior_due: bool,
    /// First office moment of employment in the run, and the last.
    pub start: SimTime,
    pub end: SimTime,
    pub leaves_when_done: bool,
    /// Share of full time, and the worker's place in the weekly pattern.
    pub fte: f64,
    /// Shared supervision: effort of supervisors that is still due, in ticks.
    pub supervision_left: f64,
    /// Returned drafts of one's own.
    pub tray: VecDeque<u32>,
}

impl Worker {
    pub(super) fn is_employed(&self) -> bool {
        self.doing != Doing::Gone
    }

    pub(super) fn is_present(&self) -> bool {
        !matches!(self.doing, Doing::Gone | Doing::Away | Doing::Absent)
    }

    /// In practice: at a desk, learning.
    pub(super) fn is_in_practice(&self) -> bool {
        self.grade == Grade::Trainee && self.post == Post::Desk && self.is_employed()
    }

    pub(super) fn has_task(&self) -> bool {
        self.task != NONE
    }
}

impl Person {
    /// The end of the first year after hire, in calendar ticks.
    fn year_over(&self) -> i64 {
        self.hired + (12.0 * MONTH_DAYS * TICKS_PER_DAY as f64) as i64
    }

    /// The hazard of leaving integrated between two calendar moments.
    pub(super) fn hazard_between(&self, from: i64, until: i64) -> f64 {
        let whole = self.leave_hazard * (until - from) as f64 / TICKS_PER_HOUR as f64;
        if self.first_year == 1.0 {
            return whole;
        }
        let early = (until.min(self.year_over()) - from).max(0);
        whole + self.leave_hazard * (self.first_year - 1.0) * early as f64 / TICKS_PER_HOUR as f64
    }

    /// The calendar moment at which what is left of the exponential is used up; none when it never is.
    pub(super) fn leaves_at(&self, now: i64) -> Option<i64> {
        if self.leave_hazard <= 0.0 {
            return None;
        }
        let left = self.leave_left.max(0.0);
        let year_over = self.year_over();
        let (mut from, mut hours) = (now, left / self.leave_hazard);
        if self.first_year != 1.0 && now < year_over {
            let early = self.hazard_between(now, year_over);
            if left <= early {
                hours = left / (self.leave_hazard * self.first_year);
            } else {
                (from, hours) = (year_over, (left - early) / self.leave_hazard);
            }
        }
        let moment = from as f64 + hours * TICKS_PER_HOUR as f64;
        (moment < i64::MAX as f64 / 2.0).then(|| moment.round() as i64)
    }
}
