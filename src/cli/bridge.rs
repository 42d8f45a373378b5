//! `surgecap bridge`.

use super::{
    Done, Failure,
    args::Bridge,
    study::{Conduct, Outcome, seeds},
};
use crate::{
    experiment::{
        arm::Spec,
        bridge::{Ask, bridge as study},
        provenance::scenario_hash,
    },
    report::bridge::{csv, page},
};

/// Means are asked for, and no shares of futures.
const FUTURES: u64 = 40;

pub(super) fn bridge(args: &Bridge) -> Result<Done, Failure> {
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
        futures,
        widen: args.study.widen,
        is_short: false,
    };
    let named =
        [("--plan", &args.plan), ("--future", &args.future), ("--target", &args.target), ("--cohort", &args.cohort)];
    let options =
        named.iter().flat_map(|(name, value)| value.iter().flat_map(|value| [(*name).to_owned(), value.clone()]));
    let conduct = Conduct {
        question: "bridge",
        files: std::slice::from_ref(&args.file),
        study: &args.study,
        common: &args.common,
        futures,
        seeds,
        options: options.collect(),
        scenario_sha256: scenario_hash(&spec.open().map_err(Failure::Refused)?),
    };
    conduct.run(|runner| {
        let found = study(&spec, &ask, runner)?;
        Ok(Outcome {
            tables: vec![("bridge.csv".to_owned(), csv(&found))],
            runs: found.futures * found.luck,
            interrupted: found.interrupted,
            ..conduct.outcome(&found, page(&found), &spec)?
        })
    })
}
