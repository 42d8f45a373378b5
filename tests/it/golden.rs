//! Pages and tables from findings written by hand: no engine, no seed, so that only the words and the layout are compared.
//! And *pinned* numbers: what this seed gave when it was last looked at, right or wrong.
//!
//! The expected texts stand in `golden/`; `UPDATE_GOLDEN=1 cargo test --test it golden` writes them anew, to be read
//! before they are committed.

use jiff::civil::date;
use surgecap::{
    experiment::{
        alarm::{AlarmFinding, AlarmLevel},
        check::Organisation,
        findings::{
            Amount, Assumptions, CostLine, CostsFinding, DifferenceFinding, Findings, Listed, MeasureFinding,
            PayerFinding, People, Promise, RealisedFinding, ScenarioName, SeriesFinding, StreamName, StuckFinding,
            TargetFinding, Verdict,
        },
        provenance::sha256,
        rows::Rows,
    },
    problem::Problems,
    replicate::Row,
    report::{json::json, organisation::organisation, page::page, tables::tables},
};

use crate::support::{files_below, root, scenarios, short, study_of, surgecap, text_of};

/// Compares with a file of `golden/`, or writes it when that is asked for.
pub(crate) fn expect(name: &str, text: &str) {
    let path = root().join("tests/it/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).expect("a golden file can be written");
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("golden/{name}: {why}"));
    // A checkout may have other line ends.
    let expected = expected.replace("\r\n", "\n");
    if expected == text {
        return;
    }
    let lines = || expected.lines().map(Some).chain(std::iter::repeat(None));
    let at = text.lines().map(Some).chain([None]).zip(lines()).position(|(now, before)| now != before).unwrap_or(0);
    panic!(
        "golden/{name} differs from line {} on:\n  expected: {}\n  is now:   {}\nall of it:\n{text}",
        at + 1,
        expected.lines().nth(at).unwrap_or("(the end)"),
        text.lines().nth(at).unwrap_or("(the end)"),
    );
}

pub(crate) fn listed<T>(pairs: Vec<(&str, T)>) -> Listed<T> {
    Listed(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

pub(crate) fn measure(unit: &str, mean: f64, half: f64, [q05, q50, q95]: [f64; 3]) -> MeasureFinding {
    let (low, high) = (mean - half, mean + half);
    MeasureFinding { unit: unit.to_owned(), mean, se: half / 2.0, low, high, q05, q50, q95 }
}

pub(crate) fn difference([q05, q50, q95]: [f64; 3]) -> DifferenceFinding {
    DifferenceFinding { mean: q50 + 0.25, low: q50 - 1.0, high: q50 + 1.5, q05, q10: q05, q50, q90: q95, q95 }
}

fn target(name: &str, verdict: Verdict, [probability, low, high]: [f64; 3]) -> TargetFinding {
    TargetFinding {
        name: name.to_owned(),
        says: "old cases at most 500".to_owned(),
        measure: "stock.old".to_owned(),
        bound: "at most 500".to_owned(),
        level: 500.0,
        is_at_most: true,
        by: date(2020, 12, 31),
        wanted: 0.8,
        probability,
        low,
        high,
        confidence: 0.99375,
        verdict,
        dates: listed(vec![
            ("0.5", Promise::By(date(2021, 9, 3))),
            ("0.8", Promise::By(date(2022, 2, 14))),
            ("0.9", Promise::After { after: date(2022, 6, 30), share_by_end: 0.874 }),
        ]),
        dots: (1..=20)
            .map(|month| Promise::By(date(2021, 1, 15).saturating_add(jiff::Span::new().months(month))))
            .collect(),
        amounts: listed(vec![("0.5", 8_137.0), ("0.8", 9_100.0), ("0.9", 9_700.0)]),
        value: [6_123.4, 8_137.0, 10_049.5],
        value_8_in_10: [6_500.0, 9_700.0],
    }
}

/// Every part of a page: two targets, waits, hours, another stream, differences, ranges, notes, realised figures.
pub(crate) fn full() -> Findings {
    let mut guard = target("guard", Verdict::Reachable, [1.0, 0.9994, 1.0]);
    guard.says = "new applications on time".to_owned();
    guard.measure = "overdue.new".to_owned();
    guard.by = date(2021, 12, 31);
    guard.value = [0.0, 12.4, 151.0];
    let day = |name: &str, by: &str| format!("{name}@{by}");
    let stocks: Vec<(String, MeasureFinding)> = vec![
        ("stream.old.decided".to_owned(), measure("cases", 7_213.0, 190.5, [5_300.0, 7_200.0, 9_230.0])),
        (day("stock.old", "2020-12-31"), measure("cases", 8_137.25, 190.5, [6_123.4, 8_137.0, 10_049.5])),
        (day("stock.new", "2020-12-31"), measure("cases", 3_020.0, 55.0, [2_440.0, 3_010.0, 3_600.0])),
        (day("stock.new", "2022-06-30"), measure("cases", 4_100.0, 80.0, [3_100.0, 4_090.0, 5_230.0])),
    ];
    let ledger = vec![
        ("officers", listed(vec![("overhead", 400.0), ("first-time", 600.0), ("paid", 1_000.0)])),
        (
            "temps",
            listed(vec![
                ("overhead", 84_000.0),
                ("classroom", 8_000.0),
                ("waiting-for-supervisor", 12_345.6),
                ("first-time", 50_000.0),
                ("slower-pace", 40_000.0),
                ("idle-no-permission", 5_000.0),
                ("handover", 100.0),
                ("paid", 200_000.0),
            ]),
        ),
    ];
    let stuck = |waits_for: &str, says: &str, share: f64, from: Option<_>, to: Option<_>| StuckFinding {
        stream: "old".to_owned(),
        waits_for: waits_for.to_owned(),
        says: says.to_owned(),
        case_hours: share * 1e6,
        share,
        most_from: from,
        most_to: to,
    };
    Findings {
        before: None,
        fluid: None,
        alarm: Some(AlarmFinding {
            measure: "decided.old".to_owned(),
            by: date(2027, 12, 31),
            level: Some(9_120.0),
            levels: vec![
                AlarmLevel {
                    date: date(2027, 6, 30),
                    below: 3_312.5,
                    missed: 0.71,
                    false_alarms: 0.08,
                    missed_alarms: 0.31,
                },
                AlarmLevel {
                    date: date(2027, 9, 30),
                    below: 5_290.5,
                    missed: 0.8,
                    false_alarms: 0.05,
                    missed_alarms: 0.22,
                },
            ],
        }),
        question: "run".into(),
        background: None,
        series_difference: Listed::default(),
        in_8_of_10: Listed::default(),
        surgecap: "0.1.0".to_owned(),
        scenario: ScenarioName { name: "A surge, written by hand".to_owned(), sha256: "00ff".repeat(16) },
        plan: "more-help".to_owned(),
        variant: Vec::new(),
        seed: 42,
        replications: 12_800,
        events: 123_456_789,
        interrupted: false,
        targets: vec![target("cleared", Verdict::Uncertain, [0.43, 0.412, 0.448]), guard],
        measures: Listed(stocks),
        ledger: listed(ledger),
        series: listed(vec![(
            "stock.old",
            SeriesFinding {
                dates: vec![date(2020, 4, 30), date(2020, 5, 31)],
                mean: vec![15_350.0, 14_900.125],
                q05: vec![15_350.0, 14_700.0],
                q10: vec![15_350.0, 14_750.0],
                q25: vec![15_350.0, 14_800.0],
                q50: vec![15_350.0, 14_900.0],
                q75: vec![15_350.0, 15_000.0],
                q90: vec![15_350.0, 15_050.0],
                q95: vec![15_350.0, 15_100.0],
            },
        )]),
        difference: Listed(vec![
            (day("stock.new", "2020-12-31"), difference([270.0, 2_000.0, 3_801.0])),
            (day("overdue.new", "2020-12-31"), difference([0.0, 0.4, 12.0])),
            (day("stock.new", "2022-06-30"), difference([-3_000.0, -1_949.0, -20.0])),
            (day("overdue.new", "2022-06-30"), difference([-5.0, 0.0, 5.0])),
            (day("stock.all", "2020-12-31"), difference([-2_100.0, -850.0, 320.0])),
            (day("stock.all", "2022-06-30"), difference([-8_100.0, -6_049.0, -4_320.0])),
        ]),
        risk: None,
        costs: None,
        stuck: vec![
            stuck("sign", "sign-off by a senior", 0.512, Some(date(2020, 9, 30)), Some(date(2021, 3, 31))),
            stuck("supervisors", "an answer of a supervisor", 0.2, Some(date(2020, 8, 31)), Some(date(2020, 8, 31))),
            stuck("hear", "hearing", 0.1, None, None),
        ],
        realised: vec![
            RealisedFinding {
                what: "decided.old".to_owned(),
                date: date(2020, 11, 1),
                realised: 8_350.0,
                q05: 5_100.0,
                q50: 7_000.0,
                q95: 8_900.0,
                percentile: 0.87,
            },
            RealisedFinding {
                what: "stock.old a month since 2020-11-01".to_owned(),
                date: date(2020, 12, 31),
                realised: -1_200.0,
                q05: -900.0,
                q50: -700.0,
                q95: -400.5,
                percentile: 0.004,
            },
        ],
        caveats: vec![
            "The interval of a probability is Monte Carlo error only; the ranges of the inputs stand as written."
                .to_owned(),
            "Not included: Corona".to_owned(),
        ],
        assumptions: Assumptions { uncertain: 31, unknown: 2, unconfirmed: 17 },
        people: People {
            streams: vec![
                StreamName {
                    name: "old".to_owned(),
                    says: "Old cases".to_owned(),
                    initial: 15_350.0,
                    only_follows: false,
                },
                StreamName {
                    name: "new".to_owned(),
                    says: "New applications".to_owned(),
                    initial: 2_500.0,
                    only_follows: false,
                },
            ],
            pools: vec![("officers".to_owned(), "Officers".to_owned()), ("temps".to_owned(), "Temps".to_owned())],
            hired: vec![("temps".to_owned(), "agency staff".to_owned())],
            is_sequential: true,
            end: "2022-06-30".to_owned(),
            not_included: vec!["Corona".to_owned(), "Rooms and interpreters".to_owned()],
            checked_by: String::new(),
            has_nothing: true,
            horizon_hours: 4_600.0,
        },
    }
}

/// A study without targets and without a plan to compare with.
fn plain() -> Findings {
    Findings {
        surgecap: "0.1.0".to_owned(),
        scenario: ScenarioName { name: "A desk".to_owned(), sha256: "ab".repeat(32) },
        seed: 1,
        replications: 100,
        measures: listed(vec![
            ("stage.desk.wait_hours.mean", measure("office hours", 9.0, 0.25, [5.0, 8.75, 14.0])),
            ("stage.desk.wait_probability", measure("share", 0.9, 0.004_5, [0.85, 0.9, 0.95])),
            ("stream.cases.decided", measure("cases", 12_345.6, 61.0, [12_000.0, 12_350.0, 12_700.0])),
            ("stream.cases.overdue_share", measure("share", 0.0, 0.0, [0.0, 0.0, 0.0])),
            ("supervision.wait_hours.mean", measure("office hours", 0.000_123_45, 0.000_01, [0.0, 0.0001, 0.0002])),
            ("stock.cases@2027-12-31", measure("cases", 10.0, 1.0, [3.0, 9.0, 20.0])),
        ]),
        ..Findings::default()
    }
}

#[test]
fn golden_the_page_of_a_plan_with_targets() {
    expect("page-full.txt", &page(&full(), Some(12.34), Some("results/a-surge-s42")));
}

#[test]
fn golden_the_page_of_a_desk_without_targets() {
    expect("page-plain.txt", &page(&plain(), None, None));
}

/// The four verdicts, and the words of a probability that was never or always met, or of too few replications.
#[test]
fn golden_the_page_of_each_verdict() {
    let mut text = String::new();
    for (verdict, chance, replications) in [
        (Verdict::Reachable, [1.0, 0.991, 1.0], 412),
        (Verdict::OutOfReach, [0.0, 0.0, 0.009], 412),
        (Verdict::Undecided, [0.79, 0.77, 0.81], 12_800),
        (Verdict::Undecided, [0.5, 0.1, 0.9], 5),
    ] {
        let mut one = target("cleared", verdict, chance);
        let end = Promise::After { after: date(2022, 6, 30), share_by_end: chance[0] };
        if verdict == Verdict::OutOfReach {
            one.dates = listed(vec![("0.5", end), ("0.8", end), ("0.9", end)]);
        }
        text.push_str(&page(
            &Findings { targets: vec![one], replications, caveats: full().caveats, people: full().people, ..plain() },
            None,
            None,
        ));
        text.push_str("----\n");
    }
    expect("page-verdicts.txt", &text);
}

/// Each payer for itself and by year, what is lost on paper, what the plan adds, and what nobody filled in.
#[test]
fn golden_the_page_with_costs() {
    let amount = |[q05, q50, q95]: [f64; 3]| Amount { mean: q50, q05, q10: q05, q50, q90: q95, q95 };
    let payer = |years: [[f64; 3]; 2], plan: Option<[f64; 3]>| PayerFinding {
        years: listed(vec![("2020", amount(years[0])), ("2021", amount(years[1]))]),
        total: amount([0, 1, 2].map(|point| years[0][point] + years[1][point])),
        because_of_the_plan: plan.map(amount),
        lines: vec![CostLine { kind: "salaries".to_owned(), of: "officers".to_owned(), mean: years[0][1] }],
    };
    let payers = listed(vec![
        ("organisation", payer([[40.2e6, 41.7e6, 44.0e6], [29.9e6, 31.25e6, 33.0e6]], Some([9.1e6, 11.4e6, 14.8e6]))),
        ("reception", payer([[250e6, 300e6, 390e6], [220e6, 280e6, 350e6]], Some([-90e6, -41e6, -7e6]))),
        ("courts", payer([[0.0, 0.0, 0.0], [800.0, 12_345.0, 45_000.0]], Some([0.0, 0.0, 0.0]))),
        ("applicants", payer([[0.9e6, 1.75e6, 3.2e6], [0.0, 0.0, 0.0]], None)),
    ]);
    let not_counted = vec!["seats".to_owned(), "emergency reception".to_owned(), "legal aid".to_owned()];
    let costs = Some(CostsFinding { payers, not_counted });
    expect("page-costs.txt", &page(&Findings { costs, ..plain() }, None, None));
}

#[test]
fn golden_the_findings_as_json() {
    let mut findings = full();
    // What is not a number is null.
    findings
        .measures
        .0
        .push(("span".to_owned(), measure("trainees per supervisor", f64::NAN, f64::NAN, [f64::NAN; 3])));
    expect("findings.json.txt", &json(&findings));
}

#[test]
fn golden_what_check_says() {
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>();
    let found = Organisation {
        tables: vec![
            (
                "Work comes in".to_owned(),
                vec!["stream", "stock", "inflow", "term", "priority"],
                vec![
                    row(&["Old cases", "15350", "none", "6 months", "2"]),
                    row(&["New", "90 (42 to 120)", "50 a month", "none", "1"]),
                ],
            ),
            ("The people".to_owned(), vec!["pool", "heads"], vec![row(&["Officers", "450"])]),
        ],
        sentences: vec![
            "Free officers look for work in this order: sign, draft.".to_owned(),
            "On paper: 20 cases a month.".to_owned(),
        ],
        warnings: Problems::default(),
        inputs: vec![row(&["pool.officers.headcount", "380", "450", "530", "assumption"])],
    };
    expect("check.txt", &organisation("A surge, written by hand", &found));
}

/// Rows written by hand through the layout of a tiny study: no run is made.
#[test]
fn golden_the_tables() {
    let study = study_of(
        r#"
        name = "tables"
        start = 2027-01-04
        end = 2027-01-15
        series = "week"
        [stream.cases]
        inflow.per_day = 1
        [stage.desk]
        effort_hours = 1
        by = ["clerks"]
        then = "decided"
        [pool.clerks]
        headcount = 1
        [target.empty]
        measure = "stock.cases"
        at_most = 3
        by = 2027-01-15
        "#,
    );
    let layout = study.layout();
    // Every number is its column; then what is special: a third, not a number, beyond the end.
    let plan: Vec<f64> = (0..layout.width()).map(|column| column as f64).collect();
    let mut other: Vec<f64> = plan.iter().map(|value| value / 3.0).collect();
    other[layout.measure(0)] = f64::NAN;
    other[layout.met_from(0)] = f64::INFINITY;
    let rows = |all: &[&Vec<f64>]| {
        let mut rows = Rows::new(layout.width());
        rows.extend(all.iter().map(|values| Row { values: (*values).clone() }).collect()).expect("rows fit the memory");
        rows
    };
    let made = tables(&study, &mut rows(&[&plan, &other]), Some(&mut rows(&[&other]))).expect("tables can be made");
    let names: Vec<&str> = made.iter().map(|table| table.file).collect();
    assert_eq!(names, ["runs.csv", "series.csv", "ledger.csv"]);
    for table in made {
        expect(&format!("{}.txt", table.file), &table.text);
    }
}

/// The lines of the object `measures` of an answer; `.ci/pinned` cuts the same ones out with sed.
fn measures_of(answer: &str) -> String {
    let from = answer.find("  \"measures\": {\n").expect("an answer has measures");
    let end = answer[from..].find("\n  },\n").expect("the measures end") + "\n  },\n".len();
    answer[from..from + end].to_owned()
}

#[test]
fn pinned_the_first_steps_give_the_numbers_that_they_gave() {
    let mut text = String::from(
        "# Pinned, not proved: SHA-256 of the measures of each file, seed 1, three replications; .ci/pinned compares the\n\
         # release binary with the same values. UPDATE_GOLDEN=1 cargo test --test it golden writes them anew.\n",
    );
    for path in files_below(&scenarios().join("first-steps"), "toml") {
        let file = short(&path);
        let arguments = ["run", &file, "--reps", "3", "--seed", "1", "--format", "json", "--no-results", "--quiet"];
        let answer = text_of(&arguments, &surgecap(&arguments));
        let measures = measures_of(&answer);
        assert!(measures.lines().count() > 50, "{file}: {measures}");
        text.push_str(&format!("{file} {}\n", sha256(measures.as_bytes())));
    }
    expect("pinned.txt", &text);
}
