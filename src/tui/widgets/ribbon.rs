//! The day as a ribbon: a cell for each stretch of it, in the colour and the pattern of what filled it most.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Span, Stamp};
use crate::insight::gaps::Entry;
use crate::tui::layout::from_column;
use crate::tui::paint::{Ink, Piece, line, piece, plain};
use crate::tui::scene::Scene;
use crate::tui::theme::{Role, UNREADABLE, UNTRACKED, pattern};

/// The stretch of a day that a ribbon shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    pub(crate) span: Span,
    /// A moment of the day: its offset is the one of the wall clock.
    pub(crate) place: Moment,
}

/// A meeting that is suggested.
pub(crate) const SUGGESTED: &str = "┄";
const SHORTEST: Length = Length::hours(9);

impl Scale {
    /// From the first whole hour of what is planned or on record to the last one; at least nine hours.
    pub(crate) fn new(known: &[Span], place: Moment) -> Option<Self> {
        let hour = |at: Stamp| (at.seconds() + i64::from(place.offset.seconds())).rem_euclid(3600);
        let first = known.iter().map(|span| span.start()).min()?;
        let last = known.iter().map(|span| span.end()).max()?;
        let start = first.minus(Length::seconds(hour(first)));
        let end = last
            .plus(Length::seconds((3600 - hour(last)) % 3600))
            .max(start.plus(SHORTEST));
        Some(Self {
            span: Span::new(start, end)?,
            place,
        })
    }

    fn column(&self, at: Stamp, columns: u16) -> Option<u16> {
        let share = at.since(self.span.start()).share_of(self.span.length())?;
        let column = (share * f64::from(columns)).floor();
        (column >= 0.0 && column < f64::from(columns)).then_some(column as u16)
    }

    /// The time that a column stands for.
    pub(crate) fn cell(&self, column: u16, columns: u16) -> Option<Span> {
        let edge = |column: u16| {
            let seconds = self.span.length().as_seconds() * i64::from(column) / i64::from(columns);
            self.span.start().plus(Length::seconds(seconds))
        };
        Span::new(edge(column), edge(column + 1))
    }
}

/// What a ribbon is drawn from.
pub(crate) struct Ribbon<'a> {
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) entries: &'a [Entry<'a>],
    pub(crate) planned: &'a [Span],
}

impl Ribbon<'_> {
    /// Draws hour ticks with a mark for now, and below them the ribbon on the rest of the area; the ribbon alone
    /// where there is one row.
    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect, scale: Scale) {
        let ticks = u16::from(area.height > 1);
        let now = scale.column(self.scene.now.at, area.width);
        if ticks == 1 {
            self.draw_ticks(buffer, area, scale, now);
        }
        for column in 0..area.width {
            let Some(cell) = scale.cell(column, area.width) else {
                continue;
            };
            let sign = [self.sign(cell)];
            for y in ticks..area.height {
                line(buffer, from_column(area, area.x + column), y, &sign);
            }
        }
        if let Some(now) = now {
            let mark = if ticks == 1 { "▾" } else { "▏" };
            let mark = piece(mark, self.scene.style(Role::Accent));
            line(buffer, from_column(area, area.x + now), 0, &[mark]);
        }
    }

    fn draw_ticks(&self, buffer: &mut Buffer, area: Rect, scale: Scale, now: Option<u16>) {
        let hours = scale.span.length().as_seconds() / 3600;
        let step = (1..=24)
            .find(|step| i64::from(area.width) * step / hours.max(1) >= 4)
            .unwrap_or(24);
        for hour in (0..hours).step_by(usize::try_from(step).unwrap_or(1)) {
            let at = scale.span.start().plus(Length::hours(hour));
            let clock = format::clock(Moment { at, ..scale.place });
            let label: String = clock.chars().take(2).collect();
            let Some(column) = scale.column(at, area.width) else {
                continue;
            };
            if !now.is_some_and(|now| (column..column + 2).contains(&now)) {
                let label = self.scene.quiet(label);
                line(buffer, from_column(area, area.x + column), 0, &[label]);
            }
        }
    }

    /// The sign of a cell.
    pub(crate) fn sign(&self, cell: Span) -> Piece {
        let scene = self.scene;
        let is_ahead = cell.start() >= scene.now.at;
        match fullest(cell, self.entries) {
            Some(Entry::Block { block, .. }) => piece(
                pattern(block.category),
                scene.theme.category(block.category),
            ),
            Some(Entry::Unreadable { .. }) => scene.quiet(UNREADABLE),
            Some(Entry::Suggestion { .. }) => scene.quiet(SUGGESTED),
            Some(Entry::Untracked(_)) => scene.faint(UNTRACKED),
            None if is_ahead
                && self
                    .planned
                    .iter()
                    .any(|span| cell.overlap(*span).is_some()) =>
            {
                scene.faint("·")
            }
            Some(Entry::Off(_)) | None => plain(" "),
        }
    }
}

/// What takes most of a cell.
pub(crate) fn fullest<'a, 'b>(cell: Span, entries: &'a [Entry<'b>]) -> Option<&'a Entry<'b>> {
    let shared = |entry: &&Entry<'_>| cell.overlap(entry.span()).map(Span::length);
    // A suggestion lies over a gap, and under a block.
    let rank = |entry: &&Entry<'_>| match entry {
        Entry::Block { .. } | Entry::Unreadable { .. } => 2,
        Entry::Suggestion { .. } => 1,
        Entry::Untracked(_) | Entry::Off(_) => 0,
    };
    entries
        .iter()
        .filter(|entry| shared(entry).is_some())
        .max_by_key(|entry| (shared(entry), rank(entry)))
}

/// What the patterns mean, for the help.
pub(crate) fn legend() -> String {
    let of = |category: Category| format!("{} {category}", pattern(category).repeat(2));
    let mut words: Vec<String> = Category::ALL.into_iter().map(of).collect();
    words.push(format!("{} untracked", UNTRACKED.repeat(2)));
    words.join("   ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::parse_rfc3339;

    fn at(text: &str) -> Stamp {
        parse_rfc3339(text).expect("a time").at
    }

    #[test]
    fn a_scale_goes_from_hour_to_hour_and_is_never_short() {
        let place = parse_rfc3339("2026-03-02T09:00:00+05:30").expect("a time");
        let known = Span::new(
            at("2026-03-02T08:40:00+05:30"),
            at("2026-03-02T19:10:00+05:30"),
        )
        .expect("a span");
        let scale = Scale::new(&[known], place).expect("a scale");
        assert_eq!(scale.span.start(), at("2026-03-02T08:00:00+05:30"));
        assert_eq!(scale.span.end(), at("2026-03-02T20:00:00+05:30"));
        let short =
            Span::new(known.start(), known.start().plus(Length::minutes(5))).expect("a span");
        assert_eq!(
            Scale::new(&[short], place).expect("a scale").span.length(),
            SHORTEST
        );
        assert!(Scale::new(&[], place).is_none());
    }

    #[test]
    fn cells_tile_the_scale() {
        let place = parse_rfc3339("2026-03-02T09:00:00+01:00").expect("a time");
        let known = Span::new(place.at, place.at.plus(Length::hours(10))).expect("a span");
        let scale = Scale::new(&[known], place).expect("a scale");
        for columns in 1..200 {
            let total: Length = (0..columns)
                .filter_map(|column| scale.cell(column, columns))
                .map(Span::length)
                .sum();
            assert_eq!(total, scale.span.length(), "{columns}");
        }
    }
}
