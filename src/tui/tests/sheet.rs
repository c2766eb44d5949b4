//! The bottom sheet: what waits is shown in the list and on the ribbon before it happens, and the list stays where it is.

use super::*;
use crate::tui::key::Key;

/// The row of the list that says this, counted from the top of the screen.
fn row_of(app: &mut Harness, words: &str, height: u16) -> Option<usize> {
    let screen = app.screen(120, height);
    screen.lines().position(|line| line.contains(words))
}

#[test]
fn what_waits_is_shown_before_it_happens() {
    let mut app = thursday().press("15");
    assert_snapshot!("back_date_120x40", app.screen(120, 40));
    let mut app = app.press("<esc>90s");
    assert!(matches!(app.model().mode, Mode::Guard(..)));
    assert_snapshot!("guard_120x40", app.screen(120, 40));
    assert_snapshot!("guard_80x24", app.screen(80, 24));
    assert_snapshot!("guard_40x12", app.screen(40, 12));
}

#[test]
fn blocks_that_would_go_are_struck_through() {
    use ratatui::style::Modifier;
    let mut app = thursday().press("90s");
    let frame = app.frame(120, 40);
    let struck = |word: &str| {
        (0..40_u16).any(|y| {
            let row: String = (0..120).map(|x| frame[(x, y)].symbol()).collect();
            let crossed = frame[(3, y)].modifier.contains(Modifier::CROSSED_OUT);
            crossed && row.contains(word) && row.contains("removed")
        })
    };
    assert!(struck("internal-meeting"), "{}", app.screen(120, 40));
    assert!(!struck("approvals"));
}

#[test]
fn the_list_stays_where_it_is_while_a_sheet_is_open() {
    let mut app = Harness::at(MORNING).press("a<wait 20m>s<wait 20m>l<wait 20m>");
    let at = |app: &mut Harness| row_of(app, "09:20–09:40", 40);
    let before = at(&mut app);
    assert!(before.is_some());
    for keys in ["d", "<esc>", "15", "<esc>", "n", "<esc>", "c", "<esc>"] {
        app = app.press(keys);
        assert_eq!(at(&mut app), before, "{keys}");
    }
}

#[test]
fn a_long_list_is_scrolled_no_further_than_the_sheet_needs() {
    let mut app = Harness::at(MORNING).press(&"a<wait 5m>s<wait 5m>".repeat(10));
    let last = |app: &mut Harness| {
        let screen = app.screen(120, 40);
        let rows: Vec<&str> = screen.lines().collect();
        rows.iter().rposition(|row| row.contains("–now"))
    };
    let bare = last(&mut app).expect("what runs");
    let mut app = app.press("a");
    let under = last(&mut app).expect("what runs is in view");
    assert_eq!(under, 33, "right above the sheet, from {bare}");
}

#[test]
fn backspace_takes_a_digit_back_and_then_the_minutes() {
    let digit = |app: &Harness| match &app.model().mode {
        Mode::BackDate(minutes) => minutes.digits.clone(),
        _ => String::new(),
    };
    let app = Harness::at(MORNING).press("a<wait 20m>15<backspace>");
    assert_eq!(digit(&app), "1");
    let app = app.press("<backspace>");
    assert!(matches!(app.model().mode, Mode::Normal));
    assert!(Key::parse("backspace").is_some());
}

#[test]
fn the_time_of_the_letters_runs_down() {
    let mut app = Harness::at(MORNING).press("a<wait 20m>s");
    let heavy = |app: &mut Harness| {
        let screen = app.screen(120, 40);
        screen.lines().nth(34).map(|row| row.matches('━').count())
    };
    assert_eq!(heavy(&mut app), Some(120));
    let mut app = app.press("<wait 1s>");
    assert_eq!(heavy(&mut app), Some(96));
    assert!(app.screen(120, 40).contains("4 s"));
}

#[test]
fn no_minutes_change_nothing_and_show_nothing() {
    let mut app = Harness::at(MORNING).press("a<wait 20m>0");
    let screen = app.screen(120, 40);
    assert!(screen.contains("min ago"), "{screen}");
    assert!(!screen.contains("was 0h20") && !screen.contains("press a category"));
    let mut app = app.press("5");
    assert!(app.screen(120, 40).contains("was 0h20"));
}

#[test]
fn what_is_typed_takes_the_place_of_the_time_that_was_proposed() {
    let app = thursday().press("<up>/16:00<enter>");
    assert!(matches!(app.model().mode, Mode::Normal), "{}", app.lane());
    assert!(app.lane().contains("15:30-16:00"), "{}", app.lane());
    // Once it has been moved about in, it is the rep's own.
    let app = thursday().press("<up>/<left><backspace>4");
    let Mode::Prompt(prompt) = &app.model().mode else {
        panic!("the line is open");
    };
    assert_eq!(prompt.input.value(), "15:40");
}

#[test]
fn the_guard_of_a_small_screen_says_each_thing_once_and_keeps_esc() {
    let mut app = thursday().press("90s");
    let screen = app.screen(80, 24);
    assert_eq!(screen.matches("removes").count(), 1, "{screen}");
    let rows: Vec<&str> = screen.lines().collect();
    let rule = rows.iter().rposition(|row| row.starts_with('─'));
    assert_eq!(rule, Some(18), "the last six rows\n{screen}");
    let small = app.screen(40, 12);
    assert!(small.contains("esc cancel"), "{small}");
}

#[test]
fn a_category_is_picked_beside_what_it_is_for() {
    let mut app = Harness::at(MORNING).press("s@Halden<enter><wait 10m>o<wait 30m>a<wait 20m>");
    app = app.press("gc");
    assert!(
        app.screen(80, 24).contains("fills 09:10–09:40  0h30"),
        "{}",
        app.screen(80, 24)
    );
    let mut app = app.press("<esc><up>c");
    assert!(
        app.screen(80, 24).contains("was selling  @Halden"),
        "{}",
        app.screen(80, 24)
    );
}

#[test]
fn a_message_takes_one_row_where_there_is_little_room() {
    let ribbon = |app: &mut Harness| app.screen(40, 12).lines().nth(9).map(str::to_owned);
    let mut app = thursday();
    let before = ribbon(&mut app);
    for keys in ["H", "H", "n by the end of the month<enter>"] {
        app = app.press(keys);
        let screen = app.screen(40, 12);
        let told: Vec<&str> = screen.lines().skip(10).collect();
        assert_eq!(ribbon(&mut app), before, "{screen}");
        assert!(!told[0].is_empty() && told.len() == 2, "{screen}");
    }
}

#[test]
fn a_guard_takes_six_rows_however_much_would_go() {
    let mut app = Harness::at(MORNING).press(&"a<wait 9m>s<wait 9m>".repeat(8));
    app = app.press("140l");
    assert!(matches!(app.model().mode, Mode::Guard(..)));
    for (width, height) in [(120, 40), (100, 30), (80, 24), (40, 12)] {
        let screen = app.screen(width, height);
        let rule = "─".repeat(width.into());
        let rows = screen.lines().skip_while(|line| *line != rule);
        assert_eq!(rows.count(), 6, "{screen}");
        assert!(screen.contains("esc cancel"), "{screen}");
    }
}

#[test]
fn a_message_has_a_free_row_below_it_where_there_is_room() {
    // A short day has it at 80 columns too.
    let mut short = Harness::at(MORNING).press("a<wait 20m>sm<esc>nwith Priya<enter>");
    let screen = short.screen(80, 24);
    let rows: Vec<&str> = screen.lines().collect();
    assert!(
        rows[21].contains("to undo") && rows[22].is_empty(),
        "{screen}"
    );
    let mut app = thursday();
    for (width, height, free) in [
        (80, 24, 0),
        (100, 30, 1),
        (120, 40, 1),
        (160, 48, 1),
        (200, 60, 1),
    ] {
        for (keys, screen) in [("", "Today"), ("<tab>", "Week"), ("<tab>", "Trends")] {
            app = app.press(keys).press("nmore<enter>");
            let shown = app.screen(width, height);
            let rows: Vec<&str> = shown.lines().collect();
            let footer = rows.len() - 1;
            let message = rows.iter().rposition(|row| row.contains("to undo"));
            assert_eq!(
                message,
                Some(footer - 1 - free),
                "{screen} {width}x{height}\n{shown}"
            );
        }
        app = app.press("<tab><tab>");
    }
}
