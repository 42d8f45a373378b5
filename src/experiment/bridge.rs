//! Why is the paper sum wrong? From heads × months × norm to the net extra decisions, one mechanism at a time.
//!
//! All mechanisms that take something from the hires are switched off, and switched on again one after the other, with the luck
//! in common. What a mechanism takes depends on what is on already: it is told in the printed order and in the opposite one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    arm::{Arm, Spec, Wants},
    closed::PaperSum,
    compare::Trouble,
    findings::ScenarioName,
    frontier::{Count, Reader, chosen_cohort, chosen_target},
    open::Opened,
    provenance::scenario_hash,
    runner::Runner,
};
use crate::{
    model::{
        absence::Absence,
        learning::Curve,
        num::Num,
        scenario::Scenario,
        staff::{Cohort, Leaving, Size},
        stage::Work,
        supervision::Mode,
    },
    replicate::Row,
    stats::Moments,
};

/// What takes something from people who are hired, in the order in which it is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    Arrival,
    Classroom,
    Pace,
    Supervision,
    Leaving,
    Returns,
    Signature,
}

impl Mechanism {
    pub const ALL: [Mechanism; 7] = [
        Mechanism::Arrival,
        Mechanism::Classroom,
        Mechanism::Pace,
        Mechanism::Supervision,
        Mechanism::Leaving,
        Mechanism::Returns,
        Mechanism::Signature,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Mechanism::Arrival => "arrival",
            Mechanism::Classroom => "classroom",
            Mechanism::Pace => "pace",
            Mechanism::Supervision => "supervision",
            Mechanism::Leaving => "leaving and absence",
            Mechanism::Returns => "returned work",
            Mechanism::Signature => "signature",
        }
    }

    pub fn says(self) -> &'static str {
        match self {
            Mechanism::Arrival => "they come weeks after the order, in groups",
            Mechanism::Classroom => "class, and its trainers",
            Mechanism::Pace => "beginners are slow",
            Mechanism::Supervision => "questions, waiting for a supervisor, and the supervisors' time",
            Mechanism::Leaving => "some leave, are ill or on leave",
            Mechanism::Returns => "drafts that come back",
            Mechanism::Signature => "signing, and waiting for it",
        }
    }

    /// Whether it acts on own staff too: then it is also switched off where nobody is hired.
    fn is_of_all(self) -> bool {
        matches!(self, Mechanism::Returns | Mechanism::Signature)
    }

    /// Whether a scenario uses it.
    fn is_used(self, scenario: &Scenario, cohort: usize) -> bool {
        let hired = &scenario.cohorts[cohort];
        let learning = &hired.learning;
        let some = |num: &Num| num.max_value() > 0.0;
        match self {
            Mechanism::Arrival => {
                let in_groups = hired.groups_of.is_some() && some(&hired.weeks_between_groups);
                some(&hired.lead_weeks) || hired.own_lead_weeks.is_some() || in_groups
            }
            Mechanism::Classroom => some(&hired.classroom.weeks),
            Mechanism::Pace => {
                let after = match &learning.curve {
                    Curve::Period { pace_after, .. } | Curve::Supervised { pace_after } => pace_after.value(),
                    _ => Some(1.0),
                };
                learning.pace_at_start.min_value() < 1.0 || after != Some(1.0)
            }
            Mechanism::Supervision => scenario.eras.iter().any(|era| match &era.supervision.mode {
                Mode::Questions => some(&learning.consult_rate) || some(&era.supervision.coaching_hours_per_week),
                Mode::Share { per_trainee } => some(per_trainee),
                Mode::Amount { hours, .. } => some(hours),
            }),
            Mechanism::Leaving => {
                let pool = &scenario.first().pools[hired.pool];
                hired.leaving.iter().any(|leaving| some(leaving.num()))
                    || hired.absence.is_some()
                    || pool.absence.is_some()
            }
            Mechanism::Returns => scenario.eras.iter().any(|era| {
                let found = era.quality.decisions.as_ref().and_then(|decisions| decisions.detection.as_ref());
                some(&era.quality.returned_at_start) || some(&era.quality.returned_experienced) || found.is_some()
            }),
            Mechanism::Signature => scenario
                .eras
                .iter()
                .flat_map(|era| &era.stages)
                .any(|stage| matches!(&stage.work, Work::SignOff { hours, .. } if hours.likely_mean() > 0.0)),
        }
    }

    /// Switches it off.
    fn switch_off(self, scenario: &mut Scenario, cohort: usize) {
        let none = |key: &str| Num::known(0.0, format!("bridge.{key}"));
        let pool = scenario.cohorts[cohort].pool;
        let absence = scenario.cohorts[cohort].absence.clone().or(scenario.first().pools[pool].absence.clone());
        let hired: &mut Cohort = &mut scenario.cohorts[cohort];
        match self {
            Mechanism::Arrival => {
                hired.lead_weeks = none("first_day_after_weeks");
                hired.own_lead_weeks = None;
                hired.groups_of = None;
                hired.weeks_between_groups = none("weeks_between_groups");
            }
            Mechanism::Classroom => {
                hired.classroom.weeks = none("classroom_weeks");
                hired.classroom.trainees_per_trainer = None;
            }
            Mechanism::Pace => {
                let full = || Num::known(1.0, "bridge.pace");
                hired.learning.pace_at_start = full();
                if let Curve::Period { pace_after, .. } | Curve::Supervised { pace_after } = &mut hired.learning.curve {
                    *pace_after = full();
                }
            }
            Mechanism::Supervision => {
                hired.learning.consult_rate = none("questions");
                for era in &mut scenario.eras {
                    era.supervision.coaching_hours_per_week = none("coaching_hours_per_week");
                    match &mut era.supervision.mode {
                        Mode::Questions => {}
                        Mode::Share { per_trainee } => *per_trainee = none("share_per_trainee"),
                        // Nearly nothing: who needs none would never be through.
                        Mode::Amount { hours, .. } => *hours = hours.times(1e-6),
                    }
                }
            }
            Mechanism::Leaving => {
                hired.leaving = std::array::from_fn(|_| Leaving::HazardAMonth(none("leaving")));
                hired.absence = absence.map(|absence| Absence {
                    spells_per_year: none("spells_per_year"),
                    holidays_weeks: none("holidays_weeks"),
                    ..absence
                });
            }
            Mechanism::Returns => {
                for era in &mut scenario.eras {
                    era.quality.returned_at_start = none("returned_drafts_at_start");
                    era.quality.returned_experienced = none("returned_drafts_experienced");
                    let decisions = era.quality.decisions.as_mut();
                    if let Some(detection) = decisions.and_then(|decisions| decisions.detection.as_mut()) {
                        detection.at_start = none("detection_at_start");
                        detection.experienced = none("detection_experienced");
                        detection.false_alarm = none("false_alarm");
                    }
                }
            }
            Mechanism::Signature => {
                for stage in scenario.eras.iter_mut().flat_map(|era| &mut era.stages) {
                    if let Work::SignOff { hours, growth, .. } = &mut stage.work {
                        // Somebody still looks, and may send back, in no time to speak of.
                        *hours = hours.times(1e-6);
                        *growth = none("growth");
                    }
                }
            }
        }
    }
}

/// What a bridge is asked.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    pub target: Option<String>,
    pub cohort: Option<String>,
    pub futures: u64,
    pub widen: f64,
    /// Mechanisms are switched on in the printed order alone: half the runs, and no word on what the order does.
    pub is_short: bool,
}

/// The answer of `bridge`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bridge {
    pub surgecap: String,
    pub scenario: ScenarioName,
    pub plan: String,
    pub seed: u64,
    pub futures: u64,
    pub luck: u64,
    pub interrupted: bool,
    pub cohort: String,
    pub says: String,
    /// The day by which decisions are counted.
    pub by: Option<Date>,
    /// Means over the futures of the three factors; of their product the mean stands in `paper`.
    pub heads: f64,
    pub months: f64,
    pub norm: f64,
    pub paper: f64,
    /// In the order in which they are added: the paper sum and all of these are the net gain.
    pub steps: Vec<Step>,
    pub net: f64,
    pub net_low: f64,
    pub net_high: f64,
    /// Largest difference of a step between the two orders; none where only one was run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<f64>,
    /// Mechanisms that the file does not use.
    pub unused: Vec<String>,
}

/// What one mechanism adds; below nothing it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub name: String,
    pub says: String,
    pub mean: f64,
    /// 95 % interval of the mean over futures.
    pub low: f64,
    pub high: f64,
    /// The same when mechanisms are switched on from the last to the first; none where the order does not matter.
    pub backward: Option<f64>,
}

/// Builds the bridge of a file.
///
/// # Errors
/// As `frontier`.
pub fn bridge(spec: &Spec, ask: &Ask, runner: &mut Runner<'_>) -> Result<Bridge, Trouble> {
    let opened = spec.open()?;
    let scenario = &opened.scenario;
    let cohort = chosen_cohort(scenario, ask.cohort.as_deref())?;
    let target = chosen_target(scenario, ask.target.as_deref())?;
    let hired = &scenario.cohorts[cohort];
    if !matches!(hired.size, Size::Headcount(_)) {
        let why =
            format!("`{}` is hired one by one: a paper sum asks for `headcount` in place of `per_month`", hired.name);
        return Err(Trouble::Usage(why));
    }
    let reader = Reader::new(&opened, target);
    let wants = Wants { standard: false, measures: reader.measures.clone(), widen: ask.widen };
    let used: Vec<Mechanism> = Mechanism::ALL.into_iter().filter(|one| one.is_used(scenario, cohort)).collect();
    let frame = Frame { opened: &opened, cohort, wants: &wants };
    // All off; on from the first; on from the last, where that is not the same.
    let states: Vec<Vec<Mechanism>> = (0..=used.len())
        .map(|on| used[on..].to_vec())
        .chain((1..used.len()).filter(|_| !ask.is_short).map(|on| used[..used.len() - on].to_vec()))
        .collect();
    let mut arms = Vec::new();
    for off in &states {
        arms.push(frame.arm(off, false)?);
        arms.push(frame.arm(off, true)?);
    }
    let nothing = Arm::nothing(&opened, &wants).map_err(Trouble::Usage)?;
    let pairs = arms.len();
    arms.extend(nothing);
    let luck = runner.seeds.luck;
    let mut rows =
        runner.together("mechanisms, one at a time", &arms.iter().collect::<Vec<&Arm>>(), 0, ask.futures * luck)?;
    let futures = rows[0].len() as u64 / luck;
    rows.iter_mut().for_each(|rows| rows.truncate((futures * luck) as usize));
    let mut found = Bridge {
        surgecap: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: ScenarioName { name: scenario.name.clone(), sha256: scenario_hash(&opened) },
        plan: spec.plan.clone().unwrap_or_default(),
        seed: runner.seeds.inputs,
        futures,
        luck,
        interrupted: runner.control.is_stopped(),
        cohort: hired.name.clone(),
        says: if hired.says.is_empty() { hired.name.clone() } else { hired.says.clone() },
        by: Some(reader.moments[0].0.date),
        unused: (Mechanism::ALL.iter().filter(|one| !used.contains(one))).map(|one| one.name().to_owned()).collect(),
        ..Bridge::default()
    };
    if futures == 0 {
        return Ok(found);
    }
    // Gains of the hires in each state, by future: own stream, other streams, what comes back.
    let gains = |with: &[Row], without: &[Row]| -> Vec<Count> {
        let pairs: Vec<(&Row, &Row)> = with.iter().zip(without).collect();
        let mean = |future: &[(&Row, &Row)]| {
            let mut mean = Count::default();
            future.iter().for_each(|(with, without)| mean.add(reader.count(with, 0), reader.count(without, 0), luck));
            mean
        };
        pairs.chunks(luck as usize).map(mean).collect()
    };
    let state: Vec<Vec<Count>> = (0..states.len()).map(|one| gains(&rows[2 * one], &rows[2 * one + 1])).collect();
    let own = |state: &[Count]| -> Vec<f64> { state.iter().map(|count| count.own).collect() };
    let stream = reader.stream.unwrap_or(0);
    let mut papers = Vec::new();
    for future in 0..futures {
        let plan = &arms[2 * used.len()].study;
        let blueprint = plan.blueprint_at(&runner.seeds.draw(future * luck));
        let paper = PaperSum::of(scenario, &blueprint, cohort, stream, reader.moments[0].1);
        let Some(paper) = paper else {
            return Err(Trouble::Usage("a case takes no hours here: there is no norm for a paper sum".to_owned()));
        };
        found.heads += paper.heads / futures as f64;
        found.months += paper.months / futures as f64;
        found.norm += paper.norm / futures as f64;
        papers.push(paper.decisions());
    }
    let difference =
        |to: &[f64], from: &[f64]| -> Vec<f64> { to.iter().zip(from).map(|(to, from)| to - from).collect() };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    found.paper = mean(&papers);
    found.steps.push(step(
        "work",
        "work that is there, rights, rooms and the way of a case through the office",
        &difference(&own(&state[0]), &papers),
        None,
    ));
    // State `used.len() + k` has the last k on.
    let from_the_end = |on: usize| match on {
        0 => own(&state[0]),
        on if on == used.len() => own(&state[used.len()]),
        on => own(&state[used.len() + on]),
    };
    for (place, mechanism) in used.iter().enumerate() {
        let forward = difference(&own(&state[place + 1]), &own(&state[place]));
        let after = used.len() - place;
        let backward = (!ask.is_short).then(|| mean(&difference(&from_the_end(after), &from_the_end(after - 1))));
        found.steps.push(step(mechanism.name(), mechanism.says(), &forward, backward));
    }
    let whole = &state[used.len()];
    let others: Vec<f64> = whole.iter().map(|count| count.others).collect();
    if reader.stream.is_some() && scenario.streams.len() > 1 {
        found.steps.push(step("other streams", "decided less, or more, of all other streams", &others, None));
    }
    let returns: Vec<f64> = whole.iter().map(|count| -count.returns).collect();
    if returns.iter().any(|one| *one != 0.0) {
        found.steps.push(step("courts", "expected to be sent back by a court", &returns, None));
    }
    let mut net: Vec<f64> = whole.iter().map(|count| count.net()).collect();
    if rows.len() > pairs {
        let moved = gains(&rows[2 * used.len() + 1], &rows[pairs]);
        let moved: Vec<f64> = moved.iter().map(|count| count.net()).collect();
        if moved.iter().any(|one| *one != 0.0) {
            found.steps.push(step("own staff", "what else the plan changes, without anybody hired", &moved, None));
            net = net.iter().zip(&moved).map(|(net, moved)| net + moved).collect();
        }
    }
    let moments: Moments = net.iter().copied().collect();
    found.net = moments.mean();
    (found.net_low, found.net_high) = moments.mean_interval(0.95);
    let differs = |step: &Step| step.backward.map_or(0.0, |backward| (backward - step.mean).abs());
    found.order = (!ask.is_short).then(|| found.steps.iter().map(differs).fold(0.0, f64::max));
    Ok(found)
}

fn step(name: &str, says: &str, values: &[f64], backward: Option<f64>) -> Step {
    let moments: Moments = values.iter().copied().collect();
    let (low, high) = moments.mean_interval(0.95);
    Step { name: name.to_owned(), says: says.to_owned(), mean: moments.mean(), low, high, backward }
}

struct Frame<'a> {
    opened: &'a Opened,
    cohort: usize,
    wants: &'a Wants,
}

impl Frame<'_> {
    /// The file with some mechanisms off, with the hires or without.
    fn arm(&self, off: &[Mechanism], is_empty: bool) -> Result<Arm, Trouble> {
        let mut scenario = self.opened.scenario.clone();
        let mut edit = String::from(if is_empty { "nobody hired" } else { "hired" });
        // Without hires only what acts on all makes a difference.
        for one in off.iter().filter(|one| !is_empty || one.is_of_all()) {
            one.switch_off(&mut scenario, self.cohort);
            edit += &format!(", no {}", one.name());
        }
        if is_empty {
            scenario.cohorts[self.cohort].size = Size::Headcount(Num::known(0.0, "bridge.headcount"));
        }
        Arm::edited(&edit.clone(), self.opened, scenario, &edit, self.wants).map_err(Trouble::Usage)
    }
}
