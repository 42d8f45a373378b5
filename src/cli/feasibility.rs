//! `surgecap feasibility`.

use super::{
    Done, Failure,
    args::Feasibility,
    study::{Conduct, Outcome, seeds},
};
use crate::{
    experiment::{
        arm::Spec,
        feasibility::{Ask, feasibility as study},
        findings::Verdict,
        provenance::scenario_hash,
    },
    report::feasibility::{page, tables},
};

pub(super) fn feasibility(args: &Feasibility) -> Result<Done, Failure> {
    let spec = Spec {
        sets: args.common.sets.clone(),
        plan: args.plan.clone(),
        future: args.future.clone(),
        ..Spec::file(&args.file)
    };
    // Probabilities are over independent replications: each is a future of its own.
    let (futures, seeds) = (args.study.futures.unwrap_or(200), seeds(&args.study, &args.common, 1));
    if seeds.luck != 1 {
        return Err(Failure::Usage(
            "feasibility runs each future once (and once more for the share of luck): leave --luck out".to_owned(),
        ));
    }
    let mut options = Vec::new();
    let mut option = |name: &str, value: String| options.extend([name.to_owned(), value]);
    args.plan.iter().for_each(|plan| option("--plan", plan.clone()));
    args.future.iter().for_each(|future| option("--future", future.clone()));
    args.target.iter().for_each(|target| option("--target", target.clone()));
    args.lever.iter().for_each(|lever| option("--lever", format!("{}={}..{}", lever.path, lever.low, lever.high)));
    let scenario_sha256 = scenario_hash(&spec.open().map_err(Failure::Refused)?);
    let ask =
        Ask { spec, target: args.target.clone(), levers: args.lever.clone(), futures, widen: args.study.widen, seeds };
    let files = [args.file.clone()];
    let conduct = Conduct {
        question: "feasibility",
        files: &files,
        study: &args.study,
        common: &args.common,
        futures,
        seeds,
        options,
        scenario_sha256,
    };
    conduct.run(|runner| {
        let findings = study(&ask, runner)?;
        Ok(Outcome {
            tables: tables(&findings),
            runs: findings.replications,
            interrupted: findings.interrupted,
            is_missed: args.fail_on_target && findings.verdict != Verdict::Reachable,
            ..conduct.outcome(&findings, page(&findings), &ask.spec)?
        })
    })
}
