//! For programs: one question a line in, one answer a line out; the file is read once.
//!
//! A question gives settings (as `--set`), values of uncertain inputs, a plan, a future, a seed, how many futures and how much
//! luck in each, and measures; what it leaves out is as the command line says. A mistake is answered, and ends nothing.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value, json};

use super::{
    arm::{Arm, Spec, Wants, shown},
    compare::Trouble,
    design::{Cell, Point, table},
    open::Refused,
    runner::{Job, Runner},
    sweep::{given, request, usual},
};
use crate::{
    model::num::Num,
    problem::nearest,
    replicate::{Control, Fixed, Seeds},
    stats::Moments,
};

/// Organisations that are kept compiled: an optimiser comes back to few, a sampler to none.
const KEPT: usize = 64;

/// Words of a question.
const WORDS: [&str; 11] =
    ["id", "set", "inputs", "plan", "future", "seed", "reps", "luck", "measures", "values", "first"];

/// What holds where a question says nothing.
#[derive(Clone, Debug)]
pub struct Ask {
    pub spec: Spec,
    pub measures: Vec<String>,
    pub futures: u64,
    pub seeds: Seeds,
    pub widen: f64,
    /// Futures of one's own, of questions that give no inputs: values of uncertain inputs; empty: all is drawn.
    pub own: Vec<Given>,
}

/// Values of uncertain inputs in one future, in the units of their keys.
pub type Given = Vec<(String, f64)>;

/// Reads futures of one's own: a table with a column for each path and a row for each future, or, in a file that ends in .json, a
/// list of objects.
///
/// # Errors
/// All that is wrong in the file.
pub fn own_futures(name: &str, text: &str) -> Result<Vec<Given>, Refused> {
    let refuse = |why: String| request("E626", &format!("{name}: {why}"), "each future gives each input a number");
    let is_json = name.to_ascii_lowercase().ends_with(".json");
    let all = if is_json {
        let rows: Vec<BTreeMap<String, f64>> = serde_json::from_str(text)
            .map_err(|why| refuse(format!("it is no list of objects with numbers: {why}")))?;
        rows.into_iter().map(|row| row.into_iter().collect()).collect()
    } else {
        let table = table(name, text)?;
        let value = |path: &String, cell: &Cell| match cell {
            Cell::Written(text) => text
                .parse::<f64>()
                .map(|value| (path.clone(), value))
                .map_err(|_| refuse(format!("`{path}` is given `{text}`"))),
            Cell::Share(_) => Err(refuse(format!("`{path}` is given no number"))),
        };
        let row = |point: &Point| table.inputs.iter().zip(&point.cells).map(|(path, cell)| value(path, cell)).collect();
        table.points.iter().map(row).collect::<Result<Vec<Given>, Refused>>()?
    };
    if all.is_empty() {
        return Err(refuse("it has no futures".to_owned()));
    }
    Ok(all)
}

/// Answers questions about one file.
pub struct Oracle {
    ask: Ask,
    kept: BTreeMap<String, Kept>,
    asked: u64,
}

struct Kept {
    arm: Arm,
    uncertain: Vec<Num>,
    last: u64,
}

/// Why there is no answer.
struct Error {
    code: &'static str,
    message: String,
    help: String,
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        let first = refused.0.iter().find(|one| one.severity == crate::problem::Severity::Error);
        let said = |text: Option<&String>| text.cloned().unwrap_or_default();
        match first {
            Some(one) => {
                let mut help = said(one.label.as_ref());
                if let Some(more) = &one.help {
                    help = if help.is_empty() { more.clone() } else { format!("{help} {more}") };
                }
                Error { code: one.code, message: one.message.clone(), help }
            }
            None => wrong("it is refused".to_owned(), ""),
        }
    }
}

fn wrong(message: String, help: &str) -> Error {
    Error { code: "E626", message, help: help.to_owned() }
}

impl Oracle {
    pub fn new(ask: Ask) -> Oracle {
        Oracle { ask, kept: BTreeMap::new(), asked: 0 }
    }

    /// The answer to one line: a JSON object, without a line end; none when it was interrupted.
    pub fn answer(&mut self, line: &str, control: &Control) -> Option<String> {
        self.asked += 1;
        let question = serde_json::from_str::<Value>(line);
        let id = question.as_ref().ok().and_then(|question| question.get("id")).cloned();
        let found = match question {
            Ok(Value::Object(question)) => self.found(&question, control),
            Ok(_) => Err(wrong("a question is a JSON object".to_owned(), "{\"inputs\": {\"PATH\": 3}, \"reps\": 10}")),
            Err(why) => Err(wrong(format!("it is no JSON: {why}"), "one JSON object on each line")),
        };
        let mut answer = match found {
            Ok(None) => return None,
            Ok(Some(answer)) => answer,
            Err(Error { code, message, help }) => {
                let mut error = Map::new();
                error.insert("code".to_owned(), json!(code));
                error.insert("message".to_owned(), json!(message));
                if !help.is_empty() {
                    error.insert("help".to_owned(), json!(help));
                }
                Map::from_iter([("error".to_owned(), Value::Object(error))])
            }
        };
        if let Some(id) = id {
            answer.insert("id".to_owned(), id);
        }
        Some(Value::Object(answer).to_string())
    }

    fn found(&mut self, question: &Map<String, Value>, control: &Control) -> Result<Option<Map<String, Value>>, Error> {
        if let Some(word) = question.keys().find(|word| !WORDS.contains(&word.as_str())) {
            let help = match nearest(word, WORDS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("words of a question: {}", WORDS.join(", ")),
            };
            return Err(wrong(format!("`{word}` is no word of a question"), &help));
        }
        let name = |word: &str, own: &Option<String>| match question.get(word) {
            None | Some(Value::Null) => Ok(own.clone()),
            Some(Value::String(name)) => Ok(Some(name.clone())),
            Some(_) => Err(wrong(format!("`{word}` is a name in quotes"), "")),
        };
        let number = |word: &str, own: u64, least: u64| match question.get(word) {
            None | Some(Value::Null) => Ok(own),
            Some(value) => value
                .as_u64()
                .filter(|value| *value >= least && *value <= 10_000_000)
                .ok_or_else(|| wrong(format!("`{word}` cannot be {value}"), "a whole number, not below 1")),
        };
        let measures = match question.get("measures") {
            None | Some(Value::Null) => self.ask.measures.clone(),
            Some(Value::Array(all)) if all.iter().all(Value::is_string) => {
                all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            Some(_) => return Err(wrong("`measures` is a list of paths".to_owned(), "[\"stock.old@2027-12-31\"]")),
        };
        let sets: Vec<String> =
            pairs(question, "set")?.iter().map(|(path, value)| format!("{path}={}", written(value))).collect();
        let seed = question.get("seed").map(|_| number("seed", 0, 0)).transpose()?;
        let luck = number("luck", self.ask.seeds.luck, 1)?;
        let first = number("first", 0, 0)?;
        let given = self.given(question, first)?;
        let usual = given.as_ref().filter(|given| !given.is_for_all).map_or(self.ask.futures, |given| given.count());
        let futures = number("reps", usual, 1)?;
        if let Some(given) = given.as_ref().filter(|given| !given.is_for_all && given.count() < futures) {
            let message = format!("{futures} futures are asked for, and inputs are given for {}", given.count());
            return Err(wrong(message, "`reps` is the number of futures; leave it out to take all that are given"));
        }
        let wants_values = match question.get("values") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(wanted)) => *wanted,
            Some(_) => return Err(wrong("`values` is true or false".to_owned(), "")),
        };
        let mut spec = self.ask.spec.with(sets);
        spec.plan = name("plan", &self.ask.spec.plan)?;
        spec.future = name("future", &self.ask.spec.future)?;
        let kept = self.kept(&spec, &measures)?;
        let fixed: Vec<Option<Arc<Fixed>>> = match &given {
            None => vec![None],
            Some(given) => (given.rows.iter())
                .map(|row| Ok(Some(Arc::new(fixed_of(row, &kept.uncertain)?))))
                .collect::<Result<_, Error>>()?,
        };
        // Of the future `number`, counted from the first one that is asked for.
        let of = |number: u64| if fixed.len() == 1 { &fixed[0] } else { &fixed[number as usize] };
        let own = self.ask.seeds;
        let seeds = match seed {
            Some(seed) => Seeds { inputs: seed, arrivals: seed, work: seed, luck },
            None => Seeds { luck, ..own },
        };
        let arm = &self.kept[&key(&spec, &measures)].arm;
        let jobs: Vec<Job<'_>> = (first * luck..(first + futures) * luck)
            .map(|replication| Job { arm, replication, fixed: of(replication / luck - first).as_ref() })
            .collect();
        let rows =
            Runner::new(seeds, control, &|_: &str, _| ()).rows("", &jobs).map_err(|why| wrong(why.to_string(), ""))?;
        if rows.len() < jobs.len() {
            return Ok(None);
        }
        let (mut means, mut errors, mut values) = (Map::new(), Map::new(), Map::new());
        for (column, wanted) in arm.study.measures.wanted.iter().enumerate() {
            let name = shown(&arm.study, wanted);
            let all: Vec<f64> = rows.iter().map(|row| row.values[column]).collect();
            let of_futures: Moments = all
                .chunks_exact(luck as usize)
                .map(|future| {
                    let known: Vec<f64> = future.iter().copied().filter(|value| !value.is_nan()).collect();
                    known.iter().sum::<f64>() / known.len() as f64
                })
                .filter(|mean| !mean.is_nan())
                .collect();
            let is_known = of_futures.count() > 0;
            means.insert(name.clone(), if is_known { json!(of_futures.mean()) } else { Value::Null });
            let has_error = of_futures.count() > 1;
            errors.insert(name.clone(), if has_error { json!(of_futures.std_error()) } else { Value::Null });
            values.insert(name, json!(all));
        }
        let mut answer = Map::new();
        answer.insert("mean".to_owned(), Value::Object(means));
        answer.insert("se".to_owned(), Value::Object(errors));
        answer.insert("futures".to_owned(), json!(futures));
        answer.insert("luck".to_owned(), json!(luck));
        if wants_values {
            answer.insert("values".to_owned(), Value::Object(values));
            let mut inputs: BTreeMap<String, Vec<f64>> = BTreeMap::new();
            for future in first..first + futures {
                let draw = crate::replicate::Draw { fixed: of(future - first).clone(), ..seeds.draw(future * luck) };
                for (path, value) in arm.study.inputs_as_written(&draw) {
                    inputs.entry(path).or_default().push(value);
                }
            }
            answer.insert("inputs".to_owned(), json!(inputs));
        }
        Ok(Some(answer))
    }

    /// The inputs that a question gives: the same for all futures, or those of each; else those of the command line.
    fn given(&self, question: &Map<String, Value>, first: u64) -> Result<Option<OfFutures>, Error> {
        let number = |(path, value): (String, Value)| match value.as_f64() {
            Some(number) => Ok((path, number)),
            None => Err(wrong(format!("`{path}` is given {value}"), "an input is given a number")),
        };
        match question.get("inputs") {
            None | Some(Value::Null) if self.ask.own.is_empty() => Ok(None),
            None | Some(Value::Null) => {
                let rows = self.ask.own.get(first as usize..).unwrap_or_default();
                if rows.is_empty() {
                    let message = format!("the own futures are {}, and `first` is {first}", self.ask.own.len());
                    return Err(wrong(message, "the first future is number 0"));
                }
                Ok(Some(OfFutures { rows: rows.to_vec(), is_for_all: false }))
            }
            Some(Value::Array(all)) => {
                let mut rows = Vec::new();
                for one in all {
                    let Value::Object(one) = one else {
                        let help = "[{\"PATH\": 3}, {\"PATH\": 4}]";
                        return Err(wrong("`inputs` as a list has an object for each future".to_owned(), help));
                    };
                    let row = one.iter().map(|(path, value)| number((path.clone(), value.clone())));
                    rows.push(row.collect::<Result<Given, Error>>()?);
                }
                if rows.is_empty() {
                    return Err(wrong("`inputs` is an empty list".to_owned(), "an object for each future"));
                }
                Ok(Some(OfFutures { rows, is_for_all: false }))
            }
            Some(_) => {
                let row = pairs(question, "inputs")?.into_iter().map(number).collect::<Result<Given, Error>>()?;
                Ok((!row.is_empty()).then(|| OfFutures { rows: vec![row], is_for_all: true }))
            }
        }
    }

    /// The organisation, compiled when it is new; the one that was asked for longest ago makes room.
    fn kept(&mut self, spec: &Spec, measures: &[String]) -> Result<&Kept, Error> {
        let key = key(spec, measures);
        if !self.kept.contains_key(&key) {
            let opened = spec.open()?;
            let wants = Wants { standard: false, measures: usual(&opened, measures)?, widen: self.ask.widen };
            let arm = Arm::new("", "", &opened, &wants).map_err(|why| request("E623", &why, ""))?;
            if self.kept.len() >= KEPT {
                let oldest = self.kept.iter().min_by_key(|(_, kept)| kept.last).map(|(key, _)| key.clone());
                oldest.and_then(|oldest| self.kept.remove(&oldest));
            }
            let uncertain = arm.study.uncertain();
            self.kept.insert(key.clone(), Kept { arm, uncertain, last: 0 });
        }
        let asked = self.asked;
        let kept = self.kept.entry(key).and_modify(|kept| kept.last = asked);
        match kept {
            std::collections::btree_map::Entry::Occupied(kept) => Ok(kept.into_mut()),
            std::collections::btree_map::Entry::Vacant(_) => Err(wrong("nothing is kept".to_owned(), "")),
        }
    }

    /// Whether the file itself can be asked.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn try_it(&mut self) -> Result<(), Trouble> {
        let opened = self.ask.spec.open()?;
        usual(&opened, &self.ask.measures)?;
        if self.ask.own.is_empty() {
            return Ok(());
        }
        let uncertain = opened.study(false, &[], 1.0).map_err(|(_, why)| Trouble::Usage(why))?.uncertain();
        for (number, row) in self.ask.own.iter().enumerate() {
            fixed_of(row, &uncertain).map_err(|Error { code, message, help }| {
                request(code, &format!("future {number}: {message}"), &help)
            })?;
        }
        Ok(())
    }
}

/// Inputs that a question gives.
struct OfFutures {
    rows: Vec<Given>,
    /// One row for every future.
    is_for_all: bool,
}

impl OfFutures {
    fn count(&self) -> u64 {
        self.rows.len() as u64
    }
}

/// Given values as runs take them.
fn fixed_of(row: &Given, uncertain: &[Num]) -> Result<Fixed, Error> {
    let mut fixed = Fixed::new();
    for (path, value) in row {
        let Some(num) = uncertain.iter().find(|num| num.path == *path) else {
            let near = nearest(path, uncertain.iter().map(|num| num.path.as_str()));
            let help = near.map_or_else(
                || "a number that is known is changed with `set`".to_owned(),
                |near| format!("did you mean `{near}`? A number that is known is changed with `set`"),
            );
            let message = format!("`{path}` is no uncertain number of this organisation");
            return Err(Error { code: "E624", message, help });
        };
        given(num, *value)?;
        fixed.insert(path.clone(), num.from_written(*value));
    }
    Ok(fixed)
}

fn key(spec: &Spec, measures: &[String]) -> String {
    format!("{:?}{:?}{:?}{measures:?}", spec.plan, spec.future, spec.sets)
}

/// The entries of an object of a question.
fn pairs(question: &Map<String, Value>, word: &str) -> Result<Vec<(String, Value)>, Error> {
    match question.get(word) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Object(all)) => Ok(all.iter().map(|(path, value)| (path.clone(), value.clone())).collect()),
        Some(_) => Err(wrong(format!("`{word}` is an object of paths and values"), "{\"supervision.span\": 4}")),
    }
}

/// A value as TOML writes it; a text stands as `--set` takes it, without quotes where it needs none.
fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => {
            let is_date = text.parse::<jiff::civil::Date>().is_ok();
            if is_date { text.clone() } else { json!(text).to_string() }
        }
        Value::Array(all) => format!("[{}]", all.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Object(all) => {
            let pairs: Vec<String> =
                all.iter().map(|(name, value)| format!("{} = {}", json!(name), written(value))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}
