//! Legal terms that differ by class and change on the way, and outcomes that open cases in another stream.

use jiff::civil::Date;

use super::{Desk, look_up, look_up_all, work::leak};
use crate::{
    calendar::days_between,
    model::{
        num::Spread,
        opening::{OpenedBy, Opening},
        stream::{Stream, Term},
        terms::{AppliesTo, Shift, TermChange, TermRule},
    },
    problem::Problem,
    scenario::reader::{Key, Section},
};

const DAYS: Key =
    Key::new("term_days").unit("calendar days").at_least(0.0).at_most(36_525.0).help("legal term from arrival");
const MONTHS: Key =
    Key::new("term_months").unit("calendar months").at_least(0.0).at_most(1_200.0).help("legal term from arrival");

/// `term_days` or `term_months` of a stream.
pub(super) fn read_term(section: &Section<'_>) -> Option<Term> {
    let (days, months) = (section.known_number(&DAYS), section.known_count(&MONTHS));
    section.not_both("term_days", "term_months");
    days.map(Term::Days).or(months.map(|months| Term::Months(months as u32)))
}

/// `term_days_of` and `term_months_of`: classes with a term of their own; empty when none has.
pub(super) fn read_class_terms(desk: &Desk<'_>, section: &Section<'_>) -> Vec<Option<Term>> {
    let mut terms = vec![None; desk.lexicon.classes.len()];
    let mut is_any = false;
    for (name, key) in [("term_days_of", DAYS), ("term_months_of", MONTHS)] {
        let Some(table) = section.table(name) else { continue };
        for (index, class) in desk.lexicon.classes.iter().enumerate() {
            let key = Key { name: leak(class), help: "legal term of this class from arrival", ..key };
            let term = if name == "term_days_of" {
                table.known_number(&key).map(Term::Days)
            } else {
                table.known_count(&key).map(|months| Term::Months(months as u32))
            };
            if term.is_some() && terms[index].is_some() {
                let message = format!("`{}` gives class `{class}` a second term", table.path());
                table.push(Problem::error("E215", message).at(table.place_of(class)).help("keep one of the two"));
            }
            is_any |= term.is_some();
            terms[index] = term.or(terms[index]);
        }
        table.finish();
    }
    if is_any { terms } else { Vec::new() }
}

/// `[extension.*]` and `[suspension.*]`, in the order of their days.
pub(super) fn read_term_changes(desk: &Desk<'_>, root: &Section<'_>, streams: &[Stream]) -> Vec<TermChange> {
    let longer = root.tables("extension").into_iter().map(|(name, section)| (name, section, false));
    let stopped = root.tables("suspension").into_iter().map(|(name, section)| (name, section, true));
    let mut changes: Vec<TermChange> = longer
        .chain(stopped)
        .filter_map(|(name, section, is_stop)| {
            let says = section.text(&Key::new("says").help("shown to people instead of the name")).unwrap_or(name);
            let (streams, classes) = read_whom(desk, &section, streams);
            let rule = if is_stop { read_stop(desk, &section) } else { read_longer(desk, &section) };
            section.finish();
            let (date, rule) = rule?;
            let day = days_between(desk.calendar.start(), date) as i32;
            Some(TermChange { says, streams, classes, at: desk.calendar.opening(date), day, rule })
        })
        .collect();
    changes.sort_by_key(|change| change.day);
    changes
}

/// The streams and classes whose terms change.
fn read_whom(desk: &Desk<'_>, section: &Section<'_>, streams: &[Stream]) -> (Vec<usize>, Option<Vec<usize>>) {
    let has_term = |stream: &Stream| stream.term.is_some() || !stream.term_of.is_empty();
    let key = Key::new("streams").default("all that have a term").help("the streams whose terms change");
    let named = look_up_all(section, &key, "stream", &desk.lexicon.streams);
    for stream in named.iter().flatten().filter_map(|index| streams.get(*index)).filter(|stream| !has_term(stream)) {
        let message = format!("`{}` has no legal term that could end later", stream.name);
        let help = format!("write term_months = … below [stream.{}], or leave the stream out here", stream.name);
        section.push(Problem::error("E486", message).at(section.place_of("streams")).help(help));
    }
    if named.is_none() && !streams.iter().any(has_term) && !section.has("streams") {
        let message = format!("`{}` changes terms, and no stream has one", section.path());
        let problem = Problem::error("E486", message).at(section.place());
        section.push(problem.help("write term_months = … below a stream"));
    }
    let named = named.unwrap_or_else(|| (0..streams.len()).filter(|index| has_term(&streams[*index])).collect());
    let key = Key::new("classes").default("all").help("the classes whose terms change");
    (named, look_up_all(section, &key, "class", &desk.lexicon.classes))
}

fn read_longer(desk: &Desk<'_>, section: &Section<'_>) -> Option<(Date, TermRule)> {
    let at = section.date(&Key::new("at").help("the day on which the longer term takes effect"));
    if !section.has("at") {
        let message = format!("`{}` does not say when it takes effect", section.path());
        section.push(Problem::error("E202", message).at(section.place()).help("write at = 2027-06-01"));
    }
    if let Some(date) = at {
        within(desk, section, "at", date, date);
    }
    let months = section.known_count(
        &Key::new("by_months").unit("calendar months").at_least(0.0).at_most(1_200.0).help("how much longer terms are"),
    );
    let days = section.known_count(
        &Key::new("by_days").unit("calendar days").at_least(0.0).at_most(36_525.0).help("how much longer terms are"),
    );
    if months.is_none() && days.is_none() && !section.has("by_months") && !section.has("by_days") {
        let message = format!("`{}` does not say how much longer terms are", section.path());
        section.push(Problem::error("E202", message).at(section.place()).help("write by_months = 9, or by_days = 42"));
    }
    let key = Key::new("applies_to").default("\"open-not-overdue\"").help(
        "new: cases that come in from that day on; open: these and all that are open; open-not-overdue: these and all \
         open ones whose term has not passed",
    );
    let applies_to = match section.choice(&key, &["new", "open", "open-not-overdue"]) {
        Some("new") => AppliesTo::New,
        Some("open") => AppliesTo::Open,
        _ => AppliesTo::OpenNotOverdue,
    };
    let until = section.date(&Key::new("until").help("cases that come in after this day have the old term again"));
    if let Some((from, until)) = at.zip(until)
        && until < from
    {
        let message = format!("the extension ends on {until}, before it begins on {from}");
        section.push(Problem::error("E487", message).at(section.place_of("until")).help("move one of the two dates"));
    }
    let until_day = until.map_or(i32::MAX, |date| days_between(desk.calendar.start(), date) as i32 + 1);
    let by = Shift { months: months.unwrap_or(0.0) as i32, days: days.unwrap_or(0.0) as i32 };
    Some((at?, TermRule::Longer { by, applies_to, until_day }))
}

fn read_stop(desk: &Desk<'_>, section: &Section<'_>) -> Option<(Date, TermRule)> {
    let from =
        section.date(&Key::new("from").help("the first day on which the clock stands still; may lie before the run"));
    let to = section.date(&Key::new("to").help("the day on which it runs again"));
    for (name, date) in [("from", from), ("to", to)] {
        if date.is_none() && !section.has(name) {
            let message = format!("`{}.{name}` is missing", section.path());
            let help = "from = 2027-03-16 and to = 2027-06-01: the clock of open terms stands still between them";
            section.push(Problem::error("E202", message).at(section.place()).help(help));
        }
    }
    let (from, to) = (from?, to?);
    if to <= from {
        let message = format!("the clock runs again on {to}, before it stops on {from}");
        section.push(Problem::error("E487", message).at(section.place_of("to")).help("move one of the two dates"));
        return None;
    }
    within(desk, section, "from", from, to);
    Some((from, TermRule::Stopped { to_day: days_between(desk.calendar.start(), to) as i32 }))
}

/// Something of the change must fall within the run.
fn within(desk: &Desk<'_>, section: &Section<'_>, name: &str, from: Date, to: Date) {
    let (start, end) = (desk.calendar.start(), desk.calendar.end());
    if from > end || to < start {
        section.push(
            Problem::error("E413", format!("{from} lies outside the scenario"))
                .at(section.place_of(name))
                .label(format!("the scenario runs from {start} to {end}"))
                .help("move the date, or `start` or `end`"),
        );
    }
}

/// `[stream.X.opened_by.NAME]`: decisions elsewhere that open cases here.
pub(super) fn read_openings(desk: &Desk<'_>, section: &Section<'_>) -> Vec<Opening> {
    section
        .tables("opened_by")
        .into_iter()
        .filter_map(|(name, section)| {
            let from = section
                .required_placed_text(&Key::new("stream").help("the stream whose decisions open cases here"))
                .and_then(|(stream, place)| look_up(&section, "stream", &desk.lexicon.streams, &stream, place));
            let key = Key::new("outcome")
                .default("\"decided\"")
                .help("which outcome opens cases: any first final decision, a grant, or a first refusal");
            let outcome = match section.choice(&key, &["decided", "grant", "refusal"]) {
                Some("grant") => OpenedBy::Grant,
                Some("refusal") => OpenedBy::Refusal,
                _ => OpenedBy::Decided,
            };
            let share = section.required_share(&Key::new("share").help("of these decisions, those that open cases"));
            let cases = section.variability(
                &Key::new("cases")
                    .unit("cases")
                    .at_least(1.0)
                    .at_most(100.0)
                    .default("1")
                    .size_may_be_uncertain()
                    .help("how many cases one decision opens, rounded to whole ones"),
            );
            let after = section.variability(
                &Key::new("after_months")
                    .unit("months")
                    .at_least(0.0)
                    .at_most(600.0)
                    .default("0")
                    .size_may_be_uncertain()
                    .help("from the decision to the application"),
            );
            let constant = |value: f64, key: &str| Spread::constant(value, section.path_of(key)).ok();
            let cases = cases.or_else(|| constant(1.0, "cases"));
            let after_months = after.or_else(|| constant(0.0, "after_months"));
            section.finish();
            Some(Opening { from: from?, outcome, share: share?, cases: cases?, after_months: after_months?, name })
        })
        .collect()
}

/// A grant or refusal opens nothing where decisions are only decisions.
pub(super) fn check_openings(root: &Section<'_>, streams: &[Stream], decides: bool) {
    let needs = |opening: &Opening| opening.outcome != OpenedBy::Decided && !decides;
    for stream in streams {
        for opening in stream.opened_by.iter().filter(|opening| needs(opening)) {
            let path = format!("stream.{}.opened_by.{}", stream.name, opening.name);
            let place = root.table_node().get_path(&path).map_or(root.place(), |node| node.place);
            let message = format!("`{path}` waits for grants or refusals, and no decision here is either");
            let help = "write the share of grants: quality.granted = 0.7; or outcome = \"decided\"";
            root.push(Problem::error("E488", message).at(place).help(help));
        }
    }
}
