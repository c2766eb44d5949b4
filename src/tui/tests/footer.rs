//! The footer names the keys that do something where the cursor is, and no other.

use super::MORNING;
use super::review::FRIDAY;
use super::review::steps::full;
use crate::domain::review::Step;
use crate::tui::harness::Harness;
use crate::tui::theme::Palette;

fn footer(app: &mut Harness) -> String {
    let screen = app.screen(120, 40);
    screen.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn every_gap_of_the_first_step_is_filled_with_a_letter_or_in_a_line() {
    let mut app = Harness::at(MORNING).press("s<wait 30m>o<wait 1560m><shift-tab>");
    let both = "   c fill   enter fill with details   ↑ ↓ row   → next step";
    let named = footer(&mut app);
    assert!(named.starts_with(both), "{named}");
    let mut app = app.press("<down>");
    let screen = app.screen(120, 40);
    assert!(screen.contains("▌ Fri 6 Mar") && screen.contains("no block that day"));
    let named = footer(&mut app);
    assert!(named.starts_with(both), "{named}");
}

#[test]
fn a_block_of_which_nothing_says_what_it_was_is_edited() {
    let app = Harness::at(MORNING).press("s<wait 30m>o<wait 5m>");
    let named = footer(&mut app.press("<shift-tab>"));
    assert!(named.starts_with("   enter edit   "), "{named}");
    let app = Harness::at(MORNING).press("s<wait 30m>a<wait 5m>sm<wait 30m>o<wait 5m>");
    let named = footer(&mut app.press("<shift-tab>"));
    assert!(named.starts_with("   enter accept   "), "{named}");
}

#[test]
fn steps_name_the_way_on_and_nothing_that_is_not_there() {
    let mut app = Harness::with(full(">= 6h selling/prospecting"), FRIDAY, Palette::Many)
        .press("<esc><shift-tab>");
    for (step, on, names, names_not) in [
        // Before the first step there is none.
        (Step::Tidy, "<pgdn>", "→ next step", "previous step"),
        (Step::LastTime, "<pgdn>", "→ next step", "↑ ↓"),
        (Step::Guess, "<enter>", "pgup previous step", "next step"),
        (Step::Reveal, "<pgup>", "→ next step", "↑ ↓"),
        // The guess is locked in: no share is selected any more.
        (Step::Guess, "<pgdn><pgdn>", "enter next step", "↑ ↓"),
        (Step::Commitment, "<pgdn>", "enter next step", "↑ ↓"),
        (Step::Produced, "<pgdn>", "→ next step", "↑ ↓"),
        (Step::Took, "<pgdn>", "= keep", "> week"),
        (Step::Freed, "<pgdn>", "→ next step", "> week"),
        (Step::Decision, "", "← → ± 15 min", "next step"),
    ] {
        assert_eq!(app.model().review.step, step);
        let named = footer(&mut app);
        let holds = named.contains(names) && !named.contains(names_not);
        assert!(holds, "{step:?}: {named}");
        app = app.press(on);
    }
    // A window has no amount to move.
    for _ in 0..5 {
        let screen = app.screen(120, 40);
        if screen.contains("▌ none") {
            break;
        }
        app = app.press("<down>");
    }
    let named = footer(&mut app);
    assert!(
        app.screen(120, 40).contains("▌ none"),
        "{}",
        app.screen(120, 40)
    );
    assert!(
        named.starts_with("   ↑ ↓ choose   enter commit") && !named.contains("15 min"),
        "{named}"
    );
    // A week that is over has one after it, this one has none.
    let named = footer(&mut app.press("<pgup><"));
    assert!(named.contains("< > week"), "{named}");
}

#[test]
fn no_minutes_are_from_now() {
    let app = Harness::at(MORNING).press("sm<wait 42m>0");
    for keys in ["", "0"] {
        let mut app = Harness::reopened(&app).press(&format!("0{keys}"));
        let screen = app.screen(120, 40);
        assert!(screen.contains(" min ago: from now, at 09:42"), "{screen}");
        assert!(!screen.contains("0h42 → "), "{screen}");
    }
}

#[test]
fn off_the_clock_a_block_of_a_past_day_has_the_keys_of_a_block() {
    let off = Harness::at(MORNING).press("sm<wait 660m>o<wait 1440m><esc>");
    let mut app = off.press("<left>");
    let named = footer(&mut app);
    assert!(named.contains("enter edit   c category"), "{named}");
    let mut today = Harness::at(MORNING).press("sm<wait 42m>o<esc>");
    let named = footer(&mut today);
    assert!(named.contains("back-date"), "{named}");
}

#[test]
fn only_what_is_undone_is_redone() {
    let mut app = Harness::at(MORNING).press("sm<wait 42m>a<esc>u<ctrl-u>");
    assert!(app.screen(120, 40).contains("enter redo this"));
    let mut app = app.press("<down>");
    let screen = app.screen(120, 40);
    assert!(!screen.contains("redo this"), "{screen}");
}

#[test]
fn what_enter_would_save_stands_there_only_while_it_would() {
    let app = Harness::with(full(">= 6h selling/prospecting"), FRIDAY, Palette::Many);
    let mut app = app.press("<esc><shift-tab><pgdn><pgdn><enter>");
    while app.model().review.step != Step::Decision {
        app = app.press("<pgdn>");
    }
    let mut saves = 0;
    for _ in 0..12 {
        for (width, height) in [(120, 40), (80, 24)] {
            let screen = app.screen(width, height);
            let is_told = screen.contains("Enter saves for next week:");
            let would = app.model().review.commitment_to_edit().is_some();
            assert_eq!(is_told, would, "{screen}");
            saves += usize::from(would);
        }
        app = app.press("<down>");
    }
    assert!(saves > 1, "{saves}");
}

#[test]
fn a_morning_begins_with_the_letters_and_a_chosen_gap_with_its_own_key() {
    // A block of the day before; today is a gap so far, and nobody chose it.
    let mut app = Harness::at("2026-03-05T09:00:00+01:00").press("s<wait 20m>o<wait 1480m>");
    let footer = |app: &mut Harness| {
        let screen = app.screen(120, 40);
        screen.lines().last().unwrap_or_default().trim().to_owned()
    };
    let first = footer(&mut app);
    assert!(
        first.starts_with("s a l d start   20 s back-date   c fill   b break"),
        "{first}"
    );
    let mut app = app.press("g");
    let chosen = footer(&mut app);
    assert!(
        chosen.starts_with("c fill   enter fill with details"),
        "{chosen}"
    );
}
