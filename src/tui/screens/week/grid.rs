//! Where the parts of the week stand, by the size of the screen and the number of days with a lane.

use ratatui::layout::Rect;

use crate::tui::layout::{PAGE, Pace, Regions, Shape};
use crate::tui::widgets::category_table::Table;
use crate::tui::widgets::headline::Figure;
use crate::tui::widgets::numeral::Face;

/// The least width and rows of each layout, from the largest on.
const ROOMY: (u16, u16) = (PAGE, 34);
const MIDDLE: (u16, u16) = (95, 28);
/// From the page to the panel at its side.
const TO_SIDE: u16 = 5;
/// The columns of the figures beside the lanes, with their air.
const FIGURES: u16 = 15;
/// The same where they are set short, and where bounds are among them.
const BRIEF_FIGURES: u16 = 6;
const BOUNDS: u16 = 11;
/// As many days as are planned in most weeks.
const DAYS: u16 = 5;

/// The rows and columns of the week; those of the screen, not of an area.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Grid {
    pub(super) page: Rect,
    pub(super) figure: Figure,
    pub(super) table: Table,
    /// The row of the hours; the lanes are below it.
    pub(super) hours: u16,
    pub(super) lanes: Lanes,
    /// The days without a lane; where there are no groups, only while one of them is selected.
    pub(super) weekend: Option<u16>,
    pub(super) groups: Option<Groups>,
    /// The best stretch and the commitment on one line, where there are no groups; where the weekend stands there, this and
    /// the words move down.
    pub(super) facts: Option<u16>,
    /// From here on: the selected day in words, and the week. Where one line fits, it is the week's.
    pub(super) words: u16,
}

/// The lanes of the days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Lanes {
    /// The first lane, as wide and as high as each of them.
    pub(super) first: Rect,
    /// From one lane to the next.
    pub(super) pitch: u16,
    pub(super) count: u16,
    /// Whether the figures are set short.
    pub(super) is_brief: bool,
}

impl Lanes {
    /// So many lanes in the rows that five of the usual height would take.
    fn new(first: Rect, pitch: u16, count: usize, is_brief: bool) -> Self {
        let count = count.max(1) as u16;
        let pitch = (pitch * DAYS / count).clamp(1, pitch);
        let first = Rect {
            height: pitch.saturating_sub(1).max(1),
            ..first
        };
        Self {
            first,
            pitch,
            count,
            is_brief,
        }
    }

    /// The lane of the day with this index.
    pub(super) fn lane(&self, index: u16) -> Rect {
        Rect {
            y: self.first.y + self.pitch * index,
            ..self.first
        }
    }

    /// The first row below all of them.
    pub(super) const fn end(&self) -> u16 {
        self.first.y + self.pitch * self.count
    }
}

/// Selling and the commitment, the other things, the requests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Groups {
    pub(super) row: u16,
    /// The first and the last column of each.
    pub(super) columns: [(u16, u16); 3],
}

impl Grid {
    /// `has_bounds`: a day is told with bounds.
    pub(super) fn new(regions: &Regions, lanes: usize, has_bounds: bool) -> Self {
        let page = page_of(regions);
        // Messages take rows of the page; the screen is as high as it was.
        let rows = regions.footer.bottom();
        let fits = |(width, least)| page.width >= width && rows > least;
        // Taller lanes only where both lines of words below them keep their rows.
        let ends_in_time = |grid: &Self| grid.words + 3 < rows;
        let airy = (regions.pace == Pace::Airy && fits(ROOMY)).then(|| roomy(page, lanes, true));
        if regions.pace == Pace::Huge {
            huge(page, lanes)
        } else if let Some(airy) = airy.filter(ends_in_time) {
            airy
        } else if fits(ROOMY) {
            roomy(page, lanes, false)
        } else if fits(MIDDLE) {
            middle(page, lanes)
        } else {
            let figures = if has_bounds { BOUNDS } else { BRIEF_FIGURES };
            tight(page, lanes, figures)
        }
    }
}

/// The page goes as far as the panel allows.
fn page_of(regions: &Regions) -> Rect {
    let page = regions.page;
    let right = |side: Rect| side.x.saturating_sub(TO_SIDE).max(page.right());
    let right = regions.side.map_or(page.right(), right);
    Rect {
        width: right - page.x,
        ..page
    }
}

/// The lanes from a row on, so many columns from the left of the page; figures at its right.
const fn lanes_at(page: Rect, row: u16, indent: u16, figures: u16) -> Rect {
    Rect {
        x: page.x + indent,
        y: row,
        width: page.width.saturating_sub(indent + figures),
        height: 1,
    }
}

fn roomy(page: Rect, lanes: usize, is_airy: bool) -> Grid {
    let air = u16::from(is_airy);
    let (at, top) = (|column| page.x + column, 3 + air);
    let hours = 10 + 2 * air;
    let lanes = Lanes::new(lanes_at(page, hours + 1, 9, FIGURES), 3 + air, lanes, false);
    let weekend = lanes.first.y + DAYS * (3 + air);
    let groups = weekend + 2 + air;
    Grid {
        page,
        figure: Figure {
            row: top,
            face: Some(Face::Large),
            captions: top + 4,
            goal: None,
        },
        table: Table {
            row: top + 1,
            pitch: 1,
            letter: at(42),
            name: at(45),
            bar: at(58),
            bar_width: 30,
            rest: Some((at(45), top + 5)),
            untracked: (at(60), top + 5),
            ..Table::ending_at(page)
        },
        hours,
        lanes,
        weekend: Some(weekend),
        groups: Some(Groups {
            row: groups,
            columns: [(0, 35), (42, 74), (81, 113)].map(|(from, to)| (at(from), at(to))),
        }),
        facts: None,
        words: groups + 8,
    }
}

fn huge(page: Rect, lanes: usize) -> Grid {
    let at = |column| page.x + column;
    let lanes = Lanes::new(lanes_at(page, 16, 9, FIGURES), 5, lanes, false);
    let group = (page.width - 2 * 8) / 3;
    let columns = [0, 1, 2].map(|index| {
        let from = at(index * (group + 8));
        (from, from + group - 1)
    });
    Grid {
        page,
        figure: Figure {
            row: 4,
            face: Some(Face::Huge),
            captions: 11,
            goal: None,
        },
        table: Table {
            row: 4,
            pitch: 2,
            letter: at(54),
            name: at(57),
            bar: at(72),
            bar_width: page.width - 98,
            rest: Some((at(57), 12)),
            untracked: (at(72), 12),
            ..Table::ending_at(page)
        },
        hours: 15,
        lanes,
        weekend: Some(41),
        groups: Some(Groups { row: 44, columns }),
        facts: None,
        words: 53,
    }
}

fn middle(page: Rect, lanes: usize) -> Grid {
    let at = |column| page.x + column;
    Grid {
        page,
        figure: Figure {
            row: 3,
            face: Some(Face::Large),
            captions: 7,
            goal: Some((8, true)),
        },
        table: Table {
            row: 3,
            pitch: 1,
            letter: at(36),
            name: at(39),
            bar: at(52),
            bar_width: page.width - 81,
            rest: Some((at(39), 7)),
            untracked: (at(52), 7),
            ..Table::ending_at(page)
        },
        hours: 10,
        lanes: Lanes::new(lanes_at(page, 11, 9, FIGURES), 3, lanes, false),
        weekend: Some(25),
        groups: None,
        facts: Some(26),
        words: 27,
    }
}

fn tight(page: Rect, lanes: usize, figures: u16) -> Grid {
    let at = |column| page.x + column;
    Grid {
        page,
        figure: Figure {
            row: 2,
            face: Some(Face::Medium),
            captions: 5,
            goal: Some((7, false)),
        },
        table: Table {
            row: 3,
            pitch: 1,
            letter: at(29),
            name: at(32),
            bar: at(44),
            bar_width: (page.width - 68).min(30),
            share: page.right() - 10,
            hours: page.right() - 19,
            untracked: (at(32), 7),
            ..Table::ending_at(page)
        },
        hours: 9,
        lanes: Lanes::new(lanes_at(page, 10, 7, figures), 2, lanes, true),
        weekend: Some(20),
        groups: None,
        facts: Some(20),
        words: 21,
    }
}

/// The rows of a small screen: a bar of each day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Compact {
    pub(super) page: Rect,
    pub(super) figure: Figure,
    pub(super) bars: Rect,
}

impl Compact {
    /// `has_bounds`: a day is told with bounds.
    pub(super) fn new(regions: &Regions, days: usize, has_bounds: bool) -> Self {
        let page = regions.page;
        let days = days as u16;
        Self {
            page,
            figure: Figure {
                row: 2,
                face: None,
                captions: 3,
                goal: Some((3, true)),
            },
            bars: Rect {
                x: page.x + 4,
                y: if days > DAYS { 4 } else { 5 },
                width: page.width.saturating_sub(if has_bounds { 21 } else { 16 }),
                height: days,
            },
        }
    }
}

/// Whether the week is drawn as bars.
pub(super) fn is_compact(regions: &Regions) -> bool {
    regions.shape != Shape::Wide
}
