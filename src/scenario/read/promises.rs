//! Targets, and what theory or a record expects.

use super::{Desk, time};
use crate::{
    model::target::{Bound, Every, Expectation, Target, gauges},
    problem::{Place, Problem, nearest},
    scenario::{
        reader::{Key, Section},
        tree::Node,
    },
    time::SimTime,
};

pub(super) fn read_targets(desk: &Desk<'_>, root: &Section<'_>) -> Vec<Target> {
    root.tables("target").into_iter().filter_map(|(name, section)| read_target(desk, root, name, section)).collect()
}

fn read_target(desk: &Desk<'_>, root: &Section<'_>, name: String, section: Section<'_>) -> Option<Target> {
    let says =
        section.text(&Key::new("says").help("shown to people instead of the name")).unwrap_or_else(|| name.clone());
    let measure_key = Key::new("measure").help("stock.STREAM, overdue.STREAM, decided.STREAM, stock.all, …");
    let measure = section.required_placed_text(&measure_key).and_then(|(path, place)| {
        let all = gauges(
            &desk.lexicon.streams,
            &desk.lexicon.stages,
            &desk.lexicon.pools,
            &desk.lexicon.resources,
            &desk.lexicon.penalties,
        );
        let found = all.iter().find(|(known, _)| *known == path).map(|(_, gauge)| *gauge);
        if found.is_none() {
            let mut problem = Problem::error("E460", format!("a target cannot be set on `{path}`")).at(place);
            if let Some(near) = nearest(&path, all.iter().map(|(known, _)| known.as_str())) {
                problem = problem.label(format!("did you mean `{near}`?"));
            }
            section.push(problem.help("levels that can be promised: stock.STREAM, overdue.STREAM, decided.STREAM, stock.all, queue.STAGE, staff.POOL"));
        }
        found.map(|gauge| (path, gauge))
    });
    let number = |key: &'static str, help: &'static str| section.known_number(&Key::new(key).at_least(0.0).help(help));
    let at_most = number("at_most", "how many may be left");
    let at_least = number("at_least", "how many there must be");
    section.not_both("at_most", "at_least");
    let bound = match (at_most, at_least) {
        (Some(level), _) => Some(Bound::AtMost(level)),
        (None, Some(level)) => Some(Bound::AtLeast(level)),
        _ => None,
    };
    if bound.is_none() && !section.has("at_most") && !section.has("at_least") {
        let message = format!("target `{name}` says neither `at_most` nor `at_least`");
        section.push(
            Problem::error("E202", message).at(section.place()).help("how many cases may be left? at_most = 500"),
        );
    }
    let at = time::read_moment(desk, &section, "by", time::Edge::Closing);
    let every_key = Key::new("every").help("read at the end of each month or year since the warm-up: met when it is at all of them; `by` is then the end of the run");
    let every = section.choice(&every_key, &["month", "year"]).map(|every| match every {
        "year" => Every::Year,
        _ => Every::Month,
    });
    let at = match (at, every) {
        (None, Some(_)) if !section.has("by") && !section.has("by_hours") => Some(desk.calendar.horizon()),
        (at, _) => at,
    };
    if !section.has("by") && !section.has("by_hours") && !section.has("every") {
        let message = format!("target `{name}` has no date");
        section.push(
            Problem::error("E202", message).at(section.place()).help("by when? by = 2027-12-31; or every = \"month\""),
        );
    }
    let hold = section.boolean(&Key::new("hold").default("false").help("and it stays met to the end")).unwrap_or(false);
    let wanted = section
        .known_share(
            &Key::new("wanted")
                .at_least(0.5)
                .at_most(0.999)
                .default("0.8")
                .help("the chance with which you would promise it"),
        )
        .unwrap_or(0.8);
    section.not_both("every", "hold");
    let every_place = section.place_of("every");
    section.later_but("announced", "revised targets", "write the revised one as a target of its own");
    section.finish();
    let ((path, gauge), at) = (measure?, at?);
    let by = desk.calendar.date_of(SimTime(at.0.saturating_sub(1)));
    let target = Target { name, says, path, measure: gauge, bound: bound?, by, at, every, hold, wanted };
    if target.moments(&desk.calendar, desk.warm_up).is_empty() {
        let message =
            format!("target `{}` is never read: no such period ends between the warm-up and its date", target.name);
        let help = "make the run longer, or read it on a day: by = 2027-12-31";
        root.push(Problem::error("E411", message).at(every_place).help(help));
    }
    Some(target)
}

pub(super) fn read_expectations(desk: &Desk<'_>, root: &Section<'_>) -> Vec<Expectation> {
    let mut all = Vec::new();
    for (name, section) in root.tables("expect") {
        let measure = section.text(&Key::new("measure").help("instead of the table's name")).unwrap_or(name);
        let at = time::read_moment(desk, &section, "at", time::Edge::Closing);
        let value = section.required_number(&Key::new("value").help("what theory or the record says"));
        let source = section.text(&Key::new("source").help("where the value comes from")).unwrap_or_default();
        let tolerance = section.number(
            &Key::new("relative_tolerance").at_least(0.0).at_most(0.02).help("at most 0.02, and needs a `reason`"),
        );
        let reason = section.text(&Key::new("reason").help("why the tolerance")).unwrap_or_default();
        if let (Some(num), true) = (&tolerance, reason.is_empty()) {
            section.push(
                Problem::error("E461", "a tolerance needs a reason")
                    .at(num.place)
                    .help("write reason = \"…\" below it"),
            );
        }
        section.finish();
        let Some(value) = value.and_then(|num| num.value()) else { continue };
        all.push(Expectation {
            measure,
            at,
            value,
            source,
            relative_tolerance: tolerance.map(|num| num.likely()),
            reason,
        });
    }
    if root.has("expect") {
        let mut ranges = Vec::new();
        for entry in root.table_node().iter().filter(|entry| !["plan", "future"].contains(&entry.name.as_str())) {
            find_ranges(&entry.node, &mut ranges);
        }
        for place in ranges {
            let message = "a file with [expect] has no uncertain inputs: its values would be those of a mixture";
            root.push(Problem::error("E462", message).at(place).help("write one number instead of the range"));
        }
    }
    all
}

/// The places of all ranges below a node.
fn find_ranges(node: &Node, places: &mut Vec<Place>) {
    let Some(table) = node.as_table() else { return };
    if table.is_value_table() && (table.contains("low") || table.contains("uncertain")) {
        places.push(node.place);
        return;
    }
    for entry in table.iter() {
        find_ranges(&entry.node, places);
    }
}
