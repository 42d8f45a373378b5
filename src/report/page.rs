//! The short answer of `run` in the terminal, for people.

use super::{
    table::table,
    words::{about, date, figure, month, probability, whole},
};
use crate::experiment::findings::{DifferenceFinding, Findings, Listed, Promise, TargetFinding, Verdict};

/// The answer, and at its end the one sentence to remember.
pub fn page(findings: &Findings, seconds: Option<f64>, results: Option<&str>) -> String {
    let mut text = head(findings, seconds);
    for target in &findings.targets {
        text.push_str(&target_lines(findings, target));
    }
    line(&mut text, "Stuck", &stuck(findings));
    for (pool, says) in &findings.people.hired {
        if let Some(row) = findings.ledger.get(pool) {
            line(&mut text, &format!("Of each 100 hours paid to {says}"), &hours(row));
        }
    }
    for sentence in others(findings) {
        line(&mut text, "Others", &sentence);
    }
    line(&mut text, "Whole", &whole_stock(findings));
    if findings.targets.is_empty() {
        text.push_str(&measures(findings));
    }
    if !findings.realised.is_empty() {
        text.push_str(&realised(findings));
    }
    let rests = &findings.assumptions;
    if rests.uncertain > 0 {
        let sentence = format!(
            "{} ranges, of which {} unconfirmed (no source, nobody agreed) and {} \"unknown\"",
            rests.uncertain, rests.unconfirmed, rests.unknown
        );
        line(&mut text, "Rests on", &sentence);
    }
    for caveat in &findings.caveats {
        line(&mut text, "Note", caveat);
    }
    if let Some(folder) = results {
        line(&mut text, "Results", folder);
    }
    text.push('\n');
    text.push_str(&closing(findings));
    text.push('\n');
    text
}

fn line(text: &mut String, head: &str, body: &str) {
    if body.is_empty() {
        return;
    }
    if head.chars().count() > 8 {
        text.push_str(&format!("  {head}: {body}\n"));
    } else {
        text.push_str(&format!("  {head:<9} {body}\n"));
    }
}

fn head(findings: &Findings, seconds: Option<f64>) -> String {
    let plan = if findings.plan.is_empty() { String::new() } else { format!(", plan {}", findings.plan) };
    let time = seconds.map_or(String::new(), |seconds| format!(", {seconds:.1} s"));
    format!(
        "{}{plan}   {} replications, seed {}{time}\n",
        findings.scenario.name,
        whole(findings.replications as f64),
        findings.seed
    )
}

fn target_lines(findings: &Findings, target: &TargetFinding) -> String {
    let mut text = String::new();
    let unit = words_of_measure(findings, &target.measure);
    line(&mut text, "Target", &format!("{}: {unit} {} by {}", target.says, target.bound, date(target.by)));
    let hits = (target.probability * findings.replications as f64).round();
    let verdict = match target.verdict {
        Verdict::Undecided if findings.replications < 100 => "no verdict below 100 replications".to_owned(),
        verdict => verdict.words().to_owned(),
    };
    let count = format!("met in {} of {} simulated futures", whole(hits), whole(findings.replications as f64));
    let chance = probability(target.probability, target.low, target.high);
    line(&mut text, "Verdict", &format!("{verdict}: {count}, chance {chance}, given these ranges"));
    let promise = |key: &str| target.dates.get(key).map_or(String::new(), |promise| promise_words(*promise));
    let promises =
        format!("8 in 10: {}   9 in 10: {}   (half-way date {})", promise("0.8"), promise("0.9"), promise("0.5"));
    line(&mut text, "Promise", &promises);
    let [low, middle, high] = target.value;
    line(
        &mut text,
        "Then",
        &format!("{unit} on that date: {} ({} to {} in 9 of 10)", about(middle), about(low), about(high)),
    );
    text
}

fn promise_words(promise: Promise) -> String {
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
        findings
            .people
            .streams
            .iter()
            .find(|(name, _)| name == stream)
            .map_or(stream.to_owned(), |(_, says)| says.clone())
    };
    match path.split_once('.') {
        Some(("stock", "all")) => "all open cases".to_owned(),
        Some(("stock", stream)) => format!("open cases of \"{}\"", name_of(stream)),
        Some(("overdue", stream)) => format!("overdue cases of \"{}\"", name_of(stream)),
        Some(("decided", stream)) => format!("decisions of \"{}\"", name_of(stream)),
        _ => path.to_owned(),
    }
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
            (Some(from), Some(to)) if month(from) == month(to) => format!(" (most in {})", month(from)),
            (Some(from), Some(to)) => format!(" (most in months from {} to {})", month(from), month(to)),
            _ => String::new(),
        };
        let what = if one.waits_for == "supervisors" {
            "supervisors".to_owned()
        } else {
            format!("somebody free for \"{}\"", one.says)
        };
        parts.push(format!("{what} {:.0} %{months}", one.share * 100.0));
    }
    if parts.is_empty() { String::new() } else { format!("cases in hand wait most for {}", parts.join(", then ")) }
}

fn hours(row: &Listed<f64>) -> String {
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
    parts.iter().map(|(name, share)| format!("{share:.0} {}", category_words(name))).collect::<Vec<_>>().join(" · ")
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

/// Streams that no target is about, or that a guard is about: what the plan changes for them.
fn others(findings: &Findings) -> Vec<String> {
    let Some(first) = findings.targets.first() else { return Vec::new() };
    if !findings.people.has_nothing {
        return Vec::new();
    }
    let on = first.measure.split_once('.').map_or("", |(_, stream)| stream);
    let by = first.by;
    let mut sentences = Vec::new();
    for (stream, says) in findings.people.streams.iter().filter(|(name, _)| name != on) {
        let stock = findings.measures.get(&format!("stock.{stream}@{by}"));
        let more = findings.difference.get(&format!("stock.{stream}@{by}"));
        let late = findings.difference.get(&format!("overdue.{stream}@{by}"));
        if let (Some(stock), Some(more)) = (stock, more) {
            let mut sentence = format!(
                "\"{says}\" open on {}: {} ({} to {}); because of the plan {}",
                date(by),
                about(stock.q50),
                about(stock.q05),
                about(stock.q95),
                change(more)
            );
            if let Some(late) = late {
                sentence.push_str(&format!(", late because of the plan {}", change(late)));
            }
            sentences.push(sentence);
        }
    }
    sentences
}

fn change(difference: &DifferenceFinding) -> String {
    let sign = |value: f64| if value > 0.0 { format!("+{}", about(value)) } else { about(value) };
    format!("{} ({} to {})", sign(difference.q50), sign(difference.q05), sign(difference.q95))
}

fn whole_stock(findings: &Findings) -> String {
    let Some(first) = findings.targets.first() else { return String::new() };
    let by = first.by;
    match findings.difference.get(&format!("stock.all@{by}")) {
        Some(all) => format!("all open cases together on {}: {} because of the plan", date(by), change(all)),
        None => String::new(),
    }
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
    format!("\n{}\n", table(&["realised figure", "realised", "5 %", "50 %", "95 %", "falls at", ""], &rows))
}

/// One sentence with the number, the spread and the comparison.
fn closing(findings: &Findings) -> String {
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
