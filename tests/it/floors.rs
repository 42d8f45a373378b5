//! A module names only what lies on a lower floor than its own, or its own. The floors are those that the tour in
//! `src/lib.rs` lists; the compiler does not hold them within a crate.

use std::{collections::BTreeMap, path::Path};

use crate::support::{files_below, root, short};

/// The list of floors in the tour: module and floor.
fn floors(lib: &str) -> BTreeMap<String, u32> {
    let tour = lib.lines().skip_while(|line| !line.contains("# The floors"));
    let block = tour.skip_while(|line| !line.contains("```")).skip(1).take_while(|line| !line.contains("```"));
    let mut floors = BTreeMap::new();
    for line in block {
        let line = line.trim_start_matches("//!").trim();
        let (floor, modules) = line.split_once(' ').unwrap_or_else(|| panic!("`{line}` is no floor"));
        let floor = floor.parse().unwrap_or_else(|_| panic!("`{line}` begins with no number"));
        for module in modules.split('·') {
            let module = module.trim().to_owned();
            assert!(floors.insert(module.clone(), floor).is_none(), "{module} stands on two floors");
        }
    }
    floors
}

/// The text without comments, and without what stands between quotes; line ends stay.
fn code_of(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::new();
    let mut at = 0;
    let skip = |code: &mut String, from: usize, to: usize| {
        code.extend(chars[from..to.min(chars.len())].iter().filter(|one| **one == '\n'));
        code.push(' ');
    };
    while at < chars.len() {
        let rest = &chars[at..];
        let from = at;
        if rest.starts_with(&['/', '/']) {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if rest.starts_with(&['/', '*']) {
            let mut depth = 1;
            at += 2;
            while at < chars.len() && depth > 0 {
                if chars[at..].starts_with(&['/', '*']) {
                    depth += 1;
                    at += 1;
                } else if chars[at..].starts_with(&['*', '/']) {
                    depth -= 1;
                    at += 1;
                }
                at += 1;
            }
        } else if rest[0] == 'r' && (rest.starts_with(&['r', '"']) || rest.starts_with(&['r', '#'])) {
            let hashes = rest[1..].iter().take_while(|one| **one == '#').count();
            if rest.get(1 + hashes) != Some(&'"') {
                code.push('r');
                at += 1;
                continue;
            }
            let mut end = vec!['"'];
            end.extend(std::iter::repeat_n('#', hashes));
            at += 2 + hashes;
            while at < chars.len() && !chars[at..].starts_with(&end) {
                at += 1;
            }
            at += end.len();
        } else if rest[0] == '"' {
            at += 1;
            while at < chars.len() && chars[at] != '"' {
                at += if chars[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if rest[0] == '\'' && rest.get(1) == Some(&'\\') {
            // An escaped character; a lifetime has no backslash.
            at += 3;
            while at < chars.len() && chars[at] != '\'' {
                at += 1;
            }
            at += 1;
        } else if rest[0] == '\'' && rest.get(2) == Some(&'\'') {
            at += 3;
        } else {
            code.push(rest[0]);
            at += 1;
            continue;
        }
        skip(&mut code, from, at);
    }
    code
}

fn is_word(one: u8) -> bool {
    one.is_ascii_alphanumeric() || one == b'_'
}

/// The word at a place, if there is one.
fn word_at(code: &str, at: usize) -> &str {
    let end = code.as_bytes()[at..].iter().take_while(|one| is_word(**one)).count();
    &code[at..at + end]
}

/// The names that follow a path's `::` at this place: one, or those at the first level of the braces.
fn heads(code: &str, mut at: usize) -> Vec<(usize, String)> {
    let bytes = code.as_bytes();
    while at < bytes.len() && bytes[at].is_ascii_whitespace() {
        at += 1;
    }
    if bytes.get(at) != Some(&b'{') {
        return vec![(at, word_at(code, at).to_owned())];
    }
    let mut all = Vec::new();
    let (mut depth, mut is_first) = (0, true);
    while at < bytes.len() {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            b',' if depth == 1 => is_first = true,
            one if is_word(one) => {
                let word = word_at(code, at);
                if depth == 1 && is_first {
                    all.push((at, word.to_owned()));
                    is_first = false;
                }
                at += word.len();
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    all
}

/// Every name that a path from the crate's root begins with, and its line: after `crate::`, and after so many
/// `super::` that they lead to the root. `depth`: how many modules the file is below the root.
fn named(text: &str, depth: usize) -> Vec<(usize, String)> {
    let code = code_of(text);
    let line = |at: usize| code[..at].matches('\n').count() + 1;
    let mut all = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if at == 0 || !is_word(code.as_bytes()[at - 1]) {
            all.extend(heads(&code, at + "crate::".len()).into_iter().map(|(at, name)| (line(at), name)));
        }
    }
    let chain = "super::".repeat(depth);
    for (at, _) in code.match_indices(chain.as_str()) {
        let is_begin = at == 0 || !is_word(code.as_bytes()[at - 1]) && code.as_bytes()[at - 1] != b':';
        if depth > 0 && is_begin {
            // Within a module inside the file this leads one floor less far: only names of floors are looked at there.
            all.extend(
                heads(&code, at + chain.len()).into_iter().map(|(at, name)| (line(at), format!("super {name}"))),
            );
        }
    }
    all
}

/// What a file names that it should not: line and why.
fn violations(own: &str, depth: usize, text: &str, floors: &BTreeMap<String, u32>) -> Vec<(usize, String)> {
    let Some(own_floor) = floors.get(own) else {
        return vec![(1, format!("`{own}` stands on no floor of the tour in lib.rs"))];
    };
    let mut all = Vec::new();
    for (line, name) in named(text, depth) {
        let (name, is_super) = name.strip_prefix("super ").map_or((name.as_str(), false), |name| (name, true));
        match floors.get(name) {
            _ if name == own => {}
            Some(floor) if floor < own_floor => {}
            Some(floor) => all.push((line, format!("`{own}` (floor {own_floor}) names `{name}` (floor {floor})"))),
            None if is_super => {}
            None => all.push((line, format!("`{own}` names `{name}` at the crate's root, not from its owner"))),
        }
    }
    all
}

/// The module of a file below `src`, and how many modules it is below the root.
fn module_of(inside: &Path) -> (String, usize) {
    let mut parts: Vec<String> = inside.components().map(|part| part.as_os_str().to_string_lossy().into()).collect();
    let last = parts.pop().unwrap_or_default();
    let stem = last.trim_end_matches(".rs");
    if stem != "mod" {
        parts.push(stem.to_owned());
    }
    (parts[0].clone(), parts.len())
}

fn tour() -> String {
    std::fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs can be read")
}

/// Paths that are to be mended in `src`: (module, name). To be emptied, never to grow.
const OPEN: [(&str, &str); 0] = [];

#[test]
fn held_a_module_names_only_lower_floors() {
    let floors = floors(&tour());
    let source = root().join("src");
    let files = files_below(&source, "rs");
    assert!(files.len() > 80, "only {} source files were found", files.len());
    let mut found = Vec::new();
    let mut seen = 0;
    for path in files {
        let inside = path.strip_prefix(&source).expect("the file lies below src");
        if inside == Path::new("lib.rs") || inside == Path::new("main.rs") {
            continue;
        }
        let (own, depth) = module_of(inside);
        let text = std::fs::read_to_string(&path).expect("a source file can be read");
        seen += named(&text, depth).len();
        for (line, why) in violations(&own, depth, &text, &floors) {
            if OPEN.iter().any(|(module, name)| own == *module && why.contains(&format!("names `{name}`"))) {
                continue;
            }
            found.push(format!("{}:{line}: {why}", short(&path)));
        }
    }
    assert!(seen > 200, "only {seen} paths were read: the reader is broken");
    assert!(found.is_empty(), "{} paths go up:\n{}", found.len(), found.join("\n"));
}

#[test]
fn held_the_tour_lists_exactly_the_modules_that_there_are() {
    let lib = tour();
    let listed: Vec<String> = floors(&lib).into_keys().collect();
    let mut there: Vec<String> = lib
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ").or_else(|| line.trim().strip_prefix("mod ")))
        .map(|line| line.trim_end_matches(';').to_owned())
        .collect();
    there.sort();
    assert_eq!(listed, there);
}

#[test]
fn held_a_path_upwards_is_found_wherever_it_stands() {
    let floors: BTreeMap<String, u32> =
        [("top", 3), ("middle", 2), ("beside", 2), ("low", 1)].map(|(name, floor)| (name.to_owned(), floor)).into();
    const NONE: [usize; 0] = [];
    let lines = |text: &str| -> Vec<usize> {
        violations("middle", 1, text, &floors).into_iter().map(|(line, _)| line).collect()
    };
    assert_eq!(lines("use crate::low::A;\nuse crate::middle::B;\nfn f() { crate::low::g() }"), NONE);
    assert_eq!(lines("use crate::top::A;"), [1]);
    assert_eq!(lines("use crate::{\n    low::{A, top},\n    top::{B, C},\n    beside::D,\n};"), [3, 4]);
    assert_eq!(lines("fn f() {\n    crate::top::g();\n}"), [2], "not only `use` lines");
    assert_eq!(lines("use super::top::A;\nuse super::low::A;"), [1], "up through the root");
    assert_eq!(lines("use crate::Thing;"), [1], "names come from their owner");
    assert_eq!(lines("// crate::top::a\n/* crate::top::b */ const A: &str = \"crate::top::c\";"), NONE);
    assert_eq!(lines("const Q: char = '\"'; use crate::top::A; const R: char = '\"';"), [1]);
    assert_eq!(lines("fn f<'a>(x: &'a str) -> &'a str { crate::top::g(x) } // '"), [1]);
    assert_eq!(lines("const A: &str = r#\"a \" crate::low\"#; type B = crate::top::C;"), [1]);
}
