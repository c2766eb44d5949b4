//! A name becomes another one wherever it stands: on blocks, on suggestions, in commitments and in the answers of reviews.

use std::collections::BTreeSet;

use crate::domain::block::{Account, Activity, BlockId, Category, Details, Requester};
use crate::domain::commitment::{Aim, Commitment, Work};
use crate::domain::edit::{Edit, SideRow};
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::rename::{BlockList, NameKind, Renamed, Renaming, read_tags};
use crate::domain::review::{ReviewAnswer, Verdict};
use crate::domain::stamp::Moment;
use crate::domain::text;

/// What the file holds of both names.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Naming {
    pub spellings: Vec<Spelling>,
    /// Rows beside the lane in which names may stand.
    pub rows: Vec<SideRow>,
}

/// The blocks in which the same stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spelling {
    /// Of activities the category: the same name may be one of several.
    pub category: Option<Category>,
    /// The name as the file has it; of tags all that a block has, as JSON.
    pub value: String,
    pub blocks: Vec<BlockId>,
    /// The first and the last of them.
    pub first: Moment,
    pub last: Moment,
}

impl Spelling {
    /// The names that stand there.
    pub fn names(&self, kind: NameKind) -> Vec<String> {
        match kind {
            NameKind::Tag => read_tags(&self.value),
            NameKind::Account | NameKind::Requester | NameKind::Activity | NameKind::Source => {
                vec![self.value.clone()]
            }
        }
    }

    /// Whether the name stands there.
    pub fn holds(&self, kind: NameKind, name: &str) -> bool {
        let folded = text::folded(name);
        let mut names = self.names(kind).into_iter();
        names.any(|name| text::folded(&name) == folded)
    }
}

impl Renaming {
    /// What is to be written.
    pub fn edits(&self, naming: &Naming) -> Vec<Edit> {
        let mut edits = Vec::new();
        for spelling in &naming.spellings {
            if let Some(to) = self.becomes(&spelling.value) {
                let renamed = Renamed {
                    kind: self.kind,
                    from: spelling.value.clone(),
                    to,
                    blocks: BlockList(spelling.blocks.clone()),
                };
                edits.push(Edit::Row {
                    before: None,
                    after: Some(SideRow::Renamed(renamed)),
                });
            }
        }
        let mut kept = BTreeSet::new();
        for row in &naming.rows {
            if let SideRow::Answer {
                week,
                answer: ReviewAnswer::Verdict(key, Some(_)),
            } = row
            {
                kept.insert((week.clone(), key.clone()));
            }
        }
        for row in &naming.rows {
            edits.extend(self.row_edits(row, &mut kept));
        }
        edits
    }

    /// What is to be written of a row beside the lane; `kept` are the weeks and keys of verdicts that there are.
    fn row_edits(&self, row: &SideRow, kept: &mut BTreeSet<(String, String)>) -> Vec<Edit> {
        let after = match row {
            SideRow::Suggestion(suggestion) => {
                let mut after = suggestion.clone();
                self.rename_details(&mut after.details);
                SideRow::Suggestion(after)
            }
            SideRow::Commitment { week, text } => {
                let Some(text) = self.renamed_commitment(text) else {
                    return Vec::new();
                };
                let week = week.clone();
                SideRow::Commitment { week, text }
            }
            SideRow::Answer {
                week,
                answer: ReviewAnswer::Verdict(key, Some(verdict)),
            } => return self.verdict_edits(week, key, *verdict, kept),
            SideRow::Answer { week, answer } => {
                let named = |text: &Option<String>| {
                    let text = text.as_ref()?;
                    Some(self.renamed_key(text).unwrap_or_else(|| text.clone()))
                };
                let answer = match answer {
                    ReviewAnswer::More(text) => ReviewAnswer::More(named(text)),
                    ReviewAnswer::Less(text) => ReviewAnswer::Less(named(text)),
                    ReviewAnswer::Limit(text) => ReviewAnswer::Limit(named(text)),
                    ReviewAnswer::Surprise(_)
                    | ReviewAnswer::Missed(_)
                    | ReviewAnswer::Moved(_)
                    | ReviewAnswer::Verdict(..)
                    | ReviewAnswer::Freed(_)
                    | ReviewAnswer::Alert(..) => answer.clone(),
                };
                let week = week.clone();
                SideRow::Answer { week, answer }
            }
            SideRow::Guess { .. }
            | SideRow::Closed { .. }
            | SideRow::Mark { .. }
            | SideRow::Pause { .. }
            | SideRow::FocusRun(_)
            | SideRow::Review { .. }
            | SideRow::Question(_)
            | SideRow::Answered(_)
            | SideRow::Renamed(_) => return Vec::new(),
        };
        if after == *row {
            return Vec::new();
        }
        vec![edit_row(row.clone(), after)]
    }

    /// The verdict under its new key, unless there is one already.
    fn verdict_edits(
        &self,
        week: &str,
        key: &str,
        verdict: Verdict,
        kept: &mut BTreeSet<(String, String)>,
    ) -> Vec<Edit> {
        let Some(new) = self.renamed_key(key) else {
            return Vec::new();
        };
        let row = |key: &str, verdict| SideRow::Answer {
            week: week.to_owned(),
            answer: ReviewAnswer::Verdict(key.to_owned(), verdict),
        };
        let mut edits = vec![edit_row(row(key, Some(verdict)), row(key, None))];
        if kept.insert((week.to_owned(), new.clone())) {
            edits.push(edit_row(row(&new, None), row(&new, Some(verdict))));
        }
        edits
    }

    fn rename_details(&self, details: &mut Details) {
        let named = |name: Option<&str>| name.and_then(|name| self.renamed(name));
        let name = match self.kind {
            NameKind::Account => named(details.account.as_deref()),
            NameKind::Requester => named(details.requester.as_deref()),
            NameKind::Activity => named(details.activity.as_deref()),
            NameKind::Tag | NameKind::Source => None,
        };
        let Some(name) = name.map(ToOwned::to_owned) else {
            return;
        };
        match self.kind {
            NameKind::Account => details.account = Some(Account::stored(name)),
            NameKind::Requester => details.requester = Some(Requester::stored(name)),
            NameKind::Activity => details.activity = Some(Activity::stored(name)),
            NameKind::Tag | NameKind::Source => {}
        }
    }

    fn renamed_commitment(&self, text: &str) -> Option<String> {
        if self.kind != NameKind::Activity {
            return None;
        }
        let mut commitment = parse_stored_commitment(text).ok()?;
        let before = commitment.clone();
        for work in works(&mut commitment) {
            let name = work.activity.as_deref().and_then(|name| self.renamed(name));
            if let Some(name) = name {
                work.activity = Some(Activity::stored(name.to_owned()));
            }
        }
        // Names that differ in their case are the same here; what is written is not.
        (before.to_string() != commitment.to_string()).then(|| commitment.to_string())
    }

    /// A key of the review with the new name: `@Halden`, `!legal`, `admin/crm`.
    fn renamed_key(&self, key: &str) -> Option<String> {
        match self.kind {
            NameKind::Account | NameKind::Requester => {
                let sigil = self.kind.sigil();
                let new = self.renamed(key.strip_prefix(sigil)?)?;
                Some(format!("{sigil}{new}"))
            }
            NameKind::Activity => {
                let (category, name) = key.split_once('/')?;
                Category::from_name(category)?;
                let new = self.renamed(name)?;
                Some(format!("{category}/{new}"))
            }
            NameKind::Tag | NameKind::Source => None,
        }
    }
}

const fn edit_row(before: SideRow, after: SideRow) -> Edit {
    Edit::Row {
        before: Some(before),
        after: Some(after),
    }
}

fn works(commitment: &mut Commitment) -> impl Iterator<Item = &mut Work> {
    let aim = match &mut commitment.aim {
        Aim::Spend { work, .. } | Aim::Avoid { work, .. } => work,
    };
    std::iter::once(aim).chain(&mut commitment.from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renaming(kind: NameKind, old: &str, new: &str) -> Renaming {
        let (old, new) = (old.to_owned(), new.to_owned());
        Renaming { kind, old, new }
    }

    #[test]
    fn commitments_and_verdicts_follow_an_activity() {
        let rename = renaming(NameKind::Activity, "crm", "Tools");
        let texts = [
            (">= 6h admin/crm", Some(">= 6h admin/Tools")),
            (
                ">= 1h learning from admin/CRM",
                Some(">= 1h learning from admin/Tools"),
            ),
            (">= 1h learning", None),
        ];
        for (text, expected) in texts {
            assert_eq!(
                rename.renamed_commitment(text).as_deref(),
                expected,
                "{text}"
            );
        }
        assert_eq!(
            rename.renamed_key("admin/crm").as_deref(),
            Some("admin/Tools")
        );
        assert_eq!(rename.renamed_key("tea/crm"), None);
        let account = renaming(NameKind::Account, "Halden", "Hal");
        let answer = |key: &str, verdict| SideRow::Answer {
            week: "2026-W10".to_owned(),
            answer: ReviewAnswer::Verdict(key.to_owned(), verdict),
        };
        let (shrink, needed) = (Some(Verdict::Shrink), Some(Verdict::Needed));
        let edits = |rows: Vec<SideRow>| {
            account.edits(&Naming {
                spellings: Vec::new(),
                rows,
            })
        };
        assert_eq!(
            edits(vec![answer("@halden", shrink)]),
            [
                edit_row(answer("@halden", shrink), answer("@halden", None)),
                edit_row(answer("@Hal", None), answer("@Hal", shrink)),
            ]
        );
        // What was said of the name that is there already stays.
        assert_eq!(
            edits(vec![answer("@Hal", needed), answer("@Halden", shrink)]),
            [edit_row(answer("@Halden", shrink), answer("@Halden", None))]
        );
    }
}
