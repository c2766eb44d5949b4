//! Where things stand, from the size alone: drawing and paging share it.

use ratatui::layout::{Rect, Size};

/// The smallest screen with room for the day; below it one line says what runs.
pub(crate) const SMALLEST: Size = Size {
    width: 40,
    height: 12,
};
const WIDE: Size = Size {
    width: 76,
    height: 20,
};
const TALL: u16 = 30;
/// Lines longer than this tire the eye.
const WIDEST: u16 = 132;

/// The parts of the screen of the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Regions {
    pub(crate) shape: Shape,
    pub(crate) header: Rect,
    pub(crate) running: Rect,
    /// TAFS, large.
    pub(crate) share: Rect,
    /// A bar a category, and the rows of break and untracked.
    pub(crate) bars: Rect,
    pub(crate) ribbon: Rect,
    pub(crate) list: Rect,
    /// Toast, strip, prompt.
    pub(crate) messages: Rect,
    pub(crate) footer: Rect,
}

/// How much room there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Shape {
    /// Below 40×12: one line.
    #[default]
    Line,
    /// From 40×12: the essential, line by line.
    Compact,
    /// From 76×20: TAFS beside the bars.
    Wide,
}

/// The parts of a screen of this size, with so many lines of messages above the footer.
pub(crate) fn regions(size: Size, messages: u16) -> Regions {
    let shape = if size.width < SMALLEST.width || size.height < SMALLEST.height {
        Shape::Line
    } else if size.width < WIDE.width || size.height < WIDE.height {
        Shape::Compact
    } else {
        Shape::Wide
    };
    let margin = if shape == Shape::Wide { 2 } else { 1 };
    let inner = size.width.saturating_sub(2 * margin).clamp(0, WIDEST);
    let mut rows = Rows {
        x: margin.min(size.width),
        width: inner,
        y: 0,
        end: size.height,
    };
    match shape {
        Shape::Line => one_line(size),
        Shape::Compact => compact(&mut rows, messages),
        Shape::Wide => wide(&mut rows, messages, size.height >= TALL),
    }
}

fn one_line(size: Size) -> Regions {
    Regions {
        header: Rect::new(0, 0, size.width, 1.min(size.height)),
        ..Regions::default()
    }
}

fn compact(rows: &mut Rows, messages: u16) -> Regions {
    Regions {
        shape: Shape::Compact,
        footer: rows.take_last(1),
        messages: rows.take_last(messages),
        header: rows.take(1),
        running: rows.take(2),
        share: rows.take(1),
        bars: rows.take(4),
        ribbon: rows.take(1),
        list: rows.rest(),
    }
}

fn wide(rows: &mut Rows, messages: u16, tall: bool) -> Regions {
    let footer = rows.take_last(1);
    let messages = rows.take_last(messages.max(1));
    let header = rows.take(1);
    rows.skip(1);
    let running = rows.take(2);
    rows.skip(if tall { 2 } else { 1 });
    let panel = rows.take(7);
    rows.skip(if tall { 2 } else { 1 });
    let ribbon = rows.take(if tall { 3 } else { 2 });
    rows.skip(1);
    let list = rows.rest();
    let left = if panel.width >= 100 { 42 } else { 32 };
    Regions {
        shape: Shape::Wide,
        header,
        running,
        share: narrowed(panel, left.min(panel.width)),
        bars: from_column(panel, panel.x + left),
        ribbon,
        list,
        messages,
        footer,
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

    fn skip(&mut self, height: u16) {
        self.take(height);
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

/// All between the header and the messages, for what lies over the day.
pub(crate) fn body(regions: &Regions) -> Rect {
    let top = (regions.header.bottom() + 1).min(regions.messages.y);
    at_rows(regions.header, top, regions.messages.y - top)
}

/// As much for a screen, which has no air below the header where there is little room.
pub(crate) fn screen_body(regions: &Regions) -> Rect {
    let area = body(regions);
    match regions.shape {
        Shape::Line | Shape::Wide => area,
        Shape::Compact => at_rows(area, area.y.saturating_sub(1), area.height + 1),
    }
}

/// How many lines of the help are shown at once.
pub(crate) fn help_page(size: Size) -> usize {
    usize::from(size.height.saturating_sub(4)).max(1)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_leaves_the_screen_at_any_size() {
        for width in 1..=140 {
            for height in 1..=50 {
                for messages in [0, 1, 3, 60] {
                    let screen = Rect::new(0, 0, width, height);
                    let r = regions(Size::new(width, height), messages);
                    for part in [
                        r.header, r.running, r.share, r.bars, r.ribbon, r.list, r.messages,
                        r.footer,
                    ] {
                        let inside = part.is_empty() || screen.intersection(part) == part;
                        assert!(inside, "{part} at {width}x{height}");
                    }
                }
            }
        }
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
