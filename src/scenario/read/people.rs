//! Pools, cohorts and how their people learn.

use super::{
    Desk, absence::read_absence, cohort_pool, learning::read_learning, look_up, look_up_all, places, time, work::leak,
};
use crate::{
    calendar::MONTH_DAYS,
    model::{
        learning::{Curve, Learning},
        num::{Num, Spread},
        staff::{Classroom, Cohort, Conversion, Grade, Leaving, OnLeave, OtherWork, Pool, Replacement, Size, When},
        strain::Strain,
    },
    problem::{Place, Problem},
    random::Distribution,
    scenario::{
        reader::{Key, Reader, Section},
        tree::{Node, Table},
    },
    time::SimTime,
};

const SAYS: Key = Key::new("says").help("shown to people instead of the name");
const HEADCOUNT: Key = Key::new("headcount").unit("people").at_least(0.0).at_most(100_000.0).help("how many people");

/// Keys of a pool that a cohort may hold for the pool that it makes.
const POOL_KEYS: [&str; 9] = [
    "hours_a_week",
    "overhead",
    "work",
    "serves",
    "order",
    "senior_after_months",
    "on_leave",
    "caseload_at_most",
    "site",
];

/// All pools, those that cohorts make last; none when one cannot be understood.
pub(super) fn read_pools(desk: &Desk<'_>, root: &Section<'_>, tree: &Table) -> Option<Vec<Pool>> {
    let mut pools: Vec<Pool> = root
        .tables("pool")
        .into_iter()
        .map(|(name, section)| {
            let owner = owning_cohort(tree, &name, &section);
            read_pool(desk, name, section, owner)
        })
        .collect();
    // Cohorts whose pool is written nowhere.
    for (cohort, section) in root.tables("cohort") {
        let name = cohort_pool(tree, &cohort);
        if pools.iter().any(|pool| pool.name == name) {
            continue;
        }
        let says = section.text(&SAYS).unwrap_or_else(|| name.clone());
        let mut pool = bare_pool(&name, says, section.path());
        read_pool_keys(desk, &section, &mut pool);
        pools.push(pool);
    }
    (pools.len() == desk.lexicon.pools.len()).then_some(pools)
}

/// The only cohort of a pool without heads of its own: its keys are the pool's.
fn owning_cohort(tree: &Table, pool: &str, section: &Section<'_>) -> Option<String> {
    if section.has("headcount") {
        return None;
    }
    let cohorts = tree.get("cohort").and_then(Node::as_table)?;
    let mut joining = cohorts.iter().filter(|entry| cohort_pool(tree, &entry.name) == pool);
    let only = joining.next()?;
    joining.next().is_none().then(|| only.name.clone())
}

fn bare_pool(name: &str, says: String, path: &str) -> Pool {
    let known = |value: f64, key: &str| Num::known(value, format!("{path}.{key}"));
    Pool {
        name: name.to_owned(),
        says,
        headcount: known(0.0, "headcount"),
        buffer: 0.0,
        case_share: known(1.0, "case_share"),
        seniors: known(1.0, "seniors"),
        trainees: known(0.0, "trainees"),
        tenure_months: None,
        fte: known(1.0, "hours_a_week"),
        overhead: known(0.0, "overhead"),
        order: Vec::new(),
        work: None,
        serves: None,
        reserved_for: Vec::new(),
        leaving: std::array::from_fn(|_| Leaving::ShareAYear(known(0.0, "leaving_per_year"))),
        leaving_first_year: known(1.0, "leaving_first_year_factor"),
        replacement: None,
        senior_after_months: None,
        on_leave: OnLeave::Return,
        caseload_at_most: None,
        site: None,
        absence: None,
        price: None,
        strain: Strain::none(path),
        other_work: None,
        share: Vec::new(),
        learning: Learning::none(path),
    }
}

fn read_pool(desk: &Desk<'_>, name: String, section: Section<'_>, owner: Option<String>) -> Pool {
    let says = section.text(&SAYS).unwrap_or_else(|| name.clone());
    let mut pool = bare_pool(&name, says, section.path());
    pool.headcount = section.count_or(&HEADCOUNT.default("0"), 0.0);
    let buffer = section.known_count(
        &Key::new("buffer_fte")
            .at_most(100_000.0)
            .default("0")
            .help("heads that stand ready beyond `headcount`, paid and trained like them"),
    );
    pool.buffer = buffer.unwrap_or(0.0);
    pool.case_share = section.share_or(
        &Key::new("case_share").default("1").help("share of the heads that handles cases; the others are paid"),
        1.0,
    );
    let trainees = section.share(&Key::new("trainees").default("0").help("share of the heads that is in practice"));
    let seniors =
        section.share(&Key::new("seniors").default("1").help("share of the heads that may supervise and sign"));
    if let (Some(seniors), Some(trainees)) = (&seniors, &trainees)
        && seniors.likely() + trainees.likely() > 1.0 + 1e-9
    {
        let sum = seniors.likely() + trainees.likely();
        section.push(
            Problem::error("E450", format!("seniors and trainees of `{name}` add up to {sum}"))
                .at(section.place_of("trainees"))
                .help("together they are at most 1; the rest is independent"),
        );
    }
    pool.trainees = trainees.unwrap_or(pool.trainees);
    if let Some(seniors) = seniors {
        pool.seniors = seniors;
    } else if pool.trainees.likely() > 0.0 {
        pool.seniors = Num::known((1.0 - pool.trainees.max_value()).max(0.0), section.path_of("seniors"));
    }
    pool.tenure_months = section.variability(
        &Key::new("tenure_months")
            .unit("months")
            .at_least(0.0)
            .at_most(1_200.0)
            .help("since hire, of the starting heads"),
    );
    read_pool_keys(desk, &section, &mut pool);
    if let Some(table) = section.table("reserved_for") {
        for (index, stream) in desk.lexicon.streams.iter().enumerate() {
            let key = Key { name: leak(stream), ..HEADCOUNT.help("heads that take this stream first") };
            if let Some(heads) = table.count(&key) {
                pool.reserved_for.push((index, heads));
            }
        }
        table.finish();
    }
    refuse_reservations(desk, &section);
    pool.share = read_share(desk, &section);
    pool.leaving = read_leaving(&section);
    pool.other_work = section.table("other_work").map(read_other_work);
    pool.leaving_first_year = read_first_year(&section);
    let fill = section.number(
        &Key::new("months_to_fill_a_post")
            .unit("months")
            .at_least(0.0)
            .at_most(120.0)
            .help("from leaving to the first day of the new one; holds over replace_leavers.after_weeks, also that of a file below"),
    );
    pool.replacement = read_replacement(&section);
    if let Some(fill) = fill {
        let after_weeks = fill.times(MONTH_DAYS / 7.0);
        let written = pool.replacement.take();
        let anew = Replacement { after_weeks: after_weeks.clone(), every_weeks: None, learns: true };
        pool.replacement = Some(written.map_or(anew, |written| Replacement { after_weeks, ..written }));
    }
    let is_taught = pool.replacement.as_ref().is_some_and(|replacement| replacement.learns);
    if is_taught || pool.trainees.likely() > 0.0 || section.has("pace_at_start") {
        pool.learning = read_learning(&section);
    }
    pool.absence = read_absence(&section);
    pool.strain = read_strain(&section);
    section.misnamed(
        "overtime",
        "overtime_hours_per_week",
        "overtime_hours_per_week: hours that each works beyond the contract",
    );
    pool.price = super::money::read_price(&section);
    for name in ["cost", "fte_year", "officer_fte_year"] {
        section.misnamed(name, "cost_per_year", "cost_per_year: a full-time year; or cost_per_hour: a paid hour");
    }
    // It was spelt out before (`scenario::spelling`), unless both stand there.
    if let Some(quiet) = section.table("when_quiet") {
        let message = format!("`when_quiet` and `other_work` cannot both stand in [{}]", section.path());
        section.push(Problem::error("E215", message).at(quiet.place()).help("they say the same: keep one of the two"));
        read_other_work(quiet);
    }
    section.later_but("staffed_for", "staff that follows a forecast", "write the headcount that the middle line needs");
    section.later_but(
        "new_people_at_most",
        "a cap on people in training",
        "supervision.span and at_most_share say what supervisors can bear",
    );
    refuse_competence_by(&section);
    section.finish();
    if let Some(cohort) = owner
        && let Some(table) = desk_cohort(desk, &cohort)
    {
        // What is wrong there is reported where the cohort is read.
        let reader = Reader::new();
        let own = reader.section(table, Place::default(), format!("cohort.{cohort}"), String::new());
        read_pool_keys(desk, &own, &mut pool);
    }
    pool
}

/// Everybody has one competence, for all stages.
fn refuse_competence_by(section: &Section<'_>) {
    let instead = "everybody has one competence for all stages; a pool of its own for a stage comes near it";
    section.later_but("competence_by", "a competence for each stage", instead);
}

/// `for_STREAM` was put under `reserved_for` before (`scenario::spelling`), where it could be.
fn refuse_reservations(desk: &Desk<'_>, section: &Section<'_>) {
    let key = HEADCOUNT.help("the same as reserved_for.STREAM: heads that take this stream first");
    section.declares(&Key { name: "for_STREAM", ..key }, "count");
    for entry in section.table_node().iter() {
        let Some(stream) = entry.name.strip_prefix("for_") else { continue };
        section.answer_for(&entry.name);
        if look_up(section, "stream", &desk.lexicon.streams, stream, entry.key_place).is_some() {
            let message =
                format!("`{}` and `reserved_for.{stream}` cannot both stand in [{}]", entry.name, section.path());
            section.push(Problem::error("E215", message).at(entry.key_place).help("keep one of the two"));
        }
    }
}

/// What each stream gets of the hours that the pool works on cases.
fn read_share(desk: &Desk<'_>, section: &Section<'_>) -> Vec<(usize, Num)> {
    let Some(table) = section.table("share") else { return Vec::new() };
    let mut shares = Vec::new();
    for (index, stream) in desk.lexicon.streams.iter().enumerate() {
        let help = "share of the pool's hours worked on cases that this stream gets";
        if let Some(share) = table.share(&Key::new(leak(stream)).help(help)) {
            shares.push((index, share));
        }
    }
    let sum: f64 = shares.iter().map(|(_, share)| share.likely()).sum();
    let written = desk.lexicon.streams.iter().filter(|stream| table.has(stream)).count();
    if (sum - 1.0).abs() > 1e-9 && written == shares.len() {
        let sum = (sum * 1e9).round() / 1e9;
        let message = format!("the shares of the streams in `{}` add up to {sum}, not to 1", section.path());
        let help = "a stream that is not named gets hours only when the others have no case";
        table.push(Problem::error("E420", message).at(table.place()).help(help));
    }
    table.finish();
    shares
}

fn read_other_work(section: Section<'_>) -> OtherWork {
    let block = section.variability(
        &Key::new("block_hours")
            .unit("hours")
            .at_least(0.0)
            .at_most(10_000.0)
            .size_may_be_uncertain()
            .default("4")
            .help("who finds no case begins a block of other work that lasts so long and is not interrupted"),
    );
    let value = section.number_or(
        &Key::new("value_per_hour")
            .unit("euro an hour")
            .at_least(0.0)
            .at_most(100_000.0)
            .default("0")
            .help("what an hour of other work is worth to those for whom it is done"),
        0.0,
    );
    let useful_share = section.share(
        &Key::new("useful_share")
            .help("of the quiet hours: the share that is as useful as their cost; `surgecap buffer` counts it, and shows the answer without it"),
    );
    let work =
        section.texts(&Key::new("work").help("what it is; said, and not modelled: there is always enough of it"));
    let back = section.known_number(
        &Key::new("back_within_days")
            .unit("calendar days")
            .at_least(0.1)
            .at_most(365.0)
            .help("instead of block_hours: who is wanted is back within so many days, on average in half of them"),
    );
    section.not_both("block_hours", "back_within_days");
    section.not_both("value_per_hour", "useful_share");
    let block = match back {
        Some(days) if block.is_none() => {
            // Five days a week of eight hours, and half of it on average.
            let most = days * 5.0 / 7.0 * 8.0;
            let law = Distribution::uniform(0.0, most).ok();
            let usual = Spread::constant(most / 2.0, section.path_of("back_within_days")).ok();
            law.zip(usual).map(|(law, usual)| Spread { law, ..usual })
        }
        _ => block,
    };
    if block.as_ref().is_some_and(|block| block.likely_mean() < 0.01) {
        let message = format!("a block of `{}` takes no time", section.path());
        let problem = Problem::error("E204", message).at(section.place_of("block_hours"));
        section.push(problem.help("block_hours = 4: how long somebody is at it before looking for a case again"));
    }
    let usual = || {
        Spread::constant(4.0, section.path_of("block_hours"))
            .unwrap_or_else(|_| unreachable!("a finite constant is a distribution"))
    };
    let other = OtherWork {
        block_hours: block.unwrap_or_else(usual),
        value_per_hour: value,
        useful_share,
        work: work.unwrap_or_default(),
    };
    section.finish();
    other
}

/// The table of a cohort as it lies in the tree.
fn desk_cohort<'a>(desk: &'a Desk<'_>, cohort: &str) -> Option<&'a Table> {
    desk.tree.get("cohort").and_then(Node::as_table).and_then(|all| all.get(cohort)).and_then(Node::as_table)
}

/// The keys that a pool and a cohort with a pool of its own share.
fn read_pool_keys(desk: &Desk<'_>, section: &Section<'_>, pool: &mut Pool) {
    let week = desk.week_hours;
    let key = Key::new("hours_a_week")
        .unit("hours")
        .at_least(0.5)
        .at_most(168.0)
        .help("contract")
        .default("the calendar's full week");
    if let Some(hours) = section.number(&key) {
        if hours.max_value() > week + 1e-9 {
            let most = (hours.max_value() * 10.0).round() / 10.0;
            let most = if hours.is_known() { format!("{most}") } else { format!("up to {most}") };
            let message = format!("{most} hours a week do not fit the calendar's week of {week}");
            section.push(
                Problem::error("E451", message)
                    .at(hours.place)
                    .help("what is worked beyond it is overtime_hours_per_week"),
            );
        } else if desk.calendar.is_continuous() && hours.likely() < week {
            section.push(
                Problem::error("E451", "on a continuous calendar everybody is always there")
                    .at(hours.place)
                    .help("remove the key"),
            );
        }
        pool.fte = hours.times(1.0 / week);
    }
    if let Some(overhead) = section.share(
        &Key::new("overhead").at_most(0.95).default("0").help("share of the hours at work that is not case work"),
    ) {
        pool.overhead = overhead;
    }
    let stages = &desk.lexicon.stages;
    if let Some(order) =
        look_up_all(section, &Key::new("order").help("stages in the order in which free workers look"), "stage", stages)
    {
        pool.order = order;
    }
    if let Some(work) = look_up_all(section, &Key::new("work").help("stages that these people may do"), "stage", stages)
    {
        pool.work = Some(work);
    }
    let serves = Key::new("serves").help("streams that these people handle").default("all");
    if let Some(streams) = look_up_all(section, &serves, "stream", &desk.lexicon.streams) {
        pool.serves = Some(streams);
    }
    let senior = Key::new("senior_after_months")
        .unit("months")
        .at_least(0.0)
        .at_most(1_200.0)
        .help("tenure of a senior")
        .default("never");
    if let Some(months) = section.number(&senior) {
        pool.senior_after_months = Some(months);
    }
    let on_leave = Key::new("on_leave").default("return").help("what happens to the case of who leaves");
    match section.choice(&on_leave, &["return", "return-lost", "finish"]) {
        Some("return-lost") => pool.on_leave = OnLeave::ReturnLost,
        Some("finish") => pool.on_leave = OnLeave::Finish,
        Some(_) => pool.on_leave = OnLeave::Return,
        None => {}
    }
    places::read_place(desk, section, pool);
}

/// Overtime and pressure, with their prices.
fn read_strain(section: &Section<'_>) -> Strain {
    let price = |key: &'static str, help: &'static str| {
        section.number(&Key::new(key).unit("times as many").at_least(0.0).at_most(100.0).help(help))
    };
    let strain = Strain {
        overtime_hours: section.number_or(
            &Key::new("overtime_hours_per_week")
                .unit("hours")
                .at_least(0.0)
                .at_most(40.0)
                .default("0")
                .help("hours that each works, and is paid, beyond the contract"),
            0.0,
        ),
        overtime_leaving: price("overtime_leaving", "how many times as many leave at 8 hours of overtime a week"),
        overtime_absence: price(
            "overtime_absence",
            "how many times as often people fall ill at 8 hours of overtime a week",
        ),
        pressure: section.share_or(
            &Key::new("pressure").default("0").help("pressure to produce: 0 none, 1 as much as there can be"),
            0.0,
        ),
        pressure_pace: section.number_or(
            &Key::new("pressure_pace")
                .at_least(0.0)
                .at_most(2.0)
                .default("0")
                .help("share that people work faster at full pressure; 0.2 is a fifth"),
            0.0,
        ),
        pressure_error: price("pressure_error", "how many times as many drafts are wrong at full pressure"),
        pressure_leaving: price("pressure_leaving", "how many times as many leave at full pressure"),
        pressure_absence: price("pressure_absence", "how many times as often people fall ill at full pressure"),
    };
    if strain.pressure.max_value() > 0.0 && !section.has("pressure_pace") {
        let message =
            format!("`{}` brings nothing: nobody says how much faster people work", section.path_of("pressure"));
        section.push(
            Problem::error("E447", message)
                .at(section.place_of("pressure"))
                .help("write pressure_pace = 0.2: at full pressure a fifth faster"),
        );
    }
    strain
}

/// The hazard of leaving by grade.
fn read_leaving(section: &Section<'_>) -> [Leaving; 3] {
    let share = section.share(
        &Key::new("leaving_per_year").at_most(0.99).default("0").help("share of the people that leaves in a year"),
    );
    let hazard = section.number(
        &Key::new("leaving_per_month_hazard").at_least(0.0).at_most(10.0).help("the hazard itself, instead of a share"),
    );
    section.not_both("leaving_per_year", "leaving_per_month_hazard");
    let general = match (share, hazard) {
        (Some(share), _) => Leaving::ShareAYear(share),
        (None, Some(hazard)) => Leaving::HazardAMonth(hazard),
        _ => Leaving::ShareAYear(Num::known(0.0, section.path_of("leaving_per_year"))),
    };
    let mut by_grade = [general.clone(), general.clone(), general];
    if let Some(table) = section.table("leaving_per_year_of") {
        for grade in Grade::ALL {
            if let Some(share) =
                table.share(&Key::new(grade.name()).at_most(0.99).help("share of this grade that leaves in a year"))
            {
                by_grade[grade as usize] = Leaving::ShareAYear(share);
            }
        }
        table.finish();
    }
    if let Some(table) = section.table("leaving_per_month_hazard_of") {
        for grade in Grade::ALL {
            if let Some(hazard) =
                table.number(&Key::new(grade.name()).at_least(0.0).at_most(10.0).help("the hazard of this grade"))
            {
                by_grade[grade as usize] = Leaving::HazardAMonth(hazard);
            }
        }
        table.finish();
    }
    by_grade
}

pub(super) fn read_cohorts(desk: &Desk<'_>, root: &Section<'_>) -> Vec<Cohort> {
    root.tables("cohort").into_iter().filter_map(|(name, section)| read_cohort(desk, name, section)).collect()
}

fn read_cohort(desk: &Desk<'_>, name: String, section: Section<'_>) -> Option<Cohort> {
    let says = section.text(&SAYS).unwrap_or_else(|| name.clone());
    let headcount = section.count(&HEADCOUNT);
    let per_month = section.number(
        &Key::new("per_month")
            .unit("people")
            .at_least(0.0)
            .at_most(100_000.0)
            .help("Poisson hiring, instead of a headcount"),
    );
    section.not_both("headcount", "per_month");
    // Whom a trigger hires come when it fires.
    let is_awaited = super::triggers::hires(desk.tree, &name);
    if !section.has("headcount") && !section.has("per_month") && !is_awaited {
        section.push(
            Problem::error("E202", format!("`cohort.{name}.headcount` is missing"))
                .at(section.place())
                .help("how many people come?"),
        );
    }
    section.text(&Key::new("pool").help("the pool that they join").default("a pool of their own"));
    let pool_name = cohort_pool(desk.tree, &name);
    let pool = desk.lexicon.pools.iter().position(|pool| *pool == pool_name);
    let says_when = section.has("ordered") || section.has("ordered_after_hours");
    let ordered = time::read_moment(desk, &section, "ordered", time::Edge::Opening);
    let ordered = if says_when { ordered } else { Some(SimTime(0)) };
    let number = |key: &'static str, unit: &'static str, most: f64, default: f64, help: &'static str| {
        section.number_or(&Key::new(key).unit(unit).at_least(0.0).at_most(most).help(help), default)
    };
    let lead_weeks =
        number("first_day_after_weeks", "weeks", 520.0, 0.0, "from the decision to the first group's first day");
    let own_lead_weeks = section.variability(
        &Key::new("own_delay_weeks").unit("weeks").at_least(0.0).at_most(5_200.0).help("what each person takes longer"),
    );
    let groups_of = section.count(
        &Key::new("groups_of")
            .unit("people")
            .at_least(1.0)
            .at_most(100_000.0)
            .help("people who start together")
            .default("all"),
    );
    let weeks_between_groups =
        number("weeks_between_groups", "weeks", 520.0, 0.0, "between the first days of two groups");
    let contract_months = section.number(
        &Key::new("contract_months")
            .unit("months")
            .at_least(0.0)
            .at_most(1_200.0)
            .help("length of the contract")
            .default("no end"),
    );
    let stays_afterwards =
        section.share_or(&Key::new("stays_afterwards").default("0").help("share that stays after the contract"), 0.0);
    let classroom = Classroom {
        weeks: number("classroom_weeks", "weeks", 520.0, 0.0, "class before practice"),
        trainees_per_trainer: section.number(
            &Key::new("trainees_per_trainer")
                .at_least(0.1)
                .at_most(10_000.0)
                .help("trainers come from the seniors who supervise"),
        ),
    };
    if per_month.is_some() && headcount.is_none() && (groups_of.is_some() || classroom.trainees_per_trainer.is_some()) {
        let message = format!("`cohort.{name}` hires one by one: it has no groups and no class with trainers");
        section.push(
            Problem::error("E453", message)
                .at(section.place())
                .help("remove groups_of and trainees_per_trainer, or per_month"),
        );
    }
    let call_ups = read_call_ups(desk, &section);
    let ordered = call_ups.first().map_or(ordered, |first| Some(first.0));
    let leaving = read_leaving(&section);
    let leaving_first_year = read_first_year(&section);
    let converts = read_conversion(desk, &section);
    let absence = read_absence(&section);
    let learning = read_learning(&section);
    if !call_ups.is_empty() && matches!(learning.curve, Curve::Period { .. } | Curve::Supervised { .. }) {
        let message = format!("`cohort.{name}` is called up, and learns by a time and not by practice");
        section.push(
            Problem::error("E446", message)
                .at(section.place_of("call_up"))
                .help("write months_to_independence or another curve: what is forgotten is practice"),
        );
    }
    // Read with the pool that the cohort makes.
    let is_own = desk.owns_pool(&name);
    if is_own {
        let mut quiet = bare_pool(&pool_name, says.clone(), section.path());
        read_pool_keys(desk, &section, &mut quiet);
    } else {
        for key in POOL_KEYS.iter().filter(|key| section.has(key)) {
            section.raw(&Key::new(key), "");
            section.push(
                Problem::error(
                    "E454",
                    format!("`{key}` belongs to the pool `{pool_name}`, which has people of its own"),
                )
                .at(section.place_of(key))
                .help(format!("write it under [pool.{pool_name}], or give the cohort a pool of its own")),
            );
        }
    }
    let prices = super::money::read_cohort_prices(&section);
    section.misnamed("cost", "agency_hour", "agency_hour: the fee for a paid hour; or cost_per_year under the pool");
    refuse_competence_by(&section);
    section.later_but("screening_weeks", "screening", "take them into `first_day_after_weeks`");
    section.finish();
    let size = match (headcount, per_month) {
        (Some(count), _) => Size::Headcount(count),
        (None, Some(rate)) => Size::PerMonth(rate.times(1.0 / (MONTH_DAYS * 24.0))),
        _ if is_awaited => Size::Headcount(Num::known(0.0, format!("cohort.{name}.headcount"))),
        _ => return None,
    };
    Some(Cohort {
        name,
        says,
        pool: pool?,
        size,
        ordered: ordered?,
        lead_weeks,
        own_lead_weeks,
        groups_of,
        weeks_between_groups,
        contract_months,
        converts,
        leaving_first_year,
        call_ups,
        stays_afterwards,
        classroom,
        leaving,
        absence,
        prices,
        learning,
    })
}

/// The dates between which a shell is called up, in order.
fn read_call_ups(desk: &Desk<'_>, section: &Section<'_>) -> Vec<(SimTime, SimTime)> {
    for other in ["ordered", "ordered_after_hours", "contract_months", "per_month"] {
        section.not_both("call_up", other);
    }
    let Some(table) = section.table("call_up") else { return Vec::new() };
    let from = table.dates(&Key::new("from").help("first days of the call-ups")).unwrap_or_default();
    let until = table.dates(&Key::new("until").help("their last days")).unwrap_or_default();
    let calendar = &desk.calendar;
    let is_inside = |date: &jiff::civil::Date| (calendar.start()..=calendar.end()).contains(date);
    let rises = from.iter().zip(&until).all(|(from, until)| from <= until)
        && until.iter().zip(from.iter().skip(1)).all(|(until, next)| until < next);
    let problem = if from.is_empty() || from.len() != until.len() {
        Some(format!("{} first days and {} last days of call-ups", from.len(), until.len()))
    } else if !rises {
        Some("the call-ups are not in order: each begins after the one before has ended".to_owned())
    } else if !from.iter().all(is_inside) {
        Some(format!("a call-up begins outside the run, from {} to {}", calendar.start(), calendar.end()))
    } else {
        None
    };
    if let Some(message) = problem {
        let help = "write call_up.from = [2027-06-01, 2028-06-01] and call_up.until = [2027-09-30, 2028-09-30]";
        table.push(Problem::error("E446", message).at(table.place()).help(help));
        table.finish();
        return Vec::new();
    }
    table.finish();
    from.into_iter().zip(until).map(|(from, until)| (calendar.opening(from), calendar.closing(until))).collect()
}

fn read_first_year(section: &Section<'_>) -> Num {
    section.number_or(
        &Key::new("leaving_first_year_factor")
            .unit("times as many")
            .at_least(0.0)
            .at_most(50.0)
            .default("1")
            .help("how many times as many leave in their first year as later"),
        1.0,
    )
}

/// `replace_leavers`: new people for those who leave.
fn read_replacement(section: &Section<'_>) -> Option<Replacement> {
    let table = section.table("replace_leavers")?;
    let after_weeks = table.required_number(
        &Key::new("after_weeks")
            .unit("weeks")
            .at_least(0.0)
            .at_most(520.0)
            .help("from leaving, or from the review, to the first day of the new one"),
    );
    let every_weeks = table.number(
        &Key::new("every_weeks")
            .unit("weeks")
            .at_least(0.1)
            .at_most(520.0)
            .default("each leaver at once")
            .help("hire up to the headcount at reviews so far apart, those on their way counted"),
    );
    let learns = table
        .boolean(&Key::new("learns").default("true").help("false: the new people come experienced"))
        .unwrap_or(true);
    let place = table.place();
    table.finish();
    let ways = [
        "months_to_independence",
        "tau_hours",
        "practice_months",
        "learning_rate",
        "learning_table",
        "until_supervised",
    ];
    if learns && !ways.iter().any(|key| section.has(key)) {
        let message = format!("nobody says how the new people of `{}` learn", section.path());
        section.push(
            Problem::error("E448", message)
                .at(place)
                .help("write months_to_independence and pace_at_start at the pool, or replace_leavers.learns = false"),
        );
    }
    Some(Replacement { after_weeks: after_weeks?, every_weeks, learns })
}

/// `converts`: temps who become permanent in another pool.
fn read_conversion(desk: &Desk<'_>, section: &Section<'_>) -> Option<Conversion> {
    let table = section.table("converts")?;
    let at = time::read_moment(desk, &table, "at", time::Edge::Opening);
    let after = table.number(
        &Key::new("after_months")
            .unit("months")
            .at_least(0.0)
            .at_most(1_200.0)
            .help("months after each one's first day, instead of a date"),
    );
    for name in ["at", "at_hours"] {
        table.not_both(name, "after_months");
    }
    let share =
        table.share_or(&Key::new("share").default("1").help("share of those still there who are taken on"), 1.0);
    let pool = table
        .required_placed_text(&Key::new("pool").help("the pool that they join for good"))
        .and_then(|(name, place)| super::look_up(&table, "pool", &desk.lexicon.pools, &name, place));
    if !["at", "at_hours", "after_months"].iter().any(|key| table.has(key)) {
        let problem = Problem::error("E202", format!("`{}.at` is missing", table.path())).at(table.place());
        table.push(problem.help("from when? at = 2027-12-01, or after_months = 9"));
    }
    table.finish();
    let when = after.map(When::AfterMonths).or(at.map(When::At))?;
    Some(Conversion { when, share, pool: pool? })
}
