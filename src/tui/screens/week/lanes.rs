//! The lanes: each day as runs on one scale of hours, its share at the right, and a caliper under the best stretch of the
//! selected one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame::{Frame, WeekDay};
use super::grid::Grid;
use super::runs::{Shape, shapes_of};
use super::scale::Scale;
use crate::domain::format;
use crate::domain::stamp::{Span, Stamp};
use crate::domain::text;
use crate::insight::gaps::Entry;
use crate::insight::prepared::MARK;
use crate::insight::runs;
use crate::tui::layout::{from_column, row_of};
use crate::tui::paint::{Ink, Piece, line, line_right, piece, plain};
use crate::tui::theme::{Fill, Role};
use crate::tui::widgets::band;
use crate::tui::widgets::ribbon::{draw_caliper, fill_of};
use crate::tui::widgets::share::figures;
use crate::tui::widgets::strip::{self, STEPS, write_styled};

/// From one day without a lane to the next.
pub(super) const BESIDE: u16 = 9;

impl Frame<'_> {
    pub(super) fn draw_lanes(&self, buffer: &mut Buffer, grid: &Grid) {
        let (lanes, scale) = (&grid.lanes, self.scale(&grid.lanes));
        let best = runs::longest_run(&self.runs).map(|run| run.start.at);
        for (index, day) in (0..).zip(self.laned()) {
            let lane = lanes.lane(index).intersection(Rect {
                x: 0,
                width: u16::MAX,
                ..grid.page
            });
            if lane.is_empty() {
                break;
            }
            if self.is_selected(day) {
                band::draw(buffer, grid.page, self.scene, (lane.y, lane.height));
            }
            line(buffer, row_of(grid.page, lane.y), 0, &[self.day_name(day)]);
            self.draw_lane(buffer, lane, &scale, day, best);
            if lanes.pitch > 1 && !(self.is_selected(day) && self.best_of(day.day).is_some()) {
                self.draw_night_hours(buffer, (lane.x, lane.bottom()), &scale, day);
            }
            self.draw_figures(buffer, grid, lane.y, day);
        }
        self.draw_hours(buffer, grid, &scale);
        self.draw_best(buffer, grid, &scale);
        self.draw_others(buffer, grid);
    }

    fn day_name(&self, day: &WeekDay<'_>) -> Piece {
        if self.is_selected(day) {
            self.strong(day.name())
        } else if day.day > self.scene.today || !day.has_lane {
            self.quiet(day.name())
        } else {
            piece(day.name(), self.style(Role::Soft))
        }
    }

    fn draw_lane(
        &self,
        buffer: &mut Buffer,
        lane: Rect,
        scale: &Scale,
        day: &WeekDay<'_>,
        best: Option<Stamp>,
    ) {
        let scene = self.scene;
        let mut eighths = vec![Fill::Open; usize::from(lane.width) * STEPS];
        let mut fill = |part, fill| {
            let range = scale.range(part);
            let end = range.end.min(eighths.len());
            eighths[range.start.min(end)..end].fill(fill);
        };
        for span in &day.planned {
            if let Some(ahead) = Span::new(span.start().max(scene.now.at), span.end()) {
                fill(day.part_of(ahead), Fill::Track);
            }
        }
        for entry in &day.entries {
            if let Some(of) = fill_of(entry).filter(|_| !matches!(entry, Entry::Block { .. })) {
                fill(day.part_of(entry.span()), of);
            }
        }
        let shapes = shapes_of(day);
        for shape in &shapes {
            fill(shape.part, Fill::Work(shape.category));
        }
        strip::draw(buffer, lane, scene.theme, &strip::cells_of(&eighths));
        for shape in &shapes {
            let named = self.name_shape(buffer, lane, scale, shape, best == Some(shape.start));
            self.mark_prepared(buffer, lane, scale, shape, named);
        }
    }

    /// A mark for each meeting of a run that was prepared: in the meeting, apart from the words of the first row where
    /// there is room; else right behind the letter of the run.
    fn mark_prepared(
        &self,
        buffer: &mut Buffer,
        lane: Rect,
        scale: &Scale,
        shape: &Shape<'_>,
        (letter, named): (u16, u16),
    ) {
        if self.scene.settings.hidden.has("prepared") {
            return;
        }
        let (theme, fill) = (self.scene.theme, Fill::Work(shape.category));
        let cells = |part| {
            let range = scale.range(part);
            let (first, room) = strip::whole_cells(range.start, range.end);
            (lane.x + first as u16, lane.x + (first + room) as u16)
        };
        let (_, last) = cells(shape.part);
        for part in shape.prepared(self.ledger()) {
            let (first, end) = cells(part);
            let apart = if first > named { first } else { named + 1 };
            let mut own = [apart, first.max(named)].into_iter();
            let own = own.find(|x| first > letter && *x < end);
            let x = own.unwrap_or(letter + 1);
            if x < last {
                strip::write(buffer, (x, lane.y), theme, fill, MARK, false);
            }
        }
    }

    /// Below a lane, the hours before a change of the clocks: those above the lanes are of the other days.
    fn draw_night_hours(
        &self,
        buffer: &mut Buffer,
        (x, y): (u16, u16),
        scale: &Scale,
        day: &WeekDay<'_>,
    ) {
        for (at, label) in day.night_hours(&self.scene.context.calendar) {
            if let Some(column) = scale.column(at) {
                write_styled(buffer, (x + column, y), &label, self.style(Role::Quiet));
            }
        }
    }

    /// The letter, the length of protected selling, and below them what is true of the whole run, each only where it fits.
    /// Hands back the column of the letter, and the one after the words of the first row.
    fn name_shape(
        &self,
        buffer: &mut Buffer,
        lane: Rect,
        scale: &Scale,
        shape: &Shape<'_>,
        is_best: bool,
    ) -> (u16, u16) {
        let theme = self.scene.theme;
        let range = scale.range(shape.part);
        let (first, room) = strip::whole_cells(range.start, range.end);
        if room == 0 {
            return (lane.right(), lane.right());
        }
        let pad = usize::from(room >= 3);
        let (x, fill) = (lane.x + (first + pad) as u16, Fill::Work(shape.category));
        let letter = shape.category.letter().to_string();
        let mut end = x + 1;
        if let Some(length) = shape.length_words(self.scene) {
            let gap = [2, 1].into_iter().find(|gap| {
                let air = usize::from(*gap == 2);
                room >= pad + 1 + gap + length.len() + air
            });
            if let Some(gap) = gap {
                let words = format!("{}{length}", " ".repeat(gap));
                strip::write(buffer, (x + 1, lane.y), theme, fill, &words, is_best);
                end += words.len() as u16;
            }
        }
        strip::write(buffer, (x, lane.y), theme, fill, &letter, true);
        let fitting = shape.words().into_iter();
        let fitting = fitting.filter(|words| text::width(words) + pad <= room);
        for (row, words) in (lane.y + 1..lane.bottom()).zip(fitting) {
            strip::write(buffer, (x, row), theme, fill, &words, false);
        }
        (x, end)
    }

    /// The share of a day, and below it the hours that it comes from and its bounds; those come first.
    fn draw_figures(&self, buffer: &mut Buffer, grid: &Grid, y: u16, day: &WeekDay<'_>) {
        let (lanes, tracked) = (&grid.lanes, day.totals.tracked());
        let mut share = vec![self.share_words(day, lanes.is_brief)];
        let mut bounds = bounds_beside(day).map(|bounds| {
            let unit = if lanes.is_brief { "" } else { " %" };
            self.quiet(format!("{bounds}{unit}"))
        });
        if lanes.pitch < 2 && !lanes.is_brief {
            let before = bounds.take().map(|bounds| [bounds, plain(" ")]);
            share.splice(0..0, before.into_iter().flatten());
        }
        line_right(buffer, row_of(grid.page, y), 0, &share);
        if !tracked.is_positive() || lanes.pitch < 2 {
            return;
        }
        if let Some(bounds) = bounds {
            let row = if lanes.pitch > 2 { y + 2 } else { y + 1 };
            line_right(buffer, row_of(grid.page, row), 0, &[bounds]);
            if lanes.pitch == 2 {
                return;
            }
        }
        let words = if lanes.is_brief {
            vec![self.quiet(format::hours(tracked))]
        } else {
            let selling = format::hours(day.totals.selling);
            let of = format!(" of {}", format::hours(tracked));
            vec![piece(selling, self.style(Role::Soft)), self.quiet(of)]
        };
        line_right(buffer, row_of(grid.page, y + 1), 0, &words);
    }

    /// TAFS of a day, or its bounds where they alone may be told; that it is off, or a dash, where there is none.
    pub(super) fn share_words(&self, day: &WeekDay<'_>, is_brief: bool) -> Piece {
        let (share, bounds) = figures(day.reading());
        let Some(figure) = share.or(bounds) else {
            let hours = &self.scene.context.hours;
            let is_off = !day.totals.tracked().is_positive() && hours.is_off(day.day);
            return self.quiet(if is_off { "off" } else { "–" });
        };
        self.strong(if is_brief {
            figure
        } else {
            format!("{figure} %")
        })
    }

    /// The hours above the lanes, a mark for now, and the folds through all of them.
    fn draw_hours(&self, buffer: &mut Buffer, grid: &Grid, scale: &Scale) {
        let (lanes, row) = (&grid.lanes, row_of(grid.page, grid.hours));
        if row.is_empty() {
            return;
        }
        let x = lanes.first.x;
        let today = self.laned().find(|day| day.day == self.scene.today);
        let now = today.and_then(|day| scale.column(day.time_of(self.scene.now.at)));
        for (column, hour) in scale.hours() {
            if !now.is_some_and(|now| (column..=column + 1).contains(&now)) {
                let style = self.style(Role::Quiet);
                write_styled(buffer, (x + column, row.y), &format!("{hour:02}"), style);
            }
        }
        if let Some(now) = now {
            write_styled(buffer, (x + now, row.y), "▾", self.scene.theme.strong());
        }
        if lanes.is_brief {
            line_right(buffer, row, 0, &[self.quiet("%")]);
        }
        for column in scale.folds() {
            write_styled(buffer, (x + column, row.y), "⋯", self.style(Role::Quiet));
            let last = (lanes.end() - u16::from(lanes.pitch > 1)).min(grid.page.bottom());
            for y in row.y + 1..last {
                write_styled(buffer, (x + column, y), "┊", self.style(Role::Rule));
            }
        }
    }

    /// The caliper under the best stretch of the selected day.
    fn draw_best(&self, buffer: &mut Buffer, grid: &Grid, scale: &Scale) {
        let lanes = &grid.lanes;
        let mut days = (0..).zip(self.laned());
        let selected = days.find(|(_, day)| self.is_selected(day));
        let Some((index, day)) = selected.filter(|_| lanes.pitch > 1) else {
            return;
        };
        let Some(run) = self.best_of(day.day) else {
            return;
        };
        let row = row_of(grid.page, lanes.lane(index).bottom());
        let Some(span) = Span::new(run.start.at, run.end.at).filter(|_| !row.is_empty()) else {
            return;
        };
        let (start, end) = (format::clock(run.start), format::clock(run.end));
        let words = format!("{start}–{end}  {}", format::hours(run.row_length()));
        // Figures stand at the right of the row: its hours, or its bounds.
        let room = if lanes.is_brief || bounds_beside(day).is_some() {
            lanes.first.width
        } else {
            grid.page.right().saturating_sub(lanes.first.x)
        };
        let range = scale.range(day.part_of(span));
        let at = (lanes.first.x, row.y);
        draw_caliper(
            self.scene,
            buffer,
            at,
            (lanes.first.width, room),
            range,
            &words,
        );
    }

    /// Whether the days without a lane have their line: not where it would stand between the lanes and the facts, unless
    /// one of them is selected.
    pub(super) fn shows_others(&self, grid: &Grid) -> bool {
        let is_on_other = self.others().any(|day| self.is_selected(day));
        is_on_other || grid.facts.is_none() && self.others().next().is_some()
    }

    /// The days without a lane, in one line.
    fn draw_others(&self, buffer: &mut Buffer, grid: &Grid) {
        let Some(row) = grid.weekend.map(|row| row_of(grid.page, row)) else {
            return;
        };
        if row.is_empty() || !self.shows_others(grid) {
            return;
        }
        if self.others().any(|day| self.is_selected(day)) {
            band::draw(buffer, grid.page, self.scene, (row.y, 1));
        }
        for (index, day) in (0..).zip(self.others()) {
            let room = from_column(row, row.x + index * BESIDE);
            line(buffer, room, 0, &[self.day_name(day)]);
        }
        line_right(buffer, row, 0, &[self.quiet("–")]);
    }
}

/// The bounds of a day whose share may be told.
fn bounds_beside(day: &WeekDay<'_>) -> Option<String> {
    let (share, bounds) = figures(day.reading());
    bounds.filter(|_| share.is_some())
}
