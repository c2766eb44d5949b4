//! The lines of an export of everything: one row of the file each, named by its kind. `docs/export.md` tells of every
//! field; fields are added, never renamed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::away::{Cause, Question};
use crate::domain::block::{
    Account, Activity, Block, BlockId, Category, Details, Note, Requester, Revision,
};
use crate::domain::calendar::Day;
use crate::domain::cell::Cell;
use crate::domain::file_row::{ChangeRow, FileRow, QuestionRow, RawRow, ReviewRow};
use crate::domain::focus_run::FocusRun;
use crate::domain::hours::{DayMark, Mark};
use crate::domain::record::Record;
use crate::domain::review::Guess;
use crate::domain::stamp::{Length, Moment, Offset, Stamp};
use crate::domain::suggestion::Suggestion;
use crate::domain::times_off::TimesOff;
use crate::exchange::json_text::unspelled;

/// The newest version of the format.
pub(super) const VERSION: u32 = 1;
/// What the first line calls the format.
pub(super) const FORMAT: &str = "everything";

/// The first line.
#[derive(Serialize, Deserialize)]
pub(super) struct VersionLine {
    pub(super) tafs: String,
    pub(super) version: u32,
    /// Whether the undo history is in it.
    #[serde(default)]
    pub(super) history: bool,
}

/// Any other line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Line {
    Block(Box<BlockLine>),
    Mark(MarkLine),
    Pause(PauseLine),
    Focus(FocusLine),
    Guess(GuessLine),
    Commitment(CommitmentLine),
    Review(Box<ReviewLine>),
    Suggestion(Box<SuggestionLine>),
    Question(QuestionLine),
    Change(Box<ChangeLine>),
    Removed(Box<RemovedLine>),
    Notice(NoticeLine),
    Raw(RawLine),
    End(EndLine),
}

/// The names of the kinds, as they are written.
pub(super) const KINDS: &str = "block, mark, pause, focus, guess, commitment, review, suggestion, question, change, removed, notice, raw, end";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockLine {
    #[serde(flatten)]
    block: Record,
    revision: u32,
    changed: Moment,
    /// Written only where it is so.
    #[serde(default, skip_serializing_if = "is_false")]
    past_rules: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MarkLine {
    day: Day,
    mark: Mark,
    #[serde(default, skip_serializing_if = "TimesOff::is_empty")]
    times: TimesOff,
    changed: Moment,
}

impl MarkLine {
    fn of(day: Day, marked: DayMark, changed: Stamp) -> Self {
        Self {
            day,
            mark: marked.mark,
            times: marked.times,
            changed: in_utc(changed),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PauseLine {
    week: String,
    changed: Moment,
}

impl PauseLine {
    const fn of(week: String, changed: Stamp) -> Self {
        let changed = in_utc(changed);
        Self { week, changed }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FocusLine {
    start: Moment,
    planned_s: Length,
    changed: Moment,
}

impl FocusLine {
    const fn of(run: FocusRun, changed: Stamp) -> Self {
        Self {
            start: run.start,
            planned_s: run.planned,
            changed: in_utc(changed),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GuessLine {
    week: String,
    selling: f64,
    admin: Option<f64>,
    learning: Option<f64>,
    distraction: Option<f64>,
    changed: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CommitmentLine {
    week: String,
    commitment: String,
    changed: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReviewLine {
    week: String,
    step: Option<u8>,
    revealed: bool,
    answers: Box<RawValue>,
    closed: Option<String>,
    figures: Option<Box<RawValue>>,
    changed: Moment,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SuggestionLine {
    id: BlockId,
    key: String,
    start: Moment,
    end: Moment,
    title: String,
    category: Option<Category>,
    activity: Option<String>,
    account: Option<String>,
    requester: Option<String>,
    dismissed: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionLine {
    number: i64,
    block: BlockId,
    cause: Cause,
    since: Moment,
    until: Option<Moment>,
    answered: Option<Moment>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeLine {
    number: i64,
    parent: Option<i64>,
    at: Moment,
    label: String,
    undone: bool,
    edits: Box<RawValue>,
    /// In hexadecimal digits.
    added: String,
    removed: Option<Box<RawValue>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemovedLine {
    change: i64,
    place: i64,
    #[serde(flatten)]
    block: Record,
    revision: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeLine {
    key: String,
    at: Moment,
}

/// A row as it stands in its table.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLine {
    table: String,
    cells: BTreeMap<String, RawCell>,
}

/// A value as JSON has it; what JSON has no words for stands in an object.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum RawCell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Spelled(SpelledCell),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum SpelledCell {
    /// Text that is no UTF-8, in hexadecimal digits.
    Text(String),
    /// In hexadecimal digits.
    Blob(String),
    /// A number that is none in JSON: `inf`.
    Real(String),
}

/// The last line: without it the file breaks off.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndLine {
    /// How many lines there are between the first and this one.
    pub(super) rows: usize,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Why a row cannot be written, or a line is no row.
type Reason = String;

impl Line {
    /// The line of a row.
    pub(super) fn of(row: FileRow) -> Result<Self, Reason> {
        Ok(match row {
            FileRow::Block {
                block,
                changed,
                past_rules,
            } => Self::Block(Box::new(BlockLine::of(&block, changed, past_rules))),
            FileRow::Mark {
                day,
                marked,
                changed,
            } => Self::Mark(MarkLine::of(day, marked, changed)),
            FileRow::Pause { week, changed } => Self::Pause(PauseLine::of(week, changed)),
            FileRow::FocusRun { run, changed } => Self::Focus(FocusLine::of(run, changed)),
            FileRow::Guess {
                week,
                guess,
                changed,
            } => Self::Guess(GuessLine::of(week, guess, changed)),
            FileRow::Commitment {
                week,
                text: commitment,
                changed,
            } => {
                let changed = in_utc(changed);
                Self::Commitment(CommitmentLine {
                    week,
                    commitment,
                    changed,
                })
            }
            FileRow::Review {
                week,
                review,
                changed,
            } => Self::Review(Box::new(ReviewLine::of(week, review, changed)?)),
            FileRow::Suggestion(suggestion) => {
                Self::Suggestion(Box::new(SuggestionLine::of(&suggestion)))
            }
            FileRow::Question(row) => Self::Question(QuestionLine::of(&row)),
            FileRow::Change(change) => Self::Change(Box::new(ChangeLine::of(*change)?)),
            FileRow::Removed {
                change,
                place,
                block,
            } => Self::Removed(Box::new(RemovedLine {
                change,
                place,
                block: Record::from(&*block),
                revision: block.revision.0,
            })),
            FileRow::Notice { key, at } => {
                let at = in_utc(at);
                Self::Notice(NoticeLine { key, at })
            }
            FileRow::Raw(row) => Self::Raw(RawLine::of(row)),
        })
    }

    /// The row of a line; `None` for the last one.
    pub(super) fn into_row(self) -> Result<Option<FileRow>, Reason> {
        Ok(Some(match self {
            Self::Block(line) => line.into_row()?,
            Self::Mark(MarkLine {
                day,
                mark,
                times,
                changed,
            }) => FileRow::Mark {
                day,
                marked: DayMark { mark, times },
                changed: changed.at,
            },
            Self::Pause(PauseLine { week, changed }) => FileRow::Pause {
                week,
                changed: changed.at,
            },
            Self::Focus(line) => FileRow::FocusRun {
                run: FocusRun {
                    start: line.start,
                    planned: line.planned_s,
                },
                changed: line.changed.at,
            },
            Self::Guess(line) => line.into_row()?,
            Self::Commitment(line) => FileRow::Commitment {
                week: line.week,
                text: line.commitment,
                changed: line.changed.at,
            },
            Self::Review(line) => line.into_row(),
            Self::Suggestion(line) => line.into_row(),
            Self::Question(line) => line.into_row(),
            Self::Change(line) => line.into_row()?,
            Self::Removed(line) => line.into_row()?,
            Self::Notice(NoticeLine { key, at }) => FileRow::Notice { key, at: at.at },
            Self::Raw(line) => line.into_row()?,
            Self::End(_) => return Ok(None),
        }))
    }
}

impl BlockLine {
    fn of(block: &Block, changed: Stamp, past_rules: bool) -> Self {
        Self {
            block: Record::from(block),
            revision: block.revision.0,
            changed: in_utc(changed),
            past_rules,
        }
    }

    fn into_row(self) -> Result<FileRow, Reason> {
        let block = self
            .block
            .into_stored()
            .map_err(|fault| fault.to_string())?;
        let revision = Revision(self.revision);
        Ok(FileRow::Block {
            block: Box::new(Block { revision, ..block }),
            changed: self.changed.at,
            past_rules: self.past_rules,
        })
    }
}

impl RemovedLine {
    fn into_row(self) -> Result<FileRow, Reason> {
        let block = self
            .block
            .into_stored()
            .map_err(|fault| fault.to_string())?;
        let revision = Revision(self.revision);
        Ok(FileRow::Removed {
            change: self.change,
            place: self.place,
            block: Box::new(Block { revision, ..block }),
        })
    }
}

impl GuessLine {
    fn of(week: String, guess: Guess, changed: Stamp) -> Self {
        let [admin, learning, distraction] = guess.rest.map_or([None; 3], |rest| rest.map(Some));
        Self {
            week,
            selling: guess.selling,
            admin,
            learning,
            distraction,
            changed: in_utc(changed),
        }
    }

    fn into_row(self) -> Result<FileRow, Reason> {
        let rest = match (self.admin, self.learning, self.distraction) {
            (Some(admin), Some(learning), Some(distraction)) => {
                Some([admin, learning, distraction])
            }
            (None, None, None) => None,
            _ => return Err("admin, learning and distraction go together".to_owned()),
        };
        Ok(FileRow::Guess {
            week: self.week,
            guess: Guess {
                selling: self.selling,
                rest,
            },
            changed: self.changed.at,
        })
    }
}

impl ReviewLine {
    fn of(week: String, review: ReviewRow, changed: Stamp) -> Result<Self, Reason> {
        let (closed, figures) = review.closed.unzip();
        Ok(Self {
            week,
            step: review.step,
            revealed: review.revealed,
            answers: to_raw_json(&review.answers)?,
            closed,
            figures: figures.as_deref().map(to_raw_json).transpose()?,
            changed: in_utc(changed),
        })
    }

    fn into_row(self) -> FileRow {
        let figures = self.figures.map(|figures| unspelled(figures.get()));
        FileRow::Review {
            week: self.week,
            review: ReviewRow {
                step: self.step,
                revealed: self.revealed,
                answers: unspelled(self.answers.get()),
                closed: self.closed.zip(figures),
            },
            changed: self.changed.at,
        }
    }
}

impl SuggestionLine {
    fn of(suggestion: &Suggestion) -> Self {
        let details = &suggestion.details;
        Self {
            id: suggestion.id,
            key: suggestion.key.clone(),
            start: suggestion.start,
            end: suggestion.end,
            title: suggestion.title.clone(),
            category: suggestion.category,
            activity: details.activity.as_ref().map(String::from),
            account: details.account.as_ref().map(String::from),
            requester: details.requester.as_ref().map(String::from),
            dismissed: suggestion.dismissed,
        }
    }

    fn into_row(self) -> FileRow {
        FileRow::Suggestion(Box::new(Suggestion {
            id: self.id,
            key: self.key,
            start: self.start,
            end: self.end,
            category: self.category,
            details: Details {
                activity: self.activity.map(Activity::stored),
                account: self.account.map(Account::stored),
                requester: self.requester.map(Requester::stored),
                note: Note::stored(self.title.clone()),
                ..Details::default()
            },
            title: self.title,
            dismissed: self.dismissed,
        }))
    }
}

impl QuestionLine {
    const fn of(row: &QuestionRow) -> Self {
        let question = row.question;
        Self {
            number: row.number,
            block: question.block,
            cause: question.cause,
            since: question.since,
            until: question.until,
            answered: row.answered,
        }
    }

    const fn into_row(self) -> FileRow {
        FileRow::Question(QuestionRow {
            number: self.number,
            question: Question {
                block: self.block,
                cause: self.cause,
                since: self.since,
                until: self.until,
            },
            answered: self.answered,
        })
    }
}

impl ChangeLine {
    fn of(change: ChangeRow) -> Result<Self, Reason> {
        Ok(Self {
            number: change.number,
            parent: change.parent,
            at: in_utc(change.at),
            label: change.label,
            undone: change.undone,
            edits: to_raw_json(&change.edits)?,
            added: to_hex(&change.added),
            removed: change.removed.as_deref().map(to_raw_json).transpose()?,
        })
    }

    fn into_row(self) -> Result<FileRow, Reason> {
        Ok(FileRow::Change(Box::new(ChangeRow {
            number: self.number,
            parent: self.parent,
            at: self.at.at,
            label: self.label,
            undone: self.undone,
            edits: unspelled(self.edits.get()),
            added: from_hex(&self.added).ok_or("added: not in hexadecimal digits")?,
            removed: self.removed.map(|removed| unspelled(removed.get())),
        })))
    }
}

impl RawLine {
    fn of(row: RawRow) -> Self {
        let cells = row.cells.into_iter();
        Self {
            table: row.table,
            cells: cells
                .map(|(name, cell)| (name, RawCell::from(cell)))
                .collect(),
        }
    }

    fn into_row(self) -> Result<FileRow, Reason> {
        let cells = self.cells.into_iter().map(|(name, cell)| {
            let cell = cell.into_cell();
            let cell = cell.ok_or_else(|| format!("{name}: not a value of a row"))?;
            Ok::<_, Reason>((name, cell))
        });
        Ok(FileRow::Raw(RawRow {
            cells: cells.collect::<Result<_, _>>()?,
            table: self.table,
        }))
    }
}

impl From<Cell> for RawCell {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Integer(number) => Self::Integer(number),
            Cell::Real(number) if number.is_finite() => Self::Real(number),
            Cell::Real(number) => Self::Spelled(SpelledCell::Real(number.to_string())),
            Cell::Text(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Self::Text(text),
                Err(error) => Self::Spelled(SpelledCell::Text(to_hex(error.as_bytes()))),
            },
            Cell::Blob(bytes) => Self::Spelled(SpelledCell::Blob(to_hex(&bytes))),
        }
    }
}

impl RawCell {
    fn into_cell(self) -> Option<Cell> {
        Some(match self {
            Self::Null => Cell::Null,
            Self::Integer(number) => Cell::Integer(number),
            Self::Real(number) => Cell::Real(number),
            Self::Text(text) => Cell::Text(text.into_bytes()),
            Self::Spelled(SpelledCell::Text(digits)) => Cell::Text(from_hex(&digits)?),
            Self::Spelled(SpelledCell::Blob(digits)) => Cell::Blob(from_hex(&digits)?),
            Self::Spelled(SpelledCell::Real(number)) => Cell::Real(number.parse().ok()?),
        })
    }
}

const fn in_utc(at: Stamp) -> Moment {
    let offset = Offset::UTC;
    Moment { at, offset }
}

/// What is JSON already, on one line.
fn to_raw_json(json: &str) -> Result<Box<RawValue>, Reason> {
    // A line end in JSON stands between its parts, where a space does as well.
    let json = json.replace(['\n', '\r', '\t'], " ");
    RawValue::from_string(json).map_err(|error| error.to_string())
}

fn to_hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]);
    digits.collect()
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |[high, low]: &[u8; 2]| u8::try_from(digit(*high)? << 4 | digit(*low)?).ok();
    rest.is_empty().then(|| pairs.iter().map(byte).collect())?
}
