//! The cases of a sorted lane.
//!
//! A long queue was one heap, and every case taken from it a walk through a dozen far places in memory. Most cases come
//! behind all that stand already (new ones are the youngest, or due last): they are only laid down, and sorted together
//! when those before them are gone. What comes among those goes through a heap, which stays small.
//!
//! No two items are the same: the order in which cases come out hangs on their standing alone, then on the case.
//!
//! Source: the sorted front of the ladder queue of Tang, Goh and Thng (2005), as in the event list.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::lane::Standing;

/// Where it stands, which case, and the case's stamp.
pub(super) type Item = (Standing, u32, u32);

#[derive(Default)]
pub(super) struct Sorted {
    /// Those in front, last first. Neither this nor `among` has anything only where nothing stands at all.
    front: Vec<Item>,
    /// Who came later and stands before `bound`.
    among: BinaryHeap<Reverse<Item>>,
    /// Behind all of these: nobody of the two above stands behind it; none: there are none.
    bound: Option<Item>,
    behind: Vec<Item>,
}

impl Sorted {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.front.len() + self.among.len() + self.behind.len()
    }

    #[inline]
    pub(super) fn first(&self) -> Option<&Item> {
        match (self.front.last(), self.among.peek()) {
            (Some(front), Some(Reverse(among))) => Some(front.min(among)),
            (Some(front), None) => Some(front),
            (None, among) => among.map(|Reverse(among)| among),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Item> {
        self.front.iter().chain(self.among.iter().map(|Reverse(item)| item)).chain(&self.behind)
    }

    pub(super) fn push(&mut self, item: Item) {
        match &self.bound {
            Some(bound) if item < *bound => self.among.push(Reverse(item)),
            Some(_) => self.behind.push(item),
            None => {
                self.bound = Some(item);
                self.front.push(item);
            }
        }
    }

    pub(super) fn pop(&mut self) -> Option<Item> {
        let is_among = match (self.front.last(), self.among.peek()) {
            (Some(front), Some(Reverse(among))) => among < front,
            (front, _) => front.is_none(),
        };
        let item = if is_among { self.among.pop().map(|Reverse(item)| item) } else { self.front.pop() };
        self.come_forward();
        item
    }

    /// Where nobody stands before them those behind are sorted.
    #[inline]
    fn come_forward(&mut self) {
        if self.front.is_empty() && self.among.is_empty() {
            std::mem::swap(&mut self.front, &mut self.behind);
            self.front.sort_unstable_by(|one, other| other.cmp(one));
            self.bound = self.front.first().copied();
        }
    }

    /// Keeps those of whom this holds.
    pub(super) fn retain(&mut self, mut is_kept: impl FnMut(&Item) -> bool) {
        self.front.retain(&mut is_kept);
        self.among.retain(|Reverse(item)| is_kept(item));
        self.behind.retain(&mut is_kept);
        self.come_forward();
    }

    /// Each stands anew.
    pub(super) fn stand_anew(&mut self, standing: impl Fn(Standing, u32) -> Standing) {
        self.behind.append(&mut self.front);
        self.behind.extend(self.among.drain().map(|Reverse(item)| item));
        for item in &mut self.behind {
            item.0 = standing(item.0, item.1);
        }
        self.come_forward();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_come_out_by_their_standing_whatever_went_in_and_out_before() {
        // Mostly among those who stand already; mostly behind them; by turns a queue that empties.
        for (spread, taken) in [(1_000u64, 3), (10, 3), (10, 1), (1_000, 1)] {
            let mut sorted = Sorted::default();
            let mut plain: Vec<Item> = Vec::new();
            let mut state = spread;
            for step in 0..3_000u32 {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let item = ((u64::from(step) + (state >> 33) % spread, 0, 0, u64::from(step)), step, 0);
                sorted.push(item);
                plain.push(item);
                if step % taken == taken - 1 {
                    for _ in 0..(state >> 60) % 4 {
                        plain.sort_unstable();
                        let first = (!plain.is_empty()).then(|| plain.remove(0));
                        assert_eq!(sorted.first(), first.as_ref());
                        assert_eq!(sorted.pop(), first);
                    }
                }
                if step % 700 == 699 {
                    sorted.retain(|item| item.1 % 3 != 0);
                    plain.retain(|item| item.1 % 3 != 0);
                    sorted.stand_anew(|old, _| (5_000 - old.0, old.1, old.2, old.3));
                    plain.iter_mut().for_each(|item| item.0.0 = 5_000 - item.0.0);
                }
                assert_eq!((sorted.len(), sorted.iter().count()), (plain.len(), plain.len()));
            }
            plain.sort_unstable();
            assert_eq!(std::iter::from_fn(|| sorted.pop()).collect::<Vec<Item>>(), plain);
            assert_eq!((sorted.len(), sorted.first()), (0, None));
            assert_eq!(sorted.pop(), None);
        }
    }
}
