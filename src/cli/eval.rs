//! `surgecap eval`.

use std::io::BufRead;

use super::{Done, Failure, args::Eval, console, threads};
use crate::{
    experiment::{
        arm::Spec,
        eval::{Ask, Oracle, own_futures},
    },
    replicate::{Control, Seeds, with_threads},
};

pub(super) fn eval(args: &Eval) -> Result<Done, Failure> {
    let spec = Spec {
        sets: args.common.sets.clone(),
        plan: args.plan.clone(),
        future: args.future.clone(),
        ..Spec::file(&args.file)
    };
    let or = |seed: Option<u64>| seed.unwrap_or(args.common.seed);
    let seeds = Seeds {
        inputs: or(args.seed_inputs),
        arrivals: or(args.seed_arrivals),
        work: or(args.seed_work),
        luck: args.luck,
    };
    let own = match &args.own_futures {
        Some(path) => {
            let text =
                std::fs::read_to_string(path).map_err(|why| Failure::Usage(format!("{}: {why}", path.display())))?;
            own_futures(&path.display().to_string(), &text).map_err(Failure::Refused)?
        }
        None => Vec::new(),
    };
    let ask = Ask { spec, measures: args.measure.clone(), futures: args.reps, seeds, widen: args.widen, own };
    let mut oracle = Oracle::new(ask);
    oracle.try_it()?;
    let control = Control::default();
    console::listen_for_ctrl_c(&control);
    let answered = with_threads(threads(&args.common)?, || {
        let mut input = std::io::stdin().lock();
        let mut line = String::new();
        loop {
            line.clear();
            match input.read_line(&mut line) {
                Ok(0) => return Ok(()),
                Ok(_) if line.trim().is_empty() => continue,
                Ok(_) => {}
                Err(why) => return Err(Failure::Io(format!("could not read the questions: {why}"))),
            }
            let Some(answer) = oracle.answer(line.trim(), &control) else { return Ok(()) };
            let is_read = console::says(&format!("{answer}\n"))
                .map_err(|why| Failure::Io(format!("could not write the answer: {why}")))?;
            if !is_read || control.is_stopped() {
                return Ok(());
            }
        }
    })
    .map_err(Failure::Usage)?;
    answered?;
    Ok(if control.is_stopped() { Done::Interrupted } else { Done::Well })
}
