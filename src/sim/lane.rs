//! A lane is the queue of one stage and stream, in the order of its discipline.

use std::collections::VecDeque;

use super::sorted::Sorted;

/// What stands in a lane: where it stands, which case, and the case's stamp; one with another stamp was taken out.
pub(super) type Entry = (u64, u32, u32);

/// Where a case stands by its discipline: two keys, its number, and the number of its joining (numbers of two streams
/// may be the same); of a FIFO lane the joining alone.
pub(super) type Standing = (u64, u64, u64, u64);

enum Order {
    /// In order of joining; a returned case goes to the front.
    Fifo(VecDeque<Entry>),
    /// By the key of the discipline, then the lowest case number (RULES 4).
    Sorted(Sorted),
}

pub(super) struct Lane {
    order: Order,
    /// How many stand there who have given up or were taken out; never in front, for as long as [`Lane::bury`] follows on
    /// every pop.
    abandoned: usize,
}

/// So many of these may stand in any lane: clearing a short one is not worth the walk.
const FEW: usize = 32;

impl Lane {
    pub(super) fn new(is_fifo: bool) -> Self {
        let order = if is_fifo { Order::Fifo(VecDeque::new()) } else { Order::Sorted(Sorted::default()) };
        Lane { order, abandoned: 0 }
    }

    #[inline]
    pub(super) fn is_fifo(&self) -> bool {
        matches!(self.order, Order::Fifo(_))
    }

    /// To the end of a FIFO lane, `order` being the number of the joining over all lanes.
    #[inline]
    pub(super) fn push(&mut self, order: u64, case: u32, stamp: u32) {
        match &mut self.order {
            Order::Fifo(queue) => queue.push_back((order, case, stamp)),
            Order::Sorted(_) => unreachable!("a sorted lane is asked for a standing"),
        }
    }

    /// To its place in a sorted lane.
    pub(super) fn insert(&mut self, standing: Standing, case: u32, stamp: u32) {
        match &mut self.order {
            Order::Fifo(_) => unreachable!("a FIFO lane knows no standing"),
            Order::Sorted(heap) => heap.push((standing, case, stamp)),
        }
    }

    /// Back to the front of a FIFO lane.
    pub(super) fn push_front(&mut self, case: u32, stamp: u32) {
        match &mut self.order {
            Order::Fifo(queue) => queue.push_front((0, case, stamp)),
            Order::Sorted(_) => unreachable!("a sorted lane is asked for a standing"),
        }
    }

    /// Takes a case out of a short lane wherever it stands.
    pub(super) fn remove(&mut self, case: u32) {
        match &mut self.order {
            Order::Fifo(queue) => queue.retain(|(_, one, _)| *one != case),
            Order::Sorted(heap) => heap.retain(|(_, one, _)| *one != case),
        }
    }

    /// Where the front stands among lanes of the same discipline.
    #[inline]
    pub(super) fn front(&self) -> Option<Standing> {
        match &self.order {
            Order::Fifo(queue) => queue.front().map(|&(order, ..)| (0, 0, 0, order)),
            Order::Sorted(heap) => heap.first().map(|(standing, ..)| *standing),
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<u32> {
        match &mut self.order {
            Order::Fifo(queue) => queue.pop_front().map(|(_, case, _)| case),
            Order::Sorted(heap) => heap.pop().map(|(_, case, _)| case),
        }
    }

    /// The cases of a sorted lane stand anew, each where `standing` puts it.
    pub(super) fn stand_anew(&mut self, standing: impl Fn(Standing, u32) -> Standing) {
        if let Order::Sorted(heap) = &mut self.order {
            heap.stand_anew(standing);
        }
    }

    /// All entries with their stamps, those who gave up or were taken out among them.
    pub(super) fn cases(&self) -> Vec<(u32, u32)> {
        match &self.order {
            Order::Fifo(queue) => queue.iter().map(|&(_, case, stamp)| (case, stamp)).collect(),
            Order::Sorted(heap) => heap.iter().map(|&(_, case, stamp)| (case, stamp)).collect(),
        }
    }

    /// Cases that stand here, those who gave up or were taken out not counted.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.entries() - self.abandoned
    }

    #[inline]
    pub(super) fn has_none(&self) -> bool {
        self.entries() == 0
    }

    #[inline]
    fn entries(&self) -> usize {
        match &self.order {
            Order::Fifo(queue) => queue.len(),
            Order::Sorted(heap) => heap.len(),
        }
    }

    /// One of those who stand here has given up, or its stamp has changed.
    pub(super) fn abandon(&mut self) {
        self.abandoned += 1;
    }

    /// Whether anybody who gave up or was taken out still stands here.
    #[inline]
    pub(super) fn has_abandoned(&self) -> bool {
        self.abandoned > 0
    }

    /// Takes out those who gave up or were taken out as far as they stand in front; all of them when they are more than
    /// the others.
    pub(super) fn bury(&mut self, is_gone: impl Fn(u32, u32) -> bool) -> Vec<(u32, u32)> {
        let mut buried = Vec::new();
        while let Some(front) = self.front_case().filter(|&(case, stamp)| is_gone(case, stamp)) {
            self.pop();
            buried.push(front);
        }
        if self.abandoned - buried.len() > self.entries() / 2 + FEW {
            let mut sort = |case: u32, stamp: u32| {
                if is_gone(case, stamp) {
                    buried.push((case, stamp));
                    return false;
                }
                true
            };
            match &mut self.order {
                Order::Fifo(queue) => queue.retain(|&(_, case, stamp)| sort(case, stamp)),
                Order::Sorted(heap) => heap.retain(|&(_, case, stamp)| sort(case, stamp)),
            }
        }
        self.abandoned -= buried.len();
        buried
    }

    pub(super) fn front_case(&self) -> Option<(u32, u32)> {
        match &self.order {
            Order::Fifo(queue) => queue.front().map(|&(_, case, stamp)| (case, stamp)),
            Order::Sorted(heap) => heap.first().map(|&(_, case, stamp)| (case, stamp)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_returned_case_is_the_next_to_go() {
        let mut lane = Lane::new(true);
        lane.push(1, 10, 0);
        lane.push(2, 20, 0);
        lane.push_front(30, 0);
        assert_eq!([lane.pop(), lane.pop(), lane.pop(), lane.pop()], [Some(30), Some(10), Some(20), None]);
    }

    #[test]
    fn equal_keys_go_by_case_number() {
        let mut lane = Lane::new(false);
        lane.insert((5, 0, 2, 1), 20, 0);
        lane.insert((5, 0, 1, 2), 10, 0);
        lane.insert((4, 0, 3, 3), 30, 0);
        assert_eq!([lane.pop(), lane.pop(), lane.pop()], [Some(30), Some(10), Some(20)]);
    }

    #[test]
    fn who_gave_up_is_passed_over_and_a_lane_of_them_is_cleared() {
        for is_fifo in [true, false] {
            let mut lane = Lane::new(is_fifo);
            let put = |lane: &mut Lane, case: u32| match is_fifo {
                true => lane.push(u64::from(case), case, 7),
                false => lane.insert((0, 0, u64::from(case), 0), case, 7),
            };
            (0..200).for_each(|case| put(&mut lane, case));
            // The first stays, the second does not: it goes when the first is taken.
            lane.abandon();
            assert!(lane.bury(|case, _| case == 1).is_empty());
            assert_eq!((lane.len(), lane.pop()), (199, Some(0)));
            assert_eq!(lane.bury(|case, _| case == 1), [(1, 7)]);
            assert!(!lane.has_abandoned());
            // Of those left all but the first give up.
            let mut buried = Vec::new();
            for gone in 3..200 {
                lane.abandon();
                buried.extend(lane.bury(|case, _| (3..=gone).contains(&case)));
            }
            assert!(buried.len() > 100, "a lane does not keep whom nobody will take");
            assert_eq!((lane.len(), lane.pop()), (1, Some(2)));
            buried.extend(lane.bury(|case, _| case >= 3));
            buried.sort_unstable();
            assert_eq!(buried, (3..200).map(|case| (case, 7)).collect::<Vec<(u32, u32)>>());
        }
    }
}
