//! What the parts of the screen of the day are drawn from.

use ratatui::style::Style;

use super::scale::is_empty;
use super::state::State;
use crate::domain::block::Category;
use crate::insight::gaps::Entry;
use crate::insight::totals::{self, Totals};
use crate::tui::paint::Ink;
use crate::tui::scene::Scene;
use crate::tui::theme::Theme;

pub(super) struct Frame<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) state: &'a State,
    pub(super) totals: Totals,
    pub(super) entries: Vec<Entry<'a>>,
}

impl Ink for Frame<'_> {
    fn theme(&self) -> &Theme {
        self.scene.theme
    }
}

impl<'a> Frame<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, state: &'a State) -> Self {
        // Before the first key there is no day to hold against anyone.
        if is_empty(scene) {
            return Self {
                scene,
                state,
                totals: Totals::default(),
                entries: Vec::new(),
            };
        }
        let (counted, context) = (&scene.snapshot.counted, scene.context);
        Self {
            scene,
            state,
            totals: totals::of_days(context.ledger(counted, scene.now.at).day(scene.day)),
            entries: scene.entries(),
        }
    }

    pub(super) fn category(&self, category: Category) -> Style {
        self.scene.theme.category(category)
    }
}
