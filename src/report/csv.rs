//! A report as CSV (RFC 4180), and the one function that makes a text harmless in a spreadsheet.

use csv::WriterBuilder;

use crate::domain::text;
use crate::insight::groups::{By, Group, Report};

/// How all CSV of the house is written: commas, quotes where they are needed, and lines that end as everywhere else on
/// this system, which every reader takes too.
pub fn csv_writer() -> WriterBuilder {
    WriterBuilder::new()
}

/// How a spreadsheet wants its CSV.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dialect {
    /// What stands between the cells; one byte of ASCII.
    pub delimiter: u8,
    /// What stands between a whole number and its fraction.
    pub decimal: char,
    /// Whether the mark that says UTF-8 stands first: some read the text as an old code page without it.
    pub has_bom: bool,
}

impl Dialect {
    /// RFC 4180.
    pub const PLAIN: Self = Self {
        delimiter: b',',
        decimal: '.',
        has_bom: false,
    };

    /// What a sheet begins with.
    pub const fn mark(self) -> &'static str {
        if self.has_bom { "\u{feff}" } else { "" }
    }

    /// What writes the rows behind it.
    pub fn builder(self) -> WriterBuilder {
        let mut builder = csv_writer();
        builder.delimiter(self.delimiter);
        builder
    }

    /// A number to so many places, without zeros at its end.
    pub fn number(self, value: f64, places: usize) -> String {
        let text = format!("{value:.places$}");
        let text = if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.')
        } else {
            &text
        };
        text.replace('.', &self.decimal.to_string())
    }
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
pub fn write_csv(report: &Report, dialect: Dialect) -> Result<String, csv::Error> {
    let figures = |group: &Group| {
        [
            report.time_of(group).as_seconds().to_string(),
            format!("{:.2}", report.time_of(group).as_hours())
                .replace('.', &dialect.decimal.to_string()),
            share_cell(report, group, |share| share.to_string(), dialect),
            report.selling_of(group).as_seconds().to_string(),
        ]
    };
    write_groups(
        report,
        dialect,
        ["seconds", "hours", "share", "selling_s"],
        figures,
    )
}

/// The same for a spreadsheet: hours and minutes as numbers to be summed.
pub fn write_sheet(report: &Report, dialect: Dialect) -> Result<String, csv::Error> {
    let figures = |group: &Group| {
        let time = report.time_of(group);
        [
            dialect.number(time.as_hours(), 4),
            dialect.number(time.as_hours() * 60.0, 2),
            share_cell(report, group, |share| format!("{share:.4}"), dialect),
            dialect.number(report.selling_of(group).as_hours(), 4),
        ]
    };
    write_groups(
        report,
        dialect,
        ["hours", "minutes", "share", "selling_hours"],
        figures,
    )
}

fn share_cell(
    report: &Report,
    group: &Group,
    spell: impl Fn(f64) -> String,
    dialect: Dialect,
) -> String {
    let share = report.share(group).map(spell).unwrap_or_default();
    share.replace('.', &dialect.decimal.to_string())
}

fn write_groups<const N: usize>(
    report: &Report,
    dialect: Dialect,
    heads: [&str; N],
    figures: impl Fn(&Group) -> [String; N],
) -> Result<String, csv::Error> {
    let mut out = dialect
        .builder()
        .from_writer(dialect.mark().as_bytes().to_vec());
    let is_by_category = report.by == By::Category;
    let second = if is_by_category { "letter" } else { "category" };
    out.write_record([report.by.name(), second].into_iter().chain(heads))?;
    for group in &report.groups {
        let category = group.key.category().map(|category| {
            if is_by_category {
                category.letter().to_string()
            } else {
                category.to_string()
            }
        });
        let name = guard_cell(&group.key.name().unwrap_or_default());
        let keys = [name, category.unwrap_or_default()].into_iter();
        out.write_record(keys.chain(figures(group)))?;
    }
    let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_the_sheet_reads_it() {
        let comma = Dialect {
            decimal: ',',
            ..Dialect::PLAIN
        };
        for (value, places, expected) in [
            (1.5, 4, "1,5"),
            (0.833_333, 4, "0,8333"),
            (2.0, 4, "2"),
            (0.0, 2, "0"),
            (100.0, 0, "100"),
            (1234.5, 2, "1234,5"),
        ] {
            assert_eq!(comma.number(value, places), expected);
            assert_eq!(
                Dialect::PLAIN.number(value, places),
                expected.replace(',', ".")
            );
        }
    }

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
