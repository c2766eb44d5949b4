//! A report as Markdown: a heading, the share, one table. No text in it can become markup.

use super::groups::Report;
use super::rows::{self, Kind};
use super::{share, words};
use crate::domain::text;

/// A text of one line, in which nothing is markup: what Markdown or HTML would take for it is escaped.
pub fn escaped(text: &str) -> String {
    let visible = text::visible(text);
    let mut out = String::with_capacity(visible.len() + 8);
    let mut before = None;
    let mut rest = visible.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' | '$' => true,
            '!' => next == Some('['),
            // An address would become a link.
            ':' => next == Some('/'),
            '.' if before.is_some_and(char::is_alphabetic) => {
                next.is_some_and(char::is_alphanumeric)
            }
            // At the start of a line it would be an item of a list.
            '.' | ')' => next == Some(' ') && is_number(&out),
            '+' | '-' | '=' => before.is_none() && next.is_none_or(|next| next == ' ' || next == c),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Whether all so far is a number.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The report.
pub fn text(report: &Report) -> String {
    let title = words::title(report);
    if report.is_empty() {
        return format!("# {title}\n\nNothing is on record.\n");
    }
    let reading = words::reading(report);
    let shown = share::share(&reading);
    let shown = if shown.is_empty() {
        shown
    } else {
        format!("**{shown}** time available for selling: ")
    };
    let mut out = format!(
        "# {title}\n\n{shown}{}\n\n",
        share::hours(&report.totals, &reading)
    );
    let headings: Vec<&str> = rows::headings(report)
        .into_iter()
        .filter(|heading| !heading.is_empty())
        .collect();
    out += &line(
        &headings
            .iter()
            .map(|heading| (*heading).to_owned())
            .collect::<Vec<_>>(),
    );
    out.extend(["| --- |", &" ---: |".repeat(headings.len() - 1), "\n"]);
    for row in rows::rows(report) {
        let label = escaped(&row.label);
        let label = match row.kind {
            Kind::Group => label,
            Kind::Total => format!("**{label}**"),
            Kind::Unsaid | Kind::Beside => format!("*{label}*"),
        };
        out += &line(&[label, row.time, row.share, row.selling][..headings.len()]);
    }
    out
}

fn line(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let cases = [
            ("Zürich 24/7, ok", "Zürich 24/7, ok"),
            ("a|b`c", "a\\|b\\`c"),
            ("two\nlines", "two↵lines"),
            ("<img src=x>", "\\<img src=x\\>"),
            ("[link](http://x)", "\\[link\\](http\\://x)"),
            ("0.73 an hour: 51.8 %!", "0.73 an hour: 51.8 %!"),
            ("1. one", "1\\. one"),
            ("1) one", "1\\) one"),
            ("+8.1", "+8.1"),
            ("- x", "\\- x"),
            ("---", "\\---"),
            ("at 0.73 (x)", "at 0.73 (x)"),
            (
                "![i](x) **b** _u_ ~s~ &amp; \\",
                "\\!\\[i\\](x) \\*\\*b\\*\\* \\_u\\_ \\~s\\~ \\&amp; \\\\",
            ),
            ("www.x.de", "www\\.x\\.de"),
        ];
        for (text, expected) in cases {
            assert_eq!(escaped(text), expected);
        }
    }
}
