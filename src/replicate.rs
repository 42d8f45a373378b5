//! Many runs of one study: the only place with threads.
//!
//! Replications are handed out by number and their rows come back in order, so that every output is the same for any
//! number of threads. A row holds only the summary of a replication (RULES 22); rows beyond a limit go to a file.

pub mod past;

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
};

use rayon::prelude::*;

use crate::{
    blueprint::{Blueprint, Inputs, compile},
    fluid::{self, Levels},
    metric::plan::MeasurePlan,
    model::{num::Num, scenario::Scenario},
    observe::{ledger::Category, tally::Tally},
    random::{Chance, Source},
    sim,
    time::SimTime,
};

/// One organisation under one plan, ready to be run many times.
pub struct Study {
    pub scenario: Scenario,
    pub measures: MeasurePlan,
    /// All ranges of uncertain inputs are this many times as wide.
    pub widen: f64,
    /// What draws of the inputs have to fit.
    pub past: Option<Arc<past::Past>>,
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
        Study { shared: is_certain.then_some(blueprint), scenario, measures, widen, layout, past: None }
    }

    /// The same with draws of the inputs that fit what is known from before the start.
    #[must_use]
    pub fn given(self, past: Option<&Arc<past::Past>>) -> Study {
        Study { past: past.cloned(), ..self }
    }

    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The blueprint with the inputs of a source.
    pub fn blueprint(&self, source: Source) -> std::borrow::Cow<'_, Blueprint> {
        self.blueprint_at(&source.into())
    }

    /// The blueprint of one draw of the inputs.
    pub fn blueprint_at(&self, draw: &Draw) -> std::borrow::Cow<'_, Blueprint> {
        match &self.shared {
            Some(blueprint) => std::borrow::Cow::Borrowed(blueprint),
            None => {
                let inputs = self.draw_inputs(draw);
                std::borrow::Cow::Owned(compile(&self.scenario, &self.measures, &inputs))
            }
        }
    }

    fn draw_inputs(&self, draw: &Draw) -> Inputs {
        // Inputs that somebody gives take the place of those in a draw that fits without them.
        let source = self.past.as_ref().map_or(draw.inputs, |past| past.accepted(draw.inputs, self.widen));
        Inputs::drawn(source, self.widen).with(draw.fixed.clone()).correlated(&self.scenario.correlations)
    }

    /// The numbers of the scenario that nobody knows, each once, in the order in which they are met.
    pub fn uncertain(&self) -> Vec<Num> {
        let probe = Inputs::likely();
        compile(&self.scenario, &self.measures, &probe);
        probe.into_seen().into_iter().map(|(num, _)| num).collect()
    }

    /// The uncertain numbers as one draw has them: (path, value), as [`Study::uncertain`].
    pub fn inputs(&self, draw: &Draw) -> Vec<(String, f64)> {
        let inputs = self.draw_inputs(draw);
        compile(&self.scenario, &self.measures, &inputs);
        inputs.into_seen().into_iter().map(|(num, value)| (num.path, value)).collect()
    }

    /// The same with each value in the unit of its key, as a file would say it.
    pub fn inputs_as_written(&self, draw: &Draw) -> Vec<(String, f64)> {
        let inputs = self.draw_inputs(draw);
        compile(&self.scenario, &self.measures, &inputs);
        inputs.into_seen().into_iter().map(|(num, value)| (num.path.clone(), num.as_written(value))).collect()
    }

    /// One replication.
    pub fn run_one(&self, seed: u64, replication: u64) -> Row {
        self.run_at(&Draw::from(Source::new(seed, replication)))
    }

    /// One run with the inputs and the luck of a draw.
    pub fn run_at(&self, draw: &Draw) -> Row {
        let blueprint = self.blueprint_at(draw);
        let mut tally = Tally::new(&self.measures.tally);
        let ended = sim::run(&blueprint, draw.chance, &mut tally);
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
        run_together(&[self], &Seeds::one(seed), from, to, control).pop().unwrap_or_default()
    }
}

/// Inputs that somebody fixed, by path: no range, no draw.
pub type Fixed = BTreeMap<String, f64>;

/// Where all chance of one run comes from: the inputs that nobody knows, and the luck.
#[derive(Clone, Debug)]
pub struct Draw {
    pub inputs: Source,
    /// Of these inputs the value is given.
    pub fixed: Option<Arc<Fixed>>,
    pub chance: Chance,
}

impl From<Source> for Draw {
    fn from(source: Source) -> Self {
        Draw { inputs: source, fixed: None, chance: source.into() }
    }
}

/// Which draw each replication has: a *future* is a draw of the inputs and of demand, within which luck varies (RULES 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeds {
    /// Of the inputs, and of demand.
    pub inputs: u64,
    pub arrivals: u64,
    pub work: u64,
    /// Replications of each future, at least 1.
    pub luck: u64,
}

impl Seeds {
    /// All chance from one seed; each replication is a future of its own.
    pub fn one(seed: u64) -> Self {
        Seeds { inputs: seed, arrivals: seed, work: seed, luck: 1 }
    }

    pub fn draw(&self, replication: u64) -> Draw {
        let future = Source::new(self.inputs, replication / self.luck);
        let arrivals = Source::new(self.arrivals, replication);
        let chance = Chance { demand: future, arrivals, work: Source::new(self.work, replication) };
        Draw { inputs: future, fixed: None, chance }
    }
}

/// One run for each job, in order; where stopped the first ones without a gap.
///
/// Every thread takes the next job that nobody has: runs differ in length, and what is stopped on the way loses no more
/// than what other threads had not finished.
pub fn run_jobs(jobs: &[(&Study, Draw)], control: &Control) -> Vec<Row> {
    let next = AtomicUsize::new(0);
    let mut done: Vec<(usize, Row)> = rayon::broadcast(|_| {
        let mut done = Vec::new();
        while !control.is_stopped() {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some((study, draw)) = jobs.get(place) else { break };
            done.push((place, study.run_at(draw)));
            control.done.fetch_add(1, Ordering::Relaxed);
        }
        done
    })
    .into_iter()
    .flatten()
    .collect();
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().enumerate().take_while(|(place, (of, _))| place == of).map(|(_, (_, row))| row).collect()
}

/// Replications `from..to` of several studies, the same luck for all: `[study][replication]`, in order; where stopped
/// the first ones without a gap, the same number of each.
pub fn run_together(studies: &[&Study], seeds: &Seeds, from: u64, to: u64, control: &Control) -> Vec<Vec<Row>> {
    let together = |replication| studies.iter().map(move |study| (*study, seeds.draw(replication)));
    let jobs: Vec<(&Study, Draw)> = (from..to).flat_map(together).collect();
    let mut done = run_jobs(&jobs, control);
    done.truncate(done.len() / studies.len().max(1) * studies.len());
    let mut rows: Vec<Vec<Row>> = vec![Vec::new(); studies.len()];
    for (place, row) in done.into_iter().enumerate() {
        rows[place % studies.len()].push(row);
    }
    rows
}

/// The uncertain numbers of replications `from..to`, in order, each in the unit of its key: `[replication](path, value)`.
pub fn drawn_inputs(study: &Study, seeds: &Seeds, from: u64, to: u64) -> Vec<Vec<(String, f64)>> {
    let drawn = |replication| study.inputs_as_written(&seeds.draw(replication));
    (from..to).into_par_iter().map(drawn).collect()
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
