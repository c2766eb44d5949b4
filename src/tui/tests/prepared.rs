//! The mark of a meeting that was prepared: on the rows of Today and in the lanes of Week, at every size, and what it takes
//! to know it.

use super::*;
use crate::insight::testdata;
use crate::store::tests::take_reads;
use crate::tui::paint::Ink;
use crate::tui::theme::{Glyphs, Role, Theme};

/// Maya's Friday afternoon.
fn friday(palette: Palette) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks(testdata::history().into_iter())
        .expect("a lane");
    Harness::with(store, "2026-03-06T16:52:00+01:00", palette).press("<esc>")
}

/// The row of the screen that has some words.
fn row(screen: &str, words: &str) -> String {
    let mut rows = screen.lines();
    let row = rows.find(|row| row.contains(words));
    row.unwrap_or_else(|| unreachable!("no {words}: {screen}"))
        .to_owned()
}

#[test]
fn a_prepared_meeting_is_marked_before_its_account() {
    // The prep for Kestrel was on Tuesday; nothing was prepared for Lumen or Brightwell.
    for (columns, rows) in [(160, 48), (120, 40), (100, 30), (80, 24), (60, 20)] {
        let mut app = friday(Palette::Many).press("kkkkkk");
        let screen = app.screen(columns, rows);
        let meeting = row(&screen, "11:30–12:00");
        assert!(meeting.contains("meeting "), "{meeting}");
        assert!(meeting.contains(" ✓@Kestrel"), "{screen}");
        let marks = screen.matches('✓').count();
        assert_eq!(marks, 1, "at {columns}x{rows}: {screen}");
        // Brightwell has nothing before it, on a day with another meeting.
        let screen = app.press("<left>").screen(columns, rows);
        let meeting = row(&screen, "15:30–16:10");
        assert!(meeting.contains(" @Brightwell"), "{screen}");
        if rows >= 40 {
            let meeting = row(&screen, "11:00–12:00");
            assert!(meeting.contains(" ✓@Northwind"), "{screen}");
        }
    }
}

#[test]
fn the_smallest_screen_marks_what_runs_and_what_is_selected() {
    let mut app = friday(Palette::Many).press("sm<esc>@Northwind<enter><wait 30s>");
    let screen = app.screen(40, 12);
    assert!(screen.contains("✓@Northwind"), "{screen}");
    let mut app = friday(Palette::Many);
    let mut screen = app.screen(40, 12);
    while !screen.contains("11:30–12:00") {
        app = app.press("<up>");
        screen = app.screen(40, 12);
    }
    assert!(screen.contains("meeting ✓"), "{screen}");
    let mut app = friday(Palette::Many).press("sm<esc>@Lumen<enter><wait 30s>");
    let screen = app.screen(40, 12);
    assert!(
        screen.contains("@Lumen") && !screen.contains('✓'),
        "{screen}"
    );
}

#[test]
fn the_lanes_of_the_week_have_a_mark_at_each_prepared_meeting() {
    for (columns, rows) in [(160, 48), (120, 40), (100, 30), (80, 24)] {
        let mut app = friday(Palette::Many).press("<tab>");
        let screen = app.screen(columns, rows);
        let marks = |day: &str| row(&screen, day).matches('✓').count();
        let found = ["Mon 2", "Tue 3", "Wed 4", "Thu 5", "Fri 6"].map(marks);
        // Both meetings with Brightwell are the ones without.
        assert_eq!(found, [1, 1, 2, 1, 1], "at {columns}x{rows}: {screen}");
    }
}

#[test]
fn the_mark_has_an_ascii_sign_and_no_hue_and_stays_while_names_are_hidden() {
    let mut app = friday(Palette::Many);
    app.settings(|settings| {
        settings.theme = Theme::new(Palette::Many).drawn_with(Glyphs::Ascii, true);
    });
    let screen = app.screen(120, 40);
    assert!(screen.contains(" *@Kestrel"), "{screen}");
    let mut app = friday(Palette::Many);
    let frame = app.frame(120, 40);
    let mark = frame.content.iter().find(|cell| cell.symbol() == "✓");
    let quiet = app.scene(|scene| scene.style(Role::Quiet).fg);
    assert_eq!(mark.map(|cell| Some(cell.fg)), Some(quiet));
    let mut app = app.press("H");
    let screen = app.screen(120, 40);
    assert!(
        screen.contains(" ✓@•••") && !screen.contains("Kestrel"),
        "{screen}"
    );
    let mut app = app.press("<tab>");
    let screen = app.screen(120, 40);
    assert_eq!(screen.matches('✓').count(), 6, "{screen}");
}

#[test]
fn whoever_hides_the_figure_has_no_mark() {
    let mut app = friday(Palette::Many);
    app.settings(|settings| settings.hidden.add("prepared").expect("a name"));
    let mut app = app.press("<left><right>");
    assert!(!app.screen(120, 40).contains('✓'));
    let mut app = app.press("<tab>");
    assert!(!app.screen(120, 40).contains('✓'));
}

#[test]
fn a_day_without_such_a_meeting_reads_nothing_more() {
    // Without a panel beside it Today reads no weeks. How often the file is read, and how many stretches of blocks.
    let count = |keys: &str, is_hidden: bool| {
        let mut app = Harness::at("2026-03-02T09:00:00+01:00");
        if is_hidden {
            app.settings(|settings| settings.hidden.add("prepared").expect("a name"));
        }
        app.screen(80, 24);
        let app = app.press(keys);
        take_reads();
        drop(app.press("nx<enter>"));
        let (_, reads) = take_reads();
        let whole = reads
            .iter()
            .filter(|sql| sql.contains("start < -2208988800"));
        let spans = reads.iter().filter(|sql| {
            sql.ends_with("start < ?2 ORDER BY start") && sql.contains("FROM block ")
        });
        (whole.count(), spans.count())
    };
    for keys in [
        "ap<esc><wait 5m>",
        "sm<esc><wait 5m>",
        "sp@Northwind<enter><wait 5m>",
    ] {
        assert_eq!(count(keys, false), count(keys, true), "{keys}");
    }
    let keys = "sm@Northwind<enter><wait 5m>";
    let (times, spans) = count(keys, false);
    assert!(times > 0);
    assert_eq!(spans, count(keys, true).1 + times);
}
