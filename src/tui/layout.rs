//! Where things stand, from the size alone: drawing and paging share it.

use ratatui::layout::{Position, Rect, Size};

/// The smallest screen with room for the day; below it one line says what runs.
pub(crate) const SMALLEST: Size = Size {
    width: 40,
    height: 12,
};
const WIDE: Size = Size {
    width: 76,
    height: 20,
};
/// The content of a page: nine and a half hours at five minutes a column.
pub(crate) const PAGE: u16 = 114;
/// From so many rows on a message has a free row between it and the footer, whatever the page shows.
const WITH_FREE_ROW: u16 = 30;
/// From so many rows on there is more air between groups.
const AIRY: u16 = 44;
/// From this size on a panel of the week stands beside the page: below it, its labels would be cut.
const WITH_SIDE: Size = Size {
    width: 160,
    height: AIRY,
};
/// From this size on all of the page is larger.
const HUGE: Size = Size {
    width: 196,
    height: 56,
};
/// What the panel at the side takes of a huge screen, with its margin.
const SIDE_OF_HUGE: u16 = 48;
/// From the page to the panel.
const TO_SIDE: u16 = 5;

/// The parts of a screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Regions {
    pub(crate) shape: Shape,
    pub(crate) pace: Pace,
    pub(crate) header: Rect,
    /// The columns of the page, from the first row below the header to the last one above the messages.
    pub(crate) page: Rect,
    /// What stands beside it where there is room.
    pub(crate) side: Option<Rect>,
    pub(crate) messages: Rect,
    /// What is pending, over the last rows of the screen; empty where nothing is.
    pub(crate) sheet: Rect,
    pub(crate) footer: Rect,
}

impl Regions {
    /// The same with a sheet over the last rows.
    #[must_use]
    pub(crate) fn with_sheet(self, size: Size, rows: u16) -> Self {
        let rows = rows.min(size.height);
        Self {
            sheet: Rect::new(0, size.height - rows, size.width, rows),
            ..self
        }
    }

    /// The first row that a sheet covers, or the end of the page.
    pub(crate) fn covered_from(&self) -> u16 {
        if self.sheet.is_empty() {
            self.page.bottom()
        } else {
            self.sheet.y
        }
    }
}

/// How much room there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Shape {
    /// Below 40×12: one line.
    #[default]
    Line,
    /// From 40×12: the essential, line by line.
    Compact,
    /// From 76×20: figures beside each other.
    Wide,
}

/// How much air there is between the groups of a wide screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Pace {
    #[default]
    Plain,
    /// One more row between groups.
    Airy,
    /// All of it larger.
    Huge,
}

/// The rows that so many lines of messages take above the footer; `has_spare`: the page does not need its last one.
pub(crate) const fn message_rows(size: Size, lines: u16, has_spare: bool) -> u16 {
    let is_wide = size.width >= WIDE.width && size.height >= WIDE.height;
    let is_free = is_wide && (has_spare || size.height >= WITH_FREE_ROW);
    lines + (lines > 0 && is_free) as u16
}

/// The parts of a screen of this size, with so many rows of messages above the footer.
pub(crate) fn regions(size: Size, messages: u16) -> Regions {
    let shape = if size.width < SMALLEST.width || size.height < SMALLEST.height {
        Shape::Line
    } else if size.width < WIDE.width || size.height < WIDE.height {
        Shape::Compact
    } else {
        Shape::Wide
    };
    if shape == Shape::Line {
        return one_line(size);
    }
    let is_wide = shape == Shape::Wide;
    let (page, beside) = columns(size, is_wide);
    let (left, right) = (page.x, beside.map_or(page.right(), Rect::right));
    let mut rows = Rows {
        x: left,
        width: right - left,
        y: 0,
        end: size.height,
    };
    let footer = rows.take_last(1);
    // A row of air, where there is no message.
    let messages = rows.take_last(messages.max(u16::from(is_wide)));
    let header = rows.take(if is_wide { 2 } else { 1 });
    let body = rows.rest();
    Regions {
        shape,
        pace: pace_of(size, is_wide),
        header: shortened(header, 1),
        page: at_columns(body, page.x, page.width),
        side: beside.map(|side| at_columns(body, side.x, side.width)),
        messages,
        sheet: Rect::default(),
        footer,
    }
}

const fn has_room(size: Size, least: Size) -> bool {
    size.width >= least.width && size.height >= least.height
}

const fn pace_of(size: Size, is_wide: bool) -> Pace {
    if has_room(size, HUGE) {
        Pace::Huge
    } else if is_wide && size.height >= AIRY {
        Pace::Airy
    } else {
        Pace::Plain
    }
}

/// The columns of the page, and of what stands at its side.
fn columns(size: Size, is_wide: bool) -> (Rect, Option<Rect>) {
    let column = |x, width| Rect::new(x, 0, width, size.height);
    if has_room(size, HUGE) {
        let page = column(3, size.width - SIDE_OF_HUGE);
        let from = page.right() + TO_SIDE + 2;
        return (page, Some(column(from, size.width - 3 - from)));
    }
    if has_room(size, WITH_SIDE) {
        let from = 3 + PAGE + TO_SIDE;
        return (column(3, PAGE), Some(column(from, size.width - 3 - from)));
    }
    let page = match size.width {
        120.. => column((size.width - PAGE) / 2, PAGE),
        99..120 => column(3, size.width - 5),
        _ if is_wide => column(2, size.width - 4),
        _ => column(1, size.width - 2),
    };
    (page, None)
}

fn one_line(size: Size) -> Regions {
    Regions {
        header: Rect::new(0, 0, size.width, 1.min(size.height)),
        ..Regions::default()
    }
}

/// Rows handed out from the top and from the bottom; never more than there are.
struct Rows {
    x: u16,
    width: u16,
    y: u16,
    end: u16,
}

impl Rows {
    fn take(&mut self, height: u16) -> Rect {
        let height = height.min(self.end - self.y);
        let rect = Rect::new(self.x, self.y, self.width, height);
        self.y += height;
        rect
    }

    fn take_last(&mut self, height: u16) -> Rect {
        let height = height.min(self.end - self.y);
        self.end -= height;
        Rect::new(self.x, self.end, self.width, height)
    }

    fn rest(&mut self) -> Rect {
        self.take(u16::MAX)
    }
}

/// The area with another width.
pub(crate) const fn narrowed(area: Rect, width: u16) -> Rect {
    Rect { width, ..area }
}

/// The area with another height.
pub(crate) const fn shortened(area: Rect, height: u16) -> Rect {
    Rect { height, ..area }
}

/// So many columns of the area's rows, from `x` of the screen on.
pub(crate) const fn at_columns(area: Rect, x: u16, width: u16) -> Rect {
    Rect { x, width, ..area }
}

/// What is left of the area from a column of the screen on.
pub(crate) fn from_column(area: Rect, x: u16) -> Rect {
    let x = x.min(area.right());
    at_columns(area, x, area.right() - x)
}

/// What the area has before a column of the screen, with a gap.
pub(crate) const fn left_of(area: Rect, x: u16) -> Rect {
    narrowed(area, x.saturating_sub(area.x + 1))
}

/// What is left of the area below so many of its rows.
pub(crate) fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    at_rows(area, area.y + rows, area.height - rows)
}

/// So many rows of the area's columns, from `y` of the screen on.
pub(crate) const fn at_rows(area: Rect, y: u16, height: u16) -> Rect {
    Rect { y, height, ..area }
}

/// So many rows at most of the area's columns, from `row` of the screen on, as far as the area goes.
pub(crate) fn rows_from(area: Rect, row: u16, height: u16) -> Rect {
    let y = row.min(area.bottom());
    at_rows(area, y, height.min(area.bottom() - y))
}

/// The area's columns of a row of the screen; nothing where the area ends above it.
pub(crate) const fn row_of(area: Rect, row: u16) -> Rect {
    at_rows(area, row, (row < area.bottom()) as u16)
}

/// All between the header and the messages, for what lies over the day.
pub(crate) fn body(regions: &Regions) -> Rect {
    let area = screen_body(regions);
    match regions.shape {
        Shape::Line | Shape::Wide => area,
        Shape::Compact => below(area, 1),
    }
}

/// As much for a screen, which has no air below the header where there is little room.
pub(crate) const fn screen_body(regions: &Regions) -> Rect {
    at_columns(regions.page, regions.header.x, regions.header.width)
}

/// By how many lines a list over the screen is paged.
pub(crate) fn half_page(size: Size) -> isize {
    (size.height / 2).max(1) as isize
}

/// The columns of what stands above the footer.
pub(crate) fn message_width(size: Size) -> u16 {
    size.width.saturating_sub(4).max(1)
}

/// The first line of a list of `count` lines that is shown, so that the selected one is in view, in the middle
/// where it can be.
pub(crate) fn first_shown(count: usize, selected: usize, height: usize) -> usize {
    selected
        .saturating_sub(height / 2)
        .min(count.saturating_sub(height))
}

/// The line of a list under the pointer; `first` is the one at its top.
pub(crate) fn row_at(list: Rect, first: usize, at: Position) -> Option<usize> {
    list.contains(at)
        .then(|| first + usize::from(at.y - list.y))
}

/// The first line that is shown where only `shown` lines are not covered: without a cover it would be `first`, and it is
/// scrolled no further than needed to show lines `wanted`.
pub(crate) fn first_uncovered(first: usize, wanted: std::ops::Range<usize>, shown: usize) -> usize {
    first
        .max(wanted.end.saturating_sub(shown))
        .min(wanted.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_leaves_the_screen_at_any_size() {
        for width in (1..=140).chain([149, 150, 160, 195, 196, 200, 300]) {
            for height in 1..=60 {
                for messages in [0, 1, 3, 60] {
                    let screen = Rect::new(0, 0, width, height);
                    let r = regions(Size::new(width, height), messages);
                    let side = r.side.unwrap_or_default();
                    for part in [r.header, r.page, side, r.messages, r.footer] {
                        let inside = part.is_empty() || screen.intersection(part) == part;
                        assert!(inside, "{part} at {width}x{height}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_columns_of_the_page_are_those_of_a_scale_of_hours() {
        let columns = |width, height| {
            let regions = regions(Size::new(width, height), 0);
            let side = regions.side.map(|side| (side.left(), side.right() - 1));
            (regions.page.left(), regions.page.right() - 1, side)
        };
        assert_eq!(columns(40, 12), (1, 38, None));
        assert_eq!(columns(80, 24), (2, 77, None));
        assert_eq!(columns(100, 30), (3, 97, None));
        assert_eq!(columns(120, 40), (3, 116, None));
        assert_eq!(columns(140, 40), (13, 126, None));
        assert_eq!(columns(159, 48), (22, 135, None));
        assert_eq!(columns(160, 48), (3, 116, Some((122, 156))));
        assert_eq!(columns(200, 60), (3, 154, Some((162, 196))));
    }

    #[test]
    fn all_screens_grow_at_the_same_sizes() {
        let pace = |width, height| regions(Size::new(width, height), 0).pace;
        assert_eq!(pace(200, 60), Pace::Huge);
        assert_eq!(pace(196, 56), Pace::Huge);
        assert_eq!(pace(196, 55), Pace::Airy);
        assert_eq!(pace(195, 56), Pace::Airy);
        assert_eq!(pace(120, 44), Pace::Airy);
        assert_eq!(pace(120, 43), Pace::Plain);
        assert_eq!(pace(60, 50), Pace::Plain, "one column of lines");
    }

    #[test]
    fn the_selected_line_is_always_in_view() {
        for count in 0..30 {
            for height in 1..12 {
                for selected in 0..count {
                    let first = first_shown(count, selected, height);
                    assert!(
                        (first..first + height).contains(&selected),
                        "{count} {height} {selected}"
                    );
                }
            }
        }
    }
}
