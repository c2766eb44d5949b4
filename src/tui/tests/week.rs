//! The week: its grid, moving through it, and that keys meant for a day's list change nothing from here.

use ratatui::layout::Position;

use super::{MORNING, thursday};
use crate::domain::calendar::Week;
use crate::domain::hours::Mark;
use crate::domain::parse::commitment::stored_commitment;
use crate::insight::maya;
use crate::store::Store;
use crate::tui::event::Wake;
use crate::tui::harness::Harness;
use crate::tui::model::Screen;
use crate::tui::theme::Palette;

#[test]
fn tab_goes_around_and_the_mouse_picks_a_screen() {
    let mut desk = thursday();
    for screen in [Screen::Week, Screen::Trends, Screen::Review, Screen::Today] {
        desk = desk.press("<tab>");
        assert_eq!(desk.model().screen, screen);
    }
    desk = desk.press("<shift-tab>");
    assert_eq!(desk.model().screen, Screen::Review);
    let header = desk
        .screen(80, 24)
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned();
    let x = header.find("Week").expect("a tab") as u16;
    desk.wake(&Wake::Click(Position::new(x, 0)));
    assert_eq!(desk.model().screen, Screen::Week);
}

#[test]
fn the_week_shows_its_days_with_hours_and_share() {
    let mut desk = thursday().press("<tab>");
    let screen = desk.screen(80, 24);
    for words in [
        "Mon",
        "Thu",
        "time available for selling",
        "W10",
        "W10 · 2 Mar - 8 Mar",
    ] {
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
    assert_eq!(
        (desk.model().screen, desk.model().day),
        (Screen::Today, today.plus(-9))
    );
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
        assert_eq!(
            desk.model().day,
            desk.model().today.plus(-3),
            "{width}x{height}"
        );
    }
}

#[test]
fn keys_for_the_list_of_a_day_say_where_they_work_and_change_nothing() {
    for key in ["cs", "[", "]", "{", "}", "/", "m", "x", "g"] {
        let desk = thursday();
        let before = desk.lane();
        let desk = desk.press("<tab>").press(key);
        assert_eq!(
            desk.lane().split(';').count(),
            before.split(';').count() + usize::from(key == "cs"),
            "{key}"
        );
        let toast = desk
            .model()
            .toast
            .as_ref()
            .map(|toast| toast.text.clone())
            .unwrap_or_default();
        assert!(
            key == "cs" || toast.contains("enter shows Thu 5 Mar"),
            "{key}: {toast}"
        );
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
    assert!(
        today
            .lines()
            .any(|line| line.contains("distraction") && line.contains("of 0h45")),
        "{today}"
    );
    let week = desk.press("<tab>").screen(120, 40);
    assert!(week.contains("of 20h · 15h30 to go"), "{week}");
}

#[test]
fn a_day_off_says_so_and_shares_wait_for_the_gate_of_tafs() {
    let mut store = Store::in_memory().expect("a store");
    store
        .seed(
            maya::week()
                .into_iter()
                .filter(|block| block.start.at < maya::at(maya::monday(), "1600").at),
        )
        .expect("a lane");
    let now = maya::at(maya::monday().plus(1), "1200");
    store
        .mark_days(&[maya::monday().plus(1)], Some(Mark::Off), now)
        .expect("a mark");
    let mut desk =
        Harness::with(store, "2026-03-03T12:00:00+01:00", Palette::Many).press("<esc><tab>");
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let screen = desk.screen(width, height);
        assert_eq!(
            screen
                .split_whitespace()
                .filter(|word| *word == "off")
                .count(),
            1,
            "{screen}"
        );
    }
    // 7h20: too early for TAFS, and so for the shares beside it.
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("of 7h20 · % in 40 min") && screen.contains("4h05"),
        "{screen}"
    );
    assert!(
        !screen
            .lines()
            .any(|line| line.contains("4h05") && line.contains("56 %")),
        "{screen}"
    );
}

#[test]
fn the_commitment_stands_on_the_week_at_every_size() {
    let mut store = Store::in_memory().expect("a store");
    store.seed(maya::week().into_iter()).expect("a lane");
    let promise = stored_commitment(">= 6h selling/prospecting").expect("a commitment");
    let week = Week {
        first: maya::monday(),
    };
    store
        .commit_to(week, Some(&promise), maya::at(maya::monday(), "0830"))
        .expect("a commitment");
    let mut desk =
        Harness::with(store, "2026-03-07T12:00:00+01:00", Palette::Many).press("<esc><tab>");
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let screen = desk.screen(width, height);
        assert!(screen.contains("6h50 of 6h prospecting"), "{screen}");
    }
}
