//! Watson: its frames file (an array of `[start, stop, project, id, tags, updated_at]` in seconds of Unix time, older
//! ones without tags), what `watson log --json` prints, and the frames as Watson sends them to its server.

use serde_json::Value;

use super::decode::decode;
use super::delivery::{Delivery, TakeRows};
use super::error::ExchangeError;
use super::import_report::ImportReport;
use super::json_elements::{Element, read_texts, read_values};
use super::source::{ImportOptions, ParseError, RowLabels, Time};
use crate::domain::calendar::{Calendar, parse_rfc3339};
use crate::domain::stamp::Stamp;

const FORMAT: &str = "Watson's frames or its log as JSON";

/// What `watson log --json --current` has for the id of what runs.
const CURRENT: &str = "current";

/// What a frame's start and stop are called as it is sent to a server.
const AT_SERVER: [(&str, &str); 2] = [("start", "begin_at"), ("stop", "end_at")];

/// Reads the frames file or a log; each frame by itself tells which.
pub(super) fn read(
    bytes: &[u8],
    asked: &ImportOptions,
    to: &mut dyn TakeRows,
) -> Result<ImportReport, ExchangeError> {
    let (text, remark) = decode(bytes, FORMAT)?;
    let mut source = Delivery::new(to, remark);
    match text.trim_start().chars().next() {
        None => return source.finish(),
        Some('[') => {}
        Some(_) => return Err(not_a_list(&text).into()),
    }
    let (elements, broken) = read_values(&text);
    let mut frames = 0;
    for Element {
        line,
        value: element,
        ..
    } in &elements
    {
        if element.get("timespan").is_some() {
            return Err(wrong("it is a report: it holds sums, not when they were").into());
        }
        match add_frame(element, *line, asked, &mut source) {
            Ok(()) => frames += 1,
            Err(what) => source.reject(*line, what),
        }
    }
    if let Some(Element { line, .. }) = elements.first().filter(|_| frames == 0) {
        let looks_right = elements
            .iter()
            .any(|element| is_like_a_frame(&element.value));
        if !looks_right {
            let why = format!("line {line} isn't a frame, and nothing else is one");
            return Err(wrong(&why).into());
        }
    }
    if let Some(fault) = broken {
        if elements.is_empty() {
            return Err(wrong("it isn't a list of frames").into());
        }
        source.reject(fault.line, fault.what);
    }
    source.finish()
}

fn wrong(why: &str) -> ParseError {
    let hint = "name the file ~/.config/watson/frames, or what `watson log --all --json` prints";
    ParseError::new(format!("not {FORMAT}: {why}"), hint)
}

/// Watson keeps other files beside the frames.
fn not_a_list(text: &str) -> ParseError {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(fields)) if fields.contains_key("timespan") => {
            wrong("it is a report: it holds sums, not when they were")
        }
        Ok(Value::Object(fields)) if fields.is_empty() || fields.contains_key("project") => {
            wrong("it is Watson's state, which holds only what runs")
        }
        Ok(Value::Number(_)) => wrong("it is the time at which Watson was synced"),
        Ok(_) | Err(_) => wrong("it isn't a list of frames"),
    }
}

fn is_like_a_frame(element: &Value) -> bool {
    match element {
        Value::Array(fields) => fields.len() >= 4 && fields[2].is_string(),
        other => {
            ["start", AT_SERVER[0].1]
                .iter()
                .any(|name| other.get(name).is_some())
                && other.get("project").is_some()
        }
    }
}

fn add_frame(
    element: &Value,
    line: usize,
    asked: &ImportOptions,
    source: &mut Delivery<'_>,
) -> Result<(), String> {
    let field = |place: usize, name: &str| match element {
        Value::Array(fields) => fields.get(place).unwrap_or(&Value::Null),
        other => {
            let at_server = || {
                AT_SERVER
                    .iter()
                    .find(|(own, _)| *own == name)
                    .and_then(|(_, sent)| other.get(sent))
            };
            other.get(name).or_else(at_server).unwrap_or(&Value::Null)
        }
    };
    if !is_like_a_frame(element) {
        return Err("this isn't a frame: it needs start, stop, project and id".to_owned());
    }
    let start = time(field(0, "start"), asked).map_err(|what| format!("start: {what}"))?;
    let id = field(3, "id").as_str().map(str::to_owned);
    let stop = match field(1, "stop") {
        Value::Null => None,
        _ if id.as_deref() == Some(CURRENT) => None,
        stop => Some(time(stop, asked).map_err(|what| format!("stop: {what}"))?),
    };
    let labels = RowLabels {
        tags: read_texts(Some(field(4, "tags"))),
        project: field(2, "project").as_str().unwrap_or_default(),
        ..RowLabels::default()
    };
    let key = id.filter(|id| !id.is_empty() && id != CURRENT);
    source.add(line, (start, stop), &labels, key);
    Ok(())
}

/// Seconds of Unix time, or RFC 3339.
fn time(value: &Value, asked: &ImportOptions) -> Result<Time, String> {
    let moment = match value {
        Value::Number(number) => number
            .as_f64()
            .and_then(|seconds| Stamp::new(seconds.floor() as i64))
            .map(|at| Calendar::new(asked.zone).here(at)),
        Value::String(text) => parse_rfc3339(text),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    moment.map(Time::At).ok_or_else(|| {
        format!("{value} is not a time of the years 1900 to 2199, in seconds of Unix time or in RFC 3339")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::source::tests::{ParsedSource, asked, collect, faults, sum, told};
    use proptest::prelude::*;

    fn read(bytes: &[u8], asked: &ImportOptions) -> Result<ParsedSource, ParseError> {
        collect(|to| super::read(bytes, asked, to))
    }

    const FRAMES: &str = include_str!("../../tests/fixtures/import/watson/frames");
    const LOG: &str = include_str!("../../tests/fixtures/import/watson/log.json");
    const OLD: &str = include_str!("../../tests/fixtures/import/watson/frames-without-tags");
    const BROKEN: &str = include_str!("../../tests/fixtures/import/watson/broken.json");

    fn without_lines(found: &ParsedSource) -> Vec<String> {
        told(found)
            .iter()
            .map(|line| line.split_once(" | ").expect("a line").1.to_owned())
            .collect()
    }

    #[test]
    fn the_frames_and_the_log_of_them_hold_the_same() {
        let expected = [
            "2026-03-02T08:30:00+01:00 | 2026-03-02T09:05:00+01:00 |  | call,two words | Northwind |  | 38e0bc3873b5420b8bfefe4cf4a63a1a",
            "2026-03-02T11:00:00+01:00 | 2026-03-02T11:30:15+01:00 |  |  | ünï |  | 7e48eae60435434aadfd679d7aa98063",
        ];
        for text in [FRAMES, LOG] {
            let found = read(text.as_bytes(), &asked()).expect("frames");
            assert_eq!(without_lines(&found)[..2], expected);
            // 35 minutes, and 30 with 15 seconds.
            assert_eq!((sum(&found), faults(&found).len()), ((2, 65 * 60 + 15), 0));
        }
        let found = read(LOG.as_bytes(), &asked()).expect("frames");
        assert_eq!(
            without_lines(&found)[2],
            "2026-03-07T08:30:00+01:00 | open |  |  | x |  | "
        );
        let old = read(OLD.as_bytes(), &asked()).expect("frames");
        assert_eq!(
            told(&old),
            [
                "1 | 2026-03-02T08:30:00+01:00 | 2026-03-02T09:05:00+01:00 |  |  | Northwind |  | 38e0bc3",
                "1 | 2026-03-02T11:00:00+01:00 | open |  |  | x |  | 7e48eae",
            ]
        );
    }

    #[test]
    fn frames_on_their_way_to_a_server_are_read() {
        let sent = r#"[{"id":"urn:uuid:02d58ccb","begin_at":"2026-03-02T07:30:00+00:00",
            "end_at":"2026-03-02T08:05:00+00:00","project":"Northwind","tags":["call"]}]"#;
        let found = read(sent.as_bytes(), &asked()).expect("frames");
        let expected = "2026-03-02T07:30:00+00:00 | 2026-03-02T08:05:00+00:00 |  | call | Northwind |  | urn:uuid:02d58ccb";
        assert_eq!(
            (without_lines(&found), faults(&found)),
            (vec![expected.to_owned()], Vec::new())
        );
    }

    #[test]
    fn a_frame_that_is_none_is_named_and_the_others_are_read() {
        let found = read(BROKEN.as_bytes(), &asked()).expect("frames");
        assert_eq!(
            found
                .rows
                .iter()
                .map(|entry| entry.line)
                .collect::<Vec<_>>(),
            [2]
        );
        let years =
            "is not a time of the years 1900 to 2199, in seconds of Unix time or in RFC 3339";
        assert_eq!(
            faults(&found),
            [
                format!("3: start: \"soon\" {years}"),
                format!("4: stop: 99999999999 {years}"),
                "5: this isn't a frame: it needs start, stop, project and id".to_owned(),
                "7: this is not JSON, and what follows cannot be read".to_owned(),
            ]
        );
    }

    #[test]
    fn another_file_is_refused_by_name() {
        let cases = [
            (
                "{\"project\":\"x\",\"start\":1,\"tags\":[]}",
                "it is Watson's state, which holds only what runs",
            ),
            ("{}", "it is Watson's state, which holds only what runs"),
            ("1772440200", "it is the time at which Watson was synced"),
            (
                "{\"projects\":[],\"time\":0.0,\"timespan\":{}}",
                "it is a report: it holds sums, not when they were",
            ),
            (
                "[{\"projects\":[],\"timespan\":{}}]",
                "it is a report: it holds sums, not when they were",
            ),
            ("[backend]\nurl = x", "it isn't a list of frames"),
            ("id,start,stop,project,tags\n", "it isn't a list of frames"),
            (
                "\n[{\"start\":\"20260302T073000Z\"}]",
                "line 2 isn't a frame, and nothing else is one",
            ),
        ];
        for (text, why) in cases {
            let wrong = read(text.as_bytes(), &asked()).expect_err("refused");
            assert_eq!(
                wrong.what,
                format!("not Watson's frames or its log as JSON: {why}")
            );
        }
        for empty in ["", "[]", "\n"] {
            assert_eq!(
                read(empty.as_bytes(), &asked()),
                Ok(ParsedSource::default())
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..120), text in "(\\[|\\]|\\{|\\}|,|\"start\":|\"project\":|[0-9.e-]|null|\"x\"){0,30}", at in 0..600_usize, with in any::<u8>()) {
            let mut samples = [FRAMES.as_bytes().to_vec(), LOG.as_bytes().to_vec(), text.into_bytes(), bytes];
            for sample in &mut samples {
                if let Some(byte) = sample.get_mut(at) {
                    *byte = with;
                }
                let _ = read(sample, &asked()).map(|found| told(&found));
            }
        }
    }
}
