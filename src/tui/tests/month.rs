//! The month calendar: where it moves, what it says of the days, and that it leads to them.

use insta::assert_snapshot;

use super::thursday;
use crate::domain::calendar::Day;
use crate::tui::harness::Harness;
use crate::tui::model::Overlay;

fn selected(desk: &Harness) -> Option<Day> {
    match &desk.model().overlay {
        Some(Overlay::Month(month)) => Some(month.selected),
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
        let desk = thursday().press(keys);
        assert_eq!(selected(&desk).expect("a month").to_string(), day, "{keys}");
    }
}

#[test]
fn enter_shows_the_day_and_other_keys_do_what_they_always_do() {
    let desk = monday();
    let today = desk.model().today;
    let mut desk = desk.press("C<up><right><right><right><enter>");
    assert_eq!(desk.model().day.to_string(), "2026-03-05");
    assert!(desk.model().overlay.is_none());
    assert!(desk.screen(80, 24).contains("@Brightwell"));
    for keys in ["C<esc>", "CC", "Cq", "C<ctrl-c>"] {
        desk = desk.press(keys);
        assert!(desk.model().overlay.is_none(), "{keys}");
        assert_eq!(desk.model().day.to_string(), "2026-03-05", "{keys}");
        assert!(matches!(desk.next, crate::tui::desk::Next::Stay), "{keys}");
    }
    let desk = desk.press("Cl");
    assert!(desk.model().overlay.is_none());
    assert!(desk.lane().ends_with("learning 11:02-"), "{}", desk.lane());
    assert_eq!(desk.model().today, today);
}

#[test]
fn the_selected_day_shows_its_hours_and_time_goes_on() {
    let mut desk = monday().press("C");
    assert!(
        desk.screen(80, 24).contains("tracked           2h30"),
        "{}",
        desk.screen(80, 24)
    );
    let mut desk = desk.press("<wait 60s>");
    assert!(
        desk.screen(80, 24).contains("tracked           2h31"),
        "{}",
        desk.screen(80, 24)
    );
    let mut desk = desk.press("<left>");
    assert!(
        desk.screen(80, 24).contains("nothing on record"),
        "{}",
        desk.screen(80, 24)
    );
}

#[test]
fn it_is_drawn_at_every_size() {
    let mut desk = monday().press("C<up><right><right><right>");
    assert_snapshot!("month_80x24", desk.screen(80, 24));
    assert_snapshot!("month_40x12", desk.screen(40, 12));
    for width in (1..=80).chain([120, 300]) {
        for height in (1..=30).chain([60]) {
            desk.frame(width, height);
        }
    }
}
