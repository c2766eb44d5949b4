//! A recurrence rule as it is written, RFC 5545 section 3.3.10: read, checked, refused in words. When it falls is
//! `recur`'s.

use chrono::{NaiveDate, NaiveWeek, Weekday};

use super::when::{self, Value};

/// The units in which a rule counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) enum Frequency {
    Secondly,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    #[default]
    Yearly,
}

impl Frequency {
    const ALL: [(&'static str, Self); 7] = [
        ("SECONDLY", Self::Secondly),
        ("MINUTELY", Self::Minutely),
        ("HOURLY", Self::Hourly),
        ("DAILY", Self::Daily),
        ("WEEKLY", Self::Weekly),
        ("MONTHLY", Self::Monthly),
        ("YEARLY", Self::Yearly),
    ];
}

/// A rule. A list that is empty says nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Rule {
    pub(super) frequency: Frequency,
    /// Every so many units; 1 or more.
    pub(super) interval: i64,
    pub(super) count: Option<u64>,
    /// The last time at which it may fall; of a day the whole of it.
    pub(super) until: Option<Value>,
    pub(super) months: Vec<i32>,
    pub(super) weeks: Vec<i32>,
    pub(super) year_days: Vec<i32>,
    pub(super) month_days: Vec<i32>,
    /// A day of the week, and which one of the month or year: 0 is each, negative ones count from the end.
    pub(super) days: Vec<(i32, Weekday)>,
    pub(super) hours: Vec<i32>,
    pub(super) minutes: Vec<i32>,
    pub(super) seconds: Vec<i32>,
    pub(super) positions: Vec<i32>,
    week_start: Option<Weekday>,
}

impl Rule {
    /// Reads a rule; otherwise what is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut rule = Self {
            interval: 1,
            ..Self::default()
        };
        let mut frequency = None;
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (name, value) = part
                .split_once('=')
                .ok_or_else(|| format!("{part:?} isn't part of a rule"))?;
            let name = name.to_ascii_uppercase();
            if name == "FREQ" {
                let known = Frequency::ALL
                    .iter()
                    .find(|(known, _)| known.eq_ignore_ascii_case(value));
                frequency = Some(known.ok_or_else(|| format!("FREQ={value} is none"))?.1);
            } else {
                rule.take(&name, value)
                    .ok_or_else(|| format!("{name}={value} isn't valid"))?;
            }
        }
        rule.frequency = frequency.ok_or("FREQ is missing")?;
        Ok(rule)
    }

    /// The week of a day, as the rule has weeks begin.
    pub(super) fn week_of(&self, day: NaiveDate) -> NaiveWeek {
        day.week(self.week_start.unwrap_or(Weekday::Mon))
    }

    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "INTERVAL" => {
                self.interval = value
                    .parse()
                    .ok()
                    .filter(|interval| (1..=1_000_000_000).contains(interval))?;
            }
            "COUNT" => self.count = Some(value.parse().ok().filter(|count| *count > 0)?),
            "UNTIL" => self.until = Some(when::value(value)?),
            "BYMONTH" => self.months = numbers(value, 1, 12, false)?,
            "BYWEEKNO" => self.weeks = numbers(value, 1, 53, true)?,
            "BYYEARDAY" => self.year_days = numbers(value, 1, 366, true)?,
            "BYMONTHDAY" => self.month_days = numbers(value, 1, 31, true)?,
            "BYDAY" => self.days = value.split(',').map(day).collect::<Option<_>>()?,
            "BYHOUR" => self.hours = numbers(value, 0, 23, false)?,
            "BYMINUTE" => self.minutes = numbers(value, 0, 59, false)?,
            // A leap second is the one before it.
            "BYSECOND" => {
                self.seconds = numbers(value, 0, 60, false)?
                    .iter()
                    .map(|second| *second.min(&59))
                    .collect();
            }
            "BYSETPOS" => self.positions = numbers(value, 1, 366, true)?,
            "WKST" => self.week_start = Some(weekday(value)?),
            "RSCALE" if value.eq_ignore_ascii_case("GREGORIAN") => {}
            name if name.starts_with("X-") => {}
            _ => return None,
        }
        Some(())
    }
}

fn numbers(list: &str, least: i32, most: i32, signed: bool) -> Option<Vec<i32>> {
    let number = |text: &str| {
        let number: i32 = text.trim().parse().ok()?;
        let size = if signed {
            number.checked_abs()?
        } else {
            number
        };
        (least..=most).contains(&size).then_some(number)
    };
    let mut numbers = list.split(',').map(number).collect::<Option<Vec<i32>>>()?;
    numbers.sort_unstable();
    numbers.dedup();
    Some(numbers)
}

fn day(text: &str) -> Option<(i32, Weekday)> {
    let text = text.trim();
    let at = text
        .len()
        .checked_sub(2)
        .filter(|at| text.is_char_boundary(*at))?;
    let (number, name) = text.split_at(at);
    let number = if number.is_empty() {
        0
    } else {
        numbers(number, 1, 53, true)?[0]
    };
    Some((number, weekday(name)?))
}

fn weekday(name: &str) -> Option<Weekday> {
    let place = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        .iter()
        .position(|known| known.eq_ignore_ascii_case(name))?;
    Weekday::try_from(place as u8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_rule_is_said() {
        let cases = [
            ("", "FREQ is missing"),
            ("COUNT=2", "FREQ is missing"),
            ("FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY is none"),
            ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0 isn't valid"),
            ("FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1 isn't valid"),
            ("FREQ=DAILY;COUNT=0", "COUNT=0 isn't valid"),
            ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL=tomorrow isn't valid"),
            ("FREQ=DAILY;UNTIL=20261301", "UNTIL=20261301 isn't valid"),
            ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0 isn't valid"),
            ("FREQ=MONTHLY;BYDAY=XX", "BYDAY=XX isn't valid"),
            ("FREQ=MONTHLY;BYDAY=é", "BYDAY=é isn't valid"),
            ("FREQ=MONTHLY;BYHOUR=24", "BYHOUR=24 isn't valid"),
            ("FREQ=DAILY;COUNT", "\"COUNT\" isn't part of a rule"),
            ("FREQ=DAILY;EVERY=2", "EVERY=2 isn't valid"),
            ("FREQ=YEARLY;RSCALE=HEBREW", "RSCALE=HEBREW isn't valid"),
        ];
        for (text, expected) in cases {
            assert_eq!(Rule::read(text).expect_err(text), expected);
        }
    }

    #[test]
    fn a_rule_is_read_in_any_order_and_case() {
        let rule = Rule::read("byday=-1su,mo;FREQ=monthly;WKST=SU;UNTIL=20261231T235959Z;X-A=1;")
            .expect("a rule");
        assert_eq!(rule.days, [(-1, Weekday::Sun), (0, Weekday::Mon)]);
        assert_eq!(
            (rule.frequency, rule.week_start, rule.interval),
            (Frequency::Monthly, Some(Weekday::Sun), 1)
        );
        assert!(matches!(rule.until, Some(Value::Utc(_))));
    }
}
