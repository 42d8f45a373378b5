//! Of `bridge`.

use super::Told;
use crate::{experiment::bridge::Bridge, report::html::words::Words};

pub(super) fn tell(found: &Bridge, _words: &Words) -> Told {
    Told {
        question: "bridge",
        scenario: found.scenario.clone(),
        version: found.surgecap.clone(),
        seed: found.seed,
        runs: found.futures * found.luck,
        caveats: Vec::new(),
        ..Told::default()
    }
}
