//! Exponential learning with a ceiling: `1 − exp(−z)`, z in time constants. Mazur & Hastie 1978.

/// Competence after `z` time constants of effective practice.
#[inline]
pub fn competence(z: f64) -> f64 {
    1.0 - libm::exp(-z)
}

/// Time constants that a competence below 1 takes.
pub fn practice_for(competence: f64) -> f64 {
    -libm::log(1.0 - competence)
}
