//! A lane is the queue of one stage and stream, in the order of its discipline.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
};

/// What stands in a lane: where it stands, and which case.
pub(super) type Entry = (u64, u32);

pub(super) enum Lane {
    /// In order of joining; a returned case goes to the front.
    Fifo(VecDeque<Entry>),
    /// By the key of the discipline, then the order of joining.
    Sorted(BinaryHeap<Reverse<(u64, u64, u32)>>),
}

impl Lane {
    pub(super) fn new(is_fifo: bool) -> Self {
        if is_fifo { Lane::Fifo(VecDeque::new()) } else { Lane::Sorted(BinaryHeap::new()) }
    }

    #[inline]
    pub(super) fn is_fifo(&self) -> bool {
        matches!(self, Lane::Fifo(_))
    }

    /// `order`: the number of the joining, over all lanes; `key`: that of the discipline, unused by FIFO.
    #[inline]
    pub(super) fn push(&mut self, key: u64, order: u64, case: u32) {
        match self {
            Lane::Fifo(queue) => queue.push_back((order, case)),
            Lane::Sorted(heap) => heap.push(Reverse((key, order, case))),
        }
    }

    /// Back where it was taken from: the front (FIFO), or by its key before all that joined later.
    pub(super) fn push_front(&mut self, key: u64, case: u32) {
        match self {
            Lane::Fifo(queue) => queue.push_front((0, case)),
            Lane::Sorted(heap) => heap.push(Reverse((key, 0, case))),
        }
    }

    /// Where the front stands among lanes of the same discipline.
    #[inline]
    pub(super) fn front(&self) -> Option<(u64, u64)> {
        match self {
            Lane::Fifo(queue) => queue.front().map(|&(order, _)| (0, order)),
            Lane::Sorted(heap) => heap.peek().map(|Reverse((key, order, _))| (*key, *order)),
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<u32> {
        match self {
            Lane::Fifo(queue) => queue.pop_front().map(|(_, case)| case),
            Lane::Sorted(heap) => heap.pop().map(|Reverse((_, _, case))| case),
        }
    }

    pub(super) fn cases(&self) -> Vec<u32> {
        match self {
            Lane::Fifo(queue) => queue.iter().map(|(_, case)| *case).collect(),
            Lane::Sorted(heap) => heap.iter().map(|Reverse((_, _, case))| *case).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Lane::Fifo(queue) => queue.len(),
            Lane::Sorted(heap) => heap.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_returned_case_is_the_next_to_go() {
        let mut lane = Lane::new(true);
        lane.push(0, 1, 10);
        lane.push(0, 2, 20);
        lane.push_front(0, 30);
        assert_eq!([lane.pop(), lane.pop(), lane.pop(), lane.pop()], [Some(30), Some(10), Some(20), None]);
    }

    #[test]
    fn equal_keys_go_in_order_of_joining() {
        let mut lane = Lane::new(false);
        lane.push(5, 2, 20);
        lane.push(5, 1, 10);
        lane.push(4, 3, 30);
        assert_eq!([lane.pop(), lane.pop(), lane.pop()], [Some(30), Some(10), Some(20)]);
    }
}
