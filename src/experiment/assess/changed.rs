//! Which numbers the user changed from the files below his own, and whether each makes the plan look better.
//!
//! A change is a number, range, distribution or date that stands in the user's file, or in a `--set`, and says something else
//! than what lies below: the files and presets that it extends or, for a `--set`, the file itself. What a file adds is no change.

use serde::{Deserialize, Serialize};

use super::{Ask, wants};
use crate::{
    experiment::{
        arm::{Arm, Wants},
        compare::Trouble,
        findings::{Findings, TargetFinding},
        open::Opened,
        runner::Runner,
    },
    model::target::Bound,
    replicate::Row,
    scenario::{
        load::{Loaded, SET},
        reader::ORIGIN,
        tree::{Node, Table, Value, join_path, merge, written_value},
    },
    stats::Moments,
};

/// Changes that are tried one by one at most.
const ALONE: usize = 12;

/// Tables of a file that are no part of the organisation, or are the plan by name.
const NO_NUMBERS: [&str; 11] = [
    "about",
    "target",
    "plan",
    "future",
    "expect",
    "expect-before",
    "not-included",
    "track-record",
    "realised",
    "if-unknown",
    "calendar",
];

/// The numbers that were changed, and what the plan comes to without the changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// What lies below: names of files and presets.
    pub below: Vec<String>,
    pub all: Vec<Change>,
    /// Changes that make the plan look better, worse, and those that cannot be told apart from nothing.
    pub better: usize,
    pub worse: usize,
    pub unclear: usize,
    /// Replications behind each change; 0: more changes than are tried one by one.
    pub replications: u64,
    /// The targets with every changed number put back; none where that is no organisation that can be run.
    pub put_back: Option<Vec<TargetFinding>>,
    /// What could not be put back, and why.
    pub left_out: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub path: String,
    /// As the file below writes it.
    pub was: String,
    pub now: String,
    /// By `--set` and not in the file.
    pub is_set: bool,
    /// A range that is narrower than the one below, without a source of its own.
    pub is_narrower_without_source: bool,
    /// What it adds to the measure of the first target when due: mean of the paired differences, with its 95 % interval.
    pub effect: Option<[f64; 3]>,
    /// Whether the plan looks better by it, as far as the interval says.
    pub looks: Option<Looks>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Looks {
    Better,
    Worse,
    /// The interval holds nothing.
    Unclear,
}

/// The changed numbers alone.
pub(super) fn changed(loaded: &Loaded) -> Changes {
    let (mut sets, mut files) = (Vec::new(), Vec::new());
    for layer in &loaded.layers {
        if layer.name == SET { sets.push(layer) } else { files.push(layer) }
    }
    let Some((own, lower)) = files.split_last() else { return Changes::default() };
    let mut below = Table::new();
    lower.iter().for_each(|layer| merge(&mut below, &layer.table));
    let mut file = below.clone();
    merge(&mut file, &own.table);
    let mut found = Changes { below: lower.iter().map(|layer| layer.name.clone()).collect(), ..Changes::default() };
    if lower.is_empty() && !sets.is_empty() {
        found.below.push(own.name.clone());
    }
    let mut paths: Vec<(String, bool)> = Vec::new();
    walk(&own.table, "", &mut |path| paths.push((path, false)));
    for layer in sets {
        walk(&layer.table, "", &mut |path| paths.push((path, true)));
    }
    for (path, is_set) in paths {
        let was = below.get_path(&path).or_else(|| if is_set { file.get_path(&path) } else { None });
        let (Some(was), Some(now)) = (was, loaded.tree.get_path(&path)) else { continue };
        let is_known = found.all.iter().any(|one: &Change| one.path == path);
        if is_known || !is_number(&was.value) || bare(&was.value) == bare(&now.value) {
            continue;
        }
        found.all.push(Change {
            path,
            was: written_value(&was.value),
            now: written_value(&now.value),
            is_set,
            is_narrower_without_source: is_narrower(was, now),
            effect: None,
            looks: None,
        });
    }
    found
}

/// What rows say of an organisation.
type Judge<'a> = dyn Fn(&Opened, &Arm, Vec<Row>) -> Result<Findings, Trouble> + 'a;

/// Tries the changes: all put back in as many replications as the plan had, and each alone in a few.
pub(super) fn judge(
    ask: &Ask,
    opened: &Opened,
    rows: &[Row],
    value: usize,
    runner: &mut Runner<'_>,
    findings: &Judge<'_>,
) -> Result<Option<Changes>, Trouble> {
    let mut found = changed(&opened.loaded);
    if found.all.is_empty() {
        return Ok(None);
    }
    let set = |change: &Change| format!("{}={}", change.path, change.was);
    match ask.spec.with(found.all.iter().map(set)).open() {
        Ok(there) => {
            let arm = Arm::new("put back", "", &there, &wants(ask, &there)).map_err(Trouble::Usage)?;
            let rows = runner.together("every changed number put back", &[&arm], 0, ask.futures)?.remove(0);
            if runner.control.is_stopped() {
                return Ok(Some(found));
            }
            found.put_back = Some(findings(&there, &arm, rows)?.targets);
        }
        Err(refused) => {
            let why = refused.0.iter().next().map_or(String::new(), |problem| problem.message.clone());
            found.left_out.push(format!("all together: {why}"));
        }
    }
    if found.all.len() > ALONE {
        return Ok(Some(found));
    }
    let few = Wants { standard: false, measures: Vec::new(), widen: ask.widen };
    let mut arms = Vec::new();
    for (place, change) in found.all.iter().enumerate() {
        match ask.spec.with([set(change)]).open() {
            Ok(there) => arms.push((place, Arm::new(&change.path, "", &there, &few).map_err(Trouble::Usage)?)),
            Err(refused) => {
                let why = refused.0.iter().next().map_or(String::new(), |problem| problem.message.clone());
                found.left_out.push(format!("{}: {why}", change.path));
            }
        }
    }
    let count = ask.follow_up.min(rows.len() as u64);
    let done = runner.together(
        "changed numbers, one at a time",
        &arms.iter().map(|(_, arm)| arm).collect::<Vec<_>>(),
        0,
        count,
    )?;
    if runner.control.is_stopped() {
        return Ok(Some(found));
    }
    found.replications = count;
    let is_lower_better = matches!(opened.scenario.targets[0].bound, Bound::AtMost(_));
    for ((place, arm), there) in arms.iter().zip(&done) {
        let at = arm.study.layout().value_at(0);
        let differences = rows.iter().zip(there).map(|(row, there)| row.values[value] - there.values[at]);
        let moments: Moments = differences.collect();
        let (low, high) = moments.mean_interval(0.95);
        let looks = match (low > 0.0, high < 0.0) {
            (false, false) => Looks::Unclear,
            (rises, _) if rises != is_lower_better => Looks::Better,
            _ => Looks::Worse,
        };
        let change = &mut found.all[*place];
        (change.effect, change.looks) = (Some([moments.mean(), low, high]), Some(looks));
    }
    let count = |looks: Looks| found.all.iter().filter(|change| change.looks == Some(looks)).count();
    (found.better, found.worse, found.unclear) = (count(Looks::Better), count(Looks::Worse), count(Looks::Unclear));
    Ok(Some(found))
}

/// Tells every path of a number.
fn walk(table: &Table, path: &str, told: &mut dyn FnMut(String)) {
    for entry in table.iter() {
        let is_outside =
            path.is_empty() && (NO_NUMBERS.contains(&entry.name.as_str()) || entry.node.as_table().is_none());
        if is_outside || ORIGIN.contains(&entry.name.as_str()) {
            continue;
        }
        let here = join_path(path, &entry.name);
        match &entry.node.value {
            value if is_number(value) => told(here),
            Value::Table(inner) => walk(inner, &here, told),
            _ => {}
        }
    }
}

fn is_number(value: &Value) -> bool {
    match value {
        Value::Integer(_) | Value::Float(_) | Value::Date(_) => true,
        Value::Table(table) => table.is_value_table(),
        _ => false,
    }
}

/// A value in words, without where it comes from: the same for the same number.
fn bare(value: &Value) -> String {
    match value {
        Value::Integer(whole) => format!("{:?}", *whole as f64),
        Value::Table(table) => {
            let mut inside: Vec<String> = (table.iter())
                .filter(|entry| !ORIGIN.contains(&entry.name.as_str()))
                .map(|entry| format!("{} = {}", entry.name, bare(&entry.node.value)))
                .collect();
            if let [only] = inside.as_slice()
                && let Some(value) = only.strip_prefix("value = ")
            {
                return value.to_owned();
            }
            inside.sort();
            format!("{{ {} }}", inside.join(", "))
        }
        Value::Array(all) => all.iter().map(|node| bare(&node.value)).collect::<Vec<_>>().join(", "),
        other => written_value(other),
    }
}

/// A range within a wider one, and nobody says why.
fn is_narrower(was: &Node, now: &Node) -> bool {
    let width = |node: &Node| {
        let table = node.as_table()?;
        Some(table.get("high")?.as_number()? - table.get("low")?.as_number()?)
    };
    let has_source = now.as_table().is_some_and(|table| table.contains("source"));
    // A point in place of a range is the narrowest one.
    let now = if now.as_number().is_some() || now.as_table().is_some_and(|table| table.contains("value")) {
        Some(0.0)
    } else {
        width(now)
    };
    !has_source && width(was).zip(now).is_some_and(|(was, now)| now < was)
}
