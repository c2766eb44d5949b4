//! Days that are marked elsewhere while the screen is open.

use crate::domain::calendar::{Day, parse_rfc3339};
use crate::domain::hours::Mark;
use crate::domain::stamp::Length;
use crate::insight::testdata;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::theme::Palette;

#[test]
fn a_day_that_another_program_marks_as_off_has_no_gap_a_second_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path).expect("a store");
    let week_before = testdata::day(testdata::monday().plus(-7), "0900-0910 sp");
    store.seed_blocks(week_before.into_iter()).expect("a lane");
    let mut app =
        Harness::with(store, "2026-03-05T09:30:00+01:00", Palette::Many).press("s<wait 30m>");
    let now = parse_rfc3339("2026-03-05T10:00:00+01:00").expect("a time");
    let shows_gap = |app: &mut Harness| !app.screen(80, 24).contains("100.0 % covered");
    assert!(
        shows_gap(&mut app),
        "08:30 to 09:30: {}",
        app.screen(80, 24)
    );
    let mut other = Store::open(&path).expect("the same file");
    let today = [Day("2026-03-05".parse().expect("a date"))];
    other
        .mark_days(&today, Some(Mark::Off), now)
        .expect("a mark");
    let mut app = app.press("<wait 1s>");
    assert!(!shows_gap(&mut app), "{}", app.screen(80, 24));
    // A block of an evening off is not asked about because the planned day is over.
    let mut app = app.press("<wait 120m>");
    assert!(app.model().common.snapshot.questions.is_empty());
    other.mark_days(&today, None, now).expect("no mark");
    app = app.press("<wait 1s>");
    assert!(shows_gap(&mut app), "{}", app.screen(80, 24));
    let week = app
        .model()
        .common
        .settings
        .context
        .calendar
        .week_of(today[0]);
    other.pause(week, true, now).expect("a pause");
    app.jump(now.at.plus(Length::minutes(122)));
    assert!(!shows_gap(&mut app), "{}", app.screen(80, 24));
}
