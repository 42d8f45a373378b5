//! Planning figures of a year, and real years that come again.

use jiff::{ToSpan, civil::Date};

use super::{Desk, inflow::read_months_csv};
use crate::{
    model::{
        num::{Amount, Num},
        stream::{Inflow, MonthCount, TableKind},
    },
    problem::Problem,
    random::Distribution,
    scenario::reader::{Key, Section},
};

const YEAR_HOURS: f64 = 365.25 * 24.0;
const FIGURES: [&str; 3] = ["minimum", "medio", "maximum"];

const fn figure(name: &'static str, help: &'static str) -> Key {
    Key::new(name).unit("cases a year").at_least(0.0).at_most(1e9).help(help)
}

const MINIMUM: Key = figure("minimum", "planning figure: the lowest line, cases a year");
const MEDIO: Key = figure("medio", "planning figure: the middle line, cases a year");
const MAXIMUM: Key = figure("maximum", "planning figure: the highest line, cases a year");

/// Which line is used, and how much lies between the outer ones.
#[derive(Clone, Copy)]
struct Use {
    line: Option<usize>,
    coverage: f64,
}

/// `minimum`, `medio` and `maximum`, for all years or by calendar year.
pub(super) fn read_figures(section: &Section<'_>) -> Option<Inflow> {
    let key = Key::new("use").default("\"range\"").help(
        "which planning figure is used: one line of the three, or the range between them, of which a share `coverage` \
         of the futures stays within minimum and maximum",
    );
    let line = match section.choice(&key, &["range", "minimum", "medio", "maximum"]) {
        Some("minimum") => Some(0),
        Some("medio") => Some(1),
        Some("maximum") => Some(2),
        _ => None,
    };
    let coverage =
        section
            .known_share(
                &Key::new("coverage").at_least(0.05).at_most(0.99).default("2/3").help(
                    "share of the futures between minimum and maximum; by default one future in three lies outside",
                ),
            )
            .unwrap_or(2.0 / 3.0);
    let rule = Use { line, coverage };
    let mut years: Vec<(i16, Num)> = Vec::new();
    let general = read_line(section, rule, &section.path_of("medio"));
    // All years of a future lie equally far on the same side of their middle line.
    for (name, year) in section.tables("year") {
        let line = read_line(&year, rule, &section.path_of("medio"));
        match name.parse().ok().filter(|year| (1900..=2200).contains(year)) {
            Some(number) => years.extend(line.map(|num| (number, num))),
            None => year.push(
                Problem::error("E484", format!("`{name}` is not a year"))
                    .at(year.place())
                    .help("write [….inflow.year.2028] and its planning figures below it"),
            ),
        }
        year.finish();
    }
    years.sort_by_key(|(year, _)| *year);
    let is_said = FIGURES.iter().any(|name| section.has(name)) || section.has("year");
    if !is_said {
        for name in ["use", "coverage"] {
            if section.has(name) {
                let message = format!("`{name}` is about planning figures, and there are none");
                let help = "write minimum, medio and maximum, in cases a year";
                section.push(Problem::error("E484", message).at(section.place_of(name)).help(help));
            }
        }
        return None;
    }
    match (general, years.is_empty()) {
        (Some(per_hour), true) => Some(Inflow::Rate { per_hour }),
        (None, true) => None,
        (general, false) => {
            // The figures without a year are those of the years before the first.
            years.splice(0..0, general.map(|num| (i16::MIN, num)));
            Some(Inflow::Years { per_hour: years })
        }
    }
}

/// One year's figures as one number an hour; its draw has the address `path`, the same for all years.
fn read_line(section: &Section<'_>, rule: Use, path: &str) -> Option<Num> {
    let figures = [MINIMUM, MEDIO, MAXIMUM].map(|key| section.number(&key));
    if FIGURES.iter().all(|name| !section.has(name)) {
        return None;
    }
    let wanted: &[usize] = match &rule.line {
        Some(line) => std::slice::from_ref(line),
        None => &[0, 1, 2],
    };
    for &line in wanted.iter().filter(|line| !section.has(FIGURES[**line])) {
        let message = format!("`{}.{}` is missing: it is used", section.path(), FIGURES[line]);
        let help = "write minimum, medio and maximum, or use = \"medio\" for the middle line alone";
        section.push(Problem::error("E202", message).at(section.place()).help(help));
    }
    let mut values = [0.0; 3];
    for &line in wanted {
        let num = figures[line].as_ref()?;
        let Some(value) = num.value() else {
            let message =
                format!("`{}.{}` must be known: the three lines are the range", section.path(), FIGURES[line]);
            section.push(Problem::error("E412", message).at(num.place).help("write one number"));
            return None;
        };
        values[line] = value;
    }
    let lead = figures[rule.line.unwrap_or(1)].as_ref()?;
    let amount = match rule.line {
        Some(line) => Amount::Known(values[line]),
        None => match Distribution::split_lognormal(values[0], values[1], values[2], rule.coverage) {
            Ok(law) => Amount::UncertainLaw(law),
            Err(why) => {
                let help = "write minimum <= medio <= maximum, each above 0";
                section.push(Problem::error("E484", why).at(lead.place).help(help));
                return None;
            }
        },
    };
    let num = Num { amount, path: path.to_owned(), at_least: 0.0, at_most: f64::INFINITY, ..lead.clone() };
    Some(num.times(1.0 / YEAR_HOURS))
}

/// `resample`: blocks of real months, drawn anew in each replication.
pub(super) fn read_resample(desk: &Desk<'_>, section: &Section<'_>, kind: TableKind) -> Option<Inflow> {
    let section = section.table("resample")?;
    let block = section
        .known_count(
            &Key::new("block_months")
                .unit("months")
                .at_least(1.0)
                .at_most(600.0)
                .default("12")
                .help("real months that stay together; each block begins in the calendar month where it is put"),
        )
        .unwrap_or(12.0) as u32;
    let series = read_series(desk, &section);
    let inflow = series.and_then(|series| {
        // Every block of the run needs a real one that begins in the same month and is whole.
        let mut month = desk.calendar.start().first_of_month();
        while month <= desk.calendar.end() {
            let begins = series
                .iter()
                .enumerate()
                .any(|(at, row)| row.month.month() == month.month() && at + block as usize <= series.len());
            if !begins {
                let message = format!(
                    "no {block} months of the table begin in {}, where a block of the run does",
                    month.strftime("%B")
                );
                let help = "give a longer series, or a shorter block_months";
                section.push(Problem::error("E485", message).at(section.place_of("csv")).help(help));
                return None;
            }
            month = month.checked_add((block as i32).months()).ok()?;
        }
        let given = section.table("episode").map(|episode| read_episode(desk, episode, &series)).unwrap_or_default();
        Some(Inflow::Resampled { series, block_months: block, kind, given })
    });
    section.finish();
    inflow
}

/// `episode`: from a day on a real year, or a given number a year, whatever the blocks say.
fn read_episode(desk: &Desk<'_>, section: Section<'_>, series: &[MonthCount]) -> Vec<MonthCount> {
    let at = section.required_date(&Key::new("at").help("the month of this day is the first of it"));
    let year = section.known_count(
        &Key::new("year").at_least(1900.0).at_most(2200.0).help("the real year that comes then, and those after it"),
    );
    let per_year =
        section.known_number(&figure("per_year", "cases a year that come then, in the season of the series"));
    let years = section
        .known_number(
            &Key::new("years").unit("years").at_least(0.08).at_most(100.0).default("1").help("how long it lasts"),
        )
        .unwrap_or(1.0);
    section.not_both("year", "per_year");
    if year.is_none() && per_year.is_none() && !section.has("year") && !section.has("per_year") {
        let problem = Problem::error("E202", format!("`{}` does not say what comes", section.path()));
        section.push(problem.at(section.place()).help("write year = 2015, or per_year = 40000"));
    }
    let mut months = Vec::new();
    if let Some(at) = at {
        let first = at.first_of_month();
        let of_series = |wanted: &dyn Fn(&MonthCount) -> bool| -> Vec<f64> {
            series.iter().filter(|row| wanted(row)).map(|row| row.cases).collect()
        };
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
        let all = mean(&of_series(&|_| true));
        let mut month = first;
        for _ in 0..(years * 12.0).round() as usize {
            let cases = match (year, per_year) {
                (Some(year), _) => {
                    let real = year as i16 + month.year() - first.year();
                    let found = of_series(&|row| row.month.year() == real && row.month.month() == month.month());
                    if found.is_empty() {
                        let message = format!("the table has no {} of {real}", month.strftime("%B"));
                        let help = "each month of the episode needs its row";
                        section.push(Problem::error("E485", message).at(section.place()).help(help));
                        break;
                    }
                    found[0]
                }
                (None, Some(cases)) => {
                    let alike = mean(&of_series(&|row| row.month.month() == month.month()));
                    cases / 12.0 * if all > 0.0 { alike / all } else { 1.0 }
                }
                (None, None) => break,
            };
            months.push(MonthCount { month, cases });
            let Some(following) = next(month) else { break };
            month = following;
        }
        let ends = months.last().map_or(first, |row| row.month);
        if ends < desk.calendar.start().first_of_month() || first > desk.calendar.end() {
            let message = format!("`{}` lies outside the run", section.path());
            let help = format!("the run goes from {} to {}", desk.calendar.start(), desk.calendar.end());
            section.push(Problem::error("E485", message).at(section.place()).help(help));
        }
    }
    section.finish();
    months
}

/// `replay`: a real year that comes again in every year of the run.
pub(super) fn read_replay(desk: &Desk<'_>, section: &Section<'_>, kind: TableKind) -> Option<Inflow> {
    let section = section.table("replay")?;
    let year = section.known_count(
        &Key::new("year")
            .at_least(1900.0)
            .at_most(2200.0)
            .help("the real year that comes again in each year of the run"),
    );
    if !section.has("year") {
        let problem = Problem::error("E202", format!("`{}` does not say which year", section.path()));
        section.push(problem.at(section.place()).help("write year = 2015"));
    }
    let series = read_series(desk, &section);
    let inflow = series.zip(year).and_then(|(series, year)| {
        let year = year as i16;
        let mut months = Vec::new();
        let mut month = desk.calendar.start().first_of_month();
        while month <= desk.calendar.end() {
            let Some(real) = series.iter().find(|row| row.month.year() == year && row.month.month() == month.month())
            else {
                let message = format!("the table has no {} of {year}", month.strftime("%B"));
                let help = "a year is replayed whole: each month of the run needs its row";
                section.push(Problem::error("E485", message).at(section.place_of("csv")).help(help));
                return None;
            };
            months.push(MonthCount { month, cases: real.cases });
            month = next(month)?;
        }
        Some(Inflow::Table { months, kind })
    });
    section.finish();
    inflow
}

fn next(month: Date) -> Option<Date> {
    month.checked_add(1.month()).ok()
}

/// Real months without a gap.
fn read_series(desk: &Desk<'_>, section: &Section<'_>) -> Option<Vec<MonthCount>> {
    if !section.has("csv") {
        let problem = Problem::error("E202", format!("`{}` names no table", section.path())).at(section.place());
        section.push(problem.help("write csv = \"….csv\", a table with a month and a number on each line"));
    }
    let series = read_months_csv(desk, section)?;
    let gap =
        series.windows(2).find(|pair| next(pair[0].month.first_of_month()) != Some(pair[1].month.first_of_month()));
    if let Some(pair) = gap {
        let shown = |row: &MonthCount| row.month.strftime("%Y-%m").to_string();
        let message = format!("the series has a gap between {} and {}", shown(&pair[0]), shown(&pair[1]));
        let help =
            "real months come again only as they followed each other: fill the gap, or leave out what is before it";
        section.push(Problem::error("E485", message).at(section.place_of("csv")).help(help));
        return None;
    }
    Some(series)
}
