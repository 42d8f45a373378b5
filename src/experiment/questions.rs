//! What is still open in a scenario: the list for whoever must answer.
//!
//! Open is what nobody agreed to: a number with the status "assumption", "estimate" or "example", a range without a
//! source, and "unknown". The widest ranges come first, as a share of the likely value: which of them moves the answer
//! most is another question, that of influence, which width alone does not answer.

use serde::Serialize;

use super::open::Opened;
use crate::scenario::{
    declared,
    reader::{Declaration, ORIGIN},
    tree::{DISTRIBUTIONS, Node, Table},
};

/// One number that somebody must still answer for.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Question {
    pub path: String,
    /// What the key means.
    pub meaning: &'static str,
    pub unit: &'static str,
    /// As it stands, in the unit of the key; the same three times when it is one number.
    pub low: Option<f64>,
    pub likely: Option<f64>,
    pub high: Option<f64>,
    /// Who answers for it; empty: nobody is named.
    pub owner: String,
    /// "assumption", "estimate", "example", "unknown", or "range without a source".
    pub status: String,
    pub source: String,
    /// What to ask.
    pub ask: String,
}

impl Question {
    /// Width as a share of the likely value; what nobody gave a range for is the widest.
    fn width(&self) -> f64 {
        match (self.low, self.likely, self.high) {
            _ if self.status == "unknown" => f64::INFINITY,
            (Some(low), Some(likely), Some(high)) if likely != 0.0 => (high - low) / likely.abs(),
            (Some(low), _, Some(high)) if high > low => f64::MAX,
            _ => 0.0,
        }
    }
}

/// Status words that say that a number stands.
const SETTLED: [&str; 3] = ["agreed", "confirmed", "measured"];

/// All open numbers of a scenario, the widest first; of equal width in the order of the file.
pub fn questions(opened: &Opened) -> Vec<Question> {
    let declarations = declared::all();
    let mut all = Vec::new();
    walk(&opened.tree, "", &declarations, &mut all);
    all.sort_by(|one: &Question, other| other.width().total_cmp(&one.width()));
    all
}

fn walk(table: &Table, path: &str, declarations: &[Declaration], all: &mut Vec<Question>) {
    for entry in table.iter() {
        // What theory expects, and other plans, are no inputs of this one.
        if path.is_empty() && matches!(entry.name.as_str(), "expect" | "plan") {
            continue;
        }
        let here = crate::scenario::tree::join_path(path, &entry.name);
        let Some(inner) = entry.node.as_table() else { continue };
        if inner.is_value_table() {
            all.extend(question(&here, &entry.node, inner, declarations));
        } else {
            walk(inner, &here, declarations, all);
        }
    }
}

/// The question that a value raises; none when it stands.
fn question(path: &str, node: &Node, value: &Table, declarations: &[Declaration]) -> Option<Question> {
    let said = |word: &str| value.get(word).and_then(Node::as_text).unwrap_or_default().to_owned();
    let [source, owner, status] = ["source", "owner", "status"].map(said);
    let range = numbers(value);
    let is_range = matches!(range, [Some(low), _, Some(high)] if low < high) || value.contains("uncertain");
    let status = match status.as_str() {
        _ if node.unknown => "unknown".to_owned(),
        settled if SETTLED.contains(&settled) => return None,
        "" if is_range && source.is_empty() => "range without a source".to_owned(),
        "" => return None,
        open => open.to_owned(),
    };
    let declaration = declarations.iter().find(|one| is_of(path, &one.path));
    let (meaning, unit, ask) = declaration.map_or(("", "", ""), |one| (one.help, one.unit, one.ask));
    let ask = match (ask, meaning) {
        ("", "") => format!("What is {path}?"),
        ("", meaning) => format!("{}: {meaning}. What is it, and where does it come from?", path_words(path)),
        (ask, _) => ask.to_owned(),
    };
    let [low, likely, high] = range;
    Some(Question { path: path.to_owned(), meaning, unit, low, likely, high, owner, status, source, ask })
}

/// Low, likely and high of a value: of the mean where it differs between cases.
pub(super) fn numbers(value: &Table) -> [Option<f64>; 3] {
    let number = |table: &Table, name: &str| table.get(name).and_then(Node::as_number);
    if value.contains("low") {
        return ["low", "likely", "high"].map(|name| number(value, name));
    }
    if let Some(known) = number(value, "value") {
        return [Some(known); 3];
    }
    if value.contains("least") {
        return [None, number(value, "usual"), None];
    }
    let law = value.iter().find(|entry| DISTRIBUTIONS.contains(&entry.name.as_str())).map(|entry| &entry.node);
    match law.and_then(Node::as_table) {
        Some(law) => match law.get("mean").map(|mean| (mean.as_number(), mean.as_table())) {
            Some((Some(mean), _)) => [Some(mean); 3],
            Some((_, Some(mean))) => numbers(mean),
            _ => [None; 3],
        },
        None => [law.and_then(Node::as_number); 3],
    }
}

/// Whether a path is one of a pattern, in which `*` stands for any name.
pub(super) fn is_of(path: &str, pattern: &str) -> bool {
    let names = crate::scenario::tree::split_path(path).unwrap_or_default();
    let parts: Vec<&str> = pattern.split('.').collect();
    names.len() == parts.len() && names.iter().zip(parts).all(|(name, part)| part == "*" || part == name)
}

/// "cohort agency, contract_months".
fn path_words(path: &str) -> String {
    debug_assert!(ORIGIN.iter().all(|word| !path.ends_with(&format!(".{word}"))), "an origin is no input");
    match path.rsplit_once('.') {
        Some((table, key)) => format!("{} of {table}", key.replace('_', " ")),
        None => path.replace('_', " "),
    }
}
