//! The first page as plain text, for a terminal: the same words as the report, in the language of the report.

use super::view::View;
use crate::report::page::wrap;

/// Answer, blocks, what to know, and where the numbers come from.
pub(super) fn plain(view: &View) -> String {
    let mut text = String::new();
    wrap(&mut text, "", 0, &format!("{}: {}", view.kicker, view.title));
    if !view.status.is_empty() {
        wrap(&mut text, "", 0, &view.status.join(" · "));
    }
    text.push('\n');
    let word = |name: &str| view.words.get(name).map_or("", String::as_str);
    wrap(&mut text, "", 0, &format!("{}: {}", word("answer"), view.verdict.says.to_uppercase()));
    let paragraphs = |text: &mut String, lines: &[String], mark: &str| {
        for line in lines {
            wrap(text, &format!("  {mark}"), 2 + mark.chars().count(), line);
        }
    };
    paragraphs(&mut text, &view.verdict.lines, "");
    for block in &view.first {
        text.push('\n');
        wrap(&mut text, "", 0, &block.title);
        paragraphs(&mut text, &block.lines, "");
        paragraphs(&mut text, &block.items, "- ");
    }
    if !view.caveats.is_empty() {
        text.push('\n');
        wrap(&mut text, "", 0, word("caveats"));
        let said: Vec<String> = view.caveats.iter().map(|caveat| caveat.text.clone()).collect();
        paragraphs(&mut text, &said, "- ");
    }
    text.push('\n');
    wrap(&mut text, "", 0, &view.disclaimer);
    wrap(&mut text, "", 0, &view.source);
    text
}
