//! Applicants who give up while they wait (RULES 1).

use super::num::{Num, Spread};
use crate::{
    calendar::{MONTH_DAYS, TICKS_PER_DAY},
    random::{Distribution, Draws},
};

/// How patient applicants are, as written; all in calendar time.
// A handful of these exist: boxing the large one would only make them harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Withdrawal {
    /// Share of those who wait that gives up in a year.
    ShareAYear(Num),
    /// The hazard in a calendar month.
    HazardAMonth(Num),
    /// Days that somebody waits at most in one stage.
    Days(Spread),
}

/// How long an applicant waits at most in one visit to a stage.
#[derive(Clone, Debug)]
pub enum Patience {
    /// As likely to give up at any moment.
    Hazard { per_day: f64 },
    /// Calendar days.
    Days(Distribution),
}

impl Patience {
    /// The hazard of a share a year: `−ln(1 − share)`.
    pub fn of_share(a_year: f64) -> Patience {
        Patience::Hazard { per_day: -libm::log(1.0 - a_year) / 365.25 }
    }

    pub fn of_hazard(a_month: f64) -> Patience {
        Patience::Hazard { per_day: a_month / MONTH_DAYS }
    }

    /// Calendar ticks, from the draws of one visit; infinite for who never gives up.
    pub fn ticks(&self, draws: &mut Draws) -> f64 {
        let days = match self {
            // A share of nothing has a hazard of minus nothing.
            Patience::Hazard { per_day } if *per_day <= 0.0 => f64::INFINITY,
            Patience::Hazard { per_day } => draws.exponential() / per_day,
            Patience::Days(law) => law.sample(draws),
        };
        days * TICKS_PER_DAY as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Source;

    fn mean_days(patience: &Patience) -> f64 {
        let key = Source::new(1, 0).key("a stream", "patience");
        let sum: f64 = (0..40_000).map(|case| patience.ticks(&mut key.draws(case, 0))).sum();
        sum / TICKS_PER_DAY as f64 / 40_000.0
    }

    /// False alarm below 1e-6: five standard errors of an exponential's mean.
    #[test]
    fn a_share_a_year_leaves_that_share_after_a_year() {
        let patience = Patience::of_share(0.25);
        let key = Source::new(1, 0).key("a stream", "patience");
        let year = 365.25 * TICKS_PER_DAY as f64;
        let gone = (0..40_000).filter(|case| patience.ticks(&mut key.draws(*case, 0)) < year).count();
        let sd = libm::sqrt(40_000.0 * 0.25 * 0.75);
        assert!((gone as f64 - 10_000.0).abs() < 5.0 * sd, "{gone} of 40,000");
    }

    #[test]
    fn a_hazard_a_month_is_one_over_the_mean_in_months() {
        let mean = mean_days(&Patience::of_hazard(0.5));
        assert!((mean / (2.0 * MONTH_DAYS) - 1.0).abs() < 5.0 / 200.0, "{mean} days");
    }

    #[test]
    fn nobody_gives_up_at_a_hazard_of_nothing() {
        let key = Source::new(1, 0).key("a stream", "patience");
        assert_eq!(Patience::of_share(0.0).ticks(&mut key.draws(1, 0)), f64::INFINITY);
        let key = Source::new(1, 0).key("a stream", "patience");
        assert!(Patience::of_hazard(0.0).ticks(&mut key.draws(1, 0)).is_infinite());
    }
}
