//! Uncertainty about one number: `low / likely / high`, the 5 % point, the mode and the 95 % point.
//!
//! People can say "hardly below 6, probably 10, hardly above 20" better than they can name an absolute least
//! and most, so the triangle is fitted to these three and its corners lie outside them.
//!
//! # Source
//! Keefer and Bodily (1983), *Three-point approximations for continuous random variables*: a triangular
//! distribution from its 5 % and 95 % points. Solved here for the share p of the mass below the mode: with
//! width w, likely − low = w g(p) and high − likely = w g(1 − p), g(p) = p − √(p / 20), for p in
//! [1/20, 19/20]. Their ratio grows with p, so p is found by bisection.

use super::streams::Draws;

/// The probability below `low`, and above `high`.
const TAIL: f64 = 0.05;

/// The triangular distribution with mode `likely`, 5 % point `low` and 95 % point `high`.
///
/// Its support is wider than [low, high]: see [`Range::min_value`]. With low = high it is a constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    low: f64,
    likely: f64,
    high: f64,
    /// Share of the probability below the mode, in [0.05, 0.95].
    below: f64,
    /// The same share above the mode, kept apart so that neither is a rounded difference.
    above: f64,
    /// From the least value to the most; 0 for a constant.
    width: f64,
}

impl Range {
    /// The range with these three points, all in the unit of the uncertain number.
    ///
    /// # Errors
    /// A message when a number is not finite or the three are out of order.
    pub fn new(low: f64, likely: f64, high: f64) -> Result<Self, String> {
        if !(low.is_finite() && likely.is_finite() && high.is_finite()) {
            return Err(format!(
                "low, likely and high must be finite, but are {low}, {likely} and {high}; give three numbers"
            ));
        }
        if !(low <= likely && likely <= high) {
            return Err(format!(
                "low, likely and high must not fall, but are {low}, {likely} and {high}; write them in order, \
                 low as the 5 % point and high as the 95 % point"
            ));
        }
        let (down, up) = (likely - low, high - likely);
        if !(down + up).is_finite() {
            return Err(format!("low {low} and high {high} are too far apart to compute with; give a narrower range"));
        }
        let (below, above) = shares(down, up);
        let reach = reach(below) + reach(above);
        Ok(Self { low, likely, high, below, above, width: (down + up) / reach })
    }

    /// The value below which a share `u` of the probability lies; `u` outside [0, 1] counts as its end.
    #[inline]
    pub fn quantile(&self, u: f64) -> f64 {
        let u = u.clamp(0.0, 1.0);
        if u <= self.below {
            self.likely - self.width * (self.below - (u * self.below).sqrt())
        } else {
            self.likely + self.width * (self.above - ((1.0 - u) * self.above).sqrt())
        }
    }

    /// One value, from one uniform: a larger uniform never gives a smaller value.
    #[inline]
    pub fn sample(&self, draws: &mut Draws) -> f64 {
        self.quantile(draws.uniform())
    }

    /// The 5 % point.
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The mode.
    pub fn likely(&self) -> f64 {
        self.likely
    }

    /// The 95 % point.
    pub fn high(&self) -> f64 {
        self.high
    }

    /// The least value that can be drawn, below `low` (unless all three are equal): check it where a
    /// quantity must not be negative.
    pub fn min_value(&self) -> f64 {
        self.quantile(0.0)
    }

    /// The largest value that can be drawn, above `high` (unless all three are equal).
    pub fn max_value(&self) -> f64 {
        self.quantile(1.0)
    }

    /// The mean: of the three corners.
    pub fn mean(&self) -> f64 {
        self.likely + self.width * (self.above - self.below) / 3.0
    }

    /// The range whose `low` and `high` are `factor` times as far from `likely`: 2 doubles the doubt,
    /// 0 takes it away.
    ///
    /// # Panics
    /// If `factor` is negative or not finite.
    pub fn widened(&self, factor: f64) -> Self {
        assert!(
            factor >= 0.0 && factor.is_finite(),
            "a range is widened by a finite factor of at least 0, not {factor}"
        );
        Self {
            low: self.likely - factor * (self.likely - self.low),
            high: self.likely + factor * (self.high - self.likely),
            width: factor * self.width,
            ..*self
        }
    }
}

/// g(p) = p − √(p / 20): how far the 5 % point is from the mode, in widths, when p lies on its side.
fn reach(share: f64) -> f64 {
    let root = share.sqrt();
    (root * (root - TAIL.sqrt())).max(0.0)
}

/// The shares of probability below and above the mode for distances `down` and `up` from it.
fn shares(down: f64, up: f64) -> (f64, f64) {
    // The smaller share is the unknown: the larger is then 1 minus it without loss.
    let (near, far) = (down.min(up), down.max(up));
    if near == far {
        return (0.5, 0.5);
    }
    let (mut low, mut high) = (TAIL, 0.5);
    let small = loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break low;
        }
        if reach(middle) * (far / near.max(f64::MIN_POSITIVE)) < reach(1.0 - middle) {
            low = middle;
        } else {
            high = middle;
        }
    };
    if down < up { (small, 1.0 - small) } else { (1.0 - small, small) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Source;

    /// The distribution function from the corners alone, independent of how they were found.
    fn cdf(range: &Range, x: f64) -> f64 {
        let (a, m, b) = (range.min_value(), range.likely(), range.max_value());
        if x <= a {
            0.0
        } else if x <= m {
            (x - a) * (x - a) / ((b - a) * (m - a))
        } else if x < b {
            1.0 - (b - x) * (b - x) / ((b - a) * (b - m))
        } else {
            1.0
        }
    }

    fn grid() -> impl Iterator<Item = Range> {
        let sides = [0.0, 1e-6, 0.01, 0.5, 1.0, 3.0, 100.0, 1e6];
        sides.into_iter().flat_map(move |down| {
            sides
                .into_iter()
                .filter(move |up| down + up > 0.0)
                .flat_map(move |up| [-7.0, 0.0, 10.0].map(|m| Range::new(m - down, m, m + up).unwrap()))
        })
    }

    #[test]
    fn the_three_points_are_met_over_a_grid_skewed_ones_included() {
        for range in grid() {
            let scale = range.high() - range.low();
            let rounding = 1e-15 * (range.low().abs() + range.high().abs() + range.likely().abs());
            let near = |x: f64, y: f64| (x - y).abs() <= 1e-9 * scale + rounding;
            assert!(near(range.quantile(0.05), range.low()), "{range:?}");
            assert!(near(range.quantile(0.95), range.high()), "{range:?}");
            assert!(range.min_value() <= range.low() && range.high() <= range.max_value(), "{range:?}");
            // The mode is where density peaks: the quantile function is flattest there.
            assert!(near(range.quantile(range.below), range.likely()), "{range:?}");
            // Corners are rounded to the float grid of the largest number, hence the second condition.
            if scale > 1e-3 {
                assert!((cdf(&range, range.low()) - 0.05).abs() < 1e-9, "{range:?}");
                assert!((cdf(&range, range.high()) - 0.95).abs() < 1e-9, "{range:?}");
            }
        }
    }

    #[test]
    fn quantile_and_distribution_function_undo_each_other() {
        for range in [Range::new(6.0, 10.0, 20.0).unwrap(), Range::new(0.0, 0.0, 1.0).unwrap()] {
            for step in 0..=1000 {
                let u = f64::from(step) / 1000.0;
                assert!((cdf(&range, range.quantile(u)) - u).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_symmetric_range_has_the_corners_of_algebra() {
        // p = ½: half-width h obeys 1 = h (1 − √0.1).
        let range = Range::new(-1.0, 0.0, 1.0).unwrap();
        let half = 1.0 / (1.0 - 0.1f64.sqrt());
        assert!((range.max_value() - half).abs() < 1e-14);
        assert!((range.min_value() + half).abs() < 1e-14);
        assert!(range.mean().abs() < 1e-15);
    }

    #[test]
    fn three_equal_points_are_a_constant() {
        let range = Range::new(4.0, 4.0, 4.0).unwrap();
        assert_eq!([0.0, 0.3, 1.0].map(|u| range.quantile(u)), [4.0, 4.0, 4.0], "{range:?}");
        assert_eq!(range.mean(), 4.0);
    }

    #[test]
    fn a_widened_range_keeps_its_mode_and_stretches_both_sides() {
        let wide = Range::new(6.0, 10.0, 20.0).unwrap().widened(2.0);
        assert_eq!((wide.low(), wide.likely(), wide.high()), (2.0, 10.0, 30.0));
        assert!((wide.quantile(0.05) - 2.0).abs() < 1e-12);
        assert!((wide.quantile(0.95) - 30.0).abs() < 1e-12);
        let none = wide.widened(0.0);
        assert_eq!((none.quantile(0.01), none.quantile(0.99)), (10.0, 10.0));
    }

    #[test]
    fn points_out_of_order_are_refused_with_a_way_out() {
        assert!(Range::new(2.0, 1.0, 3.0).unwrap_err().contains("write them in order"));
        assert!(Range::new(f64::NAN, 1.0, 3.0).is_err());
        assert!(Range::new(-f64::MAX, 0.0, f64::MAX).is_err());
    }

    /// z-test of the mean of 10⁵ draws; alpha = 1e-4.
    #[test]
    fn drawn_values_have_the_mean_of_the_triangle() {
        let range = Range::new(1.0, 9.0, 24.0).unwrap();
        let key = Source::new(1, 0).key("range", "test");
        let moments: crate::stats::Moments = (0..100_000).map(|i| range.sample(&mut key.draws(i, 0))).collect();
        assert!((moments.mean() - range.mean()).abs() < 3.891 * moments.std_error());
    }
}
