//! Cases as recycled records.

use crate::time::SimTime;

/// No worker, no case, no team.
pub(super) const NONE: u32 = u32::MAX;

/// No work was done yet.
pub(super) const NOBODY: (u16, u8) = (u16::MAX, 0);

/// Cases of the initial stock are numbered from here, arriving ones from zero.
pub(super) const INITIAL: u64 = 1 << 36;

/// A day on which nothing is due.
pub(super) const NO_TERM: i32 = i32::MAX;

/// The first line of the cache is what waiting and being taken up look at.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(super) struct Case {
    /// The candidate's number within its stream: what its draws hang on.
    pub number: u64,
    /// Calendar ticks since the start (negative: before) at which it came in.
    pub moment: i64,
    /// Since when the present visit waits or could be taken up.
    pub joined: SimTime,
    /// What is left of this visit's effort, in ticks of a fully competent worker.
    pub effort: f64,
    pub stream: u16,
    pub class: u16,
    pub stage: u16,
    pub returns: u16,
    /// Visit number at the present stage.
    pub visit: u32,
    /// Worker who has it in hand; else NONE.
    pub worker: u32,
    /// Entries of lanes with another stamp were taken out; it never goes back, also when the record is used again.
    pub stamp: u32,
    /// The calendar day on which it is due, counted from the start.
    pub due_day: i32,
    pub place: Place,
    pub is_rework: bool,
    pub is_initial: bool,
    /// Whether this visit was taken up before.
    pub is_taken_up: bool,
    /// Whether anybody ever worked on the case.
    pub is_begun: bool,
    /// The next worker has to read in.
    pub needs_handover: bool,
    /// What this visit took in all.
    pub effort_whole: f64,
    /// Since when it is in the organisation, on the office clock; initial cases with an age: zero.
    pub arrived: SimTime,
    /// Effort of the draft and competence of its author, for sign-off and rework.
    pub draft_effort: f64,
    pub draft_competence: f64,
    /// Visit to the stage whose draft is being signed.
    pub draft_visit: u32,
    /// Questions asked in this visit.
    pub questions: u32,
    /// Author of the draft.
    pub author: u32,
    /// Pool and grade of who did the last piece of work but signing; else [`NOBODY`].
    pub maker: (u16, u8),
}

/// Where a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The record is free.
    Nowhere,
    Queued,
    /// In its author's own tray.
    Tray,
    InHand,
    /// Outside a full queue.
    Held,
    Delayed,
    /// Decided and closed, under appeal: it may come back.
    AtCourt,
    /// Closed, but a lane or an event still refers to the record.
    GivenUp,
}

impl Case {
    pub(super) fn blank() -> Self {
        Case {
            number: 0,
            arrived: SimTime(0),
            joined: SimTime(0),
            effort: 0.0,
            effort_whole: 0.0,
            draft_effort: 0.0,
            draft_competence: 1.0,
            moment: 0,
            stream: 0,
            class: 0,
            stage: 0,
            returns: 0,
            due_day: NO_TERM,
            draft_visit: 0,
            visit: 0,
            questions: 0,
            worker: NONE,
            author: NONE,
            maker: NOBODY,
            stamp: 0,
            place: Place::Nowhere,
            is_rework: false,
            is_initial: false,
            is_taken_up: false,
            is_begun: false,
            needs_handover: false,
        }
    }
}
