//! What `check` prints.

use super::table::table;
use crate::experiment::check::Organisation;

/// The organisation in words and tables; warnings are shown apart.
pub fn organisation(name: &str, found: &Organisation) -> String {
    let mut text = format!("{name}\n");
    for (title, head, rows) in &found.tables {
        text.push_str(&format!("\n{title}\n{}", table(head, rows)));
    }
    text.push('\n');
    for sentence in &found.sentences {
        text.push_str(&format!("  {sentence}\n"));
    }
    if !found.inputs.is_empty() {
        text.push_str(&format!(
            "\nWhat nobody knows for sure: {} ranges, one draw a replication\n",
            found.inputs.len()
        ));
        text.push_str(&table(&["input", "low", "likely", "high", "source"], &found.inputs));
    }
    text
}
