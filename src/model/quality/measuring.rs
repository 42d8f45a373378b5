//! Quality as it is measured: a sample of decisions each quarter, looked at again by somebody who does not see all.

use crate::{model::num::Num, stats::wilson};

/// The measuring as written.
#[derive(Clone, Debug)]
pub struct Measuring {
    /// Decisions drawn by lot in each calendar quarter.
    pub per_quarter: u32,
    /// Share of the wrong ones among them that is noticed.
    pub detection: Num,
    /// The least share of decisions without a fault found.
    pub norm: Num,
}

/// The numbers of one replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasuringRule {
    pub per_quarter: u32,
    pub detection: f64,
    pub norm: f64,
}

/// What a sample says: the share without a fault found, and what chance alone leaves open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    pub share: f64,
    /// 95 % by Wilson (1927): of the sample alone, not of what the measuring overlooks.
    pub low: f64,
    pub high: f64,
}

impl Score {
    /// The score of `size` decisions of which `faults` were found wrong; none without a sample.
    pub fn of(faults: u64, size: u64) -> Option<Score> {
        if size == 0 {
            return None;
        }
        let (low, high) = wilson(size - faults, size, 0.95);
        Some(Score { share: (size - faults) as f64 / size as f64, low, high })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_lies_within_its_interval_and_a_small_sample_says_little() {
        let (small, large) = (Score::of(2, 20), Score::of(200, 2_000));
        let (small, large) = (small.expect("a sample"), large.expect("a sample"));
        assert_eq!((small.share, large.share), (0.9, 0.9));
        assert!(small.low < large.low && large.low < 0.9 && 0.9 < large.high && large.high < small.high);
        assert_eq!(Score::of(0, 0), None);
    }
}
