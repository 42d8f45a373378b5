//! The pictures of a frontier; an assessment shows them too.

use super::{
    frontier::Page,
    say::{between, heads, is_sure, of_100, signed, table},
};
use crate::{
    experiment::frontier::{Binding, Effect, Frontier, Gain, Line, Scan},
    report::html::{
        chart::{Cell, Curve, Field, Figure, Heat, Range, Ranges, Series, Spot, Strip},
        first_page::{lower, upper},
        words::Words,
    },
};

pub(in crate::report::html) fn figures(found: &Frontier, words: &Words) -> Vec<Figure> {
    let page = Page { found, words };
    if found.futures == 0 {
        return Vec::new();
    }
    let mut figures = Vec::new();
    if let Some(line) = page.line() {
        figures.extend((0..found.moments.len()).filter_map(|moment| page.curve(line, moment)));
    }
    if found.lines.len() > 1 {
        figures.extend((0..found.moments.len()).map(|moment| page.heat(moment)));
    }
    figures.extend(found.scans.iter().filter(|scan| scan.points.len() > 1).map(|scan| page.scanned(scan)));
    if let Some(binding) = &found.binding {
        figures.push(page.whole(binding));
        figures.extend(page.months(binding));
    }
    figures
}

impl Page<'_> {
    fn curve(&self, line: &Line, moment: usize) -> Option<Figure> {
        let (words, found) = (self.words, self.found);
        let answer = line.answers.get(moment)?;
        let date = words.date(found.moments[moment].date);
        let spot = |point: &crate::experiment::frontier::Point| {
            let gain = &point.gains[moment];
            let is_zero = point.hires == 0;
            let of = |value: f64| if is_zero { 0.0 } else { value };
            Spot { at: f64::from(point.hires), value: of(gain.mean), low: of(gain.low), high: of(gain.high) }
        };
        let rows = line.points.iter().enumerate().map(|(place, point)| {
            let gain = &point.gains[moment];
            let mut row = vec![words.whole(f64::from(point.hires))];
            row.extend(gain_cells(gain, words));
            row.push(if point.hires > 0 { of_100(gain.share, words) } else { String::new() });
            row.extend([gain.gained, gain.others, -gain.returns].map(|part| signed(part, words)));
            let step = answer.steps.get(place);
            row.push(step.map_or(String::new(), |step| signed(step.next_ten, words)));
            row.push(step.map_or(String::new(), |step| between(step.low, step.high, words)));
            row
        });
        let unit = words.say("frontier.gain-unit", &[("date", &date)]);
        let keys = [
            "hires",
            "gain",
            "gain-range",
            "of-100",
            "own-stream",
            "other-streams",
            "returns",
            "next-ten",
            "next-range",
        ];
        let head = keys.map(|key| words.plain(&format!("frontier.{key}"))).to_vec();
        let mut marks = Vec::new();
        let best = &answer.best;
        if best.is_inside && best.gain > 0.0 {
            let n = words.about(best.hires);
            marks.push((best.hires, words.say("frontier.mark-best", &[("n", &n)])));
        }
        if let Some([zero, ..]) = answer.zero.filter(|zero| zero[0] > 0.0) {
            marks.push((zero, words.say("frontier.mark-zero", &[("n", &words.about(zero))])));
        }
        let range = answer
            .useful_from
            .filter(|_| answer.useful > 0)
            .map(|from| ([f64::from(from), f64::from(answer.useful)], words.plain("frontier.mark-useful")));
        let title = upper(&self.message(answer, moment));
        let last = line.points.last()?;
        let values = [
            ("date", date.as_str()),
            ("n", &words.whole(f64::from(last.hires))),
            ("gain", &signed(last.gains[moment].mean, words)),
            ("range", &between(last.gains[moment].low, last.gains[moment].high, words)),
        ];
        let curve = Curve {
            id: format!("gain-{}", moment + 1),
            alt: format!("{title}. {}", words.say("frontier.gain-alt", &values)),
            title,
            across: self.across(line),
            series: vec![Series { label: String::new(), spots: line.points.iter().map(spot).collect() }],
            range,
            marks,
            table: table(&unit, head, rows.collect(), words),
            unit,
        };
        Some(curve.draw(words))
    }

    /// "agency staff hired (span 5)".
    fn across(&self, line: &Line) -> String {
        let who = self.words.say("frontier.across", &[("who", &lower(&self.found.says))]);
        if line.at.is_empty() { who } else { format!("{who} ({})", self.at(line)) }
    }

    /// A row for each point of the axes that were crossed.
    fn heat(&self, moment: usize) -> Figure {
        let (words, found) = (self.words, self.found);
        let date = words.date(found.moments[moment].date);
        let hired = |line: &Line| line.points.iter().filter(|point| point.hires > 0).cloned().collect::<Vec<_>>();
        let top = found
            .lines
            .iter()
            .enumerate()
            .flat_map(|(row, line)| {
                let points = hired(line).into_iter().enumerate();
                points.map(|(column, point)| (row, column, point.hires, point.gains[moment])).collect::<Vec<_>>()
            })
            .max_by(|a, b| a.3.mean.total_cmp(&b.3.mean));
        let all = || found.lines.iter().flat_map(|line| &line.points).filter(|point| point.hires > 0);
        let is_any = all().any(|point| point.gains[moment].low > 0.0);
        // One that is told apart from all others.
        let clear = top.as_ref().filter(|top| all().filter(|point| point.gains[moment].high >= top.3.low).count() == 1);
        let title = match clear {
            Some((row, _, hires, _)) => {
                let at = self.at(&found.lines[*row]);
                words.say("frontier.heat-title", &[("n", &words.whole(f64::from(*hires))), ("what", &at)])
            }
            None if is_any => words.plain("frontier.heat-alike"),
            None => words.plain("frontier.heat-none"),
        };
        let says = |gain: &Gain| {
            let said = signed(gain.mean, words);
            if is_sure(gain.low, gain.high) { said } else { format!("({said})") }
        };
        // With one other axis its name stands above the rows, with two it stands in each.
        let axis = found.lines[0].at.as_slice();
        let (down, named) = match axis {
            [(axis, _)] => (self.axis(axis), true),
            _ => (String::new(), false),
        };
        let label = |line: &Line| match line.at.as_slice() {
            [(axis, value)] if named => self.value(axis, value),
            _ => self.at(line),
        };
        let columns: Vec<String> =
            hired(&found.lines[0]).iter().map(|point| words.whole(f64::from(point.hires))).collect();
        let rows = found.lines.iter().enumerate().map(|(row, line)| {
            let cells = hired(line).into_iter().enumerate().map(|(column, point)| Cell {
                value: point.gains[moment].mean,
                says: says(&point.gains[moment]),
                is_marked: clear.is_some_and(|top| (top.0, top.1) == (row, column)),
            });
            (label(line), cells.collect())
        });
        let unit = words.say("frontier.gain-unit", &[("date", &date)]);
        let behind = found.lines.iter().map(|line| {
            let cells = hired(line).into_iter().map(|point| {
                let gain = point.gains[moment];
                format!("{} ({})", signed(gain.mean, words), between(gain.low, gain.high, words))
            });
            std::iter::once(self.at(line)).chain(cells).collect()
        });
        let head = std::iter::once(words.plain("frontier.with-head")).chain(columns.iter().cloned()).collect();
        Heat {
            id: format!("crossed-{}", moment + 1),
            alt: format!("{title}. {}", words.say("frontier.heat-alt", &[("date", &date)])),
            title,
            across: words.say("frontier.across", &[("who", &lower(&found.says))]),
            down,
            rows: rows.collect(),
            is_close: false,
            note: words.plain("frontier.heat-note"),
            table: table(&unit, head, behind.collect(), words),
            unit,
            columns,
        }
        .draw()
    }

    fn scanned(&self, scan: &Scan) -> Figure {
        let (words, found) = (self.words, self.found);
        let date = words.date(found.moments[0].date);
        let limit = self.limit(scan);
        let axis = scan.axis.as_str();
        let title = match &limit {
            Some(n) if scan.in_time.is_some() => words.say("frontier.span-title-time", &[("n", n)]),
            Some(n) => words.say(&format!("frontier.{axis}-title"), &[("n", n)]),
            None => words.plain(&format!("frontier.{axis}-title-none")),
        };
        let rows = scan.points.iter().map(|point| {
            let gain = &point.gains[0];
            let label = self.value(axis, &point.value);
            Range {
                heading: None,
                is_marked: limit.as_ref() == Some(&label),
                label: words.say(&format!("frontier.{axis}-row"), &[("n", &label)]),
                value: gain.mean,
                low: gain.low,
                high: gain.high,
                says: format!("{} ({})", signed(gain.mean, words), between(gain.low, gain.high, words)),
                is_sure: is_sure(gain.low, gain.high),
            }
        });
        let behind = scan.points.iter().map(|point| {
            let mut row = vec![self.value(axis, &point.value)];
            row.extend(gain_cells(&point.gains[0], words));
            row.push(of_100(point.gains[0].share, words));
            row
        });
        let head = std::iter::once(self.axis(axis))
            .chain(heads(&["frontier.gain", "frontier.gain-range", "frontier.of-100"], words));
        let n = words.whole(f64::from(scan.hires));
        let unit = words.say("frontier.scan-unit", &[("n", &n), ("date", &date)]);
        Ranges {
            id: format!("scan-{axis}"),
            alt: format!("{title}. {unit}."),
            title,
            rows: rows.collect(),
            against: Some((0.0, words.plain("frontier.no-gain"))),
            hollow: words.plain("experiment.hollow"),
            table: table(&unit, head.collect(), behind.collect(), words),
            unit,
        }
        .draw()
    }

    /// A tenth more of each thing all the time.
    fn whole(&self, binding: &Binding) -> Figure {
        let words = self.words;
        let mut all: Vec<&Effect> = binding.whole.iter().collect();
        all.sort_by(|a, b| b.mean.total_cmp(&a.mean));
        let title = match all.first().filter(|effect| effect.binds()) {
            Some(effect) => words.say("frontier.tenth-title", &[("what", &self.lever(effect))]),
            None => words.plain("frontier.tenth-title-none"),
        };
        let says = |effect: &Effect| between(effect.low, effect.high, words);
        let rows = all.iter().enumerate().map(|(place, effect)| Range {
            heading: None,
            label: upper(&self.lever(effect)),
            value: effect.mean,
            low: effect.low,
            high: effect.high,
            says: format!("{} ({})", signed(effect.mean, words), says(effect)),
            is_sure: is_sure(effect.low, effect.high),
            is_marked: place == 0 && effect.binds(),
        });
        let unit = words.say("frontier.tenth-unit", &[("date", &words.date(binding.by))]);
        let behind = all.iter().map(|effect| vec![self.lever(effect), signed(effect.mean, words), says(effect)]);
        let head = heads(&["frontier.what", "frontier.gain", "frontier.gain-range"], words);
        Ranges {
            id: "a-tenth-more".to_owned(),
            alt: format!("{title}. {unit}."),
            title,
            rows: rows.collect(),
            against: Some((0.0, words.plain("frontier.no-gain"))),
            hollow: words.plain("experiment.hollow"),
            table: table(&unit, head, behind.collect(), words),
            unit,
        }
        .draw()
    }

    fn months(&self, binding: &Binding) -> Option<Figure> {
        let words = self.words;
        let first = binding.months.first().filter(|month| !month.effects.is_empty())?;
        let field = |effect: &Effect| match effect {
            effect if effect.binds() => Field::Helps,
            effect if effect.high < 0.0 => Field::Harms,
            _ => Field::Neither,
        };
        let rows: Vec<(String, Vec<Field>)> = (0..first.effects.len())
            .map(|lever| {
                let fields = binding.months.iter().map(|month| month.effects.get(lever).map_or(Field::Neither, field));
                (upper(&self.lever(&first.effects[lever])), fields.collect())
            })
            .collect();
        let count = |row: &(String, Vec<Field>)| row.1.iter().filter(|field| **field == Field::Helps).count();
        let most = rows.iter().enumerate().max_by_key(|(place, row)| (count(row), std::cmp::Reverse(*place)))?;
        let title = match count(most.1) {
            0 => words.plain("frontier.months-title-none"),
            n => {
                let what = self.lever(&first.effects[most.0]);
                let (n, all) = (words.whole(n as f64), words.whole(binding.months.len() as f64));
                words.say("frontier.months-title", &[("what", &what), ("n", &n), ("all", &all)])
            }
        };
        let names: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
        let head = std::iter::once(words.plain("frontier.month")).chain(names);
        let behind = binding.months.iter().map(|month| {
            let cells = month
                .effects
                .iter()
                .map(|effect| format!("{} ({})", signed(effect.mean, words), between(effect.low, effect.high, words)));
            std::iter::once(words.month(month.from)).chain(cells).collect()
        });
        let unit = words.say("frontier.months-unit", &[("date", &words.date(binding.by))]);
        let months = binding.months.iter().map(|month| words.short_month(month.from));
        let strip = Strip {
            id: "by-month".to_owned(),
            alt: format!("{title}. {unit}."),
            title,
            columns: months.collect(),
            rows,
            key: [words.plain("frontier.key-helps"), words.plain("frontier.key-harms")],
            table: table(&unit, head.collect(), behind.collect(), words),
        };
        Some(strip.draw())
    }
}

fn gain_cells(gain: &Gain, words: &Words) -> [String; 2] {
    [signed(gain.mean, words), between(gain.low, gain.high, words)]
}
