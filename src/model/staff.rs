//! Staff: pools of workers, the cohorts that join them, and how people leave.

use super::{
    absence::Absence,
    learning::Learning,
    money::{CohortPrices, Price},
    num::{Num, Spread},
    strain::Strain,
};
use crate::time::SimTime;

/// What a worker may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Grade {
    /// In practice under supervision.
    Trainee,
    /// Works alone, may not sign for others.
    Independent,
    /// May supervise and sign off.
    Senior,
}

impl Grade {
    pub const ALL: [Grade; 3] = [Grade::Trainee, Grade::Independent, Grade::Senior];

    pub fn name(self) -> &'static str {
        ["trainee", "independent", "senior"][self as usize]
    }
}

/// Workers of one kind.
#[derive(Clone, Debug)]
pub struct Pool {
    pub name: String,
    pub says: String,
    /// People at the start (or from a change on), cohorts not counted.
    pub headcount: Num,
    /// Heads that stand ready beyond these.
    pub buffer: f64,
    /// Share of the heads that handle cases; the others administer, plan and support, and are paid.
    pub case_share: Num,
    /// Shares of seniors and of trainees among the starting heads; the rest is independent.
    pub seniors: Num,
    pub trainees: Num,
    /// Months since they were hired, of the starting heads.
    pub tenure_months: Option<Spread>,
    /// Contract hours over the calendar's full week, at most 1.
    pub fte: Num,
    /// Share of the hours at work that goes to meetings, mail and the like.
    pub overhead: Num,
    /// Stages in the order in which free workers look for work; empty: nearest to the decision first.
    pub order: Vec<usize>,
    /// Stages that this pool may do, of those that name it.
    pub work: Option<Vec<usize>>,
    /// Streams that workers who are not reserved handle; None: all.
    pub serves: Option<Vec<usize>>,
    /// (stream, share of the hours worked on cases): the stream furthest behind goes first; empty: by priority.
    pub share: Vec<(usize, Num)>,
    /// (stream, heads): workers who take this stream first.
    pub reserved_for: Vec<(usize, Num)>,
    /// By grade.
    pub leaving: [Leaving; 3],
    /// What leaving is multiplied by in the first year after hire.
    pub leaving_first_year: Num,
    pub replacement: Option<Replacement>,
    /// Months of tenure after which an independent worker is senior; None: never.
    pub senior_after_months: Option<Num>,
    pub on_leave: OnLeave,
    /// Cases that a worker may own at one time.
    pub caseload_at_most: Option<Num>,
    /// Where these people sit.
    pub site: Option<usize>,
    /// Illness and leave; None: everybody is always there.
    pub absence: Option<Absence>,
    pub price: Option<Price>,
    /// Overtime and pressure.
    pub strain: Strain,
    /// What people do when no case is there for them; None: they wait for one.
    pub other_work: Option<OtherWork>,
    pub learning: Learning,
}

/// Useful work of another kind, in blocks that are not interrupted.
#[derive(Clone, Debug)]
pub struct OtherWork {
    pub block_hours: Spread,
    /// What an hour of it is worth.
    pub value_per_hour: Num,
    /// Of the quiet hours: the share that is as useful as it costs; none: nobody says so.
    pub useful_share: Option<Num>,
    /// What it is, in words.
    pub work: Vec<String>,
}

/// How likely people are to leave.
#[derive(Clone, Debug)]
pub enum Leaving {
    /// Share of the people that leaves in a year.
    ShareAYear(Num),
    /// The hazard in a calendar month.
    HazardAMonth(Num),
}

impl Leaving {
    pub fn num(&self) -> &Num {
        match self {
            Leaving::ShareAYear(num) | Leaving::HazardAMonth(num) => num,
        }
    }

    /// The hazard in a calendar hour for a drawn value: `−ln(1 − share)` a year.
    pub fn hazard_per_hour(&self, drawn: f64) -> f64 {
        match self {
            Leaving::ShareAYear(_) => -libm::log(1.0 - drawn) / (365.25 * 24.0),
            Leaving::HazardAMonth(_) => drawn * 12.0 / (365.25 * 24.0),
        }
    }
}

impl Pool {
    /// The most likely hazard of leaving in a calendar month of those who are independent.
    pub fn leaving_per_month(&self) -> f64 {
        let independent = &self.leaving[Grade::Independent as usize];
        independent.hazard_per_hour(independent.num().likely()) * 365.25 * 24.0 / 12.0
    }
}

/// How leavers of a pool's own staff are replaced.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// Calendar weeks from leaving, or from the review, to the first day.
    pub after_weeks: Num,
    /// Weeks between reviews that hire up to the headcount; None: each leaver is replaced.
    pub every_weeks: Option<Num>,
    /// New people begin as trainees and learn; else they come experienced.
    pub learns: bool,
}

/// Temps who become permanent.
#[derive(Clone, Debug)]
pub struct Conversion {
    pub when: When,
    pub share: Num,
    pub pool: usize,
}

/// When a cohort is converted.
// A handful of these exist: boxing the large one would only make them harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum When {
    At(SimTime),
    /// Months after each person's first day.
    AfterMonths(Num),
}

/// What happens to the case of a worker who leaves (RULES 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnLeave {
    /// Back to the front of its queue with its remaining effort, plus handover.
    Return,
    /// Back to the front of its queue with its whole effort.
    ReturnLost,
    /// The worker takes no new case and leaves when this one is done.
    Finish,
}

/// Workers who start together, or one after the other.
#[derive(Clone, Debug)]
pub struct Cohort {
    pub name: String,
    pub says: String,
    /// The pool that they join.
    pub pool: usize,
    pub size: Size,
    /// The decision to hire.
    pub ordered: SimTime,
    /// Calendar weeks from the decision to the first day of the first group.
    pub lead_weeks: Num,
    /// Calendar weeks that each person comes later than the group, drawn per person.
    pub own_lead_weeks: Option<Spread>,
    /// People in one group; None: all at once.
    pub groups_of: Option<Num>,
    pub weeks_between_groups: Num,
    /// None: no end.
    pub contract_months: Option<Num>,
    pub converts: Option<Conversion>,
    /// What leaving is multiplied by in the first year after hire.
    pub leaving_first_year: Num,
    /// From and until: called up again and again instead of one contract; empty: not at all.
    pub call_ups: Vec<(SimTime, SimTime)>,
    /// Share that stays after the contract.
    pub stays_afterwards: Num,
    pub classroom: Classroom,
    pub leaving: [Leaving; 3],
    /// None: as in the pool.
    pub absence: Option<Absence>,
    pub prices: CohortPrices,
    pub learning: Learning,
}

#[derive(Clone, Debug)]
pub enum Size {
    Headcount(Num),
    /// Poisson hiring from the decision on, so many a calendar month.
    PerMonth(Num),
}

/// Weeks of class before practice, with trainers from experienced staff.
#[derive(Clone, Debug)]
pub struct Classroom {
    pub weeks: Num,
    /// Trainees per trainer; None: trainers come from elsewhere.
    pub trainees_per_trainer: Option<Num>,
}
