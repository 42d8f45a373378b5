//! Arrivals: the next one of each stream stands outside the event list.

use std::sync::Arc;

use super::{event_list::Key, luck::Luck, world::arrival_key};
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

/// What comes on top of the base demand is numbered from here.
const OVERLAY: u64 = 1 << 35;

/// The base demand of one stream or what comes on top of it, one ahead.
struct Generator {
    plan: ArrivalPlan,
    stream: usize,
    gap: DrawKey,
    thin: DrawKey,
    /// Share of the candidates that comes: below 1 for a demand below the base.
    share: f64,
    /// Rate over the base's: below and above 1 for an overlay, else 1.
    scale: f64,
    /// Ticks between candidates of a plain Poisson stream, of which all come; 0: another kind.
    plain_gap: f64,
    /// Calendar ticks of the last candidate, not rounded: rounding each gap would drift.
    clock: f64,
    /// The next candidate's number.
    candidate: u64,
    month: usize,
    /// Moments still to come of a realised month, last first.
    ahead: Vec<(f64, u64)>,
}

pub(super) struct Arrivals {
    /// Key of each generator's next arrival; `Key::MAX` when none comes.
    next: Vec<Key>,
    pending: Vec<Arrival>,
    generators: Vec<Generator>,
    calendar: Arc<Calendar>,
}

impl Arrivals {
    pub(super) fn new(blueprint: &Blueprint, luck: &Luck) -> Self {
        let mut generators = Vec::new();
        for (stream, (plan, keys)) in blueprint.streams.iter().zip(&luck.streams).enumerate() {
            let plain_gap = |scale: f64| match plan.arrivals {
                ArrivalPlan::Poisson { mean_gap } if plan.demand >= 1.0 => mean_gap / scale,
                _ => 0.0,
            };
            let base = Generator {
                plain_gap: plain_gap(1.0),
                plan: plan.arrivals.clone(),
                stream,
                gap: keys.gap,
                thin: keys.thin,
                share: plan.demand.min(1.0),
                scale: 1.0,
                clock: 0.0,
                candidate: 0,
                month: 0,
                ahead: Vec::new(),
            };
            generators.push(base);
            if plan.demand > 1.0 {
                generators.push(Generator {
                    plain_gap: plain_gap(plan.demand - 1.0),
                    plan: plan.arrivals.clone(),
                    stream,
                    gap: keys.overlay_gap,
                    thin: keys.overlay_thin,
                    share: 1.0,
                    scale: plan.demand - 1.0,
                    clock: 0.0,
                    candidate: OVERLAY,
                    month: 0,
                    ahead: Vec::new(),
                });
            }
        }
        let count = generators.len();
        let mut arrivals = Arrivals {
            next: vec![Key::MAX; count],
            pending: vec![Arrival { moment: 0, number: 0, stream: 0 }; count],
            generators,
            calendar: Arc::clone(&blueprint.calendar),
        };
        for generator in 0..count {
            arrivals.advance(generator);
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
        let mut first = 0;
        for other in 1..self.next.len() {
            if self.next[other] < self.next[first] {
                first = other;
            }
        }
        let arrival = self.pending[first];
        self.advance(first);
        arrival
    }

    #[inline]
    fn advance(&mut self, index: usize) {
        let generator = &mut self.generators[index];
        let Some((moment, number)) = generator.draw() else {
            self.next[index] = Key::MAX;
            return;
        };
        // Dates are rounded up, sampled moments to the nearest tick.
        let moment = (moment + 0.5) as i64;
        let at = self.calendar.office_at(Moment(moment));
        self.pending[index] = Arrival { moment, number, stream: generator.stream };
        self.next[index] = if at > self.calendar.horizon() { Key::MAX } else { arrival_key(at) };
    }
}

impl Generator {
    /// Calendar ticks and number of the next arrival.
    #[inline]
    fn draw(&mut self) -> Option<(f64, u64)> {
        if self.plain_gap > 0.0 {
            let number = self.candidate;
            self.candidate += 1;
            self.clock += self.gap.draws(number, 0).exponential() * self.plain_gap;
            return Some((self.clock, number));
        }
        self.draw_other()
    }

    fn draw_other(&mut self) -> Option<(f64, u64)> {
        match &self.plan {
            ArrivalPlan::None => None,
            ArrivalPlan::Poisson { mean_gap } => {
                let mean_gap = mean_gap / self.scale;
                loop {
                    let number = self.candidate;
                    self.candidate += 1;
                    self.clock += self.gap.draws(number, 0).exponential() * mean_gap;
                    if self.share >= 1.0 || self.thin.draws(number, 0).uniform() < self.share {
                        return Some((self.clock, number));
                    }
                }
            }
            ArrivalPlan::Times { ticks } => {
                let number = self.candidate;
                self.candidate += 1;
                ticks.get(number as usize).map(|at| (*at, number))
            }
            ArrivalPlan::Table { months, kind: TableKind::Expected } => {
                let months = Arc::clone(months);
                self.draw_expected(&months)
            }
            ArrivalPlan::Table { months, kind: TableKind::Realised } => {
                let months = Arc::clone(months);
                self.draw_realised(&months)
            }
        }
    }

    /// Candidates at the table's largest rate, thinned: a case of a thinner month keeps its number.
    fn draw_expected(&mut self, months: &[MonthPlan]) -> Option<(f64, u64)> {
        let rate = |month: &MonthPlan| month.cases / (month.to - month.from);
        let majorant = months.iter().map(rate).fold(0.0, f64::max);
        if majorant <= 0.0 {
            return None;
        }
        loop {
            let number = self.candidate;
            self.candidate += 1;
            self.clock += self.gap.draws(number, 0).exponential() / (majorant * self.scale);
            while months.get(self.month)?.to <= self.clock {
                self.month += 1;
            }
            let month = &months[self.month];
            let is_kept = || self.thin.draws(number, 0).uniform() * majorant < rate(month) * self.share;
            if self.clock >= month.from && is_kept() {
                return Some((self.clock, number));
            }
        }
    }

    /// Exactly the month's count, each uniformly within the month; of a lower demand the same ones fall out first.
    fn draw_realised(&mut self, months: &[MonthPlan]) -> Option<(f64, u64)> {
        while self.ahead.is_empty() {
            let month = months.get(self.month)?;
            self.month += 1;
            let count = (month.cases * self.scale).round() as u64;
            let mut drawn: Vec<(f64, u64)> = (self.candidate..self.candidate + count)
                .map(|number| (self.thin.draws(number, 0).uniform(), number))
                .collect();
            self.candidate += count;
            if self.share < 1.0 {
                drawn.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                drawn.truncate((month.cases * self.share).round() as usize);
            }
            self.ahead.extend(drawn.into_iter().map(|(_, number)| {
                let within = self.gap.draws(number, 0).uniform();
                (month.from + within * (month.to - month.from), number)
            }));
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
