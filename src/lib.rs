//! surgecap: a discrete-event capacity simulator for organisations that decide cases under a surge.
//!
//! # The journey
//! A scenario file becomes a tree (`scenario`), a checked [`Scenario`](model::scenario::Scenario), and, once a
//! replication has drawn what nobody knows, a [`Blueprint`](blueprint::Blueprint). A run ([`sim::run`]) turns it into
//! observations; a [`Tally`](observe::tally::Tally) adds them up; metrics read the tally; an experiment turns the
//! readings of many replications into `Findings`; a report shows them. Nothing
//! reaches back.
//!
//! # The floors
//! A module imports only from floors below its own (a test reads every `crate::` path):
//!
//! ```text
//! 10  cli
//!  9  report
//!  8  experiment
//!  7  replicate
//!  6  sim · fluid
//!  5  blueprint
//!  4  scenario · metric
//!  3  observe
//!  2  model
//!  1  random · calendar
//!  0  stats · time · problem
//! ```
//!
//! # Glossary
//! *Case*: what is decided. *Stream*: a source of cases with its own term and priority. *Stage*: an activity of the
//! procedure. *Pool*: workers of one kind; *cohort*: workers who start together; *crew*: workers who are alike when
//! work is handed out (pool, grade, reserved stream). *Lane*: the queue of one stage and stream. *Span*: trainees per
//! supervisor. *Replication*: one run with its own random numbers. *Era*: the time between two changes of the plan.
//! *Blueprint*: the compiled scenario of one replication.

pub mod blueprint;
pub mod calendar;
pub mod cli;
pub mod experiment;
pub mod fluid;
pub mod metric;
pub mod model;
pub mod observe;
pub mod problem;
pub mod random;
pub mod replicate;
pub mod report;
pub mod scenario;
pub mod sim;
pub mod stats;
pub mod time;
