//! What stands behind an answer: who asked, the process as a graph, the register of assumptions, the sum on paper and the
//! organisation in words. Reports read it from the findings, never from a scenario.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{check, closed::paper_sums, findings::Assumptions, open::Opened, register};
use crate::{
    blueprint::{Inputs, compile},
    model::{
        staff::Size,
        stage::{Next, Stage, Work},
    },
    replicate::Study,
    scenario::load::PRESET,
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Background {
    pub about: AboutFinding,
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub assumptions: Assumptions,
    /// The built-in files that lie below it.
    pub presets: Vec<String>,
    pub cohorts: Vec<CohortFinding>,
    pub process: Vec<StageFinding>,
    /// Every number: the uncertain ones first.
    pub register: Vec<register::Entry>,
    /// The organisation as `check` prints it.
    pub tables: Vec<TableFinding>,
    pub sentences: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AboutFinding {
    pub asked_by: String,
    pub filled_by: String,
    /// Empty: not yet checked by the owner.
    pub checked_by: String,
    pub figures_of: Option<Date>,
}

/// People who are hired, and what they are on paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CohortFinding {
    pub name: String,
    pub says: String,
    pub pool: String,
    /// The most likely number; NaN where it is written by month.
    pub headcount: f64,
    /// Decisions by the date of the first target on paper: heads × months × norm; NaN where that cannot be said.
    pub on_paper: f64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StageFinding {
    pub name: String,
    pub says: String,
    /// "work", "signing", "waiting" or "meeting".
    pub kind: String,
    /// Pools that may do it, in words.
    pub who: Vec<String>,
    /// For signing: the stage whose drafts are signed.
    pub signs: Option<String>,
    pub routes: Vec<RouteFinding>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RouteFinding {
    /// A stage, "decided" or "closed".
    pub to: String,
    /// The likely share; NaN: the rest.
    pub share: f64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableFinding {
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Of what was opened, and the study that ran.
///
/// # Errors
/// As [`check::check`].
pub fn background(opened: &Opened, study: &Study) -> Result<Background, String> {
    let scenario = &opened.scenario;
    let found = check::check(opened)?;
    let about = &scenario.about;
    let paper = paper_sums(study);
    let pools = &scenario.first().pools;
    let cohorts = scenario.cohorts.iter().map(|cohort| CohortFinding {
        name: cohort.name.clone(),
        says: cohort.says.clone(),
        pool: pools[cohort.pool].name.clone(),
        headcount: match &cohort.size {
            Size::Headcount(count) => count.likely(),
            Size::PerMonth(_) => f64::NAN,
        },
        on_paper: paper.iter().find(|(name, _)| *name == cohort.name).map_or(f64::NAN, |(_, sum)| sum.decisions()),
    });
    let stages = &scenario.first().stages;
    let tables = found.tables.into_iter().map(|(title, head, rows)| TableFinding {
        title,
        head: head.into_iter().map(str::to_owned).collect(),
        rows,
    });
    Ok(Background {
        about: AboutFinding {
            asked_by: about.asked_by.clone(),
            filled_by: about.filled_by.clone(),
            checked_by: about.checked_by.clone(),
            figures_of: about.figures_of,
        },
        start: Some(scenario.calendar.start()),
        end: Some(scenario.calendar.end()),
        assumptions: assumptions(opened, study),
        presets: opened
            .loaded
            .layers
            .iter()
            .map(|layer| &layer.name)
            .filter(|name| name.starts_with(PRESET))
            .cloned()
            .collect(),
        cohorts: cohorts.collect(),
        process: stages.iter().map(|stage| stage_finding(stage, opened)).collect(),
        register: register::register(opened, &study.uncertain(), |_| None),
        tables: tables.collect(),
        sentences: found.sentences,
    })
}

/// Counts what nobody knows for sure.
pub fn assumptions(opened: &Opened, study: &Study) -> Assumptions {
    let inputs = Inputs::likely();
    compile(&opened.scenario, &study.measures, &inputs);
    let seen = inputs.into_seen();
    Assumptions {
        uncertain: seen.len(),
        unknown: seen.iter().filter(|(num, _)| num.unknown).count(),
        unconfirmed: seen.iter().filter(|(num, _)| !num.origin.is_confirmed()).count(),
    }
}

fn stage_finding(stage: &Stage, opened: &Opened) -> StageFinding {
    let first = opened.scenario.first();
    let (kind, signs) = match &stage.work {
        Work::Effort { .. } => ("work", None),
        Work::Delay { .. } => ("waiting", None),
        Work::Board(_) => ("meeting", None),
        Work::SignOff { of, .. } => ("signing", Some(first.stages[*of].name.clone())),
    };
    let routes = stage.routes.all.iter().map(|route| RouteFinding {
        to: match route.to {
            Next::Stage(stage) => first.stages[stage].name.clone(),
            Next::Decided => "decided".to_owned(),
            Next::Closed => "closed".to_owned(),
        },
        share: match &route.probability {
            Some(share) => share.likely(),
            None if stage.routes.all.len() == 1 => 1.0,
            None => f64::NAN,
        },
    });
    StageFinding {
        name: stage.name.clone(),
        says: stage.says.clone(),
        kind: kind.to_owned(),
        who: stage.work.pools().iter().map(|pool| first.pools[*pool].says.clone()).collect(),
        signs,
        routes: routes.collect(),
    }
}
