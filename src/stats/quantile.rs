//! Quantiles of a sample, and how sure they are.
//!
//! # Source
//! Hyndman and Fan (1996), *Sample quantiles in statistical packages*, type 7. Interval by order statistics:
//! David and Nagaraja (2003), *Order statistics*, section 7.1.

use super::binomial::{binomial_cdf, binomial_upper, first};

/// The type-7 quantile of ascending values: linear between the order statistics around (n − 1) p.
///
/// # Panics
/// If `sorted` is empty or `p` is outside [0, 1].
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    assert!(!sorted.is_empty(), "a quantile needs a value");
    assert!((0.0..=1.0).contains(&p), "a probability, not {p}");
    debug_assert!(sorted.is_sorted());
    let place = (sorted.len() - 1) as f64 * p;
    let index = place as usize;
    let share = place - index as f64;
    match sorted.get(index + 1) {
        Some(next) if share > 0.0 => sorted[index] + share * (next - sorted[index]),
        _ => sorted[index],
    }
}

/// The indices (from 0, in ascending order) of the two values of a sample of `n` that enclose the
/// `q`-quantile with at least this confidence, each side erring with at most half of the rest.
///
/// `None` where the sample is too small for a bound on that side: even its extreme value is not enough.
///
/// # Panics
/// If `q` or `confidence` is not strictly between 0 and 1.
pub fn order_statistic_interval(n: usize, q: f64, confidence: f64) -> (Option<usize>, Option<usize>) {
    for share in [q, confidence] {
        assert!(share > 0.0 && share < 1.0, "a share between 0 and 1, not {share}");
    }
    let tail = 0.5 * (1.0 - confidence);
    let n = n as u64;
    // The k-th smallest is above the quantile when fewer than k values are below it: P(B ≤ k − 1).
    let too_high = first(0, n, |below| binomial_cdf(below, n, q) > tail);
    let lower = too_high.checked_sub(1).map(|index| index as usize);
    // It is below the quantile when at least k values are: P(B ≥ k).
    let upper = first(1, n + 1, |k| binomial_upper(k, n, q) <= tail);
    let upper = (upper <= n).then(|| upper as usize - 1);
    (lower, upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_between_neighbours() {
        let values = [1.0, 2.0, 4.0, 8.0];
        assert_eq!(quantile(&values, 0.0), 1.0);
        assert_eq!(quantile(&values, 1.0), 8.0);
        assert_eq!(quantile(&values, 0.5), 3.0);
        assert!((quantile(&values, 0.9) - 6.8).abs() < 1e-12);
        assert_eq!(quantile(&[3.0], 0.7), 3.0);
        // An infinite neighbour that has no weight does not spoil the value.
        assert_eq!(quantile(&[1.0, 2.0, f64::INFINITY], 0.5), 2.0);
    }

    #[test]
    fn the_median_of_ten_lies_between_the_second_and_the_ninth() {
        // Tables of the sign-test interval: 97.9 % for n = 10, ranks 2 and 9; none for n = 5 at 95 %.
        assert_eq!(order_statistic_interval(10, 0.5, 0.95), (Some(1), Some(8)));
        assert_eq!(order_statistic_interval(6, 0.5, 0.95), (Some(0), Some(5)));
        assert_eq!(order_statistic_interval(5, 0.5, 0.95), (None, None));
        assert_eq!(order_statistic_interval(0, 0.5, 0.95), (None, None));
    }

    #[test]
    fn a_high_quantile_needs_a_large_sample_for_its_upper_bound() {
        // 0.95^n ≤ 0.025 from n = 72 on.
        assert_eq!(order_statistic_interval(71, 0.95, 0.95).1, None);
        assert_eq!(order_statistic_interval(72, 0.95, 0.95).1, Some(71));
    }

    #[test]
    fn each_side_errs_with_at_most_half_of_the_rest_and_no_closer_pair_does() {
        for n in [8usize, 33, 100, 1000] {
            for q in [0.1, 0.5, 0.9] {
                let (lower, upper) = order_statistic_interval(n, q, 0.9);
                let n = n as u64;
                if let Some(index) = lower {
                    assert!(binomial_cdf(index as u64, n, q) <= 0.05);
                    assert!(binomial_cdf(index as u64 + 1, n, q) > 0.05);
                }
                if let Some(index) = upper {
                    assert!(binomial_upper(index as u64 + 1, n, q) <= 0.05);
                    assert!(binomial_upper(index as u64, n, q) > 0.05);
                }
            }
        }
    }
}
