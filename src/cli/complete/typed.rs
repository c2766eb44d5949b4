//! What has been typed up to the cursor, as words without the quotes of the shell. Runs nothing: of a variable the value
//! in the environment is taken, and all else that a shell would carry out is text.

/// A shell, as far as its quotes differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quoting {
    Bash,
    Fish,
}

/// A line up to the cursor.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Typed {
    /// The whole words before the cursor; the program is the first.
    pub(super) before: Vec<String>,
    /// The word at the cursor, as far as it is typed; empty behind a blank.
    pub(super) current: String,
    /// What of that word the shell keeps as it stands, where it replaces the rest.
    pub(super) kept: String,
    /// The quote that is open where the rest begins.
    pub(super) quote: Option<char>,
}

impl Typed {
    /// Words that the shell has taken apart itself; the last one is at the cursor.
    pub(super) fn of_words(mut words: Vec<String>) -> Self {
        let current = words.pop().unwrap_or_default();
        Self {
            before: words,
            current,
            ..Self::default()
        }
    }

    /// A line as Bash has it, of which it replaces the last part, `replaced`.
    pub(super) fn of_line(line: &str, replaced: &str) -> Self {
        let mut read = read_words(line, Quoting::Bash);
        let current = if read.is_open {
            read.all.pop().unwrap_or_default()
        } else {
            String::new()
        };
        // Where Bash tells it without its quotes nothing of the word is kept.
        let word = line.get(read.start..).filter(|_| read.is_open);
        let kept = word.and_then(|word| word.strip_suffix(replaced));
        let kept = read_words(kept.unwrap_or_default(), Quoting::Bash);
        Self {
            before: read.all,
            current,
            quote: kept.quote,
            kept: kept.all.concat(),
        }
    }
}

/// One word as it was typed, without its quotes.
pub(super) fn unquoted(word: &str, quoting: Quoting) -> String {
    read_words(word, quoting).all.join(" ")
}

/// A line in words.
struct Words {
    all: Vec<String>,
    /// Whether the last word goes on, and where it begins.
    is_open: bool,
    start: usize,
    quote: Option<char>,
}

fn read_words(line: &str, quoting: Quoting) -> Words {
    let mut read = Words {
        all: Vec::new(),
        is_open: false,
        start: 0,
        quote: None,
    };
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if read.quote.is_none() && c.is_ascii_whitespace() {
            read.is_open = false;
            continue;
        }
        if !read.is_open {
            (read.is_open, read.start) = (true, at);
            read.all.push(String::new());
        }
        let Some(word) = read.all.last_mut() else {
            continue;
        };
        match (read.quote, c) {
            (None, '\'' | '"') => read.quote = Some(c),
            (Some(quote), c) if c == quote => read.quote = None,
            (quote, '\\') => {
                let next = chars.peek().map(|(_, next)| *next);
                let is_escape = next.is_some_and(|next| is_escaped(quote, next, quoting));
                match chars.next_if(|_| is_escape) {
                    Some((_, next)) => word.push(next),
                    None if quote.is_some() => word.push('\\'),
                    None => {}
                }
            }
            (None | Some('"'), '$') => {
                let name = variable(&line[at..]);
                let value = name.and_then(|(name, _)| std::env::var(name).ok());
                match (name, value) {
                    (Some((_, length)), Some(value)) => {
                        word.push_str(&value);
                        while chars.next_if(|(place, _)| *place < at + length).is_some() {}
                    }
                    _ => word.push(c),
                }
            }
            (_, c) => word.push(c),
        }
    }
    read
}

/// Whether a backslash before this character stands for it.
fn is_escaped(quote: Option<char>, next: char, quoting: Quoting) -> bool {
    match (quote, quoting) {
        (None, _) => true,
        (Some('\''), Quoting::Bash) => false,
        (Some('\''), Quoting::Fish) => matches!(next, '\'' | '\\'),
        (Some(_), Quoting::Bash) => matches!(next, '"' | '\\' | '$' | '`'),
        (Some(_), Quoting::Fish) => matches!(next, '"' | '\\' | '$'),
    }
}

/// The name of the variable that a text begins with, `$HOME` or `${HOME}`, and how long that is.
fn variable(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix('$')?;
    if let Some(inner) = rest.strip_prefix('{') {
        let (name, _) = inner.split_once('}')?;
        let is_name = name.bytes().all(|byte| is_of_name(byte as char));
        return (is_name && !name.is_empty()).then_some((name, name.len() + 3));
    }
    let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
    let name = &rest[..end];
    (!name.is_empty()).then_some((name, end + 1))
}

const fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_bash_reads_it() {
        let cases = [
            ("tafs s @Nor", "@Nor", "tafs|s", "@Nor", "", None),
            ("tafs s ", "", "tafs|s", "", "", None),
            ("tafs  s\t'!le", "!le", "tafs|s", "!le", "", Some('\'')),
            (
                "tafs s \"@Big C",
                "@Big C",
                "tafs|s",
                "@Big C",
                "",
                Some('"'),
            ),
            (r"tafs s \!le", r"\!le", "tafs|s", "!le", "", None),
            (
                "tafs s --account=Big",
                "Big",
                "tafs|s",
                "--account=Big",
                "--account=",
                None,
            ),
            (
                "tafs s --account='Big C",
                "Big C",
                "tafs|s",
                "--account=Big C",
                "--account=",
                Some('\''),
            ),
            ("tafs s --at 9:4", "4", "tafs|s|--at", "9:4", "9:", None),
            (
                r#"tafs --db "a b" s @\"Big\ C"#,
                r#"@\"Big\ C"#,
                "tafs|--db|a b|s",
                "@\"Big C",
                "",
                None,
            ),
            (
                "tafs s $(touch x) `touch y",
                "y",
                "tafs|s|$(touch|x)|`touch",
                "y",
                "",
                None,
            ),
            (r"tafs s a\", r"a\", "tafs|s", "a", "", None),
        ];
        for (line, replaced, before, current, kept, quote) in cases {
            let typed = Typed::of_line(line, replaced);
            assert_eq!(typed.before.join("|"), before, "{line}");
            assert_eq!(
                (&*typed.current, &*typed.kept, typed.quote),
                (current, kept, quote),
                "{line}"
            );
        }
    }

    #[test]
    fn a_variable_is_what_the_environment_says() {
        let path = std::env::var("PATH").expect("a path");
        let typed = Typed::of_line(
            "tafs --db $PATH/x --config \"${PATH}\" '$PATH' $NO_SUCH_NAME ",
            "",
        );
        assert_eq!(
            typed.before[2..],
            [
                format!("{path}/x"),
                "--config".to_owned(),
                path,
                "$PATH".to_owned(),
                "$NO_SUCH_NAME".to_owned()
            ]
        );
    }

    #[test]
    fn fish_has_its_own_quotes() {
        for (word, expected) in [
            (r"'@O\'Brien", "@O'Brien"),
            (r"@Big\ C", "@Big C"),
            (r#""@a\nb"#, r"@a\nb"),
        ] {
            assert_eq!(unquoted(word, Quoting::Fish), expected);
        }
    }
}
