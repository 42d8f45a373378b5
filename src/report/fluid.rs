//! The fluid solution for people: open cases month by month, beside the simulated mean where there is one.

use super::{
    table::table,
    words::{date, whole},
};
use crate::experiment::fluid::FluidFinding;

/// Rows of the table, at most: the first dates of a long run are thinned.
const ROWS: usize = 13;

/// The table of open cases by stream, and a closing sentence.
pub fn fluid(finding: &FluidFinding) -> String {
    let count = finding.dates.len();
    let step = count.div_ceil(ROWS).max(1);
    // The last date stands, and those before it at even distance.
    let picked: Vec<usize> = (0..count).filter(|period| (count - 1 - period).is_multiple_of(step)).collect();
    let stocks: Vec<&(String, _)> = finding.levels.0.iter().filter(|(path, _)| path.starts_with("stock.")).collect();
    let is_beside = stocks.iter().any(|(_, level)| !level.simulated.is_empty());
    let mut head = vec!["at the end of".to_owned()];
    for (path, _) in &stocks {
        head.push(path.clone());
        head.extend(if is_beside { ["simulated", "gap"] } else { ["5 %", "95 %"] }.map(str::to_owned));
    }
    let mut rows = Vec::new();
    for period in picked {
        let mut row = vec![date(finding.dates[period])];
        for (_, level) in &stocks {
            row.push(whole(level.fluid[period]));
            if is_beside {
                row.push(whole(level.simulated[period]));
                row.push(whole(level.fluid[period] - level.simulated[period]));
            } else {
                row.push(whole(level.q05[period]));
                row.push(whole(level.q95[period]));
            }
        }
        rows.push(row);
    }
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut text =
        format!("Fluid solution: mean values without chance, over {} draws of the inputs\n", finding.futures);
    text.push_str(&table(&head, &rows));
    if !finding.left_out.is_empty() {
        text.push_str(&format!("  Not in the fluid: {}.\n", finding.left_out.join(", ")));
    }
    for (path, level) in &stocks {
        if let Some((day, gap)) = finding.worst_gap(level) {
            let gap = gap * 100.0;
            let side = if gap < 0.0 { "below" } else { "above" };
            let (gap, day) = (gap.abs(), date(day));
            text.push_str(&format!(
                "  {path}: the fluid stays within {gap:.1} % of the highest simulated level (largest gap {side} it, {day}).\n"
            ));
        }
    }
    text
}
