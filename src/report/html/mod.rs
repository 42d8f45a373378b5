//! `report.html`: findings as one self-contained page, to be read, printed and passed on.
//!
//! One way: findings → [`View`] (words and pictures in the order in which they are shown) → template → text. The template decides
//! how it looks, never what is said: one that leaves out a caveat of the findings is refused.
//!
//! To give another question its report: read its findings in `experiment::saved`, make its pages as in `plans`, and add an arm
//! to [`view_of`].

mod appendix;
mod assessed;
pub mod chart;
mod choices;
mod experiment;
mod first_page;
mod pictures;
mod plain;
mod plans;
pub mod view;
pub mod words;

use std::collections::BTreeMap;

use minijinja::{AutoEscape, Environment, syntax::SyntaxConfig, value::Serde};

use crate::experiment::{findings::Findings, findings::Verdict, provenance::Manifest, saved::Saved};
use appendix::Behind;
use view::{Caveat, View};
use words::{Lang, Words};

/// The name of the file in a folder of results.
pub const FILE: &str = "report.html";

const PAGE: &str = include_str!("template/report.html");
const STYLE: &str = include_str!("template/style.css");

/// The report of saved findings; `template`: somebody's own, as a name and a text.
///
/// # Errors
/// A template that cannot be read or that leaves out a caveat, in words.
pub fn report(
    saved: &Saved,
    manifest: Option<&Manifest>,
    lang: Lang,
    template: Option<(&str, &str)>,
) -> Result<String, String> {
    let view = view_of(saved, manifest, Words::of(lang));
    let (name, text) = template.unwrap_or((FILE, PAGE));
    let html = render(&view, name, text)?;
    let shown = plain_text(&html);
    let missing = view.caveats.iter().find(|caveat| !shown.contains(&spaced(&caveat.text)));
    match missing {
        None => Ok(html),
        Some(caveat) => Err(format!(
            "{name} leaves out a caveat of the findings, which every report must show: \"{}\". Write {{% for caveat in caveats %}}\
             {{{{ caveat.text }}}}{{% endfor %}} where people read it",
            caveat.text
        )),
    }
}

/// The first page of saved findings as plain text, for a terminal.
pub fn answer(saved: &Saved, lang: Lang) -> String {
    plain::plain(&view_of(saved, None, Words::of(lang)))
}

/// Words and pictures of any question.
pub fn view_of(saved: &Saved, manifest: Option<&Manifest>, words: &Words) -> View {
    match saved {
        Saved::Run(found) => of_plan(found, manifest, words),
        Saved::Assess(found) => {
            let mut view = of_plan(&found.plan, manifest, words);
            view.first = assessed::blocks(found, words);
            let at = view.pages.iter().position(|page| page.id == "pictures").unwrap_or(view.pages.len());
            view.pages.splice(at..at, plans::pages(found, words).into_iter().chain(assessed::pages(found, words)));
            view
        }
        Saved::Experiment(found, background) => {
            experiment::view(experiment::tell(found, words), background.as_deref(), manifest, words)
        }
    }
}

fn of_plan(found: &Findings, manifest: Option<&Manifest>, words: &Words) -> View {
    let first_page = first_page::FirstPage { found, words };
    let is_out = found.targets.first().is_some_and(|target| target.verdict == Verdict::OutOfReach);
    let mut pages = Vec::new();
    pages.extend(choices::dilemmas(found, words));
    pages.extend(choices::alarm(found, words));
    pages.extend(choices::letter(found, words));
    pages.extend(pictures::page(found, words));
    let behind = Behind {
        background: found.background.as_ref(),
        manifest,
        version: &found.surgecap,
        seed: found.seed,
        runs: found.replications,
        scenario_sha256: &found.scenario.sha256,
        asked: (found.targets.iter()).map(|target| format!("{} ({})", target.says, words.date(target.by))).collect(),
    };
    pages.extend(appendix::pages(&behind, words));
    View {
        lang: words.lang.code(),
        kicker: words.plain("word.feasibility-test"),
        title: found.scenario.name.clone(),
        status: first_page.status(),
        verdict: first_page.answer(),
        first: first_page.blocks(),
        disclaimer: words.plain(if is_out { "disclaimer.out-of-reach" } else { "disclaimer.any" }),
        pages,
        caveats: caveats(&found.caveats, words),
        source: source(&behind, words),
        words: page_words(words),
    }
}

/// Each in the reader's language where the catalogue has it.
pub fn caveats(found: &[String], words: &Words) -> Vec<Caveat> {
    let shown = |english: &String| match words.translate("caveat", english) {
        Some(text) => Caveat { text, lang: words.lang.code() },
        None => Caveat { text: english.clone(), lang: "en" },
    };
    found.iter().map(shown).collect()
}

fn source(behind: &Behind<'_>, words: &Words) -> String {
    let hash = behind.scenario_sha256.get(..12).unwrap_or(behind.scenario_sha256);
    let runs = words.whole(behind.runs as f64);
    let values = [("version", behind.version), ("hash", hash), ("seed", &behind.seed.to_string()), ("runs", &runs)];
    words.say("word.source", &values)
}

/// The words of the page itself.
fn page_words(words: &Words) -> BTreeMap<String, String> {
    [
        ("skip", "word.skip"),
        ("contents", "word.contents"),
        ("data", "word.data"),
        ("answer", "answer.title"),
        ("caveats", "caveats.title"),
    ]
    .map(|(name, key)| (name.to_owned(), words.say(key, &[("says", "")]).trim_end_matches([':', ' ']).to_owned()))
    .into()
}

fn render(view: &View, name: &str, text: &str) -> Result<String, String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let wrong = |why: minijinja::Error| format!("{name} is no template that can be used: {why:#}");
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(wrong)?;
    environment.set_syntax(syntax);
    environment.add_template(name, text).map_err(wrong)?;
    environment.add_template("style.css", STYLE).map_err(wrong)?;
    let template = environment.get_template(name).map_err(wrong)?;
    template.render(Serde(view)).map_err(wrong)
}

/// What a reader sees of a page: without comments and tags, with single spaces.
fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let ends = [("!--", "-->"), ("style", "</style>"), ("script", "</script>"), ("", ">")];
        let (_, end) = ends.into_iter().find(|(start, _)| after.starts_with(start)).unwrap_or(("", ">"));
        rest = after.split_once(end).map_or("", |(_, behind)| behind);
        text.push(' ');
    }
    text.push_str(rest);
    for (code, letter) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&#x60;", "`"),
        ("&amp;", "&"),
    ] {
        text = text.replace(code, letter);
    }
    spaced(&text)
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
