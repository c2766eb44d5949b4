//! The terminal's cursor rests at what is selected, for those who read the screen by it.

use super::*;
use crate::insight::testdata;
use crate::tui::canvas::CursorPlace;

const FRIDAY: &str = "2026-03-06T16:52:00+01:00";

fn friday() -> Harness {
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks(testdata::history().into_iter())
        .expect("a lane");
    Harness::with(store, FRIDAY, Palette::Many).press("<esc>")
}

/// What stands in the row from where the cursor rests on; nothing where it is shown in a line of text.
fn read_from(app: &mut Harness, (width, height): (u16, u16)) -> Option<String> {
    let frame = app.frame(width, height);
    let CursorPlace::Resting(rest) = app.cursor(width, height) else {
        return None;
    };
    let row = (rest.x..width).map(|x| frame[(x, rest.y)].symbol());
    Some(row.collect::<String>().trim_end().to_owned())
}

#[test]
fn it_rests_at_what_is_selected_on_every_screen_and_card() {
    for (keys, begins) in [
        ("", "16:40–16:50"),
        ("<up>", "16:00–16:40"),
        ("<up><up><up>", "14:40–15:40"),
        ("<left>", "20:30–21:10"),
        ("<tab>", "Fri"),
        ("<tab><up>", "Thu"),
        ("<tab><tab>", "W10"),
        ("<tab><tab><left>", "W09"),
        ("C", "6"),
        ("C<left>", "5"),
        ("<ctrl-u>", "Undo history"),
        ("?", "Today"),
        ("c", "16:40–16:50"),
    ] {
        let mut app = friday().press(keys);
        let read = read_from(&mut app, (120, 40)).expect("it rests");
        assert!(
            read.starts_with(begins),
            "{keys}: {read:?}\n{}",
            app.screen(120, 40)
        );
    }
    // On the review a row of the page, not the step in the list beside it.
    let mut app = friday().press("<shift-tab>");
    let first = read_from(&mut app, (120, 40)).expect("it rests");
    let place = app.cursor(120, 40);
    assert!(
        matches!(place, CursorPlace::Resting(rest) if rest.x > 36),
        "{first}"
    );
    assert!(first.starts_with("Wed 4 Mar   12:35–13:45"), "{first}");
}

#[test]
fn a_line_of_text_keeps_the_cursor() {
    for keys in ["n", ":", "f", "i", "/", "15"] {
        let mut app = friday().press(keys);
        assert_eq!(read_from(&mut app, (120, 40)), None, "{keys}");
    }
}

#[test]
fn it_rests_on_the_screen_at_every_size_without_color_too() {
    for palette in [Palette::Many, Palette::Monochrome] {
        let mut store = Store::in_memory().expect("a store");
        store
            .seed_blocks(testdata::history().into_iter())
            .expect("a lane");
        let mut app = Harness::with(store, FRIDAY, palette).press("<esc><up>");
        assert!(
            read_from(&mut app, (80, 24))
                .expect("it rests")
                .starts_with("16:00–16:40")
        );
        for keys in ["", "<tab>", "<tab>", "<tab>", "?", "<esc>C"] {
            app = app.press(keys);
            for (width, height) in [(200, 60), (80, 24), (40, 12), (20, 3), (1, 1)] {
                let place = app.cursor(width, height);
                assert!(
                    matches!(place, CursorPlace::Resting(rest) if rest.x < width && rest.y < height),
                    "{place:?} at {width}x{height}"
                );
            }
        }
    }
}
