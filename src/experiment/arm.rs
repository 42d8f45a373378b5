//! One of several organisations that are compared: a file, a plan of it, or a point of a design.

use std::path::{Path, PathBuf};

use super::{
    open::{Opened, Refused, open_in},
    provenance::{scenario_hash, sha256},
};
use crate::{
    blueprint::names_of,
    metric::plan::{MeasurePlan, Wanted},
    model::scenario::Scenario,
    replicate::Study,
    time::SimTime,
};

/// Where an arm comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spec {
    pub file: PathBuf,
    pub plan: Option<String>,
    pub future: Option<String>,
    pub sets: Vec<String>,
}

/// A measure that every arm is asked for; a level also says when.
pub type Asked = (String, Option<SimTime>);

/// What is run of every arm.
#[derive(Clone, Debug)]
pub struct Wants {
    /// All standard measures too.
    pub standard: bool,
    pub measures: Vec<Asked>,
    /// All ranges so many times as wide.
    pub widen: f64,
}

/// An organisation, ready to be run beside others.
pub struct Arm {
    pub name: String,
    pub says: String,
    pub study: Study,
    /// The same for the same numbers: of scenario, measures and width of the ranges.
    pub identity: String,
}

impl Spec {
    pub fn file(path: &Path) -> Spec {
        Spec { file: path.to_owned(), ..Spec::default() }
    }

    /// The same with more settings, as `--set` has them.
    #[must_use]
    pub fn with(&self, sets: impl IntoIterator<Item = String>) -> Spec {
        let mut spec = self.clone();
        spec.sets.extend(sets);
        spec
    }

    /// # Errors
    /// As [`open_in`].
    pub fn open(&self) -> Result<Opened, Refused> {
        open_in(&self.file, &self.sets, self.plan.as_deref(), self.future.as_deref())
    }
}

impl Arm {
    /// The plan of what was opened.
    ///
    /// # Errors
    /// A measure that the organisation does not have, in words.
    pub fn new(name: &str, says: &str, opened: &Opened, wants: &Wants) -> Result<Arm, String> {
        let study = opened
            .study(wants.standard, &wants.measures, wants.widen)
            .map_err(|(index, why)| format!("{}: {why}", wants.measures[index].0))?;
        Ok(Arm::of(name, says, study, &scenario_hash(opened)))
    }

    /// `nothing` beside what was opened; none where the file adds nothing.
    ///
    /// # Errors
    /// As [`Arm::new`].
    pub fn nothing(opened: &Opened, wants: &Wants) -> Result<Option<Arm>, String> {
        let plan = Arm::new("", "", opened, wants)?;
        let study = opened.study_of_nothing(&plan.study.measures, wants.widen);
        Ok(study.map(|study| {
            Arm::of(
                "nothing",
                "nothing: the same without what the plan adds",
                study,
                &(scenario_hash(opened) + "/nothing"),
            )
        }))
    }

    /// What was opened, edited afterwards; `edit` says how, in the same words for the same numbers.
    ///
    /// # Errors
    /// As [`Arm::new`].
    pub fn edited(name: &str, opened: &Opened, scenario: Scenario, edit: &str, wants: &Wants) -> Result<Arm, String> {
        let names = names_of(&scenario);
        let plan = MeasurePlan::new(&scenario, &names, &opened.levels, wants.standard, &wants.measures)
            .map_err(|(index, why)| format!("{}: {why}", wants.measures[index].0))?;
        let study = Study::new(scenario, plan, wants.widen).given(opened.past.as_ref());
        Ok(Arm::of(name, "", study, &format!("{}/{edit}", scenario_hash(opened))))
    }

    fn of(name: &str, says: &str, study: Study, scenario: &str) -> Arm {
        let measures: Vec<String> = study.measures.wanted.iter().map(|wanted| shown(&study, wanted)).collect();
        let identity = sha256(format!("{scenario} {} {}", study.widen, measures.join(" ")).as_bytes());
        let says = if says.is_empty() { name } else { says };
        Arm { name: name.to_owned(), says: says.to_owned(), study, identity }
    }

    /// What the measures are called, in the order of the row.
    pub fn measures(&self) -> Vec<String> {
        self.study.measures.wanted.iter().map(|wanted| shown(&self.study, wanted)).collect()
    }
}

/// What a value is called in tables: a level says its date.
pub fn shown(study: &Study, wanted: &Wanted) -> String {
    match wanted.sample {
        None => wanted.measure.path.clone(),
        Some((sample, _)) => {
            let at = study.measures.samples[sample];
            let date = study.scenario.calendar.date_of(SimTime(at.0.saturating_sub(1)));
            format!("{}@{date}", wanted.measure.path)
        }
    }
}

/// `PATH`, or `PATH@DATE` for a level on a day.
///
/// # Errors
/// A date that is none or lies outside the run, in words.
pub fn asked(text: &str, opened: &Opened) -> Result<Asked, String> {
    let Some((path, date)) = text.rsplit_once('@') else { return Ok((text.to_owned(), None)) };
    let date: jiff::civil::Date = date.parse().map_err(|_| format!("`{date}` is not a date: write PATH@2020-12-31"))?;
    let calendar = &opened.scenario.calendar;
    if date < calendar.start() || date > calendar.end() {
        return Err(format!("{date} lies outside the run, {} to {}", calendar.start(), calendar.end()));
    }
    Ok((path.to_owned(), Some(calendar.closing(date))))
}

/// The value of the first target when it is due: what a file itself calls its headline.
pub fn headline(opened: &Opened) -> Option<Asked> {
    opened.scenario.targets.first().map(|target| (target.path.clone(), Some(target.at)))
}
