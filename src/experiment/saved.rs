//! Findings that were saved are read again, so that a report can be made without a run.
//!
//! JSON has no word for what is not a number: such a value is written as null and read back as NaN.

use jiff::civil::Date;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{
        Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};

use super::{
    assess::Assessment,
    background::Background,
    bridge::Bridge,
    buffer::Buffer,
    compare::Comparison,
    feasibility::Feasibility,
    findings::{Findings, Listed, Promise},
    frontier::Frontier,
    sensitivity::Sensitivity,
    sweep::Sweep,
};

/// Findings of any question.
#[derive(Clone, Debug, PartialEq)]
pub enum Saved {
    Run(Box<Findings>),
    Assess(Box<Assessment>),
    Experiment(Experiment, Option<Box<Background>>),
}

/// Findings of a question that is asked of many runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Experiment {
    Compare(Box<Comparison>),
    Frontier(Box<Frontier>),
    Buffer(Box<Buffer>),
    Sensitivity(Box<Sensitivity>),
    Feasibility(Box<Feasibility>),
    Bridge(Box<Bridge>),
    Sweep(Box<Sweep>),
}

/// Findings of an experiment as they are written: which question they answer, and what stands behind the answer.
#[derive(Serialize)]
pub struct Document<'a, T> {
    pub question: &'a str,
    #[serde(flatten)]
    pub findings: &'a T,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<&'a Background>,
}

/// What every file of findings says of itself.
#[derive(Deserialize)]
struct Head {
    question: Option<String>,
}

/// What an experiment writes beside its findings.
#[derive(Deserialize)]
struct Behind {
    background: Option<Box<Background>>,
}

/// Reads the text of a `findings.json`.
///
/// # Errors
/// What the text is instead, in words.
pub fn read(text: &str) -> Result<Saved, String> {
    read_in(text, &|_| None)
}

/// The same, with the names of streams, stages and people in another language where `name` has them.
///
/// # Errors
/// As [`read`].
pub fn read_in(text: &str, name: &dyn Fn(&str) -> Option<String>) -> Result<Saved, String> {
    let none = |why: serde_json::Error| format!("this is no file of findings: {why}");
    let head: Head = serde_json::from_str(text).map_err(none)?;
    let mut json: Json = serde_json::from_str(text).map_err(none)?;
    json.rename(name);
    let other = |why: serde_json::Error| {
        format!(
            "these findings are not those of surgecap {}, an older or newer version wrote them ({why}): run it again",
            env!("CARGO_PKG_VERSION")
        )
    };
    let Some(question) = head.question else {
        return Err(format!(
            "these findings do not say which question they answer: they are of an older version than {}, run it again",
            env!("CARGO_PKG_VERSION")
        ));
    };
    if question == "run" {
        return value(json).map(|found| Saved::Run(Box::new(found))).map_err(other);
    }
    if question == "assess" {
        return value(json).map(|found| Saved::Assess(Box::new(found))).map_err(other);
    }
    let Behind { background } = value(json.clone()).map_err(other)?;
    let found = match question.as_str() {
        "compare" => value(json).map(Experiment::Compare),
        "frontier" => value(json).map(Experiment::Frontier),
        "buffer" => value(json).map(Experiment::Buffer),
        "sensitivity" => value(json).map(Experiment::Sensitivity),
        "feasibility" => value(json).map(Experiment::Feasibility),
        "bridge" => value(json).map(Experiment::Bridge),
        "sweep" => value(json).map(Experiment::Sweep),
        _ => return Err(format!("findings of `{question}` have no report")),
    };
    let found = found.map_err(other)?;
    Ok(Saved::Experiment(found, background))
}

fn value<T: serde::de::DeserializeOwned>(json: Json) -> serde_json::Result<T> {
    T::deserialize(json)
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Pairs<T> {
            type Value = Listed<T>;
            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Listed<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    all.push(pair);
                }
                Ok(Listed(all))
            }
        }
        deserializer.deserialize_map(Pairs(std::marker::PhantomData))
    }
}

impl<'de> Deserialize<'de> for Promise {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Late {
            after: Date,
            share_by_end: f64,
        }
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Promise;
            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("a date, or after which date")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Promise, E> {
                text.parse().map(Promise::By).map_err(E::custom)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Promise, A::Error> {
                let Late { after, share_by_end } = Late::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Promise::After { after, share_by_end })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// Where findings have texts of a scenario, by key: a text or a list of them, and pairs of a name and what it is known by.
const TEXTS: [&str; 4] = ["says", "stream", "who", "not_included"];
const PAIRS: [&str; 2] = ["pools", "hired"];

impl Json {
    fn rename(&mut self, name: &dyn Fn(&str) -> Option<String>) {
        match self {
            Json::List(all) => all.iter_mut().for_each(|one| one.rename(name)),
            Json::Object(pairs) => {
                // A scenario has its hash beside its name.
                let is_scenario = pairs.iter().any(|(key, _)| key == "sha256");
                for (key, value) in pairs {
                    match (key.as_str(), value) {
                        (key, Json::List(all)) if PAIRS.contains(&key) => {
                            for pair in all {
                                if let Json::List(pair) = pair {
                                    pair.iter_mut().skip(1).for_each(|says| says.rename_text(name));
                                }
                            }
                        }
                        (key, value) if TEXTS.contains(&key) || is_scenario && key == "name" => value.rename_text(name),
                        (_, value) => value.rename(name),
                    }
                }
            }
            _ => {}
        }
    }

    fn rename_text(&mut self, name: &dyn Fn(&str) -> Option<String>) {
        match self {
            Json::Text(text) => {
                if let Some(other) = name(text) {
                    *text = other;
                }
            }
            Json::List(all) => all.iter_mut().for_each(|one| one.rename_text(name)),
            other => other.rename(name),
        }
    }
}

/// JSON with its order kept; null stands for what is not a number wherever a number is asked for.
#[derive(Clone, Debug)]
enum Json {
    Null,
    Bool(bool),
    Whole(u64),
    Negative(i64),
    Number(f64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Json;
            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("JSON")
            }
            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }
            fn visit_bool<E>(self, is: bool) -> Result<Json, E> {
                Ok(Json::Bool(is))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
                Ok(Json::Whole(number))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Negative(number))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
                Ok(Json::Number(number))
            }
            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::Text(text.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = list.next_element()? {
                    all.push(one);
                }
                Ok(Json::List(all))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut all = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    all.push(pair);
                }
                Ok(Json::Object(all))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

impl<'de> IntoDeserializer<'de, serde_json::Error> for Json {
    type Deserializer = Json;
    fn into_deserializer(self) -> Json {
        self
    }
}

impl<'de> Deserializer<'de> for Json {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Json::Null => visitor.visit_unit(),
            Json::Bool(is) => visitor.visit_bool(is),
            Json::Whole(number) => visitor.visit_u64(number),
            Json::Negative(number) => visitor.visit_i64(number),
            Json::Number(number) => visitor.visit_f64(number),
            Json::Text(text) => visitor.visit_string(text),
            Json::List(list) => visitor.visit_seq(SeqDeserializer::new(list.into_iter())),
            Json::Object(pairs) => visitor.visit_map(MapDeserializer::new(pairs.into_iter())),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Json::Null => visitor.visit_f64(f64::NAN),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Json::Null => visitor.visit_none(),
            other => visitor.visit_some(other),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self {
            Json::Text(text) => visitor.visit_enum(text.into_deserializer()),
            Json::Object(pairs) => {
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(pairs.into_iter())))
            }
            _ => Err(Error::custom("a choice is a text")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}
