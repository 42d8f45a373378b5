//! A second engine: the organisation as a liquid. Cases are amounts, people are heads, and each stage gives out
//! min(capacity, content), through the same calendar, eras and picks as the simulation.
//!
//! It solves the same [`Blueprint`] without chance: mean efforts, mean delays, shares instead of draws. What it says in a
//! moment is a preview; beside the simulated mean it is a check, since both must tell the same story where chance
//! matters little. Where it does (small queues, few people, uneven learners), the gap is the effect of chance.
//!
//! Left out: legal terms, patience, resumption, handover, returns beyond the second, and whatever else
//! [`left_out`] names for a scenario.
//!
//! # Source
//! Mandelbaum, Massey & Reiman (1998), *Strong approximations for Markovian service networks*, Queueing Systems 30:
//! the fluid limit of a network of many-server stations, `dx/dt = λ − μ·min(x, n)`.

mod flow;
mod staff;

use crate::{
    blueprint::{ArrivalPlan, Blueprint, MonthPlan},
    model::{
        mechanism::{Mechanism, Uses},
        target::Gauge,
    },
    random::Distribution,
    stats::Moments,
    time::{SimTime, TICKS_PER_HOUR},
};
use flow::Flow;
use staff::Staff;

/// Levels at one instant, as amounts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    /// Open cases, by stream.
    pub stock: Vec<f64>,
    pub decided: Vec<f64>,
    /// Since the start, the initial stock not counted.
    pub arrived: Vec<f64>,
    /// Content that nobody attends, by stage.
    pub queue: Vec<f64>,
    /// `[pool x grade]`.
    pub staff: Vec<[f64; 3]>,
    pub supervisors: f64,
}

impl Levels {
    /// The level of a gauge; none for what the fluid does not know.
    pub fn read(&self, gauge: Gauge) -> Option<f64> {
        Some(match gauge {
            Gauge::Stock(stream) => self.stock[stream],
            Gauge::StockTotal => self.stock.iter().sum(),
            Gauge::Decided(stream) => self.decided[stream],
            Gauge::Arrived(stream) => self.arrived[stream],
            Gauge::Queue(stage) => self.queue[stage],
            Gauge::Staff(pool, grade) => self.staff[pool][usize::from(grade)],
            Gauge::Headcount(pool) => self.staff[pool].iter().sum(),
            Gauge::Supervisors => self.supervisors,
            _ => return None,
        })
    }
}

/// The mechanisms of a scenario that the fluid does not have, in words.
pub fn left_out(uses: &Uses) -> Vec<String> {
    const WORDS: &[(Mechanism, &str)] = &[
        (Mechanism::Withdrawal, "withdrawals"),
        (Mechanism::Capacity, "full queues"),
        (Mechanism::Board, "what a board clears at most"),
        (Mechanism::Preemption, "interruptions"),
        (Mechanism::OtherWork, "other work"),
        (Mechanism::Limit, "stages that stop for the next one"),
        (Mechanism::Share, "shares between streams"),
        (Mechanism::Need, "cases that need a grade"),
        (Mechanism::Slot, "planned slots"),
        (Mechanism::Resource, "rooms and interpreters"),
        (Mechanism::Handover, "owners, sites and seats"),
        (Mechanism::Absence, "absence"),
        (Mechanism::CallUp, "learning by cases and call-ups"),
        (Mechanism::Pressure, "overtime and pressure"),
        (Mechanism::Quality, "errors, appeals and remands"),
        (Mechanism::Trigger, "triggers"),
        (Mechanism::Opening, "cases that outcomes open"),
    ];
    WORDS.iter().filter(|(mechanism, _)| uses.has(*mechanism)).map(|(_, words)| (*words).to_owned()).collect()
}

/// The longest step, in hours of office time, and the most steps of a solution.
const LONGEST_STEP_HOURS: f64 = 1.0;
const MOST_STEPS: f64 = 60_000.0;

/// The levels at each of `moments` (ascending, none beyond the horizon).
pub fn solve(blueprint: &Blueprint, moments: &[SimTime]) -> Vec<Levels> {
    let horizon = blueprint.horizon.0 as f64;
    let step = step_hours(blueprint) * TICKS_PER_HOUR as f64;
    let step = step.max(horizon / MOST_STEPS).max(1.0) as u64;
    let mut flow = Flow::new(blueprint);
    let mut staff = Staff::new(blueprint);
    let mut stops: Vec<SimTime> = moments.iter().copied().chain(blueprint.eras.iter().map(|era| era.at)).collect();
    stops.sort_unstable();
    let mut stops = stops.into_iter().filter(|stop| *stop > SimTime(0)).peekable();
    let mut now = SimTime(0);
    let mut era = 0;
    let mut levels = Vec::with_capacity(moments.len());
    let mut next_moment = 0;
    loop {
        while blueprint.eras.get(era + 1).is_some_and(|next| next.at <= now) {
            era += 1;
            staff.enter_era(era);
        }
        while moments.get(next_moment).is_some_and(|moment| *moment <= now) {
            levels.push(flow.levels(&staff));
            next_moment += 1;
        }
        if next_moment == moments.len() {
            return levels;
        }
        while stops.peek().is_some_and(|stop| *stop <= now) {
            stops.next();
        }
        let to = stops.peek().map_or(SimTime(now.0 + step), |stop| SimTime((now.0 + step).min(stop.0)));
        let calendar = &blueprint.calendar;
        let (from_moment, to_moment) = (calendar.moment_at(now).0 as f64, calendar.moment_at(to).0 as f64);
        let span = Span { office: (to.0 - now.0) as f64, from: from_moment, to: to_moment };
        staff.advance(&span, era);
        flow.advance(&span, era, &mut staff);
        now = to;
    }
}

/// One step: ticks of office time, and the moments of the calendar between which it lies.
pub(crate) struct Span {
    pub office: f64,
    pub from: f64,
    pub to: f64,
}

impl Span {
    /// Ticks of calendar time.
    pub fn calendar(&self) -> f64 {
        self.to - self.from
    }
}

/// Half the shortest mean effort: what leaves a stage within a step is exact, what passes several is late by a step each.
fn step_hours(blueprint: &Blueprint) -> f64 {
    let laws = blueprint.eras.iter().flat_map(|era| &era.stages).filter(|stage| stage.kind.is_work());
    let least = laws.map(|stage| stage.law.mean()).filter(|mean| *mean > 0.0).fold(f64::INFINITY, f64::min);
    (least * 0.5).min(LONGEST_STEP_HOURS)
}

/// Cases expected from the start up to a moment, in ticks of calendar time.
pub(crate) fn expected_until(plan: &ArrivalPlan, moment: f64) -> f64 {
    match plan {
        ArrivalPlan::None => 0.0,
        ArrivalPlan::Poisson { mean_gap } => moment / mean_gap,
        ArrivalPlan::Table { months, .. } => months.iter().map(|month| until(month, moment)).sum(),
        ArrivalPlan::Varying(shape) => shape.expected_until(moment),
        // The mean of what may be drawn.
        ArrivalPlan::Paths { paths, .. } => {
            let of = |months: &[MonthPlan]| months.iter().map(|month| until(month, moment)).sum::<f64>();
            paths.iter().map(|months| of(months)).sum::<f64>() / paths.len() as f64
        }
        ArrivalPlan::Resampled { series, months, given, .. } => {
            let mean = |month: &MonthPlan| {
                if let Some((_, cases)) = given.iter().find(|(number, _)| *number == month.number) {
                    return *cases;
                }
                let alike =
                    series.iter().filter(|(of, _)| u32::from(*of) == month.number % 12 + 1).map(|(_, cases)| *cases);
                let moments: Moments = alike.collect();
                if moments.count() > 0 { moments.mean() } else { 0.0 }
            };
            months.iter().map(|month| until(month, moment) * mean(month)).sum()
        }
        ArrivalPlan::Times { ticks } => ticks.partition_point(|at| *at <= moment) as f64,
    }
}

/// Cases of a month that come up to a moment.
fn until(month: &MonthPlan, moment: f64) -> f64 {
    month.cases * ((moment - month.from) / (month.to - month.from)).clamp(0.0, 1.0)
}

/// How many equal exponential phases stand for a delay: as many as give its variation, at most twelve.
pub(crate) fn phases(law: &Distribution) -> usize {
    let cv = law.cv();
    if cv > 0.0 { (1.0 / (cv * cv)).round().clamp(1.0, 12.0) as usize } else { 12 }
}
