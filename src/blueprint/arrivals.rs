//! How cases come in, as a plan in ticks: plain rates, tables, moments, and rates that vary.

use std::sync::Arc;

use jiff::{ToSpan, civil::Date};

use super::Inputs;
use crate::{
    calendar::{Calendar, MONTH_DAYS, TICKS_PER_DAY, days_between},
    model::{
        demand::{ForecastError, ShockShape, Sine},
        num::Num,
        scenario::Scenario,
        stream::{Inflow, MonthCount, Onset, Shock, Stream, TableKind, Variation},
    },
    random::Distribution,
    time::TICKS_PER_HOUR,
};

#[derive(Clone, Debug)]
pub enum ArrivalPlan {
    None,
    /// Ticks of calendar time between arrivals, on average.
    Poisson {
        mean_gap: f64,
    },
    Table {
        months: Arc<Vec<MonthPlan>>,
        kind: TableKind,
    },
    /// Ticks of calendar time.
    Times {
        ticks: Arc<Vec<f64>>,
    },
    /// Poisson at a rate that varies.
    Varying(Arc<Shape>),
    /// One of these tables, drawn before the run begins.
    Paths {
        paths: Arc<Vec<Arc<Vec<MonthPlan>>>>,
        kind: TableKind,
    },
    /// Blocks of real months, drawn before the run begins.
    Resampled {
        /// Calendar month (1 to 12) and cases, without gaps.
        series: Arc<Vec<(u8, f64)>>,
        /// Of each month of the run, the share that lies in it.
        months: Arc<Vec<MonthPlan>>,
        block_months: usize,
        kind: TableKind,
        /// Cases of a whole month that are given instead, by the number of the month.
        given: Arc<Vec<(u32, f64)>>,
    },
}

/// One month of a table, from `from` to `to` in ticks of calendar time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthPlan {
    pub from: f64,
    pub to: f64,
    pub cases: f64,
    /// Months since the beginning of our era: the address of what is drawn of it.
    pub number: u32,
}

impl MonthPlan {
    /// Cases a tick.
    pub fn rate(&self) -> f64 {
        self.cases / (self.to - self.from)
    }
}

/// A rate through time: steps, and perhaps a wave on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// In order, without overlap; between and after them nothing comes.
    pub steps: Vec<MonthPlan>,
    /// In ticks of calendar time.
    pub sine: Option<Sine>,
    /// The rate is nowhere above this, in cases a tick; above 0.
    pub majorant: f64,
}

impl Shape {
    /// None when nothing ever comes.
    fn new(steps: Vec<MonthPlan>, sine: Option<Sine>) -> Option<Shape> {
        let most = sine.map_or(1.0, |sine| sine.most());
        let majorant = steps.iter().map(MonthPlan::rate).fold(0.0, f64::max) * most;
        (majorant > 0.0).then_some(Shape { steps, sine, majorant })
    }

    /// The least, the mean and the greatest rate of the run, in cases a tick; the mean leaves a wave out.
    pub fn rates(&self) -> [f64; 3] {
        let least = self.steps.iter().map(MonthPlan::rate).fold(f64::INFINITY, f64::min);
        let cases: f64 = self.steps.iter().map(|step| step.cases).sum();
        let ticks: f64 = self.steps.iter().map(|step| step.to - step.from).sum();
        [least * self.sine.map_or(1.0, |sine| sine.least()), cases / ticks, self.majorant]
    }

    /// Cases expected from the beginning up to a moment.
    pub fn expected_until(&self, moment: f64) -> f64 {
        let of = |step: &MonthPlan| {
            let to = moment.clamp(step.from, step.to);
            let wave = self.sine.map_or(0.0, |sine| sine.integral(step.from, to));
            step.rate() * (to - step.from + wave)
        };
        self.steps.iter().map(of).sum()
    }

    /// The greatest rate of a step over the majorant.
    pub fn most_of(&self, step: usize) -> f64 {
        self.steps[step].rate() / self.majorant * self.sine.map_or(1.0, |sine| sine.most())
    }

    /// The rate at a moment that lies in this step, over the majorant.
    pub fn level(&self, step: usize, at: f64) -> f64 {
        self.steps[step].rate() / self.majorant * self.sine.map_or(1.0, |sine| sine.factor(at))
    }
}

/// What is drawn of a stream's future before the run begins.
#[derive(Clone, Debug, PartialEq)]
pub struct FuturePlan {
    /// Factor of each month, with mean 1.
    pub months: Option<Distribution>,
    pub forecast: Option<ForecastError>,
    /// Shocks of the scenario that come to this stream.
    pub shocks: Vec<usize>,
}

/// One kind of sudden inflow.
#[derive(Clone, Debug)]
pub struct ShockPlan {
    /// All draws hang on it.
    pub name: String,
    pub when: OnsetPlan,
    /// Times the rate.
    pub size: Distribution,
    /// In ticks of calendar time.
    pub length: Distribution,
    pub shape: ShockShape,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OnsetPlan {
    /// At this tick of calendar time.
    At(f64),
    /// Poisson, so many ticks apart on average.
    MeanGap(f64),
}

/// The arrivals of a stream; of cases that come in families, the families.
pub(super) fn arrival_plan(scenario: &Scenario, stream: &Stream, inputs: &Inputs) -> ArrivalPlan {
    let calendar = &scenario.calendar;
    let varies = &stream.varies;
    let in_family = match &varies.batch {
        Some(batch) if !batch.rate_of_batches => batch.law.mean(),
        _ => 1.0,
    };
    let is_shaped = !varies.is_none() || is_shocked(scenario, stream);
    let per_tick = |per_hour: &Num| inputs.value(per_hour) / TICKS_PER_HOUR as f64 / in_family;
    match &stream.inflow {
        Inflow::None => ArrivalPlan::None,
        Inflow::Rate { per_hour } => {
            let rate = per_tick(per_hour);
            if rate <= 0.0 {
                ArrivalPlan::None
            } else if is_shaped {
                varying(calendar, varies, |_| rate)
            } else {
                ArrivalPlan::Poisson { mean_gap: TICKS_PER_HOUR as f64 / inputs.value(per_hour) * in_family }
            }
        }
        Inflow::Years { per_hour } => {
            let years: Vec<(i16, f64)> = per_hour.iter().map(|(year, rate)| (*year, per_tick(rate))).collect();
            varying(calendar, varies, |month| {
                let of = years.iter().rev().find(|(year, _)| *year <= month.year());
                of.or(years.first()).map_or(0.0, |(_, rate)| *rate)
            })
        }
        Inflow::Times { hours } => {
            let mut ticks: Vec<f64> = hours.iter().map(|hour| hour * TICKS_PER_HOUR as f64).collect();
            ticks.sort_by(f64::total_cmp);
            ArrivalPlan::Times { ticks: Arc::new(ticks) }
        }
        Inflow::Table { months, kind: TableKind::Expected } if is_shaped || in_family > 1.0 => {
            let plans = months.iter().map(|row| MonthCount { cases: row.cases / in_family, ..*row });
            let steps = plans.filter_map(|row| month_plan(calendar, &row)).collect();
            Shape::new(steps, None).map_or(ArrivalPlan::None, |shape| ArrivalPlan::Varying(Arc::new(shape)))
        }
        Inflow::Table { months, kind } => ArrivalPlan::Table { months: month_plans(calendar, months), kind: *kind },
        Inflow::Paths { paths, kind } => ArrivalPlan::Paths {
            paths: Arc::new(paths.iter().map(|path| month_plans(calendar, path)).collect()),
            kind: *kind,
        },
        Inflow::Resampled { series, block_months, kind, given } => ArrivalPlan::Resampled {
            given: Arc::new(
                given
                    .iter()
                    .filter_map(|row| {
                        Some((month_plan(calendar, &MonthCount { cases: 1.0, ..*row })?.number, row.cases))
                    })
                    .collect(),
            ),
            series: Arc::new(series.iter().map(|row| (row.month.month() as u8, row.cases)).collect()),
            // Of each month of the run, the share that lies in it.
            months: Arc::new(
                months_of(calendar)
                    .filter_map(|month| month_plan(calendar, &MonthCount { month, cases: 1.0 }))
                    .collect(),
            ),
            block_months: *block_months as usize,
            kind: *kind,
        },
    }
}

fn is_shocked(scenario: &Scenario, stream: &Stream) -> bool {
    scenario.shocks.iter().any(|shock| shock.streams.iter().any(|one| scenario.streams[*one].name == stream.name))
}

/// What has to be drawn of a stream's future; none when its rate is known beforehand.
pub(super) fn future_plan(scenario: &Scenario, index: usize, inputs: &Inputs) -> Option<Arc<FuturePlan>> {
    let varies = &scenario.streams[index].varies;
    let shocks: Vec<usize> =
        (0..scenario.shocks.len()).filter(|shock| scenario.shocks[*shock].streams.contains(&index)).collect();
    if !varies.is_of_chance() && shocks.is_empty() {
        return None;
    }
    let months = varies.cv_per_month.as_ref().and_then(|cv| Distribution::gamma(1.0, inputs.value(cv).max(0.0)).ok());
    let forecast = varies
        .forecast_error
        .as_ref()
        .map(|rule| ForecastError { volatility: inputs.value(&rule.volatility), persistence: rule.persistence });
    Some(Arc::new(FuturePlan { months, forecast, shocks }))
}

pub(super) fn shock_plan(scenario: &Scenario, shock: &Shock, inputs: &Inputs) -> ShockPlan {
    let month = MONTH_DAYS * TICKS_PER_DAY as f64;
    let when = match &shock.when {
        Onset::At(at) => OnsetPlan::At(scenario.calendar.moment_at(*at).0 as f64),
        Onset::PerYear(count) => OnsetPlan::MeanGap(12.0 * month / inputs.value(count).max(0.0)),
    };
    ShockPlan {
        name: shock.name.clone(),
        when,
        size: inputs.law(&shock.size),
        length: inputs.law(&shock.months).scaled(month),
        shape: shock.shape,
    }
}

/// A rate a tick that may differ by month, with the seasons and the wave on it.
fn varying(calendar: &Calendar, varies: &Variation, rate: impl Fn(Date) -> f64) -> ArrivalPlan {
    let sine = varies.sine.map(|sine| Sine { period: sine.period * TICKS_PER_HOUR as f64, ..sine });
    let ticks = TICKS_PER_DAY as f64;
    let steps = months_of(calendar)
        .filter_map(|month| {
            let index = varies.season.map_or(1.0, |season| season.rate_factor(month));
            let days = f64::from(month.days_in_month());
            month_plan(calendar, &MonthCount { month, cases: rate(month) * index * days * ticks })
        })
        .collect();
    Shape::new(steps, sine).map_or(ArrivalPlan::None, |shape| ArrivalPlan::Varying(Arc::new(shape)))
}

fn month_plans(calendar: &Calendar, months: &[MonthCount]) -> Arc<Vec<MonthPlan>> {
    Arc::new(months.iter().filter_map(|row| month_plan(calendar, row)).collect())
}

/// The first of every calendar month that the run touches.
fn months_of(calendar: &Calendar) -> impl Iterator<Item = Date> {
    let end = calendar.end();
    let first = calendar.start().first_of_month();
    std::iter::successors(Some(first), |month| month.checked_add(1.month()).ok()).take_while(move |month| *month <= end)
}

/// A month in ticks; of one begun before the start the rest counts, none when all of it lies before.
fn month_plan(calendar: &Calendar, row: &MonthCount) -> Option<MonthPlan> {
    let first = row.month.first_of_month();
    let length = f64::from(row.month.days_in_month());
    let from = days_between(calendar.start(), first) as f64;
    let to = from + length;
    let begun = from.max(0.0);
    (to > 0.0).then(|| MonthPlan {
        from: begun * TICKS_PER_DAY as f64,
        to: to * TICKS_PER_DAY as f64,
        cases: row.cases * (to - begun) / length,
        number: row.month.year().max(0) as u32 * 12 + row.month.month() as u32 - 1,
    })
}
