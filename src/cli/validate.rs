//! `surgecap validate`.

use super::{
    Done, Failure,
    args::{Format, Validate},
    console::{self, Watcher},
    threads,
};
use crate::{
    experiment::validate::{Checked, FAMILY_ALPHA, Validated, files, validate as judge},
    replicate::{Control, with_threads},
    report::{json::json, table::table, words::figure},
};

pub(super) fn validate(args: &Validate) -> Result<Done, Failure> {
    let paths = files(&args.paths).map_err(|why| Failure::Usage(format!("{}: {why}", show(&args.paths))))?;
    let control = Control::default();
    console::listen_for_ctrl_c(&control);
    let watcher = Watcher::new(&args.common, &control);
    let started = |path: &std::path::Path, count: usize| {
        watcher.note(&format!("{} ({count} expectations, {:.1} s)", path.display(), watcher.seconds()));
    };
    let results =
        with_threads(threads(&args.common)?, || judge(&paths, &args.common.sets, args.common.seed, &control, &started))
            .map_err(Failure::Usage)?;
    watcher.end();
    let Validated { checked: results, refused } = results;
    let color = console::is_coloured(args.common.color);
    for (path, problems) in &refused {
        let (problems, texts) = &**problems;
        let (page, summary) = (problems.render(texts, color), problems.summary());
        console::tell(&format!("{page}\n{summary}: {} was not run\n", path.display()));
    }
    if results.is_empty() {
        if !refused.is_empty() {
            return Ok(Done::PartlyRefused);
        }
        return Err(Failure::Usage(format!("no [expect] in {}: nothing to validate", show(&args.paths))));
    }
    let text = match args.format {
        Format::Json => json(&results),
        Format::Csv => rows(&results).map_err(Failure::Io)?,
        Format::Page => page(&results, watcher.seconds()),
    };
    console::say(&text).map_err(|why| Failure::Io(why.to_string()))?;
    if control.is_stopped() {
        return Ok(Done::Interrupted);
    }
    if !refused.is_empty() {
        return Ok(Done::PartlyRefused);
    }
    Ok(if results.iter().all(|one| one.passed) { Done::Well } else { Done::Missed })
}

fn show(paths: &[std::path::PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// One row for each expectation.
fn rows(results: &[Checked]) -> Result<String, String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let head = ["file", "measure", "expected", "simulated", "se", "z", "replications", "passed", "outcome"];
    table.write_record(head).map_err(|why| why.to_string())?;
    for one in results {
        let numbers = [one.expected, one.simulated, one.se, one.z].map(|number| number.to_string());
        let mut row = vec![one.file.clone(), one.measure.clone()];
        row.extend(numbers);
        row.extend([one.replications.to_string(), one.passed.to_string(), one.outcome.to_owned()]);
        table.write_record(row).map_err(|why| why.to_string())?;
    }
    let bytes = table.into_inner().map_err(|why| why.to_string())?;
    String::from_utf8(bytes).map_err(|why| why.to_string())
}

fn page(results: &[Checked], seconds: f64) -> String {
    let mut text = String::new();
    let mut file = "";
    let mut rows: Vec<Vec<String>> = Vec::new();
    let head = ["measure", "expected", "simulated", "se", "z", "replications", "outcome"];
    for one in results {
        if one.file != file && !rows.is_empty() {
            text.push_str(&format!("{file}\n{}\n", table(&head, &rows)));
            rows.clear();
        }
        file = &one.file;
        let cells = [one.expected, one.simulated, one.se];
        let mut row = vec![one.measure.clone()];
        row.extend(cells.map(figure));
        row.extend([format!("{:.2}", one.z), one.replications.to_string(), one.outcome.to_owned()]);
        rows.push(row);
    }
    text.push_str(&format!("{file}\n{}\n", table(&head, &rows)));
    let passed = results.iter().filter(|one| one.passed).count();
    let tolerant = results.iter().filter(|one| one.used_tolerance).count();
    text.push_str(&format!(
        "{passed} of {} expectations hold ({tolerant} by their stated tolerance); a right simulator is refused once in {:.0} such commands; {seconds:.1} s\n",
        results.len(),
        1.0 / FAMILY_ALPHA
    ));
    text
}
