//! Which pictures findings give, and the message of each.

use jiff::civil::Date;

use super::{
    chart::{Band, Bar, Bars, Dots, Fan, Figure, Line, Lines, Mark, Row, Stack},
    first_page::{FirstPage, lower, upper},
    view::{Page, Part, Table},
    words::Words,
};
use crate::experiment::findings::{Findings, Listed, Promise, SeriesFinding, TargetFinding};

/// Groups of the ledger's categories, in the order of the parts of a bar.
const GROUPS: [(&str, &[&str]); 7] = [
    ("pictures.hours-first", &["first-time"]),
    ("pictures.hours-slow", &["slower-pace"]),
    (
        "pictures.hours-help",
        &["classroom", "teaching", "coached", "coaching", "waiting-for-supervisor", "asking", "answering"],
    ),
    ("pictures.hours-again", &["rework", "sign-off", "handover"]),
    (
        "pictures.hours-lost",
        &["blocked", "lost-slot", "lost-work", "idle-no-case", "idle-no-resource", "idle-no-permission"],
    ),
    ("pictures.hours-away", &["absent", "overhead"]),
    ("pictures.hours-other", &["other-work", "standing-by"]),
];

/// The page of pictures; none where there is nothing to draw.
pub(super) fn page(found: &Findings, words: &Words) -> Option<Page> {
    let pictures = Pictures { found, words };
    let mut figures: Vec<Figure> = Vec::new();
    figures.extend(pictures.target());
    figures.extend(pictures.dots());
    figures.extend(pictures.realised());
    figures.extend(pictures.hours());
    figures.extend(pictures.staff());
    figures.extend(pictures.decisions());
    figures.extend(pictures.makers());
    figures.extend(pictures.asking());
    figures.extend(pictures.span());
    figures.extend(pictures.quality());
    figures.extend(pictures.costs());
    figures.extend(pictures.penalties());
    figures.extend(pictures.late());
    let parts: Vec<Part> = figures.into_iter().map(|figure| Part::Figure(Box::new(figure))).collect();
    (!parts.is_empty()).then(|| Page {
        id: "pictures",
        title: words.plain("pictures.title"),
        intro: vec![words.plain("pictures.intro")],
        parts,
    })
}

struct Pictures<'a> {
    found: &'a Findings,
    words: &'a Words,
}

impl Pictures<'_> {
    fn series(&self, path: &str) -> Option<&SeriesFinding> {
        self.found.series.get(path).filter(|series| series.dates.len() > 1)
    }

    fn stream_says(&self, name: &str) -> String {
        let stream = self.found.people.streams.iter().find(|one| one.name == name);
        stream.map_or(name.to_owned(), |stream| stream.says.clone())
    }

    fn fan(&self, id: &str, title: String, unit: String, series: &SeriesFinding) -> Fan {
        let words = self.words;
        let band = |name: &str, low: &[f64], high: &[f64]| Band {
            label: words.plain(&format!("pictures.band-{name}")),
            heads: [words.plain(&format!("pictures.low-{name}")), words.plain(&format!("pictures.high-{name}"))],
            low: low.to_vec(),
            high: high.to_vec(),
        };
        let last = series.dates.len().saturating_sub(1);
        let end = |values: &[f64]| words.about(values.get(last).copied().unwrap_or(f64::NAN));
        let date = series.dates.last().map_or(String::new(), |date| words.date(*date));
        let values = [
            ("what", unit.clone()),
            ("date", date),
            ("low", end(&series.q10)),
            ("high", end(&series.q90)),
            ("middle", end(&series.q50)),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Fan {
            id: id.to_owned(),
            title,
            alt: words.say("pictures.fan-alt", &values),
            unit,
            dates: series.dates.clone(),
            bands: vec![
                band("9", &series.q05, &series.q95),
                band("8", &series.q10, &series.q90),
                band("5", &series.q25, &series.q75),
            ],
            middle: series.q50.clone(),
            target: None,
            realised: Vec::new(),
        }
    }

    /// Levels that were realised of one measure.
    fn marks(&self, path: &str) -> Vec<Mark> {
        let of_path = self.found.realised.iter().filter(|one| one.what == path);
        of_path.map(|one| Mark { date: one.date, value: one.realised }).collect()
    }

    /// The measure of the first target against what is wanted.
    fn target(&self) -> Option<Figure> {
        let target = self.found.targets.first()?;
        let series = self.series(&target.measure)?;
        let (kind, stream) = target.measure.split_once('.')?;
        let says = self.stream_says(stream);
        let unit = match kind {
            "stock" => self.words.say("pictures.open", &[("stream", &lower(&says))]),
            "decided" => self.words.say("pictures.decided", &[("stream", &lower(&says))]),
            _ => target.says.clone(),
        };
        let mut fan = self.fan("target", self.target_title(target, &says), unit, series);
        let label = self.words.say("pictures.target", &[("level", &self.words.whole(target.level))]);
        fan.target = Some((target.level, label, Some(target.by)));
        fan.realised = self.marks(&target.measure);
        Some(fan.draw(self.words))
    }

    fn target_title(&self, target: &TargetFinding, stream: &str) -> String {
        let runs = self.found.replications as f64;
        let hits = (target.probability * runs).round();
        let key = match hits {
            0.0 => "pictures.stock-never",
            hits if hits == runs => "pictures.stock-always",
            _ => "pictures.stock-met",
        };
        let (hits, runs) = (self.words.whole(hits), self.words.whole(runs));
        self.words.say(key, &[("stream", &upper(stream)), ("hits", &hits), ("runs", &runs)])
    }

    fn dots(&self) -> Option<Figure> {
        let target = self.found.targets.first()?;
        if target.dots.is_empty() {
            return None;
        }
        let words = self.words;
        let dates: Vec<Option<Date>> = target
            .dots
            .iter()
            .map(|promise| match promise {
                Promise::By(date) => Some(*date),
                Promise::After { .. } => None,
            })
            .collect();
        let in_time = dates.iter().flatten().filter(|date| **date <= target.by).count();
        let end: Date = self.found.people.end.parse().ok()?;
        let by = words.date(target.by);
        let title = if in_time == 0 {
            let late = words.whole((dates.len() - in_time) as f64);
            words.say("pictures.dots-title-late", &[("n", &late), ("date", &by)])
        } else {
            words.say("pictures.dots-title", &[("n", &words.whole(in_time as f64)), ("date", &by)])
        };
        let start = self.found.background.as_ref().and_then(|background| background.start);
        let start = start.or_else(|| dates.iter().flatten().min().copied()).unwrap_or(target.by);
        let dots = Dots {
            id: "dots".to_owned(),
            title,
            alt: words.plain("pictures.dots-alt"),
            says: words.plain("pictures.dots-says"),
            dates,
            start,
            end,
            asked: Some((target.by, by)),
            later: words.say("pictures.dots-later", &[("date", &words.date(end))]),
        };
        Some(dots.draw(words))
    }

    /// Realised levels of a measure that is not the target's own, beside what the model gives.
    fn realised(&self) -> Option<Figure> {
        let own = self.found.targets.first().map_or("", |target| target.measure.as_str());
        let stream = own.split_once('.').map_or("", |(_, stream)| stream);
        let path = format!("decided.{stream}");
        let marks = self.marks(&path);
        if marks.is_empty() || path == own {
            return None;
        }
        let series = self.series(&path)?;
        let unit = self.words.say("pictures.decided", &[("stream", &lower(&self.stream_says(stream)))]);
        let mut fan = self.fan("realised", self.words.plain("pictures.realised-title"), unit, series);
        fan.realised = marks;
        Some(fan.draw(self.words))
    }

    fn hours(&self) -> Option<Figure> {
        let words = self.words;
        let says = |pool: &str| {
            let hired = self.found.people.hired.iter().find(|(name, _)| name == pool);
            let own = self.found.people.pools.iter().find(|(name, _)| name == pool);
            hired.or(own).map_or(pool.to_owned(), |(_, says)| says.clone())
        };
        let paid_of = |row: &Listed<f64>| row.get("paid").copied().unwrap_or(0.0);
        let pools: Vec<&(String, Listed<f64>)> =
            self.found.ledger.0.iter().filter(|(_, row)| paid_of(row) > 0.0).take(6).collect();
        let share = |row: &Listed<f64>, names: &[&str]| {
            names.iter().filter_map(|name| row.get(name)).sum::<f64>() / paid_of(row) * 100.0
        };
        // The message is about who is hired, else about the first.
        let hired = self.found.people.hired.first().map(|(name, _)| name.as_str());
        let told = pools.iter().find(|(name, _)| hired == Some(name.as_str())).or(pools.first())?;
        let first = words.whole(share(&told.1, GROUPS[0].1));
        let rows = pools.iter().map(|(name, row)| {
            let paid = words.about(paid_of(row));
            Row {
                label: words.say("pictures.hours-of", &[("who", &upper(&says(name))), ("n", &paid)]),
                shares: GROUPS.iter().map(|(_, names)| share(row, names)).collect(),
            }
        });
        let rows: Vec<Row> = rows.collect();
        let mut head = vec![words.plain("pictures.hours-head")];
        head.extend(pools.iter().map(|(name, _)| says(name)));
        let used = |category: &str| pools.iter().any(|(_, row)| row.get(category).is_some_and(|hours| *hours > 0.5));
        let categories = pools.first().map(|(_, row)| row.0.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>());
        let cells = categories.unwrap_or_default().into_iter().filter(|name| used(name)).map(|category| {
            let name = match category {
                "paid" => words.plain("pictures.all"),
                category => words.plain(&format!("hours.{category}")),
            };
            let hours = pools.iter().map(|(_, row)| words.about(row.get(category).copied().unwrap_or(0.0)));
            std::iter::once(name).chain(hours).collect()
        });
        let stack = Stack {
            id: "hours".to_owned(),
            title: words.say("pictures.hours-title", &[("who", &lower(&says(&told.0))), ("n", &first)]),
            alt: words.plain("pictures.hours-alt"),
            parts: GROUPS.iter().map(|(key, _)| words.plain(key)).collect(),
            rows,
            table: Table::new(words.plain("pictures.hours-alt"), words.lang.code(), head, cells.collect()),
        };
        Some(stack.draw(words))
    }

    /// Staff by grade: who is hired, else the first pool.
    fn staff(&self) -> Vec<Figure> {
        let words = self.words;
        let hired = self.found.people.hired.iter().map(|(name, _)| name.clone());
        let pools: Vec<String> =
            hired.chain(self.found.people.pools.iter().map(|(name, _)| name.clone())).take(4).collect();
        let mut seen: Vec<String> = Vec::new();
        let mut figures = Vec::new();
        for pool in pools {
            if seen.contains(&pool) {
                continue;
            }
            seen.push(pool.clone());
            let is_hired = self.found.people.hired.iter().any(|(name, _)| *name == pool);
            let grades: Vec<(&str, &SeriesFinding)> = ["trainee", "independent", "senior"]
                .into_iter()
                .filter_map(|grade| Some((grade, self.series(&format!("staff.{pool}.{grade}"))?)))
                .filter(|(_, series)| series.mean.iter().any(|value| *value >= 0.5))
                .collect();
            let Some(dates) = grades.first().map(|(_, series)| series.dates.clone()) else { continue };
            let total: Vec<f64> =
                (0..dates.len()).map(|at| grades.iter().map(|(_, series)| series.mean[at]).sum()).collect();
            let says = self.found.people.hired.iter().chain(&self.found.people.pools).find(|(name, _)| *name == pool);
            let says = says.map_or(pool.clone(), |(_, says)| says.clone());
            let most = (0..total.len()).max_by(|a, b| total[*a].total_cmp(&total[*b])).unwrap_or(0);
            let title = if is_hired {
                let alone: f64 =
                    grades.iter().filter(|(grade, _)| *grade != "trainee").map(|(_, series)| series.mean[most]).sum();
                let (n, free) = (words.whole(total[most]), words.whole(alone));
                words.say("pictures.staff-title", &[("who", &upper(&says)), ("n", &n), ("free", &free)])
            } else {
                let from = words.whole(total.first().copied().unwrap_or(0.0));
                let to = words.whole(total.last().copied().unwrap_or(0.0));
                words.say("pictures.staff-title-own", &[("who", &upper(&says)), ("from", &from), ("to", &to)])
            };
            let mut lines: Vec<Line> = grades
                .iter()
                .map(|(grade, series)| Line {
                    label: words.plain(&format!("pictures.{grade}")),
                    values: series.mean.clone(),
                })
                .collect();
            if lines.len() > 1 {
                lines.push(Line { label: words.plain("pictures.all"), values: total });
            }
            let alt = words.say("pictures.staff-alt", &[("who", &says)]);
            figures.push(
                Lines {
                    id: format!("staff-{}", figures.len() + 1),
                    title,
                    alt: alt.clone(),
                    unit: says,
                    dates,
                    lines,
                    target: None,
                    is_close: false,
                    digits: 0,
                }
                .draw(words),
            );
        }
        figures
    }

    fn decisions(&self) -> Option<Figure> {
        let words = self.words;
        let streams: Vec<(&str, &SeriesFinding)> = self
            .found
            .people
            .streams
            .iter()
            .filter(|stream| !stream.only_follows)
            .filter_map(|stream| Some((stream.says.as_str(), self.series(&format!("decided.{}", stream.name))?)))
            .take(4)
            .collect();
        if streams.len() < 2 {
            return None;
        }
        let last = |series: &SeriesFinding| words.about(series.mean.last().copied().unwrap_or(f64::NAN));
        let done: Vec<String> =
            streams.iter().map(|(says, series)| format!("{} {}", last(series), lower(says))).collect();
        let end = streams[0].1.dates.last().map_or(String::new(), |date| words.date(*date));
        let lines = streams.iter().map(|(says, series)| Line { label: upper(says), values: series.mean.clone() });
        let lines = Lines {
            id: "decisions".to_owned(),
            title: words.say("pictures.decisions-title", &[("date", &end), ("list", &words.list(&done))]),
            alt: words.plain("pictures.decisions-alt"),
            unit: String::new(),
            dates: streams[0].1.dates.clone(),
            lines: lines.collect(),
            target: None,
            is_close: false,
            digits: 0,
        };
        Some(lines.draw(words))
    }

    /// First decisions of each month by who made them: pools, those of hired people by grade.
    fn makers(&self) -> Option<Figure> {
        let words = self.words;
        let (mut lines, mut totals, mut dates) = (Vec::new(), Vec::new(), Vec::new());
        for (pool, says) in &self.found.people.pools {
            let hired = self.found.people.hired.iter().find(|(name, _)| name == pool);
            let of = |grade: &str| self.series(&format!("decided_by.{pool}.{grade}"));
            let (trainees, independent, seniors) = (of("trainee")?, of("independent")?, of("senior")?);
            let groups: Vec<(String, Vec<&SeriesFinding>)> = match hired {
                Some((_, says)) => vec![
                    (words.say("pictures.made-trainee", &[("who", &upper(says))]), vec![trainees]),
                    (words.say("pictures.made-alone", &[("who", &upper(says))]), vec![independent, seniors]),
                ],
                None => vec![(upper(says), vec![trainees, independent, seniors])],
            };
            dates.clone_from(&trainees.dates);
            for (label, series) in groups {
                let whole: Vec<f64> =
                    (0..dates.len()).map(|at| series.iter().map(|series| series.mean[at]).sum()).collect();
                let total = whole.last().copied().unwrap_or(0.0);
                if total < 0.5 {
                    continue;
                }
                let by_month =
                    (0..whole.len()).map(|at| whole[at] - if at == 0 { 0.0 } else { whole[at - 1] }).collect();
                totals.push((hired.is_some(), total));
                lines.push(Line { label, values: by_month });
            }
        }
        let all: f64 = totals.iter().map(|(_, total)| total).sum();
        let by_hired: f64 = totals.iter().filter(|(is_hired, _)| *is_hired).map(|(_, total)| total).sum();
        let (_, who) = self.found.people.hired.first()?;
        if lines.len() < 2 {
            return None;
        }
        let share = (by_hired / all * 100.0).round();
        let values = [("n", words.whole(share)), ("who", upper(who))];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let lines = Lines {
            id: "makers".to_owned(),
            title: words.say(if share < 1.0 { "pictures.made-title-none" } else { "pictures.made-title" }, &values),
            alt: words.plain("pictures.made-alt"),
            unit: words.plain("pictures.made-unit"),
            dates,
            lines,
            target: None,
            is_close: false,
            digits: 0,
        };
        Some(lines.draw(words))
    }

    fn asking(&self) -> Option<Figure> {
        let words = self.words;
        let series = self.series("asking").filter(|series| series.q95.iter().any(|value| *value >= 1.0))?;
        let most = series.q95.iter().copied().fold(0.0, f64::max);
        let title = words.say("pictures.asking-title", &[("n", &words.whole(most))]);
        let mut fan = self.fan("asking", title, words.plain("pictures.asking"), series);
        fan.alt = words.plain("pictures.asking-alt") + " " + &fan.alt;
        Some(fan.draw(words))
    }

    fn span(&self) -> Option<Figure> {
        let words = self.words;
        let series = self.series("span").filter(|series| series.mean.iter().any(|value| *value > 0.0))?;
        let most = series.q50.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
        let title = words.say("pictures.span-title", &[("n", &words.whole(most))]);
        let mut fan = self.fan("span", title, words.plain("pictures.span"), series);
        fan.alt = words.plain("pictures.span-alt") + " " + &fan.alt;
        Some(fan.draw(words))
    }

    fn quality(&self) -> Option<Figure> {
        let words = self.words;
        let is_known = |series: &&SeriesFinding| series.mean.iter().any(|value| value.is_finite());
        let real = self.series("quality.true").filter(is_known)?;
        let in_100 = |values: &[f64]| values.iter().map(|value| value * 100.0).collect::<Vec<f64>>();
        let mut lines = vec![Line { label: words.plain("pictures.quality-true"), values: in_100(&real.mean) }];
        if let Some(measured) = self.series("quality.measured").filter(is_known) {
            lines.push(Line { label: words.plain("pictures.quality-measured"), values: in_100(&measured.mean) });
        }
        // How much better it looks than it is, where both are known.
        let looks: Vec<f64> = match lines.as_slice() {
            [real, measured] => (real.values.iter().zip(&measured.values))
                .map(|(real, measured)| measured - real)
                .filter(|more| more.is_finite())
                .collect(),
            _ => Vec::new(),
        };
        let known: Vec<f64> = lines[0].values.iter().copied().filter(|share| share.is_finite()).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let more = mean(&looks).round();
        let title = match more {
            _ if looks.is_empty() => words.say("pictures.quality-title", &[("n", &words.whole(mean(&known)))]),
            0.0 => words.plain("pictures.quality-same"),
            more if more > 0.0 => words.count("pictures.quality-better", more as usize, &[]),
            more => words.count("pictures.quality-worse", -more as usize, &[]),
        };
        let lines = Lines {
            id: "quality".to_owned(),
            title,
            alt: words.plain("pictures.quality-alt"),
            unit: "%".to_owned(),
            dates: real.dates.clone(),
            lines,
            target: None,
            is_close: true,
            digits: 1,
        };
        Some(lines.draw(words))
    }

    fn costs(&self) -> Option<Figure> {
        let words = self.words;
        let costs = self.found.costs.as_ref()?;
        let first_page = FirstPage { found: self.found, words };
        let million = |value: f64| words.decimals(value / 1e6, 1);
        let (mut bars, mut rows) = (Vec::new(), Vec::new());
        for (payer, found) in &costs.payers.0 {
            for (number, (year, amount)) in found.years.0.iter().enumerate() {
                let says = format!("{} ({}–{})", million(amount.q50), million(amount.q05), million(amount.q95));
                let who = first_page.payer(payer);
                rows.push(vec![
                    format!("{who}, {year}"),
                    million(amount.q50),
                    million(amount.q05),
                    million(amount.q95),
                ]);
                bars.push(Bar {
                    heading: (number == 0).then(|| format!("{who}, {}", words.plain("pictures.million"))),
                    label: year.clone(),
                    value: amount.q50,
                    low: amount.q05,
                    high: amount.q95,
                    says,
                });
            }
        }
        let head = ["payer", "middle", "low-9", "high-9"].map(|key| words.plain(&format!("pictures.{key}")));
        let table = Table::new(words.plain("pictures.million"), words.lang.code(), head.to_vec(), rows);
        let alt = words.plain("pictures.cost-alt");
        let (most, found) = costs.payers.0.iter().max_by(|a, b| a.1.total.q50.total_cmp(&b.1.total.q50))?;
        let amount = words.euros_between(found.total.q05.max(0.0), found.total.q95);
        let title = words.say("pictures.cost-title", &[("who", &first_page.payer(most)), ("amount", &amount)]);
        (!bars.is_empty()).then(|| Bars { id: "costs".to_owned(), title, alt, bars, table }.draw())
    }

    fn penalties(&self) -> Vec<Figure> {
        let words = self.words;
        let paths = self.found.series.0.iter().filter(|(path, _)| path.starts_with("penalty."));
        paths
            .filter(|(_, series)| series.dates.len() > 1 && series.q95.iter().any(|value| *value > 0.0))
            .enumerate()
            .map(|(number, (path, series))| {
                let last = |values: &[f64]| values.last().copied().unwrap_or(0.0);
                let amount = words.euros_between(last(&series.q10), last(&series.q90));
                let name = path.trim_start_matches("penalty.");
                let unit = words.say("pictures.penalty", &[("name", name)]);
                let title = words.say("pictures.penalty-title", &[("amount", &amount)]);
                self.fan(&format!("penalty-{}", number + 1), title, unit, series).draw(words)
            })
            .collect()
    }

    /// What the plan does to each other stream: plan minus nothing in the same run.
    fn late(&self) -> Vec<Figure> {
        let words = self.words;
        let on = self.found.targets.first().and_then(|target| target.measure.split_once('.')).map(|(_, stream)| stream);
        let mut figures = Vec::new();
        for stream in self.found.people.streams.iter().filter(|one| Some(one.name.as_str()) != on && !one.only_follows)
        {
            let name = lower(&stream.says);
            for (kind, key) in [("overdue", "pictures.late"), ("stock", "pictures.stock-change")] {
                let path = format!("{kind}.{}", stream.name);
                let Some(series) = self.found.series_difference.get(&path).filter(|series| series.dates.len() > 1)
                else {
                    continue;
                };
                let is_flat = series.q05.iter().chain(&series.q95).all(|value| value.abs() < 1.0 || value.is_nan());
                if is_flat {
                    continue;
                }
                let unit = words.say(key, &[("stream", &name)]);
                let end = series.q50.last().copied().unwrap_or(0.0);
                let form = match words.about(end).as_str() {
                    "0" => "same",
                    _ if end > 0.0 => "more",
                    _ => "fewer",
                };
                let key = format!("pictures.{kind}-title-{form}");
                let title = words.say(&key, &[("n", &words.about(end.abs())), ("stream", &name)]);
                figures.push(self.fan(&format!("{kind}-{}", figures.len() + 1), title, unit, series).draw(words));
            }
        }
        figures
    }
}
