//! The second engine: the fluid solution against theory, and against the simulation where chance matters little.

use surgecap::{
    blueprint::{Inputs, compile},
    fluid::solve,
    model::target::Gauge,
};

use crate::support::{opened, opened_text, rows, scenarios, study};

/// Every level that a validation file expects at a moment: (file, measure, hours, expected, fluid).
fn levels(file: &str) -> Vec<(String, f64, f64, f64)> {
    let opened = opened(&scenarios().join("validation").join(file), &[], None);
    let study = study(&opened);
    let blueprint = compile(&opened.scenario, &study.measures, &Inputs::likely());
    let mut found = Vec::new();
    for expectation in &opened.scenario.expectations {
        let Some(at) = expectation.at else { continue };
        let level = opened.levels.iter().find(|(path, _)| *path == expectation.measure);
        let Some(value) = level.and_then(|(_, gauge): &(String, Gauge)| solve(&blueprint, &[at])[0].read(*gauge))
        else {
            continue;
        };
        found.push((expectation.measure.clone(), at.hours(), expectation.value, value));
    }
    found
}

/// Where theory's mean values are those of a liquid, the fluid solution must meet them: its own error is that of its
/// steps. The tolerances are five to ten times what was found when they were written.
#[test]
fn the_fluid_meets_theory_where_nobody_is_idle() {
    let wanted = [
        ("e2e-taskforce-a.toml", 0.002),
        ("onboard-linear-a.toml", 0.0002),
        ("onboard-shared-a-250.toml", 0.0002),
        ("onboard-cohorts-a.toml", 0.0002),
        ("cannibal-a.toml", 0.0002),
        ("learning-exp-attr-a.toml", 0.0005),
        ("fluid-drain-a.toml", 0.01),
    ];
    for (file, tolerance) in wanted {
        let levels = levels(file);
        assert!(!levels.is_empty(), "{file} expects no level that the fluid knows");
        for (measure, hours, expected, value) in levels {
            // Of a measure that is exactly 0, the fluid's is too.
            let scale = expected.abs().max(1e-9);
            assert!(
                (value - expected).abs() <= tolerance * scale,
                "{file}: {measure} at {hours} h is {expected} in theory and {value} in the fluid"
            );
        }
    }
}

/// A desk that is flooded and then is not: Mandelbaum, Massey and Reiman's limit of M(t)/M/n(t), exact while all work.
#[test]
fn a_station_gives_out_the_lesser_of_its_capacity_and_its_content() {
    for (measure, hours, expected, value) in levels("staffstep-up-a.toml") {
        if hours <= 8.0 && measure == "stock.cases" {
            assert!((value / expected - 1.0).abs() < 0.01, "{measure} at {hours} h: {expected}, fluid {value}");
        }
    }
}

/// A working calendar, classes, a delay, sign-off, trainees with questions and leavers: 30 replications of the same
/// organisation. The gap is judged by what chance leaves: three in a hundred of the stock at the start.
#[test]
fn both_engines_tell_the_same_story_of_a_flooded_office() {
    let opened = opened_text(OFFICE);
    let study = study(&opened);
    let rows = rows(&study, 1, 30);
    let layout = study.layout();
    let moments: Vec<_> = study.measures.periods.iter().map(|(at, _)| *at).collect();
    let blueprint = compile(&opened.scenario, &study.measures, &Inputs::likely());
    let fluid = solve(&blueprint, &moments);
    let (series, (_, gauge)) = study
        .measures
        .series
        .iter()
        .enumerate()
        .find(|(_, (path, _))| path == "stock.old")
        .expect("the stock is a series");
    for (period, levels) in fluid.iter().enumerate() {
        let place = layout.series(series, period);
        let simulated = rows.iter().map(|row| row.values[place]).sum::<f64>() / rows.len() as f64;
        let value = levels.read(*gauge).expect("the fluid knows the stock");
        assert!((value - simulated).abs() < 0.03 * 4000.0, "month {period}: simulated {simulated}, fluid {value}");
    }
    // It is a story: the stock falls, and not to nothing at once.
    assert!(fluid[2].stock[0] > 2000.0 && fluid[17].stock[0] < 2000.0);
}

const OFFICE: &str = r#"
name  = "a flooded office"
start = 2027-01-01
end   = 2028-06-30

[class.plain]
[class.hard]
effort = 1.8

[stream.old]
initial.count    = 4000
inflow.per_month = 60
share.hard       = 0.25

[stage.prepare]
effort_hours     = { exponential = 2 }
by               = ["office", "temps"]
then             = "decide"
delay_after_days = { exponential = 14 }

[stage.decide]
effort_hours = { gamma = { mean = 6, cv = 0.5 } }
by           = ["office", "temps"]
then         = "decided"

[stage.sign]
signs        = "decide"
effort_hours = { exponential = 1 }
growth       = 1.0
by           = ["office"]

[pool.office]
headcount        = 20
seniors          = 0.5
overhead         = 0.2
leaving_per_year = 0.1

[cohort.temps]
headcount              = 20
ordered                = 2027-01-01
first_day_after_weeks  = 8
classroom_weeks        = 2
months_to_independence = 9
pace_at_start          = 0.4
questions_per_hour_at_start = 0.4
leaving_per_year       = 0.2

[supervision]
span          = 5
from          = ["office"]
at_most_share = 0.5
answer_hours  = { exponential = 0.25 }

[quality]
returned_drafts_at_start    = 0.3
returned_drafts_experienced = 0.05
"#;
