//! Money: who pays, for what, and in which calendar year. Only what was filled in is counted.
//!
//! Amounts of single cases are whole cents, so that a sum does not depend on its order; prices are euros.

use jiff::civil::Date;

use super::{names::Names, num::Num, study::OpenCase};
use crate::calendar::days_between;

/// Who pays, or goes without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Payer {
    /// The organisation that decides the cases.
    Organisation,
    /// Who runs the reception centres.
    Reception,
    Courts,
    /// Whom nobody pays: penalties that a law suspends or that are not claimed are a loss of theirs, never a gain.
    Applicants,
    /// For whom people without a case do other work: what that is worth to them is a cost below zero.
    Others,
}

impl Payer {
    pub const ALL: [Payer; 5] =
        [Payer::Organisation, Payer::Reception, Payer::Courts, Payer::Applicants, Payer::Others];

    /// The name in tables and files.
    pub fn name(self) -> &'static str {
        ["organisation", "reception", "courts", "applicants", "others"][self as usize]
    }
}

/// What a paid worker of a pool costs.
#[derive(Clone, Debug)]
pub enum Price {
    /// A full-time year: the calendar's full week, all year.
    Year(Num),
    /// A paid hour.
    Hour(Num),
}

/// What people of a cohort cost beside or instead of a salary.
#[derive(Clone, Debug, Default)]
pub struct CohortPrices {
    /// The agency's fee for a paid hour, until the contract ends.
    pub agency_hour: Option<Num>,
    /// Once for everybody who starts; what is given adds up.
    pub recruit_each: Option<Num>,
    pub train_each: Option<Num>,
    pub recruit_and_train_each: Option<Num>,
}

impl CohortPrices {
    pub fn is_any(&self) -> bool {
        self.agency_hour.is_some() || self.for_each().next().is_some()
    }

    /// What is paid once for everybody.
    pub fn for_each(&self) -> impl Iterator<Item = &Num> {
        [&self.recruit_each, &self.train_each, &self.recruit_and_train_each].into_iter().flatten()
    }
}

/// Prices for the whole organisation; a pool or cohort may have its own.
#[derive(Clone, Debug, Default)]
pub struct Money {
    /// A full-time year of own staff whose pool has no price of its own.
    pub officer_fte_year: Option<Num>,
    pub cohorts: CohortPrices,
    /// A seat (desk, account) of somebody employed, a year.
    pub seat_year: Option<Num>,
    /// What an hour of overtime costs on top of an hour, over it.
    pub overtime_surcharge: Option<Num>,
    /// What an appeal against delay costs the courts.
    pub court_case_each: Option<Num>,
    /// Euros a day in reception, of a regular place and of one beyond the regular places.
    pub reception_day_regular: Option<Num>,
    pub reception_day_emergency: Option<Num>,
    /// The year whose prices these are.
    pub price_level: Option<i16>,
    /// A year.
    pub discount_rate: f64,
    pub open_case_at_end: OpenCase,
}

/// What an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cost {
    /// Paid hours of a pool, without those that an agency charges.
    Salaries(usize),
    /// Paid hours of a cohort, charged by its agency.
    Agency(usize),
    /// Recruiting and training of those of a cohort who start.
    Recruiting(usize),
    /// Seats of a pool's people.
    Seats(usize),
    /// Appeals against delay, of all regimes.
    CourtCases,
    RegularReception,
    EmergencyReception,
    /// Penalties that run by themselves after a notice of default, by regime.
    Penalty(usize),
    /// Penalties that a court set.
    CourtPenalty(usize),
    /// Worth of the other work of a pool, below zero.
    OtherWork(usize),
    /// What nobody claimed, of both.
    Unclaimed(usize),
    /// What a law suspended, of both: a right saved on paper.
    Suspended(usize),
}

impl Cost {
    pub fn payer(self) -> Payer {
        match self {
            Cost::Salaries(_)
            | Cost::Agency(_)
            | Cost::Recruiting(_)
            | Cost::Seats(_)
            | Cost::Penalty(_)
            | Cost::CourtPenalty(_) => Payer::Organisation,
            Cost::CourtCases => Payer::Courts,
            Cost::RegularReception | Cost::EmergencyReception => Payer::Reception,
            Cost::Unclaimed(_) | Cost::Suspended(_) => Payer::Applicants,
            Cost::OtherWork(_) => Payer::Others,
        }
    }

    /// The kind in tables and files.
    pub fn kind(self) -> &'static str {
        match self {
            Cost::Salaries(_) => "salaries",
            Cost::Agency(_) => "agency fees",
            Cost::Recruiting(_) => "recruiting and training",
            Cost::Seats(_) => "seats",
            Cost::OtherWork(_) => "other work",
            Cost::CourtCases => "appeals against delay",
            Cost::RegularReception => "regular places",
            Cost::EmergencyReception => "emergency places",
            Cost::Penalty(_) => "penalties",
            Cost::CourtPenalty(_) => "court penalties",
            Cost::Unclaimed(_) => "penalties not claimed",
            Cost::Suspended(_) => "penalties suspended",
        }
    }

    /// The pool, cohort or regime that it is of; empty for what is of all.
    pub fn of(self, names: &Names) -> &str {
        match self {
            Cost::Salaries(pool) | Cost::Seats(pool) | Cost::OtherWork(pool) => &names.pools[pool],
            Cost::Agency(cohort) | Cost::Recruiting(cohort) => &names.cohorts[cohort],
            Cost::Penalty(regime) | Cost::CourtPenalty(regime) | Cost::Unclaimed(regime) | Cost::Suspended(regime) => {
                &names.penalties[regime]
            }
            Cost::CourtCases | Cost::RegularReception | Cost::EmergencyReception => "",
        }
    }
}

/// The calendar years of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Years {
    first: i16,
    /// The first day of each year but the first, counted from the start of the run.
    turns: Vec<i32>,
}

impl Years {
    pub fn new(start: Date, end: Date) -> Years {
        let turns = (start.year() + 1..=end.year())
            .map(|year| days_between(start, jiff::civil::date(year, 1, 1)) as i32)
            .collect();
        Years { first: start.year(), turns }
    }

    pub fn count(&self) -> usize {
        self.turns.len() + 1
    }

    /// 2027.
    pub fn number(&self, index: usize) -> i16 {
        self.first + index as i16
    }

    /// "2027".
    pub fn name(&self, index: usize) -> String {
        self.number(index).to_string()
    }

    /// The year in which a day falls, counted from the start of the run; days outside belong to the nearest year.
    pub fn of_day(&self, day: i32) -> usize {
        self.turns.partition_point(|turn| *turn <= day)
    }

    /// The first day of each year but the first.
    pub fn turns(&self) -> &[i32] {
        &self.turns
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_year_begins_on_its_first_of_january() {
        let years = Years::new(date(2020, 4, 1), date(2022, 6, 30));
        assert_eq!(years.count(), 3);
        assert_eq!((years.of_day(0), years.of_day(274), years.of_day(275)), (0, 0, 1));
        assert_eq!((years.of_day(275 + 364), years.of_day(275 + 365), years.of_day(-3)), (1, 2, 0));
        assert_eq!(years.name(2), "2022");
    }

    #[test]
    fn every_payer_stands_at_its_own_place() {
        for (place, payer) in Payer::ALL.into_iter().enumerate() {
            assert_eq!(payer as usize, place);
        }
    }
}
