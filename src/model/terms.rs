//! Legal terms that change on the way: a term that is extended, and a clock that stands still (RULES 1).
//!
//! Days are calendar days, counted from the start of the run.

use crate::time::SimTime;

/// To which cases a longer term applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppliesTo {
    /// Those that come in from that day on.
    New,
    /// Those, and all that are open.
    Open,
    /// Those, and all open ones whose term has not passed.
    OpenNotOverdue,
}

/// A change of terms.
#[derive(Clone, Debug)]
pub struct TermChange {
    pub says: String,
    pub streams: Vec<usize>,
    /// None: all.
    pub classes: Option<Vec<usize>>,
    /// When it takes effect in the office: the opening of its day; zero for what is older than the run.
    pub at: SimTime,
    /// The calendar day on which it takes effect; negative: before the run.
    pub day: i32,
    pub rule: TermRule,
}

/// What a change does to the term of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermRule {
    /// `[extension.*]`: longer by months and days, for cases that come in before `until_day`.
    Longer { by: Shift, applies_to: AppliesTo, until_day: i32 },
    /// `[suspension.*]`: the clock stands still until the beginning of `to_day`.
    Stopped { to_day: i32 },
}

/// How much later a term ends than it did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    pub months: i32,
    pub days: i32,
}

impl Shift {
    pub fn is_none(self) -> bool {
        self == Shift::default()
    }

    #[must_use]
    pub fn plus(self, more: Shift) -> Shift {
        Shift { months: self.months + more.months, days: self.days + more.days }
    }
}

impl TermRule {
    /// What a case gets that is open when the change takes effect on day `from`.
    pub fn for_open(&self, from: i32, due: i32) -> Shift {
        match *self {
            TermRule::Longer { applies_to: AppliesTo::New, .. } => Shift::default(),
            TermRule::Longer { applies_to: AppliesTo::OpenNotOverdue, .. } if due < from => Shift::default(),
            TermRule::Longer { by, .. } => by,
            TermRule::Stopped { to_day } if due >= from => Shift { months: 0, days: to_day - from },
            // The term had ended: no clock runs that could stop.
            TermRule::Stopped { .. } => Shift::default(),
        }
    }

    /// What a case gets that comes into the organisation after that; it was filed on day `filed`, perhaps before (a
    /// Saturday, or the stock at the start).
    pub fn for_arriving(&self, from: i32, filed: i32, due: i32) -> Shift {
        match *self {
            TermRule::Longer { by, until_day, .. } if filed >= from => {
                if filed < until_day {
                    by
                } else {
                    Shift::default()
                }
            }
            TermRule::Longer { .. } => self.for_open(from, due),
            TermRule::Stopped { to_day } => {
                let stops = filed.max(from);
                let is_running = filed < to_day && due >= stops;
                Shift { months: 0, days: if is_running { to_day - stops } else { 0 } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NINE_MONTHS: Shift = Shift { months: 9, days: 0 };

    fn longer(applies_to: AppliesTo) -> TermRule {
        TermRule::Longer { by: NINE_MONTHS, applies_to, until_day: 200 }
    }

    #[test]
    fn a_longer_term_applies_to_whom_it_says() {
        let none = Shift::default();
        // Open cases due on day 99 and 100, when it takes effect on day 100.
        let of = |applies_to: AppliesTo| [99, 100].map(|due| longer(applies_to).for_open(100, due));
        assert_eq!(of(AppliesTo::New), [none, none]);
        assert_eq!(of(AppliesTo::Open), [NINE_MONTHS, NINE_MONTHS]);
        assert_eq!(of(AppliesTo::OpenNotOverdue), [none, NINE_MONTHS]);
        // Cases that come in: filed on the Saturday before, on the day, on the last day, too late.
        let of = |applies_to: AppliesTo| {
            [98, 100, 199, 200].map(|filed| longer(applies_to).for_arriving(100, filed, filed + 180))
        };
        assert_eq!(of(AppliesTo::New), [none, NINE_MONTHS, NINE_MONTHS, none]);
        assert_eq!(of(AppliesTo::Open), [NINE_MONTHS, NINE_MONTHS, NINE_MONTHS, none]);
    }

    #[test]
    fn a_clock_stands_still_for_the_days_in_which_it_would_have_run() {
        let stopped = TermRule::Stopped { to_day: 130 };
        let days = |shift: Shift| shift.days;
        assert_eq!(days(stopped.for_open(100, 100)), 30);
        assert_eq!(days(stopped.for_open(100, 99)), 0, "a term that has passed does not come back");
        assert_eq!(days(stopped.for_arriving(100, 110, 290)), 20);
        assert_eq!(days(stopped.for_arriving(100, 130, 310)), 0);
        // A stock from before a run that starts within the suspension.
        assert_eq!(days(TermRule::Stopped { to_day: 30 }.for_arriving(-16, -100, 80)), 46);
        assert_eq!(days(TermRule::Stopped { to_day: 30 }.for_arriving(-16, -300, -120)), 0);
    }
}
