//! Where the parts of the day stand, by the size of the screen alone.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::tui::layout::{
    PAGE, Pace, Regions, Shape, first_shown, first_uncovered, rows_from, shortened,
};
use crate::tui::widgets::block_line::Columns;
use crate::tui::widgets::category_table::Table;
use crate::tui::widgets::headline::Figure;
use crate::tui::widgets::numeral::Face;

/// With fewer rows, or less than this width, the day is set tighter.
const ROOMY: (u16, u16) = (PAGE, 34);
const MIDDLE: (u16, u16) = (95, 28);
/// From so many columns on the accounts of a small screen have a column.
const WITH_ACCOUNTS: u16 = 56;
/// Up to so many rows the list has few.
const SHORT: u16 = 30;

/// The rows and columns of the day; those of the screen, not of an area.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Grid {
    pub(super) page: Rect,
    /// What runs, in one row or two.
    pub(super) running: Rect,
    pub(super) figure: Figure,
    pub(super) table: Option<Table>,
    pub(super) bar: Option<Bar>,
    /// The row of the hours; the ribbon is below it.
    pub(super) hours: u16,
    pub(super) ribbon: Rect,
    pub(super) caliper: Option<u16>,
    pub(super) list: Rect,
    /// The part of the list that no sheet covers.
    pub(super) shown: Rect,
    /// Whether the list has few rows.
    pub(super) is_short: bool,
    pub(super) columns: Columns,
}

/// The stacked bar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Bar {
    pub(super) area: Rect,
    /// Whether the goal stands above it and the usual share below it.
    pub(super) has_labels: bool,
    pub(super) has_names: bool,
}

impl Grid {
    pub(super) fn new(regions: &Regions) -> Self {
        let page = regions.page;
        // Messages take rows of the page; the screen is as high as it was.
        let bottom = regions.footer.bottom();
        let fits = |(width, rows)| page.width >= width && bottom > rows;
        let grid = if regions.shape != Shape::Wide {
            compact(page)
        } else if regions.pace == Pace::Huge {
            huge(page)
        } else if fits(ROOMY) {
            roomy(page, regions.pace == Pace::Airy)
        } else if fits(MIDDLE) {
            middle(page)
        } else {
            tight(page)
        };
        let free = regions.covered_from().saturating_sub(grid.list.y);
        let shown = shortened(grid.list, free.min(grid.list.height));
        Self {
            shown,
            is_short: bottom <= SHORT,
            ..grid
        }
    }

    /// Whether the blocks on the ribbon have room for their names.
    pub(super) const fn has_names(&self) -> bool {
        self.page.width >= MIDDLE.0
    }

    /// The first line of the list that is shown in so many rows: the selected one is in view, and under a sheet what it
    /// would change.
    pub(super) fn first_row(
        &self,
        count: usize,
        selected: Option<usize>,
        changed: Option<Range<usize>>,
        shown: u16,
    ) -> usize {
        let selected = selected.unwrap_or(count);
        let first = first_shown(count, selected, self.list.height.into());
        let rows = usize::from(shown);
        let first = changed.map_or(first, |changed| first_uncovered(first, changed, rows));
        first_uncovered(first, selected..(selected + 1).min(count), rows)
    }
}

fn roomy(page: Rect, is_airy: bool) -> Grid {
    let air = u16::from(is_airy);
    let figure = 7 + air;
    let bar = figure + 8 + air;
    let hours = bar + 3 + air;
    let ribbon = 2 + air;
    let at = |column| page.x + column;
    Grid {
        page,
        running: rows_from(page, 3, 2),
        figure: Figure {
            row: figure,
            face: Some(Face::Large),
            captions: figure + 4,
            goal: None,
        },
        table: Some(Table {
            row: figure,
            pitch: 1,
            letter: at(42),
            name: at(45),
            bar: at(58),
            bar_width: 30,
            rest: Some((at(45), figure + 4)),
            untracked: (at(60), figure + 4),
            ..Table::ending_at(page)
        }),
        bar: Some(Bar {
            area: rows_from(page, bar, 1),
            has_labels: true,
            has_names: true,
        }),
        hours,
        ribbon: rows_from(page, hours + 1, ribbon),
        caliper: Some(hours + 1 + ribbon),
        list: rows_from(page, hours + ribbon + 3, u16::MAX),
        shown: Rect::default(),
        is_short: false,
        columns: Columns::with_requester(54, 66),
    }
}

fn huge(page: Rect) -> Grid {
    let at = |column| page.x + column;
    Grid {
        page,
        running: rows_from(page, 3, 2),
        figure: Figure {
            row: 8,
            face: Some(Face::Huge),
            captions: 15,
            goal: None,
        },
        table: Some(Table {
            row: 8,
            pitch: 2,
            letter: at(54),
            name: at(57),
            bar: at(72),
            bar_width: page.width - 98,
            rest: Some((at(57), 16)),
            untracked: (at(72), 16),
            ..Table::ending_at(page)
        }),
        bar: Some(Bar {
            area: rows_from(page, 20, 2),
            has_labels: true,
            has_names: true,
        }),
        hours: 25,
        ribbon: rows_from(page, 26, 4),
        caliper: Some(30),
        list: rows_from(page, 33, u16::MAX),
        shown: Rect::default(),
        is_short: false,
        columns: Columns::with_requester(57, 72),
    }
}

fn middle(page: Rect) -> Grid {
    let at = |column| page.x + column;
    Grid {
        page,
        running: rows_from(page, 3, 1),
        figure: Figure {
            row: 5,
            face: Some(Face::Large),
            captions: 9,
            goal: Some((10, true)),
        },
        table: Some(Table {
            row: 5,
            pitch: 1,
            letter: at(36),
            name: at(39),
            bar: at(52),
            bar_width: page.width - 81,
            rest: Some((at(39), 9)),
            untracked: (at(52), 9),
            ..Table::ending_at(page)
        }),
        bar: Some(Bar {
            area: rows_from(page, 12, 1),
            has_labels: false,
            has_names: true,
        }),
        hours: 14,
        ribbon: rows_from(page, 15, 2),
        caliper: Some(17),
        list: rows_from(page, 18, u16::MAX),
        shown: Rect::default(),
        is_short: false,
        columns: Columns {
            requester: None,
            ..Columns::with_requester(0, 57)
        },
    }
}

fn tight(page: Rect) -> Grid {
    let at = |column| page.x + column;
    Grid {
        page,
        running: rows_from(page, 2, 1),
        figure: Figure {
            row: 4,
            face: Some(Face::Medium),
            captions: 7,
            goal: Some((9, false)),
        },
        table: Some(Table {
            row: 4,
            pitch: 1,
            letter: at(29),
            name: at(32),
            bar: at(44),
            bar_width: (page.width - 68).min(30),
            share: page.right() - 10,
            hours: page.right() - 19,
            rest: Some((at(32), 8)),
            untracked: (at(32), 9),
            ..Table::ending_at(page)
        }),
        bar: None,
        hours: 11,
        ribbon: rows_from(page, 12, 2),
        caliper: Some(14),
        list: rows_from(page, 15, u16::MAX),
        shown: Rect::default(),
        is_short: false,
        columns: Columns::TIGHT,
    }
}

fn compact(page: Rect) -> Grid {
    Grid {
        page,
        running: rows_from(page, 2, 2),
        figure: Figure {
            row: 5,
            face: None,
            captions: 7,
            goal: Some((7, true)),
        },
        table: None,
        bar: Some(Bar {
            area: rows_from(page, 6, 1),
            has_labels: false,
            has_names: false,
        }),
        hours: 8,
        ribbon: rows_from(page, 9, 1),
        caliper: Some(10),
        list: rows_from(page, 11, u16::MAX),
        shown: Rect::default(),
        is_short: false,
        columns: columns_of_compact(page.width),
    }
}

/// With few columns the account stands behind the activity, where it fits.
fn columns_of_compact(width: u16) -> Columns {
    if width >= WITH_ACCOUNTS {
        return Columns {
            note: None,
            ..Columns::TIGHT
        };
    }
    Columns {
        letter: 18,
        activity: 20,
        account: None,
        note: None,
        ..Columns::TIGHT
    }
}
