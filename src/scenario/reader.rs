//! The typed reader: the one place where the keys of a scenario are declared and checked.
//!
//! A section asks for its keys one by one. What is missing, of the wrong kind, out of its plausible
//! range or unknown becomes a [`Problem`] with a place and a way to mend it; reading goes on, so
//! that all problems are reported at once. Every key asked for is also written down as a
//! [`Declaration`], from which documentation and an editor's schema are made.
//!
//! Two forms are kept apart, since mixing them makes an answer falsely certain: what we do not know
//! is `{ low, likely, high }`, what differs between cases is `{ least, usual, most }` or a distribution.

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::tree::{DISTRIBUTIONS, Node, Table, UNKNOWN, Value, join_path};
use super::written::{self, Reading};
pub use crate::model::num::{Amount, Num, Origin, STATUSES, Spread};
use crate::problem::{Place, Problem, Problems, difference, nearest};
use crate::random::{Distribution, Range};

/// A key that a section may hold, as a constant beside the kind that reads it.
///
/// ```
/// # use surgecap::scenario::reader::Key;
/// const HEADCOUNT: Key = Key::new("headcount").unit("people").at_least(0.0).at_most(100_000.0)
///     .help("how many people start");
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Key {
    pub name: &'static str,
    /// "people", "hours", …; empty for what has no unit.
    pub unit: &'static str,
    pub at_least: f64,
    pub at_most: f64,
    /// One line of documentation.
    pub help: &'static str,
    /// What holds when the key is left out, in words; empty when nothing does.
    pub default: &'static str,
    /// Whom to ask when nobody gave the number; empty: its owner.
    pub ask: &'static str,
    /// Whether a spread may be written as a range alone: all alike, of a size that nobody knows.
    pub size_may_be_uncertain: bool,
    /// Whether nothing draws it, so that it cannot be a range; set by the reading.
    pub must_be_known: bool,
}

impl Key {
    pub const fn new(name: &'static str) -> Key {
        Key {
            name,
            unit: "",
            at_least: f64::NEG_INFINITY,
            at_most: f64::INFINITY,
            help: "",
            default: "",
            ask: "",
            size_may_be_uncertain: false,
            must_be_known: false,
        }
    }

    pub const fn unit(self, unit: &'static str) -> Key {
        Key { unit, ..self }
    }

    /// Below this a value is not plausible.
    pub const fn at_least(self, at_least: f64) -> Key {
        Key { at_least, ..self }
    }

    /// Above this a value is not plausible.
    pub const fn at_most(self, at_most: f64) -> Key {
        Key { at_most, ..self }
    }

    pub const fn help(self, help: &'static str) -> Key {
        Key { help, ..self }
    }

    pub const fn default(self, default: &'static str) -> Key {
        Key { default, ..self }
    }

    pub const fn ask(self, ask: &'static str) -> Key {
        Key { ask, ..self }
    }

    /// Lets `{ low, likely, high }` stand for a spread: an effort that is the same for all cases,
    /// but of which nobody knows how large. Elsewhere that form is refused.
    pub const fn size_may_be_uncertain(self) -> Key {
        Key { size_may_be_uncertain: true, ..self }
    }

    /// "6 weeks", or "6" without a unit.
    fn with_unit(&self, value: f64) -> String {
        if self.unit.is_empty() { value.to_string() } else { format!("{value} {}", self.unit) }
    }

    fn plausible(&self) -> String {
        match (self.at_least.is_finite(), self.at_most.is_finite()) {
            (true, true) => format!("from {} to {}", self.at_least, self.with_unit(self.at_most)),
            (true, false) => format!("at least {}", self.with_unit(self.at_least)),
            _ => format!("at most {}", self.with_unit(self.at_most)),
        }
    }
}

/// A key that some section asked for: one line of documentation or of a schema.
#[derive(Clone, PartialEq, Debug)]
pub struct Declaration {
    /// With `*` for a name that the writer chooses: `cohort.*.headcount`.
    pub path: String,
    /// "number", "count", "share", "variability", "text", "choice", "date", …
    pub kind: &'static str,
    pub unit: &'static str,
    pub at_least: f64,
    pub at_most: f64,
    pub default: Option<String>,
    pub help: &'static str,
    pub choices: Vec<&'static str>,
    pub required: bool,
    /// Whom to ask when nobody gave the number.
    pub ask: &'static str,
    /// Nothing draws it: it cannot be a range.
    pub must_be_known: bool,
    /// A range alone may stand for a spread.
    pub size_may_be_uncertain: bool,
}

impl Declaration {
    pub(super) fn of(path: String, kind: &'static str, key: &Key) -> Declaration {
        Declaration {
            path,
            kind,
            unit: key.unit,
            at_least: key.at_least,
            at_most: key.at_most,
            default: (!key.default.is_empty()).then(|| key.default.to_owned()),
            help: key.help,
            choices: Vec::new(),
            required: false,
            ask: key.ask,
            must_be_known: key.must_be_known,
            size_may_be_uncertain: key.size_may_be_uncertain,
        }
    }
}

impl Declaration {
    /// Any share.
    pub fn share() -> Declaration {
        Declaration::of(String::new(), "share", &Key::new("").at_least(0.0).at_most(1.0))
    }
}

/// The kind of what stands under names that the writer chooses and that lies over the scenario as a whole.
pub const OVERLAY: &str = "overlay";

/// Collects problems and declarations of one reading.
#[derive(Debug, Default)]
pub struct Reader {
    problems: RefCell<Problems>,
    declarations: RefCell<Vec<Declaration>>,
    /// Paths of the ranges read so far, each once, in the order of reading.
    uncertain: RefCell<Vec<String>>,
}

impl Reader {
    pub fn new() -> Reader {
        Reader::default()
    }

    /// The whole file as a section.
    pub fn root<'a>(&'a self, table: &'a Table) -> Section<'a> {
        self.section(table, Place::default(), String::new(), String::new())
    }

    /// Any table as a section: `path` for messages and addresses, `pattern` for declarations.
    pub fn section<'a>(&'a self, table: &'a Table, place: Place, path: String, pattern: String) -> Section<'a> {
        Section {
            reader: self,
            table,
            place,
            path,
            pattern,
            known: RefCell::default(),
            claimed: RefCell::default(),
            missing: RefCell::default(),
        }
    }

    pub fn push(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    pub fn extend(&self, problems: Problems) {
        self.problems.borrow_mut().extend(problems);
    }

    /// Paths of the ranges read so far: numbers that nobody knows, by low, likely and high.
    pub fn uncertain(&self) -> Vec<String> {
        self.uncertain.borrow().clone()
    }

    pub fn has_errors(&self) -> bool {
        self.problems.borrow().has_errors()
    }

    /// The problems, in the order of the texts, and the declarations, in the order of reading.
    pub fn into_parts(self) -> (Problems, Vec<Declaration>) {
        let mut problems = self.problems.into_inner();
        problems.tidy();
        (problems, self.declarations.into_inner())
    }
}

/// What a plain number must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wanted {
    Number,
    Count,
    Share,
}

impl Wanted {
    fn kind(self) -> &'static str {
        match self {
            Wanted::Number => "number",
            Wanted::Count => "count",
            Wanted::Share => "share",
        }
    }
}

/// The words of what we do not know.
pub const RANGE: [&str; 3] = ["low", "likely", "high"];
/// The words of what differs between cases or people.
pub const DIFFER: [&str; 3] = ["least", "usual", "most"];
/// Where a number comes from.
pub const ORIGIN: [&str; 5] = ["source", "owner", "payer", "status", "known"];

/// What `known` may say.
pub const PHASES: [&str; 2] = ["before", "after"];

/// One table of the scenario. Ask for every key, then call [`Section::finish`].
///
/// A method returns none when the key is absent and when it is wrong; only what is wrong is
/// reported, and a missing required key by `finish`.
#[derive(Debug)]
pub struct Section<'a> {
    reader: &'a Reader,
    table: &'a Table,
    place: Place,
    path: String,
    pattern: String,
    /// Names that may stand here.
    known: RefCell<Vec<String>>,
    /// Names present that somebody answers for.
    claimed: RefCell<BTreeSet<String>>,
    /// Required names that are absent, with their help.
    missing: RefCell<Vec<(String, &'static str)>>,
}

impl<'a> Section<'a> {
    /// The dotted path of the table; empty for the whole file.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The place of the table's header.
    pub fn place(&self) -> Place {
        self.place
    }

    pub fn table_node(&self) -> &'a Table {
        self.table
    }

    pub fn has(&self, name: &str) -> bool {
        self.table.contains(name)
    }

    /// The place of a key's value; of the header when the key is absent.
    pub fn place_of(&self, name: &str) -> Place {
        self.table.get(name).map_or(self.place, |node| node.place)
    }

    /// The path of a key in this section.
    pub fn path_of(&self, name: &str) -> String {
        join_path(&self.path, name)
    }

    /// Reports a problem that the caller found.
    pub fn push(&self, problem: Problem) {
        self.reader.push(problem);
    }

    /// The reader, for sections of other tables.
    pub fn reader(&self) -> &'a Reader {
        self.reader
    }

    // ---- plain values ----

    pub fn text(&self, key: &Key) -> Option<String> {
        self.placed_text(key).map(|(text, _)| text)
    }

    pub fn required_text(&self, key: &Key) -> Option<String> {
        self.require(key);
        self.text(key)
    }

    /// A text with its place, for names that must be looked up.
    pub fn placed_text(&self, key: &Key) -> Option<(String, Place)> {
        let node = self.node(key, "text")?;
        match self.text_of(key, node) {
            Ok(text) => Some((text, node.place)),
            Err(problem) => self.refuse(problem),
        }
    }

    pub fn required_placed_text(&self, key: &Key) -> Option<(String, Place)> {
        self.require(key);
        self.placed_text(key)
    }

    pub fn boolean(&self, key: &Key) -> Option<bool> {
        let node = self.node(key, "true or false")?;
        match &node.value {
            Value::Bool(answer) => Some(*answer),
            other => self.refuse(
                self.kind_problem(key, node, "true or false", other.kind())
                    .help(format!("write {} = true or {} = false, without quotes", key.name, key.name)),
            ),
        }
    }

    pub fn required_boolean(&self, key: &Key) -> Option<bool> {
        self.require(key);
        self.boolean(key)
    }

    pub fn date(&self, key: &Key) -> Option<Date> {
        let node = self.node(key, "date")?;
        self.date_of(key, node).map_or_else(|problem| self.refuse(problem), Some)
    }

    pub fn required_date(&self, key: &Key) -> Option<Date> {
        self.require(key);
        self.date(key)
    }

    pub fn dates(&self, key: &Key) -> Option<Vec<Date>> {
        let node = self.node(key, "list of dates")?;
        self.list(key, node, |section, node| section.date_of(key, node))
    }

    /// One of a few words.
    pub fn choice(&self, key: &Key, choices: &[&'static str]) -> Option<&'static str> {
        self.declare(key, "choice", choices);
        let node = self.claim(key.name)?;
        let said = match self.text_of(key, node) {
            Ok(said) => said,
            Err(problem) => return self.refuse(problem),
        };
        if let Some(choice) = choices.iter().find(|choice| **choice == said) {
            return Some(choice);
        }
        self.refuse(choice_problem(&self.path_of(key.name), &said, choices).at(node.place))
    }

    /// A share, or one of a few words that stand for one.
    pub fn share_or_word(&self, key: &Key, words: &[(&'static str, f64)]) -> Option<Num> {
        let names: Vec<&'static str> = words.iter().map(|(name, _)| *name).collect();
        self.declare(key, Wanted::Share.kind(), &names);
        let node = self.claim(key.name)?;
        match node.as_text() {
            // A percentage and "unknown" are numbers in words.
            Some(said) if said != UNKNOWN && !said.trim().ends_with('%') => {
                match words.iter().find(|(name, _)| *name == said) {
                    Some((_, share)) => Some(Num { place: node.place, ..Num::known(*share, self.path_of(key.name)) }),
                    None => self.refuse(choice_problem(&self.path_of(key.name), said, &names).at(node.place)),
                }
            }
            _ => self.share(key),
        }
    }

    pub fn required_choice(&self, key: &Key, choices: &[&'static str]) -> Option<&'static str> {
        self.require(key);
        self.choice(key, choices)
    }

    /// A list of texts; one text alone is a list of one.
    pub fn texts(&self, key: &Key) -> Option<Vec<String>> {
        self.placed_texts(key).map(|texts| texts.into_iter().map(|(text, _)| text).collect())
    }

    pub fn required_texts(&self, key: &Key) -> Option<Vec<String>> {
        self.require(key);
        self.texts(key)
    }

    /// A list of texts with their places, for names that must be looked up.
    pub fn placed_texts(&self, key: &Key) -> Option<Vec<(String, Place)>> {
        let node = self.node(key, "list of texts")?;
        self.list(key, node, |section, node| Ok((section.text_of(key, node)?, node.place)))
    }

    /// A list of plain numbers.
    pub fn numbers(&self, key: &Key) -> Option<Vec<f64>> {
        let node = self.node(key, "list of numbers")?;
        // A list is written down as it is: nothing draws its items.
        let key = &Key { must_be_known: true, ..*key };
        self.list(key, node, |section, node| section.plain(key, node, Wanted::Number, &section.path_of(key.name)))
    }

    // ---- numbers that may be uncertain ----

    pub fn number(&self, key: &Key) -> Option<Num> {
        self.num(key, Wanted::Number)
    }

    pub fn required_number(&self, key: &Key) -> Option<Num> {
        self.require(key);
        self.number(key)
    }

    /// The number, or a default when the key is absent or wrong.
    pub fn number_or(&self, key: &Key, default: f64) -> Num {
        let num = self.number(key);
        self.or_default(key, num, default)
    }

    /// A number of things or people: whole.
    pub fn count(&self, key: &Key) -> Option<Num> {
        self.num(key, Wanted::Count)
    }

    pub fn required_count(&self, key: &Key) -> Option<Num> {
        self.require(key);
        self.count(key)
    }

    pub fn count_or(&self, key: &Key, default: f64) -> Num {
        let num = self.count(key);
        self.or_default(key, num, default)
    }

    /// A share between 0 and 1; "19 %" is 0.19.
    pub fn share(&self, key: &Key) -> Option<Num> {
        self.num(key, Wanted::Share)
    }

    pub fn required_share(&self, key: &Key) -> Option<Num> {
        self.require(key);
        self.share(key)
    }

    pub fn share_or(&self, key: &Key, default: f64) -> Num {
        let num = self.share(key);
        self.or_default(key, num, default)
    }

    /// What differs between cases or people.
    ///
    /// A plain number (all alike), `{ least, usual, most }`, or a distribution by name, whose mean
    /// may be `{ low, likely, high }`. A range alone is refused unless the key allows it.
    pub fn variability(&self, key: &Key) -> Option<Spread> {
        let node = self.node(key, "variability")?;
        self.spread(key, node).map_or_else(|problems| self.refuse_all(problems), Some)
    }

    pub fn required_variability(&self, key: &Key) -> Option<Spread> {
        self.require(key);
        self.variability(key)
    }

    // ---- tables ----

    /// The table under a name.
    pub fn table(&self, name: &str) -> Option<Section<'a>> {
        self.declare_named(name, "table");
        let entry = self.claim_entry(name)?;
        match &entry.node.value {
            Value::Table(table) => Some(self.reader.section(
                table,
                entry.node.place,
                self.path_of(name),
                join_pattern(&self.pattern, name),
            )),
            other => self.refuse(
                Problem::error("E203", format!("`{}` is a table, not {}", self.path_of(name), other.kind()))
                    .at(entry.node.place)
                    .help(format!("write [{}] on a line of its own, and its keys below it", self.path_of(name))),
            ),
        }
    }

    /// The table under a name, which must be there.
    pub fn required_table(&self, name: &str) -> Option<Section<'a>> {
        if !self.has(name) {
            self.missing.borrow_mut().push((name.to_owned(), ""));
        }
        self.table(name)
    }

    /// The tables of a kind with the names that the writer gave them: `[cohort.agency]`.
    pub fn tables(&self, kind: &str) -> Vec<(String, Section<'a>)> {
        self.declare_named(kind, "named tables");
        let Some(entry) = self.claim_entry(kind) else {
            return Vec::new();
        };
        let path = self.path_of(kind);
        let wrong = |place: Place| {
            Problem::error("E203", format!("a {kind} is a table with a name"))
                .at(place)
                .help(format!("write [{path}.some-name] on a line of its own, and its keys below it"))
        };
        let Value::Table(kinds) = &entry.node.value else {
            self.push(wrong(entry.node.place));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for named in kinds.iter() {
            match &named.node.value {
                Value::Table(table) => tables.push((
                    named.name.clone(),
                    self.reader.section(
                        table,
                        named.node.place,
                        join_path(&path, &named.name),
                        join_pattern(&join_pattern(&self.pattern, kind), "*"),
                    ),
                )),
                Value::Array(_) => self.push(
                    Problem::error("E203", format!("a {kind} is one table, not a list of tables"))
                        .at(named.key_place)
                        .help(format!("write [{}], with one pair of brackets", join_path(&path, &named.name))),
                ),
                _ => self.push(wrong(named.key_place)),
            }
        }
        tables
    }

    /// Answers for a key without asking for it: the caller says what is wrong with it.
    pub fn answer_for(&self, name: &str) {
        self.claim(name);
    }

    /// A node as it stands, for what has a form of its own.
    pub fn raw(&self, key: &Key, kind: &'static str) -> Option<&'a Node> {
        self.node(key, kind)
    }

    /// All that nobody has asked for yet, as a tree: the overlay of a change, a plan or a future.
    ///
    /// These keys count as read; they are checked when the overlay lies over the scenario.
    pub fn overlay(&self) -> Table {
        self.declare_any(OVERLAY, "the same keys as outside this table; what stands here lies over it");
        self.rest()
    }

    /// All that nobody has asked for yet, under names that the writer chooses: months with their numbers, sentences.
    ///
    /// `kind` and `help` are those of what stands under each name; the caller checks it.
    pub fn entries(&self, kind: &'static str, help: &'static str) -> Table {
        self.declare_any(kind, help);
        self.rest()
    }

    /// Writes a key down that is read elsewhere, so that documentation and schema know it.
    pub fn declares(&self, key: &Key, kind: &'static str) {
        self.declare(key, kind, &[]);
    }

    fn rest(&self) -> Table {
        let mut rest = Table::new();
        let mut claimed = self.claimed.borrow_mut();
        for entry in self.table.iter() {
            if claimed.insert(entry.name.clone()) {
                rest.insert(entry.name.clone(), entry.key_place, entry.node.clone());
            }
        }
        rest
    }

    // ---- the end ----

    /// Refuses names of mechanisms that come later, with `what` they are for ("" for nothing).
    pub fn later(&self, names: &[&str], what: &str) {
        for name in names {
            self.later_but(name, what, "");
        }
    }

    /// Refuses the name of a mechanism that comes later, and says what can be written `instead` ("" for nothing).
    pub fn later_but(&self, name: &str, what: &str, instead: &str) {
        let Some(entry) = self.claim_entry(name) else {
            return;
        };
        let what = if what.is_empty() { String::new() } else { format!(" ({what})") };
        let message = format!("`{}`{what} comes in a later version of surgecap", self.path_of(name));
        let remove = match entry.node.is_one_value() {
            true => "remove the line or put a # before it",
            false => "remove the table, or put a # before each of its lines",
        };
        let help = match instead {
            "" => format!("{remove}: nothing here reads it"),
            instead => format!("{remove}; {instead}"),
        };
        self.push(Problem::error("E212", message).at(entry.key_place).help(help));
    }

    /// Refuses a key by which most likely another was meant.
    pub fn misnamed(&self, name: &str, meant: &str, help: &str) {
        if let Some(entry) = self.claim_entry(name) {
            let problem = Problem::error("E201", format!("`{name}` is not a key of [{}]", self.path));
            self.push(problem.at(entry.key_place).label(format!("did you mean `{meant}`?")).help(help));
        }
    }

    /// A number that must be known, because nothing draws it: a range is refused.
    pub fn known_number(&self, key: &Key) -> Option<f64> {
        let num = self.number(&Key { must_be_known: true, ..*key })?;
        self.known(key, &num)
    }

    /// A count that must be known.
    pub fn known_count(&self, key: &Key) -> Option<f64> {
        let num = self.count(&Key { must_be_known: true, ..*key })?;
        self.known(key, &num)
    }

    /// A count that must be there and known.
    pub fn required_known_count(&self, key: &Key) -> Option<f64> {
        self.require(key);
        self.known_count(key)
    }

    /// A share that must be known.
    pub fn known_share(&self, key: &Key) -> Option<f64> {
        let num = self.share(&Key { must_be_known: true, ..*key })?;
        self.known(key, &num)
    }

    fn known(&self, key: &Key, num: &Num) -> Option<f64> {
        if num.value().is_none() {
            let message = format!("`{}` must be known: it cannot be a range", self.path_of(key.name));
            let help = "write one number; --set tries another one";
            self.push(Problem::error("E412", message).at(num.place).help(help));
        }
        num.value()
    }

    /// Reports it when both of two keys that say the same thing are written.
    pub fn not_both(&self, one: &str, other: &str) {
        if let (Some(_), Some(entry)) = (self.table.entry(one), self.table.entry(other)) {
            let message = format!("`{one}` and `{other}` cannot both stand in [{}]", self.path);
            let message = if self.path.is_empty() { message.replace("[]", "the file") } else { message };
            self.push(Problem::error("E215", message).at(entry.key_place).help("keep one of the two"));
        }
    }

    /// Reports the keys that nobody asked for and the required ones that are absent.
    ///
    /// A required key that was only misspelt is reported once, as a misspelling.
    pub fn finish(self) {
        let known = self.known.borrow();
        let claimed = self.claimed.borrow();
        let mut missing = self.missing.borrow_mut();
        for entry in self.table.iter().filter(|entry| !claimed.contains(&entry.name)) {
            // A key that is there already was hardly meant a second time.
            let free = nearest(&entry.name, known.iter().map(String::as_str).filter(|name| !self.table.contains(name)));
            let any = nearest(&entry.name, known.iter().map(String::as_str));
            // But it may be that of a file below.
            let is_nearer = |any: &str, free: &str| difference(&entry.name, any) < difference(&entry.name, free);
            let near = match (free, any) {
                (Some(free), Some(any)) if is_nearer(any, free) => Some(any),
                (free, any) => free.or(any),
            };
            let path = if self.path.is_empty() { "the file".to_owned() } else { format!("[{}]", self.path) };
            let mut problem =
                Problem::error("E201", format!("`{}` is not a key of {path}", entry.name)).at(entry.key_place);
            let is_path = entry.name.split_once('.').is_some_and(|(first, _)| known.iter().any(|name| name == first));
            if is_path {
                problem = problem.label(format!("did you mean {} without quotes?", entry.name));
            } else if let Some(near) = near {
                problem = problem.label(format!("did you mean `{near}`?"));
                missing.retain(|(name, _)| name != near);
            }
            if !known.is_empty() {
                problem = problem.help(format!("possible keys: {}", known.join(", ")));
            }
            self.reader.push(problem);
        }
        for (name, help) in missing.drain(..) {
            let message = format!("`{}` is missing", join_path(&self.path, &name));
            let problem = Problem::error("E202", message).at(self.place);
            self.reader.push(if help.is_empty() { problem } else { problem.help(format!("{name}: {help}")) });
        }
    }

    // ---- within ----

    fn require(&self, key: &Key) {
        if !self.has(key.name) {
            self.missing.borrow_mut().push((key.name.to_owned(), key.help));
        }
        let path = join_pattern(&self.pattern, key.name);
        let mut declarations = self.reader.declarations.borrow_mut();
        if let Some(old) = declarations.iter_mut().find(|old| old.path == path) {
            old.required = true;
            return;
        }
        // The kind follows when the key is read.
        declarations.push(Declaration { required: true, ..Declaration::of(path, "", key) });
    }

    fn declare(&self, key: &Key, kind: &'static str, choices: &[&'static str]) {
        self.know(key.name);
        let path = join_pattern(&self.pattern, key.name);
        let mut declarations = self.reader.declarations.borrow_mut();
        // One path may have two kinds: a calendar is a word or a table.
        let same = |old: &&mut Declaration| old.path == path && (old.kind == kind || old.kind.is_empty());
        if let Some(old) = declarations.iter_mut().find(same) {
            if old.kind.is_empty() {
                old.kind = kind;
                old.choices = choices.to_vec();
            }
            return;
        }
        declarations.push(Declaration { choices: choices.to_vec(), ..Declaration::of(path, kind, key) });
    }

    fn declare_named(&self, name: &str, kind: &'static str) {
        self.know(name);
        self.declare_path(join_pattern(&self.pattern, name), kind, "");
    }

    /// Any name that the writer chooses.
    fn declare_any(&self, kind: &'static str, help: &'static str) {
        self.declare_path(join_pattern(&self.pattern, "*"), kind, help);
    }

    fn declare_path(&self, path: String, kind: &'static str, help: &'static str) {
        let mut declarations = self.reader.declarations.borrow_mut();
        if declarations.iter().all(|old| old.path != path || old.kind != kind) {
            declarations.push(Declaration::of(path, kind, &Key::new("").help(help)));
        }
    }

    fn know(&self, name: &str) {
        let mut known = self.known.borrow_mut();
        if !known.iter().any(|old| old == name) {
            known.push(name.to_owned());
        }
    }

    fn node(&self, key: &Key, kind: &'static str) -> Option<&'a Node> {
        self.declare(key, kind, &[]);
        self.claim(key.name)
    }

    fn claim(&self, name: &str) -> Option<&'a Node> {
        self.claim_entry(name).map(|entry| &entry.node)
    }

    fn claim_entry(&self, name: &str) -> Option<&'a super::tree::Entry> {
        let entry = self.table.entry(name)?;
        self.claimed.borrow_mut().insert(name.to_owned());
        Some(entry)
    }

    fn refuse<T>(&self, problem: Problem) -> Option<T> {
        self.push(problem);
        None
    }

    fn refuse_all<T>(&self, problems: Problems) -> Option<T> {
        self.reader.extend(problems);
        None
    }

    fn kind_problem(&self, key: &Key, node: &Node, wanted: &str, got: &str) -> Problem {
        Problem::error("E203", format!("`{}` wants {wanted}, not {got}", self.path_of(key.name))).at(node.place)
    }

    fn text_of(&self, key: &Key, node: &Node) -> Result<String, Problem> {
        match &node.value {
            Value::Text(text) => Ok(text.clone()),
            other => {
                let problem = self.kind_problem(key, node, "text", other.kind());
                Err(match other {
                    Value::Table(_) | Value::Array(_) => {
                        problem.help(format!("write one text in quotes: {} = \"…\"", key.name))
                    }
                    plain => problem.help(format!("put it in quotes: \"{}\"", super::tree::written_value(plain))),
                })
            }
        }
    }

    fn date_of(&self, key: &Key, node: &Node) -> Result<Date, Problem> {
        match &node.value {
            Value::Date(date) => Ok(*date),
            Value::Text(text) => Err(match written::date(text) {
                Reading::Clear(date) => Problem::error("E214", format!("\"{text}\" is a date written as text"))
                    .help(format!("write it year first, without quotes: {} = {date}", key.name)),
                Reading::Either(one, other) => Problem::error("E214", format!("\"{text}\" can be read as two dates"))
                    .label(format!("{} or {}?", written::spoken(one), written::spoken(other)))
                    .help(format!("write it year first, without quotes: {one} or {other}")),
                Reading::Other => self
                    .kind_problem(key, node, "a date", &format!("\"{text}\""))
                    .help(format!("write a date year first, without quotes: {} = 2020-06-01", key.name)),
            }
            .at(node.place)),
            other => Err(self
                .kind_problem(key, node, "a date", other.kind())
                .help(format!("write a date year first, without quotes: {} = 2020-06-01", key.name))),
        }
    }

    /// All items of a list, or none when one is wrong; a value alone is a list of one.
    fn list<T>(&self, key: &Key, node: &Node, read: impl Fn(&Self, &Node) -> Result<T, Problem>) -> Option<Vec<T>> {
        let one = std::slice::from_ref(node);
        let items = match &node.value {
            Value::Array(items) => items.as_slice(),
            Value::Table(_) => {
                return self.refuse(
                    self.kind_problem(key, node, "a list", "a table").help(format!("write {} = [ …, … ]", key.name)),
                );
            }
            _ => one,
        };
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            match read(self, item) {
                Ok(value) => values.push(value),
                Err(problem) => self.push(problem),
            }
        }
        (values.len() == items.len()).then_some(values)
    }

    fn or_default(&self, key: &Key, num: Option<Num>, default: f64) -> Num {
        let path = join_pattern(&self.pattern, key.name);
        let mut declarations = self.reader.declarations.borrow_mut();
        if let Some(old) = declarations.iter_mut().find(|old| old.path == path) {
            old.default.get_or_insert_with(|| default.to_string());
        }
        num.unwrap_or_else(|| Num {
            at_least: key.at_least,
            at_most: key.at_most,
            ..Num::known(default, self.path_of(key.name))
        })
    }

    fn num(&self, key: &Key, wanted: Wanted) -> Option<Num> {
        let node = self.node(key, wanted.kind())?;
        let bounded = bounded(key, wanted);
        self.num_of(&bounded, node, wanted, &self.path_of(key.name))
            .map_or_else(|problems| self.refuse_all(problems), Some)
    }

    /// One number, known or not, from whatever stands at `path`.
    fn num_of(&self, key: &Key, node: &Node, wanted: Wanted, path: &str) -> Result<Num, Problems> {
        let mut num = Num {
            amount: Amount::Known(0.0),
            path: path.to_owned(),
            place: node.place,
            origin: Origin::default(),
            unknown: node.unknown,
            at_least: key.at_least,
            at_most: key.at_most,
            factor: 1.0,
        };
        let Value::Table(table) = &node.value else {
            let value = self.plain(key, node, wanted, path)?;
            if node.unknown && key.must_be_known {
                let message = format!("`{path}` must be known: nothing draws it");
                let help = "write one number, or leave that of the file below; --set tries another one";
                return Err(Problem::error("E412", message).at(node.place).help(help).into());
            }
            if node.unknown {
                return Err(unknown_problem(key, path, "below it stands one figure, not a range")
                    .at(node.place)
                    .into());
            }
            num.amount = Amount::Known(value);
            return Ok(num);
        };
        let mut problems = Problems::new();
        num.origin = origin_of(table, path, &mut problems);
        let has = |names: &[&str]| names.iter().any(|name| table.contains(name));
        let allowed: &[&str];
        if has(&RANGE) {
            allowed = &RANGE;
            match self.three(key, table, node.place, &RANGE, wanted, path) {
                Ok([low, likely, high]) if low == high => num.amount = Amount::Known(likely),
                Ok([low, likely, high]) => match Range::new(low, likely, high) {
                    Ok(range) => num.amount = Amount::Uncertain(range),
                    Err(message) => {
                        let help = "9 out of 10 times between low and high, most often near likely";
                        problems.push(Problem::error("E207", message).at(node.place).help(help));
                    }
                },
                Err(more) => problems.extend(more),
            }
        } else if let Some(value) = table.get("value") {
            allowed = &["value"];
            match self.plain(key, value, wanted, path) {
                Ok(value) => num.amount = Amount::Known(value),
                Err(problem) => problems.push(problem),
            }
        } else if let Some(law) = table.get("uncertain") {
            allowed = &["uncertain"];
            match self.uncertain_law(key, law, &join_path(path, "uncertain")) {
                Ok(law) => num.amount = Amount::UncertainLaw(law),
                Err(more) => problems.extend(more),
            }
        } else {
            let problem = if has(&DIFFER) || has(&DISTRIBUTIONS) {
                Problem::error("E208", format!("`{path}` is one number, which does not differ between cases")).help(
                    "if nobody knows it, write { low = …, likely = …, high = … } (9 out of 10 times between low \
                     and high), or { uncertain = { lognormal = { mean = …, cv = … } } }; `least`, `usual` and \
                     `most` are for what differs between cases",
                )
            } else {
                let forms = "a number, { value = 9, source = \"…\" } or { low = 6, likely = 10, high = 20 }";
                let names: Vec<_> = table.iter().map(|entry| entry.name.as_str()).collect();
                let words = RANGE.into_iter().chain(["value", "uncertain"]);
                let near = names.iter().find_map(|name| nearest(name, words.clone()));
                let problem =
                    Problem::error("E203", format!("`{path}` holds no number")).help(format!("write {forms}"));
                match near {
                    Some(near) => problem.label(format!("did you mean `{near}`?")),
                    None => problem,
                }
            };
            return Err(problem.at(node.place).into());
        }
        strangers(table, allowed, path, &mut problems);
        if node.unknown && num.is_known() && !problems.has_errors() {
            let why = "below it stands one figure, not a range";
            problems.push(unknown_problem(key, path, why).at(node.place));
        }
        let mut ranges = self.reader.uncertain.borrow_mut();
        if matches!(num.amount, Amount::Uncertain(_)) && !ranges.iter().any(|one| one == path) {
            ranges.push(path.to_owned());
        }
        if problems.has_errors() { Err(problems) } else { Ok(num) }
    }

    /// Three numbers in order, such as low, likely and high.
    fn three(
        &self,
        key: &Key,
        table: &Table,
        place: Place,
        names: &[&str; 3],
        wanted: Wanted,
        path: &str,
    ) -> Result<[f64; 3], Problems> {
        let mut problems = Problems::new();
        let mut values = [0.0; 3];
        for (value, name) in values.iter_mut().zip(names) {
            match table.get(name).map(|node| self.plain(key, node, wanted, &join_path(path, name))) {
                Some(Ok(number)) => *value = number,
                Some(Err(problem)) => problems.push(problem),
                None => {
                    // A misspelt name is reported as such, once.
                    let misspelt = table.iter().any(|entry| {
                        !ORIGIN.contains(&entry.name.as_str())
                            && !names.contains(&entry.name.as_str())
                            && nearest(&entry.name, names.iter().copied()) == Some(*name)
                    });
                    if misspelt {
                        problems.push(stranger(table, names, path, name));
                    } else {
                        let form = format!("{{ {} = …, {} = …, {} = … }}", names[0], names[1], names[2]);
                        problems.push(
                            Problem::error("E207", format!("`{path}` has no `{name}`"))
                                .at(place)
                                .help(format!("write all three: {form}")),
                        );
                    }
                }
            }
        }
        if problems.is_empty() && !(values[0] <= values[1] && values[1] <= values[2]) {
            let [a, b, c] = values;
            problems.push(
                Problem::error(
                    "E207",
                    format!("`{path}`: {} {a}, {} {b} and {} {c} are not in order", names[0], names[1], names[2]),
                )
                .at(place)
                .help(format!("write {} <= {} <= {}", names[0], names[1], names[2])),
            );
        }
        if problems.is_empty() { Ok(values) } else { Err(problems) }
    }

    /// A plain number, checked against its key.
    fn plain(&self, key: &Key, node: &Node, wanted: Wanted, path: &str) -> Result<f64, Problem> {
        let value = match &node.value {
            Value::Integer(value) => *value as f64,
            Value::Float(value) => *value,
            Value::Text(text) if text == UNKNOWN && key.must_be_known => {
                let message = format!("`{path}` must be known: nothing draws it");
                let help = "write one number; --set tries another one";
                return Err(Problem::error("E412", message).at(node.place).help(help));
            }
            Value::Text(text) if text == UNKNOWN => {
                return Err(unknown_problem(key, path, "no file below gives a range").at(node.place));
            }
            Value::Text(text) => return self.number_from_text(key, text, node, wanted, path),
            other => {
                let problem = Problem::error("E203", format!("`{path}` wants a number, not {}", other.kind()));
                let form = match other {
                    Value::Table(_) | Value::Array(_) => "this must be one number",
                    _ => "write a number, such as 5 or 0.25, without quotes",
                };
                return Err(problem.at(node.place).help(form));
            }
        };
        self.check(key, value, node, wanted, path)
    }

    /// Text where a number is wanted: a percentage is a share, all else is a slip to be explained.
    fn number_from_text(&self, key: &Key, text: &str, node: &Node, wanted: Wanted, path: &str) -> Result<f64, Problem> {
        let is_percentage = text.trim().ends_with('%');
        let problem = match written::number(text) {
            Reading::Clear(value) if is_percentage && wanted == Wanted::Share => {
                return self.check(key, value, node, wanted, path);
            }
            Reading::Clear(_) | Reading::Either(..) if is_percentage && wanted != Wanted::Share => {
                let unit = if key.unit.is_empty() { "a number" } else { key.unit };
                Problem::error("E213", format!("`{path}` wants {unit}, not the percentage \"{text}\""))
                    .help("write the number itself, without % and without quotes")
            }
            Reading::Clear(value) => Problem::error("E213", format!("`{path}` is the text \"{text}\", not a number"))
                .help(format!("write it without quotes, with a decimal point and no mark between thousands: {value}")),
            Reading::Either(decimal, grouped) => {
                Problem::error("E213", format!("\"{text}\" can be read as two numbers"))
                    .label(format!("{decimal} or {grouped}?"))
                    .help(format!("write {decimal} or {grouped}: without quotes and without a mark between thousands"))
            }
            Reading::Other => {
                let wants = if wanted == Wanted::Share { "a share such as 0.19 or \"19 %\"" } else { "a number" };
                let problem = Problem::error("E203", format!("`{path}` wants {wants}, not \"{text}\""));
                match nearest(text, [UNKNOWN]) {
                    _ if key.must_be_known => problem.help("write one number, without quotes"),
                    Some(_) => problem.label(format!("did you mean \"{UNKNOWN}\"?")),
                    None => problem.help(format!("if nobody knows it, write \"{UNKNOWN}\" or a range")),
                }
            }
        };
        Err(problem.at(node.place))
    }

    /// Whole where it must be, and within the plausible range.
    fn check(&self, key: &Key, value: f64, node: &Node, wanted: Wanted, path: &str) -> Result<f64, Problem> {
        // 15.350 in a Dutch hand is fifteen thousand; in TOML it is fifteen and a bit.
        let grouped = libm::round(value * 1000.0);
        let may_be_grouped = (grouped - value * 1000.0).abs() < 1e-6
            && grouped >= 1000.0
            && matches!(node.value, Value::Float(_))
            && (key.at_least..=key.at_most).contains(&grouped);
        let thousands = format!("did you mean {grouped}? thousands are written without a full stop");
        let whole = libm::round(value) == value;
        if wanted == Wanted::Count && (!whole || node.three_decimals) {
            let shown = if node.three_decimals { format!("{value:.3}") } else { value.to_string() };
            let problem = Problem::error("E205", format!("`{path}` is {shown}, and a count is a whole number"));
            let problem = problem.at(node.place);
            return Err(match (may_be_grouped, whole) {
                (true, true) => problem.help(format!("{thousands}; or write {value}")),
                (true, false) if node.three_decimals => problem.help(thousands),
                (true, false) => problem.help(format!("write {} or {}; or {thousands}", value.floor(), value.ceil())),
                (false, true) => problem.help(format!("write {value}")),
                (_, false) => problem.help(format!("write {} or {}", value.floor(), value.ceil())),
            });
        }
        if wanted == Wanted::Share && node.as_text().is_none() && value > 1.0 && value <= 100.0 && key.at_most <= 1.0 {
            let problem = Problem::error("E206", format!("`{path}` is {value}, and a share is at most 1"));
            let as_share = written::number(&format!("{value}%"));
            let share = if let Reading::Clear(share) = as_share { share } else { value / 100.0 };
            let help = format!("did you mean {share} or \"{value} %\"?");
            // Hardly anybody means 1.2 %.
            let help =
                if value < 2.0 { "a share is between 0 and 1; percentages stand in quotes".to_owned() } else { help };
            return Err(problem.at(node.place).help(help));
        }
        if !(value >= key.at_least && value <= key.at_most) {
            let message =
                format!("`{path}` is {}, which is not plausible: it is {}", key.with_unit(value), key.plausible());
            let problem = Problem::error("E204", message).at(node.place);
            return Err(if may_be_grouped {
                problem.help(thousands)
            } else if key.help.is_empty() {
                problem.help("is the unit right? units stand in the names of the keys")
            } else {
                problem.help(format!("{}: {}", key.name, key.help))
            });
        }
        Ok(value)
    }

    /// How cases differ, from whatever stands at the key.
    fn spread(&self, key: &Key, node: &Node) -> Result<Spread, Problems> {
        let path = self.path_of(key.name);
        let mut spread = Spread {
            law: constant(0.0),
            scale: None,
            path: path.clone(),
            place: node.place,
            origin: Origin::default(),
        };
        let mut problems = Problems::new();
        match &node.value {
            Value::Table(table) => {
                let has = |names: &[&str]| names.iter().any(|name| table.contains(name));
                spread.origin = origin_of(table, &path, &mut problems);
                if has(&RANGE) || has(&["uncertain"]) {
                    if !key.size_may_be_uncertain {
                        problems.push(
                            Problem::error("E208", format!("`{path}` differs between cases"))
                                .at(node.place)
                                .label("says \"we do not know\", and the same for all cases")
                                .help(
                                    "write { least = …, usual = …, most = … } for what differs; if nobody knows \
                                     the mean either: { lognormal = { mean = { low = …, likely = …, high = … }, \
                                     cv = … } }",
                                ),
                        );
                        return Err(problems);
                    }
                    let num = self.num_of(key, node, Wanted::Number, &path)?;
                    spread.law = constant(num.likely());
                    spread.origin = num.origin.clone();
                    spread.scale = (!num.is_known()).then_some(num);
                } else if let Some(value) = table.get("value") {
                    strangers(table, &["value"], &path, &mut problems);
                    match self.plain(key, value, Wanted::Number, &path) {
                        Ok(value) => spread.law = constant(value),
                        Err(problem) => problems.push(problem),
                    }
                } else if has(&DIFFER) {
                    match self.three(key, table, node.place, &DIFFER, Wanted::Number, &path) {
                        Ok([least, _, most]) if least == most => spread.law = constant(least),
                        Ok([least, usual, most]) => match Distribution::pert(least, usual, most) {
                            Ok(law) => spread.law = law,
                            Err(message) => problems.push(law_problem(&path, &message).at(node.place)),
                        },
                        Err(more) => problems.extend(more),
                    }
                    strangers(table, &DIFFER, &path, &mut problems);
                } else {
                    match self.named_law(key, table, node.place, &path, true) {
                        Ok((law, scale)) => (spread.law, spread.scale) = (law, scale),
                        Err(more) => problems.extend(more),
                    }
                }
            }
            _ => match self.plain(key, node, Wanted::Number, &path) {
                Ok(value) => spread.law = constant(value),
                Err(problem) => problems.push(problem),
            },
        }
        if node.unknown && !problems.has_errors() {
            match &mut spread.scale {
                Some(scale) => scale.unknown = true,
                None => {
                    let why = "what stands below it says how cases differ, not what we do not know";
                    problems.push(unknown_problem(key, &path, why).at(node.place));
                }
            }
        }
        if problems.has_errors() { Err(problems) } else { Ok(spread) }
    }

    /// The law under `uncertain`: a distribution of what we do not know.
    fn uncertain_law(&self, key: &Key, node: &Node, path: &str) -> Result<Distribution, Problems> {
        match &node.value {
            Value::Table(table) if !table.contains("low") => {
                Ok(self.named_law(key, table, node.place, path, false)?.0)
            }
            _ => Err(Problem::error("E210", format!("`{path}` wants a distribution"))
                .at(node.place)
                .help("write { uncertain = { lognormal = { mean = …, cv = … } } }, or { low = …, likely = …, high = … } alone")
                .into()),
        }
    }

    /// The one distribution that a table names, and its mean when nobody knows that.
    fn named_law(
        &self,
        key: &Key,
        table: &Table,
        place: Place,
        path: &str,
        mean_may_be_uncertain: bool,
    ) -> Result<(Distribution, Option<Num>), Problems> {
        let mut named = table.iter().filter(|entry| DISTRIBUTIONS.contains(&entry.name.as_str()));
        let (entry, second) = (named.next(), named.next());
        let Some(entry) = entry else {
            let problem = if table.contains("mean") {
                Problem::error("E210", format!("`{path}` has a mean but names no distribution"))
                    .help("write { lognormal = { mean = …, cv = … } }, or gamma, exponential, …")
            } else {
                let words = DISTRIBUTIONS.into_iter().chain(DIFFER).chain(["value"]);
                let near = table.iter().find_map(|entry| nearest(&entry.name, words.clone()));
                let problem = Problem::error("E210", format!("`{path}` names no distribution")).help(format!(
                    "write a number, {{ least = …, usual = …, most = … }}, or one of: {}",
                    DISTRIBUTIONS.join(", ")
                ));
                match near {
                    Some(near) => problem.label(format!("did you mean `{near}`?")),
                    None => problem,
                }
            };
            return Err(problem.at(place).into());
        };
        if let Some(second) = second {
            let message = format!("`{path}` names two distributions, {} and {}", entry.name, second.name);
            return Err(Problem::error("E210", message).at(second.key_place).help("keep one of them").into());
        }
        let mut problems = Problems::new();
        strangers(table, &[entry.name.as_str()], path, &mut problems);
        let path = join_path(path, &entry.name);
        match self.law(key, &entry.name, &entry.node, &path, mean_may_be_uncertain) {
            Ok((law, scale)) => {
                if let Some(problem) = implausible(key, &law, &path) {
                    problems.push(problem.at(entry.node.place));
                }
                if problems.has_errors() { Err(problems) } else { Ok((law, scale)) }
            }
            Err(more) => {
                problems.extend(more);
                Err(problems)
            }
        }
    }

    fn law(
        &self,
        key: &Key,
        name: &str,
        node: &Node,
        path: &str,
        mean_may_be_uncertain: bool,
    ) -> Result<(Distribution, Option<Num>), Problems> {
        let parameters = parameters(name);
        // `{ exponential = 6 }` and `{ empirical = [ … ] }` need no name for their one parameter.
        let short;
        let table = match (&node.value, parameters) {
            (Value::Table(table), _)
                if !(parameters.len() == 1 && table.is_value_table() && !table.contains(parameters[0])) =>
            {
                table
            }
            (_, [only]) => {
                let mut one = Table::new();
                one.insert(*only, node.place, node.clone());
                short = one;
                &short
            }
            _ => {
                let problem = Problem::error("E210", format!("`{path}` needs {}", listed(parameters)));
                return Err(problem.at(node.place).help(law_form(name, parameters)).into());
            }
        };
        let mut problems = Problems::new();
        for entry in table.iter().filter(|entry| !parameters.contains(&entry.name.as_str())) {
            problems.push(stranger_entry(entry, parameters, path));
        }
        let mut scale = None;
        let free = Key { at_least: f64::NEG_INFINITY, at_most: f64::INFINITY, unit: "", ..*key };
        let mut number = |parameter: &str| -> f64 {
            let Some(node) = table.get(parameter) else {
                let misspelt = table.iter().any(|entry| {
                    !parameters.contains(&entry.name.as_str())
                        && nearest(&entry.name, parameters.iter().copied()) == Some(parameter)
                });
                if !misspelt {
                    let message = format!("`{path}` needs {}; `{parameter}` is missing", listed(parameters));
                    problems.push(Problem::error("E210", message).at(node.place).help(law_form(name, parameters)));
                }
                return f64::NAN;
            };
            let path = join_path(path, parameter);
            let is_size = matches!(parameter, "mean" | "value") && name != "beta";
            let key = if is_size { key } else { &free };
            if is_size && mean_may_be_uncertain && (node.as_table().is_some()) {
                return match self.num_of(key, node, Wanted::Number, &path) {
                    Ok(num) => {
                        let likely = num.likely();
                        scale = (!num.is_known()).then_some(num);
                        likely
                    }
                    Err(more) => {
                        problems.extend(more);
                        f64::NAN
                    }
                };
            }
            match self.plain(key, node, Wanted::Number, &path) {
                Ok(value) => value,
                Err(problem) => {
                    let problem = match node.as_table() {
                        Some(_) => {
                            problem.help("this number must be known: only the mean of a distribution may be a range")
                        }
                        None => problem,
                    };
                    problems.push(problem);
                    f64::NAN
                }
            }
        };
        let law = match name {
            "deterministic" => Distribution::deterministic(number("value")),
            "exponential" => Distribution::exponential(number("mean")),
            "erlang" => {
                let (mean, k) = (number("mean"), number("k"));
                // More phases than this are a constant.
                if k.is_nan() || (libm::round(k) == k && (1.0..=1e6).contains(&k)) {
                    Distribution::erlang(mean, if k.is_nan() { 1 } else { k as u32 })
                } else {
                    Err(format!("k, the number of phases of an erlang, must be a whole number from 1, but is {k}"))
                }
            }
            "gamma" => Distribution::gamma(number("mean"), number("cv")),
            "lognormal" => Distribution::lognormal(number("mean"), number("cv")),
            "hyperexponential" => Distribution::hyperexponential(number("mean"), number("cv")),
            "weibull" => Distribution::weibull(number("mean"), number("cv")),
            "uniform" => Distribution::uniform(number("min"), number("max")),
            "triangular" => Distribution::triangular(number("min"), number("mode"), number("max")),
            "pert" => Distribution::pert(number("min"), number("mode"), number("max")),
            "beta" => Distribution::beta(number("min"), number("max"), number("mean"), number("cv")),
            "empirical" | "discrete" => {
                let mut list = |parameter: &str| -> Option<Vec<f64>> {
                    let Some(node) = table.get(parameter) else {
                        let message = format!("`{path}` needs {}; `{parameter}` is missing", listed(parameters));
                        problems.push(Problem::error("E210", message).at(node.place).help(law_form(name, parameters)));
                        return None;
                    };
                    let Value::Array(items) = &node.value else {
                        let message = format!("`{}` wants a list of numbers", join_path(path, parameter));
                        problems.push(Problem::error("E203", message).at(node.place).help("write [1, 2, 3]"));
                        return None;
                    };
                    let mut values = Vec::with_capacity(items.len());
                    for item in items {
                        match self.plain(&free, item, Wanted::Number, &join_path(path, parameter)) {
                            Ok(value) => values.push(value),
                            Err(problem) => problems.push(problem),
                        }
                    }
                    (values.len() == items.len()).then_some(values)
                };
                if name == "empirical" {
                    list("values").map_or(Err(String::new()), |values| Distribution::empirical(&values))
                } else {
                    match (list("values"), list("weights")) {
                        (Some(values), Some(weights)) => Distribution::discrete(&values, &weights),
                        _ => Err(String::new()),
                    }
                }
            }
            other => Err(format!("there is no distribution {other}")),
        };
        match law {
            Ok(law) if problems.is_empty() => Ok((law, scale)),
            Err(message) if problems.is_empty() => {
                Err(law_problem(path, &message).at(node.place).help(law_form(name, parameters)).into())
            }
            // What is missing or wrong says more than what the distribution makes of it.
            _ => Err(problems),
        }
    }
}

/// The parameters that a distribution is written with.
pub fn parameters(distribution: &str) -> &'static [&'static str] {
    match distribution {
        "deterministic" => &["value"],
        "exponential" => &["mean"],
        "erlang" => &["mean", "k"],
        "gamma" | "lognormal" | "hyperexponential" | "weibull" => &["mean", "cv"],
        "uniform" => &["min", "max"],
        "triangular" | "pert" => &["min", "mode", "max"],
        "beta" => &["min", "max", "mean", "cv"],
        "empirical" => &["values"],
        "discrete" => &["values", "weights"],
        _ => &[],
    }
}

/// A key whose bounds are those of what is wanted: a share lies between 0 and 1 whatever the key says.
fn bounded(key: &Key, wanted: Wanted) -> Key {
    match wanted {
        Wanted::Share => Key { at_least: key.at_least.max(0.0), at_most: key.at_most.min(1.0), ..*key },
        Wanted::Number | Wanted::Count => *key,
    }
}

fn join_pattern(pattern: &str, name: &str) -> String {
    if pattern.is_empty() { name.to_owned() } else { format!("{pattern}.{name}") }
}

/// A constant; the value was read from a file and is finite.
fn constant(value: f64) -> Distribution {
    match Distribution::deterministic(value) {
        Ok(law) => law,
        Err(message) => unreachable!("a number of a file is finite: {message}"),
    }
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// How a distribution is written.
fn law_form(name: &str, parameters: &[&str]) -> String {
    let form: Vec<_> = parameters.iter().map(|parameter| format!("{parameter} = …")).collect();
    format!("write {name} = {{ {} }}", form.join(", "))
}

fn law_problem(path: &str, message: &str) -> Problem {
    Problem::error("E210", format!("`{path}`: {message}"))
}

fn choice_problem(path: &str, said: &str, choices: &[&str]) -> Problem {
    let problem = Problem::error("E211", format!("`{path}` cannot be \"{said}\""));
    let problem = match nearest(said, choices.iter().copied()) {
        Some(near) => problem.label(format!("did you mean \"{near}\"?")),
        None => problem,
    };
    let quoted: Vec<_> = choices.iter().map(|choice| format!("\"{choice}\"")).collect();
    problem.help(format!("choose one of: {}", quoted.join(", ")))
}

fn unknown_problem(key: &Key, path: &str, why: &str) -> Problem {
    let whom = if key.ask.is_empty() { "the owner of this figure" } else { key.ask };
    let unit = if key.unit.is_empty() { String::new() } else { format!(", in {}", key.unit) };
    Problem::error("E209", format!("nobody has given a range for `{path}`")).label(why).help(format!(
        "ask {whom}: what is it hardly below, probably, and hardly above{unit}? then write {{ low = …, likely = …, \
         high = … }}"
    ))
}

/// A law that reaches outside what is plausible for its key, though its mean may lie within.
fn implausible(key: &Key, law: &Distribution, path: &str) -> Option<Problem> {
    let within = |value: f64| value >= key.at_least && value <= key.at_most;
    let (mean, least, most) = (law.mean(), law.min_value(), law.max_value());
    // An endless law is judged by its mean: its far tail is part of its name.
    let message = if !within(mean) {
        format!("`{path}` has a mean of {}", key.with_unit(mean))
    } else if least.is_finite() && least < key.at_least {
        format!("`{path}` goes down to {}", key.with_unit(least))
    } else if most.is_finite() && most > key.at_most {
        format!("`{path}` goes up to {}", key.with_unit(most))
    } else {
        return None;
    };
    let problem = Problem::error("E204", format!("{message}, which is not plausible: it is {}", key.plausible()));
    Some(problem.help(if key.help.is_empty() {
        "is the unit right?".to_owned()
    } else {
        format!("{}: {}", key.name, key.help)
    }))
}

/// Where a value says that it comes from.
fn origin_of(table: &Table, path: &str, problems: &mut Problems) -> Origin {
    let mut text = |name: &str, choices: &[&str]| {
        let node = table.get(name)?;
        let Some(said) = node.as_text() else {
            let message = format!("`{}` wants text, not {}", join_path(path, name), node.value.kind());
            problems.push(Problem::error("E203", message).at(node.place).help("put it in quotes"));
            return None;
        };
        if said.is_empty() {
            return None;
        }
        if !choices.is_empty() && !choices.contains(&said) {
            problems.push(choice_problem(&join_path(path, name), said, choices).at(node.place));
        }
        Some(said.to_owned())
    };
    Origin {
        source: text("source", &[]),
        owner: text("owner", &[]),
        payer: text("payer", &[]),
        status: text("status", &STATUSES),
        phase: text("known", &PHASES),
    }
}

/// Reports the keys of a value table that it does not have.
fn strangers(table: &Table, allowed: &[&str], path: &str, problems: &mut Problems) {
    let known: Vec<&str> = allowed.iter().chain(&ORIGIN).copied().collect();
    for entry in table.iter().filter(|entry| !known.contains(&entry.name.as_str())) {
        let problem = stranger_entry(entry, &known, path);
        // Already told when it stood for a missing one of three.
        if !problems.iter().any(|told| told.place == problem.place && told.code == problem.code) {
            problems.push(problem);
        }
    }
}

fn stranger_entry(entry: &super::tree::Entry, known: &[&str], path: &str) -> Problem {
    let problem = Problem::error("E201", format!("`{}` is not a key of `{path}`", entry.name))
        .at(entry.key_place)
        .help(format!("possible keys: {}", known.join(", ")));
    match nearest(&entry.name, known.iter().copied()) {
        Some(near) => problem.label(format!("did you mean `{near}`?")),
        None => problem,
    }
}

/// The problem of the key that was meant to be `name`.
fn stranger(table: &Table, names: &[&str; 3], path: &str, name: &str) -> Problem {
    let known: Vec<&str> = names.iter().chain(&ORIGIN).copied().collect();
    table
        .iter()
        .find(|entry| {
            !known.contains(&entry.name.as_str()) && nearest(&entry.name, names.iter().copied()) == Some(name)
        })
        .map_or_else(
            || Problem::error("E207", format!("`{path}` has no `{name}`")),
            |e| stranger_entry(e, &known, path),
        )
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::*;
    use crate::problem::Texts;

    const HEADCOUNT: Key = Key::new("headcount").unit("people").at_least(0.0).at_most(100_000.0).ask("the IND");
    const WEEKS: Key = Key::new("weeks").unit("weeks").at_least(0.0).at_most(104.0).help("weeks until the first day");
    const PAY: Key = Key::new("pay").unit("euro a year").at_least(10_000.0).at_most(500_000.0);
    const COMPLEX: Key = Key::new("complex");
    const EFFORT: Key = Key::new("effort").unit("hours").at_least(0.0).at_most(200.0).size_may_be_uncertain();
    const AGE: Key = Key::new("age").unit("months").at_least(0.0).at_most(240.0);
    const ORDER: Key = Key::new("order");
    const START: Key = Key::new("start");
    const WORK: Key = Key::new("work");
    const SAYS: Key = Key::new("says");
    const OPEN: Key = Key::new("open");

    /// Reads a text with `ask` and gives what it gave, with the page of problems.
    fn read<T>(text: &str, ask: impl FnOnce(&Section<'_>) -> T) -> (T, String) {
        let mut texts = Texts::new();
        let base = texts.add("plan.toml", text);
        let (table, syntax) = tree::parse(text, base);
        assert!(syntax.is_empty(), "{syntax:?}");
        let reader = Reader::new();
        let section = reader.root(&table);
        let answer = ask(&section);
        section.finish();
        let page = reader.into_parts().0.render(&texts, false);
        (answer, page)
    }

    fn good<T>(text: &str, ask: impl FnOnce(&Section<'_>) -> Option<T>) -> T {
        let (answer, page) = read(text, ask);
        assert_eq!(page, "", "{text}");
        answer.expect("an answer")
    }

    /// The page of a text that must give no answer and exactly one problem.
    fn bad<T>(text: &str, ask: impl FnOnce(&Section<'_>) -> Option<T>) -> String {
        let (answer, page) = read(text, ask);
        assert!(answer.is_none(), "{text}");
        assert_eq!(page.matches("error[").count(), 1, "{text}\n{page}");
        page
    }

    #[test]
    fn a_number_that_is_known_is_one_number_with_its_origin() {
        assert_eq!(good("weeks = 9\n", |s| s.number(&WEEKS)).value(), Some(9.0));
        let num = good(
            "weeks = { value = 9.5, source = \"x\", owner = \"IND\", status = \"agreed\", known = \"before\" }\n",
            |s| s.number(&WEEKS),
        );
        assert_eq!((num.value(), num.path.as_str()), (Some(9.5), "weeks"));
        assert_eq!(num.origin.owner.as_deref(), Some("IND"));
        assert_eq!(num.origin.phase.as_deref(), Some("before"));
        assert_eq!(num.at_most, 104.0);
    }

    #[test]
    fn a_number_that_is_not_known_is_a_range_or_a_law() {
        let num = good("weeks = { low = 6, likely = 10, high = 20 }\n", |s| s.number(&WEEKS));
        assert_eq!(num.amount, Amount::Uncertain(Range::new(6.0, 10.0, 20.0).unwrap()));
        let num = good("weeks = { uncertain = { lognormal = { mean = 6, cv = 0.6 } }, source = \"x\" }\n", |s| {
            s.number(&WEEKS)
        });
        assert_eq!(num.amount, Amount::UncertainLaw(Distribution::lognormal(6.0, 0.6).unwrap()));
        assert!(good("weeks = { low = 6, likely = 6, high = 6 }\n", |s| s.number(&WEEKS)).is_known());
    }

    #[test]
    fn a_range_out_of_order_or_with_a_part_missing_is_refused_once() {
        let page = bad("weeks = { low = 12, likely = 10, high = 20 }\n", |s| s.number(&WEEKS));
        assert!(page.contains("not in order") && page.contains("low <= likely <= high"), "{page}");
        let page = bad("weeks = { low = 6, high = 20 }\n", |s| s.number(&WEEKS));
        assert!(page.contains("has no `likely`"), "{page}");
        let page = bad("weeks = { low = 6, likly = 9, high = 20 }\n", |s| s.number(&WEEKS));
        assert!(page.contains("did you mean `likely`?"), "{page}");
        let page = bad("weeks = { low = 6, likely = 9, high = 20, sorce = \"x\" }\n", |s| s.number(&WEEKS));
        assert!(page.contains("did you mean `source`?"), "{page}");
        let page = bad("weeks = { vaule = 6 }\n", |s| s.number(&WEEKS));
        assert!(page.contains("did you mean `value`?"), "{page}");
    }

    #[test]
    fn the_plausible_range_holds_for_the_ends_of_a_range_too() {
        let page = bad("weeks = { low = 6, likely = 10, high = 200 }\n", |s| s.number(&WEEKS));
        assert!(page.contains("`weeks.high` is 200 weeks") && page.contains("from 0 to 104 weeks"), "{page}");
        let page = bad("weeks = -1\n", |s| s.number(&WEEKS));
        assert!(page.contains("weeks until the first day"), "{page}");
    }

    #[test]
    fn a_count_with_a_full_stop_is_asked_whether_thousands_were_meant() {
        for (text, meant) in [("15.350", "15350"), ("15.35", "15350"), ("15.000", "15000"), ("1.234", "1234")] {
            let page = bad(&format!("headcount = {text}\n"), |s| s.count(&HEADCOUNT));
            let wanted = format!("did you mean {meant}? thousands are written without a full stop");
            assert!(page.contains(&wanted), "{page}");
        }
        assert_eq!(good("headcount = 15350\n", |s| s.count(&HEADCOUNT)).value(), Some(15_350.0));
        assert_eq!(good("headcount = 15.0\n", |s| s.count(&HEADCOUNT)).value(), Some(15.0));
        let page = bad("headcount = 2.123456\n", |s| s.count(&HEADCOUNT));
        assert!(page.contains("a count is a whole number") && !page.contains("did you mean"), "{page}");
        let page = bad("pay = 75.000\n", |s| s.number(&PAY));
        assert!(page.contains("did you mean 75000?"), "{page}");
    }

    #[test]
    fn a_share_is_a_fraction_or_a_percentage() {
        assert_eq!(good("complex = 0.19\n", |s| s.share(&COMPLEX)).value(), Some(0.19));
        assert_eq!(good("complex = \"19 %\"\n", |s| s.share(&COMPLEX)).value(), Some(0.19));
        assert_eq!(good("complex = \"19,5%\"\n", |s| s.share(&COMPLEX)).value(), Some(0.195));
        let num = good("complex = { low = \"12 %\", likely = 0.16, high = \"25 %\" }\n", |s| s.share(&COMPLEX));
        assert_eq!((num.likely(), num.at_most), (0.16, 1.0));
        let page = bad("complex = 19\n", |s| s.share(&COMPLEX));
        assert!(page.contains("did you mean 0.19 or \"19 %\"?"), "{page}");
        assert!(bad("complex = \"120 %\"\n", |s| s.share(&COMPLEX)).contains("not plausible"));
        assert!(bad("weeks = \"19 %\"\n", |s| s.number(&WEEKS)).contains("not the percentage"));
    }

    #[test]
    fn numbers_written_as_text_are_explained() {
        assert!(bad("weeks = \"1,5\"\n", |s| s.number(&WEEKS)).contains("between thousands: 1.5"));
        assert!(bad("weeks = \"1.500\"\n", |s| s.number(&WEEKS)).contains("1.5 or 1500?"));
        assert!(bad("weeks = \"9\"\n", |s| s.number(&WEEKS)).contains("without quotes"));
        assert!(bad("weeks = \"unknwon\"\n", |s| s.number(&WEEKS)).contains("did you mean \"unknown\"?"));
        assert!(bad("weeks = 2020-06-01\n", |s| s.number(&WEEKS)).contains("wants a number, not a date"));
    }

    #[test]
    fn unknown_takes_the_range_of_a_file_below_or_asks_whom_to_ask() {
        let page = bad("headcount = \"unknown\"\n", |s| s.count(&HEADCOUNT));
        assert!(page.contains("nobody has given a range") && page.contains("ask the IND"), "{page}");

        let laid = |below: &str| {
            let (mut lower, _) = tree::parse(below, 0);
            tree::merge(&mut lower, &tree::parse("headcount = \"unknown\"\neffort = \"unknown\"\n", 100).0);
            lower
        };
        let tree = laid(
            "headcount = { low = 350, likely = 450, high = 600 }\n\
             effort = { lognormal = { mean = { low = 4, likely = 6, high = 9 }, cv = 1 } }\n",
        );
        let reader = Reader::new();
        let section = reader.root(&tree);
        let num = section.count(&HEADCOUNT).unwrap();
        assert!(num.unknown && !num.is_known());
        assert_eq!(num.place, Place::new(112, 121));
        assert!(section.variability(&EFFORT).unwrap().scale.unwrap().unknown);
        assert!(!reader.has_errors());

        let tree = laid("headcount = { value = 400 }\neffort = { lognormal = { mean = 6, cv = 1 } }\n");
        let reader = Reader::new();
        let section = reader.root(&tree);
        assert!(section.count(&HEADCOUNT).is_none() && section.variability(&EFFORT).is_none());
        let codes: Vec<_> = reader.into_parts().0.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["E209", "E209"]);
    }

    #[test]
    fn every_distribution_can_be_written() {
        for (text, mean) in [
            ("3", 3.0),
            ("{ value = 3, source = \"x\" }", 3.0),
            ("{ deterministic = 3 }", 3.0),
            ("{ exponential = 6 }", 6.0),
            ("{ exponential = { mean = 6 } }", 6.0),
            ("{ erlang = { mean = 6, k = 3 } }", 6.0),
            ("{ gamma = { mean = 6, cv = 0.5 } }", 6.0),
            ("{ lognormal = { mean = 6, cv = 0.6 }, source = \"x\" }", 6.0),
            ("{ hyperexponential = { mean = 6, cv = 2 } }", 6.0),
            ("{ uniform = { min = 2, max = 4 } }", 3.0),
            ("{ triangular = { min = 2, mode = 3, max = 4 } }", 3.0),
            ("{ pert = { min = 2, mode = 3, max = 4 } }", 3.0),
            ("{ least = 2, usual = 3, most = 4 }", 3.0),
            ("{ least = 3, usual = 3, most = 3 }", 3.0),
            ("{ beta = { min = 0, max = 10, mean = 4, cv = 0.4 } }", 4.0),
            ("{ weibull = { mean = 6, cv = 0.5 } }", 6.0),
            ("{ discrete = { values = [1, 3], weights = [1, 1] } }", 2.0),
            ("{ empirical = [1, 2, 6] }", 3.0),
            ("{ empirical = { values = [1, 2, 6] } }", 3.0),
        ] {
            let spread = good(&format!("age = {text}\n"), |s| s.variability(&AGE));
            assert!((spread.law.mean() - mean).abs() < 1e-9, "{text}");
            assert!(spread.scale.is_none());
        }
    }

    #[test]
    fn a_spread_may_have_a_mean_that_nobody_knows() {
        let spread = good("effort = { lognormal = { mean = { low = 4.5, likely = 6, high = 9 }, cv = 0.6 } }\n", |s| {
            s.variability(&EFFORT)
        });
        let scale = spread.scale.as_ref().unwrap();
        assert_eq!(scale.path, "effort.lognormal.mean");
        assert_eq!(spread.law, Distribution::lognormal(6.0, 0.6).unwrap());
        assert!((spread.at(Some(9.0)).mean() - 9.0).abs() < 1e-12);

        let alike = good("effort = { low = 4.5, likely = 6, high = 9 }\n", |s| s.variability(&EFFORT));
        assert_eq!(alike.at(Some(7.0)).mean(), 7.0);
        assert_eq!(alike.law.cv(), 0.0);
        let short = good("effort = { exponential = { low = 4, likely = 6, high = 9 } }\n", |s| s.variability(&EFFORT));
        assert_eq!(short.scale.unwrap().path, "effort.exponential.mean");
    }

    #[test]
    fn what_we_do_not_know_and_what_differs_are_not_mixed() {
        let page = bad("age = { low = 1, likely = 9, high = 24 }\n", |s| s.variability(&AGE));
        assert!(page.contains("we do not know") && page.contains("least"), "{page}");
        let page = bad("weeks = { least = 1, usual = 9, most = 24 }\n", |s| s.number(&WEEKS));
        assert!(page.contains("does not differ between cases") && page.contains("low"), "{page}");
        let page = bad("weeks = { lognormal = { mean = 6, cv = 1 } }\n", |s| s.number(&WEEKS));
        assert!(page.contains("uncertain = "), "{page}");
    }

    #[test]
    fn a_distribution_that_cannot_be_is_refused_once() {
        for (text, wanted) in [
            ("{ lognormaal = { mean = 6, cv = 1 } }", "did you mean `lognormal`?"),
            ("{ lognormal = { mean = 6 } }", "`cv` is missing"),
            ("{ lognormal = { mean = 6, cvv = 1 } }", "did you mean `cv`?"),
            ("{ lognormal = 6 }", "needs `mean` and `cv`"),
            ("{ mean = 6, cv = 1 }", "names no distribution"),
            ("{ gamma = { mean = 6, cv = -1 } }", "cv"),
            ("{ gamma = { mean = 6, cv = 1 }, pert = 3 }", "two distributions"),
            ("{ erlang = { mean = 6, k = 2.5 } }", "whole number"),
            ("{ uniform = { min = 2, max = 400 } }", "goes up to 400 months"),
            ("{ exponential = 900 }", "not plausible"),
            ("{ empirical = 3 }", "list of numbers"),
            ("{ empirical = [] }", "empirical"),
            ("{ discrete = { values = [1] } }", "`weights` is missing"),
            ("{ gamma = { mean = 6, cv = { low = 1, likely = 2, high = 3 } } }", "only the mean"),
            ("{ least = 1, usual = 9 }", "has no `most`"),
            ("{ least = 10, usual = 9, most = 12 }", "not in order"),
        ] {
            let page = bad(&format!("age = {text}\n"), |s| s.variability(&AGE));
            assert!(page.contains(wanted), "{text}: {page}");
        }
    }

    #[test]
    fn dates_are_dates_and_text_dates_are_explained() {
        assert_eq!(good("start = 2020-06-01\n", |s| s.date(&START)), jiff::civil::date(2020, 6, 1));
        assert!(bad("start = \"31-12-2020\"\n", |s| s.date(&START)).contains("start = 2020-12-31"));
        assert!(bad("start = \"03-04-2020\"\n", |s| s.date(&START)).contains("3 April 2020 or 4 March 2020?"));
        assert!(bad("start = 2020\n", |s| s.date(&START)).contains("year first"));
        assert_eq!(good("start = [2020-06-01, 2020-07-01]\n", |s| s.dates(&START)).len(), 2);
    }

    #[test]
    fn plain_values_are_of_their_kind() {
        assert_eq!(good("order = \"edd\"\n", |s| s.choice(&ORDER, &["fifo", "edd"])), "edd");
        let page = bad("order = \"fif\"\n", |s| s.choice(&ORDER, &["fifo", "edd"]));
        assert!(page.contains("did you mean \"fifo\"?") && page.contains("\"fifo\", \"edd\""), "{page}");
        assert_eq!(good("work = [\"a\", \"b\"]\n", |s| s.texts(&WORK)), ["a", "b"]);
        assert_eq!(good("work = \"a\"\n", |s| s.texts(&WORK)), ["a"]);
        assert!(bad("work = [\"a\", 3]\n", |s| s.texts(&WORK)).contains("put it in quotes: \"3\""));
        assert!(good("open = true\n", |s| s.boolean(&OPEN)));
        assert!(bad("open = \"yes\"\n", |s| s.boolean(&OPEN)).contains("open = true or open = false"));
        assert_eq!(good("weeks = [1, 2.5]\n", |s| s.numbers(&WEEKS)), [1.0, 2.5]);
        assert!(bad("says = 3\n", |s| s.text(&SAYS)).contains("wants text, not a number"));
    }

    #[test]
    fn a_key_that_nothing_reads_gets_the_nearest_word_and_the_list() {
        let ((), page) = read("headcont = 80\n", |s| {
            s.count(&HEADCOUNT);
            s.text(&SAYS);
        });
        assert!(
            page.contains("did you mean `headcount`?") && page.contains("possible keys: headcount, says"),
            "{page}"
        );
    }

    #[test]
    fn a_misspelt_required_key_is_one_problem_and_an_absent_one_points_at_the_header() {
        let ask = |s: &Section<'_>| {
            for (_, cohort) in s.tables("cohort") {
                cohort.required_count(&HEADCOUNT);
                cohort.finish();
            }
        };
        let ((), page) = read("[cohort.agency]\nheadcont = 80\n", ask);
        assert_eq!(page.matches("error[").count(), 1, "{page}");
        assert!(page.contains("E201"), "{page}");
        let ((), page) = read("\n[cohort.agency]\n", ask);
        assert!(page.contains("`cohort.agency.headcount` is missing") && page.contains("plan.toml:2:1"), "{page}");
    }

    #[test]
    fn a_mechanism_of_a_later_version_is_refused_in_clear_words() {
        let ((), page) = read("[money]\nagency_hour = 50\n", |s| s.later(&["money", "trigger"], "counting money"));
        assert!(page.contains("`money` (counting money) comes in a later version of surgecap"), "{page}");
        assert!(
            page.contains("remove the table, or put a # before each of its lines: nothing here reads it"),
            "{page}"
        );
        assert_eq!(page.matches("error[").count(), 1);
    }

    #[test]
    fn tables_have_names_and_a_kind_without_a_name_is_explained() {
        let (names, page) = read("[stream.a]\n[stream.b]\n", |s| {
            let tables = s.tables("stream");
            tables.iter().map(|(name, table)| format!("{name} {}", table.path())).collect::<Vec<_>>()
        });
        assert_eq!((names, page.as_str()), (vec!["a stream.a".to_owned(), "b stream.b".to_owned()], ""));
        let ((), page) = read("[stream]\nrate = 3\n", |s| assert!(s.tables("stream").is_empty()));
        assert!(page.contains("[stream.some-name]"), "{page}");
        let ((), page) = read("about = 3\n", |s| assert!(s.table("about").is_none()));
        assert!(page.contains("write [about]"), "{page}");
    }

    #[test]
    fn a_change_keeps_what_it_does_not_know_as_an_overlay() {
        let (overlay, page) = read("start = 2020-01-01\nsupervision.span = 5\npool.a.headcount = 3\n", |s| {
            s.date(&START);
            s.overlay()
        });
        assert_eq!(page, "");
        assert_eq!(overlay.get_path("supervision.span").and_then(Node::as_number), Some(5.0));
        assert!(!overlay.contains("start"));
    }

    #[test]
    fn two_ways_of_saying_one_thing_are_not_both_written() {
        let ((), page) = read("weeks = 3\npay = 20000\n", |s| {
            s.number(&WEEKS);
            s.number(&PAY);
            s.not_both("weeks", "pay");
        });
        assert!(page.contains("keep one of the two"), "{page}");
    }

    #[test]
    fn defaults_stand_in_and_are_declared() {
        let text = "[cohort.agency]\n";
        let (table, _) = tree::parse(text, 0);
        let reader = Reader::new();
        let root = reader.root(&table);
        for (_, cohort) in root.tables("cohort") {
            assert_eq!(cohort.number_or(&WEEKS, 4.0).value(), Some(4.0));
            cohort.required_choice(&ORDER, &["fifo"]);
            cohort.finish();
        }
        root.finish();
        let (problems, declarations) = reader.into_parts();
        assert_eq!(problems.len(), 1);
        let weeks = declarations.iter().find(|d| d.path == "cohort.*.weeks").unwrap();
        assert_eq!((weeks.kind, weeks.unit, weeks.default.as_deref()), ("number", "weeks", Some("4")));
        let order = declarations.iter().find(|d| d.path == "cohort.*.order").unwrap();
        assert!(order.required && order.kind == "choice" && order.choices == ["fifo"]);
    }
}
