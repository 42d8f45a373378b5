//! The life of one case or one worker in one replication.

use std::ops::Range;

use jiff::civil::Date;

use crate::{
    calendar::Calendar,
    experiment::open::Opened,
    observe::observation::{Observation, Observer},
    random::Source,
    sim::{
        self,
        trace::{CaseName, Step, Subject, WorkerName, run_traced},
    },
    time::SimTime,
};

/// Whom to follow, as asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// `STREAM:NUMBER`, or `STREAM:stock-NUMBER`, counted from 1.
    Case(String),
    /// `POOL:NUMBER` or `COHORT:NUMBER`, counted from 1.
    Worker(String),
    /// The case of a stream that took longest from its arrival to its closing, of those that closed.
    Slowest(String),
}

/// Where workers come from, as their names say it, and the pool that they begin in: pools, cohorts, and whom triggers hire.
pub fn kins(opened: &Opened) -> Vec<(String, usize)> {
    let scenario = &opened.scenario;
    let pools = opened.names.pools.iter().cloned().zip(0..);
    let cohorts = scenario.cohorts.iter().map(|cohort| (cohort.name.clone(), cohort.pool));
    let hires = scenario.hires().map(|(trigger, cohort)| {
        let cohort = &scenario.cohorts[cohort];
        (format!("{}.{}", trigger.name, cohort.name), cohort.pool)
    });
    pools.chain(cohorts).chain(hires).collect()
}

/// What was seen of the subject.
pub struct Trace {
    pub subject: Subject,
    /// From the beginning, since a step is told by what was before it.
    pub steps: Vec<Step>,
    /// Those that were asked for.
    pub shown: Range<usize>,
    pub seed: u64,
    pub replication: u64,
}

/// What comes by while everybody is watched: how many cases of each stream, and the slowest of one.
struct Passing {
    stream: usize,
    slowest: Option<(u64, u64)>,
    arrived: u64,
    stock: u64,
}

impl Observer for Passing {
    fn see(&mut self, at: SimTime, what: &Observation<'_>) {
        match *what {
            Observation::Arrived { stream, case, .. } if stream == self.stream => {
                let name = CaseName::of(stream, case);
                let last = if name.is_stock { &mut self.stock } else { &mut self.arrived };
                *last = (*last).max(name.number + 1);
            }
            Observation::Closed { stream, case, arrived, .. } if stream == self.stream => {
                let took = at.since(arrived).0;
                if self.slowest.is_none_or(|(longest, _)| took > longest) {
                    self.slowest = Some((took, case));
                }
            }
            _ => {}
        }
    }
}

/// Follows a case or a worker through one replication.
///
/// # Errors
/// In words, when there is no such stream, pool or cohort, or nobody of that number came.
pub fn trace(opened: &Opened, wanted: &Wanted, seed: u64, replication: u64) -> Result<Trace, String> {
    let study = opened.study(true, &[], 1.0).map_err(|(_, why)| why)?;
    let source = Source::new(seed, replication);
    let blueprint = study.blueprint(source);
    let passing = |stream: usize| {
        let mut passing = Passing { stream, slowest: None, arrived: 0, stock: 0 };
        sim::run(&blueprint, source, &mut passing);
        passing
    };
    let names = &opened.names;
    let find = |kind: &str, among: &[String], name: &str| {
        among
            .iter()
            .position(|one| one == name)
            .ok_or_else(|| format!("there is no {kind} `{name}`; {kind}s of this scenario: {}", among.join(", ")))
    };
    let subject = match wanted {
        Wanted::Slowest(stream) => {
            let stream = find("stream", &names.streams, stream)?;
            let (_, case) = passing(stream)
                .slowest
                .ok_or_else(|| format!("no case of `{}` was closed in this replication", names.streams[stream]))?;
            Subject::Case(CaseName::of(stream, case))
        }
        Wanted::Case(said) => {
            let (stream, number) = said.rsplit_once(':').ok_or("a case is written STREAM:NUMBER, such as old:12")?;
            let stream = find("stream", &names.streams, stream)?;
            let (is_stock, number) = match number.strip_prefix("stock-") {
                Some(number) => (true, number),
                None => (false, number),
            };
            Subject::Case(CaseName { stream, number: counted(number)?, is_stock })
        }
        Wanted::Worker(said) => {
            let (kin, number) = said.rsplit_once(':').ok_or("a worker is written POOL:NUMBER, such as officers:3")?;
            let ordinal = counted(number)? as u32;
            // People of a cohort are named after it, also in a pool that others share or that has its name.
            let kins: Vec<String> = kins(opened).into_iter().map(|(name, _)| name).collect();
            match kins.iter().rposition(|one| one == kin) {
                Some(kin) => Subject::Worker(WorkerName { kin, ordinal }),
                None => return Err(find("pool or cohort", &kins, kin).err().unwrap_or_default()),
            }
        }
    };
    let (steps, _) = run_traced(&blueprint, source, subject);
    if steps.is_empty() {
        return Err(match subject {
            Subject::Case(case) => {
                let passing = passing(case.stream);
                let name = &names.streams[case.stream];
                let mut there = Vec::new();
                if passing.stock > 0 {
                    there.push(format!("{name}:stock-1 to {name}:stock-{}", passing.stock));
                }
                if passing.arrived > 0 {
                    there.push(format!("some of {name}:1 to {name}:{}", passing.arrived));
                }
                let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
                format!("this case did not come in replication {replication}; of this stream came {there}")
            }
            Subject::Worker(_) => format!("nobody of that number worked there in replication {replication}"),
        });
    }
    let shown = 0..steps.len();
    Ok(Trace { subject, steps, shown, seed, replication })
}

impl Trace {
    /// Shows only what happened between two dates, both included, and the step that was in force at the first.
    pub fn between(&mut self, calendar: &Calendar, from: Option<Date>, until: Option<Date>) {
        let before = |bound: &dyn Fn(Date) -> bool| self.steps.partition_point(|step| bound(calendar.date_of(step.at)));
        let first = from.map_or(0, |from| before(&|date| date < from).saturating_sub(1));
        let end = until.map_or(self.steps.len(), |until| before(&|date| date <= until));
        self.shown = first..end.max(first);
    }
}

/// A number counted from 1, as the engine counts it.
fn counted(number: &str) -> Result<u64, String> {
    match number.parse::<u64>() {
        Ok(number) if number > 0 => Ok(number - 1),
        _ => Err(format!("`{number}` is no number from 1")),
    }
}
