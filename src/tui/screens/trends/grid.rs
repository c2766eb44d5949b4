//! Where the parts of the trends stand, by the size of the screen and the number of weeks.

use ratatui::layout::Rect;

use crate::tui::layout::{Pace, Regions, Shape, at_columns, at_rows, narrowed, rows_from};

/// From this width on the groups stand beside the charts.
const WITH_GROUPS: u16 = 110;
/// The columns of a group, and those of a study.
pub(super) const GROUP: u16 = 35;
pub(super) const STUDY: u16 = 55;
/// Between two columns of lists.
const GAP: u16 = 4;
/// From the charts to the groups.
const TO_GROUPS: u16 = 3;
/// From so many rows of the screen on there is air above and below.
const AIRY: u16 = 28;
/// What the parts of the week at the cursor take beside the columns: `s 20h50`, and air.
const PARTS: u16 = 7;
const PARTS_FROM: u16 = 58;
/// With so many rows left below a heat map lists stand there.
const WORTH_LISTS: u16 = 5;
/// More weeks are never side by side.
const MOST_WEEKS: u16 = 52;
/// The widest pitch of the columns.
const WIDEST: u16 = 10;
/// The highest columns.
const HIGHEST: u16 = 14;
/// With fewer rows for both charts each has a page of its own; below those for three parts the heat map has.
const BOTH_FROM: u16 = 7;
const ALL_FROM: u16 = 10;

/// The columns of the weeks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Weeks {
    /// Where the first one begins.
    pub(super) x: u16,
    /// From one to the next.
    pub(super) pitch: u16,
    /// How wide each is.
    pub(super) bar: u16,
    /// How many there are.
    pub(super) count: u16,
}

impl Weeks {
    /// As many of so many weeks as there is room for, as wide as they can be.
    fn new(x: u16, room: u16, weeks: usize) -> Self {
        let weeks = u16::try_from(weeks).unwrap_or(u16::MAX).max(1);
        let extent = |pitch: u16, count: u16| (count - 1) * pitch + bar_of(pitch);
        let fits = |pitch: &u16| extent(*pitch, weeks.min(MOST_WEEKS)) <= room;
        let pitch = (1..=WIDEST).rev().find(fits).unwrap_or(1);
        let bar = bar_of(pitch);
        Self {
            x,
            pitch,
            bar,
            count: weeks.min(room.saturating_sub(bar) / pitch + 1),
        }
    }

    /// Where a column begins.
    pub(super) const fn at(self, index: u16) -> u16 {
        self.x + index * self.pitch
    }

    /// The column of the week that stands here.
    pub(super) const fn index_at(self, x: u16) -> Option<u16> {
        if x < self.x || x >= self.end() {
            return None;
        }
        Some((x - self.x) / self.pitch)
    }

    /// The first column of the screen behind all of them.
    pub(super) const fn end(self) -> u16 {
        self.at(self.count - 1) + self.bar
    }
}

const fn bar_of(pitch: u16) -> u16 {
    match pitch {
        0 | 1 => pitch,
        2..=4 => pitch - 1,
        _ => pitch - 2,
    }
}

/// A chart: the row of its title, and the rows of its columns; their figures are below them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Chart {
    pub(super) title: u16,
    pub(super) top: u16,
    pub(super) rows: u16,
}

impl Chart {
    const fn below(title: u16, rows: u16) -> Self {
        Self {
            title,
            top: title + 1,
            rows,
        }
    }

    /// The row of the figures.
    pub(super) const fn figures(self) -> u16 {
        self.top + self.rows
    }
}

/// The rows of a page of charts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Rows {
    pub(super) tafs: Option<Chart>,
    pub(super) hours: Option<Chart>,
    /// The names of the weeks.
    pub(super) names: u16,
    pub(super) heat: Option<u16>,
    /// The parts of the week at the cursor, where they do not stand beside its column.
    pub(super) parts: Option<u16>,
    /// The week at the cursor in words.
    pub(super) words: u16,
}

/// The columns of the trends, and the rows that their pages have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Grid {
    /// All columns of the page.
    pub(super) page: Rect,
    /// Those of the charts.
    pub(super) main: Rect,
    /// Those of the groups beside them.
    pub(super) side: Option<Rect>,
    /// Whether the groups stand behind a hairline, beside every page of charts.
    pub(super) is_apart: bool,
    pub(super) weeks: Weeks,
    /// Where the parts of the week at the cursor stand beside its column.
    pub(super) parts: Option<u16>,
}

impl Grid {
    pub(super) fn new(regions: &Regions, weeks: usize) -> Self {
        let page = rows_of(regions);
        let apart = regions.side.map(|side| at_rows(side, page.y, page.height));
        let beside = (page.width >= WITH_GROUPS).then(|| Rect {
            x: page.right().saturating_sub(GROUP),
            y: page.y,
            width: GROUP,
            // The words below the charts go on below the groups.
            height: page.height.saturating_sub(2),
        });
        let side = apart.or(beside);
        let main = match side {
            Some(_) if apart.is_none() => narrowed(page, page.width - GROUP - TO_GROUPS),
            Some(_) | None => page,
        };
        let axis = if main.width >= 76 && side.is_some() || main.width > 90 {
            5
        } else {
            4
        };
        let has_parts = main.width >= PARTS_FROM;
        let beside = if has_parts { PARTS + 1 } else { 0 };
        let room = main.width.saturating_sub(axis + beside);
        let weeks = Weeks::new(main.x + axis, room, weeks);
        let parts = has_parts.then(|| (weeks.end() + 2).min(main.right() - PARTS));
        Self {
            page,
            main,
            side,
            is_apart: apart.is_some(),
            weeks,
            parts,
        }
    }

    /// The rows that the week in words always has; beside the groups there is room for one, and its second line stands in
    /// the air below.
    pub(super) const fn word_rows(&self) -> u16 {
        if self.side.is_some() { 1 } else { 2 }
    }

    /// The rows of the charts, page by page: with a heat map of so many rows below them where there is room, and with so
    /// many rows of words. The heat map has a page of its own where none of them has it.
    pub(super) fn charts(&self, heat: u16, words: u16) -> Vec<Rows> {
        let height = self.main.height;
        let all = height.saturating_sub(12 + heat + words);
        if self.side.is_some() && all >= ALL_FROM {
            return vec![self.all_charts(all, heat)];
        }
        let parts = u16::from(self.parts.is_none());
        let both = height.saturating_sub(7 + parts + words);
        if both >= BOTH_FROM {
            return vec![self.both_charts(both, parts)];
        }
        let first = self.main.y;
        let alone = |parts: u16| {
            let rows = height.saturating_sub(3 + parts + words).max(1);
            let chart = Chart::below(first, rows);
            let names = chart.figures() + 1;
            let rows = Rows {
                names,
                parts: (parts > 0).then_some(names + 1),
                words: names + 1 + parts,
                ..Rows::default()
            };
            (chart, rows)
        };
        let ((tafs, above), (hours, below)) = (alone(0), alone(parts));
        vec![
            Rows {
                tafs: Some(tafs),
                ..above
            },
            Rows {
                hours: Some(hours),
                ..below
            },
        ]
    }

    fn all_charts(&self, rows: u16, heat: u16) -> Rows {
        let upper = (rows / 2).min(HIGHEST);
        let lower = (rows - rows / 2).min(HIGHEST);
        let air = rows - upper - lower;
        let tafs = Chart::below(self.main.y, upper);
        let hours = Chart::below(tafs.figures() + 2 + air / 4, lower);
        let names = hours.figures() + 1;
        let map = names + 3 + air / 3;
        Rows {
            tafs: Some(tafs),
            hours: Some(hours),
            names,
            heat: Some(map),
            parts: None,
            words: map + 2 + heat + 2 + air / 4,
        }
    }

    fn both_charts(&self, rows: u16, parts: u16) -> Rows {
        let tafs = Chart::below(self.main.y, rows * 2 / 5);
        let hours = Chart::below(tafs.figures() + 2, rows - rows * 2 / 5);
        let names = hours.figures() + 1;
        Rows {
            tafs: Some(tafs),
            hours: Some(hours),
            names,
            heat: None,
            parts: (parts > 0).then_some(names + 1),
            words: names + 2 + parts,
        }
    }

    /// The columns of a page of lists, each so wide at least, below the row that numbers the pages; what stands beside the
    /// charts leaves its place to them.
    pub(super) fn lists(&self, least: u16) -> Vec<Rect> {
        let air = if self.main.height >= AIRY { 2 } else { 1 };
        let side = self.side.filter(|_| self.is_apart);
        let page = Rect {
            width: side.map_or(self.page.right(), Rect::right) - self.page.x,
            ..self.page
        };
        columns_of(
            at_rows(page, page.y + air, page.height.saturating_sub(air)),
            least,
        )
    }

    /// The columns of groups below a heat map of so many rows on a page of its own; none where little fits there.
    pub(super) fn below_heat(&self, heat: u16) -> Vec<Rect> {
        let taken = heat + 3;
        let left = self.page.height.saturating_sub(taken);
        if left < WORTH_LISTS {
            return Vec::new();
        }
        columns_of(at_rows(self.page, self.page.y + taken, left), GROUP)
    }

    /// What is left of a page below its lists, which end there.
    pub(super) fn below_lists(&self, end: u16) -> Rect {
        rows_from(self.page, end + 1, u16::MAX)
    }
}

/// As many columns of at least so many cells as an area has room for.
fn columns_of(area: Rect, least: u16) -> Vec<Rect> {
    let count = ((area.width + GAP) / (least + GAP)).max(1);
    let wide = (area.width - GAP * (count - 1)) / count;
    let column = |index| at_columns(area, area.x + index * (wide + GAP), wide);
    (0..count).map(column).collect()
}

/// The page with its air above and below.
fn rows_of(regions: &Regions) -> Rect {
    let page = regions.page;
    let (above, below) = match (regions.shape, regions.pace) {
        (Shape::Wide, Pace::Airy | Pace::Huge) => (2, 1),
        (Shape::Wide, Pace::Plain) if regions.footer.bottom() >= AIRY => (1, 1),
        (Shape::Line | Shape::Compact | Shape::Wide, _) => (0, 0),
    };
    // A message and its free row stand in the air below: the charts stay where they are.
    let kept = u16::from(below > 0 && regions.messages.height == 2);
    let height = (page.height + kept).saturating_sub(above + below);
    at_rows(page, page.y + above, height)
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Size;

    use super::*;
    use crate::tui::layout;

    fn grid(width: u16, height: u16, weeks: usize) -> Grid {
        Grid::new(&layout::regions(Size::new(width, height), 0), weeks)
    }

    #[test]
    fn columns_of_three_stand_five_apart() {
        let wide = grid(120, 40, 13);
        assert_eq!((wide.weeks.x, wide.weeks.pitch, wide.weeks.bar), (8, 5, 3));
        assert_eq!(
            (wide.parts, wide.side.map(|side| side.x)),
            (Some(72), Some(82))
        );
        let rows = wide.charts(5, 1)[0];
        let charts = (rows.tafs, rows.hours);
        assert_eq!(
            charts,
            (Some(Chart::below(3, 8)), Some(Chart::below(14, 8)))
        );
        assert_eq!((rows.names, rows.heat, rows.words), (24, Some(27), 36));
        let small = grid(80, 24, 13);
        assert_eq!(
            (small.weeks.x, small.weeks.pitch, small.weeks.bar),
            (6, 5, 3)
        );
        assert_eq!((small.parts, small.side), (Some(71), None));
        let rows = small.charts(5, 2)[0];
        let charts = (rows.tafs, rows.hours);
        assert_eq!(charts, (Some(Chart::below(2, 4)), Some(Chart::below(9, 7))));
        assert_eq!((rows.names, rows.heat, rows.words), (18, None, 20));
        assert_eq!(grid(40, 12, 13).charts(5, 2).len(), 2);
        let half = grid(120, 40, 26).weeks;
        assert_eq!((half.pitch, half.bar, half.count), (2, 1, 26));
        let year = grid(120, 40, 52).weeks;
        assert_eq!((year.pitch, year.bar, year.count), (1, 1, 52));
    }

    #[test]
    fn nothing_leaves_the_page_at_any_size() {
        for width in 40..=210 {
            for height in 12..=64 {
                for weeks in [13, 26, 52] {
                    let grid = grid(width, height, weeks);
                    assert!(grid.weeks.end() <= grid.main.right(), "{width}x{height}");
                    if let Some(parts) = grid.parts {
                        assert!(parts > grid.weeks.end(), "{width}x{height} {weeks}");
                    }
                    for (heat, words) in [(0, 1), (5, 1), (7, 2)] {
                        for rows in grid.charts(heat, words) {
                            let end = rows.words + words;
                            assert!(end <= grid.main.bottom(), "{width}x{height} {rows:?}");
                        }
                    }
                }
            }
        }
    }
}
