//! Page two: what one thing costs in another, and a building block for a letter to parliament.

use super::{
    first_page::{FirstPage, careful, lower},
    view::{Page, Part, Table},
    words::Words,
};
use crate::experiment::findings::{DifferenceFinding, Findings};

/// Dilemmas with the numbers of this plan; none where it is compared with nothing.
pub(super) fn dilemmas(found: &Findings, words: &Words) -> Option<Page> {
    let target = found.targets.first()?;
    let on = target.measure.split_once('.').map_or("", |(_, stream)| stream);
    let end = &found.people.end;
    let difference = |path: String| found.difference.get(&path);
    let mut parts = Vec::new();
    let mut add = |name: &str, says: Vec<String>| {
        parts.push(Part::Heading { text: words.plain(&format!("dilemmas.{name}")) });
        let asks = words.plain(&format!("dilemmas.{name}-asks"));
        parts.push(Part::Text { lines: says.into_iter().chain([asks]).collect() });
    };
    let own = difference(format!("stock.{on}@{}", target.by));
    let says = |name: &str| {
        let stream = found.people.streams.iter().find(|stream| stream.name == name);
        stream.map_or(name.to_owned(), |stream| lower(&stream.says))
    };
    // The stream that grows most because of the plan.
    let others = found.people.streams.iter().filter(|stream| stream.name != on && !stream.only_follows);
    let other = others
        .filter_map(|stream| Some((stream, difference(format!("stock.{}@{}", stream.name, target.by))?)))
        .max_by(|a, b| a.1.q50.total_cmp(&b.1.q50));
    let date = words.date(target.by);
    if let (Some(own), Some((stream, other))) = (own.filter(|own| own.q50 < 0.0), other) {
        let key = if other.q50 > 0.0 { "dilemmas.old-new-says" } else { "dilemmas.old-new-says-less" };
        let (old, new) = (words.about(-own.q50), words.about(other.q50.abs()));
        let values =
            [("date", date.as_str()), ("old", &old), ("own", &says(on)), ("new", &new), ("other", &says(&stream.name))];
        add("old-new", vec![words.say(key, &values)]);
    }
    for (pool, _) in &found.people.hired {
        let Some(row) = found.ledger.get(pool) else { continue };
        let hours = |name: &str| row.get(name).copied().unwrap_or(0.0);
        let share = (hours("asking") + hours("waiting-for-supervisor")) / hours("paid") * 100.0;
        if share >= 1.0 {
            add("span", vec![words.say("dilemmas.span-says", &[("n", &words.whole(share))])]);
            break;
        }
    }
    let answered = found.measures.get("supervision.answered_share").map(|found| found.mean);
    if let Some(unanswered) = answered.map(|share| (1.0 - share) * 10.0).filter(|share| *share >= 0.5) {
        add("care", vec![words.say("dilemmas.care-says", &[("n", &words.whole(unanswered))])]);
    }
    let costs = found.costs.as_ref().and_then(|costs| costs.payers.get("organisation"));
    let plan = costs.and_then(|payer| payer.because_of_the_plan).filter(|plan| plan.q10 > 0.0);
    let decided = difference(format!("decided.{on}@{}", target.by)).filter(|decided| decided.q50 >= 1.0);
    if let (Some(plan), Some(decided)) = (plan, decided) {
        let (amount, n) = (words.euros_between(plan.q10, plan.q90), words.about(decided.q50));
        let values = [("amount", amount.as_str()), ("n", &n), ("date", &date)];
        add("price", vec![words.say("dilemmas.price-says", &values)]);
    }
    let all: Option<&DifferenceFinding> = difference(format!("stock.all@{end}"));
    if let (Some(all), Ok(end)) = (all, end.parse()) {
        let key = if all.q50 > 0.0 { "dilemmas.later-says-more" } else { "dilemmas.later-says-fewer" };
        let values = [("date", words.date(end)), ("n", words.about(all.q50.abs()))];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        add("later", vec![words.say(key, &values)]);
    }
    (!parts.is_empty()).then(|| Page {
        id: "dilemmas",
        title: words.plain("dilemmas.title"),
        intro: vec![words.plain("dilemmas.intro")],
        parts,
    })
}

/// How sure the alarm levels of the first page are; none where there are none.
pub(super) fn alarm(found: &Findings, words: &Words) -> Option<Page> {
    let alarm = found.alarm.as_ref()?;
    let in_100 = |share: f64| if share.is_nan() { "–".to_owned() } else { words.whole(share * 100.0) };
    let rows = alarm.levels.iter().map(|level| {
        vec![
            words.date(level.date),
            words.about(level.below),
            in_100(level.missed),
            in_100(level.false_alarms),
            in_100(level.missed_alarms),
        ]
    });
    let head = ["on", "below", "missed", "false", "silent"].map(|key| words.plain(&format!("alarm.{key}")));
    let by = words.date(alarm.by);
    let promise = match alarm.level {
        None => words.say("alarm.promise-date", &[("date", &by)]),
        Some(level) => {
            let is_at_most = found.targets.first().is_some_and(|target| target.is_at_most);
            let key = if is_at_most { "alarm.promise-most" } else { "alarm.promise-least" };
            words.say(key, &[("date", &by), ("n", &words.whole(careful(level, is_at_most)))])
        }
    };
    let title = words.plain("alarm.page");
    let table = Table::new(title.clone(), words.lang.code(), head.to_vec(), rows.collect());
    let intro = vec![promise, words.plain("alarm.intro")];
    Some(Page { id: "alarm-levels", title, intro, parts: vec![Part::Table(table)] })
}

/// Only when [about] says who checked the numbers.
pub(super) fn letter(found: &Findings, words: &Words) -> Option<Page> {
    let who = &found.background.as_ref()?.about.checked_by;
    if who.is_empty() || found.targets.is_empty() {
        return None;
    }
    let first_page = FirstPage { found, words };
    let answer = first_page.answer();
    let blocks = first_page.blocks();
    let of = |id: &str| blocks.iter().find(|block| block.id == id).map_or(String::new(), |block| block.lines.join(" "));
    let runs = words.whole(found.replications as f64);
    let (target, hits) = (answer.lines.first().cloned().unwrap_or_default(), answer.lines.get(1).cloned());
    let mut lines = vec![
        words.say("letter.opening", &[("name", &found.scenario.name), ("runs", &runs)]),
        words.say("letter.verdict", &[("target", &target), ("hits", &hits.unwrap_or_default())]),
    ];
    if !of("others").is_empty() {
        lines.push(words.say("letter.others", &[("others", &of("others"))]));
    }
    let open = words.whole(found.assumptions.unconfirmed as f64);
    let left: Vec<String> = found.people.not_included.iter().map(|one| lower(one)).collect();
    let left = if left.is_empty() { "–".to_owned() } else { left.join("; ") };
    lines.push(words.say("letter.rests", &[("unconfirmed", &open), ("left", &left)]));
    lines.push(words.plain("letter.close"));
    Some(Page {
        id: "letter",
        title: words.plain("letter.title"),
        intro: vec![words.say("letter.intro", &[("who", who)])],
        parts: vec![Part::Text { lines }],
    })
}
