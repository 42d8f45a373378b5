//! Every key of the scenario file as a page of Markdown, made from what the reader declares.

use super::schema::Branch;
use crate::scenario::reader::{Declaration, OVERLAY};

const HEAD: &str = "\
# Every key of the scenario file

Made by `surgecap schema --format markdown` from the program's own declarations; `docs/scenario-file.md` tells how they
work together. `NAME` is a name that you choose; `.` goes one table deeper.

| value | what may be written |
|---|---|
| number, count, share | one number: `6`; a count is whole; a share is `0.19` or `\"19 %\"`. Unless *known* stands before it, also what nobody knows: `{ low = 4, likely = 6, high = 9 }`, `{ uncertain = { lognormal = { mean = 6, cv = 0.3 } } }` or `\"unknown\"`; with its origin `{ value = 6, source = \"…\", owner = \"…\", status = \"…\" }` |
| spread | what differs between cases or people: one number, `{ least = 1, usual = 2, most = 6 }` or a distribution such as `{ lognormal = { mean = 6, cv = 0.6 } }`; *of any size*: also `{ low = …, likely = …, high = … }`, all alike and of a size that nobody knows |
| date, text, list | `2027-06-01`, `\"words\"`, `[\"a\", \"b\"]`; one item alone is a list of one |
| route | the name of a stage, `\"decided\"`, `\"closed\"`, or shares of them: `{ extra = 0.2, draft = \"rest\" }` |
| the same keys | whatever may stand outside the table, laid over it |
";

/// The page, with a line end.
pub fn keys() -> String {
    let root = Branch::root();
    let mut page = HEAD.to_owned();
    let is_table = |branch: &Branch| branch.own.iter().any(|one| matches!(one.kind, "table" | "named tables"));
    let mut rows = Vec::new();
    for (name, branch) in root.children.iter().filter(|(_, branch)| !is_table(branch) || branch.own.len() > 1) {
        write_rows(branch, name, false, &mut rows);
    }
    page.push_str(&section("Top of the file", &rows));
    for (name, branch) in root.children.iter().filter(|(_, branch)| is_table(branch)) {
        let is_named = branch.own.iter().any(|one| one.kind == "named tables");
        let title = if is_named { format!("`[{name}.NAME]`") } else { format!("`[{name}]`") };
        let mut rows = Vec::new();
        let mut below = branch;
        if is_named && let Some((_, named)) = branch.children.iter().find(|(one, _)| one == "*") {
            below = named;
        }
        for (key, child) in &below.children {
            write_rows(child, &if key == "*" { "NAME".to_owned() } else { key.clone() }, true, &mut rows);
        }
        page.push_str(&section(&title, &rows));
    }
    page
}

fn section(title: &str, rows: &[String]) -> String {
    format!("\n## {title}\n| key | value | range | default | meaning |\n|---|---|---|---|---|\n{}", rows.concat())
}

/// A row for a key, and for each key below it.
fn write_rows(branch: &Branch, path: &str, deeper: bool, rows: &mut Vec<String>) {
    let own: Vec<&Declaration> =
        branch.own.iter().filter(|one| !matches!(one.kind, "table" | "named tables")).collect();
    if let Some(first) = own.first() {
        let value: Vec<String> = own.iter().map(|one| value_of(one)).collect();
        let default = own.iter().find_map(|one| one.default.clone()).unwrap_or_default();
        let default = if first.required { "must be there".to_owned() } else { default };
        let help = own.iter().map(|one| one.help).find(|help| !help.is_empty()).unwrap_or("");
        rows.push(format!("| `{path}` | {} | {} | {default} | {help} |\n", value.join(", or "), range_of(first)));
    }
    // The shares of a route are told by its own row.
    let is_route = branch.own.iter().any(|one| one.kind == "route");
    if deeper && !is_route {
        for (name, child) in &branch.children {
            let name = if name == "*" { "NAME" } else { name };
            write_rows(child, &format!("{path}.{name}"), true, rows);
        }
    }
}

fn value_of(one: &Declaration) -> String {
    let choices = || one.choices.iter().map(|choice| format!("`\"{choice}\"`")).collect::<Vec<_>>().join(", ");
    let words = match one.kind {
        "choice" => choices(),
        "share" if !one.choices.is_empty() => format!("share, or {}", choices()),
        "variability" if one.size_may_be_uncertain => "spread of any size".to_owned(),
        "variability" => "spread".to_owned(),
        OVERLAY => "the same keys".to_owned(),
        kind if one.must_be_known => format!("known {kind}"),
        kind => kind.to_owned(),
    };
    if one.unit.is_empty() { words } else { format!("{words}, {}", one.unit) }
}

fn range_of(one: &Declaration) -> String {
    let (least, most) = match one.kind {
        "share" => (one.at_least.max(0.0), one.at_most.min(1.0)),
        _ => (one.at_least, one.at_most),
    };
    match (least.is_finite(), most.is_finite()) {
        (true, true) => format!("{least} to {most}"),
        (true, false) => format!("from {least}"),
        (false, true) => format!("to {most}"),
        (false, false) => String::new(),
    }
}
