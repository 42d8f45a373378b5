//! What a stage needs beside a worker: rooms, interpreters, and a planned slot for the person who has to come.

use super::num::{Num, Spread};
use crate::random::Distribution;

/// Rooms, interpreters, vehicles: so many of a kind, each of use to one case at a time.
#[derive(Clone, Debug)]
pub struct Resource {
    pub name: String,
    pub says: String,
    /// How many there are: a lever.
    pub capacity: Num,
}

/// A stage to which somebody is invited: the case can be taken up on the day that was planned, or never on that day.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Calendar days from planning to the day of the slot.
    pub lead_days: Spread,
    /// Share of the slots to which the applicant does not come.
    pub no_show: Num,
    /// Hours that a worker loses on a slot to which nobody came.
    pub lost_hours: Num,
    /// Office hours after which a slot that nobody took up is lost; None: at the end of its day.
    pub grace_hours: Option<Num>,
}

/// The rule of one replication, numbers drawn.
#[derive(Clone, Debug)]
pub struct SlotRule {
    pub lead_days: Distribution,
    pub no_show: f64,
    pub lost_hours: f64,
    pub grace_hours: Option<f64>,
}

/// Who or what was missing when a slot was lost (RULES 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    Applicant,
    /// A worker, a room or an interpreter.
    Office,
}

impl SlotRule {
    /// Whether the applicant stays away, for one uniform of the slot.
    pub fn is_missed(&self, uniform: f64) -> bool {
        uniform < self.no_show
    }

    /// Whose fault it is that nobody took the slot up: an applicant who did not come would have had nothing of it.
    pub fn cause(is_missed: bool) -> Cause {
        if is_missed { Cause::Applicant } else { Cause::Office }
    }
}

/// How many of a resource there are and how many of these are in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    pub capacity: u32,
    pub in_use: u32,
}

impl Room {
    /// Whether none is free. A capacity that was cut while in use takes effect as they are released.
    #[inline]
    pub fn is_full(self) -> bool {
        self.in_use >= self.capacity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capacity_cut_below_what_is_in_use_frees_nothing_until_enough_are_released() {
        let full: Vec<bool> = (0..5).map(|in_use| Room { capacity: 2, in_use }.is_full()).collect();
        assert_eq!(full, [false, false, true, true, true]);
    }

    #[test]
    fn an_applicant_who_stays_away_is_the_cause_even_if_nobody_was_free() {
        assert_eq!((SlotRule::cause(true), SlotRule::cause(false)), (Cause::Applicant, Cause::Office));
    }
}
