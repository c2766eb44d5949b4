//! Where the parts of the review stand, by the size of the screen alone.

use ratatui::layout::Rect;

use crate::tui::layout::{PAGE, Pace, Regions, Shape, at_columns, rows_from};

/// From so many rows on a page is set with air.
const TALL: u16 = 36;
/// The columns of the list of steps; the page begins some columns after it.
const STEPS: u16 = 30;
const STEPS_OF_WIDE: u16 = 46;
const TO_DIVIDER: u16 = 3;
const TO_PAGE: u16 = 8;
/// From so many columns of a screen on the list is wider.
const WITH_WIDE_STEPS: u16 = 190;
/// Longer lines tire the eye: a page is no wider than the next scale of hours below the content beside it.
const WIDEST: u16 = 95;

/// How much room a page has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Room {
    /// From 120×40.
    Tall,
    /// From 80×24.
    Tight,
    /// From 40×12.
    Compact,
}

/// The rows and columns of the review; those of the screen, not of an area.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Grid {
    pub(super) room: Room,
    pub(super) pace: Pace,
    /// The list of the steps; `None` where there is room for their marks alone.
    pub(super) steps: Option<Rect>,
    /// The column of the line between the list and the page.
    pub(super) divider: u16,
    /// From one step to the next.
    pub(super) pitch: u16,
    pub(super) title: Rect,
    /// The lines of the step.
    pub(super) page: Rect,
}

impl Grid {
    pub(super) fn new(regions: &Regions) -> Self {
        let area = regions.page;
        // A sheet takes rows of the page; the screen is as high as it was.
        let bottom = regions.footer.bottom();
        let is_wide = regions.shape == Shape::Wide;
        let has_list = is_wide && area.width >= PAGE;
        let room = match regions.shape {
            Shape::Wide if bottom >= TALL + 2 && has_list => Room::Tall,
            Shape::Wide => Room::Tight,
            Shape::Line | Shape::Compact => Room::Compact,
        };
        let pace = match room {
            Room::Tall => regions.pace,
            Room::Tight | Room::Compact => Pace::Plain,
        };
        let wide = if regions.header.width >= WITH_WIDE_STEPS {
            STEPS_OF_WIDE
        } else {
            STEPS
        };
        let widest = match regions.pace {
            Pace::Plain | Pace::Airy => WIDEST,
            Pace::Huge => PAGE,
        };
        let top = area.y + u16::from(has_list) + u16::from(pace != Pace::Plain);
        let (x, width) = if has_list {
            let x = area.x + wide + TO_PAGE;
            (x, (regions.header.right() - x).min(widest))
        } else {
            (area.x, area.width)
        };
        let columns = at_columns(area, x, width);
        let rows = |y| rows_from(columns, y, u16::MAX);
        let title = rows(top);
        let steps = Rect {
            x: area.x,
            width: wide,
            ..title
        };
        Self {
            room,
            pace,
            steps: has_list.then_some(steps),
            divider: area.x + wide + TO_DIVIDER,
            pitch: match pace {
                Pace::Huge => 4,
                Pace::Plain | Pace::Airy if title.height > 2 * 9 => 2,
                Pace::Plain | Pace::Airy => 1,
            },
            title: Rect {
                height: title.height.min(1),
                ..title
            },
            page: rows(top + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Size;

    use super::*;
    use crate::tui::layout::regions;

    #[test]
    fn the_page_begins_where_the_design_has_it() {
        let of = |width, height| {
            let grid = Grid::new(&regions(Size::new(width, height), 0));
            let page = grid.page;
            let list = grid.steps.map(|list| (list.x, list.right() - 1));
            (list, page.x, page.right() - 1, page.y)
        };
        assert_eq!(of(120, 40), (Some((3, 32)), 41, 116, 4));
        assert_eq!(of(160, 48), (Some((3, 32)), 41, 135, 5));
        assert_eq!(of(200, 60), (Some((3, 48)), 57, 170, 5));
        assert_eq!(of(300, 60), (Some((3, 48)), 57, 170, 5));
        assert_eq!(of(196, 55), (Some((3, 48)), 57, 151, 5));
        assert_eq!(of(180, 50), (Some((3, 32)), 41, 135, 5));
        assert_eq!(of(100, 30), (None, 3, 97, 3));
        assert_eq!(of(80, 24), (None, 2, 77, 3));
        assert_eq!(of(40, 12), (None, 1, 38, 2));
    }
    #[test]
    fn a_sheet_takes_rows_and_no_air() {
        for (width, height) in [(120, 40), (160, 48), (200, 60)] {
            let of = |rows| Grid::new(&regions(Size::new(width, height), rows));
            let (bare, covered) = (of(0), of(6));
            assert_eq!(covered.room, bare.room, "{width}");
            assert_eq!(covered.pace, bare.pace, "{width}");
            assert_eq!((covered.title, covered.page.y), (bare.title, bare.page.y));
        }
    }
}
