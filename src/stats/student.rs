//! Student's t distribution.
//!
//! # Source
//! Student (1908). Tail areas through the incomplete beta function: Abramowitz and Stegun (1964), 26.7.1.

use super::beta::incomplete_beta;
use super::normal::{normal_cdf, normal_quantile};
use super::root::increasing_root;

/// Beyond this many degrees of freedom t and normal agree to the last bits of a probability.
const AS_GOOD_AS_NORMAL: f64 = 1e15;

/// P(T ≤ t) for Student's T with `df` degrees of freedom, not necessarily whole; df = ∞ is the normal.
///
/// # Panics
/// If `df` is not positive.
pub fn student_t_cdf(t: f64, df: f64) -> f64 {
    assert!(df > 0.0, "positive degrees of freedom, not {df}");
    if df > AS_GOOD_AS_NORMAL {
        return normal_cdf(t);
    }
    if t < 0.0 { upper_tail(-t, df) } else { 1.0 - upper_tail(t, df) }
}

/// The t with P(T ≤ t) = p for `df` degrees of freedom; −∞ at 0, ∞ at 1.
///
/// # Panics
/// If `p` is outside [0, 1] or `df` is not positive.
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    assert!((0.0..=1.0).contains(&p), "a probability, not {p}");
    assert!(df > 0.0, "positive degrees of freedom, not {df}");
    let tail = p.min(1.0 - p);
    let sign = if p < 0.5 { -1.0 } else { 1.0 };
    if p == 0.5 {
        return 0.0;
    }
    if tail == 0.0 {
        return sign * f64::INFINITY;
    }
    let least = normal_quantile(p).abs();
    if df > AS_GOOD_AS_NORMAL {
        return sign * least;
    }
    // t lies further out than the normal: that is the lower end, and doubling finds the upper.
    let (mut low, mut high) = (0.0, least.max(0.5));
    while upper_tail(high, df) > tail && high.is_finite() {
        (low, high) = (high, 2.0 * high);
    }
    let at_zero = density_at_zero(df);
    let size = increasing_root(low, high, |t| {
        let density = at_zero * libm::exp(-0.5 * (df + 1.0) * libm::log1p(t * t / df));
        (tail - upper_tail(t, df), density)
    });
    sign * size
}

/// P(T > t) for t ≥ 0.
fn upper_tail(t: f64, df: f64) -> f64 {
    // For an infinite t² the share of df is 0, not NaN.
    let ratio = t * t / df;
    let share = 1.0 / (1.0 + ratio);
    let rest = if ratio.is_finite() { ratio / (1.0 + ratio) } else { 1.0 };
    0.5 * incomplete_beta(0.5 * df, 0.5, share, rest)
}

fn density_at_zero(df: f64) -> f64 {
    let ratio = libm::exp(libm::lgamma(0.5 * (df + 1.0)) - libm::lgamma(0.5 * df));
    ratio / (std::f64::consts::PI * df).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_published_tables() {
        for (p, df, t) in [
            (0.975, 1.0, 12.706_204_736_174_7),
            (0.975, 2.0, 4.302_652_729_749_46),
            (0.95, 5.0, 2.015_048_373_333_02),
            (0.975, 10.0, 2.228_138_851_986_27),
            (0.995, 10.0, 3.169_272_672_616_95),
            (0.975, 30.0, 2.042_272_456_301_24),
            (0.975, 100.0, 1.983_971_518_523_55),
            (0.99, 4.0, 3.746_947_387_979_2),
        ] {
            let found = student_t_quantile(p, df);
            assert!((found - t).abs() < 1e-11 * t, "{p} {df}: {found}");
            assert_eq!(student_t_quantile(1.0 - p, df).signum(), -1.0);
        }
    }

    #[test]
    fn one_and_two_degrees_have_their_closed_forms() {
        for t in [-1e6, -30.0, -1.0, -0.01, 0.0, 0.3, 2.0, 50.0f64] {
            let cauchy = 0.5 + libm::atan(t) / std::f64::consts::PI;
            assert!((student_t_cdf(t, 1.0) - cauchy).abs() < 1e-15);
            let two = 0.5 + t / (2.0 * (2.0 + t * t).sqrt());
            assert!((student_t_cdf(t, 2.0) - two).abs() < 1e-15);
        }
    }

    #[test]
    fn quantile_and_distribution_function_undo_each_other() {
        for df in [0.3, 1.0, 2.5, 9.0, 199.0, 1e5, 1e9, f64::INFINITY] {
            for p in [1e-9, 0.001, 0.2, 0.4999, 0.5, 0.6, 0.999] {
                let back = student_t_cdf(student_t_quantile(p, df), df);
                assert!((back - p).abs() < 1e-9 * p, "{df} {p} came back as {back}");
            }
        }
        assert_eq!(student_t_quantile(1.0, 3.0), f64::INFINITY);
    }

    #[test]
    fn many_degrees_of_freedom_are_normal() {
        let difference = student_t_quantile(0.975, 1e12) - normal_quantile(0.975);
        assert!(difference.abs() < 1e-9);
    }
}
