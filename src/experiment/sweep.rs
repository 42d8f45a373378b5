//! How do measures move over a grid or a design? One tidy table: a row for each point, plan and future.
//!
//! All points meet the same futures with the same luck (common random numbers), so that points differ by what was varied
//! and not by chance. Means are over futures, each the average over its luck (RULES 17).

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    arm::{Arm, Asked, Spec, Wants, asked, shown},
    compare::Trouble,
    design::{Cell, Design},
    findings::ScenarioName,
    open::{Opened, Refused},
    provenance::scenario_hash,
    runner::{Job, Runner},
};
use crate::{
    metric::Better,
    model::{num::Num, target::Bound},
    problem::{Problem, Texts, nearest},
    replicate::{Fixed, Study},
    scenario::tree::join_path,
    stats::{Moments, student_t_quantile},
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The file with what is set in every point; its plan and future are those of points that name none.
    pub spec: Spec,
    /// Every point under each of these; empty: under that of `spec`.
    pub plans: Vec<String>,
    pub futures: Vec<String>,
    pub design: Design,
    pub measures: Vec<String>,
    /// Futures that each point meets.
    pub count: u64,
    pub widen: f64,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    pub surgecap: String,
    pub scenario: ScenarioName,
    pub seed: u64,
    /// Futures of each point, and replications of each future.
    pub futures: u64,
    pub luck: u64,
    pub widen: f64,
    pub inputs: Vec<Input>,
    pub measures: Vec<Measured>,
    pub targets: Vec<Aim>,
    /// Points that were asked for, plans and futures counted.
    pub asked: usize,
    pub points: Vec<Found>,
    /// The point that does best by a target, or by the first measure; none where neither way is better.
    pub best: Option<Best>,
    /// Inputs of a grid that moved nothing that was measured.
    pub idle: Vec<String>,
    pub interrupted: bool,
}

/// What was varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    pub path: String,
    pub takes: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub name: String,
    pub unit: String,
    pub better: Better,
}

/// A target of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aim {
    pub name: String,
    pub says: String,
    pub bound: String,
    pub by: Date,
    pub wanted: f64,
}

impl Aim {
    /// What people call it.
    pub fn says_or_name(&self) -> &str {
        if self.says.is_empty() { &self.name } else { &self.says }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// From 1, in the order of the design.
    pub point: usize,
    pub plan: String,
    pub future: String,
    /// As written, or drawn from the declared range.
    pub values: Vec<String>,
    /// In the order of the measures.
    pub outcomes: Vec<Outcome>,
}

/// Mean over futures, and its standard error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub mean: f64,
    pub se: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Best {
    /// Place in the list of points, from 0.
    pub place: usize,
    /// The target that decides: the first that is not met alike at every point.
    pub target: Option<usize>,
    /// Its measure, or the first one where there are no targets.
    pub measure: usize,
    /// Other points whose paired difference from it can be chance (95 % over all of them together).
    pub alike: usize,
}

/// What stays beside the findings, for tables.
pub struct Ran {
    pub findings: Sweep,
    /// By point, replication and measure.
    pub values: Vec<Vec<Vec<f64>>>,
    /// Drawn inputs of each future, by plan and future: (plan, future, replication, path, value).
    pub drawn: Vec<Drawn>,
}

/// One drawn input.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub plan: String,
    pub future: String,
    /// Number of the future, from 0.
    pub number: u64,
    pub path: String,
    pub value: f64,
}

/// An organisation under one plan and future, before anything is varied.
struct Base {
    plan: String,
    future: String,
    spec: Spec,
    opened: Opened,
    wants: Wants,
    uncertain: Vec<Num>,
    study: Study,
}

/// One point, ready to run.
struct Ready {
    base: usize,
    arm: usize,
    fixed: Option<Arc<Fixed>>,
    point: usize,
    values: Vec<String>,
}

/// Runs every point.
///
/// # Errors
/// A request that cannot be, with every problem of the first point that is wrong; a store that cannot be written.
pub fn sweep(ask: &Ask, runner: &mut Runner<'_>) -> Result<Ran, Trouble> {
    let bases = bases(ask)?;
    let (arms, ready) = ready(ask, &bases)?;
    let luck = runner.seeds.luck;
    let per_point = (ask.count * luck) as usize;
    let jobs: Vec<Job<'_>> = ready
        .iter()
        .flat_map(|one| {
            let (arm, fixed) = (&arms[one.arm], one.fixed.as_ref());
            (0..ask.count * luck).map(move |replication| Job { arm, replication, fixed })
        })
        .collect();
    let rows = runner.rows("points", &jobs)?;
    let base = &bases[0];
    let count = base.study.measures.wanted.len();
    let values: Vec<Vec<Vec<f64>>> = rows
        .chunks_exact(per_point)
        .map(|rows| rows.iter().map(|row| row.values[..count].to_vec()).collect())
        .collect();
    let points: Vec<Found> = ready
        .iter()
        .zip(&values)
        .map(|(one, values)| Found {
            point: one.point + 1,
            plan: bases[one.base].plan.clone(),
            future: bases[one.base].future.clone(),
            values: one.values.clone(),
            outcomes: (0..count).map(|measure| outcome(&by_future(values, measure, luck))).collect(),
        })
        .collect();
    let measures = measured(base);
    let scenario = &base.opened.scenario;
    let best = best(base, &measures, &points, &values, luck);
    let idle = idle(&ask.design, &points);
    let findings = Sweep {
        surgecap: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: ScenarioName { name: scenario.name.clone(), sha256: scenario_hash(&base.opened) },
        seed: runner.seeds.work,
        futures: ask.count,
        luck,
        widen: ask.widen,
        inputs: (ask.design.inputs.iter().zip(&ask.design.says))
            .map(|(path, takes)| Input { path: path.clone(), takes: takes.clone() })
            .collect(),
        measures,
        targets: scenario.targets.iter().map(aim).collect(),
        asked: ready.len(),
        interrupted: points.len() < ready.len(),
        best,
        idle,
        points,
    };
    let drawn = drawn(&bases, runner, ask.count);
    Ok(Ran { findings, values, drawn })
}

fn aim(target: &crate::model::target::Target) -> Aim {
    Aim {
        name: target.name.clone(),
        says: target.says.clone(),
        bound: match target.bound {
            Bound::AtMost(level) => format!("at most {level}"),
            Bound::AtLeast(level) => format!("at least {level}"),
        },
        by: target.by,
        wanted: target.wanted,
    }
}

/// What is measured where nobody says: each target, met or not, and its measure when due; without targets the state at
/// the end.
pub fn usual(opened: &Opened, measures: &[String]) -> Result<Vec<Asked>, Refused> {
    let mut all: Vec<Asked> = Vec::new();
    for target in &opened.scenario.targets {
        all.push((format!("target.{}", target.name), None));
        all.push((target.path.clone(), Some(target.at)));
    }
    let mut texts = Texts::new();
    let mut problems = crate::problem::Problems::new();
    for one in measures {
        const LEAD: &str = "--measure ";
        let base = texts.add("--measure", format!("{LEAD}{one}")) + LEAD.len();
        let place = crate::problem::Place::new(base, base + one.len());
        let found = asked(one, opened).and_then(|found| {
            let tried = opened.study(false, std::slice::from_ref(&found), 1.0);
            tried.map(|_| found).map_err(|(_, why)| why)
        });
        match found {
            Ok(found) if all.contains(&found) => {}
            Ok(found) => all.push(found),
            Err(why) => problems.push(Problem::error("E623", why).at(place).help(
                "a level may say its day, stock.regular@2020-12-31; `surgecap run FILE --format csv` lists measures",
            )),
        }
    }
    if problems.has_errors() {
        return Err(Box::new((problems, texts)));
    }
    if all.is_empty() {
        for stream in &opened.names.streams {
            all.extend(["stock", "overdue", "decided"].map(|level| (format!("{level}.{stream}"), None)));
        }
    }
    Ok(all)
}

fn bases(ask: &Ask) -> Result<Vec<Base>, Refused> {
    let or_own = |named: &[String], own: &Option<String>| -> Vec<Option<String>> {
        if named.is_empty() { vec![own.clone()] } else { named.iter().cloned().map(Some).collect() }
    };
    let mut wanted: Vec<(Option<String>, Option<String>)> = Vec::new();
    for point in &ask.design.points {
        for plan in point.plan.clone().map_or_else(|| or_own(&ask.plans, &ask.spec.plan), |plan| vec![Some(plan)]) {
            for future in
                point.future.clone().map_or_else(|| or_own(&ask.futures, &ask.spec.future), |one| vec![Some(one)])
            {
                let one = (plan.clone(), future);
                if !wanted.contains(&one) {
                    wanted.push(one);
                }
            }
        }
        if point.plan.is_none() && point.future.is_none() && ask.design.points.iter().all(|one| one.plan.is_none()) {
            // All points are alike in this.
            break;
        }
    }
    wanted
        .into_iter()
        .map(|(plan, future)| {
            let spec = Spec { plan: plan.clone(), future: future.clone(), ..ask.spec.clone() };
            let opened = spec.open()?;
            let measures = usual(&opened, &ask.measures)?;
            let wants = Wants { standard: false, measures, widen: ask.widen };
            let study =
                opened.study(false, &wants.measures, ask.widen).map_err(|(_, why)| request("E623", &why, ""))?;
            let uncertain = study.uncertain();
            let named = |name: Option<String>| name.unwrap_or_default();
            Ok(Base { plan: named(plan), future: named(future), spec, opened, wants, uncertain, study })
        })
        .collect()
}

/// A request that cannot be, without a text to point into.
pub(super) fn request(code: &'static str, message: &str, help: &str) -> Refused {
    let problem = Problem::error(code, message);
    let problem = if help.is_empty() { problem } else { problem.help(help) };
    Box::new((problem.into(), Texts::new()))
}

/// Every point under every plan and future: organisations that differ are opened once.
fn ready(ask: &Ask, bases: &[Base]) -> Result<(Vec<Arm>, Vec<Ready>), Refused> {
    let mut arms = Vec::new();
    let mut known: BTreeMap<(usize, Vec<String>), usize> = BTreeMap::new();
    let mut all = Vec::new();
    for (number, point) in ask.design.points.iter().enumerate() {
        let meets = |named: &Option<String>, asked: &[String], own: &Option<String>, has: &str| match named {
            Some(name) => name == has,
            None if asked.is_empty() => own.as_deref().unwrap_or_default() == has,
            None => asked.iter().any(|one| one == has),
        };
        for (place, base) in bases.iter().enumerate() {
            if !meets(&point.plan, &ask.plans, &ask.spec.plan, &base.plan)
                || !meets(&point.future, &ask.futures, &ask.spec.future, &base.future)
            {
                continue;
            }
            let (sets, fixed, values) = laid(&ask.design.inputs, &point.cells, base, ask.widen)?;
            let arm = match known.get(&(place, sets.clone())) {
                Some(arm) => *arm,
                None => {
                    let opened = if sets.is_empty() { None } else { Some(base.spec.with(sets.clone()).open()?) };
                    let opened = opened.as_ref().unwrap_or(&base.opened);
                    // A target that is varied is read on its own day.
                    let mut wants = base.wants.clone();
                    wants.measures = usual(opened, &ask.measures)?;
                    if wants.measures.len() != base.wants.measures.len() {
                        let message = format!("point {} has other targets than the file", number + 1);
                        return Err(request("E622", &message, "vary a target's numbers, not which targets there are"));
                    }
                    let name = format!("point {}", number + 1);
                    let arm = Arm::new(&name, "", opened, &wants).map_err(|why| request("E623", &why, ""))?;
                    arms.push(arm);
                    known.insert((place, sets), arms.len() - 1);
                    arms.len() - 1
                }
            };
            all.push(Ready {
                base: place,
                arm,
                fixed: (!fixed.is_empty()).then(|| Arc::new(fixed)),
                point: number,
                values,
            });
        }
    }
    let first = all.first().map(|one| (&arms[one.arm].identity, one.base));
    let is_still = all.len() > 1
        && all.iter().all(|one| one.fixed.is_none() && first == Some((&arms[one.arm].identity, one.base)));
    if is_still {
        let help = "every point is the same organisation: are the values those that the file has?";
        return Err(request("E624", "nothing that is varied changes anything", help));
    }
    Ok((arms, all))
}

/// Settings, given inputs, and the values to show.
type Laid = (Vec<String>, Fixed, Vec<String>);

fn laid(inputs: &[String], cells: &[Cell], base: &Base, widen: f64) -> Result<Laid, Refused> {
    let (mut sets, mut fixed, mut values) = (Vec::new(), Fixed::new(), Vec::new());
    for (path, cell) in inputs.iter().zip(cells) {
        let num = base.uncertain.iter().find(|num| num.path == *path);
        match (cell, num) {
            (Cell::Share(share), Some(num)) => {
                let value = num.quantile(*share, widen);
                fixed.insert(path.clone(), value);
                values.push(num.as_written(value).to_string());
            }
            (Cell::Share(_), None) => {
                let message = format!("`{path}` is no uncertain number, so it has no range to draw from");
                return Err(request("E624", &message, &uncertain_help(path, &base.uncertain)));
            }
            (Cell::Written(text), Some(num)) if text.parse::<f64>().is_ok_and(f64::is_finite) => {
                let value: f64 = text.parse().unwrap_or_default();
                given(num, value)?;
                fixed.insert(path.clone(), num.from_written(value));
                values.push(text.clone());
            }
            (Cell::Written(text), _) => {
                sets.push(format!("{}={text}", within_plan(path, base)));
                values.push(text.clone());
            }
        }
    }
    Ok((sets, fixed, values))
}

/// What the plan itself says of a path lies over the file: there the point is laid.
fn within_plan(path: &str, base: &Base) -> String {
    let planned = format!("{}.{path}", join_path("plan", &base.plan));
    let is_said = !base.plan.is_empty() && base.opened.loaded.tree.get_path(&planned).is_some();
    if is_said { planned } else { path.to_owned() }
}

/// Whether a value given to an uncertain input, in the unit of its key, is plausible.
///
/// # Errors
/// What is plausible.
pub(super) fn given(num: &Num, value: f64) -> Result<(), Refused> {
    let (least, most) = (num.as_written(num.at_least), num.as_written(num.at_most));
    if value.is_finite() && least - 1e-9 * least.abs() <= value && value <= most + 1e-9 * most.abs() {
        return Ok(());
    }
    let message = format!("`{}` cannot be {value}", num.path);
    Err(request("E204", &message, &format!("plausible is {least} to {most}")))
}

/// The nearest uncertain input, or how many there are.
pub(super) fn uncertain_help(path: &str, uncertain: &[Num]) -> String {
    match nearest(path, uncertain.iter().map(|num| num.path.as_str())) {
        Some(near) => format!("did you mean `{near}`? Else give values: --vary {path}=1,2,3"),
        None => format!("give values, --vary {path}=1,2,3; the file has {} uncertain numbers", uncertain.len()),
    }
}

fn measured(base: &Base) -> Vec<Measured> {
    let targets = &base.opened.scenario.targets;
    (base.study.measures.wanted.iter().enumerate())
        .map(|(place, wanted)| {
            let better = match targets.get(place / 2) {
                Some(target) if place % 2 == 1 => match target.bound {
                    Bound::AtMost(_) => Better::Lower,
                    Bound::AtLeast(_) => Better::Higher,
                },
                _ => wanted.measure.better(),
            };
            let name = if place < 2 * targets.len() {
                // The same for every point, also where a target's day is varied.
                let target = &targets[place / 2].name;
                format!("target.{target}.{}", if place % 2 == 0 { "met" } else { "value" })
            } else {
                shown(&base.study, wanted)
            };
            Measured { name, unit: wanted.measure.unit().to_owned(), better }
        })
        .collect()
}

/// Averages over luck, one for each future; not a number where nothing was measured.
fn by_future(values: &[Vec<f64>], measure: usize, luck: u64) -> Vec<f64> {
    let mean = |rows: &[Vec<f64>]| {
        let known: Vec<f64> = rows.iter().map(|row| row[measure]).filter(|value| !value.is_nan()).collect();
        known.iter().sum::<f64>() / known.len() as f64
    };
    values.chunks_exact(luck as usize).map(mean).collect()
}

fn outcome(by_future: &[f64]) -> Outcome {
    let moments: Moments = by_future.iter().copied().filter(|value| !value.is_nan()).collect();
    if moments.count() == 0 {
        return Outcome { mean: f64::NAN, se: f64::NAN };
    }
    Outcome { mean: moments.mean(), se: moments.std_error() }
}

/// The best point by a target, or by the first measure, and how many others may be as good.
fn best(base: &Base, measures: &[Measured], points: &[Found], values: &[Vec<Vec<f64>>], luck: u64) -> Option<Best> {
    // The first target that is not the same at every point: what is met everywhere tells no point from another.
    let targets = base.opened.scenario.targets.len();
    let differs = |target: &usize| {
        let of = |point: &Found| [0, 1].map(|part| point.outcomes[2 * target + part].mean.to_bits());
        points.iter().any(|point| of(point) != of(&points[0]))
    };
    let target = (0..targets).find(differs).or((targets > 0).then_some(0));
    let measure = target.map_or(0, |target| 2 * target + 1);
    let sign = match measures.get(measure)?.better {
        Better::Lower => 1.0,
        Better::Higher => -1.0,
        Better::Neither => return None,
    };
    let score = |point: &Found| {
        let met = target.map_or(0.0, |target| -point.outcomes[2 * target].mean);
        (met, sign * point.outcomes[measure].mean)
    };
    let known = points.iter().enumerate().filter(|(_, point)| !point.outcomes[measure].mean.is_nan());
    let (place, _) = known.min_by(|(_, one), (_, other)| {
        let (one, other) = (score(one), score(other));
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
    })?;
    let of_best = by_future(&values[place], measure, luck);
    // 95 % for all differences together (Bonferroni).
    let level = 1.0 - 0.025 / (points.len().saturating_sub(1)).max(1) as f64;
    let is_alike = |other: usize| {
        let beside = by_future(&values[other], measure, luck);
        let differences: Moments = beside.iter().zip(&of_best).map(|(one, best)| sign * (one - best)).collect();
        if differences.count() < 2 {
            return true;
        }
        let half = student_t_quantile(level, (differences.count() - 1) as f64) * differences.std_error();
        differences.mean() - half <= 0.0
    };
    let alike = (0..points.len()).filter(|other| *other != place && is_alike(*other)).count();
    Some(Best { place, target, measure, alike })
}

/// Inputs of which no two values, all else equal, gave anything else. Only a grid asks that.
fn idle(design: &Design, points: &[Found]) -> Vec<String> {
    let moved = |input: usize| {
        let mut by_rest: BTreeMap<(String, String, Vec<&String>), Vec<&Found>> = BTreeMap::new();
        for point in points {
            let rest = point.values.iter().enumerate().filter(|(at, _)| *at != input).map(|(_, value)| value).collect();
            by_rest.entry((point.plan.clone(), point.future.clone(), rest)).or_default().push(point);
        }
        let pairs: Vec<_> = by_rest.values().filter(|group| group.len() > 1).collect();
        let same = |one: &Found, other: &Found| {
            one.outcomes.iter().zip(&other.outcomes).all(|(one, other)| one.mean.to_bits() == other.mean.to_bits())
        };
        pairs.is_empty() || pairs.iter().any(|group| group.iter().any(|point| !same(point, group[0])))
    };
    (0..design.inputs.len()).filter(|input| !moved(*input)).map(|input| design.inputs[input].clone()).collect()
}

fn drawn(bases: &[Base], runner: &Runner<'_>, count: u64) -> Vec<Drawn> {
    let mut all = Vec::new();
    for base in bases.iter().filter(|base| !base.uncertain.is_empty()) {
        for number in 0..count {
            for (path, value) in base.study.inputs_as_written(&runner.seeds.draw(number * runner.seeds.luck)) {
                all.push(Drawn { plan: base.plan.clone(), future: base.future.clone(), number, path, value });
            }
        }
    }
    all
}
