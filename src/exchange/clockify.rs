//! Clockify: the detailed report as CSV, with the date and time formats of its settings. A report names no zone, and its
//! columns have the names of the language in which Clockify is set.

use super::timesheet_csv::Dialect;

pub(super) const DIALECT: Dialect = Dialect {
    format: "a Clockify detailed export",
    hint: "in Clockify choose Reports, Detailed, Export, Save as CSV; it may be set to English, German, French, Spanish or Portuguese",
    length: &[
        "Duration (h)",
        "Duration (decimal)",
        "Dauer (h)",
        "Dauer (dezimal)",
        "Durée (h)",
        "Duración (h)",
        "Duração (h)",
    ],
    other: ("Duration", "Toggl"),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::source::tests::{ParsedSource, asked, collect, faults, sum, told};
    use crate::exchange::source::{ImportOptions, ParseError};
    use crate::exchange::timesheet_csv;
    use proptest::prelude::*;

    fn read(bytes: &[u8], asked: &ImportOptions) -> Result<ParsedSource, ParseError> {
        collect(|to| timesheet_csv::read(bytes.into(), asked, &DIALECT, to))
    }

    const HALF_DAY: &str = include_str!("../../tests/fixtures/import/clockify/12h.csv");
    const FULL_DAY: &str = include_str!("../../tests/fixtures/import/clockify/24h.csv");
    const REDUCED: &str = include_str!("../../tests/fixtures/import/clockify/reduced.csv");
    const BROKEN: &str = include_str!("../../tests/fixtures/import/clockify/broken.csv");

    fn found(text: &str) -> ParsedSource {
        read(text.as_bytes(), &asked()).expect("a detailed export")
    }

    #[test]
    fn the_same_day_is_read_in_every_format_of_dates_and_times() {
        let expected = [
            "2 | 2026-03-13 11:23:52 | 2026-03-13 12:23:53 | Called (Calls) | call,board | Website | Northwind | ",
            "3 | 2026-03-13 12:30:00 | 2026-03-13 13:00:00 | \\ 🔥 ''`!@#$%^&*()_+\\-=\\[\\]{};':''\\|,.<>\\/?~ \\\\\\ |  |  |  | ",
            "4 | 2026-03-13 23:30:00 | 2026-03-14 00:15:00 |  |  | Admin |  | ",
        ];
        for text in [HALF_DAY, FULL_DAY] {
            let found = found(text);
            assert_eq!(told(&found), expected, "{text}");
            // An hour and a second, 30 and 45 minutes.
            assert_eq!(
                (sum(&found), faults(&found).len(), &found.report.remarks),
                ((3, 8101), 0, &Vec::new())
            );
        }
        // A row without its last column; no column with a length.
        assert_eq!(
            told(&found(REDUCED)),
            ["2 | 2026-03-13 11:23:00 | 2026-03-13 12:23:01 | Called (Calls) |  | Website |  | "]
        );
    }

    #[test]
    fn the_columns_have_the_names_of_the_language_in_which_it_is_set() {
        let samples = [
            include_str!("../../tests/fixtures/import/clockify/german.csv"),
            include_str!("../../tests/fixtures/import/clockify/french.csv"),
            include_str!("../../tests/fixtures/import/clockify/spanish.csv"),
        ];
        for text in samples {
            assert_eq!(
                told(&found(text)),
                [
                    "2 | 2026-03-13 11:23:52 | 2026-03-13 12:23:53 | Called (Calls) | call,board | Website | Northwind | "
                ],
                "{text}"
            );
        }
    }

    #[test]
    fn rows_that_are_none_are_named_and_other_files_refused() {
        let order = Some(crate::exchange::source::DateOrder::MonthFirst);
        let found = read(BROKEN.as_bytes(), &ImportOptions { order, ..asked() })
            .expect("a detailed export");
        assert_eq!(
            found
                .rows
                .iter()
                .map(|entry| entry.line)
                .collect::<Vec<_>>(),
            [3]
        );
        assert_eq!(
            faults(&found),
            [
                "2: Start date: \"13/15/2024\" is not a date",
                "4: Start date: \"14/10/2024\" is not a date with the month first, as in the rest of the file",
            ]
            .map(str::to_owned)
        );
        let wrong = read(BROKEN.as_bytes(), &asked()).expect_err("refused");
        assert!(
            wrong.what.starts_with("its dates contradict each other"),
            "{}",
            wrong.what
        );
        let cases = [
            (
                "\"Project\",\"Description\",\"Time (h)\",\"Time (decimal)\"\n",
                "no Start date column",
            ),
            (
                "\"Projekt\",\"Startdatum\",\"Startzeit\"\n",
                "neither an End time nor a Duration column",
            ),
            (
                "Start date,Start time,Duration\n2026-03-02,8:30,1:00\n",
                "it has a Duration column, as Toggl has",
            ),
        ];
        for (text, why) in cases {
            let wrong = read(text.as_bytes(), &asked()).expect_err("refused");
            assert_eq!(wrong.what, format!("not a Clockify detailed export: {why}"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_bytes_break_it(at in 0..900_usize, with in any::<u8>(), bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut samples = [HALF_DAY.as_bytes().to_vec(), FULL_DAY.as_bytes().to_vec(), bytes];
            for sample in &mut samples {
                if let Some(byte) = sample.get_mut(at) {
                    *byte = with;
                }
                let _ = read(sample, &asked()).map(|found| told(&found));
            }
        }
    }
}
