//! What is said of a time, before it is known what it means: a day, a time of day, an offset. Knows nothing of
//! now, of zones and of the calendar.

use chrono::{NaiveDate, NaiveTime, Weekday};

use super::duration::parse_duration;
use super::{ParseError, is_digits, parse_digits, place_in};
use crate::domain::stamp::{Length, Offset};

pub(super) const FORMS: &str =
    "write it as 9:40, 9:40am, 15m ago, yesterday 16:00, mon 9:00 or 2026-03-02 08:30";

/// What is said, before it is known what it means.
#[derive(Clone, Copy)]
pub(super) enum TimeExpr {
    Now,
    Ago(Length),
    On(DayExpr, ClockExpr),
}

#[derive(Clone, Copy)]
pub(super) enum DayExpr {
    /// No day is said.
    Bare,
    Today,
    Yesterday,
    Weekday(Weekday),
    Date(NaiveDate),
}

/// A time of day, and the offset that stands behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ClockExpr {
    pub(super) time: NaiveTime,
    pub(super) place: Option<Place>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// `Z`: the instant is meant, not a place.
    Greenwich,
    /// `+01:00`: the wall clock of this place is meant.
    There(Offset),
}

pub(super) fn read_time_expr(text: &str) -> Result<TimeExpr, ParseError> {
    let said = text.trim();
    let lower = said.to_ascii_lowercase();
    if said.is_empty() {
        return Err(ParseError::after(text, "a time is missing").hint(FORMS));
    }
    if lower == "now" {
        return Ok(TimeExpr::Now);
    }
    let before_ago = lower
        .strip_suffix("ago")
        .filter(|before| before.ends_with(char::is_whitespace));
    let ago = said
        .strip_prefix('-')
        .or_else(|| before_ago.map(|before| &said[..before.len()]));
    if let Some(length) = ago {
        return parse_duration(length)
            .map(TimeExpr::Ago)
            .map_err(|error| error.within(text, length));
    }
    let (day, rest) = read_day(text, said)?;
    Ok(TimeExpr::On(day, read_clock(text, rest)?))
}

/// The day in front, and what follows it.
fn read_day<'a>(text: &str, said: &'a str) -> Result<(DayExpr, &'a str), ParseError> {
    let missing = || {
        let end = place_in(text, said).end;
        ParseError::at(text, end..end, "a time of day is missing")
            .hint("write the time after the day: 2026-03-02 08:30")
    };
    if let Some((date, rest)) = said
        .split_at_checked(10)
        .filter(|(date, _)| looks_like_date(date))
    {
        let day = read_date(date).map_err(|message| ParseError::on(text, date, message))?;
        return match rest.strip_prefix(['T', 't', ' ']).map(str::trim_start) {
            Some("") => Err(missing()),
            Some(rest) => Ok((DayExpr::Date(day), rest)),
            None if rest.is_empty() => Err(missing()),
            None => {
                let message = format!("{rest:?} does not follow a date");
                Err(ParseError::on(text, rest, message).hint(FORMS))
            }
        };
    }
    let (word, rest) = said
        .split_once(char::is_whitespace)
        .map_or((said, ""), |(word, rest)| (word, rest.trim_start()));
    let day = match word.to_ascii_lowercase().as_str() {
        "today" => DayExpr::Today,
        "yesterday" => DayExpr::Yesterday,
        word => match weekday(word) {
            Some(weekday) => DayExpr::Weekday(weekday),
            None => return Ok((DayExpr::Bare, said)),
        },
    };
    if rest.is_empty() {
        Err(missing())
    } else {
        Ok((day, rest))
    }
}

fn looks_like_date(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    })
}

/// The date that `2026-03-02` names, or what is wrong with it.
pub(super) fn read_date(text: &str) -> Result<NaiveDate, String> {
    let number = |part: std::ops::Range<usize>| text.get(part).and_then(parse_digits::<u32>);
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
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
pub(super) fn read_clock(text: &str, said: &str) -> Result<ClockExpr, ParseError> {
    let (said, place) = split_place(text, said)?;
    let (digits, afternoon) = split_half(said);
    let not_a_time = || ParseError::on(text, said, format!("{said:?} is not a time")).hint(FORMS);
    let fields = clock_fields(digits).ok_or_else(not_a_time)?;
    let value = |field: &str| parse_digits::<u32>(field).ok_or_else(not_a_time);
    let hour = match (value(fields[0])?, afternoon) {
        (hour @ 1..=12, Some(afternoon)) => hour % 12 + if afternoon { 12 } else { 0 },
        (hour @ 0..=23, None) if fields.len() > 1 => hour,
        (_, Some(_)) => {
            let message = "with am or pm, hours go from 1 to 12";
            return Err(ParseError::on(text, fields[0], message));
        }
        (hour @ 0..=23, None) => {
            let message = format!("{said} could be hours or minutes");
            let hint = format!("write {hour}:00 for the time, or {hour}m ago for the minutes");
            return Err(ParseError::on(text, said, message).hint(hint));
        }
        (_, None) if fields.len() == 1 => return Err(not_a_time()),
        (_, None) => return Err(ParseError::on(text, fields[0], "hours go from 0 to 23")),
    };
    let sixty = |index: usize, what: &str| match fields.get(index) {
        None => Ok(0),
        Some(field) => match value(field)? {
            value @ 0..=59 => Ok(value),
            // A leap second.
            60 if index == 2 => Ok(59),
            _ => Err(ParseError::on(
                text,
                field,
                format!("{what} go from 00 to 59"),
            )),
        },
    };
    let time = NaiveTime::from_hms_opt(hour, sixty(1, "minutes")?, sixty(2, "seconds")?)
        .ok_or_else(not_a_time)?;
    Ok(ClockExpr { time, place })
}

/// The hours, minutes and seconds of `9`, `940`, `0940`, `9:40`, `09:40:15.25`.
fn clock_fields(digits: &str) -> Option<Vec<&str>> {
    if !digits.contains(':') {
        return match digits.len() {
            _ if !is_digits(digits) => None,
            1 | 2 => Some(vec![digits]),
            length @ (3 | 4) => Some(vec![&digits[..length - 2], &digits[length - 2..]]),
            _ => None,
        };
    }
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let fields: Vec<&str> = whole.split(':').collect();
    let hours_fit = (1..=2).contains(&fields[0].len());
    let others_fit = fields[1..].iter().all(|field| field.len() == 2);
    let fraction_fits = fraction.is_none_or(|digits| fields.len() == 3 && is_digits(digits));
    let well_formed =
        (2..=3).contains(&fields.len()) && fields.iter().all(|field| is_digits(field));
    (well_formed && hours_fit && others_fit && fraction_fits).then_some(fields)
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
fn split_place<'a>(text: &str, said: &'a str) -> Result<(&'a str, Option<Place>), ParseError> {
    if let Some(rest) = said.strip_suffix(['Z', 'z']) {
        return Ok((rest, Some(Place::Greenwich)));
    }
    let Some(at) = said.rfind(['+', '-']) else {
        return Ok((said, None));
    };
    let (rest, offset) = said.split_at(at);
    let digits: String = offset[1..].replace(':', "");
    let minutes = match (digits.len(), parse_digits::<i32>(&digits)) {
        (2, Some(hours)) => Some(hours * 60),
        (4, Some(both)) if both % 100 < 60 => Some(both / 100 * 60 + both % 100),
        _ => None,
    };
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let place = minutes.and_then(|minutes| Offset::new(sign * minutes * 60));
    let place = place.ok_or_else(|| {
        let message = format!("{offset:?} is not an offset from UTC");
        ParseError::on(text, offset, message).hint("write it as +01:00")
    })?;
    Ok((rest, Some(Place::There(place))))
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
            let expected = ClockExpr { time, place };
            assert_eq!(read_clock(text, text), Ok(expected), "{text:?}");
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
