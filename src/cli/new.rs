//! `surgecap new`: starter files, or one that is written from fifteen answers.

use std::{
    io::BufRead,
    path::{Path, PathBuf},
};

use jiff::civil::Date;

use super::{
    Done, Failure,
    args::{New, Template},
    console,
};
use crate::{
    report::schema::schema,
    scenario::written::{self, Reading},
};

/// The shipped files that a template is made of; the first is the one to run.
const OFFICE: &[(&str, &str)] =
    &[("small-office-surge.toml", include_str!("../../scenarios/first-steps/small-office-surge.toml"))];
const TASKFORCE: &[(&str, &str)] = &[
    ("as-ordered.toml", include_str!("../../scenarios/taskforce-2020/as-ordered.toml")),
    ("organisation.toml", include_str!("../../scenarios/taskforce-2020/organisation.toml")),
    ("demand.csv", include_str!("../../scenarios/taskforce-2020/demand.csv")),
];

/// Beside the files, for editors that check while you type.
const SCHEMA: &str = "surgecap.schema.json";

pub(super) fn new(args: &New) -> Result<Done, Failure> {
    let folder = args.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let mut files: Vec<(&str, String)> = Vec::new();
    if args.ask {
        let stdin = std::io::stdin().lock();
        files.push(("plan.toml", plan(&ask(stdin))));
    } else {
        let template = match args.template {
            Template::Office => OFFICE,
            Template::Taskforce => TASKFORCE,
        };
        // The schema lies in the same folder here.
        files.extend(template.iter().map(|(name, text)| (*name, text.replacen("#:schema ../", "#:schema ", 1))));
    }
    let first = folder.join(files[0].0);
    files.push((SCHEMA, schema()));
    if !args.force {
        let there: Vec<String> = files
            .iter()
            .map(|(name, _)| folder.join(name))
            .filter(|path| path.exists())
            .map(|path| path.display().to_string())
            .collect();
        if !there.is_empty() {
            return Err(Failure::Usage(format!("there already: {}; --force writes over it", there.join(", "))));
        }
    }
    let failed = |path: &Path, why: std::io::Error| Failure::Io(format!("could not write {}: {why}", path.display()));
    std::fs::create_dir_all(&folder).map_err(|why| failed(&folder, why))?;
    for (name, text) in &files {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|why| failed(&path, why))?;
    }
    let first = first.display();
    console::tell(&format!("written: {first}\n  surgecap check {first}\n  surgecap run {first}\n"));
    Ok(Done::Well)
}

/// Three numbers of something that we do not know, and of something that differs per case.
const RANGE: &str = "low likely high";
const DIFFERS: &str = "least usual most";

/// What an answer must be.
#[derive(Clone, Copy)]
enum Wants {
    Text,
    Date,
    /// One number, or three in order; `words`: what the three are called.
    Three {
        words: &'static str,
        least: f64,
        most: f64,
    },
    Whole {
        least: f64,
        most: f64,
    },
}

struct Asked {
    question: &'static str,
    default: &'static str,
    wants: Wants,
}

const fn asked(question: &'static str, default: &'static str, wants: Wants) -> Asked {
    Asked { question, default, wants }
}

/// The fifteen questions, in the order of [`plan`].
const QUESTIONS: [Asked; 15] = [
    asked("What do you call this plan?", "Clearing the old cases", Wants::Text),
    asked("On which day does it begin?", "2027-01-01", Wants::Date),
    asked("By which day should the old cases be done?", "2027-12-31", Wants::Date),
    asked("How many old cases are there?", "1000", Wants::Whole { least: 1.0, most: 1e7 }),
    asked(
        "How many new applications come in a month? (low likely high, or one number)",
        "40 50 62",
        Wants::Three { words: RANGE, least: 0.0, most: 1e6 },
    ),
    asked("After how many months must a case be decided by law?", "6", Wants::Whole { least: 0.0, most: 120.0 }),
    asked(
        "How many hours does a case take an experienced officer? (least usual most)",
        "4 10 30",
        Wants::Three { words: DIFFERS, least: 0.0, most: 10_000.0 },
    ),
    asked("How many officers are there now?", "30", Wants::Whole { least: 1.0, most: 100_000.0 }),
    asked(
        "Which share of their hours is no case work: leave, illness, meetings? (low likely high, in percent)",
        "20 25 35",
        Wants::Three { words: RANGE, least: 0.0, most: 95.0 },
    ),
    asked("How many temporary workers would come?", "20", Wants::Whole { least: 0.0, most: 100_000.0 }),
    asked(
        "How many weeks after the decision is their first day? (low likely high)",
        "4 8 17",
        Wants::Three { words: RANGE, least: 0.0, most: 520.0 },
    ),
    asked("How many months do their contracts last?", "12", Wants::Whole { least: 1.0, most: 240.0 }),
    asked(
        "After how many months can half of them work without help? (low likely high)",
        "4 7 12",
        Wants::Three { words: RANGE, least: 0.1, most: 240.0 },
    ),
    asked("How many of them does one supervisor help?", "5", Wants::Whole { least: 1.0, most: 1_000.0 }),
    asked(
        "How many questions does a beginner ask on a day? (low likely high)",
        "2 4 8",
        Wants::Three { words: RANGE, least: 0.0, most: 200.0 },
    ),
];

/// Asks every question until its answer can be used; where the answers end, the defaults stand.
fn ask(mut input: impl BufRead) -> Vec<String> {
    console::tell("Fifteen questions. Enter takes what stands between brackets.\n\n");
    let mut answers: Vec<String> = Vec::new();
    let mut is_over = false;
    for (index, one) in QUESTIONS.iter().enumerate() {
        let answer = loop {
            console::tell(&format!("{:>2}. {} [{}] ", index + 1, one.question, one.default));
            let mut line = String::new();
            is_over |= !matches!(input.read_line(&mut line), Ok(read) if read > 0);
            let said = if line.trim().is_empty() { one.default } else { line.trim() };
            match read(said, one.wants).and_then(|value| fits(index, &value, &answers)) {
                Ok(value) => break value,
                // No better answer will come.
                Err(_) if is_over => break one.default.to_owned(),
                Err(why) => console::tell(&format!("    {why}\n")),
            }
        };
        if is_over {
            console::tell("\n");
        }
        answers.push(answer);
    }
    answers
}

/// The answer as it stands in the file.
fn read(said: &str, wants: Wants) -> Result<String, String> {
    match wants {
        Wants::Text => Ok(said.to_owned()),
        Wants::Date => match written::date(said) {
            Reading::Clear(date) => Ok(date.to_string()),
            Reading::Either(one, other) => Err(format!("{one} or {other}? Write the year first: 2027-12-31")),
            Reading::Other => Err("Write a date, year first: 2027-12-31".to_owned()),
        },
        Wants::Whole { least, most } => match numbers(said, least, most)?.as_slice() {
            [one] if one.fract() == 0.0 => Ok(one.to_string()),
            _ => Err("Write one whole number, without a full stop between thousands".to_owned()),
        },
        Wants::Three { words, least, most } => match numbers(said, least, most)?.as_slice() {
            [one] => Ok(one.to_string()),
            [low, middle, high] if low <= middle && middle <= high => Ok(format!("{low} {middle} {high}")),
            _ => Err(format!("Write one number, or three in order: {words}")),
        },
    }
}

/// Numbers between spaces, each within what is plausible.
fn numbers(said: &str, least: f64, most: f64) -> Result<Vec<f64>, String> {
    let mut all = Vec::new();
    for word in said.split([' ', ';', '\t']).filter(|word| !word.is_empty()) {
        let word = word.trim_end_matches('%').trim_end_matches(',');
        match written::number(word) {
            _ if word.is_empty() => {}
            Reading::Clear(value) if (least..=most).contains(&value) => all.push(value),
            Reading::Clear(value) => return Err(format!("{value} is not plausible: from {least} to {most}")),
            Reading::Either(one, other) => return Err(format!("Do you mean {one} or {other}?")),
            Reading::Other => return Err(format!("\"{word}\" is no number")),
        }
    }
    Ok(all)
}

/// What an answer must be beside earlier ones.
fn fits(index: usize, value: &str, before: &[String]) -> Result<String, String> {
    let date = |text: &str| text.parse::<Date>().ok();
    if index == 2
        && let (Some(from), Some(until)) = (date(&before[1]), date(value))
        && crate::calendar::days_between(from, until) < 28
    {
        return Err(format!("That is less than four weeks after {from}"));
    }
    Ok(value.to_owned())
}

/// One number, `{ low, likely, high }` or `{ least, usual, most }`, as assumptions of whoever answered.
fn value(answer: &str, names: [&str; 3]) -> String {
    match answer.split(' ').collect::<Vec<_>>().as_slice() {
        [low, likely, high] => {
            let [first, second, third] = names;
            format!("{{ {first} = {low}, {second} = {likely}, {third} = {high}, status = \"assumption\" }}")
        }
        _ => format!("{{ value = {answer}, status = \"assumption\" }}"),
    }
}

/// The scenario of fifteen answers.
fn plan(answers: &[String]) -> String {
    let range = |index: usize| value(&answers[index], ["low", "likely", "high"]);
    let one = |index: usize| value(&answers[index], ["", "", ""]);
    let name = answers[0].replace('\\', "").replace('"', "'");
    let (start, by) = (&answers[1], &answers[2]);
    // What returns, and contracts that end, are seen for a year after the target.
    let end = by.parse::<Date>().map_or(by.clone(), |by| crate::calendar::date_after(by, 366).to_string());
    let few = answers[3].parse::<f64>().map_or(0.0, |count| (count * 0.05).ceil());
    let overhead: Vec<String> = answers[8]
        .split(' ')
        .map(|percent| percent.parse::<f64>().map_or(percent.to_owned(), |percent| (percent / 100.0).to_string()))
        .collect();
    let overhead = value(&overhead.join(" "), ["low", "likely", "high"]);
    let term = if answers[5] == "0" { String::new() } else { format!("term_months       = {}\n", answers[5]) };
    let no_temps = answers[9] == "0";
    let cohort = if no_temps {
        "# Nobody comes. To try temporary workers: surgecap new --ask, and answer the tenth question with a number.\n"
            .to_owned()
    } else {
        format!(
            "[cohort.temps]\n\
             says                     = \"Temporary workers\"\n\
             headcount                = {}\n\
             ordered                  = {start}   # the decision\n\
             first_day_after_weeks    = {}\n\
             contract_months          = {}\n\
             classroom_weeks          = {{ value = 2, status = \"assumption\" }}\n\
             months_to_independence   = {}   # from the first day\n\
             pace_at_start            = {{ low = 0.2, likely = 0.4, high = 0.6, status = \"assumption\" }}   # 0.4: takes two and a half times as long\n\
             questions_a_day_at_start = {}\n\
             leaving_per_year         = {{ low = 0.13, likely = 0.25, high = 0.46, status = \"assumption\" }}\n",
            one(9),
            range(10),
            one(11),
            range(12),
            range(14)
        )
    };
    let supervision = if no_temps {
        String::new()
    } else {
        format!(
            "[supervision]\n\
             from               = [\"officers\"]      # the seniors among them\n\
             span               = {}               # temporary workers for each supervisor\n\
             at_most_share      = 0.5             # of the officers; above this nobody is left for cases\n\
             minutes_per_answer = {{ least = 5, usual = 15, most = 60 }}\n\n\
             # ---- Another plan beside it: only what differs. \"nothing\", the same without temporary workers, is always added --\n\
             [plan.better-help]\n\
             says             = \"The same people, one supervisor for three of them\"\n\
             supervision.span = 3\n\n",
            answers[13]
        )
    };
    let by_whom = if no_temps { "[\"officers\"]" } else { "[\"officers\", \"temps\"]" };
    format!(
        "#:schema {SCHEMA}\n\
         # plan.toml: written by `surgecap new --ask` from fifteen answers. Change every number that you know better.\n\
         #\n\
         # weeks = 6                                    you know it\n\
         # weeks = {{ low = 4, likely = 6, high = 12 }}   nobody knows it; 9 times out of 10 it lies between\n\
         # hours = {{ least = 1, usual = 2, most = 6 }}   it differs from case to case; we do not doubt it\n\
         # Where a number comes from stands beside it: source = \"…\", owner = \"…\", status = \"agreed\" instead of \"assumption\".\n\
         # surgecap questions plan.toml lists what is still open.\n\n\
         name  = \"{name}\"\n\
         start = {start}\n\
         end   = {end}                     # a year after the target: what comes late is seen too\n\n\
         [about]                                # printed with every answer\n\
         asked_by   = \"\"\n\
         filled_by  = \"\"\n\
         checked_by = \"\"                        # empty: not checked by the owner of the figures\n\n\
         # ---- What you want to promise ----\n\
         [target.old-cases-done]\n\
         says    = \"at most {few} old cases are left\"\n\
         measure = \"stock.old\"\n\
         at_most = {few}                         # one in twenty\n\
         by      = {by}\n\
         wanted  = 0.8                          # you promise it only if it works in 8 out of 10 runs\n\n\
         [target.no-new-backlog]                # the guard: it shows who pays\n\
         says    = \"few new applications are late\"\n\
         measure = \"overdue.new\"\n\
         at_most = {few}\n\
         by      = {by}\n\n\
         # ---- The work ----\n\
         [stream.old]\n\
         says              = \"Old cases\"\n\
         initial.count     = {}\n\
         initial.age_months = {{ least = 3, usual = 8, most = 20, status = \"assumption\" }}\n\
         {term}\n\
         [stream.new]\n\
         says              = \"New applications\"\n\
         inflow.per_month  = {}\n\
         {term}\n\
         # ---- The procedure: a draft, and a senior who signs ----\n\
         [stage.draft]\n\
         says           = \"Decide and draft\"\n\
         effort_hours   = {}\n\
         by             = {by_whom}\n\
         then           = \"decided\"\n\
         handover_hours = 0.5                   # to read into a file that a colleague left\n\n\
         [stage.sign]\n\
         says         = \"Sign-off\"\n\
         signs        = \"draft\"                 # drafts of seniors are final when finished\n\
         effort_hours = {{ value = 0.5, status = \"assumption\" }}\n\
         by           = [\"officers\"]\n\n\
         # ---- The people ----\n\
         [pool.officers]\n\
         says      = \"Officers with experience\"\n\
         headcount = {}\n\
         seniors   = {{ low = 0.2, likely = 0.4, high = 0.6, status = \"assumption\" }}   # share that may supervise and sign\n\
         overhead  = {overhead}\n\n\
         {cohort}\n\
         {supervision}\
         [quality]\n\
         returned_drafts_at_start    = {{ low = 0.15, likely = 0.30, high = 0.50, status = \"assumption\" }}   # of a beginner's drafts\n\
         returned_drafts_experienced = {{ value = 0.05, status = \"assumption\" }}\n\n\
         # ---- Not in this calculation, printed word for word with every answer ----\n\
         [not-included]\n\
         courts = \"Appeals, and cases that come back from a court\"\n\
         rooms  = \"Whether there are rooms, interpreters and computers\"\n",
        one(3),
        range(4),
        value(&answers[6], ["least", "usual", "most"]),
        one(7)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_answer_is_asked_again_and_the_end_of_the_answers_takes_the_defaults() {
        let said = "A plan\n31-13-2027\n2027-02-01\n2027-02-10\n2027-11-30\n15.350\n15350\n60 50 40\n40,5 50 60\n";
        let answers = ask(said.as_bytes());
        assert_eq!(answers[..5], ["A plan", "2027-02-01", "2027-11-30", "15350", "40.5 50 60"]);
        let rest: Vec<&str> = QUESTIONS[5..].iter().map(|one| one.default).collect();
        assert_eq!(answers[5..], rest);
    }

    #[test]
    fn every_default_is_an_answer() {
        for one in &QUESTIONS {
            assert_eq!(read(one.default, one.wants).as_deref(), Ok(one.default), "{}", one.question);
        }
    }
}
