//! What became of what was decided: the verdicts and picks of the week before, and where freed time was to go.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::domain::calendar::Week;
use crate::domain::parse::destination::{Destination, parse_destination};
use crate::domain::review::{Answers, Verdict};
use crate::domain::stamp::Length;
use crate::insight::{named_work, weeks};

/// What was decided a week before about one thing, with the time that it took then and takes now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FollowedRecord {
    /// `admin/crm`, `admin`, `!manager`, `@Halden`; what was typed, where it names no work.
    pub what: String,
    /// `keep`, `shrink`, `hand off`, `refuse`, `do more`, `do less`, `severely limit`.
    pub verdict: String,
    /// In the week of the decision; null, as after it, where what was typed names no work.
    pub before_s: Option<Length>,
    /// In this week, as far as it has come.
    pub after_s: Option<Length>,
}

/// The verdicts on what took time, then the picks to do more and less of.
pub(super) fn followed_records(facts: &Facts<'_>) -> Vec<FollowedRecord> {
    let before = weeks::weeks_before(facts.week, 1);
    let Some(notes) = facts.notes_of(before) else {
        return Vec::new();
    };
    let weeks = [before, facts.week].map(|week| facts.ledger().week(week));
    let record = |(what, verdict): (&String, &str)| {
        let name = named_work::full_name(&weeks, what);
        let time = |name: &String| weeks.map(|week| named_work::time_of(week, name));
        let times = name.as_ref().map(time);
        FollowedRecord {
            what: name.unwrap_or_else(|| what.clone()),
            verdict: verdict.to_owned(),
            before_s: times.map(|[before, _]| before),
            after_s: times.map(|[_, after]| after),
        }
    };
    let Answers {
        verdicts,
        more,
        less,
        limit,
        ..
    } = &notes.review.answers;
    let verdicts = verdicts.iter();
    let verdicts = verdicts.map(|(what, verdict)| (what, Verdict::label(*verdict)));
    let picks = [
        (more, "do more"),
        (less, "do less"),
        (limit, "severely limit"),
    ];
    let picks = picks.into_iter();
    let picks = picks.filter_map(|(what, verdict)| Some((what.as_ref()?, verdict)));
    verdicts.chain(picks).map(record).collect()
}

/// Where freed time was to go, and how much went there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DestinationRecord {
    /// As the list of activities spells it; else as it was typed.
    pub activity: String,
    pub planned_s: Length,
    /// In the week after the decision, as far as it has come.
    pub done_s: Length,
}

/// What the review of a week said of freed time, and what the week after it had of that; `None` where the answer is no
/// activity with a time.
pub(super) fn destination_record(facts: &Facts<'_>, week: Week) -> Option<DestinationRecord> {
    let answer = facts.notes_of(week)?.review.answers.freed.as_ref()?;
    let Destination { activity, planned } = parse_destination(answer).ok()?;
    let after = facts.ledger().week(Week { first: week.end() });
    Some(DestinationRecord {
        planned_s: planned,
        done_s: named_work::find_time(after, &activity)?,
        activity: named_work::listed_name(facts.context, &activity).unwrap_or(activity),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Block;
    use crate::domain::review::WeekNotes;
    use crate::domain::taxonomy::Role;
    use crate::insight::testdata;
    use crate::report::html;
    use crate::report::review::{ReviewRecord, of_week, review_document};

    /// Maya's week with these answers, and the week after it with this Monday, looked at on its Saturday.
    fn reviewed(answers: Answers, monday: &str) -> [ReviewRecord; 2] {
        let context = testdata::context();
        let week = Week {
            first: testdata::monday(),
        };
        let next = Week { first: week.end() };
        let mut blocks: Vec<Block> = testdata::history();
        blocks.extend(testdata::day(next.first, monday));
        let mut notes = WeekNotes::default();
        notes.review.answers = answers;
        let notes = [(week, notes)];
        [week, next].map(|week| {
            of_week(&Facts {
                week,
                on_record: (&blocks).into(),
                context: &context,
                now: testdata::at(next.first.plus(5), "0900"),
                role: Role::Ae,
                protected: Length::hours(1),
                notes: &notes,
            })
        })
    }

    #[test]
    fn decisions_come_back_with_the_time_before_and_since() {
        let mut answers = Answers {
            more: Some("prospecting".to_owned()),
            less: Some("fewer internal email".to_owned()),
            limit: Some("gossip".to_owned()),
            ..Answers::default()
        };
        for (what, verdict) in [
            ("admin/crm", Verdict::Shrink),
            ("!manager", Verdict::HandOff),
            ("@Halden", Verdict::Needed),
        ] {
            answers.verdicts.insert(what.to_owned(), verdict);
        }
        let monday = "0900-1000 sp; 1000-1020 ac; 1020-1105 am !Manager; 1105-1120 ae !manager";
        let [this, next] = reviewed(answers, monday);
        assert_eq!(this.progress.followed, []);
        let minutes = |length: Option<Length>| length.map(|length| length.as_seconds() / 60);
        let told: Vec<_> = next
            .progress
            .followed
            .iter()
            .map(|of| {
                let (before, after) = (minutes(of.before_s), minutes(of.after_s));
                (of.what.as_str(), of.verdict.as_str(), before, after)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("!manager", "hand off", Some(310), Some(60)),
                ("@Halden", "keep", Some(165), Some(0)),
                ("admin/crm", "shrink", Some(135), Some(20)),
                ("selling/prospecting", "do more", Some(410), Some(60)),
                ("admin/internal-email", "do less", Some(125), Some(15)),
                ("gossip", "severely limit", None, None),
            ]
        );
    }

    #[test]
    fn the_page_has_them_too() {
        let answers = Answers {
            more: Some("prospecting".to_owned()),
            freed: Some("nurture 30".to_owned()),
            verdicts: [("admin/crm".to_owned(), Verdict::Shrink)].into(),
            ..Answers::default()
        };
        let [this, next] = reviewed(answers, "0900-1000 sp; 1000-1020 ac");
        let page = |record| html::write_page(&review_document(record, None));
        let told = page(&next);
        for words in [
            "Last week",
            "shrink",
            "2h15 → 0h20",
            "selling/prospecting",
            "freed time to",
            "0h00 so far, 0h30 planned",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(!page(&this).contains("Last week"), "there was none");
    }

    #[test]
    fn freed_time_is_followed_to_where_it_was_to_go() {
        let freed = |answer: &str| {
            let answers = Answers {
                freed: Some(answer.to_owned()),
                ..Answers::default()
            };
            let [this, next] = reviewed(answers, "0900-1010 sp");
            let there = this.freed.expect("freed time").destination;
            let last = next.last_time.expect("a week before").destination;
            assert_eq!(there, last, "{answer}");
            there.map(|of| {
                let [planned, done] = [of.planned_s, of.done_s].map(|of| of.as_seconds() / 60);
                (of.activity, planned, done)
            })
        };
        let prospecting = Some(("prospecting".to_owned(), 120, 70));
        assert_eq!(freed("prospecting 2h"), prospecting);
        assert_eq!(freed("2h prospecting"), prospecting);
        assert_eq!(freed("selling/PROSPECTING 2h"), prospecting);
        assert_eq!(freed("nurture 30"), Some(("nurture".to_owned(), 30, 0)));
        assert_eq!(freed("a walk 1h"), None, "no activity");
        assert_eq!(freed("more of the same"), None);
    }
}
