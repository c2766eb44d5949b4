//! What others asked for, laid out for somebody else to read: by requester, with the last weeks side by side and the
//! longest requests as examples.

use std::collections::BTreeMap;

use super::burden::{self, Burden};
use super::coverage::{Lack, Reading};
use super::totals::Totals;
use super::weeks::weeks_before;
use super::{Ledger, Period, control, coverage};
use crate::domain::block::Block;
use crate::domain::calendar::{Day, Week};
use crate::domain::stamp::{Length, Moment};
use crate::domain::text::folded;

/// So many weeks stand side by side.
pub const WEEKS: usize = 4;
/// So many requests of each requester stand as examples.
pub const EXAMPLES: usize = 3;

/// What others asked for in some days.
#[derive(Clone, PartialEq, Debug)]
pub struct Evidence {
    pub first: Day,
    pub last: Day,
    /// All that was tracked, and what may be said of it.
    pub totals: Totals,
    /// Whether no more of it is to come.
    pub is_over: bool,
    pub admin: Length,
    /// The admin that someone else asked for.
    pub imposed: Length,
    /// The admin without a requester.
    pub unasked: Length,
    /// The most time first.
    pub requesters: Vec<Asked>,
    /// The four weeks up to that of the last day.
    pub weeks: [Week; WEEKS],
    /// What was imposed in each of them.
    pub by_week: [Length; WEEKS],
}

/// What one requester asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct Asked {
    pub burden: Burden,
    pub by_week: [Length; WEEKS],
    /// The longest first.
    pub examples: Vec<Request>,
}

/// One request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    pub block: Block,
    pub start: Moment,
    pub length: Length,
}

impl Evidence {
    /// The part of the admin that someone else asked for. `None` without admin, and where shares are withheld.
    pub fn imposed_share(&self) -> Option<f64> {
        self.share_of_admin(self.imposed)
    }

    /// A part of the admin as a share of it; as [`Evidence::imposed_share`].
    pub fn share_of_admin(&self, part: Length) -> Option<f64> {
        part.share_of(self.admin).filter(|_| self.tells_shares())
    }

    /// Whether a TAFS of these days may be told: where it may not, no other share of them is.
    pub fn tells_shares(&self) -> bool {
        self.reading().tafs().is_some()
    }

    /// What these days need for a share, in words; `None` where they have one.
    pub fn lack(&self) -> Option<String> {
        let days = (self.first, self.last);
        match self.reading() {
            Reading::Exact { .. } | Reading::Bounded { .. } => None,
            Reading::OnlyBounds { .. } => Some(Lack::Coverage.to_string()),
            Reading::TooEarly { .. } => {
                let lack = coverage::lack_of_range(days, &self.totals, self.is_over);
                lack.map(|lack| lack.to_string())
            }
        }
    }

    fn reading(&self) -> Reading {
        coverage::of_range((self.first, self.last), &self.totals)
    }
}

/// The week of a day and those before it, the latest last.
pub fn weeks_up_to(week: Week) -> [Week; WEEKS] {
    std::array::from_fn(|index| weeks_before(week, WEEKS - 1 - index))
}

/// What others asked for in these days. The ledger is to hold the admin of these days and of [`weeks_up_to`] the last of
/// them; `totals` are those of these days. Of a block over the ends of the days its part counts.
pub fn of_days(ledger: Ledger<'_>, (first, last): (Day, Day), totals: Totals) -> Evidence {
    let period = ledger.days(first, last);
    let burdens = burden::of_days(period);
    let calendar = &ledger.context.calendar;
    let weeks = weeks_up_to(calendar.week_of(last));
    let by_week = weeks.map(|week| burden::of_days(ledger.week(week)));
    let mut examples = find_examples(period);
    let (admin, unasked) = (burdens.admin, burdens.unasked);
    let asked = |burden: Burden| {
        let name = folded(burden.requester.as_str());
        let of_week = |of: &burden::Burdens| {
            let mut same = of.by_requester.iter();
            let same = same.find(|other| folded(other.requester.as_str()) == name);
            same.map_or(Length::ZERO, |other| other.length)
        };
        Asked {
            by_week: std::array::from_fn(|index| of_week(&by_week[index])),
            examples: examples.remove(&name).unwrap_or_default(),
            burden,
        }
    };
    let requesters: Vec<Asked> = burdens.by_requester.into_iter().map(asked).collect();
    let sum = |of: &burden::Burdens| of.by_requester.iter().map(|one| one.length).sum();
    Evidence {
        first,
        last,
        totals,
        is_over: last < calendar.day_at(ledger.now),
        admin,
        imposed: requesters.iter().map(|of| of.burden.length).sum(),
        unasked,
        by_week: std::array::from_fn(|index| sum(&by_week[index])),
        requesters,
        weeks,
    }
}

/// The longest requests by the folded name of who asked.
fn find_examples(period: Period<'_>) -> BTreeMap<String, Vec<Request>> {
    let mut all: BTreeMap<String, Vec<Request>> = BTreeMap::new();
    for (block, length) in period.lengths() {
        let requester = block.details.requester.as_ref();
        if let Some(requester) = requester.filter(|_| control::is_imposed(block)) {
            all.entry(folded(requester.as_str()))
                .or_default()
                .push(Request {
                    block: block.clone(),
                    start: block.start,
                    length,
                });
        }
    }
    for requests in all.values_mut() {
        // Stable: of equal ones the earlier comes first.
        requests.sort_by_key(|request| std::cmp::Reverse(request.length));
        requests.truncate(EXAMPLES);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::{testdata, totals};

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let (context, blocks) = (testdata::context(), testdata::history());
        let monday = testdata::monday();
        let ledger = context.ledger(&blocks, testdata::saturday());
        let days = (monday, monday.plus(6));
        let of = of_days(ledger, days, totals::of_days(ledger.days(days.0, days.1)));
        let minutes = |length: Length| length.as_seconds() / 60;
        assert_eq!((minutes(of.admin), minutes(of.imposed)), (875, 660));
        assert_eq!(minutes(of.unasked), 0);
        let told = |asked: &Asked| {
            let share = of.share_of_admin(asked.burden.length);
            let share = share.map(|share| (share * 1000.0).round() / 10.0);
            let weeks = asked.by_week.map(minutes);
            let longest = asked.examples.iter().map(|request| minutes(request.length));
            let longest: Vec<i64> = longest.collect();
            let Burden {
                requester,
                requests,
                ..
            } = &asked.burden;
            format!(
                "{} {requests} {share:?} {weeks:?} {longest:?}",
                requester.as_str()
            )
        };
        let told: Vec<String> = of.requesters.iter().take(3).map(told).collect();
        assert_eq!(
            told,
            [
                "manager 6 Some(35.4) [510, 534, 522, 310] [60, 60, 60]",
                "finance 3 Some(9.1) [0, 0, 0, 80] [30, 30, 20]",
                "legal 2 Some(9.1) [0, 0, 0, 80] [50, 30]",
            ]
        );
        assert_eq!(of.by_week.map(minutes), [510, 534, 522, 660]);
        assert_eq!(of.weeks[0].first, monday.plus(-21));
        assert!((of.imposed_share().expect("a share") - 660.0 / 875.0).abs() < 1e-9);
    }

    #[test]
    fn without_admin_there_is_nothing_to_show() {
        let (context, monday) = (testdata::context(), testdata::monday());
        let ledger = context.ledger(&[], testdata::saturday());
        let of = of_days(ledger, (monday, monday), Totals::default());
        assert!(of.requesters.is_empty() && of.imposed_share().is_none());
    }
}
