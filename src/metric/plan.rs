//! Which measures a study wants, and what the tally has to keep for them.

use jiff::civil::Date;

use super::{Ending, Measure, Probe, Subject, all_paths};
use crate::{
    model::{names::Names, scenario::Scenario, target::Gauge},
    observe::tally::{Tally, TallyPlan, TargetPlan},
    time::SimTime,
};

/// One value that a replication gives: a measure, for a level also the moment.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub measure: Measure,
    /// (sample, place within it) of a level.
    pub sample: Option<(usize, usize)>,
}

/// What is read from every replication, and in which order.
#[derive(Clone, Debug)]
pub struct MeasurePlan {
    pub wanted: Vec<Wanted>,
    pub samples: Vec<SimTime>,
    pub periods: Vec<(SimTime, Date)>,
    pub series: Vec<(String, Gauge)>,
    pub tally: TallyPlan,
}

impl MeasurePlan {
    /// All standard measures, and those of `extra`: (path, moment of a level).
    ///
    /// # Errors
    /// The index among `extra` of a path that is wrong, and why.
    pub fn new(
        scenario: &Scenario,
        names: &Names,
        levels: &[(String, Gauge)],
        standard: bool,
        extra: &[(String, Option<SimTime>)],
    ) -> Result<MeasurePlan, (usize, String)> {
        let targets: Vec<String> = scenario.targets.iter().map(|target| target.name.clone()).collect();
        let calendar = &scenario.calendar;
        let mut tally = TallyPlan {
            stages: names.stages.len(),
            streams: names.streams.len(),
            pools: names.pools.len(),
            resources: names.resources.len(),
            classes: names.classes.len(),
            costs: names.costs.clone(),
            years: names.years.count(),
            penalties: names.penalties.len(),
            triggers: names.triggers.len(),
            warm_up: scenario.warm_up,
            wait_levels: vec![Vec::new(); names.stages.len()],
            sojourn_levels: vec![Vec::new(); names.streams.len()],
            targets: scenario
                .targets
                .iter()
                .map(|target| TargetPlan {
                    gauge: target.measure,
                    bound: target.bound,
                    due_days: target
                        .moments(calendar, scenario.warm_up)
                        .iter()
                        .map(|at| calendar.office_day_of(SimTime(at.0.saturating_sub(1))))
                        .collect(),
                    hold: target.hold,
                })
                .collect(),
            ..TallyPlan::default()
        };
        let mut samples: Vec<SimTime> = extra.iter().filter_map(|(_, at)| *at).collect();
        samples.sort_unstable();
        samples.dedup();
        tally.samples = vec![Vec::new(); samples.len()];
        let mut wanted = Vec::new();
        if standard {
            for path in all_paths(names) {
                match Measure::parse(&path, names, &targets, levels) {
                    Ok(measure) => wanted.push(Wanted { measure, sample: None }),
                    Err(why) => unreachable!("a standard measure is a measure: {why}"),
                }
            }
        }
        for (index, (path, at)) in extra.iter().enumerate() {
            let measure = Measure::parse(path, names, &targets, levels).map_err(|why| (index, why))?;
            let sample = match (&measure.probe, at) {
                (Probe::Level(gauge), Some(at)) => {
                    let row = samples.binary_search(at).unwrap_or_default();
                    tally.samples[row].push(*gauge);
                    Some((row, tally.samples[row].len() - 1))
                }
                (Probe::Metric(metric, _), Some(_)) => {
                    return Err((
                        index,
                        format!("`{}` is an average over the run: it has no moment `at`", metric.path),
                    ));
                }
                _ => None,
            };
            ask(&mut tally, &measure);
            wanted.push(Wanted { measure, sample });
        }
        let mut plan = MeasurePlan { wanted, samples, periods: Vec::new(), series: Vec::new(), tally };
        if standard {
            plan.periods = calendar.period_ends(scenario.period);
            plan.series = levels
                .iter()
                .filter(|(path, gauge)| names.uses.covers(gauge.of()) && is_series(path, names))
                .cloned()
                .collect();
            plan.tally.periods = plan.periods.len();
            plan.tally.series = plan.series.iter().map(|(_, gauge)| *gauge).collect();
        }
        Ok(plan)
    }

    /// The values of one replication, in the order of `wanted`.
    pub fn read(&self, tally: &Tally) -> Vec<f64> {
        self.wanted
            .iter()
            .map(|wanted| match wanted.sample {
                Some((row, place)) => tally.samples[row].get(place).copied().unwrap_or(f64::NAN),
                None => wanted.measure.read(tally),
            })
            .collect()
    }
}

/// Staff and decisions by grade are series; those of a pool are their sum.
fn is_series(path: &str, names: &Names) -> bool {
    !names.pools.iter().any(|pool| path == format!("staff.{pool}") || path == format!("decided_by.{pool}"))
}

/// Tells the tally what a measure needs beyond the usual.
fn ask(tally: &mut TallyPlan, measure: &Measure) {
    let Probe::Metric(metric, Subject { index, class, level }) = measure.probe else { return };
    tally.by_class |= class.is_some();
    if let Ending::Above(hours) = measure.ending {
        match metric.path {
            "stage.*.wait_hours" | "stage.*.wait_hours.served" | "stage.*.wait_hours.withdrawn" => {
                tally.wait_levels[index].push(hours);
            }
            "stream.*.time_in_system_hours" => tally.sojourn_levels[index].push(hours),
            "supervision.wait_hours" => tally.answer_levels.push(hours),
            _ => {}
        }
    }
    if metric.path == "stream.*.first_at_most(x)" {
        tally.passages.push((index, level));
    }
}
