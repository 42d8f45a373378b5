//! One root finder for every inverse distribution function here.
//!
//! # Source
//! Press, Teukolsky, Vetterling and Flannery (2007), *Numerical recipes*, section 9.4: Newton's method, kept
//! in a bracket and replaced by bisection whenever it leaves it or does not halve the step.

/// The x in [low, high] where an increasing function is 0, to the last few bits of x.
///
/// `function` returns value and derivative. If there is no change of sign, the nearer end is found.
pub(super) fn increasing_root(mut low: f64, mut high: f64, mut function: impl FnMut(f64) -> (f64, f64)) -> f64 {
    let mut x = 0.5 * (low + high);
    let mut step_before_last = high - low;
    let mut step = step_before_last;
    // Bisection alone needs some 1,100 steps at worst, from 1 down to the least float.
    for _ in 0..2000 {
        let (value, slope) = function(x);
        if value == 0.0 {
            return x;
        }
        if value < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let newton = x - value / slope;
        let usable = newton > low && newton < high && 2.0 * value.abs() < (step_before_last * slope).abs();
        let next = if usable { newton } else { 0.5 * (low + high) };
        step_before_last = step;
        step = (next - x).abs();
        if step <= f64::EPSILON * x.abs() || next == low || next == high {
            return next;
        }
        x = next;
    }
    x
}
