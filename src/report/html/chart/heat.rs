//! A table in colours: the number stands in each cell, so that the colour is never needed.

use super::{
    BLUE, Figure, GREEN, INK, MUTED, RED, WIDTH,
    svg::{Anchor, Svg, cut, long},
};
use crate::report::html::view::Table;

#[derive(Clone, Debug, Default)]
pub struct Cell {
    pub value: f64,
    pub says: String,
    /// Framed: the one that the title speaks of.
    pub is_marked: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Heat {
    pub id: String,
    pub title: String,
    pub alt: String,
    /// What the numbers are.
    pub unit: String,
    /// What the columns are, above their heads; what the rows are.
    pub across: String,
    pub down: String,
    pub columns: Vec<String>,
    pub rows: Vec<(String, Vec<Cell>)>,
    /// The colour begins at the least number and not at zero.
    pub is_close: bool,
    /// Below it.
    pub note: String,
    pub table: Table,
}

/// A colour on white, 0 to 1; even the darkest leaves dark text readable.
fn tint(colour: &str, share: f64) -> String {
    let part = |at: usize| {
        let full = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap_or(0));
        (255.0 + (full - 255.0) * share.clamp(0.0, 1.0) * 0.6).round() as u8
    };
    format!("#{:02x}{:02x}{:02x}", part(1), part(3), part(5))
}

impl Heat {
    pub fn draw(&self) -> Figure {
        let named = self.rows.iter().map(|row| long(&row.0)).chain([long(&self.down)]).fold(0.0, f64::max);
        let left = (named + 12.0).min(190.0);
        let note = if self.note.is_empty() { 4.0 } else { 24.0 };
        let top = 62.0;
        let mut svg = Svg::new(top + self.rows.len() as f64 * 36.0 + note);
        let wide = (WIDTH - left) / self.columns.len().max(1) as f64;
        svg.text((0.0, 12.0), Anchor::Start, MUTED, &self.unit);
        svg.text((left + (WIDTH - left) / 2.0, 34.0), Anchor::Middle, MUTED, &self.across);
        svg.text((left - 10.0, 54.0), Anchor::End, MUTED, &self.down);
        for (at, column) in self.columns.iter().enumerate() {
            svg.bold((left + (at as f64 + 0.5) * wide, 54.0), Anchor::Middle, INK, column);
        }
        let values =
            || self.rows.iter().flat_map(|row| &row.1).map(|cell| cell.value).filter(|value| value.is_finite());
        let least = if self.is_close { values().fold(f64::INFINITY, f64::min) } else { 0.0 };
        let most = values().map(|value| (value - least).abs()).fold(f64::MIN_POSITIVE, f64::max);
        let mut framed = Vec::new();
        for (row, (label, cells)) in self.rows.iter().enumerate() {
            let y = top + row as f64 * 36.0;
            svg.text((left - 10.0, y + 21.0), Anchor::End, INK, &cut(label, left - 10.0));
            for (at, cell) in cells.iter().enumerate() {
                let x = left + at as f64 * wide;
                let colour = if cell.value < least { RED } else { BLUE };
                let share = if cell.value.is_finite() { (cell.value - least).abs() / most } else { 0.0 };
                svg.rect((x, y), (wide - 2.0, 34.0), &tint(colour, share), "");
                svg.upon((x + wide / 2.0 - 1.0, y + 21.5), Anchor::Middle, INK, &cell.says);
                if cell.is_marked {
                    framed.push((x, y));
                }
            }
        }
        for (x, y) in framed {
            svg.frame((x, y), (wide - 2.0, 34.0), GREEN);
        }
        svg.text((0.0, top + self.rows.len() as f64 * 36.0 + 16.0), Anchor::Start, MUTED, &self.note);
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::{super::contrast, *};

    #[test]
    fn text_can_be_read_on_the_darkest_cell() {
        for colour in [BLUE, RED] {
            assert!(contrast(INK, &tint(colour, 1.0)) >= 4.5, "{colour}: {}", contrast(INK, &tint(colour, 1.0)));
            assert_eq!(tint(colour, 0.0), "#ffffff");
        }
    }
}
