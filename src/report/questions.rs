//! Open questions as a table for people, as Markdown and as CSV.

use super::table::table;
use crate::experiment::questions::Question;

const FOOT: &str =
    "The widest range comes first. Width is not influence: which answer moves the result most is not told here.";

/// "6 to 20, likely 10 weeks".
fn now(one: &Question) -> String {
    let unit = if one.unit.is_empty() { String::new() } else { format!(" {}", one.unit) };
    match (one.low, one.likely, one.high) {
        (Some(low), Some(likely), Some(high)) if low < high => format!("{low} to {high}, likely {likely}{unit}"),
        (_, Some(likely), _) => format!("{likely}{unit}"),
        _ => "a distribution".to_owned(),
    }
}

/// For people.
pub fn page(name: &str, all: &[Question]) -> String {
    if all.is_empty() {
        return format!("{name}: nothing is open. Every number has a source or was agreed to.\n");
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| vec![one.path.clone(), now(one), one.status.clone(), one.owner.clone(), one.meaning.to_owned()])
        .collect();
    let head = ["input", "now", "status", "owner", "what it means"];
    format!("{name}: {} open questions\n\n{}\n{FOOT}\n", all.len(), table(&head, &rows))
}

/// A list to send, with room for the answers.
pub fn markdown(name: &str, all: &[Question]) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let mut page = format!(
        "# {}: open questions\n\n| nr | owner | question | now | status | source so far | input | answer |\n|---|---|---|---|---|---|---|---|\n",
        cell(name)
    );
    for (index, one) in all.iter().enumerate() {
        let cells = [one.owner.as_str(), &one.ask, &now(one), &one.status, &one.source].map(cell);
        page.push_str(&format!("| {} | {} | `{}` | |\n", index + 1, cells.join(" | "), one.path));
    }
    page.push_str(&format!("\n{FOOT}\n"));
    page
}

/// One row a question, for spreadsheets.
///
/// # Errors
/// When text cannot be made.
pub fn csv(all: &[Question]) -> Result<String, String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let head = ["input", "owner", "question", "unit", "low", "likely", "high", "status", "source", "answer"];
    table.write_record(head).map_err(|why| why.to_string())?;
    for one in all {
        let [low, likely, high] =
            [one.low, one.likely, one.high].map(|one| one.map_or(String::new(), |one| one.to_string()));
        let row = [&one.path, &one.owner, &one.ask, one.unit, &low, &likely, &high, &one.status, &one.source, ""];
        table.write_record(row).map_err(|why| why.to_string())?;
    }
    let bytes = table.into_inner().map_err(|why| why.to_string())?;
    String::from_utf8(bytes).map_err(|why| why.to_string())
}
