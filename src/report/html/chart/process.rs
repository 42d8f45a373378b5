//! The process as a graph: stages from top to bottom, ways to the next one straight, all others around the side.

use super::{
    BLUE, Figure, INK, MUTED, WIDTH,
    svg::{Anchor, Svg, short},
};
use crate::report::html::view::Table;

/// A place where cases come.
#[derive(Clone, Debug, Default)]
pub struct Box {
    pub title: String,
    /// Under it.
    pub note: String,
    /// An end of the procedure.
    pub is_end: bool,
}

/// A way from one box to another.
#[derive(Clone, Debug, Default)]
pub struct Way {
    pub from: usize,
    pub to: usize,
    pub label: String,
    /// For something other than a case in its course.
    pub is_dashed: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Process {
    pub id: String,
    pub title: String,
    pub alt: String,
    pub boxes: Vec<Box>,
    pub ways: Vec<Way>,
    pub table: Table,
}

const LEFT: f64 = 110.0;
const BREADTH: f64 = 300.0;
const HEIGHT: f64 = 44.0;
const GAP: f64 = 30.0;

impl Process {
    pub fn draw(&self) -> Figure {
        let mut svg = Svg::new(self.boxes.len() as f64 * (HEIGHT + GAP) - GAP + 12.0);
        let top = |number: usize| 4.0 + number as f64 * (HEIGHT + GAP);
        let middle = LEFT + BREADTH / 2.0;
        // Ways round the side: forward on the right, back on the left, each on a track of its own.
        let (mut right, mut left) = (0.0, 0.0);
        for way in &self.ways {
            if way.to == way.from + 1 {
                let (y, end) = (top(way.from) + HEIGHT, top(way.to));
                svg.line((middle, y), (middle, end - 7.0), INK, 1.6, if way.is_dashed { "5 4" } else { "" });
                svg.area(&[(middle - 5.0, end - 9.0), (middle + 5.0, end - 9.0), (middle, end - 1.0)], INK);
                svg.text((middle + 10.0, y + GAP / 2.0 + 4.0), Anchor::Start, MUTED, &way.label);
                continue;
            }
            let is_forward = way.to > way.from;
            let track: &mut f64 = if is_forward { &mut right } else { &mut left };
            let out = 22.0 + *track * 24.0;
            *track += 1.0;
            let (y, end) = (top(way.from) + HEIGHT * 0.65, top(way.to) + HEIGHT * 0.35);
            let (side, sign) = if is_forward { (LEFT + BREADTH, 1.0) } else { (LEFT, -1.0) };
            let bend = (side + sign * out).clamp(4.0, WIDTH - 4.0);
            svg.path(
                &format!("M{} {}H{}V{}H{}", short(side), short(y), short(bend), short(end), short(side + sign * 7.0)),
                BLUE,
                1.6,
            );
            let tip = [(side + sign * 9.0, end - 5.0), (side + sign * 9.0, end + 5.0), (side + sign, end)];
            svg.area(&tip, BLUE);
            let anchor = if is_forward { Anchor::Start } else { Anchor::End };
            svg.text((side + sign * 6.0, y - 5.0), anchor, BLUE, &way.label);
        }
        for (number, one) in self.boxes.iter().enumerate() {
            let y = top(number);
            svg.rect((LEFT, y), (BREADTH, HEIGHT), if one.is_end { "#e9edf1" } else { "#ffffff" }, INK);
            let title = y + if one.note.is_empty() { 27.0 } else { 19.0 };
            svg.bold((middle, title), Anchor::Middle, INK, &cut(&one.title, 42));
            svg.text((middle, y + 36.0), Anchor::Middle, MUTED, &cut(&one.note, 44));
        }
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }
}

/// At most so many letters; the whole stands in the table.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
