//! A line of a page of the review: words, bars and hairlines at columns of the page. Knows how they look, not what they
//! say.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::item::Item;
use crate::domain::block::Category;
use crate::tui::layout::{from_column, narrowed};
use crate::tui::paint::{self, Piece, line_right, piece};
use crate::tui::theme::{Fill, Role, Theme};
use crate::tui::widgets::line_bar;
use crate::tui::widgets::stacked_bar::{Edge, draw_tinted};
use crate::tui::widgets::strip::{self, STEPS, write_styled};

/// How much of its color a share has that is guessed and not measured.
pub(super) const GUESSED: u8 = 30;

/// What stands somewhere on a line. Columns count from the left of the page.
pub(super) enum Part {
    /// Words from a column on.
    At(u16, Vec<Piece>),
    /// Words that end before a column.
    Ending(u16, Vec<Piece>),
    /// A hairline from one column to before another.
    Rule(u16, u16),
    /// A line bar from a column on: how wide, which share, in which color.
    LineBar(u16, u16, f64, Role),
    Bar(Bar),
    /// A row of what was drawn elsewhere, from a column on.
    Cells(u16, Vec<Cell>),
    /// Four shares of a guess as one strip across the page, and whether it has their names.
    Stacked([f64; 4], bool),
}

impl Part {
    /// The second row of a bar that is two rows high.
    pub(super) fn bar_below(&self) -> Option<Self> {
        match self {
            Self::Bar(bar) => Some(Self::Bar(Bar {
                parts: bar.parts.clone(),
                label: None,
                ..*bar
            })),
            Self::Stacked(shares, _) => Some(Self::Stacked(*shares, false)),
            Self::At(..)
            | Self::Ending(..)
            | Self::Rule(..)
            | Self::LineBar(..)
            | Self::Cells(..) => None,
        }
    }
}

/// A bar of parts, with a hairline through it.
pub(super) struct Bar {
    pub(super) column: u16,
    pub(super) width: u16,
    /// What fills it up to which share of its width.
    pub(super) parts: Vec<(f64, Fill)>,
    /// What fills the rest.
    pub(super) rest: Fill,
    /// Where a hairline goes through it.
    pub(super) hairline: Option<f64>,
    /// Words in the first part, where they fit whole.
    pub(super) label: Option<String>,
}

impl Bar {
    fn draw(&self, buffer: &mut Buffer, row: Rect, theme: &Theme) {
        let area = narrowed(from_column(row, row.x + self.column), self.width);
        let area = area.intersection(row);
        if area.is_empty() {
            return;
        }
        let whole = usize::from(area.width) * STEPS;
        let edge = self.hairline.map(|share| (share, Edge::at(area, share)));
        // What is rounded to cells does not reach the hairline that it missed.
        let below = edge.filter(|_| !theme.has_parts_of_cells());
        let most = |part: f64| {
            let below = below.filter(|(share, _)| part < *share);
            below.map_or(whole, |(_, edge)| usize::from(edge.x - area.x) * STEPS)
        };
        let mut eighths = vec![self.rest; whole];
        let mut from = 0;
        for (share, fill) in &self.parts {
            let to = (share.clamp(0.0, 1.0) * whole as f64).round() as usize;
            // What is there at all has its eighth.
            let to = to.max(from + usize::from(*share > 0.0));
            let to = to.min(most(*share)).max(from);
            eighths[from..to].fill(*fill);
            from = to;
        }
        let mut cells = strip::cells_of(&eighths);
        // A hairline has its cell to itself: on the side of it that has the room, the fill goes on.
        if let Some(cell) = edge.and_then(|(_, edge)| cells.get_mut(usize::from(edge.x - area.x))) {
            let is_left = edge.is_some_and(|(_, edge)| edge.sign == Edge::LEFT);
            let fill = if is_left { cell.right } else { cell.left };
            *cell = strip::Cell {
                left: fill,
                right: fill,
                split: STEPS,
            };
        }
        strip::draw(buffer, area, theme, &cells);
        self.write_label(buffer, area, theme);
        if let Some((share, edge)) = edge {
            let is_beyond = self.parts.first().is_none_or(|(end, _)| share >= *end);
            let style = if is_beyond {
                theme.style(Role::Text)
            } else {
                theme.page_ink()
            };
            write_styled(buffer, (edge.x, area.y), edge.sign, style);
        }
    }

    fn write_label(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let Some((label, (end, fill))) = self.label.as_ref().zip(self.parts.first()) else {
            return;
        };
        let room = end.min(self.hairline.unwrap_or(1.0)) * f64::from(area.width);
        if let Some((pad, words)) = strip::fit_label(std::slice::from_ref(label), room as usize) {
            strip::write(buffer, (area.x + pad, area.y), theme, *fill, words, false);
        }
    }
}

/// Copies what is drawn; what has no ground of its own lies on that of the page.
fn copy_cells(buffer: &mut Buffer, row: Rect, x: u16, cells: &[Cell]) {
    let row = row.intersection(buffer.area);
    for (x, cell) in (x..row.right()).zip(cells) {
        let target = &mut buffer[(x, row.y)];
        let below = target.bg;
        *target = cell.clone();
        if target.bg == Color::Reset {
            target.set_bg(below);
        }
    }
}

/// A guess as one strip: letter and name in each part, where they fit whole.
fn draw_stacked(
    buffer: &mut Buffer,
    row: Rect,
    theme: &Theme,
    (shares, is_named): (&[f64; 4], bool),
) {
    let edges = draw_tinted(buffer, row, theme, *shares, GUESSED);
    if !is_named {
        return;
    }
    let mut from = 0;
    for (category, to) in Category::WORK.into_iter().zip(edges) {
        let (first, room) = strip::whole_cells(from, to);
        from = to;
        let letter = category.letter().to_string();
        let labels = [format!("{letter} {}", category.name()), letter.clone()];
        let Some((pad, label)) = strip::fit_label(&labels, room) else {
            continue;
        };
        let at = (row.x + first as u16 + pad, row.y);
        let fill = Fill::Tinted(category, GUESSED);
        strip::write(buffer, at, theme, fill, label, false);
        strip::write(buffer, at, theme, fill, &letter, true);
    }
}

/// A line of a page.
#[derive(Default)]
pub(super) struct PageLine {
    pub(super) parts: Vec<Part>,
    pub(super) item: Option<Item>,
    pub(super) is_selected: bool,
    /// Air between two groups.
    pub(super) is_gap: bool,
    /// The column of the cursor, where a line is typed here.
    pub(super) cursor: Option<u16>,
}

impl PageLine {
    pub(super) const fn is_air(&self) -> bool {
        self.parts.is_empty() && self.cursor.is_none()
    }

    /// One of rows that are alike.
    pub(super) fn is_row(&self) -> bool {
        self.item.is_some()
            || self
                .parts
                .iter()
                .any(|part| matches!(part, Part::LineBar(..)))
    }

    pub(super) fn is_rule(&self) -> bool {
        matches!(self.parts[..], [Part::Rule(..)])
    }

    /// Draws it on a row of the page.
    pub(super) fn draw(&self, buffer: &mut Buffer, row: Rect, theme: &Theme) {
        if self.is_selected {
            paint::band(buffer, theme, row);
        }
        for part in &self.parts {
            match part {
                Part::At(column, pieces) => {
                    paint::line(buffer, from_column(row, row.x + column), 0, pieces);
                }
                Part::Ending(column, pieces) => {
                    line_right(buffer, narrowed(row, (*column).min(row.width)), 0, pieces);
                }
                Part::Rule(from, to) => {
                    let rule = "─".repeat(to.saturating_sub(*from).into());
                    let rule = piece(rule, theme.style(Role::Rule));
                    paint::line(buffer, from_column(row, row.x + from), 0, &[rule]);
                }
                Part::LineBar(column, wide, share, role) => {
                    let area = narrowed(from_column(row, row.x + column), *wide);
                    line_bar::draw(buffer, area.intersection(row), theme, *share, *role);
                }
                Part::Bar(bar) => bar.draw(buffer, row, theme),
                Part::Cells(column, cells) => copy_cells(buffer, row, row.x + column, cells),
                Part::Stacked(shares, is_named) => {
                    draw_stacked(buffer, row, theme, (shares, *is_named));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Palette;

    #[test]
    fn in_whole_cells_a_bar_reaches_its_hairline_only_where_it_met_it() {
        let theme = Theme::new(Palette::Monochrome);
        let row = Rect::new(0, 0, 20, 1);
        let filled = |share: f64, hairline: f64| {
            let mut buffer = Buffer::empty(row);
            let bar = Bar {
                column: 0,
                width: row.width,
                parts: vec![(share, Fill::Work(Category::Admin))],
                rest: Fill::Track,
                hairline: Some(hairline),
                label: None,
            };
            bar.draw(&mut buffer, row, &theme);
            let sign = theme.pattern(Category::Admin);
            let cells = buffer.content.iter();
            (
                cells.filter(|cell| cell.symbol() == sign).count(),
                Edge::at(row, hairline).x,
            )
        };
        for hairline in [0.26, 0.29, 0.5, 0.74] {
            for short in [0.001, 0.01, 0.02] {
                let (cells, edge) = filled(hairline - short, hairline);
                assert!(cells <= usize::from(edge), "{short} below {hairline}");
            }
            let (cells, edge) = filled(hairline, hairline);
            assert!(cells >= usize::from(edge), "{hairline}");
        }
        assert_eq!(filled(0.3, 0.9).0, 6);
    }
}
