//! The short answer of `run` in the terminal, for people.

use super::{
    fluid::fluid,
    table::table,
    words::{about, date, euros, figure, month, probability, whole},
};
use crate::experiment::{
    alarm::AlarmLevel,
    findings::{DifferenceFinding, Findings, Listed, Promise, TargetFinding, Verdict},
};

/// Columns of a line, and where its text begins.
pub(super) const WIDTH: usize = 100;
const INDENT: usize = 12;

/// The answer, and at its end the one sentence to remember.
pub fn page(findings: &Findings, seconds: Option<f64>, results: Option<&str>) -> String {
    let mut text = body(findings, seconds, results);
    text.push('\n');
    wrap(&mut text, "", 0, &closing(findings));
    text
}

/// The answer without its last sentence.
pub(super) fn body(findings: &Findings, seconds: Option<f64>, results: Option<&str>) -> String {
    let mut text = head(findings, seconds);
    if !findings.variant.is_empty() {
        line(&mut text, "Variant", &format!("not the file as it stands, but with {}", findings.variant.join(" · ")));
    }
    if let Some(first) = findings.targets.first() {
        text.push_str(&target_lines(findings, first));
    }
    for guard in findings.targets.iter().skip(1) {
        line(&mut text, "Guard", &guard_sentence(findings, guard));
    }
    line(&mut text, "Alarm", &alarm(findings));
    line(&mut text, "Stuck", &stuck(findings));
    for (pool, says) in &findings.people.hired {
        if let Some(row) = findings.ledger.get(pool) {
            line(&mut text, "Hours", &hours(row, says));
        }
    }
    for sentence in others(findings) {
        line(&mut text, "Others", &sentence);
    }
    for sentence in whole_stock(findings) {
        line(&mut text, "Whole", &sentence);
    }
    line(&mut text, "Risk", &risk(findings));
    for sentence in costs(findings) {
        line(&mut text, "Costs", &sentence);
    }
    let rests = &findings.assumptions;
    if rests.uncertain > 0 {
        let sentence = format!(
            "{} ranges, of which {} unconfirmed (no source, nobody agreed) and {} \"unknown\"",
            rests.uncertain, rests.unconfirmed, rests.unknown
        );
        line(&mut text, "Rests on", &sentence);
    }
    line(&mut text, "Without", &findings.people.not_included.join("; "));
    for caveat in findings.caveats.iter().filter(|caveat| !is_told_elsewhere(caveat)) {
        line(&mut text, "Note", caveat);
    }
    if let Some(folder) = results {
        line(&mut text, "Results", folder);
    }
    if findings.targets.is_empty() {
        text.push_str(&measures(findings));
    }
    if !findings.realised.is_empty() {
        text.push_str(&realised(findings));
    }
    if let Some(finding) = &findings.fluid {
        text.push('\n');
        text.push_str(&fluid(finding));
    }
    text
}

/// One sentence for each payer, and what was not counted.
fn costs(findings: &Findings) -> Vec<String> {
    let Some(costs) = &findings.costs else { return Vec::new() };
    let mut sentences = Vec::new();
    for (payer, found) in &costs.payers.0 {
        let years: Vec<String> = (found.years.0.iter())
            .map(|(year, amount)| {
                format!("{year} {} ({} to {})", euros(amount.q50), euros(amount.q05), euros(amount.q95))
            })
            .collect();
        let mut sentence = format!("{payer}: {} euros", years.join(", "));
        if payer == "applicants" {
            sentence += " of penalties that they do not get: rights saved on paper, no gain";
        }
        if payer == "others" {
            sentence += " that the other work of people without a case is worth to them";
        }
        if let Some(plan) = found.because_of_the_plan.filter(|plan| plan.q05 != 0.0 || plan.q95 != 0.0) {
            let sign = if plan.q50 > 0.0 { "+" } else { "" };
            let (low, high) = (euros(plan.q05), euros(plan.q95));
            sentence += &format!("; because of the plan {sign}{} ({low} to {high})", euros(plan.q50));
        }
        sentences.push(sentence);
    }
    if !costs.not_counted.is_empty() {
        sentences.push(format!("not counted: {}", costs.not_counted.join(", ")));
    }
    sentences
}

/// By what factor wrong decisions become likelier; never how many there are.
fn risk(findings: &Findings) -> String {
    let Some(risk) = &findings.risk else { return String::new() };
    let mut sentence = format!(
        "if the stated error rates hold, a decision is wrong {:.2} times as often as without the plan ({:.2} to {:.2})",
        risk.factor, risk.low, risk.high
    );
    if risk.below_senior > 0.0 {
        sentence += &format!("; {:.0} % were signed below senior", risk.below_senior * 100.0);
    }
    if let Some(unanswered) = risk.unanswered.filter(|share| *share > 0.0) {
        sentence += &format!("; {:.0} % of questions went unanswered", unanswered * 100.0);
    }
    sentence
}

/// What the page already says in a line of its own.
fn is_told_elsewhere(caveat: &str) -> bool {
    caveat.starts_with("Not included: ") || caveat.contains(" inputs are ranges; ")
}

/// One line of the page, wrapped under its beginning.
pub(super) fn line(text: &mut String, head: &str, body: &str) {
    if !body.is_empty() {
        wrap(text, &format!("  {head:<10}"), INDENT, body);
    }
}

pub(in crate::report) fn wrap(text: &mut String, head: &str, indent: usize, body: &str) {
    text.push_str(head);
    let mut column = indent;
    let mut is_first = true;
    for word in body.split(' ') {
        let length = word.chars().count();
        if !is_first && column + 1 + length > WIDTH {
            text.push('\n');
            text.push_str(&" ".repeat(indent));
            column = indent;
        } else if !is_first {
            text.push(' ');
            column += 1;
        }
        is_first = false;
        text.push_str(word);
        column += length;
    }
    text.push('\n');
}

fn head(findings: &Findings, seconds: Option<f64>) -> String {
    let plan = if findings.plan.is_empty() { String::new() } else { format!(", plan {}", findings.plan) };
    let time = seconds.map_or(String::new(), |seconds| format!(", {seconds:.1} s"));
    let variant = if findings.variant.is_empty() { "" } else { ", variant" };
    let name = format!("{}{plan}{variant}", findings.scenario.name);
    let runs = format!("{} replications, seed {}{time}", whole(findings.replications as f64), findings.seed);
    let gap = WIDTH.saturating_sub(name.chars().count() + runs.chars().count()).max(3);
    format!("{name}{}{runs}\n", " ".repeat(gap))
}

fn target_lines(findings: &Findings, target: &TargetFinding) -> String {
    let mut text = String::new();
    line(&mut text, "Target", &format!("{} by {}", target.says, date(target.by)));
    line(&mut text, "Verdict", &format!("{}, given these ranges", verdict(findings, target)));
    let promise = |key: &str| target.dates.get(key).map_or(String::new(), |promise| promise_words(*promise));
    let promises =
        format!("8 in 10: {}   9 in 10: {}   (half-way date {})", promise("0.8"), promise("0.9"), promise("0.5"));
    line(&mut text, "Promise", &promises);
    let [low, middle, high] = target.value;
    let measure = words_of_measure(findings, &target.measure);
    let then = format!("{measure} on that date {} ({} to {} in 9 of 10)", about(middle), about(low), about(high));
    line(&mut text, "Then", &then);
    text
}

/// "OUT OF REACH: met in 0 of 412 simulated futures (below 0.9 %)".
fn verdict(findings: &Findings, target: &TargetFinding) -> String {
    let hits = (target.probability * findings.replications as f64).round();
    let word = match target.verdict {
        Verdict::Undecided if findings.replications < 100 => "no verdict below 100 replications",
        verdict => verdict.words(),
    };
    let chance = match (target.probability == 0.0, target.probability == 1.0) {
        (true, _) | (_, true) => probability(target.probability, target.low, target.high),
        _ => format!("{:.0} to {:.0} %", target.low * 100.0, target.high * 100.0),
    };
    let count = whole(findings.replications as f64);
    format!("{word}: met in {} of {count} simulated futures ({chance})", whole(hits))
}

fn guard_sentence(findings: &Findings, target: &TargetFinding) -> String {
    let [low, middle, high] = target.value;
    format!(
        "{} by {}: {}; {} then {} ({} to {})",
        target.says,
        date(target.by),
        verdict(findings, target),
        words_of_measure(findings, &target.measure),
        about(middle),
        about(low),
        about(high)
    )
}

pub(super) fn promise_words(promise: Promise) -> String {
    match promise {
        Promise::By(day) => date(day),
        Promise::After { after, share_by_end } => {
            format!("after {} ({:.0} in 100 by then)", date(after), share_by_end * 100.0)
        }
    }
}

/// "stock.taskforce" in words.
fn words_of_measure(findings: &Findings, path: &str) -> String {
    let name_of = |stream: &str| {
        findings.people.streams.iter().find(|one| one.name == stream).map_or(stream.to_owned(), |one| one.says.clone())
    };
    match path.split_once('.') {
        Some(("stock", "all")) => "all open cases".to_owned(),
        Some(("stock", stream)) => format!("{} open", name_of(stream)),
        Some(("overdue", stream)) => format!("{} overdue", name_of(stream)),
        Some(("decided", stream)) => format!("{} decided", name_of(stream)),
        _ => path.to_owned(),
    }
}

/// From how few decisions the promise is in danger, and how often that is told wrongly.
fn alarm(findings: &Findings) -> String {
    let Some(alarm) = &findings.alarm else { return String::new() };
    let levels: Vec<String> =
        alarm.levels.iter().map(|level| format!("{} by {}", about(level.below), date(level.date))).collect();
    let span = |of: fn(&AlarmLevel) -> f64| {
        let all = alarm.levels.iter().map(of).filter(|share| share.is_finite());
        let (low, high) = all.fold((1.0_f64, 0.0_f64), |(low, high), one| (low.min(one), high.max(one)));
        match ((low * 100.0).round(), (high * 100.0).round()) {
            (low, high) if low >= high => format!("{high:.0}"),
            (low, high) => format!("{low:.0} to {high:.0}"),
        }
    };
    let promise = match alarm.level {
        None => date(alarm.by),
        Some(level) => {
            let bound = if findings.targets[0].is_at_most { "at most" } else { "at least" };
            format!("the promise of {bound} {} on {}", about(level), date(alarm.by))
        }
    };
    format!(
        "{} fewer than {}: then {promise} will probably be missed (sounds in {} of 100 runs that keep it, is silent in {} of 100 that \
         miss it)",
        words_of_measure(findings, &alarm.measure),
        levels.join(" or "),
        span(|level| level.false_alarms),
        span(|level| level.missed_alarms)
    )
}

fn stuck(findings: &Findings) -> String {
    // The stream of the first target, else the one that waits most.
    let stream = findings
        .targets
        .first()
        .and_then(|target| target.measure.split_once('.'))
        .map(|(_, stream)| stream)
        .filter(|stream| findings.stuck.iter().any(|one| one.stream == *stream));
    let mut parts: Vec<String> = Vec::new();
    for one in findings.stuck.iter().filter(|one| stream.is_none_or(|stream| one.stream == stream)).take(2) {
        let months = match (one.most_from, one.most_to) {
            (Some(from), Some(to)) if month(from) == month(to) => format!(" ({})", month(from)),
            (Some(from), Some(to)) => format!(" (longest wait in months from {} to {})", month(from), month(to)),
            _ => String::new(),
        };
        let what = if one.waits_for == "supervisors" {
            "supervisors".to_owned()
        } else {
            format!("somebody free for {}", one.says)
        };
        parts.push(format!("{what}: {:.0} % of their waiting{months}", one.share * 100.0));
    }
    if parts.is_empty() { String::new() } else { format!("cases in hand wait most for {}", parts.join(", then ")) }
}

fn hours(row: &Listed<f64>, says: &str) -> String {
    let paid = row.get("paid").copied().unwrap_or(0.0);
    if paid <= 0.0 {
        return String::new();
    }
    let mut parts: Vec<(String, f64)> = row
        .0
        .iter()
        .filter(|(name, hours)| name != "paid" && *hours / paid >= 0.005)
        .map(|(name, hours)| (name.clone(), hours / paid * 100.0))
        .collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    let shares = parts.iter().map(|(name, share)| format!("{share:.0} {}", category_words(name))).collect::<Vec<_>>();
    format!("of each 100 hours paid to {says}: {}", shares.join(" · "))
}

fn category_words(name: &str) -> &str {
    match name {
        "first-time" => "first-time effort",
        "slower-pace" => "slower pace",
        "waiting-for-supervisor" => "waiting for a supervisor",
        "idle-no-case" => "idle, no case",
        "idle-no-permission" => "idle, cases there that they may not do",
        "sign-off" => "signing",
        other => other,
    }
}

/// Streams that the first target is not about: what the plan changes for them, at its date and at the end.
fn others(findings: &Findings) -> Vec<String> {
    let Some(first) = findings.targets.first() else { return Vec::new() };
    let on = first.measure.split_once('.').map_or("", |(_, stream)| stream);
    let mut sentences = Vec::new();
    for stream in findings.people.streams.iter().filter(|stream| stream.name != on && !stream.only_follows) {
        let name = &stream.name;
        let mut parts = Vec::new();
        for day in [first.by.to_string(), findings.people.end.clone()] {
            let Some(stock) = findings.measures.get(&format!("stock.{name}@{day}")) else { continue };
            let mut part =
                format!("{} ({} to {}) on {}", about(stock.q50), about(stock.q05), about(stock.q95), day_words(&day));
            let because = findings.difference.get(&format!("stock.{name}@{day}"));
            let late = findings.difference.get(&format!("overdue.{name}@{day}"));
            if let (Some(because), Some(late)) = (because, late) {
                part.push_str(&format!(", {} because of the plan, late {}", change(because), change(late)));
            }
            parts.push(part);
        }
        if !parts.is_empty() {
            sentences.push(format!("{}, open: {} → {}", stream.says, about(stream.initial), parts.join(" → ")));
        }
    }
    sentences
}

fn day_words(day: &str) -> String {
    day.parse().map_or(day.to_owned(), date)
}

/// "+2,000 (270 to 3,800)".
fn change(difference: &DifferenceFinding) -> String {
    let sign =
        |value: f64| if about(value) != "0" && value > 0.0 { format!("+{}", about(value)) } else { about(value) };
    format!("{} ({} to {})", sign(difference.q50), sign(difference.q05), sign(difference.q95))
}

fn whole_stock(findings: &Findings) -> Vec<String> {
    let Some(first) = findings.targets.first() else { return Vec::new() };
    let mut parts = Vec::new();
    for day in [first.by.to_string(), findings.people.end.clone()] {
        if let Some(all) = findings.difference.get(&format!("stock.all@{day}")) {
            parts.push(format!("{} on {}", change(all), day_words(&day)));
        }
    }
    if parts.is_empty() {
        return Vec::new();
    }
    vec![format!("all open cases together, because of the plan: {}", parts.join(", "))]
}

fn measures(findings: &Findings) -> String {
    let rows: Vec<Vec<String>> = findings
        .measures
        .0
        .iter()
        .filter(|(name, _)| !name.contains('@'))
        .map(|(name, one)| {
            vec![name.clone(), figure(one.mean), format!("± {}", figure((one.high - one.low) / 2.0)), one.unit.clone()]
        })
        .collect();
    format!("\n{}", table(&["measure", "mean", "95 %", "unit"], &rows))
}

fn realised(findings: &Findings) -> String {
    let rows: Vec<Vec<String>> = findings
        .realised
        .iter()
        .map(|one| {
            let off = if one.is_off() { "OFF" } else { "" };
            vec![
                format!("{} on {}", one.what, date(one.date)),
                whole(one.realised),
                whole(one.q05),
                whole(one.q50),
                whole(one.q95),
                format!("{:.0} %", one.percentile * 100.0),
                off.to_owned(),
            ]
        })
        .collect();
    format!("\n{}", table(&["realised figure", "realised", "5 %", "50 %", "95 %", "falls at", ""], &rows))
}

/// One sentence with the number, the spread and the comparison.
pub(super) fn closing(findings: &Findings) -> String {
    let Some(target) = findings.targets.first() else {
        return format!("{} replications of {} are done.", whole(findings.replications as f64), findings.scenario.name);
    };
    let verdict = match target.verdict {
        Verdict::Reachable => "can be promised",
        Verdict::OutOfReach => "is out of reach",
        Verdict::Uncertain => "is uncertain: do not promise it",
        Verdict::Undecided => "is undecided with these replications",
    };
    let mut text = format!("\"{}\" by {} {verdict}", target.says, date(target.by));
    match target.dates.get("0.8") {
        Some(Promise::By(day)) => text.push_str(&format!("; {} can be promised in 8 of 10 futures", date(*day))),
        Some(Promise::After { after, share_by_end }) => text.push_str(&format!(
            "; no date up to {} can be promised in 8 of 10 futures ({:.0} in 100 are there by then)",
            date(*after),
            share_by_end * 100.0
        )),
        None => {}
    }
    let [low, middle, high] = target.value;
    text.push_str(&format!(
        ". On {} it stands at {} ({} to {} in 9 of 10 simulated futures).",
        date(target.by),
        about(middle),
        about(low),
        about(high)
    ));
    text
}
