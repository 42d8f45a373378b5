//! Standard gamma variates (scale 1) of any shape, by bits that do not hang on cargo features.
//!
//! `rand_distr::Gamma` reaches for the platform's `pow` below shape 1, so this is the same method on `libm`.
//!
//! # Source
//! Marsaglia and Tsang (2000), *A simple method for generating gamma variables*; its section 6 for shapes
//! below 1: a variate of shape a is one of shape a + 1 times U^(1/a).

use super::streams::Draws;

/// A gamma variable with scale 1: mean and variance are both its shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gamma {
    d: f64,
    c: f64,
    /// 1 / shape where the shape is below 1, else 0.
    boost: f64,
}

impl Gamma {
    /// `shape` must be positive and finite.
    pub(super) fn new(shape: f64) -> Self {
        debug_assert!(shape > 0.0 && shape.is_finite());
        let (raised, boost) = if shape < 1.0 { (shape + 1.0, 1.0 / shape) } else { (shape, 0.0) };
        let d = raised - 1.0 / 3.0;
        Self { d, c: 1.0 / (9.0 * d).sqrt(), boost }
    }

    /// At least 0; 0 itself only when a tiny shape underflows.
    #[inline]
    pub(super) fn sample(&self, draws: &mut Draws) -> f64 {
        let raised = self.sample_raised(draws);
        if self.boost == 0.0 { raised } else { raised * libm::pow(draws.uniform(), self.boost) }
    }

    /// The natural logarithm of a variate, which does not underflow.
    pub(super) fn sample_ln(&self, draws: &mut Draws) -> f64 {
        let raised = libm::log(self.sample_raised(draws));
        if self.boost == 0.0 { raised } else { raised + self.boost * libm::log(draws.uniform()) }
    }

    /// Whether the shape is below 1.
    pub(super) fn is_boosted(&self) -> bool {
        self.boost != 0.0
    }

    #[inline]
    fn sample_raised(&self, draws: &mut Draws) -> f64 {
        loop {
            let x = draws.normal();
            let root = 1.0 + self.c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let u = draws.uniform();
            let square = x * x;
            // The squeeze spares both logarithms in some 98 % of cases.
            if u < 1.0 - 0.0331 * square * square || libm::log(u) < 0.5 * square + self.d * (1.0 - v + libm::log(v)) {
                return self.d * v;
            }
        }
    }
}
