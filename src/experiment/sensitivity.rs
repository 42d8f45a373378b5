//! Which assumption matters? Every number that nobody knows is moved over its declared range: alone (tornado), on random
//! walks (Morris), or all together (Sobol); and the futures of interest are put into a box of a few inputs (PRIM).
//!
//! Luck is noise, and the same for all points that are compared (common random numbers). How much of the variance is luck is
//! said beside.
//!
//! # Source
//! Morris (1991); Saltelli et al. (2010) with the estimators of Jansen (1999); Friedman and Fisher (1999); Bryant and Lempert
//! (2010): see `stats`. Inputs that share a cause are moved as one: indices of dependent inputs do not add up, those of
//! independent groups do (Jacques, Lavergne and Devictor 2006, *Reliability Engineering & System Safety* 91).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    arm::{Arm, Asked, Spec, Wants, asked, headline},
    compare::Trouble,
    findings::ScenarioName,
    open::Opened,
    provenance::scenario_hash,
    register::{Entry, register},
    runner::{Job, Runner},
    sweep::request,
};
use crate::{
    model::{num::Num, target::Bound},
    problem::nearest,
    random::{
        Source,
        design::{SOBOL_DIMENSIONS, SOBOL_POINTS, latin_hypercube, sobol, walks},
    },
    replicate::{Fixed, Row, Seeds},
    stats::{Moments, effects, prim, quantile, sobol_indices},
};

/// The 5 % and 95 % points, between which inputs are moved.
const TAIL: f64 = 0.05;

/// Inputs of a box at most (Bryant and Lempert).
const BOX_INPUTS: usize = 4;

/// Inputs among which a box is sought: those that matter most.
const BOX_AMONG: usize = 10;

/// What is rarer than this cannot be told from the rest by the drawn futures.
const RARE: f64 = 0.1;

const RESAMPLES: u64 = 300;

#[derive(Clone, Debug)]
pub struct Ask {
    pub spec: Spec,
    /// The first decides ranks; empty: the measure of the first target when it is due.
    pub measures: Vec<String>,
    /// Replications of each point of the tornado; 0: none.
    pub tornado: u64,
    /// Walks of Morris; 0: none.
    pub walks: usize,
    /// Rows of Saltelli's design; 0: none.
    pub sobol: usize,
    /// Drawn futures, for the share of luck and the box.
    pub futures: u64,
    /// `NAME=PREFIX,PREFIX`: inputs that are moved as one.
    pub groups: Vec<String>,
    /// Inputs that begin with the same so many names are moved as one; 0: each alone.
    pub by: usize,
    /// What makes a future one of interest: `MEASURE>5` or `MEASURE<5`.
    pub when: Option<String>,
    pub widen: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    pub surgecap: String,
    pub scenario: ScenarioName,
    pub seed: u64,
    /// Numbers that nobody knows.
    pub inputs: usize,
    pub runs: u64,
    pub widen: f64,
    pub interrupted: bool,
    pub measures: Vec<OfMeasure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discovery: Option<Discovery>,
    /// Every number of the scenario, ranked where it is uncertain.
    pub register: Vec<Entry>,
    pub caveats: Vec<String>,
}

/// What moves one measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfMeasure {
    pub measure: String,
    pub unit: String,
    pub luck: Option<Luck>,
    /// With every input at its likely value.
    pub base: Option<f64>,
    pub tornado_replications: u64,
    /// Widest first.
    pub tornado: Vec<Swing>,
    pub walks: usize,
    /// Largest mu* first.
    pub morris: Vec<Screened>,
    pub sobol_rows: usize,
    /// Largest total index first.
    pub sobol: Vec<Shares>,
}

/// Over drawn futures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Luck {
    pub futures: u64,
    /// Share of the variance that is luck within a future, with its 95 % bootstrap interval.
    pub share: f64,
    pub low: f64,
    pub high: f64,
    /// 5, 50 and 95 % points of the measure over futures.
    pub value: [f64; 3],
}

/// One input, or inputs that move as one, between its 5 % and 95 % points, all others at their likely values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Swing {
    pub name: String,
    pub members: usize,
    /// The input's own points; none for several.
    pub low: Option<f64>,
    pub likely: Option<f64>,
    pub high: Option<f64>,
    /// The measure there.
    pub at_low: f64,
    pub at_high: f64,
    /// From the least to the greatest of both and the base.
    pub width: f64,
    /// Standard error of the paired difference between both ends.
    pub se: f64,
}

/// Effects are changes over steps in the share of probability, from the 5 % to the 95 % point counted as 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Screened {
    pub name: String,
    pub members: usize,
    pub mu_star: f64,
    pub mu_star_se: f64,
    pub mu: f64,
    pub sigma: f64,
}

/// Shares of variance with 95 % bootstrap intervals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    pub name: String,
    pub members: usize,
    /// None for luck, which has no value of its own to be fixed.
    pub first: Option<[f64; 3]>,
    pub total: [f64; 3],
}

/// The box in which most futures of interest lie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Discovery {
    /// In words: "target missed: …".
    pub of_interest: String,
    pub futures: usize,
    pub share: f64,
    /// None where no input tells them from the others.
    pub found: Option<Boxed>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Boxed {
    pub limits: Vec<BoxLimit>,
    /// Share of the futures of interest that lie in the box.
    pub coverage: f64,
    /// Share of the futures in the box that are of interest.
    pub density: f64,
    /// Density in futures from which the box was not made (made from one half, judged on the other, both ways).
    pub density_elsewhere: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoxLimit {
    pub input: String,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// How often chance alone would do as much.
    pub by_chance: f64,
}

/// Inputs that move as one.
#[derive(Clone, Debug, PartialEq)]
struct Unit {
    name: String,
    members: Vec<usize>,
}

/// Which futures are of interest.
#[derive(Clone, Debug)]
struct When {
    says: String,
    column: usize,
    /// Above this, else below.
    is_above: bool,
    level: f64,
}

/// What `--when` says.
struct Condition {
    says: String,
    is_above: bool,
    level: f64,
}

struct Screening<'a> {
    ask: &'a Ask,
    arm: &'a Arm,
    nums: Vec<Num>,
    /// Moved as one by the tornado and the walks: groups, and inputs that rise together.
    units: Vec<Unit>,
    /// Drawn as one for indices: groups, and all inputs that share a cause.
    blocks: Vec<Unit>,
    columns: usize,
}

/// Asks which assumption matters.
///
/// # Errors
/// A request that cannot be; a store that cannot be written.
pub fn sensitivity(ask: &Ask, runner: &mut Runner<'_>) -> Result<Sensitivity, Trouble> {
    let opened = ask.spec.open()?;
    let (wanted, when_at) = measures(ask, &opened)?;
    let columns = wanted.len() - usize::from(when_at.is_some());
    let wants = Wants { standard: false, measures: wanted, widen: ask.widen };
    let arm = Arm::new("", "", &opened, &wants).map_err(|why| request("E623", &why, ""))?;
    let nums = arm.study.uncertain();
    if nums.is_empty() {
        let help = "write a range for what nobody knows: { low = 6, likely = 10, high = 20 }";
        return Err(request("E624", "the file has no uncertain number: nothing can be asked of it", help).into());
    }
    let (units, blocks) = units(ask, &opened, &nums)?;
    if ask.sobol > SOBOL_POINTS {
        let message = format!("{} rows of Saltelli's design", ask.sobol);
        return Err(request("E622", &message, &format!("at most {SOBOL_POINTS}")).into());
    }
    // Two replications of luck in each future: the even ones are the first.
    let seeds = runner.seeds;
    runner.seeds = Seeds { luck: 2, ..seeds };
    let screening = Screening { ask, arm: &arm, nums, units, blocks, columns };
    let found = screening.found(&opened, when_at, runner);
    runner.seeds = seeds;
    found
}

/// The measures that are asked for, and the one that tells futures of interest.
fn measures(ask: &Ask, opened: &Opened) -> Result<(Vec<Asked>, Option<Condition>), Trouble> {
    let mut all = Vec::new();
    let mut names = ask.measures.clone();
    let condition = match &ask.when {
        None => None,
        Some(text) => {
            let sign = text.find(['<', '>']);
            let level = sign.and_then(|at| text[at + 1..].trim().trim_start_matches('=').trim().parse::<f64>().ok());
            let (Some(at), Some(level)) = (sign, level) else {
                let help = "write a measure, < or >, and a number: stock.old@2027-12-31>100";
                return Err(request("E623", &format!("`{text}` tells no futures apart"), help).into());
            };
            names.push(text[..at].trim().to_owned());
            Some(Condition { says: text.clone(), is_above: text[at..].starts_with('>'), level })
        }
    };
    if ask.measures.is_empty() {
        match headline(opened) {
            Some(headline) => all.push(headline),
            None => {
                let help = "--measure stock.STREAM, --measure stage.STAGE.wait_hours.mean, …";
                return Err(request("E623", "the file has no target, so a measure must be named", help).into());
            }
        }
    }
    for name in names {
        let found = asked(&name, opened).and_then(|one| {
            let tried = opened.study(false, std::slice::from_ref(&one), 1.0);
            tried.map(|_| one).map_err(|(_, why)| why)
        });
        all.push(found.map_err(|why| request("E623", &why, "a level may say its day: stock.regular@2020-12-31"))?);
    }
    Ok((all, condition))
}

/// What moves as one: (for steps, for draws).
fn units(ask: &Ask, opened: &Opened, nums: &[Num]) -> Result<(Vec<Unit>, Vec<Unit>), Trouble> {
    let mut units: Vec<Unit> = Vec::new();
    let mut of: Vec<Option<String>> = vec![None; nums.len()];
    for group in &ask.groups {
        let Some((name, prefixes)) = group.split_once('=') else {
            let help = "write --group NAME=PREFIX,PREFIX: --group learning=cohort.agency,supervision";
            return Err(request("E625", &format!("`{group}` is no group"), help).into());
        };
        for prefix in prefixes.split(',').map(str::trim) {
            let is_in = |num: &Num| {
                num.path == prefix || num.path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'))
            };
            let members: Vec<usize> = (0..nums.len()).filter(|place| is_in(&nums[*place])).collect();
            if members.is_empty() || prefix.is_empty() {
                let near = nearest(prefix, nums.iter().map(|num| num.path.as_str()));
                let help = near.map_or_else(
                    || "a group names the beginnings of paths: stage.draft, or cohort".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(request("E625", &format!("no uncertain number begins with `{prefix}`"), &help).into());
            }
            for member in members {
                if of[member].as_deref().is_some_and(|other| other != name.trim()) {
                    let message = format!("`{}` is in two groups", nums[member].path);
                    return Err(request("E625", &message, "each input belongs to one group, or to none").into());
                }
                of[member] = Some(name.trim().to_owned());
            }
        }
    }
    for (place, num) in nums.iter().enumerate() {
        if of[place].is_none() && ask.by > 0 {
            of[place] = Some(num.path.split('.').take(ask.by).collect::<Vec<_>>().join("."));
        }
        match of[place].as_ref().and_then(|name| units.iter().position(|unit| unit.name == *name)) {
            Some(unit) => units[unit].members.push(place),
            None => {
                let name = of[place].clone().unwrap_or_else(|| num.path.clone());
                units.push(Unit { name, members: vec![place] });
            }
        }
    }
    let mut blocks = units.clone();
    for correlation in &opened.scenario.correlations {
        let members: Vec<usize> =
            (0..nums.len()).filter(|place| correlation.inputs.contains(&nums[*place].path)).collect();
        if members.len() > 1 {
            merge(&mut blocks, &members, &correlation.name);
            // What rises while another falls is no single step.
            if correlation.rho > 0.0 {
                merge(&mut units, &members, &correlation.name);
            }
        }
    }
    Ok((units, blocks))
}

/// Makes one unit of all that hold any of these inputs.
fn merge(units: &mut Vec<Unit>, members: &[usize], name: &str) {
    let touches = |unit: &Unit| unit.members.iter().any(|member| members.contains(member));
    let mut all: Vec<usize> = units.iter().filter(|unit| touches(unit)).flat_map(|unit| unit.members.clone()).collect();
    all.sort_unstable();
    let Some(first) = units.iter().position(touches) else { return };
    let said = format!("correlation.{name}");
    let kept: Vec<Unit> =
        units.drain(..).enumerate().filter(|(at, unit)| *at == first || !touches(unit)).map(|(_, unit)| unit).collect();
    *units = kept;
    units[first] = Unit { name: said, members: all };
}

impl Screening<'_> {
    fn found(
        &self,
        opened: &Opened,
        condition: Option<Condition>,
        runner: &mut Runner<'_>,
    ) -> Result<Sensitivity, Trouble> {
        let mut measures: Vec<OfMeasure> = (self.arm.measures().into_iter().take(self.columns).enumerate())
            .map(|(column, measure)| OfMeasure {
                measure,
                unit: self.arm.study.measures.wanted[column].measure.unit().to_owned(),
                luck: None,
                base: None,
                tornado_replications: 0,
                tornado: Vec::new(),
                walks: 0,
                morris: Vec::new(),
                sobol_rows: 0,
                sobol: Vec::new(),
            })
            .collect();
        let mut runs = 0;
        let is_stopped = |runner: &Runner<'_>| runner.control.is_stopped();
        let drawn = self.draw(runner, &mut runs)?;
        for (column, found) in measures.iter_mut().enumerate() {
            found.luck = self.luck(&drawn, column);
        }
        if self.ask.tornado > 0 && !is_stopped(runner) {
            self.tornado(&mut measures, runner, &mut runs)?;
        }
        if self.ask.walks > 0 && !is_stopped(runner) {
            self.morris(&mut measures, runner, &mut runs)?;
        }
        if self.ask.sobol > 0 && !is_stopped(runner) {
            self.sobol(&mut measures, runner, &mut runs)?;
        }
        let ranked = ranked(&measures[0]);
        let discovery = if drawn.len() == self.ask.futures as usize && self.ask.futures > 0 {
            self.discover(opened, condition, &drawn, &ranked, runner.seeds)
        } else {
            None
        };
        let mut caveats = Vec::new();
        for correlation in &opened.scenario.correlations {
            let how =
                if correlation.rho > 0.0 { "moved as one" } else { "moved alone in steps, drawn as one for indices" };
            caveats.push(format!("Inputs of [correlation.{}] share a cause: they are {how}.", correlation.name));
        }
        if self.arm.study.past.is_some() {
            caveats.push(
                "Drawn futures fit what is known from before the start; tornado, walks and indices move inputs over their whole ranges.".to_owned(),
            );
        }
        if self.ask.widen != 1.0 {
            caveats.push(format!("All ranges of inputs were taken {} times as wide as written.", self.ask.widen));
        }
        let rank_of = |path: &str| {
            let place = self.nums.iter().position(|num| num.path == path)?;
            let unit = self.units.iter().find(|unit| unit.members.contains(&place))?;
            ranked.iter().position(|name| *name == unit.name).map(|rank| rank + 1)
        };
        Ok(Sensitivity {
            surgecap: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: ScenarioName { name: opened.scenario.name.clone(), sha256: scenario_hash(opened) },
            seed: runner.seeds.work,
            inputs: self.nums.len(),
            runs,
            widen: self.ask.widen,
            interrupted: is_stopped(runner),
            register: register(opened, &self.nums, rank_of),
            measures,
            discovery,
            caveats,
        })
    }

    /// Drawn futures: the first run of each, and a second with other luck of every other one.
    fn draw(&self, runner: &mut Runner<'_>, runs: &mut u64) -> Result<Vec<(Row, Option<Row>)>, Trouble> {
        let job = |replication| Job { arm: self.arm, replication, fixed: None };
        let jobs: Vec<Job<'_>> = (0..self.ask.futures)
            .flat_map(|future| {
                let again = (future % 2 == 0).then(|| job(2 * future + 1));
                std::iter::once(job(2 * future)).chain(again)
            })
            .collect();
        let rows = runner.rows("drawn futures", &jobs)?;
        *runs += rows.len() as u64;
        let mut rows = rows.into_iter();
        let mut all = Vec::new();
        for future in 0..self.ask.futures {
            let Some(row) = rows.next() else { break };
            all.push((row, if future % 2 == 0 { rows.next() } else { None }));
        }
        Ok(all)
    }

    /// E[(Y − Y′)²] over 2 Var Y, with the futures resampled for its interval (RULES 15).
    fn luck(&self, drawn: &[(Row, Option<Row>)], column: usize) -> Option<Luck> {
        let pairs: Vec<(f64, f64)> = (drawn.iter())
            .filter_map(|(row, again)| Some((row.values[column], again.as_ref()?.values[column])))
            .filter(|(one, other)| one.is_finite() && other.is_finite())
            .collect();
        let share = |pairs: &[(f64, f64)]| {
            let all: Moments = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
            let apart: Moments = pairs.iter().map(|(one, other)| (one - other) * (one - other)).collect();
            (apart.mean() / (2.0 * all.variance())).min(1.0)
        };
        let found = share(&pairs);
        if pairs.len() < 10 || !found.is_finite() {
            return None;
        }
        let key = Source::new(1, 0).key("sensitivity", "luck");
        let mut shares: Vec<f64> = (0..RESAMPLES)
            .map(|resample| {
                let mut draws = key.draws(resample, 0);
                let picked: Vec<_> =
                    pairs.iter().map(|_| pairs[(draws.uniform() * pairs.len() as f64) as usize]).collect();
                share(&picked)
            })
            .filter(|share| share.is_finite())
            .collect();
        shares.sort_by(f64::total_cmp);
        let mut values: Vec<f64> =
            drawn.iter().map(|(row, _)| row.values[column]).filter(|one| one.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        let at = |p: f64| quantile(&values, p);
        let (low, high) = (quantile(&shares, 0.025), quantile(&shares, 0.975));
        Some(Luck { futures: values.len() as u64, share: found, low, high, value: [at(0.05), at(0.5), at(0.95)] })
    }

    /// All inputs at their likely values.
    fn likely(&self) -> Fixed {
        self.nums.iter().map(|num| (num.path.clone(), num.likely())).collect()
    }

    fn value(&self, input: usize, share: f64) -> f64 {
        self.nums[input].quantile(share, self.ask.widen)
    }

    fn tornado(&self, measures: &mut [OfMeasure], runner: &mut Runner<'_>, runs: &mut u64) -> Result<(), Trouble> {
        let mut points = vec![Arc::new(self.likely())];
        for unit in &self.units {
            for share in [TAIL, 1.0 - TAIL] {
                let mut fixed = self.likely();
                for member in &unit.members {
                    fixed.insert(self.nums[*member].path.clone(), self.value(*member, share));
                }
                points.push(Arc::new(fixed));
            }
        }
        let count = self.ask.tornado as usize;
        let jobs: Vec<Job<'_>> = points
            .iter()
            .flat_map(|fixed| {
                (0..self.ask.tornado).map(move |one| Job { arm: self.arm, replication: 2 * one, fixed: Some(fixed) })
            })
            .collect();
        let rows = runner.rows("each input at its 5 % and 95 % point", &jobs)?;
        *runs += rows.len() as u64;
        if rows.len() < jobs.len() {
            return Ok(());
        }
        for (column, found) in measures.iter_mut().enumerate() {
            let point = |number: usize| -> Vec<f64> {
                rows[number * count..(number + 1) * count].iter().map(|row| row.values[column]).collect()
            };
            let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
            let base = mean(&point(0));
            found.base = Some(base);
            found.tornado_replications = self.ask.tornado;
            for (place, unit) in self.units.iter().enumerate() {
                let (low, high) = (point(1 + 2 * place), point(2 + 2 * place));
                let differences: Moments = high.iter().zip(&low).map(|(high, low)| high - low).collect();
                let (at_low, at_high) = (mean(&low), mean(&high));
                let width = at_low.max(at_high).max(base) - at_low.min(at_high).min(base);
                let only = unit.members[0];
                let alone = |value: f64| (unit.members.len() == 1).then_some(self.nums[only].as_written(value));
                found.tornado.push(Swing {
                    name: unit.name.clone(),
                    members: unit.members.len(),
                    low: alone(self.value(only, TAIL)),
                    likely: alone(self.nums[only].likely()),
                    high: alone(self.value(only, 1.0 - TAIL)),
                    at_low,
                    at_high,
                    width,
                    se: if count > 1 { differences.std_error() } else { f64::NAN },
                });
            }
            found.tornado.sort_by(|one, other| other.width.total_cmp(&one.width));
        }
        Ok(())
    }

    fn morris(&self, measures: &mut [OfMeasure], runner: &mut Runner<'_>, runs: &mut u64) -> Result<(), Trouble> {
        let names: Vec<String> = self.units.iter().map(|unit| unit.name.clone()).collect();
        let walks = walks(runner.seeds.inputs, self.ask.walks, &names);
        let fixed: Vec<Vec<Arc<Fixed>>> = walks
            .iter()
            .map(|walk| {
                let point = |levels: &Vec<f64>| {
                    let mut fixed = Fixed::new();
                    for (unit, level) in self.units.iter().zip(levels) {
                        for member in &unit.members {
                            let share = TAIL + (1.0 - 2.0 * TAIL) * level;
                            fixed.insert(self.nums[*member].path.clone(), self.value(*member, share));
                        }
                    }
                    Arc::new(fixed)
                };
                walk.points.iter().map(point).collect()
            })
            .collect();
        let jobs: Vec<Job<'_>> = fixed
            .iter()
            .enumerate()
            .flat_map(|(walk, points)| {
                let replication = 2 * walk as u64;
                points.iter().map(move |fixed| Job { arm: self.arm, replication, fixed: Some(fixed) })
            })
            .collect();
        let rows = runner.rows("walks of Morris", &jobs)?;
        *runs += rows.len() as u64;
        let per_walk = self.units.len() + 1;
        let whole = rows.len() / per_walk;
        if whole < 2 {
            return Ok(());
        }
        for (column, found) in measures.iter_mut().enumerate() {
            let mut of_unit: Vec<Vec<f64>> = vec![Vec::new(); self.units.len()];
            for (walk, rows) in walks.iter().zip(rows.chunks_exact(per_walk)) {
                for (step, unit) in walk.moved.iter().enumerate() {
                    let by = walk.points[step + 1][*unit] - walk.points[step][*unit];
                    of_unit[*unit].push((rows[step + 1].values[column] - rows[step].values[column]) / by);
                }
            }
            found.walks = whole;
            for (unit, all) in self.units.iter().zip(&of_unit) {
                let found_effects = effects(all);
                found.morris.push(Screened {
                    name: unit.name.clone(),
                    members: unit.members.len(),
                    mu_star: found_effects.size,
                    mu_star_se: found_effects.size_error,
                    mu: found_effects.mean,
                    sigma: found_effects.spread,
                });
            }
            found.morris.sort_by(|one, other| other.mu_star.total_cmp(&one.mu_star));
        }
        Ok(())
    }

    /// Uniforms of both base designs: `[design][row][input]`.
    fn bases(&self, seed: u64) -> [Vec<Vec<f64>>; 2] {
        let (rows, inputs) = (self.ask.sobol, self.nums.len());
        if 2 * inputs <= SOBOL_DIMENSIONS {
            let all = sobol(seed, rows, 2 * inputs);
            return [0, inputs].map(|from| all.iter().map(|point| point[from..from + inputs].to_vec()).collect());
        }
        let names = |of: &str| self.nums.iter().map(|num| format!("{of} {}", num.path)).collect::<Vec<String>>();
        ["a", "b"].map(|of| latin_hypercube(seed, rows, &names(of)))
    }

    /// The values of one row, inputs of these blocks taken from the other design.
    fn mixed(
        &self,
        own: &[f64],
        other: &[f64],
        block: Option<usize>,
        opened: &[crate::model::correlation::Correlation],
    ) -> Fixed {
        let is_other = |input: usize| block.is_some_and(|block| self.blocks[block].members.contains(&input));
        let uniform = |input: usize| if is_other(input) { other[input] } else { own[input] };
        (0..self.nums.len())
            .map(|input| {
                let path = &self.nums[input].path;
                let group =
                    opened.iter().find_map(|group| Some((group, group.inputs.iter().position(|one| one == path)?)));
                let share = match group {
                    None => uniform(input),
                    Some((group, place)) => group
                        .uniform(place, |path| self.nums.iter().position(|num| num.path == path).map_or(0.5, uniform)),
                };
                (path.clone(), self.value(input, share))
            })
            .collect()
    }

    fn sobol(&self, measures: &mut [OfMeasure], runner: &mut Runner<'_>, runs: &mut u64) -> Result<(), Trouble> {
        let [a, b] = self.bases(runner.seeds.inputs);
        let correlations = &self.arm.study.scenario.correlations;
        // Luck is part of a row, as an input of its own: rows of A and B have futures apart, mixed rows that of A.
        let mut points: Vec<(u64, Arc<Fixed>)> = Vec::new();
        for row in 0..self.ask.sobol {
            let number = row as u64;
            let at_a = Arc::new(self.mixed(&a[row], &b[row], None, correlations));
            points.push((4 * number, at_a.clone()));
            points.push((4 * number + 2, Arc::new(self.mixed(&b[row], &a[row], None, correlations))));
            points.push((4 * number + 1, at_a.clone()));
            points.push((4 * number + 2, at_a));
            for block in 0..self.blocks.len() {
                points.push((4 * number, Arc::new(self.mixed(&a[row], &b[row], Some(block), correlations))));
            }
        }
        let jobs: Vec<Job<'_>> = (points.iter())
            .map(|(replication, fixed)| Job { arm: self.arm, replication: *replication, fixed: Some(fixed) })
            .collect();
        let rows = runner.rows("Saltelli's design", &jobs)?;
        *runs += rows.len() as u64;
        let per_row = self.blocks.len() + 4;
        let whole = rows.len() / per_row;
        if whole < 8 {
            return Ok(());
        }
        for (column, found) in measures.iter_mut().enumerate() {
            let part =
                |at: usize| -> Vec<f64> { rows.chunks_exact(per_row).map(|row| row[at].values[column]).collect() };
            let (at_a, at_b) = (part(0), part(1));
            found.sobol_rows = whole;
            let mut add = |name: &str, members: usize, at: usize, has_first: bool| {
                let [first, total] = intervals(&at_a, &at_b, &part(at));
                found.sobol.push(Shares { name: name.to_owned(), members, first: has_first.then_some(first), total });
            };
            for (place, block) in self.blocks.iter().enumerate() {
                add(&block.name, block.members.len(), 4 + place, true);
            }
            add("luck within a future", 0, 2, false);
            add("demand and luck", 0, 3, true);
            found.sobol.sort_by(|one, other| other.total[0].total_cmp(&one.total[0]));
        }
        Ok(())
    }

    /// The futures of interest, and a box for them.
    fn discover(
        &self,
        opened: &Opened,
        condition: Option<Condition>,
        drawn: &[(Row, Option<Row>)],
        ranked: &[String],
        seeds: Seeds,
    ) -> Option<Discovery> {
        let layout = self.arm.study.layout();
        let values = |column: usize| -> Vec<f64> { drawn.iter().map(|(row, _)| row.values[column]).collect() };
        let share_of = |when: &When| {
            let hits = values(when.column).iter().filter(|value| (**value > when.level) == when.is_above).count();
            hits as f64 / drawn.len() as f64
        };
        let mut tried: Vec<When> = Vec::new();
        match condition {
            Some(Condition { says, is_above, level }) => {
                tried.push(When { says, column: self.columns, is_above, level })
            }
            None => {
                for (number, target) in opened.scenario.targets.iter().enumerate() {
                    let says = if target.says.is_empty() { &target.name } else { &target.says };
                    let column = layout.is_met(number);
                    let missed = When { says: format!("missed: {says}"), column, is_above: false, level: 0.5 };
                    let met = When { says: format!("met: {says}"), is_above: true, ..missed.clone() };
                    // The rarer of both says more.
                    tried.push(if share_of(&missed) <= 0.5 { missed } else { met });
                }
            }
        }
        let told = tried.iter().position(|when| (RARE..=1.0 - RARE).contains(&share_of(when)));
        let when = match told {
            Some(place) => tried.swap_remove(place),
            None if self.ask.when.is_some() => tried.pop()?,
            None => {
                // Met nearly always, or nearly never: then the worst quarter of the measure.
                let mut sorted = values(0);
                sorted.retain(|value| value.is_finite());
                sorted.sort_by(f64::total_cmp);
                if sorted.is_empty() {
                    return None;
                }
                let is_lower_better =
                    !matches!(opened.scenario.targets.first().map(|target| target.bound), Some(Bound::AtLeast(_)));
                let level = quantile(&sorted, if is_lower_better { 0.75 } else { 0.25 });
                let name = &self.arm.measures()[0];
                let side = if is_lower_better { "above" } else { "below" };
                When {
                    says: format!("the worst quarter: {name} {side} {level:.0}"),
                    column: 0,
                    is_above: is_lower_better,
                    level,
                }
            }
        };
        // In a search among few inputs chance finds less.
        let mut among: Vec<usize> = Vec::new();
        for unit in ranked.iter().filter_map(|name| self.units.iter().find(|unit| unit.name == *name)) {
            among.extend(unit.members.iter().take(BOX_AMONG.saturating_sub(among.len())));
        }
        if among.is_empty() {
            among = (0..self.nums.len()).collect();
        }
        let points: Vec<Vec<f64>> = (0..drawn.len() as u64)
            .map(|future| {
                let inputs = self.arm.study.inputs_as_written(&seeds.draw(2 * future));
                let value = |place: &usize| {
                    inputs
                        .iter()
                        .find(|(path, _)| *path == self.nums[*place].path)
                        .map_or(f64::NAN, |(_, value)| *value)
                };
                among.iter().map(value).collect()
            })
            .collect();
        let hits: Vec<bool> = values(when.column).iter().map(|value| (*value > when.level) == when.is_above).collect();
        let bound = |bound: f64| bound.is_finite().then_some(bound);
        let found = prim(&points, &hits, BOX_INPUTS).map(|found| Boxed {
            limits: (found.limits.iter())
                .map(|limit| BoxLimit {
                    input: self.nums[among[limit.input]].path.clone(),
                    low: bound(limit.low),
                    high: bound(limit.high),
                    by_chance: limit.by_chance,
                })
                .collect(),
            coverage: found.coverage,
            density: found.density,
            density_elsewhere: elsewhere(&points, &hits),
        });
        let share = hits.iter().filter(|hit| **hit).count() as f64 / hits.len() as f64;
        Some(Discovery { of_interest: when.says, futures: hits.len(), share, found })
    }
}

/// Density in the half of the futures from which a box was not made, over both halves.
fn elsewhere(points: &[Vec<f64>], hits: &[bool]) -> Option<f64> {
    let (mut cases, mut right) = (0, 0);
    for half in 0..2 {
        let pick = |wanted: usize| -> (Vec<Vec<f64>>, Vec<bool>) {
            let places = (0..points.len()).filter(|place| place % 2 == wanted);
            places.map(|place| (points[place].clone(), hits[place])).unzip()
        };
        let (made_of, made_hits) = pick(half);
        let Some(found) = prim(&made_of, &made_hits, BOX_INPUTS) else { continue };
        let (others, other_hits) = pick(1 - half);
        for (point, hit) in others.iter().zip(other_hits) {
            if found.limits.iter().all(|limit| limit.low <= point[limit.input] && point[limit.input] <= limit.high) {
                cases += 1;
                right += usize::from(hit);
            }
        }
    }
    (cases > 0).then(|| right as f64 / cases as f64)
}

/// First and total index, each with its 95 % bootstrap interval over rows.
fn intervals(at_a: &[f64], at_b: &[f64], mixed: &[f64]) -> [[f64; 3]; 2] {
    let found = sobol_indices(at_a, at_b, mixed);
    let key = Source::new(1, 0).key("sensitivity", "indices");
    let (mut firsts, mut totals) = (Vec::new(), Vec::new());
    for resample in 0..RESAMPLES {
        let mut draws = key.draws(resample, 0);
        let places: Vec<usize> = at_a.iter().map(|_| (draws.uniform() * at_a.len() as f64) as usize).collect();
        let pick = |of: &[f64]| -> Vec<f64> { places.iter().map(|place| of[*place]).collect() };
        let again = sobol_indices(&pick(at_a), &pick(at_b), &pick(mixed));
        if again.first.is_finite() && again.total.is_finite() {
            firsts.push(again.first);
            totals.push(again.total);
        }
    }
    firsts.sort_by(f64::total_cmp);
    totals.sort_by(f64::total_cmp);
    let with = |value: f64, all: &[f64]| match all.is_empty() {
        true => [value, f64::NAN, f64::NAN],
        false => [value, quantile(all, 0.025), quantile(all, 0.975)],
    };
    [with(found.first, &firsts), with(found.total, &totals)]
}

/// What moves a measure, most first: by total index, else by the mean place in both screenings.
fn ranked(found: &OfMeasure) -> Vec<String> {
    if !found.sobol.is_empty() {
        return found.sobol.iter().filter(|one| one.members > 0).map(|one| one.name.clone()).collect();
    }
    let by_width: Vec<&String> = found.tornado.iter().map(|one| &one.name).collect();
    let by_effect: Vec<&String> = found.morris.iter().map(|one| &one.name).collect();
    let mut all: Vec<&String> = if by_effect.is_empty() { by_width.clone() } else { by_effect.clone() };
    let place = |name: &String| {
        let of = |list: &[&String]| list.iter().position(|one| *one == name).unwrap_or_default();
        of(&by_width) + of(&by_effect)
    };
    all.sort_by_key(|name| place(name));
    all.into_iter().cloned().collect()
}
