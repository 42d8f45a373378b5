//! How often a draft comes back, as the share that anybody can count.

/// The rule of one replication, numbers drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReturnRule {
    pub at_start: f64,
    pub experienced: f64,
    pub rework_factor: f64,
}

impl ReturnRule {
    /// The probability that a draft of a worker with this competence comes back, after `returns` earlier returns.
    #[inline]
    pub fn probability(&self, competence: f64, returns: u32) -> f64 {
        let first = self.at_start + (self.experienced - self.at_start) * competence;
        if returns == 0 { first } else { (first * self.rework_factor).min(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_returned_draft_comes_back_less_often_by_its_factor() {
        let rule = ReturnRule { at_start: 0.4, experienced: 0.1, rework_factor: 0.5 };
        assert!((rule.probability(0.5, 0) - 0.25).abs() < 1e-15);
        assert!((rule.probability(0.5, 2) - 0.125).abs() < 1e-15);
    }
}
