//! Keys that the config has changed: they work in every place, and every place names them.

use crate::insight::testdata;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::theme::Palette;

const FRIDAY: &str = "2026-03-06T16:52:00+01:00";

/// Friday afternoon, with other keys for some rows of the key table.
fn rebound(keys: &[(&str, &str)]) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks(testdata::history().into_iter())
        .expect("a lane");
    let mut app = Harness::with(store, FRIDAY, Palette::Many).press("<esc>");
    app.settings(|settings| {
        for (row, key) in keys {
            settings.keymap.rebind(row, &[key]).expect("a binding");
        }
    });
    app
}

#[test]
fn every_page_of_the_review_names_the_key_that_answers() {
    let mut app = rebound(&[("edit", "e")]).press("<shift-tab>");
    let mut named = 0;
    for step in 1..=9 {
        let screen = app.screen(120, 40);
        assert!(!screen.contains("enter"), "step {step}: {screen}");
        named += screen.matches("e to answer").count() + screen.matches("e answer").count();
        app = app.press("<pgdn>");
    }
    assert!(named > 3, "{named} times");
}

#[test]
fn the_footer_names_the_same_rows_of_the_table_whatever_their_keys() {
    let footer = |keys: &[(&str, &str)], pressed: &str| {
        // On a card the keys stand in its own last line.
        rebound(keys).press(pressed).screen(120, 40)
    };
    for (row, key, screen, said) in [
        ("cancel", "ctrl-g", "?", "ctrl-g close"),
        ("cancel", "ctrl-g", "C", "ctrl-g close"),
        ("day-before", "h", "<tab>", "h → week"),
        ("up", "w", "?", "w ↓ scroll"),
    ] {
        let footer = footer(&[(row, key)], screen);
        assert!(footer.contains(said), "{footer}");
    }
}

#[test]
fn what_has_no_key_is_not_in_the_footer() {
    let mut app = rebound(&[]);
    app.settings(|settings| settings.keymap.rebind("clear", &[]).expect("no key"));
    let screen = app.press("n").screen(120, 40);
    let footer = screen.lines().last().unwrap_or_default();
    assert!(footer.ends_with("complete"), "{footer:?}");
}

#[test]
fn the_letters_after_change_are_the_keys_of_the_categories() {
    let mut app = rebound(&[("selling", "f2")]).press("c");
    let screen = app.screen(120, 40);
    assert!(
        screen.contains("What was it?") && screen.contains("f2 selling     a admin"),
        "{screen}"
    );
}

#[test]
fn the_welcome_names_the_keys_that_there_are() {
    let mut app = Harness::at(FRIDAY);
    app.settings(|settings| {
        for (row, key) in [("selling", "f2"), ("undo", "U")] {
            settings.keymap.rebind(row, &[key]).expect("a binding");
        }
    });
    let screen = app.screen(120, 40);
    for said in ["f2 a l d ", "20 f2 ", "U  "] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
}

#[test]
fn while_the_strip_is_open_k_is_nurture_and_note_undo_and_arrows_work() {
    let app = Harness::at(FRIDAY).press("a<wait 20m>sk");
    assert_eq!(app.lane(), "admin 16:52-17:12; selling · nurture 17:12-");
    let app = Harness::at(FRIDAY).press("a<wait 20m>snfirst call<enter>");
    assert_eq!(app.blocks()[1].details.note.as_str(), "first call");
    assert_eq!(
        Harness::at(FRIDAY).press("a<wait 20m>su").lane(),
        "admin 16:52-"
    );
    let app = Harness::at(FRIDAY).press("a<wait 20m>s<up>");
    assert!(!app.has_letters());
}
