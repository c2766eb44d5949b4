//! Weeks as people write them: `2026-W10`, `W10`, `this`, `last-week`, `next`, or a day in one.

use super::range::{Range, parse_range};
use super::{ParseError, hyphenated};
use crate::domain::calendar::{Calendar, Week};
use crate::domain::stamp::Moment;

const FORMS: &str = "write 2026-W10, W10, this, last, next, or a date in the week";

/// The week that a text names, as of `now`; `W10` is that of this year.
pub fn parse_week(text: &str, now: Moment, calendar: &Calendar) -> Result<Week, ParseError> {
    let said = text.trim();
    let error = |message: String| ParseError::on(text, said, message).hint(FORMS);
    let this = calendar.week_of(calendar.day_of(now));
    let words = hyphenated(said);
    match words.as_str() {
        "" => return Err(ParseError::after(text, "a week is missing").hint(FORMS)),
        "this" => return Ok(this),
        "last" => return Ok(calendar.week_of(this.first.plus(-7))),
        "next" => return Ok(calendar.week_of(this.end())),
        _ => {}
    }
    let Ok(Range::Days { first, last }) = parse_range(&words, now, calendar) else {
        return Err(error(format!("{said:?} is not a week")));
    };
    let week = calendar.week_of(first);
    if last < week.end() {
        Ok(week)
    } else {
        Err(error(format!("{said} is more than a week")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{Zone, parse_rfc3339};

    fn read(text: &str, now: &str) -> String {
        let berlin = Calendar::new(Zone::named("Europe/Berlin").expect("a zone"));
        let now = parse_rfc3339(now).expect("a time");
        parse_week(text, now, &berlin).map_or_else(
            |fault| fault.message,
            |week| format!("{week} {}", week.first),
        )
    }

    #[test]
    fn every_form_names_a_week() {
        // A Thursday.
        let cases = [
            ("this", "2026-W10 2026-03-02"),
            ("week", "2026-W10 2026-03-02"),
            ("this week", "2026-W10 2026-03-02"),
            ("last", "2026-W09 2026-02-23"),
            ("last-week", "2026-W09 2026-02-23"),
            ("Next", "2026-W11 2026-03-09"),
            ("next week", "2026-W11 2026-03-09"),
            ("W10", "2026-W10 2026-03-02"),
            (" w9 ", "2026-W09 2026-02-23"),
            ("2025-W52", "2025-W52 2025-12-22"),
            ("2026-w53", "2026-W53 2026-12-28"),
            ("2026-03-08", "2026-W10 2026-03-02"),
            ("yesterday", "2026-W10 2026-03-02"),
            ("mon", "2026-W10 2026-03-02"),
            ("", "a week is missing"),
            ("W54", "\"W54\" is not a week"),
            ("2025-W53", "\"2025-W53\" is not a week"),
            ("march", "\"march\" is not a week"),
            ("2026-03", "2026-03 is more than a week"),
            ("all", "\"all\" is not a week"),
        ];
        for (text, expected) in cases {
            assert_eq!(
                read(text, "2026-03-05T14:32:00+01:00"),
                expected,
                "{text:?}"
            );
        }
        // On New Year's Day the week is still one of the year before.
        assert_eq!(
            read("W53", "2027-01-01T12:00:00+01:00"),
            "2026-W53 2026-12-28"
        );
    }
}
