//! Applicants who give up while they wait, in queues and in delays (RULES 1).
//!
//! The patience of a visit is drawn where the case first waits and hangs on (case, stage, visit), so that it is the same
//! in all plans. It runs from the moment at which the case came to the stage, stands still while somebody works on it,
//! and goes on when it comes back to the queue. A delay after a stage has a patience of its own.

use super::{
    case::{Case, Place},
    event::{Event, Kind, Rank},
    luck::{PatienceKeys, patience_keys},
    world::World,
};
use crate::{
    blueprint::Blueprint,
    calendar::Moment,
    observe::observation::{Closing, Observation, Observer},
    random::Source,
};

/// Longer than any run: nobody waits so long.
const FOR_EVER: f64 = 1e15;

#[derive(Default)]
pub(super) struct Withdrawals {
    pub(super) is_used: bool,
    /// `[stage x stream]`.
    keys: Vec<PatienceKeys>,
}

/// One case's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// Calendar ticks of patience left when the present wait began; not a number: not drawn in this visit.
    left: f64,
    /// When it began, in calendar ticks.
    since: i64,
    /// Events with another token are dead. Never set back: a record may be used for another case.
    pub(super) token: u32,
    /// What is left was waited for outside a full queue, and goes on inside.
    is_kept: bool,
}

impl Wait {
    pub(super) const NOT_DRAWN: Wait = Wait { left: f64::NAN, since: 0, token: 0, is_kept: false };
}

impl Withdrawals {
    pub(super) fn new(blueprint: &Blueprint, source: Source) -> Self {
        if blueprint.streams.iter().all(|stream| stream.patience.is_none()) {
            return Withdrawals::default();
        }
        Withdrawals { is_used: true, keys: patience_keys(source, &blueprint.names) }
    }
}

impl<O: Observer> World<'_, O> {
    /// The case waits in a queue from now on.
    #[inline]
    pub(super) fn waits_in_queue(&mut self, case: u32) {
        if self.uses_patience() {
            let stage = usize::from(self.cases[case as usize].stage);
            self.may_give_up(case, stage, false);
        }
    }

    /// The case waits for days from now on: at `stage`, or `after` it.
    #[inline]
    pub(super) fn waits_for_days(&mut self, case: u32, stage: usize, after: bool) {
        if self.uses_patience() {
            self.may_give_up(case, stage, after);
        }
    }

    /// It waits no more, or is about to wait for something else.
    #[inline]
    pub(super) fn waits_no_more(&mut self, case: u32, queued: bool) {
        if self.uses_patience() {
            self.keep_patience(case, queued);
        }
    }

    #[inline(never)]
    fn may_give_up(&mut self, case: u32, stage: usize, after: bool) {
        let blueprint = self.blueprint;
        let record = &self.cases[case as usize];
        let stream = usize::from(record.stream);
        let moment = self.moment().0;
        let wait = &mut self.extras[case as usize].wait;
        wait.token = wait.token.wrapping_add(1);
        let Some(patience) = &blueprint.streams[stream].patience else { return };
        if !self.set.stages[stage].may_give_up {
            return;
        }
        let keys = &self.withdrawals.keys[stage * blueprint.stream_count() + stream];
        let is_new = after || wait.left.is_nan() || !record.is_taken_up && !wait.is_kept;
        wait.is_kept = false;
        if is_new {
            let key = if after { keys.after } else { keys.at };
            wait.left = patience.ticks(&mut key.draws(record.number, u64::from(record.visit)));
            if !after && !record.is_taken_up {
                // What passed in this visit counts: in an author's tray, or outside a full queue.
                wait.left -= (moment - blueprint.calendar.moment_at(record.joined).0) as f64;
            }
        }
        wait.since = moment;
        // Most are more patient than the run is long.
        if wait.left < FOR_EVER && moment as f64 + wait.left <= self.last_moment {
            let over = Moment(moment + wait.left.max(0.0).round() as i64);
            let at = blueprint.calendar.office_at(over).max(self.now);
            let token = wait.token;
            self.schedule(at, Rank::GivesUp, Event::new(Kind::GivesUp, case, token));
        }
    }

    /// It goes on waiting elsewhere, with the patience that is left.
    pub(super) fn keeps_patience(&mut self, case: u32) {
        if self.uses_patience() {
            self.keep_patience(case, true);
            self.patience_goes_on(case);
        }
    }

    /// The next wait of this visit begins with the patience that is left.
    pub(super) fn patience_goes_on(&mut self, case: u32) {
        if let Some(extra) = self.extras.get_mut(case as usize) {
            extra.wait.is_kept = true;
        }
    }

    #[inline(never)]
    fn keep_patience(&mut self, case: u32, queued: bool) {
        let is_taken_up = self.cases[case as usize].is_taken_up;
        let moment = self.moment().0;
        let wait = &mut self.extras[case as usize].wait;
        wait.token = wait.token.wrapping_add(1);
        if queued {
            wait.left -= (moment - wait.since) as f64;
        } else if !is_taken_up {
            wait.left = f64::NAN;
        }
    }

    /// Patience is at its end; whether it still mattered.
    pub(super) fn gives_up(&mut self, case: u32, token: u32) -> bool {
        let wait = &mut self.extras[case as usize].wait;
        if wait.token != token {
            return false;
        }
        wait.token = wait.token.wrapping_add(1);
        let &Case { place, stage, stream, class, joined, is_begun, is_taken_up, worker, .. } =
            &self.cases[case as usize];
        let (stage, stream) = (usize::from(stage), usize::from(stream));
        let has_slot = self.has_slot(case);
        match place {
            Place::Tray => self.take_from_tray(worker, case),
            Place::Held => self.unhold(case, stage),
            Place::Queued | Place::Delayed => {}
            Place::Nowhere | Place::InHand | Place::GivenUp | Place::AtCourt => unreachable!("only who waits gives up"),
        }
        let is_queued = matches!(place, Place::Queued | Place::Tray);
        if is_queued {
            self.observer.see(self.now, &Observation::Unqueued { stage, stream, begun: is_begun });
        }
        if place != Place::Delayed {
            let class = usize::from(class);
            self.observer.see(self.now, &Observation::GaveUp { stage, stream, class, joined, taken_up: is_taken_up });
        }
        let lane = self.lane_of(case);
        let again = self.was_remanded(case);
        self.leave(case, Closing::Withdrawn, again, false);
        if place == Place::Tray || place == Place::Delayed && has_slot {
            self.forget(case);
        } else {
            // Its lane, or the end of its delay, still knows the record.
            self.cases[case as usize].place = Place::GivenUp;
        }
        match place {
            Place::Queued => {
                self.lanes[lane].abandon();
                self.bury(lane);
                self.waiting_changes(-1);
            }
            Place::Held => {
                self.holding.outside[stage].abandon();
                self.bury_outside(stage);
            }
            _ => {}
        }
        if is_queued {
            // Last: who comes in now must find the queue as it is.
            self.queue_changes(stage, -1);
        }
        true
    }

    fn take_from_tray(&mut self, author: u32, case: u32) {
        let record = &mut self.workers[author as usize];
        let person = &mut self.persons[record.person as usize];
        person.tray.retain(|one| *one != case);
        record.has_errand = !person.tray.is_empty() || person.leaves_when_done;
    }

    /// Those who gave up go out of a lane as soon as they stand in front, or are more than the others.
    #[inline(never)]
    pub(super) fn bury(&mut self, lane: usize) {
        let cases = &self.cases;
        let is_present = |case: u32, stamp: u32| cases[case as usize].stamp == stamp;
        let buried = self.lanes[lane]
            .bury(|case, stamp| !is_present(case, stamp) || cases[case as usize].place == Place::GivenUp);
        self.note_filled(lane);
        for (case, stamp) in buried {
            // Who was taken out may stand elsewhere, or be another case by now.
            if self.cases[case as usize].stamp == stamp {
                self.forget(case);
            }
        }
    }
}
