//! Runs of many organisations under one seed, each kept as soon as it is complete, so that a study that was stopped goes on
//! where it was.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufReader, BufWriter, Read, Write},
    path::Path,
};

use sha2::{Digest, Sha256};

use super::arm::Arm;
use crate::replicate::{Control, Draw, Fixed, Row, Seeds, Study, run_jobs};

/// Runs between two writings of the store.
const KEPT_AT_ONCE: usize = 256;

/// The first bytes of a store, with the version of its form.
const MAGIC: &[u8; 8] = b"surgecp1";

/// One run that is asked for.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    pub arm: &'a Arm,
    pub replication: u64,
    /// Inputs whose value is given.
    pub fixed: Option<&'a std::sync::Arc<Fixed>>,
}

/// Runs jobs in parallel, with what was kept before.
pub struct Runner<'a> {
    pub seeds: Seeds,
    pub control: &'a Control,
    /// Told before work begins: what it is, and how many runs it takes.
    told: &'a (dyn Fn(&str, u64) + Sync),
    kept: HashMap<[u8; 16], Vec<f64>>,
    store: Option<BufWriter<File>>,
}

impl<'a> Runner<'a> {
    /// Keeps nothing.
    pub fn new(seeds: Seeds, control: &'a Control, told: &'a (dyn Fn(&str, u64) + Sync)) -> Runner<'a> {
        Runner { seeds, control, told, kept: HashMap::new(), store: None }
    }

    /// Takes up what a store holds, and adds to it what is run from now on. What was cut off in the middle is run again.
    ///
    /// # Errors
    /// A file that cannot be read or written, or is none of ours.
    pub fn keep_in(&mut self, path: &Path) -> std::io::Result<()> {
        let mut whole = 0;
        if path.exists() {
            let mut reader = BufReader::new(File::open(path)?);
            let mut magic = [0; 8];
            if reader.read_exact(&mut magic).is_err() || magic != *MAGIC {
                return Err(std::io::Error::other("it is no store of runs of this version"));
            }
            whole = MAGIC.len() as u64;
            while let Some((key, values)) = read_entry(&mut reader) {
                whole += 16 + 4 + 8 * values.len() as u64;
                self.kept.insert(key, values);
            }
        }
        let mut file = File::options().create(true).truncate(false).write(true).open(path)?;
        if whole == 0 {
            file.set_len(0)?;
            file.write_all(MAGIC)?;
        } else {
            file.set_len(whole)?;
            std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0))?;
        }
        self.store = Some(BufWriter::new(file));
        Ok(())
    }

    /// One row for each job, in order; where stopped the first ones without a gap. The same for any number of threads.
    ///
    /// # Errors
    /// When a run cannot be kept.
    pub fn rows(&mut self, what: &str, jobs: &[Job<'_>]) -> std::io::Result<Vec<Row>> {
        let keys: Vec<[u8; 16]> = jobs.iter().map(|job| self.key(job)).collect();
        let mut seen = std::collections::HashSet::new();
        let open: Vec<usize> =
            (0..jobs.len()).filter(|at| !self.kept.contains_key(&keys[*at]) && seen.insert(keys[*at])).collect();
        (self.told)(what, open.len() as u64);
        for block in open.chunks(KEPT_AT_ONCE) {
            let runs: Vec<(&Study, Draw)> =
                block.iter().map(|at| (&jobs[*at].arm.study, self.draw(&jobs[*at]))).collect();
            let rows = run_jobs(&runs, self.control);
            let is_hopeless = |at: &usize| jobs[*at].arm.study.past.as_ref().is_some_and(|past| past.is_hopeless());
            if block.iter().any(is_hopeless) {
                return Err(std::io::Error::other(
                    "the ranges and what is known from before the start ([expect-before]) contradict each other",
                ));
            }
            for (at, row) in block.iter().zip(rows) {
                if let Some(store) = &mut self.store {
                    write_entry(store, &keys[*at], &row.values)?;
                }
                self.kept.insert(keys[*at], row.values);
            }
            if let Some(store) = &mut self.store {
                store.flush()?;
            }
            if self.control.is_stopped() {
                break;
            }
        }
        Ok(keys.iter().map_while(|key| Some(Row { values: self.kept.get(key)?.clone() })).collect())
    }

    /// Replications `from..to` of several arms, the same luck for all: `[arm][replication]`; where stopped the first ones
    /// without a gap, the same number of each.
    ///
    /// # Errors
    /// As [`Runner::rows`].
    pub fn together(&mut self, what: &str, arms: &[&Arm], from: u64, to: u64) -> std::io::Result<Vec<Vec<Row>>> {
        let jobs: Vec<Job<'_>> = (from..to)
            .flat_map(|replication| arms.iter().map(move |arm| Job { arm, replication, fixed: None }))
            .collect();
        let mut done = self.rows(what, &jobs)?;
        done.truncate(done.len() / arms.len().max(1) * arms.len());
        let mut rows: Vec<Vec<Row>> = vec![Vec::new(); arms.len()];
        for (place, row) in done.into_iter().enumerate() {
            rows[place % arms.len()].push(row);
        }
        Ok(rows)
    }

    fn draw(&self, job: &Job<'_>) -> Draw {
        Draw { fixed: job.fixed.cloned(), ..self.seeds.draw(job.replication) }
    }

    fn key(&self, job: &Job<'_>) -> [u8; 16] {
        let Seeds { inputs, arrivals, work, luck } = self.seeds;
        let mut hash = Sha256::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        hash.update(&job.arm.identity);
        for number in [inputs, arrivals, work, job.replication / luck, job.replication] {
            hash.update(number.to_le_bytes());
        }
        for (path, value) in job.fixed.iter().flat_map(|fixed| fixed.iter()) {
            hash.update(path);
            hash.update([0]);
            hash.update(value.to_le_bytes());
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        key
    }
}

fn write_entry(out: &mut impl Write, key: &[u8; 16], values: &[f64]) -> std::io::Result<()> {
    out.write_all(key)?;
    out.write_all(&(values.len() as u32).to_le_bytes())?;
    values.iter().try_for_each(|value| out.write_all(&value.to_le_bytes()))
}

/// The next entry; none at the end, or where the last one was cut off.
fn read_entry(from: &mut impl Read) -> Option<([u8; 16], Vec<f64>)> {
    let (mut key, mut count) = ([0; 16], [0; 4]);
    from.read_exact(&mut key).ok()?;
    from.read_exact(&mut count).ok()?;
    let mut bytes = Vec::new();
    let wanted = 8 * u64::from(u32::from_le_bytes(count));
    from.take(wanted).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 != wanted {
        return None;
    }
    let word = |eight: &[u8]| {
        let mut word = [0; 8];
        word.copy_from_slice(eight);
        f64::from_le_bytes(word)
    };
    Some((key, bytes.chunks_exact(8).map(word).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_was_cut_off_is_not_there() {
        let mut bytes = Vec::new();
        write_entry(&mut bytes, &[7; 16], &[1.5, f64::INFINITY]).unwrap();
        write_entry(&mut bytes, &[8; 16], &[2.5]).unwrap();
        let mut cut = &bytes[..bytes.len() - 3];
        assert_eq!(read_entry(&mut cut), Some(([7; 16], vec![1.5, f64::INFINITY])));
        assert_eq!(read_entry(&mut cut), None);
    }
}
