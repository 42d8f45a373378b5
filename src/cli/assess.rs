//! `surgecap assess`.

use super::{
    Done, Failure,
    args::Assess,
    console,
    run::is_workbook,
    study::{Conduct, Outcome, seeds},
};
use crate::{
    experiment::{
        arm::Spec,
        assess::{Ask, Assessment, assess as study},
        closed::paper_sums,
        compare::Trouble,
        findings::{Findings, Verdict},
        provenance::scenario_hash,
    },
    report::{
        assess::{first, page, tables},
        html::words::Words,
        workbook::{Beside, workbook},
    },
};

pub(super) fn assess(args: &Assess) -> Result<Done, Failure> {
    let spec = Spec { sets: args.common.sets.clone(), ..Spec::file(&args.file) };
    let (futures, seeds) = (args.study.futures.unwrap_or(200), seeds(&args.study, &args.common, 1));
    if seeds.luck != 1 {
        let why =
            "assess runs each future once, since probabilities are over independent replications: leave --luck out";
        return Err(Failure::Usage(why.to_owned()));
    }
    let scenario_sha256 = scenario_hash(&spec.open().map_err(Failure::Refused)?);
    let ask = Ask { spec, futures, follow_up: args.follow_up.min(futures), widen: args.study.widen, seeds };
    let files = [args.file.clone()];
    let conduct = Conduct {
        question: "assess",
        files: &files,
        study: &args.study,
        common: &args.common,
        futures,
        seeds,
        options: vec!["--follow-up".to_owned(), args.follow_up.to_string()],
        scenario_sha256,
    };
    let tell = |findings: &Findings| {
        if !args.common.quiet {
            console::tell(&first(findings, Words::of(args.study.lang.into())));
        }
    };
    conduct.run(|runner| {
        let assessment = study(&ask, runner, &tell)?;
        let missed = assessment.plan.targets.iter().any(|target| target.verdict != Verdict::Reachable);
        let workbook = match args.study.output.as_deref().is_some_and(is_workbook) {
            true => Some(book(&ask, &assessment)?),
            false => None,
        };
        Ok(Outcome {
            workbook,
            tables: tables(&assessment),
            runs: assessment.plan.replications,
            interrupted: assessment.interrupted,
            is_missed: args.fail_on_target && missed,
            ..Outcome::new(&assessment, page(&assessment))
        })
    })
}

/// The workbook of an assessment.
fn book(ask: &Ask, assessment: &Assessment) -> Result<Vec<u8>, Trouble> {
    let opened = ask.spec.open()?;
    let study = opened.study(false, &[], ask.widen).map_err(|(_, why)| Trouble::Usage(why))?;
    let (assumptions, paper) = (study.uncertain(), paper_sums(&study));
    let beside = Beside { assumptions: &assumptions, paper: &paper, assessment: Some(assessment) };
    workbook(&assessment.plan, &beside).map_err(Trouble::Usage)
}
