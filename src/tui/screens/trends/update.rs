//! What the keys do on the trends: they move through weeks and pages, and leave blocks alone.

use super::state::State;
use super::stretch::Stretch;
use super::view::count_pages;
use crate::tui::action::{Action, Go, Way};
use crate::tui::effect::{Effect, Handled};
use crate::tui::key_table::Focus;
use crate::tui::scene::{Scene, Screen};

impl State {
    /// What an action does here.
    pub(crate) fn update(&mut self, scene: &Scene<'_>, action: Action) -> Handled {
        match action {
            Action::Go(go) => self.go(scene, go),
            Action::Fix(_) => {
                let go = [Action::Go(Go::Today), Action::Go(Go::Screen(Way::Forward))];
                let keys = scene.keys_and(Focus::Trends, &go);
                Handled::refused(format!("Only works in a day's list · {keys} to go there"))
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

    fn go(&mut self, scene: &Scene<'_>, go: Go) -> Handled {
        match go {
            Go::Stretch(Way::Back) => self.show_stretch(self.stretch.longer()),
            Go::Stretch(Way::Forward) => self.show_stretch(self.stretch.shorter()),
            Go::Page(way) => self.turn_page(scene, way.times(1)),
            Go::Week(way) => scene.step_days(way.times(7) as i64).into(),
            Go::OpenWeek => Effect::Open(Screen::Week).into(),
            Go::Row(_)
            | Go::Day(_)
            | Go::Month(_)
            | Go::Step(_)
            | Go::OpenDay
            | Go::Today
            | Go::Screen(_) => Handled::Ignored,
        }
    }

    /// So many weeks side by side: worked out of what is read again.
    fn show_stretch(&mut self, stretch: Stretch) -> Handled {
        let changes = self.stretch != stretch;
        self.stretch = stretch;
        // Where the columns are a page of their own they are what is looked for now.
        self.page = 0;
        Handled::Consumed(changes.then_some(Effect::Load))
    }

    /// So many pages on.
    pub(crate) fn turn_page(&mut self, scene: &Scene<'_>, step: isize) -> Handled {
        let last = count_pages(scene, self).saturating_sub(1);
        let page = self.page.min(last).saturating_add_signed(step);
        self.page = page.min(last);
        Handled::Consumed(None)
    }
}
