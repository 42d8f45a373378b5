//! Streams: where cases come from, how many stand there already, and how long the law gives.

use jiff::civil::Date;

use super::{
    demand::{BatchLaw, Season, ShockShape, Sine},
    num::{Num, Spread},
    opening::Opening,
    staff::Grade,
    withdrawal::Withdrawal,
};
use crate::time::SimTime;

/// A kind of work; never a kind of people.
#[derive(Clone, Debug)]
pub struct Class {
    pub name: String,
    pub says: String,
    /// Multiplies every effort of a case of this class.
    pub effort: Num,
    /// The grade that somebody must have to take such a case, at every stage of work.
    pub needs: Grade,
}

/// A source of cases with its own legal term and priority.
#[derive(Clone, Debug)]
pub struct Stream {
    pub name: String,
    pub says: String,
    /// Lower goes first; streams of equal priority are one queue.
    pub priority: u32,
    /// Its cases interrupt those of streams that go later.
    pub preempts: bool,
    pub initial: Initial,
    pub inflow: Inflow,
    pub varies: Variation,
    /// Multiplies the inflow: cases of the base demand stay the same.
    pub demand: Option<Num>,
    /// Share of each class, in the order of the scenario's classes; the first class takes what the others leave.
    pub shares: Vec<Option<Num>>,
    pub term: Option<Term>,
    /// By class, where it is another; empty when all have the same.
    pub term_of: Vec<Option<Term>>,
    /// Decisions elsewhere that open cases here.
    pub opened_by: Vec<Opening>,
    /// Multiplies every effort of a case, drawn per case; None: cases of a class are alike but for their stages.
    pub difficulty: Option<Spread>,
    /// How long applicants wait before they give up; None: they never do.
    pub withdrawal: Option<Withdrawal>,
    /// Index of the stage that an arriving case joins.
    pub first_stage: usize,
}

impl Stream {
    /// Whether it has neither stock, inflow, openings nor a term of its own: it follows from what happens elsewhere.
    pub fn only_follows(&self) -> bool {
        let has_stock = self.initial.count.as_ref().is_some_and(|count| count.max_value() > 0.0);
        !has_stock
            && self.initial.ages_days.is_empty()
            && matches!(self.inflow, Inflow::None)
            && self.opened_by.is_empty()
            && self.term.is_none()
    }
}

/// The stock at the start.
#[derive(Clone, Debug, Default)]
pub struct Initial {
    pub count: Option<Num>,
    /// Calendar months since arrival.
    pub age_months: Option<Spread>,
    /// Ages in days, one a case, read from a file; they replace `age_months`.
    pub ages_days: Vec<f64>,
    /// (stage, share of the stock that stands there); the rest stands at the stream's first stage.
    pub at: Vec<(usize, Num)>,
    /// Refused before the start and now at court: closed, and some of them come back.
    pub at_court: Option<Num>,
    /// Whether those that stand in a delay have waited for a part of it already.
    pub delays_begun: bool,
}

/// How new cases come in, in calendar time.
// A handful of these exist: boxing the large one would only make them harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, Default)]
pub enum Inflow {
    #[default]
    None,
    /// Poisson with this many cases an hour (calendar).
    Rate { per_hour: Num },
    /// A rate for each calendar year, cases an hour, in order; the years between and after take the last one before.
    Years { per_hour: Vec<(i16, Num)> },
    /// Tables of which each replication takes one, all equally likely.
    Paths { paths: Vec<Vec<MonthCount>>, kind: TableKind },
    /// Real months, cut into blocks that are drawn anew for each replication.
    Resampled {
        /// Without gaps.
        series: Vec<MonthCount>,
        block_months: u32,
        kind: TableKind,
        /// Months of the run whose cases are given instead.
        given: Vec<MonthCount>,
    },
    /// A number for each calendar month.
    Table { months: Vec<MonthCount>, kind: TableKind },
    /// Exactly these moments, in hours after the start.
    Times { hours: Vec<f64> },
}

/// What makes a rate vary; nothing of it stands beside exact counts or moments.
#[derive(Clone, Debug, Default)]
pub struct Variation {
    pub season: Option<Season>,
    /// In hours of calendar time since the start.
    pub sine: Option<Sine>,
    /// Families: cases that come together.
    pub batch: Option<Batch>,
    /// Coefficient of variation of a month's rate about what it should be.
    pub cv_per_month: Option<Num>,
    pub forecast_error: Option<ForecastRule>,
}

#[derive(Clone, Debug)]
pub struct Batch {
    pub law: BatchLaw,
    /// Whether rates count families; else they count cases.
    pub rate_of_batches: bool,
}

/// A forecast error whose numbers may be uncertain.
#[derive(Clone, Debug)]
pub struct ForecastRule {
    pub volatility: Num,
    pub persistence: f64,
}

/// Sudden inflow: for some time the rate is another.
#[derive(Clone, Debug)]
pub struct Shock {
    pub name: String,
    pub says: String,
    pub streams: Vec<usize>,
    pub when: Onset,
    /// Times the rate at its height; 1 is no shock, below 1 fewer come.
    pub size: Spread,
    pub months: Spread,
    pub shape: ShockShape,
}

// A handful of these exist: boxing the large one would only make them harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Onset {
    /// At this moment of office time.
    At(SimTime),
    /// Poisson, so many a calendar year on average.
    PerYear(Num),
}

impl Variation {
    /// Whether the rate is the same all the time.
    pub fn is_none(&self) -> bool {
        self.season.is_none() && self.sine.is_none() && !self.is_of_chance()
    }

    /// Whether months differ from future to future.
    pub fn is_of_chance(&self) -> bool {
        self.cv_per_month.is_some() || self.forecast_error.is_some()
    }
}

/// Cases in one calendar month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthCount {
    /// Any day of the month.
    pub month: Date,
    pub cases: f64,
}

/// What a table of monthly numbers means (RULES 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Exactly these counts came, uniformly within the month.
    Realised,
    /// Poisson with a rate that is constant within each month.
    Expected,
}

/// The time in which the law wants a decision, in calendar time from the true date of arrival.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Term {
    Days(f64),
    Months(u32),
}
