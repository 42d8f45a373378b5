//! How competence grows with effective practice, and what it does to pace, questions and returned drafts (DESIGN 2.5,
//! RULES 8). One kind of curve a file; each answers for practice in its own unit.

mod de_jong;
mod exponential;
pub mod forgetting;
mod logistic;
mod table;
pub mod wright;

use std::sync::Arc;

pub use self::{de_jong::DeJong, logistic::Logistic, table::Table, wright::Wright};
use super::num::{Num, Spread};

/// How people of one pool or cohort learn, as checked.
#[derive(Clone, Debug)]
pub struct Learning {
    pub curve: Curve,
    pub class: ClassStart,
    /// Months of break after which all is forgotten; None: nothing ever is.
    pub forgets_all_after_months: Option<Num>,
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
    /// The most likely calendar months from the first working day to independence of half of them; none where learning is
    /// said in another way.
    pub fn months_to_independence(&self) -> Option<f64> {
        match &self.curve {
            Curve::Practice { tau_hours: Tau::MonthsToIndependence(months), .. } => Some(months.likely()),
            Curve::Period { months, .. } => Some(months.law.mean()),
            _ => None,
        }
    }

    /// Nothing is learnt and nothing asked: for pools without trainees.
    pub fn none(path: &str) -> Self {
        let known = |value: f64, key: &str| Num::known(value, format!("{path}.{key}"));
        Learning {
            curve: Curve::None,
            class: ClassStart {
                without: known(0.0, "competence_without_class"),
                after: None,
                weeks: known(1.0, "class_weeks_to_learn"),
            },
            forgets_all_after_months: None,
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
    /// `c(h) = 1 − exp(−h/τ)`, or the logistic curve; τ in hours of effective practice.
    Practice { tau_hours: Tau, logistic_from: Option<Num> },
    /// By cases: a power law, with a part that stays.
    Cases { learning_rate: Num, incompressible: Option<Num> },
    /// (practice, competence); months are hours by the practice that a month brings.
    Table { points: Arc<Vec<(f64, f64)>>, unit: Unit },
    /// Practice lasts a time of its own, then the worker is independent at once with pace `pace_after`.
    Period { months: Spread, pace_after: Num },
    /// Ends when the shared supervision has given its amount (`supervision.mode = "share"`).
    Supervised { pace_after: Num },
    /// Nothing is learnt: a trainee stays a trainee.
    None,
}

/// What a table of competence counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Months,
    Hours,
    Cases,
}

/// Where practice begins: `c0(w) = raw + (class − raw)(1 − exp(−w/w0))` after w weeks of class (RULES 8).
#[derive(Clone, Debug)]
pub struct ClassStart {
    pub without: Num,
    pub after: Option<Num>,
    pub weeks: Num,
}

impl ClassStart {
    /// The rule for numbers drawn.
    pub fn competence(without: f64, after: f64, weeks_to_learn: f64, weeks: f64) -> f64 {
        without + (after - without) * (1.0 - libm::exp(-weeks / weeks_to_learn))
    }
}

/// The time constant, as experts or as managers know it.
#[derive(Clone, Debug)]
pub enum Tau {
    Hours(Num),
    /// Calendar months from the first working day after which half of the people work alone, at full coaching.
    MonthsToIndependence(Num),
}

/// A curve with its numbers drawn; practice is counted in time constants, cases or hours of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum CurveRule {
    Exponential,
    Logistic(Logistic),
    Wright(Wright),
    DeJong(DeJong),
    Table(Table),
}

/// What practice is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    Hours,
    Cases,
}

/// The learning of one replication, numbers drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct LearningRule {
    pub curve: CurveRule,
    pub counts: Counts,
    /// Competence when practice begins.
    pub start: f64,
    pub pace_at_start: f64,
    pub pace_after: f64,
    /// Per hour of work at competence 0.
    pub consult_rate: f64,
    pub eta: f64,
    pub eta_coach: f64,
    pub never: f64,
    pub threshold: f64,
    /// The time constant in hours of effective practice, 1 of a curve that has none; infinite: nothing is learnt by
    /// practice.
    pub tau_hours: f64,
    pub spread: f64,
}

impl LearningRule {
    /// Competence after `practice` of somebody with time constant `tau`, in [0, 1].
    #[inline]
    pub fn competence(&self, practice: f64, tau: f64) -> f64 {
        if tau.is_infinite() {
            return 0.0;
        }
        let z = practice / tau;
        let learnt = match &self.curve {
            CurveRule::Exponential => exponential::competence(z),
            CurveRule::Logistic(curve) => curve.competence(z),
            CurveRule::Wright(curve) => self.competence_at_speed_up(curve.speed_up(z)),
            CurveRule::DeJong(curve) => self.competence_at_speed_up(curve.speed_up(z)),
            CurveRule::Table(table) => table.competence(z),
        };
        if self.start > 0.0 { self.start + (1.0 - self.start) * learnt } else { learnt }
    }

    /// Practice that the median worker takes to the threshold, in the curve's own unit; infinite when it is never met.
    pub fn practice_to_independence(&self) -> f64 {
        let wanted = ((self.threshold - self.start) / (1.0 - self.start)).max(0.0);
        let pace = |wanted: f64| (self.pace_at_start + (1.0 - self.pace_at_start) * wanted) / self.pace_at_start;
        let z = match &self.curve {
            CurveRule::Exponential => exponential::practice_for(wanted),
            CurveRule::Logistic(curve) => curve.practice_for(wanted),
            CurveRule::Wright(curve) => curve.cases_for(pace(wanted)),
            CurveRule::DeJong(curve) => curve.cases_for(pace(wanted)),
            CurveRule::Table(table) => table.practice_for(wanted),
        };
        z * self.tau_hours
    }

    /// Competence of somebody who may be one of those that never pass the threshold.
    #[inline]
    pub fn reached(&self, practice: f64, tau: f64, is_never: bool) -> f64 {
        let competence = self.competence(practice, tau);
        if is_never { competence.min(self.threshold) } else { competence }
    }

    /// Competence of somebody whose pace is so many times that of the first case.
    fn competence_at_speed_up(&self, speed_up: f64) -> f64 {
        let first = self.pace_at_start;
        if first < 1.0 { ((first * speed_up - first) / (1.0 - first)).min(1.0) } else { 1.0 }
    }

    /// What is left of the practice after a break, by [`forgetting`].
    pub fn practice_left(&self, practice: f64, remembered: f64) -> f64 {
        match self.counts {
            Counts::Hours => practice * remembered,
            Counts::Cases => forgetting::cases_after(practice, remembered),
        }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(curve: CurveRule, counts: Counts, tau_hours: f64, start: f64) -> LearningRule {
        LearningRule {
            curve,
            counts,
            start,
            pace_at_start: 0.25,
            pace_after: 1.0,
            consult_rate: 0.0,
            eta: 1.0,
            eta_coach: 1.0,
            never: 0.0,
            threshold: 0.8,
            tau_hours,
            spread: 0.0,
        }
    }

    #[test]
    fn the_median_worker_crosses_the_threshold_at_the_practice_that_the_curve_says() {
        let wright = Wright { exponent: wright::exponent(0.8) };
        let de_jong = DeJong { exponent: wright.exponent, incompressible: 0.2 };
        let table = Table(Arc::new(vec![(0.0, 0.0), (900.0, 0.9)]));
        for (curve, counts, tau) in [
            (CurveRule::Exponential, Counts::Hours, 700.0),
            (CurveRule::Logistic(Logistic { begins_at: 0.1 }), Counts::Hours, 300.0),
            (CurveRule::Wright(wright), Counts::Cases, 1.0),
            (CurveRule::DeJong(de_jong), Counts::Cases, 1.0),
            (CurveRule::Table(table), Counts::Hours, 1.0),
        ] {
            for start in [0.0, 0.3] {
                let rule = rule(curve.clone(), counts, tau, start);
                let practice = rule.practice_to_independence();
                let competence = rule.competence(practice, tau);
                assert!((competence - 0.8).abs() < 1e-9, "{curve:?} from {start}: {competence} after {practice}");
                assert!((rule.competence(0.0, tau) - start).abs() < 1e-12);
            }
        }
    }

    /// A pace of a quarter and a curve of cases: the k-th case takes T₁·k^−b, until it takes no longer than a competent one's.
    #[test]
    fn a_curve_of_cases_gives_its_unit_times_through_pace() {
        let rule = rule(CurveRule::Wright(Wright { exponent: 0.5 }), Counts::Cases, 1.0, 0.0);
        for (done, pace) in [(0.0, 0.25), (3.0, 0.5), (15.0, 1.0), (99.0, 1.0)] {
            assert!((rule.pace(rule.competence(done, 1.0)) - pace).abs() < 1e-12, "{done}");
        }
    }

    #[test]
    fn class_brings_the_start_nearer_to_what_it_can_bring() {
        assert_eq!(ClassStart::competence(0.1, 0.4, 2.0, 0.0), 0.1);
        let after = ClassStart::competence(0.1, 0.4, 2.0, 2.0);
        assert!((after - (0.4 - 0.3 * libm::exp(-1.0))).abs() < 1e-12);
    }
}
