//! A word that may stand at the cursor, and whether it begins with what was typed.

use std::collections::HashSet;

use crate::domain::parse::spell;
use crate::domain::text;

/// A word to offer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Candidate {
    /// As the program reads it: `@"Big Co"`.
    pub(super) value: String,
    /// As a person types it, without the quotes of a quick line: `@Big Co`.
    pub(super) plain: String,
    /// What it is, in a few words; may be empty.
    pub(super) about: String,
}

impl Candidate {
    /// A word that is read as it is typed.
    pub(super) fn new(value: impl Into<String>, about: impl Into<String>) -> Self {
        let value = value.into();
        Self {
            plain: value.clone(),
            value,
            about: about.into(),
        }
    }

    /// A name behind its sigil in a quick line, in quotes where it needs them.
    pub(super) fn of_name(sigil: char, name: &str, about: impl Into<String>) -> Self {
        let value = match sigil {
            '~' => spell::source_word(name),
            _ => format!("{sigil}{}", spell::word(name)),
        };
        Self {
            value,
            plain: format!("{sigil}{name}"),
            about: about.into(),
        }
    }

    /// Whether it is told in quotes of a quick line.
    pub(super) fn has_quotes(&self) -> bool {
        self.value != self.plain
    }

    /// Whether it holds what a terminal or a shell would obey: a file that others wrote may hold anything.
    fn is_unsafe(&self) -> bool {
        let is_unsafe =
            |text: &str| text::find_hidden(text).is_some() || text.contains(['\n', '\t']);
        is_unsafe(&self.value) || is_unsafe(&self.plain)
    }
}

/// What was typed, without the quote of a quick line behind a sigil.
pub(super) fn typed_name(typed: &str) -> String {
    let mut chars = typed.chars();
    let sigil = chars.next().filter(|c| "@!#/~".contains(*c));
    match (sigil, chars.as_str().strip_prefix('"')) {
        (Some(sigil), Some(name)) => format!("{sigil}{name}"),
        _ => typed.to_owned(),
    }
}

/// Those that begin with what was typed, whatever its case and its accents; each once.
pub(super) fn fitting(all: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
    let wanted = text::plain(&typed_name(typed));
    let (mut kept, mut known) = (Vec::new(), HashSet::new());
    for mut one in all {
        let is_wanted = text::plain(&one.plain).starts_with(&wanted);
        if is_wanted && !one.is_unsafe() && known.insert(one.value.clone()) {
            one.about = text::visible(&one.about);
            kept.push(one);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_quotes_do_not_matter_and_what_a_terminal_obeys_is_left_out() {
        let names = [
            "Café Lux",
            "Cafeteria",
            "Bar",
            "Caf\u{1b}[31m",
            "caf\nx",
            "Café Lux",
        ];
        let all = || {
            names
                .map(|name| Candidate::of_name('@', name, "a\u{7}b"))
                .to_vec()
        };
        for typed in ["@caf", "@\"CAF", "@café"] {
            let found = fitting(all(), typed);
            let values: Vec<_> = found.iter().map(|one| &*one.value).collect();
            assert_eq!(values, ["@\"Café Lux\"", "@Cafeteria"], "{typed}");
            assert_eq!(found[0].about, "a␇b");
        }
        assert_eq!(fitting(all(), "@x"), []);
    }
}
