//! What stands behind the answer: the process, the register of assumptions, STRESS-DES, and how to make it again.

use super::{
    chart::{Process, Station, Way},
    view::{Page, Part, Table},
    words::Words,
};
use crate::experiment::{
    background::{Background, StageFinding},
    provenance::{DRAWS_VERSION, Manifest},
};

/// What the appendix needs to know of findings of any question.
pub(super) struct Behind<'a> {
    pub background: Option<&'a Background>,
    pub manifest: Option<&'a Manifest>,
    pub version: &'a str,
    pub seed: u64,
    pub runs: u64,
    pub scenario_sha256: &'a str,
    /// What is asked of the simulation: targets or measures, in words.
    pub asked: Vec<String>,
}

pub(super) fn pages(behind: &Behind<'_>, words: &Words) -> Vec<Page> {
    let mut pages = Vec::new();
    if let Some(background) = behind.background {
        pages.push(process(background, words));
        pages.push(register(background, words));
        pages.push(stress(behind, background, words));
    }
    pages.push(again(behind, words));
    pages
}

fn process(background: &Background, words: &Words) -> Page {
    let stages = &background.process;
    let count = stages.len();
    let is_end = |name: &str| stages.iter().flat_map(|stage| &stage.routes).any(|route| route.to == name);
    let mut ends: Vec<&str> = vec!["decided"];
    if is_end("closed") {
        ends.push("closed");
    }
    let place = |name: &str| {
        let stage = stages.iter().position(|stage| stage.name == name);
        stage.or_else(|| ends.iter().position(|end| *end == name).map(|end| count + end))
    };
    let signer = |name: &str| stages.iter().position(|stage| stage.signs.as_deref() == Some(name));
    let mut boxes: Vec<Station> = stages
        .iter()
        .map(|stage| Station { title: stage.says.clone(), note: note(stage, words), is_end: false })
        .collect();
    for end in &ends {
        boxes.push(Station { title: words.plain(&format!("appendix.{end}")), note: String::new(), is_end: true });
    }
    let share = |share: f64| match share {
        1.0 => String::new(),
        share if share.is_nan() => words.plain("appendix.rest"),
        share => format!("{} %", words.whole(share * 100.0)),
    };
    let mut ways = Vec::new();
    for (from, stage) in stages.iter().enumerate() {
        let signed = signer(&stage.name);
        for route in &stage.routes {
            // A draft goes to its signature before it goes anywhere else.
            let to = if route.to == "decided" { signed.or_else(|| place(&route.to)) } else { place(&route.to) };
            if let Some(to) = to {
                ways.push(Way { from, to, label: share(route.share), is_dashed: false });
            }
        }
        if stage.signs.is_some()
            && stage.routes.is_empty()
            && let Some(to) = place("decided")
        {
            ways.push(Way { from, to, label: String::new(), is_dashed: false });
        }
    }
    let says = |name: &str| match place(name) {
        Some(number) => boxes[number].title.clone(),
        None => name.to_owned(),
    };
    let rows = stages.iter().map(|stage| {
        let mut then: Vec<String> = stage
            .routes
            .iter()
            .map(|route| format!("{} {}", says(&route.to), share(route.share)).trim().to_owned())
            .collect();
        if let Some(signed) = &stage.signs {
            then.push(words.say("appendix.signs", &[("stage", &says(signed))]));
        }
        vec![
            stage.says.clone(),
            words.plain(&format!("appendix.kind-{}", stage.kind)),
            stage.who.join(", "),
            then.join(", "),
        ]
    });
    let head = ["stage", "kind", "who", "then"].map(|key| words.plain(&format!("appendix.{key}"))).to_vec();
    let table = Table::new(words.plain("appendix.process"), words.lang.code(), head, rows.collect());
    let (title, alt) = (words.plain("appendix.process-title"), words.plain("appendix.process-alt"));
    let mut figure = Process { id: "process-drawn".to_owned(), title, alt, boxes, ways, table }.draw();
    figure.is_wide = true;
    let parts = vec![Part::Figure(Box::new(figure))];
    Page { id: "process", title: words.plain("appendix.process"), intro: Vec::new(), parts }
}

fn note(stage: &StageFinding, words: &Words) -> String {
    match stage.kind.as_str() {
        "work" | "signing" => stage.who.join(", "),
        kind => words.plain(&format!("appendix.kind-{kind}")),
    }
}

fn register(background: &Background, words: &Words) -> Page {
    let keys = ["path", "low", "likely", "high", "unit", "source", "owner", "status"];
    let head: Vec<String> = keys.iter().map(|key| words.plain(&format!("appendix.{key}"))).collect();
    let number = |value: Option<f64>| value.map_or(String::new(), |value| words.figure(value));
    let rows = background.register.iter().map(|entry| {
        vec![
            entry.path.clone(),
            number(entry.low),
            number(entry.likely),
            number(entry.high),
            entry.unit.to_string(),
            entry.source.clone(),
            entry.owner.clone(),
            entry.status.clone(),
        ]
    });
    let title = words.plain("appendix.register");
    let mut table = Table::new(title.clone(), words.lang.code(), head, rows.collect());
    table.numbers = [false, true, true, true, false, false, false, false].to_vec();
    Page { id: "register", title, intro: vec![words.plain("appendix.register-intro")], parts: vec![Part::Table(table)] }
}

/// # Source
/// Monks, Currie, Onggo, Robinson, Kunc and Taylor (2019), Strengthening the reporting of empirical simulation studies.
fn stress(behind: &Behind<'_>, background: &Background, words: &Words) -> Page {
    let say = |key: &str, values: &[(&str, &str)]| words.say(&format!("appendix.stress-{key}"), values);
    let todo = |key: &str| words.say("appendix.todo", &[("what", &say(key, &[]))]);
    let rests = background.assumptions;
    let (open, all) = (words.whole(rests.unconfirmed as f64), words.whole(rests.uncertain as f64));
    let start = background.start.map_or(String::new(), |start| words.date(start));
    let end = background.end.map_or(String::new(), |end| words.date(end));
    let runs = words.whole(behind.runs as f64);
    let draws = behind.manifest.map_or(DRAWS_VERSION, |manifest| manifest.draws.as_str());
    let objectives = vec![
        (say("purpose", &[]), todo("purpose-todo")),
        (say("outputs", &[]), say("outputs-says", &[("targets", &behind.asked.join("; "))])),
        (say("aims", &[]), say("aims-says", &[])),
    ];
    let rest = vec![
        (say("sources", &[]), say("sources-says", &[("open", &open), ("all", &all)])),
        (say("input", &[]), say("input-says", &[])),
        (say("preprocess", &[]), todo("preprocess-todo")),
        (say("assumptions", &[]), say("assumptions-says", &[("title", &words.plain("caveats.title"))])),
        (say("initial", &[]), say("initial-says", &[("start", &start)])),
        (say("length", &[]), say("length-says", &[("end", &end)])),
        (say("estimate", &[]), say("estimate-says", &[("runs", &runs)])),
        (say("software", &[]), say("software-says", &[("version", behind.version)])),
        (say("random", &[]), say("random-says", &[("draws", draws), ("seed", &behind.seed.to_string())])),
        (say("execution", &[]), say("execution-says", &[])),
        (say("system", &[]), todo("system-todo")),
        (say("sharing", &[]), todo("sharing-todo")),
    ];
    let mut parts = vec![Part::Terms { rows: objectives }];
    if words.lang.code() != "en" && !background.sentences.is_empty() {
        parts.push(Part::Text { lines: vec![words.plain("appendix.english")] });
    }
    if !background.sentences.is_empty() {
        parts.push(Part::Heading { text: say("logic", &[]) });
        parts.push(Part::List { items: background.sentences.clone(), lang: "en" });
    }
    if !background.tables.is_empty() {
        parts.push(Part::Heading { text: say("components", &[]) });
    }
    for table in &background.tables {
        parts.push(Part::Table(Table::new(table.title.clone(), "en", table.head.clone(), table.rows.clone())));
    }
    parts.push(Part::Terms { rows: rest });
    Page {
        id: "stress-des",
        title: words.plain("appendix.stress"),
        intro: vec![words.plain("appendix.stress-intro")],
        parts,
    }
}

fn again(behind: &Behind<'_>, words: &Words) -> Page {
    let manifest = behind.manifest;
    let mut rows = Vec::new();
    let mut row = |key: &str, value: &str| rows.push((words.plain(&format!("appendix.{key}")), value.to_owned()));
    if let Some(manifest) = manifest {
        row("command", &manifest.again);
    }
    row("version", &format!("surgecap {}", behind.version));
    row("seed", &behind.seed.to_string());
    row("runs", &words.whole(behind.runs as f64));
    row("scenario-hash", behind.scenario_sha256);
    if let Some(manifest) = manifest {
        row("draws", &manifest.draws);
    }
    if let Some(background) = behind.background.filter(|background| !background.presets.is_empty()) {
        row("presets", &background.presets.join(", "));
    }
    let mut parts = vec![Part::Terms { rows }];
    if let Some(manifest) = manifest {
        // Not the report itself, which cannot hold its own hash.
        let files = manifest.outputs.iter().filter(|output| output.file != super::FILE);
        let rows: Vec<Vec<String>> = files.map(|output| vec![output.file.clone(), output.sha256.clone()]).collect();
        let head = vec![words.plain("appendix.file"), words.plain("appendix.hash")];
        let mut table = Table::new(words.plain("appendix.outputs"), words.lang.code(), head, rows);
        table.numbers = vec![false, false];
        parts.push(Part::Table(table));
    }
    Page { id: "again", title: words.plain("appendix.again"), intro: vec![words.plain("appendix.again-intro")], parts }
}
