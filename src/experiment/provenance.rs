//! Where an answer comes from, so that it can be made again.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::open::{NO_BASELINE, Opened};
use crate::scenario::tree::{Node, Table, Value, to_toml};

/// Of the generator and its addresses; a change is Value-breaking.
pub const DRAWS_VERSION: &str = "moremur-splitmix64/1";

/// What goes into `manifest.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub surgecap: String,
    pub draws: String,
    pub command: Vec<String>,
    pub scenario: String,
    pub scenario_sha256: String,
    pub plan: String,
    pub seed: u64,
    pub replications_asked: Option<u64>,
    pub replications_done: u64,
    pub widen: f64,
    /// "complete" or "interrupted".
    pub status: String,
    pub started: String,
    pub seconds: f64,
    /// Files of the results with their hashes.
    pub outputs: Vec<Output>,
    /// How often this was run into this folder.
    pub times: u64,
    /// The command that makes this again, or goes on with it.
    pub again: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Output {
    pub file: String,
    pub sha256: String,
}

/// Hexadecimal SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What makes a file a plan, beside which `nothing` is run.
const ADDS: [&str; 2] = ["cohort", "change"];

/// The files that make a run again: the resolved scenario, its baseline, and the tables that they name.
pub fn resolved(opened: &Opened) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut tree = opened.tree.clone();
    copy_tables(opened, &mut tree, &mut files);
    tree.remove("plan");
    tree.remove("future");
    tree.remove("baseline");
    if let Some((nothing, _)) = &opened.nothing {
        let mut nothing = nothing.clone();
        copy_tables(opened, &mut nothing, &mut files);
        nothing.remove("baseline");
        nothing.remove("future");
        files.push(("nothing.resolved.toml".to_owned(), to_toml(&nothing)));
        let place = crate::problem::Place::default();
        tree.insert("baseline", place, Node::new(Value::Text("nothing.resolved.toml".to_owned()), place));
    } else if ADDS.iter().any(|kind| tree.contains(kind)) {
        let place = crate::problem::Place::default();
        tree.insert("baseline", place, Node::new(Value::Text(NO_BASELINE.to_owned()), place));
    }
    files.insert(0, ("scenario.resolved.toml".to_owned(), to_toml(&tree)));
    files
}

/// Names of tables become those of their copies in the folder of results.
fn copy_tables(opened: &Opened, tree: &mut Table, files: &mut Vec<(String, String)>) {
    let names: Vec<String> = tree.iter().map(|entry| entry.name.clone()).collect();
    for name in names {
        let Some(node) = tree.get_mut(&name) else { continue };
        if opened.loaded.csv(node).is_some() {
            let written = node.as_text().unwrap_or_default().to_owned();
            let file = written.rsplit(['/', '\\']).next().unwrap_or(&written).to_owned();
            let text =
                opened.loaded.texts.iter().find(|(name, _)| name.ends_with(&file)).map(|(_, text)| text.to_owned());
            if let Some(text) = text
                && !files.iter().any(|(other, _)| *other == file)
            {
                files.push((file.clone(), text));
            }
            node.value = Value::Text(file);
        } else if let Value::Table(inner) = &mut node.value {
            copy_tables(opened, inner, files);
        }
    }
}

/// The hash of all that decides the numbers, but for seed and replications.
pub fn scenario_hash(opened: &Opened) -> String {
    let mut all = String::new();
    for (name, text) in resolved(opened) {
        all.push_str(&name);
        all.push('\n');
        all.push_str(&text);
    }
    sha256(all.as_bytes())
}
