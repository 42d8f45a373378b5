//! Screening by elementary effects: which inputs matter, from few runs.
//!
//! # Source
//! Morris (1991), *Factorial sampling plans for preliminary computational experiments*, Technometrics 33(2); the mean of
//! absolute values: Campolongo, Cariboni and Saltelli (2007), *Environmental Modelling & Software* 22(10).

use super::Moments;

/// What the elementary effects of one input say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effects {
    /// Their mean: the direction.
    pub mean: f64,
    /// The mean of their sizes, mu*: how much the input matters.
    pub size: f64,
    /// Of that mean.
    pub size_error: f64,
    /// Their standard deviation, sigma: large beside mu* where the input interacts, or bends.
    pub spread: f64,
}

/// From the elementary effects of one input: differences of the output over the step.
///
/// # Panics
/// When there are none.
pub fn effects(of_input: &[f64]) -> Effects {
    assert!(!of_input.is_empty(), "an input is moved at least once");
    let signed: Moments = of_input.iter().copied().collect();
    let sizes: Moments = of_input.iter().map(|effect| effect.abs()).collect();
    Effects { mean: signed.mean(), size: sizes.mean(), size_error: sizes.std_error(), spread: signed.std_dev() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_one_effect_and_no_spread() {
        let line = effects(&[-2.0, -2.0, -2.0]);
        assert_eq!((line.mean, line.size, line.size_error, line.spread), (-2.0, 2.0, 0.0, 0.0));
        let bent = effects(&[-2.0, 2.0]);
        assert_eq!((bent.mean, bent.size), (0.0, 2.0));
        assert!((bent.spread - 8f64.sqrt()).abs() < 1e-12);
    }
}
