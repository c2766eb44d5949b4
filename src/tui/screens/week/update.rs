//! What the keys do on the week: they move through its days, and leave blocks alone that are not in view.

use crate::domain::calendar::Day;
use crate::domain::format;
use crate::tui::action::{Action, Go};
use crate::tui::effect::{Effect, Handled};
use crate::tui::key_table::Focus;
use crate::tui::scene::{Scene, Screen};

/// So many weeks before tell what is usual.
const WEEKS_BACK: i64 = 6;

/// The first and the last day whose blocks the screen needs.
pub(crate) fn days_to_read(scene: &Scene<'_>) -> (Day, Day) {
    let week = scene.context.calendar.week_of(scene.day);
    (week.first.plus(-7 * WEEKS_BACK), week.end().plus(-1))
}

/// What an action does here.
pub(crate) fn update(scene: &Scene<'_>, action: Action) -> Handled {
    match action {
        Action::Go(go) => go_to(scene, go),
        Action::Fix(_) => {
            let day = format::short_day(scene.day, scene.today);
            let open = scene.keys(Focus::Week, &[Action::Go(Go::OpenDay)]);
            Handled::refused(format!("Only works in a day's list · {open} to open {day}"))
        }
        Action::Capture(_)
        | Action::Describe(_)
        | Action::Suggestion(_)
        | Action::Open(_)
        | Action::Review(_)
        | Action::Line(_)
        | Action::KeepAll
        | Action::Copy
        | Action::Program(_)
        | Action::Cancel => Handled::Ignored,
    }
}

fn go_to(scene: &Scene<'_>, go: Go) -> Handled {
    match go {
        Go::Row(way) => scene.step_days(way.times(1) as i64).into(),
        Go::Week(way) => scene.step_days(way.times(7) as i64).into(),
        Go::OpenDay => Effect::Open(Screen::Today).into(),
        Go::Page(_)
        | Go::Day(_)
        | Go::Month(_)
        | Go::Step(_)
        | Go::Stretch(_)
        | Go::OpenWeek
        | Go::Today
        | Go::Screen(_) => Handled::Ignored,
    }
}
