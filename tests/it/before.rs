//! What is known from before the start: draws that contradict it are not used, and the others keep their numbers.

use surgecap::{
    experiment::run::{Ask, Ran, run},
    random::Source,
    replicate::{Control, Draw, Study},
};

use crate::support::{column, opened, opened_text, rows, scenarios, study, study_of, surgecap, text_of};

/// Ten clerks with more cases than they can do; nobody knows how long a case takes, and no two cases differ.
fn office(past: &str) -> String {
    format!(
        "name = \"clerks\"\nstart = 2027-01-04\nend = 2027-12-31\n[stream.cases]\ninitial.count = 5000\n\
         [stage.desk]\neffort_hours = {{ low = 6, likely = 8, high = 12 }}\nby = [\"clerks\"]\nthen = \"decided\"\n\
         [pool.clerks]\nheadcount = 10\n{past}"
    )
}

/// From 4 February to 3 May 2027 lie 63 working days: 5,040 hours, 1,680 a month.
const HOURS_A_MONTH: f64 = 1_680.0;

fn known(at_least: f64, at_most: f64) -> String {
    office(&format!(
        "[expect-before.output]\nsays = \"output of last year\"\nat_least = {at_least}\nat_most = {at_most}\nafter_months = 1\n\
         months = 3\nsource = \"annual report\"\n"
    ))
}

fn hours(study: &Study, replication: u64) -> f64 {
    study.inputs(&Draw::from(Source::new(1, replication)))[0].1
}

/// Output between 150 and 250 a month means 6.72 to 11.2 hours: as many draws are used as the range has of these, and none other.
/// Within 4 standard errors, and a case for each clerk at both ends: a false alarm in 16,000 seeds.
#[test]
fn proved_the_draws_used_are_those_of_the_range_given_the_past() {
    let (free, given) = (study_of(&office("")), study_of(&known(150.0, 250.0)));
    let past = given.past.as_ref().expect("a past is known");
    let count = 600;
    let (shortest, longest) = (HOURS_A_MONTH / 250.0, HOURS_A_MONTH / 150.0);
    // A clerk's case under way at either end moves the bounds by a case in some forty.
    let slack = 0.03;
    let inside = |hours: f64| (shortest * (1.0 - slack)..=longest * (1.0 + slack)).contains(&hours);
    let mut kept = 0;
    for replication in 0..count {
        let (with, without) = (hours(&given, replication), hours(&free, replication));
        assert!(inside(with), "{with} hours give no output between 150 and 250");
        let attempts = past.attempt_of(Source::new(1, replication), 1.0);
        assert_eq!(
            attempts == 0,
            with == without,
            "a draw that fits keeps its numbers, one that does not is drawn anew"
        );
        kept += u64::from(attempts == 0);
    }
    let expected = (0..20_000).filter(|one| {
        let hours = hours(&free, 1_000 + one);
        (shortest..=longest).contains(&hours)
    });
    let expected = expected.count() as f64 / 20_000.0;
    assert!((0.5..0.95).contains(&expected), "{expected}");
    let error = (expected * (1.0 - expected) / count as f64).sqrt();
    let found = kept as f64 / count as f64;
    assert!((found - expected).abs() < 4.0 * error + 0.02, "{found} of {expected}");
    let share = past.share((0..count).map(|one| Source::new(1, one)), 1.0);
    assert!((share - expected).abs() < 0.06, "{share} of {expected}");
}

/// What was otherwise then is written below `past`: with twice the people the same output takes twice the hours of a case.
#[test]
fn held_the_past_has_its_own_settings() {
    let as_now = study_of(&known(150.0, 250.0));
    let text = known(300.0, 500.0) + "past.pool.clerks.headcount = 20\n";
    let twice = study_of(&text);
    for replication in 0..100 {
        assert_eq!(hours(&as_now, replication), hours(&twice, replication));
    }
}

fn answer(text: &str, replications: u64) -> Result<Ran, String> {
    let ask = Ask { seed: 1, replications: Some(replications), widen: 1.0, realised: Vec::new() };
    run(&opened_text(text), &ask, &Control::default(), &|_| ())
}

#[test]
fn held_the_answer_says_how_many_draws_fit_and_refuses_when_next_to_none_do() {
    let ran = answer(&known(150.0, 250.0), 50).expect("most draws fit");
    let before = ran.findings.before.as_ref().expect("it is in the findings");
    assert!((0.5..1.0).contains(&before.used_share));
    let said = format!(
        "{:.0} in 100 draws of the inputs give what is known from before the start: 150 to 250 decisions a month (output of last \
         year). The others are not used.",
        before.used_share * 100.0
    );
    assert!(ran.findings.caveats.contains(&said), "{:?}", ran.findings.caveats);
    assert!(answer(&office(""), 5).expect("nothing is known").findings.before.is_none());
    let why = answer(&known(1_000.0, 2_000.0), 5).err().expect("no draw gives so many");
    assert!(why.contains("contradict each other") && why.contains("1000 to 2000 decisions a month"), "{why}");
}

/// The plan and `nothing` are run with the same draws, and the past is that of the organisation without the plan.
#[test]
fn held_a_plan_does_not_change_the_past() {
    let plan = "[cohort.temps]\nheadcount = 30\nfirst_day_after_weeks = 1\nlearns = false\n[pool.temps]\n[supervision]\n\
                from = [\"clerks\"]\n";
    let text = known(150.0, 250.0).replace("by = [\"clerks\"]", "by = [\"clerks\", \"temps\"]");
    let opened = opened_text(&(text + plan));
    let with = study(&opened);
    let beside = opened.study_of_nothing(&with.measures, 1.0).expect("the plan adds people");
    let alone = study_of(&known(150.0, 250.0));
    for replication in 0..60 {
        assert_eq!(hours(&with, replication), hours(&beside, replication));
        assert_eq!(hours(&with, replication), hours(&alone, replication));
    }
}

/// Given the past the answer is surer than the ranges alone: 400 draws each.
#[test]
fn held_what_is_known_narrows_the_interval() {
    let file = scenarios().join("first-steps/known-past.toml");
    let decided = |sets: &[&str]| {
        let study = study(&opened(&file, sets, None));
        column(&study, &rows(&study, 1, 400), "stream.applications.decided")
    };
    let spread = |all: &[f64]| all.iter().copied().collect::<surgecap::stats::Moments>().std_error();
    let (given, free) =
        (decided(&[]), decided(&["expect-before.last-year.at_least=0", "expect-before.last-year.at_most=100000"]));
    assert!(spread(&given) < 0.75 * spread(&free), "{} and {}", spread(&given), spread(&free));
    let page =
        text_of(&["run"], &surgecap(&["run", "scenarios/first-steps/known-past.toml", "--reps", "20", "--no-results"]));
    assert!(page.contains("draws of the inputs give what"), "{page}");
}
