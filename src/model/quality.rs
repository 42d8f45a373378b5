//! Who signs, how often a draft comes back, and what that costs.

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
}

/// The rule of one replication, numbers drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReturnRule {
    pub at_start: f64,
    pub experienced: f64,
    pub rework_factor: f64,
}

impl ReturnRule {
    /// The probability that a draft of a worker with this competence comes back, after `returns` earlier returns.
    #[inline]
    pub fn probability(&self, competence: f64, returns: u32) -> f64 {
        let first = self.at_start + (self.experienced - self.at_start) * competence;
        if returns == 0 { first } else { (first * self.rework_factor).min(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_returned_draft_comes_back_less_often_by_its_factor() {
        let rule = ReturnRule { at_start: 0.4, experienced: 0.1, rework_factor: 0.5 };
        assert!((rule.probability(0.5, 0) - 0.25).abs() < 1e-15);
        assert!((rule.probability(0.5, 2) - 0.125).abs() < 1e-15);
    }
}
