//! The bottom sheet: whatever is pending stands over the last rows of the screen, in the same lines everywhere. A rule,
//! which runs down where time does; what it is and what would come of it; the choices; its own footer.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use crate::domain::block::Category;
use crate::domain::format;
use crate::tui::action::{Action, Capture};
use crate::tui::key_table::Focus;
use crate::tui::layout::{Regions, Shape, at_rows, narrowed};
use crate::tui::paint::{Ink, Piece, as_many_as_fit, line, piece, plain, width, wrapped};
use crate::tui::scene::Scene;
use crate::tui::theme::{Ground, Role};

/// The blanks between two groups of words.
const GAP: u16 = 3;
/// The rows above a sheet that are never covered.
const KEPT: u16 = 3;

/// Between its rule and its footer a sheet has so many rows, with air where there is room for it.
const ROWS: usize = 4;

/// What a sheet says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// How much is left of its time, from 0 to 1, and the category in whose color the rule runs down.
    pub(crate) countdown: Option<(f64, Category)>,
    pub(crate) what: Vec<Piece>,
    /// What would come of it, in groups; at the right of the first line where there is room.
    pub(crate) outcome: Vec<Vec<Piece>>,
    /// What else is to be read first.
    pub(crate) remarks: Vec<Vec<Piece>>,
    /// The choices, or the line that is typed.
    pub(crate) choices: Vec<Vec<Piece>>,
    pub(crate) cursor: Option<SheetCursor>,
}

/// Where the terminal's cursor stands: in which line, and how many columns from its left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SheetCursor {
    What(u16),
    LastChoice(u16),
}

/// Choices beside each other, with as much air as there is room for; those that take several rows stand in columns.
pub(crate) fn spread(choices: &[Vec<Piece>], room: u16) -> Vec<Vec<Piece>> {
    let gaps = [5, 4, GAP, 2];
    let one_line = |gap: &u16| wrapped(choices, *gap, room).len() == 1;
    if let Some(gap) = gaps.into_iter().find(one_line) {
        return wrapped(choices, gap, room);
    }
    let rows = wrapped(choices, GAP, room);
    let columns = choices.len().div_ceil(rows.len().max(1)).max(1);
    let wide = |column: usize| {
        choices[column..]
            .iter()
            .step_by(columns)
            .map(|of| width(of))
    };
    let widths: Vec<u16> = (0..columns.min(choices.len()))
        .map(|column| wide(column).max().unwrap_or(0))
        .collect();
    let used: u16 = widths.iter().sum();
    let fits = |gap: &u16| used + gap * (columns as u16 - 1) <= room;
    match gaps.into_iter().find(fits) {
        Some(gap) => choices
            .chunks(columns)
            .map(|row| in_columns(row, &widths, gap))
            .collect(),
        None => rows,
    }
}

/// A row of choices, each but the last as wide as its column.
fn in_columns(row: &[Vec<Piece>], widths: &[u16], gap: u16) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (column, (choice, wide)) in row.iter().zip(widths).enumerate() {
        pieces.extend(choice.iter().cloned());
        if column + 1 < row.len() {
            let air = wide.saturating_sub(width(choice)) + gap;
            pieces.push(plain(" ".repeat(air.into())));
        }
    }
    pieces
}

/// The key of a category in its color, and words.
pub(crate) fn category_choice(scene: &Scene<'_>, category: Category, words: &str) -> Vec<Piece> {
    let style = scene.theme.category(category).add_modifier(Modifier::BOLD);
    let start = [Action::Capture(Capture::Start(category))];
    vec![
        piece(scene.keys(Focus::Block, &start), style),
        plain(format!(" {words}")),
    ]
}

/// The same pieces, with stretches of time as prose has them.
fn set_prose(pieces: &[Piece]) -> Vec<Piece> {
    let line: String = pieces.iter().map(|of| of.content.as_ref()).collect();
    let line = format::with_dashes(&line);
    // A dash takes the place of a hyphen: each piece keeps its number of characters.
    let mut rest = line.chars();
    let set = |of: &Piece| {
        let words: String = rest.by_ref().take(of.content.chars().count()).collect();
        piece(words, of.style)
    };
    pieces.iter().map(set).collect()
}

impl Sheet {
    /// How many rows it takes of a screen of this shape, its footer included.
    pub(crate) fn height(&self, regions: &Regions, height: u16) -> u16 {
        let lines = self.lines(regions.header.width, regions.shape).0;
        let rows = (lines.len() as u16).saturating_add(2);
        rows.min(height.saturating_sub(KEPT))
    }

    /// All lines between the rule and the footer, and how many of them come before the choices.
    fn lines(&self, room: u16, shape: Shape) -> (Vec<Vec<Piece>>, usize) {
        let told: Vec<Vec<Piece>> = self.outcome.iter().map(|of| set_prose(of)).collect();
        let outcome = as_many_as_fit(&told, GAP, u16::MAX);
        let used = width(&self.what);
        let free = room.saturating_sub(used + width(&outcome));
        let fits = self.outcome.is_empty() || free >= GAP;
        let mut first = set_prose(&self.what);
        let mut middle = Vec::new();
        if fits && !outcome.is_empty() {
            first.push(plain(" ".repeat(free.into())));
            first.extend(outcome);
        } else if !fits {
            middle.extend(wrapped(&told, GAP, room));
        }
        middle.extend(self.remarks.iter().map(|of| set_prose(of)));
        let is_airy = shape == Shape::Wide;
        if middle.is_empty() && is_airy {
            middle.push(Vec::new());
        }
        let mut lines = vec![first];
        lines.extend(middle);
        let before = lines.len();
        lines.extend(self.choices.iter().cloned());
        if is_airy && lines.len() < ROWS {
            lines.push(Vec::new());
        }
        (lines, before)
    }

    /// Draws it over the last rows, but for its footer; hands back where the cursor stands.
    pub(crate) fn draw(&self, buffer: &mut Buffer, scene: &Scene<'_>) -> Option<Position> {
        let (regions, theme) = (&scene.regions, scene.theme);
        let area = regions.sheet.intersection(buffer.area);
        if area.height < 3 {
            return None;
        }
        let ground = theme.style(Role::Text).patch(theme.ground(Ground::Panel));
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                buffer[(x, y)].reset();
            }
        }
        buffer.set_style(area, ground);
        self.draw_rule(buffer, at_rows(area, area.y, 1), scene);
        let content = Rect::new(
            regions.header.x,
            area.y + 1,
            regions.header.width,
            area.height - 2,
        );
        let (mut lines, mut before) = self.lines(content.width, regions.shape);
        // Where not all has room, what can be done about it has.
        while lines.len() > usize::from(content.height) && before > 1 {
            before -= 1;
            lines.remove(before);
        }
        for (y, pieces) in (0..content.height).zip(&lines) {
            line(buffer, content, y, pieces);
        }
        let at = |row: usize, column: u16| {
            let y = content.y + (row as u16).min(content.height - 1);
            let x = content.x + column.min(content.width.saturating_sub(1));
            Position::new(x, y)
        };
        Some(match self.cursor? {
            SheetCursor::What(column) => at(0, column),
            SheetCursor::LastChoice(column) => at(before + self.choices.len() - 1, column),
        })
    }

    fn draw_rule(&self, buffer: &mut Buffer, row: Rect, scene: &Scene<'_>) {
        let rule = "─".repeat(row.width.into());
        line(buffer, row, 0, &[piece(rule, scene.style(Role::Rule))]);
        if let Some((left, category)) = self.countdown {
            let wide = (left.clamp(0.0, 1.0) * f64::from(row.width)).round() as u16;
            let heavy = "━".repeat(wide.into());
            let hue = scene.theme.category(category);
            line(buffer, narrowed(row, wide), 0, &[piece(heavy, hue)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_that_take_several_rows_stand_in_columns() {
        let names = "prospecting meeting nurture prep follow-up proposal deal-strategy";
        let choices: Vec<Vec<Piece>> = names.split(' ').map(|name| vec![plain(name)]).collect();
        let rows = |room| -> Vec<String> {
            let rows = spread(&choices, room);
            let text = |row: &Vec<Piece>| row.iter().map(|of| of.content.as_ref()).collect();
            rows.iter().map(text).collect()
        };
        let tight = [
            "prospecting   meeting    nurture         prep",
            "follow-up     proposal   deal-strategy",
        ];
        assert_eq!(rows(46), tight);
        assert_eq!(rows(100).len(), 1);
        for room in 13..120 {
            let rows = rows(room);
            assert!(
                rows.iter().all(|row| row.chars().count() <= room.into()),
                "{rows:?}"
            );
            let words = rows.join(" ");
            assert_eq!(
                words.split_whitespace().collect::<Vec<_>>().join(" "),
                names
            );
        }
    }
}
