//! Numbers and dates as people read them: no more digits than they support.

use jiff::civil::Date;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "2 Oct 2021".
pub fn date(date: Date) -> String {
    format!("{} {} {}", date.day(), MONTHS[(date.month() - 1) as usize], date.year())
}

/// "Oct 2021".
pub fn month(date: Date) -> String {
    format!("{} {}", MONTHS[(date.month() - 1) as usize], date.year())
}

/// Whole, thousands apart, rounded to two significant digits from a hundred on: "8,100".
pub fn about(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    let size = value.abs();
    let step = if size < 100.0 {
        1.0
    } else if size < 1_000.0 {
        10.0
    } else {
        100.0
    };
    whole((value / step).round() * step)
}

/// Euros to two or three digits: "850", "39,000", "1.24 million".
pub fn euros(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    let size = value.abs();
    if size >= 999_500.0 {
        let sign = if value < 0.0 { "−" } else { "" };
        let digits = if size < 9_995_000.0 { 2 } else { 1 };
        return format!("{sign}{:.digits$} million", size / 1e6);
    }
    let step = match size {
        size if size < 1_000.0 => 1.0,
        size if size < 100_000.0 => 100.0,
        _ => 1_000.0,
    };
    whole((value / step).round() * step)
}

/// Whole, thousands apart: "15,350".
pub fn whole(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 && text != "0" { format!("−{text}") } else { text }
}

/// A probability with the interval that it supports: "below 0.9 %", "43 %", "above 99.1 %".
pub fn probability(hits_share: f64, low: f64, high: f64) -> String {
    if hits_share == 0.0 {
        format!("below {:.1} %", high * 100.0)
    } else if hits_share == 1.0 {
        format!("above {:.1} %", low * 100.0)
    } else {
        format!("{:.0} % ({:.0} to {:.0} %)", hits_share * 100.0, low * 100.0, high * 100.0)
    }
}

/// A number as somebody would write it: three significant digits, no zeros at the end.
pub fn plain(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    if value.fract() == 0.0 || value.abs() >= 1_000.0 {
        return whole(value);
    }
    let digits = (2 - value.abs().log10().floor() as i32).clamp(0, 12) as usize;
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    text.replace('-', "−")
}

/// Four significant digits, plain: for tables of measures.
pub fn figure(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    let size = value.abs();
    if value == 0.0 {
        "0".to_owned()
    } else if size >= 1_000.0 {
        whole(value)
    } else if size >= 100.0 {
        format!("{value:.1}")
    } else if size >= 10.0 {
        format!("{value:.2}")
    } else if size >= 0.001 {
        format!("{value:.4}")
    } else {
        format!("{value:.3e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_to_what_they_support() {
        assert_eq!(about(8_137.0), "8,100");
        assert_eq!(about(-1_949.0), "−1,900");
        assert_eq!(about(57.4), "57");
        assert_eq!((euros(1_236_000.0), euros(-38_760.0)), ("1.24 million".to_owned(), "−38,800".to_owned()));
        assert_eq!(
            (euros(850.4), euros(250_400.0), euros(12.34e6)),
            ("850".to_owned(), "250,000".to_owned(), "12.3 million".to_owned())
        );
        assert_eq!([0.07154, 23.0, 7.4490, 12.0e6, -0.5].map(plain), ["0.0715", "23", "7.45", "12,000,000", "−0.5"]);
        assert_eq!(whole(1_234_567.0), "1,234,567");
        assert_eq!(probability(0.0, 0.0, 0.0128), "below 1.3 %");
        assert_eq!(probability(0.43, 0.38, 0.48), "43 % (38 to 48 %)");
        assert_eq!(date(jiff::civil::date(2021, 10, 2)), "2 Oct 2021");
    }
}
