//! Which blocks can hold what is looked for: an index of pieces of three characters, kept in the file and brought up
//! to date while nothing else is to do, so that a save costs next to nothing. What fits is decided by `domain::search`.

use rusqlite::{Transaction, TransactionBehavior, params};

use super::row::{self, columns};
use super::{Store, StoreError, wait};
use crate::domain::block::{Account, Activity, Block, Category, Requester};
use crate::domain::parse::spell;
use crate::domain::search::{Query, Term};
use crate::domain::stamp::Stamp;

const KNOWN: &str =
    "SELECT rowid FROM find WHERE find MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3";
const STALE: &str = "SELECT start FROM find_stale WHERE start < ?1 ORDER BY start DESC LIMIT ?2";
const AT: &str = concat!("SELECT ", columns!(), " FROM block WHERE start = ?1");
const INDEX: &str = "INSERT INTO find (rowid, category, activity, account, requester, tags, note, outcome) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
// All of them were indexed: the latest come first.
const INDEXED: &str = "DELETE FROM find_stale WHERE start >= ?1";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 5] = [KNOWN, STALE, AT, INDEX, INDEXED];

/// So many pieces are asked for at once; who typed more is looked up by the first ones.
const PIECES: usize = 24;

impl Store {
    /// The latest of the blocks that begin before an instant and may fit the query, no more than `limit`, the latest
    /// first, and from where on there may be more. Whatever fits is among them.
    pub fn may_fit(
        &self,
        query: &Query,
        before: Stamp,
        limit: usize,
    ) -> Result<(Vec<Block>, Option<Stamp>), StoreError> {
        let Some(expression) = expression(query) else {
            let page = self.before(before, limit)?;
            let rest = page
                .get(limit.saturating_sub(1))
                .map(|block| block.start.at);
            return Ok((page, rest));
        };
        self.at_once(|store| {
            let known = store.starts(KNOWN, params![expression, before.seconds(), limit as i64]);
            let mut starts = store.in_file(known)?;
            starts.extend(store.stale(before, limit)?);
            starts.sort_unstable_by(|one, other| other.cmp(one));
            starts.dedup();
            starts.truncate(limit);
            let rest = starts
                .get(limit.saturating_sub(1))
                .copied()
                .and_then(Stamp::new);
            let blocks = store.in_file(store.beginning_at(&starts))?;
            Ok((blocks, rest))
        })
    }

    /// Brings the index up to date for up to `limit` of what was written since, the latest first; whether there was
    /// as much to do, and so may be more. Where another program is writing, it is left for another time.
    pub fn catch_up(&self, limit: usize) -> Result<bool, StoreError> {
        if !self.is_behind_by(1)? {
            return Ok(false);
        }
        self.check_place()?;
        self.in_file(wait::not_at_all(&self.connection, || self.index(limit)))
    }

    /// Whether at least so many blocks were written that the index does not know. Reads no more of them than that, and
    /// does not wait for another program either.
    pub fn is_behind_by(&self, least: usize) -> Result<bool, StoreError> {
        let stale = wait::not_at_all(&self.connection, || self.stale(Stamp::MAX, least))?;
        Ok(stale.len() >= least)
    }

    /// Gives back the memory that much work has taken.
    pub fn rest(&self) {
        // Nothing depends on it.
        self.connection.release_memory().ok();
    }

    fn index(&self, limit: usize) -> Result<bool, StoreError> {
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let mut starts = self.stale(Stamp::MAX, limit)?;
        // The index takes what comes in order.
        starts.reverse();
        let blocks = self.beginning_at(&starts)?;
        let mut index = transaction.prepare_cached(INDEX)?;
        for block in blocks {
            let [category, activity, account, requester, tags, note, outcome] = says(&block);
            let at = block.start.at.seconds();
            index.execute(params![
                at, category, activity, account, requester, tags, note, outcome
            ])?;
        }
        drop(index);
        if let Some(earliest) = starts.first() {
            transaction
                .prepare_cached(INDEXED)?
                .execute(params![earliest])?;
        }
        transaction.commit()?;
        Ok(starts.len() == limit)
    }

    fn stale(&self, before: Stamp, limit: usize) -> Result<Vec<i64>, StoreError> {
        self.in_file(self.starts(STALE, params![before.seconds(), limit as i64]))
    }

    fn starts(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let starts = statement.query_map(params, |row| row.get(0))?;
        Ok(starts.collect::<Result<_, _>>()?)
    }

    /// The blocks that begin at these seconds, where there still are any.
    fn beginning_at(&self, starts: &[i64]) -> Result<Vec<Block>, StoreError> {
        let mut statement = self.connection.prepare_cached(AT)?;
        let mut blocks = Vec::with_capacity(starts.len());
        for start in starts {
            let mut rows = statement.query(params![start])?;
            if let Some(row) = rows.next()? {
                blocks.push(row::read(row)?);
            }
        }
        Ok(blocks)
    }
}

/// What the index knows of a block, in the order of its columns, in small letters as [`Query`] has them.
fn says(block: &Block) -> [String; 7] {
    let details = &block.details;
    // The end of a text to SQLite; nothing to whoever looks for it.
    let small = |text: &str| text.to_lowercase().replace('\0', "\n");
    let name = |name: Option<&str>| name.map(small).unwrap_or_default();
    let tags: Vec<String> = details.tags.iter().map(|tag| small(tag.as_str())).collect();
    let outcomes = &details.outcomes;
    [
        code(block.category).to_owned(),
        name(details.activity.as_ref().map(Activity::as_str)),
        name(details.account.as_ref().map(Account::as_str)),
        name(details.requester.as_ref().map(Requester::as_str)),
        tags.join("\n"),
        small(details.note.as_str()),
        if outcomes.is_empty() {
            String::new()
        } else {
            small(&spell::outcomes(outcomes))
        },
    ]
}

/// One piece for a category: they all begin differently.
fn code(category: Category) -> &'static str {
    let name = category.name();
    name.get(..3).unwrap_or(name)
}

/// What to ask the index for; `None` where all that is looked for is shorter than its pieces.
fn expression(query: &Query) -> Option<String> {
    let mut left = PIECES;
    let mut parts = Vec::new();
    for term in query.terms() {
        let (columns, text) = match term {
            Term::Category(category) => ("category", code(*category)),
            Term::Account(text) => ("account", text.as_str()),
            Term::Requester(text) => ("requester", text.as_str()),
            Term::Tag(text) => ("tags", text.as_str()),
            Term::Activity(text) => ("activity", text.as_str()),
            Term::Outcome(text) => ("outcome", text.as_str()),
            Term::Text(text) => ("{activity account requester tags note}", text.as_str()),
        };
        let pieces = pieces(text, left);
        left -= pieces.len();
        if !pieces.is_empty() {
            parts.push(format!("{columns} : ({})", pieces.join(" AND ")));
        }
    }
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// The first pieces of a text, each once, in quotes.
fn pieces(text: &str, most: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut pieces: Vec<String> = Vec::new();
    for piece in chars.windows(3).filter(|piece| !piece.contains(&'\0')) {
        if pieces.len() == most {
            break;
        }
        let quoted = format!(
            "\"{}\"",
            piece.iter().collect::<String>().replace('"', "\"\"")
        );
        if !pieces.contains(&quoted) {
            pieces.push(quoted);
        }
    }
    pieces
}
