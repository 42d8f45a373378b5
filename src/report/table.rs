//! Plain tables in the terminal: columns as wide as they need, numbers to the right, words to the left.

/// One table; a column of numbers has only cells that begin with a digit or a sign.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row.get(column).map_or(0, |cell| cell.chars().count()));
        cells.chain([head[column].chars().count()]).max().unwrap_or(0)
    };
    let is_number = |cell: &String| cell.starts_with(|first: char| first.is_ascii_digit() || "−-±–".contains(first));
    let is_words = |column: usize| {
        column == 0 || rows.iter().filter_map(|row| row.get(column)).any(|cell| !cell.is_empty() && !is_number(cell))
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let words: Vec<bool> = (0..head.len()).map(is_words).collect();
    let line = |cells: &[String]| {
        let mut text = String::from(" ");
        for (column, width) in widths.iter().enumerate() {
            let cell = cells.get(column).map_or("", String::as_str);
            let pad = " ".repeat(width - cell.chars().count());
            text.push(' ');
            if column > 0 {
                text.push(' ');
            }
            let (left, right) = if words[column] { (cell, pad.as_str()) } else { (pad.as_str(), cell) };
            text.push_str(left);
            text.push_str(right);
        }
        text.trim_end().to_owned() + "\n"
    };
    let mut text = line(&head.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>());
    for row in rows {
        text.push_str(&line(row));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_to_the_right() {
        let rows = vec![vec!["a".to_owned(), "1".to_owned()], vec!["long".to_owned(), "200".to_owned()]];
        assert_eq!(table(&["name", "n"], &rows), "  name    n\n  a       1\n  long  200\n");
    }
}
