//! Step 6 in words: outcomes, grades, what was learned, and what an outcome took.

use super::parts::{captioned_list, join_counts, list, not_known, note};
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::prepared::Prepared;
use crate::insight::prospects::{Readiness, SourceYield};
use crate::insight::stages::Stage;
use crate::insight::yields::Outcome;
use crate::report::document::{Block, TableRow};
use crate::report::prospects::{readiness_words, source_words};
use crate::report::review::progress::{EffortRecord, LearnedRecord, StagesRecord};
use crate::report::review::record::ReviewRecord;

/// So many sources are named, those with most time.
const SOURCES: usize = 4;
/// So many learned tags are named, the last ones.
const LEARNED: usize = 4;

pub(super) fn produced_blocks(record: &ReviewRecord) -> Vec<Block> {
    let mut blocks: Vec<Block> = record.headline.iter().cloned().map(Block::Lead).collect();
    let mut rows = Vec::new();
    for of in record.produced.iter().map(|of| &of.produced) {
        let counts = [
            count_words(of.conversations, "conversation", "conversations"),
            count_words(of.meetings, "meeting", "meetings"),
            count_words(of.touches, "touch", "touches"),
        ];
        let name = of.activity.as_deref().unwrap_or("selling without activity");
        let row = TableRow::timed(Some(Category::Selling), name, of.time);
        rows.push(row.beside(join_counts(counts)));
    }
    if record.grades.live_blocks > 0 {
        let grades = &record.grades.grades;
        let counts = [
            count_words(grades.advance, "advance", "advances"),
            count_words(grades.continuation, "continuation", "continuations"),
            count_words(grades.won, "won", "won"),
            count_words(grades.no, "no", "no"),
            count_words(grades.ungraded, "ungraded", "ungraded"),
        ];
        let live = record.grades.live_blocks.to_string();
        rows.push(TableRow::new(None, "live conversations", live).beside(join_counts(counts)));
    }
    let prepared = &record.habits.prepared;
    if prepared.live > 0 {
        let counts = format!("{} of {}", prepared.prepared, prepared.live);
        rows.push(TableRow::new(None, "prepared", counts).beside(prepared_words(prepared, true)));
    }
    rows.extend(record.habits.readiness.as_ref().and_then(readiness_row));
    let moved = record.answers.moved.as_ref();
    rows.extend(moved.map(|moved| TableRow::new(None, "moved most", moved)));
    rows.extend(record.progress.effort.iter().flat_map(effort_rows));
    blocks.extend(list(rows));
    blocks.extend(source_blocks(record));
    blocks.extend(learned_blocks(record));
    if blocks.is_empty() {
        blocks = note("No outcomes this week.");
    }
    let fell = record.progress.stages.as_ref().and_then(fallen_stage);
    blocks.extend(fell.map(Block::Note));
    blocks.extend(not_known([
        ("usual touches", &record.missing.effort),
        ("at which stage meetings fell", &record.missing.stages),
    ]));
    blocks
}

/// The hours with people who weren't ready, where anyone said so of some.
fn readiness_row(of: &Readiness) -> Option<TableRow> {
    let row = TableRow::timed(None, "not ready", of.not_ready());
    (!of.is_unmarked()).then(|| row.beside(readiness_words(of, false)))
}

/// What came of each source.
fn source_blocks(record: &ReviewRecord) -> Vec<Block> {
    let all = &record.habits.sources;
    let rows = all.iter().take(SOURCES).map(source_row);
    let mut blocks = captioned_list("by source", rows.collect());
    if let Some(rest @ 1..) = all.len().checked_sub(SOURCES) {
        blocks.push(Block::Note(format!("and {rest} more")));
    }
    blocks
}

/// The time of a source and what came of it.
fn source_row(of: &SourceYield) -> TableRow {
    let name = format!("~{}", of.source.as_str());
    let row = TableRow::timed(Some(Category::Selling), &name, of.time);
    row.beside(source_words(of, true))
}

/// What was learned, and whether selling had it since.
fn learned_blocks(record: &ReviewRecord) -> Vec<Block> {
    let all = &record.progress.learning_used;
    let last = &all[all.len().saturating_sub(LEARNED)..];
    let rows = last.iter().map(|of| {
        let row = TableRow::timed(
            Some(Category::Learning),
            &format!("#{}", of.tag.as_str()),
            of.seconds,
        );
        row.beside(learned_words(of))
    });
    let mut blocks = captioned_list("learned in 180 days", rows.collect());
    let others = all.len() - last.len();
    blocks.extend((others > 0).then(|| Block::Note(format!("and {others} more"))));
    blocks
}

/// Whether it was used: `used within 14 days`, `not used yet`.
pub fn learned_words(of: &LearnedRecord) -> &'static str {
    match (of.used_14d, of.used_90d) {
        (Some(true), _) => "used within 14 days",
        (_, Some(true)) => "used within 90 days",
        (_, Some(false)) => "not used in 90 days",
        (Some(false) | None, None) => "not used yet",
    }
}

/// What an outcome took, beside the usual.
pub fn effort_rows(effort: &EffortRecord) -> impl Iterator<Item = TableRow> {
    Outcome::ALL.into_iter().filter_map(|outcome| {
        let (touches, usual) = effort.per(outcome);
        let name = format!("touches per {}", outcome.one());
        let row = TableRow::new(None, &name, format::rate(touches?));
        Some(match usual {
            Some(usual) => row.beside(format!("usual {}", format::rate(usual))),
            None => row,
        })
    })
}

/// At which stage there was less than usual of what the role goes by.
pub fn fallen_stage(stages: &StagesRecord) -> Option<String> {
    let stage = stages.fell.filter(|_| stages.is_less())?;
    let figures = [stages.fell_to?, stages.fell_from?];
    let is_nothing = figures[0] <= 0.0;
    let figures = figures.map(|figure| match stage {
        Stage::Hours => format::hours(Length::seconds((figure * 3600.0).round() as i64)),
        Stage::TouchesPerHour | Stage::ConversationsPerTouch | Stage::MeetingsPerConversation => {
            format::rate(figure)
        }
    });
    let [actual, usual] = figures;
    let (touches, conversations) = (stages.touches, stages.conversations);
    if !is_nothing {
        let stage = stage.words();
        return Some(format!("Mainly fewer {stage}: {actual} (usual {usual})"));
    }
    Some(match stage {
        Stage::Hours => format!("No {} this week (usual {usual})", stages.activity),
        Stage::TouchesPerHour => format!("No touches this week (usual {usual} an hour)"),
        Stage::ConversationsPerTouch => {
            format!("No conversation came of {touches} touches (usual {usual} per touch)")
        }
        Stage::MeetingsPerConversation => format!(
            "No meeting came of {conversations} conversations (usual {usual} per conversation)"
        ),
    })
}

/// How many of the prepared meetings moved, beside the others; with the rates that are past their gate.
pub fn prepared_words(of: &Prepared, with_rates: bool) -> String {
    let rate = |rate: Option<f64>| {
        let rate = rate.filter(|_| with_rates);
        rate.map_or_else(String::new, |rate| format!(" ({})", format::percent(rate)))
    };
    // A deal that was won is no advance.
    let moved = if of.won > 0 {
        "advanced or won"
    } else {
        "advanced"
    };
    let prepared = (of.graded_prepared > 0).then(|| {
        let (advanced, graded) = (of.advanced_prepared, of.graded_prepared);
        let rate = rate(of.advance_rate_prepared);
        format!("{advanced} of {graded} {moved}{rate}")
    });
    let others = (of.graded_unprepared > 0).then(|| {
        let (advanced, graded) = (of.advanced_unprepared, of.graded_unprepared);
        let rate = rate(of.advance_rate_unprepared);
        format!("others {advanced} of {graded}{rate}")
    });
    join_counts([prepared, others])
}

fn count_words(count: usize, one: &str, many: &str) -> Option<String> {
    let thing = if count == 1 { one } else { many };
    (count > 0).then(|| format!("{count} {thing}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wins_are_named_among_prepared_meetings_that_moved() {
        let mut of = Prepared {
            live: 8,
            prepared: 6,
            advanced_prepared: 4,
            graded_prepared: 6,
            advanced_unprepared: 1,
            graded_unprepared: 2,
            ..Prepared::default()
        };
        let words = |of: &Prepared| prepared_words(of, false);
        assert_eq!(words(&of), "4 of 6 advanced, others 1 of 2");
        of.won = 1;
        assert_eq!(words(&of), "4 of 6 advanced or won, others 1 of 2");
    }

    #[test]
    fn the_stage_is_told_where_what_the_role_goes_by_fell() {
        use Stage::{ConversationsPerTouch, Hours, MeetingsPerConversation, TouchesPerHour};
        let record = |conversations, usual_conversations, meetings, fell, fell_to| StagesRecord {
            activity: "cold-call".to_owned(),
            touches: 120,
            conversations,
            usual_conversations,
            meetings,
            usual_meetings: 5.0,
            hours: Some(0.0),
            touches_per_hour: None,
            conversations_per_touch: None,
            meetings_per_conversation: None,
            fell: Some(fell),
            fell_to: Some(fell_to),
            fell_from: Some(2.0),
        };
        let fewer = "Mainly fewer conversations per touch: 0.50 (usual 2.0)";
        for (stages, expected) in [
            // Fewer conversations count for whom they are a headline, whatever came of them.
            (
                record(9, Some(15.0), 5, ConversationsPerTouch, 0.5),
                Some(fewer),
            ),
            (record(9, None, 5, ConversationsPerTouch, 0.5), None),
            (record(9, None, 4, ConversationsPerTouch, 0.5), Some(fewer)),
            (record(15, Some(15.0), 5, ConversationsPerTouch, 0.5), None),
            (
                record(9, None, 0, MeetingsPerConversation, 0.0),
                Some("No meeting came of 9 conversations (usual 2.0 per conversation)"),
            ),
            (
                record(0, None, 0, ConversationsPerTouch, 0.0),
                Some("No conversation came of 120 touches (usual 2.0 per touch)"),
            ),
            (
                record(0, None, 0, TouchesPerHour, 0.0),
                Some("No touches this week (usual 2.0 an hour)"),
            ),
            (
                record(0, None, 0, Hours, 0.0),
                Some("No cold-call this week (usual 2h00)"),
            ),
        ] {
            assert_eq!(fallen_stage(&stages).as_deref(), expected, "{stages:?}");
        }
    }
}
