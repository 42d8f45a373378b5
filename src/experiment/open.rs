//! From a path on the command line to studies that can be run: the plan, and `nothing` beside it.

use std::{path::Path, sync::Arc};

use jiff::Span;

use super::presets::presets;
use crate::{
    blueprint::names_of,
    calendar::date_after,
    metric::plan::MeasurePlan,
    model::{
        mechanism::Uses,
        names::Names,
        scenario::Scenario,
        target::{Gauge, all_gauges},
    },
    problem::{Problem, Problems, Texts},
    replicate::{
        Study,
        past::{Figure, Past},
    },
    scenario::{
        load::{Loaded, load},
        plans, read,
        tree::{Node, Table},
    },
    time::SimTime,
};

/// `baseline = "none"`: nothing is run beside the file.
pub const NO_BASELINE: &str = "none";

/// A scenario that was asked for, read and checked.
pub struct Opened {
    pub loaded: Loaded,
    /// The tree that runs: the file, with the plan laid over it.
    pub tree: Table,
    pub scenario: Scenario,
    pub names: Names,
    pub levels: Vec<(String, Gauge)>,
    /// What is said but stops nothing.
    pub warnings: Problems,
    /// The same without what the plan adds.
    pub nothing: Option<(Table, Scenario)>,
    /// What draws of the inputs have to fit; none where nothing is known from before the start.
    pub past: Option<Arc<Past>>,
}

/// Problems with the texts to show them in.
pub type Refused = Box<(Problems, Texts)>;

/// Opens a file, with `--set` and perhaps one of its plans.
///
/// # Errors
/// Every problem of the file, with its place.
pub fn open(path: &Path, sets: &[String], plan: Option<&str>) -> Result<Opened, Refused> {
    open_in(path, sets, plan, None)
}

/// The same in one of the futures that the file names: the plan meets it, and `nothing` beside it does too.
///
/// # Errors
/// As [`open`].
pub fn open_in(path: &Path, sets: &[String], plan: Option<&str>, future: Option<&str>) -> Result<Opened, Refused> {
    let loaded = load(path, sets, presets).map_err(Box::new)?;
    let refuse = |problems: Problems| Box::new((problems, loaded.texts.clone()));
    let in_future = |tree: Table| match future {
        None => Ok(tree),
        Some(name) => plans::with_future(&loaded, &tree, name).map_err(refuse),
    };
    let nothing_tree = plans::nothing(&loaded, &loaded.tree);
    let tree = match plan {
        None => loaded.tree.clone(),
        // The plan `nothing` is itself; beside it stands no other.
        Some("nothing") => nothing_tree.clone().unwrap_or_else(|| loaded.tree.clone()),
        Some(name) => plans::with_plan(&loaded, name).map_err(refuse)?,
    };
    let planned = tree;
    let tree = in_future(planned.clone())?;
    let (scenario, warnings) = read::read_tree(&loaded, &tree).map_err(refuse)?;
    let past = past_of(&loaded, &scenario)?;
    let baseline = tree.get("baseline").and_then(Node::as_text).map(str::to_owned);
    if let Some(baseline) = baseline.as_deref().filter(|name| *name != NO_BASELINE) {
        let beside = path.parent().map_or_else(|| baseline.into(), |folder| folder.join(baseline));
        let baseline = load(&beside, &[], presets).map_err(Box::new)?;
        let (other, _) = read::read_tree(&baseline, &baseline.tree)
            .map_err(|problems| Box::new((problems, baseline.texts.clone())))?;
        let names = names_of(&scenario);
        // What one of the two uses, and which levers wait in it, is theirs.
        let fixed = |names: &Names| Names { triggers: Vec::new(), uses: Uses::default(), ..names.clone() };
        if fixed(&names_of(&other)) != fixed(&names) {
            let message = format!("the baseline {} has other streams, stages, pools or cohorts", beside.display());
            let problem =
                Problem::error("E473", message).help("both files need the same names, so that they can be compared");
            return Err(refuse(problem.into()));
        }
        let levels = all_gauges(&names);
        let nothing = Some((baseline.tree, other));
        return Ok(Opened { tree, scenario, names, levels, warnings, nothing, past, loaded });
    }
    let is_alone = plan == Some("nothing") || baseline.is_some();
    let nothing = if is_alone { None } else { plans::nothing(&loaded, &planned) };
    let nothing = match nothing {
        None => None,
        Some(tree) => {
            let tree = in_future(tree)?;
            let (mut beside, _) = read::read_tree(&loaded, &tree).map_err(|mut problems| {
                problems.push(Problem::error(
                    "E472",
                    "the plan `nothing` (this file without its cohorts and changes) does not stand by itself",
                ));
                refuse(problems)
            })?;
            // The same causes, also where the plan alone has one of the inputs: both get the same draws.
            beside.correlations.clone_from(&scenario.correlations);
            Some((tree, beside))
        }
    };
    let names = names_of(&scenario);
    let levels = all_gauges(&names);
    Ok(Opened { loaded, tree, scenario, names, levels, warnings, nothing, past })
}

/// The organisations of the known figures from before the start, the same for all plans of the file.
fn past_of(loaded: &Loaded, scenario: &Scenario) -> Result<Option<Arc<Past>>, Refused> {
    let mut figures = Vec::new();
    for known in &scenario.before {
        let start = scenario.calendar.start();
        let after = |months: u32| start.saturating_add(Span::new().months(i64::from(months)));
        let end = date_after(after(known.after_months + known.months), -1);
        let figure = loaded.tree.get("expect-before").and_then(Node::as_table).and_then(|all| all.entry(&known.name));
        let overlay =
            figure.and_then(|entry| entry.node.as_table()).and_then(|table| table.get("past")).and_then(Node::as_table);
        let tree = plans::before(loaded, overlay, end);
        let (mut stood, _) = read::read_tree(loaded, &tree).map_err(|mut problems| {
            let message =
                format!("the organisation before the start does not stand by itself: expect-before.{}", known.name);
            let place = figure.map_or_else(Default::default, |entry| entry.key_place);
            let help = "write what was otherwise then below its `past`";
            problems.push(Problem::error("E608", message).at(place).help(help));
            Box::new((problems, loaded.texts.clone()))
        })?;
        stood.correlations.clone_from(&scenario.correlations);
        let names = names_of(&stood);
        let from = if known.after_months == 0 {
            SimTime(0)
        } else {
            stood.calendar.closing(date_after(after(known.after_months), -1))
        };
        let streams = known.streams.iter().map(|stream| format!("decided.{}", scenario.streams[*stream].name));
        let moments: Vec<(String, Option<SimTime>)> =
            streams.flat_map(|path| [(path.clone(), Some(from)), (path, Some(stood.calendar.horizon()))]).collect();
        let measures = MeasurePlan::new(&stood, &names, &all_gauges(&names), false, &moments)
            .unwrap_or_else(|(_, why)| unreachable!("decisions of a stream are a level: {why}"));
        figures.push(Figure { known: known.clone(), scenario: stood, measures });
    }
    Ok((!figures.is_empty()).then(|| Arc::new(Past::new(figures))))
}

impl Opened {
    /// The study of the plan with all standard measures and those asked for.
    ///
    /// # Errors
    /// Which of `extra` is no measure, and why.
    pub fn study(
        &self,
        standard: bool,
        extra: &[(String, Option<SimTime>)],
        widen: f64,
    ) -> Result<Study, (usize, String)> {
        let plan = MeasurePlan::new(&self.scenario, &self.names, &self.levels, standard, extra)?;
        Ok(Study::new(self.scenario.clone(), plan, widen).given(self.past.as_ref()))
    }

    /// The same for `nothing`.
    pub fn study_of_nothing(&self, plan: &MeasurePlan, widen: f64) -> Option<Study> {
        self.nothing
            .as_ref()
            .map(|(_, scenario)| Study::new(scenario.clone(), plan.clone(), widen).given(self.past.as_ref()))
    }
}
