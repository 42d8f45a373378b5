//! Standard beta variates on (0, 1), as a share of two gamma variates.
//!
//! # Source
//! Devroye (1986), *Non-uniform random variate generation*, section IX.4.1: X / (X + Y).

use super::gamma::Gamma;
use super::streams::Draws;

/// A beta variable on [0, 1] with shapes a and b.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Beta {
    a: Gamma,
    b: Gamma,
}

impl Beta {
    /// Both shapes must be positive and finite.
    pub(super) fn new(a: f64, b: f64) -> Self {
        Self { a: Gamma::new(a), b: Gamma::new(b) }
    }

    #[inline]
    pub(super) fn sample(&self, draws: &mut Draws) -> f64 {
        if self.a.is_boosted() || self.b.is_boosted() {
            // Below shape 1 both gammas may underflow to 0; their logarithms keep the share defined.
            let x = self.a.sample_ln(draws);
            let y = self.b.sample_ln(draws);
            1.0 / (1.0 + libm::exp(y - x))
        } else {
            let x = self.a.sample(draws);
            let y = self.b.sample(draws);
            x / (x + y)
        }
    }
}
