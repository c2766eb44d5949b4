//! The questions about time away: raised once, kept until they are answered.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Fault, Store, StoreError};
use crate::domain::away::{Cause, Question};
use crate::domain::block::BlockId;
use crate::domain::stamp::{Moment, Offset, Stamp};

// A block that is gone, or ended before the time away began, is no question any more.
const OPEN: &str = "SELECT away.block, cause, since, since_offset, until, until_offset \
     FROM away JOIN block ON block.uid = away.block \
     WHERE answered IS NULL AND (block.stop IS NULL OR block.stop > since) ORDER BY since";
const KNOWN: &str = "SELECT answered IS NULL FROM away WHERE block = ?1 AND (answered IS NULL OR cause = 'stale') \
                     ORDER BY answered IS NULL DESC LIMIT 1";
const ASKED: &str =
    "SELECT 1 FROM away WHERE block = ?1 AND (answered IS NULL OR cause = 'stale' OR answered >= ?2) LIMIT 1";
const RAISE: &str =
    "INSERT INTO away (block, cause, since, since_offset, until, until_offset) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const BACK: &str = "UPDATE away SET until = ?2, until_offset = ?3 WHERE block = ?1 AND answered IS NULL AND since < ?2";
const ANSWER: &str = "UPDATE away SET answered = ?2 WHERE block = ?1 AND answered IS NULL";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 5] = [OPEN, KNOWN, ASKED, BACK, ANSWER];

impl Store {
    /// The open questions, the earliest first.
    pub fn questions(&self) -> Result<Vec<Question>, StoreError> {
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
        let mut statement = self.connection.prepare_cached(ASKED)?;
        Ok(statement.exists(params![question.block.as_bytes(), question.since.at.seconds()])?)
    }

    /// Keeps a question, unless one about the same block is open: then the first start of the time away stands,
    /// and only its end moves. A block that was asked about as stale is not asked about as that again. Whether
    /// anything was written.
    pub fn raise(&mut self, question: Question) -> Result<bool, Fault> {
        self.in_one(|_, transaction| {
            let block = question.block.as_bytes();
            let known: Option<bool> =
                transaction.prepare_cached(KNOWN)?.query_row([block], |row| row.get(0)).optional()?;
            let until =
                (question.until.map(|until| until.at.seconds()), question.until.map(|until| until.offset.seconds()));
            let rows = match (known, question.cause) {
                (Some(true), Cause::Slept) => {
                    transaction.prepare_cached(BACK)?.execute(params![block, until.0, until.1])?
                }
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
}

/// Notes that the question about a block is answered.
pub(super) fn answered(transaction: &Transaction<'_>, block: BlockId, now: Stamp) -> Result<(), StoreError> {
    transaction.prepare_cached(ANSWER)?.execute(params![block.as_bytes(), now.seconds()])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Question, StoreError> {
    let cause: String = row.get(1)?;
    let cause = Cause::from_name(&cause)
        .ok_or_else(|| StoreError::Row { column: "away.cause", reason: format!("is {cause:?}") })?;
    let moment = |at: i64, offset: i32| {
        let moment = Stamp::new(at).zip(Offset::new(offset)).map(|(at, offset)| Moment { at, offset });
        moment.ok_or_else(|| StoreError::Row { column: "away.since or until", reason: "is no time".to_owned() })
    };
    let until = match (row.get::<_, Option<i64>>(4)?, row.get::<_, Option<i32>>(5)?) {
        (Some(at), Some(offset)) => Some(moment(at, offset)?),
        _ => None,
    };
    Ok(Question { block: BlockId::from_bytes(row.get(0)?), cause, since: moment(row.get(2)?, row.get(3)?)?, until })
}
