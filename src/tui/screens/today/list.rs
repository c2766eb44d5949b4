//! The day as a list of blocks and gaps, with the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::frame::Frame;
use crate::domain::block::{Block, Category};
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::suggestion::Suggestion;
use crate::domain::{format, text};
use crate::insight::gaps::Entry;
use crate::tui::action::{Action, Program};
use crate::tui::key_table::{BACK_DATED, Focus, STARTS};
use crate::tui::layout::{first_shown, narrowed};
use crate::tui::paint::{Ink, Piece, embolden, line, line_right, piece, plain};
use crate::tui::theme::{Role, UNREADABLE, UNTRACKED};
use crate::tui::widgets::block_line;
use crate::tui::widgets::ribbon::SUGGESTED;

impl Frame<'_> {
    pub(super) fn list(&self, buffer: &mut Buffer, area: Rect) {
        if self.entries.is_empty() {
            return self.nothing(buffer, area);
        }
        let selected = self.state.selected_index(self.scene, &self.entries);
        let height = usize::from(area.height);
        let count = self.entries.len();
        let first = first_shown(count, selected.unwrap_or(count), height);
        let below = self.entries.len().saturating_sub(first + height);
        let hidden = [(0, first, "↑"), (area.height.saturating_sub(1), below, "↓")];
        for (row, (index, entry)) in self
            .entries
            .iter()
            .enumerate()
            .skip(first)
            .take(height)
            .enumerate()
        {
            let count = hidden
                .iter()
                .find(|(at, count, _)| usize::from(*at) == row && *count > 0 && height > 2);
            let count = count.map(|(_, count, arrow)| self.quiet(format!(" {arrow} {count}")));
            let right = count.map_or(area.right(), |count| {
                line_right(buffer, area, row as u16, &[count])
            });
            let room = narrowed(area, right - area.x);
            self.row(buffer, room, row as u16, entry, Some(index) == selected);
        }
    }

    /// What to do where there is nothing to list.
    fn nothing(&self, buffer: &mut Buffer, area: Rect) {
        if self.scene.snapshot.last.is_some() {
            line(
                buffer,
                area,
                0,
                &[self.quiet("  nothing on record for this day")],
            );
            return;
        }
        for (row, (keys, does)) in self.welcome().into_iter().enumerate() {
            let keys = self.strong(text::pad(&keys, 12));
            let words = [plain("  "), keys, self.quiet(does)];
            line(buffer, area, row as u16, &words);
        }
    }

    /// The first lines that a new rep reads.
    fn welcome(&self) -> [(String, &'static str); 6] {
        let keys = |actions: &[Action]| self.scene.keys(Focus::Block, actions);
        let selling = keys(&STARTS[..1]);
        let rest = BACK_DATED.get(4..6).unwrap_or_default();
        [
            (
                keys(STARTS),
                "from this second on: selling, admin, learning, distraction",
            ),
            (format!("15 {selling}"), "it began 15 minutes ago"),
            (keys(rest).replace(' ', "  "), "a break, off the clock"),
            (keys(&[Action::Program(Program::Undo)]), "undoes anything"),
            (
                "tafs import".to_owned(),
                "brings along what another tool has on record",
            ),
            (
                "tafs demo".to_owned(),
                "shows half a year of someone else's days",
            ),
        ]
    }

    fn row(&self, buffer: &mut Buffer, area: Rect, y: u16, entry: &Entry<'_>, selected: bool) {
        let narrow = area.width < 60;
        let span = entry.span();
        let clock = |at: Stamp| format::clock(self.wall(entry, at));
        let running = matches!(entry, Entry::Block { block, .. } | Entry::Unreadable { block, .. } if block.is_running());
        let end = if running {
            "now  ".to_owned()
        } else {
            clock(span.end())
        };
        let times = match entry {
            Entry::Block { .. } => Style::new(),
            Entry::Unreadable { .. }
            | Entry::Untracked(_)
            | Entry::Off(_)
            | Entry::Suggestion { .. } => self.style(Role::Quiet),
        };
        let length = format::hours(span.length());
        let mut pieces = vec![self.mark(selected), piece(clock(span.start()), times)];
        if narrow {
            pieces.push(piece(format!("  {length:>5}  "), times));
        } else {
            pieces.push(piece(format!("  {end}"), times));
            pieces.push(piece(format!("  {length:>6}   "), times));
        }
        pieces.extend(self.what(entry, narrow));
        embolden(&mut pieces, selected);
        line(buffer, area, y, &pieces);
    }

    /// An instant on the wall clock of where the entry was lived.
    fn wall(&self, entry: &Entry<'_>, at: Stamp) -> Moment {
        match entry {
            Entry::Block { block, .. } if at == block.start.at => block.start,
            Entry::Block {
                block: Block { end: Some(end), .. },
                ..
            } if at == end.at => *end,
            Entry::Block { block, .. } => Moment::new(at, block.start.offset),
            Entry::Unreadable { .. }
            | Entry::Untracked(_)
            | Entry::Off(_)
            | Entry::Suggestion { .. } => self.scene.moment_in_day(at),
        }
    }

    fn what(&self, entry: &Entry<'_>, narrow: bool) -> Vec<Piece> {
        match entry {
            Entry::Block { block, .. } => block_line::describe(self.scene, block, narrow),
            Entry::Unreadable { .. } => {
                vec![self.quiet(format!("{UNREADABLE}  unreadable"))]
            }
            Entry::Untracked(_) => vec![self.quiet(format!("{UNTRACKED}  untracked"))],
            Entry::Suggestion { suggestion, .. } => self.suggested(suggestion, narrow),
            Entry::Off(_) => vec![self.faint("   off the clock")],
        }
    }

    /// What a line says of a meeting that is only suggested.
    fn suggested(&self, suggestion: &Suggestion, narrow: bool) -> Vec<Piece> {
        let quiet = self.style(Role::Quiet);
        let activity = suggestion.details.activity.as_deref();
        let what = activity
            .or(suggestion.category.map(Category::name))
            .unwrap_or("suggested");
        let columns = if narrow { 14 } else { 18 };
        vec![
            piece(format!("{SUGGESTED}  "), quiet),
            piece(text::pad(what, columns), quiet),
            piece(format!(" {}?", suggestion.title), quiet),
        ]
    }
}
