//! Of `feasibility`: can it be promised, what would it take, and what must one believe.

use super::{
    Told,
    say::{heads, of_100, pictures, table},
};
use crate::{
    calendar::days_between,
    experiment::{
        feasibility::{Belief, Chance, Feasibility, LeverFinding},
        findings::{Promise, Verdict as Outcome},
    },
    report::html::{
        chart::{Curve, Figure, Range, Ranges, Series, Spot, Swing, Tornado},
        view::{Block, Page as Pages, Part, Verdict},
        words::Words,
    },
};

/// Probabilities of the promise calculator, in tenths.
const PROBABILITIES: [(&str, u8); 3] = [("0.5", 5), ("0.8", 8), ("0.9", 9)];

/// Below so many runs there is no verdict (RULES 17).
const ENOUGH: u64 = 100;

pub(super) fn tell(found: &Feasibility, words: &Words) -> Told {
    let page = Page { found, words };
    let mut told = Told {
        question: "feasibility",
        scenario: found.scenario.clone(),
        version: found.surgecap.clone(),
        seed: found.seed,
        runs: found.replications,
        caveats: found.caveats.clone(),
        asked: vec![format!("{} ({})", found.says, words.date(found.by))],
        ..Told::default()
    };
    if found.replications == 0 {
        told.verdict = Verdict { tone: "open", says: words.plain("experiment.nothing"), lines: Vec::new() };
        return told;
    }
    told.verdict = page.verdict();
    let all = [page.promise(), page.takes(), page.believe(), page.speed(), page.rests()];
    told.first = all.into_iter().filter(|block| !block.is_empty()).collect();
    told.pages.extend(page.calculator());
    told.pages.extend(pictures(vec![words.plain("feasibility.intro")], page.figures(), words));
    told
}

struct Page<'a> {
    found: &'a Feasibility,
    words: &'a Words,
}

impl Page<'_> {
    fn verdict(&self) -> Verdict {
        let (found, words) = (self.found, self.words);
        let (tone, key) = match found.verdict {
            _ if found.replications < ENOUGH => ("open", "answer.undecided"),
            Outcome::Reachable => ("yes", "answer.reachable"),
            Outcome::Uncertain => ("maybe", "answer.uncertain"),
            Outcome::OutOfReach => ("no", "answer.out-of-reach"),
            Outcome::Undecided => ("open", "answer.undecided"),
        };
        let date = words.date(found.by);
        let mut lines = vec![words.say("target.other", &[("says", &found.says), ("date", &date)])];
        lines.push(words.count("answer.ran", found.replications as usize, &[]) + " " + &self.hits());
        if found.interrupted {
            lines.push(words.plain("answer.interrupted"));
        }
        Verdict { tone, says: words.plain(key), lines }
    }

    fn hits(&self) -> String {
        let (words, chance) = (self.words, &self.found.chance);
        let low = words.whole((chance.low * 100.0).floor().clamp(1.0, 99.0));
        let high = words.whole((chance.high * 100.0).ceil().clamp(1.0, 99.0));
        if chance.p == 0.0 {
            return words.plain("answer.never") + " " + &words.say("answer.below", &[("high", &high)]);
        }
        if chance.p == 1.0 {
            return words.plain("answer.always") + " " + &words.say("answer.above", &[("low", &low)]);
        }
        let hits = words.whole((chance.p * chance.replications as f64).round());
        let runs = words.whole(chance.replications as f64);
        let said = words.say("answer.met", &[("hits", &hits), ("runs", &runs)]);
        said + " " + &words.say("answer.between", &[("low", &low), ("high", &high)])
    }

    /// "8 of 10 runs".
    fn tenths(&self, tenths: u8) -> String {
        self.words.say("feasibility.tenths", &[("n", &tenths.to_string())])
    }

    fn promised(&self, promise: Promise) -> String {
        match promise {
            Promise::By(date) => self.words.date(date),
            Promise::After { after, .. } => self.words.say("assess.after", &[("date", &self.words.date(after))]),
        }
    }

    fn promise(&self) -> Block {
        let (found, words) = (self.found, self.words);
        let mut block = Block::new("promise", words.plain("promise.title"));
        for (key, tenths) in [("0.8", "8"), ("0.9", "9")] {
            match found.dates.get(key).copied() {
                Some(Promise::By(date)) => {
                    block.line(&[words.say(&format!("promise.by-{tenths}"), &[("date", &words.date(date))])]);
                }
                Some(Promise::After { after, .. }) => {
                    block.line(&[words.say(&format!("promise.none-{tenths}"), &[("date", &words.date(after))])]);
                }
                None => {}
            }
        }
        if let Some(Promise::By(date)) = found.dates.get("0.5").copied() {
            block.line(&[words.say("promise.coin", &[("date", &words.date(date))])]);
        }
        if let Some(amount) = found.amounts.get("0.8").filter(|amount| amount.is_finite()) {
            let key =
                if found.bound.starts_with("at most") { "promise.amount-at-most" } else { "promise.amount-at-least" };
            let (date, amount) = (words.date(found.by), words.about(*amount));
            let said = words.say(key, &[("date", &date), ("amount", &amount)]);
            block.line(&[said, words.plain("promise.works-8")]);
        }
        block
    }

    fn wanted(&self) -> String {
        of_100(self.found.wanted, self.words)
    }

    fn ends(&self, lever: &LeverFinding) -> [String; 2] {
        let end = |point: Option<&crate::experiment::feasibility::PointFinding>| {
            self.words.figure(point.map_or(f64::NAN, |point| point.value))
        };
        [end(lever.points.first()), end(lever.points.last())]
    }

    /// Levers, each as a thing of the list: their names are those of the file.
    fn takes(&self) -> Block {
        let (found, words) = (self.found, self.words);
        let mut block = Block::new("takes", words.plain("feasibility.takes-title"));
        if !found.levers.is_empty() {
            block.line(&[words.say("feasibility.wanted", &[("n", &self.wanted())])]);
        }
        for lever in &found.levers {
            let [low, high] = self.ends(lever);
            let mut said = match lever.smallest {
                Some(value) => words.say("feasibility.smallest", &[("what", &lever.path), ("n", &words.figure(value))]),
                None => {
                    let key = if lever.none_does { "feasibility.none-does" } else { "feasibility.none-shown" };
                    words.say(key, &[("what", &lever.path), ("low", &low), ("high", &high)])
                }
            };
            if lever.falls {
                said = format!("{said} {}", words.plain("feasibility.falls"));
            }
            block.items.push(said);
        }
        if let Some(together) = &found.together {
            block.items.push(match &together.smallest {
                Some(values) => {
                    let all: Vec<String> =
                        values.0.iter().map(|(path, value)| format!("{path} = {}", words.figure(*value))).collect();
                    words.say("feasibility.together", &[("list", &all.join(", "))])
                }
                None if together.none_does => words.plain("feasibility.together-none"),
                None => words.plain("feasibility.together-open"),
            });
        }
        block
    }

    fn believe(&self) -> Block {
        let (found, words) = (self.found, self.words);
        let mut block = Block::new("believe", words.plain("feasibility.believe-title"));
        if found.beliefs.is_empty() {
            return block;
        }
        let turns: Vec<&Belief> = found.beliefs.iter().filter(|belief| belief.flips_at.is_some()).collect();
        block.line(&[words.plain(if turns.is_empty() { "feasibility.turns-none" } else { "feasibility.turns" })]);
        for belief in turns {
            let value = words.figure(belief.flips_at.unwrap_or(f64::NAN));
            let likely = words.figure(belief.likely);
            let values = [("what", belief.input.as_str()), ("n", &value), ("likely", &likely)];
            block.items.push(words.say("feasibility.turn", &values));
        }
        if let Some(joint) = &found.joint_belief {
            match joint.move_probability.filter(|_| joint.values.is_some()) {
                Some(moved) => {
                    block.line(&[words.say("feasibility.jointly", &[("n", &of_100(moved, words))])]);
                }
                None => block.line(&[words.plain("feasibility.jointly-none")]),
            }
        }
        block
    }

    fn speed(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("speed", words.plain("feasibility.speed-title"));
        for limit in &self.found.speed_limit {
            block.items.push(match limit.doubling_months {
                Some(months) => {
                    let n = words.whole(months.ceil());
                    words.say("feasibility.speed", &[("who", &limit.cohort), ("n", &n)])
                }
                None => words.say("feasibility.speed-never", &[("who", &limit.cohort)]),
            });
        }
        block
    }

    fn rests(&self) -> Block {
        let (found, words) = (self.found, self.words);
        let mut block = Block::new("rests", words.plain("rests.title"));
        if let Some([share, ..]) = found.luck_share {
            block.line(&[words.say("feasibility.luck", &[("n", &of_100(share, words))])]);
        }
        if let Some(most) = &found.matters_most {
            block.line(&[words.say("feasibility.most", &[("what", &most.input)])]);
            let (low, high) = (of_100(most.lowest_tenth.p, words), of_100(most.highest_tenth.p, words));
            block.line(&[words.say("feasibility.most-ends", &[("low", &low), ("high", &high)])]);
            if most.depends {
                block.line(&[words.plain("feasibility.depends")]);
            }
        }
        block
    }

    /// What can be promised by how sure one wants to be.
    fn calculator(&self) -> Option<Pages> {
        let (found, words) = (self.found, self.words);
        let rows: Vec<Vec<String>> = (PROBABILITIES.iter())
            .map(|(key, tenths)| {
                let date = found.dates.get(key).map_or("–".to_owned(), |promise| self.promised(*promise));
                let amount = found.amounts.get(key).map_or("–".to_owned(), |amount| words.about(*amount));
                vec![self.tenths(*tenths), date, amount]
            })
            .collect();
        let mut head = heads(&["feasibility.works", "feasibility.date"], words);
        let bound = if found.bound.starts_with("at most") { "feasibility.at-most" } else { "feasibility.at-least" };
        head.push(words.say(bound, &[("date", &words.date(found.by))]));
        let title = words.plain("feasibility.calculator");
        let intro = vec![words.plain("feasibility.calculator-intro")];
        let parts = vec![Part::Table(table(&found.says, head, rows, words))];
        (!found.dates.0.is_empty()).then_some(Pages { id: "calculator", title, intro, parts })
    }

    fn figures(&self) -> Vec<Figure> {
        let mut figures: Vec<Figure> = self.dates().into_iter().chain(self.amounts()).collect();
        figures.extend(self.found.levers.iter().enumerate().map(|(number, lever)| self.lever(number, lever)));
        figures.extend(self.beliefs());
        figures
    }

    fn dates(&self) -> Option<Figure> {
        let (found, words) = (self.found, self.words);
        let rows: Vec<Range> = (PROBABILITIES.iter())
            .filter_map(|(key, tenths)| {
                let promise = *found.dates.get(key)?;
                let day = match promise {
                    Promise::By(date) => days_between(found.by, date) as f64,
                    Promise::After { .. } => f64::NAN,
                };
                let (label, says) = (self.tenths(*tenths), self.promised(promise));
                Some(Range {
                    label,
                    says,
                    value: day,
                    low: f64::NAN,
                    high: f64::NAN,
                    is_sure: true,
                    ..Range::default()
                })
            })
            .collect();
        let said: Vec<Vec<String>> = rows.iter().map(|row| vec![row.label.clone(), row.says.clone()]).collect();
        let promise = found.dates.get("0.8")?;
        let key = if matches!(promise, Promise::By(_)) { "feasibility.dates-title" } else { "feasibility.dates-none" };
        let title = words.say(key, &[("date", &self.promised(*promise))]);
        let unit = words.plain("feasibility.dates-unit");
        let head = heads(&["feasibility.works", "feasibility.date"], words);
        let against = (0.0, words.say("feasibility.asked", &[("date", &words.date(found.by))]));
        let picture = Ranges {
            id: "dates".to_owned(),
            title,
            alt: words.plain("feasibility.dates-alt"),
            table: table(&unit, head, said, words),
            unit,
            rows,
            against: Some(against),
            ..Ranges::default()
        };
        Some(picture.draw())
    }

    fn amounts(&self) -> Option<Figure> {
        let (found, words) = (self.found, self.words);
        let rows: Vec<Range> = (PROBABILITIES.iter())
            .filter_map(|(key, tenths)| {
                let amount = *found.amounts.get(key).filter(|amount| amount.is_finite())?;
                let (label, says) = (self.tenths(*tenths), words.about(amount));
                let ends = (f64::NAN, f64::NAN);
                Some(Range { label, says, value: amount, low: ends.0, high: ends.1, is_sure: true, ..Range::default() })
            })
            .collect();
        let amount = found.amounts.get("0.8").filter(|amount| amount.is_finite())?;
        let (date, n) = (words.date(found.by), words.about(*amount));
        let is_most = found.bound.starts_with("at most");
        let title = words.say(
            if is_most { "feasibility.amounts-most" } else { "feasibility.amounts-least" },
            &[("n", &n), ("date", &date)],
        );
        let level = found.bound.rsplit(' ').next().and_then(|level| level.replace(',', "").parse::<f64>().ok());
        let said = rows.iter().map(|row| vec![row.label.clone(), row.says.clone()]).collect();
        let unit = words.say("feasibility.amounts-unit", &[("date", &date)]);
        let amount =
            words.say(if is_most { "feasibility.at-most" } else { "feasibility.at-least" }, &[("date", &date)]);
        let head = vec![words.plain("feasibility.works"), amount];
        let picture = Ranges {
            id: "amounts".to_owned(),
            title,
            alt: words.plain("feasibility.amounts-alt"),
            table: table(&unit, head, said, words),
            unit,
            rows,
            against: level.map(|level| (level, words.say("feasibility.asked", &[("date", &words.figure(level))]))),
            ..Ranges::default()
        };
        Some(picture.draw())
    }

    fn range(&self, chance: &Chance) -> String {
        let (low, high) = (of_100(chance.low, self.words), of_100(chance.high, self.words));
        self.words.say("experiment.between", &[("low", &low), ("high", &high)])
    }

    fn lever(&self, number: usize, lever: &LeverFinding) -> Figure {
        let words = self.words;
        let title = match lever.smallest {
            Some(value) => {
                words.say("feasibility.lever-title", &[("n", &words.figure(value)), ("wanted", &self.wanted())])
            }
            None => words.say("feasibility.lever-none", &[("wanted", &self.wanted())]),
        };
        let spot = |point: &crate::experiment::feasibility::PointFinding| Spot {
            at: point.value,
            value: point.chance.p * 100.0,
            low: point.chance.low * 100.0,
            high: point.chance.high * 100.0,
        };
        let rows = lever
            .points
            .iter()
            .map(|point| vec![words.figure(point.value), of_100(point.chance.p, words), self.range(&point.chance)]);
        let unit = words.plain("feasibility.chance-unit");
        let head = vec![lever.path.clone(), words.plain("feasibility.met"), words.plain("feasibility.met-range")];
        Curve {
            id: format!("lever-{}", number + 1),
            title,
            alt: words.say("feasibility.lever-alt", &[("what", &lever.path)]),
            table: table(&unit, head, rows.collect(), words),
            unit,
            across: lever.path.clone(),
            series: vec![Series { label: String::new(), spots: lever.points.iter().map(spot).collect() }],
            range: None,
            marks: lever
                .smallest
                .map(|value| (value, words.say("feasibility.mark", &[("n", &words.figure(value))])))
                .into_iter()
                .collect(),
        }
        .draw(words)
    }

    fn beliefs(&self) -> Option<Figure> {
        let (found, words) = (self.found, self.words);
        let swing = |belief: &Belief| Swing {
            label: belief.input.clone(),
            at_low: belief.at_low.1.p * 100.0,
            at_high: belief.at_high.1.p * 100.0,
            low: words.figure(belief.at_low.0),
            high: words.figure(belief.at_high.0),
        };
        let rows = found.beliefs.iter().map(|belief| {
            vec![
                belief.input.clone(),
                words.figure(belief.likely),
                words.figure(belief.at_low.0),
                of_100(belief.at_low.1.p, words),
                words.figure(belief.at_high.0),
                of_100(belief.at_high.1.p, words),
                belief.flips_at.map_or(words.plain("feasibility.nowhere"), |value| words.figure(value)),
            ]
        });
        let keys = ["input", "middle", "low", "met-low", "high", "met-high", "turns-at"];
        let head = keys.iter().map(|key| words.plain(&format!("feasibility.{key}"))).collect();
        let count = found.beliefs.iter().filter(|belief| belief.flips_at.is_some()).count();
        let unit = words.plain("feasibility.chance-unit");
        let title = match count {
            0 => words.plain("feasibility.beliefs-none"),
            count => words.count("feasibility.beliefs", count, &[]),
        };
        let picture = Tornado {
            id: "beliefs".to_owned(),
            title,
            alt: words.plain("feasibility.beliefs-alt"),
            table: table(&unit, head, rows.collect(), words),
            unit,
            base: found.chance.p * 100.0,
            base_says: words.say("feasibility.base", &[("n", &of_100(found.chance.p, words))]),
            swings: found.beliefs.iter().map(swing).collect(),
            key: ["feasibility.key-low", "feasibility.key-high"].map(|key| words.plain(key)),
        };
        (!found.beliefs.is_empty()).then(|| picture.draw())
    }
}
