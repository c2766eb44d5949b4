//! From the rows of a reader to blocks that may arrive: wall clocks become instants, labels a category, and each interval
//! an id that is the same whenever and wherever the same source is read. Knows nothing of what is on record.

use chrono::NaiveDateTime;

use super::dates::LONGEST;
use super::delivery::TakeRows;
use super::error::ExchangeError;
use super::import_report::{ImportReport, RowError};
use super::prospect;
use super::request::ImportRequest;
use super::source::{Format, Labels, ParsedRow, Time};
use crate::domain::arrival::{Arrival, Marks};
use crate::domain::block::{Account, Block, BlockId, Details, Requester, Revision};
use crate::domain::calendar::{Calendar, Local};
use crate::domain::classify::{By, Classified, Occasion};
use crate::domain::edit::SideRow;
use crate::domain::format;
use crate::domain::stamp::Moment;

/// What a source holds, ready to arrive.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PreparedImport {
    /// The blocks, the earliest first; of our own JSON in its order.
    pub arrivals: Vec<Arrival>,
    /// The line of each.
    pub lines: Vec<usize>,
    /// Rows that are no blocks, of an export of everything.
    pub rows: Vec<SideRow>,
    pub report: ImportReport,
}

impl PreparedImport {
    /// Blocks with their lines.
    pub(super) fn of(found: Vec<(usize, Arrival)>, report: ImportReport) -> Self {
        let (lines, arrivals) = found.into_iter().unzip();
        Self {
            arrivals,
            lines,
            rows: Vec::new(),
            report,
        }
    }

    /// Adds a block of our own, if it lies in the days that are asked for.
    pub(super) fn add(&mut self, request: &ImportRequest<'_>, line: usize, block: Block) {
        let said = (&block, By::Source);
        if let Some(marks) = admit(&mut self.report, request, line, said, None) {
            self.lines.push(line);
            self.arrivals.push(Arrival {
                block,
                has_id: true,
                marks,
            });
        }
    }
}

/// Takes a block with its line; after an error nothing more is read.
pub type TakeArrivals<'t> = dyn FnMut(usize, Arrival) -> Result<(), ExchangeError> + 't;

/// Makes a block of each row of a source, and hands it on at once.
pub(super) struct Blocks<'a, 't> {
    places: Places<'a>,
    has_guests: bool,
    to: &'t mut TakeArrivals<'t>,
}

impl<'a, 't> Blocks<'a, 't> {
    pub(super) fn new(request: &'a ImportRequest<'a>, to: &'t mut TakeArrivals<'t>) -> Self {
        Self {
            places: Places::new(request),
            has_guests: false,
            to,
        }
    }

    /// Adds what can be said only once all rows are there.
    pub(super) fn finish(self, report: &mut ImportReport) {
        let classify = self.places.request.classify;
        self.places.finish(report);
        let unsorted = report.by_default > 0 && !classify.knows_home();
        if unsorted && self.has_guests {
            report.remark(
                "domains under [me] in the config tell meetings with customers from those among colleagues"
                    .to_owned(),
            );
        }
    }
}

impl TakeRows for Blocks<'_, '_> {
    fn take(&mut self, mut row: ParsedRow, report: &mut ImportReport) -> Result<(), ExchangeError> {
        let id = own_id(&row);
        let Some(times) = self.places.place(&row, id, report) else {
            return Ok(());
        };
        let (request, line) = (self.places.request, row.line);
        self.has_guests |= matches!(row.labels.occasion, Some(Occasion::Meeting(_)))
            && !row.labels.domains.is_empty();
        let labels = labels_to_explain(request, &row);
        let is_new = row.own.is_none() && id.is_none();
        let (block, by) = to_block(request, &times, id, &mut row);
        if is_new && let Err(what) = prospect::check(&block, request.classify.taxonomy()) {
            report.rejected.push(RowError::new(line, what));
            return Ok(());
        }
        let Some(marks) = admit(report, request, line, (&block, by), labels) else {
            return Ok(());
        };
        (self.to)(
            line,
            Arrival {
                block,
                has_id: !is_new,
                marks,
            },
        )
    }

    fn wants_labels(&self) -> bool {
        self.places.request.explain
    }
}

/// Counts a block that is to be added, and says what is counted if it is; `None` for one outside the days that are asked
/// for.
pub(super) fn admit(
    report: &mut ImportReport,
    request: &ImportRequest<'_>,
    line: usize,
    (block, by): (&Block, By<'_>),
    labels: Option<Labels>,
) -> Option<Marks> {
    if request.leaves_out(block) {
        report.outside += 1;
        return None;
    }
    report.count_block(block, by);
    if request.explain {
        report.explain(line, block, by, labels.unwrap_or_default());
    }
    let activity = block.details.activity.as_deref();
    let listed = request.classify.taxonomy();
    let is_unlisted = activity.is_some_and(|name| listed.by_name(block.category, name).is_none());
    let by_default = by == By::Default;
    Some(Marks {
        by_default,
        is_unlisted,
    })
}

/// What a row says of itself, where that is to be told.
pub(super) fn labels_to_explain(request: &ImportRequest<'_>, row: &ParsedRow) -> Option<Labels> {
    request.explain.then(|| row.labels.clone())
}

/// Tells when rows are, and which have no time to be placed at.
pub(super) struct Places<'a> {
    pub(super) request: &'a ImportRequest<'a>,
    walls: Walls,
    any_wall: bool,
    twice: usize,
}

impl<'a> Places<'a> {
    pub(super) const fn new(request: &'a ImportRequest<'a>) -> Self {
        let calendar = Calendar::new(request.options.zone);
        Self {
            request,
            walls: Walls { calendar },
            any_wall: false,
            twice: 0,
        }
    }

    /// When a row was; `None` where it has not both times, which the report tells then. `id` is its id of our own.
    pub(super) fn place(
        &mut self,
        row: &ParsedRow,
        id: Option<BlockId>,
        report: &mut ImportReport,
    ) -> Option<Times> {
        let is_wall = |time: Time| matches!(time, Time::Wall(_));
        self.any_wall |= is_wall(row.start) || row.end.is_some_and(is_wall);
        let stays_open = row.own.is_some() || self.request.format == Format::Csv && id.is_some();
        match self.walls.resolve_row(row) {
            Err(what) => report.rejected.push(RowError::new(row.line, what)),
            Ok(times) => match times.end {
                None if !stays_open => {
                    report.open += 1;
                    report.open_lines.push(row.line);
                }
                Some(end) if end.at == times.start.at => report.empty += 1,
                Some(end) if !stays_open && end.at.since(times.start.at) > LONGEST => {
                    let (start, end) = (full_time(times.start), full_time(end));
                    let what = format!("it lasts longer than a year, from {start} to {end}");
                    report.rejected.push(RowError::new(row.line, what));
                }
                Some(_) | None => {
                    self.twice += usize::from(times.twice);
                    return Some(times);
                }
            },
        }
        None
    }

    /// Adds what can be said only once all rows are there.
    pub(super) fn finish(&self, report: &mut ImportReport) {
        report.rejected.sort_by_key(|fault| fault.line);
        report.explained.sort_by_key(|explained| explained.at);
        if self.any_wall {
            report.remark(format!("times are those of {}", self.request.options.zone));
        }
        if self.twice > 0 {
            let many = format::count(self.twice, "block");
            report.remark(format!(
                "{many} with a time that came twice as the clocks were set back: taken as the earlier"
            ));
        }
    }
}

/// Classifies a row and makes a block of it; the row's details move into the block. `id` is its id of our own.
pub(super) fn to_block<'a>(
    request: &'a ImportRequest<'_>,
    times: &Times,
    id: Option<BlockId>,
    row: &'a mut ParsedRow,
) -> (Block, By<'a>) {
    if let Some(own) = row.own.take() {
        return (*own, By::Source);
    }
    let is_own = request.format == Format::Csv;
    let id = id.filter(|_| is_own);
    let id = id.unwrap_or_else(|| derive_id(request.format, times, row));
    let mut details = std::mem::take(&mut row.details);
    let (category, by) = if let Some(category) = row.category {
        (category, By::Source)
    } else {
        let (kind, by) = request.classify.sort(&row.labels);
        if !is_own {
            place_tags(&mut details, &kind, by);
        }
        details.activity = kind.activity.or(details.activity);
        details.account = kind.account.or(details.account);
        details.requester = kind.requester.or(details.requester);
        (kind.category, by)
    };
    let block = Block {
        id,
        start: times.start,
        end: times.end,
        category,
        details,
        clock_back: false,
        unreadable: None,
        revision: Revision(1),
    };
    (block, by)
}

/// Puts tags of another tool where a block has a better place for them: `@Northwind` and `!legal` as the quick line
/// has them, and the names that say what it was, which are no topics.
fn place_tags(details: &mut Details, kind: &Classified, by: By<'_>) {
    let says_it = |tag: &str| {
        let activity = kind.activity.as_deref();
        let named = [Some(kind.category.name()), activity].into_iter().flatten();
        matches!(by, By::Name(name) if name == tag)
            || named.into_iter().any(|name| name.eq_ignore_ascii_case(tag))
    };
    for tag in std::mem::take(&mut details.tags) {
        let text = tag.as_str();
        match (
            text.strip_prefix('@').map(Account::new),
            text.strip_prefix('!').map(Requester::new),
        ) {
            (Some(Ok(account)), _) if details.account.is_none() => details.account = Some(account),
            (_, Some(Ok(requester))) if details.requester.is_none() => {
                details.requester = Some(requester);
            }
            _ if matches!(by, By::Name(_)) && says_it(text) => {}
            _ => details.tags.push(tag),
        }
    }
}

/// The id that our own export has written.
pub(super) fn own_id(row: &ParsedRow) -> Option<BlockId> {
    row.key.as_deref().and_then(BlockId::parse)
}

/// When an interval was.
pub(super) struct Times {
    pub(super) start: Moment,
    pub(super) end: Option<Moment>,
    /// Whether one of them came twice, and which was meant is not said.
    twice: bool,
}

/// What wall clocks mean where the source says no zone.
struct Walls {
    calendar: Calendar,
}

impl Walls {
    fn resolve_row(&self, row: &ParsedRow) -> Result<Times, String> {
        let (start, second_start) = self.resolve(row.start)?;
        let twice = second_start.is_some();
        let Some(end) = row.end else {
            return Ok(Times {
                start,
                end: None,
                twice,
            });
        };
        let (end, twice) = match self.resolve(end)? {
            (end, None) => (end, twice),
            // What began after the first of the two can only have ended with the second.
            (earlier, Some(later)) if earlier.at <= start.at && start.at < later.at && !twice => {
                (later, false)
            }
            (earlier, Some(_)) => (earlier, true),
        };
        if start.at > end.at {
            return Err(format!(
                "it ends at {}, before it begins at {}",
                full_time(end),
                full_time(start)
            ));
        }
        Ok(Times {
            start,
            end: Some(end),
            twice,
        })
    }

    /// A time, and the later one where it came twice.
    fn resolve(&self, time: Time) -> Result<(Moment, Option<Moment>), String> {
        let wall = match time {
            Time::At(moment) => return Ok((moment, None)),
            Time::Wall(wall) => wall,
        };
        match self.calendar.resolve(wall) {
            Local::Once(moment) => Ok((moment, None)),
            Local::Twice(earlier, later) => Ok((earlier, Some(later))),
            Local::Never(before, after) => Err(self.explain_gap(wall, before, after)),
            Local::OutOfRange => Err(format!(
                "{} lies outside the years 1900 to 2199",
                wall.format("%Y-%m-%d")
            )),
        }
    }

    fn explain_gap(&self, wall: NaiveDateTime, before: Moment, after: Moment) -> String {
        format!(
            "{} never came in {}, where the clocks were set forward: the nearest times are {} and {}",
            wall.format("%Y-%m-%d %H:%M"),
            self.calendar.zone,
            format::clock(before),
            format::clock(after)
        )
    }
}

fn full_time(moment: Moment) -> String {
    Calendar::wall(moment)
        .format("%Y-%m-%d %H:%M:%S")
        .to_string()
}

/// The id of an interval of another tool: the milliseconds of its start, as ids of our own have those of their entry,
/// then a hash of the format and of its key there, or of all that the source says of it. The bits of version and
/// variant are those of a UUID version 7.
fn derive_id(format: Format, times: &Times, row: &ParsedRow) -> BlockId {
    let mut hash = Hash::new();
    hash.add(format.name());
    if let Some(key) = &row.key {
        hash.add(key);
    } else {
        let end = times.end.map_or(0, |end| end.at.seconds());
        hash.add(&format!("{} {end}", times.start.at.seconds()));
        let labels = &row.labels;
        for text in [&labels.project, &labels.client, &labels.title] {
            hash.add(text.as_deref().unwrap_or_default());
        }
        for tag in &labels.tags {
            hash.add(tag);
        }
        hash.add(row.details.note.as_str());
    }
    let milliseconds = times.start.at.seconds().wrapping_mul(1000);
    let mut bytes = hash.0.to_be_bytes();
    bytes[..6].copy_from_slice(&milliseconds.to_be_bytes()[2..]);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    BlockId::from_bytes(bytes)
}

/// FNV-1a in 128 bits: short, and the same on every machine and in every version. It need not withstand anyone: who
/// writes the file also writes the ids.
struct Hash(u128);

impl Hash {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

    const fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    /// A text and its end, so that `ab` `c` is not `a` `bc`.
    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(Self::PRIME);
        }
    }
}

#[cfg(test)]
mod tests;
