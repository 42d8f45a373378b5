//! `surgecap report`.

use std::path::{Path, PathBuf};

use super::{
    Done, Failure,
    args::Report,
    results::{failed, manifest_of},
};
use crate::{
    experiment::{provenance::Manifest, saved},
    report::html::{
        self,
        words::{Lang, Words},
    },
};

pub(super) fn report(args: &Report) -> Result<Done, Failure> {
    let (folder, findings) = if args.results.is_dir() {
        (args.results.clone(), args.results.join("findings.json"))
    } else {
        (args.results.parent().map_or_else(PathBuf::new, Path::to_owned), args.results.clone())
    };
    let text = std::fs::read_to_string(&findings).map_err(|why| {
        let help = "name a folder that `surgecap run` or `assess` wrote";
        Failure::Usage(format!("could not read {}: {why}; {help}", findings.display()))
    })?;
    let manifest = manifest_of(&folder)?;
    let template = match &args.template {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|why| Failure::Usage(format!("could not read {}: {why}", path.display())))?;
            Some((path.display().to_string(), text))
        }
    };
    let template = template.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    let page = page(&text, manifest.as_ref(), args.lang.into(), template)
        .map_err(|why| Failure::Usage(format!("{}: {why}", findings.display())))?;
    let path = args.output.clone().unwrap_or_else(|| folder.join(html::FILE));
    std::fs::write(&path, page).map_err(|why| failed(&path, why))?;
    super::console::tell(&format!("{}\n", path.display()));
    Ok(Done::Well)
}

/// The answer for people in the language that was asked for. English has a page of its own for each question; others are told
/// the first page of the report.
///
/// # Errors
/// As [`page`].
pub(super) fn answer(findings: &str, lang: Lang, english: impl FnOnce() -> String) -> Result<String, String> {
    match lang {
        Lang::En => Ok(english()),
        Lang::Nl => Ok(html::answer(&read(findings, lang)?, lang)),
    }
}

/// The report of the text of findings: always of what was saved, so that it can be made again byte for byte.
///
/// # Errors
/// Findings that are none, or a template that cannot be used, in words.
pub(super) fn page(
    findings: &str,
    manifest: Option<&Manifest>,
    lang: Lang,
    template: Option<(&str, &str)>,
) -> Result<String, String> {
    html::report(&read(findings, lang)?, manifest, lang, template)
}

/// Findings, with the texts of the shipped files in the language of the reader.
fn read(findings: &str, lang: Lang) -> Result<saved::Saved, String> {
    saved::read_in(findings, &|english| Words::of(lang).name(english))
}
