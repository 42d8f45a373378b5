//! The answer of `assess`: the page of `run`, the plans side by side, and what follows if one thing were otherwise.

use super::{
    bridge, frontier,
    html::words::Words,
    page::{body, closing, line, promise_words, wrap},
    table::table,
    tables::number,
    words::{about, date, euros, plain},
};
use crate::experiment::{
    assess::{Assessment, Changes, Condition, Conditions, Figure, FirstAsked, FollowUp, Looks, PlanFinding},
    findings::{Findings, TargetFinding, Verdict},
};

/// Assumptions on the page; the findings have more.
const ASKED: usize = 3;

/// One sentence after the first replications, while the rest is being run.
pub fn first(findings: &Findings, words: &Words) -> String {
    findings.targets.first().map_or(String::new(), |target| {
        let runs = findings.replications as f64;
        let (hits, runs) = (words.whole((target.probability * runs).round()), words.whole(runs));
        let (low, high) = (words.whole(target.low * 100.0), words.whole(target.high * 100.0));
        words.say("answer.first", &[("hits", &hits), ("runs", &runs), ("low", &low), ("high", &high)]) + "\n"
    })
}

pub fn page(found: &Assessment) -> String {
    let mut text = body(&found.plan, None, None);
    for target in &found.plan.targets {
        if let Some(amounts) = found.amounts.get(&target.name) {
            let amount = |key: &str| amounts.get(key).map_or(String::new(), |amount| about(*amount));
            let bound = target.bound.split(' ').take(2).collect::<Vec<_>>().join(" ");
            let sentence = format!(
                "or keep {} and promise {} {bound} {}: works in 8 of 10; {}: in 9 of 10",
                date(target.by),
                target.measure,
                amount("0.8"),
                amount("0.9")
            );
            line(&mut text, "Amounts", &sentence);
        }
    }
    if let Some(conditions) = &found.conditions {
        line(&mut text, "Only if", &only_if(conditions));
    }
    if let Some(bridge) = found.bridge.as_ref().filter(|bridge| bridge.futures > 0) {
        let by = bridge.by.map_or(String::new(), date);
        line(&mut text, "On paper", &bridge::short(bridge, &by));
    }
    if let Some(frontier) = found.frontier.as_ref().filter(|frontier| frontier.futures > 0) {
        line(&mut text, "Useful", &frontier::short(frontier));
    }
    for (place, asked) in found.first_asked.iter().take(ASKED).enumerate() {
        line(&mut text, if place == 0 { "Ask first" } else { "" }, &first_asked(asked));
    }
    if let Some(changes) = &found.changes {
        line(&mut text, "Changed", &changed(changes));
    }
    text.push_str("\n  The plans side by side, in the same futures with the same luck:\n");
    text.push_str(&plans(found));
    if !found.follow_up.is_empty() {
        let first = &found.plan.targets[0];
        let count = found.follow_up.first().map_or(0, |line| line.replications);
        text.push_str(&format!(
            "\n  And if… ({count} of the same futures; {} on {}):\n",
            first.measure,
            date(first.by)
        ));
        text.push_str(&follow_up(found));
    }
    for sentence in &found.left_out {
        line(&mut text, "Left out", sentence);
    }
    text.push('\n');
    wrap(&mut text, "", 0, &sentence(found));
    text
}

/// The one to remember.
pub(super) fn sentence(found: &Assessment) -> String {
    format!("{}{}", closing(&found.plan), best(found))
}

fn met(target: &TargetFinding) -> String {
    match target.probability {
        0.0 => format!("below {:.0} %", (target.high * 100.0).max(1.0)),
        1.0 => format!("above {:.0} %", (target.low * 100.0).min(99.0)),
        _ => format!("{:.0} to {:.0} %", target.low * 100.0, target.high * 100.0),
    }
}

fn plans(found: &Assessment) -> String {
    let Some(shown) = found.plans.first() else { return String::new() };
    let targets: Vec<String> = shown.findings.targets.iter().map(|target| target.name.clone()).collect();
    let payers: Vec<String> =
        found.plan.costs.iter().flat_map(|costs| costs.payers.0.iter().map(|(payer, _)| payer.clone())).collect();
    let mut head: Vec<String> = vec![String::new()];
    head.extend(targets.iter().map(|target| format!("{target} met")));
    head.extend(["8 in 10 by".to_owned(), "when due (9 in 10)".to_owned()]);
    head.extend(payers.iter().map(|payer| format!("{payer}, more")));
    let row = |plan: &PlanFinding| {
        let mut row = vec![plan.name.clone()];
        row.extend(plan.findings.targets.iter().map(met));
        if let Some(target) = plan.findings.targets.first() {
            row.push(target.dates.get("0.8").map_or(String::new(), |promise| promise_words(*promise)));
            let [low, middle, high] = target.value.map(about);
            row.push(format!("{middle} ({low} to {high})"));
        }
        row.extend(payers.iter().map(|payer| {
            let costs = plan.findings.costs.as_ref().and_then(|costs| costs.payers.get(payer));
            let more = costs.and_then(|costs| costs.because_of_the_plan.as_ref());
            more.map_or("–".to_owned(), |more| euros(more.q50))
        }));
        row
    };
    let rows: Vec<Vec<String>> = found.plans.iter().map(row).collect();
    table(&head.iter().map(String::as_str).collect::<Vec<_>>(), &rows)
}

fn follow_up(found: &Assessment) -> String {
    let mut before = "";
    let rows: Vec<Vec<String>> = found
        .follow_up
        .iter()
        .map(|one: &FollowUp| {
            let about_what = if one.about == before { String::new() } else { one.about.clone() };
            before = &one.about;
            let [low, middle, high] = one.value.map(about);
            vec![
                about_what,
                one.what.clone(),
                format!("{:.0} to {:.0} %", one.low * 100.0, one.high * 100.0),
                format!("{middle} ({low} to {high})"),
            ]
        })
        .collect();
    table(&["", "", "met", "when due (9 in 10)"], &rows)
}

/// "at most 1,600 applications a month · …".
fn only_if(conditions: &Conditions) -> String {
    let figure = |figure: &Figure| match figure {
        Figure::Number(number) => about(*number),
        Figure::Day(day) => date(*day),
    };
    let one = |condition: &Condition| {
        let (planned, unit) = (figure(&condition.planned), condition.unit.split(',').next().unwrap_or_default());
        let worst = condition.points.last().map_or(String::new(), |point| figure(&point.value));
        match (condition.about.as_ref(), &condition.limit) {
            ("inflow", Some(limit)) => format!("at most {} {unit} ({planned} expected)", figure(limit)),
            ("inflow", None) => format!("up to {worst} {unit} do not break it"),
            ("first day", Some(limit)) => format!("{unit} by {} ({planned} planned)", figure(limit)),
            ("first day", None) => format!("{unit} as late as {worst} does not break it"),
            // Half a person stays as a whole one.
            (_, Some(Figure::Number(limit))) => format!("at least {} of {planned} {unit} stay", about(limit.ceil())),
            (_, _) => format!("with {worst} of {planned} {unit} it still stands"),
        }
    };
    let (limits, others): (Vec<&Condition>, Vec<&Condition>) =
        conditions.all.iter().partition(|condition| condition.limit.is_some());
    let all: Vec<String> = limits.into_iter().map(one).chain(conditions.also.iter().cloned()).collect();
    let others: Vec<String> = others.into_iter().map(one).collect();
    let others = if others.is_empty() { String::new() } else { format!("; {}", others.join(" · ")) };
    format!(
        "{}{others} (each alone, until the promise is kept in fewer than half of {} futures)",
        all.join(" · "),
        conditions.replications
    )
}

/// "months until … (cohort.agency.months_to_independence, 6 to 18): …".
fn first_asked(asked: &FirstAsked) -> String {
    let entry = &asked.entry;
    let range = match (entry.low, entry.high) {
        (Some(low), Some(high)) => format!(" {} to {} {}", plain(low), plain(high), entry.unit).trim_end().to_owned(),
        _ => String::new(),
    };
    let source = match (asked.is_confirmed, entry.source.as_str(), entry.status.as_str()) {
        (false, ..) => "nobody confirmed it".to_owned(),
        (true, "", status) => status.to_owned(),
        (true, source, _) => format!("source: {source}"),
    };
    let owner = if entry.owner.is_empty() { "no owner".to_owned() } else { format!("owner {}", entry.owner) };
    let chance = if asked.is_told_apart { "" } else { ", not told apart from chance" };
    format!(
        "{}{range}; {:.0} % of the differences ({:+.2}, {:+.2} to {:+.2}{chance}); promise kept in {:.0} of 100 at its lowest \
         third, {:.0} at its highest; {owner}, {source}",
        entry.path,
        asked.share * 100.0,
        asked.correlation,
        asked.correlation_low,
        asked.correlation_high,
        asked.kept_at_low * 100.0,
        asked.kept_at_high * 100.0,
    )
}

/// "you changed 5 numbers; 4 make the plan look better. With all put back: OUT OF REACH, …".
fn changed(changes: &Changes) -> String {
    let count = changes.all.len();
    let numbers = if count == 1 { "1 number".to_owned() } else { format!("{count} numbers") };
    let mut text = format!("you changed {numbers}");
    let makes = |count: usize| if count == 1 { "makes" } else { "make" };
    if changes.replications > 0 {
        text += &format!("; {} {} the plan look better", changes.better, makes(changes.better));
        if changes.worse > 0 {
            text += &format!(", {} worse", changes.worse);
        }
        if changes.unclear > 0 {
            text += &format!(", {} cannot be told in {} replications", changes.unclear, changes.replications);
        }
    }
    let narrower = changes.all.iter().filter(|change| change.is_narrower_without_source).count();
    if narrower > 0 {
        text += &format!("; {narrower} of the ranges became narrower without a source");
    }
    if let Some(target) = changes.put_back.as_ref().and_then(|targets| targets.first()) {
        text += &format!(". With every one put back: {}, met in {}", target.verdict.words(), met(target));
    }
    let shown = |change: &crate::experiment::assess::Change| {
        let looks = match change.looks {
            Some(Looks::Better) => " (better)",
            Some(Looks::Worse) => " (worse)",
            _ => "",
        };
        format!("{}{looks}", change.path)
    };
    text + ": " + &changes.all.iter().map(shown).collect::<Vec<String>>().join(", ")
}

/// Which plan of the file does best, where one does clearly better than the plan that was asked about.
fn best(found: &Assessment) -> String {
    let asked = found.plan.targets.first().map_or(0.0, |target| target.probability);
    let chance = |plan: &&PlanFinding| plan.findings.targets.first().map_or(0.0, |target| target.probability);
    let best = found.plans.iter().max_by(|a, b| chance(a).total_cmp(&chance(b)));
    match best {
        Some(best) if chance(&best) > asked + 0.1 => {
            let target = &best.findings.targets[0];
            let word = if target.verdict == Verdict::Reachable { ", and is reachable" } else { "" };
            format!(" Of the plans in the file `{}` does best: met in {}{word}.", best.name, met(target))
        }
        _ => String::new(),
    }
}

/// `plans.csv`: each target under each plan; `follow-up.csv`: each line of "and if…"; and where they were asked `conditions.csv`,
/// `assumptions.csv`, `changes.csv`, `frontier.csv` and `bridge.csv`.
pub fn tables(found: &Assessment) -> Vec<(String, String)> {
    let mut plans = String::from("plan,target,met,low,high,verdict,q05,q50,q95\n");
    for plan in &found.plans {
        for target in &plan.findings.targets {
            let numbers = [target.probability, target.low, target.high].map(number).join(",");
            let value = target.value.map(number).join(",");
            plans.push_str(&format!("{},{},{numbers},{},{value}\n", plan.name, target.name, target.verdict.words()));
        }
    }
    let mut follow = String::from("about,what,met,low,high,q05,q50,q95,replications\n");
    for one in &found.follow_up {
        let [low, middle, high] = one.value;
        let numbers = [one.met, one.low, one.high, low, middle, high].map(number).join(",");
        follow.push_str(&format!("{},\"{}\",{numbers},{}\n", one.about, one.what.replace('"', "'"), one.replications));
    }
    let mut all = vec![("plans.csv".to_owned(), plans), ("follow-up.csv".to_owned(), follow)];
    if let Some(conditions) = &found.conditions {
        let mut text = String::from("about,unit,value,kept,low,high,replications\n");
        for one in &conditions.all {
            for point in &one.points {
                let value = match point.value {
                    Figure::Number(value) => number(value),
                    Figure::Day(day) => day.to_string(),
                };
                let numbers = [point.kept, point.low, point.high].map(number).join(",");
                let unit = quoted(&one.unit);
                text.push_str(&format!("{},{unit},{value},{numbers},{}\n", one.about, conditions.replications));
            }
        }
        all.push(("conditions.csv".to_owned(), text));
    }
    if !found.first_asked.is_empty() {
        let mut text = String::from(
            "rank,path,low,likely,high,unit,correlation,correlation_low,correlation_high,share,kept_at_low,kept_at_high,source,\
             owner,status\n",
        );
        for (place, asked) in found.first_asked.iter().enumerate() {
            let entry = &asked.entry;
            let range = [entry.low, entry.likely, entry.high].map(|one| one.map_or(String::new(), number)).join(",");
            let numbers = [
                asked.correlation,
                asked.correlation_low,
                asked.correlation_high,
                asked.share,
                asked.kept_at_low,
                asked.kept_at_high,
            ];
            let numbers = numbers.map(number).join(",");
            let words = [&entry.source, &entry.owner, &entry.status].map(|word| quoted(word)).join(",");
            let (path, unit) = (quoted(&entry.path), quoted(&entry.unit));
            text.push_str(&format!("{},{path},{range},{unit},{numbers},{words}\n", place + 1));
        }
        all.push(("assumptions.csv".to_owned(), text));
    }
    if let Some(changes) = &found.changes {
        let mut text = String::from("path,was,now,is_set,effect,low,high,looks\n");
        for change in &changes.all {
            let effect = change.effect.map_or(",,".to_owned(), |effect| effect.map(number).join(","));
            let looks = match change.looks {
                Some(Looks::Better) => "better",
                Some(Looks::Worse) => "worse",
                Some(Looks::Unclear) => "unclear",
                None => "",
            };
            let words = [&change.path, &change.was, &change.now].map(|word| quoted(word)).join(",");
            text.push_str(&format!("{words},{},{effect},{looks}\n", change.is_set));
        }
        all.push(("changes.csv".to_owned(), text));
    }
    all.extend(found.frontier.as_ref().map(|found| ("frontier.csv".to_owned(), frontier::csv(found))));
    all.extend(found.bridge.as_ref().map(|found| ("bridge.csv".to_owned(), bridge::csv(found))));
    all
}

/// A cell of a table, with the quotes inside it doubled.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
