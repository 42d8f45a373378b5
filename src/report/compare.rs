//! The answer of `compare`: differences and chances in a table, and one sentence to remember.

use super::{
    page::{line, wrap},
    table::table,
    tables::number,
    words::{about, whole},
};
use crate::{
    experiment::compare::{Compared, Comparison, ExploratoryFinding, PairFinding},
    metric::Better,
    replicate::Row,
};

/// Of the other measures, so many that differ most are shown.
const MOST_SHOWN: usize = 8;

pub fn page(findings: &Comparison) -> String {
    let mut text = String::new();
    let names: Vec<&str> = findings.arms.iter().map(|arm| arm.name.as_str()).collect();
    text.push_str(&format!(
        "{}   {} futures of {} replications each, seed {}\n",
        names.join(" · "),
        whole(findings.futures as f64),
        findings.luck,
        findings.seed
    ));
    let Some(first) = findings.arms.first() else {
        text.push_str("Fewer than two futures were complete: nothing can be compared.\n");
        return text;
    };
    let way = if findings.headline.better == Better::Lower { "lower is better" } else { "higher is better" };
    line(
        &mut text,
        "By",
        &format!("{} ({}, {way}), mean over futures", findings.headline.measure, findings.headline.unit),
    );
    text.push_str(&arms(findings));
    text.push_str(&format!("\n  Against {}, paired by future:\n", first.name));
    text.push_str(&pairs(findings));
    if !findings.named.is_empty() {
        text.push_str("\n  In the futures that the file names: value (regret)\n");
        text.push_str(&named(findings));
    }
    let lost = streams(findings);
    if !lost.is_empty() {
        text.push_str(&format!("\n  What streams gain and lose against {}:\n{lost}", first.name));
    }
    if let Some(best) = &findings.best {
        let delta = about(best.delta);
        let sentence = match best.standing.as_slice() {
            [one] => format!(
                "{one}, by at least {delta} or as good within {delta}: right in at least {:.0} of 100 such studies ({} futures)",
                best.confidence * 100.0,
                best.futures_used
            ),
            several => format!(
                "not decided at a difference of {delta}: {} still stand after {} futures; more --futures decide",
                several.join(", "),
                best.futures_used
            ),
        };
        line(&mut text, "Best", &sentence);
    }
    for (loser, winner) in &findings.dominated {
        line(&mut text, "Dominated", &format!("{loser} by {winner}: never better on a target, and worse on one"));
    }
    let others = exploratory(findings);
    if !others.is_empty() {
        text.push_str("\n  Other measures that differ (simultaneous 95 % intervals):\n");
        text.push_str(&others);
    }
    for caveat in &findings.caveats {
        line(&mut text, "Note", caveat);
    }
    text.push('\n');
    wrap(&mut text, "", 0, &closing(findings));
    text
}

fn range(mean: f64, low: f64, high: f64) -> String {
    format!("{} ({} to {})", about(mean), about(low), about(high))
}

fn percent(share: f64, low: f64, high: f64) -> String {
    format!("{:.0} % ({:.0} to {:.0})", share * 100.0, low * 100.0, high * 100.0)
}

fn arms(findings: &Comparison) -> String {
    let mut head = vec!["", "mean (95 %)", "9 in 10 futures", "regret", "worst tenth"];
    let targets: Vec<String> = findings.arms[0].targets.0.iter().map(|(name, _)| format!("{name} met")).collect();
    head.extend(targets.iter().map(String::as_str));
    let rows: Vec<Vec<String>> = findings
        .arms
        .iter()
        .zip(&findings.regret)
        .map(|(arm, regret)| {
            let mut row = vec![
                arm.name.clone(),
                range(arm.mean, arm.low, arm.high),
                format!("{} to {}", about(arm.q05), about(arm.q95)),
                about(regret.mean),
                about(regret.worst_tenth),
            ];
            row.extend(arm.targets.0.iter().map(|(_, [share, low, high])| percent(*share, *low, *high)));
            row
        })
        .collect();
    table(&head, &rows)
}

fn pairs(findings: &Comparison) -> String {
    let row = |pair: &PairFinding| {
        vec![
            pair.arm.clone(),
            range(pair.mean, pair.low, pair.high),
            format!("{} to {}", about(pair.q05), about(pair.q95)),
            percent(pair.better, pair.better_low, pair.better_high),
            pair.luck_share.map_or("–".to_owned(), |share| format!("{:.0} %", share * 100.0)),
        ]
    };
    let rows: Vec<Vec<String>> = findings.pairs.iter().map(row).collect();
    table(&["", "difference (95 %)", "9 in 10 futures", "better in", "of it luck"], &rows)
}

fn named(findings: &Comparison) -> String {
    let names: Vec<&str> = findings.arms.iter().map(|arm| arm.name.as_str()).collect();
    let head: Vec<&str> = std::iter::once("").chain(names.iter().copied()).collect();
    let rows: Vec<Vec<String>> = findings
        .named
        .iter()
        .map(|future| {
            let cells = names.iter().map(|name| {
                let value = |of: Option<&f64>| of.map_or("–".to_owned(), |value| about(*value));
                format!("{} ({})", value(future.values.get(name)), value(future.regret.get(name)))
            });
            std::iter::once(future.future.clone()).chain(cells).collect()
        })
        .collect();
    table(&head, &rows)
}

fn streams(findings: &Comparison) -> String {
    let cell = |[mean, low, high]: [f64; 3]| if mean.is_nan() { "–".to_owned() } else { range(mean, low, high) };
    let rows: Vec<Vec<String>> = findings
        .streams
        .iter()
        .map(|one| {
            vec![
                one.arm.clone(),
                one.stream.clone(),
                cell(one.decided),
                cell(one.case_months),
                cell(one.overdue_at_end),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    table(&["", "stream", "decided", "open case-months", "overdue at the end"], &rows)
}

/// How many half-widths a difference lies from nothing.
fn size(one: &ExploratoryFinding) -> f64 {
    let half = (one.high - one.low) / 2.0;
    if half > 0.0 { one.mean.abs() / half } else { 0.0 }
}

fn exploratory(findings: &Comparison) -> String {
    let mut differ: Vec<&ExploratoryFinding> = findings
        .exploratory
        .iter()
        .filter(|one| one.better != Better::Neither && (one.low > 0.0 || one.high < 0.0))
        .filter(|one| !["target.", "stock.", "overdue.", "decided."].iter().any(|kind| one.measure.starts_with(kind)))
        .collect();
    differ.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let row = |one: &&ExploratoryFinding| {
        let is_better = (one.mean < 0.0) == (one.better == Better::Lower);
        let interval = [one.mean, one.low, one.high].map(super::words::figure);
        vec![
            one.arm.clone(),
            one.measure.clone(),
            format!("{} ({} to {})", interval[0], interval[1], interval[2]),
            if is_better { "better" } else { "worse" }.to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = differ.iter().take(MOST_SHOWN).map(row).collect();
    if rows.is_empty() { String::new() } else { table(&["", "measure", "difference", ""], &rows) }
}

fn closing(findings: &Comparison) -> String {
    let (against, measure) = (&findings.arms[0].name, &findings.headline.measure);
    let is_lower = findings.headline.better == Better::Lower;
    let turned = |pair: &&PairFinding| if is_lower { pair.mean } else { -pair.mean };
    let Some(best) = findings.pairs.iter().min_by(|a, b| turned(a).total_cmp(&turned(b))) else {
        return String::new();
    };
    if best.low <= 0.0 && best.high >= 0.0 {
        return format!(
            "No plan differs from {against} on {measure} by more than chance: the nearest, {}, by {}.",
            best.arm,
            range(best.mean, best.low, best.high)
        );
    }
    let (size, low, high) = (best.mean.abs(), best.q05, best.q95);
    let is_better = turned(&best) < 0.0;
    if !is_better {
        return format!(
            "Every plan is worse than {against} on {measure}; {} least, by {} (difference {} to {} in 9 of 10 futures).",
            best.arm,
            about(size),
            about(low),
            about(high)
        );
    }
    format!(
        "{} brings {measure} {} {} than {against} (difference {} to {} in 9 of 10 futures); it is better in {:.0} of 100.",
        best.arm,
        about(size),
        if is_lower { "lower" } else { "higher" },
        about(low),
        about(high),
        best.better * 100.0
    )
}

/// `arms.csv`: the headline and the measures by arm, paired differences with intervals; `runs.csv`: every replication.
pub fn tables(compared: &Compared) -> Vec<(String, String)> {
    let findings = &compared.findings;
    let mut pairs = String::from("measure,unit,arm,against,mean,low,high,family\n");
    let against = findings.arms.first().map_or("", |arm| arm.name.as_str());
    let mut put = |measure: &str, unit: &str, arm: &str, [mean, low, high]: [f64; 3], family: &str| {
        let numbers = [mean, low, high].map(number).join(",");
        pairs.push_str(&format!("{measure},{unit},{arm},{against},{numbers},{family}\n"));
    };
    for pair in &findings.pairs {
        let headline = &findings.headline;
        put(&headline.measure, &headline.unit, &pair.arm, [pair.mean, pair.low, pair.high], "headline");
    }
    for one in &findings.exploratory {
        put(&one.measure, &one.unit, &one.arm, [one.mean, one.low, one.high], "exploratory");
    }
    let mut runs = String::from("plan,future,replication,measure,unit,value\n");
    for (arm, rows) in compared.arms.iter().zip(&compared.rows) {
        let names = arm.measures();
        for (replication, Row { values }) in rows.iter().enumerate() {
            let future = replication as u64 / findings.luck;
            for (column, name) in names.iter().enumerate() {
                let unit = arm.study.measures.wanted[column].measure.unit();
                runs.push_str(&format!(
                    "{},{future},{replication},{name},{unit},{}\n",
                    arm.name,
                    number(values[column])
                ));
            }
        }
    }
    vec![("differences.csv".to_owned(), pairs), ("runs.csv".to_owned(), runs)]
}
