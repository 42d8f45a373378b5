//! The fluid solution beside the simulation: an instant preview, and a check of one engine by the other.
//!
//! Both are averaged over the same draws of the uncertain inputs, so that the gap between them is that of the two
//! engines and not of the assumptions.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::findings::Listed;
use crate::{
    experiment::rows::Rows,
    fluid::Levels,
    replicate::{Control, Study, flow_many},
    stats::{Moments, quantile},
    time::SimTime,
};

/// Draws of the inputs over which the fluid is averaged, at most.
pub const FUTURES: u64 = 100;

/// The fluid's levels at the end of each period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FluidFinding {
    /// Draws of the inputs.
    pub futures: u64,
    pub dates: Vec<Date>,
    pub levels: Listed<FluidLevel>,
    /// What this scenario uses and the fluid does not have.
    pub left_out: Vec<String>,
}

/// One level, `[period]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FluidLevel {
    pub fluid: Vec<f64>,
    /// 5 and 95 % points over the draws of the inputs.
    pub q05: Vec<f64>,
    pub q95: Vec<f64>,
    /// Mean over the same replications and its standard error; empty in a preview.
    pub simulated: Vec<f64>,
    pub se: Vec<f64>,
}

impl FluidFinding {
    /// The largest gap of a level over its periods: (fluid − simulated) over the level's largest simulated value.
    pub fn worst_gap(&self, level: &FluidLevel) -> Option<(Date, f64)> {
        let scale = level.simulated.iter().copied().fold(0.0, f64::max);
        let gaps = level.fluid.iter().zip(&level.simulated).map(|(fluid, simulated)| (fluid - simulated) / scale);
        let worst = gaps.enumerate().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
        (scale > 0.0).then(|| (self.dates[worst.0], worst.1))
    }
}

/// Solves the fluid for the inputs of the first replications and sets it beside what `rows` simulated with them.
///
/// # Errors
/// When the rows cannot be read back.
pub fn flow(study: &Study, seed: u64, rows: Option<&mut Rows>, control: &Control) -> std::io::Result<FluidFinding> {
    let count = rows.as_ref().map_or(FUTURES, |rows| FUTURES.min(rows.count() as u64));
    let moments: Vec<SimTime> = study.measures.periods.iter().map(|(at, _)| *at).collect();
    let courses = flow_many(study, seed, count, &moments, control);
    let mut finding = FluidFinding {
        futures: courses.len() as u64,
        dates: study.measures.periods.iter().map(|(_, date)| *date).collect(),
        left_out: crate::fluid::left_out(&study.scenario.uses()),
        ..FluidFinding::default()
    };
    let mut places = Vec::new();
    for (series, (path, gauge)) in study.measures.series.iter().enumerate() {
        let at = |course: &Vec<Levels>, period: usize| course[period].read(*gauge);
        if courses.iter().any(|course| (0..moments.len()).any(|period| at(course, period).is_none())) {
            continue;
        }
        let mut level = FluidLevel::default();
        for period in 0..moments.len() {
            let mut values: Vec<f64> = courses.iter().filter_map(|course| at(course, period)).collect();
            level.fluid.push(values.iter().sum::<f64>() / values.len() as f64);
            values.sort_by(f64::total_cmp);
            level.q05.push(quantile(&values, 0.05));
            level.q95.push(quantile(&values, 0.95));
        }
        places.push(series);
        finding.levels.0.push((path.clone(), level));
    }
    if let Some(rows) = rows {
        let layout = study.layout();
        let mut wanted: Vec<Option<(usize, usize)>> = vec![None; layout.width()];
        for (place, series) in places.into_iter().enumerate() {
            for period in 0..moments.len() {
                wanted[layout.series(series, period)] = Some((place, period));
            }
            let level = &mut finding.levels.0[place].1;
            level.simulated = vec![f64::NAN; moments.len()];
            level.se = vec![f64::NAN; moments.len()];
        }
        rows.columns(|number, values| {
            if let Some((place, period)) = wanted[number] {
                let moments: Moments = values.iter().take(count as usize).copied().collect();
                let level = &mut finding.levels.0[place].1;
                level.simulated[period] = moments.mean();
                level.se[period] = moments.std_error();
            }
        })?;
    }
    Ok(finding)
}
