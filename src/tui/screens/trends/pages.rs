//! The pages of the trends: charts, the heat map where it has no room below them, and lists in columns.

use ratatui::layout::Rect;

use super::frame::{Frame, Line};
use super::grid::{GROUP, Rows, STUDY};
use crate::tui::widgets::cards::MOST as MOST_CARDS;

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
        let mut last = Vec::new();
        let columns = self.grid.lists(GROUP);
        let Rect { width, height, .. } = columns.first().copied().unwrap_or_default();
        if let Some(area) = self.grid.side {
            let brief = self.studies_in_brief();
            // Whatever the names in them, there are as many.
            let brief = brief.filter(|_| self.groups(width, FEWEST).len() < MOST_CARDS);
            let groups = self.fitting_groups(area.width, |groups| {
                let all = groups.iter().chain(&brief);
                let lines: usize = all.map(|group| group.len() + 1).sum();
                lines <= usize::from(area.height) + 1
            });
            let has_brief = brief.is_some();
            let groups = groups.into_iter().chain(brief).collect();
            let (beside, mut rest) = split_off(groups, area.height);
            if has_brief {
                // Not on a page: the one with all studies follows it.
                rest.pop();
            }
            side = beside;
            // Few are left: they share the pages of habits.
            rest.extend(self.more_groups(width));
            last = rest;
        } else {
            let groups = self.fitting_groups(width, |groups| {
                put_in_columns(groups.to_vec(), height).len() <= columns.len()
            });
            let groups = [groups, self.more_groups(width)].concat();
            pages.extend(share_out(&put_in_columns(groups, height), &columns));
        }
        let columns = self.grid.lists(STUDY);
        let Rect { width, height, .. } = columns.first().copied().unwrap_or_default();
        last.extend(self.habits(width, MOST));
        last.extend(
            self.scene
                .settings
                .hidden
                .unless("studies", self.studies(width)),
        );
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

/// Lists on pages of so many columns, none with more cards than a screen has.
fn share_out(lists: &[Column], columns: &[Rect]) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut rest = lists;
    while !rest.is_empty() {
        let fits = |count: &usize| count_cards(&rest[..*count]) <= MOST_CARDS;
        let most = columns.len().max(1).min(rest.len());
        let count = (2..=most).rev().find(fits).unwrap_or(1);
        let (page, after) = rest.split_at(count);
        let lists: Vec<Vec<Line>> = match page {
            [column] if columns.len() > 1 => column.halves(),
            _ => page.iter().map(|column| column.lines.clone()).collect(),
        };
        pages.push(Page::Lists(columns.iter().copied().zip(lists).collect()));
        rest = after;
    }
    pages
}

/// How many cards these columns show: one that goes on from a column before them is one too.
fn count_cards(columns: &[Column]) -> usize {
    let first = columns
        .first()
        .map_or(0, |first| usize::from(first.goes_on));
    let begun = columns.iter().map(|column| column.starts.len());
    first + begun.sum::<usize>()
}

/// A column of lists.
#[derive(Clone, Default)]
struct Column {
    lines: Vec<Line>,
    /// The lines with which cards begin in it.
    starts: Vec<usize>,
    /// Whether it goes on with the card of the column before.
    goes_on: bool,
}

impl Column {
    fn of(lines: Vec<Line>) -> Self {
        Self {
            lines,
            starts: vec![0],
            goes_on: false,
        }
    }

    /// As two columns of about one height, where it has several cards.
    fn halves(&self) -> Vec<Vec<Line>> {
        let later = self.starts.iter().copied().filter(|start| *start > 0);
        let taller = |start: &usize| (*start - 1).max(self.lines.len() - *start);
        match later.min_by_key(taller) {
            // The line before a card is empty.
            Some(start) => vec![
                self.lines[..start - 1].to_vec(),
                self.lines[start..].to_vec(),
            ],
            None => vec![self.lines.clone()],
        }
    }
}

/// As many panels as fit below each other, and the others.
fn split_off(panels: Vec<Vec<Line>>, height: u16) -> (Vec<Line>, Vec<Vec<Line>>) {
    let (mut fitting, mut rest): (Vec<Line>, Vec<Vec<Line>>) = (Vec::new(), Vec::new());
    for (count, panel) in panels.into_iter().enumerate() {
        let air = usize::from(!fitting.is_empty());
        let has_place = rest.is_empty() && count < MOST_CARDS;
        if has_place && fitting.len() + air + panel.len() <= height.into() {
            fitting.extend((air > 0).then(Line::default));
            fitting.extend(panel);
        } else {
            rest.push(panel);
        }
    }
    (fitting, rest)
}

/// Panels in columns: each in the column of the one before if it fits there, a longer one over several.
fn put_in_columns(panels: Vec<Vec<Line>>, height: u16) -> Vec<Column> {
    let height = usize::from(height.max(1));
    let mut columns: Vec<Column> = Vec::new();
    for panel in panels {
        let fits = |column: &Column| {
            let cards = count_cards(std::slice::from_ref(column));
            column.lines.len() + 1 + panel.len() <= height && cards < MOST_CARDS
        };
        match columns.last_mut() {
            Some(column) if fits(column) => {
                column.lines.push(Line::default());
                column.starts.push(column.lines.len());
                column.lines.extend(panel);
            }
            Some(_) | None if panel.len() <= height => columns.push(Column::of(panel)),
            Some(_) | None => columns.extend(split_panel(&panel, height)),
        }
    }
    columns
}

/// A panel in several columns, its title above each, parted where a line is empty if there is one.
fn split_panel(panel: &[Line], height: usize) -> Vec<Column> {
    let (title, mut rest) = panel.split_at(1.min(panel.len()));
    let mut columns: Vec<Column> = Vec::new();
    while !rest.is_empty() {
        let most = (height - 1).max(1).min(rest.len());
        let parting = rest[..most]
            .iter()
            .rposition(Line::is_empty)
            .filter(|at| most < rest.len() && *at > 0);
        let (column, after) = rest.split_at(parting.unwrap_or(most));
        let goes_on = !columns.is_empty();
        columns.push(Column {
            lines: [title, column].concat(),
            starts: if goes_on { Vec::new() } else { vec![0] },
            goes_on,
        });
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
            let columns = columns.iter().map(|column| text(&column.lines));
            let columns: Vec<String> = columns.collect();
            assert_eq!(columns, expected, "{panels:?} in {height}");
        }
    }

    #[test]
    fn a_column_alone_on_its_page_is_parted_between_two_cards() {
        let columns = put_in_columns(["abc", "d", "efgh"].map(panel).to_vec(), 20);
        let halves = columns[0].halves();
        let halves: Vec<String> = halves.iter().map(|half| text(half)).collect();
        assert_eq!(halves, ["abc d", "efgh"]);
        assert_eq!(Column::of(panel("ab cd")).halves().len(), 1);
    }

    #[test]
    fn no_page_has_more_than_five_cards() {
        let panels = |count: usize, lines: &str| vec![panel(lines); count];
        for height in 1..40 {
            for (count, width) in [(1, 1), (5, 2), (6, 1), (9, 3), (12, 4), (13, 9)] {
                for lines in ["T", "Ta", "Tabc", "Tabc def ghi jkl mno"] {
                    let columns = put_in_columns(panels(count, lines), height);
                    let pages = share_out(&columns, &vec![Rect::default(); width]);
                    let mut shown = 0;
                    for page in &pages {
                        let Page::Lists(lists) = page else {
                            unreachable!("only lists");
                        };
                        // Halves of one column were made of one.
                        let lines_of = |lists: &[(Rect, Vec<Line>)]| {
                            lists.iter().map(|(_, lines)| lines.len()).sum::<usize>()
                        };
                        let is_halved =
                            lists.len() == 2 && columns[shown].lines.len() == lines_of(lists) + 1;
                        let taken = if is_halved { 1 } else { lists.len() };
                        let of_page = &columns[shown..shown + taken];
                        assert!(count_cards(of_page) <= 5, "{count} of {lines} in {height}");
                        shown += taken;
                    }
                    assert_eq!(shown, columns.len(), "all of them have a page");
                }
            }
        }
        let (side, rest) = split_off(panels(7, "a"), 40);
        assert_eq!((text(&side).as_str(), rest.len()), ("a a a a a", 2));
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
