//! Other trees from the same texts: a plan laid over the file, and the plan `nothing` (RULES 16).

use super::{
    load::Loaded,
    tree::{Node, Table, Value, merge},
};
use crate::problem::{Place, Problem, Problems, nearest};

/// Parts of a file by which a plan acts on the organisation.
const LEVERS: [&str; 4] = ["pool", "supervision", "change", "trigger"];

/// The same of quality: how often people err and what courts do is so with the plan and without.
const QUALITY_LEVERS: [&str; 3] = ["who_signs", "information", "measured"];

/// The tree with a plan of the file laid over it, with those that it is `like` below.
///
/// # Errors
/// When there is no such plan, or plans are like each other in a circle.
pub fn with_plan(loaded: &Loaded, name: &str) -> Result<Table, Problems> {
    let mut tree = loaded.tree.clone();
    lay_overlay(loaded, "plan", name, None, &mut tree, &mut Vec::new())?;
    Ok(tree)
}

/// The tree with a future of the file laid over it: what is not in our hands, where a plan is what is.
///
/// # Errors
/// As [`with_plan`].
pub fn with_future(loaded: &Loaded, tree: &Table, name: &str) -> Result<Table, Problems> {
    let mut tree = tree.clone();
    lay_overlay(loaded, "future", name, None, &mut tree, &mut Vec::new())?;
    Ok(tree)
}

/// Lays a named overlay of a kind, `plan` or `future`, over a tree.
fn lay_overlay(
    loaded: &Loaded,
    kind: &str,
    name: &str,
    asked: Option<Place>,
    tree: &mut Table,
    under_way: &mut Vec<String>,
) -> Result<(), Problems> {
    let plans = loaded.tree.get(kind).and_then(Node::as_table).cloned().unwrap_or_default();
    let Some(entry) = plans.entry(name) else {
        let known: Vec<&str> = plans.iter().map(|entry| entry.name.as_str()).collect();
        let mut problem = Problem::error("E470", format!("the file has no {kind} `{name}`"));
        if let Some(place) = asked {
            problem = problem.at(place);
        }
        if let Some(near) = nearest(name, known.iter().copied()) {
            problem = problem.help(format!("did you mean `{near}`?"));
        } else if known.is_empty() {
            problem = problem.help(format!("write [{kind}.{name}] and below it what differs"));
        } else {
            problem = problem.help(match kind {
                "plan" => format!("plans in this file: nothing, {}", known.join(", ")),
                _ => format!("{kind}s in this file: {}", known.join(", ")),
            });
        }
        return Err(problem.into());
    };
    if under_way.iter().any(|one| one == name) {
        // The same words wherever in the circle it was entered.
        let from = under_way.iter().position(|one| one == name).unwrap_or(0);
        let mut circle = under_way[from..].to_vec();
        let first = circle.iter().enumerate().min_by_key(|(_, one)| (*one).clone()).map_or(0, |(at, _)| at);
        circle.rotate_left(first);
        let message = format!("{kind}s are like each other in a circle: {} → {}", circle.join(" → "), circle[0]);
        let at = plans.entry(&circle[0]).map_or(entry.key_place, |entry| entry.key_place);
        let help = "one of them must say all that differs itself, without `like`";
        return Err(Problem::error("E471", message).at(at).help(help).into());
    }
    under_way.push(name.to_owned());
    let Some(table) = entry.node.as_table() else {
        let help = format!("write [{kind}.{name}] on a line of its own, and what differs below it");
        let problem = Problem::error("E203", format!("`{kind}.{name}` is a table")).at(entry.node.place);
        return Err(problem.help(help).into());
    };
    let mut overlay = table.clone();
    let mut problems = Problems::new();
    if let Some(says) = overlay.remove("says")
        && says.node.as_text().is_none()
    {
        let message = format!("`{kind}.{name}.says` wants text, not {}", says.node.value.kind());
        problems.push(Problem::error("E203", message).at(says.node.place).help("put it in quotes"));
    }
    if let Some(like) = overlay.remove("like") {
        let nodes = match &like.node.value {
            Value::Array(all) => all.as_slice(),
            _ => std::slice::from_ref(&like.node),
        };
        let depth = under_way.len();
        for node in nodes {
            let Some(one) = node.as_text() else {
                let message = format!("`{kind}.{name}.like` is the name of a {kind}, not {}", node.value.kind());
                let help = "write like = \"other-plan\", or a list of names";
                problems.push(Problem::error("E203", message).at(node.place).help(help));
                continue;
            };
            if let Err(more) = lay_overlay(loaded, kind, one, Some(node.place), tree, under_way) {
                problems.extend(more);
                under_way.truncate(depth);
            }
        }
    }
    if problems.has_errors() {
        return Err(problems);
    }
    merge(tree, &overlay);
    under_way.pop();
    Ok(())
}

/// The same organisation and future without what the plan adds, or none when the plan adds nothing.
///
/// Cohorts stay with nobody in them, so that both have the same pools and measures. What files above the lowest set of
/// pools and supervision, and of quality by way of levers, goes with them; a file that stands alone *is* the organisation and keeps its own.
pub fn nothing(loaded: &Loaded, planned: &Table) -> Option<Table> {
    let has = |kind: &str| planned.get(kind).and_then(Node::as_table).is_some_and(|table| !table.is_empty());
    let changes = planned.get("change").and_then(Node::as_table).cloned().unwrap_or_default();
    if !has("cohort") && !has("trigger") && changes.iter().all(|entry| is_given(&entry.node)) {
        return None;
    }
    let mut tree = Table::new();
    let files = loaded.layers.iter().filter(|layer| layer.name != "--set").count();
    for (index, layer) in loaded.layers.iter().enumerate() {
        let mut table = layer.table.clone();
        table.remove("extends");
        if index > 0 && files > 1 {
            for lever in LEVERS {
                table.remove(lever);
            }
            if let Some(Node { value: Value::Table(quality), .. }) = table.get_mut("quality") {
                for lever in QUALITY_LEVERS {
                    quality.remove(lever);
                }
            }
        }
        merge(&mut tree, &table);
    }
    for part in ["change", "trigger", "correlation", "plan", "future", "study", "extends"] {
        tree.remove(part);
    }
    // What nobody here decides happens without the plan too.
    let mut given = Table::new();
    for entry in changes.iter().filter(|entry| is_given(&entry.node)) {
        given.insert(entry.name.clone(), entry.key_place, entry.node.clone());
    }
    if !given.is_empty() {
        tree.insert("change", Place::default(), Node::new(Value::Table(given), Place::default()));
    }
    // All cohorts of the plan, with nobody in them.
    let mut cohorts = planned.get("cohort").and_then(Node::as_table).cloned().unwrap_or_default();
    let names: Vec<String> = cohorts.iter().map(|entry| entry.name.clone()).collect();
    for name in names {
        if let Some(Node { value: Value::Table(cohort), .. }) = cohorts.get_mut(&name) {
            cohort.remove("per_month");
            cohort.insert("headcount", Place::default(), Node::new(Value::Integer(0), Place::default()));
            cohort.remove("groups_of");
        }
    }
    tree.remove("cohort");
    if !cohorts.is_empty() {
        tree.insert("cohort", Place::default(), Node::new(Value::Table(cohorts), Place::default()));
    }
    keep_pool_order(&mut tree, planned);
    Some(tree)
}

/// The organisation as it stood before the start: without plan, changes and targets, with what a figure says of its time laid
/// over it, and of so many months.
pub fn before(loaded: &Loaded, overlay: Option<&Table>, end: jiff::civil::Date) -> Table {
    let mut tree = nothing(loaded, &loaded.tree).unwrap_or_else(|| loaded.tree.clone());
    const LATER: [&str; 20] = [
        "change",
        "trigger",
        "correlation",
        "plan",
        "future",
        "extends",
        "target",
        "expect",
        "expect-before",
        "baseline",
        "shock",
        "extension",
        "suspension",
        "hours",
        "months",
        "end",
        "warm_up_hours",
        "warm_up_days",
        "track-record",
        "not-included",
    ];
    for part in LATER {
        tree.remove(part);
    }
    if let Some(overlay) = overlay {
        merge(&mut tree, overlay);
    }
    tree.insert("end", Place::default(), Node::new(Value::Date(end), Place::default()));
    tree
}

/// Whether a change is of the future and not of the plan: `in_our_hands = false`.
fn is_given(change: &Node) -> bool {
    let said = change.as_table().and_then(|table| table.get("in_our_hands"));
    matches!(said, Some(Node { value: Value::Bool(false), .. }))
}

/// Pools that only the plan's files wrote stay, empty, in the same order: stages and measures name them.
fn keep_pool_order(tree: &mut Table, planned: &Table) {
    let Some(planned) = planned.get("pool").and_then(Node::as_table) else { return };
    let own = tree.get("pool").and_then(Node::as_table).cloned().unwrap_or_default();
    let mut pools = Table::new();
    for entry in planned.iter() {
        let mut table = match own.get(&entry.name) {
            Some(node) => node.clone(),
            None => Node::new(Value::Table(Table::new()), entry.node.place),
        };
        // A price is no lever: both are counted at the same one.
        if let (Value::Table(table), Some(planned)) = (&mut table.value, entry.node.as_table()) {
            for price in planned.iter().filter(|key| ["cost_per_year", "cost_per_hour"].contains(&key.name.as_str())) {
                table.insert(price.name.clone(), price.key_place, price.node.clone());
            }
        }
        pools.insert(entry.name.clone(), entry.key_place, table);
    }
    tree.insert("pool", Place::default(), Node::new(Value::Table(pools), Place::default()));
}
