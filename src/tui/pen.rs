//! What a frame says to the terminal: nothing that the terminal knows already.

use std::io::{self, Write};

use ratatui::buffer::Cell;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use super::canvas::CursorPlace;

const RESET: &str = "\x1b[0m";
const SHOW: &str = "\x1b[?25h";
const HIDE: &str = "\x1b[?25l";
const CLEAR: &str = "\x1b[2J";

/// The number by which the terminal sets a modifier.
const MODIFIERS: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// Writes cells where they stand, and remembers what the terminal knows: where its cursor is, whether it is shown, and
/// how the next letter will look. A second on the screen is one digit, and should be little more on a slow line.
pub(super) struct Pen {
    said: Vec<u8>,
    /// None where it was never told.
    at: Option<Position>,
    words: Color,
    ground: Color,
    modifiers: Modifier,
    is_cursor_shown: bool,
}

impl Pen {
    /// Wipes the screen with its first frame: some terminals know no second one, and what stood there is not drawn over.
    pub(super) fn of_blank_screen() -> Self {
        Self {
            said: [RESET, CLEAR, HIDE].concat().into_bytes(),
            at: None,
            words: Color::Reset,
            ground: Color::Reset,
            modifiers: Modifier::empty(),
            is_cursor_shown: false,
        }
    }

    /// Writes a cell where it stands.
    pub(super) fn write(&mut self, (x, y, cell): (u16, u16, &Cell)) {
        self.go_to(Position::new(x, y));
        self.set_style(cell);
        self.said.extend_from_slice(cell.symbol().as_bytes());
        // How far a wide letter takes the cursor is the terminal's own: it is told where the next one stands.
        self.at = Some(Position::new(x + 1, y));
    }

    /// Puts the cursor where it rests after a frame.
    pub(super) fn place_cursor(&mut self, cursor: CursorPlace) {
        let (at, is_shown) = match cursor {
            CursorPlace::Typing(at) => (at, true),
            CursorPlace::Resting(at) => (at, false),
        };
        if is_shown != self.is_cursor_shown {
            let sequence = if is_shown { SHOW } else { HIDE };
            self.said.extend_from_slice(sequence.as_bytes());
            self.is_cursor_shown = is_shown;
        }
        self.go_to(at);
    }

    /// Sends all that was said, in one write.
    pub(super) fn send(&mut self, mut out: impl Write) -> io::Result<()> {
        if self.said.is_empty() {
            return Ok(());
        }
        let sent = out.write_all(&self.said).and_then(|()| out.flush());
        self.said.clear();
        sent
    }

    fn go_to(&mut self, at: Position) {
        if self.at == Some(at) {
            return;
        }
        self.said.extend_from_slice(b"\x1b[");
        self.push_number(at.y + 1);
        self.said.push(b';');
        self.push_number(at.x + 1);
        self.said.push(b'H');
        self.at = Some(at);
    }

    fn set_style(&mut self, cell: &Cell) {
        let added = cell.modifier.difference(self.modifiers);
        let is_less = !self.modifiers.difference(cell.modifier).is_empty();
        if !is_less && added.is_empty() && self.words == cell.fg && self.ground == cell.bg {
            return;
        }
        self.said.extend_from_slice(b"\x1b[");
        // Bold and faint share the one number that ends them: all is taken away, and what stays is set again.
        let set = if is_less {
            self.said.extend_from_slice(b"0;");
            (self.words, self.ground) = (Color::Reset, Color::Reset);
            cell.modifier
        } else {
            added
        };
        for (modifier, number) in MODIFIERS {
            if set.contains(modifier) {
                self.push_numbers(&[number]);
            }
        }
        if self.words != cell.fg {
            self.push_color(3, cell.fg);
        }
        if self.ground != cell.bg {
            self.push_color(4, cell.bg);
        }
        // One number at least was told, and the `;` behind the last is the end.
        if let Some(last) = self.said.last_mut() {
            *last = b'm';
        }
        (self.words, self.ground, self.modifiers) = (cell.fg, cell.bg, cell.modifier);
    }

    /// A color of the words (3) or of what they lie on (4).
    fn push_color(&mut self, of: u16, color: Color) {
        self.push_number(of);
        let number = match color {
            Color::Reset => {
                self.said.extend_from_slice(b"9;");
                return;
            }
            Color::Rgb(red, green, blue) => {
                self.said.extend_from_slice(b"8;2;");
                self.push_numbers(&[red, green, blue]);
                return;
            }
            Color::Indexed(number) => number,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        self.said.extend_from_slice(b"8;5;");
        self.push_numbers(&[number]);
    }

    fn push_numbers(&mut self, numbers: &[u8]) {
        for number in numbers {
            self.push_number((*number).into());
            self.said.push(b';');
        }
    }

    fn push_number(&mut self, number: u16) {
        if number >= 10 {
            self.push_number(number / 10);
        }
        self.said.push(b'0' + (number % 10) as u8);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn cell(symbol: &str, style: Style) -> Cell {
        let mut cell = Cell::EMPTY;
        cell.set_symbol(symbol).set_style(style);
        cell
    }

    fn sent(pen: &mut Pen) -> String {
        let mut out = Vec::new();
        pen.send(&mut out).expect("sent");
        String::from_utf8(out).expect("text").replace('\x1b', "^")
    }

    #[test]
    fn nothing_is_said_twice() {
        let mut pen = Pen::of_blank_screen();
        assert_eq!(sent(&mut pen), "^[0m^[2J^[?25l");
        let page = Style::new()
            .fg(Color::Rgb(1, 20, 255))
            .bg(Color::Indexed(233));
        let bold = page.add_modifier(Modifier::BOLD);
        let marked = bold.add_modifier(Modifier::UNDERLINED);
        for (x, symbol, style, said) in [
            (0, "a", page, "^[1;1H^[38;2;1;20;255;48;5;233ma"),
            (1, "b", page, "b"),
            (2, "c", bold, "^[1mc"),
            (3, "d", marked, "^[4md"),
            (4, "e", bold, "^[0;1;38;2;1;20;255;48;5;233me"),
            (5, "f", bold.fg(Color::Reset), "^[39mf"),
            (6, "日", bold.fg(Color::LightBlue), "^[38;5;12m日"),
            (8, "g", bold.fg(Color::LightBlue), "^[1;9Hg"),
            (119, "h", Style::new(), "^[1;120H^[0mh"),
            (9, "i", Style::new().bg(Color::Cyan), "^[1;10H^[48;5;6mi"),
            (10, "j", Style::new(), "^[49mj"),
        ] {
            pen.write((x, 0, &cell(symbol, style)));
            assert_eq!(sent(&mut pen), said, "{symbol}");
        }
    }

    #[test]
    fn the_cursor_is_told_where_it_is_not_yet() {
        let mut pen = Pen::of_blank_screen();
        pen.place_cursor(CursorPlace::Resting(Position::new(0, 2)));
        assert_eq!(sent(&mut pen), "^[0m^[2J^[?25l^[3;1H");
        for (place, said) in [
            (CursorPlace::Resting(Position::new(0, 2)), ""),
            (CursorPlace::Typing(Position::new(0, 2)), "^[?25h"),
            (CursorPlace::Typing(Position::new(11, 2)), "^[3;12H"),
            (CursorPlace::Resting(Position::new(11, 0)), "^[?25l^[1;12H"),
        ] {
            pen.place_cursor(place);
            assert_eq!(sent(&mut pen), said, "{place:?}");
        }
    }
}
