//! `surgecap sweep`.

use super::{
    Done, Failure,
    args::Sweep,
    study::{Conduct, Outcome, seeds},
};
use crate::{
    experiment::{
        arm::Spec,
        compare::Trouble,
        design::{Laid, design, table},
        provenance::{scenario_hash, sha256},
        sweep::{Ask, sweep as study},
    },
    report::sweep::{page, tables},
};

/// Futures that each point meets where nobody says: common random numbers make few enough for differences.
const FUTURES: u64 = 20;

pub(super) fn sweep(args: &Sweep) -> Result<Done, Failure> {
    let seeds = seeds(&args.study, &args.common, 1);
    let futures = args.reps.or(args.study.futures).unwrap_or(FUTURES);
    let laid = match (args.zip, args.lhs, args.sobol) {
        (true, ..) => Laid::Zip,
        (_, Some(count), _) => Laid::Hypercube(count),
        (.., Some(count)) => Laid::Sobol(count),
        _ => Laid::Grid,
    };
    let mut options = Vec::new();
    let mut said = |name: &str, values: &[String]| {
        options.extend(values.iter().flat_map(|value| [name.to_owned(), value.clone()]));
    };
    said("--vary", &args.vary);
    said("--plan", &args.plan);
    said("--future", &args.future);
    said("--measure", &args.measure);
    match laid {
        Laid::Grid => {}
        Laid::Zip => options.push("--zip".to_owned()),
        Laid::Hypercube(count) => options.extend(["--lhs".to_owned(), count.to_string()]),
        Laid::Sobol(count) => options.extend(["--sobol".to_owned(), count.to_string()]),
    }
    let mut hash = String::new();
    let design = match &args.design {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|why| Failure::Usage(format!("could not read {}: {why}", path.display())))?;
            hash = sha256(text.as_bytes());
            options.extend(["--design".to_owned(), path.display().to_string()]);
            table(&path.display().to_string(), &text)
        }
        None => design(&args.vary, laid, args.common.seed),
    }
    .map_err(Failure::Refused)?;
    let spec = Spec { sets: args.common.sets.clone(), ..Spec::file(&args.file) };
    let opened = spec.open().map_err(Failure::Refused)?;
    let ask = Ask {
        spec,
        plans: args.plan.clone(),
        futures: args.future.clone(),
        design,
        measures: args.measure.clone(),
        count: futures,
        widen: args.study.widen,
    };
    let conduct = Conduct {
        question: "sweep",
        files: std::slice::from_ref(&args.file),
        study: &args.study,
        common: &args.common,
        futures,
        seeds,
        options,
        scenario_sha256: format!("{}{hash}", scenario_hash(&opened)),
    };
    conduct.run(|runner| {
        let ran = study(&ask, runner)?;
        let found = &ran.findings;
        Ok(Outcome {
            tables: tables(&ran).map_err(Trouble::Usage)?,
            runs: found.points.len() as u64 * found.futures * found.luck,
            interrupted: found.interrupted,
            ..conduct.outcome(found, page(found), &ask.spec)?
        })
    })
}
