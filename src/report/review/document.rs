//! The review as a document: the nine steps in their order, and on a page the week on one sheet, with its days and the
//! weeks before it drawn.

use super::record::ReviewRecord;
use super::steps::{around_blocks, blocks_of};
use crate::domain::calendar::{Calendar, Day};
use crate::domain::format;
use crate::domain::review::Step;
use crate::insight::trend::Trend;
use crate::report::document::{Block, Document, Place, Section, trend_of};
use crate::report::strips::Strip;

/// What only a page draws: the days of the week, and the weeks up to it with the goal.
#[derive(Clone, PartialEq, Debug)]
pub struct Pictures {
    pub strips: Vec<Strip>,
    pub trend: Trend,
    pub goal: Option<f64>,
}

/// The review of a week as a document.
pub fn review_document(record: &ReviewRecord, pictures: Option<Pictures>) -> Document {
    let mut sections: Vec<Section> = Step::ALL
        .into_iter()
        .filter(|step| is_begun(record, *step))
        .flat_map(|step| sections_of(record, step))
        .collect();
    let is_drawn = record.totals.tracked().is_positive();
    if let Some(pictures) = pictures.filter(|_| is_drawn) {
        let days = vec![Block::Days(pictures.strips)];
        sections.push(Section::new("", Place::Across, days));
        let weeks = pictures.trend.weeks.iter();
        let weeks = weeks.map(|point| (point.week.week, point.tafs));
        let weeks = weeks.skip_while(|(_, tafs)| tafs.is_none());
        if pictures.trend.points().is_ok() {
            sections.extend(trend_of(weeks, pictures.goal, Place::Right));
        }
    }
    Document {
        kind: Some("Review"),
        week: Some(record.week),
        days: format::days(record.from, record.to),
        state: closed_words(record),
        tells_tafs: true,
        sections,
    }
}

fn sections_of(record: &ReviewRecord, step: Step) -> Vec<Section> {
    let numbered = |place: Place, blocks: Vec<Block>| {
        // On a page, a step that can only say that there is nothing takes no room.
        let says_something = blocks.iter().any(|block| !matches!(block, Block::Note(_)));
        let is_shown = record.totals.tracked().is_positive() && says_something;
        let place = if is_shown || step == Step::Reveal {
            place
        } else {
            Place::Nowhere
        };
        Section {
            number: Some(step.number()),
            ..Section::new(step.title(), place, blocks)
        }
    };
    let blocks = blocks_of(record, step);
    match step {
        Step::Tidy | Step::Guess => vec![numbered(Place::Nowhere, blocks)],
        Step::Reveal => {
            let around = around_blocks(record);
            let shares = blocks[..blocks.len() - around.len()].to_vec();
            let mut sections = vec![numbered(Place::Across, shares)];
            if !around.is_empty() {
                sections.push(Section::new("How it went", Place::Right, around));
            }
            sections
        }
        Step::LastTime | Step::Commitment | Step::Produced | Step::Took => {
            vec![numbered(Place::Left, blocks)]
        }
        Step::Freed | Step::Decision => vec![numbered(Place::Right, blocks)],
    }
}

/// Whether a step has something to say: what a rep has not begun is not listed.
fn is_begun(record: &ReviewRecord, step: Step) -> bool {
    let answers = &record.answers;
    match step {
        Step::LastTime => record.last_time.is_some(),
        Step::Guess => record.guess.is_some(),
        Step::Commitment => record.commitment.is_some(),
        Step::Decision => [&answers.more, &answers.less, &answers.limit]
            .into_iter()
            .any(Option::is_some),
        Step::Tidy | Step::Reveal | Step::Produced | Step::Took | Step::Freed => true,
    }
}

/// That the review is closed, and whether its figures would be others today.
fn closed_words(record: &ReviewRecord) -> Option<String> {
    let closed = record.closed.as_ref()?;
    let day = Day(Calendar::wall(closed.at).date());
    let changed = if closed.differs {
        " Its blocks were changed since: these are the figures of that day."
    } else {
        ""
    };
    Some(format!("Closed on {day}.{changed}"))
}
