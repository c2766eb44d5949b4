//! What a day with tafs costs inside the program: opening to the first frame, one capture key, one second of an
//! open screen, a search, `status`; on files of 10^4 and 10^6 blocks. `cargo bench --bench day`.

mod files;

use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use files::{NOW, bare, berlin, file_of, moment, scratch};
use tafs::config::Config;
use tafs::demo;
use tafs::env::Clock;
use tafs::insight::totals;
use tafs::store::Store;
use tafs::tui::Session;
use tafs::tui::probe::Probe;
use tafs::tui::theme::Palette;

const SIZES: [(usize, &str); 2] = [(10_000, "10^4"), (1_000_000, "10^6")];

/// A note that no other block has.
const OLDEST: &str =
    "UPDATE block SET note = 'xylophone' WHERE start = (SELECT min(start) FROM block)";
/// What is looked for.
const SOUGHT: [(&str, &str); 6] = [
    ("a word of the very first block", "xylophone"),
    ("a word that is nowhere", "trombone"),
    ("a word of every 15th block", "stakeholder"),
    (
        "three words of the very first block",
        "selling follow xylophone",
    ),
    ("an account of long ago", "@northwind-2"),
    ("a requester that there is not", "!marketeer"),
];

fn session(store: Store) -> Session {
    let clock = Clock::Fixed(moment(NOW));
    Session {
        store,
        config: Config::default(),
        config_place: None,
        zone: berlin(),
        clock,
        palette: Palette::Many,
        daily: None,
        banner: None,
        remark: None,
    }
}

/// The file opened, the day read, the first frame drawn at 120x40.
fn first_frame(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("open to first frame");
    for (count, name) in SIZES {
        let file = file_of(count);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                Probe::open(session(Store::open(&file).expect("a store")), 120, 40)
                    .expect("a screen")
            });
        });
    }
}

/// A key that switches the category: planned, written, read back and drawn. On the disk, and without its sync.
fn capture_key(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("capture key to frame");
    let mut measure = |name: String, store: Store| {
        let mut probe = Probe::open(session(store), 120, 40).expect("a screen");
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                (0..times)
                    .map(|index| key(&mut probe, NOW + 60 + index as i64 % 600))
                    .sum()
            });
        });
    };
    for (count, name) in SIZES {
        let store = Store::open(&scratch(&file_of(count), "key.db")).expect("a store");
        measure(format!("{name}, on the disk"), store);
    }
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks(demo::many(10_000, moment(NOW - 1_800)))
        .expect("seeded");
    measure("10^4, in memory".to_owned(), store);
}

/// The time of one key and its frame; the undo that keeps the day as it was is not counted.
fn key(probe: &mut Probe, at: i64) -> Duration {
    let start = Instant::now();
    probe.press('a', moment(at));
    assert!(probe.frame(), "it draws");
    let time = start.elapsed();
    probe.press('u', moment(at));
    probe.frame();
    time
}

/// A second of an open screen while a block runs: a look at the file, and a frame.
fn second(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("one second of an open screen");
    for (count, name) in SIZES {
        let mut probe = Probe::open(
            session(Store::open(&file_of(count)).expect("a store")),
            120,
            40,
        )
        .expect("a screen");
        let mut at = NOW;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                at = NOW + (at + 1 - NOW) % 3600;
                probe.tick(moment(at));
                probe.frame()
            });
        });
    }
}

/// A key that goes to another screen: all of it read, computed and drawn at 120x40.
fn screens(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("another screen, read, computed and drawn");
    for (count, name) in SIZES {
        let store = Store::open(&file_of(count)).expect("a store");
        let mut probe = Probe::open(session(store), 120, 40).expect("a screen");
        for (screen, there, back) in [("week", "tab", "shift-tab"), ("review", "shift-tab", "tab")]
        {
            group.bench_function(format!("{name}, {screen}"), |bencher| {
                bencher.iter_custom(|times| {
                    (0..times)
                        .map(|_| visit(&mut probe, &[there], &[back]))
                        .sum()
                });
            });
        }
        group.bench_function(format!("{name}, trends"), |bencher| {
            bencher.iter_custom(|times| {
                (0..times)
                    .map(|_| visit(&mut probe, &["tab", "tab"], &["shift-tab", "shift-tab"]))
                    .sum()
            });
        });
    }
}

/// The time of the last of these keys and its frame; the way back is not counted.
fn visit(probe: &mut Probe, there: &[&str], back: &[&str]) -> Duration {
    let (last, before) = there.split_last().expect("a key");
    for key in before {
        probe.press_named(key, moment(NOW));
    }
    probe.frame();
    let start = Instant::now();
    probe.press_named(last, moment(NOW));
    assert!(probe.frame(), "it draws");
    let time = start.elapsed();
    for key in back {
        probe.press_named(key, moment(NOW));
    }
    probe.frame();
    time
}

/// A line that finds blocks, from its last letter until all of the file has been looked at; and one letter to the first
/// results.
fn find(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("find");
    for (count, name) in [SIZES[0], (100_000, "10^5"), SIZES[1]] {
        let copy = scratch(&file_of(count), "find.db");
        bare(&copy)
            .execute(OLDEST, [])
            .expect("a word that stands in the first block alone");
        let store = Store::open(&copy).expect("a store");
        let mut probe = Probe::open(session(store), 120, 40).expect("a screen");
        probe.press('f', moment(NOW));
        for (what, line) in SOUGHT {
            group.bench_function(format!("{name}, {what}"), |bencher| {
                bencher.iter_custom(|times| {
                    (0..times)
                        .map(|_| last_letter(&mut probe, line, count))
                        .sum()
                });
            });
        }
        group.bench_function(
            format!("{name}, a letter to the first results"),
            |bencher| {
                bencher.iter(|| {
                    probe.press_named("ctrl-u", moment(NOW));
                    probe.press('e', moment(NOW));
                    probe.frame()
                });
            },
        );
    }
}

/// The time from the last letter of a line until all of so many blocks have been looked at, with the frames between.
fn last_letter(probe: &mut Probe, line: &str, count: usize) -> Duration {
    probe.press_named("ctrl-u", moment(NOW));
    let mut letters = line.chars();
    let last = letters.next_back().expect("a letter");
    letters.for_each(|letter| probe.press(letter, moment(NOW)));
    probe.frame();
    let start = Instant::now();
    probe.press(last, moment(NOW));
    assert!(probe.frame(), "it draws");
    for _ in 0..count / 10_000 {
        probe.tick(moment(NOW));
        probe.frame();
    }
    start.elapsed()
}

/// What runs, and the totals of today and of the week.
fn status(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("status");
    let context = Config::default().context(berlin());
    let now = moment(NOW);
    let today = context.calendar.day_of(now);
    let week = context.calendar.week_of(today);
    for (count, name) in SIZES {
        let file = file_of(count);
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || (),
                |()| {
                    let store = Store::open(&file).expect("a store");
                    let running = store.running().expect("read");
                    let blocks = store
                        .blocks(context.reach(week.first, today))
                        .expect("read");
                    let of =
                        |first| totals::of_days(context.ledger(&blocks, now.at).days(first, today));
                    (running, of(today), of(week.first))
                },
                BatchSize::SmallInput,
            );
        });
    }
}

criterion_group!(
    benches,
    first_frame,
    capture_key,
    second,
    screens,
    find,
    status
);
criterion_main!(benches);
