//! The compiled scenario: names have become indices, calendars tables, ranges numbers. Immutable and shared by threads.
//!
//! Where a scenario has uncertain numbers, each replication compiles its own blueprint with the numbers drawn for it;
//! after that nothing about the input can fail.

mod arrivals;
mod compile;
mod money;
pub mod picks;

use std::sync::Arc;

pub use arrivals::{ArrivalPlan, FuturePlan, MonthPlan, OnsetPlan, Shape, ShockPlan};
pub use compile::{Inputs, compile, default_order, names_of};
pub use money::{CourtRule, LeavingRule, MoneyPlan, PenaltyRule, ReceptionPlan, not_counted};

use crate::{
    calendar::{Calendar, Moment},
    model::{
        absence::AbsenceRule,
        demand::BatchLaw,
        learning::LearningRule,
        names::Names,
        opening::OpenedBy,
        quality::{
            appeal::AppealRule,
            errors::{DetectionRule, ErrorRule},
            information::InformationRule,
            measuring::MeasuringRule,
            returns::ReturnRule,
        },
        resource::SlotRule,
        site::ReadingIn,
        staff::{Grade, OnLeave},
        stage::{Discipline, Next, WhenFull},
        strain::StrainRule,
        stream::Term,
        supervision::Scope,
        target::Gauge,
        terms::TermChange,
        trigger::Rule,
        withdrawal::Patience,
    },
    random::Distribution,
    time::SimTime,
};

#[derive(Clone, Debug)]
pub struct Blueprint {
    pub calendar: Arc<Calendar>,
    pub horizon: SimTime,
    pub warm_up: SimTime,
    pub names: Arc<Names>,
    /// Effort factors, by class.
    pub class_effort: Vec<f64>,
    pub streams: Vec<StreamPlan>,
    /// The settings from each moment on; never empty, the first at zero.
    pub eras: Vec<Settings>,
    /// Levers that wait for a figure.
    pub triggers: Vec<TriggerPlan>,
    /// Whom triggers hire, by the name that their draws hang on.
    pub hires: Vec<String>,
    /// The settings with what triggers lay over them, `[era x (set of overlays - 1)]`.
    pub triggered: Vec<Settings>,
    /// Triggers that lay settings over those in force.
    pub overlays: usize,
    /// Who are alike when work is handed out, the same in all eras.
    pub crews: Vec<Crew>,
    pub cohorts: Vec<CohortPlan>,
    pub penalties: Vec<PenaltyRule>,
    /// The regime of each stream; empty when nothing is penalised.
    pub penalty_of: Vec<Option<usize>>,
    pub shocks: Vec<ShockPlan>,
    /// In the order of their days.
    pub term_changes: Vec<TermChange>,
    /// What decisions open elsewhere.
    pub openings: Vec<OpeningPlan>,
    /// Seats by site; none: enough for everybody.
    pub seats: Vec<Option<u32>>,
    /// Whether it matters to anything who had a file.
    pub follows_files: bool,
    pub reception: Option<ReceptionPlan>,
    /// None: no price of work was filled in.
    pub money: Option<MoneyPlan>,
    /// Ends of periods at which the series are read.
    pub periods: Vec<SimTime>,
    pub samples: Vec<SimTime>,
    /// Whether a term that ends on a free day ends on the next working day.
    pub rolls_terms: bool,
    /// Whether any stage can be visited twice.
    pub counts_visits: bool,
    /// Whether anybody can be ill or on leave.
    pub has_absence: bool,
    /// Whether decisions are right or wrong.
    pub decides: bool,
    /// Stages whose work ends in a draft of a decision, in any era.
    pub drafts: Vec<bool>,
    /// Ends of calendar quarters, at which quality is read; empty where nobody asks.
    pub quarters: Vec<SimTime>,
    /// Whether anybody works overtime at any time.
    pub has_overtime: bool,
    /// Whether a cohort is called up.
    pub has_shell: bool,
    /// Whether cases of any stream interrupt others.
    pub preempts: bool,
    /// Whether cases of any stream differ in difficulty.
    pub draws_difficulty: bool,
    /// Whether any case needs a grade: lanes then have three levels.
    pub has_needs: bool,
    /// Whether any stage stops for the next one.
    pub has_limits: bool,
    /// Whether days are read for targets.
    pub reads_days: bool,
    /// Streams whose every change of stock is told (for first-passage measures).
    pub watched: Vec<bool>,
}

#[derive(Clone, Debug)]
pub struct StreamPlan {
    /// The base demand.
    pub arrivals: ArrivalPlan,
    /// What is drawn of its future; none when the rate is known.
    pub future: Option<Arc<FuturePlan>>,
    /// How many come at each arrival; none: one.
    pub batch: Option<BatchLaw>,
    /// Demand over base demand: below 1 base cases are thinned, above 1 others come on top (RULES 10).
    pub demand: f64,
    pub initial: InitialPlan,
    /// Cumulative shares of the classes; empty when all are of one class.
    pub class_bounds: Vec<f64>,
    /// The class of all, when `class_bounds` is empty.
    pub only_class: usize,
    pub term: Option<Term>,
    /// By class; empty when all have the same.
    pub class_terms: Vec<Option<Term>>,
    /// Multiplies every effort of a case.
    pub difficulty: Option<Distribution>,
    /// Lower goes first.
    pub priority: u32,
    /// Its cases interrupt those of streams that go later.
    pub preempts: bool,
    /// None: nobody gives up.
    pub patience: Option<Patience>,
    pub first_stage: usize,
}

impl StreamPlan {
    /// The legal term of a class.
    #[inline]
    pub fn term_of(&self, class: usize) -> Option<Term> {
        if self.class_terms.is_empty() { self.term } else { self.class_terms[class] }
    }

    pub fn has_terms(&self) -> bool {
        self.term.is_some() || self.class_terms.iter().any(Option::is_some)
    }

    /// The class for one uniform in (0, 1).
    #[inline]
    pub fn class_of(&self, uniform: f64) -> usize {
        match self.class_bounds.len() {
            0 => self.only_class,
            count => self.class_bounds.iter().position(|bound| uniform < *bound).unwrap_or(count - 1),
        }
    }
}

/// One way in which decisions of a stream open cases of another.
#[derive(Clone, Debug)]
pub struct OpeningPlan {
    pub name: String,
    pub from: usize,
    pub into: usize,
    pub outcome: OpenedBy,
    pub share: f64,
    pub cases: Distribution,
    /// Calendar months.
    pub after_months: Distribution,
}

#[derive(Clone, Debug)]
pub struct InitialPlan {
    pub count: u64,
    pub age_months: Option<Distribution>,
    pub ages_days: Arc<Vec<f64>>,
    /// Cases under appeal, on top of the stock.
    pub at_court: u64,
    /// (stage, cumulative share); the rest joins the first stage.
    pub at: Vec<(usize, f64)>,
    /// Whether those in a delay have waited for a part of it.
    pub delays_begun: bool,
}

/// Who are alike when work is handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crew {
    pub pool: usize,
    pub grade: Grade,
    /// The stream that these workers take first.
    pub reserved: Option<usize>,
}

/// The levers as numbers, from `at` on.
#[derive(Clone, Debug)]
pub struct Settings {
    pub at: SimTime,
    pub stages: Vec<StageRule>,
    pub pools: Vec<PoolPlan>,
    pub supervision: SupervisionRule,
    pub signs_from: Grade,
    pub returns: ReturnRule,
    pub rework_share: f64,
    pub max_returns: u32,
    /// By resource.
    pub capacities: Vec<u32>,
    pub decisions: DecisionRule,
    /// By crew: groups of lanes in the order in which a free worker looks.
    pub picks: Vec<Vec<picks::Group>>,
    /// The same of one stream alone, `[crew x stream]`, for pools that share their hours; else empty.
    pub picks_of: Vec<Vec<picks::Group>>,
    /// `[stage x stream]`: crews that may take such a case.
    pub takers: Vec<picks::Takers>,
}

/// What decisions say and how often they are wrong.
#[derive(Clone, Debug)]
pub struct DecisionRule {
    /// Share of grants, by class.
    pub granted: Vec<f64>,
    pub errors: ErrorRule,
    /// None: drafts come back by [`Settings::returns`], right or wrong.
    pub detection: Option<DetectionRule>,
    pub appeals: Option<AppealPlan>,
    /// None: nobody measures.
    pub measuring: Option<MeasuringRule>,
}

/// Appeals against refusals, and what a court sends back.
#[derive(Clone, Debug)]
pub struct AppealPlan {
    pub rule: AppealRule,
    /// Calendar months at court.
    pub court_months: Distribution,
    /// The stage that a remand joins; none: where its draft was written.
    pub remand_to: Option<usize>,
    /// None: the term of the stream that it joins.
    pub remand_term: Option<Term>,
    /// None: its own stream.
    pub remands_join: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct StageRule {
    pub kind: StageKind,
    /// Hours of a fully competent worker, or calendar days of a delay; of a board the days until it meets, for solutions
    /// without chance: a run knows its meetings.
    pub law: Distribution,
    /// Where cases go, by class.
    pub routes: Vec<RouteTable>,
    pub discipline: Discipline,
    /// Share of the cases whose ease is judged rightly.
    pub fidelity: f64,
    /// Grade that a case needs, by class; empty: none.
    pub needs: Vec<Grade>,
    /// So many may wait here before those that lead here stop.
    pub wip_max: u64,
    /// Stages that stop for this one, and for which this one stops; empty without limits.
    pub fed_by: Vec<usize>,
    pub feeds: Vec<usize>,
    pub interruptible: bool,
    pub may_give_up: bool,
    /// None: there is room for all.
    pub room: Option<Room>,
    pub board: Option<BoardRule>,
    /// Calendar days.
    pub delay_after: Option<Distribution>,
    pub reading_in: ReadingIn,
    pub transfer_days: Option<Distribution>,
    /// A case comes back to the worker who took it first.
    pub has_owners: bool,
    /// Resources that a case occupies while it is worked on; the same in all eras.
    pub uses: Vec<usize>,
    pub holds_while_asking: bool,
    pub slot: Option<SlotRule>,
    /// Cases may skip it; none: all that are sent there go.
    pub information: Option<InformationRule>,
    /// The stage at which this stage's drafts are signed.
    pub signed_at: Option<usize>,
    /// Whether a case can come here twice: only then are its visits counted.
    pub is_revisited: bool,
}

/// Room for those who wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    pub places: u64,
    pub when_full: WhenFull,
}

/// When a board meets and what it takes.
#[derive(Clone, Debug)]
pub struct BoardRule {
    pub every: Interval,
    pub first: Option<SimTime>,
    pub at_most: u64,
    /// Its lanes in the order in which it looks.
    pub groups: Vec<picks::Group>,
}

/// Ticks between meetings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Interval {
    Office(f64),
    Calendar(f64),
}

impl Interval {
    pub fn ticks(self) -> f64 {
        match self {
            Interval::Office(ticks) | Interval::Calendar(ticks) => ticks,
        }
    }

    /// A moment on the clock that the interval is counted on.
    pub fn clock_of(self, calendar: &Calendar, at: SimTime) -> f64 {
        match self {
            Interval::Office(_) => at.0 as f64,
            Interval::Calendar(_) => calendar.moment_at(at).0 as f64,
        }
    }

    /// The first office moment on or after a moment of that clock.
    pub fn office_time(self, calendar: &Calendar, clock: f64) -> SimTime {
        match self {
            Interval::Office(_) => SimTime(clock.round() as u64),
            Interval::Calendar(_) => calendar.office_at(Moment(clock.ceil() as i64)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StageKind {
    Effort,
    Delay,
    Board,
    /// Checks the drafts of stage `of`; hours grow by `growth` with the drafter's inexperience.
    SignOff {
        of: usize,
        growth: f64,
    },
}

impl StageKind {
    /// Whether workers do it.
    pub fn is_work(self) -> bool {
        self != StageKind::Delay
    }
}

/// Where a case goes next: one uniform against cumulative probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteTable {
    /// All but the last next step, with cumulative probability.
    pub bounds: Vec<(f64, Next)>,
    pub last: Next,
}

impl RouteTable {
    /// The step for one uniform in (0, 1).
    #[inline]
    pub fn next(&self, uniform: impl FnOnce() -> f64) -> Next {
        if self.bounds.is_empty() {
            return self.last;
        }
        let u = uniform();
        self.bounds.iter().find(|(bound, _)| u < *bound).map_or(self.last, |(_, next)| *next)
    }
}

#[derive(Clone, Debug)]
pub struct PoolPlan {
    /// Heads that handle cases.
    pub headcount: u32,
    /// Heads that are paid and handle none.
    pub other_heads: u32,
    pub seniors: f64,
    pub trainees: f64,
    pub tenure_months: Option<Distribution>,
    pub fte: f64,
    pub overhead: f64,
    /// What the error probability of its people's drafts is multiplied by.
    pub error_factor: f64,
    /// By stream, its share of the hours worked; empty: by priority.
    pub share: Vec<f64>,
    /// (stream, heads that take it first).
    pub reserved: Vec<(usize, u32)>,
    /// Per calendar hour, by grade.
    pub leaving: [f64; 3],
    pub leaving_first_year: f64,
    pub replacement: Option<ReplacementPlan>,
    pub senior_after_months: Option<f64>,
    pub on_leave: OnLeave,
    pub caseload_at_most: Option<u32>,
    /// The same in all eras.
    pub site: Option<usize>,
    pub absence: Option<AbsenceRule>,
    /// Overtime and pressure at present, with their prices.
    pub strain: StrainRule,
    pub other_work: Option<OtherWorkPlan>,
    pub learning: LearningPlan,
}

/// Useful work of another kind.
#[derive(Clone, Debug)]
pub struct OtherWorkPlan {
    /// Hours of a block.
    pub block: Distribution,
    pub value_per_hour: f64,
}

#[derive(Clone, Debug)]
pub struct LearningPlan {
    pub rule: Arc<LearningRule>,
    /// The same for who has learnt all before: at full pace whatever it is that newcomers reach.
    pub rule_of_experienced: Arc<LearningRule>,
    /// Hours of practice that a calendar month brings at full coaching.
    pub practice_hours_a_month: f64,
    pub forgets_all_after_months: Option<f64>,
    pub ends: PracticeEnds,
}

/// How practice ends.
#[derive(Clone, Debug)]
pub enum PracticeEnds {
    /// At the threshold of competence.
    Threshold,
    /// After months of one's own.
    After(Arc<Distribution>),
    /// When the shared supervision has given its amount.
    Supervised,
    Never,
}

#[derive(Clone, Debug)]
pub struct CohortPlan {
    pub pool: usize,
    pub size: CohortSize,
    /// Calendar moment of the first group's first day, in ticks.
    pub first_day: f64,
    /// Ticks of calendar time from an order to the first group's first day.
    pub lead: f64,
    pub own_lead_weeks: Option<Distribution>,
    pub groups_of: u32,
    pub weeks_between_groups: f64,
    pub contract_months: Option<f64>,
    pub converts: Option<ConversionPlan>,
    pub leaving_first_year: f64,
    /// From and until, of a cohort that is called up.
    pub call_ups: Vec<(SimTime, SimTime)>,
    pub stays_afterwards: f64,
    pub classroom_weeks: f64,
    pub trainees_per_trainer: Option<f64>,
    pub leaving: [f64; 3],
    /// None: as in the pool.
    pub absence: Option<AbsenceRule>,
    pub learning: LearningPlan,
}

/// New people for those who leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplacementPlan {
    pub after_weeks: f64,
    pub every_weeks: Option<f64>,
    pub learns: bool,
}

/// Temps who become permanent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConversionPlan {
    pub at: Option<SimTime>,
    pub after_months: f64,
    pub share: f64,
    pub pool: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CohortSize {
    Headcount(u32),
    /// Poisson hires, so many ticks apart on average.
    MeanGap(f64),
}

#[derive(Clone, Debug)]
pub struct SupervisionRule {
    pub mode: SupervisionMode,
    pub span: f64,
    pub from: Vec<usize>,
    pub at_most_share: f64,
    pub answer_hours: Distribution,
    pub scope: Scope,
    pub dedicated: bool,
    pub patience_hours: Option<Distribution>,
    pub coaching_hours_per_week: f64,
    pub deputy: bool,
    pub resumption_hours: f64,
    pub remote_factor: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SupervisionMode {
    Questions,
    /// Supervisors' time per trainee, in persons.
    Share {
        per_trainee: f64,
    },
    /// Person-hours per trainee, shared equally at `capacity_share` of the pools, over at least `minimum_hours`.
    Amount {
        hours: f64,
        capacity_share: f64,
        minimum_hours: f64,
    },
}

/// A lever in waiting; times in ticks of calendar time.
#[derive(Clone, Debug)]
pub struct TriggerPlan {
    pub figure: Gauge,
    pub rule: Rule,
    /// When the figure is drawn up.
    pub readings: Arc<Vec<SimTime>>,
    pub late: f64,
    /// Standard deviation of the logarithm of a report's factor.
    pub sigma: f64,
    pub decision: f64,
    pub again: f64,
    pub lasts: Option<f64>,
    pub overlay: Option<usize>,
    pub acts: Vec<ActPlan>,
}

#[derive(Clone, Copy, Debug)]
pub enum ActPlan {
    /// `kin`: where the keys of these people stand among those of pools and cohorts.
    Hire {
        cohort: usize,
        kin: usize,
        size: HirePlan,
    },
    Transfer {
        from: usize,
        to: usize,
        heads: u32,
    },
    Release {
        pool: usize,
        heads: u32,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HirePlan {
    Heads(u32),
    UpTo(u32),
    PerFigure { each: f64, at_most: u32 },
}

impl HirePlan {
    /// How many to hire when the pool has so many, people on their way counted.
    pub fn missing(self, figure: f64, staff: u32) -> u32 {
        match self {
            HirePlan::Heads(heads) => heads,
            HirePlan::UpTo(level) => level.saturating_sub(staff),
            // What is not a number asks for nobody.
            HirePlan::PerFigure { each, at_most } => {
                let level = (each * figure).ceil().max(0.0).min(f64::from(at_most)) as u32;
                level.saturating_sub(staff)
            }
        }
    }
}

impl Blueprint {
    /// The settings of an era with a set of overlays in force.
    pub fn settings(&self, era: usize, overlays: usize) -> &Settings {
        match overlays {
            0 => &self.eras[era],
            set => &self.triggered[era * ((1 << self.overlays) - 1) + set - 1],
        }
    }

    /// All settings that can be in force.
    pub fn every_settings(&self) -> impl Iterator<Item = &Settings> {
        self.eras.iter().chain(&self.triggered)
    }

    /// The crew of workers of this pool and grade, reserved for this stream or for none.
    #[inline]
    pub fn crew_of(&self, pool: usize, grade: Grade, reserved: Option<usize>) -> usize {
        let kinds = self.stream_count() + 1;
        (pool * 3 + grade as usize) * kinds + reserved.map_or(0, |stream| stream + 1)
    }

    /// Lanes of one level of need.
    #[inline]
    pub fn lanes_a_level(&self) -> usize {
        self.stage_count() * self.stream_count()
    }

    /// The lanes of a stage, at all levels of need.
    pub fn lanes_of(&self, stage: usize) -> impl Iterator<Item = usize> + use<> {
        let (level, streams, all) = (self.lanes_a_level(), self.stream_count(), self.lane_count());
        (0..all).step_by(level).flat_map(move |first| first + stage * streams..first + (stage + 1) * streams)
    }

    /// Lanes in all.
    pub fn lane_count(&self) -> usize {
        self.lanes_a_level() * if self.has_needs { Grade::ALL.len() } else { 1 }
    }

    pub fn stage_count(&self) -> usize {
        self.names.stages.len()
    }

    pub fn stream_count(&self) -> usize {
        self.names.streams.len()
    }

    pub fn pool_count(&self) -> usize {
        self.names.pools.len()
    }
}
