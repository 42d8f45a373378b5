//! Plain spellings: keys that may be written where a person looks for them, put where the model keeps them.
//!
//! | as written | what it means |
//! |---|---|
//! | `stream.NAME.complex` | `stream.NAME.share.CLASS`, of the class that says `hard = true` |
//! | `pool.NAME.for_STREAM` | `pool.NAME.reserved_for.STREAM` |
//! | `pool.NAME.when_quiet` | `pool.NAME.other_work` |
//! | `money.reception_freed` | `reception.freed` |
//!
//! Each layer is spelt out before it lies over the others, with all plans, futures and changes in it, so that a plain
//! spelling replaces the long one of a file below and the other way round. What cannot be spelt out stays as it is, and
//! the reader says what is wrong with it. Here too a file above that calls something "unknown" gets the wide range that
//! a file below keeps for that under `[if-unknown]`.

use super::tree::{Node, Table, UNKNOWN, Value, is_figure, join_path, split_path};

/// Tables of overlays: under each name stand the same keys again.
const OVERLAYS: [&str; 3] = ["plan", "future", "change"];

/// Where ranges stand that are used only when a file above says "unknown".
pub const IF_UNKNOWN: &str = "if-unknown";

/// What the long spellings need to know of the scenario: its hard class and its streams.
#[derive(Default)]
pub(super) struct Words {
    hard: Vec<String>,
    streams: Vec<String>,
}

impl Words {
    /// Of a layer and of what lies below it.
    pub(super) fn of(below: &Table, layer: &Table) -> Words {
        let mut words = Words::default();
        for tree in [below, layer] {
            let named = |kind: &str| tree.get(kind).and_then(Node::as_table);
            let streams = named("stream").into_iter().flat_map(Table::iter).map(|entry| entry.name.clone());
            words.streams.extend(streams);
            for class in named("class").into_iter().flat_map(Table::iter) {
                let says = class.node.as_table().and_then(|table| table.get("hard")).map(|node| &node.value);
                match says {
                    // Of two layers the upper one holds.
                    Some(Value::Bool(true)) if !words.hard.contains(&class.name) => words.hard.push(class.name.clone()),
                    Some(Value::Bool(false)) => words.hard.retain(|name| *name != class.name),
                    _ => {}
                }
            }
        }
        words
    }

    /// The long spelling of a path, where it begins with a plain one.
    fn spelt_out(&self, names: &[String]) -> Option<Vec<String>> {
        let plain: Vec<&str> = names.iter().map(String::as_str).collect();
        let (long, rest): (Vec<&str>, &[&str]) = match plain.as_slice() {
            [kind, _, inner @ ..] if OVERLAYS.contains(kind) => {
                let inner: Vec<String> = inner.iter().map(|&name| name.to_owned()).collect();
                let long = self.spelt_out(&inner)?;
                return Some(names[..2].iter().cloned().chain(long).collect());
            }
            ["stream", stream, "complex", rest @ ..] => match self.hard.as_slice() {
                [only] => (vec!["stream", stream, "share", only], rest),
                _ => return None,
            },
            ["pool", pool, "when_quiet", rest @ ..] => (vec!["pool", pool, "other_work"], rest),
            ["pool", pool, key, rest @ ..] => {
                let stream = key.strip_prefix("for_").filter(|&name| self.streams.iter().any(|one| one == name))?;
                (vec!["pool", pool, "reserved_for", stream], rest)
            }
            ["money", "reception_freed", rest @ ..] => (vec!["reception", "freed"], rest),
            _ => return None,
        };
        Some(long.iter().chain(rest).map(|&name| name.to_owned()).collect())
    }

    /// A path of the command line, spelt out.
    pub(super) fn path(&self, path: &str) -> String {
        let names = split_path(path).unwrap_or_default();
        match self.spelt_out(&names) {
            Some(long) => long.iter().fold(String::new(), |path, name| join_path(&path, name)),
            None => path.to_owned(),
        }
    }

    /// Spells a layer out. Where both spellings stand, the plain one is left for the reader to refuse.
    pub(super) fn spell_out(&self, layer: &mut Table) {
        spell_inflows(layer);
        let mut plain = Vec::new();
        plain_paths(layer, &mut Vec::new(), &mut plain);
        for names in plain {
            let Some(long) = self.spelt_out(&names) else { continue };
            let written = |names: &[String]| names.iter().fold(String::new(), |path, name| join_path(&path, name));
            let long = written(&long);
            if layer.get_path(&long).is_some() {
                continue;
            }
            let Some((last, tables)) = names.split_last() else { continue };
            let Some(entry) = table_at(layer, tables).and_then(|table| table.remove(last)) else { continue };
            if layer.insert_path(&long, entry.key_place, entry.node.clone()).is_err()
                && let Some(table) = table_at(layer, tables)
            {
                // A table on the way is none: both are wrong, and both are shown.
                table.insert(last.clone(), entry.key_place, entry.node);
            }
        }
    }
}

/// `method` and what goes with it, in every stream of a layer and of its overlays.
fn spell_inflows(layer: &mut Table) {
    let inner = |node: &mut Node| match &mut node.value {
        Value::Table(table) => Some(std::mem::take(table)),
        _ => None,
    };
    for kind in OVERLAYS {
        let names: Vec<String> = named(layer, kind);
        for name in names {
            if let Some(table) = table_at(layer, &[kind.to_owned(), name]) {
                spell_inflows(table);
            }
        }
    }
    for stream in named(layer, "stream") {
        let Some(table) = table_at(layer, &["stream".to_owned(), stream]) else { continue };
        let Some(node) = table.get_mut("inflow") else { continue };
        if let Some(mut inflow) = inner(node) {
            spell_inflow(&mut inflow);
            node.value = Value::Table(inflow);
        }
    }
}

fn named(table: &Table, kind: &str) -> Vec<String> {
    let tables = table.get(kind).and_then(Node::as_table);
    tables.into_iter().flat_map(Table::iter).map(|entry| entry.name.clone()).collect()
}

/// | `method` | what it means |
/// |---|---|
/// | `"resample"` with `from`, `block_years` | `resample.csv`, `resample.block_months`; months are rates |
/// | `"replay"` with `year`, `at`, `years` | `resample.episode.year`, `.at`, `.years`: the real year comes then |
/// | `"replay"` with `from`, `year` | `replay.csv`, `replay.year`: it comes every year |
/// | `"fixed"` with `per_year`, `from`, `years` | `resample.episode.per_year`, `.at`, `.years` |
/// | `"file"` with `file` | `csv`, `paths = true` |
fn spell_inflow(inflow: &mut Table) {
    let Some(method) = inflow.get("method").and_then(Node::as_text).map(str::to_owned) else { return };
    let is_date = |inflow: &Table, key: &str| matches!(inflow.get(key).map(|node| &node.value), Some(Value::Date(_)));
    let moves: &[(&str, &str)] = match method.as_str() {
        "resample" => &[("from", "resample.csv"), ("block_years", "resample.block_months")],
        "replay" if inflow.contains("at") => {
            &[("year", "resample.episode.year"), ("at", "resample.episode.at"), ("years", "resample.episode.years")]
        }
        "replay" => &[("from", "replay.csv"), ("year", "replay.year")],
        "fixed" if is_date(inflow, "from") => &[
            ("from", "resample.episode.at"),
            ("per_year", "resample.episode.per_year"),
            ("years", "resample.episode.years"),
        ],
        "fixed" => &[],
        "file" => &[("file", "csv")],
        _ => return,
    };
    let place = inflow.remove("method").map_or_else(crate::problem::Place::default, |entry| entry.node.place);
    for (plain, long) in moves {
        let Some(mut entry) = inflow.remove(plain) else { continue };
        match &mut entry.node.value {
            Value::Integer(years) if *plain == "block_years" => *years = years.saturating_mul(12),
            // A table that is built in: its name has no ending.
            Value::Text(name) if *plain == "from" && name.starts_with("preset:") && !name.ends_with(".csv") => {
                name.push_str(".csv");
            }
            _ => {}
        }
        // What stands there already is refused by the reader, under the plain name.
        if inflow.get_path(long).is_some() || inflow.insert_path(long, entry.key_place, entry.node.clone()).is_err() {
            inflow.insert((*plain).to_owned(), entry.key_place, entry.node);
        }
    }
    if ["resample", "file"].contains(&method.as_str()) && !inflow.contains("kind") {
        inflow.insert("kind", place, Node::new(Value::Text("expected".to_owned()), place));
    }
    if method == "file" {
        inflow.insert("paths", place, Node::new(Value::Bool(true), place));
    }
    // Real months have their own season: that of the preset says nothing more.
    if method == "resample" && inflow.get("season").and_then(Node::as_text) == Some("preset") {
        inflow.remove("season");
    }
}

/// The table that these names lead to.
fn table_at<'a>(mut table: &'a mut Table, names: &[String]) -> Option<&'a mut Table> {
    for name in names {
        table = match table.get_mut(name).map(|node| &mut node.value) {
            Some(Value::Table(inner)) => inner,
            _ => return None,
        };
    }
    Some(table)
}

/// All paths of a tree that may be plain spellings: the keys at the depth where they stand.
fn plain_paths(table: &Table, above: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let path = |above: &[String], names: &[&str]| -> Vec<String> {
        above.iter().cloned().chain(names.iter().map(|&name| name.to_owned())).collect()
    };
    let named = |kind: &str| table.get(kind).and_then(Node::as_table).into_iter().flat_map(Table::iter);
    for kind in ["stream", "pool"] {
        for one in named(kind) {
            for key in one.node.as_table().into_iter().flat_map(Table::iter) {
                found.push(path(above, &[kind, &one.name, &key.name]));
            }
        }
    }
    found.extend(named("money").map(|key| path(above, &["money", &key.name])));
    for kind in OVERLAYS {
        for one in named(kind) {
            if let Some(inner) = one.node.as_table() {
                let depth = above.len();
                above.extend([kind.to_owned(), one.name.clone()]);
                plain_paths(inner, above, found);
                above.truncate(depth);
            }
        }
    }
}

/// Gives what a layer calls "unknown" the range that the files below keep for that, where they say nothing else there.
pub(super) fn fill_unknown(layer: &mut Table, below: &Table) {
    if let Some(kept) = below.get(IF_UNKNOWN).and_then(Node::as_table) {
        fill(layer, Some(below), kept);
    }
}

fn fill(layer: &mut Table, below: Option<&Table>, kept: &Table) {
    let names: Vec<String> = kept.iter().map(|entry| entry.name.clone()).collect();
    for name in names {
        let (Some(node), Some(range)) = (layer.get_mut(&name), kept.get(&name)) else { continue };
        let lower = below.and_then(|below| below.get(&name));
        match (&mut node.value, range.as_table()) {
            (Value::Table(inner), Some(kept)) if !kept.is_value_table() => {
                fill(inner, lower.and_then(Node::as_table), kept);
            }
            (Value::Text(text), _) if text == UNKNOWN && !lower.is_some_and(|lower| is_figure(&lower.value)) => {
                *node = Node { unknown: true, place: node.place, ..range.clone() };
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::tree::{parse, to_toml};

    fn tree(text: &str) -> Table {
        parse(text, 0).0
    }

    const BELOW: &str = "class.hard-ones.hard = true\nstream.old.share.hard-ones = 0.2\n\
                         if-unknown.reception.freed = { low = 0.2, likely = 0.5, high = 0.9 }\n";

    fn spelt_out(text: &str) -> Table {
        let (below, mut layer) = (tree(BELOW), tree(text));
        Words::of(&below, &layer).spell_out(&mut layer);
        fill_unknown(&mut layer, &below);
        layer
    }

    #[test]
    fn plain_spellings_are_put_where_the_model_keeps_them() {
        let text = "stream.old.complex = 0.3\npool.officers.for_old = 5\nmoney.reception_freed = 0.5\n\
                    [plan.more.pool.officers]\nfor_old = 9\n";
        let long = "stream.old.share.hard-ones = 0.3\npool.officers.reserved_for.old = 5\nreception.freed = 0.5\n\
                    [plan.more.pool.officers]\nreserved_for.old = 9\n";
        let flat = |table: &Table| {
            let mut lines: Vec<String> = to_toml(table).lines().map(str::to_owned).collect();
            lines.retain(|line| !line.trim().is_empty() && !line.ends_with("money]"));
            lines.sort();
            lines
        };
        assert_eq!(flat(&spelt_out(text)), flat(&tree(long)));
    }

    #[test]
    fn what_cannot_be_spelt_out_is_left_to_the_reader() {
        for text in ["pool.officers.for_nobody = 5\n", "stream.old = { complex = 0.3, share = { hard-ones = 0.2 } }\n"]
        {
            assert_eq!(spelt_out(text), tree(text), "{text}");
        }
        let without_a_hard_class = tree("stream.old.complex = 0.3\n");
        let mut layer = without_a_hard_class.clone();
        Words::of(&Table::new(), &layer).spell_out(&mut layer);
        assert_eq!(layer, without_a_hard_class);
    }

    #[test]
    fn a_path_of_the_command_line_may_be_plain_too() {
        let words = Words::of(&tree(BELOW), &Table::new());
        assert_eq!(words.path("stream.old.complex.likely"), "stream.old.share.hard-ones.likely");
        assert_eq!(words.path("plan.more.pool.officers.for_old"), "plan.more.pool.officers.reserved_for.old");
        assert_eq!(words.path("pool.officers.headcount"), "pool.officers.headcount");
    }

    #[test]
    fn unknown_takes_the_range_that_a_file_below_keeps_for_it() {
        let layer = spelt_out("money.reception_freed = \"unknown\"\n");
        let node = layer.get_path("reception.freed").expect("it is spelt out");
        assert!(node.unknown && is_figure(&node.value), "{node:?}");
        assert_eq!(spelt_out("reception.freed = 0.4\n"), tree("reception.freed = 0.4\n"));
    }
}
