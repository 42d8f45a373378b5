//! Choosing under what nobody knows: the newsvendor, regret, and what perfect foresight would be worth.

use super::{normal_cdf, normal_density, normal_quantile};

/// The best standing capacity where a shortfall is hired at once at a higher price, demand being normal.
///
/// # Source
/// Arrow, Harris & Marschak (1951), *Optimal inventory policy*, Econometrica 19(3): `P(D > K*) = c_b / c_s`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Newsvendor {
    pub demand_mean: f64,
    pub demand_sd: f64,
    /// Of a unit that stands, used or not.
    pub standing_cost: f64,
    /// Of a unit that is missing, above `standing_cost`.
    pub surge_cost: f64,
}

impl Newsvendor {
    pub fn best(&self) -> f64 {
        self.demand_mean + self.demand_sd * normal_quantile(1.0 - self.standing_cost / self.surge_cost)
    }

    /// Mean demand above a capacity.
    pub fn shortfall(&self, capacity: f64) -> f64 {
        let z = (capacity - self.demand_mean) / self.demand_sd;
        let density = normal_density(z);
        self.demand_sd * (density - z * (1.0 - normal_cdf(z)))
    }

    pub fn cost(&self, capacity: f64) -> f64 {
        self.standing_cost * capacity + self.surge_cost * self.shortfall(capacity)
    }
}

/// Regret of each plan in each future: its cost less that of the best plan there, `[plan][future]`.
///
/// # Source
/// Savage (1951), *The theory of statistical decision*, JASA 46(253).
pub fn regrets(costs: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let futures = costs.first().map_or(0, Vec::len);
    let best: Vec<f64> =
        (0..futures).map(|future| costs.iter().map(|plan| plan[future]).fold(f64::INFINITY, f64::min)).collect();
    costs.iter().map(|plan| plan.iter().zip(&best).map(|(cost, best)| cost - best).collect()).collect()
}

/// The plan with the smallest value; the first of equals.
pub fn least(values: &[f64]) -> usize {
    (0..values.len()).min_by(|&a, &b| values[a].total_cmp(&values[b])).unwrap_or(0)
}

/// Expected cost of each plan.
pub fn expected(costs: &[Vec<f64>], probabilities: &[f64]) -> Vec<f64> {
    costs.iter().map(|plan| plan.iter().zip(probabilities).map(|(cost, p)| cost * p).sum()).collect()
}

/// What knowing the future beforehand would save, at most.
pub fn perfect_information(costs: &[Vec<f64>], probabilities: &[f64]) -> f64 {
    let expected = expected(costs, probabilities);
    let foreseen: f64 = probabilities
        .iter()
        .enumerate()
        .map(|(future, p)| p * costs.iter().map(|plan| plan[future]).fold(f64::INFINITY, f64::min))
        .sum();
    expected[least(&expected)] - foreseen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_plan_of_a_future_has_no_regret_there() {
        let regrets = regrets(&[vec![1.0, 9.0], vec![4.0, 4.0]]);
        assert_eq!(regrets, [vec![0.0, 5.0], vec![3.0, 0.0]]);
    }
}
