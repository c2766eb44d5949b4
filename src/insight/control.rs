//! How much of the working time was the rep's own to use, and what became of it.

use super::Period;
use crate::domain::block::{Block, Category};
use crate::domain::stamp::Length;

/// The activity of admin that is spent on the way.
const TRAVEL: &str = "travel";

/// What of the working time others, or the road, had taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Control {
    pub tracked: Length,
    pub selling: Length,
    pub admin: Length,
    /// The admin that someone other than the rep asked for.
    pub imposed: Length,
    /// The travel that nobody else asked for; what was imposed is in `imposed`.
    pub travel: Length,
}

impl Control {
    /// C, the time that was the rep's own to use: W − imposed − travel.
    pub fn controllable(&self) -> Length {
        self.tracked - self.imposed - self.travel
    }

    /// What the rep made of it: S / C. `None` where there is no such time.
    pub fn used(&self) -> Option<f64> {
        self.selling.share_of(self.controllable())
    }
}

/// Whether a block is admin that someone other than the rep asked for.
pub fn is_imposed(block: &Block) -> bool {
    let requester = block.details.requester.as_ref();
    block.category == Category::Admin && requester.is_some_and(|requester| !requester.is_self())
}

/// What was the rep's own.
pub fn of_days(period: Period<'_>) -> Control {
    let mut control = Control::default();
    for (block, _, part) in period.work_parts() {
        let length = part.length();
        control.tracked = control.tracked + length;
        match block.category {
            Category::Selling => control.selling = control.selling + length,
            Category::Admin => control.admin = control.admin + length,
            Category::Learning | Category::Distraction | Category::Break => {}
        }
        if is_imposed(block) {
            control.imposed = control.imposed + length;
        } else if is_travel(block) {
            control.travel = control.travel + length;
        }
    }
    control
}

fn is_travel(block: &Block) -> bool {
    let activity = block.details.activity.as_ref();
    block.category == Category::Admin
        && activity.is_some_and(|activity| activity.as_str().eq_ignore_ascii_case(TRAVEL))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let monday = testdata::monday();
        let control = of_days(
            testdata::context()
                .ledger(&testdata::week(), testdata::saturday())
                .days(monday, monday.plus(6)),
        );
        assert_eq!(
            (control.imposed, control.admin),
            (Length::minutes(660), Length::minutes(875))
        );
        assert_eq!(control.controllable(), Length::minutes(29 * 60 + 15));
        assert_eq!(
            control.used().map(|share| (share * 1000.0).round()),
            Some(712.0)
        );
        assert_eq!(
            control
                .imposed
                .share_of(control.admin)
                .map(|share| (share * 1000.0).round()),
            Some(754.0)
        );
    }

    #[test]
    fn what_others_ask_for_and_the_road_are_not_the_reps_own() {
        // The day, then imposed, travel and controllable in minutes.
        let cases = [
            ("", 0, 0, 0),
            ("0900-1000 b", 0, 0, 0),
            ("0900-1000 sp; 1000-1100 ae", 0, 0, 120),
            ("0900-1000 sp; 1000-1100 ae !self", 0, 0, 120),
            ("0900-1000 sp; 1000-1100 ae !SELF", 0, 0, 120),
            ("0900-1000 sp; 1000-1100 ae !legal", 60, 0, 60),
            ("0900-1000 sp; 1000-1100 at", 0, 60, 60),
            ("0900-1000 sp; 1000-1100 at !self", 0, 60, 60),
            ("0900-1000 sp; 1000-1100 at !exec", 60, 0, 60),
            // Only admin is imposed.
            ("0900-1000 sp !manager; 1000-1100 lp !manager", 0, 0, 120),
            // A break lessens nothing.
            ("0900-1000 sp; 1000-1100 b !manager", 0, 0, 60),
            ("0900-1000 ae !legal", 60, 0, 0),
        ];
        let monday = testdata::monday();
        for (day, imposed, travel, controllable) in cases {
            let control = of_days(
                testdata::context()
                    .ledger(&testdata::day(monday, day), testdata::saturday())
                    .day(monday),
            );
            let got = [control.imposed, control.travel, control.controllable()];
            assert_eq!(
                got,
                [imposed, travel, controllable].map(Length::minutes),
                "{day}"
            );
            assert_eq!(control.used().is_some(), controllable > 0, "{day}");
        }
    }

    #[test]
    fn a_running_block_counts_up_to_now_for_each_day() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "2300-2330 am !manager");
        blocks[0].end = None;
        let now = testdata::at(monday.plus(1), "0130").at;
        let of = |day| of_days(testdata::context().ledger(&blocks, now).day(day)).imposed;
        assert_eq!(
            (of(monday), of(monday.plus(1))),
            (Length::minutes(60), Length::minutes(90))
        );
    }
}
