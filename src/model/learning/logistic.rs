//! S-shaped learning: slow at first, then fast, then slow. The logistic curve, laid so that it begins at 0.

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Logistic {
    /// How far up the S the first day lies, in (0, 1): the lower, the longer the slow beginning.
    pub begins_at: f64,
}

impl Logistic {
    /// Competence after `z` time constants of effective practice.
    pub fn competence(&self, z: f64) -> f64 {
        let begin = self.begins_at;
        let height = 1.0 / (1.0 + (1.0 / begin - 1.0) * libm::exp(-z));
        (height - begin) / (1.0 - begin)
    }

    /// Time constants that a competence below 1 takes.
    pub fn practice_for(&self, competence: f64) -> f64 {
        let begin = self.begins_at;
        let height = begin + competence * (1.0 - begin);
        libm::log((1.0 / begin - 1.0) * height / (1.0 - height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_begins_at_nothing_is_s_shaped_and_finds_its_way_back() {
        let curve = Logistic { begins_at: 0.05 };
        assert!(curve.competence(0.0).abs() < 1e-15);
        let gain = |from: f64| curve.competence(from + 0.5) - curve.competence(from);
        assert!(gain(0.0) < gain(2.5) && gain(2.5) > gain(6.0));
        assert!((curve.competence(curve.practice_for(0.8)) - 0.8).abs() < 1e-12);
    }
}
