//! The first page: what somebody without time must know, in sentences of at most 15 words.

use super::{
    view::{Block, Verdict as Answer},
    words::Words,
};
use crate::experiment::{
    background::AboutFinding,
    findings::{DifferenceFinding, Findings, Promise, RealisedFinding, StreamName, TargetFinding, Verdict},
};

/// Findings in one language.
pub(super) struct FirstPage<'a> {
    pub found: &'a Findings,
    pub words: &'a Words,
}

/// What can be promised for the day of the target, rounded to the careful side.
pub(super) fn careful(amount: f64, is_at_most: bool) -> f64 {
    let step = if amount >= 1_000.0 { 100.0 } else { 10.0 };
    if is_at_most { (amount / step).ceil() * step } else { (amount / step).floor() * step }
}

/// Figures of when, by whom, and whether they were checked.
pub(super) fn whose(about: &AboutFinding, words: &Words) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(date) = about.figures_of {
        parts.push(words.say("status.figures-of", &[("date", &words.date(date))]));
    }
    for (key, who) in [("status.asked-by", &about.asked_by), ("status.filled-by", &about.filled_by)] {
        if !who.is_empty() {
            parts.push(words.say(key, &[("who", who)]));
        }
    }
    parts.push(match about.checked_by.as_str() {
        "" => words.plain("status.not-checked"),
        who => words.say("status.checked-by", &[("who", who)]),
    });
    parts
}

impl FirstPage<'_> {
    /// What was varied, whose figures, and which plan.
    pub fn status(&self) -> Vec<String> {
        let Some(background) = &self.found.background else { return Vec::new() };
        let mut parts = Vec::new();
        if !self.found.variant.is_empty() {
            parts.push(self.words.say("status.variant", &[("sets", &self.found.variant.join(", "))]));
        }
        parts.extend(whose(&background.about, self.words));
        if !self.found.plan.is_empty() {
            parts.push(self.words.say("status.plan", &[("plan", &self.found.plan)]));
        }
        parts
    }

    pub fn answer(&self) -> Answer {
        let found = self.found;
        let Some(target) = found.targets.first() else {
            let runs = self.words.count("answer.ran", found.replications as usize, &[]);
            return Answer { tone: "open", says: self.words.plain("answer.no-target"), lines: vec![runs] };
        };
        let (tone, key) = match target.verdict {
            Verdict::Reachable => ("yes", "answer.reachable"),
            Verdict::Uncertain => ("maybe", "answer.uncertain"),
            Verdict::OutOfReach => ("no", "answer.out-of-reach"),
            Verdict::Undecided => ("open", "answer.undecided"),
        };
        let mut lines = vec![self.target_words(target)];
        lines.push(self.words.count("answer.ran", found.replications as usize, &[]) + " " + &self.hits(target));
        if let Some(stream) = self.stream_of(target)
            && let Some([low, high]) = found.in_8_of_10.get(&format!("decided.{}@{}", stream.name, target.by))
        {
            let (low, high) = (self.words.about(*low), self.words.about(*high));
            let key = if low == high { "answer.decided-about" } else { "answer.decided" };
            lines.push(self.words.say(key, &[("low", &low), ("high", &high)]));
        }
        if found.interrupted {
            lines.push(self.words.plain("answer.interrupted"));
        }
        Answer { tone, says: self.words.plain(key), lines }
    }

    /// The blocks after the answer, those that have something to say.
    pub fn blocks(&self) -> Vec<Block> {
        let all = [
            self.promise(),
            self.hired(),
            self.others(),
            self.stuck(),
            self.quality(),
            self.money(),
            self.alarm(),
            self.rests(),
            self.realised(),
            self.not_included(),
        ];
        all.into_iter().filter(|block| !block.is_empty()).collect()
    }

    fn stream_of(&self, target: &TargetFinding) -> Option<&StreamName> {
        let (_, stream) = target.measure.split_once('.')?;
        self.found.people.streams.iter().find(|one| one.name == stream)
    }

    /// "At most 500 of the 15,350 cases are left on 31 December 2020."
    fn target_words(&self, target: &TargetFinding) -> String {
        let words = self.words;
        let (level, date) = (words.whole(target.level), words.date(target.by));
        let Some(stream) = self.stream_of(target) else {
            return words.say("target.other", &[("says", &target.says), ("date", &date)]);
        };
        let initial = words.whole(stream.initial);
        let kind = target.measure.split_once('.').map_or("", |(kind, _)| kind);
        let key = match (kind, target.is_at_most, stream.initial > 0.0) {
            ("stock", true, true) => "target.left-of",
            ("stock", true, false) => "target.left",
            ("overdue", true, _) => "target.late",
            ("decided", false, _) => "target.decided",
            _ => return words.say("target.other", &[("says", &target.says), ("date", &date)]),
        };
        words.say(key, &[("level", &level), ("initial", &initial), ("stream", &lower(&stream.says)), ("date", &date)])
    }

    /// How often it was met, and what chance that leaves; no percentages below 1 or above 99.
    fn hits(&self, target: &TargetFinding) -> String {
        let runs = self.found.replications as f64;
        let hits = (target.probability * runs).round();
        let below = |share: f64| self.words.whole((share * 100.0).ceil().clamp(1.0, 99.0));
        let above = |share: f64| self.words.whole((share * 100.0).floor().clamp(1.0, 99.0));
        if hits == 0.0 {
            return self.words.plain("answer.never")
                + " "
                + &self.words.say("answer.below", &[("high", &below(target.high))]);
        }
        if hits == runs {
            return self.words.plain("answer.always")
                + " "
                + &self.words.say("answer.above", &[("low", &above(target.low))]);
        }
        let (hits, runs) = (self.words.whole(hits), self.words.whole(runs));
        let (low, high) = (above(target.low), below(target.high));
        self.words.say("answer.met", &[("hits", &hits), ("runs", &runs)])
            + " "
            + &self.words.say("answer.between", &[("low", &low), ("high", &high)])
    }

    fn promise(&self) -> Block {
        let mut block = Block::new("promise", self.words.plain("promise.title"));
        let Some(target) = self.found.targets.first() else { return block };
        let words = self.words;
        let of = |key: &str| target.dates.get(key).copied();
        match of("0.8") {
            Some(Promise::By(date)) => {
                block.line(&[words.say("promise.by-8", &[("date", &words.date(date))])]);
            }
            Some(Promise::After { after, share_by_end }) => {
                let share = words.whole((share_by_end * 100.0).floor());
                let date = words.date(after);
                block.line(&[
                    words.say("promise.none-8", &[("date", &date)]),
                    words.say("promise.by-end", &[("share", &share)]),
                ]);
            }
            None => {}
        }
        match (of("0.8"), of("0.9")) {
            (_, Some(Promise::By(date))) => {
                block.line(&[words.say("promise.by-9", &[("date", &words.date(date))])]);
            }
            (Some(Promise::By(_)), Some(Promise::After { after, .. })) => {
                block.line(&[words.say("promise.none-9", &[("date", &words.date(after))])]);
            }
            _ => {}
        }
        if let Some(Promise::By(date)) = of("0.5") {
            block.line(&[words.say("promise.coin", &[("date", &words.date(date))])]);
        }
        if target.verdict != Verdict::Reachable
            && let Some(amount) = target.amounts.get("0.8").filter(|amount| amount.is_finite())
        {
            let key = if target.is_at_most { "promise.amount-at-most" } else { "promise.amount-at-least" };
            let safe = words.whole(careful(*amount, target.is_at_most));
            let values = [("date", words.date(target.by)), ("amount", safe)];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            block.line(&[words.say(key, &values), words.plain("promise.works-8")]);
        }
        block
    }

    fn hired(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("hired", words.plain("hired.title"));
        if let (Some(target), Some(background)) = (self.found.targets.first(), &self.found.background) {
            let paper: f64 =
                background.cohorts.iter().map(|cohort| cohort.on_paper).filter(|sum| sum.is_finite()).sum();
            let stream = target.measure.split_once('.').map_or("", |(_, stream)| stream);
            let really = self.found.difference.get(&format!("decided.{stream}@{}", target.by));
            if let Some(really) = really.filter(|_| paper > 0.0) {
                let name = self.stream_of(target).map_or(String::new(), |stream| lower(&stream.says));
                let (n, date) = (words.about(paper), words.date(target.by));
                let [low, middle, high] = [really.q10, really.q50, really.q90].map(|value| words.about(value));
                let values = [("n", middle.as_str()), ("low", &low), ("high", &high), ("stream", &name)];
                let key = if low == high { "hired.really-about" } else { "hired.really" };
                block.line(&[words.say("hired.paper", &[("n", &n), ("date", &date)]), words.say(key, &values)]);
            }
        }
        for (pool, says) in &self.found.people.hired {
            let Some(row) = self.found.ledger.get(pool) else { continue };
            let paid = row.get("paid").copied().unwrap_or(0.0);
            if paid <= 0.0 {
                continue;
            }
            let share = |name: &str| row.get(name).copied().unwrap_or(0.0) / paid * 100.0;
            let first = words.whole(share("first-time"));
            block.line(&[words.say("hired.hours", &[("who", &lower(says)), ("n", &first)])]);
            let mut rest: Vec<(&str, f64)> = row
                .0
                .iter()
                .map(|(name, _)| (name.as_str(), share(name)))
                .filter(|(name, share)| !["paid", "first-time"].contains(name) && *share >= 1.5)
                .collect();
            rest.sort_by(|a, b| b.1.total_cmp(&a.1));
            let rest: Vec<String> = rest
                .iter()
                .map(|(name, share)| format!("{} {}", words.plain(&format!("hours.{name}")), words.whole(*share)))
                .collect();
            if !rest.is_empty() {
                block.line(&[words.say("hired.rest", &[("list", &rest.join(" · "))])]);
            }
        }
        block
    }

    /// The stream beside that of the first target that the plan makes late most, and all of them together.
    fn others(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("others", words.plain("others.title"));
        let Some(target) = self.found.targets.first() else { return block };
        let end = &self.found.people.end;
        let on = target.measure.split_once('.').map_or("", |(_, stream)| stream);
        let late = |stream: &StreamName| self.found.difference.get(&format!("overdue.{}@{end}", stream.name));
        let worst = self
            .found
            .people
            .streams
            .iter()
            .filter(|stream| stream.name != on && !stream.only_follows)
            .filter_map(|stream| Some((stream, late(stream)?)))
            .max_by(|a, b| a.1.q50.total_cmp(&b.1.q50));
        let Ok(end_date) = end.parse() else { return block };
        let end_words = words.date(end_date);
        if let Some((stream, late)) = worst {
            let name = lower(&stream.says);
            if late.q90 < 1.0 {
                block.title = words.plain("others.title-nobody");
            } else {
                block.title = words.say("others.title-who", &[("stream", &upper(&stream.says))]);
            }
            let mut sentences = vec![self.more_late(late, &name, &end_words)];
            if let Some(stock) = self.found.measures.get(&format!("stock.{}@{end}", stream.name)) {
                let key = if stock.q50 >= stream.initial { "others.rises" } else { "others.falls" };
                let (from, to) = (words.about(stream.initial), words.about(stock.q50));
                sentences.push(words.say(key, &[("stream", &name), ("from", &from), ("to", &to)]));
            }
            block.line(&sentences);
        }
        let all = self.found.difference.get(&format!("stock.all@{}", target.by));
        let own = self.found.difference.get(&format!("stock.{on}@{}", target.by));
        if let (Some(all), Some(own)) = (all, own) {
            let date = words.date(target.by);
            let said = |key: &str, change: f64| {
                let form = match words.about(change).as_str() {
                    "0" => "same",
                    _ if change > 0.0 => "more",
                    _ => "fewer",
                };
                let key = format!("{key}-{form}");
                words.say(&key, &[("n", &words.about(change.abs())), ("date", &date)])
            };
            let mut sentences = vec![said("others.all", all.q50), said("others.own", own.q50)];
            if own.q50 <= -1.0 && all.q50 > own.q50 / 2.0 {
                sentences.push(words.plain("others.far-less"));
            }
            block.line(&sentences);
        }
        block
    }

    fn more_late(&self, late: &DifferenceFinding, stream: &str, end: &str) -> String {
        let words = self.words;
        let (low, high) = (words.about(late.q10.abs()), words.about(late.q90.abs()));
        let key = match (late.q10 >= 0.0, late.q90 <= 0.0) {
            (_, true) => "others.less-late",
            (true, _) => "others.more-late",
            _ => "others.either-late",
        };
        let (low, high) = if key == "others.less-late" { (high, low) } else { (low, high) };
        words.say(key, &[("low", &low), ("high", &high), ("stream", stream), ("date", end)])
    }

    fn stuck(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("stuck", words.plain("stuck.title"));
        let on = self.found.targets.first().and_then(|target| target.measure.split_once('.')).map(|(_, stream)| stream);
        let on = on.filter(|stream| self.found.stuck.iter().any(|one| one.stream == *stream));
        let of_stream = self.found.stuck.iter().filter(|one| on.is_none_or(|stream| one.stream == stream));
        let mut longest: Vec<_> = of_stream.take(2).collect();
        // In the order of the months.
        longest.sort_by_key(|one| (one.most_from.is_none(), one.most_from));
        for one in longest {
            let what = match one.waits_for.as_str() {
                "supervisors" => words.plain("stuck.supervisor"),
                _ => words.say("stuck.stage", &[("stage", &lower(&one.says))]),
            };
            let sentence = match (one.most_from, one.most_to) {
                (Some(from), Some(to)) if words.month(from) == words.month(to) => {
                    words.say("stuck.month", &[("from", &words.month(from)), ("what", &what)])
                }
                (Some(from), Some(to)) => {
                    let (from, to) = (words.month(from), words.month(to));
                    words.say("stuck.months", &[("from", &from), ("to", &to), ("what", &what)])
                }
                _ => words.say("stuck.also", &[("what", &what)]),
            };
            block.line(&[sentence]);
        }
        block
    }

    /// From how few decisions on the way the promise is in danger.
    fn alarm(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("alarm", words.plain("alarm.title"));
        let Some(alarm) = &self.found.alarm else { return block };
        let stream = self.found.targets.first().and_then(|target| self.stream_of(target));
        let stream = stream.map_or(words.plain("alarm.cases"), |stream| lower(&stream.says));
        let levels = alarm.levels.iter().enumerate().map(|(number, level)| {
            let (n, date) = (words.about(level.below), words.date(level.date));
            let key = if number == 0 { "alarm.level" } else { "alarm.next" };
            words.say(key, &[("n", &n), ("date", &date), ("stream", &stream)])
        });
        let list = levels.collect::<Vec<String>>().join(" · ");
        let key = if alarm.level.is_none() { "alarm.missed-date" } else { "alarm.missed-level" };
        let then = words.say(key, &[("date", &words.date(alarm.by))]);
        block.line(&[words.say("alarm.fewer", &[("list", &list)]), then, words.plain("alarm.report")]);
        block
    }

    fn quality(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("quality", words.plain("quality.title"));
        block.line(&[words.plain("quality.unknown"), words.plain("quality.court")]);
        let answered = self.found.measures.get("supervision.answered_share").map(|found| found.mean);
        let unanswered = answered.filter(|share| share.is_finite()).map(|answered| 1.0 - answered);
        let mut seen = Vec::new();
        if let Some(share) = unanswered.filter(|share| *share >= 0.05) {
            seen.push(words.say("quality.unanswered", &[("n", &words.whole((share * 10.0).round().max(1.0)))]));
        }
        if let Some(risk) = &self.found.risk {
            if risk.below_senior >= 0.05 {
                let share = words.whole((risk.below_senior * 10.0).round().max(1.0));
                seen.push(words.say("quality.below-senior", &[("n", &share)]));
            }
            let (low, high) = (words.decimals(risk.low, 1), words.decimals(risk.high, 1));
            seen.push(if low == high {
                let key = if risk.low >= 0.95 && risk.high < 1.05 { "quality.same-risk" } else { "quality.risk-about" };
                words.say(key, &[("n", &low)])
            } else if risk.low <= 1.0 && risk.high >= 1.0 {
                words.say("quality.risk-unclear", &[("low", &low), ("high", &high)])
            } else {
                words.say("quality.risk", &[("low", &low), ("high", &high)])
            });
        }
        block.line(&seen);
        let target = self.found.targets.first();
        if let Some(stream) = target.and_then(|target| self.stream_of(target))
            && let Some([low, high]) = self.found.in_8_of_10.get(&format!("stream.{}.latent_rework", stream.name))
            && *high >= 1.0
        {
            let (low, high) = (words.about(*low), words.about(*high));
            let name = lower(&stream.says);
            block.line(&[
                words.plain("quality.appeals"),
                words.say("quality.latent", &[("low", &low), ("high", &high), ("stream", &name)]),
            ]);
        }
        block
    }

    fn money(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("money", words.plain("money.title"));
        let Some(costs) = &self.found.costs else {
            block.line(&[words.plain("money.none")]);
            return block;
        };
        for (payer, found) in &costs.payers.0 {
            let Some(plan) = found.because_of_the_plan.filter(|plan| plan.q10 != 0.0 || plan.q90 != 0.0) else {
                continue;
            };
            let key = match (plan.q10 >= 0.0, plan.q90 <= 0.0) {
                (true, _) => "money.more",
                (_, true) => "money.less",
                _ => "money.either",
            };
            let who = self.payer(payer);
            let amount = |low: f64, high: f64| words.euros_between(low, high);
            let sentence = match key {
                "money.more" => words.say(key, &[("who", &who), ("amount", &amount(plan.q10, plan.q90))]),
                "money.less" => words.say(key, &[("who", &who), ("amount", &amount(-plan.q90, -plan.q10))]),
                _ => {
                    let (less, more) = (amount(-plan.q10, -plan.q10), amount(plan.q90, plan.q90));
                    words.say(key, &[("who", &who), ("less", &less), ("more", &more)])
                }
            };
            let note = match payer.as_str() {
                "reception" => words.plain("money.bed"),
                "applicants" => words.plain("money.applicants"),
                _ => String::new(),
            };
            block.line(&[sentence, note]);
        }
        if !costs.not_counted.is_empty() {
            let list: Vec<String> = costs
                .not_counted
                .iter()
                .map(|what| words.translate("not-counted", what).unwrap_or_else(|| what.clone()))
                .collect();
            block.line(&[words.say("money.not-counted", &[("list", &list.join(" · "))])]);
        }
        block
    }

    pub fn payer(&self, payer: &str) -> String {
        match payer {
            "organisation" | "reception" | "courts" | "applicants" | "others" => {
                self.words.plain(&format!("payer.{payer}"))
            }
            other => other.to_owned(),
        }
    }

    fn rests(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("rests", words.plain("rests.title"));
        let rests = &self.found.assumptions;
        let mut sentences = vec![words.count("rests.unconfirmed", rests.unconfirmed, &[])];
        if rests.unknown > 0 {
            sentences.push(words.count("rests.unknown", rests.unknown, &[]));
        }
        block.line(&sentences);
        block
    }

    /// Levels before changes a month, those of the first target's stream first; at most three.
    fn realised(&self) -> Block {
        let words = self.words;
        let mut block = Block::new("realised", words.plain("realised.title"));
        let mut levels: Vec<&RealisedFinding> =
            self.found.realised.iter().filter(|one| !one.what.contains(' ')).collect();
        // Those of the day that the target names first, then the latest.
        let by = self.found.targets.first().map(|target| target.by);
        levels.sort_by_key(|one| (Some(one.date) != by, std::cmp::Reverse(one.date)));
        levels.truncate(3);
        levels.sort_by_key(|one| one.date);
        for one in levels {
            let Some((kind, stream)) = one.what.split_once('.') else { continue };
            let key = match kind {
                "decided" => "realised.decided",
                "stock" => "realised.stock",
                "overdue" => "realised.overdue",
                _ => continue,
            };
            let stream = self.found.people.streams.iter().find(|found| found.name == stream);
            let name = stream.map_or(String::new(), |stream| lower(&stream.says));
            let (date, real) = (words.date(one.date), words.whole(one.realised));
            let (low, high) = (words.about(one.q05), words.about(one.q95));
            let off = if one.is_off() { words.plain("realised.off") } else { String::new() };
            block.line(&[
                words.say(key, &[("stream", &name), ("date", &date), ("n", &real)]),
                words.say("realised.model", &[("low", &low), ("high", &high)]),
                off,
            ]);
        }
        if block.is_empty() {
            block.line(&[words.plain("realised.none")]);
        }
        block
    }

    fn not_included(&self) -> Block {
        let mut block = Block::new("not-included", self.words.plain("not-included.title"));
        block.items = self.found.people.not_included.clone();
        block
    }
}

/// A name at the beginning of a sentence.
pub(super) fn upper(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A name within a sentence: without its capital, unless a second one follows (IND).
pub(super) fn lower(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}
