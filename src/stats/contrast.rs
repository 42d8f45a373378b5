//! Alternatives compared in the same futures, several replications of luck in each (RULES 17).

use super::{Moments, kn_constants};

/// Means over the luck of each future: `values[future * luck + replication]`; what is left of an unfinished future is left out.
pub fn future_means(values: &[f64], luck: usize) -> Vec<f64> {
    values.chunks_exact(luck).map(|future| future.iter().sum::<f64>() / luck as f64).collect()
}

/// Share of the variance of the means of futures that is luck: `Var / L` within over the variance between; none with one
/// replication of each future, or where nothing varies.
pub fn luck_share(values: &[f64], luck: usize) -> Option<f64> {
    if luck < 2 {
        return None;
    }
    let between: Moments = future_means(values, luck).into_iter().collect();
    let within: Moments =
        values.chunks_exact(luck).map(|future| future.iter().copied().collect::<Moments>().variance()).collect();
    (between.variance() > 0.0).then(|| (within.mean() / luck as f64 / between.variance()).min(1.0))
}

/// Regret of each alternative in each future, smaller values being better: `values[alternative][future * luck + replication]`.
///
/// With several replications of a future, which alternative is best is chosen by one half of them and judged by the other,
/// both ways, so that luck alone gives no regret: it is the same whether it helps or harms. One replication gives the plain
/// regret, which luck makes too large. A future may have a negative regret; its mean over futures is what counts.
///
/// # Source
/// Savage (1951), *The theory of statistical decision*, JASA 46(253); the halves are those of cross-validation, Stone (1974),
/// JRSS B 36(2).
pub fn regrets_less_luck(values: &[Vec<f64>], luck: usize) -> Vec<Vec<f64>> {
    let futures = values.first().map_or(0, |one| one.len() / luck);
    let mut regrets = vec![vec![0.0; futures]; values.len()];
    for future in 0..futures {
        let span = future * luck..(future + 1) * luck;
        // Every second replication, from `first`: the two halves, or all twice where there is one.
        let half = |of: &Vec<f64>, first: usize| -> f64 {
            let all = &of[span.clone()];
            if luck == 1 { all[0] } else { all.iter().skip(first).step_by(2).copied().collect::<Moments>().mean() }
        };
        for (choose, judge) in [(0, 1), (1, 0)] {
            let chosen: Vec<f64> = values.iter().map(|of| half(of, choose)).collect();
            let judged: Vec<f64> = values.iter().map(|of| half(of, judge)).collect();
            let best = super::least(&chosen);
            for (regret, value) in regrets.iter_mut().zip(&judged) {
                regret[future] += (value - judged[best]) / 2.0;
            }
        }
    }
    regrets
}

/// Mean of the worst share of some values, larger being worse (CVaR).
///
/// # Source
/// Rockafellar & Uryasev (2000), *Optimization of conditional value-at-risk*, Journal of Risk 2(3).
pub fn worst_mean(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let count = share * sorted.len() as f64;
    let whole = count.floor() as usize;
    let part = sorted.get(whole).map_or(0.0, |value| value * (count - whole as f64));
    (sorted[..whole.min(sorted.len())].iter().sum::<f64>() + part) / count
}

/// What a sequential selection has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screened {
    /// Alternatives that may still be the best, one where it is decided.
    pub standing: Vec<usize>,
    /// Observations used.
    pub used: usize,
}

/// Runs the procedure KN through observations, smaller being better: with probability at least `1 − alpha` the one that stands
/// is the best when it is better by `delta` or more, else one within `delta` of it.
///
/// # Source
/// Kim & Nelson (2001), ACM TOMACS 11(3), with c = 1; common random numbers are allowed, observations are taken as normal.
///
/// # Panics
/// With fewer than two alternatives or first-stage observations.
pub fn kn_select(values: &[Vec<f64>], first_stage: usize, delta: f64, alpha: f64) -> Screened {
    let (_, h2) = kn_constants(values.len() as u32, first_stage as u32, alpha);
    let last = values.iter().map(Vec::len).min().unwrap_or(0);
    let mut standing: Vec<usize> = (0..values.len()).collect();
    if last < first_stage {
        return Screened { standing, used: last };
    }
    let spread = |a: usize, b: usize| -> f64 {
        let pairs = values[a].iter().zip(&values[b]).take(first_stage);
        pairs.map(|(a, b)| a - b).collect::<Moments>().variance()
    };
    let spreads: Vec<Vec<f64>> = (0..values.len()).map(|a| (0..values.len()).map(|b| spread(a, b)).collect()).collect();
    let mut sums: Vec<f64> = values.iter().map(|of| of[..first_stage].iter().sum()).collect();
    let mut used = first_stage;
    loop {
        let margin = |a: usize, b: usize| (delta / 2.0 * (h2 * spreads[a][b] / (delta * delta) - used as f64)).max(0.0);
        let stays = |a: &usize| standing.iter().all(|b| a == b || sums[*a] <= sums[*b] + margin(*a, *b));
        let left: Vec<usize> = standing.iter().copied().filter(stays).collect();
        // Without a margin left the smallest sum decides; of those that are the same in every observation, the first.
        let pairs = |a: &usize| left.iter().filter(move |b| a != *b).map(move |b| (*a, *b)).collect::<Vec<_>>();
        let is_over = left.len() > 1 && left.iter().flat_map(pairs).all(|(a, b)| margin(a, b) == 0.0);
        standing = if is_over { left[..1].to_vec() } else { left };
        if standing.len() == 1 || used == last {
            return Screened { standing, used };
        }
        for (sum, of) in sums.iter_mut().zip(values) {
            *sum += of[used];
        }
        used += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::normal_quantile;

    /// SplitMix64 (Steele, Lea & Flood 2014): what stands below knows no other generator.
    fn normals(mean: f64, sd: f64, seed: u64, count: usize) -> Vec<f64> {
        let mut state = seed.wrapping_mul(0xd1b5_4a32_d192_ed03);
        let mut uniform = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64 + f64::EPSILON / 4.0
        };
        (0..count).map(|_| mean + sd * normal_quantile(uniform())).collect()
    }

    #[test]
    fn two_equal_plans_with_luck_of_their_own_have_no_regret() {
        // 400 futures of 4: each mean regret has a standard error of about 0.5 / sqrt(400) = 0.025; five of them.
        let values = vec![normals(10.0, 1.0, 1, 1600), normals(10.0, 1.0, 2, 1600)];
        for regret in regrets_less_luck(&values, 4) {
            let mean = regret.iter().sum::<f64>() / 400.0;
            assert!(mean.abs() < 0.125, "{mean}");
        }
        let plain = regrets_less_luck(&values, 1);
        assert!(plain[0].iter().sum::<f64>() / 1600.0 > 0.4, "luck alone makes the plain regret large");
    }

    #[test]
    fn a_worse_plan_regrets_what_it_is_worse_by() {
        let values = vec![vec![1.0; 8], vec![3.5; 8]];
        assert_eq!(regrets_less_luck(&values, 2), vec![vec![0.0; 4], vec![2.5; 4]]);
    }

    #[test]
    fn luck_is_all_or_nothing_where_only_it_varies_or_never() {
        assert_eq!(luck_share(&[1.0, 1.0, 2.0, 2.0], 2), Some(0.0));
        let share = luck_share(&normals(0.0, 1.0, 3, 4000), 4).unwrap();
        assert!((0.85..=1.0).contains(&share), "{share}");
        assert_eq!(luck_share(&[1.0, 2.0], 1), None);
    }

    #[test]
    fn the_worst_tenth_of_twenty_is_two_of_them() {
        let values: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(worst_mean(&values, 0.1), 19.5);
        assert_eq!(worst_mean(&values, 0.125), (20.0 + 19.0 + 9.0) / 2.5);
    }

    #[test]
    fn a_selection_keeps_its_promise() {
        // The best by exactly delta among four, alpha 0.05: at most 5 % wrong. In 400 trials more than 34 has a chance below 0.1 %.
        let wrong = (0..400)
            .filter(|trial| {
                let values: Vec<Vec<f64>> = (0..4)
                    .map(|one| normals(if one == 2 { 0.0 } else { 1.0 }, 2.0, 1_000 + trial * 4 + one, 600))
                    .collect();
                kn_select(&values, 20, 1.0, 0.05).standing != [2]
            })
            .count();
        assert!(wrong <= 34, "{wrong} of 400");
    }

    #[test]
    fn of_two_that_are_the_same_the_first_stands() {
        let same = normals(0.0, 1.0, 60, 30);
        assert_eq!(kn_select(&[same.clone(), same], 20, 1.0, 0.05), Screened { standing: vec![0], used: 20 });
    }

    #[test]
    fn observations_that_do_not_suffice_leave_several() {
        let values: Vec<Vec<f64>> = (0..2).map(|one| normals(0.0, 1.0, 50 + one, 30)).collect();
        assert_eq!(kn_select(&values, 20, 0.01, 0.05), Screened { standing: vec![0, 1], used: 30 });
    }
}
