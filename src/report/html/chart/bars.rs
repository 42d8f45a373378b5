//! Bars with the range around them, under headings.

use super::{
    BLUE, Figure, INK, MUTED, WIDTH,
    svg::{Anchor, Svg},
};
use crate::report::html::view::Table;

#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// Set before the first bar of a group.
    pub heading: Option<String>,
    pub label: String,
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// Beside the bar.
    pub says: String,
}

#[derive(Clone, Debug, Default)]
pub struct Bars {
    pub id: String,
    pub title: String,
    pub alt: String,
    pub bars: Vec<Bar>,
    pub table: Table,
}

impl Bars {
    pub fn draw(&self) -> Figure {
        let headings = self.bars.iter().filter(|bar| bar.heading.is_some()).count();
        let mut svg = Svg::new(self.bars.len() as f64 * 27.0 + headings as f64 * 26.0 + 10.0);
        let said = self.bars.iter().map(|bar| bar.says.chars().count()).max().unwrap_or(0) as f64 * 7.2 + 10.0;
        let named = self.bars.iter().map(|bar| bar.label.chars().count()).max().unwrap_or(0) as f64 * 7.4 + 12.0;
        let left = named.min(180.0);
        let most = self.bars.iter().map(|bar| bar.high.max(bar.value)).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let least = self.bars.iter().map(|bar| bar.low.min(bar.value)).fold(0.0, f64::min);
        let room = WIDTH - left - said.min(200.0);
        let x = |value: f64| left + (value - least) / (most - least) * room;
        let mut y = 0.0;
        for bar in &self.bars {
            if let Some(heading) = &bar.heading {
                svg.bold((0.0, y + 18.0), Anchor::Start, INK, heading);
                y += 26.0;
            }
            svg.text((left - 8.0, y + 16.0), Anchor::End, MUTED, &bar.label);
            let (from, to) = (x(bar.value.min(0.0)), x(bar.value.max(0.0)));
            svg.rect((from, y + 3.0), ((to - from).max(1.0), 18.0), BLUE, "");
            svg.line((x(bar.low), y + 12.0), (x(bar.high), y + 12.0), INK, 2.0, "");
            for end in [bar.low, bar.high] {
                svg.line((x(end), y + 7.0), (x(end), y + 17.0), INK, 2.0, "");
            }
            svg.text((x(bar.high.max(bar.value)) + 8.0, y + 16.5), Anchor::Start, INK, &bar.says);
            y += 27.0;
        }
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }
}
