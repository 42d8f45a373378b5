//! One input at a time at its low and its high end, around what holds with all at their likely values.

use super::{
    BLUE, Figure, INK, MUTED, OCHRE, WIDTH,
    svg::{Anchor, Svg, Swatch, cut, key_height, long},
};
use crate::report::html::view::Table;

#[derive(Clone, Debug, Default)]
pub struct Swing {
    pub label: String,
    pub at_low: f64,
    pub at_high: f64,
    /// The input itself at both ends; empty for several inputs.
    pub low: String,
    pub high: String,
}

#[derive(Clone, Debug, Default)]
pub struct Tornado {
    pub id: String,
    pub title: String,
    pub alt: String,
    pub unit: String,
    pub base: f64,
    pub base_says: String,
    pub swings: Vec<Swing>,
    /// Words for the low end and the high end.
    pub key: [String; 2],
    pub table: Table,
}

const ROW: f64 = 48.0;

impl Tornado {
    pub fn draw(&self) -> Figure {
        let key = [(Swatch::Area(OCHRE), self.key[0].as_str()), (Swatch::Area(BLUE), self.key[1].as_str())];
        let rows = self.swings.len() as f64 * ROW;
        let mut svg = Svg::new(40.0 + rows + 8.0 + key_height(&key));
        svg.text((0.0, 12.0), Anchor::Start, MUTED, &self.unit);
        let ends = || self.swings.iter().flat_map(|swing| [swing.at_low, swing.at_high]).chain([self.base]);
        let least = ends().filter(|end| end.is_finite()).fold(f64::INFINITY, f64::min);
        let most = ends().filter(|end| end.is_finite()).fold(f64::NEG_INFINITY, f64::max);
        // Room for the inputs' values beside their bars.
        let said =
            self.swings.iter().flat_map(|swing| [long(&swing.low), long(&swing.high)]).fold(0.0, f64::max) + 10.0;
        let wide = if most > least { most - least } else { 1.0 };
        let x = |value: f64| said + (value - least) / wide * (WIDTH - 2.0 * said);
        svg.text(
            (x(self.base).clamp(long(&self.base_says) / 2.0, WIDTH - long(&self.base_says) / 2.0), 32.0),
            Anchor::Middle,
            MUTED,
            &self.base_says,
        );
        svg.line((x(self.base), 38.0), (x(self.base), 40.0 + rows), MUTED, 1.0, "");
        for (row, swing) in self.swings.iter().enumerate() {
            let y = 40.0 + row as f64 * ROW;
            svg.text((0.0, y + 14.0), Anchor::Start, INK, &cut(&swing.label, WIDTH));
            let bars = [(swing.at_low, OCHRE, &swing.low, 19.0), (swing.at_high, BLUE, &swing.high, 31.0)];
            for (end, colour, says, down) in bars.into_iter().filter(|bar| bar.0.is_finite()) {
                let (from, to) = (x(end.min(self.base)), x(end.max(self.base)));
                svg.rect((from, y + down), ((to - from).max(1.5), 11.0), colour, "");
                if end < self.base {
                    svg.text((from - 5.0, y + down + 10.0), Anchor::End, INK, says);
                } else {
                    svg.text((to + 5.0, y + down + 10.0), Anchor::Start, INK, says);
                }
            }
        }
        svg.key(40.0 + rows + 8.0, &key);
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }
}
