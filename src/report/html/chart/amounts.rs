//! Amounts as stacked bars of their own length, with their sum beside them.

use super::{
    Figure, INK, WIDTH,
    stack::COLOURS,
    svg::{Anchor, Svg, Swatch, cut, key_height, long},
};
use crate::report::html::{view::Table, words::Words};

#[derive(Clone, Debug, Default)]
pub struct Sum {
    pub label: String,
    /// At least 0, in the order of the parts.
    pub amounts: Vec<f64>,
}

#[derive(Clone, Debug, Default)]
pub struct Amounts {
    pub id: String,
    pub title: String,
    pub alt: String,
    /// At most seven.
    pub parts: Vec<String>,
    pub rows: Vec<Sum>,
    /// Digits after the point.
    pub digits: usize,
    pub table: Table,
}

const ROW: f64 = 54.0;

impl Amounts {
    pub fn draw(&self, words: &Words) -> Figure {
        let most = self.rows.iter().map(|row| row.amounts.iter().sum()).fold(f64::MIN_POSITIVE, f64::max);
        let says = |value: f64| words.decimals(value, self.digits);
        let width = |amount: f64| amount / most * (WIDTH - long(&says(most)) - 10.0);
        let is_used =
            |part: usize| self.rows.iter().any(|row| row.amounts.get(part).is_some_and(|one| width(*one) >= 0.5));
        let key: Vec<(Swatch<'_>, &str)> = (0..self.parts.len())
            .filter(|part| is_used(*part))
            .map(|part| (Swatch::Area(COLOURS[part % COLOURS.len()]), self.parts[part].as_str()))
            .collect();
        let bars = self.rows.len() as f64 * ROW;
        let mut svg = Svg::new(bars + 10.0 + key_height(&key));
        for (number, row) in self.rows.iter().enumerate() {
            let top = number as f64 * ROW;
            svg.text((0.0, top + 14.0), Anchor::Start, INK, &cut(&row.label, WIDTH));
            let mut x = 0.0;
            for (part, amount) in row.amounts.iter().enumerate().filter(|(_, amount)| **amount > 0.0) {
                let wide = width(*amount);
                svg.rect((x, top + 20.0), ((wide - 1.0).max(0.5), 26.0), COLOURS[part % COLOURS.len()], "");
                if wide > long(&says(*amount)) + 6.0 {
                    svg.light((x + wide / 2.0, top + 38.0), Anchor::Middle, &says(*amount));
                }
                x += wide;
            }
            svg.bold((x + 7.0, top + 38.0), Anchor::Start, INK, &says(row.amounts.iter().sum()));
        }
        svg.key(bars + 4.0, &key);
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }
}
