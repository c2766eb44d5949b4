//! From what a reader has found to blocks that may arrive: wall clocks become instants, labels a category, and each
//! interval an id that is the same whenever and wherever the same source is read. Knows nothing of what is on record.

use chrono::NaiveDateTime;

use super::import::Request;
use super::source::{Entry, Found, Time};
use super::{Format, RowFault};
use crate::domain::arrival::Arrival;
use crate::domain::block::{Account, Activity, Block, BlockId, Details, Requester, Revision};
use crate::domain::calendar::{Calendar, Local};
use crate::domain::classify::{By, Kind};
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Stamp};

/// How much a source holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Closed and valid blocks, of the days that are asked for.
    pub read: usize,
    /// The time that they hold, before anything is trimmed.
    pub read_time: Length,
    /// Intervals that are still open in the source.
    pub open: usize,
    /// Intervals that ended when they began.
    pub empty: usize,
    /// Blocks outside the days that are asked for.
    pub outside: usize,
    /// Blocks that no rule and no name has taken.
    pub by_default: usize,
}

/// A block with the line that it came from, and what gave it its category.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explained {
    /// The line of the source.
    pub line: usize,
    /// The block, before anything is trimmed.
    pub block: Block,
    /// In words: `the rule tag:calls in line 12 of the config`.
    pub by: String,
}

/// What a source holds, ready to arrive.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    /// The blocks, the earliest first; of our own JSON in its order.
    pub arrivals: Vec<Arrival>,
    /// The line of each.
    pub lines: Vec<usize>,
    /// Where each got its category from, if that is asked.
    pub explained: Vec<Explained>,
    /// How much it is.
    pub counts: Counts,
    /// Rows that are no blocks, in the order of their lines.
    pub rejected: Vec<RowFault>,
    /// Time that has no place, with its length.
    pub unplaced: Vec<(RowFault, Length)>,
    /// What a person should know of how it was read.
    pub remarks: Vec<String>,
}

impl Taken {
    /// Adds a block, if it lies in the days that are asked for.
    pub(super) fn add(&mut self, request: &Request<'_>, line: usize, arrival: Arrival, by: By<'_>) {
        let block = &arrival.block;
        if request.days.is_some_and(|days| {
            block.start.at >= days.end() || block.end_or(Stamp::MAX) <= days.start()
        }) {
            self.counts.outside += 1;
            return;
        }
        match block.end {
            Some(end) => {
                self.counts.read += 1;
                self.counts.read_time = self.counts.read_time + end.at.since(block.start.at);
            }
            None => self.counts.open += 1,
        }
        self.counts.by_default += usize::from(by == By::Default);
        if request.explain {
            self.explained.push(Explained {
                line,
                block: block.clone(),
                by: by.to_string(),
            });
        }
        self.lines.push(line);
        self.arrivals.push(arrival);
    }

    fn reject(&mut self, line: usize, what: String) {
        self.rejected.push(RowFault { line, what });
    }
}

/// Makes blocks of what a reader has found.
pub(super) fn take(found: Found, request: &Request<'_>) -> Taken {
    let Found {
        entries,
        rejected,
        unplaced,
        remarks,
    } = found;
    let mut taken = Taken {
        rejected,
        unplaced,
        remarks,
        ..Taken::default()
    };
    let walls = Walls {
        calendar: Calendar::new(request.asked.zone),
    };
    let (mut any_wall, mut twice) = (false, 0);
    let mut closed = Vec::with_capacity(entries.len());
    for entry in entries {
        any_wall |= [Some(entry.start), entry.end]
            .into_iter()
            .flatten()
            .any(|time| matches!(time, Time::Wall(_)));
        let stays_open = request.format == Format::Csv && own_id(&entry).is_some();
        match walls.of(&entry) {
            Err(what) => taken.reject(entry.line, what),
            Ok(Times { end: None, .. }) if !stays_open => taken.counts.open += 1,
            Ok(Times {
                start,
                end: Some(end),
                ..
            }) if start.at == end.at => taken.counts.empty += 1,
            Ok(Times {
                start,
                end: Some(end),
                ..
            }) if start.at > end.at => {
                let what = format!(
                    "it ends at {}, before it begins at {}",
                    told(end),
                    told(start)
                );
                taken.reject(entry.line, what);
            }
            Ok(times) => {
                twice += usize::from(times.twice);
                closed.push((times, entry));
            }
        }
    }
    // Where two overlap the later one gives way, whatever the order of the source.
    closed.sort_by_key(|(times, _)| times.start.at);
    for (times, entry) in closed {
        add(&mut taken, request, &times, entry);
    }
    taken.rejected.sort_by_key(|fault| fault.line);
    if any_wall {
        taken.remark(format!("times are those of {}", request.asked.zone));
    }
    if twice > 0 {
        let many = format::count(twice, "block");
        taken.remark(format!(
            "{many} with a time that came twice as the clocks were set back: taken as the earlier"
        ));
    }
    taken
}

impl Taken {
    fn remark(&mut self, text: String) {
        if !self.remarks.contains(&text) {
            self.remarks.push(text);
        }
    }
}

fn add(taken: &mut Taken, request: &Request<'_>, times: &Times, entry: Entry) {
    let id = own_id(&entry).filter(|_| request.format == Format::Csv);
    let id = id.unwrap_or_else(|| id_of(request.format, times, &entry));
    let (category, details, by) = if let Some(category) = entry.category {
        (category, entry.details, By::Source)
    } else {
        let (kind, by) = request.classify.sort(&entry.labels);
        let mut details = entry.details;
        if request.format != Format::Csv {
            place_tags(&mut details, &kind, by);
        }
        details.activity = kind.activity.or(details.activity);
        details.account = kind.account.or(details.account);
        details.requester = kind.requester.or(details.requester);
        (kind.category, details, by)
    };
    let block = Block {
        id,
        start: times.start,
        end: times.end,
        category,
        details,
        revision: Revision(1),
    };
    taken.add(
        request,
        entry.line,
        Arrival {
            block,
            has_id: true,
        },
        by,
    );
}

/// Puts tags of another tool where a block has a better place for them: `@Northwind` and `!legal` as the quick line
/// has them, and the names that say what it was, which are no topics.
fn place_tags(details: &mut Details, kind: &Kind, by: By<'_>) {
    let says_it = |tag: &str| {
        let activity = kind.activity.as_ref().map(Activity::as_str);
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
fn own_id(entry: &Entry) -> Option<BlockId> {
    entry.key.as_deref().and_then(BlockId::parse)
}

/// When an interval was.
struct Times {
    start: Moment,
    end: Option<Moment>,
    /// Whether one of them came twice, and which was meant is not said.
    twice: bool,
}

/// What wall clocks mean where the source says no zone.
struct Walls {
    calendar: Calendar,
}

impl Walls {
    fn of(&self, entry: &Entry) -> Result<Times, String> {
        let (start, twice) = match self.resolve(entry.start)? {
            (earlier, None) => (earlier, false),
            (earlier, Some(_)) => (earlier, true),
        };
        let Some(end) = entry.end else {
            return Ok(Times {
                start,
                end: None,
                twice,
            });
        };
        Ok(match self.resolve(end)? {
            (end, None) => Times {
                start,
                end: Some(end),
                twice,
            },
            // What began after the first of the two can only have ended with the second.
            (earlier, Some(later)) if earlier.at <= start.at && start.at < later.at && !twice => {
                Times {
                    start,
                    end: Some(later),
                    twice,
                }
            }
            (earlier, Some(_)) => Times {
                start,
                end: Some(earlier),
                twice: true,
            },
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
            Local::Never(before, after) => Err(self.never(wall, before, after)),
            Local::OutOfRange => Err(format!(
                "{} lies outside the years 1900 to 2199",
                wall.format("%Y-%m-%d")
            )),
        }
    }

    fn never(&self, wall: NaiveDateTime, before: Moment, after: Moment) -> String {
        format!(
            "{} never came in {}, where the clocks were set forward: the nearest times are {} and {}",
            wall.format("%Y-%m-%d %H:%M"),
            self.calendar.zone,
            format::clock(before),
            format::clock(after)
        )
    }
}

fn told(moment: Moment) -> String {
    Calendar::wall(moment)
        .format("%Y-%m-%d %H:%M:%S")
        .to_string()
}

/// The id of an interval of another tool: the milliseconds of its start, as ids of our own have those of their entry,
/// then a hash of the format and of its key there, or of all that the source says of it. The bits of version and
/// variant are those of a UUID version 7.
fn id_of(format: Format, times: &Times, entry: &Entry) -> BlockId {
    let mut hash = Hash::new();
    hash.text(format.name());
    if let Some(key) = &entry.key {
        hash.text(key);
    } else {
        let end = times.end.map_or(0, |end| end.at.seconds());
        hash.text(&format!("{} {end}", times.start.at.seconds()));
        let labels = &entry.labels;
        for text in [&labels.project, &labels.client, &labels.title] {
            hash.text(text.as_deref().unwrap_or_default());
        }
        for tag in &labels.tags {
            hash.text(tag);
        }
        hash.text(entry.details.note.as_str());
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
    fn text(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(Self::PRIME);
        }
    }
}

#[cfg(test)]
mod tests;
