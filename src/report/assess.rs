//! The answer of `assess`: the page of `run`, the plans side by side, and what follows if one thing were otherwise.

use super::{
    page::{body, closing, line, promise_words, wrap},
    table::table,
    tables::number,
    words::{about, date, euros, whole},
};
use crate::experiment::{
    assess::{Assessment, FollowUp, PlanFinding},
    findings::{Findings, TargetFinding, Verdict},
};

/// One sentence after the first replications, while the rest is being run.
pub fn first(findings: &Findings) -> String {
    findings.targets.first().map_or(String::new(), |target| {
        let hits = (target.probability * findings.replications as f64).round();
        format!(
            "first answer: met in {} of {} simulated futures ({:.0} to {:.0} %); no verdict below 100\n",
            whole(hits),
            whole(findings.replications as f64),
            target.low * 100.0,
            target.high * 100.0
        )
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

/// `plans.csv`: each target under each plan; `follow-up.csv`: each line of "and if…".
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
    vec![("plans.csv".to_owned(), plans), ("follow-up.csv".to_owned(), follow)]
}
