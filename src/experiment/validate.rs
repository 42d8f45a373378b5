//! Does it compute what theory says? Every `[expect]` against the simulated value (RULES 21).
//!
//! The unit is an independent replication. Means are judged by Student's t, shares of replications by the exact binomial
//! test, all expectations of a command together by Holm at a stated false-alarm rate.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::open::{Opened, Refused, open};
use crate::{
    metric::{Ending, Probe, plan::MeasurePlan},
    model::target::Expectation,
    problem::{Problem, Problems},
    replicate::{Control, Study},
    scenario::tree::{Node, Value},
    stats::{Moments, binomial_two_sided_p, holm, student_t_cdf},
    time::SimTime,
};

/// All expectations of a command together are falsely refused so often.
pub const FAMILY_ALPHA: f64 = 0.001;

/// Replications: at least, and at most; an expectation that is still not sharp at the cap fails.
const LEAST: u64 = 30;
const CAP: u64 = 40_000;

/// The standard error that an expectation needs, over its value.
const SHARP: f64 = 0.01;

/// One expectation and what the simulation says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Checked {
    pub file: String,
    pub measure: String,
    pub expected: f64,
    pub simulated: f64,
    pub se: f64,
    pub z: f64,
    pub passed: bool,
    pub replications: u64,
    pub p_value: f64,
    /// "passed", "failed", "inconclusive".
    pub outcome: &'static str,
    /// Whether the stated relative tolerance was needed.
    pub used_tolerance: bool,
    pub source: String,
}

/// All scenario files below the given paths, in order of their names.
///
/// # Errors
/// A path that is not there.
pub fn files(paths: &[PathBuf]) -> std::io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside: Vec<PathBuf> =
                std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
            inside.sort();
            let nested: Vec<PathBuf> = inside
                .into_iter()
                .filter(|one| one.is_dir() || one.extension().is_some_and(|ending| ending == "toml"))
                .collect();
            all.extend(files(&nested)?);
        } else {
            std::fs::metadata(path)?;
            all.push(path.clone());
        }
    }
    Ok(all)
}

struct Judged {
    file: String,
    expectation: Expectation,
    simulated: f64,
    se: f64,
    replications: u64,
    p_value: f64,
    is_sharp: bool,
}

/// What became of all files.
pub struct Validated {
    pub checked: Vec<Checked>,
    /// Files that could not be run, each with all its problems.
    pub refused: Vec<(PathBuf, Refused)>,
}

/// Runs every file that has expectations; `done` hears of each. A file that is wrong does not stop the others.
pub fn validate(
    paths: &[PathBuf],
    sets: &[String],
    seed: u64,
    control: &Control,
    done: &(dyn Fn(&Path, usize) + Sync),
) -> Validated {
    let mut judged = Vec::new();
    let mut refused = Vec::new();
    for path in paths {
        if control.is_stopped() {
            break;
        }
        let found = open(path, sets, None).and_then(|opened| {
            if opened.scenario.expectations.is_empty() {
                Ok(None)
            } else {
                judge(path, &opened, seed, control).map(Some)
            }
        });
        match found {
            Ok(None) => {}
            Ok(Some(found)) => {
                done(path, found.len());
                judged.extend(found);
            }
            Err(problems) => refused.push((path.clone(), problems)),
        }
    }
    Validated { checked: decide(judged), refused }
}

/// Holm over the whole family.
fn decide(judged: Vec<Judged>) -> Vec<Checked> {
    let adjusted = holm(&judged.iter().map(|one| one.p_value).collect::<Vec<f64>>());
    judged
        .into_iter()
        .zip(adjusted)
        .map(|(one, p_value)| {
            let expected = one.expectation.value;
            let is_equal = p_value >= FAMILY_ALPHA;
            let within = one
                .expectation
                .relative_tolerance
                .is_some_and(|tolerance| (one.simulated - expected).abs() <= tolerance * expected.abs());
            let passed = (is_equal || within) && one.is_sharp;
            let z = if one.se > 0.0 { (one.simulated - expected) / one.se } else { 0.0 };
            Checked {
                file: one.file,
                measure: one.expectation.measure,
                expected,
                simulated: one.simulated,
                se: one.se,
                z,
                passed,
                replications: one.replications,
                p_value,
                outcome: if !one.is_sharp {
                    "inconclusive"
                } else if passed {
                    "passed"
                } else {
                    "failed"
                },
                used_tolerance: within && !is_equal,
                source: one.expectation.source,
            }
        })
        .collect()
}

fn judge(path: &Path, opened: &Opened, seed: u64, control: &Control) -> Result<Vec<Judged>, Refused> {
    let expectations = &opened.scenario.expectations;
    let extra: Vec<(String, Option<SimTime>)> = expectations.iter().map(|one| (one.measure.clone(), one.at)).collect();
    let study = opened.study(false, &extra, 1.0).map_err(|_| refuse(opened, &extra))?;
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); expectations.len()];
    let (mut from, mut to) = (0, LEAST);
    loop {
        for row in study.run_many(seed, from, to, control) {
            for (column, value) in columns.iter_mut().zip(&row.values) {
                column.push(*value);
            }
        }
        let results: Vec<Judged> =
            (0..expectations.len()).map(|index| estimate(path, &study, expectations, index, &columns[index])).collect();
        let is_sharp = results.iter().all(|one| one.is_sharp);
        if is_sharp || to >= CAP || control.is_stopped() {
            return Ok(results);
        }
        // As many as the least sharp one needs, at most four times as many as so far.
        let need = results
            .iter()
            .filter(|one| !one.is_sharp)
            .map(|one| (one.se / (SHARP * one.expectation.value.abs())).powi(2) * to as f64 * 1.1)
            .fold(0.0, f64::max);
        from = to;
        to = (need.min(to as f64 * 4.0) as u64).max(to + LEAST).min(CAP);
    }
}

/// Every expectation of a measure that cannot be read.
fn refuse(opened: &Opened, extra: &[(String, Option<SimTime>)]) -> Refused {
    let mut problems = Problems::new();
    for (index, one) in extra.iter().enumerate() {
        if let Err((_, why)) =
            MeasurePlan::new(&opened.scenario, &opened.names, &opened.levels, false, std::slice::from_ref(one))
        {
            let is_average = one.1.is_some() && why.contains("no moment");
            let mut problem = Problem::error("E463", why);
            if is_average {
                problem = problem.help("take its moment out; levels such as stock.STREAM or queue.STAGE have one");
            }
            problems.push(match expectation_place(opened, index) {
                Some(place) => problem.at(place),
                None => problem,
            });
        }
    }
    problems.tidy();
    Box::new((problems, opened.loaded.texts.clone()))
}

fn expectation_place(opened: &Opened, index: usize) -> Option<crate::problem::Place> {
    let Value::Table(table) = &opened.tree.get("expect")?.value else { return None };
    let entry = table.iter().nth(index)?;
    Some(entry.node.as_table().and_then(|inner| inner.get("measure")).map_or(entry.key_place, |node: &Node| node.place))
}

/// The estimate of one expectation from its values over replications.
fn estimate(path: &Path, study: &Study, expectations: &[Expectation], index: usize, column: &[f64]) -> Judged {
    let expectation = expectations[index].clone();
    let measure = &study.measures.wanted[index].measure;
    let expected = expectation.value;
    let count = column.len() as u64;
    let is_within_run = match measure.probe {
        Probe::Metric(metric, _) => metric.path.ends_with("_hours") || metric.path.contains("_hours."),
        _ => false,
    };
    let mut judged = Judged {
        file: path.display().to_string(),
        expectation,
        simulated: f64::NAN,
        se: f64::INFINITY,
        replications: count,
        p_value: 0.0,
        is_sharp: false,
    };
    if column.iter().any(|value| !value.is_finite()) {
        return judged;
    }
    let is_share_of_runs =
        matches!(measure.probe, Probe::Target(_)) || !is_within_run && matches!(measure.ending, Ending::Above(_));
    if is_share_of_runs {
        let level = match measure.ending {
            Ending::Above(level) => level,
            _ => 0.5,
        };
        let hits = column.iter().filter(|value| **value > level).count() as u64;
        let share = hits as f64 / count as f64;
        judged.simulated = share;
        judged.se = libm::sqrt((expected * (1.0 - expected)).max(0.0) / count as f64);
        judged.p_value = binomial_two_sided_p(hits, count, expected.clamp(0.0, 1.0));
        // Rare things are sharp when the interval says they are rare.
        let needed = SHARP * expected.max(1.0 - expected);
        judged.is_sharp = judged.se <= needed;
        return judged;
    }
    let moments: Moments = column.iter().copied().collect();
    let is_variance = !is_within_run && measure.ending == Ending::Variance;
    (judged.simulated, judged.se) = if is_variance {
        (moments.variance(), moments.variance_std_error())
    } else {
        (moments.mean(), moments.std_error())
    };
    if judged.se == 0.0 {
        let is_equal = (judged.simulated - expected).abs() <= 1e-9 * expected.abs().max(1.0);
        judged.p_value = if is_equal { 1.0 } else { 0.0 };
        judged.is_sharp = true;
        return judged;
    }
    let t = (judged.simulated - expected) / judged.se;
    judged.p_value = 2.0 * student_t_cdf(-t.abs(), (count - 1) as f64);
    // A variance over replications needs many; 5 % will do for it.
    let needed = if is_variance { 5.0 * SHARP } else { SHARP };
    judged.is_sharp = judged.se <= needed * expected.abs();
    judged
}
