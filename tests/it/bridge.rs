//! From the paper sum to the net gain: it adds up, and each step is what theory says where its assumptions hold.

use surgecap::{
    experiment::{
        arm::Spec,
        bridge::{Ask, Bridge, bridge},
        compare::Trouble,
        runner::Runner,
    },
    replicate::{Control, Seeds},
    report::bridge::page,
};

use crate::support::{scenarios, surgecap as program, text_of};

fn built(spec: &Spec, futures: u64, luck: u64) -> Bridge {
    let control = Control::default();
    let mut runner = Runner::new(Seeds { luck, ..Seeds::one(1) }, &control, &|_, _| {});
    let ask = Ask { futures, widen: 1.0, ..Ask::default() };
    bridge(spec, &ask, &mut runner).unwrap_or_else(|trouble| match trouble {
        Trouble::Usage(why) => panic!("{why}"),
        Trouble::Io(why) => panic!("{why}"),
        Trouble::Refused(refused) => panic!("{}", refused.0.render(&refused.1, false)),
    })
}

fn adds_up(found: &Bridge) {
    let sum: f64 = found.paper + found.steps.iter().map(|step| step.mean).sum::<f64>();
    assert!((sum - found.net).abs() < 1e-6 * found.paper, "{sum} is not {}", found.net);
    // In the other order the same is taken in all.
    let both = found.steps.iter().filter_map(|step| step.backward.map(|backward| (step.mean, backward)));
    let (forward, backward) = both.fold((0.0, 0.0), |(one, other), (mean, back)| (one + mean, other + back));
    assert!((forward - backward).abs() < 1e-6 * found.paper, "{forward} is not {backward}");
}

/// SCIENCE F2 with 125 newcomers, 12.5 months, 6 cases a month: on paper 9,375. Pace alone (two months at 0, then 0.8) takes
/// 3,075, supervision after it 3,300; the other way round 4,875 and 1,500. False alarm below 0.1 %: decisions are Poisson, 16
/// futures, so that four standard errors are 140.
#[test]
fn proved_the_steps_of_a_shared_supervision_are_those_of_theory_in_both_orders() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("case.toml");
    let below = scenarios().join("validation/onboard-shared-a.toml").display().to_string();
    // More cases than on paper: nobody runs out of work.
    let target = "[stream.cases]\ninitial.count = 20000\n[target.horizon]\nmeasure = \"decided.cases\"\nat_least = 1\nby_hours = 9131.25\n";
    std::fs::write(&path, format!("extends = {below:?}\n{target}")).expect("a temporary file can be written");
    let found = built(&Spec::file(&path), 16, 1);
    adds_up(&found);
    let near = |what: &str, value: f64, wanted: f64| assert!((value - wanted).abs() < 140.0, "{what}: {value}");
    assert!((found.paper - 9_375.0).abs() < 1e-6, "{}", found.paper);
    let step = |name: &str| found.steps.iter().find(|step| step.name == name).unwrap_or_else(|| panic!("{name}"));
    near("work", step("work").mean, 0.0);
    near("pace", step("pace").mean, -3_075.0);
    near("supervision", step("supervision").mean, -3_300.0);
    near("pace last", step("pace").backward.expect("its order matters"), -4_875.0);
    near("supervision first", step("supervision").backward.expect("its order matters"), -1_500.0);
    near("net", found.net, 3_000.0);
    let unused = ["arrival", "classroom", "leaving and absence", "returned work", "signature"];
    assert_eq!(found.unused, unused);
}

/// With all mechanisms in use; the totals that are printed add up to the whole number.
#[test]
fn held_a_bridge_adds_up_and_is_the_same_for_any_number_of_threads() {
    let path = scenarios().join("first-steps/small-office-surge.toml");
    // So many old cases that nobody runs out of them.
    let spec = Spec::file(&path).with(["stream.old.initial.count=1500".to_owned()]);
    let with = |threads| surgecap::replicate::with_threads(threads, || built(&spec, 6, 2)).expect("threads");
    let (one, three) = (with(1), with(3));
    assert_eq!(page(&one), page(&three));
    adds_up(&one);
    let names: Vec<&str> = one.steps.iter().map(|step| step.name.as_str()).collect();
    let wanted = [
        "work",
        "arrival",
        "classroom",
        "pace",
        "supervision",
        "leaving and absence",
        "returned work",
        "signature",
        "other streams",
    ];
    assert_eq!(names, wanted);
    assert!(one.unused.is_empty(), "{:?}", one.unused);
    let taken = |name: &str| one.steps.iter().find(|step| step.name == name).expect("a step").mean;
    assert!(taken("arrival") < 0.0 && taken("work") < 0.0, "{:?}", one.steps);
}

/// Leaving and absence of the hires are switched off, those of own staff are not: without hires nothing moves.
#[test]
fn held_a_bridge_of_nobody_is_nothing() {
    let path = scenarios().join("first-steps/small-office-surge.toml");
    let spec = Spec::file(&path).with(["cohort.temps.headcount=0".to_owned()]);
    let found = built(&spec, 4, 1);
    assert_eq!((found.paper, found.net, found.order), (0.0, 0.0, Some(0.0)), "{found:?}");
    assert!(found.steps.iter().all(|step| step.mean == 0.0), "{found:?}");
}

#[test]
fn held_check_says_the_paper_sum_and_the_closed_forms_before_any_simulation() {
    let path = scenarios().join("validation/onboard-shared-a.toml");
    let arguments = ["check", path.to_str().expect("a path of words")];
    let text = text_of(&arguments, &program(&arguments));
    // 125 people for 9,200 hours of 730.5 a month, 6 cases a month.
    assert!(text.contains("On paper 125 of newcomers × 12.6 months × 6.0 cases a month are 9446 decisions"), "{text}");
    assert!(text.contains("126 people who start together are best"), "{text}");
    assert!(text.contains("5 classes of 50"), "{text}");
    let path = scenarios().join("validation/cannibal-a.toml");
    let arguments = ["check", path.to_str().expect("a path of words")];
    let text = text_of(&arguments, &program(&arguments));
    // 100 people at 6 a month, 570 come in: room for 30 / (6 / 2) = 10 trainees; case cannibal-a has the peak.
    assert!(text.contains("up to 10 trainees cost the supervisors' own stream nothing"), "{text}");
    assert!(text.contains("840 cases behind, made up in 28 months"), "{text}");
    let path = scenarios().join("validation/signoff-ceiling-a.toml");
    let arguments = ["check", path.to_str().expect("a path of words")];
    assert!(!text_of(&arguments, &program(&arguments)).contains("(F5)"), "nobody is hired there");
}
