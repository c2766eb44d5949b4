//! Numbers and records as the bytes of a page hold them. Pure.

use super::super::cell::Cell;

/// No table of ours has so many columns.
const MOST_COLUMNS: usize = 100;

/// A row as its cell says it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Record {
    /// Its number, in a table that numbers its rows.
    pub(super) rowid: Option<i64>,
    pub(super) cells: Vec<Cell>,
    /// Nothing of it is missing.
    pub(super) whole: bool,
}

pub(super) fn number16(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 2)?;
    Some(usize::from(bytes[0]) << 8 | usize::from(bytes[1]))
}

pub(super) fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// A number of one to nine bytes, and how many.
pub(super) fn varint(bytes: &[u8]) -> Option<(i64, usize)> {
    let mut value = 0_u64;
    for place in 0..8 {
        let byte = *bytes.get(place)?;
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((value as i64, place + 1));
        }
    }
    let last = *bytes.get(8)?;
    Some(((value << 8 | u64::from(last)) as i64, 9))
}

/// The values of a record, and whether all of them are there; of a text that is cut the beginning is kept.
pub(super) fn record_cells(payload: &[u8]) -> Option<(Vec<Cell>, bool)> {
    let (head, used) = varint(payload)?;
    let head = usize::try_from(head)
        .ok()
        .filter(|head| *head <= payload.len())?;
    let (mut cells, mut whole) = (Vec::new(), true);
    let (mut at, mut from) = (used, head);
    while at < head {
        let (serial, used) = varint(payload.get(at..head)?)?;
        at += used;
        if cells.len() >= MOST_COLUMNS {
            return None;
        }
        let length = serial_length(serial)?;
        let rest = payload.get(from..).unwrap_or_default();
        let there = length.min(rest.len());
        whole &= there == length;
        cells.push(value(serial, &rest[..there], there == length));
        from = from.saturating_add(length);
    }
    Some((cells, whole))
}

fn serial_length(serial: i64) -> Option<usize> {
    match serial {
        0 | 8 | 9 => Some(0),
        1..=4 => usize::try_from(serial).ok(),
        5 => Some(6),
        6 | 7 => Some(8),
        12.. => usize::try_from((serial - 12) / 2).ok(),
        _ => None,
    }
}

fn value(serial: i64, bytes: &[u8], whole: bool) -> Cell {
    match serial {
        8 => Cell::Integer(0),
        9 => Cell::Integer(1),
        1..=6 if whole => {
            let negative = bytes.first().is_some_and(|byte| *byte >= 0x80);
            let start = if negative { -1 } else { 0 };
            let number = bytes
                .iter()
                .fold(start, |number: i64, byte| number << 8 | i64::from(*byte));
            Cell::Integer(number)
        }
        7 if whole => {
            let bytes: [u8; 8] = bytes.try_into().unwrap_or_default();
            Cell::Real(f64::from_be_bytes(bytes))
        }
        12.. if serial % 2 == 0 => Cell::Blob(bytes.to_vec()),
        12.. => Cell::Text(bytes.to_vec()),
        _ => Cell::Null,
    }
}
