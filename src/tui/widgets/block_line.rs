//! A block as a line of a list: its letter, what it was, who it was for, the note, the outcome, in columns.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::block::{Block, Category};
use crate::domain::parse::spell;
use crate::domain::wording::CLOCK_BACK;
use crate::domain::{format, text};
use crate::insight::prepared::MARK;
use crate::tui::paint::{Ink, Piece, line, line_right, piece, plain, width};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// The blanks between a note and what ends at the right.
const GAP: u16 = 2;
/// By how much the account moves at most to make room for the activity.
const SHIFT: u16 = 6;
/// Beside an outcome a note has at least so many columns.
const NOTE: u16 = 10;

/// The columns of a list, from the left of its rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Columns {
    pub(crate) length: u16,
    pub(crate) letter: u16,
    pub(crate) activity: u16,
    pub(crate) account: Option<u16>,
    /// `None`: it shares the column of the account.
    pub(crate) requester: Option<u16>,
    pub(crate) note: Option<u16>,
}

impl Columns {
    pub(crate) const fn with_requester(requester: u16, note: u16) -> Self {
        Self {
            length: 15,
            letter: 21,
            activity: 24,
            account: Some(42),
            requester: Some(requester),
            note: Some(note),
        }
    }

    /// Where account and requester share a column.
    pub(crate) const TIGHT: Self = Self {
        length: 13,
        letter: 19,
        activity: 22,
        account: Some(40),
        requester: None,
        note: Some(54),
    };
}

/// Writes into the columns of a row from one on, up to a blank before another.
pub(crate) fn put(buffer: &mut Buffer, row: Rect, from: u16, to: u16, pieces: &[Piece]) {
    if from >= row.width {
        return;
    }
    let end = to.saturating_sub(1).min(row.width);
    let room = Rect {
        x: row.x + from,
        width: end.saturating_sub(from),
        ..row
    };
    line(buffer, room, 0, pieces);
}

/// Draws the line from the letter on. Only the letter has a hue, so that a list stays calm.
pub(crate) fn draw(
    scene: &Scene<'_>,
    buffer: &mut Buffer,
    row: Rect,
    columns: &Columns,
    block: &Block,
    stands_out: bool,
) {
    let details = &block.details;
    let hue = scene.theme.category(block.category);
    let letter = piece(
        block.category.letter().to_string(),
        hue.add_modifier(Modifier::BOLD),
    );
    put(buffer, row, columns.letter, columns.activity, &[letter]);
    let tone = match block.category {
        Category::Selling => Role::Text,
        Category::Admin | Category::Learning | Category::Distraction => Role::Soft,
        Category::Break => Role::Quiet,
    };
    let activity = details.activity.as_deref();
    let activity = activity.unwrap_or(block.category.name());
    let name = piece(activity, embolden(scene.style(tone), stands_out));
    let from = account_column(columns, name.width() as u16);
    let Some(account) = columns.account.and(Some(from)) else {
        put(buffer, row, columns.activity, u16::MAX, &[name]);
        let account = details.account.as_ref();
        let who = account.map(|account| format!("@{}", account.as_str()));
        // A name that is cut says little.
        let fits = |who: &String| from + text::width(who) as u16 <= row.width;
        if let Some(who) = who.filter(fits) {
            put(
                buffer,
                row,
                from,
                u16::MAX,
                &[piece(who, scene.style(Role::Text))],
            );
        }
        return;
    };
    put(buffer, row, columns.activity, account, &[name]);
    draw_details(scene, buffer, row, columns, (block, account));
}

/// Where the account of a block begins whose activity takes so many columns: a long name moves it, in its row alone.
fn account_column(columns: &Columns, activity: u16) -> u16 {
    let wanted = columns.activity + activity + GAP;
    columns
        .account
        .map_or(wanted, |account| wanted.clamp(account, account + SHIFT))
}

/// Marks a line as that of a meeting that was prepared, in the blank before its account.
pub(crate) fn mark_prepared(
    scene: &Scene<'_>,
    buffer: &mut Buffer,
    row: Rect,
    columns: &Columns,
    block: &Block,
) {
    let activity = block.details.activity.as_deref();
    let activity = text::width(activity.unwrap_or(block.category.name())) as u16;
    let at = account_column(columns, activity) - 1;
    put(buffer, row, at, u16::MAX, &[scene.quiet(MARK)]);
}

/// Who it was for, from a column on, what was noted, and at the right what came of it: whole or not at all.
fn draw_details(
    scene: &Scene<'_>,
    buffer: &mut Buffer,
    mut row: Rect,
    columns: &Columns,
    (block, who): (&Block, u16),
) {
    let details = &block.details;
    let account = details.account.as_ref();
    let account =
        account.map(|account| piece(format!("@{}", account.as_str()), scene.style(Role::Text)));
    let requester = details.requester.as_ref();
    let requester = requester.map(|requester| scene.quiet(format!("!{}", requester.as_str())));
    let outcome = outcome(scene, block);
    let note = columns.note.unwrap_or(0);
    let (note, free) = if let Some(column) = columns.requester {
        put(buffer, row, who, column, &pieces(account));
        put(buffer, row, column, note, &pieces(requester));
        (note, note)
    } else {
        // Who it is for matters more than where the note begins.
        let name = pieces(account.or(requester));
        put(buffer, row, who, u16::MAX, &name);
        let after = if name.is_empty() {
            0
        } else {
            width(&name) + GAP
        };
        (note.max(who + after), who + after)
    };
    let has_note = !describe_note(scene, block, u16::MAX).is_empty();
    let from = if has_note { note + NOTE } else { free };
    row.width = draw_outcome(buffer, row, from, outcome);
    let words = describe_note(scene, block, row.width.saturating_sub(note));
    put(buffer, row, note, u16::MAX, &words);
}

/// Draws an outcome at the right end of a row, unless it began before a column; hands back the width that is left.
fn draw_outcome(buffer: &mut Buffer, row: Rect, from: u16, outcome: Option<Piece>) -> u16 {
    let fits = |outcome: &Piece| from + outcome.width() as u16 <= row.width;
    let Some(outcome) = outcome.filter(fits) else {
        return row.width;
    };
    let begin = line_right(buffer, row, 0, &[outcome]);
    begin.saturating_sub(row.x + GAP)
}

/// What a block produced and with whom: `24 touches · 3 conv · ready`.
fn outcome(scene: &Scene<'_>, block: &Block) -> Option<Piece> {
    let words = spell::produced_in_words(&block.details);
    (!words.is_empty()).then(|| scene.quiet(words))
}

/// The note and what else there is to say, the note first; source and tags only where they fit whole into so many columns.
fn describe_note(scene: &Scene<'_>, block: &Block, room: u16) -> Vec<Piece> {
    let details = &block.details;
    let calendar = &scene.context.calendar;
    let offset = format::misleading_offset(block.start, block.end, calendar);
    let mut groups: Vec<Piece> = Vec::new();
    if !offset.is_empty() {
        groups.push(scene.quiet(offset));
    }
    if block.clock_back {
        groups.push(scene.quiet(CLOCK_BACK));
    }
    if !details.note.is_empty() {
        groups.push(piece(details.note.as_str(), scene.style(Role::Soft)));
    }
    let mut pieces = Vec::new();
    for group in groups {
        add_group(&mut pieces, group);
    }
    let source = details.prospect.source.as_ref();
    let source = source.map(|source| format!("~{}", source.as_str()));
    let tags = details.tags.iter();
    let tags = tags.map(|tag| format!("#{}", tag.as_str()));
    for name in source.into_iter().chain(tags) {
        let mut more = pieces.clone();
        add_group(&mut more, scene.quiet(name));
        if width(&more) <= room {
            pieces = more;
        }
    }
    pieces
}

fn add_group(pieces: &mut Vec<Piece>, group: Piece) {
    if !pieces.is_empty() {
        pieces.push(plain("  "));
    }
    pieces.push(group);
}

fn pieces(piece: Option<Piece>) -> Vec<Piece> {
    piece.into_iter().collect()
}

fn embolden(style: Style, is_bold: bool) -> Style {
    if is_bold {
        style.add_modifier(Modifier::BOLD)
    } else {
        style
    }
}
