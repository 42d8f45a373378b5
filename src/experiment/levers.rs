//! Levers that look free because nobody said what they cost (RULES 9).

use crate::{
    model::{
        num::Num,
        quality::Decisions,
        scenario::{Era, Scenario},
        stage::{Route, Work},
    },
    problem::{Problem, Problems},
};

/// Warns of every lever of a scenario whose price is not filled in.
pub(super) fn warn(scenario: &Scenario, warnings: &mut Problems) {
    for pair in scenario.eras.windows(2) {
        let [before, after] = pair else { continue };
        warn_of_routes(before, after, warnings);
        warn_of_signers(before, after, warnings);
        warn_of_span(before, after, warnings);
        warn_of_hours(before, after, warnings);
    }
    let mut level = 1.0;
    for era in &scenario.eras {
        let lowered = era.quality.information.min_value();
        if lowered < level {
            warn_of_information(scenario, era, warnings);
        }
        level = lowered;
    }
}

fn free(what: String, help: &str) -> Problem {
    Problem::warning("W507", what).help(help)
}

/// Whether a decision can be wrong.
fn has_errors(era: &Era) -> bool {
    let may = |decisions: &Decisions| {
        decisions.errors_at_start.max_value() > 0.0 || decisions.errors_experienced.max_value() > 0.0
    };
    era.quality.decisions.as_ref().is_some_and(may)
}

/// Whether a change says that more goes wrong after it than before.
fn says_more_errors(before: &Era, after: &Era) -> bool {
    let rates = |era: &Era| match &era.quality.decisions {
        Some(decisions) => [decisions.errors_at_start.likely(), decisions.errors_experienced.likely()],
        None => [0.0; 2],
    };
    let (before, after) = (rates(before), rates(after));
    after.iter().zip(before).any(|(after, before)| *after > before)
}

/// Fewer hours at the desk, or less planned coaching: the model gives the hours back and misses nothing.
fn warn_of_hours(before: &Era, after: &Era, warnings: &mut Problems) {
    if says_more_errors(before, after) {
        return;
    }
    let help = "hours that are left out are not missed here: raise quality.errors_at_start or errors_experienced in the same \
                change by what they prevented, or do not rank it by quality";
    let mean = |work: &Work| match work {
        Work::Effort { hours, .. } | Work::SignOff { hours, .. } => hours.likely_mean(),
        Work::Delay { .. } | Work::Board(_) => 0.0,
    };
    for (stage, lowered) in before.stages.iter().zip(&after.stages) {
        if mean(&lowered.work) < mean(&stage.work) {
            warnings
                .push(free(format!("\"{}\" shortens the work at `{}` and looks free", after.name, stage.name), help));
        }
    }
    let coaching = |era: &Era| era.supervision.coaching_hours_per_week.likely();
    if coaching(after) < coaching(before) {
        warnings.push(free(format!("\"{}\" lowers the planned coaching and looks free", after.name), help));
    }
}

fn warn_of_routes(before: &Era, after: &Era, warnings: &mut Problems) {
    let share = |routes: &[Route]| -> f64 {
        routes.iter().filter_map(|route| route.probability.as_ref()).map(Num::likely).sum()
    };
    for (stage, lowered) in before.stages.iter().zip(&after.stages) {
        if share(&lowered.routes.all) < share(&stage.routes.all) {
            let help = "a route has no price: let the stage that is passed over say information = true with skip_error \
                        and skip_grant, and lower quality.information instead";
            warnings.push(free(format!("\"{}\" lowers work at `{}` and looks free", after.name, stage.name), help));
        }
    }
}

fn warn_of_signers(before: &Era, after: &Era, warnings: &mut Problems) {
    if after.quality.signs_from < before.quality.signs_from && !has_errors(after) {
        let help = "nothing is ever wrong here, so nobody misses a signer: write quality.errors_at_start, \
                    errors_experienced and detection, or do not rank it against other plans";
        warnings.push(free(format!("\"{}\" lowers who may sign and looks free", after.name), help));
    }
}

/// A wider span lengthens the wait for answers by itself; that it harms decisions must be said.
fn warn_of_span(before: &Era, after: &Era, warnings: &mut Problems) {
    let harms = |decisions: &Decisions| decisions.unanswered_error.max_value() > 1.0;
    let is_priced = after.supervision.patience_hours.is_some()
        && has_errors(after)
        && after.quality.decisions.as_ref().is_some_and(harms);
    if after.supervision.span.likely() > before.supervision.span.likely() && !is_priced {
        let help = "questions that nobody answers cost no errors here: write quality.unanswered_error above 1 and \
                    supervision.patience_minutes, or do not rank it by quality";
        warnings.push(free(format!("\"{}\" widens the span and looks free in errors", after.name), help));
    }
}

/// Less information saves hours; what it costs must be said.
fn warn_of_information(scenario: &Scenario, era: &Era, warnings: &mut Problems) {
    let name = if era.name.is_empty() { &scenario.name } else { &era.name };
    for stage in &era.stages {
        let Some(information) = &stage.information else { continue };
        let mut unsaid = Vec::new();
        if !has_errors(era) {
            unsaid.push("quality.errors_at_start and errors_experienced".to_owned());
        }
        if information.skip_error.is_none() {
            unsaid.push(format!("stage.{}.skip_error", stage.name));
        }
        if information.skip_grant.is_none() {
            unsaid.push(format!("stage.{}.skip_grant", stage.name));
        }
        if !unsaid.is_empty() {
            let message = format!("\"{name}\" lets cases skip `{}` and looks free", stage.name);
            let help = format!("nobody said its price: write {}", unsaid.join(", "));
            warnings.push(free(message, &help).at(era.quality.information.place));
        }
    }
}
