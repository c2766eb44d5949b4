//! A note that is longer than its line: read in full for the selected block, and the list stays where it is.

use super::*;

const LONG: &str = "they want the security paper by Tuesday, two references from the same trade, and a price that holds \
                    until the end of the quarter; Priya asks legal about the clause on data";

/// The words of the page, in the order of the rows; what stands at its side is left out.
fn words(screen: &str) -> String {
    let page = screen
        .lines()
        .map(|line| line.split('│').next().unwrap_or_default());
    let page: Vec<&str> = page.flat_map(str::split_whitespace).collect();
    page.join(" ")
}

/// A morning of short blocks, one with a long note.
fn morning() -> Harness {
    let app = Harness::at(MORNING).press("a<wait 10m>l<wait 10m>sm@Northwind<enter>n");
    app.press(LONG)
        .press("<enter><wait 10m>")
        .press(&"a<wait 5m>b<wait 5m>".repeat(3))
}

#[test]
fn the_note_of_the_selected_block_is_read_in_full() {
    let mut app = morning().press("<up><up><up><up><up><up>");
    for (width, height) in [(200, 60), (160, 48), (120, 40), (100, 30), (80, 24)] {
        let screen = app.screen(width, height);
        assert!(words(&screen).contains(LONG), "{width}x{height}:\n{screen}");
    }
    assert_snapshot!("note_120x40", app.screen(120, 40));
    assert_snapshot!("note_80x24", app.screen(80, 24));
    let other = app.press("<up>").screen(120, 40);
    assert!(
        !words(&other).contains(LONG),
        "only of the selected block:\n{other}"
    );
}

#[test]
fn the_list_stays_where_it_is_while_a_long_note_is_read() {
    let mut app = morning();
    let place = |app: &mut Harness| {
        let screen = app.screen(120, 40);
        let rows: Vec<&str> = screen.lines().collect();
        // The caliper tells the times above the list.
        rows.iter().rposition(|line| line.contains("09:20–09:30"))
    };
    let before = place(&mut app);
    for _ in 0..8 {
        app = app.press("<up>");
        assert_eq!(place(&mut app), before);
    }
}

#[test]
fn the_line_of_a_long_note_is_never_covered_by_it() {
    let app = Harness::at(MORNING).press(&"a<wait 5m>s<wait 5m>".repeat(9));
    let mut app = app.press("n").press(LONG).press("<enter><wait 1m>");
    for (width, height) in [(120, 40), (100, 30), (80, 24)] {
        let screen = app.screen(width, height);
        assert!(screen.contains("–now"), "{width}x{height}:\n{screen}");
        assert!(words(&screen).contains(LONG), "{width}x{height}:\n{screen}");
    }
}

#[test]
fn a_note_of_many_lines_tells_how_many_there_are_more() {
    let app = Harness::at(MORNING).press("a<wait 20m>n<paste one\ntwo\nthree><enter><wait 9s>");
    let mut app = app.press("<esc>");
    assert!(
        app.screen(120, 40).contains("one↵two↵three"),
        "what fits stays in its line"
    );
    let long = "word ".repeat(400);
    let mut app = Harness::at(MORNING)
        .press("a<wait 20m>n")
        .press(&long)
        .press("<enter><wait 9s>");
    let screen = app.screen(80, 24);
    assert!(screen.contains("more lines: tafs log --wide"), "{screen}");
    assert!(screen.contains("–now"), "{screen}");
}

#[test]
fn a_word_typed_behind_what_the_line_began_with_stands_apart() {
    let note = |keys: &str| {
        let app = Harness::at(super::MORNING).press(&format!("smnPOC terms<enter>{keys}<enter>"));
        app.blocks()[0].details.note.as_str().to_owned()
    };
    for (keys, said) in [
        ("nhello", "POC terms hello"),
        ("n hello", "POC terms hello"),
        ("n, hello", "POC terms, hello"),
        ("n<backspace>hello", "POC termhello"),
        ("n<end>hello", "POC termshello"),
        ("n<paste sent>", "POC terms sent"),
    ] {
        assert_eq!(note(keys), said, "{keys}");
    }
    let app = Harness::at(super::MORNING).press("sm+3conv<enter>+1meeting<enter>");
    let outcomes = &app.blocks()[0].details.outcomes;
    assert_eq!((outcomes.conversations, outcomes.meetings), (3, 1));
}

#[test]
fn the_first_share_typed_takes_the_place_of_the_guess_before() {
    let app = Harness::at(super::MORNING).press("G45 30 10 15<enter>G50<enter>");
    let calendar = &app.model().common.settings.context.calendar;
    let week = calendar.week_of(app.model().common.today);
    let notes = app.store().week_notes(week).expect("a look");
    assert_eq!(
        notes
            .guess
            .map(|guess| guess.to_string())
            .unwrap_or_default(),
        "selling 50 %"
    );
}
