//! Our own blocks in the file of another program: the record of each goes along, so that the block comes back whole.
//! What the other program has changed since goes before it. Knows nothing of how the file is written.

use std::collections::HashMap;

use super::error::ExchangeError;
use super::json_text::to_json;
use super::source::{ParsedRow, Time};
use crate::domain::block::{
    Account, Block, BlockId, Category, Details, Note, Outcomes, Prospect, Requester, Tag,
};
use crate::domain::calendar::Calendar;
use crate::domain::record::Record;
use crate::domain::stamp::{Moment, Span, Stamp};
use crate::domain::text;

/// Whether a file of another program has the record of each block, by which we know the block again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Records {
    Written,
    LeftOut,
}

/// What stands before the record in a text, behind a space where anything precedes it.
const MARK: &str = "tafs:{";

/// All that a block says, on one line of JSON in which nothing hides.
pub(super) fn write_record(block: &Block) -> Result<String, ExchangeError> {
    to_json(&Record::from(block)).map_err(|error| ExchangeError::Writing(error.into()))
}

/// The block of a record that has its id.
pub(super) fn read_record(json: &str) -> Option<Block> {
    let record: Record = serde_json::from_str(json).ok()?;
    let arrival = record.into_arrival().ok()?;
    arrival.has_id.then_some(arrival.block)
}

/// A text for people with the record behind it, for a program that takes quotation marks and backslashes amiss: those
/// of the JSON become `'` and `%22`, and no line ends in it.
pub(super) fn append_record(words: &str, record: &str) -> String {
    let mut out = shown(words);
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(&MARK[..MARK.len() - 1]);
    let (mut within, mut escaped) = (false, false);
    for c in record.chars() {
        match c {
            '"' if escaped => out.push_str("%22"),
            '"' => {
                within = !within;
                out.push('\'');
            }
            '\\' => out.push_str("%5C"),
            '%' => out.push_str("%25"),
            '\'' => out.push_str("%27"),
            // The first one in a text is the record's; Timewarrior takes `U+00e9` for a letter.
            '{' if within => out.push_str("%7B"),
            '+' if out.ends_with('U') => out.push_str("%2B"),
            c => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

/// The text before a record, and its block; `None` where there is none.
pub(super) fn split_record(text: &str) -> Option<(&str, Block)> {
    let text = text.trim_end();
    let at = text.rfind(MARK)?;
    let words = &text[..at];
    if !words.is_empty() && !words.ends_with(' ') {
        return None;
    }
    let block = read_record(&unquoted(&text[at + MARK.len() - 1..])?)?;
    Some((words.trim_end(), block))
}

/// A record of [`append_record`] as JSON again.
fn unquoted(record: &str) -> Option<String> {
    let mut json = String::with_capacity(record.len());
    let mut chars = record.chars();
    while let Some(c) = chars.next() {
        match c {
            '\'' => json.push('"'),
            '%' => {
                let high = chars.next()?.to_digit(16)?;
                let low = chars.next()?.to_digit(16)?;
                json.push(char::from_u32(high * 16 + low)?);
            }
            c => json.push(c),
        }
    }
    Some(json)
}

/// A note as it stands before its record: on one line, without backslashes and without what looks like the code of a
/// letter, which Timewarrior loses on the way.
fn shown(words: &str) -> String {
    let line = words.replace(['\n', '\r', '\t'], " ").replace('\\', "/");
    let line = line.replace("U+", "U +");
    text::visible(&line).trim().to_owned()
}

/// What two spellings of a text have in common.
fn gist(words: &str) -> String {
    let is_said = |c: &char| !c.is_whitespace() && !matches!(c, '\\' | '/' | '"');
    text::visible(words).chars().filter(is_said).collect()
}

/// Takes a note over that was changed since.
pub(super) fn take_note(block: &mut Block, words: &str) {
    if gist(&shown(words)) != gist(&shown(block.details.note.as_str()))
        && let Ok(note) = Note::new(words)
    {
        block.details.note = note;
    }
}

/// Takes over the times that the other program has. One that was changed there has the offset of where the block was,
/// which is that of `home` unless the block says otherwise.
pub(super) fn take_times(block: &mut Block, (start, end): (Stamp, Option<Stamp>), home: &Calendar) {
    let moved = |was: Moment, at: Stamp| match was.at {
        same if same == at => was,
        then if home.here(then).offset == was.offset => home.here(at),
        _ => Moment::new(at, was.offset),
    };
    let (was_start, was_end) = (block.start, block.end.unwrap_or(block.start));
    block.start = moved(was_start, start);
    block.end = end.map(|end| moved(was_end, end));
}

/// Whether a stretch of time shares any with a block; what has no end goes on.
pub(super) fn shares_time(block: &Block, (start, end): (Stamp, Option<Stamp>)) -> bool {
    let span = |start, end: Option<Stamp>| Span::new(start, end.unwrap_or(Stamp::MAX));
    let own = span(block.start.at, block.end.map(|end| end.at));
    own.zip(span(start, end))
        .is_some_and(|(own, other)| own.overlap(other).is_some())
}

/// Makes a row the block of our own that it is; at its times the row tells what the block is told by.
pub(super) fn place(row: &mut ParsedRow, block: Block) {
    row.start = Time::At(block.start);
    row.end = block.end.map(Time::At);
    row.category = Some(block.category);
    row.key = Some(block.id.to_string());
    row.own = Some(Box::new(block));
}

/// Makes a row that has the record of another a block by itself: the same work once more, without what came of it.
pub(super) fn part(row: &mut ParsedRow) {
    if let Some(own) = row.own.take() {
        let own = *own;
        row.key = Some(format!("{} {}", own.id, own.start.at.seconds()));
        row.details = Details {
            outcomes: Outcomes::default(),
            prospect: Prospect::default(),
            ..own.details
        };
    }
}

/// Which blocks have come already, and at which times.
#[derive(Default)]
pub(super) struct Copies(HashMap<BlockId, (Moment, Option<Moment>)>);

impl Copies {
    /// Of rows with the same record at different times the first is the block; the others were made from it.
    pub(super) fn part(&mut self, row: &mut ParsedRow) {
        let Some(own) = &row.own else { return };
        let times = (own.start, own.end);
        if *self.0.entry(own.id).or_insert(times) != times {
            part(row);
        }
    }
}

/// The tags by which a block is told in a program that has only tags.
pub(super) fn tags_of(record: &Record) -> Vec<String> {
    let names = [
        Some(record.category.clone()),
        record.activity.clone(),
        record.account.as_ref().map(|name| format!("@{name}")),
        record.requester.as_ref().map(|name| format!("!{name}")),
    ];
    names
        .into_iter()
        .flatten()
        .chain(record.tags.iter().cloned())
        .collect()
}

/// Takes over what was done to the tags of [`tags_of`] since: what is gone goes from the block, what is new becomes a
/// category, an account or a requester where it is spelled like one, else a tag.
pub(super) fn take_tags(block: &mut Block, now: &[String]) {
    let then = tags_of(&Record::from(&*block));
    let is_in = |tags: &[String], tag: &str| tags.iter().any(|other| gist(other) == gist(tag));
    let gone = |tag: &str| !is_in(now, tag);
    let details = &mut block.details;
    if details.activity.as_deref().is_some_and(gone) {
        details.activity = None;
    }
    if details
        .account
        .as_deref()
        .is_some_and(|name| gone(&format!("@{name}")))
    {
        details.account = None;
    }
    if details
        .requester
        .as_deref()
        .is_some_and(|name| gone(&format!("!{name}")))
    {
        details.requester = None;
    }
    details.tags.retain(|tag| !gone(tag.as_str()));
    let mut category = gone(block.category.name()).then_some(block.category);
    for tag in now.iter().filter(|tag| !is_in(&then, tag)) {
        let account = tag
            .strip_prefix('@')
            .and_then(|name| Account::new(name).ok());
        let requester = tag
            .strip_prefix('!')
            .and_then(|name| Requester::new(name).ok());
        match (Category::from_name(tag), account, requester) {
            (Some(named), _, _) if category.is_some() => {
                block.category = named;
                category = None;
            }
            (_, Some(account), _) => details.account = Some(account),
            (_, _, Some(requester)) => details.requester = Some(requester),
            _ => details
                .tags
                .extend(Tag::new(tag).ok().filter(|tag| !details.tags.contains(tag))),
        }
    }
}
