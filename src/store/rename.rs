//! Names that become others: where they stand, and how that is written. Accounts, requesters and sources are found by
//! their index, from name to name; tags and activities have none, and one look at all blocks takes their place.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Row, params};

use super::{FileError, Store, StoreError};
use crate::domain::alike::Counted;
use crate::domain::block::{Block, BlockId, Category};
use crate::domain::edit::{Edit, SideRow};
use crate::domain::rename::{BlockList, NameKind, Renamed, Renaming};
use crate::domain::review::ReviewAnswer;
use crate::domain::rules::{Naming, Spelling};
use crate::domain::stamp::{Moment, Offset, Stamp};
use crate::domain::text;

macro_rules! names {
    ($column:literal) => {
        concat!(
            "WITH RECURSIVE name(value) AS (SELECT (SELECT min(",
            $column,
            " COLLATE NOCASE) FROM block WHERE ",
            $column,
            " IS NOT NULL) UNION ALL SELECT (SELECT min(",
            $column,
            " COLLATE NOCASE) FROM block WHERE ",
            $column,
            " IS NOT NULL AND ",
            $column,
            " > value COLLATE NOCASE) FROM name WHERE value IS NOT NULL) \
             SELECT value FROM name WHERE value IS NOT NULL"
        )
    };
}
macro_rules! blocks_of {
    ($column:literal) => {
        concat!(
            "SELECT uid, start, start_offset, category, ",
            $column,
            " FROM block WHERE ",
            $column,
            " IS NOT NULL AND ",
            $column,
            " = ?1 COLLATE NOCASE"
        )
    };
}
macro_rules! all_blocks {
    ($column:literal) => {
        concat!(
            "SELECT uid, start, start_offset, category, ",
            $column,
            " FROM block WHERE start >= ?1"
        )
    };
}
macro_rules! write {
    ($column:literal) => {
        concat!(
            "UPDATE block SET (",
            $column,
            ", revision, changed) = (?3, revision + 1, ?4) WHERE uid = ?1 AND ",
            $column,
            " = ?2"
        )
    };
}
macro_rules! value_of {
    ($column:literal) => {
        concat!("SELECT ", $column, " FROM block WHERE uid = ?1")
    };
}

/// The statements of a kind of name.
struct Statements {
    /// The names, and the blocks of one of them; without the first the blocks of all.
    names: Option<&'static str>,
    blocks: &'static str,
    write: &'static str,
    value: &'static str,
}

const ACCOUNT: Statements = Statements {
    names: Some(names!("account")),
    blocks: blocks_of!("account"),
    write: write!("account"),
    value: value_of!("account"),
};
const REQUESTER: Statements = Statements {
    names: Some(names!("requester")),
    blocks: blocks_of!("requester"),
    write: write!("requester"),
    value: value_of!("requester"),
};
const SOURCE: Statements = Statements {
    names: Some(names!("source")),
    blocks: blocks_of!("source"),
    write: write!("source"),
    value: value_of!("source"),
};
const TAG: Statements = Statements {
    names: None,
    blocks: all_blocks!("tags"),
    write: write!("tags"),
    value: value_of!("tags"),
};
const ACTIVITY: Statements = Statements {
    names: None,
    blocks: all_blocks!("activity"),
    write: write!("activity"),
    value: value_of!("activity"),
};

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 18] = [
    names!("account"),
    names!("requester"),
    names!("source"),
    ACCOUNT.blocks,
    ACCOUNT.write,
    ACCOUNT.value,
    REQUESTER.blocks,
    REQUESTER.write,
    REQUESTER.value,
    SOURCE.blocks,
    SOURCE.write,
    SOURCE.value,
    TAG.blocks,
    TAG.write,
    TAG.value,
    ACTIVITY.blocks,
    ACTIVITY.write,
    ACTIVITY.value,
];

/// Before and behind the names of all weeks.
const WEEKS: (&str, &str) = ("", "~");

const fn statements(kind: NameKind) -> &'static Statements {
    match kind {
        NameKind::Account => &ACCOUNT,
        NameKind::Requester => &REQUESTER,
        NameKind::Tag => &TAG,
        NameKind::Activity => &ACTIVITY,
        NameKind::Source => &SOURCE,
    }
}

impl Store {
    /// What there is of both names.
    pub fn naming(&self, renaming: &Renaming) -> Result<Naming, StoreError> {
        let both = [text::folded(&renaming.old), text::folded(&renaming.new)];
        let mut found =
            self.spellings(renaming.kind, &|name| both.contains(&text::folded(name)))?;
        found.retain(|spelling| {
            spelling.holds(renaming.kind, &renaming.old)
                || spelling.holds(renaming.kind, &renaming.new)
        });
        Ok(Naming {
            spellings: found,
            rows: self.rows_with_names()?,
        })
    }

    /// All names of a kind that are on record, in their order.
    pub fn names_of(&self, kind: NameKind) -> Result<Vec<String>, StoreError> {
        let spellings = self.spellings(kind, &|_| true)?;
        let mut names: Vec<String> = spellings.iter().flat_map(|one| one.names(kind)).collect();
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// All names of a kind as they are spelled, with the number of their blocks.
    pub fn count_names(&self, kind: NameKind) -> Result<Vec<Counted>, StoreError> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for spelling in self.spellings(kind, &|_| true)? {
            let names: BTreeSet<String> = spelling.names(kind).into_iter().collect();
            for name in names {
                *counts.entry(name).or_default() += spelling.blocks.len();
            }
        }
        let counts = counts.into_iter();
        Ok(counts
            .map(|(name, blocks)| Counted { name, blocks })
            .collect())
    }

    /// What stands in the column of a kind, each with its blocks; of indexed names those that are meant.
    fn spellings(
        &self,
        kind: NameKind,
        is_meant: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<Spelling>, StoreError> {
        let statements = statements(kind);
        let mut found = Spellings::default();
        let Some(names) = statements.names else {
            self.read_rows(statements.blocks, [i64::MIN], |row| {
                found.add(kind, row);
                Ok(())
            })?;
            return Ok(found.in_order());
        };
        // A name that can't be read is none that anybody can ask for.
        let names = self.read_rows(names, [], |row| Ok(row.get::<_, String>(0).ok()))?;
        for name in names.into_iter().flatten().filter(|name| is_meant(name)) {
            self.read_rows(statements.blocks, [&name], |row| {
                found.add(kind, row);
                Ok(())
            })?;
        }
        Ok(found.in_order())
    }

    /// The suggestions, the commitments and the answers that may name something.
    fn rows_with_names(&self) -> Result<Vec<SideRow>, StoreError> {
        let suggestions = self.all_suggestions()?;
        let mut rows: Vec<SideRow> = suggestions.into_iter().map(SideRow::Suggestion).collect();
        for (week, notes) in self.kept(WEEKS.0, WEEKS.1)? {
            let answers = notes.review.answers;
            let picks = [
                answers
                    .more
                    .is_some()
                    .then_some(ReviewAnswer::More(answers.more)),
                answers
                    .less
                    .is_some()
                    .then_some(ReviewAnswer::Less(answers.less)),
                answers
                    .limit
                    .is_some()
                    .then_some(ReviewAnswer::Limit(answers.limit)),
            ];
            let verdicts = answers.verdicts.into_iter();
            let verdicts = verdicts.map(|(key, verdict)| ReviewAnswer::Verdict(key, Some(verdict)));
            let answers = picks.into_iter().flatten().chain(verdicts);
            rows.extend(answers.map(|answer| SideRow::Answer {
                week: week.clone(),
                answer,
            }));
            rows.extend(
                notes
                    .commitment
                    .map(|text| SideRow::Commitment { week, text }),
            );
        }
        Ok(rows)
    }

    /// Whether the blocks have the name that they were given, or the former one. Where it is neither, nothing of it is
    /// found as anything.
    pub(super) fn found_names(&self, renamed: &Renamed) -> Result<Option<Renamed>, StoreError> {
        let (mut old, mut new) = (0, 0);
        for id in &renamed.blocks.0 {
            let value = self.read_rows(statements(renamed.kind).value, [id.as_bytes()], |row| {
                Ok(row.get::<_, String>(0).ok())
            })?;
            let value = value.into_iter().flatten().next();
            old += usize::from(value.as_deref() == Some(&*renamed.from));
            new += usize::from(value.as_deref() == Some(&*renamed.to));
        }
        let all = renamed.blocks.0.len();
        if old == all {
            return Ok(None);
        }
        let blocks = if new == all {
            renamed.blocks.clone()
        } else {
            BlockList::default()
        };
        Ok(Some(Renamed {
            blocks,
            ..renamed.clone()
        }))
    }

    /// Gives the blocks their new name.
    pub(super) fn put_names(&self, renamed: &Renamed, now: Stamp) -> Result<(), StoreError> {
        self.write_names(renamed, (&renamed.from, &renamed.to), now)
    }

    /// Gives the blocks their former name back.
    pub(super) fn take_names(&self, renamed: &Renamed, now: Stamp) -> Result<(), StoreError> {
        self.write_names(renamed, (&renamed.to, &renamed.from), now)
    }

    fn write_names(
        &self,
        renamed: &Renamed,
        (from, to): (&str, &str),
        now: Stamp,
    ) -> Result<(), StoreError> {
        let mut write = self
            .connection
            .prepare_cached(statements(renamed.kind).write)?;
        for id in &renamed.blocks.0 {
            let rows = write.execute(params![id.as_bytes(), from, to, now.seconds()])?;
            if rows != 1 {
                let why = format!("one block was to be written, {rows} were");
                return Err(FileError::Damaged(why).into());
            }
        }
        Ok(())
    }

    /// The writes of changes that come one after the other, with each block in the place of the names that it was given:
    /// a branch knows no more than blocks.
    pub(super) fn spell_out_names(
        &self,
        entries: Vec<Vec<Edit>>,
    ) -> Result<Vec<Vec<Edit>>, StoreError> {
        let mut known: HashMap<BlockId, Block> = HashMap::new();
        let mut spelled = Vec::with_capacity(entries.len());
        for entry in entries {
            let mut edits = Vec::with_capacity(entry.len());
            for edit in entry {
                let Edit::Row {
                    before: None,
                    after: Some(SideRow::Renamed(renamed)),
                } = &edit
                else {
                    known.extend(edit.after().map(|block| (block.id, block.clone())));
                    edits.push(edit);
                    continue;
                };
                for id in &renamed.blocks.0 {
                    let block = match known.get(id) {
                        Some(block) => Some(block.clone()),
                        None => self.block_in_lane(*id)?,
                    };
                    let Some(block) = block else {
                        continue;
                    };
                    let (before, after) = (renamed.required_of(&block), renamed.applied_to(&block));
                    known.insert(*id, after.clone());
                    edits.push(Edit::Update { before, after });
                }
            }
            spelled.push(edits);
        }
        Ok(spelled)
    }
}

/// What stands in a column, by category where that matters, and by its text.
#[derive(Default)]
struct Spellings(BTreeMap<(Option<&'static str>, String), Spelling>);

impl Spellings {
    /// Adds a row; one that says nothing, or can't be read, is left as it is.
    fn add(&mut self, kind: NameKind, row: &Row<'_>) {
        if let Some(one) = read_spelling(kind, row) {
            let category = one.category.map(Category::name);
            let key = (category, one.value.clone());
            if let Some(known) = self.0.get_mut(&key) {
                known.first = std::cmp::min_by_key(known.first, one.first, |first| first.at);
                known.last = std::cmp::max_by_key(known.last, one.last, |last| last.at);
                known.blocks.extend(one.blocks);
            } else {
                self.0.insert(key, one);
            }
        }
    }

    fn in_order(self) -> Vec<Spelling> {
        self.0.into_values().collect()
    }
}

fn read_spelling(kind: NameKind, row: &Row<'_>) -> Option<Spelling> {
    let value: String = row.get(4).ok()?;
    if value.is_empty() || kind == NameKind::Tag && value == "[]" {
        return None;
    }
    let at = Stamp::new(row.get(1).ok()?)?;
    let start = Moment::new(at, Offset::new(row.get(2).ok()?)?);
    let category: String = row.get(3).ok()?;
    let category = Category::from_name(&category)?;
    Some(Spelling {
        category: (kind == NameKind::Activity).then_some(category),
        value,
        blocks: vec![BlockId::from_bytes(row.get(0).ok()?)],
        first: start,
        last: start,
    })
}
