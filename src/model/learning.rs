//! How competence grows with effective practice, and what it does to pace, questions and returned drafts.
//!
//! Source: exponential learning with a ceiling; DESIGN 2.5, RULES 8.

use super::num::{Num, Spread};

/// How people of one pool or cohort learn, as checked.
#[derive(Clone, Debug)]
pub struct Learning {
    pub curve: Curve,
    /// Pace of a trainee on the first day of practice; 1 = fully competent.
    pub pace_at_start: Num,
    /// Questions per hour of work at competence 0.
    pub consult_rate: Num,
    /// Effective practice that an unanswered question leaves of the work after it.
    pub learns_without_help: Num,
    /// Effective practice at no coaching at all, where coaching is planned.
    pub learns_without_coaching: Num,
    /// Share that never becomes independent.
    pub never_independent: Num,
    /// Competence that independence takes.
    pub threshold: Num,
    /// Coefficient of variation of the time constant between people.
    pub spread: Num,
}

impl Learning {
    /// Nothing is learnt and nothing asked: for pools without trainees.
    pub fn none(path: &str) -> Self {
        let known = |value: f64, key: &str| Num::known(value, format!("{path}.{key}"));
        Learning {
            curve: Curve::None,
            pace_at_start: known(1.0, "pace_at_start"),
            consult_rate: known(0.0, "questions_per_hour_at_start"),
            learns_without_help: known(1.0, "learns_without_help"),
            learns_without_coaching: known(1.0, "learns_without_coaching"),
            never_independent: known(0.0, "never_independent"),
            threshold: known(0.8, "independent_at"),
            spread: known(0.0, "learning_spread"),
        }
    }
}

/// What moves a trainee towards independence.
// A handful of these exist: boxing the large ones would only make them harder to read.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Curve {
    /// `c(h) = 1 − exp(−h/τ)`, τ in hours of effective practice.
    Practice { tau_hours: Tau },
    /// Practice lasts a time of its own, then the worker is independent at once with pace `pace_after`.
    Period { months: Spread, pace_after: Num },
    /// Ends when the shared supervision has given its amount (`supervision.mode = "share"`).
    Supervised { pace_after: Num },
    /// Nothing is learnt: a trainee stays a trainee.
    None,
}

/// The time constant, as experts or as managers know it.
#[derive(Clone, Debug)]
pub enum Tau {
    Hours(Num),
    /// Calendar months from the first working day after which half of the people work alone, at full coaching.
    MonthsToIndependence(Num),
}

/// The learning of one replication, numbers drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LearningRule {
    pub pace_at_start: f64,
    pub pace_after: f64,
    /// Per hour of work at competence 0.
    pub consult_rate: f64,
    pub eta: f64,
    pub eta_coach: f64,
    pub never: f64,
    pub threshold: f64,
    /// Hours of effective practice; infinite: nothing is learnt by practice.
    pub tau_hours: f64,
    pub spread: f64,
}

impl LearningRule {
    /// Competence after `practice` effective hours with time constant `tau`, in [0, 1).
    #[inline]
    pub fn competence(practice_hours: f64, tau_hours: f64) -> f64 {
        if tau_hours.is_infinite() { 0.0 } else { 1.0 - libm::exp(-practice_hours / tau_hours) }
    }

    /// Cases per time relative to a fully competent worker: an effort of E hours takes E / pace.
    #[inline]
    pub fn pace(&self, competence: f64) -> f64 {
        self.pace_at_start + (self.pace_after - self.pace_at_start) * competence
    }

    /// Questions per hour of work.
    #[inline]
    pub fn question_rate(&self, competence: f64) -> f64 {
        self.consult_rate * (1.0 - competence)
    }

    /// The time constant for which the median worker crosses `threshold` after `practice_hours` of effective practice.
    pub fn tau_for(practice_hours: f64, threshold: f64) -> f64 {
        practice_hours / -libm::log(1.0 - threshold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_worker_crosses_the_threshold_at_the_stated_practice() {
        let tau = LearningRule::tau_for(1200.0, 0.8);
        assert!((LearningRule::competence(1200.0, tau) - 0.8).abs() < 1e-12);
    }
}
