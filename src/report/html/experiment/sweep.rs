//! Of `sweep`.

use super::Told;
use crate::{experiment::sweep::Sweep, report::html::words::Words};

pub(super) fn tell(found: &Sweep, _words: &Words) -> Told {
    Told {
        question: "sweep",
        scenario: found.scenario.clone(),
        version: found.surgecap.clone(),
        seed: found.seed,
        runs: found.futures * found.luck,
        caveats: Vec::new(),
        ..Told::default()
    }
}
