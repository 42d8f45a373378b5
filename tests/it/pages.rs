//! Pages of the experiments: what they say of findings that were written by hand, and that a real study writes one.
//!
//! Expected texts stand in `golden/`. Sentences are plain, and every picture has a message of at most ten words.

use jiff::civil::date;
use surgecap::{
    experiment::{
        background::Background,
        findings::{Assumptions, ScenarioName},
        frontier::{Answer, Best, Binding, Effect, Frontier, Gain, Line, Moment, Month, Point, Scan, Step},
        provenance::sha256,
        saved::{Experiment, Saved},
    },
    report::html::{
        report,
        view::{Part, View},
        view_of,
        words::{Lang, Words},
    },
};

use crate::{
    golden::expect,
    pages_by_hand::{alike, bridge, comparison, feasibility},
    report::spoken,
    support::{scenarios, surgecap},
};

fn name(name: &str) -> ScenarioName {
    ScenarioName { name: name.to_owned(), sha256: "0123456789abcdef".to_owned() }
}

fn saved(found: Experiment) -> Saved {
    let background = Background {
        assumptions: Assumptions { uncertain: 65, unknown: 2, unconfirmed: 61 },
        start: Some(date(2020, 4, 1)),
        end: Some(date(2022, 6, 30)),
        ..Background::default()
    };
    Saved::Experiment(found, Some(Box::new(background)))
}

fn gain([low, mean, high]: [f64; 3], share: f64) -> Gain {
    Gain { mean, low, high, share, gained: mean * 2.0, others: -mean, returns: 3.0 }
}

fn point(value: &str, hires: u32, gains: Vec<Gain>) -> Point {
    Point { value: value.to_owned(), hires, gains, wait_hours: None, answered: None, busy: None }
}

/// Hires, and what they bring by each of two dates.
type Tried = (u32, [f64; 3], [f64; 3]);

fn line(at: &[(&str, &str)], tried: &[Tried], useful: (u32, Option<u32>), top: f64) -> Line {
    let best = Best { hires: 332.0, low: 214.0, high: 406.0, gain: top, is_inside: true, inside_share: 0.998 };
    let step = |pair: &[Tried]| {
        let next_ten = (pair[1].1[1] - pair[0].1[1]) / f64::from(pair[1].0 - pair[0].0) * 10.0;
        Step { from: pair[0].0, to: pair[1].0, next_ten, low: next_ten - 6.0, high: next_ten + 6.0, share: 0.8 }
    };
    let answer = |useful: (u32, Option<u32>)| Answer {
        useful: useful.0,
        useful_from: useful.1,
        best,
        harmless_up_to: 250,
        is_open: false,
        zero: Some([720.0, 640.0, f64::INFINITY]),
        plateau: Some([298.0, 390.0]),
        steps: tried.windows(2).map(step).collect(),
    };
    Line {
        at: at.iter().map(|(axis, value)| ((*axis).to_owned(), (*value).to_owned())).collect(),
        points: tried
            .iter()
            .map(|(hires, first, second)| {
                point(&hires.to_string(), *hires, vec![gain(*first, 0.9), gain(*second, 1.0)])
            })
            .collect(),
        answers: vec![answer(useful), answer((250, Some(25)))],
    }
}

fn tried() -> Vec<Tried> {
    vec![
        (0, [0.0; 3], [0.0; 3]),
        (25, [35.0, 65.0, 95.0], [340.0, 390.0, 450.0]),
        (150, [270.0, 440.0, 600.0], [2_000.0, 2_400.0, 2_800.0]),
        (250, [300.0, 570.0, 850.0], [2_900.0, 3_500.0, 4_200.0]),
        (375, [220.0, 590.0, 970.0], [3_200.0, 4_200.0, 5_100.0]),
        (500, [-67.0, 390.0, 810.0], [3_000.0, 4_100.0, 5_200.0]),
    ]
}

fn scan(axis: &str, points: &[(&str, [f64; 3])], limit: Option<&str>, in_time: Option<&str>) -> Scan {
    Scan {
        axis: axis.to_owned(),
        hires: 375,
        points: points.iter().map(|(value, gains)| point(value, 375, vec![gain(*gains, 0.8); 2])).collect(),
        limits: vec![limit.map(str::to_owned); 2],
        in_time: in_time.map(str::to_owned),
    }
}

fn effect(lever: &str, says: &str, [low, mean, high]: [f64; 3]) -> Effect {
    Effect { lever: lever.to_owned(), says: says.to_owned(), mean, low, high }
}

/// A frontier along the hires, with all that it is asked beside them.
fn frontier() -> Frontier {
    let staff =
        |low: f64| effect("experienced staff", "a tenth more experienced staff", [low, low + 60.0, low + 120.0]);
    let sign = |low: f64| effect("sign-off", "a tenth more is signed in an hour", [low, low + 20.0, low + 40.0]);
    let month = |month: i8, effects: Vec<Effect>| Month { from: date(2020, month, 1), effects };
    Frontier {
        surgecap: "0.1.0".to_owned(),
        scenario: name("250 temporary staff for 15,350 cases"),
        seed: 1,
        futures: 20,
        luck: 1,
        cohort: "agency".to_owned(),
        says: "Agency staff".to_owned(),
        headcount: 250.0,
        ordered: Some(date(2020, 5, 1)),
        moments: vec![
            Moment { name: "target".into(), date: date(2020, 12, 31) },
            Moment { name: "end".into(), date: date(2022, 6, 30) },
        ],
        stream: Some("old cases".to_owned()),
        without_the_hires: vec![gain([-315.0, -41.0, 233.0], 0.45); 2],
        lines: vec![line(&[], &tried(), (150, Some(25)), 600.0)],
        scans: vec![
            scan(
                "start",
                &[
                    ("2020-05-01", [220.0, 590.0, 970.0]),
                    ("2020-06-01", [55.0, 340.0, 630.0]),
                    ("2020-09-01", [-79.0, -34.0, 10.0]),
                ],
                Some("2020-06-01"),
                None,
            ),
            scan("contract", &[("6", [220.0, 600.0, 980.0]), ("no end", [220.0, 590.0, 970.0])], Some("6"), None),
            scan("span", &[("8", [200.0, 570.0, 950.0]), ("10", [220.0, 590.0, 970.0])], Some("10"), Some("8")),
            scan(
                "classes",
                &[("all at once", [420.0, 950.0, 1_500.0]), ("5 of 75, 2.5 weeks apart", [270.0, 710.0, 1_100.0])],
                Some("all at once"),
                None,
            ),
        ],
        binding: Some(Binding {
            by: date(2020, 12, 31),
            confidence: 0.9972,
            whole: vec![
                effect("inflow", "a tenth more cases come in", [-32.0, 6.0, 45.0]),
                staff(611.0),
                sign(13.0),
                effect("supervision", "a tenth more supervisors, from the same staff", [-90.0, -50.0, -10.0]),
                effect("rooms", "a tenth more rooms and interpreters", [-39.0, 93.0, 226.0]),
            ],
            months: vec![
                month(10, vec![staff(-10.0), sign(-20.0)]),
                month(11, vec![staff(30.0), sign(-20.0)]),
                month(12, vec![staff(40.0), sign(5.0)]),
            ],
        }),
        caveats: vec![
            "Each future was run once: its luck is in \"of 100 futures\", which makes the useful number cautious; --luck 5 \
             takes most of it out."
                .to_owned(),
        ],
        ..Frontier::default()
    }
}

/// Hires crossed with the span, of which nothing is useful by the first date.
fn crossed() -> Frontier {
    let of = |value: &str, top: f64| line(&[("span", value)], &tried()[..4], (0, None), top);
    let mut found = frontier();
    found.lines = vec![of("3", 500.0), of("8", 570.0)];
    found.lines[0].points[1].gains[0] = gain([-20.0, 10.0, 40.0], 0.5);
    for answer in found.lines.iter_mut().flat_map(|line| &mut line.answers[..1]) {
        (answer.best.is_inside, answer.is_open, answer.zero) = (false, true, None);
    }
    (found.scans, found.binding) = (Vec::new(), None);
    found
}

/// Every kind of page, by the name of its golden text.
pub(crate) fn written() -> Vec<(&'static str, Saved)> {
    vec![
        ("frontier", saved(Experiment::Frontier(Box::new(frontier())))),
        ("frontier-crossed", saved(Experiment::Frontier(Box::new(crossed())))),
        ("compare", saved(Experiment::Compare(Box::new(comparison())))),
        ("compare-alike", saved(Experiment::Compare(Box::new(alike())))),
        ("feasibility", saved(Experiment::Feasibility(Box::new(feasibility())))),
        ("bridge", saved(Experiment::Bridge(Box::new(bridge())))),
    ]
}

#[test]
fn golden_the_words_of_the_pages_in_both_languages() {
    for (name, found) in written() {
        for lang in Lang::ALL {
            let view = view_of(&found, None, Words::of(lang));
            expect(&format!("report-{name}.{}.txt", lang.code()), &spoken(&view));
        }
    }
}

fn figures(view: &View) -> Vec<&surgecap::report::html::chart::Figure> {
    let parts = view.pages.iter().filter(|page| page.id == "pictures").flat_map(|page| &page.parts);
    parts.filter_map(|part| if let Part::Figure(figure) = part { Some(&**figure) } else { None }).collect()
}

/// At most 15 words a sentence, no decimals, no percentages; at most ten words a message, and a table behind it.
#[test]
fn pages_are_plain() {
    let count = |text: &str| text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    for (name, found) in written() {
        for lang in Lang::ALL {
            let view = view_of(&found, None, Words::of(lang));
            let said = view.verdict.lines.iter().chain(view.first.iter().flat_map(|block| &block.lines));
            for line in said.chain([&view.verdict.says]) {
                for sentence in
                    line.split(". ").flat_map(|part| part.split([':', ';'])).filter(|one| !one.contains('·'))
                {
                    assert!(count(sentence) <= 15, "{name}: {} words: {sentence}", count(sentence));
                }
                let letters: Vec<char> = line.chars().collect();
                let point = if lang == Lang::En { '.' } else { ',' };
                let is_decimal =
                    |three: &[char]| three[1] == point && three[0].is_ascii_digit() && three[2].is_ascii_digit();
                assert!(!letters.windows(3).any(is_decimal), "{name}: decimals: {line}");
                assert!(
                    !line.contains(['%', '–']) && !line.contains("NaN") && !line.contains("inf "),
                    "{name}: {line}"
                );
            }
            let figures = figures(&view);
            assert!(!figures.is_empty(), "{name}: no picture");
            for figure in figures {
                assert!(count(&figure.title) <= 10, "{name}: {} words: {}", count(&figure.title), figure.title);
                assert!(!figure.alt.is_empty() && !figure.table.rows.is_empty(), "{name}: {}", figure.id);
                assert!(!figure.svg.contains("NaN") && !figure.svg.contains("inf"), "{name}: {}", figure.id);
            }
        }
        let html = report(&found, None, Lang::En, None).expect("the report can be made");
        let ids: Vec<&str> =
            html.match_indices(" id=\"").map(|(at, _)| html[at + 5..].split('"').next().unwrap_or("")).collect();
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{name}: ids twice: {ids:?}");
    }
}

/// What a study writes is what `surgecap report` makes of its findings, byte for byte; the manifest has its hash.
fn is_made_again(arguments: &[&str], says: [&str; 2]) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let results = folder.path().join("results");
    let place = results.display().to_string();
    let run = surgecap(&[arguments, &["--quiet", "--results", &place]].concat());
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let text = |name: &str| std::fs::read_to_string(results.join(name)).expect("a file of the results");
    let first = text("report.html");
    assert!(first.contains(says[0]), "no {}", says[0]);
    assert!(text("manifest.json").contains(&sha256(first.as_bytes())));
    let again = surgecap(&["report", &place]);
    assert_eq!(again.status.code(), Some(0), "{}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(text("report.html"), first);
    let dutch = folder.path().join("nl.html").display().to_string();
    let made = surgecap(&["report", &place, "--lang", "nl", "-o", &dutch]);
    assert_eq!(made.status.code(), Some(0));
    assert!(std::fs::read_to_string(&dutch).expect("the Dutch report").contains(says[1]), "no {}", says[1]);
}

fn of_first_steps(name: &str) -> String {
    scenarios().join("first-steps").join(name).display().to_string()
}

#[test]
fn a_frontier_writes_its_report() {
    let file = of_first_steps("small-office-surge.toml");
    is_made_again(
        &["frontier", &file, "--futures", "3", "--hires", "5,20"],
        ["Where is most gained?", "Waar is de winst het grootst?"],
    );
}

#[test]
fn compare_feasibility_and_bridge_write_their_reports() {
    let office = of_first_steps("small-office-surge.toml");
    let compared = of_first_steps("hearings-with-no-shows.toml");
    let more = "stream.old.initial.count=750";
    is_made_again(&["compare", &compared, "--futures", "3", "--luck", "2"], ["Plans compared", "Plannen vergeleken"]);
    is_made_again(
        &["feasibility", &office, "--set", more, "--futures", "12", "--lever", "cohort.temps.headcount=5..15"],
        ["What would it take?", "Wat is er nodig?"],
    );
    is_made_again(&["bridge", &office, "--set", more, "--futures", "2"], ["What was the sum?", "Wat was de som?"]);
}
