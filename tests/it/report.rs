//! `report.html`: what it says, what it may not leave out, and that it is the same again from saved findings.
//!
//! Expected texts stand in `golden/`, as those of the terminal's page.

use std::{collections::BTreeSet, time::Instant};

use jiff::civil::date;
use surgecap::{
    experiment::{
        alarm::{AlarmFinding, AlarmLevel},
        assess::{
            Assessment, Change, Changes, Condition, Conditions, Figure, FirstAsked, Looks, PlanFinding, Promised,
        },
        background::{AboutFinding, Background, CohortFinding, RouteFinding, StageFinding},
        bridge::{Bridge, Step},
        findings::{Amount, CostsFinding, Findings, Listed, PayerFinding, Promise, RiskFinding, Verdict},
        frontier::{Answer, Best, Frontier, Line, Scan},
        provenance::sha256,
        register::Entry,
        saved::{Saved, read},
    },
    report::{
        html::{
            report,
            view::{Part, View},
            view_of,
            words::{Lang, Words},
        },
        json::json,
    },
};

use crate::{
    golden::{difference, expect, full, listed, measure},
    support::{files_below, root, scenarios, surgecap, text_of},
};

/// Findings written by hand in which every block of the first page has something to say.
pub fn written() -> Findings {
    let mut found = full();
    found.scenario.name = "250 temporary staff for 15,350 cases".to_owned();
    found.replications = 412;
    found.plan = String::new();
    let target = &mut found.targets[0];
    target.verdict = Verdict::OutOfReach;
    (target.probability, target.low, target.high) = (0.0, 0.0, 0.009);
    target.dates = listed(vec![
        ("0.5", Promise::By(date(2021, 7, 14))),
        ("0.8", Promise::By(date(2021, 10, 2))),
        ("0.9", Promise::By(date(2021, 12, 8))),
    ]);
    let day = "2020-12-31";
    found.in_8_of_10 = Listed(vec![
        (format!("decided.old@{day}"), [6_100.0, 8_600.0]),
        ("stream.old.latent_rework".to_owned(), [700.0, 1_900.0]),
    ]);
    found.measures.0.push(("supervision.answered_share".to_owned(), measure("share", 0.6, 0.01, [0.5, 0.6, 0.7])));
    let changes = [
        (format!("decided.old@{day}"), [-400.0, 200.0, 900.0]),
        (format!("stock.old@{day}"), [-5_400.0, -5_000.0, -4_000.0]),
        ("overdue.new@2022-06-30".to_owned(), [900.0, 2_000.0, 3_100.0]),
    ];
    found.difference.0.retain(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    found.difference.0.extend(changes.map(|(name, points)| (name, difference(points))));
    found.risk = Some(RiskFinding { factor: 1.7, low: 1.3, high: 2.1, below_senior: 0.2, unanswered: Some(0.4) });
    let amount = |[q05, q50, q95]: [f64; 3]| Amount { mean: q50, q05, q10: q05, q50, q90: q95, q95 };
    let payer = |points: [f64; 3]| PayerFinding {
        years: listed(vec![("2020", amount(points))]),
        total: amount(points),
        because_of_the_plan: Some(amount(points)),
        lines: Vec::new(),
    };
    found.costs = Some(CostsFinding {
        payers: listed(vec![
            ("organisation", payer([17e6, 21e6, 26e6])),
            ("reception", payer([-10e6, 9e6, 60e6])),
            ("applicants", payer([300_000.0, 1e6, 2e6])),
        ]),
        not_counted: vec!["courts".to_owned(), "legal aid".to_owned(), "recruiting and training of temps".to_owned()],
    });
    let stage = |name: &str, kind: &str, to: &[(&str, f64)]| StageFinding {
        name: name.to_owned(),
        says: format!("the {name}"),
        kind: kind.to_owned(),
        who: vec!["Officers".to_owned()],
        signs: None,
        routes: to.iter().map(|(to, share)| RouteFinding { to: (*to).to_owned(), share: *share }).collect(),
    };
    let mut sign = stage("sign", "signing", &[]);
    sign.signs = Some("draft".to_owned());
    let level = |date, below, missed| AlarmLevel { date, below, missed, false_alarms: 0.08, missed_alarms: 0.31 };
    found.alarm = Some(AlarmFinding {
        measure: "decided.old".to_owned(),
        by: date(2021, 10, 2),
        level: None,
        levels: vec![
            level(date(2020, 8, 31), 3_312.5, 0.71),
            level(date(2020, 10, 31), 5_290.5, 0.8),
            level(date(2020, 12, 31), 7_004.0, 0.86),
        ],
    });
    found.background = Some(Background {
        about: AboutFinding {
            asked_by: "the ministry".to_owned(),
            filled_by: "IND".to_owned(),
            checked_by: String::new(),
            figures_of: Some(date(2020, 4, 1)),
        },
        start: Some(date(2020, 4, 1)),
        end: Some(date(2022, 6, 30)),
        assumptions: found.assumptions,
        cohorts: vec![CohortFinding {
            name: "agency".to_owned(),
            says: "agency staff".to_owned(),
            pool: "temps".to_owned(),
            headcount: 250.0,
            on_paper: 5_600.0,
        }],
        process: vec![
            stage("hearing", "work", &[("more", 0.2), ("draft", f64::NAN)]),
            stage("more", "waiting", &[("hearing", 1.0)]),
            stage("draft", "work", &[("decided", 1.0)]),
            sign,
        ],
        ..Background::default()
    });
    found
}

pub fn saved(found: Findings) -> Saved {
    Saved::Run(Box::new(found))
}

/// An assessment written by hand, with all that it knows beyond the run.
pub fn assessed() -> Saved {
    let plan = written();
    let step = |name: &str, mean: f64| Step {
        name: name.to_owned(),
        says: String::new(),
        mean,
        low: mean - 50.0,
        high: mean + 50.0,
        backward: None,
    };
    let condition = |about: &'static str, planned: Figure, limit: Figure| Condition {
        about: about.into(),
        unit: String::new(),
        planned,
        limit: Some(limit),
        points: Vec::new(),
    };
    let best = Best { hires: 70.0, low: 60.0, high: 90.0, gain: 400.0, is_inside: true, inside_share: 0.98 };
    let answer = Answer {
        useful: 90,
        useful_from: Some(60),
        best,
        harmless_up_to: 140,
        is_open: false,
        zero: Some([120.0, 140.0, f64::INFINITY]),
        plateau: None,
        steps: Vec::new(),
    };
    let span = Scan {
        axis: "span".to_owned(),
        hires: 70,
        points: Vec::new(),
        limits: vec![Some("4".to_owned())],
        in_time: None,
    };
    let change = |path: &str, looks| Change {
        path: path.to_owned(),
        was: "12".to_owned(),
        now: "6".to_owned(),
        is_set: false,
        is_narrower_without_source: path.contains("pace"),
        effect: None,
        looks,
    };
    let entry = Entry {
        path: "cohort.agency.months_to_independence".to_owned(),
        rank: Some(1),
        low: Some(6.0),
        likely: Some(11.0),
        high: Some(18.0),
        unit: "months".into(),
        meaning: "months until half of ten new people work alone".into(),
        source: String::new(),
        owner: "IND".to_owned(),
        status: "assumption".to_owned(),
    };
    let assessment = Assessment {
        question: "assess".into(),
        interrupted: false,
        amounts: listed(vec![("cleared", listed(vec![("0.8", 9_100.0), ("0.9", 9_700.0)]))]),
        plans: vec![PlanFinding { name: "the plan".to_owned(), says: "as ordered".to_owned(), findings: written() }],
        frontier: Some(Frontier {
            futures: 40,
            lines: vec![Line { at: Vec::new(), points: Vec::new(), answers: vec![answer] }],
            scans: vec![span],
            ..Frontier::default()
        }),
        bridge: Some(Bridge {
            futures: 40,
            paper: 5_600.0,
            steps: vec![step("arrival", -1_900.0), step("pace", -1_150.0), step("other streams", -700.0)],
            net: 200.0,
            net_low: -400.0,
            net_high: 900.0,
            ..Bridge::default()
        }),
        conditions: Some(Conditions {
            promise: Promised::Date { by: date(2021, 10, 2) },
            kept: 0.8,
            replications: 40,
            all: vec![
                condition("inflow", Figure::Number(1_400.0), Figure::Number(1_600.0)),
                condition("first day", Figure::Day(date(2020, 6, 26)), Figure::Day(date(2020, 7, 1))),
                condition("experienced staff", Figure::Number(250.0), Figure::Number(179.4)),
            ],
            also: Vec::new(),
        }),
        first_asked: vec![FirstAsked {
            entry,
            is_confirmed: false,
            ranked_by: "stock.old@2020-12-31".to_owned(),
            correlation: 0.6,
            correlation_low: 0.4,
            correlation_high: 0.8,
            share: 0.36,
            is_told_apart: true,
            kept_at_low: 0.95,
            kept_at_high: 0.55,
        }],
        changes: Some(Changes {
            below: vec!["preset:nl-asylum-2020".to_owned()],
            all: vec![change("supervision.span", Some(Looks::Better)), change("cohort.agency.pace_at_start", None)],
            better: 1,
            unclear: 1,
            replications: 40,
            put_back: Some(plan.targets.clone()),
            ..Changes::default()
        }),
        follow_up: Vec::new(),
        left_out: vec!["useful number: nobody is hired by number".to_owned()],
        plan,
    };
    Saved::Assess(Box::new(assessment))
}

/// The words of a page in the order in which they are read.
pub(crate) fn spoken(view: &View) -> String {
    let mut text = format!("{}: {}\n{}\n\n", view.kicker, view.title, view.status.join(" · "));
    text += &format!("[{}] {}\n{}\n", view.verdict.tone, view.verdict.says, view.verdict.lines.join("\n"));
    for block in &view.first {
        text += &format!("\n{}\n", block.title);
        for line in block.lines.iter().chain(&block.items) {
            text += &format!("{line}\n");
        }
    }
    text += &format!("\n{}\n", view.disclaimer);
    for caveat in &view.caveats {
        text += &format!("({}) {}\n", caveat.lang, caveat.text);
    }
    for page in &view.pages {
        text += &format!("\n== {} ==\n{}\n", page.title, page.intro.join(" "));
        for part in &page.parts {
            match part {
                Part::Heading { text: heading } => text += &format!("{heading}:\n"),
                Part::Text { lines } => text += &format!("{}\n", lines.join("\n")),
                Part::List { items, .. } => text += &format!("- {}\n", items.join("\n- ")),
                Part::Figure(figure) => text += &format!("figure: {} | {}\n", figure.title, figure.alt),
                Part::Table(table) => text += &format!("table: {}\n", table.head.join(" | ")),
                Part::Terms { rows } => {
                    text += &rows.iter().map(|(term, said)| format!("{term}: {said}\n")).collect::<String>();
                }
            }
        }
    }
    text += &format!("\n{}\n", view.source);
    text
}

#[test]
fn golden_the_words_of_a_report_in_both_languages() {
    for lang in Lang::ALL {
        let view = view_of(&saved(written()), None, Words::of(lang));
        expect(&format!("report.{}.txt", lang.code()), &spoken(&view));
        let view = view_of(&assessed(), None, Words::of(lang));
        expect(&format!("report-assess.{}.txt", lang.code()), &spoken(&view));
    }
}

#[test]
fn golden_the_whole_report() {
    let html = report(&saved(written()), None, Lang::En, None).expect("the report can be made");
    expect("report.html.txt", &html);
}

/// At most 15 words a sentence, no decimals but in a factor of risk, no percentages below 1 or above 99.
#[test]
fn the_first_page_is_plain() {
    let mut two = written();
    two.targets[0].verdict = Verdict::Uncertain;
    (two.targets[0].probability, two.targets[0].low, two.targets[0].high) = (0.5, 0.004, 0.998);
    two.targets[0].dates = listed(vec![
        ("0.5", Promise::By(date(2021, 12, 31))),
        ("0.8", Promise::By(date(2022, 2, 14))),
        ("0.9", Promise::After { after: date(2022, 6, 30), share_by_end: 0.874 }),
    ]);
    let mut three = written();
    let end = Promise::After { after: date(2022, 6, 30), share_by_end: 0.0 };
    three.targets[0].dates = listed(vec![("0.5", end), ("0.8", end), ("0.9", end)]);
    for change in &mut three.difference.0 {
        for point in [&mut change.1.q10, &mut change.1.q50, &mut change.1.q90] {
            *point = -*point;
        }
    }
    let mut too_long = BTreeSet::new();
    for found in [saved(written()), saved(two), saved(three), assessed()] {
        for lang in Lang::ALL {
            let view = view_of(&found, None, Words::of(lang));
            let blocks = view.first.iter().filter(|block| block.id != "not-included");
            let lines = view.verdict.lines.iter().chain(blocks.flat_map(|block| &block.lines));
            for line in lines {
                let is_list = line.contains('·');
                for sentence in line.split(". ").flat_map(|part| part.split(['?', '!', ':'])).filter(|_| !is_list) {
                    let words = sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
                    if words.count() > 15 {
                        too_long.insert(sentence.to_owned());
                    }
                }
                let is_risk = line.contains("times as high") || line.contains("keer zo groot");
                let point = if lang == Lang::En { '.' } else { ',' };
                let letters: Vec<char> = line.chars().collect();
                let has_decimals = letters
                    .windows(3)
                    .any(|three| three[1] == point && three[0].is_ascii_digit() && three[2].is_ascii_digit());
                assert!(is_risk || !has_decimals, "decimals: {line}");
                assert!(!line.contains('%'), "{line}");
                for wrong in [" 0 percent", " 100 percent", " 0 procent", " 100 procent"] {
                    assert!(!line.contains(wrong), "{line}");
                }
            }
        }
    }
    assert!(too_long.is_empty(), "more than 15 words: {too_long:#?}");
}

#[test]
fn a_letter_is_offered_only_when_the_owner_checked_the_numbers() {
    let has_letter = |found: Findings| {
        view_of(&saved(found), None, Words::of(Lang::Nl)).pages.iter().any(|page| page.id == "letter")
    };
    assert!(!has_letter(written()));
    let mut checked = written();
    if let Some(background) = &mut checked.background {
        background.about.checked_by = "IND, afdeling P&C".to_owned();
    }
    assert!(has_letter(checked));
}

/// Every key that the source names literally has words.
#[test]
fn every_key_of_the_source_is_in_the_catalogue() {
    let keys: BTreeSet<&str> = Words::of(Lang::En).keys().map(|(key, _)| key).collect();
    let mut seen = 0;
    for path in files_below(&root().join("src/report/html"), "rs") {
        let text = std::fs::read_to_string(&path).expect("a source file can be read");
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for (call, ends) in [("plain(\"", ""), ("words.say(\"", ""), ("count(\"", ".other")] {
            for (at, _) in code.match_indices(call) {
                let key = code[at + call.len()..].split('"').next().unwrap_or("");
                if key.contains('{') {
                    continue;
                }
                assert!(keys.contains(format!("{key}{ends}").as_str()), "{}: no words for {key}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "only {seen} keys were found");
}

#[test]
fn a_template_that_leaves_out_a_caveat_is_refused() {
    let found = saved(written());
    let whole = "<html><ul>{% for caveat in caveats %}<li>{{ caveat.text }}</li>{% endfor %}</ul></html>";
    assert!(report(&found, None, Lang::En, Some(("mine.html", whole))).is_ok());
    let hidden = format!("<!-- {whole} -->");
    let some = whole.replace("in caveats %}", "in caveats[1:] %}");
    for template in ["<html>{{ title }}</html>", &hidden, &some] {
        let why = report(&found, None, Lang::En, Some(("mine.html", template))).expect_err("a caveat is missing");
        assert!(why.starts_with("mine.html leaves out a caveat"), "{why}");
        assert!(why.contains("Monte Carlo error only"), "{why}");
    }
    let why = report(&found, None, Lang::En, Some(("mine.html", "{% for %}"))).expect_err("it is no template");
    assert!(why.contains("mine.html is no template that can be used"), "{why}");
}

/// Landmarks, headings in order, names of pictures, heads of tables, one language, nothing from elsewhere and no script.
#[test]
fn a_report_can_be_read_by_everybody_and_everywhere() {
    for lang in Lang::ALL {
        let html = report(&saved(written()), None, lang, None).expect("the report can be made");
        assert!(html.contains(&format!("<html lang=\"{}\">", lang.code())));
        for landmark in ["<header>", "<main>", "<nav ", "<footer>"] {
            assert_eq!(html.matches(landmark).count(), 1, "{landmark}");
        }
        for foreign in ["<script", "http://", "https://", "src=", "@import", "url("] {
            assert!(!html.contains(foreign), "{foreign}");
        }
        assert_eq!(html.matches("<h1").count(), 1);
        let levels: Vec<u32> =
            html.match_indices("<h").filter_map(|(at, _)| html[at + 2..].chars().next()?.to_digit(10)).collect();
        assert!(levels.windows(2).all(|two| two[1] <= two[0] + 1), "headings: {levels:?}");
        let ids: Vec<&str> =
            html.match_indices(" id=\"").map(|(at, _)| html[at + 5..].split('"').next().unwrap_or("")).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "ids twice: {ids:?}");
        for (at, _) in html.match_indices("aria-labelledby=\"") {
            for name in html[at + 17..].split('"').next().unwrap_or("").split(' ') {
                assert!(ids.contains(&name), "nothing is called {name}");
            }
        }
        let figures = html.matches("<figure ").count();
        assert!(figures >= 5, "{figures} figures");
        assert_eq!(html.matches("role=\"img\"").count(), figures);
        assert_eq!(html.matches("<details>").count(), figures, "each picture has its table");
        assert_eq!(html.matches("<th").count() - html.matches("<thead").count(), html.matches("<th scope=").count());
        assert!(!html.contains("NaN") && !html.contains("inf"), "{}", html.len());
    }
}

/// The report that a run writes is that of its saved findings, byte for byte; the manifest has its hash.
#[test]
fn a_run_writes_the_report_that_its_findings_give_again() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let results = folder.path().join("results");
    let file = scenarios().join("first-steps/small-office-surge.toml");
    let at = |path: &std::path::Path| path.display().to_string();
    let run = surgecap(&["run", &at(&file), "--reps", "5", "--quiet", "--results", &at(&results)]);
    let answer = String::from_utf8_lossy(&run.stdout).into_owned();
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(answer.lines().last(), Some(format!("Report: {}/report.html", at(&results)).as_str()));
    let text = |name: &str| std::fs::read_to_string(results.join(name)).expect("a file of the results");
    let first = text("report.html");
    assert!(text("manifest.json").contains(&sha256(first.as_bytes())));
    let again = surgecap(&["report", &at(&results)]);
    assert_eq!(again.status.code(), Some(0), "{}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(text("report.html"), first);
    let dutch = folder.path().join("nl.html");
    let made = surgecap(&["report", &at(&results), "--lang", "nl", "-o", &at(&dutch)]);
    assert_eq!(made.status.code(), Some(0));
    let dutch = std::fs::read_to_string(&dutch).expect("the Dutch report");
    assert!(dutch.contains("<html lang=\"nl\">") && dutch.contains("Wat kunt u toezeggen?"));
    // A template without caveats, findings of another version, and what is no folder of results.
    let mine = folder.path().join("mine.html");
    std::fs::write(&mine, "<html>{{ title }}</html>").expect("a template can be written");
    let refused = surgecap(&["report", &at(&results), "--template", &at(&mine)]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("leaves out a caveat"), "{refused:?}");
    std::fs::write(results.join("findings.json"), "{\"surgecap\": \"0.0.1\"}").expect("findings can be written");
    let old = surgecap(&["report", &at(&results)]);
    assert_eq!(old.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&old.stderr).contains("of an older version than"), "{old:?}");
    assert_eq!(surgecap(&["report", &at(folder.path())]).status.code(), Some(2));
}

/// Findings of a real plan, with as many periods, pools and numbers as they come: the number of replications changes nothing.
#[test]
fn a_report_of_the_taskforce_is_small_and_soon_made() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let results = folder.path().join("results").display().to_string();
    let file = scenarios().join("taskforce-2020/as-ordered.toml").display().to_string();
    let run = surgecap(&["run", &file, "--reps", "2", "--quiet", "--results", &results]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let text = std::fs::read_to_string(format!("{results}/findings.json")).expect("findings");
    let began = Instant::now();
    let found = read(&text).expect("findings can be read again");
    let html = report(&found, None, Lang::Nl, None).expect("the report can be made");
    // Tests run beside each other on slow machines: the program itself takes some 30 ms.
    assert!(began.elapsed().as_secs_f64() < 1.0, "{:?}", began.elapsed());
    assert!(html.len() < 1_500_000, "{} bytes", html.len());
    // Every caveat of the program has Dutch words; only sentences of the file itself stay as they are.
    let view = view_of(&found, None, Words::of(Lang::Nl));
    for caveat in &view.caveats {
        assert_eq!(caveat.lang, "nl", "{}", caveat.text);
    }
    let Saved::Run(findings) = found else { panic!("a run has findings of a run") };
    assert_eq!(json(&*findings), text, "what is read is what was written");
}

/// What `assess` writes is read again, and its report with it.
#[test]
fn an_assessment_has_its_report() {
    let Saved::Assess(by_hand) = assessed() else { panic!("it is one") };
    let text = json(&*by_hand);
    let Ok(Saved::Assess(again)) = read(&text) else { panic!("{:?}", read(&text)) };
    assert_eq!(json(&*again), text);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let results = folder.path().join("results").display().to_string();
    let file = scenarios().join("first-steps/small-office-surge.toml").display().to_string();
    let arguments = ["assess", &file, "--futures", "4", "--follow-up", "2", "--lang", "nl", "--results", &results];
    let run = surgecap(&arguments);
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(0), "{told}");
    assert!(told.contains("report.html"), "{told}");
    let html = std::fs::read_to_string(format!("{results}/report.html")).expect("the report");
    assert!(html.contains("De plannen naast elkaar") && html.contains("Wat u het eerst moet vragen"), "{}", html.len());
    let text = std::fs::read_to_string(format!("{results}/findings.json")).expect("findings");
    let Ok(Saved::Assess(found)) = read(&text) else { panic!("{:?}", read(&text)) };
    assert_eq!(json(&*found), text);
}

/// What is not a number is null in the file, and not a number again when it is read.
#[test]
fn findings_read_back_as_they_were() {
    let mut found = written();
    found.targets[0].value = [f64::NAN; 3];
    found.targets[0].amounts = listed(vec![("0.8", f64::NAN)]);
    found.series.0[0].1.q50[1] = f64::NAN;
    found.series_difference = found.series.clone();
    found.ledger.0.push(("nobody".to_owned(), Listed(Vec::new())));
    let text = json(&found);
    let Ok(Saved::Run(again)) = read(&text) else { panic!("{:?}", read(&text)) };
    assert_eq!(json(&*again), text);
    assert!(again.targets[0].value[0].is_nan());
    for wrong in ["", "[]", "{}", "{\"question\": \"compare\"}", "{\"question\": \"run\"}"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

/// The program answers `--help` for it, so that nobody has to know this file.
#[test]
fn the_report_command_has_examples() {
    let help = surgecap(&["report", "--help"]);
    let text = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(text.contains("--lang nl") && text.contains("--template"), "{text}");
}

/// In Dutch the terminal says the report's first page, for a run as for an experiment; data are the same in both languages.
#[test]
fn the_terminal_answers_in_the_language_of_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let file = at(&scenarios().join("plan-250.toml"));
    let results = at(&folder.path().join("results"));
    let arguments = ["run", &file, "--reps", "3", "--quiet", "--lang", "nl", "--results", &results];
    let dutch = text_of(&arguments, &surgecap(&arguments));
    for words in ["Uitvoeringstoets", "Antwoord: ", "Wat kunt u toezeggen?", "Verslag: "] {
        assert!(dutch.contains(words), "{words}: {dutch}");
    }
    assert!(!dutch.contains("Verdict") && !dutch.contains("Promise"), "{dutch}");
    assert!(dutch.lines().all(|line| line.chars().count() <= 100), "{dutch}");
    let answer = std::fs::read_to_string(std::path::Path::new(&results).join("answer.txt")).unwrap();
    assert!(dutch.starts_with(&answer), "{answer}");
    let data = |lang: &str| {
        let arguments = ["run", &file, "--reps", "3", "--quiet", "--lang", lang, "--no-results", "--format", "json"];
        text_of(&arguments, &surgecap(&arguments))
    };
    assert_eq!(data("nl"), data("en"));
    let arguments = ["bridge", &file, "--futures", "2", "--quiet", "--lang", "nl", "--no-results"];
    let dutch = text_of(&arguments, &surgecap(&arguments));
    assert!(dutch.starts_with("Van papier naar praktijk: "), "{dutch}");
}

/// Every text of the shipped files of the asylum service has its Dutch, and no Dutch is of a text that is gone.
#[test]
fn texts_of_the_shipped_asylum_files_are_there_in_dutch() {
    let files =
        ["taskforce-2020/organisation.toml", "taskforce-2020/as-ordered.toml", "taskforce-2020/as-executed.toml"];
    let files = files.iter().chain(&["nl-asylum-2025.toml", "buffer/buffer-or-ad-hoc-10-years.toml"]);
    let mut texts = Vec::new();
    for file in files {
        let table: toml::Table = std::fs::read_to_string(scenarios().join(file)).unwrap().parse().unwrap();
        texts.extend(table["name"].as_str().map(str::to_owned));
        said(&table, &mut texts);
    }
    let dutch = Words::of(Lang::Nl);
    let without: Vec<&String> = texts.iter().filter(|text| dutch.name(text).is_none()).collect();
    assert!(without.is_empty(), "without Dutch: {without:#?}");
    let listed: toml::Table = include_str!("../../src/report/html/words/names.nl.toml").parse().unwrap();
    let is_used = |name: &String| texts.iter().any(|text| text.to_lowercase() == name.to_lowercase());
    let unused: Vec<&String> = listed.keys().filter(|name| !is_used(name)).collect();
    assert!(unused.is_empty(), "of no file: {unused:#?}");
    assert!(texts.len() > 60, "{} texts", texts.len());
    // An own text stays as it is.
    assert_eq!(dutch.name("our own desk"), None);
    assert_eq!(dutch.name("Hearing"), Some("Gehoor".to_owned()));
}

fn said(table: &toml::Table, texts: &mut Vec<String>) {
    for (key, value) in table {
        match value {
            toml::Value::String(text) if key == "says" => texts.push(text.clone()),
            toml::Value::Table(inner) if key == "not-included" => {
                texts.extend(inner.values().filter_map(|text| text.as_str().map(str::to_owned)));
            }
            toml::Value::Table(inner) => said(inner, texts),
            _ => {}
        }
    }
}
