//! What may stand in front of a line about a block: its times and its category, in either order. Times are those of the
//! block's own day.

use super::time::{
    ResolvedTime, is_bare_time, is_time, names_day, parse_time, parse_time_after, parse_time_on,
};
use super::{ParseError, is_digits, offset_in};
use crate::domain::block::{Block, Category};
use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::domain::stamp::Moment;

/// How the line of a new block begins.
pub(super) const EXAMPLE_OF_NEW: &str = "begin with both, such as 09:10-09:40 selling";

/// Whether the times of a block stand at the beginning of a line, or what is refused because it could be times.
pub(super) fn begins_with_times(line: &str) -> bool {
    let is_time = |word| !matches!(split_times(line, word), Ok(None));
    dated_range(line).is_some() || is_time(first_word(line).0)
}

pub(super) fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// The ways to cut a text in two at one of its dashes.
fn sides(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices(['-', '–', '—'])
        .map(move |(at, dash)| (&text[..at], &text[at + dash.len()..]))
}

/// The two sides of `08:30-09:05`, of which one may be empty; `None` if the word isn't a range of times.
pub fn time_range(word: &str) -> Option<(&str, &str)> {
    let is_side = |text: &str| text.is_empty() || is_bare_time(text);
    sides(word).find(|(from, to)| is_side(from) && is_side(to) && from.len() + to.len() > 0)
}

/// The range of times that the first word of a line is, if it is one; refused where it may be one.
fn split_times<'a>(line: &str, word: &'a str) -> Result<Option<(&'a str, &'a str)>, ParseError> {
    let is_plain = |text: &str| text.is_empty() || is_digits(text);
    let refuse = |message: String, hint: &str| Err(ParseError::on(line, word, message).hint(hint));
    match time_range(word) {
        // 1530-1600 may be times, years or a price: not for the program to guess.
        Some((from, to)) if is_digits(from) && is_digits(to) => refuse(
            format!("{word} could be times, or part of the note"),
            "write times as 08:30-09:05, and quote what belongs to the note",
        ),
        Some((from, to)) if is_plain(from) && is_plain(to) => Ok(None),
        Some(sides) => Ok(Some(sides)),
        None if !is_plain(word) && is_bare_time(word) => refuse(
            format!("{word} alone does not say whether it is the start or the end"),
            "write 08:30-09:05 for both, 08:30- while it runs, -09:05 for the end; quote what belongs to the note",
        ),
        None if word.starts_with(|c: char| c.is_ascii_digit())
            && word.contains(':')
            && word.contains('-') =>
        {
            refuse(
                format!("{word} is not a range of times"),
                "write it as 08:30-09:05",
            )
        }
        None if is_times_from_now(word) => refuse(
            format!("{word} is not a range of times"),
            "write it as 08:30-09:05, and quote what belongs to the note",
        ),
        None => Ok(None),
    }
}

/// Whether a word says times as they are counted from now: `-15m`, `-30m-now`.
fn is_times_from_now(word: &str) -> bool {
    let is_ago = |text: &str| text.starts_with('-') && is_time(text);
    is_ago(word)
        || sides(word)
            .skip(1)
            .any(|(from, to)| is_ago(from) && is_time(to))
}

/// The longest range of times in words: `2026-03-02 08:30 - 2026-03-02 09:05`.
const MOST_WORDS: usize = 5;

/// The range of times with a day in front, `yesterday 10:00-11:00` or `2026-03-02 22:00-2026-03-03 01:00`, and what
/// follows it.
fn dated_range(text: &str) -> Option<((&str, &str), &str)> {
    let mut ends = Vec::new();
    let mut rest = text;
    while ends.len() < MOST_WORDS && !rest.trim_start().is_empty() {
        rest = first_word(rest).1;
        ends.push(offset_in(text, rest));
    }
    ends.into_iter().rev().find_map(|end| {
        let (said, after) = text.split_at(end);
        let is_end = |to: &str| to.is_empty() || is_time_of_day(to);
        sides(said)
            .map(|(from, to)| (from.trim(), to.trim()))
            .find(|(from, to)| names_day(from) && is_end(to))
            .map(|sides| (sides, after))
    })
}

fn is_time_of_day(text: &str) -> bool {
    is_bare_time(text) || names_day(text)
}

/// The times that a line names.
#[derive(Default)]
pub(super) struct Times {
    pub(super) start: Option<Moment>,
    pub(super) end: Option<Option<Moment>>,
    /// Sentences for the person: that a local time came twice.
    pub(super) remarks: Vec<String>,
}

impl Times {
    fn take(&mut self, read: ResolvedTime) -> Moment {
        self.remarks.extend(read.remark);
        read.moment
    }
}

/// A line in front of which the times of a block may stand.
pub(super) struct TimesReader<'a> {
    pub(super) line: &'a str,
    pub(super) block: &'a Block,
    pub(super) now: Moment,
    pub(super) home: &'a Calendar,
    /// Whether the line tells of a block that is not there yet: then both its times have to be named.
    pub(super) is_new: bool,
}

/// What stands in front of a line, and the rest of it.
pub(super) type Front<'a> = (Option<Times>, Option<Category>, &'a str);

impl<'a> TimesReader<'a> {
    /// The times and the category, in either order, and what follows them.
    pub(super) fn front(&self) -> Result<Front<'a>, ParseError> {
        let (before, rest) = self.leading(self.line)?;
        let (word, after) = first_word(rest);
        let named = if self.is_new {
            Category::from_word(word)
        } else {
            Category::from_name(word)
        };
        let (category, rest) = match named {
            Some(category) => (Some(category), after),
            None => (None, rest),
        };
        let (times, rest) = match before {
            None if category.is_some() => self.leading(rest)?,
            before => (before, rest),
        };
        if times.is_some() && self.leading(rest)?.0.is_some() {
            let (word, _) = first_word(rest);
            return Err(
                ParseError::on(self.line, word, "the times stand here twice")
                    .hint("leave one of them out, and quote what belongs to the note"),
            );
        }
        Ok((times, category, rest))
    }

    /// Refuses one time alone for a block that is not there yet.
    fn check_both(&self, (from, to): (&str, &str)) -> Result<(), ParseError> {
        let (side, missing) = match (from, to) {
            ("", side) => (side, "no start"),
            (side, "") => (side, "no end"),
            _ => return Ok(()),
        };
        if !self.is_new {
            return Ok(());
        }
        let message = format!("{side} alone has {missing}");
        Err(ParseError::on(self.line, side, message).hint(EXAMPLE_OF_NEW))
    }

    /// The times in front of `rest`, a part of the line, if there are some; and what follows them.
    fn leading(&self, rest: &'a str) -> Result<(Option<Times>, &'a str), ParseError> {
        if let Some((sides, after)) = dated_range(rest) {
            self.check_both(sides)?;
            return Ok((Some(self.read_dated(sides)?), after));
        }
        let (word, after) = first_word(rest);
        let sides = split_times(self.line, word).map_err(|error| match error.hint {
            Some(_) if self.is_new => error.hint(EXAMPLE_OF_NEW),
            Some(_) | None => error,
        })?;
        match sides {
            Some(sides) => {
                self.check_both(sides)?;
                Ok((Some(self.read_clocks(sides)?), after))
            }
            None => Ok((None, rest)),
        }
    }

    fn end_after(&self, to: &str, start: Moment) -> Result<ResolvedTime, ParseError> {
        parse_time_after(to, start, self.now, self.home)
            .map_err(|error| error.within(self.line, to))
    }

    fn read_dated(&self, (from, to): (&str, &str)) -> Result<Times, ParseError> {
        let mut times = Times::default();
        let start = parse_time(from, self.now, self.home);
        let start = times.take(start.map_err(|error| error.within(self.line, from))?);
        times.start = Some(start);
        times.end = Some(match to {
            "" => None,
            to => Some(times.take(self.end_after(to, start)?)),
        });
        Ok(times)
    }

    fn read_clocks(&self, (from, to): (&str, &str)) -> Result<Times, ParseError> {
        let mut times = Times::default();
        if !from.is_empty() && !is_same(from, self.block.start) {
            let day = self.home.day_of(self.block.start);
            let start = parse_time_on(from, day, self.now, self.home);
            times.start = Some(times.take(start.map_err(|error| error.within(self.line, from))?));
        }
        times.end = Some(match self.block.end {
            _ if to.is_empty() => None,
            Some(end) if is_same(to, end) => Some(end),
            Some(_) | None => {
                let start = times.start.unwrap_or(self.block.start);
                Some(times.take(self.end_after(to, start)?))
            }
        });
        Ok(times)
    }
}

/// Whether a text is the time that the block shows: its seconds, and which of two equal hours it was, stay.
fn is_same(text: &str, moment: Moment) -> bool {
    let clock = format::clock(moment);
    text == clock || clock.strip_prefix('0').is_some_and(|clock| text == clock)
}
