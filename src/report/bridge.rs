//! The answer of `bridge` in the terminal, and its steps as a tidy table.

use super::{
    page::{WIDTH, line, wrap},
    table::table,
    words::{date, whole},
};
use crate::experiment::bridge::Bridge;

/// The answer, and at its end the one sentence to remember.
pub fn page(found: &Bridge) -> String {
    let plan = if found.plan.is_empty() { String::new() } else { format!(", plan {}", found.plan) };
    let luck = if found.luck > 1 { format!(" × {} replications", found.luck) } else { String::new() };
    let name = format!("{}{plan}: from paper to practice", found.scenario.name);
    let runs = format!("{} futures{luck}, seed {}", whole(found.futures as f64), found.seed);
    let gap = WIDTH.saturating_sub(name.chars().count() + runs.chars().count()).max(3);
    let mut text = format!("{name}{}{runs}\n\n", " ".repeat(gap));
    let Some(by) = found.by.filter(|_| found.futures > 0) else {
        return text + "No future was run whole.\n";
    };
    let mut rows = vec![vec![
        format!("{} people × {:.1} months × {:.1} cases", whole(found.heads), found.months, found.norm),
        String::new(),
        String::new(),
        String::new(),
        whole(found.paper),
    ]];
    let mut total = found.paper;
    for (step, adds) in found.steps.iter().zip(adds(found)) {
        total += step.mean;
        rows.push(vec![
            step.name.clone(),
            signed(adds),
            between(step.low, step.high),
            step.backward.map_or(String::new(), signed),
            whole(total),
        ]);
    }
    text += &table(&["", "adds", "95 % of the mean", "in the other order", "left"], &rows);
    text.push('\n');
    for step in &found.steps {
        line(&mut text, "", &format!("{}: {}", step.name, step.says));
    }
    if !found.unused.is_empty() {
        line(&mut text, "Not used", &found.unused.join(", "));
    }
    line(
        &mut text,
        "Note",
        "Each mechanism is switched on beside those above it, with the same luck; in the other order beside those below it. The \
         paper sum takes each draw of the inputs: the mean of its product is not the product of the means.",
    );
    text.push('\n');
    wrap(&mut text, "", 0, &closing(found, &date(by)));
    text
}

/// Steps as differences of totals as shown: what is printed adds up.
fn adds(found: &Bridge) -> Vec<f64> {
    let mut total = found.paper;
    let step = |mean: f64| {
        let before = total.round();
        total += mean;
        total.round() - before
    };
    found.steps.iter().map(|step| step.mean).map(step).collect()
}

fn signed(value: f64) -> String {
    let words = whole(value);
    if value > 0.0 && words != "0" { format!("+{words}") } else { words }
}

fn between(low: f64, high: f64) -> String {
    if low.is_finite() && high.is_finite() { format!("{} to {}", signed(low), signed(high)) } else { "–".to_owned() }
}

/// The sentence to remember.
pub fn closing(found: &Bridge, by: &str) -> String {
    let mut taken: Vec<(&str, f64)> =
        found.steps.iter().map(|step| step.name.as_str()).zip(adds(found)).filter(|(_, adds)| *adds < 0.0).collect();
    taken.sort_by(|a, b| a.1.total_cmp(&b.1));
    let most: Vec<String> = taken.iter().take(3).map(|(name, adds)| format!("{name} ({})", signed(*adds))).collect();
    let most = if most.is_empty() { String::new() } else { format!(": most is lost by {}", most.join(", ")) };
    let order = found.order.map_or(String::new(), |order| {
        format!("; by the order of counting a step differs by at most {}", whole(order))
    });
    format!(
        "On paper {} of \"{}\" bring {} decisions by {by}; of these {} are left ({}){most}{order}.",
        whole(found.heads),
        found.says,
        whole(found.paper),
        whole(found.net),
        between(found.net_low, found.net_high)
    )
}

/// The same in few words, for a page that says other things too: "5,600 decisions by …; 200 are left (…): arrival −1,900 · …".
pub(super) fn short(found: &Bridge, by: &str) -> String {
    let all: Vec<String> = (found.steps.iter().zip(adds(found)))
        .filter(|(_, adds)| *adds != 0.0)
        .map(|(step, adds)| format!("{} {}", step.name, signed(adds)))
        .collect();
    format!(
        "{} of \"{}\" bring {} decisions by {by}; {} are left ({}): {}",
        whole(found.heads),
        found.says,
        whole(found.paper),
        whole(found.net),
        between(found.net_low, found.net_high),
        all.join(" · ")
    )
}

/// A row for each step.
pub fn csv(found: &Bridge) -> String {
    let mut text = format!("step,mean,low,high,backward\npaper,{},,,\n", found.paper);
    for step in &found.steps {
        let backward = step.backward.map_or(String::new(), |backward| backward.to_string());
        text.push_str(&format!("{},{},{},{},{backward}\n", step.name, step.mean, step.low, step.high));
    }
    text + &format!("net,{},{},{},\n", found.net, found.net_low, found.net_high)
}
