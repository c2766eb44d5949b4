//! A block in words.

use super::block::Block;
use super::edit::SideRow;
use super::format::Beside;
use super::{format, text};

/// The mark of a block that ran while the clock was set back.
pub const CLOCK_BACK: &str = "clock set back";

/// That a question about time away is open: `Away from 17:30? Not counted yet`.
pub fn describe_doubt(since: &str) -> String {
    format!("Away from {since}? Not counted yet")
}

/// The category, or that nobody can read what it was.
pub const fn describe_category(block: &Block) -> &'static str {
    match block.unreadable {
        Some(_) => "unreadable block",
        None => block.category.name(),
    }
}

/// The category, the activity and the account: `selling · meeting @Northwind`.
pub fn describe_work(block: &Block) -> String {
    let mut words = describe_category(block).to_owned();
    if block.unreadable.is_some() {
        return words;
    }
    if let Some(activity) = &block.details.activity {
        words.extend([" · ", &text::visible(activity.as_str())]);
    }
    if let Some(account) = &block.details.account {
        words.extend([" @", &text::visible(account.as_str())]);
    }
    words
}

/// `09:05-10:00`, or `09:05-now` while it runs; with the day where it is not the one of now.
pub fn describe_times(block: &Block, now: impl Into<Beside>) -> String {
    match block.end {
        Some(end) => format::times_beside(block.start, end, now),
        None => format!("{}-now", format::clock_beside(block.start, now)),
    }
}

/// `admin 09:05-10:00`, or `admin since 09:05` while it runs; with the day where it is not the one of now.
pub fn describe_block(block: &Block, now: impl Into<Beside>) -> String {
    let now = now.into();
    match block.end {
        Some(_) => format!(
            "{} {}",
            describe_category(block),
            describe_times(block, now)
        ),
        None => format!(
            "{} since {}",
            describe_category(block),
            format::clock_beside(block.start, now)
        ),
    }
}

/// All that tells a block from others: its times, its work, the first line of its note.
pub fn describe_in_full(block: &Block, now: impl Into<Beside>) -> String {
    format!("{} {}", describe_times(block, now), describe_words(block))
}

/// Its work, the requester, the first line of its note.
pub fn describe_words(block: &Block) -> String {
    let mut words = describe_work(block);
    if let Some(requester) = &block.details.requester {
        words.extend([" !", &text::visible(requester.as_str())]);
    }
    if let Some(line) = block.details.note.as_str().lines().next() {
        words.extend([" \"", &text::visible(line), "\""]);
    }
    words
}

/// What a row beside the lane is about: `the guess for 2026-W10`.
pub fn describe_row(row: &SideRow) -> String {
    match row {
        SideRow::Suggestion(suggestion) if suggestion.title.is_empty() => "a suggestion".to_owned(),
        SideRow::Suggestion(suggestion) => {
            format!("the suggestion \"{}\"", text::visible(&suggestion.title))
        }
        SideRow::Guess { week, .. } => format!("the guess for {week}"),
        SideRow::Commitment { week, .. } => format!("the commitment for {week}"),
        SideRow::Answer { week, .. } => format!("an answer in the review of {week}"),
        SideRow::Closed { week, .. } | SideRow::Review { week, .. } => {
            format!("the review of {week}")
        }
        SideRow::Mark { day, .. } => format!("the mark of {day}"),
        SideRow::Pause { week } => format!("the pause of {week}"),
        SideRow::FocusRun(_) => "a focus run".to_owned(),
        SideRow::Question(_) => "a question about time away".to_owned(),
        SideRow::Answered(_) => "an answer about time away".to_owned(),
        SideRow::Renamed(_) => "a name".to_owned(),
    }
}
