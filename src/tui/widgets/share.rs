//! TAFS as every screen writes it, and the hours behind it.

use chrono::Datelike;

use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::coverage::Reading;
use crate::insight::runs::Run;

/// The definition that stands below the figure.
pub(crate) const DEFINITION: &str = "time available for selling";

/// The figure without its unit: TAFS, its bounds, or hours where it is too early for a share.
pub(crate) fn figure(reading: Reading, selling: Length) -> String {
    match reading {
        Reading::TooEarly { .. } => format::hours(selling),
        Reading::Exact { tafs } | Reading::Bounded { tafs, .. } => format::share_figure(tafs),
        Reading::OnlyBounds { low, high } => format::range_figure(low, high),
    }
}

/// What stands after the figure on a line.
pub(crate) const fn unit(reading: Reading) -> &'static str {
    match reading {
        Reading::TooEarly { .. } => "",
        Reading::Exact { .. } | Reading::Bounded { .. } | Reading::OnlyBounds { .. } => " %",
    }
}

/// What a column says of TAFS: the share and its bounds, each as far as it may be said.
pub(crate) fn figures(reading: Reading) -> (Option<String>, Option<String>) {
    match reading {
        Reading::TooEarly { .. } => (None, None),
        Reading::Exact { tafs } => (Some(format::share_figure(tafs)), None),
        Reading::Bounded { tafs, low, high } => (
            Some(format::share_figure(tafs)),
            Some(format::range_figure(low, high)),
        ),
        Reading::OnlyBounds { low, high } => (None, Some(format::range_figure(low, high))),
    }
}

/// Hours, or a dash where there are none.
pub(crate) fn hours_or_dash(length: Length) -> String {
    if length.is_positive() {
        format::hours(length)
    } else {
        "–".to_owned()
    }
}

/// When a stretch of selling was: `Tue 12:20–14:40`.
pub(crate) fn stretch_words(run: &Run) -> String {
    let weekday = format::weekday(Calendar::wall(run.start).weekday());
    let (start, end) = (format::clock(run.start), format::clock(run.end));
    format!("{weekday} {start}–{end}")
}
