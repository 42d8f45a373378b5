//! What one replication adds up to: the only thing that measures read.

use super::{
    gauges::Gauges,
    ledger::Category,
    observation::{Closing, Observation, Observer},
};
use crate::{
    model::{
        money::{Cost, Payer},
        quality::measuring::Score,
        resource::Cause,
        staff::Grade,
        target::{Bound, Gauge},
    },
    time::{SimTime, TICKS_PER_HOUR, Ticks},
};

/// What has to be kept beyond the usual: asked for by measures, series and targets.
#[derive(Clone, Debug, Default)]
pub struct TallyPlan {
    pub stages: usize,
    pub streams: usize,
    pub pools: usize,
    pub resources: usize,
    pub classes: usize,
    pub triggers: usize,
    pub warm_up: SimTime,
    /// Levels above which waits (by stage), times in system (by stream) and waits for supervisors are counted, hours.
    pub wait_levels: Vec<Vec<f64>>,
    pub sojourn_levels: Vec<Vec<f64>>,
    pub answer_levels: Vec<f64>,
    /// Whether waits and times are also kept by class.
    pub by_class: bool,
    /// (stream, level): first moment at which the stock is at most that.
    pub passages: Vec<(usize, u64)>,
    /// What each sample reads.
    pub samples: Vec<Vec<Gauge>>,
    pub series: Vec<Gauge>,
    pub periods: usize,
    pub targets: Vec<TargetPlan>,
    /// Lines of the accounts, and for how many calendar years.
    pub costs: Vec<Cost>,
    pub years: usize,
    pub penalties: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TargetPlan {
    pub gauge: Gauge,
    pub bound: Bound,
    /// The days (counted in days read) at whose ends it is due; it is met when it is on all of them.
    pub due_days: Vec<usize>,
    pub hold: bool,
}

/// Times of cases or questions, in hours.
#[derive(Clone, Debug, Default)]
pub struct Times {
    pub count: u64,
    /// Ticks.
    pub sum: u64,
    /// Ticks².
    pub sum_of_squares: f64,
    pub positive: u64,
    /// (level in hours, how many were above).
    pub above: Vec<(f64, u64)>,
}

impl Times {
    fn with_levels(levels: &[f64]) -> Self {
        Times { above: levels.iter().map(|level| (*level, 0)).collect(), ..Times::default() }
    }

    #[inline]
    fn push(&mut self, time: Ticks) {
        self.count += 1;
        self.sum += time.0;
        self.positive += u64::from(time.0 > 0);
        let ticks = time.0 as f64;
        self.sum_of_squares += ticks * ticks;
        if !self.above.is_empty() {
            self.push_above(time.hours());
        }
    }

    #[inline(never)]
    fn push_above(&mut self, hours: f64) {
        for (level, above) in &mut self.above {
            *above += u64::from(hours > *level);
        }
    }

    fn clear(&mut self) {
        let levels: Vec<f64> = self.above.iter().map(|(level, _)| *level).collect();
        *self = Times::with_levels(&levels);
    }

    /// These without some of them.
    pub fn without(&self, some: &Times) -> Times {
        let above = self.above.iter().zip(&some.above).map(|(all, part)| (all.0, all.1 - part.1)).collect();
        Times {
            count: self.count - some.count,
            sum: self.sum - some.sum,
            sum_of_squares: self.sum_of_squares - some.sum_of_squares,
            positive: self.positive - some.positive,
            above,
        }
    }

    /// Hours; not a number without any.
    pub fn mean(&self) -> f64 {
        self.sum as f64 / TICKS_PER_HOUR as f64 / self.count as f64
    }

    /// Hours²; of the population, since a run has many.
    pub fn variance(&self) -> f64 {
        let mean = self.mean();
        let ticks_in_hour = TICKS_PER_HOUR as f64;
        self.sum_of_squares / (ticks_in_hour * ticks_in_hour) / self.count as f64 - mean * mean
    }

    /// The share above a level that was asked for.
    pub fn share_above(&self, level: f64) -> f64 {
        let found = self.above.iter().find(|(of, _)| *of == level).map_or(0, |(_, above)| *above);
        found as f64 / self.count as f64
    }

    pub fn share_positive(&self) -> f64 {
        self.positive as f64 / self.count as f64
    }
}

/// A level through time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Level {
    level: u64,
    since: u64,
    /// Level times ticks.
    area: u64,
}

impl Level {
    #[inline]
    fn change(&mut self, at: SimTime, by: i64) {
        self.area += self.level * (at.0 - self.since);
        self.since = at.0;
        self.level = self.level.wrapping_add_signed(by);
    }

    fn set(&mut self, at: SimTime, to: u64) {
        self.change(at, to as i64 - self.level as i64);
    }

    fn clear(&mut self, at: SimTime) {
        self.since = at.0;
        self.area = 0;
    }

    fn area_at(&self, at: SimTime) -> u64 {
        self.area + self.level * (at.0 - self.since)
    }

    /// Ticks at all levels together, weighed by the level.
    pub fn sum(&self, to: SimTime) -> u64 {
        self.area_at(to)
    }

    /// Time average from `from` to `to`.
    pub fn mean(&self, from: SimTime, to: SimTime) -> f64 {
        self.area_at(to) as f64 / (to.0 - from.0) as f64
    }
}

#[derive(Clone, Debug, Default)]
pub struct StreamTally {
    pub in_system: Level,
    /// Time in system of cases that came after the warm-up, closed; those turned away apart.
    pub sojourn: Times,
    pub sojourn_by_class: Vec<Times>,
    pub decided: u64,
    pub withdrawn: u64,
    pub lost: u64,
    /// In any way.
    pub closed: u64,
    pub closed_with_term: u64,
    pub closed_overdue: u64,
    /// Files that changed hands, and of these between sites, since the warm-up.
    pub handovers: u64,
    pub site_handovers: u64,
    pub arrived: u64,
    pub decisions: DecisionTally,
    /// Decisions after a remand; `decided` counts first ones.
    pub decided_again: u64,
    pub appealed: u64,
    pub upheld: u64,
    pub dismissed: u64,
    pub remanded: u64,
}

/// Rooms or interpreters.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResourceTally {
    pub in_use: Level,
    pub capacity: Level,
    /// Cases that wait while none is free.
    pub waiting: Level,
    /// How often one was taken.
    pub taken: u64,
}

#[derive(Clone, Debug, Default)]
pub struct StageTally {
    pub waits: Times,
    pub waits_by_class: Vec<Times>,
    /// Those of `waits` that ended because the applicant gave up.
    pub waits_given_up: Times,
    pub given_up: u64,
    pub held: Level,
    pub held_times: Times,
    /// From being put back until somebody goes on.
    pub interrupted: Times,
    pub meetings: u64,
    pub cleared: u64,
    pub queue: Level,
    /// First take-ups and finished visits since the warm-up.
    pub started: u64,
    pub finished: u64,
    pub signed: u64,
    pub returned: u64,
    /// Planned slots that were lost since the warm-up.
    pub slots_lost_applicant: u64,
    pub slots_lost_office: u64,
}

/// Decisions of a stream since the warm-up, where it is asked whether they are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecisionTally {
    /// `[granted][wrong]`.
    pub counts: [[u64; 2]; 2],
    /// Decisions of which somebody below a senior had the last word.
    pub below_senior: u64,
    /// Drafts seen by sign-offs and those returned, `[wrong]`.
    pub checked: [u64; 2],
    pub returned: [u64; 2],
}

impl DecisionTally {
    pub fn all(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    pub fn wrong(&self) -> u64 {
        self.counts[0][1] + self.counts[1][1]
    }

    pub fn granted(&self) -> u64 {
        self.counts[1].iter().sum()
    }

    fn add(&mut self, other: &DecisionTally) {
        for granted in 0..2 {
            for wrong in 0..2 {
                self.counts[granted][wrong] += other.counts[granted][wrong];
            }
            self.checked[granted] += other.checked[granted];
            self.returned[granted] += other.returned[granted];
        }
        self.below_senior += other.below_senior;
    }
}

/// Quality by calendar quarter since the warm-up, as it was and as it was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct QualityTally {
    /// Quarters with decisions, and those of which a sample was looked at.
    pub quarters: u64,
    pub measured: u64,
    /// The sum of the measured scores.
    pub scores: f64,
    /// Quarters whose measured score lay below the norm; and those with a norm, and a true score below it.
    pub seen_below: u64,
    pub truly_below: u64,
}

impl QualityTally {
    fn add(&mut self, right: u64, decisions: u64, measured: Option<Score>, norm: Option<f64>) {
        self.quarters += u64::from(decisions > 0);
        let Some(score) = measured else { return };
        self.measured += 1;
        self.scores += score.share;
        let Some(norm) = norm else { return };
        self.seen_below += u64::from(score.share < norm);
        self.truly_below += u64::from((right as f64) < norm * decisions as f64);
    }
}

/// What a trigger did.
#[derive(Clone, Debug, Default)]
pub struct TriggerTally {
    pub fired: u64,
    /// People, over all times.
    pub hired: u64,
    /// Calendar days after the start, of the first time ever.
    pub first_day: Option<f64>,
    pub in_force: Level,
}

#[derive(Clone, Debug, Default)]
pub struct SupervisionTally {
    pub waits: Times,
    pub asking: Level,
    pub supervisors: Level,
    pub trainees: Level,
    pub answered: u64,
    pub abandoned: u64,
    pub coaching_planned: u64,
    pub coaching_given: u64,
    /// Ticks that supervisors answered or coached, overhead included.
    pub busy_time: u64,
    /// Span times ticks, and the ticks with supervisors and trainees.
    pub span_area: f64,
    pub span_time: u64,
    /// Ticks with trainees in practice and no supervisor at all.
    pub unsupervised_time: u64,
    span: f64,
    span_since: u64,
}

/// Penalties of one regime, since the warm-up.
#[derive(Clone, Debug, Default)]
pub struct PenaltyTally {
    pub notices: u64,
    pub appeals: u64,
    /// Cases with a penalised term that closed, and what they add up to.
    pub closed: u64,
    pub days_late: u64,
    /// Cents.
    pub paid: i64,
    pub unclaimed: i64,
    pub suspended: i64,
    /// Cases that had reached the maximum.
    pub capped: u64,
}

/// Nights in reception, since the warm-up.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReceptionTally {
    pub nights: u64,
    pub emergency: u64,
    /// After a decision.
    pub decided: u64,
    /// Calendar days that were counted.
    pub days: u64,
}

/// How a target went in one replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetTally {
    pub is_met: bool,
    /// The first day (counted in days read) from which it stays met; None: not by the end.
    pub met_from: Option<usize>,
    value_at: f64,
    last_unmet: Option<usize>,
    days: usize,
}

pub struct Tally {
    plan: TallyPlan,
    pub streams: Vec<StreamTally>,
    pub stages: Vec<StageTally>,
    pub supervision: SupervisionTally,
    pub resources: Vec<ResourceTally>,
    pub quality: QualityTally,
    pub triggers: Vec<TriggerTally>,
    /// `[pool x category]`, ticks.
    pub ledger: Vec<[u64; Category::COUNT]>,
    /// Ticks, by pool, from contracts.
    pub paid: Vec<u64>,
    /// Hours, in the order of the plan; infinite when it never happened.
    pub passages: Vec<f64>,
    /// `[sample][gauge]`.
    pub samples: Vec<Vec<f64>>,
    /// `[series x period]`.
    pub series: Vec<f64>,
    pub targets: Vec<TargetTally>,
    pub penalties: Vec<PenaltyTally>,
    pub reception: ReceptionTally,
    /// Euros, `[line x year]`.
    pub costs: Vec<f64>,
    /// Case-hours that cases begun spent waiting, `[period x (stream x (stages + 1))]`; the last place is a supervisor.
    pub waits_begun: Vec<f64>,
    waiting_begun: Vec<Level>,
    waits_read: Vec<u64>,
    /// The last gauges seen, for levels at the end.
    pub final_gauges: Gauges,
    days_read: usize,
    pub measured_from: SimTime,
    pub ended_at: SimTime,
}

impl Tally {
    pub fn new(plan: &TallyPlan) -> Self {
        let places = plan.streams * (plan.stages + 1);
        let times_by_class = |levels: &[f64]| {
            let count = if plan.by_class { plan.classes } else { 0 };
            vec![Times::with_levels(levels); count]
        };
        Tally {
            streams: (0..plan.streams)
                .map(|stream| StreamTally {
                    sojourn: Times::with_levels(&plan.sojourn_levels[stream]),
                    sojourn_by_class: times_by_class(&plan.sojourn_levels[stream]),
                    ..StreamTally::default()
                })
                .collect(),
            stages: (0..plan.stages)
                .map(|stage| StageTally {
                    waits: Times::with_levels(&plan.wait_levels[stage]),
                    waits_given_up: Times::with_levels(&plan.wait_levels[stage]),
                    waits_by_class: times_by_class(&plan.wait_levels[stage]),
                    ..StageTally::default()
                })
                .collect(),
            supervision: SupervisionTally {
                waits: Times::with_levels(&plan.answer_levels),
                ..SupervisionTally::default()
            },
            resources: vec![ResourceTally::default(); plan.resources],
            quality: QualityTally::default(),
            triggers: vec![TriggerTally::default(); plan.triggers],
            ledger: vec![[0; Category::COUNT]; plan.pools],
            paid: vec![0; plan.pools],
            passages: vec![f64::INFINITY; plan.passages.len()],
            samples: vec![Vec::new(); plan.samples.len()],
            series: vec![0.0; plan.series.len() * plan.periods],
            targets: vec![
                TargetTally { is_met: false, met_from: None, value_at: f64::NAN, last_unmet: None, days: 0 };
                plan.targets.len()
            ],
            penalties: vec![PenaltyTally::default(); plan.penalties],
            reception: ReceptionTally::default(),
            costs: vec![0.0; plan.costs.len() * plan.years],
            waits_begun: vec![0.0; places * plan.periods],
            waiting_begun: vec![Level::default(); places],
            waits_read: vec![0; places],
            final_gauges: Gauges::default(),
            days_read: 0,
            measured_from: SimTime(0),
            ended_at: SimTime(0),
            plan: plan.clone(),
        }
    }

    /// Hours until the stock of a stream was first at most `level`; infinite when it never was.
    pub fn passage(&self, stream: usize, level: u64) -> f64 {
        let place = self.plan.passages.iter().position(|one| *one == (stream, level));
        place.map_or(f64::NAN, |place| self.passages[place])
    }

    /// The decisions of all streams.
    pub fn decisions(&self) -> DecisionTally {
        let mut all = DecisionTally::default();
        self.streams.iter().for_each(|stream| all.add(&stream.decisions));
        all
    }

    /// Euros of one payer; not a number where nothing was filled in.
    pub fn cost_of(&self, payer: Payer) -> f64 {
        if self.plan.costs.iter().any(|cost| cost.payer() == payer) {
            self.cost(|cost| cost.payer() == payer)
        } else {
            f64::NAN
        }
    }

    /// Euros of the lines that are `wanted`, of all years.
    pub fn cost(&self, wanted: impl Fn(Cost) -> bool) -> f64 {
        let lines = self.plan.costs.iter().zip(self.costs.chunks(self.plan.years.max(1)));
        lines.filter(|(cost, _)| wanted(**cost)).flat_map(|(_, years)| years).sum()
    }

    fn begun_place(&self, stream: usize, stage: Option<usize>) -> usize {
        stream * (self.plan.stages + 1) + stage.unwrap_or(self.plan.stages)
    }

    fn clear(&mut self, at: SimTime) {
        self.measured_from = at;
        for stream in &mut self.streams {
            stream.in_system.clear(at);
            stream.sojourn.clear();
            stream.sojourn_by_class.iter_mut().for_each(Times::clear);
            (stream.decided, stream.closed_with_term, stream.closed_overdue, stream.arrived) = (0, 0, 0, 0);
            (stream.withdrawn, stream.lost, stream.closed) = (0, 0, 0);
            stream.decisions = DecisionTally::default();
            (stream.decided_again, stream.appealed, stream.remanded) = (0, 0, 0);
            (stream.upheld, stream.dismissed) = (0, 0);
            (stream.handovers, stream.site_handovers) = (0, 0);
        }
        for stage in &mut self.stages {
            stage.queue.clear(at);
            stage.waits.clear();
            stage.waits_given_up.clear();
            stage.held.clear(at);
            stage.held_times.clear();
            stage.interrupted.clear();
            (stage.given_up, stage.meetings, stage.cleared) = (0, 0, 0);
            stage.waits_by_class.iter_mut().for_each(Times::clear);
            (stage.started, stage.finished, stage.signed, stage.returned) = (0, 0, 0, 0);
            (stage.slots_lost_applicant, stage.slots_lost_office) = (0, 0);
        }
        self.quality = QualityTally::default();
        let supervision = &mut self.supervision;
        supervision.waits.clear();
        supervision.asking.clear(at);
        supervision.supervisors.clear(at);
        supervision.trainees.clear(at);
        (supervision.answered, supervision.abandoned) = (0, 0);
        (supervision.coaching_planned, supervision.coaching_given) = (0, 0);
        supervision.busy_time = 0;
        (supervision.span_area, supervision.span_time, supervision.unsupervised_time) = (0.0, 0, 0);
        supervision.span_since = at.0;
        for resource in &mut self.resources {
            for level in [&mut resource.in_use, &mut resource.capacity, &mut resource.waiting] {
                level.clear(at);
            }
            resource.taken = 0;
        }
        for trigger in &mut self.triggers {
            (trigger.fired, trigger.hired) = (0, 0);
            trigger.in_force.clear(at);
        }
        self.ledger.iter_mut().for_each(|row| row.fill(0));
        self.paid.fill(0);
        self.penalties.fill(PenaltyTally::default());
        self.costs.fill(0.0);
    }

    fn end_span(&mut self, at: SimTime) {
        let supervision = &mut self.supervision;
        let time = at.0 - supervision.span_since;
        supervision.span_since = at.0;
        if supervision.span.is_finite() && supervision.span > 0.0 {
            supervision.span_area += supervision.span * time as f64;
            supervision.span_time += time;
        } else if supervision.span.is_infinite() {
            supervision.unsupervised_time += time;
        }
    }

    fn read_period(&mut self, at: SimTime, index: usize, gauges: &Gauges) {
        for (row, gauge) in self.plan.series.iter().enumerate() {
            self.series[row * self.plan.periods + index] = gauges.read(*gauge);
        }
        let places = self.waiting_begun.len();
        for place in 0..places {
            let area = self.waiting_begun[place].area_at(at);
            let since = area - self.waits_read[place];
            self.waits_read[place] = area;
            self.waits_begun[index * places + place] = since as f64 / TICKS_PER_HOUR as f64;
        }
    }

    fn read_day(&mut self, gauges: &Gauges) {
        let day = self.days_read;
        self.days_read += 1;
        for (tally, target) in self.targets.iter_mut().zip(&self.plan.targets) {
            let value = gauges.read(target.gauge);
            let is_met = target.bound.is_met(value);
            tally.days = day + 1;
            if !is_met {
                tally.last_unmet = Some(day);
            }
            if target.due_days.binary_search(&day).is_ok() {
                tally.value_at = value;
                tally.is_met = is_met && (tally.is_met || target.due_days.first() == Some(&day));
            }
        }
    }

    fn finish(&mut self, at: SimTime) {
        self.ended_at = at;
        self.end_span(at);
        for (tally, target) in self.targets.iter_mut().zip(&self.plan.targets) {
            tally.met_from = match tally.last_unmet {
                None if tally.days > 0 => Some(0),
                Some(day) if day + 1 < tally.days => Some(day + 1),
                _ => None,
            };
            if target.hold {
                tally.is_met = tally.met_from.zip(target.due_days.last()).is_some_and(|(day, due)| day <= *due);
            }
        }
    }
}

impl TargetTally {
    /// The measure at the end of the day on which the target is due.
    pub fn value_at(&self) -> f64 {
        self.value_at
    }
}

impl Observer for Tally {
    // Always inlined: the engine names the kind of observation where it speaks, so that the match is folded away.
    #[inline(always)]
    fn see(&mut self, at: SimTime, what: &Observation<'_>) {
        match *what {
            Observation::Arrived { stream, .. } => {
                let tally = &mut self.streams[stream];
                tally.arrived += 1;
                tally.in_system.change(at, 1);
            }
            Observation::Joined { stage, stream, begun } => {
                self.stages[stage].queue.change(at, 1);
                if begun {
                    self.begun_changes(at, stream, Some(stage), 1);
                }
            }
            Observation::Started { stage, stream, class, joined, queued, begun, .. } => {
                let tally = &mut self.stages[stage];
                tally.started += 1;
                if queued {
                    tally.queue.change(at, -1);
                }
                if joined >= self.measured_from {
                    tally.waits.push(at - joined);
                    if self.plan.by_class {
                        self.wait_of_class(stage, class, at - joined);
                    }
                }
                if queued && begun {
                    self.begun_changes(at, stream, Some(stage), -1);
                }
            }
            Observation::Finished { stage, .. } => self.stages[stage].finished += 1,
            Observation::Closed { stream, class, arrived, closing, has_term, overdue, initial, again, .. } => {
                let tally = &mut self.streams[stream];
                tally.in_system.change(at, -1);
                tally.decided += u64::from(closing == Closing::Decided && !again);
                tally.decided_again += u64::from(closing == Closing::Decided && again);
                tally.withdrawn += u64::from(closing == Closing::Withdrawn);
                tally.lost += u64::from(closing == Closing::Lost);
                tally.closed += 1;
                tally.closed_with_term += u64::from(has_term);
                tally.closed_overdue += u64::from(overdue);
                if !initial && !again && arrived >= self.measured_from && closing != Closing::Lost {
                    tally.sojourn.push(at - arrived);
                    if self.plan.by_class {
                        self.sojourn_of_class(stream, class, at - arrived);
                    }
                }
            }
            Observation::Spent { pool, category, time, gross, .. } => {
                self.ledger[pool][category as usize] += time.0;
                if matches!(category, Category::Answering | Category::Coaching) {
                    self.supervision.busy_time += gross.0;
                }
            }
            _ => self.see_rare(at, what),
        }
    }
}

impl Tally {
    fn begun_changes(&mut self, at: SimTime, stream: usize, stage: Option<usize>, by: i64) {
        let place = self.begun_place(stream, stage);
        self.waiting_begun[place].change(at, by);
    }

    #[inline(never)]
    fn wait_of_class(&mut self, stage: usize, class: usize, time: Ticks) {
        self.stages[stage].waits_by_class[class].push(time);
    }

    #[inline(never)]
    fn sojourn_of_class(&mut self, stream: usize, class: usize, time: Ticks) {
        self.streams[stream].sojourn_by_class[class].push(time);
    }

    /// What most events are not.
    #[inline(never)]
    fn see_rare(&mut self, at: SimTime, what: &Observation<'_>) {
        match *what {
            Observation::Resumed { stage, stream, queued, since } => {
                if since >= self.measured_from {
                    self.stages[stage].interrupted.push(at - since);
                }
                if queued {
                    self.stages[stage].queue.change(at, -1);
                    self.begun_changes(at, stream, Some(stage), -1);
                }
            }
            Observation::Held { stage } => self.stages[stage].held.change(at, 1),
            Observation::Unheld { stage, since } => {
                let tally = &mut self.stages[stage];
                tally.held.change(at, -1);
                if since >= self.measured_from {
                    tally.held_times.push(at - since);
                }
            }
            Observation::Met { stage, cleared } => {
                self.stages[stage].meetings += 1;
                self.stages[stage].cleared += cleared;
            }
            Observation::Unqueued { stage, stream, begun } => {
                self.stages[stage].queue.change(at, -1);
                if begun {
                    self.begun_changes(at, stream, Some(stage), -1);
                }
            }
            Observation::GaveUp { stage, class, joined, taken_up, .. } => {
                let tally = &mut self.stages[stage];
                tally.given_up += 1;
                if !taken_up && joined >= self.measured_from {
                    tally.waits.push(at - joined);
                    tally.waits_given_up.push(at - joined);
                    if self.plan.by_class {
                        self.wait_of_class(stage, class, at - joined);
                    }
                }
            }
            Observation::Signed { stage, returned, .. } => {
                let tally = &mut self.stages[stage];
                tally.signed += u64::from(!returned);
                tally.returned += u64::from(returned);
            }
            Observation::Checked { stream, wrong, returned } => {
                let tally = &mut self.streams[stream].decisions;
                tally.checked[usize::from(wrong)] += 1;
                tally.returned[usize::from(wrong)] += u64::from(returned);
            }
            Observation::Decided { stream, outcome, signed_by, appealed, .. } => {
                self.streams[stream].appealed += u64::from(appealed);
                let tally = &mut self.streams[stream].decisions;
                tally.counts[usize::from(outcome.granted)][usize::from(outcome.wrong)] += 1;
                tally.below_senior += u64::from(signed_by < Grade::Senior);
            }
            Observation::Ruled { stream, upheld } => {
                self.streams[stream].upheld += u64::from(upheld);
                self.streams[stream].dismissed += u64::from(!upheld);
            }
            Observation::Remanded { stream, .. } => {
                self.streams[stream].in_system.change(at, 1);
                self.streams[stream].remanded += 1;
            }
            Observation::Quarter { right, decisions, measured, norm } => {
                self.quality.add(right, decisions, measured, norm);
            }
            Observation::Lost { pool, time, .. } => {
                let row = &mut self.ledger[pool];
                let moved = time.0.min(row[Category::FirstTime as usize]);
                row[Category::FirstTime as usize] -= moved;
                row[Category::LostWork as usize] += moved;
            }
            Observation::Paid { pool, time, .. } => self.paid[pool] += time.0,
            Observation::Asked { stream } => {
                self.supervision.asking.change(at, 1);
                self.begun_changes(at, stream, None, 1);
            }
            Observation::Answering { waited, .. } => self.supervision.waits.push(waited),
            Observation::Answered { stream, given, .. } => {
                self.supervision.asking.change(at, -1);
                self.supervision.answered += u64::from(given);
                self.supervision.abandoned += u64::from(!given);
                self.begun_changes(at, stream, None, -1);
            }
            Observation::Coached { planned, given } => {
                self.supervision.coaching_planned += planned.0;
                self.supervision.coaching_given += given.0;
            }
            Observation::Teams { supervisors, trainees, .. } => {
                self.end_span(at);
                let tally = &mut self.supervision;
                tally.span = if trainees == 0 { 0.0 } else { f64::from(trainees) / f64::from(supervisors) };
                let change = |level: &mut Level, to: u32| level.change(at, i64::from(to) - level.level as i64);
                change(&mut tally.supervisors, supervisors);
                change(&mut tally.trainees, trainees);
            }
            Observation::ChangedHands { stream, are_elsewhere } => {
                let tally = &mut self.streams[stream];
                tally.handovers += 1;
                tally.site_handovers += u64::from(are_elsewhere);
            }
            Observation::SlotLost { stage, stream, begun, cause, queued } => {
                let tally = &mut self.stages[stage];
                match cause {
                    Cause::Applicant => tally.slots_lost_applicant += 1,
                    Cause::Office => tally.slots_lost_office += 1,
                }
                if queued {
                    tally.queue.change(at, -1);
                    if begun {
                        self.begun_changes(at, stream, Some(stage), -1);
                    }
                }
            }
            Observation::Resource { resource, in_use, capacity, waiting } => {
                let tally = &mut self.resources[resource];
                tally.taken += u64::from(in_use).saturating_sub(tally.in_use.level);
                tally.in_use.set(at, u64::from(in_use));
                tally.capacity.set(at, u64::from(capacity));
                tally.waiting.set(at, waiting);
            }
            Observation::Noticed { regime } => self.penalties[regime].notices += 1,
            Observation::AppealedDelay { regime } => self.penalties[regime].appeals += 1,
            Observation::Defaulted { regime, days_late, paid, unclaimed, suspended, is_capped } => {
                let tally = &mut self.penalties[regime];
                tally.closed += 1;
                tally.days_late += days_late as u64;
                tally.paid += paid;
                tally.unclaimed += unclaimed;
                tally.suspended += suspended;
                tally.capped += u64::from(is_capped);
            }
            Observation::Reception { nights, emergency, decided, days } => {
                self.reception = ReceptionTally { nights, emergency, decided, days };
            }
            Observation::Cost { line, year, euros } => self.costs[line * self.plan.years + year] += euros,
            Observation::Triggered { trigger, day, hired } => {
                let tally = &mut self.triggers[trigger];
                tally.fired += 1;
                tally.hired += u64::from(hired);
                tally.first_day.get_or_insert(day);
            }
            Observation::InForce { trigger, is_on } => {
                let level = &mut self.triggers[trigger].in_force;
                level.change(at, if is_on { 1 } else { -1 });
            }
            Observation::WarmUpOver => self.clear(at),
            Observation::PeriodEnd { index, gauges } => self.read_period(at, index, gauges),
            Observation::DayEnd { gauges } => self.read_day(gauges),
            Observation::Sample { index, gauges } => {
                self.samples[index] = self.plan.samples[index].iter().map(|gauge| gauges.read(*gauge)).collect();
            }
            Observation::Stock { stream, level } => {
                for (place, &(of, at_most)) in self.plan.passages.iter().enumerate() {
                    if of == stream && level <= at_most && self.passages[place].is_infinite() {
                        self.passages[place] = Ticks(at.0).hours();
                    }
                }
            }
            Observation::Ended { gauges } => {
                self.final_gauges = gauges.clone();
                self.finish(at);
            }
            Observation::Arrived { .. }
            | Observation::Joined { .. }
            | Observation::Started { .. }
            | Observation::Finished { .. }
            | Observation::Closed { .. }
            | Observation::Spent { .. } => unreachable!("seen before"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally() -> Tally {
        Tally::new(&TallyPlan {
            stages: 1,
            streams: 1,
            pools: 1,
            classes: 1,
            wait_levels: vec![vec![1.0]],
            sojourn_levels: vec![vec![]],
            ..TallyPlan::default()
        })
    }

    #[test]
    fn a_wait_of_two_hours_counts_as_above_one() {
        let mut tally = tally();
        let start = |joined: u64, queued| Observation::Started {
            stage: 0,
            stream: 0,
            class: 0,
            case: 0,
            joined: SimTime(joined),
            queued,
            begun: false,
            worker: 0,
        };
        tally.see(SimTime(0), &Observation::Joined { stage: 0, stream: 0, begun: false });
        tally.see(SimTime(72_000), &start(0, true));
        tally.see(SimTime(72_000), &start(72_000, false));
        let waits = &tally.stages[0].waits;
        assert_eq!((waits.mean(), waits.share_above(1.0), waits.share_positive()), (1.0, 0.5, 0.5));
        assert_eq!(tally.stages[0].queue.mean(SimTime(0), SimTime(144_000)), 0.5);
    }

    #[test]
    fn lost_work_moves_within_the_ledger() {
        let mut tally = tally();
        let grade = crate::model::staff::Grade::Senior;
        let spent =
            Observation::Spent { pool: 0, grade, category: Category::FirstTime, time: Ticks(10), gross: Ticks(10) };
        tally.see(SimTime(10), &spent);
        tally.see(SimTime(10), &Observation::Lost { pool: 0, grade, time: Ticks(4) });
        assert_eq!(tally.ledger[0][Category::FirstTime as usize], 6);
        assert_eq!(tally.ledger[0][Category::LostWork as usize], 4);
    }
}
