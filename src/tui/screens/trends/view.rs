//! The weeks side by side: TAFS and hours as columns, and beside them, page by page, what else they say. The figures
//! are worked out when the file is read; drawing only places them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::chart;
use super::frame::{Frame, GAP, Line};
use super::state::State;
use crate::tui::layout::{self, Shape, at_columns, narrowed};
use crate::tui::paint::{Ink, Piece, line, line_right, plain};
use crate::tui::scene::Scene;
use crate::tui::widgets::header;

/// The columns take at most so much of the width, in percent, where panels stand beside them.
const LEFT: u16 = 55;
/// And so much, where words stand in their place on a low screen.
const WORDS: u16 = 45;
/// Longer lines of a panel part its figures too far from their names.
const PANEL: u16 = 64;
/// With so many rows the heat map stands below the columns.
const TALL: u16 = 32;

/// The weeks in view as the header says it: `26 weeks to W10`.
pub(crate) fn title(scene: &Scene<'_>, state: &State) -> (String, bool) {
    let calendar = &scene.context.calendar;
    let week = calendar.week_of(scene.day);
    let away = week != calendar.week_of(scene.today);
    let (weeks, to) = (
        format!("{} weeks", state.stretch.weeks()),
        format!("to {}", header::number_of(week)),
    );
    let words = match (scene.size.width < layout::SMALLEST.width * 3 / 2, away) {
        (false, _) => format!("{weeks} {to}"),
        (true, true) => to,
        (true, false) => weeks,
    };
    (words, away)
}

/// What is drawn at once: the columns at the left, if they stand beside the panels, and the pages.
struct Pages {
    left: Option<(Rect, Vec<Line>)>,
    right: Vec<Vec<Line>>,
    column: Rect,
}

/// Draws the page in view.
pub(crate) fn view(scene: &Scene<'_>, state: &State, buffer: &mut Buffer) {
    let Some((frame, area)) = Frame::new(scene, state) else {
        return;
    };
    let pages = frame.pages(area, scene.regions.shape);
    if let Some(left) = &pages.left {
        place_lines(buffer, left.0, &left.1, None);
    }
    let page = state.page.min(pages.right.len().saturating_sub(1));
    if let Some(lines) = pages.right.get(page) {
        let count = format!("{}/{}", page + 1, pages.right.len());
        let count = (pages.right.len() > 1).then(|| frame.quiet(count));
        place_lines(buffer, pages.column, lines, count.as_ref());
    }
}

/// How many pages there are.
pub(super) fn count_pages(scene: &Scene<'_>, state: &State) -> usize {
    Frame::new(scene, state).map_or(0, |(frame, area)| {
        frame.pages(area, scene.regions.shape).right.len()
    })
}

/// Writes lines; what stands at the right of a line is never written over. `corner` goes to the right of the first.
fn place_lines(buffer: &mut Buffer, area: Rect, lines: &[Line], corner: Option<&Piece>) {
    for (y, row) in lines.iter().enumerate() {
        let mut right = row.right.clone();
        if let Some(corner) = corner.filter(|_| y == 0) {
            right.extend([plain("   "), corner.clone()]);
        }
        let end = line_right(buffer, area, y as u16, &right);
        let room = if right.is_empty() {
            area.width
        } else {
            end.saturating_sub(area.x + 1)
        };
        line(buffer, narrowed(area, room), y as u16, &row.left);
    }
}

impl Frame<'_> {
    /// The columns beside the panels where there is room for both, else before them.
    fn pages(&self, area: Rect, shape: Shape) -> Pages {
        let side = area.width * LEFT / 100;
        let beside = shape == Shape::Wide && chart::pitch(side, self.weeks()) > 0;
        if !beside {
            let column = narrowed(area, area.width.min(PANEL));
            let mut right = vec![self.charts(area.width, area.height)];
            right.extend(put_on_pages(self.panels(column.width, true), column.height));
            // The first page is as wide as the screen, and its corner is where that of the others is.
            return Pages {
                left: None,
                right,
                column: area,
            };
        }
        let below = area.height >= TALL;
        let mut heat = if below { self.heat(side) } else { Vec::new() };
        let columns = chart::width(side, self.weeks());
        let drawn = self.figures.trend.points().is_ok();
        let left = match (below, drawn) {
            (true, _) => side,
            (false, true) => columns,
            (false, false) => area.width * WORDS / 100,
        };
        let mut lines = self.charts(
            left,
            area.height
                .saturating_sub(heat.len() as u16 + 1 + u16::from(below)),
        );
        if below {
            lines.push(Line::default());
            lines.append(&mut heat);
        }
        let x = area.x + left + GAP;
        let column = at_columns(area, x, area.right().saturating_sub(x).min(PANEL));
        Pages {
            left: Some((narrowed(area, left), lines)),
            right: put_on_pages(self.panels(column.width, !below), column.height),
            column,
        }
    }

    /// All that stands beside the columns, in the order of what is asked most.
    fn panels(&self, room: u16, heat: bool) -> Vec<Vec<Line>> {
        let mut panels = vec![
            self.protected(room),
            self.burdens(room),
            self.accounts(room),
            self.windows(room),
        ];
        if heat {
            panels.push(self.heat(room));
        }
        panels.push(self.studies(room));
        panels
    }
}

/// Panels put on pages: each on the page of the one before if it fits there, a longer one over several.
fn put_on_pages(panels: Vec<Vec<Line>>, height: u16) -> Vec<Vec<Line>> {
    let height = usize::from(height.max(1));
    let mut pages: Vec<Vec<Line>> = Vec::new();
    for panel in panels {
        match pages.last_mut() {
            Some(page) if page.len() + 1 + panel.len() <= height => {
                page.push(Line::default());
                page.extend(panel);
            }
            Some(_) | None if panel.len() <= height => pages.push(panel),
            Some(_) | None => {
                pages.extend(split(&panel, height));
            }
        }
    }
    pages
}

/// A panel on several pages, its title on each, parted where a line is empty if there is one.
fn split(panel: &[Line], height: usize) -> Vec<Vec<Line>> {
    let (title, mut rest) = panel.split_at(1.min(panel.len()));
    let mut pages = Vec::new();
    while !rest.is_empty() {
        let most = (height - 1).max(1).min(rest.len());
        let parting = rest[..most]
            .iter()
            .rposition(Line::is_empty)
            .filter(|at| most < rest.len() && *at > 0);
        let (page, after) = rest.split_at(parting.unwrap_or(most));
        pages.push([title, page].concat());
        rest = after;
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `t` is a line of a panel, a blank an empty one.
    fn panel(lines: &str) -> Vec<Line> {
        let line = |c: char| {
            if c == ' ' { Vec::new() } else { vec![plain(c)] }
        };
        lines
            .chars()
            .map(|c| Line {
                left: line(c),
                right: Vec::new(),
            })
            .collect()
    }

    #[test]
    fn panels_fill_pages_and_a_long_one_is_parted_at_an_empty_line() {
        let cases: [(&[&str], u16, &[&str]); 6] = [
            (&["abc", "de"], 6, &["abc de"]),
            (&["abc", "def"], 6, &["abc", "def"]),
            (&["ab", "TUVW XYZ"], 6, &["ab", "TUVW", "T XYZ"]),
            (&["TUVWXYZ"], 4, &["TUVW", "TXYZ"]),
            (&["Tab", "c"], 1, &["Ta", "Tb", "c"]),
            (&[], 5, &[]),
        ];
        for (panels, height, expected) in cases {
            let text = |lines: &Vec<Line>| -> String {
                lines
                    .iter()
                    .map(|line| line.left.first().map_or(" ", |piece| &*piece.content))
                    .collect()
            };
            let pages = put_on_pages(panels.iter().map(|lines| panel(lines)).collect(), height);
            assert_eq!(
                pages.iter().map(text).collect::<Vec<_>>(),
                expected,
                "{panels:?} in {height}"
            );
        }
    }
}
