//! What a file wants worked out: `[study]`.

use super::{money::Payer, num::Num};
use crate::problem::Place;

/// Values that a number of the file may take: a lever where a plan that is tuned sets it, else a question "what if".
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    pub name: String,
    pub path: String,
    pub values: Vec<f64>,
    pub place: Place,
}

/// What a case costs that is open at the end.
#[derive(Clone, Debug, Default, PartialEq)]
// One of these exists: boxing the number would only make it harder to read.
#[allow(clippy::large_enum_variant)]
pub enum OpenCase {
    /// What it takes to decide it, and what waiting costs until then.
    #[default]
    CostToClear,
    /// Euros each.
    Each(Num),
}

/// The wishes of a file for a study of its plans.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Plans; empty: all.
    pub compare: Vec<String>,
    /// Plans that get their own best size; empty: all that have one.
    pub tune: Vec<String>,
    /// Futures of the file that are another model of demand, not a single story.
    pub demand: Vec<String>,
    pub grids: Vec<Grid>,
    /// Whose costs decide; the worth of quiet hours to others counts apart.
    pub payers: Vec<Payer>,
}

impl Default for Study {
    fn default() -> Self {
        Study {
            compare: Vec::new(),
            tune: Vec::new(),
            demand: Vec::new(),
            grids: Vec::new(),
            // What applicants do not get is no cost of anybody who decides here.
            payers: vec![Payer::Organisation, Payer::Reception, Payer::Courts],
        }
    }
}
