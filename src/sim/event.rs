//! What can happen, and in which order at one instant.

/// The order of events at the same instant. On a working calendar a day's closing and the next day's opening are one
/// instant: what ends a day stands before what begins one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Rank {
    /// A stretch of work, an answer or a coaching talk ends.
    Work = 0,
    /// A trainee's patience ends, or that with a slot.
    Patience = 1,
    WarmUp = 2,
    /// Series, targets and samples are read.
    Read = 3,
    /// The run ends.
    End = 4,
    /// A change of the plan takes effect, by its date or by a trigger.
    Era = 5,
    /// People start, leave, finish their class.
    Life = 6,
    /// Free days begin and end.
    Presence = 7,
    /// Teams are kept.
    Teams = 8,
    /// A new week of coaching.
    Week = 9,
    /// A calendar delay is over, the day of a slot has come; who is idle looks again, since something became free.
    Delay = 10,
    /// An applicant's patience ends.
    GivesUp = 11,
    Arrival = 12,
    /// A board meets, and takes what lies there at this instant.
    Board = 13,
}

/// An event in eight bytes: what, who, and the token that tells whether it is still wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Event {
    kind_and_id: u32,
    token: u32,
}

/// Kinds take the other six.
const ID_BITS: u32 = 26;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    WorkDone = 0,
    PatienceOver,
    DelayOver,
    WarmUpOver,
    PeriodEnd,
    DayEnd,
    Sample,
    End,
    Era,
    Start,
    ClassOver,
    ContractOver,
    Leaves,
    Matures,
    BecomesSenior,
    Presence,
    Teams,
    Week,
    Instalment,
    Illness,
    Leave,
    Back,
    HandOn,
    LookAgain,
    Slot,
    SlotOver,
    CourtOver,
    Quarter,
    Notice,
    LateAppeal,
    Terms,
    Opened,
    FileArrives,
    Review,
    Replacement,
    Converts,
    GivesUp,
    Board,
    /// A trigger's figure is drawn up.
    Figure,
    /// A report of it arrives.
    Report,
    /// A trigger's decision is carried out.
    Act,
    /// What a trigger put in force comes to its end.
    Lapse,
}

impl Event {
    #[inline]
    pub(super) fn new(kind: Kind, id: u32, token: u32) -> Self {
        debug_assert!(id < 1 << ID_BITS);
        Event { kind_and_id: ((kind as u32) << ID_BITS) | id, token }
    }

    #[cfg(test)]
    pub(super) fn delay_over(case: u32) -> Self {
        Event::new(Kind::DelayOver, case, 0)
    }

    #[inline]
    pub(super) fn id(self) -> u32 {
        self.kind_and_id & ((1 << ID_BITS) - 1)
    }

    /// The commonest kind: the number of its kind is nothing.
    #[inline]
    pub(super) fn is_work_done(self) -> bool {
        self.kind_and_id < 1 << ID_BITS
    }

    /// The case that it is about; none: about somebody or something else.
    #[inline]
    pub(super) fn case(self) -> Option<u32> {
        let is_of_case = matches!(
            self.kind(),
            Kind::DelayOver | Kind::Slot | Kind::SlotOver | Kind::CourtOver | Kind::Notice | Kind::GivesUp
        );
        is_of_case.then(|| self.id())
    }

    #[inline]
    pub(super) fn token(self) -> u32 {
        self.token
    }

    #[inline]
    pub(super) fn kind(self) -> Kind {
        const KINDS: [Kind; 42] = [
            Kind::WorkDone,
            Kind::PatienceOver,
            Kind::DelayOver,
            Kind::WarmUpOver,
            Kind::PeriodEnd,
            Kind::DayEnd,
            Kind::Sample,
            Kind::End,
            Kind::Era,
            Kind::Start,
            Kind::ClassOver,
            Kind::ContractOver,
            Kind::Leaves,
            Kind::Matures,
            Kind::BecomesSenior,
            Kind::Presence,
            Kind::Teams,
            Kind::Week,
            Kind::Instalment,
            Kind::Illness,
            Kind::Leave,
            Kind::Back,
            Kind::HandOn,
            Kind::LookAgain,
            Kind::Slot,
            Kind::SlotOver,
            Kind::CourtOver,
            Kind::Quarter,
            Kind::Notice,
            Kind::LateAppeal,
            Kind::Terms,
            Kind::Opened,
            Kind::FileArrives,
            Kind::Review,
            Kind::Replacement,
            Kind::Converts,
            Kind::GivesUp,
            Kind::Board,
            Kind::Figure,
            Kind::Report,
            Kind::Act,
            Kind::Lapse,
        ];
        KINDS[(self.kind_and_id >> ID_BITS) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_gives_back_what_it_was_made_of() {
        for kind in [Kind::WorkDone, Kind::Sample, Kind::Week, Kind::Instalment, Kind::HandOn, Kind::Lapse] {
            let event = Event::new(kind, 12_345, 678);
            assert_eq!((event.kind(), event.id(), event.token()), (kind, 12_345, 678));
            assert_eq!(event.is_work_done(), kind == Kind::WorkDone);
        }
    }
}
