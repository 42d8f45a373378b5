//! Mean, variance and their standard errors, one value at a time.
//!
//! # Source
//! Welford (1962); third and fourth moments: Pébay (2008), Sandia report SAND2008-6212. Standard error of a
//! variance: Cramér (1946), *Mathematical methods of statistics*, 27.4.2.

use super::student::student_t_quantile;

/// Running central moments of a sample, up to the fourth.
///
/// The result depends on the order of the values in its last bits: push them in a fixed order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    n: u64,
    mean: f64,
    /// Sums of the second, third and fourth powers of the distance from the mean.
    m2: f64,
    m3: f64,
    m4: f64,
}

impl Moments {
    /// No values yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one more value in.
    pub fn push(&mut self, value: f64) {
        let before = self.n as f64;
        self.n += 1;
        let n = self.n as f64;
        let delta = value - self.mean;
        let share = delta / n;
        let square = share * share;
        let product = delta * share * before;
        self.mean += share;
        self.m4 += product * square * (n * n - 3.0 * n + 3.0) + 6.0 * square * self.m2 - 4.0 * share * self.m3;
        self.m3 += product * share * (n - 2.0) - 3.0 * share * self.m2;
        self.m2 += product;
    }

    /// How many values were pushed.
    pub fn count(&self) -> u64 {
        self.n
    }

    /// The mean; NaN without values.
    pub fn mean(&self) -> f64 {
        if self.n == 0 { f64::NAN } else { self.mean }
    }

    /// The sample variance, over n − 1; NaN below two values.
    pub fn variance(&self) -> f64 {
        if self.n < 2 {
            return f64::NAN;
        }
        self.m2 / (self.n - 1) as f64
    }

    /// The sample standard deviation; NaN below two values.
    pub fn std_dev(&self) -> f64 {
        self.variance().sqrt()
    }

    /// The standard error of the mean of independent values; NaN below two values.
    pub fn std_error(&self) -> f64 {
        (self.variance() / self.n as f64).sqrt()
    }

    /// The standard error of the variance of independent values, from the sample's own fourth moment;
    /// NaN below two values.
    pub fn variance_std_error(&self) -> f64 {
        let n = self.n as f64;
        let variance = self.variance();
        let fourth = self.m4 / n;
        let square = (fourth - variance * variance * (n - 3.0) / (n - 1.0)) / n;
        // Rounding may take a two-point sample below 0; NaN stays NaN.
        if square < 0.0 { 0.0 } else { square.sqrt() }
    }

    /// Student's interval for the mean of independent values; from −∞ to ∞ below two values.
    ///
    /// # Panics
    /// If `confidence` is not strictly between 0 and 1.
    pub fn mean_interval(&self, confidence: f64) -> (f64, f64) {
        assert!(confidence > 0.0 && confidence < 1.0, "a confidence between 0 and 1, not {confidence}");
        if self.n < 2 {
            return (f64::NEG_INFINITY, f64::INFINITY);
        }
        let t = -student_t_quantile(0.5 * (1.0 - confidence), (self.n - 1) as f64);
        let half = t * self.std_error();
        (self.mean - half, self.mean + half)
    }
}

impl Extend<f64> for Moments {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        values.into_iter().for_each(|value| self.push(value));
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut moments = Self::new();
        moments.extend(values);
        moments
    }
}

/// The correlation of each value with the next, around the common mean; 0 for fewer than two values or a
/// constant series, which show none.
///
/// # Source
/// Box and Jenkins (1976), section 2.1.5: r₁ = c₁ / c₀.
pub fn lag1_correlation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let spread: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    if spread == 0.0 {
        return 0.0;
    }
    let joint: f64 = values.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum();
    joint / spread
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_moments_are_those_of_two_passes() {
        let values: Vec<f64> = (0..500).map(|i| 1e3 + libm::sin(f64::from(i)) * f64::from(i % 17)).collect();
        let moments: Moments = values.iter().copied().collect();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let power =
            |k: i32| -> f64 { values.iter().map(|x| (0..k).fold(1.0, |product, _| product * (x - mean))).sum() };
        assert_eq!(moments.count(), 500);
        assert!((moments.mean() - mean).abs() < 1e-10);
        for (found, expected) in [(moments.m2, power(2)), (moments.m3, power(3)), (moments.m4, power(4))] {
            assert!((found - expected).abs() < 1e-9 * power(4).abs());
        }
        assert!((moments.variance() - power(2) / (n - 1.0)).abs() < 1e-9);
    }

    #[test]
    fn too_few_values_say_so() {
        let mut moments = Moments::new();
        assert!(moments.mean().is_nan());
        moments.push(4.0);
        assert_eq!(moments.mean(), 4.0);
        assert!(moments.variance().is_nan() && moments.variance_std_error().is_nan());
        assert_eq!(moments.mean_interval(0.95), (f64::NEG_INFINITY, f64::INFINITY));
    }

    #[test]
    fn the_interval_of_eleven_values_uses_ten_degrees_of_freedom() {
        let moments: Moments = (0..11).map(f64::from).collect();
        // Variance of 0…10 is 11, so the standard error is 1.
        let (low, high) = moments.mean_interval(0.95);
        assert!((high - 5.0 - 2.228_138_851_986_27).abs() < 1e-12);
        assert!((low + high - 10.0).abs() < 1e-12);
    }

    #[test]
    fn the_standard_error_of_a_fair_coins_variance_is_nearly_nothing() {
        // Half zeros, half ones: fourth moment = squared variance, so only terms of order 1/n remain.
        let moments: Moments = (0..1000).map(|i| f64::from(i % 2)).collect();
        assert!(moments.variance_std_error() < 1e-3);
    }

    #[test]
    fn neighbours_that_alternate_are_anticorrelated() {
        let values: Vec<f64> = (0..100).map(|i| f64::from(i % 2)).collect();
        assert!((lag1_correlation(&values) + 0.99).abs() < 1e-12);
        assert_eq!(lag1_correlation(&[3.0, 3.0, 3.0]), 0.0);
        assert_eq!(lag1_correlation(&[3.0]), 0.0);
        // 1, 2, 3, 4: (0.75 − 0.25 + 0.75) / 5.
        assert!((lag1_correlation(&[1.0, 2.0, 3.0, 4.0]) - 0.25).abs() < 1e-15);
    }
}
