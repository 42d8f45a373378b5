//! Who signs, what comes back, and whether a decision is right (RULES 9).
//!
//! Two layers say how drafts come back. The plain one is what anybody can count: the share of drafts returned. The other
//! says why: drafts are right or wrong, and a sign-off finds a wrong one, or takes a right one for wrong, with some
//! probability. A scenario writes one of the two.

pub mod appeal;
pub mod errors;
pub mod information;
pub mod measuring;
pub mod returns;

use self::{appeal::Appeals, measuring::Measuring};
use super::{num::Num, staff::Grade};

#[derive(Clone, Debug)]
pub struct Quality {
    /// The lowest grade that may sign; a draft by this grade or above is final when finished.
    pub signs_from: Grade,
    /// Share of drafts that comes back, of a drafter at competence 0 and at competence 1.
    pub returned_at_start: Num,
    pub returned_experienced: Num,
    /// Share of the draft's effort that a return costs.
    pub rework_share: Num,
    /// Return probability after rework, over that of a first draft.
    pub rework_return_factor: Num,
    /// After so many returns the signer does it.
    pub max_returns: u32,
    /// Share of the cases sent to a stage of information that go there.
    pub information: Num,
    /// What decisions say and whether they are right; none: nobody asks.
    pub decisions: Option<Decisions>,
}

/// What decisions say, and how often they are wrong.
#[derive(Clone, Debug)]
pub struct Decisions {
    /// Share of grants among first drafts, and of single classes.
    pub granted: Num,
    pub granted_of: Vec<(usize, Num)>,
    /// Probability that a draft is wrong, at competence 0 and at competence 1.
    pub errors_at_start: Num,
    pub errors_experienced: Num,
    /// What that probability is multiplied by when no question was answered, and when no coaching was given.
    pub unanswered_error: Num,
    pub uncoached_error: Num,
    /// Error probability of a repaired draft, over that of a first one of the same drafter.
    pub rework_error: Num,
    /// What a sign-off finds; none: the plain shares of returned drafts stand.
    pub detection: Option<Detection>,
    pub appeals: Option<Appeals>,
    /// None: nobody measures, now.
    pub measuring: Option<Measuring>,
}

/// What a sign-off makes of right and wrong drafts.
#[derive(Clone, Debug)]
pub struct Detection {
    /// Share of wrong drafts that a signer finds, at competence 0 and at competence 1.
    pub at_start: Num,
    pub experienced: Num,
    /// Share of right drafts that come back nevertheless.
    pub false_alarm: Num,
}
