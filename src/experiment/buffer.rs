//! Standing buffer or ad hoc surge? Every kind of plan gets its own best size with the same number of tries on one set of
//! futures, and is judged on another (SCIENCE 1 and 3; RULES 16, 17).
//!
//! Costs count from the warm-up to the end, discounted, of the payers that the file names; what is left open at the end is
//! charged, and quiet hours count for what they are worth.

use serde::{Deserialize, Serialize};

use super::{
    arm::{Arm, Asked, Spec, Wants},
    compare::{Trouble, plans_of},
    findings::{Listed, ScenarioName},
    open::Opened,
    provenance::scenario_hash,
    runner::Runner,
    tuning::{Lever, Try, tune},
};
use crate::{
    blueprint::names_of,
    calendar::days_between,
    model::{
        money::{Cost, Payer},
        num::{Amount, Num},
        study::{Grid, OpenCase},
        target::Bound,
    },
    observe::ledger::Category,
    problem::nearest,
    replicate::{Row, Seeds},
    scenario::{
        plans::with_plan,
        tree::{Node, Table},
    },
    stats::{Moments, future_means, quantile, regrets_less_luck, student_t_quantile, worst_mean},
    time::SimTime,
};

/// A year is a peak when so many times the median year come.
const PEAK: f64 = 1.5;
/// A queue that is left at the end is charged for at most so many years of waiting.
const CLEARED_WITHIN_YEARS: f64 = 5.0;
const ALPHA: f64 = 0.05;
const DAYS_A_YEAR: f64 = 365.25;

#[derive(Clone, Debug)]
pub struct Ask {
    pub file: std::path::PathBuf,
    pub sets: Vec<String>,
    /// Futures to choose by, and others to judge by.
    pub tuning: u64,
    pub futures: u64,
    /// Sizes that each plan may try.
    pub tries: usize,
    pub widen: f64,
    pub seeds: Seeds,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Buffer {
    pub surgecap: String,
    pub scenario: ScenarioName,
    pub seed: u64,
    pub tuning_futures: u64,
    pub futures: u64,
    pub luck: u64,
    pub tries: usize,
    pub runs: u64,
    pub interrupted: bool,
    pub payers: Vec<String>,
    pub discount_rate: f64,
    /// Years that count.
    pub years: f64,
    /// One for each model of demand; the first is the file itself.
    pub contests: Vec<Contest>,
    /// Futures with a name, each of them one story.
    pub named: Vec<NamedStory>,
    /// The plan whose largest regret over the named futures is smallest.
    pub minimax: Option<String>,
    pub axes: Vec<Axis>,
    pub pair: Option<Pair>,
    pub caveats: Vec<String>,
}

/// All plans under one model of demand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contest {
    /// Empty: the file as it stands.
    pub demand: String,
    pub tuned: Vec<Tuned>,
    pub plans: Vec<PlanFinding>,
    /// The plan that costs least.
    pub best: String,
    /// What a case open at the end is charged for being decided, euros.
    pub clear_one: f64,
    /// A year's cases: median, and what counts as a peak.
    pub median_year: f64,
    pub peak_year: f64,
    /// Peaks in a hundred simulated years.
    pub peaks_in_100_years: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tuned {
    pub plan: String,
    /// Path and best value, the size of a standing buffer first.
    pub levers: Vec<Chosen>,
    /// Cost a year where it was tuned, and of the sizes that the file writes.
    pub cost: f64,
    pub written: f64,
    /// The same without the worth of quiet hours: path and best value.
    pub without_idle_worth: Vec<f64>,
    /// What the organisation alone would choose.
    pub for_the_organisation: Vec<f64>,
    pub tried: Vec<Tried>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    pub path: String,
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// One point that was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    pub values: Vec<f64>,
    /// Euros a year.
    pub cost: f64,
    pub norm_kept: f64,
    pub overdue: f64,
    /// No other point of any plan costs less and keeps the norm more often.
    pub on_front: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanFinding {
    pub plan: String,
    pub says: String,
    /// Euros a year over futures: mean, 95 % interval.
    pub cost: [f64; 3],
    /// Mean of the worst tenth of futures.
    pub worst_tenth: f64,
    /// Against the best plan of each future, luck taken off.
    pub regret: [f64; 3],
    /// Less `nothing`, paired by future: mean, interval, and 5 and 95 % points.
    pub against_nothing: [f64; 3],
    pub points: [f64; 2],
    pub better_than_nothing: f64,
    /// Euros a year, before the worth of quiet hours and the charge at the end.
    pub payers: Listed<f64>,
    /// The charge for what is open at the end, a year.
    pub open_at_end: f64,
    pub open_cases_at_end: f64,
    /// What quiet hours cost a year, and their worth at the low, likely and high end of the file's range.
    pub quiet_hours_cost: f64,
    pub quiet_worth: [f64; 3],
    /// The cost with quiet hours worth nothing.
    pub cost_without_worth: f64,
    /// Mean cases past their term, at the ends of months.
    pub overdue: f64,
    /// By target: share of the moments at which it is kept, with its interval over futures.
    pub norm: Listed<[f64; 3]>,
    /// Share of all runs in which every target is kept at every moment.
    pub norm_kept_throughout: f64,
    /// The risk of a wrong decision over that of `nothing`, if the error rates of the file hold; none where it gives none.
    pub error_risk: Option<f64>,
    /// No other plan costs less and keeps the norm more often.
    pub on_front: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NamedStory {
    pub future: String,
    pub says: String,
    pub cost: Listed<f64>,
    pub regret: Listed<f64>,
}

/// What if a number of the file were another one? The plans that it touches are tuned anew at each value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    pub name: String,
    pub path: String,
    pub points: Vec<AxisPoint>,
    /// Where the best ad hoc plan costs as much as the best standing one.
    pub equal_at: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AxisPoint {
    pub value: f64,
    /// Plan, its best cost a year there, and its standing buffer.
    pub plans: Listed<AxisPlan>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AxisPlan {
    pub cost: f64,
    pub buffer: Option<f64>,
}

/// The best standing buffer against the best plan that only scales up when it has gone wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    pub buffer: String,
    pub ad_hoc: String,
    pub heads: f64,
    /// What the people of the buffer cost a year more than `nothing`'s own staff: 5 and 95 % points over futures.
    pub pays: [f64; 2],
    /// Less the ad hoc plan, a year: mean and interval over futures.
    pub difference: [f64; 3],
    pub better: f64,
    /// What the buffer costs more in a year without a peak, and saves with each peak, by least squares over futures.
    pub without_peak: f64,
    pub each_peak: f64,
    /// Once in so many years a peak must come; none: it is cheaper, or dearer, however often.
    pub once_in_years: Option<f64>,
}

/// All runs that were judged: (demand, arm, rows).
pub struct Judged {
    pub findings: Buffer,
    pub readings: Vec<(String, String, Vec<Reading>)>,
}

/// Finds the best of each kind and judges them.
///
/// # Errors
/// A file that is refused or has nothing to tune, or a store that cannot be written.
pub fn buffer(ask: &Ask, runner: &mut Runner<'_>) -> Result<Judged, Trouble> {
    let office = Office::open(ask)?;
    let mut findings = office.findings();
    let mut readings = Vec::new();
    let models: Vec<Option<String>> =
        std::iter::once(None).chain(office.opened.scenario.study.demand.iter().cloned().map(Some)).collect();
    for model in &models {
        let Some((contest, found)) = office.contest(model.as_deref(), runner)? else { break };
        let demand = model.clone().unwrap_or_default();
        readings.extend(found.into_iter().map(|(plan, rows)| (demand.clone(), plan, rows)));
        findings.contests.push(contest);
    }
    if let Some(first) = findings.contests.first().cloned() {
        let sets = sets_of(&first.tuned);
        findings.pair = office.pair(&first, &readings);
        for (future, says) in office.stories() {
            let Some(story) = office.story(&future, says, &first, &sets, runner)? else { break };
            findings.named.push(story);
        }
        findings.minimax = minimax(&findings.named);
        for grid in &office.axes {
            let Some(axis) = office.axis(grid, &first, runner)? else { break };
            findings.axes.push(axis);
        }
    }
    findings.interrupted = runner.control.is_stopped();
    findings.runs = readings.iter().map(|(_, _, rows)| rows.len() as u64).sum();
    findings.caveats = office.caveats(&findings);
    Ok(Judged { findings, readings })
}

/// The file, its plans, and what may be tuned of each.
struct Office<'a> {
    ask: &'a Ask,
    opened: Opened,
    plans: Vec<Family>,
    /// Grids of numbers that are nobody's choice.
    axes: Vec<Grid>,
    /// Own heads of the standing organisation by path, where a plan writes a headcount instead of a buffer.
    base: Table,
}

struct Family {
    name: String,
    says: String,
    levers: Vec<Lever>,
}

impl Family {
    fn standing(&self) -> Option<usize> {
        self.levers.iter().position(|lever| is_standing(&lever.path))
    }

    fn surges(&self) -> bool {
        self.levers.iter().any(|lever| lever.path.contains(".then.cohort."))
    }
}

fn is_standing(path: &str) -> bool {
    path.starts_with("pool.") && (path.ends_with(".buffer_fte") || path.ends_with(".headcount"))
}

/// Whether a number is in somebody's hands: a size, or the figure at which a trigger acts. Delays and learning are not.
fn is_chosen(path: &str) -> bool {
    const CHOSEN: [&str; 10] = [
        "buffer_fte",
        "headcount",
        "up_to",
        "heads",
        "people_per_case",
        "at_most",
        "above",
        "below",
        "stop_above",
        "stop_below",
    ];
    CHOSEN.contains(&path.rsplit('.').next().unwrap_or(path))
}

/// Every tuned value as a setting of its plan, which plans that are like it take over.
fn sets_of(tuned: &[Tuned]) -> Vec<String> {
    let of = |one: &Tuned| {
        one.levers.iter().map(|lever| format!("plan.{}.{}={}", one.plan, lever.path, lever.value)).collect::<Vec<_>>()
    };
    tuned.iter().flat_map(of).collect()
}

impl<'a> Office<'a> {
    fn open(ask: &'a Ask) -> Result<Office<'a>, Trouble> {
        let spec = Spec { sets: ask.sets.clone(), ..Spec::file(&ask.file) };
        let opened = spec.open()?;
        let study = opened.scenario.study.clone();
        let usage = |why: String| Trouble::Usage(format!("{}: {why}", ask.file.display()));
        if !names_of(&opened.scenario).uses.has(crate::model::mechanism::Mechanism::Money) {
            return Err(usage(
                "without prices nothing can be weighed: write [money] with officer_fte_year and what waiting costs"
                    .to_owned(),
            ));
        }
        let all: Vec<String> = plans_of(&opened).into_iter().filter(|name| name != "nothing").collect();
        let wanted: Vec<String> = match study.compare.is_empty() {
            true => all.clone(),
            false => study.compare.iter().filter(|name| *name != "nothing").cloned().collect(),
        };
        let base = opened.loaded.tree.clone();
        let mut plans = Vec::new();
        let mut used: Vec<&str> = Vec::new();
        for name in &wanted {
            let tree = with_plan(&opened.loaded, name)
                .map_err(|problems| Trouble::Refused(Box::new((problems, opened.loaded.texts.clone()))))?;
            let is_tuned = study.tune.is_empty() || study.tune.contains(name);
            let mut levers = Vec::new();
            if is_tuned {
                let asked =
                    study.grids.iter().filter(|grid| is_chosen(&grid.path) && differs(&tree, &base, &grid.path));
                for grid in asked {
                    used.push(&grid.path);
                    levers.push(Lever::listed(&grid.path, &grid.values, number_at(&tree, &grid.path)));
                }
                for (path, written) in sizes(&tree, &base) {
                    if !levers.iter().any(|lever| lever.path == path) {
                        let base = number_at(&base, &path).unwrap_or(0.0);
                        levers.push(Lever::around(&path, base, written));
                    }
                }
                levers.sort_by_key(|lever| !is_standing(&lever.path));
            }
            if levers.is_empty() && study.tune.contains(name) {
                return Err(usage(format!(
                    "plan `{name}` has nothing to tune: it sets no pool.NAME.buffer_fte, no headcount and no trigger's level; write \
                     [study.grid.some-name] with the path of a number that it sets, and values"
                )));
            }
            plans.push(Family { name: name.clone(), says: says(&opened, "plan", name), levers });
        }
        if plans.iter().all(|plan| plan.levers.is_empty()) {
            let known = if all.is_empty() {
                "it has no [plan.NAME]".to_owned()
            } else {
                format!("its plans are {}", all.join(", "))
            };
            return Err(usage(format!(
                "no plan has a size to tune: {known}; write one that sets pool.NAME.buffer_fte, or a trigger that hires"
            )));
        }
        let axes: Vec<Grid> = study.grids.iter().filter(|grid| !used.contains(&grid.path.as_str())).cloned().collect();
        for grid in &axes {
            let is_there = |tree: &Table| number_at(tree, &grid.path).is_some();
            let trees = plans.iter().filter_map(|plan| with_plan(&opened.loaded, &plan.name).ok());
            let trees: Vec<Table> = trees.collect();
            if !is_there(&base) && !trees.iter().any(is_there) {
                let mut known = Vec::new();
                trees.iter().chain([&base]).for_each(|tree| numbers(tree, "", &mut known));
                let near = nearest(&grid.path, known.iter().map(String::as_str));
                let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                return Err(usage(format!("[study.grid.{}]: no plan has a number `{}`{hint}", grid.name, grid.path)));
            }
        }
        let office = Office { ask, opened, plans, axes, base };
        // A measure that is none is found before anything runs.
        Lens::new(&office.opened).map_err(Trouble::Usage)?;
        Ok(office)
    }

    fn findings(&self) -> Buffer {
        let scenario = &self.opened.scenario;
        Buffer {
            surgecap: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: ScenarioName { name: scenario.name.clone(), sha256: scenario_hash(&self.opened) },
            seed: self.ask.seeds.inputs,
            tuning_futures: self.ask.tuning,
            futures: self.ask.futures,
            luck: self.ask.seeds.luck,
            tries: self.ask.tries,
            runs: 0,
            interrupted: false,
            payers: scenario.study.payers.iter().map(|payer| payer.name().to_owned()).collect(),
            discount_rate: scenario.money.as_ref().map_or(0.0, |money| money.discount_rate),
            years: years(scenario),
            contests: Vec::new(),
            named: Vec::new(),
            minimax: None,
            axes: Vec::new(),
            pair: None,
            caveats: Vec::new(),
        }
    }

    fn spec(&self, plan: Option<&str>, future: Option<&str>, sets: &[String]) -> Spec {
        let mut all = self.ask.sets.clone();
        all.extend(sets.iter().cloned());
        Spec {
            file: self.ask.file.clone(),
            plan: Some(plan.unwrap_or("nothing").to_owned()),
            future: future.map(str::to_owned),
            sets: all,
        }
    }

    fn arm(&self, plan: Option<&str>, future: Option<&str>, sets: &[String]) -> Result<Arm, Trouble> {
        let opened = self.spec(plan, future, sets).open()?;
        let lens = Lens::new(&opened).map_err(Trouble::Usage)?;
        let wants = Wants { standard: false, measures: lens.asked, widen: self.ask.widen };
        Arm::new(plan.unwrap_or("nothing"), "", &opened, &wants).map_err(Trouble::Usage)
    }

    /// Runs arms in the same futures; none where it was stopped before all were complete.
    fn run(
        &self,
        what: &str,
        arms: &[Arm],
        futures: std::ops::Range<u64>,
        runner: &mut Runner<'_>,
    ) -> Result<Option<Vec<Vec<Reading>>>, Trouble> {
        let luck = self.ask.seeds.luck;
        let all: Vec<&Arm> = arms.iter().collect();
        let rows = runner.together(what, &all, futures.start * luck, futures.end * luck)?;
        let count = ((futures.end - futures.start) * luck) as usize;
        if rows.iter().any(|rows| rows.len() < count) {
            return Ok(None);
        }
        let lens = Lens::new(&self.opened).map_err(Trouble::Usage)?;
        Ok(Some(
            arms.iter().zip(&rows).map(|(arm, rows)| rows.iter().map(|row| lens.read(arm, row)).collect()).collect(),
        ))
    }

    /// Tunes and judges all plans under one model of demand.
    #[allow(clippy::type_complexity)]
    fn contest(
        &self,
        demand: Option<&str>,
        runner: &mut Runner<'_>,
    ) -> Result<Option<(Contest, Vec<(String, Vec<Reading>)>)>, Trouble> {
        let of = demand.map_or_else(String::new, |name| format!(" in {name}"));
        let nothing = [self.arm(None, demand, &[])?];
        let Some(base) = self.run(&format!("nothing{of}"), &nothing, 0..self.ask.tuning, runner)? else {
            return Ok(None);
        };
        let clear_one = cost_of_a_decision(&base[0]);
        let price = Pricing { office: self, clear_one };
        let mut tuned = Vec::new();
        for family in self.plans.iter().filter(|family| !family.levers.is_empty()) {
            let Some(one) = self.tune(family, demand, &[], self.ask.tries, &price, runner)? else { return Ok(None) };
            tuned.push(one);
        }
        mark_front(&mut tuned);
        let sets = sets_of(&tuned);
        let mut arms = vec![self.arm(None, demand, &sets)?];
        for family in &self.plans {
            arms.push(self.arm(Some(&family.name), demand, &sets)?);
        }
        let other = self.ask.tuning..self.ask.tuning + self.ask.futures;
        let Some(found) = self.run(&format!("judging{of}"), &arms, other, runner)? else { return Ok(None) };
        let contest = self.judge(demand, tuned, &arms, &found, &price);
        let names = arms.iter().map(|arm| arm.name.clone());
        Ok(Some((contest, names.zip(found).collect())))
    }

    fn tune(
        &self,
        family: &Family,
        demand: Option<&str>,
        given: &[String],
        tries: usize,
        price: &Pricing<'_>,
        runner: &mut Runner<'_>,
    ) -> Result<Option<Tuned>, Trouble> {
        let settings = |values: &[f64]| -> Vec<String> {
            let pairs = family.levers.iter().zip(values);
            pairs.map(|(lever, value)| format!("plan.{}.{}={value}", family.name, lever.path)).collect()
        };
        let mut all: Vec<Vec<Reading>> = Vec::new();
        let what = format!("tuning {}{}", family.name, demand.map_or_else(String::new, |name| format!(" in {name}")));
        let tried = tune(&family.levers, tries, |points| -> Result<Option<Vec<f64>>, Trouble> {
            let mut arms = Vec::new();
            for point in points {
                let sets: Vec<String> = given.iter().cloned().chain(settings(point)).collect();
                arms.push(self.arm(Some(&family.name), demand, &sets)?);
            }
            let Some(found) = self.run(&what, &arms, 0..self.ask.tuning, runner)? else { return Ok(None) };
            let costs = found.iter().map(|rows| price.mean(rows, Worth::Likely)).collect();
            all.extend(found);
            Ok(Some(costs))
        })?;
        let Some(tried) = tried else { return Ok(None) };
        let best_by = |cost: &dyn Fn(&[Reading]) -> f64| -> usize {
            let costs: Vec<f64> = all.iter().map(|rows| cost(rows)).collect();
            crate::stats::least(&costs)
        };
        let best = best_by(&|rows| price.mean(rows, Worth::Likely));
        let without = best_by(&|rows| price.mean(rows, Worth::Nothing));
        let alone = best_by(&|rows| price.mean_of(rows, &[Payer::Organisation]));
        let levers = family.levers.iter().zip(&tried[best].values).map(|(lever, value)| {
            let (low, high) = lever.range();
            Chosen { path: lever.path.clone(), value: *value, low, high }
        });
        let point = |(one, rows): (&Try, &Vec<Reading>)| Tried {
            values: one.values.clone(),
            cost: one.cost,
            norm_kept: mean(rows.iter().map(Reading::norm_kept)),
            overdue: mean(rows.iter().map(|reading| reading.overdue)),
            on_front: false,
        };
        Ok(Some(Tuned {
            plan: family.name.clone(),
            levers: levers.collect(),
            cost: tried[best].cost,
            written: tried[0].cost,
            without_idle_worth: tried[without].values.clone(),
            for_the_organisation: tried[alone].values.clone(),
            tried: tried.iter().zip(&all).map(point).collect(),
        }))
    }

    fn judge(
        &self,
        demand: Option<&str>,
        tuned: Vec<Tuned>,
        arms: &[Arm],
        found: &[Vec<Reading>],
        price: &Pricing<'_>,
    ) -> Contest {
        let luck = self.ask.seeds.luck as usize;
        let costs = |worth: Worth| -> Vec<Vec<f64>> {
            found.iter().map(|rows| rows.iter().map(|one| price.cost(one, worth)).collect()).collect()
        };
        let (likely, none) = (costs(Worth::Likely), costs(Worth::Nothing));
        let regrets = regrets_less_luck(&likely, luck);
        let mut plans = Vec::new();
        for (at, arm) in arms.iter().enumerate() {
            let rows = &found[at];
            let of = |read: &dyn Fn(&Reading) -> f64| mean(rows.iter().map(read));
            let by_future = future_means(&likely[at], luck);
            let pairs: Vec<f64> = likely[at].iter().zip(&likely[0]).map(|(one, nothing)| one - nothing).collect();
            let mut pairs = future_means(&pairs, luck);
            let against_nothing = interval(&pairs);
            let better = pairs.iter().filter(|pair| **pair < 0.0).count() as f64 / pairs.len().max(1) as f64;
            pairs.sort_by(f64::total_cmp);
            let norm = self.opened.scenario.targets.iter().enumerate().map(|(target, spec)| {
                let kept: Vec<f64> = rows.iter().map(|row| row.kept[target]).collect();
                (spec.name.clone(), interval(&future_means(&kept, luck)))
            });
            let payers =
                Payer::ALL.into_iter().filter(|payer| rows.iter().any(|row| row.payers[*payer as usize] != 0.0));
            let risk = of(&|one| one.risk) / mean(found[0].iter().map(|one| one.risk));
            plans.push(PlanFinding {
                plan: arm.name.clone(),
                says: self
                    .plans
                    .iter()
                    .find(|plan| plan.name == arm.name)
                    .map_or_else(|| "the same without any of it".to_owned(), |plan| plan.says.clone()),
                cost: interval(&by_future),
                worst_tenth: worst_mean(&by_future, 0.1),
                regret: interval(&regrets[at]),
                against_nothing,
                points: [quantile(&pairs, 0.05), quantile(&pairs, 0.95)],
                better_than_nothing: better,
                payers: Listed(
                    payers.map(|payer| (payer.name().to_owned(), of(&|one| one.payers[payer as usize]))).collect(),
                ),
                open_at_end: of(&|one| price.charge(one)),
                open_cases_at_end: of(&|one| one.open),
                quiet_hours_cost: of(&|one| one.quiet),
                quiet_worth: [of(&|one| one.worth[0]), of(&|one| one.worth[1]), of(&|one| one.worth[2])],
                cost_without_worth: mean(none[at].iter().copied()),
                overdue: of(&|one| one.overdue),
                norm: Listed(norm.collect()),
                norm_kept_throughout: of(&|one| f64::from(u8::from(one.kept.iter().all(|share| *share == 1.0)))),
                error_risk: (!risk.is_nan()).then_some(risk),
                on_front: false,
            });
        }
        let norm_of = |at: usize| mean(found[at].iter().map(Reading::norm_kept));
        let points: Vec<(f64, f64)> = plans.iter().enumerate().map(|(at, plan)| (plan.cost[0], norm_of(at))).collect();
        for (plan, is_on) in plans.iter_mut().zip(front(&points)) {
            plan.on_front = is_on;
        }
        let mut by_year: Vec<f64> = found[0].iter().flat_map(|row| row.arrived.iter().copied()).collect();
        by_year.sort_by(f64::total_cmp);
        let median_year = if by_year.is_empty() { f64::NAN } else { quantile(&by_year, 0.5) };
        let peaks = mean(found[0].iter().map(|row| peaks(&row.arrived, PEAK * median_year)));
        let simulated = found[0].first().map_or(1.0, |row| row.arrived.len() as f64);
        let best = crate::stats::least(&plans.iter().map(|plan| plan.cost[0]).collect::<Vec<_>>());
        Contest {
            demand: demand.unwrap_or_default().to_owned(),
            tuned,
            best: plans[best].plan.clone(),
            plans,
            clear_one: price.clear_one,
            median_year,
            peak_year: PEAK * median_year,
            peaks_in_100_years: peaks / simulated * 100.0,
        }
    }

    /// Futures that are one story each.
    fn stories(&self) -> Vec<(String, String)> {
        let futures = &self.opened.scenario.futures;
        let stories = futures.iter().filter(|name| !self.opened.scenario.study.demand.contains(name));
        stories.map(|name| (name.clone(), says(&self.opened, "future", name))).collect()
    }

    fn story(
        &self,
        future: &str,
        says: String,
        first: &Contest,
        sets: &[String],
        runner: &mut Runner<'_>,
    ) -> Result<Option<NamedStory>, Trouble> {
        let mut arms = vec![self.arm(None, Some(future), sets)?];
        for family in &self.plans {
            arms.push(self.arm(Some(&family.name), Some(future), sets)?);
        }
        // Only what is not demand varies within a story.
        let count = (self.ask.futures / 5).max(8);
        let Some(found) = self.run(&format!("future {future}"), &arms, 0..count, runner)? else { return Ok(None) };
        let price = Pricing { office: self, clear_one: first.clear_one };
        let costs: Vec<f64> = found.iter().map(|rows| price.mean(rows, Worth::Likely)).collect();
        let best = costs.iter().copied().fold(f64::INFINITY, f64::min);
        let listed =
            |less: f64| Listed(arms.iter().zip(&costs).map(|(arm, cost)| (arm.name.clone(), cost - less)).collect());
        Ok(Some(NamedStory { future: future.to_owned(), says, cost: listed(0.0), regret: listed(best) }))
    }

    fn axis(&self, grid: &Grid, first: &Contest, runner: &mut Runner<'_>) -> Result<Option<Axis>, Trouble> {
        let price = Pricing { office: self, clear_one: first.clear_one };
        let mut points = Vec::new();
        for value in &grid.values {
            let mut plans = Vec::new();
            for family in self.plans.iter().filter(|family| !family.levers.is_empty()) {
                let Some(base) = first.tuned.iter().find(|one| one.plan == family.name) else { continue };
                let tree = with_plan(&self.opened.loaded, &family.name).ok();
                let is_touched = tree.is_some_and(|tree| number_at(&tree, &grid.path).is_some());
                let one = if is_touched {
                    let given = [format!("plan.{}.{}={value}", family.name, grid.path)];
                    // Half the tries, from where the file's own value has its best.
                    let levers = family.levers.iter().zip(&base.levers).map(|(lever, chosen)| lever.from(chosen.value));
                    let nearby = Family { name: family.name.clone(), says: String::new(), levers: levers.collect() };
                    match self.tune(&nearby, None, &given, self.ask.tries.div_ceil(2), &price, runner)? {
                        Some(one) => one,
                        None => return Ok(None),
                    }
                } else {
                    base.clone()
                };
                let buffer = family.standing().map(|at| self.heads(&one.levers[at]));
                plans.push((family.name.clone(), AxisPlan { cost: one.cost, buffer }));
            }
            points.push(AxisPoint { value: *value, plans: Listed(plans) });
        }
        Ok(Some(Axis { name: grid.name.clone(), path: grid.path.clone(), equal_at: self.equal_at(&points), points }))
    }

    /// Where the costs of the best plan that only surges and of the best that only stands cross, between two values.
    fn equal_at(&self, points: &[AxisPoint]) -> Option<f64> {
        let least = |point: &AxisPoint, is_wanted: &dyn Fn(&Family) -> bool| -> f64 {
            let wanted =
                self.plans.iter().filter(|plan| is_wanted(plan)).filter_map(|plan| point.plans.get(&plan.name));
            wanted.map(|plan| plan.cost).fold(f64::INFINITY, f64::min)
        };
        let gaps: Vec<(f64, f64)> = points
            .iter()
            .map(|point| {
                let surge = least(point, &|plan| plan.surges() && plan.standing().is_none());
                let stands = least(point, &|plan| !plan.surges() && plan.standing().is_some());
                (point.value, surge - stands)
            })
            .collect();
        crossing(&gaps)
    }

    /// People beyond those of the file itself.
    fn heads(&self, lever: &Chosen) -> f64 {
        if lever.path.ends_with(".buffer_fte") {
            return lever.value;
        }
        lever.value - number_at(&self.base, &lever.path).unwrap_or(0.0)
    }

    fn pair(&self, first: &Contest, readings: &[(String, String, Vec<Reading>)]) -> Option<Pair> {
        let cost =
            |name: &str| first.plans.iter().find(|plan| plan.plan == name).map_or(f64::INFINITY, |plan| plan.cost[0]);
        let cheapest = |is_wanted: &dyn Fn(&Family) -> bool| -> Option<&Family> {
            let wanted = self.plans.iter().filter(|plan| is_wanted(plan));
            wanted.min_by(|a, b| cost(&a.name).total_cmp(&cost(&b.name)))
        };
        let stands = cheapest(&|plan| plan.standing().is_some() && !plan.surges())?;
        let surges = cheapest(&|plan| plan.standing().is_none() && plan.surges())?;
        let rows = |name: &str| -> Option<&Vec<Reading>> {
            readings.iter().find(|(demand, plan, _)| demand.is_empty() && plan == name).map(|(_, _, rows)| rows)
        };
        let (with, without, nothing) = (rows(&stands.name)?, rows(&surges.name)?, rows("nothing")?);
        let luck = self.ask.seeds.luck as usize;
        let price = Pricing { office: self, clear_one: first.clear_one };
        let paired = |value: &dyn Fn(&Reading) -> f64, from: &[Reading], less: &[Reading]| -> Vec<f64> {
            let pairs: Vec<f64> = from.iter().zip(less).map(|(one, other)| value(one) - value(other)).collect();
            future_means(&pairs, luck)
        };
        let differences = paired(&|one| price.cost(one, Worth::Likely), with, without);
        let mut pays = paired(&|one| one.own_staff, with, nothing);
        pays.sort_by(f64::total_cmp);
        let counted: Vec<f64> = nothing.iter().map(|one| peaks(&one.arrived, first.peak_year)).collect();
        let a_year: Vec<f64> = future_means(&counted, luck)
            .iter()
            .map(|count| count / nothing.first().map_or(1.0, |one| one.arrived.len().max(1) as f64))
            .collect();
        let (level, slope) = line_through(&a_year, &differences);
        let tuned = first.tuned.iter().find(|one| one.plan == stands.name)?;
        let once_in_years = (level > 0.0 && slope < 0.0).then(|| -slope / level);
        Some(Pair {
            buffer: stands.name.clone(),
            ad_hoc: surges.name.clone(),
            heads: self.heads(&tuned.levers[stands.standing()?]),
            pays: [quantile(&pays, 0.05), quantile(&pays, 0.95)],
            difference: interval(&differences),
            better: differences.iter().filter(|one| **one < 0.0).count() as f64 / differences.len().max(1) as f64,
            without_peak: level,
            each_peak: -slope,
            once_in_years,
        })
    }

    fn caveats(&self, findings: &Buffer) -> Vec<String> {
        let scenario = &self.opened.scenario;
        let mut caveats = Vec::new();
        if findings.interrupted {
            caveats.push("Interrupted: only what was complete counts; the same command goes on.".to_owned());
        }
        caveats.push(format!(
            "Each plan had at most {} tries on {} futures and is judged on {} others, of {} replications each; intervals are Monte \
             Carlo error only. A best size is the best of the values tried, so its neighbours may do as well.",
            findings.tries, findings.tuning_futures, findings.futures, findings.luck
        ));
        let at_an_end = |one: &Tuned| -> Vec<String> {
            let ends = one
                .levers
                .iter()
                .filter(|lever| lever.low < lever.high && (lever.value == lever.high || lever.value == lever.low));
            let words = |lever: &Chosen| {
                format!("{} of {} is best at the end of its values ({})", lever.path, one.plan, lever.value)
            };
            ends.map(words).collect()
        };
        for sentence in findings.contests.iter().take(1).flat_map(|contest| contest.tuned.iter().flat_map(at_an_end)) {
            caveats.push(format!("{sentence}: more values beyond may be better."));
        }
        if scenario.eras.iter().all(|era| era.quality.decisions.is_none()) {
            caveats.push(
                "Quality is the same for all plans by assumption: the file does not say how often people err."
                    .to_owned(),
            );
        }
        if scenario.money.as_ref().is_none_or(|money| money.open_case_at_end == OpenCase::CostToClear) {
            caveats.push(
                "A case open at the end is charged what a decision of `nothing` costs in staff, and what reception and penalties cost \
                 while it waits, as these fall from their last year's level to nothing at the plan's own pace."
                    .to_owned(),
            );
        }
        caveats.extend(scenario.not_included.iter().map(|(_, sentence)| format!("Not included: {sentence}")));
        caveats
    }
}

/// How much of what quiet hours cost is got back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worth {
    Nothing,
    Likely,
}

/// What a run costs a year, in one sum: the payers of the file, the charge at the end, less the worth of quiet hours.
struct Pricing<'a> {
    office: &'a Office<'a>,
    clear_one: f64,
}

impl Pricing<'_> {
    fn charge(&self, one: &Reading) -> f64 {
        let scenario = &self.office.opened.scenario;
        let years = years(scenario);
        let each = match scenario.money.as_ref().map(|money| &money.open_case_at_end) {
            Some(OpenCase::Each(euros)) => return one.open * euros.likely() * one.last_discount / years,
            _ => self.clear_one,
        };
        let to_clear = (one.open / one.decided_a_year).min(CLEARED_WITHIN_YEARS);
        let waiting = if to_clear.is_finite() { one.waiting_last_year * to_clear / 2.0 } else { 0.0 };
        (one.open * each + waiting) * one.last_discount / years
    }

    fn cost(&self, one: &Reading, worth: Worth) -> f64 {
        self.cost_to(one, &self.office.opened.scenario.study.payers, worth)
    }

    fn cost_to(&self, one: &Reading, payers: &[Payer], worth: Worth) -> f64 {
        let paid: f64 = payers.iter().map(|payer| one.payers[*payer as usize]).sum();
        // Two ways to say what quiet hours are worth, of which a pool has one.
        let quiet = if worth == Worth::Likely { one.worth[1] - one.payers[Payer::Others as usize] } else { 0.0 };
        paid + self.charge(one) - quiet
    }

    fn mean(&self, rows: &[Reading], worth: Worth) -> f64 {
        mean(rows.iter().map(|one| self.cost(one, worth)))
    }

    fn mean_of(&self, rows: &[Reading], payers: &[Payer]) -> f64 {
        mean(rows.iter().map(|one| self.cost_to(one, payers, Worth::Likely)))
    }
}

/// What is read of one run; euros are a year, discounted to the first year that counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// By payer.
    pub payers: [f64; Payer::ALL.len()],
    /// Salaries alone.
    pub own_staff: f64,
    /// Salaries and agency fees, not discounted: all years.
    staff: f64,
    /// What quiet hours cost, and their worth at the low, likely and high end.
    pub quiet: f64,
    pub worth: [f64; 3],
    pub open: f64,
    pub decided_a_year: f64,
    /// Reception and penalties in the last calendar year, not discounted.
    waiting_last_year: f64,
    last_discount: f64,
    /// Mean of months.
    pub overdue: f64,
    /// By target: share of its moments at which it is kept.
    pub kept: Vec<f64>,
    /// Cases that came in, by calendar year.
    pub arrived: Vec<f64>,
    /// Of a wrong decision; no number where the file gives no error rates.
    risk: f64,
}

impl Reading {
    /// Mean over targets; 1 where there is none.
    pub fn norm_kept(&self) -> f64 {
        if self.kept.is_empty() { 1.0 } else { mean(self.kept.iter().copied()) }
    }
}

/// What is asked of each run, and where it stands in the row.
struct Lens {
    asked: Vec<Asked>,
    streams: usize,
    /// Of the levels by stream: moments of months, and of years.
    months: usize,
    years: usize,
    /// Moments of each target.
    targets: Vec<(usize, Bound)>,
    has_quality: bool,
    discount: f64,
    first_year: i16,
    years_counted: f64,
}

impl Lens {
    fn new(opened: &Opened) -> Result<Lens, String> {
        let scenario = &opened.scenario;
        let calendar = &scenario.calendar;
        let with_term: Vec<&str> =
            scenario.streams.iter().filter(|stream| stream.term.is_some()).map(|stream| stream.name.as_str()).collect();
        let streams: Vec<&str> = if with_term.is_empty() {
            scenario.streams.iter().map(|one| one.name.as_str()).collect()
        } else {
            with_term
        };
        let ends = calendar.period_ends(crate::calendar::Period::Month);
        let months: Vec<SimTime> = ends.iter().filter(|(at, _)| *at > scenario.warm_up).map(|(at, _)| *at).collect();
        let years: Vec<SimTime> = ends
            .iter()
            .filter(|(at, date)| *at > scenario.warm_up && date.month() == 12 && date.day() == 31)
            .map(|(at, _)| *at)
            .collect();
        let mut asked: Vec<Asked> = Vec::new();
        for stream in &streams {
            asked.extend(months.iter().map(|at| (format!("overdue.{stream}"), Some(*at))));
            asked.push((format!("arrived.{stream}"), Some(scenario.warm_up.max(SimTime(1)))));
            asked.extend(years.iter().map(|at| (format!("arrived.{stream}"), Some(*at))));
            asked.push((format!("stock.{stream}"), Some(calendar.horizon())));
            asked.push((format!("stream.{stream}.decided"), None));
        }
        let targets: Vec<(usize, Bound)> = scenario
            .targets
            .iter()
            .map(|target| {
                let moments = target.moments(calendar, scenario.warm_up);
                asked.extend(moments.iter().map(|at| (target.path.clone(), Some(*at))));
                (moments.len(), target.bound)
            })
            .collect();
        let has_quality = scenario.eras.iter().any(|era| era.quality.decisions.is_some());
        if has_quality {
            asked.push(("quality.error_risk".to_owned(), None));
        }
        let money = scenario.money.as_ref();
        Ok(Lens {
            asked,
            streams: streams.len(),
            months: months.len(),
            years: years.len(),
            targets,
            has_quality,
            discount: money.map_or(0.0, |money| money.discount_rate),
            first_year: calendar.date_of(scenario.warm_up).year(),
            years_counted: self::years(scenario),
        })
    }

    fn read(&self, arm: &Arm, row: &Row) -> Reading {
        let study = &arm.study;
        let layout = study.layout();
        let names = names_of(&study.scenario);
        let mut values = row.values.iter().copied();
        let mut take = |count: usize| -> Vec<f64> { values.by_ref().take(count).collect() };
        let mut reading = Reading { risk: f64::NAN, arrived: vec![0.0; self.years], ..Reading::default() };
        let mut decided = 0.0;
        for _ in 0..self.streams {
            reading.overdue += mean(take(self.months).into_iter());
            let arrived = take(self.years + 1);
            for (sum, pair) in reading.arrived.iter_mut().zip(arrived.windows(2)) {
                *sum += pair[1] - pair[0];
            }
            reading.open += take(1)[0];
            decided += take(1)[0];
        }
        for (count, bound) in &self.targets {
            let kept = take(*count).into_iter().filter(|value| bound.is_met(*value)).count();
            reading.kept.push(kept as f64 / *count as f64);
        }
        if self.has_quality {
            reading.risk = take(1)[0];
        }
        reading.decided_a_year = decided / self.years_counted;
        let factor = |year: usize| -> f64 {
            let after = f64::from(names.years.number(year) - self.first_year).max(0.0);
            libm::pow(1.0 + self.discount, -after)
        };
        let last = names.years.count() - 1;
        reading.last_discount = factor(last);
        let mut salaries = vec![0.0; names.pools.len()];
        for (line, cost) in names.costs.iter().enumerate() {
            for year in 0..names.years.count() {
                let euros = row.values[layout.cost(line, year)];
                let discounted = euros * factor(year) / self.years_counted;
                reading.payers[cost.payer() as usize] += discounted;
                match cost {
                    Cost::Salaries(pool) => {
                        salaries[*pool] += discounted;
                        reading.own_staff += discounted;
                        reading.staff += euros;
                    }
                    Cost::Agency(_) => reading.staff += euros,
                    Cost::RegularReception | Cost::EmergencyReception | Cost::Penalty(_) | Cost::CourtPenalty(_)
                        if year == last =>
                    {
                        reading.waiting_last_year += euros;
                    }
                    _ => {}
                }
            }
        }
        for (pool, salary) in salaries.iter().enumerate() {
            let of = |category: Category| row.values[layout.ledger(pool, category)];
            let (quiet, paid) = (of(Category::IdleNoCase) + of(Category::OtherWork), row.values[layout.paid(pool)]);
            if paid > 0.0 {
                let cost = salary * quiet / paid;
                reading.quiet += cost;
                let worth =
                    study.scenario.first().pools[pool].other_work.as_ref().and_then(|one| one.useful_share.as_ref());
                for (sum, share) in reading.worth.iter_mut().zip(worth.map_or([0.0; 3], three)) {
                    *sum += cost * share;
                }
            }
        }
        reading
    }
}

/// The low end, the likely value and the high end.
fn three(num: &Num) -> [f64; 3] {
    match &num.amount {
        Amount::Uncertain(range) => [range.low(), range.likely(), range.high()],
        _ => [num.likely(); 3],
    }
}

/// Years from the warm-up to the end.
fn years(scenario: &crate::model::scenario::Scenario) -> f64 {
    let from = scenario.calendar.date_of(scenario.warm_up);
    (days_between(from, scenario.calendar.end()) + 1) as f64 / DAYS_A_YEAR
}

/// What staff costs for each decision.
fn cost_of_a_decision(rows: &[Reading]) -> f64 {
    let (mut staff, mut decided) = (0.0, 0.0);
    for one in rows {
        staff += one.own_staff;
        decided += one.decided_a_year;
    }
    staff / decided
}

/// Runs of years above a level: a peak that lasts is one.
fn peaks(years: &[f64], level: f64) -> f64 {
    let begins = |at: usize| years[at] >= level && (at == 0 || years[at - 1] < level);
    (0..years.len()).filter(|at| begins(*at)).count() as f64
}

/// Where a straight line between two points first meets zero.
fn crossing(points: &[(f64, f64)]) -> Option<f64> {
    points.windows(2).find_map(|pair| {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        (y0.is_finite() && y1.is_finite() && (y0 < 0.0) != (y1 < 0.0)).then(|| x0 + (x1 - x0) * y0 / (y0 - y1))
    })
}

/// Level and slope of least squares; no slope where all x are the same.
fn line_through(x: &[f64], y: &[f64]) -> (f64, f64) {
    let (mean_x, mean_y) = (mean(x.iter().copied()), mean(y.iter().copied()));
    let across: f64 = x.iter().map(|x| (x - mean_x) * (x - mean_x)).sum();
    if across <= 0.0 {
        return (mean_y, 0.0);
    }
    let along: f64 = x.iter().zip(y).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    (mean_y - along / across * mean_x, along / across)
}

/// Whether no other point costs less and keeps more; of equals all are on it.
fn front(points: &[(f64, f64)]) -> Vec<bool> {
    let beats = |a: &(f64, f64), b: &(f64, f64)| a.0 <= b.0 && a.1 >= b.1 && (a.0 < b.0 || a.1 > b.1);
    points.iter().map(|point| !points.iter().any(|other| beats(other, point))).collect()
}

/// Marks the points of all plans that no other one beats.
fn mark_front(tuned: &mut [Tuned]) {
    let points: Vec<(f64, f64)> =
        tuned.iter().flat_map(|one| one.tried.iter().map(|tried| (tried.cost, tried.norm_kept))).collect();
    let on = front(&points);
    for (tried, is_on) in tuned.iter_mut().flat_map(|one| &mut one.tried).zip(on) {
        tried.on_front = is_on;
    }
}

fn minimax(named: &[NamedStory]) -> Option<String> {
    let first = named.first()?;
    let largest = |plan: &str| named.iter().filter_map(|one| one.regret.get(plan)).copied().fold(0.0, f64::max);
    let names = first.regret.0.iter().map(|(name, _)| name);
    names.min_by(|a, b| largest(a).total_cmp(&largest(b))).cloned()
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    values.collect::<Moments>().mean()
}

fn interval(values: &[f64]) -> [f64; 3] {
    let moments: Moments = values.iter().copied().collect();
    let t = student_t_quantile(1.0 - ALPHA / 2.0, (moments.count() as f64 - 1.0).max(1.0));
    let half = t * moments.std_error();
    [moments.mean(), moments.mean() - half, moments.mean() + half]
}

fn says(opened: &Opened, kind: &str, name: &str) -> String {
    let tables = opened.loaded.tree.get(kind).and_then(Node::as_table);
    let table = tables.and_then(|tables| tables.get(name)).and_then(Node::as_table);
    table.and_then(|table| table.get("says")).and_then(Node::as_text).unwrap_or(name).to_owned()
}

/// The number at a path: itself, or the likely one of a range.
fn number_at(tree: &Table, path: &str) -> Option<f64> {
    let node = tree.get_path(path)?;
    node.as_number().or_else(|| {
        let table = node.as_table()?;
        ["value", "likely"].into_iter().find_map(|key| table.get(key).and_then(Node::as_number))
    })
}

/// Whether a plan sets a number that the file itself does not have so.
fn differs(tree: &Table, base: &Table, path: &str) -> bool {
    number_at(tree, path).is_some() && tree.get_path(path) != base.get_path(path)
}

/// The paths of all numbers.
fn numbers(table: &Table, above: &str, found: &mut Vec<String>) {
    for entry in table.iter() {
        let path = crate::scenario::tree::join_path(above, &entry.name);
        match entry.node.as_table() {
            Some(inner) if !inner.is_value_table() => numbers(inner, &path, found),
            _ => found.push(path),
        }
    }
}

/// What a plan sets that has a size: standing heads, people that triggers hire, and the figures at which they do.
fn sizes(tree: &Table, base: &Table) -> Vec<(String, f64)> {
    let mut paths = Vec::new();
    numbers(tree, "", &mut paths);
    let hires = |trigger: &str| {
        let hiring = format!("trigger.{trigger}.then.cohort.");
        paths.iter().any(|path| path.starts_with(&hiring))
    };
    let has_size = |path: &&String| {
        let parts: Vec<&str> = path.split('.').collect();
        match parts.as_slice() {
            ["pool", _, "buffer_fte" | "headcount"] => true,
            ["trigger", _, "then", "cohort", _, "headcount" | "up_to"] => true,
            ["trigger", trigger, "above" | "below"] => hires(trigger),
            _ => false,
        }
    };
    let sized = paths.iter().filter(has_size).filter(|path| differs(tree, base, path));
    sized.filter_map(|path| Some((path.clone(), number_at(tree, path)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peak_that_lasts_is_one_peak() {
        assert_eq!(peaks(&[10.0, 20.0, 25.0, 9.0, 30.0], 20.0), 2.0);
        assert_eq!(peaks(&[30.0, 10.0], 20.0), 1.0);
        assert_eq!(peaks(&[1.0, 1.0], 20.0), 0.0);
    }

    #[test]
    fn lines_cross_where_they_are_equal() {
        assert_eq!(crossing(&[(0.0, -2.0), (4.0, 2.0)]), Some(2.0));
        assert_eq!(crossing(&[(0.0, 1.0), (4.0, 2.0)]), None);
    }

    #[test]
    fn least_squares_finds_a_line() {
        let (level, slope) = line_through(&[0.0, 1.0, 2.0], &[5.0, 3.0, 1.0]);
        assert!((level - 5.0).abs() < 1e-12 && (slope + 2.0).abs() < 1e-12);
        assert_eq!(line_through(&[1.0, 1.0], &[3.0, 5.0]), (4.0, 0.0));
    }

    #[test]
    fn the_front_has_what_nothing_beats() {
        assert_eq!(front(&[(1.0, 0.5), (2.0, 0.9), (2.5, 0.8), (1.0, 0.4)]), [true, true, false, false]);
    }
}
