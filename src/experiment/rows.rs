//! The rows of a study: in memory up to a limit, beyond it in a file without a name; read by column.
//!
//! The file holds chunks of rows, each turned so that its columns stand one after the other: a column, or some side by
//! side, is read in one pass over its own bytes alone.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write},
};

use crate::replicate::Row;

/// Bytes of rows that are kept in memory (RULES 22): little enough that a plan and `nothing` with their runs stay below 100
/// MiB, however many replications there are.
const LIMIT: usize = 4 << 20;

pub struct Rows {
    width: usize,
    count: usize,
    /// The last rows, one after the other.
    memory: Vec<f64>,
    /// Those before them.
    file: Option<File>,
    /// Rows of each chunk of the file.
    chunks: Vec<usize>,
    limit: usize,
}

impl Rows {
    pub fn new(width: usize) -> Rows {
        Rows { width, count: 0, memory: Vec::new(), file: None, chunks: Vec::new(), limit: LIMIT }
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// Adds rows in the order of their replications.
    ///
    /// # Errors
    /// When the file for what does not fit the memory cannot be made or written.
    pub fn extend(&mut self, rows: Vec<Row>) -> std::io::Result<()> {
        for row in rows {
            debug_assert_eq!(row.values.len(), self.width);
            if !self.memory.is_empty() && (self.memory.len() + self.width) * 8 > self.limit {
                self.spill()?;
            }
            self.memory.extend(row.values);
            self.count += 1;
        }
        Ok(())
    }

    /// What is in memory becomes a chunk of the file.
    fn spill(&mut self) -> std::io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => tempfile::tempfile()?,
        };
        file.seek(SeekFrom::End(0))?;
        let mut writer = BufWriter::with_capacity(1 << 16, &mut file);
        for number in 0..self.width {
            for value in self.memory.iter().skip(number).step_by(self.width) {
                writer.write_all(&value.to_le_bytes())?;
            }
        }
        writer.flush()?;
        drop(writer);
        self.file = Some(file);
        self.chunks.push(self.memory.len() / self.width);
        self.memory.clear();
        Ok(())
    }

    /// Calls `see` with every column and its number, in order; values in the order of replications.
    ///
    /// # Errors
    /// When the file cannot be read back.
    pub fn columns(&mut self, mut see: impl FnMut(usize, &[f64])) -> std::io::Result<()> {
        let at_once = (self.limit / 8 / self.count.max(1)).clamp(1, self.width.max(1));
        let mut block = Vec::new();
        for first in (0..self.width).step_by(at_once) {
            let last = (first + at_once).min(self.width);
            self.read(first, last, &mut block)?;
            for number in first..last {
                see(number, &block[(number - first) * self.count..(number - first + 1) * self.count]);
            }
        }
        Ok(())
    }

    /// One column.
    ///
    /// # Errors
    /// As [`Rows::columns`].
    pub fn column(&mut self, wanted: usize) -> std::io::Result<Vec<f64>> {
        let mut found = Vec::new();
        self.read(wanted, wanted + 1, &mut found)?;
        Ok(found)
    }

    /// Columns `first..last`, one after the other, into `block`.
    fn read(&mut self, first: usize, last: usize, block: &mut Vec<f64>) -> std::io::Result<()> {
        block.clear();
        block.resize((last - first) * self.count, 0.0);
        let (mut rows_before, mut bytes_before) = (0, 0);
        if let Some(file) = &mut self.file {
            for &rows in &self.chunks {
                file.seek(SeekFrom::Start((bytes_before + first * rows * 8) as u64))?;
                let bytes = (last - first) * rows * 8;
                let mut reader = BufReader::with_capacity(bytes.min(1 << 16), &mut *file);
                let mut word = [0; 8];
                for number in 0..last - first {
                    let place = number * self.count + rows_before;
                    for value in &mut block[place..place + rows] {
                        reader.read_exact(&mut word)?;
                        *value = f64::from_le_bytes(word);
                    }
                }
                rows_before += rows;
                bytes_before += rows * self.width * 8;
            }
        }
        for (row, values) in self.memory.chunks(self.width.max(1)).enumerate() {
            for number in first..last {
                block[(number - first) * self.count + rows_before + row] = values[number];
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_beyond_the_limit_read_back_the_same() {
        let rows = |limit| {
            let mut rows = Rows { limit, ..Rows::new(3) };
            for number in 0..100u32 {
                let values = (0..3).map(|column| f64::from(number * 3 + column)).collect();
                rows.extend(vec![Row { values }]).expect("a temporary file can be written");
            }
            rows
        };
        let (mut small, mut large) = (rows(200), rows(LIMIT));
        assert!(small.file.is_some() && large.file.is_none());
        assert!(small.chunks.len() > 1 && !small.memory.is_empty());
        for column in 0..3 {
            assert_eq!(small.column(column).unwrap(), large.column(column).unwrap());
        }
        let all = |rows: &mut Rows| {
            let mut all = Vec::new();
            rows.columns(|number, values| all.push((number, values.to_vec()))).unwrap();
            all
        };
        assert_eq!(all(&mut small), all(&mut large));
        let more = vec![Row { values: vec![7.0; 3] }];
        small.extend(more).unwrap();
        assert_eq!(small.column(1).unwrap().last(), Some(&7.0));
    }

    #[test]
    fn a_row_wider_than_the_limit_is_kept_too() {
        let mut rows = Rows { limit: 8, ..Rows::new(3) };
        for number in 0..4u32 {
            rows.extend(vec![Row { values: vec![f64::from(number); 3] }]).unwrap();
        }
        assert_eq!(rows.column(2).unwrap(), [0.0, 1.0, 2.0, 3.0]);
    }
}
