//! Which assumptions to ask about first: those that go most with the headline over the plan's own replications.
//!
//! Each input alone, by rank correlation: cheap, since no run is made for it, and rough. What is not told apart from chance is
//! marked; `sensitivity` finds out more with runs of its own.

use serde::{Deserialize, Serialize};

use crate::{
    experiment::{
        open::Opened,
        register::{Entry, register},
    },
    replicate::{Row, Seeds, Study, drawn_inputs},
    stats::{correlation, rank_correlation_interval, ranks},
};

/// So many are told.
const TOLD: usize = 10;

/// An assumption, with what the first target's measure owes to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FirstAsked {
    /// Path, range, meaning, source, owner and status.
    #[serde(flatten)]
    pub entry: Entry,
    /// Whether it has a source or somebody agreed to it.
    pub is_confirmed: bool,
    /// What it is ranked by: the measure of the first target when due, or where that is the same in every replication the day from
    /// which the target stays met.
    pub ranked_by: String,
    /// Spearman's rank correlation with that.
    pub correlation: f64,
    /// Its interval; all uncertain inputs together keep 95 %.
    pub correlation_low: f64,
    pub correlation_high: f64,
    /// Share of the variance of those ranks that goes with it: the square of the correlation. Inputs that share a cause
    /// share it too.
    pub share: f64,
    /// The interval excludes nothing.
    pub is_told_apart: bool,
    /// Share of the replications that keep the promise (`conditions.promise`) where the input lies in its lowest third.
    pub kept_at_low: f64,
    /// The same in its highest third.
    pub kept_at_high: f64,
}

/// Ranks the uncertain inputs by what they do to a value of each row.
pub(super) fn first_asked(
    opened: &Opened,
    (study, seeds): (&Study, &Seeds),
    rows: &[Row],
    is_kept: &dyn Fn(&Row) -> bool,
) -> Vec<FirstAsked> {
    let (layout, Some(target)) = (study.layout(), opened.scenario.targets.first()) else { return Vec::new() };
    let at = |column: usize| rows.iter().map(|row| row.values[column]).collect::<Vec<f64>>();
    let (mut measured, mut ranked_by) = (at(layout.value_at(0)), format!("{}@{}", target.path, target.by));
    if measured.windows(2).all(|pair| pair[0] == pair[1]) {
        (measured, ranked_by) = (at(layout.met_from(0)), format!("day from which {} stays met", target.name));
    }
    let measure = ranks(&measured);
    let nums = study.uncertain();
    let drawn = drawn_inputs(study, seeds, 0, rows.len() as u64);
    let kept: Vec<bool> = rows.iter().map(is_kept).collect();
    let mut all: Vec<(usize, f64, [f64; 2])> = Vec::new();
    for (index, num) in nums.iter().enumerate() {
        let column: Vec<f64> = drawn
            .iter()
            .filter_map(|inputs| inputs.iter().find(|(path, _)| *path == num.path).map(|(_, value)| *value))
            .collect();
        // What some draws do not need, because another switches it off, cannot be ranked over all of them.
        if column.len() < rows.len() || rows.len() < 4 {
            continue;
        }
        let ranked = ranks(&column);
        let found = correlation(&ranked, &measure);
        if !found.is_finite() {
            continue;
        }
        let third = rows.len() as f64 / 3.0;
        let share = |is_here: &dyn Fn(f64) -> bool| {
            let here: Vec<bool> = (0..rows.len()).filter(|row| is_here(ranked[*row])).map(|row| kept[row]).collect();
            here.iter().filter(|kept| **kept).count() as f64 / here.len().max(1) as f64
        };
        let (low, high) = (share(&|rank| rank < third), share(&|rank| rank >= 2.0 * third));
        all.push((index, found, [low, high]));
    }
    // Equal ones in the order of the file.
    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let place = |path: &str| all.iter().position(|(index, ..)| nums[*index].path == path).map(|place| place + 1);
    let entries = register(opened, &nums, place);
    let confidence = 1.0 - 0.05 / all.len().max(1) as f64;
    (all.iter().take(TOLD))
        .filter_map(|(index, found, [at_low, at_high])| {
            let num = &nums[*index];
            let entry = entries.iter().find(|entry| entry.path == num.path)?.clone();
            let (low, high) = rank_correlation_interval(*found, rows.len(), confidence);
            Some(FirstAsked {
                entry,
                is_confirmed: num.origin.is_confirmed(),
                ranked_by: ranked_by.clone(),
                correlation: *found,
                correlation_low: low,
                correlation_high: high,
                share: found * found,
                is_told_apart: low > 0.0 || high < 0.0,
                kept_at_low: *at_low,
                kept_at_high: *at_high,
            })
        })
        .collect()
}
