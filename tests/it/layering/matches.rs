//! No `_ =>` in a match on our own enums: a new variant has to break every place that must think about it. Read as
//! text, so a match on a foreign enum of the same name is taken for one on ours.

use std::collections::BTreeSet;

use super::hold_to;
use super::source::{SOURCES, SourceFile, line_of, starts};

/// Files with such matches today, with how many. This list may only shrink.
const WILD: &[&str] = &[];

#[test]
fn a_match_on_our_own_enum_names_every_variant() {
    let enums: BTreeSet<&str> = SOURCES
        .iter()
        .flat_map(|file| enums_of(file.plain()))
        .collect();
    let found: Vec<String> = SOURCES
        .iter()
        .map(|file| (file, wild_matches(file, &enums)))
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(file, lines)| format!("{} {}: `_ =>` at {lines:?}", file.path, lines.len()))
        .collect();
    hold_to(WILD, &found, "`_ =>` in a match on our own enum");
}

fn enums_of(code: &str) -> Vec<&str> {
    let name = |(_, after): (usize, &'_ str)| {
        let after = after.trim_start();
        after
            .find(|c: char| !c.is_alphanumeric())
            .filter(|end| *end > 0)
    };
    starts(code, "enum")
        .into_iter()
        .filter_map(|found| name(found).map(|end| &found.1.trim_start()[..end]))
        .collect()
}

/// The lines of the wildcards.
fn wild_matches(file: &SourceFile, enums: &BTreeSet<&str>) -> Vec<usize> {
    let code = file.plain();
    let mut lines = Vec::new();
    for (_, after) in starts(code, "match") {
        let Some(open) = opening_brace(after) else {
            continue;
        };
        let from = code.len() - after.len() + open + 1;
        let patterns = patterns(&code[from..]);
        let wild = patterns.iter().find(|(_, pattern)| *pattern == "_");
        if let Some((at, _)) = wild
            && patterns
                .iter()
                .any(|(_, pattern)| names_ours(pattern, enums))
        {
            lines.push(line_of(code, from + at));
        }
    }
    lines
}

fn names_ours(pattern: &str, enums: &BTreeSet<&str>) -> bool {
    let words: Vec<&str> = pattern
        .split_whitespace()
        .take_while(|word| *word != "if")
        .collect();
    words
        .join(" ")
        .split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
        .filter_map(|path| path.rsplit_once("::"))
        .any(|(before, last)| {
            let owner = before.rsplit("::").next().unwrap_or_default();
            // `Self::NAME` is a constant, `Self::Name` a variant.
            let is_variant = last.chars().nth(1).is_some_and(char::is_lowercase);
            enums.contains(owner) || (owner == "Self" && is_variant)
        })
}

/// Where the block of a match opens, past what it matches on.
fn opening_brace(after: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, c) in after.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(at),
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The patterns of the arms that a block holds, and where each begins; the text goes on behind the block.
fn patterns(block: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let (mut depth, mut from, mut in_pattern) = (0_i32, 0, true);
    for (at, c) in block.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => {
                depth -= 1;
                // An arm's block needs no comma behind it.
                if c == '}' && depth == 0 && !in_pattern {
                    let next = block[at + 1..].trim_start();
                    in_pattern =
                        !next.starts_with(['.', '?', ',', ')']) && !next.starts_with("else");
                    from = at + 1;
                }
            }
            ',' if depth == 0 && !in_pattern => {
                in_pattern = true;
                from = at + 1;
            }
            '>' if depth == 0 && in_pattern && block[..at].ends_with('=') => {
                let pattern = &block[from..at - 1];
                let blank = pattern.len() - pattern.trim_start().len();
                found.push((from + blank, pattern.trim()));
                in_pattern = false;
            }
            _ => {}
        }
    }
    found
}

#[test]
fn wildcards_beside_our_own_variants_are_found() {
    let cases = [
        ("match x { Own::A => 1, _ => 2 }", 1),
        (
            "match x { Own::A { .. } => { f(); }\n _ if y => 2, Own::B => 3 }",
            0,
        ),
        ("match (x, y) { (Own::A, Some(_)) => 1, _ => 2 }", 1),
        ("match x { 'a' => Own::A, _ => Own::B }", 0),
        (
            "match x { Foreign::A => match y { Own::A => 1, Own::B => 2 }, _ => 3 }",
            0,
        ),
        ("match x { Self::All => 1, _ => 2 }", 1),
        ("match f(|x| { x }) { 'a' if x == Own::A => 1, _ => 2 }", 0),
    ];
    for (code, count) in cases {
        let file = SourceFile::of("a.rs", code);
        let found = wild_matches(&file, &BTreeSet::from(["Own"]));
        assert_eq!(found.len(), count, "{code}");
    }
    assert_eq!(
        enums_of("pub enum Own<T> { A }\nenum Two {}"),
        ["Own", "Two"]
    );
}
