//! Rows that can't be read: a read goes on without them, and keeps a note of each for whoever tells of them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rusqlite::Row;
use rusqlite::types::ValueRef;

use super::{FileError, StoreError};
use crate::domain::calendar::is_week_name;
use crate::domain::stamp::Stamp;
use crate::domain::unreadable::{RowKind, RowPlace, UnreadableRow};

/// What was met, each row once.
#[derive(Debug, Default)]
pub(super) struct SetAside {
    rows: RefCell<BTreeMap<(RowKind, String), UnreadableRow>>,
}

impl SetAside {
    pub(super) fn take(&self) -> Vec<UnreadableRow> {
        self.rows.take().into_values().collect()
    }

    pub(super) fn forget_before(&self, at: Stamp) {
        let is_before = |row: &UnreadableRow| match row.place {
            RowPlace::At(moment) => moment.at < at,
            RowPlace::Instant(stamp) => stamp < at,
            RowPlace::Day(_) | RowPlace::Week(_) | RowPlace::Unknown => false,
        };
        self.rows
            .borrow_mut()
            .retain(|(kind, _), row| *kind != RowKind::Block || !is_before(row));
    }

    pub(super) fn has(&self, kind: RowKind) -> bool {
        self.rows.borrow().keys().any(|(of, _)| *of == kind)
    }

    /// Whether a row of this kind was met that doesn't say where it belongs.
    pub(super) fn has_without_place(&self, kind: RowKind) -> bool {
        let rows = self.rows.borrow();
        rows.values()
            .any(|row| row.kind == kind && row.place == RowPlace::Unknown)
    }

    pub(super) fn note(&self, row: UnreadableRow) {
        let key = (row.kind, row.key.clone());
        self.rows.borrow_mut().insert(key, row);
    }

    /// What a row of a table by week holds; one that can't be read is set aside.
    pub(super) fn readable_of_week<T>(
        &self,
        kind: RowKind,
        row: &Row<'_>,
        read: impl FnOnce(&str) -> Result<T, StoreError>,
    ) -> Option<(String, T)> {
        let key = key_of(row);
        let named = Some(&key).filter(|name| is_week_name(name));
        let found = match named {
            Some(week) => read(week),
            None => Err(StoreError::in_row(
                key.clone(),
                "week",
                "is none".to_owned(),
            )),
        };
        match found {
            Ok(found) => Some((key, found)),
            Err(error) => {
                let place = named.map_or(RowPlace::Unknown, |week| RowPlace::Week(week.clone()));
                self.note(build_unreadable_row(kind, key, place, &error));
                None
            }
        }
    }

    /// Whether nothing is lost when the row of this key is written: not one that can't be read.
    pub(super) fn spare(&self, kind: RowKind, key: &str) -> Result<(), StoreError> {
        let aside = self.rows.borrow();
        let Some(row) = aside.get(&(kind, key.to_owned())) else {
            return Ok(());
        };
        Err(FileError::Kept {
            row: format!("{} {key}", kind.of()),
            reason: row.reason.clone(),
        }
        .into())
    }
}

pub(super) fn build_unreadable_row(
    kind: RowKind,
    key: String,
    place: RowPlace,
    error: &StoreError,
) -> UnreadableRow {
    let reason = match error {
        StoreError::File {
            cause: FileError::Row { column, reason, .. },
            ..
        } => {
            format!("its {column} {reason}")
        }
        other => other.to_string(),
    };
    UnreadableRow {
        kind,
        key,
        place,
        reason,
    }
}

/// The first column, as far as it can be shown.
pub(super) fn key_of(row: &Row<'_>) -> String {
    match row.get_ref(0) {
        Ok(ValueRef::Text(text)) => String::from_utf8_lossy(text).into_owned(),
        Ok(ValueRef::Integer(number)) => number.to_string(),
        Ok(ValueRef::Blob(bytes)) => format!("{bytes:02x?}"),
        Ok(ValueRef::Null | ValueRef::Real(_)) | Err(_) => String::new(),
    }
}
