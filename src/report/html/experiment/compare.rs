//! Of `compare`: which plan is better, by how much and how often, and who pays for it.

use std::collections::BTreeMap;

use super::{
    Told,
    say::{between, heads, is_sure, of_100, pictures, table},
};
use crate::{
    experiment::compare::{Comparison, PairFinding},
    metric::Better,
    report::html::{
        chart::{Figure, Range, Ranges, Span, Spans},
        first_page::upper,
        view::{Block, Page as Pages, Part, Table, Verdict},
        words::Words,
    },
};

/// Of the other measures, so many that differ most are shown.
const MOST_SHOWN: usize = 12;

pub(super) fn tell(found: &Comparison, words: &Words) -> Told {
    let page = Page { found, words };
    let mut told = Told {
        question: "compare",
        scenario: found.scenarios.first().cloned().unwrap_or_default(),
        version: found.surgecap.clone(),
        seed: found.seed,
        runs: found.futures * found.luck,
        caveats: found.caveats.clone(),
        asked: vec![words.say("compare.asked", &[("measure", &page.measure())])],
        ..Told::default()
    };
    if found.arms.is_empty() || found.pairs.is_empty() {
        told.verdict = Verdict { tone: "open", says: words.plain("experiment.nothing"), lines: Vec::new() };
        return told;
    }
    told.verdict = page.verdict();
    let all = [page.differences(), page.targets(), page.streams(), page.best(), page.rests()];
    told.first = all.into_iter().filter(|block| !block.is_empty()).collect();
    told.pages.push(page.tables());
    told.pages.extend(pictures(vec![words.plain("compare.intro")], page.figures(), words));
    told
}

struct Page<'a> {
    found: &'a Comparison,
    words: &'a Words,
}

/// What a difference is, beyond chance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Better,
    Worse,
    Unclear,
}

impl Page<'_> {
    fn label(&self, arm: &str) -> String {
        let found = self.found.arms.iter().find(|one| one.name == arm);
        found.filter(|one| !one.says.is_empty()).map_or(arm.to_owned(), |one| one.says.clone())
    }

    fn first(&self) -> String {
        self.label(&self.found.arms[0].name)
    }

    /// "open cases of “old” on 1 October 2027".
    fn measure(&self) -> String {
        let measure = &self.found.headline.measure;
        let parts = measure.split_once('@').and_then(|(path, day)| {
            let (kind, stream) = path.split_once('.')?;
            Some((kind, stream, self.words.date(day.parse().ok()?)))
        });
        match parts {
            Some((kind @ ("stock" | "decided" | "overdue"), stream, date)) => {
                self.words.say(&format!("compare.measure-{kind}"), &[("stream", stream), ("date", &date)])
            }
            _ => measure.clone(),
        }
    }

    /// No more digits than a number supports.
    fn number(&self, value: f64) -> String {
        if value.abs() < 10.0 && value.fract() != 0.0 { self.words.figure(value) } else { self.words.about(value) }
    }

    fn signed(&self, value: f64) -> String {
        let text = self.number(value);
        if value > 0.0 && text != "0" { format!("+{text}") } else { text }
    }

    fn between(&self, low: f64, high: f64) -> String {
        self.words.say("experiment.between", &[("low", &self.signed(low)), ("high", &self.signed(high))])
    }

    fn way(better: Better, mean: f64, low: f64, high: f64) -> Way {
        match is_sure(low, high) {
            true if (mean < 0.0) == (better == Better::Lower) => Way::Better,
            true => Way::Worse,
            false => Way::Unclear,
        }
    }

    fn of(&self, pair: &PairFinding) -> Way {
        Page::way(self.found.headline.better, pair.mean, pair.low, pair.high)
    }

    fn says(&self, way: Way) -> String {
        self.words.plain(match way {
            Way::Better => "compare.better",
            Way::Worse => "compare.worse",
            Way::Unclear => "compare.unclear",
        })
    }

    /// Plans that are better than the first beyond chance; in an order only where the intervals do not meet.
    fn better(&self) -> Vec<&PairFinding> {
        let better: Vec<&PairFinding> = self.found.pairs.iter().filter(|pair| self.of(pair) == Way::Better).collect();
        let top = better.iter().copied().max_by(|a, b| a.mean.abs().total_cmp(&b.mean.abs()));
        let Some(top) = top else { return better };
        let nearest = |pair: &PairFinding| pair.low.abs().min(pair.high.abs());
        let is_alone = better.iter().all(|one| one.arm == top.arm || one.low.abs().max(one.high.abs()) < nearest(top));
        if is_alone { vec![top] } else { better }
    }

    /// The message: who is better.
    fn message(&self) -> String {
        let words = self.words;
        let better = self.better();
        match better.as_slice() {
            [] if self.found.pairs.iter().all(|pair| self.of(pair) == Way::Worse) => {
                words.say("compare.none-better", &[("against", &self.first())])
            }
            [] => words.plain("compare.no-difference"),
            [one] if self.found.pairs.iter().filter(|pair| self.of(pair) == Way::Better).count() > 1 => {
                words.say("compare.is-best", &[("who", &self.label(&one.arm))])
            }
            [one] => words.say("compare.is-better", &[("who", &self.label(&one.arm))]),
            several => {
                let names: Vec<String> = several.iter().map(|pair| format!("“{}”", self.label(&pair.arm))).collect();
                words.say("compare.are-better", &[("list", &words.list(&names))])
            }
        }
    }

    fn verdict(&self) -> Verdict {
        let (found, words) = (self.found, self.words);
        let is_worse = found.pairs.iter().all(|pair| self.of(pair) == Way::Worse);
        let tone = match self.better().is_empty() {
            false => "yes",
            true if is_worse => "no",
            true => "open",
        };
        let (plans, futures) = (words.whole(found.arms.len() as f64), words.whole(found.futures as f64));
        let mut lines = vec![words.say("compare.ran", &[("plans", &plans), ("futures", &futures)])];
        let way = if found.headline.better == Better::Lower { "compare.by-lower" } else { "compare.by-higher" };
        lines.push(words.say(way, &[("measure", &self.measure())]));
        lines.push(words.say("compare.against", &[("against", &self.first())]));
        if found.interrupted {
            lines.push(words.plain("answer.interrupted"));
        }
        Verdict { tone, says: self.message(), lines }
    }

    fn differences(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("differences", words.plain("compare.differences-title"));
        for pair in &self.found.pairs {
            let (who, n) = (self.label(&pair.arm), words.about(pair.mean.abs()));
            let range = between(pair.q05, pair.q95, words);
            let better = of_100(pair.better, words);
            let key = match (self.of(pair), pair.mean < 0.0) {
                (Way::Unclear, _) => "compare.pair-unclear",
                (_, true) => "compare.pair-lower",
                (_, false) => "compare.pair-higher",
            };
            block.line(&[
                words.say(key, &[("who", &who), ("n", &n), ("range", &range)]),
                words.say("compare.better-in", &[("n", &better)]),
            ]);
        }
        block
    }

    fn targets(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("targets", words.plain("compare.targets-title"));
        for (target, _) in &self.found.arms[0].targets.0 {
            for arm in &self.found.arms {
                if let Some([_, low, high]) = arm.targets.get(target) {
                    let [low, high] = [low, high].map(|share| of_100(*share, words));
                    let values =
                        [("who", self.label(&arm.name)), ("target", target.clone()), ("low", low), ("high", high)];
                    let values: Vec<(&str, &str)> =
                        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    block.items.push(words.say("compare.target", &values));
                }
            }
        }
        block
    }

    /// What streams lose and gain beyond chance.
    fn streams(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("others", words.plain("compare.streams-title"));
        for one in &self.found.streams {
            let mut said = Vec::new();
            for (name, [mean, low, high]) in [("decided", one.decided), ("overdue", one.overdue_at_end)] {
                if mean.is_finite() && is_sure(low, high) {
                    let way = if mean > 0.0 { "more" } else { "fewer" };
                    let n = words.about(mean.abs());
                    said.push(words.say(&format!("compare.{name}-{way}"), &[("n", &n)]));
                }
            }
            if !said.is_empty() {
                let (who, list) = (self.label(&one.arm), said.join(", "));
                let values = [("who", who.as_str()), ("stream", &one.stream), ("list", &list)];
                block.items.push(words.say("compare.stream", &values));
            }
        }
        if block.items.is_empty() && !self.found.streams.is_empty() {
            block.line(&[words.plain("compare.streams-none")]);
        }
        block
    }

    fn best(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("best", words.plain("compare.best-title"));
        if let Some(best) = &self.found.best {
            let (delta, futures) = (words.figure(best.delta), words.whole(best.futures_used as f64));
            match best.standing.as_slice() {
                [one] => {
                    let (who, sure) = (self.label(one), of_100(best.confidence, words));
                    block.line(&[words.say("compare.best", &[("who", &who), ("delta", &delta), ("sure", &sure)])]);
                }
                several => {
                    let names: Vec<String> = several.iter().map(|one| format!("“{}”", self.label(one))).collect();
                    let list = words.list(&names);
                    let values = [("list", list.as_str()), ("delta", &delta), ("futures", &futures)];
                    block.line(&[words.say("compare.best-open", &values)]);
                }
            }
        }
        // Each once, beside one that nothing beats.
        let is_loser = |name: &String| self.found.dominated.iter().any(|(loser, _)| loser == name);
        let last = self.found.dominated.iter().filter(|(_, winner)| !is_loser(winner));
        for (number, (loser, winner)) in last.clone().enumerate() {
            if last.clone().take(number).any(|(other, _)| other == loser) {
                continue;
            }
            let (loser, winner) = (self.label(loser), self.label(winner));
            block.line(&[words.say("compare.dominated", &[("loser", &loser), ("winner", &winner)])]);
        }
        block
    }

    fn rests(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("rests", words.plain("rests.title"));
        block.line(&[words.plain("compare.same-luck"), words.plain("compare.only-headline")]);
        let luck = self.found.pairs.iter().filter_map(|pair| pair.luck_share).fold(f64::NAN, f64::max);
        if luck.is_finite() {
            block.line(&[words.say("compare.luck", &[("n", &of_100(luck, words))])]);
        }
        block
    }

    fn tables(&self) -> Pages {
        let (found, words) = (self.found, self.words);
        let mut parts = vec![Part::Table(self.pairs_table()), Part::Table(self.arms_table())];
        if !found.named.is_empty() {
            let mut head = vec![words.plain("compare.future")];
            head.extend(found.arms.iter().map(|arm| self.label(&arm.name)));
            let rows = found.named.iter().map(|future| {
                let says = if future.says.is_empty() { &future.future } else { &future.says };
                let cells = found.arms.iter().map(|arm| {
                    let value = |of: Option<&f64>| of.map_or("–".to_owned(), |value| self.number(*value));
                    format!("{} ({})", value(future.values.get(&arm.name)), value(future.regret.get(&arm.name)))
                });
                std::iter::once(says.clone()).chain(cells).collect()
            });
            parts.push(Part::Table(table(&words.plain("compare.named"), head, rows.collect(), words)));
        }
        parts.extend(self.others_table().map(Part::Table));
        Pages { id: "differ", title: words.plain("compare.tables-title"), intro: Vec::new(), parts }
    }

    fn tones(&self) -> BTreeMap<String, &'static str> {
        let all = [(Way::Better, "good"), (Way::Worse, "bad"), (Way::Unclear, "unclear")];
        all.map(|(way, tone)| (self.says(way), tone)).into()
    }

    fn pairs_table(&self) -> Table {
        let words = self.words;
        let keys = ["compare.plan", "compare.is", "compare.mean", "compare.mean-range", "compare.futures-range"];
        let mut head = heads(&keys, words);
        head.push(words.plain("compare.better-of-100"));
        let rows = self.found.pairs.iter().map(|pair| {
            vec![
                self.label(&pair.arm),
                self.says(self.of(pair)),
                self.signed(pair.mean),
                self.between(pair.low, pair.high),
                self.between(pair.q05, pair.q95),
                words.say(
                    "experiment.between",
                    &[("low", &of_100(pair.better_low, words)), ("high", &of_100(pair.better_high, words))],
                ),
            ]
        });
        let caption = words.say("compare.pairs", &[("measure", &self.measure()), ("against", &self.first())]);
        Table { tones: self.tones(), ..table(&caption, head, rows.collect(), words) }
    }

    fn arms_table(&self) -> Table {
        let words = self.words;
        let keys = ["compare.plan", "compare.value", "compare.futures-range", "compare.regret", "compare.worst-tenth"];
        let mut head = heads(&keys, words);
        let targets = &self.found.arms[0].targets.0;
        head.extend(targets.iter().map(|(name, _)| words.say("compare.target-met", &[("target", name)])));
        let regret = |arm: &str| self.found.regret.iter().find(|one| one.arm == arm);
        let rows = self.found.arms.iter().map(|arm| {
            let of = |value: Option<f64>| value.map_or("–".to_owned(), |value| self.number(value));
            let range = [arm.q05, arm.q95].map(|value| self.number(value));
            let mut row = vec![
                self.label(&arm.name),
                self.number(arm.mean),
                words.say("experiment.between", &[("low", &range[0]), ("high", &range[1])]),
                of(regret(&arm.name).map(|one| one.mean)),
                of(regret(&arm.name).map(|one| one.worst_tenth)),
            ];
            row.extend(targets.iter().map(|(name, _)| {
                let share = arm.targets.get(name).map_or([f64::NAN; 3], |share| *share);
                let [low, high] = [share[1], share[2]].map(|share| of_100(share, words));
                words.say("experiment.between", &[("low", &low), ("high", &high)])
            }));
            row
        });
        table(&words.say("compare.arms", &[("measure", &self.measure())]), head, rows.collect(), words)
    }

    /// Other measures that differ by more than chance, those first that differ most.
    fn others_table(&self) -> Option<Table> {
        let words = self.words;
        let size = |low: f64, high: f64| (low + high).abs() / (high - low).max(f64::MIN_POSITIVE);
        let mut all: Vec<_> = (self.found.exploratory.iter())
            .filter(|one| one.better != Better::Neither && is_sure(one.low, one.high))
            .collect();
        all.sort_by(|a, b| size(b.low, b.high).total_cmp(&size(a.low, a.high)));
        let rows: Vec<Vec<String>> = (all.iter().take(MOST_SHOWN))
            .map(|one| {
                let [low, high] = [one.low, one.high].map(|value| words.figure(value));
                vec![
                    one.measure.clone(),
                    self.label(&one.arm),
                    self.says(Page::way(one.better, one.mean, one.low, one.high)),
                    words.figure(one.mean),
                    words.say("experiment.between", &[("low", &low), ("high", &high)]),
                ]
            })
            .collect();
        let keys = ["compare.other", "compare.plan", "compare.is", "compare.mean", "compare.together-range"];
        (!rows.is_empty()).then(|| Table {
            tones: self.tones(),
            ..table(&words.plain("compare.others"), heads(&keys, words), rows, words)
        })
    }

    fn figures(&self) -> Vec<Figure> {
        let (found, words) = (self.found, self.words);
        let rows = found.pairs.iter().map(|pair| Range {
            label: self.label(&pair.arm),
            value: pair.mean,
            low: pair.low,
            high: pair.high,
            says: format!("{} · {}", self.signed(pair.mean), self.says(self.of(pair))),
            is_sure: self.of(pair) != Way::Unclear,
            ..Range::default()
        });
        let unit = words.say("compare.unit", &[("measure", &self.measure())]);
        let differences = Ranges {
            id: "differences-drawn".to_owned(),
            title: match self.better().len() {
                // Names of several would be too long for a title.
                several @ 2.. => words.say("compare.several-better", &[("n", &words.whole(several as f64))]),
                _ => upper(&self.message()),
            },
            alt: words.say("compare.alt", &[("measure", &self.measure()), ("against", &self.first())]),
            unit,
            rows: rows.collect(),
            against: Some((0.0, words.say("compare.same-as", &[("against", &self.first())]))),
            hollow: words.plain("experiment.hollow"),
            table: self.pairs_table(),
        };
        let mut figures = vec![differences.draw()];
        for (number, (target, _)) in found.arms[0].targets.0.iter().enumerate() {
            let of = |name: &str| {
                let arm = found.arms.iter().find(|arm| arm.name == name);
                arm.and_then(|arm| arm.targets.get(target)).map_or([f64::NAN; 3], |share| share.map(|one| one * 100.0))
            };
            let range = |low: f64, high: f64| {
                let (low, high) = (of_100(low / 100.0, words), of_100(high / 100.0, words));
                words.say("experiment.between", &[("low", &low), ("high", &high)])
            };
            let rows: Vec<Span> = (found.arms.iter())
                .map(|arm| {
                    let [_, low, high] = of(&arm.name);
                    let ends = [0.0, 100.0].map(|end| words.whole(end));
                    let (label, says) = (self.label(&arm.name), range(low, high));
                    Span { label, says, whole: [0.0, 100.0], ends, part: [low, high] }
                })
                .collect();
            let first = of(&found.arms[0].name);
            let apart = found.arms.iter().filter(|arm| of(&arm.name)[1] > first[2]).count();
            let title = match apart {
                0 => words.plain("compare.target-none"),
                apart => words.count("compare.target-more", apart, &[("against", &self.first())]),
            };
            let head = heads(&["compare.plan", "compare.runs-of-100"], words);
            let cells = rows.iter().map(|row| vec![row.label.clone(), row.says.clone()]).collect();
            let unit = words.say("compare.target-unit", &[("target", target)]);
            let picture = Spans {
                id: format!("target-{}", number + 1),
                title,
                alt: unit.clone(),
                table: table(&unit, head, cells, words),
                unit,
                rows,
            };
            figures.push(picture.draw());
        }
        figures
    }
}
