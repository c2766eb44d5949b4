//! The undo history: all changes, the newest first, undone ones marked. Enter makes an undone one again. Only as many are
//! read as are looked at, page by page.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;

use crate::domain::calendar::Day;
use crate::domain::change::{Change, ChangeNumber, PastChange};
use crate::domain::discreet::veil_label;
use crate::domain::{format, text};
use crate::tui::action::{Action, Go, LineAction, Program};
use crate::tui::effect::{Effect, Handled};
use crate::tui::key_table::Focus;
use crate::tui::layout::{at_rows, below, first_shown, half_page, left_of, row_at, shortened};
use crate::tui::paint::{Ink, Piece, embolden, line, line_right, lines, piece, plain, sentence};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::card;

/// The card where there is room for it.
pub(crate) const CARD: Size = Size {
    width: 100,
    height: 32,
};
/// So many changes are read at once: more than any screen shows.
const PAGE: usize = 200;
/// From so many rows on there is air above the list.
const TALL: u16 = 12;
/// From so many columns on a line has room for the words of most changes.
const WIDE: u16 = 60;
/// So many lines say the selected change in full where a line has not.
const IN_FULL: u16 = 2;
const UNDONE: &str = "undone";

/// The history while it is open.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    /// What was read, the newest first.
    changes: Vec<PastChange>,
    /// Whether there may be older ones than those.
    more: bool,
    /// Whether others may have been made since.
    old: bool,
    selected: usize,
}

impl History {
    /// Opens on the newest change.
    pub(crate) fn open() -> (Self, Effect) {
        let unread = Self {
            old: true,
            ..Self::default()
        };
        (unread, Effect::ReadHistory(None, PAGE))
    }

    /// Hides what the changes have set.
    pub(crate) fn hide_names(&mut self) {
        for change in &mut self.changes {
            change.label = veil_label(&change.label);
        }
    }

    /// The file has changed: what was read is read again.
    pub(crate) const fn doubt(&mut self) {
        self.old = true;
    }

    /// What to read next, if anything.
    pub(crate) fn next_page(&self) -> Option<Effect> {
        if self.old {
            let count = self.changes.len().max(PAGE);
            return Some(Effect::ReadHistory(None, count));
        }
        let last = self.changes.last().filter(|_| self.more)?;
        (self.selected + PAGE / 2 >= self.changes.len())
            .then_some(Effect::ReadHistory(Some(last.number), PAGE))
    }

    /// Takes a page of changes older than that one, or the newest. What was selected stays so.
    pub(crate) fn take_page(
        &mut self,
        before: Option<ChangeNumber>,
        asked: usize,
        page: Vec<PastChange>,
    ) {
        self.more = page.len() == asked;
        if before.is_some() {
            self.changes.extend(page);
            return;
        }
        let number = self.chosen().map(|change| change.number);
        self.changes = page;
        self.old = false;
        let same = |change: &PastChange| Some(change.number) == number;
        let same = self.changes.iter().position(same);
        self.selected = same.unwrap_or_default();
    }

    fn chosen(&self) -> Option<&PastChange> {
        self.changes.get(self.selected)
    }

    /// A key on the history. One that means nothing here closes it, and does what it always does.
    pub(crate) fn update(&mut self, scene: &Scene<'_>, action: Option<Action>) -> Handled {
        match action {
            Some(Action::Go(Go::Row(way))) => self.select(way.times(1)),
            Some(Action::Go(Go::Page(way))) => self.select(way.times(half_page(scene.size))),
            Some(Action::Go(Go::Today)) => self.selected = 0,
            Some(Action::Line(LineAction::Choose)) => return self.choose(scene),
            Some(Action::Cancel) => return Handled::Closed(None),
            Some(_) | None => return Handled::Ignored,
        }
        Handled::Consumed(self.next_page())
    }

    /// Whether an action that its key has here does something now: only what is undone is redone.
    pub(crate) fn acts(&self, action: Action) -> bool {
        let is_undone = self.chosen().is_some_and(|change| change.undone);
        action != Action::Line(LineAction::Choose) || is_undone
    }

    /// Moves the selection.
    pub(crate) fn select(&mut self, step: isize) {
        let last = self.changes.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(step).min(last);
    }

    fn choose(&self, scene: &Scene<'_>) -> Handled {
        let Some(change) = self.chosen() else {
            return Handled::Consumed(None);
        };
        let number = change.number;
        if change.undone {
            return Handled::Closed(Some(Effect::Apply(Change::Restore { number })));
        }
        let key = scene.keys(Focus::Block, &[Action::Program(Program::Undo)]);
        Handled::refused(format!(
            "Change {number} isn't undone yet · {key} to undo the newest"
        ))
    }
}

/// What stands before a change that comes back with the selected one.
const BRANCH: &str = "│ ";
const NO_BRANCH: &str = "  ";

/// A line of the list.
enum ListLine<'a> {
    Day(Day),
    Change(usize, &'a PastChange),
}

impl History {
    /// The lines around the selected one, day by day: as many either way as the list is high.
    fn list_lines(&self, scene: &Scene<'_>, height: usize) -> Vec<ListLine<'_>> {
        let first = self.selected.saturating_sub(height);
        let around = self.changes.iter().enumerate().skip(first);
        let mut lines = Vec::new();
        let mut day = None;
        for (index, change) in around.take(2 * height + 1) {
            let of = scene.context.calendar.day_at(change.at);
            if day.replace(of) != Some(of) {
                lines.push(ListLine::Day(of));
            }
            lines.push(ListLine::Change(index, change));
        }
        lines
    }

    /// The changes that come back with the selected one, from the newest on to this one.
    fn branch_down_to(&self, oldest: ChangeNumber) -> Vec<ChangeNumber> {
        let mut branch = Vec::new();
        let mut next = self.chosen();
        while let Some(change) = next.filter(|change| change.undone && change.number >= oldest) {
            branch.push(change.number);
            next = change.parent.and_then(|parent| self.numbered(parent));
        }
        branch
    }

    fn numbered(&self, number: ChangeNumber) -> Option<&PastChange> {
        let place = self
            .changes
            .binary_search_by(|change| number.cmp(&change.number));
        self.changes.get(place.ok()?)
    }

    /// Where the list stands on the card, the lines around the selected one, and the first of them that is shown.
    fn list(&self, scene: &Scene<'_>, area: Rect) -> (Rect, Vec<ListLine<'_>>, usize) {
        let said = summary(scene, self, area).len() as u16;
        let list = below(area, said + u16::from(area.height >= TALL));
        let in_full = if self.is_told_in_full(area) {
            IN_FULL
        } else {
            0
        };
        let list = shortened(list, list.height.saturating_sub(in_full));
        let height = usize::from(list.height);
        let rows = self.list_lines(scene, height);
        let is_selected = |row: &ListLine<'_>| matches!(row, ListLine::Change(index, _) if *index == self.selected);
        let selected = rows.iter().position(is_selected).unwrap_or_default();
        let first = first_shown(rows.len(), selected, height);
        (list, rows, first)
    }

    /// A click selects the change under it.
    pub(crate) fn click(&mut self, scene: &Scene<'_>, area: Rect, at: Position) {
        let (list, rows, first) = self.list(scene, area);
        let row = row_at(list, first, at).and_then(|row| rows.get(row));
        if let Some(ListLine::Change(index, _)) = row {
            self.selected = *index;
        }
    }

    /// Draws it on its card.
    pub(crate) fn view(&self, scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
        let said = summary(scene, self, area);
        lines(buffer, area, 0, &said);
        let (list, rows, first) = self.list(scene, area);
        self.view_in_full(scene, buffer, below(area, list.bottom() - area.y));
        let height = usize::from(list.height);
        let oldest = rows.iter().rev().find_map(|row| match row {
            ListLine::Change(_, change) => Some(change.number),
            ListLine::Day(_) => None,
        });
        let branch = oldest.map_or_else(Vec::new, |oldest| self.branch_down_to(oldest));
        for (y, row) in rows.iter().skip(first).take(height).enumerate() {
            let area = at_rows(list, list.y + y as u16, 1);
            match row {
                ListLine::Day(day) => {
                    let day = format::short_day(*day, scene.today);
                    line(buffer, area, 0, &[scene.strong(day)]);
                }
                ListLine::Change(index, change) => {
                    let is_selected = *index == self.selected;
                    if is_selected {
                        card::draw_band(buffer, scene, list, area.y);
                    }
                    let is_branch = !is_selected && branch.contains(&change.number);
                    let mark = scene.accent(if is_branch { BRANCH } else { NO_BRANCH });
                    self.draw_change(scene, buffer, area, change, mark);
                }
            }
        }
    }

    /// Where a line has little room, the words of the selected change stand in full below.
    fn is_told_in_full(&self, area: Rect) -> bool {
        area.width < WIDE && self.chosen().is_some()
    }

    fn view_in_full(&self, scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
        if let Some(change) = self.chosen().filter(|_| self.is_told_in_full(area)) {
            let words = sentence(&change.label, scene.theme.strong(), area.width);
            lines(buffer, area, 0, &words);
        }
    }

    fn draw_change(
        &self,
        scene: &Scene<'_>,
        buffer: &mut Buffer,
        area: Rect,
        change: &PastChange,
        mark: Piece,
    ) {
        let theme = scene.theme;
        let (words, area) = if change.undone {
            let from = line_right(buffer, area, 0, &[piece(UNDONE, theme.accent())]);
            (theme.style(Role::Quiet), left_of(area, from))
        } else {
            (Style::new(), area)
        };
        let newest = self.changes.first().map_or(0, |newest| newest.number.0);
        let width = newest.to_string().len();
        let clock = format::clock(scene.context.calendar.here(change.at));
        let mut pieces = vec![
            mark,
            plain(format!("{:>width$}", change.number.0)),
            scene.quiet(format!("  {clock}  ")),
            piece(text::visible(&change.label), words),
        ];
        let is_selected = self.chosen() == Some(change);
        embolden(&mut pieces, is_selected);
        line(buffer, area, 0, &pieces);
    }
}

/// What the list is, and what it is for where there is room.
fn summary(scene: &Scene<'_>, history: &History, area: Rect) -> Vec<Vec<Piece>> {
    let words = if history.changes.is_empty() && history.old {
        "Waiting for the file"
    } else if history.changes.is_empty() {
        "No changes yet"
    } else if area.height >= TALL {
        "Choose an undone change to redo it, and those before it."
    } else {
        ""
    };
    let mut lines = vec![vec![scene.strong("Undo history")]];
    if !words.is_empty() {
        lines.extend(sentence(words, scene.style(Role::Quiet), area.width));
    }
    lines
}
