//! The words of a report: one catalogue a language, with placeholders, and numbers and dates in that language's forms.
//!
//! A key is a place in `words/en.toml`: `say("answer.never", …)`. A text with a number of its own has two entries, `.one` and
//! `.other`. All catalogues have the same keys and placeholders; a test holds that.

use std::{collections::BTreeMap, sync::OnceLock};

use jiff::civil::Date;

use crate::report::words;

/// A language that reports are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    En,
    Nl,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Nl];

    /// As HTML and the command line write it.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Nl => "nl",
        }
    }

    /// The first page, pictures and appendix, and then the questions that are asked of many runs.
    fn catalogues(self) -> [&'static str; 8] {
        match self {
            Lang::En => [
                include_str!("words/en.toml"),
                include_str!("words/bridge.en.toml"),
                include_str!("words/buffer.en.toml"),
                include_str!("words/compare.en.toml"),
                include_str!("words/feasibility.en.toml"),
                include_str!("words/frontier.en.toml"),
                include_str!("words/sensitivity.en.toml"),
                include_str!("words/sweep.en.toml"),
            ],
            Lang::Nl => [
                include_str!("words/nl.toml"),
                include_str!("words/bridge.nl.toml"),
                include_str!("words/buffer.nl.toml"),
                include_str!("words/compare.nl.toml"),
                include_str!("words/feasibility.nl.toml"),
                include_str!("words/frontier.nl.toml"),
                include_str!("words/sensitivity.nl.toml"),
                include_str!("words/sweep.nl.toml"),
            ],
        }
    }
}

/// The words of one language.
pub struct Words {
    pub lang: Lang,
    /// In the order of the keys.
    texts: BTreeMap<String, String>,
}

impl Words {
    pub fn of(lang: Lang) -> &'static Words {
        static ALL: OnceLock<[Words; 2]> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            Lang::ALL.map(|lang| Words { lang, texts: lang.catalogues().into_iter().flat_map(entries).collect() })
        });
        &all[lang as usize]
    }

    /// The text of a key, its placeholders filled.
    ///
    /// # Panics
    /// When there is no such key: a test looks up every key of the source.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.texts.get(key).unwrap_or_else(|| panic!("there are no words for `{key}`"));
        fill(text, values)
    }

    /// A text without placeholders.
    pub fn plain(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// The text for so many: `.one` or `.other`, with the number in `{n}`.
    pub fn count(&self, key: &str, number: usize, values: &[(&str, &str)]) -> String {
        let form = if number == 1 { "one" } else { "other" };
        let shown = self.whole(number as f64);
        let values: Vec<(&str, &str)> = values.iter().copied().chain([("n", shown.as_str())]).collect();
        self.say(&format!("{key}.{form}"), &values)
    }

    /// An English text of the findings in this language, when the catalogue has its pattern in this section; None: it has not.
    pub fn translate(&self, section: &str, english: &str) -> Option<String> {
        let prefix = format!("{section}.");
        let source = Words::of(Lang::En);
        let of_section = source.texts.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix));
        of_section.into_iter().find_map(|(key, pattern)| {
            let values = matched(pattern, english)?;
            let values: Vec<(&str, String)> =
                values.into_iter().map(|(name, value)| (name, self.name(&value).unwrap_or(value))).collect();
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            Some(self.say(key, &values))
        })
    }

    /// A text of the shipped files in this language; None: it is somebody's own, and stays as it is.
    pub fn name(&self, english: &str) -> Option<String> {
        static DUTCH: OnceLock<BTreeMap<String, String>> = OnceLock::new();
        if self.lang == Lang::En {
            return None;
        }
        let dutch = DUTCH.get_or_init(|| {
            let pairs = entries(include_str!("words/names.nl.toml"));
            pairs.into_iter().map(|(english, dutch)| (first_as(&english, char::to_lowercase), dutch)).collect()
        });
        let own = dutch.get(&first_as(english, char::to_lowercase))?;
        let is_capital = english.starts_with(char::is_uppercase);
        Some(if is_capital { first_as(own, char::to_uppercase) } else { own.clone() })
    }

    /// The keys, for tests.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// "1 July 2027", "1 juli 2027".
    pub fn date(&self, date: Date) -> String {
        format!("{} {} {}", date.day(), self.month_name(date), date.year())
    }

    /// "July 2027".
    pub fn month(&self, date: Date) -> String {
        format!("{} {}", self.month_name(date), date.year())
    }

    fn month_name(&self, date: Date) -> String {
        self.plain(&format!("month.{:02}", date.month()))
    }

    /// "Jul", for an axis.
    pub fn short_month(&self, date: Date) -> String {
        self.month_name(date).chars().take(3).collect()
    }

    /// Whole, thousands apart: "15,350", "15.350".
    pub fn whole(&self, value: f64) -> String {
        self.in_form(&words::whole(value))
    }

    /// Rounded to what it supports: "8,100".
    pub fn about(&self, value: f64) -> String {
        self.in_form(&words::about(value))
    }

    /// With so many decimals.
    pub fn decimals(&self, value: f64, digits: usize) -> String {
        if value.is_finite() {
            self.in_form(&format!("{value:.digits$}").replace('-', "−"))
        } else {
            "–".to_owned()
        }
    }

    /// A number as somebody would write it.
    pub fn figure(&self, value: f64) -> String {
        self.in_form(&words::plain(value))
    }

    /// "17 to 26 million euros", "250,000 to 900,000 euros"; both at least 0.
    pub fn euros_between(&self, low: f64, high: f64) -> String {
        let (form, low, high) = match high {
            high if high >= 1e6 && low >= 1e6 => ("million", (low / 1e6).round(), (high / 1e6).round()),
            high if high >= 1e6 => ("mixed", (low / 1e5).round() * 1e5, (high / 1e6).round()),
            _ => ("whole", round_to_two(low), round_to_two(high)),
        };
        let form = if form != "mixed" && low == high { format!("{form}-about") } else { form.to_owned() };
        self.say(&format!("euros.{form}"), &[("low", &self.whole(low)), ("high", &self.whole(high))])
    }

    /// English digits in this language's form.
    fn in_form(&self, english: &str) -> String {
        match self.lang {
            Lang::En => english.to_owned(),
            Lang::Nl => english
                .chars()
                .map(|one| match one {
                    ',' => '.',
                    '.' => ',',
                    other => other,
                })
                .collect(),
        }
    }

    /// "a, b and c".
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), self.plain("word.and")),
        }
    }
}

/// Two significant digits.
fn round_to_two(value: f64) -> f64 {
    if value.abs() < 10.0 {
        return value.round();
    }
    let step = 10f64.powi(value.abs().log10().floor() as i32 - 1);
    (value / step).round() * step
}

/// Keys with dots, from tables within tables.
fn entries(text: &str) -> BTreeMap<String, String> {
    fn walk(table: &toml::Table, path: &str, all: &mut BTreeMap<String, String>) {
        for (name, value) in table {
            let here = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match value {
                toml::Value::Table(inner) => walk(inner, &here, all),
                toml::Value::String(text) => drop(all.insert(here, text.clone())),
                _ => panic!("`{here}` of a catalogue is no text"),
            }
        }
    }
    let table: toml::Table = text.parse().unwrap_or_else(|why| panic!("a catalogue cannot be read: {why}"));
    let mut all = BTreeMap::new();
    walk(&table, "", &mut all);
    all
}

/// The text with its first letter made otherwise.
fn first_as<I: Iterator<Item = char>>(text: &str, otherwise: impl Fn(char) -> I) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(otherwise).chain(letters).collect()
}

/// Pieces of a text: words, and names of placeholders.
fn pieces(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        all.push((before, Some(name)));
        rest = behind;
    }
    all.push((rest, None));
    all
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let value = |name: &str| values.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| *value);
    pieces(text).into_iter().flat_map(|(before, name)| [before, name.map_or("", value)]).collect()
}

/// What the placeholders of a pattern stand for in a text; none where the text is another.
fn matched<'a>(pattern: &'a str, text: &str) -> Option<Vec<(&'a str, String)>> {
    let pieces = pieces(pattern);
    let mut rest = text.strip_prefix(pieces[0].0)?;
    let mut values = Vec::new();
    for window in pieces.windows(2) {
        let (name, next) = (window[0].1?, window[1].0);
        let is_last = window[1].1.is_none();
        let at = if is_last { rest.len().checked_sub(next.len())? } else { rest.find(next)? };
        if !rest.is_char_boundary(at) || !rest[at..].starts_with(next) {
            return None;
        }
        values.push((name, rest[..at].to_owned()));
        rest = &rest[at + next.len()..];
    }
    rest.is_empty().then_some(values)
}

/// The names of placeholders of a text, sorted.
pub fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = pieces(text).into_iter().filter_map(|(_, name)| name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_languages_have_the_same_keys_and_placeholders() {
        let of = |lang| Words::of(lang).keys().map(|(key, text)| (key, placeholders(text))).collect::<Vec<_>>();
        for ((key, names), (other, there)) in of(Lang::En).into_iter().zip(of(Lang::Nl)) {
            assert_eq!(key, other, "a key is in one catalogue only");
            assert_eq!(names, there, "placeholders of {key}");
        }
        assert_eq!(of(Lang::En).len(), of(Lang::Nl).len());
    }

    #[test]
    fn numbers_and_dates_have_the_form_of_the_language() {
        let (en, nl) = (Words::of(Lang::En), Words::of(Lang::Nl));
        assert_eq!((en.whole(15_350.0), nl.whole(15_350.0)), ("15,350".to_owned(), "15.350".to_owned()));
        assert_eq!((en.decimals(1_234.5, 1), nl.decimals(2.25, 2)), ("1234.5".to_owned(), "2,25".to_owned()));
        let day = jiff::civil::date(2027, 7, 1);
        assert_eq!((en.date(day), nl.date(day)), ("1 July 2027".to_owned(), "1 juli 2027".to_owned()));
        assert_eq!(en.euros_between(17.2e6, 26.4e6), "17 to 26 million euros");
        assert_eq!(nl.euros_between(17.2e6, 26.4e6), "17 tot 26 miljoen euro");
        assert_eq!(en.euros_between(254_000.0, 31.0e6), "300,000 to 31 million euros");
        assert_eq!(en.euros_between(3_120.0, 9_870.0), "3,100 to 9,900 euros");
    }

    #[test]
    fn a_text_of_the_findings_is_found_again_by_its_pattern() {
        assert_eq!(
            matched("Not {a} of {b}.", "Not 3 of us of 4."),
            Some(vec![("a", "3".into()), ("b", "us of 4".into())])
        );
        assert_eq!(matched("Not {a}.", "Yes 3."), None);
        assert_eq!(matched("{a} apples", "3 pears"), None);
    }
}
