//! What a block loses with a change is said before it is made: a source and a fit that stop counting.

use super::MORNING;
use crate::tui::harness::Harness;

fn shows(app: &mut Harness, words: &str) {
    for (columns, rows) in [(160, 48), (120, 40), (80, 24)] {
        let screen = app.screen(columns, rows);
        assert!(
            screen.contains(words),
            "{words} at {columns}x{rows}: {screen}"
        );
    }
}

/// Prospecting from a webinar that is over.
fn prospected() -> Harness {
    Harness::at(MORNING).press("sp<esc>n~webinar +ready<enter><wait 30m>o<wait 1m>k")
}

#[test]
fn a_sheet_says_with_what_work_a_source_counts() {
    let mut app = prospected().press("c");
    shows(&mut app, "~webinar +ready goes with selling only");
    let mut app = app.press("s");
    shows(
        &mut app,
        "~webinar +ready counts with prospecting, nurture only",
    );
    let mut app = app.press("m");
    let screen = app.screen(120, 40);
    assert!(!screen.contains("counts with"), "{screen}");
    // It counts no more: nothing is left to be said.
    let mut app = app.press("c");
    let screen = app.screen(120, 40);
    assert!(!screen.contains("goes with selling only"), "{screen}");
}

#[test]
fn a_line_says_what_it_would_take_away() {
    let mut app = prospected().press("n/meeting");
    shows(&mut app, "~webinar +ready no longer counts");
    let mut app = prospected().press("<enter><ctrl-u>08:50-09:30 selling /prep ");
    let screen = app.screen(120, 40);
    assert!(!screen.contains("no longer counts"), "taken away: {screen}");
    let mut app = prospected().press("<enter><ctrl-u>admin ~webinar");
    let screen = app.screen(120, 40);
    assert!(screen.contains("takes no"), "{screen}");
}
