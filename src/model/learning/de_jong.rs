//! Learning by cases of which a part cannot be learnt away: the k-th takes `T₁·(M + (1 − M)·k^−b)`. De Jong 1957.
//!
//! Right for hearings: however practised the officer, the applicant must be heard out.

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeJong {
    pub exponent: f64,
    /// M: share of the first case's time that stays.
    pub incompressible: f64,
}

impl DeJong {
    /// Pace at the case after `cases`, over that of the first.
    pub fn speed_up(&self, cases: f64) -> f64 {
        let learnt = libm::pow(1.0 + cases, -self.exponent);
        1.0 / (self.incompressible + (1.0 - self.incompressible) * learnt)
    }

    /// Cases after which the pace is so many times that of the first; infinite when it never is.
    pub fn cases_for(&self, speed_up: f64) -> f64 {
        let learnt = (1.0 / speed_up - self.incompressible) / (1.0 - self.incompressible);
        if learnt > 0.0 { libm::pow(learnt, -1.0 / self.exponent) - 1.0 } else { f64::INFINITY }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::wright::exponent, *};

    /// Case learning-wright-a: T₁ = 10, learning rate 0.8, a quarter of the time incompressible.
    #[test]
    fn proved_unit_times_are_those_of_the_reference() {
        let curve = DeJong { exponent: exponent(0.8), incompressible: 0.25 };
        let time = |k: u32| 10.0 / curve.speed_up(f64::from(k - 1));
        assert!((time(100) / 4.202_962_457 - 1.0).abs() < 1e-9);
        let sum: f64 = (1..=100).map(time).sum();
        assert!((sum / 494.881_081_2 - 1.0).abs() < 1e-9);
        assert!((curve.cases_for(curve.speed_up(30.0)) - 30.0).abs() < 1e-9);
        assert_eq!(curve.cases_for(4.0), f64::INFINITY);
    }
}
