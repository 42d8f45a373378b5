//! What is asked, and what is found.

pub mod arm;
pub mod assess;
pub mod bridge;
pub mod check;
mod check_places;
pub mod closed;
pub mod compare;
mod costs;
mod demand_words;
mod edit;
pub mod feasibility;
pub mod findings;
pub mod fluid;
pub mod frontier;
mod levers;
pub mod open;
pub mod presets;
pub mod provenance;
pub mod questions;
pub mod rows;
pub mod run;
pub mod runner;
pub mod stuck;
pub mod trace;
pub mod validate;
