//! From a checked scenario to a blueprint, with one draw of what nobody knows.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use super::{
    ActPlan, AppealPlan, Blueprint, BoardRule, CohortPlan, CohortSize, ConversionPlan, Crew, DecisionRule, HirePlan,
    InitialPlan, Interval, LearningPlan, OpeningPlan, OtherWorkPlan, PoolPlan, PracticeEnds, ReplacementPlan, Room,
    RouteTable, Settings, StageKind, StageRule, StreamPlan, SupervisionMode, SupervisionRule, TriggerPlan,
    arrivals::{arrival_plan, future_plan, shock_plan},
    money,
    picks::Outlook,
};
use crate::{
    calendar::{MONTH_DAYS, Period, TICKS_PER_DAY},
    metric::plan::MeasurePlan,
    model::{
        absence::{Absence, AbsenceRule, Months},
        correlation::Correlation,
        learning::{
            ClassStart, Counts, Curve, CurveRule, DeJong, Learning, LearningRule, Logistic, Table, Tau, Unit, Wright,
            wright,
        },
        mechanism::{Mechanism, Uses},
        names::Names,
        num::{Amount, Num, Spread},
        opening::Opening,
        quality::{
            Quality,
            appeal::{AppealRule, Upheld},
            errors::{DetectionRule, ErrorRule},
            information::InformationRule,
            measuring::MeasuringRule,
            returns::ReturnRule,
        },
        resource::{Slot, SlotRule},
        scenario::{Era, Scenario},
        site::ReadingIn,
        staff::{Cohort, Grade, Leaving, Pool, Size, When},
        stage::{self, Board, Every, Next, Route, Stage, Work},
        strain::StrainRule,
        stream::Stream,
        supervision::Mode,
        trigger::{Act, HireSize, Trigger},
        withdrawal::{Patience, Withdrawal},
    },
    random::{Distribution, Source},
    time::{SimTime, TICKS_PER_HOUR},
};

/// One draw of all uncertain inputs: each hangs on its own path, whatever else the scenario holds (RULES 10).
///
/// A number that a change writes again is another input, `change.NAME.PATH`, with its own range; both take the same share of
/// probability from it, since they are the same thing at two times.
pub struct Inputs {
    source: Option<Source>,
    /// All ranges are this many times as wide.
    widen: f64,
    /// Inputs whose value somebody gave.
    fixed: Option<Arc<BTreeMap<String, f64>>>,
    correlations: Vec<Correlation>,
    seen: RefCell<Vec<Seen>>,
    /// Where the settings that are compiled now are written; empty for what stands in no change.
    written: RefCell<String>,
}

struct Seen {
    /// Its name, under which it can be given: the path, below the change that it stands in.
    name: String,
    num: Num,
    value: f64,
}

impl Inputs {
    /// The draw of one replication.
    pub fn drawn(source: Source, widen: f64) -> Self {
        Inputs { source: Some(source), widen, ..Inputs::likely() }
    }

    /// The same with the values of some inputs given, by path.
    #[must_use]
    pub fn with(self, fixed: Option<Arc<BTreeMap<String, f64>>>) -> Self {
        Inputs { fixed, ..self }
    }

    /// The same, where inputs share causes.
    #[must_use]
    pub fn correlated(self, correlations: &[Correlation]) -> Self {
        Inputs { correlations: correlations.to_vec(), ..self }
    }

    /// Every input at its most likely value.
    pub fn likely() -> Self {
        Inputs {
            source: None,
            widen: 1.0,
            fixed: None,
            correlations: Vec::new(),
            seen: RefCell::default(),
            written: RefCell::default(),
        }
    }

    /// The uncertain numbers met so far with the values that they got, each once.
    pub fn into_seen(self) -> Vec<(Num, f64)> {
        let named = |seen: Seen| (Num { path: seen.name, ..seen.num }, seen.value);
        self.seen.into_inner().into_iter().map(named).collect()
    }

    /// What is asked from here on stands in the settings that are written there.
    fn enter(&self, written: &str) {
        written.clone_into(&mut self.written.borrow_mut());
    }

    pub(super) fn value(&self, num: &Num) -> f64 {
        if let Amount::Known(value) = num.amount {
            return value;
        }
        let name = self.name_of(num);
        let given = self.fixed.as_ref().and_then(|fixed| fixed.get(&name));
        let value = match (given, self.source) {
            (Some(value), _) => num.clip(*value),
            (None, None) => num.likely(),
            (None, Some(source)) => {
                let own = |path: &str| source.key(path, "input").draws(0, 0);
                num.clip(match &num.amount {
                    Amount::Known(value) => *value,
                    Amount::Uncertain(range) => {
                        let group = self
                            .correlations
                            .iter()
                            .find_map(|group| Some((group, group.inputs.iter().position(|path| *path == num.path)?)));
                        let uniform = match group {
                            None => own(&num.path).uniform(),
                            Some((group, index)) => group.uniform(index, |path| own(path).uniform()),
                        };
                        if self.widen == 1.0 {
                            range.quantile(uniform)
                        } else {
                            range.widened(self.widen).quantile(uniform)
                        }
                    }
                    Amount::UncertainLaw(law) => law.sample(&mut own(&num.path)),
                })
            }
        };
        let mut seen = self.seen.borrow_mut();
        if !seen.iter().any(|other| other.name == name) {
            seen.push(Seen { name, num: num.clone(), value });
        }
        value
    }

    /// A change repeats what stands in the settings before it: that keeps its name.
    fn name_of(&self, num: &Num) -> String {
        let seen = self.seen.borrow();
        let same = seen.iter().find(|seen| seen.num.path == num.path && seen.num.place == num.place);
        let written = self.written.borrow();
        match same {
            Some(seen) => seen.name.clone(),
            None if written.is_empty() => num.path.clone(),
            None => format!("{written}.{}", num.path),
        }
    }

    fn count(&self, num: &Num) -> u32 {
        self.value(num).round().max(0.0) as u32
    }

    pub(super) fn law(&self, spread: &Spread) -> Distribution {
        match &spread.scale {
            None => spread.law.clone(),
            Some(num) if num.origin.is_empty() => {
                // The mean has the origin of the whole.
                let num = Num { origin: spread.origin.clone(), ..num.clone() };
                spread.at(Some(self.value(&num)))
            }
            Some(num) => spread.at(Some(self.value(num))),
        }
    }
}

/// The names of a scenario by index.
pub fn names_of(scenario: &Scenario) -> Names {
    let first = scenario.first();
    Names {
        classes: scenario.classes.iter().map(|class| class.name.clone()).collect(),
        streams: scenario.streams.iter().map(|stream| stream.name.clone()).collect(),
        stages: first.stages.iter().map(|stage| stage.name.clone()).collect(),
        pools: first.pools.iter().map(|pool| pool.name.clone()).collect(),
        cohorts: scenario.cohorts.iter().map(|cohort| cohort.name.clone()).collect(),
        sites: scenario.sites.iter().map(|site| site.name.clone()).collect(),
        resources: first.resources.iter().map(|resource| resource.name.clone()).collect(),
        penalties: scenario.penalties.iter().map(|penalty| penalty.name.clone()).collect(),
        costs: money::costs(scenario),
        years: money::years(scenario),
        triggers: scenario.triggers.iter().map(|trigger| trigger.name.clone()).collect(),
        uses: scenario.uses(),
    }
}

/// Compiles a scenario for one draw of its inputs. Nothing can fail: the scenario is checked.
pub fn compile(scenario: &Scenario, measures: &MeasurePlan, inputs: &Inputs) -> Blueprint {
    let names = names_of(scenario);
    let crews = crews(names.pools.len(), names.streams.len());
    let revisited = revisited(scenario);
    let all_settings = |eras: &[Era]| -> Vec<Settings> {
        eras.iter()
            .map(|era| {
                inputs.enter(&era.written);
                settings(scenario, names.uses, era, inputs, &crews, &revisited)
            })
            .collect()
    };
    let eras = all_settings(&scenario.eras);
    let triggered = all_settings(&scenario.triggered);
    inputs.enter("");
    Blueprint {
        has_overtime: eras.iter().chain(&triggered).flat_map(|era| &era.pools).any(|pool| pool.strain.overtime > 0.0),
        calendar: Arc::clone(&scenario.calendar),
        horizon: scenario.calendar.horizon(),
        warm_up: scenario.warm_up,
        class_effort: scenario.classes.iter().map(|class| inputs.value(&class.effort)).collect(),
        streams: (0..scenario.streams.len()).map(|index| stream_plan(scenario, index, inputs)).collect(),
        eras,
        triggers: trigger_plans(scenario, inputs),
        hires: hires(scenario),
        triggered,
        overlays: scenario.triggers.iter().filter(|trigger| trigger.overlay.is_some()).count(),
        crews,
        term_changes: scenario.term_changes.clone(),
        openings: openings(scenario, inputs),
        shocks: scenario.shocks.iter().map(|shock| shock_plan(scenario, shock, inputs)).collect(),
        cohorts: scenario.cohorts.iter().map(|cohort| cohort_plan(scenario, cohort, inputs)).collect(),
        penalties: scenario.penalties.iter().map(|penalty| money::penalty_rule(penalty, inputs)).collect(),
        penalty_of: money::penalty_of(scenario),
        seats: scenario.sites.iter().map(|site| site.seats.as_ref().map(|seats| inputs.count(seats))).collect(),
        follows_files: scenario.follows_files(),
        reception: scenario.reception.as_ref().map(|reception| money::reception_plan(reception, inputs)),
        money: money::money_plan(scenario, inputs),
        periods: measures.periods.iter().map(|(at, _)| *at).collect(),
        samples: measures.samples.clone(),
        rolls_terms: scenario.rolls_terms && !scenario.calendar.is_continuous(),
        counts_visits: revisited.iter().any(|one| *one),
        has_shell: scenario.cohorts.iter().any(|cohort| !cohort.call_ups.is_empty()),
        has_absence: names.uses.has(Mechanism::Absence),
        decides: names.uses.has(Mechanism::Quality),
        drafts: drafting(scenario),
        quarters: if names.uses.has(Mechanism::Quality) { quarters(scenario) } else { Vec::new() },
        preempts: scenario.streams.iter().any(|stream| stream.preempts),
        draws_difficulty: scenario.streams.iter().any(|stream| stream.difficulty.is_some()),
        has_needs: names.uses.has(Mechanism::Need),
        has_limits: names.uses.has(Mechanism::Limit),
        reads_days: !measures.tally.targets.is_empty(),
        watched: (0..names.streams.len())
            .map(|stream| measures.tally.passages.iter().any(|(of, _)| *of == stream))
            .collect(),
        names: Arc::new(names),
    }
}

/// In the order of [`Blueprint::crew_of`].
fn crews(pools: usize, streams: usize) -> Vec<Crew> {
    let mut crews = Vec::new();
    for pool in 0..pools {
        for grade in Grade::ALL {
            crews.push(Crew { pool, grade, reserved: None });
            crews.extend((0..streams).map(|stream| Crew { pool, grade, reserved: Some(stream) }));
        }
    }
    crews
}

/// Stages that lie on a cycle, or whose drafts can come back, in any era.
fn revisited(scenario: &Scenario) -> Vec<bool> {
    let count = scenario.first().stages.len();
    let mut edges = vec![vec![false; count]; count];
    for era in scenario.every_era() {
        for (from, stage) in era.stages.iter().enumerate() {
            let routes = stage.routes.all.iter().chain(stage.routes.by_class.iter().flat_map(|(_, routes)| routes));
            for route in routes {
                if let Next::Stage(to) = route.to {
                    edges[from][to] = true;
                }
            }
            if let Work::SignOff { of, .. } = stage.work {
                edges[from][of] = true;
                edges[of][from] = true;
            }
        }
        for (from, to) in ways_back(era) {
            edges[from][to] = true;
        }
    }
    for via in 0..count {
        for from in 0..count {
            if edges[from][via] {
                let beyond = edges[via].clone();
                for (edge, further) in edges[from].iter_mut().zip(beyond) {
                    *edge |= further;
                }
            }
        }
    }
    (0..count).map(|stage| edges[stage][stage]).collect()
}

/// Stages of work whose drafts are decisions, in any era.
fn drafting(scenario: &Scenario) -> Vec<bool> {
    let by_era: Vec<Vec<bool>> = scenario.every_era().map(|era| stage::drafting(&era.stages)).collect();
    (0..scenario.first().stages.len()).map(|stage| by_era.iter().any(|drafts| drafts[stage])).collect()
}

fn quarters(scenario: &Scenario) -> Vec<SimTime> {
    scenario.calendar.period_ends(Period::Quarter).into_iter().map(|(at, _)| at).collect()
}

/// Where remands go: from every stage that decides to where the case goes on.
fn ways_back(era: &Era) -> Vec<(usize, usize)> {
    let decisions = era.quality.decisions.as_ref();
    let Some(appeals) = decisions.and_then(|decisions| decisions.appeals.as_ref()) else { return Vec::new() };
    let drafts = stage::drafting(&era.stages);
    let mut ways = Vec::new();
    for from in (0..drafts.len()).filter(|from| era.stages[*from].goes(|to| to == Next::Decided)) {
        match appeals.remand_to {
            Some(to) => ways.push((from, to)),
            None => ways.extend((0..drafts.len()).filter(|to| drafts[*to]).map(|to| (from, to))),
        }
    }
    ways
}

fn decision_rule(scenario: &Scenario, quality: &Quality, inputs: &Inputs) -> DecisionRule {
    let Some(decisions) = &quality.decisions else {
        // Before a change that first asks for decisions nothing is wrong.
        return DecisionRule {
            granted: vec![0.5; scenario.classes.len()],
            errors: ErrorRule::NONE,
            detection: None,
            appeals: None,
            measuring: None,
        };
    };
    let granted = (0..scenario.classes.len())
        .map(|class| {
            let own = decisions.granted_of.iter().find(|(of, _)| *of == class);
            inputs.value(own.map_or(&decisions.granted, |(_, share)| share))
        })
        .collect();
    let errors = ErrorRule {
        at_start: inputs.value(&decisions.errors_at_start),
        experienced: inputs.value(&decisions.errors_experienced),
        unanswered: inputs.value(&decisions.unanswered_error),
        uncoached: inputs.value(&decisions.uncoached_error),
        rework: inputs.value(&decisions.rework_error),
    };
    let detection = decisions.detection.as_ref().map(|detection| DetectionRule {
        at_start: inputs.value(&detection.at_start),
        experienced: inputs.value(&detection.experienced),
        false_alarm: inputs.value(&detection.false_alarm),
    });
    let appeals = decisions.appeals.as_ref().map(|appeals| {
        let (upheld_wrong, upheld_right) = match &appeals.upheld {
            Upheld::Mix(share) => (inputs.value(share), inputs.value(share)),
            Upheld::ByOutcome { wrong, right } => (inputs.value(wrong), inputs.value(right)),
        };
        AppealPlan {
            rule: AppealRule { after_refusal: inputs.value(&appeals.after_refusal), upheld_wrong, upheld_right },
            court_months: inputs.law(&appeals.court_months),
            remand_to: appeals.remand_to,
            remand_term: appeals.remand_term,
            remands_join: appeals.remands_join,
        }
    });
    let measuring = decisions.measuring.as_ref().map(|measuring| MeasuringRule {
        per_quarter: measuring.per_quarter,
        detection: inputs.value(&measuring.detection),
        norm: inputs.value(&measuring.norm),
    });
    DecisionRule { granted, errors, detection, appeals, measuring }
}

fn stream_plan(scenario: &Scenario, index: usize, inputs: &Inputs) -> StreamPlan {
    let stream = &scenario.streams[index];
    let given: Vec<Option<f64>> =
        stream.shares.iter().map(|share| share.as_ref().map(|num| inputs.value(num))).collect();
    let sum: f64 = given.iter().flatten().sum();
    let scale = if sum > 1.0 { 1.0 / sum } else { 1.0 };
    let rest = given.iter().position(Option::is_none).unwrap_or(0);
    let mut shares: Vec<f64> = given.iter().map(|share| share.unwrap_or(0.0) * scale).collect();
    shares[rest] += (1.0 - shares.iter().sum::<f64>()).max(0.0);
    let is_one = shares.iter().filter(|share| **share > 0.0).count() <= 1;
    let mut bound = 0.0;
    let bounds: Vec<f64> = shares
        .iter()
        .map(|share| {
            bound += share;
            bound
        })
        .collect();
    let mut at_bound = 0.0;
    StreamPlan {
        arrivals: arrival_plan(scenario, stream, inputs),
        future: future_plan(scenario, index, inputs),
        batch: stream.varies.batch.as_ref().map(|batch| batch.law.clone()),
        demand: stream.demand.as_ref().map_or(1.0, |factor| inputs.value(factor)),
        initial: InitialPlan {
            count: stream.initial.count.as_ref().map_or(0, |count| u64::from(inputs.count(count))),
            age_months: stream.initial.age_months.as_ref().map(|ages| inputs.law(ages)),
            ages_days: Arc::new(stream.initial.ages_days.clone()),
            at_court: stream.initial.at_court.as_ref().map_or(0, |count| u64::from(inputs.count(count))),
            delays_begun: stream.initial.delays_begun,
            at: stream
                .initial
                .at
                .iter()
                .map(|(stage, share)| {
                    at_bound += inputs.value(share);
                    (*stage, at_bound)
                })
                .collect(),
        },
        only_class: shares.iter().position(|share| *share > 0.0).unwrap_or(0),
        class_bounds: if is_one { Vec::new() } else { bounds },
        term: stream.term,
        class_terms: if stream.term_of.is_empty() {
            Vec::new()
        } else {
            stream.term_of.iter().map(|own| own.or(stream.term)).collect()
        },
        difficulty: stream.difficulty.as_ref().map(|factor| inputs.law(factor)),
        priority: stream.priority,
        preempts: stream.preempts,
        patience: stream.withdrawal.as_ref().map(|withdrawal| patience(withdrawal, inputs)),
        first_stage: stream.first_stage,
    }
}

fn openings(scenario: &Scenario, inputs: &Inputs) -> Vec<OpeningPlan> {
    let of = |(into, stream): (usize, &Stream)| -> Vec<OpeningPlan> {
        let plan = |opening: &Opening| OpeningPlan {
            name: opening.name.clone(),
            from: opening.from,
            into,
            outcome: opening.outcome,
            share: inputs.value(&opening.share),
            cases: inputs.law(&opening.cases),
            after_months: inputs.law(&opening.after_months),
        };
        stream.opened_by.iter().map(plan).collect()
    };
    scenario.streams.iter().enumerate().flat_map(of).collect()
}

fn patience(withdrawal: &Withdrawal, inputs: &Inputs) -> Patience {
    match withdrawal {
        Withdrawal::ShareAYear(share) => Patience::of_share(inputs.value(share)),
        Withdrawal::HazardAMonth(hazard) => Patience::of_hazard(inputs.value(hazard)),
        Withdrawal::Days(days) => Patience::Days(inputs.law(days)),
    }
}

fn cohort_plan(scenario: &Scenario, cohort: &Cohort, inputs: &Inputs) -> CohortPlan {
    let ordered = scenario.calendar.moment_at(cohort.ordered).0 as f64;
    let lead = inputs.value(&cohort.lead_weeks) * 7.0 * TICKS_PER_DAY as f64;
    let size = match &cohort.size {
        Size::Headcount(count) => CohortSize::Headcount(inputs.count(count)),
        Size::PerMonth(per_hour) => {
            let rate = inputs.value(per_hour);
            if rate > 0.0 { CohortSize::MeanGap(TICKS_PER_HOUR as f64 / rate) } else { CohortSize::Headcount(0) }
        }
    };
    let pool = &scenario.first().pools[cohort.pool];
    let weeks = inputs.value(&cohort.classroom.weeks);
    CohortPlan {
        pool: cohort.pool,
        size,
        first_day: ordered + lead,
        lead,
        own_lead_weeks: cohort.own_lead_weeks.as_ref().map(|spread| inputs.law(spread)),
        groups_of: cohort.groups_of.as_ref().map_or(u32::MAX, |count| inputs.count(count).max(1)),
        weeks_between_groups: inputs.value(&cohort.weeks_between_groups),
        contract_months: cohort.contract_months.as_ref().map(|months| inputs.value(months)),
        call_ups: cohort.call_ups.clone(),
        stays_afterwards: inputs.value(&cohort.stays_afterwards),
        classroom_weeks: weeks,
        trainees_per_trainer: cohort.classroom.trainees_per_trainer.as_ref().map(|count| inputs.value(count)),
        leaving: leaving(&cohort.leaving, inputs),
        leaving_first_year: inputs.value(&cohort.leaving_first_year),
        converts: cohort.converts.as_ref().map(|conversion| ConversionPlan {
            at: if let When::At(at) = conversion.when { Some(at) } else { None },
            after_months: if let When::AfterMonths(months) = &conversion.when { inputs.value(months) } else { 0.0 },
            share: inputs.value(&conversion.share),
            pool: conversion.pool,
        }),
        absence: cohort.absence.as_ref().map(|absence| absence_rule(scenario, absence, inputs)),
        learning: learning_plan(scenario, &cohort.learning, pool, weeks, inputs),
    }
}

/// The names that draws of people hired by triggers hang on.
fn hires(scenario: &Scenario) -> Vec<String> {
    let name = |(trigger, cohort): (&Trigger, usize)| {
        format!("trigger {} cohort {}", trigger.name, scenario.cohorts[cohort].name)
    };
    scenario.hires().map(name).collect()
}

fn trigger_plans(scenario: &Scenario, inputs: &Inputs) -> Vec<TriggerPlan> {
    if scenario.triggers.is_empty() {
        return Vec::new();
    }
    let ends =
        |period| Arc::new(scenario.calendar.period_ends(period).into_iter().map(|(at, _)| at).collect::<Vec<_>>());
    let (weeks_end, months_end) = (ends(Period::Week), ends(Period::Month));
    let ticks = |weeks: &Num| inputs.value(weeks) * 7.0 * TICKS_PER_DAY as f64;
    // Keys of people: pools, cohorts, then who is hired by triggers.
    let mut kin = scenario.first().pools.len() + scenario.cohorts.len();
    let mut act = |act: &Act| match act {
        Act::Hire { cohort, size } => {
            kin += 1;
            let size = match size {
                HireSize::Heads(heads) => HirePlan::Heads(inputs.count(heads)),
                HireSize::UpTo(level) => HirePlan::UpTo(inputs.count(level)),
                HireSize::PerFigure { each, at_most } => HirePlan::PerFigure {
                    each: inputs.value(each),
                    at_most: at_most.as_ref().map_or(u32::MAX, |level| inputs.count(level)),
                },
            };
            ActPlan::Hire { cohort: *cohort, kin: kin - 1, size }
        }
        Act::Transfer { from, to, heads } => ActPlan::Transfer { from: *from, to: *to, heads: inputs.count(heads) },
        Act::Release { pool, heads } => ActPlan::Release { pool: *pool, heads: inputs.count(heads) },
    };
    let plan = |trigger: &Trigger| {
        let cv = inputs.value(&trigger.wrong_by);
        TriggerPlan {
            figure: trigger.figure,
            rule: trigger.rule,
            readings: Arc::clone(if trigger.every == Period::Week { &weeks_end } else { &months_end }),
            late: ticks(&trigger.late_weeks),
            sigma: libm::sqrt(libm::log(1.0 + cv * cv)),
            decision: ticks(&trigger.decision_weeks),
            again: trigger.again_weeks.as_ref().map_or(0.0, ticks),
            lasts: trigger.lasts_weeks.as_ref().map(ticks),
            overlay: trigger.overlay,
            acts: trigger.acts.iter().map(&mut act).collect(),
        }
    };
    scenario.triggers.iter().map(plan).collect()
}

fn leaving(by_grade: &[Leaving; 3], inputs: &Inputs) -> [f64; 3] {
    std::array::from_fn(|grade| by_grade[grade].hazard_per_hour(inputs.value(by_grade[grade].num())))
}

fn absence_rule(scenario: &Scenario, absence: &Absence, inputs: &Inputs) -> AbsenceRule {
    let (spells, days) = (inputs.value(&absence.spells_per_year), inputs.law(&absence.days));
    AbsenceRule::new(absence, spells, days, inputs.value(&absence.holidays_weeks), &Months::new(&scenario.calendar))
}

fn learning_plan(
    scenario: &Scenario,
    learning: &Learning,
    pool: &Pool,
    classroom_weeks: f64,
    inputs: &Inputs,
) -> LearningPlan {
    let threshold = inputs.value(&learning.threshold);
    let weeks_a_month = MONTH_DAYS / 7.0;
    let coaching = inputs.value(&scenario.first().supervision.coaching_hours_per_week);
    let hours_a_week = scenario.week_hours * inputs.value(&pool.fte) * (1.0 - inputs.value(&pool.overhead));
    let practice_hours_a_month = (hours_a_week - coaching).max(hours_a_week * 0.05) * weeks_a_month;
    // The number that says how long it takes.
    let length = match &learning.curve {
        Curve::Practice { tau_hours: Tau::Hours(length) | Tau::MonthsToIndependence(length), .. } => {
            inputs.value(length)
        }
        Curve::Cases { learning_rate, .. } => inputs.value(learning_rate),
        _ => f64::INFINITY,
    };
    let (pace_after, ends) = match &learning.curve {
        Curve::Period { months, pace_after } => {
            (inputs.value(pace_after), PracticeEnds::After(Arc::new(inputs.law(months))))
        }
        Curve::Supervised { pace_after } => (inputs.value(pace_after), PracticeEnds::Supervised),
        Curve::None => (1.0, PracticeEnds::Never),
        _ => (1.0, PracticeEnds::Threshold),
    };
    let pace_at_start = inputs.value(&learning.pace_at_start);
    let without = inputs.value(&learning.class.without);
    let start = learning.class.after.as_ref().map_or(without, |after| {
        let (after, weeks) = (inputs.value(after), inputs.value(&learning.class.weeks));
        ClassStart::competence(without, after, weeks, classroom_weeks)
    });
    let mut rule = LearningRule {
        curve: CurveRule::Exponential,
        counts: Counts::Hours,
        start,
        pace_at_start,
        pace_after,
        consult_rate: inputs.value(&learning.consult_rate),
        eta: inputs.value(&learning.learns_without_help),
        eta_coach: inputs.value(&learning.learns_without_coaching),
        never: inputs.value(&learning.never_independent),
        threshold,
        tau_hours: f64::INFINITY,
        spread: inputs.value(&learning.spread),
    };
    match &learning.curve {
        Curve::Practice { tau_hours, logistic_from } => {
            if let Some(from) = logistic_from {
                rule.curve = CurveRule::Logistic(Logistic { begins_at: inputs.value(from) });
            }
            rule.tau_hours = match tau_hours {
                Tau::Hours(_) => length,
                Tau::MonthsToIndependence(_) => {
                    // The months count from the first day; class is no practice.
                    let months = (length - classroom_weeks / weeks_a_month).max(0.05);
                    rule.tau_hours = 1.0;
                    months * practice_hours_a_month / rule.practice_to_independence().max(1e-9)
                }
            };
        }
        Curve::Cases { incompressible, .. } => {
            let exponent = wright::exponent(length);
            (rule.counts, rule.tau_hours) = (Counts::Cases, 1.0);
            rule.curve = match incompressible {
                None => CurveRule::Wright(Wright { exponent }),
                Some(part) => CurveRule::DeJong(DeJong { exponent, incompressible: inputs.value(part) }),
            };
        }
        Curve::Table { points, unit } => {
            let factor = if *unit == Unit::Months { practice_hours_a_month } else { 1.0 };
            let points = points.iter().map(|(practice, competence)| (practice * factor, *competence)).collect();
            rule.tau_hours = 1.0;
            rule.counts = if *unit == Unit::Cases { Counts::Cases } else { Counts::Hours };
            rule.curve = CurveRule::Table(Table(Arc::new(points)));
        }
        Curve::Period { .. } | Curve::Supervised { .. } | Curve::None => {}
    }
    LearningPlan {
        rule_of_experienced: Arc::new(LearningRule { pace_after: 1.0, ..rule.clone() }),
        rule: Arc::new(rule),
        practice_hours_a_month,
        forgets_all_after_months: learning.forgets_all_after_months.as_ref().map(|months| inputs.value(months)),
        ends,
    }
}

fn settings(
    scenario: &Scenario,
    uses: Uses,
    era: &Era,
    inputs: &Inputs,
    crews: &[Crew],
    revisited: &[bool],
) -> Settings {
    let streams: Vec<(usize, u32)> =
        scenario.streams.iter().enumerate().map(|(index, stream)| (index, stream.priority + 1)).collect();
    let has_needs = uses.has(Mechanism::Need);
    let picks: Vec<_> = crews.iter().map(|crew| groups(scenario, era, *crew, &streams, has_needs)).collect();
    let picks_of = if uses.has(Mechanism::Share) {
        crews
            .iter()
            .flat_map(|crew| streams.chunks(1).map(|stream| groups(scenario, era, *crew, stream, has_needs)))
            .collect()
    } else {
        Vec::new()
    };
    let levels = if has_needs { Grade::ALL.len() } else { 1 };
    let lanes = levels * era.stages.len() * streams.len();
    let takers = (0..lanes)
        .map(|lane| {
            let by_grade = Grade::ALL
                .iter()
                .map(|grade| {
                    (0..crews.len())
                        .filter(|&crew| {
                            crews[crew].grade == *grade
                                && picks[crew]
                                    .iter()
                                    .any(|group: &super::picks::Group| group.lanes.contains(&(lane as u32)))
                        })
                        .collect::<Vec<usize>>()
                })
                .filter(|of_grade| !of_grade.is_empty())
                .collect();
            super::picks::Takers::new(by_grade)
        })
        .collect();
    Settings {
        at: era.at,
        stages: era
            .stages
            .iter()
            .enumerate()
            .map(|(index, stage)| stage_rule(scenario, era, index, stage, inputs, revisited[index]))
            .collect(),
        pools: era.pools.iter().map(|pool| pool_plan(scenario, pool, inputs)).collect(),
        supervision: supervision_rule(era, inputs),
        signs_from: era.quality.signs_from,
        returns: ReturnRule {
            at_start: inputs.value(&era.quality.returned_at_start),
            experienced: inputs.value(&era.quality.returned_experienced),
            rework_factor: inputs.value(&era.quality.rework_return_factor),
        },
        rework_share: inputs.value(&era.quality.rework_share),
        max_returns: era.quality.max_returns,
        capacities: era.resources.iter().map(|resource| inputs.count(&resource.capacity)).collect(),
        decisions: decision_rule(scenario, &era.quality, inputs),
        picks,
        picks_of,
        takers,
    }
}

/// What a crew may do, in the order in which it looks (RULES 4).
fn groups(
    scenario: &Scenario,
    era: &Era,
    crew: Crew,
    streams: &[(usize, u32)],
    has_needs: bool,
) -> Vec<super::picks::Group> {
    let pool = &era.pools[crew.pool];
    let may = |stage: &usize| {
        let rule = &era.stages[*stage];
        let is_allowed = pool.work.as_ref().is_none_or(|work| work.contains(stage));
        let may_sign = !matches!(rule.work, Work::SignOff { .. }) || crew.grade >= era.quality.signs_from;
        rule.work.pools().contains(&crew.pool) && is_allowed && may_sign
    };
    let mut stages: Vec<usize> = pool.order.iter().copied().filter(may).collect();
    for stage in default_order(&era.stages) {
        if may(&stage) && !stages.contains(&stage) {
            stages.push(stage);
        }
    }
    let mut served: Vec<(usize, u32)> = streams
        .iter()
        .copied()
        .filter(|(stream, _)| pool.serves.as_ref().is_none_or(|serves| serves.contains(stream)))
        .collect();
    if let Some(first) = crew.reserved
        && streams.iter().any(|(stream, _)| *stream == first)
    {
        served.retain(|(stream, _)| *stream != first);
        served.push((first, 0));
    }
    let stream_count = scenario.streams.len();
    Outlook {
        streams: &served,
        stages: &stages,
        stream_count,
        lanes_a_level: era.stages.len() * stream_count,
        levels: if has_needs { crew.grade as usize + 1 } else { 1 },
    }
    .groups()
}

/// Stages nearest to the decision first; sign-off before the stage that it signs.
pub fn default_order(stages: &[Stage]) -> Vec<usize> {
    let mut distance: Vec<Option<u32>> = vec![None; stages.len()];
    for _ in 0..stages.len() {
        for (index, stage) in stages.iter().enumerate() {
            let step = |next: &Next| match next {
                Next::Stage(next) => distance[*next].map(|steps| steps + 2),
                _ => Some(2),
            };
            let routes = stage.routes.all.iter().chain(stage.routes.by_class.iter().flat_map(|(_, routes)| routes));
            let best = match stage.work {
                Work::SignOff { of, .. } => distance[of].map(|steps| steps.saturating_sub(1)),
                _ => routes.filter_map(|route: &Route| step(&route.to)).min(),
            };
            distance[index] = match (distance[index], best) {
                (Some(old), Some(new)) => Some(old.min(new)),
                (old, new) => old.or(new),
            };
        }
    }
    let mut order: Vec<usize> = (0..stages.len()).collect();
    order.sort_by_key(|&stage| (distance[stage].unwrap_or(u32::MAX), std::cmp::Reverse(stage)));
    order
}

fn stage_rule(
    scenario: &Scenario,
    era: &Era,
    index: usize,
    stage: &Stage,
    inputs: &Inputs,
    is_revisited: bool,
) -> StageRule {
    let (kind, law) = match &stage.work {
        Work::Effort { hours, .. } => (StageKind::Effort, inputs.law(hours)),
        Work::Delay { days } => (StageKind::Delay, inputs.law(days)),
        Work::Board(board) => (StageKind::Board, usual_wait(scenario, board, inputs)),
        Work::SignOff { hours, growth, of, .. } => {
            (StageKind::SignOff { of: *of, growth: inputs.value(growth) }, inputs.law(hours))
        }
    };
    let table = |routes: &[Route]| {
        let mut sum = 0.0;
        let mut bounds: Vec<(f64, Next)> = Vec::new();
        let mut last = Next::Decided;
        for (place, route) in routes.iter().enumerate() {
            if place + 1 == routes.len() {
                last = route.to;
            } else {
                sum += route.probability.as_ref().map_or(0.0, |share| inputs.value(share));
                bounds.push((sum, route.to));
            }
        }
        RouteTable { bounds, last }
    };
    let routes = (0..scenario.classes.len())
        .map(|class| {
            let own = stage.routes.by_class.iter().find(|(of, _)| *of == class);
            table(own.map_or(&stage.routes.all, |(_, routes)| routes))
        })
        .collect();
    let signed_at = era.stages.iter().position(|other| matches!(other.work, Work::SignOff { of, .. } if of == index));
    StageRule {
        kind,
        law,
        routes,
        discipline: stage.discipline,
        fidelity: inputs.value(&stage.fidelity),
        needs: needs(scenario, stage),
        wip_max: stage.wip_max.as_ref().map_or(u64::MAX, |count| u64::from(inputs.count(count))),
        fed_by: if stage.wip_max.is_some() { fed_by(era, index) } else { Vec::new() },
        feeds: (0..era.stages.len())
            .filter(|next| era.stages[*next].wip_max.is_some() && fed_by(era, *next).contains(&index))
            .collect(),
        interruptible: stage.interruptible,
        may_give_up: stage.may_give_up,
        room: stage
            .capacity
            .as_ref()
            .map(|capacity| Room { places: u64::from(inputs.count(&capacity.places)), when_full: capacity.when_full }),
        board: board_rule(scenario, index, &stage.work, inputs),
        delay_after: stage.delay_after_days.as_ref().map(|days| inputs.law(days)),
        reading_in: ReadingIn {
            handover_hours: inputs.value(&stage.handover_hours),
            read_in_hours: inputs.value(&stage.read_in_hours),
            site_handover_hours: inputs.value(&stage.site_handover_hours),
            hasty_error: 1.0,
        }
        .in_part(inputs.value(&stage.read_in_share), inputs.value(&stage.read_in_error)),
        transfer_days: stage.transfer_days.as_ref().map(|days| inputs.law(days)),
        has_owners: stage.has_owners,
        uses: stage.uses.clone(),
        holds_while_asking: stage.holds_while_asking,
        slot: stage.slot.as_ref().map(|slot| slot_rule(slot, inputs)),
        information: stage.information.as_ref().and_then(|information| {
            let level = inputs.value(&era.quality.information);
            let price = |num: &Option<Num>, none: f64| num.as_ref().map_or(none, |num| inputs.value(num));
            (level < 1.0).then(|| InformationRule {
                level,
                skip_error: price(&information.skip_error, 1.0),
                skip_grant: price(&information.skip_grant, 0.0),
            })
        }),
        signed_at,
        is_revisited,
    }
}

fn slot_rule(slot: &Slot, inputs: &Inputs) -> SlotRule {
    SlotRule {
        lead_days: inputs.law(&slot.lead_days),
        no_show: inputs.value(&slot.no_show),
        lost_hours: inputs.value(&slot.lost_hours),
        grace_hours: slot.grace_hours.as_ref().map(|hours| inputs.value(hours)),
    }
}

/// Grades that cases need, by class; empty where any will do.
fn needs(scenario: &Scenario, stage: &Stage) -> Vec<Grade> {
    if !matches!(stage.work, Work::Effort { .. }) {
        return Vec::new();
    }
    let own = |class: usize| stage.needs_of.iter().find(|(of, _)| *of == class).map(|(_, grade)| *grade);
    let all: Vec<Grade> =
        scenario.classes.iter().enumerate().map(|(index, class)| own(index).unwrap_or(class.needs)).collect();
    if all.iter().all(|grade| *grade == Grade::Trainee) { Vec::new() } else { all }
}

/// Stages of work from which a case may come next; drafts come to their sign-off.
fn fed_by(era: &Era, stage: usize) -> Vec<usize> {
    if let Work::SignOff { of, .. } = era.stages[stage].work {
        return vec![of];
    }
    let leads = |from: &Stage| {
        let routes = from.routes.all.iter().chain(from.routes.by_class.iter().flat_map(|(_, routes)| routes));
        routes.clone().any(|route| {
            route.to == Next::Stage(stage) && route.probability.as_ref().is_none_or(|share| share.max_value() > 0.0)
        })
    };
    let is_work = |from: &Stage| matches!(from.work, Work::Effort { .. });
    (0..era.stages.len()).filter(|from| is_work(&era.stages[*from]) && leads(&era.stages[*from])).collect()
}

/// Calendar days until the next meeting for a case that comes at any time: half an interval, give or take as much.
fn usual_wait(scenario: &Scenario, board: &Board, inputs: &Inputs) -> Distribution {
    let days = match &board.every {
        Every::Hours(hours) => inputs.value(hours) / scenario.week_hours * 7.0,
        Every::Days(days) => inputs.value(days),
    };
    Distribution::uniform(0.0, days).unwrap_or_else(|why| unreachable!("an interval is above 0: {why}"))
}

fn board_rule(scenario: &Scenario, stage: usize, work: &Work, inputs: &Inputs) -> Option<BoardRule> {
    let Work::Board(board) = work else { return None };
    let streams: Vec<(usize, u32)> =
        scenario.streams.iter().enumerate().map(|(index, stream)| (index, stream.priority)).collect();
    Some(BoardRule {
        every: match &board.every {
            Every::Hours(hours) => Interval::Office(inputs.value(hours) * TICKS_PER_HOUR as f64),
            Every::Days(days) => Interval::Calendar(inputs.value(days) * TICKS_PER_DAY as f64),
        },
        first: board.first,
        at_most: board.at_most.as_ref().map_or(u64::MAX, |count| u64::from(inputs.count(count))),
        groups: Outlook {
            streams: &streams,
            stages: &[stage],
            stream_count: scenario.streams.len(),
            lanes_a_level: 0,
            levels: 1,
        }
        .groups(),
    })
}

fn pool_plan(scenario: &Scenario, pool: &Pool, inputs: &Inputs) -> PoolPlan {
    let heads = inputs.value(&pool.headcount) + pool.buffer;
    let handling = (heads * inputs.value(&pool.case_share)).round().max(0.0);
    let contract = scenario.week_hours * inputs.value(&pool.fte).min(1.0);
    let strain = StrainRule::new(&pool.strain, contract, |num| inputs.value(num));
    PoolPlan {
        headcount: handling as u32,
        other_heads: (heads - handling).round().max(0.0) as u32,
        seniors: inputs.value(&pool.seniors),
        trainees: inputs.value(&pool.trainees),
        tenure_months: pool.tenure_months.as_ref().map(|months| inputs.law(months)),
        fte: inputs.value(&pool.fte).min(1.0),
        overhead: inputs.value(&pool.overhead),
        error_factor: strain.error,
        share: if pool.share.is_empty() {
            Vec::new()
        } else {
            let of = |stream: usize| pool.share.iter().find(|(one, _)| *one == stream);
            (0..scenario.streams.len()).map(|stream| of(stream).map_or(0.0, |(_, share)| inputs.value(share))).collect()
        },
        reserved: pool.reserved_for.iter().map(|(stream, heads)| (*stream, inputs.count(heads))).collect(),
        leaving: leaving(&pool.leaving, inputs),
        leaving_first_year: inputs.value(&pool.leaving_first_year),
        replacement: pool.replacement.as_ref().map(|replacement| ReplacementPlan {
            after_weeks: inputs.value(&replacement.after_weeks),
            every_weeks: replacement.every_weeks.as_ref().map(|weeks| inputs.value(weeks)),
            learns: replacement.learns,
        }),
        senior_after_months: pool.senior_after_months.as_ref().map(|months| inputs.value(months)),
        on_leave: pool.on_leave,
        caseload_at_most: pool.caseload_at_most.as_ref().map(|most| inputs.count(most)),
        site: pool.site,
        absence: pool.absence.as_ref().map(|absence| absence_rule(scenario, absence, inputs)),
        strain,
        other_work: pool.other_work.as_ref().map(|other| OtherWorkPlan {
            block: inputs.law(&other.block_hours),
            value_per_hour: inputs.value(&other.value_per_hour),
        }),
        learning: learning_plan(scenario, &pool.learning, pool, 0.0, inputs),
    }
}

fn supervision_rule(era: &Era, inputs: &Inputs) -> SupervisionRule {
    let rule = &era.supervision;
    let mode = match &rule.mode {
        Mode::Questions => SupervisionMode::Questions,
        Mode::Share { per_trainee } => SupervisionMode::Share { per_trainee: inputs.value(per_trainee) },
        Mode::Amount { hours, capacity_share, minimum_months } => SupervisionMode::Amount {
            hours: inputs.value(hours),
            capacity_share: inputs.value(capacity_share),
            minimum_hours: (inputs.value(minimum_months) * MONTH_DAYS * 24.0).max(1e-6),
        },
    };
    SupervisionRule {
        mode,
        span: inputs.value(&rule.span),
        from: rule.from.clone(),
        at_most_share: inputs.value(&rule.at_most_share),
        answer_hours: inputs.law(&rule.answer_hours),
        scope: rule.scope,
        dedicated: rule.dedicated,
        patience_hours: rule.patience_hours.as_ref().map(|hours| inputs.law(hours)),
        coaching_hours_per_week: inputs.value(&rule.coaching_hours_per_week),
        deputy: rule.deputy,
        resumption_hours: inputs.value(&rule.resumption_hours),
        remote_factor: inputs.value(&rule.remote_factor),
    }
}
