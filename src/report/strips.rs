//! Days as strips of cells on the wall clock where they were lived: what a page draws side by side.

use crate::domain::block::Category;
use crate::domain::calendar::{Calendar, Day};
use crate::domain::format;
use crate::domain::stamp::{Length, Moment};
use crate::insight::gaps::{Entry, list_entries};
use crate::insight::runs;
use crate::insight::totals::{self, Totals};
use crate::insight::{Ledger, Period};

/// The shortest stretch of the day that strips show.
const SHORTEST: Length = Length::hours(9);

/// A day, from left to right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Strip {
    pub day: Day,
    pub totals: Totals,
    /// What is known of it, and the planned hours without a block, run by run as on the screen.
    pub runs: Vec<Vec<Cell>>,
}

/// A stretch of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The category; `None` for untracked time.
    pub category: Option<Category>,
    /// Where it begins, after midnight on the wall clock.
    pub from: Length,
    /// Where it ends; beyond 24 h where the day does.
    pub to: Length,
    /// `08:30-09:05 admin, internal-email`.
    pub words: String,
}

impl Cell {
    /// How long it reads beside the times of both its ends.
    pub const fn row_length(&self) -> Length {
        let [from, to] = [self.from.as_seconds(), self.to.as_seconds()];
        Length::minutes(to.div_euclid(60) - from.div_euclid(60))
    }
}

/// The strips of some days.
pub fn of_days(period: Period<'_>) -> Vec<Strip> {
    let ledger = period.ledger;
    let strip = |day: Day| Strip {
        day,
        totals: totals::of_days(ledger.day(day)),
        runs: list_entries(ledger, day)
            .chunk_by(runs::goes_on)
            .map(|run| cells_of(run, ledger, day))
            .filter(|run| !run.is_empty())
            .collect(),
    };
    period.each_day().map(strip).collect()
}

fn cells_of(run: &[Entry<'_>], ledger: Ledger<'_>, day: Day) -> Vec<Cell> {
    let cells = run.iter().filter_map(|entry| cell_of(entry, ledger, day));
    cells.collect()
}

fn cell_of(entry: &Entry<'_>, ledger: Ledger<'_>, day: Day) -> Option<Cell> {
    let calendar = &ledger.context.calendar;
    let ends = [entry.span().start(), entry.span().end()];
    let (category, name, [start, end]) = match entry {
        Entry::Block { block, .. } => {
            let activity = block.details.activity.as_ref();
            let activity = activity.map(|activity| format!(", {}", activity.as_str()));
            let name = format!("{}{}", block.category, activity.unwrap_or_default());
            let moments = ends.map(|at| calendar.lived_at(block, at, ledger.now));
            (Some(block.category), name, moments)
        }
        Entry::Untracked(_) => {
            let place = ledger.place(day);
            let abroad = place.filter(|place| calendar.offset_at(place.at) != place.offset);
            let there = |at| abroad.map(|place| Moment { at, ..place });
            let moments = ends.map(|at| there(at).unwrap_or_else(|| calendar.here(at)));
            (None, "untracked".to_owned(), moments)
        }
        Entry::Unreadable { .. } | Entry::Off(_) | Entry::Suggestion { .. } => return None,
    };
    let midnight = day.0.and_time(chrono::NaiveTime::MIN);
    let after_midnight =
        |moment: Moment| Length::seconds((Calendar::wall(moment) - midnight).num_seconds());
    let from = after_midnight(start);
    Some(Cell {
        category,
        from,
        // Where the clocks were set back it would end before it began.
        to: after_midnight(end).max(from),
        words: format!("{}–{} {name}", format::clock(start), format::clock(end)),
    })
}

/// The hours of the day that hold all cells: the first and the last, whole; `None` without cells.
pub fn hours_of(strips: &[Strip]) -> Option<(i64, i64)> {
    let cells = || strips.iter().flat_map(|strip| strip.runs.iter().flatten());
    let (first, last) = (
        cells().map(|cell| cell.from).min()?,
        cells().map(|cell| cell.to).max()?,
    );
    let first = first.as_seconds().div_euclid(3600);
    let last = (last.as_seconds() + 3599).div_euclid(3600);
    Some((first, last.max(first + SHORTEST.as_seconds() / 3600)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Block;
    use crate::insight::testdata;

    fn told(strip: &Strip) -> Vec<String> {
        let at = |length: Length| {
            format!(
                "{:02}{:02}",
                length.as_seconds() / 3600,
                length.as_seconds() / 60 % 60
            )
        };
        let letter = |cell: &Cell| cell.category.map_or('~', Category::letter);
        strip
            .runs
            .iter()
            .flatten()
            .map(|cell| format!("{}-{} {}", at(cell.from), at(cell.to), letter(cell)))
            .collect()
    }

    #[test]
    fn a_day_is_a_strip_of_blocks_and_gaps() {
        let wednesday = testdata::monday().plus(2);
        let strips = of_days(
            testdata::context()
                .ledger(&testdata::week(), testdata::saturday())
                .days(wednesday, wednesday.plus(1)),
        );
        assert_eq!(
            told(&strips[0])[..4],
            ["0830-0930 a", "0930-1000 a", "1000-1110 s", "1110-1150 s"]
        );
        assert_eq!(
            told(&strips[0])[5..8],
            ["1205-1235 b", "1235-1345 ~", "1345-1430 s"]
        );
        assert_eq!(
            strips[0].runs[1][0].words,
            "10:00–11:10 selling, prospecting"
        );
        assert_eq!(
            hours_of(&strips),
            Some((8, 22)),
            "Thursday's proposal ends at 21:10"
        );
        assert_eq!(hours_of(&strips[..1]), Some((8, 18)));
        assert_eq!(hours_of(&[]), None);
    }

    #[test]
    fn a_run_is_one_on_the_page_where_it_is_one_in_the_week() {
        let monday = testdata::monday();
        let day =
            "0900-0930 sp; 0930-1000 sm; 1004-1030 sf; 1036-1100 sr; 1100-1130 ae; 1130-1200 ac";
        let (blocks, now) = (testdata::day(monday, day), testdata::saturday());
        let strips = of_days(testdata::context().ledger(&blocks, now).day(monday));
        let lengths = strips[0].runs.iter().map(Vec::len);
        // Touching blocks, and those with four minutes between them; six minutes part.
        assert_eq!(lengths.take(4).collect::<Vec<_>>(), [1, 3, 1, 1]);
    }

    #[test]
    fn a_day_abroad_is_that_of_the_clock_there() {
        let monday = testdata::monday();
        let blocks: Vec<Block> = testdata::day(monday, "0900-1700 sp")
            .iter()
            .map(|block| testdata::moved(block, -6))
            .collect();
        let now = testdata::at(monday.plus(1), "0800").at;
        let strips = of_days(testdata::context().ledger(&blocks, now).day(monday));
        assert_eq!(
            told(&strips[0]),
            ["0830-0900 ~", "0900-1700 s", "1700-1730 ~"]
        );
    }
}
