//! How cases come in: seasons, waves, families, futures, legal terms, and cases that outcomes open.

use std::collections::BTreeMap;

use surgecap::{
    blueprint::{ArrivalPlan, Inputs, compile},
    experiment::open::open_in,
    model::{demand::Season, scenario::Scenario, stream::Inflow},
    observe::observation::Observation,
    random::Source,
    replicate::Study,
    sim,
    stats::Moments,
    time::SimTime,
};

use crate::support::{opened, opened_text, study, study_of, watch};

/// Number and moment of every case that comes to a stream.
fn arrivals_of(text: &str, wanted: usize, seed: u64, replication: u64) -> BTreeMap<u64, SimTime> {
    let mut all = BTreeMap::new();
    watch(&study_of(text), seed, replication, |at, what| {
        if let Observation::Arrived { stream, case, initial: false, .. } = *what
            && stream == wanted
        {
            assert!(all.insert(case, at).is_none(), "case {case} comes twice");
        }
    });
    all
}

/// Cases that come to the first stream, by month of the run.
fn by_month(text: &str, replications: u64) -> Vec<Moments> {
    let study = study_of(text);
    let calendar = &study.scenario.calendar;
    let first = calendar.start();
    let mut months: Vec<Moments> = Vec::new();
    for replication in 0..replications {
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        watch(&study, 1, replication, |at, what| {
            if let Observation::Arrived { stream: 0, initial: false, .. } = what {
                let date = calendar.date_of(at);
                let month = (date.year() - first.year()) as usize * 12 + date.month() as usize - first.month() as usize;
                *counts.entry(month).or_default() += 1.0;
            }
        });
        let last = calendar.end();
        let count = (last.year() - first.year()) as usize * 12 + last.month() as usize - first.month() as usize + 1;
        months.resize(count, Moments::default());
        for (month, moments) in months.iter_mut().enumerate() {
            moments.push(counts.get(&month).copied().unwrap_or(0.0));
        }
    }
    months
}

/// All replications of a text verify themselves after every event.
fn audited(text: &str, replications: u64) {
    let study = study(&opened_text(text));
    for replication in 0..replications {
        let source = Source::new(7, replication);
        let blueprint = compile(&study.scenario, &study.measures, &Inputs::drawn(source, 1.0));
        sim::run_audited(&blueprint, source, &mut ());
    }
}

/// One desk that decides at once, so that only what comes in matters; `inflow` stands below `[stream.new]`.
fn desk(inflow: &str) -> String {
    format!(
        "calendar = \"continuous\"\nstart = 2027-01-01\nend = 2027-12-31\n[stream.new]\n{inflow}\n\
         [stage.desk]\neffort_hours = 0.001\nby = [\"clerks\"]\nthen = \"decided\"\n[pool.clerks]\nheadcount = 1\n"
    )
}

/// Twelve means of Poisson counts, each within 4 standard errors: a false alarm in 1,300 seeds.
#[test]
fn proved_the_dutch_season_divides_the_year_over_its_months() {
    let months = by_month(&desk("inflow.per_year = 2400\ninflow.season = \"preset\""), 60);
    assert_eq!(months.len(), 12);
    for (month, (counted, index)) in months.iter().zip(Season::dutch().indices()).enumerate() {
        let (mean, expected) = (counted.mean(), 200.0 * index);
        let error = (expected / 60.0).sqrt();
        assert!((mean - expected).abs() < 4.0 * error, "month {}: {mean}, expected {expected}", month + 1);
    }
}

#[test]
fn held_a_season_by_name_and_a_list_are_the_same_and_only_proportions_count() {
    let list = desk("inflow.per_year = 1200\ninflow.season = [1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 1, 1]");
    let table = desk(
        "inflow.per_year = 1200\ninflow.season = { january = 10, february = 10, march = 10, april = 10, may = 10, \
         june = 10, july = 20, august = 20, september = 20, october = 30, november = 10, december = 10 }",
    );
    assert_eq!(arrivals_of(&list, 0, 1, 0), arrivals_of(&table, 0, 1, 0));
}

/// RULES 10: what is laid on top of a rate that varies has candidates of its own, below it the base is thinned.
#[test]
fn held_a_scaled_season_keeps_every_case_of_the_base() {
    let with = |times: &str| {
        let waves = "inflow.season = \"preset\"\ninflow.sine = { amplitude = 0.4, period_hours = 500, phase = 0.3 }";
        arrivals_of(&desk(&format!("inflow.per_year = 3000\n{waves}\ninflow.times = {times}")), 0, 3, 0)
    };
    let (less, base, more, much) = (with("0.7"), with("1"), with("1.1"), with("3.5"));
    assert!(less.len() > 1500 && base.len() > 2500);
    let within = |small: &BTreeMap<u64, SimTime>, large: &BTreeMap<u64, SimTime>| {
        small.iter().all(|(case, at)| large.get(case) == Some(at))
    };
    assert!(within(&less, &base) && within(&base, &more) && within(&more, &much));
    let ratio = much.len() as f64 / base.len() as f64;
    assert!((ratio - 3.5).abs() < 0.25, "3.5 times the demand brings {ratio} times the cases");
}

/// What one stream does with its rate is nothing to another.
#[test]
fn held_a_season_of_one_stream_moves_no_draw_of_another() {
    let two = |more: &str| {
        format!("{}[stream.other]\ninflow.per_year = 900\n", desk(&format!("inflow.per_year = 1200\n{more}")))
    };
    let (plain, seasonal) = (two(""), two("inflow.season = \"preset\""));
    assert_eq!(arrivals_of(&plain, 1, 1, 0), arrivals_of(&seasonal, 1, 1, 0));
    assert_ne!(arrivals_of(&plain, 0, 1, 0), arrivals_of(&seasonal, 0, 1, 0));
}

#[test]
fn held_rates_that_vary_verify_themselves() {
    audited(&desk("inflow.per_year = 700\ninflow.season = \"preset\"\ninflow.times = 1.3"), 3);
}

// ---- families ----

/// All cases of a replication by the moment at which they come.
fn families(text: &str, replication: u64) -> BTreeMap<SimTime, Vec<u64>> {
    let mut families: BTreeMap<SimTime, Vec<u64>> = BTreeMap::new();
    for (case, at) in arrivals_of(text, 0, 1, replication) {
        families.entry(at).or_default().push(case);
    }
    families
}

/// 3,000 families: the share of each size within 4 standard errors.
#[test]
fn proved_families_have_their_sizes_and_come_as_one() {
    let text = desk("inflow.per_year = 3000\ninflow.rate_of = \"batches\"\ninflow.batch = { sizes = [0.5, 0.2, 0.3] }");
    let families = families(&text, 0);
    let count = families.len() as f64;
    assert!((count - 3000.0).abs() < 4.0 * 3000f64.sqrt());
    for (size, share) in [(1, 0.5), (2, 0.2), (3, 0.3)] {
        let seen = families.values().filter(|family| family.len() == size).count() as f64 / count;
        let error = (share * (1.0 - share) / count).sqrt();
        assert!((seen - share).abs() < 4.0 * error, "{size}: {seen}, expected {share}");
    }
}

#[test]
fn proved_a_rate_of_cases_is_that_of_the_cases_in_families_too() {
    let text = desk("inflow.per_year = 3000\ninflow.batch = { geometric_mean = 3 }");
    let counts: Moments = (0..20).map(|replication| arrivals_of(&text, 0, 1, replication).len() as f64).collect();
    // Var = rate · E[X²] / E[X], and E[X²] = 2 · 9 − 3.
    let error = (3000.0f64 * 15.0 / 3.0 / 20.0).sqrt();
    assert!((counts.mean() - 3000.0).abs() < 4.0 * error, "{}", counts.mean());
    assert!(families(&text, 0).values().any(|family| family.len() > 5));
}

/// The head of a family is the case that would have come alone: what else a scenario holds does not change who comes.
#[test]
fn held_a_family_keeps_its_address_when_demand_grows() {
    let with = |times: &str| {
        desk(&format!(
            "inflow.per_year = 2000\ninflow.rate_of = \"batches\"\ninflow.times = {times}\ninflow.batch = {{ size = 3 }}"
        ))
    };
    let (base, more) = (arrivals_of(&with("1"), 0, 1, 0), arrivals_of(&with("1.4"), 0, 1, 0));
    assert!(base.iter().all(|(case, at)| more.get(case) == Some(at)) && more.len() > base.len());
    audited(&with("1.4"), 2);
}

// ---- futures ----

/// 400 years of months: the variance of a count is λ + (cv λ)², within 5 standard errors of a gamma mixture.
#[test]
fn proved_months_that_differ_have_the_variance_of_a_gamma_mixture() {
    let months = by_month(&desk("inflow.per_month = 100\ninflow.cv_per_month = 0.4"), 150);
    let all: Vec<&Moments> = months.iter().collect();
    let mean = all.iter().map(|month| month.mean()).sum::<f64>() / 12.0;
    let variance = all.iter().map(|month| month.variance()).sum::<f64>() / 12.0;
    assert!((mean - 100.0).abs() < 5.0 * (1700.0f64 / 1800.0).sqrt(), "mean {mean}");
    // Negative binomial of shape 6.25: its kurtosis gives the error of a variance of 1,800 values.
    let error = 1700.0 * ((2.0 + 6.0 / 6.25 + 1.0 / 1700.0) / 1800.0f64).sqrt();
    assert!((variance - 1700.0).abs() < 5.0 * error, "variance {variance}");
}

/// RULES 10, the mean of a forecast that may be wrong is the forecast; its spread grows and then stays.
#[test]
fn proved_a_forecast_error_has_mean_one_and_the_spread_of_its_rule() {
    let months = by_month(
        &desk("inflow.per_month = 400\ninflow.forecast_error = { volatility = 0.15, persistence = 0.6 }"),
        400,
    );
    for (month, counted) in months.iter().enumerate() {
        let spread = 0.0225 * (1.0 - 0.36f64.powi(month as i32)) / (1.0 - 0.36);
        let variance = 400.0 + 160_000.0 * (spread.exp() - 1.0);
        // Months differ in length: 28 to 31 of 30.44 days.
        let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month];
        let expected = 400.0 * f64::from(days) / (365.25 / 12.0);
        assert!(
            (counted.mean() - expected).abs() < 4.0 * (variance / 400.0).sqrt(),
            "month {month}: {}",
            counted.mean()
        );
        let ratio = counted.variance() / variance;
        assert!((0.68..1.45).contains(&ratio), "month {month}: variance {} of {variance}", counted.variance());
    }
}

/// A shock of three times the rate for two months, a triangle and one that dies out: the cases that they bring.
#[test]
fn proved_a_shock_brings_its_volume_and_keeps_the_base() {
    let base = desk("inflow.per_month = 300");
    let shock = |shape: &str| {
        format!("{base}[shock.war]\nstream = \"new\"\nat = 2027-04-01\nsize = 3\nmonths = 2\nshape = \"{shape}\"\n")
    };
    // A rate that varies has other candidates than a plain one: the base is a shock of nothing.
    let none = arrivals_of(&shock("block").replace("size = 3", "size = 1"), 0, 1, 0);
    for (shape, volume) in [("block", 1200.0), ("triangle", 600.0), ("decay", 1200.0 * 0.95 / 20f64.ln())] {
        let text = shock(shape);
        let with = arrivals_of(&text, 0, 1, 0);
        assert!(none.iter().all(|(case, at)| with.get(case) == Some(at)), "{shape}: a case of the base is missing");
        let extra: Moments = (0..30)
            .map(|replication| {
                let more = arrivals_of(&text, 0, 2, replication).len() as f64;
                more - arrivals_of(&text.replace("size = 3", "size = 1"), 0, 2, replication).len() as f64
            })
            .collect();
        let error = (volume / 30.0).sqrt();
        assert!((extra.mean() - volume).abs() < 4.0 * error, "{shape}: {} more, expected {volume}", extra.mean());
        audited(&text, 1);
    }
}

/// Onsets are Poisson in calendar time, and all streams of a shock have them at once.
#[test]
fn proved_shocks_by_chance_come_as_often_as_said() {
    let text = desk("inflow.per_month = 20").replace("end = 2027-12-31", "end = 2036-12-31")
        + "[stream.other]\ninflow.per_month = 20\n[shock.war]\nstream = [\"new\", \"other\"]\nper_year = 0.5\nsize = 40\n\
           months = 1\n";
    let study = study_of(&text);
    let (mut shocks, mut together) = (0.0, 0);
    for replication in 0..40 {
        let mut months: BTreeMap<(usize, i32), u32> = BTreeMap::new();
        let calendar = &study.scenario.calendar;
        watch(&study, 5, replication, |at, what| {
            if let Observation::Arrived { stream, .. } = *what {
                let days = calendar.moment_at(at).days();
                *months.entry((stream, (days / 7.0) as i32)).or_default() += 1;
            }
        });
        // A week of a shock has some 180 cases, one without 5.
        let weeks = |stream: usize| months.iter().filter(|((one, _), count)| *one == stream && **count > 60).count();
        shocks += weeks(0) as f64 / (365.25 / 12.0 / 7.0);
        together += i32::from(weeks(0).abs_diff(weeks(1)) <= 1);
    }
    let expected = 0.5 * 10.0 * 40.0;
    // Shocks that overlap, and weeks that are half a shock, blur the count by a few in a hundred.
    assert!(
        (shocks - expected).abs() < 4.0 * expected.sqrt() + 0.05 * expected,
        "{shocks} shocks, expected {expected}"
    );
    assert!(together >= 36, "both streams are hit at once in {together} of 40 replications");
}

/// RULES 10: the future hangs on the names of streams and shocks, not on the organisation or its plan.
#[test]
fn held_every_plan_meets_the_same_future() {
    let future = "inflow.per_month = 60\ninflow.season = \"preset\"\ninflow.cv_per_month = 0.5\n\
                  inflow.forecast_error = { volatility = 0.2, reversion_months = 6 }\ninflow.batch = { sizes = [0.6, 0.4] }";
    let text = desk(future)
        + "[shock.war]\nstream = \"new\"\nper_year = 2\nsize = { least = 1, usual = 2, most = 5 }\nmonths = 1\n";
    let planned = text.replace("headcount = 1", "headcount = 7")
        + "[stage.check]\neffort_hours = 2\nby = [\"clerks\"]\nthen = \"decided\"\n[stream.other]\ninflow.per_month = 9\n\
           inflow.cv_per_month = 0.3\n[shock.law]\nstream = \"other\"\nat = 2027-03-01\nsize = 2\nmonths = 3\n";
    let planned = planned.replace("[stream.new]", "[stream.new]\nfirst_stage = \"desk\"");
    for replication in 0..5 {
        assert_eq!(arrivals_of(&text, 0, 9, replication), arrivals_of(&planned, 0, 9, replication));
    }
    assert_ne!(arrivals_of(&text, 0, 9, 0), arrivals_of(&text, 0, 9, 1));
}

// ---- planning figures, own paths, real years ----

/// Rates of 3,000 replications, cases a year.
fn yearly_rates(inflow: &str) -> Vec<f64> {
    let study = study_of(&desk(inflow));
    (0..3000)
        .map(|replication| {
            let blueprint = study.blueprint(Source::new(4, replication));
            match &blueprint.streams[0].arrivals {
                ArrivalPlan::Poisson { mean_gap } => 365.25 * 24.0 * 36_000.0 / mean_gap,
                other => panic!("a plain rate is wanted: {other:?}"),
            }
        })
        .collect()
}

/// One future in three lies outside the outer lines, half of these on either side; half of all are below the middle.
#[test]
fn proved_planning_figures_cover_what_they_say() {
    let figures = "inflow.minimum = 12000\ninflow.medio = 16000\ninflow.maximum = 24000";
    for (more, coverage) in [("", 2.0 / 3.0), ("\ninflow.coverage = 0.9", 0.9)] {
        let rates = yearly_rates(&format!("{figures}{more}"));
        let share = |is: &dyn Fn(f64) -> bool| rates.iter().filter(|rate| is(**rate)).count() as f64 / 3000.0;
        let tail = (1.0 - coverage) / 2.0;
        let near =
            |seen: f64, p: f64| assert!((seen - p).abs() < 4.0 * (p * (1.0 - p) / 3000.0).sqrt(), "{seen}, not {p}");
        near(share(&|rate| rate < 12_000.0), tail);
        near(share(&|rate| rate < 16_000.0), 0.5);
        near(share(&|rate| rate > 24_000.0), tail);
    }
    let one = study_of(&desk(&format!("{figures}\ninflow.use = \"maximum\"")));
    assert!(
        matches!(one.scenario.streams[0].inflow, Inflow::Rate { ref per_hour } if per_hour.value().is_some_and(|rate| (rate * 365.25 * 24.0 - 24_000.0).abs() < 1e-6))
    );
}

#[test]
fn proved_figures_by_year_hold_in_their_year() {
    let text = desk("inflow.medio = 1200\ninflow.use = \"medio\"\ninflow.year.2028.medio = 3600")
        .replace("end = 2027-12-31", "end = 2029-12-31");
    let months = by_month(&text, 20);
    let year = |number: usize| months[number * 12..(number + 1) * 12].iter().map(Moments::mean).sum::<f64>();
    for (number, expected) in [(0, 1200.0f64), (1, 3600.0), (2, 3600.0)] {
        assert!(
            (year(number) - expected).abs() < 4.0 * (expected / 20.0).sqrt() + 4.0,
            "year {number}: {}",
            year(number)
        );
    }
}

/// A folder with tables beside the scenario.
fn with_tables(text: &str, tables: &[(&str, &str)]) -> Study {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (name, table) in tables {
        std::fs::write(folder.path().join(name), table).expect("a temporary file can be written");
    }
    let path = folder.path().join("scenario.toml");
    std::fs::write(&path, text).expect("a temporary file can be written");
    study(&opened(&path, &[], None))
}

/// Cases by month of a study in one replication.
fn counts(study: &Study, replication: u64) -> Vec<u32> {
    let mut counts = vec![0; 12];
    watch(study, 1, replication, |at, what| {
        if let Observation::Arrived { stream: 0, initial: false, .. } = what {
            counts[study.scenario.calendar.date_of(at).month() as usize - 1] += 1;
        }
    });
    counts
}

#[test]
fn held_each_replication_takes_one_of_the_paths_whole() {
    let rows: String =
        (1..=12).map(|month| format!("2027-{month:02};{};{};{}\n", month, month * 2, 40 - month)).collect();
    let study = with_tables(
        &desk("inflow.csv = \"paths.csv\"\ninflow.paths = true"),
        &[("paths.csv", &format!("month;a;b;c\n{rows}"))],
    );
    let mut taken = [0; 3];
    for replication in 0..60 {
        let counts = counts(&study, replication);
        let path = [1, 2, 39].iter().position(|first| *first == counts[0]).expect("a first month of one of the paths");
        let whole: Vec<u32> = (1..=12).map(|month| [month, month * 2, 40 - month][path]).collect();
        assert_eq!(counts, whole);
        taken[path] += 1;
    }
    assert!(taken.iter().all(|times| (8..=34).contains(times)), "{taken:?}");
}

#[test]
fn held_real_years_come_again_in_blocks_and_whole() {
    // The count tells year and month.
    let row = |at: u32| format!("{}-{:02},{}\n", 2010 + at / 12, at % 12 + 1, 100 * (at / 12 + 1) + at % 12 + 1);
    let rows: String = (0..36).map(row).collect();
    let table = format!("month,cases\n{rows}");
    let blocks =
        with_tables(&desk("inflow.resample = { csv = \"real.csv\", block_months = 6 }"), &[("real.csv", &table)]);
    let mut seen = std::collections::BTreeSet::new();
    for replication in 0..30 {
        let counts = counts(&blocks, replication);
        for half in [&counts[..6], &counts[6..]] {
            let year = half[0] / 100;
            assert!(half.iter().all(|count| count / 100 == year), "a block is of one real year: {counts:?}");
        }
        assert!(counts.iter().zip(1..).all(|(count, month)| count % 100 == month), "a season stays where it is");
        seen.insert((counts[0] / 100, counts[6] / 100));
    }
    assert!(seen.len() >= 6, "{seen:?}");
    let year = with_tables(&desk("inflow.replay = { csv = \"real.csv\", year = 2011 }"), &[("real.csv", &table)]);
    assert_eq!(counts(&year, 0), (1..=12).map(|month| 200 + month).collect::<Vec<u32>>());
}

#[test]
fn held_a_future_is_met_by_the_plan_and_by_nothing() {
    let text = desk("inflow.per_month = 30")
        + "[cohort.temps]\nheadcount = 1\nordered = 2027-01-01\nlearns = false\n[stage.more]\neffort_hours = 1\nby = [\"temps\"]\n\
           then = \"decided\"\n[future.peak]\nsays = \"A peak\"\nstream.new.inflow.per_month = 90\n";
    let text = text.replace("[stream.new]", "[stream.new]\nfirst_stage = \"desk\"");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("scenario.toml");
    std::fs::write(&path, &text).expect("a temporary file can be written");
    let opened = |future| open_in(&path, &[], None, future).unwrap_or_else(|_| panic!("the file is right"));
    let rate = |scenario: &Scenario| match &scenario.streams[0].inflow {
        Inflow::Rate { per_hour } => per_hour.likely() * 365.25 * 2.0,
        other => panic!("{other:?}"),
    };
    for (future, expected) in [(None, 30.0), (Some("peak"), 90.0)] {
        let opened = opened(future);
        assert!((rate(&opened.scenario) - expected).abs() < 1e-9);
        let nothing = &opened.nothing.as_ref().expect("a cohort makes it a plan").1;
        assert!((rate(nothing) - expected).abs() < 1e-9);
    }
    assert!(open_in(&path, &[], None, Some("peek")).is_err());
}

// ---- legal terms ----

/// Four cases on days 0, 10, 20 and 50 that nobody ever decides, with a term of 30 days.
fn four_cases(more: &str) -> String {
    format!(
        "calendar = \"continuous\"\nstart = 2027-01-01\nend = 2027-06-30\nseries = \"day\"\n[stream.new]\nterm_days = 30\n\
         inflow.at_hours = [0, 240, 480, 1200]\n[stage.rest]\ndelay_days = 1000\nthen = \"decided\"\n{more}"
    )
}

/// Overdue cases of the first stream at the end of these days, counted from 0.
fn overdue_at(text: &str, days: &[usize]) -> Vec<u64> {
    let mut all = Vec::new();
    watch(&study_of(text), 1, 0, |_, what| {
        if let Observation::PeriodEnd { gauges, .. } = what {
            all.push(gauges.overdue[0]);
        }
    });
    audited(text, 1);
    days.iter().map(|day| all[*day]).collect()
}

const DAYS: [usize; 7] = [39, 45, 55, 65, 75, 90, 110];

/// RULES 1, counted by hand. Without a change the cases fall due on days 30, 40, 50 and 80.
#[test]
fn held_an_extension_applies_to_whom_it_says() {
    let extended = |more: &str| {
        overdue_at(&four_cases(&format!("[extension.longer]\nat = 2027-02-10\nby_days = 20\n{more}\n")), &DAYS)
    };
    assert_eq!(overdue_at(&four_cases(""), &DAYS), [1, 2, 3, 3, 3, 4, 4]);
    // Due on 30, 60, 70 and 100.
    assert_eq!(extended(""), [1, 1, 1, 2, 3, 3, 4]);
    // 50, 60, 70 and 100: what was late is late no more, until day 50.
    assert_eq!(extended("applies_to = \"open\""), [1, 0, 1, 2, 3, 3, 4]);
    // 30, 40, 50 and 100.
    assert_eq!(extended("applies_to = \"new\""), [1, 2, 3, 3, 3, 3, 4]);
    // The last case comes on 20 February, after the extension: 50, 60, 70 and 80.
    assert_eq!(extended("applies_to = \"open\"\nuntil = 2027-02-15"), [1, 0, 1, 2, 3, 4, 4]);
}

/// The clock stands still on days 35 to 54: due on 30, 60, 70, and of the last, which comes on day 50, on 85.
#[test]
fn held_a_suspension_stops_the_clock_of_open_terms() {
    let stopped = |more: &str| overdue_at(&four_cases(more), &DAYS);
    assert_eq!(stopped("[suspension.closed]\nfrom = 2027-02-05\nto = 2027-02-25\n"), [1, 1, 1, 2, 3, 4, 4]);
    // One that began before the run: 5 of its days are left, for the case of day 0 alone; due on 35, 40, 50, 80.
    let early = "[suspension.closed]\nfrom = 2026-12-01\nto = 2027-01-06\n";
    assert_eq!(overdue_at(&four_cases(early), &[30, 34, 35, 40]), [0, 0, 1, 2]);
}

/// 31 August and fifteen months is 30 November, not three days of clipping later.
#[test]
fn held_months_of_an_extension_count_from_the_arrival() {
    let text = "calendar = \"continuous\"\nstart = 2027-01-01\nend = 2028-12-31\nseries = \"day\"\n[stream.new]\n\
                term_months = 6\ninflow.at_hours = [5808]\n[stage.rest]\ndelay_days = 1000\nthen = \"decided\"\n\
                [extension.longer]\nat = 2027-10-01\nby_months = 9\n";
    assert_eq!(overdue_at(text, &[698, 699]), [0, 1]);
}

#[test]
fn held_classes_have_terms_of_their_own() {
    let text = four_cases("[class.plain]\n[class.hard]\n")
        .replace("term_days = 30", "term_days = 30\nterm_days_of.hard = 60\nshare.hard = 1");
    // Due on 60, 70, 80 and 110.
    assert_eq!(overdue_at(&text, &DAYS), [0, 0, 0, 1, 2, 3, 4]);
}

/// What is due later is taken later: the queue is sorted anew when the term of one class moves.
#[test]
fn held_a_queue_by_due_date_takes_its_order_from_the_new_dates() {
    let text = "calendar = \"continuous\"\nstart = 2027-01-01\nend = 2027-03-31\n[class.a]\n[class.b]\n[stream.old]\n\
                initial.count = 60\nshare.b = 0.5\nterm_days_of = { a = 10, b = 20 }\n[stage.desk]\neffort_hours = 5\n\
                discipline = \"due-date\"\nby = [\"clerks\"]\nthen = \"decided\"\n[pool.clerks]\nheadcount = 1\n\
                [extension.longer]\nat = 2027-01-03\nby_days = 30\nclasses = [\"a\"]\n";
    let mut taken = Vec::new();
    watch(&study_of(text), 1, 0, |at, what| {
        if let Observation::Started { class, .. } = *what {
            taken.push((at >= SimTime::from_hours(48.0), class));
        }
    });
    audited(text, 1);
    assert!(taken.iter().filter(|(is_after, _)| !is_after).all(|(_, class)| *class == 0), "{taken:?}");
    let after: Vec<usize> = taken.iter().filter(|(is_after, _)| *is_after).map(|(_, class)| *class).collect();
    let of_b = after.iter().filter(|class| **class == 1).count();
    assert!(of_b > 10 && after.len() > of_b + 5);
    assert!(after[..of_b].iter().all(|class| *class == 1), "{after:?}");
}

/// The price of a longer term: nobody is decided a day sooner. It is a right saved on paper, not a gain.
#[test]
fn held_a_longer_term_lowers_what_is_late_and_decides_nothing_sooner() {
    let office = "start = 2027-01-01\nend = 2027-12-31\n[stream.new]\nterm_months = 3\ninitial.count = 200\n\
                  inflow.per_month = 60\n[stage.desk]\neffort_hours = { exponential = 6 }\nby = [\"clerks\"]\n\
                  then = \"decided\"\n[pool.clerks]\nheadcount = 2\n";
    let extended = format!("{office}[extension.longer]\nat = 2027-04-01\nby_months = 9\n");
    let closings = |text: &str| {
        let (mut all, mut late) = (Vec::new(), 0);
        watch(&study_of(text), 1, 0, |at, what| match *what {
            Observation::Closed { case, overdue, .. } => {
                all.push((at, case));
                late += u64::from(overdue);
            }
            Observation::Ended { gauges } => late += gauges.overdue[0],
            _ => {}
        });
        (all, late)
    };
    let ((old, old_late), (new, new_late)) = (closings(office), closings(&extended));
    assert_eq!(old, new, "a longer term decides nothing sooner or later");
    assert!(new_late * 2 < old_late, "late: {old_late} before, {new_late} after");
}

/// Half of the stock of a constant delay is over after half of it; an exponential one does not remember.
#[test]
fn proved_a_stock_half_way_through_a_delay_has_the_rest_before_it() {
    let left = |law: &str, days: usize| {
        let text = format!(
            "calendar = \"continuous\"\nstart = 2027-01-01\nend = 2027-02-28\nseries = \"day\"\n[stream.old]\n\
             initial.count = 4000\ninitial.delays_begun = true\n[stage.court]\ndelay_days = {law}\nthen = \"decided\"\n"
        );
        let mut stock = Vec::new();
        watch(&study_of(&text), 1, 0, |_, what| {
            if let Observation::PeriodEnd { gauges, .. } = what {
                stock.push(gauges.stock[0] as f64 / 4000.0);
            }
        });
        stock[days - 1]
    };
    let near =
        |seen: f64, p: f64| assert!((seen - p).abs() < 4.0 * (p * (1.0 - p) / 4000.0).sqrt() + 0.01, "{seen}, not {p}");
    near(left("20", 5), 0.75);
    near(left("20", 15), 0.25);
    near(left("{ exponential = 10 }", 10), (-1.0f64).exp());
}

// ---- outcomes that open cases ----

/// Decisions of asylum open cases of family reunification three months later.
fn families_that_follow(clerks: u32, more: &str) -> String {
    format!(
        "calendar = \"continuous\"\nstart = 2027-01-01\nend = 2028-12-31\n[stream.asylum]\nfirst_stage = \"decide\"\n\
         initial.count = 400\n[stream.family]\nfirst_stage = \"admit\"\nterm_months = 3\n\
         [stream.family.opened_by.decision]\nstream = \"asylum\"\nshare = 0.4\ncases = {{ least = 1, usual = 2, most = 5 }}\n\
         after_months = 3\n{more}[stage.decide]\neffort_hours = 4\nby = [\"clerks\"]\nthen = \"decided\"\n[stage.admit]\n\
         effort_hours = 2\nby = [\"desk\"]\nthen = \"decided\"\n[pool.clerks]\nheadcount = {clerks}\n[pool.desk]\nheadcount = 1\n"
    )
}

/// RULES 10 and 12: what a decision opens hangs on the case that is decided; faster decisions bring the same families
/// sooner, and every case that comes is counted.
#[test]
fn held_decisions_open_the_same_cases_whenever_they_are_taken() {
    let (slow, fast) = (families_that_follow(1, ""), families_that_follow(4, ""));
    let of = |text: &str| arrivals_of(text, 1, 1, 0);
    let (late, soon) = (of(&slow), of(&fast));
    assert_eq!(late.keys().collect::<Vec<_>>(), soon.keys().collect::<Vec<_>>());
    assert!(late.iter().all(|(case, at)| soon[case] <= *at));
    assert!((250..500).contains(&late.len()), "{} cases are opened", late.len());
    // The first decision, after 4 hours, opens no case before three months are over.
    let three_months = SimTime::from_hours(4.0 + 3.0 * 730.5);
    assert!(soon.values().all(|at| at.0 + 1 >= three_months.0), "{:?}", soon.values().min());
    audited(&slow, 2);
    audited(&fast, 2);
    // Another way of opening moves no draw of the first.
    let repeat = "[stream.family.opened_by.repeat]\nstream = \"asylum\"\nshare = 0.1\nafter_months = 6\n";
    let both = of(&families_that_follow(4, repeat));
    assert!(both.len() > soon.len() && soon.iter().all(|(case, at)| both.get(case) == Some(at)));
}

/// 400 decisions, 0.4 of them, 2.3 cases each on average: within 4 standard errors over 30 replications.
#[test]
fn proved_decisions_open_as_many_cases_as_said() {
    let study = study_of(&families_that_follow(4, "").replace("{ least = 1, usual = 2, most = 5 }", "2"));
    let opened: Moments = crate::support::column(&study, &crate::support::rows(&study, 3, 30), "stream.family.opened")
        .into_iter()
        .collect();
    // Var of a decision's cases: 4 · 0.4 · 0.6.
    let error = (400.0f64 * 0.96 / 30.0).sqrt();
    assert!((opened.mean() - 320.0).abs() < 4.0 * error, "{}", opened.mean());
}

/// The surge's own price: what it decides in one stream comes back in another.
#[test]
fn held_a_surge_lowers_asylum_and_raises_family_reunification() {
    let path = crate::support::scenarios().join("first-steps/family-reunification.toml");
    let opened = opened(&path, &[], None);
    let plan = study(&opened);
    let nothing = opened.study_of_nothing(&plan.measures, 1.0).expect("the surge is a plan");
    let stock = |study: &Study, stream: &str| {
        let name = format!("series stock.{stream} 2028-12-31");
        let rows = crate::support::rows(study, 1, 30);
        rows.iter().map(|row| crate::support::named(study, row)[&name]).collect::<Vec<f64>>()
    };
    let t = |stream: &str| crate::support::paired_t(&stock(&plan, stream), &stock(&nothing, stream));
    assert!(t("asylum") < -8.0, "asylum: t = {}", t("asylum"));
    assert!(t("family") > 8.0, "family: t = {}", t("family"));
}
