//! Levels over a number: lines with the interval around each point, a range that is named, and numbers that are marked.

use super::{
    BLUE, Figure, GREEN, INK, MUTED, RED, TINTS, WIDTH,
    axis::{Plot, Values},
    svg::{Anchor, Svg, long},
};
use crate::report::html::{view::Table, words::Words};

/// One point of a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spot {
    pub at: f64,
    pub value: f64,
    /// NaN: no interval.
    pub low: f64,
    pub high: f64,
}

#[derive(Clone, Debug, Default)]
pub struct Series {
    /// At its end; empty where there is one line only.
    pub label: String,
    pub spots: Vec<Spot>,
}

#[derive(Clone, Debug, Default)]
pub struct Curve {
    pub id: String,
    pub title: String,
    pub alt: String,
    /// What the numbers are, above the axis.
    pub unit: String,
    /// What is varied, below the axis.
    pub across: String,
    /// At most four.
    pub series: Vec<Series>,
    /// A range of what is varied, with its name.
    pub range: Option<([f64; 2], String)>,
    /// Places that are named.
    pub marks: Vec<(f64, String)>,
    pub table: Table,
}

const STYLES: [(&str, &str); 4] = [(BLUE, ""), (RED, "7 4"), (GREEN, "2 3"), (INK, "9 3 2 3")];
const HEIGHT: f64 = 290.0;

impl Curve {
    pub fn draw(&self, words: &Words) -> Figure {
        let mut svg = Svg::new(HEIGHT);
        let named = self.series.iter().map(|line| long(&line.label)).fold(0.0, f64::max);
        let top = 44.0 + self.marks.len().saturating_sub(1) as f64 * 17.0;
        let plot = Plot::new(62.0, if named > 0.0 { named.min(150.0) + 12.0 } else { 18.0 }, top, HEIGHT - 50.0);
        let spots = || self.series.iter().flat_map(|line| &line.spots);
        let values = Values::over(spots().flat_map(|spot| [spot.value, spot.low, spot.high]), plot).with_room(words);
        let plot = values.plot();
        let (first, last) =
            spots().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), spot| (low.min(spot.at), high.max(spot.at)));
        svg.text((0.0, 12.0), Anchor::Start, MUTED, &self.unit);
        if first > last {
            return Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone());
        }
        let wide = if last > first { last - first } else { 1.0 };
        let x = |at: f64| plot.left + (at.clamp(first, last) - first) / wide * (plot.right - plot.left);
        if let Some(([low, high], label)) = &self.range {
            let (from, to) = (x(*low), x(*high));
            svg.rect((from, plot.top), ((to - from).max(3.0), plot.bottom - plot.top), "#eef1f4", "");
            svg.line((from, plot.bottom), (to.max(from + 3.0), plot.bottom), GREEN, 5.0, "");
            let (beside, anchor) =
                if from + 5.0 + long(label) > WIDTH { (to - 5.0, Anchor::End) } else { (from + 5.0, Anchor::Start) };
            svg.bold((beside, plot.top + 14.0), anchor, GREEN, label);
        }
        if let [line] = self.series.as_slice() {
            let known: Vec<&Spot> = line.spots.iter().filter(|spot| spot.low.is_finite()).collect();
            let high: Vec<_> = known.iter().map(|spot| (x(spot.at), values.y(spot.high))).collect();
            let low: Vec<_> = known.iter().map(|spot| (x(spot.at), values.y(spot.low))).collect();
            svg.area(&high.iter().chain(low.iter().rev()).copied().collect::<Vec<_>>(), TINTS[1]);
        }
        values.draw(&mut svg, words);
        self.ticks(&mut svg, plot, &x, words);
        let mut y = plot.top - 10.0;
        for (at, label) in self.marks.iter().rev() {
            let x = x(*at);
            svg.line((x, y), (x, plot.bottom), RED, 1.5, "5 4");
            let is_right = x + 5.0 + long(label) > WIDTH;
            let (beside, anchor) = if is_right { (-5.0, Anchor::End) } else { (5.0, Anchor::Start) };
            svg.bold((x + beside, y + 6.0), anchor, RED, label);
            y -= 17.0;
        }
        let mut names: Vec<(f64, usize)> = Vec::new();
        for (number, line) in self.series.iter().enumerate().take(STYLES.len()) {
            let (colour, dash) = STYLES[number];
            let known: Vec<&Spot> = line.spots.iter().filter(|spot| spot.value.is_finite()).collect();
            let points: Vec<_> = known.iter().map(|spot| (x(spot.at), values.y(spot.value))).collect();
            svg.curve(&points, colour, 2.5, dash);
            for (spot, point) in known.iter().zip(&points) {
                if self.series.len() > 1 && spot.low.is_finite() {
                    svg.line((point.0, values.y(spot.low)), (point.0, values.y(spot.high)), colour, 1.5, "");
                }
                svg.dot(*point, 3.6, colour, "#ffffff");
            }
            names.extend(points.last().map(|end| (end.1, number)));
        }
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut before = f64::NEG_INFINITY;
        for (y, number) in names {
            let y = y.max(before + 17.0);
            before = y;
            svg.bold((plot.right + 8.0, y + 4.5), Anchor::Start, STYLES[number].0, &self.series[number].label);
        }
        Figure::new(&self.id, &self.title, &self.alt, svg, self.table.clone())
    }

    /// The values that were tried, as many as fit, the last one always.
    fn ticks(&self, svg: &mut Svg, plot: Plot, x: &dyn Fn(f64) -> f64, words: &Words) {
        let mut all: Vec<f64> = self.series.iter().flat_map(|line| &line.spots).map(|spot| spot.at).collect();
        all.sort_by(f64::total_cmp);
        all.dedup();
        let half = |at: f64| long(&words.figure(at)) / 2.0 + 3.0;
        let last = all.last().copied().unwrap_or(0.0);
        let mut free = f64::NEG_INFINITY;
        for at in &all {
            let is_last = *at == last;
            let fits = x(*at) - half(*at) >= free && (is_last || x(*at) + half(*at) <= x(last) - half(last));
            svg.line((x(*at), plot.bottom), (x(*at), plot.bottom + 5.0), MUTED, 1.0, "");
            if fits || is_last {
                svg.text((x(*at), plot.bottom + 19.0), Anchor::Middle, MUTED, &words.figure(*at));
                free = x(*at) + half(*at);
            }
        }
        svg.text(((plot.left + plot.right) / 2.0, plot.bottom + 40.0), Anchor::Middle, MUTED, &self.across);
    }
}
