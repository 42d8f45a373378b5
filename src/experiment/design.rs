//! Which points an experiment asks: a grid, a walk along lists, a hypercube, a Sobol sequence, or the user's own table.
//!
//! Paths are those of `--set`. What is asked on the command line is read like a scenario: all that is wrong is collected,
//! with its place and a way out.

use jiff::civil::Date;

use super::open::Refused;
use crate::{
    calendar::{date_after, days_between},
    problem::{Place, Problem, Problems, Texts},
    random::design::{SOBOL_DIMENSIONS, SOBOL_POINTS, latin_hypercube, sobol},
    scenario::{load::split_set, table_csv::CsvTable},
};

/// Points of one design at most.
pub const MOST_POINTS: usize = 100_000;

/// How points are laid out over what varies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Laid {
    /// Every combination.
    Grid,
    /// The first values together, the second values together, …
    Zip,
    Hypercube(usize),
    Sobol(usize),
}

/// One cell of a design.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// As `--set` takes it.
    Written(String),
    /// The value of an uncertain input below which this share of its probability lies.
    Share(f64),
}

/// One point: the plan and future that a table names for it, and a cell for each input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    pub plan: Option<String>,
    pub future: Option<String>,
    pub cells: Vec<Cell>,
}

/// The points of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Paths, in the order of the cells.
    pub inputs: Vec<String>,
    /// What each input was said to take, in words.
    pub says: Vec<String>,
    pub points: Vec<Point>,
}

/// What `--vary` says of one input.
#[derive(Clone, Debug, PartialEq)]
enum Levels {
    Listed(Vec<String>),
    /// Between two numbers, whole ones when both are written so; perhaps so many of them, evenly.
    Numbers {
        low: f64,
        high: f64,
        whole: bool,
        steps: Option<usize>,
    },
    Dates {
        low: Date,
        high: Date,
        steps: Option<usize>,
    },
    /// The declared range of an uncertain input.
    Declared,
}

struct Factor {
    path: String,
    says: String,
    levels: Levels,
    place: Place,
}

/// Lays out what `--vary` says.
///
/// # Errors
/// All that is wrong in the request.
pub fn design(vary: &[String], laid: Laid, seed: u64) -> Result<Design, Refused> {
    let mut texts = Texts::new();
    let mut problems = Problems::new();
    let mut factors: Vec<Factor> = Vec::new();
    for one in vary {
        const LEAD: &str = "--vary ";
        let base = texts.add("--vary", format!("{LEAD}{one}")) + LEAD.len();
        match factor(one, base) {
            Ok(factor) if factors.iter().any(|other| other.path == factor.path) => {
                let message = format!("`{}` is varied twice", factor.path);
                problems
                    .push(Problem::error("E621", message).at(factor.place).help("put all its values into one --vary"));
            }
            Ok(factor) => factors.push(factor),
            Err(problem) => problems.push(problem),
        }
    }
    if vary.is_empty() {
        let help = "name a path and its values, --vary supervision.span=3,5,10, or a table: --design points.csv";
        problems.push(Problem::error("E621", "nothing is varied").help(help));
    }
    if !problems.has_errors() {
        match points(&factors, laid, seed) {
            Ok(points) => {
                let (inputs, says) = factors.into_iter().map(|factor| (factor.path, factor.says)).unzip();
                return Ok(Design { inputs, says, points });
            }
            Err(problem) => problems.push(problem),
        }
    }
    Err(Box::new((problems, texts)))
}

fn factor(written: &str, base: usize) -> Result<Factor, Problem> {
    let whole = Place::new(base, base + written.len());
    let wrong = |message: String| {
        let help = "write --vary cohort.agency.headcount=0,100,200, --vary supervision.span=3..10:8, or a path alone for \
                    the declared range of an uncertain number";
        Problem::error("E621", message).at(whole).help(help)
    };
    let Some((path, said)) = split_set(written) else {
        let path = written.trim();
        if path.is_empty() {
            return Err(wrong("no path is named".to_owned()));
        }
        return Ok(Factor {
            path: path.to_owned(),
            says: "its declared range".to_owned(),
            levels: Levels::Declared,
            place: whole,
        });
    };
    let (path, said) = (path.trim(), said.trim());
    if path.is_empty() {
        return Err(wrong("no path is named".to_owned()));
    }
    let levels = match said.split_once("..") {
        Some((low, rest)) => between(low, rest).map_err(wrong)?,
        None => {
            let values = listed(said);
            if values.iter().any(String::is_empty) {
                return Err(wrong(format!("`{path}` is given no value, or an empty one")));
            }
            Levels::Listed(values)
        }
    };
    let says = match &levels {
        Levels::Listed(values) => values.join(", "),
        _ => said.replace("..", " to "),
    };
    Ok(Factor { path: path.to_owned(), says, levels, place: whole })
}

/// `low..high`, or `low..high:steps`.
fn between(low: &str, rest: &str) -> Result<Levels, String> {
    let (high, steps) = match rest.split_once(':') {
        None => (rest, None),
        Some((high, steps)) => match steps.trim().parse::<usize>() {
            Ok(steps) if (2..=MOST_POINTS).contains(&steps) => (high, Some(steps)),
            _ => return Err(format!("`{steps}` is no number of values: at least 2")),
        },
    };
    let (low, high) = (low.trim(), high.trim());
    if let (Ok(low), Ok(high)) = (low.parse::<Date>(), high.parse::<Date>()) {
        if low >= high {
            return Err(format!("{low} does not lie before {high}"));
        }
        return Ok(Levels::Dates { low, high, steps });
    }
    let whole = low.parse::<i64>().is_ok() && high.parse::<i64>().is_ok();
    match (low.parse::<f64>(), high.parse::<f64>()) {
        (Ok(low), Ok(high)) if low < high && low.is_finite() && high.is_finite() => {
            Ok(Levels::Numbers { low, high, whole, steps })
        }
        (Ok(low), Ok(high)) => Err(format!("{low} does not lie below {high}")),
        _ => Err(format!("`{low}` to `{high}` are neither two numbers nor two dates")),
    }
}

/// Values between commas; a comma within quotes or brackets belongs to a value.
fn listed(said: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let (mut depth, mut quote) = (0_i32, None);
    for sign in said.chars() {
        match (quote, sign) {
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if sign == open => quote = None,
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                values.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(value) = values.last_mut() {
            value.push(sign);
        }
    }
    values.iter().map(|value| value.trim().to_owned()).collect()
}

impl Levels {
    /// The values of a grid; none where only a share of the range makes sense.
    fn values(&self) -> Option<Vec<Cell>> {
        let even = |steps: usize, at: &dyn Fn(f64) -> Cell| {
            let mut values: Vec<Cell> = (0..steps).map(|step| at(step as f64 / (steps - 1) as f64)).collect();
            values.dedup();
            values
        };
        match self {
            Levels::Listed(values) => Some(values.iter().cloned().map(Cell::Written).collect()),
            Levels::Numbers { steps: Some(steps), .. } | Levels::Dates { steps: Some(steps), .. } => {
                Some(even(*steps, &|share| self.at(share, true)))
            }
            _ => None,
        }
    }

    /// The value at a share of the range. `to_end`: a share of 1 is the last value; else whole numbers, days and listed
    /// values are equally likely.
    fn at(&self, share: f64, to_end: bool) -> Cell {
        let place = |count: f64| {
            if to_end { (share * (count - 1.0)).round() } else { (share * count).floor().min(count - 1.0) }
        };
        match self {
            Levels::Listed(values) => Cell::Written(values[place(values.len() as f64) as usize].clone()),
            Levels::Numbers { low, high, whole: true, .. } => {
                Cell::Written(format!("{}", low + place(high - low + 1.0)))
            }
            Levels::Numbers { low, high, .. } => Cell::Written(format!("{}", low + (high - low) * share)),
            Levels::Dates { low, high, .. } => {
                let days = days_between(*low, *high) as f64 + 1.0;
                Cell::Written(date_after(*low, place(days) as i64).to_string())
            }
            Levels::Declared => Cell::Share(share),
        }
    }
}

fn points(factors: &[Factor], laid: Laid, seed: u64) -> Result<Vec<Point>, Problem> {
    let names: Vec<String> = factors.iter().map(|factor| factor.path.clone()).collect();
    let of_shares = |shares: Vec<Vec<f64>>| -> Vec<Point> {
        let cells = |shares: Vec<f64>| {
            factors.iter().zip(shares).map(|(factor, share)| factor.levels.at(share, false)).collect()
        };
        shares.into_iter().map(|shares| Point { cells: cells(shares), ..Point::default() }).collect()
    };
    let too_many = |count: usize| {
        let help =
            format!("at most {MOST_POINTS}: --lhs 1000 or --sobol 1024 spread fewer points over the same ranges");
        Problem::error("E622", format!("a design of {count} points")).help(help)
    };
    match laid {
        Laid::Hypercube(count) | Laid::Sobol(count) if count > MOST_POINTS => Err(too_many(count)),
        Laid::Hypercube(count) => Ok(of_shares(latin_hypercube(seed, count, &names))),
        Laid::Sobol(count) if count > SOBOL_POINTS || names.len() > SOBOL_DIMENSIONS => {
            let message = format!("a Sobol sequence of {count} points over {} inputs", names.len());
            let help = format!("at most {SOBOL_POINTS} points and {SOBOL_DIMENSIONS} inputs; --lhs has no such bounds");
            Err(Problem::error("E622", message).help(help))
        }
        Laid::Sobol(count) => Ok(of_shares(sobol(seed, count, names.len()))),
        Laid::Grid | Laid::Zip => {
            let mut lists = Vec::new();
            for factor in factors {
                let Some(values) = factor.levels.values() else {
                    let message = format!("`{}` is given a range, and not how many values of it", factor.path);
                    let help =
                        "a grid needs values, 3,5,10, or their number, 3..10:8; a range goes with --lhs or --sobol";
                    return Err(Problem::error("E622", message).at(factor.place).help(help));
                };
                lists.push(values);
            }
            if laid == Laid::Zip {
                return zipped(factors, &lists);
            }
            let count = lists.iter().try_fold(1_usize, |count, list| count.checked_mul(list.len()));
            match count {
                Some(count) if count <= MOST_POINTS => {}
                count => return Err(too_many(count.unwrap_or(usize::MAX))),
            }
            let mut all = vec![Point::default()];
            for list in &lists {
                let with = |point: &Point, cell: &Cell| {
                    let mut point = point.clone();
                    point.cells.push(cell.clone());
                    point
                };
                all = all.iter().flat_map(|point| list.iter().map(move |cell| with(point, cell))).collect();
            }
            Ok(all)
        }
    }
}

fn zipped(factors: &[Factor], lists: &[Vec<Cell>]) -> Result<Vec<Point>, Problem> {
    let count = lists.first().map_or(0, Vec::len);
    for (factor, list) in factors.iter().zip(lists) {
        if list.len() != count {
            let message = format!(
                "`{}` has {} values and `{}` has {count}: --zip takes the first of each, the second of each, …",
                factor.path,
                list.len(),
                factors[0].path
            );
            let help = "give each as many values, or leave --zip away for every combination";
            return Err(Problem::error("E622", message).at(factor.place).help(help));
        }
    }
    Ok((0..count)
        .map(|row| Point { cells: lists.iter().map(|list| list[row].clone()).collect(), ..Point::default() })
        .collect())
}

/// Columns of a design that are no inputs.
const OWN: [&str; 3] = ["point", "plan", "future"];

/// Reads the user's own design: a column for each path, a row for each point; `plan` and `future` may be named by row, and
/// `point` is passed over.
///
/// # Errors
/// All that is wrong in the table, with its cell.
pub fn table(name: &str, text: &str) -> Result<Design, Refused> {
    let mut texts = Texts::new();
    let base = texts.add(name, text);
    let refuse = |problems: Problems, texts: &Texts| Box::new((problems, texts.clone()));
    let csv = CsvTable::parse(text, base).map_err(|problems| refuse(problems, &texts))?;
    let mut problems = Problems::new();
    let (mut inputs, mut columns): (Vec<String>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
    let is_plain = !text.lines().next().unwrap_or_default().contains(';');
    for (place, header) in csv.headers.iter().enumerate() {
        let path = header.text.trim();
        if OWN.contains(&path) {
            continue;
        }
        if path.is_empty() || inputs.iter().any(|other| other == path) {
            let message = if path.is_empty() { "a column without a path" } else { "a path that stands twice" };
            problems.push(Problem::error("E622", message).at(header.place).help("each column is one path of --set"));
            continue;
        }
        let cells: Vec<&str> = csv.rows.iter().map(|row| row[place].text.trim()).collect();
        if let Some(row) = cells.iter().position(|cell| cell.is_empty()) {
            let problem = Problem::error("E622", format!("`{path}` has no value at this point"));
            problems.push(problem.at(csv.rows[row][place].place).help("each point gives each input a value"));
            continue;
        }
        // What programs write is taken as it is; what spreadsheets write, as everywhere.
        let as_written = is_plain && cells.iter().all(|cell| cell.parse::<f64>().is_ok());
        let has_figures = cells.iter().all(|cell| cell.starts_with(|c: char| c.is_ascii_digit() || "+-.,".contains(c)));
        let is_date = cells.iter().all(|cell| cell.parse::<Date>().is_ok());
        if as_written || is_date || !has_figures {
            columns.push(cells.iter().map(|cell| (*cell).to_owned()).collect());
        } else {
            match csv.numbers(path) {
                Ok(numbers) => columns.push(numbers.iter().map(f64::to_string).collect()),
                Err(more) => problems.extend(more),
            }
        }
        inputs.push(path.to_owned());
    }
    if csv.rows.is_empty() || inputs.is_empty() && csv.headers.iter().all(|header| header.text.trim() == "point") {
        let problem = Problem::error("E622", "the design has no points").at(Place::new(base, base));
        problems.push(problem.help("the first line names paths of --set, each line below it is a point"));
    }
    if problems.has_errors() {
        return Err(refuse(problems, &texts));
    }
    let named = |column: &str, row: usize| {
        let place = csv.column(column)?;
        Some(csv.rows[row][place].text.trim().to_owned()).filter(|name| !name.is_empty())
    };
    let points = (0..csv.rows.len())
        .map(|row| Point {
            plan: named("plan", row),
            future: named("future", row),
            cells: columns.iter().map(|column| Cell::Written(column[row].clone())).collect(),
        })
        .collect();
    let says = inputs.iter().map(|_| name.to_owned()).collect();
    Ok(Design { inputs, says, points })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(vary: &[&str], laid: Laid) -> Result<Design, String> {
        let vary: Vec<String> = vary.iter().map(|one| (*one).to_owned()).collect();
        design(&vary, laid, 1).map_err(|refused| refused.0.render(&refused.1, false))
    }

    fn written(design: &Design) -> Vec<Vec<String>> {
        let word = |cell: &Cell| match cell {
            Cell::Written(text) => text.clone(),
            Cell::Share(share) => format!("{share}"),
        };
        design.points.iter().map(|point| point.cells.iter().map(word).collect()).collect()
    }

    #[test]
    fn a_grid_takes_every_combination_and_a_zip_goes_along() {
        let grid = laid(&["a.x=1,2", "a.y=\"p,q\",[1, 2],z"], Laid::Grid).unwrap();
        assert_eq!(grid.inputs, ["a.x", "a.y"]);
        assert_eq!(written(&grid)[..4], [["1", "\"p,q\""], ["1", "[1, 2]"], ["1", "z"], ["2", "\"p,q\""]]);
        assert_eq!(grid.points.len(), 6);
        assert_eq!(written(&laid(&["a=1,2", "b=5..7:2"], Laid::Zip).unwrap()), [["1", "5"], ["2", "7"]]);
        let steps = laid(&["n=0..10:5", "x=0.0..1:3", "d=2020-01-01..2020-01-03:3"], Laid::Grid).unwrap();
        let column = |at: usize| -> std::collections::BTreeSet<String> {
            written(&steps).into_iter().map(|mut row| row.swap_remove(at)).collect()
        };
        assert_eq!(column(0).len(), 5, "whole numbers stay whole: {:?}", column(0));
        assert!(column(1).contains("0.5") && column(2).contains("2020-01-02"));
    }

    #[test]
    fn a_hypercube_over_whole_numbers_days_and_lists_takes_each_equally_often() {
        let cube = laid(&["n=1..4", "d=2020-02-28..2020-03-02", "w=a,b", "free"], Laid::Hypercube(40)).unwrap();
        for (at, count) in [(0, 10), (1, 10), (2, 20)] {
            let mut times = std::collections::BTreeMap::new();
            written(&cube).iter().for_each(|row| *times.entry(row[at].clone()).or_insert(0) += 1);
            assert!(times.values().all(|one| *one == count), "{times:?}");
        }
        assert!(
            cube.points.iter().all(|point| matches!(point.cells[3], Cell::Share(share) if 0.0 < share && share < 1.0))
        );
    }

    #[test]
    fn what_cannot_be_laid_out_is_refused_with_a_way_out() {
        for (vary, how, code, words) in [
            (&["a=1..5"][..], Laid::Grid, "E622", "--lhs"),
            (&["a"], Laid::Grid, "E622", "--lhs"),
            (&["a="], Laid::Grid, "E621", "no value"),
            (&["=1"], Laid::Grid, "E621", "no path"),
            (&["a=1,,2"], Laid::Grid, "E621", "empty"),
            (&["a=5..1"], Laid::Grid, "E621", "does not lie below"),
            (&["a=1..x"], Laid::Grid, "E621", "neither two numbers"),
            (&["a=1..5:1"], Laid::Grid, "E621", "at least 2"),
            (&["a=1", "a=2"], Laid::Grid, "E621", "twice"),
            (&[], Laid::Grid, "E621", "nothing is varied"),
            (&["a=1,2", "b=1,2,3"], Laid::Zip, "E622", "--zip"),
            (&["a=1..1000:1000", "b=1..1000:1000"], Laid::Grid, "E622", "1000000 points"),
            (&["a=0..1"], Laid::Sobol(70_000), "E622", "at most 65536"),
        ] {
            let said = laid(vary, how).expect_err("refused");
            assert!(said.contains(code) && said.contains(words), "{vary:?}: {said}");
        }
    }

    #[test]
    fn a_table_of_programs_or_of_a_spreadsheet_is_a_design() {
        let made = table("design.csv", "point,plan,a.x,b.y\n1,fewer,1.234,p\n2,,1e-5,q\n").unwrap();
        assert_eq!(made.inputs, ["a.x", "b.y"]);
        assert_eq!(written(&made), [["1.234", "p"], ["1e-5", "q"]]);
        assert_eq!(made.points.iter().map(|point| point.plan.as_deref()).collect::<Vec<_>>(), [Some("fewer"), None]);
        assert_eq!(written(&table("design.csv", "a.x;b.y\n12,5;2020-01-01\n").unwrap()), [["12.5", "2020-01-01"]]);
        for wrong in ["a.x,a.x\n1,2\n", "a.x\n", "a.x,b\n1,\n", "point\n1\n"] {
            assert!(table("design.csv", wrong).is_err(), "{wrong}");
        }
    }
}
