//! Which days' copies of the file are kept, and whether a copy is made by itself at all. Knows no files.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::calendar::Day;
use super::parse::nearest;

/// No more than so many of each: beyond it a number is probably mistyped.
const MOST: u32 = 999;

/// How many copies are kept: of the last days that have one, and of the last weeks that have one the newest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keep {
    pub days: u32,
    pub weeks: u32,
}

impl Default for Keep {
    fn default() -> Self {
        let (days, weeks) = (7, 4);
        Self { days, weeks }
    }
}

impl Keep {
    /// No copy is made, and none removed.
    pub const NONE: Self = Self { days: 0, weeks: 0 };

    /// Reads "7 days, 4 weeks", "4 weeks" or "none"; where it is none of them, what would be right.
    pub fn parse(text: &str) -> Result<Self, String> {
        let right =
            || "write how many to keep, such as \"7 days, 4 weeks\", or \"none\"".to_owned();
        let text = text.trim().to_lowercase();
        if ["none", "0"].contains(&text.as_str()) {
            return Ok(Self::NONE);
        }
        let (mut days, mut weeks) = (None, None);
        for part in text.split(',') {
            let digits = part.trim().chars().take_while(char::is_ascii_digit).count();
            let (number, unit) = part.trim().split_at(digits);
            let unit = unit.trim();
            let kept = match unit {
                "day" | "days" | "d" => &mut days,
                "week" | "weeks" | "w" => &mut weeks,
                _ => {
                    let word = Some(unit).filter(|unit| !unit.contains(char::is_whitespace));
                    let near = word.and_then(|word| nearest(word, ["days", "weeks", "none"]));
                    return Err(near.map_or_else(right, |near| match near {
                        "none" => "did you mean \"none\"?".to_owned(),
                        near if number.is_empty() => format!("did you mean \"7 {near}\"?"),
                        near => format!("did you mean \"{number} {near}\"?"),
                    }));
                }
            };
            let number = number.parse().ok().filter(|number| *number <= MOST);
            if kept.is_some() || number.is_none() {
                return Err(right());
            }
            *kept = number;
        }
        let (days, weeks) = (days.unwrap_or(0), weeks.unwrap_or(0));
        Ok(Self { days, weeks })
    }
}

/// How many copies are kept of a file of which a copy is made each day; `None` where none is made by itself. That is so
/// for the usual file, and for another one where the config has it set.
pub fn keep_of(set: Option<Keep>, is_usual_file: bool) -> Option<Keep> {
    let keep = match set {
        None if is_usual_file => Keep::default(),
        None => Keep::NONE,
        Some(keep) => keep,
    };
    Some(keep).filter(|keep| *keep != Keep::NONE)
}

/// Of the days that have a copy those whose copy is to go. A copy of a day to come is of a clock that was wrong: it
/// neither counts nor goes.
pub fn days_to_drop(days: &BTreeSet<Day>, today: Day, keep: Keep) -> Vec<Day> {
    let past: Vec<Day> = days.range(..=today).rev().copied().collect();
    let mut kept: BTreeSet<Day> = past.iter().take(keep.days as usize).copied().collect();
    let mut weeks = BTreeSet::new();
    for day in &past {
        if weeks.len() < keep.weeks as usize && weeks.insert(week_of(*day)) {
            kept.insert(*day);
        }
    }
    past.into_iter().filter(|day| !kept.contains(day)).collect()
}

/// The week, whatever day it begins with on the screen.
fn week_of(day: Day) -> (i32, u32) {
    let week = day.0.iso_week();
    (week.year(), week.week())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;

    fn day(number: i64) -> Day {
        // A Monday.
        Day(NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date")).plus(number)
    }

    fn left(days: &BTreeSet<Day>, today: Day, keep: Keep) -> BTreeSet<Day> {
        let dropped = days_to_drop(days, today, keep);
        days.iter()
            .filter(|day| !dropped.contains(day))
            .copied()
            .collect()
    }

    #[test]
    fn seven_days_and_four_weeks_are_kept() {
        let keep = Keep::default();
        let of = |days: &[i64], today: i64, keep| -> Vec<i64> {
            let days = days.iter().copied().map(day).collect();
            let left = left(&days, day(today), keep);
            left.into_iter().map(|left| left.since(day(0))).collect()
        };
        let all: Vec<i64> = (0..60).collect();
        // Sundays 34, 41 and 48 of the weeks before, then the last seven days.
        assert_eq!(of(&all, 59, keep), [41, 48, 53, 54, 55, 56, 57, 58, 59]);
        assert_eq!(
            of(&all, 55, keep),
            [34, 41, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]
        );
        let few = [0, 1, 30, 90, 91, 400];
        assert_eq!(of(&few, 400, keep), few);
        assert_eq!(of(&few, 400, Keep { days: 1, weeks: 0 }), [400]);
        assert_eq!(of(&few, 400, Keep { days: 0, weeks: 3 }), [90, 91, 400]);
        assert_eq!(of(&[], 400, keep), [0; 0]);
    }

    #[test]
    fn what_to_keep_is_read_or_refused_with_what_would_be_right() {
        let keep = |days, weeks| Ok(Keep { days, weeks });
        let right = "write how many to keep, such as \"7 days, 4 weeks\", or \"none\"";
        for (text, expected) in [
            ("7 days, 4 weeks", keep(7, 4)),
            (" 4 Weeks,14d", keep(14, 4)),
            ("1 day", keep(1, 0)),
            ("none", Ok(Keep::NONE)),
            ("0", Ok(Keep::NONE)),
            ("0 days", Ok(Keep::NONE)),
            ("7 dayz", Err("did you mean \"7 days\"?")),
            ("wekks", Err("did you mean \"7 weeks\"?")),
            ("non", Err("did you mean \"none\"?")),
            ("7", Err(right)),
            ("7 days 4 weeks", Err(right)),
            ("7 days, 8 days", Err(right)),
            ("-7 days", Err(right)),
            ("99999999999 days", Err(right)),
            ("", Err(right)),
        ] {
            assert_eq!(Keep::parse(text), expected.map_err(str::to_owned), "{text}");
        }
    }

    #[test]
    fn a_copy_is_made_by_itself_of_the_usual_file_or_where_it_is_set() {
        let (usual, few) = (Keep::default(), Keep { days: 1, weeks: 0 });
        for (set, is_usual, expected) in [
            (None, true, Some(usual)),
            (None, false, None),
            (Some(few), true, Some(few)),
            (Some(few), false, Some(few)),
            (Some(Keep::NONE), true, None),
        ] {
            assert_eq!(keep_of(set, is_usual), expected, "{set:?} {is_usual}");
        }
    }

    proptest! {
        #[test]
        fn what_is_dropped_day_by_day_is_what_is_dropped_at_once(
            made in proptest::collection::btree_set(0_i64..200, 0..120),
            days in 0_u32..10,
            weeks in 0_u32..6,
        ) {
            let keep = Keep { days, weeks };
            let all: BTreeSet<Day> = made.iter().copied().map(day).collect();
            let mut by_day = BTreeSet::new();
            for today in &all {
                by_day.insert(*today);
                by_day = left(&by_day, *today, keep);
            }
            let today = day(200);
            let at_once = left(&all, today, keep);
            prop_assert_eq!(&by_day, &at_once);
            prop_assert!(at_once.len() <= (days + weeks) as usize);
            if keep != Keep::NONE {
                prop_assert_eq!(at_once.last(), all.last());
            }
            // A copy of a day to come stays, and takes nobody's place.
            let mut later = all.clone();
            later.insert(day(300));
            prop_assert_eq!(days_to_drop(&later, today, keep), days_to_drop(&all, today, keep));
        }
    }
}
