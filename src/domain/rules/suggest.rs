//! The meetings of a calendar as suggestions: kept once, brought up to date, accepted, dismissed.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::import;
use super::lane::{Facts, Lane, Plan};
use super::refusal::Refusal;
use crate::domain::arrival::{Overlap, Tally};
use crate::domain::block::{BlockId, Category};
use crate::domain::edit::{Edit, SideRow};
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::suggestion::Suggestion;

/// The suggestions that are known, as they fill up, by all that tells a meeting from another. They stay where they are: a
/// calendar may hold a hundred thousand.
#[derive(Default)]
struct Known<'a> {
    rows: HashMap<BlockId, Cow<'a, Suggestion>>,
    by_key: HashMap<&'a str, BlockId>,
    // Some calendars give everything a new identity whenever they are exported.
    by_content: HashSet<(Stamp, Stamp, &'a str)>,
}

impl<'a> Known<'a> {
    fn put(&mut self, row: &'a Suggestion) {
        self.by_key.insert(&row.key, row.id);
        self.by_content.insert(content(row));
        self.rows.insert(row.id, Cow::Borrowed(row));
    }

    /// Puts a suggestion that was brought up to date with what a meeting says now.
    fn change(&mut self, after: Suggestion, meeting: &'a Suggestion) {
        self.by_content.insert(content(meeting));
        self.rows.insert(after.id, Cow::Owned(after));
    }

    /// The suggestion of the same identity.
    fn same(&self, meeting: &Suggestion) -> Option<&Suggestion> {
        let id = self.by_key.get(meeting.key.as_str());
        self.row(*id.unwrap_or(&meeting.id))
    }

    fn row(&self, id: BlockId) -> Option<&Suggestion> {
        self.rows.get(&id).map(Cow::as_ref)
    }
}

fn content(meeting: &Suggestion) -> (Stamp, Stamp, &str) {
    (meeting.start.at, meeting.end.at, &meeting.title)
}

pub(super) fn suggest(facts: &Facts, meetings: &[Suggestion], gone: &[Suggestion]) -> Plan {
    let is_open =
        |suggestion: &Suggestion| !suggestion.dismissed && !facts.accepted.contains(&suggestion.id);
    let mut known = Known::default();
    facts.suggestions.values().for_each(|row| known.put(row));
    let (mut edits, mut tally) = (Vec::new(), Tally::default());
    for meeting in meetings {
        if let Some(row) = known.same(meeting) {
            tally.already += 1;
            if is_open(row) && !row.says_the_same(meeting) {
                tally.changed += 1;
                let after = Suggestion {
                    id: row.id,
                    key: row.key.clone(),
                    ..meeting.clone()
                };
                edits.push(edit(Some(row.clone()), Some(after.clone())));
                known.change(after, meeting);
            }
        } else if known.by_content.contains(&content(meeting))
            || facts.accepted.contains(&meeting.id)
        {
            tally.already += 1;
        } else {
            tally.added += 1;
            tally.by_default += usize::from(meeting.category.is_none());
            tally.added_time = tally.added_time + meeting.end.at.since(meeting.start.at);
            edits.push(edit(None, Some(meeting.clone())));
            known.put(meeting);
        }
    }
    for row in gone.iter().filter_map(|gone| known.row(gone.id)) {
        if is_open(row) {
            tally.gone += 1;
            edits.push(edit(Some(row.clone()), None));
        }
    }
    Plan {
        tally: Some(tally),
        ..Plan::of(edits, None)
    }
}

pub(super) fn accept(
    lane: &Lane,
    suggestion: &Suggestion,
    category: Category,
    now: Moment,
) -> Result<Plan, Refusal> {
    let arrivals = [suggestion.arrival(category)];
    let plan = import::plan(&arrivals, Overlap::Trim, lane, now)?;
    let focus = plan
        .edits
        .iter()
        .find_map(Edit::after)
        .map(|block| block.id);
    Ok(Plan { focus, ..plan })
}

pub(super) fn dismiss(facts: &Facts, suggestion: &Suggestion) -> Result<Plan, Refusal> {
    let row = facts.suggestions.get(&suggestion.id);
    let row = row.ok_or(Refusal::SuggestionGone)?;
    let after = Suggestion {
        dismissed: true,
        ..row.clone()
    };
    let edits = if row.dismissed {
        Vec::new()
    } else {
        vec![edit(Some(row.clone()), Some(after))]
    };
    Ok(Plan::of(edits, None))
}

fn edit(before: Option<Suggestion>, after: Option<Suggestion>) -> Edit {
    Edit::Row {
        before: before.map(SideRow::Suggestion),
        after: after.map(SideRow::Suggestion),
    }
}
