//! The columns, one a week: TAFS with the goal, and the hours by category. The week at the cursor has its full color, and
//! its parts stand beside it; a week that is not known is marked as that, never drawn as nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::frame::Frame;
use super::grid::{Chart, Rows};
use super::marks::Mark;
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::text;
use crate::insight::trend::Point;
use crate::tui::layout::{at_columns, from_column, row_of};
use crate::tui::paint::{Ink, Piece, as_many_as_fit, line, line_right, piece};
use crate::tui::theme::{Fill, PAST, Role};
use crate::tui::widgets::strip::{STEPS, cells_of, draw_standing, part_edges, write_styled};

/// From a title to what is said beside it, and on to what stands at the right.
const GAP: u16 = 3;
/// What stands above the columns goes so far at least.
const TITLES: u16 = 70;
/// What the number of the page takes of its row.
const PAGE_NUMBER: u16 = 13;
/// A cell of a column, but for its edge.
const ALMOST_WHOLE: &str = "▊";
/// A row of the hours is this much, or a multiple.
const HALF_HOUR: f64 = 0.5;

/// How much a chart of shares holds, and at which edge of a row the goal is: the most rows below the goal that leave room
/// for the highest share above it. Without a goal, or with one far below all shares, it has no edge.
fn scale_shares(highest: f64, goal: Option<f64>, rows: u16) -> (f64, Option<u16>) {
    let goal = goal.filter(|goal| *goal > 0.0);
    let top = |edge: u16| goal.map(|goal| goal * f64::from(rows) / f64::from(edge));
    let fits = |edge: &u16| top(*edge).is_some_and(|top| top + 1e-9 >= highest);
    let edge = (1..rows).rev().find(fits);
    let tenth = (highest * 10.0 - 1e-9).ceil() / 10.0;
    (edge.and_then(top).unwrap_or(tenth.clamp(0.1, 1.0)), edge)
}

/// How many hours a chart holds: half hours a row.
fn scale_hours(highest: f64, rows: u16) -> f64 {
    let row = highest / f64::from(rows.max(1)) / HALF_HOUR;
    (row - 1e-9).ceil().max(1.0) * HALF_HOUR * f64::from(rows.max(1))
}

impl Frame<'_> {
    /// The charts of a page, the names of their weeks and the parts of the last.
    pub(super) fn draw_charts(&self, buffer: &mut Buffer, rows: &Rows) {
        if let Some(chart) = rows.tafs {
            self.draw_tafs(buffer, chart);
        }
        if let Some(chart) = rows.hours {
            self.draw_hours(buffer, chart);
        }
        self.draw_names(buffer, rows.names);
        if let Some(row) = rows.parts {
            let parts: Vec<_> = self.parts().map(|(_, part)| part).collect();
            let parts = as_many_as_fit(&parts, 2, self.grid.main.width);
            line(buffer, row_of(self.grid.main, row), 0, &parts);
        }
    }

    fn draw_tafs(&self, buffer: &mut Buffer, chart: Chart) {
        let (points, goal) = (self.points(), self.scene.settings.goal);
        self.draw_tafs_title(buffer, chart);
        let shares = points.iter().filter_map(|point| point.tafs);
        let (top, edge) = scale_shares(shares.fold(0.0, f64::max), goal, chart.rows);
        for (index, point) in (0..).zip(points) {
            let Some(tafs) = point.tafs else {
                continue;
            };
            let part = (self.fill(index, Category::Selling), tafs);
            let missed = edge.filter(|_| goal.is_some_and(|goal| tafs < goal));
            self.draw_column(buffer, chart, index, &[part], (top, missed));
        }
        let marks: Vec<Mark> = points.iter().map(|point| self.tafs_mark(point)).collect();
        self.draw_marks(buffer, chart.figures(), "%", &marks);
        if let (Some(edge), Some(goal)) = (edge, goal) {
            // A line through the middle of a row is met by the columns that fill that row.
            let is_inside = self.scene.theme.is_plain();
            let row = chart.figures() - 1 - edge + u16::from(is_inside);
            self.draw_goal_line(buffer, row);
            let figure = self.quiet(format::plain_figure(goal));
            self.write_axis(buffer, row, &figure);
        }
        self.draw_standards(buffer, chart);
    }

    fn draw_tafs_title(&self, buffer: &mut Buffer, chart: Chart) {
        let row = row_of(self.grid.main, chart.title);
        let right = if self.grid.side.is_some() {
            let end = (self.grid.weeks.end() + 2).max(row.x + TITLES);
            let area = at_columns(row, row.x, end.min(row.right()) - row.x);
            let usual = self.usual_words().map(|words| self.quiet(words.join(" ")));
            line_right(buffer, area, 0, usual.as_slice())
        } else {
            // The number of the page stands there.
            row.right().saturating_sub(PAGE_NUMBER)
        };
        self.write_title(buffer, row, right, "TAFS by week", &self.goal_words());
    }

    /// A title, and beside it the first of some words that fit before a column.
    fn write_title(&self, buffer: &mut Buffer, row: Rect, end: u16, title: &str, words: &[String]) {
        let from = line(buffer, row, 0, &[self.strong(title)]) + GAP;
        let fits = |words: &&String| from + text::width(words) as u16 <= end;
        if let Some(words) = words.iter().find(fits) {
            line(buffer, from_column(row, from), 0, &[self.quiet(words)]);
        }
    }

    /// `goal 45 %, met in 2 of 11 weeks`; and shorter.
    fn goal_words(&self) -> Vec<String> {
        let Some(goal) = self.scene.settings.goal else {
            return Vec::new();
        };
        let over = self.figures.trend.weeks.iter().filter(|point| point.over);
        let known: Vec<f64> = over.filter_map(|point| point.tafs).collect();
        let met = known.iter().filter(|tafs| **tafs >= goal).count();
        let weeks = format::count(known.len(), "week");
        let goal = format!("goal {}", format::plain_percent(goal));
        vec![format!("{goal}, met in {met} of {weeks}"), goal]
    }

    fn draw_hours(&self, buffer: &mut Buffer, chart: Chart) {
        let points = self.points();
        let row = row_of(self.grid.main, chart.title);
        let end = self.grid.parts.unwrap_or(row.right() - PAGE_NUMBER);
        self.write_title(buffer, row, end, "Hours by week", &self.hours_words());
        let hours = |point: &Point| point.week.totals.tracked().as_hours();
        let top = scale_hours(points.iter().map(hours).fold(0.0, f64::max), chart.rows);
        for (index, point) in (0..).zip(points) {
            let part = |category| {
                let length = point.week.totals.of(category);
                (self.fill(index, category), length.as_hours())
            };
            self.draw_column(buffer, chart, index, &Category::WORK.map(part), (top, None));
        }
        let marks: Vec<Mark> = points.iter().map(|point| self.hours_mark(point)).collect();
        self.draw_marks(buffer, chart.figures(), "h", &marks);
        self.draw_parts(buffer, chart, top);
    }

    /// The goal in hours of selling, and what a mark means that needs it.
    fn hours_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(goal) = self.scene.settings.selling_goal {
            let over = self.figures.trend.weeks.iter().filter(|point| point.over);
            let known: Vec<_> = over.filter(|point| point.tafs.is_some()).collect();
            let hours = &self.scene.context.hours;
            let is_met = |point: &&&Point| {
                point.week.totals.selling >= hours.pro_rata(goal, point.week.week).goal
            };
            let met = known.iter().filter(is_met).count();
            let (goal, weeks) = (format::brief(goal), format::count(known.len(), "week"));
            words.push(format!("goal {goal} selling, met in {met} of {weeks}"));
        }
        if self.points().iter().any(|point| self.is_unknown(point)) {
            words.push("? needs 8h and 60 % coverage".to_owned());
        }
        [vec![words.join("   ")], words].concat()
    }

    /// The parts of the week at the cursor at its side, each as high as its part, no two on a row.
    fn draw_parts(&self, buffer: &mut Buffer, chart: Chart, top: f64) {
        let (Some(x), Some(last)) = (self.grid.parts, self.points().last()) else {
            return;
        };
        let (mut below, mut free) = (0.0, chart.figures());
        for (category, part) in self.parts() {
            let hours = last.week.totals.of(category).as_hours();
            let middle = (below + hours / 2.0) / top * f64::from(chart.rows);
            below += hours;
            let row = (chart.figures() - 1).saturating_sub(middle as u16);
            let row = row.min(free.saturating_sub(1)).max(chart.title);
            free = row;
            let area = row_of(self.grid.main, row);
            line(buffer, at_columns(area, x, area.right() - x), 0, &part);
        }
    }

    /// `s 20h50` for each category that the week at the cursor has.
    fn parts(&self) -> impl Iterator<Item = (Category, Vec<Piece>)> {
        let totals = self.points().last().map(|point| point.week.totals);
        Category::WORK.into_iter().filter_map(move |category| {
            let length = totals?.of(category);
            let style = self.scene.theme.category(category);
            let letter = category.letter().to_string();
            let letter = piece(letter, style.add_modifier(Modifier::BOLD));
            let hours = self.soft(format!("{:>6}", format::hours(length)));
            length
                .is_positive()
                .then(|| (category, vec![letter, hours]))
        })
    }

    fn fill(&self, index: u16, category: Category) -> Fill {
        if usize::from(index) + 1 == self.points().len() {
            Fill::Work(category)
        } else {
            Fill::Tinted(category, PAST)
        }
    }

    /// A column of parts, from the bottom up, of a chart that holds so much.
    fn draw_column(
        &self,
        buffer: &mut Buffer,
        chart: Chart,
        index: u16,
        parts: &[(Fill, f64)],
        // What the chart holds, and the edge that the column stays below.
        (top, missed): (f64, Option<u16>),
    ) {
        let weeks = self.grid.weeks;
        let whole: f64 = parts.iter().map(|(_, part)| part).sum();
        let lengths: Vec<f64> = (parts.iter().map(|(_, part)| *part))
            .chain([(top - whole).max(0.0)])
            .collect();
        let rows = usize::from(chart.rows);
        let mut eighths = vec![Fill::Open; rows * STEPS];
        let mut from = 0;
        // What is short of the goal by a hair is not rounded into it: to an eighth, or to a whole cell.
        let hair = if self.scene.theme.has_parts_of_cells() {
            1
        } else {
            STEPS / 2 + 1
        };
        let most = missed.map_or(rows * STEPS, |edge| usize::from(edge) * STEPS - hair);
        for ((fill, _), edge) in parts.iter().zip(part_edges(&lengths, rows)) {
            let edge = edge.min(most);
            eighths[from..edge].fill(*fill);
            from = edge;
        }
        let area = Rect::new(weeks.at(index), chart.top, weeks.bar, chart.rows);
        draw_standing(buffer, area, self.scene.theme, &cells_of(&eighths));
        if weeks.pitch == weeks.bar && !self.scene.theme.is_plain() {
            self.part_columns(buffer, area);
        }
    }

    /// Columns without a blank between them have an edge of the page at their right.
    fn part_columns(&self, buffer: &mut Buffer, column: Rect) {
        let page = buffer[(self.grid.page.x, column.y)].bg;
        for position in column.intersection(buffer.area).positions() {
            let cell = &mut buffer[position];
            if cell.symbol() != " " {
                continue;
            }
            if cell.modifier.contains(Modifier::REVERSED) {
                cell.set_symbol(ALMOST_WHOLE)
                    .modifier
                    .remove(Modifier::REVERSED);
            } else if cell.bg != page {
                let fill = cell.bg;
                cell.set_symbol(ALMOST_WHOLE).set_fg(fill).set_bg(page);
            }
        }
    }

    /// The goal at the bottom of a row, through the columns that go above it.
    fn draw_goal_line(&self, buffer: &mut Buffer, row: u16) {
        let weeks = self.grid.weeks;
        let page = buffer.area;
        for x in weeks.x..(weeks.end() + 1).min(self.grid.main.right()) {
            if !page.contains((x, row).into()) || buffer[(x, row)].symbol() != " " {
                continue;
            }
            let index = (x - weeks.x) / weeks.pitch;
            let is_bar = (x - weeks.x) % weeks.pitch < weeks.bar && index < weeks.count;
            let is_filled = is_bar && buffer[(x, row)].bg != buffer[(page.x, row)].bg;
            if is_filled && self.scene.theme.is_plain() {
                continue;
            }
            let style = if is_filled {
                self.scene.theme.page_ink()
            } else {
                self.style(Role::GoalLine)
            };
            write_styled(buffer, (x, row), "▁", style);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_goal_is_an_edge_of_a_row() {
        let (top, edge) = scale_shares(0.518, Some(0.45), 8);
        assert_eq!((format::percent(top), edge), ("60.0 %".to_owned(), Some(6)));
        let (top, edge) = scale_shares(0.518, Some(0.45), 4);
        assert_eq!((format::percent(top), edge), ("60.0 %".to_owned(), Some(3)));
        assert_eq!(scale_shares(0.518, None, 8), (0.6, None));
        assert_eq!(scale_shares(0.9, Some(0.05), 4), (0.9, None));
        let hours = |highest, rows| scale_hours(highest, rows).to_string();
        assert_eq!(
            (hours(41.2, 7), hours(0.0, 4)),
            ("42".to_owned(), "2".to_owned())
        );
    }

    proptest! {
        #[test]
        fn every_share_is_below_the_top(
            highest in 0.0..=1.0_f64, goal in 0.01..=1.0_f64, rows in 1_u16..20,
        ) {
            let (top, edge) = scale_shares(highest, Some(goal), rows);
            prop_assert!(top + 1e-6 >= highest);
            if let Some(edge) = edge {
                let at = top * f64::from(edge) / f64::from(rows);
                prop_assert!((at - goal).abs() < 1e-9 && edge < rows);
            }
            prop_assert!(scale_hours(highest * 100.0, rows) + 1e-6 >= highest * 100.0);
        }
    }
}
