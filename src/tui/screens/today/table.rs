//! Where the time of the day went, and what it is held against: a ceiling where one is set, else what is usual.

use ratatui::buffer::Buffer;

use super::frame::Frame;
use crate::domain::format;
use crate::tui::widgets::category_table::{CategoryTable, beside_usual};

/// Distraction's place among the categories.
const DISTRACTION: usize = 3;

impl Frame<'_> {
    pub(super) fn draw_table(&self, buffer: &mut Buffer) {
        let Some(place) = self.grid.table else {
            return;
        };
        let shares = self.totals.shares();
        let shares = shares.filter(|_| self.reading().tafs().is_some());
        let mut beside = self.usual.map_or([const { None }; 4], |usual| {
            beside_usual(shares, usual.shares)
        });
        if let Some(ceiling) = self.scene.settings.distraction_ceiling {
            beside[DISTRACTION] = Some(format!("of {}", format::hours(ceiling)));
        }
        let table = CategoryTable {
            scene: self.scene,
            page: self.grid.page,
            totals: &self.totals,
            shares,
            has_usual: self.usual.is_some(),
            beside,
        };
        table.draw(buffer, &place);
    }
}
