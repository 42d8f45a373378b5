//! How far a surge can scale: the frontier finds what theory says where its assumptions are switched to theory's.

use surgecap::{
    experiment::{
        arm::Spec,
        compare::Trouble,
        frontier::{Ask, Frontier, frontier},
        runner::Runner,
    },
    replicate::{Control, Seeds},
    report::frontier::{closing, csv, page},
};

use crate::support::{scenarios, surgecap as program};

const GRID: [u32; 7] = [0, 50, 100, 150, 200, 250, 300];

/// A validation case, read at the horizon of its theory.
fn at_the_horizon_of(file: &str, hours: f64) -> (tempfile::TempDir, Spec) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("case.toml");
    let below = scenarios().join("validation").join(file);
    let text = format!(
        "extends = {:?}\n[target.horizon]\nmeasure = \"decided.cases\"\nat_least = 1\nby_hours = {hours}\n",
        below.display().to_string()
    );
    std::fs::write(&path, text).expect("a temporary file can be written");
    let spec = Spec::file(&path);
    (folder, spec)
}

fn draw(spec: &Spec, ask: &Ask, luck: u64) -> Result<Frontier, String> {
    let control = Control::default();
    let mut runner = Runner::new(Seeds { luck, ..Seeds::one(1) }, &control, &|_, _| {});
    frontier(spec, ask, &mut runner).map_err(|trouble| match trouble {
        Trouble::Usage(why) => why,
        Trouble::Io(why) => why.to_string(),
        Trouble::Refused(refused) => refused.0.render(&refused.1, false),
    })
}

fn drawn(spec: &Spec, ask: &Ask, luck: u64) -> Frontier {
    draw(spec, ask, luck).unwrap_or_else(|why| panic!("{why}"))
}

fn ask(hires: &[u32]) -> Ask {
    Ask { hires: hires.to_vec(), futures: 16, widen: 1.0, ..Ask::default() }
}

/// SCIENCE F2: `n* = φN(pH − A) / 2pA` = 125, and nothing is left at 250. Both intervals are at 95 % and the seed is fixed.
#[test]
fn proved_the_best_number_of_a_shared_supervision_and_its_zero_lie_within_their_intervals() {
    let (_folder, spec) = at_the_horizon_of("onboard-shared-a.toml", 9131.25);
    let found = drawn(&spec, &ask(&GRID), 1);
    let answer = &found.lines[0].answers[0];
    let best = answer.best;
    assert!(best.is_inside && best.low <= 125.0 && 125.0 <= best.high, "{best:?}");
    assert!(best.high - best.low < 5.0, "the interval says something: {best:?}");
    let [zero, low, high] = answer.zero.expect("the curve falls to nothing within the grid");
    assert!((240.0..260.0).contains(&zero) && low <= 250.0 && 250.0 <= high, "{low} to {high}");
    assert!((best.gain - 3_000.0).abs() < 60.0, "{}", best.gain);
    assert!(answer.harmless_up_to <= 250 && !answer.is_open, "{answer:?}");
    let [from, to] = answer.plateau.expect("something is gained");
    assert!(from < best.hires && best.hires < to, "the plateau {from} to {to} is no point");
    let form = found.closed_forms.iter().find(|form| form.name == "F2").expect("its assumptions hold");
    assert!((form.values.get("best").expect("a number") - 125.0).abs() < 1e-6, "{form:?}");
    assert!((form.values.get("zero").expect("a number") - 250.0).abs() < 1e-6, "{form:?}");
    let form = found.closed_forms.iter().find(|form| form.name == "F3").expect("its assumptions hold");
    // Five classes of 50: 60 % more than all at once (case onboard-cohorts-a, half a month shorter).
    assert!(form.values.get("gain") > form.values.get("gain_at_once"), "{form:?}");
    assert!(closing(&found).contains("above 125"), "{}", closing(&found));
}

/// SCIENCE F2, do not hire: the horizon is shorter than training and its price.
#[test]
fn proved_nobody_is_useful_where_the_horizon_is_too_short() {
    let (_folder, spec) = at_the_horizon_of("onboard-shared-none-a.toml", 4017.75);
    let found = drawn(&spec, &ask(&[20, 40, 80]), 1);
    let answer = &found.lines[0].answers[0];
    assert_eq!((answer.useful, answer.useful_from, answer.harmless_up_to), (0, None, 0));
    assert_eq!(answer.plateau, None);
    assert!(closing(&found).starts_with("No number of"), "{}", closing(&found));
}

/// SCIENCE F3: classes one after the other beat all at once, in the simulation too.
#[test]
fn held_scans_name_the_last_start_the_shortest_contract_and_the_best_classes() {
    let (_folder, spec) = at_the_horizon_of("onboard-shared-a.toml", 9131.25);
    let found = drawn(&spec, &ask(&[0, 100, 200]), 1);
    let scan = |axis: &str| found.scans.iter().find(|scan| scan.axis == axis).unwrap_or_else(|| panic!("{axis}"));
    let gains = |axis: &str| scan(axis).points.iter().map(|point| point.gains[0].mean).collect::<Vec<f64>>();
    assert!(gains("start").windows(2).all(|pair| pair[0] > pair[1]), "later is worse: {:?}", gains("start"));
    let last: jiff::civil::Date = scan("start").limits[0].as_deref().expect("some start").parse().expect("a date");
    assert!((5..=7).contains(&last.month()), "100 pay when they begin 6.5 months before the end: {last}");
    // Training takes four months, and takes 200 of experienced time.
    assert_eq!(scan("contract").limits[0].as_deref(), Some("9"), "{:?}", gains("contract"));
    let all_at_once = gains("classes")[0];
    assert!(gains("classes")[1] > all_at_once, "{:?}", gains("classes"));
    assert_ne!(scan("classes").limits[0].as_deref(), Some("all at once"));
}

/// The same answer for each number of threads, and in the page as in the table.
#[test]
fn held_a_frontier_is_the_same_for_any_number_of_threads() {
    let path = scenarios().join("first-steps/small-office-surge.toml");
    let ask = Ask { futures: 4, binding: true, ..ask(&[0, 5, 10]) };
    let one = surgecap::replicate::with_threads(1, || drawn(&Spec::file(&path), &ask, 2)).expect("one thread");
    let three = surgecap::replicate::with_threads(3, || drawn(&Spec::file(&path), &ask, 2)).expect("three threads");
    assert_eq!(page(&one), page(&three));
    assert_eq!(csv(&one), csv(&three));
    let binding = one.binding.expect("it was asked");
    assert!(binding.whole.iter().any(|effect| effect.lever == "experienced staff"));
    assert!(binding.whole.iter().all(|effect| effect.low <= effect.mean && effect.mean <= effect.high));
}

#[test]
fn held_a_tenth_more_of_what_is_short_binds_and_of_what_is_idle_does_not() {
    let (_folder, spec) = at_the_horizon_of("onboard-shared-a.toml", 9131.25);
    let found = drawn(&spec, &Ask { futures: 6, binding: true, ..ask(&[0, 125]) }, 1);
    let binding = found.binding.expect("it was asked");
    let effect = |lever: &str| binding.whole.iter().find(|one| one.lever == lever).unwrap_or_else(|| panic!("{lever}"));
    // A tenth more of 100 people for 12.5 months at 6 a month, and of supervision, which trains sooner and costs work now.
    assert!(effect("experienced staff").binds() && effect("experienced staff").mean > 750.0, "{binding:?}");
    // 125 is the best number: a tenth more people bring nothing.
    assert!(!effect("hiring").binds(), "{binding:?}");
    assert!(binding.months.iter().any(|month| month.effects.iter().any(|effect| effect.binds())), "{binding:?}");
}

#[test]
fn held_a_request_that_cannot_be_is_refused_with_a_way_out() {
    let path = scenarios().join("first-steps/small-office-surge.toml");
    let path = path.to_str().expect("a path of words");
    let shared = scenarios().join("validation/onboard-shared-a.toml");
    let shared = shared.to_str().expect("a path of words");
    let desk = scenarios().join("first-steps/single-desk.toml");
    let desk = desk.to_str().expect("a path of words");
    for (request, says) in [
        (vec![path, "--target", "old-case-done"], "did you mean `old-cases-done`?"),
        (vec![path, "--cohort", "temp"], "did you mean `temps`?"),
        (vec![path, "--hires", "0"], "write --hires with numbers above 0"),
        (vec![path, "--plan", "nothing"], "nobody is hired"),
        (vec![path, "--plan", "better-halp"], "did you mean `better-help`?"),
        (vec![path, "--work", "intake+drafd"], "did you mean `draft`?"),
        (vec![path, "--start", "2029-01-01"], "lies outside the run"),
        (vec![path, "--span", "0"], "supervision.span"),
        (vec![path, "--span", "3", "--start", "2027-02-01", "--contract", "6"], "at most two"),
        (vec![path, "--contract", "20,24", "--hires", "2", "--futures", "2"], "changes nothing"),
        (vec![shared, "--span", "3"], "--span changes nothing here"),
        (vec![desk], "write a [cohort.NAME]"),
    ] {
        let words = [vec!["frontier"], request.clone(), vec!["--no-results", "--no-binding"]].concat();
        let output = program(&words);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{request:?}: {told}");
        assert!(told.contains(says), "{request:?} should say {says:?}:\n{told}");
    }
}
