//! A guess while it is moved: four whole percents that always add up to 100.

use crate::domain::review::Guess;
use crate::report::review::record::Shares;

/// Whole percents in the order of `Category::WORK`; together they are 100.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Split([u8; 4]);

impl Split {
    /// What nobody has guessed yet.
    pub(super) const EVEN: Self = Self([25; 4]);

    /// That of a guess; where selling alone was guessed, the others share the rest alike.
    pub(super) fn of(guess: &Shares) -> Self {
        let percents = guess
            .0
            .map(|share| share.map(|share| (share * 100.0).round() as u8));
        let selling = percents[0].unwrap_or(25).min(100);
        let rest = [1, 2, 3].map(|index: usize| percents[index].unwrap_or(0));
        Self::with_rest(0, selling, rest)
    }

    /// One share, and the others in proportion: rounded half up, the largest takes the remainder.
    fn with_rest(index: usize, share: u8, others: [u8; 3]) -> Self {
        let rest = u32::from(100 - share);
        let sum: u32 = others.into_iter().map(u32::from).sum();
        let part = |other: u8| match sum {
            0 => rest / 3,
            sum => (u32::from(other) * rest * 2 + sum) / (2 * sum),
        };
        let mut parts = others.map(part);
        let largest = (0..3)
            .max_by_key(|place| (parts[*place], 3 - place))
            .unwrap_or(0);
        let given: u32 = parts.into_iter().sum();
        parts[largest] = (parts[largest] + rest).saturating_sub(given);
        let mut parts = parts.into_iter();
        Self(std::array::from_fn(|place| {
            if place == index {
                share
            } else {
                parts.next().unwrap_or(0) as u8
            }
        }))
    }

    /// So many points more or fewer for one share.
    pub(super) fn moved(self, index: usize, by: i8) -> Self {
        let share = (i16::from(self.0[index]) + i16::from(by)).clamp(0, 100) as u8;
        let mut others = [0; 3];
        let kept = (0..4).filter(|place| *place != index);
        for (other, place) in others.iter_mut().zip(kept) {
            *other = self.0[place];
        }
        Self::with_rest(index, share, others)
    }

    pub(super) fn shares(self) -> Shares {
        Shares(self.0.map(|percent| Some(f64::from(percent) / 100.0)))
    }

    pub(super) fn guess(self) -> Guess {
        let [selling, rest @ ..] = self.0.map(|percent| f64::from(percent) / 100.0);
        Guess {
            selling,
            rest: Some(rest),
        }
    }
}

/// A split while one share of it is moved. It is counted from where that began, so that as many steps back lead to where
/// it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct MovedSplit {
    from: Split,
    index: usize,
    by: i8,
}

impl MovedSplit {
    /// Begins with one share.
    pub(super) const fn begin(from: Split, index: usize) -> Self {
        Self { from, index, by: 0 }
    }

    pub(super) fn split(self) -> Split {
        self.from.moved(self.index, self.by)
    }

    /// So many points on: of this share, or of another from where this one has led.
    pub(super) fn step(self, index: usize, by: i8) -> Self {
        if index != self.index {
            return Self::begin(self.split(), index).step(index, by);
        }
        let share = i16::from(self.from.0[index]);
        let to = (share + i16::from(self.by) + i16::from(by)).clamp(0, 100);
        Self {
            by: (to - share) as i8,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_others_share_the_rest_in_proportion() {
        let from = Split([60, 22, 10, 8]);
        assert_eq!(from.moved(0, 1), Split([61, 21, 10, 8]));
        assert_eq!(from.moved(0, -10), Split([50, 27, 13, 10]));
        assert_eq!(from.moved(3, 5), Split([57, 21, 9, 13]));
        assert_eq!(from.moved(0, 100), Split([100, 0, 0, 0]));
        assert_eq!(Split([100, 0, 0, 0]).moved(0, -10), Split([90, 4, 3, 3]));
        let selling = Shares([Some(0.6), None, None, None]);
        assert_eq!(Split::of(&selling), Split([60, 14, 13, 13]));
        let whole = Shares([Some(0.6), Some(0.22), Some(0.1), Some(0.08)]);
        assert_eq!(Split::of(&whole), from);
    }

    #[test]
    fn steps_back_lead_to_where_it_was() {
        let from = Split([0, 68, 25, 7]);
        let step = |moved: MovedSplit, by| moved.step(0, by);
        for steps in [
            &[1, 1, -1, -1][..],
            &[5, 5, 5, -5, -5, -5],
            &[-5, 1, -1],
            &[100, 5, -100],
            &[1, 5, -5, -1],
        ] {
            let moved = steps.iter().copied().fold(MovedSplit::begin(from, 0), step);
            assert_eq!(moved.split(), from, "{steps:?}");
        }
        // What another share has led to is where the next one begins.
        let moved = MovedSplit::begin(from, 0)
            .step(0, 10)
            .step(1, 10)
            .step(1, -10);
        assert_eq!(moved.split(), from.moved(0, 10));
    }

    proptest! {
        #[test]
        fn the_four_shares_are_always_a_hundred(
            moves in proptest::collection::vec((0_usize..4, -30_i8..30), 1..60),
        ) {
            let mut split = Split::EVEN;
            for (index, by) in moves {
                split = split.moved(index, by);
                let sum: u32 = split.0.into_iter().map(u32::from).sum();
                prop_assert_eq!(sum, 100, "{:?}", split);
            }
        }
    }
}
