//! Overtime and pressure: more work for the same people, and its price in leaving, illness and errors (DESIGN 2.8, RULES 9).
//!
//! Prices are factors, in the plain words of a manager: how many times as many at full pressure, or at 8 hours of overtime
//! a week (a sixth day); in between they grow in a straight line. After Oliva & Sterman 2001.

use super::num::Num;

/// Overtime at which its prices are stated.
const PRICED_AT_HOURS: f64 = 8.0;

/// The levers on a pool's people, as checked; prices that nobody filled in are none.
#[derive(Clone, Debug)]
pub struct Strain {
    pub overtime_hours: Num,
    pub overtime_leaving: Option<Num>,
    pub overtime_absence: Option<Num>,
    /// 0: none, 1: as much as there can be.
    pub pressure: Num,
    /// Share that people work faster at full pressure.
    pub pressure_pace: Num,
    pub pressure_error: Option<Num>,
    pub pressure_leaving: Option<Num>,
    pub pressure_absence: Option<Num>,
}

impl Strain {
    pub fn none(path: &str) -> Strain {
        let none = |key: &str| Num::known(0.0, format!("{path}.{key}"));
        Strain {
            overtime_hours: none("overtime_hours_per_week"),
            overtime_leaving: None,
            overtime_absence: None,
            pressure: none("pressure"),
            pressure_pace: none("pressure_pace"),
            pressure_error: None,
            pressure_leaving: None,
            pressure_absence: None,
        }
    }

    pub fn is_used(&self) -> bool {
        self.overtime_hours.max_value() > 0.0 || self.pressure.max_value() > 0.0
    }

    /// Prices of levers in use that look free: not filled in, or said to be nothing without a source.
    pub fn unpriced(&self) -> Vec<(&Num, Vec<&'static str>)> {
        let is_free = |price: &Option<Num>| {
            price.as_ref().is_none_or(|num| num.value() == Some(1.0) && num.origin.source.is_none())
        };
        let of = |prices: &[(&'static str, &Option<Num>)]| -> Vec<&'static str> {
            prices.iter().filter(|(_, price)| is_free(price)).map(|(key, _)| *key).collect()
        };
        let overtime =
            of(&[("overtime_leaving", &self.overtime_leaving), ("overtime_absence", &self.overtime_absence)]);
        let pressure = of(&[
            ("pressure_error", &self.pressure_error),
            ("pressure_leaving", &self.pressure_leaving),
            ("pressure_absence", &self.pressure_absence),
        ]);
        [(&self.overtime_hours, overtime), (&self.pressure, pressure)]
            .into_iter()
            .filter(|(lever, prices)| lever.max_value() > 0.0 && !prices.is_empty())
            .collect()
    }
}

/// The strain of one replication, numbers drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StrainRule {
    /// Overtime over contract hours.
    pub overtime: f64,
    /// What pace, the hazards of leaving and of illness, and the probability of an error are multiplied by.
    pub pace: f64,
    pub leaving: f64,
    pub absence: f64,
    pub error: f64,
}

impl StrainRule {
    /// The rule for numbers drawn; `value` draws them, `contract` is the contract's hours a week.
    pub fn new(strain: &Strain, contract: f64, value: impl Fn(&Num) -> f64) -> StrainRule {
        let hours = value(&strain.overtime_hours);
        let pressure = value(&strain.pressure);
        let factor =
            |price: &Option<Num>, level: f64| price.as_ref().map_or(1.0, |num| 1.0 + (value(num) - 1.0) * level);
        let extra = hours / PRICED_AT_HOURS;
        StrainRule {
            overtime: hours / contract,
            pace: 1.0 + value(&strain.pressure_pace) * pressure,
            leaving: factor(&strain.overtime_leaving, extra) * factor(&strain.pressure_leaving, pressure),
            absence: factor(&strain.overtime_absence, extra) * factor(&strain.pressure_absence, pressure),
            error: factor(&strain.pressure_error, pressure),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_grow_in_a_straight_line_and_multiply() {
        let known = |value| Num::known(value, "price");
        let strain = Strain {
            overtime_hours: known(4.0),
            overtime_leaving: Some(known(1.5)),
            pressure: known(0.5),
            pressure_pace: known(0.2),
            pressure_leaving: Some(known(3.0)),
            pressure_error: Some(known(2.0)),
            ..Strain::none("pool.p")
        };
        let rule = StrainRule::new(&strain, 40.0, Num::likely);
        assert!((rule.overtime - 0.1).abs() < 1e-12 && (rule.pace - 1.1).abs() < 1e-12);
        assert!((rule.leaving - 1.25 * 2.0).abs() < 1e-12 && (rule.error - 1.5).abs() < 1e-12);
        assert_eq!(rule.absence, 1.0);
        let unpriced: Vec<_> = strain.unpriced().into_iter().map(|(_, keys)| keys).collect();
        assert_eq!(unpriced, [vec!["overtime_absence"], vec!["pressure_absence"]]);
        assert!(!Strain::none("pool.p").is_used() && Strain::none("pool.p").unpriced().is_empty());
    }
}
