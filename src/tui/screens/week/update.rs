//! What the keys do on the week: they move through its days, and leave blocks alone that are not in view.

use crate::domain::calendar::Day;
use crate::domain::format;
use crate::tui::action::{Action, Focus, Go};
use crate::tui::effect::{Effect, Handled};
use crate::tui::scene::{Scene, Screen};

/// So many weeks before tell what is usual.
const WEEKS_BACK: i64 = 6;

/// The first and the last day whose blocks the screen needs.
pub(crate) fn days_to_read(scene: &Scene<'_>) -> (Day, Day) {
    let week = scene.settings.context.calendar.week_of(scene.day);
    (week.first.plus(-7 * WEEKS_BACK), week.end().plus(-1))
}

/// What an action does here.
pub(crate) fn update(scene: &Scene<'_>, action: Action) -> Handled {
    match action {
        Action::Go(go) => go_to(scene, go),
        Action::Fix(_) => {
            let day = format::short_day(scene.day, scene.today);
            let open = scene.keys(Focus::Week, &[Action::Go(Go::Day)]);
            Handled::refused(format!(
                "that is done in the list of a day: {open} shows {day}"
            ))
        }
        Action::Start(_)
        | Action::Claim(_)
        | Action::Off
        | Action::Resume
        | Action::Describe(_)
        | Action::Suggestion(_)
        | Action::Open(_)
        | Action::Review(_)
        | Action::Type(_)
        | Action::KeepAll
        | Action::Copy
        | Action::Undo
        | Action::Redo
        | Action::Cancel
        | Action::Redraw
        | Action::Suspend
        | Action::Quit => Handled::Ignored,
    }
}

fn go_to(scene: &Scene<'_>, go: Go) -> Handled {
    match go {
        Go::Up => scene.step_days(-1).into(),
        Go::Down => scene.step_days(1).into(),
        Go::PreviousWeek => scene.step_days(-7).into(),
        Go::NextWeek => scene.step_days(7).into(),
        Go::Day => Effect::Open(Screen::Today).into(),
        Go::PageUp
        | Go::PageDown
        | Go::PreviousDay
        | Go::NextDay
        | Go::PreviousMonth
        | Go::NextMonth
        | Go::PreviousStep
        | Go::NextStep
        | Go::MoreWeeks
        | Go::FewerWeeks
        | Go::Week
        | Go::Today
        | Go::NextScreen
        | Go::PreviousScreen => Handled::Ignored,
    }
}
