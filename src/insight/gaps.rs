//! The time of a day that no block tells of, and the day as a list of blocks and gaps.

use super::Ledger;
use crate::domain::block::Block;
use crate::domain::calendar::Day;
use crate::domain::stamp::{Length, Span};
use crate::domain::suggestion::Suggestion;

/// A shorter gap is no line in the list: it counts in the total alone.
pub const SHOWN_FROM: Length = Length::minutes(5);

/// One line of a day's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entry<'a> {
    /// A block, with the part of it that lies in the day.
    Block {
        block: &'a Block,
        /// Its part of the day, up to now while it runs.
        part: Span,
    },
    /// A block of which no more than the times can be read, with a part of it that no other block has.
    Unreadable { block: &'a Block, part: Span },
    /// Planned hours without a block.
    Untracked(Span),
    /// Time between blocks for which no work was planned, or planned time that is off.
    Off(Span),
    /// A meeting that is suggested; it lies over whatever else is there.
    Suggestion {
        suggestion: &'a Suggestion,
        part: Span,
    },
}

impl Entry<'_> {
    /// The stretch of the day that the line stands for.
    pub const fn span(&self) -> Span {
        match self {
            Self::Block { part, .. }
            | Self::Unreadable { part, .. }
            | Self::Suggestion { part, .. } => *part,
            Self::Untracked(span) | Self::Off(span) => *span,
        }
    }

    /// How long it reads in the list, where its times stand beside it.
    pub const fn row_length(&self) -> Length {
        match self {
            Self::Block { block, part } | Self::Unreadable { block, part } => {
                block.row_length(*part)
            }
            Self::Untracked(_) | Self::Off(_) | Self::Suggestion { .. } => {
                self.span().clock_length()
            }
        }
    }
}

/// The planned stretches of a day up to `now` that no block covers, readable or not, in order; also those of a second.
/// All that calls time untracked goes by this.
pub fn find_untracked(ledger: Ledger<'_>, day: Day) -> Vec<Span> {
    // Before the first block of all nothing was tracked, and nothing was missing.
    let since = |span: Span| {
        let start = ledger
            .since
            .map_or(span.start(), |since| span.start().max(since));
        Span::new(start, span.end())
    };
    ledger
        .planned(day)
        .filter_map(since)
        .flat_map(|span| without_blocks(ledger, span))
        .collect()
}

/// The stretches of a day up to `now` that would be planned, are off, and have no block.
pub fn find_time_off(ledger: Ledger<'_>, day: Day) -> Vec<Span> {
    let free = |span| without_blocks(ledger, span);
    ledger.off(day).flat_map(free).collect()
}

fn without_blocks(ledger: Ledger<'_>, span: Span) -> Vec<Span> {
    let blocks = ledger.touching(span).iter().chain(ledger.unreadable);
    let taken: Vec<Span> = blocks.filter_map(|block| block.span(ledger.now)).collect();
    span.without(&taken)
}

/// The day as a list: its blocks, and between the first planned minute or block and the last one, up to now, the
/// time without a block from [`SHOWN_FROM`] on.
pub fn list_entries(ledger: Ledger<'_>, day: Day) -> Vec<Entry<'_>> {
    let Ledger { context, now, .. } = ledger;
    let of_day = |block| {
        let parts = context.calendar.slices(block, now).into_iter();
        let parts = parts.filter(|(of, _)| *of == day);
        parts.map(move |(_, part)| Entry::Block { block, part })
    };
    let near = ledger.day(day).blocks().iter();
    let mut entries: Vec<Entry<'_>> = near.flat_map(of_day).collect();
    entries.extend(list_unreadable(ledger, day));
    let untracked = find_untracked(ledger, day);
    let time_off = find_time_off(ledger, day);
    let known = entries.iter().map(Entry::span);
    let known = known.chain(untracked.iter().copied());
    let known: Vec<Span> = known.chain(time_off.iter().copied()).collect();
    let first = known.iter().map(|span| span.start()).min();
    let last = known.iter().map(|span| span.end()).max();
    let whole = Span::new(first.unwrap_or(now), last.unwrap_or(now));
    let off = whole.map(|whole| whole.without(&known)).unwrap_or_default();
    let shown = |gap: &Span| gap.length() >= SHOWN_FROM;
    entries.extend(untracked.into_iter().filter(shown).map(Entry::Untracked));
    let off = off.into_iter().chain(time_off);
    entries.extend(off.filter(shown).map(Entry::Off));
    // A block that begins this very second has no length yet, nor has one that is all in doubt, but it is there.
    let has_none =
        |block: &&Block| block.span(now).is_none() && context.calendar.day_of(block.start) == day;
    for block in ledger.blocks.iter().filter(has_none) {
        let start = block.start.at;
        let second = Span::new(start, start.plus(Length::seconds(1)));
        entries.extend(second.map(|part| Entry::Block { block, part }));
    }
    entries.sort_by_key(|entry| entry.span().start());
    entries
}

/// The parts of unreadable blocks that lie in a day, where no other block does.
fn list_unreadable(ledger: Ledger<'_>, day: Day) -> impl Iterator<Item = Entry<'_>> {
    let Ledger { context, now, .. } = ledger;
    ledger.unreadable.iter().flat_map(move |block| {
        let parts = context.calendar.slices(block, now).into_iter();
        let of_day = parts.filter(move |(of, _)| *of == day);
        let free = of_day.flat_map(move |(_, part)| {
            let taken = ledger.touching(part).iter();
            let taken: Vec<Span> = taken.filter_map(|block| block.span(now)).collect();
            part.without(&taken)
        });
        free.map(move |part| Entry::Unreadable { block, part })
    })
}

/// Adds the suggestions of the day that are not for the most part on record already.
pub fn with_suggestions<'a>(
    mut entries: Vec<Entry<'a>>,
    suggestions: &'a [Suggestion],
) -> Vec<Entry<'a>> {
    let taken: Vec<Span> = entries
        .iter()
        .filter(|entry| matches!(entry, Entry::Block { .. } | Entry::Unreadable { .. }))
        .map(Entry::span)
        .collect();
    for (suggestion, part) in suggestions
        .iter()
        .filter_map(|suggestion| Some((suggestion, suggestion.span()?)))
    {
        let free: Length = part.without(&taken).into_iter().map(Span::length).sum();
        if free.as_seconds() * 2 > part.length().as_seconds() {
            entries.push(Entry::Suggestion { suggestion, part });
        }
    }
    entries.sort_by_key(|entry| entry.span().start());
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::timeline::Timeline;
    use crate::insight::{testdata, totals};

    /// The list in short: `0900-0930 s`, `~` for untracked, `o` for off.
    fn shown(day: &str, now: &str) -> Vec<String> {
        let monday = testdata::monday();
        let (blocks, now) = (testdata::day(monday, day), testdata::at(monday, now).at);
        let entry = |entry: &Entry<'_>| {
            let sign = match entry {
                Entry::Block { block, .. } => block.category.letter(),
                Entry::Unreadable { .. } => '!',
                Entry::Untracked(_) => '~',
                Entry::Off(_) => 'o',
                Entry::Suggestion { .. } => '?',
            };
            format!("{} {sign}", testdata::clock(entry.span()))
        };
        list_entries(testdata::context().ledger(&blocks, now), monday)
            .iter()
            .map(entry)
            .collect()
    }

    #[test]
    fn a_day_is_its_blocks_and_the_gaps_between_them() {
        let cases: [(&str, &str, &[&str]); 8] = [
            ("", "0800", &[]),
            ("", "0830", &[]),
            ("", "0900", &["0830-0900 ~"]),
            ("0900-1000 sp", "0950", &["0830-0900 ~", "0900-1000 s"]),
            (
                "0800-0900 ae; 0930-1000 sp",
                "1010",
                &["0800-0900 a", "0900-0930 ~", "0930-1000 s", "1000-1010 ~"],
            ),
            (
                "0830-1720 sp; 2030-2110 sw",
                "2200",
                &["0830-1720 s", "1720-1730 ~", "1730-2030 o", "2030-2110 s"],
            ),
            (
                "0600-0630 lp; 0830-1730 sp",
                "1900",
                &["0600-0630 l", "0630-0830 o", "0830-1730 s"],
            ),
            ("0830-1730 sp", "1900", &["0830-1730 s"]),
        ];
        for (day, now, expected) in cases {
            assert_eq!(shown(day, now), expected, "{day} at {now}");
        }
    }

    #[test]
    fn seconds_between_two_keys_are_no_line_but_count() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "0830-1000 sp; 1000-1730 ae");
        blocks[1].start.at = blocks[1].start.at.plus(Length::seconds(59));
        let now = testdata::at(monday, "1800").at;
        assert_eq!(
            list_entries(testdata::context().ledger(&blocks, now), monday).len(),
            2
        );
        let untracked = find_untracked(testdata::context().ledger(&blocks, now), monday);
        assert_eq!(
            untracked
                .iter()
                .map(|gap| gap.length().as_seconds())
                .collect::<Vec<_>>(),
            [59]
        );
    }

    #[test]
    fn a_block_of_this_second_is_in_the_list() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "0830-0900 sp; 0900-1000 ae");
        blocks[1].end = None;
        let context = testdata::context();
        let list = list_entries(context.ledger(&blocks, blocks[1].start.at), monday);
        assert!(
            matches!(list[1], Entry::Block { block, .. } if block.is_running()),
            "{list:?}"
        );
        assert_eq!(list.len(), 2);
    }

    #[test]
    fn the_time_of_an_unreadable_block_is_no_gap_and_counts_for_nothing() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "0830-1000 sp; 1000-1200 ae; 1100-1300 sp");
        blocks[1].unreadable = Some(2);
        let timeline = Timeline::from_blocks(blocks);
        let (context, now) = (testdata::context(), testdata::at(monday, "1330").at);
        let ledger = context.ledger(&timeline, now);
        let gaps: Vec<String> = (find_untracked(ledger, monday).into_iter())
            .map(testdata::clock)
            .collect();
        assert_eq!(gaps, ["1300-1330"]);
        let totals = totals::of_days(ledger.day(monday));
        assert_eq!(totals.tracked(), Length::minutes(90 + 120));
        assert_eq!(totals.untracked, Length::minutes(30));
        let list: Vec<String> = list_entries(ledger, monday)
            .iter()
            .map(|entry| testdata::clock(entry.span()))
            .collect();
        assert_eq!(list, ["0830-1000", "1000-1100", "1100-1300", "1300-1330"]);
    }

    #[test]
    fn an_unreadable_running_block_is_no_gap_up_to_now() {
        let monday = testdata::monday();
        let mut blocks = testdata::day(monday, "0900-1000 sp");
        (blocks[0].end, blocks[0].unreadable) = (None, Some(1));
        let timeline = Timeline::from_blocks(blocks);
        let (context, now) = (testdata::context(), testdata::at(monday, "1330").at);
        let ledger = context.ledger(&timeline, now);
        let totals = totals::of_days(ledger.day(monday));
        assert_eq!(
            (totals.tracked(), totals.untracked),
            (Length::ZERO, Length::minutes(30))
        );
    }

    #[test]
    fn nothing_before_the_first_block_of_all_is_untracked() {
        let monday = testdata::monday();
        let (context, now) = (testdata::context(), testdata::at(monday, "1800").at);
        let gaps = |day: &str, since: Option<&str>| {
            let mut timeline = Timeline::from_blocks(testdata::day(monday, day));
            timeline.since = since.map(|since| testdata::at(monday, since).at);
            let gaps = find_untracked(context.ledger(&timeline, now), monday);
            gaps.into_iter().map(testdata::clock).collect::<Vec<_>>()
        };
        assert_eq!(gaps("1000-1700 sp", Some("1000")), ["1700-1730"]);
        assert_eq!(gaps("1000-1700 sp", None), ["0830-1000", "1700-1730"]);
        assert_eq!(gaps("2237-2300 sp", Some("2237")), Vec::<String>::new());
    }

    #[test]
    fn a_day_off_and_a_weekend_have_no_gap() {
        let mut context = testdata::context();
        let (monday, now) = (testdata::monday(), testdata::saturday());
        context.hours.days_off.insert(monday);
        assert_eq!(find_untracked(context.ledger(&[], now), monday), vec![]);
        assert_eq!(
            find_untracked(context.ledger(&[], now), monday.plus(-1)),
            vec![]
        );
        assert_eq!(
            find_untracked(context.ledger(&[], now), monday.plus(1)).len(),
            1
        );
    }
}
