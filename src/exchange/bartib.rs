//! Bartib: its log, one activity a line, `2026-03-02 08:30 - 2026-03-02 09:05 | project | description`; without the
//! second time it still runs. In the texts `\` escapes `|` and itself.

use chrono::NaiveDateTime;

use super::dates::date_time;
use super::decode::decode;
use super::delivery::{Delivery, TakeRows};
use super::error::ExchangeError;
use super::import_report::ImportReport;
use super::source::{DateOrder, ParseError, RowLabels, Time};

const FORMAT: &str = "a Bartib log";

/// Reads a log. Bartib names no zone: its times are those of the wall clock.
pub(super) fn read(bytes: &[u8], to: &mut dyn TakeRows) -> Result<ImportReport, ExchangeError> {
    let (text, remark) = decode(bytes, FORMAT)?;
    let mut source = Delivery::new(to, remark);
    let mut is_log = false;
    let mut first = None;
    for (line, row) in (1..)
        .zip(text.lines())
        .filter(|(_, row)| !row.trim().is_empty())
    {
        let parts = parts(row);
        let [times, project, rest @ ..] = parts.as_slice() else {
            first.get_or_insert(line);
            source.reject(line, "a | must follow the times");
            continue;
        };
        match both(times) {
            Ok(times) => {
                is_log = true;
                let title = rest.first().map(String::as_str).unwrap_or_default();
                let labels = RowLabels {
                    title,
                    project,
                    ..RowLabels::default()
                };
                source.add(line, times, &labels, None);
            }
            Err(what) => {
                first.get_or_insert(line);
                source.reject(line, what);
            }
        }
    }
    match first {
        Some(line) if !is_log => Err(ParseError::new(
            format!(
                "not {FORMAT}: line {line} does not begin with a time such as 2026-03-02 08:30, and no other one does"
            ),
            "name the file that BARTIB_FILE names",
        )
        .into()),
        _ => source.finish(),
    }
}

fn both(times: &str) -> Result<(Time, Option<Time>), String> {
    match times.split_once(" - ") {
        None => Ok((time(times)?, None)),
        Some((start, end)) => Ok((time(start)?, Some(time(end)?))),
    }
}

fn time(text: &str) -> Result<Time, String> {
    let text = text.trim();
    // The year comes first: there is no order to decide.
    let wall: Option<NaiveDateTime> = Some(text)
        .filter(|text| text.as_bytes().get(4) == Some(&b'-'))
        .and_then(|text| date_time(text, DateOrder::DayFirst));
    wall.map(Time::Wall)
        .ok_or_else(|| format!("{text:?} is not a time as Bartib writes it: 2026-03-02 08:30"))
}

/// The parts between the bars, without the white space around them.
fn parts(row: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = row.chars();
    while let Some(c) = chars.next() {
        let last = parts.len() - 1;
        match c {
            '|' => parts.push(String::new()),
            '\\' => parts[last].extend(chars.next()),
            c => parts[last].push(c),
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::source::tests::{ParsedSource, collect, faults, sum, told};
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Result<ParsedSource, ParseError> {
        collect(|to| super::read(bytes, to))
    }

    const LOG: &str = include_str!("../../tests/fixtures/import/bartib/activities.bartib");
    const BROKEN: &str = include_str!("../../tests/fixtures/import/bartib/broken.bartib");

    #[test]
    fn a_log_is_read_with_its_escapes_and_what_runs() {
        let found = read(LOG.as_bytes()).expect("activities");
        assert_eq!(
            told(&found),
            [
                "1 | 2026-03-02 08:30:00 | 2026-03-02 09:05:00 | called the board |  | Northwind |  | ",
                "2 | 2026-03-02 09:05:00 | 2026-03-02 09:50:30 | a | b \\ c |  | deck|2 |  | ",
                "4 | 2026-03-02 23:30:00 | 2026-03-03 00:15:00 |  |  | admin |  | ",
                "5 | 2026-03-03 24:00:00 | open | running |  | admin |  | "
                    .replace("2026-03-03 24:00", "2026-03-04 00:00")
                    .as_str(),
            ]
        );
        // 35, 45 and a half, 45 minutes.
        assert_eq!((sum(&found), faults(&found).len()), ((3, 125 * 60 + 30), 0));
    }

    #[test]
    fn a_line_that_is_no_activity_is_named_and_the_others_are_read() {
        let found = read(BROKEN.as_bytes()).expect("activities");
        assert_eq!(
            found
                .rows
                .iter()
                .map(|entry| entry.line)
                .collect::<Vec<_>>(),
            [1]
        );
        assert_eq!(
            faults(&found),
            [
                "2: \"2026-02-31 08:30\" is not a time as Bartib writes it: 2026-03-02 08:30",
                "3: \"later\" is not a time as Bartib writes it: 2026-03-02 08:30",
                "4: a | must follow the times",
                "5: \"02/03/2026 08:30\" is not a time as Bartib writes it: 2026-03-02 08:30",
                "6: \"0001-01-01 08:30\" is not a time as Bartib writes it: 2026-03-02 08:30",
            ]
        );
        let wrong = read(b"\nUser,Start date\nx,y | z\n").expect_err("refused");
        assert_eq!(
            wrong.what,
            "not a Bartib log: line 2 does not begin with a time such as 2026-03-02 08:30, and no other one does"
        );
        assert_eq!(read(b"\n"), Ok(ParsedSource::default()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..120), text in "(2026-03-02 08:30| - | \\| |[0-9:|\\\\ \n-]){0,20}", at in 0..300_usize, with in any::<u8>()) {
            let mut samples = [LOG.as_bytes().to_vec(), text.into_bytes(), bytes];
            for sample in &mut samples {
                if let Some(byte) = sample.get_mut(at) {
                    *byte = with;
                }
                let _ = read(sample).map(|found| told(&found));
            }
        }
    }
}
