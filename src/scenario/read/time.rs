//! Start, end, calendar and moments.

use std::sync::Arc;

use jiff::civil::{Date, date};

use super::Desk;
use crate::{
    calendar::{Calendar, Period, Until, WorkingHours},
    problem::Problem,
    scenario::{
        reader::{Key, Section},
        tree::Value,
    },
    time::SimTime,
};

pub(super) struct Clock {
    /// False when the calendar is wrong: then a very long one stands in, on which the rest is still checked.
    pub works: bool,
    pub calendar: Arc<Calendar>,
    pub warm_up: SimTime,
    pub period: Period,
    /// Office hours in a full week.
    pub week_hours: f64,
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The calendar, warm-up and period of a scenario; none when not even a calendar to check on can be made.
pub(super) fn read_clock(root: &Section<'_>) -> Option<Clock> {
    let start_key = Key::new("start").help("the first day").default("2020-01-01 on a continuous calendar");
    let end_key = Key::new("end").help("the last day");
    let (start, end) = (root.date(&start_key), root.date(&end_key));
    let hours =
        plain(root, Key::new("hours").unit("hours").at_least(0.0).help("length instead of `end`, continuous calendar"));
    let months = plain(
        root,
        Key::new("months").unit("months").at_least(0.0).help("length instead of `end`, continuous calendar"),
    );
    let hours = hours.or(months.map(|months| months * crate::calendar::MONTH_DAYS * 24.0));
    root.not_both("hours", "end");
    root.not_both("hours", "months");
    let period = match root
        .choice(&Key::new("series").help("how often series are read").default("month"), &["day", "week", "month"])
    {
        Some("day") => Period::Day,
        Some("week") => Period::Week,
        _ => Period::Month,
    };
    let calendar_key = Key::new("calendar");
    let is_continuous = match root.table_node().get("calendar").map(|node| &node.value) {
        Some(Value::Table(_)) | None => false,
        Some(_) => {
            root.choice(&calendar_key.help("\"continuous\", or a table of working hours"), &["continuous"]).is_some()
        }
    };
    let place = root.place_of("calendar");
    let mut week_hours = 40.0;
    let built = if is_continuous {
        let from = start.unwrap_or_else(|| date(2020, 1, 1));
        match (end, hours) {
            (Some(end), _) => Calendar::continuous(from, end),
            (None, Some(hours)) => Calendar::continuous(from, Until::Hours(hours)),
            (None, None) => Err(missing(
                root,
                &["end", "hours", "months"],
                "write `hours = 5000`, `months = 24` or `end = 2030-12-31`",
            )),
        }
    } else {
        read_working(root, start, end, &mut week_hours)
    };
    let warm_up_hours = plain(
        root,
        Key::new("warm_up_hours")
            .unit("office hours")
            .at_least(0.0)
            .default("0")
            .help("simulated before anything is measured"),
    );
    let warm_up_days = plain(
        root,
        Key::new("warm_up_days")
            .unit("calendar days")
            .at_least(0.0)
            .default("0")
            .help("simulated before anything is measured"),
    );
    root.not_both("warm_up_hours", "warm_up_days");
    let count_from = root.date(
        &Key::new("count_from").help("nothing before this day is measured or costs anything: the warm-up by its date"),
    );
    root.not_both("count_from", "warm_up_days");
    root.not_both("count_from", "warm_up_hours");
    let (calendar, works) = match built {
        Ok(calendar) => (Arc::new(calendar), true),
        Err(why) => {
            if !why.is_empty() {
                let place = if root.has("end") && start >= end { root.place_of("end") } else { place };
                let problem = Problem::error("E410", format!("the calendar does not work out: {why}"))
                    .help("move `start` or `end`, or change the working hours, weekdays or holidays of [calendar]");
                root.push(if root.has("calendar") || root.has("end") { problem.at(place) } else { problem });
            }
            (Arc::new(stand_in(is_continuous)?), false)
        }
    };
    let warm_up = match (warm_up_hours, warm_up_days) {
        (Some(hours), _) => SimTime::from_hours(hours),
        (None, Some(days)) => calendar.office_at(crate::calendar::Moment::from_days(days)),
        (None, None) => match count_from.filter(|day| works && *day > calendar.start()) {
            Some(day) if day > calendar.end() => calendar.horizon(),
            Some(day) => calendar.opening(day),
            None => SimTime(0),
        },
    };
    if works && warm_up >= calendar.horizon() {
        let keys = ["warm_up_hours", "warm_up_days", "count_from"];
        let key = keys.into_iter().find(|key| root.has(key)).unwrap_or("warm_up_days");
        root.push(
            Problem::error("E411", "the warm-up takes as long as the whole run: nothing would be measured")
                .at(root.place_of(key))
                .help("make the run longer or the warm-up shorter"),
        );
    }
    let week_hours = if calendar.is_continuous() { 168.0 } else { week_hours };
    Some(Clock { works, calendar, warm_up, period, week_hours })
}

/// Says that a date is missing, unless it was written and is wrong already.
fn missing(root: &Section<'_>, names: &[&str], how: &str) -> String {
    if !names.iter().any(|name| root.has(name)) {
        let message = format!("`{}` is missing", names[0]);
        root.push(Problem::error("E202", message).at(root.place()).help(how));
    }
    String::new()
}

/// A calendar that every sensible date lies on.
fn stand_in(is_continuous: bool) -> Option<Calendar> {
    let (from, until) = (date(1990, 1, 1), date(2069, 12, 31));
    if is_continuous {
        Calendar::continuous(from, until).ok()
    } else {
        Calendar::working(from, until, WorkingHours::default(), &[]).ok()
    }
}

fn plain(section: &Section<'_>, key: Key) -> Option<f64> {
    section.known_number(&key)
}

fn read_working(
    root: &Section<'_>,
    start: Option<Date>,
    end: Option<Date>,
    week_hours: &mut f64,
) -> Result<Calendar, String> {
    let mut hours = WorkingHours::default();
    let mut holidays = Vec::new();
    if let Some(section) = root.table("calendar") {
        if let Some(value) = plain(
            &section,
            Key::new("hours_a_day")
                .unit("hours")
                .at_least(0.5)
                .at_most(24.0)
                .default("8")
                .help("office hours in a working day"),
        ) {
            hours.hours_a_day = value;
            hours.opens_at_hour = hours.opens_at_hour.min(24.0 - value);
        }
        if let Some(value) = plain(
            &section,
            Key::new("opens_at_hour").at_least(0.0).at_most(24.0).default("9").help("the hour at which the day begins"),
        ) {
            hours.opens_at_hour = value;
        }
        if let Some(days) = section.placed_texts(
            &Key::new("weekdays").help("working days: mon, tue, wed, thu, fri, sat, sun").default("mon to fri"),
        ) {
            hours.weekdays = [false; 7];
            for (day, place) in days {
                let among: Vec<String> = WEEKDAYS.iter().map(|day| (*day).to_owned()).collect();
                if let Some(index) = super::look_up(&section, "weekday", &among, &day, place) {
                    hours.weekdays[index] = true;
                }
            }
        }
        holidays = section
            .dates(&Key::new("holidays").help("days on which nobody works, beside the weekends"))
            .unwrap_or_default();
        section.finish();
    }
    *week_hours = hours.hours_a_day * hours.weekdays.iter().filter(|day| **day).count() as f64;
    match (start, end) {
        (Some(start), Some(end)) => Calendar::working(start, end, hours, &holidays),
        (start, end) => {
            if start.is_none() {
                missing(root, &["start"], "the first day of the run: start = 2027-01-01");
            }
            if end.is_none() {
                missing(root, &["end"], "the last day of the run: end = 2028-12-31");
            }
            Err(String::new())
        }
    }
}

/// Which end of a day a date means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// `at`, `start`: the first office moment on or after.
    Opening,
    /// `by`, `end`: the last one on or before.
    Closing,
}

/// `NAME = 2020-06-01` or `NAME_hours = 120`; outside the run is a problem.
pub(super) fn read_moment(desk: &Desk<'_>, section: &Section<'_>, name: &'static str, edge: Edge) -> Option<SimTime> {
    let hours_name: &'static str = match name {
        "at" => "at_hours",
        "by" => "by_hours",
        "ordered" => "ordered_after_hours",
        "first" => "first_after_hours",
        other => unreachable!("no key in hours is known for {other}"),
    };
    let help = match name {
        "at" => "the day from whose opening on it holds; of [expect], the day at whose end it is read",
        "by" => "the day at whose end it is read",
        _ => "the day of the decision; the first day on duty comes later",
    };
    section.not_both(name, hours_name);
    let on = section.date(&Key::new(name).help(help));
    let hours = plain(
        section,
        Key::new(hours_name)
            .unit("office hours after the start")
            .at_least(0.0)
            .help("the same moment in hours, instead of a date"),
    );
    let calendar = &desk.calendar;
    if let Some(date) = on {
        if date < calendar.start() || date > calendar.end() {
            section.push(
                Problem::error("E413", format!("{date} lies outside the scenario"))
                    .at(section.place_of(name))
                    .label(format!("the scenario runs from {} to {}", calendar.start(), calendar.end()))
                    .help("move the date, or `start` or `end`"),
            );
            return None;
        }
        return Some(if edge == Edge::Opening { calendar.opening(date) } else { calendar.closing(date) });
    }
    let at = SimTime::from_hours(hours?);
    if at > calendar.horizon() {
        section.push(
            Problem::error("E413", "the moment lies after the end of the run")
                .at(section.place_of(hours_name))
                .label(format!("the run lasts {} hours", calendar.horizon().hours())),
        );
        return None;
    }
    Some(at)
}
