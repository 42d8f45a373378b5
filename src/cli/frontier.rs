//! `surgecap frontier`.

use super::{
    Done, Failure,
    args::Frontier,
    study::{Conduct, Outcome, seeds},
};
use crate::{
    experiment::{
        arm::Spec,
        frontier::{Ask, frontier as study},
        provenance::scenario_hash,
    },
    report::frontier::{csv, page},
};

/// Enough for the useful number; a Taskforce takes minutes.
const FUTURES: u64 = 40;

pub(super) fn frontier(args: &Frontier) -> Result<Done, Failure> {
    let (futures, seeds) = (args.study.futures.unwrap_or(FUTURES), seeds(&args.study, &args.common, 1));
    let spec = Spec {
        file: args.file.clone(),
        plan: args.plan.clone(),
        future: args.future.clone(),
        sets: args.common.sets.clone(),
    };
    let ask = Ask {
        target: args.target.clone(),
        cohort: args.cohort.clone(),
        hires: args.hires.clone(),
        spans: args.span.clone(),
        starts: args.start.clone(),
        work: args.work.iter().map(|stages| stages.split('+').map(|one| one.trim().to_owned()).collect()).collect(),
        contracts: args.contract.clone(),
        futures,
        binding: !args.no_binding,
        is_short: false,
        widen: args.study.widen,
    };
    let mut options = Vec::new();
    let mut option = |name: &str, value: String| {
        if !value.is_empty() {
            options.extend([format!("--{name}"), value]);
        }
    };
    for (name, value) in
        [("plan", &args.plan), ("future", &args.future), ("target", &args.target), ("cohort", &args.cohort)]
    {
        option(name, value.clone().unwrap_or_default());
    }
    option("hires", joined(&args.hires));
    option("span", joined(&args.span));
    option("start", joined(&args.start));
    option("contract", joined(&args.contract));
    option("work", args.work.join(","));
    options.extend(args.no_binding.then(|| "--no-binding".to_owned()));
    let conduct = Conduct {
        question: "frontier",
        files: std::slice::from_ref(&args.file),
        study: &args.study,
        common: &args.common,
        futures,
        seeds,
        options,
        scenario_sha256: scenario_hash(&spec.open().map_err(Failure::Refused)?),
    };
    conduct.run(|runner| {
        let found = study(&spec, &ask, runner)?;
        Ok(Outcome {
            tables: vec![("frontier.csv".to_owned(), csv(&found))],
            runs: found.futures * found.luck,
            interrupted: found.interrupted,
            ..conduct.outcome(&found, page(&found), &spec)?
        })
    })
}

fn joined<T: ToString>(values: &[T]) -> String {
    values.iter().map(T::to_string).collect::<Vec<_>>().join(",")
}
