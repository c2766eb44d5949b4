//! The only printing of lengths, times and shares. What was measured is `2h40`, what someone has set `2h` or `45m`, what is
//! missing for a figure `72 more minutes` and over two hours `2h40 more`; in a sentence minutes may be `25 min`.

use chrono::{Datelike, Month, Timelike, Weekday};

use super::block::Category;
use super::calendar::{Calendar, Day};
use super::stamp::{Length, Moment};

/// Hours and minutes, cut to the minute: `4h10`, `0h35`.
pub fn hours(length: Length) -> String {
    let minutes = length.as_seconds().abs() / 60;
    let sign = if length.as_seconds() < 0 && minutes > 0 {
        "-"
    } else {
        ""
    };
    format!("{sign}{}h{:02}", minutes / 60, minutes % 60)
}

/// As a goal is written, cut to the minute: `6h`, `1h30`, `45m`.
pub fn brief(length: Length) -> String {
    let minutes = length.or_zero().as_seconds() / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}"),
    }
}

/// Up to the next whole minute: what is still to come is not over before its last minute is.
pub const fn up_to_minute(length: Length) -> Length {
    Length::minutes((length.as_seconds() + 59).div_euclid(60))
}

/// What is still missing, up to the next minute: `72 more minutes`, `3h01 more`.
pub fn needed(length: Length) -> String {
    let whole = up_to_minute(length);
    if whole <= Length::hours(2) {
        count((whole.as_seconds() / 60) as usize, "more minute")
    } else {
        format!("{} more", hours(whole))
    }
}

/// As a clock that runs: `0:42:10`. A negative length shows as zero.
pub fn elapsed(length: Length) -> String {
    let seconds = length.or_zero().as_seconds();
    format!(
        "{}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// What is left, as a clock that runs down in minutes and seconds: `42:10`.
pub fn countdown(length: Length) -> String {
    let seconds = length.or_zero().as_seconds();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// In the fewest words, for a sentence: `25 min`, `1h30`, `2h`, `40 s`.
pub fn spoken(length: Length) -> String {
    let seconds = length.or_zero().as_seconds();
    match (seconds / 3600, seconds / 60 % 60) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}"),
    }
}

/// The wall clock of a moment: `08:30`.
pub fn clock(moment: Moment) -> String {
    let wall = Calendar::wall(moment);
    format!("{:02}:{:02}", wall.hour(), wall.minute())
}

/// A number of days, with one decimal where one of them is not whole: `2`, `4.5`.
pub fn day_count(days: f64) -> String {
    let tenths = (days * 10.0).round();
    if tenths % 10.0 == 0.0 {
        format!("{}", tenths / 10.0)
    } else {
        format!("{:.1}", tenths / 10.0)
    }
}

/// A stretch of the wall clock, both ends after midnight: `12:00-17:30`, and `22:00-02:00` over the end of the day.
pub fn clock_times(from: Length, to: Length) -> String {
    format!("{}-{}", time_of_day(from), time_of_day(to))
}

/// As [`clock_times`], to the second where there is one: `12:00:30-17:30`.
pub fn exact_clock_times(from: Length, to: Length) -> String {
    let exact = |at: Length| match at.or_zero().as_seconds() % 60 {
        0 => time_of_day(at),
        seconds => format!("{}:{seconds:02}", time_of_day(at)),
    };
    format!("{}-{}", exact(from), exact(to))
}

/// A time of day, so long after midnight: `08:30`, and `06:00` of the next day too.
pub fn time_of_day(after_midnight: Length) -> String {
    let day = Length::hours(24);
    let into = if after_midnight > day {
        after_midnight - day
    } else {
        after_midnight
    };
    let minutes = into.or_zero().as_seconds() / 60;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The wall clock of a moment, with its offset where it would mislead here without: `02:30+01:00`.
pub fn clock_here(moment: Moment, calendar: &Calendar) -> String {
    let offset = if calendar.needs_offset(moment) {
        moment.offset.to_string()
    } else {
        String::new()
    };
    clock(moment) + &offset
}

/// The offset of two times that would mislead here without: `(+09:00)`, `(+01:00 to +09:00)`; empty where they do not.
pub fn misleading_offset(start: Moment, end: Option<Moment>, calendar: &Calendar) -> String {
    let end = end.unwrap_or(start);
    if calendar.needs_offset(start) || calendar.needs_offset(end) {
        offsets(start, end)
    } else {
        String::new()
    }
}

fn offsets(start: Moment, end: Moment) -> String {
    if start.offset == end.offset {
        format!("({})", start.offset)
    } else {
        format!("({} to {})", start.offset, end.offset)
    }
}

/// As [`clock_here`], with the day before it where it is not `today`: `Mon 2 Mar 08:30`.
pub fn clock_on(moment: Moment, calendar: &Calendar, today: Day) -> String {
    let (day, clock) = (calendar.day_of(moment), clock_here(moment, calendar));
    if day == today {
        clock
    } else {
        format!("{} {clock}", short_day(day, today))
    }
}

/// What a time is told beside: another one, mostly now, and the calendar of whoever reads it, where that is known.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    moment: Moment,
    calendar: Option<Calendar>,
}

impl Beside {
    /// A moment of whoever reads it by this calendar.
    pub const fn here(moment: Moment, calendar: &Calendar) -> Self {
        let calendar = Some(*calendar);
        Self { moment, calendar }
    }

    fn needs_offset(self, moment: Moment) -> bool {
        self.calendar
            .map_or(moment.offset != self.moment.offset, |calendar| {
                calendar.needs_offset(moment)
            })
    }

    /// The day of a moment and a blank, where it is another one.
    fn other_day(self, moment: Moment) -> String {
        let [day, other] = [moment, self.moment].map(|moment| Day(Calendar::wall(moment).date()));
        if day == other {
            String::new()
        } else {
            format!("{} ", short_day(day, other))
        }
    }
}

impl From<Moment> for Beside {
    fn from(moment: Moment) -> Self {
        let calendar = None;
        Self { moment, calendar }
    }
}

/// The wall clock of a moment, with its day where that is not the day of the other moment, and with its offset where it
/// would mislead without: `Mon 2 Mar 14:00+01:00`.
pub fn clock_beside(moment: Moment, beside: impl Into<Beside>) -> String {
    let beside = beside.into();
    let offset = if beside.needs_offset(moment) {
        moment.offset.to_string()
    } else {
        String::new()
    };
    format!("{}{}{offset}", beside.other_day(moment), clock(moment))
}

/// From when to when, with the days that are not the one of the other moment: `08:30-09:05`,
/// `Mon 2 Mar 08:30-09:05`, `Mon 2 Mar 22:00 - 01:30`; with seconds where the minute is the same, and with the offsets
/// where they would mislead without: `08:30-09:05 (+09:00)`.
pub fn times_beside(start: Moment, end: Moment, beside: impl Into<Beside>) -> String {
    let beside = beside.into();
    let times = wall_times(start, end, beside);
    if beside.needs_offset(start) || beside.needs_offset(end) {
        format!("{times} {}", offsets(start, end))
    } else {
        times
    }
}

/// [`times_beside`], as a stretch in a sentence: `03:15–04:00`.
pub fn inside(start: Moment, end: Moment, beside: impl Into<Beside>) -> String {
    times_beside(start, end, beside).replacen('-', "–", 1)
}

/// A sentence with its stretches of time set as prose, `08:30–09:05` and `13:50–now`. What stands in quotes was typed, and
/// what follows `write` is to be: both stay as they are.
pub fn with_dashes(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let prose = words.split("write ").next().unwrap_or_default();
    let prose = prose.chars().count();
    let is_time = |end: usize| {
        let five = end.checked_sub(5).map(|from| &chars[from..end]);
        five.is_some_and(|five| {
            let is_right = |(place, c): (usize, &char)| match place {
                2 => *c == ':',
                _ => c.is_ascii_digit(),
            };
            five.iter().enumerate().all(is_right)
        })
    };
    let mut is_quoted = false;
    let set = |(place, c): (usize, &char)| {
        is_quoted ^= *c == '"';
        let blank = usize::from(place > 0 && chars[place - 1] == ' ');
        let after = chars.get(place + 1 + blank).copied();
        let goes_on = after.is_some_and(|c| c.is_ascii_digit() || c == 'n' || blank == 1);
        let is_range =
            *c == '-' && place < prose && !is_quoted && goes_on && is_time(place - blank);
        if is_range { '–' } else { *c }
    };
    chars.iter().enumerate().map(set).collect()
}

fn wall_times(start: Moment, end: Moment, beside: Beside) -> String {
    let day_and_clock = |moment| format!("{}{}", beside.other_day(moment), clock(moment));
    let from = day_and_clock(start);
    if clock(start) == clock(end) && end.at.since(start.at) < Length::minutes(1) {
        return format!(
            "{from}:{:02}-{}:{:02}",
            Calendar::wall(start).second(),
            clock(end),
            Calendar::wall(end).second()
        );
    }
    let same_day = Calendar::wall(start).date() == Calendar::wall(end).date();
    if same_day {
        format!("{from}-{}", clock(end))
    } else {
        format!("{from} - {}", day_and_clock(end))
    }
}

/// From when to when, for a person to agree to: `12:00–12:45`, `Fri 17:30 – Mon 09:00`; with the date of a day that is
/// not within a week of today.
pub fn stretch(start: Moment, end: Moment, calendar: &Calendar, today: Day) -> String {
    let [from, to] = [start, end].map(|moment| Day(Calendar::wall(moment).date()));
    let named = |day: Day| {
        if (0..7).contains(&today.since(day)) {
            weekday(day.0.weekday()).to_owned()
        } else {
            short_day(day, today)
        }
    };
    let (begins, ends) = (clock_here(start, calendar), clock_here(end, calendar));
    if from != to {
        return format!("{} {begins} – {} {ends}", named(from), named(to));
    }
    let day = if from == today {
        String::new()
    } else {
        format!("{} ", named(from))
    };
    format!("{day}{begins}–{ends}")
}

/// A day: `Thu 5 Mar`, with the year where it is not the year of `today`.
pub fn short_day(day: Day, today: Day) -> String {
    let date = day.0;
    let year = if date.year() == today.0.year() {
        String::new()
    } else {
        format!(" {}", date.year())
    };
    format!(
        "{} {} {}{year}",
        weekday(date.weekday()),
        date.day(),
        &month(day)[..3]
    )
}

/// Three letters of a weekday.
pub const fn weekday(weekday: Weekday) -> &'static str {
    const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    NAMES[weekday.num_days_from_monday() as usize]
}

/// The month of a day, as the head of a calendar: `March 2026`.
pub fn month_of(day: Day) -> String {
    format!("{} {}", month(day), day.0.year())
}

/// `2–8 Mar 2026`, `23 Feb–1 Mar 2026`, `Mon 2 Mar 2026`.
pub fn days(first: Day, last: Day) -> String {
    days_of_year(first, last, None)
}

/// The same without the year where all of it is the year of `today`: `2–8 Mar`.
pub fn short_days(first: Day, last: Day, today: Day) -> String {
    days_of_year(first, last, Some(today.0.year()))
}

/// From one day to another; `known` is the year that need not be said.
fn days_of_year(first: Day, last: Day, known: Option<i32>) -> String {
    let [from, to] = [first, last].map(|day| day.0.year());
    let year = |year: i32| {
        if known == Some(from) && from == to {
            String::new()
        } else {
            format!(" {year}")
        }
    };
    let day = |day: Day| format!("{} {}", day.0.day(), &month(day)[..3]);
    if first == last {
        let weekday = weekday(first.weekday());
        return format!("{weekday} {}{}", day(first), year(from));
    }
    let begin = match first.0.month() == last.0.month() {
        true if from == to => first.0.day().to_string(),
        false if from == to => day(first),
        true | false => day(first) + &year(from),
    };
    format!("{begin}–{}{}", day(last), year(to))
}

fn month(day: Day) -> &'static str {
    let month = u8::try_from(day.0.month()).map(Month::try_from);
    month.map_or("", |month| month.map_or("", |month| month.name()))
}

/// So many of something: `1 block`, `3 blocks`.
pub fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// A median of counts: `16`, or `16.5` between two.
pub fn plain_number(number: f64) -> String {
    let tenths = (number * 10.0).round() as i64;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

/// A number with a comma at each thousand: `2,400`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share with one decimal, rounded half up: `51.8 %`.
pub fn percent(share: f64) -> String {
    format!("{} %", share_figure(share))
}

/// A share as a person gave it, without decimals where it has none: `45 %`, `42.5 %`.
pub fn plain_percent(share: f64) -> String {
    format!("{} %", plain_figure(share))
}

/// As [`plain_percent`], without its sign: `45`, `42.5`.
pub fn plain_figure(share: f64) -> String {
    let figure = share_figure(share);
    figure.strip_suffix(".0").unwrap_or(&figure).to_owned()
}

/// A share in whole percents, rounded half up, for a cell that has no room for more: `52`.
pub fn whole_figure(share: f64) -> String {
    format!("{:.0}", (share * 100.0 + 1e-9).round())
}

/// Hours with one decimal, rounded half up: `40.3`.
pub fn decimal_hours(length: Length) -> String {
    let tenths = (length.as_seconds() + 180).div_euclid(360);
    format!("{}.{}", tenths.div_euclid(10), tenths.rem_euclid(10))
}

/// How many there are of something in an hour: `2.5`, and below one `0.73`.
pub fn rate(rate: f64) -> String {
    if rate < 0.995 {
        format!("{rate:.2}")
    } else {
        format!("{rate:.1}")
    }
}

/// From one share to another: `46.0–53.2 %`.
pub fn range(low: f64, high: f64) -> String {
    format!("{} %", range_figure(low, high))
}

/// As [`range`], without its sign: `46.0–53.2`.
pub fn range_figure(low: f64, high: f64) -> String {
    format!("{}–{}", share_figure(low), share_figure(high))
}

/// As [`percent`], without its sign: `51.8`.
pub fn share_figure(share: f64) -> String {
    format!("{:.1}", tenths(share) / 10.0)
}

/// How much of the time is covered. Less than all of it never reads as 100.
pub fn covered(coverage: f64) -> String {
    let shown = if coverage < 1.0 {
        coverage.min(0.999)
    } else {
        coverage
    };
    percent(shown)
}

/// Points with one decimal and no sign: `6.8`.
pub fn points(share: f64) -> String {
    share_figure(share.abs())
}

/// A difference of two shares in points, with its sign: `+7.5`, `−4.5`, `0.0`.
pub fn signed_points(difference: f64) -> String {
    let sign = match tenths(difference) {
        tenths if tenths > 0.0 => "+",
        tenths if tenths < 0.0 => "−",
        _ => "",
    };
    format!("{sign}{}", points(difference))
}

/// Tenths of a percent. All shares that are shown are rounded here, so that no two of them disagree.
fn tenths(share: f64) -> f64 {
    // A hair more, so that a half that binary fractions put just below itself goes up too.
    (share * 1000.0 + share.signum() * 1e-9).round()
}

/// A difference of two lengths with its sign, cut to the minute: `+0h37`, `−0h36`, `0h00`.
pub fn signed_hours(difference: Length) -> String {
    let minutes = difference.as_seconds() / 60;
    let length = hours(Length::minutes(minutes.abs()));
    match minutes {
        1.. => format!("+{length}"),
        0 => length,
        ..0 => format!("−{length}"),
    }
}

/// The cell that stands for a category wherever time is drawn: readable without any color.
pub const fn pattern(category: Category) -> &'static str {
    match category {
        Category::Selling => "█",
        Category::Admin => "▒",
        Category::Learning => "░",
        Category::Distraction => "·",
        Category::Break => "─",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_cut_to_the_minute_and_clocks_run_in_seconds() {
        assert_eq!(hours(Length::minutes(250)), "4h10");
        assert_eq!(hours(Length::seconds(59)), "0h00");
        assert_eq!(hours(Length::seconds(119)), "0h01");
        assert_eq!(hours(Length::seconds(-119)), "-0h01");
        assert_eq!(brief(Length::seconds(3659)), "1h");
        assert_eq!(needed(Length::minutes(72)), "72 more minutes");
        assert_eq!(needed(Length::seconds(1)), "1 more minute");
        assert_eq!(needed(Length::seconds(7201)), "2h01 more");
        assert_eq!(hours(Length::minutes(-90)), "-1h30");
        assert_eq!(elapsed(Length::seconds(2530)), "0:42:10");
        assert_eq!(elapsed(Length::seconds(-5)), "0:00:00");
        assert_eq!(spoken(Length::minutes(90)), "1h30");
        assert_eq!(spoken(Length::minutes(120)), "2h");
        assert_eq!(spoken(Length::seconds(40)), "40 s");
    }

    #[test]
    fn a_stretch_names_the_days_that_need_a_name() {
        let calendar = Calendar::new(crate::domain::calendar::Zone::Fixed(
            crate::domain::stamp::Offset::UTC,
        ));
        let at = |text: &str| {
            let text = format!("{text}:00Z");
            crate::domain::calendar::parse_rfc3339(&text).expect("a time")
        };
        let today = Day("2026-03-09".parse().expect("a day"));
        for (start, end, expected) in [
            ("2026-03-09T12:00", "2026-03-09T12:45", "12:00–12:45"),
            ("2026-03-08T12:00", "2026-03-08T12:45", "Sun 12:00–12:45"),
            (
                "2026-03-06T17:30",
                "2026-03-09T09:00",
                "Fri 17:30 – Mon 09:00",
            ),
            (
                "2026-03-02T17:30",
                "2026-03-03T09:00",
                "Mon 2 Mar 17:30 – Tue 09:00",
            ),
            (
                "2025-03-06T17:30",
                "2026-03-09T09:00",
                "Thu 6 Mar 2025 17:30 – Mon 09:00",
            ),
        ] {
            assert_eq!(stretch(at(start), at(end), &calendar, today), expected);
        }
    }

    #[test]
    fn stretches_in_a_sentence_have_a_dash_and_what_was_typed_keeps_its_hyphen() {
        for (words, expected) in [
            ("Deleted selling 13:06-13:50", "Deleted selling 13:06–13:50"),
            ("removes 13:50-now selling", "removes 13:50–now selling"),
            (
                "Sun 1 Mar 23:30 - 00:30 (1h)",
                "Sun 1 Mar 23:30 – 00:30 (1h)",
            ),
            ("09:00:10-09:00:20", "09:00:10–09:00:20"),
            (
                "\"13:00-14:00\" isn't free: 13:00-13:30",
                "\"13:00-14:00\" isn't free: 13:00–13:30",
            ),
            (
                "2026-03-12, follow-up - later",
                "2026-03-12, follow-up - later",
            ),
            ("- -", "- -"),
        ] {
            assert_eq!(with_dashes(words), expected);
        }
    }

    #[test]
    fn one_thing_has_no_plural() {
        assert_eq!(
            (count(0, "block"), count(1, "block"), count(2, "block")),
            ("0 blocks".into(), "1 block".into(), "2 blocks".into())
        );
    }

    #[test]
    fn a_share_has_one_decimal_and_a_half_goes_up() {
        for (share, expected) in [
            (0.5625, "56.3"),
            (0.3125, "31.3"),
            (0.4545, "45.5"),
            (0.5372, "53.7"),
            (0.0, "0.0"),
            (1.0, "100.0"),
            (0.0005, "0.1"),
        ] {
            assert_eq!(share_figure(share), expected);
            assert_eq!(percent(share), format!("{expected} %"));
        }
        assert_eq!(range(0.30769, 0.80769), "30.8–80.8 %");
        assert_eq!(signed_points(-0.1425), "−14.3");
        assert_eq!(signed_points(-0.0004), "0.0");
    }

    #[test]
    fn days_are_named_in_the_fewest_words() {
        let day = |text: &str| Day(text.parse().expect(text));
        let cases = [
            ("2026-03-02", "2026-03-02", "Mon 2 Mar 2026"),
            ("2026-03-02", "2026-03-08", "2–8 Mar 2026"),
            ("2026-02-23", "2026-03-01", "23 Feb–1 Mar 2026"),
            ("2025-12-29", "2026-01-04", "29 Dec 2025–4 Jan 2026"),
            ("2025-03-02", "2026-03-02", "2 Mar 2025–2 Mar 2026"),
        ];
        for (first, last, expected) in cases {
            assert_eq!(days(day(first), day(last)), expected);
            let today = day("2026-07-01");
            let brief = if first.starts_with("2026") {
                expected.strip_suffix(" 2026").unwrap_or(expected)
            } else {
                expected
            };
            assert_eq!(short_days(day(first), day(last), today), brief);
        }
    }
}
