//! Of `buffer`.

use super::Told;
use crate::{experiment::buffer::Buffer, report::html::words::Words};

pub(super) fn tell(found: &Buffer, _words: &Words) -> Told {
    Told {
        question: "buffer",
        scenario: found.scenario.clone(),
        version: found.surgecap.clone(),
        seed: found.seed,
        runs: found.futures * found.luck,
        caveats: found.caveats.clone(),
        ..Told::default()
    }
}
