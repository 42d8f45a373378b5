//! The answer of `buffer`: what each plan costs, keeps and risks, and one sentence to remember.

use super::{
    page::{line, wrap},
    table::table,
    tables::number,
    words::{about, euros},
};
use crate::experiment::buffer::{Axis, Buffer, Contest, Judged, NamedStory, Pair, PlanFinding, Tuned};

pub fn page(findings: &Buffer) -> String {
    let mut text = format!(
        "{}   {} futures to choose by, {} to judge by, {} replications each, seed {}\n",
        findings.scenario.name, findings.tuning_futures, findings.futures, findings.luck, findings.seed
    );
    let Some(first) = findings.contests.first() else {
        text.push_str("Interrupted before the plans were judged: nothing can be said yet.\n");
        return text;
    };
    let discounted = match findings.discount_rate {
        rate if rate > 0.0 => format!(", later years at {} % less a year", trimmed(rate * 100.0)),
        _ => String::new(),
    };
    line(
        &mut text,
        "Costs",
        &format!(
            "euros a year of {}, mean of {:.0} years{discounted}; a case open at the end is charged {} and its waiting; quiet hours \
             count for what the file says they are worth",
            findings.payers.join(", "),
            findings.years,
            euros(first.clear_one)
        ),
    );
    for contest in &findings.contests {
        text.push_str(&one_contest(contest));
    }
    let disagree = disagreements(&findings.contests);
    if !disagree.is_empty() {
        line(&mut text, "Models", &disagree);
    }
    if !findings.named.is_empty() {
        text.push_str("\n  In the futures that the file names: million euros a year (regret)\n");
        text.push_str(&named(&findings.named));
        if let Some(plan) = &findings.minimax {
            line(&mut text, "Minimax", &format!("over these futures the largest regret is smallest with {plan}"));
        }
    }
    for axis in &findings.axes {
        text.push_str(&one_axis(axis));
    }
    for caveat in &findings.caveats {
        line(&mut text, "Note", caveat);
    }
    text.push('\n');
    wrap(&mut text, "", 0, &closing(findings));
    text
}

fn trimmed(value: f64) -> String {
    format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Millions, to three digits.
fn millions(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    let value = value / 1e6;
    let digits = match value.abs() {
        size if size >= 99.5 => 0,
        size if size >= 9.95 => 1,
        _ => 2,
    };
    let text = format!("{:.digits$}", value.abs());
    let is_zero = text.chars().all(|one| "0.".contains(one));
    if value < 0.0 && !is_zero { format!("−{text}") } else { text }
}

fn one_contest(contest: &Contest) -> String {
    let mut text = String::new();
    let of = if contest.demand.is_empty() { String::new() } else { format!(" with demand as in {}", contest.demand) };
    text.push_str(&format!("\n  Best sizes{of} (million euros a year, where chosen):\n"));
    let row = |one: &Tuned| {
        let levers = one.levers.iter().map(|lever| format!("{} {}", short(&lever.path), trimmed(lever.value)));
        let values = |values: &[f64]| values.iter().map(|value| trimmed(*value)).collect::<Vec<_>>().join(", ");
        vec![
            one.plan.clone(),
            levers.collect::<Vec<_>>().join(", "),
            millions(one.cost),
            millions(one.written),
            values(&one.without_idle_worth),
            values(&one.for_the_organisation),
        ]
    };
    let rows: Vec<Vec<String>> = contest.tuned.iter().map(row).collect();
    text.push_str(&table(
        &["", "best", "cost", "as written", "quiet hours worth nothing", "organisation alone"],
        &rows,
    ));
    text.push_str(&format!("\n  Judged{of} (million euros a year, over other futures):\n"));
    text.push_str(&judged(contest));
    text.push_str("\n  Who pays, and what is left (million euros a year):\n");
    text.push_str(&payers(contest));
    line(
        &mut text,
        "Peaks",
        &format!(
            "a year of at least {} cases, {} in a hundred years; half of all years have fewer than {}",
            about(contest.peak_year),
            about(contest.peaks_in_100_years),
            about(contest.median_year)
        ),
    );
    text
}

/// The end of a path that says which number it is.
fn short(path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        ["pool", pool, key] => format!("{pool}.{key}"),
        ["trigger", trigger, "then", "cohort", cohort, _] => format!("{trigger} {cohort}"),
        ["trigger", trigger, key] => format!("{trigger} {key}"),
        _ => path.to_owned(),
    }
}

fn judged(contest: &Contest) -> String {
    let targets: Vec<String> = match contest.plans.first() {
        Some(plan) => plan.norm.0.iter().map(|(name, _)| format!("{name} kept")).collect(),
        None => Vec::new(),
    };
    let mut head = vec!["", "cost (95 %)", "less nothing: 9 in 10", "worst tenth", "regret", "overdue"];
    head.extend(targets.iter().map(String::as_str));
    head.push("wrong decisions");
    let row = |plan: &PlanFinding| {
        let mut row = vec![
            if plan.on_front { format!("{} *", plan.plan) } else { plan.plan.clone() },
            format!("{} ({} to {})", millions(plan.cost[0]), millions(plan.cost[1]), millions(plan.cost[2])),
            format!("{} to {}", millions(plan.points[0]), millions(plan.points[1])),
            millions(plan.worst_tenth),
            millions(plan.regret[0]),
            about(plan.overdue),
        ];
        row.extend(plan.norm.0.iter().map(|(_, [share, low, high])| {
            format!("{:.0} % ({:.0} to {:.0})", share * 100.0, low.max(0.0) * 100.0, high.min(1.0) * 100.0)
        }));
        row.push(plan.error_risk.map_or_else(|| "–".to_owned(), |risk| format!("× {risk:.2}")));
        row
    };
    let rows: Vec<Vec<String>> = contest.plans.iter().map(row).collect();
    table(&head, &rows) + "  * no other plan costs less and keeps the norm more often\n"
}

fn payers(contest: &Contest) -> String {
    let names: Vec<String> = match contest.plans.first() {
        Some(_) => {
            let mut names: Vec<String> = Vec::new();
            for (name, _) in contest.plans.iter().flat_map(|plan| &plan.payers.0) {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
            names
        }
        None => Vec::new(),
    };
    let mut head = vec![""];
    head.extend(names.iter().map(String::as_str));
    head.extend(["open at the end", "charged a year", "quiet hours cost", "of it useful"]);
    let row = |plan: &PlanFinding| {
        let mut row = vec![plan.plan.clone()];
        row.extend(names.iter().map(|name| millions(plan.payers.get(name).copied().unwrap_or(0.0))));
        row.extend([about(plan.open_cases_at_end), millions(plan.open_at_end), millions(plan.quiet_hours_cost)]);
        let [low, likely, high] = plan.quiet_worth;
        row.push(format!("{} ({} to {})", millions(likely), millions(low), millions(high)));
        row
    };
    let rows: Vec<Vec<String>> = contest.plans.iter().map(row).collect();
    table(&head, &rows)
}

/// Where two models of demand choose differently; empty where there is one model.
fn disagreements(contests: &[Contest]) -> String {
    let Some((first, others)) = contests.split_first() else { return String::new() };
    let mut sentences = Vec::new();
    for other in others {
        if other.best == first.best {
            sentences.push(format!("{} agrees that {} costs least", other.demand, first.best));
        } else {
            sentences.push(format!(
                "{} disagrees: {} costs least there, {} in the file",
                other.demand, other.best, first.best
            ));
        }
        for (one, same) in first.tuned.iter().zip(&other.tuned) {
            let differ = one.levers.iter().zip(&same.levers).filter(|(a, b)| a.value != b.value);
            for (a, b) in differ {
                sentences.push(format!(
                    "{} of {} is best at {}, not {}",
                    short(&a.path),
                    one.plan,
                    trimmed(b.value),
                    trimmed(a.value)
                ));
            }
        }
    }
    sentences.join("; ")
}

fn named(stories: &[NamedStory]) -> String {
    let names: Vec<&str> = stories[0].cost.0.iter().map(|(name, _)| name.as_str()).collect();
    let head: Vec<&str> = std::iter::once("").chain(names.iter().copied()).collect();
    let row = |story: &NamedStory| {
        let cells = names.iter().map(|name| {
            let value = |of: Option<&f64>| of.map_or("–".to_owned(), |value| millions(*value));
            format!("{} ({})", value(story.cost.get(name)), value(story.regret.get(name)))
        });
        std::iter::once(story.future.clone()).chain(cells).collect()
    };
    table(&head, &stories.iter().map(row).collect::<Vec<Vec<String>>>())
}

fn one_axis(axis: &Axis) -> String {
    let mut text = format!(
        "\n  If {} were (million euros a year, each plan at its best there; the standing buffer in brackets):\n",
        axis.path
    );
    let Some(first) = axis.points.first() else { return String::new() };
    let names: Vec<&str> = first.plans.0.iter().map(|(name, _)| name.as_str()).collect();
    let head: Vec<&str> = std::iter::once("").chain(names.iter().copied()).collect();
    let rows: Vec<Vec<String>> = axis
        .points
        .iter()
        .map(|point| {
            let cells = point.plans.0.iter().map(|(_, plan)| match plan.buffer {
                Some(heads) => format!("{} [{}]", millions(plan.cost), trimmed(heads)),
                None => millions(plan.cost),
            });
            std::iter::once(trimmed(point.value)).chain(cells).collect()
        })
        .collect();
    text.push_str(&table(&head, &rows));
    let words = match axis.equal_at {
        Some(value) => format!("standing and ad hoc cost the same at about {}", trimmed((value * 10.0).round() / 10.0)),
        None => "the same of the two, standing or ad hoc, is cheaper at every value tried".to_owned(),
    };
    line(&mut text, "Equal", &words);
    text
}

fn closing(findings: &Buffer) -> String {
    match &findings.pair {
        Some(pair) => of_pair(pair),
        None => match findings.contests.first() {
            Some(contest) => format!("Of the plans of the file {} costs least.", contest.best),
            None => String::new(),
        },
    }
}

fn of_pair(pair: &Pair) -> String {
    let heads = trimmed(pair.heads);
    let begin = format!("A buffer of {heads} costs {} to {} a year", euros(pair.pays[0]), euros(pair.pays[1]));
    let better = format!("cheaper than {} in {:.0} of 100 futures", pair.ad_hoc, pair.better * 100.0);
    if pair.heads == 0.0 {
        return format!(
            "The best buffer is none: no size that was tried costs less than nobody ready ({}).",
            pair.buffer
        );
    }
    match pair.once_in_years {
        Some(years) => {
            let years = if years < 10.0 { trimmed((years * 2.0).round() / 2.0) } else { about(years) };
            format!(
                "{begin}; it is cheaper than {} if a peak comes at least once in {years} years ({better}).",
                pair.ad_hoc
            )
        }
        None if pair.difference[0] < 0.0 => format!("{begin}; it is {better}, however often peaks come."),
        None => format!(
            "{begin}; it is {better}, and no frequency of peaks within these futures makes it cheaper on average."
        ),
    }
}

/// `plans.csv`: what was judged; `tries.csv`: every point that was tried; `runs.csv`: every run that was judged.
pub fn tables(judged: &Judged) -> Vec<(String, String)> {
    let findings = &judged.findings;
    let named = |demand: &str| if demand.is_empty() { "file".to_owned() } else { demand.to_owned() };
    let mut plans = String::from("demand,plan,measure,unit,mean,low,high\n");
    let mut tries = String::from("demand,plan,try,path,value,cost,norm_kept,overdue,on_front\n");
    for contest in &findings.contests {
        let demand = named(&contest.demand);
        for plan in &contest.plans {
            let mut put = |measure: &str, unit: &str, values: &[f64]| {
                let cells: Vec<String> =
                    (0..3).map(|at| values.get(at).map_or_else(String::new, |value| number(*value))).collect();
                plans.push_str(&format!("{demand},{},{measure},{unit},{}\n", plan.plan, cells.join(",")));
            };
            put("cost", "euro a year", &plan.cost);
            put("cost_against_nothing", "euro a year", &plan.against_nothing);
            put("regret", "euro a year", &plan.regret);
            put("worst_tenth", "euro a year", &[plan.worst_tenth]);
            put("cost_without_worth_of_quiet_hours", "euro a year", &[plan.cost_without_worth]);
            for (payer, value) in &plan.payers.0 {
                put(&format!("cost.{payer}"), "euro a year", &[*value]);
            }
            put("charge_open_at_end", "euro a year", &[plan.open_at_end]);
            put("open_at_end", "cases", &[plan.open_cases_at_end]);
            put("quiet_hours_cost", "euro a year", &[plan.quiet_hours_cost]);
            put("quiet_hours_worth", "euro a year", &[plan.quiet_worth[1], plan.quiet_worth[0], plan.quiet_worth[2]]);
            put("overdue", "cases", &[plan.overdue]);
            for (target, kept) in &plan.norm.0 {
                put(&format!("kept.{target}"), "share", kept);
            }
            put("norm_kept_throughout", "share", &[plan.norm_kept_throughout]);
            put("error_risk_over_nothing", "times", &[plan.error_risk.unwrap_or(f64::NAN)]);
        }
        for one in &contest.tuned {
            for (at, tried) in one.tried.iter().enumerate() {
                for (lever, value) in one.levers.iter().zip(&tried.values) {
                    let numbers = [*value, tried.cost, tried.norm_kept, tried.overdue].map(number).join(",");
                    tries
                        .push_str(&format!("{demand},{},{at},{},{numbers},{}\n", one.plan, lever.path, tried.on_front));
                }
            }
        }
    }
    let mut runs = String::from("demand,plan,replication,measure,unit,value\n");
    for (demand, plan, rows) in &judged.readings {
        for (replication, one) in rows.iter().enumerate() {
            let mut put = |measure: &str, unit: &str, value: f64| {
                runs.push_str(&format!("{},{plan},{replication},{measure},{unit},{}\n", named(demand), number(value)));
            };
            for payer in crate::model::money::Payer::ALL {
                put(&format!("cost.{}", payer.name()), "euro a year", one.payers[payer as usize]);
            }
            put("quiet_hours_cost", "euro a year", one.quiet);
            put("open_at_end", "cases", one.open);
            put("overdue", "cases", one.overdue);
            put("norm_kept", "share", one.norm_kept());
        }
    }
    vec![("plans.csv".to_owned(), plans), ("tries.csv".to_owned(), tries), ("runs.csv".to_owned(), runs)]
}
