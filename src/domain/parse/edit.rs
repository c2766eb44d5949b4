//! The line that edits a block: `08:30-09:05 selling /meeting @Northwind …`. Times on the block's own day, a
//! category by its full name, then the parts of the quick line; only what is named changes.

use super::time::{is_bare_time, is_time, names_day, time, time_after, time_on};
use super::{Fault, offset_in, place_in, quick};
use crate::domain::block::{Block, Category, Details, Note, Outcomes};
use crate::domain::calendar::{Calendar, Zone};
use crate::domain::change::Patch;
use crate::domain::format;
use crate::domain::stamp::Moment;
use crate::domain::taxonomy::Taxonomy;

/// What a line changes, and what there is to say of how it was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edited {
    /// What changes.
    pub patch: Patch,
    /// Sentences for the person: that a local time came twice.
    pub remarks: Vec<String>,
}

/// What a line changes in a block.
pub fn edit(
    line: &str,
    block: &Block,
    taxonomy: &Taxonomy,
    now: Moment,
    calendar: &Calendar,
) -> Result<Edited, Fault> {
    let home = home(block, calendar);
    let (before, rest) = Times::leading(line, line, block, now, &home)?;
    let (word, after) = first_word(rest);
    let (category, rest) = match Category::from_name(word) {
        Some(category) => (Some(category), after),
        None => (None, rest),
    };
    let (times, rest) = match before {
        None if category.is_some() => Times::leading(line, rest, block, now, &home)?,
        before => (before, rest),
    };
    if times.is_some() && Times::leading(line, rest, block, now, &home)?.0.is_some() {
        let (word, _) = first_word(rest);
        return Err(
            Fault::at(line, place_in(line, word), "the times stand here twice")
                .hint("leave one of them out, and quote what belongs to the note"),
        );
    }
    let times = times.unwrap_or_default();
    let before = line[..offset_in(line, rest)].chars().count();
    let patch = quick::patch_as(rest, block, category.unwrap_or(block.category), taxonomy)
        .map_err(|fault| fault.moved(before))?;
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

/// As [`edit`], where the line tells all of the block, as the prompt does that is filled with [`super::spell::block`]:
/// parts that are no longer in it go. Times and a category that are left out stay.
pub fn rewrite(
    line: &str,
    block: &Block,
    taxonomy: &Taxonomy,
    now: Moment,
    calendar: &Calendar,
) -> Result<Edited, Fault> {
    // The activity is kept for the reading alone: the block's own may be named though the config does not list it.
    let known = Details {
        activity: block.details.activity.clone(),
        ..Details::default()
    };
    let Edited { patch, remarks } = edit(
        line,
        &Block {
            details: known,
            ..block.clone()
        },
        taxonomy,
        now,
        calendar,
    )?;
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

/// The calendar of the place where a block was lived: a journey later its hours still mean what they meant.
pub fn home(block: &Block, calendar: &Calendar) -> Calendar {
    if calendar.offset_at(block.start.at) == block.start.offset {
        *calendar
    } else {
        Calendar {
            zone: Zone::Fixed(block.start.offset),
            ..*calendar
        }
    }
}

fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// The two sides of `08:30-09:05`, of which one may be empty; `None` where the word is no range of times.
pub fn time_range(word: &str) -> Option<(&str, &str)> {
    let side = |text: &str| text.is_empty() || is_bare_time(text);
    let dashes = word.match_indices(['-', '–', '—']);
    let mut sides = dashes.map(|(at, dash)| (&word[..at], &word[at + dash.len()..]));
    sides.find(|(from, to)| side(from) && side(to) && from.len() + to.len() > 0)
}

/// The range of times that the first word of a line is, if it is one; refused where it may be one.
fn split_times<'a>(line: &str, word: &'a str) -> Result<Option<(&'a str, &'a str)>, Fault> {
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fault = |message: String, hint: &str| {
        Err(Fault::at(line, place_in(line, word), message).hint(hint))
    };
    match time_range(word) {
        // 1530-1600 may be times, years or a price: not for the program to guess.
        Some((from, to)) if plain(from) && plain(to) && !from.is_empty() && !to.is_empty() => {
            fault(
                format!("{word} could be times, or part of the note"),
                "write times as 08:30-09:05, and quote what belongs to the note",
            )
        }
        Some((from, to)) if plain(from) && plain(to) => Ok(None),
        Some(sides) => Ok(Some(sides)),
        None if !plain(word) && is_bare_time(word) => fault(
            format!("{word} alone does not say whether it is the start or the end"),
            "write 08:30-09:05 for both, 08:30- while it runs, -09:05 for the end; quote what belongs to the note",
        ),
        None if word.starts_with(|c: char| c.is_ascii_digit())
            && word.contains(':')
            && word.contains('-') =>
        {
            fault(
                format!("{word} is not a range of times"),
                "write it as 08:30-09:05",
            )
        }
        None if is_times_from_now(word) => fault(
            format!("{word} is not a range of times"),
            "write it as 08:30-09:05, and quote what belongs to the note",
        ),
        None => Ok(None),
    }
}

/// Whether a word says times as they are counted from now: `-15m`, `-30m-now`.
fn is_times_from_now(word: &str) -> bool {
    let ago = |text: &str| text.starts_with('-') && is_time(text);
    let dashes = word.match_indices(['-', '–', '—']).skip(1);
    let mut sides = dashes.map(|(at, dash)| (&word[..at], &word[at + dash.len()..]));
    ago(word) || sides.any(|(from, to)| ago(from) && is_time(to))
}

/// The longest range of times in words: `2026-03-02 08:30 - 2026-03-02 09:05`.
const MOST_WORDS: usize = 5;

/// The range of times with a day in front, `yesterday 10:00-11:00` or `2026-03-02 22:00-2026-03-03 01:00`, and what
/// follows it.
fn dated_range(text: &str) -> Option<((&str, &str), &str)> {
    let mut ends = Vec::new();
    let mut rest = text;
    while ends.len() < MOST_WORDS {
        let (word, after) = first_word(rest);
        if word.is_empty() {
            break;
        }
        ends.push(offset_in(text, after));
        rest = after;
    }
    ends.into_iter().rev().find_map(|end| {
        let (said, after) = text.split_at(end);
        let dashes = said.match_indices(['-', '–', '—']);
        let mut sides =
            dashes.map(|(at, dash)| (said[..at].trim(), said[at + dash.len()..].trim()));
        let is_end = |to: &str| to.is_empty() || is_bare_time(to) || names_day(to);
        sides
            .find(|(from, to)| names_day(from) && is_end(to))
            .map(|sides| (sides, after))
    })
}

/// The times that a line names.
#[derive(Default)]
struct Times {
    start: Option<Moment>,
    end: Option<Option<Moment>>,
    remarks: Vec<String>,
}

impl Times {
    /// The times in front of `rest`, a part of the line, if there are some; and what follows them.
    fn leading<'a>(
        line: &'a str,
        rest: &'a str,
        block: &Block,
        now: Moment,
        home: &Calendar,
    ) -> Result<(Option<Self>, &'a str), Fault> {
        if let Some((sides, after)) = dated_range(rest) {
            return Ok((Some(Self::dated(line, sides, now, home)?), after));
        }
        let (word, after) = first_word(rest);
        match split_times(line, word)? {
            Some(sides) => Ok((Some(Self::read(line, sides, block, now, home)?), after)),
            None => Ok((None, rest)),
        }
    }

    fn dated(
        line: &str,
        (from, to): (&str, &str),
        now: Moment,
        home: &Calendar,
    ) -> Result<Self, Fault> {
        let before = |side: &str| line[..offset_in(line, side)].chars().count();
        let start = time(from, now, home).map_err(|fault| fault.moved(before(from)))?;
        let mut remarks: Vec<String> = start.remark.into_iter().collect();
        let mut end = None;
        if !to.is_empty() {
            let told =
                time_after(to, start.moment, now, home).map_err(|fault| fault.moved(before(to)))?;
            remarks.extend(told.remark);
            end = Some(told.moment);
        }
        Ok(Self {
            start: Some(start.moment),
            end: Some(end),
            remarks,
        })
    }

    fn read(
        line: &str,
        (from, to): (&str, &str),
        block: &Block,
        now: Moment,
        home: &Calendar,
    ) -> Result<Self, Fault> {
        let before = |side: &str| line[..offset_in(line, side)].chars().count();
        let mut remarks = Vec::new();
        let start = if from.is_empty() || is_same(from, block.start) {
            None
        } else {
            let told = time_on(from, home.day_of(block.start), now, home)
                .map_err(|fault| fault.moved(before(from)))?;
            remarks.extend(told.remark);
            Some(told.moment)
        };
        let end = match block.end {
            _ if to.is_empty() => None,
            Some(end) if is_same(to, end) => Some(end),
            Some(_) | None => {
                let told = time_after(to, start.unwrap_or(block.start), now, home)
                    .map_err(|fault| fault.moved(before(to)))?;
                remarks.extend(told.remark);
                Some(told.moment)
            }
        };
        Ok(Self {
            start,
            end: Some(end),
            remarks,
        })
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
    use crate::domain::calendar::{parse_rfc3339, rfc3339};

    fn berlin() -> Calendar {
        Calendar::new(Zone::named("Europe/Berlin").expect("a zone"))
    }

    fn at(text: &str) -> Moment {
        parse_rfc3339(text).unwrap()
    }

    fn block(start: &str, end: Option<&str>) -> Block {
        let details = quick::details(
            "/m @Northwind words",
            Category::Selling,
            &Taxonomy::default(),
        )
        .unwrap();
        Block::new(at(start), end.map(at), Category::Selling, details)
    }

    fn edited(line: &str, block: &Block) -> Result<Block, Fault> {
        let now = at("2026-03-05T14:32:00+01:00");
        Ok(edit(line, block, &Taxonomy::default(), now, &berlin())?
            .patch
            .applied_to(block))
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
            let edited = rewrite(line, &monday, &Taxonomy::default(), now, &berlin())?;
            Ok::<_, Fault>(edited.patch.applied_to(&monday))
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
        let fault = edit(
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
