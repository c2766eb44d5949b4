//! Figures read alike in every place: one rounding, one way to write a length, one gate.

use crate::domain::calendar::{Day, rfc3339};
use crate::insight::testdata;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::theme::Palette;

/// The days of Maya's week from its Monday on, by their blocks, at a time of the last of them.
fn days(days: &[&str], now: &str) -> Harness {
    let blocks = (0..).zip(days);
    let blocks = blocks.flat_map(|(index, day)| testdata::day(testdata::monday().plus(index), day));
    let mut store = Store::in_memory().expect("a store");
    store.seed_blocks(blocks).expect("a lane");
    let last = testdata::monday().plus(days.len() as i64 - 1);
    let now = testdata::at(last, now);
    Harness::with(store, &rfc3339(now), Palette::Many)
}

#[test]
fn the_one_number_is_that_of_its_row() {
    // 90 of 160 minutes are 56.25 %, 150 of 480 are 31.25 %.
    for (day, now, share) in [
        ("0900-1030 sp; 1030-1140 ac", "1140", "56.3 %"),
        ("0900-1130 sp; 1130-1700 ac", "1700", "31.3 %"),
    ] {
        let mut app = days(&[day], now);
        let (small, large) = (app.screen(40, 12), app.screen(120, 40));
        assert!(small.contains(&format!("{share}  time")), "{small}");
        assert!(large.contains(share), "{large}");
    }
}

#[test]
fn a_length_is_cut_to_the_minute() {
    let app = Harness::at("2026-03-02T09:00:00+01:00").press("sp<wait 59s><wait 25m>ac<wait 42s>");
    let mut app = app.press("<wait 30m>");
    let screen = app.screen(120, 40);
    assert!(
        screen.contains("0h25") && !screen.contains("0h26"),
        "{screen}"
    );
    assert!(
        screen.contains("0h30") && !screen.contains("0h31"),
        "{screen}"
    );
    assert!(screen.contains("0h56"), "of both together: {screen}");
}

#[test]
fn below_a_gate_every_size_says_what_is_missing() {
    let mut app = days(&["0830-0900 sp; 0905-0923 ac"], "0930");
    for (width, height) in [
        (40, 12),
        (80, 24),
        (100, 30),
        (120, 40),
        (160, 48),
        (200, 60),
    ] {
        let screen = app.screen(width, height);
        let count = screen.matches("TAFS after 72 more minutes").count();
        assert_eq!(count, 1, "{width}x{height}:\n{screen}");
    }
    let mut app = app.press("<tab>");
    for (width, height) in [(40, 12), (80, 24), (120, 40)] {
        let screen = app.screen(width, height);
        assert!(screen.contains("TAFS after 7h12 more"), "{screen}");
    }
}

#[test]
fn where_hours_would_not_be_enough_the_coverage_is_named() {
    // 4h58 of 8h tracked, with most of two days untracked.
    let mut app = days(&["0830-0930 sp", "", "", "0830-1228 ac"], "1630");
    let today = app.screen(160, 48);
    let mut app = app.press("<tab>");
    let week = app.screen(160, 48);
    let mut app = app.press("<tab>");
    let trends = app.screen(160, 48);
    for screen in [today, week, trends] {
        assert!(screen.contains("TAFS needs 60 % coverage"), "{screen}");
        assert!(!screen.contains("TAFS after"), "{screen}");
    }
}

#[test]
fn a_week_that_is_over_says_what_it_lacked() {
    let app = days(
        &["0830-1430 sp", "", "", "", "", "", "", "0830-0930 ac"],
        "0930",
    );
    let mut app = app.press("<tab><left>");
    let week = app.screen(120, 40);
    let trends = app.press("<tab>").screen(120, 40);
    for screen in [week, trends] {
        assert!(screen.contains("TAFS needs 8h tracked"), "{screen}");
        assert!(!screen.contains("TAFS after"), "{screen}");
    }
}

#[test]
fn where_only_bounds_may_be_shown_no_share_stands_anywhere() {
    // 2h00 of 3h15, half of the time covered; the week has the same.
    let mut app = days(&["0830-1030 sp; 1345-1500 ac"], "1500");
    for (width, height) in [(40, 12), (80, 24), (100, 30), (120, 40), (200, 60)] {
        let screen = app.screen(width, height);
        assert!(!screen.contains("61.5"), "{width}x{height}:\n{screen}");
        assert!(!screen.contains("38.5"), "{width}x{height}:\n{screen}");
    }
    assert!(app.screen(40, 12).contains("30.8–80.8 %"));
    assert!(
        app.screen(80, 24).contains("30.8–80.8 %"),
        "{}",
        app.screen(80, 24)
    );
    let app = days(&["0830-1230 sp", "0830-1230 ac", "1600-1605 ac"], "1730");
    let mut app = app.press("<tab>");
    for (width, height) in [(80, 24), (120, 40), (160, 48)] {
        let screen = app.screen(width, height);
        assert!(!screen.contains("49.5"), "{width}x{height}:\n{screen}");
        assert!(!screen.contains("50.5"), "{width}x{height}:\n{screen}");
    }
}

#[test]
fn a_guess_gap_is_guessed_less_measured_everywhere() {
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks(testdata::history().into_iter())
        .expect("a lane");
    let app = Harness::with(store, "2026-03-06T16:52:00+01:00", Palette::Many);
    let mut app = app.press("<esc><shift-tab><pgdn>60 22 10 8<enter><enter>");
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let screen = app.screen(width, height);
        assert!(screen.contains("−14.2"), "of admin: {screen}");
        assert!(
            screen.contains("+8.2") && !screen.contains("−8.2"),
            "{screen}"
        );
    }
}

#[test]
fn a_file_without_blocks_shows_no_zeros() {
    for keys in ["", "<tab>", "<tab><left>"] {
        let mut app = Harness::at("2026-03-05T09:00:00+01:00").press(keys);
        for (width, height) in [(40, 12), (80, 24), (120, 40), (200, 60)] {
            let screen = app.screen(width, height);
            assert!(!screen.contains("0h00"), "{width}x{height}:\n{screen}");
            assert!(!screen.contains("selling so far"), "{screen}");
        }
    }
    // Nor does a week whose selling never lasted an hour.
    let mut app = days(&["0830-0838 sp; 0838-0900 ac"], "0930").press("<tab>");
    let screen = app.screen(120, 40);
    assert!(
        !screen.contains("0 stretches") && !screen.contains("0h00"),
        "{screen}"
    );
}

#[test]
fn messages_and_sheets_write_stretches_with_a_dash() {
    let day = "0830-0900 sp; 0900-0930 ac; 0930-1000 sm";
    let mut app = days(&[day], "1000").press("<up>x");
    let screen = app.screen(120, 40);
    assert!(screen.contains("Deleted admin 09:00–09:30"), "{screen}");
    let mut app = days(&[day], "1000").press("<up><enter>");
    let screen = app.screen(120, 40);
    assert!(screen.contains("admin 09:00–09:30"), "{screen}");
    assert!(screen.contains("09:00-09:30"), "what is typed: {screen}");
}

/// The hours that stand in the row with the mark for now, and how far after which of them it is.
fn hours_row(screen: &str) -> (Vec<&str>, usize) {
    let row = screen
        .lines()
        .find(|line| line.contains('▾'))
        .expect("a mark for now");
    let place = |word: &str| row[..row.find(word).expect(word)].chars().count();
    (
        row.split_whitespace().filter(|word| *word != "▾").collect(),
        place("▾") - place("07"),
    )
}

#[test]
fn on_days_of_a_clock_change_the_hours_are_those_that_hold_there() {
    for (day, hours, night) in [
        (
            "2026-03-29",
            ["00", "01", "03", "04", "05"],
            &["00", "01"][..],
        ),
        (
            "2026-10-25",
            ["00", "01", "02", "02", "03"],
            &["00", "01", "02"],
        ),
    ] {
        let sunday = Day(day.parse().expect("a day"));
        let blocks = testdata::day(sunday, "0030-0400 sp; 0410-0600 ac");
        let mut store = Store::in_memory().expect("a store");
        store.seed_blocks(blocks.into_iter()).expect("a lane");
        let now = rfc3339(testdata::at(sunday, "0730"));
        let mut app = Harness::with(store, &now, Palette::Many).press("<esc>");
        let screen = app.screen(120, 40);
        let (shown, after) = hours_row(&screen);
        assert_eq!(shown[..5], hours, "{screen}");
        assert!((5..=6).contains(&after), "{screen}");
        let mut app = app.press("<tab><up>");
        let screen = app.screen(120, 40);
        // The hours above the lanes are those of the other days.
        let below = screen.lines().skip_while(|line| !line.contains(" Sun "));
        let below: Vec<&str> = below
            .skip(1)
            .take(1)
            .flat_map(str::split_whitespace)
            .collect();
        assert_eq!(below[..night.len()], *night, "{screen}");
        assert!(!below[night.len()].starts_with('0'), "{screen}");
    }
}
