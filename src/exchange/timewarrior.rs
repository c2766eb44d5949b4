//! Timewarrior: its data files (`inc 20260302T073000Z - 20260302T080500Z # tag "two words" # "annotation"`) and the
//! JSON of `timew export`. Reads both, writes the first. All its times are UTC.

use std::io::Write;

use chrono::NaiveDateTime;
use serde_json::Value;

use super::dates::{COMPACT_UTC, write_utc};
use super::decode::decode;
use super::delivery::{Delivery, TakeRows};
use super::error::ExchangeError;
use super::import_report::ImportReport;
use super::json_elements::{Element, read_texts, read_values};
use super::own::{self, Records};
use super::source::{ImportOptions, ParseError, RowLabels, Time};
use crate::domain::block::Block;
use crate::domain::calendar::Calendar;
use crate::domain::record::Record;
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::text;

const FORMAT: &str = "a Timewarrior data file or export";

/// The intervals of a file, on their way.
struct Intervals<'t> {
    to: Delivery<'t>,
    copies: own::Copies,
}

impl Intervals<'_> {
    fn reject(&mut self, line: usize, what: impl Into<String>) {
        self.to.reject(line, what);
    }
}

/// Reads a data file or an export; which of the two, its first character tells.
pub(super) fn read(
    bytes: &[u8],
    asked: &ImportOptions,
    to: &mut dyn TakeRows,
) -> Result<ImportReport, ExchangeError> {
    let (text, remark) = decode(bytes, FORMAT)?;
    let mut source = Intervals {
        to: Delivery::new(to, remark),
        copies: own::Copies::default(),
    };
    match text.trim_start().chars().next() {
        Some('[') => read_export(&text, asked, &mut source)?,
        Some('{') => {
            let why = "it is one object, such as Timewarrior's list of tags";
            return Err(wrong(why).into());
        }
        _ => read_data(&text, asked, &mut source)?,
    }
    source.to.finish()
}

fn wrong(why: &str) -> ParseError {
    let hint = "name a file such as ~/.local/share/timewarrior/data/2026-03.data, or what `timew export` prints";
    ParseError::new(format!("not {FORMAT}: {why}"), hint)
}

fn read_data(
    text: &str,
    asked: &ImportOptions,
    source: &mut Intervals<'_>,
) -> Result<(), ParseError> {
    let mut intervals = 0;
    let mut first = None;
    for (line, row) in (1..).zip(text.lines()) {
        let word = row.split_whitespace().next().unwrap_or_default();
        match word {
            "" | "exc" => {}
            _ if word.starts_with('#') => {}
            "txn:" if first.is_none() && intervals == 0 => {
                return Err(wrong("it is Timewarrior's journal for undo"));
            }
            // Also indented: Timewarrior reads such lines too.
            "inc" => {
                intervals += 1;
                take_line(line, row, asked, source);
            }
            _ => {
                first.get_or_insert(line);
                source.reject(
                    line,
                    "this line isn't an interval: every one begins with inc",
                );
            }
        }
    }
    match first {
        Some(line) if intervals == 0 => Err(wrong(&format!(
            "line {line} does not begin with inc, and no other one does"
        ))),
        _ => Ok(()),
    }
}

fn take_line(line: usize, row: &str, asked: &ImportOptions, source: &mut Intervals<'_>) {
    let words = words(row);
    let mut words = words.iter().map(String::as_str).skip(1).peekable();
    let Some(start) = words.next_if(|word| is_time(word)) else {
        return source.reject(line, "a start must follow inc, such as 20260302T073000Z");
    };
    let end = words.next_if_eq(&"-").and_then(|_| words.next());
    let separator = words.next();
    if separator.is_some_and(|word| word != "#") {
        return source.reject(line, "after the times only # may follow");
    }
    let tags: Vec<String> = std::iter::from_fn(|| words.next_if(|word| *word != "#"))
        .map(str::to_owned)
        .collect();
    let annotation = words.skip(1).collect::<Vec<_>>().join(" ");
    let said = RowLabels {
        title: &annotation,
        tags,
        ..RowLabels::default()
    };
    take(line, start, end, &said, asked, source);
}

/// Whether the word has the length of a time; those that are none are told with what is wrong with them.
fn is_time(word: &str) -> bool {
    word.len() == "20260302T073000Z".len()
}

fn take(
    line: usize,
    start: &str,
    end: Option<&str>,
    said: &RowLabels<'_>,
    asked: &ImportOptions,
    source: &mut Intervals<'_>,
) {
    let end = end.map(|end| time(end, asked)).transpose();
    match (time(start, asked), end) {
        (Ok(start), Ok(end)) => add(line, (start, end), said, asked, source),
        (Err(what), _) | (_, Err(what)) => source.reject(line, what),
    }
}

/// Adds an interval; one of our own as the block that it is, with what was changed in Timewarrior since.
fn add(
    line: usize,
    (start, end): (Moment, Option<Moment>),
    said: &RowLabels<'_>,
    asked: &ImportOptions,
    source: &mut Intervals<'_>,
) {
    let times = (Time::At(start), end.map(Time::At));
    let Some((note, mut block)) = own::split_record(said.title) else {
        return source.to.add(line, times, said, None);
    };
    let said = RowLabels {
        title: note,
        tags: said.tags.clone(),
        ..RowLabels::default()
    };
    let mut row = source.to.row(line, times, &said, None);
    let instants = (start.at, end.map(|end| end.at));
    let is_copy = !own::shares_time(&block, instants);
    if is_copy {
        (block.start, block.end) = (start, end);
    } else {
        own::take_times(&mut block, instants, &Calendar::new(asked.zone));
    }
    own::take_note(&mut block, note);
    own::take_tags(&mut block, &said.tags);
    own::place(&mut row, block);
    if is_copy {
        own::part(&mut row);
    } else {
        source.copies.part(&mut row);
    }
    source.to.push(row);
}

fn time(text: &str, asked: &ImportOptions) -> Result<Moment, String> {
    let fault = || {
        format!(
            "{text:?} is not a time of the years 1900 to 2199 as Timewarrior writes it: 20260302T073000Z"
        )
    };
    let plain = text.is_ascii()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'T' || byte == b'Z');
    let time = NaiveDateTime::parse_from_str(text, COMPACT_UTC)
        .ok()
        .filter(|_| plain && is_time(text))
        .ok_or_else(fault)?;
    let at = Stamp::new(time.and_utc().timestamp()).ok_or_else(fault)?;
    Ok(Calendar::new(asked.zone).here(at))
}

/// The words of a line: quoted with " or ', in which \ escapes, or up to the next space.
fn words(row: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = row.trim_start();
    while let Some(first) = rest.chars().next() {
        let quoted = if matches!(first, '"' | '\'') {
            quoted(rest, first)
        } else {
            None
        };
        let (word, length) = quoted.unwrap_or_else(|| {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            (rest[..end].to_owned(), end)
        });
        words.push(word);
        rest = rest[length..].trim_start();
    }
    words
}

/// The text up to the closing quotation mark, and how many bytes it takes up with both marks; `None` without one.
fn quoted(text: &str, mark: char) -> Option<(String, usize)> {
    let mut word = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == mark {
            return Some((word, at + c.len_utf8()));
        }
        if let Some(named) = code_point(&text[at..]) {
            word.push(named);
            chars.nth(4);
        } else if c == '\\' {
            word.push(match chars.next()?.1 {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\u{b}',
                other => other,
            });
        } else {
            word.push(c);
        }
    }
    None
}

/// `\u00e9` or `U+00e9` at the beginning of a text.
fn code_point(text: &str) -> Option<char> {
    let digits = text
        .strip_prefix("\\u")
        .or_else(|| text.strip_prefix("U+"))?
        .get(..4)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16)
        .ok()
        .filter(|_| is_hex)
        .and_then(char::from_u32)
}

fn read_export(
    text: &str,
    asked: &ImportOptions,
    source: &mut Intervals<'_>,
) -> Result<(), ParseError> {
    let (elements, broken) = read_values(text);
    let mut other = None;
    let mut intervals = 0;
    if broken.is_some() && elements.is_empty() {
        return Err(wrong("it isn't a list of intervals"));
    }
    for Element {
        line,
        value: element,
        ..
    } in elements
    {
        let field = |name: &str| element.get(name).and_then(Value::as_str);
        let Some(start) = field("start") else {
            source.reject(line, "this isn't an interval: it has no start");
            other.get_or_insert(line);
            continue;
        };
        intervals += 1;
        let said = RowLabels {
            title: field("annotation").unwrap_or_default(),
            tags: read_texts(element.get("tags")),
            ..RowLabels::default()
        };
        // Watson's log has a start as well, with a project.
        if element.get("project").is_some() {
            return Err(wrong("it is a log of Watson"));
        }
        take(line, start, field("end"), &said, asked, source);
    }
    if let Some(line) = other.filter(|_| intervals == 0) {
        return Err(wrong(&format!(
            "line {line} has no start, and nothing else has one"
        )));
    }
    if let Some(fault) = broken {
        source.reject(fault.line, fault.what);
    }
    Ok(())
}

/// Writes a block as a line of a data file. Its category, activity, account (`@Northwind`), requester (`!legal`) and
/// tags become tags, its note the annotation, with the record behind it by which we know the block again.
pub(super) fn write(
    block: &Block,
    records: Records,
    out: &mut dyn Write,
) -> Result<(), ExchangeError> {
    let record = Record::from(block);
    // In order, once each and without backslashes: Timewarrior changes only lines that it would write so itself.
    let tags = own::tags_of(&record).into_iter();
    let mut tags: Vec<String> = tags.map(|tag| tag.replace('\\', "/")).collect();
    tags.sort_unstable();
    tags.dedup();
    let tags: Vec<String> = tags.iter().map(|tag| word(tag)).collect();
    let end = block
        .end
        .map_or_else(String::new, |end| format!(" - {}", write_utc(end.at)));
    let annotation = match records {
        Records::Written => own::append_record(&record.note, &own::write_record(block)?),
        Records::LeftOut => record.note,
    };
    let line = format!(
        "inc {}{end} # {} # {}",
        write_utc(block.start.at),
        tags.join(" "),
        in_quotes(&annotation)
    );
    writeln!(out, "{line}").map_err(ExchangeError::Writing)
}

/// A tag, in quotation marks where Timewarrior sets them, and where it would read something else without them. One that
/// is only # would end the tags.
fn word(tag: &str) -> String {
    let is_odd = |c: char| "\"\\-+/()<^!=~_%".contains(c) || c.is_whitespace() || c.is_control();
    match tag {
        "#" => "\"# \"".to_owned(),
        tag if tag.starts_with('\'') || tag.contains(is_odd) => in_quotes(tag),
        tag => text::visible(tag),
    }
}

fn in_quotes(words: &str) -> String {
    // `U+` and four digits would be read as a character.
    let inner = words
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace("U+", "\\U+")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
        .replace('\t', "\\t");
    format!("\"{}\"", text::visible(&inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::{Account, Activity, Category, Details, Note, Requester, Tag};
    use crate::exchange::source::ParsedRow;
    use crate::exchange::source::tests::{ParsedSource, asked, collect, faults, sum, told};
    use crate::insight::testdata;
    use proptest::prelude::*;

    fn read(bytes: &[u8], asked: &ImportOptions) -> Result<ParsedSource, ParseError> {
        collect(|to| super::read(bytes, asked, to))
    }

    const DATA: &str = include_str!("../../tests/fixtures/import/timewarrior/2026-03.data");
    const EXPORT: &str = include_str!("../../tests/fixtures/import/timewarrior/export.json");
    const BROKEN: &str = include_str!("../../tests/fixtures/import/timewarrior/broken.data");

    #[test]
    fn data_and_export_of_the_same_days_hold_the_same() {
        let expected = [
            "2026-03-02T08:30:00+01:00 | 2026-03-02T09:05:00+01:00 | called \"the\" board | @Northwind,call list |  |  | ",
            "2026-03-02T09:05:00+01:00 | 2026-03-02T09:50:00+01:00 |  | admin |  |  | ",
            "2026-03-02T10:00:00+01:00 | 2026-03-02T10:10:00+01:00 | only a note |  |  |  | ",
            "2026-03-02T23:30:00+01:00 | 2026-03-03T00:15:00+01:00 | two\nlines | C:\\deck,it's |  |  | ",
            "2026-03-29T01:30:00+01:00 | 2026-03-29T03:30:00+02:00 |  |  |  |  | ",
            "2026-03-30T09:00:00+02:00 | open |  | admin |  |  | ",
        ];
        for text in [DATA, EXPORT] {
            let found = read(text.as_bytes(), &asked()).expect("intervals");
            let told: Vec<String> = told(&found);
            let told: Vec<&str> = told
                .iter()
                .map(|line| line.split_once(" | ").expect("a line").1)
                .collect();
            assert_eq!(told, expected);
            // 35 + 45 + 10 + 45 + 60 minutes.
            assert_eq!((sum(&found), faults(&found).len()), ((5, 195 * 60), 0));
        }
    }

    #[test]
    fn a_line_that_is_no_interval_is_named_and_the_others_are_read() {
        let found = read(BROKEN.as_bytes(), &asked()).expect("intervals");
        assert_eq!(
            found
                .rows
                .iter()
                .map(|entry| entry.line)
                .collect::<Vec<_>>(),
            [1, 2, 12]
        );
        let not_a_time =
            "is not a time of the years 1900 to 2199 as Timewarrior writes it: 20260302T073000Z";
        let expected = [
            "3: this line isn't an interval: every one begins with inc".to_owned(),
            format!("4: \"20260231T073000Z\" {not_a_time}"),
            format!("5: \"00010101T000000Z\" {not_a_time}"),
            format!("6: \"tomorrow\" {not_a_time}"),
            "7: after the times only # may follow".to_owned(),
            "8: a start must follow inc, such as 20260302T073000Z".to_owned(),
        ];
        assert_eq!(faults(&found), expected);
    }

    #[test]
    fn another_file_is_refused_by_name() {
        let cases = [
            (
                "Date,Time\n1,2\n",
                "line 1 does not begin with inc, and no other one does",
            ),
            (
                "{\"admin\":{\"count\":3}}",
                "it is one object, such as Timewarrior's list of tags",
            ),
            (
                "txn:\n  type: interval\n",
                "it is Timewarrior's journal for undo",
            ),
            ("[core]\nx = 1", "it isn't a list of intervals"),
            (
                "[[1,2,\"x\"]]",
                "line 1 has no start, and nothing else has one",
            ),
            (
                "[{\"start\":\"2026-03-02T08:30:00+01:00\",\"project\":\"x\"}]",
                "it is a log of Watson",
            ),
        ];
        for (text, why) in cases {
            let wrong = read(text.as_bytes(), &asked()).expect_err("refused");
            assert_eq!(
                wrong.what,
                format!("not a Timewarrior data file or export: {why}")
            );
        }
        for empty in ["", "\n\n", "[]", "# nothing\n"] {
            assert_eq!(
                read(empty.as_bytes(), &asked()),
                Ok(ParsedSource::default()),
                "{empty:?}"
            );
        }
    }

    #[test]
    fn words_are_quoted_as_timewarrior_quotes_them() {
        let cases = [
            ("plain", "plain"),
            ("@Northwind", "@Northwind"),
            ("new deck", "\"new deck\""),
            ("a-b", "\"a-b\""),
            ("say \"hi\"", "\"say \\\"hi\\\"\""),
            ("C:\\x", "\"C:\\\\x\""),
            ("#", "\"# \""),
            ("U+00e9", "\"\\U+00e9\""),
        ];
        for (tag, expected) in cases {
            assert_eq!(word(tag), expected);
        }
    }

    fn name() -> impl Strategy<Value = String> {
        "\\PC{1,12}|[a-zU+0-9#'\"\\\\ !@-]{1,12}"
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_is_written_is_read_again(
            names in prop::collection::vec(name(), 3..6), note in "\\PC{0,20}|[a-zU+0-9#'\"\\\\\n\t -]{0,30}",
            start in 0_i64..4_000_000_000, length in 1_i64..100_000, runs in any::<bool>()
        ) {
            let moment = |at| Calendar::new(asked().zone).here(Stamp::clamped(at));
            let details = Details {
                activity: Activity::new(&names[0]).ok(),
                account: Account::new(&names[1]).ok(),
                requester: Requester::new(&names[2]).ok(),
                tags: names[3..].iter().filter_map(|name| Tag::new(name).ok()).collect(),
                note: Note::new(&note).expect("short"),
                ..Details::default()
            };
            let end: Option<Moment> = (!runs).then(|| moment(start + length));
            let block = Block::new(moment(start), end, Category::Selling, details);
            let mut out = Vec::new();
            write(&block, Records::Written, &mut out).expect("written");
            prop_assert_eq!(out.split(|byte| *byte == b'\n').count(), 2);
            let found = read(&out, &asked()).expect("an interval");
            prop_assert_eq!(faults(&found), Vec::<String>::new());
            let entry = &found.rows[0];
            prop_assert_eq!((entry.start, entry.end), (Time::At(block.start), block.end.map(Time::At)));
            prop_assert_eq!(entry.own.as_deref(), Some(&block));
            let details = &block.details;
            let mut tags = vec!["selling".to_owned()];
            tags.extend(details.activity.as_ref().map(|name| name.as_str().to_owned()));
            tags.extend(details.account.as_ref().map(|name| format!("@{}", name.as_str())));
            tags.extend(details.requester.as_ref().map(|name| format!("!{}", name.as_str())));
            tags.extend(details.tags.iter().map(|tag| tag.as_str().to_owned()));
            let mut tags: Vec<String> = tags.iter().map(|tag| tag.replace('\\', "/")).collect();
            tags.sort_unstable();
            tags.dedup();
            prop_assert_eq!(&entry.labels.tags, &tags);
        }

        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..120), text in "(inc|exc|[0-9TZ#\"'\\\\ \n-]|20260302T073000Z){0,30}", at in 0..900_usize, with in any::<u8>()) {
            let mut samples = [DATA.as_bytes().to_vec(), EXPORT.as_bytes().to_vec(), text.into_bytes(), bytes];
            for sample in &mut samples {
                if let Some(byte) = sample.get_mut(at) {
                    *byte = with;
                }
                let _ = read(sample, &asked()).map(|found| told(&found));
            }
        }
    }

    /// A line as Timewarrior writes it again: it keeps tags in order and escapes nothing but quotation marks.
    fn rewritten(line: &str) -> String {
        let words = words(line);
        let at = words.iter().rposition(|word| word == "#").expect("a #");
        let mut tags = words[5..at].to_vec();
        tags.sort_unstable();
        let quoted = |tag: &String| {
            if tag.contains(|c| " \"-+/()<^!=~_%".contains(c)) {
                format!("\"{}\"", tag.replace('"', "\\\""))
            } else {
                tag.clone()
            }
        };
        let tags: Vec<String> = tags.iter().map(quoted).collect();
        let annotation = words[at + 1].replace('"', "\\\"");
        format!(
            "{} # {} # \"{annotation}\"",
            words[..4].join(" "),
            tags.join(" ")
        )
    }

    fn back(text: &str) -> Vec<ParsedRow> {
        let found = read(text.as_bytes(), &asked()).expect("intervals");
        assert_eq!(faults(&found), Vec::<String>::new(), "{text}");
        found.rows
    }

    fn written(block: &Block) -> String {
        let mut out = Vec::new();
        write(block, Records::Written, &mut out).expect("written");
        String::from_utf8(out).expect("text")
    }

    proptest! {
        #[test]
        fn a_block_comes_back_whole_from_a_file_that_timewarrior_has_written_again(
            names in prop::collection::vec("[a-z0-9é !@#.{}%=+-]{1,12}", 3..6), note in "\\PC{0,20}|[a-zU+0-9#'\"\\\\{}%:\n\t -]{0,30}"
        ) {
            // A block has a tag once.
            let mut seen = std::collections::BTreeSet::new();
            let tags = names[3..].iter().filter(|name| seen.insert(*name));
            let tags: Vec<Tag> = tags.filter_map(|name| Tag::new(name).ok()).collect();
            let details = Details {
                activity: Activity::new(&names[0]).ok(),
                account: Account::new(&names[1]).ok(),
                requester: Requester::new(&names[2]).ok(),
                tags,
                note: Note::new(&note).expect("short"),
                ..Details::default()
            };
            let moment = |at| Calendar::new(asked().zone).here(Stamp::clamped(at));
            let block = Block::new(moment(1_600_000_000), Some(moment(1_600_001_000)), Category::Selling, details);
            let written = written(&block);
            let line = rewritten(written.trim_end());
            prop_assert_eq!(&line, written.trim_end(), "Timewarrior finds the line that it is to change");
            let rows = back(&line);
            prop_assert_eq!(rows[0].own.as_deref(), Some(&block), "{}", line);
        }
    }

    fn meeting() -> Block {
        let mut block = testdata::week().remove(0);
        block.details.account = Account::new("Northwind").ok();
        block.details.tags = vec![Tag::new("q1").expect("a tag")];
        block.details.note = Note::new("a \"demo\"\nfor two").expect("a note");
        block.details.outcomes.meetings = 1;
        block
    }

    #[test]
    fn what_was_changed_in_timewarrior_goes_before_the_record() {
        let block = meeting();
        let line = written(&block);
        assert!(
            line.contains(r#"# "a \"demo\" for two tafs:{'id':'"#),
            "{line}"
        );
        let from = write_utc(block.start.at);
        let later = Stamp::clamped(block.start.at.seconds() + 300);
        let moved =
            back(&line.replace(&format!("inc {from}"), &format!("inc {}", write_utc(later))));
        let own = moved[0].own.as_deref().expect("ours");
        assert_eq!(
            (own.id, own.start.at, own.end),
            (block.id, later, block.end)
        );
        assert_eq!(own.details, block.details);
        let retagged = line
            .replace("@Northwind", "@Halden")
            .replace(" q1 ", " q2 !legal ");
        let own = back(&retagged)[0].own.clone().expect("ours");
        assert_eq!(own.details.account.as_deref(), Some("Halden"));
        assert_eq!(own.details.requester.as_deref(), Some("legal"));
        assert_eq!(own.details.tags, [Tag::new("q2").expect("a tag")]);
        assert_eq!((own.id, own.details.outcomes.meetings), (block.id, 1));
        let name = format!(" {} ", block.category.name());
        let own = back(&line.replacen(&name, " learning ", 1))[0]
            .own
            .clone()
            .expect("ours");
        assert_eq!((own.id, own.category), (block.id, Category::Learning));
        let own = back(&line.replacen("for two", "for three", 1))[0]
            .own
            .clone()
            .expect("ours");
        assert_eq!(own.details.note.as_str(), "a \"demo\" for three");
        let plain = back(&line.replace("tafs:{", "tafs:["));
        assert_eq!(
            plain[0].own, None,
            "what is damaged is an interval as any other"
        );
    }

    #[test]
    fn one_interval_keeps_the_id_where_timewarrior_has_made_several_of_it() {
        let block = meeting();
        let line = written(&block);
        let (from, to) = (block.start.at, block.end.expect("an end").at);
        let middle = Stamp::clamped(i64::midpoint(from.seconds(), to.seconds()));
        let [from, middle, to] = [from, middle, to].map(write_utc);
        let halves = [line.replace(&to, &middle), line.replace(&from, &middle)];
        let continued = line
            .replace(&from, "20260405T080000Z")
            .replace(&to, "20260405T090000Z");
        let rows = back(&format!(
            "{}{}{}{continued}",
            halves[0], halves[0], halves[1]
        ));
        let ids: Vec<Option<_>> = rows
            .iter()
            .map(|row| row.own.as_ref().map(|own| own.id))
            .collect();
        assert_eq!(ids, [Some(block.id), Some(block.id), None, None]);
        for row in &rows[2..] {
            assert_eq!(row.category, Some(block.category));
            assert_eq!(
                (row.details.outcomes.meetings, &row.details.note),
                (0, &block.details.note)
            );
        }
        assert_ne!(rows[2].key, rows[3].key);
    }

    #[test]
    fn a_week_goes_out_and_comes_back() {
        let mut out = Vec::new();
        testdata::week()
            .iter()
            .try_for_each(|block| write(block, Records::Written, &mut out))
            .expect("written");
        let found = read(&out, &asked()).expect("intervals");
        let seconds: i64 = testdata::week()
            .iter()
            .map(|block| block.length(Stamp::MAX).as_seconds())
            .sum();
        assert_eq!(sum(&found), (testdata::week().len(), seconds));
    }
}
