//! Suggestions behind the day: shown where no block is, accepted, dismissed.

use crate::domain::block::{BlockId, Category, Details, Note};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::suggestion::Suggestion;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::mode::Mode;
use crate::tui::scene::Cursor;
use crate::tui::theme::Palette;

fn suggestion(from: &str, to: &str, title: &str, category: Option<Category>) -> Suggestion {
    let at = |time: &str| parse_rfc3339(&format!("2026-03-02T{time}:00+01:00")).expect("a time");
    let details = Details {
        note: Note::new(title).expect("a note"),
        ..Details::default()
    };
    let (id, key, title) = (BlockId::fresh(), title.to_owned(), title.to_owned());
    Suggestion {
        id,
        key,
        start: at(from),
        end: at(to),
        title,
        category,
        details,
        dismissed: false,
    }
}

fn monday(now: &str, suggestions: &[Suggestion]) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    store
        .suggest(suggestions, suggestions[0].start)
        .expect("suggestions");
    Harness::with(store, &format!("2026-03-02T{now}:00+01:00"), Palette::Many)
}

#[test]
fn enter_accepts_a_suggestion_and_undo_brings_it_back() {
    let meetings = [
        suggestion("09:00", "10:00", "Pipeline call", Some(Category::Admin)),
        suggestion("14:00", "15:00", "Demo", None),
    ];
    let mut app = monday("16:00", &meetings);
    for title in ["Pipeline call?", "Demo?", "accept"] {
        assert!(app.screen(80, 24).contains(title), "{}", app.screen(80, 24));
    }
    app = app.press("<up><enter>");
    let blocks = app.blocks();
    assert_eq!(blocks.len(), 1, "{}", app.screen(80, 24));
    assert_eq!(
        (blocks[0].id, blocks[0].category),
        (meetings[0].id, Category::Admin)
    );
    assert!(
        !app.screen(80, 24).contains("Pipeline call?"),
        "{}",
        app.screen(80, 24)
    );
    app = app.press("u");
    assert!(
        app.blocks().is_empty() && app.screen(80, 24).contains("Pipeline call?"),
        "{}",
        app.screen(80, 24)
    );
}

#[test]
fn the_cursor_is_on_a_suggestion_again_once_its_end_is_undone() {
    let meetings = [
        suggestion("09:00", "10:00", "Pipeline call", Some(Category::Admin)),
        suggestion("11:00", "12:00", "Sync", Some(Category::Admin)),
    ];
    for key in ["x", "<enter>"] {
        let app = monday("16:00", &meetings).press("s<esc><up><up>");
        let selected = app.model().today.cursor;
        assert_eq!(selected, Cursor::Suggestion(meetings[0].id), "{key}");
        let app = app.press(key);
        assert_ne!(app.model().today.cursor, selected, "{key}");
        let app = app.press("<home>u");
        assert_eq!(app.model().today.cursor, selected, "{key}");
    }
}

#[test]
fn without_a_category_the_next_letter_says_it_and_x_dismisses() {
    let meetings = [
        suggestion("09:00", "10:00", "Pipeline call", None),
        suggestion("14:00", "15:00", "Demo", None),
    ];
    let mut app = monday("16:00", &meetings).press("<enter>s");
    assert_eq!(
        app.blocks()
            .iter()
            .map(|block| block.category)
            .collect::<Vec<_>>(),
        [Category::Selling]
    );
    app = app.press("<up>");
    assert!(
        app.screen(80, 24).contains("Pipeline call?"),
        "{}",
        app.screen(80, 24)
    );
    app = app.press("x");
    assert!(
        !app.screen(80, 24).contains("Pipeline call?"),
        "{}",
        app.screen(80, 24)
    );
    assert_eq!(app.blocks().len(), 1);
    app = app.press("u");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("Pipeline call?") && screen.contains("Undone: dismiss \"Pipeline call\""),
        "{screen}"
    );
    app = app.press("<ctrl-r>");
    assert!(
        !app.screen(80, 24).contains("Pipeline call?"),
        "{}",
        app.screen(80, 24)
    );
}

#[test]
fn what_is_not_over_is_not_accepted() {
    let meetings = [suggestion(
        "15:30",
        "16:30",
        "Demo",
        Some(Category::Selling),
    )];
    let mut app = monday("16:00", &meetings);
    let screen = app.screen(120, 40);
    let footer = screen.lines().last().unwrap_or_default();
    assert!(
        footer.starts_with("   accept from 16:30   x dismiss"),
        "{footer}"
    );
    // Nor is a category asked for first.
    let asked = monday("16:00", &meetings).press("c");
    assert!(matches!(asked.model().mode, Mode::Normal));
    let mut app = app.press("<enter>");
    assert!(
        app.blocks().is_empty()
            && app
                .screen(80, 24)
                .contains("This meeting ends at 16:30: accept it then"),
        "{}",
        app.screen(80, 24)
    );
}

#[test]
fn in_few_rows_suggestions_ahead_are_one_until_one_is_selected() {
    let meetings = [
        suggestion("15:00", "15:45", "Halden: business case", None),
        suggestion("16:30", "17:00", "Forecast call", None),
    ];
    let mut app = monday("14:00", &meetings).press("s<esc>");
    let folded = "2 suggested, next 15:00 Halden: business case?";
    assert!(
        app.screen(80, 24).contains(folded),
        "{}",
        app.screen(80, 24)
    );
    assert!(app.screen(120, 40).contains("Forecast call?"));
    let mut app = app.press("<down>");
    assert_eq!(app.model().today.cursor, Cursor::Suggestion(meetings[0].id));
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("Forecast call?") && !screen.contains(folded),
        "{screen}"
    );
}

#[test]
fn now_stays_on_the_ribbon_in_the_evening() {
    let meetings = [suggestion("15:00", "15:45", "Demo", None)];
    let mut app = monday("20:40", &meetings);
    assert!(app.screen(120, 40).contains('▾'), "{}", app.screen(120, 40));
}

/// The first row of the screen.
fn header(app: &mut Harness, width: u16, height: u16) -> String {
    let screen = app.screen(width, height);
    screen.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn the_header_of_today_tells_the_next_meeting() {
    let meetings = [
        suggestion("09:00", "10:00", "Pipeline call", None),
        suggestion("14:00", "15:00", "Kestrel demo", None),
        suggestion("16:00", "17:00", "", None),
    ];
    // The minutes are those that the clock will count; what is on is not to come.
    let told = [
        ("08:55", "Pipeline call in 5 min"),
        ("09:00", "Kestrel demo in 5h"),
        ("13:48", "Kestrel demo in 12 min"),
        ("15:10", "next in 50 min"),
    ];
    for (now, words) in told {
        let mut app = monday(now, &meetings);
        for (width, height) in [(120, 40), (100, 30)] {
            let header = header(&mut app, width, height);
            assert!(header.contains(&format!("   {words}   ")), "{header}");
        }
    }
    let mut app = monday("13:48", &meetings);
    app = app.pass(60);
    assert!(header(&mut app, 120, 40).contains("demo in 11 min"));
    // None is left, the other day has none, the other screens tell what runs.
    for (time, keys) in [("16:00", ""), ("13:48", "<left>"), ("13:48", "<tab>")] {
        let header = header(&mut monday(time, &meetings).press(keys), 120, 40);
        assert!(!header.contains("Kestrel"), "{header}");
    }
}

#[test]
fn the_header_names_no_meeting_while_names_are_hidden_or_there_is_no_room() {
    let meetings = [suggestion("14:00", "15:00", "Kestrel demo", None)];
    let mut app = monday("13:48", &meetings);
    let mut widest = String::new();
    for width in 40..=132 {
        let row = header(&mut app, width, 24);
        // Whole or not at all, and what stood there before still does.
        assert!(row.ends_with("13:48"), "{width}: {row}");
        let forms = ["Kestrel demo in 12 min", "next in 12 min"];
        assert!(
            forms.iter().any(|form| row.contains(form)) || !row.contains("12 min"),
            "{width}: {row}"
        );
        widest = row;
    }
    assert!(widest.contains("Kestrel demo in 12 min"), "{widest}");
    app = app.press("H");
    let row = header(&mut app, 132, 30);
    assert!(
        row.contains("next in 12 min") && !row.contains("Kestrel"),
        "{row}"
    );
}
