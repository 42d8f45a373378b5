//! The gamma distribution function, for quantiles of waiting times and rates.
//!
//! # Source
//! Abramowitz and Stegun (1964), *Handbook of mathematical functions*, 6.5.29 (series) and 6.5.31 (continued fraction,
//! evaluated by the modified Lentz method).

use super::root::increasing_root;

/// P(X ≤ x) for X gamma with this shape and scale 1.
///
/// # Panics
/// If the shape is not positive and finite.
pub fn regularised_incomplete_gamma(shape: f64, x: f64) -> f64 {
    assert!(shape > 0.0 && shape.is_finite(), "a positive shape, not {shape}");
    if x <= 0.0 {
        return 0.0;
    }
    if x == f64::INFINITY {
        return 1.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / shape, 1.0 / shape, shape);
        while term > sum * 1e-17 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return (front * sum).min(1.0);
    }
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / TINY, 1.0 / away(b));
    let mut fraction = d;
    for step in 1..10_000 {
        let i = f64::from(step);
        let a = i * (shape - i);
        b += 2.0;
        d = 1.0 / away(a * d + b);
        c = away(b + a / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (1.0 - front * fraction).max(0.0)
}

/// The x with P(X ≤ x) = p; infinite for p = 1.
///
/// # Panics
/// If the shape is not positive and finite, or `p` is outside [0, 1].
pub fn gamma_quantile(p: f64, shape: f64) -> f64 {
    assert!((0.0..=1.0).contains(&p), "a probability, not {p}");
    if p == 0.0 {
        return 0.0;
    }
    if p == 1.0 {
        return f64::INFINITY;
    }
    let mut high = shape + 1.0;
    while regularised_incomplete_gamma(shape, high) < p {
        high *= 2.0;
    }
    increasing_root(0.0, high, |x| {
        let density = libm::exp((shape - 1.0) * libm::log(x) - x - libm::lgamma(shape));
        (regularised_incomplete_gamma(shape, x) - p, density)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_one_is_the_exponential_and_half_is_a_squared_normal() {
        for x in [0.01, 0.5, 1.0, 3.0, 10.0] {
            assert!((regularised_incomplete_gamma(1.0, x) - (1.0 - libm::exp(-x))).abs() < 1e-14);
            assert!((regularised_incomplete_gamma(0.5, x) - libm::erf(x.sqrt())).abs() < 1e-13);
        }
    }

    #[test]
    fn quantile_and_distribution_function_undo_each_other() {
        for shape in [0.05, 0.3, 1.0, 4.0, 60.0, 2_000.0] {
            for p in [0.001, 0.05, 0.5, 0.95, 0.999] {
                let x = gamma_quantile(p, shape);
                assert!((regularised_incomplete_gamma(shape, x) - p).abs() < 1e-10, "{shape} {p}");
            }
        }
        // Chi-square with 2 · 4 degrees of freedom: its 95 % point, 15.507 in the tables.
        assert!((2.0 * gamma_quantile(0.95, 4.0) - 15.507_313).abs() < 1e-6);
    }
}
