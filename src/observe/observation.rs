//! The observations of a run, each a fact about one instant.

use super::{gauges::Gauges, ledger::Category};
use crate::{
    model::{
        quality::{errors::Outcome, measuring::Score},
        resource::Cause,
        staff::Grade,
    },
    time::{SimTime, Ticks},
};

/// Listens to a run.
pub trait Observer {
    /// Whether the engine is compiled without its optional mechanisms, for blueprints that use none of them.
    const IS_PLAIN: bool = false;

    /// `at` never goes back.
    fn see(&mut self, at: SimTime, what: &Observation<'_>);
}

impl Observer for () {
    #[inline(always)]
    fn see(&mut self, _: SimTime, _: &Observation<'_>) {}
}

/// Listens to the engine without its optional mechanisms.
pub(crate) struct Plain<'a, O>(pub &'a mut O);

impl<O: Observer> Observer for Plain<'_, O> {
    const IS_PLAIN: bool = true;

    #[inline(always)]
    fn see(&mut self, at: SimTime, what: &Observation<'_>) {
        self.0.see(at, what);
    }
}

/// Two observers, one after the other.
impl<A: Observer, B: Observer> Observer for (A, B) {
    #[inline]
    fn see(&mut self, at: SimTime, what: &Observation<'_>) {
        self.0.see(at, what);
        self.1.see(at, what);
    }
}

impl<T: Observer> Observer for &mut T {
    #[inline(always)]
    fn see(&mut self, at: SimTime, what: &Observation<'_>) {
        (**self).see(at, what);
    }
}

/// How a case leaves the organisation (RULES 12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Closing {
    /// A final decision.
    Decided,
    /// Closed without a decision, by the procedure.
    Closed,
    /// The applicant gave up.
    Withdrawn,
    /// Turned away: there was no room.
    Lost,
}

#[derive(Clone, Copy, Debug)]
pub enum Observation<'a> {
    /// A case is in the organisation from now on; `initial` cases stood there at the start.
    Arrived { stream: usize, class: usize, case: u64, initial: bool },
    /// A case waits in a queue; a case that starts at once is never seen to join.
    Joined { stage: usize, stream: usize, begun: bool },
    /// A worker (of a board: nobody, `u32::MAX`) takes up a visit for the first time; `joined`: since when it could have been taken up.
    Started {
        stage: usize,
        stream: usize,
        class: usize,
        case: u64,
        joined: SimTime,
        queued: bool,
        begun: bool,
        worker: u32,
    },
    /// A case begun before goes on with the same or another worker after an interruption that put it back in the queue;
    /// `since`: from when it lay there.
    Resumed { stage: usize, stream: usize, queued: bool, since: SimTime },
    /// A case finds the queue full and waits outside.
    Held { stage: usize },
    /// It has been let in, or its applicant gave up; `since`: from when it was held.
    Unheld { stage: usize, since: SimTime },
    /// A board has met.
    Met { stage: usize, cleared: u64 },
    /// A case leaves a queue without being taken up.
    Unqueued { stage: usize, stream: usize, begun: bool },
    /// And that because its applicant gave up; `joined`: since when this visit waited, `taken_up`: until it was taken up.
    GaveUp { stage: usize, stream: usize, class: usize, joined: SimTime, taken_up: bool },
    /// A stage's work is done.
    Finished { stage: usize, stream: usize, case: u64, worker: u32 },
    /// A decision is signed.
    Signed { stage: usize, stream: usize, returned: bool },
    /// A sign-off has looked at a draft that is right or wrong.
    Checked { stream: usize, wrong: bool, returned: bool },
    /// A final decision, told just before its case is closed, where decisions are right or wrong; `signed_by`: the grade
    /// that had the last word.
    Decided { stream: usize, class: usize, case: u64, outcome: Outcome, signed_by: Grade, appealed: bool },
    /// A case leaves the organisation.
    Closed {
        stream: usize,
        class: usize,
        case: u64,
        arrived: SimTime,
        closing: Closing,
        has_term: bool,
        overdue: bool,
        initial: bool,
        /// It came back from a court before.
        again: bool,
    },
    /// A court has decided on an appeal against a decision of this stream.
    Ruled { stream: usize, upheld: bool },
    /// A case comes back from a court, into this stream.
    Remanded { stream: usize, class: usize, case: u64 },
    /// A calendar quarter is over: how many of its decisions were right, and what was measured of them.
    Quarter { right: u64, decisions: u64, measured: Option<Score>, norm: Option<f64> },
    /// A pool's paid time was spent so; `gross` is the time on the clock, overhead included, told once a stretch.
    Spent { pool: usize, grade: Grade, category: Category, time: Ticks, gross: Ticks },
    /// Work spent before is lost: it moves from first-time work to lost work.
    Lost { pool: usize, grade: Grade, time: Ticks },
    /// Paid by contract, counted from the calendar and not from what was spent.
    Paid { pool: usize, grade: Grade, time: Ticks },
    /// A trainee stops with a question.
    Asked { stream: usize },
    /// The answer begins.
    Answering { stream: usize, waited: Ticks },
    /// The trainee goes on, answered or not.
    Answered { stream: usize, given: bool, waited: Ticks },
    /// Coaching planned for the past week, and given.
    Coached { planned: Ticks, given: Ticks },
    /// Supervisors appointed and present, and trainees in practice and present, from now on.
    Teams { supervisors: u32, trainees: u32, wanted: u32 },
    /// Another worker than the last one takes a file up.
    ChangedHands { stream: usize, are_elsewhere: bool },
    /// A planned slot is lost; `queued`: its case stood in the queue.
    SlotLost { stage: usize, stream: usize, begun: bool, cause: Cause, queued: bool },
    /// So many of a resource are in use, and so many cases wait while none is free, from now on.
    Resource { resource: usize, in_use: u32, capacity: u32, waiting: u64 },
    /// An applicant gives notice of default.
    Noticed { regime: usize },
    /// An applicant goes to court because the decision stays out.
    AppealedDelay { regime: usize },
    /// A case with a penalised term closes; whole days past its term, and what they cost in cents.
    Defaulted { regime: usize, days_late: i32, paid: i64, unclaimed: i64, suspended: i64, is_capped: bool },
    /// At the end: nights in reception since the warm-up, those in emergency places and after a decision among them.
    Reception { nights: u64, emergency: u64, decided: u64, days: u64 },
    /// An amount of one line of the accounts, in one calendar year.
    Cost { line: usize, year: usize, euros: f64 },
    /// A trigger's act is carried out, so many calendar days after the start; people hired by it come later.
    Triggered { trigger: usize, day: f64, hired: u32 },
    /// What a trigger put in force begins or ends.
    InForce { trigger: usize, is_on: bool },
    /// What was before no longer counts.
    WarmUpOver,
    /// The end of a period.
    PeriodEnd { index: usize, gauges: &'a Gauges },
    /// The end of a day on which a target is read.
    DayEnd { gauges: &'a Gauges },
    /// A moment that somebody asked for.
    Sample { index: usize, gauges: &'a Gauges },
    /// The stock of a stream has changed to this (only for streams that are watched).
    Stock { stream: usize, level: u64 },
    /// The run is over.
    Ended { gauges: &'a Gauges },
}
