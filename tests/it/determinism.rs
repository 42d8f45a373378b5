//! The same bytes for any number of threads; a replication hangs on its number alone; a draw hangs on its address, so
//! that what has nothing to do with it moves it not (RULES 10).

use std::{collections::BTreeMap, sync::Arc};

use surgecap::{
    blueprint::{Inputs, compile},
    observe::observation::Observation,
    random::Source,
    replicate::Draw,
};

use crate::support::{named, opened_text, rows, same, study, study_of, surgecap, text_of, watch};

#[test]
fn held_the_answer_has_the_same_bytes_with_1_2_and_8_threads() {
    let answer = |threads: &str| {
        let file = "scenarios/first-steps/small-office-surge.toml";
        let arguments = [
            "run",
            file,
            "--reps",
            "24",
            "--seed",
            "3",
            "--format",
            "json",
            "--no-results",
            "--quiet",
            "--threads",
            threads,
        ];
        text_of(&arguments, &surgecap(&arguments))
    };
    let one = answer("1");
    assert!(one.len() > 10_000, "the answer is nearly empty: {one}");
    assert!(one == answer("2"), "2 threads give another answer than 1");
    assert!(one == answer("8"), "8 threads give another answer than 1");
}

/// A number that changes on the way is two inputs: one may be given without the other, and one share of probability draws both.
#[test]
fn held_what_a_change_writes_again_is_an_input_of_its_own() {
    let text = "name = \"two times\"\nstart = 2027-01-04\nend = 2027-12-31\n[stream.cases]\ninflow.per_month = 20\n\
                [resource.rooms]\ncapacity = { low = 2, likely = 3, high = 5 }\n[stage.hearing]\neffort_hours = 2\n\
                by = [\"people\"]\nuses = [\"rooms\"]\nthen = \"decided\"\n[pool.people]\nheadcount = 10\n\
                overhead = { low = 0.1, likely = 0.2, high = 0.4 }\n\
                [change.more-rooms]\nat = 2027-06-01\nresource.rooms.capacity = { low = 20, likely = 30, high = 50 }\n";
    let (first, later) = ("resource.rooms.capacity", "change.more-rooms.resource.rooms.capacity");
    let study = study_of(text);
    let names: Vec<String> = study.uncertain().into_iter().map(|num| num.path).collect();
    assert_eq!(names, ["pool.people.overhead", first, later]);
    let draw = Draw::from(Source::new(1, 0));
    let value = |draw: &Draw, name: &str| study.inputs(draw).into_iter().find(|(path, _)| path == name).unwrap().1;
    assert!((value(&draw, later) - 10.0 * value(&draw, first)).abs() < 1e-9, "the same share of probability");
    let given = Draw { fixed: Some(Arc::new([(first.to_owned(), 4.0)].into())), ..draw.clone() };
    assert_eq!((value(&given, first), value(&given, later)), (4.0, value(&draw, later)));
    let given = Draw { fixed: Some(Arc::new([(later.to_owned(), 40.0)].into())), ..draw.clone() };
    assert_eq!((value(&given, first), value(&given, later)), (value(&draw, first), 40.0));
}

/// `validate` adds replications until it is sure: their number must not hang on the threads either.
#[test]
fn held_a_validation_has_the_same_bytes_with_1_and_8_threads() {
    let answer = |threads: &str| {
        let file = "scenarios/validation/onboard-cohorts-a.toml";
        let arguments = ["validate", file, "--seed", "3", "--format", "json", "--quiet", "--threads", threads];
        text_of(&arguments, &surgecap(&arguments))
    };
    assert_eq!(answer("1"), answer("8"));
}

/// An organisation with all kinds of draws: two classes, ages, shares of a stock, routes, delays, sign-off and returns,
/// leaving, learning, questions and patience, ranges of inputs, a table of arrivals.
const RICH: &str = r#"
name = "all kinds of draws"
start = 2027-01-04
end = 2027-06-30

[class.plain]
[class.hard]
effort = { low = 1.2, likely = 1.5, high = 2 }

[stream.old]
first_stage = "read"
priority = 2
share.hard = 0.3
initial.count = { low = 60, likely = 80, high = 120 }
initial.age_months = { least = 1, usual = 4, most = 12 }
initial.at.draft = 0.25
term_months = 6

[stream.new]
first_stage = "read"
share.hard = { low = 0.1, likely = 0.2, high = 0.3 }
inflow.per_month = { low = 20, likely = 25, high = 30 }
term_days = 90

[stage.read]
effort_hours = { least = 0.5, usual = 2, most = 5 }
by = ["officers", "temps"]
then = "draft"
delay_after_days = { least = 2, usual = 5, most = 20 }

[stage.draft]
effort_hours = { lognormal = { mean = { low = 4, likely = 6, high = 9 }, cv = 0.6 } }
by = ["officers", "temps"]
then = { read = 0.1, decided = "rest" }
handover_hours = 0.5

[stage.sign]
signs = "draft"
effort_hours = { least = 0.2, usual = 0.5, most = 2 }
by = ["officers"]
growth = 1

[pool.officers]
headcount = 6
seniors = 0.5
leaving_per_year = 0.2
overhead = 0.2
tenure_months = { least = 6, usual = 40, most = 200 }

[cohort.temps]
pool = "temps"
headcount = 5
first_day_after_weeks = { low = 2, likely = 4, high = 8 }
own_delay_weeks = { least = 0, usual = 1, most = 4 }
work = ["read", "draft"]
leaving_per_year = 0.4
classroom_weeks = 1
months_to_independence = { low = 2, likely = 4, high = 7 }
learning_spread = 0.4
never_independent = 0.2
pace_at_start = 0.4
questions_a_day_at_start = 4

[supervision]
from = ["officers"]
span = 3
minutes_per_answer = { least = 5, usual = 15, most = 60 }
patience_minutes = { exponential = 60 }

[quality]
returned_drafts_at_start = 0.3
returned_drafts_experienced = 0.1
"#;

#[test]
fn held_a_replication_alone_is_the_same_as_in_a_batch() {
    let study = study_of(RICH);
    let batch = rows(&study, 5, 6);
    for number in [5, 0, 3] {
        let alone = study.run_one(5, number);
        let differing =
            alone.values.iter().zip(&batch[number as usize].values).filter(|(a, b)| !same(**a, **b)).count();
        assert_eq!(differing, 0, "numbers that differ in replication {number}");
    }
    assert!(batch[0] != batch[1], "replications have luck of their own");
    assert!(study.run_one(6, 0) != batch[0], "seeds too");
}

#[test]
fn held_compiling_twice_with_the_same_luck_gives_the_same_blueprint() {
    let study = study(&opened_text(RICH));
    let blueprint = |replication| {
        let inputs = Inputs::drawn(Source::new(9, replication), 1.0);
        let compiled = compile(&study.scenario, &study.measures, &inputs);
        (
            format!("{compiled:?}"),
            inputs.into_seen().into_iter().map(|(num, value)| (num.path, value)).collect::<Vec<_>>(),
        )
    };
    let (first, seen) = blueprint(4);
    assert!(seen.len() >= 7, "only {} inputs are uncertain", seen.len());
    assert!((first.clone(), seen) == blueprint(4));
    assert!(first != blueprint(5).0, "another replication draws other inputs");
}

/// Four replications of a text by name, without the count of events.
fn results(text: &str) -> Vec<BTreeMap<String, f64>> {
    let study = study_of(text);
    rows(&study, 11, 4)
        .iter()
        .map(|row| {
            let mut all = named(&study, row);
            all.remove("events");
            // Whether an idle worker sees cases that others may do is a matter of all streams: idle is idle.
            for pool in study.scenario.first().pools.iter() {
                let other = all.remove(&format!("ledger {} idle-no-permission", pool.name)).unwrap_or_default();
                let idle = all.entry(format!("ledger {} idle-no-case", pool.name)).or_default();
                *idle = ((*idle + other) * 36_000.0).round();
            }
            all
        })
        .collect()
}

/// All that the smaller organisation measures is the same in the larger one, but for what is of all streams together.
fn assert_unmoved(base: &str, larger: &str, what: &str) {
    let is_of_all = |name: &str| name == "in_system.mean" || name.starts_with("series stock.all ");
    let mut compared = 0;
    for (number, (before, after)) in results(base).iter().zip(results(larger)).enumerate() {
        assert!(after.len() >= before.len());
        for (name, value) in before.iter().filter(|(name, _)| !is_of_all(name)) {
            let now = *after.get(name).unwrap_or_else(|| panic!("{what}: {name} is gone"));
            assert!(same(*value, now), "{what} moved {name} in replication {number} from {value} to {now}");
            compared += usize::from(*value != 0.0 && !value.is_nan());
        }
    }
    assert!(compared > 400, "{what}: only {compared} numbers that are something were compared");
}

/// The same text with more in front of a table, so that every index after it moves.
fn before(text: &str, table: &str, more: &str) -> String {
    assert!(text.contains(table));
    text.replacen(table, &format!("{more}\n{table}"), 1)
}

#[test]
fn held_one_more_stage_moves_no_other_draw() {
    let stage = "[stage.archive]\neffort_hours = { exponential = 2 }\nby = [\"officers\"]\nthen = \"read\"\n";
    assert_unmoved(RICH, &before(RICH, "[stage.read]", stage), "a stage that no case comes to");
}

#[test]
fn held_one_more_pool_moves_no_other_draw() {
    let pool =
        "[pool.archivists]\nheadcount = { low = 2, likely = 4, high = 9 }\nseniors = 0.5\nleaving_per_year = 0.5\n";
    assert_unmoved(RICH, &before(RICH, "[pool.officers]", pool), "a pool that has no work");
}

#[test]
fn held_one_more_stream_with_its_own_stage_and_pool_moves_no_other_draw() {
    let stream = "[stream.letters]\nfirst_stage = \"answer\"\nshare.hard = 0.5\ninitial.count = 30\ninitial.age_months = { least = 1, usual = 2, most = 9 }\ninflow.per_month = { low = 20, likely = 40, high = 60 }\n";
    let stage = "[stage.answer]\neffort_hours = { exponential = 2 }\nby = [\"writers\"]\nthen = { answer = 0.2, decided = \"rest\" }\n";
    let pool = "[pool.writers]\nheadcount = 2\nleaving_per_year = 0.5\n";
    let larger = before(RICH, "[stream.old]", stream);
    let larger = before(&before(&larger, "[stage.read]", stage), "[pool.officers]", pool);
    assert_unmoved(RICH, &larger, "a stream of its own");
}

/// Trainees of another pool would ask for supervisors, so that these are trained when they come.
#[test]
fn held_one_more_cohort_moves_no_other_draw() {
    let pool = "[pool.archivists]\nheadcount = 1\n";
    let cohort = "[cohort.archive]\npool = \"archivists\"\nheadcount = { low = 2, likely = 4, high = 9 }\nfirst_day_after_weeks = { low = 1, likely = 3, high = 9 }\nown_delay_weeks = { least = 0, usual = 1, most = 4 }\nleaving_per_year = 0.5\npractice_months = 0\nlearning_spread = 0.3\n";
    let larger = before(&before(RICH, "[cohort.temps]", cohort), "[pool.officers]", pool);
    let base = before(RICH, "[pool.officers]", pool);
    // The archivists' own numbers are what the cohort is about.
    let without = |text: &str| -> Vec<BTreeMap<String, f64>> {
        results(text)
            .into_iter()
            .map(|row| row.into_iter().filter(|(name, _)| !name.contains("archivists")).collect())
            .collect()
    };
    for (number, (before, after)) in without(&base).iter().zip(without(&larger)).enumerate() {
        let is_of_supervision = |name: &str| name.starts_with("supervision.") || name == "span";
        for (name, value) in before.iter().filter(|(name, _)| !is_of_supervision(name)) {
            let now = after[name];
            assert!(same(*value, now), "a cohort moved {name} in replication {number} from {value} to {now}");
        }
    }
    let heads = |rows: Vec<BTreeMap<String, f64>>| rows[0]["paid archivists"];
    assert!(heads(results(&larger)) > heads(results(&base)), "the cohort is there");
}

/// One more number that nobody knows, in front of all others; it is of a pool without work.
#[test]
fn held_one_more_uncertain_input_moves_no_other_draw() {
    let pool = |overhead: &str| format!("[pool.archivists]\nheadcount = 2\noverhead = {overhead}\n");
    let base = before(RICH, "[pool.officers]", &pool("0.2"));
    let larger = before(RICH, "[pool.officers]", &pool("{ low = 0.1, likely = 0.2, high = 0.4 }"));
    let (base, larger) = (results(&base), results(&larger));
    let mut moved = 0;
    for (before, after) in base.iter().zip(&larger) {
        for (name, value) in before {
            if name.contains("archivists") {
                moved += usize::from(!same(*value, after[name]));
            } else {
                assert!(same(*value, after[name]), "an uncertain input moved {name} from {value} to {}", after[name]);
            }
        }
    }
    assert!(moved > 0, "the input is drawn");
}

/// A stage with more people than cases: from start to end goes what a case takes.
fn desk(inflow: &str) -> String {
    format!(
        "name = \"desk\"\ncalendar = \"continuous\"\nstart = 2027-01-01\nmonths = 6\n[stream.cases]\n{inflow}\n\
         [stage.desk]\neffort_hours = {{ exponential = 5 }}\nby = [\"clerks\"]\nthen = \"decided\"\n[pool.clerks]\nheadcount = 300\n"
    )
}

/// By number: when a case came, and the work that it took; of cases that are done.
fn cases(inflow: &str) -> BTreeMap<u64, (u64, u64)> {
    let study = study_of(&desk(inflow));
    let (mut came, mut all) = (BTreeMap::new(), BTreeMap::new());
    watch(&study, 2, 0, |at, what| match what {
        Observation::Arrived { case, .. } => {
            came.insert(*case, at.0);
        }
        Observation::Finished { case, .. } => {
            all.insert(*case, (came[case], at.0 - came[case]));
        }
        _ => {}
    });
    assert!(all.len() > 200, "only {} cases came", all.len());
    all
}

const TABLE: &str = "inflow.months = { \"2027-01\" = 50, \"2027-02\" = 60, \"2027-03\" = 45, \"2027-04\" = 70, \"2027-05\" = 40, \"2027-06\" = 50 }";

/// The three kinds of demand.
fn inflows() -> [String; 3] {
    let table = |kind: &str| format!("{TABLE}\ninflow.kind = \"{kind}\"");
    [table("realised"), table("expected"), "inflow.per_month = 100".to_owned()]
}

/// RULES 10: scaling up adds an independent overlay, so that every case of the base persists, at its moment and with its
/// work.
#[test]
fn held_demand_a_tenth_higher_keeps_every_case_of_the_base() {
    for inflow in inflows() {
        let (base, more) = (cases(&inflow), cases(&format!("{inflow}\ninflow.times = 1.1")));
        for (number, case) in &base {
            assert_eq!(more.get(number), Some(case), "case {number} under {inflow}");
        }
        // A tenth of some 300 to 600, give or take 4 standard deviations: a false alarm once in 10,000 seeds.
        let added = (more.len() - base.len()) as f64 / base.len() as f64;
        assert!((0.02..0.19).contains(&added), "{added} more under {inflow}");
    }
}

/// And scaling down takes some out and moves none.
#[test]
fn held_demand_a_tenth_lower_keeps_none_but_cases_of_the_base() {
    for inflow in inflows() {
        let (base, fewer) = (cases(&inflow), cases(&format!("{inflow}\ninflow.times = 0.9")));
        for (number, case) in &fewer {
            assert_eq!(base.get(number), Some(case), "case {number} under {inflow}");
        }
        let gone = (base.len() - fewer.len()) as f64 / base.len() as f64;
        assert!((0.02..0.19).contains(&gone), "{gone} fewer under {inflow}");
    }
}

/// Another rate is another base; the work of its cases still hangs on their numbers.
#[test]
fn held_a_case_keeps_its_work_at_another_rate() {
    let (base, more) = (cases("inflow.per_month = 100"), cases("inflow.per_month = 110"));
    let shared: Vec<&u64> = base.keys().filter(|number| more.contains_key(*number)).collect();
    assert!(shared.len() + 5 > base.len() && more.len() > base.len());
    for number in shared {
        assert_eq!(base[number].1, more[number].1, "case {number}");
    }
}

/// What each of the first so many newcomers does: moments at which a piece of work is done, until the end or leaving.
fn lives(headcount: u32) -> BTreeMap<u32, Vec<u64>> {
    let study = study_of(&format!(
        "name = \"newcomers\"\nstart = 2027-01-04\nend = 2028-12-29\n[stream.cases]\ninitial.count = 200000\n\
         [stage.desk]\neffort_hours = 10\nby = [\"newcomers\"]\nthen = \"decided\"\n\
         [cohort.newcomers]\nheadcount = {headcount}\nown_delay_weeks = {{ least = 0, usual = 4, most = 20 }}\n\
         leaving_per_year = 0.5\ncontract_months = 14\nstays_afterwards = 0.5\npace_at_start = 0.3\n\
         on_leave = \"return-lost\"\nmonths_to_independence = 6\nlearning_spread = 0.5\nnever_independent = 0.3\n"
    ));
    let mut lives: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    watch(&study, 4, 0, |at, what| {
        if let Observation::Finished { worker, .. } = what {
            lives.entry(*worker).or_default().push(at.0);
        }
    });
    lives
}

/// The first moment at which two lives differ: its number, and both moments where there are two.
fn first_difference(one: &[u64], other: &[u64]) -> Option<(usize, Option<u64>, Option<u64>)> {
    let longer = one.len().max(other.len());
    let at = (0..longer).find(|at| one.get(*at) != other.get(*at))?;
    Some((at, one.get(at).copied(), other.get(at).copied()))
}

/// Everybody has work of the same size all the time, also where a colleague left it, so that what a newcomer does hangs
/// on the newcomer alone.
#[test]
fn held_the_31st_newcomer_is_the_same_person_among_31_and_among_40() {
    let (few, many) = (lives(31), lives(40));
    // One who leaves at once finishes nothing.
    assert!(few.len() >= 29 && few.contains_key(&30), "{} newcomers did something", few.len());
    assert_eq!(few.len() + 9, many.len());
    for (person, life) in &few {
        assert_eq!(first_difference(life, &many[person]), None, "newcomer {person}");
    }
    let mut all: Vec<&Vec<u64>> = many.values().collect();
    all.sort();
    all.dedup();
    assert!(all.len() > 35, "newcomers differ from each other");
}

/// The same for a pool's own staff at the start: grade, tenure and leaving.
#[test]
fn held_the_31st_officer_is_the_same_person_among_31_and_among_40() {
    let lives = |headcount: u32| {
        let study = study_of(&format!(
            "name = \"officers\"\nstart = 2027-01-04\nend = 2028-12-29\n[stream.cases]\ninitial.count = 200000\n\
             [stage.desk]\neffort_hours = 10\nby = [\"officers\"]\nthen = \"decided\"\n\
             [pool.officers]\nheadcount = {headcount}\nseniors = 0.3\ntrainees = 0.4\npace_at_start = 0.3\n\
             on_leave = \"return-lost\"\ntau_hours = 900\nlearning_spread = 0.5\nleaving_per_year = 0.5\ntenure_months = {{ least = 0, usual = 2, most = 9 }}\n"
        ));
        let mut lives: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        watch(&study, 4, 0, |at, what| {
            if let Observation::Finished { worker, .. } = what {
                lives.entry(*worker).or_default().push(at.0);
            }
        });
        lives
    };
    let (few, many) = (lives(31), lives(40));
    assert_eq!((few.len(), many.len()), (31, 40));
    for (person, life) in &few {
        assert_eq!(first_difference(life, &many[person]), None, "officer {person}");
    }
}
