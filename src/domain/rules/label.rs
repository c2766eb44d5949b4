//! What was asked, in a few words: what an undo says that it takes back.

use crate::domain::block::Block;
use crate::domain::calendar::Day;
use crate::domain::change::Change;
use crate::domain::format::Beside;
use crate::domain::hours::Mark;
use crate::domain::review::ReviewAnswer;
use crate::domain::stamp::Moment;
use crate::domain::suggestion::Suggestion;
use crate::domain::wording::describe_block;
use crate::domain::{format, text};

impl Change {
    /// What was asked, in a few words, for the undo journal.
    pub fn label(&self, named: Option<&Block>, now: impl Into<Beside>) -> String {
        let now = now.into();
        let block =
            || named.map_or_else(|| "a block".to_owned(), |block| describe_block(block, now));
        let clock = |moment: &Moment| format::clock_beside(*moment, now);
        match self {
            Self::Start { at, category, .. } => format!("start {category} at {}", clock(at)),
            Self::Stop { at } => format!("off the clock at {}", clock(at)),
            Self::Resume { at } => format!("resume at {}", clock(at)),
            Self::Claim { category, at, .. } => format!("tag as {category} at {}", clock(at)),
            Self::Add {
                start,
                end,
                category,
                ..
            } => {
                format!("add {category} {}", format::times_beside(*start, *end, now))
            }
            Self::Edit { .. } => format!("edit {}", block()),
            Self::Split { at, .. } => format!("split {} at {}", block(), clock(at)),
            Self::Answer { .. } => format!("answer about {}", block()),
            Self::Merge { .. } => format!("merge {} with the block before", block()),
            Self::Delete { .. } => format!("delete {}", block()),
            Self::Import { arrivals, .. } => {
                format!("import of {}", format::count(arrivals.len(), "block"))
            }
            Self::Suggest { meetings, .. } => {
                format!(
                    "suggestions from {}",
                    format::count(meetings.len(), "meeting")
                )
            }
            Self::Accept { suggestion, .. } => format!("accept {}", title(suggestion, now)),
            Self::Dismiss { suggestion } => format!("dismiss {}", title(suggestion, now)),
            Self::Guess { week, guess, .. } => guess.map_or_else(
                || format!("no guess for {week}"),
                |guess| format!("guess for {week}: {guess}"),
            ),
            Self::Commit {
                week,
                commitment: Some(_),
                ..
            } => format!("commitment for {week}"),
            Self::Commit {
                week,
                commitment: None,
                ..
            } => format!("no commitment for {week}"),
            Self::Reflect { week, answer, .. } => {
                format!("answer in the review of {week}: {}", topic(answer))
            }
            Self::Close { week, .. } => format!("close the review of {week}"),
            Self::MarkDays { days, mark } => marked(days, *mark),
            Self::Pause { week, off: true } => format!("pause {week}"),
            // The branch has the words.
            Self::Restore { number, .. } => format!("redo {number}"),
            Self::Pause { week, off: false } => format!("end the pause of {week}"),
        }
    }
}

/// `"Pipeline call" 09:00-10:00`.
fn title(suggestion: &Suggestion, now: Beside) -> String {
    let times = format::times_beside(suggestion.start, suggestion.end, now);
    if suggestion.title.is_empty() {
        return format!("the meeting {times}");
    }
    format!("\"{}\" {times}", text::visible(&suggestion.title))
}

/// What a question of the review is about.
fn topic(answer: &ReviewAnswer) -> String {
    let topic = match answer {
        ReviewAnswer::Surprise(_) => "what surprised you",
        ReviewAnswer::Missed(_) => "why the commitment was missed",
        ReviewAnswer::Moved(_) => "what moved most",
        ReviewAnswer::Verdict(item, _) => return text::visible(item),
        ReviewAnswer::Freed(_) => "freed time",
        ReviewAnswer::Alert(..) => "wake-up call",
        ReviewAnswer::More(_) => "do more",
        ReviewAnswer::Less(_) => "do less",
        ReviewAnswer::Limit(_) => "severely limit",
    };
    topic.to_owned()
}

/// `day off 2026-03-06`, `days off 2026-03-06..2026-03-10`.
fn marked(days: &[Day], mark: Option<Mark>) -> String {
    let what = match mark {
        Some(Mark::Off) => "off",
        Some(Mark::Work) => "worked",
        None => "as planned",
    };
    match days {
        [] => format!("days {what}"),
        [day] => format!("day {what} {day}"),
        [first, .., last] => format!("days {what} {first}..{last}"),
    }
}
