//! Scales: from numbers and dates to places in a picture, with ticks at round ones.

use jiff::civil::Date;

use super::{
    GRID, MUTED, WIDTH,
    svg::{Anchor, Svg},
};
use crate::{calendar::days_between, report::html::words::Words};

/// The part of a picture in which the data stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Plot {
    pub fn new(left: f64, right: f64, top: f64, bottom: f64) -> Plot {
        Plot { left, right: WIDTH - right, top, bottom }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Values {
    pub low: f64,
    pub high: f64,
    pub ticks: Vec<f64>,
    plot: Plot,
}

impl Values {
    /// A scale with zero, round ends and four to six ticks, for all these numbers.
    pub fn over(numbers: impl Iterator<Item = f64>, plot: Plot) -> Values {
        Values::near(numbers.chain([0.0]), plot)
    }

    /// The same without zero where no number is near it.
    pub fn near(numbers: impl Iterator<Item = f64>, plot: Plot) -> Values {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for number in numbers.filter(|number| number.is_finite()) {
            low = low.min(number);
            high = high.max(number);
        }
        if low > high {
            (low, high) = (0.0, 0.0);
        }
        if high - low <= 0.0 {
            high = low + 1.0;
        }
        let rough = (high - low) / 4.0;
        let size = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|times| times * size).into_iter().find(|step| *step >= rough * 0.999);
        let step = step.unwrap_or(rough);
        let (first, last) = ((low / step + 1e-9).floor() as i64, (high / step - 1e-9).ceil() as i64);
        let ticks: Vec<f64> = (first..=last).map(|number| number as f64 * step).collect();
        Values { low: first as f64 * step, high: last as f64 * step, ticks, plot }
    }

    pub fn y(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        self.plot.bottom - share * (self.plot.bottom - self.plot.top)
    }

    /// The ticks in words, with as many decimals as their step has.
    pub fn labels(&self, words: &Words) -> Vec<String> {
        let step = self.ticks.get(1).map_or(1.0, |second| second - self.ticks[0]);
        let is_whole = |digits: usize| {
            let scaled = step * 10f64.powi(digits as i32);
            (scaled - scaled.round()).abs() < 1e-6
        };
        let digits = (0..6).find(|digits| is_whole(*digits)).unwrap_or(6);
        let label = |tick: &f64| if digits == 0 { words.whole(*tick) } else { words.decimals(*tick, digits) };
        self.ticks.iter().map(label).collect()
    }

    /// The same scale in a plot that leaves room for its labels on the left.
    #[must_use]
    pub fn with_room(mut self, words: &Words) -> Values {
        let widest = self.labels(words).iter().map(|label| label.chars().count()).max().unwrap_or(0);
        self.plot.left = (16.0 + widest as f64 * 7.2).max(40.0);
        self
    }

    pub fn plot(&self) -> Plot {
        self.plot
    }

    pub fn draw(&self, svg: &mut Svg, words: &Words) {
        for (tick, label) in self.ticks.iter().zip(self.labels(words)) {
            let y = self.y(*tick);
            let colour = if *tick == 0.0 { MUTED } else { GRID };
            svg.line((self.plot.left, y), (self.plot.right, y), colour, 1.0, "");
            svg.text((self.plot.left - 6.0, y + 4.5), Anchor::End, MUTED, &label);
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Dates {
    first: Date,
    days: f64,
    plot: Plot,
}

impl Dates {
    pub fn over(first: Date, last: Date, plot: Plot) -> Dates {
        Dates { first, days: (days_between(first, last) as f64).max(1.0), plot }
    }

    pub fn x(&self, date: Date) -> f64 {
        let share = days_between(self.first, date) as f64 / self.days;
        self.plot.left + share * (self.plot.right - self.plot.left)
    }

    pub fn covers(&self, date: Date) -> bool {
        (0.0..=self.days).contains(&(days_between(self.first, date) as f64))
    }

    /// Firsts of months, as many as fit.
    pub fn draw(&self, svg: &mut Svg, words: &Words) {
        let months = self.days / 30.4;
        let step =
            [1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 60.0].into_iter().find(|step| months / step <= 5.0).unwrap_or(120.0);
        let mut year = self.first.year();
        let mut month = 1_i8;
        for _ in 0..2_000 {
            let Ok(tick) = Date::new(year, month, 1) else { break };
            if days_between(self.first, tick) as f64 > self.days {
                break;
            }
            if self.covers(tick) {
                let x = self.x(tick);
                svg.line((x, self.plot.bottom), (x, self.plot.bottom + 5.0), MUTED, 1.0, "");
                let label = if step >= 12.0 { year.to_string() } else { format!("{} {year}", words.short_month(tick)) };
                // A label at the very edge would leave the picture.
                let anchor = match x {
                    x if x < self.plot.left + 22.0 => Anchor::Start,
                    x if x > WIDTH - 32.0 => Anchor::End,
                    _ => Anchor::Middle,
                };
                svg.text((x, self.plot.bottom + 19.0), anchor, MUTED, &label);
            }
            let next = i32::from(month) - 1 + step as i32;
            year += (next / 12) as i16;
            month = (next % 12 + 1) as i8;
        }
    }
}
