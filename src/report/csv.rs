//! A report as CSV (RFC 4180), and the one function that makes a text harmless in a spreadsheet.

use csv::WriterBuilder;

use crate::domain::text;
use crate::insight::groups::{By, Report};

/// How all CSV of the house is written: commas, quotes where they are needed, and lines that end as everywhere else on
/// this system, which every reader takes too.
pub fn csv_writer() -> WriterBuilder {
    WriterBuilder::new()
}

/// Whether a spreadsheet would take a text for a formula, or has been kept from it by `'` already: so that each guard
/// can be told from what it guards.
pub fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    // The wide forms too: an input method of a Japanese or Chinese spreadsheet takes them for the narrow ones.
    text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\u{2212}',
    ])
}

/// A text as a cell. A spreadsheet would take one that begins with `=`, `+`, `-`, `@` (also wide ones), a tab or a line
/// end for a formula: it gets a `'` before it. What a terminal would obey is shown; line ends and tabs stay.
pub fn guard_cell(text: &str) -> String {
    let guard = if is_formula(text) { "'" } else { "" };
    format!("{guard}{}", text::visible_lines(text))
}

/// The groups of a report: what they are grouped by, their category, seconds, hours, share of the working time, seconds
/// of selling. By category the second column is its letter: no two columns have one name, and none moves.
pub fn write_csv(report: &Report) -> Result<String, csv::Error> {
    let mut out = csv_writer().from_writer(Vec::new());
    let is_by_category = report.by == By::Category;
    out.write_record([
        report.by.name(),
        if is_by_category { "letter" } else { "category" },
        "seconds",
        "hours",
        "share",
        "selling_s",
    ])?;
    for group in &report.groups {
        let category = group.key.category().map(|category| {
            if is_by_category {
                category.letter().to_string()
            } else {
                category.to_string()
            }
        });
        let share = report.share(group).map(|share| share.to_string());
        out.write_record([
            guard_cell(&group.key.name().unwrap_or_default()),
            category.unwrap_or_default(),
            group.time().as_seconds().to_string(),
            format!("{:.2}", group.time().as_hours()),
            share.unwrap_or_default(),
            group.totals.selling.as_seconds().to_string(),
        ])?;
    }
    let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let cases = [
            ("plain", "plain"),
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-x", "'-x"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'←=1"),
            ("'=1", "''=1"),
            ("＝1+1", "'＝1+1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠SUM(A1)", "'＠SUM(A1)"),
            ("\u{2212}1", "'\u{2212}1"),
            ("'quoted'", "'quoted'"),
            ("a=1, \"b\"\nc\td", "a=1, \"b\"\nc\td"),
            ("\u{1b}[2J\u{202e}", "␛[2J⟨202e⟩"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(guard_cell(text), expected, "{text:?}");
        }
    }
}
