//! What of the week bears on the next hour, beside the day where there is room: the week so far, the commitment, the next
//! meeting, the requests, and protected selling.

use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::frame::Frame;
use super::next::next_meeting;
use crate::domain::block::{Account, Block, Category};
use crate::domain::calendar::{Day, Week};
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::suggestion::Suggestion;
use crate::domain::text::folded;
use crate::insight::coverage;
use crate::insight::runs::{self, Ending};
use crate::insight::totals::{self, Totals};
use crate::insight::{Ledger, burden, weeks};
use crate::report::share;
use crate::tui::layout::{self, at_columns, narrowed, row_of, rows_from};
use crate::tui::paint::{Ink, Piece, line, line_right, piece, plain};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::cards;
use crate::tui::widgets::commitment;
use crate::tui::widgets::header;
use crate::tui::widgets::share::{figures, stretch_words};
use crate::tui::widgets::side::{
    CountedRow, draw_counted, draw_hairline, draw_head, draw_row, hours_column,
};
use crate::tui::widgets::stacked_bar::StackedBar;

/// The cards of the panel, the most important first.
const CARDS: [&str; 5] = ["week", "commitment", "next", "by_requester", "protected_s"];
/// The rows of the bars of the days; more than five stand closer.
const BARS: u16 = 10;
const AIRY_DAYS: usize = 5;
/// The columns before a bar, those after it, and those of the share.
const NAME: u16 = 5;
const FIGURES: u16 = 18;
/// Those after a bar where bounds stand among the figures.
const WITH_BOUNDS: u16 = 22;
const SHARE: u16 = 7;
/// From the last row of a group to the next group.
const GAP: u16 = 2;
/// So many requesters are named.
const NAMED: usize = 5;
/// The activity that a meeting asks for, and how many days before it.
const PREP: &str = "prep";
const PREP_DAYS: i64 = 5;

/// The first and the last day whose blocks the panel needs: those of the week of the day in view, and of the weeks that tell
/// what is usual. `None` where there is no room for it.
pub(crate) fn days_to_read(scene: &Scene<'_>) -> Option<(Day, Day)> {
    layout::regions(scene.size, 0).side?;
    let week = scene.context.calendar.week_of(scene.day);
    let earliest = weeks::weeks_before(week, weeks::WEEKS_BACK);
    Some((earliest.first, week.end().plus(-1)))
}

impl Frame<'_> {
    pub(super) fn draw_side(&self, buffer: &mut Buffer) {
        let Some(side) = self.scene.regions.side else {
            return;
        };
        draw_hairline(buffer, side, self.scene);
        let calendar = &self.scene.context.calendar;
        let week = calendar.week_of(self.scene.day);
        let is_this = week == calendar.week_of(self.scene.today);
        let name = if is_this {
            "this week".to_owned()
        } else {
            header::number_of(week)
        };
        let panel = Panel {
            frame: self,
            week,
            ledger: {
                let (blocks, now) = (&self.scene.snapshot.weeks, self.scene.now.at);
                self.scene.context.ledger(blocks, now)
            },
            name,
            is_this,
        };
        panel.draw_week(buffer, side, side.y + 1);
        let mut area = rows_from(side, side.y + 1 + 3 + BARS + 1, u16::MAX);
        // The week itself is the first.
        let cards = cards::choose(&CARDS, &self.scene.settings.hidden);
        for card in cards.into_iter().skip(1) {
            area = after(area, panel.draw_card(buffer, area, card));
        }
    }
}

/// What is left of an area below a group of so many rows.
fn after(area: Rect, rows: u16) -> Rect {
    if rows == 0 {
        area
    } else {
        rows_from(area, area.y + rows + GAP, u16::MAX)
    }
}

struct Panel<'a> {
    frame: &'a Frame<'a>,
    week: Week,
    ledger: Ledger<'a>,
    /// How heads name the week.
    name: String,
    /// Whether it is the week of today.
    is_this: bool,
}

impl Panel<'_> {
    /// Hands back how many rows it took.
    fn draw_card(&self, buffer: &mut Buffer, area: Rect, card: &str) -> u16 {
        match card {
            "commitment" => self.draw_commitment(buffer, area),
            "next" => self.draw_next(buffer, area),
            "by_requester" => self.draw_requests(buffer, area),
            "protected_s" => self.draw_protected(buffer, area),
            _ => 0,
        }
    }

    /// The share of the week, what it comes from, and a bar of each day.
    fn draw_week(&self, buffer: &mut Buffer, side: Rect, y: u16) {
        let frame = self.frame;
        let days: Vec<(Day, Totals)> = self
            .week
            .days()
            .into_iter()
            .zip(totals::by_day(self.ledger.week(self.week)))
            .collect();
        let all: Totals = days.iter().map(|(_, totals)| *totals).sum();
        let reading = coverage::of_week(&all);
        let head = if self.is_this {
            "This week"
        } else {
            &self.name
        };
        draw_head(buffer, row_of(side, y), frame.scene, head, self.share(&all));
        let hours = [
            piece(format::hours(all.selling), frame.style(Role::Soft)),
            frame.quiet(format!(" of {}", format::hours(all.tracked()))),
        ];
        let usual = weeks::find_usual(self.ledger, self.week).ok();
        let beside = reading
            .tafs()
            .zip(usual)
            .map_or_else(String::new, |(tafs, usual)| {
                format!("vs usual  {}", format::signed_points(tafs - usual.tafs()))
            });
        draw_row(buffer, row_of(side, y + 1), &hours, &[frame.quiet(beside)]);
        let hours = &frame.scene.context.hours;
        let shown = days.iter().filter(|(day, totals)| {
            let is_planned = !hours.planned_on(*day).is_empty();
            is_planned || totals.tracked().is_positive()
        });
        let shown: Vec<_> = shown.collect();
        let pitch = if shown.len() > AIRY_DAYS { 1 } else { 2 };
        let is_bounded = |totals: &Totals| figures(coverage::of_day(totals)).1.is_some();
        let after = if shown.iter().any(|(_, totals)| is_bounded(totals)) {
            WITH_BOUNDS
        } else {
            FIGURES
        };
        for (index, (day, totals)) in (0..).zip(shown) {
            let row = row_of(side, y + 3 + index * pitch);
            self.draw_day(buffer, row, (*day, totals), after);
        }
    }

    /// The share, its bounds, or what is missing for it.
    fn share(&self, totals: &Totals) -> Piece {
        let frame = self.frame;
        let is_over = frame.scene.today >= self.week.end();
        if let Some(lack) = coverage::lack_of_week(totals, is_over) {
            return frame.quiet(format!("TAFS {lack}"));
        }
        let reading = coverage::of_week(totals);
        let words = share::with_bounds(&reading).unwrap_or_else(|| share::short(&reading));
        let selling = frame.category(Category::Selling);
        piece(words, selling.add_modifier(Modifier::BOLD))
    }

    /// `after`: the columns behind the bar.
    fn draw_day(&self, buffer: &mut Buffer, row: Rect, (day, totals): (Day, &Totals), after: u16) {
        let (frame, is_selected) = (self.frame, day == self.frame.scene.day);
        if row.is_empty() {
            return;
        }
        let name = format::weekday(day.0.weekday());
        let (name, share) = if is_selected {
            (frame.strong(name), frame.theme().strong())
        } else {
            (frame.quiet(name), frame.style(Role::Soft))
        };
        line(buffer, row, 0, &[name]);
        let bar = at_columns(row, row.x + NAME, row.width.saturating_sub(after));
        let tracked = totals.tracked();
        let before = at_columns(row, row.x, row.width.saturating_sub(SHARE));
        if !tracked.is_positive() {
            let is_off = frame.scene.context.hours.is_off(day);
            let rule = "─".repeat(bar.width.into());
            line(buffer, bar, 0, &[piece(rule, frame.style(Role::Rule))]);
            line_right(buffer, before, 0, &[frame.quiet("–")]);
            line_right(
                buffer,
                row,
                0,
                &[frame.quiet(if is_off { "off" } else { "–" })],
            );
            return;
        }
        StackedBar::of_day(frame.theme(), totals).draw(buffer, bar);
        let hours = piece(format::hours(tracked), frame.style(Role::Soft));
        let (hours, end, figure) = match figures(coverage::of_day(totals)) {
            (Some(tafs), Some(bounds)) => (frame.quiet(bounds), before, Some(tafs)),
            // Alone they have the place of the share, and the hours stand before them.
            (None, Some(bounds)) => {
                let end = narrowed(row, bar.right() + SHARE - row.x);
                (hours, end, Some(bounds))
            }
            (tafs, None) => (hours, before, tafs),
        };
        line_right(buffer, end, 0, &[hours]);
        let figure = figure.map_or_else(|| frame.quiet("–"), |figure| piece(figure, share));
        line_right(buffer, row, 0, &[figure]);
    }

    /// Hands back how many rows it took, as the other groups do.
    fn draw_commitment(&self, buffer: &mut Buffer, area: Rect) -> u16 {
        let scene = self.frame.scene;
        if commitment::read_commitment(scene, self.week).is_none() {
            return 0;
        }
        commitment::draw(buffer, area, scene, self.week);
        3
    }

    /// The next meeting of today that is suggested.
    fn draw_next(&self, buffer: &mut Buffer, area: Rect) -> u16 {
        let (frame, scene) = (self.frame, self.frame.scene);
        let Some(next) = next_meeting(scene) else {
            return 0;
        };
        // The header tells how long until then.
        draw_head(buffer, row_of(area, area.y), scene, "Next", frame.quiet(""));
        let mut words = vec![frame.strong(format::clock(next.start))];
        if let Some(account) = &next.details.account {
            let account = format!("@{}", account.as_str());
            words.extend([plain("  "), piece(account, frame.style(Role::Text))]);
        }
        if !next.title.is_empty() {
            words.extend([plain("  "), piece(&*next.title, frame.style(Role::Soft))]);
        }
        line(buffer, row_of(area, area.y + 1), 0, &words);
        if !self.lacks_prep(next) {
            return 2;
        }
        let words = format!("no {PREP} in the last {PREP_DAYS} days");
        line(buffer, row_of(area, area.y + 2), 0, &[frame.quiet(words)]);
        3
    }

    /// Whether a meeting is with an account that nothing was prepared for lately.
    fn lacks_prep(&self, next: &Suggestion) -> bool {
        let scene = self.frame.scene;
        let Some(account) = &next.details.account else {
            return false;
        };
        let from = scene.now.at.minus(Length::hours(24 * PREP_DAYS));
        let prepares = |block: &Block| {
            let activity = block.details.activity.as_deref();
            let mine = block.details.account.as_ref();
            activity == Some(PREP) && mine.is_some_and(|mine| is_same_account(mine, account))
        };
        let taxonomy = &scene.context.taxonomy;
        let mut blocks = self.ledger.blocks.iter();
        taxonomy.by_name(Category::Selling, PREP).is_some()
            && !blocks.any(|block| block.end_or(scene.now.at) > from && prepares(block))
    }

    fn draw_requests(&self, buffer: &mut Buffer, area: Rect) -> u16 {
        let (frame, scene) = (self.frame, self.frame.scene);
        let burdens = burden::of_days(self.ledger.week(self.week));
        if burdens.by_requester.is_empty() {
            return 0;
        }
        let meta = frame.quiet(&*self.name);
        draw_head(buffer, row_of(area, area.y), scene, "Requests", meta);
        let named = burdens.by_requester.iter().take(NAMED);
        let mut rows = 1;
        for of in named {
            let row = CountedRow {
                name: vec![piece(
                    format!("!{}", of.requester.as_str()),
                    frame.style(Role::Soft),
                )],
                count: of.requests,
                length: of.length,
            };
            draw_counted(buffer, row_of(area, area.y + rows), scene, &row, Role::Soft);
            rows += 1;
        }
        rows
    }

    /// The unbroken selling that still runs, and the longest of the week.
    fn draw_protected(&self, buffer: &mut Buffer, area: Rect) -> u16 {
        let (frame, scene) = (self.frame, self.frame.scene);
        let runs = runs::find_runs(self.ledger.week(self.week));
        let Some(best) = runs::longest_run(&runs) else {
            return 0;
        };
        let least = format!("{} or more", format::brief(scene.settings.protected));
        let head = "Protected selling";
        draw_head(
            buffer,
            row_of(area, area.y),
            scene,
            head,
            frame.quiet(least),
        );
        let mut rows = 1;
        let mut put = |name, when: String, length, is_now| {
            let hours = hours_column(length);
            let hours = if is_now {
                frame.strong(hours)
            } else {
                piece(hours, frame.style(Role::Soft))
            };
            let name = piece(name, frame.style(Role::Soft));
            let row = row_of(area, area.y + rows);
            draw_row(buffer, row, &[name], &[frame.quiet(when), hours]);
            rows += 1;
        };
        let current = runs.last().filter(|run| run.ending == Ending::Running);
        if let Some(run) = current.filter(|_| self.is_this) {
            let since = format!("since {}", format::clock(run.start));
            put("now", since, run.length, true);
        }
        put("best", stretch_words(best), best.row_length(), false);
        rows
    }
}

fn is_same_account(one: &Account, other: &Account) -> bool {
    folded(one.as_str()) == folded(other.as_str())
}
