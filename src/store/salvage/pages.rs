//! The pages of an SQLite file, read without SQLite: trees, cells, chains of overflow, records, free pages. Bounded:
//! whatever the bytes say, no page is followed twice, nothing is longer than the file, and few pages are in memory.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::rc::Rc;

use super::record::{Record, number16, number32, record_cells, varint};

/// The number of a page; the first one is 1.
pub(super) type PageNumber = u32;

/// What SQLite writes at the beginning of a file.
pub(super) const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// The size of the pages of our files.
const USUAL_SIZE: usize = 4096;
/// Of 1,000 pages of that size at least so many are ones of trees, where it is the size of a file.
const PLAIN_SHARE: usize = 300;
/// So many bytes of pages are kept in memory.
const KEPT: usize = 4 << 20;
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

/// A file as pages.
pub(super) struct Pages<'f> {
    file: &'f File,
    length: usize,
    size: usize,
    /// Some of the pages that were read last, each in the place that its number gives it.
    kept: RefCell<Vec<Option<(PageNumber, Page)>>>,
    /// Why the disk could not read one.
    failed: RefCell<Option<io::Error>>,
}

type Page = Rc<[u8]>;

impl<'f> Pages<'f> {
    /// The pages of a file; one whose first page is lost has those of the usual size, or of the one that fits it best.
    pub(super) fn of(file: &'f File) -> io::Result<Self> {
        let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
        let with = |size| Self::with_size(file, length, size);
        let first = with(USUAL_SIZE).page(1);
        let told = first
            .as_deref()
            .filter(|first| first.starts_with(MAGIC))
            .and_then(|first| number16(first, 16));
        let size = match told {
            Some(1) => 65_536,
            Some(size) if size.is_power_of_two() && size >= 512 => size,
            Some(_) | None => 0,
        };
        if size > 0 && with(size).count_trees() > 0 {
            return Ok(with(size));
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
        Ok(with(size))
    }

    fn with_size(file: &'f File, length: usize, size: usize) -> Self {
        let kept = vec![None; (KEPT / size).max(1)];
        Self {
            file,
            length,
            size,
            kept: RefCell::new(kept),
            failed: RefCell::default(),
        }
    }

    /// Why the disk could not read a page, where that was so: what is missing then is not known to be lost.
    pub(super) fn check(&self) -> io::Result<()> {
        self.failed.take().map_or(Ok(()), Err)
    }

    /// How many pages there are, a part of one at the end among them.
    pub(super) fn count(&self) -> PageNumber {
        PageNumber::try_from(self.length.div_ceil(self.size)).unwrap_or(PageNumber::MAX)
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = PageNumber> + use<> {
        1..=self.count()
    }

    fn count_trees(&self) -> usize {
        self.numbers()
            .filter(|page| self.kind(*page).is_some())
            .count()
    }

    fn page(&self, number: PageNumber) -> Option<Page> {
        let from = (number as usize).checked_sub(1)?.checked_mul(self.size)?;
        let length = self.length.checked_sub(from)?.min(self.size);
        let mut kept = self.kept.borrow_mut();
        let place = number as usize % kept.len();
        let kept = kept.get_mut(place)?;
        if let Some((known, page)) = kept
            && *known == number
        {
            return Some(Rc::clone(page));
        }
        let mut bytes = vec![0; length];
        if let Err(error) = self.file.read_exact_at(&mut bytes, from as u64) {
            self.failed.borrow_mut().get_or_insert(error);
            return None;
        }
        let page = Page::from(bytes);
        *kept = Some((number, Rc::clone(&page)));
        Some(page)
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
        self.kind_at(&page, self.head(number, &page))
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
        let head = self.head(number, &page);
        let begins = head + if kind.is_interior() { 12 } else { 8 };
        let count = number16(&page, head + 3).unwrap_or(0);
        let places = (0..count).filter_map(|cell| number16(&page, begins + 2 * cell));
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
        let children = cells.iter().filter_map(|place| number32(&page, *place));
        let last = number32(&page, self.head(number, &page) + 8);
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
            .filter(|length| *length <= self.length)?;
        let mut from = place + used;
        let mut rowid = None;
        if !kind.is_of_index() {
            let (number, used) = varint(page.get(from..)?)?;
            (rowid, from) = (Some(number), from + used);
        }
        let (payload, whole) = self.payload(&page, from, length, kind)?;
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
            let after = number32(&chained, 0).unwrap_or(0);
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
        let mut pages = HashSet::from([number]);
        let Some(page) = self.page(number) else {
            return pages;
        };
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
            let mut next = number32(&page, from + local).unwrap_or(0);
            while next > 0 && pages.insert(next) {
                next = self
                    .page(next)
                    .and_then(|page| number32(&page, 0))
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
        let (next, count) = (number32(&page, 0)?, number32(&page, 4)? as usize);
        if next > self.count() || count > self.size / 4 - 2 {
            return None;
        }
        let leaves: Option<Vec<PageNumber>> = (0..count)
            .map(|leaf| {
                number32(&page, 8 + 4 * leaf).filter(|leaf| (2..=self.count()).contains(leaf))
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
        let first = self.page(1).filter(|first| first.starts_with(MAGIC))?;
        number32(&first, place)
    }
}
