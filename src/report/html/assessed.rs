//! What an assessment adds to the first page of its plan, and its own tables: conditions, the bridge, the useful number, what to
//! ask first and which numbers were changed.

use super::{
    experiment::pictures_of_frontier,
    first_page::FirstPage,
    view::{Block, Page, Part, Table},
    words::Words,
};
use crate::experiment::{
    assess::{Assessment, Changes, Condition, Figure, FirstAsked, Looks},
    bridge::Bridge,
    findings::Verdict,
    frontier::Frontier,
};

/// Adds to the blocks of the first page what the assessment knows beyond `run`.
pub(super) fn enrich(found: &Assessment, words: &Words, blocks: &mut [Block]) {
    let mut at = |id: &'static str, add: &dyn Fn(&mut Block)| {
        if let Some(block) = blocks.iter_mut().find(|block| block.id == id) {
            add(block);
        }
    };
    at("promise", &|block| {
        if let Some(conditions) = &found.conditions {
            let limited = conditions.all.iter().filter_map(|condition| limit(condition, words));
            let all: Vec<String> = limited.chain([words.plain("only-if.rules")]).collect();
            block.line(&[words.say("only-if.title", &[("list", &all.join(" · "))])]);
        }
    });
    at("hired", &|block| {
        if let Some(bridge) = found.bridge.as_ref().filter(|bridge| bridge.futures > 0) {
            // The same sum, with what it goes to, in place of the paper sum alone.
            let by = found.plan.targets.first().map_or(String::new(), |target| words.date(target.by));
            if block.lines.first().is_some_and(|line| line.starts_with(&words.plain("bridge.begins"))) {
                block.lines.remove(0);
            }
            block.lines.splice(0..0, paper(bridge, &by, words));
        }
        if let Some(frontier) = found.frontier.as_ref().filter(|frontier| frontier.futures > 0) {
            block.line(&useful(frontier, words));
        }
    });
    at("rests", &|block| {
        if let Some(first) = found.first_asked.iter().find(|asked| asked.is_told_apart) {
            block.line(&[words.say("rests.main", &[("what", &first.entry.meaning), ("path", &first.entry.path)])]);
        }
        if let Some(changes) = found.changes.as_ref().filter(|changes| !changes.all.is_empty()) {
            block.line(&changed(changes, words));
        }
    });
}

/// "At most 1,600 cases a month come in"; none where nothing that was tried breaks the promise.
fn limit(condition: &Condition, words: &Words) -> Option<String> {
    let limit = condition.limit?;
    let (key, value) = match (condition.about.as_ref(), limit) {
        ("inflow", Figure::Number(number)) => ("only-if.inflow", words.about(number)),
        ("first day", Figure::Day(day)) => ("only-if.first-day", words.date(day)),
        // Half a person stays as a whole one.
        ("experienced staff", Figure::Number(number)) => ("only-if.experienced", words.about(number.ceil())),
        _ => return None,
    };
    Some(words.say(key, &[("n", &value)]))
}

fn signed(value: f64, words: &Words) -> String {
    let text = words.about(value);
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}

fn paper(bridge: &Bridge, by: &str, words: &Words) -> Vec<String> {
    let sum = words.say("hired.paper", &[("n", &words.about(bridge.paper)), ("date", by)]);
    let [low, net, high] = [bridge.net_low, bridge.net, bridge.net_high].map(|value| words.about(value));
    let left = words.say("bridge.left", &[("n", &net), ("low", &low), ("high", &high)]);
    let steps: Vec<String> = bridge
        .steps
        .iter()
        .filter(|step| words.about(step.mean) != "0")
        .map(|step| {
            let name = words.translate("bridge-step", &step.name).unwrap_or_else(|| step.name.clone());
            format!("{name} {}", signed(step.mean, words))
        })
        .collect();
    let mut lines = vec![format!("{sum} {left}")];
    if !steps.is_empty() {
        lines.push(words.say("bridge.steps", &[("list", &steps.join(" · "))]));
    }
    lines
}

fn useful(frontier: &Frontier, words: &Words) -> Vec<String> {
    let Some(answer) = frontier.lines.first().and_then(|line| line.answers.first()) else { return Vec::new() };
    let whole = |count: u32| words.whole(f64::from(count));
    let mut sentences = Vec::new();
    match (answer.useful, answer.useful_from) {
        (0, _) | (_, None) => sentences.push(words.plain("useful.none")),
        (most, Some(least)) if least >= most => sentences.push(words.say("useful.one", &[("n", &whole(most))])),
        (most, Some(least)) => {
            sentences.push(words.say("useful.between", &[("low", &whole(least)), ("high", &whole(most))]));
        }
    }
    let span = frontier.scans.iter().find(|scan| scan.axis == "span").and_then(|scan| scan.limits.first());
    if let Some(Some(span)) = span.filter(|_| answer.useful > 0) {
        sentences.push(words.say("useful.span", &[("n", span)]));
    }
    if !answer.is_open {
        sentences.push(words.say("useful.harm", &[("n", &whole(answer.harmless_up_to))]));
    }
    sentences
}

fn changed(changes: &Changes, words: &Words) -> Vec<String> {
    let mut sentences = vec![words.count("changed.count", changes.all.len(), &[])];
    if changes.replications > 0 {
        sentences.push(words.count("changed.better", changes.better, &[]));
    }
    if let Some(target) = changes.put_back.as_ref().and_then(|targets| targets.first()) {
        let verdict = match target.verdict {
            Verdict::Reachable => "answer.reachable",
            Verdict::Uncertain => "answer.uncertain",
            Verdict::OutOfReach => "answer.out-of-reach",
            Verdict::Undecided => "answer.undecided",
        };
        sentences.push(words.say("changed.put-back", &[("verdict", &words.plain(verdict))]));
    }
    sentences
}

/// What to ask first, and the numbers that were changed.
pub(super) fn pages(found: &Assessment, words: &Words) -> Vec<Page> {
    let mut pages = Vec::new();
    if let Some(frontier) = &found.frontier {
        let parts: Vec<Part> =
            pictures_of_frontier(frontier, words).into_iter().map(|figure| Part::Figure(Box::new(figure))).collect();
        if !parts.is_empty() {
            let intro = vec![words.plain("frontier.intro")];
            pages.push(Page { id: "how-many", title: words.plain("frontier.how-many"), intro, parts });
        }
    }
    if !found.first_asked.is_empty() {
        pages.push(first_asked(&found.first_asked, words));
    }
    if let Some(changes) = found.changes.as_ref().filter(|changes| !changes.all.is_empty()) {
        pages.push(changes_of(changes, words));
    }
    pages
}

fn heads(keys: &[&str], words: &Words) -> Vec<String> {
    keys.iter().map(|key| words.plain(key)).collect()
}

fn first_asked(all: &[FirstAsked], words: &Words) -> Page {
    let number = |value: Option<f64>| value.map_or(String::new(), |value| words.figure(value));
    let in_100 = |share: f64| words.whole(share * 100.0);
    let rows = all.iter().map(|asked| {
        let entry = &asked.entry;
        vec![
            entry.path.clone(),
            number(entry.low),
            number(entry.high),
            entry.unit.to_string(),
            in_100(asked.share),
            in_100(asked.kept_at_low),
            in_100(asked.kept_at_high),
            entry.owner.clone(),
            words.plain(if asked.is_told_apart { "word.yes" } else { "word.no" }),
        ]
    });
    let head = heads(
        &[
            "appendix.path",
            "appendix.low",
            "appendix.high",
            "appendix.unit",
            "asked.share",
            "asked.at-low",
            "asked.at-high",
            "appendix.owner",
            "asked.sure",
        ],
        words,
    );
    let title = words.plain("asked.title");
    let parts = vec![Part::Table(Table::new(title.clone(), words.lang.code(), head, rows.collect()))];
    Page { id: "ask-first", title, intro: vec![words.plain("asked.intro")], parts }
}

fn changes_of(changes: &Changes, words: &Words) -> Page {
    let rows = changes.all.iter().map(|change| {
        let looks = match change.looks {
            Some(Looks::Better) => words.plain("changed.looks-better"),
            Some(Looks::Worse) => words.plain("changed.looks-worse"),
            Some(Looks::Unclear) | None => words.plain("changed.looks-unclear"),
        };
        let narrower = if change.is_narrower_without_source { words.plain("word.yes") } else { String::new() };
        vec![change.path.clone(), change.was.clone(), change.now.clone(), looks, narrower]
    });
    let keys = ["appendix.path", "changed.was", "changed.now", "changed.looks", "changed.narrower"];
    let title = words.plain("changed.title");
    let mut table = Table::new(title.clone(), words.lang.code(), heads(&keys, words), rows.collect());
    table.numbers = vec![false; 5];
    let below = changes.below.join(", ");
    let mut parts = vec![Part::Table(table)];
    if !changes.left_out.is_empty() {
        let items = changes.left_out.iter().map(|what| words.say("assess.left-out", &[("what", what)])).collect();
        parts.push(Part::List { items, lang: "en" });
    }
    Page { id: "changed", title, intro: vec![words.say("changed.intro", &[("below", &below)])], parts }
}

/// The first page of the plan with what the assessment adds.
pub(super) fn blocks(found: &Assessment, words: &Words) -> Vec<Block> {
    let mut blocks = FirstPage { found: &found.plan, words }.blocks();
    enrich(found, words, &mut blocks);
    blocks
}
