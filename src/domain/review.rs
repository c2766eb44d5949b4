//! The weekly self review as a person gives it: a guess, answers step by step, decisions. What is computed of the
//! week stands elsewhere; nothing here knows a figure.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::block::Category;
use super::format;
use super::named::named;
use super::stamp::Moment;

/// What the rep believes the week was, before it is shown: shares of the working time from 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Guess {
    /// The share of selling: the guessed TAFS.
    pub selling: f64,
    /// The shares of admin, learning and distraction, all three or none.
    pub rest: Option<[f64; 3]>,
}

impl Guess {
    /// The guessed share of a category; `None` where it was not guessed, and for breaks, which are not working time.
    pub fn of(&self, category: Category) -> Option<f64> {
        let rest = |index: usize| self.rest.map(|rest| rest[index]);
        match category {
            Category::Selling => Some(self.selling),
            Category::Admin => rest(0),
            Category::Learning => rest(1),
            Category::Distraction => rest(2),
            Category::Break => None,
        }
    }
}

/// `selling 60 %, admin 22 %, learning 10 %, distraction 8 %`.
impl fmt::Display for Guess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |category| {
            self.of(category)
                .map(|share| format!("{category} {}", shown(share)))
        };
        f.write_str(
            &Category::WORK
                .into_iter()
                .filter_map(share)
                .collect::<Vec<_>>()
                .join(", "),
        )
    }
}

/// A share as a person gives it: with a decimal only where there is one.
pub(super) fn shown(share: f64) -> String {
    format::percent(share).replace(".0 %", " %")
}

/// The nine steps, in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// Gaps, long blocks, coverage.
    Tidy,
    /// The last commitment, and what was said then.
    LastTime,
    /// The shares of the week, before anything is shown.
    Guess,
    /// The measured week.
    Reveal,
    /// Kept or missed.
    Commitment,
    /// Outcomes and yield.
    Produced,
    /// The biggest other things, and who asked for them.
    Took,
    /// Where freed time went, and what calls for a look.
    Freed,
    /// What to do more and less of, and one commitment.
    Decision,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Tidy,
        Self::LastTime,
        Self::Guess,
        Self::Reveal,
        Self::Commitment,
        Self::Produced,
        Self::Took,
        Self::Freed,
        Self::Decision,
    ];

    /// Its number, from 1 to 9.
    pub fn number(self) -> usize {
        Self::ALL
            .iter()
            .position(|step| *step == self)
            .map_or(1, |index| index + 1)
    }

    /// The step with a number from 1 to 9.
    pub fn from_number(number: usize) -> Option<Self> {
        Self::ALL.get(number.checked_sub(1)?).copied()
    }

    /// Its title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Tidy => "Tidy up",
            Self::LastTime => "Last week",
            Self::Guess => "Your guess",
            Self::Reveal => "Actual vs guess",
            Self::Commitment => "Commitment",
            Self::Produced => "Output",
            Self::Took => "Top non-selling",
            Self::Freed => "Freed time",
            Self::Decision => "One decision",
        }
    }
}

named!(
    /// Why a commitment was missed.
    Missed.words {
        /// There was never room for it.
        Planned = "planned badly",
        /// Others took the time.
        Imposed = "imposed",
        /// It was put off.
        Avoided = "avoided",
        /// Something else mattered more.
        Priorities = "priorities changed",
    }
);

named!(
    /// What is to become of something that took time.
    Verdict.words {
        /// It stays.
        Needed = "needed",
        /// Less of it.
        Shrink = "shrink",
        /// Someone else does it.
        HandOff = "hand off",
        /// It is not done any more.
        Refuse = "refuse",
    }
);

named!(
    /// What is done about a wake-up call.
    Response.words {
        /// Something is changed.
        Act = "act",
        /// It is looked into.
        Learn = "learn",
        /// It may come once more; twice at most.
        Snooze = "snooze",
        /// It is nothing, for a reason that is given.
        Dismiss = "dismiss",
    }
);

impl Verdict {
    /// As it is shown: the file keeps the first of them as `needed`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Needed => "keep",
            Self::Shrink => "shrink",
            Self::HandOff => "hand off",
            Self::Refuse => "refuse",
        }
    }
}

/// A response with its reason; only a dismissal needs one.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Reply {
    /// What is done.
    pub response: Response,
    /// Why, in the rep's words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// All that the rep has answered so far; each part is optional, and partial answers are kept.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// "What surprised you?"
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surprise: Option<String>,
    /// Why the commitment was missed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missed: Option<Missed>,
    /// "Which conversation moved most, and why?"
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// What is to become of the things that took time, by their key (`admin/internal-meeting`, `!manager`,
    /// `@Halden`).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub verdicts: BTreeMap<String, Verdict>,
    /// Where freed time is to go from here: the answer to "more of the same?".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freed: Option<String>,
    /// What is done about each wake-up call, by its kind.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub alerts: BTreeMap<String, Reply>,
    /// Do more of this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<String>,
    /// Do less of this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub less: Option<String>,
    /// Severely limit this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

/// One answer of a review; `None` takes it away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewAnswer {
    Surprise(Option<String>),
    Missed(Option<Missed>),
    Moved(Option<String>),
    /// By its key, as in [`Answers::verdicts`].
    Verdict(String, Option<Verdict>),
    Freed(Option<String>),
    /// By the kind of the wake-up call.
    Alert(String, Option<Reply>),
    More(Option<String>),
    Less(Option<String>),
    Limit(Option<String>),
}

impl ReviewAnswer {
    /// The answer in words; empty where there is none.
    pub fn words(&self) -> String {
        match self {
            Self::Surprise(text)
            | Self::Moved(text)
            | Self::Freed(text)
            | Self::More(text)
            | Self::Less(text)
            | Self::Limit(text) => text.clone().unwrap_or_default(),
            Self::Missed(why) => why.map_or_else(String::new, |why| why.words().to_owned()),
            Self::Verdict(_, verdict) => {
                verdict.map_or_else(String::new, |verdict| verdict.words().to_owned())
            }
            Self::Alert(_, None) => String::new(),
            Self::Alert(_, Some(Reply { response, reason })) if reason.is_empty() => {
                response.words().to_owned()
            }
            Self::Alert(_, Some(Reply { response, reason })) => {
                format!("{}: {reason}", response.words())
            }
        }
    }

    /// Whether both answer the same question.
    pub fn is_to_the_question_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Verdict(one, _), Self::Verdict(other, _))
            | (Self::Alert(one, _), Self::Alert(other, _)) => one == other,
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }
}

impl Answers {
    /// Takes an answer in; the former one to the same question.
    pub fn set(&mut self, answer: ReviewAnswer) -> ReviewAnswer {
        use ReviewAnswer as One;
        match answer {
            One::Surprise(text) => One::Surprise(std::mem::replace(&mut self.surprise, text)),
            One::Missed(why) => One::Missed(std::mem::replace(&mut self.missed, why)),
            One::Moved(text) => One::Moved(std::mem::replace(&mut self.moved, text)),
            One::Freed(text) => One::Freed(std::mem::replace(&mut self.freed, text)),
            One::More(text) => One::More(std::mem::replace(&mut self.more, text)),
            One::Less(text) => One::Less(std::mem::replace(&mut self.less, text)),
            One::Limit(text) => One::Limit(std::mem::replace(&mut self.limit, text)),
            One::Verdict(key, verdict) => {
                let former = put(&mut self.verdicts, &key, verdict);
                One::Verdict(key, former)
            }
            One::Alert(kind, reply) => {
                let former = put(&mut self.alerts, &kind, reply);
                One::Alert(kind, former)
            }
        }
    }
}

/// Sets an entry or takes it away; the former one.
fn put<T>(entries: &mut BTreeMap<String, T>, key: &str, value: Option<T>) -> Option<T> {
    match value {
        Some(value) => entries.insert(key.to_owned(), value),
        None => entries.remove(key),
    }
}

/// What the file keeps of the review of one week.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Review {
    /// The step that it stands at; `None` before it was begun.
    pub step: Option<Step>,
    /// Whether the measured week has been shown: from then on the guess is locked in.
    pub revealed: bool,
    /// What has been answered so far.
    pub answers: Answers,
    /// How it was closed, if it was.
    pub closed: Option<Closed>,
}

/// All that the file keeps for one week beside its blocks.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct WeekNotes {
    /// What the rep believes the week was.
    pub guess: Option<Guess>,
    /// The one commitment, in its grammar.
    pub commitment: Option<String>,
    /// Whether the week is off whole.
    pub paused: bool,
    /// The review, as far as it has come.
    pub review: Review,
}

/// A review that is complete: its figures stay as they were then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Closed {
    pub at: Moment,
    /// The figures of that moment, as JSON.
    pub figures: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_numbered_from_one_to_nine() {
        for (index, step) in Step::ALL.into_iter().enumerate() {
            assert_eq!(
                (step.number(), Step::from_number(index + 1)),
                (index + 1, Some(step))
            );
        }
        assert_eq!((Step::from_number(0), Step::from_number(10)), (None, None));
    }

    #[test]
    fn answers_are_written_without_what_is_not_answered_and_read_back() {
        let mut answers = Answers::default();
        assert_eq!(serde_json::to_string(&answers).expect("JSON"), "{}");
        answers.missed = Some(Missed::Imposed);
        answers
            .verdicts
            .insert("!manager".to_owned(), Verdict::HandOff);
        let reply = Reply {
            response: Response::Dismiss,
            reason: "a fair".to_owned(),
        };
        answers.alerts.insert("busy".to_owned(), reply);
        let text = serde_json::to_string(&answers).expect("JSON");
        let expected = r#"{"missed":"imposed","verdicts":{"!manager":"hand off"},"alerts":{"busy":{"response":"dismiss","reason":"a fair"}}}"#;
        assert_eq!(text, expected);
        assert_eq!(
            serde_json::from_str::<Answers>(&text).expect("answers"),
            answers
        );
    }

    #[test]
    fn a_guess_has_four_shares_or_one() {
        let whole = Guess {
            selling: 0.6,
            rest: Some([0.22, 0.1, 0.08]),
        };
        let shares = Category::ALL.map(|category| whole.of(category));
        assert_eq!(shares, [Some(0.6), Some(0.22), Some(0.1), Some(0.08), None]);
        let short = Guess {
            selling: 0.6,
            rest: None,
        };
        assert_eq!(
            (short.of(Category::Selling), short.of(Category::Admin)),
            (Some(0.6), None)
        );
    }
}
