//! Which input moves an output: Sobol indices from Saltelli's design with Jansen's estimators.
//!
//! # Source
//! Saltelli et al. (2010), *Variance based sensitivity analysis of model output*, Computer Physics Communications
//! 181(2); the estimators are those of Jansen (1999), table 2 of the same paper.

/// First-order and total index of one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    pub first: f64,
    pub total: f64,
}

/// From the outputs at the two base designs and, for one input, at design A with that input taken from B.
///
/// # Panics
/// When the three lists differ in length or are empty.
pub fn sobol_indices(at_a: &[f64], at_b: &[f64], at_ab: &[f64]) -> Indices {
    let count = at_a.len();
    assert!(count > 0 && at_b.len() == count && at_ab.len() == count, "each base point has its twins");
    let n = count as f64;
    let mean = (at_a.iter().sum::<f64>() + at_b.iter().sum::<f64>()) / (2.0 * n);
    let variance = at_a.iter().chain(at_b).map(|y| (y - mean) * (y - mean)).sum::<f64>() / (2.0 * n - 1.0);
    let half_square = |one: &[f64]| one.iter().zip(at_ab).map(|(a, b)| (a - b) * (a - b)).sum::<f64>() / (2.0 * n);
    Indices { first: 1.0 - half_square(at_b) / variance, total: half_square(at_a) / variance }
}
