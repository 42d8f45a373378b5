//! Where a curve that is known at some points is highest, where it falls to nothing, and how flat its top is.
//!
//! Between points a curve is taken as the parabola through three neighbours: exact for the quadratic frontier of a
//! supervision that is shared (SCIENCE F2), and never further off than the neighbours.

/// The top of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Top {
    pub at: f64,
    pub height: f64,
    /// Neither the first point nor the last.
    pub is_inside: bool,
}

/// The highest point of the parabola through the highest point of the curve and its neighbours.
///
/// # Panics
/// When there is no point, or the lists differ in length.
pub fn top(x: &[f64], y: &[f64]) -> Top {
    assert!(!x.is_empty() && x.len() == y.len(), "a curve has points, each with its height");
    let best = (0..y.len()).max_by(|&a, &b| y[a].total_cmp(&y[b]).then(b.cmp(&a))).unwrap_or(0);
    let edge = Top { at: x[best], height: y[best], is_inside: best > 0 && best + 1 < x.len() };
    if !edge.is_inside {
        return edge;
    }
    let (slope, bend) = parabola([best - 1, best, best + 1].map(|one| (x[one], y[one])));
    if bend >= 0.0 {
        // Three points in a row: all are the top.
        return edge;
    }
    let step = -slope / (2.0 * bend);
    Top { at: x[best] + step, height: y[best] + slope * step + bend * step * step, is_inside: true }
}

/// Slope and bend at the middle one of three points: `y = y₁ + slope·(x − x₁) + bend·(x − x₁)²`.
fn parabola([before, here, after]: [(f64, f64); 3]) -> (f64, f64) {
    let (left, right) = (here.0 - before.0, after.0 - here.0);
    let (fall, rise) = ((here.1 - before.1) / left, (after.1 - here.1) / right);
    let bend = (rise - fall) / (left + right);
    (fall + bend * left, bend)
}

/// Where the curve falls below nothing, beyond its highest point; none when it does not within its points.
///
/// # Panics
/// As [`top`].
pub fn zero_beyond_top(x: &[f64], y: &[f64]) -> Option<f64> {
    assert!(!x.is_empty() && x.len() == y.len(), "a curve has points, each with its height");
    let best = (0..y.len()).max_by(|&a, &b| y[a].total_cmp(&y[b]).then(b.cmp(&a))).unwrap_or(0);
    let last = (best..y.len() - 1).find(|&one| y[one] >= 0.0 && y[one + 1] < 0.0)?;
    let straight = x[last] + (x[last + 1] - x[last]) * y[last] / (y[last] - y[last + 1]);
    if last == 0 {
        return Some(straight);
    }
    let (slope, bend) = parabola([last - 1, last, last + 1].map(|one| (x[one], y[one])));
    let inside = slope * slope - 4.0 * bend * y[last];
    if bend >= 0.0 || inside < 0.0 {
        return Some(straight);
    }
    // The falling branch of a parabola that is open below.
    let root = x[last] + (-slope - libm::sqrt(inside)) / (2.0 * bend);
    Some(if root >= x[last] && root <= x[last + 1] { root } else { straight })
}

/// From where to where a curve stays within a share of its highest point, in straight lines between points; none when its
/// highest point is not above nothing.
///
/// # Panics
/// As [`top`].
pub fn plateau(x: &[f64], y: &[f64], share: f64) -> Option<(f64, f64)> {
    assert!(!x.is_empty() && x.len() == y.len(), "a curve has points, each with its height");
    let best = (0..y.len()).max_by(|&a, &b| y[a].total_cmp(&y[b]).then(b.cmp(&a))).unwrap_or(0);
    if y[best] <= 0.0 {
        return None;
    }
    let level = share * y[best];
    let meet = |inside: usize, outside: usize| {
        x[inside] + (x[outside] - x[inside]) * (y[inside] - level) / (y[inside] - y[outside])
    };
    let mut low = best;
    while low > 0 && y[low - 1] >= level {
        low -= 1;
    }
    let mut high = best;
    while high + 1 < y.len() && y[high + 1] >= level {
        high += 1;
    }
    let from = if low > 0 { meet(low, low - 1) } else { x[0] };
    let to = if high + 1 < y.len() { meet(high, high + 1) } else { x[high] };
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use super::super::SharedSupervision;
    use super::*;

    const PLAN: SharedSupervision = SharedSupervision {
        experienced: 100.0,
        share: 0.5,
        amount: 2.0,
        minimum_months: 2.0,
        trained_output: 0.8,
        horizon_months: 12.5,
    };

    #[test]
    fn the_best_number_of_a_shared_supervision_and_its_zero_are_found_between_the_points() {
        let x = [0.0, 50.0, 90.0, 140.0, 170.0, 220.0, 300.0];
        let y = x.map(|n| PLAN.gain(n));
        let top = top(&x, &y);
        assert!((top.at - 125.0).abs() < 1e-9 && top.is_inside, "{top:?}");
        assert!((top.height - PLAN.gain(125.0)).abs() < 1e-9);
        assert!((zero_beyond_top(&x, &y).unwrap() - 250.0).abs() < 1e-9);
    }

    #[test]
    fn a_curve_that_only_rises_or_only_falls_has_no_top_inside() {
        assert_eq!(top(&[0.0, 1.0, 2.0], &[0.0, 1.0, 3.0]), Top { at: 2.0, height: 3.0, is_inside: false });
        assert!(!top(&[0.0, 1.0], &[0.0, -1.0]).is_inside);
        assert_eq!(zero_beyond_top(&[0.0, 1.0, 2.0], &[0.0, 1.0, 3.0]), None);
        assert_eq!(zero_beyond_top(&[0.0, 1.0], &[0.0, -1.0]), Some(0.0));
    }

    #[test]
    fn a_plateau_is_never_one_point_unless_nothing_is_gained() {
        let (low, high) = plateau(&[0.0, 10.0, 20.0], &[0.0, 100.0, 50.0], 0.98).unwrap();
        assert!((low - 9.8).abs() < 1e-9 && (high - 10.4).abs() < 1e-9);
        assert_eq!(plateau(&[0.0, 10.0], &[0.0, -5.0], 0.98), None);
    }
}
