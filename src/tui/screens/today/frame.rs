//! What the parts of the screen of the day are drawn from.

use ratatui::style::Style;

use super::grid::Grid;
use super::scale::{is_empty, planned_spans, ribbon_scale};
use super::state::State;
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Span};
use crate::insight::coverage::{self, Reading};
use crate::insight::gaps::Entry;
use crate::insight::totals::{self, Totals};
use crate::insight::usual::{self, Usual};
use crate::tui::paint::Ink;
use crate::tui::scene::Scene;
use crate::tui::theme::Theme;
use crate::tui::widgets::ribbon;

pub(super) struct Frame<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) state: &'a State,
    pub(super) grid: Grid,
    pub(super) totals: Totals,
    pub(super) entries: Vec<Entry<'a>>,
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
    pub(super) fn new(scene: &'a Scene<'a>, state: &'a State) -> Self {
        let mut frame = Self {
            scene,
            state,
            grid: Grid::new(&scene.regions),
            totals: Totals::default(),
            entries: Vec::new(),
            planned: planned_spans(scene),
            usual: None,
        };
        // Before the first key there is no day to hold against anyone.
        if !is_empty(scene) {
            let (counted, context) = (&scene.snapshot.counted, scene.context);
            frame.totals = totals::of_days(context.ledger(counted, scene.now.at).day(scene.day));
            frame.entries = scene.entries();
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
