//! What is known from before the start: figures of the standing organisation (DESIGN 4, *What was before*).

/// Decisions a month that the organisation is known to have taken, before anything was done.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPast {
    pub name: String,
    pub says: String,
    /// Streams whose first decisions are counted.
    pub streams: Vec<usize>,
    pub at_least: f64,
    pub at_most: f64,
    /// Calendar months from the start that are not counted: work takes its time to come through.
    pub after_months: u32,
    /// Calendar months that are counted then.
    pub months: u32,
    pub source: String,
}

impl KnownPast {
    pub fn holds(&self, per_month: f64) -> bool {
        (self.at_least..=self.at_most).contains(&per_month)
    }
}
