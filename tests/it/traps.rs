//! The structural traps of models of scaling up, each with a test that would catch it: docs/traps.md lists them, and here
//! stand those that have no better place. Nothing here is a matter of chance but the grades that leave.

use std::collections::BTreeMap;

use surgecap::{
    experiment::check,
    observe::observation::{Closing, Observation},
};

use crate::support::{files_below, named, opened_text, root, rows, study_of, watch};

const PAGE: &str = "docs/traps.md";

#[test]
fn held_every_trap_has_tests_that_exist() {
    let page = std::fs::read_to_string(root().join(PAGE)).expect("the page of traps can be read");
    let sources: String = ["tests/it", "src"]
        .iter()
        .flat_map(|folder| files_below(&root().join(folder), "rs"))
        .map(|path| std::fs::read_to_string(path).expect("a source can be read"))
        .collect();
    let mut traps = 0;
    for row in page.lines().filter(|line| line.starts_with("| ") && line.contains('`')) {
        let last = row.trim_end_matches('|').rsplit('|').next().unwrap_or_default();
        let tests: Vec<&str> = last.split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "no test stands in {row}");
        for test in tests {
            assert!(sources.contains(&format!("fn {test}()")), "{PAGE} names the test {test}, which is not there");
        }
        traps += 1;
    }
    assert_eq!(traps, 8, "SCIENCE 4 has eight traps");
}

/// Twenty people draft a case an hour, one signs one an hour.
#[test]
fn held_a_draft_that_waits_for_a_signature_is_not_decided() {
    let study = study_of(
        "name = \"hidden queue\"\nstart = 2027-01-04\nend = 2027-01-29\n[stream.cases]\ninitial.count = 10000\n\
         [stage.draft]\neffort_hours = 1\nby = [\"drafters\"]\nthen = \"decided\"\n\
         [stage.sign]\nsigns = \"draft\"\neffort_hours = 1\nby = [\"signers\"]\n\
         [pool.drafters]\nheadcount = 20\nseniors = 0\n[pool.signers]\nheadcount = 1\n",
    );
    let (mut drafts, mut signed, mut decided) = (0, 0, 0);
    watch(&study, 1, 0, |_, what| match what {
        Observation::Finished { stage: 0, .. } => drafts += 1,
        Observation::Signed { returned: false, .. } => signed += 1,
        Observation::Closed { closing: Closing::Decided, .. } => decided += 1,
        _ => {}
    });
    assert_eq!((decided, signed), (signed, 159), "a decision is what was signed: the first hour has nothing to sign");
    assert!(drafts > 19 * decided, "{drafts} drafts");
    let row = named(&study, &rows(&study, 1, 1)[0]);
    assert_eq!(row["series decided.cases 2027-01-29"] + row["series stock.cases 2027-01-29"], 10_000.0);
}

/// Answers of half an hour, ten people who ask and one who answers: the wait costs more than the answers do.
#[test]
fn held_a_question_costs_who_asks_the_wait_as_well() {
    let office = |questions: u32| {
        format!(
            "name = \"help desk\"\nstart = 2027-01-04\nend = 2027-02-26\n[stream.cases]\ninitial.count = 20000\n\
             [stage.draft]\neffort_hours = 2\nby = [\"temps\"]\nthen = \"decided\"\n\
             [pool.temps]\nheadcount = 10\nseniors = 0\ntrainees = 1\nlearns = false\npace_at_start = 1\n\
             questions_a_day_at_start = {questions}\n[pool.seniors]\nheadcount = 1\n\
             [supervision]\nfrom = [\"seniors\"]\nspan = 10\nat_most_share = 1\nminutes_per_answer = 30\n"
        )
    };
    let hours = |questions: u32, category: &str| {
        let study = study_of(&office(questions));
        named(&study, &rows(&study, 1, 1)[0])[&format!("ledger temps {category}")]
    };
    let (waiting, asking) = (hours(8, "waiting-for-supervisor"), hours(8, "asking"));
    assert!(waiting > 2.0 * asking && asking > 0.0, "{waiting} hours of waiting, {asking} of asking");
    // What a factor for the answers alone would leave is far more than what is left.
    let (with, without) = (hours(8, "first-time"), hours(0, "first-time"));
    assert!(with < 0.7 * (without - asking), "{with} of {without} hours");
}

/// Everybody who is refused appeals, and half of the appeals are upheld after nine months.
#[test]
fn held_what_courts_send_back_comes_after_a_short_horizon() {
    let office = |end: &str| {
        format!(
            "name = \"courts\"\nstart = 2027-01-04\nend = {end}\n[stream.cases]\ninitial.count = 200\n\
             [stage.draft]\neffort_hours = 4\nby = [\"clerks\"]\nthen = \"decided\"\n[pool.clerks]\nheadcount = 10\n\
             [quality]\ngranted = 0.2\nappeal_after_refusal = 1\ncourt_months = 9\ncourt_upholds_appeal = 0.5\n\
             remand_to = \"draft\"\n[target.done]\nmeasure = \"stock.cases\"\nat_most = 20\nby = 2027-03-31\n"
        )
    };
    let of = |end: &str| {
        let study = study_of(&office(end));
        let row = named(&study, &rows(&study, 1, 1)[0]);
        let mut remanded = 0;
        watch(&study, 1, 0, |_, what| remanded += u32::from(matches!(what, Observation::Remanded { .. })));
        (row["stream.cases.latent_rework"], remanded)
    };
    let ((latent, none), (_, later)) = (of("2027-06-30"), of("2028-06-30"));
    assert!(none == 0 && latent > 50.0 && later > 50, "{latent} latent, then {later} remanded");
    let warns = |end: &str| {
        let organisation = check::check(&opened_text(&office(end))).unwrap_or_else(|why| panic!("{why}"));
        organisation.warnings.iter().any(|one| one.code == "W508")
    };
    assert!(warns("2027-06-30") && !warns("2028-06-30"), "a run that ends too early is warned of");
}

/// Half of the seniors leave in a year, none of the others: of 800 seniors 400 are left, give or take 14.
#[test]
fn proved_each_grade_leaves_at_its_own_rate() {
    let study = study_of(
        "name = \"leaving\"\nstart = 2027-01-01\nend = 2027-12-31\n[stream.cases]\ninitial.count = 10\n\
         [stage.draft]\neffort_hours = 1\nby = [\"clerks\"]\nthen = \"decided\"\n\
         [pool.clerks]\nheadcount = 1000\nseniors = 0.8\nleaving_per_year_of = { senior = 0.5, independent = 0 }\n",
    );
    let row = named(&study, &rows(&study, 1, 1)[0]);
    assert_eq!(row["series staff.clerks.independent 2027-12-31"], 200.0);
    // Four standard errors and a half: one false alarm in 150,000 seeds.
    let seniors = row["series staff.clerks.senior 2027-12-31"];
    assert!((seniors - 400.0).abs() < 4.5 * 14.2, "{seniors}");
}

/// Ordered on 4 January: three weeks of lead time, two of class, and each of three groups four weeks after the one before.
#[test]
fn held_lead_times_groups_and_class_come_before_the_first_case() {
    let study = study_of(
        "name = \"groups\"\nstart = 2027-01-04\nend = 2027-06-30\n[stream.cases]\ninitial.count = 20000\n\
         [stage.draft]\neffort_hours = 1\nby = [\"temps\"]\nthen = \"decided\"\n\
         [pool.seniors]\nheadcount = 1\n[supervision]\nfrom = [\"seniors\"]\nspan = 10\nat_most_share = 1\n\
         [cohort.temps]\nheadcount = 6\nordered = 2027-01-04\nfirst_day_after_weeks = 3\ngroups_of = 2\n\
         weeks_between_groups = 4\nclassroom_weeks = 2\nlearns = false\npace_at_start = 1\n",
    );
    let mut first: BTreeMap<u32, f64> = BTreeMap::new();
    watch(&study, 1, 0, |at, what| {
        if let Observation::Started { worker, .. } = what {
            first.entry(*worker).or_insert(at.0 as f64 / 36_000.0);
        }
    });
    let mut hours: Vec<f64> = first.into_values().collect();
    hours.sort_by(f64::total_cmp);
    let week = 40.0;
    assert_eq!(hours, [5.0, 5.0, 9.0, 9.0, 13.0, 13.0].map(|weeks| weeks * week));
}
