//! Boards: stages without workers that meet every so often and clear what lies there, in no time.

use super::{
    case::NONE,
    event::{Event, Kind, Rank},
    world::World,
};
use crate::observe::observation::{Observation, Observer};

/// The next meeting of each board, as planned: office or calendar ticks, not rounded.
pub(super) type Meetings = Vec<f64>;

impl<O: Observer> World<'_, O> {
    /// The first meeting of every board.
    pub(super) fn open_boards(&mut self) {
        let blueprint = self.blueprint;
        if blueprint.eras[0].stages.iter().all(|stage| stage.board.is_none()) {
            return;
        }
        self.meetings = vec![0.0; blueprint.stage_count()];
        for stage in 0..blueprint.stage_count() {
            let Some(board) = &self.set.stages[stage].board else { continue };
            match board.first {
                Some(first) => {
                    self.meetings[stage] = board.every.clock_of(&blueprint.calendar, first);
                    self.schedule(first, Rank::Board, Event::new(Kind::Board, stage as u32, 0));
                }
                None => self.plan_meeting(stage),
            }
        }
    }

    /// The next meeting that is not at this instant: meetings that fall on one opening are one.
    fn plan_meeting(&mut self, stage: usize) {
        let blueprint = self.blueprint;
        let Some(board) = &self.set.stages[stage].board else { return };
        let at = loop {
            self.meetings[stage] += board.every.ticks();
            let at = board.every.office_time(&blueprint.calendar, self.meetings[stage]);
            if at > self.now || at > blueprint.horizon {
                break at;
            }
        };
        self.schedule(at, Rank::Board, Event::new(Kind::Board, stage as u32, 0));
    }

    /// The board clears what lies before it, up to its number, in the order of streams and discipline.
    pub(super) fn board_meets(&mut self, stage: usize) {
        let set = self.set;
        let Some(board) = &set.stages[stage].board else { return };
        // What comes back to the board from this meeting waits for the next.
        let mut cleared: Vec<u32> = Vec::new();
        for group in &board.groups {
            while (cleared.len() as u64) < board.at_most {
                let Some(lane) = self.first_lane(NONE, group) else { break };
                let case = self.pop_lane(lane);
                self.waits_no_more(case, true);
                cleared.push(case);
            }
        }
        self.observer.see(self.now, &Observation::Met { stage, cleared: cleared.len() as u64 });
        for case in cleared {
            self.tell_cleared(case, stage);
            self.move_on(case, stage);
        }
        self.plan_meeting(stage);
    }

    fn tell_cleared(&mut self, case: u32, stage: usize) {
        let record = &mut self.cases[case as usize];
        let (stream, class, begun) = (usize::from(record.stream), usize::from(record.class), record.is_begun);
        let (number, joined) = (record.number, record.joined);
        record.is_taken_up = true;
        record.is_begun = true;
        let (worker, queued) = (NONE, true);
        let started = Observation::Started { stage, stream, class, case: number, joined, queued, begun, worker };
        self.observer.see(self.now, &started);
        self.observer.see(self.now, &Observation::Finished { stage, stream, case: number, worker });
    }
}
