//! Draws of the inputs that nobody knows, held against what is known from before the start.
//!
//! Ranges drawn one by one imply organisations that never were. For every draw the organisation is run as it stood, without
//! plan or change, and a draw whose output lies outside the known figures is drawn anew: what is used is the ranges *given*
//! the past (rejection). The first attempt is the draw that there would be without, so that what fits keeps its numbers;
//! the luck of the past is apart from that of the run.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{
    blueprint::{Inputs, compile},
    metric::plan::MeasurePlan,
    model::{before::KnownPast, scenario::Scenario},
    observe::tally::Tally,
    random::Source,
    sim,
};

/// After so many attempts for one draw it is given up: ranges and past contradict each other.
const ATTEMPTS: u32 = 400;

/// Below this share of draws used, ranges and past contradict each other.
pub const LEAST_SHARE: f64 = 0.05;

/// One known figure, and the organisation that it is of.
pub struct Figure {
    pub known: KnownPast,
    pub scenario: Scenario,
    /// For each stream counted: decisions at the beginning of the counted months and at their end.
    pub measures: MeasurePlan,
}

/// What is known from before the start, with the attempts made so far.
#[derive(Default)]
pub struct Past {
    figures: Vec<Figure>,
    /// The attempt used, by draw and width of the ranges.
    attempts: Mutex<HashMap<(Source, u64), u32>>,
    is_hopeless: AtomicBool,
}

impl Past {
    pub fn new(figures: Vec<Figure>) -> Past {
        Past { figures, ..Past::default() }
    }

    pub fn known(&self) -> impl Iterator<Item = &KnownPast> {
        self.figures.iter().map(|figure| &figure.known)
    }

    /// The inputs to use for a draw.
    pub fn accepted(&self, draw: Source, widen: f64) -> Source {
        attempt(draw, self.attempt_of(draw, widen))
    }

    /// How many attempts were in vain for a draw; the same whoever asks first.
    pub fn attempt_of(&self, draw: Source, widen: f64) -> u32 {
        let key = (draw, widen.to_bits());
        let known = self.attempts.lock().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        known.unwrap_or_else(|| {
            let found = self.search(draw, widen);
            self.attempts.lock().unwrap_or_else(PoisonError::into_inner).insert(key, found);
            found
        })
    }

    /// Whether a draw was given up: the rows are worth nothing then.
    pub fn is_hopeless(&self) -> bool {
        self.is_hopeless.load(Ordering::Relaxed)
    }

    fn search(&self, draw: Source, widen: f64) -> u32 {
        for number in 0..ATTEMPTS {
            if self.is_hopeless() {
                return number;
            }
            if self.figures.iter().all(|figure| figure.known.holds(figure.per_month(attempt(draw, number), widen))) {
                return number;
            }
        }
        self.is_hopeless.store(true, Ordering::Relaxed);
        ATTEMPTS
    }

    /// Share of draws used among those made for these; none without any.
    pub fn share(&self, draws: impl Iterator<Item = Source>, widen: f64) -> f64 {
        let (mut used, mut made) = (0, 0);
        for draw in draws {
            used += 1;
            made += 1 + u64::from(self.attempt_of(draw, widen));
        }
        if made == 0 { f64::NAN } else { f64::from(used) / made as f64 }
    }
}

fn attempt(draw: Source, number: u32) -> Source {
    if number == 0 { draw } else { draw.beside(&format!("attempt {number}")) }
}

impl Figure {
    /// Decisions a month of the organisation as it stood, with the inputs of a draw.
    pub fn per_month(&self, inputs: Source, widen: f64) -> f64 {
        let drawn = Inputs::drawn(inputs, widen).correlated(&self.scenario.correlations);
        let blueprint = compile(&self.scenario, &self.measures, &drawn);
        let mut tally = Tally::new(&self.measures.tally);
        sim::run(&blueprint, inputs.beside("past"), &mut tally);
        let levels: Vec<f64> = self.measures.read(&tally);
        let decided: f64 = levels.chunks_exact(2).map(|pair| pair[1] - pair[0]).sum();
        decided / f64::from(self.known.months)
    }
}
