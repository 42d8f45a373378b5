//! Of `sensitivity`.

use super::Told;
use crate::{experiment::sensitivity::Sensitivity, report::html::words::Words};

pub(super) fn tell(found: &Sensitivity, _words: &Words) -> Told {
    Told {
        question: "sensitivity",
        scenario: found.scenario.clone(),
        version: found.surgecap.clone(),
        seed: found.seed,
        runs: found.runs,
        caveats: found.caveats.clone(),
        ..Told::default()
    }
}
