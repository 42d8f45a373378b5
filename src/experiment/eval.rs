//! For programs: one question a line in, one answer a line out; the file is read once.
//!
//! A question gives settings (as `--set`), values of uncertain inputs, a plan, a future, a seed, how many futures and how much
//! luck in each, and measures; what it leaves out is as the command line says. A mistake is answered, and ends nothing.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value, json};

use super::{
    arm::{Arm, Spec, Wants, shown},
    compare::Trouble,
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
        let (futures, luck) = (number("reps", self.ask.futures, 1)?, number("luck", self.ask.seeds.luck, 1)?);
        let first = number("first", 0, 0)?;
        let wants_values = match question.get("values") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(wanted)) => *wanted,
            Some(_) => return Err(wrong("`values` is true or false".to_owned(), "")),
        };
        let mut spec = self.ask.spec.with(sets);
        spec.plan = name("plan", &self.ask.spec.plan)?;
        spec.future = name("future", &self.ask.spec.future)?;
        let kept = self.kept(&spec, &measures)?;
        let mut fixed = Fixed::new();
        for (path, value) in pairs(question, "inputs")? {
            let Some(num) = kept.uncertain.iter().find(|num| num.path == path) else {
                let near = nearest(&path, kept.uncertain.iter().map(|num| num.path.as_str()));
                let help = near.map_or_else(
                    || "a number that is known is changed with `set`".to_owned(),
                    |near| format!("did you mean `{near}`? A number that is known is changed with `set`"),
                );
                let message = format!("`{path}` is no uncertain number of this organisation");
                return Err(Error { code: "E624", message, help });
            };
            let Some(value) = value.as_f64() else {
                return Err(wrong(format!("`{path}` is given {value}"), "an input is given a number"));
            };
            given(num, value)?;
            fixed.insert(path, num.from_written(value));
        }
        let own = self.ask.seeds;
        let seeds = match seed {
            Some(seed) => Seeds { inputs: seed, arrivals: seed, work: seed, luck },
            None => Seeds { luck, ..own },
        };
        let fixed = (!fixed.is_empty()).then(|| Arc::new(fixed));
        let arm = &self.kept[&key(&spec, &measures)].arm;
        let jobs: Vec<Job<'_>> = (first * luck..(first + futures) * luck)
            .map(|replication| Job { arm, replication, fixed: fixed.as_ref() })
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
                let draw = crate::replicate::Draw { fixed: fixed.clone(), ..seeds.draw(future * luck) };
                for (path, value) in arm.study.inputs_as_written(&draw) {
                    inputs.entry(path).or_default().push(value);
                }
            }
            answer.insert("inputs".to_owned(), json!(inputs));
        }
        Ok(Some(answer))
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
        Ok(())
    }
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
