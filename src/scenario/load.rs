//! From the paths of the command line to one tree: files that extend each other are laid over
//! each other, and every `--set` on top.
//!
//! A file says `extends = "organisation.toml"` or a list, of which the first lies lowest; names are
//! relative to the file that says them, `preset:NAME` is built in. Every text read, also each CSV
//! that the tree names, lies in one [`Texts`], so that every later message can point into it. The
//! tree of each file is kept apart too: a register of assumptions tells what came from where.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::reader::Key;
use super::spelling::{self, Words};
use super::table_csv::CsvTable;
use super::tree::{self, Node, Table, Value};
use crate::problem::{Place, Problem, Problems, Texts, nearest};

/// The beginning of the name of a built-in file.
pub const PRESET: &str = "preset:";

/// The name of the layer that a `--set` makes.
pub const SET: &str = "--set";

/// Finds a built-in file by its name without `preset:`.
pub type Presets = fn(&str) -> Option<&'static str>;

/// Read here and nowhere else, before anything in the tree is understood.
pub const EXTENDS: Key = Key::new("extends").help(
    "a file, or a list of files (later over earlier), laid under this one; names are relative to this file, \
     preset:NAME is built in",
);

/// The tree of one text, as it was written.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The name shown to people: a path as given, `preset:NAME`, or `--set`.
    pub name: String,
    /// The number of the text in [`Texts`].
    pub text: usize,
    pub table: Table,
}

/// A scenario that was read, before anything in it was understood.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// All layers laid over each other; without `extends`.
    pub tree: Table,
    pub texts: Texts,
    /// Lowest first, each file once; every `--set` is a layer.
    pub layers: Vec<Layer>,
    /// The tables (CSV) that the tree names, by the text number of the file that names them and the
    /// name as it stands there; see [`Loaded::csv`].
    pub csv: BTreeMap<(usize, String), CsvTable>,
    /// What should be said but stops nothing.
    pub warnings: Problems,
}

impl Loaded {
    /// What was set on the command line, in the order given: `path=value`.
    pub fn sets(&self) -> Vec<String> {
        let is_set = |text: usize| self.layers.iter().any(|layer| layer.name == SET && layer.text == text);
        (self.texts.iter().enumerate())
            .filter(|(number, _)| is_set(*number))
            .map(|(_, (_, text))| text.trim_start_matches("--set ").to_owned())
            .collect()
    }

    /// The table that a node of the tree names.
    pub fn csv(&self, node: &Node) -> Option<&CsvTable> {
        let text = self.texts.number_of(node.place)?;
        self.csv.get(&(text, node.as_text()?.to_owned()))
    }
}

/// Reads a scenario file, what it extends, what is set over it, and the tables it names.
///
/// `sets` are of the form `cohort.agency.headcount=80`; the value is a TOML value, and a bare word
/// is text. Of two for one key the later stands.
///
/// # Errors
/// All problems with the texts to show them in; nothing of the tree has been understood yet.
pub fn load(path: &Path, sets: &[String], presets: Presets) -> Result<Loaded, (Problems, Texts)> {
    let mut loader = Loader::new(presets);
    let source = Source::File(path.to_owned());
    let mut tree = loader.lay(&source, None).unwrap_or_default();
    loader.finish(&mut tree, sets, path.parent())
}

/// Reads a scenario from a text instead of a file, for tests and for files made by the program.
///
/// Names that it extends are relative to the working directory.
///
/// # Errors
/// As [`load`].
pub fn load_text(name: &str, text: &str, sets: &[String], presets: Presets) -> Result<Loaded, (Problems, Texts)> {
    let mut loader = Loader::new(presets);
    let mut tree = loader.lay_text(name, text, None).unwrap_or_default();
    loader.finish(&mut tree, sets, None)
}

/// Where a text comes from; two names of one file are the same source.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Source {
    Preset(String),
    File(PathBuf),
}

impl Source {
    fn name(&self) -> String {
        match self {
            Source::Preset(name) => format!("{PRESET}{name}"),
            Source::File(path) => path.display().to_string(),
        }
    }

    /// The same for every way of naming one file.
    fn identity(&self) -> Source {
        match self {
            Source::Preset(_) => self.clone(),
            Source::File(path) => Source::File(path.canonicalize().unwrap_or_else(|_| path.clone())),
        }
    }
}

struct Loader {
    presets: Presets,
    texts: Texts,
    problems: Problems,
    layers: Vec<Layer>,
    /// The folder of each text; none for presets.
    folders: Vec<Option<PathBuf>>,
    /// Files under way, outermost first: one that comes back closes a circle.
    under_way: Vec<Source>,
    /// Files done, with the tree of the file and all that it extends.
    done: Vec<(Source, Option<Table>)>,
}

impl Loader {
    fn new(presets: Presets) -> Loader {
        Loader {
            presets,
            texts: Texts::new(),
            problems: Problems::new(),
            layers: Vec::new(),
            folders: Vec::new(),
            under_way: Vec::new(),
            done: Vec::new(),
        }
    }

    /// The tree of a file laid over all that it extends; none when it cannot be read.
    fn lay(&mut self, source: &Source, asked: Option<Place>) -> Option<Table> {
        let identity = source.identity();
        if let Some(at) = self.under_way.iter().position(|open| *open == identity) {
            let mut circle: Vec<_> = self.under_way[at..].iter().map(file_name).collect();
            circle.push(file_name(&identity));
            let problem =
                Problem::error("E103", format!("files extend each other in a circle: {}", circle.join(" > ")));
            self.push(problem.help("the file with the organisation extends nothing, or only a preset"), asked);
            return None;
        }
        if let Some((_, tree)) = self.done.iter().find(|(done, _)| *done == identity) {
            return tree.clone();
        }
        let tree = self.read(source, asked).and_then(|text| {
            self.under_way.push(identity.clone());
            let folder = match source {
                Source::File(path) => Some(path.parent().unwrap_or(Path::new("")).to_owned()),
                Source::Preset(_) => None,
            };
            let tree = self.lay_text(&source.name(), &text, folder);
            self.under_way.pop();
            tree
        });
        self.done.push((identity, tree.clone()));
        tree
    }

    fn lay_text(&mut self, name: &str, text: &str, folder: Option<PathBuf>) -> Option<Table> {
        let text_number = self.texts.len();
        // The invisible mark is taken off before places are counted.
        let bare = text.strip_prefix('\u{feff}');
        let base = self.texts.add(name, bare.unwrap_or(text));
        self.folders.push(folder.clone());
        if bare.is_some() {
            let problem = Problem::warning("W107", "the file begins with an invisible mark (BOM)");
            let help = "it was passed over; save as \"UTF-8\" without BOM to be rid of it";
            self.problems.push(problem.at(Place::new(base, base)).help(help));
        }
        let (table, problems) = tree::parse(bare.unwrap_or(text), base);
        self.problems.extend(problems);

        let mut laid = Table::new();
        for (below, place) in self.extended(&table) {
            let source = match (below.strip_prefix(PRESET), &folder) {
                (Some(preset), _) => Source::Preset(preset.to_owned()),
                (None, Some(folder)) => Source::File(folder.join(&below)),
                (None, None) => Source::File(PathBuf::from(&below)),
            };
            if let Some(lower) = self.lay(&source, Some(place)) {
                tree::merge(&mut laid, &lower);
            }
        }
        let mut table = table;
        self.spell_out(&mut table, &mut laid);
        tree::merge(&mut laid, &table);
        laid.remove("extends");
        self.layers.push(Layer { name: name.to_owned(), text: text_number, table });
        Some(laid)
    }

    /// Makes a layer ready to be laid over what is `below`: plain spellings, ranges for what is unknown, and the
    /// penalties of a preset.
    fn spell_out(&mut self, layer: &mut Table, below: &mut Table) {
        Words::of(below, layer).spell_out(layer);
        spelling::fill_unknown(layer, below);
        self.take_penalties(layer, below);
    }

    /// `money.penalty = "preset:NAME"`: the `[penalty.*]` of that preset, in place of those below.
    fn take_penalties(&mut self, layer: &mut Table, below: &mut Table) {
        let Some(Node { value: Value::Table(money), .. }) = layer.get_mut("money") else { return };
        let said = money.get("penalty").and_then(|node| match node.as_table() {
            // { preset = "NAME" } is the same as "preset:NAME".
            Some(table) if table.iter().all(|entry| ["preset", "payer"].contains(&entry.name.as_str())) => {
                Some(format!("{PRESET}{}", table.get("preset")?.as_text()?))
            }
            Some(_) => None,
            None => node.as_text().map(str::to_owned),
        });
        // What is no text is left to the reader to refuse.
        let (Some(said), Some(entry)) = (said, money.entry("penalty").cloned()) else { return };
        let asked = Some(entry.node.place);
        money.remove("penalty");
        let Some(name) = said.strip_prefix(PRESET) else {
            let problem = Problem::error("E211", format!("`money.penalty` is \"{said}\", and no preset"));
            let help = "write penalty = \"preset:nl-asylum-2020\", or the regime itself: [penalty.some-name]";
            self.push(problem.help(help), asked);
            return;
        };
        let source = Source::Preset(name.to_owned());
        let done = self.done.iter().find(|(done, _)| *done == source).and_then(|(_, tree)| tree.clone());
        let preset = done.or_else(|| {
            let text = self.read(&source, asked)?;
            let base = self.texts.add(source.name(), text.as_str());
            self.folders.push(None);
            Some(tree::parse(&text, base).0)
        });
        let Some(preset) = preset else { return };
        let Some(penalties) = preset.entry("penalty").cloned() else {
            let problem = Problem::error("E211", format!("the preset `{name}` has no penalties"));
            self.push(problem.help("write the regime itself: [penalty.some-name]"), asked);
            return;
        };
        if below.get("penalty").is_some_and(|below| *below == penalties.node) {
            return;
        }
        below.remove("penalty");
        let own = layer.remove("penalty");
        layer.insert("penalty", penalties.key_place, penalties.node);
        if let Some(own) = own {
            let mut over = Table::new();
            over.insert("penalty", own.key_place, own.node);
            tree::merge(layer, &over);
        }
    }

    /// The names after `extends`, with their places.
    fn extended(&mut self, table: &Table) -> Vec<(String, Place)> {
        let Some(node) = table.get("extends") else {
            return Vec::new();
        };
        let nodes = match &node.value {
            Value::Array(list) => list.iter().collect(),
            _ => vec![node],
        };
        let mut names = Vec::new();
        for node in nodes {
            match node.as_text() {
                Some(name) => names.push((name.to_owned(), node.place)),
                None => {
                    let message = format!("`extends` wants a file name in quotes, not {}", node.value.kind());
                    let help = "extends = \"organisation.toml\", or [\"lowest.toml\", \"over-it.toml\"]";
                    self.problems.push(Problem::error("E105", message).at(node.place).help(help));
                }
            }
        }
        names
    }

    fn read(&mut self, source: &Source, asked: Option<Place>) -> Option<String> {
        match source {
            Source::Preset(name) => match (self.presets)(name) {
                Some(text) => Some(text.to_owned()),
                None => {
                    let help = "surgecap preset lists those that are built in; a file of your own is written without \
                                `preset:`: extends = \"organisation.toml\"";
                    let problem = Problem::error("E104", format!("there is no preset `{name}`")).help(help);
                    self.push(problem, asked);
                    None
                }
            },
            Source::File(path) => {
                let bytes = match std::fs::read(path) {
                    Ok(bytes) => bytes,
                    Err(error) => {
                        let why = match error.kind() {
                            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
                            std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
                            _ => error.to_string(),
                        };
                        let message = format!("could not read {}: {why}", path.display());
                        let problem = Problem::error("E101", message);
                        let help = match asked {
                            Some(_) => "file names are relative to the file that names them",
                            None => "is the name right, and are you in the right folder?",
                        };
                        self.push(problem.help(help), asked);
                        return None;
                    }
                };
                match String::from_utf8(bytes) {
                    Ok(text) => Some(text),
                    Err(error) => {
                        self.not_utf8(path, error.as_bytes(), error.utf8_error().valid_up_to());
                        None
                    }
                }
            }
        }
    }

    /// Shows the line of the first byte that is not UTF-8.
    fn not_utf8(&mut self, path: &Path, bytes: &[u8], valid: usize) {
        let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let good = String::from_utf8_lossy(&bytes[..valid]).into_owned();
        // Only the text up to the strange letter can be shown, with a sign in its place.
        let at = good.len();
        let base = self.texts.add(path.display().to_string(), good + "\u{fffd}");
        self.folders.push(None);
        let message = if wide {
            "the file is written in UTF-16, not in UTF-8".to_owned()
        } else {
            "a letter that is not written in UTF-8".to_owned()
        };
        let help = "save the file again with the encoding \"UTF-8\" (a spreadsheet: \"CSV UTF-8\")";
        let place = Place::new(base + at, base + at + '\u{fffd}'.len_utf8());
        self.problems.push(Problem::error("E102", message).at(place).help(help));
    }

    fn push(&mut self, problem: Problem, place: Option<Place>) {
        self.problems.push(match place {
            Some(place) => problem.at(place),
            None => problem,
        });
    }

    fn finish(mut self, tree: &mut Table, sets: &[String], folder: Option<&Path>) -> Result<Loaded, (Problems, Texts)> {
        for set in sets {
            self.set(tree, set, folder);
        }
        let mut csv = BTreeMap::new();
        self.read_tables(tree, &mut csv);
        let broken = self.problems.has_errors();
        let mut loaded =
            Loaded { tree: std::mem::take(tree), texts: self.texts, layers: self.layers, csv, warnings: self.problems };
        if !broken {
            return Ok(loaded);
        }
        // What is wrong beside it is said in the same go.
        let mut problems = std::mem::take(&mut loaded.warnings);
        problems.extend(beside(&loaded, &problems));
        problems.tidy();
        Err((problems, loaded.texts))
    }

    fn set(&mut self, tree: &mut Table, set: &str, folder: Option<&Path>) {
        const LEAD: &str = "--set ";
        let text_number = self.texts.len();
        let base = self.texts.add(SET, format!("{LEAD}{set}")) + LEAD.len();
        self.folders.push(folder.map(Path::to_owned));
        let whole = Place::new(base, base + set.len());
        let wrong = |message: String| {
            Problem::error("E106", message).at(whole).help("write path=value: cohort.agency.headcount=80")
        };
        let Some((path, written)) = split_set(set) else {
            self.problems.push(wrong("an equals sign is missing".to_owned()));
            return;
        };
        if path.trim() == "extends" {
            self.problems.push(wrong("what a file extends cannot be set".to_owned()));
            return;
        }
        let spelt_out = Words::of(tree, &Table::new()).path(path);
        let key_place = Place::new(base, base + path.len());
        let value_at = base + path.len() + 1;
        let node = match tree::parse_value(written, value_at) {
            Ok(node) => node,
            Err(_) if is_bare(written) => {
                let place = Place::new(value_at, value_at + written.len());
                Node::new(Value::Text(written.trim().to_owned()), place)
            }
            Err(problems) => {
                self.problems.extend(problems);
                return;
            }
        };
        let mut layer = Table::new();
        let path = spelt_out.as_str();
        if let Err(message) = layer.insert_path(path, key_place, node) {
            self.problems.push(wrong(message));
            return;
        }
        self.spell_out(&mut layer, tree);
        // A path through a value would throw the value away without a word.
        let mut table = &*tree;
        for name in tree::split_path(path).unwrap_or_default().iter() {
            match table.get(name) {
                Some(Node { value: Value::Table(inner), .. }) => table = inner,
                Some(_) if tree.get_path(path).is_none() => {
                    self.problems.push(wrong(format!("`{name}` is a value, with nothing below it")));
                    return;
                }
                _ => break,
            }
        }
        if let Some(problem) = made_up(tree, path) {
            self.problems.push(problem.at(key_place));
            return;
        }
        // Within a value table one number is changed; elsewhere the usual rules of layers hold.
        let inside_value = parent(path)
            .and_then(|parent| tree.get_path(&parent))
            .is_some_and(|node| node.as_table().is_some_and(Table::is_value_table));
        if inside_value {
            let node = layer.get_path(path).cloned();
            if let Some(node) = node {
                let _ = tree.insert_path(path, key_place, node);
            }
        } else {
            tree::merge(tree, &layer);
        }
        self.layers.push(Layer { name: SET.to_owned(), text: text_number, table: layer });
    }

    /// Reads every file that a value of the tree names with the ending .csv.
    fn read_tables(&mut self, table: &Table, csv: &mut BTreeMap<(usize, String), CsvTable>) {
        /// Keys whose text is for people: a source may well be called figures.csv.
        const WORDS: [&str; 6] = ["says", "source", "owner", "status", "about", "not-included"];
        for entry in table.iter() {
            if WORDS.contains(&entry.name.as_str()) {
                continue;
            }
            self.read_tables_of(&entry.node, csv);
        }
    }

    fn read_tables_of(&mut self, node: &Node, csv: &mut BTreeMap<(usize, String), CsvTable>) {
        match &node.value {
            Value::Table(table) => self.read_tables(table, csv),
            Value::Array(items) => items.iter().for_each(|item| self.read_tables_of(item, csv)),
            Value::Text(name) if name.to_ascii_lowercase().ends_with(".csv") => {
                let Some(number) = self.texts.number_of(node.place) else {
                    return;
                };
                let key = (number, name.clone());
                if csv.contains_key(&key) {
                    return;
                }
                // A table of a preset is built in as well.
                let source = match (name.strip_prefix(PRESET), &self.folders[number]) {
                    (Some(preset), _) => Source::Preset(preset.to_owned()),
                    (None, Some(folder)) => Source::File(folder.join(name)),
                    (None, None) if self.texts.names().nth(number).is_some_and(|n| n.starts_with(PRESET)) => {
                        Source::Preset(name.clone())
                    }
                    (None, None) => Source::File(PathBuf::from(name)),
                };
                let Some(text) = self.read(&source, Some(node.place)) else {
                    return;
                };
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                let base = self.texts.add(source.name(), text);
                self.folders.push(None);
                match CsvTable::parse(text, base) {
                    Ok(table) => {
                        csv.insert(key, table);
                    }
                    Err(problems) => self.problems.extend(problems),
                }
            }
            _ => {}
        }
    }
}

/// What is wrong in a tree of which parts could not be read, without what only follows from that.
///
/// When a whole file is missing nothing is known of its names; on a broken line stood perhaps the key that now is
/// missing. What is wrong with a single value stands by itself.
fn beside(loaded: &Loaded, known: &Problems) -> Problems {
    let is_file = |problem: &Problem| {
        let names_csv = problem.place.and_then(|place| loaded.texts.slice(place));
        let names_csv =
            names_csv.is_some_and(|name| name.trim_matches(['"', '\'']).to_ascii_lowercase().ends_with(".csv"));
        matches!(problem.code, "E101" | "E102" | "E103" | "E104" | "E105") && !names_csv
    };
    // After a header, bracket or quote that is not closed, the lines below it belong elsewhere.
    let is_open = |problem: &Problem| {
        let line = problem.place.and_then(|place| loaded.texts.line(place)).unwrap_or("");
        let count = |sign: char| line.matches(sign).count();
        problem.code == "E110"
            && (line.trim_start().starts_with('[')
                || count('[') != count(']')
                || count('{') != count('}')
                || count('"') % 2 == 1)
    };
    if known.iter().any(|problem| is_file(problem) || is_open(problem)) {
        return Problems::new();
    }
    let has_broken_lines =
        known.iter().any(|problem| matches!(problem.code, "E106" | "E108" | "E110" | "E111" | "E112"));
    let stands_alone = |problem: &Problem| match problem.code {
        "E201" | "E203" | "E205" | "E206" | "E208" | "E209" | "E210" | "E211" | "E212" | "E213" | "E214" => true,
        "E204" => problem.place.is_some(),
        _ => !has_broken_lines,
    };
    let line_of = |problem: &Problem| {
        let place = problem.place?;
        Some((loaded.texts.number_of(place)?, loaded.texts.locate(place)?.line))
    };
    let broken: Vec<_> = known.iter().filter_map(line_of).collect();
    let elsewhere = |problem: &Problem| line_of(problem).is_none_or(|line| !broken.contains(&line));
    match super::read::read(loaded) {
        Ok(_) => Problems::new(),
        Err(more) => more.into_iter().filter(|problem| stands_alone(problem) && elsewhere(problem)).collect(),
    }
}

/// A `--set` changes what is there: a misspelt name must not make a cohort of its own.
fn made_up(tree: &Table, path: &str) -> Option<Problem> {
    const NAMED: [&str; 12] = [
        "class",
        "stream",
        "stage",
        "pool",
        "cohort",
        "target",
        "change",
        "plan",
        "future",
        "shock",
        "extension",
        "suspension",
    ];
    let names = tree::split_path(path).ok()?;
    let [kind, name, _, ..] = names.as_slice() else { return None };
    let known = match tree.get(kind).map(|node| &node.value) {
        _ if !NAMED.contains(&kind.as_str()) => return None,
        Some(Value::Table(known)) => known.iter().map(|entry| entry.name.as_str()).collect(),
        _ => Vec::new(),
    };
    if known.contains(&name.as_str()) {
        return None;
    }
    let problem = Problem::error("E108", format!("there is no {kind} `{name}` to set something of"));
    let problem = match nearest(name, known.iter().copied()) {
        Some(near) => problem.label(format!("did you mean `{near}`?")),
        None => problem,
    };
    let listed = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Some(problem.help(format!("in the files: {listed}; something new is written in a file, which `extends` this one")))
}

fn file_name(source: &Source) -> String {
    match source {
        Source::Preset(_) => source.name(),
        Source::File(path) => {
            path.file_name().map_or_else(|| source.name(), |name| name.to_string_lossy().into_owned())
        }
    }
}

/// The path and the value of a `--set`: at the first equals sign outside quotes.
pub fn split_set(set: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, c) in set.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '=') => return Some((&set[..at], &set[at + 1..])),
            _ => {}
        }
    }
    None
}

/// A value that a shell leaves without quotes: a word, a file name, a percentage, a slip of a number.
fn is_bare(written: &str) -> bool {
    let written = written.trim();
    !written.is_empty()
        && written.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ',' | ':' | '/' | ' ' | '%'))
}

fn parent(path: &str) -> Option<String> {
    let names = tree::split_path(path).ok()?;
    let (_, above) = names.split_last()?;
    (!above.is_empty()).then(|| above.iter().fold(String::new(), |path, name| tree::join_path(&path, name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORGANISATION: &str = "[pool.officers]\nheadcount = { low = 350, likely = 450, high = 600 }\nhours = 36\n";

    fn presets(name: &str) -> Option<&'static str> {
        match name {
            "organisation" => Some(ORGANISATION),
            _ => None,
        }
    }

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        folder
    }

    fn page(result: Result<Loaded, (Problems, Texts)>) -> String {
        let (problems, texts) = result.expect_err("a problem");
        problems.render(&texts, false)
    }

    fn sets(sets: &[&str]) -> Vec<String> {
        sets.iter().map(|set| (*set).to_owned()).collect()
    }

    #[test]
    fn files_lie_over_each_other_with_the_reader_on_top() {
        let folder = folder(&[
            ("plan.toml", b"extends = [\"below/a.toml\", \"below/b.toml\"]\nz = 3\n"),
            ("below/a.toml", b"x = 1\ny = 1\nz = 1\n"),
            ("below/b.toml", b"extends = \"a.toml\"\ny = 2\n"),
        ]);
        let loaded = load(&folder.path().join("plan.toml"), &[], presets).unwrap();
        assert_eq!(tree::to_toml(&loaded.tree), "x = 1\ny = 2\nz = 3\n");
        let names: Vec<_> = loaded.layers.iter().map(|l| l.name.rsplit(['/', '\\']).next().unwrap()).collect();
        assert_eq!(names, ["a.toml", "b.toml", "plan.toml"]);
        let y = loaded.tree.get("y").unwrap();
        assert!(loaded.texts.locate(y.place).unwrap().name.ends_with("b.toml"));
    }

    #[test]
    fn a_preset_lies_below_and_unknown_keeps_its_range() {
        let text = "extends = \"preset:organisation\"\n[pool.officers]\nheadcount = \"unknown\"\n";
        let loaded = load_text("plan.toml", text, &[], presets).unwrap();
        let node = loaded.tree.get_path("pool.officers.headcount").unwrap();
        assert!(node.unknown);
        assert_eq!(loaded.texts.slice(node.place), Some("\"unknown\""));
        assert!(page(load_text("p", "extends = \"preset:x\"\n", &[], presets)).contains("there is no preset `x`"));
    }

    #[test]
    fn files_that_extend_each_other_in_a_circle_are_refused() {
        let folder = folder(&[("a.toml", b"extends = \"b.toml\"\n"), ("b.toml", b"extends = \"a.toml\"\n")]);
        let page = page(load(&folder.path().join("a.toml"), &[], presets));
        assert!(page.contains("E103") && page.contains("a.toml > b.toml > a.toml"), "{page}");
    }

    #[test]
    fn a_missing_file_names_the_file_that_asked_for_it() {
        let folder = folder(&[("plan.toml", b"\nextends = \"no.toml\"\n")]);
        let shown = page(load(&folder.path().join("plan.toml"), &[], presets));
        assert!(shown.contains("plan.toml:2:11") && shown.contains("there is no such file"), "{shown}");
        let shown = page(load(&folder.path().join("none.toml"), &[], presets));
        assert!(shown.contains("none.toml: there is no such file"), "{shown}");
    }

    #[test]
    fn a_file_in_another_encoding_shows_the_line_of_the_strange_letter() {
        let folder = folder(&[("latin.toml", b"a = 1\nname = \"caf\xe9\"\n"), ("wide.toml", b"\xff\xfea\0")]);
        let shown = page(load(&folder.path().join("latin.toml"), &[], presets));
        assert!(shown.contains("E102") && shown.contains("latin.toml:2:12"), "{shown}");
        assert!(page(load(&folder.path().join("wide.toml"), &[], presets)).contains("UTF-16"));
    }

    #[test]
    fn an_invisible_mark_is_passed_over_with_a_word() {
        let loaded = load_text("plan.toml", "\u{feff}a = 1\n", &[], presets).unwrap();
        assert_eq!(loaded.warnings.iter().next().unwrap().code, "W107");
        assert_eq!(loaded.texts.slice(loaded.tree.entry("a").unwrap().key_place), Some("a"));
    }

    #[test]
    fn a_setting_lies_on_top_and_points_into_its_own_text() {
        let text = "extends = \"preset:organisation\"\n";
        let given = sets(&["pool.officers.hours=32", "pool.officers.order=fifo", "new.\"a.b\".share=19 %"]);
        let loaded = load_text("plan.toml", text, &given, presets).unwrap();
        let hours = loaded.tree.get_path("pool.officers.hours").unwrap();
        assert_eq!(hours.value, Value::Integer(32));
        assert_eq!(loaded.texts.slice(hours.place), Some("32"));
        assert_eq!(loaded.texts.locate(hours.place).unwrap().name, "--set");
        assert_eq!(loaded.tree.get_path("pool.officers.order").unwrap().as_text(), Some("fifo"));
        assert_eq!(loaded.tree.get_path("new.\"a.b\".share").unwrap().as_text(), Some("19 %"));
        assert_eq!(loaded.layers.len(), 5);
    }

    #[test]
    fn one_number_within_a_range_can_be_set() {
        let given = sets(&["pool.officers.headcount.high=700"]);
        let loaded = load_text("p", ORGANISATION, &given, presets).unwrap();
        assert_eq!(loaded.tree.get_path("pool.officers.headcount.low").unwrap().as_number(), Some(350.0));
        assert_eq!(loaded.tree.get_path("pool.officers.headcount.high").unwrap().as_number(), Some(700.0));
    }

    #[test]
    fn a_setting_that_is_not_one_is_refused() {
        for (set, wanted) in [
            ("pool.officers.hours", "equals sign"),
            ("pool..hours=3", "a name is missing"),
            ("pool.officers.hours.low=3", "`hours` is a value"),
            ("a=[1", "E110"),
            ("extends=other.toml", "cannot be set"),
        ] {
            let shown = page(load_text("p", ORGANISATION, &sets(&[set]), presets));
            assert!(shown.contains(wanted), "{set}: {shown}");
        }
    }

    #[test]
    fn tables_are_found_beside_the_file_that_names_them() {
        let folder = folder(&[
            ("plan.toml", b"extends = \"below/a.toml\"\n[b]\nsource = \"not-here.csv\"\n"),
            ("below/a.toml", b"[demand]\nfile = \"inflow.csv\"\n"),
            ("below/inflow.csv", b"month;n\n2020-01;12,5\n"),
        ]);
        let loaded = load(&folder.path().join("plan.toml"), &[], presets).unwrap();
        let table = loaded.csv(loaded.tree.get_path("demand.file").unwrap()).unwrap();
        assert_eq!(table.numbers("n").unwrap(), [12.5]);
        assert_eq!(loaded.texts.len(), 3);
    }

    #[test]
    fn all_problems_of_all_files_come_together() {
        let shown = page(load_text("p", "extends = [1, \"preset:x\"]\nb = oops\n", &sets(&["c"]), presets));
        for code in ["E104", "E105", "E106", "E110"] {
            assert!(shown.contains(code), "{code}: {shown}");
        }
    }
}
