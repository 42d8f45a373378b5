//! The beta distribution function, the ground under Student's t, the binomial and its intervals.
//!
//! # Source
//! Continued fraction: Didonato and Morris (1992), *ACM TOMS* 18, algorithm 708, section 3 (BFRAC), by the
//! modified Lentz method. The factor before it: Loader (2000), *Fast and accurate computation of binomial
//! probabilities*, which keeps its accuracy for large shapes where a difference of log-gammas does not.

use super::root::increasing_root;

/// I_x(a, b) = P(X ≤ x) for X beta with shapes `a` and `b`; relative error about 1e-13 for shapes to 10⁶.
///
/// # Panics
/// If a shape is not positive and finite, or `x` is outside [0, 1].
pub fn regularised_incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    assert!((0.0..=1.0).contains(&x), "a share, not {x}");
    incomplete_beta(a, b, x, 1.0 - x)
}

/// The x with I_x(a, b) = p.
///
/// # Panics
/// If a shape is not positive and finite, or `p` is outside [0, 1].
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    assert!((0.0..=1.0).contains(&p), "a probability, not {p}");
    if p == 0.0 || p == 1.0 {
        return p;
    }
    increasing_root(0.0, 1.0, |x| {
        let y = 1.0 - x;
        let density = power_term(a, b, x, y) / (x * y);
        (incomplete_beta(a, b, x, y) - p, density)
    })
}

/// I_x(a, b) with y = 1 − x given, so that a small y is not a rounded difference.
pub(super) fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> f64 {
    assert!(a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite(), "positive shapes, not {a} and {b}");
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    // The fraction converges fast on the near side of the mean.
    if x < (a + 1.0) / (a + b + 2.0) {
        power_term(a, b, x, y) / continued_fraction(a, b, x, y)
    } else {
        1.0 - power_term(b, a, y, x) / continued_fraction(b, a, y, x)
    }
}

/// x^a y^b / B(a, b) over this is I_x(a, b). Differences are formed from x and y both, so that nothing cancels
/// when a shape is large and x near 1.
fn continued_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let drift = a * y - b * x + 1.0;
    let mut fraction = away(a * drift / (a + 1.0));
    let mut c = fraction;
    let mut d = 0.0;
    // Converges in some √max(a, b) steps.
    for step in 1..200_000 {
        let m = f64::from(step);
        let odd = a + 2.0 * m - 1.0;
        let over = (a + m - 1.0) / odd * ((a + b + m - 1.0) / odd) * m * (b - m) * x * x;
        let under = m + m * (b - m) * x / odd + (a + m) * (drift + m * (1.0 + y)) / (odd + 2.0);
        d = 1.0 / away(under + over * d);
        c = away(under + over / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < 2.0 * f64::EPSILON {
            break;
        }
    }
    fraction
}

/// x^a y^b / B(a, b).
fn power_term(a: f64, b: f64, x: f64, y: f64) -> f64 {
    binomial_term(a, b, x, y) * (a * (b / (a + b)))
}

/// Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) · x^a y^b, for real a, b ≥ 0 and x + y = 1: Loader's saddle point.
pub(super) fn binomial_term(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    if a == 0.0 || b == 0.0 {
        let (base, rest) = if a == 0.0 { (y, x) } else { (x, y) };
        // The logarithm of the larger one, from the smaller.
        let logarithm = if rest < 0.5 { libm::log1p(-rest) } else { libm::log(base) };
        return if n == 0.0 { 1.0 } else { libm::exp(n * logarithm) };
    }
    let exponent = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y);
    libm::exp(exponent) * (n / (std::f64::consts::TAU * a * b)).sqrt()
}

/// ln Γ(n + 1) − ln(√(2πn) (n/e)^n).
fn stirling_error(n: f64) -> f64 {
    if n <= 16.0 {
        let half_ln_tau = 0.918_938_533_204_672_8;
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - half_ln_tau;
    }
    let square = n * n;
    let tail = 1.0 / 1260.0 - (1.0 / 1680.0 - (1.0 / 1188.0 - 691.0 / 360_360.0 / square) / square) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - tail / square) / square) / n
}

/// x ln(x / mean) + mean − x, by a series where the two nearly agree.
fn deviance(x: f64, mean: f64) -> f64 {
    if (x - mean).abs() >= 0.1 * (x + mean) {
        return x * libm::log(x / mean) + mean - x;
    }
    let v = (x - mean) / (x + mean);
    let mut sum = (x - mean) * v;
    let mut term = 2.0 * x * v;
    for step in 1..1000 {
        term *= v * v;
        let next = sum + term / f64::from(2 * step + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, relative: f64) {
        assert!((found - expected).abs() <= relative * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn closed_forms_are_met() {
        for x in [1e-12, 0.01, 0.3, 0.5, 0.77, 0.999] {
            near(regularised_incomplete_beta(1.0, 1.0, x), x, 1e-14);
            near(regularised_incomplete_beta(2.0, 1.0, x), x * x, 1e-13);
            near(regularised_incomplete_beta(2.0, 2.0, x), x * x * (3.0 - 2.0 * x), 1e-13);
            near(regularised_incomplete_beta(0.5, 0.5, x), 2.0 / std::f64::consts::PI * libm::asin(x.sqrt()), 1e-13);
            // P(Bin(7, x) ≥ 3), summed.
            let sum: f64 = (3..=7)
                .map(|k| {
                    let choose = [35.0, 35.0, 21.0, 7.0, 1.0][k - 3];
                    choose * libm::pow(x, k as f64) * libm::pow(1.0 - x, (7 - k) as f64)
                })
                .sum();
            near(regularised_incomplete_beta(3.0, 5.0, x), sum, 1e-12);
        }
    }

    #[test]
    fn both_sides_add_up_to_one_for_small_and_large_shapes() {
        for (a, b) in [(0.01, 3.0), (5.0, 0.2), (40.0, 60.0), (1e3, 3e4), (1e6, 1e6)] {
            for x in [0.001, 0.03, 0.4, 0.5, 0.501, 0.9] {
                let sum = regularised_incomplete_beta(a, b, x) + regularised_incomplete_beta(b, a, 1.0 - x);
                near(sum, 1.0, 1e-12);
            }
        }
    }

    #[test]
    fn the_quantile_undoes_the_distribution_function() {
        for (a, b) in [(0.5, 0.5), (1.0, 9.0), (0.1, 2.0), (37.0, 964.0), (2e5, 8e5)] {
            for p in [1e-6, 0.025, 0.5, 0.9, 0.975] {
                let x = beta_quantile(p, a, b);
                near(regularised_incomplete_beta(a, b, x), p, 1e-9);
            }
        }
        near(beta_quantile(0.3, 1.0, 1.0), 0.3, 1e-14);
        near(beta_quantile(0.49, 2.0, 1.0), 0.7, 1e-14);
    }
}
