//! Figures from before the start: `[expect-before.NAME]`.

use super::{Desk, check_levers, look_up_all};
use crate::{
    model::before::KnownPast,
    problem::Problem,
    scenario::reader::{Key, Section},
};

pub(super) fn read_before(desk: &Desk<'_>, root: &Section<'_>) -> Vec<KnownPast> {
    root.tables("expect-before").into_iter().filter_map(|(name, section)| read_one(desk, name, section)).collect()
}

fn read_one(desk: &Desk<'_>, name: String, section: Section<'_>) -> Option<KnownPast> {
    let says =
        section.text(&Key::new("says").help("shown to people instead of the name")).unwrap_or_else(|| name.clone());
    let streams = look_up_all(
        &section,
        &Key::new("decided").default("all").help("streams whose first decisions are counted"),
        "stream",
        &desk.lexicon.streams,
    );
    let streams = streams.unwrap_or_else(|| (0..desk.lexicon.streams.len()).collect());
    let rate = |key: &'static str, help: &'static str| {
        section.known_number(&Key::new(key).unit("decisions a month").at_least(0.0).help(help))
    };
    let at_least = rate("at_least", "the organisation decided at least so many a month");
    let at_most = rate("at_most", "and at most so many");
    let months = |key: &'static str, help: &'static str, least: f64| {
        section.known_count(&Key::new(key).unit("months").at_least(least).at_most(120.0).default("6").help(help))
    };
    let after_months =
        months("after_months", "not counted: until work has come through all stages", 0.0).unwrap_or(6.0);
    let counted = months("months", "counted after that", 1.0).unwrap_or(6.0);
    let source = section.required_text(&Key::new("source").help("where the figure comes from"));
    if let Some(past) = section.table("past") {
        let mut overlay = past.overlay();
        check_levers(desk, &past, &mut overlay);
        past.finish();
    }
    let place = section.place();
    if !section.has("at_least") && !section.has("at_most") {
        let message = format!("`expect-before.{name}` says neither `at_least` nor `at_most`");
        let help = "how many decisions a month? at_least = 1150 and at_most = 1700";
        section.push(Problem::error("E202", message).at(place).help(help));
    }
    let (low, high) = (at_least.unwrap_or(0.0), at_most.unwrap_or(f64::INFINITY));
    if low > high {
        let message = format!("`expect-before.{name}` wants at least {low} and at most {high}");
        let help = "`at_least` is the lower of the two";
        section.push(Problem::error("E607", message).at(section.place_of("at_least")).help(help));
    }
    section.finish();
    Some(KnownPast {
        name,
        says,
        streams,
        at_least: low,
        at_most: high,
        after_months: after_months as u32,
        months: counted as u32,
        source: source?,
    })
}
