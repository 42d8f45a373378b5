//! Supervision: planned coaching, and a queue of questions.

use super::num::{Num, Spread};

#[derive(Clone, Debug)]
pub struct Supervision {
    pub mode: Mode,
    /// Trainees in practice per supervisor.
    pub span: Num,
    /// Pools whose seniors supervise.
    pub from: Vec<usize>,
    /// At most this share of a pool's heads supervises.
    pub at_most_share: Num,
    /// Hours of a supervisor, overhead not counted, that an answer takes.
    pub answer_hours: Spread,
    pub scope: Scope,
    /// Dedicated supervisors have no cases of their own; others are playing coaches.
    pub dedicated: bool,
    /// Office hours that a trainee waits for an answer; None: until it comes.
    pub patience_hours: Option<Spread>,
    /// Hours a week of planned coaching for each trainee.
    pub coaching_hours_per_week: Num,
    /// Whether an absent supervisor's team asks the others.
    pub deputy: bool,
    /// Hours that it takes to get back into a task laid aside for a question.
    pub resumption_hours: Num,
    /// How many times as long an answer takes from another site.
    pub remote_factor: Num,
}

// A handful of these exist: boxing the large ones would only make them harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Mode {
    /// Questions and coaching.
    Questions,
    /// Each trainee takes a share of one supervisor, evenly from the named pools (SCIENCE F1).
    Share { per_trainee: Num },
    /// Each trainee needs an amount (person-hours) in all; a share of the pools gives it, shared equally,
    /// at least over the minimum time (SCIENCE F2: processor sharing).
    Amount { hours: Num, capacity_share: Num, minimum_months: Num },
}

/// Whom a trainee may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Team,
    /// Any supervisor of the trainee's site.
    Site,
    Organisation,
}
