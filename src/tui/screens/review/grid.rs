//! Where the parts of the review stand, by the size of the screen alone.

use ratatui::layout::Rect;

use crate::tui::layout::{PAGE, Regions, Shape, at_columns, rows_from};

/// From so many rows on a page is set with air.
const TALL: u16 = 36;
/// The columns of the list of steps; the page begins some columns after it.
const STEPS: u16 = 30;
const TO_DIVIDER: u16 = 33;
const TO_PAGE: u16 = 38;
/// Longer lines tire the eye.
const WIDEST: u16 = 116;

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
        let is_wide = regions.shape == Shape::Wide;
        let has_list = is_wide && area.width >= PAGE;
        let room = match regions.shape {
            Shape::Wide if area.bottom() >= TALL && has_list => Room::Tall,
            Shape::Wide => Room::Tight,
            Shape::Line | Shape::Compact => Room::Compact,
        };
        let top = area.y + u16::from(has_list);
        let (x, width) = if has_list {
            let x = area.x + TO_PAGE;
            (x, (regions.header.right() - x).min(WIDEST))
        } else {
            (area.x, area.width)
        };
        let columns = at_columns(area, x, width);
        let rows = |y| rows_from(columns, y, u16::MAX);
        let title = rows(top);
        let steps = Rect {
            x: area.x,
            width: STEPS,
            ..title
        };
        Self {
            room,
            steps: has_list.then_some(steps),
            divider: area.x + TO_DIVIDER,
            pitch: if title.height > 2 * 9 { 2 } else { 1 },
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
        assert_eq!(of(160, 48), (Some((3, 32)), 41, 156, 4));
        assert_eq!(of(200, 60), (Some((3, 32)), 41, 156, 4));
        assert_eq!(of(100, 30), (None, 3, 97, 3));
        assert_eq!(of(80, 24), (None, 2, 77, 3));
        assert_eq!(of(40, 12), (None, 1, 38, 2));
    }
}
