//! The machine's clock is set back, and what the screen says then.

use super::*;

fn set_to(mut app: Harness, time: &str) -> Harness {
    let time = crate::domain::calendar::parse_rfc3339(time).expect("a time");
    app.jump(time.at);
    app
}

/// Selling since 09:00, and the clock says 07:00.
fn set_back() -> Harness {
    let app = Harness::at(MORNING).press("sm<wait 10m>");
    set_to(app, "2026-03-05T07:00:00+01:00")
}

fn marks(app: &Harness) -> Vec<bool> {
    let blocks = app.blocks();
    blocks.iter().map(|block| block.clock_back).collect()
}

fn toast(app: &Harness) -> &str {
    let toast = app.model().toast.as_ref();
    toast.map_or("", |toast| toast.text.as_str())
}

fn seconds(app: &Harness) -> Vec<Option<i64>> {
    let length = |block: &crate::domain::block::Block| {
        let end = block.end?;
        Some(end.at.since(block.start.at).as_seconds())
    };
    app.blocks().iter().map(length).collect()
}

#[test]
fn a_stop_after_the_clock_was_set_back_keeps_a_second_and_says_so() {
    let app = set_back().press("o");
    assert_eq!(seconds(&app), [Some(1)]);
    assert_eq!(marks(&app), [true]);
    assert!(
        toast(&app).contains("the clock was set back, check its times"),
        "{}",
        toast(&app)
    );
    // There is nothing more to stop, and one undo brings it back as it was.
    let mut app = app.press("o");
    assert_eq!(seconds(&app), [Some(1)]);
    let screen = app.screen(80, 24);
    assert!(screen.contains("clock set back"), "{screen}");
    let app = app.press("u");
    assert_eq!((seconds(&app), marks(&app)), (vec![None], vec![false]));
    let app = app.press("<ctrl-r>");
    assert_eq!((seconds(&app), marks(&app)), (vec![Some(1)], vec![true]));
}

#[test]
fn a_switch_after_the_clock_was_set_back_shows_no_time_until_the_clock_has_passed_it() {
    let mut app = set_back().press("a");
    assert_eq!(seconds(&app), [Some(1), None]);
    assert_eq!(marks(&app), [true, true]);
    assert!(
        toast(&app).contains("the clock was set back"),
        "{}",
        toast(&app)
    );
    for (width, height) in [(120, 40), (80, 24), (40, 12), (30, 4)] {
        let screen = app.screen(width, height);
        assert!(screen.contains("0:00:00"), "{screen}");
        assert!(!screen.contains("-0"), "{screen}");
    }
    // Back again, and later past the time.
    let app = set_to(app, "2026-03-05T06:00:00+01:00");
    // Before the day began it asks.
    let app = app.press("15l").press("l").press("<esc>");
    assert_eq!(seconds(&app), [Some(1), Some(1), None]);
    let mut app = set_to(app, "2026-03-05T09:30:02+01:00");
    let screen = app.screen(80, 24);
    assert!(screen.contains("0:30:00"), "{screen}");
    // A time that somebody edits is that of a clock again.
    let app = app.press("]");
    assert_eq!(marks(&app), [true, true, false]);
}

#[test]
fn a_start_that_is_edited_takes_the_mark_away() {
    let app = set_back().press("o<enter><ctrl-u>06:00-06:30 selling<enter>");
    assert_eq!(app.lane(), "selling 06:00-06:30");
    assert_eq!(marks(&app), [false]);
}
