//! What the parts of the screen of the day are drawn from.

use ratatui::style::Style;

use super::grid::Grid;
use super::scale::{is_empty, planned_spans, ribbon_scale};
use super::state::State;
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Span};
use crate::domain::timeline::Timeline;
use crate::insight::coverage::{self, Reading};
use crate::insight::gaps::Entry;
use crate::insight::totals::{self, Totals};
use crate::insight::usual::{self, Usual};
use crate::tui::paint::Ink;
use crate::tui::preview::{Fate, Preview};
use crate::tui::scene::Scene;
use crate::tui::theme::Theme;
use crate::tui::widgets::ribbon;

pub(super) struct Frame<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) state: &'a State,
    pub(super) grid: Grid,
    pub(super) totals: Totals,
    /// What the ribbon shows: the day, as a change that waits would leave it.
    pub(super) entries: Vec<Entry<'a>>,
    /// What the list shows: the same, and what the change would remove.
    pub(super) rows: Vec<Entry<'a>>,
    pub(super) planned: Vec<Span>,
    /// What is usual on this weekday by now, or on a day that is over.
    pub(super) usual: Option<Usual>,
}

impl Ink for Frame<'_> {
    fn theme(&self) -> &Theme {
        self.scene.theme
    }
}

impl<'a> Frame<'a> {
    /// Of the day as it is; `outcome`: the blocks that a change would leave, where one waits.
    pub(super) fn new(
        scene: &'a Scene<'a>,
        state: &'a State,
        outcome: Option<&'a Timeline>,
    ) -> Self {
        let mut frame = Self {
            scene,
            state,
            grid: Grid::new(&scene.regions),
            totals: Totals::default(),
            entries: Vec::new(),
            rows: Vec::new(),
            planned: planned_spans(scene),
            usual: None,
        };
        // Before the first key there is no day to hold against anyone.
        if !is_empty(scene) {
            let (counted, context) = (&scene.snapshot.counted, scene.context);
            frame.totals = totals::of_days(context.ledger(counted, scene.now.at).day(scene.day));
            frame.entries =
                outcome.map_or_else(|| scene.entries(), |after| scene.entries_of(after));
            frame.rows = frame.entries.clone();
            frame.rows.extend(removed_rows(scene));
            frame.rows.sort_by_key(|entry| entry.span().start());
            frame.usual = usual::by_now(&scene.snapshot.history, frame.measured_at(), context);
        }
        frame
    }

    pub(super) fn category(&self, category: Category) -> Style {
        self.scene.theme.category(category)
    }

    pub(super) fn reading(&self) -> Reading {
        coverage::of_day(&self.totals)
    }

    pub(super) fn is_today(&self) -> bool {
        self.scene.day == self.scene.today
    }

    /// Which line of the list is selected: the block that a change is about, where one waits.
    pub(super) fn selected_row(&self) -> Option<usize> {
        let focus = self.scene.preview.and_then(|preview| preview.focus);
        let is_focus = |entry: &Entry<'_>| matches!(entry, Entry::Block { block, .. } if Some(block.id) == focus);
        let of_focus = focus.and_then(|_| self.rows.iter().position(is_focus));
        of_focus.or_else(|| self.state.selected_index(self.scene, &self.rows))
    }

    /// What would become of what a line tells of.
    pub(super) fn fate_of(&self, entry: &Entry<'_>) -> Fate<'a> {
        match (self.scene.preview, entry) {
            (Some(preview), Entry::Block { block, .. }) => preview.fate_of(block.id),
            (
                _,
                Entry::Block { .. }
                | Entry::Unreadable { .. }
                | Entry::Untracked(_)
                | Entry::Off(_)
                | Entry::Suggestion { .. },
            ) => Fate::Stays,
        }
    }

    /// How far the usual days are measured: by now, or whole.
    fn measured_at(&self) -> Moment {
        if self.is_today() {
            return self.scene.now;
        }
        let calendar = &self.scene.context.calendar;
        let end = calendar.day_span(self.scene.day).end();
        calendar.here(end.minus(Length::seconds(1)))
    }

    /// Of when the usual share is, in words.
    pub(super) fn usual_words(&self) -> String {
        if self.is_today() {
            "usual by now".to_owned()
        } else {
            format!("usual {}", format::weekday(self.scene.day.weekday()))
        }
    }

    pub(super) fn scale(&self) -> Option<ribbon::Scale> {
        ribbon_scale(self.scene, &self.entries, self.grid.ribbon.width)
    }
}

/// The blocks that a change that waits would remove, as lines of the day.
fn removed_rows<'a>(scene: &Scene<'a>) -> impl Iterator<Item = Entry<'a>> {
    let removed = scene.preview.into_iter().flat_map(Preview::removed);
    removed.filter_map(|block| {
        let parts = scene.context.calendar.slices(block, scene.now.at);
        let mut parts = parts.into_iter().filter(|(day, _)| *day == scene.day);
        parts.next().map(|(_, part)| Entry::Block { block, part })
    })
}
