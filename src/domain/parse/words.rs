//! The words of a quick line, each with its sigil and its place. Knows the grammar of quotes and escapes, not
//! what the words mean.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

use super::ParseError;

/// What a word stands for, by the character in front of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum WordKind {
    /// No sigil: a word of the note.
    Note,
    /// `@Northwind`.
    Account,
    /// `!legal`.
    Requester,
    /// `#newdeck`.
    Tag,
    /// `/meeting`.
    Activity,
    /// `+3conv`.
    Outcome,
}

impl WordKind {
    /// All that have a sigil.
    pub(super) const SIGILS: [Self; 5] = [
        Self::Account,
        Self::Requester,
        Self::Tag,
        Self::Activity,
        Self::Outcome,
    ];

    /// The character in front of it.
    pub(super) const fn sigil(self) -> Option<char> {
        match self {
            Self::Note => None,
            Self::Account => Some('@'),
            Self::Requester => Some('!'),
            Self::Tag => Some('#'),
            Self::Activity => Some('/'),
            Self::Outcome => Some('+'),
        }
    }

    /// Its name in a sentence.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Account => "account",
            Self::Requester => "requester",
            Self::Tag => "tag",
            Self::Activity => "activity",
            Self::Outcome => "outcome",
        }
    }

    fn of(sigil: char) -> Self {
        Self::SIGILS
            .into_iter()
            .find(|kind| kind.sigil() == Some(sigil))
            .unwrap_or(Self::Note)
    }
}

/// One word of a quick line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word {
    /// What it stands for.
    pub(super) kind: WordKind,
    /// What it says, without sigil, quotes and escapes.
    pub(super) text: String,
    /// Whether it was quoted: then it may be empty, and is never an oversight.
    pub(super) quoted: bool,
    /// Its bytes in the line.
    pub(super) place: Range<usize>,
}

impl Word {
    /// Whether nothing that could be a name follows the sigil.
    pub(super) fn is_bare(&self) -> bool {
        !self.quoted && is_punctuation(&self.text)
    }
}

/// Whether a text has nothing but ASCII punctuation in it, or nothing at all.
pub(super) fn is_punctuation(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_punctuation())
}

/// Whether a character means something at the start of a word.
pub(super) fn is_special(c: char) -> bool {
    c == '"' || WordKind::of(c) != WordKind::Note
}

/// The words of a line, in order.
pub(super) fn split_words(line: &str) -> Result<Vec<Word>, ParseError> {
    let mut chars = line.char_indices().peekable();
    let mut words = Vec::new();
    while let Some((start, first)) = chars.next_if(|_| true) {
        if first.is_whitespace() {
            continue;
        }
        let kind = WordKind::of(first);
        let mut text = String::new();
        let mut quoted = first == '"';
        if kind == WordKind::Note && !quoted {
            take_plain(first, &mut chars, &mut text);
        } else if let Some((open, _)) = chars.next_if(|(_, c)| kind != WordKind::Note && *c == '"')
        {
            quoted = true;
            take_quoted(line, open, &mut chars, &mut text)?;
        } else if quoted {
            take_quoted(line, start, &mut chars, &mut text)?;
        }
        while let Some((_, c)) = chars.next_if(|(_, c)| !c.is_whitespace()) {
            take_plain(c, &mut chars, &mut text);
        }
        let end = chars.peek().map_or(line.len(), |(at, _)| *at);
        words.push(Word {
            kind,
            text,
            quoted,
            place: start..end,
        });
    }
    Ok(words)
}

/// One character outside quotes: a backslash keeps the next one literal where it would mean something.
fn take_plain(c: char, chars: &mut Peekable<CharIndices<'_>>, text: &mut String) {
    let escaped = if c == '\\' {
        chars.next_if(|(_, c)| is_special(*c) || *c == '\\')
    } else {
        None
    };
    text.push(escaped.map_or(c, |(_, c)| c));
}

/// Up to the closing quote: `\"` and `\\` are the characters, `\n` and `\t` a new line and a tab.
fn take_quoted(
    line: &str,
    open: usize,
    chars: &mut Peekable<CharIndices<'_>>,
    text: &mut String,
) -> Result<(), ParseError> {
    while let Some((_, c)) = chars.next() {
        match c {
            '"' => return Ok(()),
            '\\' => match chars.next_if(|(_, c)| matches!(c, '"' | '\\' | 'n' | 't')) {
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                Some((_, c)) => text.push(c),
                None => text.push('\\'),
            },
            c => text.push(c),
        }
    }
    Err(
        ParseError::at(line, open..open + 1, "this quote is never closed")
            .hint("close it with \", or write \\\" for the character itself"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigils_quotes_and_escapes_are_told_apart() {
        let cases: [(&str, &[(WordKind, &str)]); 12] = [
            ("", &[]),
            (
                "  plain  words ",
                &[(WordKind::Note, "plain"), (WordKind::Note, "words")],
            ),
            (
                "@Big !legal",
                &[(WordKind::Account, "Big"), (WordKind::Requester, "legal")],
            ),
            (
                "#deck /m +3conv",
                &[
                    (WordKind::Tag, "deck"),
                    (WordKind::Activity, "m"),
                    (WordKind::Outcome, "3conv"),
                ],
            ),
            (
                "@\"Big Co\" x",
                &[(WordKind::Account, "Big Co"), (WordKind::Note, "x")],
            ),
            (
                "\"@home now\", she said",
                &[
                    (WordKind::Note, "@home now,"),
                    (WordKind::Note, "she"),
                    (WordKind::Note, "said"),
                ],
            ),
            (
                "\\@home \\\"q",
                &[(WordKind::Note, "@home"), (WordKind::Note, "\"q")],
            ),
            (
                "a@b.com 3/4 C:\\dir 5\"",
                &[
                    (WordKind::Note, "a@b.com"),
                    (WordKind::Note, "3/4"),
                    (WordKind::Note, "C:\\dir"),
                    (WordKind::Note, "5\""),
                ],
            ),
            (
                "\"two\\nlines \\\"and\\\" \\\\ \\x\"",
                &[(WordKind::Note, "two\nlines \"and\" \\ \\x")],
            ),
            ("@ \"\"", &[(WordKind::Account, ""), (WordKind::Note, "")]),
            ("\\", &[(WordKind::Note, "\\")]),
            (
                "@Über\u{a0}@ü",
                &[(WordKind::Account, "Über"), (WordKind::Account, "ü")],
            ),
        ];
        for (line, expected) in cases {
            let found = split_words(line).expect(line);
            let found: Vec<_> = found
                .iter()
                .map(|word| (word.kind, word.text.as_str()))
                .collect();
            assert_eq!(found, expected, "{line:?}");
        }
    }

    #[test]
    fn places_are_those_of_the_line_and_an_open_quote_is_pointed_at() {
        let found = split_words("ü @\"Big Co\" end").unwrap();
        assert_eq!(
            found.into_iter().map(|word| word.place).collect::<Vec<_>>(),
            [0..2, 3..12, 13..16]
        );
        let fault = split_words("ü @\"Big Co").unwrap_err();
        assert_eq!((fault.column, fault.width), (4, 1));
    }
}
