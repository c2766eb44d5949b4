//! The note of the selected block in full, where its line has no room for it: over the end of the list, which stays where it
//! is and is only scrolled where the selected line would be covered.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::grid::Grid;
use crate::domain::block::Block;
use crate::domain::calendar::Calendar;
use crate::domain::parse::spell;
use crate::domain::wording::CLOCK_BACK;
use crate::domain::{format, text};
use crate::insight::gaps::Entry;
use crate::tui::layout::{at_rows, from_column, shortened};
use crate::tui::paint::{Ink, line, piece};
use crate::tui::scene::Scene;
use crate::tui::theme::{Ground, Role};

/// The blanks between a note and what stands beside it.
const GAP: u16 = 2;
/// From the hairline beside the page to what stands behind it.
const TO_SIDE: u16 = 3;
/// The rows of the list that stay.
const KEPT: u16 = 3;
const LABEL: &str = "note";

/// The rows over which the note of the selected block stands, and the part of the list that they leave.
#[derive(Clone, Debug, Default)]
pub(super) struct FullNote {
    lines: Vec<String>,
    area: Rect,
}

impl FullNote {
    /// Of the selected line, if its note has no room there; nothing while something else covers the list.
    pub(super) fn of(scene: &Scene<'_>, grid: &Grid, selected: Option<&Entry<'_>>) -> Self {
        let Some(Entry::Block { block, .. }) = selected else {
            return Self::default();
        };
        let note = block.details.note.as_str();
        let room = grid.room_for_note(block, &scene.context.calendar);
        let is_whole = text::width(&text::visible(note)) <= usize::from(room);
        // A sheet covers the list; and small screens have none, or hardly any.
        let has_room = scene.regions.sheet.is_empty() && grid.list.height > KEPT;
        if note.is_empty() || is_whole || !has_room {
            return Self::default();
        }
        let most = grid.list.height - KEPT;
        let columns = grid.page.width.saturating_sub(grid.columns.activity);
        let mut lines = text::broken(note, columns.into());
        if lines.len() > usize::from(most) {
            let rest = lines.len() - usize::from(most) + 1;
            lines.truncate(usize::from(most) - 1);
            lines.push(format!("… {rest} more lines: tafs log --wide"));
        }
        let height = lines.len() as u16;
        let bottom = grid.page.bottom();
        let area = at_rows(grid.page, bottom.saturating_sub(height), height);
        Self { lines, area }
    }

    /// What is left of the list.
    pub(super) fn uncovered(&self, list: Rect) -> Rect {
        if self.area.is_empty() {
            return list;
        }
        shortened(list, self.area.y.saturating_sub(list.y).min(list.height))
    }

    /// Draws it, its words below the names of the activities.
    pub(super) fn draw(&self, scene: &Scene<'_>, grid: &Grid, buffer: &mut Buffer) {
        let area = self.area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let side = scene.regions.side;
        let row = Rect {
            x: 0,
            width: side.map_or(buffer.area.width, |side| side.x.saturating_sub(TO_SIDE)),
            ..area
        };
        for y in row.top()..row.bottom() {
            for x in row.left()..row.right() {
                buffer[(x, y)].reset();
            }
        }
        let theme = scene.theme;
        buffer.set_style(
            row,
            theme.style(Role::Text).patch(theme.ground(Ground::Panel)),
        );
        line(buffer, area, 0, &[scene.quiet(LABEL)]);
        let words = from_column(area, area.x + grid.columns.activity);
        for (y, text) in self.lines.iter().enumerate() {
            line(
                buffer,
                words,
                y as u16,
                &[piece(text, scene.style(Role::Soft))],
            );
        }
    }
}

impl Grid {
    /// How many columns the note of a block has in its line of the list.
    fn room_for_note(&self, block: &Block, calendar: &Calendar) -> u16 {
        let (columns, details) = (&self.columns, &block.details);
        let Some(account) = columns.account else {
            return 0;
        };
        let wide = |words: &str| text::width(&text::visible(words)) as u16;
        let outcome = spell::produced_in_words(details);
        let (mut from, right) = match (columns.requester, columns.note) {
            (Some(_), note) => (note.unwrap_or(account), wide(&outcome) + GAP),
            (None, note) => {
                let who = details.account.as_deref().or(details.requester.as_deref());
                let used = account + who.map_or(0, |who| wide(who) + 1) + GAP;
                (note.unwrap_or(used).max(used), 0)
            }
        };
        let offset = format::misleading_offset(block.start, block.end, calendar);
        let clock_back = if block.clock_back { CLOCK_BACK } else { "" };
        for words in [&*offset, clock_back] {
            from += if words.is_empty() {
                0
            } else {
                wide(words) + GAP
            };
        }
        self.page.width.saturating_sub(from + right)
    }
}
