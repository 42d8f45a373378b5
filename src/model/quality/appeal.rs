//! Appeals: what follows a refusal, and what a court sends back.

use crate::model::{
    num::{Num, Spread},
    stream::Term,
};

/// Appeals as written.
#[derive(Clone, Debug)]
pub struct Appeals {
    /// Share of refusals that is appealed.
    pub after_refusal: Num,
    /// Calendar months from the decision to the court's.
    pub court_months: Spread,
    pub upheld: Upheld,
    /// Where a remanded case goes on; none: where its draft was written.
    pub remand_to: Option<usize>,
    /// The time for the new decision; none: the term of the stream that it joins.
    pub remand_term: Option<Term>,
    /// The stream that it joins; none: its own.
    pub remands_join: Option<usize>,
}

/// How often a court upholds an appeal.
// One of each exists per era: boxing would only make it harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Upheld {
    /// Whatever the decision was: what anybody can count.
    Mix(Num),
    /// By whether it was wrong or right.
    ByOutcome { wrong: Num, right: Num },
}

/// The chances of an appeal in one replication, numbers drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AppealRule {
    pub after_refusal: f64,
    pub upheld_wrong: f64,
    pub upheld_right: f64,
}

impl AppealRule {
    /// The probability that a court upholds an appeal against this refusal.
    pub fn upheld(&self, is_wrong: bool) -> f64 {
        if is_wrong { self.upheld_wrong } else { self.upheld_right }
    }
}
