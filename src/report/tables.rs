//! Tidy tables as CSV: runs, series and ledger, long, English keys, decimal points, ISO dates.

use std::{borrow::Cow, io::Write};

use jiff::civil::Date;

use crate::{experiment::rows::Rows, observe::ledger::Category, replicate::Study, time::SimTime};

/// A CSV file by name.
pub struct Table {
    pub file: &'static str,
    pub text: String,
}

/// The files that [`tables`] makes.
pub const FILES: [&str; 3] = ["runs.csv", "series.csv", "ledger.csv"];

/// A number as it is, so that reading it back gives the same bits; nothing for what is not a number.
pub(super) fn number(value: f64) -> String {
    if value.is_nan() {
        String::new()
    } else if value.is_infinite() {
        "inf".to_owned()
    } else {
        format!("{value}")
    }
}

/// What the values of one column are of: the cells of its rows beside plan, replication and value.
pub enum Cells<'a> {
    Run { measure: Cow<'a, str>, unit: &'static str, date: Option<Date> },
    Series { date: Date, measure: &'a str },
    Ledger { pool: &'a str, category: &'static str },
}

/// Takes the rows of all tables, column by column; the values of one call are those of replications 0, 1, 2, …
pub trait Sink {
    /// # Errors
    /// When a table cannot be written.
    fn column(&mut self, plan: &str, cells: &Cells<'_>, values: &[f64]) -> Result<(), String>;
}

/// Gives a sink the rows of a study: of `plan` and, where it ran, of `nothing`.
///
/// # Errors
/// When rows cannot be read back, or the sink cannot write.
pub fn fill(study: &Study, plan: &mut Rows, nothing: Option<&mut Rows>, sink: &mut impl Sink) -> Result<(), String> {
    let layout = study.layout();
    let mut sets: Vec<(&str, &mut Rows)> = vec![("plan", plan)];
    if let Some(nothing) = nothing {
        sets.push(("nothing", nothing));
    }
    for (name, rows) in sets {
        let mut written = Ok(());
        rows.columns(|column, values| {
            if written.is_ok()
                && let Some(cells) = cells(study, layout, column)
            {
                written = sink.column(name, &cells, values);
            }
        })
        .map_err(|why| format!("could not read the results back: {why}"))?;
        written?;
    }
    Ok(())
}

/// The tables as CSV, in memory.
///
/// # Errors
/// When rows cannot be read back, or text cannot be made.
pub fn tables(study: &Study, plan: &mut Rows, nothing: Option<&mut Rows>) -> Result<Vec<Table>, String> {
    let made = write_tables(study, plan, nothing, [Vec::new(), Vec::new(), Vec::new()])?;
    let text = |bytes| String::from_utf8(bytes).map_err(|why| why.to_string());
    FILES.into_iter().zip(made).map(|(file, bytes)| Ok(Table { file, text: text(bytes)? })).collect()
}

/// Writes the tables of [`FILES`] as CSV, in their order, and gives back what they were written to.
///
/// # Errors
/// When rows cannot be read back, or a table cannot be written.
pub fn write_tables<W: Write>(
    study: &Study,
    plan: &mut Rows,
    nothing: Option<&mut Rows>,
    to: [W; 3],
) -> Result<[W; 3], String> {
    let mut sink = Csv::new(to)?;
    fill(study, plan, nothing, &mut sink)?;
    let end = |writer: csv::Writer<W>| writer.into_inner().map_err(|why| failed(why.error()));
    Ok([end(sink.runs)?, end(sink.series)?, end(sink.ledger)?])
}

struct Csv<W: Write> {
    runs: csv::Writer<W>,
    series: csv::Writer<W>,
    ledger: csv::Writer<W>,
}

fn failed(why: impl std::fmt::Display) -> String {
    format!("could not write a table: {why}")
}

impl<W: Write> Csv<W> {
    fn new([runs, series, ledger]: [W; 3]) -> Result<Self, String> {
        let table = |to: W, head: &[&str]| {
            let mut table = csv::Writer::from_writer(to);
            table.write_record(head).map_err(failed)?;
            Ok::<_, String>(table)
        };
        Ok(Csv {
            runs: table(runs, &["plan", "replication", "measure", "unit", "date", "value"])?,
            series: table(series, &["plan", "replication", "date", "measure", "value"])?,
            ledger: table(ledger, &["plan", "replication", "pool", "category", "hours"])?,
        })
    }
}

impl<W: Write> Sink for Csv<W> {
    fn column(&mut self, plan: &str, cells: &Cells<'_>, values: &[f64]) -> Result<(), String> {
        for (replication, value) in values.iter().enumerate() {
            let (replication, value) = (replication.to_string(), number(*value));
            match cells {
                Cells::Run { measure, unit, date } => {
                    let date = date.map_or(String::new(), |date| date.to_string());
                    self.runs.write_record([plan, &replication, measure, unit, &date, &value])
                }
                Cells::Series { date, measure } => {
                    self.series.write_record([plan, &replication, &date.to_string(), measure, &value])
                }
                Cells::Ledger { pool, category } => {
                    self.ledger.write_record([plan, &replication, pool, category, &value])
                }
            }
            .map_err(failed)?;
        }
        Ok(())
    }
}

/// Where a column of the rows belongs; none when it is in no table.
fn cells(study: &Study, layout: crate::replicate::Layout, column: usize) -> Option<Cells<'_>> {
    if column < layout.measures {
        let wanted = &study.measures.wanted[column];
        let date = wanted.sample.map(|(sample, _)| {
            let at = study.measures.samples[sample];
            study.scenario.calendar.date_of(SimTime(at.0.saturating_sub(1)))
        });
        let measure = Cow::Borrowed(wanted.measure.path.as_str());
        return Some(Cells::Run { measure, unit: wanted.measure.unit(), date });
    }
    // The accounts: a line and a calendar year, dated on the last day of that year within the run.
    let costs = layout.cost(0, 0)..layout.events();
    if costs.contains(&column) {
        let names = crate::blueprint::names_of(&study.scenario);
        let place = column - costs.start;
        let (cost, year) = (names.costs[place / layout.years], place % layout.years);
        let end = study.scenario.calendar.end();
        let date = jiff::civil::date(names.years.number(year), 12, 31).min(end);
        let path = ["cost", cost.payer().name(), &cost.kind().replace(' ', "-"), cost.of(&names)].join(".");
        let measure = Cow::Owned(path.trim_end_matches('.').to_owned());
        return Some(Cells::Run { measure, unit: "euro", date: Some(date) });
    }
    let series_columns = layout.measures..layout.ledger(0, Category::ALL[0]);
    if series_columns.contains(&column) {
        let place = column - layout.measures;
        let (measure, _) = &study.measures.series[place / layout.periods];
        return Some(Cells::Series { date: study.measures.periods[place % layout.periods].1, measure });
    }
    let ledger_columns = layout.ledger(0, Category::ALL[0])..layout.paid(0);
    let pools = &study.scenario.first().pools;
    if ledger_columns.contains(&column) {
        let place = column - ledger_columns.start;
        let pool = &pools[place / Category::COUNT].name;
        return Some(Cells::Ledger { pool, category: Category::ALL[place % Category::COUNT].name() });
    }
    if (layout.paid(0)..layout.paid(0) + layout.pools).contains(&column) {
        return Some(Cells::Ledger { pool: &pools[column - layout.paid(0)].name, category: "paid" });
    }
    if (layout.is_met(0)..layout.is_met(0) + layout.targets * 3).contains(&column) {
        let place = column - layout.is_met(0);
        let target = &study.scenario.targets[place / 3];
        let (what, unit) =
            [("is_met", "0 or 1"), ("met_from_day", "working day, from 0"), ("value", "cases")][place % 3];
        let measure = Cow::Owned(format!("target.{}.{what}", target.name));
        return Some(Cells::Run { measure, unit, date: Some(target.by) });
    }
    None
}
