//! Streams: where cases come from, how many stand there already, and how long the law gives.

use jiff::civil::Date;

use super::num::{Num, Spread};

/// A kind of work; never a kind of people.
#[derive(Clone, Debug)]
pub struct Class {
    pub name: String,
    pub says: String,
    /// Multiplies every effort of a case of this class.
    pub effort: Num,
}

/// A source of cases with its own legal term and priority.
#[derive(Clone, Debug)]
pub struct Stream {
    pub name: String,
    pub says: String,
    /// Lower goes first; streams of equal priority are one queue.
    pub priority: u32,
    pub initial: Initial,
    pub inflow: Inflow,
    /// Multiplies the inflow: cases of the base demand stay the same.
    pub demand: Option<Num>,
    /// Share of each class, in the order of the scenario's classes; the first class takes what the others leave.
    pub shares: Vec<Option<Num>>,
    pub term: Option<Term>,
    /// Index of the stage that an arriving case joins.
    pub first_stage: usize,
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
}

/// How new cases come in, in calendar time.
// A handful of these exist: boxing the large one would only make them harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Inflow {
    None,
    /// Poisson with this many cases an hour (calendar).
    Rate {
        per_hour: Num,
    },
    /// A number for each calendar month.
    Table {
        months: Vec<MonthCount>,
        kind: TableKind,
    },
    /// Exactly these moments, in hours after the start.
    Times {
        hours: Vec<f64>,
    },
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
