//! Arrivals: the next one of each stream stands outside the event list.

use std::sync::Arc;

use super::{
    event_list::Key,
    luck::{Luck, StreamKeys},
    world::arrival_key,
};
use crate::{
    blueprint::{ArrivalPlan, Blueprint, MonthPlan},
    calendar::{Calendar, Moment},
    model::stream::TableKind,
    random::Key as DrawKey,
};

/// One arrival: when (calendar ticks since the start) and the number that its draws hang on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Arrival {
    pub moment: i64,
    pub number: u64,
    pub stream: usize,
}

/// The arrivals of one stream, one ahead.
struct Generator {
    plan: ArrivalPlan,
    keys: StreamKeys,
    /// Calendar ticks of the last candidate, not rounded: rounding each gap would drift.
    clock: f64,
    /// The next candidate's number.
    candidate: u64,
    month: usize,
    /// Moments still to come of a realised month, last first.
    ahead: Vec<(f64, u64)>,
}

pub(super) struct Arrivals {
    /// Key of each stream's next arrival; `Key::MAX` when none comes.
    next: Vec<Key>,
    pending: Vec<Arrival>,
    generators: Vec<Generator>,
    calendar: Arc<Calendar>,
}

impl Arrivals {
    pub(super) fn new(blueprint: &Blueprint, luck: &Luck) -> Self {
        let generators: Vec<Generator> = blueprint
            .streams
            .iter()
            .zip(&luck.streams)
            .map(|(stream, keys)| Generator {
                plan: stream.arrivals.clone(),
                keys: *keys,
                clock: 0.0,
                candidate: 0,
                month: 0,
                ahead: Vec::new(),
            })
            .collect();
        let count = generators.len();
        let mut arrivals = Arrivals {
            next: vec![Key::MAX; count],
            pending: vec![Arrival { moment: 0, number: 0, stream: 0 }; count],
            generators,
            calendar: Arc::clone(&blueprint.calendar),
        };
        for stream in 0..count {
            arrivals.advance(stream);
        }
        arrivals
    }

    #[inline]
    pub(super) fn next_key(&self) -> Key {
        let mut least = Key::MAX;
        for &key in &self.next {
            least = least.min(key);
        }
        least
    }

    /// The next arrival, taken; the one after it is drawn.
    #[inline]
    pub(super) fn take(&mut self) -> Arrival {
        let mut stream = 0;
        for other in 1..self.next.len() {
            if self.next[other] < self.next[stream] {
                stream = other;
            }
        }
        let arrival = self.pending[stream];
        self.advance(stream);
        arrival
    }

    #[inline]
    fn advance(&mut self, stream: usize) {
        let Some((moment, number)) = self.generators[stream].draw() else {
            self.next[stream] = Key::MAX;
            return;
        };
        // Dates are rounded up, sampled moments to the nearest tick.
        let moment = (moment + 0.5) as i64;
        let at = self.calendar.office_at(Moment(moment));
        self.pending[stream] = Arrival { moment, number, stream };
        self.next[stream] = if at > self.calendar.horizon() { Key::MAX } else { arrival_key(at) };
    }
}

impl Generator {
    /// Calendar ticks and number of the next arrival.
    #[inline]
    fn draw(&mut self) -> Option<(f64, u64)> {
        match &self.plan {
            ArrivalPlan::None => None,
            ArrivalPlan::Poisson { mean_gap } => {
                let number = self.candidate;
                self.candidate += 1;
                self.clock += self.keys.gap.draws(number, 0).exponential() * mean_gap;
                Some((self.clock, number))
            }
            ArrivalPlan::Times { ticks } => {
                let number = self.candidate;
                self.candidate += 1;
                ticks.get(number as usize).map(|at| (*at, number))
            }
            ArrivalPlan::Table { months, kind: TableKind::Expected, factor } => {
                let (months, factor) = (Arc::clone(months), *factor);
                self.draw_expected(&months, factor)
            }
            ArrivalPlan::Table { months, kind: TableKind::Realised, factor } => {
                let (months, factor) = (Arc::clone(months), *factor);
                self.draw_realised(&months, factor)
            }
        }
    }

    /// Candidates at the table's largest rate, thinned: a case of a thinner month keeps its number.
    fn draw_expected(&mut self, months: &[MonthPlan], factor: f64) -> Option<(f64, u64)> {
        let rate = |month: &MonthPlan| month.cases / (month.to - month.from);
        let majorant = months.iter().map(rate).fold(0.0, f64::max) * factor;
        if majorant <= 0.0 {
            return None;
        }
        loop {
            let number = self.candidate;
            self.candidate += 1;
            self.clock += self.keys.gap.draws(number, 0).exponential() / majorant;
            while months.get(self.month)?.to <= self.clock {
                self.month += 1;
            }
            let month = &months[self.month];
            if self.clock >= month.from && self.keys.thin.draws(number, 0).uniform() * majorant < rate(month) * factor {
                return Some((self.clock, number));
            }
        }
    }

    /// Exactly the month's count, each uniformly within the month.
    fn draw_realised(&mut self, months: &[MonthPlan], factor: f64) -> Option<(f64, u64)> {
        while self.ahead.is_empty() {
            let month = months.get(self.month)?;
            self.month += 1;
            let count = (month.cases * factor).round() as u64;
            for _ in 0..count {
                let number = self.candidate;
                self.candidate += 1;
                let within = self.keys.gap.draws(number, 0).uniform();
                self.ahead.push((month.from + within * (month.to - month.from), number));
            }
            self.ahead.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        }
        self.ahead.pop()
    }
}

/// Moments of Poisson hires, in ticks of calendar time, up to `until`.
pub(super) fn poisson_moments(key: DrawKey, mean_gap: f64, from: f64, until: f64) -> Vec<f64> {
    let mut moments = Vec::new();
    let mut clock = from;
    for number in 0.. {
        clock += key.draws(number, 0).exponential() * mean_gap;
        if clock > until {
            break;
        }
        moments.push(clock);
    }
    moments
}
