//! The sheet about requests, for somebody who can make them fewer: who asked for how much, the last weeks side by side,
//! and examples. Notes and accounts are on it only where they were asked for.

use serde::Serialize;

use super::document::{Block, Cell, Document, Place, RowKind, Section, Table, TableRow};
use crate::domain::block::Category;
use crate::domain::calendar::{Calendar, Day, Week, rfc3339};
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::evidence::{Asked, Evidence, Request, WEEKS};

/// The sheet as JSON writes it. Lengths in whole seconds, shares from 0 to 1.
#[derive(Serialize, Debug)]
pub struct EvidenceRecord<'a> {
    from: Day,
    to: Day,
    tracked_s: Length,
    admin_s: Length,
    imposed_s: Length,
    /// Null where too little is tracked or covered for a share.
    imposed_share: Option<f64>,
    unasked_s: Length,
    by_requester: Vec<AskedRecord<'a>>,
    /// What was imposed, the latest week last.
    weeks: Vec<WeekRecord>,
}

#[derive(Serialize, Debug)]
struct AskedRecord<'a> {
    requester: &'a str,
    count: usize,
    seconds: Length,
    /// From 3 requests and 60 minutes on.
    median_s: Option<Length>,
    /// Of the admin; null where the shares of these days are withheld, as above.
    share: Option<f64>,
    weeks: Vec<WeekRecord>,
    examples: Vec<ExampleRecord<'a>>,
}

#[derive(Serialize, Debug)]
struct WeekRecord {
    week: Week,
    seconds: Length,
}

#[derive(Serialize, Debug)]
struct ExampleRecord<'a> {
    start: String,
    seconds: Length,
    activity: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

/// The sheet as JSON writes it; `in_full`: with the notes and accounts of the examples.
pub fn evidence_record<'a>(of: &'a Evidence, in_full: bool) -> EvidenceRecord<'a> {
    let weeks = |lengths: &[Length; WEEKS]| -> Vec<WeekRecord> {
        let pairs = of.weeks.into_iter().zip(*lengths);
        let record = |(week, seconds)| WeekRecord { week, seconds };
        pairs.map(record).collect()
    };
    let asked = |asked: &'a Asked| AskedRecord {
        requester: asked.burden.requester.as_str(),
        count: asked.burden.requests,
        seconds: asked.burden.length,
        median_s: asked.burden.is_ranked().then_some(asked.burden.median),
        share: of.share_of_admin(asked.burden.length),
        weeks: weeks(&asked.by_week),
        examples: asked
            .examples
            .iter()
            .map(|request| example_record(request, in_full))
            .collect(),
    };
    EvidenceRecord {
        from: of.first,
        to: of.last,
        tracked_s: of.totals.tracked(),
        admin_s: of.admin,
        imposed_s: of.imposed,
        imposed_share: of.imposed_share(),
        unasked_s: of.unasked,
        by_requester: of.requesters.iter().map(asked).collect(),
        weeks: weeks(&of.by_week),
    }
}

fn example_record(request: &Request, in_full: bool) -> ExampleRecord<'_> {
    let details = &request.block.details;
    let note = details.note.as_str();
    ExampleRecord {
        start: rfc3339(request.start),
        seconds: request.length,
        activity: details.activity.as_deref(),
        account: details.account.as_deref().filter(|_| in_full),
        note: Some(note).filter(|note| in_full && !note.is_empty()),
    }
}

/// The sheet as a document; `in_full`: with the notes and accounts of the examples.
pub fn evidence_document(of: &Evidence, in_full: bool) -> Document {
    let mut sections = vec![Section::new("", Place::Across, lead_blocks(of))];
    if !of.requesters.is_empty() {
        let [first, .., last] = of.weeks;
        let weeks = format!("Weeks 1 to 4 are {first} to {last}.");
        let table = vec![Block::Table(requester_table(of)), Block::Note(weeks)];
        sections.push(Section::new("By requester", Place::Across, table));
        let examples = example_blocks(of, in_full);
        sections.push(Section::new("Longest requests", Place::Across, examples));
    }
    Document {
        kind: Some("Requests"),
        week: None,
        days: format::days(of.first, of.last),
        state: None,
        tells_tafs: true,
        sections,
    }
}

fn lead_blocks(of: &Evidence) -> Vec<Block> {
    if !of.imposed.is_positive() {
        return vec![Block::Note(
            "Nobody asked for admin in these days.".to_owned(),
        )];
    }
    let (imposed, admin) = (format::hours(of.imposed), format::hours(of.admin));
    let asked = format!("{imposed} of {admin} admin was asked for by others");
    let tracked = of.totals.tracked();
    let (Some(of_admin), Some(of_all)) = (of.imposed_share(), of.imposed.share_of(tracked)) else {
        let lack = of.lack().map(|lack| format!("A share {lack}."));
        let blocks = lack.into_iter().map(Block::Note);
        return [Block::Lead(asked)].into_iter().chain(blocks).collect();
    };
    let [of_admin, of_all] = [of_admin, of_all].map(format::percent);
    let tracked = format::hours(tracked);
    let mut blocks = vec![
        Block::Lead(format!("{asked}: {of_admin}")),
        Block::Note(format!("{of_all} of {tracked} tracked.")),
    ];
    if let Some(share) = of.share_of_admin(of.unasked).filter(|share| *share > 0.0) {
        let share = format::percent(share);
        blocks.push(Block::Note(format!("{share} of admin has no requester.")));
    }
    blocks
}

fn requester_table(of: &Evidence) -> Table {
    let mut heads = vec!["requester", "time", "requests", "median", "of admin"];
    heads.extend(["week 1", "week 2", "week 3", "week 4"]);
    let weeks = |lengths: [Length; WEEKS]| {
        lengths.map(|length| {
            let hours = format::hours(length);
            Cell::from(if length.is_positive() {
                hours
            } else {
                "–".to_owned()
            })
        })
    };
    let row = |asked: &Asked| {
        let burden = &asked.burden;
        let median = burden.is_ranked().then(|| format::hours(burden.median));
        let cells = [
            burden.requests.to_string(),
            median.unwrap_or_else(|| "–".to_owned()),
            share_cell(of, burden.length),
        ];
        let name = format!("!{}", burden.requester.as_str());
        let cells = cells.map(Cell::from).into_iter();
        TableRow {
            beside: cells.chain(weeks(asked.by_week)).collect(),
            ..TableRow::timed(Some(Category::Admin), &name, burden.length)
        }
    };
    let requests: usize = of.requesters.iter().map(|one| one.burden.requests).sum();
    let total = [
        requests.to_string(),
        String::new(),
        share_cell(of, of.imposed),
    ]
    .map(Cell::from);
    let total = TableRow {
        kind: RowKind::Total,
        beside: total.into_iter().chain(weeks(of.by_week)).collect(),
        ..TableRow::timed(None, "all", of.imposed)
    };
    Table {
        caption: Some("By requester".to_owned()),
        heads,
        is_grid: true,
        rows: of.requesters.iter().map(row).chain([total]).collect(),
    }
}

/// A part of the admin as a share of it, `–` where shares are withheld.
fn share_cell(of: &Evidence, part: Length) -> String {
    let share = of.share_of_admin(part);
    share.map_or_else(|| "–".to_owned(), format::percent)
}

/// The longest requests of each who asks often enough to be held against others.
fn example_blocks(of: &Evidence, in_full: bool) -> Vec<Block> {
    let ranked = of
        .requesters
        .iter()
        .filter(|asked| asked.burden.is_ranked());
    let mut blocks = Vec::new();
    for asked in ranked {
        let name = format!("!{}", asked.burden.requester.as_str());
        let rows = asked.examples.iter();
        let rows = rows.map(|request| example_row(request, of.last, in_full));
        blocks.push(Block::Caption(name));
        blocks.push(Block::Table(Table::list(rows.collect())));
    }
    if blocks.is_empty() {
        blocks.push(Block::Note(
            "None yet: needs 3 requests and 60 minutes of one requester.".to_owned(),
        ));
    }
    blocks
}

fn example_row(request: &Request, last: Day, in_full: bool) -> TableRow {
    let details = &request.block.details;
    let day = Day(Calendar::wall(request.start).date());
    let when = format!(
        "{} {}",
        format::short_day(day, last),
        format::clock(request.start)
    );
    let activity = details.activity.as_deref().unwrap_or("admin");
    let account = details.account.as_deref().filter(|_| in_full);
    let note = Some(details.note.as_str()).filter(|_| in_full);
    TableRow::timed(Some(Category::Admin), &when, request.length)
        .beside(activity)
        .beside(account.map_or_else(String::new, |account| format!("@{account}")))
        .beside(note.unwrap_or_default())
}
