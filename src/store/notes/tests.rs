//! What is kept for days and weeks is read back as it was written, and what can't be read is set aside.

use chrono::Weekday;

use super::*;
use crate::domain::block::Category;
use crate::domain::calendar::Zone;
use crate::domain::commitment::{Aim, Bound, Commitment, Work};
use crate::domain::edit::{Edit, SideRow};
use crate::domain::review::{Answers, Missed};
use crate::domain::stamp::{Length, Moment, Offset, Stamp};
use crate::store::{Applied, ChangeError};

fn now() -> Moment {
    Moment::new(Stamp::clamped(1_772_000_000), Offset::UTC)
}

fn calendar() -> Calendar {
    Calendar::new(Zone::Fixed(Offset::UTC))
}

fn week(number: u32) -> Week {
    calendar().iso_week(2026, number).expect("a week")
}

fn commitment(hours: i64) -> Commitment {
    let work = Work {
        category: Category::Selling,
        activity: None,
    };
    let length = Length::hours(hours);
    Commitment {
        aim: Aim::Spend {
            bound: Bound::AtLeast,
            length,
            work,
            window: None,
            days: None,
        },
        from: None,
    }
}

#[test]
fn a_week_of_which_nothing_is_kept_has_empty_notes() {
    let store = Store::in_memory().expect("a store");
    assert_eq!(
        store.week_notes(week(10)).expect("a look"),
        WeekNotes::default()
    );
    assert_eq!(store.reviews(week(1), week(53)).expect("a look"), vec![]);
}

#[test]
fn what_is_kept_is_read_back_week_by_week_and_what_it_replaces_is_handed_over() {
    let mut store = Store::in_memory().expect("a store");
    let guess = Guess {
        selling: 0.6,
        rest: Some([0.22, 0.1, 0.08]),
    };
    let short = Guess {
        selling: 0.5,
        rest: None,
    };
    let before = |applied: Result<Applied, ChangeError>| {
        let Some(Edit::Row { before, .. }) = applied.expect("kept").edits.pop() else {
            return None;
        };
        before
    };
    let name = || week(10).to_string();
    let row = |guess| {
        Some(SideRow::Guess {
            week: name(),
            guess,
        })
    };
    assert_eq!(before(store.set_guess(week(10), &guess, now())), None);
    assert_eq!(before(store.set_guess(week(10), &short, now())), row(guess));
    assert_eq!(before(store.set_guess(week(10), &guess, now())), row(short));
    let commit = |store: &mut Store, number, hours: Option<i64>| {
        let commitment = hours.map(commitment);
        before(store.commit_to(week(number), commitment.as_ref(), now()))
    };
    assert_eq!(commit(&mut store, 10, Some(6)), None);
    let text = ">= 6h selling".to_owned();
    let former = SideRow::Commitment { week: name(), text };
    assert_eq!(commit(&mut store, 10, Some(5)), Some(former));
    assert_eq!(commit(&mut store, 11, Some(7)), None);
    assert!(commit(&mut store, 11, None).is_some());
    let pause = |store: &mut Store, off| {
        let applied = store.pause(week(12), off, now()).expect("a pause");
        !applied.edits.is_empty()
    };
    assert!(pause(&mut store, true));
    assert!(!pause(&mut store, true), "it is off already");
    let mut review = Review {
        step: Some(Step::Took),
        ..Review::default()
    };
    review.answers.missed = Some(Missed::Imposed);
    store
        .keep_review(week(9), &review, now())
        .expect("a review");

    let notes = WeekNotes::default();
    let tenth = WeekNotes {
        guess: Some(guess),
        commitment: Some(">= 5h selling".to_owned()),
        ..notes.clone()
    };
    let kept = vec![
        (
            week(9),
            WeekNotes {
                review,
                ..notes.clone()
            },
        ),
        (week(10), tenth.clone()),
        (
            week(12),
            WeekNotes {
                paused: true,
                ..notes
            },
        ),
    ];
    assert_eq!(store.reviews(week(1), week(53)).expect("a look"), kept);
    assert_eq!(
        store.reviews(week(10), week(11)).expect("a look"),
        vec![(week(10), tenth)]
    );
    assert!(pause(&mut store, false));
    assert!(!store.week_notes(week(12)).expect("a look").paused);
}

#[test]
fn a_guess_is_locked_in_once_the_week_has_been_shown() {
    let mut store = Store::in_memory().expect("a store");
    let guess = Guess {
        selling: 0.6,
        rest: None,
    };
    store.set_guess(week(10), &guess, now()).expect("a guess");
    store
        .reach_step(week(10), Step::Reveal, now())
        .expect("shown");
    // Another window has not heard of it, or goes back.
    store
        .reach_step(week(10), Step::Guess, now())
        .expect("a step");
    for (undone, verb) in [(store.undo(now()), "undo"), (store.redo(now()), "redo")] {
        let nothing = matches!(undone, Ok(None));
        assert_eq!(nothing, verb == "redo", "{undone:?}");
        if let Err(refused) = undone {
            assert!(
                refused.to_string().contains("locked at the reveal"),
                "{refused}"
            );
            assert!(refused.hint().contains("edit its block"), "{refused}");
        }
    }
    let refused = store
        .set_guess(
            week(10),
            &Guess {
                selling: 0.5,
                rest: None,
            },
            now(),
        )
        .expect_err("it is locked");
    assert_eq!(
        refused.to_string(),
        "the guess for 2026-W10 is locked in: the week has been shown"
    );
    let notes = store.week_notes(week(10)).expect("a look");
    assert_eq!(
        (notes.guess, notes.review.revealed, notes.review.step),
        (Some(guess), true, Some(Step::Guess))
    );
    store
        .set_guess(week(11), &guess, now())
        .expect("another week's");
}

#[test]
fn a_review_is_kept_as_it_was_closed() {
    let mut store = Store::in_memory().expect("a store");
    let answers = Answers {
        surprise: Some("\"so much\" mail".to_owned()),
        ..Answers::default()
    };
    let closed = Closed {
        at: now(),
        figures: "{\"week\":1}".to_owned(),
    };
    let review = Review {
        step: Some(Step::Decision),
        revealed: true,
        answers,
        closed: Some(closed),
    };
    store
        .keep_review(week(10), &review, now())
        .expect("a review");
    assert_eq!(store.week_notes(week(10)).expect("a look").review, review);
}

#[test]
fn an_unreadable_moment_of_closing_is_set_aside_and_not_the_present() {
    let store = Store::in_memory().expect("a store");
    let review =
        "INSERT INTO review (week, closed_at, figures, at) VALUES ('2026-W10', 'friday', '{}', 0)";
    store.connection.execute(review, []).expect("a row");
    assert_eq!(
        store.week_notes(week(10)).expect("a look"),
        WeekNotes::default()
    );
    let aside = store.take_set_aside();
    let told: Vec<_> = aside.iter().map(|row| (&*row.key, &*row.reason)).collect();
    assert_eq!(told, [("2026-W10", "its closed_at is \"friday\"")]);
}

#[test]
fn marks_are_those_of_the_days_and_of_the_weeks_around_them() {
    let mut store = Store::in_memory().expect("a store");
    let day = |text: &str| Day(text.parse().expect(text));
    let days = ["2026-03-01", "2026-03-02", "2026-03-08", "2026-03-09"].map(day);
    let mark = |store: &mut Store, days: &[Day], mark| {
        let applied = store.mark_days(days, mark, now()).expect("marks");
        applied.edits.len()
    };
    assert_eq!(mark(&mut store, &days, Some(Mark::Off)), 4);
    assert_eq!(mark(&mut store, &days, Some(Mark::Off)), 0, "they are so");
    assert_eq!(mark(&mut store, &days[2..], Some(Mark::Work)), 2);
    assert_eq!(mark(&mut store, &days[3..], None), 1);
    mark(&mut store, &[day("2026-03-10")], Some(Mark::Work));
    store.pause(week(10), true, now()).expect("a pause");
    store.pause(week(12), true, now()).expect("a pause");
    let marks = store
        .marks(day("2026-03-02"), day("2026-03-10"), &calendar())
        .expect("a look");
    // The days beside them are read too: their hours may reach over midnight.
    assert_eq!(marks.off, ["2026-03-01", "2026-03-02"].map(day).into());
    assert_eq!(marks.work, [day("2026-03-08"), day("2026-03-10")].into());
    assert_eq!(marks.paused, [week(10)].into());
    // Where weeks begin on Sunday, the same name begins a day earlier.
    let sundays = Calendar {
        week_start: Weekday::Sun,
        ..calendar()
    };
    let marks = store
        .marks(day("2026-03-02"), day("2026-03-10"), &sundays)
        .expect("a look");
    assert_eq!(
        marks.paused,
        [Week {
            first: day("2026-03-01")
        }]
        .into()
    );
}

#[test]
fn a_row_that_says_nothing_is_refused_by_the_file_or_told() {
    let store = Store::in_memory().expect("a store");
    let bad = [
        "INSERT INTO day_mark VALUES ('2026-02-30', 'off', 0, NULL)",
        "INSERT INTO day_mark VALUES ('2026-3-1', 'off', 0, NULL)",
        "INSERT INTO day_mark VALUES ('2026-03-01', 'on', 0, NULL)",
        "INSERT INTO day_mark VALUES ('2026-03-01', 'off', 0, '')",
        "INSERT INTO pause VALUES ('2026-W54', 0)",
        "INSERT INTO pause VALUES ('2026-W00', 0)",
        "INSERT INTO pause VALUES ('W10', 0)",
        "INSERT INTO guess VALUES ('2026-W10', 1.1, NULL, NULL, NULL, 0)",
        "INSERT INTO guess VALUES ('2026-W10', 0.5, 0.5, NULL, NULL, 0)",
        "INSERT INTO guess VALUES ('2026-W10', 0.5, NULL, NULL, 0.5, 0)",
        "INSERT INTO guess VALUES ('2026-W10', 0.5, NULL, 0.5, NULL, 0)",
        "INSERT INTO guess VALUES ('2026-W10', NULL, NULL, NULL, NULL, 0)",
        "INSERT INTO commitment VALUES ('2026-W10', '', 0)",
        "INSERT INTO review VALUES ('2026-W10', 10, 0, '{}', NULL, NULL, 0)",
        "INSERT INTO review VALUES ('2026-W10', 1, 2, '{}', NULL, NULL, 0)",
        "INSERT INTO review VALUES ('2026-W10', 1, 0, '[]', NULL, NULL, 0)",
        "INSERT INTO review VALUES ('2026-W10', 1, 0, '{}', 'now', NULL, 0)",
        "INSERT INTO review VALUES ('2026-W10', 1, 0, '{}', NULL, '{}', 0)",
    ];
    for sql in bad {
        assert!(store.connection.execute(sql, []).is_err(), "{sql}");
    }
    let odd =
        "INSERT INTO review VALUES ('2026-W10', 1, 0, '{\"missed\": \"never\"}', NULL, NULL, 0)";
    store
        .connection
        .execute(odd, [])
        .expect("another program may");
    store.week_notes(week(10)).expect("a look");
    let aside = store.take_set_aside();
    assert!(
        aside.len() == 1 && aside[0].reason.starts_with("its answers aren't"),
        "{aside:?}"
    );
}
