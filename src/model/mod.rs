//! What an organisation consists of, as checked: nothing here knows a file, a clock or a run.
//!
//! Numbers that nobody knows are still [`num::Num`]s with their range; the blueprint draws them once per replication.
//! A kind answers and the engine acts: a rule on this floor gets values and returns a value.

pub mod absence;
pub mod before;
pub mod correlation;
pub mod demand;
pub mod learning;
pub mod mechanism;
pub mod money;
pub mod names;
pub mod num;
pub mod opening;
pub mod penalty;
pub mod quality;
pub mod reception;
pub mod resource;
pub mod scenario;
pub mod site;
pub mod staff;
pub mod stage;
pub mod strain;
pub mod stream;
pub mod study;
pub mod supervision;
pub mod target;
pub mod terms;
pub mod trigger;
pub mod withdrawal;
