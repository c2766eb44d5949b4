//! Dates, times and durations as a calendar writes them. Knows no zone.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::domain::stamp::Length;

/// A date or a time as it stands there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Value {
    /// A whole day.
    Date(NaiveDate),
    /// A time in UTC.
    Utc(NaiveDateTime),
    /// A time on some wall clock.
    Wall(NaiveDateTime),
}

/// Reads `20260302`, `20260302T090000` or `20260302T090000Z`.
pub(super) fn value(text: &str) -> Option<Value> {
    let text = text.trim();
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| digits.parse::<u32>().ok())
            .flatten()
    };
    let year = i32::try_from(number(0, 4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(4, 6)?, number(6, 8)?)?;
    if text.len() == 8 {
        return Some(Value::Date(date));
    }
    // A leap second is the one before it.
    let time = NaiveTime::from_hms_opt(number(9, 11)?, number(11, 13)?, number(13, 15)?.min(59))?;
    match (text.as_bytes().get(8)?, text.get(15..)?) {
        (b'T', "") => Some(Value::Wall(date.and_time(time))),
        (b'T', "Z") => Some(Value::Utc(date.and_time(time))),
        _ => None,
    }
}

/// Reads `PT1H30M`, `P1D`, `P2W`; of a wall clock's days and of exact hours alike.
pub(super) fn duration(text: &str) -> Option<Length> {
    let text = text.trim().to_ascii_uppercase();
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let mut rest = text.strip_prefix('P').filter(|rest| !rest.is_empty())?;
    let (mut seconds, mut clock, mut any) = (0_i64, false, false);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T').filter(|_| !clock) {
            clock = true;
            rest = after;
            continue;
        }
        let end = rest.find(|char: char| !char.is_ascii_digit())?;
        let number: i64 = rest[..end].parse().ok()?;
        let unit = match (rest.as_bytes()[end], clock) {
            (b'W', false) => 604_800,
            (b'D', false) => 86_400,
            (b'H', true) => 3_600,
            (b'M', true) => 60,
            (b'S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        any = true;
        rest = &rest[end + 1..];
    }
    (any && seconds <= 366 * 86_400).then(|| Length::seconds(sign * seconds))
}

/// Reads an offset from Greenwich, `+0530` or `-031845`, in seconds.
pub(super) fn offset(text: &str) -> Option<i64> {
    let text = text.trim();
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = &text[1..];
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize| {
        digits
            .get(from..from + 2)
            .and_then(|part| part.parse::<i64>().ok())
    };
    let seconds = part(0)? * 3_600 + part(2)? * 60 + part(4).unwrap_or_default();
    (seconds < 86_400).then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_read_or_refused() {
        let shown = |text| {
            value(text).map(|value| match value {
                Value::Date(date) => date.to_string(),
                Value::Utc(at) => format!("{at}Z"),
                Value::Wall(at) => at.to_string(),
            })
        };
        let cases = [
            ("20260302", Some("2026-03-02")),
            ("20260302T093000", Some("2026-03-02 09:30:00")),
            (" 20260302T093000Z", Some("2026-03-02 09:30:00Z")),
            ("20261231T235960Z", Some("2026-12-31 23:59:59Z")),
            ("20260231", None),
            ("20260302T0930", None),
            ("20260302T250000", None),
            ("20260302 093000", None),
            ("20260302T093000+0100", None),
            ("2026-03-02", None),
            ("+0260302", None),
            ("2026030é", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn durations_and_offsets_are_read_or_refused() {
        let cases = [
            ("PT1H30M", Some(5_400)),
            ("P1D", Some(86_400)),
            ("P1DT2H", Some(93_600)),
            ("+P2W", Some(1_209_600)),
            ("-PT15M", Some(-900)),
            ("PT", None),
            ("P", None),
            ("P1H", None),
            ("1H", None),
            ("PT99999999999999999999H", None),
            ("P9999W", None),
        ];
        for (text, expected) in cases {
            assert_eq!(duration(text).map(Length::as_seconds), expected, "{text}");
        }
        let cases = [
            ("+0100", Some(3_600)),
            ("-0330", Some(-12_600)),
            ("+053020", Some(19_820)),
            ("0100", None),
        ];
        for (text, expected) in
            cases
                .into_iter()
                .chain([("+1", None), ("+é10", None), ("+2400", None), ("", None)])
        {
            assert_eq!(offset(text), expected, "{text}");
        }
    }
}
