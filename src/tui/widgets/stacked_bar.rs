//! The stacked bar: tracked time sorted by category, as one strip. A letter in each part, its name and hours where there
//! is room; hairlines through it where a share is to be seen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::strip::{self, STEPS, write_styled};
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::text;
use crate::insight::coverage::{self, Reading};
use crate::insight::totals::Totals;
use crate::tui::paint::{Piece, line, line_right};
use crate::tui::theme::{Fill, Theme};

/// A bar of the time of each category.
#[derive(Clone, Copy)]
pub(crate) struct StackedBar<'a> {
    pub(crate) theme: &'a Theme,
    pub(crate) totals: &'a Totals,
    /// What the whole width is, and what fills the rest of it; all that is tracked where nothing is said.
    pub(crate) whole: Option<(Length, Fill)>,
    pub(crate) has_letters: bool,
    pub(crate) has_hours: bool,
    pub(crate) has_names: bool,
}

/// Words in a part of a bar.
struct Label {
    category: Category,
    length: Length,
    x: u16,
    words: String,
}

impl Label {
    /// The column after it.
    fn end(&self) -> u16 {
        self.x + text::width(&self.words) as u16
    }
}

impl<'a> StackedBar<'a> {
    /// With letters alone.
    pub(crate) const fn of(theme: &'a Theme, totals: &'a Totals) -> Self {
        Self {
            theme,
            totals,
            whole: None,
            has_letters: true,
            has_hours: false,
            has_names: false,
        }
    }

    /// A day as far as its share is known: two hours that fill up before there is one, and all of the planned time where
    /// so little is covered that no part of the tracked time may be told.
    pub(crate) fn of_day(theme: &'a Theme, totals: &'a Totals) -> Self {
        let whole = match coverage::of_day(totals) {
            Reading::TooEarly { .. } => Some((coverage::DAY_FROM, Fill::Track)),
            Reading::OnlyBounds { .. } => Some((totals.tracked() + totals.untracked, Fill::Gap)),
            Reading::Exact { .. } | Reading::Bounded { .. } => None,
        };
        Self {
            whole,
            ..Self::of(theme, totals)
        }
    }

    /// Draws it on all rows of an area; hands back the column after its last part.
    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect) -> u16 {
        let lengths = Category::WORK.map(|category| self.totals.of(category));
        let (rest, fill) = self
            .whole
            .map_or((Length::ZERO, Fill::Track), |(whole, fill)| {
                ((whole - self.totals.tracked()).or_zero(), fill)
            });
        let parts: Vec<f64> = lengths
            .into_iter()
            .chain([rest])
            .map(|length| length.as_seconds() as f64)
            .collect();
        let columns = usize::from(area.width);
        let edges = strip::part_edges(&parts, columns);
        let mut eighths = vec![fill; columns * STEPS];
        let mut from = 0;
        for (category, edge) in Category::WORK.into_iter().zip(&edges) {
            eighths[from..*edge].fill(Fill::Work(category));
            from = *edge;
        }
        let end = from;
        strip::draw(buffer, area, self.theme, &strip::cells_of(&eighths));
        for label in self.labels(area, &lengths, &edges) {
            let fill = Fill::Work(label.category);
            let at = (label.x, area.y);
            strip::write(buffer, at, self.theme, fill, &label.words, false);
            let letter = label.category.letter().to_string();
            strip::write(buffer, at, self.theme, fill, &letter, true);
        }
        area.x + end.div_ceil(STEPS) as u16
    }

    /// The words of the parts that have room for any. Of two that would read as one word the smaller part has none.
    fn labels(&self, area: Rect, lengths: &[Length; 4], edges: &[usize]) -> Vec<Label> {
        let mut labels: Vec<Label> = Vec::new();
        let mut from = 0;
        for ((category, length), to) in Category::WORK.into_iter().zip(lengths).zip(edges) {
            let (first, room) = strip::whole_cells(from, *to);
            from = *to;
            let words = self.words_of(category, *length);
            let Some((pad, words)) = strip::fit_label(&words, room).filter(|_| self.has_letters)
            else {
                continue;
            };
            let label = Label {
                category,
                length: *length,
                x: area.x + first as u16 + pad,
                words: words.to_owned(),
            };
            match labels.last() {
                Some(last) if last.end() < label.x => labels.push(label),
                Some(last) if last.length >= label.length => {}
                Some(_) => {
                    labels.pop();
                    labels.push(label);
                }
                None => labels.push(label),
            }
        }
        labels
    }

    /// What may stand in a part, the longest first.
    fn words_of(&self, category: Category, length: Length) -> Vec<String> {
        let (letter, hours) = (category.letter(), format::hours(length));
        let mut words = Vec::new();
        if self.has_names && self.has_hours {
            words.push(format!("{letter} {}  {hours}", category.name()));
        }
        if self.has_hours {
            words.push(format!("{letter} {hours}"));
        }
        words.push(letter.to_string());
        words
    }

    /// A hairline through the bar, where no word is in its way.
    pub(crate) fn draw_hairline(&self, buffer: &mut Buffer, area: Rect, edge: Edge) {
        for y in area.top()..area.bottom() {
            if buffer.area.contains((edge.x, y).into())
                && self.theme.is_bar(buffer[(edge.x, y)].symbol())
            {
                write_styled(buffer, (edge.x, y), edge.sign, self.theme.page_ink());
            }
        }
    }
}

/// Draws shares as a bar of so many percent of their colors, without words; hands back where each part ends, in eighths.
pub(crate) fn draw_tinted(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    shares: [f64; 4],
    percent: u8,
) -> Vec<usize> {
    let columns = usize::from(area.width);
    let mut eighths = vec![Fill::Track; columns * STEPS];
    let mut from = 0;
    let edges = strip::part_edges(&shares, columns);
    for (category, edge) in Category::WORK.into_iter().zip(&edges) {
        eighths[from..*edge].fill(Fill::Tinted(category, percent));
        from = *edge;
    }
    strip::draw(buffer, area, theme, &strip::cells_of(&eighths));
    edges
}

/// Where a hairline stands: a column, and which edge of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Edge {
    pub(crate) x: u16,
    pub(crate) sign: &'static str,
}

impl Edge {
    pub(crate) const LEFT: &str = "▏";
    const RIGHT: &str = "▕";

    /// At a share of an area's width, from 0 to 1.
    pub(crate) fn at(area: Rect, share: f64) -> Self {
        let at = share.clamp(0.0, 1.0) * f64::from(area.width);
        let column = (at as u16).min(area.width.saturating_sub(1));
        let sign = if at - f64::from(column) < 0.5 {
            Self::LEFT
        } else {
            Self::RIGHT
        };
        Self {
            x: area.x + column,
            sign,
        }
    }
}

/// Writes words beside a hairline: behind it, or before it where there is no room.
pub(crate) fn write_beside(buffer: &mut Buffer, row: Rect, x: u16, words: &Piece) {
    let wide = words.width() as u16;
    let behind = x + 2;
    if behind + wide <= row.right() {
        let room = Rect {
            x: behind,
            width: row.right() - behind,
            ..row
        };
        line(buffer, room, 0, std::slice::from_ref(words));
    } else {
        let room = Rect {
            width: x.saturating_sub(row.x + 1),
            ..row
        };
        line_right(buffer, room, 0, std::slice::from_ref(words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Palette;

    #[test]
    fn two_letters_never_stand_side_by_side() {
        let theme = Theme::new(Palette::Full);
        let totals = Totals {
            selling: Length::minutes(160),
            admin: Length::minutes(89),
            learning: Length::minutes(32),
            distraction: Length::minutes(17),
            ..Totals::default()
        };
        for width in 4..40 {
            let area = Rect::new(0, 0, width, 1);
            let mut buffer = Buffer::empty(area);
            StackedBar::of(&theme, &totals).draw(&mut buffer, area);
            let is_letter = |x: u16| buffer[(x, 0)].symbol().starts_with(char::is_alphabetic);
            assert!(
                (1..width).all(|x| !(is_letter(x - 1) && is_letter(x))),
                "{width}: {buffer:?}"
            );
        }
    }
}
