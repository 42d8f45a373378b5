//! A lane is the queue of one stage and stream, in the order of its discipline.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
};

/// What stands in a lane: where it stands, and which case.
pub(super) type Entry = (u64, u32);

/// Where a case stands by its discipline: two keys, its number, and the number of its joining (numbers of two streams
/// may be the same); of a FIFO lane the joining alone.
pub(super) type Standing = (u64, u64, u64, u64);

pub(super) enum Lane {
    /// In order of joining; a returned case goes to the front.
    Fifo(VecDeque<Entry>),
    /// By the key of the discipline, then the lowest case number (RULES 4).
    Sorted(BinaryHeap<Reverse<(Standing, u32)>>),
}

impl Lane {
    pub(super) fn new(is_fifo: bool) -> Self {
        if is_fifo { Lane::Fifo(VecDeque::new()) } else { Lane::Sorted(BinaryHeap::new()) }
    }

    #[inline]
    pub(super) fn is_fifo(&self) -> bool {
        matches!(self, Lane::Fifo(_))
    }

    /// To the end of a FIFO lane, `order` being the number of the joining over all lanes.
    #[inline]
    pub(super) fn push(&mut self, order: u64, case: u32) {
        match self {
            Lane::Fifo(queue) => queue.push_back((order, case)),
            Lane::Sorted(_) => unreachable!("a sorted lane is asked for a standing"),
        }
    }

    /// To its place in a sorted lane.
    pub(super) fn insert(&mut self, standing: Standing, case: u32) {
        match self {
            Lane::Fifo(_) => unreachable!("a FIFO lane knows no standing"),
            Lane::Sorted(heap) => heap.push(Reverse((standing, case))),
        }
    }

    /// Back to the front of a FIFO lane.
    pub(super) fn push_front(&mut self, case: u32) {
        match self {
            Lane::Fifo(queue) => queue.push_front((0, case)),
            Lane::Sorted(_) => unreachable!("a sorted lane is asked for a standing"),
        }
    }

    /// Takes a case out wherever it stands; lanes that lose cases this way are short.
    pub(super) fn remove(&mut self, case: u32) {
        match self {
            Lane::Fifo(queue) => queue.retain(|(_, one)| *one != case),
            Lane::Sorted(heap) => heap.retain(|Reverse((_, one))| *one != case),
        }
    }

    /// Where the front stands among lanes of the same discipline.
    #[inline]
    pub(super) fn front(&self) -> Option<Standing> {
        match self {
            Lane::Fifo(queue) => queue.front().map(|&(order, _)| (0, 0, 0, order)),
            Lane::Sorted(heap) => heap.peek().map(|Reverse((standing, _))| *standing),
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<u32> {
        match self {
            Lane::Fifo(queue) => queue.pop_front().map(|(_, case)| case),
            Lane::Sorted(heap) => heap.pop().map(|Reverse((_, case))| case),
        }
    }

    /// The cases of a sorted lane stand anew, each where `standing` puts it.
    pub(super) fn stand_anew(&mut self, standing: impl Fn(Standing, u32) -> Standing) {
        if let Lane::Sorted(heap) = self {
            let entries = std::mem::take(heap).into_vec();
            *heap = entries.into_iter().map(|Reverse((old, case))| Reverse((standing(old, case), case))).collect();
        }
    }

    pub(super) fn cases(&self) -> Vec<u32> {
        match self {
            Lane::Fifo(queue) => queue.iter().map(|(_, case)| *case).collect(),
            Lane::Sorted(heap) => heap.iter().map(|Reverse((_, case))| *case).collect(),
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
        lane.push(1, 10);
        lane.push(2, 20);
        lane.push_front(30);
        assert_eq!([lane.pop(), lane.pop(), lane.pop(), lane.pop()], [Some(30), Some(10), Some(20), None]);
    }

    #[test]
    fn equal_keys_go_by_case_number() {
        let mut lane = Lane::new(false);
        lane.insert((5, 0, 2, 1), 20);
        lane.insert((5, 0, 1, 2), 10);
        lane.insert((4, 0, 3, 3), 30);
        assert_eq!([lane.pop(), lane.pop(), lane.pop()], [Some(30), Some(10), Some(20)]);
    }
}
