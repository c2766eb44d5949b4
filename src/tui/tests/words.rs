//! Words are kept as they were typed, in the prompts; and what is said back begins and goes on in one way.

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

#[test]
fn what_is_said_begins_with_a_capital_and_names_the_way_on_in_one_way() {
    for keys in [
        "u",
        "<ctrl-r>",
        "z",
        "x",
        "m",
        "g",
        "n",
        "y",
        "[",
        "15x",
        "<alt-l>",
        "ش",
        "H",
        "HnH",
        "s",
        "sm",
        "s<wait 20m>a<esc>x",
        "s<wait 20m>S",
        "s<wait 20m>D",
        "s<wait 20m>o",
        "o",
        ".",
        "s<wait 20m>}",
        "s<wait 20m>o<wait 5m>}}",
        "<tab>[",
        "<tab>r",
        "<tab>n",
        "<tab><tab>m",
        "<shift-tab>m",
        "<shift-tab>y",
        "<paste some text>",
        "s<wait 9m>a<wait 9m>uu<ctrl-u><enter>",
    ] {
        let app = Harness::at("2026-03-07T09:00:00+01:00").press(keys);
        let toast = app.model().toast.as_ref();
        let toast = toast.unwrap_or_else(|| panic!("{keys} says nothing"));
        let first = toast.text.chars().next().unwrap_or(' ');
        assert!(!first.is_lowercase(), "{keys}: {}", toast.text);
        for word in [
            "undoes",
            "redoes",
            "brings",
            "shows it",
            " gone",
            "in the way",
        ] {
            assert!(!toast.text.contains(word), "{keys}: {}", toast.text);
        }
    }
}
