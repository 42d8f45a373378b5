//! What would it take? The verdict, what can be promised, the smallest plan that reaches the wanted probability, and what one
//! must believe for the verdict to turn (RULES 14, 15, 18).

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    arm::{Arm, Spec, Wants},
    compare::Trouble,
    findings::{Listed, Promise, ScenarioName, Verdict},
    open::Opened,
    provenance::scenario_hash,
    runner::{Job, Runner},
};
use crate::{
    model::{staff::Size, target::Bound},
    random::Source,
    replicate::{Fixed, Row, Seeds},
    stats::{Moments, correlation, normal_cdf, normal_quantile, quantile, ranks, wilson},
};

/// Points of the grid of each lever (RULES 18 asks for nine at least).
const POINTS: usize = 9;
/// Points of each lever where two, or three, move together.
const POINTS_OF_TWO: usize = 5;
const POINTS_OF_THREE: usize = 4;
/// Halvings of the segment where the wanted probability is crossed.
const HALVINGS: usize = 4;
/// Futures that are run again with other luck (RULES 15).
const AGAIN: u64 = 200;
/// Inputs whose belief is tried: those that go most with the measure.
const BELIEFS: usize = 5;
/// Resamples of a bootstrap interval.
const RESAMPLES: u64 = 1_000;
/// How far an input is moved at most: its 5 and 95 % points.
const FARTHEST: f64 = 0.45;

/// A number of the file that may be moved, by its path.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    pub path: String,
    pub low: f64,
    pub high: f64,
    /// It counts something: only whole numbers are allowed. Found out by asking.
    pub whole: bool,
}

#[derive(Clone, Debug)]
pub struct Ask {
    pub spec: Spec,
    /// None: the first target of the file.
    pub target: Option<String>,
    /// One to three; empty: the headcount of each cohort, to three times what the file says.
    pub levers: Vec<Lever>,
    pub futures: u64,
    pub widen: f64,
    pub seeds: Seeds,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feasibility {
    pub surgecap: String,
    pub scenario: ScenarioName,
    pub seed: u64,
    pub replications: u64,
    pub interrupted: bool,
    pub target: String,
    pub says: String,
    pub measure: String,
    pub bound: String,
    pub by: Date,
    pub wanted: f64,
    pub chance: Chance,
    pub verdict: Verdict,
    /// The date from which the target stays met, by probability.
    pub dates: Listed<Promise>,
    /// What to promise for the date of the target instead: the level that is kept, by probability.
    pub amounts: Listed<f64>,
    /// Share of the variance of the measure that is luck, with its 95 % bootstrap interval.
    pub luck_share: Option<[f64; 3]>,
    /// The input that goes most with the measure.
    pub matters_most: Option<MattersMost>,
    pub levers: Vec<LeverFinding>,
    /// The smallest point where levers move together; only asked where none does alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<TogetherFinding>,
    pub speed_limit: Vec<SpeedLimit>,
    pub beliefs: Vec<Belief>,
    /// All of them moved at once, each along its own effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joint_belief: Option<JointBelief>,
    pub caveats: Vec<String>,
}

/// A share of replications with its 95 % Wilson interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chance {
    pub p: f64,
    pub low: f64,
    pub high: f64,
    pub replications: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MattersMost {
    pub input: String,
    /// Rank correlation with the measure over futures.
    pub correlation: f64,
    /// Where the input lies in its lowest, and in its highest tenth.
    pub lowest_tenth: Chance,
    pub highest_tenth: Chance,
    pub depends: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeverFinding {
    pub path: String,
    pub points: Vec<PointFinding>,
    /// The least value that reaches the wanted probability, on the first crossing from below.
    pub smallest: Option<f64>,
    /// No value of the range does: the simultaneous upper bound lies below the wanted probability at every point.
    pub none_does: bool,
    /// The chance falls somewhere while the lever rises, by more than chance.
    pub falls: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointFinding {
    pub value: f64,
    pub chance: Chance,
    /// Upper bound, simultaneous over the grid.
    pub upper: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TogetherFinding {
    pub points: Vec<(Vec<f64>, Chance)>,
    pub smallest: Option<Listed<f64>>,
    pub none_does: bool,
}

/// How fast experienced capacity can grow (SCIENCE 1, F4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpeedLimit {
    pub cohort: String,
    /// Months of one supervisor that one newcomer takes.
    pub supervisor_months: f64,
    /// Share of the experienced who may supervise at once.
    pub share: f64,
    pub leaving_per_month: f64,
    /// A month, at most.
    pub growth: f64,
    pub doubling_months: Option<f64>,
}

/// One input moved alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Belief {
    pub input: String,
    pub likely: f64,
    /// At its 5 % point and at its 95 % point: (value, chance).
    pub at_low: (f64, Chance),
    pub at_high: (f64, Chance),
    /// The smallest move that turns the verdict.
    pub flips_at: Option<f64>,
    /// In the input's own probability, from its median.
    pub move_probability: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JointBelief {
    /// Each input's value at the smallest joint move that turns the verdict; none: no belief within the ranges does.
    pub values: Option<Listed<f64>>,
    pub move_probability: Option<f64>,
    /// At the farthest point tried.
    pub at_most: Chance,
}

/// What is being studied: the plan as an arm, and where its target stands.
struct Case<'a> {
    arm: &'a Arm,
    target: usize,
    ask: &'a Ask,
    bound: Bound,
    wanted: f64,
}

/// Answers.
///
/// # Errors
/// A file that is refused, a target or lever that is none, or a store that cannot be written.
pub fn feasibility(ask: &Ask, runner: &mut Runner<'_>) -> Result<Feasibility, Trouble> {
    let opened = ask.spec.open()?;
    let target = target_of(&opened, ask.target.as_deref()).map_err(Trouble::Usage)?;
    let spec = &opened.scenario.targets[target];
    let wants = Wants { standard: false, measures: Vec::new(), widen: ask.widen };
    let arm = Arm::new("plan", "", &opened, &wants).map_err(Trouble::Usage)?;
    let levers = levers_of(ask, &opened)?;
    let rows = runner.together("the plan", &[&arm], 0, ask.futures)?.remove(0);
    let case = Case { arm: &arm, target, ask, bound: spec.bound, wanted: spec.wanted };
    let chance = case.chance(&rows);
    let mut findings = Feasibility {
        surgecap: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: ScenarioName { name: opened.scenario.name.clone(), sha256: scenario_hash(&opened) },
        seed: ask.seeds.inputs,
        replications: rows.len() as u64,
        interrupted: false,
        target: spec.name.clone(),
        says: spec.says.clone(),
        measure: spec.path.clone(),
        bound: match spec.bound {
            Bound::AtMost(level) => format!("at most {level}"),
            Bound::AtLeast(level) => format!("at least {level}"),
        },
        by: spec.by,
        wanted: spec.wanted,
        chance,
        verdict: Verdict::of(chance.low, chance.high, spec.wanted, chance.replications),
        dates: Listed(Vec::new()),
        amounts: Listed(Vec::new()),
        luck_share: None,
        matters_most: None,
        levers: Vec::new(),
        together: None,
        speed_limit: speed_limits(&opened),
        beliefs: Vec::new(),
        joint_belief: None,
        caveats: Vec::new(),
    };
    if !rows.is_empty() {
        findings.dates = case.dates(&rows, &opened);
        findings.amounts = amounts(case.column(&rows, case.value_at()), case.bound);
    }
    case.go_on(&mut findings, &rows, &levers, &wants, runner)?;
    findings.interrupted = runner.control.is_stopped();
    findings.caveats = caveats(&findings, &opened);
    Ok(findings)
}

/// The index of a target by its name.
///
/// # Errors
/// Without targets, or when there is none of that name, in words.
pub fn target_of(opened: &Opened, name: Option<&str>) -> Result<usize, String> {
    let targets = &opened.scenario.targets;
    let Some(name) = name else {
        return if targets.is_empty() {
            Err("the file has no target: write [target.NAME] with measure, at_most or at_least, and by".to_owned())
        } else {
            Ok(0)
        };
    };
    targets.iter().position(|target| target.name == name).ok_or_else(|| {
        let known: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
        match crate::problem::nearest(name, known.iter().copied()) {
            Some(near) => format!("the file has no target `{name}`; did you mean `{near}`?"),
            None => format!("the file has no target `{name}`; it has {}", known.join(", ")),
        }
    })
}

/// The levers asked for, each tried at both ends so that a wrong path is known before the long run.
fn levers_of(ask: &Ask, opened: &Opened) -> Result<Vec<Lever>, Trouble> {
    let mut levers = if ask.levers.is_empty() {
        let sized = opened.scenario.cohorts.iter().filter_map(|cohort| match &cohort.size {
            Size::Headcount(count) if count.likely() > 0.0 => Some((cohort, count.likely())),
            _ => None,
        });
        sized
            .take(3)
            .map(|(cohort, count)| Lever {
                path: format!("cohort.{}.headcount", cohort.name),
                low: 0.0,
                high: (3.0 * count).ceil(),
                whole: true,
            })
            .collect()
    } else {
        ask.levers.clone()
    };
    if levers.len() > 3 {
        return Err(Trouble::Usage("one to three levers can be moved".to_owned()));
    }
    let hash = scenario_hash(opened);
    for lever in &mut levers {
        let mut moves = false;
        for value in [lever.low, lever.high] {
            moves |= scenario_hash(&ask.spec.with([setting(lever, value)]).open()?) != hash;
        }
        if !moves {
            return Err(Trouble::Usage(format!(
                "the lever {} changes nothing between {} and {}",
                lever.path, lever.low, lever.high
            )));
        }
        let between = (lever.low + lever.high) / 2.0;
        let between = if between.fract() == 0.0 { between + 0.5 } else { between };
        lever.whole = ask.spec.with([setting(lever, between)]).open().is_err();
    }
    Ok(levers)
}

/// What `--set` would say.
fn setting(lever: &Lever, value: f64) -> String {
    format!("{}={value}", lever.path)
}

/// Points over a range; of a lever that counts, each whole one once.
fn points(lever: &Lever, count: usize) -> Vec<f64> {
    let step = (lever.high - lever.low) / (count - 1) as f64;
    let point = |place: usize| lever.low + step * place as f64;
    let mut all: Vec<f64> =
        (0..count).map(|place| if lever.whole { point(place).round() } else { point(place) }).collect();
    all.dedup();
    all
}

/// How fast experienced staff can grow where each newcomer takes a share of one supervisor until independent.
fn speed_limits(opened: &Opened) -> Vec<SpeedLimit> {
    let scenario = &opened.scenario;
    let supervision = &scenario.first().supervision;
    let (span, share) = (supervision.span.likely(), supervision.at_most_share.likely());
    let limit = |cohort: &crate::model::staff::Cohort| {
        let months = cohort.learning.months_to_independence()?;
        let pool = supervision.from.first().map_or(cohort.pool, |pool| *pool);
        let leaving = scenario.first().pools[pool].leaving_per_month();
        let amount = months / span;
        let growth = share / amount - leaving;
        Some(SpeedLimit {
            cohort: cohort.name.clone(),
            supervisor_months: amount,
            share,
            leaving_per_month: leaving,
            growth,
            doubling_months: (growth > 0.0).then(|| std::f64::consts::LN_2 / growth),
        })
    };
    scenario.cohorts.iter().filter_map(limit).filter(|limit| limit.growth.is_finite()).collect()
}

impl Case<'_> {
    fn column(&self, rows: &[Row], column: usize) -> Vec<f64> {
        rows.iter().map(|row| row.values[column]).collect()
    }

    fn is_met(&self) -> usize {
        self.arm.study.layout().is_met(self.target)
    }

    fn value_at(&self) -> usize {
        self.arm.study.layout().value_at(self.target)
    }

    fn chance(&self, rows: &[Row]) -> Chance {
        self.chance_at(rows, 0.95)
    }

    fn chance_at(&self, rows: &[Row], confidence: f64) -> Chance {
        let hits = self.column(rows, self.is_met()).iter().filter(|met| **met > 0.5).count() as u64;
        let count = rows.len() as u64;
        let (low, high) = if count > 0 { wilson(hits, count, confidence) } else { (0.0, 1.0) };
        Chance { p: if count > 0 { hits as f64 / count as f64 } else { 0.0 }, low, high, replications: count }
    }

    fn dates(&self, rows: &[Row], opened: &Opened) -> Listed<Promise> {
        let mut days = self.column(rows, self.arm.study.layout().met_from(self.target));
        days.sort_by(f64::total_cmp);
        let calendar = &opened.scenario.calendar;
        let by_end = days.iter().filter(|day| day.is_finite()).count() as f64 / days.len() as f64;
        let promise = |q: f64| {
            let place = ((q * days.len() as f64).ceil() as usize).clamp(1, days.len()) - 1;
            if days[place].is_finite() {
                Promise::By(calendar.date_of_day(days[place] as usize))
            } else {
                Promise::After { after: calendar.end(), share_by_end: by_end }
            }
        };
        Listed(
            ["0.5", "0.8", "0.9"]
                .iter()
                .zip([0.5, 0.8, 0.9])
                .map(|(name, q)| ((*name).to_owned(), promise(q)))
                .collect(),
        )
    }

    /// A value of an input as the file would say it, in the unit of its key.
    fn written(&self, path: &str, value: f64) -> f64 {
        self.arm.study.uncertain().iter().find(|num| num.path == path).map_or(value, |num| value / num.factor)
    }

    /// What takes more runs; each part is left out when it was stopped.
    fn go_on(
        &self,
        findings: &mut Feasibility,
        rows: &[Row],
        levers: &[Lever],
        wants: &Wants,
        runner: &mut Runner<'_>,
    ) -> Result<(), Trouble> {
        if runner.control.is_stopped() {
            return Ok(());
        }
        findings.luck_share = self.luck_share(rows, runner)?;
        let inputs = self.inputs(rows.len() as u64);
        let ranked = self.ranked(&inputs, rows);
        findings.matters_most =
            ranked.first().map(|(input, correlation)| self.extremes(&inputs[*input], *correlation, rows));
        for lever in levers {
            if runner.control.is_stopped() {
                return Ok(());
            }
            findings.levers.extend(self.lever(lever, wants, runner)?);
        }
        let reached = findings.levers.iter().any(|lever| lever.smallest.is_some());
        if !reached && levers.len() > 1 && !runner.control.is_stopped() {
            findings.together = self.together(levers, wants, runner)?;
        }
        for (input, _) in ranked.iter().take(BELIEFS) {
            if runner.control.is_stopped() {
                return Ok(());
            }
            findings.beliefs.extend(self.belief(&inputs[*input], findings.chance, runner)?);
        }
        if !ranked.is_empty() && !runner.control.is_stopped() {
            findings.joint_belief = self.joint(&inputs, &ranked, findings.chance, runner)?;
        }
        Ok(())
    }

    /// Share of luck: E[(Y − Y′)²] / (2 Var Y) over futures that ran twice (RULES 15).
    fn luck_share(&self, rows: &[Row], runner: &mut Runner<'_>) -> Result<Option<[f64; 3]>, Trouble> {
        let count = AGAIN.min(rows.len() as u64);
        // Luck of its own, the inputs and demand of the same futures.
        let seeds = runner.seeds;
        let other = |seed: u64| seed ^ 0x6c75_636b_5f32;
        runner.seeds = Seeds { arrivals: other(seeds.arrivals), work: other(seeds.work), ..seeds };
        let again = runner.together("the same futures with other luck", &[self.arm], 0, count);
        runner.seeds = seeds;
        let again = again?.remove(0);
        let value = |rows: &[Row]| self.column(rows, self.value_at());
        let pairs: Vec<(f64, f64)> = value(&rows[..again.len()]).into_iter().zip(value(&again)).collect();
        let share = |pairs: &[(f64, f64)]| {
            let variance = pairs.iter().map(|(y, _)| *y).collect::<Moments>().variance();
            let apart = pairs.iter().map(|(y, again)| (y - again) * (y - again)).collect::<Moments>().mean();
            apart / (2.0 * variance)
        };
        let found = share(&pairs);
        if !found.is_finite() || pairs.len() < 20 {
            return Ok(None);
        }
        let key = Source::new(seeds.inputs, 0).key("feasibility", "bootstrap");
        let mut shares: Vec<f64> = (0..RESAMPLES)
            .map(|resample| {
                let mut draws = key.draws(resample, 0);
                let pick = |_: &(f64, f64)| pairs[(draws.uniform() * pairs.len() as f64) as usize];
                share(&pairs.iter().map(pick).collect::<Vec<_>>())
            })
            .filter(|share| share.is_finite())
            .collect();
        shares.sort_by(f64::total_cmp);
        Ok(Some([found.min(1.0), quantile(&shares, 0.025).min(1.0), quantile(&shares, 0.975).min(1.0)]))
    }

    /// The values of each uncertain input over the futures: (path, values).
    fn inputs(&self, count: u64) -> Vec<(String, Vec<f64>)> {
        let mut all: Vec<(String, Vec<f64>)> = Vec::new();
        for future in 0..count {
            let drawn = self.arm.study.inputs(&self.ask.seeds.draw(future));
            if all.is_empty() {
                all = drawn.iter().map(|(path, _)| (path.clone(), Vec::new())).collect();
            }
            for (path, value) in drawn {
                if let Some((_, values)) = all.iter_mut().find(|(other, _)| *other == path) {
                    values.push(value);
                }
            }
        }
        all.retain(|(_, values)| values.len() as u64 == count && values.iter().any(|value| *value != values[0]));
        all
    }

    /// Inputs by the size of their rank correlation with the measure, largest first: (index, correlation).
    fn ranked(&self, inputs: &[(String, Vec<f64>)], rows: &[Row]) -> Vec<(usize, f64)> {
        let measure = ranks(&self.column(rows, self.value_at()));
        let mut all: Vec<(usize, f64)> = inputs
            .iter()
            .enumerate()
            .map(|(index, (_, values))| (index, correlation(&ranks(values), &measure)))
            .filter(|(_, correlation)| correlation.is_finite())
            .collect();
        all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        all
    }

    fn extremes(&self, (path, values): &(String, Vec<f64>), correlation: f64, rows: &[Row]) -> MattersMost {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
        let tenth = (order.len() / 10).max(1);
        let chance = |among: &[usize]| self.chance(&among.iter().map(|at| rows[*at].clone()).collect::<Vec<_>>());
        let (lowest, highest) = (chance(&order[..tenth]), chance(&order[order.len() - tenth..]));
        let side = |chance: &Chance| {
            if chance.p >= self.wanted { 2 } else { u8::from(chance.p > 1.0 - self.wanted) }
        };
        MattersMost {
            input: path.clone(),
            correlation,
            lowest_tenth: lowest,
            highest_tenth: highest,
            depends: side(&lowest) != side(&highest),
        }
    }

    fn arm_at(&self, levers: &[Lever], values: &[f64], wants: &Wants) -> Result<Arm, Trouble> {
        let sets = levers.iter().zip(values).map(|(lever, value)| setting(lever, *value));
        let opened = self.ask.spec.with(sets).open()?;
        Arm::new("point", "", &opened, wants).map_err(Trouble::Usage)
    }

    /// A lever alone: a grid, then halvings on the first segment where the wanted probability is crossed from below.
    fn lever(&self, lever: &Lever, wants: &Wants, runner: &mut Runner<'_>) -> Result<Option<LeverFinding>, Trouble> {
        let values = points(lever, POINTS);
        let arms = values
            .iter()
            .map(|value| self.arm_at(std::slice::from_ref(lever), &[*value], wants))
            .collect::<Result<Vec<_>, _>>()?;
        let rows = runner.together(&lever.path, &arms.iter().collect::<Vec<_>>(), 0, self.ask.futures)?;
        if runner.control.is_stopped() {
            return Ok(None);
        }
        let simultaneous = 1.0 - 0.1 / POINTS as f64;
        let mut all: Vec<PointFinding> = values
            .iter()
            .zip(&rows)
            .map(|(value, rows)| PointFinding {
                value: *value,
                chance: self.chance(rows),
                upper: self.chance_at(rows, simultaneous).high,
            })
            .collect();
        let none_does = all.iter().all(|point| point.upper < self.wanted);
        // The first point that does; what lies below it does not.
        let first = all.iter().position(|point| point.chance.p >= self.wanted);
        let mut smallest = first.map(|at| all[at].value);
        if let Some(at) = first.filter(|at| *at > 0) {
            let (mut below, mut above) = (all[at - 1].value, all[at].value);
            for _ in 0..HALVINGS {
                let middle = (below + above) / 2.0;
                let middle = if lever.whole { middle.round() } else { middle };
                if middle == below || middle == above {
                    break;
                }
                let arm = self.arm_at(std::slice::from_ref(lever), &[middle], wants)?;
                let rows = runner.together(&lever.path, &[&arm], 0, self.ask.futures)?.remove(0);
                if runner.control.is_stopped() {
                    return Ok(None);
                }
                let chance = self.chance(&rows);
                all.push(PointFinding { value: middle, chance, upper: self.chance_at(&rows, simultaneous).high });
                if chance.p >= self.wanted { above = middle } else { below = middle }
            }
            smallest = Some(above);
        }
        all.sort_by(|a, b| a.value.total_cmp(&b.value));
        let falls = (0..all.len()).any(|low| all[low + 1..].iter().any(|high| high.chance.high < all[low].chance.low));
        Ok(Some(LeverFinding { path: lever.path.clone(), points: all, smallest, none_does, falls }))
    }

    /// Two or three levers at once; the smallest is the least sum of shares of their ranges.
    fn together(
        &self,
        levers: &[Lever],
        wants: &Wants,
        runner: &mut Runner<'_>,
    ) -> Result<Option<TogetherFinding>, Trouble> {
        let count = if levers.len() == 2 { POINTS_OF_TWO } else { POINTS_OF_THREE };
        let mut grid: Vec<Vec<f64>> = vec![Vec::new()];
        for lever in levers {
            let values = points(lever, count);
            grid = grid
                .iter()
                .flat_map(|before| values.iter().map(|value| [before.as_slice(), &[*value]].concat()))
                .collect();
        }
        let arms = grid.iter().map(|values| self.arm_at(levers, values, wants)).collect::<Result<Vec<_>, _>>()?;
        let rows = runner.together("levers together", &arms.iter().collect::<Vec<_>>(), 0, self.ask.futures)?;
        if runner.control.is_stopped() {
            return Ok(None);
        }
        let chances: Vec<Chance> = rows.iter().map(|rows| self.chance(rows)).collect();
        let simultaneous = 1.0 - 0.1 / grid.len() as f64;
        let none_does = rows.iter().all(|rows| self.chance_at(rows, simultaneous).high < self.wanted);
        let size = |values: &[f64]| -> f64 {
            values.iter().zip(levers).map(|(value, lever)| (value - lever.low) / (lever.high - lever.low)).sum()
        };
        let does = (0..grid.len()).filter(|at| chances[*at].p >= self.wanted);
        let smallest = does.min_by(|a, b| size(&grid[*a]).total_cmp(&size(&grid[*b])));
        let named = |at: usize| {
            Listed(levers.iter().zip(&grid[at]).map(|(lever, value)| (lever.path.clone(), *value)).collect())
        };
        let smallest = smallest.map(named);
        Ok(Some(TogetherFinding { points: grid.into_iter().zip(chances).collect(), smallest, none_does }))
    }

    /// The chance with some inputs at given values, the same futures otherwise.
    fn chance_with(&self, fixed: Fixed, what: &str, runner: &mut Runner<'_>) -> Result<Option<Chance>, Trouble> {
        let fixed = Arc::new(fixed);
        let jobs: Vec<Job<'_>> =
            (0..self.ask.futures).map(|replication| Job { arm: self.arm, replication, fixed: Some(&fixed) }).collect();
        let rows = runner.rows(what, &jobs)?;
        Ok((!runner.control.is_stopped()).then(|| self.chance(&rows)))
    }

    /// Whether a chance lies on the other side of the wanted probability than the plan's.
    fn flips(&self, base: Chance, chance: Chance) -> bool {
        (base.p >= self.wanted) != (chance.p >= self.wanted)
    }

    /// The smallest move of one input alone, from its median, in its own probability.
    fn belief(
        &self,
        (path, values): &(String, Vec<f64>),
        base: Chance,
        runner: &mut Runner<'_>,
    ) -> Result<Option<Belief>, Trouble> {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let value = |p: f64| quantile(&sorted, p);
        let at = |p: f64, runner: &mut Runner<'_>| {
            self.chance_with(Fixed::from([(path.clone(), value(p))]), &format!("if {path}"), runner)
        };
        let (Some(low), Some(high)) = (at(0.5 - FARTHEST, runner)?, at(0.5 + FARTHEST, runner)?) else {
            return Ok(None);
        };
        let way = match (self.flips(base, low), self.flips(base, high)) {
            (false, false) => 0.0,
            (true, false) => -1.0,
            (false, true) => 1.0,
            // Both turn it: the one that goes farther past the bound is followed.
            (true, true) => {
                let past = |chance: Chance| (chance.p - self.wanted).abs();
                if past(low) > past(high) { -1.0 } else { 1.0 }
            }
        };
        let mut flips_at = None;
        if way != 0.0 {
            let (mut near, mut far) = (0.0, FARTHEST);
            for _ in 0..HALVINGS {
                let middle = (near + far) / 2.0;
                let Some(chance) = at(0.5 + way * middle, runner)? else { return Ok(None) };
                if self.flips(base, chance) { far = middle } else { near = middle }
            }
            flips_at = Some(far);
        }
        Ok(Some(Belief {
            input: path.clone(),
            likely: self.written(path, value(0.5)),
            at_low: (self.written(path, value(0.5 - FARTHEST)), low),
            at_high: (self.written(path, value(0.5 + FARTHEST)), high),
            flips_at: flips_at.map(|by| self.written(path, value(0.5 + way * by))),
            move_probability: flips_at,
        }))
    }

    /// All inputs at once along the steepest direction: each moves in normal scores by its rank correlation.
    fn joint(
        &self,
        inputs: &[(String, Vec<f64>)],
        ranked: &[(usize, f64)],
        base: Chance,
        runner: &mut Runner<'_>,
    ) -> Result<Option<JointBelief>, Trouble> {
        // Towards the bound where it is missed, away from it where it is met.
        let more_is_worse = matches!(self.bound, Bound::AtMost(_));
        let towards = if (base.p >= self.wanted) == more_is_worse { 1.0 } else { -1.0 };
        let length = ranked.iter().map(|(_, correlation)| correlation * correlation).sum::<f64>().sqrt();
        let reach = normal_quantile(0.5 + FARTHEST);
        let point = |size: f64| -> Fixed {
            let place = |(input, correlation): &(usize, f64)| {
                let score = (towards * size * correlation / length).clamp(-reach, reach);
                let mut sorted = inputs[*input].1.clone();
                sorted.sort_by(f64::total_cmp);
                (inputs[*input].0.clone(), quantile(&sorted, normal_cdf(score)))
            };
            ranked.iter().map(place).collect()
        };
        let farthest = reach * (ranked.len() as f64).sqrt();
        let mut at = |size: f64| self.chance_with(point(size), "all inputs together", runner);
        let Some(at_most) = at(farthest)? else { return Ok(None) };
        if !self.flips(base, at_most) {
            return Ok(Some(JointBelief { values: None, move_probability: None, at_most }));
        }
        let (mut near, mut far) = (0.0, farthest);
        for _ in 0..HALVINGS + 2 {
            let middle = (near + far) / 2.0;
            let Some(chance) = at(middle)? else { return Ok(None) };
            if self.flips(base, chance) { far = middle } else { near = middle }
        }
        // What moves least in its own probability is not worth a line: the caller shows the first ones.
        let values = ranked.iter().map(|(input, _)| inputs[*input].0.clone());
        let found = point(far);
        let largest =
            ranked.iter().map(|(_, correlation)| (far * correlation.abs() / length).min(reach)).fold(0.0, f64::max);
        Ok(Some(JointBelief {
            values: Some(Listed(
                values.filter_map(|path| Some((path.clone(), self.written(&path, *found.get(&path)?)))).collect(),
            )),
            move_probability: Some(normal_cdf(largest) - 0.5),
            at_most,
        }))
    }
}

/// The level that is kept on the date of a target in so many of the replications.
pub(super) fn amounts(mut values: Vec<f64>, bound: Bound) -> Listed<f64> {
    values.retain(|value| !value.is_nan());
    values.sort_by(f64::total_cmp);
    let level = |q: f64| {
        if values.is_empty() {
            return f64::NAN;
        }
        quantile(&values, if matches!(bound, Bound::AtMost(_)) { q } else { 1.0 - q })
    };
    Listed(["0.5", "0.8", "0.9"].iter().zip([0.5, 0.8, 0.9]).map(|(name, q)| ((*name).to_owned(), level(q))).collect())
}

fn caveats(findings: &Feasibility, opened: &Opened) -> Vec<String> {
    let mut caveats = Vec::new();
    if findings.interrupted {
        caveats.push("Interrupted: parts of the answer are missing.".to_owned());
    }
    caveats.push("The intervals are Monte Carlo error only; the ranges of the inputs stand as written.".to_owned());
    caveats.push(format!(
        "Every probability rests on the same {} replications of luck and inputs: points differ by what is changed alone.",
        findings.replications
    ));
    caveats.extend(opened.scenario.not_included.iter().map(|(_, sentence)| format!("Not included: {sentence}")));
    caveats
}
