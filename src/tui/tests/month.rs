//! The month calendar: where it moves, what it says of the days, and that it leads to them.

use insta::assert_snapshot;

use super::thursday;
use crate::domain::calendar::Day;
use crate::insight::testdata;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::mode::Mode;
use crate::tui::theme::Palette;

fn selected(app: &Harness) -> Option<Day> {
    match &app.model().mode {
        Mode::Month(month) => Some(month.selected),
        _ => None,
    }
}

/// Thursday's blocks, and the Monday after.
fn monday() -> Harness {
    thursday().press("o<wait 5280m>sp<wait 50m>ae<wait 100m>")
}

#[test]
fn keys_move_by_day_week_and_month_and_never_past_today() {
    let cases = [
        ("C", "2026-03-05"),
        ("C<left>", "2026-03-04"),
        ("C<up>", "2026-02-26"),
        ("C<right><down><pgdn>", "2026-03-05"),
        ("C<left><down>", "2026-03-05"),
        ("C<pgup>", "2026-02-05"),
        ("C<pgup><pgup><pgdn>", "2026-02-05"),
        ("C<pgup><home>", "2026-03-05"),
        ("<left><left>C", "2026-03-03"),
        // The 31st has no counterpart in February.
        (
            "C<up><pgup><right><right><right><right><right><pgdn>",
            "2026-02-28",
        ),
    ];
    for (keys, day) in cases {
        let app = thursday().press(keys);
        assert_eq!(selected(&app).expect("a month").to_string(), day, "{keys}");
    }
}

#[test]
fn enter_shows_the_day_and_other_keys_do_what_they_always_do() {
    let app = monday();
    let today = app.model().common.today;
    let mut app = app.press("C<up><right><right><right><enter>");
    assert_eq!(app.model().common.day.to_string(), "2026-03-05");
    assert!(app.model().mode.focus().is_none());
    assert!(app.screen(80, 24).contains("@Brightwell"));
    for keys in ["C<esc>", "CC", "Cq", "C<ctrl-c>"] {
        app = app.press(keys);
        assert!(app.model().mode.focus().is_none(), "{keys}");
        assert_eq!(app.model().common.day.to_string(), "2026-03-05", "{keys}");
        assert!(matches!(app.next, crate::tui::app::Next::Stay), "{keys}");
    }
    let app = app.press("Cl");
    assert!(app.model().mode.focus().is_none());
    assert!(app.lane().ends_with("learning 11:02-"), "{}", app.lane());
    assert_eq!(app.model().common.today, today);
}

#[test]
fn the_selected_day_shows_its_hours_and_time_goes_on() {
    let mut app = monday().press("C");
    assert!(
        app.screen(80, 24).contains("tracked        2h30"),
        "{}",
        app.screen(80, 24)
    );
    let mut app = app.press("<wait 60s>");
    assert!(
        app.screen(80, 24).contains("tracked        2h31"),
        "{}",
        app.screen(80, 24)
    );
    let mut app = app.press("<left>");
    assert!(
        app.screen(80, 24).contains("nothing tracked"),
        "{}",
        app.screen(80, 24)
    );
}

#[test]
fn a_share_of_which_much_is_untracked_has_its_bounds() {
    let open_at = |blocks: &str, now: &str| {
        let mut store = Store::in_memory().expect("a store");
        let blocks = testdata::day(testdata::monday(), blocks);
        store.seed_blocks(blocks.into_iter()).expect("a lane");
        Harness::with(store, now, Palette::Many).press("<esc>")
    };
    let open = |blocks: &str| open_at(blocks, "2026-03-02T13:30:00+01:00");
    let share = "52.0 % (43.3–60.0 %)";
    let mut app = open("0830-1040 sp; 1130-1330 ae");
    let screen = app.screen(39, 11);
    assert!(screen.contains(share), "{screen}");
    app.screen(40, 12);
    let mut app = app.press("C");
    let screen = app.screen(40, 12);
    assert!(screen.contains(share), "{screen}");
    for (width, height) in [(120, 40), (80, 24)] {
        let screen = app.screen(width, height);
        let row = screen.lines().find(|row| row.contains("bounds"));
        assert!(
            row.is_some_and(|row| row.contains("43.3–60.0 %")),
            "{screen}"
        );
        assert!(screen.contains("52.0 %"), "{screen}");
    }
    let day = "0830-1230 sp; 1430-1830 ae";
    let panel = open_at(day, "2026-03-02T19:00:00+01:00").screen(160, 48);
    let week = panel.lines().find(|row| row.contains("This week"));
    assert!(week.is_some_and(|row| row.contains("50.0 % (")), "{panel}");
    // Below the gate there is no share without them.
    let line = open("0830-1040 sp").screen(39, 11);
    assert!(line.contains(" 43.3–100.0 % 2h10"), "{line}");
    let early = open("1130-1230 sp").screen(39, 11);
    assert!(!early.contains('%'), "{early}");
}

#[test]
fn it_is_drawn_at_every_size() {
    let mut app = monday().press("C<up><right><right><right>");
    assert_snapshot!("month_80x24", app.screen(80, 24));
    assert_snapshot!("month_40x12", app.screen(40, 12));
    for width in (1..=80).chain([120, 300]) {
        for height in (1..=30).chain([60]) {
            app.frame(width, height);
        }
    }
}
