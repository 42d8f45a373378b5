//! Absence: spells of illness by a hazard in calendar time, and leave in its season (RULES 1 and 3).
//!
//! Spells and work alternate: after each spell the hazard begins anew, so that somebody with λ spells a year of D days
//! each is ill for λD / (365.25 + λD) of the time. Leave is taken a week at a time, spread evenly over the year by the
//! shares of the months (systematic sampling: one draw a person and year places all weeks of it).

use std::sync::Arc;

use super::num::{Num, Spread};
use crate::{
    calendar::{Calendar, Moment, TICKS_PER_DAY, days_between},
    random::Distribution,
};

/// How often the people of a pool or cohort are away, as checked.
#[derive(Clone, Debug)]
pub struct Absence {
    pub spells_per_year: Num,
    /// Calendar days of a spell.
    pub days: Spread,
    /// What the hazard is multiplied by, January first; their mean over the year is 1.
    pub season: Option<[f64; 12]>,
    /// Weeks of leave a year.
    pub holidays_weeks: Num,
    /// Shares of the leave that fall in each month, January first; together 1.
    pub holidays_by_month: [f64; 12],
    /// Working days after which the cases of somebody absent go on without.
    pub reassign_after_days: u32,
}

/// Days of the months, February with its leap day.
pub const MONTH_LENGTHS: [f64; 12] = [31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

/// When the months of the run begin, in calendar ticks: from January of the first year to the January after the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Months(Arc<Vec<i64>>);

impl Months {
    pub fn new(calendar: &Calendar) -> Months {
        let (first, last) = (calendar.start().year(), calendar.end().year() + 1);
        let mut starts = Vec::new();
        for year in first..=last {
            for month in 1..=12 {
                if let Ok(date) = jiff::civil::Date::new(year, month, 1) {
                    starts.push(days_between(calendar.start(), date) * TICKS_PER_DAY as i64);
                }
            }
        }
        Months(Arc::new(starts))
    }

    /// The place of the month in which a moment falls; the last for what comes after.
    fn of(&self, moment: i64) -> usize {
        self.0.partition_point(|start| *start <= moment).saturating_sub(1)
    }

    /// Where the month at a place ends; none after the last.
    fn end(&self, place: usize) -> Option<i64> {
        self.0.get(place + 1).copied()
    }
}

/// The absence of one replication, numbers drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct AbsenceRule {
    /// Spells per calendar tick, on average over the year.
    hazard: f64,
    pub days: Distribution,
    season: Option<[f64; 12]>,
    weeks: f64,
    /// Cumulative.
    by_month: [f64; 12],
    months: Months,
    pub reassign_after_days: u32,
}

impl AbsenceRule {
    pub fn new(rule: &Absence, spells_per_year: f64, days: Distribution, weeks: f64, months: &Months) -> Self {
        let mut sum = 0.0;
        let by_month = rule.holidays_by_month.map(|share| {
            sum += share;
            sum
        });
        AbsenceRule {
            hazard: spells_per_year / (365.25 * TICKS_PER_DAY as f64),
            days,
            season: rule.season,
            weeks,
            by_month,
            months: months.clone(),
            reassign_after_days: rule.reassign_after_days,
        }
    }

    /// Expected share of the contract hours: ill, and of the rest on leave.
    pub fn expected_share(&self) -> f64 {
        let days_a_year = self.hazard * 365.25 * TICKS_PER_DAY as f64 * self.days.mean();
        let ill = days_a_year / (365.25 + days_a_year);
        1.0 - (1.0 - ill) * (1.0 - self.weeks * 7.0 / 365.25)
    }

    /// The hazard integrated from one moment to another.
    pub fn used(&self, from: i64, until: i64) -> f64 {
        let Some(season) = &self.season else { return self.hazard * (until - from).max(0) as f64 };
        let mut sum = 0.0;
        let (mut at, mut place) = (from, self.months.of(from));
        while at < until {
            let end = self.months.end(place).unwrap_or(i64::MAX).min(until);
            sum += self.hazard * season[place % 12] * (end - at) as f64;
            at = end;
            place += 1;
        }
        sum
    }

    /// The moment at which the integral from `from` on reaches `amount`; none when it never does within the run.
    pub fn moment_of(&self, from: i64, amount: f64) -> Option<i64> {
        let mut left = amount;
        let (mut at, mut place) = (from, self.months.of(from));
        loop {
            let rate = self.hazard * self.season.map_or(1.0, |season| season[place % 12]);
            let end = if self.season.is_some() { self.months.end(place)? } else { i64::MAX / 4 };
            let here = rate * (end - at) as f64;
            if here >= left && rate > 0.0 {
                return Some(at + (left / rate).round() as i64);
            }
            self.season?;
            left -= here;
            at = end;
            place += 1;
        }
    }

    /// Weeks of leave in a year, the last of them the shortest only by all being equally long.
    fn parts(&self) -> u32 {
        self.weeks.ceil() as u32
    }

    /// The `index`-th week of leave since January of the first year, as moments from and to; `place` in (0, 1) is the
    /// person's own of that year. None when there is no leave or the run is over.
    pub fn leave(&self, index: u32, place: impl Fn(u32) -> f64) -> Option<(i64, i64)> {
        let parts = self.parts();
        let (year, part) = (index.checked_div(parts)?, index % parts);
        let at = (f64::from(part) + place(year)) / f64::from(parts);
        let month = self.by_month.iter().position(|bound| at < *bound).unwrap_or(11);
        let before = if month == 0 { 0.0 } else { self.by_month[month - 1] };
        let within = ((at - before) / (self.by_month[month] - before)).clamp(0.0, 1.0);
        let number = year as usize * 12 + month;
        let (start, end) = (*self.months.0.get(number)?, self.months.end(number)?);
        let from = start + (within * (end - start) as f64) as i64;
        let length = self.weeks / f64::from(parts) * 7.0 * TICKS_PER_DAY as f64;
        Some((from, from + length.round() as i64))
    }

    /// The year in which the `index`-th week of leave lies, counted from the first.
    pub fn first_leave_of(&self, calendar: &Calendar, moment: i64) -> u32 {
        let year = calendar.date_of_moment(Moment(moment)).year() - calendar.start().year();
        u32::try_from(year).unwrap_or(0) * self.parts()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const DAY: f64 = TICKS_PER_DAY as f64;

    fn rule(season: Option<[f64; 12]>, weeks: f64, by_month: [f64; 12]) -> AbsenceRule {
        let calendar = Calendar::continuous(date(2027, 3, 15), date(2029, 12, 31)).unwrap();
        let known = |value| Num::known(value, "absence");
        let spec = Absence {
            spells_per_year: known(2.0),
            days: Spread::constant(7.0, "absence.days").unwrap(),
            season,
            holidays_weeks: known(weeks),
            holidays_by_month: by_month,
            reassign_after_days: 5,
        };
        AbsenceRule::new(&spec, 2.0, spec.days.law.clone(), weeks, &Months::new(&calendar))
    }

    const EVEN: [f64; 12] = [1.0 / 12.0; 12];

    #[test]
    fn an_even_hazard_is_used_up_in_proportion_to_time() {
        let rule = rule(None, 0.0, EVEN);
        assert!((rule.used(0, (365.25 * DAY) as i64) - 2.0).abs() < 1e-9);
        assert_eq!(rule.moment_of(1000, 0.5), Some(1000 + (0.25 * 365.25 * DAY) as i64));
    }

    #[test]
    fn in_a_season_the_moment_is_where_the_integral_reaches_the_amount() {
        let mut season = [0.5; 12];
        season[11] = 6.5;
        let rule = rule(Some(season), 0.0, EVEN);
        // From 15 March to 1 December are 261 days at half the hazard.
        let december = (261.0 * DAY) as i64;
        let before = 2.0 / 365.25 * 0.5 * 261.0;
        assert!((rule.used(0, december) - before).abs() < 1e-9);
        let moment = rule.moment_of(0, before + 2.0 / 365.25 * 6.5 * 10.0).unwrap();
        assert!((moment - december - (10.0 * DAY) as i64).abs() <= 1);
        assert!((rule.used(0, moment) - before - 2.0 / 365.25 * 65.0).abs() < 1e-6);
        assert_eq!(rule.moment_of(0, 1e9), None);
    }

    #[test]
    fn leave_adds_up_to_its_weeks_lies_in_its_months_and_never_overlaps() {
        let mut by_month = [0.0; 12];
        (by_month[6], by_month[7]) = (0.5, 0.5);
        let rule = rule(None, 4.5, by_month);
        for place in [0.001, 0.3, 0.999] {
            let weeks: Vec<(i64, i64)> = (0..5).map(|part| rule.leave(part, |_| place).unwrap()).collect();
            let days: f64 = weeks.iter().map(|(from, to)| (to - from) as f64 / DAY).sum();
            assert!((days - 31.5).abs() < 1e-4, "{days}");
            assert!(weeks.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{weeks:?}");
            // 1 July 2027 is 108 days after 15 March.
            assert!(weeks[0].0 as f64 >= 108.0 * DAY && weeks[4].0 as f64 <= 170.0 * DAY);
        }
        assert_eq!(super::AbsenceRule { weeks: 0.0, ..rule }.leave(0, |_| 0.5), None);
    }

    #[test]
    fn the_expected_share_is_illness_and_of_the_rest_leave() {
        // Two spells of a week: 14 days to 365.25 days of health.
        let ill = 14.0 / 379.25;
        assert!((rule(None, 0.0, EVEN).expected_share() - ill).abs() < 1e-12);
        let both = 1.0 - (1.0 - ill) * (1.0 - 35.0 / 365.25);
        assert!((rule(None, 5.0, EVEN).expected_share() - both).abs() < 1e-12);
    }
}
