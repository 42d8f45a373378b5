//! `feasibility`: answers that can be counted by hand. Everything is certain but the hours that a case takes, so each chance is
//! that of the hours alone.

use surgecap::{
    experiment::{
        arm::Spec,
        feasibility::{Ask, Feasibility, Lever, feasibility},
        findings::{Promise, Verdict},
        runner::Runner,
    },
    replicate::{Control, Seeds},
};

use crate::support::surgecap as program;

/// A hundred cases in ten office days of eight hours; a worker does ten in that time when a case takes 7.9 hours.
fn office(headcount: u32, hours: &str, more: &str) -> String {
    format!(
        r#"
name  = "A pile"
start = 2027-01-04
end   = 2027-02-26

[target.done]
says    = "The pile is gone"
measure = "stock.pile"
at_most = 0
by      = 2027-01-15

[stream.pile]
initial.count = 100

[stage.decide]
effort_hours = {hours}
by           = ["clerks"]
then         = "decided"

[pool.clerks]
headcount = {headcount}
{more}
"#
    )
}

fn lever(path: &str, low: f64, high: f64) -> Lever {
    Lever { path: path.to_owned(), low, high, whole: false }
}

fn ask(text: &str, levers: Vec<Lever>, futures: u64) -> Feasibility {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("pile.toml");
    std::fs::write(&path, text).expect("a temporary file can be written");
    let ask = Ask { spec: Spec::file(&path), target: None, levers, futures, widen: 1.0, seeds: Seeds::one(1) };
    let control = Control::default();
    let mut runner = Runner::new(ask.seeds, &control, &|_: &str, _| ());
    feasibility(&ask, &mut runner).unwrap_or_else(|_| panic!("a file that is right is not refused"))
}

#[test]
fn held_the_smallest_number_of_people_is_the_one_counted_by_hand() {
    let found = ask(&office(6, "7.9", ""), vec![lever("pool.clerks.headcount", 2.0, 26.0)], 100);
    assert_eq!((found.verdict, found.chance.p), (Verdict::OutOfReach, 0.0));
    let lever = &found.levers[0];
    assert_eq!(lever.smallest, Some(10.0));
    assert!(!lever.none_does && !lever.falls);
    assert!(lever.points.iter().all(|point| (point.chance.p == 1.0) == (point.value >= 10.0)));
    // Six clerks: sixteen or seventeen cases each, 134.3 hours: the seventeenth office day, Tuesday.
    assert_eq!(found.dates.get("0.8"), Some(&Promise::By(jiff::civil::date(2027, 1, 26))));
    // Ten each in time: forty are left, in every run.
    assert_eq!(found.amounts.get("0.9"), Some(&40.0));
    assert!(found.beliefs.is_empty() && found.luck_share.is_none(), "nothing is uncertain and nothing is luck");
}

#[test]
fn held_a_lever_that_never_suffices_is_said_to_be_one() {
    let found = ask(&office(2, "7.9", ""), vec![lever("pool.clerks.headcount", 1.0, 9.0)], 100);
    assert!(found.levers[0].none_does && found.levers[0].smallest.is_none());
    assert!(found.together.is_none(), "one lever cannot be moved together with another");
}

#[test]
fn held_two_levers_that_fail_alone_may_do_together() {
    // Twelve at 16 hours do five each: sixty. Six at 8 hours do ten each. Twelve at 8: a hundred and twenty.
    let levers = vec![lever("pool.clerks.headcount", 6.0, 12.0), lever("calendar.hours_a_day", 4.0, 8.0)];
    let found = ask(&office(6, "7.9", "\n[calendar]\nhours_a_day = 4\n"), levers, 100);
    assert!(found.levers.iter().all(|lever| lever.smallest.is_none()), "{:?}", found.levers);
    let together = found.together.expect("both were tried at once");
    let smallest = together.smallest.expect("some point does");
    assert!(*smallest.get("pool.clerks.headcount").unwrap() >= 10.0);
    assert_eq!(smallest.get("calendar.hours_a_day"), Some(&8.0));
}

#[test]
fn held_what_one_must_believe_is_the_hours_at_which_it_turns() {
    // Nine clerks: one of them has twelve cases, so a case may take 80 / 12 = 6.67 hours; the middle of the range is 8.
    let found = ask(&office(9, "{ low = 6, likely = 8, high = 10 }", ""), Vec::new(), 200);
    let most = found.matters_most.as_ref().expect("the hours matter");
    assert!(most.input.contains("effort_hours") && most.correlation > 0.9 && most.depends, "{most:?}");
    assert_eq!((most.lowest_tenth.p, most.highest_tenth.p), (1.0, 0.0));
    assert_eq!(found.luck_share.map(|share| share[0]), Some(0.0), "with the hours given all is certain");
    let belief = &found.beliefs[0];
    let turns = belief.flips_at.expect("few hours turn it");
    assert!((6.3..=6.67).contains(&turns), "{turns}");
    assert!(belief.move_probability.is_some_and(|moved| (0.3..=0.45).contains(&moved)), "{belief:?}");
    assert_eq!((belief.at_low.1.p, belief.at_high.1.p), (1.0, 0.0));
    // With one input the joint move is the same move.
    let joint = found.joint_belief.expect("it was tried").values.expect("it turns");
    assert!((6.3..=6.67).contains(&joint.0[0].1), "{joint:?}");
}

#[test]
fn a_wrong_request_says_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("pile.toml");
    std::fs::write(&path, office(6, "7.9", "")).expect("a temporary file can be written");
    let refused = |args: &[&str], words: &str| {
        let mut all = vec!["feasibility", path.to_str().unwrap(), "--no-results", "--quiet", "--futures", "2"];
        all.extend(args);
        let done = program(&all);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    };
    refused(&["--target", "don"], "did you mean `done`?");
    refused(&["--lever", "pool.clerks.headcount=9"], "write PATH=LOW..HIGH");
    refused(&["--lever", "pool.clerks.headcount=9..3"], "goes nowhere");
    refused(&["--lever", "pool.clerk.headcount=1..9"], "clerk");
    refused(&["--lever", "stream.pile.says=1..9"], "stream.pile.says");
    refused(&["--luck", "4"], "leave --luck out");
}
