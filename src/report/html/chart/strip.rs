//! What holds month by month: a row for each thing, a filled field where it holds.

use super::{
    BLUE, Figure, GREY, GRID, INK, MUTED, RED, WIDTH,
    svg::{Anchor, Svg, Swatch, key_height, long},
};
use crate::report::html::view::Table;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// More of it helps.
    Helps,
    /// More of it harms.
    Harms,
    /// Neither is certain.
    Neither,
}

#[derive(Clone, Debug, Default)]
pub struct Strip {
    pub id: String,
    pub title: String,
    pub alt: String,
    pub columns: Vec<String>,
    pub rows: Vec<(String, Vec<Field>)>,
    /// Words for a field that helps, and one that harms.
    pub key: [String; 2],
    pub table: Table,
}

impl Strip {
    pub fn draw(&self) -> Figure {
        let left = (self.rows.iter().map(|row| long(&row.0)).fold(0.0, f64::max) + 12.0).min(200.0);
        let wide = (WIDTH - left) / self.columns.len().max(1) as f64;
        let has_harm = self.rows.iter().any(|row| row.1.contains(&Field::Harms));
        let mut key = vec![(Swatch::Area(BLUE), self.key[0].as_str())];
        if has_harm {
            key.push((Swatch::Area(RED), self.key[1].as_str()));
        }
        let rows = self.rows.len() as f64 * 32.0;
        let mut svg = Svg::new(26.0 + rows + 8.0 + key_height(&key));
        // As many heads as fit.
        let widest = self.columns.iter().map(|column| long(column)).fold(1.0, f64::max) + 6.0;
        let step = (widest / wide).ceil().max(1.0) as usize;
        for (at, column) in self.columns.iter().enumerate().step_by(step) {
            let x = left + at as f64 * wide;
            svg.text((x + 1.0, 14.0), Anchor::Start, MUTED, column);
        }
        for (row, (label, fields)) in self.rows.iter().enumerate() {
            let y = 24.0 + row as f64 * 32.0;
            svg.text((left - 10.0, y + 18.0), Anchor::End, INK, label);
            svg.line((left, y + 29.0), (WIDTH, y + 29.0), GRID, 1.0, "");
            for (at, field) in fields.iter().enumerate() {
                let x = left + at as f64 * wide;
                let middle = (x + wide / 2.0, y + 18.5);
                match field {
                    Field::Helps => {
                        svg.rect((x + 1.0, y + 3.0), (wide - 2.0, 22.0), BLUE, "");
                        svg.light(middle, Anchor::Middle, "+");
                    }
                    Field::Harms => {
                        svg.rect((x + 1.0, y + 3.0), (wide - 2.0, 22.0), RED, "");
                        svg.light(middle, Anchor::Middle, "−");
                    }
                    Field::Neither => svg.dot((middle.0, y + 14.0), 1.6, GREY, ""),
                }
            }
        }
        svg.key(26.0 + rows + 4.0, &key);
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }
}
