//! A fan: where a level lies in 5, 8 and 9 of 10 runs through time, its middle, what was realised, and what is wanted.

use jiff::civil::Date;

use super::{
    BLUE, Figure, INK, RED, SKY, TINTS,
    axis::{Dates, Plot, Values},
    svg::{Anchor, Svg, Swatch, key_height},
};
use crate::report::html::{view::Table, words::Words};

/// Two edges of a level by date.
#[derive(Clone, Debug, Default)]
pub struct Band {
    /// "8 of 10".
    pub label: String,
    /// Heads of its columns in the table.
    pub heads: [String; 2],
    pub low: Vec<f64>,
    pub high: Vec<f64>,
}

/// A point that is known.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub date: Date,
    pub value: f64,
}

#[derive(Clone, Debug, Default)]
pub struct Fan {
    pub id: String,
    pub title: String,
    pub alt: String,
    /// What the numbers are, above the axis.
    pub unit: String,
    pub dates: Vec<Date>,
    /// Widest first, at most three.
    pub bands: Vec<Band>,
    pub middle: Vec<f64>,
    /// Level, label, and the date on which it is asked.
    pub target: Option<(f64, String, Option<Date>)>,
    pub realised: Vec<Mark>,
}

impl Fan {
    pub fn draw(&self, words: &Words) -> Figure {
        let mut key: Vec<(Swatch<'_>, &str)> = Vec::new();
        for (band, tint) in self.bands.iter().zip(TINTS) {
            key.push((Swatch::Area(tint), &band.label));
        }
        let (middle, realised) = (words.plain("pictures.middle"), words.plain("pictures.realised"));
        key.push((Swatch::Line(BLUE, ""), &middle));
        if !self.realised.is_empty() {
            key.push((Swatch::Dot(INK), &realised));
        }
        let height = 252.0 + key_height(&key);
        let mut svg = Svg::new(height);
        let plot = Plot::new(62.0, 12.0, 26.0, 220.0);
        let edges = self.bands.iter().flat_map(|band| band.low.iter().chain(&band.high)).copied();
        let others = self.target.iter().map(|target| target.0).chain(self.realised.iter().map(|mark| mark.value));
        let values = Values::over(edges.chain(self.middle.iter().copied()).chain(others), plot).with_room(words);
        let plot = values.plot();
        let (Some(first), Some(last)) = (self.dates.first(), self.dates.last()) else {
            return Figure::new(&self.id, &self.title, &self.alt, svg, self.table(words));
        };
        let first = self.realised.iter().map(|mark| mark.date).chain([*first]).min().unwrap_or(*first);
        let dates = Dates::over(first, *last, plot);
        svg.text((0.0, 12.0), Anchor::Start, super::MUTED, &self.unit);
        let point = |at: usize, value: f64| (dates.x(self.dates[at]), values.y(value));
        let is_known = |at: &usize, values: &[f64]| values.get(*at).is_some_and(|value| value.is_finite());
        for (band, tint) in self.bands.iter().zip(TINTS) {
            let known: Vec<usize> =
                (0..self.dates.len()).filter(|at| is_known(at, &band.low) && is_known(at, &band.high)).collect();
            let high: Vec<_> = known.iter().map(|at| point(*at, band.high[*at])).collect();
            let low: Vec<_> = known.iter().map(|at| point(*at, band.low[*at])).collect();
            svg.area(&high.iter().chain(low.iter().rev()).copied().collect::<Vec<_>>(), tint);
            // The tint of the widest band is too pale to be seen by all: its edges are drawn.
            if tint == TINTS[0] {
                svg.curve(&high, SKY, 1.0, "");
                svg.curve(&low, SKY, 1.0, "");
            }
        }
        values.draw(&mut svg, words);
        dates.draw(&mut svg, words);
        let middle: Vec<(f64, f64)> = (0..self.dates.len())
            .filter(|at| is_known(at, &self.middle))
            .map(|at| point(at, self.middle[at]))
            .collect();
        svg.curve(&middle, BLUE, 2.5, "");
        if let Some((level, label, due)) = &self.target {
            let y = values.y(*level);
            svg.line((plot.left, y), (plot.right, y), RED, 2.0, "6 4");
            let above = if y < plot.top + 24.0 { 16.0 } else { -7.0 };
            svg.bold((plot.left + 8.0, y + above), Anchor::Start, RED, label);
            if let Some(due) = due.filter(|due| dates.covers(*due)) {
                svg.line((dates.x(due), plot.top), (dates.x(due), plot.bottom), RED, 1.0, "2 3");
                svg.dot((dates.x(due), y), 5.0, RED, "#ffffff");
            }
        }
        for mark in self.realised.iter().filter(|mark| dates.covers(mark.date)) {
            svg.dot((dates.x(mark.date), values.y(mark.value)), 4.5, INK, "#ffffff");
        }
        svg.key(244.0, &key);
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table(words))
    }

    fn table(&self, words: &Words) -> Table {
        let mut head = vec![words.plain("pictures.date")];
        head.extend(self.bands.iter().map(|band| band.heads[0].clone()));
        head.push(words.plain("pictures.middle"));
        head.extend(self.bands.iter().rev().map(|band| band.heads[1].clone()));
        let cell = |values: &[f64], at: usize| words.about(values.get(at).copied().unwrap_or(f64::NAN));
        let rows = self.dates.iter().enumerate().map(|(at, date)| {
            let mut row = vec![words.date(*date)];
            row.extend(self.bands.iter().map(|band| cell(&band.low, at)));
            row.push(cell(&self.middle, at));
            row.extend(self.bands.iter().rev().map(|band| cell(&band.high, at)));
            row
        });
        let mut rows: Vec<Vec<String>> = rows.collect();
        for mark in &self.realised {
            let mut row = vec![format!("{} ({})", words.date(mark.date), words.plain("pictures.realised"))];
            row.extend(self.bands.iter().map(|_| String::new()));
            row.push(words.whole(mark.value));
            row.extend(self.bands.iter().map(|_| String::new()));
            rows.push(row);
        }
        Table::new(self.unit.clone(), words.lang.code(), head, rows)
    }
}
