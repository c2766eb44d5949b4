//! What was typed about a block, or for a week, that was changed elsewhere meanwhile: different fields are put
//! together, the same field changed twice is a conflict that only a person can decide.

use std::fmt;

use crate::domain::block::{Activity, Block, Category, Details, Fit, Outcomes, Prospect, Tag};
use crate::domain::change::{Change, Patch};
use crate::domain::format;
use crate::domain::stamp::Moment;
use crate::domain::text;

/// So many columns of a value are shown.
const SHOWN: usize = 200;

/// What can be changed twice: a field of a block, or what is kept for a week.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConflictField {
    Start,
    End,
    Category,
    Activity,
    Account,
    Requester,
    Note,
    Touches,
    Conversations,
    Meetings,
    Grade,
    Source,
    Fit,
    Guess,
    Commitment,
    Answer,
}

impl ConflictField {
    /// Whether its value may name someone.
    pub const fn may_name(self) -> bool {
        match self {
            Self::Account
            | Self::Requester
            | Self::Note
            | Self::Source
            | Self::Commitment
            | Self::Answer => true,
            Self::Start
            | Self::End
            | Self::Category
            | Self::Activity
            | Self::Touches
            | Self::Conversations
            | Self::Meetings
            | Self::Grade
            | Self::Fit
            | Self::Guess => false,
        }
    }
}

impl fmt::Display for ConflictField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Category => "category",
            Self::Activity => "activity",
            Self::Account => "account",
            Self::Requester => "requester",
            Self::Note => "note",
            Self::Touches => "number of touches",
            Self::Conversations => "number of conversations",
            Self::Meetings => "number of meetings",
            Self::Grade => "grade",
            Self::Source => "source",
            Self::Fit => "fit",
            Self::Guess => "guess",
            Self::Commitment => "commitment",
            Self::Answer => "answer",
        })
    }
}

/// A field that was changed twice; an empty value is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    pub field: ConflictField,
    pub theirs: String,
    pub mine: String,
}

/// The fields that were changed twice.
#[derive(Clone, PartialEq, Debug)]
pub struct Conflict {
    pub differences: Vec<Difference>,
    /// The change that decides for mine: it has seen theirs.
    pub insisting: Change,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let differences = self.differences.iter().map(ToString::to_string);
        f.write_str(&differences.collect::<Vec<_>>().join("; "))
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            field,
            theirs,
            mine,
        } = self;
        if theirs.is_empty() {
            write!(f, "the {field} was removed elsewhere")?;
        } else {
            write!(f, "the {field} was changed elsewhere to {}", quoted(theirs))?;
        }
        if mine.is_empty() {
            write!(f, ", yours is empty")
        } else {
            write!(f, ", yours is {}", quoted(mine))
        }
    }
}

fn quoted(value: &str) -> String {
    let shown = text::fit(&text::visible(value), SHOWN);
    format!("“{}”", shown.trim_end())
}

/// The block as the patch makes it, which somebody wrote who had `seen` it.
pub(super) fn combine(
    seen: &Block,
    theirs: &Block,
    patch: &Patch,
    now: Moment,
) -> Result<Block, Box<Conflict>> {
    let mine = patch.applied_to(seen);
    let mut merge = Merge {
        now,
        differences: Vec::new(),
    };
    let all = [seen, theirs, &mine];
    let (category, activity) = merge.kind(all);
    let start = merge.time(ConflictField::Start, all.map(|block| Some(block.start)));
    let merged = Block {
        id: theirs.id,
        start: start.unwrap_or(theirs.start),
        end: merge.time(ConflictField::End, all.map(|block| block.end)),
        category,
        details: Details {
            prospect: merge.prospect(all, category),
            ..merge.details(all.map(|block| &block.details), activity)
        },
        clock_back: if mine.clock_back == seen.clock_back {
            theirs.clock_back
        } else {
            mine.clock_back
        },
        revision: theirs.revision,
        unreadable: theirs.unreadable,
    };
    if merge.differences.is_empty() {
        return Ok(merged);
    }
    Err(Box::new(Conflict {
        differences: merge.differences,
        insisting: Change::Edit {
            seen: Box::new(theirs.clone()),
            patch: Patch::between(theirs, &merged),
        },
    }))
}

/// The fields that were changed twice, as far as they have been looked at.
struct Merge {
    now: Moment,
    differences: Vec<Difference>,
}

impl Merge {
    /// One field of what was seen, theirs and mine.
    fn field<T: PartialEq>(
        &mut self,
        field: ConflictField,
        [seen, theirs, mine]: [T; 3],
        shown: impl Fn(&T) -> String,
    ) -> T {
        if mine == seen {
            return theirs;
        }
        if theirs != seen && theirs != mine {
            self.differences.push(Difference {
                field,
                theirs: shown(&theirs),
                mine: shown(&mine),
            });
        }
        mine
    }

    /// The category and the activity, which belongs to it.
    fn kind(&mut self, [seen, theirs, mine]: [&Block; 3]) -> (Category, Option<Activity>) {
        let kind = |block: &Block| (block.category, block.details.activity.clone());
        let is_activity = mine.category == theirs.category;
        let field = if is_activity {
            ConflictField::Activity
        } else {
            ConflictField::Category
        };
        let all = [kind(seen), kind(theirs), kind(mine)];
        self.field(field, all, |(category, activity)| match activity {
            Some(activity) if is_activity => activity.as_str().to_owned(),
            Some(activity) => format!("{category} · {}", activity.as_str()),
            None if is_activity => String::new(),
            None => category.to_string(),
        })
    }

    fn details(&mut self, all: [&Details; 3], activity: Option<Activity>) -> Details {
        let name = |name: Option<&str>| name.unwrap_or_default().to_owned();
        Details {
            activity,
            account: self.field(
                ConflictField::Account,
                all.map(|of| of.account.clone()),
                |of| name(of.as_deref()),
            ),
            requester: self.field(
                ConflictField::Requester,
                all.map(|of| of.requester.clone()),
                |of| name(of.as_deref()),
            ),
            tags: merge_tags(all.map(|of| of.tags.as_slice())),
            note: self.field(ConflictField::Note, all.map(|of| of.note.clone()), |note| {
                note.as_str().to_owned()
            }),
            outcomes: self.outcomes(all.map(|of| of.outcomes)),
            prospect: Prospect::default(),
        }
    }

    /// The source and the fit, which belong to the category.
    fn prospect(&mut self, all: [&Block; 3], category: Category) -> Prospect {
        let [_, theirs, mine] = all;
        if category != theirs.category {
            return mine.details.prospect.clone();
        }
        let prospects = all.map(|block| &block.details.prospect);
        let fit = |fit: &Option<Fit>| fit.map_or("", Fit::name).to_owned();
        Prospect {
            source: self.field(
                ConflictField::Source,
                prospects.map(|of| of.source.clone()),
                |of| of.as_deref().unwrap_or_default().to_owned(),
            ),
            fit: self.field(ConflictField::Fit, prospects.map(|of| of.fit), fit),
        }
    }

    fn time(&mut self, field: ConflictField, times: [Option<Moment>; 3]) -> Option<Moment> {
        let now = self.now;
        self.field(field, times, |time| match time {
            Some(time) => format::clock_beside(*time, now),
            None => "still running".to_owned(),
        })
    }

    fn outcomes(&mut self, [seen, theirs, mine]: [Outcomes; 3]) -> Outcomes {
        let mut count = |field, pick: fn(&Outcomes) -> u32| {
            self.field(
                field,
                [pick(&seen), pick(&theirs), pick(&mine)],
                ToString::to_string,
            )
        };
        Outcomes {
            touches: count(ConflictField::Touches, |of| of.touches),
            conversations: count(ConflictField::Conversations, |of| of.conversations),
            meetings: count(ConflictField::Meetings, |of| of.meetings),
            grade: self.field(
                ConflictField::Grade,
                [seen.grade, theirs.grade, mine.grade],
                |grade| grade.map_or_else(String::new, |grade| grade.name().to_owned()),
            ),
        }
    }
}

/// Tags that either has added, without those that either has taken away.
fn merge_tags([seen, theirs, mine]: [&[Tag]; 3]) -> Vec<Tag> {
    if theirs == seen {
        return mine.to_vec();
    }
    let is_kept = |tag: &&Tag| mine.contains(tag) || !seen.contains(tag);
    let is_added = |tag: &&Tag| !seen.contains(tag) && !theirs.contains(tag);
    let kept = theirs.iter().filter(is_kept);
    kept.chain(mine.iter().filter(is_added)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::{Note, Source};
    use crate::domain::tests::{at, block, told};

    /// The same block, as a patch makes it.
    fn with(block: &Block, change: impl FnOnce(&mut Block)) -> Block {
        let mut block = block.clone();
        change(&mut block);
        block
    }

    fn note(text: &str) -> Note {
        Note::new(text).expect("a note")
    }

    /// What becomes of a block that was changed here and elsewhere.
    fn both(
        seen: &Block,
        theirs: impl FnOnce(&mut Block),
        mine: impl FnOnce(&mut Block),
    ) -> Result<Block, Box<Conflict>> {
        let patch = Patch::between(seen, &with(seen, mine));
        combine(seen, &with(seen, theirs), &patch, at("12:00"))
    }

    #[test]
    fn what_was_changed_in_different_fields_is_put_together() {
        let seen = block("s/meeting@Halden 09:00-");
        let merged = both(
            &seen,
            |block| block.end = Some(at("10:00")),
            |block| block.details.note = note("mine"),
        )
        .expect("no conflict");
        assert_eq!(
            told(std::slice::from_ref(&merged)),
            "s/meeting@Halden 09:00-10:00"
        );
        assert_eq!(merged.details.note.as_str(), "mine");
        let merged = both(
            &seen,
            |block| {
                block.details.outcomes.touches = 2;
                block.details.tags = vec![Tag::new("theirs").expect("a tag")];
            },
            |block| {
                block.details.outcomes.meetings = 1;
                block.details.tags = vec![Tag::new("mine").expect("a tag")];
            },
        )
        .expect("no conflict");
        let outcomes = merged.details.outcomes;
        assert_eq!((outcomes.touches, outcomes.meetings), (2, 1));
        let tags: Vec<&str> = merged.details.tags.iter().map(Tag::as_str).collect();
        assert_eq!(tags, ["theirs", "mine"]);
        // The same value twice is none of it.
        let stop = |block: &mut Block| block.end = Some(at("10:00"));
        assert!(both(&seen, stop, stop).is_ok());
    }

    #[test]
    fn the_same_field_changed_twice_shows_both_and_can_be_insisted_on() {
        let seen = block("s/meeting@Halden 09:00-");
        let conflict = both(
            &seen,
            |block| {
                block.details.note = note("theirs");
                block.end = Some(at("10:00"));
            },
            |block| block.details.note = note("mine"),
        )
        .expect_err("a conflict");
        assert_eq!(
            conflict.to_string(),
            "the note was changed elsewhere to “theirs”, yours is “mine”"
        );
        let Change::Edit { seen, patch } = conflict.insisting else {
            panic!("another change");
        };
        let merged = combine(&seen, &seen, &patch, at("12:00")).expect("mine holds");
        assert_eq!(merged.details.note.as_str(), "mine");
        assert_eq!(merged.end, Some(at("10:00")));
    }

    #[test]
    fn a_source_and_a_fit_are_put_together_and_go_with_the_category() {
        let source = |name: &str| Source::new(name).ok();
        let seen = block("s/prospecting 09:00-10:00");
        let fair = |block: &mut Block| block.details.prospect.source = source("fair");
        let ready = |block: &mut Block| block.details.prospect.fit = Some(Fit::Ready);
        let merged = both(&seen, fair, ready).expect("no conflict");
        let prospect = merged.details.prospect;
        assert_eq!(
            (prospect.source, prospect.fit),
            (source("fair"), Some(Fit::Ready))
        );
        let list = |block: &mut Block| {
            block.details.prospect.source = source("list");
            block.details.prospect.fit = Some(Fit::Later);
        };
        let all = |block: &mut Block| {
            fair(block);
            ready(block);
        };
        assert_eq!(
            both(&seen, all, list).expect_err("a conflict").to_string(),
            "the source was changed elsewhere to “fair”, yours is “list”; \
             the fit was changed elsewhere to “ready”, yours is “later”"
        );
        let admin = |block: &mut Block| {
            block.category = Category::Admin;
            (block.details.activity, block.details.prospect) = (None, Prospect::default());
        };
        let moved = both(&seen, ready, admin).expect("no conflict");
        assert!(
            moved.details.prospect.is_empty(),
            "it goes with the category"
        );
        let mut known = seen.clone();
        all(&mut known);
        let moved = both(&known, admin, |_| {}).expect("no conflict");
        assert!(moved.details.prospect.is_empty(), "theirs moved it");
    }

    #[test]
    fn an_activity_does_not_go_to_another_category_unasked() {
        let seen = block("s 09:00-10:00");
        let other = block("a 09:00-10:00");
        let meeting = block("s/meeting 09:00-10:00");
        let to = |kind: &Block| {
            let (category, activity) = (kind.category, kind.details.activity.clone());
            move |block: &mut Block| {
                block.category = category;
                block.details.activity = activity;
            }
        };
        let told =
            |result: Result<Block, Box<Conflict>>| result.expect_err("a conflict").to_string();
        assert_eq!(
            told(both(&seen, to(&other), to(&meeting))),
            "the category was changed elsewhere to “admin”, yours is “selling · meeting”"
        );
        assert_eq!(
            told(both(&seen, to(&meeting), to(&other))),
            "the category was changed elsewhere to “selling · meeting”, yours is “admin”"
        );
        let crm = block("s/crm 09:00-10:00");
        assert_eq!(
            told(both(&crm, to(&meeting), to(&seen))),
            "the activity was changed elsewhere to “meeting”, yours is empty"
        );
        assert_eq!(
            told(both(&meeting, to(&seen), to(&crm))),
            "the activity was removed elsewhere, yours is “crm”"
        );
    }
}
