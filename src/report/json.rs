//! JSON: one value on one text, numbers as they are, what is not a number as null.

use serde::Serialize;

/// Pretty JSON with a line end.
///
/// # Panics
/// Never for findings: they are maps with text keys.
pub fn json<T: Serialize>(value: &T) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_else(|why| unreachable!("findings are JSON: {why}"));
    text.push('\n');
    text
}
