//! From the tree to a checked [`Scenario`]: every key is asked for once, every mistake is collected.
//!
//! Names are gathered first, so that a stage may name a pool written below it. The settings are read once for the start
//! and once more for every change, from the tree with the changes so far laid over it.

mod absence;
mod before;
mod correlations;
mod figures;
mod inflow;
mod learning;
mod money;
mod people;
mod places;
mod procedure;
mod promises;
mod quality;
mod study;
mod terms;
mod time;
mod triggers;
mod varies;
mod work;

use std::{collections::BTreeMap, sync::Arc};

use super::{
    load::Loaded,
    reader::{Declaration, Key, OVERLAY, Reader, Section},
    spelling::IF_UNKNOWN,
    tree::{Node, Table, Value, merge},
};
use crate::{
    calendar::Calendar,
    model::scenario::{About, Era, Scenario},
    problem::{Place, Problem, Problems, Severity, Texts, nearest},
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
    pub resources: Vec<String>,
    pub penalties: Vec<String>,
    pub sites: Vec<String>,
}

impl Lexicon {
    fn new(tree: &Table) -> Self {
        let mut lexicon = Lexicon {
            classes: names(tree, "class"),
            streams: names(tree, "stream"),
            stages: names(tree, "stage"),
            pools: names(tree, "pool"),
            cohorts: names(tree, "cohort"),
            resources: names(tree, "resource"),
            penalties: names(tree, "penalty"),
            sites: names(tree, "site"),
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
    let kinds = if kind.ends_with('s') { format!("{kind}es") } else { format!("{kind}s") };
    section.push(problem.help(format!("{kinds} in this scenario: {known}")));
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
    pub warm_up: SimTime,
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
    let (scenario, mut problems) = read_alone(loaded, tree);
    problems.extend(loaded.warnings.clone());
    // Also what no one asked to run must be right: a plan with a slip would be found out when it is needed.
    let plans = tree.get("plan").and_then(Node::as_table).cloned().unwrap_or_default();
    for name in plans.iter().filter(|entry| entry.node.as_table().is_some()).map(|entry| entry.name.clone()) {
        match super::plans::with_plan(loaded, &name) {
            Ok(planned) => {
                let more = read_alone(loaded, &planned).1;
                problems.extend(more.into_iter().filter(|one| one.severity == Severity::Error).collect());
            }
            Err(more) => problems.extend(more),
        }
    }
    let futures = tree.get("future").and_then(Node::as_table).cloned().unwrap_or_default();
    for name in futures.iter().filter(|entry| entry.node.as_table().is_some()).map(|entry| entry.name.clone()) {
        match super::plans::with_future(loaded, &loaded.tree, &name) {
            Ok(other) => {
                let more = read_alone(loaded, &other).1;
                problems.extend(more.into_iter().filter(|one| one.severity == Severity::Error).collect());
            }
            Err(more) => problems.extend(more),
        }
    }
    problems.tidy();
    match scenario {
        Some(scenario) if !problems.has_errors() => Ok((scenario, problems)),
        _ => Err(problems),
    }
}

/// Every key that reading this tree asks for; what is wrong in it does not matter.
pub fn declarations(tree: &Table) -> Vec<Declaration> {
    let loaded = Loaded {
        tree: tree.clone(),
        texts: Texts::new(),
        layers: Vec::new(),
        csv: BTreeMap::new(),
        warnings: Problems::new(),
    };
    let reader = Reader::new();
    read_root(&loaded, tree, &reader);
    reader.into_parts().1
}

/// The parts of a scenario that may change on the way, each with its keys that may; none: all of them.
pub fn levers() -> &'static [(&'static str, &'static [&'static str])] {
    &LEVERS
}

/// A tree without its plans.
fn read_alone(loaded: &Loaded, tree: &Table) -> (Option<Scenario>, Problems) {
    let reader = Reader::new();
    let scenario = read_root(loaded, tree, &reader);
    let mut problems = reader.into_parts().0;
    if scenario.is_none() && !problems.has_errors() {
        // A scenario is never refused without a word.
        problems.push(Problem::error("E472", "the scenario does not stand by itself").help("please report this file"));
    }
    (scenario, problems)
}

fn read_root(loaded: &Loaded, tree: &Table, reader: &Reader) -> Option<Scenario> {
    let root = reader.root(tree);
    let name =
        root.text(&Key::new("name").help("shown on top of every answer")).unwrap_or_else(|| "unnamed".to_owned());
    let about = read_about(&root);
    let not_included = read_not_included(&root);
    let track_record = read_track_record(&root);
    let clock = time::read_clock(&root);
    let rolls_terms = root
        .boolean(
            &Key::new("roll_terms").default("true").help("a term that ends on a free day ends on the next working day"),
        )
        .unwrap_or(true);
    root.text(&Key::new("baseline").help("a file to compare with, instead of the plan `nothing`"));
    root.later(&["preset"], "");
    let lexicon = Lexicon::new(tree);
    for (kind, among) in [("stream", &lexicon.streams), ("stage", &lexicon.stages)] {
        // What stands there and is no table is a problem of its own.
        let is_absent = tree.get(kind).is_none_or(|node| node.as_table().is_some());
        if among.is_empty() && is_absent {
            let message = format!("there is no {kind}: nothing would happen");
            let problem = Problem::error("E202", message).at(root.place());
            root.push(problem.help(format!("write [{kind}.some-name] and its keys below it")));
        }
    }
    let clock = clock?;
    let desk = Desk {
        loaded,
        lexicon,
        calendar: Arc::clone(&clock.calendar),
        tree,
        week_hours: clock.week_hours,
        warm_up: clock.warm_up,
    };
    let classes = work::read_classes(&desk, &root);
    let sites = places::read_sites(&root);
    let streams = work::read_streams(&desk, &root);
    let shocks = varies::read_shocks(&desk, &root, &streams);
    let term_changes = terms::read_term_changes(&desk, &root, &streams);
    let cohorts = people::read_cohorts(&desk, &root);
    let penalties = money::read_penalties(&desk, &root, &streams);
    let prices = money::read_money(&root);
    let reception = money::read_reception(&desk, &root, prices.as_ref());
    read_if_unknown(&root);
    let targets = promises::read_targets(&desk, &root);
    let expectations = promises::read_expectations(&desk, &root);
    let before = before::read_before(&desk, &root);
    let plans = read_plans(&root, "plan");
    let futures = read_plans(&root, "future");
    let study = study::read_study(&root, &plans, &futures);
    let triggers = triggers::read_triggers(&desk, &root);
    let first = read_settings(&desk, &root, tree);
    let mut eras: Vec<Option<Era>> = vec![first.map(|era| Era { at: SimTime(0), ..era })];
    let mut triggered = read_triggered(&desk, reader, &triggers, tree, SimTime(0));
    for change in read_changes(&desk, &root) {
        let mut laid = tree.clone();
        // The changes so far lie below.
        for earlier in &change.under {
            merge(&mut laid, earlier);
        }
        merge(&mut laid, &change.overlay);
        let era_root = reader.root(&laid);
        let settings = read_settings(&desk, &era_root, &laid);
        let written = format!("change.{}", change.name);
        eras.push(settings.map(|era| Era { name: change.says, written, at: change.at, ..era }));
        triggered.extend(read_triggered(&desk, reader, &triggers, &laid, change.at));
    }
    let eras: Option<Vec<Era>> = eras.into_iter().collect();
    let triggered: Option<Vec<Era>> = triggered.into_iter().collect();
    if let (Some(eras), Some(triggered)) = (&eras, &triggered)
        && !reader.has_errors()
    {
        let every: Vec<Era> = eras.iter().chain(triggered).cloned().collect();
        procedure::check_hands(&root, &classes, &streams, &every);
        quality::check_courts(&root, &streams, &every);
        quality::check_information(&root, &every);
        terms::check_openings(&root, &streams, eras[0].quality.decisions.is_some());
    }
    let correlations = correlations::read_correlations(&root);
    root.finish();
    let eras = eras.filter(|_| clock.works)?;
    Some(Scenario {
        name,
        about,
        not_included,
        track_record,
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
        triggers: triggers.into_iter().map(|read| read.trigger).collect(),
        triggered: triggered?,
        before,
        correlations,
        cohorts,
        penalties,
        shocks,
        term_changes,
        sites,
        reception,
        money: prices,
        plans,
        futures,
        study,
    })
}

/// The settings of a tree with every set of overlays of triggers, in the order of [`Scenario::triggered`].
fn read_triggered(
    desk: &Desk<'_>,
    reader: &Reader,
    triggers: &[triggers::Read],
    tree: &Table,
    at: SimTime,
) -> Vec<Option<Era>> {
    let overlays: Vec<&triggers::Read> = triggers.iter().filter(|read| read.trigger.overlay.is_some()).collect();
    (1..1usize << overlays.len())
        .map(|set| {
            let mut laid = tree.clone();
            let mut written = String::new();
            for (_, read) in overlays.iter().enumerate().filter(|(bit, _)| set & (1 << bit) != 0) {
                merge(&mut laid, &read.overlay);
                written = format!("trigger.{}.then", read.trigger.name);
            }
            let root = reader.root(&laid);
            read_settings(desk, &root, &laid).map(|era| Era { written, at, ..era })
        })
        .collect()
}

/// Stages, pools, supervision and quality as they stand in a tree.
fn read_settings(desk: &Desk<'_>, root: &Section<'_>, tree: &Table) -> Option<Era> {
    let pools = people::read_pools(desk, root, tree);
    let stages = procedure::read_stages(desk, root);
    let supervision = procedure::read_supervision(desk, root);
    let quality = quality::read_quality(desk, root, stages.as_deref().unwrap_or_default());
    let resources = places::read_resources(root);
    Some(Era {
        name: String::new(),
        written: String::new(),
        at: SimTime(0),
        stages: stages?,
        pools: pools?,
        supervision,
        quality,
        resources,
    })
}

/// The names of the plans or futures; what stands in them is checked where each is laid over the scenario.
fn read_plans(root: &Section<'_>, kind: &str) -> Vec<String> {
    let mut plans = Vec::new();
    for (name, section) in root.tables(kind) {
        let says_only = section.table_node().iter().all(|entry| entry.name == "says");
        if name == "nothing" && kind == "plan" && !says_only {
            let message = "`nothing` is the plan without what this file adds: it is made, not written";
            root.push(Problem::error("E474", message).at(section.place()).help("give the plan another name"));
        }
        // Read where the plan is laid over the file.
        section.declares(&Key::new("says").help("shown to people instead of the name"), "text");
        section.declares(&Key::new("like").help("plans that lie below this one"), "list of texts");
        section.overlay();
        plans.push(name);
    }
    plans
}

struct Change {
    name: String,
    says: String,
    at: SimTime,
    overlay: Table,
    under: Vec<Table>,
}

/// The changes in the order of their moments, each with those before it.
fn read_changes(desk: &Desk<'_>, root: &Section<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (name, section) in root.tables("change") {
        let says = section.text(&Key::new("says").help("shown instead of the name")).unwrap_or_else(|| name.clone());
        let at = time::read_moment(desk, &section, "at", time::Edge::Opening);
        if !section.has("at") && !section.has("at_hours") {
            let problem = Problem::error("E202", format!("`{}.at` is missing", section.path())).at(section.place());
            section.push(problem.help("from when? at = 2027-06-01"));
        }
        section.boolean(
            &Key::new("in_our_hands")
                .default("true")
                .help("false: it happens whatever we decide (a lockdown, a law), and stays in the plan `nothing`"),
        );
        let mut overlay = section.overlay();
        check_levers(desk, &section, &mut overlay);
        section.finish();
        // Without a moment nothing runs, but what it changes is checked in the same go.
        changes.push(Change { name, says, at: at.unwrap_or(SimTime(0)), overlay, under: Vec::new() });
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
const LEVERS: [(&str, &[&str]); 5] = [
    (
        "pool",
        &[
            "headcount",
            "buffer_fte",
            "caseload_at_most",
            "case_share",
            "reserved_for",
            "order",
            "serves",
            "work",
            "senior_after_months",
            "absence",
            "overtime_hours_per_week",
            "overtime_leaving",
            "overtime_absence",
            "pressure",
            "pressure_pace",
            "pressure_error",
            "pressure_leaving",
            "pressure_absence",
            "replace_leavers",
            "leaving_first_year_factor",
            "other_work",
            "leaving_per_year",
            "leaving_per_year_of",
            "leaving_per_month_hazard",
            "leaving_per_month_hazard_of",
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
            "slot",
            "read_in_hours",
            "read_in_share",
            "read_in_error",
            "site_handover_hours",
            "transfer_days",
            "withdrawal",
            "fidelity",
            "wip_max",
            "queue_capacity",
            "when_full",
            "board",
        ],
    ),
    ("resource", &["capacity"]),
    ("supervision", &[]),
    ("quality", &[]),
];

/// Refuses what cannot change, and takes it out of the overlay, so that nothing follows from it.
fn check_levers(desk: &Desk<'_>, section: &Section<'_>, overlay: &mut Table) {
    let mut kept = Table::new();
    for entry in overlay.iter() {
        let Some((kind, allowed)) = LEVERS.iter().find(|(kind, _)| *kind == entry.name) else {
            let mut problem = Problem::error("E402", format!("`{}` cannot change on the way", entry.name));
            let kinds = LEVERS.iter().map(|(kind, _)| *kind).chain(["at", "at_hours", "says", "in_our_hands"]);
            if let Some(near) = nearest(&entry.name, kinds) {
                problem = Problem::error("E201", format!("`{}` is not a key of [{}]", entry.name, section.path()))
                    .label(format!("did you mean `{near}`?"));
            }
            let help = "a change may touch pool, stage, resource, supervision and quality; a different start is a plan: [plan.some-name]";
            section.push(problem.at(entry.key_place).help(help));
            continue;
        };
        let Value::Table(named) = &entry.node.value else {
            let message = format!("`{}.{kind}` is a table, not {}", section.path(), entry.node.value.kind());
            let help = format!("write {kind}.some-key = … below [{}]", section.path());
            section.push(Problem::error("E203", message).at(entry.node.place).help(help));
            continue;
        };
        let mut named = named.clone();
        if !allowed.is_empty() {
            let among = match *kind {
                "pool" => &desk.lexicon.pools,
                "resource" => &desk.lexicon.resources,
                _ => &desk.lexicon.stages,
            };
            named = check_lever(section, kind, among, allowed, &named);
        }
        kept.insert(entry.name.clone(), entry.key_place, Node { value: Value::Table(named), ..entry.node.clone() });
    }
    *overlay = kept;
}

/// What a change may touch of the pools or stages that it names.
fn check_lever(section: &Section<'_>, kind: &str, among: &[String], allowed: &[&str], named: &Table) -> Table {
    let mut kept = Table::new();
    for one in named.iter() {
        if look_up(section, kind, among, &one.name, one.key_place).is_none() {
            continue;
        }
        let Some(keys) = one.node.as_table() else {
            let message = format!("`{}.{kind}.{}` is a table, not {}", section.path(), one.name, one.node.value.kind());
            let help = format!("of a {kind} these may change: {}", allowed.join(", "));
            section.push(Problem::error("E203", message).at(one.node.place).help(help));
            continue;
        };
        let mut good = Table::new();
        for key in keys.iter() {
            if allowed.contains(&key.name.as_str()) {
                good.insert(key.name.clone(), key.key_place, key.node.clone());
                continue;
            }
            let message = format!("`{kind}.{}.{}` cannot change on the way", one.name, key.name);
            let mut problem = Problem::error("E402", message).at(key.key_place);
            if let Some(near) = nearest(&key.name, allowed.iter().copied()) {
                problem = problem.label(format!("did you mean `{near}`?"));
            }
            let help = format!("of a {kind} these may change: {}", allowed.join(", "));
            section.push(problem.help(help));
        }
        kept.insert(one.name.clone(), one.key_place, Node { value: Value::Table(good), ..one.node.clone() });
    }
    kept
}

/// Ranges that the loader takes where a file above says "unknown"; they are checked where they are used.
fn read_if_unknown(root: &Section<'_>) {
    if let Some(section) = root.table(IF_UNKNOWN) {
        section.entries(
            OVERLAY,
            "ranges for the same keys as outside this table, used only where a file above says \"unknown\"",
        );
        section.finish();
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
    read_sentences(root, "not-included", "what is not in the calculation, printed word for word with every answer")
}

/// What a file has reproduced of what really happened, figures with their command: it goes along with whatever extends it.
fn read_track_record(root: &Section<'_>) -> Vec<(String, String)> {
    read_sentences(
        root,
        "track-record",
        "what the file reproduced of what really happened, and the command that shows it",
    )
}

/// A table of sentences, each under a name of its own.
fn read_sentences(root: &Section<'_>, kind: &str, meaning: &'static str) -> Vec<(String, String)> {
    let Some(section) = root.table(kind) else { return Vec::new() };
    let overlay = section.entries("text", meaning);
    let example = meaning.split(',').next().unwrap_or(meaning);
    let mut sentences = Vec::new();
    for entry in overlay.iter() {
        match entry.node.as_text() {
            Some(sentence) => sentences.push((entry.name.clone(), sentence.to_owned())),
            None => section.push(
                Problem::error("E203", format!("`{kind}.{}` is a sentence in quotes", entry.name))
                    .at(entry.node.place)
                    .help(format!("write {} = \"{example}\"", entry.name)),
            ),
        }
    }
    section.finish();
    sentences
}
