//! Selling by weekday and hour: the fuller a cell, the more of its tracked time was selling.

use super::frame::{Frame, Line};
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::heat::{Cell, HeatRow};
use crate::tui::paint::{Ink, Piece, as_many_as_fit, piece};
use crate::tui::theme::Role;

/// Selling from so many percent on, and its cell.
const LEVELS: [(f64, &str); 5] = [
    (0.0, "·"),
    (20.0, "░"),
    (40.0, "▒"),
    (60.0, "▓"),
    (80.0, "█"),
];
/// Below so much tracked time a cell says nothing.
const KNOWN_FROM: Length = Length::hours(1);
/// The name of the weekday.
const LABEL: u16 = 4;
/// The share of the weekday at the right.
const SHARE: u16 = 8;
/// The widest cell.
const WIDEST: u16 = 4;

impl Frame<'_> {
    /// A row a weekday that has anything known, a cell an hour.
    pub(super) fn heat(&self, room: u16) -> Vec<Line> {
        let over = format!("{} weeks", self.weeks());
        let title = self.heading("Selling by weekday and hour", over, room);
        let known = |cell: &Cell| cell.tracked >= KNOWN_FROM;
        let rows: Vec<&HeatRow> = self
            .figures
            .heat
            .iter()
            .filter(|row| row.hours.iter().any(known))
            .collect();
        let at = |hour: &usize| rows.iter().any(|row| known(&row.hours[*hour]));
        let (Some(from), Some(to)) = ((0..24).find(at), (0..24).rfind(at)) else {
            let mut lines = vec![title];
            lines.extend(self.prose(
                "An hour of the week needs 1 h tracked before it is shown.",
                room,
            ));
            return lines;
        };
        let hours = (to - from + 1) as u16;
        let cell = |room: u16| (room / hours).min(WIDEST);
        let roomy = cell(room.saturating_sub(LABEL + SHARE));
        let (wide, shares) = if roomy > 1 {
            (roomy, true)
        } else {
            (cell(room.saturating_sub(LABEL)).max(1), false)
        };
        let mut lines = vec![title, self.clock(from, to, wide)];
        lines.extend(
            rows.into_iter()
                .map(|row| self.weekday(row, from, to, wide, shares)),
        );
        lines.push(self.levels(room));
        lines
    }

    /// The hours above the cells, as many as have room.
    fn clock(&self, from: usize, to: usize, wide: u16) -> Line {
        let step = if wide >= 3 {
            1
        } else {
            4 / usize::from(wide.clamp(1, 2))
        };
        let cells = step * usize::from(wide);
        let mut left = vec![self.quiet(" ".repeat(LABEL.into()))];
        let label = |hour: usize| self.quiet(format!("{:<cells$}", format!("{hour:02}")));
        left.extend((from..=to).step_by(step).map(label));
        Line::from(left)
    }

    fn weekday(&self, row: &HeatRow, from: usize, to: usize, wide: u16, shares: bool) -> Line {
        let mut left = vec![self.quiet(format!(
            "{:<1$}",
            format::weekday(row.weekday),
            usize::from(LABEL)
        ))];
        left.extend(
            row.hours[from..=to]
                .iter()
                .map(|cell| self.shade(cell, wide)),
        );
        let selling: Length = row.hours.iter().map(|cell| cell.selling).sum();
        let tracked: Length = row.hours.iter().map(|cell| cell.tracked).sum();
        if let Some(share) = selling
            .share_of(tracked)
            .filter(|_| shares && tracked >= KNOWN_FROM)
        {
            left.push(self.quiet(format!("  {:>3.0} %", share * 100.0)));
        }
        Line::from(left)
    }

    fn shade(&self, cell: &Cell, wide: u16) -> Piece {
        let share = cell.tafs().filter(|_| cell.tracked >= KNOWN_FROM);
        let level = share.and_then(|share| LEVELS.iter().rfind(|(from, _)| share * 100.0 >= *from));
        level.map_or_else(
            || self.quiet(" ".repeat(wide.into())),
            |(from, symbol)| self.level(*from, symbol, wide),
        )
    }

    /// What the cells mean; in few words where there is no room for more.
    fn levels(&self, room: u16) -> Line {
        let mut signs: Vec<Vec<Piece>> = LEVELS
            .iter()
            .map(|(from, symbol)| {
                vec![
                    self.level(*from, symbol, 1),
                    self.quiet(format!(" {from:.0}")),
                ]
            })
            .collect();
        signs.extend([
            vec![self.quiet("%")],
            vec![self.quiet("of the tracked time")],
        ]);
        let said = [vec![vec![self.quiet("selling from")]], signs.clone()].concat();
        let indent = vec![self.quiet(" ".repeat(LABEL.into()))];
        let room = room.saturating_sub(LABEL);
        let whole = as_many_as_fit(&said, 2, room);
        let left = if whole == as_many_as_fit(&said, 2, u16::MAX) {
            whole
        } else {
            as_many_as_fit(&signs, 2, room)
        };
        Line::from([indent, left].concat())
    }

    fn level(&self, from: f64, symbol: &str, wide: u16) -> Piece {
        let lowest = from <= 0.0;
        let style = if lowest {
            self.style(Role::Faint)
        } else {
            self.scene.theme.category(Category::Selling)
        };
        piece(symbol.repeat(wide.into()), style)
    }
}
