//! How people write numbers and dates, in spreadsheets and between quotes.
//!
//! A Dutch office writes 15.350 for fifteen thousand and 1,5 for one and a half; an English one
//! the other way round. What can be read in two ways is never guessed: both readings are returned.

use jiff::civil::Date;

/// What a piece of text says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Reading<T> {
    /// It can be read in one way only.
    Clear(T),
    /// It can be read in two ways. For a number: with the mark as decimal sign, and with the mark
    /// between thousands. For a date: day first, and month first.
    Either(T, T),
    /// It is something else.
    Other,
}

/// How a column writes its numbers, when one of its cells leaves no doubt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecimalMark {
    Comma,
    Point,
}

/// Reads a number with a decimal comma or point, marks between thousands, or a percent sign.
///
/// "19 %" is 0.19. "1.234" and "1,234" are ambiguous; "0.234", "12,5" and "1.234,5" are not.
pub fn number(text: &str) -> Reading<f64> {
    let text = text.trim();
    if let Some(share) = text.strip_suffix('%') {
        return match number(share) {
            Reading::Clear(value) if !share.contains('%') => Reading::Clear(percent(value)),
            Reading::Either(a, b) => Reading::Either(percent(a), percent(b)),
            _ => Reading::Other,
        };
    }
    // Spaces stand between thousands in many countries; spreadsheets write hard ones.
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '_')).collect();
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    match (points, commas) {
        (0, 0) => plain(&text),
        (1, 0) => one_mark(&text, '.'),
        (0, 1) => one_mark(&text, ','),
        (_, 0) => thousands(&text, '.', None),
        (0, _) => thousands(&text, ',', None),
        (_, 1) if text.rfind('.') < text.find(',') => thousands(&text, '.', Some(',')),
        (1, _) if text.rfind(',') < text.find('.') => thousands(&text, ',', Some('.')),
        _ => Reading::Other,
    }
}

/// Which decimal mark a number shows, when it leaves no doubt.
pub fn decimal_mark(text: &str) -> Option<DecimalMark> {
    if !matches!(number(text), Reading::Clear(_)) {
        return None;
    }
    match (text.matches('.').count(), text.matches(',').count()) {
        (0, 0) => None,
        (points, 0) if points > 1 => Some(DecimalMark::Comma),
        (1, 0) => Some(DecimalMark::Point),
        (0, 1) => Some(DecimalMark::Comma),
        (0, _) => Some(DecimalMark::Point),
        _ if text.rfind('.') < text.rfind(',') => Some(DecimalMark::Comma),
        _ => Some(DecimalMark::Point),
    }
}

/// Divides by a hundred so that "19 %" is the same number as 0.19.
fn percent(value: f64) -> f64 {
    value / 100.0
}

fn plain(text: &str) -> Reading<f64> {
    // Rust reads "inf", "nan" and "1e5" too; a person who writes a figure means none of these.
    if !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+')) {
        return Reading::Other;
    }
    match text.parse() {
        Ok(value) => Reading::Clear(value),
        Err(_) => Reading::Other,
    }
}

fn one_mark(text: &str, mark: char) -> Reading<f64> {
    let decimal = plain(&text.replace(mark, "."));
    let Reading::Clear(decimal) = decimal else {
        return Reading::Other;
    };
    let (whole, part) = text.split_once(mark).unwrap_or((text, ""));
    let digits = whole.trim_start_matches(['-', '+']);
    let may_be_thousands = part.len() == 3 && (1..=3).contains(&digits.len()) && !digits.starts_with('0');
    match plain(&text.replace(mark, "")) {
        Reading::Clear(grouped) if may_be_thousands => Reading::Either(decimal, grouped),
        _ => Reading::Clear(decimal),
    }
}

/// Groups of three between `mark`, and perhaps a decimal sign after the last of them.
fn thousands(text: &str, mark: char, decimal: Option<char>) -> Reading<f64> {
    let (whole, part) = match decimal {
        Some(sign) => text.split_once(sign).unwrap_or((text, "")),
        None => (text, ""),
    };
    let mut groups = whole.trim_start_matches(['-', '+']).split(mark);
    let first = groups.next().unwrap_or("");
    if !(1..=3).contains(&first.len()) || !groups.all(|group| group.len() == 3) {
        return Reading::Other;
    }
    let joined = whole.replace(mark, "");
    if part.is_empty() { plain(&joined) } else { plain(&format!("{joined}.{part}")) }
}

/// Reads 2020-06-01, 2020-06 (its first day), 01-06-2020, 1/6/2020 or 1.6.2020.
///
/// 03-04-2020 is 3 April here and March 4th elsewhere: both are returned, day first.
pub fn date(text: &str) -> Reading<Date> {
    let text = text.trim();
    // A spreadsheet may add a midnight.
    let text = text.strip_suffix("00:00:00").or(text.strip_suffix("00:00")).unwrap_or(text);
    let text = text.trim_end_matches([' ', 'T']);
    let Some(sign) = text.chars().find(|c| !c.is_ascii_digit()) else {
        return Reading::Other;
    };
    if !matches!(sign, '-' | '/' | '.') {
        return Reading::Other;
    }
    let mut parts = Vec::new();
    for part in text.split(sign) {
        match part.parse::<i16>() {
            Ok(number) if part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()) => {
                parts.push((number, part.len()));
            }
            _ => return Reading::Other,
        }
    }
    let civil =
        |year: i16, month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    match parts[..] {
        [(year, 4), (month, 1..=2)] => civil(year, month, 1).map_or(Reading::Other, Reading::Clear),
        [(year, 4), (month, 1..=2), (day, 1..=2)] => civil(year, month, day).map_or(Reading::Other, Reading::Clear),
        [(first, 1..=2), (second, 1..=2), (year, 4)] => {
            match (civil(year, second, first), civil(year, first, second)) {
                (Some(a), Some(b)) if a != b => Reading::Either(a, b),
                (Some(a), _) => Reading::Clear(a),
                (None, Some(b)) => Reading::Clear(b),
                (None, None) => Reading::Other,
            }
        }
        _ => Reading::Other,
    }
}

/// Whether a date that leaves no doubt is written day first (true) or month first (false).
pub fn day_first(text: &str) -> Option<bool> {
    let Reading::Clear(date) = date(text) else {
        return None;
    };
    let first: i8 = text.trim().split(['-', '/', '.']).next()?.parse().ok()?;
    match (date.day() == first, date.month() == first) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// A date as a person reads it: "3 April 2020".
pub fn spoken(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    format!("{} {} {}", date.day(), MONTHS[date.month() as usize - 1], date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_dutch_and_of_an_english_spreadsheet_are_read() {
        for (text, value) in [
            ("12,5", 12.5),
            ("12.5", 12.5),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1.234.567", 1_234_567.0),
            ("15 350", 15_350.0),
            ("-3,25", -3.25),
            ("19 %", 0.19),
            ("19,5%", 0.195),
            ("0,125", 0.125),
            ("1234.567", 1234.567),
            ("7", 7.0),
        ] {
            assert_eq!(number(text), Reading::Clear(value), "{text}");
        }
    }

    #[test]
    fn a_mark_before_three_digits_can_be_read_in_two_ways() {
        assert_eq!(number("1.234"), Reading::Either(1.234, 1234.0));
        assert_eq!(number("15,350"), Reading::Either(15.35, 15_350.0));
    }

    #[test]
    fn words_are_not_numbers() {
        for text in ["", "abc", "inf", "nan", "1e5", "1.23.45", "1,2,3", "--1", "%", "5 %%"] {
            assert_eq!(number(text), Reading::Other, "{text}");
        }
    }

    #[test]
    fn some_numbers_show_which_decimal_mark_is_meant() {
        assert_eq!(decimal_mark("12,5"), Some(DecimalMark::Comma));
        assert_eq!(decimal_mark("12.5"), Some(DecimalMark::Point));
        assert_eq!(decimal_mark("1.234.567"), Some(DecimalMark::Comma));
        assert_eq!(decimal_mark("1,234,567"), Some(DecimalMark::Point));
        assert_eq!(decimal_mark("1.234,5"), Some(DecimalMark::Comma));
        assert_eq!(decimal_mark("1.234"), None);
        assert_eq!(decimal_mark("12"), None);
    }

    #[test]
    fn dates_are_read_year_first_day_first_and_by_month() {
        let june = jiff::civil::date(2020, 6, 30);
        for text in ["2020-06-30", "30-06-2020", "30/6/2020", "30.06.2020", "2020-06-30 00:00:00"] {
            assert_eq!(date(text), Reading::Clear(june), "{text}");
        }
        assert_eq!(date("2020-06"), Reading::Clear(jiff::civil::date(2020, 6, 1)));
        for text in ["30-02-2020", "2020", "June", "1-6-20", "2020-13-01"] {
            assert_eq!(date(text), Reading::Other, "{text}");
        }
    }

    #[test]
    fn a_date_that_can_be_read_in_two_ways_gives_both() {
        let (april, march) = (jiff::civil::date(2020, 4, 3), jiff::civil::date(2020, 3, 4));
        assert_eq!(date("03-04-2020"), Reading::Either(april, march));
        assert_eq!(date("04-04-2020"), Reading::Clear(jiff::civil::date(2020, 4, 4)));
        assert_eq!(day_first("31-01-2020"), Some(true));
        assert_eq!(day_first("01/31/2020"), Some(false));
        assert_eq!(day_first("04-04-2020"), None);
        assert_eq!(spoken(april), "3 April 2020");
    }
}
