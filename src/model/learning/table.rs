//! Competence from a table, straight between its points: what somebody measured, whatever its shape.

use std::sync::Arc;

/// (practice, competence), both rising, the first at practice 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Table(pub Arc<Vec<(f64, f64)>>);

impl Table {
    /// Competence after so much practice; after the last point it stays.
    pub fn competence(&self, practice: f64) -> f64 {
        self.between(practice, |point| point)
    }

    /// Practice that a competence takes; infinite when the table does not reach it.
    pub fn practice_for(&self, competence: f64) -> f64 {
        let is_reached = self.0.last().is_some_and(|last| last.1 >= competence);
        if is_reached {
            self.between(competence, |(practice, competence)| (competence, practice))
        } else {
            f64::INFINITY
        }
    }

    fn between(&self, at: f64, axes: impl Fn((f64, f64)) -> (f64, f64)) -> f64 {
        let mut before = (0.0, 0.0);
        for point in self.0.iter().map(|point| axes(*point)) {
            if at < point.0 {
                let share = if point.0 > before.0 { (at - before.0) / (point.0 - before.0) } else { 1.0 };
                return before.1 + share * (point.1 - before.1);
            }
            before = point;
        }
        before.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_its_points_the_table_is_straight_and_after_the_last_it_stays() {
        let table = Table(Arc::new(vec![(0.0, 0.1), (100.0, 0.5), (300.0, 0.9)]));
        for (practice, competence) in [(0.0, 0.1), (50.0, 0.3), (200.0, 0.7), (300.0, 0.9), (5000.0, 0.9)] {
            assert!((table.competence(practice) - competence).abs() < 1e-12, "{practice}");
        }
        assert!((table.practice_for(0.7) - 200.0).abs() < 1e-9);
        assert_eq!(table.practice_for(0.95), f64::INFINITY);
    }
}
