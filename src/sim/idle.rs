//! Idle workers of one crew, longest idle first.

use std::collections::VecDeque;

use super::worker::Worker;

/// A ring of (worker, stamp); an entry whose stamp is not the worker's any more is passed over.
#[derive(Default)]
pub(super) struct IdleRing(VecDeque<(u32, u32)>);

impl IdleRing {
    #[inline]
    pub(super) fn push(&mut self, number: u32, worker: &Worker) {
        self.0.push_back((number, worker.idle_stamp));
    }

    /// The longest idle worker, left where it is.
    #[inline]
    pub(super) fn front(&mut self, workers: &[Worker]) -> Option<u32> {
        while let Some(&(number, stamp)) = self.0.front() {
            if workers[number as usize].idle_stamp == stamp {
                return Some(number);
            }
            self.0.pop_front();
        }
        None
    }
}
