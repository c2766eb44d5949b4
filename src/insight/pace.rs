//! How far a TAFS is from the goal.

/// The distance of a TAFS from the goal, as a share: 0.068 is 6.8 points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Pace {
    Ahead(f64),
    /// At the goal, to the tenth of a point that is shown.
    Level,
    Behind(f64),
}

/// The pace of a TAFS to its goal, both shares from 0 to 1: TAFS − goal, by the tenth of a point that is shown.
pub fn to_goal(tafs: f64, goal: f64) -> Pace {
    let difference = tafs - goal;
    match (difference * 1000.0).round() as i64 {
        1.. => Pace::Ahead(difference),
        0 => Pace::Level,
        ..0 => Pace::Behind(difference),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_goes_by_what_is_shown() {
        let side = |tafs| match to_goal(tafs, 0.45) {
            Pace::Ahead(_) => 1,
            Pace::Level => 0,
            Pace::Behind(_) => -1,
        };
        for (tafs, expected) in [(0.518, 1), (0.4505, 1), (0.4504, 0), (0.45, 0), (0.44, -1)] {
            assert_eq!(side(tafs), expected, "{tafs}");
        }
    }
}
