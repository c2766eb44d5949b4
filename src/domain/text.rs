//! The one place where text is cleaned on its way in, and the one where it is made harmless on its way out.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The most bytes that a note may hold.
pub const NOTE_LIMIT: usize = 64 * 1024;
/// The most bytes of an account, a requester, a tag or an activity.
pub const NAME_LIMIT: usize = 200;

/// Text of several lines with everything taken out that a terminal would obey: escape sequences, control
/// characters other than newline and tab, and letters that hide or reorder others. Line ends become `\n`; accents are
/// composed.
pub fn clean(text: &str) -> String {
    if is_plain(text) {
        return text.trim().to_owned();
    }
    // First of all: a sign that is written as ASCII in this form has no variants any more.
    let text = composed(text);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{1b}' => skip_escape(&mut chars),
            '\u{9b}' => skip_until_final(&mut chars),
            '\n' | '\t' => out.push(c),
            c if is_hidden(out.chars().next_back(), c) => {}
            c => out.push(c),
        }
    }
    composed(out.trim()).into_owned()
}

/// Whether a text is of letters and signs of ASCII alone, in which nothing is to be cleaned.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The text in the one form (NFC) in which it is kept and compared: a letter and its accent are one character.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// What texts have in common that differ only in their case, or in how an accent was typed.
pub fn folded(text: &str) -> String {
    composed(&text.to_lowercase()).into_owned()
}

/// What texts have in common that differ only in their case and their accents.
pub fn plain(text: &str) -> String {
    unaccented(&folded(text)).into_owned()
}

/// The text without the accents of its Latin, Greek and Cyrillic letters: `Café` as `Cafe`, `Straße` as `Strasse`.
pub fn unaccented(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfd() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'Ø' => out.push('O'),
            'ł' => out.push('l'),
            'Ł' => out.push('L'),
            'đ' => out.push('d'),
            'Đ' => out.push('D'),
            'ı' => out.push('i'),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("Ae"),
            'œ' => out.push_str("oe"),
            'Œ' => out.push_str("Oe"),
            c => out.push(c),
        }
    }
    Cow::Owned(composed(&out).into_owned())
}

/// As [`clean`], on one line: each run of white space becomes one space.
pub fn clean_line(text: &str) -> String {
    if is_plain(text) && !text.contains("  ") {
        return text.trim().to_owned();
    }
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text with everything that a terminal would obey turned into a mark that can be seen. Newlines and tabs too:
/// what comes out is one line and never moves the cursor.
pub fn visible(text: &str) -> String {
    if find_hidden(text).is_none() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    for c in text.chars() {
        match c {
            '\t' => out.push(' '),
            '\n' => out.push('↵'),
            '\r' => out.push('←'),
            '\u{7f}' => out.push('␡'),
            c if (c as u32) < 0x20 => out.extend(char::from_u32(0x2400 + c as u32)),
            c if is_hidden(before, c) => out.extend(["⟨", &format!("{:x}", c as u32), "⟩"]),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// As [`visible`], with newlines and tabs as they are: for files that have words for them.
pub fn visible_lines(text: &str) -> String {
    if find_hidden(text).is_none() {
        return text.to_owned();
    }
    let line = |line: &str| line.split('\t').map(visible).collect::<Vec<_>>().join("\t");
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// The first character that hides, and where it stands.
pub fn find_hidden(text: &str) -> Option<(usize, char)> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    let mut before = None;
    text.char_indices()
        .find(|(_, c)| is_hidden(before.replace(*c), *c))
}

/// How many columns a text takes of which each character is one column and stands for itself: nothing in it needs a
/// closer look. Most of what is drawn is so; `None` for other texts.
pub fn plain_width(text: &str) -> Option<usize> {
    let plain = |c| matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2500}'..='\u{259f}');
    text.chars()
        .try_fold(0, |columns, c| plain(c).then_some(columns + 1))
}

/// The words with a capital at their beginning.
pub fn capitalized(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// How many terminal columns the text takes.
pub fn width(text: &str) -> usize {
    plain_width(text).unwrap_or_else(|| text.graphemes(true).map(UnicodeWidthStr::width).sum())
}

/// The text made harmless and cut at a grapheme's edge to at most `columns`, with `…` where something is lost.
pub fn fit(text: &str, columns: usize) -> String {
    if plain_width(text).is_some_and(|width| width <= columns) {
        return text.to_owned();
    }
    let text = visible(text);
    if width(&text) <= columns {
        return text;
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = UnicodeWidthStr::width(grapheme);
        if used + wide + 1 > columns {
            break;
        }
        used += wide;
        out.push_str(grapheme);
    }
    if columns > 0 {
        out.push('…');
    }
    out
}

/// The end of the text, from a grapheme's edge on, that takes at most `columns`.
pub fn tail(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let mut from = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += UnicodeWidthStr::width(grapheme);
        if used > columns {
            break;
        }
        from = at;
    }
    &text[from..]
}

/// [`fit`], then filled with spaces on the right to exactly `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    let mut out = fit(text, columns);
    let missing = columns.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// All of the text, made harmless, in lines of at most so many columns: broken at its newlines and at blanks, and within
/// a word only where that is longer than a line.
pub fn broken(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in visible(paragraph).split(' ') {
            let wide = width(&line);
            if wide > 0 && wide + 1 + width(word) > columns {
                lines.push(std::mem::take(&mut line));
            } else if !line.is_empty() {
                line.push(' ');
            }
            let mut used = width(&line);
            for grapheme in word.graphemes(true) {
                used += UnicodeWidthStr::width(grapheme);
                if used > columns {
                    lines.push(std::mem::take(&mut line));
                    used = UnicodeWidthStr::width(grapheme);
                }
                line.push_str(grapheme);
            }
        }
        lines.push(line);
    }
    lines
}

/// Whether a character hides where it stands alone.
pub fn hides_alone(c: char) -> bool {
    is_hidden(None, c)
}

/// Whether a character makes a text read as something it is not, behind another one: controls, bidi marks, spaces and
/// letters of no width, invisible operators, interlinear marks, tag characters (also those of the few flags that are
/// spelled with them), variation selectors where nothing can vary. The joiners of emoji and of scripts that need them are
/// none.
fn is_hidden(before: Option<char>, c: char) -> bool {
    match c {
        ' '..='~' => false,
        // One selector behind a sign that has variants; more of them would carry a text of their own.
        '\u{fe00}'..='\u{fe0f}' => !before.is_some_and(|sign| {
            let varies = !sign.is_ascii() || "0123456789#*".contains(sign);
            varies && !is_selector(sign) && !sign.is_whitespace()
        }),
        '\u{e0100}'..='\u{e01ef}' => !before.is_some_and(is_ideograph),
        c => c.is_control() || is_noncharacter(c) || has_no_width(c),
    }
}

const fn has_no_width(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// What Unicode keeps from being characters.
const fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || (c as u32) & 0xfffe == 0xfffe
}

const fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// After an ESC: a CSI to its final byte, a string sequence (OSC, DCS, SOS, PM, APC) to its terminator, else
/// one character.
fn skip_escape(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            skip_until_final(chars);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            let rest: String = chars.clone().collect();
            let end = rest
                .find(['\u{7}', '\u{9c}'])
                .into_iter()
                .chain(rest.find("\u{1b}\\"))
                .min();
            // An unfinished string sequence takes only its introducer, so that no words are lost with it.
            let Some(end) = end else {
                chars.next();
                return;
            };
            let skipped = rest[..end].chars().count()
                + if rest[end..].starts_with('\u{1b}') {
                    2
                } else {
                    1
                };
            chars.by_ref().take(skipped).for_each(drop);
        }
        Some(c)
            if c.is_ascii()
                && !c.is_ascii_alphanumeric()
                && !c.is_ascii_whitespace()
                && !c.is_ascii_control() =>
        {
            chars.next();
        }
        Some(_) | None => {}
    }
}

fn skip_until_final(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while let Some(c) = chars.next_if(|c| ('\u{20}'..='\u{7e}').contains(c)) {
        if ('\u{40}'..='\u{7e}').contains(&c) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_broken_at_blanks_and_nothing_of_it_is_lost() {
        for (text, columns, lines) in [
            ("", 10, &[""][..]),
            ("a few words", 20, &["a few words"]),
            ("a few words", 7, &["a few", "words"]),
            ("one\ntwo", 20, &["one", "two"]),
            ("abcdefgh ij", 4, &["abcd", "efgh", "ij"]),
            ("ab cdefgh", 4, &["ab", "cdef", "gh"]),
            ("日本電気", 5, &["日本", "電気"]),
            ("a\tb", 9, &["a b"]),
        ] {
            assert_eq!(broken(text, columns), lines, "{text:?}");
        }
    }

    #[test]
    fn escape_sequences_go_and_words_stay() {
        let cases = [
            ("plain", "plain"),
            ("\u{1b}[31mred\u{1b}[0m", "red"),
            ("\u{1b}]0;title\u{7}after", "after"),
            ("\u{1b}]52;c;aGk=\u{1b}\\after", "after"),
            ("\u{1b}Pq#0\u{1b}\\after", "after"),
            ("\u{1b}]unfinished words", "unfinished words"),
            ("\u{9b}2Jcleared", "cleared"),
            ("bell\u{7}nul\u{0}del\u{7f}", "bellnuldel"),
            ("left\u{202e}right\u{2066}!", "leftright!"),
            ("zero\u{200b}width", "zerowidth"),
            ("co\u{ad}op\u{2063}era\u{fff9}te\u{e0041}d", "cooperated"),
            ("two\r\nlines\rthree", "two\nlines\nthree"),
            ("  kept\ttab ", "kept\ttab"),
            ("👩‍👩‍👧 family", "👩‍👩‍👧 family"),
        ];
        for (dirty, expected) in cases {
            assert_eq!(clean(dirty), expected, "{dirty:?}");
        }
    }

    #[test]
    fn what_leaves_never_moves_the_cursor() {
        assert_eq!(visible("a\tb\nc\rd"), "a b↵c←d");
        assert_eq!(visible("\u{1b}[2J\u{0}\u{7f}"), "␛[2J␀␡");
        assert_eq!(visible("\u{202e}x\u{9b}"), "⟨202e⟩x⟨9b⟩");
    }

    #[test]
    fn what_hides_in_a_text_is_seen_and_what_shapes_letters_stays() {
        for hidden in [
            '\u{ad}',
            '\u{200b}',
            '\u{2060}',
            '\u{2061}',
            '\u{2064}',
            '\u{206a}',
            '\u{2069}',
            '\u{180e}',
            '\u{3164}',
            '\u{115f}',
            '\u{feff}',
            '\u{fff9}',
            '\u{fffb}',
            '\u{e0001}',
            '\u{e0020}',
            '\u{e007f}',
        ] {
            let text = format!("a{hidden}b");
            assert_eq!(visible(&text), format!("a⟨{:x}⟩b", u32::from(hidden)));
            assert_eq!(clean(&text), "ab");
            assert!(plain_width(&text).is_none(), "{text:?}");
        }
        // A text spelled in selectors behind a letter is none of its variants.
        assert_eq!(visible("A\u{e0163}\u{e0155}"), "A⟨e0163⟩⟨e0155⟩");
        assert_eq!(visible("❤\u{fe0f}\u{fe0e}"), "❤\u{fe0f}⟨fe0e⟩");
        assert_eq!(
            (clean("A\u{fe01}b"), visible("\u{fe0f}")),
            ("Ab".to_owned(), "⟨fe0f⟩".to_owned())
        );
        assert_eq!(visible("\u{fffe}\u{fdd0}\u{2800}"), "⟨fffe⟩⟨fdd0⟩⟨2800⟩");
        assert_eq!(visible_lines("a\tb\n\u{ad}"), "a\tb\n⟨ad⟩");
        for shown in [
            "Zürich",
            "日本",
            "👩\u{200d}👧",
            "❤\u{fe0f}",
            "می\u{200c}خواهم",
            "🇩🇪",
            "葛\u{e0100}",
            "\u{fffd}",
            "a\u{a0}b",
        ] {
            assert_eq!(
                (visible(shown), clean(shown)),
                (shown.to_owned(), composed(shown).into_owned())
            );
        }
    }

    #[test]
    fn wide_text_is_cut_at_graphemes_and_padded_to_its_columns() {
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!(fit("日本語", 4), "日…");
        assert_eq!(fit("e\u{301}clair", 3), "e\u{301}c…");
        assert_eq!(width("日本語"), 6);
        assert_eq!(pad("日本", 6), "日本  ");
        assert_eq!(pad("long text", 4), "lon…");
        assert_eq!(fit("any", 0), "");
        assert_eq!(tail("日本語", 5), "本語");
        assert_eq!(tail("cafe\u{301}", 2), "fe\u{301}");
        assert_eq!((tail("any", 9), tail("any", 0)), ("any", ""));
    }

    #[test]
    fn what_is_plain_is_as_wide_as_its_graphemes() {
        for number in 0..=0x2_ffff {
            let Some(c) = char::from_u32(number)
                .filter(|c| plain_width(c.encode_utf8(&mut [0; 4])).is_some())
            else {
                continue;
            };
            // Between two others, so that it would show if it joined with one.
            let text = format!("a{c}b");
            assert_eq!(
                text.graphemes(true)
                    .map(UnicodeWidthStr::width)
                    .collect::<Vec<_>>(),
                [1, 1, 1],
                "{number:x}"
            );
            assert_eq!(visible(&text), text);
        }
        assert!(
            plain_width("4h10 ████▌ Zürich · ok").is_some()
                && plain_width("日本").is_none()
                && plain_width("e\u{301}").is_none()
                && plain_width("a\tb").is_none()
        );
    }

    #[test]
    fn texts_fold_over_case_and_accents() {
        assert_eq!(folded("CAFÉ"), folded("cafe\u{301}"));
        assert_eq!(folded("Café"), "café");
        assert_ne!(folded("cafe"), folded("café"));
    }

    #[test]
    fn one_line_has_no_line_ends() {
        assert_eq!(clean_line(" a\n\tb  c\r\n"), "a b c");
    }
}
