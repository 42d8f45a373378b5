//! The assumption register: every number of a scenario with what it means, where it comes from, and how much it matters.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::{
    open::Opened,
    questions::{is_of, numbers},
};
use crate::{
    model::num::Num,
    scenario::{
        declared,
        reader::{Declaration, ORIGIN},
        tree::{Node, Table, Value, join_path},
    },
};

/// One number of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub path: String,
    /// Place among the uncertain numbers, 1 the one that matters most; none for what is known.
    pub rank: Option<usize>,
    pub low: Option<f64>,
    pub likely: Option<f64>,
    pub high: Option<f64>,
    pub unit: Cow<'static, str>,
    pub meaning: Cow<'static, str>,
    pub source: String,
    pub owner: String,
    pub status: String,
}

/// Parts of a file that are no assumptions about the organisation or its future.
const NO_ASSUMPTIONS: [&str; 8] =
    ["expect", "plan", "future", "target", "about", "calendar", "not-included", "realised"];

/// All numbers: the uncertain ones by rank, then the known ones in the order of the file.
pub fn register(opened: &Opened, uncertain: &[Num], rank_of: impl Fn(&str) -> Option<usize>) -> Vec<Entry> {
    let declarations = declared::all();
    let mut all: Vec<Entry> = uncertain
        .iter()
        .map(|num| {
            let (unit, meaning) = said_of(&num.path, &declarations);
            let said = |word: &Option<String>| word.clone().unwrap_or_default();
            Entry {
                path: num.path.clone(),
                rank: rank_of(&num.path),
                low: Some(num.as_written(num.quantile(0.05, 1.0))),
                likely: Some(num.as_written(num.likely())),
                high: Some(num.as_written(num.quantile(0.95, 1.0))),
                unit: unit.into(),
                meaning: meaning.into(),
                source: said(&num.origin.source),
                owner: said(&num.origin.owner),
                status: if num.unknown { "unknown".to_owned() } else { said(&num.origin.status) },
            }
        })
        .collect();
    all.sort_by_key(|entry| entry.rank.unwrap_or(usize::MAX));
    let known = all.len();
    walk(&opened.tree, "", &declarations, &mut all);
    // A spread whose mean is uncertain stands above with its mean.
    let (ranged, plain) = all.split_at(known);
    let is_new = |entry: &&Entry| {
        !ranged.iter().any(|other| other.path == entry.path || other.path.starts_with(&format!("{}.", entry.path)))
    };
    ranged.iter().chain(plain.iter().filter(is_new)).cloned().collect()
}

/// The unit of the key that each path stands under.
pub fn units<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeMap<String, &'static str> {
    let declarations = declared::all();
    paths.map(|path| (path.to_owned(), said_of(path, &declarations).0)).collect()
}

/// Unit and meaning of the key that a number stands under.
fn said_of(path: &str, declarations: &[Declaration]) -> (&'static str, &'static str) {
    let mut path = path;
    loop {
        if let Some(found) = declarations.iter().find(|one| is_of(path, &one.path)) {
            return (found.unit, found.help);
        }
        match path.rsplit_once('.') {
            Some((above, _)) => path = above,
            None => return ("", ""),
        }
    }
}

fn walk(table: &Table, path: &str, declarations: &[Declaration], all: &mut Vec<Entry>) {
    for entry in table.iter() {
        if path.is_empty() && NO_ASSUMPTIONS.contains(&entry.name.as_str()) || ORIGIN.contains(&entry.name.as_str()) {
            continue;
        }
        let here = join_path(path, &entry.name);
        let three = match &entry.node.value {
            Value::Integer(_) | Value::Float(_) => [None, entry.node.as_number(), None],
            Value::Table(inner) if inner.is_value_table() => numbers(inner),
            Value::Table(inner) => {
                walk(inner, &here, declarations, all);
                continue;
            }
            _ => continue,
        };
        let said = |word: &str| {
            let text = entry.node.as_table().and_then(|table| table.get(word)).and_then(Node::as_text);
            text.unwrap_or_default().to_owned()
        };
        let (unit, meaning) = said_of(&here, declarations);
        let [low, likely, high] = if three[0] == three[2] { [None, three[1], None] } else { three };
        let [source, owner, status] = ["source", "owner", "status"].map(said);
        let (unit, meaning) = (unit.into(), meaning.into());
        all.push(Entry { path: here, rank: None, low, likely, high, unit, meaning, source, owner, status });
    }
}
