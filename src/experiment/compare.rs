//! Which plan is better? Paired differences in the same futures, with the same luck (RULES 17).

use serde::{Deserialize, Serialize};

use super::{
    arm::{Arm, Asked, Spec, Wants, asked, headline},
    findings::{Listed, ScenarioName},
    open::{Opened, Refused},
    provenance::scenario_hash,
    run::levels_at_dates,
    runner::Runner,
};
use crate::{
    metric::Better,
    model::target::Bound,
    replicate::{Row, Seeds},
    scenario::tree::Node,
    stats::{
        Moments, future_means, kn_select, luck_share, quantile, regrets_less_luck, student_t_quantile, wilson,
        worst_mean,
    },
};

/// Observations of the first stage of a selection.
const FIRST_STAGE: usize = 20;

/// Error rate of a selection, and of a family of intervals.
const ALPHA: f64 = 0.05;

/// What is to be compared, and how hard.
#[derive(Clone, Debug)]
pub struct Ask {
    pub files: Vec<std::path::PathBuf>,
    pub sets: Vec<String>,
    /// Plans of the file; empty: all that it has.
    pub plans: Vec<String>,
    /// The headline; none: the measure of the first target when it is due.
    pub measure: Option<String>,
    pub futures: u64,
    /// A difference of the headline that is worth choosing for; with it the best is selected with a guarantee.
    pub delta: Option<f64>,
    pub widen: f64,
    pub seeds: Seeds,
}

/// Why a comparison could not be made.
pub enum Trouble {
    Refused(Refused),
    Usage(String),
    Io(std::io::Error),
}

impl From<Refused> for Trouble {
    fn from(refused: Refused) -> Self {
        Trouble::Refused(refused)
    }
}

impl From<std::io::Error> for Trouble {
    fn from(why: std::io::Error) -> Self {
        Trouble::Io(why)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    pub surgecap: String,
    pub scenarios: Vec<ScenarioName>,
    pub seed: u64,
    /// Draws of the inputs and of demand, and replications of luck in each.
    pub futures: u64,
    pub luck: u64,
    pub interrupted: bool,
    pub headline: Headline,
    /// The first is what the others are compared with.
    pub arms: Vec<ArmFinding>,
    /// Each arm against the first, on the headline, paired by future.
    pub pairs: Vec<PairFinding>,
    /// Over the drawn futures; smaller is better.
    pub regret: Vec<RegretFinding>,
    /// Over the futures that the file names.
    pub named: Vec<NamedFuture>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<BestFinding>,
    /// Arms that another one beats on every target, with simultaneous confidence: (arm, by).
    pub dominated: Vec<(String, String)>,
    /// What streams gain and lose against the first arm.
    pub streams: Vec<StreamFinding>,
    /// All other measures against the first arm, with simultaneous intervals.
    pub exploratory: Vec<ExploratoryFinding>,
    pub caveats: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    pub measure: String,
    pub unit: String,
    pub better: Better,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmFinding {
    pub name: String,
    pub says: String,
    /// The headline: mean over futures with its 95 % interval, and points over futures.
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    pub q05: f64,
    pub q50: f64,
    pub q95: f64,
    /// Share of replications in which each target is met, with its Wilson interval.
    pub targets: Listed<[f64; 3]>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairFinding {
    pub arm: String,
    pub against: String,
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    pub q05: f64,
    pub q50: f64,
    pub q95: f64,
    /// Share of futures in which the arm is better, equal ones counted half; with its Wilson interval.
    pub better: f64,
    pub better_low: f64,
    pub better_high: f64,
    /// Share of the variance of the difference over futures that is luck within them.
    pub luck_share: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegretFinding {
    pub arm: String,
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    /// Mean of the worst tenth of futures.
    pub worst_tenth: f64,
}

/// A future that the file names: the headline and the regret of each arm there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NamedFuture {
    pub future: String,
    pub says: String,
    pub values: Listed<f64>,
    pub regret: Listed<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BestFinding {
    pub delta: f64,
    pub confidence: f64,
    /// One where it is decided.
    pub standing: Vec<String>,
    pub futures_used: u64,
}

/// One stream under an arm less the same under the first: what the surge crowds out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StreamFinding {
    pub arm: String,
    pub stream: String,
    /// Open cases, integrated over the run after its warm-up: [mean, low, high].
    pub case_months: [f64; 3],
    /// Open past their term at the end.
    pub overdue_at_end: [f64; 3],
    pub decided: [f64; 3],
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExploratoryFinding {
    pub measure: String,
    pub unit: String,
    pub better: Better,
    pub arm: String,
    pub mean: f64,
    /// Simultaneous over all measures and arms of the comparison.
    pub low: f64,
    pub high: f64,
}

/// The findings, and every run behind them: `[arm][replication]`.
pub struct Compared {
    pub findings: Comparison,
    pub arms: Vec<Arm>,
    pub rows: Vec<Vec<Row>>,
}

/// Runs every arm in the same futures.
///
/// # Errors
/// Files that are refused, a measure that is none, or a store that cannot be written.
pub fn compare(ask: &Ask, runner: &mut Runner<'_>) -> Result<Compared, Trouble> {
    let opened = open_all(ask)?;
    let first = &opened[0].1;
    let wants = wants(ask, first).map_err(Trouble::Usage)?;
    let arms = arms_of(&opened, &wants).map_err(Trouble::Usage)?;
    if arms.len() < 2 {
        return Err(Trouble::Usage(format!(
            "{} has nothing to compare: it adds nothing to its organisation and has no [plan.NAME]; name a second file",
            ask.files[0].display()
        )));
    }
    let headline_at = arms[0].measures().len() - 1;
    let wanted = &arms[0].study.measures.wanted[headline_at].measure;
    let better = match first.scenario.targets.iter().find(|target| target.path == wanted.path).map(|one| one.bound) {
        Some(Bound::AtMost(_)) => Better::Lower,
        Some(Bound::AtLeast(_)) => Better::Higher,
        None => wanted.better(),
    };
    if better == Better::Neither {
        let why = format!("`{}` is neither better high nor low: choose another --measure", wanted.path);
        return Err(Trouble::Usage(why));
    }
    let headline =
        Headline { measure: arms[0].measures()[headline_at].clone(), unit: wanted.unit().to_owned(), better };
    let luck = ask.seeds.luck as usize;
    let all: Vec<&Arm> = arms.iter().collect();
    let mut rows = runner.together("futures", &all, 0, ask.futures * ask.seeds.luck)?;
    let whole = rows[0].len() / luck * luck;
    rows.iter_mut().for_each(|rows| rows.truncate(whole));
    let named = if runner.control.is_stopped() {
        Vec::new()
    } else {
        named_futures(ask, runner, &opened, &wants, headline_at, better)?
    };
    let opened: Vec<&Opened> = opened.iter().map(|(_, opened)| opened).collect();
    let findings = Judge { ask, arms: &arms, rows: &rows, headline, headline_at, luck }.findings(
        &opened,
        named,
        runner.control.is_stopped(),
    );
    Ok(Compared { findings, arms, rows })
}

/// Each file, or the plans of the one file.
fn open_all(ask: &Ask) -> Result<Vec<(Spec, Opened)>, Trouble> {
    let mut all = Vec::new();
    for file in &ask.files {
        let spec = Spec { sets: ask.sets.clone(), ..Spec::file(file) };
        let opened = spec.open()?;
        let plans = match ask.files.len() {
            1 if ask.plans.is_empty() => plans_of(&opened),
            1 => ask.plans.clone(),
            _ => Vec::new(),
        };
        all.push((spec.clone(), opened));
        for plan in plans {
            let spec = Spec { plan: Some(plan), ..spec.clone() };
            let opened = spec.open()?;
            all.push((spec, opened));
        }
    }
    Ok(all)
}

/// The plans that a file names.
pub fn plans_of(opened: &Opened) -> Vec<String> {
    names_in(opened, "plan").into_iter().map(|(name, _)| name).collect()
}

/// Tables of a kind: (name, says).
fn names_in(opened: &Opened, kind: &str) -> Vec<(String, String)> {
    let tables = opened.loaded.tree.get(kind).and_then(Node::as_table).cloned().unwrap_or_default();
    let says = |node: &Node| {
        node.as_table().and_then(|table| table.get("says")).and_then(Node::as_text).unwrap_or_default().to_owned()
    };
    tables.iter().map(|entry| (entry.name.clone(), says(&entry.node))).collect()
}

/// The standard measures, levels at the dates of the targets, whether they are met, and the headline last.
fn wants(ask: &Ask, opened: &Opened) -> Result<Wants, String> {
    let mut measures: Vec<Asked> = levels_at_dates(opened, &[]);
    measures.extend(opened.scenario.targets.iter().map(|target| (format!("target.{}", target.name), None)));
    let headline = match &ask.measure {
        Some(text) => asked(text, opened)?,
        None => headline(opened)
            .ok_or("the file has no target: say what to compare by, such as --measure stock.all@2022-06-30")?,
    };
    measures.push(headline);
    Ok(Wants { standard: true, measures, widen: ask.widen })
}

/// `nothing` first, where one file has it.
fn arms_of(opened: &[(Spec, Opened)], wants: &Wants) -> Result<Vec<Arm>, String> {
    let mut arms: Vec<Arm> = Vec::new();
    let has_plan_of_its_own = opened.iter().any(|(spec, _)| spec.plan.as_deref() == Some("nothing"));
    let is_one_file = opened.iter().all(|(spec, _)| spec.file == opened[0].0.file);
    if is_one_file && !has_plan_of_its_own {
        arms.extend(Arm::nothing(&opened[0].1, wants)?);
    }
    for (spec, opened) in opened {
        let stem = spec.file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let (name, says) = match &spec.plan {
            None => (stem, opened.scenario.name.clone()),
            Some(plan) => {
                let says = names_in(opened, "plan").into_iter().find(|(name, _)| name == plan);
                (plan.clone(), says.map_or_else(String::new, |(_, says)| says))
            }
        };
        let arm = Arm::new(&name, &says, opened, wants).map_err(|why| format!("{}: {why}", spec.file.display()))?;
        if arms.iter().any(|other| other.name == arm.name) {
            return Err(format!(
                "two of the files are called `{name}`: rename one, so that the answer can tell them apart"
            ));
        }
        arms.push(arm);
    }
    Ok(arms)
}

/// The headline of each arm in the futures that the first file names; a tenth of the drawn futures in each, at least ten.
fn named_futures(
    ask: &Ask,
    runner: &mut Runner<'_>,
    opened: &[(Spec, Opened)],
    wants: &Wants,
    headline_at: usize,
    better: Better,
) -> Result<Vec<NamedFuture>, Trouble> {
    let mut all = Vec::new();
    for (future, says) in names_in(&opened[0].1, "future") {
        let mut there = Vec::new();
        for (spec, _) in opened {
            let spec = Spec { future: Some(future.clone()), ..spec.clone() };
            let opened = spec.open()?;
            there.push((spec, opened));
        }
        let arms = arms_of(&there, wants).map_err(Trouble::Usage)?;
        let count = (ask.futures / 10).max(10) * ask.seeds.luck;
        let rows = runner.together(&format!("future {future}"), &arms.iter().collect::<Vec<_>>(), 0, count)?;
        if runner.control.is_stopped() {
            break;
        }
        let mean = |rows: &Vec<Row>| rows.iter().map(|row| row.values[headline_at]).collect::<Moments>().mean();
        let values: Vec<f64> = rows.iter().map(mean).collect();
        let best = values.iter().map(|value| worse(better, *value)).fold(f64::INFINITY, f64::min);
        let name = |arm: &Arm| arm.name.clone();
        all.push(NamedFuture {
            future,
            says,
            values: Listed(arms.iter().map(name).zip(values.iter().copied()).collect()),
            regret: Listed(
                arms.iter().map(name).zip(values.iter().map(|value| worse(better, *value) - best)).collect(),
            ),
        });
    }
    Ok(all)
}

/// A value turned so that smaller is better.
fn worse(better: Better, value: f64) -> f64 {
    if better == Better::Higher { -value } else { value }
}

/// Mean and interval, two-sided at `alpha`.
fn interval(values: &[f64], alpha: f64) -> [f64; 3] {
    let moments: Moments = values.iter().copied().collect();
    let t = student_t_quantile(1.0 - alpha / 2.0, (moments.count() as f64 - 1.0).max(1.0));
    let half = t * moments.std_error();
    [moments.mean(), moments.mean() - half, moments.mean() + half]
}

struct Judge<'a> {
    ask: &'a Ask,
    arms: &'a [Arm],
    rows: &'a [Vec<Row>],
    headline: Headline,
    headline_at: usize,
    luck: usize,
}

impl Judge<'_> {
    fn column(&self, arm: usize, column: usize) -> Vec<f64> {
        self.rows[arm].iter().map(|row| row.values[column]).collect()
    }

    /// Means by future of an arm less those of the first.
    fn difference(&self, arm: usize, column: usize) -> Vec<f64> {
        let pairs = self.rows[arm].iter().zip(&self.rows[0]);
        pairs.map(|(with, without)| with.values[column] - without.values[column]).collect()
    }

    fn findings(&self, opened: &[&Opened], named: Vec<NamedFuture>, interrupted: bool) -> Comparison {
        let scenario =
            |opened: &&Opened| ScenarioName { name: opened.scenario.name.clone(), sha256: scenario_hash(opened) };
        let futures = self.rows[0].len() / self.luck;
        let mut findings = Comparison {
            surgecap: env!("CARGO_PKG_VERSION").to_owned(),
            scenarios: opened.iter().map(scenario).collect(),
            seed: self.ask.seeds.inputs,
            futures: futures as u64,
            luck: self.luck as u64,
            interrupted,
            headline: self.headline.clone(),
            arms: Vec::new(),
            pairs: Vec::new(),
            regret: Vec::new(),
            named,
            best: None,
            dominated: Vec::new(),
            streams: Vec::new(),
            exploratory: Vec::new(),
            caveats: Vec::new(),
        };
        // A comparison needs two futures to say anything of their spread.
        if futures >= 2 {
            findings.arms = (0..self.arms.len()).map(|arm| self.arm(arm)).collect();
            findings.pairs = (1..self.arms.len()).map(|arm| self.pair(arm)).collect();
            findings.regret = self.regret();
            findings.best = self.best();
            findings.dominated = self.dominated(opened[0]);
            findings.streams = (1..self.arms.len()).flat_map(|arm| self.streams(arm)).collect();
            findings.exploratory = self.exploratory();
        }
        findings.caveats = self.caveats(opened, &findings);
        findings
    }

    fn arm(&self, arm: usize) -> ArmFinding {
        let mut values = future_means(&self.column(arm, self.headline_at), self.luck);
        let [mean, low, high] = interval(&values, ALPHA);
        values.sort_by(f64::total_cmp);
        let study = &self.arms[arm].study;
        let target = |(index, target): (usize, &crate::model::target::Target)| {
            let met = self.column(arm, study.layout().is_met(index));
            let hits = met.iter().filter(|met| **met > 0.5).count() as u64;
            let (low, high) = wilson(hits, met.len() as u64, 1.0 - ALPHA);
            (target.name.clone(), [hits as f64 / met.len() as f64, low, high])
        };
        ArmFinding {
            name: self.arms[arm].name.clone(),
            says: self.arms[arm].says.clone(),
            mean,
            low,
            high,
            q05: quantile(&values, 0.05),
            q50: quantile(&values, 0.5),
            q95: quantile(&values, 0.95),
            targets: Listed(study.scenario.targets.iter().enumerate().map(target).collect()),
        }
    }

    fn pair(&self, arm: usize) -> PairFinding {
        let difference = self.difference(arm, self.headline_at);
        let mut values = future_means(&difference, self.luck);
        let [mean, low, high] = interval(&values, ALPHA);
        let count = values.len() as f64;
        let is_better = |value: &&f64| worse(self.headline.better, **value) < 0.0;
        let wins = values.iter().filter(is_better).count();
        let ties = values.iter().filter(|value| **value == 0.0).count();
        let (better_low, better_high) = wilson((wins + ties / 2) as u64, values.len() as u64, 1.0 - ALPHA);
        values.sort_by(f64::total_cmp);
        PairFinding {
            arm: self.arms[arm].name.clone(),
            against: self.arms[0].name.clone(),
            mean,
            low,
            high,
            q05: quantile(&values, 0.05),
            q50: quantile(&values, 0.5),
            q95: quantile(&values, 0.95),
            better: (wins as f64 + ties as f64 / 2.0) / count,
            better_low,
            better_high,
            luck_share: luck_share(&difference, self.luck),
        }
    }

    /// The headline of all arms, smaller being better.
    fn turned(&self) -> Vec<Vec<f64>> {
        let turn = |values: Vec<f64>| values.into_iter().map(|value| worse(self.headline.better, value)).collect();
        (0..self.arms.len()).map(|arm| turn(self.column(arm, self.headline_at))).collect()
    }

    fn regret(&self) -> Vec<RegretFinding> {
        let regrets = regrets_less_luck(&self.turned(), self.luck);
        regrets
            .iter()
            .zip(self.arms)
            .map(|(regret, arm)| {
                let [mean, low, high] = interval(regret, ALPHA);
                RegretFinding { arm: arm.name.clone(), mean, low, high, worst_tenth: worst_mean(regret, 0.1) }
            })
            .collect()
    }

    fn best(&self) -> Option<BestFinding> {
        let delta = self.ask.delta?;
        let values: Vec<Vec<f64>> = self.turned().iter().map(|one| future_means(one, self.luck)).collect();
        let screened = kn_select(&values, FIRST_STAGE, delta, ALPHA);
        Some(BestFinding {
            delta,
            confidence: 1.0 - ALPHA,
            standing: screened.standing.iter().map(|arm| self.arms[*arm].name.clone()).collect(),
            futures_used: screened.used as u64,
        })
    }

    /// An arm that another beats on the value of every target: never worse, once better, all intervals at once at 95 %.
    fn dominated(&self, opened: &Opened) -> Vec<(String, String)> {
        let targets = &opened.scenario.targets;
        let count = self.arms.len();
        let alpha = ALPHA / (count * count.saturating_sub(1) * targets.len().max(1)) as f64;
        let mut all = Vec::new();
        for loser in 0..count {
            for winner in (0..count).filter(|winner| *winner != loser) {
                let judged = targets.iter().enumerate().map(|(index, target)| {
                    let column = |arm: usize| self.column(arm, self.arms[arm].study.layout().value_at(index));
                    let pairs = column(winner).into_iter().zip(column(loser)).map(|(a, b)| a - b).collect::<Vec<_>>();
                    let [_, low, high] = interval(&future_means(&pairs, self.luck), alpha);
                    // Smaller is better after turning.
                    match target.bound {
                        Bound::AtMost(_) => (low, high),
                        Bound::AtLeast(_) => (-high, -low),
                    }
                });
                let judged: Vec<(f64, f64)> = judged.collect();
                let never_worse = judged.iter().all(|(_, high)| *high <= 0.0);
                let once_better = judged.iter().any(|(_, high)| *high < 0.0);
                if never_worse && once_better {
                    all.push((self.arms[loser].name.clone(), self.arms[winner].name.clone()));
                }
            }
        }
        all
    }

    fn streams(&self, arm: usize) -> Vec<StreamFinding> {
        let names = self.arms[0].measures();
        let scenario = &self.arms[0].study.scenario;
        let calendar = &scenario.calendar;
        let days = calendar.moment_at(calendar.horizon()).days() - calendar.moment_at(scenario.warm_up).days();
        let months = days / crate::calendar::MONTH_DAYS;
        let end = format!("@{}", scenario.calendar.end());
        let value = |path: String, factor: f64| match names.iter().position(|name| *name == path) {
            None => [f64::NAN; 3],
            Some(column) => {
                interval(&future_means(&self.difference(arm, column), self.luck), ALPHA).map(|value| value * factor)
            }
        };
        let one = |stream: &crate::model::stream::Stream| StreamFinding {
            arm: self.arms[arm].name.clone(),
            stream: stream.name.clone(),
            case_months: value(format!("stream.{}.in_system.mean", stream.name), months),
            overdue_at_end: value(format!("overdue.{}{end}", stream.name), 1.0),
            decided: value(format!("stream.{}.decided", stream.name), 1.0),
        };
        scenario.streams.iter().map(one).collect()
    }

    fn exploratory(&self) -> Vec<ExploratoryFinding> {
        let names = self.arms[0].measures();
        let family = (names.len() - 1) * (self.arms.len() - 1);
        let mut all = Vec::new();
        for arm in 1..self.arms.len() {
            for (column, name) in names.iter().enumerate().filter(|(_, name)| **name != self.headline.measure) {
                let difference = future_means(&self.difference(arm, column), self.luck);
                // What was not measured in every future is not compared.
                if difference.iter().any(|value| !value.is_finite()) {
                    continue;
                }
                let [mean, low, high] = interval(&difference, ALPHA / family as f64);
                let measure = &self.arms[0].study.measures.wanted[column].measure;
                all.push(ExploratoryFinding {
                    measure: name.clone(),
                    unit: measure.unit().to_owned(),
                    better: measure.better(),
                    arm: self.arms[arm].name.clone(),
                    mean,
                    low,
                    high,
                });
            }
        }
        all
    }

    fn caveats(&self, opened: &[&Opened], findings: &Comparison) -> Vec<String> {
        let mut caveats = Vec::new();
        if findings.interrupted {
            caveats.push("Interrupted: only the futures that were complete count.".to_owned());
        }
        caveats.push(
            "Intervals are Monte Carlo error only; the ranges of the inputs stand as written. Only the headline was declared \
             beforehand: other measures have wider, simultaneous intervals."
                .to_owned(),
        );
        if self.luck == 1 {
            caveats.push("One replication of each future: luck is part of every regret and of P(better).".to_owned());
        }
        for one in opened {
            for (_, sentence) in &one.scenario.not_included {
                let sentence = format!("Not included: {sentence}");
                if !caveats.contains(&sentence) {
                    caveats.push(sentence);
                }
            }
        }
        caveats
    }
}
