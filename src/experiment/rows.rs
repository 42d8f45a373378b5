//! The rows of a study: in memory up to a limit, beyond it in a file without a name; read by column.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write},
};

use crate::replicate::Row;

/// Bytes of rows that are kept in memory (RULES 22).
const LIMIT: usize = 256 << 20;

/// Columns read in one pass over a file: so many that they fit the same limit.
pub struct Rows {
    width: usize,
    count: usize,
    memory: Vec<f64>,
    file: Option<BufWriter<File>>,
    limit: usize,
}

impl Rows {
    pub fn new(width: usize) -> Rows {
        Rows { width, count: 0, memory: Vec::new(), file: None, limit: LIMIT }
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
            self.count += 1;
            if self.file.is_none() && (self.memory.len() + self.width) * 8 > self.limit {
                let mut file = BufWriter::new(tempfile::tempfile()?);
                for value in self.memory.drain(..) {
                    file.write_all(&value.to_le_bytes())?;
                }
                self.memory = Vec::new();
                self.file = Some(file);
            }
            match &mut self.file {
                None => self.memory.extend(row.values),
                Some(file) => {
                    for value in row.values {
                        file.write_all(&value.to_le_bytes())?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Calls `see` with every column and its number, in order; values in the order of replications.
    ///
    /// # Errors
    /// When the file cannot be read back.
    pub fn columns(&mut self, mut see: impl FnMut(usize, &[f64])) -> std::io::Result<()> {
        let mut column = Vec::with_capacity(self.count);
        let Some(writer) = &mut self.file else {
            for number in 0..self.width {
                column.clear();
                column.extend((0..self.count).map(|row| self.memory[row * self.width + number]));
                see(number, &column);
            }
            return Ok(());
        };
        writer.flush()?;
        let file = writer.get_mut();
        let at_once = (self.limit / 8 / self.count.max(1)).clamp(1, self.width);
        for first in (0..self.width).step_by(at_once) {
            let last = (first + at_once).min(self.width);
            let mut block = vec![0.0; (last - first) * self.count];
            file.seek(SeekFrom::Start(0))?;
            let mut reader = BufReader::with_capacity(1 << 20, &mut *file);
            let mut row_bytes = vec![0; self.width * 8];
            for row in 0..self.count {
                reader.read_exact(&mut row_bytes)?;
                for number in first..last {
                    let mut word = [0; 8];
                    word.copy_from_slice(&row_bytes[number * 8..number * 8 + 8]);
                    block[(number - first) * self.count + row] = f64::from_le_bytes(word);
                }
            }
            for number in first..last {
                see(number, &block[(number - first) * self.count..(number - first + 1) * self.count]);
            }
        }
        file.seek(SeekFrom::End(0))?;
        Ok(())
    }

    /// One column.
    ///
    /// # Errors
    /// As [`Rows::columns`].
    pub fn column(&mut self, wanted: usize) -> std::io::Result<Vec<f64>> {
        if self.file.is_none() {
            return Ok((0..self.count).map(|row| self.memory[row * self.width + wanted]).collect());
        }
        let mut found = Vec::new();
        self.columns(|number, values| {
            if number == wanted {
                found = values.to_vec();
            }
        })?;
        Ok(found)
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
        for column in 0..3 {
            assert_eq!(small.column(column).unwrap(), large.column(column).unwrap());
        }
        let more = vec![Row { values: vec![7.0; 3] }];
        small.extend(more).unwrap();
        assert_eq!(small.column(1).unwrap().last(), Some(&7.0));
    }
}
