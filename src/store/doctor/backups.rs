//! Whether the backups keep up with the blocks.

use super::super::Copies;
use super::super::copies::day_made;
use super::check::{Check, Checkup, counted};
use super::place::{backups_of, quoted};
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::domain::stamp::Stamp;

/// A backup that is older than so many days is an old one.
const MOST_DAYS: i64 = 7;

/// `changed` is when a block was changed first and last.
pub(super) fn check(checkup: &Checkup<'_>, changed: Option<(Stamp, Stamp)>) -> Check {
    if !checkup.has_daily {
        return Check::well(
            "backups",
            "no daily backup: [backup] in the config is \"none\", or isn't set for this file",
        );
    }
    let today = checkup.calendar.day_at(checkup.now);
    let age = |day: Day| (today.0 - day.0).num_days();
    let days = backups_of(checkup.file);
    let days = days
        .iter()
        .filter_map(|path| day_made(path, checkup.calendar));
    // One of a day to come is of a clock that was wrong.
    let newest = days.filter(|day| *day <= today).max();
    let changed = changed.map(|(first, last)| {
        let day = |at| checkup.calendar.day_at(at);
        (day(first), day(last))
    });
    let found = |detail: String| {
        let folder = Copies::of(checkup.file).folder();
        Check::found(
            "backups",
            detail,
            format!(
                "tafs backup makes one now; check that {} is writable",
                quoted(&folder)
            ),
        )
    };
    match (newest, changed) {
        (None, None) => Check::well("backups", "no backups, and no blocks were read to back up"),
        (None, Some((first, _))) if checkup.real_clock && age(first) > MOST_DAYS => found(format!(
            "no backup was made, though the file has had blocks for {}",
            counted(age(first).unsigned_abs() as usize, "day")
        )),
        (None, Some(_)) => Check::well("backups", "no backup yet; one is made each day"),
        (Some(newest), Some((_, last))) if age(newest) > MOST_DAYS && last > newest => {
            found(format!(
                "the newest backup is {} old ({}), and blocks have changed since",
                counted(age(newest).unsigned_abs() as usize, "day"),
                format::short_day(newest, today)
            ))
        }
        (Some(newest), _) => Check::well(
            "backups",
            format!("the newest is from {}", format::short_day(newest, today)),
        ),
    }
}
