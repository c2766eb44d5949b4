//! The steps of the review: as a list with their answers, or as marks in a line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::answers::{Mark, standing};
use super::grid::Grid;
use super::state::State;
use crate::domain::review::Step;
use crate::domain::text;
use crate::tui::layout::{Shape, at_rows, from_column, narrowed};
use crate::tui::paint::{self, Ink, Piece, line, line_right, piece};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// The column of the names, and how far before the end of a row the answers end.
const NAMES: u16 = 3;
const AFTER_ANSWERS: u16 = 2;

/// Draws the list, and the line between it and the page.
pub(super) fn draw(buffer: &mut Buffer, grid: &Grid, scene: &Scene<'_>, state: &State) {
    let Some(area) = grid.steps else {
        return;
    };
    for y in area.top()..area.bottom() {
        let column = Rect {
            x: grid.divider,
            y,
            width: 1,
            height: 1,
        };
        line(buffer, column, 0, &[piece("│", scene.style(Role::Rule))]);
    }
    line(buffer, area, 0, &[scene.strong("Weekly review")]);
    let first = first_row(grid, area);
    for (index, step) in (0..).zip(Step::ALL) {
        let y = first + grid.pitch * index;
        if y < area.bottom() {
            draw_step(buffer, at_rows(area, y, 1), scene, state, step);
        }
    }
    let below = first + grid.pitch * (Step::ALL.len() as u16 - 1) + grid.pitch.max(2);
    if below < area.bottom() && !state.is_closed() {
        let left = Step::ALL.len() + 1 - state.step.number();
        let words = format!("about {} min left", minutes_for(left));
        line(buffer, at_rows(area, below, 1), 0, &[scene.quiet(words)]);
    }
}

/// The step whose row stands here.
pub(super) fn step_at(grid: &Grid, at: Position) -> Option<Step> {
    let area = grid.steps.filter(|area| area.contains(at))?;
    let below = at.y.checked_sub(first_row(grid, area))?;
    let is_row = below.is_multiple_of(grid.pitch);
    let index = usize::from(below / grid.pitch);
    Step::from_number(index + 1).filter(|_| is_row)
}

/// The row of the first step.
fn first_row(grid: &Grid, area: Rect) -> u16 {
    area.y + grid.pitch.max(2)
}

/// The whole review takes about ten minutes.
const fn minutes_for(steps: usize) -> usize {
    (10 * steps).div_ceil(Step::ALL.len())
}

fn draw_step(buffer: &mut Buffer, row: Rect, scene: &Scene<'_>, state: &State, step: Step) {
    let is_here = step == state.step;
    if is_here {
        paint::band(buffer, scene.theme, row);
    }
    let (mark, answer) = standing(scene, state, step);
    let number = step.number().to_string();
    let (number, name) = match mark {
        _ if is_here => (scene.strong(number), scene.strong(step.title())),
        Mark::Ahead => (scene.quiet(number), scene.quiet(step.title())),
        Mark::Answered | Mark::Skipped => {
            let name = piece(step.title(), scene.style(Role::Soft));
            (scene.quiet(number), name)
        }
    };
    line(buffer, row, 0, &[number]);
    line(buffer, from_column(row, row.x + NAMES), 0, &[name]);
    let end = row.width.saturating_sub(AFTER_ANSWERS);
    let taken = text::width(step.title()) + 2;
    let room = usize::from(end.saturating_sub(NAMES)).saturating_sub(taken);
    let answer = scene.quiet(text::fit(&answer, room));
    line_right(buffer, narrowed(row, end), 0, &[answer]);
    if let Some(sign) = mark.sign() {
        line_right(buffer, row, 0, &[mark_piece(scene, mark, sign)]);
    }
}

fn mark_piece(scene: &Scene<'_>, mark: Mark, sign: &'static str) -> Piece {
    let role = match mark {
        Mark::Answered => Role::Soft,
        Mark::Skipped | Mark::Ahead => Role::Quiet,
    };
    piece(sign, scene.style(role))
}

/// `● ○ ● 4 5 6 7 8 9`: what became of each step, and where the review is.
pub(super) fn marks(scene: &Scene<'_>, state: &State) -> Vec<Piece> {
    let gap = match scene.regions.shape {
        Shape::Wide => " ",
        Shape::Line | Shape::Compact => "",
    };
    let mut pieces = Vec::new();
    for step in Step::ALL {
        if !pieces.is_empty() {
            pieces.push(scene.quiet(gap));
        }
        let (mark, _) = standing(scene, state, step);
        let number = step.number().to_string();
        pieces.push(match mark.sign() {
            _ if step == state.step => scene.strong(number),
            Some(sign) => mark_piece(scene, mark, sign),
            None => scene.quiet(number),
        });
    }
    pieces
}
