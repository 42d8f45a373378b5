//! `surgecap check`.

use super::{Done, Failure, args::Check, console};
use crate::{
    experiment::{check, open::open_in},
    report::organisation::organisation,
};

pub(super) fn check(args: &Check) -> Result<Done, Failure> {
    let opened = open_in(&args.file, &args.common.sets, args.plan.as_deref(), args.future.as_deref())
        .map_err(Failure::Refused)?;
    let found = check::check(&opened).map_err(Failure::Usage)?;
    console::say(&organisation(&opened.scenario.name, &found)).map_err(|why| Failure::Io(why.to_string()))?;
    if !found.warnings.is_empty() {
        let color = console::is_coloured(args.common.color);
        let page = found.warnings.render(&opened.loaded.texts, color);
        console::tell(&format!("{page}\n{}\n", found.warnings.summary()));
    }
    Ok(Done::Well)
}
