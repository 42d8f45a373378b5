//! Numbers as a scenario gives them: known, or not known, and with where they come from.
//!
//! Two kinds of chance are kept apart by type. A [`Num`] is one number; if nobody knows it, it is
//! drawn once per replication. A [`Spread`] says how cases or people differ; it is drawn anew all
//! the time, and its mean may itself be a number that nobody knows.

use crate::problem::Place;
use crate::random::{Distribution, Range};

/// How well a number is known.
#[derive(Clone, PartialEq, Debug)]
pub enum Amount {
    Known(f64),
    /// Nobody knows: 5 % point, mode and 95 % point; one draw a replication.
    Uncertain(Range),
    /// Nobody knows, and a distribution says how far; one draw a replication.
    UncertainLaw(Distribution),
}

/// Where a number comes from; every part may be left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Origin {
    pub source: Option<String>,
    /// Who answers for the number, and may be asked.
    pub owner: Option<String>,
    /// Who pays, in the words of the file: costs are added up by the payers of the model all the same.
    pub payer: Option<String>,
    /// "agreed", "estimate", …: one of [`STATUSES`].
    pub status: Option<String>,
    /// Whether the number could be known "before" the decision or only "after" (the key `known`).
    pub phase: Option<String>,
}

/// What `status` may say.
pub const STATUSES: [&str; 6] = ["agreed", "confirmed", "measured", "estimate", "assumption", "example"];

impl Origin {
    pub fn is_empty(&self) -> bool {
        *self == Origin::default()
    }

    /// Whether it has a source, or somebody agreed to it.
    pub fn is_confirmed(&self) -> bool {
        let agreed = ["agreed", "confirmed", "measured"];
        self.source.is_some() || self.status.as_deref().is_some_and(|status| agreed.contains(&status))
    }
}

/// One number of a scenario, in the unit of its key.
#[derive(Clone, PartialEq, Debug)]
pub struct Num {
    pub amount: Amount,
    /// Where it stands in the scenario: the address of its draw.
    pub path: String,
    pub place: Place,
    pub origin: Origin,
    /// The scenario says "unknown" and the range is that of a file below.
    pub unknown: bool,
    /// The plausible range of its key: a draw is clipped into it.
    pub at_least: f64,
    pub at_most: f64,
    /// What [`Num::times`] has multiplied it by: over this it is in the unit of its key.
    pub factor: f64,
}

impl Num {
    /// A number that is known and stands in no file: a default or a derived value.
    pub fn known(value: f64, path: impl Into<String>) -> Num {
        Num {
            amount: Amount::Known(value),
            path: path.into(),
            place: Place::default(),
            origin: Origin::default(),
            unknown: false,
            at_least: f64::NEG_INFINITY,
            at_most: f64::INFINITY,
            factor: 1.0,
        }
    }

    pub fn is_known(&self) -> bool {
        matches!(self.amount, Amount::Known(_))
    }

    /// The value when it is known.
    pub fn value(&self) -> Option<f64> {
        match self.amount {
            Amount::Known(value) => Some(value),
            _ => None,
        }
    }

    /// The one figure to name first: the value, the most likely one, or the mean of the law.
    pub fn likely(&self) -> f64 {
        match &self.amount {
            Amount::Known(value) => *value,
            Amount::Uncertain(range) => range.likely(),
            Amount::UncertainLaw(law) => self.clip(law.typical()),
        }
    }

    /// The least value that a draw can have; may be minus infinity.
    pub fn min_value(&self) -> f64 {
        self.clip(match &self.amount {
            Amount::Known(value) => *value,
            Amount::Uncertain(range) => range.min_value(),
            Amount::UncertainLaw(law) => law.min_value(),
        })
    }

    /// The greatest value that a draw can have; may be infinite.
    pub fn max_value(&self) -> f64 {
        self.clip(match &self.amount {
            Amount::Known(value) => *value,
            Amount::Uncertain(range) => range.max_value(),
            Amount::UncertainLaw(law) => law.max_value(),
        })
    }

    /// Low, likely and high of a range, in the unit of the draw; none for a number that is known, or a law.
    pub fn points(&self) -> Option<(f64, f64, f64)> {
        match &self.amount {
            Amount::Uncertain(range) => {
                Some((self.clip(range.low()), self.clip(range.likely()), self.clip(range.high())))
            }
            _ => None,
        }
    }

    /// A draw, brought within what is plausible for the key.
    #[inline]
    pub fn clip(&self, draw: f64) -> f64 {
        draw.max(self.at_least).min(self.at_most)
    }

    /// The value below which a share `u` of the probability lies, with the range `widen` times as wide.
    pub fn quantile(&self, u: f64, widen: f64) -> f64 {
        let value = match &self.amount {
            Amount::Known(value) => *value,
            // The points that are written come back as they are written.
            Amount::Uncertain(range) if widen == 1.0 && u == 0.05 => range.low(),
            Amount::Uncertain(range) if widen == 1.0 && u == 0.95 => range.high(),
            Amount::Uncertain(range) if widen == 1.0 => range.quantile(u),
            Amount::Uncertain(range) => range.widened(widen).quantile(u),
            Amount::UncertainLaw(law) => law.quantile(u),
        };
        self.clip(value)
    }

    /// A value in the unit of the key, as a file would say it: what [`Num::times`] did is taken back.
    pub fn as_written(&self, value: f64) -> f64 {
        value / self.factor
    }

    /// A value that a file would say, in the unit of this number.
    pub fn from_written(&self, value: f64) -> f64 {
        value * self.factor
    }

    /// The number in another unit: all of it times `factor`, which must be above 0.
    ///
    /// # Panics
    /// When `factor` is not a finite number above 0.
    #[must_use]
    pub fn times(&self, factor: f64) -> Num {
        assert!(factor > 0.0 && factor.is_finite(), "a number is changed to another unit by a factor above 0");
        let amount = match &self.amount {
            Amount::Known(value) => Amount::Known(value * factor),
            Amount::Uncertain(range) => {
                let scaled = Range::new(range.low() * factor, range.likely() * factor, range.high() * factor);
                Amount::Uncertain(scaled.unwrap_or(*range))
            }
            Amount::UncertainLaw(law) => Amount::UncertainLaw(law.scaled(factor)),
        };
        let (at_least, at_most) = (self.at_least * factor, self.at_most * factor);
        Num { amount, at_least, at_most, factor: self.factor * factor, ..self.clone() }
    }
}

/// How cases or people differ, in the unit of the key.
#[derive(Clone, PartialEq, Debug)]
pub struct Spread {
    /// With the mean that is most likely, when the mean is uncertain.
    pub law: Distribution,
    /// The mean, when nobody knows it: drawn once per replication and given to [`Spread::at`].
    pub scale: Option<Num>,
    pub path: String,
    pub place: Place,
    pub origin: Origin,
}

impl Spread {
    /// All alike: a value that stands in no file.
    ///
    /// # Errors
    /// When `value` is not finite.
    pub fn constant(value: f64, path: impl Into<String>) -> Result<Spread, String> {
        Ok(Spread {
            law: Distribution::deterministic(value)?,
            scale: None,
            path: path.into(),
            place: Place::default(),
            origin: Origin::default(),
        })
    }

    /// The distribution for one replication: with this mean, or as written when none is given.
    ///
    /// A mean below 0 counts as 0; the coefficient of variation stays what it was.
    pub fn at(&self, mean: Option<f64>) -> Distribution {
        let Some(mean) = mean.filter(|mean| mean.is_finite()) else {
            return self.law.clone();
        };
        let factor = mean.max(0.0) / self.law.mean();
        if factor.is_finite() && factor >= 0.0 {
            return self.law.scaled(factor);
        }
        // The law has mean zero: only a constant has the mean that is asked.
        Distribution::deterministic(mean.max(0.0)).unwrap_or_else(|_| self.law.clone())
    }

    /// The mean: its most likely value when nobody knows it.
    pub fn likely_mean(&self) -> f64 {
        self.scale.as_ref().map_or_else(|| self.law.mean(), Num::likely)
    }

    /// The spread in another unit: all of it times `factor`, which must be above 0.
    ///
    /// # Panics
    /// When `factor` is not a finite number above 0.
    #[must_use]
    pub fn times(&self, factor: f64) -> Spread {
        let scale = self.scale.as_ref().map(|scale| scale.times(factor));
        Spread { law: self.law.scaled(factor), scale, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uncertain() -> Num {
        Num {
            amount: Amount::Uncertain(Range::new(4.5, 6.0, 9.0).unwrap()),
            at_least: 4.0,
            at_most: 8.0,
            ..Num::known(0.0, "effort")
        }
    }

    #[test]
    fn a_draw_is_clipped_into_the_plausible_range() {
        let num = uncertain();
        assert_eq!((num.clip(3.0), num.clip(5.0), num.clip(80.0)), (4.0, 5.0, 8.0));
        assert_eq!(num.max_value(), 8.0);
        assert_eq!(num.likely(), 6.0);
    }

    #[test]
    fn a_spread_takes_the_mean_of_its_replication_and_keeps_its_shape() {
        let law = Distribution::lognormal(6.0, 0.6).unwrap();
        let spread = Spread { law, scale: Some(uncertain()), ..Spread::constant(0.0, "effort").unwrap() };
        assert!((spread.at(Some(9.0)).mean() - 9.0).abs() < 1e-12);
        assert!((spread.at(Some(9.0)).cv() - 0.6).abs() < 1e-12);
        assert_eq!(spread.at(None), spread.law);
        assert_eq!(spread.at(Some(-1.0)).mean(), 0.0);
        assert_eq!(spread.likely_mean(), 6.0);
    }

    #[test]
    fn a_spread_of_nothing_can_still_be_given_a_mean() {
        let none = Spread::constant(0.0, "effort").unwrap();
        assert_eq!(none.at(Some(2.0)).mean(), 2.0);
    }

    #[test]
    fn a_quantile_lies_within_what_is_plausible_and_is_written_in_the_unit_of_the_key() {
        let hours = uncertain();
        let minutes = hours.times(60.0);
        for u in [0.0, 0.05, 0.5, 0.95, 1.0] {
            assert!((hours.quantile(u, 1.0) - minutes.as_written(minutes.quantile(u, 1.0))).abs() < 1e-12);
        }
        assert_eq!(minutes.from_written(7.0), 420.0);
        assert!((hours.quantile(0.05, 1.0) - 4.5).abs() < 1e-12);
        assert_eq!((hours.quantile(0.95, 1.0), hours.quantile(0.05, 2.0)), (8.0, 4.0));
        let law =
            Num { amount: Amount::UncertainLaw(Distribution::uniform(2.0, 4.0).unwrap()), ..Num::known(0.0, "x") };
        assert_eq!(law.quantile(0.25, 1.0), 2.5);
    }

    #[test]
    fn another_unit_changes_the_number_and_its_bounds() {
        let minutes = uncertain().times(60.0);
        assert_eq!((minutes.likely(), minutes.at_most), (360.0, 480.0));
        assert_eq!(Num::known(15.0, "x").times(2.0).value(), Some(30.0));
    }
}
