//! What `check` says of demand: families, futures, shocks, terms that change, and outcomes that open cases.

use crate::model::{
    demand::ShockShape,
    num::{Num, Spread},
    scenario::Scenario,
    stream::{Onset, Stream},
    terms::{AppliesTo, Shift, TermRule},
};

fn short(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    rounded.to_string()
}

fn likely(num: &Num) -> String {
    short(num.likely())
}

fn mean(spread: &Spread) -> String {
    short(spread.likely_mean())
}

/// One sentence for each thing that is used.
pub(super) fn demand(scenario: &Scenario) -> Vec<String> {
    let mut sentences: Vec<String> = scenario.streams.iter().flat_map(of_stream).collect();
    sentences.extend(shocks(scenario));
    sentences.extend(term_changes(scenario));
    sentences.extend(openings(scenario));
    if !scenario.futures.is_empty() {
        sentences.push(format!("Futures of this file, for --future: {}.", scenario.futures.join(", ")));
    }
    sentences
}

fn of_stream(stream: &Stream) -> Vec<String> {
    let (says, varies) = (&stream.says, &stream.varies);
    let mut sentences = Vec::new();
    if let Some(batch) = &varies.batch {
        let rates = if batch.rate_of_batches { "families" } else { "cases" };
        let size = short(batch.law.mean());
        sentences.push(format!("{says} come in families of {size} on average; the rates count {rates}."));
    }
    if let Some(cv) = &varies.cv_per_month {
        let cv = likely(cv);
        sentences.push(format!("{says}: months differ beyond chance, with a coefficient of variation of {cv}."));
    }
    if let Some(rule) = &varies.forecast_error {
        let volatility = likely(&rule.volatility);
        let left = short(rule.persistence);
        sentences.push(format!(
            "{says}: the forecast goes wrong by {volatility} a month (in the logarithm), of which {left} is left a month later."
        ));
    }
    sentences
}

fn shocks(scenario: &Scenario) -> Vec<String> {
    let of = |shock: &crate::model::stream::Shock| {
        let streams: Vec<&str> = shock.streams.iter().map(|stream| scenario.streams[*stream].says.as_str()).collect();
        let when = match &shock.when {
            Onset::At(at) => format!("on {}", scenario.calendar.date_of(*at)),
            Onset::PerYear(count) => format!("by chance, {} a year", likely(count)),
        };
        let shape = match shock.shape {
            ShockShape::Block => "all the time",
            ShockShape::Triangle => "at its height in the middle",
            ShockShape::Decay => "at its height at once, then dying out",
        };
        let (size, months) = (mean(&shock.size), mean(&shock.months));
        let streams = streams.join(" and ");
        format!("{}: {streams} {when}, {size} times as many for {months} months, {shape}.", shock.says)
    };
    scenario.shocks.iter().map(of).collect()
}

fn term_changes(scenario: &Scenario) -> Vec<String> {
    let of = |change: &crate::model::terms::TermChange| {
        let date = |day: i32| crate::calendar::date_after(scenario.calendar.start(), i64::from(day));
        match change.rule {
            TermRule::Stopped { to_day } => {
                format!(
                    "{}: the clock of open terms stands still from {} to {}.",
                    change.says,
                    date(change.day),
                    date(to_day)
                )
            }
            TermRule::Longer { by, applies_to, .. } => {
                let whom = match applies_to {
                    AppliesTo::New => "of cases that come in from then on",
                    AppliesTo::Open => "of these and of all open cases",
                    AppliesTo::OpenNotOverdue => "of these and of open cases that are not late",
                };
                format!("{}: from {} terms {whom} end {} later.", change.says, date(change.day), shift(by))
            }
        }
    };
    scenario.term_changes.iter().map(of).collect()
}

fn shift(by: Shift) -> String {
    match (by.months, by.days) {
        (months, 0) => format!("{months} months"),
        (0, days) => format!("{days} days"),
        (months, days) => format!("{months} months and {days} days"),
    }
}

fn openings(scenario: &Scenario) -> Vec<String> {
    let of = |stream: &Stream| -> Vec<String> {
        let sentence = |opening: &crate::model::opening::Opening| {
            let (from, into) = (&scenario.streams[opening.from].says, &stream.says);
            let (share, months) = (likely(&opening.share), mean(&opening.after_months));
            format!("{share} of the decisions in {from} bring cases to {into}, {months} months later on average.")
        };
        stream.opened_by.iter().map(sentence).collect()
    };
    scenario.streams.iter().flat_map(of).collect()
}
