//! A text that was not understood, as an error that shows the text with a mark under the place.

use std::path::Path;

use crate::domain::parse::Fault;
use crate::domain::text;
use crate::error::Error;
use crate::exchange::ExchangeError;

/// The most characters of the text that are shown before the place, and of it and after it.
const BEFORE: usize = 40;
const FROM: usize = 34;

/// The fault in a text, as an error of usage.
pub(super) fn in_text(line: &str, fault: &Fault) -> Error {
    let error = Error::usage(format!("{}\n{}", fault.message, marked(line, fault)));
    match &fault.hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

/// The text, and below it a mark under the place; of a long text only what stands around the place.
fn marked(line: &str, fault: &Fault) -> String {
    let shown = |from: usize, count: usize| {
        text::visible(&line.chars().skip(from).take(count).collect::<String>())
    };
    let at = fault.column - 1;
    let cut = at.saturating_sub(BEFORE);
    let (before, rest) = (shown(cut, at - cut), shown(at, usize::MAX));
    let start = if cut > 0 { "…" } else { "" };
    let place = text::width(&shown(at, fault.width)).clamp(1, FROM);
    let indent = text::width(start) + text::width(&before);
    format!(
        "{start}{before}{}\n{}{}",
        text::fit(&rest, FROM),
        " ".repeat(indent),
        "^".repeat(place)
    )
}

/// What went wrong with a file or a stream that goes out or comes in.
pub(super) fn in_file(place: &Path, error: ExchangeError) -> Error {
    let place = place.display();
    match &error {
        ExchangeError::Rows(_) | ExchangeError::Overlaps(_) => {
            Error::failed(format!("{place} was not taken in\n{error}")).hint(error.hint())
        }
        ExchangeError::Wrong(_) => Error::failed(format!("{place}: {error}")).hint(error.hint()),
        ExchangeError::Store(_) => Error::exchange("", error),
        ExchangeError::Writing(cause) => {
            // The file beside the place, which the cause may name, is nothing to the person.
            let told = cause.to_string();
            let plain = told
                .split_once(" at path ")
                .map_or(told.as_str(), |(plain, _)| plain);
            Error::failed(format!("{place} cannot be written: {plain}")).hint(error.hint())
        }
        ExchangeError::Reading(_) | ExchangeError::Exists | ExchangeError::NotAFile => {
            Error::failed(format!("{place} {error}")).hint(error.hint())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(column: usize, width: usize) -> Fault {
        Fault {
            message: "odd".to_owned(),
            column,
            width,
            hint: None,
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
