//! The smallest screens: what is selected has its name, and no word is cut that is ours.

use super::{Harness, thursday};

/// Whether a row of the screen begins with the mark of the selected one.
fn selected_row(screen: &str) -> &str {
    let mut rows = screen.lines();
    rows.find(|row| row.starts_with('▌')).unwrap_or_default()
}

#[test]
fn the_smallest_screen_names_what_is_selected() {
    let mut app = thursday();
    let screen = app.screen(40, 12);
    assert_eq!(
        selected_row(&screen),
        "",
        "what runs stands above\n{screen}"
    );
    for (row, caliper) in [
        ("▌15:30–16:10  0h40 s meeting", "15:30–16:10  0h40 ╰"),
        ("▌14:05–15:30  1h25 a approvals", "14:05–15:30  1h25 ╰"),
        ("▌13:50–14:05  0h15 ╱ untracked", "13:50–14:05  0h15"),
    ] {
        app = app.press("<up>");
        let screen = app.screen(40, 12);
        assert!(selected_row(&screen).starts_with(row), "{row}\n{screen}");
        assert!(screen.contains(caliper), "{caliper}\n{screen}");
        // What runs stays above it.
        let running = screen.lines().nth(2).unwrap_or_default();
        assert!(running.starts_with(" ▌ admin"), "{screen}");
        // With room for a list, it is selected there.
        let taller = app.screen(40, 18);
        assert!(taller.contains("▌ !enablement"), "{taller}");
        assert!(selected_row(&taller).starts_with(row), "{taller}");
    }
}

#[test]
fn no_word_of_the_first_day_is_cut() {
    let mut app = Harness::at("2026-03-05T09:00:00+01:00");
    for width in 40..=200 {
        for height in [12, 16, 20, 24, 30, 40, 48, 60] {
            let screen = app.screen(width, height);
            assert!(!screen.contains('…'), "{width}x{height}\n{screen}");
            assert!(screen.contains("changes."), "{width}x{height}");
            assert!(!screen.contains("undo "), "nothing to undo\n{screen}");
        }
    }
    let app = app.screen(80, 24);
    assert!(app.contains("tafs import  Toggl"), "{app}");
}

#[test]
fn the_title_of_the_help_ends_before_its_count() {
    for screen in ["", "<tab>", "<tab><tab>", "<tab><tab><tab>"] {
        let mut app = thursday().press(screen).press("?");
        for width in 40..=120 {
            let shown = app.screen(width, 12);
            let title = shown.lines().find(|row| row.contains("keys that work"));
            let title = title.unwrap_or_default();
            assert!(title.contains("keys that work here  "), "{width}\n{shown}");
            assert!(title.contains("↓ "), "{width}\n{shown}");
        }
    }
}
