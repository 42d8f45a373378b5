//! What is to be promised, and what theory or a record says a measure should be.

use jiff::civil::Date;

use super::{mechanism::Mechanism, names::Names, staff::Grade};
use crate::{
    calendar::{Calendar, Period},
    time::SimTime,
};

/// A level that a measure should keep to at the end of a day.
#[derive(Clone, Debug)]
pub struct Target {
    pub name: String,
    pub says: String,
    /// The measure as written.
    pub path: String,
    pub measure: Gauge,
    pub bound: Bound,
    pub by: Date,
    /// The end of the day `by` on the office clock.
    pub at: SimTime,
    /// Read at the end of each such period since the warm-up; none: once, on the day `by`.
    pub every: Option<Every>,
    /// The target stays met until the end.
    pub hold: bool,
    /// The probability with which somebody would promise it.
    pub wanted: f64,
}

/// How often a target is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    Month,
    Year,
}

impl Target {
    /// The moments at which it is read.
    pub fn moments(&self, calendar: &Calendar, warm_up: SimTime) -> Vec<SimTime> {
        let Some(every) = self.every else { return vec![self.at] };
        let is_due = |date: Date| every == Every::Month || date.month() == 12;
        let ends = calendar.period_ends(Period::Month).into_iter();
        let ends =
            ends.filter(|(at, date)| *at > warm_up && *at <= self.at && is_due(*date) && *date == date.last_of_month());
        ends.map(|(at, _)| at).collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

impl Bound {
    pub fn is_met(self, value: f64) -> bool {
        match self {
            Bound::AtMost(level) => value <= level,
            Bound::AtLeast(level) => value >= level,
        }
    }
}

/// A level or a count that the world keeps anyway: what targets, series and triggers read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gauge {
    /// Open cases of a stream.
    Stock(usize),
    /// Final decisions so far.
    Decided(usize),
    /// Of these in all streams: whose last piece of work but signing was done by a person of this pool, of this grade then.
    DecidedBy(usize, u8),
    /// The same, whatever the grade.
    DecidedByPool(usize),
    /// Cases given up by their applicants so far.
    Withdrawn(usize),
    /// Cases turned away so far.
    Lost(usize),
    /// Cases sent back by a court so far.
    Remanded(usize),
    /// Decisions after that.
    DecidedAgain(usize),
    /// Cases closed and under appeal.
    AtCourt(usize),
    /// Share of right decisions in the last calendar quarter, as it was and as it was measured, with its interval.
    QualityTrue,
    QualityMeasured,
    QualityMeasuredLow,
    QualityMeasuredHigh,
    /// Open cases past their term.
    Overdue(usize),
    /// Share of the cases closed in the calendar year so far whose term had not passed.
    OnTimeShare(usize),
    /// Cases that came in so far.
    Arrived(usize),
    /// All open cases.
    StockTotal,
    /// Cases waiting in the queue of a stage.
    Queue(usize),
    /// Cases held outside the full queue of a stage.
    Held(usize),
    /// People of a pool and grade, absent ones included.
    Staff(usize, u8),
    /// People of a pool, whatever their grade.
    Headcount(usize),
    /// Trainees in practice and present, per supervisor appointed and present.
    Span,
    Supervisors,
    /// Trainees with an open question.
    Asking,
    /// So many of a resource are in use.
    InUse(usize),
    /// Notices of default so far, by regime.
    Notices(usize),
    /// Euros of penalties so far, by regime.
    Penalty(usize),
    /// People in reception last night.
    Reception,
    /// Those of them who have had their decision.
    ReceptionDecided,
    /// How often a trigger has fired.
    Fired(usize),
    /// 1 while a trigger is in force.
    InForce(usize),
}

impl Gauge {
    /// The mechanism that it belongs to: without it the gauge stands still and is no series.
    pub fn of(self) -> Option<Mechanism> {
        match self {
            Gauge::Withdrawn(_) => Some(Mechanism::Withdrawal),
            Gauge::Lost(_) | Gauge::Held(_) => Some(Mechanism::Capacity),
            Gauge::InUse(_) => Some(Mechanism::Resource),
            Gauge::Remanded(_) | Gauge::DecidedAgain(_) | Gauge::AtCourt(_) => Some(Mechanism::Appeal),
            Gauge::QualityTrue => Some(Mechanism::Quality),
            Gauge::QualityMeasured | Gauge::QualityMeasuredLow | Gauge::QualityMeasuredHigh => {
                Some(Mechanism::Measuring)
            }
            Gauge::Notices(_) | Gauge::Penalty(_) => Some(Mechanism::Penalty),
            Gauge::Reception | Gauge::ReceptionDecided => Some(Mechanism::Reception),
            Gauge::Fired(_) | Gauge::InForce(_) => Some(Mechanism::Trigger),
            Gauge::OnTimeShare(_) => Some(Mechanism::OnTime),
            _ => None,
        }
    }

    pub fn unit(self) -> &'static str {
        match self {
            Gauge::Notices(_) => "notices",
            Gauge::Penalty(_) => "euro",
            Gauge::Reception | Gauge::ReceptionDecided => "people",
            Gauge::OnTimeShare(_) => "share",
            Gauge::Staff(..) | Gauge::Headcount(_) | Gauge::Supervisors | Gauge::Asking => "people",
            _ => "cases",
        }
    }
}

/// A value that theory or a record gives for a measure (RULES 21).
#[derive(Clone, Debug)]
pub struct Expectation {
    pub measure: String,
    /// For levels: the moment.
    pub at: Option<SimTime>,
    pub value: f64,
    pub source: String,
    pub relative_tolerance: Option<f64>,
    pub reason: String,
}

/// Every level that can be read at a moment, with its path.
pub fn gauges(
    streams: &[String],
    stages: &[String],
    pools: &[String],
    resources: &[String],
    penalties: &[String],
) -> Vec<(String, Gauge)> {
    let mut all = Vec::new();
    for (index, stream) in streams.iter().enumerate() {
        all.push((format!("stock.{stream}"), Gauge::Stock(index)));
        all.push((format!("decided.{stream}"), Gauge::Decided(index)));
        all.push((format!("overdue.{stream}"), Gauge::Overdue(index)));
        all.push((format!("arrived.{stream}"), Gauge::Arrived(index)));
        all.push((format!("withdrawn.{stream}"), Gauge::Withdrawn(index)));
        all.push((format!("lost.{stream}"), Gauge::Lost(index)));
        all.push((format!("remanded.{stream}"), Gauge::Remanded(index)));
        all.push((format!("decided_again.{stream}"), Gauge::DecidedAgain(index)));
        all.push((format!("at_court.{stream}"), Gauge::AtCourt(index)));
        all.push((format!("on_time_share.{stream}"), Gauge::OnTimeShare(index)));
    }
    all.push(("stock.all".to_owned(), Gauge::StockTotal));
    for (index, stage) in stages.iter().enumerate() {
        all.push((format!("queue.{stage}"), Gauge::Queue(index)));
        all.push((format!("held.{stage}"), Gauge::Held(index)));
    }
    for (index, pool) in pools.iter().enumerate() {
        all.push((format!("staff.{pool}"), Gauge::Headcount(index)));
        for grade in Grade::ALL {
            all.push((format!("staff.{pool}.{}", grade.name()), Gauge::Staff(index, grade as u8)));
        }
        all.push((format!("decided_by.{pool}"), Gauge::DecidedByPool(index)));
        for grade in Grade::ALL {
            all.push((format!("decided_by.{pool}.{}", grade.name()), Gauge::DecidedBy(index, grade as u8)));
        }
    }
    all.push(("quality.true".to_owned(), Gauge::QualityTrue));
    all.push(("quality.measured".to_owned(), Gauge::QualityMeasured));
    all.push(("quality.measured_low".to_owned(), Gauge::QualityMeasuredLow));
    all.push(("quality.measured_high".to_owned(), Gauge::QualityMeasuredHigh));
    all.push(("supervisors".to_owned(), Gauge::Supervisors));
    all.push(("asking".to_owned(), Gauge::Asking));
    all.push(("span".to_owned(), Gauge::Span));
    for (index, resource) in resources.iter().enumerate() {
        all.push((format!("in_use.{resource}"), Gauge::InUse(index)));
    }
    all.push(("reception".to_owned(), Gauge::Reception));
    all.push(("reception.decided".to_owned(), Gauge::ReceptionDecided));
    for (index, penalty) in penalties.iter().enumerate() {
        all.push((format!("notices.{penalty}"), Gauge::Notices(index)));
        all.push((format!("penalty.{penalty}"), Gauge::Penalty(index)));
    }
    all
}

/// The same, and what triggers did.
pub fn all_gauges(names: &Names) -> Vec<(String, Gauge)> {
    let mut all = gauges(&names.streams, &names.stages, &names.pools, &names.resources, &names.penalties);
    for (index, trigger) in names.triggers.iter().enumerate() {
        all.push((format!("fired.{trigger}"), Gauge::Fired(index)));
        all.push((format!("in_force.{trigger}"), Gauge::InForce(index)));
    }
    all
}
