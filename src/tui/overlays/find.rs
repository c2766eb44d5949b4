//! Finding blocks while the line is typed. The file is looked through backwards, page by page between two frames, so that
//! the latest blocks show at once and the screen never waits for the oldest.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use tui_input::Input;

use crate::domain::away::{self, Question};
use crate::domain::block::{Block, Details, Note};
use crate::domain::calendar::Day;
use crate::domain::discreet::Masks;
use crate::domain::parse::spell;
use crate::domain::search::Query;
use crate::domain::stamp::{Length, Stamp};
use crate::domain::{format, text};
use crate::tui::action::{Action, Go, Way};
use crate::tui::effect::{Effect, Handled};
use crate::tui::history::{Recall, TypedLine};
use crate::tui::key::Key;
use crate::tui::layout::{at_rows, below, first_shown, half_page, row_at, shortened};
use crate::tui::paint::{Ink, Piece, embolden, line, line_right, lines, piece, sentence};
use crate::tui::scene::{Cursor, Scene};
use crate::tui::theme::Role;
use crate::tui::widgets::block_line::{self, Columns, put};
use crate::tui::widgets::card;
use crate::tui::widgets::text_input::{self, Typed};

/// The card where there is room for it.
pub(crate) const CARD: Size = Size {
    width: 108,
    height: 32,
};
pub(crate) const LABEL: &str = "find › ";
/// So many blocks are listed; who looks for more looks for something else.
const LISTED: usize = 300;
/// From so many columns on a line has its end as well as its length, and a column for each that it names.
const WIDE: u16 = 60;
const ROOMY: u16 = 96;
/// From so many rows on there is air above the list.
const TALL: u16 = 12;
/// So many lines say who the selected block was for and what was noted, where its own line has no room for that.
const IN_FULL: u16 = 2;
/// What may be typed.
const EXAMPLE: &str = "words of a note or a name; a category, @account, !requester, #tag, /activity, +outcome, ~source";

/// The search while it is open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Find {
    input: Input,
    recall: Recall,
    query: Query,
    /// What fits, the latest first.
    hits: Vec<Block>,
    /// Blocks from here on have been looked at; `None` once there is nothing left to look at.
    from: Option<Stamp>,
    /// Whether there may be more than are listed.
    more: bool,
    selected: usize,
}

impl Find {
    /// Hides what was found of names and notes.
    pub(crate) fn hide_names(&mut self, masks: &mut Masks) {
        masks.hide_blocks(&mut self.hits);
    }

    /// The search for what these words ask for.
    pub(crate) fn with(words: &str) -> Self {
        let mut find = Self {
            input: Input::new(words.to_owned()),
            ..Self::default()
        };
        find.was_typed();
        find
    }

    /// Begins to look from the latest block back.
    pub(crate) fn begin(&mut self) {
        self.hits.clear();
        self.more = false;
        self.from = (!self.query.is_empty()).then_some(Stamp::MAX);
    }

    fn was_typed(&mut self) {
        let query = Query::new(self.input.value());
        if query != self.query {
            self.query = query;
            self.selected = 0;
            self.begin();
        }
    }

    /// The next page to read, while there is something left to look at.
    pub(crate) fn next_page(&self) -> Option<Effect> {
        self.from
            .map(|from| Effect::Search(self.query.clone(), from))
    }

    /// What fits of a page, the latest first, and where the next one goes on, if there is one.
    pub(crate) fn take_page(&mut self, page: &[Block], rest: Option<Stamp>, asked: &[Question]) {
        self.from = rest;
        self.hits.extend(away::count_blocks(page, asked));
        if self.hits.len() > LISTED {
            self.hits.truncate(LISTED);
            self.more = true;
            self.from = None;
        }
    }

    /// One key: every printable one is text.
    pub(crate) fn update(
        &mut self,
        scene: &Scene<'_>,
        key: Key,
        action: Option<Action>,
    ) -> Handled {
        if let Some(Action::Go(Go::Row(way))) = action
            && self.recalls(scene, way)
        {
            self.was_typed();
            return Handled::Consumed(self.next_page());
        }
        let page = half_page(scene.size);
        match self.recall.edit(&mut self.input, key, action, page) {
            Typed::Canceled => return Handled::Closed(None),
            Typed::Entered => return self.choose(scene),
            Typed::Moved(step) => self.select(step),
            Typed::Edited => self.was_typed(),
            Typed::Nothing => {}
        }
        Handled::Consumed(self.next_page())
    }

    /// Puts another search there, where the list has no line to go to.
    fn recalls(&mut self, scene: &Scene<'_>, way: Way) -> bool {
        let is_free = match way {
            Way::Back => self.selected == 0,
            Way::Forward => self.hits.is_empty() && self.recall.is_back(),
        };
        is_free && self.recall.step(way, scene.history, LABEL, &mut self.input)
    }

    /// What would be lost with the line.
    pub(crate) fn typed(&self) -> TypedLine {
        self.recall.typed(LABEL, self.input.value())
    }

    fn choose(&self, scene: &Scene<'_>) -> Handled {
        let Some(hit) = self.hits.get(self.selected) else {
            return Handled::Consumed(None);
        };
        let day = scene.context.calendar.day_of(hit.start);
        Handled::Closed(Some(Effect::ShowLine(day, Cursor::Block(hit.id))))
    }

    /// Moves the selection.
    pub(crate) fn select(&mut self, step: isize) {
        let last = self.hits.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(step).min(last);
    }

    /// Pasted text is typed text, on one line.
    pub(crate) fn paste(&mut self, pasted: &str) -> Option<Effect> {
        text_input::paste_line(&mut self.input, pasted);
        self.was_typed();
        self.next_page()
    }
}

/// A line of the list.
enum ListLine<'a> {
    /// A day with the time that was found on it.
    Day(Day, Length),
    /// What was found.
    Hit(usize, &'a Block),
}

/// The lines of the list, day by day. A block counts for the day on which it begins.
fn list_lines<'a>(scene: &Scene<'_>, find: &'a Find) -> Vec<ListLine<'a>> {
    let calendar = &scene.context.calendar;
    let hits: Vec<(usize, &Block)> = find.hits.iter().enumerate().collect();
    let mut rows = Vec::new();
    for of_day in
        hits.chunk_by(|one, other| calendar.day_of(one.1.start) == calendar.day_of(other.1.start))
    {
        let lengths = of_day.iter().map(|(_, block)| block.length(scene.now.at));
        let day = calendar.day_of(of_day[0].1.start);
        rows.push(ListLine::Day(day, lengths.sum()));
        let hits = of_day.iter();
        rows.extend(hits.map(|(index, block)| ListLine::Hit(*index, block)));
    }
    rows
}

impl Find {
    /// Where the list stands on the card, its lines, and the first one that is shown.
    fn list(&self, scene: &Scene<'_>, area: Rect) -> (Rect, Vec<ListLine<'_>>, usize) {
        let said = summary(scene, self, area.width).len() as u16;
        let list = below(area, 1 + said + u16::from(area.height >= TALL));
        let in_full = if list.width < WIDE && !self.hits.is_empty() {
            IN_FULL
        } else {
            0
        };
        let list = shortened(list, list.height.saturating_sub(in_full));
        let rows = list_lines(scene, self);
        let is_selected =
            |row: &ListLine<'_>| matches!(row, ListLine::Hit(index, _) if *index == self.selected);
        let selected = rows.iter().position(is_selected).unwrap_or_default();
        let first = first_shown(rows.len(), selected, list.height.into());
        (list, rows, first)
    }

    /// A click selects the block under it.
    pub(crate) fn click(&mut self, scene: &Scene<'_>, area: Rect, at: Position) {
        let (list, rows, first) = self.list(scene, area);
        let row = row_at(list, first, at).and_then(|row| rows.get(row));
        if let Some(ListLine::Hit(index, _)) = row {
            self.selected = *index;
        }
    }

    /// Draws it on its card; hands back where the cursor stands.
    pub(crate) fn view(&self, scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) -> Position {
        let theme = scene.theme;
        let cursor = text_input::draw(buffer, area, LABEL, &self.input, theme);
        let said = summary(scene, self, area.width);
        lines(buffer, area, 1, &said);
        let (list, rows, first) = self.list(scene, area);
        let height = usize::from(list.height);
        let columns = columns_of(list.width);
        self.view_in_full(scene, buffer, below(area, list.bottom() - area.y));
        for (y, row) in rows.iter().skip(first).take(height).enumerate() {
            let at = at_rows(list, list.y + y as u16, 1);
            match row {
                ListLine::Day(day, total) => {
                    let day = scene.strong(format::short_day(*day, scene.today));
                    let total = scene.quiet(format!("   {}", format::hours(*total)));
                    line(buffer, at, 0, &[day, total]);
                }
                ListLine::Hit(index, block) => {
                    let is_selected = *index == self.selected;
                    if is_selected {
                        card::draw_band(buffer, scene, list, at.y);
                    }
                    draw_hit(scene, buffer, at, &columns, (block, is_selected));
                }
            }
        }
        let more = rows.len().saturating_sub(first + height);
        if more > 0 {
            let more = scene.quiet(format!(" ↓ {more}"));
            line_right(buffer, list, list.height.saturating_sub(1), &[more]);
        }
        cursor
    }
}

impl Find {
    /// Who the selected block was for, what was noted and what came of it; a long note ends in dots.
    fn view_in_full(&self, scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
        let hit = self.hits.get(self.selected).filter(|_| area.width < WIDE);
        let Some(hit) = hit else {
            return;
        };
        let note = hit.details.note.as_str();
        let others = spell::details(&Details {
            activity: None,
            note: Note::default(),
            ..hit.details.clone()
        });
        let said = [&others, note].map(str::trim).join(" ");
        let mut told = sentence(said.trim(), scene.style(Role::Soft), area.width);
        if told.len() > usize::from(IN_FULL) {
            let rest = told.split_off(usize::from(IN_FULL) - 1).into_iter();
            let rest =
                rest.map(|line| line.iter().map(|piece| &*piece.content).collect::<String>());
            let rest = text::fit(&rest.collect::<Vec<_>>().join(" "), area.width.into());
            told.push(vec![piece(rest, scene.style(Role::Soft))]);
        }
        lines(buffer, area, 0, &told);
    }
}

/// How much was found, or what may be typed.
fn summary(scene: &Scene<'_>, find: &Find, width: u16) -> Vec<Vec<Piece>> {
    let quiet = scene.theme.style(Role::Quiet);
    let searching = find.from.map(|from| match from {
        Stamp::MAX => "looking …".to_owned(),
        from => format!("looking, back to {} …", day_at(scene, from)),
    });
    let lengths = find.hits.iter().map(|block| block.length(scene.now.at));
    let (count, hours) = (
        format::count(find.hits.len(), "block"),
        format::hours(lengths.sum()),
    );
    let found = format!("{count}, {hours}");
    let words = match (searching, find.hits.is_empty()) {
        _ if find.query.is_empty() => EXAMPLE.to_owned(),
        (None, true) => "no block fits".to_owned(),
        (None, false) if find.more => format!("the latest {found}; there may be more"),
        (None, false) => found,
        (Some(searching), true) => searching,
        (Some(searching), false) => format!("{found}; {searching}"),
    };
    sentence(&words, quiet, width)
}

fn day_at(scene: &Scene<'_>, at: Stamp) -> String {
    format::short_day(scene.context.calendar.day_at(at), scene.today)
}

/// A hit as a line of the day's list.
fn draw_hit(
    scene: &Scene<'_>,
    buffer: &mut Buffer,
    row: Rect,
    columns: &Columns,
    (block, is_selected): (&Block, bool),
) {
    let end = block.end.map_or_else(|| "now".to_owned(), format::clock);
    let start = format::clock(block.start);
    let times = if columns.account.is_some() {
        format!("{start}–{end}")
    } else {
        start
    };
    let tone = if is_selected || block.end.is_none() {
        Role::Text
    } else {
        Role::Soft
    };
    let span = block.span(scene.now.at);
    let length = span.map_or(Length::ZERO, |span| block.row_length(span));
    let length = format!("{:>5}", format::hours(length));
    let mut words = [times, length].map(|words| piece(words, scene.style(tone)));
    embolden(&mut words, is_selected);
    let [times, length] = words;
    put(buffer, row, 0, columns.length, &[times]);
    put(buffer, row, columns.length - 1, columns.letter, &[length]);
    block_line::draw(scene, buffer, row, columns, block, is_selected);
}

/// The columns of a list so wide.
fn columns_of(width: u16) -> Columns {
    if width >= ROOMY {
        Columns::with_requester(57, 70)
    } else if width >= WIDE {
        Columns::TIGHT
    } else {
        Columns {
            length: 6,
            letter: 12,
            activity: 15,
            account: None,
            ..Columns::TIGHT
        }
    }
}
