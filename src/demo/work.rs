//! What the made-up seller does: the work of a block, what is fixed in a day, and what is left for another one.

use crate::domain::block::{Account, Activity, Category, Details, Note, Outcomes, Requester, Tag};
use crate::domain::calendar::Day;

/// What a block says.
#[derive(Clone, Debug)]
pub(super) struct Work {
    pub(super) category: Category,
    pub(super) activity: Option<&'static str>,
    pub(super) account: Option<&'static str>,
    requester: Option<&'static str>,
    tag: Option<&'static str>,
    pub(super) note: &'static str,
    pub(super) outcomes: Outcomes,
}

impl Work {
    pub(super) const fn of(category: Category, activity: Option<&'static str>) -> Self {
        let outcomes = Outcomes {
            touches: 0,
            conversations: 0,
            meetings: 0,
            grade: None,
        };
        Self {
            category,
            activity,
            account: None,
            requester: None,
            tag: None,
            note: "",
            outcomes,
        }
    }

    pub(super) const fn selling(activity: &'static str) -> Self {
        Self::of(Category::Selling, Some(activity))
    }

    pub(super) const fn admin(activity: &'static str) -> Self {
        Self::of(Category::Admin, Some(activity))
    }

    pub(super) const fn learning(activity: &'static str) -> Self {
        Self::of(Category::Learning, Some(activity))
    }

    pub(super) const fn rest() -> Self {
        Self::of(Category::Break, None)
    }

    pub(super) const fn with(self, account: &'static str) -> Self {
        Self {
            account: Some(account),
            ..self
        }
    }

    pub(super) const fn asked(self, requester: &'static str) -> Self {
        Self {
            requester: Some(requester),
            ..self
        }
    }

    pub(super) const fn noted(self, note: &'static str) -> Self {
        Self { note, ..self }
    }

    pub(super) const fn tagged(self, tag: &'static str) -> Self {
        Self {
            tag: if tag.is_empty() { None } else { Some(tag) },
            ..self
        }
    }

    pub(super) fn into_details(self) -> Details {
        Details {
            activity: self.activity.and_then(|name| Activity::new(name).ok()),
            account: self.account.and_then(|name| Account::new(name).ok()),
            requester: self.requester.and_then(|name| Requester::new(name).ok()),
            tags: self
                .tag
                .and_then(|name| Tag::new(name).ok())
                .into_iter()
                .collect(),
            note: Note::new(self.note).unwrap_or_default(),
            outcomes: self.outcomes,
        }
    }
}

/// A fixed point of the day.
#[derive(Clone, Debug)]
pub(super) struct Appointment {
    pub(super) start: i64,
    pub(super) length: i64,
    pub(super) work: Work,
}

/// What is left to do.
pub(super) struct Task {
    pub(super) from: Day,
    pub(super) minutes: (i64, i64),
    pub(super) work: Work,
}
