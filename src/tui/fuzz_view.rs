//! Days that nobody plans for: names in wide and right-to-left script, hundreds of blocks of a second, blocks that
//! run for a year, changed clocks. Whatever the size, a frame is drawn and holds nothing that a terminal obeys.

use proptest::prelude::*;
use proptest::sample::select;

use super::harness::Harness;
use super::theme::Palette;
use crate::domain::block::{
    Account, Activity, Block, Category, Details, Fit, Grade, Note, Outcomes, Prospect, Requester,
    Source, Tag,
};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::stamp::{Length, Moment, Offset};
use crate::store::Store;

/// As the file may hold it, whoever wrote it there.
const NAMES: [&str; 14] = [
    "",
    "Northwind",
    "日本電気株式会社",
    "شركة الاتصالات",
    "e\u{301}\u{302}\u{303}clair",
    "👩‍👩‍👧‍👦 & 🇩🇪🇫🇷",
    "ﾊﾝｶｸﾀﾞｸﾃﾝ",
    "☎\u{fe0f} VS16",
    "\u{1b}[2J\u{1b}]0;title\u{7}",
    "a\tb\nc\rd\u{0}",
    "\u{202e}reversed\u{2066}",
    "\u{200b}\u{feff}",
    "a very long name that does not fit anywhere at all, not even on the widest screen that anybody has on a app",
    "%s {} \\ \" ' | `",
];

/// "Now" on an ordinary day, on the days on which the clocks change, at the turn of a year and at the ends of time.
const NOWS: [&str; 8] = [
    "2026-03-05T16:32:00+01:00",
    "2026-03-29T03:00:00+02:00",
    "2026-10-25T02:30:00+01:00",
    "2026-01-01T00:00:00+01:00",
    "2025-12-31T23:59:59+01:00",
    "2026-03-05T00:00:01+01:00",
    "1900-01-02T00:00:00+00:00",
    "2199-12-31T23:59:59+00:00",
];

fn details() -> impl Strategy<Value = Details> {
    let name = || select(NAMES.to_vec());
    let grade = select(vec![None, Some(Grade::Advance), Some(Grade::Won)]);
    let prospect = (
        name(),
        select(vec![None, Some(Fit::Ready), Some(Fit::Unfit)]),
    );
    let prospect = prospect.prop_map(|(source, fit)| Prospect {
        source: Some(Source::stored(source.to_owned())).filter(|_| !source.is_empty()),
        fit,
    });
    (
        name(),
        name(),
        name(),
        name(),
        name(),
        any::<u32>(),
        grade,
        prospect,
    )
        .prop_map(
            |(activity, account, requester, tag, note, meetings, grade, prospect)| Details {
                activity: Some(Activity::stored(activity.to_owned()))
                    .filter(|_| !activity.is_empty()),
                account: Some(Account::stored(account.to_owned())).filter(|_| !account.is_empty()),
                requester: Some(Requester::stored(requester.to_owned()))
                    .filter(|_| !requester.is_empty()),
                tags: if tag.is_empty() {
                    vec![]
                } else {
                    vec![Tag::stored(tag.to_owned()); 3]
                },
                note: Note::stored(note.to_owned()),
                outcomes: Outcomes {
                    meetings,
                    grade,
                    ..Outcomes::default()
                },
                prospect,
            },
        )
}

/// Lengths of blocks and of the time between them, from the latest back, in seconds; and whether the latest runs.
fn past() -> impl Strategy<Value = (Vec<(i64, i64, Category, Details)>, bool)> {
    let length = || prop_oneof![Just(1_i64), 1..300_i64, 300..7200_i64, 1..40_000_000_i64];
    let gap = prop_oneof![3 => Just(0_i64), 2 => 1..4000_i64, 1 => 1..100_000_i64];
    let one = (length(), gap, select(Category::ALL.to_vec()), details());
    (prop::collection::vec(one, 0..60), any::<bool>())
}

fn blocks(now: Moment, past: Vec<(i64, i64, Category, Details)>, runs: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut end = now;
    for (index, (length, gap, category, details)) in past.into_iter().enumerate() {
        end.at = end.at.minus(Length::seconds(gap));
        let start = end.moved_to(end.at.minus(Length::seconds(length)));
        let open = runs && index == 0;
        if start.at < end.at {
            blocks.push(Block::new(start, (!open).then_some(end), category, details));
        }
        // One in a while was lived somewhere else.
        let offset = if index % 7 == 6 {
            Offset::new(-5 * 3600).expect("an offset")
        } else {
            now.offset
        };
        end = Moment::new(start.at, offset);
    }
    blocks.reverse();
    blocks
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]
    #[test]
    fn any_day_is_drawn_at_any_size_and_commands_nothing(
        (past, runs) in past(),
        now in select(NOWS.to_vec()),
        sizes in prop::collection::vec((1..140_u16, 1..50_u16), 4),
        keys in select(vec!["", "<up><up><up>", "<left>", "<left><left><down>", "n", "@", "?", "15", "s", "<pgup>x", "L",
            "<tab>", "<tab><left>", "<tab><tab>", "<tab><tab><up><pgdn>", "<tab><tab><up><up><pgdn><pgdn>", "<shift-tab>",
            "<shift-tab><pgup><right><right><right><down>", "<shift-tab><right><right><right><right><right><right><down>"]),
        palette in select(vec![Palette::Many, Palette::Monochrome]),
    ) {
        let moment = parse_rfc3339(now).expect("a time");
        let mut store = Store::in_memory().expect("a store");
        store.seed_blocks(blocks(moment, past, runs).into_iter()).expect("a lane");
        let mut app = Harness::with(store, now, palette).press(keys);
        for (width, height) in sizes.into_iter().chain([(80, 24), (40, 12), (120, 40)]) {
            let buffer = app.frame(width, height);
            for cell in buffer.content() {
                let obeyed = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{2066}';
                prop_assert!(!cell.symbol().chars().any(obeyed), "{:?} at {}x{}", cell.symbol(), width, height);
            }
        }
    }
}
