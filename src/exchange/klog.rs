//! klog: records of a date, a summary and indented entries (`8:30 - 9:05 call`, `1h30m`, `9:00 - ?`). Times are those of
//! the wall clock. An entry that is only a duration, or a pause, has no place in the day: it is told, not placed.

use chrono::{Days, NaiveDate};

use super::dates;
use super::decode::decode;
use super::delivery::{Delivery, TakeRows};
use super::error::ExchangeError;
use super::import_report::ImportReport;
use super::source::{DateOrder, ParseError, RowLabels, Time};
use crate::domain::format;
use crate::domain::stamp::Length;

const FORMAT: &str = "a klog file";

/// How entries may be indented, the first that fits.
const INDENTATIONS: [&str; 4] = ["    ", "   ", "  ", "\t"];

/// Reads a file of records.
pub(super) fn read(bytes: &[u8], to: &mut dyn TakeRows) -> Result<ImportReport, ExchangeError> {
    let (text, remark) = decode(bytes, FORMAT)?;
    let mut reader = Reader {
        source: Delivery::new(to, remark),
        records: 0,
    };
    let lines: Vec<(usize, &str)> = (1..).zip(text.lines()).collect();
    let blocks: Vec<_> = lines
        .split(|(_, line)| is_blank(line))
        .filter(|block| !block.is_empty())
        .collect();
    for block in &blocks {
        reader.record(block);
    }
    match blocks.first().and_then(|block| block.first()) {
        Some((line, _)) if reader.records == 0 => Err(ParseError::new(
            format!(
                "not {FORMAT}: line {line} isn't a date such as 2026-03-02, and no other record has one"
            ),
            "name a file with the ending .klg",
        )
        .into()),
        Some(_) | None => reader.source.finish(),
    }
}

fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c == ' ' || c == '\t')
}

/// How a line is indented.
fn indentation(text: &str) -> Option<&'static str> {
    INDENTATIONS
        .into_iter()
        .find(|indentation| text.starts_with(indentation))
}

/// What is being read.
struct Reader<'t> {
    source: Delivery<'t>,
    records: usize,
}

/// What an entry is.
enum Entry {
    Duration(Length),
    Range(Length, Length),
    Open(Length),
}

impl Reader<'_> {
    /// A record: the lines between two blank ones.
    fn record(&mut self, lines: &[(usize, &str)]) {
        let Some(((line, headline), rest)) = lines.split_first() else {
            return;
        };
        let date = match headline_date(headline) {
            Ok(date) => date,
            Err(what) => {
                let what = format!("{what}: this record is not read");
                return self.source.reject(*line, what);
            }
        };
        self.records += 1;
        let is_indented = |(_, text): &(usize, &str)| indentation(text).is_some();
        let entries = rest.iter().position(is_indented).unwrap_or(rest.len());
        let (summary, entries) = rest.split_at(entries);
        let summary = self.summary(summary);
        self.entries(date, &summary, entries);
    }

    fn summary<'a>(&mut self, lines: &[(usize, &'a str)]) -> Vec<&'a str> {
        let (odd, summary): (Vec<_>, Vec<_>) = lines
            .iter()
            .partition(|(_, text)| text.starts_with(char::is_whitespace));
        for (line, _) in odd {
            let what = "one space is too little indentation: use two to four, or a tab";
            self.source.reject(line, what);
        }
        summary.into_iter().map(|(_, text)| text).collect()
    }

    /// Entries, indented as the first one is; what is indented twice goes on with the one before.
    fn entries(&mut self, date: NaiveDate, summary: &[&str], mut rest: &[(usize, &str)]) {
        let Some(indentation) = rest.first().and_then(|(_, text)| indentation(text)) else {
            return;
        };
        let twice = indentation.repeat(2);
        while let Some(((line, text), after)) = rest.split_first() {
            let more = after
                .iter()
                .take_while(|(_, text)| text.starts_with(&twice))
                .count();
            let Some(entry) = text
                .strip_prefix(indentation)
                .filter(|entry| !entry.starts_with([' ', '\t']))
            else {
                self.source.reject(
                    *line,
                    "this line is indented otherwise than the first entry of its record",
                );
                rest = after;
                continue;
            };
            match value(entry) {
                Ok((value, words)) => {
                    let words: Vec<&str> = std::iter::once(words)
                        .chain(after[..more].iter().map(|(_, text)| &text[twice.len()..]))
                        .collect();
                    self.entry(*line, date, &value, &words, summary);
                }
                Err(what) => self.source.reject(*line, what),
            }
            rest = &after[more..];
        }
    }

    fn entry(
        &mut self,
        line: usize,
        date: NaiveDate,
        value: &Entry,
        words: &[&str],
        summary: &[&str],
    ) {
        let (own, of_record) = (words.join("\n"), summary.join("\n"));
        let title = if own.trim().is_empty() {
            &of_record
        } else {
            &own
        };
        let tags = tags(&own).into_iter().chain(tags(&of_record)).collect();
        let said = RowLabels {
            title,
            tags,
            ..RowLabels::default()
        };
        match value {
            Entry::Duration(length) => {
                let is_pause = length.as_seconds() < 0;
                let what = if is_pause { "a pause" } else { "a duration" };
                let time = format::spoken(Length::seconds(length.as_seconds().abs()));
                let what = format!("{what} of {time} without a start on {date}");
                self.source.add_unplaced(line, what, *length);
            }
            Entry::Range(start, end) => match (wall(date, *start), wall(date, *end)) {
                (Some(start), Some(end)) => {
                    self.source.add(line, (start, Some(end)), &said, None);
                }
                _ => self.source.reject(line, "it is outside the calendar"),
            },
            Entry::Open(start) => match wall(date, *start) {
                Some(start) => self.source.add(line, (start, None), &said, None),
                None => self.source.reject(line, "it is outside the calendar"),
            },
        }
    }
}

/// The date at the beginning of a record, behind which only a target may stand: `2026-03-02 (8h!)`.
fn headline_date(headline: &str) -> Result<NaiveDate, String> {
    let (date, rest) = headline.split_once([' ', '\t']).unwrap_or((headline, ""));
    let is_whole = date.len() == 10
        && date
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'/');
    let day = dates::day(date, DateOrder::DayFirst).filter(|_| is_whole);
    let day = day.ok_or_else(|| format!("{date:?} is not a date such as 2026-03-02"))?;
    let rest = rest.trim_matches([' ', '\t']);
    let target = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix("!)"))
        .map(str::trim_start);
    match target {
        _ if rest.is_empty() => Ok(day),
        Some(target) if duration(target).is_some() => Ok(day),
        Some(_) | None => Err(format!("{rest:?} isn't a target such as (8h!)")),
    }
}

/// What an entry says of the time, and the words behind it.
fn value(entry: &str) -> Result<(Entry, &str), String> {
    let first = entry.split([' ', '\t']).next().unwrap_or_default();
    if let Some(length) = duration(first) {
        return Ok((Entry::Duration(length), words(&entry[first.len()..])));
    }
    let fault = || format!("{first:?} begins no entry such as 8:30 - 9:05, 9:00 - ? or 1h30m");
    let end_of_start = entry.find(['-', ' ']).ok_or_else(fault)?;
    let start = time(&entry[..end_of_start]).ok_or_else(fault)?;
    let rest = entry[end_of_start..]
        .trim_start_matches(' ')
        .strip_prefix('-')
        .ok_or_else(fault)?;
    let rest = rest.trim_start_matches(' ');
    let end = rest.split([' ', '\t']).next().unwrap_or_default();
    let behind = words(&rest[end.len()..]);
    if !end.is_empty() && end.bytes().all(|byte| byte == b'?') {
        return Ok((Entry::Open(start), behind));
    }
    let end =
        time(end).ok_or_else(|| format!("{end:?} is not a time such as 9:05, 1:00pm or 0:30>"))?;
    if end < start {
        return Err(
            "it ends before it starts; a time of the day after is written as 0:30>".to_owned(),
        );
    }
    Ok((Entry::Range(start, end), behind))
}

/// The words of an entry begin behind one space or tab.
fn words(rest: &str) -> &str {
    rest.strip_prefix([' ', '\t']).unwrap_or(rest)
}

/// `2h30m`, `-30m`, `+1h`.
fn duration(text: &str) -> Option<Length> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = |digits: &str| {
        let is_number =
            (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse::<i64>().ok()).flatten()
    };
    let (hours, minutes) = match rest.split_once('h') {
        Some((hours, "")) => (number(hours)?, 0),
        Some((hours, minutes)) => (
            number(hours)?,
            number(minutes.strip_suffix('m')?).filter(|minutes| *minutes < 60)?,
        ),
        None => (0, number(rest.strip_suffix('m')?)?),
    };
    Some(Length::seconds(sign * (hours * 3600 + minutes * 60)))
}

/// `8:30`, `8:30am`, `<23:00` of the day before, `0:30>` of the day after, as the length since midnight.
fn time(text: &str) -> Option<Length> {
    let (shift, text) = match (text.strip_prefix('<'), text.strip_suffix('>')) {
        (Some(_), Some(_)) => return None,
        (Some(rest), None) => (-24, rest),
        (None, Some(rest)) => (24, rest),
        (None, None) => (0, text),
    };
    let figures = text
        .strip_suffix("am")
        .or_else(|| text.strip_suffix("pm"))
        .unwrap_or(text);
    let is_short = figures.bytes().filter(|byte| *byte == b':').count() == 1
        && figures
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b':');
    let time = dates::time_of_day(text).filter(|_| is_short)?;
    // 24:00 is the next midnight, and there is none of the day after.
    (shift <= 0 || time < Length::hours(24)).then(|| time + Length::hours(shift))
}

fn wall(date: NaiveDate, since_midnight: Length) -> Option<Time> {
    if since_midnight.as_seconds() < 0 {
        return dates::wall(
            date.checked_sub_days(Days::new(1))?,
            since_midnight + Length::hours(24),
        )
        .map(Time::Wall);
    }
    dates::wall(date, since_midnight).map(Time::Wall)
}

/// The tags in a text: `#call`, `#ticket=12`, `#ticket="1 2"`; klog reads their names in small letters.
fn tags(text: &str) -> Vec<String> {
    let is_name = |c: char| c.is_alphabetic() || c.is_ascii_digit() || c == '_' || c == '-';
    let name_of = |text: &str| text.len() - text.trim_start_matches(is_name).len();
    let mut tags = Vec::new();
    for part in text.split('#').skip(1) {
        let (name, rest) = part.split_at(name_of(part));
        if name.is_empty() {
            continue;
        }
        let value = rest.strip_prefix('=').map(|rest| {
            let quoted = rest
                .chars()
                .next()
                .filter(|mark| ['"', '\''].contains(mark));
            let inner = quoted.and_then(|mark| rest[1..].lines().next()?.split_once(mark));
            inner.map_or_else(|| &rest[..name_of(rest)], |(inner, _)| inner)
        });
        let name = name.to_lowercase();
        tags.push(match value.filter(|value| !value.is_empty()) {
            Some(value) => format!("{name}={value}"),
            None => name,
        });
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::source::tests::{ParsedSource, collect, faults, sum, told};
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Result<ParsedSource, ParseError> {
        collect(|to| super::read(bytes, to))
    }

    const GOOD: &str = include_str!("../../tests/fixtures/import/klog/good.klg");
    const BROKEN: &str = include_str!("../../tests/fixtures/import/klog/broken.klg");

    #[test]
    fn records_are_read_with_shifted_and_open_times_and_tags() {
        let found = read(GOOD.as_bytes()).expect("records");
        assert_eq!(
            told(&found),
            [
                "3 | 2026-03-02 08:30:00 | 2026-03-02 09:05:00 | Called #Northwind | northwind,deal=big one,onsite |  |  | ",
                "4 | 2026-03-02 09:05:00 | 2026-03-02 13:00:00 | two lines\nof #ticket=12 | ticket=12,deal=big one,onsite |  |  | ",
                "8 | 2026-03-02 13:30:00 | open | A day with #deal=\"big one\" #onsite | deal=big one,onsite |  |  | ",
                "11 | 2026-03-02 23:00:00 | 2026-03-03 06:00:00 |  |  |  |  | ",
                "12 | 2026-03-03 23:30:00 | 2026-03-04 00:30:00 | late |  |  |  | ",
                "13 | 2026-03-03 22:00:00 | 2026-03-04 00:00:00 |  |  |  |  | ",
                "16 | 2026-03-04 12:05:00 | 2026-03-04 12:05:00 |  |  |  |  | ",
            ]
        );
        // 35 minutes, 3 h 55, 7 h, 1 h, 2 h and none at all.
        assert_eq!(
            (sum(&found), faults(&found)),
            ((6, 14 * 3600 + 1800), Vec::new())
        );
        let report = &found.report;
        let unplaced: Vec<_> = report
            .unplaced
            .iter()
            .map(|fault| (fault.line, fault.what.as_str()))
            .collect();
        assert_eq!(
            unplaced,
            [
                (6, "a duration of 2h30 without a start on 2026-03-02"),
                (7, "a pause of 30 min without a start on 2026-03-02"),
            ]
        );
        // 2 h 30 less half an hour.
        assert_eq!(report.unplaced_time, Length::hours(2));
        assert_eq!(report.paused_time, Length::minutes(30));
    }

    #[test]
    fn a_record_or_an_entry_that_is_none_is_named_and_the_others_are_read() {
        let found = read(BROKEN.as_bytes()).expect("records");
        assert_eq!(
            found
                .rows
                .iter()
                .map(|entry| entry.line)
                .collect::<Vec<_>>(),
            [5, 27]
        );
        let begins = "begins no entry such as 8:30 - 9:05, 9:00 - ? or 1h30m";
        assert_eq!(
            faults(&found),
            [
                "1: \"2026-02-31\" is not a date such as 2026-03-02: this record is not read"
                    .to_owned(),
                "6: it ends before it starts; a time of the day after is written as 0:30>"
                    .to_owned(),
                format!("7: \"25:00\" {begins}"),
                "9: \"soon\" is not a time such as 9:05, 1:00pm or 0:30>".to_owned(),
                format!("10: \"1h75m\" {begins}"),
                format!("11: \"lunch\" {begins}"),
                "12: this line is indented otherwise than the first entry of its record".to_owned(),
                "14: \"(8h)\" isn't a target such as (8h!): this record is not read".to_owned(),
                "17: \"\" is not a date such as 2026-03-02: this record is not read".to_owned(),
                "20: one space is too little indentation: use two to four, or a tab".to_owned(),
                "23: \"0001-01-01\" is not a date such as 2026-03-02: this record is not read"
                    .to_owned(),
            ]
        );
        let wrong = read(b"\nUser,Start date\nx,y\n").expect_err("refused");
        assert_eq!(
            wrong.what,
            "not a klog file: line 2 isn't a date such as 2026-03-02, and no other record has one"
        );
        assert_eq!(read(b" \n\n"), Ok(ParsedSource::default()));
    }

    #[test]
    fn times_and_durations_are_those_of_klog() {
        let times = [
            ("8:30", Some(30_600)),
            ("<23:00", Some(-3600)),
            ("0:30>", Some(88_200)),
            ("12:00am", Some(0)),
            ("1:00pm>", Some(133_200)),
            ("24:00", Some(86_400)),
            ("<24:00", Some(0)),
            ("24:00>", None),
            ("<8:00>", None),
            ("8:30:15", None),
            ("8:30 am", None),
            ("0:30am", None),
        ];
        for (text, expected) in times {
            assert_eq!(time(text).map(Length::as_seconds), expected, "{text}");
        }
        let durations = [
            ("2h30m", Some(9000)),
            ("-30m", Some(-1800)),
            ("+1h", Some(3600)),
            ("90m", Some(5400)),
            ("0m", Some(0)),
            ("1h60m", None),
            ("h", None),
            ("", None),
            ("1.5h", None),
            ("1m2h", None),
        ];
        for (text, expected) in durations {
            assert_eq!(duration(text).map(Length::as_seconds), expected, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..120), text in "(2026-03-02|\n|  |\t|[0-9:<>?#=hm -]|\"|é){0,40}", at in 0..600_usize, with in any::<u8>()) {
            let mut samples = [GOOD.as_bytes().to_vec(), BROKEN.as_bytes().to_vec(), text.into_bytes(), bytes];
            for sample in &mut samples {
                if let Some(byte) = sample.get_mut(at) {
                    *byte = with;
                }
                let _ = read(sample).map(|found| told(&found));
            }
        }
    }
}
