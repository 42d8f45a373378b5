//! All keys that a scenario may hold, found by reading.
//!
//! A key is declared where it is read, and some are read only when another stands there. So the reader is led through
//! small trees: first with every table, then with every key found so far standing alone in the tree in which it was
//! found, with each value that might open a door (every choice, true and false, a name, a table). What a tree declares
//! that was not known yet is tried in turn, until nothing new comes. Nobody keeps a list: a key that a reader asks for
//! is found, with its unit, range, default and help.

use std::collections::{BTreeMap, VecDeque};

use super::{
    load::EXTENDS,
    read::declarations,
    reader::Declaration,
    tree::{Node, Table, Value, parse},
};
use crate::problem::Place;

/// Stands for every name that the writer chooses.
const NAME: &str = "some-name";

/// Trees to set out from: with nothing, and with an organisation that stands, since some keys are read only then.
const OUTSETS: [&str; 2] = [
    "start = 2027-01-01\nend = 2027-12-31\n",
    "start = 2027-01-01\nend = 2027-12-31\nstream.some-name.initial.count = 5\n\
     stage.some-name = { effort_hours = 1, by = [\"some-name\"], then = \"decided\" }\n\
     pool.some-name = { headcount = 2, trainees = 0.5 }\n\
     cohort.some-name.headcount = 2\nsupervision.from = [\"some-name\"]\n",
];

/// All declarations, each with `*` for a name that the writer chooses: in the order of the paths' first discovery.
pub fn all() -> Vec<Declaration> {
    let mut found = Found::default();
    found.add(vec![Declaration::of(EXTENDS.name.to_owned(), "list of texts", &EXTENDS)]);
    for outset in OUTSETS {
        let (tree, _) = parse(outset, 0);
        explore(tree, &mut found);
    }
    found.list
}

/// Declarations by path and kind.
#[derive(Default)]
struct Found {
    list: Vec<Declaration>,
    places: BTreeMap<(String, &'static str), usize>,
}

impl Found {
    /// Adds what is new, and returns it.
    fn add(&mut self, declarations: Vec<Declaration>) -> Vec<Declaration> {
        let mut fresh = Vec::new();
        for mut one in declarations {
            one.path =
                one.path.split('.').map(|part| if part == NAME { "*" } else { part }).collect::<Vec<_>>().join(".");
            if one.kind.is_empty() {
                // Only asked whether it is there.
                continue;
            }
            match self.places.get(&(one.path.clone(), one.kind)) {
                Some(index) => {
                    let known = &mut self.list[*index];
                    let more = one.choices.iter().filter(|choice| !known.choices.contains(choice)).copied();
                    let more: Vec<_> = more.collect();
                    known.choices.extend(more);
                    known.required |= one.required;
                    known.must_be_known |= one.must_be_known;
                    if known.default.is_none() {
                        known.default = one.default;
                    }
                }
                None => {
                    self.places.insert((one.path.clone(), one.kind), self.list.len());
                    self.list.push(one.clone());
                    fresh.push(one);
                }
            }
        }
        fresh
    }
}

/// Reads from `tree` onwards until nothing new is declared.
fn explore(mut tree: Table, found: &mut Found) {
    // Every kind of table stands there, with one of its name, before a key is asked for: keys name each other's tables.
    loop {
        let missing: Vec<String> = declarations(&tree)
            .into_iter()
            .filter(|one| matches!(one.kind, "named tables" | "table") && !one.path.contains('.'))
            .map(|one| if one.kind == "table" { one.path } else { format!("{}.{NAME}", one.path) })
            .filter(|path| tree.get_path(path).is_none())
            .collect();
        if missing.is_empty() {
            break;
        }
        for path in missing {
            put(&mut tree, &path, Value::Table(Table::new()));
        }
    }
    let mut to_try: VecDeque<(Declaration, Table)> = VecDeque::new();
    // The outset tries again what an earlier one knows: here a key may open another door.
    let mut seen = Found::default();
    let first = declarations(&tree);
    found.add(first.clone());
    to_try.extend(seen.add(first).into_iter().map(|one| (one, tree.clone())));
    while let Some((declaration, witness)) = to_try.pop_front() {
        for value in doors(&declaration) {
            let mut tree = witness.clone();
            let mut path = declaration.path.replace('*', NAME);
            if declaration.kind == "named tables" {
                path = format!("{path}.{NAME}");
            }
            if !put(&mut tree, &path, value) {
                continue;
            }
            let more = declarations(&tree);
            found.add(more.clone());
            to_try.extend(seen.add(more).into_iter().map(|one| (one, tree.clone())));
        }
    }
}

/// Puts a value into a tree; false when one of the tables above it is something else.
fn put(tree: &mut Table, path: &str, value: Value) -> bool {
    tree.insert_path(path, Place::default(), Node::new(value, Place::default())).is_ok()
}

/// Values of a key that may lead to other keys.
fn doors(declaration: &Declaration) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let node = |value: Value| Node::new(value, Place::default());
    let list = |value: Value| Value::Array(vec![node(value)]);
    let within = |likely: f64| likely.max(declaration.at_least).min(declaration.at_most);
    let number = || Value::Float(within(1.0));
    let one_of_name = |value: Value| {
        let mut table = Table::new();
        table.insert(NAME, Place::default(), node(value));
        Value::Table(table)
    };
    let date = jiff::civil::date(2027, 6, 1);
    match declaration.kind {
        "number" | "variability" => vec![number()],
        "count" => vec![Value::Integer(within(2.0) as i64)],
        "share" => vec![Value::Float(0.5_f64.max(declaration.at_least).min(declaration.at_most.min(1.0)))],
        "true or false" => vec![Value::Bool(true), Value::Bool(false)],
        "date" => vec![Value::Date(date)],
        "list of dates" => vec![list(Value::Date(date))],
        "list of numbers" => vec![list(number())],
        "list of texts" => vec![list(text(NAME))],
        "choice" => declaration.choices.iter().map(|choice| text(choice)).collect(),
        "text" => vec![text(NAME)],
        "named tables" => vec![Value::Table(Table::new())],
        // A table may be written as a word, too.
        "table" => vec![Value::Table(Table::new()), text(NAME)],
        super::reader::OVERLAY => Vec::new(),
        _ => vec![text(NAME), number(), list(text(NAME)), one_of_name(Value::Float(0.5)), Value::Table(Table::new())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of<'a>(all: &'a [Declaration], path: &str) -> &'a Declaration {
        all.iter().find(|one| one.path == path).unwrap_or_else(|| panic!("{path} is not found"))
    }

    #[test]
    fn keys_behind_other_keys_are_found_with_all_that_their_reader_says() {
        let all = all();
        let span = path_of(&all, "supervision.span");
        assert!(span.kind == "number" && !span.help.is_empty(), "{span:?}");
        // Read only at a sign-off, only in practice, only where a mode asks for it, only at a class.
        for path in ["stage.*.growth", "pool.*.pace_at_start", "supervision.amount_hours", "stream.*.share.*"] {
            assert!(!path_of(&all, path).path.is_empty());
        }
        assert!(path_of(&all, "stage.*.discipline").choices.contains(&"easy-first"));
        assert!(path_of(&all, "target.*.at_most").must_be_known);
    }

    #[test]
    fn a_calendar_is_a_word_or_a_table() {
        let kinds: Vec<_> = all().into_iter().filter(|one| one.path == "calendar").map(|one| one.kind).collect();
        assert!(kinds.contains(&"choice") && kinds.contains(&"table"), "{kinds:?}");
    }

    #[test]
    fn no_path_holds_a_name_of_an_example() {
        assert!(all().iter().all(|one| !one.path.contains(NAME)));
    }
}
