//! The week: its grid, moving through it, and that keys meant for a day's list change nothing from here.

use ratatui::layout::Position;

use super::{MORNING, thursday};
use crate::tui::event::Wake;
use crate::tui::harness::Harness;
use crate::tui::model::Screen;

#[test]
fn tab_goes_around_and_the_mouse_picks_a_screen() {
    let mut desk = thursday();
    for screen in [Screen::Week, Screen::Trends, Screen::Review, Screen::Today] {
        desk = desk.press("<tab>");
        assert_eq!(desk.model().screen, screen);
    }
    desk = desk.press("<shift-tab>");
    assert_eq!(desk.model().screen, Screen::Review);
    let header = desk.screen(80, 24).lines().next().unwrap_or_default().to_owned();
    let x = header.find("Week").expect("a tab") as u16;
    desk.wake(&Wake::Click(Position::new(x, 0)));
    assert_eq!(desk.model().screen, Screen::Week);
}

#[test]
fn the_week_shows_its_days_with_hours_and_share() {
    let mut desk = thursday().press("<tab>");
    let screen = desk.screen(80, 24);
    for words in ["Mon", "Thu", "time available for selling", "W10", "W10 · 2 Mar - 8 Mar"] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    insta::assert_snapshot!("week_80x24", screen);
    insta::assert_snapshot!("week_120x40", desk.screen(120, 40));
    insta::assert_snapshot!("week_40x12", desk.screen(40, 12));
}

#[test]
fn arrows_go_by_day_and_by_week_and_enter_shows_the_day() {
    let desk = thursday().press("<tab><up><up>");
    let today = desk.model().today;
    assert_eq!(desk.model().day, today.plus(-2));
    let desk = desk.press("<left>");
    assert_eq!(desk.model().day, today.plus(-9));
    let desk = desk.press("<enter>");
    assert_eq!((desk.model().screen, desk.model().day), (Screen::Today, today.plus(-9)));
    // Never past today.
    let desk = desk.press("<tab><right><right><right>");
    assert_eq!(desk.model().day, today);
}

#[test]
fn a_click_picks_a_day_at_every_size() {
    for (width, height, x, y) in [(120, 40, 7, 10), (80, 24, 7, 10), (40, 12, 10, 2)] {
        let mut desk = thursday().press("<tab>");
        desk.screen(width, height);
        desk.wake(&Wake::Click(Position::new(x, y)));
        assert_eq!(desk.model().day, desk.model().today.plus(-3), "{width}x{height}");
    }
}

#[test]
fn keys_for_the_list_of_a_day_say_where_they_work_and_change_nothing() {
    for key in ["cs", "[", "]", "{", "}", "/", "m", "x", "g"] {
        let desk = thursday();
        let before = desk.lane();
        let desk = desk.press("<tab>").press(key);
        assert_eq!(desk.lane().split(';').count(), before.split(';').count() + usize::from(key == "cs"), "{key}");
        let toast = desk.model().toast.as_ref().map(|toast| toast.text.clone()).unwrap_or_default();
        assert!(key == "cs" || toast.contains("enter shows Thu 5 Mar"), "{key}: {toast}");
    }
}

#[test]
fn capture_keys_tag_time_and_a_note_goes_to_what_runs() {
    let desk = Harness::at(MORNING).press("<tab>s<wait 10m>nfirst call<enter>");
    assert_eq!(desk.model().screen, Screen::Week);
    assert_eq!(desk.blocks()[0].details.note.as_str(), "first call");
    let desk = desk.press("o<wait 1m>n");
    assert!(desk.model().overlay.is_none());
}

#[test]
fn goals_in_hours_stand_where_they_are_held_against_the_time() {
    let mut desk = thursday();
    desk.kit(|kit| {
        kit.selling_goal = Some(crate::domain::stamp::Length::hours(20));
        kit.distraction_ceiling = Some(crate::domain::stamp::Length::minutes(45));
    });
    let today = desk.screen(120, 40);
    assert!(today.lines().any(|line| line.contains("distraction") && line.contains("of 0h45")), "{today}");
    let week = desk.press("<tab>").screen(120, 40);
    assert!(week.contains("of 20h · 15h30 to go"), "{week}");
}
