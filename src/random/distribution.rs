//! Variability: what differs from case to case, person to person or day to day.
//!
//! A [`Distribution`] is checked when it is made and cannot fail afterwards. It is given by quantities people
//! can estimate, a mean and a coefficient of variation (cv = standard deviation / mean) where that makes
//! sense, and has exactly these moments. Samples are formulas on `libm` over [`Draws`], so their bits do not
//! hang on cargo features.
//!
//! # Source
//! Law (2015), *Simulation modeling and analysis*, chapters 6 and 8. The makers, with their own
//! sources, are in `makers.rs`.

use std::sync::Arc;

use super::beta::Beta;
use super::gamma::Gamma;
use super::streams::Draws;
use crate::stats::{normal_cdf, normal_quantile};

/// A checked probability distribution of one real number, in whatever unit its maker was given.
///
/// Cheap to clone: tables are shared.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution(pub(super) Kind);

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Deterministic(f64),
    Exponential {
        mean: f64,
    },
    /// A few phases, summed; many are a gamma.
    Erlang {
        phases: u32,
        phase_mean: f64,
    },
    Gamma {
        mean: f64,
        cv: f64,
        unit: Gamma,
        scale: f64,
    },
    Lognormal {
        mean: f64,
        cv: f64,
        sigma: f64,
    },
    /// Lognormal on both sides of the median, with a spread of the logarithm of its own on each.
    SplitLognormal {
        median: f64,
        below: f64,
        above: f64,
    },
    Hyperexponential {
        mean: f64,
        cv: f64,
        first: f64,
        means: [f64; 2],
    },
    Uniform {
        min: f64,
        max: f64,
    },
    Triangular {
        min: f64,
        mode: f64,
        max: f64,
    },
    Beta {
        min: f64,
        max: f64,
        mean: f64,
        variance: f64,
        unit: Beta,
    },
    Weibull {
        mean: f64,
        cv: f64,
        inverse_shape: f64,
        scale: f64,
    },
    /// Values ascending; `until` is the cumulative probability up to and including each.
    Discrete {
        values: Arc<[f64]>,
        until: Arc<[f64]>,
        mean: f64,
        variance: f64,
    },
}

impl Distribution {
    /// One value.
    #[inline(always)]
    pub fn sample(&self, draws: &mut Draws) -> f64 {
        match self.0 {
            Kind::Deterministic(value) => value,
            Kind::Exponential { mean } => mean * draws.exponential(),
            _ => self.sample_formula(draws),
        }
    }

    fn sample_formula(&self, draws: &mut Draws) -> f64 {
        match &self.0 {
            Kind::Deterministic(value) => *value,
            Kind::Exponential { mean } => mean * draws.exponential(),
            Kind::Erlang { phases, phase_mean } => {
                phase_mean * (0..*phases).fold(0.0, |sum, _| sum + draws.exponential())
            }
            Kind::Gamma { unit, scale, .. } => scale * unit.sample(draws),
            Kind::Lognormal { mean, sigma, .. } => mean * libm::exp(sigma * (draws.normal() - 0.5 * sigma)),
            Kind::SplitLognormal { median, below, above } => {
                let z = draws.normal();
                median * libm::exp(z * if z < 0.0 { below } else { above })
            }
            Kind::Hyperexponential { first, means, .. } => {
                let branch = usize::from(draws.uniform() >= *first);
                means[branch] * draws.exponential()
            }
            Kind::Uniform { min, max } => min + (max - min) * draws.uniform(),
            Kind::Triangular { min, mode, max } => {
                let u = draws.uniform();
                let (below, above, width) = (mode - min, max - mode, max - min);
                if u * width < below {
                    min + (u * width * below).sqrt()
                } else {
                    max - ((1.0 - u) * width * above).sqrt()
                }
            }
            Kind::Beta { min, max, unit, .. } => min + (max - min) * unit.sample(draws),
            Kind::Weibull { inverse_shape, scale, .. } => scale * libm::pow(draws.exponential(), *inverse_shape),
            Kind::Discrete { values, until, .. } => {
                let u = draws.uniform();
                // Rounding may leave the last sum a hair below 1.
                values[until.partition_point(|&sum| sum <= u).min(values.len() - 1)]
            }
        }
    }

    /// The exact mean.
    pub fn mean(&self) -> f64 {
        match &self.0 {
            Kind::Deterministic(value) => *value,
            Kind::Erlang { phases, phase_mean } => f64::from(*phases) * phase_mean,
            Kind::Uniform { min, max } => 0.5 * (min + max),
            Kind::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Kind::SplitLognormal { median, below, above } => median * split_moment(*below, *above, 1.0),
            Kind::Exponential { mean }
            | Kind::Gamma { mean, .. }
            | Kind::Lognormal { mean, .. }
            | Kind::Hyperexponential { mean, .. }
            | Kind::Beta { mean, .. }
            | Kind::Weibull { mean, .. }
            | Kind::Discrete { mean, .. } => *mean,
        }
    }

    /// The exact variance, in the square of the variable's unit.
    pub fn variance(&self) -> f64 {
        match &self.0 {
            Kind::Deterministic(_) => 0.0,
            Kind::Exponential { mean } => mean * mean,
            Kind::Erlang { phases, phase_mean } => f64::from(*phases) * phase_mean * phase_mean,
            Kind::Gamma { mean, cv, .. }
            | Kind::Lognormal { mean, cv, .. }
            | Kind::Hyperexponential { mean, cv, .. }
            | Kind::Weibull { mean, cv, .. } => (mean * cv) * (mean * cv),
            Kind::Uniform { min, max } => (max - min) * (max - min) / 12.0,
            Kind::Triangular { min, mode, max } => {
                let (below, above) = (mode - min, max - mode);
                (below * below + below * above + above * above) / 18.0
            }
            Kind::SplitLognormal { median, below, above } => {
                let mean = split_moment(*below, *above, 1.0);
                median * median * (split_moment(*below, *above, 2.0) - mean * mean)
            }
            Kind::Beta { variance, .. } | Kind::Discrete { variance, .. } => *variance,
        }
    }

    /// The coefficient of variation: standard deviation over the size of the mean.
    ///
    /// 0 for a constant, whatever its mean; infinite when only the mean is 0.
    pub fn cv(&self) -> f64 {
        match &self.0 {
            Kind::Gamma { cv, .. }
            | Kind::Lognormal { cv, .. }
            | Kind::Hyperexponential { cv, .. }
            | Kind::Weibull { cv, .. } => *cv,
            _ => match self.variance() {
                0.0 => 0.0,
                variance => variance.sqrt() / self.mean().abs(),
            },
        }
    }

    /// The distribution of `factor` times the variable: same draws, same cv.
    ///
    /// # Panics
    /// If `factor` is negative or not finite.
    pub fn scaled(&self, factor: f64) -> Self {
        assert!(
            factor >= 0.0 && factor.is_finite(),
            "a distribution is scaled by a finite factor of at least 0, not {factor}"
        );
        if factor == 0.0 {
            return Self(Kind::Deterministic(0.0));
        }
        let mut scaled = self.clone();
        match &mut scaled.0 {
            Kind::Deterministic(mean)
            | Kind::Exponential { mean }
            | Kind::Erlang { phase_mean: mean, .. }
            | Kind::Lognormal { mean, .. }
            | Kind::SplitLognormal { median: mean, .. } => *mean *= factor,
            Kind::Gamma { mean, scale, .. } | Kind::Weibull { mean, scale, .. } => {
                *mean *= factor;
                *scale *= factor;
            }
            Kind::Hyperexponential { mean, means, .. } => {
                *mean *= factor;
                means.iter_mut().for_each(|branch| *branch *= factor);
            }
            Kind::Uniform { min, max } => {
                *min *= factor;
                *max *= factor;
            }
            Kind::Triangular { min, mode, max } => {
                *min *= factor;
                *mode *= factor;
                *max *= factor;
            }
            Kind::Beta { min, max, mean, variance, .. } => {
                *min *= factor;
                *max *= factor;
                *mean *= factor;
                *variance *= factor * factor;
            }
            Kind::Discrete { values, mean, variance, .. } => {
                *values = values.iter().map(|value| value * factor).collect();
                *mean *= factor;
                *variance *= factor * factor;
            }
        }
        scaled
    }

    /// The one figure to name: the median of planning figures, else the mean.
    pub fn typical(&self) -> f64 {
        match &self.0 {
            Kind::SplitLognormal { median, .. } => *median,
            _ => self.mean(),
        }
    }

    /// The ends to name: the 5 % and 95 % points of planning figures, else those of the support.
    pub fn outer(&self) -> (f64, f64) {
        match &self.0 {
            Kind::SplitLognormal { median, below, above } => {
                let z = normal_quantile(0.95);
                (median * libm::exp(-z * below), median * libm::exp(z * above))
            }
            _ => (self.min_value(), self.max_value()),
        }
    }

    /// The infimum of the support: no value is below it.
    pub fn min_value(&self) -> f64 {
        match &self.0 {
            Kind::Deterministic(value) => *value,
            Kind::Uniform { min, .. } | Kind::Triangular { min, .. } | Kind::Beta { min, .. } => *min,
            Kind::Discrete { values, .. } => values[0],
            _ => 0.0,
        }
    }

    /// The supremum of the support: no value is above it; infinite for unbounded ones.
    pub fn max_value(&self) -> f64 {
        match &self.0 {
            Kind::Deterministic(value) => *value,
            Kind::Uniform { max, .. } | Kind::Triangular { max, .. } | Kind::Beta { max, .. } => *max,
            Kind::Discrete { values, .. } => values[values.len() - 1],
            _ => f64::INFINITY,
        }
    }
}

/// The moment of this order of exp(Z · (below or above, by the sign of Z)), Z standard normal.
fn split_moment(below: f64, above: f64, order: f64) -> f64 {
    let half = |sigma: f64| libm::exp(0.5 * sigma * sigma) * normal_cdf(sigma);
    half(-order * below) + half(order * above)
}
