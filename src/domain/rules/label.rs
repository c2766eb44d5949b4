//! What was asked, in a few words: what an undo says that it takes back.

use crate::domain::block::{Block, Details, Prospect};
use crate::domain::calendar::{Day, Week};
use crate::domain::change::{Change, Patch};
use crate::domain::format::Beside;
use crate::domain::hours::{Mark, Stretch};
use crate::domain::parse::spell;
use crate::domain::rename::Renaming;
use crate::domain::review::ReviewAnswer;
use crate::domain::stamp::{Length, Moment};
use crate::domain::suggestion::Suggestion;
use crate::domain::wording::describe_block;
use crate::domain::{format, text};

/// So many columns say what is set.
const TOLD: usize = 60;

impl Change {
    fn label_focus_run(&self, clock: &str, planned: Length) -> String {
        let words = format!("focus run of {} at {clock}", format::spoken(planned));
        if let Self::Focus { details, .. } = self {
            return with_details(words, details);
        }
        words
    }

    /// What was asked, in a few words, for the undo journal.
    pub fn label(&self, named: Option<&Block>, now: impl Into<Beside>) -> String {
        let now = now.into();
        let block =
            || named.map_or_else(|| "a block".to_owned(), |block| describe_block(block, now));
        let clock = |moment: &Moment| format::clock_beside(*moment, now);
        match self {
            Self::Start {
                at,
                category,
                details,
            } => with_details(format!("start {category} at {}", clock(at)), details),
            Self::Focus { at, planned, .. } => self.label_focus_run(&clock(at), *planned),
            Self::Stop { at } => format!("off the clock at {}", clock(at)),
            Self::Resume { at } => format!("resume at {}", clock(at)),
            Self::Claim { category, at, .. } => format!("tag as {category} at {}", clock(at)),
            Self::Add {
                start,
                end,
                category,
                details,
            } => {
                let times = format::times_beside(*start, *end, now);
                with_details(format!("add {category} {times}"), details)
            }
            Self::Edit { patch, .. } => {
                let set = named.map(|block| describe_patch(block, patch, now));
                told(format!("edit {}", block()), &set.unwrap_or_default())
            }
            Self::Split { at, .. } => format!("split {} at {}", block(), clock(at)),
            Self::Answer { .. } => format!("answer about {}", block()),
            Self::Merge { .. } => format!("merge {} with the block before", block()),
            Self::Delete { .. } => format!("delete {}", block()),
            Self::Import { arrivals, rows, .. } => label_import(arrivals.len(), rows.len()),
            Self::Suggest { meetings, .. } => label_suggestions(meetings.len()),
            Self::Accept { suggestion, .. } => format!("accept {}", title(suggestion, now)),
            Self::Dismiss { suggestion } => format!("dismiss {}", title(suggestion, now)),
            Self::Guess { week, guess, .. } => guess.map_or_else(
                || format!("no guess for {week}"),
                |guess| format!("guess for {week}: {guess}"),
            ),
            Self::Commit {
                week, commitment, ..
            } => {
                let no = if commitment.is_none() { "no " } else { "" };
                format!("{no}commitment for {week}")
            }
            Self::Reflect { week, answer, .. } => {
                format!("answer in the review of {week}: {}", topic(answer))
            }
            Self::Close { week, .. } => format!("close the review of {week}"),
            Self::MarkDays { days, mark } => marked(days, mark_words(*mark)),
            Self::MarkTimes { days, times, off } => marked_times(days, times, *off),
            Self::Pause { week, off } => paused(*week, *off),
            Self::Rename(renaming) => renamed(renaming),
            Self::Restore { number } => format!("redo {number}"),
        }
    }
}

/// The words, and after them what is set; a long note is cut.
fn told(words: String, set: &str) -> String {
    if set.is_empty() {
        return words;
    }
    format!("{words}: {}", text::fit(set, TOLD).trim_end())
}

fn with_details(words: String, details: &Details) -> String {
    told(words, &spell::details(details))
}

/// What a patch changes of a block: `from 09:45 /meeting no account`.
fn describe_patch(block: &Block, patch: &Patch, now: Beside) -> String {
    let after = patch.applied_to(block);
    let (old, new) = (&block.details, &after.details);
    let clock = |moment: Moment| format::clock_beside(moment, now);
    let mut parts = Vec::new();
    if after.start != block.start {
        parts.push(format!("from {}", clock(after.start)));
    }
    if after.end != block.end {
        let end = after.end.map(|end| format!("to {}", clock(end)));
        parts.push(end.unwrap_or_else(|| "runs again".to_owned()));
    }
    if after.category != block.category {
        parts.push(after.category.to_string());
    }
    parts.push(spell::details(&new_details(old, new)));
    parts.extend(lost_details(old, new).map(ToOwned::to_owned));
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// Those of the details that are others now.
fn new_details(old: &Details, new: &Details) -> Details {
    fn other<T: Clone + Default + PartialEq>(old: &T, new: &T) -> T {
        if old == new {
            T::default()
        } else {
            new.clone()
        }
    }
    Details {
        activity: other(&old.activity, &new.activity),
        account: other(&old.account, &new.account),
        requester: other(&old.requester, &new.requester),
        tags: other(&old.tags, &new.tags),
        note: other(&old.note, &new.note),
        outcomes: other(&old.outcomes, &new.outcomes),
        prospect: Prospect {
            source: other(&old.prospect.source, &new.prospect.source),
            fit: other(&old.prospect.fit, &new.prospect.fit),
        },
    }
}

/// Which details are taken away.
fn lost_details(old: &Details, new: &Details) -> impl Iterator<Item = &'static str> {
    let known = |details: &Details| {
        [
            ("no activity", details.activity.is_some()),
            ("no account", details.account.is_some()),
            ("no requester", details.requester.is_some()),
            ("no tags", !details.tags.is_empty()),
            ("no note", !details.note.is_empty()),
            ("no outcomes", !details.outcomes.is_empty()),
            ("no source", details.prospect.source.is_some()),
            ("no fit", details.prospect.fit.is_some()),
        ]
    };
    let both = known(old).into_iter().zip(known(new));
    both.filter_map(|((words, was), (_, is))| (was && !is).then_some(words))
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

fn renamed(renaming: &Renaming) -> String {
    let (old, new) = spell::renaming(renaming);
    format!("rename {old} to {new}")
}

fn paused(week: Week, off: bool) -> String {
    let words = if off { "pause" } else { "end the pause of" };
    format!("{words} {week}")
}

/// What keeping the meetings of a calendar is called.
pub fn label_suggestions(meetings: usize) -> String {
    format!("suggestions from {}", format::count(meetings, "meeting"))
}

/// `import of 3 blocks and 1 other row`.
pub fn label_import(blocks: usize, rows: usize) -> String {
    let blocks = format::count(blocks, "block");
    if rows == 0 {
        return format!("import of {blocks}");
    }
    let rows = format::count(rows, "other row");
    format!("import of {blocks} and {rows}")
}

/// `day off 2026-03-06 12:00-17:30`.
fn marked_times(days: &[Day], times: &[Stretch], off: bool) -> String {
    let mark = if off { Mark::Off } else { Mark::Work };
    let times = times.iter();
    let times = times.map(|(from, to)| format::clock_times(*from, *to));
    let times: Vec<String> = times.collect();
    format!(
        "{} {}",
        marked(days, mark_words(Some(mark))),
        times.join(", ")
    )
}

const fn mark_words(mark: Option<Mark>) -> &'static str {
    match mark {
        Some(Mark::Off) => "off",
        Some(Mark::Work) => "worked",
        None => "as planned",
    }
}

/// `day off 2026-03-06`, `days off 2026-03-06..2026-03-10`.
fn marked(days: &[Day], what: &str) -> String {
    match days {
        [] => format!("days {what}"),
        [day] => format!("day {what} {day}"),
        [first, .., last] => {
            let whole = last.since(*first) + 1 == days.len() as i64;
            let some = if whole {
                String::new()
            } else {
                format!("{} ", days.len())
            };
            format!("{some}days {what} {first}..{last}")
        }
    }
}
