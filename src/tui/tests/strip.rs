//! The letters of the activities take only their own keys: every other one does what it does without them.

use super::*;
use crate::domain::block::Category;
use crate::tui::key::Key;
use crate::tui::key_table::{BINDINGS, Focus};

/// Two blocks of a while ago, then a category that has just begun, with its letters shown.
fn started(category: Category) -> Harness {
    let key = match category {
        Category::Selling => "s",
        Category::Admin => "a",
        Category::Learning => "l",
        Category::Distraction => "d",
        Category::Break => "b",
    };
    Harness::at(MORNING)
        .press("b<wait 20m>o<wait 5m>b<wait 20m>o<wait 5m>")
        .press(key)
}

/// All that a person sees of what a key did, but for the letters.
fn seen(mut app: Harness) -> String {
    let (lane, next) = (app.lane(), format!("{:?}", app.next));
    let mode = format!("{:?}", std::mem::discriminant(&app.model().mode));
    [lane, next, mode, app.screen(100, 30)].join("\n")
}

#[test]
fn every_key_but_the_letters_closes_the_strip_and_does_what_it_always_does() {
    let mut looked_at = 0;
    for category in Category::WORK {
        let app = started(category);
        assert!(app.has_letters(), "{category}");
        let letters: Vec<char> = app.scene(|scene| {
            let kinds = scene.context.taxonomy.kinds(category);
            kinds.iter().map(|kind| kind.letter).collect()
        });
        let keys = BINDINGS
            .iter()
            .filter(|row| row.action_in(Focus::Block).is_some())
            .flat_map(|row| row.keys);
        for name in keys.chain(&["v", "h", "5", "<", "f9", "alt-x", "ش"]) {
            let key = Key::parse(name).expect("a key");
            if key.typed().is_some_and(|letter| letters.contains(&letter)) {
                continue;
            }
            let press = |mut app: Harness| {
                app.wake(&crate::tui::event::Wake::Key(key));
                app
            };
            let open = press(started(category));
            // A capture key opens the letters again, of what it has begun.
            let closed = press(started(category).press("<esc>"));
            assert_eq!(
                open.has_letters(),
                closed.has_letters(),
                "{category} {name}"
            );
            assert_eq!(seen(open), seen(closed), "{category} {name}");
            looked_at += 1;
        }
        for letter in letters {
            let app = started(category).press(&letter.to_string());
            assert!(!app.has_letters());
            let name = app.scene(|scene| {
                let kind = scene.context.taxonomy.by_letter(category, letter);
                kind.expect("a letter").name.clone()
            });
            let lane = app.lane();
            assert!(
                lane.ends_with(&format!("{category} · {name} 09:50-")),
                "{letter}: {lane}"
            );
        }
    }
    assert!(looked_at > 150, "{looked_at} keys");
}

#[test]
fn the_arrows_move_while_the_letters_are_shown() {
    for category in Category::WORK {
        let app = started(category).press("<up><up>x");
        assert!(
            !app.lane().contains("09:25-09:45"),
            "{category}: {}",
            app.lane()
        );
        let app = started(category).press("<up><up><down><down>nnow<enter>");
        let last = app.blocks().pop().expect("a block");
        assert_eq!(
            (last.category, last.details.note.as_str()),
            (category, "now")
        );
    }
}

#[test]
fn a_letter_after_minutes_begins_so_long_ago() {
    let app = Harness::at("2026-03-12T14:00:00+01:00").press("sm<wait 30m>15sp");
    assert_eq!(
        app.lane(),
        "selling · meeting 14:00-14:15; selling · prospecting 14:15-"
    );
    let app = Harness::at("2026-03-12T14:00:00+01:00").press("sm<wait 30m>sp");
    assert_eq!(
        app.lane(),
        "selling · meeting 14:00-14:30; selling · prospecting 14:30-"
    );
}
