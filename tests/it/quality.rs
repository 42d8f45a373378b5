//! Right and wrong, granted and refused (RULES 9).
//!
//! *Proved* shares stand against formulas: the bound is 4.5 binomial standard errors, one false alarm in 150,000 seeds.
//! *Held* prices of levers are means over 40 replications under common random numbers: without any effect a paired mean
//! lies 4 standard errors on the stated side once in 7,000 seeds (Student, 39 degrees of freedom).

use std::collections::BTreeMap;

use surgecap::{
    experiment::check,
    model::quality::errors::Outcome,
    observe::observation::{Closing, Observation},
    random::Source,
    replicate::{Row, Study},
    sim,
};

use crate::support::{column, named, opened_text, paired_t, rows, same, scenarios, study_of, watch};

/// So many standard errors may a share be off.
const BOUND: f64 = 4.5;

/// An office that always has work: twelve seniors draft, and thirty juniors whose drafts they sign.
fn office(quality: &str) -> String {
    format!(
        "name = \"office\"\nstart = 2027-01-04\nend = 2027-12-31\n[stream.cases]\ninitial.count = 4000\n\
         inflow.per_month = 100\n[class.plain]\n[class.hard]\neffort = 2\n\
         [stage.prepare]\neffort_hours = {{ exponential = 1 }}\nby = [\"juniors\"]\nthen = \"draft\"\n\
         [stage.draft]\neffort_hours = {{ exponential = 6 }}\nby = [\"seniors\", \"juniors\"]\nthen = \"wait\"\n\
         [stage.wait]\ndelay_days = 3\nthen = \"decided\"\n\
         [stage.sign]\nsigns = \"draft\"\neffort_hours = {{ exponential = 0.5 }}\nby = [\"seniors\"]\n\
         [pool.seniors]\nheadcount = 12\nseniors = 1\n\
         [pool.juniors]\nheadcount = 30\nseniors = 0\ntrainees = 1\nlearns = false\npace_at_start = 0.5\n{quality}\n"
    )
}

/// All decisions of a run, with how many grades below senior had the last word.
fn decisions(study: &Study, seed: u64, replications: u64) -> BTreeMap<Outcome, u64> {
    let mut counts = BTreeMap::new();
    for replication in 0..replications {
        watch(study, seed, replication, |_, what| {
            if let Observation::Decided { outcome, .. } = what {
                *counts.entry(*outcome).or_insert(0) += 1;
            }
        });
    }
    counts
}

/// A share of `n` draws is what it should be.
fn assert_share(what: &str, hits: u64, n: u64, share: f64) {
    let found = hits as f64 / n as f64;
    let error = (share * (1.0 - share) / n as f64).sqrt();
    let off = (found - share) / error;
    assert!(off.abs() < BOUND, "{what}: {found} of {n}, not {share}: {off} standard errors");
    // A test that could not tell a tenth more is none.
    assert!(error * BOUND < 0.1 * share, "{what}: {n} are too few");
}

#[test]
fn proved_without_a_sign_off_a_decision_is_wrong_as_often_as_its_draft() {
    let text = office("[quality]\ngranted = 0.6\nerrors_at_start = 0.3\nerrors_experienced = 0.3\ndetection = 0");
    let counts = decisions(&study_of(&text), 1, 4);
    let n: u64 = counts.values().sum();
    for (outcome, share) in [
        (Outcome { granted: true, wrong: true }, 0.6 * 0.3),
        (Outcome { granted: true, wrong: false }, 0.6 * 0.7),
        (Outcome { granted: false, wrong: true }, 0.4 * 0.3),
        (Outcome { granted: false, wrong: false }, 0.4 * 0.7),
    ] {
        assert_share(&format!("{outcome:?}"), counts[&outcome], n, share);
    }
}

/// A draft is wrong with ε; a sign-off finds that with d and the repaired draft is wrong with ε' = ε·r. What stays wrong is
/// ε(1 − d) + ε·d·W', with W' = ε'(1 − d) / (1 − ε'·d): the geometric sum over its returns.
#[test]
fn proved_a_sign_off_leaves_the_share_of_wrong_decisions_that_theory_says() {
    let (errors, found, alarm, rework) = (0.4, 0.75, 0.1, 0.5);
    let text = office(&format!(
        "[quality]\ngranted = 0.5\nerrors_at_start = {errors}\nerrors_experienced = 0\ndetection = {found}\n\
         false_alarm = {alarm}\nrework_error = {rework}\nmax_returns = 100"
    ));
    // Seniors make no errors here: only what juniors wrote, signed by seniors, is looked at.
    let study = study_of(&text);
    let (mut checked, mut returned) = ([0; 2], [0; 2]);
    let (mut approved, mut wrong_in_the_end) = (0, 0);
    for replication in 0..8 {
        watch(&study, 1, replication, |_, what| {
            if let Observation::Checked { wrong, returned: back, .. } = *what {
                checked[usize::from(wrong)] += 1;
                returned[usize::from(wrong)] += u64::from(back);
                if !back {
                    approved += 1;
                    wrong_in_the_end += u64::from(wrong);
                }
            }
        });
    }
    assert_share("wrong drafts found", returned[1], checked[1], found);
    assert_share("right drafts returned", returned[0], checked[0], alarm);
    let again = errors * rework;
    let stays = errors * (1.0 - found) + errors * found * again * (1.0 - found) / (1.0 - again * found);
    assert_share("wrong in the end", wrong_in_the_end, approved, stays);
}

#[test]
fn proved_a_signer_who_repairs_a_draft_decides_anew_whether_it_is_right() {
    // The first return is the last: what is found is repaired by the signer, who makes no errors.
    let text = office(
        "[quality]\ngranted = 0.5\nerrors_at_start = 0.5\nerrors_experienced = 0\ndetection = 0.8\nmax_returns = 1",
    );
    let mut signed = BTreeMap::new();
    let (mut drafts, mut wrong) = (0, 0);
    watch(&study_of(&text), 1, 0, |_, what| match *what {
        Observation::Checked { wrong, returned, .. } => *signed.entry((wrong, returned)).or_insert(0) += 1,
        Observation::Decided { outcome, .. } => {
            drafts += 1;
            wrong += u64::from(outcome.wrong);
        }
        _ => {}
    });
    // Not one of those found is wrong in the end; of those not found all are.
    assert!(signed[&(true, true)] > 400 && drafts > 1_000);
    assert!(wrong <= signed[&(true, false)] && wrong + 40 > signed[&(true, false)], "{wrong} wrong of {signed:?}");
}

#[test]
fn proved_grants_of_a_class_have_their_own_share() {
    let text = office("[quality]\ngranted = 0.4\ngranted_of.hard = 0.9")
        .replace("inflow.per_month = 100", "inflow.per_month = 100\nshare.hard = 0.5");
    let mut counts = [[0u64; 2]; 2];
    let study = study_of(&text);
    for replication in 0..3 {
        watch(&study, 1, replication, |_, what| {
            if let Observation::Decided { class, outcome, .. } = *what {
                counts[class][usize::from(outcome.granted)] += 1;
            }
        });
    }
    assert_share("plain", counts[0][1], counts[0][0] + counts[0][1], 0.4);
    assert_share("hard", counts[1][1], counts[1][0] + counts[1][1], 0.9);
}

#[test]
fn held_asking_whether_decisions_are_right_moves_no_other_draw() {
    let plain = study_of(&office(""));
    let asked =
        study_of(&office("[quality]\ngranted = 0.6\nerrors_at_start = 0.3\nerrors_experienced = 0.1\ndetection = 0"));
    for (before, after) in rows(&plain, 5, 3).iter().zip(&rows(&asked, 5, 3)) {
        let (before, after): (BTreeMap<_, _>, BTreeMap<_, _>) = (named(&plain, before), named(&asked, after));
        // The end of a quarter is an event where quality is read.
        for (name, value) in before.iter().filter(|(name, _)| *name != "events") {
            assert!(same(*value, after[name]), "{name}: {value}, then {}", after[name]);
        }
        assert!(after.len() > before.len(), "where it is asked, there are measures of it");
    }
}

#[test]
fn held_every_decision_says_what_it_is_and_the_world_agrees_with_itself() {
    let text = office(
        "[quality]\ngranted = 0.6\nerrors_at_start = 0.4\nerrors_experienced = 0.1\ndetection_at_start = 0.3\n\
         detection_experienced = 0.8\nfalse_alarm = 0.1\nunanswered_error = 2\nwho_signs = [\"senior\", \"independent\"]",
    );
    let study = study_of(&text.replace("initial.count = 4000", "initial.count = 150").replace("12-31", "03-31"));
    for replication in 0..3 {
        let source = Source::new(3, replication);
        sim::run_audited(&study.blueprint(source), source, &mut ());
        let (mut said, mut closed) = (0u64, 0u64);
        watch(&study, 3, replication, |_, what| match what {
            Observation::Decided { .. } => said += 1,
            Observation::Closed { closing: Closing::Decided, .. } => {
                closed += 1;
                assert_eq!(said, closed, "a decision is told just before its case is closed");
            }
            _ => {}
        });
        assert!(said > 100);
    }
}

// ---- appeals --------------------------------------------------------------------------------------------------------

/// Round the clock, so that a month is exactly 730.5 hours; experienced people alone, and nobody waits for long.
fn court(quality: &str, more: &str) -> String {
    format!(
        "name = \"court\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nhours = 26000\n[stream.cases]\n\
         inflow.per_hour = 0.5\nterm_months = 6\n[stage.draft]\neffort_hours = {{ exponential = 6 }}\n\
         by = [\"officers\"]\nthen = \"decided\"\n[pool.officers]\nheadcount = 8\nseniors = 1\n[quality]\n{quality}\n{more}\n"
    )
}

#[test]
fn proved_a_court_sends_back_what_it_upholds_after_exactly_its_months() {
    let text = court(
        "granted = 0.4\nappeal_after_refusal = 0.5\ncourt_months = 2\ncourt_upholds_appeal = 0.3\nremand_term_days = 60",
        "",
    );
    let study = study_of(&text);
    let (mut refused, mut appealed, mut upheld, mut dismissed) = (0, 0, 0, 0);
    let mut lodged = BTreeMap::new();
    for replication in 0..2 {
        lodged.clear();
        watch(&study, 2, replication, |at, what| match *what {
            Observation::Decided { outcome, case, appealed: goes, .. } => {
                refused += u64::from(!outcome.granted);
                appealed += u64::from(goes);
                assert!(!(goes && outcome.granted), "nobody appeals against a grant");
                if goes {
                    lodged.insert(case, at);
                }
            }
            Observation::Ruled { upheld: is_upheld, .. } => {
                upheld += u64::from(is_upheld);
                dismissed += u64::from(!is_upheld);
            }
            Observation::Remanded { case, .. } => {
                assert_eq!((at - lodged[&case]).hours(), 2.0 * 730.5, "two months of a 365.25-day year");
            }
            _ => {}
        });
    }
    assert_share("refusals appealed", appealed, refused, 0.5);
    assert_share("appeals upheld", upheld, upheld + dismissed, 0.3);
}

#[test]
fn proved_a_court_that_tells_right_from_wrong_sends_back_only_what_is_wrong() {
    let text = court(
        "granted = 0\nerrors_at_start = 0.3\nerrors_experienced = 0.3\nappeal_after_refusal = 1\ncourt_months = 1\n\
         upholds_wrong = 1\nupholds_right = 0",
        "",
    );
    let mut was_wrong = BTreeMap::new();
    let mut back = 0;
    watch(&study_of(&text), 1, 0, |_, what| match *what {
        Observation::Decided { outcome, case, .. } => {
            was_wrong.insert(case, outcome.wrong);
        }
        Observation::Remanded { case, .. } => {
            assert!(was_wrong[&case], "case {case} was rightly refused");
            back += 1;
        }
        _ => {}
    });
    assert!(back > 1_000, "{back} came back");
}

/// The balance of RULES 12 in the series of a replication, and that a target's measure counts first decisions alone.
#[test]
fn held_cases_are_conserved_with_courts_and_remands_of_their_own() {
    let text = court(
        "granted = 0.4\nappeal_after_refusal = 0.8\ncourt_months = { exponential = 4 }\ncourt_upholds_appeal = 0.5\n\
         remands_join = \"remands\"\nremand_to = \"again\"\nremand_term_months = 2",
        "[stream.remands]\npriority = 0\n[stage.again]\neffort_hours = { exponential = 9 }\nby = [\"officers\"]\n\
         then = \"decided\"\n",
    )
    .replace("term_months = 6", "term_months = 6\ninitial.at_court = 300\ninitial.count = 40")
    .replace("hours = 26000", "hours = 9000");
    let study = study_of(&text);
    let source = Source::new(4, 0);
    sim::run_audited(&study.blueprint(source), source, &mut ());
    for row in &rows(&study, 4, 3) {
        let named = named(&study, row);
        let value = |what: &str, stream: &str, date: &str| named[&format!("series {what}.{stream} {date}")];
        let dates: Vec<&str> = named.keys().filter_map(|name| name.strip_prefix("series at_court.cases ")).collect();
        assert!(dates.len() >= 12);
        for date in dates {
            for (stream, initial) in [("cases", 40.0), ("remands", 0.0)] {
                let came = initial + value("arrived", stream, date) + value("remanded", stream, date);
                let went = value("decided", stream, date) + value("decided_again", stream, date);
                assert_eq!(came, went + value("stock", stream, date), "{stream} on {date}");
            }
            assert_eq!(value("decided", "remands", date), 0.0, "what comes back is decided again");
            assert_eq!(value("remanded", "cases", date), 0.0, "it joins a stream of its own");
        }
        assert!(named["stream.remands.remanded"] > 300.0, "{}", named["stream.remands.remanded"]);
        assert!(named["stream.cases.latent_rework"] <= named["stream.cases.at_court"]);
        assert!(named["stream.cases.latent_rework"] > 20.0, "{}", named["stream.cases.latent_rework"]);
    }
}

#[test]
fn held_appeals_move_nothing_of_first_decisions_but_the_hours_that_they_take() {
    // A pool of its own decides anew: the first decisions cannot notice.
    let apart = "[stream.remands]\n[stage.again]\neffort_hours = { exponential = 9 }\nby = [\"others\"]\n\
                 then = \"decided\"\n[pool.others]\nheadcount = 3\nseniors = 1\n";
    let without = study_of(
        &court("granted = 0.4", apart)
            .replace("[stream.remands]", "[stream.remands]\ninitial.count = 1\nfirst_stage = \"again\""),
    );
    let with = study_of(
        &court(
            "granted = 0.4\nappeal_after_refusal = 0.8\ncourt_months = 3\ncourt_upholds_appeal = 0.5\n\
         remands_join = \"remands\"\nremand_to = \"again\"",
            apart,
        )
        .replace("[stream.remands]", "[stream.remands]\ninitial.count = 1\nfirst_stage = \"again\""),
    );
    for (before, after) in rows(&without, 5, 2).iter().zip(&rows(&with, 5, 2)) {
        let (before, after) = (named(&without, before), named(&with, after));
        for path in ["stream.cases.decided", "stream.cases.time_in_system_hours.mean", "stage.draft.wait_hours.mean"] {
            assert!(same(before[path], after[path]), "{path}: {}, then {}", before[path], after[path]);
        }
        assert!(after["stream.remands.decided_again"] > 1_000.0);
    }
}

/// SCIENCE, trap 4: what a surge refuses comes back when it is gone.
#[test]
fn held_what_is_refused_in_a_quarter_comes_back_in_the_years_after_it() {
    let text = court(
        "granted = 0.4\nappeal_after_refusal = 0.8\ncourt_months = { least = 3, usual = 8, most = 18 }\n\
         court_upholds_appeal = 0.4\nremand_to = \"again\"",
        "[stage.again]\neffort_hours = 9\nby = [\"officers\"]\nthen = \"decided\"",
    )
    .replace("inflow.per_hour = 0.5", "initial.count = 500");
    let study = study_of(&text);
    for row in &rows(&study, 1, 3) {
        let named = named(&study, row);
        let at = |what: &str, date: &str| named[&format!("series {what}.cases {date}")];
        assert_eq!((at("decided", "2027-03-31"), at("remanded", "2027-03-31")), (500.0, 0.0), "a quarter looks done");
        assert!(at("remanded", "2029-11-30") > 60.0, "{} came back", at("remanded", "2029-11-30"));
        assert_eq!(at("decided", "2029-11-30"), 500.0, "what comes back is no first decision");
    }
}

// ---- information ----------------------------------------------------------------------------------------------------

/// One in two cases is heard once more, where information is gathered.
fn hearing(quality: &str) -> String {
    office(&format!(
        "[stage.more]\nsays = \"Additional hearing\"\neffort_hours = {{ exponential = 4 }}\nby = [\"juniors\"]\nthen = \"draft\"\n\
         information = true\nskip_error = 2\nskip_grant = 0.2\n[quality]\ngranted = 0.3\nerrors_at_start = 0.2\n\
         errors_experienced = 0.2\ndetection = 0\n{quality}"
    ))
    .replace("by = [\"juniors\"]\nthen = \"draft\"\n[stage.draft]", "by = [\"juniors\"]\nthen = { more = 0.5, draft = \"rest\" }\n[stage.draft]")
}

#[test]
fn proved_less_information_saves_its_hours_and_costs_its_price() {
    let counts = |level: &str| {
        let study = study_of(&hearing(level));
        let mut heard = 0;
        for replication in 0..4 {
            watch(&study, 1, replication, |_, what| {
                heard += u64::from(matches!(what, Observation::Finished { stage: 4, .. }));
            });
        }
        (decisions(&study, 1, 4), heard)
    };
    let share = |counts: &BTreeMap<Outcome, u64>, of: &dyn Fn(&Outcome) -> bool| -> (u64, u64) {
        (counts.iter().filter(|(outcome, _)| of(outcome)).map(|(_, n)| n).sum(), counts.values().sum())
    };
    // Half of the cases would go there; a share 1 - level of them skips.
    for (level, skipped) in
        [("information = \"as-now\"", 0.0), ("information = 0.4", 0.3), ("information = \"minimum\"", 0.5)]
    {
        let (counts, heard) = counts(level);
        let (wrong, n) = share(&counts, &|outcome| outcome.wrong);
        assert_share(&format!("{level}: wrong"), wrong, n, 0.2 * (1.0 - skipped) + 0.4 * skipped);
        let (granted, n) = share(&counts, &|outcome| outcome.granted);
        assert_share(&format!("{level}: granted"), granted, n, 0.3 + 0.2 * skipped);
        assert_eq!(heard == 0, level.contains("minimum"), "{level}: {heard} were heard again");
    }
}

// ---- no lever is free -----------------------------------------------------------------------------------------------

const REPLICATIONS: u64 = 40;
const SURE: f64 = 4.0;

fn measured(text: &str, paths: &[&str]) -> Vec<Vec<f64>> {
    let study = study_of(text);
    let rows: Vec<Row> = rows(&study, 1, REPLICATIONS);
    paths.iter().map(|path| column(&study, &rows, path)).collect()
}

/// The first-steps office, small, with errors instead of returned drafts.
fn small_office(quality: &str, supervision: &str) -> String {
    let text = std::fs::read_to_string(scenarios().join("first-steps/small-office-surge.toml"))
        .expect("a shipped file can be read");
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("returned_drafts")).collect();
    kept.join("\n")
        .replace(
            "[quality]",
            &format!(
                "[quality]\ngranted = 0.6\nerrors_at_start = 0.3\nerrors_experienced = 0.1\ndetection_at_start = 0.2\n\
                 detection_experienced = 0.7\nfalse_alarm = 0.05\n{quality}"
            ),
        )
        .replace("span               = 5 ", &format!("{supervision}\n#"))
}

#[test]
fn held_less_information_raises_the_risk_of_errors() {
    let of = |level: &str| measured(&hearing(level), &["quality.error_risk", "stream.cases.decided"]);
    let (as_now, minimum) = (of("information = \"as-now\""), of("information = \"minimum\""));
    let (risk, output) = (paired_t(&minimum[0], &as_now[0]), paired_t(&minimum[1], &as_now[1]));
    assert!(risk > SURE && output > SURE, "risk {risk}, decisions {output} standard errors");
}

#[test]
fn held_signing_by_more_people_leaves_more_errors_in() {
    let senior = "who_signs                   = [\"senior\"]";
    let of = |who: &str| {
        let text = small_office("", "span = 5");
        assert!(text.contains(senior));
        measured(&text.replace(senior, who), &["quality.error_risk", "quality.below_senior_share"])
    };
    let (strict, loose) = (of("who_signs = [\"senior\"]"), of("who_signs = [\"senior\", \"independent\"]"));
    let (risk, below) = (paired_t(&loose[0], &strict[0]), paired_t(&loose[1], &strict[1]));
    assert!(risk > SURE && below > SURE, "risk {risk}, signed below senior {below} standard errors");
}

#[test]
fn held_a_wider_span_raises_the_risk_of_errors() {
    let of = |span: u32| {
        let supervision = format!("span = {span}\npatience_minutes = {{ exponential = 40 }}");
        let text = small_office("unanswered_error = 4", &supervision)
            .replace("questions_a_day_at_start = { low = 2, likely = 4, high = 8 }", "questions_a_day_at_start = 8");
        // Of the stream that the newcomers work on; slower newcomers decide less, so that the others' errors weigh more.
        measured(&text, &["stream.old.error_risk", "supervision.answered_share"])
    };
    let (narrow, wide) = (of(2), of(10));
    let (risk, answered) = (paired_t(&wide[0], &narrow[0]), paired_t(&wide[1], &narrow[1]));
    assert!(risk > SURE && answered < -SURE, "risk {risk}, answered {answered} standard errors");
}

#[test]
fn proved_coaching_and_answers_that_are_not_given_raise_errors_by_their_factors() {
    // Nobody supervises: no coaching is given, and no question is answered.
    let alone = |quality: &str, supervision: &str| {
        let text = office(&format!("[quality]\ngranted = 0.5\nerrors_at_start = 0.2\nerrors_experienced = 0.2\ndetection = 0\n{quality}\n[supervision]\n{supervision}"))
            .replace("pace_at_start = 0.5", "pace_at_start = 0.5\nquestions_per_hour_at_start = 3")
            .replace("by = [\"seniors\", \"juniors\"]", "by = [\"juniors\"]");
        let counts = decisions(&study_of(&text), 1, 2);
        let wrong: u64 = counts.iter().filter(|(outcome, _)| outcome.wrong).map(|(_, n)| n).sum();
        wrong as f64 / counts.values().sum::<u64>() as f64
    };
    let patient = "patience_minutes = 1\nanswer_hours = 0.1";
    let plain = alone("", patient);
    let unanswered = alone("unanswered_error = 2", patient);
    let uncoached = alone("uncoached_error = 2", &format!("{patient}\ncoaching_hours_per_week = 2"));
    assert!((0.18..0.22).contains(&plain), "{plain}");
    // Few drafts pass without a question; the first week has no week before it.
    assert!((0.36..0.42).contains(&unanswered), "{unanswered}");
    assert!((0.36..0.42).contains(&uncoached), "{uncoached}");
}

/// The codes of the warnings that `check` gives.
fn warnings(text: &str) -> Vec<&'static str> {
    let organisation = check::check(&opened_text(text)).unwrap_or_else(|why| panic!("{why}"));
    organisation.warnings.iter().map(|problem| problem.code).collect()
}

#[test]
fn held_a_lever_without_its_price_is_warned_of_and_with_it_not() {
    let errors = "[quality]\ngranted = 0.5\nerrors_at_start = 0.2\nerrors_experienced = 0.1\ndetection = 0.7\n";
    let rushed = |quality: &str, change: &str| office(&format!("{quality}[change.rush]\nat = 2027-06-01\n{change}\n"));
    let signers = "quality.who_signs = [\"senior\", \"independent\"]";
    let span = "supervision.span = 9";
    let patient = "unanswered_error = 2\n[supervision]\npatience_minutes = 30\n";
    assert!(warnings(&rushed("", signers)).contains(&"W507") && warnings(&rushed("", span)).contains(&"W507"));
    assert!(!warnings(&rushed(errors, signers)).contains(&"W507"));
    assert!(warnings(&rushed(errors, span)).contains(&"W507"), "questions without an answer cost nothing");
    assert!(!warnings(&rushed(&format!("{errors}{patient}"), span)).contains(&"W507"));
    let coached = format!("{errors}[supervision]\ncoaching_hours_per_week = 4\n");
    for hours in ["stage.draft.effort_hours = 1", "supervision.coaching_hours_per_week = 1"] {
        assert!(warnings(&rushed(&coached, hours)).contains(&"W507"), "{hours}");
        let priced = format!("{hours}\nquality.errors_experienced = 0.15");
        assert!(!warnings(&rushed(&coached, &priced)).contains(&"W507"), "{hours}");
        assert!(!warnings(&rushed(&coached, &hours.replace("= 1", "= 40"))).contains(&"W507"), "{hours}");
    }
    let priced = hearing("information = 0.5");
    assert!(!warnings(&priced).contains(&"W507"));
    for price in
        ["skip_error = 2\n", "skip_grant = 0.2\n", "errors_at_start = 0.2\nerrors_experienced = 0.2\ndetection = 0\n"]
    {
        assert!(priced.contains(price));
        assert!(warnings(&priced.replace(price, "")).contains(&"W507"), "without {price}");
    }
}

// ---- measured and true ----------------------------------------------------------------------------------------------

const MEASURING: &str = "[quality.measuring]\ndecisions_per_quarter = 100\ndetection = 0.7\nnorm = 0.85\n";
const ERRORS: &str = "granted = 0.5\nerrors_at_start = 0.2\nerrors_experienced = 0.2\ndetection = 0\n";

#[test]
fn proved_a_sample_sees_the_share_of_errors_that_it_detects() {
    let text = office(&format!("[quality]\n{ERRORS}{MEASURING}"));
    let scores = &measured(&text, &["quality.measured_score"])[0];
    // Four quarters of 100 decisions each in every replication.
    let n = 100 * 4 * REPLICATIONS;
    let seen = scores.iter().sum::<f64>() * 400.0;
    assert_share("faults found", n - seen.round() as u64, n, 0.2 * 0.7);
}

#[test]
fn proved_suspending_the_measuring_hides_quality_and_changes_nothing_of_it() {
    let change = "[change.suspended]\nat = 2027-07-01\nquality.measured = false\n";
    let [on, off] = [String::new(), change.to_owned()]
        .map(|change| study_of(&office(&format!("[quality]\n{ERRORS}{MEASURING}{change}"))));
    let dates = ["2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"];
    for (row_on, row_off) in rows(&on, 7, 3).iter().zip(&rows(&off, 7, 3)) {
        let (on, off) = (named(&on, row_on), named(&off, row_off));
        for (quarter, date) in dates.iter().enumerate() {
            let at = |what: &str| {
                (on[&format!("series quality.{what} {date}")], off[&format!("series quality.{what} {date}")])
            };
            let (with, without) = at("true");
            assert!(same(with, without) && with > 0.5 && with < 1.0, "quality itself on {date}: {with}, {without}");
            let (with, without) = at("measured");
            assert!(with > 0.5, "measured on {date}: {with}");
            assert_eq!(without.is_nan(), quarter >= 2, "measured on {date}: {without}");
            let (low, high) = (at("measured_low").0, at("measured_high").0);
            assert!(low < with && with < high, "{low} < {with} < {high}");
        }
        assert_eq!((on["quality.measured_quarters_share"], off["quality.measured_quarters_share"]), (1.0, 0.5));
    }
}

/// Juniors prepare; about half of the files are drafted by somebody else than who prepared them. Who reads half of it saves half of the hours, and errs more.
#[test]
fn held_reading_less_of_a_file_saves_hours_and_raises_errors() {
    let read = |keys: &str| {
        let quality = "[quality]\ngranted = 0.6\nerrors_at_start = 0.3\nerrors_experienced = 0.3\ndetection = 0";
        let text = office(quality).replace("[stage.wait]", &format!("read_in_hours = 1\n{keys}[stage.wait]"));
        let study = study_of(&text);
        let counts = decisions(&study, 1, 4);
        let n: u64 = counts.values().sum();
        let wrong: u64 = counts.iter().filter(|(outcome, _)| outcome.wrong).map(|(_, count)| count).sum();
        let row = named(&study, &rows(&study, 1, 1)[0]);
        let handover = row["ledger seniors handover"] + row["ledger juniors handover"];
        (handover / row["stage.draft.finished"].max(1.0), wrong as f64 / n as f64)
    };
    let (whole_hours, whole_errors) = read("");
    let (half_hours, half_errors) = read("read_in_share = 0.5\nread_in_error = 2\n");
    assert!((half_hours / whole_hours - 0.5).abs() < 0.05, "{half_hours} of {whole_hours} hours a draft");
    // 1.5 times as many for files that were taken over; a tenth more in all is eight standard errors.
    assert!(half_errors > 1.1 * whole_errors, "{half_errors} after {whole_errors}");
}
