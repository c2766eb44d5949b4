//! JSON Lines: one block a line, nothing lost. Also reads one array of blocks, as `log --json` prints it.

mod lines;

use std::io::BufRead;

use serde::de::IgnoredAny;

use super::contents::Contents;
use super::decode::MARK;
use super::error::ExchangeError;
use super::json_elements::read_elements;
use super::schema_errors;
use super::source::ParseError;
use crate::domain::arrival::Arrival;
use crate::domain::record::Record;

pub(super) use lines::Lines;

/// Takes a row with its line: a block, or why it is none. After an error nothing more is read.
pub(super) type TakeRecords<'t> =
    dyn FnMut(usize, Result<Arrival, String>) -> Result<(), ExchangeError> + 't;

/// Reads all blocks of a text, line by line; a list is read as a whole. A text in which nothing looks like JSON is another
/// file.
pub(super) fn read(contents: &Contents, take: &mut TakeRecords<'_>) -> Result<(), ExchangeError> {
    let reading = ExchangeError::Reading;
    let mut source = contents.pass().map_err(reading)?;
    let (mut row, mut line) = (Vec::new(), 0);
    let (mut is_begun, mut has_object) = (false, false);
    loop {
        row.clear();
        if source.read_until(b'\n', &mut row).map_err(reading)? == 0 {
            break;
        }
        line += 1;
        let text = row.strip_prefix(MARK).filter(|_| line == 1);
        let text = text.unwrap_or(&row);
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        let first = text.trim_ascii_start().first();
        if first.is_none() {
            continue;
        }
        if !is_begun && first == Some(&b'[') {
            drop(source);
            return read_list(&contents.bytes()?, take);
        }
        is_begun = true;
        has_object = has_object || text.contains(&b'{');
        let (line, found) = read_row(text, line);
        take(line, found)?;
    }
    drop(source);
    contents.check_unchanged()?;
    if is_begun && !has_object {
        return Err(ParseError::new(
            "not a tafs export: no line starts with {",
            "name a file that `tafs export` or `tafs log --json` wrote",
        )
        .into());
    }
    Ok(())
}

fn read_list(bytes: &[u8], take: &mut TakeRecords<'_>) -> Result<(), ExchangeError> {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let (elements, broken) = read_elements::<IgnoredAny>(bytes, not_json);
    for element in elements {
        let (line, found) = read_row(element.bytes, element.line);
        take(line, found)?;
    }
    broken.map_or(Ok(()), |fault| take(fault.line, Err(fault.what)))
}

/// What serde says, without its "at line 1 column 5": the line is that of the row.
pub(super) fn describe_field(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split_once(" at line ")
        .map_or(text.as_str(), |(what, _)| what)
        .to_owned()
}

pub(super) fn not_json(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "this is not JSON: it breaks off".to_owned();
    }
    format!("this is not JSON, from column {} on", error.column())
}

/// Reads a row that begins in `line`: the block, or in which line it is none, and why.
fn read_row(row: &[u8], line: usize) -> (usize, Result<Arrival, String>) {
    let error = match serde_json::from_slice::<Record>(row) {
        Ok(record) => {
            let arrival = record.into_arrival();
            return (line, arrival.map_err(|fault| fault.to_string()));
        }
        Err(error) => error,
    };
    let within = line + error.line().saturating_sub(1);
    let what = match serde_json::from_slice(row) {
        Ok(value) => schema_errors::explain(&value).unwrap_or_else(|| describe_field(&error)),
        Err(error) => not_json(&error),
    };
    (within, Err(what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::import_report::RowError;

    /// What a text holds: its blocks, and which rows are none.
    #[derive(PartialEq, Eq, Debug, Default)]
    struct Reading {
        arrivals: Vec<(usize, Arrival)>,
        faults: Vec<RowError>,
    }

    fn read(bytes: &[u8]) -> Result<Reading, ParseError> {
        let mut reading = Reading::default();
        let all = super::read(&bytes.into(), &mut |line, found| {
            match found {
                Ok(arrival) => reading.arrivals.push((line, arrival)),
                Err(what) => reading.faults.push(RowError::new(line, what)),
            }
            Ok(())
        });
        match all {
            Ok(()) => Ok(reading),
            Err(ExchangeError::Wrong(wrong)) => Err(wrong),
            Err(other) => panic!("{other}"),
        }
    }

    const ROW: &str = r#"{"start":"2026-03-02T08:30:00+01:00","category":"admin"}"#;

    fn faults(text: &str) -> Vec<String> {
        read(text.as_bytes())
            .expect("JSON")
            .faults
            .iter()
            .map(|fault| format!("{}: {}", fault.line, fault.what))
            .collect()
    }

    #[test]
    fn lines_and_arrays_hold_the_same_blocks() {
        let shapes = [
            format!("{ROW}\n{ROW}\n"),
            format!("\u{feff}{ROW}\r\n\r\n  {ROW}"),
            format!("[{ROW},{ROW}]"),
            format!("\n [\n{ROW}\n,\n{ROW}\n]\n"),
            format!("[{},{ROW}]", ROW.replace(',', ",\n  ")),
        ];
        for text in shapes {
            let reading = read(text.as_bytes()).expect("JSON");
            assert_eq!(
                (reading.arrivals.len(), reading.faults.len()),
                (2, 0),
                "{text}"
            );
        }
        for text in ["", "\n\n", "[]", " [ ] ", "\u{feff}"] {
            assert_eq!(read(text.as_bytes()), Ok(Reading::default()), "{text:?}");
        }
    }

    #[test]
    fn a_fault_names_its_line_and_the_rows_after_it_are_still_read() {
        let cases: [(String, &[&str]); 10] = [
            (
                format!("{ROW}\nnonsense\n{ROW}"),
                &["2: this is not JSON, from column 2 on"],
            ),
            (
                format!("{}\n{ROW}", ROW.replace("start", "begin")),
                &[
                    "1: unknown field begin; known fields: id, start, end, category, activity, account, requester, tags, note, outcomes, source, fit",
                ],
            ),
            (
                ROW.replace("admin", "work"),
                &["1: category: \"work\" is none of selling, admin, learning, distraction, break"],
            ),
            (
                r#"{"category":"admin"}"#.to_owned(),
                &["1: start is missing"],
            ),
            (
                ROW.replace("03-02", "02-31"),
                &[
                    "1: start: \"2026-02-31T08:30:00+01:00\" is not an RFC 3339 time of the years 1900 to 2199, such as 2026-03-02T08:30:00+01:00",
                ],
            ),
            (
                format!(
                    "[\n{},\n{ROW},\n{}]",
                    ROW.replace("admin", "x"),
                    ROW.replace("admin", "y")
                ),
                &[
                    "2: category: \"x\" is none of selling, admin, learning, distraction, break",
                    "4: category: \"y\" is none of selling, admin, learning, distraction, break",
                ],
            ),
            (
                format!("[{ROW},\n{ROW}"),
                &["2: here the list breaks off: it is not closed with ]"],
            ),
            (
                format!("[{ROW}\n{ROW}]"),
                &["2: here the list breaks off: it is not closed with ]"],
            ),
            (
                format!("[{ROW}]\nmore"),
                &["2: after the list there is more"],
            ),
            (
                "[{\n\"a\": nope}]".to_owned(),
                &["2: this is not JSON, from column 7 on"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(faults(&text), expected, "{text}");
        }
        let reading = read(format!("{ROW}\n\u{1}\n{ROW}").as_bytes()).expect("JSON");
        assert_eq!((reading.arrivals.len(), reading.faults.len()), (2, 1));
        assert_eq!(
            read(b"\xff\xfe{").expect("JSON").faults.len(),
            1,
            "not UTF-8"
        );
        assert_eq!(
            read(b"start,end\n").expect_err("refused").what,
            "not a tafs export: no line starts with {"
        );
    }
}
