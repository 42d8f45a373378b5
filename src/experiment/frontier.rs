//! How far can the surge scale? Net extra signed decisions against hires, and against when, with whom and for how long.
//!
//! Every gain is a paired difference with the same plan without the hires, with the luck in common; a decision that a court
//! is expected to send back is taken off again. A gain is *useful* when it is there in 80 of 100 futures, and not only in
//! the mean.
//!
//! # Source
//! Brooks (1975), *The mythical man-month*; the closed form beside it is SCIENCE F1 to F7 (`closed.rs`).

use jiff::{ToSpan, civil::Date};
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    arm::{Arm, Asked, Spec, Wants},
    closed::{self, ClosedForm},
    compare::Trouble,
    edit::{Lever, Window},
    findings::ScenarioName,
    open::Opened,
    provenance::scenario_hash,
    run::measured,
    runner::Runner,
};
use crate::{
    model::{
        mechanism::Mechanism,
        scenario::Scenario,
        staff::Size,
        supervision::Mode,
        target::{Gauge, Target},
    },
    problem::nearest,
    random::Source,
    replicate::Row,
    scenario::tree::join_path,
    stats::{Moments, plateau, quantile, student_t_quantile, top, zero_beyond_top},
    time::SimTime,
};

/// Share of the futures in which a gain has to be there.
pub const WANTED: f64 = 0.8;

/// Heights within this share of the highest are the plateau.
pub const PLATEAU: f64 = 0.98;

/// Resamples behind the interval of the best number: enough for its 2.5 and 97.5 % points.
const RESAMPLES: u64 = 1_000;

/// Hires of the default grid, times the headcount of the file.
const GRID: [f64; 9] = [0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.5, 2.0];

/// What a frontier is asked.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    pub target: Option<String>,
    pub cohort: Option<String>,
    /// Empty: nine points up to twice the headcount of the file.
    pub hires: Vec<u32>,
    /// At most two of the next four may be given; each is crossed with `hires`.
    pub spans: Vec<f64>,
    pub starts: Vec<Date>,
    /// Lists of stages.
    pub work: Vec<Vec<String>>,
    pub contracts: Vec<f64>,
    pub futures: u64,
    /// Whether it is asked what binds in each month.
    pub binding: bool,
    /// Of the axes that are scanned one at a time only starts and spans.
    pub is_short: bool,
    pub widen: f64,
}

/// The answer of `frontier`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Frontier {
    pub surgecap: String,
    pub scenario: ScenarioName,
    pub plan: String,
    pub seed: u64,
    pub futures: u64,
    /// Replications of each future.
    pub luck: u64,
    pub interrupted: bool,
    pub cohort: String,
    /// The cohort as people know it.
    pub says: String,
    /// People that the file hires.
    pub headcount: f64,
    pub ordered: Option<Date>,
    /// When gains are read: the target's date, if there is one, and the end of the run.
    pub moments: Vec<Moment>,
    /// The stream that the target is about.
    pub stream: Option<String>,
    /// The plan without the hires, minus nothing at all: what moving own staff does.
    pub without_the_hires: Vec<Gain>,
    /// One curve over the hires for each point of the other axes.
    pub lines: Vec<Line>,
    /// Beside the one line: one axis at a time, at a number of hires.
    pub scans: Vec<Scan>,
    /// What binds in each month, for the plan of the file.
    pub binding: Option<Binding>,
    pub closed_forms: Vec<ClosedForm>,
    pub caveats: Vec<String>,
    /// Mean hours that an answer takes, over the futures; none without questions.
    pub answer_hours: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// "target" or "end".
    pub name: Cow<'static, str>,
    pub date: Date,
}

/// Decisions more than without the hires, at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gain {
    /// All streams together, net of expected returns; 95 % interval of the mean over futures.
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    /// Share of the futures in which something is gained.
    pub share: f64,
    /// Of `mean`: the target's stream, the others, and what courts are expected to send back.
    pub gained: f64,
    pub others: f64,
    pub returns: f64,
}

/// One number of hires, or one value of another axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub value: String,
    pub hires: u32,
    /// At each moment.
    pub gains: Vec<Gain>,
    /// Mean wait for an answer, office hours; share of questions answered; share of supervisors' time that is asked for.
    pub wait_hours: Option<f64>,
    pub answered: Option<f64>,
    pub busy: Option<f64>,
}

/// A curve over the hires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// (axis, value) of the other axes; none for the file as it stands.
    pub at: Vec<(String, String)>,
    pub points: Vec<Point>,
    /// At each moment.
    pub answers: Vec<Answer>,
}

/// What a curve says at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The largest number of the grid up to which every step brings something in 80 of 100 futures; 0: none does.
    pub useful: u32,
    /// The smallest number above 0 that is useful.
    pub useful_from: Option<u32>,
    pub best: Best,
    /// The largest number of the grid at which the lower bound of the gain is not below nothing.
    pub harmless_up_to: u32,
    /// Whether that is the last of the grid: then no number in the range was seen to harm.
    pub is_open: bool,
    /// Where the curve falls to nothing, with its 95 % interval.
    pub zero: Option<[f64; 3]>,
    /// Hires within 2 % of the best.
    pub plateau: Option<[f64; 2]>,
    pub steps: Vec<Step>,
}

/// The number of hires with the largest gain.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Best {
    pub hires: f64,
    /// 95 % interval, from resampled futures.
    pub low: f64,
    pub high: f64,
    pub gain: f64,
    /// Whether it lies inside the range, and in what share of the resamples.
    pub is_inside: bool,
    pub inside_share: f64,
}

/// From one number of hires to the next.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub from: u32,
    pub to: u32,
    /// Decisions that the next ten bring, with the 95 % interval.
    pub next_ten: f64,
    pub low: f64,
    pub high: f64,
    /// Share of the futures in which they bring something.
    pub share: f64,
}

/// One axis at a number of hires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// "start", "contract", "span" or "classes".
    pub axis: String,
    pub hires: u32,
    pub points: Vec<Point>,
    /// Per moment: the last start, the shortest contract, the widest span, that gains in 80 of 100 futures.
    pub limits: Vec<Option<String>>,
    /// Of the span: the widest at which a supervisor is free before the answer would have taken so long again.
    pub in_time: Option<String>,
}

/// A tenth more of one capacity, for the whole run and in each month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    /// The moment at which effects are read.
    pub by: Date,
    /// Confidence of the intervals below: all of one table together keep 95 %.
    pub confidence: f64,
    pub whole: Vec<Effect>,
    pub months: Vec<Month>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Month {
    pub from: Date,
    pub effects: Vec<Effect>,
}

/// Decisions more by the date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    pub lever: String,
    pub says: String,
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

impl Effect {
    /// Whether the interval is above nothing.
    pub fn binds(&self) -> bool {
        self.low > 0.0
    }
}

/// One value on an axis: how it is shown, and the settings that make it.
#[derive(Clone, Debug)]
struct Value {
    shown: String,
    sets: Vec<String>,
}

/// The questions that every arm is asked, and how the answers are added up.
pub(super) struct Reader {
    pub measures: Vec<Asked>,
    pub moments: Vec<(Moment, SimTime)>,
    streams: usize,
    /// The target's stream.
    pub stream: Option<usize>,
    has_appeals: bool,
    /// Where the measures of supervision begin.
    supervision: Option<usize>,
}

/// What one run says at one moment.
#[derive(Clone, Copy, Default)]
pub(super) struct Count {
    /// First decisions of the target's stream, or of all where the target has none.
    pub own: f64,
    pub others: f64,
    /// What courts have sent back and are expected to.
    pub returns: f64,
}

impl Count {
    pub fn net(self) -> f64 {
        self.own + self.others - self.returns
    }

    /// Adds the difference of two runs, one of `luck` of a future.
    pub fn add(&mut self, with: Count, without: Count, luck: u64) {
        self.own += (with.own - without.own) / luck as f64;
        self.others += (with.others - without.others) / luck as f64;
        self.returns += (with.returns - without.returns) / luck as f64;
    }
}

impl Reader {
    pub fn new(opened: &Opened, target: Option<&Target>) -> Reader {
        let scenario = &opened.scenario;
        let names: Vec<&str> = scenario.streams.iter().map(|stream| stream.name.as_str()).collect();
        let end = Moment { name: "end".into(), date: scenario.calendar.end() };
        let mut moments = vec![(end, scenario.calendar.horizon())];
        if let Some(target) = target.filter(|target| target.at < scenario.calendar.horizon()) {
            moments.insert(0, (Moment { name: "target".into(), date: target.by }, target.at));
        }
        let has_appeals = scenario.uses().has(Mechanism::Appeal);
        let mut measures = Vec::new();
        for (_, at) in &moments {
            measures.extend(names.iter().map(|name| (format!("decided.{name}"), Some(*at))));
            if has_appeals {
                measures.extend(names.iter().map(|name| (format!("remanded.{name}"), Some(*at))));
                measures.extend(names.iter().map(|name| (format!("at_court.{name}"), Some(*at))));
            }
        }
        if has_appeals {
            measures.extend(names.iter().map(|name| (format!("stream.{name}.upheld_share"), None)));
        }
        let asks = matches!(scenario.first().supervision.mode, Mode::Questions)
            && scenario.cohorts.iter().any(|cohort| cohort.learning.consult_rate.max_value() > 0.0);
        let supervision = asks.then_some(measures.len());
        if asks {
            for path in ["supervision.wait_hours.mean", "supervision.answered_share", "supervision.utilisation"] {
                measures.push((path.to_owned(), None));
            }
        }
        let stream = target.and_then(|target| match target.measure {
            Gauge::Stock(stream) | Gauge::Decided(stream) | Gauge::Overdue(stream) => Some(stream),
            _ => None,
        });
        Reader { measures, moments, streams: names.len(), stream, has_appeals, supervision }
    }

    pub fn count(&self, row: &Row, moment: usize) -> Count {
        let kinds = if self.has_appeals { 3 } else { 1 };
        let at = moment * kinds * self.streams;
        let mut count = Count::default();
        for stream in 0..self.streams {
            let decided = row.values[at + stream];
            if self.stream.is_none_or(|own| own == stream) {
                count.own += decided;
            } else {
                count.others += decided;
            }
            if self.has_appeals {
                let upheld = row.values[self.moments.len() * kinds * self.streams + stream];
                let upheld = if upheld.is_nan() { 0.0 } else { upheld };
                count.returns += row.values[at + self.streams + stream];
                count.returns += upheld * row.values[at + 2 * self.streams + stream];
            }
        }
        count
    }
}

/// Gains of one arm: `[moment][future]`.
type Gains = Vec<Vec<Count>>;

/// A study of one file under way.
struct Frame<'a, 'b> {
    spec: &'a Spec,
    ask: &'a Ask,
    runner: &'a mut Runner<'b>,
    reader: Reader,
    wants: Wants,
    prefix: String,
    cohort: String,
}

impl Frame<'_, '_> {
    /// `--set` of a key, so that it holds for the plan that was asked for too.
    fn set(&self, key: &str, value: &str) -> String {
        format!("{}{key}={value}", self.prefix)
    }

    fn of_cohort(&self, key: &str, value: &str) -> String {
        self.set(&join_path(&join_path("cohort", &self.cohort), key), value)
    }

    fn hires(&self, hires: u32) -> String {
        self.of_cohort("headcount", &hires.to_string())
    }

    fn arm(&self, name: &str, sets: Vec<String>) -> Result<Arm, Trouble> {
        let opened = self.spec.with(sets).open()?;
        Arm::new(name, "", &opened, &self.wants).map_err(Trouble::Usage)
    }

    /// Rows of arms with the luck in common, whole futures only: `[arm][replication]`.
    fn rows(&mut self, what: &str, arms: &[&Arm]) -> Result<Vec<Vec<Row>>, Trouble> {
        let luck = self.runner.seeds.luck;
        let mut rows = self.runner.together(what, arms, 0, self.ask.futures * luck)?;
        let whole = rows.first().map_or(0, Vec::len) as u64 / luck * luck;
        rows.iter_mut().for_each(|rows| rows.truncate(whole as usize));
        Ok(rows)
    }

    /// Paired differences, averaged over the luck of each future.
    fn gains(&self, rows: &[Row], base: &[Row]) -> Gains {
        let luck = self.runner.seeds.luck;
        let moment = |moment: usize| {
            let pairs: Vec<(&Row, &Row)> = rows.iter().zip(base).collect();
            pairs
                .chunks(luck as usize)
                .map(|future| {
                    let count = |row: &Row| self.reader.count(row, moment);
                    let mut mean = Count::default();
                    future.iter().for_each(|(row, base)| mean.add(count(row), count(base), luck));
                    mean
                })
                .collect()
        };
        (0..self.reader.moments.len()).map(moment).collect()
    }

    fn point(&self, value: &str, hires: u32, rows: &[Row], gains: &Gains) -> Point {
        let mean = |place: usize| {
            let first = self.reader.supervision?;
            let column: Vec<f64> = rows.iter().map(|row| row.values[first + place]).collect();
            measured(&column, "").map(|found| found.mean)
        };
        Point {
            value: value.to_owned(),
            hires,
            gains: gains.iter().map(|futures| gain(futures)).collect(),
            wait_hours: mean(0),
            answered: mean(1),
            busy: mean(2),
        }
    }
}

/// What a curve comes to at one moment; futures in the order of their numbers.
fn gain(futures: &[Count]) -> Gain {
    let moments: Moments = futures.iter().map(|count| count.net()).collect();
    let (low, high) = moments.mean_interval(0.95);
    let mean = |part: fn(&Count) -> f64| futures.iter().map(part).sum::<f64>() / futures.len().max(1) as f64;
    Gain {
        mean: moments.mean(),
        low,
        high,
        share: share_above(futures.iter().map(|count| count.net())),
        gained: mean(|count| count.own),
        others: mean(|count| count.others),
        returns: mean(|count| count.returns),
    }
}

fn share_above(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.filter(|value| *value > 0.0).count() as f64 / count
}

/// Reads a curve over the hires: `[point][future]`, the first point that of no hires.
fn answer(hires: &[u32], gains: &[Vec<f64>], shares: &[f64], lows: &[f64], seed: u64) -> Answer {
    let futures = gains[0].len();
    let x: Vec<f64> = hires.iter().map(|hires| f64::from(*hires)).collect();
    let height = |pick: &mut dyn FnMut(usize) -> usize| -> Vec<f64> {
        let picked: Vec<usize> = (0..futures).map(pick).collect();
        gains.iter().map(|point| picked.iter().map(|future| point[*future]).sum::<f64>() / futures as f64).collect()
    };
    let y = height(&mut |future| future);
    let found = top(&x, &y);
    let (mut tops, mut zeros, mut inside) = (Vec::new(), Vec::new(), 0);
    for resample in 0..RESAMPLES {
        let mut draws = Source::new(seed, 0).key("frontier", "resample").draws(resample, 0);
        let y = height(&mut |_| ((draws.uniform() * futures as f64) as usize).min(futures - 1));
        let one = top(&x, &y);
        inside += u64::from(one.is_inside);
        tops.push(one.at);
        zeros.push(zero_beyond_top(&x, &y).unwrap_or(f64::INFINITY));
    }
    tops.sort_by(f64::total_cmp);
    zeros.sort_by(f64::total_cmp);
    let steps: Vec<Step> = (1..hires.len())
        .map(|to| {
            let ten = 10.0 / (x[to] - x[to - 1]);
            let each: Vec<f64> = (0..futures).map(|one| (gains[to][one] - gains[to - 1][one]) * ten).collect();
            let moments: Moments = each.iter().copied().collect();
            let (low, high) = moments.mean_interval(0.95);
            let share = share_above(each.into_iter());
            Step { from: hires[to - 1], to: hires[to], next_ten: moments.mean(), low, high, share }
        })
        .collect();
    let first = (1..hires.len()).find(|&one| shares[one] >= WANTED);
    let mut last = first;
    while let Some(one) = last
        && one + 1 < hires.len()
        && steps[one].share >= WANTED
    {
        last = Some(one + 1);
    }
    let harmless = (0..hires.len()).rev().find(|&one| lows[one] >= 0.0).unwrap_or(0);
    let zero = zero_beyond_top(&x, &y).map(|zero| {
        // Infinite: in so many resamples the curve does not fall to nothing within the range.
        let place = |p: f64| zeros[((p * RESAMPLES as f64) as usize).min(zeros.len() - 1)];
        [zero, place(0.025), place(0.975)]
    });
    Answer {
        useful: last.map_or(0, |one| hires[one]),
        useful_from: first.map(|one| hires[one]),
        best: Best {
            hires: found.at,
            low: quantile(&tops, 0.025),
            high: quantile(&tops, 0.975),
            gain: found.height,
            is_inside: found.is_inside,
            inside_share: inside as f64 / RESAMPLES as f64,
        },
        harmless_up_to: hires[harmless],
        is_open: harmless + 1 == hires.len(),
        zero,
        plateau: plateau(&x, &y, PLATEAU).map(|(low, high)| [low, high]),
        steps,
    }
}

fn usage<T>(why: String) -> Result<T, Trouble> {
    Err(Trouble::Usage(why))
}

/// The one that is meant: the one that was named, else the only or first one.
fn chosen(what: &str, asked: Option<&str>, names: &[&str]) -> Result<Option<usize>, Trouble> {
    let Some(asked) = asked else { return Ok((!names.is_empty()).then_some(0)) };
    match names.iter().position(|name| *name == asked) {
        Some(place) => Ok(Some(place)),
        None if names.is_empty() => usage(format!("the file has no {what} `{asked}`, and no other one")),
        None => usage(match nearest(asked, names.iter().copied()) {
            Some(near) => format!("the file has no {what} `{asked}`; did you mean `{near}`?"),
            None => format!("the file has no {what} `{asked}`; there are {}", names.join(", ")),
        }),
    }
}

/// The cohort that was named, or the only one.
pub(super) fn chosen_cohort(scenario: &Scenario, asked: Option<&str>) -> Result<usize, Trouble> {
    let names: Vec<&str> = scenario.cohorts.iter().map(|cohort| cohort.name.as_str()).collect();
    if asked.is_none() && names.len() > 1 {
        return usage(format!("which cohort is it about? write --cohort with one of {}", names.join(", ")));
    }
    match chosen("cohort", asked, &names)? {
        Some(cohort) => Ok(cohort),
        None => usage("nobody is hired in this file: write a [cohort.NAME] with the people of the surge".to_owned()),
    }
}

/// The target that was named, or the first, if there is any.
pub(super) fn chosen_target<'a>(scenario: &'a Scenario, asked: Option<&str>) -> Result<Option<&'a Target>, Trouble> {
    let names: Vec<&str> = scenario.targets.iter().map(|target| target.name.as_str()).collect();
    Ok(chosen("target", asked, &names)?.map(|target| &scenario.targets[target]))
}

/// Draws the frontier of a file.
///
/// # Errors
/// A request that cannot be, a point of it that is refused as a file would be, or runs that cannot be kept.
pub fn frontier(spec: &Spec, ask: &Ask, runner: &mut Runner<'_>) -> Result<Frontier, Trouble> {
    let opened = spec.open()?;
    let scenario = &opened.scenario;
    let cohort = chosen_cohort(scenario, ask.cohort.as_deref())?;
    let target = chosen_target(scenario, ask.target.as_deref())?;
    let hired = &scenario.cohorts[cohort];
    let Size::Headcount(headcount) = &hired.size else {
        let name = &hired.name;
        return usage(format!("`{name}` is hired one by one: a frontier asks for `headcount` in place of `per_month`"));
    };
    let reader = Reader::new(&opened, target);
    let wants = Wants { standard: false, measures: reader.measures.clone(), widen: ask.widen };
    let prefix = match &spec.plan {
        Some(plan) if plan == "nothing" => {
            return usage("in the plan `nothing` nobody is hired: name another, or none".to_owned());
        }
        Some(plan) => join_path("plan", plan) + ".",
        None => String::new(),
    };
    let cohort_name = hired.name.clone();
    let mut frame = Frame { spec, ask, runner, reader, wants, prefix, cohort: cohort_name };
    let grid = grid(ask, headcount.likely())?;
    let axes = asked_axes(&frame, &opened)?;
    let mut found = Frontier {
        surgecap: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: ScenarioName { name: scenario.name.clone(), sha256: scenario_hash(&opened) },
        plan: spec.plan.clone().unwrap_or_default(),
        seed: frame.runner.seeds.inputs,
        luck: frame.runner.seeds.luck,
        cohort: hired.name.clone(),
        says: if hired.says.is_empty() { hired.name.clone() } else { hired.says.clone() },
        headcount: headcount.likely(),
        ordered: (!scenario.calendar.is_continuous()).then(|| scenario.calendar.date_of(hired.ordered)),
        moments: frame.reader.moments.iter().map(|(moment, _)| moment.clone()).collect(),
        stream: frame.reader.stream.map(|stream| scenario.streams[stream].says.clone()),
        ..Frontier::default()
    };
    lines(&mut frame, &opened, &mut found, &grid, &axes)?;
    if axes.is_empty() && found.futures > 0 {
        scans(&mut frame, &opened, cohort, &mut found)?;
    }
    if ask.binding && found.futures > 0 {
        found.binding = binding(&mut frame, &opened, cohort)?;
    }
    let likely = crate::blueprint::Inputs::likely();
    let plan = Arm::new("", "", &opened, &frame.wants).map_err(Trouble::Usage)?;
    let blueprint = crate::blueprint::compile(scenario, &plan.study.measures, &likely);
    let at = frame.reader.moments[0].1;
    let stream = frame.reader.stream.unwrap_or(0);
    found.closed_forms = closed::closed_forms(scenario, &blueprint, cohort, stream, at);
    found.answer_hours = frame.reader.supervision.map(|_| answer_hours(&frame, &plan, found.futures));
    for scan in found.scans.iter_mut().filter(|scan| scan.axis == "span") {
        let is_free = |point: &&Point| point.wait_hours.is_some_and(|wait| Some(wait) <= found.answer_hours);
        scan.in_time = scan.points.iter().rev().find(is_free).map(|point| point.value.clone());
    }
    found.interrupted = frame.runner.control.is_stopped();
    found.caveats = caveats(&opened, &found);
    Ok(found)
}

/// The numbers of hires, nobody first.
fn grid(ask: &Ask, headcount: f64) -> Result<Vec<u32>, Trouble> {
    let mut grid: Vec<u32> = if ask.hires.is_empty() {
        GRID.iter().map(|times| (times * headcount).round() as u32).collect()
    } else {
        ask.hires.clone()
    };
    grid.push(0);
    grid.sort_unstable();
    grid.dedup();
    if grid.len() < 2 {
        return usage("nobody is hired at any point: write --hires with numbers above 0".to_owned());
    }
    Ok(grid)
}

/// The other axes that were asked for, each with its values.
fn asked_axes(frame: &Frame<'_, '_>, opened: &Opened) -> Result<Vec<(String, Vec<Value>)>, Trouble> {
    let ask = frame.ask;
    let mut axes = Vec::new();
    if !ask.spans.is_empty() {
        if frame.reader.supervision.is_none() {
            return usage(
                "--span changes nothing here: nobody asks questions (questions_a_day_at_start), or supervision is a \
                 share or an amount"
                    .to_owned(),
            );
        }
        let value = |span: &f64| Value {
            shown: span.to_string(),
            sets: vec![frame.set("supervision.span", &span.to_string())],
        };
        axes.push(("span".to_owned(), ask.spans.iter().map(value).collect()));
    }
    if !ask.starts.is_empty() {
        axes.push(("start".to_owned(), ask.starts.iter().map(|date| start(frame, opened, *date)).collect()));
    }
    if !ask.work.is_empty() {
        let value = |stages: &Vec<String>| {
            let quoted: Vec<String> = stages.iter().map(|stage| format!("\"{stage}\"")).collect();
            Value { shown: stages.join("+"), sets: vec![frame.of_cohort("work", &format!("[{}]", quoted.join(", ")))] }
        };
        axes.push(("work".to_owned(), ask.work.iter().map(value).collect()));
    }
    if !ask.contracts.is_empty() {
        let value = |months: &f64| contract(frame, *months);
        axes.push(("contract".to_owned(), ask.contracts.iter().map(value).collect()));
    }
    if axes.len() > 2 {
        return usage("at most two of --span, --start, --work and --contract are crossed with the hires".to_owned());
    }
    let last = frame.reader.moments[frame.reader.moments.len() - 1].0.date;
    if let Some(late) = ask.starts.iter().find(|date| **date > last || **date < opened.scenario.calendar.start()) {
        return usage(format!("--start {late} lies outside the run, {} to {last}", opened.scenario.calendar.start()));
    }
    Ok(axes)
}

fn contract(frame: &Frame<'_, '_>, months: f64) -> Value {
    Value { shown: months.to_string(), sets: vec![frame.of_cohort("contract_months", &months.to_string())] }
}

/// Usual contracts, and the one of the file.
fn contracts(frame: &Frame<'_, '_>, own: Option<f64>) -> Vec<Value> {
    let mut months = vec![3.0, 6.0, 9.0, 12.0, 18.0, 24.0];
    months.extend(own.filter(|own| !months.contains(own)));
    months.sort_by(f64::total_cmp);
    let mut contracts: Vec<Value> = months.into_iter().map(|months| contract(frame, months)).collect();
    if own.is_none() {
        contracts.push(Value { shown: "no end".to_owned(), sets: Vec::new() });
    }
    contracts
}

/// The people are ordered on a day, in the words in which the file has it.
fn start(frame: &Frame<'_, '_>, opened: &Opened, date: Date) -> Value {
    let path = join_path(&join_path("cohort", &frame.cohort), "ordered_after_hours");
    let set = if opened.tree.get_path(&path).is_some() {
        let hours = opened.scenario.calendar.opening(date).0 as f64 / crate::time::TICKS_PER_HOUR as f64;
        frame.of_cohort("ordered_after_hours", &hours.to_string())
    } else {
        frame.of_cohort("ordered", &date.to_string())
    };
    Value { shown: date.to_string(), sets: vec![set] }
}

/// (axis, value) of each other axis, and the settings that make it.
type Cell = (Vec<(String, String)>, Vec<String>);

/// A curve over the hires for every point of the other axes.
fn lines(
    frame: &mut Frame<'_, '_>,
    opened: &Opened,
    found: &mut Frontier,
    grid: &[u32],
    axes: &[(String, Vec<Value>)],
) -> Result<(), Trouble> {
    let mut cells: Vec<Cell> = vec![(Vec::new(), Vec::new())];
    for (axis, values) in axes {
        let mut crossed = Vec::new();
        for (at, sets) in &cells {
            for value in values {
                let mut at = at.clone();
                at.push((axis.clone(), value.shown.clone()));
                crossed.push((at, sets.iter().chain(&value.sets).cloned().collect()));
            }
        }
        cells = crossed;
    }
    let zero = frame.arm("0", vec![frame.hires(0)])?;
    let mut arms = vec![zero];
    for (at, sets) in &cells {
        for hires in &grid[1..] {
            let name: Vec<String> =
                at.iter().map(|(_, value)| value.clone()).chain([format!("{hires} hires")]).collect();
            arms.push(frame.arm(&name.join(", "), sets.iter().cloned().chain([frame.hires(*hires)]).collect())?);
        }
    }
    arms.extend(Arm::nothing(opened, &frame.wants).map_err(Trouble::Usage)?);
    let has_nothing = arms.len() > 1 + cells.len() * (grid.len() - 1);
    let rows = frame.rows("hires", &arms.iter().collect::<Vec<&Arm>>())?;
    found.futures = rows[0].len() as u64 / frame.runner.seeds.luck;
    if found.futures == 0 {
        return Ok(());
    }
    if has_nothing {
        let gains = frame.gains(&rows[0], &rows[rows.len() - 1]);
        found.without_the_hires = gains.iter().map(|futures| gain(futures)).collect();
    }
    for (cell, (at, _)) in cells.iter().enumerate() {
        let first = 1 + cell * (grid.len() - 1);
        let places: Vec<usize> = std::iter::once(0).chain(first..first + grid.len() - 1).collect();
        let gains: Vec<Gains> = places.iter().map(|place| frame.gains(&rows[*place], &rows[0])).collect();
        let points: Vec<Point> = (grid.iter().zip(&places).zip(&gains))
            .map(|((hires, place), gains)| frame.point(&hires.to_string(), *hires, &rows[*place], gains))
            .collect();
        let answers = (0..found.moments.len())
            .map(|moment| {
                let nets: Vec<Vec<f64>> =
                    gains.iter().map(|gains| gains[moment].iter().map(|count| count.net()).collect()).collect();
                let shares: Vec<f64> = points.iter().map(|point| point.gains[moment].share).collect();
                let lows: Vec<f64> = points.iter().map(|point| point.gains[moment].low).collect();
                answer(grid, &nets, &shares, &lows, found.seed)
            })
            .collect();
        found.lines.push(Line { at: at.clone(), points, answers });
    }
    for (axis, values) in axes {
        let of = |value: &Value| -> Vec<Vec<&Point>> {
            let is_here = |line: &&Line| line.at.contains(&(axis.clone(), value.shown.clone()));
            found.lines.iter().filter(is_here).map(|line| line.points.iter().collect()).collect()
        };
        let gains = |value: &Value| -> Vec<Vec<Gain>> {
            of(value).into_iter().flatten().map(|point| point.gains.clone()).collect()
        };
        if values.len() > 1 && values.windows(2).all(|pair| gains(&pair[0]) == gains(&pair[1])) {
            let key = if axis == "span" { "supervision.span" } else { axis };
            return usage(format!("--{axis} changes nothing: at every value of `{key}` the same is decided"));
        }
    }
    Ok(())
}

/// Starts, contracts, spans and classes, one at a time, at the best number of hires.
fn scans(frame: &mut Frame<'_, '_>, opened: &Opened, cohort: usize, found: &mut Frontier) -> Result<(), Trouble> {
    let scenario = &opened.scenario;
    let hired = &scenario.cohorts[cohort];
    let calendar = &scenario.calendar;
    let at = {
        // Most is gained by the first moment; where nothing is, the number of the file. In short it is the largest useful number:
        // of more than that no order and no span is useful either.
        let points = &found.lines[0].points;
        let best = points.iter().max_by(|a, b| a.gains[0].mean.total_cmp(&b.gains[0].mean));
        let best = best.filter(|point| point.hires > 0 && point.gains[0].mean > 0.0);
        let useful = found.lines[0].answers[0].useful;
        match best {
            Some(_) if frame.ask.is_short && useful > 0 => useful,
            best => best.map_or(found.headcount.round().max(1.0) as u32, |point| point.hires),
        }
    };
    let mut axes: Vec<(&str, Vec<Value>)> = Vec::new();
    let ordered = calendar.date_of(hired.ordered);
    let last = frame.reader.moments[0].0.date;
    let starts: Vec<Date> = [-3, -2, -1, 0, 1, 2, 3, 4, 6]
        .iter()
        .map(|months: &i32| ordered.saturating_add(months.months()))
        .filter(|date| *date >= calendar.start() && *date < last)
        .collect();
    axes.push(("start", starts.into_iter().map(|date| start(frame, opened, date)).collect()));
    if !frame.ask.is_short {
        axes.push(("contract", contracts(frame, hired.contract_months.as_ref().map(|months| months.likely()))));
    }
    if frame.reader.supervision.is_some() {
        let mut spans = vec![2.0, 3.0, 5.0, 8.0, 10.0, 15.0];
        let own = scenario.first().supervision.span.likely();
        if !spans.contains(&own) {
            spans.push(own);
        }
        spans.sort_by(f64::total_cmp);
        let value =
            |span: f64| Value { shown: span.to_string(), sets: vec![frame.set("supervision.span", &span.to_string())] };
        axes.push(("span", spans.into_iter().map(value).collect()));
    }
    if !frame.ask.is_short {
        axes.push(("classes", classes(frame, opened, cohort, at)));
    }
    let zero = frame.arm("0", vec![frame.hires(0)])?;
    let mut arms = vec![zero];
    for (axis, values) in &axes {
        for value in values {
            let sets = value.sets.iter().cloned().chain([frame.hires(at)]).collect();
            arms.push(frame.arm(&format!("{axis} {}", value.shown), sets)?);
        }
    }
    let rows = frame.rows("starts, contracts, spans and classes", &arms.iter().collect::<Vec<&Arm>>())?;
    if rows[0].is_empty() {
        return Ok(());
    }
    let mut next = 1;
    for (axis, values) in &axes {
        let points: Vec<Point> = values
            .iter()
            .map(|value| {
                next += 1;
                let gains = frame.gains(&rows[next - 1], &rows[0]);
                frame.point(&value.shown, at, &rows[next - 1], &gains)
            })
            .collect();
        let limit = |moment: usize| {
            let mut good = points.iter().filter(|point| point.gains[moment].share >= WANTED);
            let found = match *axis {
                "contract" => good.next(),
                "classes" => {
                    let height = |point: &&Point| point.gains[moment].mean;
                    points.iter().max_by(|a, b| height(a).total_cmp(&height(b)))
                }
                _ => good.next_back(),
            };
            found.map(|point| point.value.clone())
        };
        let limits = (0..found.moments.len()).map(limit).collect();
        found.scans.push(Scan { axis: (*axis).to_owned(), hires: at, points, limits, in_time: None });
    }
    Ok(())
}

/// The same people at once, or in classes one after the other.
fn classes(frame: &Frame<'_, '_>, opened: &Opened, cohort: usize, hires: u32) -> Vec<Value> {
    let hired = &opened.scenario.cohorts[cohort];
    // Between classes: as in the file; else the shortest training, else two months.
    let weeks = match (&hired.groups_of, &opened.scenario.first().supervision.mode) {
        (Some(_), _) if hired.weeks_between_groups.likely() > 0.0 => hired.weeks_between_groups.likely(),
        (_, Mode::Amount { minimum_months, .. }) if minimum_months.likely() > 0.0 => {
            minimum_months.likely() * crate::calendar::MONTH_DAYS / 7.0
        }
        _ => 8.0,
    };
    let mut values: Vec<Value> = Vec::new();
    for count in [1, 2, 3, 5] {
        let each = hires.div_ceil(count).max(1);
        let shown =
            if count == 1 { "all at once".to_owned() } else { format!("{count} of {each}, {weeks:.1} weeks apart") };
        let sets = vec![
            frame.of_cohort("groups_of", &each.to_string()),
            frame.of_cohort("weeks_between_groups", &weeks.to_string()),
        ];
        if count <= hires {
            values.push(Value { shown, sets });
        }
    }
    values
}

/// A tenth more of each capacity: for the whole run, and month by month for what then brings something.
fn binding(frame: &mut Frame<'_, '_>, opened: &Opened, cohort: usize) -> Result<Option<Binding>, Trouble> {
    let scenario = &opened.scenario;
    let by = frame.reader.moments[0].0.date;
    let plan = Arm::new("plan", "", opened, &frame.wants).map_err(Trouble::Usage)?;
    let levers = Lever::of(scenario, cohort);
    let edited = |lever: Lever, window: &Window| {
        let name = format!("a tenth more {} from {} to {}", lever.name(scenario), window.from, window.to);
        Arm::edited(&name, opened, lever.raised(scenario, cohort, window), &name, &frame.wants).map_err(Trouble::Usage)
    };
    let whole: Vec<Arm> =
        levers.iter().map(|lever| edited(*lever, &Window::all(scenario))).collect::<Result<_, _>>()?;
    let windows = Window::months(scenario, by);
    let monthly = |levers: &[Lever]| -> Result<Vec<Arm>, Trouble> {
        windows.iter().flat_map(|window| levers.iter().map(|lever| edited(*lever, window))).collect()
    };
    let confidence = |count: usize| 1.0 - 0.05 / count.max(1) as f64;
    // Arms are made before the frame runs any: what can be refused is refused at once.
    let all_months = monthly(&levers)?;
    let arms: Vec<&Arm> = std::iter::once(&plan).chain(&whole).collect();
    let rows = frame.rows("what binds in the whole run", &arms)?;
    if rows[0].is_empty() {
        return Ok(None);
    }
    let effect = |frame: &Frame<'_, '_>, lever: Lever, rows: &[Row], plan: &[Row], confidence: f64| {
        let gains = frame.gains(rows, plan);
        let moments: Moments = gains[0].iter().map(|count| count.net()).collect();
        let half = if moments.count() > 1 {
            student_t_quantile(0.5 + confidence / 2.0, (moments.count() - 1) as f64) * moments.std_error()
        } else {
            f64::INFINITY
        };
        let mean = moments.mean();
        Effect { lever: lever.name(scenario), says: lever.says(scenario), mean, low: mean - half, high: mean + half }
    };
    let whole: Vec<Effect> = (levers.iter().zip(&rows[1..]))
        .map(|(lever, found)| effect(frame, *lever, found, &rows[0], confidence(levers.len())))
        .collect();
    let binding: Vec<usize> = (0..levers.len()).filter(|one| whole[*one].binds()).collect();
    let mut months = Vec::new();
    let arms: Vec<&Arm> = std::iter::once(&plan)
        .chain((0..all_months.len()).filter(|arm| binding.contains(&(arm % levers.len()))).map(|arm| &all_months[arm]))
        .collect();
    let rows = frame.rows("what binds in each month", &arms)?;
    if !rows[0].is_empty() && !binding.is_empty() {
        let level = confidence(windows.len() * binding.len());
        for (window, found) in windows.iter().zip(rows[1..].chunks(binding.len())) {
            let effects = binding
                .iter()
                .zip(found)
                .map(|(lever, rows_of)| effect(frame, levers[*lever], rows_of, &rows[0], level));
            months.push(Month { from: window.from, effects: effects.collect() });
        }
    }
    let confidence = confidence(windows.len() * binding.len().max(1));
    Ok(Some(Binding { by, confidence, whole, months }))
}

/// Mean hours of an answer over the futures.
fn answer_hours(frame: &Frame<'_, '_>, plan: &Arm, futures: u64) -> f64 {
    let hours = &plan.study.scenario.first().supervision.answer_hours;
    let Some(num) = &hours.scale else { return hours.law.mean() };
    let luck = frame.runner.seeds.luck;
    let drawn = |future: u64| {
        let inputs = plan.study.inputs(&frame.runner.seeds.draw(future * luck));
        inputs.into_iter().find(|(path, _)| *path == num.path).map_or(num.likely(), |(_, value)| value)
    };
    (0..futures).map(drawn).sum::<f64>() / futures.max(1) as f64
}

fn caveats(opened: &Opened, found: &Frontier) -> Vec<String> {
    let mut caveats = vec![format!(
        "Gains are signed first decisions of all streams, less what courts are expected to send back, against the same plan \
         without the hires and with the same luck; intervals are of the mean over {} futures and do not widen the ranges.",
        found.futures
    )];
    if found.luck == 1 {
        caveats.push(
            "Each future was run once: its luck is in \"of 100 futures\", which makes the useful number cautious; --luck 5 \
             takes most of it out."
                .to_owned(),
        );
    }
    let spans: Vec<f64> = opened.scenario.eras.iter().map(|era| era.supervision.span.likely()).collect();
    if spans.windows(2).any(|pair| pair[0] != pair[1]) {
        caveats.push("The file changes the span on its way: what is asked of --span holds until then.".to_owned());
    }
    caveats
}
