//! `surgecap run`.

use std::path::{Path, PathBuf};

use super::{
    Done, Failure,
    args::{Fluid, Run, RunFormat},
    console::{self, Watcher},
    results, threads,
};
use crate::{
    experiment::{
        closed::paper_sums,
        findings::Verdict,
        fluid::flow,
        open::{Opened, open_in},
        run::{Ask, Glance, Ran, Realised, run as study},
    },
    problem::{Problem, Problems, Texts, nearest},
    replicate::{Control, with_threads},
    report::{
        fluid::fluid,
        html::{self, words::Words},
        json::json,
        page::page,
        parquet,
        tables::tables,
        workbook::{Beside, workbook},
    },
    scenario::{
        table_csv::CsvTable,
        written::{self, Reading},
    },
};

pub(super) fn run(args: &Run) -> Result<Done, Failure> {
    let opened = open_in(&args.file, &args.common.sets, args.plan.as_deref(), args.future.as_deref())
        .map_err(Failure::Refused)?;
    let realised = match &args.realised {
        Some(path) => read_realised(path, &opened)?,
        None => Vec::new(),
    };
    let ask = Ask { seed: args.common.seed, replications: args.reps, widen: args.widen, realised };
    if args.format == RunFormat::Parquet && args.output.is_none() {
        return Err(Failure::Usage("Parquet is written into files: name a folder with -o FOLDER".to_owned()));
    }
    // A folder may be there; the files in it must not.
    let written = args.output.iter().flat_map(|path| match args.format {
        RunFormat::Parquet => parquet::FILES.iter().map(|file| path.join(file)).collect(),
        _ => vec![path.clone()],
    });
    if let Some(path) = written.into_iter().find(|path| path.exists())
        && !args.force
    {
        return Err(Failure::Usage(format!("{} is there already; --force writes over it", path.display())));
    }
    if args.fluid == Some(Fluid::Only) {
        return preview(args, &opened);
    }
    let mut folder = results::folder(args, &opened)?;
    let control = Control::default();
    console::listen_for_ctrl_c(&control);
    let watcher = Watcher::new(&args.common, &control);
    let started = results::clock();
    let plans = if opened.nothing.is_some() { 2 } else { 1 };
    let ran = watcher.follow(plans, || {
        with_threads(threads(&args.common)?, || {
            study(&opened, &ask, &control, &|glance: &Glance| watcher.glance(glance))
        })
        .map_err(Failure::Usage)?
        .map_err(Failure::Usage)
    });
    watcher.end();
    let mut ran = ran?;
    ran.findings.plan = args.plan.clone().unwrap_or_default();
    if ran.findings.replications == 0 {
        watcher.note("interrupted before the first replication was complete: nothing is written");
        if let Some(folder) = &folder {
            // Made a moment ago; results that were there before stay.
            let _ = std::fs::remove_dir(folder);
        }
        return Ok(Done::Interrupted);
    }
    if ran.findings.interrupted {
        folder = folder.map(|folder| results::beside_whole(args, folder));
    }
    if args.fluid.is_some() {
        let found = flow(&ran.study, args.common.seed, Some(&mut ran.plan), &Control::default());
        ran.findings.fluid = Some(found.map_err(|why| Failure::Io(format!("could not read the results back: {why}")))?);
    }
    let seconds = watcher.seconds();
    let told = match &folder {
        Some(folder) => {
            let number = results::write(folder, args, &opened, &mut ran, &started, seconds)?;
            Some((results::told(folder, number), folder.join(html::FILE)))
        }
        None => None,
    };
    answer(args, &mut ran, seconds, told.as_ref())?;
    if control.is_stopped() {
        watcher.note(&format!(
            "interrupted after {} replications, which are written; to run it whole: {}",
            ran.findings.replications,
            results::command_line(args)
        ));
        return Ok(Done::Interrupted);
    }
    let missed = ran.findings.targets.iter().any(|target| target.verdict != Verdict::Reachable);
    Ok(if args.fail_on_target && missed { Done::Missed } else { Done::Well })
}

/// The fluid solution alone: an answer in a moment, without a probability.
fn preview(args: &Run, opened: &Opened) -> Result<Done, Failure> {
    let study = opened.study(true, &[], args.widen).map_err(|(_, why)| Failure::Usage(why))?;
    let control = Control::default();
    let found = with_threads(threads(&args.common)?, || flow(&study, args.common.seed, None, &control))
        .map_err(Failure::Usage)?
        .map_err(|why| Failure::Io(why.to_string()))?;
    let text = match args.format {
        RunFormat::Parquet => {
            return Err(Failure::Usage("the fluid solution has no tables to write as Parquet".to_owned()));
        }
        RunFormat::Json => json(&found),
        _ => fluid(&found),
    };
    write(args, &text)?;
    Ok(Done::Well)
}

/// `told`: the folder of results in words, and the report in it.
fn answer(args: &Run, ran: &mut Ran, seconds: f64, told: Option<&(String, PathBuf)>) -> Result<(), Failure> {
    if let Some(path) = args.output.as_deref().filter(|path| is_workbook(path)) {
        let assumptions = ran.study.uncertain();
        let paper = paper_sums(&ran.study);
        let beside = Beside { assumptions: &assumptions, paper: &paper, assessment: None };
        let bytes = workbook(&ran.findings, &beside).map_err(Failure::Io)?;
        return std::fs::write(path, bytes)
            .map_err(|why| Failure::Io(format!("could not write {}: {why}", path.display())));
    }
    let text = match args.format {
        RunFormat::Parquet => {
            // Asked for before anything ran.
            let Some(folder) = &args.output else { return Ok(()) };
            let failed = |why: std::io::Error| Failure::Io(format!("could not make {}: {why}", folder.display()));
            std::fs::create_dir_all(folder).map_err(failed)?;
            return parquet::write(folder, &ran.study, &mut ran.plan, ran.nothing.as_mut()).map_err(Failure::Io);
        }
        RunFormat::Json => json(&ran.findings),
        RunFormat::Page => {
            let folder = told.map(|(folder, _)| folder.as_str());
            let lang = args.lang.into();
            let english = || page(&ran.findings, Some(seconds), folder);
            let page = super::report::answer(&json(&ran.findings), lang, english).map_err(Failure::Io)?;
            let report = Words::of(lang).plain("word.report");
            page + &told.map_or(String::new(), |(_, path)| format!("{report}: {}\n", path.display()))
        }
        RunFormat::Csv => {
            let made = tables(&ran.study, &mut ran.plan, ran.nothing.as_mut()).map_err(Failure::Io)?;
            made.into_iter().next().map_or(String::new(), |table| table.text)
        }
    };
    write(args, &text)
}

/// The name of a file says what it is.
pub(super) fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

fn write(args: &Run, text: &str) -> Result<(), Failure> {
    match &args.output {
        None => console::say(text).map_err(|why| Failure::Io(format!("could not write the answer: {why}"))),
        Some(path) => {
            std::fs::write(path, text).map_err(|why| Failure::Io(format!("could not write {}: {why}", path.display())))
        }
    }
}

/// date, measure, value; a measure that ends in `.per_month` is the change a month since the date in `since`.
fn read_realised(path: &Path, opened: &Opened) -> Result<Vec<Realised>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|why| Failure::Usage(format!("{}: {why}", path.display())))?;
    let mut texts = Texts::new();
    let base = texts.add(path.display().to_string(), text.clone());
    let refuse = |problems: Problems| Failure::Refused(Box::new((problems, texts.clone())));
    let csv = CsvTable::parse(&text, base).map_err(refuse)?;
    let dates = csv.dates("date").map_err(refuse)?;
    let measures = csv.texts("measure").map_err(refuse)?;
    let values = csv.numbers("value").map_err(refuse)?;
    let since = if csv.column("since").is_some() { csv.cells("since").map_err(refuse)? } else { Vec::new() };
    let cells = csv.cells("measure").map_err(refuse)?;
    let mut problems = Problems::new();
    let calendar = &opened.scenario.calendar;
    let mut all = Vec::new();
    for (row, date) in dates.iter().enumerate() {
        if *date < calendar.start() || *date > calendar.end() {
            continue;
        }
        let rate = measures[row].strip_suffix(".per_month");
        let measure = rate.unwrap_or(measures[row]);
        if !opened.levels.iter().any(|(level, _)| level == measure) {
            let mut problem = Problem::error("E401", format!("there is no level `{measure}`")).at(cells[row].place);
            if let Some(near) = nearest(measure, opened.levels.iter().map(|(level, _)| level.as_str())) {
                problem = problem.label(format!("did you mean `{near}`?"));
            }
            problems
                .push(problem.help("levels: stock.STREAM, overdue.STREAM, decided.STREAM, queue.STAGE, staff.POOL"));
            continue;
        }
        let cell = since.get(row).filter(|cell| !cell.text.is_empty());
        let from = match (rate, cell.map(|cell| (cell, written::date(&cell.text)))) {
            (None, _) => None,
            (Some(_), Some((_, Reading::Clear(from)))) if from >= calendar.start() && from < *date => {
                Some((calendar.closing(from), from))
            }
            (Some(_), Some((cell, Reading::Clear(from)))) => {
                let message = format!("{from} does not lie between the start of the run and {date}");
                let help = "`since` is the date from which the change a month is counted";
                problems.push(Problem::error("E413", message).at(cell.place).help(help));
                continue;
            }
            (Some(_), Some((cell, _))) => {
                let problem = Problem::error("E304", format!("`{}` is not a clear date", cell.text)).at(cell.place);
                problems.push(problem.help("write dates like 2020-06-01"));
                continue;
            }
            (Some(_), None) => {
                let problem = Problem::error("E202", format!("`{}` needs a date in `since`", measures[row]));
                let help = "`since` is the date from which the change a month is counted";
                problems.push(problem.at(cells[row].place).help(help));
                continue;
            }
        };
        all.push(Realised {
            measure: measure.to_owned(),
            from,
            at: calendar.closing(*date),
            date: *date,
            value: values[row],
        });
    }
    if problems.has_errors() { Err(refuse(problems)) } else { Ok(all) }
}
