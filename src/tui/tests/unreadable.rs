//! Rows that can't be read: every screen says so in a quiet line, and the keys go on.

use super::*;

const LINE: &str = "1 unreadable block on Thu 5 Mar · tafs doctor";

/// Admin 09:00-10:00, then selling that runs; one of both is damaged then.
fn damaged(what: &str) -> Harness {
    let app = Harness::at(MORNING).press("am<wait 60m>s<wait 30m>");
    app.store().damage(what);
    // A prompt reads the file again.
    app.press("@<esc>")
}

fn toast(app: &Harness) -> &str {
    let toast = app.model().toast.as_ref();
    toast.map_or("", |toast| toast.text.as_str())
}

#[test]
fn every_screen_says_that_a_block_cannot_be_read() {
    let what = "note";
    for size in [(80, 24), (40, 10), (40, 11), (40, 12), (76, 11), (120, 40)] {
        let mut app = damaged(what).press("<f1><esc>");
        app = app.press("l<wait 20s>");
        for _ in 0..4 {
            let screen = app.screen(size.0, size.1);
            let line = if size.0 < 50 {
                "1 unreadable block · tafs doctor"
            } else {
                LINE
            };
            assert!(screen.contains(line), "{screen}");
            app = app.press("<tab>");
        }
    }
}

#[test]
fn a_running_block_that_cannot_be_read_ends_and_what_else_is_asked_of_it_is_refused() {
    let what = "account";
    let app = damaged(what).press("A");
    assert!(toast(&app).contains("can't be read"), "{}", toast(&app));
    let app = app.press("s");
    assert!(toast(&app).contains("Selling since"), "{}", toast(&app));
    let app = app.press("<wait 5m>o");
    assert!(toast(&app).contains("Off the clock"), "{}", toast(&app));
    let app = app.press("uu");
    assert!(toast(&app).contains("Undone"), "{}", toast(&app));
    let mut app = app.press("o");
    assert!(toast(&app).contains("Off the clock"), "{}", toast(&app));
    let screen = app.screen(80, 24);
    assert!(screen.contains(LINE), "{screen}");
}

#[test]
fn a_block_that_cannot_be_read_has_a_line_and_is_no_gap() {
    let mut app = damaged("tags");
    for (width, height) in [(80, 24), (120, 40)] {
        let screen = app.screen(width, height);
        assert!(screen.contains("?  unreadable"), "{screen}");
        let gaps = screen.lines().filter(|line| line.contains("╱  untracked"));
        assert_eq!(gaps.count(), 0, "{screen}");
    }
    // The keys that would change it are refused.
    for keys in [
        "<up>cl",
        "<up>x",
        "<up>nhello<enter>",
        "<up>@Acme<enter>",
        "<up>{",
        "<up>/<enter>",
    ] {
        let mut app = damaged("tags").press(keys);
        let screen = app.screen(120, 40);
        assert!(
            screen.contains("can't be read") || keys.contains('{'),
            "{keys}: {screen}"
        );
        assert!(
            app.screen(80, 24).contains("?  unreadable"),
            "{keys}: {screen}"
        );
    }
    let app = app.press("gcl<wait 1s>g");
    assert!(toast(&app).contains("No gaps"), "{}", toast(&app));
}

#[test]
fn the_review_finds_no_gap_where_a_block_cannot_be_read() {
    let gaps = |app: Harness| {
        let app = app.press("<tab><tab><tab>");
        let untidy = &app.model().review.untidy;
        untidy
            .iter()
            .map(|untidy| format!("{untidy:?}"))
            .collect::<Vec<_>>()
    };
    let whole = Harness::at(MORNING).press("am<wait 60m>s<wait 30m>@<esc>");
    assert_eq!(gaps(damaged("note")).len(), gaps(whole).len());
}

#[test]
fn a_line_with_more_than_a_line_may_hold_is_saved_as_it_is() {
    let app = damaged("long");
    let said = |app: &Harness| {
        let block = app.blocks().remove(0);
        let details = block.details;
        let lengths = [
            details.account.map_or(0, |name| name.len()),
            details.requester.map_or(0, |name| name.len()),
            details.tags[0].len(),
            details.note.as_str().len(),
        ];
        (lengths, details.outcomes.touches, block.end)
    };
    let (whole, _, end) = said(&app);
    assert_eq!(whole, [300, 300, 300, 70_000]);
    let app = app.press("<up><enter> +3touch<enter>");
    assert_eq!(said(&app), (whole, 3, end), "{}", toast(&app));
    let app = app.press("@<enter>");
    assert_eq!(said(&app), (whole, 3, end), "{}", toast(&app));
    let app = app.press("}}u");
    assert_eq!(said(&app).0, whole);
    let app = app.press("uuu");
    assert_eq!(said(&app), (whole, 0, end), "{}", toast(&app));
    // What is typed is held to the limit.
    let mut app = app.press("@x<enter>");
    let screen = app.screen(120, 40);
    assert!(screen.contains("at most 200 fit"), "{screen}");
}

#[test]
fn what_lies_over_the_screen_reads_on_without_it() {
    for what in ["note", "tags", "account"] {
        let mut app = damaged(what);
        for keys in [
            "fad<esc>",
            "f@<esc>",
            "C<esc>",
            "<ctrl-u>",
            "<esc>@n<esc>",
            "!<esc>",
            "z<esc>",
            "?<esc>",
        ] {
            app = app.press(keys);
            let screen = app.screen(80, 24);
            assert!(!screen.contains("cannot be"), "{what} {keys}: {screen}");
            assert!(
                !toast(&app).contains("cannot"),
                "{what} {keys}: {}",
                toast(&app)
            );
        }
    }
}

#[test]
fn keys_for_what_runs_are_refused_with_words_where_it_cannot_be_read() {
    for keys in [
        "{",
        "}",
        "+2touch<enter>",
        "cl",
        "@Acme<enter>",
        "!legal<enter>",
        "nhello<enter>",
    ] {
        let mut app = damaged("account");
        let screen = app.screen(80, 24);
        assert!(screen.contains("unreadable since"), "{screen}");
        assert!(!screen.contains("off the clock"), "{screen}");
        let screen = app.press(keys).screen(80, 24);
        let refused = ["can't be read", "still runs"];
        let is_refused = refused.iter().any(|words| screen.contains(words));
        assert!(is_refused, "{keys}: {screen}");
    }
}
