//! Costs by who pays and by calendar year, and what was not counted. There is no sum over payers.

use super::{
    findings::{Amount, CostLine, CostsFinding, Listed, PayerFinding},
    rows::Rows,
};
use crate::{
    blueprint::{names_of, not_counted},
    model::{mechanism::Mechanism, money::Payer},
    replicate::Study,
    stats::{Moments, quantile},
};

/// Of a study, and of `nothing` beside it; none where no price was filled in.
///
/// # Errors
/// When rows cannot be read back.
pub(super) fn costs(
    study: &Study,
    plan: &mut Rows,
    mut nothing: Option<&mut Rows>,
) -> std::io::Result<Option<CostsFinding>> {
    let names = names_of(&study.scenario);
    if !names.uses.has(Mechanism::Money) {
        return Ok(None);
    }
    let layout = study.layout();
    let mut payers = Vec::new();
    for payer in Payer::ALL {
        let of_payer = names.costs.iter().enumerate().filter(|(_, cost)| cost.payer() == payer);
        let lines: Vec<usize> = of_payer.map(|(line, _)| line).collect();
        if lines.is_empty() {
            continue;
        }
        let mut years = Vec::new();
        let mut total = vec![0.0; plan.count()];
        let mut without = nothing.as_ref().map(|nothing| vec![0.0; nothing.count()]);
        let mut by_line = vec![0.0; lines.len()];
        for year in 0..names.years.count() {
            let mut sum = vec![0.0; plan.count()];
            for (place, line) in lines.iter().enumerate() {
                let column = plan.column(layout.cost(*line, year))?;
                by_line[place] += column.iter().sum::<f64>() / column.len().max(1) as f64;
                add(&mut sum, &column);
                if let (Some(nothing), Some(without)) = (nothing.as_deref_mut(), &mut without) {
                    add(without, &nothing.column(layout.cost(*line, year))?);
                }
            }
            add(&mut total, &sum);
            years.push((names.years.name(year), amount(&sum)));
        }
        let because_of_the_plan = without.map(|without| {
            let pairs: Vec<f64> = total.iter().zip(&without).map(|(with, without)| with - without).collect();
            amount(&pairs)
        });
        let lines = lines.iter().zip(by_line).map(|(line, mean)| CostLine {
            kind: names.costs[*line].kind().to_owned(),
            of: names.costs[*line].of(&names).to_owned(),
            mean,
        });
        payers.push((
            payer.name().to_owned(),
            PayerFinding { years: Listed(years), total: amount(&total), because_of_the_plan, lines: lines.collect() },
        ));
    }
    Ok(Some(CostsFinding { payers: Listed(payers), not_counted: not_counted(&study.scenario) }))
}

fn add(sum: &mut [f64], more: &[f64]) {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

fn amount(values: &[f64]) -> Amount {
    let moments: Moments = values.iter().copied().collect();
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let point = |p: f64| if sorted.is_empty() { f64::NAN } else { quantile(&sorted, p) };
    Amount {
        mean: moments.mean(),
        q05: point(0.05),
        q10: point(0.1),
        q50: point(0.5),
        q90: point(0.9),
        q95: point(0.95),
    }
}
