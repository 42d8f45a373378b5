//! The best of a few numbers with so many tries: first spread evenly over all combinations, then around the best so far.

use crate::stats::least;

/// Values of a lever without a grid of its own.
const POINTS: usize = 9;

/// A number that a plan may choose, and what it may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    pub path: String,
    /// Rising, each once.
    values: Vec<f64>,
    /// The place of what the plan writes.
    written: usize,
}

/// A point that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    pub values: Vec<f64>,
    pub cost: f64,
}

impl Lever {
    /// These values, begun at the one nearest to what is written.
    pub fn listed(path: &str, values: &[f64], written: Option<f64>) -> Lever {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let lever = Lever { path: path.to_owned(), values, written: 0 };
        match written {
            Some(value) => lever.from(value),
            None => lever,
        }
    }

    /// From what the file has without the plan to twice as far as the plan goes, in whole numbers.
    pub fn around(path: &str, base: f64, written: f64) -> Lever {
        let at = |step: usize| (base + (written - base) * 2.0 * step as f64 / (POINTS - 1) as f64).round();
        Lever::listed(path, &(0..POINTS).map(at).collect::<Vec<f64>>(), Some(written))
    }

    /// The same, begun elsewhere.
    #[must_use]
    pub fn from(&self, value: f64) -> Lever {
        let gaps: Vec<f64> = self.values.iter().map(|one| (one - value).abs()).collect();
        Lever { written: least(&gaps), ..self.clone() }
    }

    pub fn range(&self) -> (f64, f64) {
        (self.values[0], self.values[self.values.len() - 1])
    }
}

/// Tries at most `tries` points, the one that is written first, and says what each costs; `cost` is asked for several at once
/// and may say that it was stopped. Nothing is tried twice; where there are no more points than tries, all are.
///
/// # Errors
/// Those of `cost`.
pub fn tune<E>(
    levers: &[Lever],
    tries: usize,
    mut cost: impl FnMut(&[Vec<f64>]) -> Result<Option<Vec<f64>>, E>,
) -> Result<Option<Vec<Try>>, E> {
    let all = levers.iter().map(|lever| lever.values.len()).fold(1usize, usize::saturating_mul);
    let tries = tries.max(1).min(all);
    let mut tried: Vec<(Vec<usize>, f64)> = Vec::new();
    // Two thirds of the tries say where to look, the others look there.
    let first = if tries == all { all } else { tries.div_ceil(3) * 2 };
    let mut ask = |points: Vec<Vec<usize>>, tried: &mut Vec<(Vec<usize>, f64)>| -> Result<bool, E> {
        if points.is_empty() {
            return Ok(true);
        }
        let values: Vec<Vec<f64>> = points.iter().map(|point| at(levers, point)).collect();
        let Some(costs) = cost(&values)? else { return Ok(false) };
        tried.extend(points.into_iter().zip(costs));
        Ok(true)
    };
    if !ask(spread(levers, first.min(tries)), &mut tried)? {
        return Ok(None);
    }
    while tried.len() < tries {
        let costs: Vec<f64> = tried.iter().map(|(_, cost)| *cost).collect();
        let best = tried[least(&costs)].0.clone();
        let count = (tries - tried.len()).min((levers.len() * 2).max(2));
        let next = near(levers, &best, &tried, count);
        if !ask(next, &mut tried)? {
            return Ok(None);
        }
    }
    Ok(Some(tried.into_iter().map(|(point, cost)| Try { values: at(levers, &point), cost }).collect()))
}

fn at(levers: &[Lever], point: &[usize]) -> Vec<f64> {
    levers.iter().zip(point).map(|(lever, place)| lever.values[*place]).collect()
}

/// What is written, then the points of a Halton sequence (Halton 1960, Numerische Mathematik 2), each once.
fn spread(levers: &[Lever], count: usize) -> Vec<Vec<usize>> {
    const BASES: [u64; 6] = [2, 3, 5, 7, 11, 13];
    let mut points: Vec<Vec<usize>> = vec![levers.iter().map(|lever| lever.written).collect()];
    // Long enough to meet every combination of a small grid; what is still missing then is taken in order.
    for number in 1..2_000 {
        if points.len() >= count {
            break;
        }
        let place = |(dimension, lever): (usize, &Lever)| {
            let u = halton(number, BASES[dimension % BASES.len()]);
            ((u * lever.values.len() as f64) as usize).min(lever.values.len() - 1)
        };
        let point: Vec<usize> = levers.iter().enumerate().map(place).collect();
        if !points.contains(&point) {
            points.push(point);
        }
    }
    points.truncate(count.max(1));
    points
}

fn halton(mut number: u64, base: u64) -> f64 {
    let (mut value, mut scale) = (0.0, 1.0);
    while number > 0 {
        scale /= base as f64;
        value += (number % base) as f64 * scale;
        number /= base;
    }
    value
}

/// The points nearest to one that were not tried: steps along the grid, the fewest first.
fn near(levers: &[Lever], best: &[usize], tried: &[(Vec<usize>, f64)], count: usize) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut ring: Vec<Vec<usize>> = vec![best.to_vec()];
    let mut seen: std::collections::HashSet<Vec<usize>> = ring.iter().cloned().collect();
    while found.len() < count && !ring.is_empty() {
        let mut next = Vec::new();
        for point in &ring {
            for (dimension, lever) in levers.iter().enumerate() {
                let place = point[dimension];
                for other in
                    [place.checked_sub(1), Some(place + 1).filter(|at| *at < lever.values.len())].into_iter().flatten()
                {
                    let mut neighbour = point.clone();
                    neighbour[dimension] = other;
                    if seen.insert(neighbour.clone()) {
                        if !tried.iter().any(|(one, _)| *one == neighbour) {
                            found.push(neighbour.clone());
                        }
                        next.push(neighbour);
                    }
                }
            }
        }
        ring = next;
    }
    found.truncate(count);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Newsvendor, normal_quantile};

    fn run(levers: &[Lever], tries: usize, cost: impl Fn(&[f64]) -> f64) -> Vec<Try> {
        let tried = tune(levers, tries, |points| -> Result<Option<Vec<f64>>, ()> {
            Ok(Some(points.iter().map(|point| cost(point)).collect()))
        });
        tried.expect("no errors").expect("not stopped")
    }

    fn best(tried: &[Try]) -> &Try {
        &tried[least(&tried.iter().map(|one| one.cost).collect::<Vec<_>>())]
    }

    #[test]
    fn what_is_written_comes_first_and_nothing_comes_twice() {
        let levers = [Lever::listed("a", &[3.0, 1.0, 2.0, 2.0], Some(2.2)), Lever::around("b", 10.0, 14.0)];
        assert_eq!(levers[1].range(), (10.0, 18.0));
        let tried = run(&levers, 15, |values| values[0] + values[1]);
        assert_eq!(tried[0].values, [2.0, 14.0]);
        assert_eq!(tried.len(), 15);
        for (place, one) in tried.iter().enumerate() {
            assert!(!tried[..place].iter().any(|other| other.values == one.values));
        }
    }

    #[test]
    fn a_small_grid_is_tried_whole() {
        let tried = run(&[Lever::listed("a", &[0.0, 1.0, 2.0, 3.0], None)], 50, |values| (values[0] - 2.0).abs());
        assert_eq!((tried.len(), best(&tried).values[0]), (4, 2.0));
    }

    #[test]
    fn with_few_tries_the_best_of_a_bowl_is_nearly_found() {
        let values: Vec<f64> = (0..=10).map(f64::from).collect();
        let levers = [Lever::listed("a", &values, Some(0.0)), Lever::listed("b", &values, Some(0.0))];
        let cost = |at: &[f64]| (at[0] - 7.0).powi(2) + (at[1] - 3.0).powi(2);
        assert!(best(&run(&levers, 24, cost)).cost <= 1.0);
    }

    /// Case buffer-newsvendor-a: where a shortfall is hired at once at a higher price, the best buffer is the newsvendor's.
    #[test]
    fn without_any_lead_time_the_best_buffer_is_the_newsvendors() {
        let theory = Newsvendor { demand_mean: 1_200.0, demand_sd: 300.0, standing_cost: 1.0, surge_cost: 3.0 };
        let futures = 2_000;
        let demand: Vec<f64> = (0..futures)
            .map(|one| 1_200.0 + 300.0 * normal_quantile((f64::from(one) + 0.5) / f64::from(futures)))
            .collect();
        let cost = |at: &[f64]| {
            let short: f64 = demand.iter().map(|demand| (demand - at[0]).max(0.0)).sum();
            at[0] + 3.0 * short / demand.len() as f64
        };
        let values: Vec<f64> = (0..=180).map(|step| 600.0 + 10.0 * f64::from(step)).collect();
        let tried = run(&[Lever::listed("buffer", &values, Some(600.0))], 60, cost);
        let found = best(&tried);
        assert!((found.values[0] - theory.best()).abs() <= 10.0, "{} for {}", found.values[0], theory.best());
        assert!((found.cost - theory.cost(theory.best())).abs() < 2.0, "{}", found.cost);
    }
}
