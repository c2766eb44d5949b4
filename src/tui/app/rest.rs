//! Where the terminal's cursor rests while no text is typed: at what is selected, for screen readers and magnifiers, which
//! follow it. It stays hidden: where it is can be asked of the terminal all the same, and a block on the page would be one
//! more thing that looks selected.

use std::cmp::Reverse;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::model::Model;
use crate::tui::layout::screen_body;
use crate::tui::scene::{Scene, Screen};
use crate::tui::screens::trends;
use crate::tui::widgets::card;

/// The first cell of what is selected, on the frame as it is drawn; `card`: what lies over the screen.
pub(super) fn find(
    buffer: &Buffer,
    model: &Model,
    scene: &Scene<'_>,
    card: Option<Rect>,
) -> Position {
    let area = card.unwrap_or(buffer.area);
    let mark = scene.theme.cursor();
    let start = card.map_or_else(
        || start_of(model, scene),
        |card| card::content(card).as_position(),
    );
    let rest = marked(buffer, area, scene, mark).unwrap_or(start);
    Position {
        x: rest.x.min(buffer.area.right().saturating_sub(1)),
        y: rest.y.min(buffer.area.bottom().saturating_sub(1)),
    }
}

/// The cell behind the mark of what is selected. On the review a step is marked and a row of its page: the row counts.
fn marked(buffer: &Buffer, area: Rect, scene: &Scene<'_>, mark: &str) -> Option<Position> {
    let [strong, accent] = [scene.theme.strong(), scene.theme.accent()];
    let weight = strong.add_modifier & accent.add_modifier;
    let is_mark = |cell: &Cell| {
        // Few cells have it.
        if !cell.modifier.contains(weight) {
            return false;
        }
        let has = |one: Style| {
            cell.modifier.contains(one.add_modifier) && one.fg.is_none_or(|fg| cell.fg == fg)
        };
        (has(strong) || has(accent)) && cell.symbol() == mark
    };
    let area = area.intersection(buffer.area);
    // Row by row, since this is done for each frame.
    let row = |y: u16| {
        let (from, to) = (buffer.index_of(area.x, y), usize::from(area.width));
        let found = buffer.content[from..from + to].iter().rposition(is_mark)?;
        Some(Position::new(area.x + found as u16, y))
    };
    let rows = (area.top()..area.bottom()).filter(|_| area.width > 0);
    let marks = rows.filter_map(row);
    let first = marks.max_by_key(|mark| (mark.x, Reverse(mark.y)))?;
    // Behind the mark there are blanks, and then the words.
    let mut words = first.x + 1..buffer.area.right();
    let x = words.find(|x| buffer[(*x, first.y)].symbol() != " ");
    Some(Position::new(x.unwrap_or(first.x), first.y))
}

/// Where reading begins where nothing is marked.
fn start_of(model: &Model, scene: &Scene<'_>) -> Position {
    match model.screen {
        Screen::Trends => trends::view::rest(scene, &model.trends),
        Screen::Today | Screen::Week | Screen::Review => screen_body(&scene.regions).as_position(),
    }
}
