//! Figures read alike in every place: one rounding, one way to write a length, one gate.

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
    Harness::with(store, &crate::domain::calendar::rfc3339(now), Palette::Many)
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
