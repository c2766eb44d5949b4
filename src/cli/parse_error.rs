//! A text that was not understood, as an error that shows the text with a mark under the place.

use crate::domain::parse::ParseError;
use crate::domain::text;
use crate::error::Error;

/// The most characters of the text that are shown before the place, and of it and after it.
const BEFORE: usize = 40;
const FROM: usize = 34;

/// The error in a text, with the text and a mark under the place.
pub(super) fn mark(line: &str, error: ParseError) -> Error {
    if error.is_refused {
        let refused = Error::failed(error.message.as_str());
        return match &error.hint {
            Some(hint) => refused.hint(hint.as_str()),
            None => refused,
        };
    }
    let what = format!("{}\n{}", error.message, marked(line, &error));
    Error::in_text(what, error)
}

/// [`mark`] for the errors of one text.
pub(super) fn mark_in(line: &str) -> impl FnOnce(ParseError) -> Error {
    move |error| mark(line, error)
}

/// The text, and below it a mark under the place; of a long text only what stands around the place.
fn marked(line: &str, error: &ParseError) -> String {
    let shown = |from: usize, count: usize| {
        text::visible(&line.chars().skip(from).take(count).collect::<String>())
    };
    let at = error.column - 1;
    let cut = at.saturating_sub(BEFORE);
    let (before, rest) = (shown(cut, at - cut), shown(at, usize::MAX));
    let start = if cut > 0 { "…" } else { "" };
    let place = text::width(&shown(at, error.width)).clamp(1, FROM);
    let indent = text::width(start) + text::width(&before);
    format!(
        "{start}{before}{}\n{}{}",
        text::fit(&rest, FROM),
        " ".repeat(indent),
        "^".repeat(place)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(column: usize, width: usize) -> ParseError {
        ParseError {
            message: "odd".to_owned(),
            column,
            width,
            hint: None,
            is_refused: false,
        }
    }

    #[test]
    fn the_mark_stands_under_the_place() {
        let cases = [
            ("call /crm now", fault(6, 4), "call /crm now\n     ^^^^"),
            ("", fault(1, 1), "\n^"),
            ("abc", fault(4, 1), "abc\n   ^"),
            ("日本 /x", fault(4, 2), "日本 /x\n     ^^"),
            ("a\u{1b} /x", fault(4, 2), "a␛ /x\n   ^^"),
        ];
        for (line, fault, expected) in cases {
            assert_eq!(marked(line, &fault), expected, "{line:?}");
        }
    }

    #[test]
    fn a_long_text_is_shown_around_the_place() {
        let line = format!("{} /crm {}", "x".repeat(100), "y".repeat(100));
        let shown = marked(&line, &fault(102, 4));
        let (text, mark) = shown.split_once('\n').unwrap();
        assert!(text::width(text) <= 76, "{text}");
        assert!(text.starts_with("…x") && text.ends_with("y…"), "{text}");
        let at = mark.find('^').unwrap();
        assert_eq!(text.chars().skip(at).take(4).collect::<String>(), "/crm");
    }
}
