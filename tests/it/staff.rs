//! What people do to the work beside doing it.
//!
//! *Proved* is what theory or a count by hand says, *held* what must be so in every run.

use surgecap::observe::observation::Observation;

use crate::support::{column, named, rows, same, study_of, watch};

/// One case of `effort` hours for an officer, with a colleague who may take it over; all of July is the time of leave.
fn long_case(absence: &str) -> String {
    format!(
        "name = \"one long case\"\nstart = 2027-06-01\nend = 2027-12-31\n[stream.cases]\ninitial.count = 1\n\
         [stage.desk]\neffort_hours = 400\nhandover_hours = 4\nby = [\"officers\", \"colleagues\"]\nthen = \"decided\"\n\
         [pool.officers]\nheadcount = 1\n[pool.officers.absence]\nholidays_weeks = 1\n\
         holidays_by_month = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]\n{absence}\n[pool.colleagues]\nheadcount = 1\n"
    )
}

/// Who finished the case, and after how many office hours.
fn finished(text: &str, seed: u64) -> (u32, f64) {
    let mut end = None;
    watch(&study_of(text), seed, 0, |at, what| {
        if let Observation::Finished { worker, .. } = what {
            end = Some((*worker, at.hours()));
        }
    });
    end.expect("the case is finished")
}

/// A week of leave is five working days. Within the wait it costs the case 40 hours; else the case goes on without after
/// two days (16 hours) and is read into again (4 hours).
#[test]
fn proved_the_case_of_somebody_absent_waits_and_then_goes_on_without() {
    for seed in 1..=5 {
        assert_eq!(finished(&long_case("reassign_after_days = 5"), seed), (0, 440.0), "seed {seed}");
        assert_eq!(finished(&long_case("reassign_after_days = 6"), seed), (0, 440.0), "seed {seed}");
        assert_eq!(finished(&long_case("reassign_after_days = 2"), seed), (1, 420.0), "seed {seed}");
        assert_eq!(finished(&long_case("reassign_after_days = 0"), seed), (1, 404.0), "seed {seed}");
    }
}

fn absent(calendar: &str, keys: &str) -> String {
    format!(
        "name = \"absence\"\n{calendar}\nstart = 2027-01-01\n[stream.cases]\ninflow.per_day = 1\n[stage.desk]\n\
         effort_hours = 4\nby = [\"officers\"]\nthen = \"decided\"\n[pool.officers]\nheadcount = 40\n[pool.officers.absence]\n{keys}\n"
    )
}

/// Spells and health alternate: λD / (365.25 + λD) of the time, whatever the law of the spells.
#[test]
fn proved_the_share_of_illness_is_that_of_an_alternating_renewal() {
    for (calendar, days) in [
        ("calendar = \"continuous\"\nmonths = 60\nwarm_up_days = 300", "{ exponential = 30 }"),
        ("end = 2031-12-31\nwarm_up_days = 300", "{ lognormal = { mean = 30, cv = 1 } }"),
    ] {
        let study = study_of(&absent(calendar, &format!("spells_per_year = 3\ndays = {days}")));
        let shares = column(&study, &rows(&study, 1, 80), "pool.officers.absent_share");
        let moments: surgecap::stats::Moments = shares.into_iter().collect();
        let theory = 90.0 / (365.25 + 90.0);
        let off = (moments.mean() - theory) / moments.std_error();
        assert!(off.abs() < 4.0, "{calendar}: {} instead of {theory}, {off} standard errors", moments.mean());
        assert!(moments.std_error() < 0.01 * theory);
    }
}

/// Four years with 3 and a half weeks each, all in summer: 98 days of 1,461, to the day of rounding at the edges.
#[test]
fn proved_leave_adds_up_and_lies_in_its_months() {
    let keys = "holidays_weeks = 3.5\nholidays_by_month = [0, 0, 0, 0, 0, 0, 1, 3, 0, 0, 0, 0]";
    let study = study_of(&absent("calendar = \"continuous\"\nend = 2030-12-31", keys));
    let row = named(&study, &study.run_one(1, 0));
    let share = row["pool.officers.absent_share"];
    assert!((share - 98.0 / 1461.0).abs() < 1e-9, "{share}");
}

/// In December half of the year's spells, in a run whose first half year is free of it.
#[test]
fn proved_a_season_moves_spells_and_keeps_their_number() {
    let run = |season: &str, end: &str| {
        let keys = format!("spells_per_year = 12\ndays = 0.01\n{season}");
        let study = study_of(&absent(&format!("calendar = \"continuous\"\nend = {end}"), &keys));
        let shares = column(&study, &rows(&study, 1, 30), "pool.officers.absent_share");
        shares.into_iter().collect::<surgecap::stats::Moments>()
    };
    let season = "season = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 5]";
    let (even, seasonal) = (run("", "2027-12-31"), run(season, "2027-12-31"));
    let off = (even.mean() - seasonal.mean()) / even.std_error().hypot(seasonal.std_error());
    assert!(off.abs() < 4.0, "{} and {}", even.mean(), seasonal.mean());
    assert_eq!(run(season, "2027-06-30").mean(), 0.0);
}

/// What happens in one office is nothing to another with its own people and cases.
#[test]
fn held_absence_moves_no_draw_of_others() {
    let text = |absence: &str| {
        format!(
            "name = \"two offices\"\nstart = 2027-01-04\nend = 2027-12-31\n[stream.a]\ninflow.per_day = 3\n\
             first_stage = \"a\"\n[stream.b]\ninflow.per_day = 3\nfirst_stage = \"b\"\n\
             [stage.a]\neffort_hours = {{ exponential = 5 }}\nby = [\"a\"]\nthen = \"decided\"\n\
             [stage.b]\neffort_hours = {{ exponential = 5 }}\nby = [\"b\"]\nthen = \"decided\"\n\
             [pool.a]\nheadcount = 3\nleaving_per_year = 0.3\n[pool.b]\nheadcount = 3\nleaving_per_year = 0.3\n{absence}\n"
        )
    };
    let (without, with) = (
        study_of(&text("")),
        study_of(&text("absence.spells_per_year = 5\nabsence.days = { exponential = 6 }\nabsence.holidays_weeks = 5")),
    );
    let (before, after) = (named(&without, &without.run_one(4, 1)), named(&with, &with.run_one(4, 1)));
    // Whether the idle of one office could have worked at the other's queue is the one thing that joins the two.
    let of_a = |name: &str| {
        (name.contains(".a.") || name.ends_with(".a") || name.contains(" a ")) && !name.contains("idle-no")
    };
    let compared: Vec<&String> = before.keys().filter(|name| of_a(name) && after.contains_key(*name)).collect();
    assert!(compared.len() > 30, "{compared:?}");
    for name in compared {
        assert!(same(before[name], after[name]), "{name}: {} and {}", before[name], after[name]);
    }
    assert!(after["pool.b.absent_share"] > 0.1 && after["pool.a.absent_share"] == 0.0);
    assert!(before["series decided.b 2027-12-31"] > after["series decided.b 2027-12-31"], "absence costs decisions");
}

/// The people of a cohort are absent as it says, else as their pool says.
#[test]
fn held_a_cohort_has_its_own_absence_or_that_of_its_pool() {
    let text = |absence: &str| {
        format!(
            "name = \"cohort\"\nstart = 2027-01-04\nend = 2027-12-31\n[stream.cases]\ninflow.per_day = 1\n[stage.desk]\n\
             effort_hours = 4\nby = [\"temps\"]\nthen = \"decided\"\n[pool.temps]\nabsence.holidays_weeks = 5\n\
             [cohort.c]\npool = \"temps\"\nheadcount = 9\npractice_months = 1\n{absence}\n"
        )
    };
    let share = |absence: &str| {
        let study = study_of(&text(absence));
        named(&study, &study.run_one(1, 0))["pool.temps.absent_share"]
    };
    assert!((share("") - 5.0 / 52.0).abs() < 0.02, "{}", share(""));
    assert_eq!(share("absence.holidays_weeks = 0"), 0.0);
}

// ---- learning -----------------------------------------------------------------------------------------------------------

/// Hours at which cases were finished.
fn finishes(text: &str) -> Vec<f64> {
    let mut all = Vec::new();
    watch(&study_of(text), 1, 0, |at, what| {
        if let Observation::Finished { .. } = what {
            all.push(at.hours());
        }
    });
    all
}

/// One person on a power law of cases serves 312 hours, is released for 30 days and called up again; what was remembered
/// is counted by hand with the formula of Jaber & Bonney.
#[test]
fn proved_who_is_called_up_again_goes_on_with_the_practice_that_was_remembered() {
    let (effort, first, exponent) = (1.6, 0.2, 0.32_f64);
    let text = |forgets: &str| {
        format!(
            "name = \"shell\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nend = 2027-03-31\n[stream.cases]\n\
             initial.count = 400\n[stage.desk]\neffort_hours = {effort}\nby = [\"shell\"]\nthen = \"decided\"\n\
             [cohort.shell]\nheadcount = 1\npace_at_start = {first}\nlearning_rate = {}\nindependent_at = 0.9\n\
             call_up.from = [2027-01-01, 2027-02-13]\ncall_up.until = [2027-01-13, 2027-02-28]\n{forgets}\n",
            2.0_f64.powf(-exponent)
        )
    };
    // By hand: cases until the release, the last of them begun.
    let pace = |practice: f64| (first * (1.0 + practice).powf(exponent)).min(1.0);
    let (released, back) = (13.0 * 24.0, 43.0 * 24.0);
    let (mut at, mut done) = (0.0, 0.0);
    while at + effort / pace(done) <= released {
        at += effort / pace(done);
        done += 1.0;
    }
    let begun = (released - at) * pace(done) / effort;
    for (forgets, remembered) in [
        ("", 1.0),
        ("forgets_all_after_months = 3", {
            let (missed, all) = (30.0 * 24.0, 3.0 * 730.5);
            1.0 - (1.0 + missed / released).ln() / (1.0 + all / released).ln()
        }),
    ] {
        let times = finishes(&text(forgets));
        let before = times.iter().filter(|at| **at <= released).count();
        assert_eq!(before as f64, done);
        assert!(times.iter().all(|at| *at <= released || *at > back), "somebody works who is not called up");
        let left = (done + begun).powf(remembered);
        let resumed = back + (1.0 - begun) * effort / pace(left);
        let next = resumed + effort / pace(left + 1.0 - begun);
        // Ends are rounded to a tenth of a second.
        assert!((times[before] - resumed).abs() < 1e-4, "{} instead of {resumed}", times[before]);
        assert!((times[before + 1] - next).abs() < 1e-4, "{} instead of {next}", times[before + 1]);
        assert!(times.last().is_some_and(|at| *at <= 59.0 * 24.0), "released at the end of February");
    }
}

/// On a continuous calendar practice is time: half of the people work alone when the manager said so, on every curve that
/// can be told so. A class that brings competence shortens the way.
#[test]
fn proved_months_to_independence_hold_on_every_curve_in_hours() {
    let text = |curve: &str| {
        format!(
            "name = \"months\"\nseries = \"day\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 6000\n[stream.cases]\n\
             initial.count = 60000\n[stage.desk]\neffort_hours = 0.5\nby = [\"new\"]\nthen = \"decided\"\n\
             [cohort.new]\nheadcount = 8\npace_at_start = 0.5\n{curve}\n"
        )
    };
    // Six months are 4,383 hours.
    for curve in [
        "months_to_independence = 6",
        "months_to_independence = 6\nlearning_curve = \"logistic\"",
        "months_to_independence = 6\nlearning_curve = \"logistic\"\nlogistic_from = 0.3\ncompetence_without_class = 0.2",
        "learning_table.months = [0, 3, 9]\nlearning_table.competence = [0, 0.7, 0.9]",
    ] {
        let mut trainees = Vec::new();
        watch(&study_of(&text(curve)), 1, 0, |at, what| {
            if let Observation::PeriodEnd { gauges, .. } = what {
                trainees.push((at.hours(), gauges.staff[0][0]));
            }
        });
        let last = trainees.iter().rev().find(|(_, count)| *count == 8).map(|(at, _)| *at);
        let first = trainees.iter().find(|(_, count)| *count == 0).map(|(at, _)| *at);
        assert_eq!((last, first), (Some(4368.0), Some(4392.0)), "{curve}");
    }
}
