//! When a recurrence rule falls, on one wall clock without zones, as RFC 5545 means it; each time in turn, within
//! bounds of work that no rule can break. What an instant that is, and which ones are left out, is `series`'.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use super::rule::{Frequency, Rule};

/// A rule that has been followed for longer than the work which is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Endless;

/// How much work is left: about one day that is looked at costs 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Work(pub(super) u64);

impl Work {
    fn spend(&mut self, cost: u64) -> Result<(), Endless> {
        self.0 = self.0.checked_sub(cost).ok_or(Endless)?;
        Ok(())
    }
}

/// The times in `within` at which a rule falls, counted from `first` on, in order; handed to `each` until it says
/// enough by `false`.
pub(super) fn fall(
    rule: &Rule,
    first: NaiveDateTime,
    within: &Range<NaiveDateTime>,
    work: &mut Work,
    each: &mut dyn FnMut(NaiveDateTime) -> bool,
) -> Result<(), Endless> {
    let filter = Filter::new(rule, first);
    // A rule that counts is followed from its beginning; any other from shortly before the window.
    let mut number = if rule.count.is_some() {
        0
    } else {
        skipped(rule, first, within.start)
    };
    let mut left = rule.count.unwrap_or(u64::MAX);
    let mut times = Vec::new();
    while let Some(period) = Period::new(rule, first, number) {
        if period.start > within.end {
            break;
        }
        work.spend(period.cost())?;
        number = match filter.times(&period, &mut times) {
            Some(next) => period.number_from(rule, next).max(number + 1),
            None => number + 1,
        };
        for time in times.drain(..).filter(|time| *time >= first) {
            if left == 0 || time >= within.end || (time >= within.start && !each(time)) {
                return Ok(());
            }
            left -= 1;
        }
    }
    Ok(())
}

const fn seconds_of(frequency: Frequency) -> Option<i64> {
    match frequency {
        Frequency::Secondly => Some(1),
        Frequency::Minutely => Some(60),
        Frequency::Hourly => Some(3_600),
        Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly => None,
    }
}

/// So many periods end before `from`.
fn skipped(rule: &Rule, first: NaiveDateTime, from: NaiveDateTime) -> i64 {
    let months = |time: NaiveDateTime| i64::from(time.year()) * 12 + i64::from(time.month0());
    let units = match rule.frequency {
        Frequency::Yearly => i64::from(from.year()) - i64::from(first.year()),
        Frequency::Monthly => months(from) - months(first),
        Frequency::Weekly => (from - first).num_days() / 7,
        Frequency::Daily => (from - first).num_days(),
        Frequency::Hourly => (from - first).num_hours(),
        Frequency::Minutely => (from - first).num_minutes(),
        Frequency::Secondly => (from - first).num_seconds(),
    };
    ((units - 2) / rule.interval - 1).max(0)
}

/// One year, month, … second of those that a rule counts.
struct Period {
    first: NaiveDateTime,
    start: NaiveDateTime,
    days: Range<NaiveDate>,
    frequency: Frequency,
}

impl Period {
    /// `None` beyond the end of the calendar.
    fn new(rule: &Rule, first: NaiveDateTime, number: i64) -> Option<Self> {
        let steps = number.checked_mul(rule.interval)?;
        let date = first.date();
        let later = |date: NaiveDate, days: i64| {
            date.checked_add_days(Days::new(u64::try_from(days).ok()?))
        };
        let month = |months: i64| {
            let year = i32::try_from(months.div_euclid(12)).ok()?;
            NaiveDate::from_ymd_opt(year, months.rem_euclid(12) as u32 + 1, 1)
        };
        let year = i64::from(date.year()) * 12;
        let days = match rule.frequency {
            Frequency::Yearly => {
                let begin = steps.checked_mul(12)?.checked_add(year)?;
                month(begin)?..month(begin.checked_add(12)?)?
            }
            Frequency::Monthly => {
                let begin = steps.checked_add(year + i64::from(date.month0()))?;
                month(begin)?..month(begin.checked_add(1)?)?
            }
            Frequency::Weekly => {
                let week = rule.week_of(date).checked_first_day()?;
                let start = later(week, steps.checked_mul(7)?)?;
                start..later(start, 7)?
            }
            Frequency::Daily => {
                let day = later(date, steps)?;
                day..day.succ_opt()?
            }
            Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => {
                let unit = seconds_of(rule.frequency)?;
                let begun = i64::from(first.num_seconds_from_midnight()) % unit;
                let seconds = Duration::try_seconds(steps.checked_mul(unit)?.checked_sub(begun)?)?;
                let start = first.checked_add_signed(seconds)?;
                let days = start.date()..start.date().succ_opt()?;
                return Some(Self {
                    first,
                    start,
                    days,
                    frequency: rule.frequency,
                });
            }
        };
        Some(Self {
            first,
            start: days.start.and_time(NaiveTime::MIN),
            days,
            frequency: rule.frequency,
        })
    }

    fn cost(&self) -> u64 {
        1 + self
            .days
            .end
            .signed_duration_since(self.days.start)
            .num_days()
            .unsigned_abs()
            / 8
    }

    /// The number of the first period that begins at `next` or later.
    fn number_from(&self, rule: &Rule, next: NaiveDateTime) -> i64 {
        let unit = seconds_of(rule.frequency).unwrap_or(86_400) * rule.interval;
        let begun = i64::from(self.first.num_seconds_from_midnight())
            % seconds_of(rule.frequency).unwrap_or(86_400);
        let since = (next - self.first).num_seconds() + begun;
        since.div_euclid(unit) + i64::from(since.rem_euclid(unit) > 0)
    }
}

/// What a rule lets through, with what it takes from its first time where it says nothing.
struct Filter<'a> {
    rule: &'a Rule,
    months: Vec<i32>,
    month_days: Vec<i32>,
    days: Vec<(i32, Weekday)>,
    hours: Vec<u32>,
    minutes: Vec<u32>,
    seconds: Vec<u32>,
}

impl<'a> Filter<'a> {
    fn new(rule: &'a Rule, first: NaiveDateTime) -> Self {
        let (mut months, mut month_days, mut days) = (
            rule.months.clone(),
            rule.month_days.clone(),
            rule.days.clone(),
        );
        let open = rule.weeks.is_empty()
            && rule.year_days.is_empty()
            && month_days.is_empty()
            && days.is_empty();
        match rule.frequency {
            _ if !open => {}
            Frequency::Yearly => {
                if months.is_empty() {
                    months.push(first.month() as i32);
                }
                month_days.push(first.day() as i32);
            }
            Frequency::Monthly => month_days.push(first.day() as i32),
            Frequency::Weekly => days.push((0, first.weekday())),
            Frequency::Secondly | Frequency::Minutely | Frequency::Hourly | Frequency::Daily => {}
        }
        let times = |said: &[i32], otherwise: u32, unit: Frequency| -> Vec<u32> {
            match said {
                [] if rule.frequency > unit => vec![otherwise],
                said => said.iter().map(|number| *number as u32).collect(),
            }
        };
        Self {
            rule,
            months,
            month_days,
            days,
            hours: times(&rule.hours, first.hour(), Frequency::Hourly),
            minutes: times(&rule.minutes, first.minute(), Frequency::Minutely),
            seconds: times(&rule.seconds, first.second(), Frequency::Secondly),
        }
    }

    /// The times of a period. Where there are none: the time before which there are none either.
    fn times(&self, period: &Period, times: &mut Vec<NaiveDateTime>) -> Option<NaiveDateTime> {
        let mut found = BTreeSet::new();
        for day in days(&period.days).filter(|day| self.lets_day(*day)) {
            if seconds_of(period.frequency).is_some() {
                if let Err(next) = self.within_day(period.start, &mut found) {
                    return Some(next);
                }
            } else {
                for (hour, minute) in self
                    .hours
                    .iter()
                    .flat_map(|hour| self.minutes.iter().map(move |minute| (*hour, *minute)))
                {
                    found.extend(
                        self.seconds
                            .iter()
                            .filter_map(|second| day.and_hms_opt(hour, minute, *second)),
                    );
                }
            }
        }
        if found.is_empty() && seconds_of(period.frequency).is_some() {
            return Some(period.days.end.and_time(NaiveTime::MIN));
        }
        if self.rule.positions.is_empty() {
            times.extend(found);
        } else {
            let all: Vec<NaiveDateTime> = found.into_iter().collect();
            let at = |position: i32| {
                let index = if position > 0 {
                    position as usize - 1
                } else {
                    all.len().checked_sub(position.unsigned_abs() as usize)?
                };
                all.get(index).copied()
            };
            times.extend(
                self.rule
                    .positions
                    .iter()
                    .filter_map(|position| at(*position))
                    .collect::<BTreeSet<_>>(),
            );
        }
        None
    }

    /// The times of an hour, a minute or a second; otherwise the next one that may have some.
    fn within_day(
        &self,
        start: NaiveDateTime,
        found: &mut BTreeSet<NaiveDateTime>,
    ) -> Result<(), NaiveDateTime> {
        let hour = start
            .date()
            .and_hms_opt(start.hour(), 0, 0)
            .unwrap_or(start);
        if !self.hours.is_empty() && !self.hours.contains(&start.hour()) {
            return Err(hour + Duration::hours(1));
        }
        let fits = |wanted: &[u32], at: u32| wanted.is_empty() || wanted.contains(&at);
        let minutes = if self.rule.frequency == Frequency::Hourly {
            self.minutes.clone()
        } else if fits(&self.minutes, start.minute()) {
            vec![start.minute()]
        } else {
            return Err(hour + Duration::minutes(i64::from(start.minute()) + 1));
        };
        let seconds = if self.rule.frequency != Frequency::Secondly {
            self.seconds.clone()
        } else if fits(&self.seconds, start.second()) {
            vec![start.second()]
        } else {
            return Err(start + Duration::seconds(1));
        };
        for minute in minutes {
            found.extend(
                seconds
                    .iter()
                    .filter_map(|second| start.date().and_hms_opt(start.hour(), minute, *second)),
            );
        }
        Ok(())
    }

    fn lets_day(&self, day: NaiveDate) -> bool {
        let any = |list: &[i32], number: i32, length: i32| {
            list.is_empty() || list.contains(&number) || list.contains(&(number - length - 1))
        };
        (self.months.is_empty() || self.months.contains(&(day.month() as i32)))
            && any(&self.month_days, day.day() as i32, length_of_month(day))
            && any(
                &self.rule.year_days,
                day.ordinal() as i32,
                length_of_year(day),
            )
            && self.lets_week(day)
            && (self.days.is_empty()
                || self
                    .days
                    .iter()
                    .any(|(nth, weekday)| self.is_nth(day, *nth, *weekday)))
    }

    fn lets_week(&self, day: NaiveDate) -> bool {
        if self.rule.weeks.is_empty() {
            return true;
        }
        // A week is of the year that holds most of it: the one of its fourth day.
        let fourth = |day: NaiveDate| {
            let first = self.rule.week_of(day).checked_first_day();
            first.and_then(|first| first.checked_add_days(Days::new(3)))
        };
        let number = |day: NaiveDate| {
            fourth(day).map(|fourth| (fourth.year(), fourth.ordinal0() as i32 / 7 + 1))
        };
        let Some((year, week)) = number(day) else {
            return false;
        };
        let last = NaiveDate::from_ymd_opt(year, 12, 28)
            .and_then(number)
            .map_or(52, |(_, last)| last);
        self.rule.weeks.contains(&week) || self.rule.weeks.contains(&(week - last - 1))
    }

    fn is_nth(&self, day: NaiveDate, nth: i32, weekday: Weekday) -> bool {
        if day.weekday() != weekday {
            return false;
        }
        let (place, length) = match self.rule.frequency {
            Frequency::Monthly => (day.day(), length_of_month(day)),
            Frequency::Yearly if !self.rule.months.is_empty() => (day.day(), length_of_month(day)),
            Frequency::Yearly if self.rule.weeks.is_empty() => (day.ordinal(), length_of_year(day)),
            // Elsewhere the number means nothing.
            Frequency::Secondly
            | Frequency::Minutely
            | Frequency::Hourly
            | Frequency::Daily
            | Frequency::Weekly
            | Frequency::Yearly => return true,
        };
        let place = place as i32;
        nth == 0 || (place - 1) / 7 + 1 == nth || (place - length) / 7 - 1 == nth
    }
}

fn days(range: &Range<NaiveDate>) -> impl Iterator<Item = NaiveDate> {
    let end = range.end;
    range.start.iter_days().take_while(move |day| *day < end)
}

fn length_of_year(day: NaiveDate) -> i32 {
    if day.leap_year() { 366 } else { 365 }
}

fn length_of_month(day: NaiveDate) -> i32 {
    i32::from(day.num_days_in_month())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect(text)
    }

    fn falls(rule: &str, first: &str, from: &str, to: &str) -> Vec<String> {
        let rule = Rule::read(rule).expect(rule);
        let mut times = Vec::new();
        let mut each = |time: NaiveDateTime| {
            times.push(time.format("%y%m%d.%H%M").to_string());
            times.len() < 100
        };
        fall(
            &rule,
            at(first),
            &(at(from)..at(to)),
            &mut Work(1_000_000),
            &mut each,
        )
        .expect("an end");
        times
    }

    #[test]
    fn rules_fall_as_the_standard_says() {
        // By hand from a calendar of 2026: 1 January is a Thursday.
        let cases: [(&str, &str, &[&str]); 17] = [
            (
                "FREQ=DAILY;COUNT=3",
                "2026-03-02 09:00",
                &["260302.0900", "260303.0900", "260304.0900"],
            ),
            (
                "FREQ=DAILY;INTERVAL=10;BYDAY=TH",
                "2026-03-02 09:00",
                &["260312.0900"],
            ),
            (
                "FREQ=WEEKLY;BYDAY=MO,WE;INTERVAL=2;COUNT=4",
                "2026-03-04 09:00",
                &["260304.0900", "260316.0900", "260318.0900", "260330.0900"],
            ),
            (
                "FREQ=WEEKLY;INTERVAL=3",
                "2026-03-04 09:00",
                &["260304.0900", "260325.0900"],
            ),
            // The week begins on Sunday, so the Sunday after the first Tuesday is in the next one.
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;COUNT=3",
                "2026-03-03 09:00",
                &["260303.0900", "260315.0900", "260317.0900"],
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO;COUNT=3",
                "2026-03-03 09:00",
                &["260303.0900", "260308.0900", "260317.0900"],
            ),
            (
                "FREQ=MONTHLY;BYDAY=-1FR",
                "2026-01-30 09:00",
                &["260327.0900"],
            ),
            (
                "FREQ=MONTHLY;BYDAY=2TU,MO;BYMONTHDAY=9,10",
                "2026-01-30 09:00",
                &["260309.0900", "260310.0900"],
            ),
            ("FREQ=MONTHLY", "2026-01-31 09:00", &["260331.0900"]),
            (
                "FREQ=MONTHLY;BYMONTHDAY=-2",
                "2026-01-31 09:00",
                &["260330.0900"],
            ),
            (
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1",
                "2026-01-01 09:00",
                &["260302.0900", "260331.0900"],
            ),
            (
                "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
                "1981-03-29 02:00",
                &["260329.0200"],
            ),
            (
                "FREQ=YEARLY;BYDAY=10MO",
                "2020-01-01 09:00",
                &["260309.0900"],
            ),
            (
                "FREQ=YEARLY;BYWEEKNO=10;BYDAY=MO",
                "2020-01-01 09:00",
                &["260302.0900"],
            ),
            (
                "FREQ=YEARLY;BYYEARDAY=-300",
                "2020-01-01 09:00",
                &["260307.0900"],
            ),
            (
                "FREQ=HOURLY;INTERVAL=12;BYHOUR=9,21;BYDAY=MO;UNTIL=20260303",
                "2020-01-01 09:30",
                &[
                    "260302.0930",
                    "260302.2130",
                    "260309.0930",
                    "260309.2130",
                    "260316.0930",
                    "260316.2130",
                    "260323.0930",
                    "260323.2130",
                    "260330.0930",
                    "260330.2130",
                ],
            ),
            (
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "2020-01-01 09:00",
                &[],
            ),
        ];
        for (rule, first, expected) in cases {
            assert_eq!(
                falls(rule, first, "2026-03-01 00:00", "2026-04-01 00:00"),
                expected,
                "{rule}"
            );
        }
    }

    #[test]
    fn no_rule_works_for_ever() {
        let window = at("2026-03-01 00:00")..at("2026-04-01 00:00");
        let run = |rule: &str, first: &str| {
            let rule = Rule::read(rule).expect(rule);
            let (mut count, mut work) = (0, Work(200_000));
            let ended = fall(&rule, at(first), &window, &mut work, &mut |_| {
                count += 1;
                count < 10_000
            });
            (count, ended.is_ok())
        };
        let cases = [
            ("FREQ=SECONDLY", "2020-01-01 09:00", (10_000, true)),
            (
                "FREQ=SECONDLY;COUNT=1000000000",
                "2020-01-01 09:00",
                (0, false),
            ),
            (
                "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
                "2020-01-01 09:00",
                (0, true),
            ),
            ("FREQ=SECONDLY;BYHOUR=25", "", (0, true)),
            (
                "FREQ=MINUTELY;INTERVAL=7;BYHOUR=9;BYSETPOS=2",
                "2020-01-01 09:00",
                (0, true),
            ),
            (
                "FREQ=YEARLY;INTERVAL=1000000000",
                "2020-01-01 09:00",
                (0, true),
            ),
            (
                "FREQ=DAILY;BYHOUR=9,10,11;BYMINUTE=1,2,3;BYSECOND=1,2",
                "1601-01-01 09:00",
                (31 * 18, true),
            ),
        ];
        for (rule, first, expected) in cases.into_iter().filter(|(_, first, _)| !first.is_empty()) {
            assert_eq!(run(rule, first), expected, "{rule}");
        }
    }
}
