//! Of `compare`.

use super::Told;
use crate::{experiment::compare::Comparison, report::html::words::Words};

pub(super) fn tell(found: &Comparison, _words: &Words) -> Told {
    Told {
        question: "compare",
        scenario: found.scenarios.first().cloned().unwrap_or_default(),
        version: found.surgecap.clone(),
        seed: found.seed,
        runs: found.futures * found.luck,
        caveats: found.caveats.clone(),
        ..Told::default()
    }
}
