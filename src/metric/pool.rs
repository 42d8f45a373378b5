//! Measures of a pool, from its ledger.

use super::{Better, Metric, Reading};
use crate::observe::{ledger::Category, tally::Tally};

pub(super) const METRICS: &[Metric] = &[
    Metric {
        path: "pool.*.utilisation",
        unit: "share",
        better: Better::Neither,
        help: "worked hours over paid hours without absence and overhead (RULES 13)",
        read: |tally, subject| {
            let worked: u64 = sum(tally, subject.index, Category::is_worked);
            let available: u64 = sum(tally, subject.index, |one| !matches!(one, Category::Absent | Category::Overhead));
            Reading::Number(worked as f64 / available as f64)
        },
    },
    Metric {
        path: "pool.*.idle_share",
        unit: "share",
        better: Better::Lower,
        help: "idle hours over paid hours without absence and overhead",
        read: |tally, subject| {
            let idle = sum(tally, subject.index, |one| {
                matches!(one, Category::IdleNoCase | Category::IdleNoResource | Category::IdleNoPermission)
            });
            let available: u64 = sum(tally, subject.index, |one| !matches!(one, Category::Absent | Category::Overhead));
            Reading::Number(idle as f64 / available as f64)
        },
    },
];

pub(super) fn sum(tally: &Tally, pool: usize, wanted: impl Fn(Category) -> bool) -> u64 {
    Category::ALL.iter().filter(|one| wanted(**one)).map(|one| tally.ledger[pool][*one as usize]).sum()
}
