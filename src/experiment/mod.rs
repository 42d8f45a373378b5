//! What is asked, and what is found.

pub mod check;
pub mod findings;
pub mod fluid;
mod levers;
pub mod open;
pub mod provenance;
pub mod rows;
pub mod run;
pub mod stuck;
pub mod validate;
