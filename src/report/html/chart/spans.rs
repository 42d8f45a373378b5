//! Part of each thing's range: which values of a few inputs tell the futures of interest.

use super::{
    BLUE, Figure, INK, MUTED, WIDTH,
    svg::{Anchor, Svg, cut, long},
};
use crate::report::html::view::Table;

#[derive(Clone, Debug, Default)]
pub struct Span {
    pub label: String,
    /// "at least 0.74", at the right of the label.
    pub says: String,
    /// The whole range, and its ends in words.
    pub whole: [f64; 2],
    pub ends: [String; 2],
    pub part: [f64; 2],
}

#[derive(Clone, Debug, Default)]
pub struct Spans {
    pub id: String,
    pub title: String,
    pub alt: String,
    pub unit: String,
    pub rows: Vec<Span>,
    pub table: Table,
}

const ROW: f64 = 64.0;

impl Spans {
    pub fn draw(&self) -> Figure {
        let mut svg = Svg::new(22.0 + self.rows.len() as f64 * ROW);
        svg.text((0.0, 12.0), Anchor::Start, MUTED, &self.unit);
        for (number, row) in self.rows.iter().enumerate() {
            let y = 22.0 + number as f64 * ROW;
            let wide = (row.whole[1] - row.whole[0]).max(f64::MIN_POSITIVE);
            let x = |value: f64| ((value - row.whole[0]) / wide).clamp(0.0, 1.0) * WIDTH;
            svg.text((0.0, y + 15.0), Anchor::Start, INK, &cut(&row.label, WIDTH - long(&row.says) - 12.0));
            svg.bold((WIDTH, y + 15.0), Anchor::End, BLUE, &row.says);
            svg.rect((0.0, y + 24.0), (WIDTH, 14.0), "#ffffff", MUTED);
            svg.rect((x(row.part[0]), y + 24.0), ((x(row.part[1]) - x(row.part[0])).max(3.0), 14.0), BLUE, "");
            svg.text((0.0, y + 53.0), Anchor::Start, MUTED, &row.ends[0]);
            svg.text((WIDTH, y + 53.0), Anchor::End, MUTED, &row.ends[1]);
        }
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }
}
