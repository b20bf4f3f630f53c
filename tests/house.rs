//! Holds the plan of the house: which room may import which, that every file says what it is for, that
//! every table says where it comes from, and that nothing grows past its bounds.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, lowest first: a room may import only rooms before it in this line.
const LINE: &[&str] = &[
    "chance",
    "weight",
    "id",
    "level",
    "region",
    "reading",
    "rows",
    "text",
    "name",
    "email",
    "phone",
    "address",
    "record",
    "comparison",
    "model",
    "score",
    "flags",
    "decision",
    "settle",
    "matcher",
    "reasons",
    "stripe",
    "case",
    "explain",
    "dialect",
    "arrow",
    "simulate",
    "estimate",
    "evaluate",
    "audit",
    "report",
    "sandbox",
    "batch",
];
const FIELD_ROOMS: &[&str] = &["name", "email", "phone", "address"];
const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 60;

/// Files below `folder` whose path ends with `ending`, in order.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a readable file")
}

/// The lines before the file's tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

fn relative(path: &Path) -> String {
    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("below the root").to_string_lossy().into_owned()
}

/// `src/name/person/parse.rs` is in the room `name`, `src/score.rs` in `score`.
fn room(path: &Path) -> String {
    let place = relative(path);
    place.trim_start_matches("src/").split('/').next().expect("a name").trim_end_matches(".rs").to_owned()
}

/// Every `crate::room` that a file names, in `use` or inline, braces at the crate root included.
fn imports(text: &str) -> Vec<String> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = text.lines().filter(is_code).collect::<Vec<_>>().join("\n");
    let first_word = |name: &str| -> String {
        name.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    let mut rooms = Vec::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(braced) => rooms.extend(braced.split('}').next().unwrap_or_default().split(',').map(first_word)),
            None => rooms.push(first_word(rest)),
        }
    }
    rooms
}

#[test]
fn rooms_import_only_rooms_below_them() {
    let mut broken = Vec::new();
    for path in files("src", ".rs") {
        let room = room(&path);
        let Some(floor) = LINE.iter().position(|known| *known == room) else {
            assert!(["lib", "main", "cli"].contains(&room.as_str()), "{} has no place in the line", relative(&path));
            continue;
        };
        for import in imports(without_tests(&read(&path))) {
            let is_above = !LINE[..=floor].contains(&import.as_str());
            let is_sibling = import != room && [&room, &import].iter().all(|one| FIELD_ROOMS.contains(&one.as_str()));
            if is_above || is_sibling {
                broken.push(format!("{} imports {import}", relative(&path)));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_command_line_uses_the_public_api_only() {
    for path in files("src/cli", ".rs").into_iter().chain(files("src", "/main.rs")) {
        let inner: Vec<String> =
            imports(&read(&path)).into_iter().filter(|import| LINE.contains(&import.as_str())).collect();
        assert!(inner.is_empty(), "{} reaches into {inner:?}", relative(&path));
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["src", "tests", "benches", "examples"] {
        for path in files(folder, ".rs") {
            assert!(read(&path).starts_with("//! "), "{} opens with no sentence", relative(&path));
        }
    }
}

#[test]
fn every_table_says_where_it_comes_from() {
    let readme = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/README.md"));
    let is_kept = |path: &PathBuf| !relative(path).starts_with("data/make/") && !relative(path).ends_with("README.md");
    for path in files("data", "").into_iter().filter(is_kept) {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        assert!(readme.contains(&name), "{} has no row in data/README.md", relative(&path));
    }
}

#[test]
fn banned_words_stay_out() {
    for path in files("src", ".rs") {
        let place = relative(&path);
        assert!(!["utils", "helpers", "common", "manager"].iter().any(|word| place.contains(word)), "{place}");
        assert!(!read(&path).to_lowercase().contains("confidence"), "{place} says confidence");
    }
}

#[test]
fn files_and_functions_stay_short() {
    let mut long = Vec::new();
    for path in files("src", ".rs") {
        let text = read(&path);
        let body = without_tests(&text);
        let lines = body.lines().count();
        if lines > LONGEST_FILE {
            long.push(format!("{}: {lines} lines", relative(&path)));
        }
        let functions = functions(body).into_iter().filter(|(_, lines)| *lines > LONGEST_FUNCTION);
        long.extend(functions.map(|(name, lines)| format!("{}: {name}: {lines} lines", relative(&path))));
    }
    assert!(long.is_empty(), "{long:#?}");
}

/// First line and length of each function, by rustfmt's indentation: it ends at the first closing brace of its own depth.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let is_start =
        |line: &str| line.trim_start().starts_with("fn ") || line.contains("pub fn ") || line.contains(") fn ");
    let starts = (0..lines.len()).filter(|&at| is_start(lines[at]) && !lines[at].trim_start().starts_with("//"));
    let measure = |at: usize| {
        let indent = lines[at].len() - lines[at].trim_start().len();
        let close = format!("{}}}", " ".repeat(indent));
        if lines[at].ends_with('}') {
            return (lines[at].trim().to_owned(), 1);
        }
        let length = lines[at..].iter().position(|line| *line == close).map_or(1, |end| end + 1);
        (lines[at].trim().to_owned(), length)
    };
    starts.map(measure).collect()
}
