//! The list of pending events: a 4-ary heap on one word of time, rank and sequence.
//!
//! The word holds 36 bits of ticks, 4 of rank and 24 of sequence, so that one integer comparison decides order and equal
//! times run by rank, then first scheduled, first run. When the sequence runs out, the pending events are numbered anew
//! in their order.
//!
//! Source: d-ary heaps, Johnson (1975).

use super::event::{Event, Rank};
use crate::time::SimTime;

const SEQUENCE_BITS: u32 = 24;
const RANK_BITS: u32 = 4;

/// Time, rank and sequence in one comparable word.
pub(super) type Key = u64;

/// The key of an event outside the list with this time and rank, before all of the list with the same two.
#[inline]
pub(super) fn first_key(at: SimTime, rank: Rank) -> Key {
    (at.0 << (RANK_BITS + SEQUENCE_BITS)) | ((rank as u64) << SEQUENCE_BITS)
}

#[inline]
pub(super) fn time_of(key: Key) -> SimTime {
    SimTime(key >> (RANK_BITS + SEQUENCE_BITS))
}

pub(super) struct EventList {
    heap: Vec<(Key, Event)>,
    sequence: u64,
    /// The first sequence number that does not fit; smaller in tests.
    limit: u64,
}

impl EventList {
    pub(super) fn new() -> Self {
        EventList { heap: Vec::with_capacity(1024), sequence: 0, limit: 1 << SEQUENCE_BITS }
    }

    #[cfg(test)]
    fn with_limit(limit: u64) -> Self {
        EventList { limit, ..EventList::new() }
    }

    /// The smallest key; `u64::MAX` when nothing is pending.
    #[inline]
    pub(super) fn next_key(&self) -> Key {
        self.heap.first().map_or(Key::MAX, |item| item.0)
    }

    #[inline]
    pub(super) fn push(&mut self, at: SimTime, rank: Rank, event: Event) {
        if self.sequence + 1 >= self.limit {
            self.renumber();
        }
        self.sequence += 1;
        let key = first_key(at, rank) | self.sequence;
        self.heap.push((key, event));
        self.sift_up(self.heap.len() - 1);
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<(SimTime, Event)> {
        let last = self.heap.pop()?;
        let Some(&top) = self.heap.first() else {
            return Some((time_of(last.0), last.1));
        };
        self.sift_down(last);
        Some((time_of(top.0), top.1))
    }

    #[inline]
    fn sift_up(&mut self, mut at: usize) {
        let heap = &mut self.heap[..];
        let item = heap[at];
        while at > 0 {
            let parent = (at - 1) / 4;
            if heap[parent].0 <= item.0 {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = item;
    }

    /// Puts `item` at the root and lets it sink.
    #[inline]
    fn sift_down(&mut self, item: (Key, Event)) {
        let heap = &mut self.heap[..];
        let count = heap.len();
        let mut at = 0;
        loop {
            let child = 4 * at + 1;
            if child >= count {
                break;
            }
            let (least, key);
            if child + 4 <= count {
                let (k0, k1, k2, k3) = (heap[child].0, heap[child + 1].0, heap[child + 2].0, heap[child + 3].0);
                let (left, left_key) = if k1 < k0 { (child + 1, k1) } else { (child, k0) };
                let (right, right_key) = if k3 < k2 { (child + 3, k3) } else { (child + 2, k2) };
                (least, key) = if right_key < left_key { (right, right_key) } else { (left, left_key) };
            } else {
                let (mut best, mut best_key) = (child, heap[child].0);
                for (other, item) in heap.iter().enumerate().skip(child + 1) {
                    if item.0 < best_key {
                        (best, best_key) = (other, item.0);
                    }
                }
                (least, key) = (best, best_key);
            }
            if key >= item.0 {
                break;
            }
            heap[at] = heap[least];
            at = least;
        }
        heap[at] = item;
    }

    #[cold]
    fn renumber(&mut self) {
        assert!((self.heap.len() as u64) < self.limit / 2, "more pending events than the sequence can number");
        self.heap.sort_unstable_by_key(|item| item.0);
        for (number, item) in self.heap.iter_mut().enumerate() {
            item.0 = (item.0 >> SEQUENCE_BITS << SEQUENCE_BITS) | (number as u64 + 1);
        }
        // A sorted list is a heap.
        self.sequence = self.heap.len() as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(list: &mut EventList) -> Vec<(u64, u32)> {
        std::iter::from_fn(|| list.pop()).map(|(at, event)| (at.0, event.id())).collect()
    }

    #[test]
    fn events_come_out_by_time_then_rank_then_order_of_scheduling() {
        let mut list = EventList::new();
        list.push(SimTime(7), Rank::Delay, Event::delay_over(1));
        list.push(SimTime(7), Rank::Work, Event::delay_over(2));
        list.push(SimTime(3), Rank::Delay, Event::delay_over(3));
        list.push(SimTime(7), Rank::Work, Event::delay_over(4));
        assert_eq!(drain(&mut list), [(3, 3), (7, 2), (7, 4), (7, 1)]);
    }

    #[test]
    fn a_short_sequence_renumbers_and_keeps_the_order() {
        let (mut short, mut long) = (EventList::with_limit(64), EventList::new());
        let (mut seen_short, mut seen_long) = (Vec::new(), Vec::new());
        let mut state = 1u64;
        for step in 0..2000u32 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let at = SimTime(u64::from(step / 8) + (state >> 60));
            for list in [&mut short, &mut long] {
                list.push(at, Rank::Work, Event::delay_over(step));
            }
            if step >= 16 {
                seen_short.push(short.pop().map(|(at, event)| (at, event.id())));
                seen_long.push(long.pop().map(|(at, event)| (at, event.id())));
            }
        }
        assert_eq!(seen_short, seen_long);
        assert_eq!(drain(&mut short), drain(&mut long));
    }
}
