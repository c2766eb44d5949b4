//! Who asks for the admin, how often, and for how long each time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Period, control};
use crate::domain::block::{Category, Requester};
use crate::domain::stamp::Length;
use crate::domain::text::folded;

/// A requester is ranked from so many requests on.
pub const RANKED_REQUESTS: usize = 3;
/// A requester is ranked from so much time on.
pub const RANKED_FROM: Length = Length::minutes(60);

/// What one requester asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Burden {
    /// Who, as spelled last; the same name in another case is the same requester.
    pub requester: Requester,
    /// The sum of the requests.
    #[serde(rename = "seconds")]
    pub length: Length,
    /// How many blocks there were.
    #[serde(rename = "count")]
    pub requests: usize,
    /// The length of the request in the middle, or the mean of the two in the middle.
    #[serde(rename = "median_s")]
    pub median: Length,
}

impl Burden {
    /// Whether there are requests enough to hold this one against others.
    pub fn is_ranked(&self) -> bool {
        self.requests >= RANKED_REQUESTS && self.length >= RANKED_FROM
    }
}

/// The admin by who asked for it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Burdens {
    /// All but the rep, who is no burden: the most time first, then by name.
    pub by_requester: Vec<Burden>,
    /// The admin for which no requester is given.
    pub unasked: Length,
    pub admin: Length,
}

impl Burdens {
    /// Those with requests enough to be ranked, in order.
    pub fn ranked(&self) -> impl Iterator<Item = &Burden> {
        self.by_requester.iter().filter(|burden| burden.is_ranked())
    }

    /// The share of the admin for which no requester is given: so much of it the ranking cannot know. `None` without
    /// admin.
    pub fn unasked_share(&self) -> Option<f64> {
        self.unasked.share_of(self.admin)
    }
}

/// The burden by requester: sum, count and median of the imposed admin blocks. The contract ranks over 28 days. Of a block over the ends of the days its part counts.
pub fn of_days(period: Period<'_>) -> Burdens {
    let mut burdens = Burdens::default();
    let mut requests: BTreeMap<String, (&Requester, Vec<Length>)> = BTreeMap::new();
    for (block, length) in period.lengths() {
        if block.category == Category::Admin {
            burdens.admin = burdens.admin + length;
        }
        match &block.details.requester {
            Some(requester) if control::is_imposed(block) => {
                let (name, lengths) = requests
                    .entry(folded(requester.as_str()))
                    .or_insert((requester, Vec::new()));
                *name = requester;
                lengths.push(length);
            }
            None if block.category == Category::Admin => burdens.unasked = burdens.unasked + length,
            Some(_) | None => {}
        }
    }
    let by_name = requests
        .into_values()
        .map(|(requester, lengths)| sum_burden(requester, lengths));
    burdens.by_requester = by_name.collect();
    // Stable: of equal ones the order of the names stays.
    burdens
        .by_requester
        .sort_by_key(|burden| std::cmp::Reverse(burden.length));
    burdens
}

fn sum_burden(requester: &Requester, mut lengths: Vec<Length>) -> Burden {
    lengths.sort_unstable();
    let (one, other) = (lengths[(lengths.len() - 1) / 2], lengths[lengths.len() / 2]);
    Burden {
        requester: requester.clone(),
        length: lengths.iter().copied().sum(),
        requests: lengths.len(),
        median: Length::seconds((one + other).as_seconds() / 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;

    /// `legal 80 2 40`: who, then the sum, the count and the median in minutes.
    fn told(burdens: &Burdens) -> Vec<String> {
        let minutes = |length: Length| length.as_seconds() / 60;
        let one = |burden: &Burden| {
            let Burden {
                requester,
                length,
                requests,
                median,
            } = burden;
            format!(
                "{} {} {requests} {}",
                requester.as_str(),
                minutes(*length),
                minutes(*median)
            )
        };
        burdens.by_requester.iter().map(one).collect()
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let monday = testdata::monday();
        let burdens = of_days(
            testdata::context()
                .ledger(&testdata::week(), testdata::saturday())
                .days(monday, monday.plus(6)),
        );
        let expected = [
            "manager 310 6 60",
            "finance 80 3 30",
            "legal 80 2 40",
            "support 50 1 50",
            "enablement 40 1 40",
            "product 40 1 40",
            "marketing 30 1 30",
            "revops 30 1 30",
        ];
        assert_eq!(told(&burdens), expected);
        let ranked: Vec<&str> = burdens
            .ranked()
            .map(|burden| burden.requester.as_str())
            .collect();
        assert_eq!(ranked, ["manager", "finance"], "legal asked twice only");
        assert_eq!(
            (burdens.admin, burdens.unasked),
            (Length::minutes(875), Length::ZERO)
        );
        let imposed: Length = burdens
            .by_requester
            .iter()
            .map(|burden| burden.length)
            .sum();
        assert_eq!(imposed, Length::minutes(660));
    }

    #[test]
    fn a_requester_is_one_in_any_case_and_only_of_admin() {
        let cases: [(&str, &[&str], i64); 6] = [
            ("", &[], 0),
            ("0900-1000 sp; 1000-1100 ae; 1100-1130 ae !self", &[], 60),
            (
                "0900-0910 ae !Legal; 0910-0930 ae !legal; 0930-1030 ae !LEGAL",
                &["LEGAL 90 3 20"],
                0,
            ),
            // Asked for, but no admin.
            ("0900-1000 sp !customer; 1000-1010 b !manager", &[], 0),
            (
                "0900-0930 ae !Ökonom; 0930-1000 ae !ökonom",
                &["ökonom 60 2 30"],
                0,
            ),
            (
                "0900-0930 ae !b; 0930-1000 ae !A; 1000-1030 ae !c",
                &["A 30 1 30", "b 30 1 30", "c 30 1 30"],
                0,
            ),
        ];
        let monday = testdata::monday();
        for (day, expected, unasked) in cases {
            let burdens = of_days(
                testdata::context()
                    .ledger(&testdata::day(monday, day), testdata::saturday())
                    .day(monday),
            );
            assert_eq!(told(&burdens), expected, "{day}");
            assert_eq!(burdens.unasked, Length::minutes(unasked), "{day}");
            assert_eq!(
                burdens.unasked_share().is_none(),
                !burdens.admin.is_positive(),
                "{day}"
            );
        }
    }

    #[test]
    fn ranked_from_three_requests_and_an_hour() {
        let cases = [
            ("0900-0930 ae !x; 0930-1000 ae !x", false),
            ("0900-0920 ae !x; 0920-0940 ae !x; 0940-0959 ae !x", false),
            ("0900-0920 ae !x; 0920-0940 ae !x; 0940-1000 ae !x", true),
        ];
        let monday = testdata::monday();
        for (day, ranked) in cases {
            let burdens = of_days(
                testdata::context()
                    .ledger(&testdata::day(monday, day), testdata::saturday())
                    .day(monday),
            );
            assert_eq!(burdens.ranked().count() == 1, ranked, "{day}");
        }
    }

    #[test]
    fn a_block_over_midnight_is_one_request_and_its_part_counts_for_each_day() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "2300-2330 am !exec");
        blocks[0].end = None;
        let now = testdata::at(monday.plus(1), "0130").at;
        let of = |first, last| {
            told(&of_days(
                testdata::context().ledger(&blocks, now).days(first, last),
            ))
        };
        assert_eq!(of(monday, monday.plus(1)), ["exec 150 1 150"]);
        assert_eq!(of(monday, monday), ["exec 60 1 60"]);
        assert_eq!(of(monday.plus(1), monday.plus(1)), ["exec 90 1 90"]);
    }
}
