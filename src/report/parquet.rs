//! The same tidy tables as Parquet: typed columns, zstd, statistics, in the order of the CSV tables.
//!
//! What is not a number is null. The same rows give the same bytes: nothing of a file but its rows and the version of
//! the program that wrote it.

use std::{fs::File, path::Path, sync::Arc};

use jiff::civil::{Date, date};
use parquet::{
    basic::{Compression, ZstdLevel},
    data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type},
    file::{
        properties::{EnabledStatistics, WriterProperties},
        writer::SerializedFileWriter,
    },
    schema::parser::parse_message_type,
};

use super::{
    inputs::Drawn,
    tables::{Cells, Sink, fill},
};
use crate::{experiment::rows::Rows, replicate::Study};

/// Rows that are held until they are written: some tens of megabytes.
const GROUP: usize = 1 << 20;

const RUNS: &str = "message runs { required binary plan (STRING); required int64 replication; \
    required binary measure (STRING); required binary unit (STRING); optional int32 date (DATE); optional double value; }";
const SERIES: &str = "message series { required binary plan (STRING); required int64 replication; \
    required int32 date (DATE); required binary measure (STRING); optional double value; }";
const LEDGER: &str = "message ledger { required binary plan (STRING); required int64 replication; \
    required binary pool (STRING); required binary category (STRING); optional double hours; }";

const OF_INPUTS: &str = "message inputs { required binary path (STRING); required binary unit (STRING); \
    required int64 replication; optional double value; }";

/// The file that [`write_inputs`] makes.
pub const INPUTS: &str = "inputs.parquet";

/// The files that [`write()`] makes.
pub const FILES: [&str; 3] = ["runs.parquet", "series.parquet", "ledger.parquet"];

/// Writes the three tables into a folder.
///
/// # Errors
/// When rows cannot be read back, or a file cannot be written.
pub fn write(folder: &Path, study: &Study, plan: &mut Rows, nothing: Option<&mut Rows>) -> Result<(), String> {
    let [runs, series, ledger] = FILES;
    let mut sink = Parquet {
        runs: Table::new(&folder.join(runs), RUNS)?,
        series: Table::new(&folder.join(series), SERIES)?,
        ledger: Table::new(&folder.join(ledger), LEDGER)?,
    };
    fill(study, plan, nothing, &mut sink)?;
    for table in [sink.runs, sink.series, sink.ledger] {
        table.close()?;
    }
    Ok(())
}

/// Writes what each replication drew into a folder.
///
/// # Errors
/// When the file cannot be written.
pub fn write_inputs(folder: &Path, inputs: &mut Drawn) -> Result<(), String> {
    let mut table = Table::new(&folder.join(INPUTS), OF_INPUTS)?;
    inputs.each(|path, unit, values| table.add(&[path, unit], None, values))?;
    table.close()
}

struct Parquet {
    runs: Table,
    series: Table,
    ledger: Table,
}

/// The values of one column that wait to be written.
enum Column {
    /// Repeated over many rows: one value, and how many rows have it.
    Text(Vec<(ByteArray, usize)>),
    Whole(Vec<i64>),
    /// Days since 1970.
    Date(Vec<i32>),
    /// The same where some rows have none.
    MaybeDate(Vec<Option<i32>>),
    /// Null for what is not a number.
    Number(Vec<f64>),
}

struct Table {
    writer: SerializedFileWriter<File>,
    columns: Vec<Column>,
    rows: usize,
}

fn failed(why: impl std::fmt::Display) -> String {
    format!("could not write a table: {why}")
}

/// Days since 1 January 1970.
fn days(day: Date) -> i32 {
    crate::calendar::days_between(date(1970, 1, 1), day) as i32
}

impl Table {
    fn new(path: &Path, schema: &str) -> Result<Table, String> {
        let schema = Arc::new(parse_message_type(schema).map_err(failed)?);
        let properties = WriterProperties::builder()
            .set_created_by(concat!("surgecap ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).map_err(failed)?))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .build();
        let columns = schema.get_fields().iter().map(|field| match (field.name(), field.is_optional()) {
            ("replication", _) => Column::Whole(Vec::new()),
            ("date", true) => Column::MaybeDate(Vec::new()),
            ("date", false) => Column::Date(Vec::new()),
            ("value" | "hours", _) => Column::Number(Vec::new()),
            _ => Column::Text(Vec::new()),
        });
        let columns = columns.collect();
        let file = File::create(path).map_err(|why| format!("could not write {}: {why}", path.display()))?;
        let writer = SerializedFileWriter::new(file, schema, Arc::new(properties)).map_err(failed)?;
        Ok(Table { writer, columns, rows: 0 })
    }

    /// Adds a row for each value; `texts` and `day` are the same in all of them.
    fn add(&mut self, texts: &[&str], day: Option<Date>, values: &[f64]) -> Result<(), String> {
        let mut texts = texts.iter();
        for column in &mut self.columns {
            match column {
                Column::Text(all) => {
                    let text = texts.next().copied().unwrap_or_default();
                    all.push((ByteArray::from(text), values.len()));
                }
                Column::Whole(all) => all.extend(0..values.len() as i64),
                Column::Date(all) => all.extend(std::iter::repeat_n(day.map_or(0, days), values.len())),
                Column::MaybeDate(all) => all.extend(std::iter::repeat_n(day.map(days), values.len())),
                Column::Number(all) => all.extend(values),
            }
        }
        self.rows += values.len();
        if self.rows >= GROUP { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), String> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            let mut writer = group.next_column().map_err(failed)?.ok_or("a table has more columns than its schema")?;
            match column {
                Column::Text(all) => {
                    let values: Vec<ByteArray> =
                        all.drain(..).flat_map(|(text, rows)| std::iter::repeat_n(text, rows)).collect();
                    writer.typed::<ByteArrayType>().write_batch(&values, None, None)
                }
                Column::Whole(all) => {
                    let values = std::mem::take(all);
                    writer.typed::<Int64Type>().write_batch(&values, None, None)
                }
                Column::Date(all) => {
                    let values = std::mem::take(all);
                    writer.typed::<Int32Type>().write_batch(&values, None, None)
                }
                Column::MaybeDate(all) => {
                    let there: Vec<i16> = all.iter().map(|day| i16::from(day.is_some())).collect();
                    let values: Vec<i32> = all.drain(..).flatten().collect();
                    writer.typed::<Int32Type>().write_batch(&values, Some(&there), None)
                }
                Column::Number(all) => {
                    let there: Vec<i16> = all.iter().map(|value| i16::from(!value.is_nan())).collect();
                    let values: Vec<f64> = all.drain(..).filter(|value| !value.is_nan()).collect();
                    writer.typed::<DoubleType>().write_batch(&values, Some(&there), None)
                }
            }
            .map_err(failed)?;
            writer.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.rows = 0;
        Ok(())
    }

    fn close(mut self) -> Result<(), String> {
        self.flush()?;
        self.writer.close().map_err(failed)?;
        Ok(())
    }
}

impl Sink for Parquet {
    fn column(&mut self, plan: &str, cells: &Cells<'_>, values: &[f64]) -> Result<(), String> {
        match cells {
            Cells::Run { measure, unit, date } => self.runs.add(&[plan, measure, unit], *date, values),
            Cells::Series { date, measure } => self.series.add(&[plan, measure], Some(*date), values),
            Cells::Ledger { pool, category } => self.ledger.add(&[plan, pool, category], None, values),
        }
    }
}
