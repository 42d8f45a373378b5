//! Classes and streams: what work comes in.

use super::{Desk, inflow::read_inflow, look_up, terms};
use crate::{
    model::{
        num::Num,
        staff::Grade,
        stream::{Class, Initial, Stream},
        withdrawal::Withdrawal,
    },
    problem::Problem,
    scenario::{
        reader::{Key, Section},
        tree::{Node, Table, Value, join_path},
    },
};

const SAYS: Key = Key::new("says").help("shown to people instead of the name");

pub(super) fn read_classes(desk: &Desk<'_>, root: &Section<'_>) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    for (name, section) in root.tables("class") {
        classes.push(Class {
            says: section.text(&SAYS).unwrap_or_else(|| name.clone()),
            effort: section.number_or(
                &Key::new("effort").at_least(0.0).at_most(100.0).default("1").help("multiplies every effort"),
                1.0,
            ),
            needs: read_grade(&section, &NEEDS),
            name,
        });
        let hard = section.boolean(&HARD).unwrap_or(false);
        if hard && let Some(other) = classes.iter().rev().skip(1).find(|other| is_hard(desk.tree, &other.name)) {
            let name = &classes[classes.len() - 1].name;
            let message = format!("`{}` and `{name}` are both the hard class", other.name);
            let help = "one class is meant by stream.NAME.complex: say hard = true at one";
            section.push(Problem::error("E215", message).at(section.place_of("hard")).help(help));
        }
        section.finish();
    }
    if classes.is_empty() {
        let name = desk.lexicon.classes[0].clone();
        let effort = Num::known(1.0, "class.all.effort");
        classes.push(Class { says: name.clone(), effort, needs: Grade::Trainee, name });
    }
    classes
}

const HARD: Key = Key::new("hard")
    .default("false")
    .help("true: stream.NAME.complex, the share of the hard cases, is the share of this class");

/// Whether a class says that it is the hard one.
fn is_hard(tree: &Table, class: &str) -> bool {
    let said = tree.get_path(&format!("class.{}.hard", join_path("", class)));
    matches!(said, Some(Node { value: Value::Bool(true), .. }))
}

const NEEDS: Key =
    Key::new("needs").default("trainee").help("grade that somebody must have at least to take such a case");

/// A grade that a case asks for.
pub(super) fn read_grade(section: &Section<'_>, key: &Key) -> Grade {
    match section.choice(key, &["trainee", "independent", "senior"]) {
        Some("senior") => Grade::Senior,
        Some("independent") => Grade::Independent,
        _ => Grade::Trainee,
    }
}

pub(super) fn read_streams(desk: &Desk<'_>, root: &Section<'_>) -> Vec<Stream> {
    root.tables("stream").into_iter().map(|(name, section)| read_stream(desk, name, section)).collect()
}

fn read_stream(desk: &Desk<'_>, name: String, section: Section<'_>) -> Stream {
    let says = section.text(&SAYS).unwrap_or_else(|| name.clone());
    let priority = section
        .known_count(&Key::new("priority").at_least(0.0).at_most(1000.0).default("1").help("lower goes first"))
        .unwrap_or(1.0) as u32;
    let preempts = section
        .boolean(
            &Key::new("preempts")
                .default("false")
                .help("its cases interrupt the work on cases of streams that go later, which lose nothing"),
        )
        .unwrap_or(false);
    let first_stage = section
        .placed_text(&Key::new("first_stage").help("where arriving cases go").default("the first stage of the file"))
        .and_then(|(stage, place)| look_up(&section, "stage", &desk.lexicon.stages, &stage, place))
        .unwrap_or(0);
    let mut shares = vec![None; desk.lexicon.classes.len()];
    if let Some(table) = section.table("share") {
        for (index, class) in desk.lexicon.classes.iter().enumerate() {
            shares[index] = table.share(&Key { name: leak(class), ..Key::new("").help("share of the class") });
        }
        let sum: f64 = shares.iter().flatten().map(Num::likely).sum();
        let all_given = shares.iter().all(Option::is_some);
        if sum > 1.0 + 1e-9 || all_given && (sum - 1.0).abs() > 1e-9 {
            let sum = (sum * 1e9).round() / 1e9;
            table.push(
                Problem::error("E420", format!("the shares of the classes of `{name}` add up to {sum}, not to 1"))
                    .at(table.place())
                    .help("leave the share of the first class out: it takes what the others leave"),
            );
        }
        table.finish();
    }
    let initial = section.table("initial").map(|table| read_initial(desk, table)).unwrap_or_default();
    let inflow = section.table("inflow").map(|table| read_inflow(desk, table)).unwrap_or_default();
    let term = terms::read_term(&section);
    let term_of = terms::read_class_terms(desk, &section);
    let opened_by = terms::read_openings(desk, &section);
    let difficulty = section.variability(&Key::new("difficulty").at_least(0.0).at_most(1_000.0).help(
        "multiplies every effort of a case, drawn for each; a mean of 1 leaves the hours of the stages as they are",
    ));
    let withdrawal = read_withdrawal(&section);
    refuse_complex(desk, &section);
    section.later_but(
        "selection",
        "which cases are taken first",
        "the order of taking is that of a stage, for all streams: write stage.NAME.discipline = \"easy-first\" with its \
         `fidelity`, \"oldest\" or \"random\"; a stream with stages of its own has an order of its own",
    );
    section.misnamed(
        "penalty",
        "penalty.NAME",
        "a regime names its streams: [penalty.some-name] with streams = [\"…\"]",
    );
    section.misnamed(
        "season",
        "inflow.season",
        "the season is one of the keys of the inflow: inflow.season = \"preset\"",
    );
    section.later_but("shock", "sudden inflow", "write the months: inflow.csv, or inflow.months");
    section.later(&["batch"], "families");
    section.finish();
    Stream {
        name,
        says,
        priority,
        preempts,
        initial,
        inflow: inflow.inflow,
        varies: inflow.varies,
        demand: inflow.times,
        shares,
        term,
        term_of,
        opened_by,
        difficulty,
        withdrawal,
        first_stage,
    }
}

/// `complex` stands for the share of the hard class and was put there before (`scenario::spelling`), where there is one.
fn refuse_complex(desk: &Desk<'_>, section: &Section<'_>) {
    let key = Key::new("complex").help("the share of the hard cases: `share` of the class that says hard = true");
    section.declares(&key, "share");
    let Some(node) = section.raw(&key, "") else { return };
    let classes = &desk.lexicon.classes;
    let hard: Vec<&String> = classes.iter().filter(|class| is_hard(desk.tree, class)).collect();
    let problem = match hard.as_slice() {
        [] => Problem::error("E202", "no class is said to be the hard one").help(format!(
            "write hard = true under one of the classes ({}), or share.CLASS instead of complex",
            classes.join(", ")
        )),
        [hard] => {
            Problem::error("E215", format!("`complex` and `share.{hard}` cannot both stand in [{}]", section.path()))
                .help("keep one of the two")
        }
        // Said at the classes.
        _ => return,
    };
    section.push(problem.at(node.place));
}

/// How long applicants wait before they give up.
fn read_withdrawal(section: &Section<'_>) -> Option<Withdrawal> {
    let share = section.share(
        &Key::new("withdraws_per_year")
            .at_most(0.99)
            .default("0")
            .help("share of the waiting applicants that gives up in a year"),
    );
    let hazard = section.number(
        &Key::new("withdraws_per_month_hazard")
            .at_least(0.0)
            .at_most(1_000.0)
            .help("the hazard itself in a month, instead of a share in a year"),
    );
    let days = section.variability(
        &Key::new("patience_days")
            .unit("calendar days")
            .at_least(0.0)
            .at_most(36_525.0)
            .size_may_be_uncertain()
            .help("an applicant gives up after so many days of waiting in one stage; differs between cases"),
    );
    let hours = section.variability(
        &Key::new("patience_hours")
            .unit("calendar hours")
            .at_least(0.0)
            .at_most(1e6)
            .size_may_be_uncertain()
            .help("the same in hours round the clock"),
    );
    section.misnamed(
        "withdrawal",
        "withdraws_per_year",
        "withdraws_per_year = 0.1: of the applicants who wait, one in ten gives up in a year",
    );
    let keys = ["withdraws_per_year", "withdraws_per_month_hazard", "patience_days", "patience_hours"];
    let written: Vec<&str> = keys.into_iter().filter(|key| section.has(key)).collect();
    if let [first, .., last] = written.as_slice() {
        let message = format!("`{first}` and `{last}` both say how soon applicants of `{}` give up", section.path());
        section.push(Problem::error("E215", message).at(section.place_of(last)).help("keep one of them"));
    }
    match (share, hazard, days, hours) {
        (Some(share), ..) => Some(Withdrawal::ShareAYear(share)),
        (_, Some(hazard), ..) => Some(Withdrawal::HazardAMonth(hazard)),
        (_, _, Some(days), _) => Some(Withdrawal::Days(days)),
        (.., Some(hours)) => Some(Withdrawal::Days(hours.times(1.0 / 24.0))),
        _ => None,
    }
}

/// Names that the writer chose become keys of a table; there are few, and they live as long as the program.
pub(super) fn leak(name: &str) -> &'static str {
    Box::leak(name.to_owned().into_boxed_str())
}

fn read_initial(desk: &Desk<'_>, section: Section<'_>) -> Initial {
    let count = section
        .count(&Key::new("count").unit("cases").at_least(0.0).at_most(100_000_000.0).help("the stock at the start"));
    let age_months = section.variability(
        &Key::new("age_months")
            .unit("months")
            .at_least(0.0)
            .at_most(1_200.0)
            .help("since arrival; differs between cases"),
    );
    let csv_key = Key::new("ages_csv").help("a CSV file with one age in days, or one date of arrival, a case");
    let column = section.text(&Key::new("ages_column").help("the column of `ages_csv`"));
    let mut ages_days = Vec::new();
    let mut late = None;
    if let Some(node) = section.raw(&csv_key, "text") {
        match (desk.loaded.csv(node), &column) {
            (Some(csv), Some(column)) => match csv.numbers(column) {
                Ok(ages) => {
                    ages_days = ages;
                    late = csv.cells(column).ok().zip(ages_days.iter().position(|age| *age < 0.0));
                }
                Err(_) => match csv.dates(column) {
                    Ok(dates) => {
                        let start = desk.calendar.start();
                        ages_days =
                            dates.iter().map(|date| crate::calendar::days_between(*date, start) as f64).collect();
                        late = csv.cells(column).ok().zip(ages_days.iter().position(|age| *age < 0.0));
                    }
                    Err(problems) => section.reader().extend(problems),
                },
            },
            (Some(_), None) => section.push(
                Problem::error("E202", "which column? `ages_column` is missing")
                    .at(node.place)
                    .help("ages_column = \"…\""),
            ),
            (None, _) => {}
        }
        section.not_both("ages_csv", "age_months");
        if let Some((cells, row)) = late {
            let cell = cells[row];
            let message = format!("a case of the stock at the start arrives after it: {}", cell.text);
            let help = "a stock is what was there already: dates before the start, ages of 0 days or more";
            section.push(Problem::error("E425", message).at(cell.place).help(help));
        }
    } else if let Some(text) = &column {
        let message = format!("`ages_column` names the column \"{text}\" of a table that is not given");
        section.push(Problem::error("E202", message).at(section.place_of("ages_column")).help("ages_csv = \"….csv\""));
    }
    let count =
        count.or_else(|| (!ages_days.is_empty()).then(|| Num::known(ages_days.len() as f64, section.path_of("count"))));
    let mut at = Vec::new();
    if let Some(table) = section.table("at") {
        for (index, stage) in desk.lexicon.stages.iter().enumerate() {
            if let Some(share) = table.share(&Key::new(leak(stage)).help("share of the stock that stands there")) {
                at.push((index, share));
            }
        }
        let sum: f64 = at.iter().map(|(_, share)| share.likely()).sum();
        if sum > 1.0 + 1e-9 {
            let sum = (sum * 1e9).round() / 1e9;
            let message = format!("the shares of the stock by stage add up to {sum}, more than 1");
            let help = "what they leave of 1 stands at the first stage";
            table.push(Problem::error("E420", message).at(table.place()).help(help));
        }
        table.finish();
    }
    let at_court = section.count(
        &Key::new("at_court")
            .unit("cases")
            .at_least(0.0)
            .at_most(100_000_000.0)
            .help("refused before the start and under appeal: closed, and some of them come back"),
    );
    let delays_begun = section
        .boolean(&Key::new("delays_begun").default("false").help(
            "cases of the stock that stand in a delay have waited for a part of it already; else their delay begins at \
             the start",
        ))
        .unwrap_or(false);
    section.finish();
    Initial { count, age_months, ages_days, at, at_court, delays_begun }
}
