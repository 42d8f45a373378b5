//! How people learn: keys of a cohort, and of a pool with trainees.

use std::sync::Arc;

use crate::{
    model::{
        learning::{ClassStart, Curve, Learning, Tau, Unit},
        num::Num,
    },
    problem::Problem,
    scenario::reader::{Key, Section},
};

/// Keys that say how people learn: one of them at most.
const WAYS: [&str; 7] = [
    "months_to_independence",
    "tau_hours",
    "practice_months",
    "learns",
    "until_supervised",
    "learning_rate",
    "learning_table",
];

pub(super) fn read_learning(section: &Section<'_>) -> Learning {
    let number = |name: &'static str, unit: &'static str, most: f64, default: f64, help: &'static str| {
        section.number_or(&Key::new(name).unit(unit).at_least(0.0).at_most(most).help(help), default)
    };
    let months = section.number(
        &Key::new("months_to_independence")
            .unit("months")
            .at_least(0.1)
            .at_most(240.0)
            .help("from the first day until half of the people work alone"),
    );
    let tau = section.number(
        &Key::new("tau_hours")
            .unit("hours")
            .at_least(0.01)
            .at_most(1e7)
            .help("time constant of learning, effective practice"),
    );
    let practice = section.variability(
        &Key::new("practice_months")
            .unit("months")
            .at_least(0.0)
            .at_most(1_200.0)
            .size_may_be_uncertain()
            .help("practice lasts so long, instead"),
    );
    let learns = section.boolean(&Key::new("learns").default("true").help("false: a trainee stays a trainee"));
    let supervised = section
        .boolean(
            &Key::new("until_supervised").default("false").help("practice lasts until the shared supervision is given"),
        )
        .unwrap_or(false);
    let pace_after = number("pace_after", "", 10.0, 1.0, "pace after practice; 1 = fully competent");
    let learning_rate = section.number(
        &Key::new("learning_rate")
            .at_least(0.3)
            .at_most(0.999)
            .help("learning by cases: after twice as many cases one takes this share of the time (0.8 is usual)"),
    );
    let incompressible = section.number(
        &Key::new("incompressible")
            .at_least(0.0)
            .at_most(0.99)
            .help("share of the first case's time that no practice takes away, beside learning_rate"),
    );
    let table = read_table(section);
    let shape = section.choice(
        &Key::new("learning_curve").default("exponential").help("fast at first, or S-shaped: slow, fast, slow"),
        &["exponential", "logistic"],
    );
    let logistic_from = section.number(
        &Key::new("logistic_from")
            .at_least(0.001)
            .at_most(0.5)
            .default("0.05")
            .help("how far up the S the first day lies: the lower, the longer the slow beginning"),
    );
    let is_given = |key: &str| match key {
        "learns" => learns == Some(false),
        "until_supervised" => supervised,
        _ => section.has(key),
    };
    if WAYS.iter().filter(|key| is_given(key)).count() > 1 {
        // The one that was written last.
        let last = WAYS.into_iter().filter(|key| is_given(key)).max_by_key(|key| section.place_of(key));
        section.push(
            Problem::error("E452", format!("`{}` says in more than one way how people learn", section.path()))
                .at(section.place_of(last.unwrap_or(WAYS[0])))
                .help(
                    "keep one of months_to_independence, tau_hours, practice_months, learns = false, until_supervised, learning_rate, learning_table",
                ),
        );
    }
    let has_tau = section.has("months_to_independence") || section.has("tau_hours");
    for (key, is_fit, beside) in [
        ("incompressible", section.has("learning_rate"), "learning_rate"),
        ("logistic_from", shape == Some("logistic"), "learning_curve = \"logistic\""),
        ("learning_curve", has_tau || shape == Some("exponential"), "months_to_independence or tau_hours"),
    ] {
        if section.has(key) && !is_fit {
            let message = format!("`{key}` says nothing without {beside}");
            section.push(
                Problem::error("E458", message).at(section.place_of(key)).help("add the other key, or remove this one"),
            );
        }
    }
    let logistic_from = (shape == Some("logistic"))
        .then(|| logistic_from.unwrap_or_else(|| Num::known(0.05, section.path_of("logistic_from"))));
    let curve = match (practice, months, tau) {
        (Some(months), ..) => Curve::Period { months, pace_after },
        (_, Some(months), _) => Curve::Practice { tau_hours: Tau::MonthsToIndependence(months), logistic_from },
        (.., Some(tau)) => Curve::Practice { tau_hours: Tau::Hours(tau), logistic_from },
        _ => match (learning_rate, table) {
            (Some(learning_rate), _) => Curve::Cases { learning_rate, incompressible },
            (None, Some((points, unit))) => Curve::Table { points: Arc::new(points), unit },
            _ if supervised => Curve::Supervised { pace_after },
            _ => Curve::None,
        },
    };
    let pace_at_start = section.number_or(
        &Key::new("pace_at_start")
            .at_least(0.0)
            .at_most(1.0)
            .default("1")
            .help("pace on the first day of practice; 0.4 takes two and a half times as long"),
        1.0,
    );
    let a_day = section.number(
        &Key::new("questions_a_day_at_start")
            .unit("questions in 8 hours of work")
            .at_least(0.0)
            .at_most(200.0)
            .help("they fall with competence"),
    );
    let an_hour = section.number(
        &Key::new("questions_per_hour_at_start")
            .unit("questions")
            .at_least(0.0)
            .at_most(1_000.0)
            .help("the same in an hour of work"),
    );
    section.not_both("questions_a_day_at_start", "questions_per_hour_at_start");
    let consult_rate = an_hour
        .or(a_day.map(|questions| questions.times(1.0 / 8.0)))
        .unwrap_or_else(|| Num::known(0.0, section.path_of("questions_per_hour_at_start")));
    let share =
        |name: &'static str, default: f64, help: &'static str| section.share_or(&Key::new(name).help(help), default);
    let threshold = section.number_or(
        &Key::new("independent_at")
            .at_least(0.01)
            .at_most(0.999)
            .default("0.8")
            .help("competence that independence takes"),
        0.8,
    );
    check_curve(section, &curve, &pace_at_start, &threshold);
    Learning {
        curve,
        class: ClassStart {
            without: share("competence_without_class", 0.0, "competence on the first day without any class"),
            after: section.share(&Key::new("competence_after_class").help(
                "competence that a very long class would bring; pace_at_start stays the pace of somebody who knows nothing",
            )),
            weeks: section.number_or(
                &Key::new("class_weeks_to_learn")
                    .unit("weeks")
                    .at_least(0.05)
                    .at_most(520.0)
                    .default("2")
                    .help("weeks of class after which 63 percent of what class can bring is there"),
                2.0,
            ),
        },
        forgets_all_after_months: section.number(
            &Key::new("forgets_all_after_months")
                .unit("months")
                .at_least(0.1)
                .at_most(1_200.0)
                .default("never")
                .help("length of a break between call-ups after which nothing is left"),
        ),
        pace_at_start,
        consult_rate,
        learns_without_help: share(
            "learns_without_help",
            1.0,
            "share of practice that counts after an unanswered question",
        ),
        learns_without_coaching: share(
            "learns_without_coaching",
            1.0,
            "share of practice that counts without the planned coaching",
        ),
        never_independent: share("never_independent", 0.0, "share that stays a trainee"),
        threshold,
        spread: number(
            "learning_spread",
            "",
            10.0,
            0.0,
            "coefficient of variation of the time constant between people",
        ),
    }
}

/// Points of (practice, competence) with their unit.
fn read_table(section: &Section<'_>) -> Option<(Vec<(f64, f64)>, Unit)> {
    let table = section.table("learning_table")?;
    let mut columns = Vec::new();
    for (name, unit, help) in [
        ("months", Unit::Months, "calendar months of practice at a normal week"),
        ("hours", Unit::Hours, "hours of effective practice"),
        ("cases", Unit::Cases, "cases done"),
    ] {
        columns.extend(table.numbers(&Key::new(name).help(help)).map(|numbers| (numbers, unit)));
    }
    let competence = table.numbers(&Key::new("competence").help("competence at each of them, rising, at most 1"));
    let problem = match (&columns[..], &competence) {
        ([(practice, _)], Some(competence)) => {
            let rises = |numbers: &[f64]| numbers.windows(2).all(|pair| pair[0] < pair[1]);
            if practice.len() != competence.len() || practice.len() < 2 {
                Some(format!("{} points of practice and {} of competence", practice.len(), competence.len()))
            } else if practice[0] != 0.0 || !rises(practice) || !rises(competence) {
                Some("the table does not rise from practice 0".to_owned())
            } else if competence[0] < 0.0 || competence[competence.len() - 1] > 1.0 {
                Some("competence lies between 0 and 1".to_owned())
            } else {
                None
            }
        }
        _ => Some("a table of learning has `competence` and one of `months`, `hours`, `cases`".to_owned()),
    };
    if let Some(message) = problem {
        let help = "write months = [0, 3, 6, 12] and competence = [0, 0.4, 0.7, 0.95]";
        table.push(Problem::error("E459", message).at(table.place()).help(help));
        table.finish();
        return None;
    }
    table.finish();
    let (practice, unit) = columns.pop()?;
    Some((practice.into_iter().zip(competence?).collect(), unit))
}

/// Refuses a curve on which nobody would ever work alone.
fn check_curve(section: &Section<'_>, curve: &Curve, pace_at_start: &Num, threshold: &Num) {
    let wrong = |key: &str, message: String, help: &str| {
        section.push(Problem::error("E458", message).at(section.place_of(key)).help(help));
    };
    match curve {
        Curve::Cases { .. } if pace_at_start.min_value() <= 0.0 || pace_at_start.max_value() >= 1.0 => wrong(
            "learning_rate",
            "a pace that grows with each case begins between 0 and 1".to_owned(),
            "write pace_at_start = 0.4: the first case then takes two and a half times as long",
        ),
        Curve::Cases { incompressible: Some(part), .. } => {
            let first = pace_at_start.likely();
            let most = ((first / part.likely() - first) / (1.0 - first)).min(1.0);
            if most <= threshold.likely() {
                let message = format!(
                    "with that part competence stays below {most:.2}; working alone takes {}",
                    threshold.likely()
                );
                wrong("incompressible", message, "lower incompressible or independent_at, or raise pace_at_start");
            }
        }
        Curve::Table { points, .. } => {
            let most = points.last().map_or(0.0, |point| point.1);
            if most < threshold.likely() {
                let message = format!("the table ends at {most}; working alone takes {}", threshold.likely());
                wrong("learning_table", message, "go on with the table, or lower independent_at");
            }
        }
        _ => {}
    }
}
