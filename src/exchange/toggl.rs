//! Toggl Track: the detailed report as CSV, in the dialects of its years: with or without an end, End or Stop, durations
//! as `1:05:00`, `18:25 min` or `0.31 h`. A Toggl report names no zone.

use super::timesheet_csv::Dialect;

pub(super) const DIALECT: Dialect = Dialect {
    format: "a Toggl detailed export",
    hint: "in Toggl Track choose Reports, then Detailed, then Export as CSV",
    length: &["Duration"],
    other: ("Duration (h)", "Clockify"),
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::source::tests::{ParsedSource, asked, collect, faults, sum, told};
    use crate::exchange::source::{DateOrder, ImportOptions, ParseError};
    use crate::exchange::timesheet_csv;
    use proptest::prelude::*;

    fn read(bytes: &[u8], asked: &ImportOptions) -> Result<ParsedSource, ParseError> {
        collect(|to| timesheet_csv::read(bytes.into(), asked, &DIALECT, to))
    }

    const CLASSIC: &str = include_str!("../../tests/fixtures/import/toggl/classic.csv");
    const STOP: &str = include_str!("../../tests/fixtures/import/toggl/stop.csv");
    const NO_END: &str = include_str!("../../tests/fixtures/import/toggl/no-end.csv");
    const US: &str = include_str!("../../tests/fixtures/import/toggl/us.csv");
    const GERMAN: &str = include_str!("../../tests/fixtures/import/toggl/german.csv");
    const CLOCKS: &str = include_str!("../../tests/fixtures/import/toggl/clocks.csv");
    const BROKEN: &str = include_str!("../../tests/fixtures/import/toggl/broken.csv");

    fn found(text: &str) -> ParsedSource {
        read(text.as_bytes(), &asked()).expect("a detailed export")
    }

    #[test]
    fn the_same_morning_is_read_from_every_dialect() {
        // 35 minutes, 18 minutes 25 seconds, 45 minutes over midnight.
        let seconds = 35 * 60 + 18 * 60 + 25 + 45 * 60;
        for text in [CLASSIC, STOP, NO_END, US, GERMAN] {
            let found = found(text);
            assert_eq!(
                (sum(&found), faults(&found)),
                ((3, seconds), Vec::new()),
                "{text}"
            );
        }
        assert_eq!(
            told(&found(CLASSIC)),
            [
                "2 | 2026-03-02 08:30:00 | 2026-03-02 09:05:00 | Called the board, twice (Calls) | call,board | Website | Northwind | ",
                "3 | 2026-03-02 09:05:00 | 2026-03-02 09:23:25 | two\nlines |  |  |  | ",
                "5 | 2026-03-02 23:30:00 | 2026-03-03 00:15:00 |  |  | Admin |  | ",
            ]
        );
        let stop = found(STOP);
        assert_eq!(
            told(&stop)[3],
            "5 | 2026-03-04 09:00:00 | open | Running |  |  |  | "
        );
        assert_eq!(
            told(&stop)[0],
            "2 | 2026-03-02 08:30:00 | 2026-03-02 09:05:00 | Called |  |  |  | ",
            "a dash is nothing"
        );
        assert!(found(CLASSIC).report.remarks.is_empty());
    }

    #[test]
    fn the_end_counts_and_a_duration_that_disagrees_is_told() {
        let text = "Start date,Start time,End date,End time,Duration,Email\n\
                    2026-03-02,08:30:00,2026-03-02,09:05:00,00:35:00,a@x\n\
                    2026-03-02,10:00:00,2026-03-02,11:00:00,00:30:00,b@x\n\
                    2026-03-02,12:00:00,2026-03-02,13:00:00,what,b@x\n";
        let wrong = read(text.as_bytes(), &asked()).expect_err("two people");
        assert_eq!(wrong.what, "it holds the time of 2 people: a@x, b@x");
        let person = Some("B@x".to_owned());
        let found =
            read(text.as_bytes(), &ImportOptions { person, ..asked() }).expect("one of them");
        assert_eq!(sum(&found), (2, 120 * 60));
        assert_eq!(
            found.report.remarks,
            [
                "in 1 row the duration is not the time from start to end: that time was taken",
                "1 row of other people left out",
            ]
        );
    }

    #[test]
    fn where_the_clocks_change_the_duration_tells_which_time_is_meant() {
        assert_eq!(
            told(&found(CLOCKS)),
            [
                "2 | 2026-10-25T02:50:00+02:00 | 2026-10-25T02:10:00+01:00 |  |  |  |  | ",
                "3 | 2026-10-25T02:30:00+01:00 | 2026-10-25T03:10:00+01:00 |  |  |  |  | ",
                "4 | 2026-03-29 01:30:00 | 2026-03-29 03:30:00 |  |  |  |  | ",
            ]
        );
        assert!(found(CLOCKS).report.remarks.is_empty());
    }

    #[test]
    fn a_row_that_is_none_is_named_and_the_others_are_read() {
        let found = found(BROKEN);
        assert_eq!(
            found
                .rows
                .iter()
                .map(|entry| entry.line)
                .collect::<Vec<_>>(),
            [2, 9]
        );
        assert_eq!(
            faults(&found),
            [
                "3: Start date: \"2026-02-31\" is not a date",
                "4: Start time: \"25:00\" is not a time of day",
                "5: End date: \"later\" is not a date",
                "6: there are 6 cells in it and only 5 columns",
                "7: Start date: \"\" is not a date",
                "8: Start date: \"0001-01-01\" is not a date",
            ]
        );
    }

    #[test]
    fn the_order_of_the_dates_is_decided_once_or_asked_for() {
        let rows = |dates: &[&str]| {
            let rows: Vec<String> = dates
                .iter()
                .map(|date| format!("{date},08:30,1:00:00\n"))
                .collect();
            format!("Start date,Start time,Duration\n{}", rows.concat())
        };
        let wrong =
            read(rows(&["03/02/2026", "03/04/2026"]).as_bytes(), &asked()).expect_err("ambiguous");
        assert!(
            wrong
                .what
                .starts_with("its dates can be read in two ways: in 03/02/2026 (line 2)"),
            "{}",
            wrong.what
        );
        assert!(wrong.hint.contains("--date-format"), "{}", wrong.hint);
        for (order, expected) in [
            (DateOrder::DayFirst, "2026-02-03"),
            (DateOrder::MonthFirst, "2026-03-02"),
        ] {
            let asked = ImportOptions {
                order: Some(order),
                ..asked()
            };
            let found = read(rows(&["03/02/2026"]).as_bytes(), &asked).expect("a detailed export");
            assert!(told(&found)[0].contains(expected), "{:?}", told(&found));
        }
        let found = found(
            &rows(&["03/02/2026", "03/31/2026", "31.03.2026"]).replace("31.03.2026", "2026-03-31"),
        );
        assert!(told(&found)[0].contains("2026-03-02"));
    }

    #[test]
    fn another_file_is_refused_by_name() {
        let cases = [
            (
                "Project,Client,Duration,Amount ()\nx,y,1:00:00,\n",
                "no Start date column",
            ),
            (
                "User,Mon,Tue,Total\nx,1:00,1:00,2:00\n",
                "no Start date column",
            ),
            ("", "no Start date column"),
            (
                "Start date,Duration\n2026-03-02,1:00:00\n",
                "no Start time column",
            ),
            (
                "Start date,Start time\n2026-03-02,8:30\n",
                "neither an End time nor a Duration column",
            ),
            (
                "Start Date,Start Time,End Date,End Time,Duration (h)\n03/13/2026,8:30 AM,03/13/2026,9:00 AM,0:30:00\n",
                "it has a Duration (h) column, as Clockify has",
            ),
            (
                "Start date,Start time,Duration\n45292.5,0.35,0.02\n",
                "no cell of its Start date column is a date; in line 2 it is \"45292.5\"",
            ),
        ];
        for (text, why) in cases {
            let wrong = read(text.as_bytes(), &asked()).expect_err("refused");
            assert_eq!(wrong.what, format!("not a Toggl detailed export: {why}"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_bytes_break_it(rest in "[0-9/:., apm\"\n;-]{0,80}", at in 0..700_usize, with in any::<u8>()) {
            let header = "Start date,Start time,End date,End time,Duration\n";
            let mut samples = [STOP.as_bytes().to_vec(), GERMAN.as_bytes().to_vec(), CLASSIC.as_bytes().to_vec(), format!("{header}{rest}").into_bytes()];
            for sample in &mut samples {
                if let Some(byte) = sample.get_mut(at) {
                    *byte = with;
                }
                let _ = read(sample, &asked()).map(|found| told(&found));
            }
        }
    }
}
