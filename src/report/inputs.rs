//! The table of inputs: the numbers that nobody knows, as each replication drew them, in the units of their keys.

use std::io::Write;

use super::tables::number;
use crate::{
    experiment::{register::units, rows::Rows},
    replicate::{Row, Seeds, Study, drawn_inputs},
};

/// The file that holds them.
pub const FILE: &str = "inputs.csv";

/// Replications that are drawn together.
const BLOCK: u64 = 256;

/// What the replications of a study drew; like their rows it leaves memory where there are many.
pub struct Drawn {
    /// Paths and units, in the order of the file.
    inputs: Vec<(String, &'static str)>,
    rows: Rows,
}

impl Drawn {
    /// Draws again what the first so many replications drew.
    ///
    /// # Errors
    /// When what leaves memory cannot be written.
    pub fn new(study: &Study, seeds: &Seeds, replications: u64) -> Result<Drawn, String> {
        let nums = study.uncertain();
        let units = units(nums.iter().map(|num| num.path.as_str()));
        let unit = |path: &String| units.get(path).copied().unwrap_or_default();
        let inputs: Vec<(String, &'static str)> =
            nums.into_iter().map(|num| (num.path.clone(), unit(&num.path))).collect();
        let mut rows = Rows::new(inputs.len());
        let blocks = if inputs.is_empty() { 0 } else { replications.div_ceil(BLOCK) };
        for first in (0..blocks).map(|block| block * BLOCK) {
            let drawn = drawn_inputs(study, seeds, first, replications.min(first + BLOCK));
            let row = |drawn: Vec<(String, f64)>| {
                // What a draw has no use for is not a number.
                let value =
                    |path: &String| drawn.iter().find(|(one, _)| one == path).map_or(f64::NAN, |(_, value)| *value);
                Row { values: inputs.iter().map(|(path, _)| value(path)).collect() }
            };
            let kept = rows.extend(drawn.into_iter().map(row).collect());
            kept.map_err(|why| format!("could not keep the inputs: {why}"))?;
        }
        Ok(Drawn { inputs, rows })
    }

    /// Whether nothing is uncertain.
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// Tells path, unit and the values of replications 0, 1, 2, … of each input.
    ///
    /// # Errors
    /// When they cannot be read back, or the first error of `see`.
    pub fn each(&mut self, mut see: impl FnMut(&str, &str, &[f64]) -> Result<(), String>) -> Result<(), String> {
        let mut seen = Ok(());
        let inputs = &self.inputs;
        let read = self.rows.columns(|column, values| {
            if seen.is_ok() {
                let (path, unit) = &inputs[column];
                seen = see(path, unit, values);
            }
        });
        read.map_err(|why| format!("could not read the inputs back: {why}"))?;
        seen
    }

    /// Writes a row for each input and replication (path, unit, replication, value), and gives back what it was written to.
    ///
    /// # Errors
    /// When they cannot be read back, or not be written.
    pub fn write<W: Write>(&mut self, to: W) -> Result<W, String> {
        let mut table = csv::Writer::from_writer(to);
        table.write_record(["path", "unit", "replication", "value"]).map_err(failed)?;
        self.each(|path, unit, values| {
            for (replication, value) in values.iter().enumerate() {
                table.write_record([path, unit, &replication.to_string(), &number(*value)]).map_err(failed)?;
            }
            Ok(())
        })?;
        table.into_inner().map_err(|why| failed(why.error()))
    }
}

fn failed(why: impl std::fmt::Display) -> String {
    format!("could not write a table: {why}")
}
