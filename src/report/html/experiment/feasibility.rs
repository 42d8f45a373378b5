//! Of `feasibility`.

use super::Told;
use crate::{experiment::feasibility::Feasibility, report::html::words::Words};

pub(super) fn tell(found: &Feasibility, _words: &Words) -> Told {
    Told {
        question: "feasibility",
        scenario: found.scenario.clone(),
        version: found.surgecap.clone(),
        seed: found.seed,
        runs: found.replications,
        caveats: found.caveats.clone(),
        ..Told::default()
    }
}
