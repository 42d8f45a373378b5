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

enum Order {
    /// In order of joining; a returned case goes to the front.
    Fifo(VecDeque<Entry>),
    /// By the key of the discipline, then the lowest case number (RULES 4).
    Sorted(BinaryHeap<Reverse<(Standing, u32)>>),
}

pub(super) struct Lane {
    order: Order,
    /// How many stand there who have given up; never in front, for as long as [`Lane::bury`] follows on every pop.
    abandoned: usize,
}

/// So many who gave up may stand in any lane: clearing a short one is not worth the walk.
const FEW: usize = 32;

impl Lane {
    pub(super) fn new(is_fifo: bool) -> Self {
        let order = if is_fifo { Order::Fifo(VecDeque::new()) } else { Order::Sorted(BinaryHeap::new()) };
        Lane { order, abandoned: 0 }
    }

    #[inline]
    pub(super) fn is_fifo(&self) -> bool {
        matches!(self.order, Order::Fifo(_))
    }

    /// To the end of a FIFO lane, `order` being the number of the joining over all lanes.
    #[inline]
    pub(super) fn push(&mut self, order: u64, case: u32) {
        match &mut self.order {
            Order::Fifo(queue) => queue.push_back((order, case)),
            Order::Sorted(_) => unreachable!("a sorted lane is asked for a standing"),
        }
    }

    /// To its place in a sorted lane.
    pub(super) fn insert(&mut self, standing: Standing, case: u32) {
        match &mut self.order {
            Order::Fifo(_) => unreachable!("a FIFO lane knows no standing"),
            Order::Sorted(heap) => heap.push(Reverse((standing, case))),
        }
    }

    /// Back to the front of a FIFO lane.
    pub(super) fn push_front(&mut self, case: u32) {
        match &mut self.order {
            Order::Fifo(queue) => queue.push_front((0, case)),
            Order::Sorted(_) => unreachable!("a sorted lane is asked for a standing"),
        }
    }

    /// Takes a case out wherever it stands; lanes that lose cases this way are short.
    pub(super) fn remove(&mut self, case: u32) {
        match &mut self.order {
            Order::Fifo(queue) => queue.retain(|(_, one)| *one != case),
            Order::Sorted(heap) => heap.retain(|Reverse((_, one))| *one != case),
        }
    }

    /// Where the front stands among lanes of the same discipline.
    #[inline]
    pub(super) fn front(&self) -> Option<Standing> {
        match &self.order {
            Order::Fifo(queue) => queue.front().map(|&(order, _)| (0, 0, 0, order)),
            Order::Sorted(heap) => heap.peek().map(|Reverse((standing, _))| *standing),
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<u32> {
        match &mut self.order {
            Order::Fifo(queue) => queue.pop_front().map(|(_, case)| case),
            Order::Sorted(heap) => heap.pop().map(|Reverse((_, case))| case),
        }
    }

    /// The cases of a sorted lane stand anew, each where `standing` puts it.
    pub(super) fn stand_anew(&mut self, standing: impl Fn(Standing, u32) -> Standing) {
        if let Order::Sorted(heap) = &mut self.order {
            let entries = std::mem::take(heap).into_vec();
            *heap = entries.into_iter().map(|Reverse((old, case))| Reverse((standing(old, case), case))).collect();
        }
    }

    /// All entries, those who gave up among them.
    pub(super) fn cases(&self) -> Vec<u32> {
        match &self.order {
            Order::Fifo(queue) => queue.iter().map(|(_, case)| *case).collect(),
            Order::Sorted(heap) => heap.iter().map(|Reverse((_, case))| *case).collect(),
        }
    }

    /// Cases that stand here, those who gave up not counted.
    pub(super) fn len(&self) -> usize {
        self.entries() - self.abandoned
    }

    fn entries(&self) -> usize {
        match &self.order {
            Order::Fifo(queue) => queue.len(),
            Order::Sorted(heap) => heap.len(),
        }
    }

    /// One of those who stand here has given up.
    pub(super) fn abandon(&mut self) {
        self.abandoned += 1;
    }

    /// Whether anybody who gave up still stands here.
    #[inline]
    pub(super) fn has_abandoned(&self) -> bool {
        self.abandoned > 0
    }

    /// Takes out those who gave up as far as they stand in front; all of them when they are more than the others.
    pub(super) fn bury(&mut self, has_given_up: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut buried = Vec::new();
        while let Some(case) = self.front_case().filter(|case| has_given_up(*case)) {
            self.pop();
            buried.push(case);
        }
        if self.abandoned - buried.len() > self.entries() / 2 + FEW {
            let mut sort = |case: u32| {
                if has_given_up(case) {
                    buried.push(case);
                    return false;
                }
                true
            };
            match &mut self.order {
                Order::Fifo(queue) => queue.retain(|&(_, case)| sort(case)),
                Order::Sorted(heap) => heap.retain(|&Reverse((_, case))| sort(case)),
            }
        }
        self.abandoned -= buried.len();
        buried
    }

    pub(super) fn front_case(&self) -> Option<u32> {
        match &self.order {
            Order::Fifo(queue) => queue.front().map(|(_, case)| *case),
            Order::Sorted(heap) => heap.peek().map(|Reverse((_, case))| *case),
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

    #[test]
    fn who_gave_up_is_passed_over_and_a_lane_of_them_is_cleared() {
        for is_fifo in [true, false] {
            let mut lane = Lane::new(is_fifo);
            let put = |lane: &mut Lane, case: u32| match is_fifo {
                true => lane.push(u64::from(case), case),
                false => lane.insert((0, 0, u64::from(case), 0), case),
            };
            (0..200).for_each(|case| put(&mut lane, case));
            // The first stays, the second does not: it goes when the first is taken.
            lane.abandon();
            assert!(lane.bury(|case| case == 1).is_empty());
            assert_eq!((lane.len(), lane.pop()), (199, Some(0)));
            assert_eq!(lane.bury(|case| case == 1), [1]);
            assert!(!lane.has_abandoned());
            // Of those left all but the first give up.
            let mut buried = Vec::new();
            for gone in 3..200 {
                lane.abandon();
                buried.extend(lane.bury(|case| (3..=gone).contains(&case)));
            }
            assert!(buried.len() > 100, "a lane does not keep whom nobody will take");
            assert_eq!((lane.len(), lane.pop()), (1, Some(2)));
            buried.extend(lane.bury(|case| case >= 3));
            buried.sort_unstable();
            assert_eq!(buried, (3..200).collect::<Vec<u32>>());
        }
    }
}
