//! Designs of experiments in the unit cube: where to ask when every combination is too many.
//!
//! # Source
//! Latin hypercube: McKay, Beckman and Conover (1979), *Technometrics* 21(2). Sobol sequence: direction numbers of Joe and
//! Kuo (2008), *SIAM J. Sci. Comput.* 30(5), scrambled in the manner of Owen by Burley (2020), *Journal of Computer
//! Graphics Techniques* 9(4): the crate `sobol_burley`. Trajectories: Morris (1991), *Technometrics* 33(2).

use super::streams::Source;

/// Dimensions for which there are direction numbers.
pub const SOBOL_DIMENSIONS: usize = 256;

/// Points of a Sobol sequence at most.
pub const SOBOL_POINTS: usize = 1 << 16;

/// `count` points, of which each input has one in every n-th part of its range: `[point][input]`.
///
/// Each input hangs on its name: one more input moves no other.
pub fn latin_hypercube(seed: u64, count: usize, names: &[String]) -> Vec<Vec<f64>> {
    let source = Source::new(seed, 0);
    let columns: Vec<Vec<f64>> = names
        .iter()
        .map(|name| {
            let (order, within) = (source.key(name, "hypercube order"), source.key(name, "hypercube"));
            let mut rows: Vec<usize> = (0..count).collect();
            let by_chance: Vec<f64> = rows.iter().map(|row| order.draws(*row as u64, 0).uniform()).collect();
            rows.sort_by(|one, other| by_chance[*one].total_cmp(&by_chance[*other]));
            let mut column = vec![0.0; count];
            for (part, row) in rows.into_iter().enumerate() {
                column[row] = (part as f64 + within.draws(row as u64, 0).uniform()) / count as f64;
            }
            column
        })
        .collect();
    (0..count).map(|row| columns.iter().map(|column| column[row]).collect()).collect()
}

/// The first `count` points of a scrambled Sobol sequence: `[point][input]`, strictly within the unit cube.
///
/// # Panics
/// With more inputs or points than [`SOBOL_DIMENSIONS`] and [`SOBOL_POINTS`].
pub fn sobol(seed: u64, count: usize, inputs: usize) -> Vec<Vec<f64>> {
    assert!(inputs <= SOBOL_DIMENSIONS && count <= SOBOL_POINTS, "{count} points of {inputs} inputs are too many");
    // All bits of the seed count.
    let seed = (seed ^ (seed >> 32)) as u32;
    // The crate gives multiples of 2^-24 from 0 on: the middle of each.
    let half = 0.5 / f64::from(1 << 24);
    let point = |row: usize| (0..inputs).map(|input| coordinate(row, input, seed) + half).collect();
    (0..count).map(point).collect()
}

fn coordinate(row: usize, input: usize, seed: u32) -> f64 {
    f64::from(sobol_burley::sample(row as u32, input as u32, seed))
}

/// A walk through the grid in which each input moves once.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// Inputs + 1 points.
    pub points: Vec<Vec<f64>>,
    /// Which input moves on each step.
    pub moved: Vec<usize>,
}

/// Walks of Morris over four levels, 0, 1/3, 2/3 and 1: each step moves one input by 2/3, up or down.
pub fn walks(seed: u64, count: usize, names: &[String]) -> Vec<Walk> {
    let walk = |number: usize| {
        let source = Source::new(seed, number as u64);
        let mut at: Vec<f64> = (names.iter())
            .map(|name| (source.key(name, "walk start").draws(0, 0).uniform() * 4.0).floor() / 3.0)
            .collect();
        let by_chance: Vec<f64> =
            names.iter().map(|name| source.key(name, "walk order").draws(0, 0).uniform()).collect();
        let mut moved: Vec<usize> = (0..names.len()).collect();
        moved.sort_by(|one, other| by_chance[*one].total_cmp(&by_chance[*other]));
        let mut points = vec![at.clone()];
        for input in &moved {
            // From the lower half up, from the upper half down: the other end lies outside.
            at[*input] = if at[*input] < 0.5 { at[*input] + 2.0 / 3.0 } else { at[*input] - 2.0 / 3.0 };
            points.push(at.clone());
        }
        Walk { points, moved }
    };
    (0..count).map(walk).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|one| format!("input {one}")).collect()
    }

    #[test]
    fn every_input_of_a_hypercube_has_one_point_in_every_part() {
        let points = latin_hypercube(3, 50, &names(7));
        for input in 0..7 {
            let mut parts: Vec<usize> = points.iter().map(|point| (point[input] * 50.0) as usize).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..50).collect::<Vec<usize>>());
        }
        let fewer = latin_hypercube(3, 50, &names(6));
        assert!(points.iter().zip(&fewer).all(|(one, other)| one[..6] == other[..]), "one more input moved the others");
        assert_ne!(points, latin_hypercube(4, 50, &names(7)));
    }

    /// What makes a Sobol sequence one: 2^m points have one in each of 2^m equal parts, in every dimension; and in the first
    /// two dimensions together one in each of their 2^a by 2^(m - a) boxes.
    #[test]
    fn powers_of_two_of_sobol_points_fill_all_boxes() {
        for seed in [1, 2, 1 << 40] {
            let points = sobol(seed, 256, SOBOL_DIMENSIONS);
            for input in 0..SOBOL_DIMENSIONS {
                let mut parts: Vec<usize> = points.iter().map(|point| (point[input] * 256.0) as usize).collect();
                parts.sort_unstable();
                assert_eq!(parts, (0..256).collect::<Vec<usize>>(), "seed {seed}, input {input}");
            }
            for bits in 0..=8 {
                let (wide, high) = (f64::from(1 << bits), f64::from(1 << (8 - bits)));
                let mut boxes: Vec<usize> = points
                    .iter()
                    .map(|point| (point[0] * wide) as usize * high as usize + (point[1] * high) as usize)
                    .collect();
                boxes.sort_unstable();
                assert_eq!(boxes, (0..256).collect::<Vec<usize>>(), "seed {seed}, 2^{bits} wide");
            }
            assert!(points.iter().flatten().all(|x| 0.0 < *x && *x < 1.0));
        }
        assert_ne!(sobol(1, 4, 3), sobol(2, 4, 3));
    }

    #[test]
    fn each_step_of_a_walk_moves_one_input_and_each_moves_once() {
        for walk in walks(5, 20, &names(9)) {
            let mut moved = walk.moved.clone();
            moved.sort_unstable();
            assert_eq!(moved, (0..9).collect::<Vec<usize>>());
            for (step, input) in walk.moved.iter().enumerate() {
                for other in 0..9 {
                    let by = walk.points[step + 1][other] - walk.points[step][other];
                    let wanted = if other == *input { 2.0 / 3.0 } else { 0.0 };
                    assert!((by.abs() - wanted).abs() < 1e-12);
                }
            }
            let levels = [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0];
            let on_grid = |x: &f64| levels.iter().any(|level| (x - level).abs() < 1e-12);
            assert!(walk.points.iter().flatten().all(on_grid));
        }
    }
}
