//! The hours that the lanes show: the stretches of the wall clock in which anything is planned or on record, with a fold
//! where there is none of it.

use std::ops::Range;

use crate::domain::stamp::Length;
use crate::tui::widgets::strip::STEPS;

/// How many columns an hour may take, the most first.
const PITCHES: [i64; 9] = [16, 15, 12, 10, 8, 6, 4, 2, 1];
/// The columns of a fold.
pub(super) const FOLD: u16 = 2;
const HOUR: i64 = 3600;
/// Stretches are rounded to this, and those no further apart than an hour are one.
const HALF: i64 = HOUR / 2;
/// Without anything planned or on record there is still a day to look at.
const EMPTY: Part = Part {
    from: Length::hours(8),
    to: Length::hours(18),
};

/// A part of a day, by the time since its midnight on the wall clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Part {
    pub(super) from: Length,
    pub(super) to: Length,
}

/// Which hours have columns, and how many.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Scale {
    pieces: Vec<Piece>,
    /// How many columns an hour takes.
    pitch: i64,
}

/// A stretch without a fold, in seconds after midnight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Piece {
    from: i64,
    to: i64,
    /// Where it begins.
    column: u16,
}

impl Piece {
    const fn columns(&self, pitch: i64) -> u16 {
        (((self.to - self.from) * pitch + HALF) / HOUR) as u16
    }
}

impl Scale {
    /// The widest hours at which all that is known fits into so many columns. With room left, a stretch begins at its whole
    /// hour.
    pub(super) fn new(known: &[Part], columns: u16) -> Self {
        let mut pieces = join_parts(known);
        let pitch = PITCHES
            .into_iter()
            .find(|pitch| columns_of(&pieces, *pitch) <= columns)
            .unwrap_or(1);
        for index in 0..pieces.len() {
            let mut grown = pieces.clone();
            grown[index].from -= grown[index].from.rem_euclid(HOUR);
            if columns_of(&grown, pitch) <= columns {
                pieces = grown;
            }
        }
        let mut column = 0;
        for piece in &mut pieces {
            piece.column = column;
            column += piece.columns(pitch) + FOLD;
        }
        Self { pieces, pitch }
    }

    /// How many eighths of a column lie before a time of the day; those of a fold belong to the stretch after it.
    fn eighths(&self, at: Length) -> usize {
        let at = at.as_seconds();
        let piece = self.pieces.iter().find(|piece| at <= piece.to);
        let Some(piece) = piece.or(self.pieces.last()) else {
            return 0;
        };
        let inside = at.clamp(piece.from, piece.to) - piece.from;
        let steps = self.pitch * STEPS as i64;
        let eighths = (inside * steps * 2 + HOUR) / (HOUR * 2);
        usize::from(piece.column) * STEPS + eighths as usize
    }

    /// The eighths that a part of a day fills, at least one.
    pub(super) fn range(&self, part: Part) -> Range<usize> {
        let from = self.eighths(part.from);
        from..self.eighths(part.to).max(from + 1)
    }

    /// The column in which a time of the day lies; `None` inside of a fold.
    pub(super) fn column(&self, at: Length) -> Option<u16> {
        let at = at.as_seconds();
        let mut pieces = self.pieces.iter();
        let piece = pieces.find(|piece| (piece.from..piece.to).contains(&at))?;
        Some(piece.column + ((at - piece.from) * self.pitch / HOUR) as u16)
    }

    /// The hours that are named, each with its column.
    pub(super) fn hours(&self) -> Vec<(u16, i64)> {
        let step = (1..=24).find(|step| self.pitch * step >= 4).unwrap_or(24);
        let mut hours = Vec::new();
        for piece in &self.pieces {
            let first = (piece.from + HOUR * step - 1).div_euclid(HOUR * step) * step;
            let end = piece.column + piece.columns(self.pitch);
            let named = (first..)
                .step_by(step as usize)
                .take_while(|hour| hour * HOUR < piece.to);
            let named = named.map(|hour| {
                let column = ((hour * HOUR - piece.from) * self.pitch + HALF) / HOUR;
                (piece.column + column as u16, hour.rem_euclid(24))
            });
            hours.extend(named.filter(|(column, _)| column + 2 <= end));
        }
        hours
    }

    /// The first column of each fold.
    pub(super) fn folds(&self) -> Vec<u16> {
        let after = self.pieces.iter().skip(1);
        after.map(|piece| piece.column - FOLD).collect()
    }
}

/// The columns of all stretches and of the folds between them.
fn columns_of(pieces: &[Piece], pitch: i64) -> u16 {
    let folds = FOLD * pieces.len().saturating_sub(1) as u16;
    let columns = pieces.iter().map(|piece| piece.columns(pitch));
    columns.sum::<u16>() + folds
}

/// What is known, rounded outward to half hours, as stretches more than an hour apart.
fn join_parts(known: &[Part]) -> Vec<Piece> {
    let mut parts = known.to_vec();
    if parts.is_empty() {
        parts.push(EMPTY);
    }
    parts.sort_by_key(|part| part.from);
    let mut pieces: Vec<Piece> = Vec::new();
    for part in parts {
        let from = part.from.as_seconds().div_euclid(HALF) * HALF;
        let to = (part.to.as_seconds() + HALF - 1).div_euclid(HALF) * HALF;
        match pieces.last_mut() {
            Some(last) if from - last.to <= HOUR => last.to = last.to.max(to),
            Some(_) | None => pieces.push(Piece {
                from,
                to: to.max(from + HALF),
                column: 0,
            }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(from: i64, to: i64) -> Part {
        let minutes = |time: i64| Length::minutes(time / 100 * 60 + time % 100);
        Part {
            from: minutes(from),
            to: minutes(to),
        }
    }

    fn drawn(known: &[(i64, i64)], columns: u16) -> String {
        let parts: Vec<Part> = known.iter().map(|(from, to)| part(*from, *to)).collect();
        let scale = Scale::new(&parts, columns);
        let pieces = scale.pieces.iter().map(|piece| {
            let time = |at: i64| format!("{}:{:02}", at / HOUR, at % HOUR / 60);
            format!("{}-{}", time(piece.from), time(piece.to))
        });
        format!(
            "{} at {}",
            pieces.collect::<Vec<_>>().join(" "),
            scale.pitch
        )
    }

    #[test]
    fn hours_are_as_wide_as_the_week_allows_and_nothing_is_folded() {
        let cases = [
            (
                &[(830, 1730), (2010, 2050)][..],
                90,
                "8:00-17:30 20:00-21:00 at 8",
            ),
            (
                &[(830, 1730), (2030, 2110)],
                90,
                "8:00-17:30 20:00-21:30 at 8",
            ),
            (&[(830, 1730)], 90, "8:30-17:30 at 10"),
            (
                &[(830, 1730), (2030, 2110)],
                63,
                "8:30-17:30 20:30-21:30 at 6",
            ),
            (&[(900, 1200), (1300, 1700)], 90, "9:00-17:00 at 10"),
            (&[(900, 901)], 90, "9:00-9:30 at 16"),
            (&[], 90, "8:00-18:00 at 8"),
            (&[(0, 2400)], 90, "0:00-24:00 at 2"),
        ];
        for (known, columns, expected) in cases {
            assert_eq!(drawn(known, columns), expected, "{known:?}");
        }
    }

    #[test]
    fn columns_go_on_behind_a_fold() {
        let scale = Scale::new(&[part(830, 1730), part(2030, 2110)], 90);
        assert_eq!(scale.range(part(830, 930)), 32..96);
        assert_eq!(scale.range(part(2000, 2130)), 78 * 8..90 * 8);
        assert_eq!(scale.folds(), [76]);
        assert_eq!(scale.column(Length::hours(18)), None, "inside of the fold");
        assert_eq!(scale.column(Length::hours(20)), Some(78));
        let hours = scale.hours();
        assert_eq!((hours[0], hours.last()), ((0, 8), Some(&(86, 21))));
    }

    #[test]
    fn all_that_is_known_has_its_columns_at_every_width() {
        for columns in [8, 20, 63, 71, 90, 130] {
            for from in (0..1380).step_by(37) {
                let known = [(from, from + 45), (700, 720), (1400, 1439)];
                let minutes = |(from, to)| Part {
                    from: Length::minutes(from),
                    to: Length::minutes(to),
                };
                let known = known.map(minutes);
                let scale = Scale::new(&known, columns);
                for part in known {
                    let range = scale.range(part);
                    assert!(!range.is_empty(), "{part:?} at {columns}");
                    assert!(
                        columns < 40 || range.end <= usize::from(columns) * STEPS,
                        "{part:?} at {columns}: {range:?}"
                    );
                }
            }
        }
    }
}
