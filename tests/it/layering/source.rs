//! A source file as text that can be searched: without comments and the insides of strings, and up to its tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A file of `src`.
pub struct SourceFile {
    /// Below `src`, with slashes.
    pub path: String,
    pub text: String,
    pub code: Code,
    /// All of it is compiled for tests alone.
    pub is_test: bool,
}

impl SourceFile {
    /// What is compiled into the program, blanked as in [`Code`].
    pub fn plain(&self) -> &str {
        if self.is_test {
            ""
        } else {
            &self.code.blanked[..test_part(&self.code.blanked)]
        }
    }

    /// A file of these words, for tests of the rules themselves.
    pub fn of(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code: Code::of(text),
            is_test: false,
        }
    }
}

/// All files of `src`, in the order of their paths.
pub static SOURCES: LazyLock<Vec<SourceFile>> = LazyLock::new(read_sources);

fn read_sources() -> Vec<SourceFile> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |file: &PathBuf| {
        let path = file.strip_prefix(&src).expect("it lies in src");
        let text = fs::read_to_string(file).expect("a source file is text");
        SourceFile::of(path.to_str().expect("a plain name"), &text)
    };
    let mut files: Vec<SourceFile> = sources(&src).iter().map(read).collect();
    let for_tests: Vec<String> = files
        .iter()
        .flat_map(|file| test_modules(&file.path, &file.text))
        .collect();
    for file in &mut files {
        file.is_test = for_tests.iter().any(|module| file.path.starts_with(module));
    }
    assert!(files.len() > 15, "the sources are found: {}", files.len());
    files
}

/// Where words stand, with their lines; a word next to a letter is part of another word.
pub fn found<'a>(code: &str, words: &[&'a str]) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    for word in words {
        found.extend(
            starts(code, word)
                .into_iter()
                .map(|(at, _)| (line_of(code, at), *word)),
        );
    }
    found
}

/// Where a word starts in the code, and what follows it.
pub fn starts<'c>(code: &'c str, word: &str) -> Vec<(usize, &'c str)> {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let open_start = !word.starts_with(part_of_word);
    let open_end = !word.ends_with(part_of_word);
    code.match_indices(word)
        .map(|(at, _)| (at, &code[at + word.len()..]))
        .filter(|(at, after)| {
            (open_start || !code[..*at].ends_with(part_of_word))
                && (open_end || !after.starts_with(part_of_word))
        })
        .collect()
}

/// Where the module of tests at the end of a file begins.
pub fn test_part(code: &str) -> usize {
    let opens = |after: &str| {
        let after = after.trim_start();
        let after = after.strip_prefix("pub(super) ").unwrap_or(after);
        after.starts_with("mod ") && after.find('{') < after.find(';').or(Some(usize::MAX))
    };
    starts(code, "#[cfg(test)]")
        .into_iter()
        .find(|(_, after)| opens(after))
        .map_or(code.len(), |(at, _)| at)
}

/// The modules that a file declares for tests alone, as the beginnings of their paths.
pub fn test_modules(path: &str, text: &str) -> Vec<String> {
    let code = Code::of(text).blanked;
    let folder = match path.rsplit_once('/') {
        Some((folder, "mod.rs")) => format!("{folder}/"),
        None if path == "lib.rs" => String::new(),
        Some(_) | None => format!("{}/", path.strip_suffix(".rs").unwrap_or(path)),
    };
    let declared = |after: &str| {
        let after = after.trim_start();
        let rest = after
            .strip_prefix("pub(crate) ")
            .or_else(|| after.strip_prefix("pub(super) "))
            .unwrap_or(after);
        let (name, _) = rest.strip_prefix("mod ")?.split_once(';')?;
        let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        plain.then(|| name.to_owned())
    };
    let names = starts(&code, "#[cfg(test)]")
        .into_iter()
        .filter_map(|(_, after)| declared(after));
    names
        .flat_map(|name| [format!("{folder}{name}.rs"), format!("{folder}{name}/")])
        .collect()
}

pub fn line_of(code: &str, at: usize) -> usize {
    code[..at.min(code.len())].matches('\n').count() + 1
}

/// A source file without its comments and the insides of its strings, byte for byte as long as it was.
pub struct Code {
    pub blanked: String,
    /// The strings, with the lines on which they begin.
    pub strings: Vec<(usize, String)>,
}

impl Code {
    pub fn of(text: &str) -> Self {
        let mut code = Self {
            blanked: String::with_capacity(text.len()),
            strings: Vec::new(),
        };
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let raw_hashes = rest
                .strip_prefix('r')
                .map(|after| after.len() - after.trim_start_matches('#').len());
            let raw = raw_hashes.filter(|hashes| {
                let word_before = code
                    .blanked
                    .ends_with(|c: char| c.is_alphanumeric() || c == '_');
                rest[1 + hashes..].starts_with('"') && (!word_before || code.blanked.ends_with('b'))
            });
            let length = if rest.starts_with("//") {
                code.blank(rest.find('\n').unwrap_or(rest.len()), rest)
            } else if rest.starts_with("/*") {
                code.blank(rest.find("*/").map_or(rest.len(), |end| end + 2), rest)
            } else if let Some(hashes) = raw {
                let close = format!("\"{}", "#".repeat(hashes));
                let open = 2 + hashes;
                let inside = rest[open..].find(&close).unwrap_or(rest.len() - open);
                code.string(&rest[..open + inside + close.len()], open, open + inside)
            } else if c == '"' {
                let inside = closing_quote(&rest[1..]);
                code.string(&rest[..inside + 2], 1, inside + 1)
            } else if let Some(length) = char_literal(rest) {
                code.blank(length, rest)
            } else {
                code.blanked.push(c);
                c.len_utf8()
            };
            rest = &rest[length..];
        }
        code
    }

    fn blank(&mut self, length: usize, rest: &str) -> usize {
        self.blanked.extend(
            rest[..length]
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
        );
        length
    }

    fn string(&mut self, whole: &str, from: usize, to: usize) -> usize {
        self.strings.push((
            line_of(&self.blanked, self.blanked.len()),
            whole[from..to].to_owned(),
        ));
        self.blank(whole.len(), whole)
    }
}

fn closing_quote(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => return at,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len().saturating_sub(1)
}

/// The length of a character literal; `None` for a lifetime and for all else.
fn char_literal(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    if first == '\\' {
        let escaped = 1 + inside[1..].chars().next()?.len_utf8();
        return inside[escaped..]
            .find('\'')
            .map(|end| 1 + escaped + end + 1);
    }
    inside[first.len_utf8()..]
        .starts_with('\'')
        .then(|| first.len_utf8() + 2)
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
