//! `tafs add`: a block in the past, from its start to its end or for a length of time.

use clap::Args;

use super::consent::ForceArgs;
use super::ctx::Ctx;
use super::quick_line::Parts;
use super::{feedback, hyphens, parse_error, start};
use crate::domain::block::Category;
use crate::domain::change::Change;
use crate::domain::parse::duration::parse_duration;
use crate::domain::parse::leading_times::time_range;
use crate::domain::parse::{ParseError, quick, time};
use crate::domain::stamp::{Moment, Stamp};
use crate::error::Error;

/// What to add.
#[derive(Args, Debug)]
pub(super) struct AddArgs {
    /// What it was
    #[arg(value_parser = start::category_parser(), ignore_case = true)]
    category: Category,
    /// When it began and ended, then the quick line: FROM TO [QUICK LINE]
    #[arg(value_name = "FROM TO [QUICK LINE]", required = true)]
    words: Vec<String>,
    /// How long it was, instead of TO: 25m, 1h30, 1:30, 90 (minutes)
    #[arg(long = "for", value_name = "LENGTH")]
    length: Option<String>,
    #[command(flatten)]
    parts: Parts,
    #[command(flatten)]
    force: ForceArgs,
}

pub(super) fn add_block(ctx: &Ctx, add: &AddArgs) -> Result<(), Error> {
    add.parts.check_named()?;
    let words = split_range(hyphens::unmark(&add.words));
    let mut remarks = Vec::new();
    let (from, rest) = split_time(&words, 0)?;
    let read = time::parse_time(&from, ctx.now, ctx.calendar())
        .map_err(|error| in_words(&words, 0, error))?;
    let (start, taken) = (read.moment, words.len() - rest.len());
    remarks.extend(read.remark);
    let (end, rest) = if let Some(length) = &add.length {
        let number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
        if time::leading_time(rest).is_ok() && !rest.first().is_some_and(number) {
            return Err(
                Error::usage("TO and --for together say twice when it ended")
                    .hint("leave one of them out; what belongs to the note goes into --note"),
            );
        }
        (end_after(ctx, start, length)?, rest)
    } else {
        let (to, after) = split_time(&words, taken)?;
        let read = time::parse_time_after(&to, start, ctx.now, ctx.calendar())
            .map_err(|error| in_words(&words, taken, error))?;
        remarks.extend(read.remark);
        (read.moment, after)
    };
    let line = add.parts.line(rest);
    let details = quick::parse_details(&line, add.category, ctx.taxonomy())
        .map_err(add.parts.mark_in(&line))?;
    let change = Change::Add {
        start,
        end,
        category: add.category,
        details,
    };
    feedback::apply(ctx, &mut *ctx.store()?, &change, add.force, &remarks)
}

/// The words with `9:00-10:00` in front, or after a day, as the two times that it names.
fn split_range(words: Vec<String>) -> Vec<String> {
    let clock = |side: &str| side.contains(':') && side.starts_with(|c: char| c.is_ascii_digit());
    let range_at = |at: usize| {
        let word = words.get(at)?;
        let apart = word
            .split_once(['-', '–', '—'])
            .filter(|(from, to)| clock(from) && clock(to));
        apart
            .or_else(|| time_range(word))
            .filter(|(from, to)| !from.is_empty() && !to.is_empty())
    };
    // A day goes on into the time after it; a time is whole by itself.
    let has_day = range_at(0).is_none() && time::leading_time(&words[..1]).is_err();
    let at = usize::from(has_day);
    let rest = words.get(at + 1..).unwrap_or_default();
    match range_at(at) {
        // A time with an offset to the west, 9:00-05:00, looks the same; then another time follows it.
        Some((from, to)) if time::leading_time(rest).is_err() => {
            let day = words[..at].iter().cloned();
            let times = [from, to].map(str::to_owned);
            day.chain(times).chain(rest.iter().cloned()).collect()
        }
        Some(_) | None => words,
    }
}

/// The time in front of the words from `at` on, and the words after it.
fn split_time(words: &[String], at: usize) -> Result<(String, &[String]), Error> {
    let rest = &words[at..];
    let count = time::leading_time(rest).map_err(|error| {
        let error = in_words(words, at, error);
        // What stands there is no time at all: most likely the time was forgotten.
        let forgotten = at > 0
            && !rest
                .first()
                .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        if forgotten {
            error.hint("write FROM and TO, such as 9:00 10:30, or FROM and --for 1h30")
        } else {
            error
        }
    })?;
    let (time, after) = rest.split_at(count);
    Ok((time.join(" "), after))
}

/// An error in the words from `at` on, shown in all of the words.
fn in_words(words: &[String], at: usize, error: ParseError) -> Error {
    let before: usize = words[..at]
        .iter()
        .map(|word| word.chars().count() + 1)
        .sum();
    parse_error::mark(&words.join(" "), error.moved(before))
}

fn end_after(ctx: &Ctx, start: Moment, length: &str) -> Result<Moment, Error> {
    let length_read = parse_duration(length).map_err(parse_error::mark_in(length))?;
    let at = Stamp::new(start.at.seconds().saturating_add(length_read.as_seconds()));
    let outside = || format!("{length} after that is outside the years 1900 to 2199");
    let at = at.ok_or_else(|| Error::usage(outside()))?;
    Ok(ctx.calendar().beside(start, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_in_one_word_is_two_times_unless_a_time_follows() {
        let split =
            |line: &str| split_range(line.split(' ').map(str::to_owned).collect()).join(" ");
        assert_eq!(split("9:00-10:00 @Northwind"), "9:00 10:00 @Northwind");
        assert_eq!(split("9:00-10:00"), "9:00 10:00");
        assert_eq!(split("9am–0930 x"), "9am 0930 x");
        assert_eq!(split("25:00-9:30"), "25:00 9:30");
        assert_eq!(split("9:00-05:00 11:00-05:00"), "9:00-05:00 11:00-05:00");
        assert_eq!(split("yesterday 9:00-10:00 x"), "yesterday 9:00 10:00 x");
        assert_eq!(split("2026-03-02 9am-10am"), "2026-03-02 9am 10am");
        assert_eq!(split("9:00 10:00-11:00"), "9:00 10:00-11:00");
        assert_eq!(split("-30m -15m"), "-30m -15m");
        assert_eq!(split("9:00 10:00"), "9:00 10:00");
    }
}
