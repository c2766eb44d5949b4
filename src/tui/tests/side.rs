//! The panel beside the day: what it shows, of which week, and that it is read only where there is room for it.

use crate::domain::block::{Account, BlockId, Category, Details};
use crate::domain::calendar::Week;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::suggestion::Suggestion;
use crate::insight::testdata;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::theme::Palette;

/// Maya's week up to its Friday afternoon, the four weeks before it, her commitment, and a meeting with an account.
fn mayas_friday(with: &str) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks(testdata::history().into_iter())
        .expect("a lane");
    let commitment = parse_stored_commitment(">= 7h selling/prospecting").expect("a commitment");
    let week = Week {
        first: testdata::monday(),
    };
    let monday = testdata::at(testdata::monday(), "0830");
    store
        .commit_to(week, Some(&commitment), monday)
        .expect("a commitment");
    let friday = testdata::monday().plus(4);
    let details = Details {
        account: Some(Account::new(with).expect("an account")),
        ..Details::default()
    };
    let meeting = Suggestion {
        id: BlockId::fresh(),
        key: "demo".to_owned(),
        start: testdata::at(friday, "1730"),
        end: testdata::at(friday, "1800"),
        title: "second demo".to_owned(),
        category: Some(Category::Selling),
        details,
        dismissed: false,
    };
    store.suggest(&[meeting], monday).expect("a suggestion");
    Harness::with(store, "2026-03-06T16:52:30+01:00", Palette::Many)
}

#[test]
fn the_panel_shows_what_of_the_week_bears_on_the_next_hour() {
    let mut app = mayas_friday("Ostrava");
    let screen = app.screen(160, 48);
    for words in [
        "This week",
        "at least 7h prospecting",
        "0h10 to go",
        "in 38 min",
        "second demo",
        "no prep in the last 5 days",
        "!manager",
        "Protected selling",
        "Tue 12:20–14:40",
    ] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    let times = screen.matches("in 38 min").count();
    assert_eq!(times, 1, "the header alone tells how long:\n{screen}");
    insta::assert_snapshot!("side_160x48", screen);
    insta::assert_snapshot!("side_200x60", app.screen(200, 60));
    let prepared = mayas_friday("kestrel").screen(160, 48);
    assert!(!prepared.contains("no prep"), "{prepared}");
}

#[test]
fn a_day_of_another_week_has_the_panel_of_that_week() {
    let mut app = mayas_friday("Ostrava");
    app.screen(160, 48);
    let mut app = app.press("<tab><left><enter>");
    let screen = app.screen(160, 48);
    assert!(
        screen.contains("W09") && screen.contains("Fri 27 Feb"),
        "{screen}"
    );
    for words in ["This week", "Commitment", "Next", "now  "] {
        assert!(!screen.contains(words), "{words}:\n{screen}");
    }
}

#[test]
fn the_week_is_read_only_where_the_panel_has_room() {
    let mut app = mayas_friday("Ostrava");
    app.screen(120, 40);
    assert!(app.model().common.snapshot.weeks.blocks.is_empty());
    app.screen(160, 48);
    assert!(!app.model().common.snapshot.weeks.blocks.is_empty());
}

#[test]
fn a_past_day_shows_the_commitment_of_its_own_week() {
    let mut app = mayas_friday("Ostrava");
    assert!(app.screen(160, 48).contains("at least 7h prospecting"));
    // The Friday before, whose week has none.
    let mut app = app.press(&"<left>".repeat(7));
    let screen = app.screen(160, 48);
    assert!(screen.contains("W09"), "{screen}");
    assert!(!screen.contains("at least 7h prospecting"), "{screen}");
    let mut app = app.press("<tab>");
    for (width, height) in [(160, 48), (120, 40), (80, 24)] {
        let screen = app.screen(width, height);
        assert!(
            !screen.contains("at least 7h") && !screen.contains("of 7h"),
            "{screen}"
        );
    }
}
