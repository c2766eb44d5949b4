//! From 80 columns up every label and every figure of a screen is whole: nothing is cut at an edge, runs into its
//! neighbor or is shortened, but for notes and names.

use std::collections::BTreeSet;

use super::review::steps::full;
use crate::domain::block::Block;
use crate::insight::testdata;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::theme::Palette;

const WIDTHS: [u16; 16] = [
    200, 199, 160, 150, 149, 130, 121, 120, 119, 110, 109, 100, 99, 90, 81, 80,
];
const HEIGHTS: [u16; 5] = [60, 48, 40, 30, 24];
/// Those at which most changes, for the other weeks.
const FEW_WIDTHS: [u16; 6] = [200, 160, 120, 119, 100, 80];
const FEW_HEIGHTS: [u16; 3] = [60, 40, 24];
/// The sizes that the design has, at which snapshots are looked at.
const DRAWN: [(u16, u16); 5] = [(200, 60), (160, 48), (120, 40), (100, 30), (80, 24)];

const FRIDAY: &str = "2026-03-06T16:52:00+01:00";
const SUNDAY: &str = "2026-03-08T23:59:00+01:00";

/// Opens a screen after another.
fn open(store: Store, now: &str, keys: &str) -> Harness {
    Harness::with(store, now, Palette::Many)
        .press("<esc>")
        .press(keys)
}

/// The days, the week, the trends and the steps of the review, each with its name.
fn screens(store: &dyn Fn() -> Store, now: &str) -> Vec<(String, Harness)> {
    let mut screens = vec![
        ("today".to_owned(), open(store(), now, "")),
        ("week".to_owned(), open(store(), now, "<tab>")),
        ("trends".to_owned(), open(store(), now, "<tab><tab>")),
    ];
    for step in 1..=9 {
        let before = "<pgdn>".repeat(step - 1);
        let keys = if step > 3 {
            before.replacen(
                "<pgdn><pgdn><pgdn>",
                "<pgdn><pgdn>60 22 10 8<enter><enter>",
                1,
            )
        } else {
            before
        };
        let app = open(store(), now, &format!("<shift-tab>{keys}"));
        screens.push((format!("review {step}"), app));
    }
    let unguessed = open(store(), now, "<shift-tab><pgdn><pgdn><pgdn>");
    screens.push(("review without a guess".to_owned(), unguessed));
    screens
}

/// What waits over the list of the day, and what lies over the screen.
const OVER: [(&str, &str); 20] = [
    ("sheet of minutes", "15"),
    ("sheet of a guard", "300a"),
    ("sheet of a category", "<up>c"),
    ("sheet of a gap", "gc"),
    ("sheet of letters", "a"),
    ("sheet of an edit", "<up><enter>"),
    ("sheet of a split", "<up>/"),
    ("sheet of a note", "<up>n"),
    ("sheet of an account", "<up>@"),
    ("sheet of a requester", "<up>!"),
    ("sheet of an outcome", "<up>+"),
    ("sheet of a new block", "i"),
    ("card of commands", ":sel"),
    ("card of help", "?"),
    ("card of a month", "C"),
    ("card of changes", "s<esc><ctrl-u>"),
    ("card of a search", "f@"),
    ("card of hits", "fcustomer"),
    ("list of a day", "<left>"),
    ("list of an evening", "<left><left>"),
];

fn over(store: &dyn Fn() -> Store, now: &str) -> Vec<(String, Harness)> {
    let of = OVER.into_iter();
    of.map(|(name, keys)| (name.to_owned(), open(store(), now, keys)))
        .collect()
}

/// All pages of a screen at a size, as rows of words.
fn pages_of(app: Harness, size: (u16, u16), has_pages: bool) -> (Harness, Vec<Vec<String>>) {
    let (mut app, mut rows) = (app, Vec::new());
    loop {
        let page = rows_of(&mut app, size);
        if rows.ends_with(&page) {
            break;
        }
        rows.extend(page);
        if !has_pages {
            break;
        }
        app = app.press("<pgdn>");
    }
    if has_pages {
        app = app.press(&"<pgup>".repeat(6));
    }
    (app, rows)
}

/// What stands on a screen at every size, as words.
type Expected = &'static [(&'static str, &'static [&'static str])];

const OF_MAYA: Expected = &[
    ("today", &["42.4", "3h15", "7h40"]),
    (
        "week",
        &["20h50", "40h15", "14h35", "2h10", "2h40", "36.2", "+8.0"],
    ),
    ("trends", &["51.8", "40.3", "W10", "14h35"]),
    ("review 1", &["1h10"]),
    ("review 2", &["missed", "forecast"]),
    ("review 3", &["100"]),
    ("review 4", &["20h50", "36.2", "−14.2", "+8.2", "0.77"]),
    ("review 5", &["6h50", "kept", "W06"]),
    ("review 6", &["conversations", "122", "6h50"]),
    ("review 7", &["31h16", "internal-meeting"]),
    ("review 8", &["3h15", "82.6"]),
    ("review 9", &["prospecting", "7h00"]),
];
const OF_SELLING: Expected = &[
    ("week", &["99h59", "100.0"]),
    ("trends", &["100.0"]),
    ("review 4", &["99h59", "100.0"]),
];
const OF_ALWAYS: Expected = &[("week", &["98h00"])];

/// The words of a frame row by row, without what is drawn.
fn rows_of(app: &mut Harness, (width, height): (u16, u16)) -> Vec<Vec<String>> {
    let is_drawn = |c: char| matches!(c, '\u{2500}'..='\u{259f}') || "╱▾⋯●○‹›→".contains(c);
    let row = |line: &str| {
        let words = line.split(|c: char| c.is_whitespace() || is_drawn(c));
        let words = words.filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    app.screen(width, height).lines().map(row).collect()
}

/// Words that a person gave: they may be cut.
fn given(app: &Harness) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for block in app.blocks() {
        let details = &block.details;
        let names = [
            details
                .account
                .as_ref()
                .map(|name| format!("@{}", name.as_str())),
            details
                .requester
                .as_ref()
                .map(|name| format!("!{}", name.as_str())),
        ];
        words.extend(names.into_iter().flatten());
        words.extend(details.tags.iter().map(|tag| format!("#{}", tag.as_str())));
        words.extend(details.note.as_str().split_whitespace().map(str::to_owned));
    }
    words
}

/// What is cut or unknown, and what of the expected words is missing.
fn faults(
    name: &str,
    screens: Vec<(String, Harness)>,
    sizes: (&[u16], &[u16]),
    expected: Expected,
) -> Vec<String> {
    let mut faults = Vec::new();
    for (screen, mut app) in screens {
        let has_pages = screen == "trends";
        let given = given(&app);
        let is_given = |word: &str| {
            let stem = word.trim_end_matches('…');
            given.iter().any(|given| given.starts_with(stem)) || stem == "·"
        };
        let mut known = BTreeSet::new();
        for size in DRAWN {
            let (back, rows) = pages_of(app, size, has_pages);
            app = back;
            known.extend(rows.into_iter().flatten());
        }
        for width in sizes.0 {
            for height in sizes.1 {
                let (back, rows) = pages_of(app, (*width, *height), has_pages);
                app = back;
                let wanted = expected.iter().filter(|(of, _)| *of == screen);
                for word in wanted.flat_map(|(_, words)| *words) {
                    if !rows.iter().flatten().any(|shown| shown == word) {
                        faults.push(format!("{name}, {screen}, {width}×{height}: no {word}"));
                    }
                }
                for row in rows {
                    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
                    let odd = row.iter().find(|word| {
                        // A card cuts the words behind it.
                        let is_unknown = !screen.starts_with("card") && !known.contains(*word);
                        let is_cut = word.ends_with('…') || is_unknown && !is_number(word);
                        is_cut && !is_given(word)
                    });
                    if let Some(word) = odd {
                        let row = row.join(" ");
                        faults.push(format!(
                            "{name}, {screen}, {width}×{height}: {word} in {row}"
                        ));
                    }
                }
            }
        }
    }
    faults
}

fn seeded(blocks: Vec<Block>) -> Store {
    let mut store = Store::in_memory().expect("a store");
    store.seed_blocks(blocks.into_iter()).expect("a lane");
    store
}

/// Of all three weeks, on the screens whose names begin with one of these.
#[track_caller]
fn assert_whole(names: &[&str]) {
    let of = |store: &dyn Fn() -> Store, now: &str| -> Vec<(String, Harness)> {
        let is_named = |screen: &str| names.iter().any(|name| screen.starts_with(name));
        let screens = screens(store, now).into_iter();
        screens.filter(|(screen, _)| is_named(screen)).collect()
    };
    let maya = of(&|| full(">= 6h selling/prospecting"), FRIDAY);
    let mut found = faults("maya", maya, (&WIDTHS, &HEIGHTS), OF_MAYA);
    // Three digits of everything.
    let selling = of(&|| seeded(all_selling()), SUNDAY);
    let always = of(&|| seeded(round_the_clock()), SUNDAY);
    let few = (&FEW_WIDTHS[..], &FEW_HEIGHTS[..]);
    found.extend(faults("selling", selling, few, OF_SELLING));
    found.extend(faults("always", always, few, OF_ALWAYS));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_label_and_figure_of_the_days_is_whole_from_80_columns_up() {
    assert_whole(&["today", "week"]);
}

#[test]
fn every_label_and_figure_of_the_trends_is_whole_from_80_columns_up() {
    assert_whole(&["trends"]);
}

#[test]
fn every_label_and_figure_of_the_review_is_whole_from_80_columns_up() {
    assert_whole(&["review"]);
}

#[test]
fn every_label_and_figure_of_sheets_and_cards_is_whole_from_80_columns_up() {
    let maya = over(&|| full(">= 6h selling/prospecting"), FRIDAY);
    let few = (&FEW_WIDTHS[..], &FEW_HEIGHTS[..]);
    let found = faults("maya", maya, few, &[]);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn figures_of_the_heat_map_never_run_into_each_other() {
    for palette in [Palette::Full, Palette::Sixteen, Palette::Monochrome] {
        let days = (0..5).map(|index| testdata::monday().plus(index));
        let blocks = days
            .flat_map(|day| testdata::day(day, "0800-1800 sp"))
            .collect();
        let app = Harness::with(seeded(blocks), SUNDAY, palette);
        let mut app = app.press("<esc><tab><tab><pgdn>");
        let screen = app.screen(40, 12);
        assert!(screen.contains("by weekday and hour"), "{screen}");
        let is_long = |word: &str| word.len() > 3 && word.chars().all(|c| c.is_ascii_digit());
        let mut words = screen.split(|c: char| !c.is_ascii_digit());
        assert!(!words.any(is_long), "{screen}");
    }
}

/// Twenty hours of selling on each of five days, but for a minute.
fn all_selling() -> Vec<Block> {
    let day = |index: i64| {
        let end = if index == 4 { "2359" } else { "2400" };
        let text = format!("0400-{end} sp {{touch999 conv99 mtg99}}");
        testdata::day(testdata::monday().plus(index), &text)
    };
    (0..5).flat_map(day).collect()
}

/// Seven days without an end, of all four categories.
fn round_the_clock() -> Vec<Block> {
    let day = |index: i64| {
        testdata::day(
            testdata::monday().plus(index),
            "0000-1400 sm @Northwind {adv}; 1400-1900 am !enablement; 1900-2200 lr; 2200-2359 dw",
        )
    };
    (0..7).flat_map(day).collect()
}
