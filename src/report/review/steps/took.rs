//! Step 7 in words: what took the time beside selling, requests, and accounts that don't move.

use super::parts::{captioned_list, note};
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::review::Verdict;
use crate::insight::RECENT_DAYS;
use crate::report::document::{Block, TableRow};
use crate::report::review::record::ReviewRecord;

/// What stands above the accounts that nobody has spoken to for long.
const NO_TOUCH: &str = "no nurture, follow-up or meeting for 30 days";

/// So many of them are named.
const SLIPS: usize = 5;

pub(super) fn took_blocks(record: &ReviewRecord) -> Vec<Block> {
    let recent = recent_words(record);
    let answered = |row: TableRow, key: &str| {
        let verdict = record.answers.verdicts.get(key).copied();
        row.beside(verdict.map_or("", Verdict::label))
    };
    let judged = |row: TableRow, key: String| answered(row, &key).answered_by(key);
    let others = record.biggest_others().map(|item| {
        let name = item.activity.as_deref();
        let name = name.unwrap_or(item.category.name());
        let row = TableRow::timed(Some(item.category), name, item.length);
        judged(row, item.key())
    });
    let asked = record.ranked_requests().into_iter().map(|of| {
        let name = format!("!{}", of.burden.requester.as_str());
        let row = TableRow::timed(Some(Category::Admin), &name, of.seconds_28d);
        let count = format::count(of.count_28d, "request");
        judged(row.beside(format!("{count} in {recent}")), name)
    });
    let asked_accounts = record.asked_accounts().len();
    let watched = record.watch_accounts.iter().enumerate().map(|(index, of)| {
        let name = format!("@{}", of.account.as_str());
        let row = TableRow::timed(Some(Category::Selling), &name, of.seconds);
        let row = row.beside(of.kind.words());
        if index < asked_accounts {
            judged(row, name)
        } else {
            answered(row, &name)
        }
    });
    // Their heading is that of the step.
    let mut blocks = captioned_list("", others.collect());
    let imposed = record.imposed_of_admin();
    let imposed = imposed.map(|of| format!("requests: {of}"));
    blocks.extend(captioned_list(
        &imposed.unwrap_or_default(),
        asked.collect(),
    ));
    blocks.extend(notes_on_requests(record));
    let without = format!("no advance yet, {recent}");
    blocks.extend(captioned_list(&without, watched.collect()));
    blocks.extend(slip_blocks(record));
    if !blocks.is_empty() {
        blocks.extend(tier_words(record).map(Block::Note));
        return blocks;
    }
    note(if record.totals.tracked().is_positive() {
        "Nothing but selling."
    } else {
        "Nothing tracked."
    })
}

/// What the list of requesters leaves out: those beyond it, and admin that nobody is named for.
fn notes_on_requests(record: &ReviewRecord) -> impl Iterator<Item = Block> {
    let beyond = record.requests_beyond().map(|(count, length)| {
        let others = format::count(count, "other requester");
        let (time, recent) = (format::hours(length), recent_words(record));
        format!("and {others}, {time} in {recent}")
    });
    // Where TAFS is withheld, so is every other share.
    let is_told = record.reading().tafs().is_some();
    let unasked = record.unasked_share.filter(|share| is_told && *share > 0.0);
    let unasked = unasked.map(|share| {
        let share = format::percent(share);
        format!("{share} of admin has no requester.")
    });
    beyond.into_iter().chain(unasked).map(Block::Note)
}

/// The days that requests and accounts are told of: `28 days`, up to now, and once the week is over
/// `28 days to Sun 8 Mar`, up to its end.
pub fn recent_words(record: &ReviewRecord) -> String {
    let days = format!("{RECENT_DAYS} days");
    if record.over {
        format!("{days} to {}", format::short_day(record.to, record.to))
    } else {
        days
    }
}

/// `By worth: do more 13h50, necessary 11h25, do less 12h20, severely limit 2h40`.
pub fn tier_words(record: &ReviewRecord) -> Option<String> {
    let tiers = record.tiers.named().into_iter();
    let known = tiers.filter(|(_, length)| length.is_positive());
    let words = known.map(|(name, length)| format!("{name} {}", format::hours(length)));
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| format!("By worth: {}", words.join(", ")))
}

/// The accounts that nobody has spoken to for long.
fn slip_blocks(record: &ReviewRecord) -> Vec<Block> {
    let shown = record.habits.nurture.iter().take(SLIPS).map(|slip| {
        let name = format!("@{}", slip.account.as_str());
        let row = TableRow::new(
            Some(Category::Selling),
            &name,
            format!("{} days", slip.days),
        );
        row.beside(format!("last {}", format::short_day(slip.last, record.to)))
    });
    let mut blocks = captioned_list(NO_TOUCH, shown.collect());
    if let Some(rest @ 1..) = record.habits.nurture.len().checked_sub(SLIPS) {
        blocks.push(Block::Note(format!("and {rest} more")));
    }
    blocks
}
