//! The shape of the code, read as plain text: which layer may look into which, and what may stand where. Below it:
//! which file imports which (`imports`), how long and documented functions are (`functions`), and `_ =>` (`matches`).

mod functions;
mod imports;
mod matches;
mod source;

use source::{Code, SOURCES, SourceFile, found, line_of, starts, test_modules, test_part};

/// The layers from the ground up; those of one line do not look into each other, but for the edge of the world
/// (`config`, `env`, `error`), whose files do.
const LAYERS: [&[&str]; 6] = [
    &["domain"],
    &["demo", "insight", "store"],
    &["report"],
    &["exchange"],
    &["config", "env", "error"],
    &["cli", "tui"],
];
const EDGE: [&str; 3] = ["config", "env", "error"];

/// Words that may stand only in some places, and why.
const WORDS: [(&[&str], &[&str], &str); 6] = [
    (
        &["rusqlite", "rusqlite_migration"],
        &["store/"],
        "only the store knows of SQL",
    ),
    (
        &["ratatui", "crossterm", "tui_input"],
        &["tui/"],
        "only the TUI knows of the terminal",
    ),
    (
        &[
            "SystemTime",
            "Instant::now",
            "Utc::now",
            "Local::now",
            "chrono::Local",
        ],
        &["env.rs"],
        "the clock is read in env.rs alone",
    ),
    (
        &["println!", "eprintln!", "print!", "eprint!", "dbg!"],
        &["cli/output.rs", "main.rs"],
        "text leaves through cli/output.rs, where it is made harmless",
    ),
    (
        &["std::net", "TcpStream", "UdpSocket"],
        &[],
        "nothing goes over a network",
    ),
    (&["unsafe", "utils", "helpers"], &[], "not in this house"),
];

/// What a pure layer does not touch.
const IMPURE: [&str; 5] = [
    "std::fs",
    "std::env",
    "std::io",
    "std::process",
    "std::thread",
];
const PURE: [&str; 3] = ["domain/", "insight/", "report/"];

/// What makes a text a statement of SQL.
const SQL: [&str; 6] = [
    "SELECT ",
    "INSERT INTO",
    "UPDATE ",
    "DELETE FROM",
    "CREATE TABLE",
    "PRAGMA ",
];

#[test]
fn the_house_is_in_order() {
    let faults: Vec<String> = SOURCES.iter().flat_map(check).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Holds what was found to an allow-list that may only shrink: what is new fails, and so does an entry that nothing
/// needs any more. A finding is known by what stands before its colon.
fn hold_to(allowed: &[&str], found: &[String], rule: &str) {
    let known = |finding: &str| finding.split(": ").next().unwrap_or_default().to_owned();
    let fresh = found
        .iter()
        .filter(|finding| !allowed.contains(&known(finding).as_str()));
    let stale = allowed
        .iter()
        .filter(|entry| !found.iter().any(|finding| known(finding) == **entry));
    let faults: Vec<String> = fresh
        .cloned()
        .chain(stale.map(|entry| format!("{entry}: take it off the list, it is in order")))
        .collect();
    assert!(faults.is_empty(), "{rule}\n{}", faults.join("\n"));
}

/// All that is wrong with a file, one line each.
fn check(file: &SourceFile) -> Vec<String> {
    let (path, text, code, plain) = (&*file.path, &*file.text, &file.code, file.plain());
    let mut faults = header(path, text);
    let mut say = |line: usize, what: String| faults.push(format!("src/{path}:{line}: {what}"));
    for (line, other) in mentions(path, &code.blanked) {
        if !may_see(layer_of(path), &other) {
            say(
                line,
                format!("looks into {other}, which stands beside or above it"),
            );
        }
    }
    for (words, places, why) in WORDS {
        if places.iter().any(|place| path.starts_with(place)) {
            continue;
        }
        for (line, word) in found(&code.blanked, words) {
            say(line, format!("{word}: {why}"));
        }
    }
    if PURE.iter().any(|place| path.starts_with(place)) {
        for (line, word) in found(plain, &IMPURE) {
            say(line, format!("{word}: this layer is pure"));
        }
    }
    for (line, word) in found(
        plain,
        &[
            ".unwrap()",
            ".unwrap_err()",
            "panic!",
            "todo!",
            "unimplemented!",
        ],
    ) {
        say(
            line,
            format!("{word}: a fault is a value, or an `expect` that says why it cannot be"),
        );
    }
    for (line, literal) in &code.strings {
        let sql = SQL
            .iter()
            .any(|word| literal.starts_with(word) || literal.contains(&format!(" {word}")));
        if sql && !path.starts_with("store/") {
            say(*line, "SQL outside the store".to_owned());
        }
    }
    for line in built_sql(text, code) {
        say(
            line,
            "SQL built at run time: bind parameters, or concat! of constants".to_owned(),
        );
    }
    faults
}

fn header(path: &str, text: &str) -> Vec<String> {
    let lines = text
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .count();
    // The map of the whole house may be long.
    if (1..=4).contains(&lines) || (lines > 0 && path == "lib.rs") {
        Vec::new()
    } else {
        vec![format!(
            "src/{path}:1: opens with {lines} lines of //!, not with 1 to 4"
        )]
    }
}

fn layer_of(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// Whether a file of one layer may use another; `main` and `lib` may use all, and are used by none.
fn may_see(layer: &str, other: &str) -> bool {
    let height = |name: &str| LAYERS.iter().position(|row| row.contains(&name));
    match (height(layer), height(other)) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(mine), Some(its)) => {
            its < mine || layer == other || (EDGE.contains(&layer) && EDGE.contains(&other))
        }
    }
}

/// The modules at the root of the crate that a file names, with the lines: `crate::x`, `crate::{x, y}`, and
/// `super::` so often that it ends at the root.
fn mentions(path: &str, code: &str) -> Vec<(usize, String)> {
    let depth = path.split('/').count() - usize::from(path.ends_with("/mod.rs"));
    let inner_tests = test_part(code);
    let mut named = Vec::new();
    for (at, after) in starts(code, "crate::") {
        named.extend(
            roots(after)
                .into_iter()
                .map(|root| (line_of(code, at), root)),
        );
    }
    for (at, _) in starts(code, "super::") {
        if code[..at].ends_with("super::") {
            continue;
        }
        let chain = code[at..]
            .split("super::")
            .take_while(|part| part.is_empty())
            .count();
        // A module of tests at the end of a file is one deeper than the file.
        let chain_to_root = depth + usize::from(at >= inner_tests);
        let after = &code[at + chain * "super::".len()..];
        if chain >= chain_to_root {
            named.extend(
                roots(after)
                    .into_iter()
                    .map(|root| (line_of(code, at), root)),
            );
        }
    }
    named.retain(|(_, root)| root.chars().all(|c| c.is_lowercase() || c == '_'));
    named
}

/// The first names of a path, or of each path of a group in braces.
fn roots(after: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = after.strip_prefix('{') else {
        return vec![name(after)];
    };
    let (mut names, mut depth, mut fresh) = (Vec::new(), 0, true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                names.push(name(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

/// Lines on which a call that builds text at run time holds a statement of SQL.
fn built_sql(text: &str, code: &Code) -> Vec<usize> {
    let mut lines = Vec::new();
    for call in [
        "format!",
        "format_args!",
        "write!",
        "writeln!",
        "push_str",
        ".replace",
    ] {
        for (at, after) in starts(&code.blanked, call) {
            let from = text.len() - after.len();
            let to = from + argument_length(after);
            let says_sql =
                |(_, literal): &&(usize, String)| SQL.iter().any(|word| literal.contains(word));
            let first = line_of(&code.blanked, at);
            let last = line_of(&code.blanked, to);
            let inside = code
                .strings
                .iter()
                .filter(|(line, _)| (first..=last).contains(line));
            lines.extend(inside.filter(says_sql).map(|(line, _)| *line));
        }
    }
    lines
}

fn argument_length(after: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in after.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth <= 1 => return at,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    after.len()
}

#[test]
fn what_is_out_of_order_is_found() {
    let cases: [(&str, &str, &[&str]); 24] = [
        (
            "domain/x.rs",
            "use crate::store::Store;",
            &["looks into store"],
        ),
        (
            "domain/x.rs",
            "fn f() { crate::tui::run() }",
            &["looks into tui"],
        ),
        (
            "domain/x.rs",
            "use super::super::cli::x;",
            &["looks into cli"],
        ),
        ("domain/parse/x.rs", "use super::super::rules;", &[]),
        (
            "domain/parse/mod.rs",
            "use super::super::report;",
            &["looks into report"],
        ),
        (
            "domain/x.rs",
            "#[cfg(test)]\nmod tests {\n use super::super::rules;\n}",
            &[],
        ),
        (
            "domain/x.rs",
            "#[cfg(test)]\nmod tests {\n use super::super::super::tui;\n}",
            &["looks into tui"],
        ),
        (
            "insight/x.rs",
            "use crate::{domain::block::{Block, Tag}, store::Store};",
            &["looks into store"],
        ),
        ("cli/x.rs", "use crate::tui::run;", &["looks into tui"]),
        ("cli/x.rs", "use crate::{domain::x, error, exchange};", &[]),
        ("config.rs", "use crate::error::Error;", &[]),
        (
            "exchange/x.rs",
            "use crate::config::Config;",
            &["looks into config"],
        ),
        ("main.rs", "use tafs::tui;", &[]),
        ("cli/x.rs", "use rusqlite::Connection;", &["only the store"]),
        ("store/x.rs", "use rusqlite::Connection; // ratatui", &[]),
        ("cli/x.rs", "let t = ratatui::init();", &["only the TUI"]),
        (
            "tui/x.rs",
            "let t = std::time::SystemTime::now();",
            &["the clock is read"],
        ),
        (
            "tui/x.rs",
            "println!(\"x\"); /* eprintln! */",
            &["text leaves"],
        ),
        (
            "store/x.rs",
            "let q = format!(\"SELECT {a} FROM block\");",
            &["built at run time"],
        ),
        (
            "store/x.rs",
            "const Q: &str = concat!(\"SELECT \", columns!());\nlet s = format!(\"{x}\");",
            &[],
        ),
        (
            "cli/x.rs",
            "let q = \"DELETE FROM block\";",
            &["SQL outside"],
        ),
        (
            "cli/x.rs",
            "x.unwrap();\n#[cfg(test)]\nmod tests { fn f() { x.unwrap(); } }",
            &["src/cli/x.rs:2: .unwrap()"],
        ),
        (
            "domain/x.rs",
            "let s = r#\"println!(\"a\")\"#; let c = '\"'; use std::fs;",
            &["this layer is pure"],
        ),
        (
            "domain/x.rs",
            "fn f<'a>(x: &'a str) { x.expect(\"it's .unwrap()\"); }",
            &[],
        ),
    ];
    for (path, body, expected) in cases {
        let faults = check(&SourceFile::of(path, &format!("//! What it is.\n{body}\n")));
        let all_there = expected
            .iter()
            .all(|part| faults.iter().any(|fault| fault.contains(part)));
        assert!(
            all_there && faults.len() == expected.len(),
            "{path}: {body}\n{faults:?}"
        );
    }
    assert_eq!(
        check(&SourceFile::of("domain/x.rs", "use std::fmt;\n")).len(),
        1,
        "a file without a header"
    );
    let tests = SourceFile {
        is_test: true,
        ..SourceFile::of("domain/x/tests.rs", "//! Tests.\nfn f() { x.unwrap(); }\n")
    };
    assert_eq!(check(&tests), Vec::<String>::new());
    let declared = |path: &str| {
        test_modules(path, "#[cfg(test)]\npub(crate) mod sample;\nmod other;\n")[0].clone()
    };
    assert_eq!(declared("domain/mod.rs"), "domain/sample.rs");
    assert_eq!(declared("domain/rules.rs"), "domain/rules/sample.rs");
    assert_eq!(declared("lib.rs"), "sample.rs");
}
