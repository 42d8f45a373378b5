//! The list of pending events: a 4-ary heap on one word of time, rank and sequence for what comes soon, and buckets for
//! what comes later.
//!
//! The word holds 36 bits of ticks, 4 of rank and 24 of sequence, so that one integer comparison decides order and equal
//! times run by rank, then first scheduled, first run. When the sequence runs out, the pending events are numbered anew
//! in their order.
//!
//! Where many are pending most are weeks away (slots, notices, ends of contracts): from then on they wait in unsorted
//! buckets of equal width. A bucket that begins is sorted and taken from its end; only what is scheduled within it while it
//! runs goes through the heap. Keys are all different: the order in which events come out does not depend on where they
//! waited.
//!
//! Source: d-ary heaps, Johnson (1975); buckets before a sorted front, as in the ladder queue of Tang, Goh and Thng (2005).

use std::cmp::Reverse;

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

/// Buckets from the start to the horizon.
const BUCKETS: u64 = 8192;

/// So many may stand in the heap before there are buckets: for fewer a heap alone is faster (`cargo bench event_list`).
const MOST_IN_HEAP: usize = 2048;

pub(super) struct EventList {
    heap: Vec<(Key, Event)>,
    /// The root has been taken out: most events schedule another one at once, which then sinks from there.
    is_open: bool,
    sequence: u64,
    /// The first sequence number that does not fit; smaller in tests.
    limit: u64,
    /// Keys below this one stand in the heap or in `run`: all, while there are no buckets.
    near: Key,
    /// The bucket that has begun, last first, and the key of its next event; `Key::MAX`: none.
    run: Vec<(Key, Event)>,
    run_key: Key,
    horizon: SimTime,
    /// Smaller in tests.
    most_in_heap: usize,
    /// The bucket that has begun, and all buckets, once there are any.
    bucket: usize,
    buckets: Vec<Vec<(Key, Event)>>,
    /// Emptied buckets, to be filled again.
    spare: Vec<Vec<(Key, Event)>>,
    /// Events in buckets.
    later: usize,
    /// A bucket has begun since it was asked last.
    is_fresh: bool,
    /// Bits of a key to the right of its bucket's number.
    shift: u32,
}

impl EventList {
    /// For events up to `horizon`.
    pub(super) fn new(horizon: SimTime) -> Self {
        let width = (horizon.0 / BUCKETS + 1).next_power_of_two();
        let shift = width.trailing_zeros() + RANK_BITS + SEQUENCE_BITS;
        EventList {
            heap: Vec::with_capacity(1024),
            is_open: false,
            sequence: 0,
            limit: 1 << SEQUENCE_BITS,
            near: Key::MAX,
            run: Vec::new(),
            run_key: Key::MAX,
            horizon,
            most_in_heap: MOST_IN_HEAP,
            bucket: 0,
            buckets: Vec::new(),
            spare: Vec::new(),
            later: 0,
            is_fresh: false,
            shift,
        }
    }

    #[cfg(test)]
    fn with_limit(horizon: SimTime, limit: u64) -> Self {
        EventList { limit, most_in_heap: 8, ..EventList::new(horizon) }
    }

    /// The smallest key; `u64::MAX` when nothing is pending.
    #[inline]
    pub(super) fn next_key(&mut self) -> Key {
        if self.is_open {
            self.close();
        }
        self.heap.first().map_or(Key::MAX, |item| item.0).min(self.run_key)
    }

    #[inline]
    pub(super) fn push(&mut self, at: SimTime, rank: Rank, event: Event) {
        if self.sequence + 1 >= self.limit {
            self.renumber();
        }
        self.sequence += 1;
        let key = first_key(at, rank) | self.sequence;
        if key >= self.near {
            self.put_off(key, event);
        } else if self.is_open {
            self.is_open = false;
            self.sift_down(0, (key, event));
        } else {
            self.heap.push((key, event));
            self.sift_up(self.heap.len() - 1);
            if self.heap.len() > self.most_in_heap && self.buckets.is_empty() {
                self.spread();
            }
        }
    }

    /// The heap has grown large: what does not come soon goes into buckets.
    #[cold]
    fn spread(&mut self) {
        self.buckets = vec![Vec::new(); (self.horizon.0 >> (self.shift - RANK_BITS - SEQUENCE_BITS)) as usize + 1];
        let first = self.next_key();
        self.bucket = ((first >> self.shift) as usize).min(self.buckets.len() - 1);
        self.set_near();
        let later: Vec<(Key, Event)> = self.heap.extract_if(.., |item| item.0 >= self.near).collect();
        self.make_heap();
        for (key, event) in later {
            self.put_off(key, event);
        }
    }

    fn set_near(&mut self) {
        let is_last = self.bucket + 1 == self.buckets.len();
        self.near = if is_last { Key::MAX } else { (self.bucket as u64 + 1) << self.shift };
    }

    fn make_heap(&mut self) {
        for at in (0..self.heap.len().div_ceil(4)).rev() {
            let item = self.heap[at];
            self.sift_down(at, item);
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<(SimTime, Event)> {
        if self.is_open {
            self.close();
        }
        match self.heap.first() {
            Some(&(key, event)) if key < self.run_key => {
                self.is_open = true;
                Some((time_of(key), event))
            }
            _ => self.pop_run(),
        }
    }

    /// The next event of the bucket that has begun. Never inlined: where there are no buckets the way to the heap stays short.
    #[inline(never)]
    fn pop_run(&mut self) -> Option<(SimTime, Event)> {
        let (key, event) = self.run.pop()?;
        self.run_key = self.run.last().map_or(Key::MAX, |item| item.0);
        self.fill_if_empty();
        Some((time_of(key), event))
    }

    /// Nothing came in the place of the event taken out.
    #[inline]
    fn close(&mut self) {
        self.is_open = false;
        let Some(last) = self.heap.pop() else { return };
        if !self.heap.is_empty() {
            self.sift_down(0, last);
        } else {
            self.fill_if_empty();
        }
    }

    /// The events of a bucket that has begun, told once.
    #[inline]
    pub(super) fn fresh(&mut self) -> Option<impl Iterator<Item = Event>> {
        std::mem::take(&mut self.is_fresh).then(|| self.run.iter().map(|item| item.1))
    }

    /// Into its bucket.
    fn put_off(&mut self, key: Key, event: Event) {
        let number = ((key >> self.shift) as usize).min(self.buckets.len() - 1);
        let bucket = &mut self.buckets[number];
        if bucket.capacity() == 0
            && let Some(spare) = self.spare.pop()
        {
            *bucket = spare;
        }
        bucket.push((key, event));
        self.later += 1;
        self.fill_if_empty();
    }

    /// Where nothing else is left the next bucket that is not empty begins.
    #[inline]
    fn fill_if_empty(&mut self) {
        if self.run_key == Key::MAX && self.heap.is_empty() && self.later > 0 {
            self.fill();
        }
    }

    #[inline(never)]
    fn fill(&mut self) {
        while self.run.is_empty() {
            self.bucket += 1;
            std::mem::swap(&mut self.run, &mut self.buckets[self.bucket]);
            // What was swapped away is empty: it serves another bucket.
            let taken = std::mem::take(&mut self.buckets[self.bucket]);
            if taken.capacity() > 0 {
                self.spare.push(taken);
            }
        }
        self.later -= self.run.len();
        self.is_fresh = true;
        self.set_near();
        self.run.sort_unstable_by_key(|item| Reverse(item.0));
        self.run_key = self.run.last().map_or(Key::MAX, |item| item.0);
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

    /// Puts `item` at a place and lets it sink.
    #[inline]
    fn sift_down(&mut self, mut at: usize, item: (Key, Event)) {
        let heap = &mut self.heap[..];
        let count = heap.len();
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
        if self.is_open {
            self.close();
        }
        let mut all: Vec<&mut Key> = Vec::with_capacity(self.heap.len() + self.run.len() + self.later);
        let pending = self.heap.iter_mut().chain(&mut self.run).chain(self.buckets.iter_mut().flatten());
        all.extend(pending.map(|item| &mut item.0));
        assert!((all.len() as u64) < self.limit / 2, "more pending events than the sequence can number");
        all.sort_unstable();
        // The order is kept, so that a heap stays one, and a run sorted.
        for (number, key) in all.iter_mut().enumerate() {
            **key = (**key >> SEQUENCE_BITS << SEQUENCE_BITS) | (number as u64 + 1);
        }
        self.sequence = all.len() as u64;
        self.run_key = self.run.last().map_or(Key::MAX, |item| item.0);
    }
}

/// The hold model, for benches: with so many events pending the first is taken out and another one scheduled, `steps`
/// times; the sum of their times.
#[doc(hidden)]
pub fn hold(pending: u32, steps: u64) -> u64 {
    const MEAN_GAP: f64 = 1e4;
    let key = crate::random::Source::new(1, 1).key("hold", "gap");
    let gap = |step: u64| (key.draws(step, 0).exponential() * MEAN_GAP) as u64;
    let horizon = (MEAN_GAP * (steps as f64 / f64::from(pending) + 50.0)) as u64;
    let mut list = EventList::new(SimTime(horizon));
    for number in 0..pending {
        list.push(SimTime(gap(u64::from(number))), Rank::Work, Event::new(super::event::Kind::WorkDone, number, 0));
    }
    let mut sum = 0;
    for step in 0..steps {
        let Some((at, event)) = list.pop() else { break };
        sum += at.0;
        list.push(SimTime(at.0 + gap(u64::from(pending) + step)), Rank::Work, event);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(list: &mut EventList) -> Vec<(u64, u32)> {
        std::iter::from_fn(|| list.pop()).map(|(at, event)| (at.0, event.id())).collect()
    }

    #[test]
    fn events_come_out_by_time_then_rank_then_order_of_scheduling() {
        // With the second horizon every event has a bucket of its own.
        for horizon in [7, 1 << 30] {
            let mut list = EventList { most_in_heap: 1, ..EventList::new(SimTime(horizon)) };
            list.push(SimTime(7), Rank::Delay, Event::delay_over(1));
            list.push(SimTime(7), Rank::Work, Event::delay_over(2));
            list.push(SimTime(3), Rank::Delay, Event::delay_over(3));
            list.push(SimTime(7), Rank::Work, Event::delay_over(4));
            assert_eq!(drain(&mut list), [(3, 3), (7, 2), (7, 4), (7, 1)]);
        }
    }

    #[test]
    fn a_short_sequence_and_buckets_keep_the_order_of_a_sorted_list() {
        for horizon in [200, 5_000, 4_000_000] {
            let mut short = EventList::with_limit(SimTime(horizon), 64);
            let mut long = EventList::new(SimTime(horizon));
            // All that is pending, by time and order of scheduling.
            let mut plain: Vec<(u64, u32)> = Vec::new();
            let mut state = 1u64;
            let mut now = 0;
            for step in 0..2000u32 {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let at = (now + (state >> 44) * horizon / (1 << 23)).min(horizon);
                plain.push((at, step));
                for list in [&mut short, &mut long] {
                    list.push(SimTime(at), Rank::Work, Event::delay_over(step));
                }
                if step >= 16 {
                    plain.sort_unstable();
                    let first = plain.remove(0);
                    now = first.0;
                    for list in [&mut short, &mut long] {
                        // Half of the time it is asked for, as events outside the list do.
                        if step % 2 == 0 {
                            assert_eq!(time_of(list.next_key()), SimTime(first.0));
                        }
                        assert_eq!(list.pop().map(|(at, event)| (at.0, event.id())), Some(first));
                    }
                }
            }
            plain.sort_unstable();
            assert_eq!((drain(&mut short), drain(&mut long)), (plain.clone(), plain));
            assert_eq!((short.next_key(), short.later), (Key::MAX, 0));
        }
    }
}
