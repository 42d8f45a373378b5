//! Alarm levels: from how few decisions on the way a promise will probably be missed, so that it can be told in time.
//!
//! For a date on the way the runs are ordered by what was decided until then. The level lies where it tells those that miss the
//! promise best from the others (the largest difference of the shares below it: Youden's index, 1950), among the levels below
//! which more than half miss, by the lower 95 % bound. How often it is wrong is told by runs that it was not made from.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    findings::{Findings, Promise},
    rows::Rows,
};
use crate::{calendar::days_between, replicate::Study, stats::wilson};

/// When a promise is in danger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlarmFinding {
    /// What is watched: "decided.old".
    pub measure: String,
    /// What is promised, in 8 of 10 runs: the target by this day, or, for the day of the target, this level.
    pub by: Date,
    pub level: Option<f64>,
    pub levels: Vec<AlarmLevel>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlarmLevel {
    pub date: Date,
    /// Fewer decisions than this are an alarm.
    pub below: f64,
    /// Share of the runs below it that miss the promise.
    pub missed: f64,
    /// Share of the runs that keep the promise in which it sounds all the same, and of those that miss it in which it does not;
    /// each level made from one half of the runs and judged on the other. Not a number: no such run.
    pub false_alarms: f64,
    pub missed_alarms: f64,
}

/// How far on the way from the start to the day of the target it is looked.
const ON_THE_WAY: [f64; 3] = [0.5, 0.75, 1.0];

/// Of the first target, if its stream is known and something can be promised in 8 of 10 runs; else none.
///
/// # Errors
/// Rows that cannot be read back.
pub(super) fn alarm(findings: &Findings, rows: &mut Rows, study: &Study) -> std::io::Result<Option<AlarmFinding>> {
    let Some(target) = findings.targets.first() else { return Ok(None) };
    let Some((_, stream)) = target.measure.split_once('.') else { return Ok(None) };
    let measure = format!("decided.{stream}");
    let Some(series) = study.measures.series.iter().position(|(path, _)| *path == measure) else { return Ok(None) };
    let (layout, calendar) = (study.layout(), &study.scenario.calendar);
    let (by, level, missed): (Date, Option<f64>, Vec<bool>) = match target.dates.get("0.8") {
        Some(Promise::By(by)) => {
            let days = rows.column(layout.met_from(0))?;
            let is_late = |day: &f64| !day.is_finite() || calendar.date_of_day(*day as usize) > *by;
            (*by, None, days.iter().map(is_late).collect())
        }
        _ => {
            let Some(level) = target.amounts.get("0.8").copied().filter(|level| level.is_finite()) else {
                return Ok(None);
            };
            let is_missed = |value: &f64| if target.is_at_most { *value > level } else { *value < level };
            (target.by, Some(level), rows.column(layout.value_at(0))?.iter().map(is_missed).collect())
        }
    };
    let start = calendar.start();
    let until = by.min(target.by);
    let way = days_between(start, until) as f64;
    let mut levels: Vec<AlarmLevel> = Vec::new();
    for share in ON_THE_WAY {
        let far = |date: Date| (days_between(start, date) as f64 - share * way).abs();
        let periods = study.measures.periods.iter().enumerate().map(|(period, (_, date))| (period, *date));
        // What is known on the day itself is no warning.
        let ahead = periods.filter(|(_, date)| *date > start && *date < by && *date <= target.by);
        let Some((period, date)) = ahead.min_by(|a, b| far(a.1).total_cmp(&far(b.1))) else { continue };
        if levels.iter().any(|level| level.date == date) {
            continue;
        }
        let figure = rows.column(layout.series(series, period))?;
        levels.extend(level_on(date, &figure, &missed));
    }
    Ok((!levels.is_empty()).then_some(AlarmFinding { measure, by, level, levels }))
}

fn level_on(date: Date, figure: &[f64], missed: &[bool]) -> Option<AlarmLevel> {
    let all: Vec<(f64, bool)> = figure.iter().copied().zip(missed.iter().copied()).collect();
    let below = best(&all)?;
    let (mut wrong, mut kept, mut silent, mut lost) = (0_u32, 0_u32, 0_u32, 0_u32);
    for half in 0..2 {
        let of = |which: usize| all.iter().skip(which).step_by(2).copied().collect::<Vec<_>>();
        let level = best(&of(half)).unwrap_or(f64::NEG_INFINITY);
        for (value, is_missed) in of(1 - half) {
            match is_missed {
                true => (lost, silent) = (lost + 1, silent + u32::from(value >= level)),
                false => (kept, wrong) = (kept + 1, wrong + u32::from(value < level)),
            }
        }
    }
    let under = all.iter().filter(|(value, _)| *value < below);
    let (count, hits) = under.fold((0_u32, 0_u32), |(count, hits), one| (count + 1, hits + u32::from(one.1)));
    Some(AlarmLevel {
        date,
        below,
        missed: f64::from(hits) / f64::from(count),
        false_alarms: f64::from(wrong) / f64::from(kept),
        missed_alarms: f64::from(silent) / f64::from(lost),
    })
}

/// The level that tells best who misses; none below which more than half surely do.
fn best(runs: &[(f64, bool)]) -> Option<f64> {
    let mut runs: Vec<(f64, bool)> = runs.iter().copied().filter(|(value, _)| value.is_finite()).collect();
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let missed = runs.iter().filter(|(_, is_missed)| *is_missed).count() as f64;
    let kept = runs.len() as f64 - missed;
    let (mut hits, mut found): (u64, Option<(f64, f64)>) = (0, None);
    for below in 1..runs.len() {
        hits += u64::from(runs[below - 1].1);
        let (last, next) = (runs[below - 1].0, runs[below].0);
        if last == next || wilson(hits, below as u64, 0.95).0 <= 0.5 {
            continue;
        }
        let tells = hits as f64 / missed - (below as f64 - hits as f64) / kept.max(1.0);
        if found.is_none_or(|(best, _)| tells > best) {
            found = Some((tells, last.midpoint(next)));
        }
    }
    found.map(|(_, level)| level)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Below 100 all miss, above all keep: the level lies between both, and is never wrong.
    #[test]
    fn what_tells_apart_is_found_and_what_does_not_is_no_alarm() {
        let date = jiff::civil::date(2027, 6, 30);
        let figure: Vec<f64> = (0..200).map(f64::from).collect();
        let missed: Vec<bool> = figure.iter().map(|value| *value < 100.0).collect();
        let level = level_on(date, &figure, &missed).expect("a level");
        assert_eq!((level.below, level.missed), (99.5, 1.0));
        assert!(level.false_alarms <= 0.01 && level.missed_alarms <= 0.01, "{level:?}");
        // Whether it is missed hangs on something else: every fifth.
        let missed: Vec<bool> = (0..200).map(|run| run % 5 == 0).collect();
        assert_eq!(level_on(date, &figure, &missed), None);
        assert_eq!(level_on(date, &figure, &[false; 200]), None);
    }

    /// By hand: 12 runs of which the five lowest and the seventh miss. Below the sixth 5 of 5 miss (lower bound 0.57), below the
    /// eighth 6 of 7 (0.49): the level is the former.
    #[test]
    fn a_level_below_which_it_is_not_sure_is_left() {
        let missed = [true, true, true, true, true, false, true, false, false, false, false, false];
        let runs: Vec<(f64, bool)> = missed.iter().enumerate().map(|(at, one)| (at as f64 * 10.0, *one)).collect();
        assert_eq!(best(&runs), Some(45.0));
    }
}
