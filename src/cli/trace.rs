//! `surgecap trace`.

use super::{
    Done, Failure, answer,
    args::{Trace, TraceFormat},
};
use crate::{
    experiment::{
        open::open,
        trace::{Wanted, trace as follow},
    },
    report::trace::{lines, page},
};

pub(super) fn trace(args: &Trace) -> Result<Done, Failure> {
    let opened = open(&args.file, &args.common.sets, args.plan.as_deref()).map_err(Failure::Refused)?;
    let wanted = match (&args.case, &args.worker, &args.slowest) {
        (Some(case), ..) => Wanted::Case(case.clone()),
        (_, Some(worker), _) => Wanted::Worker(worker.clone()),
        (.., Some(stream)) => Wanted::Slowest(stream.clone()),
        // Nobody was named: the case that a reader asks about first.
        _ => Wanted::Slowest(opened.names.streams[0].clone()),
    };
    let mut seen = follow(&opened, &wanted, args.common.seed, args.replication).map_err(Failure::Usage)?;
    seen.between(&opened.scenario.calendar, args.from, args.until);
    if seen.shown.is_empty() {
        return Err(Failure::Usage("nothing had happened yet".to_owned()));
    }
    answer(&match args.format {
        TraceFormat::Page => page(&opened, &seen),
        TraceFormat::Json => lines(&opened, &seen),
    })
}
