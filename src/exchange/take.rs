//! From what a reader has found to blocks that may arrive: wall clocks become instants, labels a category, and each
//! interval an id that is the same whenever and wherever the same source is read. Knows nothing of what is on record.

use chrono::NaiveDateTime;

use super::import::Request;
use super::source::{Entry, Found, Time};
use super::{Format, RowFault};
use crate::domain::block::{Block, BlockId, Revision};
use crate::domain::calendar::{Calendar, Local};
use crate::domain::change::Arrival;
use crate::domain::format;
use crate::domain::sorting::By;
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
        if request.days.is_some_and(|days| block.start.at >= days.end() || block.end_or(Stamp::MAX) <= days.start()) {
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
            self.explained.push(Explained { line, block: block.clone(), by: by.to_string() });
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
    let Found { entries, rejected, unplaced, remarks } = found;
    let mut taken = Taken { rejected, unplaced, remarks, ..Taken::default() };
    let walls = Walls { calendar: Calendar::new(request.asked.zone) };
    let (mut any_wall, mut twice) = (false, 0);
    let mut closed = Vec::with_capacity(entries.len());
    for entry in entries {
        any_wall |= [Some(entry.start), entry.end].into_iter().flatten().any(|time| matches!(time, Time::Wall(_)));
        let stays_open = request.format == Format::Csv && own_id(&entry).is_some();
        match walls.of(&entry) {
            Err(what) => taken.reject(entry.line, what),
            Ok(Times { end: None, .. }) if !stays_open => taken.counts.open += 1,
            Ok(Times { start, end: Some(end), .. }) if start.at == end.at => taken.counts.empty += 1,
            Ok(Times { start, end: Some(end), .. }) if start.at > end.at => {
                let what = format!("it ends at {}, before it begins at {}", told(end), told(start));
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
        taken.remark(format!("{many} with a time that came twice as the clocks were set back: taken as the earlier"));
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
        let (kind, by) = request.sorting.sort(&entry.labels);
        let mut details = entry.details;
        details.activity = kind.activity.or(details.activity);
        details.account = kind.account.or(details.account);
        details.requester = kind.requester.or(details.requester);
        (kind.category, details, by)
    };
    let block = Block { id, start: times.start, end: times.end, category, details, revision: Revision(1) };
    taken.add(request, entry.line, Arrival { block, has_id: true }, by);
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
            return Ok(Times { start, end: None, twice });
        };
        Ok(match self.resolve(end)? {
            (end, None) => Times { start, end: Some(end), twice },
            // What began after the first of the two can only have ended with the second.
            (earlier, Some(later)) if earlier.at <= start.at && start.at < later.at && !twice => {
                Times { start, end: Some(later), twice }
            }
            (earlier, Some(_)) => Times { start, end: Some(earlier), twice: true },
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
            Local::OutOfRange => Err(format!("{} lies outside the years 1900 to 2199", wall.format("%Y-%m-%d"))),
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
    Calendar::wall(moment).format("%Y-%m-%d %H:%M:%S").to_string()
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
mod tests {
    use super::*;
    use crate::domain::block::{Category, Details};
    use crate::domain::calendar::{Zone, parse_rfc3339, rfc3339};
    use crate::domain::sorting::{Labels, Sorting};
    use crate::domain::stamp::Span;
    use crate::domain::taxonomy::Taxonomy;
    use crate::exchange::source::Asked;

    fn time(text: &str) -> Time {
        match parse_rfc3339(text) {
            Some(moment) => Time::At(moment),
            None => Time::Wall(NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").expect(text)),
        }
    }

    /// An entry of `start end title`, the end `-` where it is open.
    fn entry(line: usize, text: &str) -> Entry {
        let words: Vec<&str> = text.split(' ').collect();
        Entry {
            line,
            start: time(words[0]),
            end: Some(words[1]).filter(|word| *word != "-").map(time),
            labels: Labels { title: words.get(2).map(|word| (*word).to_owned()), ..Labels::default() },
            category: None,
            details: Details::default(),
            key: None,
        }
    }

    fn taken_by(texts: &[&str], days: Option<Span>) -> Taken {
        let entries = (1..).zip(texts).map(|(line, text)| entry(line, text)).collect();
        let sorting = Sorting::new(&[], &[], &Taxonomy::default());
        let zone = Zone::named("Europe/Berlin").expect("a zone");
        let now = parse_rfc3339("2026-12-01T12:00:00+01:00").expect("a time");
        let asked = Asked { zone, order: None, now };
        let request = Request { days, ..Request::new(Format::Csv, asked, &sorting) };
        take(Found { entries, ..Found::default() }, &request)
    }

    fn taken(texts: &[&str]) -> Taken {
        taken_by(texts, None)
    }

    fn shown(taken: &Taken) -> Vec<String> {
        let block = |arrival: &Arrival| {
            let end = arrival.block.end.map(rfc3339).unwrap_or_default();
            format!("{} {end} {}", rfc3339(arrival.block.start), arrival.block.category)
        };
        taken.arrivals.iter().map(block).collect()
    }

    #[test]
    fn wall_clocks_are_those_of_the_zone_and_names_give_the_category() {
        let found = taken(&[
            "2026-07-02T09:00 2026-07-02T10:00 selling",
            "2026-03-02T09:00 2026-03-02T10:00 whatever",
            "2026-03-02T09:00:00Z 2026-03-02T10:00:00-05:00 break",
        ]);
        let expected = [
            "2026-03-02T09:00:00+01:00 2026-03-02T10:00:00+01:00 admin",
            "2026-03-02T09:00:00+00:00 2026-03-02T10:00:00-05:00 break",
            "2026-07-02T09:00:00+02:00 2026-07-02T10:00:00+02:00 selling",
        ];
        assert_eq!((shown(&found), found.lines.as_slice()), (expected.map(str::to_owned).to_vec(), &[2, 3, 1][..]));
        assert_eq!(found.counts.read_time, Length::hours(1 + 6 + 1));
        assert_eq!((found.counts.read, found.counts.by_default), (3, 1));
        assert_eq!(found.remarks, ["times are those of Europe/Berlin"]);
        assert!(taken(&["2026-03-02T09:00:00Z 2026-03-02T10:00:00Z"]).remarks.is_empty());
    }

    #[test]
    fn what_is_no_block_is_counted_or_named() {
        let found = taken(&[
            "2026-03-02T09:00 -",
            "2026-03-02T09:00 2026-03-02T09:00",
            "2026-03-02T09:00 2026-03-02T08:00",
            "2026-03-29T02:30 2026-03-29T04:00",
            "1899-12-31T02:30 2026-03-29T04:00",
        ]);
        assert_eq!((found.arrivals.len(), found.counts.open, found.counts.empty), (0, 1, 1));
        let told: Vec<String> = found.rejected.iter().map(|fault| format!("{}: {}", fault.line, fault.what)).collect();
        let expected = [
            "3: it ends at 2026-03-02 08:00:00, before it begins at 2026-03-02 09:00:00",
            "4: 2026-03-29 02:30 never came in Europe/Berlin, where the clocks were set forward: the nearest times are 01:59 and 03:00",
            "5: 1899-12-31 lies outside the years 1900 to 2199",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_time_that_came_twice_is_the_earlier_unless_it_would_end_before_it_began() {
        let cases = [
            ("2026-10-25T02:30 2026-10-25T04:00", "02:30:00+02:00 04:00:00+01:00", 1),
            ("2026-10-25T01:30 2026-10-25T02:30", "01:30:00+02:00 02:30:00+02:00", 1),
            ("2026-10-25T02:40:00+02:00 2026-10-25T02:30", "02:40:00+02:00 02:30:00+01:00", 0),
            ("2026-10-25T02:10 2026-10-25T02:40", "02:10:00+02:00 02:40:00+02:00", 1),
        ];
        for (text, expected, remarks) in cases {
            let found = taken(&[text]);
            assert_eq!(shown(&found)[0].replace("2026-10-25T", ""), format!("{expected} admin"), "{text}");
            let told = found.remarks.iter().filter(|remark| remark.contains("came twice")).count();
            assert_eq!(told, remarks, "{text}: {:?}", found.remarks);
        }
    }

    #[test]
    fn only_the_days_that_are_asked_for_are_read() {
        let at = |text: &str| parse_rfc3339(text).expect(text).at;
        let days = Span::new(at("2026-03-02T00:00:00+01:00"), at("2026-03-03T00:00:00+01:00"));
        let texts = [
            "2026-03-01T22:00 2026-03-02T00:00",
            "2026-03-01T23:00 2026-03-02T00:01",
            "2026-03-02T23:00 2026-03-03T01:00",
            "2026-03-03T00:00 2026-03-03T01:00",
        ];
        let found = taken_by(&texts, days);
        assert_eq!((found.counts.read, found.counts.outside, found.lines), (2, 2, vec![2, 3]));
    }

    #[test]
    fn the_id_is_the_same_for_the_same_interval_and_begins_with_its_start() {
        let id = |text: &str| taken(&[text]).arrivals[0].block.id;
        let one = id("2026-03-02T09:00 2026-03-02T10:00 call");
        assert_eq!(one, id("2026-03-02T08:00:00Z 2026-03-02T09:00:00Z call"));
        // The value itself is a promise: another version, or another machine, finds the same.
        assert_eq!(one.to_string(), "019cad8f-ac00-7c8b-9fbe-8989d71e4b3c");
        let others = [
            "2026-03-02T09:00 2026-03-02T10:01 call",
            "2026-03-02T09:00 2026-03-02T10:00 cal",
            "2026-03-02T09:01 2026-03-02T10:00 call",
        ];
        for other in others {
            assert_ne!(one, id(other), "{other}");
        }
        let milliseconds = u128::from_be_bytes(*one.as_bytes()) >> 80;
        assert_eq!(milliseconds, 1_772_438_400_000);
        assert_ne!(id("1900-01-02T09:00 1900-01-02T10:00"), id("1900-01-02T09:00 1900-01-02T11:00"));
    }

    #[test]
    fn a_key_is_the_interval_whatever_else_is_said_of_it() {
        let sorting = Sorting::new(&[], &[], &Taxonomy::default());
        let now = parse_rfc3339("2026-12-01T12:00:00Z").expect("a time");
        let asked = Asked { zone: Zone::Fixed(crate::domain::stamp::Offset::UTC), order: None, now };
        let with = |key: &str, title: &str| {
            let entry =
                Entry { key: Some(key.to_owned()), ..entry(1, &format!("2026-03-02T09:00 2026-03-02T10:00 {title}")) };
            let request = Request::new(Format::Csv, asked, &sorting);
            take(Found { entries: vec![entry], ..Found::default() }, &request).arrivals.remove(0).block
        };
        assert_eq!(with("7", "one").id, with("7", "two").id);
        assert_ne!(with("7", "one").id, with("8", "one").id);
        assert_eq!(with("11111111-1111-1111-1111-111111111111", "").id, BlockId::from_bytes([0x11; 16]));
        assert_eq!(with("7", "selling").category, Category::Selling);
    }
}
