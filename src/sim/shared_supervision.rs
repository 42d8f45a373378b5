//! Supervision as a plain share of experienced time, for the closed forms of the fluid theory (RULES 6, SCIENCE F1–F3).
//!
//! Every experienced worker of the named pools gives the same share of each hour, so that the pool as a whole gives what
//! its trainees take; the clock of their own cases slows by that share.

use super::{
    event::{Event, Kind, Rank},
    worker::{Doing, Worker},
    world::World,
};
use crate::{
    blueprint::{PracticeEnds, SupervisionMode},
    model::staff::Grade,
    observe::observation::Observer,
    time::{SimTime, Ticks},
};

#[derive(Default)]
pub(super) struct SharedSupervision {
    /// Share of each hour that experienced workers give.
    drag: f64,
    /// Supervision that each trainee receives, in ticks per tick, since `since`.
    rate: f64,
    since: SimTime,
    token: u32,
}

impl<O: Observer> World<'_, O> {
    /// The share of an hour that this worker gives to trainees.
    #[inline]
    pub(super) fn drag_on(&self, worker: u32) -> f64 {
        if self.shared.drag == 0.0 {
            return 0.0;
        }
        let record = &self.workers[worker as usize];
        let gives = record.grade != Grade::Trainee && self.set.supervision.from.contains(&usize::from(record.pool));
        if gives { self.shared.drag } else { 0.0 }
    }

    /// Whether a trainee still has some of the amount to receive.
    fn receives(&self, worker: &Worker) -> bool {
        let person = &self.persons[worker.person as usize];
        worker.is_in_practice() && matches!(person.ends, PracticeEnds::Supervised) && person.supervision_left > 0.5
    }

    /// Trainees or supervisors have changed: the share is worked out anew.
    pub(super) fn share_supervision(&mut self) {
        self.give_instalment();
        let givers = self
            .workers
            .iter()
            .filter(|one| {
                one.is_present()
                    && one.grade != Grade::Trainee
                    && self.set.supervision.from.contains(&usize::from(one.pool))
            })
            .count() as f64;
        let (drag, rate) = match self.set.supervision.mode {
            SupervisionMode::Questions => (0.0, 0.0),
            SupervisionMode::Share { per_trainee } => {
                let trainees = self.workers.iter().filter(|one| one.is_in_practice()).count() as f64;
                let wanted = per_trainee * trainees;
                (if wanted > 0.0 { (wanted / givers).min(1.0) } else { 0.0 }, 0.0)
            }
            SupervisionMode::Amount { hours, capacity_share, minimum_hours } => {
                let trainees = self.workers.iter().filter(|one| self.receives(one)).count() as f64;
                if trainees > 0.0 && givers > 0.0 {
                    let rate = (hours / minimum_hours).min(capacity_share * givers / trainees);
                    (rate * trainees / givers, rate)
                } else {
                    (0.0, 0.0)
                }
            }
        };
        self.shared.rate = rate;
        self.shared.token = self.shared.token.wrapping_add(1);
        if rate > 0.0 {
            let least = self
                .workers
                .iter()
                .filter(|one| self.receives(one))
                .map(|one| self.persons[one.person as usize].supervision_left)
                .fold(f64::INFINITY, f64::min);
            let due = self.now + Ticks((least / rate).ceil() as u64);
            self.schedule(due, Rank::Life, Event::new(Kind::Instalment, 0, self.shared.token));
        }
        if drag != self.shared.drag {
            self.change_drag(drag);
        }
        self.count_teams();
    }

    /// What trainees received since the last time.
    pub(super) fn give_instalment(&mut self) {
        let given = (self.now - self.shared.since).0 as f64 * self.shared.rate;
        self.shared.since = self.now;
        if given > 0.0 {
            for worker in 0..self.workers.len() {
                if self.receives(&self.workers[worker]) {
                    let person = self.workers[worker].person as usize;
                    self.persons[person].supervision_left -= given;
                }
            }
        }
    }

    /// Somebody has received the whole amount.
    pub(super) fn instalment_due(&mut self, token: u32) {
        if token != self.shared.token {
            return;
        }
        self.give_instalment();
        for worker in 0..self.workers.len() as u32 {
            let record = &self.workers[worker as usize];
            let person = &self.persons[record.person as usize];
            if record.is_in_practice()
                && matches!(person.ends, PracticeEnds::Supervised)
                && !person.is_never
                && person.supervision_left <= 0.5
            {
                self.promote(worker, Grade::Independent);
            }
        }
        self.staff_changed();
    }

    /// All work in hand is cut, the clock set, and gone on with.
    fn change_drag(&mut self, drag: f64) {
        let affected: Vec<u32> = (0..self.workers.len() as u32)
            .filter(|&one| {
                let record = &self.workers[one as usize];
                record.is_employed()
                    && record.grade != Grade::Trainee
                    && self.set.supervision.from.contains(&usize::from(record.pool))
            })
            .collect();
        for &worker in &affected {
            match self.workers[worker as usize].doing {
                Doing::Working => self.lay_aside(worker),
                _ => self.book(worker),
            }
        }
        self.shared.drag = drag;
        for worker in affected {
            self.set_pace(worker);
            if self.workers[worker as usize].doing == Doing::Working {
                self.stretch(worker);
            }
        }
    }
}
