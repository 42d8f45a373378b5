//! The addresses of the draws, written down once more: names, purposes, entity and visit are the format (RULES 10).

use surgecap::{
    blueprint::Blueprint,
    random::{Draws, Source},
};

/// Finds draws by name; every call makes the key anew.
pub struct Luck<'a> {
    pub source: Source,
    pub plan: &'a Blueprint,
}

impl Luck<'_> {
    pub fn of_visit(&self, stage: usize, stream: usize, purpose: &str, case: u64, visit: u64) -> Draws {
        let (stage, stream) = (&self.plan.names.stages[stage], &self.plan.names.streams[stream]);
        self.source.key(&format!("stage {stage} stream {stream}"), purpose).draws(case, visit)
    }

    pub fn of_case(&self, stream: usize, purpose: &str, case: u64) -> Draws {
        let stream = &self.plan.names.streams[stream];
        self.source.key(&format!("stream {stream}"), purpose).draws(case, 0)
    }

    pub fn of_person(&self, pool: usize, purpose: &str, ordinal: u64) -> Draws {
        let pool = &self.plan.names.pools[pool];
        self.source.key(&format!("pool {pool}"), purpose).draws(ordinal, 0)
    }
}
