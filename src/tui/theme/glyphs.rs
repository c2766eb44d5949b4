//! The signs of the screens, and the ASCII ones in their place where a terminal has no others. Screens draw with the first;
//! the finished frame is rewritten, here and nowhere else.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;
use unicode_normalization::UnicodeNormalization;

use crate::domain::block::Category;

/// Which signs the terminal can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Glyphs {
    /// All of the design.
    Full,
    /// ASCII for all that the program draws; texts keep their letters.
    Plain,
    /// Nothing but ASCII.
    Ascii,
}

impl Glyphs {
    /// What the locale says; `is_plain` is what the rep says.
    pub(crate) fn detect(
        is_plain: Option<bool>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter();
        let mut set = names
            .filter_map(variable)
            .filter(|locale| !locale.is_empty());
        let locale = set.next().unwrap_or_default();
        match is_plain {
            Some(false) => Self::Full,
            _ if !is_utf8(&locale) => Self::Ascii,
            Some(true) => Self::Plain,
            // There the signs of uncertain width take two columns.
            None if ["zh", "ja", "ko"]
                .iter()
                .any(|wide| locale.starts_with(wide)) =>
            {
                Self::Plain
            }
            None => Self::Full,
        }
    }

    pub(super) const fn is_full(self) -> bool {
        matches!(self, Self::Full)
    }
}

/// Whether a locale such as `de_DE.UTF-8@euro` names UTF-8, or no other codeset.
fn is_utf8(locale: &str) -> bool {
    if ["C", "POSIX"].contains(&locale) {
        return false;
    }
    let named = locale.split_once('.').map(|(_, rest)| rest);
    named.is_none_or(|rest| {
        let codeset = rest.split('@').next().unwrap_or_default();
        codeset.replace('-', "").eq_ignore_ascii_case("utf8")
    })
}

/// What a bar of a category is filled with where it has no color.
pub(crate) const fn ascii_pattern(category: Category) -> &'static str {
    match category {
        Category::Selling => "#",
        Category::Admin => "=",
        Category::Learning => "+",
        Category::Distraction => ".",
        Category::Break => "-",
    }
}

/// Signs in the place of one.
const SIGNS: [(char, char); 48] = [
    ('─', '-'),
    ('━', '='),
    ('╸', '='),
    ('┄', '-'),
    ('┈', '-'),
    ('│', '|'),
    ('┊', ':'),
    ('▏', '|'),
    ('▕', '|'),
    ('▌', '|'),
    ('╱', '/'),
    ('╰', '\\'),
    ('╯', '/'),
    ('╵', '|'),
    ('▾', 'v'),
    ('●', '*'),
    ('○', 'o'),
    ('•', '*'),
    ('✓', '*'),
    ('‹', '<'),
    ('›', '>'),
    ('⟨', '<'),
    ('⟩', '>'),
    ('←', '<'),
    ('→', '>'),
    ('↑', '^'),
    ('↓', 'v'),
    ('↵', '/'),
    ('…', '.'),
    ('⋯', '.'),
    ('·', '.'),
    ('–', '-'),
    ('—', '-'),
    ('−', '-'),
    ('±', '+'),
    ('÷', '/'),
    ('×', 'x'),
    ('“', '"'),
    ('”', '"'),
    ('’', '\''),
    ('▁', '-'),
    ('▂', '-'),
    ('▃', '='),
    ('▄', '='),
    ('▅', '+'),
    ('▆', '+'),
    ('▇', '#'),
    ('█', '#'),
];

/// What says more than one sign, where there are blanks for it.
const LONG: [(char, &str); 4] = [('→', "->"), ('←', "<-"), ('…', "..."), ('⋯', "...")];

/// What a cut text ends in: over its last letters, where nothing is free after it.
const CUT: char = '…';
const DOTS: usize = 3;

/// Where hours are left out.
const FOLD: char = '⋯';

/// The keys to the left and to the right, told from `<` and `>`.
const BOTH_WAYS: &str = "<->";

/// Writes a frame anew in ASCII; `keeps_letters`: whether letters of texts stay as they are.
pub(super) fn rewrite(buffer: &mut Buffer, keeps_letters: bool) {
    let width = usize::from(buffer.area.width);
    for row in buffer.content.chunks_mut(width.max(1)) {
        rewrite_row(row, keeps_letters);
    }
}

fn rewrite_row(row: &mut [Cell], keeps_letters: bool) {
    let mut is_caliper = false;
    for at in 0..row.len() {
        let Some(sign) = sign_of(&row[at]) else {
            continue;
        };
        is_caliper = match sign {
            '╰' => true,
            '─' => is_caliper,
            _ => false,
        };
        if is_caliper && sign == '─' {
            row[at].set_char('_');
        } else if let Some(long) = long_sign(row, at, sign) {
            for (cell, letter) in row[at..].iter_mut().zip(long.chars()) {
                cell.set_char(letter);
            }
        } else if sign == FOLD && is_between_blanks(row, at) {
            for cell in &mut row[at - 1..at + 2] {
                cell.set_char('.');
            }
        } else if sign == CUT {
            end_in_dots(row, at);
        } else if sign == '±' && row.get(at + 1).is_some_and(|cell| cell.symbol() == " ") {
            row[at].set_char('+');
            row[at + 1].set_char('-');
        } else if let Some(plain) = plain_sign(row, at, sign) {
            row[at].set_char(plain);
        } else if !keeps_letters {
            row[at].set_char(plain_letter(sign));
        }
    }
}

/// The sign of a cell that is not ASCII.
fn sign_of(cell: &Cell) -> Option<char> {
    let symbol = cell.symbol();
    symbol.chars().next().filter(|_| !symbol.is_ascii())
}

/// What says more, where what follows is blank, and a blank stays before the next word.
fn long_sign(row: &[Cell], at: usize, sign: char) -> Option<&'static str> {
    if sign == '←' && row.get(at + 2).and_then(sign_of) == Some('→') {
        return (row[at + 1].symbol() == " ").then_some(BOTH_WAYS);
    }
    // A key is one sign.
    if row[at].modifier.contains(Modifier::BOLD) {
        return None;
    }
    let (_, long) = LONG.into_iter().find(|(known, _)| *known == sign)?;
    let mut after = row[at + 1..].iter().take(long.len());
    let is_free = |cell: &Cell| cell.symbol() == " " && cell.bg == row[at].bg;
    after.all(is_free).then_some(long)
}

fn is_between_blanks(row: &[Cell], at: usize) -> bool {
    let around = [at.checked_sub(1), Some(at + 1)];
    let mut around = around.into_iter().map(|at| at.and_then(|at| row.get(at)));
    around.all(|cell| cell.is_some_and(|cell| cell.symbol() == " "))
}

/// Three dots up to a cell, or as many as the word before it has letters for.
fn end_in_dots(row: &mut [Cell], at: usize) {
    let letters = row[..at].iter().rev().take(DOTS - 1);
    let over = letters.take_while(|cell| cell.symbol() != " ").count();
    for cell in &mut row[at - over..=at] {
        cell.set_char('.');
    }
}

fn plain_sign(row: &[Cell], at: usize, sign: char) -> Option<char> {
    let is_blank = |at: Option<usize>| {
        let cell = at.and_then(|at| row.get(at));
        cell.is_none_or(|cell| cell.symbol() == " ")
    };
    // Between words it parts them.
    if sign == '·' && is_blank(at.checked_sub(1)) && is_blank(Some(at + 1)) {
        return Some('|');
    }
    let (_, plain) = SIGNS.into_iter().find(|(known, _)| *known == sign)?;
    Some(plain)
}

/// The letter below an accent; `?` for what has none.
fn plain_letter(letter: char) -> char {
    let base = letter.nfkd().next().unwrap_or(letter);
    match base {
        _ if base.is_ascii_graphic() => base,
        'ß' => 's',
        'ø' => 'o',
        'Ø' => 'O',
        'ł' => 'l',
        'Ł' => 'L',
        'æ' => 'a',
        'đ' => 'd',
        '\u{a0}' => ' ',
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn rewritten(text: &str, keeps_letters: bool) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 1));
        buffer.set_string(0, 0, text, Style::new());
        rewrite(&mut buffer, keeps_letters);
        let signs: String = buffer.content.iter().map(Cell::symbol).collect();
        signs.trim_end().to_owned()
    }

    #[test]
    fn a_frame_is_written_in_ascii() {
        for (full, plain) in [
            ("╰───╯ 13:50–now  0h42", "\\___/ 13:50-now  0h42"),
            ("── ╱╱ ▾ ● ○ ‹ ›", "-- // v * o < >"),
            ("u undo · esc close", "u undo | esc close"),
            ("··· a·b", "... a.b"),
            ("more…  x", "mo...  x"),
            ("a…  x", "..  x"),
            ("17 ⋯ 20", "17...20"),
            ("<-> ± 15 min", "<-> +-15 min"),
            ("more…    x", "more...  x"),
            ("60  →  52", "60  -> 52"),
            ("60 → 52", "60 > 52"),
            ("← → week  < > step", "<-> week  < > step"),
            ("−8.5  ± 5", "-8.5  +-5"),
            ("━━━───", "===---"),
        ] {
            assert_eq!(rewritten(full, true), plain, "{full}");
        }
    }

    #[test]
    fn texts_keep_their_letters_where_the_terminal_has_them() {
        assert_eq!(rewritten("Café Łódź 日本", true), "Café Łódź 日 本");
        assert_eq!(rewritten("Café Łódź 日本", false), "Cafe Lodz ? ?");
        assert_eq!(rewritten("naïve Straße ﬁ", false), "naive Strase f");
    }

    #[test]
    fn no_sign_stands_there_twice_and_all_become_ascii() {
        for (index, (sign, plain)) in SIGNS.iter().enumerate() {
            assert!(plain.is_ascii() && !sign.is_ascii(), "{sign}");
            assert!(
                SIGNS[index + 1..].iter().all(|(other, _)| other != sign),
                "{sign}"
            );
        }
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        let detect = |is_plain, vars: &[(&str, &str)]| {
            Glyphs::detect(is_plain, |name| {
                let mut vars = vars.iter();
                let found = vars.find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        for (vars, glyphs) in [
            (&[][..], Glyphs::Full),
            (&[("LANG", "")], Glyphs::Full),
            (&[("LANG", "en_US.UTF-8")], Glyphs::Full),
            (&[("LANG", "de_DE.utf8@euro")], Glyphs::Full),
            (&[("LANG", "en_US")], Glyphs::Full),
            (&[("LANG", "C")], Glyphs::Ascii),
            (&[("LANG", "C.UTF-8")], Glyphs::Full),
            (&[("LANG", "en_US.ISO-8859-1")], Glyphs::Ascii),
            (
                &[("LANG", "en_US.UTF-8"), ("LC_ALL", "POSIX")],
                Glyphs::Ascii,
            ),
            (&[("LANG", "C"), ("LC_CTYPE", "en_US.UTF-8")], Glyphs::Full),
            (&[("LANG", "C"), ("LC_CTYPE", "")], Glyphs::Ascii),
            (&[("LANG", "ja_JP.UTF-8")], Glyphs::Plain),
            (&[("LANG", "ja_JP.eucJP")], Glyphs::Ascii),
        ] {
            assert_eq!(detect(None, vars), glyphs, "{vars:?}");
        }
        assert_eq!(detect(Some(true), &[]), Glyphs::Plain);
        assert_eq!(detect(Some(true), &[("LANG", "C")]), Glyphs::Ascii);
        assert_eq!(detect(Some(false), &[("LANG", "C")]), Glyphs::Full);
        assert_eq!(
            detect(Some(false), &[("LANG", "ko_KR.UTF-8")]),
            Glyphs::Full
        );
    }
}
