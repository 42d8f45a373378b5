//! Tables as spreadsheets save them (CSV), with the place of every cell.
//!
//! Semicolons or commas between cells, decimal commas, an invisible mark at the beginning, dates
//! day first: all are read. What can be read in two ways is refused with both readings, unless
//! another cell of the same column shows which is meant. Lines that begin with # are remarks.
//!
//! The text is split here and not by the crate csv, which knows the place of a line but not that
//! of a cell, and messages point at cells.

use jiff::civil::Date;

use super::written::{self, DecimalMark, Reading};
use crate::problem::{Place, Problem, Problems, nearest};

/// One cell, without its quotes, and its place with them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    pub text: String,
    pub place: Place,
}

/// A table: named columns and rows of cells, all of the same width.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CsvTable {
    pub headers: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
}

impl CsvTable {
    /// Reads a text whose first byte has the address `base`.
    ///
    /// # Errors
    /// When the table is empty, or a row has other cells than the first line has names.
    pub fn parse(text: &str, base: usize) -> Result<CsvTable, Problems> {
        let mark = text.strip_prefix('\u{feff}').map_or(0, |rest| text.len() - rest.len());
        let mut problems = Problems::new();
        let mut lines = Lines { text, at: mark, base };
        let separator = sniff(&text[mark..]);
        let Some(headers) = lines.next_row(separator) else {
            let problem = Problem::error("E301", "the table is empty").at(Place::new(base, base));
            return Err(problem.help("the first line names the columns").into());
        };
        let mut rows = Vec::new();
        while let Some(mut row) = lines.next_row(separator) {
            // Spreadsheets write empty cells behind the last column and empty lines below the last.
            while row.len() > headers.len() && row.last().is_some_and(|cell| cell.text.is_empty()) {
                row.pop();
            }
            if row.iter().all(|cell| cell.text.is_empty()) {
                continue;
            }
            if row.len() == headers.len() {
                rows.push(row);
                continue;
            }
            let place = Place::new(row[0].place.start, row[row.len() - 1].place.end);
            let message = format!(
                "{} on this line, where the first line names {}",
                plural(row.len(), "cell"),
                plural(headers.len(), "column"),
            );
            let help = if separator == ',' {
                "a number with a decimal comma falls into two cells: save with semicolons, or put it in quotes"
            } else {
                "is a separator missing, or one too many?"
            };
            problems.push(Problem::error("E301", message).at(place).help(help));
        }
        if problems.has_errors() { Err(problems) } else { Ok(CsvTable { headers, rows }) }
    }

    /// The number of a column; capitals do not count.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.headers.iter().position(|header| header.text.eq_ignore_ascii_case(name))
    }

    /// The cells of a column.
    ///
    /// # Errors
    /// When there is no such column; the message has the nearest name.
    pub fn cells(&self, name: &str) -> Result<Vec<&Cell>, Problems> {
        let Some(column) = self.column(name) else {
            let names = self.headers.iter().map(|header| header.text.as_str());
            let start = self.headers.first().map_or(Place::default(), |header| header.place);
            let end = self.headers.last().map_or(start, |header| header.place);
            let problem = Problem::error("E302", format!("the table has no column `{name}`"))
                .at(Place::new(start.start, end.end))
                .help(format!("its columns are: {}", names.clone().collect::<Vec<_>>().join(", ")));
            return Err(match nearest(name, names) {
                Some(near) => problem.label(format!("is it `{near}`?")),
                None => problem,
            }
            .into());
        };
        Ok(self.rows.iter().map(|row| &row[column]).collect())
    }

    /// The dates of a column; a month written 2020-06 is its first day.
    ///
    /// # Errors
    /// All cells that are not dates, or can be read as two different ones.
    pub fn dates(&self, name: &str) -> Result<Vec<Date>, Problems> {
        let cells = self.cells(name)?;
        let shown: Vec<bool> = cells.iter().filter_map(|cell| written::day_first(&cell.text)).collect();
        let all = |day_first| shown.contains(&day_first) && !shown.contains(&!day_first);
        collect(&cells, |cell| match written::date(&cell.text) {
            Reading::Clear(date) => Ok(date),
            Reading::Either(day_first, _) if all(true) => Ok(day_first),
            Reading::Either(_, month_first) if all(false) => Ok(month_first),
            Reading::Either(one, other) => {
                let message = format!("`{}` can be read as two dates", cell.text);
                let label = format!("{} or {}?", written::spoken(one), written::spoken(other));
                let help = format!("write the year first: {one} or {other}");
                Err(Problem::error("E304", message).label(label).help(help))
            }
            Reading::Other => {
                let message = format!("`{}` is not a date", cell.text);
                Err(Problem::error("E304", message).help("write dates like 2020-06-01, months like 2020-06"))
            }
        })
    }

    /// The numbers of a column; "19 %" is 0.19.
    ///
    /// # Errors
    /// All cells that are not numbers, or can be read as two different ones.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>, Problems> {
        let cells = self.cells(name)?;
        let shown: Vec<DecimalMark> = cells.iter().filter_map(|cell| written::decimal_mark(&cell.text)).collect();
        // Point and comma both: then the column proves nothing.
        let agreed = shown.first().copied().filter(|first| shown.iter().all(|mark| mark == first));
        collect(&cells, |cell| match (written::number(&cell.text), agreed) {
            (Reading::Clear(number), _) => Ok(number),
            (Reading::Either(decimal, grouped), Some(mark)) => {
                let comma = cell.text.contains(',');
                Ok(if comma == (mark == DecimalMark::Comma) { decimal } else { grouped })
            }
            (Reading::Either(decimal, grouped), None) => {
                let message = format!("`{}` can be read as two numbers", cell.text);
                let label = format!("{decimal} or {grouped}?");
                let help = format!("write {grouped} without a mark, or {decimal} with another number of decimals");
                Err(Problem::error("E303", message).label(label).help(help))
            }
            (Reading::Other, _) if cell.text.is_empty() => {
                Err(Problem::error("E303", "a number is missing").help("write 0 if none were counted"))
            }
            (Reading::Other, _) if cell.text.contains('\n') => {
                let problem = Problem::error("E303", "a quote is opened here and closed on another line");
                Err(problem.help("figures stand without quotes"))
            }
            (Reading::Other, _) => {
                let problem = Problem::error("E303", format!("`{}` is not a number", cell.text));
                Err(problem.help("write the figure alone, without words"))
            }
        })
    }

    /// The texts of a column.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn texts(&self, name: &str) -> Result<Vec<&str>, Problems> {
        Ok(self.cells(name)?.into_iter().map(|cell| cell.text.as_str()).collect())
    }
}

fn collect<T>(cells: &[&Cell], read: impl Fn(&Cell) -> Result<T, Problem>) -> Result<Vec<T>, Problems> {
    let mut problems = Problems::new();
    let mut values = Vec::with_capacity(cells.len());
    for cell in cells {
        match read(cell) {
            Ok(value) => values.push(value),
            Err(problem) => problems.push(problem.at(cell.place)),
        }
    }
    if problems.is_empty() { Ok(values) } else { Err(problems) }
}

fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The sign between cells: the semicolon wherever the first line has one outside quotes, since a
/// comma may then be a decimal sign; else a tab, else the comma.
fn sniff(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or("");
    let mut quoted = false;
    let bare: String = first
        .chars()
        .filter(|&c| {
            quoted ^= c == '"';
            !quoted
        })
        .collect();
    [';', '\t'].into_iter().find(|&separator| bare.contains(separator)).unwrap_or(',')
}

/// Walks through a text row by row; a quoted cell may run over lines.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    base: usize,
}

impl Lines<'_> {
    /// The next row that is neither empty nor a remark.
    fn next_row(&mut self, separator: char) -> Option<Vec<Cell>> {
        loop {
            let rest = &self.text[self.at..];
            if rest.is_empty() {
                return None;
            }
            let line = rest.split_inclusive('\n').next().unwrap_or(rest);
            if line.starts_with('#') || line.trim().is_empty() {
                self.at += line.len();
                continue;
            }
            return Some(self.row(separator));
        }
    }

    fn row(&mut self, separator: char) -> Vec<Cell> {
        let mut row = Vec::new();
        loop {
            let (cell, after) = self.cell(separator);
            row.push(cell);
            match self.text[after..].chars().next() {
                Some(c) if c == separator => self.at = after + c.len_utf8(),
                Some(c) => {
                    self.at = after + c.len_utf8();
                    return row;
                }
                None => {
                    self.at = after;
                    return row;
                }
            }
        }
    }

    /// The cell at the present place, and the place of the separator or newline after it.
    fn cell(&self, separator: char) -> (Cell, usize) {
        let rest = &self.text[self.at..];
        let mut text = String::new();
        let mut quoted = false;
        let mut end = rest.len();
        let mut letters = rest.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            match c {
                '"' if quoted && letters.peek().is_some_and(|&(_, next)| next == '"') => {
                    letters.next();
                    text.push('"');
                }
                '"' if quoted || text.trim().is_empty() => quoted = !quoted,
                c if !quoted && (c == separator || c == '\n') => {
                    end = at;
                    break;
                }
                c => text.push(c),
            }
        }
        let stretch = &rest[..end];
        let start = self.base + self.at + (stretch.len() - stretch.trim_start().len());
        let place = Place::new(start, start.max(self.base + self.at + stretch.trim_end().len()));
        (Cell { text: text.trim().to_owned(), place }, self.at + end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Texts;
    use jiff::civil::date;

    #[test]
    fn a_dutch_spreadsheet_is_read_as_it_was_saved() {
        let text =
            "\u{feff}# instroom\r\nmaand;aantal;aandeel\r\n2020-01;1.234,5;12,5\r\n\r\n2020-02;900;\"7,25\"\r\n;;\r\n";
        let table = CsvTable::parse(text, 0).unwrap();
        assert_eq!(table.texts("maand").unwrap(), ["2020-01", "2020-02"]);
        assert_eq!(table.dates("Maand").unwrap(), [date(2020, 1, 1), date(2020, 2, 1)]);
        assert_eq!(table.numbers("aantal").unwrap(), [1234.5, 900.0]);
        assert_eq!(table.numbers("aandeel").unwrap(), [12.5, 7.25]);
    }

    #[test]
    fn an_english_table_is_read_with_commas_and_quotes() {
        let text = "date,what,n\n2020-06-01,\"a, \"\"b\"\"\",1.5\n30/06/2020,\"two\nlines\",2\n";
        let table = CsvTable::parse(text, 0).unwrap();
        assert_eq!(table.texts("what").unwrap(), ["a, \"b\"", "two\nlines"]);
        assert_eq!(table.dates("date").unwrap(), [date(2020, 6, 1), date(2020, 6, 30)]);
        assert_eq!(table.numbers("n").unwrap(), [1.5, 2.0]);
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused_with_both_readings() {
        let text = "day;n\n03-04-2020;1.234\n";
        let mut texts = Texts::new();
        let base = texts.add("inflow.csv", text);
        let table = CsvTable::parse(text, base).unwrap();
        let page = table.numbers("n").unwrap_err().render(&texts, false);
        assert!(page.contains("inflow.csv:2:12") && page.contains("1.234 or 1234?"), "{page}");
        let page = table.dates("day").unwrap_err().render(&texts, false);
        assert!(page.contains("inflow.csv:2:1") && page.contains("3 April 2020 or 4 March 2020?"), "{page}");
    }

    #[test]
    fn one_clear_cell_decides_for_its_column() {
        let table = CsvTable::parse("day;n\n03-04-2020;1.234\n31-12-2020;0,5\n", 0).unwrap();
        assert_eq!(table.numbers("n").unwrap(), [1234.0, 0.5]);
        assert_eq!(table.dates("day").unwrap(), [date(2020, 4, 3), date(2020, 12, 31)]);
        let both = CsvTable::parse("n\n1.234\n\"0,5\"\n0.5\n", 0).unwrap();
        assert!(both.numbers("n").is_err());
    }

    #[test]
    fn a_row_of_another_width_is_refused() {
        let problems = CsvTable::parse("a,b\n1,5,2\n", 0).unwrap_err();
        let problem = problems.iter().next().unwrap();
        assert_eq!(problem.message, "3 cells on this line, where the first line names 2 columns");
        assert!(problem.help.as_ref().unwrap().contains("decimal comma"));
    }

    #[test]
    fn a_missing_column_gets_the_nearest_name() {
        let table = CsvTable::parse("month,arrivals\n2020-01,3\n", 0).unwrap();
        let problems = table.numbers("arivals").unwrap_err();
        assert_eq!(problems.iter().next().unwrap().label.as_deref(), Some("is it `arrivals`?"));
    }

    #[test]
    fn an_empty_table_and_an_empty_cell_are_refused() {
        assert!(CsvTable::parse("# only a remark\n", 0).is_err());
        assert!(CsvTable::parse("", 0).is_err());
        let table = CsvTable::parse("m,n\n1,\n", 0).unwrap();
        assert_eq!(table.numbers("n").unwrap_err().iter().next().unwrap().message, "a number is missing");
    }
}
