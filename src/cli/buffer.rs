//! `surgecap buffer`.

use super::{
    Done, Failure,
    args::Buffer,
    study::{Conduct, Outcome, seeds},
};
use crate::{
    experiment::{
        arm::Spec,
        buffer::{Ask, buffer as study},
        provenance::scenario_hash,
    },
    report::buffer::{page, tables},
};

pub(super) fn buffer(args: &Buffer) -> Result<Done, Failure> {
    let (futures, seeds) = (args.study.futures.unwrap_or(40), seeds(&args.study, &args.common, 2));
    let spec = Spec { sets: args.common.sets.clone(), ..Spec::file(&args.file) };
    let scenario_sha256 = scenario_hash(&spec.open().map_err(Failure::Refused)?);
    let ask = Ask {
        file: args.file.clone(),
        sets: args.common.sets.clone(),
        tuning: args.tuning,
        futures,
        tries: args.tries as usize,
        widen: args.study.widen,
        seeds,
    };
    let files = [args.file.clone()];
    let conduct = Conduct {
        question: "buffer",
        files: &files,
        study: &args.study,
        common: &args.common,
        futures,
        seeds,
        options: vec!["--tuning".to_owned(), args.tuning.to_string(), "--tries".to_owned(), args.tries.to_string()],
        scenario_sha256,
    };
    conduct.run(|runner| {
        let judged = study(&ask, runner)?;
        let findings = &judged.findings;
        Ok(Outcome {
            tables: tables(&judged),
            runs: findings.runs,
            interrupted: findings.interrupted,
            ..conduct.outcome(findings, page(findings), &spec)?
        })
    })
}
