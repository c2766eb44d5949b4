//! The questions about time away: raised once, kept until they are answered.

use rusqlite::{Row, params};

use super::row::read_moment;
use super::set_aside::build_unreadable_row;
use super::{ChangeError, Store, StoreError};
use crate::domain::away::{Cause, Question};
use crate::domain::block::BlockId;
use crate::domain::format::Beside;
use crate::domain::stale::StaleRule;
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::unreadable::{RowKind, RowPlace};

// A block that is gone, or ended before the time away began, is no question any more. Where the block begins later,
// all of it is.
const OPEN: &str = "SELECT away.block, cause, max(since, block.start), \
     iif(block.start > since, block.start_offset, since_offset), until, until_offset, away.id \
     FROM away JOIN block ON block.uid = away.block \
     WHERE answered IS NULL AND (block.stop IS NULL OR block.stop > since) ORDER BY since";
// Those that no block can be asked about.
const OUT_OF_RANGE: &str = "SELECT block, cause, since, since_offset, until, until_offset, id FROM away \
     WHERE answered IS NULL AND (since NOT BETWEEN -2208988800 AND 7258118399 OR length(block) <> 16)";
const KNOWN: &str = "SELECT answered IS NULL FROM away WHERE block = ?1 AND (answered IS NULL OR cause = 'stale') \
                     ORDER BY answered IS NULL DESC LIMIT 1";
const ASKED: &str = "SELECT 1 FROM away WHERE block = ?1 AND (answered IS NULL OR cause = 'stale' OR answered >= ?2) LIMIT 1";
const RAISE: &str = "INSERT INTO away (block, cause, since, since_offset, until, until_offset) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const BACK: &str = "UPDATE away SET until = ?2, until_offset = ?3 WHERE block = ?1 AND answered IS NULL AND since < ?2";
const NUMBER: &str = "SELECT id FROM away WHERE block = ?1 AND answered IS NULL";
pub(super) const ANSWER: &str = "UPDATE away SET answered = ?2 WHERE id = ?1";
// Where the block has been asked about again since, that question stands.
pub(super) const ASK_AGAIN: &str = "UPDATE away SET answered = NULL WHERE id = ?1 AND NOT EXISTS \
     (SELECT 1 FROM away AS other WHERE other.block = away.block AND other.answered IS NULL)";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 9] = [
    OPEN,
    OUT_OF_RANGE,
    KNOWN,
    ASKED,
    RAISE,
    BACK,
    NUMBER,
    ANSWER,
    ASK_AGAIN,
];

impl Store {
    /// By which rule a running block is stale: from here on it is asked about before anything else is written.
    pub fn ask_by(&mut self, rule: StaleRule) {
        self.stale_rule = Some(rule);
    }

    /// What times are told beside.
    pub(super) fn beside(&self, now: Moment) -> Beside {
        let calendar = self.stale_rule.as_ref().map(|rule| rule.calendar);
        calendar.map_or_else(|| now.into(), |calendar| Beside::here(now, &calendar))
    }

    /// The open questions, the earliest first. A running block that is stale counts as one, though nobody has asked
    /// yet and nothing is written.
    pub fn questions(&self, now: Moment) -> Result<Vec<Question>, StoreError> {
        let mut questions = self.raised_questions()?;
        questions.extend(self.stale_question(now)?);
        Ok(questions)
    }

    pub(super) fn raised_questions(&self) -> Result<Vec<Question>, StoreError> {
        self.questions_by(OPEN)
    }

    /// Sets the open questions aside that are about no time that there is, or no block.
    pub(super) fn note_questions_out_of_range(&self) -> Result<(), StoreError> {
        self.questions_by(OUT_OF_RANGE).map(drop)
    }

    fn questions_by(&self, sql: &str) -> Result<Vec<Question>, StoreError> {
        let mut questions = Vec::new();
        self.read_rows(sql, [], |row| {
            match read_question(row) {
                Ok(question) => questions.push(question),
                Err(error) => {
                    let since = row.get(2).ok().and_then(Stamp::new);
                    let place = since.map_or(RowPlace::Unknown, RowPlace::Instant);
                    let key = row.get::<_, i64>(6)?.to_string();
                    self.set_aside.note(build_unreadable_row(
                        RowKind::Question,
                        key,
                        place,
                        &error,
                    ));
                }
            }
            Ok(())
        })?;
        Ok(questions)
    }

    /// The question about the running block, where it is stale and was not asked about.
    pub(super) fn stale_question(&self, now: Moment) -> Result<Option<Question>, StoreError> {
        let Some(rule) = &self.stale_rule else {
            return Ok(None);
        };
        let running = self.running()?;
        let Some(block) = running.filter(|block| rule.may_be_stale(block, now.at)) else {
            return Ok(None);
        };
        let day = rule.calendar.day_of(block.start);
        let marks = self.marks(day, day, &rule.calendar)?;
        match rule.find_question(&block, marks, now.at) {
            Some(question) if !self.was_asked(&question)? => Ok(Some(question)),
            Some(_) | None => Ok(None),
        }
    }

    /// Keeps the question about the running block, where it is stale. Whether anything was written.
    pub fn raise_if_stale(&mut self, now: Moment) -> Result<bool, ChangeError> {
        match self.stale_question(now)? {
            Some(question) => self.raise(question),
            None => Ok(false),
        }
    }

    /// Whether the question is superfluous: it was asked before, or any question about the block was answered when
    /// this one could have been seen.
    fn was_asked(&self, question: &Question) -> Result<bool, StoreError> {
        let params = params![question.block.as_bytes(), question.since.at.seconds()];
        Ok(!self.read_rows(ASKED, params, |_| Ok(()))?.is_empty())
    }

    /// Keeps a question, unless one about the same block is open: then the first start of the time away stands,
    /// and only its end moves. A block that was asked about as stale is not asked about as that again. Whether
    /// anything was written.
    pub fn raise(&mut self, question: Question) -> Result<bool, ChangeError> {
        // It is asked as long as it can't be kept.
        if self.is_read_only() {
            return Ok(false);
        }
        self.in_transaction(|store, _| Ok(store.keep_question(question)?))
    }

    pub(super) fn keep_question(&self, question: Question) -> Result<bool, StoreError> {
        let block = question.block.as_bytes();
        let read = |row: &Row<'_>| Ok(row.get(0)?);
        let known: Option<bool> = self.read_rows(KNOWN, [block], read)?.pop();
        let (since, until) = (question.since, question.until);
        let until_at = until.map(|until| until.at.seconds());
        let until_offset = until.map(|until| until.offset.seconds());
        let statement = |sql| self.connection.prepare_cached(sql);
        let rows = match (known, question.cause) {
            (Some(true), Cause::Slept) => {
                statement(BACK)?.execute(params![block, until_at, until_offset])?
            }
            (Some(_), Cause::Stale) => 0,
            (Some(false), Cause::Slept) | (None, _) => statement(RAISE)?.execute(params![
                block,
                question.cause.name(),
                since.at.seconds(),
                since.offset.seconds(),
                until_at,
                until_offset
            ])?,
        };
        Ok(rows > 0)
    }

    /// The number of the open question about a block.
    pub(super) fn open_question(&self, block: BlockId) -> Result<Option<i64>, StoreError> {
        Ok(self
            .read_rows(NUMBER, [block.as_bytes()], |row| Ok(row.get(0)?))?
            .pop())
    }
}

pub(super) fn read_question(row: &Row<'_>) -> Result<Question, StoreError> {
    let cause: String = row.get(1)?;
    let block = BlockId::from_bytes(row.get(0)?);
    let wrong = |column, reason| {
        StoreError::in_row(format!("the question about block {block}"), column, reason)
    };
    let cause = Cause::from_name(&cause).ok_or_else(|| wrong("cause", format!("is {cause:?}")))?;
    let moment =
        |column| read_moment(row, column)?.ok_or_else(|| wrong("time", "is none".to_owned()));
    let until = row
        .get::<_, Option<i64>>(4)?
        .zip(row.get::<_, Option<i32>>(5)?);
    let until = until.map(|_| moment(4));
    Ok(Question {
        block,
        cause,
        since: moment(2)?,
        until: until.transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::away::Answer;
    use crate::domain::block::{Block, Category, Details};
    use crate::domain::calendar::{Calendar, Zone};
    use crate::domain::change::{Change, Patch};
    use crate::domain::edit::Edit;
    use crate::domain::hours::WorkHours;
    use crate::domain::stamp::{Length, Offset};

    fn at(minutes: i64) -> Moment {
        Moment::new(Stamp::clamped(1_772_000_000 + minutes * 60), Offset::UTC)
    }

    #[test]
    fn a_question_is_open_again_once_its_answer_is_taken_back() {
        let answers = [
            Answer::Keep,
            Answer::Was(Category::Selling),
            Answer::Was(Category::Break),
            Answer::Off,
            Answer::Split(at(30)),
        ];
        for answer in answers {
            let mut store = Store::in_memory().expect("a store");
            let start = Change::Start {
                at: at(0),
                category: Category::Selling,
                details: Details::default(),
            };
            store.apply(&start, at(0)).expect("a start");
            let block = store.running().expect("a look").expect("it runs");
            let question = Question {
                block: block.id,
                cause: Cause::Slept,
                since: at(10),
                until: Some(at(60)),
            };
            assert!(store.raise(question).expect("a question"));
            let open = vec![question];
            assert_eq!(store.questions(at(0)).expect("a look"), open);
            let say = Change::Answer {
                target: (&block).into(),
                question,
                answer,
            };
            let before = told(&store);
            store.apply(&say, at(60)).expect("an answer");
            let after = told(&store);
            assert_eq!(
                store.questions(at(0)).expect("a look"),
                vec![],
                "{answer:?}"
            );
            for _ in 0..2 {
                let undone = store
                    .undo(at(61))
                    .expect("an undo")
                    .expect("something to undo");
                assert!(
                    undone.label.starts_with("answer about selling"),
                    "{answer:?}: {}",
                    undone.label
                );
                assert_eq!(
                    (store.questions(at(0)).expect("a look"), told(&store)),
                    (open.clone(), before.clone())
                );
                store
                    .redo(at(62))
                    .expect("a redo")
                    .expect("something to redo");
                assert_eq!(
                    (store.questions(at(0)).expect("a look"), told(&store)),
                    (vec![], after.clone())
                );
            }
            // The same block is asked about again meanwhile: that question stands, and is answered by itself.
            store
                .undo(at(63))
                .expect("an undo")
                .expect("something to undo");
            store
                .connection
                .execute("UPDATE away SET answered = 0", [])
                .expect("a foreign write");
            let later = Question {
                since: at(70),
                until: Some(at(90)),
                ..question
            };
            assert!(store.raise(later).expect("a question"));
            store
                .redo(at(91))
                .expect("a redo")
                .expect("something to redo");
            store
                .undo(at(92))
                .expect("an undo")
                .expect("something to undo");
            assert_eq!(
                store.questions(at(0)).expect("a look"),
                vec![later],
                "{answer:?}"
            );
        }
    }

    #[test]
    fn what_is_previewed_and_weighed_over_a_stale_block_is_what_is_written() {
        let start = |minute| Change::Start {
            at: at(minute),
            category: Category::Selling,
            details: Details::default(),
        };
        let edit = |block: &Block| Change::Edit {
            seen: Box::new(block.clone()),
            patch: Patch {
                end: Some(Some(at(200))),
                ..Patch::default()
            },
        };
        let stop = |_: &Block| Change::Stop { at: at(600) };
        let changes: [&dyn Fn(&Block) -> Change; 4] =
            [&|_| start(600), &|_| start(590), &stop, &edit];
        for (index, change) in changes.into_iter().enumerate() {
            let mut store = Store::in_memory().expect("a store");
            store.ask_by(StaleRule {
                calendar: Calendar::new(Zone::Fixed(Offset::UTC)),
                hours: WorkHours::default(),
                stale_after: Length::hours(4),
            });
            store.apply(&start(0), at(0)).expect("a start");
            let block = store.running().expect("a look").expect("it runs");
            let change = change(&block);
            let preview = store.preview_change(&change, at(600)).expect("a preview");
            assert_eq!(store.weigh_change(&change, at(600)).expect("a look"), []);
            let applied = store.apply(&change, at(600)).expect("a change");
            let what = |edits: &[Edit]| -> Vec<_> {
                let of_blocks = edits.iter().filter(|edit| edit.is_of_block());
                let said = |block: &Block| (block.category, block.start, block.end);
                of_blocks
                    .map(|edit| (edit.before().map(said), edit.after().map(said)))
                    .collect()
            };
            assert_eq!(what(&preview.edits), what(&applied.edits), "{index}");
            assert!(!what(&preview.edits).is_empty(), "{index}");
        }
    }

    fn told(store: &Store) -> Vec<(Category, Moment, Option<Moment>)> {
        let mut blocks = Vec::new();
        let every = store.every(|block| {
            blocks.push((block.category, block.start, block.end));
            Ok::<(), StoreError>(())
        });
        every.expect("the blocks are read");
        blocks
    }
}
