//! The pages of the review: of weeks that have much to say and of weeks that have little, at every size; and the line
//! that invites a new rep to a first guess.

use insta::assert_snapshot;
use ratatui::buffer::Cell;
use ratatui::style::Color;

use super::{FRIDAY, friday, notes, store, week, whole, worse};
use crate::domain::calendar::{Week, parse_rfc3339};
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::review::{Closed, Guess, Missed, Review, Step};
use crate::insight::testdata;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::theme::{Glyphs, Palette, Theme};

/// All nine pages of the review of the week of some blocks, on its Friday evening.
fn pages(store: Store) -> String {
    let mut app =
        Harness::with(store, "2026-03-06T18:00:00+01:00", Palette::Many).press("<esc><shift-tab>");
    let mut pages = Vec::new();
    for _ in Step::ALL {
        let screen = app.screen(80, 24);
        let page = screen
            .lines()
            .skip(2)
            .take(20)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n");
        pages.push(page);
        app = app.press("<pgdn>");
    }
    pages.join("\n\n")
}

#[test]
fn weeks_with_little_in_them_are_read_kindly() {
    let with = |text: &str| {
        let mut store = Store::in_memory().expect("a store");
        store
            .seed_blocks(testdata::day(testdata::monday(), text).into_iter())
            .expect("a lane");
        store
    };
    assert_snapshot!(
        "pages_of_an_empty_week",
        pages(Store::in_memory().expect("a store"))
    );
    assert_snapshot!("pages_of_twenty_minutes", pages(with("0900-0920 sp")));
    let days =
        (0..5).flat_map(|index| testdata::day(testdata::monday().plus(index), "0830-1730 dw"));
    let mut lost = Store::in_memory().expect("a store");
    lost.seed_blocks(days).expect("a lane");
    assert_snapshot!("pages_of_a_lost_week", pages(lost));
    let mut paused = with("0900-0920 sp");
    paused
        .pause(week(), true, parse_rfc3339(FRIDAY).expect("a time"))
        .expect("a pause");
    assert_snapshot!("pages_of_a_paused_week", pages(paused));
}

#[test]
fn the_pages_of_mayas_week() {
    let mut store = store();
    let now = parse_rfc3339(FRIDAY).expect("a time");
    let promise = |text| Some(parse_stored_commitment(text).expect("a commitment"));
    store
        .commit_to(week(), promise(">= 6h selling/prospecting").as_ref(), now)
        .expect("a commitment");
    let before = Week {
        first: testdata::monday().plus(-7),
    };
    store
        .commit_to(before, promise(">= 9h selling/prospecting").as_ref(), now)
        .expect("a commitment");
    let mut review = Review {
        step: Some(Step::Decision),
        revealed: true,
        ..Review::default()
    };
    review.answers.missed = Some(Missed::Imposed);
    review.answers.less = Some("forecast sheets".to_owned());
    review.closed = Some(Closed {
        at: parse_rfc3339("2026-02-27T16:40:00+01:00").expect("a time"),
        figures: "{}".to_owned(),
    });
    store.keep_review(before, &review, now).expect("a review");
    store
        .set_guess(
            week(),
            &Guess {
                selling: 0.6,
                rest: Some([0.22, 0.1, 0.08]),
            },
            now,
        )
        .expect("a guess");
    assert_snapshot!("pages_of_maya", pages(store));
}

#[test]
fn nothing_of_a_page_is_cut_on_the_smallest_screen() {
    let mut store = store();
    let now = parse_rfc3339(FRIDAY).expect("a time");
    let promise = parse_stored_commitment(">= 6h45 selling/prospecting").ok();
    store
        .commit_to(week(), promise.as_ref(), now)
        .expect("a commitment");
    for width in [40, 44, 56] {
        let mut app = Harness::with(
            store.copy_for_reading().expect("a copy"),
            FRIDAY,
            Palette::Many,
        )
        .press("<esc><shift-tab>");
        for step in 1..=9 {
            let screen = app.screen(width, 12);
            assert!(!screen.contains('…'), "step {step}, {width}\n{screen}");
            app = app.press("<pgdn>");
        }
    }
}

#[test]
fn without_a_guess_the_heads_of_the_reveal_stand_apart() {
    let mut app = friday().press("<pgdn><esc>");
    while !app.screen(120, 40).contains("4 of 9") {
        app = app.press("<pgdn>");
    }
    for (width, height) in [
        (200, 60),
        (160, 48),
        (120, 40),
        (100, 30),
        (80, 24),
        (40, 12),
    ] {
        let screen = app.screen(width, height);
        let apart = |row: &str| row.contains(" actual ") && row.contains(" vs usual");
        assert!(screen.lines().any(apart), "{screen}");
    }
}

#[test]
fn no_edge_of_a_gap_has_the_color_of_words() {
    let blocks = testdata::day(
        testdata::monday(),
        "0830-1003 sp; 1052-1200 ae; 1237-1730 sm",
    );
    let mut store = Store::in_memory().expect("a store");
    store.seed_blocks(blocks.into_iter()).expect("a lane");
    let mut app =
        Harness::with(store, "2026-03-06T16:52:00+01:00", Palette::Full).press("<esc><shift-tab>");
    let frame = app.frame(120, 40);
    let edges = |cell: &&Cell| "▏▎▍▌▋▊▉".contains(cell.symbol());
    let is_reset = |cell: &Cell| cell.fg == Color::Reset || cell.bg == Color::Reset;
    let screen = app.screen(120, 40);
    assert!(screen.contains("╱"), "{screen}");
    assert!(
        !frame.content.iter().filter(edges).any(is_reset),
        "{screen}"
    );
}

#[test]
fn no_guess_however_narrow_runs_into_the_figure_beside_it() {
    for (guess, is_plain) in [("60", true), ("5", true), ("5", false)] {
        let mut app = friday().press(&format!("<pgdn>{guess}<enter><enter>"));
        if is_plain {
            app.settings(|settings| {
                let theme = Theme::new(Palette::Monochrome);
                settings.theme = theme.drawn_with(Glyphs::Ascii, true);
            });
        }
        for (width, height) in [(200, 60), (120, 40), (80, 24)] {
            let screen = app.screen(width, height);
            let is_apart = |row: &str| {
                let (before, _) = row.split_once("time available for selling")?;
                Some(before.ends_with("guess  ") || before.ends_with("    "))
            };
            assert!(screen.contains("guess"), "{screen}");
            assert_eq!(screen.lines().find_map(is_apart), Some(true), "{screen}");
        }
    }
}

#[test]
fn it_is_drawn_at_every_size() {
    let mut app = friday().press("<pgdn>60 22 10 8<enter><enter>");
    assert_snapshot!("reveal_120x40", app.screen(120, 40));
    assert_snapshot!("reveal_40x12", app.screen(40, 12));
    assert_snapshot!("reveal_160x48", app.screen(160, 48));
    assert_snapshot!("reveal_200x60", app.screen(200, 60));
    let mut states = vec![
        friday(),
        app,
        friday().press(&"<pgdn>".repeat(4)),
        worse(1),
        whole(),
    ];
    for app in &mut states {
        for width in (1..=44).chain([63, 64, 65, 75, 76, 79, 80, 103, 104, 105, 131, 300]) {
            for height in [1, 5, 11, 12, 13, 19, 20, 21, 24, 30, 40, 60] {
                app.frame(width, height);
            }
        }
    }
}

#[test]
fn every_line_of_a_page_comes_into_view_on_a_small_screen() {
    let mut app = friday().press("<pgdn><pgdn>");
    let mut seen = app.screen(40, 12);
    for _ in 0..6 {
        app = app.press("<down>");
        seen.push_str(&app.screen(40, 12));
    }
    for words in [
        "51.8 %",
        "customer-facing",
        "untracked",
        "switches",
        "outside hours",
        "What surprised",
    ] {
        assert!(seen.contains(words), "{words}:\n{seen}");
    }
    for _ in 0..6 {
        app = app.press("<up>");
    }
    assert!(
        app.screen(40, 12).contains("51.8 %"),
        "{}",
        app.screen(40, 12)
    );
}

#[test]
fn a_new_rep_is_asked_for_a_guess_after_a_full_day_and_not_again() {
    let asks = |app: &mut Harness| {
        app.screen(80, 24)
            .contains("What share of this week is selling?")
    };
    let blocks = |text: &str| {
        let mut store = Store::in_memory().expect("a store");
        store
            .seed_blocks(testdata::day(testdata::monday(), text).into_iter())
            .expect("a lane");
        store
    };
    let at = |store: Store, now: &str| Harness::with(store, now, Palette::Many);
    let (full, short) = ("0830-1200 sp", "0830-1000 sp");
    assert!(
        !asks(&mut at(blocks(full), "2026-03-02T17:00:00+01:00")),
        "the day is not over"
    );
    assert!(
        !asks(&mut at(blocks(short), "2026-03-03T09:00:00+01:00")),
        "no full day"
    );
    let mut app = at(blocks(full), "2026-03-03T09:00:00+01:00");
    assert!(asks(&mut app), "{}", app.screen(80, 24));
    // It takes no key, and gives way to what has just been done.
    let mut app = app.press("s<wait 10s>");
    assert!(
        app.lane().ends_with("selling 09:00-") && asks(&mut app),
        "{}",
        app.screen(80, 24)
    );
    let mut app = app.press("G55<enter><wait 10s>");
    assert_eq!(
        notes(&app, week()).guess,
        Some(Guess {
            selling: 0.55,
            rest: None
        })
    );
    assert!(!asks(&mut app), "{}", app.screen(80, 24));
    assert!(
        !asks(&mut at(blocks(full), "2026-03-09T09:00:00+01:00")),
        "the week is over"
    );
    let mut old = blocks(full);
    let before = testdata::day(testdata::monday().plus(-14), "0830-1200 sp");
    old.seed_blocks(before.into_iter()).expect("a lane");
    assert!(
        !asks(&mut at(old, "2026-03-03T09:00:00+01:00")),
        "the rep is no longer new"
    );
}
