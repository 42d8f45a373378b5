//! Penalties for late decisions: after the legal term an applicant may give notice of default; some days of grace later
//! the penalty runs by itself, by the day, in tiers, up to a maximum; a court may set one of its own on top.
//!
//! Days are calendar days. A day costs when the case is still open as it begins, so that the days of default of a case
//! are the midnights after its last day of grace up to and including the one before its decision.

use super::num::{Num, Spread};

/// The regime of some streams, as it was checked.
#[derive(Clone, Debug)]
pub struct Penalty {
    pub name: String,
    pub says: String,
    pub streams: Vec<usize>,
    /// Share of the applicants that gives notice when the decision stays out.
    pub notice: Num,
    /// Calendar days from the end of the term to the notice.
    pub notice_days: Spread,
    /// Days after the notice in which a decision costs nothing yet.
    pub grace_days: u32,
    pub tiers: Vec<Tier>,
    pub at_most: Option<Num>,
    pub court: Option<CourtPenalty>,
    /// Share of those entitled that is paid.
    pub claim: Num,
    /// Of the cases overdue at the start: the share whose notice was given before. None: by the same rule as all others.
    pub initial_notices: Option<Num>,
    pub suspended: Option<Suspension>,
    /// The stream in which a notice, and an appeal against delay, opens a case.
    pub notice_opens: Option<usize>,
    pub appeal_opens: Option<usize>,
}

/// So many days at one price; the last tier may have no end.
#[derive(Clone, Debug)]
pub struct Tier {
    pub days: Option<u32>,
    pub per_day: Num,
}

/// What a court sets on an appeal against delay.
#[derive(Clone, Debug)]
pub struct CourtPenalty {
    /// Share of those who gave notice that appeals when the days of grace are over.
    pub share: Num,
    /// Calendar months from the appeal to the first day that costs.
    pub after_months: Spread,
    pub per_day: Num,
    pub at_most: Option<Num>,
}

/// A law that suspends penalties: from its first day up to, not including, its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// Calendar days since the start of the run.
    pub from: i32,
    pub until: i32,
    pub by: SuspendedBy,
    pub administrative: bool,
    pub court: bool,
}

/// What must fall between the dates for the penalty to be suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuspendedBy {
    /// The notice: all days of such a case stay unpaid.
    Notices,
    /// The arrival: likewise.
    Arrivals,
    /// The single day.
    Days,
}

impl Suspension {
    fn holds(&self, day: i32) -> bool {
        (self.from..self.until).contains(&day)
    }

    /// Whether a penalty of this kind is suspended for the whole of a case.
    pub fn suspends_case(&self, is_court: bool, arrived: i32, noticed: i32) -> bool {
        let is_meant = if is_court { self.court } else { self.administrative };
        is_meant
            && match self.by {
                SuspendedBy::Notices => self.holds(noticed),
                SuspendedBy::Arrivals => self.holds(arrived),
                SuspendedBy::Days => false,
            }
    }

    /// Whether a penalty of this kind is suspended on a day.
    pub fn suspends_day(&self, is_court: bool, day: i32) -> bool {
        let is_meant = if is_court { self.court } else { self.administrative };
        is_meant && self.by == SuspendedBy::Days && self.holds(day)
    }
}

/// Cents for each day of default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tariff {
    /// (day of default, cents that this and the following days cost), from day 0 on, in order.
    steps: Vec<(i32, i64)>,
}

impl Tariff {
    /// From tiers (days, cents a day) and a maximum in cents: the day that crosses the maximum costs what is left of it.
    pub fn new(tiers: &[(Option<u32>, i64)], at_most: Option<i64>) -> Tariff {
        let mut steps: Vec<(i32, i64)> = Vec::new();
        let mut left = at_most;
        let mut day = 0;
        for &(days, cents) in tiers {
            // Full days that the maximum still covers.
            let covered = left.filter(|_| cents > 0).map(|left| left / cents);
            let whole = match (days.map(i64::from), covered) {
                (Some(days), Some(covered)) => Some(days.min(covered)),
                (days, covered) => days.or(covered),
            };
            steps.push((day, cents));
            let Some(whole) = whole else { return Tariff { steps } };
            day += whole as i32;
            left = left.map(|left| left - whole * cents);
            if covered.is_some_and(|covered| days.is_none_or(|days| covered < i64::from(days))) {
                let rest = left.unwrap_or(0);
                if rest > 0 {
                    steps.push((day, rest));
                    day += 1;
                }
                break;
            }
        }
        steps.push((day, 0));
        Tariff { steps }
    }

    /// Cents for the first `days` days of default.
    pub fn owed(&self, days: i32) -> i64 {
        self.steps
            .iter()
            .enumerate()
            .take_while(|(_, (from, _))| *from < days)
            .map(|(place, &(from, cents))| {
                let until = self.steps.get(place + 1).map_or(days, |(next, _)| days.min(*next));
                i64::from(until - from) * cents
            })
            .sum()
    }

    /// (day of default, change of the cents a day on it), in order.
    pub fn changes(&self) -> impl Iterator<Item = (i32, i64)> + '_ {
        let before = std::iter::once(0).chain(self.steps.iter().map(|(_, cents)| *cents));
        self.steps.iter().zip(before).map(|((day, cents), before)| (*day, cents - before))
    }

    /// The day of default from which a case costs nothing more; none when it costs without an end.
    pub fn free_from(&self) -> Option<i32> {
        self.steps.last().filter(|(_, cents)| *cents == 0).map(|(day, _)| *day)
    }
}

/// Euros as whole cents.
pub fn cents(euros: f64) -> i64 {
    (euros * 100.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn administrative() -> Tariff {
        Tariff::new(&[(Some(14), 2_300), (Some(14), 3_500), (Some(14), 4_500)], Some(144_200))
    }

    #[test]
    fn three_tiers_of_two_weeks_add_up_to_the_maximum() {
        let tariff = administrative();
        assert_eq!(tariff.owed(0), 0);
        assert_eq!(tariff.owed(1), 2_300);
        assert_eq!(tariff.owed(15), 14 * 2_300 + 3_500);
        assert_eq!(tariff.owed(42), 144_200);
        assert_eq!(tariff.owed(1_000), 144_200, "past the maximum a case costs nothing more");
        assert_eq!(tariff.free_from(), Some(42));
    }

    #[test]
    fn the_day_that_crosses_the_maximum_costs_the_rest() {
        let tariff = Tariff::new(&[(None, 10_000)], Some(25_000));
        assert_eq!((tariff.owed(2), tariff.owed(3), tariff.owed(9)), (20_000, 25_000, 25_000));
        assert_eq!(tariff.free_from(), Some(3));
        let even = Tariff::new(&[(None, 10_000)], Some(20_000));
        assert_eq!((even.owed(2), even.owed(3), even.free_from()), (20_000, 20_000, Some(2)));
    }

    #[test]
    fn without_a_maximum_the_last_tier_goes_on() {
        let tariff = Tariff::new(&[(Some(2), 100), (None, 300)], None);
        assert_eq!((tariff.owed(2), tariff.owed(5), tariff.free_from()), (200, 1_100, None));
        let ends = Tariff::new(&[(Some(2), 100)], None);
        assert_eq!((ends.owed(2), ends.owed(5)), (200, 200));
    }

    #[test]
    fn days_of_grace_inside_a_tariff_cost_nothing() {
        let tariff = Tariff::new(&[(Some(3), 0), (None, 500)], Some(1_200));
        assert_eq!((tariff.owed(3), tariff.owed(4), tariff.owed(6), tariff.owed(9)), (0, 500, 1_200, 1_200));
    }

    /// The books by day and the sum of a case are two ways to the same amount.
    #[test]
    fn changes_from_day_to_day_add_up_to_what_is_owed() {
        for tariff in [administrative(), Tariff::new(&[(Some(3), 0), (None, 500)], Some(1_200))] {
            let (mut rate, mut sum) = (0, 0);
            for day in 0..60 {
                assert_eq!(sum, tariff.owed(day));
                rate += tariff.changes().filter(|(on, _)| *on == day).map(|(_, change)| change).sum::<i64>();
                sum += rate;
            }
        }
    }

    #[test]
    fn a_law_suspends_by_notice_by_arrival_or_by_day() {
        let law = |by| Suspension { from: 10, until: 20, by, administrative: true, court: false };
        let by_notice = law(SuspendedBy::Notices);
        assert!(by_notice.suspends_case(false, 0, 10) && !by_notice.suspends_case(false, 15, 20));
        assert!(!by_notice.suspends_case(true, 0, 10), "only what the law names");
        assert!(law(SuspendedBy::Arrivals).suspends_case(false, 19, 50));
        let by_day = law(SuspendedBy::Days);
        assert!(!by_day.suspends_case(false, 15, 15));
        assert!(by_day.suspends_day(false, 19) && !by_day.suspends_day(false, 20) && !by_day.suspends_day(true, 15));
    }
}
