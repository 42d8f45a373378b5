//! On what conditions a promise stands: how much may come in, how late the first group may start, how many of the experienced
//! must stay, each alone, until the promise is kept in fewer than half of the futures.
//!
//! The plan is run again in the same futures with one of these a little worse each time; between two values the share of futures
//! in which the promise is kept is taken as a straight line. What is drawn for each future is drawn as before.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use crate::{
    calendar::{MONTH_DAYS, date_after, days_between},
    experiment::{
        arm::{Arm, Wants},
        compare::Trouble,
        edit::{Window, more_inflow},
        findings::{Findings, Promise},
        open::Opened,
        runner::Runner,
    },
    model::{
        scenario::Scenario,
        staff::Size,
        stream::{Inflow, Stream},
        target::Bound,
    },
    replicate::{Layout, Row},
    stats::wilson,
};

/// A promise that is kept less often than this is none.
const HALF: f64 = 0.5;
/// Cases that come in, times those of the plan.
const INFLOW: [f64; 4] = [1.1, 1.25, 1.5, 2.0];
/// Months that the order comes later.
const LATER_MONTHS: [i32; 4] = [1, 2, 3, 6];
/// Experienced staff, times that of the plan.
const STAFF: [f64; 4] = [0.9, 0.8, 0.65, 0.5];

/// What the first target's promise at 8 in 10 rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conditions {
    /// What is promised.
    pub promise: Promised,
    /// Share of the replications below in which the plan itself keeps it.
    pub kept: f64,
    /// Replications of each value.
    pub replications: u64,
    pub all: Vec<Condition>,
    /// What no run moves.
    pub also: Vec<String>,
}

/// The promise whose conditions are told: the date at 8 in 10, or where no date within the run is one, the amount.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Promised {
    /// The target is met from this day on, and stays met.
    Date { by: Date },
    /// The measure stands at this level, or better, on the target's own date.
    Amount { by: Date, level: f64 },
}

/// One thing that may turn out worse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// "inflow", "first day" or "experienced staff".
    pub about: Cow<'static, str>,
    /// In words: "applications a month".
    pub unit: String,
    pub planned: Figure,
    /// Beyond this the promise is kept in fewer than half of the futures; none: not at any value that was tried.
    pub limit: Option<Figure>,
    /// From the plan's own value to the worst that was tried.
    pub points: Vec<Point>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Figure {
    Number(f64),
    Day(Date),
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub value: Figure,
    /// Share of the replications in which the promise is kept, with its 95 % Wilson interval.
    pub kept: f64,
    pub low: f64,
    pub high: f64,
}

/// Whether a run keeps the promise.
pub(super) struct Test {
    pub promise: Promised,
    /// By which the day, or the level, has to be.
    bound: Bound,
}

impl Test {
    /// The promise at 8 in 10 of the first target.
    pub fn of(opened: &Opened, findings: &Findings, layout: Layout, rows: &[Row]) -> Option<Test> {
        let (target, found) = (opened.scenario.targets.first()?, findings.targets.first()?);
        let column = |at: usize| rows.iter().map(|row| row.values[at]).collect::<Vec<f64>>();
        if let Some(Promise::By(by)) = found.dates.get("0.8") {
            let mut days = column(layout.met_from(0));
            days.sort_by(f64::total_cmp);
            let place = ((0.8 * days.len() as f64).ceil() as usize).clamp(1, days.len()) - 1;
            return Some(Test { promise: Promised::Date { by: *by }, bound: Bound::AtMost(days[place]) });
        }
        let amounts = crate::experiment::feasibility::amounts(column(layout.value_at(0)), target.bound);
        let level = *amounts.get("0.8")?;
        let bound = match target.bound {
            Bound::AtMost(_) => Bound::AtMost(level),
            Bound::AtLeast(_) => Bound::AtLeast(level),
        };
        Some(Test { promise: Promised::Amount { by: target.by, level }, bound })
    }

    pub fn is_kept(&self, row: &Row, layout: Layout) -> bool {
        let place = match self.promise {
            Promised::Date { .. } => layout.met_from(0),
            Promised::Amount { .. } => layout.value_at(0),
        };
        self.bound.is_met(row.values[place])
    }
}

/// Something that turns out worse, step by step.
struct Way {
    about: &'static str,
    unit: String,
    planned: Figure,
    steps: Vec<(Figure, Scenario)>,
}

/// The conditions; none where nothing is there that could turn out worse.
pub(super) fn conditions(
    opened: &Opened,
    findings: &Findings,
    test: &Test,
    (count, widen): (u64, f64),
    runner: &mut Runner<'_>,
) -> Result<Option<Conditions>, Trouble> {
    let wants = Wants { standard: false, measures: Vec::new(), widen };
    let base = Arm::new("the plan", "", opened, &wants).map_err(Trouble::Usage)?;
    let scenario = &opened.scenario;
    let ways: Vec<Way> =
        [inflow(scenario, findings), first_day(scenario), experienced(scenario)].into_iter().flatten().collect();
    let mut arms = vec![base];
    for way in &ways {
        for (place, (_, edited)) in way.steps.iter().enumerate() {
            let edit = format!("{} worse, step {place}", way.about);
            arms.push(Arm::edited(&edit, opened, edited.clone(), &edit, &wants).map_err(Trouble::Usage)?);
        }
    }
    if ways.is_empty() {
        return Ok(None);
    }
    let rows = runner.together("on what the promise rests", &arms.iter().collect::<Vec<_>>(), 0, count)?;
    if runner.control.is_stopped() || rows[0].is_empty() {
        return Ok(None);
    }
    let point = |arm: usize, value: Figure| {
        let layout = arms[arm].study.layout();
        let kept = rows[arm].iter().filter(|row| test.is_kept(row, layout)).count() as u64;
        let (low, high) = wilson(kept, rows[arm].len() as u64, 0.95);
        Point { value, kept: kept as f64 / rows[arm].len() as f64, low, high }
    };
    let mut next = 0;
    let mut all = Vec::new();
    for way in ways {
        let mut points = vec![point(0, way.planned)];
        for (value, _) in &way.steps {
            next += 1;
            points.push(point(next, *value));
        }
        let limit = limit(&points);
        all.push(Condition { about: way.about.into(), unit: way.unit, planned: way.planned, limit, points });
    }
    Ok(Some(Conditions {
        promise: test.promise,
        kept: point(0, Figure::Number(0.0)).kept,
        replications: rows[0].len() as u64,
        all,
        also: vec!["the rules stay as the file has them".to_owned()],
    }))
}

/// Where the share kept falls below a half, on the safe side of the unit.
fn limit(points: &[Point]) -> Option<Figure> {
    let below = points.iter().position(|point| point.kept < HALF).filter(|place| *place > 0)?;
    let (before, after) = (&points[below - 1], &points[below]);
    let way = (before.kept - HALF) / (before.kept - after.kept);
    Some(match (before.value, after.value) {
        (Figure::Number(from), Figure::Number(to)) => Figure::Number(from + way * (to - from)),
        (Figure::Day(from), Figure::Day(to)) => {
            Figure::Day(date_after(from, (way * days_between(from, to) as f64).floor() as i64))
        }
        (value, _) => value,
    })
}

/// Whether cases of a stream come from outside, in numbers that may be larger.
pub(super) fn comes_in(stream: &Stream) -> bool {
    !matches!(stream.inflow, Inflow::None | Inflow::Times { .. })
}

fn inflow(scenario: &Scenario, findings: &Findings) -> Option<Way> {
    let calendar = &scenario.calendar;
    let months = days_between(calendar.start(), calendar.end()) as f64 / MONTH_DAYS;
    let arrived = |stream: &Stream| {
        let path = format!("arrived.{}@{}", stream.name, calendar.end());
        findings.measures.get(&path).map_or(0.0, |found| found.mean)
    };
    let a_month = scenario.streams.iter().filter(|stream| comes_in(stream)).map(arrived).sum::<f64>() / months;
    let step = |factor: f64| {
        let mut edited = scenario.clone();
        more_inflow(&mut edited, &Window::all(scenario), factor);
        (Figure::Number(a_month * factor), edited)
    };
    (a_month > 0.0).then(|| Way {
        about: "inflow",
        unit: "cases that come in a month, in the mean of the run".to_owned(),
        planned: Figure::Number(a_month),
        steps: INFLOW.into_iter().map(step).collect(),
    })
}

/// The order of every cohort comes later; told is the first day of the first of them.
fn first_day(scenario: &Scenario) -> Option<Way> {
    let calendar = &scenario.calendar;
    if calendar.is_continuous() {
        return None;
    }
    let is_hired = |size: &Size| match size {
        Size::Headcount(count) | Size::PerMonth(count) => count.likely() > 0.0,
    };
    let first = scenario.cohorts.iter().filter(|cohort| is_hired(&cohort.size)).min_by_key(|cohort| cohort.ordered)?;
    let (ordered, lead) = (calendar.date_of(first.ordered), (first.lead_weeks.likely() * 7.0).round() as i64);
    let step = |months: i32| {
        let later = |day: Date| day.saturating_add(months.months());
        let mut edited = scenario.clone();
        for cohort in &mut edited.cohorts {
            cohort.ordered = calendar.opening(later(calendar.date_of(cohort.ordered)));
        }
        let day = later(ordered);
        (day < calendar.end()).then(|| (Figure::Day(date_after(day, lead)), edited))
    };
    Some(Way {
        about: "first day",
        unit: format!(
            "first day of \"{}\", at the likely time from order to first day",
            if first.says.is_empty() { &first.name } else { &first.says }
        ),
        planned: Figure::Day(date_after(ordered, lead)),
        steps: LATER_MONTHS.into_iter().filter_map(step).collect(),
    })
}

/// Fewer of those who supervise, or where nobody does, of all own staff.
fn experienced(scenario: &Scenario) -> Option<Way> {
    let era = scenario.first();
    let pools: Vec<usize> = if era.supervision.from.is_empty() {
        (0..era.pools.len()).filter(|pool| era.pools[*pool].headcount.likely() > 0.0).collect()
    } else {
        era.supervision.from.clone()
    };
    let heads: f64 = pools.iter().map(|pool| era.pools[*pool].headcount.likely()).sum();
    let step = |factor: f64| {
        let mut edited = scenario.clone();
        for era in &mut edited.eras {
            for pool in &pools {
                let pool = &mut era.pools[*pool];
                pool.headcount = pool.headcount.times(factor);
                for (_, reserved) in &mut pool.reserved_for {
                    *reserved = reserved.times(factor);
                }
            }
        }
        (Figure::Number(heads * factor), edited)
    };
    let name = |pool: &usize| {
        let pool = &era.pools[*pool];
        format!("\"{}\"", if pool.says.is_empty() { &pool.name } else { &pool.says })
    };
    let names: Vec<String> = pools.iter().map(name).collect();
    (heads > 0.0).then(|| Way {
        about: "experienced staff",
        unit: names.join(" and "),
        planned: Figure::Number(heads),
        steps: STAFF.into_iter().map(step).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_lies_where_the_line_crosses_a_half_and_nowhere_when_it_does_not() {
        let point = |value: f64, kept: f64| Point { value: Figure::Number(value), kept, low: 0.0, high: 1.0 };
        let found = limit(&[point(100.0, 0.8), point(110.0, 0.6), point(130.0, 0.4)]);
        let Some(Figure::Number(found)) = found else { panic!("{found:?}") };
        assert!((found - 120.0).abs() < 1e-9, "{found}");
        assert_eq!(limit(&[point(1.0, 0.8), point(2.0, 0.5)]), None);
        assert_eq!(limit(&[point(1.0, 0.4), point(2.0, 0.3)]), None, "a promise that the plan itself does not keep");
        let day = |month: i8| Figure::Day(jiff::civil::date(2020, month, 1));
        let days = [Point { value: day(7), ..point(0.0, 0.9) }, Point { value: day(8), ..point(0.0, 0.1) }];
        assert_eq!(limit(&days), Some(Figure::Day(jiff::civil::date(2020, 7, 16))), "half of 31 days, rounded down");
    }
}
