//! What happened to every case, as both simulators tell it.

use std::collections::BTreeMap;

use surgecap::{
    observe::observation::{Closing as How, Observation, Observer},
    time::SimTime,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub stage: usize,
    pub joined: SimTime,
    pub started: SimTime,
    pub worker: u32,
    pub finished: Option<SimTime>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    pub at: SimTime,
    pub decided: bool,
    pub overdue: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRecord {
    pub arrived: SimTime,
    pub class: usize,
    pub visits: Vec<Visit>,
    pub closed: Option<Closing>,
}

/// What is told of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    Asked,
    Answering { waited: u64 },
    GoesOn { given: bool, waited: u64 },
}

/// Cases by (stream, number), and questions in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub cases: BTreeMap<(usize, u64), CaseRecord>,
    pub questions: Vec<(SimTime, usize, Question)>,
    /// Visits whose end was told more than once; the last time counts.
    pub finished_twice: u32,
}

impl Observer for Record {
    fn see(&mut self, at: SimTime, what: &Observation<'_>) {
        match *what {
            Observation::Arrived { stream, class, case, .. } => {
                let record = CaseRecord { arrived: at, class, visits: Vec::new(), closed: None };
                let before = self.cases.insert((stream, case), record);
                assert!(before.is_none(), "case {case} of stream {stream} came twice");
            }
            Observation::Started { stage, stream, case, joined, worker, .. } => {
                let visit = Visit { stage, joined, started: at, worker, finished: None };
                self.case(stream, case).visits.push(visit);
            }
            Observation::Finished { stage, stream, case, worker } => {
                let record = self.cases.get_mut(&(stream, case)).expect("a case that something happens to has arrived");
                let visit = record.visits.last_mut().expect("a visit that ends has begun");
                assert_eq!((visit.stage, visit.worker), (stage, worker), "who finishes has started");
                self.finished_twice += u32::from(visit.finished.is_some());
                visit.finished = Some(at);
            }
            Observation::Closed { stream, case, closing, overdue, .. } => {
                let record = self.case(stream, case);
                assert_eq!(record.closed, None, "case {case} of stream {stream} is closed twice");
                record.closed = Some(Closing { at, decided: closing == How::Decided, overdue });
            }
            Observation::Asked { stream } => self.questions.push((at, stream, Question::Asked)),
            Observation::Answering { stream, waited } => {
                self.questions.push((at, stream, Question::Answering { waited: waited.0 }));
            }
            Observation::Answered { stream, given, waited } => {
                self.questions.push((at, stream, Question::GoesOn { given, waited: waited.0 }));
            }
            _ => {}
        }
    }
}

impl Record {
    pub fn case(&mut self, stream: usize, number: u64) -> &mut CaseRecord {
        self.cases.get_mut(&(stream, number)).expect("a case that something happens to has arrived")
    }

    /// The first things in which two records differ, in words; none when they are equal.
    pub fn differences(&self, other: &Record) -> Vec<String> {
        let mut differences: Vec<(SimTime, String)> = Vec::new();
        let keys: std::collections::BTreeSet<_> = self.cases.keys().chain(other.cases.keys()).collect();
        for key in keys {
            let (mine, theirs) = (self.cases.get(key), other.cases.get(key));
            if mine != theirs {
                differences.push((first_difference(mine, theirs), format!("case {key:?}:\n  {mine:?}\n  {theirs:?}")));
            }
        }
        let questions = self.questions.iter().zip(&other.questions).position(|(mine, theirs)| mine != theirs);
        let shorter = self.questions.len().min(other.questions.len());
        let differing = questions.or((self.questions.len() != other.questions.len()).then_some(shorter));
        if let Some(place) = differing {
            let (mine, theirs) = (self.questions.get(place), other.questions.get(place));
            let at = mine.or(theirs).map_or(SimTime::MAX, |question| question.0);
            differences.push((at, format!("question {place}:\n  {mine:?}\n  {theirs:?}")));
        }
        differences.sort();
        differences.into_iter().map(|(at, words)| format!("at {}: {words}", at.0)).collect()
    }
}

/// When two records of one case part.
fn first_difference(mine: Option<&CaseRecord>, theirs: Option<&CaseRecord>) -> SimTime {
    let (Some(mine), Some(theirs)) = (mine, theirs) else {
        return mine.or(theirs).map_or(SimTime::MAX, |record| record.arrived);
    };
    let moments = |record: &CaseRecord| {
        let visits = record.visits.iter().flat_map(|visit| {
            let whose = (visit.stage, u64::from(visit.worker));
            [Some((visit.started, whose)), visit.finished.map(|at| (at, (visit.stage, visit.joined.0)))]
        });
        let mut moments: Vec<(SimTime, (usize, u64))> = visits.flatten().collect();
        moments.extend(
            record.closed.map(|closing| (closing.at, (usize::from(closing.decided), u64::from(closing.overdue)))),
        );
        moments
    };
    let (mine, theirs) = (moments(mine), moments(theirs));
    let parting = mine.iter().zip(&theirs).find(|(one, other)| one != other).map(|(one, other)| one.0.min(other.0));
    let longer = if mine.len() > theirs.len() { &mine } else { &theirs };
    let shorter = mine.len().min(theirs.len());
    parting.or_else(|| longer.get(shorter).map(|moment| moment.0)).unwrap_or(SimTime::ZERO)
}
