//! From the tree to a checked [`Scenario`]: every key is asked for once, every mistake is collected.
//!
//! Names are gathered first, so that a stage may name a pool written below it. The settings are read once for the start
//! and once more for every change, from the tree with the changes so far laid over it.

mod people;
mod procedure;
mod promises;
mod time;
mod work;

use std::sync::Arc;

use super::{
    load::Loaded,
    reader::{Key, Reader, Section},
    tree::{Node, Table, Value, merge},
};
use crate::{
    calendar::Calendar,
    model::scenario::{About, Era, Scenario},
    problem::{Place, Problem, Problems, nearest},
    time::SimTime,
};

/// All names of the scenario, by kind, in the order written.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    pub classes: Vec<String>,
    pub streams: Vec<String>,
    pub stages: Vec<String>,
    pub pools: Vec<String>,
    pub cohorts: Vec<String>,
}

impl Lexicon {
    fn new(tree: &Table) -> Self {
        let mut lexicon = Lexicon {
            classes: names(tree, "class"),
            streams: names(tree, "stream"),
            stages: names(tree, "stage"),
            pools: names(tree, "pool"),
            cohorts: names(tree, "cohort"),
        };
        if lexicon.classes.is_empty() {
            lexicon.classes.push("all".to_owned());
        }
        // A cohort makes its own pool where none is written.
        for cohort in &lexicon.cohorts {
            let pool = cohort_pool(tree, cohort);
            if !lexicon.pools.contains(&pool) {
                lexicon.pools.push(pool);
            }
        }
        lexicon
    }
}

/// The pool that a cohort joins: by default one of its own name.
fn cohort_pool(tree: &Table, cohort: &str) -> String {
    let said = tree.get("cohort").and_then(Node::as_table).and_then(|all| all.get(cohort)).and_then(Node::as_table);
    said.and_then(|table| table.get("pool")).and_then(Node::as_text).unwrap_or(cohort).to_owned()
}

fn names(tree: &Table, kind: &str) -> Vec<String> {
    tree.get(kind)
        .and_then(Node::as_table)
        .map(|table| table.iter().map(|entry| entry.name.clone()).collect())
        .unwrap_or_default()
}

/// Looks a name up; an unknown one is a problem with the nearest right word.
pub(super) fn look_up(section: &Section<'_>, kind: &str, among: &[String], name: &str, place: Place) -> Option<usize> {
    if let Some(index) = among.iter().position(|one| one == name) {
        return Some(index);
    }
    let mut problem = Problem::error("E401", format!("there is no {kind} `{name}`")).at(place);
    if let Some(near) = nearest(name, among.iter().map(String::as_str)) {
        problem = problem.label(format!("did you mean `{near}`?"));
    }
    let known = if among.is_empty() { "none".to_owned() } else { among.join(", ") };
    section.push(problem.help(format!("{kind}s in this scenario: {known}")));
    None
}

/// A list of names of one kind.
pub(super) fn look_up_all(section: &Section<'_>, key: &Key, kind: &str, among: &[String]) -> Option<Vec<usize>> {
    let names = section.placed_texts(key)?;
    Some(names.into_iter().filter_map(|(name, place)| look_up(section, kind, among, &name, place)).collect())
}

/// What a scenario is read from beside its tree.
pub(super) struct Desk<'a> {
    pub loaded: &'a Loaded,
    pub lexicon: Lexicon,
    pub calendar: Arc<Calendar>,
    /// The tree at the start.
    pub tree: &'a Table,
    /// Office hours in a full week.
    pub week_hours: f64,
}

impl Desk<'_> {
    /// Whether a cohort's pool is its own: nobody else is in it, so that the pool's keys may stand at the cohort.
    pub(super) fn owns_pool(&self, cohort: &str) -> bool {
        let pool = cohort_pool(self.tree, cohort);
        let others = self.lexicon.cohorts.iter().any(|other| other != cohort && cohort_pool(self.tree, other) == pool);
        let written = self.tree.get("pool").and_then(Node::as_table).and_then(|pools| pools.get(&pool));
        let has_heads = written.and_then(Node::as_table).is_some_and(|table| table.contains("headcount"));
        !others && !has_heads
    }
}

/// Reads a loaded tree.
///
/// # Errors
/// All problems, with their places; warnings among them.
pub fn read(loaded: &Loaded) -> Result<(Scenario, Problems), Problems> {
    read_tree(loaded, &loaded.tree)
}

/// Reads another tree made of the same texts: a plan laid over it, or the plan `nothing`.
///
/// # Errors
/// As [`read`].
pub fn read_tree(loaded: &Loaded, tree: &Table) -> Result<(Scenario, Problems), Problems> {
    let reader = Reader::new();
    let scenario = read_root(loaded, tree, &reader);
    let (mut problems, _) = reader.into_parts();
    problems.extend(loaded.warnings.clone());
    problems.tidy();
    match scenario {
        Some(scenario) if !problems.has_errors() => Ok((scenario, problems)),
        _ => Err(problems),
    }
}

fn read_root(loaded: &Loaded, tree: &Table, reader: &Reader) -> Option<Scenario> {
    let root = reader.root(tree);
    let name =
        root.text(&Key::new("name").help("shown on top of every answer")).unwrap_or_else(|| "unnamed".to_owned());
    let about = read_about(&root);
    let not_included = read_not_included(&root);
    let clock = time::read_clock(&root);
    let rolls_terms = root
        .boolean(
            &Key::new("roll_terms").default("true").help("a term that ends on a free day ends on the next working day"),
        )
        .unwrap_or(true);
    root.text(&Key::new("baseline").help("a file to compare with, instead of the plan `nothing`"));
    root.later(
        &["trigger", "future", "study", "money", "resource", "shock", "preset", "expect-before", "correlation"],
        "",
    );
    let lexicon = Lexicon::new(tree);
    for (kind, among) in [("stream", &lexicon.streams), ("stage", &lexicon.stages)] {
        if among.is_empty() {
            let message = format!("there is no {kind}: nothing would happen");
            root.push(Problem::error("E202", message).help(format!("write [{kind}.some-name] and its keys below it")));
        }
    }
    let Some(clock) = clock else {
        // Names and numbers are still checked on some calendar.
        return None;
    };
    let desk = Desk { loaded, lexicon, calendar: Arc::clone(&clock.calendar), tree, week_hours: clock.week_hours };
    let classes = work::read_classes(&desk, &root);
    let streams = work::read_streams(&desk, &root);
    let cohorts = people::read_cohorts(&desk, &root);
    let targets = promises::read_targets(&desk, &root);
    let expectations = promises::read_expectations(&desk, &root);
    let plans = root.tables("plan").into_iter().map(|(plan, _)| plan).collect();
    let mut eras = vec![Era { at: SimTime(0), ..read_settings(&desk, &root, tree)? }];
    for change in read_changes(&desk, &root) {
        let mut laid = tree.clone();
        // The changes so far lie below.
        for earlier in &change.under {
            merge(&mut laid, earlier);
        }
        merge(&mut laid, &change.overlay);
        let era_root = reader.root(&laid);
        let settings = read_settings(&desk, &era_root, &laid)?;
        eras.push(Era { name: change.says, at: change.at, ..settings });
    }
    root.finish();
    Some(Scenario {
        name,
        about,
        not_included,
        calendar: clock.calendar,
        warm_up: clock.warm_up,
        week_hours: clock.week_hours,
        rolls_terms,
        period: clock.period,
        classes,
        streams,
        targets,
        expectations,
        eras,
        cohorts,
        plans,
    })
}

/// Stages, pools, supervision and quality as they stand in a tree.
fn read_settings(desk: &Desk<'_>, root: &Section<'_>, tree: &Table) -> Option<Era> {
    let pools = people::read_pools(desk, root, tree);
    let stages = procedure::read_stages(desk, root);
    let supervision = procedure::read_supervision(desk, root);
    let quality = procedure::read_quality(root);
    Some(Era { name: String::new(), at: SimTime(0), stages: stages?, pools: pools?, supervision, quality })
}

struct Change {
    says: String,
    at: SimTime,
    overlay: Table,
    under: Vec<Table>,
}

/// The changes in the order of their moments, each with those before it.
fn read_changes(desk: &Desk<'_>, root: &Section<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (name, section) in root.tables("change") {
        let says = section.text(&Key::new("says").help("shown instead of the name")).unwrap_or(name);
        let at = time::read_moment(desk, &section, "at", time::Edge::Opening);
        let overlay = section.overlay();
        check_levers(&section, &overlay);
        section.finish();
        if let Some(at) = at {
            changes.push(Change { says, at, overlay, under: Vec::new() });
        }
    }
    changes.sort_by_key(|change| change.at);
    for index in 1..changes.len() {
        let mut under = changes[index - 1].under.clone();
        under.push(changes[index - 1].overlay.clone());
        changes[index].under = under;
    }
    changes
}

/// What a change may touch; the rest is fixed at the start.
const LEVERS: [(&str, &[&str]); 4] = [
    (
        "pool",
        &[
            "headcount",
            "case_share",
            "reserved_for",
            "order",
            "serves",
            "work",
            "senior_after_months",
            "leaving_per_year",
            "leaving_per_year_of",
        ],
    ),
    (
        "stage",
        &[
            "effort_hours",
            "delay_days",
            "then",
            "then_of",
            "by",
            "growth",
            "delay_after_days",
            "handover_hours",
            "interruptible",
        ],
    ),
    ("supervision", &[]),
    ("quality", &[]),
];

fn check_levers(section: &Section<'_>, overlay: &Table) {
    for entry in overlay.iter() {
        let Some((_, allowed)) = LEVERS.iter().find(|(kind, _)| *kind == entry.name) else {
            let help = "a change may touch pool, stage, supervision and quality; a different start is a plan: [plan.some-name]";
            let message = format!("`{}` cannot change on the way", entry.name);
            section.push(Problem::error("E402", message).at(entry.key_place).help(help));
            continue;
        };
        let Value::Table(named) = &entry.node.value else { continue };
        if allowed.is_empty() {
            continue;
        }
        for one in named.iter() {
            let Some(keys) = one.node.as_table() else { continue };
            for key in keys.iter().filter(|key| !allowed.contains(&key.name.as_str())) {
                let message = format!("`{}.{}.{}` cannot change on the way", entry.name, one.name, key.name);
                let help = format!("of a {} these may change: {}", entry.name, allowed.join(", "));
                section.push(Problem::error("E402", message).at(key.key_place).help(help));
            }
        }
    }
}

fn read_about(root: &Section<'_>) -> About {
    let Some(section) = root.table("about") else { return About::default() };
    let text = |key: Key| section.text(&key).unwrap_or_default();
    let about = About {
        asked_by: text(Key::new("asked_by").help("the client")),
        filled_by: text(Key::new("filled_by").help("who gave the numbers")),
        checked_by: text(Key::new("checked_by").help("who owns and checked them; empty: not yet checked")),
        figures_of: section.date(&Key::new("figures_of").help("the date that the figures are of")),
    };
    section.finish();
    about
}

fn read_not_included(root: &Section<'_>) -> Vec<(String, String)> {
    let Some(section) = root.table("not-included") else { return Vec::new() };
    let overlay = section.overlay();
    let mut sentences = Vec::new();
    for entry in overlay.iter() {
        match entry.node.as_text() {
            Some(sentence) => sentences.push((entry.name.clone(), sentence.to_owned())),
            None => section.push(
                Problem::error("E203", format!("`not-included.{}` is a sentence in quotes", entry.name))
                    .at(entry.node.place),
            ),
        }
    }
    section.finish();
    sentences
}
