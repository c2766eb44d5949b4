//! Words are kept as they were typed, in the prompts.

use super::*;

/// The account and the note of what runs, after a line was typed.
fn told(keys: &str) -> (String, String) {
    let app = Harness::at(MORNING).press("s").press(keys).press("<enter>");
    assert!(
        app.model().mode.focus().is_none(),
        "{keys}: {:?}",
        app.model().mode
    );
    let details = app.blocks().pop().expect("a block").details;
    let account = details
        .account
        .map_or_else(String::new, |name| name.as_str().to_owned());
    (account, details.note.as_str().to_owned())
}

#[test]
fn a_sentence_with_a_name_in_it_keeps_its_punctuation() {
    for opened in ["n", "<enter>"] {
        for (typed, account, note) in [
            ("call @Northwind, then mail", "Northwind", "call, then mail"),
            ("(@Northwind) called", "Northwind", "called"),
            ("@“Big Co.” called", "Big Co.", "called"),
            ("call back +49 170 5551234", "", "call back +49 170 5551234"),
            ("is +1 from the CFO, +20 %", "", "is +1 from the CFO, +20 %"),
            ("meet @ 3pm", "", "meet @ 3pm"),
            ("at @Cafe\u{301}", "Café", "at"),
        ] {
            let keys = format!("{opened} {typed}");
            assert_eq!(told(&keys), (account.to_owned(), note.to_owned()), "{keys}");
        }
    }
    let app = Harness::at(MORNING).press("sncalled +3cnov<enter>");
    assert!(app.model().mode.focus().is_some());
    assert_eq!(app.blocks()[0].details.note.as_str(), "");
}

#[test]
fn what_a_prompt_begins_with_is_saved_as_it_was() {
    let app = Harness::at(MORNING).press("sncall +49 170, meet @ 3pm<enter>");
    let before = app.blocks();
    let app = app.press("n<enter>").press("<enter><enter>");
    assert_eq!(app.blocks()[0].details, before[0].details);
}

#[test]
fn an_outcome_that_is_none_is_refused_at_its_prompt() {
    let app = Harness::at(MORNING).press("s+49<enter>");
    assert!(app.model().mode.focus().is_some());
    let app = Harness::at(MORNING).press("s+3conv, 1mtg<enter>");
    let outcomes = app.blocks()[0].details.outcomes;
    assert_eq!((outcomes.conversations, outcomes.meetings), (3, 1));
}
