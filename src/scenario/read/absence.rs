//! Illness and leave: `[pool.P.absence]`, `[cohort.C.absence]`.

use crate::{
    model::{
        absence::{Absence, MONTH_LENGTHS},
        num::Spread,
    },
    problem::Problem,
    scenario::reader::{Key, Section},
};

/// The absence of the people of a pool or cohort; none when nothing is written.
pub(super) fn read_absence(section: &Section<'_>) -> Option<Absence> {
    let table = section.table("absence")?;
    let spells_per_year = table.number_or(
        &Key::new("spells_per_year")
            .unit("spells")
            .at_least(0.0)
            .at_most(50.0)
            .default("0")
            .help("how often a year somebody falls ill, on average"),
        0.0,
    );
    let days = table.variability(
        &Key::new("days")
            .unit("calendar days")
            .at_least(0.0)
            .at_most(2_000.0)
            .size_may_be_uncertain()
            .help("how long a spell of illness lasts"),
    );
    if spells_per_year.likely() > 0.0 && !table.has("days") {
        table.push(
            Problem::error("E455", format!("`{}.days` is missing", table.path()))
                .at(table.place_of("spells_per_year"))
                .help("how long does a spell last? days = 7, or days = { least = 1, usual = 4, most = 60 }"),
        );
    }
    let season = twelve(
        &table,
        &Key::new("season").help(
            "twelve factors on the number of spells, January first; only their proportions count: the year keeps its spells",
        ),
    )
    .map(|factors| {
        let mean = factors.iter().zip(MONTH_LENGTHS).map(|(factor, days)| factor * days).sum::<f64>() / 365.25;
        factors.map(|factor| factor / mean)
    });
    let holidays_weeks = table.number_or(
        &Key::new("holidays_weeks")
            .unit("weeks")
            .at_least(0.0)
            .at_most(30.0)
            .default("0")
            .help("weeks of leave a year, taken a week at a time"),
        0.0,
    );
    let by_month = twelve(
        &table,
        &Key::new("holidays_by_month")
            .default("even")
            .help("twelve numbers in proportion to the leave that is taken in each month, January first"),
    );
    let by_month = by_month.unwrap_or(MONTH_LENGTHS);
    let sum: f64 = by_month.iter().sum();
    let holidays_by_month = by_month.map(|share| share / sum);
    let fullest = (0..12).max_by(|&a, &b| {
        (holidays_by_month[a] / MONTH_LENGTHS[a]).total_cmp(&(holidays_by_month[b] / MONTH_LENGTHS[b]))
    });
    let month = fullest.unwrap_or(0);
    let days_off = holidays_weeks.max_value() * 7.0 * holidays_by_month[month];
    if days_off > MONTH_LENGTHS[month].floor() {
        table.push(
            Problem::error(
                "E457",
                format!("everybody would be on leave for {days_off:.0} days of month {}", month + 1),
            )
            .at(table.place_of("holidays_by_month"))
            .help("spread the leave over more months, or lower holidays_weeks"),
        );
    }
    let reassign_after_days = table
        .known_count(
            &Key::new("reassign_after_days")
                .unit("working days")
                .at_least(0.0)
                .at_most(1_000.0)
                .default("5")
                .help("after so many days the cases of somebody absent go back to the front of their queue"),
        )
        .unwrap_or(5.0) as u32;
    let path = table.path_of("days");
    table.finish();
    Some(Absence {
        spells_per_year,
        days: days.or_else(|| Spread::constant(0.0, path).ok())?,
        season,
        holidays_weeks,
        holidays_by_month,
        reassign_after_days,
    })
}

/// Twelve numbers, none below 0 and not all of them 0.
fn twelve(table: &Section<'_>, key: &Key) -> Option<[f64; 12]> {
    let numbers = table.numbers(key)?;
    let twelve: Option<[f64; 12]> = numbers.as_slice().try_into().ok();
    let good = twelve.filter(|all| all.iter().all(|one| *one >= 0.0) && all.iter().sum::<f64>() > 0.0);
    if good.is_none() {
        let message = match twelve {
            None => format!("`{}` has {} numbers, one for each month are 12", table.path_of(key.name), numbers.len()),
            Some(_) => format!("`{}` has a number below 0, or only zeros", table.path_of(key.name)),
        };
        let problem = Problem::error("E456", message).at(table.place_of(key.name));
        table.push(
            problem
                .help("write twelve numbers, January first: [1.3, 1.3, 1.1, 1, 0.9, 0.8, 0.7, 0.8, 0.9, 1, 1.1, 1.2]"),
        );
    }
    good
}
