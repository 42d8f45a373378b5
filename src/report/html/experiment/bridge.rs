//! Of `bridge`: what is left of a sum on paper, and where the rest goes.

use super::{
    Told,
    say::{between, heads, pictures, signed, table},
};
use crate::{
    experiment::bridge::{Bridge, Step},
    report::html::{
        chart::{Fall, Figure, Waterfall},
        first_page::upper,
        view::{Block, Page as Pages, Part, Verdict},
        words::Words,
    },
};

/// What no reader may miss; the findings have no other caveats.
const ORDER: &str = "Each mechanism is switched on beside those above it, with the same luck; in the other order beside those below it.";
const PRODUCT: &str =
    "The paper sum takes each draw of the inputs: the mean of its product is not the product of the means.";
const STOPPED: &str = "Interrupted: only the futures that were complete count.";

pub(super) fn tell(found: &Bridge, words: &Words) -> Told {
    let page = Page { found, words };
    let mut caveats = vec![ORDER.to_owned(), PRODUCT.to_owned()];
    if found.interrupted {
        caveats.insert(0, STOPPED.to_owned());
    }
    let mut told = Told {
        question: "bridge",
        scenario: found.scenario.clone(),
        version: found.surgecap.clone(),
        seed: found.seed,
        runs: found.futures * found.luck,
        caveats,
        asked: vec![words.say("bridge.asked", &[("who", &found.says)])],
        ..Told::default()
    };
    let Some(by) = found.by.filter(|_| found.futures > 0) else {
        told.verdict = Verdict { tone: "open", says: words.plain("experiment.nothing"), lines: Vec::new() };
        return told;
    };
    let date = words.date(by);
    told.verdict = page.verdict(&date);
    let all = [page.sum(), page.lost(), page.order(), page.unused()];
    told.first = all.into_iter().filter(|block| !block.is_empty()).collect();
    told.pages.extend(pictures(vec![words.plain("bridge.intro")], vec![page.waterfall(&date)], words));
    let rows = found.steps.iter().map(|step| (page.name(step), page.says(step))).collect();
    let title = words.plain("bridge.steps-title");
    told.pages.push(Pages { id: "steps", title, intro: Vec::new(), parts: vec![Part::Terms { rows }] });
    told
}

struct Page<'a> {
    found: &'a Bridge,
    words: &'a Words,
}

impl Page<'_> {
    fn name(&self, step: &Step) -> String {
        self.words.translate("bridge-step", &step.name).unwrap_or_else(|| step.name.clone())
    }

    fn says(&self, step: &Step) -> String {
        self.words.translate("bridge-says", &step.says).unwrap_or_else(|| step.says.clone())
    }

    /// Each step as the difference of totals as they are shown, so that what is printed adds up.
    fn adds(&self) -> Vec<f64> {
        let mut total = self.found.paper;
        let step = |mean: f64| {
            let before = total.round();
            total += mean;
            total.round() - before
        };
        self.found.steps.iter().map(|step| step.mean).map(step).collect()
    }

    fn whole(&self, value: f64) -> String {
        let text = self.words.whole(value);
        if value > 0.0 && text != "0" { format!("+{text}") } else { text }
    }

    fn message(&self) -> String {
        let (paper, net) = (self.words.about(self.found.paper), self.words.about(self.found.net));
        self.words.say("bridge.message", &[("paper", &paper), ("net", &net)])
    }

    fn verdict(&self, date: &str) -> Verdict {
        let (found, words) = (self.found, self.words);
        let tone = match found.net / found.paper {
            _ if found.net_high <= 0.0 => "no",
            share if share >= 0.9 => "yes",
            _ => "maybe",
        };
        let heads = words.whole(found.heads);
        let mut lines = vec![words.say("bridge.ordered", &[("n", &heads), ("who", &found.says), ("date", date)])];
        let [net, low, high] = [found.net, found.net_low, found.net_high].map(|value| words.about(value));
        lines.push(words.say("bridge.net", &[("n", &net), ("low", &low), ("high", &high)]));
        lines.push(words.say("bridge.ran", &[("n", &words.whole(found.futures as f64))]));
        if found.interrupted {
            lines.push(words.plain("answer.interrupted"));
        }
        Verdict { tone, says: self.message(), lines }
    }

    fn sum(&self) -> Block {
        let (found, words) = (self.found, self.words);
        let mut block = Block::new("sum", words.plain("bridge.sum-title"));
        let months = words.whole(found.months.round());
        block.line(&[words.say("bridge.sum", &[("n", &words.whole(found.heads)), ("months", &months)])]);
        block.line(&[words.say("bridge.paper", &[("n", &words.about(found.paper))])]);
        block
    }

    fn lost(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("lost", words.plain("bridge.lost-title"));
        let mut steps: Vec<(&Step, f64)> = self.found.steps.iter().zip(self.adds()).collect();
        steps.sort_by(|a, b| a.1.total_cmp(&b.1));
        for (step, adds) in steps.iter().filter(|one| one.1 < 0.0).take(3) {
            let n = words.about(-adds);
            block
                .items
                .push(words.say("bridge.takes", &[("what", &self.name(step)), ("n", &n), ("says", &self.says(step))]));
        }
        let more: Vec<String> = (steps.iter().filter(|one| one.1 > 0.0))
            .map(|(step, adds)| format!("{} {}", self.name(step), signed(*adds, words)))
            .collect();
        if !more.is_empty() {
            block.line(&[words.say("bridge.adds", &[("list", &more.join(" · "))])]);
        }
        block
    }

    fn order(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("order", words.plain("bridge.order-title"));
        if let Some(order) = self.found.order {
            block.line(&[words.plain("bridge.order-says")]);
            block.line(&[words.say("bridge.order", &[("n", &words.about(order))])]);
        }
        block
    }

    fn unused(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("unused", words.plain("bridge.unused-title"));
        let name = |name: &String| words.translate("bridge-step", name).unwrap_or_else(|| name.clone());
        block.items = self.found.unused.iter().map(name).collect();
        block
    }

    fn waterfall(&self, date: &str) -> Figure {
        let (found, words) = (self.found, self.words);
        let whole = |value: f64| words.whole(value);
        let mut falls = vec![Fall::total(words.plain("bridge.on-paper"), found.paper, whole(found.paper))];
        let mut rows =
            vec![vec![words.plain("bridge.on-paper"), String::new(), String::new(), String::new(), whole(found.paper)]];
        let mut total = found.paper;
        for (step, adds) in found.steps.iter().zip(self.adds()) {
            let before = total;
            total += step.mean;
            falls.push(Fall {
                label: self.name(step),
                from: before,
                to: total,
                says: self.whole(adds),
                is_total: false,
            });
            rows.push(vec![
                self.name(step),
                self.whole(adds),
                between(step.low, step.high, words),
                step.backward.map_or("–".to_owned(), |backward| self.whole(backward)),
                whole(total),
            ]);
        }
        falls.push(Fall::total(words.plain("bridge.really"), found.net, whole(found.net)));
        rows.push(vec![
            words.plain("bridge.really"),
            String::new(),
            between(found.net_low, found.net_high, words),
            String::new(),
            whole(found.net),
        ]);
        let head =
            heads(&["bridge.step", "bridge.adds-head", "bridge.range", "bridge.backward", "bridge.left-head"], words);
        let unit = words.say("bridge.unit", &[("date", date)]);
        let (paper, net) = (whole(found.paper), whole(found.net));
        let mut figure = Waterfall {
            id: "waterfall".to_owned(),
            title: upper(&self.message()),
            alt: words.say("bridge.alt", &[("paper", &paper), ("net", &net), ("date", date)]),
            table: table(&unit, head, rows, words),
            unit,
            falls,
        }
        .draw();
        figure.is_wide = true;
        figure
    }
}
