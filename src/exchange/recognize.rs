//! Tells by its beginning what a file is, so that no format has to be named, and a wrong one is not taken for right.
//! Knows how files begin, not what is in them.

use serde_json::Value;

use super::csv;
use super::csv_rows::LONGEST;
use super::databases::{Database, find_database};
use super::decode::{ZIP, check_is_legible, check_is_text, decode};
use super::everything;
use super::presets::{find_preset, recognize_preset};
use super::sections::is_teams_meeting;
use super::sheet::Sheet;
use super::source::{Format, ParseError};

/// So much of a file is looked at.
pub const LOOKED_AT: u64 = 256 * 1024;

/// What the file is that begins with these bytes, where no format is named; refuses what is none, or could be several.
pub fn recognize(head: &[u8]) -> Result<Format, ParseError> {
    check_is_no_other_database(head)?;
    let found = candidates(head);
    match found.as_slice() {
        [only] => Ok(*only),
        [] => {
            check_is_legible(head, "a file that tafs knows")?;
            Err(unknown(head))
        }
        several => Err(ParseError {
            what: format!("it could be {}", names(several, " or ")),
            hint: "say which: tafs import FORMAT FILE".to_owned(),
        }),
    }
}

/// Refuses a file that is plainly of another format than the one that is named.
pub fn check(head: &[u8], format: Format) -> Result<(), ParseError> {
    check_is_no_other_database(head)?;
    if head.starts_with(ZIP) {
        return check_is_text(head, describe(format));
    }
    let found = candidates(head);
    if found.is_empty() && format != Format::Hours {
        return check_is_legible(head, describe(format));
    }
    if found.is_empty() || found.contains(&format) || format == Format::Columns {
        return Ok(());
    }
    // What only has a start and an end may be anything.
    if found == [Format::Csv] && is_sheet(format) {
        return Ok(());
    }
    let hint = match found.as_slice() {
        [only] => format!("tafs import {} reads it", only.name()),
        several => format!("name another format: {}", names(several, " or ")),
    };
    Err(ParseError {
        what: format!(
            "not {}: it looks like {}",
            describe(format),
            found
                .iter()
                .map(|format| describe(*format))
                .collect::<Vec<_>>()
                .join(" or ")
        ),
        hint,
    })
}

/// Refuses a database that is known to be another than that of hours.
fn check_is_no_other_database(head: &[u8]) -> Result<(), ParseError> {
    match find_database(head) {
        Some(Database::Other(wrong)) => Err(wrong),
        Some(Database::Hours) | None => Ok(()),
    }
}

/// A longer line is none of a file of the format; of JSON all may be in one.
pub const fn longest_line(format: Format) -> Option<usize> {
    match format {
        Format::Csv
        | Format::Columns
        | Format::Preset(_)
        | Format::Toggl
        | Format::Clockify
        | Format::Klog
        | Format::Bartib
        | Format::Ics => Some(LONGEST),
        Format::Json
        | Format::Timewarrior
        | Format::Watson
        | Format::ActivityWatch
        | Format::Hours => None,
    }
}

/// What a file of the format is, in words.
pub fn describe(format: Format) -> &'static str {
    match format {
        Format::Json => "an export of tafs as JSON",
        Format::Csv | Format::Columns => "a CSV file of blocks",
        Format::Preset(name) => find_preset(name).map_or("a sheet", |preset| preset.what),
        Format::Timewarrior => "data of Timewarrior",
        Format::Watson => "frames of Watson",
        Format::Toggl => "a Toggl detailed export",
        Format::Clockify => "a Clockify detailed export",
        Format::Klog => "a klog file",
        Format::Bartib => "an activity log of bartib",
        Format::Hours => "the file of hours",
        Format::ActivityWatch => "an ActivityWatch export",
        Format::Ics => "an iCalendar file",
    }
}

/// Whether files of the format are sheets.
const fn is_sheet(format: Format) -> bool {
    match format {
        Format::Csv | Format::Columns | Format::Preset(_) | Format::Toggl | Format::Clockify => {
            true
        }
        Format::Json
        | Format::Timewarrior
        | Format::Watson
        | Format::Klog
        | Format::Bartib
        | Format::Hours
        | Format::ActivityWatch
        | Format::Ics => false,
    }
}

fn names(formats: &[Format], between: &str) -> String {
    let names: Vec<&str> = formats.iter().map(|format| format.name()).collect();
    names.join(between)
}

fn unknown(head: &[u8]) -> ParseError {
    let columns = decode(head, "a sheet")
        .ok()
        .and_then(|(text, _)| Sheet::of_str(&text).ok())
        .map(|sheet| sheet.names);
    let columns = columns.filter(|names| names.len() > 1).unwrap_or_default();
    let hint = if columns.is_empty() {
        "name its format: tafs import FORMAT FILE".to_owned()
    } else {
        format!(
            "say what its columns mean: tafs import csv FILE --columns \"start=…,duration=…\"; it has {}",
            columns.join(", ")
        )
    };
    ParseError {
        what: "it is nothing that tafs knows".to_owned(),
        hint,
    }
}

/// What a file that begins so can be.
fn candidates(head: &[u8]) -> Vec<Format> {
    if find_database(head).is_some() {
        return vec![Format::Hours];
    }
    let Ok((text, _)) = decode(head, "a file") else {
        return Vec::new();
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text
        .get(..15)
        .is_some_and(|begins| begins.eq_ignore_ascii_case("BEGIN:VCALENDAR"))
    {
        return vec![Format::Ics];
    }
    if text.starts_with(['{', '[']) {
        return of_json(text).into_iter().collect();
    }
    let is_said = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let first = text
        .lines()
        .map(str::trim)
        .find(is_said)
        .unwrap_or_default();
    if let Some(format) = of_line(first) {
        return vec![format];
    }
    if is_teams_meeting(text) {
        return vec![Format::Preset("teams-attendance")];
    }
    of_sheet(head)
}

fn of_sheet(head: &[u8]) -> Vec<Format> {
    let presets = recognize_preset(head);
    if !presets.is_empty() {
        return presets
            .iter()
            .map(|preset| Format::Preset(preset.name))
            .collect();
    }
    let Ok((text, _)) = decode(head, "a sheet") else {
        return Vec::new();
    };
    let Ok(sheet) = Sheet::of_str(&text) else {
        return Vec::new();
    };
    let has = |names: &[&str]| sheet.column(names).is_there();
    let starts = has(super::timesheet_csv::START_DATE) && has(super::timesheet_csv::START_TIME);
    let of_clockify = has(super::clockify::DIALECT.length);
    let of_toggl = has(super::toggl::DIALECT.length);
    match (starts, of_toggl, of_clockify) {
        (true, _, true) => vec![Format::Clockify],
        (true, true, false) => vec![Format::Toggl],
        (true, false, false) if has(&["Project"]) => vec![Format::Toggl, Format::Clockify],
        _ if csv::is_one(&sheet) => vec![Format::Csv],
        _ => Vec::new(),
    }
}

/// What a text is by its first line.
fn of_line(line: &str) -> Option<Format> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let date = |text: &str| {
        let parts: Vec<&str> = text.split(['-', '/']).collect();
        matches!(parts[..], [year, month, day] if year.len() == 4 && [year, month, day].iter().all(|part| digits(part)))
    };
    if let Some(rest) = line.strip_prefix("inc ") {
        return rest
            .get(..8)
            .is_some_and(digits)
            .then_some(Format::Timewarrior);
    }
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    if !date(first) {
        return None;
    }
    let clock = |text: &str| {
        text.split_once(':')
            .is_some_and(|(hour, minute)| digits(hour) && digits(minute))
    };
    let is_bartib = rest.contains(" | ") && rest.split(' ').next().is_some_and(clock);
    let is_klog = rest.is_empty() || rest.starts_with('(');
    if is_bartib {
        Some(Format::Bartib)
    } else {
        is_klog.then_some(Format::Klog)
    }
}

/// What a JSON text is by its first value.
fn of_json(text: &str) -> Option<Format> {
    let line = text.lines().next().unwrap_or_default();
    if everything::is_everything(line.trim().as_bytes()) {
        return Some(Format::Json);
    }
    // One value that goes on to the end of the file.
    let first = text.strip_prefix('{').unwrap_or_default().trim_start();
    if first.starts_with("\"buckets\"") {
        return Some(Format::ActivityWatch);
    }
    let (inside, is_list) = text
        .strip_prefix('[')
        .map_or((text, false), |rest| (rest, true));
    let mut values = serde_json::Deserializer::from_str(inside).into_iter::<Value>();
    match values.next()?.ok()? {
        Value::Array(_) if is_list => Some(Format::Watson),
        Value::Object(object) => {
            let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
            let compact =
                |text: &str| text.len() == 16 && text.ends_with('Z') && text.as_bytes()[8] == b'T';
            if object.contains_key("category") {
                Some(Format::Json)
            } else if compact(text("start")) {
                Some(Format::Timewarrior)
            } else if object.contains_key("stop") && object.contains_key("project") {
                Some(Format::Watson)
            } else {
                None
            }
        }
        Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_how_they_begin() {
        let cases: [(&[u8], &str); 20] = [
            (b"SQLite format 3\0rest", "hours"),
            (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n", "ics"),
            (b"inc 20260302T080000Z - 20260302T090000Z # a", "timewarrior"),
            (b"[{\"id\":1,\"start\":\"20260302T080000Z\"}]", "timewarrior"),
            (b"[[1, 2, \"p\", \"id\", []]]", "watson"),
            (b"[{\"id\":\"x\",\"project\":\"p\",\"start\":\"2026\",\"stop\":\"2026\",\"tags\":[]}]", "watson"),
            (b"{\"start\":\"2026-03-02T08:30:00+01:00\",\"category\":\"admin\"}\n", "json"),
            (b"[\n{\"start\":\"2026-03-02T08:30:00+01:00\",\"category\":\"admin\"}]", "json"),
            (b"{\"tafs\":\"everything\",\"version\":1}\n", "json"),
            (b"{\"buckets\": {\"aw-watcher-window_desk\": {\"events\": [{\"id\"", "activitywatch"),
            (b"{\n  \"buckets\": {}\n}", "activitywatch"),
            (b"2026-03-02 (8h!)\n  9:00-10:00\n", "klog"),
            (b"2026-03-02 08:30 - 2026-03-02 09:00 | a | b", "bartib"),
            (b"Start date,Start time,Duration\n", "toggl"),
            (b"Start Date,Start Time,Duration (h)\n", "clockify"),
            (b"Start,End,Note\n", "csv"),
            (b"Subject,Start Date,Start Time,End Date,End Time,All Day Event\n", "google-calendar"),
            (b"Subject,Start Date,Start Time,End Date,End Time,All day event,Show time as\n", "outlook"),
            (b"Name;Start;End;Duration;Process\n", "manictime"),
            (b"1. Summary\nMeeting title\tx\nStart time\t3/2/26, 9:00:00 AM\n", "teams-attendance"),
        ];
        for (head, name) in cases {
            let found = recognize(head).map(Format::name);
            assert_eq!(found, Ok(name), "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn what_is_none_or_several_is_refused() {
        let told = |head: &[u8]| {
            let wrong = recognize(head).expect_err("refused");
            format!("{} | {}", wrong.what, wrong.hint)
        };
        let cases: [(&[u8], &str); 5] = [
            (
                b"PK\x03\x04rest",
                "not a file that tafs knows: it is a zip archive | unpack it",
            ),
            (
                b"a,b\n1,2\n",
                "it is nothing that tafs knows | say what its columns mean: tafs import csv FILE --columns \"start=\u{2026},duration=\u{2026}\"; it has a, b",
            ),
            (b"hello", "it is nothing that tafs knows | name its format"),
            (b"", "it is nothing that tafs knows | name its format"),
            (
                b"Start date,Start time,Project\n",
                "it could be toggl or clockify | say which",
            ),
        ];
        for (head, expected) in cases {
            assert!(told(head).starts_with(expected), "{}", told(head));
        }
    }

    #[test]
    fn a_format_that_is_wrong_is_refused_with_the_right_one() {
        let told = |head: &[u8], format| match check(head, format) {
            Ok(()) => "fine".to_owned(),
            Err(wrong) => format!("{} | {}", wrong.what, wrong.hint),
        };
        let aircall =
            b"call id,datetime (UTC),direction,from,to,answered,user,duration (in call)\n";
        assert_eq!(
            told(aircall, Format::Csv),
            "not a CSV file of blocks: it looks like an Aircall call history | tafs import aircall reads it"
        );
        assert_eq!(told(aircall, Format::Columns), "fine");
        assert_eq!(told(aircall, Format::Preset("aircall")), "fine");
        assert_eq!(
            told(b"start,end\n", Format::Preset("kimai")),
            "fine",
            "its reader says why not"
        );
        assert_eq!(
            told(b"start,end\n", Format::Ics),
            "not an iCalendar file: it looks like a CSV file of blocks | tafs import csv reads it"
        );
        assert_eq!(
            told(b"nonsense", Format::Watson),
            "fine",
            "its reader says why not"
        );
    }
}
