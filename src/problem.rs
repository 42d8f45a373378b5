//! Mistakes in a scenario are data: each has a code, a place in the text and a way to mend it.
//!
//! All mistakes are collected and shown together, in the order of the files, in the manner of
//! rustc (through the crate annotate-snippets). [`Texts`] lays every file, and every `--set` of
//! the command line, into one space of byte addresses, so that a [`Place`] stays true when trees
//! of different files are laid over each other.

pub mod explained;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A stretch of text in the address space of [`Texts`], in bytes; `end` is not part of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Place {
    pub start: usize,
    pub end: usize,
}

impl Place {
    /// The stretch from `start` up to `end`.
    pub const fn new(start: usize, end: usize) -> Place {
        Place { start, end }
    }
}

/// One text that was read: a file, a preset or a `--set`.
#[derive(Clone, Debug)]
struct Text {
    name: String,
    text: String,
    base: usize,
}

/// Where a place is, in the words of a reader: name of the text, line and column from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located<'a> {
    pub name: &'a str,
    pub line: usize,
    /// Counted in characters.
    pub column: usize,
}

/// All texts that were read, in order of reading, in one address space.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    texts: Vec<Text>,
}

impl Texts {
    pub fn new() -> Texts {
        Texts::default()
    }

    /// Adds a text; returns the address of its first byte.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        // One address lies free between two texts, so that the end of one is not the start of the next.
        let base = self.texts.last().map_or(0, |last| last.base + last.text.len() + 1);
        self.texts.push(Text { name: name.into(), text: text.into(), base });
        base
    }

    /// The names of the texts, in order of reading.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| text.name.as_str())
    }

    /// Names and contents of the texts, in order of reading.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|text| (text.name.as_str(), text.text.as_str()))
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The number of the text that a place lies in, counted from 0 in order of reading.
    pub fn number_of(&self, place: Place) -> Option<usize> {
        let number = self.texts.partition_point(|text| text.base <= place.start).checked_sub(1)?;
        let text = &self.texts[number];
        (place.start <= text.base + text.text.len()).then_some(number)
    }

    /// The words that stand at a place.
    pub fn slice(&self, place: Place) -> Option<&str> {
        let text = &self.texts[self.number_of(place)?];
        text.text.get(place.start - text.base..place.end.checked_sub(text.base)?)
    }

    /// The whole line that a place begins on.
    pub fn line(&self, place: Place) -> Option<&str> {
        let text = &self.texts[self.number_of(place)?];
        let at = floor_boundary(&text.text, place.start - text.base);
        let start = text.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        text.text[start..].lines().next()
    }

    /// Text, line and column of a place.
    pub fn locate(&self, place: Place) -> Option<Located<'_>> {
        let text = &self.texts[self.number_of(place)?];
        let before = &text.text[..floor_boundary(&text.text, place.start - text.base)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Some(Located {
            name: &text.name,
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        })
    }
}

/// The nearest character boundary at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How bad a problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Nothing runs until it is mended.
    Error,
    /// The run goes on; the words are printed.
    Warning,
}

/// One thing wrong in a scenario, said to the person who wrote it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Stable, of the form `E101` or `W101`; see [`CODES`].
    pub code: &'static str,
    pub severity: Severity,
    /// A lower-case fragment: what is wrong, with the value read.
    pub message: String,
    pub place: Option<Place>,
    /// Stands beside the caret.
    pub label: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Problem {
    pub fn error(code: &'static str, message: impl Into<String>) -> Problem {
        Problem::new(code, Severity::Error, message.into())
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Problem {
        Problem::new(code, Severity::Warning, message.into())
    }

    fn new(code: &'static str, severity: Severity, message: String) -> Problem {
        Problem { code, severity, message, place: None, label: None, help: None }
    }

    /// The same problem, pointing at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Problem {
        self.place = Some(place);
        self
    }

    /// The same problem with words beside the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Problem {
        self.label = Some(label.into());
        self
    }

    /// The same problem with a way to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }
}

/// The problems of one reading, all of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    pub fn new() -> Problems {
        Problems::default()
    }

    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    pub fn extend(&mut self, other: Problems) {
        self.list.extend(other.list);
    }

    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|problem| problem.severity == Severity::Error)
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// Puts the problems in the order of the texts and drops repetitions.
    ///
    /// Those without a place come last; at one place errors come before warnings.
    pub fn tidy(&mut self) {
        self.list.sort_by(|a, b| {
            let key = |p: &Problem| (p.place.is_none(), p.place, p.severity, p.code);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        self.list.dedup();
    }

    /// "2 errors, 1 warning".
    pub fn summary(&self) -> String {
        let errors = self.list.iter().filter(|problem| problem.severity == Severity::Error).count();
        let warnings = self.list.len() - errors;
        let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        match (errors, warnings) {
            (errors, 0) => count(errors, "error"),
            (0, warnings) => count(warnings, "warning"),
            (errors, warnings) => {
                format!("{}, {}", count(errors, "error"), count(warnings, "warning"))
            }
        }
    }

    /// All problems as a person reads them: file, line, column, caret, label and help.
    ///
    /// In order of the texts and without repetitions; ends with a newline unless it is empty.
    pub fn render(&self, texts: &Texts, color: bool) -> String {
        let mut tidy = self.clone();
        tidy.tidy();
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let mut page = String::new();
        for problem in &tidy.list {
            if !page.is_empty() {
                page.push('\n');
            }
            page.push_str(&render_one(problem, texts, &renderer));
            page.push('\n');
        }
        page
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl FromIterator<Problem> for Problems {
    fn from_iter<I: IntoIterator<Item = Problem>>(problems: I) -> Problems {
        Problems { list: problems.into_iter().collect() }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        Problems { list: vec![problem] }
    }
}

fn render_one(problem: &Problem, texts: &Texts, renderer: &Renderer) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        annotate_snippets::Group::with_title(level.primary_title(problem.message.as_str()).id(problem.code));
    let located = problem.place.and_then(|place| Some((place, texts.number_of(place)?)));
    if let Some((place, number)) = located {
        let text = &texts.texts[number];
        let start = floor_boundary(&text.text, place.start - text.base);
        let end = floor_boundary(&text.text, place.end.saturating_sub(text.base)).max(start);
        // A table may run over many lines; its first line says enough.
        let first_line = text.text[start..end].find(['\r', '\n']).map_or(end, |at| start + at);
        let annotation = AnnotationKind::Primary.span(start..first_line);
        let annotation = match &problem.label {
            Some(label) => annotation.label(label.as_str()),
            None => annotation,
        };
        group = group.element(Snippet::source(text.text.as_str()).path(text.name.as_str()).annotation(annotation));
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// The candidate that was most likely meant by `word`, or none when nothing is near.
///
/// Nearness is the number of letters changed, added, left out or swapped with their neighbour;
/// capitals, `-` and `_` do not count. A third of the letters may be wrong, at least one. Ties: the
/// candidate named first. When none is as near, the first that begins in the same way.
///
/// # Source
/// Damerau (1964), in the restricted form ("optimal string alignment").
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| -> Vec<char> {
        text.chars().flat_map(char::to_lowercase).filter(|c| !matches!(c, '_' | '-' | ' ')).collect()
    };
    let wanted = plain(word);
    let mut best: Option<(usize, &str)> = None;
    let named: Vec<&str> = candidates.into_iter().collect();
    for &candidate in &named {
        let letters = plain(candidate);
        let allowed = (wanted.len().max(letters.len()) / 3).max(1);
        let distance = edit_distance(&wanted, &letters);
        if distance <= allowed && distance < wanted.len().max(1) && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    if let Some((_, candidate)) = best {
        return Some(candidate);
    }
    // "prepare" for "preparation", "monday" for "mon": the same beginning.
    let beginning = |candidate: &&str| {
        let letters = plain(candidate);
        let alike = wanted.iter().zip(&letters).take_while(|(a, b)| a == b).count();
        alike >= 5 && alike + 2 >= wanted.len() || alike >= 3 && alike == letters.len()
    };
    named.into_iter().find(beginning)
}

/// How many letters differ, as [`nearest`] counts them but with every sign.
pub fn difference(one: &str, other: &str) -> usize {
    edit_distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>())
}

fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut before = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                let swapped: usize = before[j - 2];
                row[j] = row[j].min(swapped + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// All codes, with one sentence each; `explain CODE` reads this list, and a test holds it to the sources.
pub const CODES: &[(&str, &str)] = &[
    ("E101", "A file that the scenario needs is not there or cannot be read."),
    ("E102", "A file is not written in UTF-8. Save it again as \"UTF-8\" or \"CSV UTF-8\"."),
    ("E103", "Files that extend each other in a circle: none of them can be the lowest."),
    ("E104", "The scenario names a preset that surgecap does not have."),
    ("E105", "`extends` is one file name in quotes, or a list of them; the first listed lies lowest."),
    ("E106", "A --set is written path=value, for instance --set cohort.agency.headcount=80."),
    ("E108", "A --set names something that no file has: it changes what is there and makes nothing new."),
    ("W107", "A file begins with an invisible mark (BOM) that some editors add. It was passed over."),
    ("E110", "The text is not TOML: a quote, bracket or equals sign is missing or one too many."),
    ("E111", "A date is a plain date such as 2020-06-01, without a time."),
    ("E112", "A number is too large, or not a number."),
    ("E201", "A key that nothing reads. Nothing is ignored, so that a misspelling cannot pass unseen."),
    ("E202", "A key that must be there is missing."),
    ("E203", "A value of another kind than the key wants: text for a number, a number for a date, …"),
    ("E204", "A value outside the range that is plausible for its key and unit."),
    ("E205", "A count of things or people that is not whole. Thousands are written without a full stop."),
    ("E206", "A share is between 0 and 1, or a percentage in quotes: 0.19 or \"19 %\"."),
    ("E207", "A range is written low <= likely <= high (or least <= usual <= most)."),
    ("E208", "\"We do not know\" (low, likely, high) and \"differs between cases\" (least, usual, most) were mixed."),
    ("E209", "\"unknown\" where no range is given by a file below: somebody must be asked."),
    ("E210", "A distribution that does not exist, or whose numbers do not fit together."),
    ("E211", "A word that is not one of the possible choices."),
    ("E212", "A key of a mechanism that comes in a later version of surgecap."),
    ("E213", "A number written as text, with a decimal comma or with full stops between thousands."),
    ("E214", "A date written as text. Dates stand without quotes, year first: 2020-06-01."),
    ("E215", "Keys of which one alone may stand, mostly because they say the same thing in two ways."),
    ("E301", "A table (CSV) whose rows do not have the columns of its first line, or that is empty."),
    ("E302", "A column that the table does not have."),
    ("E303", "A cell that is not a number, or that can be read as two different numbers."),
    ("E304", "A cell that is not a date, or that can be read as two different dates."),
    ("E401", "A name of something that the scenario does not have: a stage, pool, stream, …"),
    ("E402", "A change touches what is fixed at the start of a run."),
    ("E410", "The calendar does not work out: the end before the start, or no office day between them."),
    ("E411", "The warm-up takes as long as the whole run: nothing would be measured."),
    ("E412", "A number that must be known: it cannot be a range."),
    ("E413", "A date or moment outside the run."),
    ("E420", "Shares of classes, of a stock by stage, or of a pool by stream, that add up to more or less than 1."),
    ("E423", "A key that is not a month. Months are written \"2020-04\", in quotes."),
    ("E424", "Monthly numbers that are not in order, or below 0."),
    ("E425", "A case of the stock at the start that arrives after the start."),
    ("E430", "A stage that nobody may do: cases would wait there for ever."),
    ("E431", "A stage that is a delay, and names pools: nobody works in a delay."),
    ("E432", "A sign-off of something that is no draft."),
    ("E433", "A sign-off with a `then`: after it the case goes on from the stage that it signs."),
    ("E434", "Shares of a route that do not add up to 1."),
    ("E435", "A stage from which no route leads to \"decided\" or \"closed\"."),
    ("E436", "Two stages that sign the drafts of the same stage."),
    ("E437", "A route into a sign-off: drafts come there by themselves."),
    (
        "E438",
        "A key that has no meaning at a stage of this kind: a board works no hours, a delay has no queue and no room.",
    ),
    ("E439", "A rule about sites, or about cases of one's own, where there are none."),
    ("E440", "A grade that cannot sign."),
    ("E441", "A sign-off that finds errors where no draft is ever wrong."),
    ("E442", "Cases at court at the start, where nobody appeals."),
    ("E443", "The price of skipping a stage that is never skipped."),
    ("E444", "Quality that is measured, and nothing says how."),
    ("E445", "A level of information below all, where no stage gathers information."),
    ("E446", "Call-ups that are not in order, or of people who learn by a time."),
    ("E447", "Pressure that makes nobody work faster."),
    ("E448", "Leavers are replaced by people of whom nobody says how they learn."),
    ("E449", "Stages with a `wip_max` in a circle: they could stop each other for ever."),
    ("E450", "Seniors and trainees of a pool that add up to more than all of it."),
    ("E451", "Contract hours that do not fit the calendar's week."),
    ("E452", "A cohort or pool that says in more than one way how its people learn."),
    ("E453", "A cohort that hires one by one, and has groups or a class with trainers."),
    ("E454", "A key of a pool at a cohort that joins a pool with people of its own."),
    ("E455", "Spells of illness without a length."),
    ("E456", "A list that is one number for each month, and is not."),
    ("E457", "More leave in a month than the month has days."),
    ("E458", "A way of learning on which nobody would ever work alone, or a key of another one."),
    ("E459", "A table of learning whose points do not rise, or do not fit each other."),
    ("E460", "A target on something that is not a level."),
    ("E461", "A tolerance without a reason."),
    ("E462", "A file with [expect] and uncertain inputs: its values would be those of a mixture."),
    ("E463", "An [expect] of a measure that does not exist, or that lacks its moment."),
    ("E470", "A plan that the file does not have."),
    ("E471", "Plans that are like each other in a circle."),
    ("E472", "The plan `nothing`, the file without its cohorts and changes, does not stand by itself."),
    ("E473", "A baseline with other streams, stages, pools or cohorts: the two cannot be compared."),
    ("E474", "A plan with the name `nothing`, which is that of the file without what it adds."),
    ("E480", "Something that makes a rate vary, where there is no rate: exact counts, or exact moments."),
    ("E481", "A season that is not twelve indices, of which one at least is above 0."),
    ("E482", "Families whose sizes are not said, or are said in two ways, or have shares that do not add up to 1."),
    ("E484", "Planning figures that are not in order, or years that are none."),
    ("E485", "Real months that are to come again, and are not all there."),
    ("E486", "Terms that are to end later, of a stream that has none."),
    ("E487", "An extension or suspension that ends before it begins."),
    ("E488", "A grant or refusal that is to open cases, where decisions are neither."),
    ("E491", "A stream with two regimes of penalties, or with one but without a legal term."),
    ("E492", "A tariff of penalties that does not work out: a tier without days before the last, or none at all."),
    ("E493", "A regime whose notices or appeals open cases that it penalises itself: they would breed without end."),
    ("E601", "More triggers that change settings than can be told apart: every set of them has settings of its own."),
    (
        "E602",
        "A part of a trigger that can do nothing: a way back on the wrong side, a length of nothing, a move to where people are.",
    ),
    ("E603", "A trigger waits for a figure that does not exist."),
    ("E604", "An input that shares a cause with others is no range of the scenario, or not one alone."),
    ("E605", "A correlation that these inputs cannot have: with one alone, or all of three opposite to each other."),
    ("E606", "An input in two groups that share a cause: nobody said how the groups go together."),
    ("E607", "A figure from before the start whose bounds are the wrong way round."),
    ("E608", "The organisation before the start does not stand by itself: something of it is only said for later."),
    ("E621", "A --vary that names no path or no values."),
    ("E622", "A design that cannot be laid out: too many points, lists of different length, cells without a value."),
    ("E623", "A measure that was asked for and does not exist."),
    ("E624", "An experiment in which nothing would change, or over a range that is not there."),
    ("E625", "A group of inputs that no uncertain number belongs to, or one that is in two groups."),
    ("E626", "A question to `eval` that is no JSON object, or has a word that is none of a question's."),
    ("W501", "Supervisors are asked for more hours of answers than there are hours."),
    ("W502", "A cohort asks for more supervisors than are to be had."),
    ("W503", "Contracts end before half of the people work alone."),
    ("W504", "A target is due before half of the people work alone."),
    ("W505", "A target without a guard: nothing watches the other streams."),
    ("W506", "All contracts end in one month."),
    ("W507", "A change that lowers work or who may sign, and looks free because nobody said its price."),
    ("W508", "The run ends less than a year after its last target: returns and new backlogs come late."),
    ("W509", "People whom no stage names and who do not supervise."),
    ("W510", "Overtime or pressure that looks free, because nobody filled in its price."),
    ("W511", "An order of work in which nobody comes to a stage near the decision."),
    (
        "W591",
        "Penalties with a maximum, and no target on the overdue cases: past it the oldest cases cost nothing more.",
    ),
    ("W592", "A price for emergency places without the number of regular ones: all are regular, and it is not used."),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn two_texts() -> (Texts, usize, usize) {
        let mut texts = Texts::new();
        let first = texts.add("plan.toml", "name = \"ë\"\nheadcont = 80\n");
        let second = texts.add("--set", "--set cohort.agency.headcount=80");
        (texts, first, second)
    }

    #[test]
    fn a_place_is_found_back_in_its_own_text() {
        let (texts, first, second) = two_texts();
        let place = Place::new(first + 12, first + 20);
        assert_eq!(texts.slice(place), Some("headcont"));
        assert_eq!(texts.locate(place), Some(Located { name: "plan.toml", line: 2, column: 1 }));
        let set = Place::new(second + 30, second + 32);
        assert_eq!(texts.slice(set), Some("80"));
        assert_eq!(texts.number_of(set), Some(1));
    }

    #[test]
    fn a_problem_is_shown_with_file_line_caret_label_and_help() {
        let (texts, first, _) = two_texts();
        let problems = Problems::from(
            Problem::error("E201", "`headcont` is not a key of [cohort.agency]")
                .at(Place::new(first + 12, first + 20))
                .label("did you mean `headcount`?")
                .help("possible keys: headcount, pool"),
        );
        let page = problems.render(&texts, false);
        assert_eq!(
            page,
            "error[E201]: `headcont` is not a key of [cohort.agency]\n \
             --> plan.toml:2:1\n  \
             |\n\
             2 | headcont = 80\n  \
             | ^^^^^^^^ did you mean `headcount`?\n  \
             |\n  \
             = help: possible keys: headcount, pool\n"
        );
        assert!(!page.contains('\u{1b}'));
        assert!(problems.render(&texts, true).contains('\u{1b}'));
    }

    #[test]
    fn problems_come_in_the_order_of_the_files_and_once() {
        let late = Problem::error("E202", "late").at(Place::new(9, 10));
        let early = Problem::warning("W101", "early").at(Place::new(1, 2));
        let nowhere = Problem::error("E101", "nowhere");
        let mut problems: Problems = [nowhere.clone(), late.clone(), early.clone(), late.clone()].into_iter().collect();
        problems.tidy();
        assert_eq!(problems.iter().cloned().collect::<Vec<_>>(), [early, late, nowhere]);
        assert_eq!(problems.summary(), "2 errors, 1 warning");
        assert!(problems.has_errors());
    }

    #[test]
    fn a_place_at_the_very_end_of_a_text_can_be_shown() {
        let mut texts = Texts::new();
        let base = texts.add("empty.toml", "");
        let problem = Problem::error("E202", "nothing here").at(Place::new(base, base));
        assert!(Problems::from(problem).render(&texts, false).contains("empty.toml:1:1"));
    }

    #[test]
    fn the_nearest_word_forgives_slips_but_not_other_words() {
        let keys = ["headcount", "hours_a_week", "pool"];
        assert_eq!(nearest("headcont", keys), Some("headcount"));
        assert_eq!(nearest("haedcount", keys), Some("headcount"));
        assert_eq!(nearest("Hours-a-week", keys), Some("hours_a_week"));
        assert_eq!(nearest("polo", keys), Some("pool"));
        assert_eq!(nearest("salary", keys), None);
        assert_eq!(nearest("x", ["a"]), None);
    }

    #[test]
    fn every_code_stands_in_the_list_once() {
        let mut codes: Vec<_> = CODES.iter().map(|(code, _)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), CODES.len());
    }
}
