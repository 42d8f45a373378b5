//! `surgecap questions`.

use super::{
    Done, Failure, answer,
    args::{Questions, QuestionsFormat},
};
use crate::{
    experiment::{open::open, questions::questions as open_questions},
    report::{
        json::json,
        questions::{csv, markdown, page},
    },
};

pub(super) fn questions(args: &Questions) -> Result<Done, Failure> {
    let opened = open(&args.file, &args.common.sets, args.plan.as_deref()).map_err(Failure::Refused)?;
    let all = open_questions(&opened);
    let name = &opened.scenario.name;
    // The name of a file says what it is.
    let ending = args.output.as_ref().and_then(|path| path.extension()).map(|ending| ending.to_ascii_lowercase());
    let format = args.format.unwrap_or(match ending.as_ref().and_then(|ending| ending.to_str()) {
        Some("csv") => QuestionsFormat::Csv,
        Some("md") => QuestionsFormat::Markdown,
        Some("json") => QuestionsFormat::Json,
        _ => QuestionsFormat::Page,
    });
    let text = match format {
        QuestionsFormat::Page => page(name, &all),
        QuestionsFormat::Markdown => markdown(name, &all),
        QuestionsFormat::Csv => csv(&all).map_err(Failure::Io)?,
        QuestionsFormat::Json => json(&all),
    };
    match &args.output {
        None => answer(&text),
        Some(path) => {
            std::fs::write(path, text)
                .map_err(|why| Failure::Io(format!("could not write {}: {why}", path.display())))?;
            Ok(Done::Well)
        }
    }
}
