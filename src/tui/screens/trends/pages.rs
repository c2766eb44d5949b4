//! The pages of the trends: charts, the heat map where it has no room below them, and lists in columns.

use ratatui::layout::Rect;

use super::frame::{Frame, Line};
use super::grid::{GROUP, Rows, STUDY};

/// The heat map has a row for each of them at least.
const WORKDAYS: u16 = 5;
/// So many names a group has at most, and at least where all groups are to fit.
const MOST: usize = 6;
const FEWEST: usize = 2;

/// What is in view at once.
pub(super) enum Page {
    Charts(Rows),
    Heat,
    /// Lists, a column each.
    Lists(Vec<(Rect, Vec<Line>)>),
}

/// All pages, and the lists beside them.
pub(super) struct Pages {
    pub(super) pages: Vec<Page>,
    pub(super) side: Vec<Line>,
}

impl Frame<'_> {
    /// The charts first; then what has no room beside them; habits and the studies last.
    pub(super) fn pages(&self) -> Pages {
        let heat = self.heat_map().map_or(1, |map| map.height());
        // The charts stay where they are from week to week: what varies with it has its rows even where they are empty.
        let mut charts = self.grid.charts(heat.max(WORKDAYS), self.grid.word_rows());
        if self.figures.trend.points().is_err() {
            charts.truncate(1);
        }
        let has_heat = charts.iter().any(|rows| rows.heat.is_some());
        let mut pages: Vec<Page> = charts.into_iter().map(Page::Charts).collect();
        if !has_heat {
            pages.push(Page::Heat);
        }
        let mut side = Vec::new();
        let columns = self.grid.lists(GROUP);
        let Rect { width, height, .. } = columns.first().copied().unwrap_or_default();
        if let Some(area) = self.grid.side {
            let brief = self.studies_in_brief();
            let groups = self.fitting_groups(area.width, |groups| {
                let all = groups.iter().chain([&brief]);
                let lines: usize = all.map(|group| group.len() + 1).sum();
                lines <= usize::from(area.height) + 1
            });
            let groups = [groups, vec![brief]].concat();
            let (beside, mut rest) = split_off(groups, area.height);
            // Not on a page: the one with all studies follows it.
            rest.pop();
            side = beside;
            rest.extend(self.more_groups(width));
            pages.extend(share_out(&put_in_columns(rest, height), &columns));
        } else {
            let groups = self.fitting_groups(width, |groups| {
                put_in_columns(groups.to_vec(), height).len() <= columns.len()
            });
            let groups = [groups, self.more_groups(width)].concat();
            pages.extend(share_out(&put_in_columns(groups, height), &columns));
        }
        let columns = self.grid.lists(STUDY);
        let Rect { width, height, .. } = columns.first().copied().unwrap_or_default();
        let mut last = self.habits(width, MOST);
        last.push(self.studies(width));
        pages.extend(share_out(&put_in_columns(last, height), &columns));
        Pages { pages, side }
    }

    /// The groups with as many names as leave room for all of them; where they never have it, with as many as are worth
    /// more pages.
    fn fitting_groups(&self, room: u16, fits: impl Fn(&[Vec<Line>]) -> bool) -> Vec<Vec<Line>> {
        let ways = (FEWEST..=MOST).rev().map(|most| self.groups(room, most));
        let mut fitting = ways.filter(|groups| fits(groups));
        fitting.next().unwrap_or_else(|| self.groups(room, MOST))
    }
}

/// Lists on pages of so many columns.
fn share_out(lists: &[Vec<Line>], columns: &[Rect]) -> Vec<Page> {
    let pages = lists.chunks(columns.len().max(1));
    let page = |lists: &[Vec<Line>]| columns.iter().copied().zip(lists.iter().cloned()).collect();
    pages.map(|lists| Page::Lists(page(lists))).collect()
}

/// As many panels as fit below each other, and the others.
fn split_off(panels: Vec<Vec<Line>>, height: u16) -> (Vec<Line>, Vec<Vec<Line>>) {
    let (mut fitting, mut rest): (Vec<Line>, Vec<Vec<Line>>) = (Vec::new(), Vec::new());
    for panel in panels {
        let air = usize::from(!fitting.is_empty());
        if rest.is_empty() && fitting.len() + air + panel.len() <= height.into() {
            fitting.extend((air > 0).then(Line::default));
            fitting.extend(panel);
        } else {
            rest.push(panel);
        }
    }
    (fitting, rest)
}

/// Panels in columns: each in the column of the one before if it fits there, a longer one over several.
fn put_in_columns(panels: Vec<Vec<Line>>, height: u16) -> Vec<Vec<Line>> {
    let height = usize::from(height.max(1));
    let mut columns: Vec<Vec<Line>> = Vec::new();
    for panel in panels {
        match columns.last_mut() {
            Some(column) if column.len() + 1 + panel.len() <= height => {
                column.push(Line::default());
                column.extend(panel);
            }
            Some(_) | None if panel.len() <= height => columns.push(panel),
            Some(_) | None => columns.extend(split_panel(&panel, height)),
        }
    }
    columns
}

/// A panel in several columns, its title above each, parted where a line is empty if there is one.
fn split_panel(panel: &[Line], height: usize) -> Vec<Vec<Line>> {
    let (title, mut rest) = panel.split_at(1.min(panel.len()));
    let mut columns = Vec::new();
    while !rest.is_empty() {
        let most = (height - 1).max(1).min(rest.len());
        let parting = rest[..most]
            .iter()
            .rposition(Line::is_empty)
            .filter(|at| most < rest.len() && *at > 0);
        let (column, after) = rest.split_at(parting.unwrap_or(most));
        columns.push([title, column].concat());
        rest = after;
        while rest.first().is_some_and(Line::is_empty) {
            rest = &rest[1..];
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::paint::plain;

    /// `t` is a line of a panel, a blank an empty one.
    fn panel(lines: &str) -> Vec<Line> {
        let line = |c: char| {
            let pieces = if c == ' ' { Vec::new() } else { vec![plain(c)] };
            Line::from(pieces)
        };
        lines.chars().map(line).collect()
    }

    fn text(lines: &[Line]) -> String {
        let first = |line: &Line| {
            line.left
                .first()
                .map_or(' ', |piece| piece.content.chars().next().unwrap_or(' '))
        };
        lines.iter().map(first).collect()
    }

    #[test]
    fn panels_fill_columns_and_a_long_one_is_parted_at_an_empty_line() {
        let cases: [(&[&str], u16, &[&str]); 6] = [
            (&["abc", "de"], 6, &["abc de"]),
            (&["abc", "def"], 6, &["abc", "def"]),
            (&["ab", "TUVW XYZ"], 6, &["ab", "TUVW", "TXYZ"]),
            (&["TUVWXYZ"], 4, &["TUVW", "TXYZ"]),
            (&["Tab", "c"], 1, &["Ta", "Tb", "c"]),
            (&[], 5, &[]),
        ];
        for (panels, height, expected) in cases {
            let panels_of = panels.iter().map(|lines| panel(lines)).collect();
            let columns = put_in_columns(panels_of, height);
            let columns: Vec<String> = columns.iter().map(|lines| text(lines)).collect();
            assert_eq!(columns, expected, "{panels:?} in {height}");
        }
    }

    #[test]
    fn what_does_not_fit_at_the_side_goes_on_in_order() {
        let panels = || ["abc", "defg", "h"].map(panel).to_vec();
        let (side, rest) = split_off(panels(), 6);
        assert_eq!((text(&side).as_str(), rest.len()), ("abc", 2));
        let (side, rest) = split_off(panels(), 10);
        assert_eq!((text(&side).as_str(), rest.len()), ("abc defg h", 0));
    }
}
