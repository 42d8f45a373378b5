//! JSON Schema of the scenario file (draft 7, which taplo, tombi and the TOML extensions of editors read), made from
//! what the reader declares.
//!
//! What a key needs beside it is not said: a file may hold half of a table, and the file that it extends the other half.
//! `surgecap check` sees both.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::scenario::{
    declared,
    read::levers,
    reader::{DIFFER, Declaration, ORIGIN, OVERLAY, PHASES, RANGE, STATUSES, parameters},
    tree::{DISTRIBUTIONS, UNKNOWN},
};

/// Declarations as a tree: one branch for each part of the path.
#[derive(Default)]
pub(super) struct Branch {
    pub own: Vec<Declaration>,
    /// In the order of discovery.
    pub children: Vec<(String, Branch)>,
}

impl Branch {
    /// The tree of all keys.
    pub(super) fn root() -> Branch {
        let mut root = Branch::default();
        for declaration in declared::all() {
            let mut branch = &mut root;
            for part in declaration.path.split('.') {
                let at = branch.children.iter().position(|(name, _)| name == part).unwrap_or_else(|| {
                    branch.children.push((part.to_owned(), Branch::default()));
                    branch.children.len() - 1
                });
                branch = &mut branch.children[at].1;
            }
            branch.own.push(declaration);
        }
        root
    }

    fn child(&self, name: &str) -> Option<&Branch> {
        self.children.iter().find(|(one, _)| one == name).map(|(_, branch)| branch)
    }
}

/// The schema of a scenario file, with a line end.
pub fn schema() -> String {
    let root = Branch::root();
    let mut maker = Maker { definitions: BTreeMap::new(), root_keys: Vec::new() };
    maker.root_keys = root.children.iter().map(|(name, _)| name.clone()).collect();
    maker.define_distribution();
    maker.definitions.extend(origin());
    let mut properties = Map::new();
    for (name, branch) in &root.children {
        let schema = maker.schema_of(branch, name);
        maker.definitions.insert(format!("key-{name}"), schema);
        properties.insert(name.clone(), reference(&format!("key-{name}")));
    }
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "surgecap scenario",
        "description": "An organisation that decides cases, its plan and the future that it faces. surgecap check says more.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "definitions": maker.definitions,
    });
    super::json::json(&schema)
}

struct Maker {
    definitions: BTreeMap<String, Value>,
    /// The keys at the top of a file.
    root_keys: Vec<String>,
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// One of several forms.
fn any_of(mut forms: Vec<Value>) -> Value {
    if forms.len() == 1 { forms.remove(0) } else { json!({ "anyOf": forms }) }
}

/// An object with these keys and no others, all of `required` there.
fn object(properties: Map<String, Value>, required: &[&str]) -> Value {
    let mut object = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

impl Maker {
    /// What may stand at a path; the words for people lie around it.
    fn schema_of(&mut self, branch: &Branch, path: &str) -> Value {
        let forms: Vec<Value> = branch.own.iter().map(|one| self.form(branch, one, path)).collect();
        let mut schema = any_of(forms);
        if let Some(description) = description(&branch.own) {
            // Beside a reference nothing else is read.
            if schema.get("$ref").is_some() {
                schema = json!({ "allOf": [schema] });
            }
            schema["description"] = json!(description);
        }
        schema
    }

    fn form(&mut self, branch: &Branch, one: &Declaration, path: &str) -> Value {
        match one.kind {
            "share" if !one.choices.is_empty() => {
                json!({ "anyOf": [{ "enum": one.choices }, reference(&self.number(one))] })
            }
            "number" | "count" | "share" => reference(&self.number(one)),
            "variability" => reference(&self.spread(one)),
            "true or false" => json!({ "type": "boolean" }),
            "date" => date(),
            "list of dates" => list(date()),
            "list of texts" => list(json!({ "type": "string" })),
            "list of numbers" => list(plain(one)),
            "choice" => json!({ "enum": one.choices }),
            "text" => json!({ "type": "string" }),
            "route" => self.route(),
            OVERLAY => self.overlay(path),
            "table" | "named tables" => self.table(branch, path),
            // What a reader takes as it stands, and checks itself.
            _ => json!({}),
        }
    }

    /// A table with its keys; names that the writer chooses match any pattern.
    fn table(&mut self, branch: &Branch, path: &str) -> Value {
        let mut properties = Map::new();
        let mut patterns = Map::new();
        let mut named = None;
        for (name, child) in &branch.children {
            let below = format!("{path}.{name}");
            if let Some(begins) = name.strip_suffix("STREAM") {
                // Part of the key is a name that the writer chose.
                patterns.insert(format!("^{begins}.+$"), self.schema_of(child, &below));
            } else if name != "*" {
                properties.insert(name.clone(), self.schema_of(child, &below));
            } else if child.own.iter().any(|one| one.kind == OVERLAY) {
                let overlay = self.overlay(path);
                for (key, schema) in overlay["properties"].as_object().cloned().unwrap_or_default() {
                    properties.entry(key).or_insert(schema);
                }
            } else if child.own.is_empty() {
                named = Some(self.table(child, &below));
            } else {
                named = Some(self.schema_of(child, &below));
            }
        }
        match named {
            Some(named) if properties.is_empty() => {
                json!({ "type": "object", "patternProperties": { "^.+$": named }, "additionalProperties": false })
            }
            Some(named) => json!({ "type": "object", "properties": properties, "additionalProperties": named }),
            None => {
                let mut table = object(properties, &[]);
                if !patterns.is_empty() {
                    table["patternProperties"] = Value::Object(patterns);
                }
                table
            }
        }
    }

    /// What may lie over the scenario: all its keys, or for a change those that may change on the way.
    fn overlay(&mut self, path: &str) -> Value {
        let mut properties = Map::new();
        if path.starts_with("change.") {
            for (kind, keys) in levers() {
                let schema = if keys.is_empty() {
                    reference(&format!("key-{kind}"))
                } else {
                    let root = Branch::root();
                    let one = root.child(kind).and_then(|kind| kind.child("*"));
                    let keys = keys.iter().filter_map(|key| Some(((*key).to_owned(), one?.child(key)?)));
                    let keys: Vec<_> = keys.collect();
                    let keys = keys.into_iter().map(|(key, branch)| {
                        let below = format!("{kind}.*.{key}");
                        (key, self.schema_of(branch, &below))
                    });
                    let keys: Map<String, Value> = keys.collect();
                    json!({
                        "type": "object",
                        "patternProperties": { "^.+$": object(keys, &[]) },
                        "additionalProperties": false,
                    })
                };
                properties.insert((*kind).to_owned(), schema);
            }
        } else {
            for key in self.root_keys.iter().filter(|key| !matches!(key.as_str(), "plan" | "extends")) {
                properties.insert(key.clone(), reference(&format!("key-{key}")));
            }
        }
        object(properties, &[])
    }

    /// The definition of a number between bounds, known or not; the same bounds share one.
    fn number(&mut self, one: &Declaration) -> String {
        let known = if one.must_be_known { "known-" } else { "" };
        let name = format!("{known}{}{}", one.kind, bounds_name(one));
        if !self.definitions.contains_key(&name) {
            let value = plain(one);
            let mut forms = vec![value.clone(), object(with_origin([("value", value.clone())]), &["value"])];
            if !one.must_be_known {
                forms.extend(not_known(&value));
            }
            self.definitions.insert(name.clone(), json!({ "anyOf": forms }));
        }
        name
    }

    /// The definition of what differs between cases.
    fn spread(&mut self, one: &Declaration) -> String {
        let size = if one.size_may_be_uncertain { "-of-any-size" } else { "" };
        let name = format!("spread{size}{}", bounds_name(one));
        if !self.definitions.contains_key(&name) {
            let value = plain(one);
            let differ = object(with_origin(DIFFER.map(|word| (word, value.clone()))), &DIFFER);
            let mut forms = vec![
                value.clone(),
                object(with_origin([("value", value.clone())]), &["value"]),
                differ,
                reference("distribution"),
                json!({ "const": UNKNOWN }),
            ];
            if one.size_may_be_uncertain {
                forms.extend(not_known(&value));
            }
            self.definitions.insert(name.clone(), json!({ "anyOf": forms }));
        }
        name
    }

    /// All distributions by name, one of which a table holds.
    fn define_distribution(&mut self) {
        let any = json!({ "type": "number" });
        let mean = any_of(vec![
            any.clone(),
            object(with_origin(RANGE.map(|word| (word, any.clone()))), &RANGE),
            object(with_origin([("value", any.clone())]), &["value"]),
        ]);
        let forms: Vec<Value> = DISTRIBUTIONS
            .iter()
            .map(|name| {
                let names = parameters(name);
                let parameters = names.iter().map(|parameter| {
                    let schema = match *parameter {
                        "mean" | "value" => mean.clone(),
                        "values" | "weights" => json!({ "type": "array", "items": any }),
                        _ => any.clone(),
                    };
                    ((*parameter).to_owned(), schema)
                });
                let parameters: Map<String, Value> = parameters.collect();
                let short = (names.len() == 1).then(|| parameters[names[0]].clone());
                let law = any_of([Some(object(parameters, names)), short].into_iter().flatten().collect());
                object(with_origin([(*name, law)]), &[name])
            })
            .collect();
        self.definitions.insert("distribution".to_owned(), json!({ "anyOf": forms }));
    }

    /// The name of what comes next, or shares of several.
    fn route(&mut self) -> Value {
        let share = Declaration::share();
        let share = reference(&self.number(&share));
        json!({ "anyOf": [
            { "type": "string" },
            { "type": "object", "additionalProperties": { "anyOf": [share, { "const": "rest" }] } },
        ] })
    }
}

/// Forms of a number that nobody knows.
fn not_known(value: &Value) -> [Value; 3] {
    [
        json!({ "const": UNKNOWN }),
        object(with_origin(RANGE.map(|word| (word, value.clone()))), &RANGE),
        object(with_origin([("uncertain", reference("distribution"))]), &["uncertain"]),
    ]
}

/// These properties, and those that say where they come from.
fn with_origin<const N: usize>(properties: [(&str, Value); N]) -> Map<String, Value> {
    let mut all: Map<String, Value> = properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    all.extend(ORIGIN.map(|word| (word.to_owned(), reference(word))));
    all
}

/// Where a number comes from.
fn origin() -> impl Iterator<Item = (String, Value)> {
    ORIGIN.into_iter().map(|word| {
        let mut said = json!({ "type": "string" });
        let choices: &[&str] = match word {
            "status" => &STATUSES,
            "known" => &PHASES,
            _ => &[],
        };
        if !choices.is_empty() {
            // Empty: not said.
            said["enum"] = json!(choices.iter().chain(&[""]).collect::<Vec<_>>());
        }
        (word.to_owned(), said)
    })
}

/// "-0-to-520", so that keys with the same bounds share a definition.
fn bounds_name(one: &Declaration) -> String {
    match (one.at_least.is_finite(), one.at_most.is_finite()) {
        (true, true) => format!("-{}-to-{}", one.at_least, one.at_most),
        (true, false) => format!("-from-{}", one.at_least),
        (false, true) => format!("-to-{}", one.at_most),
        (false, false) => String::new(),
    }
}

/// A number as it stands, within its bounds.
fn plain(one: &Declaration) -> Value {
    let mut number = json!({ "type": if one.kind == "count" { "integer" } else { "number" } });
    let is_share = one.kind == "share";
    let (least, most) =
        if is_share { (one.at_least.max(0.0), one.at_most.min(1.0)) } else { (one.at_least, one.at_most) };
    if least.is_finite() {
        number["minimum"] = bound(least);
    }
    if most.is_finite() {
        number["maximum"] = bound(most);
    }
    if is_share {
        let percentage = json!({ "type": "string", "pattern": "^\\s*[0-9]+([.,][0-9]+)?\\s*%\\s*$" });
        return json!({ "anyOf": [number, percentage] });
    }
    number
}

/// A bound as people write it: 100, not 100.0.
fn bound(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 { json!(value as i64) } else { json!(value) }
}

fn date() -> Value {
    json!({ "type": "string", "format": "date" })
}

/// A list, or one of its items alone.
fn list(item: Value) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item }] })
}

/// Help, unit, range and default in one line.
fn description(own: &[Declaration]) -> Option<String> {
    let one = own.iter().find(|one| !one.help.is_empty()).or(own.first())?;
    let mut parts = Vec::new();
    if !one.help.is_empty() {
        parts.push(one.help.to_owned());
    }
    if !one.unit.is_empty() {
        parts.push(format!("in {}", one.unit));
    }
    if let Some(default) = &one.default {
        parts.push(format!("default: {default}"));
    }
    if one.required {
        parts.push("must be there".to_owned());
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}
