//! Twenty dots: a date as 20 equally likely ones, those beyond the end of the run in a column of their own.

use jiff::civil::Date;

use super::{
    BLUE, Figure, INK, MUTED, RED, WIDTH,
    axis::{Dates, Plot},
    svg::{Anchor, Svg},
};
use crate::{
    calendar::date_after,
    report::html::{view::Table, words::Words},
};

#[derive(Clone, Debug, Default)]
pub struct Dots {
    pub id: String,
    pub title: String,
    pub alt: String,
    /// Above the picture.
    pub says: String,
    /// None: later than the end.
    pub dates: Vec<Option<Date>>,
    pub start: Date,
    pub end: Date,
    /// The date that is asked, and its label.
    pub asked: Option<(Date, String)>,
    /// Over the dots that are later than the end.
    pub later: String,
}

/// Column and height of each dot: those that would touch stand on each other.
fn stacked(places: &[f64], radius: f64) -> Vec<(f64, usize)> {
    let column = |x: f64| (x / (2.0 * radius)).round() * 2.0 * radius;
    let below = |at: usize| places[..at].iter().filter(|other| column(**other) == column(places[at])).count();
    (0..places.len()).map(|at| (column(places[at]), below(at))).collect()
}

impl Dots {
    pub fn draw(&self, words: &Words) -> Figure {
        let mut svg = Svg::new(250.0);
        let late = self.dates.iter().filter(|date| date.is_none()).count();
        let plot = Plot::new(14.0, if late > 0 { 124.0 } else { 24.0 }, 58.0, 220.0);
        let end =
            self.asked.iter().map(|(asked, _)| date_after(*asked, 30)).chain([self.end]).max().unwrap_or(self.end);
        let dates = Dates::over(self.start, end, plot);
        svg.text((0.0, 12.0), Anchor::Start, MUTED, &self.says);
        svg.line((plot.left, plot.bottom), (plot.right, plot.bottom), MUTED, 1.0, "");
        dates.draw(&mut svg, words);
        if let Some((asked, label)) = &self.asked {
            let x = dates.x(*asked);
            svg.line((x, plot.top - 12.0), (x, plot.bottom), RED, 2.0, "6 4");
            let anchor = if x > (plot.left + plot.right) / 2.0 { Anchor::End } else { Anchor::Start };
            let beside = if anchor == Anchor::End { -6.0 } else { 6.0 };
            svg.bold((x + beside, plot.top - 2.0), anchor, RED, label);
        }
        let places: Vec<f64> = self.dates.iter().flatten().map(|date| dates.x(*date)).collect();
        // The largest dots of which no column is higher than the picture.
        let room = plot.bottom - plot.top - 4.0;
        let fits = |radius: &f64| {
            let highest = stacked(&places, *radius).iter().map(|(_, height)| height + 1).max().unwrap_or(0);
            highest as f64 * 2.0 * radius <= room
        };
        let radius = [7.5, 6.5, 5.5, 4.5].into_iter().find(fits).unwrap_or(4.2);
        let stacked = stacked(&places, radius);
        for (date, (column, height)) in self.dates.iter().flatten().zip(stacked) {
            let y = plot.bottom - radius - 2.0 - height as f64 * 2.0 * radius;
            let is_late = self.asked.as_ref().is_some_and(|(asked, _)| date > asked);
            svg.dot((column, y), radius - 0.8, if is_late { "#ffffff" } else { BLUE }, BLUE);
        }
        if late > 0 {
            let left = plot.right + 22.0;
            let top = plot.top - 16.0;
            svg.rect((left - 8.0, top), (WIDTH - 2.0 - left + 8.0, plot.bottom - top), "#f2f4f6", "");
            // Above what is asked, which may come near.
            svg.text((WIDTH - 2.0, top - 6.0), Anchor::End, INK, &self.later);
            for number in 0..late {
                let (row, column) = ((number / 5) as f64, (number % 5) as f64);
                let x = left + 7.0 + column * 17.0;
                svg.dot((x, plot.bottom - 9.5 - row * 17.0), 6.7, "#ffffff", BLUE);
            }
        }
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table(words))
    }

    fn table(&self, words: &Words) -> Table {
        let head = vec![words.plain("pictures.dot"), words.plain("pictures.date")];
        let rows = self.dates.iter().enumerate().map(|(number, date)| {
            vec![(number + 1).to_string(), date.map_or(self.later.clone(), |date| words.date(date))]
        });
        Table::new(self.says.clone(), words.lang.code(), head, rows.collect())
    }
}
