//! The line that edits a block: `08:30-09:05 selling /meeting @Northwind …`. Times on the block's own day, a
//! category by its full name, then the parts of the quick line; only what is named changes.

use super::leading_times::{EXAMPLE_OF_NEW, TimesReader, first_word};
use super::{ParseError, nearest_or_all, quick};
use crate::domain::block::{Block, Category, Details, Note, Outcomes};
use crate::domain::calendar::Calendar;
use crate::domain::change::Patch;
use crate::domain::stamp::Moment;
use crate::domain::taxonomy::Taxonomy;

/// What a line changes, and what there is to say of how it was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edited {
    pub patch: Patch,
    /// Sentences for the person: that a local time came twice.
    pub remarks: Vec<String>,
}

/// What a line changes in a block.
pub fn parse_edit(
    line: &str,
    block: &Block,
    taxonomy: &Taxonomy,
    now: Moment,
    calendar: &Calendar,
) -> Result<Edited, ParseError> {
    parse_parts(line, block, &block.details, taxonomy, now, calendar)
}

/// As [`parse_edit`]; what `own` holds may stand in the line as it is, however long.
fn parse_parts(
    line: &str,
    block: &Block,
    own: &Details,
    taxonomy: &Taxonomy,
    now: Moment,
    calendar: &Calendar,
) -> Result<Edited, ParseError> {
    let reader = TimesReader {
        line,
        block,
        now,
        home: &calendar.home(block),
        is_new: false,
    };
    let (times, category, rest) = reader.front()?;
    let times = times.unwrap_or_default();
    let patch = quick::patch_as(
        rest,
        block,
        own,
        category.unwrap_or(block.category),
        taxonomy,
    )
    .map_err(|error| error.within(line, rest))?;
    Ok(Edited {
        patch: Patch {
            start: times.start,
            end: times.end,
            category,
            ..patch
        },
        remarks: times.remarks,
    })
}

/// As [`parse_edit`], where the line tells all of the block, as the prompt does that is filled with [`super::spell::block`]:
/// parts that are no longer in it go. Times and a category that are left out stay.
pub fn parse_rewrite(
    line: &str,
    block: &Block,
    taxonomy: &Taxonomy,
    now: Moment,
    calendar: &Calendar,
) -> Result<Edited, ParseError> {
    // The activity is kept for the reading alone: the block's own may be named though the config does not list it.
    let known = Block {
        details: Details {
            activity: block.details.activity.clone(),
            ..Details::default()
        },
        ..block.clone()
    };
    let Edited { patch, remarks } =
        parse_parts(line, &known, &block.details, taxonomy, now, calendar)?;
    let patch = Patch {
        activity: patch.activity.or(Some(None)),
        account: patch.account.or(Some(None)),
        requester: patch.requester.or(Some(None)),
        tags: patch.tags.or(Some(Vec::new())),
        note: patch.note.or(Some(Note::default())),
        outcomes: patch.outcomes.or(Some(Outcomes::default())),
        source: patch.source.or(Some(None)),
        fit: patch.fit.or(Some(None)),
        ..patch
    };
    Ok(Edited { patch, remarks })
}

/// A block that is to be added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewBlock {
    pub start: Moment,
    pub end: Moment,
    pub category: Category,
    pub details: Details,
    /// As in [`Edited`].
    pub remarks: Vec<String>,
}

/// The block that a line tells of: `09:10-09:40 selling /meeting @Northwind …`, its times on the day of `draft`. Where
/// they are those of the draft, they are so to the second.
pub fn parse_new(
    line: &str,
    draft: &Block,
    taxonomy: &Taxonomy,
    now: Moment,
    calendar: &Calendar,
) -> Result<NewBlock, ParseError> {
    let reader = TimesReader {
        line,
        block: draft,
        now,
        home: &calendar.home(draft),
        is_new: true,
    };
    let (times, category, rest) = reader.front()?;
    let times = times.unwrap_or_default();
    let Some(Some(end)) = times.end else {
        return Err(
            ParseError::on(line, first_word(line).0, "the times are missing").hint(EXAMPLE_OF_NEW),
        );
    };
    let category = category.ok_or_else(|| name_category(line, rest))?;
    let details =
        quick::parse_details(rest, category, taxonomy).map_err(|error| error.within(line, rest))?;
    Ok(NewBlock {
        start: times.start.unwrap_or(draft.start),
        end,
        category,
        details,
        remarks: times.remarks,
    })
}

/// That a category is missing after the times, or what stands in its place.
fn name_category(line: &str, rest: &str) -> ParseError {
    let names = Category::ALL.into_iter().map(Category::name);
    match first_word(rest).0 {
        "" => ParseError::after(line, "the category is missing").hint(nearest_or_all("", names)),
        word => ParseError::on(line, word, format!("{word} isn't a category"))
            .hint(nearest_or_all(word, names)),
    }
}

#[cfg(test)]
mod tests;
