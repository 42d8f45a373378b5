//! `surgecap explain CODE`.

use super::{Done, Failure, answer, args::Explain};
use crate::problem::{CODES, explained::explanation, nearest};

pub(super) fn explain(args: &Explain) -> Result<Done, Failure> {
    let Some(code) = &args.code else {
        let lines: Vec<String> = CODES.iter().map(|(code, meaning)| format!("{code}  {meaning}\n")).collect();
        return answer(&(lines.concat() + "\nsurgecap explain CODE shows why, with a wrong and a right example.\n"));
    };
    let Some((code, meaning)) = CODES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)) else {
        let near = nearest(code, CODES.iter().map(|(known, _)| *known));
        let near = near.map_or(String::new(), |near| format!(" Did you mean {near}?"));
        let all = "surgecap explain, without a code, lists them all";
        return Err(Failure::Usage(format!("there is no code {code}.{near} {all}")));
    };
    let mut page = format!("{code}  {meaning}\n");
    if let Some(one) = explanation(code) {
        let folded = textwrap(one.why, 100);
        page.push_str(&format!("\n{folded}\n\nWrong:\n{}\n\nRight:\n{}\n", indented(one.wrong), indented(one.right)));
    }
    answer(&page)
}

fn indented(example: &str) -> String {
    let lines: Vec<String> =
        example.lines().map(|line| if line.is_empty() { String::new() } else { format!("    {line}") }).collect();
    lines.join("\n")
}

/// Lines of at most `width` letters.
fn textwrap(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().map_or(0, |line| line.chars().count());
        if last > 0 && last + 1 + word.chars().count() > width {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}
