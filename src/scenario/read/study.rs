//! `[study]`: what a file wants worked out of its plans.

use crate::{
    model::{
        money::Payer,
        study::{Grid, Study},
    },
    problem::{Problem, nearest},
    scenario::reader::{Key, Section},
};

/// What the answer of `surgecap buffer` always gives; a file may name them, and none is left out by not being named.
const JUDGED_BY: [&str; 4] = ["cost", "quality", "regret", "worst-10-percent"];

pub(super) fn read_study(root: &Section<'_>, plans: &[String], futures: &[String]) -> Study {
    let mut study = Study::default();
    let Some(section) = root.table("study") else { return study };
    let with_nothing: Vec<String> = plans.iter().cloned().chain(["nothing".to_owned()]).collect();
    study.compare = names(
        &section,
        &Key::new("compare").default("all plans").help("plans to compare; `nothing` is always beside them"),
        "plan",
        &with_nothing,
    );
    study.tune = names(
        &section,
        &Key::new("tune")
            .default("all that have a size")
            .help("plans that get their own best size and trigger, with the same number of tries"),
        "plan",
        plans,
    );
    study.demand = names(
        &section,
        &Key::new("demand").help("futures that are another model of demand: all is worked out for each of them too"),
        "future",
        futures,
    );
    let judge = Key::new("judge_by")
        .help("said by the file: cost, target.NAME, quality, regret, worst-10-percent; the answer gives all of them");
    for (word, place) in section.placed_texts(&judge).unwrap_or_default() {
        if !JUDGED_BY.contains(&word.as_str()) && !word.starts_with("target.") {
            let mut problem = Problem::error("E204", format!("nothing is judged by `{word}`")).at(place);
            if let Some(near) = nearest(&word, JUDGED_BY) {
                problem = problem.label(format!("did you mean `{near}`?"));
            }
            section.push(problem.help("cost, target.NAME, quality, regret or worst-10-percent"));
        }
    }
    let key = Key::new("payers")
        .default("[\"organisation\", \"reception\", \"courts\"]")
        .help("whose costs are added up to choose by; the answer shows each payer apart");
    if let Some(names) = section.placed_texts(&key) {
        study.payers = names
            .into_iter()
            .filter_map(|(name, place)| {
                let found = Payer::ALL
                    .into_iter()
                    .find(|payer| payer.name() == name && ![Payer::Applicants, Payer::Others].contains(payer));
                if found.is_none() {
                    let problem = Problem::error("E204", format!("`{name}` pays for nothing here")).at(place);
                    section.push(problem.help("payers are organisation, reception and courts"));
                }
                found
            })
            .collect();
    }
    for (name, grid) in section.tables("grid") {
        let place = grid.place();
        let path =
            grid.required_text(&Key::new("path").help("a number of the file, by its path: pool.officers.buffer_fte"));
        let values = grid.numbers(&Key::new("values").help("what it may be"));
        if values.as_ref().is_none_or(Vec::is_empty) {
            let problem = Problem::error("E202", format!("the grid `{name}` has no values")).at(place);
            grid.push(problem.help("values = [0, 25, 50, 100]"));
        }
        grid.finish();
        if let (Some(path), Some(values)) = (path, values) {
            study.grids.push(Grid { name, path, values, place });
        }
    }
    section.finish();
    study
}

fn names(section: &Section<'_>, key: &Key, kind: &str, among: &[String]) -> Vec<String> {
    let found = section.placed_texts(key).unwrap_or_default();
    found
        .into_iter()
        .filter_map(|(name, place)| super::look_up(section, kind, among, &name, place).map(|at| among[at].clone()))
        .collect()
}
