//! What the pages of several experiments say alike.

use crate::report::html::{
    chart::Figure,
    view::{Page, Part, Table},
    words::Words,
};

/// "+570", "−40", "0".
pub(in crate::report::html) fn signed(value: f64, words: &Words) -> String {
    let text = words.about(value);
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// "+300 to +850".
pub(super) fn between(low: f64, high: f64, words: &Words) -> String {
    if low.is_finite() && high.is_finite() {
        words.say("experiment.between", &[("low", &signed(low, words)), ("high", &signed(high, words))])
    } else {
        "–".to_owned()
    }
}

/// Whether an interval lies on one side of nothing.
pub(super) fn is_sure(low: f64, high: f64) -> bool {
    low > 0.0 || high < 0.0
}

/// A share as a whole number of 100, never 0 or 100.
pub(super) fn of_100(share: f64, words: &Words) -> String {
    words.whole((share * 100.0).round().clamp(1.0, 99.0))
}

/// The table behind a picture; `heads` are keys.
pub(super) fn table(caption: &str, heads: Vec<String>, rows: Vec<Vec<String>>, words: &Words) -> Table {
    Table::new(caption.to_owned(), words.lang.code(), heads, rows)
}

pub(super) fn heads(keys: &[&str], words: &Words) -> Vec<String> {
    keys.iter().map(|key| words.plain(key)).collect()
}

/// The page of pictures; none where there is nothing to draw.
pub(super) fn pictures(intro: Vec<String>, figures: Vec<Figure>, words: &Words) -> Option<Page> {
    let parts: Vec<Part> = figures.into_iter().map(|figure| Part::Figure(Box::new(figure))).collect();
    (!parts.is_empty()).then(|| Page { id: "pictures", title: words.plain("pictures.title"), intro, parts })
}
