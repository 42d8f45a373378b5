//! How a [`Distribution`] is made: one checked maker a kind, from quantities people can estimate.
//!
//! Every refusal names the number, the mistake and a way out. A spread of 0 is a constant, not a mistake.

use super::beta::Beta;
use super::distribution::{Distribution, Kind};
use super::gamma::Gamma;
use super::weibull;
use crate::stats::normal_quantile;

/// Up to this many phases an Erlang variable is summed, at some 3 ns each; above, a gamma variate is cheaper.
const SUMMED_PHASES: u32 = 3;

/// Largest cv that is let in: beyond it no feasible number of draws shows the mean.
const LARGEST_CV: f64 = 100.0;

impl Distribution {
    /// Always `value`.
    ///
    /// # Errors
    /// If `value` is not finite.
    pub fn deterministic(value: f64) -> Result<Self, String> {
        finite("the value of a constant", value)?;
        Ok(Self(Kind::Deterministic(value)))
    }

    /// Exponential: memoryless, cv 1.
    ///
    /// # Errors
    /// If `mean` is not positive and finite.
    pub fn exponential(mean: f64) -> Result<Self, String> {
        positive("the mean of an exponential", mean)?;
        Ok(Self(Kind::Exponential { mean }))
    }

    /// Erlang: the sum of `k` equal exponential phases, cv 1 / √k.
    ///
    /// # Errors
    /// If `mean` is not positive and finite, or `k` is 0.
    pub fn erlang(mean: f64, k: u32) -> Result<Self, String> {
        positive("the mean of an erlang", mean)?;
        match k {
            0 => Err("an erlang needs at least 1 phase, but k is 0; give k = 1 for an exponential".into()),
            1 => Self::exponential(mean),
            _ if k <= SUMMED_PHASES => Ok(Self(Kind::Erlang { phases: k, phase_mean: mean / f64::from(k) })),
            _ => Ok(gamma_of(mean, (1.0 / f64::from(k)).sqrt(), f64::from(k))),
        }
    }

    /// Gamma with this mean and coefficient of variation; cv 0 is a constant.
    ///
    /// # Errors
    /// If `mean` is not positive and finite, or `cv` is outside [0, 100].
    pub fn gamma(mean: f64, cv: f64) -> Result<Self, String> {
        positive("the mean of a gamma", mean)?;
        if spread("a gamma", cv)? {
            return Self::deterministic(mean);
        }
        Ok(gamma_of(mean, cv, 1.0 / (cv * cv)))
    }

    /// Lognormal with this mean and coefficient of variation (of the variable, not of its logarithm);
    /// cv 0 is a constant.
    ///
    /// # Errors
    /// If `mean` is not positive and finite, or `cv` is outside [0, 100].
    pub fn lognormal(mean: f64, cv: f64) -> Result<Self, String> {
        positive("the mean of a lognormal", mean)?;
        if spread("a lognormal", cv)? {
            return Self::deterministic(mean);
        }
        let sigma = libm::log1p(cv * cv).sqrt();
        Ok(Self(Kind::Lognormal { mean, cv, sigma }))
    }

    /// Planning figures: the `median`, and a share `coverage` of the probability between `low` and `high`, the rest half
    /// below and half above. The logarithm is normal on either side of the median, with a spread of its own on each.
    ///
    /// # Errors
    /// If the three are not positive and in order, or `coverage` is not strictly between 0 and 1.
    pub fn split_lognormal(low: f64, median: f64, high: f64, coverage: f64) -> Result<Self, String> {
        positive("the lowest of three planning figures", low)?;
        ordered("planning figures", &[("minimum", low), ("medio", median), ("maximum", high)])?;
        if !(coverage > 0.0 && coverage < 1.0) {
            return Err(format!("the coverage of planning figures must be above 0 and below 1, but is {coverage}"));
        }
        if low == high {
            return Self::deterministic(median);
        }
        let z = normal_quantile(0.5 * (1.0 + coverage));
        let (below, above) = (libm::log(median / low) / z, libm::log(high / median) / z);
        Ok(Self(Kind::SplitLognormal { median, below, above }))
    }

    /// Two exponentials, one short and frequent, one long and rare, each carrying half of the mean
    /// ("balanced means"); cv 1 is an exponential.
    ///
    /// # Errors
    /// If `mean` is not positive and finite, or `cv` is outside [1, 100].
    ///
    /// # Source
    /// Tijms (2003), *A first course in stochastic models*, appendix B.
    pub fn hyperexponential(mean: f64, cv: f64) -> Result<Self, String> {
        positive("the mean of a hyperexponential", mean)?;
        if !(1.0..=LARGEST_CV).contains(&cv) {
            return Err(format!(
                "the cv of a hyperexponential must be from 1 to {LARGEST_CV}, but is {cv}; \
                 use a gamma or lognormal for a cv below 1"
            ));
        }
        let square = cv * cv;
        let root = ((square - 1.0) / (square + 1.0)).sqrt();
        let first = 0.5 * (1.0 + root);
        // 1 − first, without the cancellation at a large cv.
        let second = 1.0 / ((square + 1.0) * (1.0 + root));
        Ok(Self(Kind::Hyperexponential { mean, cv, first, means: [mean / (2.0 * first), mean / (2.0 * second)] }))
    }

    /// Uniform from `min` to `max`; equal ends are a constant.
    ///
    /// # Errors
    /// If an end is not finite or `min` is above `max`.
    pub fn uniform(min: f64, max: f64) -> Result<Self, String> {
        ordered("a uniform", &[("min", min), ("max", max)])?;
        if min == max {
            return Self::deterministic(min);
        }
        Ok(Self(Kind::Uniform { min, max }))
    }

    /// Triangular from `min` over the peak `mode` to `max`, its absolute ends; equal ends are a constant.
    ///
    /// # Errors
    /// If a number is not finite or the three are out of order.
    pub fn triangular(min: f64, mode: f64, max: f64) -> Result<Self, String> {
        ordered("a triangular", &[("min", min), ("mode", mode), ("max", max)])?;
        if min == max {
            return Self::deterministic(min);
        }
        Ok(Self(Kind::Triangular { min, mode, max }))
    }

    /// PERT: a beta on [min, max] whose mean is (min + 4 mode + max) / 6; equal ends are a constant.
    ///
    /// # Errors
    /// If a number is not finite or the three are out of order.
    ///
    /// # Source
    /// Vose (2008), *Risk analysis*, appendix III: shapes 1 + 4 (mode − min) / (max − min) and
    /// 1 + 4 (max − mode) / (max − min).
    pub fn pert(min: f64, mode: f64, max: f64) -> Result<Self, String> {
        ordered("a pert", &[("min", min), ("mode", mode), ("max", max)])?;
        if min == max {
            return Self::deterministic(min);
        }
        let width = max - min;
        let a = 1.0 + 4.0 * (mode - min) / width;
        let b = 1.0 + 4.0 * (max - mode) / width;
        Ok(beta_of(min, max, a, b))
    }

    /// Beta on [min, max] with this mean and coefficient of variation; cv 0 is a constant.
    ///
    /// # Errors
    /// If a number is not finite, the mean is not between the ends, or the cv is negative or larger than a
    /// variable between these ends can have.
    pub fn beta(min: f64, max: f64, mean: f64, cv: f64) -> Result<Self, String> {
        ordered("a beta", &[("min", min), ("mean", mean), ("max", max)])?;
        if spread("a beta", cv)? {
            return Self::deterministic(mean);
        }
        if mean == 0.0 {
            return Err("the mean of a beta is 0, which a cv cannot scale; move the ends or give a pert".into());
        }
        let deviation = cv * mean.abs();
        let largest = ((mean - min) * (max - mean)).sqrt();
        if deviation >= largest {
            return Err(format!(
                "the cv of a beta from {min} to {max} with mean {mean} must be below {}, but is {cv}; \
                 lower it or move the ends apart",
                largest / mean.abs()
            ));
        }
        let share = (mean - min) / (max - min);
        let unit_deviation = deviation / (max - min);
        let total = share * (1.0 - share) / (unit_deviation * unit_deviation) - 1.0;
        if !(total > 0.0 && total.is_finite()) {
            return Err(format!(
                "a beta from {min} to {max} cannot be computed with a cv of {cv}; give a cv further from its bounds"
            ));
        }
        Ok(Self(Kind::Beta {
            min,
            max,
            mean,
            variance: deviation * deviation,
            unit: Beta::new(share * total, (1.0 - share) * total),
        }))
    }

    /// Weibull with this mean and coefficient of variation; cv 1 is exponential, cv 0 a constant.
    ///
    /// # Errors
    /// If `mean` is not positive and finite, or `cv` is outside [0, 100].
    pub fn weibull(mean: f64, cv: f64) -> Result<Self, String> {
        positive("the mean of a weibull", mean)?;
        if spread("a weibull", cv)? {
            return Self::deterministic(mean);
        }
        let inverse_shape = weibull::inverse_shape(cv);
        Ok(Self(Kind::Weibull { mean, cv, inverse_shape, scale: mean / libm::exp(libm::lgamma(1.0 + inverse_shape)) }))
    }

    /// These values with probabilities in proportion to these weights, in any order.
    ///
    /// # Errors
    /// If the lists differ in length or are empty, a number is not finite, a weight is negative, or all
    /// weights are 0.
    pub fn discrete(values: &[f64], weights: &[f64]) -> Result<Self, String> {
        if values.len() != weights.len() {
            return Err(format!(
                "a discrete distribution needs a weight for each value, but has {} values and {} weights; \
                 make the lists equally long",
                values.len(),
                weights.len()
            ));
        }
        for (&value, &weight) in values.iter().zip(weights) {
            finite("a value of a discrete distribution", value)?;
            if !(weight >= 0.0 && weight.is_finite()) {
                return Err(format!(
                    "the weight of value {value} must be finite and at least 0, but is {weight}; \
                     give a share or a count"
                ));
            }
        }
        let mut pairs: Vec<(f64, f64)> =
            values.iter().copied().zip(weights.iter().copied()).filter(|pair| pair.1 > 0.0).collect();
        // Ascending values: a larger uniform never gives a smaller value, and the order of writing is moot.
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = pairs.iter().map(|pair| pair.1).sum();
        if !(total > 0.0 && total.is_finite()) {
            return Err(format!(
                "the weights of a discrete distribution must add up to more than 0, but give {total}; \
                 give at least one value a weight above 0"
            ));
        }
        let mean = pairs.iter().map(|(v, w)| v * (w / total)).sum();
        let variance = pairs.iter().map(|(v, w)| (v - mean) * (v - mean) * (w / total)).sum();
        let mut sum = 0.0;
        let until = pairs
            .iter()
            .map(|pair| {
                sum += pair.1;
                sum / total
            })
            .collect();
        Ok(Self(Kind::Discrete { values: pairs.iter().map(|pair| pair.0).collect(), until, mean, variance }))
    }

    /// The observed values themselves, each equally likely.
    ///
    /// # Errors
    /// If there is none, or one is not finite.
    pub fn empirical(values: &[f64]) -> Result<Self, String> {
        if values.is_empty() {
            return Err("an empirical distribution needs values, but has none; give at least one".into());
        }
        Self::discrete(values, &vec![1.0; values.len()])
    }
}

fn gamma_of(mean: f64, cv: f64, shape: f64) -> Distribution {
    Distribution(Kind::Gamma { mean, cv, unit: Gamma::new(shape), scale: mean / shape })
}

fn beta_of(min: f64, max: f64, a: f64, b: f64) -> Distribution {
    let (width, total) = (max - min, a + b);
    Distribution(Kind::Beta {
        min,
        max,
        mean: min + width * a / total,
        variance: width * width * a * b / (total * total * (total + 1.0)),
        unit: Beta::new(a, b),
    })
}

fn finite(what: &str, value: f64) -> Result<(), String> {
    if value.is_finite() {
        return Ok(());
    }
    Err(format!("{what} must be finite, but is {value}; give a number"))
}

fn positive(what: &str, value: f64) -> Result<(), String> {
    if value > 0.0 && value.is_finite() {
        return Ok(());
    }
    Err(format!(
        "{what} must be above 0 and finite, but is {value}; give a positive number, \
         or a deterministic distribution for a constant"
    ))
}

/// Checks a cv; true if it says "constant".
fn spread(what: &str, cv: f64) -> Result<bool, String> {
    // The lower limit keeps 1 / cv² finite.
    if cv == 0.0 || (1e-9..=LARGEST_CV).contains(&cv) {
        return Ok(cv == 0.0);
    }
    Err(format!(
        "the cv of {what} must be 0, or from 1e-9 to {LARGEST_CV}, but is {cv}; \
         give standard deviation / mean, 0.5 for example"
    ))
}

fn ordered(what: &str, points: &[(&str, f64)]) -> Result<(), String> {
    for (name, value) in points {
        finite(&format!("the {name} of {what}"), *value)?;
    }
    for pair in points.windows(2) {
        let ((lesser, least), (greater, most)) = (pair[0], pair[1]);
        if least > most {
            return Err(format!(
                "the {lesser} of {what} must not be above its {greater}, but {least} is above {most}; swap them"
            ));
        }
    }
    // The samplers multiply two distances.
    let width = points[points.len() - 1].1 - points[0].1;
    if !(width * width).is_finite() {
        return Err(format!("the ends of {what} are too far apart to compute with; move them together"));
    }
    Ok(())
}
