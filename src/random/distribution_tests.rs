//! Does each distribution have the moments and the shape it promises?
//!
//! Every statistical test here has alpha = 1e-4: it raises one false alarm in ten thousand choices of seed.

use super::{Distribution, Draws, Source, weibull};
use crate::stats::{Moments, kolmogorov_smirnov_p, normal_cdf, regularised_incomplete_beta};

/// Two-sided 1e-4 point of the normal.
const Z: f64 = 3.890_591_886_413;

fn draws(name: &str, number: u64) -> Draws {
    Source::new(2020, 0).key(name, "test").draws(number, 0)
}

fn sample(name: &str, distribution: &Distribution, n: u64) -> Vec<f64> {
    let key = Source::new(2020, 0).key(name, "test");
    (0..n).map(|number| distribution.sample(&mut key.draws(number, 0))).collect()
}

/// One of each kind, and of each branch of a sampler.
fn kinds() -> Vec<(&'static str, Distribution)> {
    let made = [
        ("deterministic", Distribution::deterministic(3.0)),
        ("exponential", Distribution::exponential(2.0)),
        ("erlang of 1", Distribution::erlang(5.0, 1)),
        ("erlang of 3", Distribution::erlang(5.0, 3)),
        ("erlang of 9", Distribution::erlang(5.0, 9)),
        ("gamma", Distribution::gamma(6.0, 0.6)),
        ("gamma below shape 1", Distribution::gamma(6.0, 1.5)),
        ("gamma, narrow", Distribution::gamma(6.0, 1e-3)),
        ("lognormal", Distribution::lognormal(6.0, 0.6)),
        ("split lognormal", Distribution::split_lognormal(4.0, 6.0, 11.0, 0.6)),
        ("hyperexponential", Distribution::hyperexponential(2.0, 2.0)),
        ("hyperexponential of cv 1", Distribution::hyperexponential(2.0, 1.0)),
        ("uniform", Distribution::uniform(-1.0, 3.0)),
        ("triangular", Distribution::triangular(1.0, 9.0, 24.0)),
        ("triangular, no left side", Distribution::triangular(1.0, 1.0, 4.0)),
        ("triangular, no right side", Distribution::triangular(1.0, 4.0, 4.0)),
        ("pert", Distribution::pert(1.0, 9.0, 24.0)),
        ("pert, no left side", Distribution::pert(0.0, 0.0, 1.0)),
        ("beta", Distribution::beta(0.0, 1.0, 0.3, 0.4)),
        ("beta with two peaks", Distribution::beta(2.0, 5.0, 3.0, 0.4)),
        ("beta, almost a coin", Distribution::beta(0.0, 1.0, 0.3, 1.52)),
        ("weibull", Distribution::weibull(4.0, 0.5)),
        ("weibull, heavy", Distribution::weibull(4.0, 1.7)),
        ("discrete", Distribution::discrete(&[5.0, 1.0, 2.0], &[1.0, 0.5, 2.5])),
        ("empirical", Distribution::empirical(&[3.0, 1.0, 4.0, 1.0, 5.0])),
    ];
    made.into_iter().map(|(name, made)| (name, made.unwrap())).collect()
}

/// z-tests of mean and variance of 2 · 10⁵ draws, 50 in all.
#[test]
fn samples_have_the_exact_mean_and_variance() {
    for (name, distribution) in kinds() {
        let values = sample(name, &distribution, 200_000);
        let moments: Moments = values.iter().copied().collect();
        if distribution.variance() == 0.0 {
            assert!(values.iter().all(|&value| value == distribution.mean()));
            continue;
        }
        let error = (distribution.variance() / values.len() as f64).sqrt();
        let z = (moments.mean() - distribution.mean()) / error;
        assert!(z.abs() < Z, "mean of {name}: z = {z}");
        let z = (moments.variance() - distribution.variance()) / moments.variance_std_error();
        assert!(z.abs() < Z, "variance of {name}: z = {z}");
    }
}

#[test]
fn mean_and_cv_are_the_ones_that_were_asked_for() {
    let near = |x: f64, y: f64| (x - y).abs() < 1e-12 * y.abs();
    for cv in [1e-6, 0.02, 0.5, 1.0, 1.3, 8.0] {
        let mut made = vec![
            Distribution::gamma(6.0, cv),
            Distribution::lognormal(6.0, cv),
            Distribution::weibull(6.0, cv),
            Distribution::beta(5.0, 3e3, 6.0, cv),
        ];
        if cv >= 1.0 {
            made.push(Distribution::hyperexponential(6.0, cv));
        }
        for distribution in made.into_iter().map(Result::unwrap) {
            assert!(near(distribution.mean(), 6.0), "{distribution:?}");
            assert!(near(distribution.cv(), cv), "{distribution:?}");
            assert!(near(distribution.variance(), 36.0 * cv * cv), "{distribution:?}");
        }
    }
    assert!(near(Distribution::erlang(5.0, 9).unwrap().cv(), 1.0 / 3.0));
    assert!(near(Distribution::pert(1.0, 9.0, 25.0).unwrap().mean(), 62.0 / 6.0));
    let die = Distribution::empirical(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
    assert!(near(die.mean(), 3.5) && near(die.variance(), 35.0 / 12.0));
}

/// Kolmogorov–Smirnov tests of 20,000 draws each against the distribution function.
#[test]
fn samples_follow_the_distribution_function() {
    type Cdf = Box<dyn Fn(f64) -> f64>;
    let sigma = libm::log1p(0.36f64).sqrt();
    let root = 0.6f64.sqrt();
    let first = 0.5 * (1.0 + root);
    let sides = (4.0 * 8.0 / 23.0, 4.0 * 15.0 / 23.0);
    let cases: Vec<(&str, Distribution, Cdf)> = vec![
        ("exponential", Distribution::exponential(2.0).unwrap(), Box::new(|x| -libm::expm1(-x / 2.0))),
        ("erlang of 2", Distribution::erlang(2.0, 2).unwrap(), Box::new(|x| 1.0 - (1.0 + x) * libm::exp(-x))),
        (
            "gamma of shape 2",
            Distribution::gamma(2.0, 0.5f64.sqrt()).unwrap(),
            Box::new(|x| 1.0 - (1.0 + x) * libm::exp(-x)),
        ),
        ("gamma of shape 1/2", Distribution::gamma(0.5, 2.0f64.sqrt()).unwrap(), Box::new(|x| libm::erf(x.sqrt()))),
        (
            "lognormal",
            Distribution::lognormal(6.0, 0.6).unwrap(),
            Box::new(move |x| normal_cdf((libm::log(x / 6.0) + 0.5 * sigma * sigma) / sigma)),
        ),
        (
            "hyperexponential",
            Distribution::hyperexponential(2.0, 2.0).unwrap(),
            Box::new(move |x| {
                let tail = |share: f64| share * libm::exp(-x * share);
                1.0 - tail(first) - tail(1.0 - first)
            }),
        ),
        ("uniform", Distribution::uniform(-1.0, 3.0).unwrap(), Box::new(|x| (x + 1.0) / 4.0)),
        (
            "triangular",
            Distribution::triangular(1.0, 9.0, 24.0).unwrap(),
            Box::new(|x| {
                if x < 9.0 {
                    (x - 1.0) * (x - 1.0) / (23.0 * 8.0)
                } else {
                    1.0 - (24.0 - x) * (24.0 - x) / (23.0 * 15.0)
                }
            }),
        ),
        (
            "pert",
            Distribution::pert(1.0, 9.0, 24.0).unwrap(),
            Box::new(move |x| regularised_incomplete_beta(1.0 + sides.0, 1.0 + sides.1, (x - 1.0) / 23.0)),
        ),
        (
            "beta of shapes 1/2, 1/2",
            // Mean ½, variance 1/8.
            Distribution::beta(0.0, 1.0, 0.5, 0.5f64.sqrt()).unwrap(),
            Box::new(|x| 2.0 / std::f64::consts::PI * libm::asin(x.sqrt())),
        ),
        ("weibull of cv 1", Distribution::weibull(2.0, 1.0).unwrap(), Box::new(|x| -libm::expm1(-x / 2.0))),
        (
            // Shape 2 (Rayleigh): cv² = 4/π − 1, mean = √π / 2 at scale 1.
            "weibull of shape 2",
            Distribution::weibull(std::f64::consts::PI.sqrt() / 2.0, (4.0 / std::f64::consts::PI - 1.0).sqrt())
                .unwrap(),
            Box::new(|x| -libm::expm1(-x * x)),
        ),
        ("uniform, scaled", Distribution::uniform(0.0, 1.0).unwrap().scaled(7.0), Box::new(|x| x / 7.0)),
    ];
    for (name, distribution, cdf) in cases {
        let mut values = sample(name, &distribution, 20_000);
        values.sort_by(f64::total_cmp);
        let n = values.len() as f64;
        let distance = values.iter().enumerate().fold(0.0f64, |most, (index, &x)| {
            let rank = index as f64;
            let at = cdf(x);
            most.max(at - rank / n).max((rank + 1.0) / n - at)
        });
        let p = kolmogorov_smirnov_p(distance, values.len());
        assert!(p > 1e-4, "{name}: p = {p:e}");
    }
}

/// Chi-square of 10⁵ draws over three values: two degrees of freedom, so exponential with mean 2.
#[test]
fn discrete_values_come_as_often_as_their_weights_say() {
    let distribution = Distribution::discrete(&[5.0, 1.0, 2.0], &[1.0, 0.5, 2.5]).unwrap();
    let values = sample("weights", &distribution, 100_000);
    let chi_square: f64 = [(1.0, 12_500.0), (2.0, 62_500.0), (5.0, 25_000.0)]
        .iter()
        .map(|(value, expected)| {
            let found = values.iter().filter(|&x| x == value).count() as f64;
            (found - expected) * (found - expected) / expected
        })
        .sum();
    assert!(libm::exp(-0.5 * chi_square) > 1e-4);
}

#[test]
fn samples_stay_within_the_support() {
    for (name, distribution) in kinds() {
        let (min, max) = (distribution.min_value(), distribution.max_value());
        for value in sample(name, &distribution, 50_000) {
            assert!(value >= min && value <= max && value.is_finite(), "{name}: {value}");
        }
    }
}

#[test]
fn a_scaled_distribution_multiplies_each_draw() {
    for (name, distribution) in kinds() {
        let scaled = distribution.scaled(2.5);
        let near = |x: f64, y: f64| (x - y).abs() <= 1e-12 * y.abs();
        assert!(near(scaled.mean(), 2.5 * distribution.mean()), "{name}");
        assert!(near(scaled.variance(), 6.25 * distribution.variance()), "{name}");
        assert!(near(scaled.min_value(), 2.5 * distribution.min_value()), "{name}");
        for number in 0..100 {
            let once = distribution.sample(&mut draws(name, number));
            let more = scaled.sample(&mut draws(name, number));
            assert!((more - 2.5 * once).abs() <= 1e-12 * (1.0 + once.abs()), "{name}");
        }
        assert_eq!(distribution.scaled(0.0), Distribution::deterministic(0.0).unwrap());
        assert_eq!(distribution.scaled(1.0), distribution);
    }
}

#[test]
fn a_spread_of_nothing_is_a_constant() {
    let constant = Distribution::deterministic(4.0);
    assert_eq!(Distribution::gamma(4.0, 0.0), constant);
    assert_eq!(Distribution::lognormal(4.0, 0.0), constant);
    assert_eq!(Distribution::weibull(4.0, 0.0), constant);
    assert_eq!(Distribution::beta(0.0, 9.0, 4.0, 0.0), constant);
    assert_eq!(Distribution::uniform(4.0, 4.0), constant);
    assert_eq!(Distribution::triangular(4.0, 4.0, 4.0), constant);
    assert_eq!(Distribution::pert(4.0, 4.0, 4.0), constant);
}

#[test]
fn the_order_in_which_values_are_written_moves_no_draw() {
    assert_eq!(
        Distribution::discrete(&[3.0, 1.0, 2.0], &[1.0, 4.0, 0.0]),
        Distribution::discrete(&[1.0, 3.0], &[4.0, 1.0])
    );
}

#[test]
fn weibull_shapes_solve_their_equation_on_both_sides_of_the_series() {
    let direct = |x: f64| libm::lgamma(1.0 + 2.0 * x) - 2.0 * libm::lgamma(1.0 + x);
    for x in [0.005, 0.01, 0.0199, 0.02] {
        let series = weibull::ln_moment_ratio(x);
        assert!((series - direct(x)).abs() < 1e-15, "{x}");
    }
    assert!((weibull::inverse_shape(1.0) - 1.0).abs() < 1e-14);
    let rayleigh = (4.0 / std::f64::consts::PI - 1.0).sqrt();
    assert!((weibull::inverse_shape(rayleigh) - 0.5).abs() < 1e-14);
    // For small cv, 1 / shape → cv √6 / π.
    let ratio = weibull::inverse_shape(1e-7) / 1e-7;
    assert!((ratio - 6.0f64.sqrt() / std::f64::consts::PI).abs() < 1e-6);
}

#[test]
fn impossible_parameters_are_refused_with_a_way_out() {
    let refused = [
        Distribution::deterministic(f64::NAN),
        Distribution::exponential(0.0),
        Distribution::exponential(f64::INFINITY),
        Distribution::erlang(1.0, 0),
        Distribution::gamma(-1.0, 0.5),
        Distribution::gamma(1.0, -0.5),
        Distribution::lognormal(1.0, 101.0),
        Distribution::lognormal(1.0, f64::NAN),
        Distribution::hyperexponential(1.0, 0.9),
        Distribution::uniform(2.0, 1.0),
        Distribution::uniform(-f64::MAX, f64::MAX),
        Distribution::triangular(0.0, 5.0, 4.0),
        Distribution::pert(1.0, 0.0, 4.0),
        Distribution::beta(0.0, 1.0, 0.5, 1.0),
        Distribution::beta(0.0, 1.0, 1.0, 0.1),
        Distribution::weibull(0.0, 1.0),
        Distribution::discrete(&[1.0], &[]),
        Distribution::discrete(&[1.0], &[0.0]),
        Distribution::discrete(&[1.0], &[-1.0]),
        Distribution::empirical(&[]),
    ];
    for refusal in refused {
        let message = refusal.unwrap_err();
        assert!(message.contains("; "), "no way out in: {message}");
        assert!(message.starts_with(char::is_lowercase), "{message}");
    }
}

#[test]
fn messages_name_the_number_and_the_mistake() {
    assert_eq!(
        Distribution::triangular(0.0, 5.0, 4.0).unwrap_err(),
        "the mode of a triangular must not be above its max, but 5 is above 4; swap them"
    );
    assert_eq!(
        Distribution::hyperexponential(1.0, 0.9).unwrap_err(),
        "the cv of a hyperexponential must be from 1 to 100, but is 0.9; \
         use a gamma or lognormal for a cv below 1"
    );
}
