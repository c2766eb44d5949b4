//! Lengths of time as people write them: `25m`, `1h30`, `1:30`, `90` (minutes), `1.5h`.

use super::{ParseError, offset_in, parse_digits};
use crate::domain::stamp::{Length, Stamp};

/// The longest length that can be meant: all the years that there are.
const LONGEST: i64 = Stamp::MAX.since(Stamp::MIN).as_seconds();
const FORMS: &str = "write it as 25m, 1h30, 1:30, or 90 for minutes";

/// The length that a text means. Never negative; a fraction of a second is dropped.
pub fn parse_duration(text: &str) -> Result<Length, ParseError> {
    let said = text.trim();
    if said.is_empty() {
        return Err(ParseError::after(text, "a length of time is missing").hint(FORMS));
    }
    let seconds = if said.contains(':') {
        read_colons(text, said)
    } else {
        read_units(text, said)
    }?;
    if seconds > LONGEST {
        let message = format!("{said} is longer than 300 years");
        return Err(ParseError::on(text, said, message));
    }
    Ok(Length::seconds(seconds))
}

/// `1:30`, `0:42:10`.
fn read_colons(text: &str, said: &str) -> Result<i64, ParseError> {
    let mut seconds = 0_i64;
    let mut fields = 0;
    for field in said.split(':') {
        let bad = |what: &str| {
            Err(ParseError::on(text, field, format!("{field:?} is not {what}")).hint(FORMS))
        };
        match parse_digits::<i64>(field).filter(|_| field.len() <= 12) {
            Some(value) if fields == 0 => seconds = value,
            Some(value) if fields > 2 || value > 59 || field.len() != 2 => {
                return bad("two digits up to 59");
            }
            Some(value) => seconds = seconds.saturating_mul(60).saturating_add(value),
            None => return bad("a number"),
        }
        fields += 1;
    }
    Ok(if fields == 2 {
        seconds.saturating_mul(60)
    } else {
        seconds
    })
}

/// `1h30m`, `1h 30`, `1.5 hours`, `90`.
fn read_units(text: &str, said: &str) -> Result<i64, ParseError> {
    let mut rest = said;
    let mut seconds = 0.0_f64;
    let mut smallest = f64::INFINITY;
    while !rest.is_empty() {
        let (value, after) = split_while(rest, |c| c.is_ascii_digit() || c == '.' || c == ',');
        let (unit, after) = split_while(after.trim_start(), char::is_alphabetic);
        let amount: f64 = match value.replace(',', ".").parse() {
            Ok(amount) if value.len() <= 15 => amount,
            Ok(_) | Err(_) => {
                let shown = rest
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8)
                    .max(value.len());
                let at = offset_in(text, rest);
                let bad = &text[at..at + shown];
                let message = format!("{bad:?} is not a number");
                return Err(ParseError::on(text, bad, message).hint(FORMS));
            }
        };
        let size = match unit_seconds(unit) {
            Some(size) if size < smallest => size,
            None if unit.is_empty() && smallest.is_infinite() => 60.0,
            // The minutes of `1h30`.
            None if unit.is_empty() && smallest > 3000.0 => 60.0,
            Some(_) | None => return Err(unit_error(text, value, unit)),
        };
        smallest = size;
        seconds += amount * size;
        rest = after.trim_start();
    }
    // Saturates far above the longest length, where it is refused.
    Ok((seconds + 1e-6) as i64)
}

fn split_while(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !belongs(c)).unwrap_or(text.len()))
}

fn unit_error(text: &str, value: &str, unit: &str) -> ParseError {
    if unit.is_empty() {
        ParseError::on(text, value, format!("{value:?} has no unit")).hint(FORMS)
    } else if unit_seconds(unit).is_some() {
        let message = format!("{unit:?} stands after a unit that is not larger");
        ParseError::on(text, unit, message).hint(FORMS)
    } else {
        ParseError::on(text, unit, format!("{unit:?} isn't a unit of time"))
            .hint("the units are h, m and s")
    }
}

fn unit_seconds(unit: &str) -> Option<f64> {
    match unit.to_ascii_lowercase().as_str() {
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(3600.0),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(60.0),
        "s" | "sec" | "secs" | "second" | "seconds" => Some(1.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::format;

    #[test]
    fn every_form_is_read() {
        let cases = [
            ("25m", 25 * 60),
            ("1h", 3600),
            ("1h30", 5400),
            ("1h30m", 5400),
            ("1h 30m", 5400),
            ("1 hour 30 minutes", 5400),
            ("1:30", 5400),
            ("0:42:10", 2530),
            ("90", 5400),
            (" 90 ", 5400),
            ("1.5h", 5400),
            ("1,5h", 5400),
            ("0.1h", 360),
            ("90s", 90),
            ("1h2m3s", 3723),
            ("2 H", 7200),
            ("0m", 0),
        ];
        for (text, seconds) in cases {
            assert_eq!(
                parse_duration(text),
                Ok(Length::seconds(seconds)),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_is_no_length_is_refused_where_it_goes_wrong() {
        let cases = [
            ("", 1, 1, "missing"),
            ("   ", 4, 1, "missing"),
            ("abc", 1, 1, "not a number"),
            ("-15m", 1, 1, "not a number"),
            ("25x", 3, 1, "isn't a unit of time"),
            ("1h30m20", 6, 2, "no unit"),
            ("30m1h", 5, 1, "not larger"),
            ("1m2m", 4, 1, "not larger"),
            ("1:75", 3, 2, "up to 59"),
            ("1:5", 3, 1, "two digits"),
            ("1:00:00:00", 9, 2, "two digits"),
            (":30", 1, 1, "not a number"),
            ("99999999999h", 1, 12, "300 years"),
            ("1.2.3h", 1, 5, "not a number"),
            ("é", 1, 1, "not a number"),
            ("5é5", 2, 1, "isn't a unit of time"),
        ];
        for (text, column, width, message) in cases {
            let fault = parse_duration(text).expect_err(text);
            assert_eq!(
                (fault.column, fault.width),
                (column, width),
                "{text:?}: {fault}"
            );
            assert!(fault.message.contains(message), "{text:?}: {fault}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_no_length_is_negative(text in "[0-9:.,hms \\PC]{0,16}") {
            if let Ok(length) = parse_duration(&text) {
                prop_assert!(length >= Length::ZERO);
            }
        }

        #[test]
        fn a_printed_length_reads_back(minutes in 0_i64..100_000, seconds in 0_i64..60) {
            let whole = Length::minutes(minutes);
            prop_assert_eq!(parse_duration(&format::hours(whole)), Ok(whole));
            prop_assert_eq!(parse_duration(&format::spoken(whole)), Ok(whole));
            let exact = whole + Length::seconds(seconds);
            prop_assert_eq!(parse_duration(&format::elapsed(exact)), Ok(exact));
        }
    }
}
