//! The list of accounts as a table, as JSON and as CSV.

use serde::Serialize;

use super::csv::{csv_writer, guard_cell};
use super::document::{Block, Cell, Document, Place, Section, Table, TableRow};
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::account_list::{AccountRow, Brought};
use crate::insight::accounts::Call;

/// An account as JSON writes it. Lengths in whole seconds.
#[derive(Serialize, Debug)]
pub struct AccountRecord<'a> {
    account: &'a str,
    seconds: Length,
    live_s: Length,
    outcomes: OutcomesRecord,
    /// The day of the last nurture, follow-up or meeting.
    last: Option<Day>,
    /// From then up to today.
    days: Option<i64>,
    /// `watch`, or `rope` where it is at risk.
    kind: Option<&'static str>,
    at_risk: bool,
}

#[derive(Serialize, Debug)]
struct OutcomesRecord {
    touches: u64,
    conversations: u64,
    meetings: u64,
    advance: usize,
    continuation: usize,
    no: usize,
    won: usize,
}

impl From<Brought> for OutcomesRecord {
    fn from(brought: Brought) -> Self {
        Self {
            touches: brought.touches,
            conversations: brought.conversations,
            meetings: brought.meetings,
            advance: brought.advances,
            continuation: brought.continuations,
            no: brought.noes,
            won: brought.won,
        }
    }
}

impl<'a> From<&'a AccountRow> for AccountRecord<'a> {
    fn from(row: &'a AccountRow) -> Self {
        Self {
            account: row.account.as_str(),
            seconds: row.length,
            live_s: row.live,
            outcomes: row.brought.into(),
            last: row.last,
            days: row.days,
            kind: row.call.map(Call::name),
            at_risk: row.call == Some(Call::Rope),
        }
    }
}

/// The accounts as a table, told on a day; `days` names those that the hours are of.
pub fn account_document(rows: &[AccountRow], days: String, today: Day) -> Document {
    let heads = [
        "account",
        "time",
        "live",
        "outcomes",
        "last touch",
        "days",
        "",
    ];
    let table = Table {
        caption: Some("Accounts".to_owned()),
        heads: heads.to_vec(),
        is_grid: true,
        rows: rows.iter().map(|row| table_row(row, today)).collect(),
    };
    Document {
        kind: None,
        week: None,
        days,
        state: None,
        tells_tafs: true,
        sections: vec![Section::new("", Place::Across, vec![Block::Table(table)])],
    }
}

fn table_row(row: &AccountRow, today: Day) -> TableRow {
    let name = format!("@{}", row.account.as_str());
    let live = if row.live.is_positive() {
        format::hours(row.live)
    } else {
        "–".to_owned()
    };
    let last = row.last.map(|last| format::short_day(last, today));
    let days = row.days.map(|days| days.to_string());
    let call = row.call.map_or("", Call::words);
    let cells = [
        live,
        brought_words(&row.brought),
        last.unwrap_or_else(|| "never".to_owned()),
        days.unwrap_or_else(|| "–".to_owned()),
        call.to_owned(),
    ];
    TableRow {
        beside: cells.map(Cell::from).into(),
        ..TableRow::timed(None, &name, row.length)
    }
}

/// `3 conv, 1 meeting, 2 advances`; nothing of what there is none of.
fn brought_words(brought: &Brought) -> String {
    let words = |count: usize, name: &str| (count > 0).then(|| format::count(count, name));
    let parts = [
        words(brought.conversations as usize, "conversation"),
        words(brought.meetings as usize, "meeting"),
        words(brought.advances, "advance"),
        words(brought.continuations, "continuation"),
        (brought.noes > 0).then(|| format!("{} no", brought.noes)),
        (brought.won > 0).then(|| format!("{} won", brought.won)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        "–".to_owned()
    } else {
        parts.join(", ")
    }
}

/// The accounts as CSV, a row each.
pub fn write_account_csv(rows: &[AccountRow]) -> Result<String, csv::Error> {
    let mut out = csv_writer().from_writer(Vec::new());
    out.write_record([
        "account",
        "seconds",
        "hours",
        "live_s",
        "touches",
        "conversations",
        "meetings",
        "advance",
        "continuation",
        "no",
        "won",
        "last",
        "days",
        "kind",
    ])?;
    for row in rows {
        let brought = row.brought;
        let last = row.last.map(|last| last.to_string());
        let days = row.days.map(|days| days.to_string());
        out.write_record([
            guard_cell(row.account.as_str()),
            row.length.as_seconds().to_string(),
            format!("{:.2}", row.length.as_hours()),
            row.live.as_seconds().to_string(),
            brought.touches.to_string(),
            brought.conversations.to_string(),
            brought.meetings.to_string(),
            brought.advances.to_string(),
            brought.continuations.to_string(),
            brought.noes.to_string(),
            brought.won.to_string(),
            last.unwrap_or_default(),
            days.unwrap_or_default(),
            row.call.map_or("", Call::name).to_owned(),
        ])?;
    }
    let bytes = out.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
