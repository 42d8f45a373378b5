//! How inflow varies about its rate: through the year, by a wave, by families, by a forecast that is wrong, by shocks.
//!
//! These are the rules alone, numbers in and a factor out; `sim/future.rs` and `sim/arrivals.rs` draw with them.

use jiff::civil::Date;

use crate::calendar::MONTH_DAYS;

/// Months in a year.
pub const MONTHS: usize = 12;

/// The seasons of a year: how the cases of a mean year divide over its months.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Season {
    /// Cases of each month over those of a mean month, January first; their mean is 1.
    indices: [f64; MONTHS],
}

impl Season {
    /// Indices in any unit, January first: only their proportions count, so that a year keeps its total.
    ///
    /// # Errors
    /// When one is below 0, or all are 0.
    pub fn new(indices: [f64; MONTHS]) -> Result<Season, String> {
        let mean = indices.iter().sum::<f64>() / MONTHS as f64;
        if indices.iter().any(|index| index.is_nan() || *index < 0.0) {
            return Err("an index of a month is 0 or more".to_owned());
        }
        if !(mean > 0.0 && mean.is_finite()) {
            return Err("all indices are 0: nothing would come".to_owned());
        }
        Ok(Season { indices: indices.map(|index| index / mean) })
    }

    /// The Dutch index: first applications of seven nationalities, 2015 to 2025 (`data/`, CBS StatLine 83102NED).
    ///
    /// Each year's months over that year's mean month, averaged over the eleven years, so that the peak of 2015 counts
    /// no more than any other year. A test computes it anew from the series.
    pub fn dutch() -> Season {
        let indices = [0.9662, 0.7367, 0.7116, 0.6760, 0.7404, 0.8511, 1.0687, 1.2082, 1.4068, 1.4336, 1.1741, 1.0267];
        Season::new(indices).expect("the index of a preset is an index")
    }

    pub fn indices(&self) -> &[f64; MONTHS] {
        &self.indices
    }

    /// The rate in a month over the mean rate: a February of 28 days packs its cases closer than a January.
    pub fn rate_factor(&self, month: Date) -> f64 {
        let index = self.indices[month.month() as usize - 1];
        index * MONTH_DAYS / f64::from(month.days_in_month())
    }
}

/// A wave on the rate: `1 + amplitude · sin(2π (t / period + phase))`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sine {
    /// From 0 to 1.
    pub amplitude: f64,
    /// In the unit of the time that is given to [`Sine::factor`], above 0.
    pub period: f64,
    /// Share of a period that has gone by at time 0.
    pub phase: f64,
}

impl Sine {
    pub fn factor(&self, at: f64) -> f64 {
        1.0 + self.amplitude * libm::sin(std::f64::consts::TAU * (at / self.period + self.phase))
    }

    /// What the wave adds between two times, beside the time itself.
    pub fn integral(&self, from: f64, to: f64) -> f64 {
        let turn = |at: f64| libm::cos(std::f64::consts::TAU * (at / self.period + self.phase));
        self.amplitude * self.period / std::f64::consts::TAU * (turn(from) - turn(to))
    }

    /// No factor is below this.
    pub fn least(&self) -> f64 {
        1.0 - self.amplitude
    }

    /// No factor is above this.
    pub fn most(&self) -> f64 {
        1.0 + self.amplitude
    }
}

/// The largest family: its members fit the addresses of draws (see `sim/arrivals.rs`).
pub const MOST_IN_BATCH: u32 = 100;

/// How many cases come together.
#[derive(Clone, Debug, PartialEq)]
pub enum BatchLaw {
    /// Always so many, at least 1.
    Fixed(u32),
    /// Cumulative shares of 1, 2, 3, … cases.
    Shares(Vec<f64>),
    /// 1, 2, 3, … with probability falling by the factor `1 − 1 / mean` each.
    Geometric { mean: f64 },
}

impl BatchLaw {
    /// From the shares of families of 1, 2, 3, … cases, which add up to 1.
    pub fn of_shares(shares: &[f64]) -> BatchLaw {
        let mut sum = 0.0;
        BatchLaw::Shares(
            shares
                .iter()
                .map(|share| {
                    sum += share;
                    sum
                })
                .collect(),
        )
    }

    pub fn mean(&self) -> f64 {
        match self {
            BatchLaw::Fixed(size) => f64::from(*size),
            // The mean is the sum of the probabilities to be larger than 0, 1, 2, …
            BatchLaw::Shares(until) => 1.0 + until[..until.len() - 1].iter().map(|share| 1.0 - share).sum::<f64>(),
            BatchLaw::Geometric { mean } => *mean,
        }
    }

    /// The size for one uniform in (0, 1); a geometric one is cut off at [`MOST_IN_BATCH`].
    pub fn size(&self, uniform: f64) -> u32 {
        match self {
            BatchLaw::Fixed(size) => *size,
            BatchLaw::Shares(until) => {
                (until.iter().position(|share| uniform < *share).unwrap_or(until.len() - 1) + 1) as u32
            }
            BatchLaw::Geometric { mean } if *mean <= 1.0 => 1,
            BatchLaw::Geometric { mean } => {
                let tail = libm::log(1.0 - uniform) / libm::log(1.0 - 1.0 / mean);
                (1.0 + tail.floor()).min(f64::from(MOST_IN_BATCH)) as u32
            }
        }
    }
}

/// A forecast that goes wrong: the logarithm of realised over forecast is an AR(1) by month, 0 in the month of the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForecastError {
    /// Standard deviation of one month's new error, in the logarithm.
    pub volatility: f64,
    /// Share of an error that is left a month later, from 0 to 1; 1 is a random walk.
    pub persistence: f64,
}

impl ForecastError {
    /// The share that is left a month later when errors die out over so many months (to a share of 1 / e).
    pub fn persistence_of(reversion_months: f64) -> f64 {
        libm::exp(-1.0 / reversion_months)
    }

    /// The error of the next month, for a standard normal.
    pub fn next(&self, error: f64, normal: f64) -> f64 {
        self.persistence * error + self.volatility * normal
    }

    /// Variance of the error so many months after the start.
    pub fn variance(&self, months: u32) -> f64 {
        let square = self.persistence * self.persistence;
        let sum = if square >= 1.0 {
            f64::from(months)
        } else {
            (1.0 - libm::pow(square, f64::from(months))) / (1.0 - square)
        };
        self.volatility * self.volatility * sum
    }

    /// What the rate is multiplied by; its mean is 1 in every month.
    pub fn factor(&self, error: f64, months: u32) -> f64 {
        libm::exp(error - 0.5 * self.variance(months))
    }
}

/// How a shock rises and falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShockShape {
    /// At its full height all the time.
    Block,
    /// Rises evenly to its height in the middle, and falls evenly.
    Triangle,
    /// At its height at once, then halving evenly until a twentieth is left at the end.
    Decay,
}

impl ShockShape {
    /// Share of its height when this share of its time has gone by; 0 before and after.
    pub fn height(self, gone_by: f64) -> f64 {
        if !(0.0..1.0).contains(&gone_by) {
            return 0.0;
        }
        match self {
            ShockShape::Block => 1.0,
            ShockShape::Triangle => 1.0 - (2.0 * gone_by - 1.0).abs(),
            ShockShape::Decay => libm::pow(0.05, gone_by),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_has_the_sizes_and_the_mean_of_its_law() {
        let shares = BatchLaw::of_shares(&[0.6, 0.2, 0.0, 0.2]);
        assert!((shares.mean() - 1.8).abs() < 1e-12);
        let sizes: Vec<u32> = [0.1, 0.59, 0.61, 0.79, 0.81, 0.999].iter().map(|u| shares.size(*u)).collect();
        assert_eq!(sizes, [1, 1, 2, 2, 4, 4]);
        let geometric = BatchLaw::Geometric { mean: 4.0 };
        // P(X > k) = (3/4)^k.
        assert_eq!((geometric.size(0.2499), geometric.size(0.2501)), (1, 2));
        assert_eq!((geometric.size(0.4374), geometric.size(0.4376)), (2, 3));
        assert_eq!(geometric.size(1.0 - 1e-16), MOST_IN_BATCH);
        assert_eq!(BatchLaw::Geometric { mean: 1.0 }.size(0.9), 1);
    }

    #[test]
    fn an_error_that_dies_out_has_a_bounded_variance_and_a_mean_of_one() {
        let rule = ForecastError { volatility: 0.2, persistence: 0.5 };
        assert!((rule.variance(1) - 0.04).abs() < 1e-15);
        // By hand: 0.04 (1 + 1/4 + 1/16).
        assert!((rule.variance(3) - 0.0525).abs() < 1e-15);
        assert!((ForecastError { persistence: 1.0, ..rule }.variance(9) - 0.36).abs() < 1e-12);
        assert_eq!(rule.factor(0.0, 0), 1.0);
        // E[exp(sd Z)] by the trapezoidal rule.
        let sd = rule.variance(3).sqrt();
        let mean: f64 = (-8000..=8000)
            .map(|step| {
                let z = f64::from(step) / 1000.0;
                rule.factor(sd * z, 3) * libm::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt() / 1000.0
            })
            .sum();
        assert!((mean - 1.0).abs() < 1e-9);
        assert!((ForecastError::persistence_of(12.0) - 0.920_044).abs() < 1e-6);
    }

    #[test]
    fn shocks_rise_and_fall_as_their_shape_says() {
        let at = |shape: ShockShape| [-0.1, 0.0, 0.25, 0.5, 0.75, 1.0].map(|share| shape.height(share));
        assert_eq!(at(ShockShape::Block), [0.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
        assert_eq!(at(ShockShape::Triangle), [0.0, 0.0, 0.5, 1.0, 0.5, 0.0]);
        let decay = at(ShockShape::Decay);
        assert!((decay[1] - 1.0).abs() < 1e-12 && (decay[3] - 0.05f64.sqrt()).abs() < 1e-12 && decay[5] == 0.0);
    }

    const SERIES: &str = include_str!("../../data/nl-first-applications-top7-monthly.csv");

    #[test]
    fn a_season_keeps_the_total_of_a_year() {
        let season = Season::new([1.0, 0.0, 3.0, 1.0, 1.0, 1.0, 2.0, 2.0, 1.0, 0.5, 0.5, 7.0]).unwrap();
        let year = (1..=12).map(|month| {
            let month = jiff::civil::date(2027, month, 1);
            season.rate_factor(month) * f64::from(month.days_in_month())
        });
        assert!((year.sum::<f64>() - 365.25).abs() < 1e-9);
        assert_eq!(season.rate_factor(jiff::civil::date(2027, 2, 1)), 0.0);
        assert!(Season::new([0.0; 12]).is_err() && Season::new([-1.0; 12]).is_err());
    }

    #[test]
    fn the_dutch_index_is_that_of_the_series() {
        let cases: Vec<f64> = SERIES
            .lines()
            .filter(|line| line.starts_with("20"))
            .map(|line| line.split(',').nth(1).unwrap().parse().unwrap())
            .collect();
        assert_eq!(cases.len(), 11 * MONTHS);
        for (month, index) in Season::dutch().indices().iter().enumerate() {
            let ratios = cases.chunks(MONTHS).map(|year| year[month] / (year.iter().sum::<f64>() / MONTHS as f64));
            let mean = ratios.sum::<f64>() / 11.0;
            assert!((index - mean).abs() < 2e-4, "month {}: {index}, series {mean}", month + 1);
        }
    }

    #[test]
    fn a_wave_has_its_mean_its_period_and_its_phase() {
        let wave = Sine { amplitude: 0.6, period: 12.0, phase: 0.0 };
        assert!((wave.factor(3.0) - 1.6).abs() < 1e-12 && (wave.factor(9.0) - 0.4).abs() < 1e-12);
        let early = Sine { phase: 0.25, ..wave };
        assert!((early.factor(0.0) - wave.factor(3.0)).abs() < 1e-12);
        // A quarter of a wave, and a whole one.
        assert!((wave.integral(0.0, 3.0) - 0.6 * 12.0 / std::f64::consts::TAU).abs() < 1e-12);
        assert!(early.integral(5.0, 17.0).abs() < 1e-12);
        assert!((0..1200).all(|tenth| wave.factor(f64::from(tenth) / 10.0) <= wave.most() + 1e-12));
    }
}
