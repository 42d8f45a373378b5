//! Points by two numbers, each named beside it; those that nothing beats in both are full.

use super::{
    BLUE, Figure, GREY, MUTED, WIDTH,
    axis::{Plot, Values},
    svg::{Anchor, Svg, long},
};
use crate::report::html::{view::Table, words::Words};

#[derive(Clone, Debug, Default)]
pub struct Named {
    pub label: String,
    pub x: f64,
    pub y: f64,
    pub is_full: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Scatter {
    pub id: String,
    pub title: String,
    pub alt: String,
    /// Above the vertical axis, and below the other.
    pub unit: String,
    pub across: String,
    pub points: Vec<Named>,
    pub has_line: bool,
    /// The vertical axis begins at its least number.
    pub is_close: bool,
    /// What a full point means.
    pub full: String,
    pub table: Table,
}

const HEIGHT: f64 = 330.0;

impl Scatter {
    pub fn draw(&self, words: &Words) -> Figure {
        let mut svg = Svg::new(HEIGHT);
        let plot = Plot::new(62.0, 24.0, 28.0, HEIGHT - 76.0);
        let ys = self.points.iter().map(|point| point.y);
        let values = if self.is_close { Values::near(ys, plot) } else { Values::over(ys, plot) }.with_room(words);
        let plot = values.plot();
        // The other axis, with the same round ticks.
        let across = Values::over(self.points.iter().map(|point| point.x), plot);
        let x = |value: f64| plot.left + (value - across.low) / (across.high - across.low) * (plot.right - plot.left);
        svg.text((0.0, 12.0), Anchor::Start, MUTED, &self.unit);
        values.draw(&mut svg, words);
        for (tick, label) in across.ticks.iter().zip(across.labels(words)) {
            svg.line((x(*tick), plot.bottom), (x(*tick), plot.bottom + 5.0), MUTED, 1.0, "");
            svg.text((x(*tick), plot.bottom + 19.0), Anchor::Middle, MUTED, &label);
        }
        svg.text(((plot.left + plot.right) / 2.0, plot.bottom + 39.0), Anchor::Middle, MUTED, &self.across);
        let mut full: Vec<&Named> = self.points.iter().filter(|point| point.is_full).collect();
        full.sort_by(|a, b| a.x.total_cmp(&b.x));
        if self.has_line {
            let line: Vec<_> = full.iter().map(|point| (x(point.x), values.y(point.y))).collect();
            svg.curve(&line, BLUE, 1.5, "4 3");
        }
        let mut taken: Vec<[f64; 4]> = Vec::new();
        for point in &self.points {
            let at = (x(point.x), values.y(point.y));
            let (fill, edge) = if point.is_full { (BLUE, BLUE) } else { ("#ffffff", GREY) };
            svg.dot(at, 5.5, fill, edge);
            taken.push([at.0 - 7.0, at.0 + 7.0, at.1 - 7.0, at.1 + 7.0]);
        }
        for point in self.points.iter().filter(|point| !point.label.is_empty()) {
            let at = (x(point.x), values.y(point.y));
            let wide = long(&point.label);
            let is_free = |spot: &[f64; 4]| {
                let meets =
                    |one: &[f64; 4]| spot[0] < one[1] && one[0] < spot[1] && spot[2] < one[3] && one[2] < spot[3];
                spot[1] <= WIDTH && spot[0] >= 0.0 && spot[3] <= plot.bottom + 4.0 && !taken.iter().any(meets)
            };
            // Right, left, then further and further below and above.
            let mut spots = Vec::new();
            for down in [0.0, 15.0, -15.0, 29.0, -29.0, 43.0, -43.0] {
                spots.push([at.0 + 10.0, at.0 + 10.0 + wide, at.1 + down - 8.0, at.1 + down + 6.0]);
                spots.push([at.0 - 10.0 - wide, at.0 - 10.0, at.1 + down - 8.0, at.1 + down + 6.0]);
            }
            if let Some(spot) = spots.into_iter().find(is_free) {
                svg.text(
                    (spot[0], spot[3] - 2.0),
                    Anchor::Start,
                    if point.is_full { BLUE } else { MUTED },
                    &point.label,
                );
                taken.push(spot);
            }
        }
        if !self.full.is_empty() {
            svg.dot((7.0, HEIGHT - 12.0), 5.0, BLUE, BLUE);
            svg.text((19.0, HEIGHT - 7.5), Anchor::Start, MUTED, &self.full);
        }
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }
}
