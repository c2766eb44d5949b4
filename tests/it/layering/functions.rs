//! Functions stay short, and what the library offers says what it is.

use super::hold_to;
use super::source::{SOURCES, SourceFile};

/// A function fits on a screen.
const LONGEST: usize = 60;

/// Functions that are longer today, as `FILE NAME`. This list may only shrink.
const TOO_LONG: &[&str] = &[];

/// Public functions and types without a doc line today, as `FILE NAME`. This list may only shrink.
const UNDOCUMENTED: &[&str] = &[];

#[test]
fn functions_fit_on_a_screen() {
    let found: Vec<String> = SOURCES.iter().flat_map(long_functions).collect();
    hold_to(TOO_LONG, &found, "longer than 60 lines");
}

#[test]
fn public_functions_and_types_have_a_doc_line() {
    let found: Vec<String> = SOURCES.iter().flat_map(undocumented).collect();
    hold_to(UNDOCUMENTED, &found, "no doc line");
}

fn long_functions(file: &SourceFile) -> Vec<String> {
    let lines: Vec<&str> = file.plain().lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = name_after(line, "fn ") else {
            continue;
        };
        // rustfmt puts the end of an item below its beginning; a signature alone ends with a semicolon.
        let ends = |other: &&str| {
            indent(other) == indent(line) && (other.ends_with('}') || other.ends_with(';'))
        };
        let length = lines[at..].iter().position(ends).unwrap_or(0) + 1;
        if length > LONGEST {
            found.push(format!("{} {name}: {length} lines", file.path));
        }
    }
    found
}

/// The name of an item of one kind that a line begins to define.
fn name_after<'l>(line: &'l str, kind: &str) -> Option<&'l str> {
    let (before, rest) = line.split_once(kind)?;
    let visible = |word: &str| word.starts_with("pub") || ["const", "async"].contains(&word);
    let is_item = before.split_whitespace().all(visible);
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    (is_item && end > 0).then(|| &rest[..end])
}

fn undocumented(file: &SourceFile) -> Vec<String> {
    let lines: Vec<&str> = file.text.lines().collect();
    let plain = file.plain().lines();
    let kinds = ["fn ", "struct ", "enum ", "trait ", "type "];
    let public = |(at, line): (usize, &str)| {
        let shown = line.trim_start().strip_prefix("pub ")?;
        let name = kinds.iter().find_map(|kind| name_after(shown, kind))?;
        (!has_doc(&lines[..at])).then(|| format!("{} {name}: line {}", file.path, at + 1))
    };
    plain.enumerate().filter_map(public).collect()
}

/// Whether the lines before an item end with a doc comment, attributes left aside.
fn has_doc(before: &[&str]) -> bool {
    let above = before.iter().rev().map(|line| line.trim());
    // An attribute over several lines ends with a bracket of its own.
    let mut within = false;
    let mut above = above.skip_while(|line| {
        let was_within = within;
        within = *line == ")]" || (within && !line.starts_with("#["));
        was_within
            || within
            || line.starts_with("#[derive")
            || (line.starts_with("#[") && !line.contains("doc"))
            || line.ends_with(")]") && !line.starts_with("///")
    });
    above
        .next()
        .is_some_and(|line| line.starts_with("///") || line.starts_with("#[doc"))
}

#[test]
fn lengths_and_docs_are_read_from_the_text() {
    let long = format!(
        "impl A {{\n    pub fn f(&self) {{\n{}    }}\n    fn g();\n}}\n",
        "        x();\n".repeat(59)
    );
    let found = long_functions(&SourceFile::of("a.rs", &long));
    assert_eq!(found, ["a.rs f: 61 lines"]);
    let text = "/// Yes.\n#[derive(Debug)]\npub struct A;\npub fn f() {}\npub(crate) fn g() {}\n";
    assert_eq!(
        undocumented(&SourceFile::of("a.rs", text)),
        ["a.rs f: line 4"]
    );
}
