//! Designs, screening and scenario discovery on functions whose answer is known.

use surgecap::{
    random::design::{latin_hypercube, sobol, walks},
    stats::{effects, prim, sobol_indices},
};

fn names(count: usize) -> Vec<String> {
    (0..count).map(|one| format!("input {one}")).collect()
}

#[test]
fn proved_prim_finds_a_known_box_and_names_no_other_input() {
    for seed in [1, 2, 3] {
        let points = latin_hypercube(seed, 600, &names(8));
        let inside: Vec<bool> = points.iter().map(|x| x[2] > 0.6 && x[5] < 0.5).collect();
        let found = prim(&points, &inside, 4).expect("a box");
        let mut inputs: Vec<usize> = found.limits.iter().map(|limit| limit.input).collect();
        inputs.sort_unstable();
        assert_eq!(inputs, [2, 5], "seed {seed}: {found:?}");
        assert!(found.coverage > 0.93 && found.density > 0.93, "seed {seed}: {found:?}");
        for limit in &found.limits {
            let (edge, wanted) = if limit.input == 2 { (limit.low, 0.6) } else { (limit.high, 0.5) };
            assert!((edge - wanted).abs() < 0.04, "seed {seed}: {limit:?}");
            assert!((if limit.input == 2 { limit.high } else { limit.low }).is_infinite(), "seed {seed}: {limit:?}");
        }
    }
}

#[test]
fn proved_prim_sees_the_box_through_noise_and_keeps_to_the_number_of_inputs() {
    let points = latin_hypercube(4, 800, &names(6));
    let luck = latin_hypercube(5, 800, &names(1));
    let noisy: Vec<bool> = (points.iter().zip(&luck))
        .map(|(x, luck)| luck[0] < if x[0] < 0.4 && x[3] > 0.5 { 0.9 } else { 0.08 })
        .collect();
    let found = prim(&points, &noisy, 4).expect("a box");
    assert!(found.limits.len() <= 4 && found.density > 0.75 && found.coverage > 0.6, "{found:?}");
    let two: Vec<usize> = found.limits.iter().take(2).map(|limit| limit.input).collect();
    assert!(two.contains(&0) && two.contains(&3), "{found:?}");
    let five: Vec<bool> = points.iter().map(|x| x.iter().take(5).all(|x| *x > 0.3)).collect();
    assert!(prim(&points, &five, 3).is_some_and(|found| found.limits.len() <= 3));
}

#[test]
fn prim_names_no_input_where_none_tells_anything() {
    let points = latin_hypercube(6, 300, &names(3));
    assert_eq!(prim(&points, &vec![false; 300], 4), None);
    assert_eq!(prim(&points, &vec![true; 300], 4), None);
}

/// A line has effects equal to its slopes, whatever the walks; and indices equal to the shares of its variance.
#[test]
fn proved_a_line_has_its_slopes_as_effects_and_its_shares_as_indices() {
    let slopes = [4.0, -2.0, 1.0, 0.0];
    let line = |x: &[f64]| x.iter().zip(slopes).map(|(x, slope)| slope * x).sum::<f64>();
    let mut of_input = vec![Vec::new(); 4];
    for walk in walks(1, 10, &names(4)) {
        for (step, input) in walk.moved.iter().enumerate() {
            let by = walk.points[step + 1][*input] - walk.points[step][*input];
            of_input[*input].push((line(&walk.points[step + 1]) - line(&walk.points[step])) / by);
        }
    }
    for (input, slope) in slopes.iter().enumerate() {
        let found = effects(&of_input[input]);
        assert!((found.mean - slope).abs() < 1e-9 && (found.size - slope.abs()).abs() < 1e-9 && found.spread < 1e-9);
    }
    // Uniform inputs: variance slope² / 12 each.
    let points = sobol(1, 4096, 8);
    let at = |mixed: Option<usize>, from_b: bool| -> Vec<f64> {
        let x = |point: &Vec<f64>| -> Vec<f64> {
            (0..4).map(|one| if from_b || mixed == Some(one) { point[one + 4] } else { point[one] }).collect()
        };
        points.iter().map(|point| line(&x(point))).collect()
    };
    let (at_a, at_b) = (at(None, false), at(None, true));
    for (input, slope) in slopes.iter().enumerate() {
        let share = slope * slope / 21.0;
        let found = sobol_indices(&at_a, &at_b, &at(Some(input), false));
        assert!((found.first - share).abs() < 0.01 && (found.total - share).abs() < 0.01, "{input}: {found:?}");
    }
}

/// Ishigami's function over the unit cube, a = 7 and b = 0.1.
fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| (2.0 * u - 1.0) * std::f64::consts::PI).collect();
    let sine = x[1].sin();
    x[0].sin() + 7.0 * sine * sine + 0.1 * x[2].powi(4) * x[0].sin()
}

/// SALib 1.6.0, `SALib.analyze.sobol.analyze` and `SALib.analyze.morris.analyze` (numpy 2.4.6), on the same points: total
/// indices and elementary effects are the same estimators; first-order indices there are those of Saltelli et al. (2010), here
/// those of Jansen, so that they agree only as 1,024 rows let them.
#[test]
fn proved_indices_and_effects_are_those_of_salib() {
    let root: f64 = 1.112_775_684_278_705_5;
    let point = |first: i32, row: u64| -> Vec<f64> {
        (0..3).map(|input| (0.5 + row as f64 * root.powi(-(first + input))).fract()).collect()
    };
    let rows: Vec<(Vec<f64>, Vec<f64>)> = (0..1024).map(|row| (point(1, row), point(4, row))).collect();
    let at_a: Vec<f64> = rows.iter().map(|(a, _)| ishigami(a)).collect();
    let at_b: Vec<f64> = rows.iter().map(|(_, b)| ishigami(b)).collect();
    let totals = [0.56843825259713, 0.4374358897937507, 0.23795589565407668];
    let firsts = [0.2865696823163055, 0.4443011752558746, -0.03341785401373163];
    for input in 0..3 {
        let mixed = |(a, b): &(Vec<f64>, Vec<f64>)| {
            let mut x = a.clone();
            x[input] = b[input];
            ishigami(&x)
        };
        let found = sobol_indices(&at_a, &at_b, &rows.iter().map(mixed).collect::<Vec<_>>());
        // There the variance is over 2n, here over 2n - 1.
        let wanted = totals[input] * 2047.0 / 2048.0;
        assert!((found.total - wanted).abs() < 1e-9, "{input}: {found:?}");
        assert!((found.first - firsts[input]).abs() < 0.1, "{input}: {found:?}");
    }
    let mut of_input = vec![Vec::new(); 3];
    for walk in 0..8_usize {
        let mut u: Vec<f64> = (0..3).map(|input| ((walk * (input + 1) + input) % 4) as f64 / 3.0).collect();
        for step in 0..3 {
            let input = (walk + step) % 3;
            let before = ishigami(&u);
            let by = if u[input] < 0.5 { 2.0 / 3.0 } else { -2.0 / 3.0 };
            u[input] += by;
            of_input[input].push((ishigami(&u) - before) / by);
        }
    }
    let wanted = [
        [9.266253137426384, 9.266253137426384, 6.468118467394338],
        [-7.875, 7.875, 0.0],
        [-7.810995129166397, 7.810995129166397, 6.468118467394337],
    ];
    for (all, [mean, size, spread]) in of_input.iter().zip(wanted) {
        let found = effects(all);
        for (one, other) in [(found.mean, mean), (found.size, size), (found.spread, spread)] {
            assert!((one - other).abs() < 1e-9, "{found:?}");
        }
    }
}
