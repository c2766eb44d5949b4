//! How the header names a week.

use crate::domain::calendar::Week;
use crate::domain::format;
use crate::tui::layout;
use crate::tui::scene::Scene;

/// Its number, and its days where there is room: `W10 · 2 Mar - 8 Mar`.
pub(crate) fn name_week(scene: &Scene<'_>, week: Week) -> String {
    let number = number_of(week);
    if scene.size.width < layout::SMALLEST.width * 3 / 2 {
        return number;
    }
    let date = |day| {
        let day = format::short_day(day, scene.today);
        day.split_once(' ')
            .map_or_else(String::new, |(_, date)| date.to_owned())
    };
    let (first, last) = (date(week.first), date(week.end().plus(-1)));
    format!("{number} · {first} - {last}")
}

/// `W10`.
pub(crate) fn number_of(week: Week) -> String {
    let name = week.to_string();
    match name.split_once('-') {
        Some((_, number)) => number.to_owned(),
        None => name,
    }
}
