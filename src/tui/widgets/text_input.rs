//! A line in which something is typed: what a key does to it, and the part of it that is shown. Knows nothing of
//! what the line is for.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use crate::domain::text;
use crate::domain::text::capitalized;
use crate::tui::action::{Action, Go, LineAction};
use crate::tui::key::Key;
use crate::tui::paint::{self, Piece, piece, plain};
use crate::tui::theme::Theme;

/// Edits the line by a key, as a shell does; whether the key means something to it.
fn edit(input: &mut Input, key: Key) -> bool {
    request(key).map(|request| input.handle(request)).is_some()
}

/// Whether a key means something to a line.
pub(crate) fn edits(key: Key) -> bool {
    request(key).is_some()
}

/// How what a line began with meets the first that is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Prefill {
    /// It was only proposed: what is typed takes its place.
    Replaced,
    /// A word goes on after a blank.
    Followed,
    /// It goes on in the middle of a word, or something was done to the line already.
    Joined,
}

impl Prefill {
    /// Before anything is done to the line; `typed` is what goes in, if anything.
    pub(crate) fn meet(&mut self, input: &mut Input, typed: Option<char>) {
        let is_word = |c: &char| c.is_alphanumeric() || "@!#/+~".contains(*c);
        match (std::mem::replace(self, Self::Joined), typed) {
            (Self::Replaced, Some(_)) => input.reset(),
            (Self::Followed, Some(c)) if is_word(&c) => {
                let ends_word = |c: char| !c.is_whitespace();
                if input.value().ends_with(ends_word) {
                    input.handle(InputRequest::InsertChar(' '));
                }
            }
            (Self::Replaced | Self::Followed | Self::Joined, _) => {}
        }
    }
}

/// What a key did to a line that is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Typed {
    /// The line is left as it was.
    Canceled,
    /// The line is done.
    Entered,
    /// So many lines on in the list below it.
    Moved(isize),
    /// It holds something else, or its cursor has moved.
    Edited,
    /// Something else than typing.
    Nothing,
}

/// A key on a line; `page` is how many lines of a list below it a page is.
pub(crate) fn update(input: &mut Input, key: Key, action: Option<Action>, page: isize) -> Typed {
    match action {
        Some(Action::Cancel) => Typed::Canceled,
        Some(Action::Line(LineAction::Save | LineAction::Choose)) => Typed::Entered,
        Some(Action::Go(Go::Row(way))) => Typed::Moved(way.times(1)),
        Some(Action::Go(Go::Page(way))) => Typed::Moved(way.times(page)),
        Some(Action::Line(LineAction::Clear)) => {
            input.handle(InputRequest::DeleteLine);
            Typed::Edited
        }
        None if edit(input, key) => Typed::Edited,
        Some(_) | None => Typed::Nothing,
    }
}

fn request(key: Key) -> Option<InputRequest> {
    Some(match key.code {
        KeyCode::Char('a') if key.ctrl => InputRequest::GoToStart,
        KeyCode::Char('e') if key.ctrl => InputRequest::GoToEnd,
        KeyCode::Char('w') if key.ctrl => InputRequest::DeletePrevWord,
        KeyCode::Char('k') if key.ctrl => InputRequest::DeleteTillEnd,
        KeyCode::Char('b') if key.alt => InputRequest::GoToPrevWord,
        KeyCode::Char('f') if key.alt => InputRequest::GoToNextWord,
        KeyCode::Char(c) if !key.ctrl && !key.alt && !c.is_control() => InputRequest::InsertChar(c),
        KeyCode::Backspace if key.ctrl || key.alt => InputRequest::DeletePrevWord,
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        // What Backspace sends on some terminals.
        KeyCode::Char('h') if key.ctrl => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left if key.ctrl || key.alt => InputRequest::GoToPrevWord,
        KeyCode::Right if key.ctrl || key.alt => InputRequest::GoToNextWord,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return None,
    })
}

/// Puts one pasted line in at the cursor.
pub(crate) fn paste_line(input: &mut Input, pasted: &str) {
    insert(input, &text::clean_line(pasted));
}

/// Puts text in at the cursor, in one piece: letter by letter, a long text would take its length squared.
pub(crate) fn insert(input: &mut Input, added: &str) {
    let (value, cursor) = (input.value(), input.cursor());
    let at = value
        .char_indices()
        .nth(cursor)
        .map_or(value.len(), |(at, _)| at);
    let whole = [&value[..at], added, &value[at..]].concat();
    *input = Input::new(whole).with_cursor(cursor + added.chars().count());
}

/// The part of the typed line around the cursor that fits, and the cursor's column in it.
pub(crate) fn window(input: &Input, room: usize) -> (String, usize) {
    let value = input.value();
    let split = value
        .char_indices()
        .nth(input.cursor())
        .map_or(value.len(), |(at, _)| at);
    let (before, after) = (
        text::visible(&value[..split]),
        text::visible(&value[split..]),
    );
    let mut shown = text::tail(&before, room.saturating_sub(1)).to_owned();
    let column = text::width(&shown);
    shown.push_str(&after);
    (shown, column)
}

/// What stands before the line, and the part of it around the cursor.
pub(crate) fn line(theme: &Theme, label: &str, input: &Input, room: u16) -> Vec<Piece> {
    let shown = window(input, usize::from(room).saturating_sub(text::width(label))).0;
    let style = theme.accent();
    vec![piece(label, style), plain(shown)]
}

/// As [`line`], of a text that stands in pieces; and how far from its left the cursor stands.
pub(crate) fn line_of_pieces(
    theme: &Theme,
    label: &str,
    input: &Input,
    pieces: &[Piece],
    room: u16,
) -> (Vec<Piece>, u16) {
    let shown = window(input, usize::from(room).saturating_sub(text::width(label))).0;
    let whole: usize = pieces
        .iter()
        .map(|piece| text::visible(&piece.content).len())
        .sum();
    let mut cut = whole.saturating_sub(shown.len());
    let mut line = Vec::new();
    if !label.is_empty() {
        line.push(piece(label, theme.accent()));
    }
    for one in pieces {
        let shown = text::visible(&one.content);
        let skipped = cut.min(shown.len());
        cut -= skipped;
        if let Some(rest) = shown.get(skipped..).filter(|rest| !rest.is_empty()) {
            line.push(piece(rest, one.style));
        }
    }
    (line, column(label, input, room))
}

/// How far from the left of the line the cursor stands.
pub(crate) fn column(label: &str, input: &Input, room: u16) -> u16 {
    let label = text::width(label);
    let (_, column) = window(input, usize::from(room).saturating_sub(label));
    (label + column) as u16
}

/// Where the cursor stands in the line, which is the last row of an area.
fn cursor(area: Rect, label: &str, input: &Input, room: u16) -> Position {
    let x = area.x.saturating_add(column(label, input, room));
    Position::new(
        x.min(area.right().saturating_sub(1)),
        area.bottom().saturating_sub(1),
    )
}

/// Draws the line at the top of an area; hands back where the cursor stands.
pub(crate) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    label: &str,
    input: &Input,
    theme: &Theme,
) -> Position {
    paint::line(buffer, area, 0, &line(theme, label, input, area.width));
    cursor(Rect { height: 1, ..area }, label, input, area.width)
}

/// What is wrong with a line, as a sentence begins; what was typed stays as it was typed.
pub(crate) fn as_sentence(why: &str, typed: &str) -> String {
    let first = why.split_whitespace().next();
    let is_typed = typed.split_whitespace().any(|word| Some(word) == first);
    if is_typed {
        why.to_owned()
    } else {
        capitalized(why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_put_in_at_the_cursor_and_the_cursor_stays_in_view() {
        let mut input = Input::new("añd".to_owned()).with_cursor(2);
        insert(&mut input, "b日");
        assert_eq!((input.value(), input.cursor()), ("añb日d", 4));
        assert_eq!(window(&input, 20), ("añb日d".to_owned(), 5));
        assert_eq!(window(&input, 4), ("b日d".to_owned(), 3));
        assert_eq!(window(&input, 0), ("d".to_owned(), 0));
    }
}
