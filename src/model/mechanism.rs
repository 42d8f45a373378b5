//! The optional mechanisms: what a scenario does not use costs nothing, and is not shown.

/// A mechanism that a scenario may use or leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Mechanism {
    /// Applicants give up while they wait.
    Withdrawal,
    /// Queues that hold or lose what does not fit.
    Capacity,
    /// Sessions that meet every so often.
    Board,
    /// Cases that interrupt others.
    Preemption,
    /// Other work of those who have no case.
    OtherWork,
    /// Stages that wait for the next one.
    Limit,
    /// Streams that share a pool.
    Share,
    /// Cases that need a grade.
    Need,
    /// Rooms and interpreters.
    Resource,
    /// Days to which somebody is invited.
    Slot,
    /// Files that change hands, owners and sites.
    Handover,
    /// Illness and holidays.
    Absence,
    /// Overtime and pressure.
    Pressure,
    /// Decisions that are granted or refused, right or wrong.
    Quality,
    /// Appeals, and cases that a court sends back.
    Appeal,
    /// Samples of decisions, scored.
    Measuring,
    /// Penalties for late decisions.
    Penalty,
    /// People in reception.
    Reception,
    /// Costs by year and payer.
    Money,
    /// Learning by cases, and people who are called up.
    CallUp,
    /// Levers that wait for a figure.
    Trigger,
    /// Outcomes that open cases in another stream.
    Opening,
    /// The share of cases closed in time, by calendar year.
    OnTime,
}

/// The mechanisms that a scenario uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses(u64);

impl Uses {
    pub fn add(&mut self, mechanism: Mechanism) {
        self.0 |= 1 << mechanism as u8;
    }

    /// Adds it when `is_used`.
    pub fn add_if(&mut self, is_used: bool, mechanism: Mechanism) {
        self.0 |= u64::from(is_used) << mechanism as u8;
    }

    pub fn has(self, mechanism: Mechanism) -> bool {
        self.0 & (1 << mechanism as u8) != 0
    }

    /// Whether that of a part is used; what belongs to none always is.
    pub fn covers(self, of: Option<Mechanism>) -> bool {
        of.is_none_or(|mechanism| self.has(mechanism))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_added_is_not_used() {
        let mut uses = Uses::default();
        uses.add(Mechanism::Board);
        uses.add_if(false, Mechanism::Handover);
        assert!(uses.has(Mechanism::Board) && !uses.has(Mechanism::Handover) && !uses.has(Mechanism::Withdrawal));
        assert!(uses.covers(None) && !uses.covers(Some(Mechanism::Trigger)));
    }
}
