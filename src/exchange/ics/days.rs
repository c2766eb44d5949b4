//! The days of an all-day event: by the calendar on the wall, so that no change of clocks makes one longer.

use super::event::End;
use super::series::Instance;
use super::zones::Clocks;
use crate::domain::calendar::Day;

/// One all-day event, or one of a series, and the days that it takes whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AllDay {
    pub line: usize,
    pub first: Day,
    pub last: Day,
    pub title: String,
}

impl AllDay {
    /// The days of an instance; `None` where its clock knows no such day.
    pub(super) fn of(instance: &Instance<'_>, clocks: &Clocks) -> Option<Self> {
        const DAY: i64 = 86_400;
        let event = instance.event;
        let first = clocks.wall(event.start.clock, instance.start)?.date();
        let seconds = match event.end {
            Some(End::At(end)) => (end.wall - event.start.wall).num_seconds(),
            Some(End::After(length)) => length.as_seconds(),
            None => DAY,
        };
        // The end is the first day that isn't of it any more; without a length it is of the day on which it begins.
        let days = (seconds + DAY - 1).div_euclid(DAY).max(1);
        let first = Day(first);
        Some(Self {
            line: event.line,
            first,
            last: first.plus(days - 1),
            title: event.title.as_deref().unwrap_or_default().to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::super::read;
    use super::*;
    use crate::domain::calendar::{Calendar, Zone};
    use crate::exchange::source::{ImportOptions, ParsedRow};

    /// The days of 2026 in Berlin that a calendar of these events has, and what is told of the others.
    fn told(events: &[&str]) -> (Vec<String>, Vec<String>) {
        let calendar = Calendar::new(Zone::named("Europe/Berlin").expect("a zone"));
        let day = |month, day| Day(NaiveDate::from_ymd_opt(2026, month, day).expect("a day"));
        let window = calendar.days_span(day(1, 1), day(12, 31));
        let mut asked = ImportOptions::new(calendar.zone, calendar.here(window.start()));
        asked.days_off = true;
        let events = events.iter().map(|lines| {
            let lines = lines.replace(' ', "\r\n");
            format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")
        });
        let text = format!(
            "BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n",
            events.collect::<String>()
        );
        let mut rows: Vec<ParsedRow> = Vec::new();
        let meetings = read(text.as_bytes().into(), &asked, window, &mut rows).expect("a calendar");
        assert_eq!(rows, [], "no meetings");
        let shown = meetings.all_day.iter().map(|event| {
            let days = format!("{}..{}", event.first, event.last);
            format!("{days} {}", event.title).trim_end().to_owned()
        });
        (shown.collect(), meetings.report.remarks)
    }

    #[test]
    fn all_day_events_have_days_and_their_end_is_not_one_of_them() {
        let cases: [(&str, &[&str]); 10] = [
            (
                "DTSTART;VALUE=DATE:20261225 SUMMARY:Christmas",
                &["2026-12-25..2026-12-25 Christmas"],
            ),
            (
                "DTSTART;VALUE=DATE:20261224 DTEND;VALUE=DATE:20261227",
                &["2026-12-24..2026-12-26"],
            ),
            // An end that is its start, as some write it.
            (
                "DTSTART;VALUE=DATE:20261224 DTEND;VALUE=DATE:20261224",
                &["2026-12-24..2026-12-24"],
            ),
            (
                "DTSTART;VALUE=DATE:20260504 DURATION:P1W",
                &["2026-05-04..2026-05-10"],
            ),
            // Over the nights when clocks change no day is gained or lost.
            (
                "DTSTART;VALUE=DATE:20260328 DTEND;VALUE=DATE:20260330",
                &["2026-03-28..2026-03-29"],
            ),
            (
                "DTSTART;VALUE=DATE:20260322 DTEND;VALUE=DATE:20260323 RRULE:FREQ=WEEKLY;COUNT=2",
                &["2026-03-22..2026-03-22", "2026-03-29..2026-03-29"],
            ),
            (
                "DTSTART;VALUE=DATE:20261024 DTEND;VALUE=DATE:20261026",
                &["2026-10-24..2026-10-25"],
            ),
            // Every year: that of the days that are looked at, one exception aside.
            (
                "DTSTART;VALUE=DATE:20010501 RRULE:FREQ=YEARLY",
                &["2026-05-01..2026-05-01"],
            ),
            (
                "DTSTART;VALUE=DATE:20260601 RRULE:FREQ=DAILY;COUNT=3 EXDATE;VALUE=DATE:20260602",
                &["2026-06-01..2026-06-01", "2026-06-03..2026-06-03"],
            ),
            // As Outlook writes it: with times.
            (
                "DTSTART:20260504T000000 DTEND:20260506T000000 X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
                &["2026-05-04..2026-05-05"],
            ),
        ];
        for (event, days) in cases {
            assert_eq!(told(&[event]), (to_strings(days), Vec::new()), "{event}");
        }
    }

    #[test]
    fn what_is_no_day_off_is_told() {
        let events = [
            "DTSTART;VALUE=DATE:20260504 STATUS:CANCELLED",
            "DTSTART;VALUE=DATE:20260505 ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.com",
            "DTSTART:20260506T090000 DTEND:20260506T100000",
            "DTSTART:20260506T090000 DTEND:20260506T100000 STATUS:CANCELLED",
            "DTSTART;VALUE=DATE:20260507 TRANSP:TRANSPARENT X-MICROSOFT-CDO-BUSYSTATUS:OOF",
        ];
        let remarks = [
            "1 cancelled: left out",
            "1 declined: left out",
            "2 with a time of day: left out, not all-day",
        ];
        let days = ["2026-05-07..2026-05-07"];
        assert_eq!(told(&events), (to_strings(&days), to_strings(&remarks)));
    }

    fn to_strings(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }
}
