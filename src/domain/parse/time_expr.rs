//! What is said of a time, before it is known what it means: a day, a time of day, an offset. Knows nothing of
//! now, of zones and of the calendar.

use chrono::{NaiveDate, NaiveTime, Weekday};

use super::duration::duration;
use super::{Fault, place_in};
use crate::domain::stamp::{Length, Offset};

pub(super) const FORMS: &str =
    "write it as 9:40, 9:40am, 15m ago, yesterday 16:00, mon 9:00 or 2026-03-02 08:30";

/// What is said, before it is known what it means.
pub(super) struct TimeExpr {
    pub(super) day: When,
    pub(super) clock: Option<(NaiveTime, Option<Place>)>,
}

pub(super) enum When {
    Now,
    Ago(Length),
    Bare,
    Today,
    Yesterday,
    Weekday(Weekday),
    Date(NaiveDate),
}

/// The offset that stands behind a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// `Z`: the instant is meant, not a place.
    Greenwich,
    /// `+01:00`: the wall clock of this place is meant.
    There(Offset),
}

pub(super) fn read(text: &str) -> Result<TimeExpr, Fault> {
    let said = text.trim();
    let lower = said.to_ascii_lowercase();
    if said.is_empty() {
        return Err(Fault::at(text, text.len()..text.len(), "a time is missing").hint(FORMS));
    }
    let ago = |length: &str| {
        let before = text[..place_in(text, length).start].chars().count();
        duration(length)
            .map(|length| TimeExpr {
                day: When::Ago(length),
                clock: None,
            })
            .map_err(|fault| fault.moved(before))
    };
    if lower == "now" {
        return Ok(TimeExpr {
            day: When::Now,
            clock: None,
        });
    }
    if let Some(length) = said.strip_prefix('-') {
        return ago(length);
    }
    let before_ago = lower
        .strip_suffix("ago")
        .filter(|before| before.ends_with(char::is_whitespace));
    if let Some(before) = before_ago {
        return ago(&said[..before.len()]);
    }
    let (day, rest) = read_day(text, said)?;
    let clock = read_clock(text, rest)?;
    Ok(TimeExpr {
        day,
        clock: Some(clock),
    })
}

/// The day in front, and what follows it.
fn read_day<'a>(text: &str, said: &'a str) -> Result<(When, &'a str), Fault> {
    let missing = |after: &str| {
        let end = place_in(text, after).end;
        Fault::at(text, end..end, "a time of day is missing")
            .hint("write the time after the day: 2026-03-02 08:30")
    };
    if let Some((date, rest)) = said
        .split_at_checked(10)
        .filter(|(date, _)| looks_like_date(date))
    {
        let day =
            read_date(date).map_err(|message| Fault::at(text, place_in(text, date), message))?;
        return match rest.strip_prefix(['T', 't', ' ']).map(str::trim_start) {
            Some(rest) if !rest.is_empty() => Ok((When::Date(day), rest)),
            Some(_) => Err(missing(said)),
            None if rest.is_empty() => Err(missing(said)),
            None => Err(Fault::at(
                text,
                place_in(text, rest),
                format!("{rest:?} does not follow a date"),
            )
            .hint(FORMS)),
        };
    }
    let (word, rest) = said
        .split_once(char::is_whitespace)
        .map_or((said, ""), |(word, rest)| (word, rest.trim_start()));
    let day = match word.to_ascii_lowercase().as_str() {
        "today" => When::Today,
        "yesterday" => When::Yesterday,
        word => match weekday(word) {
            Some(weekday) => When::Weekday(weekday),
            None => return Ok((When::Bare, said)),
        },
    };
    if rest.is_empty() {
        Err(missing(said))
    } else {
        Ok((day, rest))
    }
}

fn looks_like_date(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| {
        if at == 4 || at == 7 {
            byte == b'-'
        } else {
            byte.is_ascii_digit()
        }
    })
}

/// The date that `2026-03-02` names, or what is wrong with it.
pub(super) fn read_date(text: &str) -> Result<NaiveDate, String> {
    let number =
        |part: std::ops::Range<usize>| text.get(part).and_then(|digits| digits.parse::<u32>().ok());
    let fields = (number(0..4), number(5..7), number(8..10));
    let (Some(year), Some(month), Some(day)) = fields else {
        return Err(format!("{text:?} is not a date"));
    };
    if !(1900..=2199).contains(&year) {
        return Err(format!("the year {year} is outside 1900 to 2199"));
    }
    NaiveDate::from_ymd_opt(year as i32, month, day)
        .ok_or_else(|| format!("there is no {text} in the calendar"))
}

/// The weekday of `mon` or `Monday`.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    // chrono takes the short and the full names, in any case.
    word.parse().ok()
}

/// A time of day with or without an offset: `9:40`, `0940`, `9:40:15am`, `02:30+01:00`.
pub(super) fn read_clock(text: &str, said: &str) -> Result<(NaiveTime, Option<Place>), Fault> {
    let (said, place) = split_place(text, said)?;
    let (digits, afternoon) = split_half(said);
    let not_a_time = || {
        Fault::at(
            text,
            place_in(text, said),
            format!("{said:?} is not a time"),
        )
        .hint(FORMS)
    };
    let fields = fields(digits).ok_or_else(not_a_time)?;
    let value = |field: &str| field.parse::<u32>().map_err(|_| not_a_time());
    let hour = match (value(fields[0])?, afternoon) {
        (hour @ 1..=12, Some(afternoon)) => hour % 12 + if afternoon { 12 } else { 0 },
        (hour @ 0..=23, None) if fields.len() > 1 => hour,
        (_, Some(_)) => {
            return Err(Fault::at(
                text,
                place_in(text, fields[0]),
                "with am or pm, hours go from 1 to 12",
            ));
        }
        (hour @ 0..=23, None) => {
            let hint = format!("write {hour}:00 for the time, or {hour}m ago for the minutes");
            return Err(Fault::at(
                text,
                place_in(text, said),
                format!("{said} could be hours or minutes"),
            )
            .hint(hint));
        }
        (_, None) if fields.len() == 1 => return Err(not_a_time()),
        (_, None) => {
            return Err(Fault::at(
                text,
                place_in(text, fields[0]),
                "hours go from 0 to 23",
            ));
        }
    };
    let sixty = |index: usize, what: &str| match fields.get(index) {
        None => Ok(0),
        Some(field) => match value(field)? {
            value @ 0..=59 => Ok(value),
            // A leap second.
            60 if index == 2 => Ok(59),
            _ => Err(Fault::at(
                text,
                place_in(text, field),
                format!("{what} go from 00 to 59"),
            )),
        },
    };
    let time = NaiveTime::from_hms_opt(hour, sixty(1, "minutes")?, sixty(2, "seconds")?)
        .ok_or_else(not_a_time)?;
    Ok((time, place))
}

/// The hours, minutes and seconds of `9`, `940`, `0940`, `9:40`, `09:40:15.25`.
fn fields(digits: &str) -> Option<Vec<&str>> {
    if !digits.contains(':') {
        let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        return match (all_digits, digits.len()) {
            (true, 1 | 2) => Some(vec![digits]),
            (true, length @ (3 | 4)) => Some(vec![&digits[..length - 2], &digits[length - 2..]]),
            _ => None,
        };
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let fields: Vec<&str> = whole.split(':').collect();
    let two_digits =
        |field: &&str| field.len() == 2 && field.bytes().all(|byte| byte.is_ascii_digit());
    let hours =
        (1..=2).contains(&fields[0].len()) && fields[0].bytes().all(|byte| byte.is_ascii_digit());
    let well_formed =
        hours && (2..=3).contains(&fields.len()) && fields[1..].iter().all(two_digits);
    let fraction_fits = fields.len() == 3 || whole.len() == digits.len();
    let fraction_is_number =
        !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    (well_formed && fraction_fits && fraction_is_number).then_some(fields)
}

/// Takes `am` or `pm` off the end: whether it is the afternoon.
fn split_half(said: &str) -> (&str, Option<bool>) {
    let cut = said.len().saturating_sub(2);
    match said.get(cut..).map(str::to_ascii_lowercase).as_deref() {
        Some("am") => (said[..cut].trim_end(), Some(false)),
        Some("pm") => (said[..cut].trim_end(), Some(true)),
        _ => (said, None),
    }
}

/// Takes the offset off the end: `Z`, `+01:00`, `-0330`, `+01`.
fn split_place<'a>(text: &str, said: &'a str) -> Result<(&'a str, Option<Place>), Fault> {
    if let Some(rest) = said.strip_suffix(['Z', 'z']) {
        return Ok((rest, Some(Place::Greenwich)));
    }
    let Some(at) = said.rfind(['+', '-']) else {
        return Ok((said, None));
    };
    let (rest, offset) = said.split_at(at);
    let digits: String = offset[1..].replace(':', "");
    let number = |part: Option<&str>| part.and_then(|digits| digits.parse::<i32>().ok());
    let minutes = match (
        digits.len(),
        digits.bytes().all(|byte| byte.is_ascii_digit()),
    ) {
        (2, true) => number(Some(&digits)).map(|hours| hours * 60),
        (4, true) => number(digits.get(..2))
            .zip(number(digits.get(2..)))
            .and_then(|(hours, minutes)| (minutes < 60).then_some(hours * 60 + minutes)),
        _ => None,
    };
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    match minutes.and_then(|minutes| Offset::new(sign * minutes * 60)) {
        Some(offset) => Ok((rest, Some(Place::There(offset)))),
        None => Err(Fault::at(
            text,
            place_in(text, offset),
            format!("{offset:?} is not an offset from UTC"),
        )
        .hint("write it as +01:00")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        let there = |minutes: i32| Offset::new(minutes * 60).map(Place::There);
        let cases = [
            ("9:40", (9, 40, 0), None),
            ("09:40", (9, 40, 0), None),
            ("0940", (9, 40, 0), None),
            ("940", (9, 40, 0), None),
            ("0:05", (0, 5, 0), None),
            ("23:59:58", (23, 59, 58), None),
            ("23:59:60", (23, 59, 59), None),
            ("08:30:15.25", (8, 30, 15), None),
            ("9am", (9, 0, 0), None),
            ("9 pm", (21, 0, 0), None),
            ("9:40PM", (21, 40, 0), None),
            ("12am", (0, 0, 0), None),
            ("12:05pm", (12, 5, 0), None),
            ("940pm", (21, 40, 0), None),
            ("02:30+01:00", (2, 30, 0), there(60)),
            ("02:30-0330", (2, 30, 0), there(-210)),
            ("02:30:00+01", (2, 30, 0), there(60)),
            ("02:30Z", (2, 30, 0), Some(Place::Greenwich)),
        ];
        for (text, (hour, minute, second), place) in cases {
            let time = NaiveTime::from_hms_opt(hour, minute, second).unwrap();
            assert_eq!(read_clock(text, text), Ok((time, place)), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused_where_it_goes_wrong() {
        let cases = [
            ("25:00", 1, 2, "hours go from 0 to 23"),
            ("24:00", 1, 2, "hours go from 0 to 23"),
            ("9:60", 3, 2, "minutes go from 00 to 59"),
            ("9:40:61", 6, 2, "seconds go from 00 to 59"),
            ("9:4", 1, 3, "is not a time"),
            ("9:40.5", 1, 6, "is not a time"),
            ("13pm", 1, 2, "hours go from 1 to 12"),
            ("0am", 1, 1, "hours go from 1 to 12"),
            ("15", 1, 2, "hours or minutes"),
            ("45", 1, 2, "is not a time"),
            ("12345", 1, 5, "is not a time"),
            ("9:40+25:00", 5, 6, "is not an offset"),
            ("9:40-1x", 5, 3, "is not an offset"),
            ("noon", 1, 4, "is not a time"),
            ("٩:٤٠", 1, 4, "is not a time"),
            (":", 1, 1, "is not a time"),
            ("Z", 1, 1, "is not a time"),
        ];
        for (text, column, width, message) in cases {
            let fault = read_clock(text, text).expect_err(text);
            assert_eq!(
                (fault.column, fault.width),
                (column, width),
                "{text:?}: {fault}"
            );
            assert!(fault.message.contains(message), "{text:?}: {fault}");
        }
    }
}
