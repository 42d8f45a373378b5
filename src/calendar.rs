//! Two clocks and the map between them: office time, which runs in office hours only, and
//! calendar time, in which legal terms, contracts and lawyers' answers run.
//!
//! Office time is [`SimTime`]: the working days of the scenario laid end to end, without nights,
//! weekends and holidays. Calendar time is [`Moment`]: ticks since midnight at the beginning of
//! the start date, negative for what is older. Civil dates have no time zone and no daylight
//! saving: every calendar day has 24 hours. On a continuous calendar both clocks are equal.
//!
//! Dates mean (RULES 1): `at` and `start` the first office moment on or after ([`Calendar::opening`]),
//! `by` and `end` the last one on or before ([`Calendar::closing`]). Moments that come from dates are
//! rounded up to a tick, never down: rounding down fired month ends early in a trial (RULES 2).

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::time::{SimTime, TICKS_PER_HOUR, Ticks};

/// Days in a month, for hazards that run in calendar time (RULES 1).
pub const MONTH_DAYS: f64 = 365.25 / 12.0;

/// Ticks in a calendar day of 24 hours.
pub const TICKS_PER_DAY: u64 = 24 * TICKS_PER_HOUR;

/// Ticks in a calendar day, signed as calendar time is.
const DAY: i64 = TICKS_PER_DAY as i64;

/// An instant of calendar time: ticks since midnight at the beginning of the start date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Moment(pub i64);

impl Moment {
    /// Midnight at the beginning of the start date.
    pub const ZERO: Moment = Moment(0);

    /// Later than everything.
    pub const MAX: Moment = Moment(i64::MAX);

    /// The moment `days` calendar days after the start (before it when negative), to the nearest tick.
    #[inline]
    pub fn from_days(days: f64) -> Moment {
        Moment(libm::round(days * DAY as f64) as i64)
    }

    /// Calendar days since the start; negative before it.
    #[inline]
    pub fn days(self) -> f64 {
        self.0 as f64 / DAY as f64
    }

    /// The moment `days` calendar days later (earlier when negative), to the nearest tick.
    #[inline]
    #[must_use]
    pub fn plus_days(self, days: f64) -> Moment {
        Moment(self.0.saturating_add(Moment::from_days(days).0))
    }
}

/// When an office is open.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WorkingHours {
    /// Office hours in a working day: above 0, at most 24.
    pub hours_a_day: f64,
    /// Clock hour at which a working day opens: 9.0 is nine o'clock.
    pub opens_at_hour: f64,
    /// Which days of the week are worked, Monday first.
    pub weekdays: [bool; 7],
}

impl Default for WorkingHours {
    /// Monday to Friday, eight hours from nine o'clock.
    fn default() -> WorkingHours {
        WorkingHours { hours_a_day: 8.0, opens_at_hour: 9.0, weekdays: [true, true, true, true, true, false, false] }
    }
}

/// Where a continuous calendar ends.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Until {
    /// At the end of this date.
    Date(Date),
    /// So many hours after the start.
    Hours(f64),
}

impl From<Date> for Until {
    fn from(end: Date) -> Until {
        Until::Date(end)
    }
}

/// A stretch of the calendar after which figures are read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Period {
    Day,
    /// Monday to Sunday.
    Week,
    Month,
    /// Calendar quarters.
    Quarter,
}

/// The map between office time and calendar time; immutable once built.
#[derive(Clone, Debug)]
pub struct Calendar {
    start: Date,
    /// The start in days since 1 January 1970.
    start_day: i64,
    /// Last date of the scenario.
    end: Date,
    horizon: SimTime,
    continuous: bool,
    day_length: u64,
    /// From midnight to the opening of an office day, in ticks.
    opens: i64,
    weekdays: [bool; 7],
    /// Sorted, without repetitions.
    holidays: Vec<Date>,
    /// For each calendar day since the start, and one more: office days strictly before it.
    office_days_before: Vec<u32>,
    /// For each office day: calendar days since the start.
    calendar_day: Vec<u32>,
}

impl Calendar {
    /// A calendar on which every hour of every day is worked, so that the two clocks are equal.
    ///
    /// # Errors
    /// When it ends before it starts, or outlasts the clock of [`SimTime`] (217 years).
    pub fn continuous(start: Date, until: impl Into<Until>) -> Result<Calendar, String> {
        let ticks = match until.into() {
            Until::Date(end) if end < start => {
                return Err(format!("the end, {end}, lies before the start, {start}"));
            }
            Until::Date(end) => (days_between(start, end) as u64 + 1) * TICKS_PER_DAY,
            Until::Hours(hours) if hours.is_nan() || hours <= 0.0 => {
                return Err(format!("a horizon of {hours} hours: it must be above 0"));
            }
            // A horizon is a moment that comes from a scenario: rounded up.
            Until::Hours(hours) => libm::ceil(hours * TICKS_PER_HOUR as f64) as u64,
        };
        let horizon = horizon_within_the_clock(ticks)?;
        let last_day = i64::try_from((ticks - 1) / TICKS_PER_DAY).map_err(|e| e.to_string())?;
        Ok(Calendar {
            start,
            start_day: days_between(EPOCH, start),
            end: date_after(start, last_day),
            horizon,
            continuous: true,
            day_length: TICKS_PER_DAY,
            opens: 0,
            weekdays: [true; 7],
            holidays: Vec::new(),
            office_days_before: Vec::new(),
            calendar_day: Vec::new(),
        })
    }

    /// A calendar of office days, from `start` up to and including `end`.
    ///
    /// # Errors
    /// When it ends before it starts, has no office day, when the hours do not fit a day, or when
    /// it outlasts the clock of [`SimTime`].
    pub fn working(start: Date, end: Date, hours: WorkingHours, holidays: &[Date]) -> Result<Calendar, String> {
        if end < start {
            return Err(format!("the end, {end}, lies before the start, {start}"));
        }
        let WorkingHours { hours_a_day, opens_at_hour, weekdays } = hours;
        if !(hours_a_day > 0.0 && hours_a_day <= 24.0) {
            return Err(format!("{hours_a_day} office hours a day: it must be above 0 and at most 24"));
        }
        // A night of 1e-9 hours is a slip of the arithmetic, not of the person.
        if !(opens_at_hour >= 0.0 && opens_at_hour + hours_a_day <= 24.0 + 1e-9) {
            return Err(format!(
                "{hours_a_day} office hours from {opens_at_hour} o'clock do not fit one day of 24 hours"
            ));
        }
        let mut holidays = holidays.to_vec();
        holidays.sort_unstable();
        holidays.dedup();

        let days = days_between(start, end) + 1;
        let day_length = Ticks::from_hours(hours_a_day).0.max(1);
        // Refused before the tables are built, which take memory for every day.
        horizon_within_the_clock(days as u64 / 7 * day_length)?;
        let first_weekday = weekday_index(start);
        let mut office_days_before = Vec::with_capacity(days as usize + 1);
        let mut calendar_day = Vec::new();
        let mut date = start;
        for day in 0..days as usize {
            office_days_before.push(calendar_day.len() as u32);
            if weekdays[(first_weekday + day) % 7] && holidays.binary_search(&date).is_err() {
                calendar_day.push(day as u32);
            }
            date = date_after(date, 1);
        }
        office_days_before.push(calendar_day.len() as u32);
        if calendar_day.is_empty() {
            return Err(format!("no office day between {start} and {end}"));
        }
        let horizon = horizon_within_the_clock(calendar_day.len() as u64 * day_length)?;
        let opens = libm::ceil(opens_at_hour * TICKS_PER_HOUR as f64) as i64;
        Ok(Calendar {
            start,
            start_day: days_between(EPOCH, start),
            end,
            horizon,
            continuous: false,
            day_length,
            opens: opens.min(DAY - day_length as i64),
            weekdays,
            holidays,
            office_days_before,
            calendar_day,
        })
    }

    /// True when every hour is worked and the two clocks are equal.
    #[inline]
    pub fn is_continuous(&self) -> bool {
        self.continuous
    }

    /// The first date of the scenario.
    pub fn start(&self) -> Date {
        self.start
    }

    /// The last date of the scenario.
    pub fn end(&self) -> Date {
        self.end
    }

    /// The last office moment of the scenario; nothing is scheduled after it.
    #[inline]
    pub fn horizon(&self) -> SimTime {
        self.horizon
    }

    /// Office time in one office day.
    #[inline]
    pub fn day_length(&self) -> Ticks {
        Ticks(self.day_length)
    }

    /// Office days in the scenario; a begun last day of a continuous calendar counts.
    #[inline]
    pub fn office_day_count(&self) -> usize {
        self.horizon.0.div_ceil(self.day_length) as usize
    }

    /// The first office moment on or after `moment`.
    ///
    /// Before the start: the first office moment. After the horizon: [`SimTime::MAX`]. The closing
    /// of a day is the same instant as the next opening.
    #[inline]
    pub fn office_at(&self, moment: Moment) -> SimTime {
        if self.continuous {
            let ticks = moment.0.max(0) as u64;
            return if ticks > self.horizon.0 { SimTime::MAX } else { SimTime(ticks) };
        }
        self.office_at_working(moment)
    }

    fn office_at_working(&self, moment: Moment) -> SimTime {
        let day = moment.0.div_euclid(DAY);
        if day < 0 {
            return SimTime::ZERO;
        }
        let Some((before, is_office)) = self.office_day(day) else {
            return SimTime::MAX;
        };
        let opening = SimTime(before * self.day_length);
        if !is_office {
            return self.unless_over(opening);
        }
        let worked = moment.0.rem_euclid(DAY) - self.opens;
        if worked <= 0 {
            opening
        } else if worked as u64 <= self.day_length {
            opening + Ticks(worked as u64)
        } else {
            self.unless_over(opening + Ticks(self.day_length))
        }
    }

    /// An opening: never, when no office day is left to open.
    fn unless_over(&self, opening: SimTime) -> SimTime {
        if opening >= self.horizon { SimTime::MAX } else { opening }
    }

    /// Office days before a calendar day, and whether it is one; none after the last date.
    fn office_day(&self, day: i64) -> Option<(u64, bool)> {
        let day = usize::try_from(day).ok()?;
        let before = *self.office_days_before.get(day)?;
        let after = *self.office_days_before.get(day + 1)?;
        Some((u64::from(before), after > before))
    }

    /// The calendar moment of an office instant.
    ///
    /// An instant on a day boundary belongs to the day that opens; the horizon is the closing of
    /// the last office day, and later instants are the midnight after the last date.
    #[inline]
    pub fn moment_at(&self, at: SimTime) -> Moment {
        if self.continuous {
            return Moment(at.0 as i64);
        }
        let day = (at.0 / self.day_length) as usize;
        match self.calendar_day.get(day) {
            Some(&calendar_day) => Moment(i64::from(calendar_day) * DAY + self.opens + (at.0 % self.day_length) as i64),
            None if at == self.horizon => {
                let last = self.calendar_day.last().copied().unwrap_or(0);
                Moment(i64::from(last) * DAY + self.opens + self.day_length as i64)
            }
            None => Moment((self.office_days_before.len() as i64 - 1) * DAY),
        }
    }

    /// The date on which an office instant falls; the horizon and later: the last office date.
    pub fn date_of(&self, at: SimTime) -> Date {
        let last = SimTime(self.horizon.0 - 1);
        self.date_of_moment(self.moment_at(at.min(last)))
    }

    /// The date on which a moment falls, also before the start and after the end.
    pub fn date_of_moment(&self, moment: Moment) -> Date {
        date_after(self.start, moment.0.div_euclid(DAY))
    }

    /// Midnight at the beginning of a date.
    pub fn midnight(&self, date: Date) -> Moment {
        Moment(days_between(self.start, date) * DAY)
    }

    /// The first office moment on or after a date: the meaning of `at` and `start`.
    ///
    /// Before the start: the first office moment; after the end: [`SimTime::MAX`].
    pub fn opening(&self, date: Date) -> SimTime {
        let midnight = self.midnight(date);
        if self.continuous && midnight.0 >= self.horizon.0 as i64 {
            return SimTime::MAX;
        }
        self.office_at(midnight)
    }

    /// The last office moment on or before the end of a date: the meaning of `by` and `end`.
    ///
    /// The instant of that day's closing. Before the start: zero; after the end: [`SimTime::MAX`].
    pub fn closing(&self, date: Date) -> SimTime {
        if date > self.end {
            return SimTime::MAX;
        }
        let day = days_between(self.start, date);
        if day < 0 {
            return SimTime::ZERO;
        }
        if self.continuous {
            return SimTime((day as u64 + 1) * TICKS_PER_DAY).min(self.horizon);
        }
        let days = self.office_days_before[day as usize + 1];
        SimTime(u64::from(days) * self.day_length)
    }

    /// When a change of somebody's life that falls on `moment` takes effect in the office.
    ///
    /// On a working calendar absence, leaving and contract ends take effect between days: at the
    /// opening of the first office day on or after the moment. On a continuous one: at the instant.
    #[inline]
    pub fn life_change(&self, moment: Moment) -> SimTime {
        if self.continuous {
            return self.office_at(moment);
        }
        let day = moment.0.div_euclid(DAY);
        if day < 0 {
            return SimTime::ZERO;
        }
        let Some((before, is_office)) = self.office_day(day) else {
            return SimTime::MAX;
        };
        let begun = is_office && moment.0.rem_euclid(DAY) > self.opens;
        self.unless_over(SimTime((before + u64::from(begun)) * self.day_length))
    }

    /// The number of the office day in which an instant falls, from 0; the horizon and later: the last.
    #[inline]
    pub fn office_day_of(&self, at: SimTime) -> usize {
        let last = self.horizon.0 - 1;
        (at.0.min(last) / self.day_length) as usize
    }

    /// The opening of an office day; the horizon for a day after the last.
    #[inline]
    pub fn day_opening(&self, office_day: usize) -> SimTime {
        SimTime((office_day as u64).saturating_mul(self.day_length).min(self.horizon.0))
    }

    /// The closing of an office day, the same instant as the next opening; the horizon after the last.
    #[inline]
    pub fn day_closing(&self, office_day: usize) -> SimTime {
        self.day_opening(office_day.saturating_add(1))
    }

    /// The date of an office day; the last date for a day after the last.
    pub fn date_of_day(&self, office_day: usize) -> Date {
        date_after(self.start, self.calendar_day_of(office_day))
    }

    fn calendar_day_of(&self, office_day: usize) -> i64 {
        if self.continuous {
            return office_day as i64;
        }
        let last = self.calendar_day.len() - 1;
        i64::from(self.calendar_day[office_day.min(last)])
    }

    /// The week and the day of the week (0 is Monday) of an office day.
    ///
    /// Weeks are calendar weeks, counted from the week of the start date, which is 0.
    pub fn weekday_number(&self, office_day: usize) -> (usize, usize) {
        let day = weekday_index(self.start) + self.calendar_day_of(office_day) as usize;
        (day / 7, day % 7)
    }

    /// Office days from one instant to another; negative when `until` is earlier.
    #[inline]
    pub fn office_days_between(&self, from: SimTime, until: SimTime) -> f64 {
        (until.0 as f64 - from.0 as f64) / self.day_length as f64
    }

    /// Whether a date is worked; holds also outside the scenario.
    pub fn is_office_date(&self, date: Date) -> bool {
        self.weekdays[weekday_index(date)] && self.holidays.binary_search(&date).is_err()
    }

    /// The first worked date on or after `date`: where a term that ends on a free day ends.
    pub fn office_date_from(&self, date: Date) -> Date {
        let mut date = date;
        // A calendar has at least one office weekday and finitely many holidays.
        while !self.is_office_date(date) {
            match date.tomorrow() {
                Ok(tomorrow) => date = tomorrow,
                Err(_) => break,
            }
        }
        date
    }

    /// The first office day on or after a day, both counted in calendar days since the start; holds also outside the
    /// scenario.
    #[inline]
    pub fn working_day_from(&self, day: i32) -> i32 {
        let before = usize::try_from(day).ok().and_then(|day| self.office_days_before.get(day));
        let known = before.and_then(|office_day| self.calendar_day.get(*office_day as usize));
        known.map_or_else(|| self.working_day_outside(day), |next| *next as i32)
    }

    fn working_day_outside(&self, day: i32) -> i32 {
        days_between(self.start, self.office_date_from(date_after(self.start, i64::from(day)))) as i32
    }

    /// The moment so many calendar months later: same hour of the same day of the month, or of the
    /// month's last day where it is shorter.
    pub fn add_months(&self, moment: Moment, months: i32) -> Moment {
        let day = self.start_day + moment.0.div_euclid(DAY);
        // By counting alone within some millennia; beyond them by the library, which knows where dates end.
        if day.unsigned_abs() < 1_000_000 && months.unsigned_abs() < 10_000 {
            let days = month_later(day, i64::from(months)) - self.start_day;
            return Moment(days * DAY + moment.0.rem_euclid(DAY));
        }
        self.add_months_by_date(moment, months)
    }

    fn add_months_by_date(&self, moment: Moment, months: i32) -> Moment {
        let date = self.date_of_moment(moment);
        let span = Span::new().try_months(months);
        let later = match span.and_then(|span| date.checked_add(span)) {
            Ok(later) => later,
            Err(_) => {
                return if months > 0 { Moment::MAX } else { Moment(i64::MIN) };
            }
        };
        Moment(self.midnight(later).0 + moment.0.rem_euclid(DAY))
    }

    /// The last office moment of each period, with the period's last date, up to the horizon.
    ///
    /// Days without office hours have no end of their own; weeks and months always have one. The
    /// last period ends with the scenario.
    pub fn period_ends(&self, period: Period) -> Vec<(SimTime, Date)> {
        let mut ends = Vec::new();
        let mut first = self.start;
        while first <= self.end {
            let last = match period {
                Period::Day => first,
                Period::Week => date_after(first, 6 - weekday_index(first) as i64),
                Period::Month => first.last_of_month(),
                Period::Quarter => last_of_quarter(first),
            };
            let last = last.min(self.end);
            if period != Period::Day || self.is_office_date(last) {
                ends.push((self.closing(last), last));
            }
            match last.tomorrow() {
                Ok(next) => first = next,
                Err(_) => break,
            }
        }
        ends
    }
}

/// The last day of the calendar quarter that a date lies in.
fn last_of_quarter(date: Date) -> Date {
    let mut last = date.last_of_month();
    // Quarters end with months 3, 6, 9 and 12.
    while last.month() % 3 != 0 {
        match last.tomorrow() {
            Ok(next) => last = next.last_of_month(),
            Err(_) => break,
        }
    }
    last
}

fn horizon_within_the_clock(ticks: u64) -> Result<SimTime, String> {
    if ticks >= SimTime::MAX.0 {
        let years = libm::floor(SimTime::MAX.hours() / (24.0 * 365.25));
        return Err(format!("the scenario outlasts the clock, which holds {years} years round the clock"));
    }
    Ok(SimTime(ticks))
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// Year, month from 0 for March (so that February's end is the year's) and day of the month from 0, of a day since the
/// epoch.
///
/// Source: Hinnant, *chrono-compatible low-level date algorithms* (2013).
fn civil_of(day: i64) -> (i64, i64, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    (era * 400 + year, month, of_year - (153 * month + 2) / 5)
}

/// The first day of a month, in days since the epoch; months count from March of the year 0.
fn first_of_month(month: i64) -> i64 {
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12));
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 - 719_468
}

/// The same day of a month so many months later, or the month's last.
fn month_later(day: i64, months: i64) -> i64 {
    let (year, month, of_month) = civil_of(day);
    let month = year * 12 + month + months;
    let first = first_of_month(month);
    first + of_month.min(first_of_month(month + 1) - first - 1)
}

/// 0 for Monday.
fn weekday_index(date: Date) -> usize {
    date.weekday().to_monday_zero_offset() as usize
}

/// Calendar days from one date to another, negative when the second is earlier.
pub fn days_between(from: Date, until: Date) -> i64 {
    // Civil dates: the duration is a whole number of days of 24 hours.
    from.duration_until(until).as_secs() / 86_400
}

/// The date so many days later, or the last (first) date that there is.
pub fn date_after(date: Date, days: i64) -> Date {
    // More days than jiff's whole calendar has.
    const ALL: i64 = 7_000_000;
    date.saturating_add(days.clamp(-ALL, ALL).days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_that_ends_on_a_sunday_ends_on_monday() {
        let start = jiff::civil::date(2027, 1, 1);
        let calendar = Calendar::working(start, jiff::civil::date(2027, 2, 1), WorkingHours::default(), &[]).unwrap();
        // 1 January 2027 is a Friday.
        let rolled: Vec<i32> = (0..5).map(|day| calendar.working_day_from(day)).collect();
        assert_eq!(rolled, [0, 3, 3, 3, 4]);
        // 6 February 2028 is a Sunday, and 3 January 2027... was one before the start.
        assert_eq!(calendar.working_day_from(401), 402);
        assert_eq!(calendar.working_day_from(-5), -4);
    }
    #[test]
    fn months_later_are_those_of_the_library() {
        let calendar = Calendar::continuous(jiff::civil::date(2020, 2, 29), Until::Hours(24.0)).unwrap();
        for day in (-400_000..500_000).step_by(97).chain(-800..800) {
            for months in [-120_000, -25, -12, -1, 0, 1, 2, 6, 11, 12, 15, 9_999] {
                let moment = Moment(day * DAY + 12_345);
                let later = calendar.add_months(moment, months);
                assert_eq!(later, calendar.add_months_by_date(moment, months), "{day} days and {months} months");
            }
        }
    }
    use jiff::civil::date;

    /// Wednesday 1 April 2020 up to Sunday 31 May, with the Dutch holidays.
    fn spring() -> Calendar {
        let holidays = [date(2020, 4, 10), date(2020, 4, 13), date(2020, 4, 27), date(2020, 5, 5)];
        Calendar::working(date(2020, 4, 1), date(2020, 5, 31), WorkingHours::default(), &holidays).unwrap()
    }

    fn at(calendar: &Calendar, day: Date, hour: f64) -> Moment {
        calendar.midnight(day).plus_days(hour / 24.0)
    }

    #[test]
    fn four_hours_begun_on_friday_at_four_end_on_monday_at_noon() {
        let c = spring();
        let begun = c.office_at(at(&c, date(2020, 4, 3), 16.0));
        let done = c.moment_at(begun + Ticks::from_hours(4.0));
        assert_eq!(done, at(&c, date(2020, 4, 6), 12.0));
    }

    #[test]
    fn nothing_is_worked_on_a_holiday() {
        let c = spring();
        // Good Friday and Easter Monday: Thursday's closing is Tuesday's opening.
        let closing = c.closing(date(2020, 4, 9));
        assert_eq!(closing, c.opening(date(2020, 4, 10)));
        assert_eq!(c.date_of(closing), date(2020, 4, 14));
        assert_eq!(c.date_of(SimTime(closing.0 - 1)), date(2020, 4, 9));
        assert!(!c.is_office_date(date(2020, 4, 13)));
        assert_eq!(c.office_date_from(date(2020, 4, 10)), date(2020, 4, 14));
    }

    #[test]
    fn the_first_office_moment_of_a_weekend_is_monday_and_the_last_is_friday() {
        let c = spring();
        let sunday = date(2020, 4, 5);
        assert_eq!(c.moment_at(c.opening(sunday)), at(&c, date(2020, 4, 6), 9.0));
        let closing = c.closing(sunday);
        assert_eq!(closing, c.closing(date(2020, 4, 3)));
        assert_eq!(c.date_of(SimTime(closing.0 - 1)), date(2020, 4, 3));
    }

    #[test]
    fn outside_office_hours_the_next_opening_counts() {
        let c = spring();
        let monday = c.opening(date(2020, 4, 6));
        assert_eq!(c.office_at(at(&c, date(2020, 4, 3), 17.0)), monday);
        assert_eq!(c.office_at(at(&c, date(2020, 4, 3), 22.0)), monday);
        assert_eq!(c.office_at(at(&c, date(2020, 4, 6), 3.0)), monday);
        assert_eq!(c.office_at(at(&c, date(2020, 4, 6), 9.5)), monday + Ticks::from_hours(0.5));
        assert_eq!(c.office_at(Moment::from_days(-200.0)), SimTime::ZERO);
    }

    #[test]
    fn the_horizon_is_the_last_closing_and_later_is_never() {
        let c = spring();
        assert_eq!(c.horizon(), c.closing(date(2020, 5, 31)));
        assert_eq!(c.horizon(), c.closing(date(2020, 5, 29)));
        assert_eq!(c.moment_at(c.horizon()), at(&c, date(2020, 5, 29), 17.0));
        assert_eq!(c.date_of(c.horizon()), date(2020, 5, 29));
        assert_eq!(c.office_at(at(&c, date(2020, 5, 29), 17.0)), c.horizon());
        assert_eq!(c.office_at(at(&c, date(2020, 5, 29), 17.1)), SimTime::MAX);
        assert_eq!(c.opening(date(2020, 5, 30)), SimTime::MAX);
        assert_eq!(c.opening(date(2020, 6, 1)), SimTime::MAX);
        assert_eq!(c.closing(date(2020, 6, 1)), SimTime::MAX);
        assert_eq!(c.closing(date(2020, 3, 1)), SimTime::ZERO);
    }

    #[test]
    fn changes_of_staff_take_effect_between_days() {
        let c = spring();
        let tuesday = date(2020, 4, 7);
        assert_eq!(c.life_change(at(&c, tuesday, 9.0)), c.opening(tuesday));
        assert_eq!(c.life_change(at(&c, tuesday, 0.0)), c.opening(tuesday));
        assert_eq!(c.life_change(at(&c, tuesday, 13.0)), c.opening(date(2020, 4, 8)));
        assert_eq!(c.life_change(at(&c, date(2020, 4, 11), 13.0)), c.opening(date(2020, 4, 14)));
        assert_eq!(c.life_change(at(&c, date(2020, 5, 29), 13.0)), SimTime::MAX);
        assert_eq!(c.life_change(Moment::from_days(-1.0)), SimTime::ZERO);
    }

    #[test]
    fn going_to_office_time_and_back_changes_nothing_within_office_hours() {
        let c = spring();
        for ticks in (0..c.horizon().0).step_by(7_919) {
            assert_eq!(c.office_at(c.moment_at(SimTime(ticks))), SimTime(ticks));
        }
        assert_eq!(c.office_at(c.moment_at(c.horizon())), c.horizon());
    }

    #[test]
    fn office_time_never_runs_back_as_the_calendar_goes_on() {
        let c = spring();
        let (mut office, mut life) = (SimTime::ZERO, SimTime::ZERO);
        for moment in (-2 * DAY..63 * DAY).step_by(10_007).map(Moment) {
            assert!(c.office_at(moment) >= office && c.life_change(moment) >= life);
            (office, life) = (c.office_at(moment), c.life_change(moment));
            assert!(life >= office);
        }
    }

    #[test]
    fn months_end_with_the_last_office_moment_and_carry_the_last_date() {
        let c = spring();
        let ends = c.period_ends(Period::Month);
        assert_eq!(ends, [(c.closing(date(2020, 4, 30)), date(2020, 4, 30)), (c.horizon(), date(2020, 5, 31)),]);
        assert_eq!(c.period_ends(Period::Day).len(), c.office_day_count());
        let weeks = c.period_ends(Period::Week);
        assert_eq!(weeks[0], (c.closing(date(2020, 4, 3)), date(2020, 4, 5)));
        assert_eq!(weeks.len(), 9);
        // A scenario that ends in mid-month ends its last month there.
        let short = Calendar::continuous(date(2020, 1, 10), date(2020, 2, 5)).unwrap();
        assert_eq!(
            short.period_ends(Period::Month),
            [(SimTime(22 * TICKS_PER_DAY), date(2020, 1, 31)), (short.horizon(), date(2020, 2, 5)),]
        );
    }

    #[test]
    fn a_month_later_is_the_same_day_or_else_the_months_last() {
        let c = spring();
        let last_of_january = at(&c, date(2020, 1, 31), 10.0);
        assert_eq!(c.add_months(last_of_january, 1), at(&c, date(2020, 2, 29), 10.0));
        assert_eq!(c.add_months(last_of_january, 6), at(&c, date(2020, 7, 31), 10.0));
        assert_eq!(c.add_months(last_of_january, -2), at(&c, date(2019, 11, 30), 10.0));
        assert_eq!(c.date_of_moment(Moment(-1)), date(2020, 3, 31));
    }

    #[test]
    fn daylight_saving_moves_no_hour() {
        // The clocks went forward on 29 March 2020 and back on 25 October.
        let c = Calendar::continuous(date(2020, 3, 28), date(2020, 11, 1)).unwrap();
        assert_eq!(c.closing(date(2020, 3, 29)) - c.opening(date(2020, 3, 29)), Ticks(TICKS_PER_DAY));
        assert_eq!(c.closing(date(2020, 10, 25)) - c.opening(date(2020, 10, 25)), Ticks(TICKS_PER_DAY));
    }

    #[test]
    fn on_a_continuous_calendar_the_two_clocks_are_equal() {
        let c = Calendar::continuous(date(2020, 4, 1), Until::Hours(36.0)).unwrap();
        for ticks in [0, 1, 864_000, 1_296_000] {
            assert_eq!(c.office_at(Moment(ticks)), SimTime(ticks as u64));
            assert_eq!(c.life_change(Moment(ticks)), SimTime(ticks as u64));
            assert_eq!(c.moment_at(SimTime(ticks as u64)), Moment(ticks));
        }
        assert_eq!(c.office_at(Moment(1_296_001)), SimTime::MAX);
        assert_eq!(c.office_day_count(), 2);
        assert_eq!(c.end(), date(2020, 4, 2));
        assert_eq!(c.closing(date(2020, 4, 2)), c.horizon());
        assert_eq!(c.opening(date(2020, 4, 3)), SimTime::MAX);
        assert_eq!(c.office_day_of(c.horizon()), 1);
        let whole = Calendar::continuous(date(2020, 4, 1), date(2020, 4, 2)).unwrap();
        assert_eq!(whole.opening(date(2020, 4, 3)), SimTime::MAX);
        assert_eq!(whole.date_of(whole.horizon()), date(2020, 4, 2));
    }

    #[test]
    fn office_days_are_numbered_and_weeks_begin_on_monday() {
        let c = spring();
        // The start is a Wednesday: day 0 is (week 0, Wednesday), day 3 the Monday after.
        assert_eq!(c.weekday_number(0), (0, 2));
        assert_eq!(c.weekday_number(3), (1, 0));
        assert_eq!(c.date_of_day(3), date(2020, 4, 6));
        assert_eq!(c.office_day_of(c.day_opening(3)), 3);
        assert_eq!(c.office_day_of(SimTime(c.day_opening(3).0 - 1)), 2);
        assert_eq!(c.day_opening(c.office_day_count()), c.horizon());
        assert_eq!(c.day_closing(2), c.day_opening(3));
        assert_eq!(c.day_closing(c.office_day_count() - 1), c.horizon());
        assert_eq!(c.office_days_between(c.day_opening(1), c.day_opening(6)), 5.0);
        assert_eq!(c.day_length(), Ticks::from_hours(8.0));
    }

    #[test]
    fn a_part_time_office_has_its_own_length_of_day() {
        let hours = WorkingHours { hours_a_day: 7.2, opens_at_hour: 8.5, ..WorkingHours::default() };
        let c = Calendar::working(date(2020, 6, 1), date(2020, 6, 30), hours, &[]).unwrap();
        assert_eq!(c.day_length(), Ticks(259_200));
        assert_eq!(c.moment_at(SimTime::ZERO), at(&c, date(2020, 6, 1), 8.5));
    }

    #[test]
    fn a_moment_between_two_ticks_is_rounded_up_when_it_comes_from_a_clock_hour() {
        let hours = WorkingHours { opens_at_hour: 9.0 + 0.2 / 36_000.0, ..WorkingHours::default() };
        let c = Calendar::working(date(2020, 6, 1), date(2020, 6, 30), hours, &[]).unwrap();
        assert_eq!(c.moment_at(SimTime::ZERO), Moment(9 * 36_000 + 1));
    }

    #[test]
    fn a_calendar_that_cannot_be_is_refused() {
        let (first, last) = (date(2020, 4, 1), date(2020, 4, 30));
        let usual = WorkingHours::default();
        assert!(Calendar::working(last, first, usual, &[]).is_err());
        assert!(Calendar::continuous(last, first).is_err());
        assert!(Calendar::continuous(first, Until::Hours(0.0)).is_err());
        assert!(Calendar::continuous(first, Until::Hours(f64::NAN)).is_err());
        assert!(Calendar::continuous(first, Until::Hours(2e6)).unwrap_err().contains("217 years"));
        assert!(Calendar::continuous(first, date(2300, 1, 1)).is_err());
        let late = WorkingHours { opens_at_hour: 20.0, ..usual };
        assert!(Calendar::working(first, last, late, &[]).is_err());
        let never = WorkingHours { weekdays: [false; 7], ..usual };
        assert!(Calendar::working(first, last, never, &[]).unwrap_err().contains("no office day"));
    }

    #[test]
    fn days_are_counted_from_the_start_and_may_be_negative() {
        assert_eq!(Moment::from_days(1.5), Moment(1_296_000));
        assert_eq!(Moment::from_days(-MONTH_DAYS).days(), -30.4375);
    }
}
