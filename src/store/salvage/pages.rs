//! The pages of an SQLite file, read without SQLite: trees, cells, chains of overflow, records, free pages. Pure, and
//! bounded: whatever the bytes say, no page is followed twice and nothing is longer than the file.

use std::collections::HashSet;

use super::super::cell::Cell;

/// The number of a page; the first one is 1.
pub(super) type PageNumber = u32;

/// What SQLite writes at the beginning of a file.
pub(super) const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// The size of the pages of our files.
const USUAL_SIZE: usize = 4096;
/// Of 1,000 pages of that size at least so many are ones of trees, where it is the size of a file.
const PLAIN_SHARE: usize = 300;
/// No table of ours has so many columns.
const MOST_COLUMNS: usize = 100;

/// What a page of a tree is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PageKind {
    IndexInterior,
    TableInterior,
    IndexLeaf,
    TableLeaf,
}

impl PageKind {
    pub(super) const fn is_of_index(self) -> bool {
        matches!(self, Self::IndexInterior | Self::IndexLeaf)
    }

    const fn is_interior(self) -> bool {
        matches!(self, Self::IndexInterior | Self::TableInterior)
    }
}

/// The bytes of a file as pages.
pub(super) struct Pages<'b> {
    bytes: &'b [u8],
    size: usize,
}

/// A row as its cell says it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Record {
    /// Its number, in a table that numbers its rows.
    pub(super) rowid: Option<i64>,
    pub(super) cells: Vec<Cell>,
    /// Nothing of it is missing.
    pub(super) whole: bool,
}

impl<'b> Pages<'b> {
    /// The pages of a file; one whose first page is lost has those of the usual size, or of the one that fits it best.
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        let told = bytes
            .starts_with(MAGIC)
            .then(|| number16(bytes, 16))
            .flatten();
        let size = match told {
            Some(1) => 65_536,
            Some(size) if size.is_power_of_two() && size >= 512 => size,
            Some(_) | None => 0,
        };
        let with = |size| Self { bytes, size };
        if size > 0 && with(size).count_trees() > 0 {
            return with(size);
        }
        let share = |size: &usize| {
            let pages = with(*size);
            pages.count_trees() * 1000 / (pages.count() as usize).max(1)
        };
        let mut size = USUAL_SIZE;
        if share(&size) < PLAIN_SHARE {
            let sizes = (9..=16).map(|power| 1_usize << power);
            size = sizes.max_by_key(share).unwrap_or(USUAL_SIZE);
        }
        with(size)
    }

    /// How many pages there are, a part of one at the end among them.
    pub(super) fn count(&self) -> PageNumber {
        PageNumber::try_from(self.bytes.len().div_ceil(self.size)).unwrap_or(PageNumber::MAX)
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = PageNumber> + use<> {
        1..=self.count()
    }

    fn count_trees(&self) -> usize {
        self.numbers()
            .filter(|page| self.kind(*page).is_some())
            .count()
    }

    fn page(&self, number: PageNumber) -> Option<&'b [u8]> {
        let from = (number as usize).checked_sub(1)?.checked_mul(self.size)?;
        let to = (from + self.size).min(self.bytes.len());
        self.bytes.get(from..to)
    }

    /// Where the head of a tree's page begins: behind that of the file in the first one, unless what is first here was
    /// another one.
    fn head(&self, number: PageNumber, page: &[u8]) -> usize {
        let is_first = number == 1 && (page.starts_with(MAGIC) || self.kind_at(page, 0).is_none());
        if is_first { 100 } else { 0 }
    }

    /// What a page is, where it is one of a tree.
    pub(super) fn kind(&self, number: PageNumber) -> Option<PageKind> {
        let page = self.page(number)?;
        self.kind_at(page, self.head(number, page))
    }

    fn kind_at(&self, page: &[u8], head: usize) -> Option<PageKind> {
        let kind = match page.get(head)? {
            2 => PageKind::IndexInterior,
            5 => PageKind::TableInterior,
            10 => PageKind::IndexLeaf,
            13 => PageKind::TableLeaf,
            _ => return None,
        };
        let cells = number16(page, head + 3)?;
        let begins = head + if kind.is_interior() { 12 } else { 8 };
        (begins + 2 * cells <= self.size).then_some(kind)
    }

    /// The places of the cells in a page.
    pub(super) fn cells(&self, number: PageNumber) -> Vec<usize> {
        let (Some(kind), Some(page)) = (self.kind(number), self.page(number)) else {
            return Vec::new();
        };
        let head = self.head(number, page);
        let begins = head + if kind.is_interior() { 12 } else { 8 };
        let count = number16(page, head + 3).unwrap_or(0);
        let places = (0..count).filter_map(|cell| number16(page, begins + 2 * cell));
        places.filter(|place| *place >= begins).collect()
    }

    /// The pages below one, in order.
    pub(super) fn children(&self, number: PageNumber) -> Vec<PageNumber> {
        let Some(page) = self.page(number) else {
            return Vec::new();
        };
        if !self.kind(number).is_some_and(PageKind::is_interior) {
            return Vec::new();
        }
        let cells = self.cells(number);
        let children = cells.iter().filter_map(|place| number32(page, *place));
        let last = number32(page, self.head(number, page) + 8);
        children.chain(last).collect()
    }

    /// The row of a cell; none where it cannot be one.
    pub(super) fn record(&self, number: PageNumber, place: usize) -> Option<Record> {
        let (page, kind) = (self.page(number)?, self.kind(number)?);
        let place = match kind {
            PageKind::TableInterior => return None,
            PageKind::IndexInterior => place + 4,
            PageKind::IndexLeaf | PageKind::TableLeaf => place,
        };
        let (length, used) = varint(page.get(place..)?)?;
        let length = usize::try_from(length)
            .ok()
            .filter(|length| *length <= self.bytes.len())?;
        let mut from = place + used;
        let mut rowid = None;
        if !kind.is_of_index() {
            let (number, used) = varint(page.get(from..)?)?;
            (rowid, from) = (Some(number), from + used);
        }
        let (payload, whole) = self.payload(page, from, length, kind)?;
        let (cells, complete) = record_cells(&payload)?;
        Some(Record {
            rowid,
            cells,
            whole: whole && complete,
        })
    }

    /// So many bytes from a cell on, with those of its chain of overflow; whether all of them are there.
    fn payload(
        &self,
        page: &[u8],
        from: usize,
        length: usize,
        kind: PageKind,
    ) -> Option<(Vec<u8>, bool)> {
        let most = if kind.is_of_index() {
            (self.size - 12) * 64 / 255 - 23
        } else {
            self.size - 35
        };
        if length <= most {
            return Some((page.get(from..from + length)?.to_vec(), true));
        }
        let least = (self.size - 12) * 32 / 255 - 23;
        let spill = least + (length - least) % (self.size - 4);
        let local = if spill <= most { spill } else { least };
        let mut payload = page.get(from..from + local)?.to_vec();
        let mut next = number32(page, from + local)?;
        let mut seen = HashSet::new();
        while payload.len() < length {
            let missing = length - payload.len();
            let Some(chained) = self.page(next).filter(|_| next > 1 && seen.insert(next)) else {
                return Some((payload, false));
            };
            let after = number32(chained, 0).unwrap_or(0);
            let is_last = missing <= self.size - 4;
            let follows = if is_last {
                after == 0
            } else {
                (2..=self.count()).contains(&after)
            };
            if !follows || chained.iter().all(|byte| *byte == 0) {
                return Some((payload, false));
            }
            payload.extend(chained.get(4..)?.iter().take(missing));
            if is_last && payload.len() < length {
                return Some((payload, false));
            }
            next = after;
        }
        Some((payload, true))
    }

    /// The page of a cell and those of its chain of overflow.
    #[cfg(test)]
    pub(super) fn pages_of(&self, number: PageNumber, place: usize) -> HashSet<PageNumber> {
        let (mut pages, page) = (
            HashSet::from([number]),
            self.page(number).unwrap_or_default(),
        );
        let index = self.kind(number).is_some_and(PageKind::is_of_index);
        let place = place
            + if self.kind(number) == Some(PageKind::IndexInterior) {
                4
            } else {
                0
            };
        let Some((length, used)) = page.get(place..).and_then(varint) else {
            return pages;
        };
        let rowid = page
            .get(place + used..)
            .and_then(varint)
            .map_or(0, |(_, used)| used);
        let from = place + used + if index { 0 } else { rowid };
        let most = if index {
            (self.size - 12) * 64 / 255 - 23
        } else {
            self.size - 35
        };
        let least = (self.size - 12) * 32 / 255 - 23;
        let length = length as usize;
        if length > most {
            let spill = least + (length - least) % (self.size - 4);
            let local = if spill <= most { spill } else { least };
            let mut next = number32(page, from + local).unwrap_or(0);
            while next > 0 && pages.insert(next) {
                next = self
                    .page(next)
                    .and_then(|page| number32(page, 0))
                    .unwrap_or(0);
            }
        }
        pages
    }

    /// The pages of a list of free ones that begins there.
    fn trunk(&self, number: PageNumber) -> Option<(PageNumber, Vec<PageNumber>)> {
        let page = self
            .page(number)
            .filter(|_| number > 1 && self.kind(number).is_none())?;
        let (next, count) = (number32(page, 0)?, number32(page, 4)? as usize);
        if next > self.count() || count > self.size / 4 - 2 {
            return None;
        }
        let leaves: Option<Vec<PageNumber>> = (0..count)
            .map(|leaf| {
                number32(page, 8 + 4 * leaf).filter(|leaf| (2..=self.count()).contains(leaf))
            })
            .collect();
        let leaves = leaves?;
        let distinct: HashSet<&PageNumber> = leaves.iter().collect();
        (distinct.len() == leaves.len()).then_some((next, leaves))
    }

    /// The pages that are free: on the file's list of them, or on what looks like a part of that list.
    pub(super) fn free(&self) -> HashSet<PageNumber> {
        let mut free = HashSet::new();
        let mut next = self.head_number(32).filter(|number| *number > 0);
        while let Some(number) = next
            && free.insert(number)
            && let Some((after, leaves)) = self.trunk(number)
        {
            free.extend(leaves);
            next = (after > 0).then_some(after);
        }
        for number in self.numbers() {
            if let Some((_, leaves)) = self.trunk(number)
                && !leaves.is_empty()
            {
                free.insert(number);
                free.extend(leaves);
            }
        }
        free
    }

    /// A number of the file's head, where that is one.
    pub(super) fn head_number(&self, place: usize) -> Option<u32> {
        number32(self.bytes, place).filter(|_| self.bytes.starts_with(MAGIC))
    }
}

fn number16(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 2)?;
    Some(usize::from(bytes[0]) << 8 | usize::from(bytes[1]))
}

fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// A number of one to nine bytes, and how many.
fn varint(bytes: &[u8]) -> Option<(i64, usize)> {
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
fn record_cells(payload: &[u8]) -> Option<(Vec<Cell>, bool)> {
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
