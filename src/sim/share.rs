//! Streams that share a pool by hours: the one furthest behind its share goes first (RULES 4).

use super::world::World;
use crate::{blueprint::Blueprint, observe::observation::Observer, time::Ticks};

/// Working days over which hours are counted.
const DAYS: usize = 20;

/// Ticks worked on one stream by one pool, by day.
#[derive(Clone, Default)]
struct Window {
    days: [u64; DAYS],
    sum: u64,
    /// The day up to which it is kept.
    today: usize,
}

impl Window {
    /// Forgets what lies further back than the window.
    fn roll(&mut self, today: usize) {
        for day in (self.today + 1..=today).take(DAYS) {
            self.sum -= std::mem::take(&mut self.days[day % DAYS]);
        }
        self.today = self.today.max(today);
    }

    fn add(&mut self, today: usize, ticks: u64) {
        self.roll(today);
        self.days[today % DAYS] += ticks;
        self.sum += ticks;
    }
}

#[derive(Default)]
pub(super) struct Shares {
    pub(super) is_used: bool,
    /// `[pool x stream]`.
    windows: Vec<Window>,
    /// Streams in the order of the last question, kept to be filled again.
    order: Vec<(f64, usize)>,
}

impl Shares {
    pub(super) fn new(blueprint: &Blueprint) -> Self {
        if blueprint.every_settings().all(|era| era.pools.iter().all(|pool| pool.share.is_empty())) {
            return Shares::default();
        }
        let count = blueprint.pool_count() * blueprint.stream_count();
        Shares { is_used: true, windows: vec![Window::default(); count], order: Vec::new() }
    }
}

impl<O: Observer> World<'_, O> {
    /// A stretch of work counts for its stream on the day on which it is booked.
    #[inline(never)]
    pub(super) fn note_worked(&mut self, worker: u32, span: Ticks) {
        let record = &self.workers[worker as usize];
        if !record.has_task() {
            return;
        }
        let stream = usize::from(self.cases[record.task as usize].stream);
        let today = self.blueprint.calendar.office_day_of(self.now);
        self.shares.windows[usize::from(record.pool) * self.blueprint.stream_count() + stream].add(today, span.0);
    }

    /// The first case of the stream furthest behind, else of the next: no hour is kept free for a stream without cases.
    #[inline(never)]
    pub(super) fn take_by_share(&mut self, worker: u32) -> Option<u32> {
        let set = self.set;
        let record = &self.workers[worker as usize];
        let (pool, crew) = (usize::from(record.pool), usize::from(record.crew));
        let reserved = self.blueprint.crews[crew].reserved;
        let streams = self.blueprint.stream_count();
        let today = self.blueprint.calendar.office_day_of(self.now);
        let windows = &mut self.shares.windows[pool * streams..(pool + 1) * streams];
        windows.iter_mut().for_each(|window| window.roll(today));
        let all: u64 = windows.iter().map(|window| window.sum).sum();
        let mut order = std::mem::take(&mut self.shares.order);
        order.clear();
        order.extend(windows.iter().zip(&set.pools[pool].share).enumerate().map(|(stream, (window, share))| {
            let ahead = if all > 0 { window.sum as f64 / all as f64 } else { 0.0 } - share;
            (if reserved == Some(stream) { f64::NEG_INFINITY } else { ahead }, stream)
        }));
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let lane = order
            .iter()
            .flat_map(|(_, stream)| &set.picks_of[crew * streams + stream])
            .find_map(|group| self.first_lane(worker, group));
        self.shares.order = order;
        lane.map(|lane| self.pop_lane(lane))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_forgets_what_is_older_than_twenty_days() {
        let mut window = Window::default();
        window.add(0, 5);
        window.add(10, 7);
        assert_eq!(window.sum, 12);
        window.roll(19);
        assert_eq!(window.sum, 12);
        window.roll(20);
        assert_eq!(window.sum, 7);
        window.add(1000, 3);
        assert_eq!((window.sum, window.today), (3, 1000));
    }
}
