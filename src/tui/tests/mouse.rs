//! The mouse: what a click selects, what the wheel moves, and that neither changes a block.

use ratatui::layout::Position;

use super::{MORNING, thursday};
use crate::tui::event::Wake;
use crate::tui::harness::Harness;
use crate::tui::overlays::help::Help;
use crate::tui::{mode::Mode, scene::Cursor};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (60, 30)];

fn click(app: &mut Harness, x: u16, y: u16) {
    app.wake(&Wake::Click(Position::new(x, y)));
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

/// The bar of what runs is no cursor: its row begins with no time.
fn is_selected(row: &str) -> bool {
    let after = row.trim_start().strip_prefix('▌').unwrap_or_default();
    let after = after.strip_prefix(' ').unwrap_or(after);
    after.starts_with(|c: char| c.is_ascii_digit())
}

#[test]
fn a_click_in_the_list_selects_what_stands_there() {
    for (width, height) in SIZES {
        let mut app = thursday();
        let mut seen = 0;
        for _ in 0..12 {
            let screen = app.screen(width, height);
            let list: Vec<&str> = screen.lines().collect();
            let Some(row) = list.iter().position(|row| is_selected(row)) else {
                panic!("no cursor:\n{screen}");
            };
            // The line above the selected one, as long as there is one.
            let above = list[row - 1].trim_start();
            let gap = if width > 100 { " " } else { "" };
            let above: String = above.chars().take(5).collect();
            if !above.contains(':') || above.contains(' ') {
                break;
            }
            click(&mut app, 5, row as u16 - 1);
            let screen = app.screen(width, height);
            assert!(
                screen.contains(&format!("▌{gap}{above}")),
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
        let mut app = thursday();
        let screen = app.screen(width, height);
        let (x, y) = find(&screen, "08  ").unwrap_or_else(|| panic!("no hours:\n{screen}"));
        // From 08:00 on: the proposal is under 12:50.
        let hour = [6, 8, 12][[60, 80, 120]
            .iter()
            .position(|of| *of == width)
            .unwrap_or(0)];
        click(&mut app, x + hour * 29 / 6, y + 1);
        let screen = app.screen(width, height);
        assert!(
            ["▌12:40", "▌ 12:40"].iter().any(|row| screen.contains(row)),
            "{width}x{height}:\n{screen}"
        );
        let before = app.model().today.cursor;
        click(&mut app, 0, 0);
        assert_eq!(app.model().today.cursor, before);
    }
}

#[test]
fn the_wheel_goes_through_the_list_and_the_help() {
    let mut app = thursday();
    let wheel = |app: &mut Harness, step| app.wake(&Wake::Wheel(step));
    wheel(&mut app, -1);
    let up = thursday().press("<up>").screen(80, 24);
    assert_eq!(app.screen(80, 24), up);
    let mut app = app.press("?");
    wheel(&mut app, 1);
    assert!(matches!(app.model().mode, Mode::Help(Help { from: 3, .. })));
    for _ in 0..100 {
        wheel(&mut app, 1);
    }
    let Mode::Help(Help { from: last, .. }) = app.model().mode else {
        panic!("the help is open")
    };
    assert!(last > 10 && app.screen(80, 24).contains("the ribbon"));
    let mut app = app.press("<esc>:");
    wheel(&mut app, 1);
    assert!(
        app.screen(80, 24).contains("▌  a  admin "),
        "{}",
        app.screen(80, 24)
    );
    let mut app = app.press("<esc>f@northwind");
    wheel(&mut app, 1);
    wheel(&mut app, 1);
    assert!(
        app.screen(80, 24).contains("▌   11:00–"),
        "{}",
        app.screen(80, 24)
    );
}

#[test]
fn the_mouse_changes_no_block_and_reaches_nothing_below_what_is_open() {
    for keys in ["", "n", "?", ":", "C", "f", "f@n", "15", "c", "s"] {
        let mut app = thursday().press(keys);
        let lane = app.lane();
        let cursor = app.model().today.cursor;
        for y in 0..24 {
            for x in [0, 5, 40, 79, 200] {
                click(&mut app, x, y);
            }
            app.wake(&Wake::Wheel(1));
            app.frame(80, 24);
        }
        assert_eq!(app.lane(), lane, "{keys}");
        if matches!(keys, "n" | "?" | ":" | "C" | "f" | "f@n") {
            assert!(app.model().mode.focus().is_some(), "{keys}");
            assert_eq!(app.model().today.cursor, cursor, "{keys}");
        }
    }
    let mut empty = Harness::at(MORNING);
    click(&mut empty, 10, 18);
    assert_eq!(empty.model().today.cursor, Cursor::Newest);
}

/// Clicks on the row of a text, and hands the screen back.
fn click_on(app: &mut Harness, text: &str, (width, height): (u16, u16)) -> String {
    let screen = app.screen(width, height);
    let (x, y) = find(&screen, text).unwrap_or_else(|| panic!("no {text}:\n{screen}"));
    click(app, x, y);
    app.screen(width, height)
}

#[test]
fn a_click_on_a_card_selects_what_stands_there_and_runs_nothing() {
    for size in SIZES {
        let mut app = thursday().press(":start");
        let lane = app.lane();
        let screen = click_on(&mut app, "start prospecting ", size);
        assert!(screen.contains("▌  s  start prospecting "), "{screen}");
        let mut app = app.press("<esc>fnorthwind");
        let screen = click_on(&mut app, "deal-strategy", size);
        let selected = ["▌   10:20", "▌  10:20"];
        assert!(selected.iter().any(|row| screen.contains(row)), "{screen}");
        assert_eq!(app.lane(), lane);
    }
    let mut app = Harness::at(MORNING).press("s<wait 9m>a<wait 9m>l<wait 9m><esc><ctrl-u>");
    let screen = click_on(&mut app, "start admin", (120, 40));
    let selected = screen.lines().find(|row| row.contains("start admin"));
    assert!(selected.is_some_and(|row| row.contains('▌')), "{screen}");
    let mut app = thursday().press("C");
    let screen = app.screen(120, 40);
    let (x, y) = find(&screen, "Mon").expect("a head");
    // The first Monday of March stands in the row of the 2nd, two rows below the head.
    for below in 1..6 {
        click(&mut app, x + 1, y + below);
    }
    let Mode::Month(month) = &app.model().mode else {
        panic!("the month is open")
    };
    assert_eq!(month.selected.to_string(), "2026-03-02");
}

#[test]
fn a_click_on_a_week_of_the_trends_goes_to_it() {
    let file = super::review::steps::full(">= 6h selling");
    let mut app = Harness::with(
        file,
        super::review::FRIDAY,
        crate::tui::theme::Palette::Many,
    )
    .press("<esc><tab><tab>");
    let today = app.model().common.day;
    let screen = app.screen(120, 40);
    let (x, y) = find(&screen, "W08").expect("a week");
    click(&mut app, x + 1, y);
    assert_eq!(app.model().common.day, today.plus(-14), "{screen}");
    // Beside the columns there is none.
    click(&mut app, 0, y);
    assert_eq!(app.model().common.day, today.plus(-14));
}

#[test]
fn a_click_on_a_step_of_the_review_opens_it_and_reveals_nothing() {
    use crate::domain::review::Step;
    let file = super::review::steps::full(">= 6h selling");
    let mut app = Harness::with(
        file,
        super::review::FRIDAY,
        crate::tui::theme::Palette::Many,
    )
    .press("<esc><shift-tab><pgdn><pgdn>");
    assert_eq!(app.model().review.step, Step::Guess);
    click_on(&mut app, "Actual vs guess", (120, 40));
    assert_eq!(
        app.model().review.step,
        Step::Guess,
        "that would show the week"
    );
    click_on(&mut app, "1  Tidy up", (120, 40));
    assert_eq!(app.model().review.step, Step::Tidy);
    click_on(&mut app, "3  Your guess", (120, 40));
    assert_eq!(app.model().review.step, Step::Guess);
    // Once the week is shown, any step is a click away.
    let mut app = app.press("<enter>");
    click_on(&mut app, "9  One decision", (120, 40));
    assert_eq!(app.model().review.step, Step::Decision);
}
