//! Classes and streams: what work comes in.

use jiff::civil::Date;

use super::{Desk, look_up};
use crate::{
    calendar::MONTH_DAYS,
    model::{
        num::Num,
        stream::{Class, Inflow, Initial, MonthCount, Stream, TableKind, Term},
    },
    problem::{Place, Problem},
    scenario::{
        reader::{Key, Section},
        tree::Node,
    },
};

const SAYS: Key = Key::new("says").help("shown to people instead of the name");

pub(super) fn read_classes(desk: &Desk<'_>, root: &Section<'_>) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    for (name, section) in root.tables("class") {
        classes.push(Class {
            says: section.text(&SAYS).unwrap_or_else(|| name.clone()),
            effort: section.number_or(
                &Key::new("effort").at_least(0.0).at_most(100.0).default("1").help("multiplies every effort"),
                1.0,
            ),
            name,
        });
        section.finish();
    }
    if classes.is_empty() {
        let name = desk.lexicon.classes[0].clone();
        classes.push(Class { says: name.clone(), effort: Num::known(1.0, "class.all.effort"), name });
    }
    classes
}

pub(super) fn read_streams(desk: &Desk<'_>, root: &Section<'_>) -> Vec<Stream> {
    root.tables("stream").into_iter().map(|(name, section)| read_stream(desk, name, section)).collect()
}

fn read_stream(desk: &Desk<'_>, name: String, section: Section<'_>) -> Stream {
    let says = section.text(&SAYS).unwrap_or_else(|| name.clone());
    let priority = section
        .known_count(&Key::new("priority").at_least(0.0).at_most(1000.0).default("1").help("lower goes first"))
        .unwrap_or(1.0) as u32;
    let first_stage = section
        .placed_text(&Key::new("first_stage").help("where arriving cases go").default("the first stage of the file"))
        .and_then(|(stage, place)| look_up(&section, "stage", &desk.lexicon.stages, &stage, place))
        .unwrap_or(0);
    let mut shares = vec![None; desk.lexicon.classes.len()];
    if let Some(table) = section.table("share") {
        for (index, class) in desk.lexicon.classes.iter().enumerate() {
            shares[index] = table.share(&Key { name: leak(class), ..Key::new("").help("share of the class") });
        }
        let sum: f64 = shares.iter().flatten().map(Num::likely).sum();
        let all_given = shares.iter().all(Option::is_some);
        if sum > 1.0 + 1e-9 || all_given && (sum - 1.0).abs() > 1e-9 {
            let sum = (sum * 1e9).round() / 1e9;
            table.push(
                Problem::error("E420", format!("the shares of the classes of `{name}` add up to {sum}, not to 1"))
                    .at(table.place())
                    .help("leave the share of the first class out: it takes what the others leave"),
            );
        }
        table.finish();
    }
    let initial = section.table("initial").map(|table| read_initial(desk, table)).unwrap_or_default();
    let (inflow, demand) = section.table("inflow").map_or((Inflow::None, None), |table| read_inflow(desk, table));
    let term_days = section.known_number(
        &Key::new("term_days").unit("calendar days").at_least(0.0).at_most(36_525.0).help("legal term from arrival"),
    );
    let term_months = section.known_count(
        &Key::new("term_months").unit("calendar months").at_least(0.0).at_most(1_200.0).help("legal term from arrival"),
    );
    section.not_both("term_days", "term_months");
    let term = match (term_days, term_months) {
        (Some(days), _) => Some(Term::Days(days)),
        (None, Some(months)) => Some(Term::Months(months as u32)),
        _ => None,
    };
    let classes = desk.lexicon.classes.join(", ");
    section.later_but(
        "complex",
        "hard cases as a share alone",
        &format!(
            "write share.CLASS for a class that the scenario has ({classes}), such as [class.complex] with its effort"
        ),
    );
    section.later_but(
        "selection",
        "which cases are taken first",
        "write `discipline` at the stages: \"easy-first\", \"oldest\", …",
    );
    section.later_but("withdrawal", "applicants who leave", "lower the inflow by the share that leaves");
    section.misnamed(
        "penalty",
        "penalty.NAME",
        "a regime names its streams: [penalty.some-name] with streams = [\"…\"]",
    );
    section.later_but("season", "seasons", "write the months: inflow.csv, or inflow.months");
    section.later_but("shock", "sudden inflow", "write the months: inflow.csv, or inflow.months");
    section.later(&["batch"], "families");
    section.finish();
    Stream { name, says, priority, initial, inflow, demand, shares, term, first_stage }
}

/// Names that the writer chose become keys of a table; there are few, and they live as long as the program.
pub(super) fn leak(name: &str) -> &'static str {
    Box::leak(name.to_owned().into_boxed_str())
}

fn read_initial(desk: &Desk<'_>, section: Section<'_>) -> Initial {
    let count = section
        .count(&Key::new("count").unit("cases").at_least(0.0).at_most(100_000_000.0).help("the stock at the start"));
    let age_months = section.variability(
        &Key::new("age_months")
            .unit("months")
            .at_least(0.0)
            .at_most(1_200.0)
            .help("since arrival; differs between cases"),
    );
    let csv_key = Key::new("ages_csv").help("a CSV file with one age in days, or one date of arrival, a case");
    let column = section.text(&Key::new("ages_column").help("the column of `ages_csv`"));
    let mut ages_days = Vec::new();
    let mut late = None;
    if let Some(node) = section.raw(&csv_key, "text") {
        match (desk.loaded.csv(node), &column) {
            (Some(csv), Some(column)) => match csv.numbers(column) {
                Ok(ages) => {
                    ages_days = ages;
                    late = csv.cells(column).ok().zip(ages_days.iter().position(|age| *age < 0.0));
                }
                Err(_) => match csv.dates(column) {
                    Ok(dates) => {
                        let start = desk.calendar.start();
                        ages_days =
                            dates.iter().map(|date| crate::calendar::days_between(*date, start) as f64).collect();
                        late = csv.cells(column).ok().zip(ages_days.iter().position(|age| *age < 0.0));
                    }
                    Err(problems) => section.reader().extend(problems),
                },
            },
            (Some(_), None) => section.push(
                Problem::error("E202", "which column? `ages_column` is missing")
                    .at(node.place)
                    .help("ages_column = \"…\""),
            ),
            (None, _) => {}
        }
        section.not_both("ages_csv", "age_months");
        if let Some((cells, row)) = late {
            let cell = cells[row];
            let message = format!("a case of the stock at the start arrives after it: {}", cell.text);
            let help = "a stock is what was there already: dates before the start, ages of 0 days or more";
            section.push(Problem::error("E425", message).at(cell.place).help(help));
        }
    } else if let Some(text) = &column {
        let message = format!("`ages_column` names the column \"{text}\" of a table that is not given");
        section.push(Problem::error("E202", message).at(section.place_of("ages_column")).help("ages_csv = \"….csv\""));
    }
    let count =
        count.or_else(|| (!ages_days.is_empty()).then(|| Num::known(ages_days.len() as f64, section.path_of("count"))));
    let mut at = Vec::new();
    if let Some(table) = section.table("at") {
        for (index, stage) in desk.lexicon.stages.iter().enumerate() {
            if let Some(share) = table.share(&Key::new(leak(stage)).help("share of the stock that stands there")) {
                at.push((index, share));
            }
        }
        let sum: f64 = at.iter().map(|(_, share)| share.likely()).sum();
        if sum > 1.0 + 1e-9 {
            let sum = (sum * 1e9).round() / 1e9;
            let message = format!("the shares of the stock by stage add up to {sum}, more than 1");
            let help = "what they leave of 1 stands at the first stage";
            table.push(Problem::error("E420", message).at(table.place()).help(help));
        }
        table.finish();
    }
    let at_court = section.count(
        &Key::new("at_court")
            .unit("cases")
            .at_least(0.0)
            .at_most(100_000_000.0)
            .help("refused before the start and under appeal: closed, and some of them come back"),
    );
    section.finish();
    Initial { count, age_months, ages_days, at, at_court }
}

fn read_inflow(desk: &Desk<'_>, section: Section<'_>) -> (Inflow, Option<Num>) {
    let rates = [("per_hour", 1.0), ("per_day", 24.0), ("per_month", MONTH_DAYS * 24.0), ("per_year", 365.25 * 24.0)];
    let mut found: Vec<Inflow> = Vec::new();
    for (name, hours) in rates {
        let key = Key::new(name).unit("cases").at_least(0.0).at_most(1e9).help("Poisson arrivals, in calendar time");
        if let Some(rate) = section.number(&key) {
            found.push(Inflow::Rate { per_hour: rate.times(1.0 / hours) });
        }
    }
    if let Some(hours) =
        section.numbers(&Key::new("at_hours").unit("hours").at_least(0.0).help("exactly these moments"))
    {
        found.push(Inflow::Times { hours });
    }
    let kind_key = Key::new("kind").help("exactly these counts, or a rate").default("realised");
    let kind = match section.choice(&kind_key, &["realised", "expected"]) {
        Some("expected") => TableKind::Expected,
        _ => TableKind::Realised,
    };
    let factor = section.number(
        &Key::new("times")
            .at_least(0.0)
            .at_most(100.0)
            .help("multiplies the inflow; cases of the base stay the same")
            .default("1"),
    );
    let months = match (read_months_csv(desk, &section), read_months(&section)) {
        (Some(months), _) | (None, Some(months)) => months,
        (None, None) => Vec::new(),
    };
    if !months.is_empty() {
        found.push(Inflow::Table { months, kind });
    }
    if found.len() > 1 {
        let message = format!("`{}` says in {} ways how cases come in", section.path(), found.len());
        section.push(Problem::error("E215", message).at(section.place()).help("keep one of them"));
    }
    let figures: Vec<String> = ["minimum", "medio", "maximum"]
        .iter()
        .filter_map(|name| section.table_node().get(name).and_then(Node::as_number).map(|value| value.to_string()))
        .collect();
    let instead = match figures.as_slice() {
        [low, likely, high] => format!("write per_year = {{ low = {low}, likely = {likely}, high = {high} }}"),
        _ => "write per_year = { low = …, likely = …, high = … }".to_owned(),
    };
    for name in ["minimum", "medio", "maximum", "use"] {
        section.later_but(name, "planning figures", &instead);
    }
    section.later_but("season", "seasons", "write the months: csv = \"….csv\", or months = { … }");
    section.later(&["from", "method"], "planning figures");
    section.finish();
    (found.into_iter().next().unwrap_or(Inflow::None), factor)
}

fn read_months_csv(desk: &Desk<'_>, section: &Section<'_>) -> Option<Vec<MonthCount>> {
    let month_column = section.text(&Key::new("month_column").help("the column with the months").default("month"));
    let column = section.text(&Key::new("column").help("the column with the numbers").default("cases"));
    let node = section.raw(&Key::new("csv").help("a CSV file with a number for each month"), "text")?;
    let csv = desk.loaded.csv(node)?;
    let months = csv.dates(month_column.as_deref().unwrap_or("month"));
    let cases = csv.numbers(column.as_deref().unwrap_or("cases"));
    match (months, cases) {
        (Ok(months), Ok(cases)) => {
            let rows: Vec<MonthCount> =
                months.into_iter().zip(cases).map(|(month, cases)| MonthCount { month, cases }).collect();
            if rows.is_empty() {
                let problem = Problem::error("E301", "the table has a first line and no rows").at(node.place);
                section.push(problem.help("one row a month, the oldest first"));
                return None;
            }
            let places = |name: &Option<String>, or: &str| -> Vec<Place> {
                let cells = csv.cells(name.as_deref().unwrap_or(or)).unwrap_or_default();
                cells.iter().map(|cell| cell.place).collect()
            };
            let places = (places(&month_column, "month"), places(&column, "cases"));
            check_months(section, &rows, &places.0, &places.1).then_some(rows)
        }
        (months, cases) => {
            for problems in [months.err(), cases.err()].into_iter().flatten() {
                section.reader().extend(problems);
            }
            None
        }
    }
}

fn read_months(section: &Section<'_>) -> Option<Vec<MonthCount>> {
    let table = section.table("months")?;
    let mut rows = Vec::new();
    let (mut keys, mut values) = (Vec::new(), Vec::new());
    for entry in table.entries("number", "cases in that month, written \"2027-04\" in quotes").iter() {
        let month: Option<Date> = format!("{}-01", entry.name).parse().ok();
        match (month, entry.node.as_number()) {
            (Some(month), Some(cases)) => {
                rows.push(MonthCount { month, cases });
                keys.push(entry.key_place);
                values.push(entry.node.place);
            }
            (None, _) => table.push(
                Problem::error("E423", format!("`{}` is not a month", entry.name))
                    .at(entry.key_place)
                    .help("write months as \"2020-04\", in quotes"),
            ),
            (_, None) => {
                let message = format!("a month has a number of cases, not {}", entry.node.value.kind());
                let help = format!("write \"{}\" = 500, without quotes around the number", entry.name);
                table.push(Problem::error("E203", message).at(entry.node.place).help(help));
            }
        }
    }
    table.finish();
    check_months(section, &rows, &keys, &values).then_some(rows)
}

/// Months in order, none below 0; `months` and `values` are the places of each row.
fn check_months(section: &Section<'_>, rows: &[MonthCount], months: &[Place], values: &[Place]) -> bool {
    let shown = |row: &MonthCount| row.month.strftime("%Y-%m").to_string();
    let mut is_well = true;
    for (row, place) in rows.iter().zip(values).filter(|(row, _)| row.cases.is_nan() || row.cases < 0.0) {
        let message = format!("{} has {} cases", shown(row), row.cases);
        section.push(Problem::error("E424", message).at(*place).help("a month has 0 cases or more"));
        is_well = false;
    }
    let unordered = rows.windows(2).position(|pair| pair[0].month.first_of_month() >= pair[1].month.first_of_month());
    if let Some(at) = unordered {
        let (before, after) = (&rows[at], &rows[at + 1]);
        let message = if before.month.first_of_month() == after.month.first_of_month() {
            format!("{} stands there twice", shown(after))
        } else {
            format!("the months are not in order: {} comes after {}", shown(after), shown(before))
        };
        section.push(Problem::error("E424", message).at(months[at + 1]).help("one row a month, the oldest first"));
        is_well = false;
    }
    is_well
}
