//! What stands beside the week where there is room: what the selling produced, each day beside its usual one, and the
//! accounts that take time without moving.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame::{Frame, WeekDay};
use super::grid::Grid;
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::{Length, Moment};
use crate::domain::taxonomy::Role as Job;
use crate::insight::accounts::{self, Call};
use crate::insight::produce;
use crate::insight::usual;
use crate::insight::yields::Yield;
use crate::tui::layout::row_of;
use crate::tui::paint::{Ink, line_right, piece};
use crate::tui::theme::Role;
use crate::tui::widgets::side::{draw_hairline, draw_head, draw_row, hours_column};
use crate::tui::widgets::stacked_bar::{StackedBar, draw_tinted};

/// How much of its color a usual day has.
const USUAL: u8 = 40;
/// What the figures at the right of the bars take.
const FIGURES: u16 = 9;
/// So many accounts are named.
const NAMED: usize = 5;

impl Frame<'_> {
    pub(super) fn draw_side(&self, buffer: &mut Buffer, grid: &Grid) {
        let Some(side) = self.scene.regions.side else {
            return;
        };
        draw_hairline(buffer, side, self.scene);
        let cards = self.cards();
        if cards.contains(&"yield") {
            self.draw_output(buffer, side, grid.figure.row);
        }
        self.draw_days(buffer, side, grid);
        let accounts = cards.contains(&"watch_accounts");
        if let Some(groups) = grid.groups.filter(|_| accounts) {
            self.draw_accounts(buffer, side, groups.row);
        }
    }

    /// The outcomes of the activity that the role goes by, and the meetings that moved a customer.
    fn draw_output(&self, buffer: &mut Buffer, side: Rect, y: u16) {
        let context = self.scene.context;
        let production = produce::of_days(self.period());
        let letter = match self.scene.settings.role {
            Job::Sdr => 'c',
            Job::Ae | Job::Founder | Job::Am | Job::Se => 'p',
        };
        let kind = context.taxonomy.by_letter(Category::Selling, letter);
        let of = kind.and_then(|kind| {
            let mut activities = production.activities.iter();
            activities.find(|of| of.activity.as_ref() == Some(&kind.name))
        });
        let meta = of.map_or_else(String::new, |of| {
            let name = of.activity.as_deref().unwrap_or_default();
            format!("{} {name}", format::hours(of.time))
        });
        draw_head(
            buffer,
            row_of(side, y),
            self.scene,
            "Output",
            self.quiet(meta),
        );
        let per_hour = |of: Yield| {
            of.per_hour().map_or_else(String::new, |rate| {
                format!("{} an hour", format::rate(rate))
            })
        };
        let mut rows = Vec::new();
        if let Some(of) = of {
            let rate = per_hour(of.conversation_yield());
            rows.push((of.conversations, "conversations", rate));
            rows.push((of.meetings, "meetings set", per_hour(of.meeting_yield())));
        }
        let grades = production.grades;
        let meetings = match grades.live_blocks() {
            0 => String::new(),
            count => format!("of {}", format::count(count, "meeting")),
        };
        // The rows of the review tell the two apart.
        let moved = if grades.won > 0 {
            "advanced or won"
        } else {
            "advances"
        };
        rows.push((grades.advanced(), moved, meetings));
        for (row, (count, name, more)) in (y + 1..).zip(rows) {
            let figure = self.strong(format!("{count:>2}"));
            let name = piece(format!("  {name}"), self.style(Role::Soft));
            let more = self.quiet(more);
            draw_row(buffer, row_of(side, row), &[figure, name], &[more]);
        }
    }

    /// A bar of each day, and below it one of what is usual on its weekday.
    fn draw_days(&self, buffer: &mut Buffer, side: Rect, grid: &Grid) {
        let usual: Vec<Option<usual::Usual>> = self.laned().map(|day| self.usual_of(day)).collect();
        let has_usual = usual.iter().any(Option::is_some);
        let heads = row_of(side, grid.hours.saturating_sub(1));
        let versus = self.quiet(if has_usual { "vs usual" } else { "" });
        draw_head(buffer, heads, self.scene, "Share by day", versus);
        if has_usual {
            let words = [self.quiet("usual weekday below")];
            draw_row(buffer, row_of(side, grid.hours), &words, &[]);
        }
        for ((index, day), usual) in (0..).zip(self.laned()).zip(usual) {
            let row = row_of(side, grid.lanes.lane(index).y);
            let bar = Rect {
                width: side.width.saturating_sub(FIGURES),
                ..row
            };
            let totals = &day.totals;
            if totals.tracked().is_positive() && !bar.is_empty() {
                StackedBar::of_day(self.scene.theme, totals).draw(buffer, bar);
            }
            let Some(usual) = usual else {
                continue;
            };
            if grid.lanes.pitch > 1 {
                let below = Rect {
                    y: row.y + 1,
                    ..bar
                };
                let below = below.intersection(side);
                draw_tinted(buffer, below, self.scene.theme, usual.shares, USUAL);
            }
            if let Some(tafs) = day.reading().tafs() {
                let words = format::signed_points(tafs - usual.tafs);
                let words = if self.is_selected(day) {
                    self.strong(words)
                } else {
                    piece(words, self.style(Role::Soft))
                };
                line_right(buffer, row, 0, &[words]);
            }
        }
    }

    /// What is usual on the weekday of a day: whole, or by now where the day goes on.
    fn usual_of(&self, day: &WeekDay<'_>) -> Option<usual::Usual> {
        let scene = self.scene;
        if day.day > scene.today {
            return None;
        }
        let calendar = &scene.context.calendar;
        let end = calendar.day_span(day.day).end();
        let at: Moment = if day.day == scene.today {
            scene.now
        } else {
            calendar.here(end.minus(Length::seconds(1)))
        };
        usual::by_now(&scene.snapshot.weeks.blocks, at, scene.context)
    }

    fn draw_accounts(&self, buffer: &mut Buffer, side: Rect, y: u16) {
        let last = self.week.end().plus(-1);
        let efforts = accounts::rank_accounts(self.ledger(), last);
        let called: Vec<_> = efforts
            .iter()
            .filter_map(|effort| Some((effort, effort.call?)))
            .collect();
        if called.is_empty() {
            return;
        }
        let head = "No advance yet";
        draw_head(
            buffer,
            row_of(side, y),
            self.scene,
            head,
            self.quiet("28 days"),
        );
        for (row, (effort, call)) in (y + 1..).zip(called.into_iter().take(NAMED)) {
            let name = format!("@{}", effort.account.as_str());
            let words = match call {
                Call::Watch => format::count(effort.meetings, "meeting"),
                Call::Rope => "at risk".to_owned(),
            };
            let hours = hours_column(effort.length);
            let soft = self.style(Role::Soft);
            let figures = [self.quiet(words), piece(hours, soft)];
            draw_row(buffer, row_of(side, row), &[piece(name, soft)], &figures);
        }
    }
}
