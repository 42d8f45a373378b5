//! `buffer`: every plan at its own best size, judged on other futures, and answers that go on where they were stopped.

use std::path::Path;

use surgecap::{
    experiment::{
        buffer::{Ask, Buffer, buffer},
        compare::Trouble,
        runner::Runner,
    },
    replicate::{Control, Seeds},
    report::buffer::{page, tables},
};

use crate::support::{opened_text, opened_text_with, rows, study, surgecap as program};

/// A small office with a demand that doubles for a year in one of two futures.
const OFFICE: &str = r#"
name = "a small office"
start = 2027-01-01
end = 2030-12-31
count_from = 2028-01-01
[target.few-late]
measure = "overdue.cases"
at_most = 10
every = "month"
[stream.cases]
term_months = 3
initial.count = 20
inflow = { csv = "paths.csv", paths = true, kind = "expected" }
[future.quiet]
stream.cases.inflow = { per_month = 20 }
[stage.decide]
effort_hours = 10
by = ["officers", "temps"]
then = "decided"
[pool.officers]
headcount = 2
overhead = 0.3
other_work = { block_hours = 2, useful_share = { low = 0.2, likely = 0.5, high = 0.8 } }
[pool.temps]
overhead = 0.3
[cohort.agency]
pool = "temps"
headcount = 0
contract_months = 6
learns = false
[plan.buffer]
pool.officers.buffer_fte = 1
[plan.ad-hoc.trigger.hire]
when = "overdue.cases"
above = 10
decision_takes_months = 4
again_after_months = 6
then.cohort.agency.headcount = 2
[plan.mix]
like = ["buffer", "ad-hoc"]
[plan.cut]
like = ["buffer"]
[plan.cut.trigger.cut]
when = "stock.cases"
below = 40
for_months = 12
then.pool.officers.buffer_fte = 0
[money]
officer_fte_year = 100000
agency_hour = 90
reception_day_regular = 80
[reception]
freed = 1
[study]
tune = ["buffer", "ad-hoc", "mix"]
[study.grid.size]
path = "pool.officers.buffer_fte"
values = [0, 1, 2]
[study.grid.hires]
path = "trigger.hire.then.cohort.agency.headcount"
values = [1, 2, 4]
[study.grid.delay]
path = "trigger.hire.decision_takes_months"
values = [0, 8]
"#;

/// Writes the office and its two futures of demand, perhaps with something else in it.
fn office(folder: &Path, change: impl Fn(&str) -> String) -> std::path::PathBuf {
    let mut paths = String::from("month,calm,peak\n");
    for year in 2027..=2030 {
        for month in 1..=12 {
            paths.push_str(&format!("{year}-{month:02},20,{}\n", if year == 2029 { 45 } else { 20 }));
        }
    }
    std::fs::write(folder.join("paths.csv"), paths).expect("a temporary file can be written");
    let file = folder.join("office.toml");
    std::fs::write(&file, change(OFFICE)).expect("a temporary file can be written");
    file
}

fn asked(file: &Path, futures: u64) -> Ask {
    let seeds = Seeds { luck: 2, ..Seeds::one(1) };
    Ask { file: file.to_owned(), sets: Vec::new(), tuning: 6, futures, tries: 4, widen: 1.0, seeds }
}

fn answer(file: &Path, futures: u64) -> (Buffer, String) {
    let control = Control::default();
    let told = |_: &str, _: u64| {};
    let ask = asked(file, futures);
    let mut runner = Runner::new(ask.seeds, &control, &told);
    match buffer(&ask, &mut runner) {
        Ok(judged) => {
            let page = page(&judged.findings) + &tables(&judged).into_iter().map(|(_, text)| text).collect::<String>();
            (judged.findings, page)
        }
        Err(Trouble::Usage(why)) => panic!("{why}"),
        Err(Trouble::Refused(refused)) => panic!("{}", refused.0.render(&refused.1, false)),
        Err(Trouble::Io(why)) => panic!("{why}"),
    }
}

#[test]
fn held_every_plan_has_the_same_number_of_tries_and_is_judged_on_other_futures() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (found, page) = answer(&office(folder.path(), str::to_owned), 8);
    let contest = &found.contests[0];
    let tries: Vec<(&str, usize)> = contest.tuned.iter().map(|one| (one.plan.as_str(), one.tried.len())).collect();
    // A buffer of three sizes is tried whole, the others as often as is allowed.
    assert_eq!(tries, [("buffer", 3), ("ad-hoc", 4), ("mix", 4)]);
    let plans: Vec<&str> = contest.plans.iter().map(|plan| plan.plan.as_str()).collect();
    assert_eq!(plans, ["nothing", "buffer", "ad-hoc", "mix", "cut"]);
    assert_eq!(contest.plans[0].against_nothing[0], 0.0);
    assert!(contest.plans.iter().any(|plan| plan.regret[0].abs() < 1e6));
    // A plan that is like a tuned one takes its size over: it differs from it by the cut alone.
    assert_eq!(found.named.len(), 1);
    assert_eq!((found.axes.len(), found.axes[0].points.len()), (1, 2));
    let closing = page.lines().rfind(|line| line.contains("buffer of") || line.contains("best buffer is none"));
    assert!(closing.is_some(), "{page}");
}

#[test]
fn held_the_answer_is_the_same_when_it_is_asked_again_and_on_more_threads() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = office(folder.path(), str::to_owned);
    let one = surgecap::replicate::with_threads(1, || answer(&file, 4)).expect("a thread can be started");
    let three = surgecap::replicate::with_threads(3, || answer(&file, 4)).expect("threads can be started");
    assert_eq!(one, three);
}

#[test]
fn held_a_longer_wait_for_a_decision_makes_ad_hoc_dearer_and_leaves_a_buffer_as_it_is() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (found, _) = answer(&office(folder.path(), str::to_owned), 4);
    let cost =
        |point: usize, plan: &str| found.axes[0].points[point].plans.get(plan).expect("a plan that is tuned").cost;
    assert_eq!(cost(0, "buffer"), cost(1, "buffer"));
    assert!(cost(0, "ad-hoc") < cost(1, "ad-hoc"), "{} and {}", cost(0, "ad-hoc"), cost(1, "ad-hoc"));
}

#[test]
fn held_what_is_left_open_is_charged_and_quiet_hours_count_by_their_worth() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (dear, _) = answer(&office(folder.path(), str::to_owned), 4);
    let with_a_price = |euros: &str| {
        office(folder.path(), |text| text.replace("[money]", &format!("[money]\nopen_case_at_end = {euros}")))
    };
    let (free, _) = answer(&with_a_price("0"), 4);
    let (fixed, _) = answer(&with_a_price("1000"), 4);
    for ((dear, free), fixed) in
        dear.contests[0].plans.iter().zip(&free.contests[0].plans).zip(&fixed.contests[0].plans)
    {
        assert!(dear.open_at_end > 0.0 && free.open_at_end == 0.0, "{}", dear.plan);
        // Three years count.
        assert!(
            (fixed.open_at_end * fixed_years(&fixed.plan) - fixed.open_cases_at_end * 1_000.0).abs()
                < 0.01 * fixed.open_cases_at_end * 1_000.0
        );
        let [low, likely, high] = dear.quiet_worth;
        assert!(low < likely && likely < high && high <= dear.quiet_hours_cost);
        assert!((dear.cost_without_worth - likely - dear.cost[0]).abs() < 1e-6 * dear.cost[0]);
    }
}

/// From 1 January 2028 to 31 December 2030.
fn fixed_years(_: &str) -> f64 {
    1_096.0 / 365.25
}

#[test]
fn held_a_study_that_names_what_is_not_there_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let refused = |change: &dyn Fn(&str) -> String| -> String {
        let file = office(folder.path(), change);
        let done = program(&["buffer", &file.to_string_lossy(), "--no-results", "--quiet"]);
        assert_eq!(done.status.code(), Some(2));
        String::from_utf8_lossy(&done.stderr).into_owned()
    };
    let wrong = refused(&|text| text.replace("tune = [\"buffer\"", "tune = [\"bufer\""));
    assert!(wrong.contains("no plan `bufer`") && wrong.contains("`buffer`"), "{wrong}");
    let wrong =
        refused(&|text| text.replace("trigger.hire.decision_takes_months\"", "trigger.hire.decision_takes_mnths\""));
    assert!(wrong.contains("did you mean `trigger.hire.decision_takes_months`"), "{wrong}");
    let wrong = refused(&|text| text.replace("values = [0, 8]", "values = []"));
    assert!(wrong.contains("has no values"), "{wrong}");
    let wrong = refused(&|text| text.replace("[study]", "[study]\npayers = [\"me\"]"));
    assert!(wrong.contains("payers are organisation, reception and courts"), "{wrong}");
    let wrong = refused(&|text| text.split("[money]").next().unwrap_or_default().to_owned());
    assert!(wrong.contains("without prices"), "{wrong}");
    let wrong = refused(&|text| {
        text.replace("tune = [\"buffer\", \"ad-hoc\", \"mix\"]", "tune = [\"cut\"]\ncompare = [\"cut\"]")
            .replace("like = [\"buffer\"]", "")
    });
    assert!(wrong.contains("nothing to tune"), "{wrong}");
}

/// Read every month, a target is met when it is at the end of all of them; by year, the share of what closed in that year.
#[test]
fn held_a_target_of_every_month_is_met_when_none_misses() {
    let text = |at_most: u32| {
        format!(
            "start = 2027-01-01\nend = 2028-12-31\ncount_from = 2027-07-01\nseries = \"month\"\n\
             [target.few]\nmeasure = \"stock.cases\"\nat_most = {at_most}\nevery = \"month\"\n\
             [target.in-time]\nmeasure = \"on_time_share.cases\"\nat_least = 1\nevery = \"year\"\n\
             [stream.cases]\nterm_months = 1\ninflow.per_month = 20\n[stage.desk]\neffort_hours = 4\nby = [\"clerks\"]\nthen = \"decided\"\n\
             [pool.clerks]\nheadcount = 1\n"
        )
    };
    let opened = opened_text(&text(3));
    let study = study(&opened);
    let layout = study.layout();
    let stock = study.measures.series.iter().position(|(path, _)| path == "stock.cases").expect("a series");
    let (mut met, mut missed) = (0, 0);
    for row in rows(&study, 5, 20) {
        let months: Vec<f64> = (6..24).map(|month| row.values[layout.series(stock, month)]).collect();
        let is_met = row.values[layout.is_met(0)] == 1.0;
        assert_eq!(is_met, months.iter().all(|stock| *stock <= 3.0), "{months:?}");
        met += u32::from(is_met);
        missed += u32::from(!is_met);
        assert_eq!(row.values[layout.is_met(1)], 1.0, "nobody waits a month here");
    }
    assert!(met > 0 && missed > 0, "{met} of {} are met", met + missed);
}

#[test]
fn held_a_buffer_stands_beside_the_headcount_and_a_trigger_may_cut_it() {
    let text = "start = 2027-01-01\nend = 2027-12-31\n[stream.cases]\ninflow.per_month = 1\n[stage.desk]\neffort_hours = 1\n\
                by = [\"clerks\"]\nthen = \"decided\"\n[pool.clerks]\nheadcount = 3\n[plan.buffer]\npool.clerks.buffer_fte = 2\n\
                [plan.cut]\nlike = [\"buffer\"]\n[plan.cut.trigger.cut]\nwhen = \"stock.cases\"\nbelow = 100\nfor_months = 3\n\
                then.pool.clerks.buffer_fte = 0\n";
    let staff = |plan: Option<&str>| -> Vec<f64> {
        let opened = opened_text_with(text, plan);
        let study = study(&opened);
        let place = study.measures.series.iter().position(|(path, _)| path == "staff.clerks.senior").expect("a series");
        let row = &rows(&study, 1, 1)[0];
        (0..12).map(|month| row.values[study.layout().series(place, month)]).collect()
    };
    assert!(staff(None).iter().all(|heads| *heads == 3.0));
    assert!(staff(Some("buffer")).iter().all(|heads| *heads == 5.0));
    let cut = staff(Some("cut"));
    assert_eq!((cut[0], cut[11]), (5.0, 3.0), "{cut:?}");
}

/// Months of a year on the last day of each, from the series of cases that came in.
fn arrived(inflow: &str, more: &str) -> Vec<f64> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut real = String::from("month,cases\n");
    for year in 2010..=2015 {
        for month in 1..=12 {
            real.push_str(&format!("{year}-{month:02},{}\n", (year - 2000) * 10 + month));
        }
    }
    std::fs::write(folder.path().join("real.csv"), real).expect("a temporary file can be written");
    let text = format!(
        "start = 2027-01-01\nend = 2029-12-31\n[stream.cases.inflow]\n{inflow}\n{more}\n[stage.desk]\neffort_hours = 0.1\n\
         by = [\"clerks\"]\nthen = \"decided\"\n[pool.clerks]\nheadcount = 9\n"
    );
    let file = folder.path().join("office.toml");
    std::fs::write(&file, text).expect("a temporary file can be written");
    let future = if more.is_empty() { None } else { Some("one") };
    let opened = surgecap::experiment::open::open_in(&file, &[], None, future)
        .unwrap_or_else(|refused| panic!("{}", refused.0.render(&refused.1, false)));
    let study = study(&opened);
    let place = study.measures.series.iter().position(|(path, _)| path == "arrived.cases").expect("a series");
    let row = &rows(&study, 3, 1)[0];
    let so_far: Vec<f64> = (0..36).map(|month| row.values[study.layout().series(place, month)]).collect();
    std::iter::once(so_far[0]).chain(so_far.windows(2).map(|pair| pair[1] - pair[0])).collect()
}

#[test]
fn held_an_inflow_by_method_is_the_same_as_its_long_spelling() {
    let long = arrived("resample = { csv = \"real.csv\", block_months = 24 }\nkind = \"expected\"", "");
    let plain = arrived("from = \"real.csv\"\nmethod = \"resample\"\nblock_years = 2\nseason = \"preset\"", "");
    assert_eq!(long, plain);
    let real = arrived("from = \"real.csv\"\nmethod = \"replay\"\nyear = 2012", "");
    assert_eq!(real, arrived("replay = { csv = \"real.csv\", year = 2012 }", ""));
    // 144 to 216 cases a year in the mean of six years make a factor that its mean shows.
    let scaled = arrived("from = \"real.csv\"\nmethod = \"resample\"\nblock_years = 1\naverage_per_year = 12000", "");
    let sum: f64 = scaled.iter().sum();
    // Years lie within 20 % of their mean, and Poisson noise of 36,000 is 0.5 %.
    assert!((28_000.0..44_000.0).contains(&sum), "{sum}");
}

#[test]
fn held_an_episode_takes_its_months_and_leaves_all_others_as_they_were() {
    let base = "resample = { csv = \"real.csv\", block_months = 12 }";
    let without = arrived(base, "");
    let with = |inflow: &str| arrived(base, &format!("[future.one]\nstream.cases.inflow = {inflow}"));
    let replayed = with("{ method = \"replay\", year = 2015, at = 2028-01-01 }");
    // Whole years: who comes in the last hours of one is counted at the opening of the next, some five of 150 a month.
    let years = |months: &[f64]| -> Vec<f64> { months.chunks(12).map(|year| year.iter().sum()).collect() };
    let close = |a: f64, b: f64| (a - b).abs() <= 20.0;
    let (before, after) = (years(&without), years(&replayed));
    // 151 to 162 a month.
    assert!(close(after[1], 1_878.0), "{after:?}");
    assert!(close(after[0], before[0]) && close(after[2], before[2]), "{before:?} and {after:?}");
    let fixed = years(&with("{ method = \"fixed\", per_year = 2400, from = 2029-01-01, years = 1 }"));
    assert!(close(fixed[2], 2_400.0), "{fixed:?}");
    assert!(close(fixed[0], before[0]) && close(fixed[1], before[1]), "{before:?} and {fixed:?}");
}

/// What a user wants to write is read, but for what this version does not model; that is refused in words, once each.
#[test]
fn held_the_study_as_asked_for_is_refused_only_for_what_is_not_modelled() {
    let text = include_str!("buffer-study.toml");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("buffer-study.toml");
    let check = |text: &str, plan: Option<&str>| {
        std::fs::write(&file, text).expect("a temporary file can be written");
        surgecap::experiment::open::open(&file, &[], plan)
            .err()
            .map(|refused| refused.0.render(&refused.1, false))
            .unwrap_or_default()
    };
    let refused = check(text, None);
    let errors: Vec<&str> = refused.lines().filter(|line| line.starts_with("error")).collect();
    let not_modelled = ["forecast_wrong_by", "staffed_for", "new_people_at_most", "idle_share.officers"];
    assert_eq!(errors.len(), not_modelled.len(), "{refused}");
    for what in not_modelled {
        assert!(errors.iter().any(|error| error.contains(what)), "{what} in {refused}");
    }
    let without: String = text
        .lines()
        .filter(|line| !not_modelled[..3].iter().any(|what| line.starts_with(what)))
        .map(|line| {
            line.replace("idle_share.officers", "stock.regular").replace("above      = 0.05", "below = 5000") + "\n"
        })
        .collect();
    for plan in [None, Some("buffer"), Some("ad-hoc"), Some("mix"), Some("buffer-that-is-cut")] {
        assert_eq!(check(&without, plan), "", "{plan:?}");
    }
}
