//! What a template gets: words and pictures that are ready to be shown, in the order in which they are shown.

use serde::Serialize;

use super::chart::Figure;

/// A whole report.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    pub lang: &'static str,
    /// "Feasibility test".
    pub kicker: String,
    pub title: String,
    /// Whose figures, of when, and whether they were checked.
    pub status: Vec<String>,
    pub verdict: Verdict,
    /// The first page: headed blocks of short sentences.
    pub first: Vec<Block>,
    pub disclaimer: String,
    pub pages: Vec<Page>,
    /// All of them must be in what a template makes.
    pub caveats: Vec<Caveat>,
    /// Where the numbers come from, in one line.
    pub source: String,
    /// Words of the page itself, by name.
    pub words: std::collections::BTreeMap<String, String>,
}

/// The answer in a few words, and how it is coloured; never by colour alone.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verdict {
    /// "no", "maybe", "yes" or "open".
    pub tone: &'static str,
    pub says: String,
    pub lines: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Block {
    pub id: &'static str,
    pub title: String,
    /// Paragraphs.
    pub lines: Vec<String>,
    /// Things named one after the other.
    pub items: Vec<String>,
}

impl Block {
    pub fn new(id: &'static str, title: String) -> Block {
        Block { id, title, ..Block::default() }
    }

    /// Adds a paragraph, unless there is nothing to say.
    pub fn line(&mut self, sentences: &[String]) {
        let said: Vec<&str> = sentences.iter().map(String::as_str).filter(|one| !one.is_empty()).collect();
        if !said.is_empty() {
            self.lines.push(said.join(" "));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.items.is_empty()
    }
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Caveat {
    pub text: String,
    /// The language that it is written in.
    pub lang: &'static str,
}

/// A headed part of the report after the first page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Page {
    pub id: &'static str,
    pub title: String,
    pub intro: Vec<String>,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Part {
    Heading {
        text: String,
    },
    Text {
        lines: Vec<String>,
    },
    List {
        items: Vec<String>,
        lang: &'static str,
    },
    Figure(Box<Figure>),
    Table(Table),
    /// A term and what is said of it.
    Terms {
        rows: Vec<(String, String)>,
    },
}

/// The first column heads its rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    pub caption: String,
    pub lang: &'static str,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Columns that hold numbers, to the right.
    pub numbers: Vec<bool>,
    /// Words that are coloured where they stand alone in a cell: "good", "bad" or "unclear".
    pub tones: std::collections::BTreeMap<String, &'static str>,
}

impl Table {
    pub fn new(caption: String, lang: &'static str, head: Vec<String>, rows: Vec<Vec<String>>) -> Table {
        let is_number = |cell: &String| {
            cell.is_empty() || cell.starts_with(|first: char| first.is_ascii_digit() || "−+–<>±".contains(first))
        };
        let is_numbers = |column: usize| {
            column > 0
                && rows.iter().filter_map(|row| row.get(column)).all(is_number)
                && rows.iter().filter_map(|row| row.get(column)).any(|cell| !cell.is_empty())
        };
        let numbers = (0..head.len()).map(is_numbers).collect();
        Table { caption, lang, head, rows, numbers, tones: std::collections::BTreeMap::new() }
    }
}
