//! From the rows of a reader to blocks that may arrive: wall clocks become instants, labels a category, and each interval
//! an id that is the same whenever and wherever the same source is read. Knows nothing of what is on record.

use chrono::NaiveDateTime;

use super::import_report::{ImportReport, RowError};
use super::prospect;
use super::request::ImportRequest;
use super::source::{Format, Labels, ParsedRow, ParsedSource, Time};
use crate::domain::arrival::Arrival;
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
    /// Adds a block, if it lies in the days that are asked for; with its labels, where all is to be explained.
    pub(super) fn add(
        &mut self,
        request: &ImportRequest<'_>,
        line: usize,
        arrival: Arrival,
        by: By<'_>,
        labels: Option<Labels>,
    ) {
        if admit(
            &mut self.report,
            request,
            line,
            (&arrival.block, by),
            labels,
        ) {
            self.lines.push(line);
            self.arrivals.push(arrival);
        }
    }
}

/// Makes blocks of the rows of a source.
pub(super) fn prepare(source: ParsedSource, request: &ImportRequest<'_>) -> PreparedImport {
    let (rows, report) = place_rows(source, request);
    let has_guests = rows.iter().any(|(_, row)| {
        let labels = &row.labels;
        matches!(labels.occasion, Some(Occasion::Meeting(_))) && !labels.domains.is_empty()
    });
    let mut prepared = PreparedImport {
        report,
        ..PreparedImport::default()
    };
    for (times, mut row) in rows {
        let line = row.line;
        let is_new = own_id(&row).is_none();
        let labels = labels_to_explain(request, &row);
        let (block, by) = to_block(request, &times, &mut row);
        if is_new && let Err(what) = prospect::check(&block, request.classify.taxonomy()) {
            prepared.report.rejected.push(RowError::new(line, what));
            continue;
        }
        let arrival = Arrival {
            block,
            has_id: true,
        };
        prepared.add(request, line, arrival, by, labels);
    }
    prepared.report.rejected.sort_by_key(|fault| fault.line);
    let unsorted = prepared.report.by_default > 0 && !request.classify.knows_home();
    if unsorted && has_guests {
        prepared.report.remark(
            "domains under [me] in the config tell meetings with customers from those among colleagues"
                .to_owned(),
        );
    }
    prepared
}

/// Counts a block that is to be added; `false` for one outside the days that are asked for.
pub(super) fn admit(
    report: &mut ImportReport,
    request: &ImportRequest<'_>,
    line: usize,
    (block, by): (&Block, By<'_>),
    labels: Option<Labels>,
) -> bool {
    if request.leaves_out(block) {
        report.outside += 1;
        return false;
    }
    report.count_block(block, by);
    if request.explain {
        report.explain(line, block, by, labels.unwrap_or_default());
    }
    true
}

/// What a row says of itself, where that is to be told.
pub(super) fn labels_to_explain(request: &ImportRequest<'_>, row: &ParsedRow) -> Option<Labels> {
    request.explain.then(|| row.labels.clone())
}

/// The rows that have both times, in the order of their starts; the report tells of the others.
pub(super) fn place_rows(
    source: ParsedSource,
    request: &ImportRequest<'_>,
) -> (Vec<(Times, ParsedRow)>, ImportReport) {
    let ParsedSource {
        rows, mut report, ..
    } = source;
    let zone = request.options.zone;
    let walls = Walls {
        calendar: Calendar::new(zone),
    };
    let is_wall = |time: Time| matches!(time, Time::Wall(_));
    let any_wall = rows
        .iter()
        .any(|row| is_wall(row.start) || row.end.is_some_and(is_wall));
    let mut placed = Vec::with_capacity(rows.len());
    for row in rows {
        let stays_open = request.format == Format::Csv && own_id(&row).is_some();
        match walls.resolve_row(&row) {
            Err(what) => report.rejected.push(RowError::new(row.line, what)),
            Ok(times) => match times.end {
                None if !stays_open => {
                    report.open += 1;
                    report.open_lines.push(row.line);
                }
                Some(end) if end.at == times.start.at => report.empty += 1,
                Some(_) | None => placed.push((times, row)),
            },
        }
    }
    // Where two overlap the later one is trimmed, whatever the order of the source.
    placed.sort_by_key(|(times, _)| times.start.at);
    report.rejected.sort_by_key(|fault| fault.line);
    if any_wall {
        report.remark(format!("times are those of {zone}"));
    }
    let twice = placed.iter().filter(|(times, _)| times.twice).count();
    if twice > 0 {
        let many = format::count(twice, "block");
        report.remark(format!(
            "{many} with a time that came twice as the clocks were set back: taken as the earlier"
        ));
    }
    (placed, report)
}

/// Classifies a row and makes a block of it; the row's details move into the block.
pub(super) fn to_block<'a>(
    request: &'a ImportRequest<'_>,
    times: &Times,
    row: &'a mut ParsedRow,
) -> (Block, By<'a>) {
    let is_own = request.format == Format::Csv;
    let id = own_id(row).filter(|_| is_own);
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
fn own_id(row: &ParsedRow) -> Option<BlockId> {
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
