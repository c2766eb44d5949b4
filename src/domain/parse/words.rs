//! The words of a quick line, each with its sigil and its place. Knows the grammar of quotes and escapes, not
//! what the words mean.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

use super::ParseError;
use crate::domain::text;

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
    /// `~webinar`.
    Source,
}

impl WordKind {
    /// All that have a sigil.
    pub(super) const SIGILS: [Self; 6] = [
        Self::Account,
        Self::Requester,
        Self::Tag,
        Self::Activity,
        Self::Outcome,
        Self::Source,
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
            Self::Source => Some('~'),
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
            Self::Source => "source",
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
    /// What it says, without sigil, quotes, escapes and what closes the sentence behind it.
    pub(super) text: String,
    /// How it reads as a part of the note.
    pub(super) plain: String,
    /// The brackets in front of a name and the punctuation behind it, which belong to the sentence.
    pub(super) opening: String,
    pub(super) closing: String,
    /// Whether it was quoted: then it may be empty, and is never an oversight.
    pub(super) quoted: bool,
    /// Its bytes in the line.
    pub(super) place: Range<usize>,
}

impl Word {
    /// Whether it is a sigil with nothing behind it.
    pub(super) fn is_lone_sigil(&self) -> bool {
        self.kind != WordKind::Note && !self.quoted && self.text.is_empty()
    }

    /// Whether it is a sigil in front of empty quotes.
    pub(super) const fn is_empty_name(&self) -> bool {
        self.quoted && self.text.is_empty()
    }

    /// Makes it a word of the note, as it was written.
    pub(super) fn read_as_note(&mut self) {
        self.kind = WordKind::Note;
        self.text.clone_from(&self.plain);
        self.opening.clear();
        self.closing.clear();
    }
}

/// Whether a text has nothing but ASCII punctuation in it, or nothing at all.
fn is_punctuation(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_punctuation())
}

/// Whether a character means something at the start of a word.
pub(super) fn is_special(c: char) -> bool {
    c == '"' || WordKind::of(c) != WordKind::Note
}

/// Whether a character may follow the ~ of a source: `~5` and `~/notes` are text.
fn begins_source(c: char) -> bool {
    c.is_alphabetic() || c == '"' || closers_exist(c)
}

/// Whether a source reads back without quotes.
pub(super) fn needs_no_quotes_behind_tilde(name: &str) -> bool {
    name.starts_with(char::is_alphabetic) && needs_no_quotes(name)
}

/// Whether a name behind a sigil reads back without quotes.
pub(super) fn needs_no_quotes(name: &str) -> bool {
    let written = format!("@{name}");
    // A mark at the start would look for the one that closes it in what follows.
    !name.is_empty()
        && !name.starts_with(closers_exist)
        && split_words(&written).is_ok_and(|words| {
        matches!(&words[..], [word] if word.kind == WordKind::Account && !word.quoted && word.text == name && word.closing.is_empty())
    })
}

/// The words of a line, in order.
pub(super) fn split_words(line: &str) -> Result<Vec<Word>, ParseError> {
    let mut lexer = Lexer {
        line,
        chars: line.char_indices().peekable(),
    };
    let mut words = Vec::new();
    while let Some(c) = lexer.peek() {
        if c.is_whitespace() {
            lexer.chars.next();
        } else {
            words.push(lexer.read_word()?);
        }
    }
    Ok(words)
}

/// Where in the line the reading has come to.
#[derive(Clone)]
struct Lexer<'a> {
    line: &'a str,
    chars: Peekable<CharIndices<'a>>,
}

impl<'a> Lexer<'a> {
    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|(_, c)| *c)
    }

    fn next_if(&mut self, test: impl Fn(char) -> bool) -> Option<char> {
        self.chars.next_if(|(_, c)| test(*c)).map(|(_, c)| c)
    }

    fn place(&mut self) -> usize {
        self.chars.peek().map_or(self.line.len(), |(at, _)| *at)
    }

    fn read_word(&mut self) -> Result<Word, ParseError> {
        if let Some(word) = self.read_bracketed()? {
            return Ok(word);
        }
        match self.peek_kind() {
            WordKind::Note => self.read_note(),
            kind => self.read_name(kind),
        }
    }

    /// What the next word stands for, by how it begins.
    fn peek_kind(&mut self) -> WordKind {
        let kind = self.peek().map_or(WordKind::Note, WordKind::of);
        if kind != WordKind::Source {
            return kind;
        }
        let mut behind = self.line[self.place()..].chars().skip(1);
        let is_source = match behind.next() {
            // `~ 5` is a number.
            Some(c) if c.is_whitespace() => {
                let next = behind.find(|c| !c.is_whitespace());
                !next.is_some_and(char::is_numeric)
            }
            next => next.is_none_or(begins_source),
        };
        if is_source { kind } else { WordKind::Note }
    }

    /// `(@Northwind`: an opening bracket in front of a name belongs to the sentence.
    fn read_bracketed(&mut self) -> Result<Option<Word>, ParseError> {
        let start = self.place();
        let mut ahead = self.clone();
        let mut opening = String::new();
        opening.extend(std::iter::from_fn(|| {
            ahead.next_if(|c| bracket(c).is_some())
        }));
        let kind = ahead.peek_kind();
        if opening.is_empty() || kind == WordKind::Note {
            return Ok(None);
        }
        let mut word = ahead.read_name(kind)?;
        if word.kind == WordKind::Note || word.is_lone_sigil() {
            return Ok(None);
        }
        word.plain.insert_str(0, &opening);
        word.opening = opening;
        word.place.start = start;
        *self = ahead;
        Ok(Some(word))
    }

    fn read_note(&mut self) -> Result<Word, ParseError> {
        let start = self.place();
        let (mut text, mut plain) = (String::new(), String::new());
        let quoted = self.next_if(|c| c == '"').is_some();
        if quoted {
            self.take_quoted(start, &mut text)?;
            plain.clone_from(&text);
        } else if let Some((whole, inner)) = self.marked_text(is_double_mark) {
            // The marks are a part of what was written; what is between them is kept as it stands.
            text.push_str(inner);
            plain.push_str(whole);
            self.skip_bytes(whole.len());
        }
        let taken = text.len();
        while self.peek().is_some_and(|c| !c.is_whitespace()) {
            self.take_plain(&mut text, is_special);
        }
        plain.push_str(&text[taken..]);
        Ok(Word {
            kind: WordKind::Note,
            text: text::composed(&text).into_owned(),
            plain: text::composed(&plain).into_owned(),
            opening: String::new(),
            closing: String::new(),
            quoted,
            place: start..self.place(),
        })
    }

    fn read_name(&mut self, kind: WordKind) -> Result<Word, ParseError> {
        let start = self.place();
        let sigil = self.next_if(|_| true).into_iter();
        let open = self.place();
        let mut text = String::new();
        let mut quoted = self.next_if(|c| c == '"').is_some();
        if quoted {
            self.take_quoted(open, &mut text)?;
        } else if let Some((whole, inner)) = self.marked_text(closers_exist) {
            quoted = true;
            text.push_str(inner);
            self.skip_bytes(whole.len());
        } else if self.peek().is_some_and(is_opening_mark) {
            return Err(self.never_closed(open));
        }
        let mut kept = text.len();
        while self.peek().is_some_and(|c| !c.is_whitespace()) {
            let is_escaped = |c| is_special(c) || is_closing(c) || bracket(c).is_some();
            if self.take_plain(&mut text, is_escaped) {
                kept = text.len();
            }
        }
        let plain: String = sigil.chain(text.chars()).collect();
        let closing = text.split_off(name_end(&text, kept));
        let mut word = Word {
            kind,
            text: text::composed(&text).into_owned(),
            plain: text::composed(&plain).into_owned(),
            opening: String::new(),
            closing,
            quoted,
            place: start..self.place(),
        };
        let is_lone = word.text.is_empty() && word.closing.is_empty();
        if !quoted && !is_lone && is_punctuation(&word.text) {
            word.read_as_note();
        }
        Ok(word)
    }

    /// What is in typographic quotes from here on, with the marks and without, where there are both.
    fn marked_text(&mut self, is_mark: impl Fn(char) -> bool) -> Option<(&'a str, &'a str)> {
        let line = self.line;
        let open = self.peek().filter(|c| is_mark(*c))?;
        let rest = &line[self.place()..];
        let inner = &rest[open.len_utf8()..];
        let ends_word = |end: usize| {
            inner[end..]
                .chars()
                .next()
                .is_none_or(|c| c.is_whitespace() || is_closing(c) || is_dash(c))
        };
        let (at, close) = inner.char_indices().find(|(at, c)| {
            closers(open).contains(c) && (!is_apostrophe(*c) || ends_word(at + c.len_utf8()))
        })?;
        let whole = &rest[..open.len_utf8() + at + close.len_utf8()];
        Some((whole, &inner[..at]))
    }

    fn skip_bytes(&mut self, bytes: usize) {
        let end = self.place() + bytes;
        while self.chars.next_if(|(at, _)| *at < end).is_some() {}
    }

    /// One character outside quotes: a backslash keeps the next one literal where it would mean something. Whether it
    /// did.
    fn take_plain(&mut self, text: &mut String, means_something: impl Fn(char) -> bool) -> bool {
        let Some(c) = self.next_if(|_| true) else {
            return false;
        };
        let escaped = if c == '\\' {
            self.next_if(|c| means_something(c) || c == '\\')
        } else {
            None
        };
        text.push(escaped.unwrap_or(c));
        escaped.is_some()
    }

    /// Up to the closing quote: `\"` and `\\` are the characters, `\n` and `\t` a new line and a tab.
    fn take_quoted(&mut self, open: usize, text: &mut String) -> Result<(), ParseError> {
        while let Some(c) = self.next_if(|_| true) {
            match c {
                '"' => return Ok(()),
                '\\' => match self.next_if(|c| matches!(c, '"' | '\\' | 'n' | 't')) {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some(c) => text.push(c),
                    None => text.push('\\'),
                },
                c => text.push(c),
            }
        }
        Err(self.never_closed(open))
    }

    fn never_closed(&self, open: usize) -> ParseError {
        let mark = self.line[open..].chars().next().unwrap_or('"');
        let hint = if mark == '"' {
            "close it with \", or write \\\" for the character itself".to_owned()
        } else {
            format!("close it, or write @\"{mark}…\" where it belongs to the name")
        };
        let place = open..open + mark.len_utf8();
        ParseError::at(self.line, place, "this quote is never closed").hint(hint)
    }
}

/// Where a name ends and the punctuation of the sentence begins; what was quoted or escaped, up to `kept`, is the name.
fn name_end(text: &str, kept: usize) -> usize {
    let mut end = text.len();
    while let Some(c) = text[kept..end]
        .chars()
        .next_back()
        .filter(|c| is_closing(*c))
    {
        let before = end - c.len_utf8();
        let inside = &text[kept..before];
        let is_open = |open: char| bracket(open).is_some_and(|(_, close)| close == c);
        let is_quote = |open: char| closers(open).contains(&c);
        // What was opened inside the name is closed inside it: `Foo(bar)`.
        let open = inside.matches(is_open).count();
        if open > inside.matches(c).count() || inside.contains(is_quote) {
            break;
        }
        end = before;
    }
    end
}

/// An opening bracket, and the one that closes it.
pub(super) const fn bracket(c: char) -> Option<(char, char)> {
    let close = match c {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '（' => '）',
        '【' => '】',
        '「' => '」',
        '『' => '』',
        _ => return None,
    };
    Some((c, close))
}

/// Whether a character ends a sentence or a part of it, so that no name ends with it.
fn is_closing(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '…' | ')' | ']' | '}')
        || matches!(c, '”' | '“' | '‟' | '’' | '‘' | '»' | '«' | '›' | '‹')
        || matches!(
            c,
            '，' | '。' | '、' | '；' | '：' | '！' | '？' | '）' | '】' | '」' | '』'
        )
        || is_dash(c)
}

const fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—')
}

/// The marks that close a quote which this one opens; none where it opens none.
const fn closers(open: char) -> &'static [char] {
    match open {
        '“' | '„' | '‟' => &['”', '“', '"'],
        '”' => &['”', '"'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '‹' => &['›'],
        '›' => &['‹', '›'],
        '‘' | '‚' | '‛' => &['’', '‘'],
        '’' => &['’'],
        _ => &[],
    }
}

fn closers_exist(c: char) -> bool {
    !closers(c).is_empty()
}

/// Whether a mark is an apostrophe as well, so that it closes a quote only at the end of a word.
const fn is_apostrophe(c: char) -> bool {
    matches!(c, '‘' | '’' | '‚' | '‛')
}

/// Whether a mark opens a quote and is nothing else.
fn is_double_mark(c: char) -> bool {
    closers_exist(c) && !is_apostrophe(c)
}

/// Whether a mark opens a quote in front of a name, and can't belong to it.
fn is_opening_mark(c: char) -> bool {
    matches!(c, '“' | '„' | '‟' | '«')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigils_quotes_and_escapes_are_told_apart() {
        let cases: [(&str, &[(WordKind, &str)]); 17] = [
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
            (
                "!!! @! // (@) \u{2026}",
                &[
                    (WordKind::Note, "!!!"),
                    (WordKind::Note, "@!"),
                    (WordKind::Note, "//"),
                    (WordKind::Note, "(@)"),
                    (WordKind::Note, "\u{2026}"),
                ],
            ),
            (
                "“call @home” ‘90s don’t",
                &[
                    (WordKind::Note, "call @home"),
                    (WordKind::Note, "‘90s"),
                    (WordKind::Note, "don’t"),
                ],
            ),
            ("\\", &[(WordKind::Note, "\\")]),
            (
                "~webinar (~“Spring Fair”), ~",
                &[
                    (WordKind::Source, "webinar"),
                    (WordKind::Source, "Spring Fair"),
                    (WordKind::Source, ""),
                ],
            ),
            (
                "~5 ~ 5 ~2 ~/notes \\~x",
                &[
                    (WordKind::Note, "~5"),
                    (WordKind::Note, "~"),
                    (WordKind::Note, "5"),
                    (WordKind::Note, "~2"),
                    (WordKind::Note, "~/notes"),
                    (WordKind::Note, "~x"),
                ],
            ),
            (
                "~\"2nd list\" a~b",
                &[(WordKind::Source, "2nd list"), (WordKind::Note, "a~b")],
            ),
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
    fn punctuation_behind_a_name_is_not_the_name() {
        let cases = [
            ("@Northwind,", "Northwind", ","),
            ("@Northwind?!", "Northwind", "?!"),
            ("@Northwind…", "Northwind", "…"),
            ("@Northwind”.", "Northwind", "”."),
            ("@acme.com.", "acme.com", "."),
            ("@A.B.C", "A.B.C", ""),
            ("@McDonald's", "McDonald's", ""),
            ("@McDonald’s,", "McDonald’s", ","),
            ("@Foo(bar)", "Foo(bar)", ""),
            ("@Foo(bar)),", "Foo(bar)", "),"),
            ("(@Northwind)", "Northwind", ")"),
            ("[(@Northwind)];", "Northwind", ")];"),
            ("(@Northwind.)", "Northwind", ".)"),
            ("(@\"Big Co.\")", "Big Co.", ")"),
            ("@\"Acme Inc.\"", "Acme Inc.", ""),
            ("@\"Acme Inc.\",", "Acme Inc.", ","),
            ("@Yahoo\\!", "Yahoo!", ""),
            ("@Yahoo\\!!", "Yahoo!", "!"),
            ("@“Big Co”", "Big Co", ""),
            ("@“Big Co.”,", "Big Co.", ","),
            ("@„Müller & Söhne“:", "Müller & Söhne", ":"),
            ("@«Groupe Élan»", "Groupe Élan", ""),
            ("@»Groß AG«", "Groß AG", ""),
            ("@”Stora Bolaget”", "Stora Bolaget", ""),
            ("@‘Joe’s Diner’", "Joe’s Diner", ""),
            ("@“Big Co\"", "Big Co", ""),
            ("@’tHooft", "’tHooft", ""),
            ("@Cafe\u{301}", "Café", ""),
            ("@東京、", "東京", "、"),
        ];
        for (line, text, closing) in cases {
            let found = split_words(line).expect(line);
            let [word] = &found[..] else {
                panic!("{line}: {found:?}")
            };
            assert_eq!(word.kind, WordKind::Account, "{line}");
            assert_eq!(
                (word.text.as_str(), word.closing.as_str()),
                (text, closing),
                "{line}"
            );
        }
        assert_eq!(split_words("@“Big Co").unwrap_err().column, 2);
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
