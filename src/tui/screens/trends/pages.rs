//! The pages of the trends: charts, the heat map where it has no room below them, and lists in columns.

use super::columns::{Lists, begin_panel, share_out};
use super::frame::{Frame, Line};
use super::grid::{GROUP, Rows, STUDY};
use crate::tui::widgets::cards::MOST as MOST_CARDS;

/// The heat map has a row for each of them at least.
const WORKDAYS: u16 = 5;
/// Where it is not known yet, words take its place.
const FEWEST_HEAT: u16 = 2;
/// So many names a group has at most, and at least where all groups are to fit.
const MOST: usize = 6;
const FEWEST: usize = 2;

/// What is in view at once.
pub(super) enum Page {
    Charts(Rows),
    /// The heat map, and below it the lists that have room there.
    Heat(Lists),
    Lists(Lists),
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
        let mut side = Vec::new();
        let mut last = Vec::new();
        let columns = self.grid.lists(GROUP);
        let width = columns.first().map_or(0, |column| column.width);
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
            if !has_heat {
                pages.push(Page::Heat(Vec::new()));
            }
        } else {
            let below = self.grid.below_heat(heat.max(FEWEST_HEAT));
            let below = if has_heat { Vec::new() } else { below };
            let groups = self.fitting_groups(width, |groups| {
                share_out(groups, &below, &columns).len() <= 1 + usize::from(!below.is_empty())
            });
            let habits = self.habits(width, MOST);
            let groups = [groups, self.more_groups(width), habits].concat();
            let mut lists = share_out(&groups, &below, &columns).into_iter();
            if !has_heat {
                let beside = if below.is_empty() { None } else { lists.next() };
                pages.push(Page::Heat(beside.unwrap_or_default()));
            }
            pages.extend(lists.map(Page::Lists));
        }
        self.add_last_pages(&mut pages, last);
        Pages { pages, side }
    }

    /// Wider columns: what is left over, habits where they are on no page yet, and the studies; below the lists of the page
    /// before where there is room.
    fn add_last_pages(&self, pages: &mut Vec<Page>, mut last: Vec<Vec<Line>>) {
        let columns = self.grid.lists(STUDY);
        let width = columns.first().map_or(0, |column| column.width);
        if self.grid.side.is_some() {
            last.extend(self.habits(width, MOST));
        }
        let hidden = &self.scene.settings.hidden;
        last.extend(hidden.unless("studies", self.studies(width)));
        if let Some(Page::Lists(lists)) = pages.last_mut().filter(|_| self.grid.side.is_none())
            && let Some(panel) = last.first_mut()
        {
            let ends = lists
                .iter()
                .map(|(column, lines)| column.y + lines.len() as u16);
            let below = self.grid.below_lists(ends.max().unwrap_or_default());
            if let Some((part, rest)) = begin_panel(panel, below.height.into()) {
                lists.push((below, part));
                *panel = rest;
            }
        }
        let added = share_out(&last, &[], &columns).into_iter();
        pages.extend(added.map(Page::Lists));
    }

    /// The groups with as many names as leave room for all of them; where they never have it, with as many as are worth
    /// more pages.
    fn fitting_groups(&self, room: u16, fits: impl Fn(&[Vec<Line>]) -> bool) -> Vec<Vec<Line>> {
        let ways = (FEWEST..=MOST).rev().map(|most| self.groups(room, most));
        let mut fitting = ways.filter(|groups| fits(groups));
        fitting.next().unwrap_or_else(|| self.groups(room, MOST))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::paint::plain;

    #[test]
    fn what_does_not_fit_at_the_side_goes_on_in_order() {
        let panels = |all: &[usize]| -> Vec<Vec<Line>> {
            let panel = |lines: &usize| vec![Line::from(vec![plain("a")]); *lines];
            all.iter().map(panel).collect()
        };
        for (all, height, expected) in [
            (&[3, 4, 1][..], 6, (3, 2)),
            (&[3, 4, 1], 10, (10, 0)),
            (&[1; 7], 40, (9, 2)),
        ] {
            let (side, rest) = split_off(panels(all), height);
            assert_eq!((side.len(), rest.len()), expected, "{all:?} in {height}");
        }
    }
}
