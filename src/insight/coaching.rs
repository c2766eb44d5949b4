//! The time in which a rep was coached, beside the meetings in which the manager was told how things stand.

use serde::{Deserialize, Serialize};

use super::Period;
use crate::domain::block::{Block, Category};
use crate::domain::stamp::Length;

const COACHING: &str = "coaching";
const MEETING: &str = "internal-meeting";
const MANAGER: &str = "manager";

/// Learning that is coaching, and internal meetings that the manager asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Coaching {
    #[serde(rename = "coaching_s")]
    pub coaching: Length,
    #[serde(rename = "status_s")]
    pub status: Length,
}

impl Coaching {
    /// Whether there was neither.
    pub const fn is_empty(&self) -> bool {
        !self.coaching.is_positive() && !self.status.is_positive()
    }
}

/// Coaching = learning/coaching; status = admin/internal-meeting whose requester is the manager.
pub fn of_days(period: Period<'_>) -> Coaching {
    let mut sums = Coaching::default();
    for (block, _, part) in period.work_parts() {
        if is_of(block, Category::Learning, COACHING) {
            sums.coaching = sums.coaching + part.length();
        } else if is_of(block, Category::Admin, MEETING) && is_with_manager(block) {
            sums.status = sums.status + part.length();
        }
    }
    sums
}

fn is_of(block: &Block, category: Category, name: &str) -> bool {
    let activity = block.details.activity.as_deref().unwrap_or_default();
    block.category == category && activity.eq_ignore_ascii_case(name)
}

fn is_with_manager(block: &Block) -> bool {
    let requester = block.details.requester.as_ref();
    requester.is_some_and(|requester| requester.as_str().eq_ignore_ascii_case(MANAGER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    fn minutes(day: &str) -> (i64, i64) {
        let (context, monday) = (testdata::context(), testdata::monday());
        let blocks = testdata::day(monday, day);
        let of = of_days(context.ledger(&blocks, testdata::saturday()).day(monday));
        (of.coaching.as_seconds() / 60, of.status.as_seconds() / 60)
    }

    #[test]
    fn coaching_is_learning_and_status_is_what_the_manager_asked_for() {
        let cases = [
            ("", (0, 0)),
            ("0900-0945 lc", (45, 0)),
            ("0900-0945 lc !manager; 1000-1100 am !Manager", (45, 60)),
            ("0900-1000 am !product; 1000-1030 ar !manager", (0, 0)),
            ("0900-1000 am; 1000-1030 lr; 1030-1100 b", (0, 0)),
        ];
        for (day, expected) in cases {
            assert_eq!(minutes(day), expected, "{day}");
        }
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let (context, blocks) = (testdata::context(), testdata::week());
        let monday = testdata::monday();
        let of = of_days(
            context
                .ledger(&blocks, testdata::saturday())
                .days(monday, monday.plus(6)),
        );
        // Pipeline call, 1:1 and team call.
        assert_eq!(of.coaching, Length::ZERO);
        assert_eq!(of.status, Length::minutes(55 + 60 + 60));
    }
}
