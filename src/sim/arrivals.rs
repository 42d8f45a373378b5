//! Arrivals: the next one of each stream stands outside the event list.

use std::sync::Arc;

use super::{
    event_list::Key,
    future::{Future, settle},
    luck::Luck,
    world::arrival_key,
};
use crate::{
    blueprint::{ArrivalPlan, Blueprint, MonthPlan, Shape},
    calendar::{Calendar, Moment},
    model::stream::TableKind,
    random::{Key as DrawKey, Source},
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

/// Candidates of the layers above the base of a rate that varies are numbered from multiples of this.
const LAYER: u64 = 1 << 31;

/// Members of a family: the case number of the k-th is that of the family's candidate and k times this.
pub(super) const MEMBER: u64 = 1 << 24;

/// Layers of a rate that varies: the last reaches to 2^15 times the majorant.
const MOST_LAYERS: u32 = 16;

/// The base demand of one stream or what comes on top of it, one ahead.
struct Generator {
    plan: ArrivalPlan,
    stream: usize,
    gap: DrawKey,
    thin: DrawKey,
    /// Share of the candidates that comes: below 1 for a demand below the base.
    share: f64,
    /// Rate over the base's: below and above 1 for an overlay, else 1. Of a layer: its height in majorants.
    scale: f64,
    /// Of a layer: where it begins, in majorants.
    floor: f64,
    /// Ticks between candidates of a plain Poisson stream, of which all come; 0: another kind.
    plain_gap: f64,
    /// The gap before the next candidate of such a stream, drawn one ahead so that nothing waits for it.
    ready: f64,
    /// What the rate is multiplied by; none: known beforehand.
    future: Option<Arc<Future>>,
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
    /// The smallest of them, and whose it is.
    least: Key,
    first: usize,
    pending: Vec<Arrival>,
    generators: Vec<Generator>,
    calendar: Arc<Calendar>,
}

impl Arrivals {
    pub(super) fn new(blueprint: &Blueprint, luck: &Luck, source: Source) -> Self {
        let mut generators = Vec::new();
        for (stream, (plan, keys)) in blueprint.streams.iter().zip(&luck.streams).enumerate() {
            let arrivals = settle(&plan.arrivals, &blueprint.names.streams[stream], source);
            let base = || Generator::new(&arrivals, stream, keys.gap, keys.thin);
            let above = || Generator::new(&arrivals, stream, keys.overlay_gap, keys.overlay_thin);
            if let ArrivalPlan::Varying(shape) = &arrivals {
                let future = plan.future.as_ref();
                let future = future.map(|future| Arc::new(Future::draw(blueprint, stream, shape, future, source)));
                let most = future.as_ref().map_or(1.0, |future| future.most(shape)) * plan.demand;
                let layer = |from: Generator| Generator { share: plan.demand, future: future.clone(), ..from };
                generators.push(layer(base()));
                // The rate is cut into layers of 1, 1, 2, 4, … majorants, each with candidates of its own: a case comes
                // or not by its own number, whatever is laid on top (RULES 10).
                for number in 1..MOST_LAYERS {
                    let floor = f64::from(1u32 << (number - 1));
                    if most <= floor {
                        break;
                    }
                    let candidate = LAYER * u64::from(number);
                    generators.push(Generator { scale: floor, floor, candidate, ..layer(above()) });
                }
                continue;
            }
            let plain_gap = |scale: f64| match arrivals {
                ArrivalPlan::Poisson { mean_gap } if plan.demand >= 1.0 => mean_gap / scale,
                _ => 0.0,
            };
            generators.push(Generator { plain_gap: plain_gap(1.0), share: plan.demand.min(1.0), ..base() });
            if plan.demand > 1.0 {
                let scale = plan.demand - 1.0;
                let ready = keys.overlay_gap.draws(OVERLAY, 0).exponential();
                generators.push(Generator { plain_gap: plain_gap(scale), scale, candidate: OVERLAY, ready, ..above() });
            }
        }
        let count = generators.len();
        let mut arrivals = Arrivals {
            next: vec![Key::MAX; count],
            least: Key::MAX,
            first: 0,
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
        self.least
    }

    /// The next arrival, taken; the one after it is drawn.
    #[inline]
    pub(super) fn take(&mut self) -> Arrival {
        let arrival = self.pending[self.first];
        self.advance(self.first);
        arrival
    }

    #[inline]
    fn advance(&mut self, index: usize) {
        self.next[index] = self.draw(index);
        (self.first, self.least) = (0, self.next[0]);
        for (other, &key) in self.next.iter().enumerate().skip(1) {
            if key < self.least {
                (self.first, self.least) = (other, key);
            }
        }
    }

    /// The key of a generator's next arrival, which is pending from now on.
    #[inline]
    fn draw(&mut self, index: usize) -> Key {
        let generator = &mut self.generators[index];
        let Some((moment, number)) = generator.draw() else { return Key::MAX };
        // Dates are rounded up, sampled moments to the nearest tick.
        let moment = (moment + 0.5) as i64;
        let at = self.calendar.office_at(Moment(moment));
        self.pending[index] = Arrival { moment, number, stream: generator.stream };
        if at > self.calendar.horizon() { Key::MAX } else { arrival_key(at) }
    }
}

impl Generator {
    /// All of a plan, from its beginning.
    fn new(plan: &ArrivalPlan, stream: usize, gap: DrawKey, thin: DrawKey) -> Self {
        Generator {
            plan: plan.clone(),
            stream,
            gap,
            thin,
            share: 1.0,
            scale: 1.0,
            floor: 0.0,
            plain_gap: 0.0,
            ready: gap.draws(0, 0).exponential(),
            future: None,
            clock: 0.0,
            candidate: 0,
            month: 0,
            ahead: Vec::new(),
        }
    }

    /// Calendar ticks and number of the next arrival.
    #[inline]
    fn draw(&mut self) -> Option<(f64, u64)> {
        if self.plain_gap > 0.0 {
            let number = self.candidate;
            self.candidate += 1;
            self.clock += self.ready * self.plain_gap;
            self.ready = self.gap.draws(self.candidate, 0).exponential();
            return Some((self.clock, number));
        }
        self.draw_other()
    }

    fn draw_other(&mut self) -> Option<(f64, u64)> {
        // Taken out for as long as it is drawn from: counting who shares a plan would cost more than most draws.
        let plan = std::mem::replace(&mut self.plan, ArrivalPlan::None);
        let drawn = self.draw_of(&plan);
        self.plan = plan;
        drawn
    }

    fn draw_of(&mut self, plan: &ArrivalPlan) -> Option<(f64, u64)> {
        match plan {
            ArrivalPlan::None => None,
            ArrivalPlan::Paths { .. } | ArrivalPlan::Resampled { .. } => {
                unreachable!("a future is settled before the run")
            }
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
            ArrivalPlan::Varying(shape) => self.draw_varying(shape),
            ArrivalPlan::Times { ticks } => {
                let number = self.candidate;
                self.candidate += 1;
                ticks.get(number as usize).map(|at| (*at, number))
            }
            ArrivalPlan::Table { months, kind: TableKind::Expected } => self.draw_expected(months),
            ArrivalPlan::Table { months, kind: TableKind::Realised } => self.draw_realised(months),
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

    /// Candidates of one layer at the majorant, thinned by how much of the layer the rate fills.
    fn draw_varying(&mut self, shape: &Shape) -> Option<(f64, u64)> {
        let mean_gap = 1.0 / (shape.majorant * self.scale);
        loop {
            let number = self.candidate;
            self.candidate += 1;
            self.clock += self.gap.draws(number, 0).exponential() * mean_gap;
            while shape.steps.get(self.month)?.to <= self.clock {
                self.month += 1;
            }
            if self.clock < shape.steps[self.month].from {
                continue;
            }
            let future = self.future.as_ref().map_or(1.0, |future| future.factor(self.month, self.clock));
            let filled = shape.level(self.month, self.clock) * self.share * future - self.floor;
            if self.thin.draws(number, 0).uniform() * self.scale < filled {
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
            self.ahead.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
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
