//! The names of an organisation by index, for draws, measures and people.

use super::{
    mechanism::Uses,
    money::{Cost, Years},
};

/// What each index is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub classes: Vec<String>,
    pub streams: Vec<String>,
    pub stages: Vec<String>,
    pub pools: Vec<String>,
    pub cohorts: Vec<String>,
    pub resources: Vec<String>,
    /// Regimes of penalties.
    pub penalties: Vec<String>,
    /// Lines of the accounts, and the calendar years for which they are kept.
    pub costs: Vec<Cost>,
    pub years: Years,
    pub sites: Vec<String>,
    pub triggers: Vec<String>,
    /// What of it is used: measures of the rest are not shown.
    pub uses: Uses,
}

impl Names {
    /// The names of the things of one kind, as measures are written: `stage.NAME.wait_hours`.
    pub fn of_kind(&self, kind: &str) -> &[String] {
        match kind {
            "stage" => &self.stages,
            "stream" => &self.streams,
            "resource" => &self.resources,
            "penalty" => &self.penalties,
            "trigger" => &self.triggers,
            _ => &self.pools,
        }
    }

    /// The place of a line in the accounts.
    ///
    /// # Panics
    /// When the scenario has no such line.
    pub fn cost_line(&self, cost: Cost) -> usize {
        self.costs.iter().position(|one| *one == cost).expect("a cost that is booked has a line")
    }
}
