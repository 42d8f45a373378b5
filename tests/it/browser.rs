//! Every kind of page in a real headless Chromium: no error in its console, nothing from elsewhere, nothing wider than its place,
//! whole charts in print and one A4 for the first page, and no violation of accessibility that axe-core finds.
//!
//! `.ci/browser` installs what is needed and runs this with `SURGECAP_BROWSER`, the folder of the node modules. Without it the
//! tests are skipped, and say so; with it whatever is missing is a failure.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use serde::Deserialize;
use surgecap::{
    experiment::saved::{Saved, read},
    report::html::{report, words::Lang},
};

use crate::{
    pages,
    report::{assessed, saved, written},
    support::{root, scenarios, surgecap},
};

/// What `tests/browser/pages.mjs` prints for a file.
#[derive(Debug, Deserialize)]
struct Looked {
    problems: Vec<Wrong>,
    figures: usize,
}

#[derive(Debug, Deserialize)]
struct Wrong {
    check: String,
    says: String,
}

/// Where the node modules are; None: said and skipped.
fn modules(test: &str) -> Option<OsString> {
    let modules = std::env::var_os("SURGECAP_BROWSER");
    if modules.is_none() {
        // Not by `eprintln!`, which a test that passes does not show.
        let skipped = format!("skipped: {test}: .ci/browser runs it with Chromium, node and axe-core\n");
        std::io::stderr().write_all(skipped.as_bytes()).expect("the terminal takes a line");
    }
    modules
}

/// All pages of a folder, looked at.
fn look(folder: &Path, modules: &OsString) -> BTreeMap<String, Looked> {
    let program = root().join("tests/browser/pages.mjs");
    let run = Command::new("node").arg(program).arg(folder).arg(modules).stderr(Stdio::inherit()).output();
    let run = run.unwrap_or_else(|why| panic!("node cannot be started: {why}"));
    let text = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "the pages could not be looked at: {text}");
    serde_json::from_str(&text).unwrap_or_else(|why| panic!("{why}: {text}"))
}

/// Every kind of page from findings written by hand.
fn by_hand() -> Vec<(&'static str, Saved)> {
    [("run", saved(written())), ("assess", assessed())].into_iter().chain(pages::written()).collect()
}

/// Small runs of shipped scenarios: all pictures, and texts as long as they really are.
fn by_run(folder: &Path) -> Vec<(&'static str, Saved)> {
    let runs: [(&str, &str, &[&str]); 2] = [
        ("run-taskforce", "run taskforce-2020/as-ordered.toml", &["--reps", "2"]),
        ("assess-office", "assess first-steps/small-office-surge.toml", &["--futures", "4", "--follow-up", "2"]),
    ];
    let found = runs.map(|(name, asked, rest)| {
        let (command, file) = asked.split_once(' ').expect("a command and its file");
        let file = scenarios().join(file).display().to_string();
        let results = folder.join(name).display().to_string();
        let run = surgecap(&[&[command, &file, "--quiet", "--results", &results], rest].concat());
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let text = fs::read_to_string(folder.join(name).join("findings.json")).expect("findings");
        (name, read(&text).expect("findings can be read again"))
    });
    found.into()
}

#[test]
fn every_page_is_right_in_a_browser() {
    let Some(modules) = modules("every page in a browser") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).expect("a folder can be made");
    let all = by_hand().into_iter().chain(by_run(folder.path()));
    let mut written = 0;
    for (name, found) in all {
        for lang in Lang::ALL {
            let html = report(&found, None, lang, None).unwrap_or_else(|why| panic!("{name}: {why}"));
            fs::write(pages.join(format!("{name}.{}.html", lang.code())), html).expect("a page can be written");
            written += 1;
        }
    }
    let looked = look(&pages, &modules);
    assert_eq!(looked.len(), written);
    for (file, page) in &looked {
        assert!(page.figures > 0, "{file} has no picture");
    }
    let wrong: Vec<_> = looked.iter().filter(|(_, page)| !page.problems.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Pages that are wrong on purpose, each in one way, are refused for it: the tests bite.
#[test]
fn a_wrong_page_is_refused_in_a_browser() {
    let Some(modules) = modules("wrong pages in a browser") else { return };
    let right = report(&saved(written()), None, Lang::En, None).expect("the report can be made");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let wrong = |check: &str, name: &str, says: &str, old: &str, new: &str| {
        assert!(right.contains(old), "{name}: {old} is not in the page");
        let file = format!("{name}.html");
        fs::write(folder.path().join(&file), right.replacen(old, new, 1)).expect("a page can be written");
        (file, check.to_owned(), says.to_owned())
    };
    let end = |text: &str| format!("{text}</main>");
    let style = |text: &str| format!("{text}</style>");
    let named = "role=\"img\" aria-labelledby=\"target-title target-alt\"><title id=\"target-title\">";
    let long = format!("{}<p class=\"disclaimer\">", "<p>One sentence more.</p>".repeat(60));
    let (at_end, in_style) = ("</main>", "</style>");
    let expected = [
        wrong("console", "error", "on purpose", at_end, &end("<script>console.error('on purpose')</script>")),
        wrong("console", "thrown", "on purpose", at_end, &end("<script>throw new Error('on purpose')</script>")),
        wrong("request", "image", "example.org", at_end, &end("<img src=\"https://example.org/a.png\" alt=\"\">")),
        wrong("overflow", "table", "360 px", at_end, &end("<table style=\"width:90rem\"><tr><td>a</td></tr></table>")),
        wrong("overflow", "unnamed", "scrolls", " role=\"group\" aria-label=", " role=\"group\" data-label="),
        wrong(
            "overflow",
            "cut",
            "in <p>",
            at_end,
            &end("<p style=\"overflow:hidden;width:9rem;white-space:nowrap\">a sentence that is cut off</p>"),
        ),
        wrong("print", "split", "figure #", in_style, &style("@media print { figcaption { margin-bottom: 300mm; } }")),
        wrong(
            "print",
            "sliced",
            "figure #",
            in_style,
            &style(
                "@media print { svg { height: 300mm !important; max-height: none !important; width: auto !important; } }",
            ),
        ),
        wrong(
            "print",
            "wide-paper",
            "on paper",
            at_end,
            &end(
                "<pre>a line of text without any place where it could be broken, which is wider than a sheet of paper is, so it is cut</pre>",
            ),
        ),
        wrong("first-page", "long", "first page stands on pages 1", "<p class=\"disclaimer\">", &long),
        wrong("axe", "unsaid", "svg-img-alt", named, "role=\"img\"><title></title><title>"),
        wrong("axe", "pale", "color-contrast (light)", at_end, &end("<p style=\"color:#aaa\">pale</p>")),
        wrong(
            "axe",
            "dark",
            "color-contrast (dark)",
            in_style,
            &style("@media (prefers-color-scheme: dark) { html { background: #222; } }"),
        ),
        wrong(
            "picture",
            "crossing",
            "lies on",
            "</desc>",
            "</desc><text x=\"0\" y=\"90\">one</text><text x=\"0\" y=\"90\">two</text>",
        ),
        wrong(
            "picture",
            "leaving",
            "leaves its picture",
            "</desc>",
            "</desc><text x=\"505\" y=\"90\">out of it</text>",
        ),
    ];
    let looked = look(folder.path(), &modules);
    assert_eq!(looked.len(), expected.len());
    for (file, check, says) in expected {
        let problems = &looked[&file].problems;
        let is_found = problems.iter().any(|one| one.check == check && one.says.contains(&says));
        assert!(is_found, "{file} is not refused by {check} ({says}): {problems:#?}");
    }
}
