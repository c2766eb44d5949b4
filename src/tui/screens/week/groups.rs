//! What the week comes to, in three groups: selling and the commitment, the other things, the requests.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::frame::Frame;
use super::grid::Grid;
use crate::domain::{format, text};
use crate::insight::runs;
use crate::insight::{burden, tiers};
use crate::report::commitment::pro_rata_words;
use crate::tui::layout::{at_columns, row_of, rows_from};
use crate::tui::paint::{Ink, piece};
use crate::tui::theme::Role;
use crate::tui::widgets::cards;
use crate::tui::widgets::commitment;
use crate::tui::widgets::share::stretch_words;
use crate::tui::widgets::side::{CountedRow, draw_counted, draw_head, draw_row, hours_column};

/// The cards of the week, the most important first; selling and its commitment are one.
const CARDS: [&str; 5] = [
    "selling",
    "top_non_selling",
    "by_requester",
    "yield",
    "watch_accounts",
];
/// So many items are named; the others are one line.
const NAMED: usize = 5;

impl Frame<'_> {
    pub(super) fn draw_groups(&self, buffer: &mut Buffer, grid: &Grid) {
        let Some(groups) = grid.groups else {
            return;
        };
        let page = grid.page;
        let [selling, others, requests] = groups.columns.map(|(from, to)| {
            let height = page.bottom().saturating_sub(groups.row);
            Rect::new(from, groups.row, to + 1 - from, height)
        });
        let cards = self.cards();
        if cards.contains(&"selling") {
            self.draw_selling(buffer, selling);
            self.draw_commitment(buffer, selling);
        }
        if cards.contains(&"top_non_selling") {
            self.draw_non_selling(buffer, others);
        }
        if cards.contains(&"by_requester") {
            self.draw_requests(buffer, requests);
        }
    }

    /// The cards that the week has, here and beside it. Its shares by day are none: they belong to the lanes.
    pub(super) fn cards(&self) -> Vec<&'static str> {
        cards::choose(&CARDS, &self.scene.settings.hidden)
    }

    fn draw_selling(&self, buffer: &mut Buffer, area: Rect) {
        let row = |index| row_of(area, area.y + index);
        let goal = self.scene.settings.selling_goal;
        let goal = goal.map(|goal| self.scene.context.hours.pro_rata(goal, self.week));
        let goal = goal.map_or_else(String::new, |of| {
            let left = (of.goal - self.totals.selling).or_zero();
            let left = if left.is_positive() {
                format!("{} to go", format::hours(format::up_to_minute(left)))
            } else {
                "reached".to_owned()
            };
            let goal = if of.goal == of.whole {
                format!("of {}", format::brief(of.goal))
            } else {
                format!("of {} ({})", format::brief(of.goal), pro_rata_words(of))
            };
            // What the goal is comes before how far off it is.
            let whole = format!("{goal} · {left}");
            let room = usize::from(area.width).saturating_sub("Selling".len() + 2);
            let fits = |words: &String| text::width(words) <= room;
            let short = format!("of {}", format::brief(of.goal));
            let mut ways = [whole, goal].into_iter();
            ways.find(fits).unwrap_or(short)
        });
        draw_head(buffer, row(0), self.scene, "Selling", self.quiet(goal));
        let Some(best) = runs::longest_run(&self.runs) else {
            draw_row(
                buffer,
                row(1),
                &[self.quiet("best stretch")],
                &[self.quiet("–")],
            );
            return;
        };
        let soft = self.style(Role::Soft);
        let put = |buffer: &mut Buffer, index, name, words: String, length| {
            let figures = [piece(words, soft), self.strong(hours_column(length))];
            draw_row(buffer, row(index), &[self.quiet(name)], &figures);
        };
        let (when, length) = (stretch_words(best), best.row_length());
        put(buffer, 1, "best stretch", when, length);
        let protected = self.scene.settings.protected;
        let held = self.runs.iter().filter(|run| run.length >= protected);
        let stretches = match held.count() {
            0 => {
                return draw_row(
                    buffer,
                    row(2),
                    &[self.quiet("protected")],
                    &[self.quiet("–")],
                );
            }
            1 => "in 1 stretch".to_owned(),
            count => format!("in {count} stretches"),
        };
        let total = runs::protected_total(&self.runs, protected);
        put(buffer, 2, "protected", stretches, total);
    }

    fn draw_commitment(&self, buffer: &mut Buffer, area: Rect) {
        let below = rows_from(area, area.y + 4, u16::MAX);
        commitment::draw(buffer, below, self.scene, self.week);
    }

    fn draw_non_selling(&self, buffer: &mut Buffer, area: Rect) {
        let others = tiers::count_others(self.period()).into_iter();
        let items: Vec<CountedRow> = others
            .filter(|(item, _)| item.is_burden())
            .map(|(item, count)| {
                let mine = self.scene.theme.category(item.category);
                let letter = item.category.letter().to_string();
                let activity = item.activity.as_ref();
                let name = activity.map_or(item.category.name(), |activity| activity.as_str());
                CountedRow {
                    name: vec![
                        piece(letter, mine.add_modifier(Modifier::BOLD)),
                        piece(format!("  {name}"), self.style(Role::Soft)),
                    ],
                    count,
                    length: item.length,
                }
            })
            .collect();
        let total = items.iter().map(|item| item.length).sum();
        let meta = self.quiet(if items.is_empty() {
            "–".to_owned()
        } else {
            format::hours(total)
        });
        draw_head(
            buffer,
            row_of(area, area.y),
            self.scene,
            "Top non-selling",
            meta,
        );
        self.draw_rows(buffer, area, &items, "   ");
    }

    fn draw_requests(&self, buffer: &mut Buffer, area: Rect) {
        let burdens = burden::of_days(self.period());
        let rows: Vec<CountedRow> = burdens
            .by_requester
            .iter()
            .map(|of| CountedRow {
                name: vec![piece(
                    format!("!{}", of.requester.as_str()),
                    self.style(Role::Soft),
                )],
                count: of.requests,
                length: of.length,
            })
            .collect();
        let total = rows.iter().map(|row| row.length).sum();
        let meta = self.quiet(if rows.is_empty() {
            "–".to_owned()
        } else {
            let admin = format::hours(burdens.admin);
            format!("{} of {admin} admin", format::hours(total))
        });
        draw_head(buffer, row_of(area, area.y), self.scene, "Requests", meta);
        self.draw_rows(buffer, area, &rows, "");
    }

    /// The largest rows, and the others as one, so that all of them add up to the head.
    fn draw_rows(&self, buffer: &mut Buffer, area: Rect, rows: &[CountedRow], indent: &str) {
        let room = usize::from(area.height.saturating_sub(1));
        let named = match rows.len() {
            count if count <= NAMED + 1 && count <= room => count,
            _ => NAMED.min(room.saturating_sub(1)),
        };
        let (first, others) = rows.split_at(named.min(rows.len()));
        let y = |index: usize| area.y + 1 + index as u16;
        for (index, row) in first.iter().enumerate() {
            draw_counted(buffer, row_of(area, y(index)), self.scene, row, Role::Soft);
        }
        if others.is_empty() {
            return;
        }
        let all = CountedRow {
            name: vec![self.quiet(format!("{indent}{}", format::count(others.len(), "other")))],
            count: others.iter().map(|row| row.count).sum(),
            length: others.iter().map(|row| row.length).sum(),
        };
        draw_counted(
            buffer,
            row_of(area, y(named)),
            self.scene,
            &all,
            Role::Quiet,
        );
    }
}

/// The columns of a part of a row.
pub(super) const fn columns(row: Rect, from: u16, to: u16) -> Rect {
    at_columns(row, from, to + 1 - from)
}
