//! Numbers with the interval around each, one below the other. A full dot is told apart from what it is measured against, a
//! hollow one is not.

use super::{
    BLUE, Figure, GREEN, GRID, INK, MUTED, WIDTH,
    svg::{Anchor, Svg, cut, long},
};
use crate::report::html::view::Table;

#[derive(Clone, Debug, Default)]
pub struct Range {
    /// Set before the first of a group.
    pub heading: Option<String>,
    pub label: String,
    pub value: f64,
    /// NaN: no interval.
    pub low: f64,
    pub high: f64,
    /// At the right of the label.
    pub says: String,
    pub is_sure: bool,
    /// The one that the title speaks of.
    pub is_marked: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Ranges {
    pub id: String,
    pub title: String,
    pub alt: String,
    /// What the numbers are, above all.
    pub unit: String,
    pub rows: Vec<Range>,
    /// A line through all rows, and what it is.
    pub against: Option<(f64, String)>,
    /// What a hollow dot means; said only where there is one.
    pub hollow: String,
    pub table: Table,
}

const ROW: f64 = 42.0;

impl Ranges {
    pub fn draw(&self) -> Figure {
        let headings = self.rows.iter().filter(|row| row.heading.is_some()).count() as f64;
        let is_hollow = !self.hollow.is_empty() && self.rows.iter().any(|row| !row.is_sure);
        let below = if self.against.is_some() { 22.0 } else { 4.0 } + if is_hollow { 22.0 } else { 0.0 };
        let mut svg = Svg::new(24.0 + self.rows.len() as f64 * ROW + headings * 26.0 + below);
        svg.text((0.0, 12.0), Anchor::Start, MUTED, &self.unit);
        let numbers = || {
            let all = self.rows.iter().flat_map(|row| [row.value, row.low, row.high]);
            all.chain(self.against.iter().map(|against| against.0)).filter(|number| number.is_finite())
        };
        let (least, most) = (numbers().fold(f64::INFINITY, f64::min), numbers().fold(f64::NEG_INFINITY, f64::max));
        let wide = if most > least { most - least } else { 1.0 };
        let x = |value: f64| 10.0 + (value - least) / wide * (WIDTH - 20.0);
        let mut y = 24.0;
        let bottom = y + self.rows.len() as f64 * ROW + headings * 26.0;
        if let Some((level, label)) = &self.against {
            let anchor = match x(*level) {
                x if x < long(label) / 2.0 => Anchor::Start,
                x if x > WIDTH - long(label) / 2.0 => Anchor::End,
                _ => Anchor::Middle,
            };
            svg.text((x(*level), bottom + 16.0), anchor, MUTED, label);
        }
        for row in &self.rows {
            if let Some(heading) = &row.heading {
                svg.bold((0.0, y + 17.0), Anchor::Start, INK, heading);
                y += 26.0;
            }
            let room = WIDTH - long(&row.says) - 12.0;
            let label = cut(&row.label, room);
            if row.is_marked {
                svg.bold((0.0, y + 14.0), Anchor::Start, GREEN, &label);
                svg.bold((WIDTH, y + 14.0), Anchor::End, GREEN, &row.says);
            } else {
                svg.text((0.0, y + 14.0), Anchor::Start, INK, &label);
                svg.text((WIDTH, y + 14.0), Anchor::End, INK, &row.says);
            }
            svg.line((0.0, y + 28.0), (WIDTH, y + 28.0), GRID, 1.0, "");
            if let Some((level, _)) = &self.against {
                svg.line((x(*level), y + 20.0), (x(*level), y + 37.0), MUTED, 1.5, "");
            }
            let colour = if row.is_marked { GREEN } else { BLUE };
            if row.low.is_finite() && row.high.is_finite() {
                svg.line((x(row.low), y + 28.0), (x(row.high), y + 28.0), colour, 4.0, "");
            }
            if row.value.is_finite() {
                svg.dot((x(row.value), y + 28.0), 6.0, if row.is_sure { colour } else { "#ffffff" }, colour);
            }
            y += ROW;
        }
        if is_hollow {
            let y = bottom + below - 10.0;
            svg.dot((7.0, y - 4.5), 5.0, "#ffffff", BLUE);
            svg.text((19.0, y), Anchor::Start, MUTED, &self.hollow);
        }
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }
}
