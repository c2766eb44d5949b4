//! The weeks side by side: TAFS and hours as columns, and beside them, page by page, what else they say. The figures
//! are worked out when the file is read; drawing only places them.

mod chart;
mod figures;
mod heat;
mod panels;
mod studies;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::calendar::Week;
use crate::tui::layout::{self, Regions, Shape};
use crate::tui::model::Model;
use crate::tui::paint::{Piece, as_many_as_fit, line, line_right, piece, width, wrapped};
use crate::tui::theme::Role;
pub(crate) use figures::Figures;

/// The columns take at most so much of the width, in percent, where panels stand beside them.
const LEFT: u16 = 55;
/// And so much, where words stand in their place on a low screen.
const WORDS: u16 = 45;
/// Between the columns and the panels.
const GAP: u16 = 4;
/// What the number of the page takes of a first line.
const CORNER: u16 = 8;
/// Longer lines of a panel part its figures too far from their names.
const PANEL: u16 = 64;
/// With so many rows the heat map stands below the columns.
const TALL: u16 = 32;

/// How many weeks are side by side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Stretch {
    /// A quarter of a year.
    #[default]
    Quarter,
    /// Half a year.
    Half,
    /// A year.
    Year,
}

impl Stretch {
    /// In weeks.
    pub(crate) const fn weeks(self) -> usize {
        match self {
            Self::Quarter => 13,
            Self::Half => 26,
            Self::Year => 52,
        }
    }

    /// The next longer one.
    pub(crate) const fn longer(self) -> Self {
        match self {
            Self::Quarter => Self::Half,
            Self::Half | Self::Year => Self::Year,
        }
    }

    /// The next shorter one.
    pub(crate) const fn shorter(self) -> Self {
        match self {
            Self::Year => Self::Half,
            Self::Half | Self::Quarter => Self::Quarter,
        }
    }
}

/// What the screen looks at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trends {
    /// How many weeks, up to the one of the day in view.
    pub(crate) stretch: Stretch,
    /// Which page; one that there is not stands for the last.
    pub(crate) page: usize,
    /// What was worked out of the file; `None` on the other screens.
    pub(crate) figures: Option<Figures>,
}

/// The weeks in view as the header says it: `26 weeks to W10`.
pub(crate) fn title(model: &Model) -> (String, bool) {
    let calendar = &model.settings.context.calendar;
    let week = calendar.week_of(model.day);
    let away = week != calendar.week_of(model.today);
    let (weeks, to) = (
        format!("{} weeks", model.trends.stretch.weeks()),
        format!("to {}", number(week)),
    );
    let words = match (model.size.width < layout::SMALLEST.width * 3 / 2, away) {
        (false, _) => format!("{weeks} {to}"),
        (true, true) => to,
        (true, false) => weeks,
    };
    (words, away)
}

/// `W10`.
fn number(week: Week) -> String {
    let name = week.to_string();
    name.split_once('-')
        .map_or_else(|| name.clone(), |(_, number)| number.to_owned())
}

/// Draws the page in view.
pub(crate) fn draw(buffer: &mut Buffer, regions: &Regions, model: &Model) {
    let Some((frame, area)) = Frame::new(model, regions) else {
        return;
    };
    let pages = frame.pages(area, regions.shape);
    if let Some(left) = &pages.left {
        place(buffer, left.0, &left.1, None);
    }
    let page = model.trends.page.min(pages.right.len().saturating_sub(1));
    if let Some(lines) = pages.right.get(page) {
        let count = format!("{}/{}", page + 1, pages.right.len());
        let count = (pages.right.len() > 1).then(|| frame.quiet(count));
        place(buffer, pages.column, lines, count.as_ref());
    }
}

/// How many pages there are.
pub(crate) fn pages(model: &Model, regions: &Regions) -> usize {
    Frame::new(model, regions).map_or(0, |(frame, area)| {
        frame.pages(area, regions.shape).right.len()
    })
}

/// Writes lines; what stands at the right of a line is never written over. `corner` goes to the right of the first.
fn place(buffer: &mut Buffer, area: Rect, lines: &[Line], corner: Option<&Piece>) {
    for (y, row) in lines.iter().enumerate() {
        let mut right = row.right.clone();
        if let Some(corner) = corner.filter(|_| y == 0) {
            right.extend([piece("   ", Style::new()), corner.clone()]);
        }
        let end = line_right(buffer, area, y as u16, &right);
        let room = if right.is_empty() {
            area.width
        } else {
            end.saturating_sub(area.x + 1)
        };
        line(
            buffer,
            Rect {
                width: room,
                ..area
            },
            y as u16,
            &row.left,
        );
    }
}

/// A line of a page: what stands at its left and at its right.
#[derive(Clone, Default)]
struct Line {
    left: Vec<Piece>,
    right: Vec<Piece>,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.left.is_empty() && self.right.is_empty()
    }
}

/// What is drawn at once: the columns at the left, if they stand beside the panels, and the pages.
struct Pages {
    left: Option<(Rect, Vec<Line>)>,
    right: Vec<Vec<Line>>,
    column: Rect,
}

/// What the screen is drawn from.
struct Frame<'a> {
    model: &'a Model,
    figures: &'a Figures,
}

impl<'a> Frame<'a> {
    fn new(model: &'a Model, regions: &Regions) -> Option<(Self, Rect)> {
        let body = layout::body(regions);
        let area = match regions.shape {
            Shape::Line => return None,
            Shape::Compact => Rect {
                y: body.y.saturating_sub(1),
                height: body.height + 1,
                ..body
            },
            Shape::Wide => body,
        };
        Some((
            Self {
                model,
                figures: model.trends.figures.as_ref()?,
            },
            area,
        ))
    }
}

impl Frame<'_> {
    fn style(&self, role: Role) -> Style {
        self.model.settings.theme.style(role)
    }

    fn quiet(&self, words: impl Into<String>) -> Piece {
        piece(words, self.style(Role::Quiet))
    }

    /// A title, and over what it goes where there is room for that beside the number of the page.
    fn heading(&self, title: &str, over: String, room: u16) -> Line {
        let groups = [vec![self.strong(title)], vec![self.quiet(over)]];
        Line {
            left: as_many_as_fit(&groups, GAP - 1, room.saturating_sub(CORNER)),
            right: Vec::new(),
        }
    }

    fn strong(&self, words: impl Into<String>) -> Piece {
        piece(words, self.model.settings.theme.strong())
    }

    /// Quiet words in as many lines as they need.
    fn prose(&self, words: &str, room: u16) -> Vec<Line> {
        let mut groups: Vec<Vec<Piece>> = Vec::new();
        for word in words.split(' ') {
            match groups.last_mut() {
                // A unit stays with its number.
                Some(number) if ["%", "h", "min"].contains(&word) => {
                    number.push(self.quiet(format!(" {word}")))
                }
                Some(_) | None => groups.push(vec![self.quiet(word)]),
            }
        }
        wrapped(&groups, 1, room)
            .into_iter()
            .map(|left| Line {
                left,
                right: Vec::new(),
            })
            .collect()
    }

    /// The columns beside the panels where there is room for both, else before them.
    fn pages(&self, area: Rect, shape: Shape) -> Pages {
        let side = area.width * LEFT / 100;
        let beside = shape == Shape::Wide && chart::pitch(side, self.weeks()) > 0;
        if !beside {
            let column = Rect {
                width: area.width.min(PANEL),
                ..area
            };
            let mut right = vec![self.charts(area.width, area.height)];
            right.extend(paged(self.panels(column.width, true), column.height));
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
        let column = Rect {
            x,
            width: area.right().saturating_sub(x).min(PANEL),
            ..area
        };
        Pages {
            left: Some((
                Rect {
                    width: left,
                    ..area
                },
                lines,
            )),
            right: paged(self.panels(column.width, !below), column.height),
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

    fn weeks(&self) -> usize {
        self.figures.trend.weeks.len()
    }
}

/// Panels put on pages: each on the page of the one before if it fits there, a longer one over several.
fn paged(panels: Vec<Vec<Line>>, height: u16) -> Vec<Vec<Line>> {
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

/// A name at the left, cut to what the figures at the right leave of a line.
fn entry(name: Vec<Piece>, figures: Vec<Piece>) -> Line {
    Line {
        left: name,
        right: figures,
    }
}

/// How many columns a line takes at least.
fn wide(line: &Line) -> u16 {
    width(&line.left) + width(&line.right) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `t` is a line of a panel, a blank an empty one.
    fn panel(lines: &str) -> Vec<Line> {
        let line = |c: char| {
            if c == ' ' {
                Vec::new()
            } else {
                vec![piece(c, Style::new())]
            }
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
                    .map(|line| line.left.first().map_or(" ", |piece| piece.text.as_str()))
                    .collect()
            };
            let pages = paged(panels.iter().map(|lines| panel(lines)).collect(), height);
            assert_eq!(
                pages.iter().map(text).collect::<Vec<_>>(),
                expected,
                "{panels:?} in {height}"
            );
        }
    }
}
