//! Pictures as SVG: each with its message as title, a text alternative and the table behind it.
//!
//! A picture is drawn in a box of [`WIDTH`] units and scales with the page. Colours are those of Okabe and Ito (2008), darkened
//! where a mark would have less than 3:1 on white; nothing is told by colour alone.

mod amounts;
mod axis;
mod bars;
mod curve;
mod dots;
mod fan;
mod heat;
mod lines;
mod process;
mod ranges;
mod scatter;
mod spans;
mod stack;
mod strip;
mod svg;
mod tornado;
mod waterfall;

use serde::Serialize;

pub use amounts::{Amounts, Sum};
pub use bars::{Bar, Bars};
pub use curve::{Curve, Series, Spot};
pub use dots::Dots;
pub use fan::{Band, Fan, Mark};
pub use heat::{Cell, Heat};
pub use lines::{Line, Lines};
pub use process::{Box as Station, Process, Way};
pub use ranges::{Range, Ranges};
pub use scatter::{Named, Scatter};
pub use spans::{Span, Spans};
pub use stack::{Row, Stack};
pub use strip::{Field, Strip};
pub use tornado::{Swing, Tornado};
pub use waterfall::{Fall, Waterfall};

use super::view::Table;
use svg::Svg;

/// Width of every picture, in its own units.
pub const WIDTH: f64 = 520.0;

/// Text and lines.
pub const INK: &str = "#1b1f24";
pub const MUTED: &str = "#555d66";
pub const GRID: &str = "#d9dde2";
/// The one accent, and its tints for bands.
pub const BLUE: &str = "#0072b2";
pub const TINTS: [&str; 3] = ["#d7e8f3", "#a9cde5", "#6fabd2"];
/// What is asked, and what is wrong.
pub const RED: &str = "#c24a00";
pub const GREEN: &str = "#00805d";
pub const PURPLE: &str = "#a0568a";
pub const OCHRE: &str = "#946200";
pub const SKY: &str = "#3584b8";
pub const NAVY: &str = "#00456e";
pub const GREY: &str = "#68717b";

/// A picture with all that belongs to it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Figure {
    pub id: String,
    /// The message.
    pub title: String,
    /// What is shown, for whoever does not see it.
    pub alt: String,
    pub svg: String,
    pub table: Table,
    /// Takes the whole width of the page.
    pub is_wide: bool,
}

impl Figure {
    fn new(id: &str, title: &str, alt: &str, svg: Svg, mut table: Table) -> Figure {
        let svg = svg.finish(id, title, alt);
        // A table without a caption would be a region that scrolls without a name.
        if table.caption.is_empty() {
            title.clone_into(&mut table.caption);
        }
        Figure { id: id.to_owned(), title: title.to_owned(), alt: alt.to_owned(), svg, table, is_wide: false }
    }
}

/// Contrast of two colours (`#rrggbb`), 1 to 21.
///
/// # Source
/// WCAG 2.2, relative luminance and contrast ratio.
pub fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| {
        let part = |at: usize| {
            let value = u8::from_str_radix(colour.get(at..at + 2).unwrap_or("00"), 16).unwrap_or(0);
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: &str = "#ffffff";

    #[test]
    fn text_has_a_contrast_of_4_5_and_marks_of_3() {
        assert!((contrast("#000000", WHITE) - 21.0).abs() < 1e-9);
        // White words stand on the parts of a stack, the names of lines in the colour of the line.
        for text in [INK, MUTED, BLUE, RED].iter().chain(&stack::COLOURS).chain(lines::COLOURS.iter().map(|one| &one.0))
        {
            assert!(contrast(text, WHITE) >= 4.5, "{text}: {}", contrast(text, WHITE));
        }
        for mark in [BLUE, RED, GREEN, PURPLE, OCHRE, SKY, NAVY, GREY] {
            assert!(contrast(mark, WHITE) >= 3.0, "{mark}: {}", contrast(mark, WHITE));
        }
    }
}
