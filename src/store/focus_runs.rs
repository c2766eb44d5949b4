//! The focus runs of some time. One that can't be read is set aside.

use rusqlite::{Row, params};

use super::backup::TELL;
use super::row::read_moment;
use super::set_aside::{build_unreadable_row, key_of};
use super::{ChangeError, Store, StoreError};
use crate::domain::block::Block;
use crate::domain::calendar::Day;
use crate::domain::focus_run::FocusRun;
use crate::domain::rules::Window;
use crate::domain::stamp::{Length, Moment, Span, Stamp};
use crate::domain::unreadable::{RowKind, RowPlace};

macro_rules! focus_runs {
    ($rest:literal) => {
        concat!("SELECT start, start_offset, planned FROM focus_run ", $rest)
    };
}
const IN_SPAN: &str = focus_runs!("WHERE start >= ?1 AND start < ?2 ORDER BY start");
const NEWEST: &str = focus_runs!("WHERE start <= ?1 AND start > ?2 ORDER BY start DESC LIMIT 1");
const AT: &str = focus_runs!("WHERE start = ?1");
const OUT_OF_RANGE: &str = concat!(
    focus_runs!("WHERE start < -2208988800 UNION ALL "),
    focus_runs!("WHERE start > 7258118399")
);

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 5] = [IN_SPAN, NEWEST, AT, OUT_OF_RANGE, FORGET];

/// What a person was told of other days.
const FORGET: &str = "DELETE FROM notice WHERE key >= 'focus' AND key < 'focut'";

/// The longest that a row can say.
const DAY: Length = Length::hours(24);

impl Store {
    /// Whether a person is to be told now that their focus hours of this day have begun: once a day, and not where a run
    /// began in them already.
    pub fn tell_of_focus_hours(
        &mut self,
        day: Day,
        hours: Span,
        now: Stamp,
    ) -> Result<bool, ChangeError> {
        let name = format!("focus {day}");
        if self.was_told(&name)? {
            return Ok(false);
        }
        let has_run = !self.focus_runs(hours)?.is_empty();
        self.in_transaction(|store, _| {
            store.run(FORGET, [])?;
            Ok(store.run(TELL, params![name, now.seconds()])?)
        })?;
        Ok(!has_run)
    }

    /// The focus runs that begin in a span, in order.
    pub(super) fn focus_runs(&self, span: Span) -> Result<Vec<FocusRun>, StoreError> {
        let (from, to) = (span.start().seconds(), span.end().seconds());
        self.readable_runs(IN_SPAN, params![from, to])
    }

    /// The focus run that began last, while its time is not over or has been for no longer than `after`; with the blocks
    /// from its start on, as the lane has them.
    pub fn newest_focus_run(
        &self,
        now: Moment,
        after: Length,
    ) -> Result<Option<(FocusRun, Vec<Block>)>, StoreError> {
        let reach = now.at.minus(DAY + after);
        let values = params![now.at.seconds(), reach.seconds()];
        let newest = self.readable_runs(NEWEST, values)?.pop();
        let Some(run) = newest.filter(|run| run.end().plus(after) > now.at) else {
            return Ok(None);
        };
        let (from, to) = (run.start.at, None);
        Ok(Some((run, self.lane(Window { from, to })?.blocks)))
    }

    /// The focus run that begins at this instant.
    pub(super) fn focus_run_at(&self, start: Stamp) -> Result<Option<FocusRun>, StoreError> {
        Ok(self.readable_runs(AT, params![start.seconds()])?.pop())
    }

    /// Sets the focus runs aside that are of no time that there is.
    pub(super) fn note_focus_runs_out_of_range(&self) -> Result<(), StoreError> {
        self.readable_runs(OUT_OF_RANGE, []).map(drop)
    }

    fn readable_runs(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<FocusRun>, StoreError> {
        let found = self.read_rows(sql, values, |row| match read_focus_run(row) {
            Ok(run) => Ok(Some(run)),
            Err(error) => {
                let start = row.get(0).ok().and_then(Stamp::new);
                let place = start.map_or(RowPlace::Unknown, RowPlace::Instant);
                let kind = RowKind::FocusRun;
                self.set_aside
                    .note(build_unreadable_row(kind, key_of(row), place, &error));
                Ok(None)
            }
        })?;
        Ok(found.into_iter().flatten().collect())
    }
}

/// The focus run of a row.
pub(super) fn read_focus_run(row: &Row<'_>) -> Result<FocusRun, StoreError> {
    let wrong = |column, reason: &str| {
        StoreError::in_row(
            format!("the focus run {}", key_of(row)),
            column,
            reason.to_owned(),
        )
    };
    let start = read_moment(row, 0).map_err(|_| wrong("start", "is none"))?;
    let start = start.ok_or_else(|| wrong("start", "is none"))?;
    let planned = row.get(2).map_err(|_| wrong("planned", "is none"))?;
    let planned = Some(Length::seconds(planned))
        .filter(|planned| (Length::seconds(1)..=DAY).contains(planned));
    let planned = planned.ok_or_else(|| wrong("planned", "isn't a length of up to a day"))?;
    Ok(FocusRun { start, planned })
}

/// The values of a focus run in the order of its columns.
pub(super) fn bind_focus_run(run: FocusRun, changed: Stamp) -> impl rusqlite::Params {
    (
        run.start.at.seconds(),
        run.start.offset.seconds(),
        run.planned.as_seconds(),
        changed.seconds(),
    )
}
