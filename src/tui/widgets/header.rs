//! How the header names a week.

use crate::domain::calendar::Week;
use crate::domain::format;
use crate::tui::scene::Scene;

/// From this width on the year has room.
const WITH_YEAR: u16 = 99;

/// Its number and its days, with the year where there is room: `W10 · 2–8 Mar 2026`.
pub(crate) fn name_week(scene: &Scene<'_>, week: Week) -> String {
    let (first, last) = (week.first, week.end().plus(-1));
    let days = if scene.size.width >= WITH_YEAR {
        format::days(first, last)
    } else {
        format::short_days(first, last, scene.today)
    };
    format!("{} · {days}", number_of(week))
}

/// `W10`.
pub(crate) fn number_of(week: Week) -> String {
    let name = week.to_string();
    match name.split_once('-') {
        Some((_, number)) => number.to_owned(),
        None => name,
    }
}
