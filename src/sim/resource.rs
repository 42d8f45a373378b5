//! Rooms and interpreters: what a stage needs beside its worker, and who waits for it.
//!
//! A case takes all that its stage uses when a worker takes it up, and gives it back when the visit is done or the worker
//! leaves it. Nobody starts a case for which something is missing: a free worker takes other work, else is idle for want
//! of a resource. Reworking a draft needs no room.

use std::collections::VecDeque;

use super::{
    case::NONE,
    event::{Event, Kind, Rank},
    worker::Doing,
    world::World,
};
use crate::{
    blueprint::{Blueprint, picks},
    model::resource::Room,
    observe::observation::{Observation, Observer},
};

/// No stage: nothing is held.
const NOTHING: u16 = u16::MAX;

#[derive(Default)]
pub(super) struct Resources {
    /// Whether any stage uses any; else nothing here is ever asked.
    pub(super) is_used: bool,
    rooms: Vec<Room>,
    /// Stages that use any, with their lanes.
    users: Vec<(usize, Vec<usize>)>,
    /// By stage: something that it uses is wholly in use.
    short: Vec<bool>,
    /// By lane: its stage is short, and a case waits there.
    starved: Vec<bool>,
    /// By worker: the stage for which resources are held.
    holds: Vec<u16>,
    /// Workers with a case in hand who wait for what it needs, first come first served.
    blocked: VecDeque<u32>,
    /// What was told last, by resource: (room, cases that wait for it).
    told: Vec<(Room, u64)>,
}

impl Resources {
    pub(super) fn new(blueprint: &Blueprint) -> Self {
        let first = &blueprint.eras[0];
        let is_used = first.stages.iter().any(|stage| !stage.uses.is_empty());
        if !is_used {
            return Resources::default();
        }
        Resources {
            is_used,
            users: (first.stages.iter().enumerate().filter(|(_, stage)| !stage.uses.is_empty()))
                .map(|(stage, _)| (stage, blueprint.lanes_of(stage).collect()))
                .collect(),
            rooms: first.capacities.iter().map(|&capacity| Room { capacity, in_use: 0 }).collect(),
            short: (first.stages.iter())
                .map(|stage| stage.uses.iter().any(|&resource| first.capacities[resource] == 0))
                .collect(),
            starved: vec![false; blueprint.lane_count()],
            holds: Vec::new(),
            blocked: VecDeque::new(),
            told: vec![(Room::default(), 0); first.capacities.len()],
        }
    }

    /// Whether a case of this stage would lack something.
    #[inline]
    pub(super) fn is_short(&self, stage: usize) -> bool {
        self.short[stage]
    }

    fn held(&self, worker: u32) -> u16 {
        self.holds.get(worker as usize).copied().unwrap_or(NOTHING)
    }
}

impl<O: Observer> World<'_, O> {
    /// The first word on every resource, when all stand at their places.
    pub(super) fn open_resources(&mut self) {
        if self.uses_rooms() {
            self.count_rooms();
        }
    }

    /// What the case in hand needs is taken, when a worker takes the case up.
    pub(super) fn take_rooms(&mut self, worker: u32) {
        let case = &self.cases[self.workers[worker as usize].task as usize];
        let stage = usize::from(case.stage);
        let uses = &self.set.stages[stage].uses;
        if case.is_rework || uses.is_empty() {
            return;
        }
        for &resource in uses {
            debug_assert!(!self.resources.rooms[resource].is_full(), "nobody starts a case that lacks a room");
            self.resources.rooms[resource].in_use += 1;
            self.gauges.in_use[resource] += 1;
        }
        let is_last = uses.iter().any(|&resource| self.resources.rooms[resource].is_full());
        if self.resources.holds.len() <= worker as usize {
            self.resources.holds.resize(worker as usize + 1, NOTHING);
        }
        self.resources.holds[worker as usize] = stage as u16;
        self.rooms_change(stage, is_last);
    }

    /// What the worker holds is free again.
    pub(super) fn give_back_rooms(&mut self, worker: u32) {
        let stage = self.resources.held(worker);
        if stage == NOTHING {
            return;
        }
        self.resources.holds[worker as usize] = NOTHING;
        let stage = usize::from(stage);
        let uses = &self.set.stages[stage].uses;
        let was_full = uses.iter().any(|&resource| self.resources.rooms[resource].is_full());
        for &resource in uses {
            self.resources.rooms[resource].in_use -= 1;
            self.gauges.in_use[resource] -= 1;
        }
        self.rooms_change(stage, was_full);
        self.look_again_if_wanted();
    }

    /// More or fewer of what a stage uses are in use; `is_short`: one of them was or is wholly in use. Else nobody waits for
    /// any, before and after.
    fn rooms_change(&mut self, stage: usize, is_short: bool) {
        if is_short {
            return self.count_rooms();
        }
        for &resource in &self.set.stages[stage].uses {
            self.tell_room(resource, 0);
        }
    }

    /// Tells how much of a resource is in use and how many cases wait for it, if that is new.
    fn tell_room(&mut self, resource: usize, waiting: u64) {
        let room = self.resources.rooms[resource];
        if self.resources.told[resource] != (room, waiting) {
            self.resources.told[resource] = (room, waiting);
            let Room { capacity, in_use } = room;
            self.observer.see(self.now, &Observation::Resource { resource, in_use, capacity, waiting });
        }
    }

    /// The worker stops for a question, asked or answered: the room is given back unless the stage keeps it.
    pub(super) fn pause_rooms(&mut self, worker: u32) {
        let stage = self.resources.held(worker);
        if stage != NOTHING && !self.set.stages[usize::from(stage)].holds_while_asking {
            self.give_back_rooms(worker);
        }
    }

    /// Before the case in hand goes on: whether the worker has to wait for what was given back.
    pub(super) fn is_held_up(&mut self, worker: u32) -> bool {
        let case = &self.cases[self.workers[worker as usize].task as usize];
        let stage = usize::from(case.stage);
        let needs = !case.is_rework && !self.set.stages[stage].uses.is_empty();
        if !needs || self.resources.held(worker) != NOTHING {
            return false;
        }
        if self.resources.short[stage] {
            let record = &mut self.workers[worker as usize];
            record.doing = Doing::Blocked;
            record.since = self.now;
            record.booked = self.now;
            self.resources.blocked.push_back(worker);
            return true;
        }
        self.take_rooms(worker);
        false
    }

    /// Out of the line of those who wait for a room.
    pub(super) fn leave_blocked(&mut self, worker: u32) {
        self.book(worker);
        self.resources.blocked.retain(|&one| one != worker);
    }

    /// A new plan may bring other capacities.
    pub(super) fn change_capacities(&mut self) {
        if !self.uses_rooms() {
            return;
        }
        for (room, &capacity) in self.resources.rooms.iter_mut().zip(&self.set.capacities) {
            room.capacity = capacity;
        }
        self.count_rooms();
        self.look_again_if_wanted();
    }

    /// A case comes to wait at a stage, or no longer does; lanes and trays are as they are afterwards.
    #[inline]
    pub(super) fn queue_changes(&mut self, stage: usize, by: i64) {
        let count = &mut self.gauges.queue[stage];
        *count = count.wrapping_add_signed(by);
        // Only where something is short does it matter who waits.
        if self.uses_rooms() && self.resources.is_short(stage) {
            self.count_rooms();
        }
        if by < 0 {
            self.place_is_free(stage);
        }
    }

    /// Brings up to date which stages are short and starved. A handful of stages use anything, so all are looked at.
    fn count_rooms(&mut self) {
        let set = self.set;
        for user in 0..self.resources.users.len() {
            let stage = self.resources.users[user].0;
            let is_short = set.stages[stage].uses.iter().any(|&resource| self.resources.rooms[resource].is_full());
            let was_short = std::mem::replace(&mut self.resources.short[stage], is_short);
            if !is_short && !was_short {
                continue;
            }
            for place in 0..self.resources.users[user].1.len() {
                let lane = self.resources.users[user].1[place];
                let is_starved = is_short && self.lanes[lane].len() > 0;
                if self.resources.starved[lane] != is_starved {
                    // Idle time up to now had the reason that it had.
                    self.book_idle();
                    self.resources.starved[lane] = is_starved;
                }
            }
        }
        for resource in 0..self.resources.rooms.len() {
            let is_full = self.resources.rooms[resource].is_full();
            let waiting = if is_full { self.waiting_for(resource) } else { 0 };
            self.tell_room(resource, waiting);
        }
    }

    /// Cases that wait at stages that use this resource.
    fn waiting_for(&self, resource: usize) -> u64 {
        let users = self.resources.users.iter().filter(|(stage, _)| self.set.stages[*stage].uses.contains(&resource));
        users.flat_map(|(_, lanes)| lanes).map(|&lane| self.lanes[lane].len() as u64).sum()
    }

    fn book_idle(&mut self) {
        let mut next = self.next_idle(0);
        while let Some(worker) = next {
            self.book(worker);
            next = self.next_idle(worker + 1);
        }
    }

    /// Whether an idle worker could do something, had it a room.
    pub(super) fn lacks_room(&self, worker: u32) -> bool {
        let groups = &self.set.picks[usize::from(self.workers[worker as usize].crew)];
        let tray = &self.persons[self.workers[worker as usize].person as usize].tray;
        // Who is idle with a case of their own lacks a room for it.
        !tray.is_empty()
            || groups.iter().flat_map(|group| &group.lanes).any(|&lane| self.resources.starved[lane as usize])
    }

    // ---- whoever can go on now --------------------------------------------------------------------------------------

    pub(super) fn look_again_if_wanted(&mut self) {
        let has_trays = self.uses_files() && self.uses_rooms();
        let is_wanted = !self.resources.blocked.is_empty() || (self.waiting > 0 || has_trays) && self.idle_count > 0;
        if is_wanted && !self.is_looking_again {
            self.is_looking_again = true;
            self.schedule(self.now, Rank::Delay, Event::new(Kind::LookAgain, 0, 0));
        }
    }

    /// Something has become free at this instant: first who has a case in hand goes on, then the idle look again.
    pub(super) fn look_again(&mut self) {
        self.is_looking_again = false;
        let mut place = 0;
        while let Some(&worker) = self.resources.blocked.get(place) {
            let stage = usize::from(self.cases[self.workers[worker as usize].task as usize].stage);
            if self.resources.short[stage] {
                place += 1;
            } else {
                self.leave_blocked(worker);
                self.find_work(worker);
            }
        }
        if self.uses_files() && self.uses_rooms() {
            self.look_into_trays();
        }
        for lane in 0..self.lanes.len() {
            if self.idle_count == 0 {
                break;
            }
            while self.idle_count > 0 && self.filled & picks::bit_of(lane) != 0 && self.lanes[lane].len() > 0 {
                let Some(worker) = self.idle_taker(lane) else { break };
                self.wake(worker);
                self.find_work(worker);
                assert_ne!(self.workers[worker as usize].doing, Doing::Idle, "who may take a case takes one");
            }
        }
    }

    /// Idle people with a case of their own that now finds its room.
    fn look_into_trays(&mut self) {
        for word in 0..self.idle_ones.len() {
            let mut left = self.idle_ones[word];
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                let worker = word as u32 * 64 + bit;
                let record = &self.workers[worker as usize];
                // Who has a case in the tray has an errand.
                if record.has_errand && self.next_of_own(record.person as usize).is_some() {
                    self.wake(worker);
                    self.find_work(worker);
                    // Of those who come later others may be idle now.
                    left = self.idle_ones[word] & (u64::MAX << bit << 1);
                }
            }
        }
    }

    /// # Panics
    /// When what is in use is not what is held, or somebody works without what the stage uses.
    pub(super) fn audit_resources(&self) {
        if !self.uses_rooms() {
            return;
        }
        let mut in_use = vec![0; self.resources.rooms.len()];
        for (number, worker) in self.workers.iter().enumerate() {
            let held = self.resources.held(number as u32);
            if held != NOTHING {
                assert_ne!(worker.task, NONE, "who holds a room has a case");
                assert_eq!(self.cases[worker.task as usize].stage, held, "a room is held for the case in hand");
                for &resource in &self.set.stages[usize::from(held)].uses {
                    in_use[resource] += 1;
                }
            }
            let is_blocked = worker.doing == Doing::Blocked;
            let stands = self.resources.blocked.iter().filter(|&&one| one as usize == number).count();
            assert_eq!(stands, usize::from(is_blocked), "who is blocked stands in line once");
            assert!(!is_blocked || held == NOTHING, "who waits for a room holds none");
            if worker.task != NONE && matches!(worker.doing, Doing::Working | Doing::SettlingIn) {
                let case = &self.cases[worker.task as usize];
                let needs = !case.is_rework && !self.set.stages[usize::from(case.stage)].uses.is_empty();
                assert!(!needs || held == case.stage, "nobody works without a room");
            }
        }
        let counted: Vec<u32> = self.resources.rooms.iter().map(|room| room.in_use).collect();
        assert_eq!(counted, in_use, "what is in use is held");
        assert_eq!(counted, self.gauges.in_use, "what is in use is told");
        for (stage, rule) in self.set.stages.iter().enumerate() {
            let is_short = rule.uses.iter().any(|&resource| self.resources.rooms[resource].is_full());
            assert_eq!(self.resources.short[stage], is_short, "a stage is short of what is wholly in use");
            for lane in self.blueprint.lanes_of(stage) {
                let is_starved = is_short && self.lanes[lane].len() > 0;
                assert_eq!(self.resources.starved[lane], is_starved, "a starved lane is short and has cases");
            }
        }
    }
}
