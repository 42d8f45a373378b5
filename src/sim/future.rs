//! The demand of one future, drawn before the run begins: which months are busy, which forecast was wrong, which shocks
//! come, which path comes true.
//!
//! It hangs on the names of streams and shocks alone, so it is the same for all plans that are compared (RULES 10).

use std::sync::Arc;

use super::arrivals::poisson_moments;
use crate::{
    blueprint::{ArrivalPlan, Blueprint, FuturePlan, MonthPlan, OnsetPlan, Shape, ShockPlan},
    model::demand::ShockShape,
    random::Source,
};

/// What one stream's rate is multiplied by.
pub(super) struct Future {
    /// By step of the stream's shape.
    steps: Vec<f64>,
    shocks: Vec<Struck>,
}

/// One shock that comes.
#[derive(Clone, Copy)]
struct Struck {
    from: f64,
    to: f64,
    size: f64,
    shape: ShockShape,
}

impl Struck {
    fn factor(&self, at: f64) -> f64 {
        if at < self.from || at >= self.to {
            return 1.0;
        }
        1.0 + (self.size - 1.0) * self.shape.height((at - self.from) / (self.to - self.from))
    }
}

impl Future {
    pub(super) fn draw(blueprint: &Blueprint, stream: usize, shape: &Shape, plan: &FuturePlan, source: Source) -> Self {
        let name = format!("stream {}", blueprint.names.streams[stream]);
        let until = shape.steps.last().map_or(0.0, |step| step.to);
        let shocks = plan.shocks.iter().flat_map(|shock| strikes(&blueprint.shocks[*shock], until, source)).collect();
        Future { steps: steps(&name, &shape.steps, plan, source), shocks }
    }

    /// The factor at a moment that lies in this step.
    pub(super) fn factor(&self, step: usize, at: f64) -> f64 {
        self.shocks.iter().fold(self.steps[step], |factor, shock| factor * shock.factor(at))
    }

    /// Nowhere is the rate more often its majorant than this.
    pub(super) fn most(&self, shape: &Shape) -> f64 {
        let of_step = |(index, step): (usize, &MonthPlan)| {
            let meet = self.shocks.iter().filter(|shock| shock.from < step.to && shock.to > step.from);
            meet.fold(shape.most_of(index) * self.steps[index], |factor, shock| factor * shock.size.max(1.0))
        };
        shape.steps.iter().enumerate().map(of_step).fold(0.0, f64::max)
    }
}

/// The factors of the months, each of mean 1.
fn steps(name: &str, months: &[MonthPlan], plan: &FuturePlan, source: Source) -> Vec<f64> {
    let (busy, wrong) = (source.key(name, "month"), source.key(name, "forecast-error"));
    let first = months.first().map_or(0, |month| month.number);
    let (mut error, mut known) = (0.0, first);
    months
        .iter()
        .map(|month| {
            let number = month.number;
            let mut factor = 1.0;
            if let Some(law) = &plan.months {
                factor *= law.sample(&mut busy.draws(u64::from(number), 0));
            }
            if let Some(rule) = &plan.forecast {
                // Months that the table leaves out pass too.
                while known < number {
                    known += 1;
                    error = rule.next(error, wrong.draws(u64::from(known), 0).normal());
                }
                factor *= rule.factor(error, number - first);
            }
            factor
        })
        .collect()
}

/// The shocks of one kind that come before `until`; those with dates too may be shorter or longer than expected.
fn strikes(plan: &ShockPlan, until: f64, source: Source) -> Vec<Struck> {
    let name = format!("shock {}", plan.name);
    let onsets = match plan.when {
        OnsetPlan::At(at) => vec![at],
        OnsetPlan::MeanGap(gap) if gap.is_finite() => poisson_moments(source.key(&name, "onset"), gap, 0.0, until),
        OnsetPlan::MeanGap(_) => Vec::new(),
    };
    let (size, length) = (source.key(&name, "size"), source.key(&name, "length"));
    onsets
        .into_iter()
        .zip(0..)
        .map(|(from, number)| Struck {
            from,
            to: from + plan.length.sample(&mut length.draws(number, 0)).max(0.0),
            size: plan.size.sample(&mut size.draws(number, 0)).max(0.0),
            shape: plan.shape,
        })
        .collect()
}

/// The plan whose months are known: of paths one is taken, of real months blocks are laid end to end.
pub(super) fn settle(plan: &ArrivalPlan, name: &str, source: Source) -> ArrivalPlan {
    match plan {
        ArrivalPlan::Paths { paths, kind } => {
            // The same uniform for all streams: paths of the same place belong to one future.
            let u = source.key("future", "path").draws(0, 0).uniform();
            let taken = ((u * paths.len() as f64) as usize).min(paths.len() - 1);
            ArrivalPlan::Table { months: Arc::clone(&paths[taken]), kind: *kind }
        }
        ArrivalPlan::Resampled { series, months, block_months, kind, given } => {
            let key = source.key(&format!("stream {name}"), "block");
            let mut drawn = Vec::with_capacity(months.len());
            for block in months.chunks(*block_months) {
                let month = (block[0].number % 12 + 1) as u8;
                let whole = series.len().saturating_sub(*block_months);
                let begins: Vec<usize> = (0..=whole).filter(|at| series[*at].0 == month).collect();
                let u = key.draws(u64::from(block[0].number), 0).uniform();
                let from = begins[((u * begins.len() as f64) as usize).min(begins.len() - 1)];
                drawn.extend(
                    block
                        .iter()
                        .zip(&series[from..])
                        .map(|(month, (_, cases))| MonthPlan { cases: month.cases * cases, ..*month }),
                );
            }
            // What is given stands whatever was drawn, so that all else is the same with it and without.
            for (month, drawn) in months.iter().zip(&mut drawn) {
                if let Some((_, cases)) = given.iter().find(|(number, _)| *number == month.number) {
                    drawn.cases = month.cases * cases;
                }
            }
            ArrivalPlan::Table { months: Arc::new(drawn), kind: *kind }
        }
        other => other.clone(),
    }
}
