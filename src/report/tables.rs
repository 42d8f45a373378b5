//! Tidy tables as CSV: runs, series and ledger, long, English keys, decimal points, ISO dates.

use crate::{experiment::rows::Rows, observe::ledger::Category, replicate::Study, time::SimTime};

/// A CSV file by name.
pub struct Table {
    pub file: &'static str,
    pub text: String,
}

/// A number as it is, so that reading it back gives the same bits; nothing for what is not a number.
fn number(value: f64) -> String {
    if value.is_nan() {
        String::new()
    } else if value.is_infinite() {
        "inf".to_owned()
    } else {
        format!("{value}")
    }
}

/// The tables of a study: `plan` and, where it ran, `nothing`, row by row.
///
/// # Errors
/// When rows cannot be read back, or text cannot be made.
pub fn tables(study: &Study, plan: &mut Rows, nothing: Option<&mut Rows>) -> Result<Vec<Table>, String> {
    let mut runs = csv::Writer::from_writer(Vec::new());
    let mut series = csv::Writer::from_writer(Vec::new());
    let mut ledger = csv::Writer::from_writer(Vec::new());
    let failed = |why: csv::Error| format!("could not write a table: {why}");
    runs.write_record(["plan", "replication", "measure", "unit", "date", "value"]).map_err(failed)?;
    series.write_record(["plan", "replication", "date", "measure", "value"]).map_err(failed)?;
    ledger.write_record(["plan", "replication", "pool", "category", "hours"]).map_err(failed)?;
    let layout = study.layout();
    let mut sets: Vec<(&str, &mut Rows)> = vec![("plan", plan)];
    if let Some(nothing) = nothing {
        sets.push(("nothing", nothing));
    }
    for (name, rows) in sets {
        let mut trouble = None;
        rows.columns(|column, values| {
            let written = write_column(study, layout, name, column, values, &mut runs, &mut series, &mut ledger);
            if let Err(why) = written {
                trouble = Some(failed(why));
            }
        })
        .map_err(|why| format!("could not read the results back: {why}"))?;
        if let Some(why) = trouble {
            return Err(why);
        }
    }
    let text = |writer: csv::Writer<Vec<u8>>| -> Result<String, String> {
        let bytes = writer.into_inner().map_err(|why| why.to_string())?;
        String::from_utf8(bytes).map_err(|why| why.to_string())
    };
    Ok(vec![
        Table { file: "runs.csv", text: text(runs)? },
        Table { file: "series.csv", text: text(series)? },
        Table { file: "ledger.csv", text: text(ledger)? },
    ])
}

#[allow(clippy::too_many_arguments)]
fn write_column(
    study: &Study,
    layout: crate::replicate::Layout,
    plan: &str,
    column: usize,
    values: &[f64],
    runs: &mut csv::Writer<Vec<u8>>,
    series: &mut csv::Writer<Vec<u8>>,
    ledger: &mut csv::Writer<Vec<u8>>,
) -> Result<(), csv::Error> {
    let each = |mut write: Box<dyn FnMut(String, String) -> Result<(), csv::Error> + '_>| {
        for (replication, value) in values.iter().enumerate() {
            write(replication.to_string(), number(*value))?;
        }
        Ok(())
    };
    if column < layout.measures {
        let wanted = &study.measures.wanted[column];
        let date = wanted.sample.map_or(String::new(), |(sample, _)| {
            let at = study.measures.samples[sample];
            study.scenario.calendar.date_of(SimTime(at.0.saturating_sub(1))).to_string()
        });
        let (path, unit) = (wanted.measure.path.as_str(), wanted.measure.unit());
        return each(Box::new(move |replication, value| {
            runs.write_record([plan, &replication, path, unit, &date, &value])
        }));
    }
    let series_columns = layout.measures..layout.ledger(0, Category::ALL[0]);
    if series_columns.contains(&column) {
        let place = column - layout.measures;
        let (path, _) = &study.measures.series[place / layout.periods];
        let date = study.measures.periods[place % layout.periods].1.to_string();
        return each(Box::new(move |replication, value| {
            series.write_record([plan, &replication, &date, path, &value])
        }));
    }
    let ledger_columns = layout.ledger(0, Category::ALL[0])..layout.paid(0);
    let pools = &study.scenario.first().pools;
    if ledger_columns.contains(&column) {
        let place = column - ledger_columns.start;
        let pool = pools[place / Category::COUNT].name.as_str();
        let category = Category::ALL[place % Category::COUNT].name();
        return each(Box::new(move |replication, value| {
            ledger.write_record([plan, &replication, pool, category, &value])
        }));
    }
    if (layout.paid(0)..layout.paid(0) + layout.pools).contains(&column) {
        let pool = pools[column - layout.paid(0)].name.as_str();
        return each(Box::new(move |replication, value| {
            ledger.write_record([plan, &replication, pool, "paid", &value])
        }));
    }
    if (layout.is_met(0)..layout.is_met(0) + layout.targets * 3).contains(&column) {
        let place = column - layout.is_met(0);
        let target = &study.scenario.targets[place / 3];
        let (what, unit) =
            [("is_met", "0 or 1"), ("met_from_day", "working day, from 0"), ("value", "cases")][place % 3];
        let path = format!("target.{}.{what}", target.name);
        let date = target.by.to_string();
        return each(Box::new(move |replication, value| {
            runs.write_record([plan, &replication, &path, unit, &date, &value])
        }));
    }
    Ok(())
}
