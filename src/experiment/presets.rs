//! Files that are built in: `extends = "preset:NAME"`.
//!
//! A name stands for the same numbers for ever: what changes gets a new name.

/// A built-in file: a scenario to lay plans over, or a table that one names.
pub struct Preset {
    pub name: &'static str,
    pub text: &'static str,
}

/// All of them. Tables follow the preset that names them.
pub const PRESETS: &[Preset] = &[
    Preset { name: "nl-asylum-2020", text: include_str!("../../scenarios/taskforce-2020/organisation.toml") },
    Preset { name: "nl-asylum-2025", text: include_str!("../../scenarios/nl-asylum-2025.toml") },
    Preset { name: "nl-first-applications-2008-2025.csv", text: include_str!("../../scenarios/buffer/inflow.csv") },
    Preset { name: "demand.csv", text: include_str!("../../scenarios/taskforce-2020/demand.csv") },
];

/// Finds a built-in file by its name without `preset:`.
pub fn presets(name: &str) -> Option<&'static str> {
    PRESETS.iter().find(|one| one.name == name).map(|one| one.text)
}

/// The scenarios among them, each with the first sentence of its comment.
pub fn scenarios() -> impl Iterator<Item = (&'static str, String)> {
    PRESETS.iter().filter(|one| !one.name.ends_with(".csv")).map(|one| (one.name, about(one.text)))
}

/// The first sentence of the comment on top, without the name of the file before it.
fn about(text: &str) -> String {
    let comment = text.lines().skip_while(|line| line.starts_with("#:")).map_while(|line| line.strip_prefix('#'));
    let comment = comment.map(str::trim).collect::<Vec<_>>().join(" ");
    let words = comment.split_once(".toml: ").map_or(comment.as_str(), |(_, words)| words);
    words.split_once(". ").map_or(words, |(first, _)| first).trim_end_matches('.').to_owned()
}
