//! The line that edits a block: `08:30-09:05 selling /meeting @Northwind …`. Times on the block's own day, a
//! category by its full name, then the parts of the quick line; only what is named changes.

use super::time::{
    ResolvedTime, is_bare_time, is_time, names_day, parse_time, parse_time_after, parse_time_on,
};
use super::{ParseError, is_digits, nearest_or_all, offset_in, quick};
use crate::domain::block::{Block, Category, Details, Note, Outcomes};
use crate::domain::calendar::Calendar;
use crate::domain::change::Patch;
use crate::domain::format;
use crate::domain::stamp::Moment;
use crate::domain::taxonomy::Taxonomy;

/// What a line changes, and what there is to say of how it was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edited {
    pub patch: Patch,
    /// Sentences for the person: that a local time came twice.
    pub remarks: Vec<String>,
}

/// What a line changes in a block.
pub fn parse_edit(
    line: &str,
    block: &Block,
    taxonomy: &Taxonomy,
    now: Moment,
    calendar: &Calendar,
) -> Result<Edited, ParseError> {
    parse_parts(line, block, &block.details, taxonomy, now, calendar)
}

/// As [`parse_edit`]; what `own` holds may stand in the line as it is, however long.
fn parse_parts(
    line: &str,
    block: &Block,
    own: &Details,
    taxonomy: &Taxonomy,
    now: Moment,
    calendar: &Calendar,
) -> Result<Edited, ParseError> {
    let reader = TimesReader {
        line,
        block,
        now,
        home: &calendar.home(block),
        is_new: false,
    };
    let (times, category, rest) = reader.front()?;
    let times = times.unwrap_or_default();
    let patch = quick::patch_as(
        rest,
        block,
        own,
        category.unwrap_or(block.category),
        taxonomy,
    )
    .map_err(|error| error.within(line, rest))?;
    Ok(Edited {
        patch: Patch {
            start: times.start,
            end: times.end,
            category,
            ..patch
        },
        remarks: times.remarks,
    })
}

/// As [`parse_edit`], where the line tells all of the block, as the prompt does that is filled with [`super::spell::block`]:
/// parts that are no longer in it go. Times and a category that are left out stay.
pub fn parse_rewrite(
    line: &str,
    block: &Block,
    taxonomy: &Taxonomy,
    now: Moment,
    calendar: &Calendar,
) -> Result<Edited, ParseError> {
    // The activity is kept for the reading alone: the block's own may be named though the config does not list it.
    let known = Block {
        details: Details {
            activity: block.details.activity.clone(),
            ..Details::default()
        },
        ..block.clone()
    };
    let Edited { patch, remarks } =
        parse_parts(line, &known, &block.details, taxonomy, now, calendar)?;
    let patch = Patch {
        activity: patch.activity.or(Some(None)),
        account: patch.account.or(Some(None)),
        requester: patch.requester.or(Some(None)),
        tags: patch.tags.or(Some(Vec::new())),
        note: patch.note.or(Some(Note::default())),
        outcomes: patch.outcomes.or(Some(Outcomes::default())),
        ..patch
    };
    Ok(Edited { patch, remarks })
}

/// A block that is to be added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewBlock {
    pub start: Moment,
    pub end: Moment,
    pub category: Category,
    pub details: Details,
    /// As in [`Edited`].
    pub remarks: Vec<String>,
}

/// The block that a line tells of: `09:10-09:40 selling /meeting @Northwind …`, its times on the day of `draft`. Where
/// they are those of the draft, they are so to the second.
pub fn parse_new(
    line: &str,
    draft: &Block,
    taxonomy: &Taxonomy,
    now: Moment,
    calendar: &Calendar,
) -> Result<NewBlock, ParseError> {
    let reader = TimesReader {
        line,
        block: draft,
        now,
        home: &calendar.home(draft),
        is_new: true,
    };
    let (times, category, rest) = reader.front()?;
    let times = times.unwrap_or_default();
    let Some(Some(end)) = times.end else {
        return Err(
            ParseError::on(line, first_word(line).0, "the times are missing").hint(EXAMPLE_OF_NEW),
        );
    };
    let category = category.ok_or_else(|| name_category(line, rest))?;
    let details =
        quick::parse_details(rest, category, taxonomy).map_err(|error| error.within(line, rest))?;
    Ok(NewBlock {
        start: times.start.unwrap_or(draft.start),
        end,
        category,
        details,
        remarks: times.remarks,
    })
}

const EXAMPLE_OF_NEW: &str = "begin with both, such as 09:10-09:40 selling";

/// That a category is missing after the times, or what stands in its place.
fn name_category(line: &str, rest: &str) -> ParseError {
    let names = Category::ALL.into_iter().map(Category::name);
    match first_word(rest).0 {
        "" => ParseError::after(line, "the category is missing").hint(nearest_or_all("", names)),
        word => ParseError::on(line, word, format!("{word} isn't a category"))
            .hint(nearest_or_all(word, names)),
    }
}

/// Whether the times of a block stand at the beginning of a line, or what is refused because it could be times.
pub(super) fn begins_with_times(line: &str) -> bool {
    let is_time = |word| !matches!(split_times(line, word), Ok(None));
    dated_range(line).is_some() || is_time(first_word(line).0)
}

fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// The ways to cut a text in two at one of its dashes.
fn sides(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices(['-', '–', '—'])
        .map(move |(at, dash)| (&text[..at], &text[at + dash.len()..]))
}

/// The two sides of `08:30-09:05`, of which one may be empty; `None` where the word is no range of times.
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
struct Times {
    start: Option<Moment>,
    end: Option<Option<Moment>>,
    remarks: Vec<String>,
}

impl Times {
    fn take(&mut self, read: ResolvedTime) -> Moment {
        self.remarks.extend(read.remark);
        read.moment
    }
}

/// A line in front of which the times of a block may stand.
struct TimesReader<'a> {
    line: &'a str,
    block: &'a Block,
    now: Moment,
    home: &'a Calendar,
    /// Whether the line tells of a block that is not there yet: then both its times have to be named.
    is_new: bool,
}

/// What stands in front of a line, and the rest of it.
type Front<'a> = (Option<Times>, Option<Category>, &'a str);

impl<'a> TimesReader<'a> {
    /// The times and the category, in either order, and what follows them.
    fn front(&self) -> Result<Front<'a>, ParseError> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::block::Activity;
    use crate::domain::calendar::{Zone, parse_rfc3339, rfc3339};

    fn berlin() -> Calendar {
        Calendar::new(Zone::named("Europe/Berlin").expect("a zone"))
    }

    fn at(text: &str) -> Moment {
        parse_rfc3339(text).unwrap()
    }

    fn block(start: &str, end: Option<&str>) -> Block {
        let details = quick::parse_details(
            "/m @Northwind words",
            Category::Selling,
            &Taxonomy::default(),
        )
        .unwrap();
        Block::new(at(start), end.map(at), Category::Selling, details)
    }

    fn edited(line: &str, block: &Block) -> Result<Block, ParseError> {
        let now = at("2026-03-05T14:32:00+01:00");
        Ok(
            parse_edit(line, block, &Taxonomy::default(), now, &berlin())?
                .patch
                .applied_to(block),
        )
    }

    #[test]
    fn times_stand_on_the_day_of_the_block() {
        let monday = block(
            "2026-03-02T08:30:27+01:00",
            Some("2026-03-02T09:05:10+01:00"),
        );
        let cases = [
            (
                "08:30-09:05",
                "2026-03-02T08:30:27+01:00",
                Some("2026-03-02T09:05:10+01:00"),
            ),
            (
                "8:30–9:15",
                "2026-03-02T08:30:27+01:00",
                Some("2026-03-02T09:15:00+01:00"),
            ),
            (
                "08:00-09:05",
                "2026-03-02T08:00:00+01:00",
                Some("2026-03-02T09:05:10+01:00"),
            ),
            (
                "-09:10",
                "2026-03-02T08:30:27+01:00",
                Some("2026-03-02T09:10:00+01:00"),
            ),
            (
                "9am-00:30",
                "2026-03-02T09:00:00+01:00",
                Some("2026-03-03T00:30:00+01:00"),
            ),
            ("08:15-", "2026-03-02T08:15:00+01:00", None),
            (
                "08:30:00-09:05:00",
                "2026-03-02T08:30:00+01:00",
                Some("2026-03-02T09:05:00+01:00"),
            ),
            (
                "yesterday 10:00-11:00",
                "2026-03-04T10:00:00+01:00",
                Some("2026-03-04T11:00:00+01:00"),
            ),
            (
                "tue 9am – 9:30am",
                "2026-03-03T09:00:00+01:00",
                Some("2026-03-03T09:30:00+01:00"),
            ),
            (
                "2026-03-04 10:00-11:00",
                "2026-03-04T10:00:00+01:00",
                Some("2026-03-04T11:00:00+01:00"),
            ),
            (
                "2026-03-03 23:00-00:30",
                "2026-03-03T23:00:00+01:00",
                Some("2026-03-04T00:30:00+01:00"),
            ),
            (
                "2026-03-04 10:00-2026-03-04 11:00",
                "2026-03-04T10:00:00+01:00",
                Some("2026-03-04T11:00:00+01:00"),
            ),
            (
                "2026-03-04T22:00 - 2026-03-05T01:00",
                "2026-03-04T22:00:00+01:00",
                Some("2026-03-05T01:00:00+01:00"),
            ),
            (
                "selling 08:00-09:00",
                "2026-03-02T08:00:00+01:00",
                Some("2026-03-02T09:00:00+01:00"),
            ),
            ("yesterday 10:00-", "2026-03-04T10:00:00+01:00", None),
        ];
        for (line, start, end) in cases {
            let after = edited(line, &monday).expect(line);
            assert_eq!(
                (rfc3339(after.start), after.end.map(rfc3339)),
                (start.to_owned(), end.map(str::to_owned))
            );
            assert_eq!(after.details, monday.details, "{line}");
        }
        let abroad = block(
            "2026-03-02T08:30:00-05:00",
            Some("2026-03-02T09:05:00-05:00"),
        );
        assert_eq!(
            rfc3339(edited("08:00-09:05", &abroad).unwrap().start),
            "2026-03-02T08:00:00-05:00"
        );
    }

    #[test]
    fn a_line_tells_all_of_a_block_that_is_added() {
        let draft = Block::new(
            at("2026-03-04T12:10:27+01:00"),
            Some(at("2026-03-04T12:40:10+01:00")),
            Category::Break,
            Details::default(),
        );
        let now = at("2026-03-05T14:32:00+01:00");
        let read = |line| parse_new(line, &draft, &Taxonomy::default(), now, &berlin());
        let new = read("09:10-9:40 selling /m @Northwind !self #deck +advance POC terms").unwrap();
        assert_eq!(
            [rfc3339(new.start), rfc3339(new.end)],
            ["2026-03-04T09:10:00+01:00", "2026-03-04T09:40:00+01:00"]
        );
        assert_eq!(new.category, Category::Selling);
        assert_eq!(
            super::super::spell::details(&new.details),
            "/meeting @Northwind !self #deck +advance POC terms"
        );
        let own = read("s 12:10-12:40").unwrap();
        assert_eq!((own.start, Some(own.end)), (draft.start, draft.end));
        let late = read("yesterday 22:30-00:30 break").unwrap();
        assert_eq!(rfc3339(late.end), "2026-03-05T00:30:00+01:00");
        for (line, message, column) in [
            ("", "the times are missing", 1),
            ("selling call", "the times are missing", 1),
            ("09:10-09:40", "the category is missing", 12),
            ("09:10-09:40 sellin", "sellin isn't a category", 13),
            ("09:10- selling", "09:10 alone has no end", 1),
            ("-09:40 selling", "09:40 alone has no start", 2),
            (
                "09:10 selling",
                "09:10 alone does not say whether it is the start or the end",
                1,
            ),
            (
                "09:10-09:40 selling /zz",
                "selling has no activity \"zz\"",
                21,
            ),
        ] {
            let error = read(line).unwrap_err();
            assert_eq!((&*error.message, error.column), (message, column), "{line}");
            assert!(error.hint.is_some(), "{line}");
        }
    }

    #[test]
    fn the_second_of_two_equal_hours_stays_while_the_end_moves() {
        let fold = block(
            "2025-10-26T02:30:00+01:00",
            Some("2025-10-26T02:45:00+01:00"),
        );
        let after = edited("02:30-02:50", &fold).unwrap();
        assert_eq!(
            (after.start, after.end.map(rfc3339).as_deref()),
            (fold.start, Some("2025-10-26T02:50:00+01:00"))
        );
    }

    #[test]
    fn category_and_parts_follow_the_times() {
        let monday = block(
            "2026-03-02T08:30:00+01:00",
            Some("2026-03-02T09:05:00+01:00"),
        );
        let as_admin = edited("08:30-09:00 admin /crm !legal", &monday).unwrap();
        assert_eq!(as_admin.category, Category::Admin);
        assert_eq!(as_admin.details.activity, Activity::new("crm").ok());
        assert_eq!(as_admin.details.note.as_str(), "words");
        let dropped = edited("admin", &monday).unwrap();
        assert_eq!(
            (dropped.category, dropped.details.activity),
            (Category::Admin, None)
        );
        let noted = edited("new words selling", &monday).unwrap();
        assert_eq!(
            (noted.category, noted.details.note.as_str()),
            (Category::Selling, "new words selling")
        );
        let quoted = edited("\"selling 9:00\"", &monday).unwrap();
        assert_eq!(
            (quoted.category, quoted.details.note.as_str()),
            (Category::Selling, "selling 9:00")
        );
        assert_eq!(edited("", &monday).unwrap(), monday);
        assert_eq!(
            edited("1530 units", &monday).unwrap().details.note.as_str(),
            "1530 units"
        );
    }

    #[test]
    fn a_rewritten_block_has_what_the_line_tells_and_no_more() {
        let mut monday = block(
            "2026-03-02T08:30:00+01:00",
            Some("2026-03-02T09:05:00+01:00"),
        );
        monday.details.activity = Activity::new("site-visit").ok();
        let now = at("2026-03-05T14:32:00+01:00");
        let rewritten = |line: &str| {
            let edited = parse_rewrite(line, &monday, &Taxonomy::default(), now, &berlin())?;
            Ok::<_, ParseError>(edited.patch.applied_to(&monday))
        };
        let shorter = rewritten("08:30-09:00 selling /site-visit words").unwrap();
        let expected = Details {
            activity: monday.details.activity.clone(),
            note: monday.details.note.clone(),
            ..Details::default()
        };
        assert_eq!((shorter.start, shorter.details), (monday.start, expected));
        let bare = rewritten("").unwrap();
        assert_eq!(
            (bare.start, bare.end, bare.category),
            (monday.start, monday.end, monday.category)
        );
        assert!(bare.details.is_empty());
        assert!(rewritten("admin /site-visit").is_err());
    }

    #[test]
    fn faults_point_into_the_whole_line() {
        let monday = block(
            "2026-03-02T08:30:00+01:00",
            Some("2026-03-02T09:05:00+01:00"),
        );
        let cases = [
            ("09:00", 1, 5, "alone does not say"),
            ("2024-2025 forecast", 1, 9, "could be times"),
            ("08:00-09:00 11:00-12:00", 13, 11, "stand here twice"),
            (
                "yesterday 8:00-9:00 admin 11:00-12:00",
                27,
                11,
                "stand here twice",
            ),
            ("-30m-now", 1, 8, "not a range of times"),
            ("-15m", 1, 4, "not a range of times"),
            ("08:30-25:00 x", 1, 11, "not a range of times"),
            (
                "  08:30-09:05 selling /crm",
                23,
                4,
                "selling has no activity",
            ),
            ("admin @", 0, 0, ""),
        ];
        for (line, column, width, message) in cases {
            match edited(line, &monday) {
                Ok(_) => assert_eq!(column, 0, "{line:?} is understood"),
                Err(fault) => {
                    assert_eq!(
                        (fault.column, fault.width),
                        (column, width),
                        "{line:?}: {fault}"
                    );
                    assert!(fault.message.contains(message), "{line:?}: {fault}");
                }
            }
        }
        let spring = block(
            "2026-03-29T01:30:00+01:00",
            Some("2026-03-29T03:30:00+02:00"),
        );
        let fault = parse_edit(
            "02:30-03:30",
            &spring,
            &Taxonomy::default(),
            at("2026-04-01T09:00:00+02:00"),
            &berlin(),
        );
        assert!(fault.unwrap_err().message.starts_with("02:30 never came"));
    }

    proptest! {
        #[test]
        fn no_line_panics(line in "[0-9:\\-–apm @!\"a-z\\PC]{0,24}", runs: bool) {
            let mut block = block("2026-03-02T08:30:00+01:00", Some("2026-03-02T09:05:00+01:00"));
            block.end = block.end.filter(|_| !runs);
            block.details = Details::default();
            let _ = edited(&line, &block);
        }
    }
}
