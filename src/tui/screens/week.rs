//! Seven days side by side: where each hour went, and what the week comes to.

mod grid;
mod panel;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use crate::domain::block::Category;
use crate::domain::calendar::{Day, Week};
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Span, Stamp};
use crate::insight::coverage::{self, Reading};
use crate::insight::gaps::{self, Entry};
use crate::insight::totals::{self, Totals};
use crate::tui::layout::{self, Regions, Shape};
use crate::tui::model::Model;
use crate::tui::paint::{Piece, line, line_right, piece};
use crate::tui::theme::Role;
use crate::tui::widgets::ribbon;

/// From so many columns on the days have room for their dates.
const ROOMY: u16 = 96;

/// What the screen is drawn from.
struct Frame<'a> {
    model: &'a Model,
    now: Moment,
    week: Week,
    days: Vec<DayColumn<'a>>,
    totals: Totals,
}

/// One of the seven.
struct DayColumn<'a> {
    day: Day,
    /// Where the wall clock of the place showed midnight.
    midnight: Stamp,
    totals: Totals,
    entries: Vec<Entry<'a>>,
    planned: Vec<Span>,
}

/// Draws the week.
pub(crate) fn draw(buffer: &mut Buffer, regions: &Regions, model: &Model, now: Moment) {
    let area = layout::body(regions);
    let frame = Frame::new(model, now);
    match regions.shape {
        Shape::Line => {}
        Shape::Compact => frame.compact(
            buffer,
            Rect {
                y: area.y.saturating_sub(1),
                height: area.height + 1,
                ..area
            },
        ),
        Shape::Wide => {
            let (grid, panel) = halves(area);
            frame.grid(buffer, grid);
            frame.panel(buffer, panel);
        }
    }
}

/// The grid on the left, and what the week comes to on the right.
fn halves(area: Rect) -> (Rect, Rect) {
    let column = if area.width >= ROOMY { 9 } else { 6 };
    let left = (grid::LABEL + 7 * column).min(area.width);
    let gap = if area.width >= ROOMY { 4 } else { 2 };
    let right = Rect {
        x: area.x + left + gap,
        width: area.width.saturating_sub(left + gap),
        ..area
    };
    (
        Rect {
            width: left,
            ..area
        },
        right,
    )
}

/// The day whose column, or whose line, stands here.
pub(crate) fn day_at(model: &Model, regions: &Regions, at: Position, now: Moment) -> Option<Day> {
    let area = layout::body(regions);
    let days = Frame::new(model, now).week.days();
    let index = match regions.shape {
        Shape::Line => return None,
        Shape::Compact => {
            at.y.checked_sub(area.y)
                .filter(|_| area.contains(at))
                .map(usize::from)
        }
        Shape::Wide => {
            let grid = halves(area).0;
            grid.contains(at)
                .then(|| grid::column_at(grid, at.x))
                .flatten()
        }
    };
    let day = *days.get(index?)?;
    (day <= model.today).then_some(day)
}

/// The week in view as the header says it: `W10 · 2-8 Mar`.
pub(crate) fn title(model: &Model) -> String {
    name(model, model.settings.context.calendar.week_of(model.day))
}

/// A week in the header: its number, and its days where there is room.
pub(crate) fn name(model: &Model, week: Week) -> String {
    let name = week.to_string();
    let number = name
        .split_once('-')
        .map_or(name.as_str(), |(_, number)| number)
        .to_owned();
    let (first, last) = (
        format::short_day(week.first, model.today),
        format::short_day(week.end().plus(-1), model.today),
    );
    if model.size.width < layout::SMALLEST.width * 3 / 2 {
        return number;
    }
    let date = |day: &str| {
        day.split_once(' ')
            .map_or_else(String::new, |(_, date)| date.to_owned())
    };
    format!("{number} · {} - {}", date(&first), date(&last))
}

impl<'a> Frame<'a> {
    fn new(model: &'a Model, now: Moment) -> Self {
        let context = &model.settings.context;
        let week = context.calendar.week_of(model.day);
        let blocks = &model.snapshot.weeks;
        let column = |day| {
            let place = context.place(blocks, day, now.at);
            // Before the first key there is no day to hold against anyone.
            let begun = model.snapshot.last.is_some();
            DayColumn {
                day,
                midnight: context.calendar.instant_at(day, Length::ZERO, place),
                totals: if begun {
                    totals::of_days(blocks, day, day, context, now.at)
                } else {
                    Totals::default()
                },
                entries: if begun {
                    gaps::entries(blocks, day, context, now.at)
                } else {
                    Vec::new()
                },
                planned: context.hours.spans(day, &context.calendar, place),
            }
        };
        let days: Vec<DayColumn<'a>> = week.days().into_iter().map(column).collect();
        let totals = days.iter().map(|day| day.totals).sum();
        Self {
            model,
            now,
            week,
            days,
            totals,
        }
    }
}

impl Frame<'_> {
    fn style(&self, role: Role) -> Style {
        self.model.settings.theme.style(role)
    }

    fn quiet(&self, words: impl Into<String>) -> Piece {
        piece(words, self.style(Role::Quiet))
    }

    /// How the name of a day looks: the selected one stands out, today is bold.
    fn day_style(&self, day: Day) -> Style {
        let theme = &self.model.settings.theme;
        if day == self.model.day {
            theme
                .style(Role::Accent)
                .add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
        } else if day == self.model.today {
            theme.strong()
        } else {
            theme.style(Role::Quiet)
        }
    }

    /// TAFS of a day in a few columns; hours of selling where it is too early for a share.
    fn day_share(totals: &Totals) -> String {
        match coverage::of_day(totals) {
            Reading::TooEarly { .. } => String::new(),
            Reading::Exact { tafs } | Reading::Bounded { tafs, .. } => {
                format!("{:.0} %", tafs * 100.0)
            }
            Reading::OnlyBounds { low, high } => format!("{:.0}–{:.0}", low * 100.0, high * 100.0),
        }
    }

    /// The week on a line, and a line a day: its ribbon, hours and TAFS; below them the commitment.
    fn compact(&self, buffer: &mut Buffer, area: Rect) {
        let selling = self
            .model
            .settings
            .theme
            .category(Category::Selling)
            .add_modifier(Modifier::BOLD);
        let (figure, unit) = self.figure();
        let mut words = vec![piece(format!("{figure}{unit} "), selling)];
        words.extend(self.hours_words());
        let from = line_right(buffer, area, 0, &self.pace());
        line(
            buffer,
            Rect {
                width: from.saturating_sub(area.x + 1),
                ..area
            },
            0,
            &words,
        );
        let scale = grid::extent(&self.days);
        for (index, day) in self.days.iter().enumerate() {
            let y = 1 + index as u16;
            let name = piece(format::weekday(day.day.weekday()), self.day_style(day.day));
            line(buffer, area, y, &[name]);
            let figures = format!(
                "{:>6} {:>5}",
                self.day_hours(day),
                Self::day_share(&day.totals)
            );
            let from = line_right(buffer, area, y, &[self.quiet(figures)]);
            let Some(width) = from.checked_sub(area.x + 5).filter(|_| y < area.height) else {
                continue;
            };
            for column in 0..width {
                let minutes = |column: u16| {
                    scale.0 + (scale.1 - scale.0) * i64::from(column) / i64::from(width)
                };
                let sign = self.sign(day, minutes(column), minutes(column + 1));
                line(
                    buffer,
                    Rect {
                        x: area.x + 4 + column,
                        width: 1,
                        ..area
                    },
                    y,
                    &[sign],
                );
            }
        }
        // What is left of the lines says how the commitment stands.
        for (y, words) in
            (self.days.len() as u16 + 1..area.height).zip(self.commitment_words(area.width))
        {
            line(buffer, area, y, &words);
        }
    }

    /// The hours of a day, or that it is off.
    fn day_hours(&self, day: &DayColumn<'_>) -> String {
        let tracked = day.totals.tracked();
        if tracked.is_positive() {
            format::hours(tracked)
        } else if self.model.settings.context.hours.is_off(day.day) {
            "off".to_owned()
        } else {
            "–".to_owned()
        }
    }

    /// The sign of a stretch of a day, in minutes after its midnight.
    fn sign(&self, day: &DayColumn<'_>, from: i64, to: i64) -> Piece {
        let at = |minutes| day.midnight.plus(Length::minutes(minutes));
        let cell = Span::new(at(from), at(to));
        let theme = &self.model.settings.theme;
        let sign =
            cell.map(|cell| ribbon::symbol(cell, &day.entries, &day.planned, self.now.at, theme));
        let (symbol, style) = sign.unwrap_or((" ", Style::new()));
        piece(symbol, style)
    }
}
