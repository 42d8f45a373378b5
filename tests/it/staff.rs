//! What people do to the work beside doing it.
//!
//! *Proved* is what theory or a count by hand says, *held* what must be so in every run.

use surgecap::{
    observe::{ledger::Category, observation::Observation},
    stats::Moments,
};

use crate::support::{column, named, paired_t, rows, same, study_of, watch};

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

// ---- work in progress ---------------------------------------------------------------------------------------------------

/// Two cases of 1,000 hours; a colleague has the one, a temp whose contract ends after 730.5 hours the other.
#[test]
fn proved_what_happens_to_the_case_of_who_leaves() {
    let run = |on_leave: &str| {
        let study = study_of(&format!(
            "name = \"leaver\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 3000\n[stream.cases]\ninitial.count = 2\n\
             [stage.desk]\neffort_hours = 1000\nhandover_hours = 4\nby = [\"colleagues\", \"temps\"]\nthen = \"decided\"\n\
             [pool.colleagues]\nheadcount = 1\n[pool.temps]\non_leave = \"{on_leave}\"\n\
             [cohort.temp]\npool = \"temps\"\nheadcount = 1\ncontract_months = 1\n"
        ));
        let mut times = Vec::new();
        watch(&study, 1, 0, |at, what| {
            if let Observation::Finished { worker, .. } = what {
                times.push((*worker, at.hours()));
            }
        });
        let row = named(&study, &study.run_one(1, 0));
        (times, row["ledger temps lost-work"], row["paid temps"])
    };
    assert_eq!(run("return"), (vec![(0, 1000.0), (0, 1273.5)], 0.0, 730.5));
    assert_eq!(run("return-lost"), (vec![(0, 1000.0), (0, 2004.0)], 730.5, 730.5));
    let (times, lost, paid) = run("finish");
    assert_eq!((times.len(), times[0].1, times[1].1, lost, paid), (2, 1000.0, 1000.0, 0.0, 1000.0));
}

// ---- overtime and pressure ----------------------------------------------------------------------------------------------

const REPLICATIONS: u64 = 40;
/// Standard errors of a paired mean that chance passes once in 7,000 seeds.
const SURE: f64 = 4.0;

/// Eight hours on top of forty: a case of 96 hours takes 80 hours of the office clock, and 1.2 hours are paid for each.
#[test]
fn proved_overtime_lengthens_the_day_and_is_paid() {
    let text = |strain: &str| {
        format!(
            "name = \"overtime\"\nstart = 2027-01-04\nend = 2027-03-31\n[stream.cases]\ninitial.count = 1\n[stage.desk]\n\
             effort_hours = 96\nby = [\"officers\"]\nthen = \"decided\"\n[pool.officers]\nheadcount = 1\n{strain}\n"
        )
    };
    let (plain, over) = (study_of(&text("")), study_of(&text("overtime_hours_per_week = 8")));
    assert_eq!(finished(&text(""), 1).1, 96.0);
    assert_eq!(finished(&text("overtime_hours_per_week = 8"), 1).1, 80.0);
    assert_eq!(finished(&text("pressure = 0.5\npressure_pace = 0.4"), 1).1, 80.0);
    let (before, after) = (named(&plain, &plain.run_one(1, 0)), named(&over, &over.run_one(1, 0)));
    let (paid, contract) = (after["paid officers"], before["paid officers"]);
    assert!((paid - 1.2 * contract).abs() < 1e-3, "{paid} for a contract of {contract}");
    let spent: f64 = Category::ALL.iter().map(|one| after[&format!("ledger officers {}", one.name())]).sum();
    assert!((spent - paid).abs() < 1e-6);
    assert!((after["ledger officers first-time"] - 96.0).abs() < 1e-3);
}

/// What a lever brings and what it costs, at the end of a year: decided, staff, share of drafts returned, absent share.
fn year(strain: &str) -> [Vec<f64>; 4] {
    let study = study_of(&format!(
        "name = \"strain\"\nstart = 2027-01-04\nend = 2027-12-31\n[stream.cases]\ninitial.count = 9000\n[stage.draft]\n\
         effort_hours = {{ exponential = 6 }}\nby = [\"officers\"]\nthen = \"decided\"\n[stage.sign]\nsigns = \"draft\"\n\
         effort_hours = 0.5\nby = [\"officers\"]\n[pool.officers]\nheadcount = 20\nseniors = 0.5\nleaving_per_year = 0.2\n\
         absence.spells_per_year = 2\nabsence.days = 6\n{strain}\n[quality]\nreturned_drafts_at_start = 0.1\n\
         returned_drafts_experienced = 0.1\n"
    ));
    let mut all = [const { Vec::new() }; 4];
    for replication in 0..REPLICATIONS {
        let (mut signed, mut returned, mut absent, mut paid) = (0.0, 0.0, 0.0, 0.0);
        watch(&study, 1, replication, |_, what| match what {
            Observation::Signed { returned: is_returned, .. } => {
                signed += 1.0;
                returned += f64::from(u8::from(*is_returned));
            }
            Observation::Spent { category: Category::Absent, time, .. } => absent += time.hours(),
            Observation::Paid { time, .. } => paid += time.hours(),
            Observation::Ended { gauges } => {
                all[0].push(gauges.decided[0] as f64);
                all[1].push(f64::from(gauges.staff[0].iter().sum::<u32>()));
            }
            _ => {}
        });
        all[2].push(returned / signed);
        all[3].push(absent / paid);
    }
    all
}

/// No lever is free: each brings decisions, and costs staff, health or quality (RULES 9).
#[test]
fn held_overtime_and_pressure_have_their_price() {
    let plain = year("");
    let overtime = year("overtime_hours_per_week = 8\novertime_leaving = 1.6\novertime_absence = 2");
    let pressure =
        year("pressure = 1\npressure_pace = 0.5\npressure_error = 2\npressure_leaving = 2\npressure_absence = 2");
    for (lever, harms) in [(&overtime, vec![1, 3]), (&pressure, vec![1, 2, 3])] {
        let gain = paired_t(&lever[0], &plain[0]);
        assert!(gain > SURE, "decisions: {gain} standard errors");
        for harm in harms {
            let worse = paired_t(&lever[harm], &plain[harm]) * if harm == 1 { -1.0 } else { 1.0 };
            assert!(worse > SURE, "harm {harm}: {worse} standard errors");
        }
    }
}

// ---- hiring -------------------------------------------------------------------------------------------------------------

/// The mean number of a pool's people over five years on a continuous calendar.
fn mean_staff(keys: &str, replications: u64) -> Moments {
    let study = study_of(&format!(
        "name = \"staff\"\nseries = \"day\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nmonths = 60\n[stream.cases]\n\
         initial.count = 1\n[stage.desk]\neffort_hours = 1\nby = [\"officers\"]\nthen = \"decided\"\n\
         [pool.officers]\nheadcount = 40\n{keys}\n"
    ));
    (0..replications)
        .map(|replication| {
            let (mut sum, mut count) = (0.0, 0.0);
            watch(&study, 1, replication, |at, what| {
                if let Observation::PeriodEnd { gauges, .. } = what
                    && at.hours() > 8766.0
                {
                    sum += f64::from(gauges.staff[0].iter().sum::<u32>());
                    count += 1.0;
                }
            });
            sum / count
        })
        .collect()
}

/// A place is filled, then empty for ten weeks: N / (1 + hD). With reviews the wait is ten weeks and on average half the
/// time between two of them.
#[test]
fn proved_replacement_keeps_the_headcount_but_for_the_time_that_it_takes() {
    let leaving = "leaving_per_month_hazard = 0.1\nreplace_leavers.learns = false\nreplace_leavers.after_weeks = ";
    let month = 365.25 / 12.0;
    for (keys, empty_days) in [("10", 70.0), ("10\nreplace_leavers.every_weeks = 6", 91.0)] {
        let staff = mean_staff(&format!("{leaving}{keys}"), 30);
        let theory = 40.0 / (1.0 + 0.1 * empty_days / month);
        let off = (staff.mean() - theory) / staff.std_error();
        assert!(off.abs() < SURE, "{keys}: {} instead of {theory}, {off} standard errors", staff.mean());
        assert!(staff.std_error() < 0.01 * theory);
    }
    // Whose place is cut is not replaced.
    let cut = "replace_leavers.learns = false\nreplace_leavers.after_weeks = 1\n[change.less]\nat = 2027-03-01\npool.officers.headcount = 25";
    assert_eq!(mean_staff(cut, 2).mean(), 25.0);
}

/// Hired together, leaving three times as often in the first year: exp(-(3 + 1)·12·h) are there after two.
#[test]
fn proved_the_first_year_has_its_own_hazard() {
    let study = study_of(
        "name = \"first year\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 17532\n[stream.cases]\ninitial.count = 1\n\
         [stage.desk]\neffort_hours = 1\nby = [\"new\"]\nthen = \"decided\"\n[cohort.new]\nheadcount = 400\nlearns = false\n\
         leaving_per_month_hazard = 0.02\nleaving_first_year_factor = 3\n",
    );
    let left: Moments = (0..50)
        .map(|replication| {
            let mut staff = 0;
            watch(&study, 1, replication, |_, what| {
                if let Observation::Ended { gauges } = what {
                    staff = gauges.staff[0].iter().sum();
                }
            });
            f64::from(staff)
        })
        .collect();
    let theory = 400.0 * (-0.02_f64 * (3.0 + 1.0) * 12.0).exp();
    let off = (left.mean() - theory) / left.std_error();
    assert!(off.abs() < SURE, "{} instead of {theory}, {off} standard errors", left.mean());
}

/// Temps who become officers may do what officers may: with sign-off open to the independent they sign (as in 2020), and
/// not a day before.
#[test]
fn proved_converted_temps_sign_from_their_conversion_on() {
    let text = |who: &str| {
        format!(
            "name = \"conversion\"\nstart = 2027-01-04\nend = 2027-12-31\n[stream.cases]\ninitial.count = 6000\n\
             [stage.draft]\neffort_hours = 6\nby = [\"officers\", \"temps\"]\nthen = \"decided\"\n\
             [stage.sign]\nsigns = \"draft\"\neffort_hours = 1\nby = [\"officers\"]\n[pool.officers]\nheadcount = 2\n\
             [cohort.temps]\npool = \"temps\"\nheadcount = 6\npractice_months = 2\ncontract_months = 9\n\
             converts.at = 2027-07-01\nconverts.pool = \"officers\"\n[cohort.new]\npool = \"temps\"\n\
             headcount = 4\nlearns = false\n[quality]\nwho_signs = [{who}]\n"
        )
    };
    let run = |who: &str| {
        let study = study_of(&text(who));
        let (mut signed_by_temps, mut ends) = (Vec::new(), [0, 0]);
        watch(&study, 1, 0, |at, what| match what {
            // Two officers, six temps, then four who go on making drafts that need a signature.
            Observation::Finished { stage: 1, worker, .. } if (2..8).contains(worker) => {
                signed_by_temps.push(at.hours())
            }
            Observation::Ended { gauges } => {
                for (pool, end) in ends.iter_mut().enumerate() {
                    *end = gauges.staff[pool].iter().sum();
                }
            }
            _ => {}
        });
        (signed_by_temps, ends, study.scenario.calendar.opening("2027-07-01".parse().expect("a date")).hours())
    };
    let (signed, ends, from) = run("\"senior\", \"independent\"");
    // Nobody's contract ends in September: all six were taken on.
    assert_eq!(ends, [8, 4]);
    assert!(signed.len() > 50 && signed.iter().all(|at| *at > from), "{} before {from}", signed.len());
    assert!(run("\"senior\"").0.is_empty());
}

/// Who writes it has made it: not who signs, and not who only heard.
#[test]
fn held_every_first_decision_has_one_maker() {
    let study = study_of(
        "name = \"makers\"\nstart = 2027-01-01\nend = 2028-12-31\n[stream.old]\ninflow.per_day = 2\nfirst_stage = \"hear\"\n\
         [stream.new]\ninflow.per_day = 1\nfirst_stage = \"desk\"\n[stage.hear]\neffort_hours = 2\nby = [\"hearers\"]\nthen = \"draft\"\n\
         [stage.draft]\neffort_hours = 6\nby = [\"writers\"]\nthen = \"decided\"\n[stage.sign]\nsigns = \"draft\"\n\
         effort_hours = 1\nby = [\"signers\"]\n[stage.desk]\neffort_hours = 5\nby = [\"alone\"]\nthen = \"decided\"\n\
         [pool.hearers]\nheadcount = 1\n[pool.writers]\nheadcount = 3\nseniors = 0\n[pool.signers]\nheadcount = 1\nseniors = 1\n\
         [pool.alone]\nheadcount = 2\nseniors = 1\n",
    );
    for row in &rows(&study, 6, 3) {
        let named = named(&study, row);
        let of = |name: &str| named[&format!("series {name} 2028-12-31")];
        let by =
            |pool: &str| ["trainee", "independent", "senior"].map(|grade| of(&format!("decided_by.{pool}.{grade}")));
        assert_eq!(by("writers"), [0.0, of("decided.old"), 0.0], "whoever wrote the draft");
        assert_eq!(by("alone"), [0.0, 0.0, of("decided.new")], "whose work nobody signs");
        assert_eq!((by("hearers"), by("signers")), ([0.0; 3], [0.0; 3]));
        assert!(of("decided.old") > 500.0 && of("decided.new") > 300.0);
    }
}
