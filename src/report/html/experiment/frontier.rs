//! Of `frontier`.

use super::Told;
use crate::{experiment::frontier::Frontier, report::html::words::Words};

pub(super) fn tell(found: &Frontier, _words: &Words) -> Told {
    Told {
        question: "frontier",
        scenario: found.scenario.clone(),
        version: found.surgecap.clone(),
        seed: found.seed,
        runs: found.futures * found.luck,
        caveats: found.caveats.clone(),
        ..Told::default()
    }
}
