//! The undo history: what shows, what Enter does, and that nothing that was undone is lost.

use insta::assert_snapshot;

use super::{MORNING, thursday};
use crate::domain::block::{Category, Details};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::change::Change;
use crate::domain::stamp::Length;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::mode::Mode;
use crate::tui::theme::Palette;

/// So many blocks of a minute each, each a change of its own, up to `MORNING`.
fn many(count: i64) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    let end = parse_rfc3339(MORNING).expect("a time");
    for index in 0..count {
        let at = |minutes| end.moved_to(end.at.minus(Length::minutes(minutes)));
        let add = Change::Add {
            start: at(count - index),
            end: at(count - index - 1),
            category: Category::Admin,
            details: Details::default(),
        };
        store.apply(&add, end).expect("a block");
    }
    Harness::with(store, MORNING, Palette::Many)
}

fn is_open(app: &Harness) -> bool {
    matches!(app.model().mode, Mode::History(_))
}

#[test]
fn all_that_a_held_undo_took_back_comes_back_by_the_list() {
    let whole = thursday().lane();
    let app = thursday().hold("u", 3_000);
    assert_eq!(app.lane(), "");
    let mut app = app.press("s<esc><ctrl-r>");
    assert_eq!(app.lane(), "selling 16:32-");
    let screen = app.screen(120, 40);
    assert!(
        screen.contains("Nothing to redo · ctrl-u to list what was undone"),
        "{screen}"
    );
    // The newest of the undone ones brings all before it with it.
    let app = app.press("<wait 5m><ctrl-u><down><enter>");
    assert_eq!(app.lane(), "selling 16:32-", "it asks first");
    let mut app = app;
    let screen = app.screen(120, 40);
    for part in [
        "Newer blocks would be replaced",
        "removes 16:32–now selling",
        "enter again to go ahead",
    ] {
        assert!(screen.contains(part), "no {part:?} in\n{screen}");
    }
    let mut app = app.press("<enter>");
    assert_eq!(app.lane(), whole);
    let screen = app.screen(120, 40);
    assert!(
        screen.contains("Redone: change") && screen.contains("u to undo"),
        "{screen}"
    );
    assert_eq!(app.press("u").lane(), "selling 16:32-");
}

#[test]
fn enter_makes_an_undone_change_again_and_says_what_to_do_with_another() {
    let app = Harness::at(MORNING).press("a<wait 20m>s@Halden<enter><wait 5m>uu");
    assert_eq!(app.lane(), "admin 09:00-");
    let mut app = app.press("<ctrl-u><down><down><enter>");
    let screen = app.screen(80, 24);
    assert!(is_open(&app), "{screen}");
    assert!(
        screen.contains("Change 1 isn't undone yet · u to undo the newest"),
        "{screen}"
    );
    assert_eq!(app.lane(), "admin 09:00-");
    let app = app.press("<up><enter>");
    assert!(!is_open(&app));
    assert_eq!(app.lane(), "admin 09:00-09:20; selling 09:20-");
    let app = app.press("<ctrl-u><down><enter>");
    assert_eq!(app.lane(), "admin 09:00-09:20; selling @Halden 09:20-");
    // They are there already.
    let mut app = app.press("<ctrl-u><down><down><enter>");
    let screen = app.screen(80, 24);
    assert!(screen.contains("Change 3 is already redone"), "{screen}");
}

#[test]
fn any_other_key_closes_it_and_does_what_it_always_does() {
    for (keys, lane) in [
        ("<esc>", "admin 09:00-"),
        ("<ctrl-u>", "admin 09:00-"),
        ("q", "admin 09:00-"),
        ("<ctrl-c>", "admin 09:00-"),
        ("s", "admin 09:00-09:20; selling 09:20-"),
        ("u", ""),
    ] {
        let app = Harness::at(MORNING).press(&format!("a<wait 20m>:undo history<enter>{keys}"));
        assert_eq!(app.lane(), lane, "{keys}");
        assert!(!is_open(&app), "{keys}");
    }
    let mut app = Harness::at(MORNING).press("<ctrl-u><down><pgdn><enter>");
    assert!(app.screen(80, 24).contains("No changes yet"));
}

#[test]
fn only_what_is_looked_at_is_read_and_all_of_it_can_be_reached() {
    let mut app = many(650).press("<ctrl-u>");
    assert!(
        app.screen(80, 24).contains("▌     650  09:00  add admin"),
        "{}",
        app.screen(80, 24)
    );
    let mut app = app.press(&"<pgdn>".repeat(10));
    assert!(
        app.screen(80, 24).contains("▌     530  "),
        "{}",
        app.screen(80, 24)
    );
    let mut app = app.press(&"<pgdn>".repeat(60));
    assert!(
        app.screen(80, 24).contains("▌       1  "),
        "{}",
        app.screen(80, 24)
    );
    let mut app = app.press("<home>");
    assert!(
        app.screen(80, 24).contains("▌     650  "),
        "{}",
        app.screen(80, 24)
    );
}

#[test]
fn what_another_program_changes_shows_and_the_selection_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tafs.db");
    let store = Store::open(&path).expect("a store");
    let app = Harness::with(store, MORNING, Palette::Many);
    let mut app = app.press("a<wait 10m>s<wait 10m><ctrl-u><down>");
    assert!(
        app.screen(80, 24).contains("▌     1  09:00  start admin"),
        "{}",
        app.screen(80, 24)
    );
    let mut other = Store::open(&path).expect("the file");
    let now = parse_rfc3339("2026-03-05T09:20:00+01:00").expect("a time");
    other.undo(now).expect("an undo").expect("the start");
    let mut app = app.press("<wait 1s>");
    let screen = app.screen(80, 24);
    assert!(
        is_open(&app) && screen.contains("▌     1  09:00  start admin"),
        "{screen}"
    );
    assert!(screen.contains("undone\n"), "{screen}");
}

#[test]
fn it_is_drawn_at_every_size() {
    let mut app = thursday().press("uuu<wait 2m>sp<wait 5m>uus<wait 3m><ctrl-u><down>");
    assert_snapshot!("history_120x40", app.screen(120, 40));
    assert_snapshot!("history_80x24", app.screen(80, 24));
    assert_snapshot!("history_40x12", app.screen(40, 12));
    for width in (1..=80).chain([120, 300]) {
        for height in (1..=30).chain([60]) {
            app.frame(width, height);
        }
    }
}
