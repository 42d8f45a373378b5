//! The keys of all draws of one replication, made once from names (RULES 10).

use crate::{
    model::names::Names,
    random::{Chance, Key, Source},
};

/// Keys of one (stage, stream): entity = case, visit = the case's visit to the stage.
#[derive(Clone, Copy)]
pub(super) struct StageKeys {
    pub effort: Key,
    pub route: Key,
    /// Days of the stage, or after it.
    pub delay: Key,
    pub order: Key,
    /// Days until a planned slot, and whether the applicant comes: visit = (visit, slots lost) in one word.
    pub slot: Key,
    pub no_show: Key,
    /// Days on which the file travels.
    pub transfer: Key,
    /// The returned-or-not of a sign-off.
    pub sign: Key,
    /// Worked time to the k-th question, its answer and the patience: visit = (visit, k) in one word.
    pub question: Key,
    pub answer: Key,
    pub patience: Key,
    /// What a draft says, and whether it is wrong.
    pub grant: Key,
    pub error: Key,
    /// Whether a stage of information is skipped.
    pub skip: Key,
    /// Of a decision, at the visit of its draft: whether it is appealed, how long the court takes, what it says.
    pub appeal: Key,
    pub court: Key,
    pub ruling: Key,
    /// Its place among those drawn by lot to be looked at again, and whether a fault is noticed.
    pub lot: Key,
    pub inspection: Key,
}

/// Keys of one stream: entity = candidate number of the case.
#[derive(Clone, Copy)]
pub(super) struct StreamKeys {
    pub gap: Key,
    pub thin: Key,
    /// The same for what comes on top of the base demand.
    pub overlay_gap: Key,
    pub overlay_thin: Key,
    /// Size of a family.
    pub batch: Key,
    pub class: Key,
    pub age: Key,
    pub place: Key,
    /// Sets cases of this stream apart from those of a stream that they join later; by name, as all draws.
    pub tag: u64,
    pub difficulty: Key,
}

/// Keys of one pool or cohort: entity = ordinal of the worker.
#[derive(Clone, Copy)]
pub(super) struct PersonKeys {
    pub leaving: Key,
    pub tau: Key,
    pub never: Key,
    pub stays: Key,
    pub converts: Key,
    pub tenure: Key,
    pub lead: Key,
    pub practice: Key,
    pub hire_gap: Key,
    /// Visit = number of the spell.
    pub illness: Key,
    pub illness_days: Key,
    /// Visit = year.
    pub leave: Key,
}

/// As many tags as numbers of cases leave room for.
const TAGS: f64 = (1u64 << 24) as f64;
/// Keys of one (stage, stream) for applicants who may give up: entity = case, visit = the case's visit to the stage.
#[derive(Clone, Copy)]
pub(super) struct PatienceKeys {
    /// At the stage, in its queue or its days.
    pub at: Key,
    /// In the days after it.
    pub after: Key,
}

/// `[stage x stream]`; made only where somebody may give up.
pub(super) fn patience_keys(source: Source, names: &Names) -> Vec<PatienceKeys> {
    pairs(names)
        .map(|name| PatienceKeys { at: source.key(&name, "gives-up"), after: source.key(&name, "gives-up-after") })
        .collect()
}

/// The names of all (stage, stream), in the order of the lanes.
fn pairs(names: &Names) -> impl Iterator<Item = String> + '_ {
    let stages = names.stages.iter();
    stages.flat_map(|stage| names.streams.iter().map(move |stream| format!("stage {stage} stream {stream}")))
}

pub(super) struct Luck {
    /// `[stage x stream]`.
    pub stages: Vec<StageKeys>,
    pub streams: Vec<StreamKeys>,
    /// Pools first, then cohorts, then whom triggers hire.
    pub persons: Vec<PersonKeys>,
}

impl Luck {
    pub(super) fn new(chance: Chance, names: &Names, hires: &[String]) -> Self {
        let source = chance.work;
        let stages = pairs(names)
            .map(|name| StageKeys {
                effort: source.key(&name, "effort"),
                route: source.key(&name, "route"),
                delay: source.key(&name, "delay"),
                order: source.key(&name, "order"),
                sign: source.key(&name, "sign"),
                slot: source.key(&name, "slot"),
                no_show: source.key(&name, "no-show"),
                transfer: source.key(&name, "transfer"),
                question: source.key(&name, "question"),
                answer: source.key(&name, "answer"),
                patience: source.key(&name, "patience"),
                grant: source.key(&name, "grant"),
                error: source.key(&name, "error"),
                skip: source.key(&name, "skip"),
                appeal: source.key(&name, "appeal"),
                court: source.key(&name, "court"),
                ruling: source.key(&name, "ruling"),
                lot: source.key(&name, "lot"),
                inspection: source.key(&name, "inspection"),
            })
            .collect();
        let streams = names
            .streams
            .iter()
            .map(|stream| format!("stream {stream}"))
            .map(|name| StreamKeys {
                gap: chance.arrivals.key(&name, "gap"),
                thin: chance.arrivals.key(&name, "thin"),
                overlay_gap: chance.arrivals.key(&name, "overlay-gap"),
                overlay_thin: chance.arrivals.key(&name, "overlay-thin"),
                batch: chance.arrivals.key(&name, "batch"),
                class: chance.arrivals.key(&name, "class"),
                age: chance.arrivals.key(&name, "age"),
                place: chance.arrivals.key(&name, "place"),
                tag: (chance.arrivals.key(&name, "joins").draws(0, 0).uniform() * TAGS) as u64,
                difficulty: chance.arrivals.key(&name, "difficulty"),
            })
            .collect();
        let pools = names.pools.iter().map(|pool| format!("pool {pool}"));
        let persons = pools
            .chain(names.cohorts.iter().map(|cohort| format!("cohort {cohort}")))
            .chain(hires.iter().cloned())
            .map(|name| PersonKeys {
                leaving: source.key(&name, "leaving"),
                tau: source.key(&name, "tau"),
                never: source.key(&name, "never"),
                stays: source.key(&name, "stays"),
                converts: source.key(&name, "converts"),
                tenure: source.key(&name, "tenure"),
                lead: source.key(&name, "lead"),
                practice: source.key(&name, "practice"),
                hire_gap: source.key(&name, "hire-gap"),
                illness: source.key(&name, "illness"),
                illness_days: source.key(&name, "illness-days"),
                leave: source.key(&name, "leave"),
            })
            .collect();
        Luck { stages, streams, persons }
    }
}
