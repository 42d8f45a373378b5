//! Chance: where every random number of a run comes from, and what it may look like.
//!
//! Three floors. [`Source`], [`Key`] and [`Draws`] give each draw an address, so that one more stage,
//! stream or worker moves no other draw. [`Distribution`] is *variability*: what differs from case to case.
//! [`Range`] is *uncertainty*: what we do not know, drawn once a replication.
//!
//! Same seed, same numbers, with every set of cargo features: standard exponential and normal variates come
//! from `rand_distr`, everything else is a formula on `libm`. One reservation: in their far tails these two
//! call the platform's exp and log, so another C library may change the last bit of a rare draw. Generator,
//! addressing and the way from words to variates belong to the format: changing any is "Value-breaking".

mod beta;
pub mod design;
mod distribution;
mod gamma;
mod makers;
mod quantile;
mod range;
mod streams;
mod weibull;

#[cfg(test)]
mod distribution_tests;
#[cfg(test)]
mod streams_tests;

pub use distribution::Distribution;
pub use range::Range;
pub use streams::{Chance, Draws, Key, Source};
