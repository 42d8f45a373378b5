//! Levels through time as lines, each named at its end; at most four.

use jiff::civil::Date;

use super::{
    BLUE, Figure, GREEN, INK, MUTED, RED,
    axis::{Dates, Plot, Values},
    svg::{Anchor, Svg},
};
use crate::report::html::{view::Table, words::Words};

#[derive(Clone, Debug, Default)]
pub struct Line {
    pub label: String,
    pub values: Vec<f64>,
}

#[derive(Clone, Debug, Default)]
pub struct Lines {
    pub id: String,
    pub title: String,
    pub alt: String,
    pub unit: String,
    pub dates: Vec<Date>,
    pub lines: Vec<Line>,
    /// Level and label.
    pub target: Option<(f64, String)>,
    /// The axis begins near the lowest value and not at zero.
    pub is_close: bool,
    /// Digits of the table after the point.
    pub digits: usize,
}

pub(super) const COLOURS: [(&str, &str); 4] = [(BLUE, ""), (RED, "7 4"), (GREEN, "2 3"), (INK, "9 3 2 3")];

/// Letters of a name beside its line; a longer one goes on below.
const LABEL: usize = 20;

/// From one line of a name to the next.
const PIECE: f64 = 15.0;

/// A text in lines of at most so many letters, longer words whole.
fn broken(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

impl Lines {
    pub fn draw(&self, words: &Words) -> Figure {
        let mut svg = Svg::new(250.0);
        let labels: Vec<Vec<String>> = self.lines.iter().map(|line| broken(&line.label, LABEL)).collect();
        let longest = labels.iter().flatten().map(|line| line.chars().count()).max().unwrap_or(0);
        let plot = Plot::new(62.0, 18.0 + (longest as f64 * 7.4).min(180.0), 26.0, 220.0);
        let all = self.lines.iter().flat_map(|line| line.values.iter().copied());
        let all = all.chain(self.target.iter().map(|target| target.0));
        let values = if self.is_close { Values::near(all, plot) } else { Values::over(all, plot) };
        let values = values.with_room(words);
        let plot = values.plot();
        svg.text((0.0, 12.0), Anchor::Start, MUTED, &self.unit);
        let (Some(first), Some(last)) = (self.dates.first(), self.dates.last()) else {
            return Figure::new(&self.id, &self.title, &self.alt, svg, self.table(words));
        };
        let dates = Dates::over(*first, *last, plot);
        values.draw(&mut svg, words);
        dates.draw(&mut svg, words);
        if let Some((level, label)) = &self.target {
            let y = values.y(*level);
            svg.line((plot.left, y), (plot.right, y), MUTED, 1.5, "6 4");
            svg.text((plot.left + 6.0, y - 6.0), Anchor::Start, MUTED, label);
        }
        // A name stands at the end of its line, and below its neighbour where both would meet.
        let mut names: Vec<(f64, usize)> = Vec::new();
        for (number, line) in self.lines.iter().enumerate().take(COLOURS.len()) {
            let known = |at: &usize| line.values.get(*at).is_some_and(|value| value.is_finite());
            let points: Vec<(f64, f64)> = (0..self.dates.len())
                .filter(known)
                .map(|at| (dates.x(self.dates[at]), values.y(line.values[at])))
                .collect();
            let Some(end) = points.last().copied() else { continue };
            svg.curve(&points, COLOURS[number].0, 2.5, COLOURS[number].1);
            names.push((end.1, number));
        }
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        let height = |number: usize| labels[number].len() as f64 * PIECE + 2.0;
        let mut free = f64::NEG_INFINITY;
        for (y, number) in &mut names {
            *y = y.max(free);
            free = *y + height(*number);
        }
        // Names that would stand below the picture move up.
        let mut free = plot.bottom + PIECE;
        for (y, number) in names.iter_mut().rev() {
            *y = y.min(free - height(*number) + PIECE);
            free = *y - PIECE;
        }
        for (y, number) in names {
            for (place, piece) in labels[number].iter().enumerate() {
                let at = (plot.right + 7.0, y + 4.5 + place as f64 * PIECE);
                svg.bold(at, Anchor::Start, COLOURS[number].0, piece);
            }
        }
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table(words))
    }

    fn table(&self, words: &Words) -> Table {
        let head =
            std::iter::once(words.plain("pictures.date")).chain(self.lines.iter().map(|line| line.label.clone()));
        let rows = self.dates.iter().enumerate().map(|(at, date)| {
            let cells = self.lines.iter().map(|line| {
                let value = line.values.get(at).copied().unwrap_or(f64::NAN);
                if self.digits == 0 { words.about(value) } else { words.decimals(value, self.digits) }
            });
            std::iter::once(words.date(*date)).chain(cells).collect()
        });
        Table::new(self.unit.clone(), words.lang.code(), head.collect(), rows.collect())
    }
}
