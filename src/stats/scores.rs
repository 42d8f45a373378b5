//! How good a forecast was: proper scores of one outcome. Smaller is better for all of them.
//!
//! # Source
//! Gneiting & Raftery (2007), *Strictly proper scoring rules, prediction, and estimation*, JASA 102(477).

use super::{normal_cdf, normal_density};

/// Continuous ranked probability score of a normal forecast, in the unit of the outcome.
pub fn crps_normal(mean: f64, sd: f64, outcome: f64) -> f64 {
    let z = (outcome - mean) / sd;
    let density = normal_density(z);
    sd * (z * (2.0 * normal_cdf(z) - 1.0) + 2.0 * density - 1.0 / std::f64::consts::PI.sqrt())
}

/// The same of a sample of the forecast; `fair`: without the bias of a small sample.
///
/// # Panics
/// Without values, and for the fair form with fewer than two.
pub fn crps_sample(values: &[f64], outcome: f64, fair: bool) -> f64 {
    assert!(values.len() > usize::from(fair), "a sample has values");
    let count = values.len() as f64;
    let miss = values.iter().map(|value| (value - outcome).abs()).sum::<f64>() / count;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    // Σ|x_i − x_j| over ordered pairs, by order: each value is so many times the larger and the smaller one.
    let spread: f64 = sorted.iter().enumerate().map(|(rank, value)| value * (2.0 * rank as f64 + 1.0 - count)).sum();
    let pairs = if fair { count * (count - 1.0) } else { count * count };
    miss - spread / pairs
}

/// The negative logarithm of a normal forecast's density at the outcome.
pub fn log_score_normal(mean: f64, sd: f64, outcome: f64) -> f64 {
    let z = (outcome - mean) / sd;
    0.5 * z * z + libm::log(sd) + 0.5 * libm::log(2.0 * std::f64::consts::PI)
}

/// Winkler's score of an interval at level 1 − α: its width, and 2/α times the distance by which it missed.
pub fn winkler(low: f64, high: f64, alpha: f64, outcome: f64) -> f64 {
    let missed = (low - outcome).max(outcome - high).max(0.0);
    high - low + 2.0 / alpha * missed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certain_forecast_is_scored_by_its_miss() {
        assert!((crps_sample(&[5.0, 5.0], 8.0, true) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn an_interval_that_holds_is_scored_by_its_width() {
        assert_eq!(winkler(1.0, 4.0, 0.1, 2.0), 3.0);
        assert!((winkler(1.0, 4.0, 0.1, 4.5) - 13.0).abs() < 1e-12);
    }
}
