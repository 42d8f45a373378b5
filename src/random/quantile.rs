//! Quantiles of the distributions: the value below which a share of the probability lies.
//!
//! Designs of experiments place inputs by their share of probability, so every law that an uncertain number may have
//! answers here. Closed forms where there are any, else the distribution function undone by bisection.

use super::distribution::{Distribution, Kind};
use crate::stats::{beta_quantile, gamma_quantile, normal_quantile};

impl Distribution {
    /// The value below which a share `u` lies; `u` outside [0, 1] counts as its end. Infinite where the law is unbounded.
    pub fn quantile(&self, u: f64) -> f64 {
        let u = u.clamp(0.0, 1.0);
        if u == 0.0 {
            return self.min_value();
        }
        if u == 1.0 {
            return self.max_value();
        }
        match &self.0 {
            Kind::Deterministic(value) => *value,
            Kind::Exponential { mean } => -mean * libm::log1p(-u),
            Kind::Erlang { phases, phase_mean } => phase_mean * gamma_quantile(u, f64::from(*phases)),
            Kind::Gamma { mean, cv, .. } => mean * cv * cv * gamma_quantile(u, 1.0 / (cv * cv)),
            Kind::Lognormal { mean, sigma, .. } => mean * libm::exp(sigma * (normal_quantile(u) - 0.5 * sigma)),
            Kind::SplitLognormal { median, below, above } => {
                let z = normal_quantile(u);
                median * libm::exp(z * if z < 0.0 { below } else { above })
            }
            Kind::Hyperexponential { mean, first, means, .. } => {
                let above = |x: f64| first * libm::exp(-x / means[0]) + (1.0 - first) * libm::exp(-x / means[1]);
                let mut high = *mean;
                while above(high) > 1.0 - u {
                    high *= 2.0;
                }
                halved(0.0, high, |x| above(x) > 1.0 - u)
            }
            Kind::Uniform { min, max } => min + (max - min) * u,
            Kind::Triangular { min, mode, max } => {
                let (below, above, width) = (mode - min, max - mode, max - min);
                if u * width < below {
                    min + (u * width * below).sqrt()
                } else {
                    max - ((1.0 - u) * width * above).sqrt()
                }
            }
            Kind::Beta { min, max, mean, variance, .. } => {
                let width = max - min;
                let share = (mean - min) / width;
                let weight = share * (1.0 - share) * width * width / variance - 1.0;
                min + width * beta_quantile(u, share * weight, (1.0 - share) * weight)
            }
            Kind::Weibull { inverse_shape, scale, .. } => scale * libm::pow(-libm::log1p(-u), *inverse_shape),
            Kind::Discrete { values, until, .. } => values[until.partition_point(|&sum| sum < u).min(values.len() - 1)],
        }
    }
}

/// The place between `low` and `high` at which `is_below` ends.
fn halved(mut low: f64, mut high: f64, is_below: impl Fn(f64) -> bool) -> f64 {
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if is_below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Source;

    fn laws() -> Vec<(&'static str, Distribution)> {
        vec![
            ("exponential", Distribution::exponential(3.0).unwrap()),
            ("erlang", Distribution::erlang(3.0, 3).unwrap()),
            ("gamma", Distribution::gamma(3.0, 1.4).unwrap()),
            ("lognormal", Distribution::lognormal(3.0, 0.6).unwrap()),
            ("planning figures", Distribution::split_lognormal(20.0, 30.0, 55.0, 0.67).unwrap()),
            ("hyperexponential", Distribution::hyperexponential(3.0, 2.0).unwrap()),
            ("uniform", Distribution::uniform(1.0, 4.0).unwrap()),
            ("triangular", Distribution::triangular(1.0, 2.0, 7.0).unwrap()),
            ("pert", Distribution::pert(1.0, 2.0, 7.0).unwrap()),
            ("weibull", Distribution::weibull(3.0, 0.7).unwrap()),
        ]
    }

    /// The empirical share of 40,000 draws at or below each quantile is that share: z-test, alpha = 1e-5 each.
    #[test]
    fn draws_fall_below_a_quantile_as_often_as_it_says() {
        for (name, law) in laws() {
            let key = Source::new(7, 0).key(name, "test");
            let draws: Vec<f64> = (0..40_000).map(|i| law.sample(&mut key.draws(i, 0))).collect();
            for u in [0.02, 0.3, 0.5, 0.9, 0.99] {
                let at = law.quantile(u);
                let share = draws.iter().filter(|draw| **draw <= at).count() as f64 / draws.len() as f64;
                let error = (u * (1.0 - u) / draws.len() as f64).sqrt();
                assert!((share - u).abs() < 4.42 * error, "{name} at {u}: {share}");
            }
        }
    }

    #[test]
    fn the_ends_are_those_of_the_support_and_values_have_their_weights() {
        let dice = Distribution::discrete(&[1.0, 2.0, 5.0], &[1.0, 2.0, 1.0]).unwrap();
        assert_eq!([0.0, 0.2, 0.3, 0.75, 0.76, 1.0].map(|u| dice.quantile(u)), [1.0, 1.0, 2.0, 2.0, 5.0, 5.0]);
        let uniform = Distribution::uniform(1.0, 4.0).unwrap();
        assert_eq!((uniform.quantile(-1.0), uniform.quantile(0.5), uniform.quantile(2.0)), (1.0, 2.5, 4.0));
    }
}
