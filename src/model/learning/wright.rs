//! Learning by cases: the k-th case takes `T₁·k^−b`. Wright 1936.
//!
//! In pace: `p₁·k^b`, up to the pace of the fully competent.

/// The exponent for a learning rate: after twice as many cases one takes this share of the time.
pub fn exponent(learning_rate: f64) -> f64 {
    -libm::log2(learning_rate)
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wright {
    pub exponent: f64,
}

impl Wright {
    /// Pace at the case after `cases`, over that of the first.
    pub fn speed_up(&self, cases: f64) -> f64 {
        libm::pow(1.0 + cases, self.exponent)
    }

    /// Cases after which the pace is so many times that of the first.
    pub fn cases_for(&self, speed_up: f64) -> f64 {
        libm::pow(speed_up, 1.0 / self.exponent) - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Case learning-wright-a: T₁ = 10, learning rate 0.8.
    #[test]
    fn proved_unit_times_are_those_of_the_reference() {
        let curve = Wright { exponent: exponent(0.8) };
        assert!((curve.exponent - 0.321_928_094_9).abs() < 1e-10);
        let time = |k: u32| 10.0 / curve.speed_up(f64::from(k - 1));
        assert!((time(100) / 2.270_616_609 - 1.0).abs() < 1e-9);
        let sum: f64 = (1..=100).map(time).sum();
        assert!((sum / 326.508_108_3 - 1.0).abs() < 1e-9);
        assert!((curve.cases_for(curve.speed_up(57.0)) - 57.0).abs() < 1e-9);
    }
}
