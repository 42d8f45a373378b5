//! A scenario file as a tree whose every key and value knows its place in the text.
//!
//! The tree keeps the order in which things were written, survives being laid over another tree
//! ([`merge`]), and can be written back as TOML ([`to_toml`]). It knows nothing of what the keys
//! mean, save one thing: a *value table* such as `{ low = 6, likely = 10, high = 20 }` is one value,
//! which a later file replaces and never merges into.

use std::fmt::Write as _;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::problem::{Place, Problem, Problems};

/// Names of the distributions that a file may write, in the order of the documentation.
pub const DISTRIBUTIONS: [&str; 13] = [
    "lognormal",
    "gamma",
    "erlang",
    "exponential",
    "hyperexponential",
    "deterministic",
    "uniform",
    "triangular",
    "pert",
    "beta",
    "weibull",
    "empirical",
    "discrete",
];

/// The word for a number that nobody could give.
pub const UNKNOWN: &str = "unknown";

/// A value with its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    pub value: Value,
    /// Where the value stands; for a table written with a header, the header.
    pub place: Place,
    /// A file above said "unknown" over this value: its range stands, its place is the file above.
    pub unknown: bool,
    /// The number was written with exactly three decimals, as in 15.350: perhaps thousands.
    pub three_decimals: bool,
}

/// What a key can hold.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Bool(bool),
    Date(Date),
    Array(Vec<Node>),
    Table(Table),
}

impl Value {
    /// What the value is, in the words of a message: "a number", "text", …
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "text",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Date(_) => "a date",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

impl Node {
    pub fn new(value: Value, place: Place) -> Node {
        Node { value, place, unknown: false, three_decimals: false }
    }

    pub fn as_table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, when it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self.value {
            Value::Integer(value) => Some(value as f64),
            Value::Float(value) => Some(value),
            _ => None,
        }
    }

    /// True for what a later file replaces as a whole: everything but a table of keys.
    pub fn is_one_value(&self) -> bool {
        self.as_table().is_none_or(Table::is_value_table)
    }
}

/// A key with its place and what it holds.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    pub name: String,
    pub key_place: Place,
    pub node: Node,
}

/// Keys in the order in which they were written.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    entries: Vec<Entry>,
}

impl Table {
    pub fn new() -> Table {
        Table::default()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|entry| &entry.node)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.name == name).map(|entry| &mut entry.node)
    }

    pub fn contains(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// Puts a node under a name, in the place of what stood there or else at the end.
    pub fn insert(&mut self, name: impl Into<String>, key_place: Place, node: Node) {
        let name = name.into();
        match self.entries.iter_mut().find(|entry| entry.name == name) {
            Some(entry) => {
                entry.key_place = key_place;
                entry.node = node;
            }
            None => self.entries.push(Entry { name, key_place, node }),
        }
    }

    pub fn remove(&mut self, name: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.name == name)?;
        Some(self.entries.remove(at))
    }

    /// The node at a path such as `cohort.agency.headcount`; names with a full stop in quotes.
    pub fn get_path(&self, path: &str) -> Option<&Node> {
        let (last, tables) = split_path(path).ok()?.split_last().map(|(l, t)| (l.clone(), t.to_vec()))?;
        let mut table = self;
        for name in &tables {
            table = table.get(name)?.as_table()?;
        }
        table.get(&last)
    }

    /// Puts a node at a path, making the tables on the way, all with the place of `key_place`.
    ///
    /// # Errors
    /// When the path is not one, or runs through a value that is not a table.
    pub fn insert_path(&mut self, path: &str, key_place: Place, node: Node) -> Result<(), String> {
        let names = split_path(path)?;
        let Some((last, tables)) = names.split_last() else {
            return Err("an empty path".to_owned());
        };
        let mut table = self;
        for name in tables {
            if !table.contains(name) {
                table.insert(name.clone(), key_place, Node::new(Value::Table(Table::new()), key_place));
            }
            table = match table.get_mut(name).map(|node| &mut node.value) {
                Some(Value::Table(inner)) => inner,
                _ => return Err(format!("`{name}` is not a table")),
            };
        }
        table.insert(last.clone(), key_place, node);
        Ok(())
    }

    /// True for a table that is one value: a number with its source, a range, a distribution.
    ///
    /// It holds `value`, `low`, `least`, `mean` or `uncertain`, or exactly one key that names a
    /// distribution. A table of that name (`[class.low]`, `[stage.mean]`) is something else.
    pub fn is_value_table(&self) -> bool {
        let scalar = |name| self.get(name).is_some_and(|node| node.as_table().is_none());
        let inner = |name| self.get(name).is_some_and(|node| node.as_table().is_none_or(Table::is_value_table));
        if scalar("value") || scalar("low") || scalar("least") || inner("mean") || inner("uncertain") {
            return true;
        }
        let mut named = self.entries.iter().filter(|entry| DISTRIBUTIONS.contains(&entry.name.as_str()));
        let (Some(only), None) = (named.next(), named.next()) else {
            return false;
        };
        match &only.node.value {
            Value::Table(parameters) => {
                const PARAMETERS: [&str; 9] = ["mean", "cv", "k", "min", "mode", "max", "value", "values", "weights"];
                parameters.iter().all(|entry| PARAMETERS.contains(&entry.name.as_str()))
            }
            Value::Integer(_) | Value::Float(_) | Value::Array(_) => true,
            _ => false,
        }
    }
}

/// The names of a path: `expect."stage.desk.wait_hours.mean".value` has three.
///
/// # Errors
/// When a name is empty or a quote is not closed.
pub fn split_path(path: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut rest = path.trim();
    loop {
        let name;
        if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            let inner = &rest[1..];
            let end = inner.find(quote).ok_or_else(|| format!("a quote is not closed in `{path}`"))?;
            name = &inner[..end];
            rest = inner[end + 1..].trim_start();
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            name = rest[..end].trim();
            rest = &rest[end..];
        }
        if name.is_empty() {
            return Err(format!("a name is missing in `{path}`"));
        }
        names.push(name.to_owned());
        match rest.strip_prefix('.') {
            Some(next) => rest = next.trim_start(),
            None if rest.is_empty() => return Ok(names),
            None => return Err(format!("a full stop is missing in `{path}`")),
        }
    }
}

/// A path from names, with quotes where a name needs them.
pub fn join_path(path: &str, name: &str) -> String {
    if path.is_empty() { written_key(name) } else { format!("{path}.{}", written_key(name)) }
}

/// Reads a TOML text whose first byte has the address `base`.
///
/// The reader recovers from mistakes: all that it finds are in the problems, and the tree holds
/// what could be read.
pub fn parse(text: &str, base: usize) -> (Table, Problems) {
    let mut problems = Problems::new();
    let (document, errors) = DeTable::parse_recoverable(text);
    let line_at = |place: Place| {
        let start = (place.start - base).min(text.len());
        text.as_bytes()[..start].iter().filter(|&&byte| byte == b'\n').count()
    };
    let mut last_line = None;
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let line = line_at(Place::new(base + span.start, base + span.end));
        // What follows on the same line is mostly an echo of the first mistake.
        if last_line == Some(line) {
            continue;
        }
        last_line = Some(line);
        problems.push(syntax_problem(text, base, error.message(), span));
    }
    let broken: Vec<usize> = problems.iter().filter_map(|problem| problem.place).map(line_at).collect();
    let mut echoes = Problems::new();
    let table = table_of(document.get_ref(), base, &mut echoes);
    // What was recovered from a broken line is not worth a word of its own.
    let heard = |problem: &Problem| problem.place.is_some_and(|place| broken.contains(&line_at(place)));
    problems.extend(echoes.into_iter().filter(|problem| !heard(problem)).collect());
    (table, problems)
}

/// Reads one TOML value whose first byte has the address `base`.
///
/// # Errors
/// The problems of the text, when it is not one value.
pub fn parse_value(text: &str, base: usize) -> Result<Node, Problems> {
    let mut problems = Problems::new();
    match DeValue::parse(text) {
        Ok(value) => {
            let span = value.span();
            let node = node_of(value.get_ref(), Place::new(base + span.start, base + span.end), &mut problems);
            if problems.has_errors() { Err(problems) } else { Ok(node) }
        }
        Err(error) => {
            let span = error.span().unwrap_or(0..text.len());
            Err(syntax_problem(text, base, error.message(), span).into())
        }
    }
}

fn syntax_problem(text: &str, base: usize, message: &str, span: std::ops::Range<usize>) -> Problem {
    let mut message = message.to_owned();
    if let Some(first) = message.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    let place = Place::new(base + span.start, base + span.end);
    let problem = Problem::error("E110", message).at(place);
    if problem.message.starts_with("duplicate key") {
        return problem.help("it stands above already: keep one of the two, or put all keys below one header");
    }
    match help_for_line(text, span.start.min(text.len())) {
        Some(help) => problem.help(help),
        None if problem.message.contains("date") => problem.help("a date is year, month, day: 2027-06-30"),
        None if problem.message.contains("time") => problem.help("write a date alone, without a time: 2027-06-30"),
        None => problem.help("is a quote, bracket, comma or equals sign missing here, or one too many?"),
    }
}

/// A way to mend the slips that people who do not program make most.
fn help_for_line(text: &str, at: usize) -> Option<String> {
    let bytes = text.as_bytes();
    let start = bytes[..at].iter().rposition(|&b| b == b'\n').map_or(0, |newline| newline + 1);
    let end = bytes[at..].iter().position(|&b| b == b'\n').map_or(text.len(), |newline| at + newline);
    let line = text.get(start..end)?.trim();
    if line.contains(['“', '”', '„', '‘', '’']) {
        return Some("use straight quotes: \"…\"; a word processor makes curly ones".to_owned());
    }
    if line.starts_with('[') {
        return Some("the name of a table stands between [ and ] on a line of its own: [pool.officers]".to_owned());
    }
    let Some((key, value)) = line.split_once('=') else {
        return Some("a line is `key = value`, `[table]`, or begins with #".to_owned());
    };
    let (key, value) = (key.trim(), value.split('#').next().unwrap_or("").trim());
    if value.is_empty() {
        return Some(format!("a value is missing after `{key} =`; put # before the line to leave it out"));
    }
    let word = value.trim_end_matches(',');
    match super::written::date(word) {
        super::written::Reading::Clear(date) => {
            return Some(format!("write a date year first, without quotes: {key} = {date}"));
        }
        super::written::Reading::Either(one, other) => {
            return Some(format!("write a date year first, without quotes: {one} or {other}"));
        }
        super::written::Reading::Other => {}
    }
    if let Some(share) = word.strip_suffix('%')
        && matches!(super::written::number(share), super::written::Reading::Clear(_))
    {
        return Some(format!("write a percentage in quotes: {key} = \"{} %\"", share.trim()));
    }
    if word.contains(',') {
        match super::written::number(word) {
            super::written::Reading::Clear(number) => {
                return Some(format!("write a decimal point, and no mark between thousands: {key} = {number}"));
            }
            super::written::Reading::Either(one, other) => {
                return Some(format!("write {one} or {other}: a decimal point, and no mark between thousands"));
            }
            super::written::Reading::Other => {}
        }
    }
    let bare = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    if bare && word.chars().any(char::is_alphabetic) {
        return Some(format!("write text in quotes: {key} = \"{word}\""));
    }
    None
}

fn table_of(table: &DeTable<'_>, base: usize, problems: &mut Problems) -> Table {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| {
            let (key_span, span) = (key.span(), value.span());
            let place = Place::new(base + span.start, base + span.end);
            Entry {
                name: key.get_ref().to_string(),
                key_place: Place::new(base + key_span.start, base + key_span.end),
                node: node_with_base(value.get_ref(), place, base, problems),
            }
        })
        .collect();
    // toml keeps keys in the order of the alphabet; the place tells the order of writing.
    entries.sort_by_key(|entry| entry.key_place);
    Table { entries }
}

/// A node of a value parsed alone: its spans count from the value's own text.
fn node_of(value: &DeValue<'_>, place: Place, problems: &mut Problems) -> Node {
    let base = place.start;
    node_with_base(value, place, base, problems)
}

fn node_with_base(value: &DeValue<'_>, place: Place, base: usize, problems: &mut Problems) -> Node {
    let mut three_decimals = false;
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(integer) => match i64::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(integer) => Value::Integer(integer),
            Err(_) => {
                let problem = Problem::error("E112", format!("{integer} is too large a number"));
                problems.push(problem.at(place).help("is it a slip of the keyboard?"));
                Value::Integer(0)
            }
        },
        DeValue::Float(float) => {
            let written = float.as_str();
            three_decimals =
                matches!(super::written::number(written), super::written::Reading::Either(..)) && written.contains('.');
            match written.parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Float(number),
                _ => {
                    let message = format!("{written} is not a number to count with");
                    problems
                        .push(Problem::error("E112", message).at(place).help("write a figure, or a range of figures"));
                    Value::Float(0.0)
                }
            }
        }
        DeValue::Boolean(answer) => Value::Bool(*answer),
        DeValue::Datetime(moment) => match (moment.date, moment.time, moment.offset) {
            (Some(date), None, None) => {
                let civil = Date::new(date.year as i16, date.month as i8, date.day as i8);
                match civil {
                    Ok(civil) => Value::Date(civil),
                    Err(_) => {
                        let problem = Problem::error("E111", format!("there is no date {date}"));
                        problems.push(problem.at(place).help("a date is year, month, day: 2027-06-30"));
                        Value::Date(Date::MIN)
                    }
                }
            }
            _ => {
                let problem = Problem::error("E111", format!("{moment} has a time of day"));
                problems.push(problem.at(place).help("write the date alone: 2020-06-01"));
                Value::Date(Date::MIN)
            }
        },
        DeValue::Array(list) => Value::Array(
            list.iter()
                .map(|item| {
                    let span = item.span();
                    let place = Place::new(base + span.start, base + span.end);
                    node_with_base(item.get_ref(), place, base, problems)
                })
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(table_of(table, base, problems)),
    };
    Node { value, place, unknown: false, three_decimals }
}

/// Lays `upper` over `lower`.
///
/// Tables are merged by key. A value table, a list and everything else is one value: the upper
/// replaces the lower. The upper text "unknown" over a lower number or range keeps what stands
/// below, marked as unknown and with the place of the upper. Of keys that say the same thing in two ways, such as
/// `inflow.csv` and `inflow.per_year`, that of the upper stands alone.
pub fn merge(lower: &mut Table, upper: &Table) {
    give_way(lower, upper);
    for entry in &upper.entries {
        let Some(at) = lower.entries.iter().position(|below| below.name == entry.name) else {
            lower.entries.push(entry.clone());
            continue;
        };
        let below = &mut lower.entries[at];
        below.key_place = entry.key_place;
        let both_tables = !below.node.is_one_value() && !entry.node.is_one_value();
        match (&mut below.node.value, &entry.node.value) {
            (Value::Table(lower), Value::Table(upper)) if both_tables => {
                merge(lower, upper);
                below.node.place = entry.node.place;
            }
            (value, Value::Text(text)) if text == UNKNOWN && is_figure(value) => {
                below.node.unknown = true;
                below.node.place = entry.node.place;
            }
            _ => below.node = entry.node.clone(),
        }
    }
}

/// Keys of which one alone may stand in a table; with the first ones go those that only they read.
///
/// Keys with `|` between them are one way, said with several keys.
const ALTERNATIVES: [(&[&str], &[&str]); 10] = [
    (
        &[
            "csv",
            "months",
            "per_hour",
            "per_day",
            "per_month",
            "per_year",
            "at_hours",
            "minimum|medio|maximum|use|coverage|year",
            "resample",
            "replay",
        ],
        &["month_column", "column", "kind", "paths"],
    ),
    (&["headcount", "per_month"], &[]),
    (&["term_days", "term_months"], &[]),
    (&["minutes_per_answer", "answer_hours"], &[]),
    (&["leaving_per_year", "leaving_per_month_hazard"], &[]),
    (&["questions_a_day_at_start", "questions_per_hour_at_start"], &[]),
    (&["months_to_independence", "tau_hours", "practice_months", "learning_rate", "learning_table"], &[]),
    (&["ordered", "ordered_after_hours"], &[]),
    // Of reception.
    (&["freed", "granted|leaves_after_grant|leaves_after_refusal|housed_per_month"], &[]),
    // Of a shock.
    (&["at", "per_year"], &[]),
];

/// Keys of an inflow that count cases, and those that lie on a rate only.
const COUNTS: [&str; 5] = ["csv", "months", "at_hours", "resample", "replay"];
const OF_RATES: [&str; 6] = ["season", "sine", "batch", "rate_of", "cv_per_month", "forecast_error"];

/// Takes out of `lower` what a key of `upper` says in another way: a later file replaces what it says anew.
fn give_way(lower: &mut Table, upper: &Table) {
    let says = |table: &Table, way: &str| way.split('|').any(|name| table.contains(name));
    for (ways, read_by) in ALTERNATIVES {
        let is_other = |way: &&str| says(lower, way) && !says(upper, way);
        if !ways.iter().any(|way| says(upper, way)) || !ways.iter().any(is_other) {
            continue;
        }
        let others: Vec<&str> = ways.iter().filter(|way| is_other(way)).flat_map(|way| way.split('|')).collect();
        let gone = |name: &str| (others.contains(&name) || read_by.contains(&name)) && !upper.contains(name);
        lower.entries.retain(|entry| !gone(&entry.name));
    }
    // Real counts and moments have their seasons and their chance in them.
    if COUNTS.iter().any(|name| upper.contains(name)) && !COUNTS.iter().any(|name| lower.contains(name)) {
        lower.entries.retain(|entry| !OF_RATES.contains(&entry.name.as_str()) || upper.contains(&entry.name));
    }
}

/// A number, a range or a distribution: what somebody may not know.
pub(super) fn is_figure(value: &Value) -> bool {
    match value {
        Value::Integer(_) | Value::Float(_) => true,
        Value::Table(table) => table.is_value_table(),
        _ => false,
    }
}

/// Writes a tree as TOML that reads back as the same tree.
///
/// In each table the values come first and the tables after them, each in the order written, since
/// TOML has no other way. What was marked unknown carries a comment.
pub fn to_toml(table: &Table) -> String {
    let mut text = String::new();
    write_table(&mut text, table, "");
    text
}

fn write_table(text: &mut String, table: &Table, path: &str) {
    let (values, tables): (Vec<_>, Vec<_>) = table.entries.iter().partition(|entry| entry.node.is_one_value());
    if !path.is_empty() && (!values.is_empty() || tables.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "[{path}]");
    }
    for entry in values {
        let unknown = if entry.node.unknown { "  # unknown: the range of the file below" } else { "" };
        let _ = writeln!(text, "{} = {}{unknown}", written_key(&entry.name), written_value(&entry.node.value));
    }
    for entry in tables {
        if let Value::Table(inner) = &entry.node.value {
            write_table(text, inner, &join_path(path, &entry.name));
        }
    }
}

fn written_key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if bare { name.to_owned() } else { written_text(name) }
}

/// A value as TOML writes it, on one line.
pub fn written_value(value: &Value) -> String {
    match value {
        Value::Text(text) => written_text(text),
        Value::Integer(value) => value.to_string(),
        // The shortest digits that read back as the same number.
        Value::Float(value) => format!("{value:?}"),
        Value::Bool(value) => value.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| written_value(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) if table.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let pairs: Vec<_> = table
                .iter()
                .map(|entry| format!("{} = {}", written_key(&entry.name), written_value(&entry.node.value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

fn written_text(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            '\r' => written.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(written, "\\u{:04X}", c as u32);
            }
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Table {
        let (table, problems) = parse(text, 0);
        assert!(problems.is_empty(), "{problems:?}");
        table
    }

    fn laid(lower: &str, upper: &str) -> Table {
        let mut table = tree(lower);
        merge(&mut table, &tree(upper));
        table
    }

    #[test]
    fn every_value_and_key_knows_its_place() {
        let text = "name = \"a\"\n[cohort.agency]\nheadcount = { low = 6, high = 20 }\n";
        let table = tree(text);
        let node = table.get_path("cohort.agency.headcount.high").unwrap();
        assert_eq!(&text[node.place.start..node.place.end], "20");
        let agency = table.get_path("cohort.agency").unwrap();
        assert_eq!(&text[agency.place.start..agency.place.end], "[cohort.agency]");
        let key = table.get("cohort").unwrap().as_table().unwrap().entry("agency").unwrap().key_place;
        assert_eq!(&text[key.start..key.end], "agency");
    }

    #[test]
    fn keys_stay_in_the_order_in_which_they_were_written() {
        let table = tree("z = 1\na = 2\n[m]\n[b]\n");
        let names: Vec<_> = table.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["z", "a", "m", "b"]);
    }

    #[test]
    fn all_mistakes_of_a_text_are_found_and_the_rest_is_read() {
        let (table, problems) = parse("a = 1\nb = unknown\nc = 9,5\nd = 2\n", 0);
        assert!(problems.len() >= 2, "{problems:?}");
        let helps: Vec<_> = problems.iter().filter_map(|problem| problem.help.clone()).collect();
        assert!(helps.iter().any(|help| help.contains("b = \"unknown\"")), "{helps:?}");
        assert!(helps.iter().any(|help| help.contains("c = 9.5")), "{helps:?}");
        assert_eq!(table.get("d").unwrap().as_number(), Some(2.0));
    }

    #[test]
    fn slips_of_people_who_do_not_program_get_a_way_to_mend_them() {
        for (text, wanted) in [
            ("a = “x”\n", "straight quotes"),
            ("a = 01-06-2020\n", "2020-06-01 or 2020-01-06"),
            ("a = 31-12-2020\n", "a = 2020-12-31"),
            ("a = 19 %\n", "a = \"19 %\""),
            ("a =\n", "a value is missing"),
            ("remark\n", "begins with #"),
        ] {
            let (_, problems) = parse(text, 0);
            let helps: Vec<_> = problems.iter().filter_map(|problem| problem.help.clone()).collect();
            assert!(helps.iter().any(|help| help.contains(wanted)), "{text}: {problems:?}");
        }
    }

    #[test]
    fn a_date_has_no_time_and_a_number_has_an_end() {
        for (text, code) in [
            ("a = 2020-06-01T10:00:00\n", "E111"),
            ("a = nan\n", "E112"),
            ("a = inf\n", "E112"),
            ("a = 99999999999999999999\n", "E112"),
        ] {
            let (_, problems) = parse(text, 0);
            assert_eq!(problems.iter().next().unwrap().code, code, "{text}");
        }
    }

    #[test]
    fn a_repeated_key_is_a_mistake() {
        let (_, problems) = parse("a = 1\na = 2\n", 0);
        assert!(problems.iter().next().unwrap().help.as_ref().unwrap().contains("stands above already"));
    }

    #[test]
    fn a_broken_line_is_one_problem() {
        let (_, problems) = parse("a = 2020-13-45\nb = 01-04-2020\n", 7);
        assert_eq!(problems.len(), 2, "{problems:?}");
    }

    #[test]
    fn tables_merge_by_key() {
        let table = laid("[a]\nx = 1\ny = 2\n[b]\nz = 3\n", "[a]\ny = 20\n[c]\nw = 4\n");
        assert_eq!(to_toml(&table), "[a]\nx = 1\ny = 20\n\n[b]\nz = 3\n\n[c]\nw = 4\n");
    }

    #[test]
    fn a_range_or_a_number_with_its_source_is_replaced_and_never_merged_into() {
        let below = "n = { low = 1, likely = 2, high = 3, source = \"x\" }\n";
        assert_eq!(to_toml(&laid(below, "n = { value = 9 }\n")), "n = { value = 9 }\n");
        assert_eq!(to_toml(&laid(below, "n = 4\n")), "n = 4\n");
        assert_eq!(
            to_toml(&laid("e = { lognormal = { mean = 6, cv = 1 } }\n", "e = { gamma = { mean = 5, cv = 1 } }\n")),
            "e = { gamma = { mean = 5, cv = 1 } }\n"
        );
        assert_eq!(to_toml(&laid("l = [1, 2]\n", "l = [3]\n")), "l = [3]\n");
    }

    #[test]
    fn what_a_later_file_says_in_another_way_replaces_what_stood_below() {
        let below = "[inflow]\ncsv = \"demand.csv\"\ncolumn = \"cases\"\ntimes = 2\n";
        assert_eq!(to_toml(&laid(below, "[inflow]\nper_year = 5\n")), "[inflow]\ntimes = 2\nper_year = 5\n");
        // Both in one file is a mistake, which the reader finds.
        let both = "[inflow]\ncsv = \"own.csv\"\nper_year = 5\n";
        assert!(laid(below, both).get_path("inflow.csv").is_some());
        assert_eq!(to_toml(&laid("[p]\nterm_days = 5\n", "[p]\nterm_months = 6\n")), "[p]\nterm_months = 6\n");
    }

    #[test]
    fn a_table_named_like_a_distribution_is_not_a_value() {
        assert!(!tree("[beta]\nsays = \"kind b\"\nshare = 0.1\n").is_value_table());
        assert!(!tree("[low]\nshare = 0.1\n[high]\nshare = 0.2\n").is_value_table());
        assert!(tree("exponential = 6\n").is_value_table());
        assert!(tree("uncertain = { lognormal = { mean = 6, cv = 0.6 } }\n").is_value_table());
    }

    #[test]
    fn unknown_over_a_range_keeps_the_range_and_marks_it() {
        let table = laid("n = { low = 1, likely = 2, high = 3 }\n", "n = \"unknown\"\n");
        let node = table.get("n").unwrap();
        assert!(node.unknown);
        assert_eq!(node.place, Place::new(4, 13));
        assert_eq!(to_toml(&table), "n = { low = 1, likely = 2, high = 3 }  # unknown: the range of the file below\n");
        // A figure given later stands again.
        let mut table = table;
        merge(&mut table, &tree("n = 5\n"));
        assert!(!table.get("n").unwrap().unknown);
    }

    #[test]
    fn a_written_tree_reads_back_as_the_same_tree() {
        let text = "name = \"a \\\"b\\\" \\\\ \\n é\"\nstart = 2020-04-01\nf = 0.1\ng = 1e21\nt = true\n\
                    list = [1, \"two\", { a = 1 }]\n\n[expect.\"stock.x\"]\nvalue = 3\n\n[empty]\n\n\
                    [a.b.c]\nz = -1\n";
        let once = to_toml(&tree(text));
        assert_eq!(to_toml(&tree(&once)), once);
        assert!(once.contains("expect = ") || once.contains("[expect"), "{once}");
    }

    #[test]
    fn paths_name_a_key_everywhere() {
        assert_eq!(split_path("a.b").unwrap(), ["a", "b"]);
        assert_eq!(split_path("expect.\"stock.x\".value").unwrap(), ["expect", "stock.x", "value"]);
        assert!(split_path("a..b").is_err() && split_path("").is_err() && split_path("a.\"b").is_err());
        assert_eq!(join_path("expect", "stock.x"), "expect.\"stock.x\"");
        let mut table = tree("[a]\nb = 1\n");
        let node = Node::new(Value::Integer(5), Place::default());
        table.insert_path("a.c.d", Place::default(), node.clone()).unwrap();
        assert_eq!(table.get_path("a.c.d").unwrap().as_number(), Some(5.0));
        assert!(table.insert_path("a.b.c", Place::default(), node).is_err());
        assert!(table.remove("a").is_some() && table.is_empty());
    }
}
