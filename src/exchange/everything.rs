//! Everything that the file holds as JSON Lines: a line with the version, one for each row, and one that ends it. It is
//! read line by line, so that its length costs no memory.

mod check;
mod line;

use std::io::{BufRead, Write};

use self::check::{check_row, clean_block};
use self::line::{EndLine, FORMAT, KINDS, Line, VERSION, VersionLine};
use super::error::ExchangeError;
use super::import_report::{ImportReport, RowError};
use super::json;
use super::json_text::write_json;
use super::request::ImportRequest;
use super::source::ParseError;
use super::to_blocks::PreparedImport;
use crate::domain::arrival::RowTally;
use crate::domain::classify::By;
use crate::domain::edit::SideRow;
use crate::domain::file_row::FileRow;
use crate::domain::format;
use crate::store::{RestoredRows, Store, StoreError};

/// Writes all rows of the file, the undo history only where that is asked; how many of them are blocks, and how many not.
pub fn export_everything(
    store: &Store,
    history: bool,
    out: &mut dyn Write,
) -> Result<(usize, usize), ExchangeError> {
    let version = VersionLine {
        tafs: FORMAT.to_owned(),
        version: VERSION,
        history,
    };
    write_line(&version, out)?;
    let (mut rows, mut blocks) = (0, 0);
    store.hand_over_rows(history, &mut |row| {
        rows += 1;
        blocks += usize::from(matches!(row, FileRow::Block { .. }));
        let line = Line::of(row).map_err(|what| RowError::new(rows + 1, what));
        write_line(
            &line.map_err(|error| ExchangeError::Rows(vec![error]))?,
            out,
        )
    })?;
    write_line(&Line::End(EndLine { rows }), out)?;
    Ok((blocks, rows - blocks))
}

fn write_line(line: &impl serde::Serialize, out: &mut dyn Write) -> Result<(), ExchangeError> {
    write_json(&mut *out, line).map_err(|error| ExchangeError::Writing(error.into()))?;
    out.write_all(b"\n").map_err(ExchangeError::Writing)
}

/// Brings all rows of an export of everything back into a file that holds nothing yet; `None` where it holds something.
/// `watch` hears how many bytes were read, and can call it off.
pub fn restore_everything<R: BufRead>(
    store: &mut Store,
    rows: &mut RowReader<R>,
    watch: &mut dyn FnMut(usize) -> bool,
) -> Result<Option<ImportReport>, ExchangeError> {
    let mut report = ImportReport {
        restored: true,
        ..ImportReport::default()
    };
    let (mut tally, mut failed) = (RowTally::default(), None);
    let restored = store.restore_rows(&mut || {
        if !watch(rows.bytes) {
            return Err(StoreError::Interrupted);
        }
        let row = rows.next_row().map_err(|error| {
            failed = Some(error);
            StoreError::Interrupted
        })?;
        match &row {
            Some(FileRow::Block { block, .. }) => report.count_block(block, By::Source),
            Some(FileRow::Raw(_)) | None => {}
            Some(_) => tally.added += 1,
        }
        Ok(row)
    });
    match (restored, failed) {
        (Err(_), Some(error)) => Err(error),
        (Err(StoreError::NotTaken(what)), None) => Err(rows.fault(what)),
        (Err(error), None) => Err(error.into()),
        (Ok(None), _) => Ok(None),
        (Ok(Some(RestoredRows { raw, left_out })), _) => {
            tally.added += raw;
            if raw > 0 {
                report.remark(match raw {
                    1 => "1 row can't be read or breaks a rule of the file: put back as it was · tafs doctor".to_owned(),
                    _ => format!("{raw} rows can't be read or break a rule of the file: put back as they were · tafs doctor"),
                });
            }
            if left_out > 0 {
                let rows = format::count(left_out, "row");
                report.remark(format!("{rows} can't stand in one file with the others: left out, and still in the export"));
            }
            report.added = report.offered;
            report.added_time = report.read_time;
            report.rows = Some(tally);
            Ok(Some(report))
        }
    }
}

/// Reads all rows of an export of everything, for a file that holds something already. What it says of the undo history
/// is left out: the file has its own. A block that `store` has not is taken as in any import, with clean texts.
pub fn prepare_everything<R: BufRead>(
    store: &Store,
    rows: &mut RowReader<R>,
    request: &ImportRequest<'_>,
) -> Result<PreparedImport, ExchangeError> {
    let mut prepared = PreparedImport::default();
    prepared.report.rows = Some(RowTally::default());
    let mut raw = 0;
    while let Some(row) = rows.next_row()? {
        let side_row = match row {
            FileRow::Block { block, .. } => {
                let block = match clean_block(&block) {
                    Ok(clean) if clean == *block => clean,
                    _ if store.block(block.id)?.is_some() => *block,
                    Ok(clean) => clean,
                    Err(what) => return Err(rows.fault(what)),
                };
                prepared.add(request, rows.line, block);
                continue;
            }
            FileRow::Mark { day, marked, .. } => SideRow::Mark { day, marked },
            FileRow::Pause { week, .. } => SideRow::Pause { week },
            FileRow::FocusRun { run, .. } => SideRow::FocusRun(run),
            FileRow::Guess { week, guess, .. } => SideRow::Guess { week, guess },
            FileRow::Commitment { week, text, .. } => SideRow::Commitment { week, text },
            FileRow::Review { week, review, .. } => SideRow::Review { week, review },
            FileRow::Suggestion(suggestion) => SideRow::Suggestion(*suggestion),
            FileRow::Question(question) => SideRow::Question(question),
            FileRow::Change(_) | FileRow::Removed { .. } => {
                let what = "the undo history of the source: left out, since this file has its own";
                prepared.report.remark(what.to_owned());
                continue;
            }
            FileRow::Notice { .. } => continue,
            FileRow::Raw(_) => {
                raw += 1;
                continue;
            }
        };
        prepared.rows.push(side_row);
    }
    if raw > 0 {
        let rows = format::count(raw, "row");
        let breaks = if raw == 1 { "breaks" } else { "break" };
        let what = format!(
            "can't be read or {breaks} a rule of the file: left out, and still in the export"
        );
        prepared
            .report
            .remark(format!("{rows} of the source {what}"));
    }
    Ok(prepared)
}

/// The first line of a text that is not empty, and what stands above it.
pub fn read_first_line(source: &mut dyn BufRead) -> Result<Vec<u8>, ExchangeError> {
    let mut text = Vec::new();
    while text.trim_ascii().is_empty() {
        let read = source.read_until(b'\n', &mut text);
        if read.map_err(ExchangeError::Reading)? == 0 {
            break;
        }
    }
    Ok(text)
}

/// Whether a text that begins with this line is an export of everything, or one without its first line.
pub fn is_everything(first_line: &[u8]) -> bool {
    let line = first_line
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(first_line);
    let object: Result<serde_json::Map<String, serde_json::Value>, _> =
        serde_json::from_slice(line);
    object.is_ok_and(|object| {
        let is_row = object.len() == 1 && object.keys().all(|key| is_kind(key));
        object.contains_key("tafs") || is_row
    })
}

fn is_kind(name: &str) -> bool {
    KINDS.split(", ").any(|kind| kind == name)
}

/// The rows of an export of everything, one after the other.
pub struct RowReader<R> {
    source: R,
    /// How many lines were read.
    line: usize,
    rows: usize,
    text: Vec<u8>,
    /// How many bytes were read.
    bytes: usize,
    /// Whether the undo history is in it.
    pub history: bool,
    is_over: bool,
}

impl<R: BufRead> RowReader<R> {
    /// Reads the line with the version.
    pub fn new(source: R) -> Result<Self, ExchangeError> {
        let mut reader = Self {
            source,
            line: 0,
            rows: 0,
            text: Vec::new(),
            bytes: 0,
            history: false,
            is_over: false,
        };
        let has_line = reader.read_line()?;
        let version: Option<VersionLine> = serde_json::from_slice(&reader.text)
            .ok()
            .filter(|version: &VersionLine| has_line && version.tafs == FORMAT);
        let Some(version) = version else {
            return Err(ExchangeError::Wrong(ParseError::new(
                "line 1: the version line is missing, so this isn't a complete export",
                "use the file as `tafs export --everything` wrote it: {\"tafs\":\"everything\",\"version\":1,…} comes first",
            )));
        };
        if version.version != VERSION {
            let number = version.version;
            return Err(ExchangeError::Wrong(ParseError::new(
                format!(
                    "line 1: written by a newer tafs (version {number} of this format; this one knows {VERSION})"
                ),
                "install the newer tafs, then try again",
            )));
        }
        reader.history = version.history;
        Ok(reader)
    }

    /// The next row; `None` after the last one, where the line that ends the file is right.
    pub fn next_row(&mut self) -> Result<Option<FileRow>, ExchangeError> {
        if !self.read_line()? {
            if self.is_over {
                return Ok(None);
            }
            self.line += 1;
            let what = "the file is cut off: its last line is missing";
            return Err(self.fault(what));
        }
        if self.is_over {
            return Err(self.fault("there are more lines after the end line"));
        }
        let line: Line = serde_json::from_slice(&self.text)
            .map_err(|error| self.fault(describe_error(&self.text, &error)))?;
        if let Line::End(EndLine { rows }) = line {
            if rows != self.rows {
                let what = format!(
                    "the end line counts {rows} rows, but there are {}",
                    self.rows
                );
                return Err(self.fault(what));
            }
            self.is_over = true;
            return self.next_row();
        }
        self.rows += 1;
        let row = line.into_row().map_err(|what| self.fault(what))?;
        if let Some(row) = &row {
            check_row(row).map_err(|what| self.fault(what))?;
        }
        Ok(row)
    }

    /// Something wrong with the line that was read last.
    pub fn fault(&self, what: impl Into<String>) -> ExchangeError {
        ExchangeError::Rows(vec![RowError::new(self.line, what)])
    }

    /// Reads the next line that is not empty; `false` at the end.
    fn read_line(&mut self) -> Result<bool, ExchangeError> {
        loop {
            self.text.clear();
            let read = self.source.read_until(b'\n', &mut self.text);
            let read = read.map_err(ExchangeError::Reading)?;
            if read == 0 {
                return Ok(false);
            }
            self.bytes += read;
            self.line += 1;
            if self.line == 1 && self.text.starts_with(b"\xef\xbb\xbf") {
                self.text.drain(..3);
            }
            if !self.text.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }
}

/// Why a line is none, without serde's own counting of lines.
fn describe_error(text: &[u8], error: &serde_json::Error) -> String {
    let object = match serde_json::from_slice(text) {
        Ok(serde_json::Value::Object(object)) => object,
        Ok(_) => return "a row is an object in { }".to_owned(),
        Err(error) => return json::not_json(&error),
    };
    let kind = object.keys().next().map_or("", String::as_str);
    if !is_kind(kind) {
        return format!("unknown kind {kind:?}; there are {KINDS}; perhaps a newer tafs wrote it");
    }
    let what = json::describe_field(error);
    if what.starts_with("unknown field") {
        return format!("{what}; perhaps a newer tafs wrote it");
    }
    what
}

#[cfg(test)]
mod tests;
