//! From the text of a scenario to a study of it, for tests.

use surgecap::{
    blueprint::names_of,
    experiment::presets::presets,
    metric::plan::MeasurePlan,
    model::target::gauges,
    replicate::Study,
    scenario::{load::load_text, read::read},
};

/// The study of a scenario written as text.
///
/// # Panics
/// With all problems, when the scenario is wrong.
pub fn study(text: &str) -> Study {
    let loaded = match load_text("test.toml", text, &[], presets) {
        Ok(loaded) => loaded,
        Err((problems, _)) => panic!("{problems:?}\n{text}"),
    };
    let (scenario, _) = read(&loaded).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"));
    let names = names_of(&scenario);
    let levels = gauges(&names.streams, &names.stages, &names.pools, &names.resources, &names.penalties);
    let plan = MeasurePlan::new(&scenario, &names, &levels, true, &[]).expect("standard measures are measures");
    Study::new(scenario, plan, 1.0)
}
