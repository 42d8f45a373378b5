//! Many runs of one study: the only place with threads.
//!
//! Replications are handed out by number and their rows come back in order, so that every output is the same for any
//! number of threads. A row holds only the summary of a replication (RULES 22); rows beyond a limit go to a file.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use rayon::prelude::*;

use crate::{
    blueprint::{Blueprint, Inputs, compile},
    fluid::{self, Levels},
    metric::plan::MeasurePlan,
    model::scenario::Scenario,
    observe::{ledger::Category, tally::Tally},
    random::Source,
    sim,
    time::SimTime,
};

/// One organisation under one plan, ready to be run many times.
pub struct Study {
    pub scenario: Scenario,
    pub measures: MeasurePlan,
    /// All ranges of uncertain inputs are this many times as wide.
    pub widen: f64,
    /// The blueprint of all replications, when nothing is uncertain.
    shared: Option<Blueprint>,
    layout: Layout,
}

/// Where the parts of a row stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    pub measures: usize,
    pub series: usize,
    pub periods: usize,
    pub pools: usize,
    pub targets: usize,
    pub places: usize,
    /// Lines of the accounts, and calendar years.
    pub costs: usize,
    pub years: usize,
}

/// The summary of one replication: all its numbers in one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub values: Vec<f64>,
}

impl Layout {
    fn series_at(&self) -> usize {
        self.measures
    }

    fn ledger_at(&self) -> usize {
        self.series_at() + self.series * self.periods
    }

    fn paid_at(&self) -> usize {
        self.ledger_at() + self.pools * Category::COUNT
    }

    fn targets_at(&self) -> usize {
        self.paid_at() + self.pools
    }

    fn waits_at(&self) -> usize {
        self.targets_at() + self.targets * 3
    }

    fn costs_at(&self) -> usize {
        self.waits_at() + self.places * self.periods
    }

    fn events_at(&self) -> usize {
        self.costs_at() + self.costs * self.years
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.events_at() + 1
    }

    pub fn measure(&self, index: usize) -> usize {
        index
    }

    pub fn series(&self, series: usize, period: usize) -> usize {
        self.series_at() + series * self.periods + period
    }

    /// Hours.
    pub fn ledger(&self, pool: usize, category: Category) -> usize {
        self.ledger_at() + pool * Category::COUNT + category as usize
    }

    /// Hours, from contracts.
    pub fn paid(&self, pool: usize) -> usize {
        self.paid_at() + pool
    }

    /// 1 when the target was met.
    pub fn is_met(&self, target: usize) -> usize {
        self.targets_at() + target * 3
    }

    /// The day read from which it stays met; infinite: not by the end.
    pub fn met_from(&self, target: usize) -> usize {
        self.targets_at() + target * 3 + 1
    }

    /// The measure when the target is due.
    pub fn value_at(&self, target: usize) -> usize {
        self.targets_at() + target * 3 + 2
    }

    /// Case-hours that cases begun spent waiting; place = stream · (stages + 1) + stage, the last a supervisor.
    pub fn waits(&self, period: usize, place: usize) -> usize {
        self.waits_at() + period * self.places + place
    }

    /// Euros of a line of the accounts in a calendar year.
    pub fn cost(&self, line: usize, year: usize) -> usize {
        self.costs_at() + line * self.years + year
    }

    pub fn events(&self) -> usize {
        self.events_at()
    }
}

/// Handed from the program to the runs: whether to go on, and how far they are.
#[derive(Clone, Default)]
pub struct Control {
    /// Set by Ctrl-C: no more replications are handed out.
    pub stop: Arc<AtomicBool>,
    /// Replications finished.
    pub done: Arc<AtomicU64>,
}

impl Control {
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl Study {
    pub fn new(scenario: Scenario, measures: MeasurePlan, widen: f64) -> Study {
        let probe = Inputs::likely();
        let blueprint = compile(&scenario, &measures, &probe);
        let is_certain = probe.into_seen().is_empty();
        let tally = &measures.tally;
        let layout = Layout {
            measures: measures.wanted.len(),
            series: measures.series.len(),
            periods: measures.periods.len(),
            pools: tally.pools,
            targets: tally.targets.len(),
            places: tally.streams * (tally.stages + 1),
            costs: tally.costs.len(),
            years: tally.years,
        };
        Study { shared: is_certain.then_some(blueprint), scenario, measures, widen, layout }
    }

    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The blueprint of one replication.
    pub fn blueprint(&self, source: Source) -> std::borrow::Cow<'_, Blueprint> {
        match &self.shared {
            Some(blueprint) => std::borrow::Cow::Borrowed(blueprint),
            None => {
                let inputs = Inputs::drawn(source, self.widen);
                std::borrow::Cow::Owned(compile(&self.scenario, &self.measures, &inputs))
            }
        }
    }

    /// One replication.
    pub fn run_one(&self, seed: u64, replication: u64) -> Row {
        let source = Source::new(seed, replication);
        let blueprint = self.blueprint(source);
        let mut tally = Tally::new(&self.measures.tally);
        let ended = sim::run(&blueprint, source, &mut tally);
        self.row(&tally, ended.events)
    }

    fn row(&self, tally: &Tally, events: u64) -> Row {
        let hours = |ticks: u64| ticks as f64 / crate::time::TICKS_PER_HOUR as f64;
        let mut values = Vec::with_capacity(self.layout.width());
        values.extend(self.measures.read(tally));
        values.extend(&tally.series);
        values.extend(tally.ledger.iter().flatten().map(|ticks| hours(*ticks)));
        values.extend(tally.paid.iter().map(|ticks| hours(*ticks)));
        for target in &tally.targets {
            values.push(f64::from(u8::from(target.is_met)));
            values.push(target.met_from.map_or(f64::INFINITY, |day| day as f64));
            values.push(target.value_at());
        }
        values.extend(&tally.waits_begun);
        values.extend(&tally.costs);
        values.push(events as f64);
        debug_assert_eq!(values.len(), self.layout.width());
        Row { values }
    }

    /// Replications `from..to`, in order; fewer when stopped, then the first ones without a gap.
    pub fn run_many(&self, seed: u64, from: u64, to: u64, control: &Control) -> Vec<Row> {
        run_pairs(self, None, seed, from, to, control).0
    }
}

/// Replications handed out together: what is stopped on the way loses at most so many.
const BLOCK: u64 = 64;

/// Replications `from..to` of a plan, and of another study with the same luck beside each; in order, and where stopped
/// the first ones without a gap.
pub fn run_pairs(
    plan: &Study,
    beside: Option<&Study>,
    seed: u64,
    from: u64,
    to: u64,
    control: &Control,
) -> (Vec<Row>, Vec<Row>) {
    let (mut rows, mut others) = (Vec::new(), Vec::new());
    for first in (from..to).step_by(BLOCK as usize) {
        let count = (to - first).min(BLOCK) as usize;
        // One at a time: replications differ in length.
        let block: Vec<Option<(Row, Option<Row>)>> = (0..count)
            .into_par_iter()
            .with_max_len(1)
            .map(|place| {
                let replication = first + place as u64;
                if control.is_stopped() {
                    return None;
                }
                let row = plan.run_one(seed, replication);
                control.done.fetch_add(1, Ordering::Relaxed);
                let other = beside.map(|study| {
                    let row = study.run_one(seed, replication);
                    control.done.fetch_add(1, Ordering::Relaxed);
                    row
                });
                Some((row, other))
            })
            .collect();
        let asked = block.len();
        let before = rows.len();
        for (row, other) in block.into_iter().map_while(|pair| pair) {
            rows.push(row);
            others.extend(other);
        }
        if rows.len() - before < asked {
            break;
        }
    }
    (rows, others)
}

/// Runs everything inside on so many threads; results never depend on it.
///
/// # Errors
/// When the threads cannot be started.
pub fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> Result<T, String> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map(|pool| pool.install(work))
        .map_err(|why| format!("could not start {threads} threads: {why}"))
}

/// The fluid solutions for the inputs of the first `count` replications, in order: `[replication][moment]`.
pub fn flow_many(study: &Study, seed: u64, count: u64, moments: &[SimTime], control: &Control) -> Vec<Vec<Levels>> {
    if let Some(blueprint) = &study.shared {
        // Without uncertain inputs all are the same.
        return vec![fluid::solve(blueprint, moments)];
    }
    let numbers: Vec<u64> = (0..count).collect();
    numbers
        .into_par_iter()
        .with_max_len(1)
        .map(|replication| {
            let blueprint = study.blueprint(Source::new(seed, replication));
            (!control.is_stopped()).then(|| fluid::solve(&blueprint, moments))
        })
        .collect::<Vec<_>>()
        .into_iter()
        .map_while(|course| course)
        .collect()
}

/// The threads that the scheduler gives us, or the machine.
pub fn available_threads() -> usize {
    std::env::var("SLURM_CPUS_PER_TASK")
        .ok()
        .and_then(|count| count.parse().ok())
        .filter(|count| *count > 0)
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}
