//! TAFS as the day and the week show it: the large figure, and the hours behind it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::coverage::Reading;
use crate::insight::totals::Totals;
use crate::report::share;
use crate::tui::layout::{from_column, shortened};
use crate::tui::paint::{Ink, Piece, line, piece};
use crate::tui::scene::Scene;
use crate::tui::widgets::digits;

/// The definition that stands beside the figure.
pub(crate) const DEFINITION: &str = "time available for selling";

/// The figure without its unit: TAFS, its bounds, or hours where it is too early for a share.
pub(crate) fn figure(reading: Reading, selling: Length) -> String {
    match reading {
        Reading::TooEarly { .. } => format::hours(selling),
        Reading::Exact { tafs } | Reading::Bounded { tafs, .. } => format!("{:.1}", tafs * 100.0),
        Reading::OnlyBounds { low, high } => format!("{:.0}–{:.0}", low * 100.0, high * 100.0),
    }
}

/// What stands after the figure on a line.
pub(crate) const fn unit(reading: Reading) -> &'static str {
    match reading {
        Reading::TooEarly { .. } => "",
        Reading::Exact { .. } | Reading::Bounded { .. } | Reading::OnlyBounds { .. } => " %",
    }
}

/// Draws the figure, three lines high, its unit and its definition.
pub(crate) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    scene: &Scene<'_>,
    reading: Reading,
    selling: Length,
) {
    let style = scene.theme.category(Category::Selling);
    let large = shortened(area, area.height.min(3));
    let end = digits::draw(buffer, large, &figure(reading, selling), style);
    let unit = piece(unit(reading).trim_start(), style);
    line(buffer, from_column(area, end), 2, &[unit]);
    line(buffer, area, 3, &[scene.strong(DEFINITION)]);
}

/// The hours behind a share; `too_early` where there is none.
pub(crate) fn hours(
    scene: &Scene<'_>,
    reading: Reading,
    totals: &Totals,
    too_early: impl FnOnce(&str) -> String,
) -> Vec<Piece> {
    let tracked = format::hours(totals.tracked());
    let of = match reading {
        Reading::TooEarly { .. } => return vec![scene.quiet(too_early(&tracked))],
        Reading::Exact { .. } | Reading::OnlyBounds { .. } => format!(" of {tracked} tracked"),
        Reading::Bounded { low, high, .. } => {
            format!(" of {tracked} · {}", share::range(low, high))
        }
    };
    vec![scene.strong(format::hours(totals.selling)), scene.quiet(of)]
}

/// Hours, or a dash where there are none.
pub(crate) fn hours_or_dash(length: Length) -> String {
    if length.is_positive() {
        format::hours(length)
    } else {
        "–".to_owned()
    }
}
