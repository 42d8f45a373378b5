//! Of `frontier`: how many are useful, when, with how much help, and what holds the plan back.

use super::{
    Told,
    frontier_pictures::figures,
    say::{is_sure, pictures, signed},
};
use crate::{
    experiment::frontier::{Answer, Effect, Frontier, Gain, Line, Scan},
    report::html::{
        first_page::{lower, upper},
        view::{Block, Verdict},
        words::Words,
    },
};

pub(super) fn tell(found: &Frontier, words: &Words) -> Told {
    let page = Page { found, words };
    let mut told = Told {
        question: "frontier",
        scenario: found.scenario.clone(),
        version: found.surgecap.clone(),
        seed: found.seed,
        runs: found.futures * found.luck,
        caveats: found.caveats.clone(),
        asked: vec![words.say("frontier.asked", &[("who", &lower(&found.says))])],
        ..Told::default()
    };
    let Some(line) = page.line().filter(|_| found.futures > 0) else {
        told.verdict = Verdict { tone: "open", says: words.plain("experiment.nothing"), lines: Vec::new() };
        return told;
    };
    told.verdict = page.verdict(line);
    let all = [page.best(line), page.harm(line), page.later(line), page.when(), page.binds(), page.rests()];
    told.first = all.into_iter().filter(|block| !block.is_empty()).collect();
    told.pages.extend(pictures(vec![words.plain("frontier.intro")], figures(found, words), words));
    told
}

/// Findings in one language.
pub(super) struct Page<'a> {
    pub found: &'a Frontier,
    pub words: &'a Words,
}

impl Page<'_> {
    /// The curve with the highest top at the first moment.
    pub fn line(&self) -> Option<&Line> {
        let top = |line: &&Line| line.answers.first().map_or(f64::NEG_INFINITY, |answer| answer.best.gain);
        self.found.lines.iter().max_by(|a, b| top(a).total_cmp(&top(b)))
    }

    /// A value of an axis as people read it.
    pub fn value(&self, axis: &str, value: &str) -> String {
        let words = self.words;
        match (axis, value.parse::<f64>(), value.parse()) {
            (_, Ok(number), _) => words.figure(number),
            (_, _, Ok(day)) => words.date(day),
            ("classes", ..) => self.classes(value),
            ("contract", ..) => words.plain("frontier.no-end"),
            _ => value.to_owned(),
        }
    }

    /// "5 of 75, 2.0 weeks apart".
    fn classes(&self, value: &str) -> String {
        let parts = value.split_once(" of ").and_then(|(count, rest)| {
            let (size, weeks) = rest.split_once(", ")?;
            Some([count.parse().ok()?, size.parse().ok()?, weeks.strip_suffix(" weeks apart")?.parse().ok()?])
        });
        match parts {
            Some(numbers) => {
                let [count, size, weeks] = numbers.map(|number: f64| self.words.figure(number));
                self.words.say("frontier.classes", &[("n", &count), ("size", &size), ("weeks", &weeks)])
            }
            None => self.words.plain("frontier.at-once"),
        }
    }

    /// "with span 5"; empty where no other axis was asked for.
    pub fn at(&self, line: &Line) -> String {
        let said: Vec<String> =
            line.at.iter().map(|(axis, value)| format!("{} {}", self.axis(axis), self.value(axis, value))).collect();
        said.join(", ")
    }

    pub fn axis(&self, axis: &str) -> String {
        self.words.plain(&format!("frontier.axis-{axis}"))
    }

    /// "25 to 150", "50", "None".
    fn number(&self, answer: &Answer) -> Option<String> {
        let whole = |number: u32| self.words.whole(f64::from(number));
        let from = answer.useful_from.filter(|_| answer.useful > 0)?;
        Some(match from < answer.useful {
            true => self.words.say("experiment.between", &[("low", &whole(from)), ("high", &whole(answer.useful))]),
            false => whole(answer.useful),
        })
    }

    /// The message of one moment: who helps by when.
    pub fn message(&self, answer: &Answer, moment: usize) -> String {
        let date = self.words.date(self.found.moments[moment].date);
        match self.number(answer) {
            Some(n) => self.words.say("frontier.help", &[("n", &n), ("date", &date)]),
            None => self.words.say("frontier.none-help", &[("date", &date)]),
        }
    }

    fn verdict(&self, line: &Line) -> Verdict {
        let words = self.words;
        let answer = &line.answers[0];
        let is_ever = line.answers.iter().any(|answer| self.number(answer).is_some());
        let tone = match (self.number(answer), is_ever) {
            (Some(_), _) => "yes",
            (None, true) => "maybe",
            (None, false) => "no",
        };
        let most = line.points.last().map_or(0, |point| point.hires);
        let futures = words.whole(self.found.futures as f64);
        let mut lines = vec![words.say(
            "frontier.tried",
            &[("who", &lower(&self.found.says)), ("n", &words.whole(f64::from(most))), ("futures", &futures)],
        )];
        lines.push(words.plain("frontier.useful-means"));
        if !line.at.is_empty() {
            lines.push(words.say("frontier.with", &[("what", &self.at(line))]));
        }
        if self.found.interrupted {
            lines.push(words.plain("answer.interrupted"));
        }
        Verdict { tone, says: self.message(answer, 0), lines }
    }

    /// "+570 decisions (between …)", or that nothing is certain.
    fn gain(&self, hires: f64, gain: &Gain, date: &str) -> String {
        let words = self.words;
        let n = words.about(hires);
        let ([low, high], key) = match is_sure(gain.low, gain.high) {
            true if gain.mean > 0.0 => ([gain.low, gain.high], "frontier.brings"),
            true => ([-gain.high, -gain.low], "frontier.costs"),
            false => ([gain.low, gain.high], "frontier.unclear"),
        };
        let [mean, low, high] = [gain.mean.abs(), low, high].map(|number| words.about(number));
        words.say(key, &[("n", &n), ("gain", &mean), ("low", &low), ("high", &high), ("date", date)])
    }

    fn best(&self, line: &Line) -> Block {
        let words = self.words;
        let mut block = Block::new("most", words.plain("frontier.most-title"));
        let answer = &line.answers[0];
        let date = words.date(self.found.moments[0].date);
        let best = &answer.best;
        let last = line.points.last().map_or(0, |point| point.hires);
        if best.gain > 0.0 {
            let [n, low, high] = [best.hires, best.low, best.high].map(|number| words.about(number));
            // From where on no further step is sure to add anything.
            let flat = answer.steps.iter().rev().take_while(|step| step.low <= 0.0).last();
            block.line(&[match flat {
                _ if best.is_inside && best.inside_share >= 0.95 => {
                    words.say("frontier.most", &[("n", &n), ("low", &low), ("high", &high), ("date", &date)])
                }
                Some(step) => words.say("frontier.most-flat", &[("n", &words.whole(f64::from(step.from)))]),
                None => words.say("frontier.most-open", &[("n", &words.whole(f64::from(last)))]),
            }]);
            if let Some([low, high]) = answer.plateau.filter(|_| best.is_inside) {
                let (low, high) = (words.about(low), words.about(high));
                if low != high {
                    block.line(&[words.say("frontier.plateau", &[("low", &low), ("high", &high)])]);
                }
            }
        } else {
            block.line(&[words.plain("frontier.most-none")]);
        }
        // What the file hires, else what brings most.
        let own = line.points.iter().find(|point| f64::from(point.hires) == self.found.headcount);
        let top = line.points.iter().max_by(|a, b| a.gains[0].mean.total_cmp(&b.gains[0].mean));
        if let Some(point) = own.or(top).filter(|point| point.hires > 0) {
            let own = if own.is_some() { words.plain("frontier.own-number") } else { String::new() };
            block.line(&[self.gain(f64::from(point.hires), &point.gains[0], &date), own]);
        }
        block
    }

    fn harm(&self, line: &Line) -> Block {
        let words = self.words;
        let mut block = Block::new("harm", words.plain("frontier.harm-title"));
        let answer = &line.answers[0];
        let last = words.whole(f64::from(line.points.last().map_or(0, |point| point.hires)));
        if let Some(step) = answer.steps.iter().find(|step| step.high < 0.0) {
            let from = words.whole(f64::from(step.from));
            block.line(&[words.say("frontier.less", &[("n", &from), ("lost", &words.about(-step.next_ten))])]);
        }
        match answer.zero {
            Some([zero, low, high]) if zero > 0.0 => {
                let zero = words.about(zero);
                let key = if high.is_finite() { "frontier.zero" } else { "frontier.zero-open" };
                let (low, high) = (words.about(low), words.about(high));
                block.line(&[words.say(key, &[("n", &zero), ("low", &low), ("high", &high)])]);
            }
            Some(_) => block.line(&[words.plain("frontier.all-harm")]),
            None => {}
        }
        if answer.is_open {
            block.line(&[words.say("frontier.no-harm", &[("n", &last)])]);
        } else {
            let n = words.whole(f64::from(answer.harmless_up_to));
            let key = if answer.harmless_up_to > 0 { "frontier.may-harm" } else { "frontier.any-may-harm" };
            block.line(&[words.say(key, &[("n", &n)])]);
        }
        block
    }

    /// At the end of the run.
    fn later(&self, line: &Line) -> Block {
        let words = self.words;
        let mut block = Block::new("later", words.plain("frontier.later-title"));
        let (Some(moment), Some(answer)) = (self.found.moments.get(1), line.answers.get(1)) else { return block };
        let date = words.date(moment.date);
        block.line(&[upper(&self.message(answer, 1)) + "."]);
        if let Some(point) = line.points.iter().find(|point| f64::from(point.hires) == self.found.headcount) {
            block.line(&[self.gain(f64::from(point.hires), &point.gains[1], &date)]);
        }
        block
    }

    pub fn scan(&self, axis: &str) -> Option<&Scan> {
        self.found.scans.iter().find(|scan| scan.axis == axis)
    }

    /// The value that a scan comes to; of classes only one that is clearly better.
    pub fn limit(&self, scan: &Scan) -> Option<String> {
        let limit = match scan.axis.as_str() {
            "span" => scan.in_time.clone().or_else(|| scan.limits.first().cloned().flatten()),
            "classes" => clearly(scan),
            _ => scan.limits.first().cloned().flatten(),
        };
        limit.map(|value| self.value(&scan.axis, &value))
    }

    fn when(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("when", words.plain("frontier.when-title"));
        for axis in ["start", "span", "contract", "classes"] {
            let Some(scan) = self.scan(axis) else { continue };
            if let Some(n) = &scan.in_time {
                block.line(&[words.say("frontier.span-time", &[("n", &self.value(axis, n))])]);
                continue;
            }
            block.line(&[match self.limit(scan) {
                Some(n) => words.say(&format!("frontier.{axis}-limit"), &[("n", &n)]),
                None => words.plain(&format!("frontier.{axis}-none")),
            }]);
        }
        if let Some(scan) = self.found.scans.first() {
            block.line(&[words.say("frontier.scanned", &[("n", &words.whole(f64::from(scan.hires)))])]);
        }
        // Of axes that were crossed: up to how many at each value.
        if self.found.lines.len() > 1 {
            block.title = words.plain("frontier.crossed-title");
            block.items = self
                .found
                .lines
                .iter()
                .take(12)
                .map(|line| {
                    let what = self.at(line);
                    match self.number(&line.answers[0]) {
                        Some(n) => words.say("frontier.crossed", &[("what", &what), ("n", &n)]),
                        None => words.say("frontier.crossed-none", &[("what", &what)]),
                    }
                })
                .collect();
        }
        block
    }

    /// What more of is wished for: "experienced staff".
    pub fn lever(&self, effect: &Effect) -> String {
        match effect.lever.as_str() {
            "inflow" | "hiring" | "experienced staff" | "supervision" | "sign-off" | "handover" => {
                self.words.plain(&format!("frontier.lever-{}", effect.lever.replace(' ', "-")))
            }
            other => effect.says.strip_prefix("a tenth more ").unwrap_or(other).to_owned(),
        }
    }

    fn binds(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("binds", words.plain("frontier.binds-title"));
        let Some(binding) = &self.found.binding else { return block };
        let mut sure: Vec<&Effect> = binding.whole.iter().filter(|effect| effect.binds()).collect();
        sure.sort_by(|a, b| b.mean.total_cmp(&a.mean));
        for effect in sure.iter().take(3) {
            let [n, low, high] = [effect.mean, effect.low, effect.high].map(|number| words.about(number));
            let values = [("what", self.lever(effect)), ("n", n), ("low", low), ("high", high)];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            block.line(&[words.say("frontier.tenth", &values)]);
        }
        if sure.is_empty() {
            block.line(&[words.plain("frontier.tenth-none")]);
        }
        let others: Vec<String> = (binding.whole.iter().filter(|effect| !effect.binds() && effect.high >= 0.0))
            .map(|effect| self.lever(effect))
            .collect();
        if !others.is_empty() && !sure.is_empty() {
            block.line(&[words.say("frontier.not", &[("list", &others.join(" · "))])]);
        }
        let harmful: Vec<String> = (binding.whole.iter().filter(|effect| effect.high < 0.0))
            .map(|effect| format!("{} {}", self.lever(effect), signed(effect.mean, words)))
            .collect();
        if !harmful.is_empty() {
            block.line(&[words.say("frontier.harmful", &[("list", &harmful.join(" · "))])]);
        }
        block
    }

    fn rests(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("rests", words.plain("rests.title"));
        block.line(&[words.plain("frontier.same-luck"), words.plain("frontier.net")]);
        if let Some(gain) = self.found.without_the_hires.first().filter(|gain| gain.low != gain.high) {
            let [low, high] = [gain.low, gain.high].map(|number| words.about(number));
            let n = signed(gain.mean, words);
            let key = if is_sure(gain.low, gain.high) { "frontier.own-staff" } else { "frontier.own-staff-unclear" };
            block.line(&[words.say(key, &[("n", &n), ("low", &low), ("high", &high)])]);
        }
        block
    }
}

/// The value whose interval lies above those of all others.
fn clearly(scan: &Scan) -> Option<String> {
    let top = scan.points.iter().max_by(|a, b| a.gains[0].mean.total_cmp(&b.gains[0].mean))?;
    let others = scan.points.iter().filter(|point| point.value != top.value);
    others.map(|point| point.gains[0].high).all(|high| high < top.gains[0].low).then(|| top.value.clone())
}
