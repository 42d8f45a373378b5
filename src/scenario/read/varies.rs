//! What makes a rate vary: seasons, waves, families, months that differ, forecasts that are wrong, shocks.

use super::{Desk, look_up_all, time};
use crate::{
    calendar::MONTH_DAYS,
    model::{
        demand::{BatchLaw, ForecastError, MONTHS, MOST_IN_BATCH, Season, ShockShape, Sine},
        stream::{Batch, ForecastRule, Inflow, Onset, Shock, Stream, TableKind, Variation},
    },
    problem::{Place, Problem, nearest},
    scenario::{
        reader::{Key, Section},
        tree::{Node, Table, Value},
    },
};

/// What a rate may have and exact counts may not.
const OF_RATES: [&str; 6] = ["season", "sine", "batch", "rate_of", "cv_per_month", "forecast_error"];

/// Why an inflow has no rate that could vary by itself; none when it has one.
fn why_no_rate(inflow: &Inflow, key: &str) -> Option<&'static str> {
    let of_chance = !["season", "sine"].contains(&key);
    match inflow {
        Inflow::Rate { .. } | Inflow::Years { .. } | Inflow::None => None,
        Inflow::Table { kind: TableKind::Expected, .. } if of_chance => None,
        Inflow::Table { .. } if !of_chance => Some("the months of a table have their seasons in them"),
        Inflow::Table { .. } => Some("exactly these counts come"),
        Inflow::Paths { .. } => Some("each column of the file is a whole future"),
        Inflow::Resampled { .. } => Some("the real months have their seasons and their chance in them"),
        Inflow::Times { .. } => Some("exactly these moments are when cases come"),
    }
}

/// All that lies on a rate; beside exact counts it is refused.
pub(super) fn read_variation(section: &Section<'_>, inflow: &Inflow) -> Variation {
    let cv_per_month = section.number(&Key::new("cv_per_month").at_least(0.0).at_most(5.0).help(
        "how much months differ beyond pure chance: a factor for each month, gamma with mean 1 and this \
                   coefficient of variation",
    ));
    let varies = Variation {
        season: read_season(section),
        sine: read_sine(section),
        batch: read_batch(section),
        cv_per_month: cv_per_month.filter(|cv| cv.max_value() > 0.0),
        forecast_error: read_forecast_error(section),
    };
    for name in OF_RATES.into_iter().filter(|name| section.has(name)) {
        let Some(why) = why_no_rate(inflow, name) else { continue };
        let message = format!("`{name}` lies on a rate, and `{}` has none: {why}", section.path());
        let help = match inflow {
            Inflow::Table { .. } if why.contains("counts") => {
                format!("leave `{name}` out, or write kind = \"expected\": then the months are rates")
            }
            _ => format!("leave `{name}` out, or write a rate such as per_month = 400"),
        };
        section.push(Problem::error("E480", message).at(section.place_of(name)).help(help));
    }
    varies
}

fn read_batch(section: &Section<'_>) -> Option<Batch> {
    let of = Key::new("rate_of")
        .default("\"cases\"")
        .help("what the rates of this inflow count when cases come in families: the cases, or the families");
    let rate_of = section.choice(&of, &["cases", "batches"]);
    let Some(table) = section.table("batch") else {
        if section.has("rate_of") {
            let problem = Problem::error("E482", "`rate_of` says what is counted of families, and there are none");
            section.push(problem.at(section.place_of("rate_of")).help("write batch = { sizes = [0.6, 0.4] }"));
        }
        return None;
    };
    let sizes = table.numbers(
        &Key::new("sizes").at_least(0.0).at_most(1.0).help("shares of families of 1, 2, 3, … cases; they add up to 1"),
    );
    let mean = table.known_number(
        &Key::new("geometric_mean")
            .unit("cases")
            .at_least(1.0)
            .at_most(8.0)
            .help("mean size of a family, each size being less frequent than the one before by the same factor"),
    );
    let fixed = table.known_count(
        &Key::new("size")
            .unit("cases")
            .at_least(1.0)
            .at_most(f64::from(MOST_IN_BATCH))
            .help("every family is so large"),
    );
    let mut laws = Vec::new();
    if let Some(sizes) = sizes {
        let sum: f64 = sizes.iter().sum();
        if sizes.is_empty() || (sum - 1.0).abs() > 1e-9 || sizes.len() > MOST_IN_BATCH as usize {
            let message = format!("the shares of the sizes of families add up to {}", (sum * 1e9).round() / 1e9);
            let help = format!("at most {MOST_IN_BATCH} shares, of families of 1, 2, 3, … cases, that add up to 1");
            table.push(Problem::error("E482", message).at(table.place_of("sizes")).help(help));
        } else {
            laws.push(BatchLaw::of_shares(&sizes));
        }
    }
    laws.extend(mean.map(|mean| BatchLaw::Geometric { mean }));
    laws.extend(fixed.map(|size| BatchLaw::Fixed(size as u32)));
    let said = ["sizes", "geometric_mean", "size"].iter().filter(|name| table.has(name)).count();
    if said != 1 {
        let message = format!("`{}` says in {said} ways how large a family is", table.path());
        let help = "write one of sizes = [0.6, 0.2, 0.2], geometric_mean = 2, or size = 4";
        table.push(Problem::error("E482", message).at(table.place()).help(help));
    }
    table.finish();
    Some(Batch { law: laws.pop()?, rate_of_batches: rate_of == Some("batches") })
}

fn read_forecast_error(section: &Section<'_>) -> Option<ForecastRule> {
    let section = section.table("forecast_error")?;
    let volatility = section.required_number(&Key::new("volatility").at_least(0.0).at_most(2.0).help(
        "how far a month can throw the rate off its forecast: standard deviation of the change of its logarithm \
             (0.1 is about 10 per cent)",
    ));
    let months = section.known_number(
        &Key::new("reversion_months")
            .unit("months")
            .at_least(0.01)
            .at_most(1200.0)
            .help("after so many months a third of an error is left"),
    );
    let share = section.known_share(
        &Key::new("persistence").help("share of an error that is left a month later; 1: the rate wanders off for good"),
    );
    section.not_both("reversion_months", "persistence");
    let persistence = share.or(months.map(ForecastError::persistence_of));
    if persistence.is_none() && !section.has("persistence") && !section.has("reversion_months") {
        let message = format!("`{}` does not say how long an error lasts", section.path());
        let help = "write reversion_months = 12, or persistence = 0.92";
        section.push(Problem::error("E202", message).at(section.place()).help(help));
    }
    section.finish();
    Some(ForecastRule { volatility: volatility?, persistence: persistence? })
}

/// `[shock.NAME]`: sudden inflow.
pub(super) fn read_shocks(desk: &Desk<'_>, root: &Section<'_>, streams: &[Stream]) -> Vec<Shock> {
    root.tables("shock").into_iter().filter_map(|(name, section)| read_shock(desk, name, section, streams)).collect()
}

fn read_shock(desk: &Desk<'_>, name: String, section: Section<'_>, streams: &[Stream]) -> Option<Shock> {
    let says = section.text(&Key::new("says").help("shown to people instead of the name"));
    let key = Key::new("stream").help("the stream that it comes to, or a list of them: then all at once");
    let hit = look_up_all(&section, &key, "stream", &desk.lexicon.streams);
    if !section.has("stream") {
        let message = format!("`{}` does not say which stream it comes to", section.path());
        let help = format!("streams in this scenario: {}", desk.lexicon.streams.join(", "));
        section.push(Problem::error("E202", message).at(section.place()).help(help));
    }
    for stream in hit.iter().flatten().filter_map(|index| streams.get(*index)) {
        let why = match &stream.inflow {
            Inflow::None => Some("nothing comes in there that could be more or less"),
            inflow => why_no_rate(inflow, "shock"),
        };
        if let Some(why) = why {
            let message = format!("a shock lies on a rate, and `stream.{}.inflow` has none: {why}", stream.name);
            let help = "write a rate such as per_month = 400 there, or leave the shock out";
            section.push(Problem::error("E480", message).at(section.place_of("stream")).help(help));
        }
    }
    let at = time::read_moment(desk, &section, "at", time::Edge::Opening);
    let per_year = section.number(
        &Key::new("per_year")
            .unit("shocks")
            .at_least(0.0)
            .at_most(100.0)
            .help("shocks of this kind in a mean year, at any moment, independent of each other"),
    );
    section.not_both("at", "per_year");
    section.not_both("at_hours", "per_year");
    if !["at", "at_hours", "per_year"].iter().any(|name| section.has(name)) {
        let message = format!("`{}` does not say when it comes", section.path());
        let help = "write at = 2028-03-01, or per_year = 0.2 for one in five years on average";
        section.push(Problem::error("E202", message).at(section.place()).help(help));
    }
    let size = section.required_variability(
        &Key::new("size")
            .unit("times the rate")
            .at_least(0.0)
            .at_most(100.0)
            .size_may_be_uncertain()
            .help("at its height the inflow is so many times what it would be; below 1 fewer come"),
    );
    let months = section.required_variability(
        &Key::new("months")
            .unit("months")
            .at_least(0.0)
            .at_most(600.0)
            .size_may_be_uncertain()
            .help("how long it lasts"),
    );
    let shape_key = Key::new("shape").default("\"block\"").help(
        "block: at its height all the time; triangle: rises to the middle and falls; decay: at its height at once, \
         then falls to a twentieth at the end",
    );
    let shape = match section.choice(&shape_key, &["block", "triangle", "decay"]) {
        Some("triangle") => ShockShape::Triangle,
        Some("decay") => ShockShape::Decay,
        _ => ShockShape::Block,
    };
    section.finish();
    let when = at.map(Onset::At).or(per_year.map(Onset::PerYear))?;
    Some(Shock {
        says: says.unwrap_or_else(|| name.clone()),
        name,
        streams: hit?,
        when,
        size: size?,
        months: months?,
        shape,
    })
}

const MONTH_NAMES: [&str; MONTHS] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn read_season(section: &Section<'_>) -> Option<Season> {
    let key = Key::new("season").help(
        "how a year's cases divide over its months: twelve indices, January first, or a table by month; only their \
         proportions count. \"preset\" is the Dutch index of first asylum applications of 2015 to 2025",
    );
    let node = section.raw(&key, "season")?;
    let forms = "write season = \"preset\", a list of twelve numbers, or { january = 0.9, …, december = 1.1 }";
    let wrong = |message: String, place: Place| {
        section.push(Problem::error("E481", message).at(place).help(forms));
    };
    let index = |node: &Node, month: &str| match node.as_number() {
        Some(index) if index >= 0.0 && index.is_finite() => Some(index),
        _ => {
            wrong(format!("the index of {month} is a number of 0 or more"), node.place);
            None
        }
    };
    let indices: Vec<Option<f64>> = match &node.value {
        Value::Text(text) if text == "preset" => return Some(Season::dutch()),
        Value::Array(list) if list.len() == MONTHS => {
            list.iter().zip(MONTH_NAMES).map(|(node, month)| index(node, month)).collect()
        }
        Value::Array(list) => {
            wrong(format!("a season has an index for each of 12 months, not for {}", list.len()), node.place);
            return None;
        }
        Value::Table(table) => {
            if !check_month_names(section, table) {
                return None;
            }
            let of = |month: &str| match table.get(month) {
                Some(node) => index(node, month),
                None => {
                    wrong(format!("the season has no index for {month}"), node.place);
                    None
                }
            };
            MONTH_NAMES.iter().map(|month| of(month)).collect()
        }
        other => {
            wrong(format!("`season` is \"preset\" or twelve indices, not {}", other.kind()), node.place);
            return None;
        }
    };
    let indices: Vec<f64> = indices.into_iter().collect::<Option<_>>()?;
    Season::new(indices.try_into().ok()?)
        .map_err(|why| wrong(format!("the season does not work out: {why}"), node.place))
        .ok()
}

/// Whether all are months: then none is missing for being misspelt.
fn check_month_names(section: &Section<'_>, table: &Table) -> bool {
    let strange = || table.iter().filter(|entry| !MONTH_NAMES.contains(&entry.name.as_str()));
    for entry in strange() {
        let mut problem = Problem::error("E201", format!("`{}` is not a month", entry.name)).at(entry.key_place);
        if let Some(near) = nearest(&entry.name, MONTH_NAMES) {
            problem = problem.label(format!("did you mean `{near}`?"));
        }
        section.push(problem.help(format!("months are {}", MONTH_NAMES.join(", "))));
    }
    strange().next().is_none()
}

fn read_sine(section: &Section<'_>) -> Option<Sine> {
    let section = section.table("sine")?;
    let amplitude =
        section.known_number(&Key::new("amplitude").at_least(0.0).at_most(1.0).help(
            "height of the wave over the mean rate: with 0.6 the rate swings between 0.4 and 1.6 times its mean",
        ));
    if !section.has("amplitude") {
        let message = format!("`{}` does not say how high the wave is", section.path());
        section.push(Problem::error("E202", message).at(section.place()).help("write amplitude = 0.3"));
    }
    let hours = section.known_number(
        &Key::new("period_hours").unit("hours").at_least(0.001).at_most(1e7).help("length of one wave, calendar time"),
    );
    let months = section.known_number(
        &Key::new("period_months").unit("months").at_least(0.001).at_most(1e4).help("length of one wave"),
    );
    section.not_both("period_hours", "period_months");
    let phase = section
        .known_number(
            &Key::new("phase")
                .at_least(-1.0)
                .at_most(1.0)
                .default("0")
                .help("share of a wave that has gone by at the start; 0: the rate begins at its mean and rises"),
        )
        .unwrap_or(0.0);
    let period = hours.or(months.map(|months| months * MONTH_DAYS * 24.0));
    if period.is_none() && !section.has("period_hours") && !section.has("period_months") {
        let message = format!("`{}` does not say how long a wave lasts", section.path());
        section.push(Problem::error("E202", message).at(section.place()).help("write period_months = 12"));
    }
    section.finish();
    Some(Sine { amplitude: amplitude?, period: period?, phase })
}
