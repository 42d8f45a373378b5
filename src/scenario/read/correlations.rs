//! Uncertain inputs that share a cause: `[correlation.NAME]`.

use crate::{
    model::correlation::Correlation,
    problem::{Place, Problem, nearest},
    scenario::reader::{Key, Section},
};

/// Must come last: by then every range of the scenario has been read, and the reader knows their paths.
pub(super) fn read_correlations(root: &Section<'_>) -> Vec<Correlation> {
    let mut all: Vec<Correlation> = Vec::new();
    for (name, section) in root.tables("correlation") {
        let between = Key::new("between").help("paths of the ranges that share a cause, as in a message or --set");
        let paths = section.placed_texts(&between);
        if !section.has("between") {
            let problem = Problem::error("E202", format!("`{}.between` is missing", section.path()));
            let help = "which ranges? between = [\"stage.hearing.effort_hours\", \"stage.draft.effort_hours\"]";
            section.push(problem.at(section.place()).help(help));
        }
        let rho = section.known_number(
            &Key::new("rho").at_least(-0.99).at_most(0.99).help(
                "how much they go together, each with each: 0 not at all, 1 entirely, below 0 one high where the other is low",
            ),
        );
        if !section.has("rho") {
            let problem = Problem::error("E202", format!("`{}.rho` is missing", section.path()));
            section.push(problem.at(section.place()).help("how much do they go together? rho = 0.6"));
        }
        let place = section.place_of("rho");
        let mut inputs = Vec::new();
        let mut is_whole = true;
        for (path, place) in paths.unwrap_or_default() {
            let Some(full) = resolve(&section, &path, place) else {
                is_whole = false;
                continue;
            };
            let elsewhere = all.iter().find(|one| one.inputs.contains(&full)).map(|one| one.name.as_str());
            let twice = elsewhere.or(inputs.contains(&full).then_some(name.as_str()));
            if let Some(other) = twice {
                let problem = Problem::error("E606", format!("`{path}` is in `correlation.{other}` already"));
                section.push(problem.at(place).help("put what shares a cause in one group, with one rho"));
                is_whole = false;
                continue;
            }
            inputs.push(full);
        }
        section.finish();
        let Some(rho) = rho.filter(|_| is_whole && !inputs.is_empty()) else { continue };
        if inputs.len() < 2 || !Correlation::is_possible(rho, inputs.len()) {
            let message = match inputs.len() {
                1 => format!("`correlation.{name}` has one input alone"),
                count => format!("{count} inputs cannot all have correlation {rho} with each other"),
            };
            let help = "at least two inputs, and rho above -1 / (their number - 1): three cannot all be opposites";
            root.push(Problem::error("E605", message).at(place).help(help));
            continue;
        }
        all.push(Correlation { name, inputs, rho });
    }
    all
}

/// The path of the range meant: the one written, or the only one below it.
fn resolve(section: &Section<'_>, path: &str, place: Place) -> Option<String> {
    let known = section.reader().uncertain();
    if known.iter().any(|one| one == path) {
        return Some(path.to_owned());
    }
    let below: Vec<&String> =
        known.iter().filter(|one| one.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))).collect();
    if let [only] = below[..] {
        return Some(only.clone());
    }
    let message = match below.len() {
        0 => format!("`{path}` is no range of this scenario"),
        count => format!("`{path}` holds {count} ranges"),
    };
    let mut problem = Problem::error("E604", message).at(place);
    if let Some(near) = nearest(path, known.iter().map(String::as_str)).filter(|_| below.is_empty()) {
        problem = problem.label(format!("did you mean `{near}`?"));
    }
    let help = match below.len() {
        0 if known.is_empty() => {
            "only a range { low = …, likely = …, high = … } can go with another; there is none".to_owned()
        }
        0 => format!("only ranges {{ low = …, likely = …, high = … }} can go with each other: {}", known.join(", ")),
        _ => format!("name one of them: {}", below.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ")),
    };
    section.push(problem.help(help));
    None
}
