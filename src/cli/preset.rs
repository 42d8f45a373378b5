//! `surgecap preset`.

use super::{Done, Failure, answer, args::Preset};
use crate::{
    experiment::presets::{presets, scenarios},
    problem::nearest,
};

pub(super) fn preset(args: &Preset) -> Result<Done, Failure> {
    let Some(name) = &args.name else {
        let lines: Vec<String> = scenarios().map(|(name, about)| format!("{name}  {about}\n")).collect();
        let foot = "\nWrite extends = \"preset:NAME\" in a scenario; surgecap preset NAME prints it.\n";
        return answer(&(lines.concat() + foot));
    };
    let name = name.strip_prefix("preset:").unwrap_or(name);
    match presets(name) {
        Some(text) => answer(text),
        None => {
            let near = nearest(name, scenarios().map(|(name, _)| name));
            let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
            Err(Failure::Usage(format!("there is no preset {name}{near}")))
        }
    }
}
