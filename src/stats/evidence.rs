//! What figures month by month say about a total by a date: conjugate updates, exact.

use super::{normal_cdf, regularised_incomplete_beta};

/// A gamma belief about a monthly rate whose months are Poisson.
///
/// # Source
/// Gelman et al. (2013), *Bayesian data analysis*, section 2.6: the predictive count is negative binomial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GammaRate {
    pub shape: f64,
    /// In months.
    pub rate: f64,
}

impl GammaRate {
    pub fn mean(self) -> f64 {
        self.shape / self.rate
    }

    /// After `count` in `exposure` months.
    pub fn after(self, count: u64, exposure: f64) -> GammaRate {
        GammaRate { shape: self.shape + count as f64, rate: self.rate + exposure }
    }

    /// The probability of at least `wanted` in the next `exposure` months.
    pub fn at_least(self, wanted: u64, exposure: f64) -> f64 {
        if wanted == 0 {
            return 1.0;
        }
        if exposure <= 0.0 {
            return 0.0;
        }
        // P(N ≥ n) of a negative binomial is I_{1−p}(n, size) with p = rate / (rate + exposure).
        regularised_incomplete_beta(wanted as f64, self.shape, exposure / (self.rate + exposure))
    }
}

/// A normal belief about a monthly level whose months scatter normally about it with a known deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NormalLevel {
    pub mean: f64,
    pub sd: f64,
    pub month_sd: f64,
}

impl NormalLevel {
    /// After `months` months with this total.
    pub fn after(self, total: f64, months: u32) -> NormalLevel {
        let (prior, data) = (1.0 / (self.sd * self.sd), f64::from(months) / (self.month_sd * self.month_sd));
        let mean = (self.mean * prior + total / (self.month_sd * self.month_sd)) / (prior + data);
        NormalLevel { mean, sd: 1.0 / (prior + data).sqrt(), ..self }
    }

    /// The probability that the next months add up to at least `wanted`.
    pub fn at_least(self, wanted: f64, months: u32) -> f64 {
        let left = f64::from(months);
        let variance = left * self.month_sd * self.month_sd + left * left * self.sd * self.sd;
        if variance <= 0.0 {
            return f64::from(u8::from(wanted <= 0.0));
        }
        normal_cdf((left * self.mean - wanted) / variance.sqrt())
    }
}

/// The first month below a level, and the first from which it stays below; `probabilities[0]` is before any figure.
pub fn below(probabilities: &[f64], level: f64) -> (Option<usize>, Option<usize>) {
    let first = probabilities.iter().position(|p| *p < level);
    let stays = probabilities.iter().rposition(|p| *p >= level).map_or(0, |last| last + 1);
    (first, (stays < probabilities.len()).then_some(stays))
}

/// The exact filter of a level that walks at random and is seen with noise.
///
/// # Source
/// Durbin & Koopman (2012), *Time series analysis by state space methods*, section 2.2 (local level model).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalLevel {
    pub mean: f64,
    pub variance: f64,
    pub state_variance: f64,
    pub noise_variance: f64,
}

impl LocalLevel {
    /// The state after an observation, and the log-density of that observation. The belief is about the state at the
    /// observation itself: call [`LocalLevel::moved`] between two of them.
    pub fn seen(self, value: f64) -> (LocalLevel, f64) {
        let total = self.variance + self.noise_variance;
        let gain = self.variance / total;
        let miss = value - self.mean;
        let density = -0.5 * (libm::log(2.0 * std::f64::consts::PI * total) + miss * miss / total);
        (LocalLevel { mean: self.mean + gain * miss, variance: self.variance * (1.0 - gain), ..self }, density)
    }

    /// One step of the walk.
    pub fn moved(self) -> LocalLevel {
        LocalLevel { variance: self.variance + self.state_variance, ..self }
    }
}

/// Plain progress arithmetic between two published figures, as a newspaper does it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Since the figure before, in cases a month.
    pub rate: f64,
    pub remaining: f64,
    /// What the deadline asks a month; infinite when it has come.
    pub required: f64,
    /// Months from the start until the rest is done at `rate`.
    pub finish: f64,
}

impl Progress {
    /// From two figures (month, done so far), the whole and the deadline in months.
    pub fn between(before: (f64, f64), now: (f64, f64), stock: f64, deadline: f64) -> Progress {
        let rate = (now.1 - before.1) / (now.0 - before.0);
        let remaining = stock - now.1;
        let left = deadline - now.0;
        let required = if left > 0.0 { remaining / left } else { f64::INFINITY };
        Progress { rate, remaining, required, finish: now.0 + remaining / rate }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dip_is_not_a_warning() {
        assert_eq!(below(&[0.6, 0.04, 0.2, 0.03, 0.01], 0.05), (Some(1), Some(3)));
        assert_eq!(below(&[0.6, 0.04, 0.2], 0.05), (Some(1), None));
    }

    #[test]
    fn without_months_only_nothing_can_be_reached() {
        let belief = GammaRate { shape: 4.0, rate: 0.005 };
        assert_eq!((belief.at_least(0, 0.0), belief.at_least(1, 0.0)), (1.0, 0.0));
    }
}
