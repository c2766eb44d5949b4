//! Dates, times of day and lengths as spreadsheets and other tools write them; the order of day and month is decided
//! once for a whole file. Knows nothing of zones.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::source::{DateOrder, ParseError};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::stamp::{Length, Moment, Stamp};

/// The years of a date that can be meant.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// No stretch of work is longer.
pub(super) const LONGEST: Length = Length::hours(24 * 366);

/// A time in UTC as calendars and Timewarrior write it; chrono's letters.
pub(super) const COMPACT_UTC: &str = "%Y%m%dT%H%M%SZ";

/// `20260302T073000Z`.
pub(super) fn write_utc(at: Stamp) -> String {
    DateTime::from_timestamp(at.seconds(), 0)
        .map_or_else(String::new, |time| time.format(COMPACT_UTC).to_string())
}

/// The readings of a date in figures; both are the same where the year comes first.
#[derive(Clone, Copy)]
struct WrittenDate {
    day_first: Option<NaiveDate>,
    month_first: Option<NaiveDate>,
    /// Whether dots stand between, as nobody writes them behind a month that comes first.
    dotted: bool,
}

impl WrittenDate {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let separator = text
            .chars()
            .find(|c| !c.is_ascii_digit())
            .filter(|c| ['-', '/', '.'].contains(c))?;
        let parts = text.trim_end_matches('.').split(separator);
        let mut parts = parts.map(str::trim);
        let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let year_first = one.len() == 4;
        if year_first == (three.len() == 4) {
            return None;
        }
        let (one, two, three) = (number(one, 4)?, number(two, 2)?, number(three, 4)?);
        let (day_first, month_first) = if year_first {
            let only = date(one, two, three);
            (only, only)
        } else {
            (date(three, two, one), date(three, one, two))
        };
        Some(Self {
            day_first,
            month_first,
            dotted: separator == '.' && !year_first,
        })
    }

    const fn in_order(self, order: DateOrder) -> Option<NaiveDate> {
        match order {
            DateOrder::DayFirst => self.day_first,
            DateOrder::MonthFirst => self.month_first,
        }
    }

    /// The only order in which it is a date.
    const fn order(self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (Some(_), None) => Some(DateOrder::DayFirst),
            (None, Some(_)) => Some(DateOrder::MonthFirst),
            (Some(_), Some(_)) if self.dotted => Some(DateOrder::DayFirst),
            _ => None,
        }
    }
}

/// A number of one to so many digits.
fn number(digits: &str, most: usize) -> Option<u32> {
    let digits_only = !digits.is_empty()
        && digits.len() <= most
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits_only.then(|| digits.parse().ok()).flatten()
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = i32::try_from(year)
        .ok()
        .filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// What the dates of a file say of the order of day and month in all of them.
#[derive(Default)]
pub(super) struct OrderClues {
    /// The first date of each kind, with its line.
    day_first: Option<(usize, String)>,
    month_first: Option<(usize, String)>,
    ambiguous: Option<(usize, String)>,
}

impl OrderClues {
    /// Looks at a date.
    pub(super) fn add(&mut self, line: usize, text: &str) {
        if is_year_first(text) {
            return;
        }
        let Some(written) = WrittenDate::parse(text) else {
            return;
        };
        let place = match written.order() {
            Some(DateOrder::DayFirst) => &mut self.day_first,
            Some(DateOrder::MonthFirst) => &mut self.month_first,
            None if written.day_first != written.month_first => &mut self.ambiguous,
            None => return,
        };
        place.get_or_insert_with(|| (line, text.trim().to_owned()));
    }

    /// The order: what was asked for, else what those dates say that can be read in one way. Where some could be read in
    /// two ways and none tells, or they contradict each other, the file is refused.
    pub(super) fn decide(&self, asked: Option<DateOrder>) -> Result<DateOrder, ParseError> {
        if let Some(order) = asked {
            return Ok(order);
        }
        let hint = "say which comes first in its dates: --date-format dmy or --date-format mdy";
        let wrong = |what: String| Err(ParseError::new(what, hint));
        match (&self.day_first, &self.month_first, &self.ambiguous) {
            (Some((one, day)), Some((other, month)), _) => wrong(format!(
                "its dates contradict each other: the day comes first in {day} (line {one}), the month in {month} (line {other})"
            )),
            (None, Some(_), _) => Ok(DateOrder::MonthFirst),
            (None, None, Some((line, text))) => wrong(format!(
                "its dates can be read in two ways: in {text} (line {line}) the day or the month may come first"
            )),
            (Some(_), None, _) | (None, None, None) => Ok(DateOrder::DayFirst),
        }
    }
}

/// Whether a date begins with its year, and says nothing of the order.
pub(super) fn is_year_first(text: &str) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let bytes = text.as_bytes();
    bytes.len() > 4 && bytes[..4].iter().all(is_digit) && matches!(bytes[4], b'-' | b'/' | b'.')
}

/// The date that a text spells: `2026-03-02`, `2026/03/02`, and `02/03/2026`, `2.3.2026`, `02-03-2026` by the order.
pub(super) fn day(text: &str, order: DateOrder) -> Option<NaiveDate> {
    WrittenDate::parse(text)?.in_order(order)
}

/// The time of day that a text spells, as the length since midnight: `8:30`, `08:30:15`, `08:30:15.25`, `8:30 PM`,
/// `8:30 p.m.`, `24:00`. A fraction of a second is dropped and a leap second read as :59.
pub(super) fn time_of_day(text: &str) -> Option<Length> {
    let text = text.trim();
    let figures = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let half: String = text[figures.len()..]
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect();
    let mut parts = figures.split(':');
    let hour = number(parts.next()?, 2)?;
    let (minute, second) = match (parts.next(), parts.next(), parts.next()) {
        (Some(minute), None, _) => (number_of(minute)?, 0),
        (Some(minute), Some(second), None) => {
            (number_of(minute)?, number_of(whole(second)?)?.min(59))
        }
        // `8 PM`
        (None, ..) if !half.is_empty() => (0, 0),
        _ => return None,
    };
    let hour = match half.to_lowercase().as_str() {
        "" if text.len() == figures.len() => hour,
        "am" if (1..=12).contains(&hour) => hour % 12,
        "pm" if (1..=12).contains(&hour) => hour % 12 + 12,
        _ => return None,
    };
    let is_time = (hour < 24 && minute < 60) || (hour, minute, second) == (24, 0, 0);
    is_time.then(|| Length::seconds(i64::from(hour * 3600 + minute * 60 + second)))
}

/// A number of two digits that is at most 60.
fn number_of(digits: &str) -> Option<u32> {
    number(digits, 2).filter(|number| digits.len() == 2 && *number <= 60)
}

/// Seconds without their fraction.
fn whole(seconds: &str) -> Option<&str> {
    match seconds.split_once(['.', ',']) {
        Some((whole, fraction)) => fraction
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(whole),
        None => Some(seconds),
    }
}

/// The wall clock of a date, so long after its midnight; 24 hours after it is the next midnight.
pub(super) fn wall(day: NaiveDate, since_midnight: Length) -> Option<NaiveDateTime> {
    let seconds = since_midnight.as_seconds();
    let date = day.checked_add_days(Days::new(u64::try_from(seconds / 86_400).ok()?))?;
    Some(date.and_time(NaiveTime::from_num_seconds_from_midnight_opt(
        (seconds % 86_400) as u32,
        0,
    )?))
}

/// A date and a time of day in one text, with a space or a `T` between: `2026-03-02 08:30`, `02/03/2026 8:30 PM`.
pub(super) fn date_time(text: &str, order: DateOrder) -> Option<NaiveDateTime> {
    let (date, time) = text.trim().split_once([' ', 'T', '\u{a0}'])?;
    wall(day(date.trim_end_matches(','), order)?, time_of_day(time)?)
}

/// A time with its offset: RFC 3339, also with a space between date and time, `UTC` for `Z`, and `+0100`.
pub(super) fn instant(cell: &str) -> Option<Moment> {
    if let Some(moment) = parse_rfc3339(cell) {
        return Some(moment);
    }
    let (date, rest) = cell.split_once([' ', 'T'])?;
    // Most times name no zone.
    if !rest.contains(['+', '-', 'Z', 'T', 'C']) {
        return None;
    }
    let rest = rest
        .trim()
        .replace("UTC", "Z")
        .replace("GMT", "Z")
        .replace(' ', "");
    let at = rest.find(['+', '-', 'Z'])?;
    let (clock, offset) = rest.split_at(at);
    let clock = if clock.matches(':').count() == 1 {
        format!("{clock}:00")
    } else {
        clock.to_owned()
    };
    let offset = match offset.len() {
        3 => format!("{offset}:00"),
        5 if offset.is_ascii() && !offset.contains(':') => {
            format!("{}:{}", &offset[..3], &offset[3..])
        }
        _ => offset.to_owned(),
    };
    parse_rfc3339(&format!("{date}T{clock}{offset}"))
}

/// The length that a text spells: `1:30:00`, `1:30` (hours and minutes), `18:25 min` (minutes and seconds), `25 sec`,
/// `1h 30m`, and in decimals, as hours: `1.5`, `1,5 h`. Seconds are whole.
pub(super) fn length(text: &str) -> Option<Length> {
    let text = text.trim().to_lowercase();
    let figures = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = text[figures.len()..].trim();
    if figures.contains(':') {
        let parts: Option<Vec<i64>> = figures
            .split(':')
            .map(|part| number(part, 6).map(i64::from))
            .collect();
        return match (parts?.as_slice(), unit) {
            ([hours, minutes, seconds], "" | "h") => clock(*hours, *minutes, *seconds),
            ([hours, minutes], "" | "h") => clock(*hours, *minutes, 0),
            ([minutes, seconds], "min") => clock(minutes / 60, minutes % 60, *seconds),
            _ => None,
        };
    }
    if let Some(hours) = decimal(figures).filter(|_| ["", "h"].contains(&unit)) {
        return Some(Length::seconds((hours * 3600.0).round() as i64));
    }
    in_units(&text)
}

fn clock(hours: i64, minutes: i64, seconds: i64) -> Option<Length> {
    (minutes < 60 && seconds < 60).then(|| Length::seconds(hours * 3600 + minutes * 60 + seconds))
}

/// A number with or without a fraction, behind a point or a comma.
fn decimal(figures: &str) -> Option<f64> {
    let (whole, fraction) = figures.split_once(['.', ',']).unwrap_or((figures, "0"));
    number(whole, 6)?;
    number(fraction, 9)?;
    format!("{whole}.{fraction}").parse().ok()
}

/// `1h 30m`, `2 h`, `25 sec`, `90 min`.
fn in_units(text: &str) -> Option<Length> {
    let mut rest = text.trim();
    let mut sum = Length::ZERO;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let count = i64::from(number(&rest[..digits], 6)?);
        rest = rest[digits..].trim_start();
        let letters = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
        sum = sum
            + match &rest[..letters] {
                "h" | "hour" | "hours" => Length::hours(count),
                "m" | "min" | "mins" | "minutes" => Length::minutes(count),
                "s" | "sec" | "secs" | "seconds" => Length::seconds(count),
                _ => return None,
            };
        rest = rest[letters..].trim_start();
    }
    Some(sum).filter(|_| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use DateOrder::{DayFirst, MonthFirst};

    fn order<'a>(
        dates: impl Iterator<Item = (usize, &'a str)>,
        asked: Option<DateOrder>,
    ) -> Result<DateOrder, ParseError> {
        let mut clues = OrderClues::default();
        dates.for_each(|(line, text)| clues.add(line, text));
        clues.decide(asked)
    }

    #[test]
    fn a_date_is_read_by_the_order_of_its_file() {
        let cases = [
            ("2026-03-02", DayFirst, "2026-03-02"),
            ("2026/03/02", MonthFirst, "2026-03-02"),
            ("2026.3.2", MonthFirst, "2026-03-02"),
            (" 02/03/2026 ", DayFirst, "2026-03-02"),
            ("02/03/2026", MonthFirst, "2026-02-03"),
            ("2-3-2026", MonthFirst, "2026-02-03"),
            ("2.3.2026", DayFirst, "2026-03-02"),
            ("2. 3. 2026", DayFirst, "2026-03-02"),
            ("2026. 03. 02.", DayFirst, "2026-03-02"),
        ];
        for (text, order, expected) in cases {
            assert_eq!(
                day(text, order).map(|day| day.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        let none = [
            "",
            "45292",
            "45292.5",
            "31.02.2026",
            "29/02/2026",
            "0001-01-01",
            "1.1.0001",
            "02/03/26",
            "13/15/2024",
            "2026-03",
            "2026-03-02-1",
            "2026-03-02T08:30",
            "2026/03-02",
            "+2026-03-02",
            "2026-003-02",
            "Mar 2",
            "/",
            "-1-1-2026",
            "９/３/2026",
        ];
        for text in none {
            assert_eq!(
                (day(text, DayFirst), day(text, MonthFirst)),
                (None, None),
                "{text}"
            );
        }
    }

    fn decided(dates: &[&str], asked: Option<DateOrder>) -> Result<DateOrder, String> {
        order((2..).zip(dates.iter().copied()), asked).map_err(|wrong| wrong.what)
    }

    #[test]
    fn the_order_is_decided_once_for_the_file() {
        let cases: [(&[&str], DateOrder); 8] = [
            (&["03/02/2026", "03/13/2026"], MonthFirst),
            (&["03/02/2026", "13/03/2026"], DayFirst),
            (&["03/02/2026", "03.02.2026"], DayFirst),
            (&["2026-03-02"], DayFirst),
            (&["03/03/2026"], DayFirst),
            (&["", "nonsense", "13/15/2024", "01/31/2026"], MonthFirst),
            (&["31/02/2026"], DayFirst),
            (&[], DayFirst),
        ];
        for (dates, expected) in cases {
            assert_eq!(decided(dates, None), Ok(expected), "{dates:?}");
            assert_eq!(
                decided(dates, Some(MonthFirst)),
                Ok(MonthFirst),
                "what is asked for stands"
            );
        }
        assert_eq!(
            decided(&["2026-03-02", "03/03/2026", "03/02/2026"], None),
            Err("its dates can be read in two ways: in 03/02/2026 (line 4) the day or the month may come first"
                .to_owned())
        );
        assert_eq!(
            decided(&["03/13/2026", "13/03/2026"], None),
            Err("its dates contradict each other: the day comes first in 13/03/2026 (line 3), the month in 03/13/2026 (line 2)"
                .to_owned())
        );
    }

    #[test]
    fn a_time_of_day_is_read_in_all_its_spellings() {
        let cases = [
            ("8:30", 30_600),
            ("08:30:15", 30_615),
            ("08:30:15.999", 30_615),
            ("23:59:60", 86_399),
            ("24:00", 86_400),
            ("24:00:00", 86_400),
            ("0:00", 0),
            ("12:05 AM", 300),
            ("12:05 pm", 43_500),
            ("1:05 PM", 47_100),
            ("10:23:52 AM", 37_432),
            ("10:23\u{202f}a.m.", 37_380),
            ("10:23 p. m.", 80_580),
            ("8pm", 72_000),
        ];
        for (text, expected) in cases {
            assert_eq!(time_of_day(text), Some(Length::seconds(expected)), "{text}");
        }
        for text in [
            "", "8", "8.30", "25:00", "24:01", "8:60", "8:5", "13:00 PM", "0:30 am", "8:30 Uhr",
            "-8:30", "8:30:61", "1:2:3:4", "8:30x", "8:30-",
        ] {
            assert_eq!(time_of_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_length_is_read_in_all_its_spellings() {
        let cases = [
            ("01:00:01", 3601),
            ("0:47:06", 2826),
            ("18:25 min", 1105),
            ("75:10 min", 4510),
            ("25 sec", 25),
            ("1:30", 5400),
            ("123:00:00", 442_800),
            ("1.5", 5400),
            ("0,50 h", 1800),
            ("0.79 h", 2844),
            ("1h 30m", 5400),
            ("1h30min 5s", 5405),
            ("90 min", 5400),
            ("0", 0),
        ];
        for (text, expected) in cases {
            assert_eq!(length(text), Some(Length::seconds(expected)), "{text}");
        }
        for text in [
            "",
            "h",
            "1:75",
            "1:00:75",
            "-1:00",
            "a",
            "1x",
            "1h x",
            "9999999",
            "1.2.3",
            "18:25:00 min",
            "1:2:3:4",
        ] {
            assert_eq!(length(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_and_a_time_stand_in_one_text() {
        let cases = [
            ("2026-03-02 08:30", Some("2026-03-02 08:30:00")),
            ("2026-03-02T08:30:15", Some("2026-03-02 08:30:15")),
            ("02/03/2026, 8:30 PM", Some("2026-03-02 20:30:00")),
            ("2026-12-31 24:00", Some("2027-01-01 00:00:00")),
            ("2026-03-02", None),
            ("2026-02-31 08:30", None),
        ];
        for (text, expected) in cases {
            assert_eq!(
                date_time(text, DayFirst)
                    .map(|at| at.to_string())
                    .as_deref(),
                expected,
                "{text}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,20}|[0-9:./ apmh,TZ-]{0,24}") {
            let order = order([(1, text.as_str())].into_iter(), None).unwrap_or(DayFirst);
            if let Some(day) = day(&text, order) {
                prop_assert!(YEARS.contains(&chrono::Datelike::year(&day)));
            }
            prop_assert!(time_of_day(&text).is_none_or(|time| time <= Length::hours(24) && time >= Length::ZERO));
            prop_assert!(length(&text).is_none_or(|length| length >= Length::ZERO));
            date_time(&text, order);
        }
    }
}
