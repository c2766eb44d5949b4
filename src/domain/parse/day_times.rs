//! Times of days as people write them: `12:00-17:30`, `9am-12pm, 15:00 to 16:00`. Over midnight where the end comes before
//! the beginning.

use super::time_expr::{read_clock, read_date};
use super::{ParseError, is_digits, offset_in, parse_digits};
use crate::domain::stamp::Length;
use crate::domain::times_off::{MIDNIGHT, Stretch};
use chrono::Timelike;

const FORMS: &str = "write the times as 12:00-17:30, several with commas between";
const DASHES: [char; 3] = ['-', '–', '—'];

/// The days that a line names, and the times that stand behind them; either may be empty.
pub fn split_day_times(line: &str) -> (&str, &str) {
    let mut words = line.split_whitespace();
    let first = words.find(|word| begins_times(word));
    let at = first.map_or(line.len(), |word| offset_in(line, word));
    (line[..at].trim(), line[at..].trim())
}

/// Whether times begin with a word: no day has a colon, a dash behind an hour, or an hour alone.
fn begins_times(word: &str) -> bool {
    let hour = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ',');
    let suffix = word[hour.len()..]
        .trim_end_matches(',')
        .to_ascii_lowercase();
    let is_hour = |text: &str| is_digits(text) && text.len() <= 2;
    let is_clock = |text: &str| is_digits(text) && text.len() <= 4;
    // Some people write 12.00: say that, not that the day is unknown.
    let has_dot = word.starts_with(|c: char| c.is_ascii_digit())
        && word.contains('.')
        && !word.contains("..");
    word.contains(':')
        || has_dot
        || is_hour(hour) && matches!(suffix.as_str(), "" | "am" | "pm")
        || word.split_once(DASHES).is_some_and(|(from, to)| {
            let to = to.trim_end_matches(',');
            let is_short = is_hour(from) || from.len() == 4 && to.len() == 4;
            is_clock(from) && is_clock(to) && is_short || from.is_empty()
        })
        || word.to_ascii_lowercase().contains("am-")
        || word.to_ascii_lowercase().contains("pm-")
}

/// The stretches that a text names, after the midnight of a day that begins at `day_start`.
pub fn parse_day_times(text: &str, day_start: Length) -> Result<Vec<Stretch>, ParseError> {
    let tokens = read_tokens(text)?;
    let mut tokens = tokens.into_iter().peekable();
    let mut stretches = Vec::new();
    while let Some(token) = tokens.next() {
        let from = match token {
            Token::Time(said) => said,
            Token::Comma(_) if !stretches.is_empty() => continue,
            Token::Comma(said) | Token::Dash(said) => {
                let message = format!("a time is missing before {said:?}");
                return Err(ParseError::on(text, said, message).hint(FORMS));
            }
        };
        if let Some(Token::Dash(_)) = tokens.peek() {
            tokens.next();
        }
        let Some(Token::Time(to)) = tokens.next() else {
            let message = format!("{from} alone has no end");
            return Err(ParseError::on(text, from, message).hint(FORMS));
        };
        stretches.push(read_stretch(text, (from, to), day_start)?);
    }
    if stretches.is_empty() {
        return Err(ParseError::on(text, text, "times are missing").hint(FORMS));
    }
    Ok(stretches)
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Time(&'a str),
    Dash(&'a str),
    Comma(&'a str),
}

fn read_tokens(text: &str) -> Result<Vec<Token<'_>>, ParseError> {
    for word in text.split_whitespace() {
        if read_date(word.trim_matches(',')).is_ok() {
            let message = format!("{word} stands behind the times");
            return Err(ParseError::on(text, word, message).hint("name the days first"));
        }
    }
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if DASHES.contains(&first) || ",;".contains(first) {
            first.len_utf8()
        } else {
            let ends = |c: char| c.is_whitespace() || DASHES.contains(&c) || ",;".contains(c);
            rest.find(ends).unwrap_or(rest.len())
        };
        let said = &rest[..length];
        rest = rest[length..].trim_start();
        let lower = said.to_ascii_lowercase();
        // The half of the day stands apart from its time.
        if let ("am" | "pm", Some(Token::Time(time))) = (lower.as_str(), tokens.last_mut())
            && !ends_with_half(time)
        {
            *time = &text[offset_in(text, time)..offset_in(text, said) + said.len()];
            continue;
        }
        let token = match lower.as_str() {
            "to" | "until" | "-" | "–" | "—" => Token::Dash(said),
            "and" | "," | ";" => Token::Comma(said),
            _ => Token::Time(said),
        };
        tokens.push(token);
    }
    Ok(tokens)
}

fn ends_with_half(time: &str) -> bool {
    let lower = time.to_ascii_lowercase();
    lower.ends_with("am") || lower.ends_with("pm")
}

fn read_stretch(
    text: &str,
    (from, to): (&str, &str),
    day_start: Length,
) -> Result<Stretch, ParseError> {
    let both = &text[offset_in(text, from)..offset_in(text, to) + to.len()];
    let (start, end) = (read_time(text, from)?, read_time(text, to)?);
    if start == end || start == MIDNIGHT {
        let message = format!("{both} has no length");
        return Err(ParseError::on(text, both, message).hint(FORMS));
    }
    let is_past_midnight = end < start;
    if is_past_midnight && [from, to].into_iter().all(is_digits) {
        let message = format!("{both} would go past midnight");
        return Err(ParseError::on(text, both, message).hint(FORMS));
    }
    let end = if is_past_midnight {
        end + MIDNIGHT
    } else {
        end
    };
    // What comes before the day begins is of its night.
    let shift = if start < day_start {
        MIDNIGHT
    } else {
        Length::ZERO
    };
    Ok((start + shift, end + shift))
}

/// A time of day: as everywhere, and beside another one an hour alone, or `24:00` for the end of the day.
fn read_time(text: &str, said: &str) -> Result<Length, ParseError> {
    if said == "24:00" {
        return Ok(MIDNIGHT);
    }
    let hour = parse_digits::<i64>(said).filter(|hour| said.len() <= 2 && *hour <= 24);
    if let Some(hour) = hour {
        return Ok(Length::hours(hour));
    }
    let clock = read_clock(text, said).map_err(|fault| fault.hint(FORMS))?;
    if clock.place.is_some() {
        let message = format!("{said} names another place");
        return Err(ParseError::on(text, said, message)
            .hint("the times of a day are those of its own clock: leave the offset out"));
    }
    Ok(Length::seconds(
        clock.time.num_seconds_from_midnight().into(),
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::format;

    fn told(text: &str, day_start: Length) -> String {
        match parse_day_times(text, day_start) {
            Ok(stretches) => {
                let times = stretches.iter();
                let times = times.map(|(from, to)| {
                    let late = if *from >= MIDNIGHT { "+" } else { "" };
                    format!("{late}{}", format::clock_times(*from, *to))
                });
                times.collect::<Vec<_>>().join(" ")
            }
            Err(fault) => format!("{}+{} {}", fault.column, fault.width, fault.message),
        }
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let cases = [
            ("12:00-17:30", "12:00-17:30"),
            ("12:00 - 17:30", "12:00-17:30"),
            ("12:00–17:30", "12:00-17:30"),
            ("12:00 17:30", "12:00-17:30"),
            ("12:00 to 17:30", "12:00-17:30"),
            ("9-12", "09:00-12:00"),
            ("9am-12pm", "09:00-12:00"),
            ("9 am - 12 PM", "09:00-12:00"),
            ("1200-1730", "12:00-17:30"),
            ("9:00-10:00, 15:00-16:00", "09:00-10:00 15:00-16:00"),
            ("9:00-10:00 15:00-16:00", "09:00-10:00 15:00-16:00"),
            ("9-10,15-16", "09:00-10:00 15:00-16:00"),
            ("9-10 and 15-16", "09:00-10:00 15:00-16:00"),
            ("22:00-02:00", "22:00-02:00"),
            ("17:30-24:00", "17:30-24:00"),
            ("0:00-24:00", "00:00-24:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text, Length::ZERO), expected, "{text:?}");
        }
        let late = Length::hours(4);
        assert_eq!(told("1:00-2:00", late), "+01:00-02:00");
        assert_eq!(told("23:00-2:00", late), "23:00-02:00");
    }

    #[test]
    fn what_is_no_times_is_refused_where_it_goes_wrong() {
        let cases = [
            ("", "1+1 times are missing"),
            ("12:00", "1+5 12:00 alone has no end"),
            ("12:00-", "1+5 12:00 alone has no end"),
            ("-17:30", "1+1 a time is missing before \"-\""),
            ("12:00-25:00", "7+2 hours go from 0 to 23"),
            ("12:60-13:00", "4+2 minutes go from 00 to 59"),
            ("12:00-12:00", "1+11 12:00-12:00 has no length"),
            ("24:00-02:00", "1+11 24:00-02:00 has no length"),
            ("9-5", "1+3 9-5 would go past midnight"),
            ("noon-17:00", "1+4 \"noon\" is not a time"),
            ("12.00-17.30", "1+5 \"12.00\" is not a time"),
            ("9:00-10:00-11:00", "11+1 a time is missing before \"-\""),
            ("9:00-10:00, 15:00", "13+5 15:00 alone has no end"),
            (
                "9:00-10:00 2026-03-13",
                "12+10 2026-03-13 stands behind the times",
            ),
            ("9:00-10:00+01:00", "6+11 10:00+01:00 names another place"),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text, Length::ZERO), expected, "{text:?}");
        }
    }

    #[test]
    fn days_stand_before_the_times() {
        let cases = [
            ("12:00-17:30", ("", "12:00-17:30")),
            ("2026-03-13 12:00-17:30", ("2026-03-13", "12:00-17:30")),
            ("2026-03-13", ("2026-03-13", "")),
            (
                "2026-03-09..2026-03-13 9-12",
                ("2026-03-09..2026-03-13", "9-12"),
            ),
            ("last week 9am - 5pm", ("last week", "9am - 5pm")),
            ("tomorrow 9 - 12, 15-16", ("tomorrow", "9 - 12, 15-16")),
            ("7d 1200-1730", ("7d", "1200-1730")),
            ("2026-W10 9am-1pm", ("2026-W10", "9am-1pm")),
            ("2026-Q1", ("2026-Q1", "")),
            ("2026-03", ("2026-03", "")),
            ("W10", ("W10", "")),
            ("2026", ("2026", "")),
            ("today -5", ("today", "-5")),
            ("today 12.00-17.30", ("today", "12.00-17.30")),
        ];
        for (line, expected) in cases {
            assert_eq!(split_day_times(line), expected, "{line:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_no_stretch_runs_backwards(text in "[0-9:apm \\-–,to\\PC]{0,16}") {
            let (_, times) = split_day_times(&text);
            for text in [times, &text] {
                match parse_day_times(text, Length::ZERO) {
                    Ok(stretches) => {
                        prop_assert!(!stretches.is_empty());
                        prop_assert!(stretches.iter().all(|(from, to)| from < to && *to <= Length::hours(48)));
                    }
                    Err(fault) => prop_assert!(fault.column <= text.chars().count() + 1, "{:?} {:?}", text, fault),
                }
            }
        }
    }
}
