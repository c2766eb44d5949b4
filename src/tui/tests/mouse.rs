//! The mouse: what a click selects, what the wheel moves, and that neither changes a block.

use ratatui::layout::Position;

use super::{MORNING, thursday};
use crate::tui::event::Wake;
use crate::tui::harness::Harness;
use crate::tui::model::{Cursor, Overlay};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 12)];

fn click(desk: &mut Harness, x: u16, y: u16) {
    desk.wake(&Wake::Click(Position::new(x, y)));
}

/// The row on which a text stands, and its first column.
fn find(screen: &str, text: &str) -> Option<(u16, u16)> {
    let (y, row) = screen
        .lines()
        .enumerate()
        .find(|(_, row)| row.contains(text))?;
    let at = row.find(text)?;
    Some((row[..at].chars().count() as u16, y as u16))
}

#[test]
fn a_click_in_the_list_selects_what_stands_there() {
    for (width, height) in SIZES {
        let mut desk = thursday();
        let mut seen = 0;
        for _ in 0..12 {
            let screen = desk.screen(width, height);
            let list: Vec<&str> = screen.lines().collect();
            let Some(row) = list
                .iter()
                .position(|row| row.trim_start().starts_with("› "))
            else {
                panic!("no cursor:\n{screen}");
            };
            // The line above the selected one, as long as there is one.
            let above = list[row - 1]
                .trim_start()
                .get(..5)
                .unwrap_or_default()
                .to_owned();
            if !above.contains(':') || above.contains(' ') {
                break;
            }
            click(&mut desk, 5, row as u16 - 1);
            let screen = desk.screen(width, height);
            assert!(
                screen.contains(&format!("› {above}")),
                "{above} at {width}x{height}:\n{screen}"
            );
            seen += 1;
        }
        assert!(seen >= 2, "{width}x{height}");
    }
}

#[test]
fn a_click_on_the_ribbon_selects_the_block_or_gap_of_that_time() {
    for (width, height) in SIZES {
        let mut desk = thursday();
        let screen = desk.screen(width, height);
        let (_, y) = find(&screen, "██").unwrap_or_else(|| panic!("no ribbon:\n{screen}"));
        let margin = if width < 76 { 1 } else { 2 };
        // 08:00 to 18:00: the proposal from 12:30 to 13:10 is under 12:50, or whatever is drawn there.
        let column = (width - 2 * margin) * 29 / 60;
        click(&mut desk, margin + column, y);
        let screen = desk.screen(width, height);
        assert!(
            screen.contains("› 12:40") || screen.contains("› 12:00"),
            "{width}x{height}:\n{screen}"
        );
        let before = desk.model().cursor;
        click(&mut desk, 0, 0);
        assert_eq!(desk.model().cursor, before);
    }
}

#[test]
fn the_wheel_goes_through_the_list_and_the_help() {
    let mut desk = thursday();
    let wheel = |desk: &mut Harness, step| desk.wake(&Wake::Wheel(step));
    wheel(&mut desk, -1);
    let up = thursday().press("<up>").screen(80, 24);
    assert_eq!(desk.screen(80, 24), up);
    let mut desk = desk.press("?");
    wheel(&mut desk, 1);
    assert!(matches!(desk.model().overlay, Some(Overlay::Help(3))));
    for _ in 0..100 {
        wheel(&mut desk, 1);
    }
    let Some(Overlay::Help(last)) = desk.model().overlay else {
        panic!("the help is open")
    };
    assert!(
        last > 10
            && desk
                .screen(80, 24)
                .contains("Being away is not distraction.")
    );
    let mut desk = desk.press("<esc>:");
    wheel(&mut desk, 1);
    assert!(
        desk.screen(80, 24).contains("› admin "),
        "{}",
        desk.screen(80, 24)
    );
    let mut desk = desk.press("<esc>f@northwind");
    wheel(&mut desk, 1);
    wheel(&mut desk, 1);
    assert!(
        desk.screen(80, 24).contains("› 11:00"),
        "{}",
        desk.screen(80, 24)
    );
}

#[test]
fn the_mouse_changes_no_block_and_reaches_nothing_below_what_is_open() {
    for keys in ["", "n", "?", ":", "C", "f", "f@n", "15", "c", "s"] {
        let mut desk = thursday().press(keys);
        let lane = desk.lane();
        let cursor = desk.model().cursor;
        for y in 0..24 {
            for x in [0, 5, 40, 79, 200] {
                click(&mut desk, x, y);
            }
            desk.wake(&Wake::Wheel(1));
            desk.frame(80, 24);
        }
        assert_eq!(desk.lane(), lane, "{keys}");
        if matches!(keys, "n" | "?" | ":" | "C" | "f" | "f@n") {
            assert!(desk.model().overlay.is_some(), "{keys}");
            assert_eq!(desk.model().cursor, cursor, "{keys}");
        }
    }
    let mut empty = Harness::at(MORNING);
    click(&mut empty, 10, 18);
    assert_eq!(empty.model().cursor, Cursor::Newest);
}
