//! The questions about time away: raised once, kept until they are answered.

use rusqlite::{OptionalExtension, Row, params};

use super::{ChangeError, Store, StoreError};
use crate::domain::away::{Cause, Question};
use crate::domain::block::BlockId;
use crate::domain::stamp::{Moment, Offset, Stamp};

// A block that is gone, or ended before the time away began, is no question any more.
const OPEN: &str = "SELECT away.block, cause, since, since_offset, until, until_offset \
     FROM away JOIN block ON block.uid = away.block \
     WHERE answered IS NULL AND (block.stop IS NULL OR block.stop > since) ORDER BY since";
const KNOWN: &str = "SELECT answered IS NULL FROM away WHERE block = ?1 AND (answered IS NULL OR cause = 'stale') \
                     ORDER BY answered IS NULL DESC LIMIT 1";
const ASKED: &str = "SELECT 1 FROM away WHERE block = ?1 AND (answered IS NULL OR cause = 'stale' OR answered >= ?2) LIMIT 1";
const RAISE: &str = "INSERT INTO away (block, cause, since, since_offset, until, until_offset) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const BACK: &str = "UPDATE away SET until = ?2, until_offset = ?3 WHERE block = ?1 AND answered IS NULL AND since < ?2";
const NUMBER: &str = "SELECT id FROM away WHERE block = ?1 AND answered IS NULL";
const ANSWER: &str = "UPDATE away SET answered = ?2 WHERE id = ?1";
// Where the block has been asked about again since, that question stands.
const ASK_AGAIN: &str = "UPDATE away SET answered = NULL WHERE id = ?1 AND NOT EXISTS \
     (SELECT 1 FROM away AS other WHERE other.block = away.block AND other.answered IS NULL)";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 8] =
    [OPEN, KNOWN, ASKED, RAISE, BACK, NUMBER, ANSWER, ASK_AGAIN];

impl Store {
    /// The open questions, the earliest first.
    pub fn questions(&self) -> Result<Vec<Question>, StoreError> {
        self.in_file(self.open_questions())
    }

    fn open_questions(&self) -> Result<Vec<Question>, StoreError> {
        let mut statement = self.connection.prepare_cached(OPEN)?;
        let mut rows = statement.query([])?;
        let mut questions = Vec::new();
        while let Some(row) = rows.next()? {
            questions.push(read(row)?);
        }
        Ok(questions)
    }

    /// Whether the question is superfluous: it was asked before, or any question about the block was answered when
    /// this one could have been seen.
    pub fn was_asked(&self, question: &Question) -> Result<bool, StoreError> {
        let params = params![question.block.as_bytes(), question.since.at.seconds()];
        let found = self
            .connection
            .prepare_cached(ASKED)
            .and_then(|mut statement| statement.exists(params));
        self.in_file(found.map_err(StoreError::from))
    }

    /// Keeps a question, unless one about the same block is open: then the first start of the time away stands,
    /// and only its end moves. A block that was asked about as stale is not asked about as that again. Whether
    /// anything was written.
    pub fn raise(&mut self, question: Question) -> Result<bool, ChangeError> {
        self.in_one(|_, transaction| {
            let block = question.block.as_bytes();
            let known: Option<bool> = transaction
                .prepare_cached(KNOWN)?
                .query_row([block], |row| row.get(0))
                .optional()?;
            let until = (
                question.until.map(|until| until.at.seconds()),
                question.until.map(|until| until.offset.seconds()),
            );
            let rows = match (known, question.cause) {
                (Some(true), Cause::Slept) => transaction
                    .prepare_cached(BACK)?
                    .execute(params![block, until.0, until.1])?,
                (Some(_), Cause::Stale) => 0,
                (Some(false), Cause::Slept) | (None, _) => {
                    let since = question.since;
                    transaction.prepare_cached(RAISE)?.execute(params![
                        block,
                        question.cause.name(),
                        since.at.seconds(),
                        since.offset.seconds(),
                        until.0,
                        until.1
                    ])?
                }
            };
            Ok(rows > 0)
        })
    }

    /// The number of the open question about a block.
    pub(super) fn open_question(&self, block: BlockId) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(NUMBER)?;
        let found = statement.query_row([block.as_bytes()], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// Notes that a question is answered.
    pub(super) fn put_answered(&self, question: i64, now: Stamp) -> Result<(), StoreError> {
        self.run(ANSWER, params![question, now.seconds()])
    }

    /// Opens a question again, because its answer is taken back.
    pub(super) fn take_answered(&self, question: i64) -> Result<(), StoreError> {
        self.run(ASK_AGAIN, [question])
    }
}

fn read(row: &Row<'_>) -> Result<Question, StoreError> {
    let cause: String = row.get(1)?;
    let block = BlockId::from_bytes(row.get(0)?);
    let wrong = |column, reason| {
        StoreError::in_row(format!("the question about block {block}"), column, reason)
    };
    let cause = Cause::from_name(&cause).ok_or_else(|| wrong("cause", format!("is {cause:?}")))?;
    let moment = |at: i64, offset: i32| {
        let moment = Stamp::new(at)
            .zip(Offset::new(offset))
            .map(|(at, offset)| Moment { at, offset });
        moment.ok_or_else(|| wrong("time", "is none".to_owned()))
    };
    let until = match (row.get::<_, Option<i64>>(4)?, row.get::<_, Option<i32>>(5)?) {
        (Some(at), Some(offset)) => Some(moment(at, offset)?),
        _ => None,
    };
    Ok(Question {
        block,
        cause,
        since: moment(row.get(2)?, row.get(3)?)?,
        until,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::away::Answer;
    use crate::domain::block::{Category, Details};
    use crate::domain::change::Change;

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
            assert_eq!(store.questions().expect("a look"), open);
            let say = Change::Answer {
                target: (&block).into(),
                question,
                answer,
            };
            let before = told(&store);
            store.apply(&say, at(60)).expect("an answer");
            let after = told(&store);
            assert_eq!(store.questions().expect("a look"), vec![], "{answer:?}");
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
                    (store.questions().expect("a look"), told(&store)),
                    (open.clone(), before.clone())
                );
                store
                    .redo(at(62))
                    .expect("a redo")
                    .expect("something to redo");
                assert_eq!(
                    (store.questions().expect("a look"), told(&store)),
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
                store.questions().expect("a look"),
                vec![later],
                "{answer:?}"
            );
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
