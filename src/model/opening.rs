//! Outcomes of one stream that open cases in another.

use super::num::{Num, Spread};

/// Which decisions open cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenedBy {
    Decided,
    Grant,
    Refusal,
}

impl OpenedBy {
    /// Whether a decision is of this kind; `granted` is none where nothing is granted or refused, `again` after a court.
    pub fn is_met(self, granted: Option<bool>, again: bool) -> bool {
        match self {
            OpenedBy::Decided => !again,
            OpenedBy::Grant => granted == Some(true),
            OpenedBy::Refusal => granted == Some(false) && !again,
        }
    }
}

/// `[stream.X.opened_by.NAME]`: what a decision elsewhere brings to this stream.
#[derive(Clone, Debug)]
pub struct Opening {
    pub name: String,
    /// The stream whose decisions open cases here.
    pub from: usize,
    pub outcome: OpenedBy,
    /// Of these decisions.
    pub share: Num,
    /// How many cases one decision opens, at least 1.
    pub cases: Spread,
    /// From the decision to the application, calendar months.
    pub after_months: Spread,
}

/// Whole cases for a number that was drawn: the nearest, at least 1.
pub fn opens(drawn: f64) -> u64 {
    (drawn.round() as u64).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_opens_others_once_for_what_becomes_of_it() {
        let met = |granted, again| {
            [OpenedBy::Decided, OpenedBy::Grant, OpenedBy::Refusal].map(|outcome| outcome.is_met(granted, again))
        };
        assert_eq!(met(None, false), [true, false, false]);
        assert_eq!(met(Some(true), false), [true, true, false]);
        assert_eq!(met(Some(false), false), [true, false, true]);
        // After a court: refused before, and perhaps granted now.
        assert_eq!(met(Some(true), true), [false, true, false]);
        assert_eq!(met(Some(false), true), [false, false, false]);
    }

    #[test]
    fn what_opens_a_case_opens_a_whole_one() {
        assert_eq!([0.0, 0.6, 1.4, 1.5, 3.0].map(opens), [1, 1, 1, 2, 3]);
    }
}
