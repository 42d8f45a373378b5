//! Reports of questions that are asked of many runs: each has a file of its own, which tells its findings; what they have in
//! common stands here.

mod bridge;
mod buffer;
mod compare;
mod feasibility;
mod frontier;
mod frontier_pictures;
mod say;
mod sensitivity;
mod sweep;

pub(super) use frontier_pictures::figures as pictures_of_frontier;

use super::{
    appendix::{self, Behind},
    caveats, first_page, page_words, source,
    view::{Block, Page, Verdict, View},
    words::Words,
};
use crate::experiment::{background::Background, findings::ScenarioName, provenance::Manifest, saved::Experiment};

/// What an experiment has to say, in the order in which it is shown.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The command: "frontier".
    pub question: &'static str,
    pub scenario: ScenarioName,
    pub version: String,
    pub seed: u64,
    /// Of each arm or point.
    pub runs: u64,
    pub verdict: Verdict,
    /// The first page, after the answer.
    pub first: Vec<Block>,
    /// Pictures and tables, before the appendix.
    pub pages: Vec<Page>,
    /// In English, as the findings have them.
    pub caveats: Vec<String>,
    /// What was asked of the simulation, in words.
    pub asked: Vec<String>,
}

pub(super) fn tell(found: &Experiment, words: &Words) -> Told {
    match found {
        Experiment::Compare(found) => compare::tell(found, words),
        Experiment::Frontier(found) => frontier::tell(found, words),
        Experiment::Buffer(found) => buffer::tell(found, words),
        Experiment::Sensitivity(found) => sensitivity::tell(found, words),
        Experiment::Feasibility(found) => feasibility::tell(found, words),
        Experiment::Bridge(found) => bridge::tell(found, words),
        Experiment::Sweep(found) => sweep::tell(found, words),
    }
}

pub(super) fn view(told: Told, background: Option<&Background>, manifest: Option<&Manifest>, words: &Words) -> View {
    let behind = Behind {
        background,
        manifest,
        version: &told.version,
        seed: told.seed,
        runs: told.runs,
        scenario_sha256: &told.scenario.sha256,
        asked: told.asked,
    };
    let mut first = told.first;
    if let Some(background) = background
        && let Some(block) = first.iter_mut().find(|block| block.id == "rests")
    {
        let known = &background.assumptions;
        let unconfirmed = words.count("rests.unconfirmed", known.unconfirmed, &[]);
        let unknown = if known.unknown > 0 { words.count("rests.unknown", known.unknown, &[]) } else { String::new() };
        block.line(&[unconfirmed, unknown]);
    }
    let mut pages = told.pages;
    pages.extend(appendix::pages(&behind, words));
    View {
        lang: words.lang.code(),
        kicker: words.plain(&format!("{}-page.kicker", told.question)),
        status: background.map_or_else(Vec::new, |background| first_page::whose(&background.about, words)),
        verdict: told.verdict,
        first,
        disclaimer: words.plain("disclaimer.any"),
        pages,
        caveats: caveats(&told.caveats, words),
        source: source(&behind, words),
        title: told.scenario.name,
        words: page_words(words),
    }
}
