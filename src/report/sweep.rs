//! The answer of `sweep`: a page for people, and tidy tables.

use super::{
    page::{line, wrap},
    table::table,
    tables::number,
    words::{about, date, figure, whole},
};
use crate::{
    experiment::sweep::{Best, Found, Input, Outcome, Ran, Sweep},
    metric::Better,
};

/// Points that the page shows; the table has all.
const SHOWN: usize = 24;

/// The answer, and at its end the one sentence to remember.
pub fn page(found: &Sweep) -> String {
    let luck = if found.luck > 1 { format!(", {} times luck in each", found.luck) } else { String::new() };
    let mut text = format!(
        "Sweep of {}: {} points, {} futures each{luck}, seed {}\n",
        found.scenario.name,
        found.points.len(),
        found.futures,
        found.seed
    );
    for input in &found.inputs {
        line(&mut text, "Varied", &format!("{}: {}", input.path, input.takes));
    }
    for aim in &found.targets {
        let says = aim.says_or_name();
        line(&mut text, "Target", &format!("{says} (wanted in {:.0} of 100 futures)", aim.wanted * 100.0));
    }
    for path in &found.idle {
        line(&mut text, "Note", &format!("{path} moves nothing that was measured"));
    }
    if found.interrupted {
        line(&mut text, "Note", &format!("interrupted: {} of {} points", found.points.len(), found.asked));
    }
    text.push('\n');
    text.push_str(&points(found));
    text.push('\n');
    wrap(&mut text, "", 0, &closing(found));
    text
}

fn points(found: &Sweep) -> String {
    let has_plans = found.points.iter().any(|point| !point.plan.is_empty());
    let has_futures = found.points.iter().any(|point| !point.future.is_empty());
    let mut head = vec!["point"];
    if has_plans {
        head.push("plan");
    }
    if has_futures {
        head.push("future");
    }
    let (inputs, measures) = (short_inputs(found), short_measures(found));
    head.extend(inputs.iter().map(String::as_str));
    head.extend(measures.iter().map(String::as_str));
    let mut shown: Vec<usize> = (0..found.points.len()).collect();
    let order = found.best.as_ref().filter(|_| shown.len() > SHOWN);
    if let Some(best) = order {
        sort(&mut shown, found, best);
    }
    let hidden = shown.len().saturating_sub(SHOWN);
    shown.truncate(SHOWN);
    let rows: Vec<Vec<String>> =
        shown.iter().map(|place| row(found, &found.points[*place], has_plans, has_futures)).collect();
    let mut text = table(&head, &rows);
    if hidden > 0 {
        let which = if order.is_some() { "the best points first" } else { "the first points" };
        text.push_str(&format!("  … and {hidden} more in the table ({which} are shown)\n"));
    }
    text.push_str("  ± one standard error; all points meet the same futures with the same luck\n");
    text
}

/// The last name of each path, or all of it where two end alike.
fn short_inputs(found: &Sweep) -> Vec<String> {
    let last = |path: &str| path.rsplit('.').next().unwrap_or(path).to_owned();
    let names: Vec<String> = found.inputs.iter().map(|input| last(&input.path)).collect();
    let is_one = |name: &String| names.iter().filter(|other| *other == name).count() == 1;
    let short = |(name, input): (&String, &Input)| if is_one(name) { name.clone() } else { input.path.clone() };
    names.iter().zip(&found.inputs).map(short).collect()
}

/// "old-cases-done met" and "old-cases-done" for a target, the path for another measure.
fn short_measures(found: &Sweep) -> Vec<String> {
    let short = |name: &str| {
        let target = name.strip_prefix("target.")?;
        target
            .strip_suffix(".met")
            .map(|name| format!("{name} met"))
            .or(target.strip_suffix(".value").map(str::to_owned))
    };
    found.measures.iter().map(|one| short(&one.name).unwrap_or_else(|| one.name.clone())).collect()
}

/// Best first.
fn sort(places: &mut [usize], found: &Sweep, best: &Best) {
    let sign = if found.measures[best.measure].better == Better::Lower { 1.0 } else { -1.0 };
    let met = |place: usize| best.target.map_or(0.0, |target| -found.points[place].outcomes[2 * target].mean);
    let value = |place: usize| sign * found.points[place].outcomes[best.measure].mean;
    places.sort_by(|one, other| met(*one).total_cmp(&met(*other)).then(value(*one).total_cmp(&value(*other))));
}

fn row(found: &Sweep, point: &Found, has_plans: bool, has_futures: bool) -> Vec<String> {
    let named = |name: &String| if name.is_empty() { "as written".to_owned() } else { name.clone() };
    let mut cells = vec![point.point.to_string()];
    if has_plans {
        cells.push(named(&point.plan));
    }
    if has_futures {
        cells.push(named(&point.future));
    }
    let input = |value: &String| match value.parse::<f64>() {
        Ok(value) if value.fract() != 0.0 => figure(value),
        _ => value.clone(),
    };
    cells.extend(point.values.iter().map(input));
    for (measure, outcome) in found.measures.iter().zip(&point.outcomes) {
        let is_met = measure.name.starts_with("target.") && measure.name.ends_with(".met");
        cells.push(if is_met { format!("{:.0} %", outcome.mean * 100.0) } else { with_error(*outcome, found.futures) });
    }
    cells
}

/// No more digits than the error supports.
fn with_error(outcome: Outcome, futures: u64) -> String {
    let Outcome { mean, se } = outcome;
    match se {
        _ if mean.is_nan() => "–".to_owned(),
        se if futures < 2 || se == 0.0 => figure(mean),
        se if se >= 10.0 => format!("{} ± {}", whole(mean), whole(se)),
        se if se >= 1.0 => format!("{mean:.1} ± {se:.1}"),
        se => format!("{mean:.2} ± {se:.2}"),
    }
}

/// "cohort.temps.headcount = 10, supervision.span = 3".
fn spoken(found: &Sweep, point: &Found) -> String {
    let mut parts = Vec::new();
    if !point.plan.is_empty() {
        parts.push(format!("plan {}", point.plan));
    }
    if !point.future.is_empty() {
        parts.push(format!("future {}", point.future));
    }
    let value = |value: &String| match value.parse::<f64>() {
        Ok(value) if value.fract() != 0.0 => figure(value),
        _ => value.clone(),
    };
    let inputs = found.inputs.iter().zip(&point.values).take(4);
    parts.extend(inputs.map(|(input, one)| format!("{} = {}", input.path, value(one))));
    if found.inputs.len() > 4 {
        parts.push(format!("and {} more", found.inputs.len() - 4));
    }
    parts.join(", ")
}

fn closing(found: &Sweep) -> String {
    if found.points.is_empty() {
        return "No point is complete yet: nothing can be said.".to_owned();
    }
    let Some(best) = &found.best else {
        let first = found.points.iter().map(|point| point.outcomes[0].mean).filter(|mean| !mean.is_nan());
        let (low, high) =
            first.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), mean| (low.min(mean), high.max(mean)));
        return format!(
            "Over {} points {} runs from {} to {}.",
            found.points.len(),
            found.measures[0].name,
            about(low),
            about(high)
        );
    };
    let point = &found.points[best.place];
    let outcome = point.outcomes[best.measure];
    let alike = match best.alike {
        0 => String::new(),
        1 => "; one other point may be as good".to_owned(),
        count => format!("; {count} other points may be as good"),
    };
    let count = found.points.len();
    let value = with_error(outcome, found.futures);
    let Some(target) = best.target else {
        let name = &found.measures[best.measure].name;
        return format!("Best of {count} points by {name} is {}: {value}{alike}.", spoken(found, point));
    };
    let aim = &found.targets[target];
    let met = |point: &Found| point.outcomes[2 * target].mean;
    let enough = found.points.iter().filter(|point| met(point) >= aim.wanted).count();
    let which = match enough {
        0 => format!("None of {count} points meets"),
        1 => format!("One of {count} points meets"),
        enough => format!("{enough} of {count} points meet"),
    };
    format!(
        "{which} \"{}\" in {:.0} of 100 of its futures or more; the best, {}, does in {:.0}, with {value} on {}{alike}.",
        aim.says_or_name(),
        aim.wanted * 100.0,
        spoken(found, point),
        met(point) * 100.0,
        date(aim.by)
    )
}

/// `experiments.csv`, `runs.csv` and `inputs.csv`.
///
/// # Errors
/// When text cannot be made.
pub fn tables(ran: &Ran) -> Result<Vec<(String, String)>, String> {
    let found = &ran.findings;
    let mut runs = Writer::new(&["point", "plan", "future", "number", "luck", "measure", "unit", "value"])?;
    for (point, rows) in found.points.iter().zip(&ran.values) {
        for (measure, one) in found.measures.iter().enumerate() {
            for (replication, row) in rows.iter().enumerate() {
                let (future, luck) = (replication as u64 / found.luck, replication as u64 % found.luck);
                runs.row([
                    point.point.to_string(),
                    point.plan.clone(),
                    point.future.clone(),
                    future.to_string(),
                    luck.to_string(),
                    one.name.clone(),
                    one.unit.clone(),
                    number(row[measure]),
                ])?;
            }
        }
    }
    let mut inputs = Writer::new(&["plan", "future", "number", "input", "value"])?;
    for one in &ran.drawn {
        inputs.row([
            one.plan.clone(),
            one.future.clone(),
            one.number.to_string(),
            one.path.clone(),
            number(one.value),
        ])?;
    }
    Ok(vec![
        ("experiments.csv".to_owned(), experiments(found)?),
        ("runs.csv".to_owned(), runs.text()?),
        ("inputs.csv".to_owned(), inputs.text()?),
    ])
}

/// One row for each point: inputs, then means with their standard errors.
///
/// # Errors
/// When text cannot be made.
pub fn experiments(found: &Sweep) -> Result<String, String> {
    let mut head: Vec<String> = ["point", "plan", "future"].map(str::to_owned).to_vec();
    head.extend(found.inputs.iter().map(|input| input.path.clone()));
    head.push("futures".to_owned());
    head.extend(found.measures.iter().flat_map(|measure| [measure.name.clone(), format!("{}.se", measure.name)]));
    let mut table = Writer::new(&head)?;
    for point in &found.points {
        let mut row = vec![point.point.to_string(), point.plan.clone(), point.future.clone()];
        row.extend(point.values.iter().cloned());
        row.push(found.futures.to_string());
        row.extend(point.outcomes.iter().flat_map(|outcome| [number(outcome.mean), number(outcome.se)]));
        table.row(row)?;
    }
    table.text()
}

/// A CSV in memory.
pub(super) struct Writer(csv::Writer<Vec<u8>>);

impl Writer {
    pub(super) fn new<T: AsRef<[u8]>>(head: &[T]) -> Result<Writer, String> {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(head).map_err(|why| why.to_string())?;
        Ok(Writer(table))
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) -> Result<(), String> {
        self.0.write_record(cells).map_err(|why| why.to_string())
    }

    pub(super) fn text(self) -> Result<String, String> {
        let bytes = self.0.into_inner().map_err(|why| why.to_string())?;
        String::from_utf8(bytes).map_err(|why| why.to_string())
    }
}
