//! A line in which something is typed: what a key does to it, and the part of it that is shown. Knows nothing of
//! what the line is for.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use tui_input::{Input, InputRequest};

use crate::domain::text;
use crate::tui::key::Key;
use crate::tui::paint::{line, piece};
use crate::tui::theme::{Role, Theme};

/// What a key does to the line; the keys of a shell.
pub(crate) fn request(key: Key) -> Option<InputRequest> {
    Some(match key.code {
        KeyCode::Char('a') if key.ctrl => InputRequest::GoToStart,
        KeyCode::Char('e') if key.ctrl => InputRequest::GoToEnd,
        KeyCode::Char('u') if key.ctrl => InputRequest::DeleteLine,
        KeyCode::Char('w') if key.ctrl => InputRequest::DeletePrevWord,
        KeyCode::Char('k') if key.ctrl => InputRequest::DeleteTillEnd,
        KeyCode::Char('b') if key.alt => InputRequest::GoToPrevWord,
        KeyCode::Char('f') if key.alt => InputRequest::GoToNextWord,
        KeyCode::Char(c) if !key.ctrl && !key.alt && !c.is_control() => InputRequest::InsertChar(c),
        KeyCode::Backspace if key.ctrl || key.alt => InputRequest::DeletePrevWord,
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left if key.ctrl => InputRequest::GoToPrevWord,
        KeyCode::Right if key.ctrl => InputRequest::GoToNextWord,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return None,
    })
}

/// Whether the key leaves the line as it is.
pub(crate) fn leaves(key: Key) -> bool {
    (key.ctrl && key.code == KeyCode::Char('c')) || key.code == KeyCode::Esc
}

/// How far a key moves in the list below the line, where it does; a page is `page` lines.
pub(crate) fn step(key: Key, page: usize) -> Option<isize> {
    let page = isize::try_from(page).unwrap_or(isize::MAX);
    match key.code {
        KeyCode::Up => Some(-1),
        KeyCode::Down => Some(1),
        KeyCode::PageUp => Some(-page),
        KeyCode::PageDown => Some(page),
        KeyCode::Char('p') if key.ctrl => Some(-1),
        KeyCode::Char('n') if key.ctrl => Some(1),
        _ => None,
    }
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

/// Draws the line at the top of an area; hands back where the cursor stands.
pub(crate) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    label: &str,
    input: &Input,
    theme: &Theme,
) -> Position {
    let wide = text::width(label);
    let (shown, column) = window(input, usize::from(area.width).saturating_sub(wide));
    let label = piece(
        label,
        theme.style(Role::Accent).add_modifier(Modifier::BOLD),
    );
    line(buffer, area, 0, &[label, piece(shown, Style::new())]);
    let x = area.x.saturating_add((wide + column) as u16);
    Position::new(x.min(area.right().saturating_sub(1)), area.y)
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
