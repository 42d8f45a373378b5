//! `surgecap sensitivity`.

use super::{
    Done, Failure,
    args::Sensitivity,
    study::{Conduct, Outcome, seeds},
};
use crate::{
    experiment::{
        arm::Spec,
        compare::Trouble,
        provenance::scenario_hash,
        sensitivity::{Ask, sensitivity as study},
    },
    report::sensitivity::{page, tables},
};

/// Drawn futures where nobody says.
const FUTURES: u64 = 200;

/// Walks of Morris, and replications of each point of the tornado, where nobody says.
const WALKS: usize = 8;
const REPLICATIONS: u64 = 4;

pub(super) fn sensitivity(args: &Sensitivity) -> Result<Done, Failure> {
    let seeds = seeds(&args.study, &args.common, 2);
    let futures = args.study.futures.unwrap_or(FUTURES);
    // Cheap ones where nobody chooses.
    let is_usual = !args.tornado && args.morris.is_none() && args.sobol.is_none();
    let walks = args.morris.unwrap_or(if is_usual { WALKS } else { 0 });
    let tornado = if args.tornado || is_usual { args.study.luck.unwrap_or(REPLICATIONS) } else { 0 };
    let spec = Spec {
        sets: args.common.sets.clone(),
        plan: args.plan.clone(),
        future: args.future.clone(),
        ..Spec::file(&args.file)
    };
    let opened = spec.open().map_err(Failure::Refused)?;
    let ask = Ask {
        spec,
        measures: args.measure.clone(),
        tornado,
        walks,
        sobol: args.sobol.unwrap_or(0),
        futures,
        groups: args.group.clone(),
        by: args.by.unwrap_or(0),
        when: args.when.clone(),
        widen: args.study.widen,
    };
    let mut options = Vec::new();
    let mut said = |name: &str, value: Option<String>| {
        options.extend(value.into_iter().flat_map(|value| [name.to_owned(), value]));
    };
    said("--plan", args.plan.clone());
    said("--future", args.future.clone());
    args.measure.iter().for_each(|measure| said("--measure", Some(measure.clone())));
    args.group.iter().for_each(|group| said("--group", Some(group.clone())));
    said("--by", args.by.map(|by| by.to_string()));
    said("--when", args.when.clone());
    said("--morris", args.morris.map(|walks| walks.to_string()));
    said("--sobol", args.sobol.map(|rows| rows.to_string()));
    if args.tornado {
        options.push("--tornado".to_owned());
    }
    let conduct = Conduct {
        question: "sensitivity",
        files: std::slice::from_ref(&args.file),
        study: &args.study,
        common: &args.common,
        futures,
        seeds: crate::replicate::Seeds { luck: tornado.max(1), ..seeds },
        options,
        scenario_sha256: scenario_hash(&opened),
    };
    conduct.run(|runner| {
        let found = study(&ask, runner)?;
        Ok(Outcome {
            tables: tables(&found).map_err(Trouble::Usage)?,
            runs: found.runs,
            interrupted: found.interrupted,
            ..conduct.outcome(&found, page(&found), &ask.spec)?
        })
    })
}
