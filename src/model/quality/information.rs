//! Information as a level: how many cases still take the steps that only gather information, and what leaving them out
//! costs.

use crate::model::num::Num;

/// What a stage of information is worth to the decision, as written at the stage.
#[derive(Clone, Debug)]
pub struct Information {
    /// Error probability of a case that skips the stage, over that of one that does not; none: nobody said.
    pub skip_error: Option<Num>,
    /// What is added to the share of grants: the benefit of the doubt; none: nobody said.
    pub skip_grant: Option<Num>,
}

/// The stage in one replication, where it can be skipped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InformationRule {
    /// Share of the cases sent there that go.
    pub level: f64,
    pub skip_error: f64,
    pub skip_grant: f64,
}
