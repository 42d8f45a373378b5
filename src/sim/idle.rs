//! Idle workers of one crew, longest idle first.

use std::collections::VecDeque;

use super::worker::Worker;

/// A ring of (worker, stamp); an entry whose stamp is not the worker's any more is passed over.
#[derive(Default)]
pub(super) struct IdleRing(VecDeque<(u32, u32)>);

impl IdleRing {
    #[inline]
    pub(super) fn push(&mut self, number: u32, workers: &[Worker]) {
        let worker = &workers[number as usize];
        self.0.push_back((number, worker.idle_stamp));
        // Of those who became idle at the same instant the lowest number goes first.
        let mut at = self.0.len() - 1;
        while at > 0 {
            let (before, stamp) = self.0[at - 1];
            let other = &workers[before as usize];
            if other.idle_stamp != stamp || other.since != worker.since || before < number {
                break;
            }
            self.0.swap(at - 1, at);
            at -= 1;
        }
    }

    /// All of them, longest idle first.
    pub(super) fn waiting<'a>(&'a self, workers: &'a [Worker]) -> impl Iterator<Item = u32> + 'a {
        self.0
            .iter()
            .filter(|&&(number, stamp)| workers[number as usize].idle_stamp == stamp)
            .map(|&(number, _)| number)
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
