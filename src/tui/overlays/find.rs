//! Finding blocks while the line is typed. What may fit is read backwards, page by page between two frames, so that
//! the latest blocks show at once and the screen never waits for the oldest.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use tui_input::Input;

use super::typing;
use crate::domain::away;
use crate::domain::block::Block;
use crate::domain::calendar::Day;
use crate::domain::search::Query;
use crate::domain::stamp::{Length, Moment, Stamp};
use crate::domain::{format, text};
use crate::tui::effect::Effect;
use crate::tui::key::Key;
use crate::tui::layout::first_shown;
use crate::tui::model::{Cursor, Model, Overlay};
use crate::tui::paint::{Piece, line, line_right, piece, wrapped};
use crate::tui::screens::today;
use crate::tui::theme::Role;
use crate::tui::update;

/// So many blocks are listed; who looks for more looks for something else.
const LISTED: usize = 300;
/// From so many columns on a line has its end as well as its length.
const WIDE: u16 = 60;
/// From so many rows on there is air above the list.
const TALL: u16 = 12;
/// What may be typed.
const EXAMPLE: &str =
    "words of a note or a name; a category, @account, !requester, #tag, /activity, +outcome";

/// The search while it is open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Find {
    input: Input,
    query: Query,
    /// What fits, the latest first.
    hits: Vec<Block>,
    /// Blocks from here on have been looked at; `None` once there is nothing left to look at.
    from: Option<Stamp>,
    /// Whether there may be more than are listed.
    more: bool,
    selected: usize,
}

/// Opens it.
pub(crate) fn open(model: &mut Model) {
    model.overlay = Some(Overlay::Find(Find::default()));
}

impl Find {
    /// Begins to look from the latest block back.
    fn begin(&mut self) {
        self.hits.clear();
        self.more = false;
        self.from = (!self.query.is_empty()).then_some(Stamp::MAX);
    }

    fn typed(&mut self) {
        let query = Query::new(self.input.value());
        if query != self.query {
            self.query = query;
            self.selected = 0;
            self.begin();
        }
    }
}

/// The next page to read, while there is something left to look at.
pub(crate) fn next(model: &Model) -> Option<Effect> {
    match &model.overlay {
        Some(Overlay::Find(Find {
            from: Some(from),
            query,
            ..
        })) => Some(Effect::Search(query.clone(), *from)),
        _ => None,
    }
}

/// Something was written: all is looked at again.
pub(crate) fn again(model: &mut Model) {
    if let Some(Overlay::Find(find)) = &mut model.overlay {
        find.begin();
    }
}

/// A page of blocks, the latest first, and where the next one goes on, if there is one.
pub(crate) fn know(model: &mut Model, page: Vec<Block>, rest: Option<Stamp>) {
    let Some(Overlay::Find(find)) = &mut model.overlay else {
        return;
    };
    find.from = rest;
    let fitting: Vec<Block> = page
        .into_iter()
        .filter(|block| find.query.matches(block))
        .collect();
    find.hits
        .extend(away::counted(&fitting, &model.snapshot.questions));
    if find.hits.len() > LISTED {
        find.hits.truncate(LISTED);
        find.more = true;
        find.from = None;
    }
}

/// One key: every printable one is text.
pub(crate) fn press(model: &mut Model, key: Key) -> Option<Effect> {
    let page = usize::from(model.size.height / 2).max(1);
    let Some(Overlay::Find(find)) = &mut model.overlay else {
        return None;
    };
    if typing::leaves(key) {
        model.overlay = None;
        return None;
    }
    if key.code == KeyCode::Enter {
        let hit = find.hits.get(find.selected)?;
        let (id, day) = (hit.id, model.settings.context.calendar.day_of(hit.start));
        model.overlay = None;
        let load = update::show(model, day);
        model.cursor = Cursor::Block(id);
        return Some(load);
    }
    if let Some(by) = typing::step(key, page) {
        step(find, by);
    } else if let Some(request) = typing::request(key) {
        find.input.handle(request);
        find.typed();
    }
    next(model)
}

/// Moves the selection.
pub(crate) fn step(find: &mut Find, step: isize) {
    find.selected = find
        .selected
        .saturating_add_signed(step)
        .min(find.hits.len().saturating_sub(1));
}

/// Pasted text is typed text, on one line.
pub(crate) fn paste(model: &mut Model, pasted: &str) -> Option<Effect> {
    if let Some(Overlay::Find(find)) = &mut model.overlay {
        typing::insert(&mut find.input, &text::clean_line(pasted));
        find.typed();
    }
    next(model)
}

/// A line of the list.
enum Row<'a> {
    /// A day with the time that was found on it.
    Day(Day, Length),
    /// What was found.
    Hit(usize, &'a Block),
}

/// What was found, day by day. A block counts for the day on which it begins.
fn rows<'a>(model: &Model, find: &'a Find, now: Moment) -> Vec<Row<'a>> {
    let calendar = &model.settings.context.calendar;
    let hits: Vec<(usize, &Block)> = find.hits.iter().enumerate().collect();
    let mut rows = Vec::new();
    for of_day in
        hits.chunk_by(|one, other| calendar.day_of(one.1.start) == calendar.day_of(other.1.start))
    {
        let total = of_day.iter().map(|(_, block)| block.length(now.at)).sum();
        rows.extend(
            of_day
                .first()
                .map(|(_, block)| Row::Day(calendar.day_of(block.start), total)),
        );
        rows.extend(of_day.iter().map(|(index, block)| Row::Hit(*index, block)));
    }
    rows
}

/// Draws it over everything but the header and the footer; hands back where the cursor stands.
pub(crate) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    model: &Model,
    find: &Find,
    now: Moment,
) -> Position {
    let theme = &model.settings.theme;
    let cursor = typing::draw(buffer, area, "find › ", &find.input, theme);
    let said = summary(model, find, area.width, now);
    for (row, pieces) in said.iter().enumerate() {
        line(buffer, area, 1 + row as u16, pieces);
    }
    let top = 1 + said.len() as u16 + u16::from(area.height >= TALL);
    let list = Rect {
        y: area.y + top.min(area.height),
        height: area.height.saturating_sub(top),
        ..area
    };
    let rows = rows(model, find, now);
    let selected = rows
        .iter()
        .position(|row| matches!(row, Row::Hit(index, _) if *index == find.selected));
    let height = usize::from(list.height);
    let first = first_shown(rows.len(), selected.unwrap_or_default(), height);
    for (y, row) in rows.iter().skip(first).take(height).enumerate() {
        match row {
            Row::Day(day, total) => {
                let name = piece(format::short_day(*day, model.today), theme.strong());
                let total = piece(
                    format!("   {}", format::hours(*total)),
                    theme.style(Role::Quiet),
                );
                line(buffer, list, y as u16, &[name, total]);
            }
            Row::Hit(index, block) => {
                line(
                    buffer,
                    list,
                    y as u16,
                    &hit(model, block, *index == find.selected, list.width, now),
                );
            }
        }
    }
    let below = rows.len().saturating_sub(first + height);
    if below > 0 {
        let more = piece(format!(" ↓ {below}"), theme.style(Role::Quiet));
        line_right(buffer, list, list.height.saturating_sub(1), &[more]);
    }
    cursor
}

/// How much was found, or what may be typed.
fn summary(model: &Model, find: &Find, width: u16, now: Moment) -> Vec<Vec<Piece>> {
    let quiet = model.settings.theme.style(Role::Quiet);
    let searching = find.from.map(|from| match from {
        Stamp::MAX => "looking …".to_owned(),
        from => format!("looking, back to {} …", day_at(model, from)),
    });
    let total: Length = find.hits.iter().map(|block| block.length(now.at)).sum();
    let found = format!(
        "{}, {}",
        format::count(find.hits.len(), "block"),
        format::hours(total)
    );
    let words = match (searching, find.hits.is_empty()) {
        _ if find.query.is_empty() => EXAMPLE.to_owned(),
        (None, true) => "no block fits".to_owned(),
        (None, false) if find.more => format!("the latest {found}; there may be more"),
        (None, false) => found,
        (Some(searching), true) => searching,
        (Some(searching), false) => format!("{found}; {searching}"),
    };
    let words: Vec<Vec<Piece>> = words
        .split(' ')
        .map(|word| vec![piece(word, quiet)])
        .collect();
    wrapped(&words, 1, width)
}

fn day_at(model: &Model, at: Stamp) -> String {
    format::short_day(model.settings.context.calendar.day_at(at), model.today)
}

fn hit(model: &Model, block: &Block, selected: bool, width: u16, now: Moment) -> Vec<Piece> {
    let mark = if selected { "› " } else { "  " };
    let end = block.end.map_or_else(|| "now  ".to_owned(), format::clock);
    let mut pieces = vec![
        piece(
            mark,
            model
                .settings
                .theme
                .style(Role::Accent)
                .add_modifier(Modifier::BOLD),
        ),
        piece(format::clock(block.start), Style::new()),
    ];
    let length = format::hours(block.length(now.at));
    if width >= WIDE {
        pieces.push(piece(format!("  {end}  {length:>6}   "), Style::new()));
    } else {
        pieces.push(piece(format!("  {length:>5}  "), Style::new()));
    }
    pieces.extend(today::words(model, block, width < WIDE, now));
    if selected {
        for piece in &mut pieces {
            piece.style = piece.style.add_modifier(Modifier::BOLD);
        }
    }
    pieces
}
