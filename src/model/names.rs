//! The names of an organisation by index, for draws, measures and people.

/// What each index is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub classes: Vec<String>,
    pub streams: Vec<String>,
    pub stages: Vec<String>,
    pub pools: Vec<String>,
    pub cohorts: Vec<String>,
}
