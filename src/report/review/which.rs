//! Which week a review looks back on, and the days that it has to know for that.

use chrono::Weekday;

use crate::domain::calendar::{Calendar, Day, Week};
use crate::insight::best::BEST_OF_WEEKS;
use crate::insight::learning_used::USED_DAYS;
use crate::insight::weeks;

/// The first and the last day whose blocks and notes a review needs: the best of half a year, and the days after the week
/// in which what was learned in it may be used.
pub fn days_to_read(week: Week) -> (Day, Day) {
    (
        weeks::weeks_before(week, BEST_OF_WEEKS).first,
        week.end().plus(USED_DAYS),
    )
}

/// The week to look back on: on Monday and Tuesday the one before, else this one; where weeks begin on the weekend
/// before, from there on.
pub fn default_week(today: Day, calendar: &Calendar) -> Week {
    let week = calendar.week_of(today);
    let wednesday = Weekday::Wed.days_since(calendar.week_start).clamp(2, 4);
    if today.since(week.first) < i64::from(wednesday) {
        weeks::weeks_before(week, 1)
    } else {
        week
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    #[test]
    fn the_week_before_is_looked_back_on_until_wednesday() {
        let mut calendar = testdata::context().calendar;
        let asked = |calendar: &Calendar, days: i64| {
            default_week(testdata::monday().plus(days), calendar).first
        };
        for (start, first, days) in [
            // Monday and Tuesday, then Wednesday to Sunday.
            (Weekday::Mon, -7, vec![0, 1]),
            (Weekday::Mon, 0, vec![2, 6]),
            // Sunday to Tuesday, then Wednesday to Saturday.
            (Weekday::Sun, -8, vec![-1, 0, 1]),
            (Weekday::Sun, -1, vec![2, 5]),
        ] {
            calendar.week_start = start;
            for day in days {
                assert_eq!(
                    asked(&calendar, day),
                    testdata::monday().plus(first),
                    "{start} {day}"
                );
            }
        }
    }
}
