//! Penalties for late decisions, reception and prices.

use jiff::civil::Date;

use super::{Desk, look_up, look_up_all};
use crate::{
    calendar::days_between,
    model::{
        money::{CohortPrices, Money, Price},
        num::{Num, Spread},
        penalty::{CourtPenalty, Penalty, SuspendedBy, Suspension, Tier},
        reception::{LeavingReception, Reception},
        stream::Stream,
        study::OpenCase,
    },
    problem::{Place, Problem},
    scenario::{
        reader::{Key, Section},
        tree::{Node, Value},
    },
};

const SAYS: Key = Key::new("says").help("shown to people instead of the name");
const PER_DAY: Key =
    Key::new("per_day").unit("euro").at_least(0.0).at_most(100_000.0).help("what each day of default costs");

/// All regimes that can be understood.
pub(super) fn read_penalties(desk: &Desk<'_>, root: &Section<'_>, streams: &[Stream]) -> Vec<Penalty> {
    let mut taken: Vec<Option<String>> = vec![None; streams.len()];
    let sections = root.tables("penalty");
    sections.into_iter().filter_map(|(name, section)| read_penalty(desk, name, section, streams, &mut taken)).collect()
}

fn read_penalty(
    desk: &Desk<'_>,
    name: String,
    section: Section<'_>,
    streams: &[Stream],
    taken: &mut [Option<String>],
) -> Option<Penalty> {
    let says = section.text(&SAYS).unwrap_or_else(|| name.clone());
    let streams_key = Key::new("streams").help("streams whose late decisions cost this");
    let penalised = look_up_all(&section, &streams_key, "stream", &desk.lexicon.streams).unwrap_or_default();
    if !section.has("streams") {
        let help = format!("write streams = [names]; streams in this scenario: {}", desk.lexicon.streams.join(", "));
        section
            .push(Problem::error("E202", format!("penalty `{name}` names no streams")).at(section.place()).help(help));
    }
    for &stream in &penalised {
        let (of, at) = (&desk.lexicon.streams[stream], section.place_of("streams"));
        if streams.get(stream).is_some_and(|stream| stream.term.is_none()) {
            let problem = Problem::error("E491", format!("`{of}` has no legal term: it is never late")).at(at);
            section.push(problem.help(format!("write term_months = 6 under [stream.{of}], or take it out here")));
        }
        if let Some(other) = &taken[stream] {
            let message = format!("`{of}` stands under [penalty.{other}] and [penalty.{name}]");
            section.push(Problem::error("E491", message).at(at).help("a case has one regime: name it in one of them"));
        }
        taken[stream] = Some(name.clone());
    }
    let notice = section.share_or(
        &Key::new("notice_after_term")
            .default("1")
            .help("share of the applicants that gives notice of default when the decision stays out"),
        1.0,
    );
    let notice_days = section.variability(
        &Key::new("notice_days")
            .unit("calendar days")
            .at_least(0.0)
            .at_most(36_525.0)
            .size_may_be_uncertain()
            .default("0")
            .help("from the end of the term to the notice; differs between applicants"),
    );
    let grace_days = section
        .known_count(
            &Key::new("grace_days")
                .unit("calendar days")
                .at_least(0.0)
                .at_most(3_650.0)
                .default("14")
                .help("days after the notice in which a decision costs nothing yet"),
        )
        .unwrap_or(14.0) as u32;
    let tiers = read_tariff(&name, &section);
    let at_most = section.number(&euros(Key::new("at_most")).help("what the penalty of one case adds up to at most"));
    let court = read_court(&section);
    let claim = section.share_or(
        &Key::new("claim")
            .default("1")
            .help("share of those entitled who are paid; what the others let go is counted apart"),
        1.0,
    );
    let initial_notices = section.share(
        &Key::new("initial_notices")
            .help("of the cases overdue at the start: the share whose notice was given before, on some day since their term ended"),
    );
    let suspended = section.table("suspended").and_then(|table| read_suspension(desk, table));
    let opens = |key: &'static str, help: &'static str| {
        let (stream, place) = section.placed_text(&Key::new(key).help(help))?;
        let index = look_up(&section, "stream", &desk.lexicon.streams, &stream, place)?;
        if desk.tree.get("penalty").and_then(Node::as_table).is_some_and(|all| {
            all.iter().filter_map(|one| one.node.as_table()).any(|one| names_stream(one.get("streams"), &stream))
        }) {
            let message = format!("`{stream}` is penalised itself: its notices would open cases without end");
            section.push(Problem::error("E493", message).at(place).help("name a stream that has no penalty"));
        }
        Some(index)
    };
    let notice_opens = opens("notice_opens", "the stream in which a notice opens a case: somebody has to handle it");
    let appeal_opens = opens(
        "appeal_opens",
        "the stream in which an appeal against delay opens a case, such as a statement of defence",
    );
    section.finish();
    let notice_days = match notice_days {
        Some(days) => days,
        None => Spread::constant(0.0, "penalty").ok()?,
    };
    Some(Penalty {
        name,
        says,
        streams: penalised,
        notice,
        notice_days,
        grace_days,
        tiers: tiers?,
        at_most,
        court,
        claim,
        initial_notices,
        suspended,
        notice_opens,
        appeal_opens,
    })
}

fn euros(key: Key) -> Key {
    key.unit("euro").at_least(0.0).at_most(1e9)
}

/// Whether a list of names, or a name alone, holds this one.
fn names_stream(node: Option<&Node>, stream: &str) -> bool {
    match node.map(|node| &node.value) {
        Some(Value::Array(all)) => all.iter().any(|one| one.as_text() == Some(stream)),
        Some(Value::Text(one)) => one == stream,
        _ => false,
    }
}

/// `per_day = 100`, or `tariff = [{ days = 14, per_day = 23 }, …]`; none when neither can be read.
fn read_tariff(name: &str, section: &Section<'_>) -> Option<Vec<Tier>> {
    let per_day = section.number(&PER_DAY);
    let key =
        Key::new("tariff").help("tiers in their order: [{ days = 14, per_day = 23 }, …]; the last may go without days");
    let node = section.raw(&key, "list of tiers");
    section.not_both("per_day", "tariff");
    let Some(node) = node else {
        if !section.has("per_day") {
            let message = format!("penalty `{name}` has no tariff");
            section.push(
                Problem::error("E492", message).at(section.place()).help(
                    "write per_day = 100, or tariff = [{ days = 14, per_day = 23 }, { days = 14, per_day = 35 }]",
                ),
            );
        }
        return per_day.map(|per_day| vec![Tier { days: None, per_day }]);
    };
    let wrong = |message: String, place: Place| {
        let help = "write tariff = [{ days = 14, per_day = 23 }, { days = 14, per_day = 35 }, { per_day = 45 }]";
        section.push(Problem::error("E492", message).at(place).help(help));
    };
    let Value::Array(items) = &node.value else {
        wrong(format!("the tariff of `{name}` is a list of tiers"), node.place);
        return None;
    };
    if items.is_empty() {
        wrong(format!("the tariff of `{name}` has no tiers"), node.place);
        return None;
    }
    let mut tiers = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Value::Table(table) = &item.value else {
            wrong(format!("a tier of `{name}` is {}, not a table", item.value.kind()), item.place);
            continue;
        };
        let path = format!("{}.tariff[{index}]", section.path());
        let tier = section.reader().section(table, item.place, path, "penalty.*.tariff[]".to_owned());
        let days = tier.known_count(
            &Key::new("days").unit("calendar days").at_least(1.0).at_most(36_525.0).help("how long this tier lasts"),
        );
        let per_day = tier.required_number(&PER_DAY);
        let is_last = index + 1 == items.len();
        if !is_last && !tier.has("days") {
            wrong(format!("tier {} of `{name}` has no days, and another follows it", index + 1), item.place);
        }
        tier.finish();
        if let Some(per_day) = per_day {
            tiers.push(Tier { days: days.map(|days| days as u32), per_day });
        }
    }
    (tiers.len() == items.len()).then_some(tiers)
}

const COURT: [&str; 4] = ["court_share", "court_after_months", "court_per_day", "court_at_most"];

fn read_court(section: &Section<'_>) -> Option<CourtPenalty> {
    let share = section.share(
        &Key::new(COURT[0]).help("share of those who gave notice that goes to court when the days of grace are over"),
    );
    let after_months = section.variability(
        &Key::new(COURT[1])
            .unit("months")
            .at_least(0.0)
            .at_most(1_200.0)
            .size_may_be_uncertain()
            .help("from the appeal to the first day that costs: the court's own time and the term that it sets"),
    );
    let per_day = section.number(
        &euros(Key::new(COURT[2])).help("what each day costs that a court has set, on top of the penalty of the law"),
    );
    let at_most = section.number(&euros(Key::new(COURT[3])).help("what that adds up to at most in one case"));
    let written: Vec<&str> = COURT.into_iter().filter(|key| section.has(key)).collect();
    let first = written.first()?;
    for key in COURT.iter().take(3).filter(|key| !section.has(key)) {
        let message = format!("`{}.{key}` is missing: a court needs a share, its months and a price", section.path());
        let help = "write court_share = 0.3, court_after_months = 4, court_per_day = 100";
        section.push(Problem::error("E202", message).at(section.place_of(first)).help(help));
    }
    Some(CourtPenalty { share: share?, after_months: after_months?, per_day: per_day?, at_most })
}

/// From a date up to and including another; outside the run it reaches as far as the run does.
fn read_suspension(desk: &Desk<'_>, section: Section<'_>) -> Option<Suspension> {
    let from = section.required_date(&Key::new("from").help("the first day of the law"));
    let until = section.date(&Key::new("until").help("its last day").default("no end"));
    let by = section.choice(
        &Key::new("applies_to")
            .default("notices")
            .help("what must fall between the dates: the notice, the arrival of the case, or the single day"),
        &["notices", "arrivals", "days"],
    );
    let penalties = section.choice(
        &Key::new("penalties").default("all").help("which penalties: those of the law, those of a court, or all"),
        &["all", "administrative", "court"],
    );
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        let message = format!("the law ends on {until}, before it begins on {from}");
        section.push(Problem::error("E413", message).at(section.place_of("until")).help("change one of the two dates"));
    }
    section.finish();
    let day = |date: Date| days_between(desk.calendar.start(), date) as i32;
    Some(Suspension {
        from: day(from?),
        until: until.map_or(i32::MAX, |until| day(until) + 1),
        by: match by {
            Some("arrivals") => SuspendedBy::Arrivals,
            Some("days") => SuspendedBy::Days,
            _ => SuspendedBy::Notices,
        },
        administrative: penalties != Some("court"),
        court: penalties != Some("administrative"),
    })
}

// ---- reception -----------------------------------------------------------------------------------------------------

pub(super) fn read_reception(desk: &Desk<'_>, root: &Section<'_>, money: Option<&Money>) -> Option<Reception> {
    let section = root.table("reception")?;
    let streams_key = Key::new("streams").help("streams whose applicants may stay in reception").default("all");
    let streams = look_up_all(&section, &streams_key, "stream", &desk.lexicon.streams);
    let streams = streams.unwrap_or_else(|| (0..desk.lexicon.streams.len()).collect());
    let share = section.share_or(&Key::new("share").default("1").help("share of their applicants in reception"), 1.0);
    let people = |key: &'static str, help: &'static str| {
        section.count(&Key::new(key).unit("people").at_least(0.0).at_most(1e7).help(help))
    };
    let regular_places =
        people("regular_places", "beyond so many people the places are emergency places; without it all are regular");
    let initial_permit_holders =
        people("initial_permit_holders", "people with a permit who wait for a house at the start, first in line");
    let granted = section.share(&Key::new("granted").help("share of the decisions that grants a permit"));
    let days = |key: &'static str, help: &'static str| {
        let key = Key::new(key).unit("calendar days").at_least(0.0).at_most(36_525.0).size_may_be_uncertain();
        section.variability(&key.help(help))
    };
    let grant_days = days("leaves_after_grant", "days from a grant until the person is ready for a house");
    let refusal_days = days("leaves_after_refusal", "days from a refusal until the person has left");
    let housed_per_month = section.number(
        &Key::new("housed_per_month")
            .unit("people a month")
            .at_least(0.01)
            .at_most(1e6)
            .help("houses that come free, one after the other, given in the order of the grants")
            .default("always enough"),
    );
    let freed = section.share(
        &Key::new("freed")
            .help("instead: share of the decisions that frees a place at once; the others stay to the end of the run"),
    );
    let after = ["granted", "leaves_after_grant", "leaves_after_refusal"];
    for key in after.iter().chain(["housed_per_month"].iter()) {
        section.not_both("freed", key);
    }
    if !section.has("freed") {
        // Where [quality] says what is granted, that holds.
        let quality = desk.tree.get("quality").and_then(Node::as_table);
        let says_granted = quality.is_some_and(|quality| quality.contains("granted"));
        for key in after.iter().filter(|key| !(section.has(key) || says_granted && **key == "granted")) {
            let message = format!("`reception.{key}` is missing: a decision does not free a bed by itself");
            let help = "write granted, leaves_after_grant and leaves_after_refusal, or instead of them freed = 0.5";
            section.push(Problem::error("E202", message).at(section.place()).help(help));
        }
    }
    for (name, meant) in
        [("per_day_regular", "reception_day_regular"), ("per_day_emergency", "reception_day_emergency")]
    {
        section.misnamed(name, &format!("money.{meant}"), &format!("prices stand together: [money] {meant} = 74"));
    }
    let per_day_regular = money.and_then(|money| money.reception_day_regular.clone());
    let per_day_emergency = money.and_then(|money| money.reception_day_emergency.clone());
    if let Some(price) = &per_day_emergency
        && !section.has("regular_places")
    {
        let message = "emergency places have a price, but it is not said how many places are regular: all are";
        let help = "write reception.regular_places = 20000; else what emergency places cost is not counted";
        section.push(Problem::warning("W592", message).at(price.place).help(help));
    }
    section.finish();
    let known = |value: f64| Num::known(value, "reception.granted");
    let leaving = match freed {
        Some(share) => LeavingReception::Freed(share),
        None => LeavingReception::After { grant_days: grant_days?, refusal_days: refusal_days?, housed_per_month },
    };
    Some(Reception {
        streams,
        share,
        per_day_regular,
        per_day_emergency,
        regular_places,
        granted: granted.unwrap_or_else(|| known(1.0)),
        leaving,
        initial_permit_holders,
    })
}

// ---- prices --------------------------------------------------------------------------------------------------------

/// Prices for everybody; what is not filled in is not counted.
pub(super) fn read_money(root: &Section<'_>) -> Option<Money> {
    let section = root.table("money")?;
    let officer_fte_year = section.number(
        &year_price("officer_fte_year").help("a full-time year of own staff of any pool, all costs of work in it"),
    );
    let cohorts = read_cohort_prices(&section);
    let seat_year =
        section.number(&year_price("seat_year").help("a seat (desk, account) of somebody employed, a year"));
    let court_case_each =
        section.number(&euros(Key::new("court_case_each")).help("what an appeal against delay costs the courts"));
    let day = |name: &'static str, help: &'static str| {
        section.number(&Key::new(name).unit("euro").at_least(0.0).at_most(10_000.0).help(help))
    };
    let reception_day_regular = day("reception_day_regular", "what a day in a regular place of [reception] costs");
    let reception_day_emergency =
        day("reception_day_emergency", "what a day in a place beyond reception.regular_places costs");
    read_elsewhere(root, &section);
    section.misnamed("fte_year", "officer_fte_year", "officer_fte_year: all own staff; or cost_per_year at a pool");
    let overtime_surcharge = section.number(
        &Key::new("overtime_surcharge")
            .at_least(0.0)
            .at_most(5.0)
            .default("0")
            .help("what an hour of overtime costs on top of an hour: 0.5 is half as much again"),
    );
    let price_level = section.known_count(
        &Key::new("price_level")
            .at_least(1900.0)
            .at_most(2200.0)
            .help("the year whose prices these are; said, and not converted"),
    );
    let discount_rate = section
        .known_share(
            &Key::new("discount_rate")
                .at_most(0.2)
                .default("0")
                .help("a euro of a later year counts so much less, a year; `surgecap buffer` discounts, the other commands do not"),
        )
        .unwrap_or(0.0);
    let open_case_at_end = read_open_case(&section);
    section.finish();
    Some(Money {
        officer_fte_year,
        cohorts,
        seat_year,
        overtime_surcharge,
        court_case_each,
        reception_day_regular,
        reception_day_emergency,
        price_level: price_level.map(|year| year as i16),
        discount_rate,
        open_case_at_end,
    })
}

/// What is left at the end is not free.
fn read_open_case(section: &Section<'_>) -> OpenCase {
    let key = Key::new("open_case_at_end").default("\"cost-to-clear\"").unit("euro").at_least(0.0).at_most(1e9).help(
        "what `surgecap buffer` charges for each case that is open at the end: \"cost-to-clear\" (what a decision costs and what \
         waiting costs until then), or euros",
    );
    section.declares(&key, "`\"cost-to-clear\"`, or number");
    let is_word = section.table_node().get(key.name).is_some_and(|node| node.as_text().is_some());
    if is_word {
        section.choice(&key, &["cost-to-clear"]);
        return OpenCase::CostToClear;
    }
    section.number(&key).map_or(OpenCase::CostToClear, OpenCase::Each)
}

/// Keys of [money] that are read elsewhere: they were put there before (`scenario::spelling`) or taken out by the loader.
fn read_elsewhere(root: &Section<'_>, section: &Section<'_>) {
    let freed = Key::new("reception_freed").help("the same as reception.freed");
    section.declares(&freed, "share");
    if let Some(node) = section.raw(&freed, "") {
        let message = "`money.reception_freed` and `reception.freed` cannot both stand in the file";
        root.push(Problem::error("E215", message).at(node.place).help("keep one of the two"));
    }
    let penalty = Key::new("penalty").help("\"preset:NAME\": the [penalty.*] of a preset, in place of those below");
    section.declares(&penalty, "text");
    if let Some(node) = section.raw(&penalty, "") {
        let problem = Problem::error("E203", "`money.penalty` names a preset, in the file itself and not in a plan");
        let help = "write penalty = \"preset:nl-asylum-2020\" under [money], or the regime itself: [penalty.some-name]";
        root.push(problem.at(node.place).help(help));
    }
}

fn year_price(name: &'static str) -> Key {
    Key::new(name).unit("euro").at_least(0.0).at_most(10_000_000.0)
}

/// What a paid worker of a pool costs.
pub(super) fn read_price(section: &Section<'_>) -> Option<Price> {
    let year = section.number(
        &year_price("cost_per_year")
            .help("a full-time year of these people, all costs of work in it")
            .default("money.officer_fte_year"),
    );
    let hour = section.number(
        &Key::new("cost_per_hour")
            .unit("euro")
            .at_least(0.0)
            .at_most(10_000.0)
            .help("a paid hour of these people, instead"),
    );
    section.not_both("cost_per_year", "cost_per_hour");
    year.map(Price::Year).or(hour.map(Price::Hour))
}

/// Prices of a cohort, or of all of them.
pub(super) fn read_cohort_prices(section: &Section<'_>) -> CohortPrices {
    let agency = Key::new("agency_hour").unit("euro").at_least(0.0).at_most(10_000.0);
    let each = |name: &'static str, help: &'static str| section.number(&euros(Key::new(name)).help(help));
    CohortPrices {
        agency_hour: section
            .number(&agency.help("an agency's fee for a paid hour of temporary workers, until their contract ends")),
        recruit_each: each("recruit_each", "recruiting, once for everybody who starts"),
        train_each: each("train_each", "training, once for everybody who starts"),
        recruit_and_train_each: each("recruit_and_train_each", "both, once for everybody who starts"),
    }
}
