//! The one figure of a step, set large, with what it is below it and what is said of it at the right.

use ratatui::style::{Modifier, Style};

use super::grid::Room;
use super::line::Part;
use super::page::Page;
use crate::tui::paint::{Ink, Piece, piece};
use crate::tui::theme::Role;
use crate::tui::widgets::numeral::{self, Face};

/// The columns of what is said at the right.
pub(super) const BESIDE: u16 = 29;

/// A figure and the words around it.
pub(super) struct Display {
    pub(super) figure: String,
    /// Small, after the figure: `%`.
    pub(super) unit: &'static str,
    pub(super) style: Style,
    /// What it is, and what stands behind it.
    pub(super) captions: [Vec<Piece>; 2],
    pub(super) beside: Vec<Vec<Piece>>,
}

impl Page<'_> {
    /// Draws it: in three or four rows, or within the line of its first caption.
    pub(super) fn display(&mut self, display: Display) {
        let Display {
            figure,
            unit,
            style,
            captions: [first, second],
            beside,
        } = display;
        let face = match self.room {
            Room::Tall | Room::Tight => self.face(),
            Room::Compact => {
                let bold = style.add_modifier(Modifier::BOLD);
                let space = if unit.is_empty() { "" } else { " " };
                let lead = piece(format!("{figure}{space}{unit}  "), bold);
                self.line([vec![lead], first].concat());
                if !second.is_empty() {
                    self.line(second);
                }
                return;
            }
        };
        let rows = numeral::set(self.theme(), &figure, face);
        self.taller = rows.len().saturating_sub(Face::Large.rows().into());
        let style = numeral::styled(self.theme(), style);
        let end = rows.first().map_or(0, |row| row.chars().count() as u16);
        let mut lines: Vec<Vec<Part>> = rows
            .into_iter()
            .map(|row| vec![Part::At(0, vec![piece(row, style)])])
            .collect();
        if let Some(last) = lines.last_mut().filter(|_| !unit.is_empty()) {
            last.push(Part::At(end + 1, vec![piece(unit, self.style(Role::Text))]));
        }
        lines.extend([first, second].map(|caption| vec![Part::At(0, caption)]));
        let at = self.width.saturating_sub(BESIDE);
        for (line, words) in lines.iter_mut().zip(beside) {
            line.push(Part::At(at, words));
        }
        for parts in lines {
            self.push(parts);
        }
    }
}
