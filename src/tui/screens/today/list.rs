//! The day as a list of blocks and gaps, with the cursor: times, length, letter, activity, who, note, outcome.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::fold::count_rows;
use super::frame::Frame;
use super::note::FullNote;
use crate::domain::block::{Block, Category};
use crate::domain::format;
use crate::domain::stamp::{Moment, Span, Stamp};
use crate::domain::suggestion::Suggestion;
use crate::insight::gaps::Entry;
use crate::tui::layout::at_rows;
use crate::tui::paint::{Ink, Piece, line, line_right, piece};
use crate::tui::preview::Fate;
use crate::tui::theme::{Role, UNREADABLE, UNTRACKED};
use crate::tui::widgets::band;
use crate::tui::widgets::block_line::{self, put};
use crate::tui::widgets::ribbon::SUGGESTED;

/// The blanks before what ends at the right.
const GAP: u16 = 2;

impl Frame<'_> {
    pub(super) fn draw_list(&self, buffer: &mut Buffer) {
        if let Some(entry) = self.unlisted_row() {
            return self.draw_unlisted(buffer, entry);
        }
        let selected = self.selected_row();
        let entry = selected.and_then(|index| self.rows.get(index));
        let note = FullNote::of(self.scene, &self.grid, entry);
        self.draw_rows(buffer, note.uncovered(self.grid.shown), selected);
        note.draw(self.scene, &self.grid, buffer);
    }

    /// What is selected, where the smallest screen has no list that would show it, and it is not what runs.
    pub(super) fn unlisted_row(&self) -> Option<&Entry<'_>> {
        let is_unlisted = self.grid.list.is_empty() && self.grid.running.height > 1;
        let index = self.selected_row().filter(|_| is_unlisted)?;
        self.rows.get(index).filter(|entry| !is_running(entry))
    }

    /// What is selected, in the second row of what runs.
    fn draw_unlisted(&self, buffer: &mut Buffer, entry: &Entry<'_>) {
        let row = self.row(self.grid.running.y + 1);
        band::draw(buffer, self.grid.page, self.scene, (row.y, 1));
        self.draw_row(buffer, row, entry, true);
    }

    fn draw_rows(&self, buffer: &mut Buffer, area: Rect, selected: Option<usize>) {
        if self.rows.is_empty() {
            line(buffer, area, 0, &[self.quiet("no blocks on this day")]);
            return;
        }
        let count = count_rows(self.scene, &self.grid, &self.rows, selected);
        let height = usize::from(area.height);
        let changed = self.changed_rows();
        let first = self.grid.first_row(count, selected, changed, area.height);
        let below = count.saturating_sub(first + height);
        let folded = (count < self.rows.len()).then(|| count.saturating_sub(1));
        let rows = self.rows.iter().enumerate().take(count);
        let rows = rows.skip(first).take(height);
        for (y, (index, entry)) in (area.y..).zip(rows) {
            let is_selected = Some(index) == selected;
            if is_selected {
                band::draw(buffer, self.grid.page, self.scene, (y, 1));
            }
            let hidden = match y - area.y {
                0 => (first, '↑'),
                row if row + 1 == area.height => (below, '↓'),
                _ => (0, ' '),
            };
            let mut row = at_rows(area, y, 1);
            if hidden.0 > 0 && height > 2 {
                let words = self.quiet(format!("{} {}", hidden.1, hidden.0));
                let from = line_right(buffer, row, 0, &[words]);
                row.width = from.saturating_sub(row.x + GAP);
            }
            if folded == Some(index) {
                self.draw_folded(buffer, row, index);
            } else {
                self.draw_row(buffer, row, entry, is_selected);
            }
        }
    }

    /// The suggestions from one on as one row: `2 suggested, next 15:00 Halden: business case?`.
    fn draw_folded(&self, buffer: &mut Buffer, row: Rect, from: usize) {
        let Some(Entry::Suggestion { suggestion, .. }) = self.rows.get(from) else {
            return;
        };
        let count = self.rows.len() - from;
        let at = format::clock(suggestion.start);
        let words = format!("{count} suggested, next {at} {}?", suggestion.title);
        self.draw_sign(buffer, row, self.quiet(SUGGESTED), self.quiet(words));
    }

    /// The lines that a change that waits would change.
    fn changed_rows(&self) -> Option<Range<usize>> {
        let is_changed = |entry: &Entry<'_>| self.fate_of(entry) != Fate::Stays;
        let first = self.rows.iter().position(is_changed)?;
        let last = self.rows.iter().rposition(is_changed)?;
        Some(first..last + 1)
    }

    /// A line, with what a change that waits would do to it.
    fn draw_row(&self, buffer: &mut Buffer, mut row: Rect, entry: &Entry<'_>, is_selected: bool) {
        let words = match self.fate_of(entry) {
            Fate::Stays => None,
            Fate::New if is_running(entry) => None,
            Fate::New => Some("new".to_owned()),
            Fate::Removed => Some("removed".to_owned()),
            Fate::Moved(before) => {
                let was = before.length(self.scene.now.at);
                Some(format!("was {}", format::hours(was)))
            }
        };
        let whole = row;
        if let Some(words) = words {
            let from = line_right(buffer, row, 0, &[self.quiet(words)]);
            row.width = from.saturating_sub(row.x + GAP);
        }
        self.draw_entry(buffer, row, entry, is_selected);
        if self.fate_of(entry) == Fate::Removed {
            strike(buffer, whole, row.right(), self.style(Role::Quiet));
        }
    }

    /// Whether a change waits whose category is not chosen yet.
    fn is_open(&self) -> bool {
        self.scene.preview.is_some_and(|preview| preview.is_open)
    }

    fn draw_entry(&self, buffer: &mut Buffer, row: Rect, entry: &Entry<'_>, is_selected: bool) {
        let columns = self.grid.columns;
        let is_running = is_running(entry);
        let stands_back = match entry {
            Entry::Block { block, .. } => block.category == Category::Break,
            Entry::Unreadable { .. }
            | Entry::Untracked(_)
            | Entry::Off(_)
            | Entry::Suggestion { .. } => true,
        };
        let times = match (is_running || is_selected, stands_back) {
            (true, _) => self.style(Role::Text),
            (false, true) if !matches!(entry, Entry::Block { .. }) => self.style(Role::Quiet),
            (false, _) => self.style(Role::Soft),
        };
        let fate = self.fate_of(entry);
        let is_new = fate == Fate::New;
        let stands_out = is_running || is_new && !self.is_open();
        let times = embolden(times, stands_out);
        let pieces = self.pieces_of_times(entry, fate, times);
        put(buffer, row, 0, columns.length, &pieces);
        let length = match (is_selected, stands_back) {
            (true, _) | (false, false) => self.style(Role::Text),
            (false, true) => times,
        };
        let hours = piece(
            format!("{:>5}", format::hours(entry.row_length())),
            embolden(length, stands_out || matches!(fate, Fate::Moved(_))),
        );
        put(buffer, row, columns.length - 1, columns.letter, &[hours]);
        match entry {
            Entry::Block { .. } if is_new && self.is_open() => {
                let words = self.quiet("press a category");
                self.draw_sign(buffer, row, self.strong("?"), words);
            }
            Entry::Block { block, .. } => {
                block_line::draw(self.scene, buffer, row, &columns, block, stands_out);
                if self.scene.snapshot.prepared.contains(&block.id) {
                    block_line::mark_prepared(self.scene, buffer, row, &columns, block);
                }
            }
            Entry::Untracked(_) => {
                let tone = if is_selected { Role::Text } else { Role::Quiet };
                let sign = piece(UNTRACKED, self.style(Role::Faint));
                self.draw_sign(buffer, row, sign, piece("untracked", self.style(tone)));
            }
            Entry::Unreadable { .. } => {
                let words = self.quiet("unreadable");
                self.draw_sign(buffer, row, self.quiet(UNREADABLE), words);
            }
            Entry::Suggestion { suggestion, .. } => self.draw_suggestion(buffer, row, suggestion),
            Entry::Off(span) => self.draw_time_off(buffer, row, *span),
        }
    }

    fn draw_time_off(&self, buffer: &mut Buffer, row: Rect, span: Span) {
        let words = if self.is_time_off(span) {
            "off"
        } else {
            "off the clock"
        };
        let activity = self.grid.columns.activity;
        put(buffer, row, activity, u16::MAX, &[self.quiet(words)]);
    }

    /// Whether work would be planned then, were it not off.
    fn is_time_off(&self, span: Span) -> bool {
        let (scene, on_record) = (self.scene, &self.scene.snapshot.blocks);
        let ledger = scene.context.ledger(on_record, scene.now.at);
        let mut off = ledger.off(scene.day);
        off.any(|off| off.overlap(span).is_some())
    }

    /// A sign in the place of the letter, and words in the place of the activity.
    fn draw_sign(&self, buffer: &mut Buffer, row: Rect, sign: Piece, words: Piece) {
        let columns = self.grid.columns;
        put(buffer, row, columns.letter, columns.activity, &[sign]);
        put(buffer, row, columns.activity, u16::MAX, &[words]);
    }

    /// What a line says of a meeting that is only suggested.
    fn draw_suggestion(&self, buffer: &mut Buffer, row: Rect, suggestion: &Suggestion) {
        let columns = self.grid.columns;
        let activity = suggestion.details.activity.as_deref();
        let what = activity
            .or(suggestion.category.map(Category::name))
            .unwrap_or("suggested");
        put(
            buffer,
            row,
            columns.letter,
            columns.activity,
            &[self.quiet(SUGGESTED)],
        );
        let title = self.quiet(format!("{}?", suggestion.title));
        // In one column the meeting says more than what it would be.
        let Some(account) = columns.account.filter(|_| !suggestion.title.is_empty()) else {
            let words = if suggestion.title.is_empty() {
                self.quiet(what)
            } else {
                title
            };
            put(buffer, row, columns.activity, u16::MAX, &[words]);
            return;
        };
        put(buffer, row, columns.activity, account, &[self.quiet(what)]);
        put(buffer, row, account, u16::MAX, &[title]);
    }

    /// The times, those in bold that a change that waits would move.
    fn pieces_of_times(&self, entry: &Entry<'_>, fate: Fate<'_>, style: Style) -> Vec<Piece> {
        let times = self.times(entry);
        let (Fate::Moved(before), Entry::Block { block, .. }) = (fate, entry) else {
            return vec![piece(times, style)];
        };
        let (start, end) = times.split_once('–').unwrap_or((&times, ""));
        let moved = |style, is_moved| {
            if is_moved {
                self.theme().strong()
            } else {
                style
            }
        };
        vec![
            piece(start, moved(style, before.start != block.start)),
            piece("–", style),
            piece(end, moved(style, before.end != block.end)),
        ]
    }

    /// `13:06–13:50`, `13:50–now`.
    pub(super) fn times(&self, entry: &Entry<'_>) -> String {
        let span = entry.span();
        let clock = |at: Stamp| format::clock(self.wall(entry, at));
        let end = if is_running(entry) {
            "now".to_owned()
        } else {
            clock(span.end())
        };
        format!("{}–{end}", clock(span.start()))
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
}

/// Whether an entry goes on.
const fn is_running(entry: &Entry<'_>) -> bool {
    match entry {
        Entry::Block { block, .. } | Entry::Unreadable { block, .. } => block.is_running(),
        Entry::Untracked(_) | Entry::Off(_) | Entry::Suggestion { .. } => false,
    }
}

/// Strikes the words of a row through, up to a column.
fn strike(buffer: &mut Buffer, row: Rect, to: u16, style: Style) {
    let style = style.add_modifier(Modifier::CROSSED_OUT);
    let is_blank = |buffer: &Buffer, x: u16| buffer[(x, row.y)].symbol() == " ";
    let row = row.intersection(buffer.area);
    for x in row.left()..to.min(row.right()) {
        let is_between = x > row.left()
            && x + 1 < to.min(row.right())
            && !is_blank(buffer, x - 1)
            && !is_blank(buffer, x + 1);
        if !is_blank(buffer, x) || is_between {
            buffer[(x, row.y)].set_style(style.remove_modifier(Modifier::BOLD));
        }
    }
}

fn embolden(style: Style, is_bold: bool) -> Style {
    if is_bold {
        style.add_modifier(Modifier::BOLD)
    } else {
        style
    }
}
