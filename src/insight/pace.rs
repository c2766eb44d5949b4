//! How far a TAFS is from the goal.

/// The distance of a TAFS from the goal.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pace {
    /// TAFS less the goal, as a share: 0.068 is 6.8 points ahead.
    pub difference: f64,
}

/// Which side of the goal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Above the goal.
    Ahead,
    /// At the goal, to the tenth of a point that is shown.
    Level,
    /// Below the goal.
    Behind,
}

impl Pace {
    /// Which side of the goal, by the tenth of a point that is shown.
    pub fn side(self) -> Side {
        match (self.difference * 1000.0).round() as i64 {
            1.. => Side::Ahead,
            0 => Side::Level,
            _ => Side::Behind,
        }
    }
}

/// The pace of a TAFS to its goal, both shares from 0 to 1: TAFS − goal. `None` without both.
pub fn to_goal(tafs: Option<f64>, goal: Option<f64>) -> Option<Pace> {
    Some(Pace {
        difference: tafs? - goal?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_goes_by_what_is_shown() {
        let cases = [
            (0.518, Side::Ahead),
            (0.4505, Side::Ahead),
            (0.4504, Side::Level),
            (0.45, Side::Level),
            (0.44, Side::Behind),
        ];
        for (tafs, side) in cases {
            assert_eq!(
                to_goal(Some(tafs), Some(0.45)).map(Pace::side),
                Some(side),
                "{tafs}"
            );
        }
        assert_eq!(to_goal(None, Some(0.45)), None);
        assert_eq!(to_goal(Some(0.5), None), None);
    }
}
