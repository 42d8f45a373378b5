//! Shares: probabilities of counts, intervals for a probability, and the exact test of one.
//!
//! # Source
//! Wilson (1927); Clopper and Pearson (1934); Brown, Cai and DasGupta (2001), *Interval estimation for a
//! binomial proportion*, for the Jeffreys interval and its ends at 0 and n. Probabilities by the incomplete
//! beta function and Loader (2000).

use super::beta::{beta_quantile, binomial_term, incomplete_beta};
use super::normal::normal_quantile;

/// Wilson's interval for a probability after `successes` of `n`: the two-sided score interval.
///
/// With n = 0 it is (0, 1): nothing is known.
///
/// # Panics
/// If `successes` exceeds `n` or `confidence` is not strictly between 0 and 1.
pub fn wilson(successes: u64, n: u64, confidence: f64) -> (f64, f64) {
    let tail = checked_tail(successes, n, confidence);
    if n == 0 {
        return (0.0, 1.0);
    }
    let z = -normal_quantile(tail);
    let (successes, n) = (successes as f64, n as f64);
    let failures = n - successes;
    let centre = successes + 0.5 * z * z;
    let half = z * (successes * failures / n + 0.25 * z * z).sqrt();
    let low = if successes == 0.0 { 0.0 } else { (centre - half) / (n + z * z) };
    let high = if failures == 0.0 { 1.0 } else { (centre + half) / (n + z * z) };
    (low, high)
}

/// Clopper and Pearson's interval: covers at least `confidence`, whatever the probability.
///
/// # Panics
/// If `successes` exceeds `n` or `confidence` is not strictly between 0 and 1.
pub fn clopper_pearson(successes: u64, n: u64, confidence: f64) -> (f64, f64) {
    let tail = checked_tail(successes, n, confidence);
    let (k, rest) = (successes as f64, (n - successes) as f64);
    let low = if k == 0.0 { 0.0 } else { beta_quantile(tail, k, rest + 1.0) };
    let high = if rest == 0.0 { 1.0 } else { upper_quantile(tail, k + 1.0, rest) };
    (low, high)
}

/// Jeffreys's interval: equal tails of the posterior under a Beta(½, ½) prior, with 0 and 1 as ends when no
/// trial, or every trial, succeeded.
///
/// # Panics
/// If `successes` exceeds `n` or `confidence` is not strictly between 0 and 1.
pub fn jeffreys(successes: u64, n: u64, confidence: f64) -> (f64, f64) {
    let tail = checked_tail(successes, n, confidence);
    let (k, rest) = (successes as f64 + 0.5, (n - successes) as f64 + 0.5);
    let low = if successes == 0 { 0.0 } else { beta_quantile(tail, k, rest) };
    let high = if successes == n { 1.0 } else { upper_quantile(tail, k, rest) };
    (low, high)
}

/// P(X = k) for X binomial with `n` trials of probability `p`.
///
/// # Panics
/// If `p` is outside [0, 1].
pub fn binomial_pmf(k: u64, n: u64, p: f64) -> f64 {
    check_probability(p);
    if k > n {
        return 0.0;
    }
    if p == 0.0 || p == 1.0 {
        let certain = if p == 0.0 { 0 } else { n };
        return f64::from(u8::from(k == certain));
    }
    binomial_term(k as f64, (n - k) as f64, p, 1.0 - p)
}

/// P(X ≤ k) for X binomial with `n` trials of probability `p`.
///
/// # Panics
/// If `p` is outside [0, 1].
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    check_probability(p);
    if k >= n {
        return 1.0;
    }
    incomplete_beta((n - k) as f64, k as f64 + 1.0, 1.0 - p, p)
}

/// P(X ≥ k), without the loss of 1 − [`binomial_cdf`].
pub(super) fn binomial_upper(k: u64, n: u64, p: f64) -> f64 {
    match k {
        0 => 1.0,
        _ if k > n => 0.0,
        _ => incomplete_beta(k as f64, (n - k) as f64 + 1.0, p, 1.0 - p),
    }
}

/// The exact two-sided test of the probability `p` after `k` successes in `n` trials: the probability of all
/// counts no likelier than `k`.
///
/// Likelihoods within 1e-7 of each other count as equal, as in R's `binom.test`.
///
/// # Panics
/// If `k` exceeds `n` or `p` is outside [0, 1].
pub fn binomial_two_sided_p(k: u64, n: u64, p: f64) -> f64 {
    check_probability(p);
    assert!(k <= n, "{k} successes in {n} trials");
    if p == 0.0 || p == 1.0 {
        return binomial_pmf(k, n, p);
    }
    let bound = binomial_pmf(k, n, p) * (1.0 + 1e-7);
    let mean = n as f64 * p;
    if k as f64 == mean {
        return 1.0;
    }
    // Probabilities fall on either side of the mean's whole neighbours, so the far side is found by halving.
    let total = if (k as f64) < mean {
        let far = first(mean.ceil() as u64, n + 1, |j| binomial_pmf(j, n, p) <= bound);
        binomial_cdf(k, n, p) + binomial_upper(far, n, p)
    } else {
        let beyond = first(0, mean.floor() as u64 + 1, |j| binomial_pmf(j, n, p) > bound);
        let near = if beyond == 0 { 0.0 } else { binomial_cdf(beyond - 1, n, p) };
        near + binomial_upper(k, n, p)
    };
    total.min(1.0)
}

/// The least number in [low, high) for which `holds`, which stays true once it is; else `high`.
pub(super) fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The x with P(X > x) = tail.
fn upper_quantile(tail: f64, a: f64, b: f64) -> f64 {
    // Mirrored, so that a small tail keeps its digits.
    1.0 - beta_quantile(tail, b, a)
}

fn checked_tail(successes: u64, n: u64, confidence: f64) -> f64 {
    assert!(successes <= n, "{successes} successes in {n} trials");
    assert!(confidence > 0.0 && confidence < 1.0, "a confidence between 0 and 1, not {confidence}");
    0.5 * (1.0 - confidence)
}

fn check_probability(p: f64) {
    assert!((0.0..=1.0).contains(&p), "a probability, not {p}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, relative: f64) {
        assert!((found - expected).abs() <= relative * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn the_three_intervals_agree_with_the_published_case() {
        // Validation case binomial-ci-a: 37 of 1,000, 95 %.
        for (found, low, high) in [
            (wilson(37, 1000, 0.95), 0.026_961_180_88, 0.050_582_397_48),
            (clopper_pearson(37, 1000, 0.95), 0.026_182_708_84, 0.050_641_123_06),
            (jeffreys(37, 1000, 0.95), 0.026_605_478_87, 0.050_067_301_6),
        ] {
            near(found.0, low, 1e-8);
            near(found.1, high, 1e-8);
        }
    }

    #[test]
    fn no_success_and_no_failure_reach_the_ends() {
        // The rule of three, exactly: 1 − 0.025^(1/300).
        let (low, high) = clopper_pearson(0, 300, 0.95);
        assert_eq!(low, 0.0);
        near(high, -libm::expm1(libm::log(0.025) / 300.0), 1e-12);
        assert_eq!(clopper_pearson(300, 300, 0.95).1, 1.0);
        assert_eq!(jeffreys(0, 20, 0.9).0, 0.0);
        assert_eq!(jeffreys(20, 20, 0.9).1, 1.0);
        assert_eq!(wilson(0, 20, 0.9).0, 0.0);
        assert_eq!(wilson(20, 20, 0.9).1, 1.0);
        assert_eq!(wilson(0, 0, 0.9), (0.0, 1.0));
        assert_eq!(clopper_pearson(0, 0, 0.9), (0.0, 1.0));
    }

    #[test]
    fn probabilities_of_counts_are_those_of_long_sums() {
        for (n, p) in [(1, 0.3), (7, 0.5), (60, 0.02), (400, 0.71)] {
            let mut sum = 0.0;
            for k in 0..=n {
                sum += binomial_pmf(k, n, p);
                near(binomial_cdf(k, n, p), sum, 1e-11);
                let upper: f64 = (k..=n).map(|j| binomial_pmf(j, n, p)).sum();
                near(binomial_upper(k, n, p), upper, 1e-11);
            }
        }
        near(binomial_pmf(3, 10, 0.5), 120.0 / 1024.0, 1e-13);
        assert_eq!(binomial_pmf(0, 5, 0.0), 1.0);
        assert_eq!(binomial_cdf(4, 5, 1.0), 0.0);
    }

    #[test]
    fn the_exact_test_adds_every_count_that_is_no_likelier() {
        // Fair coin, 3 of 10: (1 + 10 + 45 + 120) · 2 / 1024.
        near(binomial_two_sided_p(3, 10, 0.5), 352.0 / 1024.0, 1e-12);
        assert_eq!(binomial_two_sided_p(5, 10, 0.5), 1.0);
        // Mendel's peas as in R's help page of binom.test: 682 of 925 against 3/4 gives 0.3825.
        near(binomial_two_sided_p(682, 925, 0.75), 0.3825, 2e-4);
        for (n, p) in [(9, 0.5), (13, 0.27), (40, 0.9)] {
            for k in 0..=n {
                let bound = binomial_pmf(k, n, p) * (1.0 + 1e-7);
                let plain: f64 =
                    (0..=n).map(|j| binomial_pmf(j, n, p)).filter(|&probability| probability <= bound).sum();
                near(binomial_two_sided_p(k, n, p), plain, 1e-10);
            }
        }
    }
}
