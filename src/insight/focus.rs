//! What became of the focus runs: how much of each was kept, and who asked for what broke it.

use serde::{Deserialize, Serialize};

use super::Period;
use crate::domain::block::Requester;
use crate::domain::focus_run::FocusState;
use crate::domain::stamp::{Length, Moment};

/// A focus run, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FocusRunRecord {
    pub start: Moment,
    #[serde(rename = "planned_s")]
    pub planned: Length,
    /// Unbroken selling from its start on, up to what was planned; so far, while it goes on.
    #[serde(rename = "kept_s")]
    pub kept: Length,
    /// Who asked for the block that broke it; `None` where nobody is named, and where none did.
    pub broken_by: Option<Requester>,
    /// Whether it still goes on, so that it is neither kept nor broken.
    #[serde(skip)]
    pub goes_on: bool,
}

impl FocusRunRecord {
    /// Whether all of its time was selling.
    pub fn is_kept(&self) -> bool {
        self.kept >= self.planned
    }
}

/// The focus runs that begin in some days.
pub fn of_days(period: Period<'_>) -> Vec<FocusRunRecord> {
    let ledger = period.ledger;
    let runs = ledger.focus_runs.iter();
    let runs = runs.filter(|run| period.holds(run.start) && run.start.at <= ledger.now);
    runs.map(|run| {
        let progress = run.follow(ledger.blocks, ledger.now);
        let broken_by = match progress.state {
            FocusState::Broken(block) => block.and_then(|block| block.details.requester.clone()),
            FocusState::GoesOn | FocusState::Kept => None,
        };
        FocusRunRecord {
            start: run.start,
            planned: run.planned,
            kept: progress.kept,
            broken_by,
            goes_on: progress.state == FocusState::GoesOn,
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{Day, parse_rfc3339};
    use crate::domain::focus_run::FocusRun;
    use crate::domain::timeline::OnRecord;
    use crate::insight::testdata;

    /// Minutes kept, whether it goes on, and who broke it.
    fn told(day: &str, start: &str, planned: i64, now: &str) -> (i64, bool, Option<String>) {
        let (context, monday) = (testdata::context(), testdata::monday());
        let mut blocks = testdata::day(monday, day.trim_end_matches('~'));
        if let Some(last) = blocks.last_mut().filter(|_| day.ends_with('~')) {
            last.end = None;
        }
        let runs = [FocusRun {
            start: testdata::at(monday, start),
            planned: Length::minutes(planned),
        }];
        let record = OnRecord {
            focus_runs: &runs,
            ..(&blocks).into()
        };
        let ledger = context.ledger(record, testdata::at(monday, now).at);
        let of = of_days(ledger.day(monday));
        let [run] = of.as_slice() else {
            unreachable!("{of:?}");
        };
        let by = run.broken_by.as_deref().map(str::to_owned);
        assert_eq!(run.is_kept(), run.kept == run.planned);
        (run.kept.as_seconds() / 60, run.goes_on, by)
    }

    #[test]
    fn a_run_is_as_long_as_the_selling_behind_it_is_unbroken() {
        let by = |name: &str| Some(name.to_owned());
        let cases = [
            // It goes on, with the block that runs.
            ("0900-0923 sp~", "0900", 60, "0923", (23, true, None)),
            ("0830-0923 sp~", "0900", 60, "0923", (23, true, None)),
            ("0900-1000 sp~", "0900", 60, "1000", (60, false, None)),
            ("0900-1200 sp", "0900", 60, "1200", (60, false, None)),
            // Another selling activity doesn't break it.
            (
                "0900-0930 sp; 0930-1010 sm",
                "0900",
                60,
                "1200",
                (60, false, None),
            ),
            (
                "0900-0923 sp; 0923-0940 ar !manager",
                "0900",
                60,
                "1200",
                (23, false, by("manager")),
            ),
            (
                "0900-0923 sp; 0923-0940 ar !self; 0940-1100 sp",
                "0900",
                60,
                "1200",
                (23, false, by("self")),
            ),
            (
                "0900-0923 sp; 0923-0940 dw",
                "0900",
                60,
                "1200",
                (23, false, None),
            ),
            (
                "0900-0923 sp; 0923-0940 b",
                "0900",
                60,
                "0930",
                (23, false, None),
            ),
            (
                "0900-0923 sp; 0923-0940 lr",
                "0900",
                60,
                "0930",
                (23, false, None),
            ),
            // Off the clock, whatever comes later.
            (
                "0900-0923 sp; 0924-0940 ar !manager",
                "0900",
                60,
                "1200",
                (23, false, None),
            ),
            (
                "0900-0923 sp; 0924-1100 sp",
                "0900",
                60,
                "1200",
                (23, false, None),
            ),
            ("0900-0923 sp", "0900", 60, "0930", (23, false, None)),
            // What was edited since has no selling at its start.
            (
                "0800-0900 sp; 0900-1000 am !legal",
                "0900",
                60,
                "1200",
                (0, false, by("legal")),
            ),
            ("0700-0800 sp", "0900", 60, "1200", (0, false, None)),
            ("", "0900", 60, "1200", (0, false, None)),
            // What comes after its time doesn't break it.
            (
                "0900-0925 sp; 0925-0940 ar !manager",
                "0900",
                25,
                "1200",
                (25, false, None),
            ),
        ];
        for (day, start, planned, now, expected) in cases {
            assert_eq!(told(day, start, planned, now), expected, "{day} at {now}");
        }
    }

    #[test]
    fn runs_over_midnight_and_over_a_change_of_the_clocks_are_counted_by_instants() {
        let context = testdata::context();
        let minutes = |of: &[FocusRunRecord]| -> Vec<i64> {
            let runs = of.iter();
            runs.map(|run| run.kept.as_seconds() / 60).collect()
        };
        let kept = |start: &str, end: &str, planned: i64, days: [Day; 2]| {
            let moment = |text| parse_rfc3339(text).expect("a time");
            let mut block = testdata::day(testdata::monday(), "0900-1000 sp").remove(0);
            (block.start, block.end) = (moment(start), Some(moment(end)));
            let blocks = [block];
            let runs = [FocusRun {
                start: moment(start),
                planned: Length::minutes(planned),
            }];
            let record = OnRecord {
                focus_runs: &runs,
                ..(&blocks).into()
            };
            let now = moment("2026-10-31T12:00:00+01:00").at;
            let ledger = context.ledger(record, now);
            days.map(|day| minutes(&of_days(ledger.day(day))))
        };
        let monday = testdata::monday();
        let over = ("2026-03-02T23:30:00+01:00", "2026-03-03T00:40:00+01:00");
        let days = [monday, monday.plus(1)];
        assert_eq!(kept(over.0, over.1, 60, days), [vec![60], vec![]]);
        assert_eq!(kept(over.0, over.1, 120, days), [vec![70], vec![]]);
        // 01:30 to 03:30 in spring is an hour, and 02:30 to 02:30 in autumn is one.
        let night = monday.plus(27);
        let over = ("2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00");
        let days = [night, night.plus(1)];
        assert_eq!(kept(over.0, over.1, 120, days), [vec![60], vec![]]);
        let night = monday.plus(237);
        let over = ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00");
        let days = [night, night.plus(1)];
        assert_eq!(kept(over.0, over.1, 60, days), [vec![60], vec![]]);
    }

    #[test]
    fn runs_belong_to_the_day_on_which_they_begin() {
        let (context, monday) = (testdata::context(), testdata::monday());
        let blocks = testdata::week();
        let runs = [(0, "1100"), (0, "1520"), (2, "1000")].map(|(day, time)| FocusRun {
            start: testdata::at(monday.plus(day), time),
            planned: Length::hours(1),
        });
        let record = OnRecord {
            focus_runs: &runs,
            ..(&blocks).into()
        };
        let ledger = context.ledger(record, testdata::saturday());
        let kept = |period| -> Vec<i64> {
            let runs = of_days(period).into_iter();
            runs.map(|run| run.kept.as_seconds() / 60).collect()
        };
        assert_eq!(kept(ledger.day(monday)), [60, 60]);
        assert_eq!(kept(ledger.day(monday.plus(1))), [0; 0]);
        assert_eq!(kept(ledger.days(monday, monday.plus(6))), [60, 60, 60]);
    }
}
