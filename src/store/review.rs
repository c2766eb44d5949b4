//! What belongs to a day or a week rather than to a block: marks, pauses, guesses, commitments, reviews. None of it is
//! in the undo journal: each is one value that is set anew.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use super::{Fault, Store, StoreError};
use crate::domain::calendar::{Calendar, Day, Week};
use crate::domain::commitment::Commitment;
use crate::domain::hours::{Mark, Marks};
use crate::domain::review::{Closed, Guess, Review, Step, WeekNotes};
use crate::domain::rules::Refusal;
use crate::domain::stamp::Moment;

const GUESSES: &str =
    "SELECT week, selling, admin, learning, distraction FROM guess WHERE week BETWEEN ?1 AND ?2";
const COMMITMENTS: &str = "SELECT week, text FROM commitment WHERE week BETWEEN ?1 AND ?2";
const PAUSES: &str = "SELECT week FROM pause WHERE week BETWEEN ?1 AND ?2";
const REVIEWS: &str = "SELECT week, step, revealed, answers, closed_at, figures FROM review WHERE week BETWEEN ?1 AND ?2";
const MARKS: &str = "SELECT day, kind FROM day_mark WHERE day BETWEEN ?1 AND ?2 \
     UNION ALL SELECT week, 'pause' FROM pause WHERE week BETWEEN ?3 AND ?4";
const REVEALED: &str = "SELECT revealed FROM review WHERE week = ?1";
const SET_GUESS: &str = "INSERT INTO guess (week, selling, admin, learning, distraction, at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (week) DO UPDATE SET (selling, admin, learning, distraction, at) = \
     (excluded.selling, excluded.admin, excluded.learning, excluded.distraction, excluded.at)";
const COMMIT: &str = "INSERT INTO commitment (week, text, at) VALUES (?1, ?2, ?3) \
     ON CONFLICT (week) DO UPDATE SET (text, at) = (excluded.text, excluded.at)";
const UNCOMMIT: &str = "DELETE FROM commitment WHERE week = ?1";
// What has been shown stays shown, whatever another window that was opened before it says.
const KEEP_REVIEW: &str = "INSERT INTO review (week, step, revealed, answers, closed_at, figures, at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (week) DO UPDATE SET (step, revealed, answers, closed_at, figures, at) = \
     (excluded.step, max(revealed, excluded.revealed), excluded.answers, excluded.closed_at, excluded.figures, excluded.at)";
const MARK: &str = "INSERT INTO day_mark (day, kind, at) VALUES (?1, ?2, ?3) \
     ON CONFLICT (day) DO UPDATE SET (kind, at) = (excluded.kind, excluded.at)";
const UNMARK: &str = "DELETE FROM day_mark WHERE day = ?1";
const PAUSE: &str = "INSERT INTO pause (week, at) VALUES (?1, ?2) ON CONFLICT (week) DO NOTHING";
const UNPAUSE: &str = "DELETE FROM pause WHERE week = ?1";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 14] = [
    GUESSES,
    COMMITMENTS,
    PAUSES,
    REVIEWS,
    MARKS,
    REVEALED,
    SET_GUESS,
    COMMIT,
    UNCOMMIT,
    KEEP_REVIEW,
    MARK,
    UNMARK,
    PAUSE,
    UNPAUSE,
];

impl Store {
    /// What is kept for a week.
    pub fn week_notes(&self, week: Week) -> Result<WeekNotes, StoreError> {
        Ok(self
            .reviews(week, week)?
            .pop()
            .map(|(_, notes)| notes)
            .unwrap_or_default())
    }

    /// What is kept for each of the weeks from `first` to `last`, both included, in order; those for which nothing is
    /// kept are left out.
    pub fn reviews(&self, first: Week, last: Week) -> Result<Vec<(Week, WeekNotes)>, StoreError> {
        let mut kept: BTreeMap<String, WeekNotes> = BTreeMap::new();
        let span = [first.to_string(), last.to_string()];
        self.rows(GUESSES, &span, |row| {
            let (admin, learning, distraction): (Option<f64>, Option<f64>, Option<f64>) =
                (row.get(2)?, row.get(3)?, row.get(4)?);
            let rest = admin
                .zip(learning)
                .zip(distraction)
                .map(|((admin, learning), other)| [admin, learning, other]);
            kept.entry(row.get(0)?).or_default().guess = Some(Guess {
                selling: row.get(1)?,
                rest,
            });
            Ok(())
        })?;
        self.rows(COMMITMENTS, &span, |row| {
            kept.entry(row.get(0)?).or_default().commitment = Some(row.get(1)?);
            Ok(())
        })?;
        self.rows(PAUSES, &span, |row| {
            kept.entry(row.get(0)?).or_default().paused = true;
            Ok(())
        })?;
        self.rows(REVIEWS, &span, |row| {
            kept.entry(row.get(0)?).or_default().review = review(row)?;
            Ok(())
        })?;
        let count = last.first.since(first.first).div_euclid(7);
        let weeks = (0..=count).map(|index| Week {
            first: first.first.plus(index * 7),
        });
        Ok(weeks
            .filter_map(|week| Some((week, kept.remove(&week.to_string())?)))
            .collect())
    }

    /// The days from `first` to `last` that are marked, and the weeks around them that are off whole.
    pub fn marks(&self, first: Day, last: Day, calendar: &Calendar) -> Result<Marks, StoreError> {
        let (from, to) = (calendar.week_of(first), calendar.week_of(last));
        let span = [
            first.to_string(),
            last.to_string(),
            from.to_string(),
            to.to_string(),
        ];
        let mut marks = Marks::default();
        self.rows(MARKS, &span, |row| {
            let (name, kind): (String, String) = (row.get(0)?, row.get(1)?);
            if kind == "pause" {
                marks.paused.extend(week_named(&name, calendar));
                return Ok(());
            }
            let wrong =
                |column, reason| StoreError::in_row(format!("the mark of {name}"), column, reason);
            let day = NaiveDate::parse_from_str(&name, "%Y-%m-%d")
                .map_err(|_| wrong("day", "is none".to_owned()))?;
            match Mark::from_name(&kind) {
                Some(Mark::Off) => marks.off.insert(Day(day)),
                Some(Mark::Work) => marks.work.insert(Day(day)),
                None => return Err(wrong("kind", format!("is {kind:?}"))),
            };
            Ok(())
        })?;
        Ok(marks)
    }

    /// Keeps a guess, unless the week's review has shown the week already. The former one.
    pub fn set_guess(
        &mut self,
        week: Week,
        guess: &Guess,
        now: Moment,
    ) -> Result<Option<Guess>, Fault> {
        self.in_one(|store, transaction| {
            let name = week.to_string();
            let revealed: Option<bool> = transaction
                .prepare_cached(REVEALED)?
                .query_row([&name], |row| row.get(0))
                .optional()?;
            if revealed == Some(true) {
                return Err(Refusal::GuessLocked { week }.into());
            }
            let former = store.week_notes(week)?.guess;
            let [admin, learning, distraction] =
                guess.rest.map_or([None; 3], |rest| rest.map(Some));
            let values = params![
                name,
                guess.selling,
                admin,
                learning,
                distraction,
                now.at.seconds()
            ];
            transaction.prepare_cached(SET_GUESS)?.execute(values)?;
            Ok(former)
        })
    }

    /// Keeps the one commitment of a week, or takes it away. The former one, in its grammar.
    pub fn commit_to(
        &mut self,
        week: Week,
        commitment: Option<&Commitment>,
        now: Moment,
    ) -> Result<Option<String>, Fault> {
        self.in_one(|store, transaction| {
            let name = week.to_string();
            let former = store.week_notes(week)?.commitment;
            match commitment {
                Some(commitment) => {
                    let values = params![name, commitment.to_string(), now.at.seconds()];
                    transaction.prepare_cached(COMMIT)?.execute(values)?
                }
                None => transaction.prepare_cached(UNCOMMIT)?.execute([name])?,
            };
            Ok(former)
        })
    }

    /// Keeps the review of a week as far as it has come. What has been shown once stays shown.
    pub fn keep_review(&mut self, week: Week, review: &Review, now: Moment) -> Result<(), Fault> {
        let answers = serde_json::to_string(&review.answers).map_err(|error| {
            StoreError::in_row(
                format!("the review of {week}"),
                "answers",
                format!("cannot be written: {error}"),
            )
        })?;
        let (closed_at, figures) = review
            .closed
            .as_ref()
            .map(|closed| (closed.at.as_str(), closed.figures.as_str()))
            .unzip();
        let step = review.step.map(|step| step.number() as i64);
        self.in_one(|_, transaction| {
            let values = params![
                week.to_string(),
                step,
                review.revealed,
                answers,
                closed_at,
                figures,
                now.at.seconds()
            ];
            transaction.prepare_cached(KEEP_REVIEW)?.execute(values)?;
            Ok(())
        })
    }

    /// Marks days as off or as worked; with `None` they are as planned again. How many of them were marked before.
    pub fn mark_days(
        &mut self,
        days: &[Day],
        mark: Option<Mark>,
        now: Moment,
    ) -> Result<usize, Fault> {
        self.in_one(|_, transaction| {
            let mut marked = 0;
            for day in days {
                let day = day.to_string();
                marked += transaction.prepare_cached(UNMARK)?.execute([&day])?;
                if let Some(mark) = mark {
                    transaction.prepare_cached(MARK)?.execute(params![
                        day,
                        mark.name(),
                        now.at.seconds()
                    ])?;
                }
            }
            Ok(marked)
        })
    }

    /// Takes a whole week off, or back on again. Whether that changed anything.
    pub fn pause(&mut self, week: Week, off: bool, now: Moment) -> Result<bool, Fault> {
        self.in_one(|_, transaction| {
            let name = week.to_string();
            let rows = if off {
                transaction
                    .prepare_cached(PAUSE)?
                    .execute(params![name, now.at.seconds()])?
            } else {
                transaction.prepare_cached(UNPAUSE)?.execute([name])?
            };
            Ok(rows > 0)
        })
    }

    /// Hands each row that a statement finds to `take`.
    fn rows(
        &self,
        sql: &str,
        values: &[String],
        mut take: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut read = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                take(row)?;
            }
            Ok(())
        };
        self.in_file(read())
    }
}

fn review(row: &Row<'_>) -> Result<Review, StoreError> {
    let week: String = row.get(0)?;
    let wrong =
        |column, reason| StoreError::in_row(format!("the review of {week}"), column, reason);
    let step: Option<u8> = row.get(1)?;
    let step = step.map(|number| {
        Step::from_number(number.into()).ok_or_else(|| wrong("step", format!("is {number}")))
    });
    let answers: String = row.get(3)?;
    let answers = serde_json::from_str(&answers)
        .map_err(|error| wrong("answers", format!("are odd: {error}")))?;
    let closed = row.get::<_, Option<String>>(4)?.zip(row.get(5)?);
    Ok(Review {
        step: step.transpose()?,
        revealed: row.get(2)?,
        answers,
        closed: closed.map(|(at, figures)| Closed { at, figures }),
    })
}

/// The week of a name such as `2026-W10`.
fn week_named(name: &str, calendar: &Calendar) -> Option<Week> {
    let (year, number) = name.split_once("-W")?;
    calendar.iso_week(year.parse().ok()?, number.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;
    use crate::domain::block::Category;
    use crate::domain::calendar::Zone;
    use crate::domain::commitment::{Aim, Bound, Work};
    use crate::domain::review::{Answers, Missed};
    use crate::domain::stamp::{Length, Offset, Stamp};

    fn now() -> Moment {
        Moment {
            at: Stamp::clamped(1_772_000_000),
            offset: Offset::UTC,
        }
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
        assert_eq!(
            store.set_guess(week(10), &guess, now()).expect("a guess"),
            None
        );
        assert_eq!(
            store.set_guess(week(10), &short, now()).expect("a guess"),
            Some(guess)
        );
        assert_eq!(
            store.set_guess(week(10), &guess, now()).expect("a guess"),
            Some(short)
        );
        assert_eq!(
            store
                .commit_to(week(10), Some(&commitment(6)), now())
                .expect("a commitment"),
            None
        );
        let former = store
            .commit_to(week(10), Some(&commitment(5)), now())
            .expect("a commitment");
        assert_eq!(former.as_deref(), Some(">= 6h selling"));
        assert!(
            store
                .commit_to(week(11), Some(&commitment(7)), now())
                .expect("a commitment")
                .is_none()
        );
        assert!(
            store
                .commit_to(week(11), None, now())
                .expect("a commitment")
                .is_some()
        );
        assert!(store.pause(week(12), true, now()).expect("a pause"));
        assert!(
            !store.pause(week(12), true, now()).expect("a pause"),
            "it is off already"
        );
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
        assert!(store.pause(week(12), false, now()).expect("an end"));
        assert!(!store.week_notes(week(12)).expect("a look").paused);
        assert!(
            store.undo(now()).expect("a look").is_none(),
            "nothing of it is in the journal"
        );
    }

    #[test]
    fn a_guess_is_locked_in_once_the_week_has_been_shown() {
        let mut store = Store::in_memory().expect("a store");
        let guess = Guess {
            selling: 0.6,
            rest: None,
        };
        store.set_guess(week(10), &guess, now()).expect("a guess");
        let shown = Review {
            step: Some(Step::Reveal),
            revealed: true,
            ..Review::default()
        };
        store
            .keep_review(week(10), &shown, now())
            .expect("a review");
        // Another window has not heard of it.
        store
            .keep_review(
                week(10),
                &Review {
                    step: Some(Step::Guess),
                    ..Review::default()
                },
                now(),
            )
            .expect("a review");
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
            at: "2026-03-06T16:52:00+01:00".to_owned(),
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
    fn marks_are_those_of_the_days_and_of_the_weeks_around_them() {
        let mut store = Store::in_memory().expect("a store");
        let day = |text: &str| Day(text.parse().expect(text));
        let days = ["2026-03-01", "2026-03-02", "2026-03-08", "2026-03-09"].map(day);
        assert_eq!(
            store
                .mark_days(&days, Some(Mark::Off), now())
                .expect("marks"),
            0
        );
        assert_eq!(
            store
                .mark_days(&days[2..], Some(Mark::Work), now())
                .expect("marks"),
            2
        );
        assert_eq!(store.mark_days(&days[3..], None, now()).expect("marks"), 1);
        store
            .mark_days(&[day("2026-03-10")], Some(Mark::Work), now())
            .expect("a mark");
        store.pause(week(10), true, now()).expect("a pause");
        store.pause(week(12), true, now()).expect("a pause");
        let marks = store
            .marks(day("2026-03-02"), day("2026-03-10"), &calendar())
            .expect("a look");
        assert_eq!(marks.off, [day("2026-03-02")].into());
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
            "INSERT INTO day_mark VALUES ('2026-02-30', 'off', 0)",
            "INSERT INTO day_mark VALUES ('2026-3-1', 'off', 0)",
            "INSERT INTO day_mark VALUES ('2026-03-01', 'on', 0)",
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
        let odd = "INSERT INTO review VALUES ('2026-W10', 1, 0, '{\"missed\": \"never\"}', NULL, NULL, 0)";
        store
            .connection
            .execute(odd, [])
            .expect("another program may");
        let told = store
            .week_notes(week(10))
            .expect_err("it means nothing")
            .to_string();
        assert!(
            told.starts_with(
                "the review of 2026-W10 in the file cannot be read: its answers are odd"
            ),
            "{told}"
        );
    }
}
