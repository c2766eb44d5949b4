//! Writing on the screen: every text is made harmless and cut to its room; nothing outside the screen is
//! touched, however small it is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::theme::{Ground, Role, Theme};
use crate::domain::text;

/// A text of its own in one style. By a name of its own, since a span is a stretch of time in this program.
pub(crate) type Piece = ratatui::text::Span<'static>;

/// A text of its own in one style.
pub(crate) fn piece(text: impl Into<String>, style: Style) -> Piece {
    Piece::styled(text.into(), style)
}

/// A text of its own in the terminal's own color.
pub(crate) fn plain(text: impl Into<String>) -> Piece {
    piece(text, Style::new())
}

/// Whoever knows the theme: styles and pieces by the part that they play.
pub(crate) trait Ink {
    fn theme(&self) -> &Theme;

    fn style(&self, role: Role) -> Style {
        self.theme().style(role)
    }

    fn quiet(&self, words: impl Into<String>) -> Piece {
        piece(words, self.style(Role::Quiet))
    }

    fn faint(&self, words: impl Into<String>) -> Piece {
        piece(words, self.style(Role::Faint))
    }

    fn strong(&self, words: impl Into<String>) -> Piece {
        piece(words, self.theme().strong())
    }

    fn accent(&self, words: impl Into<String>) -> Piece {
        piece(words, self.theme().accent())
    }
}

/// All of a line in bold, where it is the selected one.
pub(crate) fn embolden(pieces: &mut [Piece], selected: bool) {
    for piece in pieces.iter_mut().filter(|_| selected) {
        piece.style = piece.style.add_modifier(Modifier::BOLD);
    }
}

/// Keys, and what they do.
pub(crate) fn hint(theme: &Theme, keys: String, words: &str) -> Vec<Piece> {
    vec![
        piece(keys, theme.strong()),
        piece(format!(" {words}"), theme.style(Role::Quiet)),
    ]
}

/// How many columns the pieces take.
pub(crate) fn width(pieces: &[Piece]) -> u16 {
    pieces
        .iter()
        .map(|piece| {
            let plain = text::plain_width(&piece.content);
            plain.unwrap_or_else(|| text::width(&text::visible(&piece.content))) as u16
        })
        .fold(0, u16::saturating_add)
}

/// Writes one line from the left of `area`'s row `y`; hands back the column after it.
pub(crate) fn line(buffer: &mut Buffer, area: Rect, y: u16, pieces: &[Piece]) -> u16 {
    let mut x = area.x;
    if y >= area.height {
        return x;
    }
    for piece in pieces {
        let room = area.right().saturating_sub(x);
        if room == 0 {
            break;
        }
        x = put(buffer, x, area.y + y, room, piece);
    }
    x
}

/// What the selected row lies on: a band that goes two columns into each margin.
pub(crate) fn band(buffer: &mut Buffer, theme: &Theme, row: Rect) {
    let margin = if row.x < 3 { row.x.min(1) } else { 2 };
    let row = Rect {
        x: row.x - margin,
        width: row.width + 2 * margin,
        ..row
    };
    let row = row.intersection(buffer.area);
    buffer.set_style(row, theme.ground(Ground::Selected));
    line(buffer, row, 0, &[piece(theme.cursor(), theme.strong())]);
}

/// Writes lines one below the other from `area`'s row `y` on; what has no room is left out.
pub(crate) fn lines(buffer: &mut Buffer, area: Rect, y: u16, lines: &[Vec<Piece>]) {
    for (row, pieces) in (y..area.height).zip(lines) {
        line(buffer, area, row, pieces);
    }
}

/// Writes how many lines are out of view above and below, where there is room beside the rest.
pub(crate) fn hidden(
    buffer: &mut Buffer,
    area: Rect,
    (above, below): (usize, usize),
    style: Style,
) {
    let last = area.height.saturating_sub(1);
    for (count, row, arrow) in [(above, 0, '↑'), (below, last, '↓')] {
        if count > 0 && area.height > 2 {
            line_right(
                buffer,
                area,
                row,
                &[piece(format!(" {arrow} {count}"), style)],
            );
        }
    }
}

/// Writes one line to the right end of `area`'s row `y`; hands back the column where it begins.
pub(crate) fn line_right(buffer: &mut Buffer, area: Rect, y: u16, pieces: &[Piece]) -> u16 {
    let wide = width(pieces).min(area.width);
    let x = area.right() - wide;
    let end = Rect {
        x,
        width: wide,
        ..area
    };
    line(buffer, end, y, pieces);
    x
}

fn put(buffer: &mut Buffer, x: u16, y: u16, room: u16, piece: &Piece) -> u16 {
    if !buffer.area.contains((x, y).into()) {
        return x;
    }
    let room = room.min(buffer.area.right() - x);
    let content = piece.content.as_ref();
    if text::plain_width(content).is_some_and(|width| width <= room.into()) {
        let mut end = x;
        for (at, c) in content.char_indices() {
            buffer[(end, y)]
                .set_symbol(&content[at..at + c.len_utf8()])
                .set_style(piece.style);
            end += 1;
        }
        return end;
    }
    let fitted = text::fit(content, room.into());
    buffer
        .set_stringn(x, y, &fitted, room.into(), piece.style)
        .0
}

/// Pieces with a gap between them, as many as fit whole; the rest is left out.
pub(crate) fn as_many_as_fit(groups: &[Vec<Piece>], gap: u16, room: u16) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut used = 0;
    for group in groups {
        let wide = width(group) + if out.is_empty() { 0 } else { gap };
        if used + wide > room {
            break;
        }
        if !out.is_empty() {
            out.push(piece(" ".repeat(gap.into()), Style::new()));
        }
        out.extend(group.iter().cloned());
        used += wide;
    }
    out
}

/// Groups broken into lines of at most `room` columns.
pub(crate) fn wrapped(groups: &[Vec<Piece>], gap: u16, room: u16) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut used = 0;
    for group in groups {
        let wide = width(group);
        match lines.last_mut() {
            Some(line) if used + gap + wide <= room => {
                line.push(piece(" ".repeat(gap.into()), Style::new()));
                line.extend(group.iter().cloned());
                used += gap + wide;
            }
            Some(_) | None => {
                lines.push(group.clone());
                used = wide;
            }
        }
    }
    lines
}

/// A sentence broken into lines of at most `room` columns.
pub(crate) fn sentence(words: &str, style: Style, room: u16) -> Vec<Vec<Piece>> {
    broken(&words_of(words, style), room)
}

/// Words broken into lines; none stands alone in the last one if it can have company.
pub(crate) fn broken(words: &[Vec<Piece>], room: u16) -> Vec<Vec<Piece>> {
    let mut lines = wrapped(words, 1, room);
    let ([.., before, last], Some(from)) = (lines.as_slice(), words.len().checked_sub(2)) else {
        return lines;
    };
    let (rest, ends) = words.split_at(from);
    let is_alone = ends.last() == Some(last);
    // A line is its words with a blank after each but the last.
    if is_alone && before.len() > 3 && wrapped(ends, 1, room).len() == 1 {
        lines = [wrapped(rest, 1, room), wrapped(ends, 1, room)].concat();
    }
    lines
}

fn words_of(text: &str, style: Style) -> Vec<Vec<Piece>> {
    let text = text::visible(text);
    let words = text.split(' ').map(|word| vec![piece(word, style)]);
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_stands_alone_in_the_last_line_if_it_can_have_company() {
        let broken = |words: &str, room| {
            let lines = sentence(words, Style::new(), room);
            let text = |line: &Vec<Piece>| line.iter().map(|piece| &*piece.content).collect();
            let lines: Vec<String> = lines.iter().map(text).collect();
            assert!(
                lines.iter().all(|line| text::width(line) <= room.into()),
                "{lines:?}"
            );
            lines.join("|")
        };
        assert_eq!(
            broken("it has run since 09:00", 17),
            "it has run|since 09:00"
        );
        assert_eq!(
            broken("it has run since 09:00", 22),
            "it has run since 09:00"
        );
        // Not where the line before would be left with one word, or where both have no room.
        assert_eq!(broken("has run 09:00", 9), "has run|09:00");
        assert_eq!(
            broken("three long-words abcdefgh", 16),
            "three long-words|abcdefgh"
        );
        assert_eq!(broken("one", 9), "one");
        let words = "The computer slept while prep was running.";
        for room in 8..50 {
            assert_eq!(broken(words, room).replace('|', " "), words, "{room}");
        }
    }
}
