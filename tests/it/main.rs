//! All integration tests in one binary.

mod analytic;
mod assess;
mod cli;
mod commands;
mod compare;
mod demand;
mod determinism;
mod feasibility;
mod floors;
mod flow;
mod fluid;
mod golden;
mod invariants;
mod money;
mod monotone;
mod numeric;
mod places;
mod policy;
mod problems;
mod provenance;
mod quality;
mod scenarios;
mod staff;
mod support;
mod traps;
mod twin;
