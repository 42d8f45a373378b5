//! From one total to another, one step below the other: what each takes or adds.

use super::{
    BLUE, Figure, GREEN, GRID, INK, MUTED, RED, WIDTH,
    svg::{Anchor, Svg, cut, long},
};
use crate::report::html::view::Table;

#[derive(Clone, Debug, Default)]
pub struct Fall {
    pub label: String,
    pub from: f64,
    pub to: f64,
    /// Beside the bar: "−118".
    pub says: String,
    pub is_total: bool,
}

impl Fall {
    /// A whole bar.
    pub fn total(label: String, value: f64, says: String) -> Fall {
        Fall { label, from: 0.0, to: value, says, is_total: true }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Waterfall {
    pub id: String,
    pub title: String,
    pub alt: String,
    pub unit: String,
    pub falls: Vec<Fall>,
    pub table: Table,
}

const ROW: f64 = 30.0;

impl Waterfall {
    pub fn draw(&self) -> Figure {
        let mut svg = Svg::new(26.0 + self.falls.len() as f64 * ROW);
        svg.text((0.0, 12.0), Anchor::Start, MUTED, &self.unit);
        let named = self.falls.iter().map(|fall| long(&fall.label)).fold(0.0, f64::max).min(170.0) + 10.0;
        let said = self.falls.iter().map(|fall| long(&fall.says)).fold(0.0, f64::max) + 10.0;
        let ends = || self.falls.iter().flat_map(|fall| [fall.from, fall.to, 0.0]).filter(|end| end.is_finite());
        let (least, most) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
        let wide = if most > least { most - least } else { 1.0 };
        // Words may stand at the left of a bar too.
        let left = named + if least < 0.0 { said } else { 0.0 };
        let x = |value: f64| left + (value - least) / wide * (WIDTH - left - said);
        let top = |number: usize| 24.0 + number as f64 * ROW;
        svg.line((x(0.0), 22.0), (x(0.0), top(self.falls.len())), MUTED, 1.0, "");
        for (number, fall) in self.falls.iter().enumerate() {
            let y = top(number);
            let label = cut(&fall.label, named - 10.0);
            let colour = match fall {
                fall if fall.is_total => BLUE,
                fall if fall.to < fall.from => RED,
                _ => GREEN,
            };
            let (low, high) = (x(fall.from.min(fall.to)), x(fall.from.max(fall.to)));
            if number + 1 < self.falls.len() {
                svg.line((x(fall.to), y + 24.0), (x(fall.to), y + ROW + 4.0), GRID, 1.5, "");
            }
            svg.rect((low, y + 4.0), ((high - low).max(1.5), 20.0), colour, "");
            // Below nothing the words stand at the side to which the bar goes.
            let is_left = least < 0.0 && fall.to < fall.from.max(0.0) && low - said >= named - 10.0 && fall.to < 0.0;
            let (at, anchor) = if is_left { (low - 6.0, Anchor::End) } else { (high + 6.0, Anchor::Start) };
            if fall.is_total {
                svg.bold((0.0, y + 19.0), Anchor::Start, INK, &label);
                svg.bold((at, y + 19.0), anchor, INK, &fall.says);
            } else {
                svg.text((0.0, y + 19.0), Anchor::Start, INK, &label);
                svg.text((at, y + 19.0), anchor, INK, &fall.says);
            }
        }
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }
}
