//! The command palette, from letters to what is done.

use insta::assert_snapshot;

use super::{MORNING, thursday};
use crate::tui::harness::Harness;
use crate::tui::key_table::{BINDINGS, Binding};
use crate::tui::overlays::help::Help;
use crate::tui::{mode::Mode, scene::Cursor};

#[test]
fn a_few_letters_find_an_action_and_enter_does_it() {
    let cases = [
        // keys in the palette, the lane after them
        ("adm<enter>", "admin 09:00-"),
        ("ctrl-z<ctrl-u>sell<enter>", "selling 09:00-"),
        ("brk<enter>", "break 09:00-"),
        ("sald<esc>", ""),
        ("sald<ctrl-c>", ""),
        ("no such thing at all<enter><esc>", ""),
        (
            "<paste lear\nning><backspace><ctrl-u><paste learn\n><enter>",
            "learning 09:00-",
        ),
    ];
    for (keys, lane) in cases {
        let app = Harness::at(MORNING).press(&format!(":{keys}"));
        assert_eq!(app.lane(), lane, "{keys}");
        assert!(app.model().mode.focus().is_none(), "{keys}");
    }
}

#[test]
fn every_action_is_found_by_its_name_and_by_its_keys() {
    let listed = |row: &&Binding| !row.is_for_text() && !["palette", "cancel"].contains(&row.name);
    for row in BINDINGS.iter().filter(listed) {
        for typed in [row.name, row.keys[0]] {
            let mut app = Harness::at(MORNING).press(&format!(":{typed}"));
            let screen = app.screen(120, 60);
            let name = row.name.replace('-', " ");
            let is_chosen = |line: &str| {
                let after = line.split_once('▌').map_or("", |(_, after)| after);
                after.contains(&format!(" {name} "))
            };
            assert!(
                screen.lines().any(is_chosen),
                "{typed} does not choose {row:?}:\n{screen}"
            );
        }
    }
}

#[test]
fn what_it_does_is_what_the_key_does() {
    let app = thursday().press(":note<enter> and more<enter>");
    assert_eq!(
        app.blocks().last().expect("a block").details.note.as_str(),
        "tool rollout and more"
    );
    let app = app.press("<up>:next gap<enter>");
    assert!(
        matches!(app.model().today.cursor, Cursor::At(_)),
        "{:?}",
        app.model().today.cursor
    );
    let app = app.press(":help<enter>");
    assert!(matches!(app.model().mode, Mode::Help(Help { from: 0, .. })));
    let app = app.press("<esc>:change<enter>");
    assert!(matches!(app.model().mode, Mode::Category));
}

#[test]
fn a_warning_is_confirmed_through_the_palette_too() {
    let app = Harness::at("2026-03-05T09:00:00+01:00").press("a<wait 3m>s<wait 20m>o<wait 10m>");
    let app = app.press(":start-earlier<enter>");
    assert_eq!(app.lane(), "admin 09:00-09:03; selling 09:03-09:23");
    let app = app.press("<enter>");
    assert_eq!(app.lane(), "selling 08:58-09:23");
}

#[test]
fn the_selection_stays_in_the_list() {
    let mut app = Harness::at(MORNING).press(":<up><pgup>");
    assert!(app.screen(80, 24).contains("▌  s  selling "));
    let mut app = app.press("<pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><down>");
    assert!(app.screen(80, 24).contains("▌     open Review "));
    let mut app = app.press("undo");
    assert!(app.screen(80, 24).contains("▌     undo "));
}

#[test]
fn it_is_drawn_at_every_size() {
    let mut app = thursday().press(":day<down>");
    assert_snapshot!("palette_80x24", app.screen(80, 24));
    assert_snapshot!("palette_40x12", app.screen(40, 12));
    for width in (1..=80).chain([120, 300]) {
        for height in (1..=30).chain([60]) {
            app.frame(width, height);
        }
    }
}
