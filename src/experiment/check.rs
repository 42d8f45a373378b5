//! The organisation as understood: in words and tables, with the sums that can be done on paper and with warnings.

use std::cell::RefCell;

use super::{
    check_places,
    closed::{PaperSum, closed_forms, hours_per_case},
    levers,
    open::Opened,
};
use crate::{
    blueprint::{Blueprint, Inputs, Interval, StageKind, StageRule, SupervisionMode, compile, default_order},
    calendar::{MONTH_DAYS, TICKS_PER_DAY},
    metric::plan::MeasurePlan,
    model::{
        absence::AbsenceRule,
        learning::{Counts, CurveRule},
        mechanism::Mechanism,
        num::Num,
        quality::errors::Strain,
        scenario::{Era, Scenario},
        staff::Size,
        stage::{Next, Route, Stage, Work},
        target::Gauge,
    },
    problem::{Problem, Problems},
    random::Source,
    stats::{finite_source_up, quantile},
    time::TICKS_PER_HOUR,
};

/// A table with its title and head.
pub type Shown = (String, Vec<&'static str>, Vec<Vec<String>>);

/// What `check` says of a file.
pub struct Organisation {
    /// Headed tables: title, head, rows.
    pub tables: Vec<Shown>,
    pub sentences: Vec<String>,
    pub warnings: Problems,
    /// Uncertain inputs: path, low, likely, high, source or status.
    pub inputs: Vec<Vec<String>>,
}

/// Describes a scenario at its likely values, with ranges where sums depend on what nobody knows.
///
/// # Errors
/// Never for a scenario that was read; the signature keeps room for measures that fail.
pub fn check(opened: &Opened) -> Result<Organisation, String> {
    let scenario = &opened.scenario;
    let plan = MeasurePlan::new(scenario, &opened.names, &opened.levels, true, &[]).map_err(|(_, why)| why)?;
    let inputs = Inputs::likely();
    let blueprint = compile(scenario, &plan, &inputs);
    let seen = inputs.into_seen();
    let mut organisation = Organisation {
        tables: vec![streams(scenario, &blueprint), stages(scenario, &blueprint), pools(scenario, &blueprint)],
        sentences: Vec::new(),
        warnings: opened.warnings.clone(),
        inputs: seen.iter().map(|(num, _)| input_row(num)).collect(),
    };
    if !scenario.cohorts.is_empty() {
        organisation.tables.push(cohorts(scenario, &blueprint));
    }
    organisation.sentences.extend(super::demand_words::demand(scenario));
    organisation.sentences.extend(order_sentences(scenario));
    organisation.sentences.extend(check_places::sentences(scenario, range));
    organisation.sentences.extend(eras(scenario));
    organisation.sentences.extend(paper_sum(opened, &plan));
    organisation.sentences.extend(surge(scenario, &plan, &blueprint));
    organisation.sentences.extend(supervision(scenario, &blueprint));
    organisation.sentences.extend(quality(&blueprint));
    warn(opened, &blueprint, &mut organisation.warnings);
    organisation.warnings.tidy();
    Ok(organisation)
}

fn one(value: f64) -> String {
    if value == value.round() { format!("{value:.0}") } else { format!("{value:.2}") }
}

fn range(num: &Num) -> String {
    match num.value() {
        Some(value) => one(value),
        None => {
            let text = match &num.amount {
                crate::model::num::Amount::Uncertain(range) => {
                    format!("{} ({} to {})", one(range.likely()), one(range.low()), one(range.high()))
                }
                _ => format!("about {}", one(num.likely())),
            };
            if num.unknown { format!("unknown: {text}") } else { text }
        }
    }
}

fn streams(scenario: &Scenario, blueprint: &Blueprint) -> Shown {
    let rows = scenario
        .streams
        .iter()
        .zip(&blueprint.streams)
        .map(|(stream, plan)| {
            // In families come more cases than arrivals.
            let each = plan.batch.as_ref().map_or(1.0, |law| law.mean());
            let inflow = match &plan.arrivals {
                crate::blueprint::ArrivalPlan::None => "none".to_owned(),
                crate::blueprint::ArrivalPlan::Poisson { mean_gap } => {
                    format!("{} a month", one(crate::time::TICKS_PER_HOUR as f64 / mean_gap * 24.0 * MONTH_DAYS * each))
                }
                crate::blueprint::ArrivalPlan::Table { months, .. } => {
                    let sum: f64 = months.iter().map(|month| month.cases).sum();
                    format!("table, {} in {} months", one(sum), months.len())
                }
                crate::blueprint::ArrivalPlan::Times { ticks } => format!("{} moments", ticks.len()),
                crate::blueprint::ArrivalPlan::Paths { paths, .. } => format!("one of {} paths", paths.len()),
                crate::blueprint::ArrivalPlan::Resampled { series, block_months, .. } => {
                    format!("{} real months in blocks of {block_months}", series.len())
                }
                crate::blueprint::ArrivalPlan::Varying(shape) => {
                    let month = MONTH_DAYS * crate::calendar::TICKS_PER_DAY as f64;
                    let [least, mean, most] = shape.rates().map(|rate| one(rate * month * each));
                    format!("{mean} a month, between {least} and {most}")
                }
            };
            let term = match stream.term {
                None => "none".to_owned(),
                Some(crate::model::stream::Term::Days(days)) => format!("{} days", one(days)),
                Some(crate::model::stream::Term::Months(months)) => format!("{months} months"),
            };
            let stock = stream.initial.count.as_ref().map_or("0".to_owned(), range);
            vec![stream.says.clone(), stock, inflow, term, stream.priority.to_string()]
        })
        .collect();
    ("Work comes in".to_owned(), vec!["stream", "stock", "inflow", "term", "priority"], rows)
}

fn next_words(scenario: &Scenario, routes: &[Route]) -> String {
    let name = |next: Next| match next {
        Next::Stage(stage) => scenario.first().stages[stage].name.clone(),
        Next::Decided => "decided".to_owned(),
        Next::Closed => "closed".to_owned(),
    };
    routes
        .iter()
        .map(|route| match &route.probability {
            Some(share) => format!("{} {}", name(route.to), range(share)),
            None if routes.len() > 1 => format!("{} (the rest)", name(route.to)),
            None => name(route.to),
        })
        .collect::<Vec<_>>()
        .join(", ")
}

/// How often a board meets, and how much it clears.
fn board_words(rule: &StageRule) -> String {
    let Some(board) = &rule.board else { return String::new() };
    let every = match board.every {
        Interval::Office(ticks) => format!("every {} h", one(ticks / TICKS_PER_HOUR as f64)),
        Interval::Calendar(ticks) => format!("every {} days", one(ticks / TICKS_PER_DAY as f64)),
    };
    if board.at_most == u64::MAX { every } else { format!("{every}, at most {}", board.at_most) }
}

fn stages(scenario: &Scenario, blueprint: &Blueprint) -> Shown {
    let first = scenario.first();
    let rows = first
        .stages
        .iter()
        .zip(&blueprint.eras[0].stages)
        .map(|(stage, rule)| {
            let amount = match stage.work {
                Work::Delay { .. } => format!("{} days", one(rule.law.mean())),
                Work::Board(_) => board_words(rule),
                _ => format!("{} h", one(rule.law.mean())),
            };
            let who = match stage.work.pools() {
                [] if rule.kind == StageKind::Board => "a board".to_owned(),
                [] => "nobody: time goes by".to_owned(),
                pools => pools.iter().map(|pool| first.pools[*pool].name.as_str()).collect::<Vec<_>>().join(", "),
            };
            let then = match rule.kind {
                StageKind::SignOff { of, .. } => format!("signs {}", first.stages[of].name),
                _ => next_words(scenario, &stage.routes.all),
            };
            vec![stage.says.clone(), amount, who, then]
        })
        .collect();
    ("The procedure".to_owned(), vec!["stage", "effort or delay", "who", "then"], rows)
}

fn pools(scenario: &Scenario, blueprint: &Blueprint) -> Shown {
    let rows = scenario
        .first()
        .pools
        .iter()
        .zip(&blueprint.eras[0].pools)
        .map(|(pool, plan)| {
            let reserved = pool
                .reserved_for
                .iter()
                .map(|(stream, heads)| format!("{} for {}", range(heads), scenario.streams[*stream].name))
                .collect::<Vec<_>>()
                .join(", ");
            let absent = plan.absence.as_ref().map_or(0.0, AbsenceRule::expected_share);
            let net =
                scenario.week_hours * plan.fte * (1.0 - plan.overhead) * (1.0 - absent) * (1.0 + plan.strain.overtime);
            vec![
                pool.says.clone(),
                range(&pool.headcount),
                format!("{}", plan.headcount),
                format!("{} %", one(plan.seniors * 100.0)),
                format!("{} h", one(net)),
                reserved,
            ]
        })
        .collect();
    ("The people".to_owned(), vec!["pool", "heads", "handle cases", "senior", "net hours a week", "reserved"], rows)
}

fn cohorts(scenario: &Scenario, blueprint: &Blueprint) -> Shown {
    let rows = scenario
        .cohorts
        .iter()
        .zip(&blueprint.cohorts)
        .map(|(cohort, plan)| {
            let size = match &cohort.size {
                Size::Headcount(count) => range(count),
                Size::PerMonth(_) => "hired one by one".to_owned(),
            };
            let first = scenario.calendar.date_of_moment(crate::calendar::Moment(plan.first_day as i64));
            let contract = plan.contract_months.map_or("no end".to_owned(), |months| format!("{} months", one(months)));
            let learning = &plan.learning;
            let practice = learning.rule.practice_to_independence();
            let independent = match (&learning.rule.curve, learning.rule.counts) {
                _ if learning.rule.tau_hours.is_infinite() => "see the file".to_owned(),
                (CurveRule::Exponential, _) => format!(
                    "{} months of practice (τ = {} h)",
                    one(practice / learning.practice_hours_a_month),
                    one(learning.rule.tau_hours)
                ),
                (_, Counts::Hours) => format!("{} months of practice", one(practice / learning.practice_hours_a_month)),
                (_, Counts::Cases) => format!("{} cases", one(practice)),
            };
            vec![cohort.says.clone(), size, first.to_string(), contract, independent]
        })
        .collect();
    (
        "People who join".to_owned(),
        vec!["cohort", "people", "first day", "contract", "half are independent after"],
        rows,
    )
}

fn order_sentences(scenario: &Scenario) -> Vec<String> {
    let era = scenario.first();
    era.pools
        .iter()
        .enumerate()
        .filter_map(|(index, pool)| {
            let mut order: Vec<usize> = pool.order.clone();
            for stage in default_order(&era.stages) {
                if era.stages[stage].work.pools().contains(&index) && !order.contains(&stage) {
                    order.push(stage);
                }
            }
            let names: Vec<&str> = order.iter().map(|stage| era.stages[*stage].name.as_str()).collect();
            (names.len() > 1).then(|| format!("Free {} look for work in this order: {}.", pool.name, names.join(", ")))
        })
        .collect()
}

fn eras(scenario: &Scenario) -> Vec<String> {
    scenario.eras[1..].iter().map(|era| format!("On {}: {}.", scenario.calendar.date_of(era.at), era.name)).collect()
}

/// The sum on paper: heads × months × norm, over draws of the inputs, and what the organisation could do without help.
fn paper_sum(opened: &Opened, plan: &MeasurePlan) -> Vec<String> {
    let scenario = &opened.scenario;
    let stages = &scenario.first().stages;
    let per_month = RefCell::new(Vec::new());
    let mut last_hours = 0.0;
    for draw in 0..200 {
        let blueprint =
            compile(scenario, plan, &Inputs::drawn(Source::new(1, draw), 1.0).correlated(&scenario.correlations));
        let first = blueprint.streams.first().map_or(0, |stream| stream.first_stage);
        let hours = hours_per_case(&blueprint, stages, first) * blueprint.class_effort[0];
        let weeks = MONTH_DAYS / 7.0;
        let net: f64 = blueprint.eras[0]
            .pools
            .iter()
            .map(|pool| {
                let there = 1.0 - pool.absence.as_ref().map_or(0.0, AbsenceRule::expected_share);
                f64::from(pool.headcount)
                    * scenario.week_hours
                    * pool.fte
                    * (1.0 - pool.overhead)
                    * there
                    * (1.0 + pool.strain.overtime)
                    * weeks
            })
            .sum();
        if hours > 0.0 && net > 0.0 {
            per_month.borrow_mut().push(net / hours);
        }
        last_hours = hours;
    }
    let mut rates = per_month.into_inner();
    if rates.is_empty() || last_hours == 0.0 {
        return Vec::new();
    }
    rates.sort_by(f64::total_cmp);
    vec![format!(
        "On paper: the staff at the start has hours for {} cases a month ({} to {} over the ranges), {}supervision not counted.",
        one(quantile(&rates, 0.5).round()),
        one(quantile(&rates, 0.05).round()),
        one(quantile(&rates, 0.95).round()),
        if scenario.uses().has(Mechanism::Absence) { "" } else { "leave and " }
    )]
}

/// What each cohort brings on paper by the first target's date, or by the end, and what closed forms make of it.
fn surge(scenario: &Scenario, plan: &MeasurePlan, likely: &Blueprint) -> Vec<String> {
    let target = scenario.targets.first();
    let at = target.map_or_else(|| scenario.calendar.horizon(), |target| target.at);
    let by = target.map_or_else(|| scenario.calendar.end(), |target| target.by);
    let stream = match target.map(|target| target.measure) {
        Some(Gauge::Stock(stream) | Gauge::Decided(stream) | Gauge::Overdue(stream)) => stream,
        _ => 0,
    };
    let mut sentences = Vec::new();
    for (index, cohort) in scenario.cohorts.iter().enumerate() {
        let Some(sum) = PaperSum::of(scenario, likely, index, stream, at).filter(|sum| sum.decisions() > 0.0) else {
            continue;
        };
        let mut drawn: Vec<f64> = (0..200)
            .filter_map(|draw| {
                let inputs = Inputs::drawn(Source::new(1, draw), 1.0).correlated(&scenario.correlations);
                let blueprint = compile(scenario, plan, &inputs);
                PaperSum::of(scenario, &blueprint, index, stream, at).map(|sum| sum.decisions())
            })
            .collect();
        drawn.sort_by(f64::total_cmp);
        let range = if quantile(&drawn, 0.05) < quantile(&drawn, 0.95) {
            format!(" ({:.0} to {:.0} over the ranges)", quantile(&drawn, 0.05), quantile(&drawn, 0.95))
        } else {
            String::new()
        };
        sentences.push(format!(
            "On paper {} of {} × {:.1} months × {:.1} cases a month are {:.0} decisions by {by}{range}; `surgecap bridge` tells what \
             is left of them.",
            sum.heads, cohort.says, sum.months, sum.norm, sum.decisions()
        ));
        for form in closed_forms(scenario, likely, index, stream, at) {
            sentences.push(format!("For {} by {by}: {} ({}).", cohort.says, form.says, form.name));
        }
    }
    sentences
}

fn supervision(scenario: &Scenario, blueprint: &Blueprint) -> Vec<String> {
    let mut sentences = Vec::new();
    for (cohort, plan) in scenario.cohorts.iter().zip(&blueprint.cohorts) {
        let rule = &plan.learning.rule;
        let set = &blueprint.eras[0].supervision;
        if rule.consult_rate <= 0.0 || set.mode != SupervisionMode::Questions {
            continue;
        }
        let answer = set.answer_hours.mean();
        let load = set.span * rule.consult_rate * answer;
        let working = finite_source_up(set.span.round().max(1.0) as u32, 1, rule.consult_rate, answer);
        sentences.push(format!(
            "Supervision of {} at the start: a team of {} asks for {} hours of answers an hour; by theory each of them then works {:.0} % of the time, and one supervisor keeps at most {} of them at work.",
            cohort.says,
            one(set.span),
            one(load),
            working * 100.0,
            one(1.0 / (rule.consult_rate * answer))
        ));
        if let Some(months) = plan.contract_months {
            let weeks = plan.classroom_weeks;
            sentences.push(format!(
                "Contracts of {} last {} months, of which {} weeks are class.",
                cohort.says,
                one(months),
                one(weeks)
            ));
        }
    }
    sentences
}

fn input_row(num: &Num) -> Vec<String> {
    let (low, high) = match &num.amount {
        crate::model::num::Amount::Uncertain(range) => (range.low(), range.high()),
        crate::model::num::Amount::UncertainLaw(law) => {
            let (low, high) = law.outer();
            (num.clip(low), num.clip(high))
        }
        _ => (num.min_value(), num.max_value()),
    };
    let origin = num
        .origin
        .source
        .clone()
        .or_else(|| num.origin.status.clone())
        .unwrap_or_else(|| if num.unknown { "unknown".to_owned() } else { "no source".to_owned() });
    // In the unit of the key.
    let [low, likely, high] = [low, num.likely(), high].map(|value| one(value / num.factor));
    vec![num.path.clone(), low, likely, high, origin]
}

fn warn(opened: &Opened, blueprint: &Blueprint, warnings: &mut Problems) {
    let scenario = &opened.scenario;
    let set = &blueprint.eras[0];
    let mut priced = Vec::new();
    for pool in scenario.every_era().flat_map(|era| &era.pools) {
        for (lever, missing) in pool.strain.unpriced() {
            // An era repeats what stands in the one before.
            if !priced.contains(&lever.place) {
                priced.push(lever.place);
                let message = format!("`{}` looks free: nobody filled in {}", lever.path, missing.join(", "));
                warnings.push(Problem::warning("W510", message).at(lever.place).help(
                    "write how many times as many: { low = 1, likely = 1.3, high = 2 }; none (1) takes a source",
                ));
            }
        }
    }
    for (cohort, plan) in scenario.cohorts.iter().zip(&blueprint.cohorts) {
        let rule = &plan.learning.rule;
        let load = set.supervision.span * rule.consult_rate * set.supervision.answer_hours.mean();
        if set.supervision.mode == SupervisionMode::Questions && load > 1.0 {
            warnings.push(
                Problem::warning(
                    "W501",
                    format!("one supervisor of {} new people of `{}` is asked for {load:.2} hours of answers an hour", set.supervision.span, cohort.name),
                )
                .help("above 1 the queue of questions never empties at the start: the span is too wide or the answers too long"),
            );
        }
        let is_by_hours = rule.tau_hours.is_finite() && rule.counts == Counts::Hours;
        if let (Some(months), true) = (plan.contract_months, is_by_hours) {
            let practice = rule.practice_to_independence() / plan.learning.practice_hours_a_month;
            let needed = practice + plan.classroom_weeks * 7.0 / MONTH_DAYS;
            if needed > months {
                warnings.push(
                    Problem::warning(
                        "W503",
                        format!(
                            "contracts of `{}` end after {} months; half of the people need {} to work alone",
                            cohort.name,
                            one(months),
                            one(needed)
                        ),
                    )
                    .at(cohort.contract_months.as_ref().map_or_else(Default::default, |num| num.place)),
                );
            }
            for target in &scenario.targets {
                let due = scenario.calendar.moment_at(target.at).0 as f64;
                let time = (due - plan.first_day) / crate::calendar::TICKS_PER_DAY as f64 / MONTH_DAYS;
                if time < needed {
                    warnings.push(Problem::warning(
                        "W504",
                        format!("`{}` is due {} months after the first day of `{}`; half of the people need {} to work alone", target.name, one(time), cohort.name, one(needed)),
                    ));
                }
            }
        }
        if plan.contract_months.is_some() && plan.weeks_between_groups * 7.0 < MONTH_DAYS / 4.0 {
            let all_at_once = scenario.cohorts.len() == 1 && plan.groups_of == u32::MAX;
            if all_at_once {
                warnings.push(Problem::warning("W506", format!("all contracts of `{}` end in one month", cohort.name)));
            }
        }
        if let (crate::blueprint::CohortSize::Headcount(people), SupervisionMode::Questions) =
            (plan.size, set.supervision.mode)
        {
            let wanted = (f64::from(people) / set.supervision.span).ceil();
            let to_be_had: f64 = set
                .supervision
                .from
                .iter()
                .map(|pool| {
                    let plan = &set.pools[*pool];
                    (f64::from(plan.headcount) * plan.seniors)
                        .min(f64::from(plan.headcount) * set.supervision.at_most_share)
                })
                .sum();
            if wanted > to_be_had.floor() && rule.consult_rate > 0.0 {
                warnings.push(
                    Problem::warning(
                        "W502",
                        format!(
                            "`{}` asks for {} supervisors; {} are to be had",
                            cohort.name,
                            one(wanted),
                            one(to_be_had.floor())
                        ),
                    )
                    .help("the real span will be wider than the plan's, and is reported"),
                );
            }
        }
    }
    warn_of_targets(scenario, warnings);
    warn_of_idle_pools(scenario, warnings);
    warn_of_free_cases(scenario, warnings);
    warn_of_starved_stages(scenario, warnings);
    warn_of_the_end(scenario, warnings);
    levers::warn(scenario, warnings);
}

/// A target on one stream needs a guard on the others.
fn warn_of_targets(scenario: &Scenario, warnings: &mut Problems) {
    let guarded = |stream: usize| {
        scenario.targets.iter().any(|target| {
            matches!(target.measure, Gauge::StockTotal)
                || matches!(target.measure, Gauge::Stock(on) | Gauge::Overdue(on) if on == stream)
        })
    };
    for target in &scenario.targets {
        let (Gauge::Stock(on) | Gauge::Decided(on) | Gauge::Overdue(on)) = target.measure else { continue };
        for (other, stream) in scenario.streams.iter().enumerate() {
            if other != on && !guarded(other) && !stream.only_follows() {
                warnings.push(
                    Problem::warning(
                        "W505",
                        format!("target `{}` has no guard: nothing watches `{}`", target.name, stream.name),
                    )
                    .help(format!("add [target.no-new-backlog] with measure = \"overdue.{}\"", stream.name)),
                );
            }
        }
    }
}

/// Past the maximum of a penalty another day costs nothing: then something else must watch the oldest cases.
fn warn_of_free_cases(scenario: &Scenario, warnings: &mut Problems) {
    for penalty in &scenario.penalties {
        let Some(at_most) = &penalty.at_most else { continue };
        for &stream in &penalty.streams {
            if scenario.targets.iter().any(|target| target.measure == Gauge::Overdue(stream)) {
                continue;
            }
            let name = &scenario.streams[stream].name;
            let message = format!(
                "past {} euros a late case of `{name}` costs nothing more, and no target watches the overdue ones",
                one(at_most.likely())
            );
            let help = format!("add [target.in-time] with measure = \"overdue.{name}\"");
            warnings.push(Problem::warning("W591", message).at(at_most.place).help(help));
        }
    }
}

/// A stage near the decision to which nobody comes as long as there is work before it (RULES 4).
fn warn_of_starved_stages(scenario: &Scenario, warnings: &mut Problems) {
    let era = scenario.first();
    for (late, stage) in era.stages.iter().enumerate().filter(|(_, stage)| stage.wip_max.is_none()) {
        let may = |pool: usize, stage: usize| {
            let work = &era.pools[pool].work;
            let has_people = era.pools[pool].headcount.max_value() > 0.0;
            let hires = scenario.cohorts.iter().any(|cohort| cohort.pool == pool);
            era.stages[stage].work.pools().contains(&pool)
                && work.as_ref().is_none_or(|work| work.contains(&stage))
                && (has_people || hires)
        };
        let nearest = default_order(&era.stages);
        let is_nearer =
            |one: usize, other: usize| nearest.iter().find(|stage| [one, other].contains(stage)) == Some(&one);
        // What a pool takes before this stage, of what leads to it and is further from the decision.
        let first = |pool: usize| {
            let order = &era.pools[pool].order;
            let place = order.iter().position(|one| *one == late).unwrap_or(order.len());
            let before = order[..place].iter();
            before.copied().find(|&one| may(pool, one) && leads(era, one, late) && is_nearer(late, one))
        };
        let pools: Vec<usize> = (0..era.pools.len()).filter(|pool| may(*pool, late)).collect();
        let earlier: Option<Vec<usize>> = pools.iter().map(|pool| first(*pool)).collect();
        let Some((pool, one)) = earlier.and_then(|all| Some((*pools.first()?, *all.first()?))) else { continue };
        let message = format!(
            "`{}` is starved: whoever may do it takes {} first, as long as there is any",
            stage.name, era.stages[one].name
        );
        let help = format!(
            "let the `order` of [pool.{}] begin with {}, or set `wip_max` there, so that nobody runs ahead",
            era.pools[pool].name, stage.name
        );
        warnings.push(Problem::warning("W511", message).help(help));
    }
}

/// Whether a case can come from one stage to another.
fn leads(era: &Era, from: usize, to: usize) -> bool {
    let mut seen = vec![false; era.stages.len()];
    let mut to_see = vec![from];
    while let Some(at) = to_see.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        let routes = &era.stages[at].routes;
        let all = routes.all.iter().chain(routes.by_class.iter().flat_map(|(_, routes)| routes));
        to_see.extend(all.filter_map(|route| match route.to {
            Next::Stage(next) => Some(next),
            _ => None,
        }));
        let signs = |stage: &Stage| matches!(stage.work, Work::SignOff { of, .. } if of == at);
        to_see.extend((0..era.stages.len()).filter(|stage| signs(&era.stages[*stage])));
        if to_see.contains(&to) {
            return true;
        }
    }
    false
}

/// People whom no stage names and who do not supervise have nothing to do.
fn warn_of_idle_pools(scenario: &Scenario, warnings: &mut Problems) {
    let first = scenario.first();
    for (index, pool) in first.pools.iter().enumerate() {
        let has_people = pool.headcount.likely() > 0.0 || scenario.cohorts.iter().any(|cohort| cohort.pool == index);
        let has_work = first.stages.iter().any(|stage| stage.work.pools().contains(&index));
        if has_people && !has_work && !first.supervision.from.contains(&index) {
            warnings.push(
                Problem::warning(
                    "W509",
                    format!("the people of `{}` have nothing to do: no stage names them", pool.name),
                )
                .at(pool.headcount.place)
                .help("write the pool in `by` of a stage, or in supervision.from"),
            );
        }
    }
}

/// Returns and appeals come late: a run goes on for a year after its last target.
fn warn_of_the_end(scenario: &Scenario, warnings: &mut Problems) {
    let last = scenario.targets.iter().map(|target| scenario.calendar.moment_at(target.at)).max();
    let end = scenario.calendar.moment_at(scenario.calendar.horizon());
    if let Some(last) = last
        // A year to the day is a year, also when both days fall in a weekend or among holidays.
        && scenario.calendar.add_months(last, 12).0 > end.0 + 7 * crate::calendar::TICKS_PER_DAY as i64
    {
        warnings.push(
            Problem::warning(
                "W508",
                "the run ends less than a year after its last target: what comes late is not seen",
            )
            .help("move `end`"),
        );
    }
}

/// What signed drafts come to: the shares that the plain layer would say (RULES 9).
fn quality(blueprint: &Blueprint) -> Vec<String> {
    let rule = &blueprint.eras[0].decisions;
    let Some(detection) = rule.detection else { return Vec::new() };
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    let [beginner, expert] = [0.0, 1.0].map(|competence| rule.errors.probability(competence, &Strain::NONE));
    let returned = |errors: f64| percent(detection.returned_share(1.0, errors));
    vec![format!(
        "Sign-off: at these rates an experienced signer sends back {} of a beginner's drafts and {} of an experienced \
         drafter's, and overlooks {} of what is wrong.",
        returned(beginner),
        returned(expert),
        percent(1.0 - detection.experienced)
    )]
}
