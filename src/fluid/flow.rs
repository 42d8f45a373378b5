//! Amounts of cases through the stages.

use super::{Levels, Span, expected_until, phases, staff::Staff};
use crate::{
    blueprint::{Blueprint, Settings, StageKind},
    calendar::TICKS_PER_DAY,
    model::{staff::Grade, stage::Next},
    time::TICKS_PER_HOUR,
};

/// What stands at one stage, of one stream and class.
#[derive(Clone, Debug, Default)]
struct Vat {
    /// Seen for the first time: [`FIRST`]; returned drafts, and drafts that come again to be signed: [`AGAIN`].
    content: [f64; 2],
    /// What nobody has attended in this step.
    free: [f64; 2],
    /// What comes in during this step, to be worked on from the next.
    inflow: [f64; 2],
    /// Competence of the drafters of what lies here to be signed, times its amount.
    competence: f64,
    /// A delay of the stage itself, or after it, in phases.
    delay: Vec<f64>,
    after: Vec<f64>,
}

const FIRST: usize = 0;
const AGAIN: usize = 1;

pub(super) struct Flow<'a> {
    blueprint: &'a Blueprint,
    classes: usize,
    /// `[(stage x stream) x class]`.
    vats: Vec<Vat>,
    /// Share of each class, by stream.
    shares: Vec<Vec<f64>>,
    decided: Vec<f64>,
    arrived: Vec<f64>,
    /// Expected from outside until the end of the last step, by stream.
    expected: Vec<f64>,
    /// What nobody attended in the last step, by stage.
    queue: Vec<f64>,
    /// What one group offers a crew: (vat, kind, amount that could be done, its service). Kept for its room.
    offers: Vec<(usize, usize, f64, f64)>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(blueprint: &'a Blueprint) -> Self {
        let classes = blueprint.class_effort.len();
        let streams = blueprint.stream_count();
        let shares = blueprint.streams.iter().map(|stream| {
            let mut shares = vec![0.0; classes];
            if stream.class_bounds.is_empty() {
                shares[stream.only_class] = 1.0;
            }
            let mut before = 0.0;
            for (share, bound) in shares.iter_mut().zip(&stream.class_bounds) {
                *share = bound - before;
                before = *bound;
            }
            shares
        });
        let mut flow = Flow {
            blueprint,
            classes,
            vats: vec![Vat::default(); blueprint.stage_count() * streams * classes],
            shares: shares.collect(),
            decided: vec![0.0; streams],
            arrived: vec![0.0; streams],
            expected: vec![0.0; streams],
            queue: vec![0.0; blueprint.stage_count()],
            offers: Vec::new(),
        };
        for (stream, plan) in blueprint.streams.iter().enumerate() {
            let count = plan.initial.count as f64;
            let mut before = 0.0;
            for &(stage, bound) in &plan.initial.at {
                flow.join(&blueprint.eras[0], stage, stream, count * (bound - before));
                before = bound;
            }
            flow.join(&blueprint.eras[0], plan.first_stage, stream, count * (1.0 - before));
        }
        flow.settle();
        flow
    }

    fn vat(&mut self, stage: usize, stream: usize, class: usize) -> &mut Vat {
        let lane = stage * self.blueprint.stream_count() + stream;
        &mut self.vats[lane * self.classes + class]
    }

    /// New cases of all classes join a stage.
    fn join(&mut self, set: &Settings, stage: usize, stream: usize, amount: f64) {
        for class in 0..self.classes {
            let amount = amount * self.shares[stream][class];
            self.enter(set, stage, stream, class, amount);
        }
    }

    fn enter(&mut self, set: &Settings, stage: usize, stream: usize, class: usize, amount: f64) {
        let rule = &set.stages[stage];
        let vat = self.vat(stage, stream, class);
        if is_delay(rule.kind) {
            vat.delay.resize(phases(&rule.law), 0.0);
            vat.delay[0] += amount;
        } else {
            vat.inflow[FIRST] += amount;
        }
    }

    /// What came in during the step is there for the next one.
    fn settle(&mut self) {
        for vat in &mut self.vats {
            for kind in [FIRST, AGAIN] {
                vat.content[kind] += std::mem::take(&mut vat.inflow[kind]);
                vat.free[kind] = vat.content[kind];
            }
        }
    }

    pub(super) fn advance(&mut self, span: &Span, era: usize, staff: &mut Staff<'_>) {
        let blueprint = self.blueprint;
        let set = &blueprint.eras[era];
        for (stream, plan) in blueprint.streams.iter().enumerate() {
            let expected = expected_until(&plan.arrivals, span.to);
            let came = expected - std::mem::replace(&mut self.expected[stream], expected);
            // A future is 1 on average; shocks are not of its mean and are left out.
            let came = came * plan.demand * plan.batch.as_ref().map_or(1.0, |law| law.mean());
            self.arrived[stream] += came;
            self.join(set, plan.first_stage, stream, came);
        }
        self.delays(span, set);
        // Lower grades first: an arriving case goes to the lowest grade that may do it (RULES 4).
        for grade in Grade::ALL {
            for (number, crew) in blueprint.crews.iter().enumerate().filter(|(_, crew)| crew.grade == grade) {
                let hands = staff.crew(crew.pool, grade, crew.reserved);
                if hands.heads > 1e-12 && hands.pace > 0.0 {
                    let used = self.serve(span, set, number, &hands);
                    staff.note_busy(crew.pool, grade, crew.reserved, used);
                }
            }
        }
        self.queue.fill(0.0);
        let lanes = self.classes * blueprint.stream_count();
        for (index, vat) in self.vats.iter().enumerate() {
            self.queue[index / lanes] += vat.free.iter().sum::<f64>();
        }
        self.settle();
    }

    /// One crew takes what its picks give it; returns the share of its time that it worked.
    fn serve(&mut self, span: &Span, set: &Settings, crew: usize, hands: &Hands) -> f64 {
        let time = hands.heads * span.office;
        let mut left = time;
        let streams = self.blueprint.stream_count();
        for group in &set.picks[crew] {
            if left <= time * 1e-9 {
                break;
            }
            // What could be done of each content, and the time that it takes.
            let mut offers = std::mem::take(&mut self.offers);
            offers.clear();
            // A case that needs a grade is as any other here.
            for &lane in group.lanes.iter().filter(|lane| (**lane as usize) < self.blueprint.lanes_a_level()) {
                let stage = lane as usize / streams;
                let rule = &set.stages[stage];
                for class in 0..self.classes {
                    let index = lane as usize * self.classes + class;
                    let vat = &self.vats[index];
                    for kind in [FIRST, AGAIN] {
                        if vat.free[kind] <= 1e-12 {
                            continue;
                        }
                        let factor = match rule.kind {
                            StageKind::SignOff { growth, .. } => 1.0 + growth * (1.0 - vat.mean_competence()),
                            _ if kind == AGAIN => set.rework_share,
                            _ => 1.0,
                        };
                        let hours = rule.law.mean() * self.blueprint.class_effort[class] * factor;
                        let service = (hours * TICKS_PER_HOUR as f64 / (hands.pace * hands.attention)).max(1e-3);
                        let done = vat.free[kind] * (1.0 - libm::exp(-span.office / service));
                        offers.push((index, kind, done, service));
                    }
                }
            }
            let wanted: f64 = offers.iter().map(|(_, _, done, service)| done * service).sum();
            let share = if wanted > left { left / wanted } else { 1.0 };
            left -= wanted * share;
            for &(index, kind, done, service) in &offers {
                let (done, heads) = (done * share, done * share * service / span.office);
                self.finish(set, index, kind, done, heads, hands);
            }
            self.offers = offers;
        }
        1.0 - left / time
    }

    /// An amount is done at its stage: to be signed, returned, or further.
    fn finish(&mut self, set: &Settings, index: usize, kind: usize, done: f64, heads: f64, hands: &Hands) {
        let (lane, class) = (index / self.classes, index % self.classes);
        let streams = self.blueprint.stream_count();
        let (stage, stream) = (lane / streams, lane % streams);
        let vat = &mut self.vats[index];
        let competence = vat.mean_competence();
        let done = done.min(vat.content[kind]);
        vat.competence = (vat.competence - done * competence).max(0.0);
        vat.content[kind] -= done;
        vat.free[kind] = (vat.free[kind] - heads.max(done)).max(0.0);
        let rule = &set.stages[stage];
        match rule.kind {
            StageKind::SignOff { of, .. } => {
                let returned = done * set.returns.probability(competence, kind as u32);
                self.vat(of, stream, class).inflow[AGAIN] += returned;
                self.leave(set, of, stream, class, done - returned);
            }
            _ => match rule.signed_at {
                Some(sign_off) if hands.grade < set.signs_from => {
                    let tray = self.vat(sign_off, stream, class);
                    tray.inflow[kind] += done;
                    tray.competence += done * hands.competence;
                }
                _ => self.leave(set, stage, stream, class, done),
            },
        }
    }

    /// After a stage: what is decided or closed ends here; the rest goes to the delay behind it, or at once to the next.
    fn leave(&mut self, set: &Settings, stage: usize, stream: usize, class: usize, amount: f64) {
        let mut stays = 0.0;
        for (next, share) in shares_of(set, stage, class) {
            match next {
                Next::Decided => self.decided[stream] += amount * share,
                Next::Closed => {}
                Next::Stage(_) => stays += amount * share,
            }
        }
        let Some(law) = &set.stages[stage].delay_after else {
            return self.hand_on(set, stage, stream, class, stays);
        };
        let phases = phases(law);
        let vat = self.vat(stage, stream, class);
        vat.after.resize(phases, 0.0);
        vat.after[0] += stays;
    }

    /// Hands what stays inside to the next stages, in their shares of it.
    fn hand_on(&mut self, set: &Settings, stage: usize, stream: usize, class: usize, amount: f64) {
        let onward = || {
            shares_of(set, stage, class).filter_map(|(next, share)| match next {
                Next::Stage(next) => Some((next, share)),
                Next::Decided | Next::Closed => None,
            })
        };
        let sum: f64 = onward().map(|(_, share)| share).sum();
        if sum > 0.0 {
            for (next, share) in onward() {
                self.enter(set, next, stream, class, amount * share / sum);
            }
        }
    }

    /// Delays run in calendar time, nights and weekends too.
    fn delays(&mut self, span: &Span, set: &Settings) {
        let streams = self.blueprint.stream_count();
        for index in 0..self.vats.len() {
            let (lane, class) = (index / self.classes, index % self.classes);
            let (stage, stream) = (lane / streams, lane % streams);
            let rule = &set.stages[stage];
            if !self.vats[index].delay.is_empty() && is_delay(rule.kind) {
                let out = drip(&mut self.vats[index].delay, rule.law.mean(), span.calendar());
                self.leave(set, stage, stream, class, out);
            }
            if let (false, Some(law)) = (self.vats[index].after.is_empty(), &rule.delay_after) {
                let out = drip(&mut self.vats[index].after, law.mean(), span.calendar());
                self.hand_on(set, stage, stream, class, out);
            }
        }
    }

    pub(super) fn levels(&self, staff: &Staff<'_>) -> Levels {
        let streams = self.blueprint.stream_count();
        let mut levels = Levels {
            stock: vec![0.0; streams],
            decided: self.decided.clone(),
            arrived: self.arrived.clone(),
            queue: self.queue.clone(),
            staff: staff.by_grade(),
            supervisors: staff.supervisors(),
        };
        for (index, vat) in self.vats.iter().enumerate() {
            let lane = index / self.classes;
            levels.stock[lane % streams] +=
                vat.content.iter().chain(&vat.delay).chain(&vat.after).chain(&vat.inflow).sum::<f64>();
        }
        levels
    }
}

impl Vat {
    fn mean_competence(&self) -> f64 {
        let content = self.content[FIRST] + self.content[AGAIN];
        if content > 0.0 { (self.competence / content).min(1.0) } else { 1.0 }
    }
}

/// What flows out of a chain of exponential phases with this mean (days in all) over a stretch of calendar time.
fn drip(chain: &mut [f64], mean_days: f64, ticks: f64) -> f64 {
    let phases = chain.len();
    // A weekend is long against a phase: small steps keep the form of the chain.
    let phase = (mean_days * TICKS_PER_DAY as f64 / phases as f64).max(1e-3);
    let steps = (ticks / (0.5 * phase)).ceil().clamp(1.0, 64.0);
    let gone = 1.0 - libm::exp(-ticks / steps / phase);
    let mut out = 0.0;
    for _ in 0..steps as usize {
        let mut carried = 0.0;
        for content in chain.iter_mut() {
            let leaves = *content * gone;
            *content += carried - leaves;
            carried = leaves;
        }
        out += carried;
    }
    out
}

fn shares_of(set: &Settings, stage: usize, class: usize) -> impl Iterator<Item = (Next, f64)> + '_ {
    let table = &set.stages[stage].routes[class];
    let mut before = 0.0;
    let bounded = table.bounds.iter().map(move |(bound, next)| {
        let share = bound - before;
        before = *bound;
        (*next, share)
    });
    let rest = 1.0 - table.bounds.last().map_or(0.0, |(bound, _)| *bound);
    bounded.chain(std::iter::once((table.last, rest)))
}

/// The hands of one crew in one step.
pub(super) struct Hands {
    /// Heads at work on cases.
    pub heads: f64,
    pub grade: Grade,
    /// Cases per time relative to a fully competent worker.
    pub pace: f64,
    /// Share of an office hour that is work.
    pub attention: f64,
    pub competence: f64,
}

/// Time alone brings the case on; a board counts as the usual wait for its meeting.
fn is_delay(kind: StageKind) -> bool {
    matches!(kind, StageKind::Delay | StageKind::Board)
}
