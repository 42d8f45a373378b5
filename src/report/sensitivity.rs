//! The answer of `sensitivity`: what matters, in which direction, how much is luck, and which few inputs tell the futures of
//! interest apart.

use super::{
    page::{line, wrap},
    sweep::Writer,
    table::table,
    tables::number,
    words::whole,
};
use crate::experiment::sensitivity::{BoxLimit, Boxed, Discovery, OfMeasure, Screened, Sensitivity, Swing};

/// Inputs that the page shows; the tables have all.
const SHOWN: usize = 12;

/// An input whose mu* is below this share of the greatest hardly matters.
const HARDLY: f64 = 0.05;

/// The answer, and at its end the one sentence to remember.
pub fn page(found: &Sensitivity) -> String {
    let mut text = format!(
        "What matters in {}: {} uncertain inputs, {} runs, seed {}\n",
        found.scenario.name, found.inputs, found.runs, found.seed
    );
    let first = &found.measures[0];
    for one in &found.measures {
        line(&mut text, "Measure", &spread(one));
    }
    line(&mut text, "Method", &method(first));
    for caveat in &found.caveats {
        line(&mut text, "Note", caveat);
    }
    if found.interrupted {
        line(&mut text, "Note", "interrupted: only the parts that were complete are told");
    }
    let screened = screening(first);
    if !screened.is_empty() {
        text.push('\n');
        text.push_str(&screened);
    }
    if !first.sobol.is_empty() {
        text.push('\n');
        text.push_str(&shares(first));
    }
    for one in found.measures.iter().skip(1) {
        text.push('\n');
        wrap(&mut text, "  ", 2, &others(one));
    }
    if let Some(discovery) = &found.discovery {
        text.push('\n');
        wrap(&mut text, "", 0, &told(discovery));
    }
    text.push('\n');
    wrap(&mut text, "", 0, &closing(found));
    text
}

fn spread(one: &OfMeasure) -> String {
    let Some(luck) = &one.luck else { return format!("{} ({})", one.measure, one.unit) };
    let [low, middle, high] = luck.value.map(short);
    format!(
        "{}: {middle} ({low} to {high} in 9 of 10 of {} drawn futures); {:.0} % of its variance is luck ({:.0} to {:.0} %)",
        one.measure,
        luck.futures,
        luck.share * 100.0,
        luck.low * 100.0,
        luck.high * 100.0
    )
}

fn method(one: &OfMeasure) -> String {
    let mut parts = Vec::new();
    if !one.tornado.is_empty() {
        let replications = one.tornado_replications;
        parts.push(format!(
            "tornado: each input at its 5 % and 95 % point, the others at their likely value, {replications} replications each"
        ));
    }
    if !one.morris.is_empty() {
        parts.push(format!(
            "mu*: mean size of an elementary effect, 5 % to 95 % point counted as 1, on {} walks of Morris",
            one.walks
        ));
    }
    if !one.sobol.is_empty() {
        parts.push(format!("shares of variance: Saltelli's design of {} rows, estimators of Jansen", one.sobol_rows));
    }
    parts.join("; ")
}

/// "cohort.agency (4 inputs)".
fn named(name: &str, members: usize) -> String {
    if members > 1 { format!("{name} ({members} inputs)") } else { name.to_owned() }
}

fn value(value: Option<f64>) -> String {
    value.map_or(String::new(), short)
}

/// Three digits, no more than there are: 42, 0.05, 9.38.
fn short(value: f64) -> String {
    let digits = if value == 0.0 { 0 } else { (2 - value.abs().log10().floor() as i32).max(0) as usize };
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { whole(value) }
}

/// A number with no more digits than its error supports: two of the error.
fn rounded(value: f64, error: f64) -> String {
    if !value.is_finite() || !error.is_finite() || error <= 0.0 {
        return short(value);
    }
    let digits = (1 - error.log10().floor() as i32).clamp(0, 6) as usize;
    if digits == 0 { whole(value) } else { format!("{value:.digits$}") }
}

/// Both screenings beside each other, in the order of mu* or of the tornado.
fn screening(one: &OfMeasure) -> String {
    let swing = |name: &str| one.tornado.iter().find(|swing| swing.name == name);
    let screened = |name: &str| one.morris.iter().find(|screened| screened.name == name);
    let names: Vec<(&str, usize)> = match one.morris.is_empty() {
        true => one.tornado.iter().map(|swing| (swing.name.as_str(), swing.members)).collect(),
        false => one.morris.iter().map(|screened| (screened.name.as_str(), screened.members)).collect(),
    };
    if names.is_empty() {
        return String::new();
    }
    let mut head = vec!["input"];
    if !one.tornado.is_empty() {
        head.extend(["5 %", "95 %", "at 5 %", "at 95 %", "± luck"]);
    }
    if !one.morris.is_empty() {
        head.extend(["mu*", "± se", "sigma"]);
    }
    let rows: Vec<Vec<String>> = (names.iter().take(SHOWN))
        .map(|(name, members)| {
            let mut cells = vec![named(name, *members)];
            if !one.tornado.is_empty() {
                cells.extend(swing(name).map_or_else(|| vec![String::new(); 5], swing_cells));
            }
            if !one.morris.is_empty() {
                cells.extend(screened(name).map_or_else(|| vec![String::new(); 3], screened_cells));
            }
            cells
        })
        .collect();
    let mut text = table(&head, &rows);
    if let Some(base) = one.base {
        text.push_str(&format!("  {} with every input at its likely value: {}\n", one.measure, short(base)));
    }
    if names.len() > SHOWN {
        text.push_str(&format!("  … and {} more in the tables\n", names.len() - SHOWN));
    }
    text
}

fn swing_cells(swing: &Swing) -> Vec<String> {
    [swing.at_low, swing.at_high, swing.se].iter().fold(vec![value(swing.low), value(swing.high)], |mut cells, one| {
        cells.push(rounded(*one, swing.se));
        cells
    })
}

fn screened_cells(one: &Screened) -> Vec<String> {
    [one.mu_star, one.mu_star_se, one.sigma].map(|value| rounded(value, one.mu_star_se)).to_vec()
}

fn shares(one: &OfMeasure) -> String {
    let range = |[value, low, high]: [f64; 3]| format!("{value:.2} ({low:.2} to {high:.2})");
    let rows: Vec<Vec<String>> = (one.sobol.iter().take(SHOWN))
        .map(|share| {
            let first = share.first.map_or(String::new(), range);
            vec![named(&share.name, share.members), first, range(share.total)]
        })
        .collect();
    table(&["share of variance", "alone (95 %)", "in all (95 %)"], &rows)
}

fn others(one: &OfMeasure) -> String {
    let top: Vec<String> = match one.morris.is_empty() {
        true => one.tornado.iter().take(3).map(|swing| format!("{} ({})", swing.name, short(swing.width))).collect(),
        false => one.morris.iter().take(3).map(|one| format!("{} ({})", one.name, short(one.mu_star))).collect(),
    };
    format!("{} is moved most by {}.", one.measure, top.join(", "))
}

/// "cohort.agency.months_to_independence above 9.3".
fn limit(one: &BoxLimit) -> String {
    match (one.low, one.high) {
        (Some(low), Some(high)) => format!("{} between {} and {}", one.input, short(low), short(high)),
        (Some(low), None) => format!("{} at least {}", one.input, short(low)),
        (_, high) => format!("{} at most {}", one.input, value(high)),
    }
}

fn told(discovery: &Discovery) -> String {
    let Discovery { of_interest, futures, share, found } = discovery;
    let whole = format!("Of {futures} drawn futures {:.0} % are of interest ({of_interest}).", share * 100.0);
    let Some(Boxed { limits, coverage, density, density_elsewhere }) = found else {
        return format!("{whole} No few inputs tell them from the others.");
    };
    let limits: Vec<String> = limits.iter().map(limit).collect();
    let elsewhere = density_elsewhere.map_or_else(
        || "; in half of the futures no such box is found".to_owned(),
        |density| format!("; {:.0} % in futures from which the box was not made", density * 100.0),
    );
    format!(
        "{whole} {:.0} in 100 of them have {}; where that holds, {:.0} % of futures are of interest{elsewhere}.",
        coverage * 100.0,
        limits.join(" and "),
        density * 100.0
    )
}

fn closing(found: &Sensitivity) -> String {
    let one = &found.measures[0];
    let luck = one
        .luck
        .as_ref()
        .map_or(String::new(), |luck| format!("; luck is {:.0} % of its variance", luck.share * 100.0));
    let few = one.morris.first().map_or(String::new(), |most| {
        let hardly = one.morris.iter().filter(|other| other.mu_star < HARDLY * most.mu_star).count();
        match hardly {
            0 => String::new(),
            _ => format!("; {hardly} of {} hardly matter (less than a twentieth of that)", one.morris.len()),
        }
    });
    let first = one.morris.first().map(|most| &most.name).or(one.tornado.first().map(|most| &most.name));
    let Some(name) = first else {
        return match one.sobol.first() {
            Some(most) => format!(
                "{} is moved most by {}: {:.0} % of its variance{luck}.",
                one.measure,
                most.name,
                most.total[0] * 100.0
            ),
            None => "Nothing is complete yet: nothing can be said.".to_owned(),
        };
    };
    let swing = one.tornado.iter().find(|swing| swing.name == *name).map_or(String::new(), |swing| {
        let from = match (swing.low, swing.high) {
            (Some(low), Some(high)) => format!("from {} to {}", short(low), short(high)),
            _ => "from its 5 % to its 95 % point".to_owned(),
        };
        let luck = if swing.se.is_nan() {
            String::new()
        } else {
            format!(" (± {})", rounded(1.96 * swing.se, 1.96 * swing.se))
        };
        format!(
            ": {from} it takes {} from {} to {}{luck}",
            one.measure,
            rounded(swing.at_low, swing.se),
            rounded(swing.at_high, swing.se)
        )
    });
    format!("{name} matters most{swing}{few}{luck}.")
}

/// `screening.csv`, `indices.csv` and `register.csv`.
///
/// # Errors
/// When text cannot be made.
pub fn tables(found: &Sensitivity) -> Result<Vec<(String, String)>, String> {
    let optional = |value: Option<f64>| value.map_or(String::new(), number);
    let mut screening = Writer::new(&[
        "measure",
        "input",
        "members",
        "low",
        "likely",
        "high",
        "at_low",
        "at_high",
        "width",
        "se",
        "mu_star",
        "mu_star_se",
        "mu",
        "sigma",
    ])?;
    let mut indices = Writer::new(&[
        "measure",
        "input",
        "members",
        "first",
        "first_low",
        "first_high",
        "total",
        "total_low",
        "total_high",
    ])?;
    for one in &found.measures {
        let names: Vec<(&str, usize)> = match one.morris.is_empty() {
            true => one.tornado.iter().map(|swing| (swing.name.as_str(), swing.members)).collect(),
            false => one.morris.iter().map(|screened| (screened.name.as_str(), screened.members)).collect(),
        };
        for (name, members) in names {
            let swing = one.tornado.iter().find(|swing| swing.name == name);
            let screened = one.morris.iter().find(|screened| screened.name == name);
            let of_swing = |read: fn(&Swing) -> f64| optional(swing.map(read));
            let of_walks = |read: fn(&Screened) -> f64| optional(screened.map(read));
            screening.row([
                one.measure.clone(),
                name.to_owned(),
                members.to_string(),
                optional(swing.and_then(|swing| swing.low)),
                optional(swing.and_then(|swing| swing.likely)),
                optional(swing.and_then(|swing| swing.high)),
                of_swing(|swing| swing.at_low),
                of_swing(|swing| swing.at_high),
                of_swing(|swing| swing.width),
                of_swing(|swing| swing.se),
                of_walks(|screened| screened.mu_star),
                of_walks(|screened| screened.mu_star_se),
                of_walks(|screened| screened.mu),
                of_walks(|screened| screened.sigma),
            ])?;
        }
        for share in &one.sobol {
            let first = share.first.map_or([None; 3], |first| first.map(Some));
            let mut row = vec![one.measure.clone(), share.name.clone(), share.members.to_string()];
            row.extend(first.into_iter().chain(share.total.map(Some)).map(optional));
            indices.row(row)?;
        }
    }
    let mut register =
        Writer::new(&["rank", "input", "low", "likely", "high", "unit", "status", "source", "owner", "meaning"])?;
    for entry in &found.register {
        register.row([
            entry.rank.map_or(String::new(), |rank| rank.to_string()),
            entry.path.clone(),
            optional(entry.low),
            optional(entry.likely),
            optional(entry.high),
            entry.unit.to_string(),
            entry.status.clone(),
            entry.source.clone(),
            entry.owner.clone(),
            entry.meaning.to_string(),
        ])?;
    }
    let mut all = vec![("screening.csv".to_owned(), screening.text()?)];
    if found.measures.iter().any(|one| !one.sobol.is_empty()) {
        all.push(("indices.csv".to_owned(), indices.text()?));
    }
    all.push(("register.csv".to_owned(), register.text()?));
    Ok(all)
}
