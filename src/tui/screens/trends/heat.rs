//! Selling by weekday and hour: the warmer a cell, the more of its tracked time was selling; the figure stands in it.

use ratatui::buffer::Buffer;

use super::frame::Frame;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::text;
use crate::insight::heat::{Cell, HeatRow};
use crate::tui::layout::{at_columns, row_of};
use crate::tui::paint::{Ink, line, piece};
use crate::tui::widgets::strip::write_styled;

/// From so many percent on each step of the map.
const STEPS: [f64; 5] = [0.0, 17.0, 29.0, 41.0, 53.0];
/// Below so much tracked time a cell says nothing.
const KNOWN_FROM: Length = Length::hours(1);
/// The widest cell, here and where there is much room, and the least that holds a figure.
const WIDEST: u16 = 6;
const ROOMY: (u16, u16) = (90, 8);
const WITH_FIGURES: u16 = 3;

/// The cells that are known: their rows, and the first and last hour.
pub(super) struct HeatMap<'a> {
    rows: Vec<&'a HeatRow>,
    from: usize,
    to: usize,
}

impl HeatMap<'_> {
    /// How many rows of cells there are.
    pub(super) const fn height(&self) -> u16 {
        self.rows.len() as u16
    }
}

const fn is_known(cell: &Cell) -> bool {
    cell.tracked.as_seconds() >= KNOWN_FROM.as_seconds()
}

impl Frame<'_> {
    /// Whether a week here has a TAFS: where none has, the shares of its hours are withheld too.
    fn tells_shares(&self) -> bool {
        let mut weeks = self.figures.trend.weeks.iter();
        weeks.any(|week| week.tafs.is_some())
    }

    /// What is known of the hours of the week; `None` where nothing is.
    pub(super) fn heat_map(&self) -> Option<HeatMap<'_>> {
        if !self.tells_shares() {
            return None;
        }
        let heat = self.figures.heat.iter();
        let rows: Vec<&HeatRow> = heat.filter(|row| row.hours.iter().any(is_known)).collect();
        let at = |hour: &usize| rows.iter().any(|row| is_known(&row.hours[*hour]));
        let (from, to) = ((0..24).find(at)?, (0..24).rfind(at)?);
        Some(HeatMap { rows, from, to })
    }

    /// A row a weekday that has anything known, a cell an hour, from a row of the page on.
    pub(super) fn draw_heat(&self, buffer: &mut Buffer, y: u16) {
        let main = self.grid.main;
        let title = [self.strong("Selling by weekday and hour")];
        let end = line(buffer, row_of(main, y), 0, &title);
        let of = self.quiet(format!("% of tracked time, {} weeks", self.count_weeks()));
        if end + 3 + text::width(&of.content) as u16 + 12 <= main.right() {
            let area = at_columns(row_of(main, y), end + 3, main.right() - end - 3);
            line(buffer, area, 0, &[of]);
        }
        let Some(map) = self.heat_map() else {
            let words = if self.tells_shares() {
                "An hour of the week needs 1h tracked before it is shown."
            } else {
                "Needs a week with 8h tracked and 60 % coverage."
            };
            for (row, prose) in (y + 1..).zip(self.prose(words, main.width)) {
                line(buffer, row_of(main, row), 0, &prose.left);
            }
            return;
        };
        let x = self.grid.weeks.x;
        let hours = (map.to - map.from + 1) as u16;
        let widest = if main.width > ROOMY.0 {
            ROOMY.1
        } else {
            WIDEST
        };
        let wide = ((main.right() - x) / hours).clamp(1, widest);
        self.draw_clock(buffer, y + 1, &map, wide);
        for (row, weekday) in (y + 2..).zip(&map.rows) {
            let name = self.quiet(format::weekday(weekday.weekday));
            line(buffer, row_of(main, row), 0, &[name]);
            for (index, hour) in (map.from..=map.to).enumerate() {
                let x = x + index as u16 * wide;
                if row < main.bottom() && x + wide <= main.right() {
                    self.draw_cell(buffer, (x, row), wide, &weekday.hours[hour]);
                }
            }
        }
    }

    /// The hours above the cells, as many as have room.
    fn draw_clock(&self, buffer: &mut Buffer, y: u16, map: &HeatMap<'_>, wide: u16) {
        let step = usize::from(3_u16.div_ceil(wide));
        for (index, hour) in (map.from..=map.to).enumerate().step_by(step) {
            let x = self.grid.weeks.x + index as u16 * wide + wide.saturating_sub(2) / 2;
            let label = self.quiet(format!("{hour:02}"));
            let area = row_of(self.grid.main, y);
            let room = area.right().saturating_sub(x);
            if room >= 2 {
                line(buffer, at_columns(area, x, room), 0, &[label]);
            }
        }
    }

    fn draw_cell(&self, buffer: &mut Buffer, at: (u16, u16), wide: u16, cell: &Cell) {
        let Some(share) = cell.tafs().filter(|_| is_known(cell)) else {
            return;
        };
        let step = STEPS.iter().rposition(|from| share * 100.0 >= *from);
        let style = self.scene.theme.heat(step.unwrap_or(0));
        let figure = match format::whole_figure(share) {
            _ if wide < WITH_FIGURES => String::new(),
            // It would run into its neighbor: the warmest cell says it alone.
            figure if figure.len() >= usize::from(wide) && self.scene.theme.dims_by_color() => {
                String::new()
            }
            figure if figure.len() >= usize::from(wide) => "██".to_owned(),
            figure => format!("{figure:>2}"),
        };
        let before = usize::from(wide).saturating_sub(text::width(&figure)) / 2;
        let cells = format!("{}{figure}", " ".repeat(before));
        let cells = piece(format!("{cells:<0$}", usize::from(wide)), style);
        write_styled(buffer, at, &cells.content, cells.style);
    }
}
