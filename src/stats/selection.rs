//! Which of several systems is best: constants and allocations of selection procedures.

use super::{normal_cdf, root::increasing_root};

/// First-stage constants of the fully sequential procedure KN with c = 1: (η, h²).
///
/// # Source
/// Kim & Nelson (2001), *A fully sequential procedure for indifference-zone selection in simulation*, ACM TOMACS 11(3):
/// `η = ((2α/(k−1))^(−2/(n₀−1)) − 1) / 2`, `h² = 2η(n₀−1)`.
///
/// # Panics
/// With fewer than two systems or first-stage replications, or an α outside (0, 1).
pub fn kn_constants(systems: u32, first_stage: u32, alpha: f64) -> (f64, f64) {
    assert!(systems >= 2 && first_stage >= 2, "a selection has two systems and two replications each");
    assert!(alpha > 0.0 && alpha < 1.0, "an error rate is a probability");
    let freedom = f64::from(first_stage - 1);
    let eta = 0.5 * (libm::pow(2.0 * alpha / f64::from(systems - 1), -2.0 / freedom) - 1.0);
    (eta, 2.0 * eta * freedom)
}

/// Rinott's constant h: with second stages of `(h·s/δ)²` replications the best of `systems` is picked with probability
/// `p_star` whenever it is better than each other by δ.
///
/// # Source
/// Rinott (1978), *On two-stage selection procedures and related probability-inequalities*, Communications in
/// Statistics A7(8): `∫ [∫ Φ(h / √(ν(1/x + 1/y))) f(x) dx]^(k−1) f(y) dy = P*` with f the density of χ² with ν = n₀ − 1.
///
/// # Panics
/// As [`kn_constants`]; `p_star` must exceed 1/k, which guessing gives.
pub fn rinott_h(systems: u32, first_stage: u32, p_star: f64) -> f64 {
    assert!(systems >= 2 && first_stage >= 2, "a selection has two systems and two replications each");
    assert!(p_star > 1.0 / f64::from(systems) && p_star < 1.0, "a guarantee lies between guessing and certainty");
    let freedom = f64::from(first_stage - 1);
    let grid = chi_squared_grid(freedom);
    let guarantee = |h: f64| -> f64 {
        let outer = grid.iter().map(|&(y, weight)| {
            let inner: f64 =
                grid.iter().map(|&(x, weight)| weight * normal_cdf(h / (freedom * (1.0 / x + 1.0 / y)).sqrt())).sum();
            weight * libm::pow(inner, f64::from(systems - 1))
        });
        outer.sum()
    };
    increasing_root(0.0, 50.0, |h| {
        let step = 1e-5;
        let here = guarantee(h);
        (here - p_star, (guarantee(h + step) - here) / step)
    })
}

/// Points of χ² with their probabilities: Simpson's rule over twelve standard deviations, normalised to 1.
fn chi_squared_grid(freedom: f64) -> Vec<(f64, f64)> {
    const INTERVALS: usize = 240;
    let deviation = (2.0 * freedom).sqrt();
    let (low, high) = ((freedom - 6.0 * deviation).max(1e-6), freedom + 12.0 * deviation);
    let width = (high - low) / INTERVALS as f64;
    let log_scale = -0.5 * freedom * libm::log(2.0) - libm::lgamma(0.5 * freedom);
    let mut grid: Vec<(f64, f64)> = (0..=INTERVALS)
        .map(|index| {
            let x = low + width * index as f64;
            let simpson = if index == 0 || index == INTERVALS { 1.0 } else { 2.0 + 2.0 * (index % 2) as f64 };
            (x, simpson * libm::exp(log_scale + (0.5 * freedom - 1.0) * libm::log(x) - 0.5 * x))
        })
        .collect();
    let sum: f64 = grid.iter().map(|(_, weight)| weight).sum();
    grid.iter_mut().for_each(|(_, weight)| *weight /= sum);
    grid
}

/// Shares of a budget of replications that find the smallest mean soonest (OCBA).
///
/// # Source
/// Chen, Lin, Yücesan & Chick (2000), *Simulation budget allocation for further enhancing the efficiency of ordinal
/// optimization*, Discrete Event Dynamic Systems 10: `N_i / N_j = ((s_i/d_i) / (s_j/d_j))²`, `N_b = s_b √Σ N_i²/s_i²`.
///
/// # Panics
/// With fewer than two systems, lists of different lengths, or two systems that are equally best.
pub fn ocba(means: &[f64], sds: &[f64]) -> Vec<f64> {
    assert!(means.len() >= 2 && means.len() == sds.len(), "each of at least two systems has a mean and a deviation");
    let best = (0..means.len()).min_by(|&a, &b| means[a].total_cmp(&means[b])).unwrap_or(0);
    let mut shares: Vec<f64> = (0..means.len())
        .map(|system| {
            let gap = means[system] - means[best];
            assert!(system == best || gap > 0.0, "one system is best");
            if system == best { 0.0 } else { (sds[system] / gap) * (sds[system] / gap) }
        })
        .collect();
    let sum: f64 = shares.iter().zip(sds).filter(|(share, _)| **share > 0.0).map(|(n, sd)| n * n / (sd * sd)).sum();
    shares[best] = sds[best] * sum.sqrt();
    let whole: f64 = shares.iter().sum();
    shares.into_iter().map(|share| share / whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_more_systems_a_guarantee_takes_more() {
        assert!(kn_constants(10, 20, 0.05).1 > kn_constants(2, 20, 0.05).1);
        assert!(rinott_h(4, 20, 0.95) > rinott_h(2, 20, 0.95));
    }

    #[test]
    fn a_close_rival_gets_more_than_a_far_one() {
        let shares = ocba(&[1.0, 1.5, 4.0], &[1.0, 1.0, 1.0]);
        assert!(shares[1] > shares[2] && (shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
