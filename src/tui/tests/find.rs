//! Finding blocks: what is typed, what shows, where Enter leads, and that a long file never holds up the screen.

use std::time::Duration;

use insta::assert_snapshot;

use super::{MORNING, thursday};
use crate::domain::block::{Block, Category, Details, Note};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::stamp::Length;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::scene::Cursor;
use crate::tui::theme::Palette;

/// Thursday's blocks, and two of the Monday after.
fn monday() -> Harness {
    thursday().press("o<wait 5280m>sp@Northwind<enter><wait 50m>ae!legal<enter>nlost order 4711<enter><wait 100m>")
}

/// So many blocks of a minute each up to `MORNING`; the oldest one has a note.
fn long(count: i64) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    store.seed_blocks(minutes(count)).expect("a lane");
    Harness::with(store, MORNING, Palette::Many)
}

fn minutes(count: i64) -> impl Iterator<Item = Block> {
    let end = parse_rfc3339(MORNING).expect("a time");
    (0..count).map(move |index| {
        let start = end.moved_to(end.at.minus(Length::minutes(count - index)));
        let note = if index == 0 { "needle" } else { "hay" };
        let details = Details {
            note: Note::stored(note.to_owned()),
            ..Details::default()
        };
        Block::new(
            start,
            Some(end.moved_to(start.at.plus(Length::minutes(1)))),
            Category::Admin,
            details,
        )
    })
}

fn selected(app: &Harness) -> Block {
    match app.model().today.cursor {
        Cursor::Block(id) => app
            .scene(|scene| scene.block(id).cloned())
            .expect("a block that was read"),
        cursor => panic!("no block is selected: {cursor:?}"),
    }
}

#[test]
fn each_word_narrows_what_is_found() {
    let cases = [
        ("", "words of a note"),
        ("@northwind", "5 blocks, 4h35"),
        ("@northwind selling", "4 blocks, 3h10"),
        ("@northwind !legal", "1 block, 1h25"),
        ("!legal", "2 blocks, 3h05"),
        ("lost order", "1 block, 1h40"),
        ("nothing like it", "no block fits"),
        ("nothing<ctrl-u>\"lost or", "1 block, 1h40"),
        ("<paste lost\norder>", "1 block, 1h40"),
    ];
    for (keys, said) in cases {
        let mut app = monday().press(&format!("f{keys}"));
        let screen = app.screen(80, 24);
        assert!(screen.contains(said), "{keys}:\n{screen}");
    }
}

#[test]
fn capture_keys_are_text_and_escape_leaves_all_as_it_was() {
    let app = monday();
    let (before, day) = (app.lane(), app.model().common.day);
    let app = app.press("fsaldbox15<del><down><esc>");
    assert_eq!(app.lane(), before);
    assert_eq!(app.model().common.day, day);
    assert!(app.model().mode.focus().is_none());
    assert!(app.press("f<enter><ctrl-c>").model().mode.focus().is_none());
}

#[test]
fn enter_goes_to_the_block_on_its_day() {
    let mut app = monday().press("f@brightwell<enter>");
    assert_eq!(app.model().common.day.to_string(), "2026-03-05");
    let block = selected(&app);
    assert_eq!(
        block.details.account.expect("an account").as_str(),
        "Brightwell"
    );
    assert!(
        app.screen(80, 24).contains("▌15:30"),
        "{}",
        app.screen(80, 24)
    );
    // The second one, and no further than the last.
    let app = app.press("f@northwind<down><enter>");
    assert_eq!(
        selected(&app).start.at,
        parse_rfc3339("2026-03-05T14:05:00+01:00")
            .expect("a time")
            .at
    );
    let app = app.press("f@northwind<pgdn><pgdn><up><down><enter>");
    assert_eq!(selected(&app).details.note.as_str(), "deal plan with SE");
}

#[test]
fn a_long_file_is_read_between_frames_and_only_as_far_as_it_must_be() {
    let mut app = long(25_000).press("fhay");
    assert!(
        app.screen(80, 24)
            .contains("the latest 300 blocks, 5h00; there may be more"),
        "{}",
        app.screen(80, 24)
    );
    let mut app = app.press("<ctrl-u>needle");
    assert!(
        app.screen(80, 24).contains("looking, back to "),
        "{}",
        app.screen(80, 24)
    );
    assert_eq!(app.sleep(), Duration::ZERO);
    let mut app = app.press("<wait 1s><wait 1s><wait 1s>");
    assert!(
        app.screen(80, 24).contains("1 block, 0h01"),
        "{}",
        app.screen(80, 24)
    );
    // Left in the middle, nothing goes on.
    let app = app.press("<ctrl-u>needl<esc>");
    assert!(app.sleep() > Duration::ZERO);
}

#[test]
fn it_is_drawn_at_every_size() {
    let mut app = monday().press("f@northwind<down>");
    assert_snapshot!("find_80x24", app.screen(80, 24));
    assert_snapshot!("find_40x12", app.screen(40, 12));
    for width in (1..=80).chain([120, 300]) {
        for height in (1..=30).chain([60]) {
            app.frame(width, height);
        }
    }
}

#[test]
fn where_a_line_has_little_room_the_selected_hit_is_told_in_full() {
    let long = "ask Dana for the security questionnaire and the redlines before the call on Tuesday morning";
    let app = Harness::at(MORNING).press("st@Northwind<enter>!legal<enter>+advance<enter>n");
    let mut app = app.press(&format!("{long}<enter><wait 50m>ae<wait 20m>fdeal"));
    let screen = app.screen(40, 12);
    for words in [
        "@Northwind !legal +advance ask Dana",
        "for the security questionnaire and …",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert!(!app.screen(120, 40).contains("@Northwind !legal +advance"));
    // Whatever is found, the list has as many rows: it does not jump.
    let rows = |screen: &str| screen.lines().position(|line| line.contains("enter open"));
    let other = app.press("<ctrl-u>admin").screen(40, 12);
    assert_eq!(rows(&screen), rows(&other), "{other}");
    let mut hidden = Harness::at(MORNING).press("sm@Zzyzx<enter>nsecret<enter>Hfmeeting");
    let screen = hidden.screen(40, 12);
    assert!(
        screen.contains("@•••") && !screen.contains("secret"),
        "{screen}"
    );
}
