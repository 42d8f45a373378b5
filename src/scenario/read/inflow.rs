//! How cases come in: rates, tables, moments, futures by file.

use jiff::civil::Date;

use super::{Desk, figures, varies::read_variation};
use crate::{
    calendar::MONTH_DAYS,
    model::{
        num::Num,
        stream::{Inflow, MonthCount, TableKind, Variation},
    },
    problem::{Place, Problem},
    scenario::{
        reader::{Key, Section},
        tree::Node,
    },
};

/// What stands below `inflow`.
#[derive(Default)]
pub(super) struct InflowRead {
    pub inflow: Inflow,
    pub varies: Variation,
    /// Multiplies it.
    pub times: Option<Num>,
}

pub(super) fn read_inflow(desk: &Desk<'_>, section: Section<'_>) -> InflowRead {
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
    if let Some(paths) = read_paths(desk, &section) {
        found.push(Inflow::Paths { paths, kind });
    } else {
        let months = match (read_months_csv(desk, &section), read_months(&section)) {
            (Some(months), _) | (None, Some(months)) => months,
            (None, None) => Vec::new(),
        };
        if !months.is_empty() {
            found.push(Inflow::Table { months, kind });
        }
    }
    found.extend(figures::read_figures(&section));
    found.extend(figures::read_resample(desk, &section, kind));
    found.extend(figures::read_replay(desk, &section, kind));
    if found.len() > 1 {
        let message = format!("`{}` says in {} ways how cases come in", section.path(), found.len());
        section.push(Problem::error("E215", message).at(section.place()).help("keep one of them"));
    }
    let average = section.number(
        &Key::new("average_per_year")
            .unit("cases a year")
            .at_least(0.0)
            .at_most(1e9)
            .help("`resample`: the real months are scaled so that they have this mean"),
    );
    section.not_both("average_per_year", "times");
    let factor = match (average, found.first()) {
        (Some(average), Some(Inflow::Resampled { series, .. })) => {
            let mean = series.iter().map(|row| row.cases).sum::<f64>() / series.len() as f64 * 12.0;
            if mean > 0.0 { Some(average.times(1.0 / mean)) } else { factor }
        }
        (Some(average), _) => {
            let message = format!(
                "`{}` is about real years that are drawn anew, and there are none",
                section.path_of("average_per_year")
            );
            let help = "write resample = { csv = \"….csv\" }, or per_year instead";
            section.push(Problem::error("E484", message).at(average.place).help(help));
            factor
        }
        (None, _) => factor,
    };
    refuse_methods(&section);
    section.later_but(
        "forecast_wrong_by",
        "forecasts that staff follows",
        "staff stands as written; [future.some-name] shows what a wrong forecast brings",
    );
    section.later_but(
        "from",
        "series that are built in",
        "copy the series beside this file: resample = { csv = \"….csv\", block_months = 12 }",
    );
    section.later_but(
        "method",
        "methods beside resample, replay, fixed and file",
        "for an autoregressive one write per_year, season and forecast_error = { volatility = 0.1, reversion_months = 14 }",
    );
    let inflow = found.into_iter().next().unwrap_or_default();
    let varies = read_variation(&section, &inflow);
    section.finish();
    InflowRead { inflow, varies, times: factor }
}

/// `method` and what goes with it was spelt out before (`scenario::spelling`), where it could be.
fn refuse_methods(section: &Section<'_>) {
    let method = Key::new("method").help(
        "\"resample\" (blocks of real years), \"replay\" (a real year), \"fixed\" (so many a year) or \"file\" (own paths): a plain \
         spelling of the keys resample, replay and csv",
    );
    section.declares(&method, "text");
    let from = Key::new("from")
        .help("method: the table of real months, or preset:NAME; of \"fixed\" the day from which on so many come");
    section.declares(&from, "text");
    section.declares(&from, "date");
    let with_method = [
        (Key::new("block_years").help("method \"resample\": real years that stay together"), "count"),
        (Key::new("at").help("method \"replay\": the month of this day is the first of the real year"), "date"),
        (Key::new("years").help("methods \"replay\" and \"fixed\": how long it lasts"), "number"),
        (Key::new("file").help("method \"file\": a table in which every column is a future"), "text"),
    ];
    section.declares(&Key::new("year").help("method \"replay\": the real year that comes"), "count");
    for (key, kind) in with_method {
        section.declares(&key, kind);
        if section.has(key.name) {
            section.answer_for(key.name);
            let message = format!("`{}` goes with a `method` that reads it", section.path_of(key.name));
            let help = "method = \"resample\", \"replay\", \"fixed\" or \"file\"";
            section.push(Problem::error("E201", message).at(section.place_of(key.name)).help(help));
        }
    }
}

/// Every column but that of the months is a future: one of them comes true in each replication.
fn read_paths(desk: &Desk<'_>, section: &Section<'_>) -> Option<Vec<Vec<MonthCount>>> {
    let key = Key::new("paths")
        .default("false")
        .help("every column of `csv` is a future of its own; each replication takes one, all equally likely");
    if !section.boolean(&key)? {
        return None;
    }
    let month_column = section.text(&MONTH_COLUMN).unwrap_or_else(|| "month".to_owned());
    if section.has("column") {
        let problem = Problem::error("E215", "`column` takes one column, `paths = true` takes all of them");
        section.push(problem.at(section.place_of("column")).help("keep one of the two"));
    }
    let Some(node) = section.raw(&CSV, "text") else {
        let problem = Problem::error("E202", "`paths = true` needs a table: `csv` is missing");
        section.push(problem.at(section.place_of("paths")).help("csv = \"futures.csv\""));
        return None;
    };
    let headers = &desk.loaded.csv(node)?.headers;
    let columns: Vec<String> = headers
        .iter()
        .map(|header| header.text.clone())
        .filter(|name| !name.eq_ignore_ascii_case(&month_column) && !name.is_empty())
        .collect();
    if columns.is_empty() {
        let problem = Problem::error("E302", "the table has no column beside that of the months").at(node.place);
        section.push(problem.help("one column a future, with a number of cases for each month"));
        return None;
    }
    columns.iter().map(|column| read_csv(desk, section, node, &month_column, column)).collect()
}

const MONTH_COLUMN: Key = Key::new("month_column").help("the column with the months").default("month");
const COLUMN: Key = Key::new("column").help("the column with the numbers").default("cases");
const CSV: Key = Key::new("csv").help("a CSV file with a number for each month");

/// `csv`, `month_column` and `column` of a section.
pub(super) fn read_months_csv(desk: &Desk<'_>, section: &Section<'_>) -> Option<Vec<MonthCount>> {
    let month_column = section.text(&MONTH_COLUMN).unwrap_or_else(|| "month".to_owned());
    let column = section.text(&COLUMN).unwrap_or_else(|| "cases".to_owned());
    let node = section.raw(&CSV, "text")?;
    read_csv(desk, section, node, &month_column, &column)
}

fn read_csv(
    desk: &Desk<'_>,
    section: &Section<'_>,
    node: &Node,
    month_column: &str,
    column: &str,
) -> Option<Vec<MonthCount>> {
    let csv = desk.loaded.csv(node)?;
    match (csv.dates(month_column), csv.numbers(column)) {
        (Ok(months), Ok(cases)) => {
            let rows: Vec<MonthCount> =
                months.into_iter().zip(cases).map(|(month, cases)| MonthCount { month, cases }).collect();
            if rows.is_empty() {
                let problem = Problem::error("E301", "the table has a first line and no rows").at(node.place);
                section.push(problem.help("one row a month, the oldest first"));
                return None;
            }
            let places = |name: &str| -> Vec<Place> {
                csv.cells(name).unwrap_or_default().iter().map(|cell| cell.place).collect()
            };
            check_months(section, &rows, &places(month_column), &places(column)).then_some(rows)
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
