//! Levers that wait for a figure: `[trigger.NAME]`.

use super::{Desk, check_levers, look_up};
use crate::{
    calendar::{MONTH_DAYS, Period},
    model::{
        num::Num,
        target::{Gauge, gauges},
        trigger::{Act, HireSize, Level, Rule, Trigger},
    },
    problem::{Problem, nearest},
    scenario::{
        reader::{Key, Section},
        tree::Table,
    },
};

/// Settings are kept for every set of overlays: so many triggers give 64 sets.
const OVERLAYS_AT_MOST: usize = 6;

const NOTHING: &str = "say what happens, with the keys of a change: then.supervision.span = 5";

/// A trigger, and what it lays over the settings in force.
pub(super) struct Read {
    pub trigger: Trigger,
    pub overlay: Table,
}

pub(super) fn read_triggers(desk: &Desk<'_>, root: &Section<'_>) -> Vec<Read> {
    let mut all: Vec<Read> = Vec::new();
    let mut overlays = 0;
    for (name, section) in root.tables("trigger") {
        let place = section.place();
        let Some(mut read) = read_trigger(desk, name, section) else { continue };
        if !read.overlay.is_empty() {
            read.trigger.overlay = Some(overlays);
            overlays += 1;
            if overlays == OVERLAYS_AT_MOST + 1 {
                let message = format!("more than {OVERLAYS_AT_MOST} triggers change settings");
                let help = "put what they change together, or let one of them only hire, transfer or release";
                root.push(Problem::error("E601", message).at(place).help(help));
            }
        }
        all.push(read);
    }
    if overlays > OVERLAYS_AT_MOST {
        // What is wrong in the others is found all the same, without every set of them.
        for read in all.iter_mut().filter(|read| read.trigger.overlay.is_some_and(|bit| bit >= OVERLAYS_AT_MOST)) {
            read.trigger.overlay = None;
        }
    }
    all
}

fn read_trigger(desk: &Desk<'_>, name: String, section: Section<'_>) -> Option<Read> {
    let says =
        section.text(&Key::new("says").help("shown to people instead of the name")).unwrap_or_else(|| name.clone());
    let figure = read_figure(desk, &section);
    let level = read_level(&section, "above", "below", "the figure that is too much", "the figure that is too little");
    let every = section.choice(
        &Key::new("every").default("month").help("how often the figure is drawn up, at the end of each"),
        &["week", "month"],
    );
    let every = if every == Some("week") { Period::Week } else { Period::Month };
    let reports = reports(&section, every);
    let weeks =
        |name: &'static str, help: &'static str| section.number_or(&span("weeks", name, help).default("0"), 0.0);
    let late_weeks = weeks("figures_late_by_weeks", "from the moment that a figure is of to its report");
    let wrong_by =
        section.number_or(
            &Key::new("figures_wrong_by").at_least(0.0).at_most(3.0).default("0").help(
                "how far a report is off: coefficient of variation of a factor with mean 1, drawn for each report",
            ),
            0.0,
        );
    let decision_weeks = weeks_of(
        &section,
        ("decision_takes_weeks", "decision_takes_months"),
        "from the report that decides to the act: a letter, money, a tender",
    )
    .unwrap_or_else(|| Num::known(0.0, section.path_of("decision_takes_weeks")));
    let again_weeks =
        weeks_of(&section, ("again_after_weeks", "again_after_months"), "the least time between two decisions");
    let at_most_times = section.known_count(
        &Key::new("at_most_times").at_least(1.0).at_most(10_000.0).help("so often at most").default("no limit"),
    );
    let lasts_weeks =
        weeks_of(&section, ("lasts_weeks", "lasts_months"), "so long what it changes stays in force, from the act on");
    let back = read_back(&section, level);
    let then = section.table("then");
    if !section.has("then") {
        let problem = Problem::error("E202", format!("trigger `{name}` does nothing")).at(section.place());
        section.push(problem.help(NOTHING));
    }
    let mut acts = Vec::new();
    let mut overlay = Table::new();
    let mut is_wrong = !section.has("then");
    if let Some(then) = then {
        acts = read_acts(desk, &then);
        overlay = then.overlay();
        let written = overlay.len();
        check_levers(desk, &then, &mut overlay);
        is_wrong = overlay.len() < written || acts.is_empty() && overlay.is_empty();
        if then.table_node().is_empty() {
            let problem = Problem::error("E202", format!("trigger `{name}` does nothing")).at(then.place());
            then.push(problem.help(NOTHING));
        }
        then.finish();
    }
    // Hiring up to a level asks for nobody when nobody is missing; anything else without a level would never end.
    let fills = |act: &Act| matches!(act, Act::Hire { size: HireSize::UpTo(_) | HireSize::PerFigure { .. }, .. });
    let is_review = overlay.is_empty() && !acts.is_empty() && acts.iter().all(fills);
    let says_level = level.is_some() || section.has("above") || section.has("below");
    if !says_level && !is_review && !is_wrong {
        let message = format!("trigger `{name}` says neither `above` nor `below`");
        let help = "which figure is too much? above = 1000. Without a level only hiring up to a number makes sense";
        section.push(Problem::error("E202", message).at(section.place()).help(help));
    }
    let changes = !overlay.is_empty() || acts.iter().any(|act| matches!(act, Act::Transfer { .. }));
    if lasts_weeks.is_some() && !changes && !is_wrong {
        let problem = Problem::error("E602", format!("trigger `{name}` changes nothing that could last so long"));
        let key = if section.has("lasts_weeks") { "lasts_weeks" } else { "lasts_months" };
        let help = "people who are hired have a contract of their own: contract_months of their cohort";
        section.push(problem.at(section.place_of(key)).help(help));
    }
    section.finish();
    let (path, figure) = figure?;
    let rule = Rule {
        level,
        reports: reports?,
        back,
        stays: changes || back.is_some(),
        repeats: again_weeks.is_some() && back.is_some() && !acts.is_empty() && !changes,
        at_most_times: at_most_times.map_or(u32::MAX, |times| times as u32),
    };
    let trigger = Trigger {
        name,
        says,
        path,
        figure,
        rule,
        every,
        late_weeks,
        wrong_by,
        decision_weeks,
        again_weeks,
        lasts_weeks,
        overlay: None,
        acts,
    };
    Some(Read { trigger, overlay })
}

/// A length of time, in the unit of the key.
fn span(unit: &'static str, name: &'static str, help: &'static str) -> Key {
    Key::new(name).unit(unit).at_least(0.0).at_most(if unit == "weeks" { 1_040.0 } else { 240.0 }).help(help)
}

/// A length in weeks or in months, in weeks.
fn weeks_of(section: &Section<'_>, names: (&'static str, &'static str), help: &'static str) -> Option<Num> {
    section.not_both(names.0, names.1);
    let months = section.number(&span("months", names.1, help));
    section.number(&span("weeks", names.0, help)).or(months.map(|months| months.times(MONTH_DAYS / 7.0)))
}

/// How many reports one after the other a time takes; none when it is wrong.
fn reports(section: &Section<'_>, every: Period) -> Option<u32> {
    section.not_both("for_weeks", "for_months");
    let help = "so long the figure must have been past its level, in reports one after the other";
    let weeks = section.known_number(&span("weeks", "for_weeks", help).default("one report"));
    let months = section.known_number(&span("months", "for_months", help));
    let is_wrong = |name: &str, value: Option<f64>| section.has(name) && value.is_none();
    if is_wrong("for_weeks", weeks) || is_wrong("for_months", months) {
        return None;
    }
    let weeks = weeks.or(months.map(|months| months * MONTH_DAYS / 7.0)).unwrap_or(0.0);
    let length = if every == Period::Week { 1.0 } else { MONTH_DAYS / 7.0 };
    // A hair below, so that three months are three reports whatever the rounding.
    Some(((weeks / length - 1e-9).ceil() as u32).max(1))
}

fn read_figure(desk: &Desk<'_>, section: &Section<'_>) -> Option<(String, Gauge)> {
    let key = Key::new("when").help("the figure that it waits for: overdue.STREAM, stock.STREAM, queue.STAGE, …");
    let (path, place) = section.required_placed_text(&key)?;
    let lexicon = &desk.lexicon;
    let all = gauges(&lexicon.streams, &lexicon.stages, &lexicon.pools, &lexicon.resources, &lexicon.penalties);
    if let Some((_, gauge)) = all.iter().find(|(known, _)| *known == path) {
        return Some((path, *gauge));
    }
    let mut problem = Problem::error("E603", format!("there is no figure `{path}`")).at(place);
    if let Some(near) = nearest(&path, all.iter().map(|(known, _)| known.as_str())) {
        problem = problem.label(format!("did you mean `{near}`?"));
    }
    let help = match path.starts_with("idle_share.") {
        true => {
            "quiet hours are no figure that is reported: a stock that stays below a level says it, when = \"stock.STREAM\" and below = 500"
        }
        false => "figures: stock.STREAM, overdue.STREAM, decided.STREAM, stock.all, queue.STAGE, staff.POOL, span, …",
    };
    section.push(problem.help(help));
    None
}

fn read_level(
    section: &Section<'_>,
    above: &'static str,
    below: &'static str,
    help_above: &'static str,
    help_below: &'static str,
) -> Option<Level> {
    section.not_both(above, below);
    let above = section.known_number(&Key::new(above).help(help_above));
    let below = section.known_number(&Key::new(below).help(help_below));
    above.map(Level::Above).or(below.map(Level::Below))
}

/// The figure at which it ends: on the other side of the level, so that it does not stop as soon as it has begun.
fn read_back(section: &Section<'_>, level: Option<Level>) -> Option<Level> {
    let help = "when the figure is back past this, what is in force ends";
    let back = read_level(section, "stop_above", "stop_below", help, help)?;
    let key = if section.has("stop_below") { "stop_below" } else { "stop_above" };
    let is_wrong = match (level, back) {
        (Some(Level::Above(level)), Level::Below(back)) => back > level,
        (Some(Level::Below(level)), Level::Above(back)) => back < level,
        (Some(_), _) => true,
        (None, _) => false,
    };
    if is_wrong {
        let message = format!("`{}` is not on the way back", section.path_of(key));
        let help = "with `above` goes a lower `stop_below`, with `below` a higher `stop_above`";
        section.push(Problem::error("E602", message).at(section.place_of(key)).help(help));
        return None;
    }
    Some(back)
}

/// Hires, a transfer and a release; the rest of `then` is laid over the settings.
fn read_acts(desk: &Desk<'_>, then: &Section<'_>) -> Vec<Act> {
    let mut acts = Vec::new();
    for (name, section) in then.tables("cohort") {
        let cohort = look_up(&section, "cohort", &desk.lexicon.cohorts, &name, section.place());
        if let (Some(size), Some(cohort)) = (read_size(&section), cohort) {
            acts.push(Act::Hire { cohort, size });
        }
        section.finish();
    }
    let pool = |section: &Section<'_>, name: &'static str, help: &'static str| {
        let (pool, place) = section.required_placed_text(&Key::new(name).help(help))?;
        look_up(section, "pool", &desk.lexicon.pools, &pool, place)
    };
    let heads = |section: &Section<'_>, help: &'static str| section.required_count(&people("heads").help(help));
    if let Some(section) = then.table("transfer") {
        let from = pool(&section, "from", "the pool that people come from");
        let to = pool(&section, "to", "the pool that they work in while it lasts");
        let heads = heads(&section, "how many; fewer when there are not so many who can go");
        if let (Some(from), Some(to)) = (from, to)
            && from == to
        {
            let problem = Problem::error("E602", "a transfer within one pool changes nothing");
            section.push(problem.at(section.place_of("to")).help("name another pool"));
        } else if let (Some(from), Some(to), Some(heads)) = (from, to, heads) {
            acts.push(Act::Transfer { from, to, heads });
        }
        section.finish();
    }
    if let Some(section) = then.table("release") {
        let pool = pool(&section, "pool", "the pool whose people are let go");
        let heads = heads(&section, "how many: who is idle first, then who came last");
        if let (Some(pool), Some(heads)) = (pool, heads) {
            acts.push(Act::Release { pool, heads });
        }
        section.finish();
    }
    acts
}

fn people(name: &'static str) -> Key {
    Key::new(name).unit("people").at_least(0.0).at_most(100_000.0)
}

fn read_size(section: &Section<'_>) -> Option<HireSize> {
    let heads = section.count(&people("headcount").help("people hired each time"));
    let up_to = section
        .count(&people("up_to").help("people hired: what the cohort's pool lacks of this, those on their way counted"));
    let each = section.number(
        &Key::new("people_per_case")
            .unit("people for each of the figure")
            .at_least(0.0)
            .at_most(1_000.0)
            .help("the same, of a number that goes with the reported figure"),
    );
    let at_most = section.count(&people("at_most").help("with people_per_case: never more than so many in the pool"));
    section.not_both("headcount", "up_to");
    section.not_both("headcount", "people_per_case");
    section.not_both("up_to", "people_per_case");
    let names = ["headcount", "up_to", "people_per_case"];
    if !names.iter().any(|name| section.has(name)) {
        let problem = Problem::error("E202", format!("`{}` does not say how many", section.path()));
        section.push(problem.at(section.place()).help("write headcount = 40, or up_to = 120 to hire what is missing"));
    }
    match (heads, up_to, each) {
        (Some(heads), ..) => Some(HireSize::Heads(heads)),
        (_, Some(level), _) => Some(HireSize::UpTo(level)),
        (.., Some(each)) => Some(HireSize::PerFigure { each, at_most }),
        _ => None,
    }
}

/// Whether a trigger of the tree hires people of this cohort, so that it needs no number of its own.
pub(super) fn hires(tree: &Table, cohort: &str) -> bool {
    use crate::scenario::tree::Node;
    let triggers = tree.get("trigger").and_then(Node::as_table);
    triggers.is_some_and(|all| {
        all.iter().any(|entry| {
            let then = entry.node.as_table().and_then(|table| table.get("then")).and_then(Node::as_table);
            let cohorts = then.and_then(|table| table.get("cohort")).and_then(Node::as_table);
            cohorts.is_some_and(|table| table.contains(cohort))
        })
    })
}
