//! What happens under this plan, and will the target be met? Monte Carlo with sequential stopping (RULES 14 to 16).

use jiff::civil::Date;

use super::{
    alarm::alarm,
    arm::shown,
    background::{assumptions, background},
    feasibility::amounts,
    findings::{
        Assumptions, BeforeFinding, DifferenceFinding, Findings, KnownFigure, Listed, MeasureFinding, People, Promise,
        RealisedFinding, RiskFinding, ScenarioName, SeriesFinding, StreamName, TargetFinding, Verdict,
    },
    open::Opened,
    provenance::scenario_hash,
    rows::Rows,
    stuck::{Waits, rank},
};
use crate::{
    model::{before::KnownPast, mechanism::Mechanism, target::Bound},
    observe::ledger::Category,
    replicate::{
        Control, Seeds, Study,
        past::{LEAST_SHARE, Past},
        run_together,
    },
    stats::{Moments, quantile, wilson},
    time::SimTime,
};

/// When a sequential study looks, whatever the number of threads.
pub const LOOKS: [u64; 8] = [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800];

/// Equally likely points of a date that a picture shows.
const DOTS: u32 = 20;

/// Replications whose rows go to the store together.
const STORED_AT_ONCE: u64 = 128;

/// How a study is to be run.
#[derive(Clone, Debug)]
pub struct Ask {
    pub seed: u64,
    /// None: sequential stopping.
    pub replications: Option<u64>,
    /// All ranges so many times as wide.
    pub widen: f64,
    pub realised: Vec<Realised>,
}

/// A figure that was published: a level, or its change a month since `from`.
#[derive(Clone, Debug, PartialEq)]
pub struct Realised {
    pub measure: String,
    pub from: Option<(SimTime, Date)>,
    pub at: SimTime,
    pub date: Date,
    pub value: f64,
}

/// What a study leaves behind.
pub struct Ran {
    pub findings: Findings,
    pub plan: Rows,
    pub nothing: Option<Rows>,
    pub study: Study,
}

/// A look at a study under way: replications, and the first target's probability with its interval.
pub struct Glance {
    pub replications: u64,
    pub next_look: u64,
    pub verdict: Option<(Verdict, f64, f64)>,
}

/// Runs the plan, and `nothing` beside it with the same luck.
///
/// # Errors
/// A measure that does not exist, or a file for rows that cannot be written.
pub fn run(opened: &Opened, ask: &Ask, control: &Control, glance: &(dyn Fn(&Glance) + Sync)) -> Result<Ran, String> {
    let extra = levels_at_dates(opened, &ask.realised);
    let study = opened.study(true, &extra, ask.widen).map_err(|(index, why)| format!("{}: {why}", extra[index].0))?;
    let nothing_study = opened.study_of_nothing(&study.measures, ask.widen);
    let layout = study.layout();
    let mut plan = Rows::new(layout.width());
    let mut nothing = nothing_study.as_ref().map(|study| Rows::new(study.layout().width()));
    let looks: Vec<u64> = match ask.replications {
        Some(count) => vec![count],
        None if opened.scenario.targets.is_empty() => vec![LOOKS[0]],
        None => LOOKS.to_vec(),
    };
    let confidence = if ask.replications.is_some() { 0.95 } else { 1.0 - 0.05 / LOOKS.len() as f64 };
    let kept = |why: std::io::Error| format!("could not keep the results: {why}");
    let mut from = 0;
    for look in &looks {
        glance(&Glance { replications: from, next_look: *look, verdict: None });
        // A block at a time goes to the store, so that memory does not grow with the number of replications.
        let mut next = from;
        while next < *look && !control.is_stopped() {
            let last = (*look).min(next + STORED_AT_ONCE);
            let studies: Vec<&Study> = std::iter::once(&study).chain(&nothing_study).collect();
            let rows = run_together(&studies, &Seeds::one(ask.seed), next, last, control);
            for (kept_in, rows) in std::iter::once(&mut plan).chain(&mut nothing).zip(rows) {
                kept_in.extend(rows).map_err(kept)?;
            }
            next = last;
            if let Some(why) = contradiction(&study, ask.seed, plan.count() as u64) {
                return Err(why);
            }
        }
        from = *look;
        let verdicts = verdicts(&mut plan, &study, opened, confidence)?;
        glance(&Glance { replications: plan.count() as u64, next_look: *look, verdict: verdicts.first().copied() });
        let open = verdicts.iter().any(|(verdict, ..)| *verdict == Verdict::Undecided);
        if !open || control.is_stopped() {
            break;
        }
    }
    let stopped = control.is_stopped();
    let mut findings = found(opened, ask, &study, &mut plan, nothing.as_mut(), (confidence, stopped))?;
    findings.question = "run".into();
    findings.background = Some(background(opened, &study)?);
    Ok(Ran { findings, plan, nothing, study })
}

/// What rows say of an organisation, and beside `nothing`; with the level of the intervals of probabilities, and whether the
/// study was stopped.
///
/// # Errors
/// Rows that cannot be read back.
pub(super) fn found(
    opened: &Opened,
    ask: &Ask,
    study: &Study,
    plan: &mut Rows,
    nothing: Option<&mut Rows>,
    (confidence, interrupted): (f64, bool),
) -> Result<Findings, String> {
    let mut findings = Findings {
        surgecap: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: ScenarioName { name: opened.scenario.name.clone(), sha256: scenario_hash(opened) },
        seed: ask.seed,
        replications: plan.count() as u64,
        interrupted,
        variant: opened.loaded.sets(),
        ..Findings::default()
    };
    let failed = |why: std::io::Error| format!("could not read the results back: {why}");
    findings.targets = target_findings(plan, study, opened, confidence).map_err(failed)?;
    fill(&mut findings, plan, nothing, study, &ask.realised).map_err(failed)?;
    findings.alarm = alarm(&findings, plan, study).map_err(failed)?;
    findings.people = people(opened, ask.replications.is_none());
    findings.assumptions = assumptions(opened, study);
    findings.before = study.past.as_ref().map(|past| before_finding(past, study, ask.seed, findings.replications));
    findings.caveats = caveats(opened, &findings, ask);
    Ok(findings)
}

/// Stock, overdue and decisions at each target's date and at the end; levels for realised figures.
pub(super) fn levels_at_dates(opened: &Opened, realised: &[Realised]) -> Vec<(String, Option<SimTime>)> {
    let scenario = &opened.scenario;
    let mut dates: Vec<SimTime> = scenario.targets.iter().map(|target| target.at).collect();
    dates.push(scenario.calendar.horizon());
    dates.sort_unstable();
    dates.dedup();
    let mut wanted = Vec::new();
    if !scenario.targets.is_empty() || opened.nothing.is_some() {
        for at in dates {
            for (path, _) in &opened.levels {
                let is_told = ["stock.", "overdue.", "decided."].iter().any(|kind| path.starts_with(kind));
                if is_told {
                    wanted.push((path.clone(), Some(at)));
                }
            }
        }
    }
    for figure in realised {
        let moments = figure.from.iter().map(|(from, _)| *from).chain([figure.at]);
        for at in moments {
            let one = (figure.measure.clone(), Some(at));
            if !wanted.contains(&one) {
                wanted.push(one);
            }
        }
    }
    wanted
}

fn verdicts(
    rows: &mut Rows,
    study: &Study,
    opened: &Opened,
    confidence: f64,
) -> Result<Vec<(Verdict, f64, f64)>, String> {
    let layout = study.layout();
    let mut all = Vec::new();
    for (index, target) in opened.scenario.targets.iter().enumerate() {
        let met = rows.column(layout.is_met(index)).map_err(|why| why.to_string())?;
        let hits = met.iter().filter(|one| **one > 0.5).count() as u64;
        let (low, high) = wilson(hits, met.len() as u64, confidence);
        all.push((Verdict::of(low, high, target.wanted, met.len() as u64), low, high));
    }
    Ok(all)
}

fn target_findings(
    rows: &mut Rows,
    study: &Study,
    opened: &Opened,
    confidence: f64,
) -> std::io::Result<Vec<TargetFinding>> {
    let layout = study.layout();
    let calendar = &opened.scenario.calendar;
    let mut all = Vec::new();
    for (index, target) in opened.scenario.targets.iter().enumerate() {
        let met = rows.column(layout.is_met(index))?;
        let count = met.len() as u64;
        let hits = met.iter().filter(|one| **one > 0.5).count() as u64;
        let (low, high) = if count > 0 { wilson(hits, count, confidence) } else { (0.0, 1.0) };
        let mut days = rows.column(layout.met_from(index))?;
        days.sort_by(f64::total_cmp);
        let by_end = days.iter().filter(|day| day.is_finite()).count() as f64 / days.len().max(1) as f64;
        let promise = |q: f64| {
            let place = ((q * days.len() as f64).ceil() as usize).clamp(1, days.len().max(1)) - 1;
            match days.get(place) {
                Some(day) if day.is_finite() => Promise::By(calendar.date_of_day(*day as usize)),
                _ => Promise::After { after: calendar.end(), share_by_end: by_end },
            }
        };
        let mut values = rows.column(layout.value_at(index))?;
        values.retain(|value| !value.is_nan());
        let amounts = amounts(values.clone(), target.bound);
        values.sort_by(f64::total_cmp);
        let point = |p: f64| if values.is_empty() { f64::NAN } else { quantile(&values, p) };
        all.push(TargetFinding {
            name: target.name.clone(),
            says: target.says.clone(),
            measure: target.path.clone(),
            bound: match target.bound {
                Bound::AtMost(level) => format!("at most {level}"),
                Bound::AtLeast(level) => format!("at least {level}"),
            },
            level: match target.bound {
                Bound::AtMost(level) | Bound::AtLeast(level) => level,
            },
            is_at_most: matches!(target.bound, Bound::AtMost(_)),
            by: target.by,
            wanted: target.wanted,
            probability: hits as f64 / count as f64,
            low,
            high,
            confidence,
            verdict: Verdict::of(low, high, target.wanted, count),
            dates: Listed(vec![
                ("0.5".to_owned(), promise(0.5)),
                ("0.8".to_owned(), promise(0.8)),
                ("0.9".to_owned(), promise(0.9)),
            ]),
            dots: (0..DOTS).map(|dot| promise((f64::from(dot) + 0.5) / f64::from(DOTS))).collect(),
            amounts,
            value: [point(0.05), point(0.5), point(0.95)],
            value_8_in_10: [point(0.1), point(0.9)],
        });
    }
    Ok(all)
}

/// Mean, its error and quantiles of a column; what is not a number was not measured and does not count.
pub(super) fn measured(column: &[f64], unit: &str) -> Option<MeasureFinding> {
    let mut values: Vec<f64> = column.iter().copied().filter(|value| !value.is_nan()).collect();
    if values.is_empty() {
        return None;
    }
    let moments: Moments = values.iter().copied().collect();
    let (low, high) = moments.mean_interval(0.95);
    values.sort_by(f64::total_cmp);
    Some(MeasureFinding {
        unit: unit.to_owned(),
        mean: moments.mean(),
        se: moments.std_error(),
        low,
        high,
        q05: quantile(&values, 0.05),
        q50: quantile(&values, 0.5),
        q95: quantile(&values, 0.95),
    })
}

/// 10 and 90 % points of what was measured, of which there is some.
fn in_8_of_10(column: &[f64]) -> [f64; 2] {
    let mut values: Vec<f64> = column.iter().copied().filter(|value| !value.is_nan()).collect();
    values.sort_by(f64::total_cmp);
    [quantile(&values, 0.1), quantile(&values, 0.9)]
}

fn fill(
    findings: &mut Findings,
    plan: &mut Rows,
    mut nothing: Option<&mut Rows>,
    study: &Study,
    realised: &[Realised],
) -> std::io::Result<()> {
    let layout = study.layout();
    let names = (0..layout.measures).map(|index| shown(study, &study.measures.wanted[index])).collect::<Vec<String>>();
    let mut means = vec![0.0; layout.width()];
    let mut points = vec![[f64::NAN; POINTS.len()]; layout.width()];
    plan.columns(|number, values| {
        let mut known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        means[number] = if known.is_empty() { f64::NAN } else { known.iter().sum::<f64>() / known.len() as f64 };
        if number < layout.measures {
            let unit = study.measures.wanted[number].measure.unit();
            if let Some(found) = measured(values, unit) {
                findings.measures.0.push((names[number].clone(), found));
                findings.in_8_of_10.0.push((names[number].clone(), in_8_of_10(values)));
            }
        } else if number < layout.ledger(0, Category::ALL[0]) && !known.is_empty() {
            known.sort_by(f64::total_cmp);
            points[number] = POINTS.map(|p| quantile(&known, p));
        }
    })?;
    findings.events = (means[layout.events()] * plan.count() as f64).round() as u64;
    let pools = study.scenario.first().pools.iter();
    for (pool, spec) in pools.enumerate() {
        let mut row: Vec<(String, f64)> = Category::ALL
            .iter()
            .map(|category| (category.name().to_owned(), means[layout.ledger(pool, *category)]))
            .collect();
        row.push(("paid".to_owned(), means[layout.paid(pool)]));
        findings.ledger.0.push((spec.name.clone(), Listed(row)));
    }
    let dates: Vec<Date> = study.measures.periods.iter().map(|(_, date)| *date).collect();
    for (series, (path, _)) in study.measures.series.iter().enumerate() {
        let at = (0..dates.len()).map(|period| layout.series(series, period));
        let at: Vec<([f64; POINTS.len()], f64)> = at.map(|number| (points[number], means[number])).collect();
        findings.series.0.push((path.clone(), series_finding(&dates, &at)));
    }
    let mut ratio = None;
    if let Some(nothing) = nothing.as_mut() {
        for (number, name) in names.iter().enumerate() {
            let (values, beside) = (plan.column(number)?, nothing.column(number)?);
            if name == "quality.error_risk" {
                ratio = ratio_of_means(&values, &beside);
            }
            let pairs: Vec<f64> = values.iter().zip(&beside).map(|(with, without)| with - without).collect();
            if let Some(found) = measured(&pairs, "") {
                let MeasureFinding { mean, low, high, q05, q50, q95, .. } = found;
                let [q10, q90] = in_8_of_10(&pairs);
                let found = DifferenceFinding { mean, low, high, q05, q10, q50, q90, q95 };
                findings.difference.0.push((name.clone(), found));
            }
        }
        findings.series_difference = series_difference(study, plan, nothing, &dates)?;
    }
    let mean = |path: &str| findings.measures.get(path).map(|found| found.mean);
    findings.risk = ratio.map(|(factor, half)| RiskFinding {
        factor,
        low: (factor - half).max(0.0),
        high: factor + half,
        below_senior: mean("quality.below_senior_share").unwrap_or(0.0),
        unanswered: mean("supervision.answered_share").map(|answered| 1.0 - answered),
    });
    findings.stuck = stuck(study, &means, &dates);
    findings.costs = super::costs::costs(study, plan, nothing)?;
    findings.realised = realised_findings(study, plan, realised)?;
    Ok(())
}

/// Points of a series: those of its bands, and the middle.
const POINTS: [f64; 7] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

/// A level by period from its points and its mean.
fn series_finding(dates: &[Date], at: &[([f64; POINTS.len()], f64)]) -> SeriesFinding {
    let pick = |which: usize| at.iter().map(|(points, _)| points[which]).collect();
    SeriesFinding {
        dates: dates.to_vec(),
        mean: at.iter().map(|(_, mean)| *mean).collect(),
        q05: pick(0),
        q10: pick(1),
        q25: pick(2),
        q50: pick(3),
        q75: pick(4),
        q90: pick(5),
        q95: pick(6),
    }
}

/// Plan minus nothing in the same replication, by period: open and overdue cases of each stream.
fn series_difference(
    study: &Study,
    plan: &mut Rows,
    nothing: &mut Rows,
    dates: &[Date],
) -> std::io::Result<Listed<SeriesFinding>> {
    let layout = study.layout();
    let mut all = Vec::new();
    for (series, (path, _)) in study.measures.series.iter().enumerate() {
        if !path.starts_with("stock.") && !path.starts_with("overdue.") {
            continue;
        }
        let mut at = Vec::new();
        for period in 0..dates.len() {
            let number = layout.series(series, period);
            let (with, without) = (plan.column(number)?, nothing.column(number)?);
            let pairs = with.iter().zip(&without).map(|(with, without)| with - without);
            let mut pairs: Vec<f64> = pairs.filter(|pair| !pair.is_nan()).collect();
            let mean = if pairs.is_empty() { f64::NAN } else { pairs.iter().sum::<f64>() / pairs.len() as f64 };
            pairs.sort_by(f64::total_cmp);
            at.push((POINTS.map(|p| if pairs.is_empty() { f64::NAN } else { quantile(&pairs, p) }), mean));
        }
        all.push((path.clone(), series_finding(dates, &at)));
    }
    Ok(Listed(all))
}

/// The ratio of two paired means with the half of its 95 % interval; none when one cannot be measured or is zero.
///
/// # Source
/// Cochran (1977), Sampling Techniques, section 6.4: the variance of a ratio by its linear part.
fn ratio_of_means(with: &[f64], without: &[f64]) -> Option<(f64, f64)> {
    let pairs = || with.iter().zip(without).filter(|(with, without)| !with.is_nan() && !without.is_nan());
    let above: Moments = pairs().map(|(with, _)| *with).collect();
    let below: Moments = pairs().map(|(_, without)| *without).collect();
    let factor = above.mean() / below.mean();
    let rest: Moments = pairs().map(|(with, without)| with - factor * without).collect();
    factor.is_finite().then(|| (factor, rest.mean_interval(0.95).1 / below.mean()))
}

fn stuck(study: &Study, means: &[f64], dates: &[Date]) -> Vec<super::findings::StuckFinding> {
    let layout = study.layout();
    let stages = &study.scenario.first().stages;
    let mut places: Vec<(String, String)> =
        stages.iter().map(|stage| (stage.name.clone(), stage.says.clone())).collect();
    places.push(("supervisors".to_owned(), "an answer of a supervisor".to_owned()));
    let mut all = Vec::new();
    for (index, stream) in study.scenario.streams.iter().enumerate() {
        let hours: Vec<Vec<f64>> = (0..dates.len())
            .map(|period| {
                (0..places.len()).map(|place| means[layout.waits(period, index * places.len() + place)]).collect()
            })
            .collect();
        all.extend(rank(&Waits { stream: &stream.name, places: &places, dates, hours: &hours }));
    }
    all
}

fn realised_findings(study: &Study, plan: &mut Rows, realised: &[Realised]) -> std::io::Result<Vec<RealisedFinding>> {
    let column = |measure: &str, at: SimTime| {
        study.measures.wanted.iter().position(|wanted| {
            wanted.measure.path == measure
                && wanted.sample.is_some_and(|(sample, _)| study.measures.samples[sample] == at)
        })
    };
    let mut all = Vec::new();
    for figure in realised {
        let Some(level) = column(&figure.measure, figure.at) else { continue };
        let mut values = plan.column(level)?;
        let mut what = figure.measure.clone();
        if let Some((from, from_date)) = figure.from {
            let Some(before) = column(&figure.measure, from) else { continue };
            let before = plan.column(before)?;
            let days = crate::calendar::days_between(from_date, figure.date) as f64;
            let months = days / crate::calendar::MONTH_DAYS;
            values = values.iter().zip(before).map(|(to, from)| (to - from) / months).collect();
            what = format!("{} a month since {from_date}", figure.measure);
        }
        let below = values.iter().filter(|value| **value < figure.value).count() as f64;
        let equal = values.iter().filter(|value| **value == figure.value).count() as f64;
        let percentile = (below + equal / 2.0) / values.len() as f64;
        values.sort_by(f64::total_cmp);
        if values.is_empty() {
            continue;
        }
        all.push(RealisedFinding {
            what,
            date: figure.date,
            realised: figure.value,
            q05: quantile(&values, 0.05),
            q50: quantile(&values, 0.5),
            q95: quantile(&values, 0.95),
            percentile,
        });
    }
    Ok(all)
}

fn people(opened: &Opened, is_sequential: bool) -> People {
    let scenario = &opened.scenario;
    let pools = &scenario.first().pools;
    let mut hired: Vec<(String, String)> = Vec::new();
    for cohort in &scenario.cohorts {
        let pool = &pools[cohort.pool];
        if !hired.iter().any(|(name, _)| *name == pool.name) {
            hired.push((pool.name.clone(), cohort.says.clone()));
        }
    }
    People {
        streams: scenario
            .streams
            .iter()
            .map(|stream| StreamName {
                name: stream.name.clone(),
                says: stream.says.clone(),
                initial: stream.initial.count.as_ref().map_or(0.0, crate::model::num::Num::likely),
                only_follows: stream.only_follows(),
            })
            .collect(),
        pools: pools.iter().map(|pool| (pool.name.clone(), pool.says.clone())).collect(),
        hired,
        is_sequential,
        end: scenario.calendar.end().to_string(),
        not_included: scenario.not_included.iter().map(|(_, sentence)| sentence.clone()).collect(),
        checked_by: scenario.about.checked_by.clone(),
        has_nothing: opened.nothing.is_some(),
        horizon_hours: scenario.calendar.horizon().hours(),
    }
}

/// Why no answer can be given when what is known from before the start and the ranges contradict each other.
pub(super) fn contradiction(study: &Study, seed: u64, replications: u64) -> Option<String> {
    let past = study.past.as_ref()?;
    let share = share_used(past, study, seed, replications);
    let known: Vec<String> = past.known().map(words_of_past).collect();
    (past.is_hopeless() || share < LEAST_SHARE).then(|| {
        format!(
            "the ranges and what is known from before the start contradict each other: fewer than {} in 100 draws of the inputs \
             give {}. Look at the ranges of headcount, hours and efforts, or at [expect-before]",
            LEAST_SHARE * 100.0,
            known.join(" and ")
        )
    })
}

fn share_used(past: &Past, study: &Study, seed: u64, replications: u64) -> f64 {
    let seeds = Seeds::one(seed);
    past.share((0..replications).map(|replication| seeds.draw(replication).inputs), study.widen)
}

/// "1150 to 1700 decisions a month (output of the standing organisation)".
fn words_of_past(known: &KnownPast) -> String {
    let bounds = match (known.at_least > 0.0, known.at_most.is_finite()) {
        (true, true) => format!("{} to {}", known.at_least, known.at_most),
        (_, false) => format!("at least {}", known.at_least),
        _ => format!("at most {}", known.at_most),
    };
    format!("{bounds} decisions a month ({})", known.says)
}

fn before_finding(past: &Past, study: &Study, seed: u64, replications: u64) -> BeforeFinding {
    let figures = past.known().map(|known| KnownFigure {
        name: known.name.clone(),
        at_least: known.at_least,
        at_most: known.at_most.is_finite().then_some(known.at_most),
        source: known.source.clone(),
        says: words_of_past(known),
    });
    BeforeFinding { used_share: share_used(past, study, seed, replications), figures: figures.collect() }
}

fn caveats(opened: &Opened, findings: &Findings, ask: &Ask) -> Vec<String> {
    let mut caveats = Vec::new();
    let scenario = &opened.scenario;
    if findings.interrupted {
        caveats.push("Interrupted: only the replications that were complete count.".to_owned());
    }
    if !findings.targets.is_empty() {
        caveats.push(
            "The interval of a probability is Monte Carlo error only; the ranges of the inputs stand as written."
                .to_owned(),
        );
    }
    let Assumptions { uncertain, unconfirmed, unknown } = findings.assumptions;
    if uncertain > 0 {
        caveats.push(format!(
            "{uncertain} inputs are ranges; {unconfirmed} of them have no source and nobody agreed to them; {unknown} were written as \"unknown\"."
        ));
    }
    if ask.widen != 1.0 {
        caveats.push(format!("All ranges of inputs were taken {} times as wide as written.", ask.widen));
    }
    if let Some(before) = &findings.before {
        let known: Vec<&str> = before.figures.iter().map(|figure| figure.says.as_str()).collect();
        caveats.push(format!(
            "{:.0} in 100 draws of the inputs give what is known from before the start: {}. The others are not used.",
            before.used_share * 100.0,
            known.join("; ")
        ));
    }
    let shared = scenario.correlations.iter().map(|group| group.inputs.len()).sum::<usize>();
    if uncertain > 1 && shared < uncertain {
        // Trap 8: what shares a cause and is drawn apart makes the answer surer than it is.
        caveats.push(format!(
            "{} of the {uncertain} ranges are drawn apart from all others: where they share a cause, the intervals are too narrow.",
            uncertain.saturating_sub(shared)
        ));
    }
    if !scenario.about.asked_by.is_empty() && scenario.about.checked_by.is_empty() {
        caveats.push("The figures were not yet checked by their owner.".to_owned());
    }
    for stream in &scenario.streams {
        if stream.initial.count.as_ref().is_some_and(|count| count.likely() > 0.0)
            && stream.initial.at.is_empty()
            && scenario.first().stages.len() > 1
        {
            caveats.push(format!(
                "The file does not say at which stage the stock of `{}` stands: all of it is taken to stand at the beginning.",
                stream.name
            ));
        }
    }
    let uses = opened.names.uses;
    let asked =
        [(Mechanism::Quality, "wrong decisions"), (Mechanism::Appeal, "appeals"), (Mechanism::Resource, "rooms")];
    let missing: Vec<&str> = asked.iter().filter(|(of, _)| !uses.has(*of)).map(|(_, what)| *what).collect();
    if !missing.is_empty() {
        caveats.push(format!(
            "The file says nothing of {}: their work and their harm are not counted.",
            missing.join(", ")
        ));
    }
    for (_, sentence) in &scenario.track_record {
        caveats.push(format!("Track record: {sentence}"));
    }
    for (_, sentence) in &scenario.not_included {
        caveats.push(format!("Not included: {sentence}"));
    }
    caveats.extend(opened.warnings.iter().map(|warning| warning.message.clone()));
    caveats
}
