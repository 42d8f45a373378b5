//! Stacked bars: where 100 of each row's hours went.

use super::{
    BLUE, Figure, GREEN, GREY, INK, NAVY, OCHRE, PURPLE, RED, WIDTH,
    svg::{Anchor, Svg, Swatch, key_height},
};
use crate::report::html::{view::Table, words::Words};

#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Above the bar.
    pub label: String,
    /// Shares of 100, in the order of the parts.
    pub shares: Vec<f64>,
}

#[derive(Clone, Debug, Default)]
pub struct Stack {
    pub id: String,
    pub title: String,
    pub alt: String,
    /// At most seven.
    pub parts: Vec<String>,
    pub rows: Vec<Row>,
    /// The whole numbers behind it.
    pub table: Table,
}

pub(super) const COLOURS: [&str; 7] = [BLUE, NAVY, RED, OCHRE, PURPLE, GREY, GREEN];

impl Stack {
    pub fn draw(&self, words: &Words) -> Figure {
        let is_used =
            |part: usize| self.rows.iter().any(|row| row.shares.get(part).is_some_and(|share| *share >= 0.05));
        let key: Vec<(Swatch<'_>, &str)> = (0..self.parts.len())
            .filter(|part| is_used(*part))
            .map(|part| (Swatch::Area(COLOURS[part % COLOURS.len()]), self.parts[part].as_str()))
            .collect();
        let bars = self.rows.len() as f64 * 62.0;
        let mut svg = Svg::new(bars + 10.0 + key_height(&key));
        for (number, row) in self.rows.iter().enumerate() {
            let top = number as f64 * 62.0;
            svg.text((0.0, top + 14.0), Anchor::Start, INK, &row.label);
            let mut x = 0.0;
            for (part, share) in row.shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                let width = share / 100.0 * WIDTH;
                svg.rect((x, top + 22.0), ((width - 1.5).max(0.5), 28.0), COLOURS[part % COLOURS.len()], "");
                if *share >= 5.0 {
                    svg.light((x + width / 2.0, top + 41.0), Anchor::Middle, &words.whole(*share));
                }
                x += width;
            }
        }
        svg.key(bars + 4.0, &key);
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }
}
