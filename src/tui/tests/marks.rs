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

/// Selling 08:30-11:00 on a Thursday, then nothing up to 15:00:20.
fn afternoon() -> Harness {
    Harness::at("2026-03-05T08:30:00+01:00").press("sp<wait 150m>o<wait 240m><wait 20s>g")
}

#[test]
fn a_gap_that_was_off_is_no_gap_and_is_taken_back() {
    let mut app = afternoon().press("c");
    let screen = app.screen(120, 40);
    assert!(screen.contains("o it was off"), "{screen}");
    assert!(screen.contains("fills 11:00–15:00  4h00"), "{screen}");
    let mut app = app.press("o");
    let screen = app.screen(120, 40);
    assert!(
        screen.contains("Saved: day off 2026-03-05 11:00–15:00 · u to undo"),
        "{screen}"
    );
    assert!(screen.contains("11:00–15:00    4h00     off"), "{screen}");
    assert!(screen.contains("100.0 % covered"), "{screen}");
    assert_eq!(app.lane(), "selling · prospecting 08:30-11:00");
    // Off is off: the key says so, and a letter still fills it.
    let app = app.press("co");
    let toast = app.model().toast.as_ref().expect("a refusal");
    assert_eq!(
        toast.text,
        "No work is planned then: it doesn't count anyway"
    );
    let mut app = app.press("<esc>u");
    assert!(
        app.screen(120, 40).contains("untracked"),
        "{}",
        app.screen(120, 40)
    );
    let mut app = app.press("<ctrl-r>");
    assert!(app.screen(120, 40).contains("100.0 % covered"));
    let app = app.press("<up><down>cl<esc>");
    assert_eq!(
        app.lane(),
        "selling · prospecting 08:30-11:00; learning 11:00-15:00"
    );
}

#[test]
fn on_a_block_and_off_the_clock_the_key_means_what_it_always_does() {
    let app = Harness::at("2026-03-05T08:30:00+01:00").press("sp<wait 60m>");
    let mut app = app.press("c");
    assert!(!app.screen(80, 24).contains("it was off"));
    assert_eq!(app.press("o").lane(), "selling · prospecting 08:30-09:30");
    // A block in what is off stays, and counts.
    let mut app = afternoon()
        .press("co<wait 5m>")
        .press("i12:00-13:00 a<enter><esc>");
    let screen = app.screen(120, 40);
    assert!(
        screen.contains("1h00") && screen.contains("11:00–12:00    1h00     off"),
        "{screen}"
    );
    assert!(screen.contains("3h30"), "{screen}");
    app = app.press("<tab>");
    let screen = app.screen(120, 40);
    assert!(screen.contains("2h30 of 3h30"), "{screen}");
}

#[test]
fn an_undo_selects_the_gap_that_came_back() {
    for keys in ["cou", "cs<esc>u", "cs<esc>ucou"] {
        let mut app = afternoon().press("s<wait 10m>g").press(keys);
        let screen = app.screen(120, 40);
        let selected = screen.lines().find(|line| line.starts_with(" ▌ 11:00"));
        let is_gap = selected.is_some_and(|line| line.contains("untracked"));
        assert!(is_gap, "{keys}\n{screen}");
    }
}

#[test]
fn a_gap_of_a_review_was_off_too() {
    let app = Harness::at("2026-03-06T08:30:00+01:00").press("sp<wait 120m>o<wait 450m>");
    let mut app = app.press("<shift-tab>");
    let before = app.screen(120, 40);
    assert!(before.contains("10:30–17:30"), "{before}");
    app = app.press("co");
    let screen = app.screen(120, 40);
    assert!(
        screen.contains("Saved: day off 2026-03-06 10:30–17:30"),
        "{screen}"
    );
    assert!(
        !before.contains("no gaps") && screen.contains("no gaps"),
        "{screen}"
    );
    assert!(app.press("u").screen(120, 40).contains("10:30–17:30"));
}
