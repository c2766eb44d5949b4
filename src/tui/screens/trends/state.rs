//! What the screen of trends looks at.

use super::figures::Figures;
use super::stretch::Stretch;
use crate::tui::scene::Scene;

/// What the screen looks at.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// How many weeks, up to the one of the day in view.
    pub(crate) stretch: Stretch,
    /// Which page; one that there is not stands for the last.
    pub(crate) page: usize,
    /// What was worked out of the file; `None` on the other screens.
    pub(super) figures: Option<Figures>,
}

impl State {
    /// Works the figures out of what was read, for as long as the screen is in view, and not for every frame.
    pub(crate) fn read(&mut self, scene: &Scene<'_>) {
        self.figures = Some(Figures::of(scene, self.stretch));
    }

    /// Works them out again of other blocks, where they are shown.
    pub(crate) fn work_out_again(&mut self, scene: &Scene<'_>) {
        if self.figures.is_some() {
            self.read(scene);
        }
    }

    /// Works them out again where the minute has passed.
    pub(crate) fn refresh(&mut self, scene: &Scene<'_>) {
        if self
            .figures
            .as_ref()
            .is_some_and(|figures| figures.are_old(scene.now.at))
        {
            self.read(scene);
        }
    }

    #[cfg(test)]
    pub(crate) const fn has_figures(&self) -> bool {
        self.figures.is_some()
    }

    /// Another screen comes into view.
    pub(crate) fn leave(&mut self) {
        self.figures = None;
    }
}
