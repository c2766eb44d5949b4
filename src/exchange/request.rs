//! What an import is asked for: which format, which days, what classifies its rows, what becomes of overlaps.

use super::source::{Format, ImportOptions};
use crate::domain::arrival::Overlap;
use crate::domain::block::Block;
use crate::domain::classify::Classify;
use crate::domain::stamp::{Length, Span, Stamp};

/// A calendar is read this far back, unless other days are asked for.
const BACK: Length = Length::hours(366 * 24);
/// And this far ahead: a meeting still to come is suggested, so that it is there once it has been.
const AHEAD: Length = Length::hours(14 * 24);
/// Days off are planned further ahead.
const DAYS_OFF_AHEAD: Length = BACK;

/// How a source is to be imported.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportRequest<'a> {
    pub format: Format,
    pub options: ImportOptions,
    /// What gives intervals a category.
    pub classify: &'a Classify,
    /// Only blocks that share time with these days; `None` for all.
    pub days: Option<Span>,
    pub overlap: Overlap,
    /// Whether to say of each block what gave it its category.
    pub explain: bool,
    pub dry_run: bool,
}

impl<'a> ImportRequest<'a> {
    /// All of a source, in the usual way.
    pub const fn new(format: Format, options: ImportOptions, classify: &'a Classify) -> Self {
        Self {
            format,
            options,
            classify,
            days: None,
            overlap: Overlap::Trim,
            explain: false,
            dry_run: false,
        }
    }

    /// Whether a block lies outside the days that are asked for.
    pub(super) fn leaves_out(&self, block: &Block) -> bool {
        self.days.is_some_and(|days| {
            block.start.at >= days.end() || block.end_or(Stamp::MAX) <= days.start()
        })
    }

    /// The stretch of a calendar that is read: a rule without an end needs one.
    pub fn calendar_window(&self) -> Span {
        let now = self.options.now.at;
        let ahead = if self.options.days_off {
            DAYS_OFF_AHEAD
        } else {
            AHEAD
        };
        let usual = (now.minus(BACK), now.plus(ahead));
        let (from, to) = self.days.map_or(usual, |days| (days.start(), days.end()));
        let from = if from == Stamp::MIN {
            usual.0.min(to.minus(BACK))
        } else {
            from
        };
        let to = if to >= Stamp::MAX {
            usual.1.max(from.plus(ahead))
        } else {
            to
        };
        Span::new(from, to)
            .or(self.days)
            .unwrap_or_else(|| unreachable!("a window ends after it starts"))
    }
}
