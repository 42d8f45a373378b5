//! The answer of `feasibility`: the verdict, what can be promised, what it would take, and what one must believe.

use super::{
    page::{line, promise_words, wrap},
    table::table,
    tables::number,
    words::{about, date, plain, probability, whole},
};
use crate::experiment::{
    feasibility::{Chance, Feasibility, LeverFinding},
    findings::Verdict,
};

pub fn page(findings: &Feasibility) -> String {
    let mut text = format!(
        "{}   {} replications for each point, seed {}\n",
        findings.scenario.name,
        whole(findings.replications as f64),
        findings.seed
    );
    line(&mut text, "Target", &format!("{} by {}", findings.says, date(findings.by)));
    let verdict =
        if findings.replications < 100 { "no verdict below 100 replications" } else { findings.verdict.words() };
    line(
        &mut text,
        "Verdict",
        &format!("{verdict}: {} ({}), given these ranges", met(&findings.chance), percent(&findings.chance)),
    );
    let promise = |key: &str| findings.dates.get(key).map_or(String::new(), |promise| promise_words(*promise));
    let dates =
        format!("8 in 10: {}   9 in 10: {}   (half-way date {})", promise("0.8"), promise("0.9"), promise("0.5"));
    line(&mut text, "Dates", &dates);
    let amount = |key: &str| findings.amounts.get(key).map_or(String::new(), |amount| about(*amount));
    let bound = findings.bound.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let amounts = format!(
        "keep the date and promise {} {bound} {}: works in 8 of 10; {}: in 9 of 10",
        findings.measure,
        amount("0.8"),
        amount("0.9")
    );
    line(&mut text, "Amounts", &amounts);
    if let Some([share, low, high]) = findings.luck_share {
        let sentence = format!(
            "{:.0} % of the variance of {} is luck ({:.0} to {:.0} %); the rest is what nobody knows",
            share * 100.0,
            findings.measure,
            low * 100.0,
            high * 100.0
        );
        line(&mut text, "Luck", &sentence);
    }
    if let Some(most) = &findings.matters_most {
        let depends = if most.depends { ": the verdict depends on it" } else { "" };
        let sentence = format!(
            "{} (rank correlation {:.2}): met in {} of its lowest tenth, in {} of its highest{depends}",
            most.input,
            most.correlation,
            percent(&most.lowest_tenth),
            percent(&most.highest_tenth)
        );
        line(&mut text, "Rests on", &sentence);
    }
    for lever in &findings.levers {
        text.push_str(&lever_lines(lever, findings.wanted));
    }
    if let Some(together) = &findings.together {
        let sentence = match &together.smallest {
            Some(values) => {
                let parts: Vec<String> =
                    values.0.iter().map(|(path, value)| format!("{path} = {}", plain(*value))).collect();
                format!("together they do: smallest of {} points {}", together.points.len(), parts.join(", "))
            }
            None if together.none_does => format!("together neither: none of {} points does", together.points.len()),
            None => format!("together not shown: no point of {} does, but chance leaves room", together.points.len()),
        };
        line(&mut text, "Together", &sentence);
    }
    for limit in &findings.speed_limit {
        let doubling = limit
            .doubling_months
            .map_or("never doubles".to_owned(), |months| format!("doubles in {months:.1} months at best"));
        let sentence = format!(
            "experienced staff that teaches {} grows at most {:.1} % a month ({} supervisor-months each, {:.0} % may supervise, {:.1} % leave): {doubling}",
            limit.cohort,
            limit.growth * 100.0,
            plain(limit.supervisor_months),
            limit.share * 100.0,
            limit.leaving_per_month * 100.0
        );
        line(&mut text, "Speed", &sentence);
    }
    if !findings.beliefs.is_empty() {
        text.push_str("\n  What one must believe, one input at a time, the others drawn as written:\n");
        text.push_str(&beliefs(findings));
    }
    if let Some(joint) = &findings.joint_belief {
        let sentence = match (&joint.values, joint.move_probability) {
            (Some(values), Some(moved)) => {
                let parts: Vec<String> =
                    values.0.iter().take(3).map(|(path, value)| format!("{path} {}", plain(*value))).collect();
                format!(
                    "all inputs moved together turn it when each goes up to {:.0} points of its own probability from its middle: {} …",
                    moved * 100.0,
                    parts.join(", ")
                )
            }
            _ => format!(
                "no belief within the declared ranges turns it: with all inputs at the good or bad end {}",
                met(&joint.at_most)
            ),
        };
        line(&mut text, "Jointly", &sentence);
    }
    for caveat in &findings.caveats {
        line(&mut text, "Note", caveat);
    }
    text.push('\n');
    wrap(&mut text, "", 0, &closing(findings));
    text
}

fn met(chance: &Chance) -> String {
    let hits = (chance.p * chance.replications as f64).round();
    format!("met in {} of {} simulated futures", whole(hits), whole(chance.replications as f64))
}

fn percent(chance: &Chance) -> String {
    match chance.p {
        0.0 | 1.0 => probability(chance.p, chance.low, chance.high),
        _ => format!("{:.0} to {:.0} %", chance.low * 100.0, chance.high * 100.0),
    }
}

fn lever_lines(lever: &LeverFinding, wanted: f64) -> String {
    let mut text = format!("\n  Lever {}:\n", lever.path);
    let points: Vec<Vec<String>> = lever
        .points
        .iter()
        .map(|point| vec![plain(point.value), format!("{:.0} %", point.chance.p * 100.0), percent(&point.chance)])
        .collect();
    text.push_str(&table(&["value", "met", "95 %"], &points));
    let (first, last) = (lever.points.first(), lever.points.last());
    let range = format!(
        "{} to {}",
        plain(first.map_or(f64::NAN, |point| point.value)),
        plain(last.map_or(f64::NAN, |point| point.value))
    );
    let sentence = match lever.smallest {
        Some(value) => format!("the least value that reaches {:.0} %: {}", wanted * 100.0, plain(value)),
        None if lever.none_does => format!("no value from {range} reaches {:.0} %", wanted * 100.0),
        None => format!(
            "no value tried from {range} reaches {:.0} %, but chance leaves room: more --futures decide",
            wanted * 100.0
        ),
    };
    line(&mut text, "Smallest", &sentence);
    if lever.falls {
        line(&mut text, "", "more of it is not always better: the chance falls somewhere on the way up");
    }
    text
}

fn beliefs(findings: &Feasibility) -> String {
    let rows: Vec<Vec<String>> = findings
        .beliefs
        .iter()
        .map(|belief| {
            let end = |(value, chance): &(f64, Chance)| format!("{}: {:.0} %", plain(*value), chance.p * 100.0);
            let turns = match (belief.flips_at, belief.move_probability) {
                (Some(value), Some(moved)) => format!("{} ({:.0} points away)", plain(value), moved * 100.0),
                _ => "nowhere in its range".to_owned(),
            };
            vec![belief.input.clone(), plain(belief.likely), end(&belief.at_low), end(&belief.at_high), turns]
        })
        .collect();
    table(&["input", "middle", "at its 5 % point", "at its 95 % point", "turns at"], &rows)
}

fn closing(findings: &Feasibility) -> String {
    let smallest = findings.levers.iter().find_map(|lever| Some((&lever.path, lever.smallest?)));
    let then = match (smallest, findings.levers.is_empty()) {
        (Some((path, value)), _) => {
            format!("{path} = {} is the least that reaches {:.0} %", plain(value), findings.wanted * 100.0)
        }
        (None, false) if findings.together.as_ref().is_some_and(|together| together.smallest.is_some()) => {
            "no lever alone reaches it, together they do".to_owned()
        }
        (None, false) => "no lever that was tried reaches it".to_owned(),
        (None, true) => "no lever was tried".to_owned(),
    };
    let promise = findings.dates.get("0.8").map_or(String::new(), |promise| promise_words(*promise));
    let verdict = match findings.verdict {
        _ if findings.replications < 100 => "has no verdict yet".to_owned(),
        Verdict::Reachable => "is reachable".to_owned(),
        Verdict::OutOfReach => "is out of reach".to_owned(),
        Verdict::Uncertain => "is uncertain".to_owned(),
        Verdict::Undecided => "is undecided".to_owned(),
    };
    format!(
        "\"{}\" by {} {verdict} ({}); 8 in 10 would be {promise}; {then}.",
        findings.says,
        date(findings.by),
        met(&findings.chance)
    )
}

/// `levers.csv`: every point; `beliefs.csv`: every input that was moved.
pub fn tables(findings: &Feasibility) -> Vec<(String, String)> {
    let mut levers = String::from("lever,value,met,low,high,replications\n");
    for lever in &findings.levers {
        for point in &lever.points {
            let Chance { p, low, high, replications } = point.chance;
            let numbers = [point.value, p, low, high].map(number).join(",");
            levers.push_str(&format!("{},{numbers},{replications}\n", lever.path));
        }
    }
    let mut beliefs = String::from("input,middle,low_value,low_met,high_value,high_met,turns_at,move_probability\n");
    for belief in &findings.beliefs {
        let numbers = [
            belief.likely,
            belief.at_low.0,
            belief.at_low.1.p,
            belief.at_high.0,
            belief.at_high.1.p,
            belief.flips_at.unwrap_or(f64::NAN),
            belief.move_probability.unwrap_or(f64::NAN),
        ];
        beliefs.push_str(&format!("{},{}\n", belief.input, numbers.map(number).join(",")));
    }
    vec![("levers.csv".to_owned(), levers), ("beliefs.csv".to_owned(), beliefs)]
}
