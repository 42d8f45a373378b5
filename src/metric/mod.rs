//! Measures: what is read from the tally of one replication, by path.
//!
//! A metric is a value in a list; paths, help, tables and files are made from the lists.

mod absence;
mod board;
mod capacity;
mod cost;
mod handover;
mod opening;
mod other_work;
mod penalty;
pub mod plan;
mod pool;
mod preemption;
mod quality;
mod reception;
mod resource;
mod slot;
mod stage;
mod stream;
mod supervision;
mod trigger;
mod withdrawal;

use serde::{Deserialize, Serialize};

use crate::{
    model::mechanism::Mechanism,
    model::names::Names,
    model::target::Gauge,
    observe::tally::{Tally, Times},
    problem::nearest,
};

/// Which way is better, for words and colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    Lower,
    Higher,
    Neither,
}

/// One family of measures.
#[derive(Debug)]
pub struct Metric {
    /// With `*` for the name of a stage, stream or pool; `(x)` where it takes a number.
    pub path: &'static str,
    pub unit: &'static str,
    pub better: Better,
    pub help: &'static str,
    pub read: for<'a> fn(&'a Tally, &Subject) -> Reading<'a>,
}

/// What a metric is asked of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Subject {
    /// Index of the stage, stream or pool.
    pub index: usize,
    pub class: Option<usize>,
    /// The number in brackets.
    pub level: u64,
}

/// What one replication says.
pub enum Reading<'a> {
    /// Times of many cases: mean, variance and shares are of these.
    Times(&'a Times),
    /// The same, made from others.
    Made(Times),
    /// One number; not a number when there was nothing to measure.
    Number(f64),
}

/// The lists, in the order in which they are shown, each with the mechanism that it belongs to.
const FAMILIES: &[(Option<Mechanism>, &[Metric])] = &[
    (None, stage::METRICS),
    (None, pool::METRICS),
    (None, stream::METRICS),
    (None, supervision::METRICS),
    (Some(Mechanism::Absence), absence::METRICS),
    (Some(Mechanism::Withdrawal), withdrawal::METRICS),
    (Some(Mechanism::Capacity), capacity::METRICS),
    (Some(Mechanism::Resource), resource::METRICS),
    (Some(Mechanism::Slot), slot::METRICS),
    (Some(Mechanism::Quality), quality::METRICS),
    (Some(Mechanism::Appeal), quality::APPEALS),
    (Some(Mechanism::Measuring), quality::MEASURING),
    (Some(Mechanism::Penalty), penalty::METRICS),
    (Some(Mechanism::Opening), opening::METRICS),
    (Some(Mechanism::Handover), handover::METRICS),
    (Some(Mechanism::Reception), reception::METRICS),
    (Some(Mechanism::Money), cost::METRICS),
    (Some(Mechanism::Board), board::METRICS),
    (Some(Mechanism::Preemption), preemption::METRICS),
    (Some(Mechanism::OtherWork), other_work::METRICS),
    (Some(Mechanism::Trigger), trigger::METRICS),
];

/// All metrics, in the order in which they are shown.
pub fn metrics() -> impl Iterator<Item = &'static Metric> {
    FAMILIES.iter().flat_map(|(_, metrics)| *metrics)
}

/// What is made of a reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ending {
    Mean,
    Variance,
    /// Share above a level.
    Above(f64),
}

impl Ending {
    fn of(self, times: &Times) -> f64 {
        match self {
            Ending::Mean => times.mean(),
            Ending::Variance => times.variance(),
            Ending::Above(level) => times.share_above(level),
        }
    }
}

/// What a measure reads.
#[derive(Clone, Copy, Debug)]
pub enum Probe {
    Metric(&'static Metric, Subject),
    /// A level at a moment; the place in the list of samples and within it.
    Level(Gauge),
    /// Whether a target was met.
    Target(usize),
}

/// A measure that somebody asked for.
#[derive(Clone, Debug)]
pub struct Measure {
    pub path: String,
    pub probe: Probe,
    pub ending: Ending,
}

impl Measure {
    /// Reads a path, its ending last.
    ///
    /// # Errors
    /// When there is no such measure: what is wrong, and the nearest right word.
    pub fn parse(path: &str, names: &Names, targets: &[String], levels: &[(String, Gauge)]) -> Result<Measure, String> {
        let (stem, ending) = split_ending(path)?;
        let probe = find(stem, names, targets, levels)?;
        Ok(Measure { path: path.to_owned(), probe, ending })
    }

    pub fn unit(&self) -> &'static str {
        match (&self.probe, self.ending) {
            (_, Ending::Above(_)) | (Probe::Target(_), _) => "share",
            (Probe::Metric(metric, _), _) => metric.unit,
            (Probe::Level(gauge), _) => gauge.unit(),
        }
    }

    /// Which way is better: more of a share above a level is worse where more is worse.
    pub fn better(&self) -> Better {
        match &self.probe {
            Probe::Metric(metric, _) => metric.better,
            Probe::Target(_) => Better::Higher,
            Probe::Level(gauge) => match gauge {
                Gauge::Decided(_) | Gauge::DecidedBy(..) | Gauge::DecidedByPool(_) | Gauge::QualityTrue => {
                    Better::Higher
                }
                Gauge::Stock(_)
                | Gauge::StockTotal
                | Gauge::Overdue(_)
                | Gauge::Queue(_)
                | Gauge::Held(_)
                | Gauge::Lost(_)
                | Gauge::Withdrawn(_)
                | Gauge::Remanded(_)
                | Gauge::Asking
                | Gauge::Notices(_)
                | Gauge::Penalty(_)
                | Gauge::Reception => Better::Lower,
                _ => Better::Neither,
            },
        }
    }

    /// Whether the ending is over the cases of a replication; else it is over replications.
    pub fn is_within(&self, tally: &Tally) -> bool {
        match &self.probe {
            Probe::Metric(metric, subject) => {
                matches!((metric.read)(tally, subject), Reading::Times(_) | Reading::Made(_))
            }
            _ => false,
        }
    }

    /// The value of one replication.
    pub fn read(&self, tally: &Tally) -> f64 {
        match &self.probe {
            Probe::Metric(metric, subject) => match (metric.read)(tally, subject) {
                Reading::Number(number) => number,
                Reading::Times(times) => self.ending.of(times),
                Reading::Made(times) => self.ending.of(&times),
            },
            Probe::Target(target) => f64::from(u8::from(tally.targets[*target].is_met)),
            Probe::Level(gauge) => tally.final_gauges.read(*gauge),
        }
    }
}

fn split_ending(path: &str) -> Result<(&str, Ending), String> {
    if let Some(stem) = path.strip_suffix(".mean") {
        return Ok((stem, Ending::Mean));
    }
    if let Some(stem) = path.strip_suffix(".variance") {
        return Ok((stem, Ending::Variance));
    }
    if let (Some(at), true) = (path.rfind(".above("), path.ends_with(')')) {
        let number = &path[at + ".above(".len()..path.len() - 1];
        let level = number.parse().map_err(|_| format!("`{number}` is not a number in `{path}`"))?;
        return Ok((&path[..at], Ending::Above(level)));
    }
    Ok((path, Ending::Mean))
}

fn find(stem: &str, names: &Names, targets: &[String], levels: &[(String, Gauge)]) -> Result<Probe, String> {
    if let Some((_, gauge)) = levels.iter().find(|(path, _)| path == stem) {
        // The span through time is a metric; at a moment it is a level.
        if stem != "span" {
            return Ok(Probe::Level(*gauge));
        }
    }
    if let Some(target) = stem.strip_prefix("target.").map(|name| name.strip_suffix(".probability").unwrap_or(name)) {
        return match targets.iter().position(|one| one == target) {
            Some(index) => Ok(Probe::Target(index)),
            None => Err(unknown("target", target, targets)),
        };
    }
    let (stem, class) = match stem.rsplit_once(".class.") {
        Some((before, class)) => match names.classes.iter().position(|one| one == class) {
            Some(index) => (before, Some(index)),
            None => return Err(unknown("class", class, &names.classes)),
        },
        None => (stem, None),
    };
    let (bare, level) = match (stem.find('('), stem.ends_with(')')) {
        (Some(at), true) => {
            let number = &stem[at + 1..stem.len() - 1];
            let level = number.parse().map_err(|_| format!("`{number}` is not a whole number in `{stem}`"))?;
            (format!("{}(x)", &stem[..at]), level)
        }
        _ => (stem.to_owned(), 0),
    };
    for metric in metrics() {
        let Some((kind, rest)) = metric.path.split_once(".*.") else {
            if metric.path == bare {
                return Ok(Probe::Metric(metric, Subject { index: 0, class, level }));
            }
            continue;
        };
        let name = bare.strip_prefix(kind).and_then(|tail| tail.strip_prefix('.'));
        let Some(name) = name.and_then(|tail| tail.strip_suffix(rest)).and_then(|tail| tail.strip_suffix('.')) else {
            continue;
        };
        // A name has no full stop: this is the end of a longer path.
        if name.contains('.') {
            continue;
        }
        let among = names.of_kind(kind);
        return match among.iter().position(|one| one == name) {
            Some(index) => Ok(Probe::Metric(metric, Subject { index, class, level })),
            None => Err(unknown(kind, name, among)),
        };
    }
    let known: Vec<&str> =
        metrics().map(|metric| metric.path).chain(levels.iter().map(|(path, _)| path.as_str())).collect();
    Err(match nearest(&bare, known.iter().copied()) {
        Some(near) => format!("there is no measure `{stem}`; did you mean `{near}`?"),
        None => format!("there is no measure `{stem}`; measures are {}", known.join(", ")),
    })
}

fn unknown(kind: &str, name: &str, among: &[String]) -> String {
    match nearest(name, among.iter().map(String::as_str)) {
        Some(near) => format!("there is no {kind} `{name}`; did you mean `{near}`?"),
        None => format!("there is no {kind} `{name}`; there are {}", among.join(", ")),
    }
}

/// The paths of every metric that an organisation uses, as a table shows them.
pub fn all_paths(names: &Names) -> Vec<String> {
    let mut paths = Vec::new();
    let used = FAMILIES.iter().filter(|(of, _)| names.uses.covers(*of)).flat_map(|(_, metrics)| *metrics);
    for metric in used.filter(|metric| !metric.path.contains('(')) {
        match metric.path.split_once(".*.") {
            None => paths.push(metric.path.to_owned()),
            Some((kind, rest)) => {
                let among = names.of_kind(kind);
                paths.extend(among.iter().map(|name| format!("{kind}.{name}.{rest}")));
            }
        }
    }
    // Times and levels are averages: they say so.
    for path in &mut paths {
        let is_average = path.ends_with("_hours") || path.ends_with(".queue") || path.ends_with("in_system");
        if is_average {
            path.push_str(".mean");
        }
    }
    paths
}
