//! A small writer of SVG: coordinates with at most one decimal, texts escaped.

use std::fmt::Write;

use super::{MUTED, WIDTH};

#[derive(Clone, Debug, Default)]
pub(super) struct Svg {
    body: String,
    height: f64,
}

/// Where a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// At most one decimal: 12, 12.5.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Svg {
    pub fn new(height: f64) -> Svg {
        Svg { body: String::new(), height }
    }

    /// The whole picture.
    pub fn finish(self, id: &str, title: &str, alt: &str) -> String {
        let (id, title, alt) = (escaped(id), escaped(title), escaped(alt));
        format!(
            "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-title {id}-alt\"><title id=\"{id}-title\">{title}</title>\
             <desc id=\"{id}-alt\">{alt}</desc>{}</svg>",
            short(WIDTH),
            short(self.height),
            self.body
        )
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        self.body.write_fmt(text).unwrap_or_else(|_| unreachable!("a String takes what it is given"));
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64, dash: &str) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(short);
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        self.push(format_args!(
            "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{colour}\" stroke-width=\"{}\"{dash}/>",
            short(width)
        ));
    }

    fn points(points: &[(f64, f64)]) -> String {
        points.iter().map(|(x, y)| format!("{},{}", short(*x), short(*y))).collect::<Vec<_>>().join(" ")
    }

    pub fn curve(&mut self, points: &[(f64, f64)], colour: &str, width: f64, dash: &str) {
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        self.push(format_args!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\" stroke-linejoin=\"round\"{dash}/>",
            Svg::points(points),
            short(width)
        ));
    }

    pub fn area(&mut self, points: &[(f64, f64)], colour: &str) {
        self.push(format_args!("<polygon points=\"{}\" fill=\"{colour}\"/>", Svg::points(points)));
    }

    pub fn rect(&mut self, at: (f64, f64), size: (f64, f64), colour: &str, border: &str) {
        let [x, y, w, h] = [at.0, at.1, size.0.max(0.0), size.1.max(0.0)].map(short);
        let border = if border.is_empty() { String::new() } else { format!(" stroke=\"{border}\"") };
        self.push(format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{colour}\"{border}/>"));
    }

    pub fn dot(&mut self, at: (f64, f64), radius: f64, colour: &str, border: &str) {
        let border =
            if border.is_empty() { String::new() } else { format!(" stroke=\"{border}\" stroke-width=\"1.5\"") };
        self.push(format_args!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{colour}\"{border}/>",
            short(at.0),
            short(at.1),
            short(radius)
        ));
    }

    /// A path by its own commands.
    pub fn path(&mut self, commands: &str, colour: &str, width: f64) {
        let width = short(width);
        self.push(format_args!("<path d=\"{commands}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"/>"));
    }

    /// Text with a white border, so that it can be read on lines and bands.
    pub fn text(&mut self, at: (f64, f64), anchor: Anchor, colour: &str, text: &str) {
        self.styled(at, anchor, colour, text, "");
    }

    pub fn bold(&mut self, at: (f64, f64), anchor: Anchor, colour: &str, text: &str) {
        self.styled(at, anchor, colour, text, " font-weight=\"600\"");
    }

    /// Text on a dark ground: without a border.
    pub fn light(&mut self, at: (f64, f64), anchor: Anchor, text: &str) {
        self.styled(at, anchor, "#ffffff", text, " class=\"light\"");
    }

    /// Dark text on a pale ground: without a border.
    pub fn upon(&mut self, at: (f64, f64), anchor: Anchor, colour: &str, text: &str) {
        self.styled(at, anchor, colour, text, " class=\"light\"");
    }

    /// A thick border with nothing in it.
    pub fn frame(&mut self, at: (f64, f64), size: (f64, f64), colour: &str) {
        let [x, y, w, h] = [at.0 + 1.0, at.1 + 1.0, size.0 - 2.0, size.1 - 2.0].map(short);
        self.push(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"3\"/>"
        ));
    }

    fn styled(&mut self, at: (f64, f64), anchor: Anchor, colour: &str, text: &str, style: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (x, y) = (short(at.0), short(at.1));
        self.push(format_args!(
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{colour}\"{style}>{}</text>",
            escaped(text)
        ));
    }

    /// A row of swatches with their words, wrapped; gives the height that it took.
    pub fn key(&mut self, top: f64, items: &[(Swatch<'_>, &str)]) -> f64 {
        let (mut x, mut y) = (8.0, top + 12.0);
        for (swatch, words) in items {
            let width = 34.0 + words.chars().count() as f64 * 7.2;
            if x > 8.0 && x + width > WIDTH {
                x = 8.0;
                y += 20.0;
            }
            match swatch {
                Swatch::Area(colour) => self.rect((x, y - 10.0), (14.0, 11.0), colour, ""),
                Swatch::Line(colour, dash) => self.line((x, y - 4.5), (x + 16.0, y - 4.5), colour, 2.5, dash),
                Swatch::Dot(colour) => self.dot((x + 7.0, y - 4.5), 4.5, colour, ""),
            }
            self.text((x + 21.0, y), Anchor::Start, MUTED, words);
            x += width;
        }
        y + 8.0 - top
    }
}

/// How long a text is, with some room for the larger letters of a small screen.
pub(super) fn long(text: &str) -> f64 {
    text.chars().count() as f64 * 7.6
}

/// A text that fits: its end is what tells names of the file apart.
pub(super) fn cut(text: &str, room: f64) -> String {
    let most = ((room / 7.6).floor() as usize).max(8);
    let count = text.chars().count();
    if count <= most {
        text.to_owned()
    } else {
        format!("…{}", text.chars().skip(count - most + 1).collect::<String>())
    }
}

/// What stands before words in a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Swatch<'a> {
    Area(&'a str),
    Line(&'a str, &'a str),
    Dot(&'a str),
}

/// How high a key will be.
pub(super) fn key_height(items: &[(Swatch<'_>, &str)]) -> f64 {
    Svg::default().key(0.0, items)
}
