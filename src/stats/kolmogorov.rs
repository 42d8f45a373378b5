//! Does a sample come from this continuous distribution?
//!
//! # Source
//! Kolmogorov (1933); the correction for finite samples: Stephens (1970), *Journal of the Royal Statistical
//! Society B* 32, as in *Numerical recipes* (2007), section 14.3.3.

/// The probability that the largest distance between the empirical and the true distribution function of
/// `n` values exceeds `d`; good to about 0.003 from n = 10 on, better for small p and large n.
///
/// # Panics
/// If `d` is outside [0, 1] or `n` is 0.
pub fn kolmogorov_smirnov_p(d: f64, n: usize) -> f64 {
    assert!((0.0..=1.0).contains(&d), "a distance, not {d}");
    assert!(n > 0, "a sample needs a value");
    let root = (n as f64).sqrt();
    let z = d * (root + 0.12 + 0.11 / root);
    if z < 0.2 {
        // Below 0.2 the probability differs from 1 by less than 1e-12.
        return 1.0;
    }
    if z < 1.18 {
        let unit = -std::f64::consts::PI * std::f64::consts::PI / (8.0 * z * z);
        let sum: f64 = [1.0, 9.0, 25.0, 49.0].iter().map(|square| libm::exp(square * unit)).sum();
        1.0 - std::f64::consts::TAU.sqrt() / z * sum
    } else {
        let unit = libm::exp(-2.0 * z * z);
        let (four, nine) = (unit * unit * unit * unit, libm::pow(unit, 9.0));
        2.0 * (unit - four + nine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn critical_values_of_the_tables_have_their_level() {
        // Miller (1956), two-sided.
        for (n, d, level) in [
            (10, 0.409_25, 0.05),
            (10, 0.368_66, 0.10),
            (20, 0.294_08, 0.05),
            (20, 0.352_41, 0.01),
            (50, 0.188_45, 0.05),
            (100, 0.134_03, 0.05),
        ] {
            let p = kolmogorov_smirnov_p(d, n);
            assert!((p - level).abs() < 0.003, "{n} {d}: {p}");
        }
    }

    #[test]
    fn both_series_meet_and_the_limit_law_is_met() {
        let n = 1_000_000_000_000;
        let p = |z: f64| kolmogorov_smirnov_p(z / 1e6, n);
        assert!((p(1.18 - 1e-9) - p(1.18 + 1e-9)).abs() < 1e-8);
        assert!((p(1.358_098_8) - 0.05).abs() < 1e-6);
        assert!((p(1.627_623_6) - 0.01).abs() < 1e-6);
    }
}
