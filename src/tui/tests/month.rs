//! The month calendar: where it moves, what it says of the days, and that it leads to them.

use insta::assert_snapshot;

use super::thursday;
use crate::domain::calendar::Day;
use crate::tui::harness::Harness;
use crate::tui::mode::Mode;

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
        app.screen(80, 24).contains("tracked           2h30"),
        "{}",
        app.screen(80, 24)
    );
    let mut app = app.press("<wait 60s>");
    assert!(
        app.screen(80, 24).contains("tracked           2h31"),
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
