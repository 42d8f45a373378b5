//! Of an assessment: the plans side by side, and what follows if one thing were otherwise.

use super::{
    first_page::FirstPage,
    view::{Page, Part, Table},
    words::Words,
};
use crate::experiment::{
    assess::{Assessment, PlanFinding},
    findings::{Promise, TargetFinding},
};

pub(super) fn pages(found: &Assessment, words: &Words) -> Vec<Page> {
    let mut pages = vec![side_by_side(found, words)];
    if !found.follow_up.is_empty() {
        pages.push(follow_up(found, words));
    }
    pages
}

/// "38 to 48 %", never below 1 or above 99.
fn chance(low: f64, high: f64, words: &Words) -> String {
    let (low, high) = ((low * 100.0).floor(), (high * 100.0).ceil());
    let shown = |value: f64| words.whole(value.clamp(1.0, 99.0));
    match (low, high) {
        (low, high) if low < 1.0 => words.say("assess.below", &[("high", &shown(high))]),
        (low, high) if high > 99.0 => words.say("assess.above", &[("low", &shown(low))]),
        _ => words.say("assess.percent", &[("low", &shown(low)), ("high", &shown(high))]),
    }
}

fn due([low, middle, high]: [f64; 3], words: &Words) -> String {
    format!("{} ({}–{})", words.about(middle), words.about(low), words.about(high))
}

fn side_by_side(found: &Assessment, words: &Words) -> Page {
    let first_page = FirstPage { found: &found.plan, words };
    let targets: &[TargetFinding] = &found.plan.targets;
    let payers: Vec<&String> =
        found.plan.costs.iter().flat_map(|costs| costs.payers.0.iter().map(|(payer, _)| payer)).collect();
    let mut head = vec![words.plain("assess.plan")];
    head.extend(targets.iter().map(|target| format!("{}: {}", target.says, words.plain("assess.met"))));
    head.extend([words.plain("assess.date-8"), words.plain("assess.due")]);
    head.extend(payers.iter().map(|payer| words.say("assess.more", &[("who", &first_page.payer(payer))])));
    let row = |plan: &PlanFinding| {
        let mut row = vec![if plan.says.is_empty() { plan.name.clone() } else { plan.says.clone() }];
        row.extend(plan.findings.targets.iter().map(|target| chance(target.low, target.high, words)));
        if let Some(target) = plan.findings.targets.first() {
            row.push(match target.dates.get("0.8") {
                Some(Promise::By(date)) => words.date(*date),
                Some(Promise::After { after, .. }) => words.say("assess.after", &[("date", &words.date(*after))]),
                None => String::new(),
            });
            row.push(due(target.value, words));
        }
        row.extend(payers.iter().map(|payer| {
            let costs = plan.findings.costs.as_ref().and_then(|costs| costs.payers.get(payer));
            let more = costs.and_then(|costs| costs.because_of_the_plan);
            more.map_or("–".to_owned(), |more| words.decimals(more.q50 / 1e6, 1))
        }));
        row
    };
    let title = words.plain("assess.plans-title");
    let caption = match payers.is_empty() {
        true => title.clone(),
        false => format!("{title}; {}", words.plain("pictures.million")),
    };
    let table = Table::new(caption, words.lang.code(), head, found.plans.iter().map(row).collect());
    let parts = vec![Part::Table(table)];
    Page { id: "plans", title, intro: vec![words.plain("assess.plans-intro")], parts }
}

fn follow_up(found: &Assessment, words: &Words) -> Page {
    let head = ["about", "what", "met", "due"].map(|key| words.plain(&format!("assess.{key}"))).to_vec();
    let rows = found
        .follow_up
        .iter()
        .map(|one| vec![one.about.clone(), one.what.clone(), chance(one.low, one.high, words), due(one.value, words)]);
    let title = words.plain("assess.follow-title");
    let count = found.follow_up.first().map_or(0, |one| one.replications);
    let mut parts = vec![Part::Table(Table::new(title.clone(), "en", head, rows.collect()))];
    if !found.left_out.is_empty() {
        let items = found.left_out.iter().map(|what| words.say("assess.left-out", &[("what", what)])).collect();
        parts.push(Part::List { items, lang: "en" });
    }
    let intro = vec![words.say("assess.follow-intro", &[("n", &words.whole(count as f64))])];
    Page { id: "and-if", title, intro, parts }
}
