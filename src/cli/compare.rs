//! `surgecap compare`.

use super::{
    Done, Failure,
    args::Compare,
    study::{Conduct, Outcome, seeds},
};
use crate::{
    experiment::{
        arm::Spec,
        compare::{Ask, compare as study},
        provenance::scenario_hash,
    },
    report::compare::{page, tables},
};

pub(super) fn compare(args: &Compare) -> Result<Done, Failure> {
    // RULES 17.
    let (futures, seeds) = (args.study.futures.unwrap_or(200), seeds(&args.study, &args.common, 5));
    let ask = Ask {
        files: args.files.clone(),
        sets: args.common.sets.clone(),
        plans: args.plan.clone(),
        measure: args.measure.clone(),
        futures,
        delta: args.delta,
        widen: args.study.widen,
        seeds,
    };
    let specs: Vec<Spec> =
        args.files.iter().map(|file| Spec { sets: args.common.sets.clone(), ..Spec::file(file) }).collect();
    let mut hashes = Vec::new();
    for spec in &specs {
        hashes.push(scenario_hash(&spec.open().map_err(Failure::Refused)?));
    }
    let mut options = Vec::new();
    options.extend(args.plan.iter().flat_map(|plan| ["--plan".to_owned(), plan.clone()]));
    options.extend(args.measure.iter().flat_map(|measure| ["--measure".to_owned(), measure.clone()]));
    options.extend(args.delta.iter().flat_map(|delta| ["--delta".to_owned(), delta.to_string()]));
    let conduct = Conduct {
        question: "compare",
        files: &args.files,
        study: &args.study,
        common: &args.common,
        futures,
        seeds,
        options,
        scenario_sha256: hashes.join(" "),
    };
    conduct.run(|runner| {
        let compared = study(&ask, runner)?;
        let findings = &compared.findings;
        Ok(Outcome {
            tables: tables(&compared),
            runs: findings.futures * findings.luck,
            interrupted: findings.interrupted,
            ..conduct.outcome(findings, page(findings), &specs[0])?
        })
    })
}
