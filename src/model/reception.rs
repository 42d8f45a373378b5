//! Reception: a bed from the arrival until departure or a house, so that a decision does not free a bed by itself.

use super::num::{Num, Spread};

/// Who stays in reception, what that costs, and when a bed becomes free.
#[derive(Clone, Debug)]
pub struct Reception {
    pub streams: Vec<usize>,
    /// Share of their applicants who stay in reception.
    pub share: Num,
    /// Euros a day, of a regular place and of one beyond the regular places.
    pub per_day_regular: Option<Num>,
    pub per_day_emergency: Option<Num>,
    /// None: all places are regular.
    pub regular_places: Option<Num>,
    /// Share of the decisions that is a grant.
    pub granted: Num,
    pub leaving: LeavingReception,
    /// Permit holders who wait for a house at the start.
    pub initial_permit_holders: Option<Num>,
}

/// When somebody leaves after a decision.
// One of these exists: boxing the large one would only make it harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum LeavingReception {
    /// At once with this share; the others stay to the end of the run.
    Freed(Num),
    /// After calendar days, and after a grant not before a house is free.
    After { grant_days: Spread, refusal_days: Spread, housed_per_month: Option<Num> },
}

/// Houses that come free one after the other, given out in the order of the grants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Houses {
    /// Calendar days between two houses; 0: there are always enough.
    gap: f64,
    /// The day on which the last one was given.
    last: f64,
}

impl Houses {
    /// The first house comes free one gap after day 0.
    pub fn new(per_month: Option<f64>) -> Houses {
        let gap = per_month.map_or(0.0, |count| crate::calendar::MONTH_DAYS / count);
        Houses { gap, last: 0.0 }
    }

    /// The day from which a house is there for somebody granted on `day`. A house that nobody waits for goes elsewhere.
    pub fn give(&mut self, day: f64) -> f64 {
        if self.gap == 0.0 {
            return day;
        }
        self.last = day.max(self.last + self.gap);
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn houses_are_given_in_turn_and_not_saved_up() {
        let month = crate::calendar::MONTH_DAYS;
        let mut houses = Houses::new(Some(2.0));
        let gap = month / 2.0;
        assert_eq!((houses.give(0.0), houses.give(0.0)), (gap, 2.0 * gap));
        assert_eq!(houses.give(100.0), 100.0, "who comes late finds one house, not seven");
        assert_eq!(houses.give(100.0), 100.0 + gap);
        let mut enough = Houses::new(None);
        assert_eq!((enough.give(3.5), enough.give(3.5)), (3.5, 3.5));
    }

    #[test]
    fn without_houses_nobody_leaves() {
        assert!(Houses::new(Some(0.0)).give(1.0).is_infinite());
    }
}
