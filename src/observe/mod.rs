//! What a run says of itself. Observations are the engine's only way to speak; who listens is chosen at compile time,
//! and `()` hears nothing and costs nothing.

pub mod gauges;
pub mod ledger;
pub mod observation;
pub mod tally;
